//! Who wrote what stands at a path of an object that runs, as far as the platform keeps that.
//!
//! Kubernetes keeps for each writer the tree of the fields it owns (`metadata.managedFields`): `f:name` is an
//! entry of a map, `k:{"name":"web"}` an element of a list by its keys, `v:"x"` one by its value, `i:0` one by its
//! place, and `.` the thing itself. An empty tree owns all that is below.
//! Source: <https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management>
//!
//! This file must not judge; it says who owns a path, and whether that is the one who deploys.

use std::cmp::Reverse;

use compact_str::format_compact;

use crate::model::{ChangedBy, Manager, Map, Path, Resource, Segment, Value};
use crate::normalize::managers::{Managers, Role};

/// Who owns the fields of one object that runs.
pub struct Attribution<'a> {
    live: &'a Map,
    managers: Vec<Owner<'a>>,
}

/// Somebody who owns fields of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Owner<'a> {
    /// The entry of the platform.
    pub manager: &'a Manager,
    /// What it is; `None` where nothing is known.
    pub role: Option<Role>,
}

impl Owner<'_> {
    /// Returns whether a person wrote by hand.
    pub fn by_hand(&self) -> bool {
        self.role == Some(Role::Person)
    }

    /// Returns what the report tells of it.
    pub fn told(&self) -> ChangedBy {
        let Manager { name, operation, subresource, time, .. } = self.manager;
        let part = if subresource.is_empty() { String::new() } else { format!(", {subresource}") };
        ChangedBy {
            who: name.to_string(),
            when: *time,
            how: format!("managedFields ({operation}{part})"),
            by_hand: self.by_hand(),
        }
    }
}

impl<'a> Attribution<'a> {
    /// Looks at an object that runs, and at what was declared of it, if anything.
    ///
    /// Of programs of which nothing is known, the one that owns most of what was declared is who deploys. A tool
    /// in the hand of a person is not, however much it took over.
    pub fn new(declared: Option<&Map>, live: &'a Resource, known: &Managers) -> Self {
        let managers: Vec<(&Manager, Option<Role>)> =
            live.provenance.managers.iter().map(|manager| (manager, known.role(manager))).collect();
        let writes_itself = |manager: &Manager| manager.subresource.is_empty();
        let owned = |(at, (manager, role)): (usize, &(&Manager, Option<Role>))| {
            let may_deploy = matches!(role, None | Some(Role::Deployer | Role::PersonOrDeployer));
            let declared = declared.filter(|_| may_deploy && writes_itself(manager))?;
            let fields = owned_of(&manager.fields, declared);
            (fields > 0).then_some((fields, Reverse(at)))
        };
        let most = managers.iter().enumerate().filter_map(owned).max().map(|(_, Reverse(at))| at);
        let deploys = |(manager, role): &(&Manager, Option<Role>)| {
            *role == Some(Role::Deployer) && writes_itself(manager)
        };
        let is_unknown = |at: usize| managers.get(at).is_some_and(|(_, role)| role.is_none());
        let has_deployer = managers.iter().any(deploys) || most.is_some_and(is_unknown);
        let role = |at: usize, manager: &Manager, role: Option<Role>| match role {
            None if most == Some(at) => Some(Role::Deployer),
            // Only programs write to parts of the API, but for those that are known to be in somebody's hand.
            None => (!writes_itself(manager)).then_some(Role::Controller),
            Some(Role::PersonOrDeployer) if declared.is_some() && !has_deployer => Some(Role::Deployer),
            Some(Role::PersonOrDeployer) => Some(Role::Person),
            known => known,
        };
        let owners = managers
            .iter()
            .enumerate()
            .map(|(at, (manager, known))| Owner { manager, role: role(at, manager, *known) })
            .collect();
        Self { live: &live.attributes, managers: owners }
    }

    /// Returns whether the platform keeps at all who wrote the object.
    pub fn is_known(&self) -> bool {
        !self.managers.is_empty()
    }

