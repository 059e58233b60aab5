//! What the AWS CLI printed, and snapshots: the same as the account itself.

use serde_json::Value;

use super::world::{World, told};
use crate::support::findings;

/// Calls whose answers tell all of some kinds: service and method of boto3, and the service in the configuration.
const CALLS: [(&str, &str, &str); 5] = [
    ("ec2", "describe_instances", "ec2"),
    ("ec2", "describe_vpcs", "ec2"),
    ("elbv2", "describe_target_groups", "elasticloadbalancing"),
    ("rds", "describe_db_instances", "rds"),
    ("autoscaling", "describe_auto_scaling_groups", "autoscaling"),
];

/// `aws … > dev.json` of two accounts that are alike are alike, and each is like itself.
#[test]
fn answers_of_the_cli_compare_as_accounts_do() {
    let Some(world) = World::get() else { return };
    let case = world.case();
    // Nothing but the files says what is compared.
    std::fs::remove_file(case.path("driftgate.hcl")).unwrap();
    for (service, method, _) in CALLS {
        for (profile, name) in [("dev", "dev"), ("twin", "staging"), ("prod", "prod")] {
            case.write(&format!("{name}.json"), world.cli(profile, service, method));
        }
        for (left, right) in [("dev.json", "staging.json"), ("prod.json", "prod.json")] {
            let report = world.diff(&case, left, right);
            let found: Vec<String> = findings(&report).iter().map(told).collect();
            assert_eq!(found, Vec::<String>::new(), "{method}: {left} {right}");
            let resources = &report["comparisons"][0]["resources"];
            assert!(resources["left"].as_u64() >= Some(1), "{method}: {resources}");
        }
    }
    // What one answer names and another has, only both together tell.
    let mut environments = String::new();
    for (profile, name) in [("dev", "dev"), ("twin", "staging")] {
        let answers = ["describe_vpcs", "describe_subnets", "describe_security_groups"];
        let files = answers.map(|method| format!("{name}-{method}.json"));
        for (method, file) in answers.iter().zip(&files) {
            case.write(file, world.cli(profile, "ec2", method));
        }
        environments += &format!(
            "environment \"{name}\" {{\n  tokens = [\"{name}\"]\n  aws {{\n    answers = {files:?}\n  }}\n}}\n"
        );
    }
    case.write("both.hcl", environments);
    let ran = world.run(&case, &["-c", "both.hcl", "diff", "dev", "staging", "--format", "json"]).exits(0);
    let found: Vec<String> = findings(&ran.report()).iter().map(told).collect();
    assert_eq!(found, Vec::<String>::new());
    case.write("dev.json", world.cli("dev", "ec2", "describe_instances"));
    case.write("prod.json", world.cli("prod", "ec2", "describe_instances"));
    let found: Vec<String> = findings(&world.diff(&case, "dev.json", "prod.json")).iter().map(told).collect();
    for planted in ["aws_instance instance_type", "aws_instance metadata_options", "count aws_instance"] {
        assert!(found.iter().any(|told| told.contains(planted)), "{planted}: {found:#?}");
    }
}

/// What the CLI prints of an account is what is read of it: of what both tell, nothing differs.
#[test]
fn an_answer_of_the_cli_is_like_the_account() {
    let Some(world) = World::get() else { return };
    for (service, method, name) in CALLS {
        let case = world.case_at(&world.endpoint(), 4, &format!("services = [\"{name}\"]"));
        case.write("answer.json", world.cli("dev", service, method));
        let report = world.diff(&case, "answer.json", "dev");
        let modified = |finding: &&Value| finding["change"] != "right_only";
        let found: Vec<String> = findings(&report).iter().filter(modified).map(told).collect();
        assert_eq!(found, Vec::<String>::new(), "{method}");
    }
}

/// A stored account equals the account, and no secret is in what was stored or said.
#[test]
fn a_snapshot_of_an_account_is_like_the_account_and_holds_no_secret() {
    let Some(world) = World::get() else { return };
    let case = world.case();
    let taken = world.run(&case, &["snapshot", "dev", "-o", "dev.driftgate"]).exits(0);
    let report = world.run(&case, &["diff", "dev.driftgate", "dev", "--format", "json", "--fail-on", "info"]);
    let report = report.exits(0).report();
    assert_eq!(findings(&report), Vec::<Value>::new());
    let resources = &report["comparisons"][0]["resources"];
    assert_eq!(resources["left"], resources["right"]);
    let differing = world.run(&case, &["diff", "dev", "prod", "--format", "json"]);
    let shown = world.run(&case, &["diff", "dev", "prod"]);
    // After the mark and the version, all is one zstd stream.
    let stored = zstd::decode_all(&case.read("dev.driftgate")[10..]).unwrap();
    assert!(stored.windows(11).any(|part| part == b"DB_PASSWORD"), "what holds the secret is there");
    for (what, bytes) in [
        ("snapshot", stored.as_slice()),
        ("messages", taken.stderr.as_bytes()),
        ("report", differing.stdout.as_bytes()),
        ("messages of diff", differing.stderr.as_bytes()),
        ("terminal", shown.stdout.as_bytes()),
    ] {
        let is_there = bytes
            .windows(super::world::CREDENTIAL.len())
            .any(|part| part == super::world::CREDENTIAL.as_bytes());
        assert!(!is_there, "a secret in the {what}");
    }
}
