//! Which resource that runs is which that was declared: by id, by ARN, and else by what identifies its kind.
//!
//! This file must not guess. What account or region contradict, and what several could be, is not joined.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::Kinds;
use super::reach::Spot;
use crate::model::{Resource, Value};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// Index of what was declared, index of what runs.
    pub(super) pairs: Vec<(usize, usize)>,
    /// What was declared, and the several that it may be.
    pub(super) ambiguous: Vec<(usize, Vec<usize>)>,
    /// What was declared, and what declares the same before it.
    pub(super) twice: Vec<(usize, usize)>,
}

/// A resource that takes part.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) at: usize,
    pub(super) resource: &'a Resource,
    pub(super) spot: Spot<'a>,
}

type Index<'a> = HashMap<(CompactString, Name<'a>), Vec<usize>, FixedState>;

/// A way to name a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Name<'a> {
    Id(&'a str),
    Arn(&'a str),
    Identity(String),
    /// What identifies it but for one part, of which what runs does not tell it.
    Without(usize, String),
}

/// Joins what was declared with what runs.
pub(super) fn find(declared: &[Candidate<'_>], live: &[Candidate<'_>], kinds: &Kinds<'_>) -> Matches {
    let mut index = Index::default();
    for (at, candidate) in live.iter().enumerate() {
        for name in names(candidate.resource, true, kinds) {
            index.entry((kinds.family(&candidate.resource.kind), name)).or_default().push(at);
        }
    }
    let mut matches = Matches::default();
    let mut taken: HashMap<usize, usize, FixedState> = HashMap::default();
    for candidate in declared {
        let family = kinds.family(&candidate.resource.kind);
        for name in names(candidate.resource, false, kinds) {
            let named = index.get(&(family.clone(), name)).map(Vec::as_slice).unwrap_or_default();
            let fits = |at: &&usize| live.get(**at).is_some_and(|live| candidate.spot.may_be(&live.spot));
            let found: Vec<&Candidate<'_>> =
                named.iter().filter(fits).filter_map(|at| live.get(*at)).collect();
            let exact: Vec<_> =
                found.iter().copied().filter(|live| candidate.spot.is_surely(&live.spot)).collect();
            match (found.as_slice(), exact.as_slice()) {
                ([], _) => continue,
                ([one], _) | (_, [one]) => match taken.get(&one.at) {
                    Some(first) => matches.twice.push((candidate.at, *first)),
                    None => {
                        taken.insert(one.at, candidate.at);
                        matches.pairs.push((candidate.at, one.at));
                    }
                },
                (several, _) => {
                    let several = several.iter().map(|live| live.at).collect();
                    matches.ambiguous.push((candidate.at, several));
                }
            }
            break;
        }
    }
    // What one declaration surely is, is none of several for another.
    for (_, several) in &mut matches.ambiguous {
        several.retain(|at| !taken.contains_key(at));
    }
    matches
}

/// Returns how a resource may be named, the surest first.
fn names<'a>(resource: &'a Resource, is_live: bool, kinds: &Kinds<'_>) -> Vec<Name<'a>> {
    let text =
        |key: &str| resource.attributes.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let mut names = Vec::new();
    let known = kinds.of(&kinds.family(&resource.kind));
    let parts: Option<Vec<String>> = known
        .instead_of_id
        .iter()
        .map(|path| match path.value(&resource.attributes) {
            None => Some(String::new()),
            Some(Value::Unknown | Value::Secret(_)) => None,
            Some(Value::String(text)) => Some(without_arn(text, path.as_str()).to_owned()),
            Some(other) if other.is_empty() => Some(String::new()),
            Some(other) => Some(other.to_string()),
        })
        .collect();
    let parts = parts.filter(|parts| parts.iter().any(|part| !part.is_empty())).unwrap_or_default();
    if !parts.is_empty() {
        names.push(Name::Identity(parts.join("\n")));
    }
    // Where something else identifies it, the id is one that the provider made up or that others have, too.
    if names.is_empty() {
        names.extend(text("id").map(Name::Id));
    }
    names.extend(text("arn").map(Name::Arn));
    // A record does not say of which zone it is: it may be of any, and is of the only one that has such a record.
    let untold: Vec<usize> = (0..parts.len())
        .filter(|at| {
            known.instead_of_id.get(*at).is_some_and(|path| path.value(&resource.attributes).is_none())
        })
        .collect();
    for at in (0..parts.len()).filter(|at| !is_live || untold == [*at]) {
        let others: Vec<&str> = parts
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, part)| part.as_str())
            .collect();
        if others.iter().any(|part| !part.is_empty()) {
            names.push(Name::Without(at, others.join("\n")));
        }
    }
    names
}

/// Returns the name at the end of an ARN, where a name may stand as well.
fn without_arn<'a>(text: &'a str, attribute: &str) -> &'a str {
    if attribute.ends_with("arn") || !text.starts_with("arn:") {
        return text;
    }
    text.rsplit(':').next().unwrap_or(text)
}
