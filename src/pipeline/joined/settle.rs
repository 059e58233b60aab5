//! What becomes of resources that are joined: parts that are told elsewhere, what both know, and what plans tell.

use std::collections::BTreeSet;

use super::evidence::Told;
use super::parts::{self, At, Part, Whole};
use super::reach::{Clouds, Seen};
use super::{Fates, Joined, Kinds, Pairs, candidates, common, is_candidate};
use crate::model::{Key, Map, Origin, Resource, SetAside, Value};
use crate::normalize::knowledge::KindKnowledge;

/// The tags that a resource has, and those that were written down for it: a provider may add some to all.
const ALL_TAGS: &str = "tags_all";
const TAGS: &str = "tags";
/// The attribute by which what was declared was found.
const ID: &str = "id";

/// What is counted of a part that is not compared.
#[derive(Clone, Copy)]
enum Because {
    /// The other of two ways to tell it is compared.
    ToldElsewhere,
    Owned,
    Unknown,
}

impl Joined {
    /// Leaves of each resource what is to be compared.
    pub(super) fn settle(&mut self, pairs: &Pairs, told: &Told, fates: &mut Fates, kinds: &Kinds<'_>) {
        for (at, resource) in self.snapshots.left.resources.iter().enumerate() {
            if let Some(evidence) = told.get(&at) {
                let key = (resource.kind.clone(), resource.address.as_str().to_owned());
                self.plans.insert(key, evidence.clone());
            }
        }
        let left = &self.snapshots.left.resources;
        for (at, is_read) in fates.iter_mut().filter(|(_, is_read)| !**is_read) {
            *is_read = left
                .get(*at)
                .is_some_and(|r| r.origin == Origin::Declared && self.seen(r, kinds) == Seen::Yes);
        }
        let parts = {
            let (of_left, of_right) = (Clouds::of(&self.snapshots.left), &self.clouds);
            let declared = candidates(&self.snapshots.left, &of_left, &is_candidate).into_iter();
            let live = candidates(&self.snapshots.right, of_right, &|r| of_right.gave(r)).into_iter();
            let all: Vec<_> = declared
                .map(|c| (At::Declared(c.at), c.resource, c.spot))
                .chain(live.map(|c| (At::Live(c.at), c.resource, c.spot)))
                .collect();
            parts::find(&all, pairs, kinds)
        };
        let joined: BTreeSet<usize> = pairs.values().copied().collect();
        for whole in &parts.wholes {
            self.settle_parts(whole, pairs, &joined, fates, kinds);
        }
        for at in &parts.lost {
            self.aside(*at, Because::Unknown, fates);
        }
        for (declared, live) in pairs {
            self.keep_common(*declared, *live, kinds);
        }
        self.believe(pairs, told, fates, kinds);
    }

    fn settle_parts(
        &mut self,
        whole: &Whole,
        pairs: &Pairs,
        joined: &BTreeSet<usize>,
        fates: &mut Fates,
        kinds: &Kinds<'_>,
    ) {
        let is_alone = |part: &&Part| match part.at {
            At::Declared(at) => !pairs.contains_key(&at),
            At::Live(at) => !joined.contains(&at),
        };
        let all = || whole.parts.values().flatten();
        match (whole.declared, whole.live) {
            (Some(declared), Some(live)) => {
                for (attribute, parts) in &whole.parts {
                    if let Some(attribute) = attribute {
                        let alone: Vec<&Part> = parts.iter().filter(is_alone).collect();
                        self.settle_managed((declared, live), attribute, parts, &alone, fates, kinds);
                    }
                }
            }
            (Some(declared), None) => {
                // What it belongs to is told to be missing, and all that belongs to it with it.
                let is_missing = fates.get(&declared) == Some(&true);
                for part in all().filter(is_alone).filter(|part| is_missing || part.is_element) {
                    let because = if is_missing { Because::ToldElsewhere } else { Because::Unknown };
                    self.aside(part.at, because, fates);
                }
            }
            (None, Some(live)) => {
                let is_owned = self.snapshots.right.resources.get(live).is_some_and(|r| r.owner.is_some());
                for part in all().filter(is_alone) {
                    match part.at {
                        At::Live(_) if is_owned => self.aside(part.at, Because::Owned, fates),
                        At::Live(_) => self.aside(part.at, Because::ToldElsewhere, fates),
                        At::Declared(_) if part.is_element => self.aside(part.at, Because::Unknown, fates),
                        At::Declared(_) => {}
                    }
                }
            }
            (None, None) => {}
        }
    }

