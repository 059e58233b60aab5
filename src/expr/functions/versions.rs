//! Functions of versions.

use std::cmp::Ordering;

use super::{Arguments, Entry, Outcome, text_or_none};
use crate::model::{Key, Value};

pub(super) const TABLE: &[Entry] = &[
    ("semver", 1, 1, semver, "semver(text): { major, minor, patch, prerelease }; null when it is no version"),
    ("semver_compare", 2, 2, semver_compare, "semver_compare(a, b): -1, 0 or 1"),
    (
        "version_step",
        2,
        2,
        version_step,
        "version_step(a, b): the first of \"major\", \"minor\", \"patch\" and \"prerelease\" that differs, else \"none\"; null when one is no version",
    ),
];

struct Version {
    numbers: [i64; 3],
    prerelease: String,
}

impl Version {
    /// Reads `v1.2`, `15`, `1.9.0-rc1` and `8.0.mysql_aurora.3.04.0`; constraints lose their operator.
    fn parse(text: &str) -> Option<Self> {
        let text =
            text.trim().trim_start_matches(['~', '>', '=', '<', '^', ' ']).trim_start_matches(['v', 'V']);
        // Build metadata says nothing of order.
        let text = text.split('+').next().unwrap_or(text);
        let (core, prerelease) = text.split_once('-').unwrap_or((text, ""));
        let mut numbers = [0; 3];
        let mut parts = core.split('.');
        numbers[0] = parts.next()?.parse().ok()?;
        for number in &mut numbers[1..] {
            match parts.next().map(str::parse) {
                Some(Ok(part)) => *number = part,
                // What follows is a name: `8.0.mysql_aurora.3.04.0` is 8.0 for whom asks of MySQL.
                Some(Err(_)) | None => break,
            }
        }
        Some(Self { numbers, prerelease: prerelease.to_owned() })
    }

    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| {
            match (self.prerelease.is_empty(), other.prerelease.is_empty()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) => prerelease(&self.prerelease, &other.prerelease),
            }
        })
    }
}

/// Compares pre-releases part by part, numbers as numbers (Semantic Versioning 2.0.0, item 11).
fn prerelease(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn version(value: &Value) -> Option<Version> {
    text_or_none(value).as_deref().and_then(Version::parse)
}

fn semver(values: Vec<Value>) -> Outcome {
    let Some(version) = version(&Arguments::new(values).value()) else { return Ok(Value::Null) };
    let [major, minor, patch] = version.numbers;
    Ok(Value::map([
        (Key::new("major"), Value::int(major)),
        (Key::new("minor"), Value::int(minor)),
        (Key::new("patch"), Value::int(patch)),
        (Key::new("prerelease"), Value::string(version.prerelease)),
    ]))
}

fn semver_compare(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (a, b) = (arguments.value(), arguments.value());
    match (version(&a), version(&b)) {
        (Some(a), Some(b)) => Ok(Value::int(a.cmp(&b) as i64)),
        (None, _) => Err(format!("{a} is no version")),
        (_, None) => Err(format!("{b} is no version")),
    }
}

/// Says how far two versions are apart. Of what follows the numbers only that it differs can be said:
/// `-alpine` and `-rc.1` look alike.
fn version_step(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (Some(a), Some(b)) = (version(&arguments.value()), version(&arguments.value())) else {
        return Ok(Value::Null);
    };
    let names = ["major", "minor", "patch"];
    let differing = names.iter().zip(a.numbers.iter().zip(b.numbers)).find(|(_, (a, b))| **a != *b);
    Ok(Value::from(match differing {
        Some((name, _)) => name,
        None if a.prerelease == b.prerelease => "none",
        None => "prerelease",
    }))
}