    /// Returns who owns what stands at a path, or the nearest thing around it: the one who wrote last comes first.
    pub fn owners(&self, path: &Path) -> Vec<Owner<'a>> {
        self.nearest(|fields| held(fields, Some(self.live), path.segments()))
    }

    /// Returns who owns one member of the list at a path, the one who wrote last first.
    pub fn owners_of_member(&self, path: &Path, member: &Value) -> Vec<Owner<'a>> {
        self.nearest(|fields| {
            let (list, depth) = node(fields, Some(self.live), path.segments(), 0)?;
            if list.is_empty() {
                return Some(depth);
            }
            list.iter().any(|(key, _)| is_member(key, member, None)).then_some(depth + 1)
        })
    }

    /// Returns who made the object: of those who wrote the object itself the one that owns most of it, and of
    /// several such the one that wrote first.
    ///
    /// Times tell little by themselves: a platform keeps when each wrote last, not when it wrote first.
    pub fn maker(&self) -> Option<Owner<'a>> {
        let own = self.managers.iter().filter(|owner| owner.manager.subresource.is_empty());
        own.max_by_key(|owner| {
            let is_controllers = owner.role == Some(Role::Controller);
            (!is_controllers, leaves(&owner.manager.fields), Reverse(owner.manager.time))
        })
        .copied()
    }

    /// Returns whether only controllers ever wrote the object.
    pub fn is_made_by_controllers(&self) -> bool {
        self.is_known() && self.managers.iter().all(|owner| owner.role == Some(Role::Controller))
    }

    fn nearest(&self, depth: impl Fn(&Map) -> Option<usize>) -> Vec<Owner<'a>> {
        let mut found: Vec<(usize, Owner<'a>)> =
            self.managers.iter().filter_map(|owner| Some((depth(&owner.manager.fields)?, *owner))).collect();
        let deepest = found.iter().map(|(depth, _)| *depth).max();
        found.retain(|(depth, _)| Some(*depth) == deepest);
        // The sort is stable: of two of one second the first of the platform stays the first.
        found.sort_by_key(|(_, owner)| Reverse(owner.manager.time));
        found.into_iter().map(|(_, owner)| owner).collect()
    }
}

/// Returns how many steps of a path a tree of fields follows to something that it owns.
fn held(fields: &Map, live: Option<&Map>, path: &[Segment]) -> Option<usize> {
    if let [Segment::Key(env), Segment::Key(container), Segment::Key(variable), ..] = path
        && env == "@env"
    {
        return variable_of(fields, container, variable).then_some(path.len());
    }
    node(fields, live, path, 0).map(|(_, depth)| depth)
}

/// Follows a path as far as a tree of fields goes: the last node, and how many steps led to it.
///
/// The depth is bounded by the length of the path.
fn node<'f>(fields: &'f Map, live: Option<&Map>, path: &[Segment], depth: usize) -> Option<(&'f Map, usize)> {
    let Some((segment, rest)) = path.split_first() else { return Some((fields, depth)) };
    if fields.is_empty() {
        return (depth > 0).then_some((fields, depth));
    }
    let Segment::Key(key) = segment else { return None };
    let child = fields.get(&format_compact!("f:{key}"))?.as_map()?;
    step(child, live.and_then(|live| live.get(key)), rest, depth + 1)
}

fn step<'f>(
    fields: &'f Map,
    live: Option<&Value>,
    path: &[Segment],
    depth: usize,
) -> Option<(&'f Map, usize)> {
    let (segment, rest) = match path.split_first() {
        None | Some((Segment::Member, _)) => return Some((fields, depth)),
        Some(split) => split,
    };
    if fields.is_empty() {
        return Some((fields, depth));
    }
    let items = live.and_then(Value::as_list).unwrap_or_default();
    let (place, item) = match segment {
        Segment::Element(names) => {
            let named = |item: &Value| {
                names.iter().all(|(key, name)| match item.get(key) {
                    Some(value) => text(value) == name.as_str(),
                    None => name.is_empty(),
                })
            };
            let place = items.iter().position(named)?;
            (place, items.get(place)?)
        }
        Segment::Index(index) => {
            let place = usize::try_from(*index).ok()?;
            (place, items.get(place)?)
        }
        _ => return node(fields, live.and_then(Value::as_map), path, depth),
    };
    let child = fields.iter().find(|(key, _)| is_member(key, item, Some(place)))?.1.as_map()?;
    step(child, Some(item), rest, depth + 1)
}

