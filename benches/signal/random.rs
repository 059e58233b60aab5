//! Random choices that are the same in every run with the same seed.
//!
//! This file must not know what is chosen.

use fastrand::Rng;

/// A source of choices.
#[derive(Clone)]
pub(crate) struct Random(Rng);

impl Random {
    /// Makes a source; `purpose` keeps the sources of one seed apart.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a: small, and the same on every machine and with every compiler.
        let mixed =
            purpose.bytes().chain(seed.to_le_bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Self(Rng::with_seed(mixed))
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0.usize(0..end.max(1))
    }

    /// Returns whether something happens that happens so many times in a hundred.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// Returns one of the items, of which there must be one.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Puts the items in another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        self.0.shuffle(items);
    }

    /// Returns so many characters of `alphabet`.
    pub(crate) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters = alphabet.as_bytes();
        (0..length).map(|_| char::from(letters[self.below(letters.len())])).collect()
    }

    /// Returns so many hexadecimal digits.
    pub(crate) fn hex(&mut self, length: usize) -> String {
        self.text("0123456789abcdef", length)
    }

    /// Returns a number of so many digits, the first of which is no zero.
    pub(crate) fn digits(&mut self, length: usize) -> String {
        let first = self.text("123456789", 1);
        first + &self.text("0123456789", length.saturating_sub(1))
    }
}