    /// Decides which of the two ways to tell an attribute is compared, for a resource that was declared and runs.
    fn settle_managed(
        &mut self,
        (declared, live): (usize, usize),
        attribute: &str,
        parts: &[Part],
        alone: &[&Part],
        fates: &mut Fates,
        kinds: &Kinds<'_>,
    ) {
        let of_declared: Vec<&Part> =
            parts.iter().filter(|part| matches!(part.at, At::Declared(_))).collect();
        let of_live = || alone.iter().filter(|part| matches!(part.at, At::Live(_)));
        let (elements, satellites): (Vec<&Part>, Vec<&Part>) =
            of_declared.into_iter().partition(|part| part.is_element);
        if satellites.is_empty() {
            if !elements.is_empty() {
                self.take_elements(declared, attribute, &elements, kinds);
            }
            for part in elements.into_iter().chain(of_live().copied()) {
                self.aside(part.at, Because::ToldElsewhere, fates);
            }
            return;
        }
        if let ([one], true) = (satellites.as_slice(), elements.is_empty())
            && self.take_value(declared, live, attribute, one, kinds)
        {
            return self.aside(one.at, Because::ToldElsewhere, fates);
        }
        let key = Key::new(attribute);
        let remove = |resources: &mut Vec<Resource>, at: usize| {
            resources.get_mut(at).and_then(|resource| resource.attributes.remove(&key)).is_some()
        };
        let was_there = remove(&mut self.snapshots.left.resources, declared)
            | remove(&mut self.snapshots.right.resources, live);
        self.set_aside.equivalent += u64::from(was_there);
        let of_kinds: BTreeSet<&str> = satellites.iter().map(|part| part.kind.as_str()).collect();
        for part in of_live() {
            // Where some were declared as elements, which of these they are is not known.
            if !elements.is_empty() {
                self.aside(part.at, Because::Unknown, fates);
            } else if !of_kinds.contains(part.kind.as_str()) {
                self.aside(part.at, Because::ToldElsewhere, fates);
            }
        }
        for part in elements {
            self.aside(part.at, Because::Unknown, fates);
        }
    }

    /// Takes a value that was declared as a resource of its own, of a kind that nothing reads, where what runs tells
    /// it as an attribute.
    fn take_value(
        &mut self,
        declared: usize,
        live: usize,
        attribute: &str,
        part: &Part,
        kinds: &Kinds<'_>,
    ) -> bool {
        let At::Declared(at) = part.at else { return false };
        let Some(resource) = self.snapshots.left.resources.get(at) else { return false };
        let is_told =
            self.snapshots.right.resources.get(live).is_some_and(|r| r.attributes.get(attribute).is_some());
        let Some(value) = resource.attributes.get(attribute).cloned() else { return false };
        if !is_told || self.reach.reads(&kinds.family(&part.kind)) {
            return false;
        }
        if let Some(whole) = self.snapshots.left.resources.get_mut(declared) {
            whole.attributes.insert(Key::new(attribute), value);
        }
        true
    }

    /// Makes the list of a resource of what was declared as resources of their own.
    fn take_elements(&mut self, declared: usize, attribute: &str, elements: &[&Part], kinds: &Kinds<'_>) {
        let left = &self.snapshots.left.resources;
        let Some(whole) = left.get(declared) else { return };
        let known = kinds.of(&kinds.family(&whole.kind));
        let splits = splits(&known, attribute);
        let made = elements.iter().filter_map(|part| {
            let At::Declared(at) = part.at else { return None };
            let resource = left.get(at)?;
            let element = kinds.of(&resource.kind).element.clone()?;
            Some(parts::element_of(&element, &resource.attributes, splits))
        });
        let made = Value::list(made.collect::<Vec<_>>());
        if let Some(whole) = self.snapshots.left.resources.get_mut(declared) {
            whole.attributes.insert(Key::new(attribute), made);
        }
    }

