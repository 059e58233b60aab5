//! Where in the attributes of a resource something stands: `endpoint.address`, `metadata.name`.
//!
//! Lists and sets are passed through without a step, so one path may find several values.

use std::fmt;

use crate::matching::Glob;
use crate::model::{Key, Map, Value};

/// A path as `kind` blocks write it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyPath {
    text: Box<str>,
    parts: Box<[Part]>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The entry of that name.
    Key(Key),
    /// Entries whose name matches.
    Glob(Glob),
    /// Every entry.
    Any,
}

impl KeyPath {
    pub(super) fn new(text: &str, parts: Vec<Part>) -> Self {
        Self { text: text.into(), parts: parts.into() }
    }

    /// Returns this path below another.
    pub(super) fn below(&self, place: &KeyPath) -> Self {
        let parts = place.parts.iter().chain(&self.parts).cloned().collect();
        Self { text: format!("{}.{}", place.text, self.text).into(), parts }
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the path as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the value that stands at this path, where no list or wildcard is on the way.
    pub fn value<'a>(&self, attributes: &'a Map) -> Option<&'a Value> {
        let (first, rest) = self.parts.split_first()?;
        let Part::Key(first) = first else { return None };
        rest.iter().try_fold(attributes.get(first)?, |value, part| match part {
            Part::Key(key) => value.get(key),
            Part::Glob(_) | Part::Any => None,
        })
    }

    /// Calls `found` with every text that stands at this path, and the name of the attribute that holds it.
    pub fn texts<'a>(&self, attributes: &'a Map, mut found: impl FnMut(&'a str, &'a str)) {
        walk_map(&self.parts, attributes, &mut found);
    }
}

/// The depth is bounded by the length of the path and that of the lists in between.
fn walk_map<'a>(parts: &[Part], map: &'a Map, found: &mut impl FnMut(&'a str, &'a str)) {
    match parts.split_first() {
        None => {}
        Some((Part::Any, rest)) => {
            for (key, value) in map {
                walk_value(rest, key, value, found);
            }
        }
        Some((Part::Glob(glob), rest)) => {
            for (key, value) in map.iter().filter(|(key, _)| glob.matches(key)) {
                walk_value(rest, key, value, found);
            }
        }
        Some((Part::Key(wanted), rest)) => {
            if let Some((key, value)) = map.get_entry(wanted) {
                walk_value(rest, key, value, found);
            }
        }
    }
}

fn walk_value<'a>(parts: &[Part], name: &'a str, value: &'a Value, found: &mut impl FnMut(&'a str, &'a str)) {
    match value {
        Value::String(text) if parts.is_empty() => found(name, text),
        Value::Map(map) => walk_map(parts, map, found),
        Value::List(items) => {
            for item in items {
                walk_value(parts, name, item, found);
            }
        }
        _ => {}
    }
}

impl PartialEq<&str> for KeyPath {
    fn eq(&self, other: &&str) -> bool {
        &*self.text == *other
    }
}

impl fmt::Debug for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_text_at_the_path() {
        let node =
            |address: &str| Value::map([(Key::new("address"), address.into()), (Key::new("port"), 1.into())]);
        let map = Map::from_entries(vec![
            (Key::new("id"), "i-1".into()),
            (Key::new("nodes"), Value::list([node("a"), node("b")])),
            (Key::new("urls"), Value::list(["x".into(), Value::Null, "y".into()])),
        ]);
        let texts = |parts: &[&str]| {
            let part = |part: &&str| if *part == "*" { Part::Any } else { Part::Key(Key::new(part)) };
            let path = KeyPath::new(&parts.join("."), parts.iter().map(part).collect());
            let mut found = Vec::new();
            path.texts(&map, |name, text| found.push(format!("{name}={text}")));
            found.join(" ")
        };
        assert_eq!(texts(&["id"]), "id=i-1");
        assert_eq!(texts(&["nodes", "address"]), "address=a address=b");
        assert_eq!(texts(&["urls"]), "urls=x urls=y");
        assert_eq!(texts(&["*", "address"]), "address=a address=b");
        assert_eq!(texts(&["nodes"]), "");
        assert_eq!(texts(&["nodes", "port"]), "");
    }
}
