# Tests of kubernetes_nodes.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "k8s/node-count" "prod has more nodes" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "general", count = 2 }] }
  right = { node_pools = [{ name = "general", count = 9 }] }
  expect {
    rule     = "k8s/node-count"
    path     = "node_pools[name=general].count"
    severity = "info"
  }
}

test "k8s/node-count" "the same number of other nodes" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "general", count = 2, arch = ["amd64"] }] }
  right = { node_pools = [{ name = "general", count = 2, arch = ["arm64"] }] }
}
