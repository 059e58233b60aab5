//! Secrets are sealed while collecting: what leaves this stage holds fingerprints, never clear text.
//!
//! A value is a secret when its source marks it so, when its key says credential, or when its shape
//! does (a private key, a token, a URL with a password). Wherever the same text stands again in the
//! same input it is sealed, too: Terraform masks `input.password` and leaves its copy in `output` clear.
//!
//! This file must not print, log or return a clear text.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use hmac::{Hmac, KeyInit, Mac};
use rayon::prelude::*;
use regex::Regex;
use sha2::Sha256;

use super::json;
use crate::model::{Key, Map, Number, Path, Resource, Secret, Segment, Value};

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

/// Copies of shorter texts are left alone: `true` or `dev` stand everywhere and give nothing away.
const MIN_COPY: usize = 4;

/// Inside other text, copies of secrets shorter than this are sealed only where they stand as words.
const MIN_PART: usize = 8;

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
    for (index, path) in sensitive {
        if let Some(resource) = resources.get_mut(*index) {
            seal_path(&mut resource.attributes, path.segments(), key, &mut clear);
        }
    }
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
    /// Whether a key says credential, by the address of the interned key: keys repeat by the million.
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
        self.value(&mut value, false);
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

/// How a secret inside a longer text is marked: `(secret:` and 16 hexadecimal digits and `)`.
const MARK: &str = "(secret:";
const MARK_LENGTH: usize = MARK.len() + 16 + 1;

fn mark(secret: Secret) -> String {
    let Secret::Fingerprint(bytes) = secret else { return "(secret)".to_owned() };
    let mut short = [0; 8];
    short.copy_from_slice(&bytes[..8]);
    format!("{MARK}{:016x})", u64::from_be_bytes(short))
}

/// Shortens every mark in `text` to `(secret)`; `None` when there is none.
///
/// Reports use it because fingerprints differ from run to run; comparisons of snapshots that were
/// sealed under different keys use it because there they cannot be compared.
pub fn without_fingerprints(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let after = &rest[at + MARK.len()..];
        let is_mark = after.len() > 16
            && after.as_bytes()[..16].iter().all(u8::is_ascii_hexdigit)
            && after.as_bytes()[16] == b')';
        out.push_str(&rest[..at]);
        if is_mark {
            out.push_str("(secret)");
            rest = &after[17..];
        } else {
            out.push_str(MARK);
            rest = after;
        }
    }
    if out.is_empty() && rest.len() == text.len() {
        return None;
    }
    out.push_str(rest);
    Some(out)
}

/// Literals of which one stands in every text that [`SHAPES`] can match: most texts are passed over by this alone.
static MAY_HOLD_SECRET: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let literals = [
        "akia",
        "asia",
        "-----begin",
        "ghp_",
        "gho_",
        "ghs_",
        "ghu_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xox",
        "sk_live_",
        "sk_test_",
        "rk_live_",
        "sk-",
        "sg.",
        "aiza",
        "ya29.",
        "eyj",
        "npm_",
        "dop_v1_",
        "hvs.",
        "hooks.slack",
        "://",
        "accountkey=",
        "sharedaccess",
        "passw",
        "pwd",
        "passphrase",
        "secret",
        "token",
        "api_key",
        "apikey",
        "api-key",
        "access_key",
        "accesskey",
        "private_key",
        "credential",
        "sig=",
        "bearer ",
        "basic ",
    ];
    // The literals are constants, so building the automaton cannot fail; an empty one matches nothing.
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(literals)
        .or_else(|_| AhoCorasick::new::<[&str; 0], &str>([]))
        .unwrap_or_else(|_| unreachable_automaton())
});

#[expect(clippy::panic, reason = "an automaton without patterns can always be built")]
fn unreachable_automaton() -> AhoCorasick {
    panic!("an automaton without patterns can always be built")
}

