//! `driftgate diff`: exit codes, formats, selections, encodings, and the laws that every comparison keeps.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Map, Value, json};

use crate::support::{Case, findings, instance, report, shop, state, timeless};

/// What `terraform show -no-color` prints of a state.
const SHOWN: &str = r#"# aws_instance.app:
resource "aws_instance" "app" {
    ami           = "ami-1"
    id            = "i-0a1b2c3d4e5f60718"
    instance_type = "t3.small"
    tags          = {
        "Name" = "app"
    }
}


Outputs:

url = "https://app.example.com"
"#;

/// The exit code tells clean, drift and error apart.
#[test]
fn exit_codes_are_0_2_and_1() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    case.write("b.json", instance("m5.large"));
    case.run(&["diff", "a.json", "a.json"]).exits(0);
    case.run(&["diff", "a.json", "b.json", "--fail-on", "info"]).exits(2);
    case.run(&["diff", "a.json", "missing.json"]).exits(1);
    case.run(&["diff", "a.json"]).exits(1);
    case.run(&["--help"]).exits(0);
}

/// Nothing differs from itself, whatever the form of the input.
#[test]
fn an_input_equals_itself() {
    let case = Case::new();
    for input in [
        "state/dev.tfstate",
        "state/prod.tfstate",
        "plan/dev.json",
        "plan/prod.json",
        "dev",
        "prod",
        "dev/main.tf",
        "dev/terraform.tfvars",
        "dev/.terraform.lock.hcl",
        "modules/service",
        "modules/network/variables.tf",
    ] {
        let path = shop(input);
        case.assert_equal(&path, &path);
    }
    for (name, text) in [
        ("shown.txt", SHOWN),
        ("values.tfvars.json", r#"{"region": "eu-west-1", "size": 3}"#),
        ("main.tf.json", r#"{"resource": {"aws_instance": {"app": {"ami": "ami-1"}}}}"#),
        (
            "v3.tfstate",
            r#"{"version": 3, "terraform_version": "0.11.14", "serial": 1, "lineage": "a", "modules": [{"path": ["root"],
               "outputs": {}, "resources": {"aws_instance.app": {"type": "aws_instance", "depends_on": [],
               "primary": {"id": "i-1", "attributes": {"id": "i-1", "tags.%": "1", "tags.Name": "x"}, "meta": {}, "tainted": false},
               "deposed": [], "provider": "provider.aws"}}, "depends_on": []}]}"#,
        ),
        (
            "empty.tfstate",
            r#"{"version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "a", "outputs": {}, "resources": []}"#,
        ),
    ] {
        case.write(name, text);
        case.assert_equal(name, name);
    }
}

/// The report of real differences is valid against the published schema, on each form of the shop.
#[test]
fn json_reports_are_valid_against_the_schema() {
    let case = Case::new();
    for (left, right) in
        [("state/dev.tfstate", "state/prod.tfstate"), ("plan/dev.json", "plan/prod.json"), ("dev", "prod")]
    {
        let report = case.diff(&shop(left), &shop(right));
        assert!(!findings(&report).is_empty(), "{left}");
        assert_eq!(report["comparisons"][0]["left"]["environment"], "dev", "{left}");
        assert_eq!(report["comparisons"][0]["right"]["environment"], "prod", "{left}");
    }
}

/// One run writes JSON to a file and the terminal report to standard output.
#[test]
fn a_format_may_go_to_a_file() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    case.write("b.json", instance("m5.large"));
    let both = ["diff", "a.json", "b.json", "--format", "terminal", "--format", "json=report.json"];
    let ran = case.run(&both);
    assert!(ran.stdout.contains("instance_type"), "{}", ran.stdout);
    assert_eq!(findings(&report(&String::from_utf8(case.read("report.json")).unwrap())).len(), 1);
    case.run(&["diff", "a.json", "b.json", "--format", "jsn"]).exits(1);
    case.run(&["diff", "a.json", "b.json", "--format", "json=no/such/folder.json"]).exits(1);
}

