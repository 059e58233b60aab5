//! What an environment is for: rules use it to tell which side is the more production-like.
//!
//! This file must not look at resources; the role comes from the configuration or from the name.

use std::fmt;
use std::str::FromStr;

/// What an environment is for, from the least to the most production-like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// Where people try things.
    Development,
    /// Nothing that the name tells.
    #[default]
    Other,
    /// Where a release is tried last.
    Staging,
    /// What customers use.
    Production,
}

impl Role {
    /// All roles, the most production-like first.
    pub const ALL: [Self; 4] = [Self::Production, Self::Staging, Self::Other, Self::Development];

    /// Returns the name as users write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Development => "development",
            Self::Other => "other",
        }
    }

    /// Guesses the role from the words of an environment's name: `acme-prod-eu` is production.
    pub fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        // `pre-prod` and `non-prod` are two words, of which the second alone would mislead.
        for pair in words.windows(2) {
            match pair {
                ["pre", "prod" | "production"] => return Self::Staging,
                ["non" | "not" | "no", "prod" | "production"] => return Self::Development,
                _ => {}
            }
        }
        words.iter().map(|word| Self::of_word(word)).find(|role| *role != Self::Other).unwrap_or_default()
    }

    fn of_word(word: &str) -> Self {
        // `prod2` and `dev01` are numbered environments of the same role.
        match word.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "prod" | "production" | "prd" | "live" => Self::Production,
            "staging" | "stage" | "stg" | "preprod" | "preproduction" | "uat" | "preview" => Self::Staging,
            "dev" | "develop" | "development" | "devel" | "test" | "testing" | "tst" | "qa" | "sandbox"
            | "sbx" | "local" | "ci" | "nonprod" | "lab" | "playground" => Self::Development,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no role; expected production, staging, development or other")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;
    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| RoleError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_role() {
        for (name, role) in [
            ("prod", Role::Production),
            ("acme-prod-eu", Role::Production),
            ("PRD", Role::Production),
            ("prod2", Role::Production),
            ("pre-prod", Role::Staging),
            ("preprod", Role::Staging),
            ("non_prod", Role::Development),
            ("dev01", Role::Development),
            ("product", Role::Other),
            ("", Role::Other),
        ] {
            assert_eq!(Role::of_name(name), role, "{name}");
        }
    }

    #[test]
    fn production_is_the_greatest() {
        assert!(Role::ALL.is_sorted_by(|a, b| a > b));
        assert!(Role::ALL.into_iter().all(|role| role.as_str().parse() == Ok(role)));
    }
}
