//! How a secret inside a longer text is marked, and how marks are taken out again.

use crate::model::Secret;

/// How a secret inside a longer text is marked: `(secret:` and 16 hexadecimal digits and `)`.
pub(super) const MARK: &str = "(secret:";
pub(super) const MARK_LENGTH: usize = MARK.len() + 16 + 1;

pub(super) fn mark(secret: Secret) -> String {
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
