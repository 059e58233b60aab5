//! Which kinds a server has: from aggregated discovery, or group by group where it has none.
//!
//! Sources: <https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api> and
//! <https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery>. This file must not list
//! objects, and must not decide which kinds are worth it.

use compact_str::{CompactString, format_compact};
use futures::StreamExt as _;

use super::request::{Api, Refusal};
use crate::model::{Missing, Value};

/// Aggregated discovery, in both versions that servers have, or else what every server has.
const ACCEPT: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
     application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/// What is asked for otherwise.
pub(super) const JSON: &str = "application/json";

/// Requests at once.
pub(super) const AT_ONCE: usize = 8;

/// A kind of object that can be listed, in the version that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// The group of the API; empty for the core.
    pub(super) group: CompactString,
    pub(super) version: CompactString,
    /// As it stands in paths and roles: `deployments`.
    pub(super) plural: CompactString,
    /// As it stands in objects: `Deployment`.
    pub(super) singular: CompactString,
    pub(super) namespaced: bool,
}

impl Kind {
    /// Returns what the model calls it: `Deployment.apps`.
    pub(super) fn name(&self) -> CompactString {
        if self.group.is_empty() {
            self.singular.clone()
        } else {
            format_compact!("{}.{}", self.singular, self.group)
        }
    }

    /// Returns what its objects call their version: `apps/v1`.
    pub(super) fn api_version(&self) -> CompactString {
        group_version(&self.group, &self.version)
    }

    /// Returns the path of the list of all of them, or of those in one namespace.
    pub(super) fn path(&self, namespace: Option<&str>) -> String {
        let root = if self.group.is_empty() { "/api" } else { "/apis" };
        let (api_version, plural) = (self.api_version(), &self.plural);
        match namespace {
            Some(namespace) => format!("{root}/{api_version}/namespaces/{namespace}/{plural}"),
            None => format!("{root}/{api_version}/{plural}"),
        }
    }
}

fn group_version(group: &str, version: &str) -> CompactString {
    if group.is_empty() { version.into() } else { format_compact!("{group}/{version}") }
}

/// What a server has.
#[derive(Debug, Default, PartialEq, Eq)]
struct Group {
    name: CompactString,
    /// The preferred one first.
    versions: Vec<Version>,
}

/// One version of a group: its kinds, or why they are not known.
#[derive(Debug, PartialEq, Eq)]
struct Version {
    name: CompactString,
    kinds: Result<Vec<Kind>, String>,
}

/// Every kind that can be listed, and the groups of which that is not known.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Discovered {
    pub(super) kinds: Vec<Kind>,
    pub(super) missing: Vec<Missing>,
}

/// Asks a server for its kinds.
///
/// # Errors
/// The server tells not even which groups it has.
pub(super) async fn discover(api: &Api) -> Result<Discovered, Refusal> {
    let mut groups = Vec::new();
    for root in ["/api", "/apis"] {
        let answer = api.get(root, ACCEPT).await?;
        if text(&answer, "kind") == Some("APIGroupDiscoveryList") {
            groups.extend(list(&answer, "items").iter().map(aggregated));
        } else {
            groups.extend(one_by_one(api, root, &answer).await?);
        }
    }
    Ok(preferred(groups))
}

/// Takes each kind in the first version that has it.
fn preferred(groups: Vec<Group>) -> Discovered {
    let mut discovered = Discovered::default();
    for group in groups {
        let first = discovered.kinds.len();
        for version in group.versions {
            match version.kinds {
                Ok(kinds) => {
                    for kind in kinds {
                        if !discovered.kinds[first..].iter().any(|known| known.plural == kind.plural) {
                            discovered.kinds.push(kind);
                        }
                    }
                }
                Err(why) => discovered.missing.push(Missing {
                    what: group_version(&group.name, &version.name).into(),
                    why,
                    kind: Some(match group.name.as_str() {
                        "" => "*".into(),
                        name => format_compact!("*.{name}"),
                    }),
                    namespace: None,
                }),
            }
        }
    }
    discovered
}

/// Reads an item of an `APIGroupDiscoveryList`.
fn aggregated(item: &Value) -> Group {
    let name = item.get("metadata").and_then(|metadata| text(metadata, "name")).unwrap_or_default();
    let version = |version: &Value| {
        let version_name = text(version, "version").unwrap_or_default();
        let kinds = list(version, "resources").iter().filter_map(|resource| {
            let kind = resource.get("responseKind").and_then(|kind| text(kind, "kind"))?;
            Some(Kind {
                group: name.into(),
                version: version_name.into(),
                plural: text(resource, "resource").filter(|_| can_list(resource))?.into(),
                singular: kind.into(),
                namespaced: text(resource, "scope") == Some("Namespaced"),
            })
        });
        // What a stale group lists is what it had when it was last seen.
        let kinds = match text(version, "freshness") {
            Some("Stale") => Err("the server behind this group of the API does not answer; \
                 `kubectl get apiservices` tells why"
                .to_owned()),
            _ => Ok(kinds.collect()),
        };
        Version { name: version_name.into(), kinds }
    };
    Group { name: name.into(), versions: list(item, "versions").iter().map(version).collect() }
}

