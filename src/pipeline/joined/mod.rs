//! The join: what was declared and what runs of a cloud, resource by resource, before anything is compared.
//!
//! What runs takes the address of what declares it, so that all later stages pair by address; what only one side
//! knows is taken out and counted; of what may be managed in two ways only one is left. This stage is pure, names no
//! kind, and leaves everything alone that no cloud gave and no plan tells of.

mod common;
mod coverage;
mod evidence;
mod identity;
mod parity;
mod parts;
mod reach;
mod settle;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use compact_str::CompactString;
use foldhash::fast::FixedState;

pub(super) use self::evidence::Evidence;
use self::identity::Candidate;
pub(super) use self::parity::{fold, stand_in};
use self::reach::{Clouds, Spot};
pub(super) use self::reach::{Reach, Seen};
use crate::model::{Address, Coverage, Origin, Resource, SetAside, Sides, Snapshot, Value};
use crate::normalize::knowledge::{KindKnowledge, Knowledge};

/// What is known of kinds, and which kinds are one.
pub(super) struct Kinds<'a> {
    knowledge: &'a Knowledge,
}

impl<'a> Kinds<'a> {
    pub(super) fn new(knowledge: &'a Knowledge) -> Self {
        Self { knowledge }
    }

    pub(super) fn of(&self, kind: &str) -> Arc<KindKnowledge> {
        self.knowledge.kind(kind)
    }

    /// Returns the kind under which resources are looked for: `aws_vpc` for `aws_default_vpc`.
    pub(super) fn family(&self, kind: &str) -> CompactString {
        self.of(kind).same_as.as_deref().unwrap_or(kind).into()
    }
}

/// Both sides made ready to be held against each other.
pub(super) struct Joined {
    pub(super) snapshots: Sides<Snapshot>,
    clouds: Clouds,
    /// How far what runs was read.
    pub(super) reach: Reach,
    /// What was set aside here, and is no part of any pair.
    pub(super) set_aside: SetAside,
    /// What deserves a word.
    pub(super) notes: Vec<String>,
    pub(super) coverage: Option<Coverage>,
    /// What plans tell, by kind and address.
    pub(super) plans: BTreeMap<(CompactString, String), Evidence>,
}

/// Which declared resource is which that runs, by their indices.
type Pairs = BTreeMap<usize, usize>;

/// Whether what was declared was looked at, by its index.
type Fates = BTreeMap<usize, bool>;

/// Returns whether plans are among the sources, which tell what was changed even where nothing that runs was read.
pub fn has_evidence(snapshot: &Snapshot) -> bool {
    snapshot.sources.iter().any(|source| crate::collect::terraform::is_plan(&source.format))
}

/// Returns whether a cloud was read, whatever it holds.
pub fn is_of_account(snapshot: &Snapshot) -> bool {
    Reach::of(snapshot).is_any()
}

/// Joins what was declared (left) with what runs (right); `None` where there is nothing to be joined.
pub(super) fn for_drift(snapshots: Sides<&Snapshot>, knowledge: &Knowledge) -> Option<Joined> {
    let reach = Reach::of(snapshots.right);
    if !reach.is_any() && !has_evidence(snapshots.left) {
        return None;
    }
    let kinds = &Kinds::new(knowledge);
    let clouds = Clouds::of(snapshots.right);
    let mut joined = Joined {
        snapshots: snapshots.map(Clone::clone),
        clouds,
        reach,
        set_aside: SetAside::default(),
        notes: Vec::new(),
        coverage: None,
        plans: BTreeMap::new(),
    };
    let told = evidence::take(&mut joined.snapshots.left);
    set_aside_what_is_no_resource(&mut joined.snapshots.left, kinds);
    tell_sources_apart(&mut joined.snapshots.left);
    let Sides { left, right } = &mut joined.snapshots;
    let none = Clouds::of(left);
    let declared = candidates(left, &none, &is_candidate);
    let live = candidates(right, &joined.clouds, &|resource| joined.clouds.gave(resource));
    let matches = identity::find(&declared, &live, kinds);
    let pairs: Pairs = matches.pairs.iter().copied().collect();
    let mut fates: Fates = declared.iter().map(|c| (c.at, pairs.contains_key(&c.at))).collect();
    fates.extend(matches.twice.iter().map(|(at, _)| (*at, true)));
    for (declared, live) in &pairs {
        if let (Some(declared), Some(live)) = (left.resources.get(*declared), right.resources.get_mut(*live))
        {
            adopt(declared, live);
        }
    }
    keep_addresses_apart(left, right, &pairs, &joined.clouds);
    joined.leave_out(&matches);
    joined.settle(&pairs, &told, &mut fates, kinds);
    joined.coverage = coverage::of(&joined, &fates);
    // Later stages rely on the order of addresses.
    joined.snapshots.left.sort();
    joined.snapshots.right.sort();
    Some(joined)
}

