//! Nested blocks as tables: which member of an answer becomes which attribute, in which form.
//!
//! Terraform's provider stores every attribute of a nested block: what AWS leaves out is an empty text, zero,
//! `false` or an empty list there. This file must not know any service.

use crate::collect::aws::answer::Node;
use crate::collect::aws::made;
use crate::model::{Key, Map, Value};

/// One attribute: its name, the member of the answer that it is made of, and its form.
#[derive(Debug)]
pub(super) struct Field(pub &'static str, pub &'static str, pub Form);

/// In which form the provider stores a member.
#[derive(Debug)]
pub(super) enum Form {
    /// A text; empty where there is none.
    Text,
    /// A whole number; zero where there is none.
    Int,
    /// A whole number as text; empty where there is none, so that zero can be told from it.
    IntText,
    /// Any number; zero where there is none.
    Number,
    /// Any number as text; empty where there is none.
    NumberText,
    /// A bool; `false` where there is none.
    Flag,
    /// A bool as text; empty where there is none, so that `false` can be told from it.
    FlagText,
    /// A moment as the provider writes it; empty where there is none.
    Moment,
    /// A list of texts.
    Texts,
    /// The texts that each element of a list has under this member.
    TextsOf(&'static str),
    /// Tags, without those of AWS.
    Tags,
    /// A block that stands once or not at all.
    One(&'static [Field]),
    /// A block for each element of a list.
    Many(&'static [Field]),
    /// An attribute that older versions of the provider do not store: left out where the answer has none.
    New(&'static Form),
}

/// Makes the attributes of a table from an answer; none where there is no answer.
pub(super) fn attributes(node: Node<'_>, table: &'static [Field]) -> Vec<(&'static str, Value)> {
    if !is_answered(node) {
        return Vec::new();
    }
    let made = table.iter().filter_map(|Field(name, member, form)| {
        let member = node.get(member);
        let form = match form {
            Form::New(form) if is_answered(member) => form,
            Form::New(_) => return None,
            form => form,
        };
        Some((*name, value(member, form)))
    });
    made.collect()
}

/// Makes the object of a block; `None` where there is no answer.
pub(super) fn object(node: Node<'_>, table: &'static [Field]) -> Option<Value> {
    is_answered(node)
        .then(|| Value::map(attributes(node, table).into_iter().map(|(name, value)| (Key::new(name), value))))
}

/// Makes the list of a block that stands once or not at all.
pub(super) fn one(node: Node<'_>, table: &'static [Field]) -> Value {
    Value::list(object(node, table))
}

/// Makes the list of a block that stands for each element of a list.
pub(super) fn many(node: Node<'_>, table: &'static [Field]) -> Value {
    Value::list(node.items().filter_map(|item| object(item, table)))
}

/// Makes a map of tags, without those of AWS.
pub(super) fn own_tags(node: Node<'_>) -> Value {
    let own = made::tags(node).into_iter().filter(|(key, _)| !key.starts_with("aws:"));
    Value::Map(own.collect::<Map>())
}

/// Returns a moment as `2026-01-31T12:00:00Z`, whether it was answered as text or in seconds.
pub(super) fn moment(node: Node<'_>) -> Option<String> {
    let moment = match node.text() {
        Some(text) => text.parse::<jiff::Timestamp>().ok()?,
        None => jiff::Timestamp::from_second(node.int()?).ok()?,
    };
    Some(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn is_answered(node: Node<'_>) -> bool {
    node.is_there() && !node.is_none()
}

fn value(node: Node<'_>, form: &'static Form) -> Value {
    match form {
        Form::Text => Value::from(node.str()),
        Form::Int => Value::int(node.int().unwrap_or_default()),
        Form::IntText => Value::string(node.int().map(|int| int.to_string()).unwrap_or_default()),
        Form::Number => number(node).unwrap_or_else(|| Value::int(0)),
        Form::NumberText => Value::string(match number(node) {
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }),
        Form::Flag => Value::Bool(node.bool().unwrap_or_default()),
        Form::FlagText => Value::string(node.bool().map(|flag| flag.to_string()).unwrap_or_default()),
        Form::Moment => Value::string(moment(node).unwrap_or_default()),
        Form::Texts => made::texts(node.texts()),
        Form::TextsOf(member) => made::texts(node.items().filter_map(|item| item.get(member).text())),
        Form::Tags => own_tags(node),
        Form::One(table) => one(node, table),
        Form::Many(table) => many(node, table),
        Form::New(form) => value(node, form),
    }
}

fn number(node: Node<'_>) -> Option<Value> {
    node.0.filter(|value| matches!(value, Value::Number(_))).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::services::testing;

    const TABLE: &[Field] = &[
        Field("text", "Text", Form::Text),
        Field("int", "Int", Form::Int),
        Field("int_text", "Int", Form::IntText),
        Field("number", "Number", Form::Number),
        Field("number_text", "Number", Form::NumberText),
        Field("flag", "Flag", Form::Flag),
        Field("flag_text", "Flag", Form::FlagText),
        Field("moment", "Moment", Form::Moment),
        Field("texts", "Texts", Form::Texts),
        Field("names", "Parts", Form::TextsOf("Name")),
        Field("tags", "Tags", Form::Tags),
        Field("one", "One", Form::One(&[Field("name", "Name", Form::Text)])),
        Field("many", "Parts", Form::Many(&[Field("name", "Name", Form::Text)])),
        Field("new", "New", Form::New(&Form::Text)),
    ];

    #[track_caller]
    fn check(answer: &str, expected: &str) {
        let (answer, expected) = (testing::value(answer), testing::value(expected));
        assert_eq!(object(Node(Some(&answer)), TABLE), Some(expected));
    }

    #[test]
    fn what_is_left_out_is_empty_as_the_provider_stores_it() {
        check(
            "{}",
            r#"{"text": "", "int": 0, "int_text": "", "number": 0, "number_text": "", "flag": false,
                "flag_text": "", "moment": "", "texts": [], "names": [], "tags": {}, "one": [], "many": []}"#,
        );
    }

    #[test]
    fn each_form_is_written_as_the_provider_writes_it() {
        check(
            r#"{"Text": "a", "Int": 0, "Number": 70.50, "Flag": false, "Moment": "2026-01-31T13:00:00+01:00",
                "Texts": ["b"], "Parts": [{"Name": "c"}], "Tags": [{"Key": "k", "Value": "v"},
                {"Key": "aws:x", "Value": "y"}], "One": {"Name": "d"}, "New": "e"}"#,
            r#"{"text": "a", "int": 0, "int_text": "0", "number": 70.5, "number_text": "70.5", "flag": false,
                "flag_text": "false", "moment": "2026-01-31T12:00:00Z", "texts": ["b"], "names": ["c"],
                "tags": {"k": "v"}, "one": [{"name": "d"}], "many": [{"name": "c"}], "new": "e"}"#,
        );
    }

    #[test]
    fn a_moment_is_the_same_in_seconds_and_as_text() {
        let seconds = testing::value("1769860800");
        assert_eq!(moment(Node(Some(&seconds))).as_deref(), Some("2026-01-31T12:00:00Z"));
    }

    #[test]
    fn nothing_is_made_of_no_answer() {
        for node in [Node::ABSENT, Node(Some(&Value::Null))] {
            assert_eq!(one(node, TABLE), Value::list([]));
            assert_eq!(many(node, TABLE), Value::list([]));
            assert!(attributes(node, TABLE).is_empty());
        }
    }
}
