test "k8s/privileged-container" "in production" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true, privileged = true } }] } } } }
  expect {
    rule     = "k8s/privileged-container"
    path     = "spec.template.spec.containers[name=web].securityContext.privileged"
    severity = "high"
  }
}

test "k8s/privileged-container" "on the platform" {
  kind     = "Deployment.apps"
  address  = "kube-system/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true, privileged = true } }] } } } }
  expect {
    rule     = "k8s/privileged-container"
    severity = "info"
  }
}

test "k8s/privileged-container" "it is not" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true, privileged = false } }] } } } }
}

test "k8s/host-namespace" "the processes of the node in production" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { hostPID = true, containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/host-namespace"
    path     = "spec.template.spec.hostPID"
    severity = "high"
  }
}

test "k8s/host-namespace" "one pod on each node" {
  kind     = "DaemonSet.apps"
  address  = "shop/DaemonSet.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { hostNetwork = true, containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/host-namespace"
    severity = "low"
  }
}

test "k8s/host-namespace" "it does not" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { hostNetwork = false, containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/host-path" "the socket of the runtime" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { volumes = [{ name = "data", hostPath = { path = "/var/run/docker.sock" } }], containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/host-path"
    severity = "high"
  }
}

test "k8s/host-path" "a folder in development" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { volumes = [{ name = "data", hostPath = { path = "/data" } }], containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/host-path"
    severity = "low"
  }
}

test "k8s/host-path" "no folder of the node" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { volumes = [{ name = "data", emptyDir = {} }], containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/dangerous-capability" "nearly root in production" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true, capabilities = { add = ["SYS_ADMIN"] } } }] } } } }
  expect {
    rule     = "k8s/dangerous-capability"
    path     = "spec.template.spec.containers[name=web].securityContext.capabilities.add"
    severity = "high"
  }
}

test "k8s/dangerous-capability" "the network of the pod" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true, capabilities = { add = ["NET_ADMIN"] } } }] } } } }
  expect {
    rule     = "k8s/dangerous-capability"
    severity = "low"
  }
}

test "k8s/dangerous-capability" "low ports" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true, capabilities = { add = ["NET_BIND_SERVICE"] } } }] } } } }
}

test "k8s/host-port" "a port of the node" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080, hostPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/host-port"
    severity = "low"
  }
}

test "k8s/host-port" "zero is none" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080, hostPort = 0 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/floating-image" "no tag in production" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/floating-image"
    path     = "spec.template.spec.containers[name=web].image"
    severity = "medium"
  }
}

test "k8s/floating-image" "latest in development" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:latest", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/floating-image"
    severity = "low"
  }
}

test "k8s/floating-image" "the digest counts" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:latest@sha256:aa", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/not-probed-for-traffic" "a Service selects it" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "Service", address = "shop/Service/web", attributes = { spec = { selector = { app = "web" }, ports = [{ port = 80, targetPort = "http" }] } } }]
  expect {
    rule     = "k8s/not-probed-for-traffic"
    path     = "spec.template.spec.containers[name=web]"
    severity = "medium"
  }
}

test "k8s/not-probed-for-traffic" "no Service selects it" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "Service", address = "shop/Service/web", attributes = { spec = { selector = { app = "api" }, ports = [{ port = 80, targetPort = "http" }] } } }]
}

test "k8s/not-probed-for-traffic" "the Service sends to another port" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "Service", address = "shop/Service/web", attributes = { spec = { selector = { app = "web" }, ports = [{ port = 80, targetPort = 9090 }] } } }]
}

test "k8s/not-probed-for-traffic" "a container beside it is probed" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "main", readinessProbe = { tcpSocket = { port = 1 } } }, { name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "Service", address = "shop/Service/web", attributes = { spec = { selector = { app = "web" }, ports = [{ port = 80, targetPort = "http" }] } } }]
}

test "k8s/not-probed-for-life" "none" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/not-probed-for-life"
    path     = "spec.template.spec.containers[name=web]"
    severity = "info"
  }
}

test "k8s/not-probed-for-life" "probed" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/no-memory-limit" "in production" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/no-memory-limit"
    path     = "spec.template.spec.containers[name=web]"
    severity = "low"
  }
}

test "k8s/no-memory-limit" "limited" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/no-requests" "nothing at all is asked for" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = {  }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/no-requests"
    path     = "spec.template.spec.containers[name=web]"
    severity = "info"
  }
}

