//! The least role that would have been enough, as somebody would write it.
//!
//! This file must not ask a server anything.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::List;

/// The name of the role that is proposed.
const NAME: &str = "driftgate";

/// Returns a role that allows the lists that were refused, and how to give it to `user`.
///
/// Lists of all namespaces need a `ClusterRole`; lists of named namespaces a `Role` in each.
pub(super) fn least(refused: &[List], user: Option<&str>) -> String {
    let namespaces: BTreeSet<&str> = refused.iter().filter_map(|list| list.namespace.as_deref()).collect();
    let is_wide = refused.iter().any(|list| list.namespace.is_none());
    let mut rules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for list in refused {
        rules.entry(&list.kind.group).or_default().insert(&list.kind.plural);
    }
    let (kind, place) = match (is_wide, namespaces.first()) {
        (false, Some(namespace)) => ("Role", format!(", namespace: {namespace}")),
        _ => ("ClusterRole", String::new()),
    };
    let others: Vec<&str> = namespaces.iter().skip(1).copied().collect();
    let also = if is_wide || others.is_empty() {
        String::new()
    } else {
        format!(", and the same in {}", others.join(", "))
    };
    let mut text = format!(
        "this {kind} would be enough{also}:\n\
         apiVersion: rbac.authorization.k8s.io/v1\n\
         kind: {kind}\n\
         metadata: {{name: {NAME}{place}}}\n\
         rules:\n"
    );
    for (group, plurals) in rules {
        let group = if group.is_empty() { "\"\"" } else { group };
        let plurals = plurals.into_iter().collect::<Vec<_>>().join(", ");
        text.push_str(&format!("- {{apiGroups: [{group}], resources: [{plurals}], verbs: [list]}}\n"));
    }
    text.push_str(&binding(kind, namespaces.first().copied().filter(|_| !is_wide), user));
    if refused.iter().any(|list| list.kind.group.is_empty() && list.kind.plural == "secrets") {
        text.push_str("\nor leave Secrets out with --no-secrets");
    }
    text
}

fn binding(kind: &str, namespace: Option<&str>, user: Option<&str>) -> String {
    let subject = match user.map(|user| (user, user.strip_prefix("system:serviceaccount:"))) {
        Some((_, Some(account))) => format!("--serviceaccount={account}"),
        Some((user, None)) => format!("--user={user}"),
        None => "--user=USER".to_owned(),
    };
    match namespace {
        Some(namespace) => format!(
            "given by: kubectl create rolebinding {NAME} --{}={NAME} {subject} --namespace={namespace}",
            kind.to_lowercase()
        ),
        None => format!("given by: kubectl create clusterrolebinding {NAME} --clusterrole={NAME} {subject}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::discovery::Kind;
    use super::*;

    fn list(group: &str, plural: &str, namespace: Option<&str>) -> List {
        let kind = Kind {
            group: group.into(),
            version: "v1".into(),
            plural: plural.into(),
            singular: plural.into(),
            namespaced: true,
        };
        List { kind, namespace: namespace.map(Into::into) }
    }

    #[test]
    fn a_cluster_role_names_what_was_refused_and_nothing_else() {
        let refused =
            [list("apps", "deployments", None), list("", "pods", None), list("", "configmaps", None)];
        insta::assert_snapshot!(least(&refused, Some("jo")), @r#"
        this ClusterRole would be enough:
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: driftgate}
        rules:
        - {apiGroups: [""], resources: [configmaps, pods], verbs: [list]}
        - {apiGroups: [apps], resources: [deployments], verbs: [list]}
        given by: kubectl create clusterrolebinding driftgate --clusterrole=driftgate --user=jo
        "#);
    }

    #[test]
    fn named_namespaces_need_a_role_in_each() {
        let refused = [list("", "secrets", Some("shop")), list("", "secrets", Some("extra"))];
        let text = least(&refused, Some("system:serviceaccount:ci:reader"));
        insta::assert_snapshot!(text, @r#"
        this Role would be enough, and the same in shop:
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: driftgate, namespace: extra}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [list]}
        given by: kubectl create rolebinding driftgate --role=driftgate --serviceaccount=ci:reader --namespace=extra
        or leave Secrets out with --no-secrets
        "#);
    }
}
