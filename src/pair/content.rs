//! Resources that are called differently and are the same: renamed ones, and those of moved modules.
//!
//! What is left over after addresses pairs by the name people gave it or what else tells it apart, then as one
//! of several of the same name, then by what it holds and refers to, then by likeness. Each round knows more
//! pairs than the one before it, so that what refers to them is known better, and weaker evidence is asked for
//! only where stronger has nothing more to say. This file must not look at what is paired already.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::series::{self, is_unaddressed};
use super::{Method, Pairing, canonical, is_code, is_owned};
use crate::model::{Address, Resource, Sides, Value};
use crate::normalize::Side;
use crate::normalize::meaning::{Meaning, Used};
use crate::normalize::scalar::{is_default, is_uncompared};

/// Each round pairs something, or is the last.
const MAX_ROUNDS: usize = 16;
/// Leftovers of one kind on a side that are compared each with each.
const MAX_GROUP: usize = 64;
/// The least share of equal attributes with which two resources of one name are the same.
const NAMED: u8 = 40;
/// The least share of equal attributes with which two resources are the same for that alone.
const ALIKE: u8 = 75;
/// By how much a resource must be more alike than any other.
const MARGIN: u8 = 10;
/// Attributes that both have, below which likeness says nothing.
const TELLING: usize = 3;

/// What a resource holds, apart from its environment, its own identifiers and its address.
pub(super) struct Portrait<'a> {
    /// Name and digest of each attribute, sorted.
    parts: Vec<(&'a str, u64)>,
    /// What people call it: the attribute and the name.
    names: BTreeSet<(&'a str, String)>,
}

impl<'a> Portrait<'a> {
    pub(super) fn new(meaning: Meaning<'a>, index: usize) -> Self {
        let resource = &meaning.side.snapshot.resources[index];
        let known = &meaning.side.kinds[index];
        let mut parts = Vec::new();
        for (key, value) in &resource.attributes {
            let node = known.root.child(key);
            let own = known.identifiers.iter().any(|path| path.as_str() == key.as_str());
            if own || is_uncompared(node) || is_default(value, node) {
                continue;
            }
            let text = meaning.value(value, node, key, &mut Used::default());
            parts.push((key.as_str(), FixedState::default().hash_one(text)));
        }
        let mut names = BTreeSet::new();
        for path in &known.names {
            path.texts(&resource.attributes, |attribute, text| {
                if !text.is_empty() {
                    names.insert((attribute, meaning.text(text, None, attribute, &mut Used::default())));
                }
            });
        }
        Self { parts, names }
    }

    /// Returns one number for all that it holds.
    pub(super) fn digest(&self) -> u64 {
        FixedState::default().hash_one(&self.parts)
    }

    /// Returns the names that people gave it, each with the attribute that holds it.
    pub(super) fn names(&self) -> &BTreeSet<(&'a str, String)> {
        &self.names
    }

    /// Returns the share of attributes that are equal, in percent, and how many are.
    pub(super) fn likeness(&self, other: &Self) -> (u8, usize) {
        let (mut l, mut r) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let (mut equal, mut all) = (0usize, 0usize);
        while let Some(order) = match (l.peek(), r.peek()) {
            (Some(a), Some(b)) => Some(a.0.cmp(b.0)),
            (Some(_), None) => Some(std::cmp::Ordering::Less),
            (None, Some(_)) => Some(std::cmp::Ordering::Greater),
            (None, None) => None,
        } {
            let a = if order.is_le() { l.next() } else { None };
            let b = if order.is_ge() { r.next() } else { None };
            all += 1;
            equal += usize::from(a == b);
        }
        let percent = (equal * 100).checked_div(all).unwrap_or_default();
        (u8::try_from(percent).unwrap_or(100), equal)
    }

    /// Returns whether people call the two by different names.
    fn contradicts(&self, other: &Self) -> bool {
        let of = |names: &BTreeSet<(&'a str, String)>, attribute: &str| -> BTreeSet<String> {
            names.iter().filter(|(own, _)| *own == attribute).map(|(_, name)| name.clone()).collect()
        };
        self.names.iter().any(|(attribute, _)| {
            let theirs = of(&other.names, attribute);
            !theirs.is_empty() && theirs.is_disjoint(&of(&self.names, attribute))
        })
    }
}

/// A resource that nothing pairs with yet.
pub(super) struct Leftover<'a> {
    pub(super) index: usize,
    pub(super) portrait: Portrait<'a>,
    /// What tells it from all others of its kind, as far as what it refers to is paired.
    apart: Option<String>,
    /// Whether nobody gave it an address, and nothing but its name tells it from others.
    pub(super) is_one_of_many: bool,
    /// The address without its module.
    local: String,
}

