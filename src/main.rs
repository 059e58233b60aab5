//! The `driftgate` program.

fn main() {}
