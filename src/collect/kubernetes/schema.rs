//! What a `CustomResourceDefinition` says of its kind, in the forms in which later stages can use it.
//!
//! `@schema` holds defaults, keys of lists and sets, for the objects of the kind; `@schema_fields` holds one text
//! for each field of each version (`v1 spec.size is integer`), so that two schemas can be compared without walking them. Descriptions
//! and what the server reports of an object are left out of both. This file must not compare, and must not
//! trust a schema to be small.
//!
//! Source: <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>.

use std::fmt::Write as _;

use crate::model::{Key, Map, Resource, Value};

/// Fields of one version that are looked at; the largest known schemas have some ten thousand.
const MAX_FIELDS: usize = 50_000;
/// Nesting that is looked into; structural schemas have no cycles, but inputs may be anything.
const MAX_DEPTH: usize = 64;
/// What the server has in every object, and what it reports.
const NOT_OWN: [&str; 4] = ["apiVersion", "kind", "metadata", "status"];
/// What of a field is said elsewhere or says nothing of its meaning.
const NOT_TOLD: [&str; 10] = [
    "additionalProperties",
    "description",
    "example",
    "externalDocs",
    "items",
    "properties",
    "required",
    "title",
    "type",
    "$schema",
];

/// Adds what a `CustomResourceDefinition` says of its kind; does nothing to any other object.
pub(super) fn learn(resource: &mut Resource) {
    if resource.kind != "CustomResourceDefinition.apiextensions.k8s.io" {
        return;
    }
    let Some(spec) = resource.attributes.get("spec").and_then(Value::as_map) else { return };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let names = spec.get("names");
    let (Some(kind), Some(group)) =
        (text(names.and_then(|names| names.get("kind"))), text(spec.get("group")))
    else {
        return;
    };
    let mut fields = Vec::new();
    let mut facts: Option<Walk> = None;
    for version in spec.get("versions").and_then(Value::as_list).unwrap_or_default() {
        // The first version of the API had one schema for all.
        let schema = version.get("schema").or(spec.get("validation"));
        let schema = schema.and_then(|schema| schema.get("openAPIV3Schema")).and_then(Value::as_map);
        let (Some(name), Some(schema)) = (text(version.get("name")), schema) else { continue };
        let mut walk = Walk::default();
        walk.object(schema, &Place::default(), 0);
        walk.fields.sort_unstable();
        fields.extend(walk.fields.iter().map(|text| Value::string(format!("{name} {text}"))));
        // Objects are stored as one version, so that is what its defaults were filled in by.
        if facts.is_none() || version.get("storage") == Some(&Value::Bool(true)) {
            facts = Some(walk);
        }
    }
    if let Some(walk) = facts {
        let schema = Value::map([(Key::new(&format!("{kind}.{group}")), walk.schema())]);
        resource.attributes.insert(Key::new("@schema"), schema);
        resource.attributes.insert(Key::new("@schema_fields"), Value::list(fields));
    }
}

/// Where in the object a schema holds.
#[derive(Clone, Default)]
struct Place {
    /// As a person would read it: `spec.parts[].name`.
    shown: String,
    /// As a block of a kind writes it, which passes through lists; `None` below a name that cannot be written so.
    path: Option<String>,
    is_top: bool,
}

impl Place {
    fn property(&self, name: &str) -> Self {
        let dot = if self.shown.is_empty() { "" } else { "." };
        let plain = !name.is_empty() && !name.contains(['.', '*']);
        let path = match &self.path {
            None if self.shown.is_empty() && plain => Some(name.to_owned()),
            Some(path) if plain => Some(format!("{path}.{name}")),
            _ => None,
        };
        Self { shown: format!("{}{dot}{name}", self.shown), path, is_top: self.shown.is_empty() }
    }

    fn element(&self) -> Self {
        Self { shown: format!("{}[]", self.shown), path: self.path.clone(), is_top: false }
    }

    fn entry(&self) -> Self {
        let path = self.path.as_ref().map(|path| format!("{path}.*"));
        Self { shown: format!("{}.*", self.shown), path, is_top: false }
    }
}

/// Says something of a path. A path is no key, since that may say credential and its value be sealed for it.
fn at(path: &str, value: &Value) -> Value {
    Value::map([(Key::new("at"), path.into()), (Key::new("is"), value.clone())])
}

#[derive(Default)]
struct Walk {
    fields: Vec<String>,
    defaults: Vec<Value>,
    keys: Vec<Value>,
    sets: Vec<Value>,
}

impl Walk {
    fn schema(self) -> Value {
        Value::map([
            (Key::new("defaults"), Value::list(self.defaults)),
            (Key::new("keys"), Value::list(self.keys)),
            (Key::new("sets"), Value::list(self.sets)),
        ])
    }

