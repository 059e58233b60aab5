//! Why each difference of the shop is there: who declared it, or that nobody did.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::support::{Case, findings, state};

/// Each finding of the shop that is no variable: resource, path, whether it is explained, and its cause.
const CAUSES: [(&str, &str, bool, &str); 25] = [
    ("aws_security_group.admin", "ingress", false, ""),
    ("module.database.aws_db_instance.this", "deletion_protection", false, ""),
    ("module.database.aws_db_parameter_group.this", "parameter[name=rds.force_ssl].value", false, ""),
    (
        "module.service[\"result\"].aws_iam_role.task[0]",
        "inline_policy[name=task].policy.Statement[Sid=ReadPictures].Action",
        false,
        "",
    ),
    (
        "module.service[\"result\"].aws_iam_role_policy.task[0]",
        "policy.Statement[Sid=ReadPictures].Action",
        false,
        "",
    ),
    ("module.database.aws_db_instance.this", "engine_version_actual", false, ""),
    (
        "module.service[\"worker\"].aws_ecs_service.this",
        "network_configuration[0].security_groups",
        false,
        "",
    ),
    ("aws_s3_bucket.pictures", "tags.DataClass", false, ""),
    ("module.database.aws_db_instance.this", "instance_class", true, "var.db_instance_class"),
    ("terraform", "terraform_version", false, ""),
    ("aws_cloudwatch_log_group.this", "retention_in_days", true, "var.log_retention_days"),
    (
        "module.service[\"result\"].aws_ecs_task_definition.this",
        "container_definitions[name=result].environment[name=RANKED_RESULTS]",
        true,
        "var.extra_environment.result",
    ),
    (
        "module.service[\"vote\"].aws_ecs_task_definition.this",
        "container_definitions[name=vote].image",
        true,
        "var.image_tags.vote",
    ),
    ("module.database.aws_db_instance.this", "password", false, ""),
    ("module.database.aws_secretsmanager_secret_version.password", "secret_string", false, ""),
    ("output", "db_password", false, ""),
    ("output", "migration_url", false, ""),
    ("aws_cloudwatch_metric_alarm.db_cpu[0]", "", true, "var.enable_alarms"),
    ("module.service[\"vote\"].aws_ecs_service.this", "desired_count", true, "var.desired_counts.vote"),
    ("module.network.aws_eip.nat", "", true, "var.nat_gateway_count"),
    ("aws_elasticache_replication_group.redis", "preferred_cache_cluster_azs", true, "var.redis_zones"),
    ("aws_instance.bastion[0]", "", true, "var.enable_bastion"),
    ("module.network.aws_nat_gateway.this", "", true, "var.nat_gateway_count"),
    (
        "module.network.aws_route_table.private[\"eu-west-1b\"]",
        "route[cidr_block=0.0.0.0/0,ipv6_cidr_block=\"\"].nat_gateway_id",
        true,
        "var.nat_gateway_count",
    ),
    ("terraform", "providers[\"registry.terraform.io/hashicorp/aws\"].version", true, ""),
];

fn report() -> Value {
    let output = Case::new()
        .program()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["diff", "-c", "fixtures/shop/driftgate.hcl", "dev", "prod", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["comparisons"][0].clone()
}

#[test]
fn every_difference_of_the_shop_has_its_cause() {
    let comparison = report();
    let causes: BTreeMap<&str, &Value> = comparison["causes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cause| (cause["id"].as_str().unwrap(), cause))
        .collect();
    let mut found = Vec::new();
    for finding in comparison["findings"].as_array().unwrap() {
        let address = finding["address"]["left"].as_str().or(finding["address"]["right"].as_str()).unwrap();
        let cause = finding["cause"].as_str().map_or("", |id| causes[id]["summary"].as_str().unwrap());
        let variable = cause.split(':').next().unwrap();
        if finding["kind"] == "variable" {
            // What is behind another value of a variable is the variable.
            if !cause.is_empty() {
                let path = finding["path"].as_str().unwrap();
                assert!(variable.strip_prefix("var.").unwrap().starts_with(path), "{variable} for {path}");
            }
            continue;
        }
        found.push((
            address.to_owned(),
            finding["path"].as_str().unwrap().to_owned(),
            finding["explained"].as_bool().unwrap(),
            variable.to_owned(),
        ));
    }
    let expected: Vec<_> =
        CAUSES.iter().map(|(a, p, e, c)| ((*a).to_owned(), (*p).to_owned(), *e, (*c).to_owned())).collect();
    assert_eq!(found, expected);
}

/// A cause counts its findings, and names file and line on both sides.
#[test]
fn causes_count_their_findings_and_say_where() {
    let comparison = report();
    let findings = comparison["findings"].as_array().unwrap();
    for cause in comparison["causes"].as_array().unwrap() {
        let of = findings.iter().filter(|finding| finding["cause"] == cause["id"]).count();
        assert_eq!(cause["findings"], of, "{cause}");
        for at in ["left_at", "right_at"] {
            assert!(cause[at].as_str().is_some_and(|at| at.contains(".tf")), "{cause}");
        }
    }
}

/// The same in the place of the same in many resources is one cause, although nobody declared it; and what
/// differs inside a module of another version has that for its probable cause.
#[test]
fn what_is_the_same_in_many_places_is_one_cause() {
    let case = Case::new();
    for (environment, tag, version, size) in [("dev", "1.4.2", "1.0.0", 1), ("prod", "1.5.0", "2.0.0", 2)] {
        let task =
            |name: &'static str| ("example_task", name, json!({"image": format!("shop/{name}:{tag}")}));
        let mut made: Value = serde_json::from_str(&state(&["vote", "result", "worker"].map(task))).unwrap();
        let mut inside: Value =
            serde_json::from_str(&state(&[("example_box", "a", json!({"size": size}))])).unwrap();
        inside["resources"][0]["module"] = json!("module.web");
        made["resources"].as_array_mut().unwrap().push(inside["resources"][0].take());
        case.write(&format!("{environment}.tfstate"), made.to_string());
        case.write(
            &format!("code/{environment}/main.tf"),
            format!("module \"web\" {{\n  source  = \"acme/web/aws\"\n  version = \"{version}\"\n}}\n"),
        );
    }
    let environment = |name: &str| {
        format!(
            "environment \"{name}\" {{\n  terraform \"x\" {{\n    state  = \"{name}.tfstate\"\n    config = \"code/{name}\"\n  }}\n}}\n"
        )
    };
    case.write("driftgate.hcl", environment("dev") + &environment("prod"));
    let report = case.diff("dev", "prod");
    let causes = report["comparisons"][0]["causes"].as_array().unwrap().clone();
    let told: Vec<_> =
        causes.iter().map(|c| (c["summary"].as_str().unwrap(), c["findings"].as_u64().unwrap())).collect();
    assert_eq!(
        told,
        [("probably the version of module.web: 1.0.0 → 2.0.0", 1), ("1.4.2 → 1.5.0 in 3 places", 3)]
    );
    assert!(causes.iter().all(|cause| cause["explained"] == false));
    assert!(findings(&report).iter().all(|finding| finding["explained"] == false));
}
