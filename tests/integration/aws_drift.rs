//! Drift of AWS: a state against the account that it was made of, changes made behind its back, and plans that saw them.

use serde_json::{Value, json};

use crate::lab::Moto;
use crate::support::{Case, Ran, findings};

/// Makes a network, a group, a queue and a bucket, and prints a state of them as Terraform would keep it.
const SEED: &str = r#"
import boto3, json
session = boto3.Session(profile_name="dev")
ec2, sqs, s3 = session.client("ec2"), session.client("sqs"), session.client("s3")
vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
permission = dict(IpProtocol="tcp", FromPort=443, ToPort=443, IpRanges=[dict(CidrIp="0.0.0.0/0")])
ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
queue = sqs.create_queue(QueueName="jobs", Attributes={"DelaySeconds": "5"})["QueueUrl"]
sqs.create_queue(QueueName="by-hand")
s3.create_bucket(Bucket="drift-of-dev")
rule = dict(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["0.0.0.0/0"], description="", self=False)
def of(kind, called, **attributes):
    provider = 'provider["registry.terraform.io/hashicorp/aws"]'
    return dict(mode="managed", type=kind, name=called, provider=provider,
                instances=[dict(schema_version=0, attributes=attributes, sensitive_attributes=[])])
print(json.dumps(dict(version=4, terraform_version="1.9.0", serial=1, lineage="a", outputs={}, resources=[
    of("aws_vpc", "main", id=vpc, cidr_block="10.9.0.0/16", enable_dns_support=True),
    of("aws_security_group", "web", id=group, name="web", description="web", vpc_id=vpc, ingress=[rule]),
    of("aws_sqs_queue", "jobs", id=queue, name="jobs", delay_seconds=5, force_destroy=None),
    of("aws_s3_bucket", "data", id="drift-of-dev", bucket="drift-of-dev", force_destroy=False),
    of("aws_iot_thing", "sensor", id="sensor"),
])))
"#;

/// Opens a port, slows the queue down and deletes the bucket.
const CHANGE: &str = r#"
import boto3
session = boto3.Session(profile_name="dev")
ec2, sqs, s3 = session.client("ec2"), session.client("sqs"), session.client("s3")
group = [g for g in ec2.describe_security_groups()["SecurityGroups"] if g["GroupName"] == "web"][0]["GroupId"]
permission = dict(IpProtocol="tcp", FromPort=22, ToPort=22, IpRanges=[dict(CidrIp="0.0.0.0/0")])
ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
sqs.set_queue_attributes(QueueUrl=sqs.get_queue_url(QueueName="jobs")["QueueUrl"], Attributes={"DelaySeconds": "9"})
s3.delete_bucket(Bucket="drift-of-dev")
"#;

const CONFIG: &str = r#"
environment "dev" {
  terraform "all" {
    state = "dev.tfstate"
  }
  aws {
    profile = "dev"
  }
}
"#;

/// Returns what was found of what was declared.
fn of_declared(report: &Value) -> Vec<String> {
    let findings = findings(report);
    let declared = findings.iter().filter(|finding| finding["change"] != "unmanaged");
    let mut told: Vec<String> = declared.map(told).collect();
    told.sort();
    told
}

fn told(finding: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let address = finding["address"]["left"].as_str().or(finding["address"]["right"].as_str());
    // Where in the rules it is depends on how many there are.
    let path = text(&finding["path"]);
    let path = path.split('[').next().unwrap_or_default();
    format!("{} {} {path}", text(&finding["change"]), address.unwrap_or_default()).trim_end().to_owned()
}

#[test]
fn a_state_drifts_by_what_was_changed_behind_its_back_and_by_nothing_else() {
    let Some(moto) = Moto::start() else { return };
    let case = Case::new();
    case.write("dev.tfstate", moto.seed_with(SEED));
    case.write("driftgate.hcl", CONFIG);
    let run = |arguments: &[&str]| {
        let mut program = case.program();
        moto.equip(&mut program);
        // What moto lacks it answers with errors of a server, which would be asked again and again.
        program.env("AWS_MAX_ATTEMPTS", "1");
        let output = program.args(arguments).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    };
    let arguments = ["drift", "dev", "--format", "json", "--allow-partial"];
    let before = run(&arguments).report();
    assert_eq!(of_declared(&before), Vec::<String>::new());
    let coverage = &before["comparisons"][0]["coverage"];
    assert_eq!((&coverage["declared"], &coverage["read"]), (&json!(5), &json!(4)));
    assert_eq!(coverage["by_kind"][0]["name"], "aws_iot_thing");
    moto.seed_with(CHANGE);
    let after = run(&arguments).report();
    assert_eq!(
        of_declared(&after),
        [
            "missing aws_s3_bucket.data",
            "modified aws_security_group.web ingress",
            "modified aws_sqs_queue.jobs delay_seconds",
        ]
    );
    let imports = run(&["drift", "dev", "--format", "import", "--allow-partial"]).stdout;
    assert!(imports.contains("to = aws_sqs_queue.by-hand"), "{imports}");
    assert!(!imports.contains("aws_sqs_queue.jobs"), "{imports}");
}

