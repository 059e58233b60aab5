//! How findings and resources are called: addresses, paths, fingerprints, references.
//!
//! This file must not show values.

use super::summary::places;
use super::text::{Line, Style, plural};
use crate::model::{Address, ChangeKind, Finding, Sides};
use crate::report::cause_id;

/// How much of a fingerprint is enough to ask for it.
pub(crate) const SHORT_FINGERPRINT: usize = 8;

/// Returns the path as the first column shows it.
pub(crate) fn path_label(finding: &Finding) -> String {
    match (finding.path.is_root(), finding.change) {
        (false, _) => finding.path.to_string(),
        (true, ChangeKind::Count) => "(instances)".to_owned(),
        (true, _) => "(whole resource)".to_owned(),
    }
}

/// Returns the name of the resource; both names, one below the other, where they differ. Each of
/// them takes at most `most_lines` lines.
pub(crate) fn address_lines(
    finding: &Finding,
    names: &Sides<String>,
    width: usize,
    most_lines: usize,
) -> Vec<Line> {
    let fit = |line: Line| {
        let short = line.shortened(width.saturating_mul(most_lines));
        short.unwrap_or(line).wrap(width)
    };
    let kind = kind_beside(finding).map_or(String::new(), |kind| format!("  {kind}"));
    let strong = |text: &str| Line::new(Style::Strong, text);
    let address = finding.address.as_ref().map(|address| address.as_ref().map(Address::as_str));
    let line = match (address.left, address.right) {
        (Some(left), Some(right)) if left != right => {
            let both =
                strong(left).with(Style::Faint, " ↔ ").with(Style::Strong, right).with(Style::Faint, &kind);
            if both.width() <= width {
                return vec![both];
            }
            let side =
                |address: &str, name: &str| fit(strong(address).with(Style::Faint, &format!("  ({name})")));
            return [side(left, &names.left), side(right, &names.right)].concat();
        }
        (Some(only), _) | (None, Some(only)) => strong(only).with(Style::Faint, &kind),
        (None, None) => strong(&finding.kind),
    };
    fit(line)
}

/// Returns the kind where the address does not say it.
pub(crate) fn kind_beside(finding: &Finding) -> Option<&str> {
    let said = |address: &str| {
        address.split(['.', '/']).any(|part| part == finding.kind) || address.contains(finding.kind.as_str())
    };
    let address = finding.address.left.as_ref().or(finding.address.right.as_ref())?;
    (!said(address.as_str())).then_some(finding.kind.as_str())
}

pub(crate) fn short_fingerprint(finding: &Finding) -> &str {
    let end = finding.fingerprint.floor_char_boundary(SHORT_FINGERPRINT);
    finding.fingerprint.get(..end).unwrap_or_default()
}

/// Returns the line by which a finding is asked for: fingerprint, rule, reason.
pub(crate) fn reference(finding: &Finding, verbose: bool) -> Line {
    let mut line = Line::new(Style::Faint, &format!("{}  {}", short_fingerprint(finding), finding.rule));
    if verbose && !finding.also.is_empty() {
        line.push(Style::Faint, &format!("  also {}", finding.also.join(", ")));
    }
    match (finding.cause, places(&finding.declared_at)) {
        (Some(cause), _) => line.push(Style::Faint, &format!("  because of {}", cause_id(cause))),
        (None, Some(places)) => line.push(Style::Faint, &format!("  declared at {places}")),
        (None, None) if finding.explained => line.push(Style::Faint, "  explained"),
        (None, None) => {}
    }
    line
}

/// What findings are grouped by.
pub(crate) fn resource_of(finding: &Finding) -> (Option<&str>, Option<&str>, &str) {
    let address = finding.address.as_ref().map(|address| address.as_ref().map(Address::as_str));
    (address.left, address.right, finding.kind.as_str())
}

/// Returns whether the finding is about a whole resource that one side lacks.
pub(crate) fn is_whole(finding: &Finding) -> bool {
    matches!(finding.change, ChangeKind::LeftOnly | ChangeKind::RightOnly) && finding.path.is_root()
}

/// Returns the heading of `count` findings of the same severity, of which `finding` is one.
pub(crate) fn section_title(finding: &Finding, count: usize) -> Line {
    if finding.accepted.is_some() {
        let count = plural(count, &format!("{} finding", finding.severity));
        return Line::new(Style::Strong, "ACCEPTED").with(Style::Plain, &format!("  {count}"));
    }
    let name = finding.severity.as_str().to_uppercase();
    let count = format!("  {}", plural(count, "finding"));
    Line::new(Style::Severity(finding.severity), &name).with(Style::Plain, &count)
}
