//! Settings of a backend under Terraform's names, from an address, a `backend` block and `backend_config`.
//!
//! They may hold passwords: nothing here prints a value that its name calls one. This file must not know a backend.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::{Map, Value};

/// Names whose values are never shown, or parts of them.
const SECRET: [&str; 6] = ["password", "secret_key", "token", "conn_str", "access_key", "client_key"];

/// The settings of one backend.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Settings(BTreeMap<String, Value>);

impl Settings {
    /// Takes over a `backend` block, or a file of `backend_config`; what was set before is replaced.
    pub(super) fn merge(&mut self, map: Map) {
        for (name, value) in map.into_entries() {
            self.0.insert(name.to_string(), value);
        }
    }

    /// Sets one.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), Value::string(value));
    }

    /// Returns a setting as text; numbers and bools are what they are written as. Empty is as good as not set, as
    /// for Terraform.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        as_text(self.0.get(name)?)
    }

    /// Returns a text inside a nested block or object.
    #[cfg(any(feature = "aws", feature = "http"))]
    pub(super) fn inner(&self, block: &str, name: &str) -> Option<String> {
        let value = self.0.get(block)?;
        // A block is a list of one object.
        let value = value.as_list().and_then(<[Value]>::first).unwrap_or(value);
        as_text(value.get(name)?)
    }

    /// Returns whether a setting says yes.
    #[cfg(any(feature = "aws", feature = "http", feature = "kubernetes"))]
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.text(name).as_deref() == Some("true")
    }

    /// Returns a setting without which nothing can be asked.
    #[cfg(any(feature = "aws", feature = "kubernetes"))]
    pub(super) fn need(&self, name: &'static str) -> Result<String, String> {
        self.text(name).ok_or_else(|| {
            format!("the backend says no `{name}`; give it in `backend_config`, as `terraform init -backend-config` takes it")
        })
    }

    /// Returns the first setting whose value only Terraform can tell.
    pub(super) fn unknown(&self) -> Option<&str> {
        fn is_unknown(value: &Value) -> bool {
            match value {
                Value::Expression(_) | Value::Unknown => true,
                Value::List(items) => items.iter().any(is_unknown),
                Value::Map(map) => map.iter().any(|(_, value)| is_unknown(value)),
                _ => false,
            }
        }
        self.0.iter().find(|(_, value)| is_unknown(value)).map(|(name, _)| name.as_str())
    }
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()).filter(|text| !text.is_empty()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            if SECRET.iter().any(|word| name.contains(word)) {
                write!(f, "{space}{name}=***")?;
            } else {
                write!(f, "{space}{name}={value}")?;
            }
        }
        Ok(())
    }
}