/// `--fail-on` moves the line between 0 and 2, and `none` removes it.
#[test]
fn fail_on_decides_what_fails() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    case.write("b.json", instance("m5.large"));
    let found = findings(&case.diff("a.json", "b.json"));
    let severities = ["info", "low", "medium", "high", "critical"];
    let severity = severities.iter().position(|name| found[0]["severity"] == **name).unwrap();
    for (at, name) in severities.iter().enumerate() {
        let expected = if at <= severity { 2 } else { 0 };
        case.run(&["diff", "a.json", "b.json", "--fail-on", name]).exits(expected);
    }
    case.run(&["diff", "a.json", "b.json", "--fail-on", "none"]).exits(0);
    case.run(&["diff", "a.json", "b.json", "--fail-on", "hihg"]).exits(1);
}

/// `--only` and `--exclude` choose by kind and by address.
#[test]
fn only_and_exclude_choose_what_is_compared() {
    let case = Case::new();
    let (dev, prod) = (shop("state/dev.tfstate"), shop("state/prod.tfstate"));
    let kinds = |arguments: &[&str]| {
        let all = [&["diff", &dev, &prod, "--format", "json"], arguments].concat();
        let mut kinds: Vec<String> = findings(&case.run(&all).report())
            .iter()
            .map(|finding| finding["kind"].as_str().unwrap().to_owned())
            .collect();
        kinds.dedup();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(&["--only", "aws_db_instance"]), ["aws_db_instance"]);
    assert_eq!(kinds(&["--only", "module.network.*"]), ["aws_eip", "aws_nat_gateway", "aws_route_table"]);
    let rest = kinds(&["--exclude", "aws_db_*"]);
    assert!(!rest.is_empty() && rest.iter().all(|kind| !kind.starts_with("aws_db_")), "{rest:?}");
}

/// `-` reads one side from standard input, and refuses to read both.
#[test]
fn a_dash_is_standard_input() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    let both = ["diff", "-", "a.json", "--fail-on", "info"];
    case.run_with_input(&both, instance("t3.small").as_bytes()).exits(0);
    case.run_with_input(&both, instance("m5.large").as_bytes()).exits(2);
    let refused = case.run_with_input(&["diff", "-", "-"], b"").exits(1);
    assert!(refused.stderr.contains("standard input"), "{}", refused.stderr);
}

