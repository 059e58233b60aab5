//! AWS accounts: read from a simulated AWS, compared live against live, with files and with snapshots.

mod faults;
mod files;
mod gaps;
mod paging;
mod planted;
mod proxy;
mod regions;
mod world;
