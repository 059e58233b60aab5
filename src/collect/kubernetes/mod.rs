//! Everything Kubernetes writes: manifests, what `kubectl get` prints, and what a cluster answers.
//!
//! This folder knows the API and its objects, and no cluster's custom ones: any kind is read.

mod cluster;
mod defaults;
mod effective;
mod facts;
mod folder;
mod generations;
mod helm;
mod kustomize;
#[cfg(feature = "kubernetes")]
pub mod live;
pub mod manifest;
mod object;
mod owners;
mod scalar;
mod schema;
mod scope;
mod secret;
mod yaml;

pub use defaults::pulled;
pub use facts::facts;
pub use folder::{FolderError, beside, load_folder, recipe_in};
pub use manifest::ManifestError;
pub use object::{NotAnObject, Objects, is_object};
pub use yaml::YamlError;

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;

use self::scope::Scopes;
use self::yaml::{Document, Documents};
use super::collected::Collected;
use super::json::STRUCTURAL;
use crate::model::{Address, Value};

/// How every format begins that objects come from.
pub(super) const FORMAT: &str = "kubernetes";

/// What an input of manifests turned out to be.
const MANIFESTS: &str = "kubernetes objects";

/// Addresses that stand twice, reported for one input; more would only bury the first.
const MAX_WARNINGS: usize = 20;

/// Reads a text of YAML or JSON objects; `name` is the file, and `namespace` that of objects that name none.
///
/// # Errors
/// The first document that is broken or no object.
pub fn read_text(name: &str, text: &str, namespace: Option<&str>) -> Result<Collected, ManifestError> {
    let documents = manifest::objects(text)?;
    collect(vec![Part { file: name, is_input: true, documents }], namespace)
}

/// Reads a JSON document that was parsed already: an object, or a list of them.
///
/// # Errors
/// The first value that is no object.
pub fn document(name: &str, value: Value, namespace: Option<&str>) -> Result<Collected, ManifestError> {
    let document = Document { value, line: 1 };
    manifest::check(&document)?;
    let documents = Documents { documents: vec![document], warnings: Vec::new() };
    collect(vec![Part { file: name, is_input: true, documents }], namespace)
}

/// Finishes what came of objects, whoever read them, before anything is sealed: releases of Helm are decoded,
/// and Secrets brought to clear text and marked so that they are sealed.
pub(super) fn finish(collected: &mut Collected) {
    helm::decode(collected);
    helm::hide(collected);
    secret::open(collected);
}

/// The documents of one file.
struct Part<'a> {
    /// How places in it are named.
    file: &'a str,
    /// Whether it is all of the input, whose name needs no repeating.
    is_input: bool,
    documents: Documents,
}

/// Puts the objects of all files into the model.
fn collect(parts: Vec<Part<'_>>, namespace: Option<&str>) -> Result<Collected, ManifestError> {
    let mut scopes = Scopes::default();
    for document in parts.iter().flat_map(|part| &part.documents.documents) {
        scopes.learn(&document.value);
    }
    let objects = Objects { namespace, is_cluster_scoped: &|kind| scopes.is_cluster_scoped(kind) };
    let mut collected = Collected::new(MANIFESTS);
    for Part { file, is_input, documents } in parts {
        let name = CompactString::from(file);
        let place = |warning: String| if is_input { warning } else { format!("{file}: {warning}") };
        collected.warnings.extend(documents.warnings.into_iter().map(place));
        let before = collected.resources.len();
        for Document { value, line } in documents.documents {
            let read = objects.read(value, Some(line), &mut collected.resources);
            read.map_err(|reason| ManifestError::NotAnObject { line, reason, hint: "" })?;
        }
        for resource in collected.resources.iter_mut().skip(before) {
            for key in STRUCTURAL {
                if let Some(value) = resource.attributes.get_mut(key) {
                    without_lines(value);
                }
            }
            if !is_input {
                resource.provenance.file = Some(name.clone());
            }
            for (_, file, _) in &mut resource.provenance.attributes {
                file.clone_from(&name);
            }
        }
    }
    warn_of_twins(&mut collected);
    finish(&mut collected);
    Ok(collected)
}

/// Takes lines out that the JSON reader noted in what only looks like a structure.
fn without_lines(value: &mut Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(without_lines),
        Value::Map(map) => {
            map.remove(super::json::LINE);
            map.remove(yaml::LINES);
            for key in STRUCTURAL {
                if let Some(inner) = map.get_mut(key) {
                    without_lines(inner);
                }
            }
        }
        _ => {}
    }
}

/// Says which objects stand twice: a cluster would have one of them, and which is a matter of order.
fn warn_of_twins(collected: &mut Collected) {
    let mut seen: HashMap<&Address, usize, FixedState> = HashMap::default();
    let mut twins = Vec::new();
    for (index, resource) in collected.resources.iter().enumerate() {
        let has_name =
            resource.attributes.get("metadata").and_then(|metadata| metadata.get("name")).is_some();
        if has_name && let Some(first) = seen.insert(&resource.address, index) {
            twins.push((first, index));
        }
    }
    let place = |index: &usize| {
        let provenance = collected.resources.get(*index).map(|resource| &resource.provenance);
        let line = provenance.and_then(|provenance| provenance.line).unwrap_or(0);
        match provenance.and_then(|provenance| provenance.file.as_ref()) {
            Some(file) => format!("{file}:{line}"),
            None => format!("line {line}"),
        }
    };
    let told = twins.iter().take(MAX_WARNINGS).filter_map(|(first, second)| {
        let address = &collected.resources.get(*second)?.address;
        Some(format!("{address} stands twice, at {} and {}; both are compared", place(first), place(second)))
    });
    let told: Vec<String> = told.collect();
    collected.warnings.extend(told);
}
