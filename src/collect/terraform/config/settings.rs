//! What a configuration asks of Terraform itself: versions, providers, modules, where state is kept.
//!
//! This file must not hold checksums or credentials: neither says how environments differ.

use std::collections::BTreeMap;

use super::evaluate::{Evaluator, Names, Notes};
use super::module::{Module, What};
use super::resources::Made;
use super::syntax::{Block, Body};
use super::variables::type_of;
use crate::model::{Key, Map, Value};

/// Where a provider comes from when its source names no host.
const DEFAULT_HOST: &str = "registry.terraform.io";

/// Words in the names of backend settings that hold credentials or lead to them.
const CREDENTIALS: [&str; 9] = [
    "password",
    "secret",
    "token",
    "access_key",
    "private_key",
    "conn_str",
    "credentials",
    "sas",
    "client_key",
];

/// Collects the settings of a root module and its lock file into one resource.
pub(super) fn collect(module: &Module, lock: Option<&Body>, notes: &Notes) -> Option<Made> {
    let names = Names::default();
    let evaluator = Evaluator { names: &names, notes };
    let mut made = Made::new("terraform_settings", "terraform");
    let mut versions = Vec::new();
    let mut extra = Vec::new();
    for block in &module.settings {
        made.stands_at(&block.place);
        for attribute in &block.body.attributes {
            made.attribute_at(&attribute.name, &attribute.place);
            if attribute.name == "required_version" {
                versions.extend(attribute.value.as_text());
            } else {
                extra.push((Key::new(&attribute.name), evaluator.value(&attribute.value, &attribute.place)));
            }
        }
        for nested in &block.body.blocks {
            match (nested.kind.as_str(), nested.labels.as_slice()) {
                ("required_providers", []) => {}
                ("backend", [of]) => {
                    made.attribute_at("backend", &nested.place);
                    made.set("backend", backend(of, nested, &evaluator));
                }
                ("cloud", []) => {
                    made.attribute_at("backend", &nested.place);
                    made.set("backend", backend("cloud", nested, &evaluator));
                }
                _ => {
                    made.attribute_at(nested.name(), &nested.place);
                    extra.extend(evaluator.blocks(&[nested]));
                }
            }
        }
    }
    if !versions.is_empty() {
        made.set("required_version", Value::string(constraint(&versions.join(", "))));
    }
    if let Some(first) = lock.and_then(|lock| lock.blocks.first()) {
        made.stands_at(&first.place);
    }
    made.set_map("providers", providers(module, lock, &evaluator));
    made.set_map("modules", modules(module));
    made.set_map("variable_types", variable_types(module));
    made.attributes.extend(extra);
    (!made.attributes.is_empty()).then_some(made)
}

/// Returns the providers by source address, with what is asked for and what the lock file holds.
fn providers(module: &Module, lock: Option<&Body>, evaluator: &Evaluator<'_>) -> Map {
    let mut locked: BTreeMap<String, Vec<(Key, Value)>> = BTreeMap::new();
    for block in lock.map(|body| body.blocks.as_slice()).unwrap_or_default() {
        let [address] = block.labels.as_slice() else { continue };
        let text = |name: &str| block.body.attribute(name).and_then(|attribute| attribute.value.as_text());
        let mut entry = Vec::new();
        entry.extend(text("version").map(|version| (Key::new("version"), Value::string(version))));
        let asked = text("constraints").map(|text| constraint(&text));
        entry.extend(asked.map(|text| (Key::new("constraint"), Value::string(text))));
        locked.insert(address.clone(), entry);
    }
    let required = module.settings.iter().flat_map(|block| &block.body.blocks);
    for block in required.filter(|block| block.kind == "required_providers") {
        for attribute in &block.body.attributes {
            let (source, version) = match evaluator.value(&attribute.value, &attribute.place) {
                // Terraform 0.12 and older wrote the constraint alone.
                Value::String(version) => (None, Some(version)),
                Value::Map(map) => {
                    let text = |name: &str| match map.get(name) {
                        Some(Value::String(text)) => Some(text.clone()),
                        _ => None,
                    };
                    (text("source"), text("version"))
                }
                _ => (None, None),
            };
            let address = address(source.as_deref().unwrap_or(&attribute.name), &locked);
            let entry = locked.entry(address).or_default();
            if let Some(version) = version {
                entry.push((Key::new("constraint"), Value::string(constraint(&version))));
            }
        }
    }
    locked.into_iter().map(|(address, entry)| (Key::new(&address), Value::map(entry))).collect()
}