/// Returns whether a key of a tree of fields means this element of a list.
fn is_member(key: &str, item: &Value, place: Option<usize>) -> bool {
    let Some((kind, said)) = key.split_once(':') else { return false };
    match kind {
        "i" => place.is_some_and(|place| said.parse() == Ok(place)),
        "v" => json(said).is_some_and(|value| is_same(&value, item)),
        "k" => match json(said) {
            Some(serde_json::Value::Object(keys)) => {
                keys.iter().all(|(key, value)| item.get(key).is_some_and(|item| is_same(value, item)))
            }
            _ => false,
        },
        _ => false,
    }
}

fn json(text: &str) -> Option<serde_json::Value> {
    serde_json::from_str(text).ok()
}

/// Compares scalars, which is what keys are made of; containers are compared by their text.
fn is_same(said: &serde_json::Value, value: &Value) -> bool {
    match (said, value) {
        (serde_json::Value::String(said), Value::String(text)) => said == text.as_str(),
        (serde_json::Value::Number(said), Value::Number(number)) => said.to_string() == number.to_string(),
        (serde_json::Value::Bool(said), Value::Bool(flag)) => said == flag,
        (serde_json::Value::Null, Value::Null) => true,
        _ => false,
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns whether a tree of fields owns a variable of a container, wherever containers stand in the object.
fn variable_of(fields: &Map, container: &str, variable: &str) -> bool {
    let named = |key: &str, name: &str| {
        key.strip_prefix("k:").and_then(json).is_some_and(|keys| keys.get("name").is_some_and(|n| n == name))
    };
    fields.iter().any(|(key, child)| {
        let Some(child) = child.as_map() else { return false };
        let variables = child.get("f:env").and_then(Value::as_map).filter(|_| named(key, container));
        variables.is_some_and(|variables| {
            variables.is_empty() || variables.iter().any(|(key, _)| named(key, variable))
        }) || variable_of(child, container, variable)
    })
}

/// Counts the fields of a tree that are among what was declared.
fn owned_of(fields: &Map, declared: &Map) -> usize {
    let below = |child: &Value, value: &Value| match (child.as_map(), value) {
        (Some(child), Value::Map(map)) if !child.is_empty() => owned_of(child, map),
        (Some(child), Value::List(items)) if !child.is_empty() => owned_members(child, items),
        _ => 1,
    };
    let owned = |(key, child): &(crate::model::Key, Value)| {
        Some(below(child, declared.get(key.strip_prefix("f:")?)?))
    };
    fields.iter().filter_map(owned).sum()
}

fn owned_members(fields: &Map, items: &[Value]) -> usize {
    let owned = |(key, child): &(crate::model::Key, Value)| {
        let (kind, said) = key.split_once(':')?;
        if kind != "k" {
            return Some(usize::from(items.iter().any(|item| is_member(key, item, None))));
        }
        let Some(serde_json::Value::Object(keys)) = json(said) else { return None };
        // What the server filled into a key, such as a protocol, was not declared.
        let fits = |item: &&Value| {
            keys.iter().any(|(key, _)| item.get(key).is_some())
                && keys.iter().all(|(key, said)| item.get(key).is_none_or(|value| is_same(said, value)))
        };
        let item = items.iter().find(fits)?.as_map()?;
        Some(owned_of(child.as_map()?, item).max(1))
    };
    fields.iter().filter_map(owned).sum()
}

fn leaves(fields: &Map) -> usize {
    let below = |child: &Value| child.as_map().map_or(1, leaves);
    fields.iter().map(|(_, child)| below(child)).sum::<usize>().max(1)
}

#[cfg(test)]
mod tests;
