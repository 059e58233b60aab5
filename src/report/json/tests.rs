//! The JSON report: that it keeps its contract and its schema, and what values become in it.

use std::collections::BTreeSet;

use super::*;
use crate::model::{ChangeKind, Key, Number, Secret};
use crate::report::sample;

fn print(report: &Report) -> String {
    let mut out = Vec::new();
    Json.write(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn assert_valid(report: &Report) {
    let schema = serde_json::from_str(include_str!("../../../docs/report.schema.json")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let printed = serde_json::from_str(&print(report)).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&printed).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn reports_fit_the_schema() {
    for report in [sample::empty(), sample::clean(), sample::full(), sample::failed()] {
        assert_valid(&report);
    }
    assert_valid(&Report { fail_on: None, ..sample::full() });
}

#[test]
fn the_sample_has_every_kind_of_change_and_severity() {
    let report = sample::full();
    let findings = &report.comparisons[0].findings;
    let changes: BTreeSet<_> = findings.iter().map(|finding| finding.change).collect();
    assert_eq!(changes, ChangeKind::ALL.into_iter().collect());
    let severities: BTreeSet<_> = findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, Severity::ALL.into_iter().collect());
}

#[test]
fn one_of_everything() {
    insta::assert_snapshot!(print(&sample::full()));
}

#[test]
fn a_run_that_failed() {
    insta::assert_snapshot!(print(&sample::failed()));
}

#[test]
fn members_stand_in_the_order_of_the_contract() {
    let printed = print(&sample::full());
    let mut rest = printed.as_str();
    for member in [
        "schema",
        "tool",
        "generated_at",
        "fail_on",
        "errors",
        "comparisons",
        "mode",
        "left",
        "right",
        "resources",
        "set_aside",
        "assumptions",
        "stale",
        "causes",
        "findings",
        "fingerprint",
        "severity",
        "rule",
        "also",
        "change",
        "kind",
        "address",
        "id",
        "path",
        "left",
        "right",
        "only",
        "declared_at",
        "redacted",
        "explained",
        "cause",
        "accepted",
        "changed_by",
        "message",
        "remedy",
        "summary",
        "gate",
    ] {
        let (_, after) = rest.split_once(&format!("\"{member}\":")).unwrap_or_else(|| panic!("{member}"));
        rest = after;
    }
}

/// Returns how the left value of a finding is printed, without the space between its parts.
fn value(value: Value) -> String {
    let mut report = sample::clean();
    report.comparisons[0].findings =
        vec![sample::modified(Severity::Low, "aws_instance.app", "ami", value, Value::Null)];
    let printed = print(&report);
    let (_, after) = printed.rsplit_once("\"left\": ").unwrap();
    let (value, _) = after.split_once(",\n          \"right\": null").unwrap();
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn numbers_keep_their_digits() {
    for digits in ["12345678901234567890123", "0.1", "-7"] {
        assert_eq!(value(Value::Number(Number::parse(digits).unwrap())), digits);
    }
}

#[test]
fn what_json_cannot_say_is_said_in_words() {
    let fingerprint = Secret::Fingerprint([0xab; 16]);
    for (given, printed) in [
        (Value::Null, "null"),
        (Value::Secret(fingerprint), "\"(secret)\""),
        (Value::Secret(Secret::Withheld), "\"(secret)\""),
        (Value::Unknown, "\"(known after apply)\""),
        (Value::Expression("var.ami".into()), "\"var.ami\""),
        (Value::map([(Key::new("a\u{1b}"), Value::Secret(fingerprint))]), r#"{ "a\u001b": "(secret)" }"#),
    ] {
        assert_eq!(value(given), printed);
    }
}

#[test]
fn deep_values_stay_readable_for_other_readers() {
    let deep = (0..200).fold(Value::int(1), |value, _| Value::list([value]));
    let mut report = sample::clean();
    report.comparisons[0].findings =
        vec![sample::modified(Severity::Low, "aws_instance.app", "ami", deep, Value::Null)];
    assert_valid(&report);
}
