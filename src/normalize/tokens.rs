//! Words and numbers by which an environment names itself: `dev`, an account, a region.
//!
//! A word counts only as a whole word: `device` and `producer` are not `dev` and `prod`.
//! This file must not compare; it says what a text would be without its environment.

use std::collections::BTreeMap;

use crate::model::{Snapshot, Value};

/// Words that name environments, grouped by the environment they mean, and its role.
const VOCABULARY: [(&str, &[&str]); 6] = [
    ("development", &["dev", "develop", "development"]),
    ("development", &["test", "testing", "tst", "qa"]),
    ("development", &["sandbox", "sbx"]),
    ("staging", &["stage", "staging", "stg"]),
    ("staging", &["uat", "preprod", "nonprod"]),
    ("production", &["prod", "production", "prd", "live"]),
];

/// What an environment calls itself, its account and its region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Words, in lower case, that mean this environment inside names.
    pub words: Vec<String>,
    /// Words that were inferred to stand for another's, in lower case, with the name that both have in common.
    pub inferred: Vec<(String, String)>,
    /// Texts that stand for a name on both sides: value and name.
    pub vars: Vec<(String, String)>,
    /// The account, subscription or project that most resources are in.
    pub account: Option<String>,
    /// The region that most resources are in.
    pub region: Option<String>,
}

/// Returns the role that an environment of this name plays: `production`, `staging`, `development` or `other`.
pub fn role_of(name: &str) -> &'static str {
    for word in split_words(name) {
        let word = word.to_ascii_lowercase();
        if let Some((role, _)) = VOCABULARY.iter().find(|(_, words)| words.contains(&word.as_str())) {
            return role;
        }
    }
    "other"
}

/// Guesses the words of two environments from the names of their inputs and from what they say of
/// themselves; gives nothing when both would be the same.
///
/// Returns the words of both sides and what they were guessed from.
pub fn guess(left: &Snapshot, right: &Snapshot) -> Option<(Vec<String>, Vec<String>, &'static str)> {
    let by_name = (group_of(&left.environment), group_of(&right.environment));
    let (groups, evidence) = match by_name {
        (Some(l), Some(r)) => ((l, r), "the names of the inputs"),
        _ => ((said(left)?, said(right)?), "variables and tags"),
    };
    if groups.0 == groups.1 {
        return None;
    }
    let words = |group: usize| VOCABULARY[group].1.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Some((words(groups.0), words(groups.1), evidence))
}

/// Returns the group of the last vocabulary word in a path or name: `envs/dev/main.tfstate`.
fn group_of(name: &str) -> Option<usize> {
    split_words(name)
        .filter_map(|word| {
            let word = word.to_ascii_lowercase();
            VOCABULARY.iter().position(|(_, words)| words.contains(&word.as_str()))
        })
        .last()
}

/// Returns the environment that variables or most tags name.
fn said(snapshot: &Snapshot) -> Option<usize> {
    const NAMES: [&str; 7] =
        ["env", "environment", "stage", "environment_name", "env_name", "Environment", "Env"];
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for resource in &snapshot.resources {
        let tags = resource.attributes.get("tags").and_then(Value::as_map);
        for (map, weight) in [(Some(&resource.attributes), 1), (tags, 1)] {
            let named = NAMES.iter().filter_map(|name| map?.get(name)?.as_str());
            for group in named.filter_map(exact_group) {
                *votes.entry(group).or_default() += weight;
            }
        }
    }
    votes.into_iter().max_by_key(|(group, votes)| (*votes, std::cmp::Reverse(*group))).map(|(group, _)| group)
}

fn exact_group(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    VOCABULARY.iter().position(|(_, words)| words.contains(&word.as_str()))
}

/// Returns whether a word means an environment to some.
pub(super) fn is_of_vocabulary(word: &str) -> bool {
    exact_group(word).is_some()
}