/// The bytes of an input do not matter as long as they say the same text.
#[test]
fn every_encoding_and_compression_of_a_state_is_the_same_state() {
    let case = Case::new();
    let plain = std::fs::read_to_string(shop("state/dev.tfstate")).unwrap();
    case.write("plain.tfstate", &plain);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| plain.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain.as_bytes()).unwrap();
    for (name, bytes) in [
        ("gzip", gzip.finish().unwrap()),
        ("zstd", zstd::encode_all(plain.as_bytes(), 3).unwrap()),
        ("utf-8 with a mark", [b"\xef\xbb\xbf", plain.as_bytes()].concat()),
        ("utf-16 as PowerShell writes it", [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat()),
        ("utf-16 of the other order", [b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat()),
        ("utf-16 without a mark", utf16(u16::to_le_bytes)),
        ("crlf", plain.replace('\n', "\r\n").into_bytes()),
    ] {
        case.write(name, bytes);
        case.assert_equal("plain.tfstate", name);
    }
}

/// Lines that end as on Windows are the same lines in configuration and in shown text.
#[test]
fn crlf_changes_nothing_in_text_forms() {
    let case = Case::new();
    let main = std::fs::read_to_string(shop("dev/main.tf")).unwrap();
    for (name, text) in [("shown.txt", SHOWN), ("main.tf", main.as_str())] {
        let other = format!("crlf/{name}");
        case.write(name, text);
        case.write(&other, text.replace('\n', "\r\n"));
        case.assert_equal(name, &other);
    }
}

/// The same comparison gives the same bytes, also when each run seals secrets under a key of its own.
#[test]
fn the_same_comparison_gives_the_same_bytes() {
    let keyed = Case::new();
    let keyless = Case::without_key();
    for (left, right) in
        [("state/dev.tfstate", "state/prod.tfstate"), ("plan/dev.json", "plan/prod.json"), ("dev", "prod")]
    {
        let (left, right) = (shop(left), shop(right));
        let json = ["diff", &left, &right, "--format", "json"];
        let told = timeless(&keyless.run(&json).stdout);
        assert_eq!(told, timeless(&keyless.run(&json).stdout));
        assert_eq!(told, timeless(&keyed.run(&json).stdout), "the key shows in no report");
        let terminal = ["diff", &left, &right, "-v"];
        assert_eq!(keyless.run(&terminal).stdout, keyless.run(&terminal).stdout);
    }
}

/// What of a finding does not depend on which side is called left.
fn unsided(finding: &Value, mirrored: bool) -> Value {
    let (left, right) = if mirrored { ("right", "left") } else { ("left", "right") };
    let change = match (finding["change"].as_str().unwrap(), mirrored) {
        ("left_only", true) => "right_only",
        ("right_only", true) => "left_only",
        (change, _) => change,
    };
    json!({
        "change": change, "kind": finding["kind"], "path": finding["path"],
        "left": [finding["address"][left], finding[left]], "right": [finding["address"][right], finding[right]],
    })
}

/// Exchanging the sides exchanges the sides of each finding and changes nothing else.
#[test]
fn the_mirrored_comparison_finds_the_mirrored_findings() {
    let case = Case::new();
    for (left, right) in
        [("state/dev.tfstate", "state/prod.tfstate"), ("plan/dev.json", "plan/prod.json"), ("dev", "prod")]
    {
        let (left, right) = (shop(left), shop(right));
        let set = |report: &Value, mirrored| {
            let mut set: Vec<String> =
                findings(report).iter().map(|finding| unsided(finding, mirrored).to_string()).collect();
            set.sort();
            set
        };
        assert_eq!(set(&case.diff(&left, &right), false), set(&case.diff(&right, &left), true), "{left}");
    }
}

/// Writes JSON with the members of every object in reverse order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut text = String::from("{");
            for (at, (key, member)) in members.iter().rev().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                write!(text, "{comma}{}:{}", json!(key), reversed(member)).unwrap();
            }
            text + "}"
        }
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(",")),
        scalar => scalar.to_string(),
    }
}

/// The order in which Terraform writes members and resources says nothing.
#[test]
fn the_order_of_members_and_resources_changes_nothing() {
    let case = Case::new();
    let plain = std::fs::read_to_string(shop("state/dev.tfstate")).unwrap();
    let mut document: Value = serde_json::from_str(&plain).unwrap();
    case.write("plain.tfstate", &plain);
    case.write("members.tfstate", reversed(&document));
    document["resources"].as_array_mut().unwrap().reverse();
    case.write("resources.tfstate", document.to_string());
    case.assert_equal("plain.tfstate", "members.tfstate");
    case.assert_equal("plain.tfstate", "resources.tfstate");
}

