//! Who made an object: what a controller, the server or a node made follows from what somebody declared, and
//! is not compared itself.
//!
//! What another tool applied (Helm, Argo CD, Flux) was declared by somebody, and is nobody's here. This file
//! must not drop anything: it names owners.

use compact_str::{CompactString, format_compact};

use super::facts::{World, below, parts, text};
use crate::model::{CLUSTER, Origin, Resource, Value};

/// Set by old clients that elect a leader by an annotation.
const LEADER: [&str; 3] = ["metadata", "annotations", "control-plane.alpha.kubernetes.io/leader"];

/// Returns the owner of each object that has one.
///
/// An owner that a controller reference names must be there, or its kind must not have been read: what is
/// left behind by an owner that is gone is nobody's, and is compared.
pub(super) fn owners(world: &World<'_>) -> Vec<Option<CompactString>> {
    world.resources.iter().map(|resource| owner(resource, world)).collect()
}

fn owner(resource: &Resource, world: &World<'_>) -> Option<CompactString> {
    let namespace = parts(resource).0;
    let made = if resource.origin == Origin::Live { made(resource, world) } else { None };
    made.or_else(|| {
        let owner = resource.owner.clone()?;
        let Some((kind, name)) = owner.split_once('/') else { return Some(owner) };
        // A pod of a node itself is kept by the node, whether nodes were read or not.
        let is_there = kind == "Node" || world.exists(kind, namespace, name) || world.is_unread(kind);
        is_there.then_some(owner)
    })
}

/// Returns who made an object of which no controller says that it is its own.
///
/// Sources: the documentation of each API at <https://kubernetes.io/docs/reference/kubernetes-api/>.
fn made(resource: &Resource, world: &World<'_>) -> Option<CompactString> {
    let (namespace, kind, name) = parts(resource);
    let attributes = &resource.attributes;
    let label = |key: &str| text(attributes, &["metadata", "labels", key]);
    let annotation = |key: &str| text(attributes, &["metadata", "annotations", key]);
    let cluster = || Some(CompactString::from(CLUSTER));
    let of_namespace = || namespace.map(|namespace| format_compact!("Namespace/{namespace}"));
    let untouched = || is_untouched(resource);
    match kind {
        "Node"
        | "ComponentStatus"
        | "Lease.coordination.k8s.io"
        | "LeaseCandidate.coordination.k8s.io"
        | "CSINode.storage.k8s.io"
        | "CSIStorageCapacity.storage.k8s.io"
        | "VolumeAttachment.storage.k8s.io"
        | "ResourceSlice.resource.k8s.io"
        | "CertificateSigningRequest.certificates.k8s.io"
        | "NodeMetrics.metrics.k8s.io" => cluster(),
        "PodMetrics.metrics.k8s.io" => Some(format_compact!("Pod/{name}")),
        "Event" => involved(resource, "involvedObject").or_else(cluster),
        "Event.events.k8s.io" => involved(resource, "regarding").or_else(cluster),
        "Pod" if annotation("kubernetes.io/config.mirror").is_some() => {
            let node = text(attributes, &["spec", "nodeName"]).unwrap_or_default();
            Some(format_compact!("Node/{node}"))
        }
        "Service" if (namespace, name) == (Some("default"), "kubernetes") => cluster(),
        "Endpoints" if below(attributes, &LEADER).is_some() => cluster(),
        "Endpoints" => endpoints_of(world, namespace, name, label("endpoints.kubernetes.io/managed-by")),
        "EndpointSlice.discovery.k8s.io" => {
            let service = label("kubernetes.io/service-name")?;
            let by = label("endpointslice.kubernetes.io/managed-by");
            endpoints_of(world, namespace, service, by.filter(|by| by.ends_with(".k8s.io")))
        }
        "IPAddress.networking.k8s.io" => {
            label("ipaddress.kubernetes.io/managed-by")?;
            let service = text(attributes, &["spec", "parentRef", "name"])?;
            Some(format_compact!("Service/{service}"))
        }
        "ServiceCIDR.networking.k8s.io" if name == "kubernetes" => cluster(),
        "ConfigMap" if matches!(name, "kube-root-ca.crt" | "openshift-service-ca.crt") => of_namespace(),
        "ConfigMap" if below(attributes, &LEADER).is_some() => cluster(),
        "ConfigMap"
            if namespace == Some("kube-system")
                && matches!(
                    name,
                    "extension-apiserver-authentication"
                        | "kube-apiserver-legacy-service-account-token-tracking"
                ) =>
        {
            cluster()
        }
        "ServiceAccount" if name == "default" && is_bare(resource) => of_namespace(),
        "Secret" => owner_of_secret(resource),
        "PersistentVolume" => {
            annotation("pv.kubernetes.io/provisioned-by")?;
            let claim = text(attributes, &["spec", "claimRef", "name"])?;
            Some(format_compact!("PersistentVolumeClaim/{claim}"))
        }
        "PersistentVolumeClaim" => claimed_by(world, namespace, name),
        "ClusterRole.rbac.authorization.k8s.io"
        | "ClusterRoleBinding.rbac.authorization.k8s.io"
        | "Role.rbac.authorization.k8s.io"
        | "RoleBinding.rbac.authorization.k8s.io" => {
            let is_default = label("kubernetes.io/bootstrapping") == Some("rbac-defaults");
            let is_kept = annotation("rbac.authorization.kubernetes.io/autoupdate") != Some("false");
            if is_default && is_kept && untouched() { cluster() } else { None }
        }
        "FlowSchema.flowcontrol.apiserver.k8s.io"
        | "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io" => {
            (annotation("apf.kubernetes.io/autoupdate-spec") == Some("true")).then(cluster)?
        }
        "APIService.apiregistration.k8s.io" => {
            label("kube-aggregator.kubernetes.io/automanaged")?;
            if untouched() { cluster() } else { None }
        }
        _ => None,
    }
}

