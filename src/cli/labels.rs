//! Short names for inputs that the configuration has no name for: what tells two paths apart.

use crate::collect::remote::shown;
use crate::model::Sides;
use crate::normalize::tokens::role_of;

/// Endings that say what a file is rather than whose.
const ENDINGS: [&str; 9] =
    [".gz", ".zst", ".json", ".tfstate", ".tfvars", ".tf", ".txt", ".driftgate", ".auto"];

/// Returns the part in which two paths differ, an environment's name before any other.
pub(super) fn both(left: &str, right: &str) -> Sides<String> {
    // An address may hold a password.
    let (left, right) = (shown(left), shown(right));
    let parts = |path: &str| -> Vec<String> {
        path.split(['/', '\\'])
            .filter(|part| !part.is_empty() && *part != ".")
            .map(|p| short(p).to_owned())
            .collect()
    };
    let (l, r) = (parts(&left), parts(&right));
    let differing: Vec<(&String, &String)> =
        l.iter().rev().zip(r.iter().rev()).filter(|(l, r)| l != r).collect();
    let named = differing.iter().find(|(l, r)| role_of(l) != "other" && role_of(r) != "other");
    match named.or(differing.first()) {
        Some((l, r)) => Sides::new((*l).clone(), (*r).clone()),
        None => Sides::new(left, right),
    }
}

/// Returns a file's name without its endings.
pub(super) fn one(path: &str) -> String {
    short(&shown(path)).to_owned()
}

fn short(path: &str) -> &str {
    let mut name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    while let Some(shorter) =
        ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|n| !n.is_empty())
    {
        name = shorter;
    }
    if name.is_empty() { path } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_differs_names_the_side() {
        for (left, right, expected) in [
            ("state/dev.tfstate", "state/prod.tfstate", ("dev", "prod")),
            ("envs/dev/main.tfstate", "envs/prod/main.tfstate", ("dev", "prod")),
            ("dev/a.json", "prod/b.json", ("dev", "prod")),
            ("a.json", "b.json.gz", ("a", "b")),
            ("a.json", "a.json", ("a.json", "a.json")),
        ] {
            let labels = both(left, right);
            assert_eq!((labels.left.as_str(), labels.right.as_str()), expected, "{left} {right}");
        }
    }
}
