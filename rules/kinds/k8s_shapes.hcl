# Parts that objects of the Kubernetes API have in common. A `kind` block says where it has one with
# `embeds = { PATH = SHAPE }`: what is written here then holds below that path. A name in `shape.` is no kind
# of its own, so only blocks of exactly that name count.
#
# Sources: the API reference of Kubernetes 1.34, https://kubernetes.io/docs/reference/kubernetes-api/, and
# what the API server fills in, pkg/apis/*/*/defaults.go of https://github.com/kubernetes/kubernetes.
# Defaults that depend on another field are completed while collecting.

# https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
#
# Name and namespace are the address, and pairing has judged them. Labels and annotations that a controller
# writes are its notes: revisions, hashes of what is compared anyway, and who applied the object.
kind "shape.object_meta" {
  volatile = [
    "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generateName", "generation",
    "managedFields", "name", "namespace", "ownerReferences", "resourceVersion", "selfLink", "uid",
    "labels[\"app.kubernetes.io/version\"]",
    "labels[\"apps.kubernetes.io/pod-index\"]",
    "labels[\"argocd.argoproj.io/instance\"]",
    "labels[\"batch.kubernetes.io/controller-uid\"]",
    "labels[\"batch.kubernetes.io/job-completion-index\"]",
    "labels[\"batch.kubernetes.io/job-name\"]",
    "labels[\"controller-uid\"]",
    "labels[\"controller-revision-hash\"]",
    "labels[\"controller.kubernetes.io/hash\"]",
    "labels[\"helm.sh/chart\"]",
    "labels[\"*.toolkit.fluxcd.io/*\"]",
    "labels[\"job-name\"]",
    "labels[\"kubernetes.io/metadata.name\"]",
    "labels[\"olm.*\"]",
    "labels[\"pod-template-generation\"]",
    "labels[\"pod-template-hash\"]",
    "labels[\"statefulset.kubernetes.io/pod-name\"]",
    "annotations[\"apf.kubernetes.io/autoupdate-spec\"]",
    "annotations[\"argocd.argoproj.io/refresh\"]",
    "annotations[\"argocd.argoproj.io/tracking-id\"]",
    "annotations[\"autoscaling.alpha.kubernetes.io/*\"]",
    "annotations[\"batch.kubernetes.io/cronjob-scheduled-timestamp\"]",
    "annotations[\"cert-manager.io/private-key-secret-name\"]",
    "annotations[\"checksum*\"]",
    "annotations[\"cni.projectcalico.org/*\"]",
    "annotations[\"config.kubernetes.io/*\"]",
    "annotations[\"config.linkerd.io/*-at\"]",
    "annotations[\"control-plane.alpha.kubernetes.io/leader\"]",
    "annotations[\"cronjob.kubernetes.io/instantiate\"]",
    "annotations[\"deployment.kubernetes.io/*\"]",
    "annotations[\"deprecated.daemonset.template.generation\"]",
    "annotations[\"endpoints.kubernetes.io/last-change-trigger-time\"]",
    "annotations[\"field.cattle.io/*\"]",
    "annotations[\"internal.config.kubernetes.io/*\"]",
    "annotations[\"k8s.v1.cni.cncf.io/network-status\"]",
    "annotations[\"kubectl.kubernetes.io/last-applied-configuration\"]",
    "annotations[\"kubectl.kubernetes.io/restartedAt\"]",
    "annotations[\"kubernetes.io/change-cause\"]",
    "annotations[\"kubernetes.io/limit-ranger\"]",
    "annotations[\"kustomize.toolkit.fluxcd.io/checksum\"]",
    "annotations[\"meta.helm.sh/*\"]",
    "annotations[\"objectset.rio.cattle.io/*\"]",
    "annotations[\"pv.kubernetes.io/*\"]",
    "annotations[\"reconcile.fluxcd.io/*\"]",
    "annotations[\"rollme\"]",
    "annotations[\"volume.beta.kubernetes.io/storage-provisioner\"]",
    "annotations[\"volume.kubernetes.io/selected-node\"]",
    "annotations[\"volume.kubernetes.io/storage-provisioner\"]",
  ]
  sets = ["finalizers"]
  # Controllers add what they must do before an object may go; tools add that they manage it.
  assigned = ["finalizers", "labels[\"app.kubernetes.io/managed-by\"]"]
}

