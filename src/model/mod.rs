//! The one model that every source is put into and every later stage reads.
//!
//! Nothing in this folder does I/O, prints, or reads the clock or the environment.

mod address;
mod finding;
mod key;
mod number;
mod path;
mod snapshot;
mod value;

pub use address::{Address, InstanceKey, Part};
pub use finding::{
    Acceptance, Cause, Change, ChangeKind, ChangedBy, Comparison, Coverage, Covered, Finding, Foreign,
    Import, Mode, Pairing, Report, SetAside, Severity, SeverityError, Side, Sides, Summary,
};
pub use key::{Interner, Key, stable_hash};
pub use number::Number;
pub use path::{Path, PathError, Segment};
pub use snapshot::{
    CLUSTER, Cloud, Manager, Missing, Origin, Place, Provenance, Reached, Resource, Scope, Snapshot, Source,
    Status,
};
pub use value::{Map, Secret, Value};
