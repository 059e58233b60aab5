//! The report for a person in front of a terminal, and for the log of a pipeline.
//!
//! The first screen tells all that matters: what was compared, what could not be read, how many
//! findings there are and the worst of them. The last line is the verdict. This file must not
//! judge; severities, messages and remedies come from the rules.

mod escape;
mod faults;
mod findings;
mod page;
mod summary;
mod table;
mod text;
mod values;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

use std::io;

pub(super) use findings::{address_lines, ago, path_label};
pub(super) use page::Page;
pub(super) use summary::{places, side_names};
pub(super) use table::Columns;
pub(super) use text::{Line, Style, plural};
pub(super) use values::{beside, diff_line, is_long, text as value_text};
pub(super) use words::diff_lines;

use super::Format;
use crate::model::{Report, Severity};

/// Narrower than this, columns stop making sense.
const NARROWEST: usize = 40;
/// Wider than this, the eye loses the line.
const WIDEST: usize = 160;

/// Writes a report as text with tables.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// How many columns there are.
    pub width: usize,
    /// Whether to write ANSI colours; without them the output is plain text of the same structure.
    pub color: bool,
    /// Findings below this are counted, not shown.
    pub min_severity: Severity,
    /// From 1 on, accepted findings, warnings and all of a long list are shown.
    pub verbose: u8,
    /// Write the verdict only.
    pub quiet: bool,
}

impl Format for Terminal {
    fn write(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        let width = page_width(self.width);
        if self.quiet {
            return verdict::line(report, None).write(self.color, out);
        }
        let mut errors = Page::whole(width);
        summary::errors(&mut errors, report);
        errors.write(self.color, out)?;
        let mut shortened = false;
        for (i, comparison) in report.comparisons.iter().enumerate() {
            let names = side_names(comparison, width);
            let findings = findings::Findings::new(comparison, &names, self, width, report.generated_at);
            let mut page = Page::new(findings.width());
            summary::write(&mut page, comparison, &names, self.verbose > 0);
            shortened |= findings.write(&mut page);
            if shortened && i + 1 == report.comparisons.len() {
                let hint = "shortened values are shown whole by `driftgate explain FINGERPRINT`";
                page.prose(&Line::default(), &Line::new(Style::Faint, hint));
            }
            page.blank();
            page.write(self.color, out)?;
        }
        verdict::line(report, Some(width)).write(self.color, out)
    }
}

/// Returns the width that the report is laid out for on a terminal of `width` columns.
pub(super) fn page_width(width: usize) -> usize {
    width.clamp(NARROWEST, WIDEST)
}
