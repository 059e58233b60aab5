//! Which object that runs is which that was declared, inside one environment.
//!
//! Names mean the same on both sides here, so an address is an address. What has none yet when it is declared
//! is found by what it is called otherwise: by its identifiers, by its name where no namespace was given, and
//! by the name that a server was to complete. This file must not guess: what is alike is not the same.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::{Method, Pairing, Pairs, Unpaired, is_code};
use crate::model::{Place, Resource, Sides, Value};
use crate::normalize::Side;
use crate::normalize::meaning::Documents;

/// Pairs what was declared (left) with what runs (right); what runs and `is_settled` has the address of its pair, if
/// it has one.
pub fn declared(
    sides: Sides<&Side<'_>>,
    documents: &Documents,
    is_settled: &dyn Fn(&Resource) -> bool,
) -> Pairs {
    let resources = sides.map(|side| &side.snapshot.resources);
    let mut pairing = Pairing {
        sides,
        documents,
        pairs: Vec::with_capacity(resources.left.len().min(resources.right.len())),
        pair_of: resources.map(|resources| vec![None; resources.len()]),
        collisions: Vec::new(),
        series: Vec::new(),
    };
    pairing.by_address(true);
    pairing.by_identifier(is_settled);
    pairing.by_name_alone();
    let instances = pairing.by_generated_name();
    pairing.end(&instances)
}

impl Pairing<'_> {
    /// Pairs what has an identifier in common, and is of one kind.
    fn by_identifier(&mut self, is_settled: &dyn Fn(&Resource) -> bool) {
        let (left, right) = (self.sides.left, self.sides.right);
        let mut found = Vec::new();
        for (index, resource) in left.snapshot.resources.iter().enumerate() {
            if !self.is_free(true, index) || is_code(resource) {
                continue;
            }
            let Some(known) = left.kinds.get(index) else { continue };
            let mut other = None;
            for path in &known.identifiers {
                path.texts(&resource.attributes, |attribute, text| {
                    let there = right.identified(text).filter(|(_, there)| *there == attribute);
                    other = other.or(there.map(|(at, _)| at as usize));
                });
            }
            let same = |other: &usize| {
                right.snapshot.resources.get(*other).is_some_and(|other| {
                    let namespace = |resource: &Resource| {
                        resource.place().and_then(|place| place.namespace).map(str::to_owned)
                    };
                    !is_settled(other)
                        && other.kind == resource.kind
                        && namespace(other) == namespace(resource)
                })
            };
            found.extend(other.filter(same).map(|other| (index, other)));
        }
        for (left, right) in found {
            self.join(left, right, Method::Name, 100);
        }
    }

    /// Pairs what was declared without a namespace with the only object of its kind and name.
    fn by_name_alone(&mut self) {
        let by_name = |is_left: bool| {
            let side = if is_left { self.sides.left } else { self.sides.right };
            let mut names: HashMap<(&str, &str), Vec<usize>, FixedState> = HashMap::default();
            for (index, resource) in side.snapshot.resources.iter().enumerate() {
                if !self.is_free(is_left, index) || is_code(resource) {
                    continue;
                }
                // On the left only what names no namespace is looked for, on the right only what has one.
                if let Some(Place { namespace, name }) = resource.place()
                    && namespace.is_none() == is_left
                {
                    names.entry((&resource.kind, name)).or_default().push(index);
                }
            }
            names
        };
        let (left, right) = (by_name(true), by_name(false));
        let mut found = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "the pairs found are sorted before they are used")]
        for (name, here) in &left {
            if let ([l], Some([r])) = (here.as_slice(), right.get(name).map(Vec::as_slice)) {
                found.push((*l, *r));
            }
        }
        found.sort_unstable();
        for (left, right) in found {
            self.join(left, right, Method::Name, 100);
        }
    }

    /// Pairs what a server was to name with the last that it named so; returns the earlier ones.
    fn by_generated_name(&mut self) -> Vec<usize> {
        let mut made: HashMap<(&str, Option<&str>, &str), Vec<usize>, FixedState> = HashMap::default();
        for (index, resource) in self.sides.right.snapshot.resources.iter().enumerate() {
            if self.is_free(false, index)
                && resource.owner.is_none()
                && let Some(prefix) = metadata(resource, "generateName")
                && let Some(place) = resource.place()
            {
                made.entry((&resource.kind, place.namespace, prefix)).or_default().push(index);
            }
        }
        let mut earlier = Vec::new();
        let left = self.sides.left;
        for (index, resource) in left.snapshot.resources.iter().enumerate() {
            let Some(prefix) = metadata(resource, "generateName") else { continue };
            if !self.is_free(true, index) || metadata(resource, "name").is_some() {
                continue;
            }
            let namespace = resource.place().and_then(|place| place.namespace);
            let Some(mut instances) = made.remove(&(resource.kind.as_str(), namespace, prefix)) else {
                continue;
            };
            let right = &self.sides.right.snapshot.resources;
            instances.sort_by_key(|at| right.get(*at).and_then(|r| metadata(r, "creationTimestamp")));
            if let Some(last) = instances.pop() {
                self.join(index, last, Method::Name, 100);
            }
            earlier.extend(instances);
        }
        earlier
    }

    /// Says what is left over, one by one: inside one environment no number of instances is meant to differ.
    fn end(mut self, instances: &[usize]) -> Pairs {
        self.pairs.sort_by_key(|pair| pair.left);
        for (number, pair) in (0u32..).zip(&self.pairs) {
            self.pair_of.left[pair.left as usize] = Some(number);
            self.pair_of.right[pair.right as usize] = Some(number);
        }
        let instances: HashSet<usize, FixedState> = instances.iter().copied().collect();
        let mut unpaired = Vec::new();
        let mut owned = 0;
        for (at, resource) in (0u32..).zip(&self.sides.left.snapshot.resources) {
            if self.is_free(true, at as usize) && !is_code(resource) {
                unpaired.push(Unpaired::Resource(Sides::new(Some(at), None)));
            }
        }
        for (at, resource) in (0u32..).zip(&self.sides.right.snapshot.resources) {
            if !self.is_free(false, at as usize) || is_code(resource) {
                continue;
            }
            if instances.contains(&(at as usize)) {
                owned += 1;
            } else {
                unpaired.push(Unpaired::Resource(Sides::new(None, Some(at))));
            }
        }
        Pairs {
            pairs: self.pairs,
            unpaired,
            pair_of: self.pair_of,
            not_covered: 0,
            owned,
            collisions: self.collisions,
        }
    }
}

/// Returns a text of the metadata that every object of a server has.
fn metadata<'a>(resource: &'a Resource, key: &str) -> Option<&'a str> {
    let text = resource.attributes.get("metadata").and_then(|metadata| metadata.get(key));
    text.and_then(Value::as_str).filter(|text| !text.is_empty())
}