    fn aside(&mut self, at: At, because: Because, fates: &mut Fates) {
        let (resources, index) = match at {
            At::Declared(index) => (&mut self.snapshots.left.resources, index),
            At::Live(index) => (&mut self.snapshots.right.resources, index),
        };
        let Some(resource) = resources.get_mut(index) else { return };
        // One resource may be part of several.
        if resource.origin == Origin::Code {
            return;
        }
        resource.origin = Origin::Code;
        let SetAside { equivalent, owned, unknown, .. } = &mut self.set_aside;
        let (count, is_read) = match because {
            Because::ToldElsewhere => (equivalent, true),
            Because::Owned => (owned, true),
            Because::Unknown => (unknown, false),
        };
        *count += 1;
        if let At::Declared(index) = at {
            fates.insert(index, is_read);
        }
    }

    /// Takes out of two that are joined what only one of them knows.
    fn keep_common(&mut self, declared: usize, live: usize, kinds: &Kinds<'_>) {
        let (Some(left), Some(right)) =
            (self.snapshots.left.resources.get_mut(declared), self.snapshots.right.resources.get_mut(live))
        else {
            return;
        };
        // They are the same thing, whatever the provider made up for its id.
        if let (Some(id), Some(_)) = (right.attributes.get(ID).cloned(), left.attributes.get(ID)) {
            left.attributes.insert(Key::new(ID), id);
        }
        take_all_tags(&mut left.attributes);
        take_all_tags(&mut right.attributes);
        let family = kinds.of(&kinds.family(&left.kind));
        for (attribute, lists) in &family.splits {
            for map in [&mut left.attributes, &mut right.attributes] {
                if let Some(value) = map.get_mut(attribute) {
                    parts::split(value, lists);
                }
            }
        }
        let root = &kinds.of(&left.kind).root;
        common::keep(&mut left.attributes, &mut right.attributes, root, &mut self.set_aside);
    }

    /// Takes what plans tell of resources that nothing else tells of.
    fn believe(&mut self, pairs: &Pairs, told: &Told, fates: &mut Fates, kinds: &Kinds<'_>) {
        let mut sources = std::collections::BTreeMap::new();
        let mut seen = 0u64;
        for (at, evidence) in told {
            let Some(declared) = self.snapshots.left.resources.get(*at) else { continue };
            if declared.origin != Origin::Declared
                || pairs.contains_key(at)
                || self.reach.declared(declared, kinds) == Seen::Yes
            {
                continue;
            }
            fates.insert(*at, true);
            if evidence.is_gone() {
                continue;
            }
            seen += 1;
            let Some(declared) = self.snapshots.left.resources.get_mut(*at) else { continue };
            if evidence.is_unchanged() {
                declared.origin = Origin::Code;
                continue;
            }
            let mut live = evidence.apply(declared);
            let right = &mut self.snapshots.right;
            live.source = *sources.entry(evidence.source).or_insert_with(|| {
                right.sources.extend(self.snapshots.left.sources.get(evidence.source as usize).cloned());
                u32::try_from(right.sources.len().saturating_sub(1)).unwrap_or(u32::MAX)
            });
            right.resources.push(live);
        }
        if seen > 0 && self.reach.is_any() {
            self.notes.push(format!("of {seen} that nothing else tells of, a plan tells how they were"));
        }
    }
}

/// Leaves of a resource and its blocks the tags that it has, not those alone that were written down for it.
fn take_all_tags(map: &mut Map) {
    if let Some(all @ Value::Map(_)) = map.remove(ALL_TAGS) {
        map.insert(Key::new(TAGS), all);
    }
    let keys: Vec<Key> =
        map.iter().filter(|(_, value)| value.as_list().is_some()).map(|(key, _)| key.clone()).collect();
    for key in keys {
        if let Some(Value::List(items)) = map.get_mut(&key) {
            items.iter_mut().for_each(|item| {
                if let Value::Map(map) = item {
                    take_all_tags(map);
                }
            });
        }
    }
}

fn splits<'a>(known: &'a KindKnowledge, attribute: &str) -> &'a [String] {
    let found = known.splits.iter().find(|(list, _)| list == attribute);
    found.map(|(_, lists)| lists.as_slice()).unwrap_or_default()
}
