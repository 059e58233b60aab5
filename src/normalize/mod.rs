//! Makes resources comparable.

pub mod knowledge;