/// Two leftovers that are the same, by their indices.
pub(super) struct Match {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) method: Method,
    pub(super) confidence: u8,
}

/// Why two leftovers are the same; the strongest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Evidence {
    Name,
    Series,
    Content,
    Likeness,
}

/// The leftovers of one kind on both sides.
type OfKind<'a> = Sides<Vec<Leftover<'a>>>;

/// Pairs what is left over.
pub(super) fn pair(pairing: &mut Pairing<'_>) {
    let free = eligible(pairing);
    let (mut collisions, mut series) = (Vec::new(), Vec::new());
    for _ in 0..MAX_ROUNDS {
        let meaning = pairing.meaning();
        let groups: Vec<_> = free.iter().collect();
        let kinds: Vec<(&str, OfKind<'_>)> = groups
            .into_par_iter()
            .map(|(kind, group)| {
                let left = leftovers(meaning.left, &group.left, |index| pairing.is_free(true, index));
                let right = leftovers(meaning.right, &group.right, |index| pairing.is_free(false, index));
                (*kind, Sides::new(left, right))
            })
            .collect();
        let mut found = Vec::new();
        for evidence in [Evidence::Name, Evidence::Series, Evidence::Content, Evidence::Likeness] {
            let of_kinds: Vec<(Vec<Match>, Option<String>)> =
                kinds.par_iter().map(|(kind, of_kind)| matches(kind, of_kind, evidence)).collect();
            if evidence == Evidence::Content {
                collisions = of_kinds.iter().filter_map(|(_, collision)| collision.clone()).collect();
            }
            found = of_kinds.into_iter().flat_map(|(matches, _)| matches).collect();
            if evidence == Evidence::Series && !found.is_empty() {
                series.extend(kinds.iter().flat_map(|(kind, of_kind)| series::all(kind, of_kind)));
            }
            if !found.is_empty() {
                break;
            }
        }
        if found.is_empty() {
            break;
        }
        for Match { left, right, method, confidence } in found {
            pairing.join(left, right, method, confidence);
        }
    }
    pairing.collisions.extend(collisions);
    pairing.series = series;
}

/// Returns the leftovers of each kind that both sides have some of.
fn eligible<'a>(pairing: &Pairing<'a>) -> BTreeMap<&'a str, Sides<Vec<usize>>> {
    let mut groups: BTreeMap<&str, Sides<Vec<usize>>> = BTreeMap::new();
    let candidates = |is_left: bool| {
        let side = if is_left { pairing.sides.left } else { pairing.sides.right };
        let kinds = side.kinds.iter();
        side.snapshot.resources.iter().zip(kinds).enumerate().filter_map(move |(index, (resource, known))| {
            (pairing.is_free(is_left, index)
                && !is_code(resource)
                && !is_owned(resource)
                && !known.by_address)
                .then_some((index, resource))
        })
    };
    for (index, resource) in candidates(true) {
        groups.entry(&resource.kind).or_default().left.push(index);
    }
    for (index, resource) in candidates(false) {
        groups.entry(&resource.kind).or_default().right.push(index);
    }
    groups.retain(|_, group| !group.left.is_empty() && !group.right.is_empty());
    if groups.is_empty() {
        return groups;
    }
    let places = pairing.sides.map(Places::new);
    for group in groups.values_mut() {
        let keep = |side: &Side<'_>, there: &Places, index: usize| {
            side.snapshot.resources.get(index).is_some_and(|resource| !there.has_instances(side, resource))
        };
        group.left.retain(|index| keep(pairing.sides.left, &places.right, *index));
        group.right.retain(|index| keep(pairing.sides.right, &places.left, *index));
    }
    groups.retain(|_, group| !group.left.is_empty() && !group.right.is_empty());
    groups
}

/// Where a side has resources: what tells an instance of something that the other side has, too, from
/// something that it does not have at all.
struct Places {
    /// Addresses without the key of the instance.
    bases: HashSet<String, FixedState>,
    /// Modules, with their keys and without.
    modules: HashSet<String, FixedState>,
    calls: HashSet<String, FixedState>,
}

impl Places {
    fn new(side: &Side<'_>) -> Self {
        let mut places =
            Self { bases: HashSet::default(), modules: HashSet::default(), calls: HashSet::default() };
        for resource in side.snapshot.resources.iter().filter(|resource| !is_code(resource)) {
            places.bases.insert(canonical(side, resource.address.split_instance().0));
            let module = resource.address.module();
            if places.modules.insert(canonical(side, module)) {
                places.calls.insert(canonical(side, &without_keys(module)));
            }
        }
        places
    }

