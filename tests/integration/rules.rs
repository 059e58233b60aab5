//! `driftgate rules`, rules and kinds of the user's own, and what a configuration does to findings.

use serde_json::{Value, json};

use crate::support::{Case, Ran, findings, instance, state};

const OWN_RULE: &str = r#"rule "own/oven-too-hot" {
  summary  = "the oven is hotter in one environment"
  why      = "bread that was tested at another heat burns"
  kind     = "example_oven"
  path     = "heat"
  severity = "critical"
  message  = "${left.env} bakes at ${left.value}, ${right.env} at ${right.value}"
  remedy   = "set the same heat"
}
"#;

const OWN_KIND: &str = r#"kind "example_oven" {
  sets     = ["trays"]
  volatile = ["warmed_at"]
}
"#;

const OWN_TEST: &str = r#"test "own/oven-too-hot" "another heat" {
  kind  = "example_oven"
  left  = { heat = 180 }
  right = { heat = 220 }
  expect {
    rule     = "own/oven-too-hot"
    path     = "heat"
    severity = "critical"
  }
}
"#;

fn oven(heat: u32, trays: [&str; 2], warmed_at: &str) -> String {
    state(&[("example_oven", "one", json!({"heat": heat, "trays": trays, "warmed_at": warmed_at}))])
}

/// Compares two instances that differ in their type, with this configuration.
fn configured(configuration: &str) -> (Case, Value) {
    let case = Case::new();
    case.write("dev.json", instance("t3.small"));
    case.write("prod.json", instance("m5.large"));
    case.write("driftgate.hcl", configuration);
    let report = case.diff("dev.json", "prod.json");
    (case, report)
}

/// Returns the fingerprint of what `configured` compares.
fn fingerprint() -> String {
    findings(&configured("").1)[0]["fingerprint"].as_str().unwrap().to_owned()
}

fn stale(report: &Value) -> Vec<String> {
    let stale = report["comparisons"][0]["stale"].as_array().cloned().unwrap_or_default();
    stale.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// Asserts that a message shows the place: file, line and column, the line itself, and a caret.
fn assert_points_at(ran: &Ran, place: &str, line: &str) {
    for words in [place, line, "^"] {
        assert!(ran.stderr.contains(words), "expected {words:?} in:\n{}", ran.stderr);
    }
    assert_eq!(ran.stdout, "");
}

/// `rules list` names every built-in rule once, and at least the sixty that are promised.
#[test]
fn list_names_every_rule() {
    let listed = Case::new().run(&["rules", "list"]).exits(0);
    let names: Vec<&str> =
        listed.stdout.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(names.len() >= 60, "{} rules", names.len());
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
}

/// `rules show` tells of every rule why it matters and what to do.
#[test]
fn show_documents_every_rule() {
    let case = Case::new();
    let listed = case.run(&["rules", "list"]).exits(0);
    for line in listed.stdout.lines() {
        let (name, summary) = line.split_once("  ").unwrap();
        let shown = case.run(&["rules", "show", name]).exits(0);
        for words in [name, summary.trim(), "Why it matters", "What to do", "Applies to"] {
            assert!(shown.stdout.contains(words), "{name}: expected {words:?} in:\n{}", shown.stdout);
        }
    }
    case.run(&["rules", "show", "functions"]).exits(0);
}

/// The pages in `docs/` are what the program prints of its own rules and functions.
#[test]
fn the_pages_of_rules_and_functions_are_up_to_date() {
    let case = Case::new();
    for (command, page, text) in [
        (&["rules", "show"][..], "docs/rules.md", include_str!("../../docs/rules.md")),
        (&["rules", "show", "functions"], "docs/functions.md", include_str!("../../docs/functions.md")),
    ] {
        let printed = case.run(command).exits(0).stdout;
        assert!(printed == text, "{page} is old: `cargo run -- {} > {page}`", command.join(" "));
    }
}

/// A misspelled rule is answered with the nearest one.
#[test]
fn show_knows_the_nearest_name() {
    let refused = Case::new().run(&["rules", "show", "tags/mising"]).exits(1);
    assert!(refused.stderr.contains("did you mean tags/missing"), "{}", refused.stderr);
}

/// All tests beside the built-in rules pass.
#[test]
fn the_tests_of_built_in_rules_pass() {
    let tested = Case::new().run(&["rules", "test"]).exits(0);
    assert!(tested.stdout.trim_end().ends_with(" 0 failed"), "{}", tested.stdout);
}

/// A folder with an own rule and an own kind changes what is found and what is set aside.
#[test]
fn own_rules_and_kinds_are_used() {
    let case = Case::new();
    case.write("own/oven.hcl", OWN_RULE);
    case.write("own/kinds.hcl", OWN_KIND);
    case.write("own/oven.test.hcl", OWN_TEST);
    case.write("dev.json", oven(180, ["a", "b"], "early"));
    case.write("prod.json", oven(220, ["b", "a"], "late"));
    let without = findings(&case.diff("dev.json", "prod.json"));
    assert_eq!(without.len(), 3, "{without:#?}");
    let ran = case.run(&["diff", "dev.json", "prod.json", "--rules", "own", "--format", "json"]).exits(2);
    let found = findings(&ran.report());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["rule"], "own/oven-too-hot");
    assert_eq!(found[0]["severity"], "critical");
    assert_eq!(found[0]["message"], "dev bakes at 180, prod at 220");
    let tested = case.run(&["rules", "test", "--rules", "own"]);
    assert!(!tested.stdout.contains("own/oven-too-hot"), "only what fails is named: {}", tested.stdout);
    let shown = case.run(&["rules", "show", "own/oven-too-hot", "--rules", "own"]).exits(0);
    assert!(shown.stdout.contains("bread"), "{}", shown.stdout);
    case.write("own/oven.test.hcl", OWN_TEST.replace("critical", "low"));
    let failed = case.run(&["rules", "test", "--rules", "own"]).exits(2);
    assert!(failed.stdout.contains("own/oven.test.hcl:"), "{}", failed.stdout);
}

