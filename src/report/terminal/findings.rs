//! The findings: worst first, by resource, with both values beside each other.
//!
//! What is left out is counted and said. This file must not change the order of severities that
//! the rules gave.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Terminal;
use super::page::Page;
use super::summary::places;
use super::table::{CellLines, Columns};
use super::text::{Line, Style, plural, shorten};
use super::values::{Limits, Shown, fit, show};
use crate::model::{Address, ChangeKind, ChangedBy, Comparison, Finding, Mode, Severity, Sides};
use crate::report::cause_id;

/// More findings of severity info than this are counted only.
const MOST_INFO: usize = 20;
/// On a terminal this wide or wider, tables are at least this wide.
const USUAL_WIDTH: usize = 80;
/// What the lines between three columns and the spaces beside them take.
const FRAME: usize = 8;
/// Where the notes below a row start.
const NOTES: usize = 5;
/// How much of a fingerprint is enough to ask for it.
const SHORT_FINGERPRINT: usize = 8;

const SHORT: Limits = Limits { lines: 3, members: 6, diff: 12 };
const VERBOSE: Limits = Limits { lines: 8, members: 40, diff: 60 };
const BRIEF: Limits = Limits { lines: 1, members: 2, diff: 0 };

/// The findings of one comparison, ready to be laid out.
pub(crate) struct Findings<'a> {
    pub(super) names: &'a Sides<String>,
    /// When the report was made, which times are told relative to.
    now: i64,
    pub(super) options: &'a Terminal,
    /// Whether one environment was looked at by itself, so that there are no values to set beside each other.
    is_check: bool,
    rows: Vec<Row<'a>>,
    columns: Columns,
    /// Findings below the least severity that is shown.
    below: usize,
    /// Findings of severity info that are counted only.
    info: usize,
    /// Accepted findings that are counted only.
    accepted: usize,
}

pub(super) struct Row<'a> {
    pub(super) finding: &'a Finding,
    shown: Shown,
    /// Without the notes below it.
    pub(super) brief: bool,
}

