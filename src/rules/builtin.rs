//! The rules that are part of the program, one file a pack, and their tests.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};

use super::load::{self, Rule};

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
const PACKS: [Pack; 10] = [
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
