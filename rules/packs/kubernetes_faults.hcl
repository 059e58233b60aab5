# What will break in a cluster, or is broken already: references to nothing, selectors that select nothing,
# webhooks that nobody answers, quotas that refuse.
#
# These rules look at one environment. This pack must not judge how workloads are written (probes, limits,
# privileges), and on manifests alone it must not call missing what commonly comes from elsewhere.

rule "k8s/missing-config-map" {
  summary = "a workload needs a ConfigMap that is not there"
  why     = "its pods wait in ContainerCreating or fail with CreateContainerConfigError, and the rollout never ends"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.volumes[*].configMap", "spec.template.spec.volumes[*].configMap", "spec.jobTemplate.spec.template.spec.volumes[*].configMap",
    "spec.*[*].env[*].valueFrom.configMapKeyRef", "spec.template.spec.*[*].env[*].valueFrom.configMapKeyRef", "spec.jobTemplate.spec.template.spec.*[*].env[*].valueFrom.configMapKeyRef",
    "spec.*[*].envFrom[*].configMapRef", "spec.template.spec.*[*].envFrom[*].configMapRef", "spec.jobTemplate.spec.template.spec.*[*].envFrom[*].configMapRef",
    "spec.volumes[*].projected.sources[*].configMap", "spec.template.spec.volumes[*].projected.sources[*].configMap", "spec.jobTemplate.spec.template.spec.volumes[*].projected.sources[*].configMap",
  ]
  change   = "dangling"
  when     = !try(value.optional, false) && (live || value.name != "kube-root-ca.crt") && !exists("ConfigMap", namespace, value.name)
  severity = live ? "high" : "medium"
  message  = "the ConfigMap ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create ConfigMap ${value.name}, correct the name, or mark the reference optional"
}
