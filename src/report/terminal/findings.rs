//! The findings: worst first, by resource, with both values beside each other.
//!
//! What is left out is counted and said. This file must not change the order of severities that
//! the rules gave.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Terminal;
use super::brief::Brief;
use super::labels::{
    SHORT_FINGERPRINT, address_lines, is_whole, kind_beside, path_label, reference, resource_of,
    section_title, short_fingerprint,
};
use super::page::Page;
use super::table::{CellLines, Columns};
use super::text::{Line, Style, plural};
use super::values::{Limits, Shown, fit, show};
use crate::model::{ChangeKind, Comparison, Finding, Severity, Sides};

/// More findings of severity info than this are counted only.
const MOST_INFO: usize = 20;
/// On a terminal this wide or wider, tables are at least this wide.
const USUAL_WIDTH: usize = 80;
/// What the lines between three columns and the spaces beside them take.
const FRAME: usize = 8;
/// Where the notes below a row start.
const NOTES: usize = 5;

const SHORT: Limits = Limits { lines: 3, members: 6, diff: 12 };
const VERBOSE: Limits = Limits { lines: 8, members: 40, diff: 60 };
const BRIEF: Limits = Limits { lines: 1, members: 2, diff: 0 };

/// The findings of one comparison, ready to be laid out.
pub(crate) struct Findings<'a> {
    names: &'a Sides<String>,
    options: &'a Terminal,
    rows: Vec<Row<'a>>,
    columns: Columns,
    /// Findings below the least severity that is shown.
    below: usize,
    /// Findings of severity info that are counted only.
    info: usize,
    /// Accepted findings that are counted only.
    accepted: usize,
}

struct Row<'a> {
    finding: &'a Finding,
    shown: Shown,
    /// On a line of its own, without notes, in place of a row of the table.
    brief: Option<Brief>,
}

