//! Turns a report into bytes: one file a format, behind one small trait.
//!
//! Nothing here decides what matters; a format shows what the report says, all of it or with a
//! word on what it left out. Formats must not open files or read the clock or the environment.

mod explain;
mod import;
mod json;
#[cfg(test)]
mod sample;
mod terminal;

use std::io;

pub use explain::{Substitution, write_finding};
pub use import::Imports;
pub use json::Json;
pub use terminal::Terminal;

use crate::model::Report;

/// A way to write a report.
pub trait Format {
    /// Writes the whole report.
    fn write(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Returns the name by which findings point to a cause.
fn cause_id(index: usize) -> String {
    format!("c{}", index + 1)
}

/// Returns RFC 3339 in UTC; times outside the calendar become its start.
fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}
