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

/// Returns whether `clear` may be what `marked` was before its secrets were marked; not when nothing is marked.
///
/// What is secret in one input may be known to be so by a part of it that another input lacks.
pub fn may_be(marked: &str, clear: &str) -> bool {
    let Some(short) = without_fingerprints(marked) else { return false };
    let parts: Vec<&str> = short.split("(secret)").collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let Some(mut rest) = clear.strip_prefix(first) else { return false };
    // No secret is empty, so at least one character stands for each.
    let after_one = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    for part in middle {
        let start = after_one(rest);
        let Some(at) = rest.get(start..).and_then(|rest| rest.find(part)) else { return false };
        rest = rest.get(start + at + part.len()..).unwrap_or_default();
    }
    rest.get(after_one(rest)..).is_some_and(|end| !rest.is_empty() && end.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_text_may_be_a_marked_one() {
        let marked = "a:(secret:0123456789abcdef)@(secret:0123456789abcdef)/b";
        for (clear, expected) in [
            ("a:x@y/b", true),
            ("a:x@yé/b", true),
            ("a:@y/b", false),
            ("a:x@y/c", false),
            ("x@y/b", false),
            ("", false),
        ] {
            assert_eq!(may_be(marked, clear), expected, "{clear}");
        }
        assert!(may_be("(secret:0123456789abcdef)", "x") && !may_be("(secret:0123456789abcdef)", ""));
        assert!(!may_be("a", "a") && !may_be("(secret)", "a"), "nothing is marked");
    }
}
