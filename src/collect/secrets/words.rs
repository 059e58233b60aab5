//! Keys that say credential, and texts under them that are none.
//!
//! This file must not seal; it judges names.

use crate::model::{Map, Value};

/// Words of a key that say credential, each a whole word or two that follow each other.
const CREDENTIAL: [&[&str]; 20] = [
    &["password"],
    &["passwd"],
    &["passphrase"],
    &["pwd"],
    &["secret"],
    &["token"],
    &["apikey"],
    &["api", "key"],
    &["access", "key"],
    &["private", "key"],
    &["secret", "key"],
    &["credential"],
    &["credentials"],
    &["auth", "key"],
    &["account", "key"],
    &["encryption", "key"],
    &["connection", "string"],
    &["signing", "key"],
    &["shared", "key"],
    &["license", "key"],
];

/// Last words of a key that make it speak about a credential instead of holding one.
const ABOUT: [&str; 47] = [
    "arn",
    "arns",
    "id",
    "ids",
    "name",
    "names",
    "path",
    "version",
    "versions",
    "length",
    "policy",
    "enabled",
    "type",
    "algorithm",
    "count",
    "ttl",
    "expiry",
    "expiration",
    "date",
    "at",
    "format",
    "required",
    "reset",
    "file",
    "fingerprint",
    "hash",
    "status",
    "rotation",
    "days",
    "ref",
    "reference",
    "source",
    "endpoint",
    "uri",
    "duration",
    "validity",
    "seconds",
    "hours",
    "minutes",
    "units",
    "window",
    "disabled",
    "store",
    "manager",
    "age",
    "attempts",
    "strategy",
];

/// Returns whether a key such as `db_password`, `secretAccessKey` or `AUTH-TOKEN` says credential.
pub(super) fn says_credential(key: &str) -> bool {
    let words = words(key);
    let Some(last) = words.last() else { return false };
    if ABOUT.contains(&last.as_str()) && words.len() > 1 {
        // `access_key_id` pairs with a secret and is told by its shape.
        return false;
    }
    CREDENTIAL.iter().any(|sought| words.windows(sought.len()).any(|found| found.iter().eq(sought.iter())))
        && !key.starts_with('@')
}

fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut lower_before = false;
    for c in key.chars() {
        if !c.is_ascii_alphabetic() {
            open = false;
            lower_before = false;
            continue;
        }
        if open && !(c.is_ascii_uppercase() && lower_before) {
            if let Some(word) = words.last_mut() {
                word.push(c.to_ascii_lowercase());
            }
        } else {
            words.push(c.to_ascii_lowercase().to_string());
            open = true;
        }
        lower_before = c.is_ascii_lowercase();
    }
    words
}

/// Returns whether a map is a pair such as `{ name = "DB_PASSWORD", value = … }`.
pub(super) fn names_a_credential(map: &Map) -> bool {
    map.get("value").is_some()
        && ["name", "key", "parameter_name"]
            .iter()
            .filter_map(|key| map.get(key).and_then(Value::as_str))
            .any(says_credential)
}

/// Returns whether a text names where a secret is kept rather than being one.
pub(super) fn is_pointer(text: &str) -> bool {
    text.starts_with("arn:")
        || text.starts_with("projects/")
        || text.starts_with("/subscriptions/")
        || text.is_empty()
}

/// Returns whether a text is a format, a path or a file name: it leads to a secret and differs by environment.
pub(super) fn names_a_place(text: &str) -> bool {
    text.contains(['/', '%', '.'])
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-./%".contains(&b))
}
