//! Marks in attributes: what may be written in more than one way without meaning anything else.
//!
//! An attribute tree is JSON; an object with one key that begins with `$` is a mark, and `twin` writes
//! it in one of its equal ways. What is marked here is true of the AWS provider and of the formats, and
//! was written down without looking at what driftgate knows.

use serde_json::{Map, Value, json};

/// Elements in no order.
pub(crate) const SET: &str = "$set";
/// A JSON document held as text.
pub(crate) const DOCUMENT: &str = "$document";
/// Text held in base64.
pub(crate) const BASE64: &str = "$base64";
/// What the provider fills in, or leaves out.
pub(crate) const DEFAULT: &str = "$default";
/// An empty text, list or map, or null, or nothing at all.
pub(crate) const EMPTY: &str = "$empty";
/// In a policy, one text or a list of one.
pub(crate) const ONE_OR_MANY: &str = "$one_or_many";
/// In a document, a number or truth value, or the same as text.
pub(crate) const LOOSE: &str = "$loose";

fn mark(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// Marks elements that have no order.
pub(crate) fn set(items: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    mark(SET, items.into_iter().map(Into::into).collect())
}

/// Marks a tree that is held as JSON text.
pub(crate) fn document(tree: Value) -> Value {
    mark(DOCUMENT, tree)
}

/// Marks a text that is held in base64.
pub(crate) fn base64(text: impl Into<Value>) -> Value {
    mark(BASE64, text.into())
}

/// Marks a value that means the same when it is absent.
pub(crate) fn default(value: impl Into<Value>) -> Value {
    mark(DEFAULT, value.into())
}

/// Marks an empty text.
pub(crate) fn no_text() -> Value {
    mark(EMPTY, json!(""))
}

/// Marks an empty list or set.
pub(crate) fn no_list() -> Value {
    mark(EMPTY, json!([]))
}

/// Marks an empty map.
pub(crate) fn no_map() -> Value {
    mark(EMPTY, json!({}))
}

/// Marks the actions or resources of a policy statement: a set, and a single member needs no list.
pub(crate) fn members(items: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    mark(ONE_OR_MANY, items.into_iter().map(Into::into).collect())
}

/// Marks a number or truth value that documents also hold as text.
pub(crate) fn loose(value: impl Into<Value>) -> Value {
    mark(LOOSE, value.into())
}

/// Marks an AWS policy.
pub(crate) fn policy(statements: impl IntoIterator<Item = Value>) -> Value {
    document(json!({ "Version": "2012-10-17", "Statement": set(statements) }))
}

/// Returns a statement that allows something.
pub(crate) fn allow(
    sid: &str,
    actions: &[&str],
    resources: impl IntoIterator<Item = impl Into<Value>>,
) -> Value {
    json!({
        "Sid": sid,
        "Effect": "Allow",
        "Action": members(actions.iter().copied()),
        "Resource": members(resources),
    })
}

/// Returns the mark of a value and what is in it, if it is one.
pub(crate) fn parts(value: &Value) -> Option<(&str, &Value)> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.iter().next().map(|(key, inner)| (key.as_str(), inner)).filter(|(key, _)| key.starts_with('$'))
}

/// Returns what is inside the marks of a value, which may be changed.
pub(crate) fn inner(mut value: &mut Value) -> &mut Value {
    while let Some(key) = parts(value).map(|(key, _)| key.to_owned()) {
        value = &mut value[key.as_str()];
    }
    value
}