/// A broken rule is refused before anything is compared, with file, line, column and a caret.
#[test]
fn a_broken_rule_is_shown_at_its_place() {
    let case = Case::new();
    case.write("dev.json", instance("t3.small"));
    for (from, to, place) in [
        ("heat\"", "heat\"\n  when     = famly(left.value) == 1", "own/oven.hcl:6:14"),
        ("heat\"", "heat\"\n  when     = left.valu == 1", "own/oven.hcl:6:"),
        ("\"critical\"", "\"fatal\"", "own/oven.hcl:6:14"),
        ("remedy ", "remedi ", "own/oven.hcl:8:3"),
        ("kind     =", "kind     = [", "own/oven.hcl:"),
    ] {
        let broken = OWN_RULE.replacen(from, to, 1);
        case.write("own/oven.hcl", &broken);
        for arguments in
            [&["diff", "dev.json", "dev.json", "--rules", "own"][..], &["rules", "list", "--rules", "own"]]
        {
            assert_points_at(&case.run(arguments).exits(1), place, "= ");
        }
    }
    case.write("own/oven.hcl", "");
    std::fs::remove_file(case.path("own/oven.hcl")).unwrap();
    let refused = case.run(&["rules", "list", "--rules", "own"]).exits(1);
    assert!(refused.stderr.contains("own") && refused.stderr.contains(".hcl"), "{}", refused.stderr);
}

/// All mistakes of a configuration are shown at once, each at its place.
#[test]
fn a_configuration_shows_all_its_mistakes() {
    let case = Case::new();
    case.write("dev.json", instance("t3.small"));
    case.write(
        "driftgate.hcl",
        "ignore \"x\" {\n  kid    = \"a\"\n  reason = 3\n}\naccept \"zz\" {\n  reason = \"r\"\n}\n\
         gate {\n  fail_on = \"hgih\"\n}\nignor \"y\" {}\n",
    );
    let refused = case.run(&["diff", "dev.json", "dev.json"]).exits(1);
    for place in [
        "driftgate.hcl:2:3",
        "driftgate.hcl:3:12",
        "driftgate.hcl:5:8",
        "driftgate.hcl:9:13",
        "driftgate.hcl:11:1",
    ] {
        assert_points_at(&refused, place, "|");
    }
    assert!(refused.stderr.contains("did you mean `ignore`?"), "{}", refused.stderr);
}

/// What is ignored is not found, and is counted.
#[test]
fn ignored_values_are_set_aside_and_counted() {
    let (_, report) = configured(
        "ignore \"sizes\" {\n  kind   = \"aws_instance\"\n  path   = \"instance_type\"\n  reason = \"sized by load\"\n}\n",
    );
    assert_eq!(findings(&report), Vec::<Value>::new());
    assert_eq!(report["comparisons"][0]["set_aside"]["ignored"], 1);
}

