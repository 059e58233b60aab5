//! Resources that are parts of others: which is part of which, and which of both is compared.
//!
//! A provider lets people manage one thing in two ways: as an attribute (`ingress` of a security group) and as
//! resources of their own. What was declared says which one counts. This file must not compare or count kinds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::reach::Spot;
use super::{Kinds, Pairs};
use crate::model::{Key, Map, Resource, Value};
use crate::normalize::knowledge::{Element, KindKnowledge};

/// A resource of one of the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum At {
    Declared(usize),
    Live(usize),
}

/// A thing that has parts, as it was declared and as it runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole {
    pub(super) declared: Option<usize>,
    pub(super) live: Option<usize>,
    /// Its parts, by the attribute that tells them, too; none where nothing else tells them.
    pub(super) parts: BTreeMap<Option<String>, Vec<Part>>,
}

/// One part.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) at: At,
    pub(super) kind: CompactString,
    /// Whether it stands for an element of the attribute, and is compared as such.
    pub(super) is_element: bool,
}

/// All things that have parts, and the parts that belong to nothing that is known.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) wholes: Vec<Whole>,
    /// Elements of things that are not there.
    pub(super) lost: Vec<At>,
}

/// A way in which resources of one kind are parts of others.
struct Claim {
    family: CompactString,
    attribute: Option<String>,
    by: Key,
}

/// Finds which resource is part of which; `pairs` says which are the same.
pub(super) fn find(resources: &[(At, &Resource, Spot<'_>)], pairs: &Pairs, kinds: &Kinds<'_>) -> Parts {
    let families: BTreeSet<CompactString> =
        resources.iter().map(|(_, resource, _)| kinds.family(&resource.kind)).collect();
    let mut claims: HashMap<&str, Vec<Claim>, FixedState> = HashMap::default();
    let known: Vec<_> = families.into_iter().map(|family| (kinds.of(&family), family)).collect();
    for (known, family) in &known {
        let told = known
            .parts
            .iter()
            .flat_map(|parts| parts.by.iter().map(move |told| (Some(parts.attribute.clone()), told)));
        for (attribute, told) in told.chain(known.satellites.iter().map(|told| (None, told))) {
            let by = Key::new(&told.attribute);
            let claim = Claim { family: family.clone(), attribute, by };
            claims.entry(told.kind.as_str()).or_default().push(claim);
        }
    }
    let mut parts = Parts::default();
    if claims.is_empty() {
        return parts;
    }
    let of_interest: BTreeSet<&str> = claims.values().flatten().map(|claim| claim.family.as_str()).collect();
    let names = wholes(&mut parts, resources, pairs, kinds, &of_interest);
    for (at, resource, spot) in resources {
        let Some(claims) = claims.get(resource.kind.as_str()) else { continue };
        let element = kinds.of(&resource.kind).element.clone();
        let list = element.as_ref().map(|element| list_of(element, &resource.attributes));
        let mut is_found = false;
        for claim in claims {
            if list.is_some() && list != claim.attribute.as_deref() {
                continue;
            }
            let Some(name) = resource.attributes.get(&claim.by).and_then(Value::as_str) else { continue };
            let named = names.get(&(claim.family.clone(), name)).map(Vec::as_slice).unwrap_or_default();
            let fits = |(_, there): &&(usize, Spot<'_>)| spot.may_be(there);
            let found: BTreeSet<usize> = named.iter().filter(fits).map(|(whole, _)| *whole).collect();
            // What may belong to several is left as it is.
            let ([Some(whole)], 1) = ([found.first()], found.len()) else { continue };
            if let Some(whole) = parts.wholes.get_mut(*whole) {
                let kind = resource.kind.clone();
                let part = Part { at: *at, kind, is_element: element.is_some() };
                whole.parts.entry(claim.attribute.clone()).or_default().push(part);
                is_found = true;
            }
        }
        if element.is_some() && !is_found {
            parts.lost.push(*at);
        }
    }
    parts
}

type Names<'a> = HashMap<(CompactString, &'a str), Vec<(usize, Spot<'a>)>, FixedState>;

/// Lists what may have parts, and by which texts others name it.
fn wholes<'a>(
    parts: &mut Parts,
    resources: &[(At, &'a Resource, Spot<'a>)],
    pairs: &Pairs,
    kinds: &Kinds<'_>,
    families: &BTreeSet<&str>,
) -> Names<'a> {
    let mut names = Names::default();
    let mut of_live: HashMap<usize, usize, FixedState> = HashMap::default();
    for (at, resource, spot) in resources {
        let family = kinds.family(&resource.kind);
        if !families.contains(family.as_str()) {
            continue;
        }
        let whole = match at {
            At::Live(live) => of_live.get(live).copied(),
            At::Declared(_) => None,
        };
        let whole = whole.unwrap_or_else(|| {
            parts.wholes.push(Whole::default());
            parts.wholes.len() - 1
        });
        if let Some(whole) = parts.wholes.get_mut(whole) {
            match at {
                At::Declared(declared) => whole.declared = Some(*declared),
                At::Live(live) => whole.live = Some(*live),
            }
        }
        // What was declared comes first, so that what runs finds it.
        if let At::Declared(declared) = at
            && let Some(live) = pairs.get(declared)
        {
            of_live.insert(*live, whole);
        }
        for name in names_of(resource, &kinds.of(&family)) {
            names.entry((family.clone(), name)).or_default().push((whole, *spot));
        }
    }
    names
}

/// Returns id, ARN and names; a tag is no name that others use.
fn names_of<'a>(resource: &'a Resource, known: &KindKnowledge) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let tag = |path: &str| path.starts_with("tags");
    for path in known.identifiers.iter().chain(known.names.iter().filter(|path| !tag(path.as_str()))) {
        path.texts(&resource.attributes, |_, text| {
            if !text.is_empty() {
                names.insert(text);
            }
        });
    }
    names
}