impl<'a> Findings<'a> {
    /// Chooses what is shown, in its order, and the widths of the columns.
    pub(crate) fn new(
        comparison: &'a Comparison,
        names: &'a Sides<String>,
        options: &'a Terminal,
        width: usize,
        now: i64,
    ) -> Self {
        let verbose = options.verbose > 0;
        let (accepted, open): (Vec<_>, Vec<_>) =
            comparison.findings.iter().partition(|f| f.accepted.is_some());
        let (mut chosen, below): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|finding| finding.severity >= options.min_severity);
        let info = chosen.iter().filter(|finding| finding.severity == Severity::Info).count();
        let info = if verbose || info <= MOST_INFO { 0 } else { info };
        chosen.retain(|finding| finding.severity > Severity::Info || info == 0);
        let hidden_accepted = if verbose { 0 } else { accepted.len() };
        if verbose {
            chosen.extend(accepted);
        }
        sort(&mut chosen);
        let rows: Vec<_> = chosen
            .into_iter()
            .map(|finding| {
                let brief = finding.severity == Severity::Info && !verbose;
                let limits = limits(brief, verbose);
                let shown = if is_whole(finding) { Shown::default() } else { show(finding, limits) };
                Row { finding, shown, brief }
            })
            .collect();
        let is_check = comparison.mode == Mode::Check;
        let columns = if is_check {
            Columns { widths: vec![width.saturating_sub(FRAME)], lines: false }
        } else {
            columns(&rows, names, width)
        };
        let below = below.len();
        Self { names, now, options, is_check, rows, columns, below, info, accepted: hidden_accepted }
    }

    /// Returns how wide the tables are.
    pub(crate) fn width(&self) -> usize {
        self.columns.widths.iter().sum::<usize>() + FRAME
    }

    /// Writes all findings; returns whether a value was shortened.
    pub(crate) fn write(&self, page: &mut Page) -> bool {
        let mut shortened = false;
        let section = |row: &Row<'_>| (row.finding.accepted.is_some(), row.finding.severity);
        for rows in self.rows.chunk_by(|a, b| section(a) == section(b)) {
            let title = section_title(rows);
            if self.is_check {
                page.blank();
                page.heading(&title);
                shortened |= self.faults(page, rows);
                continue;
            }
            let (whole, parts): (Vec<_>, Vec<_>) = rows.iter().partition(|row| is_whole(row.finding));
            page.blank();
            let mut first = parts.is_empty();
            if first {
                page.heading(&title);
            } else {
                shortened |= self.table(page, &title, &parts);
            }
            let only = |name: &str| Line::plain(" only in ").with(Style::Strong, name);
            for (change, title) in [
                (ChangeKind::LeftOnly, only(&self.names.left)),
                (ChangeKind::RightOnly, only(&self.names.right)),
                (ChangeKind::Missing, Line::plain(" declared, and ").with(Style::Strong, "does not run")),
                (ChangeKind::Unmanaged, Line::plain(" runs, and ").with(Style::Strong, "nobody declared it")),
            ] {
                let rows: Vec<_> = whole.iter().copied().filter(|row| row.finding.change == change).collect();
                if !rows.is_empty() {
                    if !first {
                        page.blank();
                    }
                    self.one_sided(page, &rows, title);
                    first = false;
                }
            }
        }
        self.hints(page);
        shortened
    }

    /// Writes rows of path and values, by resource, with their notes.
    fn table(&self, page: &mut Page, title: &Line, rows: &[&Row<'_>]) -> bool {
        let mut shortened = false;
        let [title_width, left_width, right_width] = self.widths();
        let name = |name: &str, width| Line::new(Style::Strong, name).wrap(width);
        let header = [
            title.wrap(title_width),
            name(&self.names.left, left_width),
            name(&self.names.right, right_width),
        ];
        for line in self.columns.header(&header) {
            page.line(line);
        }
        let cells: Vec<_> = rows.iter().map(|row| self.cells(row, &mut shortened)).collect();
        let drawn = self.columns.rows(&cells);
        let mut previous: Option<&Row<'_>> = None;
        for (row, lines) in rows.iter().zip(drawn) {
            let same =
                previous.is_some_and(|previous| resource_of(previous.finding) == resource_of(row.finding));
            if !same {
                if previous.is_some_and(|previous| !previous.brief) {
                    page.blank();
                }
                for line in address_lines(row.finding, self.names, page.width.saturating_sub(1), 2) {
                    page.line(line.indented(1));
                }
            }
            for line in lines {
                page.line(line);
            }
            if !row.brief {
                shortened |= self.below(page, row);
                shortened |= self.notes(page, row.finding);
            }
            previous = Some(row);
        }
        shortened
    }

    fn cells(&self, row: &Row<'_>, shortened: &mut bool) -> Vec<CellLines> {
        let [path_width, left_width, right_width] = self.widths();
        let limits = limits(row.brief, self.options.verbose > 0);
        let path = [Line::plain(&path_label(row.finding))];
        let (path, path_short) = fit(&path, path_width.saturating_sub(2), SHORT);
        let (left, left_short) = fit(&row.shown.cells.left, left_width, limits);
        let (right, right_short) = fit(&row.shown.cells.right, right_width, limits);
        *shortened |= row.shown.shortened || path_short || left_short || right_short;
        let order = (row.finding.change == ChangeKind::Reordered).then(|| Line::new(Style::Faint, "(order)"));
        vec![path.iter().chain(&order).map(|line| line.indented(2)).collect(), left, right]
    }

    fn widths(&self) -> [usize; 3] {
        let width = |i: usize| self.columns.widths.get(i).copied().unwrap_or(1);
        [width(0), width(1), width(2)]
    }

    /// Writes the line diff of a long text.
    fn below(&self, page: &mut Page, row: &Row<'_>) -> bool {
        if row.shown.below.is_empty() {
            return false;
        }
        let legend = Line::new(Style::Left, "- ")
            .with(Style::Faint, &self.names.left)
            .with(Style::Right, "  + ")
            .with(Style::Faint, &self.names.right);
        page.line(legend.indented(NOTES));
        let mut shortened = false;
        for line in &row.shown.below {
            let short = line.shortened(page.width.saturating_sub(NOTES));
            shortened |= short.is_some();
            page.line(short.as_ref().unwrap_or(line).indented(NOTES));
        }
        shortened
    }

    /// Writes what the rule says of a finding, what to do, and how to ask for more; returns whether
    /// something was shortened.
    pub(super) fn notes(&self, page: &mut Page, finding: &Finding) -> bool {
        let indent = Line::plain(&" ".repeat(NOTES));
        let mut shortened = false;
        // A default can only repeat the values that stand in the row.
        if !is_default(finding) || self.options.verbose > 0 {
            shortened |= page.text(&indent, Style::Plain, &finding.message);
            shortened |= page.text(&indent.clone().with(Style::Faint, "→ "), Style::Faint, &finding.remedy);
        } else if finding.redacted {
            page.prose(&indent, &Line::plain("the secrets differ; they are never shown"));
        }
        if let Some(by) = &finding.changed_by {
            let style = if by.by_hand { Style::Warn } else { Style::Plain };
            page.prose(&indent, &Line::new(style, &changed_by(by, finding, self.now)));
        }
        if let Some(accepted) = &finding.accepted {
            let owner = accepted.owner.as_ref().map_or(String::new(), |owner| format!(", by {owner}"));
            let until = accepted.until.as_ref().map_or(String::new(), |until| format!(", until {until}"));
            let line = format!("accepted: {}{owner}{until}", accepted.reason);
            shortened |= page.prose(&indent, &Line::plain(&line));
        }
        page.prose(&indent, &reference(finding, self.options.verbose > 0)) || shortened
    }

    /// Writes whole resources that only one side has, one line each.
    fn one_sided(&self, page: &mut Page, rows: &[&Row<'_>], title: Line) {
        page.line(title);
        let references: Vec<_> = rows
            .iter()
            .map(|row| {
                let line = Line::new(Style::Faint, short_fingerprint(row.finding));
                line.with(Style::Faint, &reason(row.finding))
            })
            .collect();
        let reference_width = references.iter().map(Line::width).max().unwrap_or(0).min(page.width / 2);
        let room = page.width.saturating_sub(5 + reference_width);
        let mut names = Vec::new();
        for row in rows {
            let finding = row.finding;
            let address = finding.address.left.as_ref().or(finding.address.right.as_ref());
            let address = address.map_or(finding.kind.as_str(), |address| address.as_str());
            let mut line = Line::plain(&shorten(address, room));
            if let Some(kind) = kind_beside(finding).filter(|kind| line.width() + kind.len() + 2 <= room) {
                line.push(Style::Faint, &format!("  {kind}"));
            }
            names.push(line);
        }
        let width = names.iter().map(Line::width).max().unwrap_or(0);
        let columns = Columns { widths: vec![width + 2, reference_width], lines: false };
        let cells: Vec<_> = names
            .iter()
            .zip(&references)
            .map(|(name, reference)| vec![vec![name.indented(2)], reference.wrap(reference_width)])
            .collect();
        for (row, lines) in rows.iter().zip(columns.rows(&cells)) {
            for line in lines {
                page.line(line);
            }
            if !row.brief && !is_default(row.finding) {
                self.notes(page, row.finding);
            } else if let Some(by) = &row.finding.changed_by {
                let indent = Line::plain(&" ".repeat(NOTES));
                page.prose(&indent, &Line::new(Style::Faint, &changed_by(by, row.finding, self.now)));
            }
        }
    }

    /// Says what is not shown and how to see it.
    fn hints(&self, page: &mut Page) {
        let mut hints = Vec::new();
        if self.info > 0 {
            hints.push(format!(
                "{} not shown: --min-severity info -v lists them",
                plural(self.info, "info finding")
            ));
        }
        if self.below > 0 {
            let least = self.options.min_severity;
            hints.push(format!("{} below {least} not shown (--min-severity)", plural(self.below, "finding")));
        }
        if self.accepted > 0 {
            hints.push(format!("{} not shown: -v lists them", plural(self.accepted, "accepted finding")));
        }
        page.blank();
        for hint in hints {
            page.prose(&Line::default(), &Line::new(Style::Faint, &hint));
        }
    }
}

/// Sorts by severity, worst first; then resources that nobody explained in the order in which they
/// come first, and explained ones after them. Findings of a resource stay together.
fn sort(findings: &mut [&Finding]) {
    let section = |f: &Finding| (f.accepted.is_some(), Reverse(f.severity), is_whole(f));
    let mut resources = BTreeMap::new();
    for finding in findings.iter() {
        let next = resources.len();
        let (_, explained) =
            resources.entry((section(finding), resource_of(finding))).or_insert((next, true));
        *explained &= finding.explained;
    }
    findings.sort_by_key(|finding| {
        let section = section(finding);
        let (first, explained) = resources.get(&(section, resource_of(finding))).copied().unwrap_or_default();
        (section, explained, first, finding.explained)
    });
}

fn limits(brief: bool, verbose: bool) -> Limits {
    match (brief, verbose) {
        (true, _) => BRIEF,
        (false, false) => SHORT,
        (false, true) => VERBOSE,
    }
}

/// What findings are grouped by.
pub(super) fn resource_of(finding: &Finding) -> (Option<&str>, Option<&str>, &str) {
    let address = finding.address.as_ref().map(|address| address.as_ref().map(Address::as_str));
    (address.left, address.right, finding.kind.as_str())
}

/// Returns whether the finding is about a whole resource that one side lacks.
fn is_whole(finding: &Finding) -> bool {
    const WHOLE: [ChangeKind; 4] =
        [ChangeKind::LeftOnly, ChangeKind::RightOnly, ChangeKind::Missing, ChangeKind::Unmanaged];
    WHOLE.contains(&finding.change) && finding.path.is_root()
}

/// Says who made a difference, and how long ago that was when the report was made.
fn changed_by(by: &ChangedBy, finding: &Finding, now: i64) -> String {
    let did = if finding.change == ChangeKind::Unmanaged { "made" } else { "changed" };
    let when = by.when.map_or_else(String::new, |when| format!(", {}", ago(now.saturating_sub(when))));
    // A trail tells the person beside what was called, and with which program.
    if let Some(event) = by.event() {
        return format!("{did} by {}, {event}{when}", by.who);
    }
    let how = if by.by_hand { "by hand, with" } else { "by" };
    format!("{did} {how} {}{when}", by.who)
}

/// Says a number of seconds as a person would.
pub(crate) fn ago(seconds: i64) -> String {
    let count = |number: i64, unit: &str| {
        format!("{} ago", plural(usize::try_from(number).unwrap_or_default(), unit))
    };
    match seconds {
        ..0 => "in the future".to_owned(),
        0..120 => "just now".to_owned(),
        120..7_200 => count(seconds / 60, "minute"),
        7_200..172_800 => count(seconds / 3_600, "hour"),
        _ => count(seconds / 86_400, "day"),
    }
}

/// Returns whether no rule has anything to say of the finding.
fn is_default(finding: &Finding) -> bool {
    finding.rule.starts_with("default/")
}

fn section_title(rows: &[Row<'_>]) -> Line {
    let count = Line::new(Style::Plain, &format!("  {}", plural(rows.len(), "finding")));
    match rows.first().map(|row| row.finding) {
        Some(finding) if finding.accepted.is_none() => {
            let name = finding.severity.as_str().to_uppercase();
            Line::new(Style::Severity(finding.severity), &name).join(&count)
        }
        Some(finding) => Line::new(Style::Strong, "ACCEPTED").with(
            Style::Plain,
            &format!("  {}", plural(rows.len(), &format!("{} finding", finding.severity))),
        ),
        None => count,
    }
}

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
fn kind_beside(finding: &Finding) -> Option<&str> {
    let said = |address: &str| {
        address.split(['.', '/']).any(|part| part == finding.kind) || address.contains(finding.kind.as_str())
    };
    let address = finding.address.left.as_ref().or(finding.address.right.as_ref())?;
    (!said(address.as_str())).then_some(finding.kind.as_str())
}

fn short_fingerprint(finding: &Finding) -> &str {
    let end = finding.fingerprint.floor_char_boundary(SHORT_FINGERPRINT);
    finding.fingerprint.get(..end).unwrap_or_default()
}

/// Returns the line by which a finding is asked for: fingerprint, rule, reason.
fn reference(finding: &Finding, verbose: bool) -> Line {
    let mut line = Line::new(Style::Faint, &format!("{}  {}", short_fingerprint(finding), finding.rule));
    if verbose && !finding.also.is_empty() {
        line.push(Style::Faint, &format!("  also {}", finding.also.join(", ")));
    }
    line.with(Style::Faint, &reason(finding))
}

/// Returns why the difference is there, where that is known.
fn reason(finding: &Finding) -> String {
    match (finding.cause, places(&finding.declared_at)) {
        (Some(cause), _) => format!("  because of {}", cause_id(cause)),
        (None, Some(places)) => format!("  declared at {places}"),
        (None, None) if finding.explained => "  explained".to_owned(),
        (None, None) => String::new(),
    }
}

/// Chooses widths: the path has what it needs, up to three sevenths where the values need the rest.
fn columns(rows: &[Row<'_>], names: &Sides<String>, width: usize) -> Columns {
    let parts = || rows.iter().filter(|row| !is_whole(row.finding));
    let widest = |lines: &[Line]| lines.iter().map(Line::width).max().unwrap_or(0);
    let left = parts().map(|row| widest(&row.shown.cells.left)).max().unwrap_or(0);
    let right = parts().map(|row| widest(&row.shown.cells.right)).max().unwrap_or(0);
    let left = left.max(Line::plain(&names.left).width());
    let right = right.max(Line::plain(&names.right).width());
    let room = width.saturating_sub(FRAME);
    let path = parts().map(|row| Line::plain(&path_label(row.finding)).width() + 2).max().unwrap_or(0);
    let path = path.clamp(12, (room * 3 / 7).max(room.saturating_sub(left + right)).max(12));
    // Short values do not need the whole of a wide terminal.
    let room = room.min((path + left + right).max(USUAL_WIDTH.saturating_sub(FRAME)));
    let rest = room.saturating_sub(path);
    let half = rest / 2;
    let left = match (left <= half, right <= half) {
        (true, true) | (false, false) => half,
        (true, false) => (rest - right.min(rest)).max(left),
        (false, true) => left.min(rest - right),
    };
    Columns { widths: vec![path, left, rest - left], lines: true }
}
