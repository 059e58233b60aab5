# What runs pods: the groups apps, batch, autoscaling and policy of the Kubernetes API.
#
# Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ of Kubernetes 1.34.

kind "Deployment.apps" {
  embeds = { "spec.selector" = "shape.label_selector", "spec.template" = "shape.pod_template" }
  defaults = {
    "spec.minReadySeconds"                       = 0
    "spec.paused"                                = false
    "spec.progressDeadlineSeconds"               = 600
    "spec.replicas"                              = 1
    "spec.revisionHistoryLimit"                  = 10
    "spec.strategy.rollingUpdate.maxSurge"       = "25%"
    "spec.strategy.rollingUpdate.maxUnavailable" = "25%"
    "spec.strategy.type"                         = "RollingUpdate"
  }
}

kind "ReplicaSet.apps" {
  embeds   = { "spec.selector" = "shape.label_selector", "spec.template" = "shape.pod_template" }
  defaults = { "spec.minReadySeconds" = 0, "spec.replicas" = 1 }
}

kind "StatefulSet.apps" {
  embeds = {
    "spec.selector"                      = "shape.label_selector"
    "spec.template"                      = "shape.pod_template"
    "spec.volumeClaimTemplates.metadata" = "shape.object_meta"
    "spec.volumeClaimTemplates.spec"     = "shape.volume_claim"
  }
  # The names of the templates are what tells them apart, and stand too deep for a key.
  volatile   = ["spec.volumeClaimTemplates.apiVersion", "spec.volumeClaimTemplates.kind", "spec.volumeClaimTemplates.status"]
  sets       = ["spec.volumeClaimTemplates"]
  references = { "spec.serviceName" = "Service" }
  defaults = {
    "spec.minReadySeconds"                                  = 0
    "spec.ordinals.start"                                   = 0
    "spec.persistentVolumeClaimRetentionPolicy.whenDeleted" = "Retain"
    "spec.persistentVolumeClaimRetentionPolicy.whenScaled"  = "Retain"
    "spec.podManagementPolicy"                              = "OrderedReady"
    "spec.replicas"                                         = 1
    "spec.revisionHistoryLimit"                             = 10
    "spec.updateStrategy.rollingUpdate.maxUnavailable"      = 1
    "spec.updateStrategy.rollingUpdate.partition"           = 0
    "spec.updateStrategy.type"                              = "RollingUpdate"
  }
}

kind "DaemonSet.apps" {
  embeds = { "spec.selector" = "shape.label_selector", "spec.template" = "shape.pod_template" }
  defaults = {
    "spec.minReadySeconds"                             = 0
    "spec.revisionHistoryLimit"                        = 10
    "spec.updateStrategy.rollingUpdate.maxSurge"       = 0
    "spec.updateStrategy.rollingUpdate.maxUnavailable" = 1
    "spec.updateStrategy.type"                         = "RollingUpdate"
  }
}

# A revision is a copy of a template that its workload has, or had.
kind "ControllerRevision.apps" {
  volatile = ["data", "revision"]
}

kind "Job.batch" {
  embeds   = { spec = "shape.job_spec" }
  defaults = { "spec.podReplacementPolicy" = "TerminatingOrFailed" }
}

kind "CronJob.batch" {
  embeds = { "spec.jobTemplate.metadata" = "shape.object_meta", "spec.jobTemplate.spec" = "shape.job_spec" }
  defaults = {
    "spec.concurrencyPolicy"          = "Allow"
    "spec.failedJobsHistoryLimit"     = 1
    "spec.successfulJobsHistoryLimit" = 3
    "spec.suspend"                    = false
  }
}

# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
kind "HorizontalPodAutoscaler.autoscaling" {
  sets       = ["spec.behavior.scaleDown.policies", "spec.behavior.scaleUp.policies", "spec.metrics"]
  quantities = ["spec.metrics.*.target.averageValue", "spec.metrics.*.target.value"]
  # An old version of the API is written with the target's own version.
  volatile = ["spec.scaleTargetRef.apiVersion"]
  references = {
    "spec.scaleTargetRef.name" = ["Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "ReplicationController"]
  }
  defaults = {
    "spec.behavior.scaleDown.policies"                 = [{ type = "Percent", value = 100, periodSeconds = 15 }]
    "spec.behavior.scaleDown.selectPolicy"             = "Max"
    "spec.behavior.scaleDown.stabilizationWindowSeconds" = 300
    "spec.behavior.scaleUp.policies" = [
      { type = "Pods", value = 4, periodSeconds = 15 }, { type = "Percent", value = 100, periodSeconds = 15 },
    ]
    "spec.behavior.scaleUp.selectPolicy"               = "Max"
    "spec.behavior.scaleUp.stabilizationWindowSeconds" = 0
    "spec.minReplicas"                                 = 1
  }
  scales {
    target     = "spec.scaleTargetRef.name"
    namespace  = "metadata.namespace"
    least      = "spec.minReplicas"
    most       = "spec.maxReplicas"
    attributes = { "*" = "spec.replicas" }
  }
}

# https://keda.sh/docs/latest/reference/scaledobject-spec/
kind "ScaledObject.keda.sh" {
  references = { "spec.scaleTargetRef.name" = ["Deployment.apps", "StatefulSet.apps"] }
  defaults = {
    "spec.cooldownPeriod"           = 300
    "spec.maxReplicaCount"          = 100
    "spec.minReplicaCount"          = 0
    "spec.pollingInterval"          = 30
    "spec.scaleTargetRef.apiVersion" = "apps/v1"
    "spec.scaleTargetRef.kind"      = "Deployment"
  }
  scales {
    target     = "spec.scaleTargetRef.name"
    namespace  = "metadata.namespace"
    least      = "spec.minReplicaCount"
    most       = "spec.maxReplicaCount"
    attributes = { "*" = "spec.replicas" }
  }
}

# https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md
kind "VerticalPodAutoscaler.autoscaling.k8s.io" {
  volatile   = ["spec.targetRef.apiVersion"]
  references = { "spec.targetRef.name" = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"] }
  quantities = ["spec.resourcePolicy.containerPolicies.maxAllowed.*", "spec.resourcePolicy.containerPolicies.minAllowed.*"]
  keys       = { "spec.resourcePolicy.containerPolicies" = "containerName" }
  defaults   = { "spec.updatePolicy.updateMode" = "Auto" }
}

kind "PodDisruptionBudget.policy" {
  embeds        = { "spec.selector" = "shape.label_selector" }
  telling_empty = ["spec.selector"]
  instead       = { "spec.maxUnavailable" = "minAvailable" }
  defaults      = { "spec.unhealthyPodEvictionPolicy" = "IfHealthyBudget" }
}

kind "PriorityClass.scheduling.k8s.io" {
  defaults = { globalDefault = false, preemptionPolicy = "PreemptLowerPriority" }
}

kind "RuntimeClass.node.k8s.io" {
  quantities = ["overhead.podFixed.*"]
  sets       = ["scheduling.tolerations"]
}
