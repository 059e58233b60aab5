//! The program as its users run it: arguments, files and standard input in; exit code, report and messages out.
//!
//! Tests here must not reach into the library; what a stage does by itself is tested beside it.

#![recursion_limit = "256"]
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails, also in what tests share")]

#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "aws")]
mod aws_drift;
#[cfg(any(feature = "aws", all(feature = "http", feature = "postgres")))]
mod aws_shop;
mod causes;
mod diff;
mod explain;
mod gate;
mod kubernetes;
#[cfg(any(feature = "aws", all(feature = "http", feature = "postgres")))]
mod lab;
mod pairing;
mod readme;
mod refusals;
#[cfg(all(feature = "http", feature = "postgres"))]
mod remote;
mod rules;
mod secrets;
mod signal;
mod snapshot;
mod support;