impl Tokens {
    /// Replaces the environment's own words in one name by `${env}`; `None` when there is none.
    pub fn without_words(&self, text: &str) -> Option<String> {
        if self.words.is_empty() && self.inferred.is_empty() {
            return None;
        }
        let mut out: Option<String> = None;
        let mut copied = 0;
        for word in split_words(text) {
            if let Some(role) = self.role(word) {
                let at = word.as_ptr().addr() - text.as_ptr().addr();
                let out = out.get_or_insert_default();
                out.push_str(&text[copied..at]);
                out.push_str("${");
                out.push_str(role);
                out.push('}');
                copied = at + word.len();
            }
        }
        let mut out = out?;
        out.push_str(&text[copied..]);
        Some(out)
    }

    /// Returns a name without what is the environment's own: account, region, domains and words.
    pub fn without_own(&self, name: &str) -> String {
        let varied = self.without_vars(name);
        let name = varied.as_deref().unwrap_or(name);
        let placed = self.without_places(name);
        let named = self.without_words(placed.as_deref().unwrap_or(name));
        named.or(placed).unwrap_or_else(|| name.to_owned())
    }

    /// Returns whether a name holds a word or domain of this environment.
    pub fn is_own(&self, name: &str) -> bool {
        self.without_words(name).is_some() || self.without_vars(name).is_some()
    }

    /// Returns what a word stands for in every environment, if it is one of this environment's own.
    pub(super) fn role(&self, word: &str) -> Option<&str> {
        if self.words.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            return Some("env");
        }
        let inferred = self.inferred.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        inferred.map(|(_, name)| name.as_str())
    }

    /// Replaces the values of `vars` by their names; `None` when there is none.
    pub fn without_vars(&self, text: &str) -> Option<String> {
        let mut out: Option<String> = None;
        for (value, name) in &self.vars {
            let from = out.as_deref().unwrap_or(text);
            if !value.is_empty() && from.contains(value.as_str()) {
                let replaced = replace_whole(from, value, &format!("${{{name}}}"));
                if replaced != from {
                    out = Some(replaced);
                }
            }
        }
        out
    }

    /// Replaces the account and the region inside a name such as `logs-111122223333-eu-west-1`; `None`
    /// when neither is there.
    pub fn without_places(&self, text: &str) -> Option<String> {
        let mut out: Option<String> = None;
        for (place, name) in [(&self.account, "${account}"), (&self.region, "${region}")] {
            let Some(place) = place else { continue };
            let from = out.as_deref().unwrap_or(text);
            if from.contains(place.as_str()) {
                let replaced = replace_words(from, place, name);
                if replaced != from {
                    out = Some(replaced);
                }
            }
        }
        out
    }

    /// Returns what stands for an account or region in `word`; `None` when it is neither.
    pub fn place(&self, word: &str) -> Option<String> {
        if self.account.as_deref() == Some(word) {
            return Some("${account}".to_owned());
        }
        let region = self.region.as_deref()?;
        let zone = word.strip_prefix(region)?;
        // `eu-west-1a` is a zone of `eu-west-1`; `eu-west-10` is another region.
        (zone.is_empty() || (zone.len() == 1 && zone.as_bytes()[0].is_ascii_lowercase()))
            .then(|| format!("${{region}}{zone}"))
    }
}

/// Replaces `part` where it is not the middle of a word: `dev.example.com`, but not in `mydev.example.com`.
fn replace_whole(text: &str, part: &str, with: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, _) in text.match_indices(part) {
        let end = at + part.len();
        let joined = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && part.starts_with(char::is_alphanumeric)
            || text[end..].starts_with(|c: char| c.is_ascii_alphabetic())
                && part.ends_with(char::is_alphabetic);
        out.push_str(&text[copied..at]);
        out.push_str(if joined { part } else { with });
        copied = end;
    }
    out.push_str(&text[copied..]);
    out
}

