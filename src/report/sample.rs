//! A report that has one of everything, for the tests of all formats.

use crate::model::{
    Acceptance, Address, Cause, ChangeKind, ChangedBy, Comparison, Coverage, Covered, Finding, Key, Missing,
    Mode, Number, Pairing, Path, Report, Secret, Segment, SetAside, Severity, Side, Sides, Source, Status,
    Value, stable_hash,
};

/// Returns a report without comparisons, errors or findings.
pub(crate) fn empty() -> Report {
    Report {
        tool: "driftgate 0.1.0".to_owned(),
        generated_at: 1_767_322_800,
        fail_on: Some(Severity::High),
        comparisons: Vec::new(),
        errors: Vec::new(),
    }
}

/// Returns the report of a run that could not compare anything.
pub(crate) fn failed() -> Report {
    let errors = vec![
        "failed to read s3://acme-tfstate/prod/network.tfstate: access denied; allow s3:GetObject on arn:aws:s3:::acme-tfstate/prod/*".to_owned(),
        "failed to read infra/dev.tfstate: unexpected end of input at line 1, column 4096".to_owned(),
    ];
    Report { errors, ..empty() }
}

/// Returns a report of two environments that are equal in meaning.
pub(crate) fn clean() -> Report {
    Report { comparisons: vec![comparison()], ..empty() }
}

/// Returns a comparison without findings.
pub(crate) fn comparison() -> Comparison {
    Comparison {
        coverage: None,
        imports: Vec::new(),
        mode: Mode::Parity,
        sides: Sides::new(
            side("dev", vec![source("infra/envs/dev/terraform.tfstate", 120)]),
            side("prod", vec![source("infra/envs/prod/terraform.tfstate", 120)]),
        ),
        paired: 120,
        set_aside: SetAside {
            volatile: 912,
            references: 340,
            external: 21,
            tokens: 88,
            owned: 12,
            ignored: 3,
            equivalent: 57,
            unknown: 2,
            outside: 0,
        },
        assumptions: vec![
            "names: `dev` on the left stands for `prod` on the right (seen in 64 names)".to_owned(),
        ],
        pairings: vec![Pairing {
            kind: "aws_sqs_queue".into(),
            address: Sides::new(Address::new("aws_sqs_queue.jobs"), Address::new("aws_sqs_queue.tasks")),
            method: "content",
            confidence: 100,
        }],
        causes: Vec::new(),
        findings: Vec::new(),
        stale: Vec::new(),
    }
}

/// Returns a coverage with something that was not read.
fn coverage() -> Coverage {
    let covered = |name: &str, declared, read| Covered { name: name.to_owned(), declared, read };
    Coverage {
        declared: 120,
        read: 111,
        by_kind: vec![covered("aws_iot_thing", 9, 0), covered("aws_instance", 111, 111)],
        by_source: vec![covered("infra/envs/dev/terraform.tfstate", 120, 111)],
    }
}

/// Returns a report that has one of everything.
pub(crate) fn full() -> Report {
    let mut comparison = comparison();
    comparison.coverage = Some(coverage());
    comparison.paired = 118;
    comparison.sides.right.resources = 151;
    let right = &mut comparison.sides.right.sources;
    right.push(Source {
        status: Status::Partial(vec![Missing {
            what: "module.dns".to_owned(),
            why: "the registry module is not vendored; run `terraform get` first".to_owned(),
            ..Missing::default()
        }]),
        format: "terraform configuration".to_owned(),
        warnings: vec!["variable \"region\" is set twice; the last wins".to_owned()],
        ..source("infra/envs/prod", 31)
    });
    right.push(Source {
        status: Status::Failed(
            "access denied; allow s3:GetObject on arn:aws:s3:::acme-tfstate/prod/*".to_owned(),
        ),
        format: "unknown".to_owned(),
        ..source("s3://acme-tfstate/prod/network.tfstate", 0)
    });
    comparison.stale = vec!["driftgate.hcl:41: accept \"77aa00\" lapsed on 2025-12-31".to_owned()];
    comparison.causes = vec![
        Cause {
            summary: "var.instance_type: t3.small → m5.large".to_owned(),
            explained: true,
            at: Sides::new(Some("envs/dev.tfvars:12".to_owned()), Some("envs/prod.tfvars:9".to_owned())),
            findings: 2,
        },
        Cause {
            summary: "provider hashicorp/aws: 5.31.0 → 6.2.1".to_owned(),
            explained: false,
            at: Sides::default(),
            findings: 1,
        },
    ];
    comparison.findings = findings();
    Report { comparisons: vec![comparison], ..empty() }
}