impl<'a> Findings<'a> {
    /// Chooses what is shown, in its order, and the widths of the columns.
    pub(crate) fn new(
        comparison: &'a Comparison,
        names: &'a Sides<String>,
        options: &'a Terminal,
        width: usize,
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
                let brief = brief.then(|| Brief::new(finding, &shown.cells));
                Row { finding, shown, brief }
            })
            .collect();
        let columns = columns(&rows, names, width);
        Self { names, options, rows, columns, below: below.len(), info, accepted: hidden_accepted }
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
            let Some(first) = rows.first() else { continue };
            let title = section_title(first.finding, rows.len());
            let (whole, parts): (Vec<_>, Vec<_>) = rows.iter().partition(|row| is_whole(row.finding));
            page.blank();
            if parts.is_empty() || first.brief.is_some() {
                page.heading(&title);
                shortened |= brief_lines(page, &parts);
            } else {
                shortened |= self.table(page, &title, &parts);
            }
            let mut first = parts.is_empty();
            for (change, name) in
                [(ChangeKind::LeftOnly, &self.names.left), (ChangeKind::RightOnly, &self.names.right)]
            {
                let rows: Vec<_> = whole.iter().copied().filter(|row| row.finding.change == change).collect();
                if !rows.is_empty() {
                    if !first {
                        page.blank();
                    }
                    shortened |= self.one_sided(page, &rows, name);
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
                if previous.is_some() {
                    page.blank();
                }
                for line in address_lines(row.finding, self.names, page.width.saturating_sub(1), 2) {
                    page.line(line.indented(1));
                }
            }
            for line in lines {
                page.line(line);
            }
            shortened |= self.below(page, row);
            shortened |= self.notes(page, row.finding);
            previous = Some(row);
        }
        shortened
    }

    fn cells(&self, row: &Row<'_>, shortened: &mut bool) -> Vec<CellLines> {
        let [path_width, left_width, right_width] = self.widths();
        let limits = limits(false, self.options.verbose > 0);
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
    fn notes(&self, page: &mut Page, finding: &Finding) -> bool {
        let indent = Line::plain(&" ".repeat(NOTES));
        let mut shortened = page.text(&indent, Style::Plain, &finding.message);
        shortened |= page.text(&indent.clone().with(Style::Faint, "→ "), Style::Faint, &finding.remedy);
        if let Some(accepted) = &finding.accepted {
            let owner = accepted.owner.as_ref().map_or(String::new(), |owner| format!(", by {owner}"));
            let until = accepted.until.as_ref().map_or(String::new(), |until| format!(", until {until}"));
            let line = format!("accepted: {}{owner}{until}", accepted.reason);
            shortened |= page.prose(&indent, &Line::plain(&line));
        }
        page.prose(&indent, &reference(finding, self.options.verbose > 0)) || shortened
    }

    /// Writes whole resources that only one side has, one line each; returns whether something was
    /// shortened.
    fn one_sided(&self, page: &mut Page, rows: &[&Row<'_>], name: &str) -> bool {
        let mut cut = false;
        page.line(Line::plain(" only in ").with(Style::Strong, name));
        let room = page.width.saturating_sub(FRAME + SHORT_FINGERPRINT);
        let mut names = Vec::new();
        for row in rows {
            let finding = row.finding;
            let address = finding.address.left.as_ref().or(finding.address.right.as_ref());
            let address = address.map_or(finding.kind.as_str(), |address| address.as_str());
            let address = Line::plain(address);
            let short = address.shortened(room);
            cut |= short.is_some();
            let mut line = short.unwrap_or(address);
            if let Some(kind) = kind_beside(finding).filter(|kind| line.width() + kind.len() + 2 <= room) {
                line.push(Style::Faint, &format!("  {kind}"));
            }
            names.push(line);
        }
        let width = names.iter().map(Line::width).max().unwrap_or(0);
        let columns = Columns { widths: vec![width + 2, SHORT_FINGERPRINT], lines: false };
        let cells: Vec<_> = rows
            .iter()
            .zip(&names)
            .map(|(row, name)| {
                vec![vec![name.indented(2)], vec![Line::new(Style::Faint, short_fingerprint(row.finding))]]
            })
            .collect();
        for (row, lines) in rows.iter().zip(columns.rows(&cells)) {
            for line in lines {
                page.line(line);
            }
            // A default has nothing to say that the heading has not said.
            if row.brief.is_none() && !row.finding.rule.starts_with("default/") {
                cut |= self.notes(page, row.finding);
            }
        }
        cut
    }

    /// Says what is not shown and how to see it.
    fn hints(&self, page: &mut Page) {
        let mut hints = Vec::new();
        if self.info > 0 {
            hints.push(format!("{} not shown: -v lists them", plural(self.info, "info finding")));
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

/// Writes findings of one line each; returns whether a value was shortened.
fn brief_lines(page: &mut Page, rows: &[&Row<'_>]) -> bool {
    let mut shortened = false;
    for row in rows {
        let Some(brief) = &row.brief else { continue };
        let (line, cut) = brief.fitted(page.width);
        shortened |= cut || row.shown.shortened;
        page.line(line);
    }
    shortened
}

fn limits(brief: bool, verbose: bool) -> Limits {
    match (brief, verbose) {
        (true, _) => BRIEF,
        (false, false) => SHORT,
        (false, true) => VERBOSE,
    }
}

/// Chooses widths: the path has what it needs up to two fifths, the values share the rest.
fn columns(rows: &[Row<'_>], names: &Sides<String>, width: usize) -> Columns {
    let parts = || rows.iter().filter(|row| !is_whole(row.finding) && row.brief.is_none());
    let widest = |lines: &[Line]| lines.iter().map(Line::width).max().unwrap_or(0);
    let left = parts().map(|row| widest(&row.shown.cells.left)).max().unwrap_or(0);
    let right = parts().map(|row| widest(&row.shown.cells.right)).max().unwrap_or(0);
    let left = left.max(Line::plain(&names.left).width());
    let right = right.max(Line::plain(&names.right).width());
    let room = width.saturating_sub(FRAME);
    let path = parts().map(|row| Line::plain(&path_label(row.finding)).width() + 2).max().unwrap_or(0);
    let path = path.clamp(12, (room * 2 / 5).max(12));
    // Short values do not need the whole of a wide terminal.
    let brief = rows.iter().filter_map(|row| row.brief.as_ref()).map(Brief::width).max().unwrap_or(0);
    let needed = (path + left + right).max(brief.saturating_sub(FRAME));
    let room = room.min(needed.max(USUAL_WIDTH.saturating_sub(FRAME)));
    let rest = room.saturating_sub(path);
    let half = rest / 2;
    let left = match (left <= half, right <= half) {
        (true, true) | (false, false) => half,
        (true, false) => (rest - right.min(rest)).max(left),
        (false, true) => left.min(rest - right),
    };
    Columns { widths: vec![path, left, rest - left], lines: true }
}
