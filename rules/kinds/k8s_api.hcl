# What the API itself is made of: rights, storage, admission, extensions, flow control.
#
# Source: https://kubernetes.io/docs/reference/kubernetes-api/ of Kubernetes 1.34.

kind "ClusterRole.rbac.authorization.k8s.io" {
  embeds = { "aggregationRule.clusterRoleSelectors" = "shape.label_selector", rules = "shape.rbac_rules" }
  sets   = ["aggregationRule.clusterRoleSelectors", "rules"]
}

kind "Role.rbac.authorization.k8s.io" {
  embeds = { rules = "shape.rbac_rules" }
  sets   = ["rules"]
}

kind "ClusterRoleBinding.rbac.authorization.k8s.io" {
  embeds     = { subjects = "shape.rbac_subjects" }
  keys       = { subjects = ["kind", "namespace", "name"] }
  references = { "roleRef.name" = "ClusterRole.rbac.authorization.k8s.io" }
  defaults   = { "roleRef.apiGroup" = "rbac.authorization.k8s.io" }
}

kind "RoleBinding.rbac.authorization.k8s.io" {
  embeds     = { subjects = "shape.rbac_subjects" }
  keys       = { subjects = ["kind", "namespace", "name"] }
  references = { "roleRef.name" = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"] }
  defaults   = { "roleRef.apiGroup" = "rbac.authorization.k8s.io" }
}

kind "StorageClass.storage.k8s.io" {
  sets     = ["allowedTopologies", "mountOptions"]
  defaults = { allowVolumeExpansion = false, reclaimPolicy = "Delete", volumeBindingMode = "Immediate" }
}

kind "CSIDriver.storage.k8s.io" {
  sets = ["spec.tokenRequests", "spec.volumeLifecycleModes"]
  defaults = {
    "spec.attachRequired"       = true
    "spec.fsGroupPolicy"        = "ReadWriteOnceWithFSType"
    "spec.podInfoOnMount"       = false
    "spec.requiresRepublish"    = false
    "spec.seLinuxMount"         = false
    "spec.storageCapacity"      = false
    "spec.volumeLifecycleModes" = ["Persistent"]
  }
}

# What storage and volumes there are on nodes is reported by drivers.
kind "CSINode.storage.k8s.io" {
  volatile = ["spec"]
}

kind "CSIStorageCapacity.storage.k8s.io" {
  volatile = ["capacity", "maximumVolumeSize", "nodeTopology", "storageClassName"]
}

kind "VolumeAttachment.storage.k8s.io" {
  volatile = ["spec"]
}

kind "*WebhookConfiguration.admissionregistration.k8s.io" {
  embeds = { webhooks = "shape.webhook" }
  keys   = { webhooks = "name" }
}

kind "*AdmissionPolicy.admissionregistration.k8s.io" {
  embeds   = { "spec.matchConstraints" = "shape.match_resources" }
  keys     = { "spec.auditAnnotations" = "key", "spec.matchConditions" = "name", "spec.variables" = "name" }
  defaults = { "spec.failurePolicy" = "Fail" }
}

kind "*AdmissionPolicyBinding.admissionregistration.k8s.io" {
  embeds = { "spec.matchResources" = "shape.match_resources", "spec.paramRef.selector" = "shape.label_selector" }
  sets   = ["spec.validationActions"]
  # The reference of the API has no group for the name of a policy.
  references = { "spec.policyName" = "*AdmissionPolicy.admissionregistration.k8s.io" }
}

# A schema has thousands of fields. What matters of them is in `@schema_fields`, one text for each field, so that a
# schema that differs is one finding that tells the fields; `@schema` is for the objects of the kind. Annotations name the release that a
# definition came with.
kind "CustomResourceDefinition.apiextensions.k8s.io" {
  volatile = [
    "@schema", "spec.conversion.webhook.clientConfig.caBundle", "spec.versions.schema",
    "metadata.annotations",
  ]
  sets = ["@schema_fields", "spec.names.categories", "spec.names.shortNames", "spec.conversion.webhook.conversionReviewVersions"]
  keys = {
    "spec.versions"                          = "name"
    "spec.versions.additionalPrinterColumns" = "name"
    "spec.versions.selectableFields"         = "jsonPath"
  }
  defaults = {
    "spec.conversion.strategy"                           = "None"
    "spec.conversion.webhook.clientConfig.service.port"  = 443
    "spec.preserveUnknownFields"                         = false
    "spec.versions.additionalPrinterColumns.priority"    = 0
    "spec.versions.deprecated"                           = false
  }
}

kind "APIService.apiregistration.k8s.io" {
  volatile   = ["spec.caBundle"]
  references = { "spec.service.name" = "Service", "spec.service.namespace" = "Namespace" }
  defaults = { "spec.insecureSkipTLSVerify" = false, "spec.service.port" = 443 }
}

kind "FlowSchema.flowcontrol.apiserver.k8s.io" {
  sets       = ["spec.rules", "spec.rules.nonResourceRules", "spec.rules.resourceRules", "spec.rules.subjects"]
  references = { "spec.priorityLevelConfiguration.name" = "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io" }
  defaults   = { "spec.matchingPrecedence" = 1000 }
}

kind "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io" {
  defaults = {
    "spec.exempt.lendablePercent"                        = 0
    "spec.exempt.nominalConcurrencyShares"               = 0
    "spec.limited.lendablePercent"                       = 0
    "spec.limited.limitResponse.queuing.handSize"        = 8
    "spec.limited.limitResponse.queuing.queueLengthLimit" = 50
    "spec.limited.limitResponse.queuing.queues"          = 64
    "spec.limited.nominalConcurrencyShares"              = 30
  }
}

kind "CertificateSigningRequest.certificates.k8s.io" {
  volatile = ["spec"]
}
