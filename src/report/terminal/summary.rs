//! The head of the report: what was compared, how completely, and what was set aside.
//!
//! What could not be read comes first and loudest: it must never look like "nothing there".

use super::page::Page;
use super::text::{Line, Style, plural};
use super::words::marked;
use crate::model::{Comparison, Missing, Mode, Pairing, Report, SetAside, Severity, Sides, Source, Status};
use crate::report::cause_id;

/// Complete sources of one side that are named; the rest is counted.
const MOST_SOURCES: usize = 6;
/// Causes, assumptions and missing parts of a source that are named; the rest is counted.
const MOST_NAMED: usize = 5;
/// The widest name of an environment; names of files can be long.
const WIDEST_NAME: usize = 24;

/// Returns the names of both sides as columns and sentences call them.
pub(crate) fn side_names(comparison: &Comparison, width: usize) -> Sides<String> {
    if comparison.mode == Mode::Drift {
        return Sides::new("declared".to_owned(), "live".to_owned());
    }
    let Sides { left, right } = &comparison.sides;
    if comparison.mode == Mode::Check {
        let name = Line::plain(&left.environment);
        let name = name.shortened(WIDEST_NAME.min(width / 4)).unwrap_or(name).text();
        return Sides::new(name, String::new());
    }
    // Files are often named alike; what tells them apart must survive the shortening.
    let names = marked(&left.environment, &right.environment)
        .map(|name| name.shortened(WIDEST_NAME.min(width / 4)).unwrap_or(name).text());
    if names.left == names.right {
        return Sides::new(format!("{} (left)", names.left), format!("{} (right)", names.right));
    }
    names
}

/// Returns whether something of the source is missing.
pub(crate) fn is_incomplete(source: &Source) -> bool {
    source.status != Status::Complete
}

fn sources(comparison: &Comparison) -> impl Iterator<Item = &Source> {
    comparison.sides.left.sources.iter().chain(&comparison.sides.right.sources)
}

/// Writes what kept the run from being complete.
pub(crate) fn errors(page: &mut Page, report: &Report) {
    for error in &report.errors {
        page.text(&Line::new(Style::Fail, "error: "), Style::Plain, error);
    }
    page.blank();
}

/// Writes the head of one comparison.
pub(crate) fn write(page: &mut Page, comparison: &Comparison, names: &Sides<String>, verbose: bool) {
    let full = comparison.sides.as_ref().map(|side| &side.environment);
    let one = (comparison.mode == Mode::Drift && full.left == full.right).then(|| format!("{}: ", full.left));
    let full = if full.left == full.right { names.as_ref() } else { full };
    let title = if comparison.mode == Mode::Check {
        Line::new(Style::Faint, "check of ").with(Style::Strong, full.left)
    } else {
        Line::new(Style::Strong, &one.unwrap_or_default())
            .with(Style::Strong, full.left)
            .with(Style::Faint, " ↔ ")
            .with(Style::Strong, full.right)
    };
    let complete = sources(comparison).count() > 0 && !sources(comparison).any(is_incomplete);
    let coverage_note = if complete { "   all sources read completely" } else { "" };
    page.prose(&Line::new(Style::Faint, "driftgate  "), &title.with(Style::Faint, coverage_note));
    page.blank();
    coverage(page, comparison, names, verbose);
    page.prose(&Line::plain("  "), &counts(comparison));
    page.blank();

    let label_width = names.as_ref().map(|name| Line::plain(name).width());
    let label_width = label_width.left.max(label_width.right).max(9);
    let mut fields = Fields { page, label_width };
    fields.sources(comparison, names);
    if comparison.mode == Mode::Check {
        fields.field("resources", &Line::plain(&comparison.sides.left.resources.to_string()));
        fields.not_known(comparison.set_aside);
    } else {
        fields.resources(comparison, names);
        fields.coverage(comparison, verbose);
        fields.set_aside(comparison.set_aside);
    }
    fields.list("assumed", Style::Plain, &comparison.assumptions, verbose);
    fields.pairings(comparison, verbose);
    fields.list("stale", Style::Warn, &comparison.stale, true);
    fields.warnings(comparison, verbose);
    fields.causes(comparison, verbose);
}

