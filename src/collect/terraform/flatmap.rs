//! The attribute form of state version 3 and of old version 4 entries: one flat map of dotted keys,
//! where `list.#` and `map.%` hold sizes and set elements are numbered by hash.
//!
//! Source: `flatmap` and `hcl2shim` of Terraform 0.11 and 0.12.
//! This file must not guess types: every leaf is a string, and meaning is compared later.

use std::collections::BTreeMap;

use crate::model::{Interner, Key, Map, Value};

/// Expands flat attributes into a tree.
pub(super) fn expand(flat: &Map) -> Map {
    let keys: BTreeMap<&str, &Value> = flat.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let mut interner = Interner::default();
    let mut entries: Vec<(Key, Value)> = Vec::new();
    let mut heads: Vec<&str> = keys.keys().map(|key| key.split('.').next().unwrap_or(key)).collect();
    heads.dedup();
    heads.sort_unstable();
    heads.dedup();
    for head in heads {
        entries.push((interner.intern(head), node(&keys, head, &mut interner, 0)));
    }
    Map::from_entries(entries)
}

/// Returns the keys below `prefix.`, without the prefix.
fn below<'a>(
    keys: &'a BTreeMap<&str, &'a Value>,
    prefix: &str,
) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let start = format!("{prefix}.");
    let length = start.len();
    // `/` follows `.` in ASCII, so this range is exactly what begins with the prefix and a dot.
    let end = format!("{prefix}/");
    keys.range::<str, _>((std::ops::Bound::Included(start.as_str()), std::ops::Bound::Excluded(end.as_str())))
        .map(move |(key, value)| (&key[length..], *value))
        .collect::<Vec<_>>()
        .into_iter()
}

fn node(keys: &BTreeMap<&str, &Value>, prefix: &str, interner: &mut Interner, depth: usize) -> Value {
    // Each level consumes a dot of the key, but a hostile key may have millions of them.
    if depth > crate::collect::json::MAX_DEPTH {
        return Value::Null;
    }
    if let Some(value) = keys.get(prefix) {
        return (*value).clone();
    }
    if keys.contains_key(format!("{prefix}.%").as_str()) {
        // Maps of that time hold strings only, so the rest of the key is one key, dots and all.
        let entries = below(keys, prefix).filter(|(key, _)| *key != "%");
        return Value::map(
            entries.map(|(key, value)| (interner.intern(key), value.clone())).collect::<Vec<_>>(),
        );
    }
    let mut children: Vec<&str> = below(keys, prefix)
        .map(|(key, _)| key.split('.').next().unwrap_or(key))
        .filter(|key| *key != "#")
        .collect();
    children.sort_unstable();
    children.dedup();
    if keys.contains_key(format!("{prefix}.#").as_str()) {
        children.sort_by_key(|child| child.parse::<u64>().unwrap_or(u64::MAX));
        return Value::list(
            children.iter().map(|child| node(keys, &format!("{prefix}.{child}"), interner, depth + 1)),
        );
    }
    Value::map(
        children
            .iter()
            .map(|child| {
                (interner.intern(child), node(keys, &format!("{prefix}.{child}"), interner, depth + 1))
            })
            .collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(flat: &[(&str, &str)], expected: &str) {
        let flat = flat.iter().map(|(key, value)| (Key::new(key), Value::from(*value))).collect();
        assert_eq!(Value::Map(expand(&flat)).to_string(), expected);
    }

    #[test]
    fn lists_maps_and_sets_are_rebuilt() {
        check(&[("id", "i-1"), ("ami", "ami-1")], r#"{ ami = "ami-1", id = "i-1" }"#);
        check(&[("az.#", "2"), ("az.0", "a"), ("az.1", "b")], r#"{ az = ["a", "b"] }"#);
        check(
            &[("tags.%", "2"), ("tags.Name", "web"), ("tags.app.kubernetes.io/name", "x")],
            r#"{ tags = { Name = "web", app.kubernetes.io/name = "x" } }"#,
        );
        check(
            &[
                ("ingress.#", "1"),
                ("ingress.2541.from_port", "80"),
                ("ingress.2541.cidr.#", "1"),
                ("ingress.2541.cidr.0", "x"),
            ],
            r#"{ ingress = [{ cidr = ["x"], from_port = "80" }] }"#,
        );
        check(&[("empty.#", "0"), ("none.%", "0")], "{ empty = [], none = {} }");
    }

    #[test]
    fn eleven_elements_keep_their_order() {
        let flat: Vec<(String, String)> =
            (0..11).map(|i| (format!("l.{i}"), i.to_string())).chain([("l.#".into(), "11".into())]).collect();
        let flat: Vec<(&str, &str)> = flat.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        check(&flat, r#"{ l = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"] }"#);
    }
}
