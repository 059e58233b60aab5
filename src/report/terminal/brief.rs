//! Findings that are good to know, one line each: fingerprint, resource, path and both values.
//!
//! This file must not choose which findings are shown this way.

use super::labels::{path_label, short_fingerprint};
use super::text::{Line, Style};
use crate::model::{ChangeKind, Finding, Sides};

/// Where the fingerprint starts.
const INDENT: usize = 3;
const COLON: &str = ": ";
const ARROW: &str = " → ";

/// One finding, before it is fitted into a line.
#[derive(Clone, Debug)]
pub(crate) struct Brief {
    lead: Line,
    label: Line,
    values: Sides<Line>,
}

impl Brief {
    /// Takes a finding and the cells in which its values would be shown.
    pub(crate) fn new(finding: &Finding, cells: &Sides<Vec<Line>>) -> Self {
        let lead = Line::new(Style::Faint, &format!("{}  ", short_fingerprint(finding))).indented(INDENT);
        let address = finding.address.left.as_ref().or(finding.address.right.as_ref());
        let address = address.map_or(finding.kind.as_str(), |address| address.as_str());
        let mut label = Line::new(Style::Strong, address).with(Style::Plain, " ");
        label.push(Style::Plain, &path_label(finding));
        if finding.change == ChangeKind::Reordered {
            label.push(Style::Faint, " (order)");
        }
        Self { lead, label, values: cells.as_ref().map(|lines| joined(lines)) }
    }

    /// Returns how many columns the line takes when nothing is shortened.
    pub(crate) fn width(&self) -> usize {
        self.lead.width() + self.label.width() + self.values_width()
    }

    fn values_width(&self) -> usize {
        COLON.len() + self.values.left.width() + ARROW.chars().count() + self.values.right.width()
    }

    /// Returns the line in at most `width` columns, and whether something was shortened for it.
    pub(crate) fn fitted(&self, width: usize) -> (Line, bool) {
        let room = width.saturating_sub(self.lead.width());
        // The name may take what the values leave, or half, whichever is more.
        let label_room = room.saturating_sub(self.values_width()).max(room / 2);
        let label = self.label.shortened(label_room).unwrap_or_else(|| self.label.clone());
        let signs = COLON.len() + ARROW.chars().count();
        let rest = room.saturating_sub(label.width() + signs);
        let half = rest / 2;
        let right = self.values.right.width();
        let left_room = if right < half { rest - right } else { half };
        let left = self.values.left.shortened(left_room).unwrap_or_else(|| self.values.left.clone());
        let right_room = rest.saturating_sub(left.width());
        let right = self.values.right.shortened(right_room).unwrap_or_else(|| self.values.right.clone());
        let line = self.lead.clone().join(&label).with(Style::Plain, COLON).join(&left);
        (line.with(Style::Faint, ARROW).join(&right), self.width() > width)
    }
}

fn joined(lines: &[Line]) -> Line {
    let mut whole = Line::default();
    for (i, line) in lines.iter().enumerate() {
        whole.push(Style::Faint, if i == 0 { "" } else { ", " });
        whole = whole.join(line);
    }
    whole
}