/// Returns the drift of one environment: what people, a pipeline and a controller did.
pub(crate) fn drift() -> Report {
    let mut comparison = comparison();
    comparison.mode = Mode::Drift;
    comparison.sides = Sides::new(
        side("prod", vec![source("deploy/overlays/prod", 31)]),
        side("prod", vec![source("context prod", 412)]),
    );
    comparison.paired = 30;
    comparison.set_aside =
        SetAside { owned: 214, equivalent: 96, volatile: 310, outside: 166, ..SetAside::default() };
    (comparison.assumptions, comparison.pairings) = (Vec::new(), Vec::new());
    let web = "shop/Deployment.apps/web";
    let by = |mut finding: Finding, who: &str, before: i64, by_hand: bool| {
        finding.kind = "Deployment.apps".into();
        let when = Some(empty().generated_at - before);
        let how = "managedFields (Update)".to_owned();
        finding.changed_by = Some(ChangedBy { who: who.to_owned(), when, how, by_hand });
        finding
    };
    let image = "spec.template.spec.containers[name=web].image";
    let mut made = by(
        one_sided(Severity::Medium, "shop/ConfigMap/tmp", ChangeKind::Unmanaged),
        "kubectl-create",
        7_300,
        true,
    );
    made.kind = "ConfigMap".into();
    let mut missing = one_sided(Severity::High, "shop/Service/web", ChangeKind::Missing);
    (missing.address.left, missing.address.right) = (missing.address.right.take(), None);
    missing.kind = "Service".into();
    missing.declared_at.left = Some("deploy/base/web.yaml:40".to_owned());
    comparison.findings = vec![
        missing,
        by(
            modified(Severity::High, web, image, "shop/web:1.4.0".into(), "shop/web:1.5.0-debug".into()),
            "kubectl-edit",
            190_000,
            true,
        ),
        by(
            modified(Severity::Medium, web, "spec.replicas", Value::int(2), Value::int(3)),
            "helm",
            600,
            false,
        ),
        made,
    ];
    Report { comparisons: vec![comparison], ..empty() }
}

fn side(environment: &str, sources: Vec<Source>) -> Side {
    let resources = sources.iter().map(|source| usize::try_from(source.resources).unwrap()).sum();
    Side { environment: environment.to_owned(), sources, resources }
}

fn source(name: &str, resources: u64) -> Source {
    Source { name: name.to_owned(), format: "terraform state v4".to_owned(), resources, ..Source::default() }
}

/// Returns the report of a check of one environment.
pub(crate) fn check() -> Report {
    let fault = |severity, address: &str, path: &str, rule: &str, value: Option<&str>| {
        let mut fault = modified(severity, address, path, Value::Null, Value::Null);
        fault.kind = "Deployment.apps".into();
        fault.address = Sides::new(Some(Address::new(address)), None);
        fault.values = Sides::new(value.map(Value::from), None);
        fault.id = Sides::default();
        fault.declared_at = Sides::new(Some("deploy/web.yaml:7".to_owned()), None);
        fault.change = ChangeKind::Dangling;
        says(fault, rule, "what it names is not in namespace shop", "create it, or correct its name")
    };
    let mut comparison = comparison();
    comparison.mode = Mode::Check;
    comparison.sides.right = Side::default();
    comparison.paired = 0;
    comparison.pairings = Vec::new();
    comparison.assumptions = Vec::new();
    comparison.set_aside = SetAside { unknown: 2, ignored: 1, ..SetAside::default() };
    let account = "spec.template.spec.serviceAccountName";
    let volume = "spec.template.spec.volumes[name=settings].configMap";
    comparison.findings = vec![
        fault(Severity::High, "shop/Deployment.apps/web", volume, "k8s/missing-config-map", None),
        fault(
            Severity::High,
            "shop/Deployment.apps/web",
            account,
            "k8s/missing-service-account",
            Some("web"),
        ),
        fault(Severity::Medium, "shop/Deployment.apps/api", "", "k8s/single-replica", None),
        fault(
            Severity::Info,
            "shop/Deployment.apps/api",
            account,
            "k8s/missing-service-account",
            Some("api"),
        ),
    ];
    Report { comparisons: vec![comparison], ..empty() }
}

/// Returns a finding that tells two values apart.
pub(crate) fn modified(severity: Severity, address: &str, path: &str, left: Value, right: Value) -> Finding {
    let kind = address.rsplit('.').nth(1).unwrap_or(address);
    Finding {
        fingerprint: format!("{:016x}", stable_hash(&format!("{address} {path}"))),
        severity,
        rule: "default/modified".to_owned(),
        also: Vec::new(),
        change: ChangeKind::Modified,
        kind: kind.into(),
        address: Sides::new(Some(Address::new(address)), Some(Address::new(address))),
        id: Sides::default(),
        path: path.parse().unwrap_or_else(|_| Path::from_iter([Segment::Key(path.into())])),
        values: Sides::new(Some(left), Some(right)),
        only: Sides::default(),
        declared_at: Sides::default(),
        redacted: false,
        explained: false,
        cause: None,
        accepted: None,
        changed_by: None,
        message: String::new(),
        remedy: String::new(),
    }
}

