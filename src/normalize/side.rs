//! One snapshot made ready for comparison: what is known of each kind, who is called by which
//! identifier, and by which words the environment names itself.
//!
//! Nothing is dropped or rewritten here: which texts name a resource is asked only where two
//! texts differ, which is rare, so one index replaces a rewriting of every string.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::knowledge::{KeyPath, KindKnowledge, Knowledge, Scales, Schemas};
use super::network::Cidr;
use super::tokens::Tokens;
use crate::model::{Map, Origin, Resource, Sides, Snapshot, Value};

/// A snapshot with what is needed to compare it.
pub struct Side<'a> {
    /// What was collected.
    pub snapshot: &'a Snapshot,
    /// What is known of the kind of each resource.
    pub kinds: Vec<Arc<KindKnowledge>>,
    /// By which words and numbers the environment names itself.
    pub tokens: Tokens,
    /// Which resource, by which attribute, is called so.
    identifiers: HashMap<&'a str, (u32, &'a str), FixedState>,
    /// Resources that have this name; a name alone may be shared by several kinds.
    names: HashMap<&'a str, Vec<u32>, FixedState>,
    /// What something scales within bounds, by the name of the resource.
    scaled: HashMap<&'a str, Vec<Scaled<'a>>, FixedState>,
    /// Networks that the environment declares, the narrowest first.
    networks: Vec<(Cidr, u32)>,
    /// How many identifiers name each region, by region; none where it is known which is meant.
    regions: Vec<(&'a str, usize)>,
}

/// One in how many identifiers must name a region that is one of an environment's main ones.
const MAIN_REGION: usize = 4;

/// An attribute that something else chooses within bounds.
struct Scaled<'a> {
    /// The namespace that the resource must be in, and where it says so.
    namespace: Option<(KeyPath, Option<&'a str>)>,
    /// The path of the attribute.
    attribute: String,
    least: i64,
    most: i64,
}

impl<'a> Side<'a> {
    /// Indexes a snapshot; `schemas` is what both environments say of kinds of their own.
    pub fn new(snapshot: &'a Snapshot, knowledge: &Knowledge, schemas: &Schemas, mut tokens: Tokens) -> Self {
        let mut known: HashMap<&str, Arc<KindKnowledge>, FixedState> = HashMap::default();
        let kinds: Vec<_> = snapshot
            .resources
            .iter()
            .map(|r| {
                let kind = known.entry(r.kind.as_str());
                Arc::clone(kind.or_insert_with(|| knowledge.kind_with(&r.kind, schemas)))
            })
            .collect();
        let mut side = Self {
            snapshot,
            kinds: Vec::new(),
            tokens: Tokens::default(),
            identifiers: HashMap::default(),
            names: HashMap::default(),
            scaled: HashMap::default(),
            networks: Vec::new(),
            regions: Vec::new(),
        };
        let mut places = Places::default();
        for (index, (resource, known)) in snapshot.resources.iter().zip(&kinds).enumerate() {
            let Ok(index) = u32::try_from(index) else { break };
            if resource.origin == Origin::Code {
                continue;
            }
            side.index(index, resource, known, &mut places);
        }
        side.networks.sort_by_key(|(cidr, index)| (std::cmp::Reverse(cidr.prefix()), *index));
        tokens.account = tokens.account.or_else(|| places.accounts.most());
        if tokens.region.is_none() {
            tokens.region = places.regions.most();
            side.regions = places.regions.sorted();
        }
        side.tokens = tokens;
        side.kinds = kinds;
        side
    }

