# The environment of containers, and what workloads take from elsewhere.
#
# `@env` holds what each container really gets, so how it gets there is not compared: a literal here and a key
# of a ConfigMap there are the same when the value is. `@derived` says where values come from, and `@address`
# what an object is called whose name ends with a hash of its content, as kustomize makes it; the name with
# the hash is new with every content. This file must not call volatile what `@env` does not hold.
#
# Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables

# Not a part of `shape.pod_spec`: other kinds have pods inside that `@env` is not made of.
kind "shape.environment" {
  volatile = ["containers.env", "containers.envFrom", "initContainers.env", "initContainers.envFrom"]
}

kind "Pod" {
  embeds   = { spec = "shape.environment" }
  volatile = ["@derived"]
}

kind "ReplicationController" {
  embeds   = { "spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "Deployment.apps" {
  embeds   = { "spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "StatefulSet.apps" {
  embeds   = { "spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "DaemonSet.apps" {
  embeds   = { "spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "ReplicaSet.apps" {
  embeds   = { "spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "Job.batch" {
  embeds   = { "spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "CronJob.batch" {
  embeds   = { "spec.jobTemplate.spec.template.spec" = "shape.environment" }
  volatile = ["@derived"]
}

kind "ConfigMap" {
  names    = ["metadata.name"]
  volatile = ["@address", "metadata.name"]
}

kind "Secret" {
  names    = ["metadata.name"]
  volatile = ["@address", "metadata.name"]
}
