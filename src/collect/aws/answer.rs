//! What AWS answered, as trees: from the SDK, or from a file that the AWS CLI wrote.
//!
//! The SDK says `instance_id` where the API and the CLI say `InstanceId`, and `db_instance_arn` for
//! `DBInstanceArn`; both are found under either name. This file must not know any service.

use std::collections::{BTreeMap, HashMap};

use compact_str::CompactString;
use foldhash::fast::FixedState;

use crate::model::{Map, Value};

/// Where answers come from, as far as that is known: a file tells neither account nor region.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// The partition, as `aws` or `aws-cn`.
    pub partition: CompactString,
    /// The account, twelve digits; empty where it is not known.
    pub account: CompactString,
    /// The region; empty where it is not known, and of services that have none.
    pub region: CompactString,
}

/// All answers of one account in one region.
#[derive(Debug, Default)]
pub struct Answers {
    /// Where they come from.
    pub place: Place,
    by_call: BTreeMap<&'static str, OfCall>,
}

/// The answers of one call, in the order they came, and where that about each subject is.
#[derive(Debug, Default)]
struct OfCall {
    answers: Vec<(CompactString, Value)>,
    about: HashMap<CompactString, usize, FixedState>,
}

impl OfCall {
    fn push(&mut self, subject: CompactString, value: Value) {
        self.about.entry(subject.clone()).or_insert(self.answers.len());
        self.answers.push((subject, value));
    }
}

impl Answers {
    /// No answers yet.
    pub fn new(place: Place) -> Self {
        Self { place, by_call: BTreeMap::new() }
    }

    /// Adds what a call answered. The call is named as IAM names its action; `subject` is what it was asked
    /// about, empty for lists. [`Value::Null`] says that there is none.
    pub fn push(&mut self, action: &'static str, subject: &str, value: Value) {
        self.by_call.entry(action).or_default().push(subject.into(), value);
    }

    /// Takes over what another part was answered.
    pub fn append(&mut self, other: Self) {
        for (action, of_call) in other.by_call {
            let into = self.by_call.entry(action).or_default();
            for (subject, value) in of_call.answers {
                into.push(subject, value);
            }
        }
    }

    /// Returns whether any answer of a call is there.
    pub fn has(&self, action: &str) -> bool {
        self.by_call.contains_key(action)
    }

    /// Returns all answers of a call, each with what it was asked about.
    pub fn all<'a>(&'a self, action: &str) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let of_call = self.by_call.get(action).map(|of_call| of_call.answers.as_slice());
        of_call.unwrap_or_default().iter().map(|(subject, value)| (subject.as_str(), Node(Some(value))))
    }

    /// Returns the elements of the list `member` in all answers of a call, in order.
    pub fn items<'a>(&'a self, action: &str, member: &'a str) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.all(action).flat_map(move |(_, answer)| answer.get(member).items())
    }

    /// Returns what a call answered about a subject; absent where it was not asked or refused, [`Node::is_none`]
    /// where there is none.
    pub fn about<'a>(&'a self, action: &str, subject: &str) -> Node<'a> {
        let of_call = self.by_call.get(action);
        Node(of_call.and_then(|of_call| {
            let at = *of_call.about.get(subject)?;
            of_call.answers.get(at).map(|(_, value)| value)
        }))
    }
}

/// A part of an answer, or its absence.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a>(pub Option<&'a Value>);

impl<'a> Node<'a> {
    /// Nothing.
    pub const ABSENT: Node<'static> = Node(None);

    /// Returns a member, named as the API names it; absent where there is none.
    #[must_use]
    pub fn get(self, member: &str) -> Self {
        Self(self.map().and_then(|map| map.iter().find(|(key, _)| same_name(key, member)).map(|(_, v)| v)))
    }

    /// Returns the entry of a map whose keys are data, as labels: exactly this key.
    #[must_use]
    pub fn entry(self, key: &str) -> Self {
        Self(self.map().and_then(|map| map.get(key)))
    }

    /// Returns the members or entries.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Self)> {
        self.map()
            .into_iter()
            .flat_map(|map| map.iter().map(|(key, value)| (key.as_str(), Self(Some(value)))))
    }

    /// Returns the elements of a list; none of anything else.
    pub fn items(self) -> impl Iterator<Item = Self> {
        self.0.and_then(Value::as_list).unwrap_or_default().iter().map(|value| Self(Some(value)))
    }

    /// Returns a text that is not empty.
    pub fn text(self) -> Option<&'a str> {
        self.0.and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Returns a text, or an empty one.
    pub fn str(self) -> &'a str {
        self.text().unwrap_or_default()
    }

    /// Returns a bool, also where it is written as text.
    pub fn bool(self) -> Option<bool> {
        match self.0? {
            Value::Bool(value) => Some(*value),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Returns a whole number, also where it is written as text.
    pub fn int(self) -> Option<i64> {
        match self.0? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }

    /// Returns the texts of a list.
    pub fn texts(self) -> impl Iterator<Item = &'a str> {
        self.items().filter_map(Self::text)
    }

    /// Returns a copy of the value, null where there is none.
    pub fn value(self) -> Value {
        self.0.cloned().unwrap_or_default()
    }

    /// Returns whether it was answered, be it with nothing.
    pub fn is_there(self) -> bool {
        self.0.is_some()
    }

    /// Returns whether the answer is that there is none.
    pub fn is_none(self) -> bool {
        matches!(self.0, Some(Value::Null))
    }

    fn map(self) -> Option<&'a Map> {
        self.0.and_then(Value::as_map)
    }
}

/// Returns whether two names of a member are the same in the spelling of the API, the CLI or the SDK.
fn same_name(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(|byte| !matches!(byte, b'_' | b'-')).map(|byte| byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Key;

    #[test]
    fn members_are_found_in_every_spelling() {
        let map = |key: &str| Value::map([(Key::new(key), Value::from(true))]);
        for key in ["DBInstanceArn", "db_instance_arn", "dbInstanceArn"] {
            assert_eq!(Node(Some(&map(key))).get("DBInstanceArn").bool(), Some(true), "{key}");
        }
        assert!(!Node(Some(&map("DBInstance"))).get("DBInstanceArn").is_there());
        assert!(!Node(Some(&map("db-key"))).entry("dbkey").is_there(), "keys of data are exact");
    }
}
