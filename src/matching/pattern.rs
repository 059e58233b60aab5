//! Path patterns of rules, kinds and configuration: `root_block_device[*].encrypted`, `tags.*`, `policy.**`.
//!
//! This file must not backtrack; a pattern costs at most its own length times that of the path.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;

use super::Glob;
use crate::model::{Path, Segment};

/// A pattern over paths. The empty pattern means the whole resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    steps: Box<[Step]>,
}

/// One step of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `tags`, `["a.b/c"]`: the entry of that name.
    Key(CompactString),
    /// `*_id`: an entry whose name matches.
    KeyGlob(Glob),
    /// `*`: any one segment.
    Any,
    /// `[*]`: any element of a list, a set or a keyed list.
    AnyElement,
    /// `[0]`, `[name=web]`, `[]`: that element.
    Element(Segment),
    /// `**`: any number of segments, none included.
    Deep,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at column {column} of the path {text:?}")]
pub struct PatternError {
    text: String,
    column: usize,
    reason: String,
}

impl Pattern {
    /// Returns the pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the key that every matching path starts with, if the pattern tells it.
    pub fn first_key(&self) -> Option<&str> {
        match self.steps.first() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// Returns whether the whole of `path` matches.
    pub fn matches(&self, path: &Path) -> bool {
        self.matches_start(path.segments(), <[Segment]>::is_empty)
    }

    /// Returns whether `path` matches or lies below something that does.
    pub fn covers(&self, path: &Path) -> bool {
        self.matches_start(path.segments(), |_| true)
    }

    /// Matches from the start; `accept` says whether what is left after the last step may be there.
    ///
    /// After a `**` only the latest one can need to take more, because any earlier one could have taken it.
    fn matches_start(&self, path: &[Segment], accept: impl Fn(&[Segment]) -> bool) -> bool {
        let mut step = 0;
        let mut at = 0;
        // Where to go on when a later step fails: the step after the latest `**`, and what that takes next.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            let matched = match self.steps.get(step) {
                Some(Step::Deep) => {
                    retry = Some((step + 1, at));
                    step += 1;
                    continue;
                }
                Some(expected) => path.get(at).is_some_and(|segment| expected.matches(segment)),
                None if path.get(at..).is_none_or(&accept) => return true,
                None => false,
            };
            if matched {
                step += 1;
                at += 1;
                continue;
            }
            match &mut retry {
                Some((after, from)) if *from < path.len() => {
                    *from += 1;
                    (step, at) = (*after, *from);
                }
                _ => return false,
            }
        }
    }
}

impl Step {
    /// Returns whether one segment matches; `**` is for the pattern to handle.
    pub fn matches(&self, segment: &Segment) -> bool {
        match (self, segment) {
            (Self::Any, _) => true,
            (Self::Key(expected), Segment::Key(key)) => expected == key,
            (Self::KeyGlob(glob), Segment::Key(key)) => glob.matches(key),
            (Self::AnyElement, segment) => !matches!(segment, Segment::Key(_)),
            (Self::Element(expected), segment) => expected == segment,
            (Self::Key(_) | Self::KeyGlob(_) | Self::Deep, _) => false,
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let at = text.len() - rest.len();
            let error = |offset: usize, reason: &str| {
                let column = text.get(..offset).map_or(0, |before| before.chars().count()) + 1;
                PatternError { text: text.to_owned(), column, reason: reason.to_owned() }
            };
            if rest.starts_with('[') {
                let length = bracket_length(rest).ok_or_else(|| error(at, "expected `]` after the `[`"))?;
                let (bracket, after) = rest.split_at(length);
                steps.push(bracket_step(bracket).map_err(|reason| error(at, &reason))?);
                rest = after;
                continue;
            }
            let name_at = match rest.strip_prefix('.') {
                Some(_) if at > 0 => at + 1,
                None if at == 0 => at,
                _ => return Err(error(at, "expected an attribute name")),
            };
            let name = text.get(name_at..).unwrap_or_default();
            let (name, after) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
            steps.push(match name {
                "*" => Step::Any,
                "**" => Step::Deep,
                _ if !is_name(name) => return Err(error(name_at, "expected an attribute name")),
                _ if name.contains("**") => return Err(error(name_at, "`**` must stand alone between dots")),
                _ if name.contains(['*', '?']) => Step::KeyGlob(Glob::new(name)),
                _ => Step::Key(name.into()),
            });
            rest = after;
        }
        Ok(Self { text: text.to_owned(), steps: steps.into() })
    }
}

/// Returns whether `name` may stand without quotes in a pattern.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@' | '*' | '?'))
}

/// Returns the bytes up to and including the `]` that closes the `[` at the start, minding quotes.
fn bracket_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return Some(i + 1),
            _ => {}
        }
    }
    None
}