/// Returns the list of which a resource is an element.
fn list_of<'a>(element: &'a Element, attributes: &'a Map) -> &'a str {
    let value = match attributes.get(&element.list) {
        Some(Value::String(text)) => text.as_str(),
        Some(Value::Bool(true)) => "true",
        Some(Value::Bool(false) | Value::Null) => "false",
        _ if element.lists.is_empty() => element.list.as_str(),
        _ => "false",
    };
    element.lists.iter().find(|(known, _)| known == value).map_or(value, |(_, list)| list)
}

/// Makes the element of a list that a resource stands for.
pub(super) fn element_of(element: &Element, attributes: &Map, splits: &[String]) -> Value {
    let entries = attributes.iter().filter(|(key, _)| {
        !key.starts_with('@')
            && ![&element.parent, &element.list].iter().any(|own| own.as_str() == key.as_str())
    });
    let mut made: Vec<(Key, Value)> = Vec::new();
    for (key, value) in entries {
        let renamed = element.renames.iter().find(|(own, _)| own == key.as_str());
        let name = renamed.map_or(key.clone(), |(_, name)| Key::new(name));
        if renamed.is_some() && value.is_empty() {
            continue;
        }
        // One name stands where the list of the other may have several.
        let is_list = splits.iter().any(|list| list == name.as_str());
        let value = match value {
            Value::String(_) if is_list => Value::list([value.clone()]),
            other => other.clone(),
        };
        made.push((name, value));
    }
    Value::map(made)
}

/// Makes of each member of the lists in an object an object of its own: groups of rules mean what the rules do.
pub(super) fn split(value: &mut Value, lists: &[String]) {
    let Value::List(items) = value else { return };
    let mut made = Vec::with_capacity(items.len());
    for item in std::mem::take(items) {
        let Value::Map(map) = &item else {
            made.push(item);
            continue;
        };
        let before = made.len();
        for list in lists {
            let members: &[Value] = match map.get(list) {
                Some(Value::List(members)) => members,
                Some(flag @ Value::Bool(true)) => std::slice::from_ref(flag),
                _ => &[],
            };
            for member in members {
                let mut one = map.clone();
                for (key, value) in one.iter_mut().filter(|(key, _)| lists.iter().any(|l| l == key.as_str()))
                {
                    let is_this = key.as_str() == list;
                    *value = match value {
                        Value::Bool(_) => Value::Bool(is_this),
                        _ if is_this => Value::list([member.clone()]),
                        _ => Value::list([]),
                    };
                }
                made.push(Value::Map(one));
            }
        }
        if made.len() == before {
            made.push(item);
        }
    }
    *items = made.into();
}
