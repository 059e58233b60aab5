//! driftgate tells what differs between two environments, and which of it matters.
//!
//! The stages stand in the order in which data flows through them; each knows only those before it.

pub mod diagnostic;
pub mod model;

pub mod expr;

pub mod collect;

pub mod report;
