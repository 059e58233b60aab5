//! Everything known of one finding, for `driftgate explain`.
//!
//! Nothing is shortened here. This file must not compare again; it prints what the report and the
//! comparison recorded.

use std::io;

use super::cause_id;
use super::terminal::{
    Columns, Line, Page, Style, address_lines, ago, beside, diff_line, diff_lines, is_long, page_width,
    path_label, places, plural, side_names, value_text,
};
use crate::model::{Comparison, Finding, Mode, Pairing, Report, Sides, Value};

/// Values nested deeper than this are printed on one line.
const DEEPEST: usize = 32;
/// Where the text beside a label starts.
const LABEL: usize = 13;

/// Two values that were found to be equal although they are written differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// Where in the resource.
    pub path: String,
    /// The value on the left side.
    pub left: String,
    /// The value on the right side.
    pub right: String,
    /// Why they are equal.
    pub reason: String,
}

/// Writes everything known of `finding`, which is one of `comparison`, which is one of `report`.
pub fn write_finding(
    report: &Report,
    comparison: &Comparison,
    finding: &Finding,
    substitutions: &[Substitution],
    color: bool,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let width = page_width(width);
    let names = side_names(comparison, width);
    let mut sheet = Sheet { page: Page::whole(width), names, finding, now: report.generated_at };
    sheet.head();
    if comparison.mode == Mode::Check {
        sheet.value();
    } else {
        sheet.values();
    }
    sheet.judgement();
    sheet.origin(comparison);
    sheet.compared(report);
    sheet.substitutions(substitutions);
    sheet.page.write(color, out)
}

struct Sheet<'a> {
    page: Page,
    names: Sides<String>,
    finding: &'a Finding,
    /// When the report was made.
    now: i64,
}

