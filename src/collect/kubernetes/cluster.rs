//! What a cluster is as a whole, in one resource: its node pools, and by name what it offers to workloads.
//!
//! The version of the server is put there by whoever asked the server. This file must not tell what an
//! object of its own tells: what is listed here of custom kinds and classes is for rules to look up, and is
//! not compared.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{below, is_object, parts, text};
use crate::model::{Address, CLUSTER, Key, Map, Origin, Resource, Source, Value};

/// Labels by which providers name the pool that a node belongs to; of several the first is taken.
///
/// Sources: the documentation of EKS, eksctl, GKE, AKS, Karpenter, kOps, OKE and others.
const POOLS: [&str; 11] = [
    "eks.amazonaws.com/nodegroup",
    "alpha.eksctl.io/nodegroup-name",
    "cloud.google.com/gke-nodepool",
    "kubernetes.azure.com/agentpool",
    "agentpool",
    "karpenter.sh/nodepool",
    "kops.k8s.io/instancegroup",
    "doks.digitalocean.com/node-pool",
    "k8s.scaleway.com/pool-name",
    "oke.oraclecloud.com/pool.name",
    "node.kubernetes.io/pool",
];
const NODE: &str = "Node";
const POOLS_KEY: &str = "node_pools";
const ROLE: &str = "node-role.kubernetes.io/";
/// What the kubelet and the node controller put on nodes that are in trouble or being drained.
const PASSING: &str = "node.kubernetes.io/";

/// Makes the resource of the cluster, or adds to the one that is there.
pub(super) fn gather(resources: &mut Vec<Resource>, sources: &[Source]) {
    // Manifests say what a cluster shall have and not what it is.
    let runs = |r: &Resource| r.kind == CLUSTER || r.origin == Origin::Live && is_object(r);
    if !resources.iter().any(runs) {
        return;
    }
    let mut facts = facts(resources);
    // Pools of nodes that could not be read are not there for all that is known.
    if sources.iter().any(|source| source.may_lack_some(NODE)) {
        facts.retain(|(key, _)| key != POOLS_KEY);
        facts.push((Key::new(POOLS_KEY), Value::Unknown));
    }
    let found = resources.iter_mut().find(|resource| resource.kind == CLUSTER);
    match found {
        Some(cluster) => cluster.attributes.extend(facts),
        None if facts.is_empty() => {}
        None => {
            let source =
                resources.iter().find(|r| r.origin == Origin::Live && is_object(r)).map_or(0, |r| r.source);
            resources.push(Resource {
                kind: CLUSTER.into(),
                address: Address::new(CLUSTER),
                origin: Origin::Live,
                source,
                attributes: facts.into_iter().collect(),
                ..Resource::default()
            });
        }
    }
}

fn facts(resources: &[Resource]) -> Vec<(Key, Value)> {
    let mut pools: BTreeMap<String, Pool> = BTreeMap::new();
    let mut crds = Vec::new();
    let mut classes: BTreeMap<&str, Vec<(Key, Value)>> = BTreeMap::new();
    for resource in resources.iter().filter(|resource| resource.origin == Origin::Live && is_object(resource))
    {
        let (_, kind, name) = parts(resource);
        let attributes = &resource.attributes;
        match kind {
            NODE => {
                let pool = pools.entry(pool_of(attributes)).or_default();
                pool.add(attributes);
            }
            "CustomResourceDefinition.apiextensions.k8s.io" => {
                crds.push((Key::new(name), versions(attributes)));
            }
            "StorageClass.storage.k8s.io" => {
                let is_default = ["storageclass.kubernetes.io", "storageclass.beta.kubernetes.io"];
                classes.entry("storage_classes").or_default().push(class(name, attributes, &is_default));
            }
            "IngressClass.networking.k8s.io" => {
                let is_default = ["ingressclass.kubernetes.io"];
                classes.entry("ingress_classes").or_default().push(class(name, attributes, &is_default));
            }
            "RuntimeClass.node.k8s.io" => {
                let handler = attributes.get("handler").cloned().unwrap_or_default();
                classes.entry("runtime_classes").or_default().push((Key::new(name), handler));
            }
            "PriorityClass.scheduling.k8s.io" => {
                let value = attributes.get("value").cloned().unwrap_or_default();
                classes.entry("priority_classes").or_default().push((Key::new(name), value));
            }
            _ => {}
        }
    }
    let mut facts = Vec::new();
    if !pools.is_empty() {
        let pools = pools.into_iter().map(|(name, pool)| pool.into_value(&name));
        facts.push((Key::new(POOLS_KEY), Value::list(pools)));
    }
    if !crds.is_empty() {
        facts.push((Key::new("crds"), Value::map(crds)));
    }
    facts.extend(classes.into_iter().map(|(kind, classes)| (Key::new(kind), Value::map(classes))));
    facts
}

