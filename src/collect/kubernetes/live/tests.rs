//! What is said of lists that were refused, in part and as a whole.

use super::*;
use crate::collect::kubernetes::live::discovery::Kind;

fn list(plural: &str, kind: &str, namespaced: bool, namespace: Option<&str>) -> List {
    let kind = Kind {
        group: "".into(),
        version: "v1".into(),
        plural: plural.into(),
        singular: kind.into(),
        namespaced,
    };
    List { kind, namespace: namespace.map(Into::into) }
}

fn forbidden() -> Refusal {
    Refusal::Forbidden("pods is forbidden: User \"jo\" cannot list resource \"pods\"".to_owned())
}

fn taken(outcomes: Vec<Outcome>, wide: &[(List, Known)]) -> Collected {
    let mut collected = Collected::default();
    take(outcomes, wide, &mut collected).unwrap();
    collected
}

fn extents(collected: &Collected) -> Vec<(&str, Option<&str>)> {
    collected
        .missing
        .iter()
        .map(|missing| (missing.kind.as_deref().unwrap_or_default(), missing.namespace.as_deref()))
        .collect()
}

#[test]
fn what_was_refused_everywhere_is_missing_everywhere() {
    let collected = taken(vec![(list("nodes", "Node", false, None), Err(forbidden()))], &[]);
    assert_eq!(extents(&collected), [("Node", None)]);
    assert!(collected.help.unwrap().contains("resources: [nodes]"));
}

#[test]
fn of_known_namespaces_only_the_refused_ones_are_missing() {
    let wide = list("pods", "Pod", true, None);
    let outcomes = vec![
        (list("pods", "Pod", true, Some("a")), Ok(Vec::new())),
        (list("pods", "Pod", true, Some("b")), Err(forbidden())),
    ];
    let collected = taken(outcomes, &[(wide, Known::All)]);
    assert_eq!(extents(&collected), [("Pod", Some("b"))]);
    let help = collected.help.unwrap();
    assert!(help.contains("kind: ClusterRole") && !help.contains("--namespace"), "{help}");
}

/// That one namespace could be read says nothing of the others.
#[test]
fn of_unknown_namespaces_all_may_be_missing() {
    let wide = list("pods", "Pod", true, None);
    let outcomes = vec![(list("pods", "Pod", true, Some("a")), Ok(Vec::new()))];
    let collected = taken(outcomes, &[(wide, Known::One)]);
    assert_eq!(extents(&collected), [("Pod", None)]);
}

#[test]
fn an_object_under_two_kinds_is_read_once() {
    let object = || Resource {
        attributes: [(Key::new("metadata"), Value::map([(Key::new("uid"), Value::from("u-1"))]))]
            .into_iter()
            .collect(),
        ..Resource::default()
    };
    let outcomes = vec![
        (list("roles", "Role", true, None), Ok(vec![object()])),
        (list("oldroles", "OldRole", true, None), Ok(vec![object()])),
    ];
    assert_eq!(taken(outcomes, &[]).resources.len(), 1);
}

#[test]
fn credentials_that_lapse_on_the_way_fail_the_source() {
    let outcomes = vec![(list("pods", "Pod", true, None), Err(Refusal::Unauthorized))];
    assert_eq!(take(outcomes, &[], &mut Collected::default()), Err(Refusal::Unauthorized));
}
