//! Tests of whole configurations, on small folders made for each.

mod forms;
mod modules;
mod prepare;
mod reach;
mod refusals;
mod resources;
mod variables;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{ConfigError, load_directory, load_text};
use crate::collect::terraform::Collected;
use crate::model::Value;

/// Writes files into a folder of their own.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What a configuration gave, as a test looks at it.
struct Seen {
    collected: Collected,
    /// The folder, which is left out of all names.
    root: String,
}

impl Seen {
    fn new(collected: Collected, root: &Path) -> Self {
        Self { collected, root: format!("{}/", root.display()) }
    }

    /// One line for each resource: kind, address and attributes.
    fn resources(&self) -> Vec<String> {
        let line = |r: &crate::model::Resource| {
            format!("{} {} {}", r.kind, r.address, Value::Map(r.attributes.clone()))
        };
        self.collected.resources.iter().map(line).collect()
    }

    /// The attributes of the resource at an address.
    fn attributes(&self, address: &str) -> String {
        let found = self.collected.resources.iter().find(|r| r.address.as_str() == address);
        let resource = found.unwrap_or_else(|| panic!("{address} in {:#?}", self.resources()));
        Value::Map(resource.attributes.clone()).to_string()
    }

    /// Where the attributes of a resource stand.
    fn places(&self, address: &str) -> Vec<String> {
        let found = self.collected.resources.iter().find(|r| r.address.as_str() == address).unwrap();
        let place = |(key, file, line): &(crate::model::Key, compact_str::CompactString, u32)| {
            format!("{key} {}:{line}", self.clean(file))
        };
        found.provenance.attributes.iter().map(place).collect()
    }

    /// The paths of all values that are sensitive.
    fn sensitive(&self) -> Vec<String> {
        let line = |(index, path): &(usize, crate::model::Path)| {
            format!("{} {path}", self.collected.resources[*index].address)
        };
        self.collected.sensitive.iter().map(line).collect()
    }

    fn warnings(&self) -> Vec<String> {
        self.collected.warnings.iter().map(|warning| self.clean(warning)).collect()
    }

    fn missing(&self) -> Vec<String> {
        self.collected.missing.iter().map(|m| self.clean(&format!("{}: {}", m.what, m.why))).collect()
    }

    fn clean(&self, text: &str) -> String {
        text.replace(&self.root, "")
    }
}

/// Loads files as one folder.
fn load(files: &[(&str, &str)]) -> Seen {
    load_with(files, &[])
}

/// Loads files as one folder, with some of them as further files of values.
fn load_with(files: &[(&str, &str)], values: &[&str]) -> Seen {
    let folder = folder(files);
    let values: Vec<_> = values.iter().map(|name| folder.path().join(name)).collect();
    match load_directory(folder.path(), &values) {
        Ok(collected) => Seen::new(collected, folder.path()),
        Err(error) => panic!("{error}"),
    }
}

/// Loads one text.
fn text(name: &str, text: &str) -> Seen {
    match load_text(name, text) {
        Ok(collected) => Seen::new(collected, Path::new("")),
        Err(error) => panic!("{error}"),
    }
}

fn refused(outcome: Result<Collected, ConfigError>, root: &Path) -> String {
    match outcome {
        Ok(collected) => panic!("{collected:?}"),
        Err(error) => error.to_string().replace(&format!("{}/", root.display()), ""),
    }
}
