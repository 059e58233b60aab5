//! The report as JSON, schema `driftgate.report/v1`, described by `docs/report.schema.json`.
//!
//! The order of members is part of the contract. A secret is written as `(secret)`; its
//! fingerprint never leaves the program. This file must not add or drop findings.

use std::io;

use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Format, cause_id, time};
use crate::model::{
    Acceptance, Address, Cause, Comparison, Coverage, Covered, Finding, Pairing, Report, SetAside, Side,
    Sides, Source, Status, Value,
};

/// The name of the schema, which changes when a member changes its meaning.
const SCHEMA: &str = "driftgate.report/v1";

/// What reads JSON gives up at a depth of about 128, so deeper values are written as text.
const DEEPEST: usize = 64;

/// Writes a report as one JSON value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Format for Json {
    fn write(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        serde_json::to_writer_pretty(&mut out, &JsonReport::new(report))?;
        io::Write::write_all(&mut out, b"\n")?;
        io::Write::flush(&mut out)
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    schema: &'static str,
    tool: &'a str,
    generated_at: String,
    errors: &'a [String],
    comparisons: Vec<JsonComparison<'a>>,
    summary: JsonSummary,
}

#[derive(Serialize)]
struct JsonComparison<'a> {
    mode: &'static str,
    left: JsonSide<'a>,
    right: JsonSide<'a>,
    resources: Resources,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<JsonCoverage<'a>>,
    set_aside: JsonSetAside,
    assumptions: &'a [String],
    pairings: Vec<JsonPairing<'a>>,
    stale: &'a [String],
    causes: Vec<JsonCause<'a>>,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonSide<'a> {
    environment: &'a str,
    sources: Vec<JsonSource<'a>>,
}

#[derive(Serialize)]
struct JsonSource<'a> {
    name: &'a str,
    format: &'a str,
    status: String,
    resources: u64,
    missing: Vec<JsonMissing<'a>>,
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonMissing<'a> {
    what: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Resources {
    left: usize,
    right: usize,
    paired: usize,
}

#[derive(Serialize)]
struct JsonCoverage<'a> {
    declared: usize,
    read: usize,
    percent: usize,
    by_kind: Vec<JsonCovered<'a>>,
    by_source: Vec<JsonCovered<'a>>,
}

#[derive(Serialize)]
struct JsonCovered<'a> {
    name: &'a str,
    declared: usize,
    read: usize,
    percent: usize,
}

struct JsonSetAside(SetAside);

#[derive(Serialize)]
struct JsonPairing<'a> {
    kind: &'a str,
    left: &'a str,
    right: &'a str,
    method: &'static str,
    confidence: u8,
}

#[derive(Serialize)]
struct JsonCause<'a> {
    id: String,
    summary: &'a str,
    explained: bool,
    left_at: Option<&'a str>,
    right_at: Option<&'a str>,
    findings: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    fingerprint: &'a str,
    severity: &'static str,
    rule: &'a str,
    also: &'a [String],
    change: &'static str,
    kind: &'a str,
    address: JsonSides<Option<&'a str>>,
    id: JsonSides<Option<&'a str>>,
    path: String,
    left: Option<JsonValue<'a>>,
    right: Option<JsonValue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<JsonSides<Vec<JsonValue<'a>>>>,
    redacted: bool,
    explained: bool,
    cause: Option<String>,
    accepted: Option<JsonAcceptance<'a>>,
    declared_at: JsonSides<Option<&'a str>>,
    changed_by: Option<JsonChangedBy<'a>>,
    message: &'a str,
    remedy: &'a str,
}

#[derive(Serialize)]
struct JsonSides<T> {
    left: T,
    right: T,
}

#[derive(Serialize)]
struct JsonAcceptance<'a> {
    reason: &'a str,
    owner: Option<&'a str>,
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonChangedBy<'a> {
    who: &'a str,
    when: Option<String>,
    how: &'a str,
    by_hand: bool,
}

#[derive(Serialize)]
struct JsonSummary {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    info: usize,
    accepted: usize,
    fail_on: &'static str,
    gate: &'static str,
}

impl<'a> JsonReport<'a> {
    fn new(report: &'a Report) -> Self {
        Self {
            schema: SCHEMA,
            tool: &report.tool,
            generated_at: time(report.generated_at),
            errors: &report.errors,
            comparisons: report.comparisons.iter().map(JsonComparison::new).collect(),
            summary: JsonSummary::new(report),
        }
    }
}

