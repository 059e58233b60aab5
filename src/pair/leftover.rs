//! What pairs with nothing: resources of one side only, and `count` and `for_each` that differ, which
//! leave whole instances over.
//!
//! This file must not pair; it says what the leftovers amount to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Unpaired, canonical, is_code};
use crate::model::{Address, InstanceKey, Resource, Sides};
use crate::normalize::Side;

/// What is left over when all pairs are found.
pub(super) struct Leftovers {
    pub(super) unpaired: Vec<Unpaired>,
    /// Resources of kinds that the other side's sources do not hold at all, and those that the other side may
    /// have and could not or should not read.
    pub(super) not_covered: usize,
    /// Resources that a controller made and owns.
    pub(super) owned: usize,
}

/// One resource or module call with all its instances that paired with nothing.
#[derive(Default)]
struct Group {
    address: Sides<Option<Address>>,
    keys: Sides<Vec<Option<InstanceKey>>>,
    members: Sides<Vec<u32>>,
}

type GroupKey = (String, String);

pub(super) fn leftovers(sides: Sides<&Side<'_>>, taken: &Sides<Vec<bool>>) -> Leftovers {
    let modules = sides.map(module_keys);
    let mut groups: BTreeMap<GroupKey, Group> = BTreeMap::new();
    let (mut not_covered, mut owned) = (0, 0);
    let covers = sides.map(|side| {
        side.snapshot
            .resources
            .iter()
            .filter(|r| !is_code(r))
            .map(|r| r.kind.as_str())
            .collect::<BTreeSet<_>>()
    });
    for is_left in [true, false] {
        let (side, taken) = if is_left { (sides.left, &taken.left) } else { (sides.right, &taken.right) };
        let (here, there) =
            if is_left { (&modules.left, &modules.right) } else { (&modules.right, &modules.left) };
        let other_covers = if is_left { &covers.right } else { &covers.left };
        for (index, resource) in (0u32..).zip(&side.snapshot.resources) {
            if taken[index as usize] {
                continue;
            }
            if side.owner(index as usize).is_some() {
                owned += 1;
                continue;
            }
            if side.kinds[index as usize].needs_both && !other_covers.contains(resource.kind.as_str()) {
                not_covered += 1;
                continue;
            }
            let other = if is_left { sides.right } else { sides.left };
            // What could not be read over there is unknown, not gone.
            let place = canonical(side, resource.address.as_str());
            if other.snapshot.may_lack(&resource.kind, &place, &|namespace| canonical(other, namespace)) {
                not_covered += 1;
                continue;
            }
            let call = missing_module(side, resource, there);
            let (key, address, keys) = match &call {
                Some(call) => {
                    let keys = here.get(call).map(|(_, keys)| keys.clone()).unwrap_or_default();
                    let address = here.get(call).map(|(address, _)| address.clone());
                    (("module".to_owned(), call.clone()), address, Some(keys))
                }
                None => {
                    let (base, key) = resource.address.split_instance();
                    let group = groups.entry((resource.kind.to_string(), canonical(side, base))).or_default();
                    let (keys, members, address) = group.side(is_left);
                    keys.push(key);
                    members.push(index);
                    *address = Some(Address::new(base));
                    continue;
                }
            };
            let other = there.get(&key.1).cloned();
            let group = groups.entry(key).or_default();
            let (own_keys, members, own_address) = group.side(is_left);
            *own_keys = keys.into_iter().flatten().map(Some).collect();
            *own_address = address;
            members.push(index);
            if let Some((address, keys)) = other {
                let (other_keys, _, other_address) = group.side(!is_left);
                *other_keys = keys.into_iter().map(Some).collect();
                *other_address = Some(address);
            }
        }
    }
    let instances = sides.map(|side| instances_of(side, &groups));
    let unpaired =
        groups.into_iter().flat_map(|(key, group)| group.into_unpaired(&key, &instances)).collect();
    Leftovers { unpaired, not_covered, owned }
}

impl Group {
    fn side(&mut self, left: bool) -> (&mut Vec<Option<InstanceKey>>, &mut Vec<u32>, &mut Option<Address>) {
        if left {
            (&mut self.keys.left, &mut self.members.left, &mut self.address.left)
        } else {
            (&mut self.keys.right, &mut self.members.right, &mut self.address.right)
        }
    }

