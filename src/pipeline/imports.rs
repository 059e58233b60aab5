//! What Terraform needs to know to manage what nobody declared: kind, a name, and the id that its provider asks for.
//!
//! How an id is made is data of the kind (`import`). This file must not write anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ChangeKind, Finding, Import, Resource, Snapshot, Value};
use crate::normalize::knowledge::{KindKnowledge, Knowledge};

/// Lists what was found to be unmanaged and Terraform could manage.
pub(super) fn of<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    live: &Snapshot,
    knowledge: &Knowledge,
) -> Vec<Import> {
    let wanted: BTreeSet<(&str, &str)> = findings
        .filter(|finding| finding.change == ChangeKind::Unmanaged)
        .filter_map(|finding| Some((finding.kind.as_str(), finding.address.right.as_ref()?.as_str())))
        .collect();
    let mut made = BTreeMap::new();
    for resource in live.resources.iter().filter(|resource| resource.place().is_none()) {
        let key = (resource.kind.as_str(), resource.address.as_str());
        if wanted.contains(&key) {
            made.insert(key, import(resource, &knowledge.kind(&resource.kind)));
        }
    }
    made.into_values().collect()
}

fn import(resource: &Resource, known: &KindKnowledge) -> Import {
    let text = |name: &str| match resource.attributes.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.to_string()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let id = match known.import.as_deref() {
        None => text("id"),
        Some("") => None,
        Some(form) => filled(form, &text),
    };
    let mut name = None;
    for path in known.names.iter().rev() {
        path.texts(&resource.attributes, |_, text| {
            if name.is_none() && !text.is_empty() {
                name = Some(text.to_owned());
            }
        });
    }
    let name = name.or_else(|| text("id")).unwrap_or_default();
    Import { kind: resource.kind.clone(), address: resource.address.clone(), name, id }
}

/// Puts attributes where a form names them: `role/policy_arn`.
fn filled(form: &str, text: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut made = String::new();
    let mut rest = form;
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = rest.find(|c: char| is_name(c) != is_name(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if is_name(first) {
            made.push_str(&text(part)?);
        } else {
            made.push_str(part);
        }
        rest = after;
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_filled_or_there_is_no_id() {
        let text = |name: &str| (name == "role" || name == "policy_arn").then(|| format!("<{name}>"));
        for (form, expected) in [
            ("role/policy_arn", Some("<role>/<policy_arn>")),
            ("role:policy_arn", Some("<role>:<policy_arn>")),
            ("role", Some("<role>")),
            ("role/user", None),
        ] {
            assert_eq!(filled(form, &text).as_deref(), expected, "{form}");
        }
    }
}
