//! Pair: which resource of the left side is which of the right.
//!
//! In order: what the configuration says; kind and address, exactly and then with the words of the
//! environment set aside; the name people gave it; and for what is left over, what it holds and what it
//! refers to. Everything is by hash or inside bounded groups: nothing compares all with all. Where two
//! resources fit equally well, which is which is not guessed but told.

mod content;
mod declared;
mod instances;
mod leftover;
mod series;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::FixedState;

use crate::model::{Address, InstanceKey, Origin, Resource, Sides, Value};
use crate::normalize::knowledge::KindKnowledge;
use crate::normalize::meaning::{Documents, Meaning};
use crate::normalize::{Side, opaque};

pub use declared::declared;
pub use series::is_unaddressed;

/// How two resources were found to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The configuration says so.
    Configured,
    /// Their addresses are equal.
    Address,
    /// Their addresses are equal with the words of their environment set aside.
    Tokens,
    /// People call them by the same name, which nothing else has.
    Name,
    /// They hold the same and refer to the same, which nothing else does.
    Content,
    /// They hold nearly the same, and nothing else comes near.
    Likeness,
}

impl Method {
    /// Returns the name as it stands in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Configured => "configured",
            Self::Address => "address",
            Self::Tokens => "tokens",
            Self::Name => "name",
            Self::Content => "content",
            Self::Likeness => "likeness",
        }
    }
}

/// Two resources that are the same; indices into the snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Index on the left side.
    pub left: u32,
    /// Index on the right side.
    pub right: u32,
    /// How they were found.
    pub method: Method,
    /// How sure that is, in percent: 100 where somebody gave them the same address, else the share of what
    /// they hold that is equal.
    pub confidence: u8,
}

/// What is on one side only, or there in another number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpaired {
    /// One resource; index on its side.
    Resource(Sides<Option<u32>>),
    /// Another `count` or `for_each` of a resource or a module: what it is called, its kind, and the keys on each side.
    Instances {
        /// The kind, or `module`.
        kind: String,
        /// The address on each side, without the instance key.
        address: Sides<Option<Address>>,
        /// The instance keys on each side.
        keys: Sides<Vec<Option<InstanceKey>>>,
        /// One resource of each side to look at, where there is one.
        example: Sides<Option<u32>>,
    },
}

/// The outcome.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Pairs, in the order of the left side.
    pub pairs: Vec<Pair>,
    /// What is left over, in the order of kinds and addresses.
    pub unpaired: Vec<Unpaired>,
    /// For each resource of the left and of the right side, the number of its pair.
    pub pair_of: Sides<Vec<Option<u32>>>,
    /// How many resources were not compared because the other side's sources do not hold their kind at all.
    pub not_covered: usize,
    /// How many resources of one side only were not told because a controller made and owns them.
    pub owned: usize,
    /// Groups of resources of which any could be any, one line each; they are among `unpaired`.
    pub collisions: Vec<String>,
}

impl Pairs {
    /// Returns whether what runs on one side only belongs to something that is on that side only, too: then the
    /// other side cannot have it.
    pub fn belongs_to_unpaired(&self, sides: Sides<&Side<'_>>, unpaired: &Unpaired) -> bool {
        let Unpaired::Resource(Sides { left, right }) = unpaired else { return false };
        let (side, pair_of, index) = match (left, right) {
            (Some(index), None) => (sides.left, &self.pair_of.left, *index as usize),
            (None, Some(index)) => (sides.right, &self.pair_of.right, *index as usize),
            _ => return false,
        };
        let resources = &side.snapshot.resources;
        let (Some(resource), Some(known)) = (resources.get(index), side.kinds.get(index)) else {
            return false;
        };
        if resource.origin != Origin::Live {
            return false;
        }
        known.identity.iter().any(|path| {
            let text = path.value(&resource.attributes).and_then(Value::as_str).unwrap_or_default();
            let kinds = known.root.at(path).map(|node| node.references.as_slice()).unwrap_or_default();
            let named = || side.named(text, |kind| kinds.iter().any(|glob| glob.matches(kind)));
            let other = side.identified(text).map(|(other, _)| other).or_else(named);
            other.map(|other| other as usize).is_some_and(|other| {
                other != index
                    && pair_of.get(other).is_some_and(Option::is_none)
                    && side.owner(other).is_none()
                    && resources.get(other).is_some_and(|other| other.origin == Origin::Live)
            })
        })
    }
}

