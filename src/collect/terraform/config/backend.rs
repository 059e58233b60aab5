//! Where a configuration keeps its state: its `backend` or `cloud` block, and files of `-backend-config`.
//!
//! This file must not ask any backend; credentials may be among what it returns.

use std::collections::BTreeMap;
use std::path::Path;

use super::ConfigError;
use super::evaluate::{Evaluator, Names, Notes};
use super::files::{Listing, shown};
use super::tree::declarations;
use super::values;
use crate::model::{Key, Map};

/// What a configuration says of its backend.
#[derive(Debug)]
pub struct Backend {
    /// Its type, as `s3`; `cloud` for a `cloud` block.
    pub kind: String,
    /// What stands in the block.
    pub settings: Map,
}

/// Reads the backend of the configuration in a directory; `None` where it says nothing.
///
/// # Errors
/// [`ConfigError`] names the file and line, what was expected there, and what to do.
pub fn backend(dir: &Path) -> Result<Option<Backend>, ConfigError> {
    let listing = Listing::of(dir)?;
    if listing.primary.is_empty() {
        return Err(ConfigError::NothingHere { path: shown(dir) });
    }
    let notes = Notes::default();
    let module = declarations(&listing, &notes)?;
    let names = Names::default();
    let evaluator = Evaluator { names: &names, notes: &notes };
    let mut found = None;
    // An override file stands behind what it overrides.
    for block in module.settings.iter().flat_map(|block| &block.body.blocks) {
        let kind = match (block.kind.as_str(), block.labels.as_slice()) {
            ("backend", [kind]) => kind.clone(),
            ("cloud", []) => "cloud".to_owned(),
            _ => continue,
        };
        found = Some(Backend { kind, settings: evaluator.body(&block.body) });
    }
    Ok(found)
}

/// Reads a file of settings, as `-backend-config` takes it.
///
/// # Errors
/// [`ConfigError`] names the file and line, what was expected there, and what to do.
pub fn backend_file(path: &Path) -> Result<Map, ConfigError> {
    let notes = Notes::default();
    let body = values(path, &mut BTreeMap::new(), &notes)?;
    let names = Names::default();
    let evaluator = Evaluator { names: &names, notes: &notes };
    let entries = body
        .attributes
        .iter()
        .map(|attribute| (Key::new(&attribute.name), evaluator.value(&attribute.value, &attribute.place)));
    Ok(entries.collect())
}