test "k8s/no-requests" "a limit is a request" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/may-run-as-root" "nobody forbids it" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/may-run-as-root"
    path     = "spec.template.spec.containers[name=web]"
    severity = "info"
  }
}

test "k8s/may-run-as-root" "the pod forbids it" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { securityContext = { runAsUser = 1000 }, containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/root-filesystem-writable" "writable" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true } }] } } } }
  expect {
    rule     = "k8s/root-filesystem-writable"
    path     = "spec.template.spec.containers[name=web]"
    severity = "info"
  }
}

test "k8s/root-filesystem-writable" "read-only" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/single-replica" "a Service of production" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "Service", address = "shop/Service/web", attributes = { spec = { selector = { app = "web" }, ports = [{ port = 80, targetPort = "http" }] } } }]
  expect {
    rule     = "k8s/single-replica"
    path     = ""
    severity = "low"
  }
}

test "k8s/single-replica" "development" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "dev"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "Service", address = "shop/Service/web", attributes = { spec = { selector = { app = "web" }, ports = [{ port = 80, targetPort = "http" }] } } }]
}

test "k8s/no-disruption-budget" "two replicas without one" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { replicas = 2, selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/no-disruption-budget"
    path     = ""
    severity = "low"
  }
}

test "k8s/no-disruption-budget" "a budget selects them" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  resource = { spec = { replicas = 2, selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  others   = [{ kind = "PodDisruptionBudget.policy", address = "shop/PodDisruptionBudget.policy/web", attributes = { spec = { selector = { matchLabels = { app = "web" } } } } }]
}

test "k8s/secret-in-plain-variable" "a password" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true }, env = [{ name = "DB_PASSWORD", value = "swordfish" }] }] } } } }
  expect {
    rule     = "k8s/secret-in-plain-variable"
    path     = "spec.template.spec.containers[name=web].env[name=DB_PASSWORD]"
    severity = "low"
  }
}

test "k8s/secret-in-plain-variable" "a reference to a Secret" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true }, env = [{ name = "DB_PASSWORD", valueFrom = { secretKeyRef = { name = "db", key = "password" } } }, { name = "PASSWORD_FILE", value = "/run/pw" }] }] } } } }
}

test "k8s/selector-misses-template" "another label" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "shop" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/selector-misses-template"
    path     = ""
    severity = "high"
  }
}

test "k8s/selector-misses-template" "more labels" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web", tier = "front" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/probe-port-unknown" "a name that no port has" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "web" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/probe-port-unknown"
    path     = "spec.template.spec.containers[name=web]"
    severity = "high"
  }
}

test "k8s/probe-port-unknown" "a number" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = 9090 } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/container-port-twice" "two containers on 8080" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }, { name = "proxy", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/container-port-twice"
    path     = "spec.template.spec.containers"
    severity = "medium"
  }
}

test "k8s/container-port-twice" "two ports" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }, { name = "proxy", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 9090 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 9090 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/memory-volume-without-limit" "no limit" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { volumes = [{ name = "data", emptyDir = { medium = "Memory" } }], containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
  expect {
    rule     = "k8s/memory-volume-without-limit"
    severity = "low"
  }
}

test "k8s/memory-volume-without-limit" "a limit" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { volumes = [{ name = "data", emptyDir = { medium = "Memory", sizeLimit = "64Mi" } }], containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } } }
}

test "k8s/bare-pod" "a pod for debugging" {
  kind     = "Pod"
  address  = "shop/Pod/debug"
  live     = true
  resource = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] }, status = { phase = "Running" } }
  expect {
    rule     = "k8s/bare-pod"
    path     = ""
    severity = "low"
  }
}

test "k8s/bare-pod" "the node keeps it" {
  kind     = "Pod"
  address  = "shop/Pod/debug"
  live     = true
  resource = { metadata = { annotations = { "kubernetes.io/config.mirror" = "x" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] }, status = { phase = "Running" } }
}

test "k8s/rollout-failed" "it did not end" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  live     = true
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } }, status = { conditions = [{ type = "Progressing", status = "False" }] } }
  expect {
    rule     = "k8s/rollout-failed"
    path     = ""
    severity = "high"
  }
}

