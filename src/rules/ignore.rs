//! What the configuration never compares.
//!
//! This file must not decide on its own: without an `ignore` block nothing is ignored.

use crate::config::Ignore;
use crate::model::Path;

/// The `ignore` blocks that apply to one resource or pair.
#[derive(Clone, Debug)]
pub struct Ignored<'a>(Vec<&'a Ignore>);

impl<'a> Ignored<'a> {
    /// Selects the blocks for a kind and the addresses that the resource has on either side.
    pub fn select(ignores: &'a [Ignore], kind: &str, addresses: &[&str]) -> Self {
        let applies = |ignore: &&Ignore| {
            let named = |address: &&str| ignore.addresses.iter().any(|glob| glob.matches(address));
            ignore.kinds.iter().any(|glob| glob.matches(kind))
                && (ignore.addresses.is_empty() || addresses.iter().any(named))
        };
        Self(ignores.iter().filter(applies).collect())
    }

    /// Returns whether no block applies.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the block that takes the whole resource out.
    pub fn whole(&self) -> Option<&'a Ignore> {
        self.at(&Path::root())
    }

    /// Returns the block that takes out what stands at `path`.
    pub fn at(&self, path: &Path) -> Option<&'a Ignore> {
        let covers = |ignore: &&Ignore| {
            ignore.paths.is_empty() || ignore.paths.iter().any(|pattern| pattern.covers(path))
        };
        self.0.iter().copied().find(covers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn kind_address_and_path_must_all_match() {
        let config = testing::config(
            r#"
            ignore "tags" {
              kind   = ["aws_*", "google_*"]
              path   = "tags"
              reason = "set by the platform"
            }
            ignore "old" {
              kind    = "aws_instance"
              address = "module.old.*"
              reason  = "will be gone"
            }
            "#,
        );
        let at = |kind: &str, address: &str, path: &str| {
            let ignored = Ignored::select(&config.ignores, kind, &[address]);
            ignored.at(&path.parse().unwrap()).map(|ignore| ignore.name.as_str())
        };
        assert_eq!(at("aws_instance", "aws_instance.a", "tags.Name"), Some("tags"));
        assert_eq!(at("aws_instance", "aws_instance.a", "tags_all"), None);
        assert_eq!(at("azurerm_vm", "azurerm_vm.a", "tags"), None);
        assert_eq!(at("aws_instance", "module.old.aws_instance.a", "ami"), Some("old"));
        let old = Ignored::select(
            &config.ignores,
            "aws_instance",
            &["aws_instance.b", "module.old.aws_instance.b"],
        );
        assert_eq!(old.whole().map(|ignore| ignore.reason.as_str()), Some("will be gone"));
        assert!(Ignored::select(&config.ignores, "variable", &["var.a"]).is_empty());
    }
}
