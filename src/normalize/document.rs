//! Documents that are held as text: read into trees, and brought into one of their equal forms.
//!
//! What of a tree is a set and what names its elements is data (`rules/kinds/documents.hcl`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::knowledge::Document;
use crate::collect::json;
use crate::model::{Key, Map, Value};

/// Reads a document; `None` when the text is none of this form.
pub fn read(text: &str, form: Document) -> Option<Value> {
    match form {
        Document::Json | Document::ContainerDefinitions => json_tree(text),
        Document::IamPolicy => json_tree(text).map(policy),
        Document::Base64 => {
            let decoded = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
            Some(json_tree(&decoded).unwrap_or_else(|| Value::string(decoded)))
        }
        // Without a schema, two spellings of one YAML text are compared as text.
        Document::Yaml => None,
    }
}

/// Reads a text that holds a JSON object or array.
pub fn json_tree(text: &str) -> Option<Value> {
    let trimmed = text.trim_ascii_start();
    if !trimmed.starts_with(['{', '[']) {
        return None;
    }
    json::parse(trimmed).ok().map(|document| without_lines(document.value))
}

/// Takes out the line marks that the reader gives to objects of Terraform's structure.
fn without_lines(value: Value) -> Value {
    match value {
        Value::Map(map) => {
            let kept = map.into_entries().into_iter().filter(|(key, _)| key != json::LINE);
            Value::map(kept.map(|(key, value)| (key, without_lines(value))))
        }
        Value::List(items) => Value::list(items.into_vec().into_iter().map(without_lines)),
        other => other,
    }
}

/// Brings an AWS policy into the form in which equal policies are equal.
///
/// Grammar: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>.
fn policy(value: Value) -> Value {
    let Value::Map(map) = value else { return value };
    Value::map(map.into_entries().into_iter().map(|(key, value)| {
        if key == "Statement" {
            let statements = as_list(value).into_vec().into_iter().map(statement);
            (key, Value::list(statements))
        } else {
            (key, value)
        }
    }))
}

fn statement(value: Value) -> Value {
    let Value::Map(map) = value else { return value };
    Value::map(map.into_entries().into_iter().map(|(key, value)| {
        let value = match key.as_str() {
            "Action" | "NotAction" | "Resource" | "NotResource" => Value::List(as_list(value)),
            "Principal" | "NotPrincipal" => principal(value),
            "Condition" => condition(value),
            _ => value,
        };
        (key, value)
    }))
}

fn as_list(value: Value) -> Box<[Value]> {
    match value {
        Value::List(items) => items,
        Value::Null => Box::default(),
        other => Box::new([other]),
    }
}

/// `"*"` and `{"AWS": "*"}` mean everybody; an account's number and the ARN of its root mean the account.
fn principal(value: Value) -> Value {
    let everybody = || Value::map([(Key::new("*"), Value::list([Value::from("*")]))]);
    match value {
        Value::String(text) if text == "*" => everybody(),
        Value::Map(map) => {
            let is_star = |value: &Value| {
                value.as_str() == Some("*")
                    || matches!(value.as_list(), Some([only]) if only.as_str() == Some("*"))
            };
            if map.len() == 1 && map.get("AWS").is_some_and(is_star) {
                return everybody();
            }
            Value::map(map.into_entries().into_iter().map(|(key, value)| {
                let members = as_list(value).into_vec().into_iter().map(account_root);
                (key, Value::list(members))
            }))
        }
        other => other,
    }
}

fn account_root(value: Value) -> Value {
    match value.as_str() {
        Some(text) if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) => {
            Value::string(format!("arn:aws:iam::{text}:root"))
        }
        _ => value,
    }
}

/// Values of conditions may be one text or a list, and `true` or `"true"`.
fn condition(value: Value) -> Value {
    let Value::Map(operators) = value else { return value };
    Value::map(operators.into_entries().into_iter().map(|(operator, keys)| {
        let keys = match keys {
            Value::Map(keys) => Value::Map(
                keys.into_entries()
                    .into_iter()
                    .map(|(key, value)| (key, Value::List(as_list(value))))
                    .collect::<Map>(),
            ),
            other => other,
        };
        (operator, keys)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text, Document::IamPolicy).unwrap().to_string(), expected);
    }

    #[test]
    fn one_or_many_is_the_same_in_a_policy() {
        check(
            r#"{"Statement": {"Action": "s3:*", "Resource": ["a"], "Principal": {"AWS": ["*"]}, "Condition": {"Bool": {"x": true}}}}"#,
            r#"{ Statement = [{ Action = ["s3:*"], Condition = { Bool = { x = [true] } }, Principal = { * = ["*"] }, Resource = ["a"] }] }"#,
        );
        check(
            r#"{"Statement": [{"Principal": {"AWS": "111122223333", "Service": "ec2.amazonaws.com"}}]}"#,
            r#"{ Statement = [{ Principal = { AWS = ["arn:aws:iam::111122223333:root"], Service = ["ec2.amazonaws.com"] } }] }"#,
        );
    }

    #[test]
    fn what_is_no_document_is_none() {
        assert_eq!(read("{", Document::Json), None);
        assert_eq!(read("text", Document::IamPolicy), None);
        assert_eq!(read("!", Document::Base64), None);
        assert_eq!(read("aGVsbG8=", Document::Base64), Some(Value::from("hello")));
    }
}