impl<'a> JsonComparison<'a> {
    fn new(comparison: &'a Comparison) -> Self {
        let Sides { left, right } = &comparison.sides;
        Self {
            mode: comparison.mode.as_str(),
            left: JsonSide::new(left),
            right: JsonSide::new(right),
            resources: Resources { left: left.resources, right: right.resources, paired: comparison.paired },
            coverage: comparison.coverage.as_ref().map(JsonCoverage::new),
            set_aside: JsonSetAside(comparison.set_aside),
            assumptions: &comparison.assumptions,
            pairings: comparison.pairings.iter().map(JsonPairing::new).collect(),
            stale: &comparison.stale,
            causes: comparison.causes.iter().enumerate().map(JsonCause::new).collect(),
            findings: comparison.findings.iter().map(JsonFinding::new).collect(),
        }
    }
}

impl<'a> JsonCoverage<'a> {
    fn new(coverage: &'a Coverage) -> Self {
        let listed = |listed: &'a [Covered]| {
            let one = |covered: &'a Covered| JsonCovered {
                name: &covered.name,
                declared: covered.declared,
                read: covered.read,
                percent: covered.percent(),
            };
            listed.iter().map(one).collect()
        };
        Self {
            declared: coverage.declared,
            read: coverage.read,
            percent: coverage.percent(),
            by_kind: listed(&coverage.by_kind),
            by_source: listed(&coverage.by_source),
        }
    }
}

impl<'a> JsonPairing<'a> {
    fn new(pairing: &'a Pairing) -> Self {
        Self {
            kind: &pairing.kind,
            left: pairing.address.left.as_str(),
            right: pairing.address.right.as_str(),
            method: pairing.method,
            confidence: pairing.confidence,
        }
    }
}

impl<'a> JsonSide<'a> {
    fn new(side: &'a Side) -> Self {
        Self { environment: &side.environment, sources: side.sources.iter().map(JsonSource::new).collect() }
    }
}

impl<'a> JsonSource<'a> {
    fn new(source: &'a Source) -> Self {
        let missing = match &source.status {
            Status::Complete => Vec::new(),
            Status::Partial(missing) => {
                missing.iter().map(|missing| JsonMissing { what: &missing.what, why: &missing.why }).collect()
            }
            Status::Failed(why) => vec![JsonMissing { what: "everything", why }],
        };
        Self {
            name: &source.name,
            format: &source.format,
            status: source.status.to_string(),
            resources: source.resources,
            missing,
            warnings: &source.warnings,
            help: source.help.as_deref(),
        }
    }
}

impl Serialize for JsonSetAside {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.entries())
    }
}

impl<'a> JsonCause<'a> {
    fn new((index, cause): (usize, &'a Cause)) -> Self {
        Self {
            id: cause_id(index),
            summary: &cause.summary,
            explained: cause.explained,
            left_at: cause.at.left.as_deref(),
            right_at: cause.at.right.as_deref(),
            findings: cause.findings,
        }
    }
}

impl<'a> JsonFinding<'a> {
    fn new(finding: &'a Finding) -> Self {
        let only = &finding.only;
        Self {
            fingerprint: &finding.fingerprint,
            severity: finding.severity.as_str(),
            rule: &finding.rule,
            also: &finding.also,
            change: finding.change.as_str(),
            kind: &finding.kind,
            address: sides(&finding.address, |address| address.as_ref().map(Address::as_str)),
            id: sides(&finding.id, |id| id.as_deref()),
            path: finding.path.to_string(),
            left: finding.values.left.as_ref().map(JsonValue::new),
            right: finding.values.right.as_ref().map(JsonValue::new),
            only: (!only.left.is_empty() || !only.right.is_empty())
                .then(|| sides(only, |members| members.iter().map(JsonValue::new).collect())),
            redacted: finding.redacted,
            explained: finding.explained,
            cause: finding.cause.map(cause_id),
            accepted: finding.accepted.as_ref().map(JsonAcceptance::new),
            declared_at: sides(&finding.declared_at, |place| place.as_deref()),
            changed_by: finding.changed_by.as_ref().map(|by| JsonChangedBy {
                who: &by.who,
                when: by.when.map(time),
                how: &by.how,
                by_hand: by.by_hand,
            }),
            message: &finding.message,
            remedy: &finding.remedy,
        }
    }
}

fn sides<'a, T, U>(sides: &'a Sides<T>, get: impl Fn(&'a T) -> U) -> JsonSides<U> {
    JsonSides { left: get(&sides.left), right: get(&sides.right) }
}

impl<'a> JsonAcceptance<'a> {
    fn new(acceptance: &'a Acceptance) -> Self {
        Self {
            reason: &acceptance.reason,
            owner: acceptance.owner.as_deref(),
            until: acceptance.until.as_deref(),
        }
    }
}

impl JsonSummary {
    fn new(report: &Report) -> Self {
        use crate::model::Severity::{Critical, High, Info, Low, Medium};
        let summary = report.summary();
        Self {
            critical: summary.count(Critical),
            high: summary.count(High),
            medium: summary.count(Medium),
            low: summary.count(Low),
            info: summary.count(Info),
            accepted: summary.accepted,
            fail_on: report.fail_on.map_or("none", |severity| severity.as_str()),
            gate: if report.passes() { "pass" } else { "fail" },
        }
    }
}

/// A value at some depth.
struct JsonValue<'a> {
    value: &'a Value,
    depth: usize,
}

