//! State files of version 4 (Terraform 0.12 and later, OpenTofu) and version 3 (0.9 to 0.11).
//!
//! Sources: `internal/states/statefile/version4.go` and `version3.go` of Terraform.
//! This file must not compare or drop anything: what Terraform stored is what comes out.

use compact_str::CompactString;

use super::address::{address, instance_key, kind};
use super::{Collected, flatmap, line_of, text};
use crate::collect::json::LINE;
use crate::model::{Address, Key, Map, Path, Provenance, Resource, Segment, Value};

/// Reads a state of version 4.
pub(super) fn version4(mut state: Map) -> Collected {
    let mut collected = Collected::new("terraform state v4");
    settings(&state, &mut collected);
    if let Some(Value::Map(outputs)) = state.take("outputs") {
        super::outputs(outputs, &mut collected);
    }
    if let Some(Value::List(resources)) = state.take("resources") {
        for resource in resources {
            if let Value::Map(resource) = resource {
                resource4(resource, &mut collected);
            }
        }
    }
    if let Some(Value::List(checks)) = state.take("check_results") {
        for check in checks {
            check_result(&check, &mut collected);
        }
    }
    collected
}

fn settings(state: &Map, collected: &mut Collected) {
    if let Some(version) = state.get("terraform_version").filter(|v| !v.is_empty()) {
        let attributes = [(Key::new("terraform_version"), version.clone())];
        collected.push_own("terraform_settings", "terraform", attributes.into_iter().collect());
    }
}

fn resource4(mut resource: Map, collected: &mut Collected) {
    let data = text(resource.get("mode")) == "data";
    let kind_name = text(resource.get("type")).to_owned();
    let name = text(resource.get("name")).to_owned();
    let module = text(resource.get("module")).to_owned();
    let line = line_of(&resource);
    let Some(Value::List(instances)) = resource.take("instances") else { return };
    let mut deposed: Vec<(Address, Option<u32>, i64)> = Vec::new();
    let first = collected.resources.len();
    for instance in instances {
        let Value::Map(mut instance) = instance else { continue };
        let key = instance_key(instance.get("index_key"));
        let address = address(&module, data, &kind_name, &name, key.as_ref());
        let line = line_of(&instance).or(line);
        if instance.get("deposed").is_some_and(|d| !d.is_empty()) {
            match deposed.iter_mut().find(|(other, ..)| *other == address) {
                Some((.., count)) => *count += 1,
                None => deposed.push((address, line, 1)),
            }
            continue;
        }
        let mut attributes = match (instance.take("attributes"), instance.take("attributes_flat")) {
            (Some(Value::Map(attributes)), _) => attributes,
            (_, Some(Value::Map(flat))) => flatmap::expand(&flat),
            _ => Map::default(),
        };
        for (_, value) in attributes.iter_mut() {
            unwrap_dynamic(value);
        }
        if text(instance.get("status")) == "tainted" {
            attributes.extend([(Key::new("@tainted"), Value::Bool(true))]);
        }
        let index = collected.resources.len();
        for path in instance.get("sensitive_attributes").and_then(Value::as_list).unwrap_or_default() {
            if let Some(path) = sensitive_path(path) {
                collected.sensitive.push((index, path));
            }
        }
        collected.resources.push(Resource {
            kind: kind(data, &kind_name),
            address,
            attributes,
            provenance: Provenance { line, ..Provenance::default() },
            ..Resource::default()
        });
    }
    for (address, line, count) in deposed {
        let marker = (Key::new("@deposed"), Value::int(count));
        let current = collected.resources.iter_mut().skip(first).find(|r| r.address == address);
        match current {
            Some(resource) => resource.attributes.extend([marker]),
            None => collected.resources.push(Resource {
                kind: kind(data, &kind_name),
                address,
                attributes: [marker].into_iter().collect(),
                provenance: Provenance { line, ..Provenance::default() },
                ..Resource::default()
            }),
        }
    }
}

/// Takes the type off an attribute of dynamic type, which state files store as `{"type": …, "value": …}`.
fn unwrap_dynamic(value: &mut Value) {
    let Value::Map(map) = value else { return };
    if map.len() != 2 {
        return;
    }
    let (Some(inner), Some(of)) = (map.get("value"), map.get("type")) else { return };
    if has_type(inner, of, 0) {
        *value = map.take("value").unwrap_or_default();
    }
}

