//! Which kinds are read, and in which namespaces.
//!
//! What is left out here is left out by design and is not missing. This file must not send anything.

use compact_str::CompactString;

use super::discovery::Kind;
use crate::collect::Cluster;
use crate::model::Scope;

/// The kind that holds what is secret.
const SECRET: &str = "Secret";

/// The groups that measure what runs: other numbers every second, and nobody declares them.
const MEASUREMENTS: [&str; 3] = ["metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"];

/// Where the kinds of the group `extensions` live today; old servers give the same objects under both.
const MOVED: [&str; 3] = ["apps", "networking.k8s.io", "policy"];

/// One list to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) kind: Kind,
    /// `None` asks for all namespaces, or for what belongs to none.
    pub(super) namespace: Option<CompactString>,
}

/// Returns the lists to ask for, in the order of the server's own preference.
pub(super) fn lists(kinds: &[Kind], cluster: &Cluster) -> Vec<List> {
    let wanted = |kind: &&Kind| is_worth_it(kind, kinds) && (cluster.secrets || kind.name() != SECRET);
    let namespaces = &cluster.namespaces;
    let mut lists = Vec::new();
    for kind in kinds.iter().filter(wanted) {
        if namespaces.is_empty() {
            lists.push(List { kind: kind.clone(), namespace: None });
        } else if kind.namespaced {
            lists.extend(
                namespaces
                    .iter()
                    .map(|namespace| List { kind: kind.clone(), namespace: Some(namespace.into()) }),
            );
        }
    }
    lists
}

/// Returns what the user did not want to be asked for.
pub(super) fn scope(cluster: &Cluster) -> Scope {
    Scope {
        without: if cluster.secrets { Vec::new() } else { vec![SECRET.into()] },
        namespaces: cluster.namespaces.iter().map(CompactString::from).collect(),
        cloud: None,
    }
}

fn is_worth_it(kind: &Kind, all: &[Kind]) -> bool {
    match (kind.group.as_str(), kind.plural.as_str()) {
        // What happened is no part of what is, and a server gives events under both groups. The status of components
        // is made up at each question, belongs to no object and is deprecated.
        ("" | "events.k8s.io", "events") | ("", "componentstatuses") => false,
        ("extensions", plural) => {
            !all.iter().any(|other| other.plural == plural && MOVED.contains(&other.group.as_str()))
        }
        (group, _) => !MEASUREMENTS.contains(&group),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> Vec<Kind> {
        [
            ("", "pods", "Pod", true),
            ("", "secrets", "Secret", true),
            ("", "events", "Event", true),
            ("", "nodes", "Node", false),
            ("events.k8s.io", "events", "Event", true),
            ("extensions", "ingresses", "Ingress", true),
            ("networking.k8s.io", "ingresses", "Ingress", true),
            ("extensions", "oddities", "Oddity", true),
            ("metrics.k8s.io", "pods", "PodMetrics", true),
            ("vault.example.com", "secrets", "Secret", true),
        ]
        .into_iter()
        .map(|(group, plural, kind, namespaced)| Kind {
            group: group.into(),
            version: "v1".into(),
            plural: plural.into(),
            singular: kind.into(),
            namespaced,
        })
        .collect()
    }

    fn paths(cluster: &Cluster) -> Vec<String> {
        lists(&kinds(), cluster).iter().map(|list| list.kind.path(list.namespace.as_deref())).collect()
    }

    #[test]
    fn each_object_is_asked_for_once_and_events_and_measurements_never() {
        let expected = [
            "/api/v1/pods",
            "/api/v1/secrets",
            "/api/v1/nodes",
            "/apis/networking.k8s.io/v1/ingresses",
            "/apis/extensions/v1/oddities",
            "/apis/vault.example.com/v1/secrets",
        ];
        assert_eq!(paths(&Cluster { secrets: true, ..Cluster::default() }), expected);
    }

    #[test]
    fn without_secrets_only_they_are_left_out_and_the_scope_says_so() {
        let cluster = Cluster { secrets: false, ..Cluster::default() };
        assert!(!paths(&cluster).contains(&"/api/v1/secrets".to_owned()));
        assert!(paths(&cluster).contains(&"/apis/vault.example.com/v1/secrets".to_owned()));
        assert_eq!(scope(&cluster).without, ["Secret"]);
    }

    #[test]
    fn named_namespaces_are_asked_one_by_one_and_nothing_beside_them() {
        let cluster =
            Cluster { namespaces: vec!["a".to_owned(), "b".to_owned()], secrets: true, ..Cluster::default() };
        let paths = paths(&cluster);
        assert!(paths.iter().all(|path| path.contains("/namespaces/a/") || path.contains("/namespaces/b/")));
        assert_eq!(paths[..2], ["/api/v1/namespaces/a/pods", "/api/v1/namespaces/b/pods"]);
        assert_eq!(scope(&cluster).namespaces, ["a", "b"]);
    }
}
