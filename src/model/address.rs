//! How a person names a Terraform object: `module.web["a"].aws_instance.app[0]`.
//!
//! This file must not resolve anything; it only takes an address apart and puts it together.

use std::fmt;

use compact_str::CompactString;

/// The address of a resource, as its tool prints it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Address(CompactString);

/// The key of one instance among those that `count` or `for_each` make.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum InstanceKey {
    /// The index that `count` gives.
    Index(u64),
    /// The key that `for_each` gives.
    Name(CompactString),
}

/// One dotted part of an address with its instance key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part<'a> {
    /// The name, such as `module`, `web` or `aws_instance`.
    pub name: &'a str,
    /// The instance key in brackets after the name.
    pub key: Option<InstanceKey>,
}

impl Address {
    /// Wraps a printed address.
    pub fn new(text: impl Into<CompactString>) -> Self {
        Self(text.into())
    }

    /// Returns the printed form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the address apart at its dots, with instance keys beside the names they follow.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let text = self.0.as_str();
        let mut parts = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let name = &rest[..end];
            at += end;
            let mut key = None;
            if text[at..].starts_with('[') {
                let (found, length) = instance_key(&text[at..]);
                key = found;
                at += length;
            }
            parts.push(Part { name, key });
            // Skip the dot; anything else in its place stays part of the next name.
            if text[at..].starts_with('.') {
                at += 1;
            }
        }
        parts
    }

    /// Splits off the key of the last part: `aws_instance.app[0]` gives `aws_instance.app` and `0`.
    pub fn split_instance(&self) -> (&str, Option<InstanceKey>) {
        let text = self.0.as_str();
        if !text.ends_with(']') {
            return (text, None);
        }
        let Some(open) = last_bracket(text) else { return (text, None) };
        let (key, length) = instance_key(&text[open..]);
        if key.is_some() && open + length == text.len() { (&text[..open], key) } else { (text, None) }
    }

    /// Returns the path of the module that holds the object, without the object: `module.a["x"].module.b`,
    /// or the empty text for the root module.
    pub fn module(&self) -> &str {
        let text = self.0.as_str();
        let mut end = 0;
        let mut at = 0;
        while text[at..].starts_with("module.") {
            let name_at = at + "module.".len();
            let rest = &text[name_at..];
            let mut next = name_at + rest.find(['.', '[']).unwrap_or(rest.len());
            if text[next..].starts_with('[') {
                next += instance_key(&text[next..]).1;
            }
            end = next;
            if !text[next..].starts_with('.') {
                break;
            }
            at = next + 1;
        }
        &text[..end]
    }
}

/// Finds the bracket that opens the last instance key, minding quotes inside keys.
fn last_bracket(text: &str) -> Option<usize> {
    let mut last = None;
    let mut at = 0;
    while let Some(found) = text[at..].find('[') {
        let open = at + found;
        last = Some(open);
        at = open + instance_key(&text[open..]).1.max(1);
    }
    last
}

/// Reads `[0]` or `["a"]` at the start of `text`; gives the key and the bytes it takes.
fn instance_key(text: &str) -> (Option<InstanceKey>, usize) {
    let inner = &text[1..];
    if let Some(quoted) = inner.strip_prefix('"') {
        let mut name = CompactString::default();
        let mut escaped = false;
        for (i, c) in quoted.char_indices() {
            match c {
                _ if escaped => {
                    name.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    let close = 2 + i + 1;
                    let closed = text[close..].starts_with(']');
                    return (Some(InstanceKey::Name(name)), if closed { close + 1 } else { close });
                }
                c => name.push(c),
            }
        }
        return (None, text.len());
    }
    match inner.find(']') {
        Some(end) => (inner[..end].parse().ok().map(InstanceKey::Index), end + 2),
        None => (None, text.len()),
    }
}

impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => write!(f, "{index}"),
            Self::Name(name) => {
                f.write_str("\"")?;
                for c in name.chars() {
                    if matches!(c, '"' | '\\') {
                        f.write_str("\\")?;
                    }
                    write!(f, "{c}")?;
                }
                f.write_str("\"")
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn takes_an_address_apart() {
        let address = Address::new("module.web[\"a.b]\"].module.dns.aws_instance.app[0]");
        assert_eq!(address.module(), "module.web[\"a.b]\"].module.dns");
        assert_eq!(
            address.split_instance(),
            ("module.web[\"a.b]\"].module.dns.aws_instance.app", Some(InstanceKey::Index(0)))
        );
        let names: Vec<_> = address.parts().iter().map(|part| part.name).collect();
        assert_eq!(names, ["module", "web", "module", "dns", "aws_instance", "app"]);
    }

    #[test]
    fn an_address_without_modules_or_keys_is_itself() {
        let address = Address::new("aws_instance.app");
        assert_eq!(address.module(), "");
        assert_eq!(address.split_instance(), ("aws_instance.app", None));
    }

    #[test]
    fn quotes_and_brackets_inside_keys_are_text() {
        let key = InstanceKey::Name("a\"]\\[".into());
        let address = Address::new(format!("x.y[{key}]"));
        assert_eq!(address.split_instance(), ("x.y", Some(key)));
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_panic(text in ".{0,40}") {
            let address = Address::new(text);
            let _ = (address.parts(), address.split_instance(), address.module());
        }
    }
}
