//! The shop's two accounts, from what the AWS CLI printed of them: drift of each, and one against the other.
//!
//! `fixtures/shop/README.md` lists what was done in prod by hand; these tests hold the program to that table.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::lab::need;
use crate::support::{Case, SHOP, findings, shop};

/// What was done in prod by hand, as drift tells it: H1 to H13, with the severity.
const BY_HAND: [&str; 13] = [
    "critical unmanaged aws_vpc_security_group_ingress_rule.sgr-0310ca607d5862f44",
    "low modified module.service[\"worker\"].aws_security_group.this ingress[protocol=tcp,from_port=22,to_port=22]",
    "medium modified module.database.aws_db_instance.this instance_class",
    "critical modified module.database.aws_db_instance.this publicly_accessible",
    "medium modified aws_cloudwatch_log_group.this retention_in_days",
    "medium modified module.service[\"worker\"].aws_ecs_service.this desired_count",
    "medium modified module.service[\"vote\"].aws_lb_target_group.this[0] health_check[0].path",
    "low modified module.network.aws_vpc.this tags.CostCenter",
    "high missing aws_cloudwatch_metric_alarm.db_cpu[0]",
    "critical unmanaged aws_iam_role_policy_attachment.shop-prod-execution/arn:aws:iam::aws:policy/AdministratorAccess",
    "low unmanaged aws_iam_user.contractor",
    "low unmanaged aws_s3_bucket.shop-prod-dump-20250911",
    "low unmanaged aws_sqs_queue.shop-prod-replay",
];

/// What of that differs from dev, beside what the states tell as well.
const ONLY_IN_ACCOUNTS: [&str; 10] = [
    "modified aws_iam_role.execution managed_policy_arns",
    "modified module.database.aws_db_instance.this publicly_accessible",
    "modified module.database.aws_security_group.this ingress",
    "modified module.network.aws_vpc.this tags.CostCenter",
    "modified module.service[\"vote\"].aws_lb_target_group.this[0] health_check[0].path",
    "modified module.service[\"worker\"].aws_ecs_service.this desired_count",
    "modified module.service[\"worker\"].aws_security_group.this ingress[protocol=tcp,from_port=22,to_port=22]",
    "right_only aws_iam_user.contractor",
    "right_only aws_s3_bucket.shop-prod-dump-20250911",
    "right_only aws_sqs_queue.shop-prod-replay",
];

/// What only the states tell: the alarm is gone from prod, and a policy that is written into a role is told there.
const ONLY_IN_STATES: [&str; 2] = [
    "modified module.service[\"result\"].aws_iam_role_policy.task[0] policy.Statement[Sid=ReadPictures].Action",
    "right_only aws_cloudwatch_metric_alarm.db_cpu[0]",
];

fn told(finding: &Value) -> String {
    let address = finding["address"]["left"].as_str().or(finding["address"]["right"].as_str());
    let text = |name: &str| finding[name].as_str().unwrap_or_default();
    format!("{} {} {}", text("change"), address.unwrap_or_default(), text("path")).trim_end().to_owned()
}

fn report(arguments: &[&str], config: &str) -> Value {
    let ran = Case::new().run(&[arguments, &["-c", config, "--format", "json"]].concat());
    assert_ne!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
    ran.report()
}

/// Returns what a comparison of dev and prod finds.
fn differences(config: &str) -> BTreeSet<String> {
    let report = report(&["diff", "dev", "prod"], config);
    let all = findings(&report);
    let told: BTreeSet<String> = all.iter().map(told).collect();
    assert_eq!(told.len(), all.len(), "each is told once: {told:#?}");
    told
}

#[test]
fn the_answers_are_what_the_states_give() {
    let script = shop("aws/make-answers");
    let output =
        Command::new("python3").arg(script).arg("--check").output().map_err(|error| error.to_string());
    let Some(output) = need("python3", output) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn dev_is_as_it_was_declared() {
    let report = report(&["drift", "dev"], &shop("accounts.hcl"));
    assert_eq!(findings(&report), Vec::<Value>::new());
    let comparison = &report["comparisons"][0];
    let coverage = &comparison["coverage"];
    assert_eq!((&coverage["declared"], &coverage["read"]), (&json!(59), &json!(55)));
    let unread: BTreeSet<&str> = coverage["by_kind"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|kind| kind["declared"] != kind["read"])
        .map(|kind| kind["name"].as_str().unwrap())
        .collect();
    // Their answers do not say what they are of, and the value of a secret is never asked for.
    let expected = BTreeSet::from([
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
        "aws_secretsmanager_secret_version",
    ]);
    assert_eq!(unread, expected);
    assert!(comparison["set_aside"]["owned"].as_u64() > Some(40), "what AWS keeps is counted: {comparison}");
}

#[test]
fn prod_drifts_by_what_was_done_by_hand_and_by_nothing_else() {
    let report = report(&["drift", "prod"], &shop("accounts.hcl"));
    let mut found: Vec<String> = findings(&report)
        .iter()
        .map(|finding| format!("{} {}", finding["severity"].as_str().unwrap(), told(finding)))
        .collect();
    found.sort();
    let mut expected = BY_HAND.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_accounts_differ_as_the_states_do_and_by_what_was_done_by_hand() {
    let case = Case::new();
    let environment = |name: &str, domain: &str| {
        format!(
            "environment \"{name}\" {{\n  vars = {{ domain = \"{domain}\" }}\n  terraform \"shop\" {{\n    \
             state = \"{SHOP}/state/{name}.tfstate\"\n  }}\n}}\n"
        )
    };
    let states = environment("dev", "dev.shop.example.com") + &environment("prod", "shop.example.com");
    case.write("states.hcl", states);
    let of_states = differences(&case.path("states.hcl").display().to_string());
    let of_accounts = differences(&shop("accounts.hcl"));
    let beside =
        |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> { a.difference(b).cloned().collect() };
    assert_eq!(beside(&of_accounts, &of_states), ONLY_IN_ACCOUNTS);
    assert_eq!(beside(&of_states, &of_accounts), ONLY_IN_STATES);
}