/// Tells what was not read, before anything else is said.
fn coverage(page: &mut Page, comparison: &Comparison, names: &Sides<String>, verbose: bool) {
    let sides = [(&names.left, &comparison.sides.left), (&names.right, &comparison.sides.right)];
    let sources =
        || sides.iter().flat_map(|(name, side)| side.sources.iter().map(move |source| (name, source)));
    let incomplete: Vec<_> = sources().filter(|(_, source)| is_incomplete(source)).collect();
    if incomplete.is_empty() {
        return;
    }
    let of = format!("  {} of {}", incomplete.len(), plural(sources().count(), "source"));
    let heading = Line::new(Style::Fail, "NOT READ COMPLETELY").with(Style::Strong, &of);
    page.prose(&Line::plain("  "), &heading.with(Style::Plain, ": what seems to be missing may exist"));
    for (name, source) in incomplete {
        let line = Line::new(Style::Strong, name)
            .with(Style::Plain, &format!("  {}  ", source.name))
            .with(Style::Warn, &source.status.to_string());
        let details = match source.status {
            Status::Failed(_) => String::new(),
            _ => format!("  {}, {}", source.format, resources(source)),
        };
        page.prose(&Line::plain("    "), &line.with(Style::Faint, &details));
        let body = Line::plain("      ");
        if let Status::Failed(why) = &source.status {
            page.prose(&body, &Line::plain(why));
        }
        let Status::Partial(missing) = &source.status else { continue };
        let most = if verbose { missing.len() } else { MOST_NAMED };
        for Missing { what, why, .. } in missing.iter().take(most) {
            page.prose(&body, &Line::plain(&format!("{what}: {why}")));
        }
        if missing.len() > most {
            page.prose(&body, &Line::plain(&format!("… {} more (shown by -v)", missing.len() - most)));
        }
        for line in source.help.iter().flat_map(|help| help.lines()) {
            page.prose(&body, &Line::new(Style::Faint, line));
        }
    }
    page.blank();
}

/// Returns how many findings there are of each severity.
fn counts(comparison: &Comparison) -> Line {
    let mut line = Line::default();
    let mut add = |count: usize, style: Style, name: &str| {
        if count > 0 {
            let gap = if line.is_empty() { "" } else { "   " };
            line.push(Style::Plain, gap);
            line.push(style, &format!("{count} {name}"));
        }
    };
    for severity in Severity::ALL.into_iter().rev() {
        let of = comparison.findings.iter().filter(|f| f.accepted.is_none() && f.severity == severity);
        add(of.count(), Style::Severity(severity), severity.as_str());
    }
    let accepted = comparison.findings.iter().filter(|f| f.accepted.is_some()).count();
    add(accepted, Style::Faint, "accepted");
    if !line.is_empty() {
        return line;
    }
    let nothing = if comparison.mode == Mode::Check { "no faults" } else { "no differences" };
    if sources(comparison).any(is_incomplete) {
        return Line::new(Style::Warn, &format!("{nothing} in what could be read"));
    }
    Line::new(Style::Pass, nothing)
}

/// Lines of a label and what is said of it.
struct Fields<'a> {
    page: &'a mut Page,
    label_width: usize,
}

