//! Infers by which words two environments differ, from the names of resources with the same address.
//!
//! An inference is used only where it holds throughout: a word that stands for another in many names and
//! stands for itself in none. It is told with its evidence. Only names are looked at: that `small` is
//! `large` in every size is a difference, not a name of the environment.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::scalar::is_uncompared;
use super::tokens::{Tokens, split_words};
use super::{Side, prefixes};
use crate::model::{Origin, Resource, Sides, Snapshot, Value};

/// Resources that are looked at, spread over the whole environment.
const SAMPLE: usize = 500;
/// Longer texts are no names.
const LONGEST: usize = 200;
/// In how many names a substitution must be seen.
const SEEN: usize = 4;
/// Words of the vocabulary that mean an environment to some and are ordinary words to others: they count
/// only where names bear them out.
const ORDINARY: [&str; 5] = ["develop", "live", "stage", "test", "testing"];
/// Host names end with the cloud's own domain; the cloud chose what stands before it.
const CLOUDS: [&str; 8] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "cloudfront.net",
    "azure.com",
    "windows.net",
    "googleapis.com",
    "appspot.com",
    "run.app",
];

/// Refines what is known of the words of both environments; returns what was inferred, one line each.
///
/// `guessed` says that the words come from the vocabulary and not from the configuration: those that names
/// do not bear out are dropped.
pub fn refine(sides: Sides<&mut Side<'_>>, guessed: bool) -> Vec<String> {
    let Sides { left, right } = sides;
    let words = left.tokens.words.iter().chain(&right.tokens.words);
    let vocabulary = AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok();
    let names = names(left, right, |text| vocabulary.as_ref().is_some_and(|words| words.is_match(text)));
    let mut tokens = Sides::new(left.tokens.clone(), right.tokens.clone());
    if guessed {
        let called = Sides::new(&*left.snapshot.environment, &*right.snapshot.environment);
        let own =
            |word: &str| [&tokens.left, &tokens.right].iter().any(|t| t.words.iter().any(|own| own == word));
        let evidence = Evidence::of(names.iter(), own);
        evidence.drop_unused(called, &mut tokens);
    }
    let unequal =
        |name: &&Name<'_>| tokens.left.without_own(name.left) != tokens.right.without_own(name.right);
    let candidates = names.iter().filter(|name| name.given || name.is_host());
    let unexplained: Vec<&Name<'_>> = candidates.filter(unequal).collect();
    let mut told = Vec::new();
    if !unexplained.is_empty() {
        let evidence =
            Evidence::of(unexplained.iter().copied().filter(|name| name.given && !name.is_host()), |_| true);
        evidence.infer_words(&mut tokens, &mut told);
        infer_domains(&unexplained, &mut tokens, &mut told);
    }
    drop(names);
    told.extend(prefixes::infer(Sides::new(&*left, &*right), &mut tokens));
    left.tokens = tokens.left;
    right.tokens = tokens.right;
    told
}

/// A name of a resource that both sides have at the same address.
struct Name<'a> {
    kind: &'a str,
    left: &'a str,
    right: &'a str,
    /// Whether somebody gave it as a name; else it is any text that differs.
    given: bool,
}

impl Name<'_> {
    fn is_host(&self) -> bool {
        is_host(self.left) && is_host(self.right)
    }
}

/// Gathers names, and of other texts those that are hosts or hold a word that `is_telling` knows.
fn names<'a>(left: &Side<'a>, right: &Side<'a>, is_telling: impl Fn(&str) -> bool) -> Vec<Name<'a>> {
    let pairs = same_address(Sides::new(left.snapshot, right.snapshot));
    let step = pairs.len().div_ceil(SAMPLE).max(1);
    let mut names = Vec::new();
    for (l, r) in pairs.into_iter().step_by(step) {
        let (Some(l_resource), Some(r_resource)) =
            (left.snapshot.resources.get(l), right.snapshot.resources.get(r))
        else {
            continue;
        };
        for path in &left.kinds[l].names {
            let texts = |resource: &'a Resource| {
                let mut texts = Vec::new();
                path.texts(&resource.attributes, |_, text| texts.push(text));
                texts
            };
            let (l_texts, r_texts) = (texts(l_resource), texts(r_resource));
            if l_texts.len() == r_texts.len() {
                let kind = l_resource.kind.as_str();
                names.extend(l_texts.into_iter().zip(r_texts).map(|(left, right)| Name {
                    kind,
                    left,
                    right,
                    given: true,
                }));
            }
        }
        // What has the form of a host name is one, whatever the attribute is called; and any text tells
        // which words of the vocabulary are in use.
        for (key, value) in &l_resource.attributes {
            let other = r_resource.attributes.get(key).and_then(Value::as_str);
            if let (Some(left_text), Some(right_text)) = (value.as_str(), other)
                && left_text != right_text
                && left_text.len().max(right_text.len()) <= LONGEST
                && !is_uncompared(left.kinds[l].root.child(key))
                && (is_telling(left_text)
                    || is_telling(right_text)
                    || (is_host(left_text) && is_host(right_text)))
            {
                let kind = &l_resource.kind;
                names.push(Name { kind, left: left_text, right: right_text, given: false });
            }
        }
    }
    names
}

