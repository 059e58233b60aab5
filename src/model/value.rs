//! The value tree that every attribute is held in, whatever its source.
//!
//! This file must not compare by meaning: `PartialEq` here is structural. What two environments
//! have in common is decided in `diff`.

use std::fmt;

use compact_str::CompactString;

use super::{Key, Number};

/// One value of an attribute tree.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// No value; Terraform does not tell it from an absent attribute.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An exact number.
    Number(Number),
    /// Text.
    String(CompactString),
    /// An ordered list.
    List(Box<[Value]>),
    /// A map or object, sorted by key.
    Map(Map),
    /// A secret, known by its fingerprint only; made while collecting.
    Secret(Secret),
    /// A value that will be known after `terraform apply`.
    Unknown,
    /// An expression of a `.tf` file that cannot be known without running Terraform.
    Expression(Box<str>),
}

/// A sorted map without duplicate keys.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Map(Box<[(Key, Value)]>);

/// What is left of a secret: enough to tell equal from different, not to read it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Secret {
    /// The first 16 bytes of an HMAC-SHA-256 under the key of the run.
    Fingerprint([u8; 16]),
    /// The source itself withheld the value; it compares as equal to anything, and is counted.
    Withheld,
}

impl Value {
    /// Returns a string value.
    pub fn string(text: impl Into<CompactString>) -> Self {
        Self::String(text.into())
    }

    /// Returns an integer value.
    pub fn int(int: i64) -> Self {
        Self::Number(Number::from(int))
    }

    /// Returns a list value.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// Returns a map value; of duplicate keys the last wins.
    pub fn map(entries: impl IntoIterator<Item = (Key, Value)>) -> Self {
        Self::Map(Map::from_entries(entries.into_iter().collect()))
    }

    /// Returns the text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the map.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the elements of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the integer, when this is a number that is one.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// Returns the entry of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?.get(key)
    }

    /// Returns whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether the value holds nothing: null, an empty text, list or map.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::String(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// Returns the name of the type, as an error message would call it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::List(_) => "list",
            Self::Map(_) => "object",
            Self::Secret(_) => "secret",
            Self::Unknown => "unknown",
            Self::Expression(_) => "expression",
        }
    }
}

impl Map {
    /// Sorts `entries` by key; of duplicate keys the last wins.
    pub fn from_entries(mut entries: Vec<(Key, Value)>) -> Self {
        if !entries.is_sorted_by(|a, b| a.0 < b.0) {
            // The sort is stable, so of equal keys the last given stays last and is the one kept.
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries.reverse();
            entries.dedup_by(|a, b| a.0 == b.0);
            entries.reverse();
        }
        Self(entries.into_boxed_slice())
    }

    /// Returns the value of `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let at = self.0.binary_search_by(|(k, _)| k.as_str().cmp(key)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Returns the value of one of driftgate's own keys, which begin with `@` and most maps have none of.
    ///
    /// Keys are sorted and letters come after `@`, so that the first key mostly tells at once.
    pub fn own(&self, key: &str) -> Option<&Value> {
        let (first, _) = self.0.first()?;
        if first.as_str().as_bytes().first().is_some_and(|byte| *byte > b'@') {
            return None;
        }
        self.get(key)
    }

    /// Returns the entry of `key`, with the key as it is held here.
    pub fn get_entry(&self, key: &str) -> Option<(&Key, &Value)> {
        let at = self.0.binary_search_by(|(k, _)| k.as_str().cmp(key)).ok()?;
        self.0.get(at).map(|(key, value)| (key, value))
    }

    /// Returns the value of `key` to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let at = self.0.binary_search_by(|(k, _)| k.as_str().cmp(key)).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Takes the value of `key` out, leaving null in its place.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.get_mut(key).map(std::mem::take)
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.0.binary_search_by(|(k, _)| k.as_str().cmp(key)).ok()?;
        let mut entries = std::mem::take(&mut self.0).into_vec();
        let (_, value) = entries.remove(at);
        self.0 = entries.into_boxed_slice();
        Some(value)
    }

    /// Adds an entry, or replaces the value of the one that is there.
    pub fn insert(&mut self, key: Key, value: Value) {
        match self.0.binary_search_by(|(k, _)| k.cmp(&key)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => {
                let mut entries = std::mem::take(&mut self.0).into_vec();
                entries.insert(at, (key, value));
                self.0 = entries.into_boxed_slice();
            }
        }
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over keys and values in the order of keys.
    pub fn iter(&self) -> std::slice::Iter<'_, (Key, Value)> {
        self.0.iter()
    }

    /// Iterates over keys and values to change the values; keys must not be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Key, &mut Value)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// Returns the entries.
    pub fn into_entries(self) -> Vec<(Key, Value)> {
        self.0.into_vec()
    }

    /// Adds or replaces entries.
    pub fn extend(&mut self, more: impl IntoIterator<Item = (Key, Value)>) {
        let mut entries = std::mem::take(&mut self.0).into_vec();
        entries.extend(more);
        *self = Self::from_entries(entries);
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a (Key, Value);
    type IntoIter = std::slice::Iter<'a, (Key, Value)>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<(Key, Value)> for Map {
    fn from_iter<T: IntoIterator<Item = (Key, Value)>>(entries: T) -> Self {
        Self::from_entries(entries.into_iter().collect())
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(k, v)| (k, v))).finish()
    }
}

/// One line of HCL-like text, for messages and tests. A secret prints as `(secret)`, never as its fingerprint.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => fmt::Debug::fmt(text.as_str(), f),
            Self::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Map(map) => {
                f.write_str("{")?;
                for (i, (key, value)) in map.iter().enumerate() {
                    let comma = if i == 0 { " " } else { ", " };
                    write!(f, "{comma}{key} = {value}")?;
                }
                f.write_str(if map.is_empty() { "}" } else { " }" })
            }
            Self::Secret(_) => f.write_str("(secret)"),
            Self::Unknown => f.write_str("(known after apply)"),
            Self::Expression(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::int(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

/// Reads a value from one that `serde_json` made; numbers beyond its reach have lost their digits there.
impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(value),
            serde_json::Value::Number(number) => {
                Number::parse(&number.to_string()).map_or(Self::Null, Self::Number)
            }
            serde_json::Value::String(text) => Self::string(text),
            serde_json::Value::Array(items) => Self::list(items.into_iter().map(Self::from)),
            serde_json::Value::Object(map) => {
                Self::map(map.into_iter().map(|(key, value)| (Key::new(&key), Self::from(value))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_24_bytes() {
        // Peak memory is a promise of the tool: an entry of a map is this and a thin key.
        assert_eq!(size_of::<Value>(), 24);
        assert_eq!(size_of::<(Key, Value)>(), 32);
    }

    #[test]
    fn of_duplicate_keys_the_last_wins() {
        let entry = |key: &str, value: i64| (Key::new(key), Value::int(value));
        let map = Map::from_entries(vec![entry("b", 1), entry("a", 2), entry("b", 3)]);
        assert_eq!(map.len(), 2);
        assert_eq!(map.get("b"), Some(&Value::int(3)));
        let sorted = Map::from_entries(vec![entry("a", 1), entry("a", 2)]);
        assert_eq!(sorted.get("a"), Some(&Value::int(2)));
    }
}