/// Says whether two resources differ in meaning, as far as pairs are known; indices into the snapshots.
pub type Differ<'f> = &'f (dyn Fn(Sides<Meaning<'_>>, usize, usize) -> bool + Sync);

/// Pairs two sides; `configured` holds addresses that belong together whatever they are called.
pub fn pair(
    sides: Sides<&Side<'_>>,
    configured: &[(String, String)],
    documents: &Documents,
    differ: Differ<'_>,
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
    for (l, r) in configured {
        let find = |resources: &[Resource], address: &str| {
            resources.iter().position(|resource| resource.address.as_str() == address)
        };
        if let (Some(l), Some(r)) = (find(resources.left, l), find(resources.right, r)) {
            pairing.join(l, r, Method::Configured, 100);
        }
    }
    pairing.by_address(false);
    let canonical_address =
        |side: &Side<'_>, resource: &Resource, _: &KindKnowledge| Some(canonical(side, resource.called()));
    pairing.by_key(Method::Tokens, canonical_address);
    // One that has `count = 1` here and no count there is still the same one.
    pairing.by_key(Method::Tokens, |side, resource, _| {
        Some(canonical(side, resource.called()).replace("[0]", ""))
    });
    pairing.by_key(Method::Tokens, |side, resource, known| {
        known.completed_names.then(|| incomplete(side, resource.called()))
    });
    pairing.by_address(true);
    instances::settle(&mut pairing, differ);
    content::pair(&mut pairing);
    pairing.finish()
}

/// What code declares beside a state is looked at for causes, not compared.
fn is_code(resource: &Resource) -> bool {
    resource.origin == Origin::Code
}

/// What is owned follows from its owner, and pairs only with what nobody owns and has the same address.
fn is_owned(resource: &Resource) -> bool {
    resource.owner.is_some()
}

/// Returns an address or name without what is its environment's own.
fn canonical(side: &Side<'_>, name: &str) -> String {
    side.tokens.without_own(name)
}

/// Returns an address without what tools add to the names that people chose: the hash of the content, and the
/// word of the environment, which the other environment may do without.
fn incomplete(side: &Side<'_>, address: &str) -> String {
    let chosen = opaque::content_suffix(address).and_then(|at| address.get(..at)).unwrap_or(address);
    canonical(side, chosen).replace("-${env}", "").replace("${env}-", "")
}

/// The pairs found so far.
struct Pairing<'a> {
    sides: Sides<&'a Side<'a>>,
    documents: &'a Documents,
    pairs: Vec<Pair>,
    /// For each resource, the number of its pair; numbers are final only at the end.
    pair_of: Sides<Vec<Option<u32>>>,
    collisions: Vec<String>,
    /// Several of one name.
    series: Vec<series::Series>,
}

impl Pairing<'_> {
    fn join(&mut self, left: usize, right: usize, method: Method, confidence: u8) {
        let resources = self.sides.map(|side| &side.snapshot.resources);
        let free = self.is_free(true, left) && self.is_free(false, right);
        // Resources that code declares beside a state never pair.
        if !free || is_code(&resources.left[left]) || is_code(&resources.right[right]) {
            return;
        }
        let Ok(number) = u32::try_from(self.pairs.len()) else { return };
        if let (Ok(l), Ok(r)) = (u32::try_from(left), u32::try_from(right)) {
            self.pairs.push(Pair { left: l, right: r, method, confidence });
            self.pair_of.left[left] = Some(number);
            self.pair_of.right[right] = Some(number);
        }
    }

    fn is_free(&self, is_left: bool, index: usize) -> bool {
        let pair_of = if is_left { &self.pair_of.left } else { &self.pair_of.right };
        pair_of.get(index).is_some_and(Option::is_none)
    }

    /// Returns what values mean, as far as pairs are known.
    fn meaning(&self) -> Sides<Meaning<'_>> {
        Meaning::of_both(self.sides, self.pair_of.as_ref().map(Vec::as_slice), self.documents)
    }

    /// Both sides are sorted by kind and address, so equal addresses meet in one walk.
    ///
    /// What one side owns pairs only where `half_owned` says so, once everything else had its choice.
    fn by_address(&mut self, half_owned: bool) {
        let resources = self.sides.map(|side| &side.snapshot.resources);
        let (mut l, mut r) = (0, 0);
        while let (Some(a), Some(b)) = (resources.left.get(l), resources.right.get(r)) {
            match (&a.kind, &a.address).cmp(&(&b.kind, &b.address)) {
                std::cmp::Ordering::Less => l += 1,
                std::cmp::Ordering::Greater => r += 1,
                std::cmp::Ordering::Equal if !self.is_free(true, l) || is_code(a) => l += 1,
                std::cmp::Ordering::Equal if !self.is_free(false, r) || is_code(b) => r += 1,
                std::cmp::Ordering::Equal
                    if (is_owned(a) && is_owned(b)) || (is_owned(a) != is_owned(b) && !half_owned) =>
                {
                    l += 1;
                    r += 1;
                }
                std::cmp::Ordering::Equal => {
                    self.join(l, r, Method::Address, 100);
                    l += 1;
                    r += 1;
                }
            }
        }
    }

    /// Pairs what has a key that nothing else of its kind on its side has.
    ///
    /// What has no key is left as it is.
    fn by_key(
        &mut self,
        method: Method,
        key: impl Fn(&Side<'_>, &Resource, &KindKnowledge) -> Option<String>,
    ) {
        let rest = |is_left: bool| {
            let side = if is_left { self.sides.left } else { self.sides.right };
            // Two resources of one key are a collision: which is which is not guessed.
            let mut by_key: HashMap<(&str, String), Option<usize>, FixedState> = HashMap::default();
            let resources = side.snapshot.resources.iter().zip(&side.kinds);
            for (index, (resource, known)) in resources.enumerate() {
                if self.is_free(is_left, index)
                    && !is_code(resource)
                    && !is_owned(resource)
                    && let Some(key) = key(side, resource, known)
                {
                    match by_key.entry((&resource.kind, key)) {
                        Entry::Vacant(slot) => {
                            slot.insert(Some(index));
                        }
                        Entry::Occupied(mut slot) => *slot.get_mut() = None,
                    }
                }
            }
            by_key
        };
        let (left, right) = (rest(true), rest(false));
        let mut found: Vec<(usize, usize)> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "the pairs found are sorted before they are used")]
        for (key, index) in &left {
            if let (Some(l), Some(Some(r))) = (index, right.get(key)) {
                found.push((*l, *r));
            }
        }
        found.sort_unstable();
        for (l, r) in found {
            self.join(l, r, method, 100);
        }
    }

    fn finish(mut self) -> Pairs {
        self.pairs.sort_by_key(|pair| pair.left);
        for (number, pair) in (0u32..).zip(&self.pairs) {
            self.pair_of.left[pair.left as usize] = Some(number);
            self.pair_of.right[pair.right as usize] = Some(number);
        }
        let taken = |side: &Side<'_>, pair_of: &[Option<u32>]| -> Vec<bool> {
            side.snapshot
                .resources
                .iter()
                .zip(pair_of)
                .map(|(r, pair)| pair.is_some() || is_code(r))
                .collect()
        };
        let taken = Sides::new(
            taken(self.sides.left, &self.pair_of.left),
            taken(self.sides.right, &self.pair_of.right),
        );
        let uneven = series::uneven(self.sides, &self.series, &taken);
        let mut taken = taken;
        for series in &uneven {
            for (taken, rest) in
                [(&mut taken.left, &series.rest.left), (&mut taken.right, &series.rest.right)]
            {
                for index in rest {
                    taken[*index] = true;
                }
            }
        }
        let leftover::Leftovers { mut unpaired, not_covered, owned } =
            leftover::leftovers(self.sides, &taken);
        unpaired.extend(uneven.into_iter().map(|series| series.unpaired));
        Pairs {
            pairs: self.pairs,
            unpaired,
            pair_of: self.pair_of,
            not_covered,
            owned,
            collisions: self.collisions,
        }
    }
}
