# Objects of the core group of the Kubernetes API, which has no name: its kinds stand alone, as `Pod`.
# Objects of every other group, custom ones too, are `KIND.GROUP`, and have the block of `*.*` in common.
#
# The kind carries the group, so `apiVersion` and `kind` say nothing more. What the server reports (`status`)
# is no property of what was asked for.
#
# Source: the API reference of Kubernetes 1.34, https://kubernetes.io/docs/reference/kubernetes-api/.

kind "*.*" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "status"]
}

kind "ComponentStatus" {
  names    = ["metadata.name"]
  embeds   = { metadata = "shape.object_meta" }
  volatile = ["apiVersion", "conditions", "kind"]
}

# Generators of kustomize put a hash of the data behind the name.
kind "ConfigMap" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind"]
  defaults        = { immutable = false }
}

kind "Endpoints" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind"]
  sets            = ["subsets", "subsets.addresses", "subsets.notReadyAddresses", "subsets.ports"]
  defaults        = { "subsets.ports.protocol" = "TCP" }
}

# What happened is no property of an environment.
kind "Event" {
  identifiers = ["metadata.uid"]
  embeds      = { metadata = "shape.object_meta" }
  volatile = [
    "action", "apiVersion", "count", "eventTime", "firstTimestamp", "involvedObject", "kind", "lastTimestamp",
    "message", "reason", "related", "reportingComponent", "reportingInstance", "series", "source", "type",
  ]
}

# https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/limit-range-v1/
kind "LimitRange" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind"]
  keys            = { "spec.limits" = "type" }
  quantities = [
    "spec.limits.default.*", "spec.limits.defaultRequest.*", "spec.limits.max.*", "spec.limits.maxLimitRequestRatio.*",
    "spec.limits.min.*",
  ]
}

kind "Namespace" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "spec.finalizers", "status"]
}

# What runs on a node and what it was given by the cloud is reported, not asked for.
kind "Node" {
  identifiers = ["metadata.uid", "spec.providerID"]
  names       = ["metadata.name"]
  embeds      = { metadata = "shape.object_meta" }
  volatile = [
    "apiVersion", "kind", "metadata.annotations[\"*\"]", "metadata.labels[\"kubernetes.io/hostname\"]",
    "spec.podCIDR", "spec.podCIDRs", "spec.providerID", "status",
  ]
  sets = ["spec.taints"]
}

# https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/
kind "PersistentVolume" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "spec.claimRef.resourceVersion", "spec.claimRef.uid", "spec.csi.volumeHandle", "status"]
  quantities      = ["spec.capacity.*"]
  sets            = ["spec.accessModes"]
  references = {
    "spec.claimRef.name"    = "PersistentVolumeClaim"
    "spec.storageClassName" = "StorageClass.storage.k8s.io"
  }
  defaults = { "spec.persistentVolumeReclaimPolicy" = "Retain", "spec.volumeMode" = "Filesystem" }
}

kind "PersistentVolumeClaim" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta", spec = "shape.volume_claim" }
  volatile        = ["apiVersion", "kind", "status"]
}

kind "Pod" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta", spec = "shape.pod_spec" }
  volatile        = ["apiVersion", "kind", "metadata.labels[\"topology.kubernetes.io/*\"]", "spec.nodeName", "status"]
  assigned        = ["spec.priorityClassName"]
}

kind "PodTemplate" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta", template = "shape.pod_template" }
  volatile        = ["apiVersion", "kind"]
}

kind "ReplicationController" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta", "spec.template" = "shape.pod_template" }
  volatile        = ["apiVersion", "kind", "status"]
  defaults        = { "spec.minReadySeconds" = 0, "spec.replicas" = 1 }
}

kind "ResourceQuota" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "status"]
  quantities      = ["spec.hard.*"]
  sets            = ["spec.scopes", "spec.scopeSelector.matchExpressions", "spec.scopeSelector.matchExpressions.values"]
}

kind "Secret" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "metadata.annotations[\"kubernetes.io/service-account.uid\"]"]
  defaults        = { immutable = false, type = "Opaque" }
}

# https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
#
# Addresses and ports of nodes are given out by the cluster. Whether a service is headless, which its
# address tells too, stands in `@headless`.
kind "Service" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "spec.clusterIP", "spec.clusterIPs", "spec.healthCheckNodePort", "spec.ports.nodePort", "status"]
  assigned        = ["spec.ipFamilies", "spec.ipFamilyPolicy", "spec.loadBalancerClass"]
  sets            = ["spec.externalIPs", "spec.ipFamilies", "spec.loadBalancerSourceRanges"]
  keys            = { "spec.ports" = ["port", "protocol"] }
  defaults = {
    "spec.allocateLoadBalancerNodePorts"                 = true
    "spec.externalTrafficPolicy"                         = "Cluster"
    "spec.internalTrafficPolicy"                         = "Cluster"
    "spec.ports.protocol"                                = "TCP"
    "spec.publishNotReadyAddresses"                      = false
    "spec.sessionAffinity"                               = "None"
    "spec.sessionAffinityConfig.clientIP.timeoutSeconds" = 10800
    "spec.type"                                          = "ClusterIP"
  }
}

# The controller of tokens adds `secrets`.
kind "ServiceAccount" {
  identifiers     = ["metadata.uid"]
  names           = ["metadata.name"]
  completed_names = true
  embeds          = { metadata = "shape.object_meta" }
  volatile        = ["apiVersion", "kind", "secrets"]
  keys            = { imagePullSecrets = "name" }
  references      = { "imagePullSecrets.name" = "Secret" }
  defaults        = { automountServiceAccountToken = true }
}