/// Replaces `word` where no letter or digit stands beside it; a region may be followed by the letter of a zone.
fn replace_words(text: &str, word: &str, with: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let joined = before.ends_with(|c: char| c.is_ascii_alphanumeric())
            || after.starts_with(|c: char| c.is_ascii_digit())
            || (after.starts_with(|c: char| c.is_ascii_alphabetic())
                && after[1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
        out.push_str(before);
        out.push_str(if joined { word } else { with });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns the words by which two names differ that are built alike, each pair once.
pub fn differing_words<'t>(left: &'t str, right: &'t str) -> Vec<(&'t str, &'t str)> {
    let (l, r): (Vec<_>, Vec<_>) = (split_words(left).collect(), split_words(right).collect());
    if l.len() != r.len() {
        return Vec::new();
    }
    let mut differing: Vec<(&str, &str)> = l.into_iter().zip(r).filter(|(l, r)| l != r).collect();
    differing.sort_unstable();
    differing.dedup();
    differing
}

/// Splits a name into words: at everything that is no letter, and where the case changes as in `shopDevWeb`.
pub(super) fn split_words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().position(u8::is_ascii_alphabetic)?;
        let from = at;
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && !case_turns(bytes, at) {
            at += 1;
        }
        text.get(from..at)
    })
}

/// Returns whether a new word begins at the letter `at`, which follows another letter.
fn case_turns(bytes: &[u8], at: usize) -> bool {
    let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let camel = upper(at) && at > 0 && lower(at - 1);
    // `DEVWeb` is `DEV` and `Web`.
    let after_capitals = upper(at) && at > 0 && upper(at - 1) && lower(at + 1);
    camel || after_capitals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dev() -> Tokens {
        Tokens {
            words: vec!["dev".into(), "development".into()],
            vars: vec![("dev.example.com".into(), "domain".into())],
            account: Some("111122223333".into()),
            region: Some("eu-west-1".into()),
            ..Tokens::default()
        }
    }

    #[test]
    fn whole_words_are_replaced_in_every_case_style() {
        for (text, expected) in [
            ("shop-dev-web", Some("shop-${env}-web")),
            ("shopDevWeb", Some("shop${env}Web")),
            ("SHOP_DEV_WEB", Some("SHOP_${env}_WEB")),
            ("DEVWeb", Some("${env}Web")),
            ("dev", Some("${env}")),
            ("dev1", Some("${env}1")),
            ("device", None),
            ("producer", None),
            ("Developer", None),
        ] {
            assert_eq!(dev().without_words(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn places_are_replaced_as_whole_words() {
        for (word, expected) in [
            ("111122223333", Some("${account}")),
            ("eu-west-1", Some("${region}")),
            ("eu-west-1a", Some("${region}a")),
            ("eu-west-10", None),
            ("eu-central-1", None),
        ] {
            assert_eq!(dev().place(word).as_deref(), expected, "{word}");
        }
        assert_eq!(
            dev().without_places("logs-111122223333-eu-west-1a").unwrap(),
            "logs-${account}-${region}a"
        );
        assert_eq!(dev().without_places("logs-1111222233334-eu-west-10"), None);
        assert_eq!(dev().without_vars("https://api.dev.example.com/").unwrap(), "https://api.${domain}/");
    }

    #[test]
    fn roles_follow_the_name() {
        for (name, role) in [
            ("prod", "production"),
            ("acme-production-eu", "production"),
            ("envs/dev.tfvars", "development"),
            ("staging", "staging"),
            ("products", "other"),
        ] {
            assert_eq!(role_of(name), role, "{name}");
        }
    }

    #[test]
    fn the_last_word_of_a_path_names_the_environment() {
        let snapshot = |name: &str| Snapshot { environment: name.into(), ..Snapshot::default() };
        let (left, right, _) = guess(&snapshot("live/stage/app"), &snapshot("live/prod/app")).unwrap();
        assert_eq!((left[0].as_str(), right[0].as_str()), ("stage", "prod"));
        assert_eq!(guess(&snapshot("dev.tfstate"), &snapshot("dev-old.tfstate")), None);
        assert_eq!(guess(&snapshot("a"), &snapshot("b")), None);
    }
}
