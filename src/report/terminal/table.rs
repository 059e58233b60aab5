//! Draws rows of cells as a table with light lines.
//!
//! Cells come wrapped to their columns, so the table never breaks a line itself and styles can
//! travel through it. This file must not know findings.

use comfy_table::{
    Cell, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};

use super::text::{Line, Style};
use crate::model::Severity;

/// One cell: its lines.
pub(crate) type CellLines = Vec<Line>;

/// Light lines between columns, a heavy one below the header.
const LIGHT: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction('│'))
    .header_separator(LineStyle::none().fill('━').junction('┿'))
    .content_lines(ContentLineStyle::none().junction('│'));

/// Columns of fixed widths.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// The width of the text of each column.
    pub(crate) widths: Vec<usize>,
    /// Whether lines are drawn between columns.
    pub(crate) lines: bool,
}

impl Columns {
    /// Draws a header.
    pub(crate) fn header(&self, cells: &[CellLines]) -> Vec<Line> {
        let mut table = self.table();
        table.set_header(cells.iter().map(|lines| cell(lines)));
        self.constrain(&mut table);
        table.lines().map(|line| restore(&line)).collect()
    }

    /// Draws rows; each row gives its own lines, so that a caller can put text between rows.
    pub(crate) fn rows(&self, rows: &[Vec<CellLines>]) -> Vec<Vec<Line>> {
        let mut table = self.table();
        for row in rows {
            table.add_row(row.iter().map(|lines| cell(lines)));
        }
        self.constrain(&mut table);
        let mut drawn = table.lines();
        let heights = rows.iter().map(|row| row.iter().map(Vec::len).max().unwrap_or(0).max(1));
        heights.map(|height| drawn.by_ref().take(height).map(|line| restore(&line)).collect()).collect()
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        let style = if self.lines { LIGHT } else { TableStyle::new() };
        table.load_style(style).set_content_arrangement(ContentArrangement::Disabled);
        table
    }

    fn constrain(&self, table: &mut Table) {
        for (column, width) in table.column_iter_mut().zip(&self.widths) {
            let padding = usize::from(column.padding_width());
            let width = u16::try_from(width + padding).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
}

/// The table measures and pads text but knows no styles, so styles pass through it as characters
/// without width: Unicode's tags, which escaped text never contains.
const TAGS: u32 = 0xe0041;
const END: char = '\u{e007f}';

const STYLES: [Style; 13] = [
    Style::Plain,
    Style::Strong,
    Style::Faint,
    Style::Left,
    Style::Right,
    Style::Severity(Severity::Info),
    Style::Severity(Severity::Low),
    Style::Severity(Severity::Medium),
    Style::Severity(Severity::High),
    Style::Severity(Severity::Critical),
    Style::Pass,
    Style::Fail,
    Style::Warn,
];

fn cell(lines: &[Line]) -> Cell {
    let mut text = String::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        for (style, span) in line.spans() {
            let index = STYLES.iter().position(|s| s == style).and_then(|i| u32::try_from(i).ok());
            text.extend(index.and_then(|i| char::from_u32(TAGS + i)));
            text.push_str(span);
            text.push(END);
        }
    }
    Cell::new(text)
}

/// Turns a drawn line back into styled text.
fn restore(drawn: &str) -> Line {
    let mut line = Line::default();
    let mut style = Style::Faint;
    let mut rest = drawn;
    while let Some(at) = rest.find(|c| c == END || style_of(c).is_some()) {
        let (text, tail) = rest.split_at(at);
        line.push(if text.trim().is_empty() { Style::Plain } else { style }, text);
        let mut chars = tail.chars();
        style = chars.next().and_then(style_of).unwrap_or(Style::Faint);
        rest = chars.as_str();
    }
    line.push(style, rest);
    line.trimmed()
}

fn style_of(tag: char) -> Option<Style> {
    let index = u32::from(tag).checked_sub(TAGS)?;
    STYLES.get(usize::try_from(index).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_travel_through_the_table() {
        let columns = Columns { widths: vec![4, 8], lines: true };
        let marked = Line::plain("10.").with(Style::Left, "0").with(Style::Plain, ".0");
        let rows = columns.rows(&[vec![vec![Line::plain("a"), Line::plain("b")], vec![marked.clone()]]]);
        let first = Line::plain(" a").with(Style::Faint, "    │ ").join(&marked);
        let second = Line::plain(" b").with(Style::Faint, "    │");
        assert_eq!(rows, [vec![first, second]]);
    }

    #[test]
    fn every_style_has_a_tag() {
        for severity in Severity::ALL {
            assert!(STYLES.contains(&Style::Severity(severity)));
        }
        assert!(STYLES.len() < 0x3e, "beyond the tags");
    }
}
