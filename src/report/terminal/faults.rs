//! The faults of one environment: worst first, by resource, each place with what is wrong there.
//!
//! There is one side only, so nothing stands beside anything; rules say what is wrong. This file must not
//! choose what is shown.

use super::findings::{Findings, Row, address_lines, path_label, resource_of};
use super::page::Page;
use super::text::{Line, Style};
use super::value_text;

impl Findings<'_> {
    /// Writes the faults of one severity; returns whether something was shortened.
    pub(super) fn faults(&self, page: &mut Page, rows: &[Row<'_>]) -> bool {
        let mut shortened = false;
        let mut previous: Option<&Row<'_>> = None;
        for row in rows {
            let finding = row.finding;
            if previous.is_none_or(|previous| resource_of(previous.finding) != resource_of(finding)) {
                if previous.is_some_and(|previous| !previous.brief) {
                    page.blank();
                }
                for line in address_lines(finding, self.names, page.width.saturating_sub(1), 2) {
                    page.line(line.indented(1));
                }
            }
            previous = Some(row);
            if row.brief {
                let line = Line::plain(&finding.message);
                shortened |= page.prose(&Line::plain("  "), &line);
                continue;
            }
            if !finding.path.is_root() {
                let mut line = Line::plain(&path_label(finding));
                if let Some(value) = &finding.values.left {
                    line = line.with(Style::Faint, "  ").with(Style::Left, &value_text(Some(value)));
                }
                shortened |= page.prose(&Line::plain("   "), &line);
            }
            shortened |= self.notes(page, finding);
        }
        shortened
    }
}
