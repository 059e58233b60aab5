//! Servers that tests talk to: an AWS (moto), a PostgreSQL, and HTTP servers whose answers the test writes.
//!
//! What a machine lacks for one of them is said, and the test is skipped; with `CI=true` it fails. Every server ends
//! with the test, also where the test is killed. This file must not know what the program is expected to say.

mod moto;
mod postgres;
mod web;

use std::path::PathBuf;

pub(crate) use moto::Moto;
pub(crate) use postgres::Postgres;
pub(crate) use web::{Answer, Web};

/// Returns what a test needs of the machine, or says that it is skipped.
///
/// Where tests must not be skipped, which `CI=true` says, its absence is a failure.
#[expect(clippy::print_stderr, reason = "the harness has no other word for a test that was skipped")]
pub(crate) fn need<T>(what: &str, found: Result<T, String>) -> Option<T> {
    match found {
        Ok(found) => Some(found),
        Err(why) => {
            assert!(!std::env::var("CI").is_ok_and(|ci| ci == "true"), "this test needs {what}: {why}");
            eprintln!("skipped: this test needs {what}: {why}");
            None
        }
    }
}

/// Finds a program on the `PATH`.
pub(crate) fn program(name: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(name));
    places.find(|program| program.is_file()).ok_or_else(|| format!("`{name}` is not on the PATH"))
}
