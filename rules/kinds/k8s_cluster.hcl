# A cluster as a whole, and the releases of Helm in it, as driftgate gathers them from the objects.
#
# Of the cluster only the version of the server and the nodes are compared: what is listed of custom kinds and
# of classes is for rules to look up, and is compared as the objects themselves. How often a release was
# upgraded says nothing of what it is. This file must not list what an object tells better.

kind "cluster" {
  needs_both = true
  by_address = true
  volatile = [
    "crds", "storage_classes", "ingress_classes", "runtime_classes", "priority_classes",
    "version.buildDate", "version.gitCommit", "version.gitTreeState", "version.goVersion", "version.compiler",
    "version.major", "version.minor",
  ]
  sets = [
    "node_pools.kubelet", "node_pools.runtime", "node_pools.os_image", "node_pools.kernel", "node_pools.os",
    "node_pools.arch", "node_pools.instance_type", "node_pools.taints",
  ]
  keys = { node_pools = "name" }
}

# What a user sets to null or empties takes a default of the chart away, which leaving it out does not.
kind "helm_release" {
  by_address  = true
  keeps_empty = true
  names       = ["name"]
  volatile    = ["revision"]
}

# A controller gathers the rules of an aggregated role from other roles, which are compared themselves.
kind "ClusterRole.rbac.authorization.k8s.io" {
  volatile = ["@rules"]
}