impl Fields<'_> {
    fn field(&mut self, label: &str, body: &Line) {
        let label = Line::new(Style::Faint, label);
        let gap = " ".repeat(self.label_width.saturating_sub(label.width()) + 2);
        self.page.prose(&Line::plain("  ").join(&label).with(Style::Plain, &gap), body);
    }

    /// Writes one line for each source, in columns; its format only where all have room for it.
    fn sources(&mut self, comparison: &Comparison, names: &Sides<String>) {
        let sides = &comparison.sides;
        let room = self.page.width.saturating_sub(self.label_width + 4);
        let rows = sides.as_ref().map(|side| {
            let complete = side.sources.iter().filter(|source| !is_incomplete(source));
            complete.map(source_row).collect::<Vec<_>>()
        });
        let width_of = |column: usize| {
            let all = rows.left.iter().chain(&rows.right).filter_map(|row| row.get(column));
            all.map(Line::width).max().unwrap_or(0)
        };
        let [name_width, format_width, count_width] = [0, 1, 2].map(width_of);
        let with_format = name_width + format_width + count_width + 4 <= room;
        let name_width = name_width.min(room.saturating_sub(count_width + 2)).max(10);
        let both = [(&names.left, &rows.left), (&names.right, &rows.right)];
        for (name, rows) in both.into_iter().take(if comparison.mode == Mode::Check { 1 } else { 2 }) {
            let mut label = name.as_str();
            for [source, format, count] in rows.iter().take(MOST_SOURCES) {
                let mut line = padded(source, name_width);
                if with_format {
                    line = line.join(&padded(format, format_width));
                }
                self.field(label, &line.join(count));
                label = "";
            }
            let more = rows.len().saturating_sub(MOST_SOURCES);
            if more > 0 {
                self.field(label, &Line::new(Style::Faint, &format!("… {}", plural(more, "more source"))));
            } else if rows.is_empty() {
                self.field(label, &Line::new(Style::Warn, "no source was read completely"));
            }
        }
    }

    fn resources(&mut self, comparison: &Comparison, names: &Sides<String>) {
        let paired = comparison.paired;
        let alone = comparison.sides.as_ref().map(|side| side.resources.saturating_sub(paired));
        let only = format!("{} only in {}, {} only in {}", alone.left, names.left, alone.right, names.right);
        self.field("resources", &Line::plain(&format!("{paired} paired, {only}")));
    }

    /// Tells how much of what was declared was looked for, and of which kinds not all was.
    fn coverage(&mut self, comparison: &Comparison, verbose: bool) {
        let Some(coverage) = &comparison.coverage else { return };
        let line = format!(
            "{} % of {} were read",
            coverage.percent(),
            plural(coverage.declared, "declared resource")
        );
        let mut parts = Vec::new();
        for (what, all) in [("", &coverage.by_kind), ("in ", &coverage.by_source)] {
            let lacking = all.iter().filter(|one| one.read < one.declared);
            let lacking: Vec<String> = lacking
                .map(|one| format!("{} of {} {what}{}", one.declared - one.read, one.declared, one.name))
                .collect();
            let most = if verbose { lacking.len() } else { MOST_NAMED };
            let more = lacking.len().saturating_sub(most);
            parts.extend(lacking.into_iter().take(most));
            if more > 0 {
                parts.push(format!("{more} more"));
            }
        }
        let style = if coverage.read < coverage.declared { Style::Warn } else { Style::Plain };
        self.field("coverage", &Line::new(style, &line));
        if !parts.is_empty() {
            self.field("", &Line::new(Style::Faint, &format!("not read: {}", parts.join(", "))));
        }
    }

    fn set_aside(&mut self, set_aside: SetAside) {
        let names =
            set_aside.entries().into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| match name {
                "owned" => format!("{count} owned by controllers"),
                "ignored" => format!("{count} ignored by configuration"),
                "external" => format!("{count} external ids"),
                "outside" => format!("{count} outside of what was looked at"),
                name => format!("{count} {name}"),
            });
        let names: Vec<_> = names.collect();
        if !names.is_empty() {
            self.field("set aside", &Line::plain(&names.join(", ")));
        }
    }

    /// Says how often a rule stayed silent because of what was not read, and what is ignored.
    fn not_known(&mut self, set_aside: SetAside) {
        let mut parts = Vec::new();
        if set_aside.unknown > 0 {
            let times = usize::try_from(set_aside.unknown).unwrap_or(usize::MAX);
            parts.push(format!("{} could not be answered", plural(times, "question")));
        }
        if set_aside.ignored > 0 {
            parts.push(format!("{} ignored by configuration", set_aside.ignored));
        }
        if !parts.is_empty() {
            self.field("set aside", &Line::plain(&parts.join(", ")));
        }
    }

    /// Names the resources that are called differently and were found to be the same.
    fn pairings(&mut self, comparison: &Comparison, verbose: bool) {
        let lines: Vec<String> = comparison
            .pairings
            .iter()
            .map(|Pairing { address, method, confidence, .. }| {
                let alike = if *confidence < 100 { format!(", {confidence} % alike") } else { String::new() };
                format!("{} is {} (by {method}{alike})", address.left.as_str(), address.right.as_str())
            })
            .collect();
        self.list("renamed", Style::Plain, &lines, verbose);
    }

    fn list(&mut self, label: &str, style: Style, lines: &[String], all: bool) {
        let most = if all { lines.len() } else { MOST_NAMED };
        for (i, line) in lines.iter().take(most).enumerate() {
            self.field(if i == 0 { label } else { "" }, &Line::new(style, line));
        }
        self.more(lines.len().saturating_sub(most));
    }

    fn more(&mut self, more: usize) {
        if more > 0 {
            self.field("", &Line::new(Style::Faint, &format!("… {more} more (shown by -v)")));
        }
    }

    fn warnings(&mut self, comparison: &Comparison, verbose: bool) {
        let warnings: Vec<_> = sources(comparison)
            .flat_map(|source| {
                source.warnings.iter().map(move |warning| format!("{}: {warning}", source.name))
            })
            .collect();
        if verbose || warnings.len() == 1 {
            self.list("warnings", Style::Plain, &warnings, true);
        } else if !warnings.is_empty() {
            self.field("warnings", &Line::plain(&format!("{} (shown by -v)", warnings.len())));
        }
    }

    fn causes(&mut self, comparison: &Comparison, verbose: bool) {
        let most = if verbose { comparison.causes.len() } else { MOST_NAMED };
        for (i, cause) in comparison.causes.iter().take(most).enumerate() {
            let label = if i == 0 { "causes" } else { "" };
            let id = format!("{}  ", cause_id(i));
            let mut line = Line::new(Style::Strong, &id).with(Style::Plain, &cause.summary);
            line.push(Style::Faint, &format!("  {}", plural(cause.findings, "finding")));
            if !cause.explained {
                line.push(Style::Warn, "  undeclared");
            }
            self.field(label, &line);
            if let Some(places) = places(&cause.at) {
                self.field("", &Line::new(Style::Faint, &format!("{}{places}", " ".repeat(id.len()))));
            }
        }
        self.more(comparison.causes.len().saturating_sub(most));
    }
}

fn source_row(source: &Source) -> [Line; 3] {
    [Line::plain(&source.name), Line::new(Style::Faint, &source.format), Line::plain(&resources(source))]
}

fn resources(source: &Source) -> String {
    plural(usize::try_from(source.resources).unwrap_or(usize::MAX), "resource")
}

/// Returns the text in a column of `width` and the gap behind it.
fn padded(text: &Line, width: usize) -> Line {
    let short = text.shortened(width);
    let text = short.as_ref().unwrap_or(text);
    text.clone().with(Style::Plain, &" ".repeat(width.saturating_sub(text.width()) + 2))
}

/// Returns where something is declared on both sides, in one line.
pub(crate) fn places(at: &Sides<Option<String>>) -> Option<String> {
    match (&at.left, &at.right) {
        (Some(left), Some(right)) if left == right => Some(left.clone()),
        (Some(left), Some(right)) => Some(format!("{left} ↔ {right}")),
        (Some(only), None) | (None, Some(only)) => Some(only.clone()),
        (None, None) => None,
    }
}