/// What names of the same resources say on both sides.
#[derive(Default)]
struct Evidence {
    /// Words that stand in the same place of two names: how often, and in which kinds.
    pairs: BTreeMap<(String, String), (usize, BTreeSet<String>)>,
    /// How often each word stands in a name of a side, in any place that the other side has, too.
    seen: Sides<BTreeMap<String, usize>>,
}

impl Evidence {
    /// Counts the words of names, where one of the two is `wanted`.
    fn of<'n>(names: impl Iterator<Item = &'n Name<'n>>, wanted: impl Fn(&str) -> bool) -> Self {
        let mut evidence = Self::default();
        for name in names {
            let (l, r): (Vec<_>, Vec<_>) =
                (split_words(name.left).collect(), split_words(name.right).collect());
            if l.len() != r.len() {
                continue;
            }
            for (l, r) in l.into_iter().zip(r) {
                let (l, r) = (l.to_ascii_lowercase(), r.to_ascii_lowercase());
                if !wanted(&l) && !wanted(&r) {
                    continue;
                }
                *evidence.seen.left.entry(l.clone()).or_default() += 1;
                *evidence.seen.right.entry(r.clone()).or_default() += 1;
                let (count, kinds) = evidence.pairs.entry((l, r)).or_default();
                *count += 1;
                if !kinds.contains(name.kind) {
                    kinds.insert(name.kind.to_owned());
                }
            }
        }
        evidence
    }

    /// Drops words of the vocabulary that no name has in the place of the other environment's word.
    ///
    /// `live` means prod to some, and is the name of a service to others.
    fn drop_unused(&self, called: Sides<&str>, tokens: &mut Sides<Tokens>) {
        let used =
            |left: &str, right: &str| self.pairs.get(&(left.to_owned(), right.to_owned())).map(|p| p.0);
        let stands_for = |word: &str, others: &[String], is_left: bool| -> usize {
            let count = |other: &String| if is_left { used(word, other) } else { used(other, word) };
            others.iter().filter_map(count).sum()
        };
        let borne_out = |own: &[String], others: &[String], is_left: bool| -> Vec<String> {
            let keeps = |word: &&String| {
                let kept = used(word, word).unwrap_or_default();
                let unclear = ORDINARY.contains(&word.as_str());
                let called = if is_left { called.left } else { called.right };
                stands_for(word, others, is_left) > 0
                    || split_words(called).any(|part| part.eq_ignore_ascii_case(word))
                    || (kept == 0 && !unclear)
            };
            let kept: Vec<String> = own.iter().filter(keeps).cloned().collect();
            if kept.is_empty() { own.to_vec() } else { kept }
        };
        let left = borne_out(&tokens.left.words, &tokens.right.words, true);
        let right = borne_out(&tokens.right.words, &tokens.left.words, false);
        tokens.left.words = left;
        tokens.right.words = right;
    }

    fn infer_words(&self, tokens: &mut Sides<Tokens>, told: &mut Vec<String>) {
        for ((left, right), (count, kinds)) in &self.pairs {
            let known = tokens.left.words.contains(left) || tokens.right.words.contains(right);
            let times =
                |seen: &BTreeMap<String, usize>, word: &str| seen.get(word).copied().unwrap_or_default();
            let always = times(&self.seen.left, left) == *count
                && times(&self.seen.right, right) == *count
                && !self.seen.left.contains_key(right)
                && !self.seen.right.contains_key(left);
            if left == right
                || known
                || !always
                || *count < SEEN
                || kinds.len() < 2
                || left.len().min(right.len()) < 3
            {
                continue;
            }
            let name = left.min(right).clone();
            tokens.left.inferred.push((left.clone(), name.clone()));
            tokens.right.inferred.push((right.clone(), name));
            told.push(format!(
                "names: `{left}` on the left stands for `{right}` on the right (in all {count} names that have either)"
            ));
        }
    }
}