/// Sets, and documents that are free of order, may come in any order.
#[test]
fn the_order_of_a_set_changes_nothing() {
    let case = Case::new();
    let group = |blocks: [&str; 2], ports: [u32; 2], actions: [&str; 2]| {
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Sid": "A", "Effect": "Allow", "Action": actions, "Resource": "*"}]});
        let rule = |port: u32| {
            json!({"from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": blocks,
                "description": "", "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false})
        };
        state(&[
            ("aws_security_group", "web", json!({"name": "web", "ingress": ports.map(rule)})),
            ("aws_iam_policy", "read", json!({"name": "read", "policy": policy.to_string()})),
        ])
    };
    case.write("a", group(["10.0.0.0/16", "10.1.0.0/16"], [80, 443], ["s3:GetObject", "s3:ListBucket"]));
    case.write("b", group(["10.1.0.0/16", "10.0.0.0/16"], [443, 80], ["s3:ListBucket", "s3:GetObject"]));
    case.assert_equal("a", "b");
}

/// Every difference between two resources is found, each once.
#[test]
fn each_changed_attribute_is_one_finding() {
    let case = Case::new();
    let bucket = |suffix: &str| {
        let attributes: Map<String, Value> =
            (0..20).map(|at| (format!("setting_{at}"), json!(format!("{suffix} {at}")))).collect();
        state(&[("example_thing", "one", Value::Object(attributes))])
    };
    case.write("a", bucket("on"));
    case.write("b", bucket("off"));
    let mut paths: Vec<String> = findings(&case.diff("a", "b"))
        .iter()
        .map(|finding| finding["path"].as_str().unwrap().to_owned())
        .collect();
    paths.sort();
    let mut expected: Vec<String> = (0..20).map(|at| format!("setting_{at}")).collect();
    expected.sort();
    assert_eq!(paths, expected);
}

/// Of a name that `name_prefix` led to, only the prefix was chosen; another prefix is a difference.
#[test]
fn a_name_that_terraform_completed_is_compared_by_its_prefix() {
    let case = Case::new();
    let group = |name: &str| {
        let arn = format!("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/{name}/x");
        let note = format!("see {arn} and {name}.example.com");
        state(&[("example_group", "web", json!({"name": name, "note": note}))])
    };
    case.write("a", group("web-20260131142530123400000001"));
    case.write("b", group("web-2026063009011042170000000a"));
    case.write("c", group("api-2026063009011042170000000a"));
    case.assert_equal("a", "b");
    assert_eq!(findings(&case.diff("a", "c")).len(), 2);
}

/// Rules of other ports are two rules, and not one that was changed; where ports repeat, each stands in a set.
#[test]
fn elements_of_other_keys_are_two_differences() {
    let rule = |port: u32, cidr: &str| json!({"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [cidr], "description": ""});
    let group =
        |rules: &[Value]| state(&[("aws_security_group", "web", json!({"name": "web", "ingress": rules}))]);
    let case = Case::new();
    let both = rule(443, "10.0.0.0/8");
    case.write("a.tfstate", group(&[both.clone(), rule(80, "10.0.0.0/8")]));
    case.write("b.tfstate", group(&[both, rule(443, "192.168.0.0/16")]));
    let report = case.diff("a.tfstate", "b.tfstate");
    let mut paths: Vec<String> =
        findings(&report).iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect();
    paths.sort();
    let path = |port: u32| format!("ingress[protocol=tcp,from_port={port},to_port={port}]");
    assert_eq!(paths, [path(443), path(80)]);
}

/// What changes with another attribute is told there, and only where that one differs.
#[test]
fn what_follows_from_another_attribute_is_told_with_it() {
    let table = |mode: &str, capacity: u32| {
        state(&[("aws_dynamodb_table", "carts", json!({"billing_mode": mode, "read_capacity": capacity}))])
    };
    let case = Case::new();
    case.write("a.tfstate", table("PAY_PER_REQUEST", 0));
    case.write("b.tfstate", table("PROVISIONED", 5));
    case.write("c.tfstate", table("PROVISIONED", 9));
    for (left, right, path) in [("a", "b", "billing_mode"), ("b", "c", "read_capacity")] {
        let found = findings(&case.diff(&format!("{left}.tfstate"), &format!("{right}.tfstate")));
        let paths: Vec<&Value> = found.iter().map(|finding| &finding["path"]).collect();
        assert_eq!(paths, [path], "{left} {right}");
    }
}

/// A volume that is a resource of its own is compared there, and not once more where it is attached.
#[test]
fn elements_that_are_resources_of_their_own_are_told_there() {
    let case = Case::new();
    let disk = |size: u32| {
        state(&[
            ("aws_ebs_volume", "data", json!({"id": "vol-0a1b2c3d4e5f60718", "size": size})),
            (
                "aws_instance",
                "web",
                json!({"instance_type": "t3.small", "ebs_block_device": [
                    {"device_name": "/dev/sdf", "volume_id": "vol-0a1b2c3d4e5f60718", "volume_size": size},
                    {"device_name": "/dev/sdg", "volume_id": "vol-0f9e8d7c6b5a49382", "volume_size": 8},
                ]}),
            ),
        ])
    };
    case.write("a.tfstate", disk(50));
    case.write("b.tfstate", disk(500));
    let found = findings(&case.diff("a.tfstate", "b.tfstate"));
    let told: Vec<_> = found.iter().map(|finding| (&finding["kind"], &finding["path"])).collect();
    assert_eq!(told, [(&json!("aws_ebs_volume"), &json!("size"))]);
}