fn one_sided(severity: Severity, address: &str, change: ChangeKind) -> Finding {
    let mut finding = modified(severity, address, "", Value::Null, Value::Null);
    finding.values = Sides::default();
    finding.rule = format!("default/{change}");
    finding.change = change;
    match change {
        ChangeKind::LeftOnly => finding.address.right = None,
        _ => finding.address.left = None,
    }
    finding
}

fn says(mut finding: Finding, rule: &str, message: &str, remedy: &str) -> Finding {
    finding.rule = rule.to_owned();
    finding.message = message.to_owned();
    finding.remedy = remedy.to_owned();
    finding
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::from(*text)).collect()
}

fn findings() -> Vec<Finding> {
    use Severity::{Critical, High, Info, Low, Medium};
    let mut findings = vec![
        says(
            modified(
                Critical,
                "module.database.aws_security_group.db",
                "ingress[protocol=tcp,from_port=5432].cidr_blocks",
                Value::list(texts(&["10.0.0.0/16"])),
                Value::list(texts(&["0.0.0.0/0"])),
            ),
            "aws/open-ingress",
            "The database answers the whole internet in prod; in dev it answers the VPC.",
            "Allow only the subnets of the application: cidr_blocks = module.network.private_cidrs",
        ),
        says(
            modified(High, "module.web.aws_instance.app[0]", "instance_type", "t3.small".into(), "m5.large".into()),
            "aws/instance-family",
            "dev runs t3.small, prod runs m5.large: what is measured on one family says nothing of the other.",
            "Align var.instance_type, or accept the difference with a date.",
        ),
        says(
            modified(High, "module.web.aws_instance.app[0]", "user_data", LEFT_SCRIPT.into(), RIGHT_SCRIPT.into()),
            "aws/user-data",
            "The machines start differently.",
            "",
        ),
        says(
            modified(
                High,
                "module.database.aws_db_instance.main",
                "password",
                Value::Secret(Secret::Fingerprint([7; 16])),
                Value::Secret(Secret::Fingerprint([9; 16])),
            ),
            "default/modified",
            "The secrets differ.",
            "",
        ),
        one_sided(High, "aws_backup_vault.nightly", ChangeKind::LeftOnly),
        one_sided(High, "module.web[\"eu\"].aws_cloudwatch_metric_alarm.cpu_above_80_percent", ChangeKind::RightOnly),
        modified(
            Medium,
            "aws_iam_role.reader",
            "assume_role_policy.Statement[Sid=Read].Resource",
            "arn:aws:iam::111122223333:role/application/very/long/path/of/names/reader-for-the-web-tier-of-the-shop-in-the-region-of-ireland".into(),
            "arn:aws:iam::111122223333:role/application/very/long/path/of/names/writer-for-the-web-tier-of-the-shop-in-the-region-of-ireland".into(),
        ),
        modified(Medium, "aws_sqs_queue.orders", "visibility_timeout_seconds", Value::int(30), Value::Null),
        modified(
            Medium,
            "aws_lambda_function.resize",
            "layers",
            Value::list(texts(&["base:4", "metrics:2"])),
            Value::list(texts(&["metrics:2", "base:4"])),
        ),
        modified(Medium, "aws_subnet.private", "", Value::int(2), Value::int(3)),
        modified(Low, "aws_instance.web_dev", "root_block_device.volume_size", Value::int(20), Value::int(40)),
        modified(
            Low,
            "aws_kms_key.main",
            "deletion_window_in_days",
            Value::Number(Number::parse("12345678901234567890123").unwrap()),
            Value::Unknown,
        ),
        modified(
            Info,
            "aws_s3_bucket.assets",
            "tags[\"acme.com/cost center\"]",
            "web".into(),
            Value::Expression("var.cost_center".into()),
        ),
        modified(Info, "aws_s3_bucket.assets", "tags.Owner", "platform".into(), "platform-prod".into()),
        modified(
            Info,
            "var.regions",
            "value",
            Value::map([(Key::new("primary"), "eu-west-1".into())]),
            Value::map([(Key::new("primary"), "eu-west-1".into()), (Key::new("standby"), "eu-central-1".into())]),
        ),
        modified(Low, "aws_db_parameter_group.main", "parameter", "on".into(), "off".into()),
    ];
    // What the plain constructors do not say.
    findings[0].only = Sides::new(texts(&["10.0.0.0/16"]), texts(&["0.0.0.0/0"]));
    findings[0].also = vec!["default/modified".to_owned()];
    findings[0].id = Sides::new(Some("sg-0a1b2c3d".into()), Some("sg-9f8e7d6c".into()));
    findings[0].declared_at = Sides::new(
        Some("modules/database/main.tf:14".to_owned()),
        Some("modules/database/main.tf:14".to_owned()),
    );
    findings[1].explained = true;
    findings[1].cause = Some(0);
    findings[3].redacted = true;
    findings[5].explained = true;
    findings[5].cause = Some(0);
    findings[8].change = ChangeKind::Reordered;
    findings[9].change = ChangeKind::Count;
    findings[14].kind = "variable".into();
    findings[10].address.right = Some(Address::new("aws_instance.web"));
    findings[15].accepted = Some(Acceptance {
        reason: "prod keeps query statistics off until the upgrade".to_owned(),
        owner: Some("platform".to_owned()),
        until: Some("2027-01-31".to_owned()),
    });
    let mut zones = modified(
        Medium,
        "module.web.aws_lb.front",
        "access_logs.zones",
        Value::list(texts(&["a", "b", "eu-west-1a", "eu-west-1b"])),
        Value::list(texts(&["a", "b", "eu-west-1a", "eu-west-1c", "eu-west-1d"])),
    );
    zones.only = Sides::new(texts(&["eu-west-1b"]), texts(&["eu-west-1c", "eu-west-1d"]));
    let mut expected = says(
        modified(Medium, "var.db_host", "value", "db.shop.internal".into(), "db.shop.internal".into()),
        "expect/own-database",
        "Both environments use the same database host.",
        "Give each environment its own db_host.",
    );
    expected.change = ChangeKind::Fault;
    expected.kind = "variable".into();
    findings.extend([zones, expected]);
    findings
}