/// Data sources, outputs and settings are looked at by nobody who looks at what runs.
fn set_aside_what_is_no_resource(snapshot: &mut Snapshot, kinds: &Kinds<'_>) {
    for resource in &mut snapshot.resources {
        let is_own = || kinds.of(&resource.kind).by_address && resource.place().is_none();
        let is_deposed = || resource.attributes.len() == 1 && resource.attributes.own("@deposed").is_some();
        if resource.kind.starts_with("data.") || is_own() || is_deposed() {
            resource.origin = Origin::Code;
        }
    }
}

/// Adds the source to addresses that several sources have: each root module has an `aws_vpc.main` of its own.
fn tell_sources_apart(snapshot: &mut Snapshot) {
    let mut sources: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    for resource in snapshot.resources.iter().filter(|resource| is_candidate(resource)) {
        let of = sources.entry((resource.kind.as_str(), resource.address.as_str())).or_default();
        if !of.contains(&resource.source) {
            of.push(resource.source);
        }
    }
    let shared: BTreeSet<(CompactString, Address)> = sources
        .into_iter()
        .filter(|(_, of)| of.len() > 1)
        .map(|((kind, address), _)| (kind.into(), Address::new(address)))
        .collect();
    if shared.is_empty() {
        return;
    }
    for resource in snapshot.resources.iter_mut().filter(|resource| is_candidate(resource)) {
        let is_shared = shared.contains(&(resource.kind.clone(), resource.address.clone()));
        if let (true, Some(source)) = (is_shared, snapshot.sources.get(resource.source as usize)) {
            resource.address = Address::new(format!("{}@{}", resource.address.as_str(), source.name));
        }
    }
}

/// Returns whether something was declared that may run in a cloud.
fn is_candidate(resource: &Resource) -> bool {
    resource.origin == Origin::Declared && resource.place().is_none()
}

fn candidates<'a>(
    snapshot: &'a Snapshot,
    clouds: &'a Clouds,
    is_wanted: &dyn Fn(&Resource) -> bool,
) -> Vec<Candidate<'a>> {
    let wanted = snapshot.resources.iter().enumerate().filter(|(_, resource)| is_wanted(resource));
    wanted
        .map(|(at, resource)| Candidate { at, resource, spot: Spot::of(resource, clouds.account(resource)) })
        .collect()
}

/// Gives what runs the address of what declares it; a person declared it, whoever made it.
fn adopt(declared: &Resource, live: &mut Resource) {
    live.address.clone_from(&declared.address);
    live.kind.clone_from(&declared.kind);
    live.owner = None;
}

/// Renames what runs, is not joined, and is called like something that was declared: it is another thing.
fn keep_addresses_apart(left: &Snapshot, right: &mut Snapshot, pairs: &Pairs, clouds: &Clouds) {
    let taken: HashSet<(&str, &str), FixedState> = left
        .resources
        .iter()
        .filter(|resource| resource.origin == Origin::Declared)
        .map(|resource| (resource.kind.as_str(), resource.address.as_str()))
        .collect();
    let joined: BTreeSet<usize> = pairs.values().copied().collect();
    for (at, resource) in right.resources.iter_mut().enumerate() {
        if !joined.contains(&at)
            && clouds.gave(resource)
            && taken.contains(&(resource.kind.as_str(), resource.address.as_str()))
        {
            let id = resource.attributes.get("id").and_then(Value::as_str).unwrap_or("live");
            resource.address = Address::new(format!("{}@{id}", resource.address.as_str()));
        }
    }
}

impl Joined {
    /// Sets aside what cannot be told apart, and what is declared a second time.
    fn leave_out(&mut self, matches: &identity::Matches) {
        let Sides { left, right } = &mut self.snapshots;
        let called = |at: usize| left.resources.get(at).map_or("", |r| r.address.as_str()).to_owned();
        for (at, several) in &matches.ambiguous {
            self.notes.push(format!(
                "{} may be any of {} that run: neither its ARN nor its region tells which; it was not compared",
                called(*at),
                several.len()
            ));
        }
        for (at, first) in &matches.twice {
            self.notes.push(format!(
                "{} and {} declare the same; it was compared with the first",
                called(*first),
                called(*at)
            ));
        }
        let leave = |snapshot: &mut Snapshot, at: usize| {
            if let Some(resource) = snapshot.resources.get_mut(at) {
                resource.origin = Origin::Code;
            }
        };
        for (at, several) in &matches.ambiguous {
            self.set_aside.unknown += 1;
            leave(left, *at);
            for live in several {
                leave(right, *live);
            }
        }
        for (at, _) in &matches.twice {
            leave(left, *at);
        }
    }
}

impl Joined {
    /// Returns whether a resource that runs was looked for here, so that no later stage needs to.
    pub(super) fn is_settled(&self, resource: &Resource) -> bool {
        self.clouds.gave(resource)
    }

    /// Returns whether something that was declared would have been found if it ran.
    pub(super) fn seen(&self, resource: &Resource, kinds: &Kinds<'_>) -> Seen {
        let evidence = self.plans.get(&(resource.kind.clone(), resource.address.as_str().to_owned()));
        match self.reach.declared(resource, kinds) {
            Seen::Yes => Seen::Yes,
            _ if evidence.is_some_and(Evidence::is_gone) => Seen::Yes,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests;