    fn into_unpaired(self, key: &GroupKey, instances: &Sides<Instances>) -> Vec<Unpaired> {
        let example = self.members.as_ref().map(|members| members.first().copied());
        if key.0 == "module"
            && self.keys.left != self.keys.right
            && (!self.keys.left.is_empty() || !self.keys.right.is_empty())
        {
            let both = self.address.left.is_some() && self.address.right.is_some();
            if both {
                let kind = key.0.clone();
                return vec![Unpaired::Instances { kind, address: self.address, keys: self.keys, example }];
            }
        }
        // Instances that paired belong to the same resource, whose number is what differs.
        let all = Sides::new(instances.left.get(key), instances.right.get(key));
        let exists = Sides::new(all.left.is_some(), all.right.is_some());
        let many = self.members.left.len() + self.members.right.len() > 1;
        if (exists.left && exists.right) || many {
            let take = |side: Option<&(Address, Vec<Option<InstanceKey>>)>| match side {
                Some((address, keys)) => (Some(address.clone()), keys.clone()),
                None => (None, Vec::new()),
            };
            let (left, right) = (take(all.left), take(all.right));
            return vec![Unpaired::Instances {
                kind: key.0.clone(),
                address: Sides::new(left.0, right.0),
                keys: Sides::new(left.1, right.1),
                example,
            }];
        }
        let left =
            self.members.left.into_iter().map(|index| Unpaired::Resource(Sides::new(Some(index), None)));
        let right =
            self.members.right.into_iter().map(|index| Unpaired::Resource(Sides::new(None, Some(index))));
        left.chain(right).collect()
    }
}

/// Address without instance key, and all instance keys.
type Instances = BTreeMap<GroupKey, (Address, Vec<Option<InstanceKey>>)>;

/// Collects all instances, paired ones too, of the resources that have some left over.
fn instances_of(side: &Side<'_>, groups: &BTreeMap<GroupKey, Group>) -> Instances {
    let wanted: BTreeSet<&str> = groups.keys().map(|(kind, _)| kind.as_str()).collect();
    let mut instances = Instances::new();
    for resource in &side.snapshot.resources {
        if is_code(resource) || !wanted.contains(resource.kind.as_str()) {
            continue;
        }
        let (base, key) = resource.address.split_instance();
        let group = (resource.kind.to_string(), canonical(side, base));
        if groups.contains_key(&group) {
            instances.entry(group).or_insert_with(|| (Address::new(base), Vec::new())).1.push(key);
        }
    }
    instances
}

/// For each module call with instance keys, by its canonical address: its address and its keys.
type ModuleKeys = BTreeMap<String, (Address, BTreeSet<InstanceKey>)>;

fn module_keys(side: &Side<'_>) -> ModuleKeys {
    let mut calls = ModuleKeys::new();
    let mut last = "";
    for resource in &side.snapshot.resources {
        let module = resource.address.module();
        // Resources of one module follow each other, so most need no look.
        if module == last || !module.contains('[') || is_code(resource) {
            continue;
        }
        last = module;
        for (call, key) in keyed_calls(module) {
            let entry =
                calls.entry(canonical(side, call)).or_insert_with(|| (Address::new(call), BTreeSet::new()));
            entry.1.insert(canonical_key(side, key));
        }
    }
    calls
}

fn canonical_key(side: &Side<'_>, key: InstanceKey) -> InstanceKey {
    match key {
        InstanceKey::Name(name) => InstanceKey::Name(canonical(side, &name).into()),
        index @ InstanceKey::Index(_) => index,
    }
}

/// Splits `module.a["x"].module.b[0]` into `module.a` with `x`, and `module.a["x"].module.b` with `0`.
fn keyed_calls(module: &str) -> Vec<(&str, InstanceKey)> {
    let mut calls = Vec::new();
    let mut whole = module;
    while !whole.is_empty() {
        let address = Address::new(whole);
        let (base, key) = address.split_instance();
        let length = base.len();
        if let Some(key) = key {
            calls.push((&whole[..length], key));
        }
        let parent = whole[..length].rfind("module.").map_or(0, |at| at.saturating_sub(1));
        whole = &whole[..parent];
    }
    calls.reverse();
    calls
}

/// Returns the canonical address of the outermost module call that the other side has, too, but not with this key.
fn missing_module(side: &Side<'_>, resource: &Resource, there: &ModuleKeys) -> Option<String> {
    let module = resource.address.module();
    if !module.contains('[') {
        return None;
    }
    keyed_calls(module).into_iter().find_map(|(call, key)| {
        let call = canonical(side, call);
        let (_, keys) = there.get(&call)?;
        (!keys.contains(&canonical_key(side, key))).then_some(call)
    })
}
