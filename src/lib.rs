//! driftgate tells what differs between two environments, and which of it matters.
//!
//! The stages stand in the order in which data flows through them; each knows only those before it,
//! and [`pipeline`] shows them all in one function. `cli` alone prints and reads the environment.

pub mod diagnostic;
pub mod model;
pub mod moment;

pub mod blocks;
pub mod expr;
pub mod matching;

pub mod config;

pub mod collect;
pub mod normalize;

pub mod pair;

pub mod diff;

pub mod rules;

pub mod report;
pub mod store;

pub mod pipeline;

pub mod cli;
