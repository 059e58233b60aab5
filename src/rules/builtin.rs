//! The rules that are part of the program, one file a pack, and their tests.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};

use super::load::{self, Rule};
use crate::matching::Glob;

/// Takes a pack of `rules/packs` and its tests into the program.
macro_rules! pack {
    ($name:literal) => {
        Pack {
            rules: (
                concat!("rules/packs/", $name, ".hcl"),
                include_str!(concat!("../../rules/packs/", $name, ".hcl")),
            ),
            tests: (
                concat!("rules/packs/", $name, ".test.hcl"),
                include_str!(concat!("../../rules/packs/", $name, ".test.hcl")),
            ),
        }
    };
}
/// Packs of `rules/packs`, in the order in which their rules speak, with the tests beside them.
const PACKS: [Pack; 15] = [
    pack!("aws_compute"),
    pack!("aws_network"),
    pack!("aws_storage"),
    pack!("aws_iam"),
    pack!("aws_database"),
    pack!("terraform"),
    pack!("variables"),
    pack!("tags"),
    pack!("azure"),
    pack!("google"),
    pack!("kubernetes_faults"),
    pack!("kubernetes_workloads"),
    pack!("kubernetes_parity"),
    pack!("kubernetes_access"),
    pack!("kubernetes_nodes"),
];

/// One pack with its tests; each is a file name and its text.
struct Pack {
    rules: (&'static str, &'static str),
    tests: (&'static str, &'static str),
}

/// Reads the rules that are part of the program.
///
/// # Errors
///
/// Only when the program was built with a broken pack, which its tests refuse.
pub fn built_in() -> Result<Vec<Rule>, Vec<Diagnostic>> {
    with_built_in(&[])
}

/// Reads the rules that are part of the program and those of the user, which speak after them.
///
/// # Errors
///
/// All mistakes of all files, names that are given twice among them.
pub fn with_built_in(own: &[Arc<SourceText>]) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let mut sources = texts(|pack| pack.rules);
    sources.extend(own.iter().cloned());
    load::parse(&sources)
}

/// A built-in rule that has not been read yet.
#[derive(Debug)]
pub(super) struct Unread {
    /// The kinds that it looks at.
    pub(super) kinds: Vec<Glob>,
    file: &'static str,
    text: &'static str,
    /// Lines of the file before the rule.
    before: usize,
}

impl Unread {
    /// Reads the rule. Mistakes are none: the tests of the program read every one of them.
    pub(super) fn read(&self) -> Option<Rule> {
        // Empty lines in the place of what stands before it keep its line numbers.
        let text = "\n".repeat(self.before) + self.text;
        load::parse(&[SourceText::new(self.file, text)]).ok()?.into_iter().next()
    }
}

/// Returns all built-in rules without reading them.
pub(super) fn unread() -> impl Iterator<Item = Unread> {
    PACKS.iter().flat_map(|pack| {
        let (file, text) = pack.rules;
        blocks(text).map(move |(before, text)| Unread { kinds: kinds(text), file, text, before })
    })
}

/// Returns the text of each rule of a pack and how many lines stand before it.
fn blocks(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    let starts = text.match_indices("\nrule \"").map(|(at, _)| at + 1);
    let first = text.starts_with("rule \"").then_some(0);
    first.into_iter().chain(starts).filter_map(move |start| {
        let block = text.get(start..)?;
        let end = block.find("\n}")? + 2;
        Some((text.get(..start)?.matches('\n').count(), block.get(..end)?))
    })
}

/// Returns the kinds of a rule: the texts in quotes between `kind` and the next attribute.
fn kinds(text: &str) -> Vec<Glob> {
    let mut kinds = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let is_attribute = line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  ]");
        if is_attribute {
            inside = line.trim_start().split([' ', '=']).next() == Some("kind");
        }
        if inside {
            kinds.extend(line.split('"').skip(1).step_by(2).map(Glob::new));
        }
    }
    kinds
}

/// Returns the texts of the tests of the built-in rules.
pub fn built_in_tests() -> Vec<Arc<SourceText>> {
    texts(|pack| pack.tests)
}

fn texts(of: fn(&Pack) -> (&'static str, &'static str)) -> Vec<Arc<SourceText>> {
    PACKS.iter().map(of).map(|(name, text)| SourceText::new(name, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loads<T>(result: Result<T, Vec<Diagnostic>>) -> T {
        match result {
            Ok(loaded) => loaded,
            Err(errors) => {
                panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            }
        }
    }

    #[test]
    fn the_built_in_packs_load() {
        loads(built_in());
    }

    #[test]
    fn a_rule_that_is_read_late_is_the_same() {
        let early = loads(built_in());
        let late: Vec<(Unread, Rule)> =
            unread().map(|rule| rule.read().map(|read| (rule, read)).unwrap()).collect();
        assert_eq!(early.len(), late.len());
        for (early, (unread, late)) in early.iter().zip(late) {
            assert_eq!(early.name, late.name);
            assert_eq!(early.place.at(), late.place.at());
            let texts =
                |globs: &[Glob]| globs.iter().map(|glob| glob.as_str().to_owned()).collect::<Vec<_>>();
            assert_eq!(texts(&early.kinds), texts(&unread.kinds), "{}", early.name);
        }
    }

    #[test]
    fn the_tests_of_the_built_in_packs_load_and_name_rules() {
        let rules = loads(built_in());
        for test in loads(super::super::parse_tests(&built_in_tests())) {
            assert!(rules.iter().any(|rule| rule.name == test.rule), "{}: {}", test.place.at(), test.rule);
        }
    }

    #[test]
    fn every_built_in_rule_has_a_test() {
        let tests = loads(super::super::parse_tests(&built_in_tests()));
        for rule in loads(built_in()) {
            assert!(tests.iter().any(|test| test.rule == rule.name), "{} has no test", rule.name);
        }
    }
}
