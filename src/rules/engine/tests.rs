use super::*;
use crate::diagnostic::SourceText;
use crate::model::{ChangeKind, Secret, Value};
use crate::rules::{load, testing};

fn rules(text: &str) -> RuleSet {
    match load::parse(&[SourceText::new("rules.hcl", text)]) {
        Ok(rules) => RuleSet::new(rules),
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// Writes a rule whose other attributes do not matter.
fn rule(name: &str, body: &str) -> String {
    let given = |attribute: &str| body.lines().any(|line| line.trim().starts_with(attribute));
    let mut text =
        format!("rule \"{name}\" {{\n{body}\n  summary = \"s\"\n  why = \"w\"\n  remedy = \"r\"\n");
    for (attribute, default) in [("kind", "\"aws_instance\""), ("severity", "\"high\""), ("message", "\"m\"")]
    {
        if !given(attribute) {
            text += &format!("  {attribute} = {default}\n");
        }
    }
    text + "}\n"
}

fn judged<'a>(change: &'a Change, sides: Sides<Subject<'a>>) -> Judged<'a> {
    Judged { mode: Mode::Parity, kind: "aws_instance", change, sides, explained: false, variable: "" }
}

fn judge(rules: &RuleSet, change: &Change) -> Result<Verdict, RuleError> {
    let sides = Sides::new(testing::subject("dev", None), testing::subject("prod", None));
    rules.judge(&judged(change, sides))
}

#[test]
fn the_most_severe_rule_speaks_and_the_others_are_named() {
    let text = [
        rule("a/low", "severity = \"low\""),
        rule("a/first-high", "message = \"${path}: ${left.env} ${left.value}, ${right.env} ${right.value}\""),
        rule("a/second-high", "path = \"size\""),
        rule("a/other-path", "path = \"name\""),
        rule("a/other-kind", "kind = \"google_*\""),
        rule("a/other-change", "change = [\"count\"]"),
        rule("a/not-now", "when = left.value == right.value"),
    ];
    let verdict = judge(&rules(&text.concat()), &testing::change("size", 1, 2)).unwrap();
    assert_eq!(verdict.severity, Severity::High);
    assert_eq!(verdict.rule, "a/first-high");
    assert_eq!(verdict.also, ["a/low", "a/second-high"]);
    assert_eq!(verdict.message, "size: dev 1, prod 2");
}

#[test]
fn candidates_come_in_the_order_of_the_packs() {
    let text = [
        rule("a/any", ""),
        rule("a/size", "path = \"size\""),
        rule("a/deep", "path = \"**\""),
        rule("a/two", "path = [\"size\", \"size\", \"name\"]"),
    ];
    let verdict = judge(&rules(&text.concat()), &testing::change("size", 1, 2)).unwrap();
    assert_eq!(
        (verdict.rule.as_str(), verdict.also.as_slice()),
        ("a/any", ["a/size", "a/deep", "a/two"].map(String::from).as_slice())
    );
}

#[test]
fn severity_can_depend_on_the_direction() {
    let rules = rules(&rule(
        "a/weaker",
        "path = \"size\"\nseverity = upper_env.value < lower_env.value ? \"critical\" : \"low\"",
    ));
    let severity = |left: (&str, i64), right: (&str, i64)| {
        let change = testing::change("size", left.1, right.1);
        let sides = Sides::new(testing::subject(left.0, None), testing::subject(right.0, None));
        rules.judge(&judged(&change, sides)).unwrap().severity
    };
    assert_eq!(severity(("dev", 2), ("prod", 1)), Severity::Critical);
    assert_eq!(severity(("prod", 1), ("dev", 2)), Severity::Critical);
    assert_eq!(severity(("prod", 2), ("dev", 1)), Severity::Low);
    // Of equal roles the right side counts as the upper one.
    assert_eq!(severity(("a", 2), ("b", 1)), Severity::Critical);
}

#[test]
fn a_rule_sees_values_in_plain_forms() {
    let rules = rules(&rule(
        "a/plain",
        r#"message = "${join(",", left.value)} ${right.value == null} ${join(",", right.only)} ${left.resource == null}""#,
    ));
    let mut change = testing::change("size", Value::list(["a".into(), "b".into()]), Value::Null);
    change.values.right = Some(Value::Secret(Secret::Withheld));
    change.only.right = vec!["c".into()];
    assert_eq!(judge(&rules, &change).unwrap().message, "a,b true c true");
}

#[test]
fn a_rule_sees_the_whole_resource() {
    let rules =
        rules(&rule("a/resource", "message = \"${left.resource.az} ${try(right.resource.az, \"none\")}\""));
    let (left, right) = (testing::attributes("{ az = \"a\" }"), testing::attributes("{}"));
    let change = testing::change("size", 1, 2);
    let sides = Sides::new(testing::subject("dev", Some(&left)), testing::subject("prod", Some(&right)));
    assert_eq!(rules.judge(&judged(&change, sides)).unwrap().message, "a none");
}

#[test]
fn a_rule_that_fails_is_an_error_with_its_place() {
    let rules = rules(&rule("a/broken", "when = left.value < 3"));
    let error = judge(&rules, &testing::change("size", Value::Null, 2)).unwrap_err();
    let diagnostic = error.diagnostic();
    assert!(diagnostic.message.starts_with("rule `a/broken` failed: "), "{}", diagnostic.message);
    assert_eq!(diagnostic.source.at(diagnostic.span.start), "rules.hcl:2");
}

#[test]
fn a_computed_severity_must_be_one() {
    let rules = rules(&rule("a/broken", "severity = lower(\"HIGHER\")"));
    let error = judge(&rules, &testing::change("size", 1, 2)).unwrap_err();
    assert!(error.to_string().contains("\"higher\" is no severity"), "{error}");
}

#[test]
fn without_a_rule_the_class_decides() {
    let rules = RuleSet::default();
    let verdict = |kind: &str, change: ChangeKind, explained: bool| {
        let change = Change { kind: change, ..testing::change("size", "t3.small", Value::Null) };
        let sides = Sides::new(testing::subject("dev", None), testing::subject("prod", None));
        let judged = Judged { kind, explained, ..judged(&change, sides) };
        let verdict = rules.judge(&judged).unwrap();
        format!("{} {}: {}", verdict.rule, verdict.severity, verdict.message)
    };
    for (kind, change, expected) in [
        ("aws_a", ChangeKind::Modified, "default/modified medium: dev has t3.small, prod has no value"),
        ("data.aws_a", ChangeKind::Modified, "default/modified low: dev has t3.small, prod has no value"),
        ("variable", ChangeKind::Modified, "default/modified low: dev has t3.small, prod has no value"),
        ("aws_a", ChangeKind::LeftOnly, "default/left_only medium: only dev has it"),
        ("output", ChangeKind::RightOnly, "default/right_only low: only prod has it"),
        (
            "aws_a",
            ChangeKind::Reordered,
            "default/reordered info: dev and prod have the same elements in another order",
        ),
    ] {
        assert_eq!(verdict(kind, change, false), expected);
    }
    assert!(verdict("aws_a", ChangeKind::Modified, true).starts_with("default/modified info"));
}
