//! Blocks to resources: one for each block, with its meta-arguments apart from its attributes.
//!
//! This file must not expand `count` or `for_each`: a block is one resource, however many it makes.

use std::sync::Arc;

use super::evaluate::Evaluator;
use super::module::{Declared, What};
use super::syntax::{Block, Place};
use super::{reach, sensitive};
use crate::model::{Address, Key, Map, Path, Provenance, Reached, Resource, Value};

/// A resource while it is put together.
#[derive(Debug)]
pub(super) struct Made {
    kind: String,
    address: String,
    pub(super) attributes: Map,
    /// Which attributes hold secrets.
    sensitive: Vec<Path>,
    first_place: Option<Place>,
    places: Vec<(Key, Place)>,
    reached: Vec<Reached>,
}

impl Made {
    pub(super) fn new(kind: &str, address: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            address: address.to_owned(),
            attributes: Map::default(),
            sensitive: Vec::new(),
            first_place: None,
            places: Vec::new(),
            reached: Vec::new(),
        }
    }

    /// Notes where the resource stands, unless that is known.
    pub(super) fn stands_at(&mut self, place: &Place) {
        self.first_place.get_or_insert_with(|| place.clone());
    }

    /// Notes where an attribute stands; of several places the first counts.
    pub(super) fn attribute_at(&mut self, name: &str, place: &Place) {
        self.places.push((Key::new(name), place.clone()));
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.attributes.extend([(Key::new(name), value)]);
    }

    /// Takes the attributes, and learns from what is hidden in `masked` which of them hold secrets.
    pub(super) fn hold(&mut self, clear: Map, masked: &Map) {
        self.sensitive = sensitive::paths(&clear, masked);
        self.attributes = clear;
    }

    /// Marks an attribute as a secret, with all that it holds.
    pub(super) fn mark(&mut self, path: Path) {
        self.sensitive.retain(|inner| inner.segments().first() != path.segments().first());
        self.sensitive.push(path);
    }

    /// Sets a map, unless it holds nothing.
    pub(super) fn set_map(&mut self, name: &str, map: Map) {
        if !map.is_empty() {
            self.set(name, Value::Map(map));
        }
    }

    /// Returns the resource; `root` is the name of the input when that is a single file.
    pub(super) fn finish(self, root: Option<&Arc<str>>) -> (Resource, Vec<Path>) {
        let file = |place: &Place| place.file.as_ref().into();
        let mut places = self.places;
        // The sort is stable, so the first place of each attribute stays the first.
        places.sort_by(|a, b| a.0.cmp(&b.0));
        places.dedup_by(|a, b| a.0 == b.0);
        let provenance = Provenance {
            file: self.first_place.as_ref().filter(|place| Some(&place.file) != root).map(file),
            line: self.first_place.as_ref().map(|place| place.line),
            attributes: places.into_iter().map(|(key, place)| (key, file(&place), place.line)).collect(),
            reached: self.reached,
            managers: Vec::new(),
        };
        let resource = Resource {
            kind: self.kind.into(),
            address: Address::new(self.address),
            attributes: self.attributes,
            provenance,
            ..Resource::default()
        };
        (resource, self.sensitive)
    }
}

/// Makes the resource of one block at this address; `masked` evaluates with secrets hidden.
pub(super) fn resource(
    declared: &Declared,
    address: &str,
    clear: &Evaluator<'_>,
    masked: &Evaluator<'_>,
    origins: &reach::Instances,
) -> Made {
    let mut made = Made::new(&declared.kind, address);
    made.stands_at(&declared.block.place);
    let body = &declared.block.body;
    for attribute in &body.attributes {
        made.attribute_at(&key(declared.what, &attribute.name), &attribute.place);
    }
    for block in &body.blocks {
        made.attribute_at(&key(declared.what, block.name()), &block.place);
    }
    made.hold(attributes(declared, clear), &attributes(declared, masked));
    made.reached = reach::attributes(origins, declared, |name| key(declared.what, name));
    made
}

/// Returns the key of an attribute: meta-arguments are marked, because they are no attributes of the object.
fn key(what: What, name: &str) -> String {
    let is_meta = match what {
        What::Resource => matches!(
            name,
            "count" | "for_each" | "depends_on" | "provider" | "lifecycle" | "provisioner" | "connection"
        ),
        What::Module => matches!(name, "count" | "for_each" | "depends_on" | "providers"),
        What::Provider | What::Check | What::Other => false,
    };
    if is_meta { format!("@{name}") } else { name.to_owned() }
}

fn attributes(declared: &Declared, evaluator: &Evaluator<'_>) -> Map {
    let body = &declared.block.body;
    let mut entries = Vec::with_capacity(body.attributes.len() + body.blocks.len());
    for attribute in &body.attributes {
        let key = key(declared.what, &attribute.name);
        let value = match key.as_str() {
            "@depends_on" | "@provider" | "@providers" => {
                evaluator.references(&attribute.value, &attribute.place)
            }
            _ => evaluator.value(&attribute.value, &attribute.place),
        };
        entries.push((Key::new(&key), value));
    }
    let is_lifecycle = |block: &&Block| declared.what == What::Resource && block.kind == "lifecycle";
    let nested: Vec<&Block> = body.blocks.iter().filter(|block| !is_lifecycle(block)).collect();
    for (name, value) in evaluator.blocks(&nested) {
        entries.push((Key::new(&key(declared.what, &name)), value));
    }
    for block in body.blocks.iter().filter(is_lifecycle) {
        entries.push((Key::new("@lifecycle"), Value::Map(lifecycle(block, evaluator))));
    }
    Map::from_entries(entries)
}

/// Returns the rules of a `lifecycle` block; what they name stays as it is written.
fn lifecycle(block: &Block, evaluator: &Evaluator<'_>) -> Map {
    let mut entries = Vec::new();
    for attribute in &block.body.attributes {
        let value = match attribute.name.as_str() {
            "ignore_changes" | "replace_triggered_by" => {
                evaluator.references(&attribute.value, &attribute.place)
            }
            _ => evaluator.value(&attribute.value, &attribute.place),
        };
        entries.push((Key::new(&attribute.name), value));
    }
    let nested: Vec<&Block> = block.body.blocks.iter().collect();
    entries.extend(evaluator.blocks(&nested));
    Map::from_entries(entries)
}
