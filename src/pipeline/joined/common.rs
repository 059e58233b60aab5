//! What both sides know of one resource: the rest is taken out of both, and counted.
//!
//! A state has what the provider's schema has, and an API tells what it tells. An attribute that one of them does
//! not have at all says nothing of the other, while `null` says that there is none. This file must not compare.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Key, Map, SetAside, Value};
use crate::normalize::knowledge::Node;
use crate::normalize::scalar::is_default;

/// Takes out of two resources what only one of them knows.
///
/// An element of a list is an object with attributes; an object that stands by itself is a map, whose keys are
/// data: `tags` without `Owner` has no owner.
pub(super) fn keep(left: &mut Map, right: &mut Map, root: &Node, counts: &mut SetAside) {
    let keys: BTreeSet<Key> = left.iter().chain(right.iter()).map(|(key, _)| key.clone()).collect();
    for key in keys.iter().filter(|key| !key.starts_with('@')) {
        let node = root.child(key);
        let is_kept = match (left.get_mut(key), right.get_mut(key)) {
            (Some(l), Some(r)) if is_withheld(l, r) => {
                counts.unknown += 1;
                false
            }
            (Some(l), Some(r)) if l != r && (l.is_empty() || r.is_empty()) => {
                let is_nothing = says_nothing(l, node) && says_nothing(r, node);
                counts.equivalent += u64::from(is_nothing);
                !is_nothing
            }
            (Some(l), Some(r)) => {
                let (of_left, of_right) = (Shape::of(l), Shape::of(r));
                counts.unknown += of_left.unknown(&of_right);
                of_left.take_out(l, &of_right, node);
                of_right.take_out(r, &of_left, node);
                true
            }
            _ => {
                counts.unknown += 1;
                false
            }
        };
        if !is_kept {
            left.remove(key);
            right.remove(key);
        }
    }
}

/// Returns whether the state has a secret of which what runs tells nothing.
fn is_withheld(left: &Value, right: &Value) -> bool {
    matches!(left, Value::Secret(_)) && right.is_empty()
}

/// Returns whether a value says no more than an absent one would.
///
/// Providers of the older kind cannot tell null from zero, so that a state may have either.
/// Source: <https://developer.hashicorp.com/terraform/plugin/framework/migrating#null-values>
fn says_nothing(value: &Value, node: Option<&Node>) -> bool {
    match value {
        Value::List(items) => items.iter().all(|item| match item {
            Value::Map(map) => {
                map.iter().all(|(key, value)| says_nothing(value, node.and_then(|node| node.child(key))))
            }
            _ => false,
        }),
        Value::Map(map) => map.is_empty(),
        other => is_zero(other, node) || is_default(other, node),
    }
}

/// Returns whether a value is the one that stands for none, where none does not mean something else.
fn is_zero(value: &Value, node: Option<&Node>) -> bool {
    let zero = |value: &Value| value.is_empty() || *value == Value::Bool(false) || value.as_i64() == Some(0);
    zero(value) && node.and_then(|node| node.default.as_ref()).is_none_or(zero)
}

/// What all objects of a list have together.
#[derive(Debug, Default)]
struct Shape {
    /// Whether there is an object at all: an empty list says nothing of what its elements would have.
    has_objects: bool,
    /// Whether a value is null, and whether one is zero.
    has_null: bool,
    has_zero: bool,
    entries: BTreeMap<Key, Shape>,
}

