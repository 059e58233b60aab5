//! Which kinds belong to no namespace: those of Kubernetes itself, and those that the input itself defines.
//!
//! A manifest may leave out its namespace, and only the kind tells whether it should have one. A server says
//! so for each kind; of manifests alone this table has to. This file must not read anything.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::model::{Map, Value};

/// The kinds without a namespace, sorted.
///
/// Sources: `kubectl api-resources --namespaced=false` of Kubernetes 1.36 with what earlier versions had, and
/// the definitions of the projects that many clusters run.
const CLUSTER_SCOPED: [&str; 57] = [
    "APIService.apiregistration.k8s.io",
    "CSIDriver.storage.k8s.io",
    "CSINode.storage.k8s.io",
    "CertificateSigningRequest.certificates.k8s.io",
    "CiliumClusterwideNetworkPolicy.cilium.io",
    "ClusterCleanupPolicy.kyverno.io",
    "ClusterExternalSecret.external-secrets.io",
    "ClusterIssuer.cert-manager.io",
    "ClusterPolicy.kyverno.io",
    "ClusterPolicyReport.wgpolicyk8s.io",
    "ClusterRole.rbac.authorization.k8s.io",
    "ClusterRoleBinding.rbac.authorization.k8s.io",
    "ClusterSecretStore.external-secrets.io",
    "ClusterTrustBundle.certificates.k8s.io",
    "ComponentStatus",
    "Composition.apiextensions.crossplane.io",
    "ConstraintTemplate.templates.gatekeeper.sh",
    "CustomResourceDefinition.apiextensions.k8s.io",
    "DeviceClass.resource.k8s.io",
    "EC2NodeClass.karpenter.k8s.aws",
    "FlowSchema.flowcontrol.apiserver.k8s.io",
    "GatewayClass.gateway.networking.k8s.io",
    "IPAddress.networking.k8s.io",
    "IngressClass.networking.k8s.io",
    "MutatingAdmissionPolicy.admissionregistration.k8s.io",
    "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io",
    "MutatingWebhookConfiguration.admissionregistration.k8s.io",
    "Namespace",
    "Node",
    "NodeClaim.karpenter.sh",
    "NodePool.karpenter.sh",
    "PersistentVolume",
    "PodSecurityPolicy.policy",
    "PriorityClass.scheduling.k8s.io",
    "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io",
    "Provider.pkg.crossplane.io",
    "ResourceSlice.resource.k8s.io",
    "RuntimeClass.node.k8s.io",
    "SelfSubjectAccessReview.authorization.k8s.io",
    "SelfSubjectReview.authentication.k8s.io",
    "SelfSubjectRulesReview.authorization.k8s.io",
    "ServiceCIDR.networking.k8s.io",
    "StorageClass.storage.k8s.io",
    "StorageVersion.internal.apiserver.k8s.io",
    "StorageVersionMigration.storagemigration.k8s.io",
    "SubjectAccessReview.authorization.k8s.io",
    "TokenReview.authentication.k8s.io",
    "TracingPolicy.cilium.io",
    "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
    "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io",
    "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
    "VolumeAttachment.storage.k8s.io",
    "VolumeAttributesClass.storage.k8s.io",
    "VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io",
    "VolumeSnapshotClass.snapshot.storage.k8s.io",
    "VolumeSnapshotContent.snapshot.storage.k8s.io",
    "XMesh.gateway.networking.x-k8s.io",
];

/// What is known of the scope of kinds.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    /// The kinds that the input defines, and whether each belongs to no namespace.
    defined: HashMap<String, bool, FixedState>,
}

impl Scopes {
    /// Learns from a `CustomResourceDefinition`; anything else says nothing.
    pub(super) fn learn(&mut self, object: &Value) {
        let Some(object) = object.as_map() else { return };
        if let Some(items) = object.get("items").and_then(Value::as_list) {
            for item in items {
                self.learn_one(item.as_map());
            }
        }
        self.learn_one(Some(object));
    }

    fn learn_one(&mut self, object: Option<&Map>) {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let defined = || {
            let object = object?;
            let kind = object.get("kind").and_then(Value::as_str)?;
            let spec = object.get("spec").filter(|_| kind == "CustomResourceDefinition")?;
            let kind = text(spec.get("names")?.get("kind"))?;
            let group = text(spec.get("group"))?;
            Some((format!("{kind}.{group}"), text(spec.get("scope"))? == "Cluster"))
        };
        self.defined.extend(defined());
    }

    /// Returns whether objects of a kind, as `Deployment.apps`, belong to no namespace.
    pub(super) fn is_cluster_scoped(&self, kind: &str) -> bool {
        match self.defined.get(kind) {
            Some(is_cluster_scoped) => *is_cluster_scoped,
            None => CLUSTER_SCOPED.binary_search(&kind).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(CLUSTER_SCOPED.is_sorted());
        let scopes = Scopes::default();
        assert!(CLUSTER_SCOPED.iter().all(|kind| scopes.is_cluster_scoped(kind)));
        assert!(
            !scopes.is_cluster_scoped("Deployment.apps") && !scopes.is_cluster_scoped("Widget.example.com")
        );
    }

    #[test]
    fn a_definition_says_the_scope_of_its_kind() {
        let definition = |kind: &str, scope: &str| {
            let text = format!(
                r#"{{"kind": "CustomResourceDefinition",
                    "spec": {{"group": "example.com", "scope": "{scope}", "names": {{"kind": "{kind}"}}}}}}"#
            );
            crate::collect::json::parse(&text).unwrap().value
        };
        let mut scopes = Scopes::default();
        scopes.learn(&definition("Zone", "Cluster"));
        scopes.learn(&definition("Widget", "Namespaced"));
        assert!(scopes.is_cluster_scoped("Zone.example.com"));
        assert!(!scopes.is_cluster_scoped("Widget.example.com"));
    }
}