    fn index(&mut self, index: u32, resource: &'a Resource, known: &KindKnowledge, places: &mut Places<'a>) {
        let is_data = resource.kind.starts_with("data.");
        let resources = &self.snapshot.resources;
        for path in &known.identifiers {
            path.texts(&resource.attributes, |attribute, text| {
                // Very short ids, such as the `default` of a subnet group, are words, not names of one thing.
                if text.len() < 4 {
                    return;
                }
                places.note(text);
                let is_data_at = |index: u32| {
                    resources.get(index as usize).is_some_and(|held| held.kind.starts_with("data."))
                };
                match self.identifiers.entry(text) {
                    Entry::Vacant(slot) => {
                        slot.insert((index, attribute));
                    }
                    // A data source looks at what another resource is; the resource itself is meant.
                    Entry::Occupied(mut slot) if !is_data && is_data_at(slot.get().0) => {
                        slot.insert((index, attribute));
                    }
                    Entry::Occupied(_) => {}
                }
            });
        }
        if !is_data {
            for path in &known.names {
                path.texts(&resource.attributes, |_, text| {
                    if !text.is_empty() {
                        self.names.entry(text).or_default().push(index);
                    }
                });
            }
        }
        if let Some(scales) = &known.scales {
            self.note_scaled(&resource.attributes, scales, known);
        }
        for path in &known.networks {
            path.texts(&resource.attributes, |_, text| {
                if let Some(cidr) = Cidr::parse(text).filter(|cidr| !cidr.is_everything()) {
                    self.networks.push((cidr, index));
                }
            });
        }
    }

    fn note_scaled(&mut self, attributes: &'a Map, scales: &Scales, known: &KindKnowledge) {
        let text = |path: &KeyPath| path.value(attributes).and_then(Value::as_str);
        let number = |path: &KeyPath| {
            let value = path.value(attributes).filter(|value| !value.is_null());
            value.or_else(|| known.root.at(path)?.default.as_ref())?.as_i64()
        };
        let Some(target) = text(&scales.target) else { return };
        let dimension = scales.dimension.as_ref().and_then(text).unwrap_or_default();
        let attribute = scales.attributes.iter().find(|(known, _)| known.matches(dimension));
        let name = target.rsplit('/').next().unwrap_or(target);
        if let (Some((_, attribute)), Some(least), Some(most)) =
            (attribute, number(&scales.least), number(&scales.most))
        {
            let namespace = scales.namespace.as_ref().map(|path| (path.clone(), text(path)));
            let scaled = Scaled { namespace, attribute: attribute.clone(), least, most };
            self.scaled.entry(name).or_default().push(scaled);
        }
    }

