//! Values that are no containers: when two of them mean the same, and when one means what an absent one does.
//!
//! What differs between environments is not known here.

use super::knowledge::Node;
use crate::model::{Number, Value};

/// Returns whether values at this node are not compared.
pub fn is_uncompared(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.volatile || node.copy_of.is_some())
}

/// Returns whether a value is what an absent one means.
pub fn is_default(value: &Value, node: Option<&Node>) -> bool {
    value.is_empty()
        || node
            .and_then(|node| node.default.as_ref())
            .is_some_and(|default| same_scalar(value, default, node))
}

/// Returns the form of a text that is a number or a truth value, which is the same without quotes.
///
/// `1.10` is a version before it is a number, so a text is a number only when it is written as one would print.
pub fn plain(text: &str, node: Option<&Node>) -> Option<String> {
    if matches!(text, "true" | "false") {
        return Some(text.to_owned());
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let printed = Number::parse(text)?.to_string();
    (printed == text || node.is_some_and(|node| node.numeric)).then_some(printed)
}

/// Returns whether two values that are no containers mean the same, whatever environment they stand in.
pub fn same_scalar(a: &Value, b: &Value, node: Option<&Node>) -> bool {
    if a == b {
        return true;
    }
    match (a, b) {
        (Value::String(a), Value::String(b)) => {
            (node.is_some_and(|node| node.insensitive) && a.eq_ignore_ascii_case(b))
                || (node.is_some_and(|node| node.numeric)
                    && matches!((Number::parse(a), Number::parse(b)), (Some(a), Some(b)) if a == b))
        }
        (Value::String(text), other) | (other, Value::String(text)) => match other {
            Value::Bool(flag) => text == if *flag { "true" } else { "false" },
            Value::Number(number) => Number::parse(text).is_some_and(|parsed| parsed == *number),
            _ => false,
        },
        _ => false,
    }
}