impl Shape {
    fn of(value: &Value) -> Self {
        let mut shape = Self::default();
        shape.add(value);
        shape
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::List(items) => {
                for map in items.iter().filter_map(Value::as_map) {
                    self.has_objects = true;
                    for (key, value) in map {
                        self.entries.entry(key.clone()).or_default().add(value);
                    }
                }
            }
            Value::Null => self.has_null = true,
            Value::Bool(false) => self.has_zero = true,
            other => self.has_zero |= other.as_i64() == Some(0),
        }
    }

    fn are_objects(&self, other: &Self) -> bool {
        self.has_objects && other.has_objects
    }

    /// Counts what only one of both has.
    fn unknown(&self, other: &Self) -> u64 {
        if !self.are_objects(other) {
            return 0;
        }
        let mut keys: BTreeSet<&Key> = self.entries.keys().collect();
        keys.extend(other.entries.keys());
        keys.into_iter()
            .map(|key| match (self.entries.get(key), other.entries.get(key)) {
                (Some(here), Some(there)) => here.unknown(there),
                _ => 1,
            })
            .sum()
    }

    /// Takes out of a value of this shape what the other never has.
    fn take_out(&self, value: &mut Value, other: &Self, node: Option<&Node>) {
        let Value::List(items) = value else {
            // Where one side writes null and the other zero, both mean none.
            let mixed = self.has_null && other.has_zero || self.has_zero && other.has_null;
            if mixed && !matches!(value, Value::Null) && is_zero(value, node) {
                *value = Value::Null;
            }
            return;
        };
        if !self.are_objects(other) {
            return;
        }
        for item in items.iter_mut() {
            let Value::Map(map) = item else { continue };
            let mut entries = std::mem::take(map).into_entries();
            entries.retain_mut(|(key, value)| {
                let (Some(here), Some(there)) = (self.entries.get(key), other.entries.get(key)) else {
                    return false;
                };
                here.take_out(value, there, node.and_then(|node| node.child(key)));
                true
            });
            *map = Map::from_entries(entries);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::json;

    fn kept(left: &str, right: &str) -> (String, String, u64) {
        let map = |text: &str| match json::parse(text).unwrap().value {
            Value::Map(map) => map,
            other => panic!("{other}"),
        };
        let (mut left, mut right) = (map(left), map(right));
        let mut counts = SetAside::default();
        keep(&mut left, &mut right, &Node::default(), &mut counts);
        (Value::Map(left).to_string(), Value::Map(right).to_string(), counts.unknown)
    }

    #[test]
    fn what_one_side_never_has_is_counted_and_not_compared() {
        for (left, right, expected, unknown) in [
            (r#"{"a": 1, "b": 2}"#, r#"{"a": 1}"#, "{ a = 1 }", 1),
            (r#"{"a": null}"#, r#"{"a": false}"#, "{}", 0),
            (r#"{"a": []}"#, r#"{"a": [{"b": false, "c": ""}]}"#, "{}", 0),
            (r#"{"a": [{"b": 1, "c": 2}]}"#, r#"{"a": [{"b": 1}]}"#, "{ a = [{ b = 1 }] }", 1),
            (
                r#"{"a": [{"b": 1, "c": 2}]}"#,
                r#"{"a": [{"b": 1}, {"c": 2}]}"#,
                "{ a = [{ b = 1, c = 2 }] }",
                0,
            ),
            (
                r#"{"a": [{"b": [{"c": 1, "d": 2}]}]}"#,
                r#"{"a": [{"b": [{"c": 1}]}]}"#,
                "{ a = [{ b = [{ c = 1 }] }] }",
                1,
            ),
            // A map that stands by itself has data for keys.
            (
                r#"{"tags": {"a": "1", "b": "2"}}"#,
                r#"{"tags": {"a": "1"}}"#,
                r#"{ tags = { a = "1", b = "2" } }"#,
                0,
            ),
        ] {
            let (kept, _, count) = kept(left, right);
            assert_eq!((kept.as_str(), count), (expected, unknown), "{left} {right}");
        }
    }

    #[test]
    fn what_differs_stays() {
        for (left, right) in [
            (r#"{"a": [{"b": 1}]}"#, r#"{"a": []}"#),
            (r#"{"a": "x"}"#, r#"{"a": null}"#),
            (r#"{"a": true}"#, r#"{"a": null}"#),
        ] {
            let (l, r, unknown) = kept(left, right);
            assert!(l != r && unknown == 0, "{l} {r}");
        }
    }
}
