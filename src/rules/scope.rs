//! What the names in a rule mean for one change: `left`, `right`, `path` and the others.
//!
//! Everything is borrowed, and a value is brought into the form that expressions know only when it is
//! asked for. Secrets and values that nobody knows yet read as null: this file must not let them out.

use std::borrow::Cow;

use crate::config::Role;
use crate::expr::{Node, Object, Scope};
use crate::model::{Key, Map, Path, Sides, Value};

/// The names that a rule may use.
pub const RULE_NAMES: [&str; 9] =
    ["left", "right", "upper_env", "lower_env", "path", "change", "mode", "explained", "variable"];

/// What a side has, sorted.
pub(super) const SIDE_MEMBERS: [&str; 8] =
    ["address", "env", "kind", "only", "present", "resource", "role", "value"];

/// One side of a comparison, as far as it is the same for all changes of a resource.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The name of the environment.
    pub environment: &'a str,
    /// What the environment is for.
    pub role: Role,
    /// The address of the resource; empty when this side has none.
    pub address: &'a str,
    /// The attributes of the resource, when this side has it.
    pub resource: Option<&'a Map>,
}

/// The names for one change.
#[derive(Debug)]
pub(super) struct ChangeScope<'a> {
    pub(super) left: SideScope<'a>,
    pub(super) right: SideScope<'a>,
    pub(super) path: &'a Path,
    pub(super) change: &'static str,
    pub(super) mode: &'static str,
    pub(super) explained: bool,
    pub(super) variable: &'a str,
}

/// One side of one change.
#[derive(Debug)]
pub(super) struct SideScope<'a> {
    subject: Subject<'a>,
    kind: &'a str,
    value: Option<&'a Value>,
    only: &'a [Value],
    resource: Option<Attributes<'a>>,
}

/// The attributes of a resource.
#[derive(Debug)]
struct Attributes<'a>(&'a Map);

impl<'a> SideScope<'a> {
    pub(super) fn new(
        subject: Subject<'a>,
        kind: &'a str,
        value: Option<&'a Value>,
        only: &'a [Value],
    ) -> Self {
        Self { subject, kind, value, only, resource: subject.resource.map(Attributes) }
    }
}

impl<'s> ChangeScope<'s> {
    /// Returns the sides with the more production-like one on the right, where it is by custom.
    fn by_role(&self) -> Sides<&SideScope<'s>> {
        if self.left.subject.role > self.right.subject.role {
            Sides::new(&self.right, &self.left)
        } else {
            Sides::new(&self.left, &self.right)
        }
    }
}

impl Scope for ChangeScope<'_> {
    fn variable<'a>(&'a self, name: &str) -> Option<Node<'a>> {
        Some(match name {
            "left" => Node::Object(&self.left),
            "right" => Node::Object(&self.right),
            "upper_env" => Node::Object(self.by_role().right),
            "lower_env" => Node::Object(self.by_role().left),
            "path" => text(&self.path.to_string()),
            "change" => text(self.change),
            "mode" => text(self.mode),
            "explained" => owned(Value::Bool(self.explained)),
            "variable" => text(self.variable),
            _ => return None,
        })
    }
}

impl SideScope<'_> {
    const KEYS: [&'static str; 8] = SIDE_MEMBERS;
}

impl Object for SideScope<'_> {
    fn get<'a>(&'a self, key: &str) -> Option<Node<'a>> {
        Some(match key {
            "value" => self.value.map_or_else(|| owned(Value::Null), |value| Node::Value(plain(value))),
            "only" => owned(Value::List(self.only.iter().map(|value| plain(value).into_owned()).collect())),
            // A secret reads as null, and yet it is there.
            "present" => owned(Value::Bool(self.value.is_some_and(|value| !value.is_null()))),
            "env" => text(self.subject.environment),
            "role" => text(self.subject.role.as_str()),
            "address" => text(self.subject.address),
            "kind" => text(self.kind),
            "resource" => match &self.resource {
                Some(attributes) => Node::Object(attributes),
                None => owned(Value::Null),
            },
            _ => return None,
        })
    }

    fn keys(&self) -> Vec<String> {
        Self::KEYS.map(str::to_owned).to_vec()
    }
}

impl Object for Attributes<'_> {
    fn get<'a>(&'a self, key: &str) -> Option<Node<'a>> {
        self.0.get(key).map(|value| Node::Value(plain(value)))
    }

    fn keys(&self) -> Vec<String> {
        self.0.iter().map(|(key, _)| key.as_str().to_owned()).collect()
    }
}

fn owned(value: Value) -> Node<'static> {
    Node::Value(Cow::Owned(value))
}

fn text(text: &str) -> Node<'static> {
    owned(Value::string(text))
}

/// Returns the value in the forms that expressions know: secrets and unknown values as null.
fn plain(value: &Value) -> Cow<'_, Value> {
    if is_plain(value) { Cow::Borrowed(value) } else { Cow::Owned(to_plain(value)) }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        Value::List(items) => items.iter().all(is_plain),
        Value::Map(map) => map.iter().all(|(_, value)| is_plain(value)),
        _ => false,
    }
}

fn to_plain(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.iter().map(to_plain).collect()),
        Value::Map(map) => Value::map(map.iter().map(|(key, value)| (Key::clone(key), to_plain(value)))),
        Value::Secret(_) | Value::Unknown | Value::Expression(_) => Value::Null,
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RELATION_NAMES;
    use crate::model::Secret;
    use crate::rules::testing;

    #[test]
    fn every_name_that_may_be_used_means_something() {
        let subject = testing::subject("dev", None);
        let side = || SideScope::new(subject, "k", None, &[]);
        let scope = ChangeScope {
            left: side(),
            right: side(),
            path: &Path::root(),
            change: "modified",
            mode: "parity",
            explained: false,
            variable: "",
        };
        for name in RULE_NAMES {
            assert!(scope.variable(name).is_some(), "{name}");
        }
        for name in RELATION_NAMES {
            assert!(RULE_NAMES.contains(&name), "{name}");
        }
        for key in SideScope::KEYS {
            assert!(scope.left.get(key).is_some(), "{key}");
        }
        assert!(scope.variable("resource").is_none() && scope.left.get("attributes").is_none());
    }

    #[test]
    fn a_secret_is_there_although_it_reads_as_null() {
        let subject = testing::subject("dev", None);
        let present = |value: Option<&Value>| match SideScope::new(subject, "k", value, &[]).get("present") {
            Some(Node::Value(present)) => present.as_bool(),
            _ => None,
        };
        assert_eq!(present(Some(&Value::Secret(Secret::Withheld))), Some(true));
        assert_eq!(present(Some(&Value::Null)), Some(false));
        assert_eq!(present(None), Some(false));
    }

    #[test]
    fn nothing_that_is_secret_or_unknown_gets_out() {
        let hidden =
            [Value::Secret(Secret::Fingerprint([7; 16])), Value::Unknown, Value::Expression("var.x".into())];
        let map = Value::map([(Key::new("a"), Value::list(hidden)), (Key::new("b"), Value::int(1))]);
        assert_eq!(plain(&map).to_string(), "{ a = [null, null, null], b = 1 }");
        let open = Value::list([Value::int(1)]);
        assert!(matches!(plain(&open), Cow::Borrowed(_)));
    }
}
