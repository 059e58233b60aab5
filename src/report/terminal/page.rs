//! The page that the parts of the report are written on, line by line.
//!
//! This file must not know findings; it only keeps lines within the width.

use std::io;

use super::text::{Line, Style};

/// Longer lines of prose are hard to follow, however wide the terminal is.
const READABLE: usize = 100;

/// Prose that takes more lines than this belongs into `explain`.
const MOST_LINES: usize = 6;

/// Lines that fit a width.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// How many columns a line may take.
    pub(crate) width: usize,
    most_lines: usize,
    lines: Vec<Line>,
}

impl Page {
    /// Returns an empty page on which long prose is shortened.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, most_lines: MOST_LINES, lines: Vec::new() }
    }

    /// Returns an empty page on which everything is written in full.
    pub(crate) fn whole(width: usize) -> Self {
        Self { width, most_lines: usize::MAX, lines: Vec::new() }
    }

    /// Adds a line that is known to fit.
    pub(crate) fn line(&mut self, line: Line) {
        self.lines.push(line.trimmed());
    }

    /// Adds an empty line, but never two of them, and none at the top.
    pub(crate) fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::default());
        }
    }

    /// Adds text behind `lead`; where it takes more lines, they start below its own start. Returns
    /// whether it was shortened.
    pub(crate) fn prose(&mut self, lead: &Line, body: &Line) -> bool {
        let indent = lead.width();
        let width = self.width.min(READABLE.max(indent + 40)).saturating_sub(indent);
        let short = body.shortened(width.saturating_mul(self.most_lines));
        let mut lead = lead.clone();
        for line in short.as_ref().unwrap_or(body).wrap(width) {
            self.line(lead.join(&line));
            lead = Line::plain(&" ".repeat(indent));
        }
        short.is_some()
    }

    /// Adds a text that may have several lines; the second line and further ones start below the
    /// first. Returns whether it was shortened.
    pub(crate) fn text(&mut self, lead: &Line, style: Style, text: &str) -> bool {
        let mut lead = lead.clone();
        let mut lines = text.lines();
        let mut shortened = false;
        for line in lines.by_ref().take(self.most_lines) {
            shortened |= self.prose(&lead, &Line::new(style, line));
            lead = Line::plain(&" ".repeat(lead.width()));
        }
        if lines.next().is_some() {
            self.line(lead.with(Style::Faint, "…"));
            shortened = true;
        }
        shortened
    }

    /// Adds a heading with a line across the page below it.
    pub(crate) fn heading(&mut self, heading: &Line) {
        for line in heading.wrap(self.width.saturating_sub(1)) {
            self.line(line.indented(1));
        }
        self.line(Line::new(Style::Faint, &"━".repeat(self.width)));
    }

    /// Writes all lines.
    pub(crate) fn write(&self, color: bool, out: &mut dyn io::Write) -> io::Result<()> {
        self.lines.iter().try_for_each(|line| line.write(color, out))
    }
}
