//! Small things that the tests of this folder share.

use std::path::Path as FilePath;

use super::Subject;
use crate::config::{self, Config, Role};
use crate::diagnostic::SourceText;
use crate::model::{Change, ChangeKind, Finding, Map, Path, Severity, Sides, Value};

/// Reads a configuration.
pub(super) fn config(text: &str) -> Config {
    let source = SourceText::new("driftgate.hcl", text);
    match config::parse(&source, FilePath::new(""), &|_| None) {
        Ok(config) => config,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// Reads attributes from an HCL object.
pub(super) fn attributes(text: &str) -> Map {
    optional(text).unwrap()
}

/// Reads attributes from an HCL object, or nothing from `null`.
pub(super) fn optional(text: &str) -> Option<Map> {
    let source = SourceText::new("attributes", format!("a = {text}"));
    let body = crate::expr::parse(&source).unwrap();
    let reader = crate::blocks::Reader::new(&source);
    let value = reader.top(&body, "attributes").value("a").unwrap().value;
    value.as_map().cloned()
}

/// Returns a side of a comparison.
pub(super) fn subject<'a>(environment: &'a str, resource: Option<&'a Map>) -> Subject<'a> {
    Subject { environment, role: Role::of_name(environment), address: "aws_instance.app", resource }
}

/// Returns a modified value.
pub(super) fn change(path: &str, left: impl Into<Value>, right: impl Into<Value>) -> Change {
    Change {
        kind: ChangeKind::Modified,
        path: path.parse().unwrap(),
        values: Sides::new(Some(left.into()), Some(right.into())),
        only: Sides::default(),
        foreign: None,
    }
}

/// Returns a finding about a modified value.
pub(super) fn finding(left: impl Into<Value>, right: impl Into<Value>) -> Finding {
    Finding {
        fingerprint: "0123456789abcdef".to_owned(),
        severity: Severity::Medium,
        rule: "default/modified".to_owned(),
        also: Vec::new(),
        change: ChangeKind::Modified,
        kind: "aws_instance".into(),
        address: Sides::default(),
        id: Sides::default(),
        path: Path::root().key("size"),
        values: Sides::new(Some(left.into()), Some(right.into())),
        only: Sides::default(),
        declared_at: Sides::default(),
        redacted: false,
        explained: false,
        cause: None,
        accepted: None,
        changed_by: None,
        message: String::new(),
        remedy: String::new(),
    }
}
