//! What runs in a cloud stands for what declares it, where two environments are compared.
//!
//! A resource that runs and was declared has the address and the place of its declaration, and what only the
//! declaration tells of it; what runs wins. This file must not compare.

use std::collections::BTreeSet;

use super::parts::{self, At};
use super::reach::{Clouds, Reach, Seen};
use super::{Kinds, Pairs, adopt, candidates, identity, is_candidate, keep_addresses_apart};
use crate::model::{Origin, Resource, Snapshot, Status};
use crate::normalize::knowledge::Knowledge;

/// Lets what runs stand for what declares it; `None` where there is nothing of both.
///
/// Says how many that were declared do not run, and are not compared.
pub(in crate::pipeline) fn stand_in(snapshot: &Snapshot, knowledge: &Knowledge) -> Option<(Snapshot, usize)> {
    let clouds = Clouds::of(snapshot);
    let kinds = &Kinds::new(knowledge);
    let live = candidates(snapshot, &clouds, &|resource| clouds.gave(resource));
    let declared = candidates(snapshot, &clouds, &|resource| {
        is_candidate(resource) && !resource.kind.starts_with("data.")
    });
    let reach = Reach::of(snapshot);
    if !reach.is_any() || declared.is_empty() {
        return None;
    }
    let matches = identity::find(&declared, &live, kinds);
    let pairs: Pairs = matches.pairs.iter().copied().collect();
    let mut made = snapshot.clone();
    let mut leave: BTreeSet<usize> = pairs.keys().copied().collect();
    leave.extend(matches.twice.iter().map(|(at, _)| *at));
    leave.extend(matches.ambiguous.iter().map(|(at, _)| *at));
    let gone: BTreeSet<usize> = declared
        .iter()
        .filter(|one| !leave.contains(&one.at) && reach.declared(one.resource, kinds) == Seen::Yes)
        .map(|one| one.at)
        .collect();
    for (declared, live) in &pairs {
        if let (Some(declared), Some(live)) =
            (snapshot.resources.get(*declared), made.resources.get_mut(*live))
        {
            adopt(declared, live);
            complete(declared, live, snapshot);
        }
    }
    for at in leave.iter().chain(&gone) {
        if let Some(resource) = made.resources.get_mut(*at) {
            resource.origin = Origin::Code;
        }
    }
    let names = made.clone();
    keep_addresses_apart(&names, &mut made, &pairs, &clouds);
    made.sort();
    Some((made, gone.len()))
}

/// Adds what only the declaration tells.
fn complete(declared: &Resource, live: &mut Resource, snapshot: &Snapshot) {
    let told = declared.attributes.iter().filter(|(key, _)| live.attributes.get(key).is_none());
    let told: Vec<_> = told.cloned().collect();
    live.attributes.extend(told);
    live.provenance = declared.provenance.clone();
    if live.provenance.file.is_none() {
        let source = snapshot.sources.get(declared.source as usize);
        live.provenance.file = source.map(|source| source.name.as_str().into());
    }
}

/// Leaves out of what runs the parts of others that an attribute of those tells, too; returns how many.
pub(in crate::pipeline) fn fold(snapshot: &mut Snapshot, knowledge: &Knowledge) -> usize {
    let clouds = Clouds::of(snapshot);
    let kinds = &Kinds::new(knowledge);
    let found = {
        let live = candidates(snapshot, &clouds, &|resource| clouds.gave(resource));
        let all: Vec<_> = live.iter().map(|c| (At::Live(c.at), c.resource, c.spot)).collect();
        parts::find(&all, &Pairs::new(), kinds)
    };
    let mut folded = 0;
    for whole in &found.wholes {
        let Some(parent) = whole.live.and_then(|at| snapshot.resources.get(at)) else { continue };
        let owner = parent.owner.clone();
        let is_told = |attribute: &Option<String>| {
            attribute.as_ref().is_some_and(|name| parent.attributes.get(name).is_some())
        };
        let told: Vec<(usize, bool)> = whole
            .parts
            .iter()
            .flat_map(|(attribute, parts)| parts.iter().map(move |part| (part.at, attribute)))
            .filter_map(|(at, attribute)| match at {
                At::Live(at) => Some((at, is_told(attribute))),
                At::Declared(_) => None,
            })
            .collect();
        for (at, is_told) in told {
            let Some(part) = snapshot.resources.get_mut(at) else { continue };
            if part.owner.is_none() {
                part.owner.clone_from(&owner);
            }
            if is_told && part.origin == Origin::Live {
                part.origin = Origin::Code;
                folded += 1;
            }
        }
    }
    let orphans: BTreeSet<String> = missing_kinds(snapshot)
        .into_iter()
        .flat_map(|kind| {
            let known = kinds.of(&kind);
            let parts = known.parts.iter().flat_map(|parts| parts.by.iter());
            parts.map(|told| told.kind.clone()).collect::<Vec<_>>()
        })
        .collect();
    // Parts of what could not be read are told with it where it was read.
    for part in &mut snapshot.resources {
        if part.origin == Origin::Live && orphans.contains(part.kind.as_str()) {
            part.origin = Origin::Code;
            folded += 1;
        }
    }
    folded
}

/// Returns the kinds of which resources may exist that could not be read.
fn missing_kinds(snapshot: &Snapshot) -> BTreeSet<String> {
    let missing = snapshot.sources.iter().flat_map(|source| match &source.status {
        Status::Partial(missing) => missing.as_slice(),
        Status::Complete | Status::Failed(_) => &[],
    });
    missing.filter_map(|one| one.kind.as_ref().map(ToString::to_string)).collect()
}
