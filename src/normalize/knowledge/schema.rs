//! What environments say of their own kinds: the attribute `@schema` of a resource that describes kinds.
//!
//! An environment may hold kinds that no file knows, and the schemas of them. Collectors put what matters of a
//! schema into `@schema`: `{ KIND = { defaults = [{ at = PATH, is = VALUE }, …], keys = [{ at = PATH, is = [NAME, …] }, …], sets = [PATH, …] } }`,
//! with paths as `kind` blocks write them. Both sides learn the same, so that a comparison is the same
//! whichever side is left; of defaults that the sides contradict each other in, none is believed.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::key_path::{KeyPath, Part};
use super::load::{About, Fact};
use crate::model::{Key, Map, Sides, Snapshot, Value};

/// The attribute that holds what a resource says of kinds.
pub(super) const SCHEMA: &str = "@schema";

/// What both environments say of kinds.
#[derive(Debug, Default)]
pub struct Schemas(HashMap<String, Vec<Fact>, FixedState>);

/// What is said of one path of a kind; the order is that in which facts are learned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Default,
    Keys,
    Set,
}

/// What has been said of one kind so far; `None` where the environments contradict each other.
type Gathered<'a> = BTreeMap<(&'a str, Said), Option<&'a Value>>;

impl Schemas {
    /// Learns from all resources of both environments that describe kinds.
    pub fn new(snapshots: Sides<&Snapshot>) -> Self {
        let mut kinds: BTreeMap<&str, Gathered<'_>> = BTreeMap::new();
        for resource in snapshots.left.resources.iter().chain(&snapshots.right.resources) {
            let Some(schemas) = resource.attributes.own(SCHEMA).and_then(Value::as_map) else { continue };
            for (kind, schema) in schemas {
                if let Value::Map(schema) = schema {
                    gather(schema, kinds.entry(kind.as_str()).or_default());
                }
            }
        }
        let facts = |gathered: Gathered<'_>| -> Vec<Fact> {
            gathered.into_iter().filter_map(|((path, said), value)| fact(path, said, value?)).collect()
        };
        Self(kinds.into_iter().map(|(kind, gathered)| (kind.to_owned(), facts(gathered))).collect())
    }

    /// Returns what is said of a kind.
    pub(super) fn facts(&self, kind: &str) -> &[Fact] {
        self.0.get(kind).map(Vec::as_slice).unwrap_or_default()
    }
}

fn gather<'a>(schema: &'a Map, into: &mut Gathered<'a>) {
    let mut note = |path: &'a str, said: Said, value: &'a Value| {
        into.entry((path, said))
            .and_modify(|before| *before = before.filter(|before| *before == value))
            .or_insert(Some(value));
    };
    for (member, said) in [("defaults", Said::Default), ("keys", Said::Keys)] {
        for entry in schema.get(member).and_then(Value::as_list).into_iter().flatten() {
            if let (Some(Value::String(path)), Some(value)) = (entry.get("at"), entry.get("is")) {
                note(path, said, value);
            }
        }
    }
    for path in schema.get("sets").and_then(Value::as_list).into_iter().flatten() {
        if let Value::String(text) = path {
            note(text, Said::Set, path);
        }
    }
}

fn fact(path: &str, said: Said, value: &Value) -> Option<Fact> {
    let part = |name: &str| if name == "*" { Part::Any } else { Part::Key(Key::new(name)) };
    let about = match said {
        Said::Default => About::Default(value.clone()),
        Said::Set => About::Set,
        Said::Keys => {
            let keys: Box<[Key]> = value.as_list()?.iter().filter_map(Value::as_str).map(Key::new).collect();
            About::Keys((!keys.is_empty()).then_some(keys)?)
        }
    };
    Some(Fact { path: KeyPath::new(path, path.split('.').map(part).collect()), about })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Resource;
    use crate::normalize::knowledge::Knowledge;

    fn snapshot(default: i64) -> Snapshot {
        let map = |entries: Vec<(&str, Value)>| {
            Value::map(entries.into_iter().map(|(key, value)| (Key::new(key), value)))
        };
        let at = |path: &str, value: Value| map(vec![("at", path.into()), ("is", value)]);
        let schema = map(vec![
            ("defaults", Value::list([at("spec.size", default.into()), at("spec.parts.on", true.into())])),
            ("keys", Value::list([at("spec.parts", Value::list(["a".into(), "b".into()]))])),
            ("sets", Value::list(["spec.tags".into()])),
        ]);
        let described = map(vec![("Widget.lab", schema)]);
        let attributes = Map::from_entries(vec![(Key::new(SCHEMA), described)]);
        let resource = Resource { attributes, ..Resource::default() };
        Snapshot { resources: vec![resource], ..Snapshot::default() }
    }

    #[test]
    fn a_kind_is_known_as_the_environments_describe_it() {
        let knowledge = Knowledge::default();
        let (left, right) = (snapshot(1), snapshot(2));
        let schemas = Schemas::new(Sides::new(&left, &left));
        let known = knowledge.kind_with("Widget.lab", &schemas);
        let spec = known.root.child("spec").unwrap();
        assert_eq!(spec.child("size").unwrap().default, Some(Value::int(1)));
        assert_eq!(spec.child("parts").unwrap().keys.as_deref().unwrap(), ["a", "b"]);
        assert_eq!(spec.child("parts").unwrap().child("on").unwrap().default, Some(Value::Bool(true)));
        assert!(spec.child("tags").unwrap().set);
        assert!(knowledge.kind_with("Gadget.lab", &schemas).root.child("spec").is_none());
        // Which default an absent value has is then unknown, on either side.
        let schemas = Schemas::new(Sides::new(&left, &right));
        let known = knowledge.kind_with("Widget.lab", &schemas);
        assert_eq!(known.root.child("spec").unwrap().child("size").and_then(|n| n.default.as_ref()), None);
    }
}
