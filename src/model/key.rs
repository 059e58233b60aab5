//! Map keys, interned: one allocation for each distinct key of an input, however often it occurs.
//!
//! This file must not know what keys mean; secrets and kinds are judged elsewhere.

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;

use arcstr::ArcStr;
use foldhash::fast::FixedState;

/// The key of a map: cheap to clone, ordered and compared by its text.
#[derive(Clone, Eq)]
pub struct Key(ArcStr);

impl Key {
    /// Returns a key of its own allocation; an [`Interner`] shares them.
    pub fn new(text: &str) -> Self {
        Self(ArcStr::from(text))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns whether both keys are the same allocation, which implies that they are equal.
    pub fn is_same(&self, other: &Self) -> bool {
        ArcStr::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Key {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.as_str() == other.as_str()
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if self.is_same(other) { std::cmp::Ordering::Equal } else { self.as_str().cmp(other.as_str()) }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq<str> for Key {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Key {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Hands out the same [`Key`] for the same text.
///
/// One interner serves one input and is not shared between threads, so that cloning a key never
/// contends with another thread's.
#[derive(Default)]
pub struct Interner {
    table: std::collections::HashSet<Key, FixedState>,
}

impl Interner {
    /// Returns the key of `text`, the one given before where there is one.
    pub fn intern(&mut self, text: &str) -> Key {
        if let Some(key) = self.table.get(text) {
            return key.clone();
        }
        let key = Key::new(text);
        self.table.insert(key.clone());
        key
    }

    /// Returns how many distinct keys were seen.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Returns whether no key was seen yet.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

impl std::borrow::Borrow<str> for Key {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

/// Returns a hash of `text` that is the same in every run.
pub fn stable_hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_the_same_key() {
        let mut interner = Interner::default();
        let a = interner.intern("tags");
        let b = interner.intern("tags");
        assert!(a.is_same(&b));
        assert_eq!(interner.len(), 1);
    }

    #[test]
    fn keys_of_different_interners_compare_by_text() {
        assert_eq!(Key::new("a"), Interner::default().intern("a"));
        assert!(Key::new("a") < Key::new("b"));
    }
}