impl<'a> JsonValue<'a> {
    fn new(value: &'a Value) -> Self {
        Self { value, depth: 0 }
    }

    fn child(&self, value: &'a Value) -> Self {
        Self { value, depth: self.depth + 1 }
    }
}

impl Serialize for JsonValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            // As raw text, a number keeps all its digits.
            Value::Number(number) => {
                RawValue::from_string(number.to_string()).map_err(S::Error::custom)?.serialize(serializer)
            }
            Value::String(text) => serializer.serialize_str(text),
            Value::List(_) | Value::Map(_) if self.depth >= DEEPEST => serializer.collect_str(self.value),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&self.child(item))?;
                }
                list.end()
            }
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key.as_str(), &self.child(value))?;
                }
                map.end()
            }
            Value::Secret(_) | Value::Unknown | Value::Expression(_) => serializer.collect_str(self.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use jsonschema::Validator;

    use super::*;
    use crate::model::{ChangeKind, Key, Severity};
    use crate::report::sample;

    fn schema() -> Validator {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
    }

    fn write(report: &Report) -> String {
        let mut out = Vec::new();
        Json.write(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn assert_valid(report: &Report) -> serde_json::Value {
        let json = serde_json::from_str(&write(report)).unwrap();
        let errors: Vec<_> =
            schema().iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, [] as [String; 0]);
        json
    }

    #[test]
    fn reports_follow_the_published_schema() {
        assert_valid(&sample::check());
        for report in [sample::empty(), sample::failed(), sample::clean(), sample::full()] {
            assert_valid(&report);
        }
    }

    #[test]
    fn every_change_and_severity_follows_the_schema() {
        let mut report = sample::clean();
        for change in ChangeKind::ALL {
            for severity in Severity::ALL {
                let mut finding =
                    sample::modified(severity, "aws_instance.app", "tags.a", "x".into(), "y".into());
                finding.change = change;
                report.comparisons[0].findings.push(finding);
            }
        }
        assert_valid(&report);
    }

    #[test]
    fn the_schema_refuses_what_is_not_in_the_contract() {
        let mut json = assert_valid(&sample::full());
        json["comparisons"][0]["findings"][0]["confidence"] = 1.into();
        assert!(!schema().is_valid(&json));
    }

    #[test]
    fn one_of_everything() {
        insta::assert_snapshot!(write(&sample::full()));
    }

    #[test]
    fn the_gate_is_closed_after_an_error() {
        let json = assert_valid(&sample::failed());
        assert_eq!(json["summary"]["gate"], "fail");
        assert_eq!(json["comparisons"], serde_json::json!([]));
    }

    fn value(value: &Value) -> String {
        serde_json::to_string(&JsonValue::new(value)).unwrap()
    }

    #[test]
    fn numbers_keep_all_digits() {
        for digits in ["12345678901234567890123", "0.30000000000000004", "-7", "1e400"] {
            assert_eq!(value(&Value::Number(crate::model::Number::parse(digits).unwrap())), digits);
        }
    }

    #[test]
    fn values_without_a_text_of_their_own_are_named() {
        use crate::model::Secret;
        let map = Value::map([
            (Key::new("a"), Value::Secret(Secret::Fingerprint([171; 16]))),
            (Key::new("b"), Value::Secret(Secret::Withheld)),
            (Key::new("c"), Value::Unknown),
            (Key::new("d"), Value::Expression("var.x".into())),
            (Key::new("e"), Value::Null),
        ]);
        assert_eq!(
            value(&map),
            r#"{"a":"(secret)","b":"(secret)","c":"(known after apply)","d":"var.x","e":null}"#
        );
    }

    #[test]
    fn what_is_nested_deep_can_still_be_read() {
        let mut deep = Value::from("x");
        for _ in 0..200 {
            deep = Value::list([deep]);
        }
        let mut report = sample::clean();
        report.comparisons[0].findings =
            vec![sample::modified(Severity::Low, "aws_instance.app", "tags", deep, Value::Null)];
        assert_valid(&report);
    }

    #[test]
    fn times_are_rfc_3339() {
        assert_eq!(time(0), "1970-01-01T00:00:00Z");
        assert_eq!(time(1_767_322_800), "2026-01-02T03:00:00Z");
        assert_eq!(time(i64::MAX), "1970-01-01T00:00:00Z");
    }
}
