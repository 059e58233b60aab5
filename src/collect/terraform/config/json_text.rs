//! JSON text to a tree in which every value knows where it stands.
//!
//! The reader of state files is made for size and keeps no places; configuration is small, and every
//! message about it names a line. This file must not know what the JSON means.

use std::ops::Range;

use crate::model::Number;

/// Nesting beyond this is refused; every later step recurses.
const MAX_DEPTH: usize = 100;

/// A JSON value and where it stands.
#[derive(Debug)]
pub(super) struct Json {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Json>),
    Object(Vec<Entry>),
}

/// An entry of an object.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Where the key stands.
    pub(super) at: usize,
    pub(super) value: Json,
}

/// Why a text is no JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) at: usize,
    pub(super) expected: &'static str,
}

/// Reads one JSON text.
///
/// # Errors
/// The first thing that is no JSON.
pub(super) fn parse(text: &str) -> Result<Json, Mistake> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, at };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() { reader.expected("the end of the file") } else { Ok(value) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn expected<T>(&self, expected: &'static str) -> Result<T, Mistake> {
        Err(Mistake { at: self.at, expected })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Json, Mistake> {
        self.space();
        if depth > MAX_DEPTH {
            return self.expected("at most 100 nested levels");
        }
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Json { span: start..self.at, kind })
    }

    fn object(&mut self, depth: usize) -> Result<Kind, Mistake> {
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if self.eat(b'}') {
            return Ok(Kind::Object(entries));
        }
        loop {
            self.space();
            let at = self.at;
            if self.peek() != Some(b'"') {
                return self.expected("a key in double quotes");
            }
            let key = self.string()?;
            self.space();
            if !self.eat(b':') {
                return self.expected("`:`");
            }
            let value = self.value(depth + 1)?;
            entries.push(Entry { key, at, value });
            self.space();
            if self.eat(b'}') {
                return Ok(Kind::Object(entries));
            }
            if !self.eat(b',') {
                return self.expected("`,` or `}`");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Kind, Mistake> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat(b']') {
            return Ok(Kind::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat(b']') {
                return Ok(Kind::Array(items));
            }
            if !self.eat(b',') {
                return self.expected("`,` or `]`");
            }
        }
    }

    /// Finds the end of a string and has `serde_json` undo its escapes.
    fn string(&mut self) -> Result<String, Mistake> {
        let start = self.at;
        let mut end = start + 1;
        loop {
            match self.text.as_bytes().get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => return self.expected("a string with a closing quote"),
            }
        }
        let written = self.text.get(start..=end).unwrap_or_default();
        match serde_json::from_str(written) {
            Ok(text) => {
                self.at = end + 1;
                Ok(text)
            }
            Err(_) => self.expected("a string without control characters and with valid escapes"),
        }
    }

    fn number(&mut self) -> Result<Kind, Mistake> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        match rest.get(..length).and_then(Number::parse) {
            Some(number) => {
                self.at += length;
                Ok(Kind::Number(number))
            }
            None => self.expected("a number"),
        }
    }

    fn word(&mut self) -> Result<Kind, Mistake> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, kind) in [("null", Kind::Null), ("true", Kind::Bool(true)), ("false", Kind::Bool(false))] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        self.expected("a value")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_value_knows_where_it_stands() {
        let text = "{\n  \"a\": [1, \"é\\n\"],\n  \"b\": {\"c\": null}\n}\n";
        let Kind::Object(entries) = parse(text).unwrap().kind else { panic!("an object") };
        let spans: Vec<_> = entries.iter().map(|entry| (entry.at, &text[entry.value.span.clone()])).collect();
        assert_eq!(spans, [(4, "[1, \"é\\n\"]"), (24, "{\"c\": null}")]);
    }

    #[test]
    fn says_what_is_missing_and_where() {
        for (text, at, expected) in [
            ("{\"a\" 1}", 5, "`:`"),
            ("{a: 1}", 1, "a key in double quotes"),
            ("[1, ]", 4, "a value"),
            ("[1", 2, "`,` or `]`"),
            ("{} x", 3, "the end of the file"),
            ("\"x", 0, "a string with a closing quote"),
            ("\"\\q\"", 0, "a string without control characters and with valid escapes"),
        ] {
            assert_eq!(parse(text).unwrap_err(), Mistake { at, expected }, "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn agrees_with_serde_json_on_what_is_json(text in "[\\[\\]{}\":,0-9a-z\\\\ .eE+-]{0,30}") {
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                prop_assert!(parse(&text).is_ok());
            }
        }
    }
}
