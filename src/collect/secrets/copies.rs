//! Copies of what was found to be secret, wherever they stand in the same input.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::SecretKey;
use super::marks::mark;
use crate::model::{Number, Value};

/// Copies of shorter texts are left alone: `true` or `dev` stand everywhere and give nothing away.
pub(super) const MIN_COPY: usize = 4;

/// Inside other text, copies of secrets shorter than this are sealed only where they stand as words.
pub(super) const MIN_PART: usize = 8;

/// Longer runs of letters are no word that anybody would name a thing by.
const LONGEST_WORD: usize = 12;

/// Attributes that hold what a thing is called, which tells nothing of a secret of the same word.
const NAMES: [&str; 2] = ["name", "namespace"];

/// Finds copies of clear texts that were found to be secret.
pub(super) struct Copies<'a> {
    key: &'a SecretKey,
    texts: Vec<String>,
    automaton: AhoCorasick,
}

impl<'a> Copies<'a> {
    pub(super) fn new(clear: &BTreeSet<String>, key: &'a SecretKey) -> Option<Self> {
        let mut texts: BTreeSet<String> = BTreeSet::new();
        for text in clear {
            let telling = text.len() >= MIN_COPY
                && !matches!(text.as_str(), "true" | "false" | "null" | "none")
                // Small numbers stand everywhere: ports, sizes, counts.
                && !(text.len() < 6 && Number::parse(text).is_some());
            if !telling {
                continue;
            }
            texts.insert(text.clone());
            if text.len() >= MIN_PART {
                texts.insert(STANDARD.encode(text));
                let escaped = serde_json::to_string(text).unwrap_or_default();
                let escaped = escaped.get(1..escaped.len().saturating_sub(1)).unwrap_or_default();
                // `jsonencode` escapes what HTML gives a meaning; `urlencode` what URLs do.
                texts.insert(escaped.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e"));
                texts.insert(escaped.to_owned());
                texts.insert(percent_encoded(text));
            }
            // The lines of a key that is indented elsewhere.
            if text.contains('\n') {
                let lines = text.lines().map(str::trim);
                texts.extend(
                    lines.filter(|line| line.len() >= 32 && !line.contains("-----")).map(str::to_owned),
                );
            }
        }
        if texts.is_empty() {
            return None;
        }
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&texts).ok()?;
        Some(Self { key, texts, automaton })
    }

    pub(super) fn seal(&self, value: &mut Value) {
        match value {
            Value::String(text) if text.len() >= MIN_COPY => {
                if let Some(sealed) = self.text(text) {
                    *value = sealed;
                }
            }
            Value::Expression(text) => match self.text(text) {
                Some(Value::String(sealed)) => *text = sealed.as_str().into(),
                Some(_) => *value = Value::Secret(self.key.fingerprint(text)),
                None => {}
            },
            Value::Number(number) => {
                let text = number.to_string();
                if self.texts.binary_search(&text).is_ok() {
                    *value = Value::Secret(self.key.fingerprint(&text));
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.seal(item)),
            Value::Map(map) => {
                for (key, item) in map.iter_mut() {
                    let is_name = NAMES.contains(&key.as_str()) && item.as_str().is_some_and(is_word);
                    if !is_name {
                        self.seal(item);
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&self, text: &str) -> Option<Value> {
        let mut sealed = String::new();
        let mut at = 0;
        for found in self.automaton.find_iter(text) {
            if found.start() == 0 && found.end() == text.len() {
                return Some(Value::Secret(self.key.fingerprint(text)));
            }
            if is_word(&text[found.range()]) && !is_assigned(&text[..found.start()]) {
                continue;
            }
            if found.len() < MIN_PART && !stands_alone(text, found.start(), found.end()) {
                continue;
            }
            sealed.push_str(&text[at..found.start()]);
            sealed.push_str(&mark(self.key.fingerprint(&text[found.range()])));
            at = found.end();
        }
        if at == 0 {
            return None;
        }
        sealed.push_str(&text[at..]);
        Some(Value::string(sealed))
    }
}

/// Returns whether a text is a plain word: as a part of others it stands everywhere, in names of images and
/// hosts and in sentences, and hiding it there would hide what they are without hiding the secret.
fn is_word(text: &str) -> bool {
    text.len() <= LONGEST_WORD && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Returns whether what follows is a value of its own, as in `password=` and `"password": "`.
fn is_assigned(before: &str) -> bool {
    before.trim_end_matches([' ', '"', '\'']).ends_with(['=', ':'])
}

/// Encodes a text as `urlencode` does.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Returns whether the part of `text` has no letter or digit beside it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    let after = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    !before && !after
}