/// Reads `[*]`, or any bracket that a path may have.
fn bracket_step(bracket: &str) -> Result<Step, String> {
    if bracket == "[*]" {
        return Ok(Step::AnyElement);
    }
    let path: Path =
        bracket.parse().map_err(|_| "expected `[*]`, `[]`, an index, `[key=value]` or `[\"key\"]`")?;
    match path.segments() {
        [Segment::Key(key)] => Ok(Step::Key(key.clone())),
        [element] => Ok(Step::Element(element.clone())),
        _ => Err("expected one element".to_owned()),
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(text: &str) -> Pattern {
        text.parse().unwrap()
    }

    #[test]
    fn matches_as_the_rule_language_says() {
        for (text, path, expected) in [
            ("", "", true),
            ("", "a", false),
            ("instance_type", "instance_type", true),
            ("instance_type", "instance_type.x", false),
            ("root_block_device[*].encrypted", "root_block_device[0].encrypted", true),
            ("root_block_device[*].encrypted", "root_block_device[device_name=/dev/sdb].encrypted", true),
            ("root_block_device[*].encrypted", "root_block_device[].encrypted", true),
            ("root_block_device[*].encrypted", "root_block_device.encrypted", false),
            ("tags.*", "tags.Name", true),
            ("tags.*", "tags[\"a.b/c\"]", true),
            ("tags.*", "tags", false),
            ("tags[\"a.b/c\"]", "tags[\"a.b/c\"]", true),
            ("policy.**", "policy", true),
            ("policy.**", "policy.Statement[Sid=Read].Action", true),
            ("**.Action", "policy.Statement[Sid=Read].Action", true),
            ("**.Action", "policy.Action.x", false),
            ("a.**.b.**.c", "a.b.b.c.b.c", true),
            ("**", "", true),
            ("*_id", "vpc_id", true),
            ("*_id", "vpc_ids", false),
            ("[*]", "[0]", true),
            ("env[name=web].value", "env[name=web].value", true),
            ("env[name=web].value", "env[name=api].value", false),
            ("env[0]", "env[0]", true),
        ] {
            assert_eq!(pattern(text).matches(&path.parse().unwrap()), expected, "{text} on {path}");
        }
    }

    #[test]
    fn covers_what_lies_below() {
        let covers = |text: &str, path: &str| pattern(text).covers(&path.parse().unwrap());
        assert!(covers("tags", "tags.Name"));
        assert!(covers("", "anything"));
        assert!(covers("**.b", "a.b.c"));
        assert!(!covers("tags.Name", "tags"));
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, message) in [
            ("a..b", "expected an attribute name at column 3 of the path \"a..b\""),
            (".a", "expected an attribute name at column 1 of the path \".a\""),
            ("a[*", "expected `]` after the `[` at column 2 of the path \"a[*\""),
            (
                "a[x]",
                "expected `[*]`, `[]`, an index, `[key=value]` or `[\"key\"]` at column 2 of the path \"a[x]\"",
            ),
            ("a.b c", "expected an attribute name at column 3 of the path \"a.b c\""),
            ("a***", "`**` must stand alone between dots at column 1 of the path \"a***\""),
        ] {
            assert_eq!(text.parse::<Pattern>().unwrap_err().to_string(), message);
        }
    }

    fn by_definition(steps: &[Step], path: &[Segment]) -> bool {
        match (steps, path) {
            ([], []) => true,
            ([Step::Deep, rest @ ..], _) => {
                by_definition(rest, path) || (!path.is_empty() && by_definition(steps, &path[1..]))
            }
            ([step, rest @ ..], [segment, more @ ..]) => step.matches(segment) && by_definition(rest, more),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn means_what_the_definition_says(
            steps in proptest::collection::vec(prop_oneof!["a", "b", Just("*".to_owned()), Just("**".to_owned())], 0..6),
            keys in proptest::collection::vec("[ab]", 0..7),
        ) {
            let pattern = pattern(&steps.join("."));
            let path: Path = keys.iter().map(|key| Segment::Key(key.into())).collect();
            prop_assert_eq!(pattern.matches(&path), by_definition(&pattern.steps, path.segments()));
            let covered = (0..=keys.len()).any(|n| by_definition(&pattern.steps, &path.segments()[..n]));
            prop_assert_eq!(pattern.covers(&path), covered);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            if let Ok(pattern) = text.parse::<Pattern>() {
                prop_assert_eq!(pattern.as_str(), &text);
            }
        }

        #[test]
        fn every_path_is_a_pattern_for_itself(
            segments in proptest::collection::vec(
                prop_oneof![
                    "[a-z_.]{1,6}".prop_map(|key| Segment::Key(key.into())),
                    any::<u32>().prop_map(Segment::Index),
                    "[^*]{0,6}".prop_map(|name| Segment::Element(Box::new([("name".into(), name.into())]))),
                    Just(Segment::Member),
                ],
                0..5,
            ),
        ) {
            let path: Path = segments.into_iter().collect();
            prop_assert!(pattern(&path.to_string()).matches(&path));
        }
    }
}
