//! Globs over kinds and addresses: `aws_*`, `module.web.*`, `aws_db_?`.
//!
//! This file must not backtrack: the time to match grows with the text, not with what stars could mean.

use std::fmt;

/// A text in which `*` stands for any characters and `?` for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    text: String,
    shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// No wildcard at all.
    Exact,
    /// What stands before, between and after the stars; at least two parts, each without a star.
    Parts(Box<[String]>),
    /// A question mark, but no star.
    OnePart,
}

impl Glob {
    /// Reads a glob; every text is one.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let shape = if text.contains('*') {
            Shape::Parts(text.split('*').map(str::to_owned).collect())
        } else if text.contains('?') {
            Shape::OnePart
        } else {
            Shape::Exact
        };
        Self { text, shape }
    }

    /// Returns the glob as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the glob has no wildcard and so names one thing only.
    pub fn is_exact(&self) -> bool {
        self.shape == Shape::Exact
    }

    /// Returns how many characters are given, wildcards aside: the more, the more specific the glob.
    pub fn specificity(&self) -> usize {
        self.text.chars().filter(|c| !matches!(c, '*' | '?')).count()
    }

    /// Returns whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        match &self.shape {
            Shape::Exact => self.text == text,
            Shape::OnePart => prefix_length(&self.text, text) == Some(text.len()),
            Shape::Parts(parts) => matches_parts(parts, text),
        }
    }
}

/// Matches the first part at the start, the last at the end, and the others leftmost in between, which is
/// always possible when any other placement is.
fn matches_parts(parts: &[String], text: &str) -> bool {
    let [first, middle @ .., last] = parts else { return false };
    let Some(mut at) = prefix_length(first, text) else { return false };
    for part in middle {
        let Some(rest) = text.get(at..) else { return false };
        let Some(end) = find(part, rest) else { return false };
        at += end;
    }
    let Some(rest) = text.get(at..) else { return false };
    let length = last.chars().count();
    if length == 0 {
        return true;
    }
    // The last part is anchored at the end: it takes as many characters as it has.
    match rest.char_indices().rev().nth(length - 1) {
        Some((start, _)) => {
            rest.get(start..).is_some_and(|tail| prefix_length(last, tail) == Some(tail.len()))
        }
        None => false,
    }
}

/// Returns where the leftmost occurrence of `part` in `text` ends.
fn find(part: &str, text: &str) -> Option<usize> {
    if !part.contains('?') {
        return text.find(part).map(|start| start + part.len());
    }
    text.char_indices().find_map(|(start, _)| Some(start + prefix_length(part, text.get(start..)?)?))
}

/// Returns how many bytes of `text` the star-free `part` takes when it matches at its start.
fn prefix_length(part: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    for expected in part.chars() {
        let found = rest.next()?;
        if expected != '?' && expected != found {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn matches_as_people_expect() {
        for (glob, text, expected) in [
            ("aws_instance", "aws_instance", true),
            ("aws_instance", "aws_instances", false),
            ("aws_*", "aws_instance", true),
            ("aws_*", "azurerm_vm", false),
            ("*_instance", "aws_db_instance", true),
            ("*", "", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a?", "aä", true),
            ("*a?", "aaä", true),
            ("a*?b", "ab", false),
            ("a*a", "a", false),
            ("module.web[\"x\"].*", "module.web[\"x\"].aws_instance.app[0]", true),
        ] {
            assert_eq!(Glob::new(glob).matches(text), expected, "{glob} on {text}");
        }
    }

    #[test]
    fn many_stars_cost_no_more_than_the_text() {
        let glob = Glob::new("*a".repeat(200) + "*b");
        assert!(!glob.matches(&"a".repeat(100_000)));
    }

    /// The textbook definition, exponential and obvious.
    fn by_definition(glob: &[char], text: &[char]) -> bool {
        match (glob, text) {
            ([], []) => true,
            (['*', rest @ ..], _) => {
                by_definition(rest, text) || (!text.is_empty() && by_definition(glob, &text[1..]))
            }
            (['?', rest @ ..], [_, more @ ..]) => by_definition(rest, more),
            ([c, rest @ ..], [d, more @ ..]) if c == d => by_definition(rest, more),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn means_what_the_definition_says(glob in "[ab*?]{0,7}", text in "[abä]{0,8}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(Glob::new(&*glob).matches(&text), by_definition(&chars(&glob), &chars(&text)));
        }
    }
}
