//! The data of a Secret in clear text, and marked so that it is sealed.
//!
//! A server keeps `data` in base64 and has no `stringData`; a manifest may have both, and the same secret
//! would be sealed to two fingerprints. This file must not seal, print or log anything.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::collect::collected::Collected;
use crate::model::{Key, Path, Resource, Value};

const KIND: &str = "Secret";
const DATA: &str = "data";
const PLAIN: &str = "stringData";

/// Brings every Secret to its clear text and marks what must be sealed.
pub(super) fn open(collected: &mut Collected) {
    for (index, resource) in collected.resources.iter_mut().enumerate() {
        if resource.kind == KIND {
            merge(resource);
            let data = Path::root().key(DATA);
            match resource.attributes.get(DATA) {
                Some(Value::Map(map)) => {
                    collected.sensitive.extend(map.iter().map(|(key, _)| (index, data.clone().key(key))));
                }
                Some(_) => collected.sensitive.push((index, data)),
                None => {}
            }
        }
    }
}

/// Makes `data` the clear text of both members; `stringData` wins, as on a server.
fn merge(resource: &mut Resource) {
    if let Some(Value::Map(data)) = resource.attributes.get_mut(DATA) {
        for (_, value) in data.iter_mut() {
            if let Value::String(packed) = value
                && let Some(clear) = decoded(packed)
            {
                *value = Value::string(clear);
            }
        }
    }
    let Some(plain) = resource.attributes.remove(PLAIN) else { return };
    // What is no map is no secret that a server would take; it is kept, and sealed, where it can be seen.
    if !matches!(plain, Value::Map(_) | Value::Null) {
        resource.attributes.insert(Key::new(DATA), plain);
        return;
    }
    let Value::Map(plain) = plain else { return };
    match resource.attributes.get_mut(DATA) {
        Some(Value::Map(data)) => data.extend(plain.into_entries()),
        _ => resource.attributes.insert(Key::new(DATA), Value::Map(plain)),
    }
    for (key, ..) in &mut resource.provenance.attributes {
        if let Some(rest) = key.strip_prefix(PLAIN) {
            *key = Key::new(&format!("{DATA}{rest}"));
        }
    }
}

/// Returns the text that base64 holds; `None` where it holds bytes, or is none.
fn decoded(packed: &str) -> Option<String> {
    // Go's decoder passes over line breaks, and manifests have them.
    let packed: String = packed.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    String::from_utf8(STANDARD.decode(packed.trim()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::json;

    fn opened(text: &str) -> Collected {
        let mut collected = Collected::new("test");
        let Value::Map(attributes) = json::parse(text).unwrap().value else { panic!("no object") };
        collected.resources.push(Resource { kind: KIND.into(), attributes, ..Resource::default() });
        open(&mut collected);
        collected
    }

    #[test]
    fn both_members_become_one_in_clear_text() {
        let both =
            opened(r#"{"data": {"a": "b25l", "b": "dHdv", "c": "//79"}, "stringData": {"b": "three"}}"#);
        let resource = &both.resources[0];
        let data = resource.attributes.get("data").unwrap();
        assert_eq!(data.to_string(), r#"{ a = "one", b = "three", c = "//79" }"#);
        assert_eq!(resource.attributes.get("stringData"), None);
        let marked: Vec<String> = both.sensitive.iter().map(|(_, path)| path.to_string()).collect();
        assert_eq!(marked, ["data.a", "data.b", "data.c"]);
    }

    #[test]
    fn what_is_no_map_is_marked_all_the_same() {
        let odd = opened(r#"{"stringData": "hunter2"}"#);
        assert_eq!(odd.resources[0].attributes.get("data"), Some(&Value::string("hunter2")));
        assert_eq!(odd.sensitive.len(), 1);
        assert_eq!(opened(r#"{"data": null}"#).sensitive.len(), 1);
    }
}