    /// Returns whether this side has some of the `count` or `for_each` that `resource` is of: then which
    /// keys there are is the difference, and no other resource is this one.
    fn has_instances(&self, other: &Side<'_>, resource: &Resource) -> bool {
        let module = resource.address.module();
        self.bases.contains(&canonical(other, resource.address.split_instance().0))
            || (module.contains('[')
                && !self.modules.contains(&canonical(other, module))
                && self.calls.contains(&canonical(other, &without_keys(module))))
    }
}

/// Takes all instance keys out of the path of a module.
fn without_keys(module: &str) -> String {
    if !module.contains('[') {
        return module.to_owned();
    }
    Address::new(module).parts().iter().map(|part| part.name).collect::<Vec<_>>().join(".")
}

impl<'a> Leftover<'a> {
    fn new(meaning: Meaning<'a>, index: usize) -> Self {
        let address = &meaning.side.snapshot.resources[index].address;
        let local = address.as_str()[address.module().len()..].trim_start_matches('.');
        let known = &meaning.side.kinds[index];
        let is_one_of_many =
            known.identity.is_empty() && is_unaddressed(&meaning.side.snapshot.resources[index]);
        Self {
            index,
            portrait: Portrait::new(meaning, index),
            apart: apart(meaning, index),
            is_one_of_many,
            local: canonical(meaning.side, local),
        }
    }
}

/// Returns what tells a resource from all others of its kind; `None` where the kind has no such thing, or it is
/// another resource that is not paired yet.
fn apart(meaning: Meaning<'_>, index: usize) -> Option<String> {
    let side = meaning.side;
    let (resource, known) = (side.snapshot.resources.get(index)?, side.kinds.get(index)?);
    let mut key = String::new();
    let mut is_told = false;
    for path in &known.identity {
        let value = path.value(&resource.attributes).unwrap_or(&Value::Null);
        let identified = value.as_str().and_then(|text| side.identified(text));
        let other = identified.map(|(other, _)| other as usize).filter(|other| *other != index);
        if other.is_some_and(|other| {
            meaning.pair_of.get(other).is_some_and(Option::is_none) && side.owner(other).is_none()
        }) {
            return None;
        }
        is_told |= !value.is_empty();
        let attribute = path.as_str();
        key.push_str(&meaning.value(value, known.root.at(path), attribute, &mut Used::default()));
        key.push('\n');
    }
    is_told.then_some(key)
}

/// Looks at those of `indices` that are free.
fn leftovers<'a>(
    meaning: Meaning<'a>,
    indices: &[usize],
    is_free: impl Fn(usize) -> bool,
) -> Vec<Leftover<'a>> {
    indices.iter().filter(|index| is_free(**index)).map(|index| Leftover::new(meaning, *index)).collect()
}

/// Returns which leftovers of one kind are the same for one reason, and what of them cannot be told apart.
fn matches(kind: &str, of_kind: &OfKind<'_>, evidence: Evidence) -> (Vec<Match>, Option<String>) {
    let Sides { left, right } = of_kind;
    let mut found = Found { matches: Vec::new(), taken: Sides::default() };
    let mut collision = None;
    match evidence {
        Evidence::Name => {
            found.by_name(left, right);
            found.by_what_tells_apart(left, right);
        }
        Evidence::Series => found.matches = series::matches(of_kind),
        Evidence::Content => {
            let alike = found.by_content(left, right);
            collision = (found.matches.is_empty() && alike.left + alike.right > 0).then(|| {
                format!(
                    "{} of {kind} on the left and {} on the right are alike under other addresses; \
                     which is which was not guessed",
                    alike.left, alike.right
                )
            });
        }
        Evidence::Likeness if left.len() <= MAX_GROUP && right.len() <= MAX_GROUP => {
            found.by_likeness(left, right);
        }
        Evidence::Likeness => {}
    }
    (found.matches, collision)
}

struct Found {
    matches: Vec<Match>,
    taken: Sides<HashSet<usize, FixedState>>,
}

