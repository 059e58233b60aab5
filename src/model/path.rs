//! Where inside a resource a value stands: `ingress[protocol=tcp,from_port=22].cidr_blocks[0]`.
//!
//! This file must not know kinds; which elements have keys is decided in `normalize`.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;

/// A path from the root of a resource's attributes. The empty path is the whole resource.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<Segment>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// An entry of a map: `tags`, `["app.kubernetes.io/name"]`.
    Key(CompactString),
    /// An element of an ordered list, from 0: `[1]`.
    Index(u32),
    /// An element of a keyed list, named by its key: `[name=web]`; pairs of attribute and value.
    Element(Box<[(CompactString, CompactString)]>),
    /// The one element of a set that differs on each side: `[]`.
    Member,
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at column {column} of the path {text:?}")]
pub struct PathError {
    text: String,
    column: usize,
    reason: &'static str,
}

impl Path {
    /// Returns the path of the whole resource.
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the steps.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Returns whether the whole resource is meant.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a step.
    pub fn push(&mut self, segment: Segment) {
        self.0.push(segment);
    }

    /// Removes the last step.
    pub fn pop(&mut self) -> Option<Segment> {
        self.0.pop()
    }

    /// Returns this path with one more map key.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(Segment::Key(key.into()));
        self
    }
}

impl FromIterator<Segment> for Path {
    fn from_iter<T: IntoIterator<Item = Segment>>(segments: T) -> Self {
        Self(segments.into_iter().collect())
    }
}

/// Returns whether `key` can be written without quotes.
fn is_plain(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '@')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Returns whether the value of an element's key can be written without quotes.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && !name
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '\\' | ',' | ']' | '[' | '='))
}

fn quote(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            c if c.is_control() => write!(f, "\\u{{{:x}}}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if is_plain(key) => {
                    if i > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Segment::Key(key) => {
                    f.write_str("[")?;
                    quote(f, key)?;
                    f.write_str("]")?;
                }
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Element(names) => {
                    f.write_str("[")?;
                    for (n, (key, name)) in names.iter().enumerate() {
                        let comma = if n == 0 { "" } else { "," };
                        write!(f, "{comma}{key}=")?;
                        if is_plain_name(name) { f.write_str(name)? } else { quote(f, name)? }
                    }
                    f.write_str("]")?;
                }
                Segment::Member => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut parser = Parser { text, at: 0 };
        let mut path = Self::root();
        while parser.at < text.len() {
            let segment = parser.segment(path.is_root())?;
            path.push(segment);
        }
        Ok(path)
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error<T>(&self, reason: &'static str) -> Result<T, PathError> {
        let column = self.text.get(..self.at).map_or(0, |before| before.chars().count()) + 1;
        Err(PathError { text: self.text.to_owned(), column, reason })
    }

    fn eat(&mut self, expected: char) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let taken: String = self.rest().chars().take_while(|c| keep(*c)).collect();
        self.at += taken.len();
        taken
    }

    fn segment(&mut self, first: bool) -> Result<Segment, PathError> {
        if self.eat('[') {
            return self.bracket();
        }
        if !first && !self.eat('.') {
            return self.error("expected `.` or `[`");
        }
        let key = self.take_while(|c| !matches!(c, '.' | '[' | ']' | '"'));
        if is_plain(&key) {
            Ok(Segment::Key(key.into()))
        } else {
            self.error("expected an attribute name before")
        }
    }

    fn bracket(&mut self) -> Result<Segment, PathError> {
        if self.eat(']') {
            return Ok(Segment::Member);
        }
        if self.rest().starts_with('"') {
            let key = self.quoted()?;
            return if self.eat(']') { Ok(Segment::Key(key.into())) } else { self.error("expected `]`") };
        }
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let digits = self.take_while(|c| c.is_ascii_digit());
            let Ok(index) = digits.parse() else { return self.error("expected a smaller index before") };
            return if self.eat(']') { Ok(Segment::Index(index)) } else { self.error("expected `]`") };
        }
        let mut names = Vec::new();
        loop {
            let key = self.take_while(|c| !matches!(c, '=' | ',' | ']' | '[' | '"'));
            if key.is_empty() || !self.eat('=') {
                return self.error("expected `key=value`, an index or a quoted key");
            }
            let name = if self.rest().starts_with('"') {
                self.quoted()?
            } else {
                self.take_while(|c| !matches!(c, ',' | ']' | '[' | '"' | '='))
            };
            names.push((key.into(), name.into()));
            if self.eat(']') {
                return Ok(Segment::Element(names.into()));
            }
            if !self.eat(',') {
                return self.error("expected `,` or `]`");
            }
        }
    }

    fn quoted(&mut self) -> Result<String, PathError> {
        self.eat('"');
        let mut text = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return self.error("expected a closing quote") };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(text),
                '\\' => {
                    let Some(escaped) = self.rest().chars().next() else {
                        return self.error("expected an escaped character");
                    };
                    self.at += escaped.len_utf8();
                    match escaped {
                        'n' => text.push('\n'),
                        'u' => text.push(self.unicode()?),
                        other => text.push(other),
                    }
                }
                other => text.push(other),
            }
        }
    }

    fn unicode(&mut self) -> Result<char, PathError> {
        if !self.eat('{') {
            return self.error("expected `{` after `\\u`");
        }
        let digits = self.take_while(|c| c.is_ascii_hexdigit());
        let c = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
        match c {
            Some(c) if self.eat('}') => Ok(c),
            _ => self.error("expected a character's code and `}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prints_as_people_write_it() {
        for text in [
            "",
            "instance_type",
            "spec.template.spec.containers[name=web].env[name=LOG_LEVEL].value",
            "ingress[0].cidr_blocks[1]",
            "tags[\"app.kubernetes.io/name\"]",
            "ingress[protocol=tcp,from_port=22].cidr_blocks",
            "policy.Statement[].Action",
            "[\"a.b\"].c",
            "@drift.size",
            "env[name=\"a b\"]",
        ] {
            assert_eq!(text.parse::<Path>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, message) in [
            ("a..b", "expected an attribute name before at column 3 of the path \"a..b\""),
            ("a[", "expected `key=value`, an index or a quoted key at column 3 of the path \"a[\""),
            ("a[\"b", "expected a closing quote at column 5 of the path \"a[\\\"b\""),
            ("a[0", "expected `]` at column 4 of the path \"a[0\""),
        ] {
            assert_eq!(text.parse::<Path>().unwrap_err().to_string(), message);
        }
    }

    fn segment() -> impl Strategy<Value = Segment> {
        prop_oneof![
            ".*".prop_map(|key| Segment::Key(key.into())),
            any::<u32>().prop_map(Segment::Index),
            proptest::collection::vec(("[a-z_]{1,8}", ".*"), 1..3).prop_map(|names| {
                Segment::Element(names.into_iter().map(|(key, name)| (key.into(), name.into())).collect())
            }),
            Just(Segment::Member),
        ]
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(segments in proptest::collection::vec(segment(), 0..5)) {
            let path: Path = segments.into_iter().collect();
            prop_assert_eq!(path.to_string().parse::<Path>(), Ok(path));
        }
    }
}
