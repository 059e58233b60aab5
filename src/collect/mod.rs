//! Collect: sources in, resources and a status for each source out.
//!
//! This folder does I/O and seals secrets; it must not compare, drop or judge what it reads.

pub mod input;
pub mod json;
pub mod secrets;
pub mod terraform;