impl Found {
    fn free<'l, 'a>(&self, left: bool, leftovers: &'l [Leftover<'a>]) -> Vec<&'l Leftover<'a>> {
        let taken = if left { &self.taken.left } else { &self.taken.right };
        leftovers.iter().filter(|leftover| !taken.contains(&leftover.index)).collect()
    }

    fn join(&mut self, left: &Leftover<'_>, right: &Leftover<'_>, method: Method, confidence: u8) {
        if !self.taken.left.contains(&left.index) && !self.taken.right.contains(&right.index) {
            self.taken.left.insert(left.index);
            self.taken.right.insert(right.index);
            self.matches.push(Match { left: left.index, right: right.index, method, confidence });
        }
    }

    /// Pairs what people call by the same name, when nothing else is called so.
    fn by_name(&mut self, left: &[Leftover<'_>], right: &[Leftover<'_>]) {
        let by_name = |leftovers: &[Leftover<'_>]| {
            let mut names: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
            for (at, leftover) in leftovers.iter().enumerate() {
                for (attribute, name) in &leftover.portrait.names {
                    names.entry(((*attribute).to_owned(), name.clone())).or_default().push(at);
                }
            }
            names
        };
        let there = by_name(right);
        for (name, here) in by_name(left) {
            if let ([l], Some([r])) = (here.as_slice(), there.get(&name).map(Vec::as_slice)) {
                let (l, r) = (&left[*l], &right[*r]);
                let (likeness, _) = l.portrait.likeness(&r.portrait);
                if likeness >= NAMED && !l.portrait.contradicts(&r.portrait) {
                    self.join(l, r, Method::Name, likeness);
                }
            }
        }
    }

    /// Pairs what has in common what tells it from all others of its kind.
    fn by_what_tells_apart(&mut self, left: &[Leftover<'_>], right: &[Leftover<'_>]) {
        let by_key = |leftovers: &[&Leftover<'_>]| {
            let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, leftover) in leftovers.iter().enumerate() {
                if let Some(key) = &leftover.apart {
                    keys.entry(key.clone()).or_default().push(at);
                }
            }
            keys
        };
        let (left, right) = (self.free(true, left), self.free(false, right));
        let there = by_key(&right);
        for (key, here) in by_key(&left) {
            if let ([l], Some([r])) = (here.as_slice(), there.get(&key).map(Vec::as_slice)) {
                let (l, r) = (left[*l], right[*r]);
                let (likeness, _) = l.portrait.likeness(&r.portrait);
                self.join(l, r, Method::Name, likeness);
            }
        }
    }

    /// Pairs what holds the same, when nothing else does; of several, those of the same local address.
    ///
    /// Returns how many could not be told apart.
    fn by_content(&mut self, left: &[Leftover<'_>], right: &[Leftover<'_>]) -> Sides<usize> {
        type Alike<'l, 'a> = BTreeMap<u64, Sides<Vec<&'l Leftover<'a>>>>;
        let mut groups: Alike<'_, '_> = BTreeMap::new();
        for leftover in self.free(true, left) {
            groups.entry(leftover.portrait.digest()).or_default().left.push(leftover);
        }
        for leftover in self.free(false, right) {
            groups.entry(leftover.portrait.digest()).or_default().right.push(leftover);
        }
        let mut alike = Sides::new(0, 0);
        for group in groups.into_values() {
            if group.left.is_empty() || group.right.is_empty() {
                continue;
            }
            if let ([l], [r]) = (group.left.as_slice(), group.right.as_slice()) {
                // Nothing but identifiers is no content.
                if !l.portrait.parts.is_empty() && !l.portrait.contradicts(&r.portrait) {
                    self.join(l, r, Method::Content, 100);
                }
                continue;
            }
            let only = |leftovers: &[&Leftover<'_>], local: &str| {
                leftovers.iter().filter(|leftover| leftover.local == local).count() == 1
            };
            let before = self.matches.len();
            for l in &group.left {
                let r =
                    group.right.iter().find(|r| r.local == l.local && !l.portrait.contradicts(&r.portrait));
                if let Some(r) = r.filter(|_| only(&group.left, &l.local) && only(&group.right, &l.local)) {
                    self.join(l, r, Method::Content, 100);
                }
            }
            let settled = self.matches.len() - before;
            if settled < group.left.len().min(group.right.len()) {
                alike.left += group.left.len() - settled;
                alike.right += group.right.len() - settled;
            }
        }
        alike
    }

    /// Pairs what is most alike on both sides, when nothing else comes near.
    fn by_likeness(&mut self, left: &[Leftover<'_>], right: &[Leftover<'_>]) {
        let (left, right) = (self.free(true, left), self.free(false, right));
        let score = |l: &Leftover<'_>, r: &Leftover<'_>| {
            if l.portrait.contradicts(&r.portrait) {
                return 0;
            }
            let (likeness, equal) = l.portrait.likeness(&r.portrait);
            if equal < TELLING { 0 } else { likeness }
        };
        let scores: Vec<Vec<u8>> = left.iter().map(|l| right.iter().map(|r| score(l, r)).collect()).collect();
        let best = |scores: &mut dyn Iterator<Item = u8>| {
            let (mut at, mut best, mut second) = (0, 0, 0);
            for (index, score) in scores.enumerate() {
                if score > best {
                    (at, second, best) = (index, best, score);
                } else {
                    second = second.max(score);
                }
            }
            (best >= ALIKE && best - second >= MARGIN).then_some(at)
        };
        for (at, l) in left.iter().enumerate() {
            let Some(r) = best(&mut scores[at].iter().copied()) else { continue };
            if best(&mut scores.iter().map(|row| row[r])) == Some(at) {
                self.join(l, right[r], Method::Likeness, scores[at][r]);
            }
        }
    }
}
