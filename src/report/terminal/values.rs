//! Shows the two values of a finding beside each other, or below as a line diff.
//!
//! This file must not decide what differs; it marks the words of what it was given. Secrets are
//! shown as such, never by their fingerprint.

use std::fmt::{self, Write as _};

use super::text::{Line, Style, plural};
use super::words::{DiffLine, diff_lines, marked};
use crate::model::{ChangeKind, Finding, Sides, Value};

/// A value that takes more than this is cut while it is written, so that showing it in a cell
/// does not cost what it takes to print all of it.
const MOST_BYTES: usize = 16_000;

/// How much of a value is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Lines of a cell.
    pub(crate) lines: usize,
    /// Members of a list, on each side.
    pub(crate) members: usize,
    /// Lines of a line diff.
    pub(crate) diff: usize,
}

/// Both values of a finding, before they are fitted into columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// The lines of each side's cell.
    pub(crate) cells: Sides<Vec<Line>>,
    /// The line diff that goes below them.
    pub(crate) below: Vec<Line>,
    /// Whether something was left out.
    pub(crate) shortened: bool,
}

/// Shows the values of `finding`.
pub(crate) fn show(finding: &Finding, limits: Limits) -> Shown {
    let only = &finding.only;
    if only.left.len() + only.right.len() > 0 && (only.left.len(), only.right.len()) != (1, 1) {
        return members(finding, limits);
    }
    let values = match (only.left.first(), only.right.first()) {
        (Some(left), Some(right)) => Sides::new(Some(left), Some(right)),
        _ => Sides::new(finding.values.left.as_ref(), finding.values.right.as_ref()),
    };
    if finding.change == ChangeKind::Reordered {
        // Marked words would tell of differences where there are none.
        let cells = values.map(|value| vec![Line::plain(&text(value))]);
        return Shown { cells, ..Shown::default() };
    }
    let mut shown = pair(values, limits);
    if !only.left.is_empty() {
        let equal = equal_members(finding);
        shown.cells.left.extend(equal.left.map(|count| note_equal(count, true)));
        shown.cells.right.extend(equal.right.map(|count| note_equal(count, true)));
    }
    shown
}

fn pair(values: Sides<Option<&Value>>, limits: Limits) -> Shown {
    let texts = values.map(|value| value.and_then(Value::as_str));
    if texts.left.is_some_and(is_long) || texts.right.is_some_and(is_long) {
        let known = |value: Option<&Value>| value.is_none_or(|v| v.is_null() || v.as_str().is_some());
        if known(values.left) && known(values.right) {
            return line_diff(values, limits);
        }
    }
    let texts = values.map(text);
    let cells = beside(values, &texts).map(|line| vec![line]);
    let cut = texts.left.len().max(texts.right.len()) + 4 > MOST_BYTES;
    Shown { cells, below: Vec::new(), shortened: cut }
}

/// Returns one line for each side with what differs in the style of the side.
pub(crate) fn beside(values: Sides<Option<&Value>>, texts: &Sides<String>) -> Sides<Line> {
    let stands_for = |value: Option<&Value>| !value.is_some_and(is_text);
    if !stands_for(values.left) && !stands_for(values.right) {
        return marked(&texts.left, &texts.right);
    }
    let style = |value, side| if stands_for(value) { Style::Faint } else { side };
    Sides::new(
        Line::new(style(values.left, Style::Left), &texts.left),
        Line::new(style(values.right, Style::Right), &texts.right),
    )
}

/// Returns whether the value has a text of its own, rather than one that stands for it.
fn is_text(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Secret(_) | Value::Unknown)
}

/// Returns whether the text reads better as lines.
pub(crate) fn is_long(text: &str) -> bool {
    text.trim_end_matches('\n').contains('\n')
}

/// Returns one line for a value, or as much of it as anybody would read on a screen.
pub(crate) fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "(not set)".to_owned(),
        // Quotes only where the text would not be seen, or be taken for one of our own words.
        Some(Value::String(text)) if text.is_empty() || text.trim() != text || text.starts_with('(') => {
            format!("{text:?}")
        }
        Some(Value::String(text)) => text.to_string(),
        Some(value) => {
            let mut short = Bounded(String::new());
            // An error means that the bound was reached, and what was written until then is shown.
            let _ = write!(short, "{value}");
            short.0
        }
    }
}

struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = MOST_BYTES - self.0.len();
        self.0.push_str(text.get(..text.floor_char_boundary(free)).unwrap_or_default());
        if text.len() > free { Err(fmt::Error) } else { Ok(()) }
    }
}

fn line_diff(values: Sides<Option<&Value>>, limits: Limits) -> Shown {
    let count = |value: Option<&Value>| match value.and_then(Value::as_str) {
        Some(text) => {
            Line::plain(&format!("({})", plural(text.trim_end_matches('\n').split('\n').count(), "line")))
        }
        None => Line::new(Style::Faint, "(not set)"),
    };
    let texts = values.map(|value| value.and_then(Value::as_str).unwrap_or_default());
    let (lines, hidden) = diff_lines(texts.left, texts.right, limits.diff);
    let mut below: Vec<_> = lines.iter().map(diff_line).collect();
    if hidden > 0 {
        below.push(Line::new(Style::Faint, &format!("… {} more", plural(hidden, "line"))));
    }
    Shown { cells: values.map(|value| vec![count(value)]), below, shortened: hidden > 0 }
}

/// Returns a line of a line diff with its sign.
pub(crate) fn diff_line(line: &DiffLine) -> Line {
    match line {
        DiffLine::Gap(left, right) if left == right => Line::new(Style::Faint, &format!("@@ line {left} @@")),
        DiffLine::Gap(left, right) => Line::new(Style::Faint, &format!("@@ line {left} ↔ {right} @@")),
        DiffLine::Both(line) => Line::plain("  ").join(line),
        DiffLine::Left(line) => Line::new(Style::Left, "- ").join(line),
        DiffLine::Right(line) => Line::new(Style::Right, "+ ").join(line),
    }
}

/// Lists on each side the members that only this side has.
fn members(finding: &Finding, limits: Limits) -> Shown {
    let equal = equal_members(finding);
    let mut shortened = false;
    let mut cell = |members: &[Value], equal: Option<usize>, style: Style| {
        let mut lines: Vec<_> =
            members.iter().take(limits.members).map(|member| Line::new(style, &text(Some(member)))).collect();
        if members.len() > limits.members {
            shortened = true;
            lines.push(Line::new(Style::Faint, &format!("… {} more", members.len() - limits.members)));
        }
        match equal {
            Some(count) => lines.push(note_equal(count, !members.is_empty())),
            None if members.is_empty() => lines.push(Line::new(Style::Faint, "(none of its own)")),
            None => {}
        }
        lines
    };
    let left = cell(&finding.only.left, equal.left, Style::Left);
    let right = cell(&finding.only.right, equal.right, Style::Right);
    Shown { cells: Sides::new(left, right), below: Vec::new(), shortened }
}

/// Returns how many members each side has in common with the other.
fn equal_members(finding: &Finding) -> Sides<Option<usize>> {
    let count = |value: &Option<Value>, only: &[Value]| {
        let all = value.as_ref()?.as_list()?.len();
        all.checked_sub(only.len()).filter(|equal| *equal > 0 || only.is_empty())
    };
    Sides::new(
        count(&finding.values.left, &finding.only.left),
        count(&finding.values.right, &finding.only.right),
    )
}

fn note_equal(count: usize, more: bool) -> Line {
    let and = if more { "and " } else { "" };
    Line::new(Style::Faint, &format!("({and}{count} equal)"))
}

/// Wraps the lines of a cell to `width` and shortens what would take more than `limits`; returns
/// whether it did.
pub(crate) fn fit(lines: &[Line], width: usize, limits: Limits) -> (Vec<Line>, bool) {
    let mut shortened = false;
    let mut fitted = Vec::new();
    // Members of a list share the cell, so each of them is kept short.
    let most = if lines.len() > 2 { 2 } else { limits.lines };
    for line in lines {
        // Lines seldom fill their width, since they break at words; a ninth is left for that.
        let room = width * most - if most > 1 { width * most / 9 } else { 0 };
        let short = line.shortened(room);
        shortened |= short.is_some();
        fitted.extend(short.as_ref().unwrap_or(line).wrap(width));
    }
    (fitted, shortened)
}
