//! The program as its users run it: arguments, files and standard input in; exit code, report and messages out.
//!
//! Tests here must not reach into the library; what a stage does by itself is tested beside it.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails, also in what tests share")]

mod diff;
mod explain;
mod refusals;
mod rules;
mod secrets;
mod snapshot;
mod support;
