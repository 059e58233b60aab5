//! Plans that would undo what was changed outside Terraform: each is a finding of its own, beside that of the change.
//!
//! This file must not compare; it looks for what was found to differ among what plans would do.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;

use super::joined::Evidence;
use crate::model::{ChangeKind, Finding, Mode, Path, Segment, Severity, Value};
use crate::rules;

/// The name that stands where a rule would.
const RULE: &str = "drift/plan-overwrites";
/// A value that is longer is not repeated in a message.
const LONGEST: usize = 60;

/// Finds the plans that overwrite what differs.
pub(super) fn of<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    plans: &BTreeMap<(CompactString, String), Evidence>,
) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for finding in findings.filter(|f| matches!(f.change, ChangeKind::Modified | ChangeKind::Reordered)) {
        let (Some(address), Some(Segment::Key(attribute))) =
            (&finding.address.left, finding.path.segments().first())
        else {
            continue;
        };
        let Some(plan) = plans.get(&(finding.kind.clone(), address.as_str().to_owned())) else { continue };
        let Some(what) = overwrites(finding, attribute, plan) else { continue };
        if !told.insert((address.as_str(), attribute.clone())) {
            continue;
        }
        let path = Path::root().key("@plan").key(attribute);
        found.push(Finding {
            fingerprint: rules::fingerprint(Mode::Drift, &finding.kind, address.as_str(), &path),
            severity: Severity::High,
            rule: RULE.to_owned(),
            also: Vec::new(),
            change: ChangeKind::Modified,
            path,
            message: what,
            remedy: "bring the change into the code, or accept that `terraform apply` undoes it".to_owned(),
            ..finding.clone()
        });
    }
    found
}

/// Says what the plan would do to a change, if it does anything to it.
fn overwrites(finding: &Finding, attribute: &str, plan: &Evidence) -> Option<String> {
    let runs = finding.values.right.as_ref().map_or_else(|| "nothing".to_owned(), short);
    if plan.does("delete") {
        let does = if plan.does("create") { "replaces" } else { "destroys" };
        return Some(format!(
            "the plan {does} it, and with it what was changed outside Terraform: {attribute} is {runs}"
        ));
    }
    let planned = plan.planned(attribute)?;
    let is_whole = finding.path.segments().len() == 1;
    if is_whole && finding.values.right.as_ref() == Some(planned) {
        return None;
    }
    let path = &finding.path;
    Some(match (&finding.values.left, &finding.values.right) {
        _ if is_whole => {
            let planned = short(planned);
            format!("the plan overwrites what was changed outside Terraform: {runs} becomes {planned}")
        }
        (None, _) => format!("the plan removes what was added outside Terraform: {path}"),
        (_, None) => format!("the plan brings back what was removed outside Terraform: {path}"),
        (Some(declared), Some(_)) => {
            let declared = short(declared);
            format!(
                "the plan overwrites what was changed outside Terraform: {path} {runs} becomes {declared}"
            )
        }
    })
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    match value {
        Value::List(items) => format!("a list of {}", items.len()),
        _ => "another value".to_owned(),
    }
}
