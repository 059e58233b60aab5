# The environment of containers, and what workloads take from elsewhere.
#
# `@env` holds what each container really gets, so how it gets there is not compared: a literal here and a key
# of a ConfigMap there are the same when the value is. `@derived` says where values come from, and `@address`
# what an object is called whose name ends with a hash of its content, as kustomize makes it; the name with
# the hash is new with every content. This file must not call volatile what `@env` does not hold.
#
# Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables

kind "Pod" {
  volatile = [
    "@derived",
    "spec.containers.env", "spec.containers.envFrom",
    "spec.initContainers.env", "spec.initContainers.envFrom",
  ]
  references = {
    "spec.volumes.configMap.name"                = "ConfigMap"
    "spec.volumes.secret.secretName"             = "Secret"
    "spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "ReplicationController" {
  volatile = [
    "@derived",
    "spec.template.spec.containers.env", "spec.template.spec.containers.envFrom",
    "spec.template.spec.initContainers.env", "spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "Deployment.apps" {
  volatile = [
    "@derived",
    "spec.template.spec.containers.env", "spec.template.spec.containers.envFrom",
    "spec.template.spec.initContainers.env", "spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "StatefulSet.apps" {
  volatile = [
    "@derived",
    "spec.template.spec.containers.env", "spec.template.spec.containers.envFrom",
    "spec.template.spec.initContainers.env", "spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "DaemonSet.apps" {
  volatile = [
    "@derived",
    "spec.template.spec.containers.env", "spec.template.spec.containers.envFrom",
    "spec.template.spec.initContainers.env", "spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "ReplicaSet.apps" {
  volatile = [
    "@derived",
    "spec.template.spec.containers.env", "spec.template.spec.containers.envFrom",
    "spec.template.spec.initContainers.env", "spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "Job.batch" {
  volatile = [
    "@derived",
    "spec.template.spec.containers.env", "spec.template.spec.containers.envFrom",
    "spec.template.spec.initContainers.env", "spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "CronJob.batch" {
  volatile = [
    "@derived",
    "spec.jobTemplate.spec.template.spec.containers.env", "spec.jobTemplate.spec.template.spec.containers.envFrom",
    "spec.jobTemplate.spec.template.spec.initContainers.env", "spec.jobTemplate.spec.template.spec.initContainers.envFrom",
  ]
  references = {
    "spec.jobTemplate.spec.template.spec.volumes.configMap.name"                = "ConfigMap"
    "spec.jobTemplate.spec.template.spec.volumes.secret.secretName"             = "Secret"
    "spec.jobTemplate.spec.template.spec.volumes.projected.sources.configMap.name" = "ConfigMap"
    "spec.jobTemplate.spec.template.spec.volumes.projected.sources.secret.name"    = "Secret"
  }
}

kind "ConfigMap" {
  names    = ["metadata.name"]
  volatile = ["@address", "metadata.name"]
}

kind "Secret" {
  names    = ["metadata.name"]
  volatile = ["@address", "metadata.name"]
}
