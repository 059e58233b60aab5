//! Tells which versions of an API servers no longer have, from the table in `rules/removed_apis.txt`.
//!
//! This file must not know any kind or version itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Arguments, Entry, Outcome};
use crate::model::{Key, Value};

pub(super) const TABLE: &[Entry] = &[(
    "removed_api",
    2,
    2,
    removed_api,
    "removed_api(version, kind): { minor, instead }: the minor version of Kubernetes 1 that first lacks it, and \
     the version that took its place or null; null when it was not removed",
)];

/// By API version and kind: the minor version, and what took its place.
type Table<'a> = BTreeMap<(&'a str, &'a str), (i64, &'a str)>;
type Row<'a> = ((&'a str, &'a str), (i64, &'a str));

static REMOVED: LazyLock<Table<'_>> =
    LazyLock::new(|| rows(include_str!("../../../rules/removed_apis.txt")).flatten().collect());

/// Reads the table; a line that is no row gives `None`, which the tests of the table look for.
fn rows(table: &str) -> impl Iterator<Item = Option<Row<'_>>> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let mut words = line.split_whitespace();
        let (version, kind, minor, instead) = (words.next()?, words.next()?, words.next()?, words.next()?);
        Some(((version, kind), (minor.parse().ok()?, instead))).filter(|_| words.next().is_none())
    })
}

/// Values that are no texts name nothing that was removed.
fn removed_api(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (version, kind) = (arguments.value(), arguments.value());
    let names = version.as_str().zip(kind.as_str());
    let Some((minor, instead)) = names.and_then(|names| REMOVED.get(&names)) else {
        return Ok(Value::Null);
    };
    let instead = if *instead == "-" { Value::Null } else { Value::from(*instead) };
    Ok(Value::map([(Key::new("minor"), Value::int(*minor)), (Key::new("instead"), instead)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_table_is_a_row_of_its_own() {
        let rows: Vec<_> = rows(include_str!("../../../rules/removed_apis.txt")).collect();
        assert!(rows.iter().all(Option::is_some), "{rows:?}");
        assert_eq!(rows.len(), REMOVED.len(), "a version of a kind stands there twice");
    }

    /// What took the place of a version must not be one that was removed, or one fault leads to the next.
    #[test]
    fn what_took_the_place_is_still_there() {
        for ((version, kind), (_, instead)) in REMOVED.iter() {
            assert_ne!(version, instead);
            assert!(!REMOVED.contains_key(&(instead, kind)), "{instead} of {kind}");
        }
    }
}
