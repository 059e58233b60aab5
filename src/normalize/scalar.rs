//! Values that are no containers: when two of them mean the same, and when one means what an absent one does.
//!
//! What differs between environments is not known here.

use super::forms::Form;
use super::knowledge::Node;
use crate::model::{Number, Value};

/// Returns whether values at this node are not compared.
pub fn is_uncompared(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.volatile || node.copy_of.is_some())
}

/// Returns whether a value is what an absent one means.
pub fn is_default(value: &Value, node: Option<&Node>) -> bool {
    let telling = node.is_some_and(|node| node.telling_empty) && !value.is_null();
    (value.is_empty() && !telling)
        || node
            .and_then(|node| node.default.as_ref())
            .is_some_and(|default| same_scalar(value, default, node))
}

/// Returns the form of a text that is a number or a truth value, which is the same without quotes.
///
/// `1.10` is a version before it is a number, so a text is a number only when it is written as one would print.
/// Amounts and lengths of time have one text for all their forms, which names of images have only once
/// what their environment calls its own is replaced.
pub fn plain(text: &str, node: Option<&Node>) -> Option<String> {
    if let Some(form) = node.and_then(|node| node.form) {
        return if form == Form::Image { None } else { form.canonical(text) };
    }
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
    if let Some(form) = node.and_then(|node| node.form)
        && let (Some(a), Some(b)) = (written(a, form), written(b, form))
    {
        return a == b;
    }
    match (a, b) {
        (Value::String(a), Value::String(b)) => {
            (node.is_some_and(|node| !node.references.is_empty()) && (ends_in(a, b) || ends_in(b, a)))
                || (node.is_some_and(|node| node.insensitive) && a.eq_ignore_ascii_case(b))
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

/// Returns whether an ARN ends in a name or id. Many attributes take either, and state keeps which of both was asked
/// for, while an API answers one of them: a function is `pay` and `arn:aws:lambda:eu-west-1:111122223333:function:pay`.
fn ends_in(arn: &str, name: &str) -> bool {
    arn.starts_with("arn:")
        && !name.is_empty()
        && !name.starts_with("arn:")
        && arn.strip_suffix(name).is_some_and(|before| before.ends_with([':', '/']) || name.starts_with('/'))
}

/// Returns the canonical text of a value that a form may write.
fn written(value: &Value, form: Form) -> Option<String> {
    match value {
        Value::String(text) => form.canonical(text),
        Value::Number(number) => form.canonical(&number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Glob;

    #[test]
    fn an_arn_is_what_it_ends_in_where_a_resource_is_named() {
        const PAY: &str = "arn:aws:lambda:eu-west-1:111122223333:function:pay";
        const ROLE: &str = "arn:aws:iam::111122223333:role/path/web";
        let mut named = Node::default();
        named.references.push(Glob::new("aws_*"));
        for (arn, name, is_same) in [
            (PAY, "pay", true),
            (ROLE, "web", true),
            (ROLE, "/path/web", true),
            (PAY, "ay", false),
            (PAY, "", false),
            (PAY, "shop", false),
            ("shop/pay", "pay", false),
            ("arn:a:pay", "arn:b:pay", false),
        ] {
            let (arn, name) = (Value::from(arn), Value::from(name));
            assert_eq!(same_scalar(&arn, &name, Some(&named)), is_same, "{arn} {name}");
            assert_eq!(same_scalar(&name, &arn, Some(&named)), is_same, "{name} {arn}");
            assert!(!same_scalar(&arn, &name, Some(&Node::default())), "a text that names nothing: {name}");
        }
    }
}
