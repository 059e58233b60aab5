//! What is only known when all objects of an environment are together: who made what, which variables
//! a container really gets, and what the cluster as a whole is.
//!
//! Everything here is added to the objects, in attributes that begin with `@` and in `Resource::owner`; it
//! is the same when it is asked for again. This file must not do I/O, and must not compare environments.

use std::collections::{HashMap, HashSet};

use compact_str::{CompactString, format_compact};
use foldhash::fast::FixedState;

use super::{cluster, effective, generations, owners};
use crate::model::{CLUSTER, Map, Origin, Resource, Source, Value};

/// Adds to the objects of one environment what they say together; `sources` tell what could not be read.
///
/// Secrets must be sealed before: what a container gets from a Secret is the fingerprint.
pub fn facts(resources: &mut Vec<Resource>, sources: &[Source]) {
    // A cluster of which nothing may be read is told by its version alone.
    if !resources.iter().any(|resource| is_object(resource) || resource.kind == CLUSTER) {
        return;
    }
    cluster::gather(resources, sources);
    let owned = owners::owners(&World::new(resources, sources));
    for (resource, owner) in resources.iter_mut().zip(owned) {
        resource.owner = owner;
    }
    owners::set_aggregated_rules_aside(resources);
    let named = generations::generations(&World::new(resources, sources));
    for (index, generation) in named {
        let Some(resource) = resources.get_mut(index) else { continue };
        match generation {
            generations::Generation::Current(address) => {
                resource.attributes.insert(Resource::CALLED.into(), Value::string(address));
            }
            generations::Generation::Old(owner) => resource.owner = Some(owner),
        }
    }
    let environments = effective::environments(&World::new(resources, sources));
    for (index, more) in environments {
        if let Some(resource) = resources.get_mut(index) {
            resource.attributes.extend(more);
        }
    }
}

/// Returns whether a resource is an object of the Kubernetes API, and no summary of our own.
pub(super) fn is_object(resource: &Resource) -> bool {
    resource.attributes.get("apiVersion").is_some() && resource.attributes.get("kind").is_some()
}

/// All objects of an environment, to look around in.
pub(super) struct World<'a> {
    pub(super) resources: &'a [Resource],
    /// By whether a server gave it, and by address.
    at: HashMap<(bool, &'a str), usize, FixedState>,
    kinds: HashSet<(bool, &'a str), FixedState>,
    /// How completely all of it was read.
    sources: &'a [Source],
}

impl<'a> World<'a> {
    pub(super) fn new(resources: &'a [Resource], sources: &'a [Source]) -> Self {
        let key = |resource: &'a Resource| (resource.origin == Origin::Live, resource.address.as_str());
        Self {
            resources,
            at: resources.iter().enumerate().map(|(index, resource)| (key(resource), index)).collect(),
            kinds: resources.iter().map(|r| (r.origin == Origin::Live, r.kind.as_str())).collect(),
            sources,
        }
    }

    /// Returns the object of this name, among those that a server gave or those that were declared.
    pub(super) fn find(
        &self,
        is_live: bool,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<&'a Resource> {
        self.index(is_live, kind, namespace, name).and_then(|index| self.resources.get(index))
    }

    fn index(&self, is_live: bool, kind: &str, namespace: Option<&str>, name: &str) -> Option<usize> {
        self.at.get(&(is_live, address(kind, namespace, name).as_str())).copied()
    }

    /// Returns whether there is an object of this name at all, in the namespace or in none.
    pub(super) fn exists(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let mut places = [(true, namespace), (false, namespace), (true, None), (false, None)].into_iter();
        places.any(|(is_live, namespace)| self.index(is_live, kind, namespace, name).is_some())
    }

    /// Returns whether there are objects of this kind at all.
    pub(super) fn holds(&self, is_live: bool, kind: &str) -> bool {
        self.kinds.contains(&(is_live, kind))
    }

    /// Returns whether objects of this kind, or some of them, could not be read, or were not asked for.
    ///
    /// An object that is then taken for unknown is told as such, while one that is taken for absent would be
    /// told wrongly.
    pub(super) fn is_unread(&self, kind: &str) -> bool {
        self.sources.iter().any(|source| source.may_lack_some(kind))
    }
}

/// Returns the address that an object has in the model.
pub(super) fn address(kind: &str, namespace: Option<&str>, name: &str) -> CompactString {
    match namespace {
        Some(namespace) => format_compact!("{namespace}/{kind}/{name}"),
        None => format_compact!("{kind}/{name}"),
    }
}

/// Takes an address apart: namespace, kind and name. No name of the API holds a slash.
pub(super) fn parts(resource: &Resource) -> (Option<&str>, &str, &str) {
    let text = resource.address.as_str();
    let (before, name) = text.rsplit_once('/').unwrap_or(("", text));
    match before.split_once('/') {
        Some((namespace, kind)) => (Some(namespace), kind, name),
        None => (None, before, name),
    }
}

/// Returns what stands below these keys.
pub(super) fn below<'m>(map: &'m Map, keys: &[&str]) -> Option<&'m Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(map.get(first)?, |value, key| value.get(key))
}

/// Returns the text that stands below these keys; an empty one counts as none.
pub(super) fn text<'m>(map: &'m Map, keys: &[&str]) -> Option<&'m str> {
    below(map, keys)?.as_str().filter(|text| !text.is_empty())
}