/// Shapes that say credential wherever they stand. Formats as their issuers document them.
static SHAPES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // AWS access key ids.
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        // PEM private keys.
        r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
        // GitHub, GitLab, Slack, Stripe, OpenAI-like, SendGrid, Google, npm, DigitalOcean, Vault.
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})",
        r"\bxox[abeprs]-[A-Za-z0-9-]{10,}",
        r"\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|sk-[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})",
        r"\b(?:AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,}|dop_v1_[a-f0-9]{30,}|hvs\.[A-Za-z0-9_-]{20,})",
        // JSON Web Tokens.
        r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
        // Slack webhooks: the path is the credential.
        r"https://hooks\.slack\.com/(?:services|workflows)/(?P<s>[A-Za-z0-9/_-]{10,})",
        // The password of a URL.
        r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:(?P<s>[^\s/@]+)@",
        // Azure connection strings and shared access signatures.
        r"(?i)(?:AccountKey|SharedAccessKey|SharedSecretValue)=(?P<s>[A-Za-z0-9+/=]{16,})",
        r"[?&]sig=(?P<s>[A-Za-z0-9%+/=_-]{16,})",
        // HTTP authorization.
        r"(?i)\b(?:bearer|basic)\s+(?P<s>[A-Za-z0-9+/=._~-]{16,})",
        // Assignments in scripts, ini, YAML and connection strings.
        r#"(?i)[A-Za-z0-9_.-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)(?:[_-]?(?:key|value|base64))?["']?\s*(?:=|:\s|:=)\s*["']?(?P<s>[^\s"',;&|)}\]]{4,})"#,
        // Command-line options.
        r#"(?i)--?(?:password|passwd|token|secret|api-key)[= ]["']?(?P<s>[^\s"']{4,})"#,
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

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
fn says_credential(key: &str) -> bool {
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
fn names_a_credential(map: &Map) -> bool {
    map.get("value").is_some()
        && ["name", "key", "parameter_name"]
            .iter()
            .filter_map(|key| map.get(key).and_then(Value::as_str))
            .any(says_credential)
}

/// Returns whether a text names where a secret is kept rather than being one.
fn is_pointer(text: &str) -> bool {
    text.starts_with("arn:")
        || text.starts_with("projects/")
        || text.starts_with("/subscriptions/")
        || text.is_empty()
}

/// Returns whether a text is a format, a path or a file name: it leads to a secret and differs by environment.
fn names_a_place(text: &str) -> bool {
    text.contains(['/', '%', '.'])
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-./%".contains(&b))
}

/// Returns where texts stand in an expression, without what they interpolate and without keys in brackets.
fn literals(expression: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = expression.as_bytes();
    let mut found = Vec::new();
    // For each text and interpolation that is open, outermost first: `None` for a text, else its open braces.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let interpolates = matches!(byte, b'$' | b'%') && bytes.get(at + 1) == Some(&b'{');
        match (open.last_mut(), byte) {
            (Some(None), b'\\') => at += 1,
            (Some(None), b'"') => {
                found.push(start..at);
                open.pop();
            }
            (Some(None), _) if interpolates => {
                found.push(start..at);
                open.push(Some(0));
                at += 1;
            }
            (Some(None), _) => {}
            (_, b'"') => {
                open.push(None);
                start = at + 1;
            }
            (Some(Some(braces)), b'{') => *braces += 1,
            (Some(Some(0)), b'}') => {
                open.pop();
                start = at + 1;
            }
            (Some(Some(braces)), b'}') => *braces -= 1,
            _ => {}
        }
        at += 1;
    }
    // A text that does not end is one all the same.
    if open.last() == Some(&None) {
        found.push(start..bytes.len());
    }
    let is_key = |span: &std::ops::Range<usize>| expression[..span.start].ends_with("[\"");
    found.retain(|span| !span.is_empty() && !is_key(span));
    found
}

/// Returns whether values under this key may be base64 of a text.
fn may_be_encoded(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["base64", "user_data", "data", "content", "custom_data", "payload", "script"]
        .iter()
        .any(|word| key.contains(word))
}

fn decode_base64(text: &str) -> Option<String> {
    if text.len() > MAX_BASE64
        || !text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    {
        return None;
    }
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}

/// Finds copies of clear texts that were found to be secret.
struct Copies<'a> {
    key: &'a SecretKey,
    texts: Vec<String>,
    automaton: AhoCorasick,
}

