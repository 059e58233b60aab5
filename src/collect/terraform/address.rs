//! Addresses put together from the pieces that state and plan files hold.

use crate::model::{Address, InstanceKey, Value};

/// Puts an address together as Terraform prints it.
pub(super) fn address(
    module: &str,
    data: bool,
    kind: &str,
    name: &str,
    key: Option<&InstanceKey>,
) -> Address {
    let mut text = String::with_capacity(module.len() + kind.len() + name.len() + 8);
    if !module.is_empty() {
        text.push_str(module);
        text.push('.');
    }
    if data {
        text.push_str("data.");
    }
    text.push_str(kind);
    text.push('.');
    text.push_str(name);
    if let Some(key) = key {
        text.push_str(&format!("[{key}]"));
    }
    Address::new(text)
}

/// Returns the instance key that a state's `index_key` or a plan's `index` holds.
pub(super) fn instance_key(value: Option<&Value>) -> Option<InstanceKey> {
    match value? {
        Value::Number(number) => {
            number.as_i64().and_then(|index| u64::try_from(index).ok()).map(InstanceKey::Index)
        }
        Value::String(name) => Some(InstanceKey::Name(name.clone())),
        _ => None,
    }
}

/// Returns the kind of a resource: Terraform's type name, with `data.` before it for a data source.
pub(super) fn kind(data: bool, kind: &str) -> compact_str::CompactString {
    if data { compact_str::format_compact!("data.{kind}") } else { kind.into() }
}