/// The nodes that are called alike.
#[derive(Default)]
struct Pool {
    count: i64,
    /// By attribute: the texts that nodes have, each once.
    texts: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Returns what the pool of a node is called: by its provider, else by its roles, else by what it runs.
fn pool_of(node: &Map) -> String {
    let labels = below(node, &["metadata", "labels"]).and_then(Value::as_map);
    let label = |key: &str| labels.and_then(|labels| labels.get(key)).and_then(Value::as_str);
    if let Some(pool) = POOLS.iter().find_map(|key| label(key).filter(|pool| !pool.is_empty())) {
        return pool.to_owned();
    }
    let roles = labels.into_iter().flatten().filter_map(|(key, _)| key.strip_prefix(ROLE));
    let roles: Vec<&str> = roles.filter(|role| !role.is_empty() && *role != "worker").collect();
    if roles.is_empty() {
        let info = |key: &str| text(node, &["status", "nodeInfo", key]);
        let os = label("kubernetes.io/os").or(info("operatingSystem")).unwrap_or("unknown");
        let arch = label("kubernetes.io/arch").or(info("architecture")).unwrap_or("unknown");
        return format!("{os}/{arch}");
    }
    roles.join("+")
}

impl Pool {
    fn add(&mut self, node: &Map) {
        self.count += 1;
        let label = |key: &str| text(node, &["metadata", "labels", key]);
        let info = |key: &str| text(node, &["status", "nodeInfo", key]);
        let instance =
            label("node.kubernetes.io/instance-type").or(label("beta.kubernetes.io/instance-type"));
        let texts = [
            ("kubelet", info("kubeletVersion")),
            ("runtime", info("containerRuntimeVersion")),
            ("os_image", info("osImage")),
            ("kernel", info("kernelVersion")),
            ("os", label("kubernetes.io/os").or(info("operatingSystem"))),
            ("arch", label("kubernetes.io/arch").or(info("architecture"))),
            ("instance_type", instance),
        ];
        for (attribute, text) in texts {
            if let Some(text) = text {
                self.texts.entry(attribute).or_default().insert(text.to_owned());
            }
        }
        let taints = below(node, &["spec", "taints"]).and_then(Value::as_list).unwrap_or_default();
        for taint in taints.iter().filter_map(Value::as_map) {
            let (key, effect) = (text(taint, &["key"]).unwrap_or_default(), text(taint, &["effect"]));
            if key.starts_with(PASSING) {
                continue;
            }
            let value = text(taint, &["value"]).map_or(String::new(), |value| format!("={value}"));
            let effect = effect.unwrap_or_default();
            self.texts.entry("taints").or_default().insert(format!("{key}{value}:{effect}"));
        }
    }

    fn into_value(self, name: &str) -> Value {
        let mut entries =
            vec![(Key::new("name"), Value::string(name)), (Key::new("count"), Value::int(self.count))];
        let texts = |texts: BTreeSet<String>| Value::list(texts.into_iter().map(Value::string));
        entries.extend(self.texts.into_iter().map(|(key, found)| (Key::new(key), texts(found))));
        Value::map(entries)
    }
}

/// Returns the versions of a custom kind: those that are served, and those that objects are stored in.
fn versions(crd: &Map) -> Value {
    let versions = below(crd, &["spec", "versions"]).and_then(Value::as_list).unwrap_or_default();
    let named = |flag: &str| {
        let chosen =
            versions.iter().filter(|version| version.get(flag).and_then(Value::as_bool) == Some(true));
        Value::list(chosen.filter_map(|version| version.get("name").cloned()))
    };
    let stored = below(crd, &["status", "storedVersions"]).cloned().unwrap_or_default();
    Value::map([
        (Key::new("served"), named("served")),
        (Key::new("storage"), named("storage")),
        (Key::new("stored"), stored),
    ])
}

/// Returns a class by its name, with what provides it and whether it is taken where none is named.
fn class(name: &str, attributes: &Map, groups: &[&str]) -> (Key, Value) {
    let mut entries = Vec::new();
    for key in ["provisioner", "reclaimPolicy", "volumeBindingMode"] {
        entries.extend(attributes.get(key).map(|value| (Key::new(key), value.clone())));
    }
    entries.extend(
        below(attributes, &["spec", "controller"]).map(|value| (Key::new("controller"), value.clone())),
    );
    let is_default = groups.iter().any(|group| {
        text(attributes, &["metadata", "annotations", &format!("{group}/is-default-class")]) == Some("true")
    });
    entries.push((Key::new("default"), Value::Bool(is_default)));
    (Key::new(name), Value::map(entries))
}

#[cfg(test)]
mod tests {
    use super::super::facts::facts;
    use super::*;
    use crate::model::{Missing, Status};

    /// Who may read one namespace only was told that all pools of nodes were gone.
    #[test]
    fn pools_of_nodes_that_could_not_be_read_are_unknown() {
        let cluster = || Resource { kind: CLUSTER.into(), origin: Origin::Live, ..Resource::default() };
        let pools = |status: Status| {
            let mut resources = vec![cluster()];
            facts(&mut resources, &[Source { status, ..Source::default() }]);
            resources[0].attributes.get(POOLS_KEY).cloned()
        };
        let refused = Missing { kind: Some(NODE.into()), ..Missing::default() };
        assert_eq!(pools(Status::Partial(vec![refused])), Some(Value::Unknown));
        assert_eq!(pools(Status::Failed(String::new())), Some(Value::Unknown));
        assert_eq!(pools(Status::Complete), None);
    }
}
