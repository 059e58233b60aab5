//! Functions that read and write encodings.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Arguments, Entry, Outcome, list, text_or_none};
use crate::collect::json;
use crate::model::{Key, Value};

pub(super) const TABLE: &[Entry] = &[
    ("base64decode", 1, 1, base64decode, "base64decode(text): the text that was encoded"),
    ("base64encode", 1, 1, base64encode, "base64encode(text): in base64"),
    ("image", 1, 1, image, "image(text): { registry, repository, tag, digest } of a container image"),
    ("jsondecode", 1, 1, jsondecode, "jsondecode(text): the value that JSON holds"),
    ("jsonencode", 1, 1, jsonencode, "jsonencode(value): as JSON"),
    ("policy_wildcards", 1, 1, wildcards, "policy_wildcards(list): the actions or resources that hold a *"),
    ("urlencode", 1, 1, urlencode, "urlencode(text): safe in a URL"),
];

fn base64decode(values: Vec<Value>) -> Outcome {
    let text = Arguments::new(values).text()?;
    let bytes = STANDARD.decode(text).map_err(|_| "the text is no base64".to_owned())?;
    String::from_utf8(bytes).map(Value::string).map_err(|_| "the decoded bytes are no text".to_owned())
}

fn base64encode(values: Vec<Value>) -> Outcome {
    Ok(Value::string(STANDARD.encode(Arguments::new(values).text()?)))
}

fn jsondecode(values: Vec<Value>) -> Outcome {
    let text = Arguments::new(values).text()?;
    json::parse(&text).map(|document| document.value).map_err(|error| error.to_string())
}

fn jsonencode(values: Vec<Value>) -> Outcome {
    let mut out = String::new();
    json::write(&Arguments::new(values).value(), &mut out);
    Ok(Value::string(out))
}

fn urlencode(values: Vec<Value>) -> Outcome {
    let text = Arguments::new(values).text()?;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    Ok(Value::string(out))
}

/// Takes a container image apart as Docker does: the first part is a registry when it looks like a host.
fn image(values: Vec<Value>) -> Outcome {
    let Some(text) = text_or_none(&Arguments::new(values).value()) else { return Ok(Value::Null) };
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Value::from(digest)),
        None => (text.as_str(), Value::Null),
    };
    let (registry, rest) = match rest.split_once('/') {
        Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => (host, rest),
        _ => ("docker.io", rest),
    };
    let (repository, tag) = match rest.rsplit_once(':') {
        Some((repository, tag)) => (repository, Value::from(tag)),
        None if digest.is_null() => (rest, Value::from("latest")),
        None => (rest, Value::Null),
    };
    Ok(Value::map([
        (Key::new("registry"), Value::from(registry)),
        (Key::new("repository"), Value::from(repository)),
        (Key::new("tag"), tag),
        (Key::new("digest"), digest),
    ]))
}

fn wildcards(values: Vec<Value>) -> Outcome {
    let items = match Arguments::new(values).value() {
        Value::Null => Vec::new(),
        text @ Value::String(_) => vec![text],
        other => list(other)?,
    };
    Ok(Value::list(items.into_iter().filter(|item| item.as_str().is_some_and(|text| text.contains('*')))))
}
