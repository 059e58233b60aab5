//! The name of a finding that stays the same from run to run.
//!
//! This file must not take in values, rules or severities: a finding keeps its name when those change.

use sha2::{Digest, Sha256};

use crate::config::Fingerprint;
use crate::model::{Mode, Path};

/// Returns 16 hexadecimal digits made of what a finding is about.
///
/// The address must be the same for both orders of the sides, so that the finding is, too.
pub fn fingerprint(mode: Mode, kind: &str, address: &str, path: &Path) -> String {
    let mut hash = Sha256::new();
    let path = path.to_string();
    for part in [mode.as_str(), kind, address, &path] {
        // With the length before each part no two lists of parts run together to the same bytes.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]).take(Fingerprint::WHOLE);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &str, address: &str, path: &str) -> String {
        fingerprint(Mode::Parity, kind, address, &path.parse().unwrap())
    }

    #[test]
    fn stays_the_same_for_ever() {
        // Acceptances in configurations and stored histories depend on these digits.
        assert_eq!(of("aws_instance", "aws_instance.app[0]", "instance_type"), "de6bc3f0e8cfad70");
    }

    #[test]
    fn every_part_counts_and_none_runs_into_the_next() {
        let all =
            [of("a", "b", "c"), of("ab", "", "c"), of("a", "bc", ""), of("", "ab", "c"), of("a", "b", "d")];
        for (i, one) in all.iter().enumerate() {
            assert_eq!(one.len(), 16);
            assert!(all.iter().skip(i + 1).all(|other| other != one));
        }
    }
}
