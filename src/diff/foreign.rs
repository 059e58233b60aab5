//! What stands in both environments and belongs to one of them.
//!
//! `shop-dev-db` in prod is equal to `shop-dev-db` in dev, and a mistake all the same, when everywhere else
//! prod says `shop-prod-` where dev says `shop-dev-`. The walk over each pair notes such texts and what is
//! usual; this file judges them when all pairs have been walked. It must not walk itself.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::Outcome;
use crate::model::{Change, ChangeKind, Foreign, Path, Sides, Value};

/// In how many places an environment must have its own word before another's is out of place.
const USUAL: usize = 3;
/// How many times more often that must be than both having the same.
const RATIO: usize = 4;

/// A text that both sides have and that one of them may own.
#[derive(Clone, Debug)]
pub(super) struct Suspect {
    pub(super) path: Path,
    pub(super) value: Value,
    pub(super) foreign: Foreign,
    /// What stands around the word; when there is nothing, the text is the owner's without a doubt.
    pub(super) around: Vec<u64>,
}

/// What one pair adds to what is known of both environments.
#[derive(Clone, Debug, Default)]
pub(super) struct Noted {
    /// Neighbourhoods in which each side had a word of its own.
    pub(super) own: Sides<Vec<u64>>,
    pub(super) suspects: Vec<Suspect>,
    /// Ids of things that neither side holds, which were taken for the same thing.
    pub(super) external: Vec<(Path, Sides<CompactString>)>,
}

type Counts = HashMap<u64, usize, FixedState>;

/// Adds a change for each text that belongs to the other environment, once all pairs have been walked.
pub fn resolve(outcomes: &mut [Outcome]) {
    repointed(outcomes);
    if outcomes.iter().all(|outcome| outcome.noted.suspects.is_empty()) {
        return;
    }
    let mut own: Sides<Counts> = Sides::default();
    let mut shared = Counts::default();
    for outcome in outcomes.iter() {
        for (counts, around) in
            [(&mut own.left, &outcome.noted.own.left), (&mut own.right, &outcome.noted.own.right)]
        {
            for around in around {
                *counts.entry(*around).or_default() += 1;
            }
        }
        for suspect in &outcome.noted.suspects {
            for around in &suspect.around {
                *shared.entry(*around).or_default() += 1;
            }
        }
    }
    for outcome in outcomes {
        let suspects = std::mem::take(&mut outcome.noted.suspects);
        let mut told: Vec<Value> = Vec::new();
        for mut suspect in suspects {
            let counts = if suspect.foreign.is_left { &own.left } else { &own.right };
            let count = |counts: &Counts, around: &u64| counts.get(around).copied().unwrap_or_default();
            let usual = suspect.around.iter().map(|around| (count(counts, around), count(&shared, around)));
            let usual = usual.filter(|(own, shared)| *own >= USUAL && *own >= shared * RATIO).max();
            let Some((seen, _)) = usual.or(suspect.around.is_empty().then_some((0, 0))) else { continue };
            // A name stands in several attributes of one resource, and is one mistake.
            if told.contains(&suspect.value) {
                continue;
            }
            told.push(suspect.value.clone());
            suspect.foreign.seen = seen;
            let values = Sides::new(Some(suspect.value.clone()), Some(suspect.value));
            let foreign = Some(suspect.foreign);
            let (kind, path) = (ChangeKind::Foreign, suspect.path);
            outcome.changes.push(Change { kind, path, values, only: Sides::default(), foreign });
        }
        outcome.changes.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// Adds a change where an id of something that neither side holds stands for another than everywhere else.
///
/// Which two things are the same is not known; that they are is believed as long as nothing contradicts it.
fn repointed(outcomes: &mut [Outcome]) {
    type Partners<'o> = HashMap<&'o str, HashMap<&'o str, usize, FixedState>, FixedState>;
    let mut partners: Sides<Partners<'_>> = Sides::default();
    for (_, ids) in outcomes.iter().flat_map(|outcome| &outcome.noted.external) {
        *partners.left.entry(&ids.left).or_default().entry(&ids.right).or_default() += 1;
        *partners.right.entry(&ids.right).or_default().entry(&ids.left).or_default() += 1;
    }
    let contradicted = |partners: &Partners<'_>, id: &str, with: &str| {
        let Some(counts) = partners.get(id).filter(|counts| counts.len() > 1) else { return false };
        let here = counts.get(with).copied().unwrap_or_default();
        let usual = counts.values().copied().max().unwrap_or_default();
        usual >= USUAL && usual >= here * RATIO
    };
    let told: Vec<Vec<usize>> = outcomes
        .iter()
        .map(|outcome| {
            let external = outcome.noted.external.iter().enumerate();
            let told = external.filter(|(_, (_, ids))| {
                contradicted(&partners.left, &ids.left, &ids.right)
                    || contradicted(&partners.right, &ids.right, &ids.left)
            });
            told.map(|(at, _)| at).collect()
        })
        .collect();
    for (outcome, told) in outcomes.iter_mut().zip(told) {
        for at in told {
            let (path, ids) = outcome.noted.external[at].clone();
            let values = ids.map(|id| Some(Value::string(id)));
            let (kind, only) = (ChangeKind::Modified, Sides::default());
            outcome.changes.push(Change { kind, path, values, only, foreign: None });
            outcome.set_aside.external = outcome.set_aside.external.saturating_sub(1);
        }
    }
}