/// Asks for each version of each group, as servers before 1.26 want it.
async fn one_by_one(api: &Api, root: &str, answer: &Value) -> Result<Vec<Group>, Refusal> {
    let mut groups: Vec<(CompactString, Vec<CompactString>)> = Vec::new();
    if root == "/api" {
        let versions = list(answer, "versions").iter().filter_map(Value::as_str);
        groups.push((CompactString::default(), versions.map(CompactString::from).collect()));
    }
    for group in list(answer, "groups") {
        let version = |value: &Value| text(value, "version").map(CompactString::from);
        let mut versions: Vec<_> = list(group, "versions").iter().filter_map(version).collect();
        let preferred = group.get("preferredVersion").and_then(version);
        versions.sort_by_key(|version| Some(version) != preferred.as_ref());
        groups.push((text(group, "name").unwrap_or_default().into(), versions));
    }
    let asked = groups.iter().flat_map(|(group, versions)| versions.iter().map(move |v| (group, v)));
    let answers: Vec<_> = futures::stream::iter(asked)
        .map(|(group, version)| async move {
            let path = format!("{root}/{}", group_version(group, version));
            (version, api.get(&path, JSON).await)
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let mut answers = answers.into_iter();
    let mut found = Vec::new();
    for (name, versions) in &groups {
        let mut group = Group { name: name.clone(), versions: Vec::new() };
        for (version, answer) in answers.by_ref().take(versions.len()) {
            let kinds = match answer {
                Ok(answer) => Ok(resources(name, version, &answer)),
                Err(Refusal::Unauthorized) => return Err(Refusal::Unauthorized),
                Err(refusal) => Err(refusal.reason()),
            };
            group.versions.push(Version { name: version.clone(), kinds });
        }
        found.push(group);
    }
    Ok(found)
}

/// Reads an `APIResourceList`.
fn resources(group: &CompactString, version: &CompactString, answer: &Value) -> Vec<Kind> {
    let kind = |resource: &Value| {
        // A subresource is a part of an object.
        let plural = text(resource, "name").filter(|name| !name.contains('/') && can_list(resource))?;
        Some(Kind {
            group: group.clone(),
            version: version.clone(),
            plural: plural.into(),
            singular: text(resource, "kind")?.into(),
            namespaced: resource.get("namespaced").and_then(Value::as_bool).unwrap_or(false),
        })
    };
    list(answer, "resources").iter().filter_map(kind).collect()
}

fn can_list(resource: &Value) -> bool {
    list(resource, "verbs").iter().any(|verb| verb.as_str() == Some("list"))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::json;

    fn read(text: &str) -> Value {
        json::parse(text).unwrap().value
    }

    fn paths(groups: Vec<Group>) -> Vec<String> {
        preferred(groups).kinds.iter().map(|kind| format!("{} {}", kind.name(), kind.path(None))).collect()
    }

    const GROUP: &str = r#"{"metadata": {"name": "lab.example.com"}, "versions": [
        {"version": "v2", "freshness": "Current", "resources": [
            {"resource": "widgets", "responseKind": {"group": "", "version": "", "kind": "Widget"},
             "scope": "Namespaced", "verbs": ["get", "list"],
             "subresources": [{"subresource": "status", "verbs": ["get"]}]},
            {"resource": "reviews", "responseKind": {"kind": "Review"}, "scope": "Cluster", "verbs": ["create"]}]},
        {"version": "v1", "freshness": "Current", "resources": [
            {"resource": "widgets", "responseKind": {"kind": "Widget"}, "scope": "Namespaced", "verbs": ["list"]},
            {"resource": "gears", "responseKind": {"kind": "Gear"}, "scope": "Cluster", "verbs": ["list"]}]}]}"#;

    #[test]
    fn each_kind_is_taken_once_in_the_first_version_that_has_it() {
        let expected = [
            "Widget.lab.example.com /apis/lab.example.com/v2/widgets",
            "Gear.lab.example.com /apis/lab.example.com/v1/gears",
        ];
        assert_eq!(paths(vec![aggregated(&read(GROUP))]), expected);
    }

    #[test]
    fn a_stale_version_is_missing_and_the_others_are_read() {
        let stale = GROUP.replacen("Current", "Stale", 1);
        let discovered = preferred(vec![aggregated(&read(&stale))]);
        let versions: Vec<_> = discovered.kinds.iter().map(|kind| kind.version.as_str()).collect();
        assert_eq!(versions, ["v1", "v1"]);
        let [missing] = discovered.missing.as_slice() else { panic!("{:?}", discovered.missing) };
        assert_eq!(missing.what, "lab.example.com/v2");
        assert_eq!(missing.kind.as_deref(), Some("*.lab.example.com"));
    }

    #[test]
    fn a_list_of_resources_has_no_subresources() {
        let answer = read(
            r#"{"kind": "APIResourceList", "groupVersion": "v1", "resources": [
                {"name": "pods", "kind": "Pod", "namespaced": true, "verbs": ["get", "list"]},
                {"name": "pods/log", "kind": "Pod", "namespaced": true, "verbs": ["get", "list"]},
                {"name": "bindings", "kind": "Binding", "namespaced": true, "verbs": ["create"]}]}"#,
        );
        let kinds = resources(&"".into(), &"v1".into(), &answer);
        let [pod] = kinds.as_slice() else { panic!("{kinds:?}") };
        assert_eq!((pod.name().as_str(), pod.path(None).as_str()), ("Pod", "/api/v1/pods"));
        assert_eq!(pod.path(Some("shop")), "/api/v1/namespaces/shop/pods");
    }

    #[test]
    fn the_core_group_has_no_name() {
        let core = read(
            r#"{"metadata": {}, "versions": [{"version": "v1", "resources": [
                {"resource": "nodes", "responseKind": {"kind": "Node"}, "scope": "Cluster", "verbs": ["list"]}]}]}"#,
        );
        assert_eq!(paths(vec![aggregated(&core)]), ["Node /api/v1/nodes"]);
    }
}
