//! Secrets are sealed while collecting: what leaves this stage holds fingerprints, never clear text.
//!
//! A value is a secret when its source marks it so, when its key says credential, or when its shape
//! does (a private key, a token, a URL with a password). Wherever the same text stands again in the
//! same input it is sealed, too: Terraform masks `input.password` and leaves its copy in `output` clear.
//!
//! This file must not print, log or return a clear text.

mod copies;
mod literals;
mod marks;
mod shapes;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use hmac::{Hmac, KeyInit, Mac};
use rayon::prelude::*;
use sha2::Sha256;

use self::copies::{Copies, MIN_COPY, MIN_PART};
use self::literals::literals;
use self::marks::{MARK, MARK_LENGTH, mark};
pub use self::marks::{may_be, without_fingerprints};
use self::shapes::{MAY_HOLD_SECRET, SHAPES};
use self::words::{is_pointer, names_a_credential, names_a_place, says_credential};
use super::json;
use crate::model::{Key, Map, Path, Resource, Secret, Segment, Value};

/// The key under which secrets are fingerprinted.
#[derive(Clone)]
pub struct SecretKey(Hmac<Sha256>);

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes for the secret key: {0}; set DRIFTGATE_SECRET_KEY")]
pub struct NoRandomness(getrandom::Error);

impl SecretKey {
    /// Makes a key of a passphrase, for fingerprints that can be compared between runs.
    pub fn from_passphrase(passphrase: &str) -> Self {
        Self::from_bytes(passphrase.as_bytes())
    }

    /// Makes a key for this run only.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn random() -> Result<Self, NoRandomness> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(NoRandomness)?;
        Ok(Self::from_bytes(&bytes))
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        // HMAC takes keys of any length (RFC 2104), so the fallback is never used.
        Self(
            Hmac::new_from_slice(bytes)
                .unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default())),
        )
    }

    fn mac(&self, label: &[u8], text: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(label);
        mac.update(text);
        mac.finalize().into_bytes().into()
    }

    /// Returns what stands for this text.
    pub fn fingerprint(&self, text: &str) -> Secret {
        let mac = self.mac(b"secret\0", text.as_bytes());
        let mut short = [0; 16];
        short.copy_from_slice(&mac[..16]);
        Secret::Fingerprint(short)
    }

    /// Tells this key from others without telling it.
    pub fn id(&self) -> [u8; 8] {
        let mac = self.mac(b"key id\0", b"");
        let mut short = [0; 8];
        short.copy_from_slice(&mac[..8]);
        short
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey")
    }
}

/// The kind whose values are secret whatever they are called.
const KUBERNETES_SECRET: &str = "Secret";

/// Text longer than this is not decoded as base64 to look inside.
const MAX_BASE64: usize = 1 << 20;

/// Seals every secret of one input.
///
/// `sensitive` is what the input itself marks; `secrets_of` gives the paths of further attributes of a kind.
pub fn seal(
    resources: &mut [Resource],
    sensitive: &[(usize, Path)],
    key: &SecretKey,
    secrets_of: &(dyn Fn(&str) -> Arc<[Vec<Key>]> + Sync),
) {
    let mut clear: BTreeSet<String> = BTreeSet::new();
    let names = object_names(resources, sensitive);
    for (index, path) in sensitive {
        if let Some(resource) = resources.get_mut(*index) {
            let mut found = BTreeSet::new();
            seal_path(&mut resource.attributes, path.segments(), key, &mut found);
            if resource.kind == KUBERNETES_SECRET {
                found.retain(|text| !names.contains(text.as_str()) && !says_nothing(path, text));
            }
            clear.append(&mut found);
        }
    }
    let decoded: Vec<String> = clear.iter().filter_map(|text| decoded(text)).collect();
    clear.extend(decoded);
    let found: Vec<Vec<String>> = resources
        .par_chunks_mut(256)
        .map(|chunk| {
            let mut finder = Finder { key, suspicious: HashMap::default(), clear: Vec::new() };
            // Resources of one kind mostly follow each other.
            let mut known: (CompactString, Arc<[Vec<Key>]>) = (CompactString::default(), Arc::new([]));
            for resource in chunk {
                if known.0 != resource.kind {
                    known = (resource.kind.clone(), secrets_of(&resource.kind));
                }
                for path in known.1.iter() {
                    if let Some((first, rest)) = path.split_first()
                        && let Some(value) = resource.attributes.get_mut(first)
                    {
                        finder.seal_at(value, rest);
                    }
                }
                finder.map(&mut resource.attributes);
            }
            finder.clear
        })
        .collect();
    clear.extend(found.into_iter().flatten());
    if let Some(copies) = Copies::new(&clear, key) {
        resources.par_iter_mut().for_each(|resource| {
            for (_, value) in resource.attributes.iter_mut() {
                copies.seal(value);
            }
        });
    }
}

