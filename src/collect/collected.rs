//! What one input gave, whatever wrote it.
//!
//! This file must not read anything, and knows no format.

use compact_str::CompactString;

use crate::model::{Address, Map, Missing, Path, Resource, Scope};

/// What one input gave, before its secrets are sealed.
#[derive(Debug, Default)]
pub struct Collected {
    /// What the input turned out to be.
    pub format: String,
    /// The resources, with secrets still in clear.
    pub resources: Vec<Resource>,
    /// Which values the input itself marks as sensitive: index into `resources`, and path.
    pub sensitive: Vec<(usize, Path)>,
    /// What was read but deserves a word.
    pub warnings: Vec<String>,
    /// What the input refers to but does not hold.
    pub missing: Vec<Missing>,
    /// What of the input was asked for.
    pub scope: Scope,
    /// What would make it complete, where one thing would.
    pub help: Option<String>,
    /// Why nothing could be had of it at all.
    pub failed: Option<String>,
    /// Whether the input is code, which says what should be there, rather than a record of what is.
    pub is_code: bool,
}

impl Collected {
    pub(super) fn new(format: impl Into<String>) -> Self {
        Self { format: format.into(), ..Self::default() }
    }

    /// Adds one of driftgate's own kinds, which has no line of its own.
    pub(super) fn push_own(&mut self, kind: &str, address: &str, attributes: Map) {
        self.resources.push(Resource {
            kind: CompactString::from(kind),
            address: Address::new(address),
            attributes,
            ..Resource::default()
        });
    }
}
