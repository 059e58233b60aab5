//! How people name many things at once: globs for kinds and addresses, patterns for paths.
//!
//! Configuration, kinds and rules share these. Nothing here knows what a kind or a path means.

mod glob;
mod pattern;

pub use glob::Glob;
pub use pattern::{Pattern, PatternError, Step};