/// An acceptance that holds takes the finding out of the verdict, not out of the report.
#[test]
fn an_acceptance_that_holds() {
    let fingerprint = fingerprint();
    let (case, report) = configured(&format!(
        "accept \"{fingerprint}\" {{\n  left   = \"t3.small\"\n  right  = \"m5.large\"\n  reason = \"dev is small\"\n  \
         owner  = \"platform\"\n  until  = \"2999-12-31\"\n}}\n",
    ));
    let found = findings(&report);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["accepted"]["reason"], "dev is small");
    assert_eq!(report["summary"]["accepted"], 1);
    assert_eq!(stale(&report), Vec::<String>::new());
    case.run(&["diff", "dev.json", "prod.json", "--fail-on", "info"]).exits(0);
}

/// An acceptance lapses with its date, with its values and with its finding, and is then reported as stale.
#[test]
fn acceptances_that_do_not_hold_any_longer() {
    let fingerprint = fingerprint();
    for (fingerprint, body, says) in [
        (fingerprint.as_str(), "until  = \"2020-01-31\"", "lapsed after 2020-01-31"),
        (&fingerprint, "right  = \"m6i.large\"", "no longer fits"),
    ] {
        let (case, report) =
            configured(&format!("accept \"{fingerprint}\" {{\n  reason = \"r\"\n  {body}\n}}\n"));
        assert_eq!(findings(&report)[0]["accepted"], Value::Null, "{body}");
        let stale = stale(&report);
        assert_eq!(stale.len(), 1, "{body}");
        assert!(stale[0].contains(says) && stale[0].contains("driftgate.hcl:1"), "{stale:?}");
        let told = case.run(&["diff", "dev.json", "prod.json", "--fail-on", "info"]).exits(2);
        let told: Vec<&str> = told.stdout.split_whitespace().collect();
        assert!(told.join(" ").contains(says), "{told:?}");
    }
}

/// An expectation that holds explains the difference; one that is broken is a finding of its severity.
#[test]
fn expectations_hold_or_are_findings() {
    let case = Case::new();
    case.write("dev.json", state(&[("example_pool", "one", json!({"size": 2}))]));
    case.write("prod.json", state(&[("example_pool", "one", json!({"size": 5}))]));
    case.write(
        "driftgate.hcl",
        "expect \"prod-is-not-smaller\" {\n  kind     = \"example_pool\"\n  path     = \"size\"\n  \
         that     = right.value >= left.value\n  severity = \"critical\"\n}\n",
    );
    let holds = findings(&case.diff("dev.json", "prod.json"));
    assert_eq!(holds.len(), 1, "{holds:#?}");
    assert_eq!(holds[0]["explained"], true);
    assert_eq!(holds[0]["severity"], "info");
    let broken = findings(&case.diff("prod.json", "dev.json"));
    assert_eq!(broken.len(), 1, "{broken:#?}");
    assert_eq!(broken[0]["severity"], "critical");
    assert_eq!(broken[0]["rule"], "expect/prod-is-not-smaller");
}

/// Values that must differ are a finding when they are equal.
#[test]
fn equal_values_can_be_the_finding() {
    let case = Case::new();
    for name in ["dev.json", "prod.json"] {
        case.write(name, state(&[("example_app", "one", json!({"db_host": "db.example.com"}))]));
    }
    case.write(
        "driftgate.hcl",
        "expect \"own-database\" {\n  kind     = \"example_app\"\n  path     = \"db_host\"\n  \
         that     = left.value != right.value\n  severity = \"high\"\n}\n",
    );
    let found = findings(&case.diff("dev.json", "prod.json"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["rule"], "expect/own-database");
    case.run(&["diff", "dev.json", "prod.json"]).exits(2);
}

/// A configured pair is compared although the names tell nothing.
#[test]
fn configured_pairs_are_compared() {
    let case = Case::new();
    let thing = |name, label, size| {
        state(&[("example_thing", name, json!({"size": size, "label": label, "color": "red"}))])
    };
    case.write("dev.json", thing("old_box", "box", 3));
    case.write("prod.json", thing("crate", "wood", 4));
    assert_eq!(findings(&case.diff("dev.json", "prod.json")).len(), 2, "one on each side only");
    case.write(
        "driftgate.hcl",
        "pair {\n  left  = \"example_thing.old_box\"\n  right = \"example_thing.crate\"\n}\n",
    );
    assert_eq!(findings(&case.diff("dev.json", "prod.json")).len(), 2, "label and size");
}
