//! Words of one environment that stand in both: `shop-dev-db` in prod, where everything else says `shop-prod-`.
//!
//! A text that both environments share is equal, but what it names may belong to one of them. Whether
//! it does is told by its neighbours: this file finds the words and says what stands beside them; it
//! must not judge.

use std::hash::{BuildHasher, Hasher};

use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;

use super::tokens::{Tokens, split_words};
use crate::model::Sides;

/// Finds the words and accounts of two environments in texts.
#[derive(Debug)]
pub struct Watch {
    finder: AhoCorasick,
    words: Sides<Vec<String>>,
    accounts: Sides<Option<String>>,
}

/// A word of one environment in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    /// The word as it is written.
    pub word: &'t str,
    /// Whether it is the left environment's.
    pub is_left: bool,
    /// What stands around it, each as one number; nothing at all for an account, which needs no neighbour.
    pub around: [Option<u64>; 3],
}

impl Watch {
    /// Makes the finder; `None` when the environments have no words that tell them apart.
    pub fn new(tokens: Sides<&Tokens>) -> Option<Self> {
        let own = |tokens: &Tokens, other: &Tokens| -> Vec<String> {
            let all = |tokens: &Tokens| -> Vec<String> {
                tokens.words.iter().chain(tokens.inferred.iter().map(|(word, _)| word)).cloned().collect()
            };
            let others = all(other);
            all(tokens).into_iter().filter(|word| !others.contains(word)).collect()
        };
        let words = Sides::new(own(tokens.left, tokens.right), own(tokens.right, tokens.left));
        let accounts = if tokens.left.account == tokens.right.account {
            Sides::default()
        } else {
            tokens.map(|tokens| tokens.account.clone())
        };
        let patterns: Vec<&String> = words
            .left
            .iter()
            .chain(&words.right)
            .chain(accounts.left.iter())
            .chain(accounts.right.iter())
            .filter(|pattern| !pattern.is_empty())
            .collect();
        if patterns.is_empty() {
            return None;
        }
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(patterns).ok()?;
        Some(Self { finder, words, accounts })
    }

    /// Returns whether a text may hold a word of an environment; quick, and sometimes yes in vain.
    pub fn may_hold(&self, text: &str) -> bool {
        self.finder.is_match(text)
    }

    /// Calls `found` with the words of both environments in a text; `key` is the name of the attribute that
    /// holds it.
    pub fn places<'t>(&self, text: &'t str, key: &str, mut found: impl FnMut(Place<'t>)) {
        for (account, is_left) in [(&self.accounts.left, true), (&self.accounts.right, false)] {
            let Some(account) = account.as_deref() else { continue };
            if let Some(at) = position(text, account) {
                found(Place { word: &text[at..at + account.len()], is_left, around: [None; 3] });
            }
        }
        let mut words = split_words(text).peekable();
        let mut before: Option<&str> = None;
        while let Some(word) = words.next() {
            let is = |known: &[String]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
            let is_left = is(&self.words.left);
            if is_left || is(&self.words.right) {
                let around = [
                    before.and_then(|before| beside(text, before, word, 0)),
                    words.peek().and_then(|after| beside(text, word, after, 1)),
                    // A text that is nothing but the word has its attribute for a neighbour.
                    (text.len() == word.len()).then(|| number(2, key, '=', word)),
                ];
                if around.iter().any(Option::is_some) {
                    found(Place { word, is_left, around });
                }
            }
            before = Some(word);
        }
    }
}

/// Returns one number for two words of a text and what joins them, when that is nothing or one character of
/// a name; `place` tells the word before from the word after.
fn beside(text: &str, first: &str, second: &str, place: u8) -> Option<u64> {
    let end = first.as_ptr().addr() + first.len() - text.as_ptr().addr();
    let start = second.as_ptr().addr() - text.as_ptr().addr();
    let joint = match text.get(end..start)? {
        "" | "-" | "_" => '-',
        "." => '.',
        "/" => '/',
        ":" => ':',
        _ => return None,
    };
    Some(number(place, first, joint, second))
}

/// Returns a number for two words without regard to case, and what joins them.
fn number(place: u8, first: &str, joint: char, second: &str) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write_u8(place);
    for byte in first.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.write_u32(joint.into());
    for byte in second.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}

/// Returns where a number stands in a text with no digit or letter beside it.
fn position(text: &str, number: &str) -> Option<usize> {
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut found = text.match_indices(number).map(|(at, _)| at);
    found.find(|at| {
        !joined(text[..*at].chars().next_back()) && !joined(text[at + number.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch() -> Watch {
        let tokens = |word: &str, account: &str| Tokens {
            words: vec![word.to_owned()],
            account: Some(account.to_owned()),
            ..Tokens::default()
        };
        Watch::new(Sides::new(&tokens("dev", "111122223333"), &tokens("prod", "444455556666"))).unwrap()
    }

    fn places(text: &str) -> Vec<(String, bool, [Option<u64>; 3])> {
        let mut places = Vec::new();
        watch().places(text, "x", |place| places.push((place.word.to_owned(), place.is_left, place.around)));
        places
    }

    #[test]
    fn words_have_neighbours_in_every_case_style() {
        let around = |text: &str| places(text)[0].2;
        assert_eq!(around("shop-dev-web"), around("SHOP_DEV_WEB"));
        assert_eq!(around("shop-dev-web"), around("shopDevWeb"));
        assert_eq!(around("shop-dev-web")[0], around("shop-dev-db")[0]);
        assert_ne!(around("shop-dev-web")[0], around("shop.dev.web")[0]);
        assert_ne!(around("shop-dev-web")[0], around("shop-dev-web")[1]);
        assert_eq!(around("dev"), around("DEV"));
    }

    #[test]
    fn what_is_no_word_or_stands_alone_in_a_sentence_is_nothing() {
        for text in ["device-registry", "producer", "made for dev, then prod", "1111222233334"] {
            assert_eq!(places(text), [], "{text}");
        }
        let account = places("arn:aws:iam::444455556666:role/x");
        assert_eq!(account, [("444455556666".to_owned(), false, [None; 3])]);
    }
}
