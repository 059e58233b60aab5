//! Twins: the same infrastructure in two worlds, each written down in its own way.
//!
//! Whatever differs between twins differs in form and in nothing else. This file must not plant a
//! difference that means something.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::environment::{Environment, Key, World, mark};
use super::random::Random;

/// Returns the worlds of dev and of prod.
pub(crate) fn worlds(seed: u64) -> [World; 2] {
    let mut random = Random::new(seed, "worlds");
    let product = random.pick(&["shop", "orbit", "atlas", "harbor"]);
    let regions = [("eu-west-1", "euw1"), ("eu-central-1", "euc1"), ("us-east-2", "use2")];
    let first = random.below(regions.len());
    // Some environments are in the region of the other.
    let second = (first + random.below(regions.len())) % regions.len();
    let network = random.below(40);
    let named = [("dev", "development"), ("prod", "production")];
    [0, 1].map(|side| {
        let (word, long) = named[side];
        let (region, short_region) = regions[[first, second][side]];
        let domain = match seed % 3 {
            0 => format!("{product}-{word}.example.com"),
            1 => format!("{word}.{product}.example.net"),
            // Most give prod the name without a word.
            _ if side == 0 => format!("{word}.{product}.example.org"),
            _ => format!("{product}.example.org"),
        };
        World {
            word,
            long,
            product,
            account: random.digits(12),
            region,
            short_region,
            domain,
            network: network + 100 * side,
            salt: seed.wrapping_mul(2).wrapping_add(side as u64),
        }
    })
}

/// Builds both environments of a seed.
pub(crate) fn twins(seed: u64, size: usize) -> [Environment; 2] {
    worlds(seed).map(|world| Environment::new(seed, size, world))
}

/// Writes an environment as a state of version 4; `style` chooses among the equal ways.
pub(crate) fn state(environment: &Environment, style: u64) -> String {
    let mut random = Random::new(style, "style");
    let mut blocks: BTreeMap<(&str, &str, &str), Vec<Value>> = BTreeMap::new();
    for resource in &environment.resources {
        let attributes = resolve(&resource.attributes, &mut random).unwrap_or_default();
        let sensitive: Vec<Value> =
            resource.sensitive.iter().map(|name| json!([{ "type": "get_attr", "value": name }])).collect();
        let mut instance =
            json!({ "schema_version": 1, "attributes": attributes, "sensitive_attributes": sensitive });
        match &resource.key {
            Some(Key::Index(index)) => instance["index_key"] = json!(index),
            Some(Key::Name(name)) => instance["index_key"] = json!(name),
            None => {}
        }
        blocks.entry((&resource.module, resource.kind, &resource.name)).or_default().push(instance);
    }
    let mut resources: Vec<Value> = blocks
        .into_iter()
        .map(|((module, kind, name), mut instances)| {
            random.shuffle(&mut instances);
            let mut resource = json!({
                "mode": "managed", "type": kind, "name": name,
                "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]", "instances": instances,
            });
            if !module.is_empty() {
                resource["module"] = json!(module);
            }
            resource
        })
        .collect();
    random.shuffle(&mut resources);
    let outputs: Map<String, Value> = environment
        .outputs
        .iter()
        .map(|(name, value)| (name.clone(), json!({ "value": value, "type": "string" })))
        .collect();
    let state = json!({
        "version": 4, "terraform_version": "1.11.4", "serial": random.below(400), "lineage": random.hex(32),
        "outputs": outputs, "resources": resources, "check_results": null,
    });
    let mut out = String::new();
    write(&state, Spacing::Pretty, 0, &mut random, &mut out);
    out.push('\n');
    out
}

/// Writes what is marked in one of its equal ways; `None` leaves the attribute out.
fn resolve(value: &Value, random: &mut Random) -> Option<Value> {
    if let Some((kind, inner)) = mark::parts(value) {
        return resolve_mark(kind, inner, random);
    }
    Some(match value {
        Value::Array(items) => items.iter().map(|item| resolve(item, random).unwrap_or_default()).collect(),
        Value::Object(map) => {
            let kept = map.iter().filter_map(|(key, value)| Some((key.clone(), resolve(value, random)?)));
            Value::Object(kept.collect())
        }
        other => other.clone(),
    })
}

fn resolve_mark(kind: &str, inner: &Value, random: &mut Random) -> Option<Value> {
    match kind {
        mark::SET => {
            let mut items = resolve_all(inner, random);
            random.shuffle(&mut items);
            Some(Value::Array(items))
        }
        mark::ONE_OR_MANY => {
            let mut items = resolve_all(inner, random);
            random.shuffle(&mut items);
            let single = items.len() == 1 && random.percent(50);
            if single { items.pop() } else { Some(Value::Array(items)) }
        }
        mark::DOCUMENT => {
            let tree = resolve(inner, random)?;
            let spacing = random.pick(&[Spacing::None, Spacing::Some, Spacing::Pretty]);
            let mut text = String::new();
            write(&tree, spacing, 0, random, &mut text);
            Some(Value::String(text))
        }
        mark::BASE64 => Some(json!(STANDARD.encode(inner.as_str().unwrap_or_default()))),
        mark::DEFAULT | mark::EMPTY => match random.below(3) {
            0 => None,
            1 => Some(Value::Null),
            _ => Some(inner.clone()),
        },
        mark::LOOSE => Some(if random.percent(50) { inner.clone() } else { json!(inner.to_string()) }),
        _ => Some(inner.clone()),
    }
}

fn resolve_all(items: &Value, random: &mut Random) -> Vec<Value> {
    items.as_array().into_iter().flatten().filter_map(|item| resolve(item, random)).collect()
}

/// How JSON is spaced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    None,
    Some,
    Pretty,
}

/// Writes JSON with the keys of objects in any order.
fn write(value: &Value, spacing: Spacing, depth: usize, random: &mut Random, out: &mut String) {
    let (open, close, count) = match value {
        Value::Array(items) => ('[', ']', items.len()),
        Value::Object(map) => ('{', '}', map.len()),
        scalar => return out.push_str(&scalar.to_string()),
    };
    out.push(open);
    let line = |out: &mut String, depth: usize| {
        if spacing == Spacing::Pretty && count > 0 {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
    };
    let comma = |out: &mut String, at: usize| {
        if at > 0 {
            out.push_str(if spacing == Spacing::Some { ", " } else { "," });
        }
    };
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                comma(out, at);
                line(out, depth + 1);
                write(item, spacing, depth + 1, random, out);
            }
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            random.shuffle(&mut entries);
            for (at, (key, value)) in entries.into_iter().enumerate() {
                comma(out, at);
                line(out, depth + 1);
                out.push_str(&json!(key).to_string());
                out.push_str(if spacing == Spacing::None { ":" } else { ": " });
                write(value, spacing, depth + 1, random, out);
            }
        }
        _ => {}
    }
    line(out, depth);
    out.push(close);
}