    /// Returns the bounds within which something else scales an attribute of a resource, given by its path.
    pub fn bounds(&self, index: usize, attribute: &str) -> Option<(i64, i64)> {
        if self.scaled.is_empty() {
            return None;
        }
        let (resource, known) = (self.snapshot.resources.get(index)?, self.kinds.get(index)?);
        let is_meant = |scaled: &&Scaled<'_>| {
            let namespace = |path: &KeyPath| path.value(&resource.attributes).and_then(Value::as_str);
            scaled.attribute == attribute
                && scaled.namespace.as_ref().is_none_or(|(path, wanted)| namespace(path) == *wanted)
        };
        let mut bounds = None;
        for path in &known.names {
            path.texts(&resource.attributes, |_, name| {
                let scaled = self.scaled.get(name).and_then(|all| all.iter().find(is_meant));
                bounds = bounds.or(scaled.map(|scaled| (scaled.least, scaled.most)));
            });
        }
        bounds
    }

    /// Lets two environments that are in several regions mean the same one by theirs, where one is a main region of
    /// both: then it stands for itself.
    pub fn agree_on_region(sides: Sides<&mut Self>) {
        let Sides { left, right } = sides;
        let share = |regions: &[(&str, usize)], region: &str| {
            let of = regions.iter().find(|(known, _)| *known == region).map_or(0, |(_, votes)| *votes);
            let all: usize = regions.iter().map(|(_, votes)| *votes).sum();
            (of * MAIN_REGION >= all && of > 0).then_some(of)
        };
        let common = left.regions.iter().filter_map(|(region, _)| {
            let votes = share(&left.regions, region)?.min(share(&right.regions, region)?);
            Some((votes, std::cmp::Reverse(*region)))
        });
        if let Some((_, std::cmp::Reverse(region))) = common.max() {
            left.tokens.region = Some(region.to_owned());
            right.tokens.region = Some(region.to_owned());
        }
    }

    /// Returns whether something scales an attribute of some resource.
    pub fn scales(&self) -> bool {
        !self.scaled.is_empty()
    }

    /// Returns the controller that owns a resource, or the tag by which it marks the resource.
    pub fn owner(&self, index: usize) -> Option<&'a str> {
        let (resource, known) = (self.snapshot.resources.get(index)?, self.kinds.get(index)?);
        if let Some(owner) = &resource.owner {
            return Some(owner);
        }
        if known.owner_tags.is_empty() {
            return None;
        }
        let tags = resource.attributes.get("tags")?.as_map()?;
        let (tag, _) =
            tags.iter().find(|(tag, _)| known.owner_tags.iter().any(|known| known == tag.as_str()))?;
        Some(tag.as_str())
    }

    /// Returns the resource that `text` identifies, and the attribute that holds it there.
    pub fn identified(&self, text: &str) -> Option<(u32, &'a str)> {
        self.identifiers.get(text).copied()
    }

    /// Returns the one resource of a kind that `accepts` says yes to, and that has this name.
    pub fn named(&self, name: &str, accepts: impl Fn(&str) -> bool) -> Option<u32> {
        let mut found = self.names.get(name)?.iter().copied().filter(|index| {
            self.snapshot.resources.get(*index as usize).is_some_and(|resource| accepts(&resource.kind))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Returns the narrowest declared network that `cidr` lies in, and where in it.
    pub fn network_of(&self, cidr: Cidr) -> Option<(u32, u128)> {
        self.networks.iter().find_map(|(network, index)| Some((*index, network.offset_of(cidr)?)))
    }

    /// Returns the cloud's own id of a resource.
    pub fn id(&self, index: usize) -> Option<&'a str> {
        self.snapshot.resources.get(index)?.attributes.get("id")?.as_str()
    }
}

/// Votes for the account and the region that most resources are in.
#[derive(Default)]
struct Places<'a> {
    accounts: Votes<'a>,
    regions: Votes<'a>,
}

impl<'a> Places<'a> {
    /// Looks at an identifier: an ARN, an Azure resource id, or a Google self link.
    fn note(&mut self, identifier: &'a str) {
        if let Some(rest) = identifier.strip_prefix("arn:") {
            let mut parts = rest.split(':');
            if let (Some(region), Some(account)) = (parts.nth(2), parts.next()) {
                self.regions.vote(region);
                self.accounts.vote(account);
            }
        } else if let Some(rest) = identifier.strip_prefix("/subscriptions/") {
            self.accounts.vote(rest.split('/').next().unwrap_or_default());
        } else if let Some((_, rest)) = identifier.split_once("projects/") {
            self.accounts.vote(rest.split('/').next().unwrap_or_default());
            if let Some((_, rest)) = rest.split_once("/regions/") {
                self.regions.vote(rest.split('/').next().unwrap_or_default());
            }
        }
    }
}

#[derive(Default)]
struct Votes<'a>(HashMap<&'a str, usize, FixedState>);

impl<'a> Votes<'a> {
    fn vote(&mut self, candidate: &'a str) {
        // `aws` owns managed policies; it is nobody's account.
        if !candidate.is_empty() && candidate != "aws" {
            *self.0.entry(candidate).or_default() += 1;
        }
    }

    fn sorted(&self) -> Vec<(&'a str, usize)> {
        let mut votes: Vec<_> = self.0.iter().map(|(candidate, votes)| (*candidate, *votes)).collect();
        votes.sort_unstable();
        votes
    }

    fn most(&self) -> Option<String> {
        let candidates = self.0.iter().map(|(candidate, votes)| (*votes, std::cmp::Reverse(*candidate)));
        candidates.max().map(|(_, candidate)| candidate.0.to_owned())
    }
}
