//! Store: what is kept between runs.
//!
//! This folder does I/O; it must not collect, compare or judge what it keeps.

mod codec;
mod snapshot_file;
mod whole_file;

pub use snapshot_file::{SnapshotError, VERSION, is_snapshot, read, write, write_file};
pub use whole_file::{StoreError, write_whole};
