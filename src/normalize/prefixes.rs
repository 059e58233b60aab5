//! Infers that a word before or after all names of one environment stands for another's, from resources that
//! only then have a pair: `staging-db` and `production-db`.
//!
//! What tools put around names (kustomize, a chart) is the same word in many names of many kinds. It counts
//! only where one of the two words means an environment; that `redis` is `valkey` in every name is a
//! difference. Each inference is told with its evidence. This file must not pair.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::FixedState;

use super::Side;
use super::tokens::{Tokens, is_of_vocabulary, split_words};
use crate::model::{Origin, Resource, Sides};

/// In how many names a word must stand for the other.
const SEEN: usize = 4;

/// Adds what is inferred to the words of both sides; returns it, one line each.
pub(super) fn infer(sides: Sides<&Side<'_>>, tokens: &mut Sides<Tokens>) -> Vec<String> {
    let Sides { left, right } = sides;
    let called = Sides::new(canonical(left, &tokens.left), canonical(right, &tokens.right));
    let mut ends = Sides::new(Ends::default(), Ends::default());
    ends.left.gather(left, &tokens.left, &called.right);
    if ends.left.is_empty() {
        return Vec::new();
    }
    ends.right.gather(right, &tokens.right, &called.left);
    let mut pairs: BTreeMap<(&str, &str), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (place, word) in &ends.left.0 {
        if let (Some(left), Some(Some(right))) = (word, ends.right.0.get(place)) {
            let (count, kinds) = pairs.entry((left, right)).or_default();
            *count += 1;
            kinds.insert(&place.0);
        }
    }
    let words = sides.map(words);
    let mut told = Vec::new();
    for ((left, right), (count, kinds)) in &pairs {
        let rivals = pairs.keys().filter(|(l, r)| l == left || r == right).count();
        let apart = !words.left.contains(*right) && !words.right.contains(*left);
        if *count < SEEN || kinds.len() < 2 || rivals > 1 || !apart {
            continue;
        }
        let roles = Sides::new(tokens.left.role(left), tokens.right.role(right));
        let means = roles.left.is_some() || roles.right.is_some();
        if !means && !is_of_vocabulary(left) && !is_of_vocabulary(right) {
            continue;
        }
        let name = roles.left.or(roles.right).unwrap_or_else(|| left.min(right)).to_owned();
        let has = roles.map(|role| role.is_some());
        if has.left && has.right {
            continue;
        }
        if !has.left {
            tokens.left.inferred.push(((*left).to_owned(), name.clone()));
        }
        if !has.right {
            tokens.right.inferred.push(((*right).to_owned(), name));
        }
        told.push(format!(
            "names: `{left}` on the left stands for `{right}` on the right (in all {count} names that begin or end with either and are alike but for it)"
        ));
    }
    told
}

/// Returns whether a resource has a name among many, with a path before it, and is compared.
fn is_named(resource: &Resource) -> bool {
    resource.origin != Origin::Code && resource.owner.is_none() && resource.called().contains('/')
}

/// What the resources of a side are called without what is the environment's own.
type Called<'a> = HashSet<(&'a str, String), FixedState>;

fn canonical<'a>(side: &Side<'a>, tokens: &Tokens) -> Called<'a> {
    let named = side.snapshot.resources.iter().filter(|resource| is_named(resource));
    named.map(|resource| (resource.kind.as_str(), tokens.without_own(resource.called()))).collect()
}

/// All words of the names of a side, in lower case.
fn words(side: &Side<'_>) -> HashSet<String, FixedState> {
    let named = side.snapshot.resources.iter().filter(|resource| is_named(resource));
    let names = named.map(|resource| resource.called().rsplit('/').next().unwrap_or_default());
    names.flat_map(split_words).map(str::to_ascii_lowercase).collect()
}

/// For each name without its first or its last word the word; nothing where several have it.
#[derive(Default)]
struct Ends(BTreeMap<(String, String), Option<String>>);

impl Ends {
    fn gather(&mut self, side: &Side<'_>, tokens: &Tokens, other: &Called<'_>) {
        for resource in side.snapshot.resources.iter().filter(|resource| is_named(resource)) {
            let (kind, called) = (resource.kind.as_str(), resource.called());
            let is_paired = other.contains(&(kind, tokens.without_own(called)));
            let name = called.rsplit('/').next().unwrap_or_default();
            let at = called.len() - name.len();
            let mut found: Vec<&str> = split_words(name).collect();
            // Of a name of one word nothing would be left.
            if is_paired || found.len() < 2 {
                continue;
            }
            found = [found.first(), found.last()].into_iter().flatten().copied().collect();
            for word in found.into_iter().filter(|word| word.len() >= 3) {
                let from = word.as_ptr().addr() - called.as_ptr().addr();
                let (before, after) = (&called[..from], &called[from + word.len()..]);
                if from != at && !after.is_empty() {
                    continue;
                }
                let place = (kind.to_owned(), format!("{before}\u{1}{after}"));
                let word = word.to_ascii_lowercase();
                self.0.entry(place).and_modify(|held| *held = None).or_insert(Some(word));
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
