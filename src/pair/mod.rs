//! Pair: which resource of the left side is which of the right.
//!
//! Resources pair by kind and address, exactly first and then with the words of their environment
//! set aside. What is left over pairs with nothing; `count` and `for_each` that differ are found here,
//! because they leave whole instances over. Everything is by hash: nothing compares all with all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;

use crate::model::{Address, InstanceKey, Origin, Resource, Sides};
use crate::normalize::Side;

/// How two resources were found to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The configuration says so.
    Configured,
    /// Their addresses are equal.
    Address,
    /// Their addresses are equal with the words of their environment set aside.
    Tokens,
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
}

/// Pairs two sides; `configured` holds addresses that belong together whatever they are called.
pub fn pair(sides: Sides<&Side<'_>>, configured: &[(String, String)]) -> Pairs {
    let left = &sides.left.snapshot.resources;
    let right = &sides.right.snapshot.resources;
    let mut pairing = Pairing {
        pairs: Vec::with_capacity(left.len().min(right.len())),
        // What code declares beside a state is looked at for causes, not compared.
        taken: Sides::new(left.iter().map(is_code).collect(), right.iter().map(is_code).collect()),
    };
    for (l, r) in configured {
        let find = |resources: &[Resource], address: &str| {
            resources.iter().position(|resource| resource.address.as_str() == address)
        };
        if let (Some(l), Some(r)) = (find(left, l), find(right, r)) {
            pairing.join(l, r, Method::Configured);
        }
    }
    pairing.by_address(left, right);
    pairing.by_tokens(sides);
    pairing.pairs.sort_by_key(|pair| pair.left);
    let mut pair_of = Sides::new(vec![None; left.len()], vec![None; right.len()]);
    for (number, pair) in (0u32..).zip(&pairing.pairs) {
        pair_of.left[pair.left as usize] = Some(number);
        pair_of.right[pair.right as usize] = Some(number);
    }
    let (unpaired, not_covered) = leftovers(sides, &pairing.taken);
    Pairs { pairs: pairing.pairs, unpaired, pair_of, not_covered }
}

fn is_code(resource: &Resource) -> bool {
    resource.origin == Origin::Code
}

struct Pairing {
    pairs: Vec<Pair>,
    taken: Sides<Vec<bool>>,
}

impl Pairing {
    fn join(&mut self, left: usize, right: usize, method: Method) {
        if self.taken.left[left] || self.taken.right[right] {
            return;
        }
        self.taken.left[left] = true;
        self.taken.right[right] = true;
        if let (Ok(left), Ok(right)) = (u32::try_from(left), u32::try_from(right)) {
            self.pairs.push(Pair { left, right, method });
        }
    }

    /// Both sides are sorted by kind and address, so equal addresses meet in one walk.
    fn by_address(&mut self, left: &[Resource], right: &[Resource]) {
        let (mut l, mut r) = (0, 0);
        while let (Some(a), Some(b)) = (left.get(l), right.get(r)) {
            match (&a.kind, &a.address).cmp(&(&b.kind, &b.address)) {
                std::cmp::Ordering::Less => l += 1,
                std::cmp::Ordering::Greater => r += 1,
                std::cmp::Ordering::Equal if self.taken.left[l] => l += 1,
                std::cmp::Ordering::Equal if self.taken.right[r] => r += 1,
                std::cmp::Ordering::Equal => {
                    self.join(l, r, Method::Address);
                    l += 1;
                    r += 1;
                }
            }
        }
    }

    fn by_tokens(&mut self, sides: Sides<&Side<'_>>) {
        let rest = |side: &Side<'_>, taken: &[bool]| {
            // Two resources of one canonical address are a collision: which is which is not guessed.
            let mut by_name: HashMap<(String, String), Option<usize>, FixedState> = HashMap::default();
            for (index, resource) in side.snapshot.resources.iter().enumerate() {
                if !taken[index] {
                    let key = (resource.kind.to_string(), canonical(side, resource.address.as_str()));
                    by_name.entry(key).and_modify(|slot| *slot = None).or_insert(Some(index));
                }
            }
            by_name
        };
        let left = rest(sides.left, &self.taken.left);
        let right = rest(sides.right, &self.taken.right);
        let mut found: Vec<(usize, usize)> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "the pairs found are sorted before they are used")]
        for (key, index) in &left {
            if let (Some(l), Some(Some(r))) = (index, right.get(key)) {
                found.push((*l, *r));
            }
        }
        found.sort_unstable();
        for (l, r) in found {
            self.join(l, r, Method::Tokens);
        }
    }
}

/// Returns an address or name with the words of its environment set aside.
fn canonical(side: &Side<'_>, name: &str) -> String {
    side.tokens.without_words(name).unwrap_or_else(|| name.to_owned())
}

/// One resource or module call with all its instances that paired with nothing.
#[derive(Default)]
struct Group {
    address: Sides<Option<Address>>,
    keys: Sides<Vec<Option<InstanceKey>>>,
    members: Sides<Vec<u32>>,
}

type GroupKey = (String, String);

fn leftovers(sides: Sides<&Side<'_>>, taken: &Sides<Vec<bool>>) -> (Vec<Unpaired>, usize) {
    let modules = sides.map(module_keys);
    let mut groups: BTreeMap<GroupKey, Group> = BTreeMap::new();
    let mut not_covered = 0;
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
            if side.kinds[index as usize].needs_both && !other_covers.contains(resource.kind.as_str()) {
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
    (unpaired, not_covered)
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
