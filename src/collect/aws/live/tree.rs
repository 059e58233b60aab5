//! Answers of the SDK as trees: each type is listed with the members that are used.
//!
//! This file must not know any service.

use std::collections::HashMap;
use std::hash::BuildHasher;

use aws_smithy_types::{Blob, DateTime};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::{Key, Number, Value};

/// What can be put into a tree.
pub(crate) trait Tree {
    /// Returns the tree; [`Value::Null`] where there is no value.
    fn tree(&self) -> Value;
}

impl Tree for String {
    fn tree(&self) -> Value {
        Value::string(self.as_str())
    }
}

impl Tree for bool {
    fn tree(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Tree for i32 {
    fn tree(&self) -> Value {
        Value::int(i64::from(*self))
    }
}

impl Tree for i64 {
    fn tree(&self) -> Value {
        Value::int(*self)
    }
}

impl Tree for f64 {
    fn tree(&self) -> Value {
        Number::from_f64(*self).map_or(Value::Null, Value::Number)
    }
}

impl Tree for f32 {
    fn tree(&self) -> Value {
        // By way of the text, so that 0.1 stays 0.1.
        Number::parse(&self.to_string()).map_or(Value::Null, Value::Number)
    }
}

/// Seconds since 1970-01-01 UTC.
impl Tree for DateTime {
    fn tree(&self) -> Value {
        Value::int(self.secs())
    }
}

impl Tree for Blob {
    fn tree(&self) -> Value {
        Value::string(STANDARD.encode(self.as_ref()))
    }
}

impl<T: Tree> Tree for Option<T> {
    fn tree(&self) -> Value {
        self.as_ref().map_or(Value::Null, Tree::tree)
    }
}

impl<T: Tree> Tree for Box<T> {
    fn tree(&self) -> Value {
        self.as_ref().tree()
    }
}

impl<T: Tree> Tree for Vec<T> {
    fn tree(&self) -> Value {
        Value::list(self.iter().map(Tree::tree))
    }
}

/// A list that was gathered of pages, as the answer that has it as this member.
pub(crate) struct Listed<T>(pub &'static str, pub Vec<T>);

impl<T: Tree> Tree for Listed<T> {
    fn tree(&self) -> Value {
        Value::map([(Key::new(self.0), self.1.tree())])
    }
}

/// Entries whose keys are data; their order is that of the keys.
impl<K: AsRef<str>, T: Tree, S: BuildHasher> Tree for HashMap<K, T, S> {
    fn tree(&self) -> Value {
        #[expect(clippy::iter_over_hash_type, reason = "a map of the model is sorted")]
        let entries: Vec<_> = {
            let mut entries = Vec::with_capacity(self.len());
            for (key, value) in self {
                entries.push((Key::new(key.as_ref()), value.tree()));
            }
            entries
        };
        Value::map(entries)
    }
}

/// Makes a tree of members, without those that have no value.
pub(crate) fn members(names: &[Key], values: Vec<Value>) -> Value {
    Value::map(names.iter().cloned().zip(values).filter(|(_, value)| !value.is_null()))
}

/// Lists which members of the SDK's types are put into trees, and which types are names.
///
/// ```text
/// trees! {
///     struct ListQueuesOutput { queue_urls }
///     enum QueueAttributeName
/// }
/// ```
macro_rules! trees {
    ($(struct $type:path { $($member:ident),* $(,)? })* $(enum $name:path)*) => {
        $(impl $crate::collect::aws::live::tree::Tree for $type {
            fn tree(&self) -> $crate::model::Value {
                static NAMES: std::sync::LazyLock<Vec<$crate::model::Key>> = std::sync::LazyLock::new(|| {
                    [$(stringify!($member)),*]
                        .iter()
                        .map(|name| $crate::model::Key::new(name.trim_start_matches("r#")))
                        .collect()
                });
                let values = vec![$($crate::collect::aws::live::tree::Tree::tree(&self.$member)),*];
                $crate::collect::aws::live::tree::members(&NAMES, values)
            }
        })*
        $(impl $crate::collect::aws::live::tree::Tree for $name {
            fn tree(&self) -> $crate::model::Value {
                $crate::model::Value::string(self.as_str())
            }
        })*
    };
}

pub(super) use trees;