# https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/
kind "shape.label_selector" {
  volatile = ["matchLabels[\"pod-template-hash\"]", "matchLabels[\"controller-uid\"]"]
  sets     = ["matchExpressions", "matchExpressions.values"]
}

# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe
kind "shape.probe" {
  defaults = {
    failureThreshold    = 3
    "httpGet.path"      = "/"
    "httpGet.scheme"    = "HTTP"
    initialDelaySeconds = 0
    periodSeconds       = 10
    successThreshold    = 1
    timeoutSeconds      = 1
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
kind "shape.container" {
  embeds = {
    livenessProbe         = "shape.probe"
    readinessProbe        = "shape.probe"
    startupProbe          = "shape.probe"
    "lifecycle.postStart" = "shape.probe"
    "lifecycle.preStop"   = "shape.probe"
  }
  images     = ["image"]
  implied    = { imagePullPolicy = "image" }
  quantities = ["resources.limits.*", "resources.requests.*", "env.valueFrom.resourceFieldRef.divisor"]
  wholes     = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "lifecycle.postStart", "lifecycle.preStop"]
  sets       = ["securityContext.capabilities.add", "securityContext.capabilities.drop"]
  keys = {
    env                = "name"
    ports              = ["containerPort", "protocol"]
    resizePolicy       = "resourceName"
    "resources.claims" = "name"
    volumeDevices      = "devicePath"
    volumeMounts       = "mountPath"
  }
  references = {
    "env.valueFrom.configMapKeyRef.name" = "ConfigMap"
    "env.valueFrom.secretKeyRef.name"    = "Secret"
    "envFrom.configMapRef.name"          = "ConfigMap"
    "envFrom.secretRef.name"             = "Secret"
  }
  defaults = {
    "env.valueFrom.configMapKeyRef.optional"  = false
    "env.valueFrom.fieldRef.apiVersion"       = "v1"
    "env.valueFrom.resourceFieldRef.divisor"  = "0"
    "env.valueFrom.secretKeyRef.optional"     = false
    "envFrom.configMapRef.optional"           = false
    "envFrom.secretRef.optional"              = false
    "ports.protocol"                          = "TCP"
    "resizePolicy.restartPolicy"              = "NotRequired"
    "securityContext.privileged"              = false
    "securityContext.procMount"               = "Default"
    "securityContext.readOnlyRootFilesystem"  = false
    "securityContext.runAsNonRoot"            = false
    stdin                                     = false
    stdinOnce                                 = false
    terminationMessagePath                    = "/dev/termination-log"
    terminationMessagePolicy                  = "File"
    tty                                       = false
    "volumeMounts.readOnly"                   = false
    "volumeMounts.recursiveReadOnly"          = "Disabled"
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
kind "shape.volume" {
  quantities = ["emptyDir.sizeLimit", "downwardAPI.items.resourceFieldRef.divisor"]
  images     = ["image.reference"]
  sets       = ["projected.sources"]
  keys = {
    "configMap.items"                   = "path"
    "downwardAPI.items"                 = "path"
    "projected.sources.configMap.items" = "path"
    "projected.sources.secret.items"    = "path"
    "secret.items"                      = "path"
  }
  embeds = {
    "ephemeral.volumeClaimTemplate.metadata" = "shape.object_meta"
    "ephemeral.volumeClaimTemplate.spec"     = "shape.volume_claim"
  }
  references = {
    "configMap.name"                   = "ConfigMap"
    "persistentVolumeClaim.claimName"  = "PersistentVolumeClaim"
    "projected.sources.configMap.name" = "ConfigMap"
    "projected.sources.secret.name"    = "Secret"
    "secret.secretName"                = "Secret"
  }
  defaults = {
    "azureDisk.cachingMode"                                   = "ReadWrite"
    "azureDisk.fsType"                                        = "ext4"
    "azureDisk.kind"                                          = "Shared"
    "azureDisk.readOnly"                                      = false
    "configMap.defaultMode"                                   = 420
    "configMap.optional"                                      = false
    "downwardAPI.defaultMode"                                 = 420
    "downwardAPI.items.fieldRef.apiVersion"                   = "v1"
    "hostPath.type"                                           = ""
    "iscsi.iscsiInterface"                                    = "default"
    "persistentVolumeClaim.readOnly"                          = false
    "projected.defaultMode"                                   = 420
    "projected.sources.configMap.optional"                    = false
    "projected.sources.downwardAPI.items.fieldRef.apiVersion" = "v1"
    "projected.sources.secret.optional"                       = false
    "projected.sources.serviceAccountToken.expirationSeconds" = 3600
    "rbd.keyring"                                             = "/etc/ceph/keyring"
    "rbd.pool"                                                = "rbd"
    "rbd.user"                                                = "admin"
    "scaleIO.fsType"                                          = "xfs"
    "scaleIO.storageMode"                                     = "ThinProvisioned"
    "secret.defaultMode"                                      = 420
    "secret.optional"                                         = false
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/
#
# The server copies `dataSource` to `dataSourceRef`, and an admission plugin fills in the default class.
kind "shape.volume_claim" {
  embeds     = { selector = "shape.label_selector" }
  volatile   = ["volumeName"]
  assigned   = ["storageClassName"]
  copies     = { dataSource = "dataSourceRef" }
  quantities = ["resources.limits.*", "resources.requests.*"]
  sets       = ["accessModes"]
  references = { storageClassName = "StorageClass.storage.k8s.io" }
  defaults   = { volumeMode = "Filesystem" }
}

# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
#
# The order of `initContainers` is that in which they run, so their names are no keys.
kind "shape.pod_spec" {
  embeds = {
    containers                                                                                          = "shape.container"
    ephemeralContainers                                                                                 = "shape.container"
    initContainers                                                                                      = "shape.container"
    volumes                                                                                             = "shape.volume"
    "topologySpreadConstraints.labelSelector"                                                           = "shape.label_selector"
    "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution.labelSelector"                  = "shape.label_selector"
    "affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution.podAffinityTerm.labelSelector" = "shape.label_selector"
    "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.labelSelector"              = "shape.label_selector"
    "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.podAffinityTerm.labelSelector" = "shape.label_selector"
  }
  volatile = ["priority"]
  copies   = { serviceAccount = "serviceAccountName" }
  sets = [
    "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.preference.matchExpressions",
    "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.preference.matchExpressions.values",
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.matchExpressions",
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.matchExpressions.values",
    "affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution",
    "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
    "hostAliases.hostnames",
    "securityContext.supplementalGroups",
    "tolerations",
  ]
  wholes = [
    "affinity", "affinity.nodeAffinity", "affinity.podAffinity", "affinity.podAntiAffinity", "dnsConfig",
  ]
  keys = {
    containers                = "name"
    "dnsConfig.options"       = "name"
    ephemeralContainers       = "name"
    hostAliases               = "ip"
    imagePullSecrets          = "name"
    readinessGates            = "conditionType"
    resourceClaims            = "name"
    schedulingGates           = "name"
    "securityContext.sysctls" = "name"
    topologySpreadConstraints = ["topologyKey", "whenUnsatisfiable"]
    volumes                   = "name"
  }
  quantities = ["overhead.*", "resources.limits.*", "resources.requests.*"]
  references = {
    "imagePullSecrets.name" = "Secret"
    priorityClassName       = "PriorityClass.scheduling.k8s.io"
    runtimeClassName        = "RuntimeClass.node.k8s.io"
    serviceAccountName      = "ServiceAccount"
  }
  defaults = {
    automountServiceAccountToken                   = true
    dnsPolicy                                      = "ClusterFirst"
    enableServiceLinks                             = true
    hostIPC                                        = false
    hostNetwork                                    = false
    hostPID                                        = false
    hostUsers                                      = true
    preemptionPolicy                               = "PreemptLowerPriority"
    restartPolicy                                  = "Always"
    schedulerName                                  = "default-scheduler"
    "securityContext.runAsNonRoot"                 = false
    serviceAccountName                             = "default"
    setHostnameAsFQDN                              = false
    shareProcessNamespace                          = false
    terminationGracePeriodSeconds                  = 30
    "tolerations.operator"                         = "Equal"
    "topologySpreadConstraints.nodeAffinityPolicy" = "Honor"
    "topologySpreadConstraints.nodeTaintsPolicy"   = "Ignore"
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/#PodTemplateSpec
kind "shape.pod_template" {
  embeds = { metadata = "shape.object_meta", spec = "shape.pod_spec" }
}

# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec
#
# The server chooses the selector of a job, and labels its pods to match.
kind "shape.job_spec" {
  embeds   = { template = "shape.pod_template" }
  volatile = ["selector"]
  sets     = ["podFailurePolicy.rules.onExitCodes.values"]
  defaults = {
    backoffLimit   = 6
    completionMode = "NonIndexed"
    manualSelector = false
    parallelism    = 1
    suspend        = false
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/mutating-webhook-configuration-v1/
#
# Who signs for a webhook is the cluster's own affair, and is injected by controllers.
kind "shape.webhook" {
  embeds     = { namespaceSelector = "shape.label_selector", objectSelector = "shape.label_selector" }
  volatile   = ["clientConfig.caBundle"]
  sets       = ["admissionReviewVersions", "rules", "rules.apiGroups", "rules.apiVersions", "rules.operations", "rules.resources"]
  keys       = { matchConditions = "name" }
  references = { "clientConfig.service.name" = "Service", "clientConfig.service.namespace" = "Namespace" }
  defaults = {
    "clientConfig.service.port" = 443
    failurePolicy               = "Fail"
    matchPolicy                 = "Equivalent"
    reinvocationPolicy          = "Never"
    "rules.scope"               = "*"
    timeoutSeconds              = 10
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/
kind "shape.match_resources" {
  embeds = { namespaceSelector = "shape.label_selector", objectSelector = "shape.label_selector" }
  sets = [
    "excludeResourceRules", "excludeResourceRules.apiGroups", "excludeResourceRules.apiVersions",
    "excludeResourceRules.operations", "excludeResourceRules.resources", "resourceRules", "resourceRules.apiGroups",
    "resourceRules.apiVersions", "resourceRules.operations", "resourceRules.resources",
  ]
  defaults = { "excludeResourceRules.scope" = "*", matchPolicy = "Equivalent", "resourceRules.scope" = "*" }
}

# https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/#PolicyRule
kind "shape.rbac_rules" {
  sets = ["apiGroups", "nonResourceURLs", "resourceNames", "resources", "verbs"]
}

# https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/
#
# What a subject does not say of its group is completed while collecting.
kind "shape.rbac_subjects" {
  references = { name = "ServiceAccount", namespace = "Namespace" }
}

# https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicyPeer
#
# An empty selector of namespaces means all of them, and an absent one the policy's own.
kind "shape.network_peers" {
  embeds        = { namespaceSelector = "shape.label_selector", podSelector = "shape.label_selector" }
  telling_empty = ["namespaceSelector", "podSelector"]
  sets          = ["ipBlock.except"]
}
