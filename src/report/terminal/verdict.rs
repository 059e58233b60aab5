//! The last line: whether the gate is open, in a form that `grep` finds.
//!
//! This file must not call anything clean that was not read completely.

use std::collections::BTreeSet;

use super::summary::is_incomplete;
use super::text::{Line, Style, plural, shorten};
use crate::model::{Mode, Report, Severity, Summary};

/// Returns the verdict; what went wrong is cut to `width` where one is given.
pub(crate) fn line(report: &Report, width: Option<usize>) -> Line {
    let verdict = |style, word: &str| Line::plain("driftgate: ").with(style, word).with(Style::Plain, ": ");
    if let Some(first) = report.errors.first() {
        let more = match report.errors.len() - 1 {
            0 => String::new(),
            more => format!(" (and {})", plural(more, "more error")),
        };
        let line = verdict(Style::Fail, "ERROR");
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(line.width() + more.len()));
        return line.with(Style::Plain, &shorten(first, room.max(20))).with(Style::Plain, &more);
    }
    let line = if report.passes() { verdict(Style::Pass, "PASS") } else { verdict(Style::Fail, "FAIL") };
    // An environment may be in several comparisons, and is one all the same.
    let sides = report.comparisons.iter().flat_map(|c| [&c.sides.left, &c.sides.right]);
    let incomplete: BTreeSet<(&str, &str)> = sides
        .flat_map(|side| {
            let sources = side.sources.iter().filter(|source| is_incomplete(source));
            sources.map(|source| (side.environment.as_str(), source.name.as_str()))
        })
        .collect();
    let incomplete = incomplete.len();
    let summary = report.summary();
    line.with(Style::Plain, &counts(report, &summary, incomplete)).with(
        Style::Plain,
        &match remarks(report, &summary, incomplete) {
            remarks if remarks.is_empty() => String::new(),
            remarks => format!(" ({})", remarks.join(", ")),
        },
    )
}

fn counts(report: &Report, summary: &Summary, incomplete: usize) -> String {
    if report.comparisons.is_empty() {
        return "nothing was compared".to_owned();
    }
    let counts: Vec<_> = Severity::ALL
        .into_iter()
        .rev()
        .filter(|severity| summary.count(*severity) > 0)
        .map(|severity| format!("{} {severity}", summary.count(severity)))
        .collect();
    if !counts.is_empty() {
        return counts.join(", ");
    }
    let read = if incomplete > 0 { " in what could be read" } else { "" };
    let checks = report.comparisons.iter().filter(|c| c.mode == Mode::Check).count();
    let what = match checks {
        0 => "differences",
        all if all == report.comparisons.len() => "faults",
        _ => "differences or faults",
    };
    let others = if summary.accepted > 0 { "no other" } else { "no" };
    format!("{others} {what}{read}")
}

fn remarks(report: &Report, summary: &Summary, incomplete: usize) -> Vec<String> {
    let mut remarks = Vec::new();
    if summary.total() > 0 {
        remarks.push(format!("fail-on {}", report.fail_on.map_or("none", Severity::as_str)));
    }
    if !report.passes() {
        return remarks;
    }
    if summary.accepted > 0 {
        remarks.push(format!("{} accepted", summary.accepted));
    }
    if incomplete > 0 {
        remarks.push(format!("{} incomplete", plural(incomplete, "source")));
    }
    remarks
}