const LEFT_SCRIPT: &str = "#!/bin/sh
set -eu
. /etc/shop/env
export LOG_LEVEL=debug
export POOL=5
exec /opt/shop/web --listen 0.0.0.0:8080
";

const RIGHT_SCRIPT: &str = "#!/bin/sh
set -eu
. /etc/shop/env
export LOG_LEVEL=info
export POOL=20
ulimit -n 65536
exec /opt/shop/web --listen 0.0.0.0:8080
";

/// Returns the full report with `text` in place of every text that comes from an input.
pub(crate) fn poisoned(text: &str) -> Report {
    let mut report = full();
    report.errors = vec![text.to_owned()];
    for comparison in &mut report.comparisons {
        for side in [&mut comparison.sides.left, &mut comparison.sides.right] {
            text.clone_into(&mut side.environment);
            for source in &mut side.sources {
                text.clone_into(&mut source.name);
                text.clone_into(&mut source.format);
                source.warnings = vec![text.to_owned()];
                if let Status::Partial(missing) = &mut source.status {
                    *missing =
                        vec![Missing { what: text.to_owned(), why: text.to_owned(), ..Missing::default() }];
                }
            }
        }
        comparison.assumptions = vec![text.to_owned()];
        comparison.stale = vec![text.to_owned()];
        for cause in &mut comparison.causes {
            text.clone_into(&mut cause.summary);
            cause.at.left = Some(text.to_owned());
        }
        for finding in &mut comparison.findings {
            poison(finding, text);
        }
    }
    report
}

fn poison(finding: &mut Finding, text: &str) {
    let address = |address: &mut Option<Address>| {
        if address.is_some() {
            *address = Some(Address::new(text));
        }
    };
    for place in [&mut finding.fingerprint, &mut finding.rule, &mut finding.message, &mut finding.remedy] {
        text.clone_into(place);
    }
    finding.also = vec![text.to_owned()];
    finding.kind = text.into();
    address(&mut finding.address.left);
    address(&mut finding.address.right);
    finding.id = Sides::new(Some(text.into()), None);
    finding.path.push(Segment::Key(text.into()));
    finding.path.push(Segment::Element([("name".into(), text.into())].into()));
    finding.values.left = Some(Value::list([Value::from(text), Value::map([(Key::new(text), text.into())])]));
    finding.values.right = Some(Value::from(text));
    if !finding.only.left.is_empty() {
        finding.only.left = vec![Value::from(text); 3];
    }
    finding.declared_at.left = Some(text.to_owned());
    let (who, how) = (text.to_owned(), text.to_owned());
    finding.changed_by = Some(ChangedBy { who, when: Some(0), how, by_hand: true });
    if let Some(accepted) = &mut finding.accepted {
        *accepted = Acceptance {
            reason: text.to_owned(),
            owner: Some(text.to_owned()),
            until: Some(text.to_owned()),
        };
    }
}
