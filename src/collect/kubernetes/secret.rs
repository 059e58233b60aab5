//! What a Secret holds, marked entry by entry, so that each is sealed and can be followed to where it is used.
//!
//! This file must not seal: it says what is to be sealed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::collect::collected::Collected;
use crate::model::{Map, Path, Resource, Value};

/// Marks every entry of every Secret of an input as sensitive.
///
/// What a manifest gives as text is brought into the form in which the server keeps it, so that both have
/// one fingerprint; texts take the place of encoded ones, as they do on the server.
pub(super) fn mark(collected: &mut Collected) {
    for (index, resource) in collected.resources.iter_mut().enumerate() {
        if resource.kind != "Secret" {
            continue;
        }
        encode_texts(resource);
        let Some(Value::Map(data)) = resource.attributes.get("data") else { continue };
        let paths = data.iter().map(|(key, _)| Path::root().key("data").key(key));
        collected.sensitive.extend(paths.map(|path| (index, path)));
    }
}

fn encode_texts(resource: &mut Resource) {
    let Some(Value::Map(texts)) = resource.attributes.remove("stringData") else { return };
    let mut data = match resource.attributes.remove("data") {
        Some(Value::Map(data)) => data,
        _ => Map::default(),
    };
    for (key, value) in texts.into_entries() {
        let encoded = match value {
            Value::String(text) => Value::string(STANDARD.encode(text.as_bytes())),
            // No server takes it; it is sealed as it is.
            other => other,
        };
        data.insert(key, encoded);
    }
    resource.attributes.insert("data".into(), Value::Map(data));
}
