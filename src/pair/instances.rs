//! Which instance of `count` is which: an index says only in which order a list was written.
//!
//! Instances of one resource pair by index first. Where they then differ and another index holds the
//! same, they pair by what they hold. This file must not pair instances of different resources.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::content::Portrait;
use super::{Differ, Method, Pairing};
use crate::model::{InstanceKey, Sides};

/// Instances that refer to instances follow them a round later; chains are short.
const MAX_ROUNDS: usize = 4;

/// A pair of instances with what each holds.
struct Candidate {
    /// Number of the pair.
    pair: u32,
    portraits: Sides<u64>,
}

/// Pairs instances by what they hold where their indices lead to differences.
pub(super) fn settle(pairing: &mut Pairing<'_>, differ: Differ<'_>) {
    let groups = groups(pairing);
    for _ in 0..MAX_ROUNDS {
        let meaning = pairing.meaning();
        let swaps: Vec<Vec<(u32, u32)>> = groups
            .par_iter()
            .map(|group| {
                let differing: Vec<u32> = group
                    .iter()
                    .copied()
                    .filter(|number| {
                        let pair = &pairing.pairs[*number as usize];
                        differ(meaning, pair.left as usize, pair.right as usize)
                    })
                    .collect();
                // One that differs alone has nobody to change places with.
                if differing.len() < 2 { Vec::new() } else { matched(pairing, &differing) }
            })
            .collect();
        if swaps.iter().all(Vec::is_empty) {
            return;
        }
        for swaps in swaps {
            apply(pairing, &swaps);
        }
    }
}

/// Returns for each `count` of several instances the numbers of their pairs.
fn groups(pairing: &Pairing<'_>) -> Vec<Vec<u32>> {
    let mut groups: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    for (number, pair) in (0u32..).zip(&pairing.pairs) {
        let resource = &pairing.sides.left.snapshot.resources[pair.left as usize];
        // Of most resources there is one, and their addresses end with their name.
        if pair.method == Method::Configured || !resource.address.as_str().ends_with(']') {
            continue;
        }
        if let (base, Some(InstanceKey::Index(_))) = resource.address.split_instance() {
            groups.entry((&resource.kind, base)).or_default().push(number);
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Returns which right side each pair takes: its number, and the number of the pair that has it now.
fn matched(pairing: &Pairing<'_>, differing: &[u32]) -> Vec<(u32, u32)> {
    let meaning = pairing.meaning();
    let candidates: Vec<Candidate> = differing
        .iter()
        .map(|number| {
            let pair = &pairing.pairs[*number as usize];
            let left = Portrait::new(meaning.left, pair.left as usize);
            let right = Portrait::new(meaning.right, pair.right as usize);
            Candidate { pair: *number, portraits: Sides::new(left.digest(), right.digest()) }
        })
        .collect();
    let (left, right) = (only(&candidates, |c| c.portraits.left), only(&candidates, |c| c.portraits.right));
    let mut takes: Vec<(u32, u32)> = Vec::new();
    for candidate in &candidates {
        let digest = candidate.portraits.left;
        if let (Some(Some(_)), Some(Some(there))) = (left.get(&digest), right.get(&digest)) {
            takes.push((candidate.pair, *there));
        }
    }
    if takes.iter().all(|(pair, from)| pair == from) {
        return Vec::new();
    }
    // The rest stay in the order of their indices.
    let rest = |taken: HashSet<u32, FixedState>| -> Vec<u32> {
        differing.iter().copied().filter(|number| !taken.contains(number)).collect()
    };
    let pairs = rest(takes.iter().map(|(pair, _)| *pair).collect());
    let from = rest(takes.iter().map(|(_, from)| *from).collect());
    takes.extend(pairs.into_iter().zip(from));
    takes
}

/// Returns for each digest the pair that has it, or nothing when several have.
fn only(candidates: &[Candidate], of: fn(&Candidate) -> u64) -> HashMap<u64, Option<u32>, FixedState> {
    let mut only = HashMap::default();
    for candidate in candidates {
        only.entry(of(candidate)).and_modify(|pair| *pair = None).or_insert(Some(candidate.pair));
    }
    only
}

fn apply(pairing: &mut Pairing<'_>, takes: &[(u32, u32)]) {
    let rights: Vec<(u32, u32)> =
        takes.iter().map(|(pair, from)| (*pair, pairing.pairs[*from as usize].right)).collect();
    for ((number, right), (pair, from)) in rights.into_iter().zip(takes) {
        let moved = &mut pairing.pairs[number as usize];
        moved.right = right;
        if pair != from {
            moved.method = Method::Content;
        }
        pairing.pair_of.right[right as usize] = Some(number);
    }
}
