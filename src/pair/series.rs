//! Several of one name: three servers that are all called `web`, which nobody gave an address.
//!
//! They pair as instances of one `count` do, by what they hold and else by likeness, and their number is what
//! differs. This file must not pair what somebody gave an address, or what more than its name tells apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::content::{Leftover, Match};
use super::{Method, Unpaired, canonical};
use crate::model::{Address, Origin, Resource, Sides, Value};
use crate::normalize::Side;

/// Of more on a side than this, which is which is not asked one by one.
const MAX_SERIES: usize = 256;

/// Several of one kind and name.
pub(super) struct Series {
    /// What the kind is called.
    pub(super) kind: String,
    /// The attribute that holds the name, and the name without what is the environment's own.
    pub(super) name: (String, String),
    /// All of them, by their indices, whether they pair or not.
    pub(super) members: Sides<Vec<usize>>,
}

/// Returns whether a resource is called by the id that a platform gave it: nobody chose its address.
pub fn is_unaddressed(resource: &Resource) -> bool {
    let id = resource.attributes.get("id").and_then(Value::as_str);
    resource.origin == Origin::Live
        && id.is_some_and(|id| {
            let rest = resource.address.as_str().strip_prefix(resource.kind.as_str());
            rest.and_then(|rest| rest.strip_prefix('.')) == Some(id)
        })
}

/// The leftovers of a kind that have one name.
type Named<'l, 'a> = Sides<Vec<&'l Leftover<'a>>>;

/// Returns what has a name in common with others, by attribute and name; both sides have some of each.
fn named<'l, 'a>(of_kind: &'l Sides<Vec<Leftover<'a>>>) -> BTreeMap<(&'l str, &'l str), Named<'l, 'a>> {
    let mut named: BTreeMap<(&str, &str), Named<'_, '_>> = BTreeMap::new();
    for is_left in [true, false] {
        for leftover in if is_left { &of_kind.left } else { &of_kind.right } {
            // Of several names, the first tells.
            let Some((attribute, name)) =
                leftover.portrait.names().iter().next().filter(|_| leftover.is_one_of_many)
            else {
                continue;
            };
            let group = named.entry((attribute, name)).or_default();
            if is_left { group.left.push(leftover) } else { group.right.push(leftover) }
        }
    }
    named.retain(|_, group| {
        let many = group.left.len().max(group.right.len());
        !group.left.is_empty() && !group.right.is_empty() && many > 1 && many <= MAX_SERIES
    });
    named
}

/// Returns all series of a kind.
pub(super) fn all<'k>(
    kind: &'k str,
    of_kind: &'k Sides<Vec<Leftover<'_>>>,
) -> impl Iterator<Item = Series> + use<'k> {
    named(of_kind).into_iter().map(move |((attribute, name), group)| Series {
        kind: kind.to_owned(),
        name: (attribute.to_owned(), name.to_owned()),
        members: group.map(|members| members.iter().map(|member| member.index).collect()),
    })
}

/// Returns which members of the series of a kind are the same.
pub(super) fn matches(of_kind: &Sides<Vec<Leftover<'_>>>) -> Vec<Match> {
    named(of_kind).into_values().flat_map(|group| of_series(&group)).collect()
}

/// Pairs the most alike first; what nothing tells apart pairs in order, as it makes no difference.
fn of_series(group: &Named<'_, '_>) -> Vec<Match> {
    let mut scores: Vec<(u8, usize, usize)> = Vec::new();
    for (l, left) in group.left.iter().enumerate() {
        for (r, right) in group.right.iter().enumerate() {
            scores.push((left.portrait.likeness(&right.portrait).0, l, r));
        }
    }
    // Of equals, the same ones come first when the sides change places.
    scores.sort_by_key(|(score, l, r)| (Reverse(*score), l + r, l.abs_diff(*r)));
    let mut taken: Sides<BTreeSet<usize>> = Sides::default();
    let mut matches = Vec::new();
    for (confidence, l, r) in scores {
        if !taken.left.contains(&l) && !taken.right.contains(&r) {
            taken.left.insert(l);
            taken.right.insert(r);
            let (left, right) = (group.left[l].index, group.right[r].index);
            matches.push(Match { left, right, method: Method::Name, confidence });
        }
    }
    matches
}

/// A series of which one side has more, and which of its members that is.
pub(super) struct Uneven {
    pub(super) unpaired: Unpaired,
    pub(super) rest: Sides<Vec<usize>>,
}

/// Returns the series of which something is left over, and may be called so: not where the other side may have
/// what could not be read of it.
pub(super) fn uneven(sides: Sides<&Side<'_>>, series: &[Series], taken: &Sides<Vec<bool>>) -> Vec<Uneven> {
    let mut uneven = Vec::new();
    for one in series {
        let free = |members: &[usize], taken: &[bool]| -> Vec<usize> {
            members.iter().copied().filter(|index| taken.get(*index) == Some(&false)).collect()
        };
        let rest = Sides::new(free(&one.members.left, &taken.left), free(&one.members.right, &taken.right));
        let address = Sides::new(
            one.address(sides.left, &one.members.left),
            one.address(sides.right, &one.members.right),
        );
        let is_unknown = |rest: &[usize], other: &Side<'_>| {
            let place = canonical(other, address.left.as_ref().map_or("", Address::as_str));
            !rest.is_empty()
                && other.snapshot.may_lack(&one.kind, &place, &|namespace| canonical(other, namespace))
        };
        let is_even = rest.left.is_empty() && rest.right.is_empty();
        if is_even || is_unknown(&rest.left, sides.right) || is_unknown(&rest.right, sides.left) {
            continue;
        }
        let first = |indices: &[usize]| indices.first().and_then(|index| u32::try_from(*index).ok());
        let unpaired = Unpaired::Instances {
            kind: one.kind.clone(),
            address,
            keys: one.members.as_ref().map(|members| vec![None; members.len()]),
            example: rest.as_ref().map(|rest| first(rest)),
        };
        uneven.push(Uneven { unpaired, rest });
    }
    uneven
}

impl Series {
    /// Returns what the series is called on a side: kind and name.
    fn address(&self, side: &Side<'_>, members: &[usize]) -> Option<Address> {
        let index = *members.first()?;
        let (resource, known) = (side.snapshot.resources.get(index)?, side.kinds.get(index)?);
        let mut name = None;
        for path in &known.names {
            path.texts(&resource.attributes, |attribute, text| {
                if attribute == self.name.0 && name.is_none() {
                    name = Some(text);
                }
            });
        }
        Some(Address::new(format!("{}.{}", self.kind, name?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Key, Map};

    #[test]
    fn only_an_id_of_the_platform_leaves_a_resource_without_an_address() {
        let resource = |address: &str, origin: Origin| Resource {
            kind: "aws_instance".into(),
            address: Address::new(address),
            origin,
            attributes: Map::from_entries(vec![(Key::new("id"), "i-1".into())]),
            ..Resource::default()
        };
        assert!(is_unaddressed(&resource("aws_instance.i-1", Origin::Live)));
        assert!(!is_unaddressed(&resource("aws_instance.web", Origin::Live)));
        assert!(!is_unaddressed(&resource("aws_instance.i-1", Origin::Declared)));
    }
}