/// Returns whether `of` is a type in cty's JSON notation and `value` is of it.
fn has_type(value: &Value, of: &Value, depth: usize) -> bool {
    if depth > crate::collect::json::MAX_DEPTH {
        return false;
    }
    let each = |items: &[Value], inner: &Value| items.iter().all(|item| has_type(item, inner, depth + 1));
    match of {
        Value::String(primitive) => match primitive.as_str() {
            "string" => value.is_null() || matches!(value, Value::String(_)),
            "number" => value.is_null() || matches!(value, Value::Number(_)),
            "bool" => value.is_null() || matches!(value, Value::Bool(_)),
            "dynamic" => true,
            _ => false,
        },
        Value::List(parts) => match (parts.as_ref(), value) {
            ([Value::String(c), _], Value::Null) => {
                matches!(c.as_str(), "list" | "set" | "map" | "tuple" | "object")
            }
            ([Value::String(c), inner], Value::List(items)) if c == "list" || c == "set" => {
                each(items, inner)
            }
            ([Value::String(c), inner], Value::Map(map)) if c == "map" => {
                map.iter().all(|(_, item)| has_type(item, inner, depth + 1))
            }
            ([Value::String(c), Value::List(types)], Value::List(items)) if c == "tuple" => {
                types.len() == items.len()
                    && items.iter().zip(types.iter()).all(|(item, of)| has_type(item, of, depth + 1))
            }
            // An object may carry a third part, the names of its optional attributes.
            ([Value::String(c), Value::Map(types), ..], Value::Map(map)) if c == "object" => {
                map.iter().all(|(key, item)| types.get(key).is_some_and(|of| has_type(item, of, depth + 1)))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Reads one path of `sensitive_attributes`: a list of steps, or of old the name of an attribute.
fn sensitive_path(path: &Value) -> Option<Path> {
    if let Value::String(name) = path {
        return Some(Path::root().key(name));
    }
    let mut found = Path::root();
    for step in path.as_list()? {
        let value = step.get("value");
        match (text(step.get("type")), value) {
            ("get_attr", Some(Value::String(name))) => found.push(Segment::Key(name.clone())),
            ("index", Some(key)) => match key.get("value").unwrap_or(key) {
                Value::String(name) => found.push(Segment::Key(name.clone())),
                Value::Number(number) => {
                    found.push(Segment::Index(number.as_i64().and_then(|i| u32::try_from(i).ok())?));
                }
                // A step into a set names the element by its whole value; the set as a whole is kept secret.
                _ => break,
            },
            _ => break,
        }
    }
    (!found.is_root()).then_some(found)
}

fn check_result(check: &Value, collected: &mut Collected) {
    let name = text(check.get("config_addr"));
    if name.is_empty() {
        return;
    }
    let mut attributes = vec![(Key::new("status"), check.get("status").cloned().unwrap_or_default())];
    let failures = check.get("objects").and_then(Value::as_list).unwrap_or_default().iter();
    let messages: Vec<Value> = failures
        .filter_map(|object| object.get("failure_messages").and_then(Value::as_list))
        .flatten()
        .cloned()
        .collect();
    if !messages.is_empty() {
        attributes.push((Key::new("failure_messages"), Value::list(messages)));
    }
    collected.push_own("check", name, Map::from_entries(attributes));
}

/// Reads a state of version 3.
pub(super) fn version3(mut state: Map) -> Collected {
    let mut collected = Collected::new("terraform state v3");
    settings(&state, &mut collected);
    let Some(Value::List(modules)) = state.take("modules") else { return collected };
    for module in modules {
        let Value::Map(mut module) = module else { continue };
        let path: Vec<CompactString> = module
            .get("path")
            .and_then(Value::as_list)
            .unwrap_or_default()
            .iter()
            .skip(1)
            .filter_map(|part| part.as_str().map(CompactString::from))
            .collect();
        let prefix = path.iter().map(|name| format!("module.{name}")).collect::<Vec<_>>().join(".");
        if let Some(Value::Map(outputs)) = module.take("outputs")
            && path.is_empty()
        {
            super::outputs(outputs, &mut collected);
        }
        if let Some(Value::Map(resources)) = module.take("resources") {
            for (key, resource) in resources.into_entries() {
                if let Value::Map(resource) = resource {
                    resource3(&prefix, &key, resource, &mut collected);
                }
            }
        }
    }
    collected
}

/// Reads one resource of version 3; its key is `[data.]TYPE.NAME[.INDEX]`.
fn resource3(module: &str, key: &str, mut resource: Map, collected: &mut Collected) {
    let (data, rest) = key.strip_prefix("data.").map_or((false, key), |rest| (true, rest));
    let (kind_name, rest) = rest.split_once('.').unwrap_or((rest, ""));
    let (name, index) = match rest.rsplit_once('.') {
        Some((name, index)) if index.parse::<u64>().is_ok() => (name, index.parse().ok()),
        _ => (rest, None),
    };
    let index = index.map(crate::model::InstanceKey::Index);
    let mut attributes = Map::default();
    let mut tainted = false;
    if let Some(Value::Map(mut primary)) = resource.take("primary") {
        tainted = primary.get("tainted").and_then(Value::as_bool).unwrap_or(false);
        if let Some(Value::Map(flat)) = primary.take("attributes") {
            attributes = flatmap::expand(&flat);
        }
        if attributes.get("id").is_none()
            && let Some(id) = primary.take("id").filter(|id| !id.is_empty())
        {
            attributes.extend([(Key::new("id"), id)]);
        }
    }
    let deposed = resource.get("deposed").and_then(Value::as_list).map_or(0, <[Value]>::len);
    let mut markers = Vec::new();
    if tainted {
        markers.push((Key::new("@tainted"), Value::Bool(true)));
    }
    if deposed > 0 {
        markers.push((Key::new("@deposed"), Value::int(i64::try_from(deposed).unwrap_or(i64::MAX))));
    }
    attributes.extend(markers);
    if attributes.get(LINE).is_some() {
        attributes.take(LINE);
    }
    collected.resources.push(Resource {
        kind: kind(data, kind_name),
        address: address(module, data, kind_name, name, index.as_ref()),
        attributes,
        ..Resource::default()
    });
}
