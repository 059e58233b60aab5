//! Patterns of keys, and which version held at a time.

use super::*;

fn version(id: &str, second: i64, is_latest: bool, is_deleted: bool) -> Version {
    Version { key: "k".to_owned(), id: id.to_owned(), since: (second, 0), is_latest, is_deleted }
}

/// Asks for a time, and returns the id of the version that held, or why there is none.
fn held(versions: &[Version], at: i64) -> Result<String, String> {
    let backend = Backend {
        kind: "s3".to_owned(),
        settings: crate::collect::remote::settings::Settings::default(),
        workspace: None,
        at: Some(at),
        folder: std::path::PathBuf::new(),
        name: "s3://b/k".to_owned(),
    };
    let (bucket, key) = ("b".to_owned(), "k".to_owned());
    let asked = Asked { bucket, key, version: None, at: Some(at), backend: &backend };
    match at_time(&asked, versions.to_vec(), at) {
        Ok(keys) => Ok(keys[0].1.clone().unwrap()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn at_each_time_the_last_version_before_it_held() {
    let versions = [
        version("c", 30, false, false),
        version("b2", 20, false, false),
        version("b1", 20, false, false),
        version("a", 10, false, false),
        version("gone", 30, true, true),
    ];
    assert!(held(&versions, 9).unwrap_err().contains("the oldest version is of 1970-01-01T00:00:10Z"));
    assert_eq!([10, 19, 20, 29].map(|at| held(&versions, at).unwrap()), ["a", "a", "b2", "b2"]);
    assert!(held(&versions, 30).unwrap_err().contains("deleted"));
    let reversed: Vec<Version> = versions.iter().rev().cloned().collect();
    assert!(held(&reversed, 30).unwrap_err().contains("deleted"));
}

#[test]
fn a_bucket_without_versions_knows_only_the_last_one() {
    let versions = [version("null", 20, true, false)];
    assert_eq!(held(&versions, 20).unwrap(), "null");
    assert!(held(&versions, 19).unwrap_err().contains("keeps no versions"));
    assert!(held(&[], 19).unwrap_err().contains("no such object"));
}

#[test]
fn a_star_stays_within_its_part() {
    for (pattern, key, is_match) in [
        ("**/*.tfstate", "a.tfstate", true),
        ("**/*.tfstate", "a/b/c.tfstate", true),
        ("**/*.tfstate", "a/b/c.tfstate.tflock", false),
        ("dev/*.tfstate", "dev/a.tfstate", true),
        ("dev/*.tfstate", "dev/b/a.tfstate", false),
        ("dev/**", "dev/b/a", true),
        ("dev/**", "prod/b/a", false),
        ("*/network/**/x", "dev/network/x", true),
        ("*/network/**/x", "dev/other/x", false),
        ("key", "key", true),
        ("key", "keys", false),
        ("a*b*c", "aXbXbc", true),
        ("a*b*c", "abc", true),
        ("a*bc*c", "abc", false),
        ("a?*", "abc", false),
        ("a?*", "a?c", true),
    ] {
        assert_eq!(matches(pattern, key), is_match, "{pattern} {key}");
    }
    assert_eq!(prefix("dev/*/x"), "dev/");
}

/// The time to match grows with the key and the pattern, not with what their stars could mean.
#[test]
fn many_stars_end() {
    let pattern = vec!["**"; 60].join("/") + "/x";
    let key = vec!["a"; 500].join("/");
    assert!(!matches(&pattern, &key));
}