/// Returns the full address of a provider; one without a host is that of the lock file where it is there.
fn address(source: &str, locked: &BTreeMap<String, Vec<(Key, Value)>>) -> String {
    let source = source.to_lowercase();
    let parts: Vec<&str> = source.split('/').collect();
    let path = match parts.as_slice() {
        [name] => format!("hashicorp/{name}"),
        [namespace, name] => format!("{namespace}/{name}"),
        _ => return source,
    };
    let default = format!("{DEFAULT_HOST}/{path}");
    if locked.contains_key(&default) {
        return default;
    }
    let found = locked.keys().find(|address| address.split_once('/').is_some_and(|(_, rest)| rest == path));
    found.cloned().unwrap_or(default)
}

/// Writes a version constraint in one way: `~>5.0` and `~> 5.0` are the same.
fn constraint(text: &str) -> String {
    let parts = text.split(',').map(|part| {
        let part = part.trim();
        let operator = part.find(|c: char| !matches!(c, '=' | '!' | '<' | '>' | '~')).unwrap_or(part.len());
        let (operator, version) = part.split_at(operator);
        let (operator, version) = (operator.trim(), version.trim());
        if operator.is_empty() { version.to_owned() } else { format!("{operator} {version}") }
    });
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn modules(module: &Module) -> Map {
    let calls = module.objects.iter().filter(|declared| declared.what == What::Module);
    let entries = calls.map(|declared| {
        let text = |name: &str| {
            let text = declared.block.body.attribute(name)?.value.as_text()?;
            Some(if name == "version" { constraint(&text) } else { text })
        };
        let entry = ["source", "version"].iter().filter_map(|name| {
            let text = text(name)?;
            Some((Key::new(name), Value::string(text)))
        });
        let name = declared.block.labels.first().map(String::as_str).unwrap_or_default();
        (Key::new(name), Value::map(entry))
    });
    entries.collect()
}

fn variable_types(module: &Module) -> Map {
    let typed = module.variables.iter().filter_map(|(name, block)| Some((name, type_of(block)?)));
    typed.map(|(name, of)| (Key::new(name), Value::string(of.to_string()))).collect()
}

/// Returns where state is kept, without what is needed to get there.
fn backend(of: &str, block: &Block, evaluator: &Evaluator<'_>) -> Value {
    let entries = evaluator.body(&block.body).into_entries();
    let is_credential = |key: &str| CREDENTIALS.iter().any(|word| key.contains(word));
    let mut kept: Vec<_> = entries.into_iter().filter(|(key, _)| !is_credential(key)).collect();
    kept.push((Key::new("type"), Value::from(of)));
    Value::map(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_written_in_one_way() {
        for (written, one) in [
            ("~>5.0", "~> 5.0"),
            (">=1.0,<2.0", ">= 1.0, < 2.0"),
            (" 1.2.3 ", "1.2.3"),
            ("= 1", "= 1"),
            ("", ""),
        ] {
            assert_eq!(constraint(written), one);
        }
    }

    #[test]
    fn sources_are_completed_as_the_lock_file_says() {
        let locked = |address: &str| BTreeMap::from([(address.to_owned(), Vec::new())]);
        let none = BTreeMap::new();
        assert_eq!(address("aws", &none), "registry.terraform.io/hashicorp/aws");
        assert_eq!(address("DataDog/datadog", &none), "registry.terraform.io/datadog/datadog");
        assert_eq!(address("example.com/a/b", &none), "example.com/a/b");
        assert_eq!(
            address("hashicorp/aws", &locked("registry.opentofu.org/hashicorp/aws")),
            "registry.opentofu.org/hashicorp/aws"
        );
    }
}
