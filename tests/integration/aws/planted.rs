//! Two accounts, live against live: twins have no difference, and each planted one is found once.

use std::collections::BTreeMap;

use serde_json::Value;

use super::world::{World, told};
use crate::support::findings;

/// What `seed.py` can plant, and the kind and path at which it must be found; a path that ends with `*` begins so.
pub(super) const PLANTED: [(&str, &str); 50] = [("acl_port", "modified aws_network_acl ingress*")];

/// Two accounts that differ by what two environments must differ by.
#[test]
fn twins_have_no_difference() {
    let Some(world) = World::get() else { return };
    let case = world.case();
    for [left, right] in [["dev", "twin"], ["twin", "dev"], ["dev", "dev"]] {
        let ran = world.run(&case, &["diff", left, right, "--format", "json", "--fail-on", "info"]);
        let report = ran.report();
        let found: Vec<String> = findings(&report).iter().map(told).collect();
        assert_eq!(found, Vec::<String>::new(), "{left} {right}: {}", ran.stderr);
        assert_eq!(ran.code, 0, "{left} {right}: {}", ran.stderr);
        let resources = &report["comparisons"][0]["resources"];
        assert_eq!(resources["left"], resources["right"], "{left} {right}");
        assert!(resources["paired"].as_u64() >= Some(100), "{resources}");
    }
}

/// Each difference that was planted is one finding, and nothing else is.
#[test]
fn each_planted_difference_is_found_once() {
    let Some(world) = World::get() else { return };
    let report = world.diff(&world.case(), "dev", "prod");
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let findings = findings(&report);
    let told: Vec<String> = findings.iter().map(|finding| said(finding)).collect();
    for told in &told {
        found.entry(told.clone()).or_default();
    }
    let mut lost = Vec::new();
    for (what, expected) in PLANTED {
        let is_it = |told: &str| match expected.strip_suffix('*') {
            Some(start) => told.starts_with(start),
            None => told == expected,
        };
        match found.iter_mut().find(|(told, by)| by.is_empty() && is_it(told)) {
            Some((_, by)) => by.push(what),
            None => lost.push(format!("{what}: {expected}")),
        }
    }
    let echoes: Vec<&String> = found.iter().filter(|(_, by)| by.is_empty()).map(|(told, _)| told).collect();
    assert!(lost.is_empty() && echoes.is_empty(), "not found: {lost:#?}\nnot planted: {echoes:#?}");
    assert_eq!(told.len(), PLANTED.len(), "{told:#?}");
}

/// Returns change, kind and path of a finding.
fn said(finding: &Value) -> String {
    let text = |member: &str| finding[member].as_str().unwrap_or_default();
    format!("{} {} {}", text("change"), text("kind"), text("path")).trim_end().to_owned()
}
