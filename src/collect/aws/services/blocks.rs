//! Nested blocks that copy members of an answer under the names that the provider gives them.
//!
//! What the answer leaves out is null here; where the provider stores empty values instead, `nested` has the tables.
//! This file must not know any service.

use crate::collect::aws::answer::Node;
use crate::model::{Key, Value};

/// Attributes of a block, each with the member that it copies.
pub(super) type Members = [(&'static str, &'static str)];

/// Returns an object of copied members; what the answer leaves out is unset.
pub(super) fn object(node: Node<'_>, members: &Members) -> Value {
    Value::map(members.iter().map(|(name, member)| (Key::new(name), node.get(member).value())))
}

/// Returns the one object of a block that stands once, `None` where the answer has nothing of it.
pub(super) fn once(node: Node<'_>, members: &Members) -> Option<Value> {
    has_members(node).then(|| object(node, members))
}

/// Returns a block for each element of a list.
pub(super) fn many(node: Node<'_>, members: &Members) -> Value {
    Value::list(node.items().map(|item| object(item, members)))
}

/// Returns texts in order, as the provider writes a set.
pub(super) fn set(node: Node<'_>) -> Value {
    let mut texts: Vec<&str> = node.texts().collect();
    texts.sort_unstable();
    Value::list(texts.into_iter().map(Value::from))
}

/// Returns a number, zero where there is none: Terraform's older schemas have no null.
pub(super) fn count(node: Node<'_>) -> Value {
    Value::int(node.int().unwrap_or_default())
}

/// Returns a bool, `false` where there is none.
pub(super) fn flag(node: Node<'_>) -> Value {
    Value::Bool(node.bool().unwrap_or_default())
}

/// Returns whether an object was answered that holds anything.
pub(super) fn has_members(node: Node<'_>) -> bool {
    node.entries().next().is_some()
}