impl Sheet<'_> {
    fn field(&mut self, label: &str, body: &Line) {
        let label = Line::new(Style::Faint, label);
        let gap = " ".repeat(LABEL.saturating_sub(label.width()).max(2));
        self.page.prose(&Line::plain("  ").join(&label).with(Style::Plain, &gap), body);
    }

    fn text(&mut self, label: &str, text: &str) {
        for (i, line) in text.lines().enumerate() {
            self.field(if i == 0 { label } else { "" }, &Line::plain(line));
        }
    }

    /// Writes a text for each side that has one.
    fn both(&mut self, label: &str, texts: Sides<Option<&str>>) {
        let names = self.names.clone();
        let known = [(&names.left, texts.left), (&names.right, texts.right)];
        for (i, (name, text)) in known.into_iter().filter_map(|(name, text)| Some((name, text?))).enumerate()
        {
            let line = Line::new(Style::Faint, &format!("{name}  ")).with(Style::Plain, text);
            self.field(if i == 0 { label } else { "" }, &line);
        }
    }

    fn head(&mut self) {
        let finding = self.finding;
        let name = finding.severity.as_str().to_uppercase();
        let rule = Line::plain("  ").with(Style::Plain, &finding.rule);
        self.page.heading(&Line::new(Style::Severity(finding.severity), &name).join(&rule));
        for line in address_lines(finding, &self.names, self.page.width - 2, usize::MAX) {
            self.page.line(line.indented(2));
        }
        let path = Line::plain(&path_label(finding)).with(Style::Faint, &format!("  {}", finding.change));
        self.page.prose(&Line::plain("    "), &path);
        self.page.blank();
    }

    fn values(&mut self) {
        let finding = self.finding;
        let names = self.names.clone();
        if !finding.only.left.is_empty() || !finding.only.right.is_empty() {
            self.members(&names.left, &finding.only.left, Style::Left);
            self.members(&names.right, &finding.only.right, Style::Right);
            self.page.blank();
            return;
        }
        let values = finding.values.as_ref().map(Option::as_ref);
        let texts = values.map(whole_text);
        if is_long(&texts.left) || is_long(&texts.right) {
            self.long(values, &texts);
        } else {
            let lines = beside(values, &texts);
            self.field(&names.left, &lines.left);
            self.field(&names.right, &lines.right);
        }
        if finding.redacted {
            self.field("", &Line::new(Style::Faint, "secrets are compared, never shown"));
        }
        self.page.blank();
    }

    /// Writes the value of a fault; there is one side only.
    fn value(&mut self) {
        if let Some(value) = &self.finding.values.left {
            self.text("value", &whole_text(Some(value)));
            self.page.blank();
        }
    }

    fn members(&mut self, name: &str, members: &[Value], style: Style) {
        for (i, member) in members.iter().enumerate() {
            let label = if i == 0 { name } else { "" };
            self.field(label, &Line::new(style, &member_text(member)));
        }
        if members.is_empty() {
            self.field(name, &Line::new(Style::Faint, "(none of its own)"));
        }
    }

    /// Writes a line diff of texts that take several lines.
    fn long(&mut self, values: Sides<Option<&Value>>, texts: &Sides<String>) {
        let names = self.names.clone();
        let sides = [
            ("- ", Style::Left, &names.left, values.left, &texts.left),
            ("+ ", Style::Right, &names.right, values.right, &texts.right),
        ];
        for (sign, style, name, value, text) in sides {
            let known = value.is_some_and(|value| !value.is_null());
            let size = if known { plural(text.lines().count(), "line") } else { text.clone() };
            self.page.line(Line::new(style, &format!("  {sign}{name}  ")).with(Style::Faint, &size));
        }
        let text = |value: Option<&Value>, text: &str| {
            if value.is_none_or(Value::is_null) { String::new() } else { text.to_owned() }
        };
        let (lines, _) =
            diff_lines(&text(values.left, &texts.left), &text(values.right, &texts.right), usize::MAX);
        for line in &lines {
            for part in diff_line(line).wrap(self.page.width - 2) {
                self.page.line(part.indented(2));
            }
        }
    }

    fn judgement(&mut self) {
        let finding = self.finding;
        self.text("message", &finding.message);
        self.text("remedy", &finding.remedy);
        if !finding.also.is_empty() {
            self.text("also", &finding.also.join(", "));
        }
        if let Some(accepted) = &finding.accepted {
            self.text("accepted", &accepted.reason);
            let owner = accepted.owner.as_ref().map(|owner| format!("by {owner}"));
            let until = accepted.until.as_ref().map(|until| format!("until {until}"));
            let details: Vec<_> = owner.into_iter().chain(until).collect();
            self.text("", &details.join(", "));
        }
    }

    fn origin(&mut self, comparison: &Comparison) {
        let finding = self.finding;
        let cause = finding.cause.and_then(|index| Some((index, comparison.causes.get(index)?)));
        if let Some((index, cause)) = cause {
            let others = format!("  {}", plural(cause.findings, "finding"));
            self.field(
                "cause",
                &Line::new(Style::Strong, &cause_id(index))
                    .with(Style::Plain, &format!("  {}", cause.summary))
                    .with(Style::Faint, &others),
            );
            if let Some(places) = places(&cause.at) {
                self.text("", &places);
            }
        }
        let addresses = finding.address.as_ref().map(Option::as_ref);
        let is_this = |pairing: &&Pairing| {
            addresses.left == Some(&pairing.address.left) && addresses.right == Some(&pairing.address.right)
        };
        if let Some(pairing) = comparison.pairings.iter().find(is_this) {
            self.text("paired", &format!("by {}, {} % alike", pairing.method, pairing.confidence));
        }
        let explained = if finding.explained {
            "yes, somebody declared the difference"
        } else {
            "no, nobody declared the difference"
        };
        if comparison.mode != Mode::Check {
            self.text("explained", explained);
        }
        if let Some(by) = &finding.changed_by {
            let by_hand = if by.by_hand { ", by hand" } else { "" };
            let how = match by.event() {
                Some(event) => format!("{event}, as CloudTrail tells"),
                None => format!("as {} tell", by.how),
            };
            self.text("changed by", &format!("{}{by_hand}, {how}", by.who));
            if let Some(when) = by.when {
                self.text(
                    "changed at",
                    &format!("{}, {}", super::time(when), ago(self.now.saturating_sub(when))),
                );
            }
        }
        self.both("declared at", finding.declared_at.as_ref().map(Option::as_deref));
        self.both("id", finding.id.as_ref().map(|id| id.as_deref()));
    }

    fn compared(&mut self, report: &Report) {
        self.text("fingerprint", &self.finding.fingerprint);
        self.text("reported by", &format!("{} at {}", report.tool, super::time(report.generated_at)));
    }

    fn substitutions(&mut self, substitutions: &[Substitution]) {
        if substitutions.is_empty() {
            return;
        }
        self.page.blank();
        self.page.line(Line::new(Style::Strong, "  equal after substitution"));
        let titles = ["path", &self.names.left, &self.names.right, "because"]
            .map(|title| Line::new(Style::Faint, title));
        let cells = |s: &Substitution| [&s.path, &s.left, &s.right, &s.reason].map(|text| Line::plain(text));
        let rows: Vec<_> = substitutions.iter().map(cells).collect();
        let columns = Columns { widths: share(&titles, &rows, self.page.width), lines: true };
        let wrapped: Vec<Vec<_>> = rows
            .iter()
            .map(|row| row.iter().zip(&columns.widths).map(|(cell, width)| cell.wrap(*width)).collect())
            .collect();
        for line in columns
            .header(&titles.clone().map(|title| vec![title]))
            .into_iter()
            .chain(columns.rows(&wrapped).concat())
        {
            self.page.line(line);
        }
    }
}

