//! `driftgate explain`: one finding by its fingerprint, with the substitutions that made values equal.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Case, findings, instance, shop, state};

/// The first digits of a fingerprint are enough, and the whole story of the finding is told.
#[test]
fn a_prefix_of_the_fingerprint_finds_the_finding() {
    let case = Case::new();
    case.write("dev.json", instance("t3.small"));
    case.write("prod.json", instance("m5.large"));
    let finding = findings(&case.diff("dev.json", "prod.json")).remove(0);
    let fingerprint = finding["fingerprint"].as_str().unwrap();
    for digits in [6, 8, fingerprint.len()] {
        let told = case.run(&["explain", &fingerprint[..digits], "dev.json", "prod.json"]).exits(0);
        for words in [
            fingerprint,
            "aws_instance.app",
            "instance_type",
            "t3.small",
            "m5.large",
            finding["rule"].as_str().unwrap(),
            finding["severity"].as_str().unwrap(),
        ] {
            assert!(
                told.stdout.to_lowercase().contains(&words.to_lowercase()),
                "expected {words:?} in:\n{}",
                told.stdout
            );
        }
        assert_eq!(told.stderr, "");
    }
}

/// A finding of every class of change can be explained.
#[test]
fn a_finding_of_every_class_is_explained() {
    let case = Case::new();
    let (dev, prod) = (shop("state/dev.tfstate"), shop("state/prod.tfstate"));
    let found = findings(&case.diff(&dev, &prod));
    let classes: BTreeMap<&str, &Value> =
        found.iter().map(|finding| (finding["change"].as_str().unwrap(), finding)).collect();
    assert!(classes.len() >= 4, "{classes:#?}");
    for finding in classes.values() {
        let told = case.run(&["explain", finding["fingerprint"].as_str().unwrap(), &dev, &prod]).exits(0);
        assert!(told.stdout.contains(finding["rule"].as_str().unwrap()), "{}", told.stdout);
    }
}

/// A fingerprint of nothing is an error that names it.
#[test]
fn an_unknown_fingerprint_is_an_error() {
    let case = Case::new();
    case.write("dev.json", instance("t3.small"));
    let told = case.run(&["explain", "0123456789abcdef", "dev.json", "dev.json"]).exits(1);
    assert!(told.stderr.contains("0123456789abcdef"), "{}", told.stderr);
    assert_eq!(told.stdout, "");
}

/// Digits that fit several findings are an error that says how many.
#[test]
fn an_ambiguous_fingerprint_is_an_error() {
    let case = Case::new();
    let things = |value: &str| {
        let names: Vec<String> = (0..40).map(|at| format!("thing_{at}")).collect();
        let all: Vec<_> =
            names.iter().map(|name| ("example_thing", name.as_str(), json!({"mode": value}))).collect();
        state(&all)
    };
    case.write("dev.json", things("on"));
    case.write("prod.json", things("off"));
    let mut first_digits: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings(&case.diff("dev.json", "prod.json")) {
        *first_digits.entry(finding["fingerprint"].as_str().unwrap()[..1].to_owned()).or_default() += 1;
    }
    // Forty findings over sixteen digits: one digit at least is shared.
    let (digit, count) = first_digits.iter().max_by_key(|(_, count)| **count).unwrap();
    let told = case.run(&["explain", digit, "dev.json", "prod.json"]).exits(1);
    assert!(told.stderr.contains(&format!("{count} findings")), "{}", told.stderr);
    assert!(told.stderr.contains("more digits"), "{}", told.stderr);
}

/// Without a configuration both sides have to be given; with one, all that its gate names is looked through.
#[test]
fn the_sides_come_from_the_gate_when_they_are_not_given() {
    let case = Case::new();
    case.write("dev.json", instance("t3.small"));
    case.write("prod.json", instance("m5.large"));
    let refused = case.run(&["explain", "abcdef"]).exits(1);
    assert!(refused.stderr.contains("LEFT RIGHT"), "{}", refused.stderr);
    let environment = |name: &str| {
        format!("environment \"{name}\" {{\n  terraform \"a\" {{\n    state = \"{name}.json\"\n  }}\n}}\n")
    };
    let gate = "gate {\n  compare = [[\"dev\", \"prod\"]]\n}\n";
    case.write("driftgate.hcl", format!("{}{}{gate}", environment("dev"), environment("prod")));
    let fingerprint = findings(&case.diff("dev", "prod"))[0]["fingerprint"].as_str().unwrap().to_owned();
    case.run(&["explain", &fingerprint]).exits(0);
}