    /// Looks at what an object, a list or a map holds.
    fn object(&mut self, schema: &Map, place: &Place, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let required = schema.get("required").and_then(Value::as_list).unwrap_or_default();
        for (name, property) in schema.get("properties").and_then(Value::as_map).into_iter().flatten() {
            let inner = place.property(name);
            if let Value::Map(property) = property
                && !(inner.is_top && NOT_OWN.contains(&name.as_str()))
            {
                let is_required = required.iter().any(|required| required.as_str() == Some(name));
                self.field(property, &inner, is_required, depth + 1);
            }
        }
        if let Some(Value::Map(items)) = schema.get("items") {
            self.field(items, &place.element(), false, depth + 1);
        }
        if let Some(Value::Map(entries)) = schema.get("additionalProperties") {
            self.field(entries, &place.entry(), false, depth + 1);
        }
    }

    fn field(&mut self, schema: &Map, place: &Place, is_required: bool, depth: usize) {
        if self.fields.len() >= MAX_FIELDS {
            return;
        }
        let mut text = place.shown.clone();
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or("any");
        // No colon: a field is called `password` in many schemas, and what follows would be taken for one.
        // Writing to a String cannot fail.
        let _ = write!(text, " is {kind}");
        if is_required {
            text.push_str(", required");
        }
        for (key, value) in schema.iter().filter(|(key, _)| !NOT_TOLD.contains(&key.as_str())) {
            let _ = write!(text, ", {key} {value}");
        }
        self.fields.push(text);
        if let Some(path) = &place.path {
            if let Some(default) = schema.get("default").filter(|default| !default.is_empty()) {
                self.defaults.push(at(path, default));
            }
            let list_type = schema.get("x-kubernetes-list-type").and_then(Value::as_str);
            let keys = schema.get("x-kubernetes-list-map-keys").filter(|keys| !keys.is_empty());
            match (list_type, keys) {
                (Some("map"), Some(keys)) => self.keys.push(at(path, keys)),
                (Some("set"), _) => self.sets.push(path.as_str().into()),
                _ => {}
            }
        }
        self.object(schema, place, depth);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn learned(schema: &serde_json::Value) -> Resource {
        let spec = json!({"group": "lab.example.com", "names": {"kind": "Widget"},
            "versions": [{"name": "v1", "storage": true, "schema": {"openAPIV3Schema": schema}}]});
        let mut resource = Resource {
            kind: "CustomResourceDefinition.apiextensions.k8s.io".into(),
            attributes: Map::from_entries(vec![(Key::new("spec"), spec.into())]),
            ..Resource::default()
        };
        learn(&mut resource);
        resource
    }

    #[test]
    fn a_schema_becomes_facts_and_fields() {
        let resource = learned(&json!({"type": "object", "properties": {
            "kind": {"type": "string"},
            "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}},
            "spec": {"type": "object", "required": ["size"], "description": "what is wanted", "properties": {
                "size": {"type": "integer", "default": 1, "description": "how large"},
                "parts": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                    "items": {"type": "object", "properties": {"on": {"type": "boolean", "default": true}}}},
                "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
                "limits": {"type": "object", "additionalProperties": {"type": "string", "default": "x"}},
                "a.b": {"type": "string", "default": "y"},
            }},
        }}));
        let schema = resource.attributes.get("@schema").unwrap().get("Widget.lab.example.com").unwrap();
        assert_eq!(
            schema.to_string(),
            r#"{ defaults = [{ at = "spec.limits.*", is = "x" }, { at = "spec.parts.on", is = true }, { at = "spec.size", is = 1 }], keys = [{ at = "spec.parts", is = ["name"] }], sets = ["spec.tags"] }"#
        );
        let fields = resource.attributes.get("@schema_fields").unwrap();
        let fields: Vec<_> = fields.as_list().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(fields.contains(&"v1 spec.size is integer, required, default 1"), "{fields:?}");
        assert!(fields.contains(&"v1 spec.parts[].on is boolean, default true"), "{fields:?}");
        assert!(fields.contains(&"v1 spec.a.b is string, default \"y\""), "{fields:?}");
        assert!(!fields.iter().any(|field| field.contains("status") || field.contains("how large")));
    }

    #[test]
    fn a_deep_schema_ends() {
        let mut schema = json!({"type": "string"});
        for _ in 0..100 {
            schema = json!({"type": "object", "properties": {"a": schema}});
        }
        let resource = learned(&schema);
        let fields = resource.attributes.get("@schema_fields").unwrap();
        assert_eq!(fields.as_list().unwrap().len(), MAX_DEPTH + 1);
    }
}
