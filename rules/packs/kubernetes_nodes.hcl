# Nodes of clusters, by the pools that they are in.
#
# This pack must not judge versions: how far two servers and their nodes are apart is the business of others.

rule "k8s/node-count" {
  summary  = "a pool of nodes has another number of nodes"
  why      = "autoscalers and people choose the number by the load, and the environments have another load each"
  kind     = ["cluster"]
  path     = ["node_pools[*].count"]
  when     = left.value != null && right.value != null
  severity = "info"
  message  = "${left.value} nodes in ${left.env}, ${right.value} in ${right.env}"
  remedy   = "nothing, as long as the load is another; else compare the bounds of the autoscaler"
}