impl<'a> Copies<'a> {
    fn new(clear: &BTreeSet<String>, key: &'a SecretKey) -> Option<Self> {
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

    fn seal(&self, value: &mut Value) {
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
            Value::Map(map) => map.iter_mut().for_each(|(_, item)| self.seal(item)),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::from_passphrase("test")
    }

    fn sealed(json_text: &str, sensitive: &[&str]) -> String {
        let Value::Map(attributes) = json::parse(json_text).unwrap().value else { panic!("an object") };
        let mut resources = [Resource { attributes, ..Resource::default() }];
        let paths: Vec<_> = sensitive.iter().map(|path| (0, path.parse().unwrap())).collect();
        seal(&mut resources, &paths, &key(), &|_| Arc::new([]));
        let text = Value::Map(resources[0].attributes.clone()).to_string();
        without_fingerprints(&text).unwrap_or(text)
    }

    #[test]
    fn what_the_source_marks_is_sealed_and_so_are_its_copies() {
        let text = r#"{"a": "devpw", "b": {"c": "devpw"}, "d": "postgres://u@h?p=devpw&x", "e": "devpwx", "f": ["devpw"]}"#;
        assert_eq!(
            sealed(text, &["a"]),
            r#"{ a = (secret), b = { c = (secret) }, d = "postgres://u@h?p=(secret)&x", e = "devpwx", f = [(secret)] }"#
        );
    }

    #[test]
    fn keys_that_say_credential_are_sealed() {
        for name in [
            "password",
            "dbPassword",
            "AUTH_TOKEN",
            "secret_access_key",
            "api-key",
            "client_secret",
            "MasterUserPassword",
        ] {
            assert!(says_credential(name), "{name}");
        }
        for name in [
            "password_length",
            "secret_arn",
            "token_ttl",
            "secretsmanager",
            "key",
            "access_key_id",
            "passwords_policy",
            "tokenizer",
            "secret_name",
            "auth_token_update_strategy",
        ] {
            assert!(!says_credential(name), "{name}");
        }
        assert_eq!(
            sealed(r#"{"password": "x1y2", "secret": "arn:aws:x"}"#, &[]),
            r#"{ password = (secret), secret = "arn:aws:x" }"#
        );
    }

    #[test]
    fn pairs_of_name_and_value_are_sealed_also_in_json_text() {
        assert_eq!(
            sealed(
                r#"{"doc": "[{\"environment\": [{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2!\"}, {\"name\": \"LOG\", \"value\": \"info\"}]}]"}"#,
                &[]
            ),
            r#"{ doc = "[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"(secret)\"},{\"name\":\"LOG\",\"value\":\"info\"}]}]" }"#
        );
    }

    #[test]
    fn shapes_are_sealed_wherever_they_stand() {
        for (text, expected) in [
            ("AKIAIOSFODNN7EXAMPLE", "(secret)"),
            ("postgres://shop:s3cr3t@db:5432/x", "\"postgres://shop:(secret)@db:5432/x\""),
            (
                "#!/bin/sh\nexport DB_PASSWORD=hunter22\nrun",
                "\"#!/bin/sh\\nexport DB_PASSWORD=(secret)\\nrun\"",
            ),
            ("ghp_0123456789012345678901234567890123456789", "(secret)"),
            (
                "https://hooks.slack.com/services/T000/B000/XXXX",
                "\"https://hooks.slack.com/services/(secret)\"",
            ),
            ("password: ${var.password}", "\"password: ${var.password}\""),
            ("a secret garden is no secret", "\"a secret garden is no secret\""),
        ] {
            let json_text = format!("{{\"v\": {}}}", serde_json::to_string(text).unwrap());
            assert_eq!(sealed(&json_text, &[]), format!("{{ v = {expected} }}"), "{text}");
        }
    }

    #[test]
    fn copies_are_sealed_also_as_jsonencode_and_urlencode_write_them() {
        assert_eq!(
            sealed(
                r#"{"a": "p\"w&<1>/é", "j": "{\"p\":\"p\\\"w\\u0026\\u003c1\\u003e/é\"}", "u": "x?p=p%22w%26%3C1%3E%2F%C3%A9&y"}"#,
                &["a"]
            ),
            r#"{ a = (secret), j = "{\"p\":\"(secret)\"}", u = "x?p=(secret)&y" }"#
        );
    }

    #[test]
    fn texts_in_the_expression_of_a_credential_are_sealed() {
        for (expression, expected) in [
            (r#"format("%s-%s", a_b.c.id, "hunter22")"#, r#"format("%s-%s", a_b.c.id, "(secret)")"#),
            (r#""${a_b.c.id}-hunter22${"x"}""#, r#""${a_b.c.id}(secret)${"x"}""#),
            (r#"a_b.c["dev_password"]"#, r#"a_b.c["dev_password"]"#),
            (r#"file("secrets/dev/db.txt")"#, r#"file("secrets/dev/db.txt")"#),
            (r#"coalesce(var.x, "quo\"ted")"#, r#"coalesce(var.x, "(secret)")"#),
            (r#""${merge({ a = "b" }, c)["d"]}tail5678"#, r#""${merge({ a = "b" }, c)["d"]}(secret)"#),
        ] {
            let attributes =
                Map::from_entries(vec![(Key::new("password"), Value::Expression(expression.into()))]);
            let mut resources = [Resource { attributes, ..Resource::default() }];
            seal(&mut resources, &[], &key(), &|_| Arc::new([]));
            let Some(Value::Expression(text)) = resources[0].attributes.get("password") else {
                panic!("an expression")
            };
            assert_eq!(without_fingerprints(text).unwrap_or(text.to_string()), expected);
        }
    }

    #[test]
    fn base64_of_a_script_with_a_secret_is_sealed() {
        let script = STANDARD.encode("#!/bin/sh\nexport API_KEY=abcdef123456\n");
        assert_eq!(
            sealed(&format!("{{\"user_data_base64\": \"{script}\"}}"), &[]),
            "{ user_data_base64 = (secret) }"
        );
    }

    #[test]
    fn equal_secrets_have_equal_fingerprints_under_one_key_only() {
        let other = SecretKey::from_passphrase("other");
        assert_eq!(key().fingerprint("a"), key().fingerprint("a"));
        assert_ne!(key().fingerprint("a"), key().fingerprint("b"));
        assert_ne!(key().fingerprint("a"), other.fingerprint("a"));
        assert_ne!(key().id(), other.id());
    }

    #[test]
    fn all_shapes_compile() {
        assert_eq!(SHAPES.len(), 14);
    }

    #[test]
    fn marks_are_shortened_and_nothing_else() {
        assert_eq!(without_fingerprints("a (secret:0123456789abcdef) b").unwrap(), "a (secret) b");
        assert_eq!(without_fingerprints("plain"), None);
        assert_eq!(without_fingerprints("(secret:short").unwrap(), "(secret:short");
    }
}
