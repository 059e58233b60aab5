//! Objects whose names end with a hash of what they hold, as kustomize names its ConfigMaps and Secrets.
//!
//! Such an object has a new name whenever its content changes; the name without the hash is what it is
//! called. This file must not rename anything: it says what an object is called, and which is in use.

use std::collections::{BTreeMap, HashSet};

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::facts::{World, address, parts};
use crate::model::{Map, Origin, Resource, Value};

/// The kinds that kustomize generates, and that it gives a hash.
const GENERATED: [&str; 2] = ["ConfigMap", "Secret"];
/// How long the hash is, and of which characters: hexadecimal digits without those that could make words.
///
/// Source: `encode` in <https://github.com/kubernetes-sigs/kustomize/blob/master/api/hasher/hasher.go>
const LENGTH: usize = 10;
const ALPHABET: &[u8] = b"bcdfghkmt2456789";
/// What a controller keeps of earlier times refers to earlier generations.
const HISTORY: [&str; 4] = ["ReplicaSet.apps", "ControllerRevision.apps", "Pod", "Job.batch"];

/// What an object with a hash is.
pub(super) enum Generation {
    /// The one in use, with its address without the hash.
    Current(CompactString),
    /// An earlier one, with the one in use as kind and name.
    Old(CompactString),
}

/// Returns what each object is whose name ends with a hash, as far as that is certain.
pub(super) fn generations(world: &World<'_>) -> Vec<(usize, Generation)> {
    let mut families: BTreeMap<(bool, CompactString), Vec<usize>> = BTreeMap::new();
    for (index, resource) in world.resources.iter().enumerate() {
        if resource.owner.is_some() || !GENERATED.contains(&resource.kind.as_str()) {
            continue;
        }
        let (namespace, kind, name) = parts(resource);
        let Some(stem) = without_hash(name) else { continue };
        let is_live = resource.origin == Origin::Live;
        // A name that something else has without a hash is that other's.
        if world.find(is_live, kind, namespace, stem).is_none() {
            families.entry((is_live, address(kind, namespace, stem))).or_default().push(index);
        }
    }
    let mut found = Vec::new();
    let mut used: Option<HashSet<&str, FixedState>> = None;
    for ((_, address), members) in families {
        if let [only] = members.as_slice() {
            found.push((*only, Generation::Current(address)));
            continue;
        }
        let used = used.get_or_insert_with(|| names_in_use(world.resources));
        let name = |index: &usize| world.resources.get(*index).map_or("", |resource| parts(resource).2);
        let (current, old): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|index| used.contains(name(index)));
        // Where several are in use, or none, which one counts cannot be told.
        if let [current] = current.as_slice() {
            let kind = world.resources.get(*current).map_or("", |resource| resource.kind.as_str());
            let owner = CompactString::from(format!("{kind}/{}", name(current)));
            found.push((*current, Generation::Current(address)));
            found.extend(old.into_iter().map(|index| (index, Generation::Old(owner.clone()))));
        }
    }
    found
}

/// Returns a name without the hash at its end, when it has one.
fn without_hash(name: &str) -> Option<&str> {
    let (stem, hash) = name.rsplit_once('-')?;
    let is_hash = hash.len() == LENGTH
        && hash.bytes().all(|byte| ALPHABET.contains(&byte))
        // Digits alone are a time or a number more often than a hash.
        && hash.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_hash && !stem.is_empty()).then_some(stem)
}

/// Returns all texts that could name a generated object, outside of what keeps the history of another.
fn names_in_use(resources: &[Resource]) -> HashSet<&str, FixedState> {
    let mut names = HashSet::default();
    for resource in resources {
        let is_history = resource.owner.is_some() && HISTORY.contains(&resource.kind.as_str());
        if !is_history && !GENERATED.contains(&resource.kind.as_str()) {
            texts(&resource.attributes, &mut |text| {
                if without_hash(text).is_some() {
                    names.insert(text);
                }
            });
        }
    }
    names
}

fn texts<'m>(map: &'m Map, each: &mut dyn FnMut(&'m str)) {
    map.iter().for_each(|(_, item)| texts_of(item, each));
}

fn texts_of<'m>(value: &'m Value, each: &mut dyn FnMut(&'m str)) {
    match value {
        Value::String(text) => each(text),
        Value::List(items) => items.iter().for_each(|item| texts_of(item, each)),
        Value::Map(map) => texts(map, each),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::without_hash;

    #[test]
    fn a_hash_is_told_from_a_word_and_a_number() {
        for (name, stem) in [
            ("settings-7k2m9d5f8t", Some("settings")),
            ("my-settings-bg2495k7mh", Some("my-settings")),
            ("settings-7k2m9d5f8", None),
            ("settings-7k2m9d5f8ta", None),
            ("settings-production", None),
            ("settings-7k2m9d5f8a", None),
            ("backup-2458679245", None),
            ("-7k2m9d5f8t", None),
            ("7k2m9d5f8t", None),
        ] {
            assert_eq!(without_hash(name), stem, "{name}");
        }
    }
}