fn infer_domains(names: &[&Name<'_>], tokens: &mut Sides<Tokens>, told: &mut Vec<String>) {
    let mut domains: BTreeMap<(String, String), usize> = BTreeMap::new();
    for name in names.iter().filter(|name| name.is_host()) {
        *domains.entry(ends(name.left, name.right)).or_default() += 1;
    }
    let certain = domains.iter().filter(|((left, right), count)| {
        let others = domains.keys().any(|(l, r)| (l == left) != (r == right));
        !others && **count >= SEEN && tokens.left.vars.iter().all(|(value, _)| value != left)
    });
    let mut certain: Vec<_> = certain.collect();
    certain.sort_by_key(|((left, right), _)| left.min(right));
    for (number, ((left, right), count)) in (1..).zip(certain) {
        // The name stands in canonical texts and must not be taken apart there.
        let name = format!("domain{number}");
        tokens.left.vars.push((left.clone(), name.clone()));
        tokens.right.vars.push((right.clone(), name));
        told.push(format!("domain: {left} on the left is {right} on the right (in {count} names)"));
    }
}

/// Returns the indices of what has the same kind and address; both sides are sorted by them.
fn same_address(snapshots: Sides<&Snapshot>) -> Vec<(usize, usize)> {
    fn compared(snapshot: &Snapshot) -> impl Iterator<Item = (usize, &Resource)> {
        snapshot.resources.iter().enumerate().filter(|(_, resource)| {
            // What is owned is called after its owner, mostly with something made up at the end.
            resource.origin != Origin::Code && resource.owner.is_none()
        })
    }
    let (mut left, mut right) = (compared(snapshots.left).peekable(), compared(snapshots.right).peekable());
    let mut pairs = Vec::new();
    while let (Some((l, a)), Some((r, b))) = (left.peek(), right.peek()) {
        match (&a.kind, &a.address).cmp(&(&b.kind, &b.address)) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                pairs.push((*l, *r));
                left.next();
                right.next();
            }
        }
    }
    pairs
}

/// Returns whether a text is the name of a host that somebody chose.
fn is_host(text: &str) -> bool {
    let labels = || text.trim_end_matches('.').split('.');
    let plain = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*'))
    };
    labels().count() >= 2
        && labels().all(plain)
        && labels()
            .next_back()
            .is_some_and(|top| top.len() >= 2 && top.bytes().all(|b| b.is_ascii_lowercase()))
        && !CLOUDS.iter().any(|cloud| text.ends_with(cloud))
}

/// Returns two host names without the labels that both begin with.
fn ends(left: &str, right: &str) -> (String, String) {
    let (mut l, mut r) = (left.trim_end_matches('.'), right.trim_end_matches('.'));
    while let (Some((first, l_rest)), Some((other, r_rest))) = (l.split_once('.'), r.split_once('.')) {
        // A domain has two labels at least.
        if first != other || !l_rest.contains('.') || !r_rest.contains('.') {
            break;
        }
        (l, r) = (l_rest, r_rest);
    }
    (l.to_owned(), r.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_from_other_names() {
        for (text, expected) in [
            ("dev.shop.example.org", true),
            ("*.shop.example.org.", true),
            ("_abc.shop.example.org", true),
            ("shop", false),
            ("16.8", false),
            ("shop.example.1", false),
            ("https://shop.example.org", false),
            ("db.x.eu-west-1.rds.amazonaws.com", false),
        ] {
            assert_eq!(is_host(text), expected, "{text}");
        }
    }

    #[test]
    fn hosts_differ_by_their_ends() {
        for (left, right, expected) in [
            (
                "api.dev.shop.example.org",
                "api.shop.example.org",
                ("dev.shop.example.org", "shop.example.org"),
            ),
            ("dev.shop.example.org", "shop.example.org", ("dev.shop.example.org", "shop.example.org")),
            ("api.acme.io", "api.globex.net", ("acme.io", "globex.net")),
            ("a.example.org", "b.example.org", ("a.example.org", "b.example.org")),
        ] {
            assert_eq!(ends(left, right), (expected.0.to_owned(), expected.1.to_owned()));
        }
    }
}
