//! Words of one environment that stand in both: `shop-dev-db` in prod, where everything else says `shop-prod-`.
//!
//! A text that both environments share is equal, but what it names may belong to one of them. Whether
//! it does is told by its neighbours: this file finds the words and says what stands beside them; it
//! must not judge.

use std::hash::BuildHasher;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The word as it is written.
    pub word: String,
    /// Whether it is the left environment's.
    pub is_left: bool,
    /// What stands around it, each as one number; none for an account, which needs no neighbour.
    pub around: Vec<u64>,
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

    /// Returns the words of both environments in a text; `key` is the name of the attribute that holds it.
    pub fn places(&self, text: &str, key: &str) -> Vec<Place> {
        let mut places = Vec::new();
        for (account, is_left) in [(&self.accounts.left, true), (&self.accounts.right, false)] {
            if let Some(account) = account.as_deref().filter(|account| holds(text, account)) {
                places.push(Place { word: account.to_owned(), is_left, around: Vec::new() });
            }
        }
        let words: Vec<&str> = split_words(text).collect();
        for (at, word) in words.iter().enumerate() {
            let is = |known: &[String]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
            let is_left = is(&self.words.left);
            if !is_left && !is(&self.words.right) {
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let around = [
                before.and_then(|before| beside(text, before, word)).map(|joint| ("before", joint)),
                words.get(at + 1).and_then(|after| beside(text, word, after)).map(|joint| ("after", joint)),
                // A text that is nothing but the word has its attribute for a neighbour.
                (text.len() == word.len()).then(|| ("whole", format!("{key}={}", word.to_lowercase()))),
            ];
            let around: Vec<u64> =
                around.into_iter().flatten().map(|joint| FixedState::default().hash_one(joint)).collect();
            if !around.is_empty() {
                places.push(Place { word: (*word).to_owned(), is_left, around });
            }
        }
        places
    }
}

/// Returns two words of a text and what joins them, when that is nothing or one character of a name.
fn beside(text: &str, first: &str, second: &str) -> Option<String> {
    let end = first.as_ptr().addr() + first.len() - text.as_ptr().addr();
    let start = second.as_ptr().addr() - text.as_ptr().addr();
    let joint = match text.get(end..start)? {
        "" | "-" | "_" => '-',
        "." => '.',
        "/" => '/',
        ":" => ':',
        _ => return None,
    };
    Some(format!("{}{joint}{}", first.to_lowercase(), second.to_lowercase()))
}

/// Returns whether a number stands in a text with no digit or letter beside it.
fn holds(text: &str, number: &str) -> bool {
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(number).any(|(at, _)| {
        !joined(text[..at].chars().next_back()) && !joined(text[at + number.len()..].chars().next())
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

    #[test]
    fn words_have_neighbours_in_every_case_style() {
        let around = |text: &str| watch().places(text, "x").remove(0).around;
        assert_eq!(around("shop-dev-web"), around("SHOP_DEV_WEB"));
        assert_eq!(around("shop-dev-web"), around("shopDevWeb"));
        assert_eq!(around("shop-dev-web")[0], around("shop-dev-db")[0]);
        assert_ne!(around("shop-dev-web")[0], around("shop.dev.web")[0]);
        assert_eq!(around("dev"), around("DEV"));
    }

    #[test]
    fn what_is_no_word_or_stands_alone_in_a_sentence_is_nothing() {
        for text in ["device-registry", "producer", "made for dev, then prod", "1111222233334"] {
            assert_eq!(watch().places(text, "x"), Vec::new(), "{text}");
        }
        let account = watch().places("arn:aws:iam::444455556666:role/x", "x");
        assert_eq!((account.len(), account[0].is_left), (1, false));
    }
}
