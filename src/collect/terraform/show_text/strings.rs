//! Strings in quotes and indented text below a marker.
//!
//! This file must not interpret what a text says; `${` and JSON are text like any other here.

use compact_str::CompactString;

use super::ShowTextError;
use super::reader::Reader;
use crate::model::Value;

impl Reader<'_> {
    /// Reads a string as Go's `%q` writes it.
    pub(super) fn quoted(&mut self) -> Result<String, ShowTextError> {
        if !self.eat("\"") {
            return self.unexpected("`\"`");
        }
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let special = memchr::memchr3(b'"', b'\\', b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let (plain, from) = rest.split_at(special);
            text.push_str(plain);
            self.at += plain.len();
            if self.eat("\"") {
                return Ok(text);
            }
            if !from.starts_with('\\') {
                return self
                    .unexpected("a closing quote on this line (was the text wrapped when it was copied?)");
            }
            let Some((c, after)) = escape(from) else {
                return self.unexpected("one of the escapes \\n \\t \\\" \\\\ \\x.. \\u....");
            };
            text.push(c);
            self.at += from.len() - after.len();
        }
    }

    /// Reads indented text up to the marker that closes it; the place ends behind the marker.
    pub(super) fn heredoc(&mut self) -> Result<Value, ShowTextError> {
        let before = self.text.get(..self.at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        let indent = leading_spaces(self.text.get(start..).unwrap_or_default());
        let opening = self.rest_of_line().trim_start_matches('<').trim_start_matches(['-', '~']);
        let marker = opening.split_ascii_whitespace().next().unwrap_or_default();
        if marker.is_empty() || !marker.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return self.unexpected("a marker such as <<-EOT");
        }
        let mut at = self.at + self.rest_of_line().len() + 1;
        let mut text = CompactString::default();
        let mut first = true;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let line =
                rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())).unwrap_or_default();
            let spaces = leading_spaces(line);
            let words = line.get(spaces..).unwrap_or_default();
            // A line of the text itself that equals the marker is indented further.
            let closing = words.strip_prefix(marker).map(str::trim_ascii_end);
            if spaces <= indent && matches!(closing, Some("" | ",")) {
                self.at = at + spaces + marker.len();
                return Ok(Value::String(text));
            }
            if !first {
                text.push('\n');
            }
            first = false;
            text.push_str(line.get(spaces.min(indent + 4)..).unwrap_or_default());
            at += line.len() + 1;
        }
        self.at = self.text.len();
        self.unexpected("the marker that closes a multi-line text")
    }
}

fn leading_spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Reads one escape of Go's; gives the character and what follows.
fn escape(text: &str) -> Option<(char, &str)> {
    let mut chars = text.strip_prefix('\\')?.chars();
    let simple = match chars.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        c @ ('"' | '\'' | '\\') => c,
        'x' => return hex(chars.as_str(), 2),
        'u' => return hex(chars.as_str(), 4),
        'U' => return hex(chars.as_str(), 8),
        _ => return None,
    };
    Some((simple, chars.as_str()))
}

fn hex(text: &str, digits: usize) -> Option<(char, &str)> {
    let (number, rest) = text.split_at_checked(digits)?;
    if !number.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let code = u32::from_str_radix(number, 16).ok()?;
    // `\x80` and above is a byte that was no UTF-8.
    let is_broken_byte = digits == 2 && code >= 0x80;
    let c = if is_broken_byte { char::REPLACEMENT_CHARACTER } else { char::from_u32(code)? };
    Some((c, rest))
}