test "k8s/rollout-failed" "it did" {
  kind     = "Deployment.apps"
  address  = "shop/Deployment.apps/web"
  env      = "prod"
  live     = true
  resource = { spec = { selector = { matchLabels = { app = "web" } }, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", image = "shop/web:1.0.0", ports = [{ name = "http", containerPort = 8080 }], readinessProbe = { httpGet = { port = "http" } }, livenessProbe = { httpGet = { port = 8080 } }, resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }, securityContext = { runAsNonRoot = true, readOnlyRootFilesystem = true } }] } } }, status = { conditions = [{ type = "Progressing", status = "True" }] } }
}

test "k8s/autoscaler-cannot-scale" "equal bounds" {
  kind     = "HorizontalPodAutoscaler.autoscaling"
  address  = "shop/HorizontalPodAutoscaler.autoscaling/web"
  resource = { spec = { minReplicas = 3, maxReplicas = 3 } }
  expect {
    rule     = "k8s/autoscaler-cannot-scale"
    path     = ""
    severity = "low"
  }
}

test "k8s/autoscaler-cannot-scale" "one pod at night" {
  kind     = "HorizontalPodAutoscaler.autoscaling"
  address  = "shop/HorizontalPodAutoscaler.autoscaling/web"
  env      = "prod"
  resource = { spec = { maxReplicas = 3 } }
  expect {
    rule     = "k8s/autoscaler-cannot-scale"
    path     = ""
    severity = "info"
  }
}

test "k8s/autoscaler-cannot-scale" "there is room" {
  kind     = "HorizontalPodAutoscaler.autoscaling"
  address  = "shop/HorizontalPodAutoscaler.autoscaling/web"
  env      = "prod"
  resource = { spec = { minReplicas = 2, maxReplicas = 3 } }
}

test "k8s/cron-job-may-pile-up" "as it is by default" {
  kind     = "CronJob.batch"
  address  = "shop/CronJob.batch/report"
  resource = { spec = { schedule = "* * * * *" } }
  expect {
    rule     = "k8s/cron-job-may-pile-up"
    path     = ""
    severity = "info"
  }
}

test "k8s/cron-job-may-pile-up" "a limit of time" {
  kind     = "CronJob.batch"
  address  = "shop/CronJob.batch/report"
  resource = { spec = { schedule = "* * * * *", jobTemplate = { spec = { activeDeadlineSeconds = 60 } } } }
}

test "k8s/deprecated-annotation" "the class of an Ingress" {
  kind     = "Ingress.networking.k8s.io"
  address  = "shop/Ingress.networking.k8s.io/web"
  resource = { metadata = { annotations = { "kubernetes.io/ingress.class" = "nginx" } }, spec = { tls = [{ hosts = ["shop.example.com"] }] } }
  expect {
    rule     = "k8s/deprecated-annotation"
    path     = "metadata.annotations[\"kubernetes.io/ingress.class\"]"
    severity = "info"
  }
}

test "k8s/deprecated-annotation" "another one" {
  kind     = "Ingress.networking.k8s.io"
  address  = "shop/Ingress.networking.k8s.io/web"
  resource = { metadata = { annotations = { "nginx.ingress.kubernetes.io/rewrite-target" = "nginx" } }, spec = { tls = [{ hosts = ["shop.example.com"] }] } }
}

test "k8s/helm-release-failed" "failed" {
  kind     = "helm_release"
  address  = "shop/helm_release/web"
  resource = { status = "failed" }
  expect {
    rule     = "k8s/helm-release-failed"
    path     = ""
    severity = "high"
  }
}

test "k8s/helm-release-failed" "deployed" {
  kind     = "helm_release"
  address  = "shop/helm_release/web"
  resource = { status = "deployed" }
}

test "k8s/kubelet-out-of-range" "four versions older" {
  kind     = "cluster"
  address  = "cluster"
  resource = { version = { gitVersion = "v1.34.1" }, node_pools = [{ name = "default", kubelet = ["v1.30.2"] }] }
  expect {
    rule     = "k8s/kubelet-out-of-range"
    path     = "node_pools[name=default]"
    severity = "high"
  }
}

test "k8s/kubelet-out-of-range" "three versions older" {
  kind     = "cluster"
  address  = "cluster"
  resource = { version = { gitVersion = "v1.34.1" }, node_pools = [{ name = "default", kubelet = ["v1.31.2"] }] }
}

test "k8s/kubelet-out-of-range" "newer than the server" {
  kind     = "cluster"
  address  = "cluster"
  resource = { version = { gitVersion = "v1.34.1" }, node_pools = [{ name = "default", kubelet = ["v1.35.0"] }] }
  expect {
    rule     = "k8s/kubelet-out-of-range"
    path     = "node_pools[name=default]"
    severity = "high"
  }
}