/// A plan that saw one change and one deletion, and would undo both.
fn plan() -> Value {
    let resource = |address: &str, actions: &[&str], before: Value, after: Value| {
        let (kind, name) = address.split_once('.').unwrap();
        json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "change": {"actions": actions, "before": before, "after": after, "after_unknown": {},
                "before_sensitive": {}, "after_sensitive": {}}})
    };
    let record = |ttl: u32| json!({"id": "r", "name": "www", "ttl": ttl});
    json!({
        "format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [
            {"address": "acme_record.www", "mode": "managed", "type": "acme_record", "name": "www", "values": record(60)},
            {"address": "acme_zone.main", "mode": "managed", "type": "acme_zone", "name": "main", "values": {"name": "x"}},
        ]}},
        "resource_drift": [
            resource("acme_record.www", &["update"], record(60), record(300)),
            resource("acme_zone.main", &["delete"], json!({"id": "z", "name": "x"}), Value::Null),
        ],
        "resource_changes": [
            resource("acme_record.www", &["update"], record(300), record(60)),
            resource("acme_zone.main", &["create"], Value::Null, json!({"name": "x"})),
        ],
    })
}

#[test]
fn a_plan_tells_what_it_saw_and_what_it_would_undo() {
    let case = Case::new();
    case.write("plan.json", plan().to_string());
    let report = case.run(&["drift", "plan.json", "--format", "json"]).exits(2).report();
    assert_eq!(
        of_declared(&report),
        ["missing acme_zone.main", "modified acme_record.www @plan.ttl", "modified acme_record.www ttl"]
    );
    let found = findings(&report);
    let undone = found.iter().find(|finding| finding["rule"] == "drift/plan-overwrites").unwrap();
    assert_eq!(undone["severity"], "high");
    assert!(undone["message"].as_str().unwrap().contains("300 becomes 60"), "{undone}");
}

#[test]
fn a_plan_that_saw_nothing_is_no_drift() {
    let case = Case::new();
    let mut plan = plan();
    plan["resource_drift"] = json!([]);
    case.write("plan.json", plan.to_string());
    let report = case.run(&["drift", "plan.json", "--format", "json"]).exits(0).report();
    assert_eq!(findings(&report), Vec::<Value>::new());
}

/// Stands for Terraform, notes what it is asked, and prints the state or the plan beside it.
#[cfg(unix)]
const TERRAFORM: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "$TF_WORKSPACE: $*" >>"$here/asked"
case "$1" in
  state) cat "$here/pulled.tfstate" ;;
  show) cat "$here/plan.json" ;;
esac
"#;

#[cfg(unix)]
#[test]
fn a_refresh_plans_in_the_workspace_and_with_the_program_of_the_state() {
    use std::os::unix::fs::PermissionsExt as _;
    let case = Case::new();
    let program = case.path("terraform");
    case.write("terraform", TERRAFORM);
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    case.write("plan.json", plan().to_string());
    case.write("pulled.tfstate", crate::support::state(&[]));
    std::fs::create_dir(case.path("infra")).unwrap();
    case.write("infra/main.tf", "");
    case.write(
        "driftgate.hcl",
        format!(
            "environment \"prod\" {{\n  terraform \"all\" {{\n    config    = \"infra\"\n    pull      = true\n    \
             workspace = \"blue\"\n    command   = {program:?}\n  }}\n}}\n"
        ),
    );
    let report = case.run(&["drift", "prod", "--refresh", "--format", "json"]).exits(2).report();
    assert_eq!(
        of_declared(&report),
        ["missing acme_zone.main", "modified acme_record.www @plan.ttl", "modified acme_record.www ttl"]
    );
    let asked = String::from_utf8(case.read("asked")).unwrap();
    let asked: Vec<&str> = asked.lines().collect();
    for start in
        ["blue: plan -refresh-only -input=false -lock=false", "blue: show -json ", "blue: state pull"]
    {
        assert_eq!(asked.iter().filter(|line| line.starts_with(start)).count(), 1, "{start}: {asked:?}");
    }
    assert_eq!(asked.len(), 3, "{asked:?}");
}