/// Returns the names of Kubernetes objects, where there are Secrets: people put user names, hosts and
/// databases into them, and those are called as the objects are.
fn object_names(resources: &[Resource], sensitive: &[(usize, Path)]) -> HashSet<String, FixedState> {
    let is_secret = |index: usize| resources.get(index).is_some_and(|r| r.kind == KUBERNETES_SECRET);
    if !sensitive.iter().any(|(index, _)| is_secret(*index)) {
        return HashSet::default();
    }
    let addresses = resources.iter().map(|resource| resource.address.as_str());
    addresses.flat_map(|address| address.split('/')).map(str::to_owned).collect()
}

/// Returns whether a value of a Secret is a plain word under a key that does not say credential: `username` and
/// `postgres`. It is sealed where it stands, but its copies elsewhere are not copies of a secret.
fn says_nothing(path: &Path, text: &str) -> bool {
    let is_credential = match path.segments().last() {
        Some(Segment::Key(key)) => says_credential(key),
        _ => true,
    };
    !is_credential && text.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'.' | b'_' | b'/'))
}

/// Seals what stands at a path; where the path leads through a set or is not found, what it reaches.
fn seal_path(attributes: &mut Map, path: &[Segment], key: &SecretKey, clear: &mut BTreeSet<String>) {
    let Some((first, rest)) = path.split_first() else {
        for (_, value) in attributes.iter_mut() {
            seal_value(value, key, clear);
        }
        return;
    };
    let Segment::Key(name) = first else { return };
    let Some(mut value) = attributes.get_mut(name) else { return };
    for segment in rest {
        value = match (segment, value) {
            (Segment::Key(name), Value::Map(map)) => match map.get_mut(name) {
                Some(inner) => inner,
                None => return,
            },
            (Segment::Index(index), Value::List(items)) => match items.get_mut(*index as usize) {
                Some(inner) => inner,
                None => return,
            },
            _ => return,
        };
    }
    seal_value(value, key, clear);
}

/// Seals a whole value: nothing of its structure stays, as in Terraform's `(sensitive value)`.
fn seal_value(value: &mut Value, key: &SecretKey, clear: &mut BTreeSet<String>) {
    if value.is_empty() || matches!(value, Value::Secret(_) | Value::Unknown | Value::Expression(_)) {
        return;
    }
    // What was sealed entry by entry says more than one fingerprint of them all.
    let is_sealed = |(_, entry): &(Key, Value)| matches!(entry, Value::Secret(_));
    if let Value::Map(map) = value
        && map.iter().all(is_sealed)
    {
        return;
    }
    leaves(value, &mut |text| {
        clear.insert(text.to_owned());
    });
    let secret = match &*value {
        Value::String(text) => key.fingerprint(text),
        other => key.fingerprint(&other.to_string()),
    };
    *value = Value::Secret(secret);
}

fn leaves(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Number(number) => each(&number.to_string()),
        Value::List(items) => items.iter().for_each(|item| leaves(item, each)),
        Value::Map(map) => map.iter().for_each(|(_, item)| leaves(item, each)),
        _ => {}
    }
}

struct Finder<'a> {
    key: &'a SecretKey,
    /// Whether a key says credential, by the address of the interned key: keys repeat by the million. It holds
    /// only for keys that live as long as the finder does.
    suspicious: HashMap<usize, bool, FixedState>,
    clear: Vec<String>,
}

