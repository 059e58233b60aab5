//! Kubernetes as its users meet it: manifests, running clusters, and what is said of them.

mod check;
mod clusters;
mod drift;
mod facts;
#[cfg(feature = "kubernetes")]
mod live;
mod manifests;
mod meaning;
mod objects;
mod once;
#[cfg(feature = "kubernetes")]
pub(crate) mod recording;
#[cfg(feature = "kubernetes")]
pub(crate) mod server;
mod shop;
mod twin;

use crate::support::Case;

/// A build without clusters says so, and does not call the cluster empty.
#[cfg(not(feature = "kubernetes"))]
#[test]
fn a_build_without_clusters_says_so() {
    let case = Case::new();
    case.write("driftgate.hcl", "environment \"dev\" {\n  kubernetes {\n    context = \"dev\"\n  }\n}\n");
    let ran = case.run(&["snapshot", "dev", "-o", "dev.driftgate"]).exits(1);
    assert!(ran.stderr.contains("built without Kubernetes"), "{}", ran.stderr);
}

/// The roles that are published are those that the program prints.
#[test]
fn the_published_role_is_printed() {
    let published = include_str!("../../../deploy/kubernetes/clusterrole.yaml");
    let all = Case::new().run(&["permissions", "kubernetes"]).exits(0).stdout;
    let without = Case::new().run(&["permissions", "kubernetes", "--no-secrets"]).exits(0).stdout;
    assert_eq!(format!("{all}---\n{without}"), published);
    assert!(all.contains("[\"*\"]") && !without.lines().any(|line| line.trim() == "- secrets"));
    assert!(
        !without.contains("apiGroups: [\"*\"]") && !without.contains("- \"\""),
        "Secrets are of the core group"
    );
    for role in [&all, &without] {
        let verbs: Vec<_> = role.lines().filter(|line| line.contains("verbs:")).collect();
        assert!(!verbs.is_empty() && verbs.iter().all(|line| line.contains("[get, list]")), "{verbs:?}");
    }
}