/// Returns the Service whose addresses these are; without a selector somebody wrote them by hand.
fn endpoints_of(
    world: &World<'_>,
    namespace: Option<&str>,
    service: &str,
    controller: Option<&str>,
) -> Option<CompactString> {
    let found = world.find(true, "Service", namespace, service);
    // Where Services were not read, the mark of the controller says enough.
    let Some(found) = found else {
        let unread = controller.is_some() && world.is_unread("Service");
        return unread.then(|| format_compact!("Service/{service}"));
    };
    let selects =
        below(&found.attributes, &["spec", "selector"]).is_some_and(|selector| !selector.is_empty());
    let of_server = (namespace, service) == (Some("default"), "kubernetes");
    (selects || of_server || controller.is_some()).then(|| format_compact!("Service/{service}"))
}

/// Returns the object that an event tells of.
fn involved(resource: &Resource, member: &str) -> Option<CompactString> {
    let attributes = &resource.attributes;
    let (kind, name) = (text(attributes, &[member, "kind"])?, text(attributes, &[member, "name"])?);
    let group = text(attributes, &[member, "apiVersion"]).and_then(|version| version.split_once('/'));
    Some(match group {
        Some((group, _)) => format_compact!("{kind}.{group}/{name}"),
        None => format_compact!("{kind}/{name}"),
    })
}

/// Source: <https://kubernetes.io/docs/concepts/configuration/secret/#secret-types>
fn owner_of_secret(resource: &Resource) -> Option<CompactString> {
    let attributes = &resource.attributes;
    match text(attributes, &["type"])? {
        "kubernetes.io/service-account-token" => {
            let key = "kubernetes.io/service-account.name";
            let account = text(attributes, &["metadata", "annotations", key])?;
            Some(format_compact!("ServiceAccount/{account}"))
        }
        "bootstrap.kubernetes.io/token" => Some(CLUSTER.into()),
        _ => None,
    }
}

/// Returns the stateful set whose template made a volume claim.
///
/// The claim of the first pod is compared: it was made of the template, and may have grown since.
fn claimed_by(world: &World<'_>, namespace: Option<&str>, name: &str) -> Option<CompactString> {
    let (rest, ordinal) = name.rsplit_once('-')?;
    if ordinal == "0" || ordinal.is_empty() || !ordinal.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // The name is that of a template, a hyphen, and that of the set; either may hold hyphens.
    rest.match_indices('-').find_map(|(at, _)| {
        let (template, set) = (rest.get(..at)?, rest.get(at + 1..)?);
        let found = world.find(true, "StatefulSet.apps", namespace, set)?;
        let templates = below(&found.attributes, &["spec", "volumeClaimTemplates"])?.as_list()?;
        let made = templates
            .iter()
            .any(|claim| claim.as_map().and_then(|c| text(c, &["metadata", "name"])) == Some(template));
        made.then(|| format_compact!("StatefulSet.apps/{set}"))
    })
}

/// Returns whether nobody but the server and its controllers wrote the object.
fn is_untouched(resource: &Resource) -> bool {
    let of_server = |name: &str| {
        name.starts_with("kube-apiserver")
            || name.starts_with("api-priority-and-fairness-")
            || matches!(name, "kube-controller-manager" | "clusterrole-aggregation-controller")
    };
    resource
        .provenance
        .managers
        .iter()
        .all(|manager| manager.subresource == "status" || of_server(&manager.name))
}

/// Returns whether a service account says nothing beyond its name.
fn is_bare(resource: &Resource) -> bool {
    let attributes = &resource.attributes;
    let says_nothing = |keys: &[&str]| below(attributes, keys).is_none_or(Value::is_empty);
    ["imagePullSecrets", "automountServiceAccountToken"].iter().all(|key| says_nothing(&[key]))
        && says_nothing(&["metadata", "labels"])
        && says_nothing(&["metadata", "annotations"])
}

/// Sets the rules of an aggregated role aside, as `@rules`: a controller gathers them from other roles.
///
/// Source: <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles>
pub(super) fn set_aggregated_rules_aside(resources: &mut [Resource]) {
    let roles = resources.iter_mut().filter(|resource| {
        resource.origin == Origin::Live
            && resource.kind == "ClusterRole.rbac.authorization.k8s.io"
            && resource.attributes.get("aggregationRule").is_some_and(|rule| !rule.is_empty())
    });
    for role in roles {
        if let Some(rules) = role.attributes.remove("rules") {
            role.attributes.insert("@rules".into(), rules);
        }
    }
}