impl Finder<'_> {
    fn map(&mut self, map: &mut Map) {
        let named = names_a_credential(map);
        for (key, value) in map.iter_mut() {
            match value {
                Value::Null | Value::Bool(_) => {}
                _ if self.is_suspicious(key) || (named && key == "value") => {
                    self.credential(value);
                    self.value(value, true);
                }
                Value::Map(inner) => self.map(inner),
                other => {
                    let encoded =
                        matches!(other, Value::String(text) if text.len() >= 16) && may_be_encoded(key);
                    self.value(other, encoded);
                }
            }
        }
    }

    fn is_suspicious(&mut self, key: &Key) -> bool {
        let address = key.as_str().as_ptr().addr();
        *self.suspicious.entry(address).or_insert_with(|| says_credential(key))
    }

    fn value(&mut self, value: &mut Value, encoded: bool) {
        match value {
            Value::String(text) if text.len() >= 12 => {
                if let Some(sealed) = self.text(text, encoded) {
                    *value = sealed;
                }
            }
            Value::Expression(text) => {
                if let Some(sealed) = self.parts(text) {
                    *text = sealed.into();
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.value(item, encoded)),
            Value::Map(map) => self.map(map),
            _ => {}
        }
    }

    /// Seals the value of a key that says credential: a text or number, a list of them, or both sides of a drift.
    fn credential(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if !is_pointer(text) => self.seal_leaves(value),
            Value::Number(_) => self.seal_leaves(value),
            Value::Expression(text) => {
                if let Some(sealed) = self.literals(text) {
                    *text = sealed.into();
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| {
                if matches!(item, Value::String(_) | Value::Number(_) | Value::Expression(_)) {
                    self.credential(item);
                }
            }),
            Value::Map(map) if map.iter().all(|(key, _)| key == "before" || key == "after") => {
                map.iter_mut().for_each(|(_, side)| self.credential(side));
            }
            _ => {}
        }
    }

    /// Replaces texts inside an expression that yields a credential; `None` when there is none.
    fn literals(&mut self, expression: &str) -> Option<String> {
        let mut sealed = String::new();
        let mut at = 0;
        for span in literals(expression) {
            let text = &expression[span.clone()];
            if text.len() < MIN_COPY || text.starts_with(MARK) || is_pointer(text) || names_a_place(text) {
                continue;
            }
            // A plain word such as `password` stands everywhere and is no copy of a secret there.
            if text.len() >= MIN_PART && text.bytes().any(|b| b.is_ascii_digit()) {
                self.clear.push(text.to_owned());
            }
            sealed.push_str(&expression[at..span.start]);
            sealed.push_str(&mark(self.key.fingerprint(text)));
            at = span.end;
        }
        if at == 0 {
            return None;
        }
        sealed.push_str(&expression[at..]);
        Some(sealed)
    }

    /// Seals what stands at a path; lists on the way are passed through.
    fn seal_at(&mut self, value: &mut Value, path: &[Key]) {
        match (value, path.split_first()) {
            (value, None) => self.seal_leaves(value),
            (Value::List(items), Some(_)) => items.iter_mut().for_each(|item| self.seal_at(item, path)),
            (Value::Map(map), Some((first, rest))) => {
                if let Some(inner) = map.get_mut(first) {
                    self.seal_at(inner, rest);
                }
            }
            _ => {}
        }
    }

    fn seal_leaves(&mut self, value: &mut Value) {
        let mut clear = BTreeSet::new();
        seal_value(value, self.key, &mut clear);
        self.clear.extend(clear);
    }

    /// Seals what is secret in a text; `None` when nothing is.
    fn text(&mut self, text: &CompactString, encoded: bool) -> Option<Value> {
        if encoded && let Some(decoded) = decode_base64(text) {
            let before = self.clear.len();
            self.parts(&decoded);
            if self.clear.len() > before {
                self.clear.push(text.to_string());
                return Some(Value::Secret(self.key.fingerprint(text)));
            }
        }
        if text.starts_with(['{', '['])
            && MAY_HOLD_SECRET.is_match(text.as_str())
            && let Some(sealed) = self.json(text)
        {
            return Some(sealed);
        }
        let sealed = self.parts(text)?;
        // Nothing but the secret: the value as a whole is one.
        if sealed.starts_with(MARK) && sealed.len() == MARK_LENGTH {
            return Some(Value::Secret(self.key.fingerprint(text)));
        }
        Some(Value::string(sealed))
    }

    /// Seals secrets inside a JSON document that is held as text, by its keys.
    fn json(&mut self, text: &str) -> Option<Value> {
        let mut value = json::parse(text).ok()?.value;
        let before = self.clear.len();
        // The keys of this tree are gone after it, and keys of the next may stand at their addresses.
        let outer = std::mem::take(&mut self.suspicious);
        self.value(&mut value, false);
        self.suspicious = outer;
        if self.clear.len() == before {
            return None;
        }
        let mut sealed = String::with_capacity(text.len());
        json::write_with(&value, &mut sealed, &mark);
        Some(Value::string(sealed))
    }

    /// Replaces secrets inside a text by marks; `None` when there is none.
    fn parts(&mut self, text: &str) -> Option<String> {
        if !MAY_HOLD_SECRET.is_match(text) {
            return None;
        }
        let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
        for shape in SHAPES.iter() {
            for captures in shape.captures_iter(text) {
                // The part named `s` is the secret; without one the whole match is.
                let Some(found) = captures.name("s").or_else(|| captures.get(0)) else { continue };
                let placeholder =
                    found.as_str().starts_with(['$', '<', '{', '(']) || is_pointer(found.as_str());
                if !placeholder {
                    spans.push(found.range());
                }
            }
        }
        if spans.is_empty() {
            return None;
        }
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut sealed = String::with_capacity(text.len());
        let mut at = 0;
        for span in spans {
            if span.start < at {
                continue;
            }
            let secret = &text[span.clone()];
            self.clear.push(secret.to_owned());
            sealed.push_str(&text[at..span.start]);
            sealed.push_str(&mark(self.key.fingerprint(secret)));
            at = span.end;
        }
        sealed.push_str(&text[at..]);
        Some(sealed)
    }
}

/// Returns whether values under this key may be base64 of a text.
fn may_be_encoded(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["base64", "user_data", "data", "content", "custom_data", "payload", "script"]
        .iter()
        .any(|word| key.contains(word))
}

/// Returns what a sealed text encodes, when that is something of which copies can be told from other words.
fn decoded(text: &str) -> Option<String> {
    let text = decode_base64(text)?;
    let is_telling = text.len() >= MIN_PART
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        // Of a whole document every line would count as a copy.
        && !text.contains('\n')
        && !is_pointer(&text)
        && !names_a_place(&text);
    is_telling.then_some(text)
}

fn decode_base64(text: &str) -> Option<String> {
    if text.len() > MAX_BASE64
        || !text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    {
        return None;
    }
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}