/// Gives each column what it needs, and the widest less until all fit.
fn share(titles: &[Line; 4], rows: &[[Line; 4]], width: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = (0..titles.len())
        .map(|column| {
            let cells = rows.iter().chain([titles]).filter_map(|row| row.get(column));
            cells.map(Line::width).max().unwrap_or(0).clamp(2, width)
        })
        .collect();
    let room = width.saturating_sub(3 * titles.len() - 1);
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max() else { break };
        *widest -= 1;
    }
    widths
}

/// Returns all of a value: a long text as it is, a list or map on lines of its own.
fn whole_text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) if is_long(text) => text.to_string(),
        Some(value @ (Value::List(_) | Value::Map(_))) => {
            let mut text = String::new();
            pretty(value, 0, &mut text);
            text
        }
        value => value_text(value),
    }
}

/// Returns all of a member of a list on one line.
fn member_text(value: &Value) -> String {
    match value {
        Value::List(_) | Value::Map(_) => value.to_string(),
        value => value_text(Some(value)),
    }
}

fn pretty(value: &Value, depth: usize, text: &mut String) {
    let inner = "  ".repeat(depth + 1);
    match value {
        Value::List(items) if !items.is_empty() && depth < DEEPEST => {
            text.push_str("[\n");
            for item in items {
                text.push_str(&inner);
                pretty(item, depth + 1, text);
                text.push_str(",\n");
            }
            text.push_str(&"  ".repeat(depth));
            text.push(']');
        }
        Value::Map(entries) if !entries.is_empty() && depth < DEEPEST => {
            text.push_str("{\n");
            for (key, value) in entries {
                text.push_str(&format!("{inner}{key} = "));
                pretty(value, depth + 1, text);
                text.push('\n');
            }
            text.push_str(&"  ".repeat(depth));
            text.push('}');
        }
        value => text.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::report::sample;

    fn explain(report: &Report, index: usize, substitutions: &[Substitution], width: usize) -> String {
        let comparison = &report.comparisons[0];
        let finding = &comparison.findings[index];
        let mut out = Vec::new();
        write_finding(report, comparison, finding, substitutions, false, width, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn substitutions() -> Vec<Substitution> {
        let substitution = |path: &str, left: &str, right: &str, reason: &str| Substitution {
            path: path.to_owned(),
            left: left.to_owned(),
            right: right.to_owned(),
            reason: reason.to_owned(),
        };
        vec![
            substitution(
                "vpc_security_group_ids[0]",
                "sg-0a1b2c3d4e5f",
                "sg-9f8e7d6c5b4a",
                "both refer to aws_security_group.app",
            ),
            substitution("tags.Name", "shop-dev-app", "shop-prod-app", "dev stands for prod"),
        ]
    }

    #[test]
    fn all_that_is_known_of_a_value() {
        insta::assert_snapshot!(explain(&sample::full(), 1, &substitutions(), 80));
    }

    #[test]
    fn who_changed_it() {
        insta::assert_snapshot!(explain(&sample::drift(), 1, &[], 80));
    }

    #[test]
    fn a_text_of_many_lines() {
        insta::assert_snapshot!(explain(&sample::full(), 2, &[], 80));
    }

    #[test]
    fn members_of_a_list() {
        insta::assert_snapshot!(explain(&sample::full(), 16, &[], 80));
    }

    #[test]
    fn a_map_takes_its_lines() {
        insta::assert_snapshot!(explain(&sample::full(), 14, &[], 80));
    }

    #[test]
    fn an_accepted_finding() {
        insta::assert_snapshot!(explain(&sample::full(), 15, &[], 80));
    }

    #[test]
    fn everything_is_whole_and_fits() {
        let mut report = sample::poisoned(&"word ".repeat(400));
        report.comparisons[0].sides.left.environment = "dev".to_owned();
        report.comparisons[0].sides.right.environment = "prod".to_owned();
        for index in 0..report.comparisons[0].findings.len() {
            let text = explain(&report, index, &substitutions(), 60);
            assert!(!text.contains('…'), "{text}");
        }
        for text in ["\u{1b}[31m\u{202e}\0", "a\nb\n", "日本語の長い名前、空白なし日本語の長い名前、空白なし"]
        {
            let report = sample::poisoned(text);
            for index in 0..report.comparisons[0].findings.len() {
                let text = explain(&report, index, &substitutions(), 60);
                assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
                assert!(text.lines().all(|line| line.width() <= 60), "{text}");
            }
        }
    }

    #[test]
    fn a_secret_is_not_told() {
        let text = explain(&sample::full(), 3, &[], 80);
        assert!(text.contains("(secret)") && text.contains("compared, never shown"), "{text}");
        assert!(!text.contains("0707") && !text.contains("0909"), "{text}");
    }
}
