# Tests of the rules beside: each speaks once and is silent about what comes near.

test "k8s/webhook-without-service" "nobody answers, and every pod is refused" {
  kind = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "ValidatingWebhookConfiguration.admissionregistration.k8s.io/w"
  live = true
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  others = [
    { kind = "Namespace", address = "Namespace/shop", attributes = { metadata = { name = "shop" } } },
  ]
  expect {
    rule = "k8s/webhook-without-service"
    path = "webhooks[name=a.example.com]"
    severity = "critical"
  }
}

test "k8s/webhook-without-service" "its Service is there" {
  kind = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "ValidatingWebhookConfiguration.admissionregistration.k8s.io/w"
  live = true
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  others = [
    { kind = "Service", address = "sec/Service/hook", attributes = {} },
  ]
}

test "k8s/webhook-without-service" "manifests alone: the Service may come from elsewhere" {
  kind = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "ValidatingWebhookConfiguration.admissionregistration.k8s.io/w"
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  expect {
    rule = "k8s/webhook-without-service"
    path = "webhooks[name=a.example.com]"
    severity = "medium"
  }
}

test "k8s/webhook-without-endpoints" "no pod is ready" {
  kind = "MutatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "MutatingWebhookConfiguration.admissionregistration.k8s.io/w"
  live = true
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  others = [
    { kind = "Service", address = "sec/Service/hook", attributes = {} },
    { kind = "EndpointSlice.discovery.k8s.io", address = "sec/EndpointSlice.discovery.k8s.io/hook-x", attributes = { metadata = { labels = { "kubernetes.io/service-name" = "hook" } }, endpoints = [{ conditions = { ready = false } }] } },
    { kind = "Namespace", address = "Namespace/shop", attributes = { metadata = { name = "shop" } } },
  ]
  expect {
    rule = "k8s/webhook-without-endpoints"
    path = "webhooks[name=a.example.com]"
    severity = "critical"
  }
}

test "k8s/webhook-without-endpoints" "one pod is ready" {
  kind = "MutatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "MutatingWebhookConfiguration.admissionregistration.k8s.io/w"
  live = true
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  others = [
    { kind = "Service", address = "sec/Service/hook", attributes = {} },
    { kind = "EndpointSlice.discovery.k8s.io", address = "sec/EndpointSlice.discovery.k8s.io/hook-x", attributes = { metadata = { labels = { "kubernetes.io/service-name" = "hook" } }, endpoints = [{ conditions = { ready = true } }] } },
  ]
}

test "k8s/webhook-ignored" "requests pass unseen" {
  kind = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "ValidatingWebhookConfiguration.admissionregistration.k8s.io/w"
  live = true
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Ignore", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  expect {
    rule = "k8s/webhook-ignored"
    path = "webhooks[name=a.example.com]"
    severity = "medium"
  }
}

test "k8s/webhook-ignored" "its Service is there" {
  kind = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  address = "ValidatingWebhookConfiguration.admissionregistration.k8s.io/w"
  live = true
  resource = { webhooks = [{ name = "a.example.com", failurePolicy = "Ignore", clientConfig = { service = { name = "hook", namespace = "sec" } }, rules = [{ resources = ["pods"] }], namespaceSelector = {} }] }
  others = [
    { kind = "Service", address = "sec/Service/hook", attributes = {} },
  ]
}

test "k8s/sidecar-without-injector" "no mesh is installed" {
  kind = "Namespace"
  address = "Namespace/shop"
  live = true
  resource = { metadata = { name = "shop", labels = { istio-injection = "enabled" } } }
  others = [
    { kind = "MutatingWebhookConfiguration.admissionregistration.k8s.io", address = "MutatingWebhookConfiguration.admissionregistration.k8s.io/other", attributes = { webhooks = [{ name = "other.example.com" }] } },
  ]
  expect {
    rule = "k8s/sidecar-without-injector"
    path = ""
    severity = "high"
  }
}

test "k8s/sidecar-without-injector" "the injector is there" {
  kind = "Namespace"
  address = "Namespace/shop"
  live = true
  resource = { metadata = { name = "shop", labels = { istio-injection = "enabled" } } }
  others = [
    { kind = "MutatingWebhookConfiguration.admissionregistration.k8s.io", address = "MutatingWebhookConfiguration.admissionregistration.k8s.io/istio-sidecar-injector", attributes = { webhooks = [{ name = "namespace.sidecar-injector.istio.io" }] } },
  ]
}

test "k8s/sidecar-without-injector" "linkerd, and no injector" {
  kind = "Namespace"
  address = "Namespace/shop"
  live = true
  resource = { metadata = { name = "shop", annotations = { "linkerd.io/inject" = "enabled" } } }
  expect {
    rule = "k8s/sidecar-without-injector"
    path = ""
    severity = "high"
  }
}

test "k8s/ingress-without-service" "there is no such Service" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/", backend = { service = { name = "web", port = { number = 80 } } } }] } }] } }
  others = [
    { kind = "Service", address = "other/Service/web", attributes = {} },
  ]
  expect {
    rule = "k8s/ingress-without-service"
    path = "spec.rules[host=a.example.com].http.paths[0].backend.service"
    severity = "high"
  }
}

test "k8s/ingress-without-service" "the Service is there" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/", backend = { service = { name = "web", port = { number = 80 } } } }] } }] } }
  others = [
    { kind = "Service", address = "shop/Service/web", attributes = {} },
  ]
}

test "k8s/ingress-without-port" "the Service has another port" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/", backend = { service = { name = "web", port = { number = 80 } } } }] } }] } }
  others = [
    { kind = "Service", address = "shop/Service/web", attributes = { spec = { ports = [{ name = "http", port = 8080 }] } } },
  ]
  expect {
    rule = "k8s/ingress-without-port"
    path = "spec.rules[host=a.example.com].http.paths[0].backend.service"
    severity = "high"
  }
}

test "k8s/ingress-without-port" "the port is there" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/", backend = { service = { name = "web", port = { number = 80 } } } }] } }] } }
  others = [
    { kind = "Service", address = "shop/Service/web", attributes = { spec = { ports = [{ name = "http", port = 80 }] } } },
  ]
}

test "k8s/missing-ingress-class" "no controller has this class" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { ingressClassName = "nginx" } }
  others = [
    { kind = "IngressClass.networking.k8s.io", address = "IngressClass.networking.k8s.io/traefik", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-ingress-class"
    path = "spec.ingressClassName"
    severity = "high"
  }
}

test "k8s/missing-ingress-class" "the class is there" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { ingressClassName = "nginx" } }
  others = [
    { kind = "IngressClass.networking.k8s.io", address = "IngressClass.networking.k8s.io/nginx", attributes = {} },
  ]
}

test "k8s/ingress-without-certificate" "the certificate was never made" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { tls = [{ secretName = "web-tls", hosts = ["a.example.com"] }] } }
  expect {
    rule = "k8s/ingress-without-certificate"
    path = "spec.tls[0]"
    severity = "high"
  }
}

test "k8s/ingress-without-certificate" "the certificate is there" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { spec = { tls = [{ secretName = "web-tls", hosts = ["a.example.com"] }] } }
  others = [
    { kind = "Secret", address = "shop/Secret/web-tls", attributes = {} },
  ]
}

test "k8s/autoscaler-without-target" "the Deployment was renamed" {
  kind = "HorizontalPodAutoscaler.autoscaling"
  address = "shop/HorizontalPodAutoscaler.autoscaling/web"
  live = true
  resource = { metadata = { name = "web" }, spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = "web" }, metrics = [{ type = "Resource", resource = { name = "cpu" } }] } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/website", attributes = {} },
  ]
  expect {
    rule = "k8s/autoscaler-without-target"
    path = "spec.scaleTargetRef"
    severity = "high"
  }
}

test "k8s/autoscaler-without-target" "the Deployment is there" {
  kind = "HorizontalPodAutoscaler.autoscaling"
  address = "shop/HorizontalPodAutoscaler.autoscaling/web"
  live = true
  resource = { metadata = { name = "web" }, spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = "web" }, metrics = [{ type = "Resource", resource = { name = "cpu" } }] } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = {} },
  ]
}

test "k8s/autoscalers-disagree" "two scale one Deployment" {
  kind = "HorizontalPodAutoscaler.autoscaling"
  address = "shop/HorizontalPodAutoscaler.autoscaling/web"
  live = true
  resource = { metadata = { name = "web" }, spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = "web" }, metrics = [{ type = "Resource", resource = { name = "cpu" } }] } }
  others = [
    { kind = "HorizontalPodAutoscaler.autoscaling", address = "shop/HorizontalPodAutoscaler.autoscaling/web-2", attributes = { metadata = { name = "web-2" }, spec = { scaleTargetRef = { kind = "Deployment", name = "web" } } } },
  ]
  expect {
    rule = "k8s/autoscalers-disagree"
    path = "spec.scaleTargetRef"
    severity = "high"
  }
}

test "k8s/autoscalers-disagree" "the other scales a StatefulSet of this name" {
  kind = "HorizontalPodAutoscaler.autoscaling"
  address = "shop/HorizontalPodAutoscaler.autoscaling/web"
  live = true
  resource = { metadata = { name = "web" }, spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = "web" }, metrics = [{ type = "Resource", resource = { name = "cpu" } }] } }
  others = [
    { kind = "HorizontalPodAutoscaler.autoscaling", address = "shop/HorizontalPodAutoscaler.autoscaling/web-2", attributes = { metadata = { name = "web-2" }, spec = { scaleTargetRef = { kind = "StatefulSet", name = "web" } } } },
  ]
}

test "k8s/autoscalers-fight" "both go by cpu" {
  kind = "HorizontalPodAutoscaler.autoscaling"
  address = "shop/HorizontalPodAutoscaler.autoscaling/web"
  live = true
  resource = { metadata = { name = "web" }, spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = "web" }, metrics = [{ type = "Resource", resource = { name = "cpu" } }] } }
  others = [
    { kind = "VerticalPodAutoscaler.autoscaling.k8s.io", address = "shop/VerticalPodAutoscaler.autoscaling.k8s.io/web", attributes = { spec = { targetRef = { kind = "Deployment", name = "web" }, updatePolicy = { updateMode = "Auto" } } } },
  ]
  expect {
    rule = "k8s/autoscalers-fight"
    path = "spec.scaleTargetRef"
    severity = "medium"
  }
}

test "k8s/autoscalers-fight" "the vertical one only recommends" {
  kind = "HorizontalPodAutoscaler.autoscaling"
  address = "shop/HorizontalPodAutoscaler.autoscaling/web"
  live = true
  resource = { metadata = { name = "web" }, spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = "web" }, metrics = [{ type = "Resource", resource = { name = "cpu" } }] } }
  others = [
    { kind = "VerticalPodAutoscaler.autoscaling.k8s.io", address = "shop/VerticalPodAutoscaler.autoscaling.k8s.io/web", attributes = { spec = { targetRef = { kind = "Deployment", name = "web" }, updatePolicy = { updateMode = "Off" } } } },
  ]
}

test "k8s/service-monitor-selects-nothing" "no Service has the label" {
  kind = "ServiceMonitor.monitoring.coreos.com"
  address = "shop/ServiceMonitor.monitoring.coreos.com/web"
  live = true
  resource = { spec = { selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Service", address = "shop/Service/web", attributes = { metadata = { labels = { app = "website" } } } },
  ]
  expect {
    rule = "k8s/service-monitor-selects-nothing"
    path = ""
    severity = "medium"
  }
}

test "k8s/service-monitor-selects-nothing" "a Service has it" {
  kind = "ServiceMonitor.monitoring.coreos.com"
  address = "shop/ServiceMonitor.monitoring.coreos.com/web"
  live = true
  resource = { spec = { selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Service", address = "shop/Service/web", attributes = { metadata = { labels = { app = "web" } } } },
  ]
}

test "k8s/pod-monitor-selects-nothing" "no Pod has the label" {
  kind = "PodMonitor.monitoring.coreos.com"
  address = "shop/PodMonitor.monitoring.coreos.com/web"
  live = true
  resource = { spec = { selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Pod", address = "shop/Pod/p", attributes = { metadata = { labels = { app = "x" } } } },
  ]
  expect {
    rule = "k8s/pod-monitor-selects-nothing"
    path = ""
    severity = "medium"
  }
}

test "k8s/pod-monitor-selects-nothing" "a Pod in a named namespace has it" {
  kind = "PodMonitor.monitoring.coreos.com"
  address = "shop/PodMonitor.monitoring.coreos.com/web"
  live = true
  resource = { spec = { selector = { matchLabels = { app = "web" } }, namespaceSelector = { matchNames = ["other"] } } }
  others = [
    { kind = "Pod", address = "other/Pod/p", attributes = { metadata = { labels = { app = "web" } } } },
  ]
}

test "k8s/network-policy-selects-nothing" "the label was changed" {
  kind = "NetworkPolicy.networking.k8s.io"
  address = "shop/NetworkPolicy.networking.k8s.io/web"
  live = true
  resource = { spec = { podSelector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "website" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
  expect {
    rule = "k8s/network-policy-selects-nothing"
    path = ""
    severity = "medium"
  }
}

test "k8s/network-policy-selects-nothing" "the template has the label" {
  kind = "NetworkPolicy.networking.k8s.io"
  address = "shop/NetworkPolicy.networking.k8s.io/web"
  live = true
  resource = { spec = { podSelector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
}

test "k8s/network-policy-selects-nothing" "it is for all pods" {
  kind = "NetworkPolicy.networking.k8s.io"
  address = "shop/NetworkPolicy.networking.k8s.io/web"
  live = true
  resource = { spec = { podSelector = {} } }
}

test "k8s/budget-selects-nothing" "the label was changed" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  resource = { spec = { maxUnavailable = 1, selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "website" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
  expect {
    rule = "k8s/budget-selects-nothing"
    path = ""
    severity = "medium"
  }
}

test "k8s/budget-selects-nothing" "the template has the label" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  resource = { spec = { maxUnavailable = 1, selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
}

test "k8s/budget-blocks-every-drain" "as many as there are must stay" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  resource = { spec = { minAvailable = 2, selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
  expect {
    rule = "k8s/budget-blocks-every-drain"
    path = ""
    severity = "high"
  }
}

test "k8s/budget-blocks-every-drain" "none may go" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  resource = { spec = { maxUnavailable = 0, selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
  expect {
    rule = "k8s/budget-blocks-every-drain"
    path = ""
    severity = "high"
  }
}

test "k8s/budget-blocks-every-drain" "one of two may go" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  resource = { spec = { minAvailable = 1, selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
}

test "k8s/budget-blocks-every-drain" "an autoscaler may add more" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  resource = { spec = { minAvailable = 2, selector = { matchLabels = { app = "web" } } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
    { kind = "HorizontalPodAutoscaler.autoscaling", address = "shop/HorizontalPodAutoscaler.autoscaling/web", attributes = { spec = { maxReplicas = 6, scaleTargetRef = { kind = "Deployment", name = "web" } } } },
  ]
}

test "k8s/service-selects-nothing" "the label was changed" {
  kind = "Service"
  address = "shop/Service/web"
  live = true
  resource = { spec = { selector = { app = "web" }, ports = [{ name = "http", port = 80, targetPort = "http" }] } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "website" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
  expect {
    rule = "k8s/service-selects-nothing"
    path = ""
    severity = "medium"
  }
}

test "k8s/service-selects-nothing" "the template has the label" {
  kind = "Service"
  address = "shop/Service/web"
  live = true
  resource = { spec = { selector = { app = "web" }, ports = [{ name = "http", port = 80, targetPort = "http" }] } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
}

test "k8s/service-without-port" "the container calls its port otherwise" {
  kind = "Service"
  address = "shop/Service/web"
  live = true
  resource = { spec = { selector = { app = "web" }, ports = [{ name = "http", port = 80, targetPort = "https" }] } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
  expect {
    rule = "k8s/service-without-port"
    path = "spec.ports[name=http]"
    severity = "high"
  }
}

test "k8s/service-without-port" "the container has the port" {
  kind = "Service"
  address = "shop/Service/web"
  live = true
  resource = { spec = { selector = { app = "web" }, ports = [{ name = "http", port = 80, targetPort = "http" }] } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { metadata = { name = "web" }, spec = { replicas = 2, template = { metadata = { labels = { app = "web" } }, spec = { containers = [{ name = "web", ports = [{ name = "http", containerPort = 80 }] }] } } } } },
  ]
}

test "k8s/missing-config-map" "a volume and a variable name what is not there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf" } }], containers = [{ name = "web", env = [{ name = "LEVEL", valueFrom = { configMapKeyRef = { name = "settings", key = "level" } } }] }] } } } }
  others = [
    { kind = "ConfigMap", address = "other/ConfigMap/settings", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-config-map"
    path = "spec.template.spec.volumes[name=conf].configMap"
    severity = "high"
  }
  expect {
    rule = "k8s/missing-config-map"
    path = "spec.template.spec.containers[name=web].env[name=LEVEL].valueFrom.configMapKeyRef"
    severity = "high"
  }
}

test "k8s/missing-config-map" "there, or optional" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf" } }], containers = [{ name = "web", envFrom = [{ configMapRef = { name = "more", optional = true } }] }] } } } }
  others = [
    { kind = "ConfigMap", address = "shop/ConfigMap/web-conf", attributes = {} },
  ]
}

test "k8s/missing-config-map" "ConfigMaps were not read" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  unread = ["ConfigMap"]
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf" } }], containers = [{ name = "web", env = [{ name = "LEVEL", valueFrom = { configMapKeyRef = { name = "settings", key = "level" } } }] }] } } } }
}

test "k8s/missing-secret" "a variable names what is not there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", env = [{ name = "PASSWORD", valueFrom = { secretKeyRef = { name = "db", key = "password" } } }] }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/cache", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-secret"
    path = "spec.template.spec.containers[name=web].env[name=PASSWORD].valueFrom.secretKeyRef"
    severity = "high"
  }
}

test "k8s/missing-secret" "the Secret is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", env = [{ name = "PASSWORD", valueFrom = { secretKeyRef = { name = "db", key = "password" } } }] }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/db", attributes = {} },
  ]
}

test "k8s/missing-secret" "manifests seldom hold Secrets" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  resource = { spec = { template = { spec = { containers = [{ name = "web", env = [{ name = "PASSWORD", valueFrom = { secretKeyRef = { name = "db", key = "password" } } }] }] } } } }
  expect {
    rule = "k8s/missing-secret"
    path = "spec.template.spec.containers[name=web].env[name=PASSWORD].valueFrom.secretKeyRef"
    severity = "low"
  }
}

test "k8s/missing-secret-volume" "a volume names what is not there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "tls", secret = { secretName = "tls" } }] } } } }
  expect {
    rule = "k8s/missing-secret-volume"
    path = "spec.template.spec.volumes[name=tls].secret"
    severity = "high"
  }
}

test "k8s/missing-secret-volume" "the Secret is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "tls", secret = { secretName = "tls" } }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/tls", attributes = {} },
  ]
}

test "k8s/missing-config-map-key" "the key was renamed" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf" } }], containers = [{ name = "web", env = [{ name = "LEVEL", valueFrom = { configMapKeyRef = { name = "settings", key = "level" } } }] }] } } } }
  others = [
    { kind = "ConfigMap", address = "shop/ConfigMap/settings", attributes = { data = { log_level = "info" } } },
    { kind = "ConfigMap", address = "shop/ConfigMap/web-conf", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-config-map-key"
    path = "spec.template.spec.containers[name=web].env[name=LEVEL].valueFrom.configMapKeyRef"
    severity = "high"
  }
}

test "k8s/missing-config-map-key" "the key is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf" } }], containers = [{ name = "web", env = [{ name = "LEVEL", valueFrom = { configMapKeyRef = { name = "settings", key = "level" } } }] }] } } } }
  others = [
    { kind = "ConfigMap", address = "shop/ConfigMap/settings", attributes = { data = { level = "info" } } },
  ]
}

test "k8s/missing-secret-key" "the key was renamed" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", env = [{ name = "PASSWORD", valueFrom = { secretKeyRef = { name = "db", key = "password" } } }] }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/db", attributes = { data = { pass = "x" } } },
  ]
  expect {
    rule = "k8s/missing-secret-key"
    path = "spec.template.spec.containers[name=web].env[name=PASSWORD].valueFrom.secretKeyRef"
    severity = "high"
  }
}

test "k8s/missing-secret-key" "the key is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", env = [{ name = "PASSWORD", valueFrom = { secretKeyRef = { name = "db", key = "password" } } }] }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/db", attributes = { stringData = { password = "x" } } },
  ]
}

test "k8s/missing-volume-key" "the key was renamed" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf", items = [{ key = "nginx.conf", path = "nginx.conf" }] } }] } } } }
  others = [
    { kind = "ConfigMap", address = "shop/ConfigMap/web-conf", attributes = { data = { "default.conf" = "" } } },
  ]
  expect {
    rule = "k8s/missing-volume-key"
    path = "spec.template.spec.volumes[name=conf].configMap"
    severity = "high"
  }
}

test "k8s/missing-volume-key" "the key is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "conf", configMap = { name = "web-conf", items = [{ key = "nginx.conf", path = "nginx.conf" }] } }] } } } }
  others = [
    { kind = "ConfigMap", address = "shop/ConfigMap/web-conf", attributes = { data = { "nginx.conf" = "" } } },
  ]
}

test "k8s/missing-claim" "there is no such claim" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "data", persistentVolumeClaim = { claimName = "data" } }] } } } }
  expect {
    rule = "k8s/missing-claim"
    path = "spec.template.spec.volumes[name=data].persistentVolumeClaim"
    severity = "high"
  }
}

test "k8s/missing-claim" "the claim is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { volumes = [{ name = "data", persistentVolumeClaim = { claimName = "data" } }] } } } }
  others = [
    { kind = "PersistentVolumeClaim", address = "shop/PersistentVolumeClaim/data", attributes = {} },
  ]
}

test "k8s/missing-service-account" "there is no such account" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { serviceAccountName = "web" } } } }
  others = [
    { kind = "ServiceAccount", address = "shop/ServiceAccount/default", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-service-account"
    path = "spec.template.spec.serviceAccountName"
    severity = "high"
  }
}

test "k8s/missing-service-account" "the account is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { serviceAccountName = "web" } } } }
  others = [
    { kind = "ServiceAccount", address = "shop/ServiceAccount/web", attributes = {} },
  ]
}

test "k8s/missing-service-account" "every namespace has one called default" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  resource = { spec = { template = { spec = { serviceAccountName = "default" } } } }
}

test "k8s/missing-storage-class" "the cluster has no such class" {
  kind = "PersistentVolumeClaim"
  address = "shop/PersistentVolumeClaim/data"
  live = true
  resource = { spec = { storageClassName = "fast" }, status = { phase = "Pending" } }
  others = [
    { kind = "StorageClass.storage.k8s.io", address = "StorageClass.storage.k8s.io/slow", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-storage-class"
    path = "spec.storageClassName"
    severity = "high"
  }
}

test "k8s/missing-storage-class" "the class is there" {
  kind = "PersistentVolumeClaim"
  address = "shop/PersistentVolumeClaim/data"
  live = true
  resource = { spec = { storageClassName = "fast" } }
  others = [
    { kind = "StorageClass.storage.k8s.io", address = "StorageClass.storage.k8s.io/fast", attributes = {} },
  ]
}

test "k8s/missing-priority-class" "the cluster has no such class" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { priorityClassName = "urgent" } } } }
  others = [
    { kind = "PriorityClass.scheduling.k8s.io", address = "PriorityClass.scheduling.k8s.io/system-node-critical", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-priority-class"
    path = "spec.template.spec.priorityClassName"
    severity = "high"
  }
}

test "k8s/missing-priority-class" "every cluster has those of the system" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  resource = { spec = { template = { spec = { priorityClassName = "system-node-critical" } } } }
}

test "k8s/missing-runtime-class" "the cluster has no such class" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { runtimeClassName = "gvisor" } } } }
  others = [
    { kind = "RuntimeClass.node.k8s.io", address = "RuntimeClass.node.k8s.io/kata", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-runtime-class"
    path = "spec.template.spec.runtimeClassName"
    severity = "high"
  }
}

test "k8s/missing-runtime-class" "the class is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { runtimeClassName = "gvisor" } } } }
  others = [
    { kind = "RuntimeClass.node.k8s.io", address = "RuntimeClass.node.k8s.io/gvisor", attributes = {} },
  ]
}

test "k8s/missing-pull-secret" "there is no such Secret" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { imagePullSecrets = [{ name = "registry" }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/db", attributes = {} },
  ]
  expect {
    rule = "k8s/missing-pull-secret"
    path = "spec.template.spec.imagePullSecrets[name=registry]"
    severity = "high"
  }
}

test "k8s/missing-pull-secret" "the Secret is there" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { imagePullSecrets = [{ name = "registry" }] } } } }
  others = [
    { kind = "Secret", address = "shop/Secret/registry", attributes = {} },
  ]
}

test "k8s/binding-without-role" "the role was renamed" {
  kind = "RoleBinding.rbac.authorization.k8s.io"
  address = "shop/RoleBinding.rbac.authorization.k8s.io/web"
  live = true
  resource = { roleRef = { kind = "Role", name = "reader" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }] }
  others = [
    { kind = "Role.rbac.authorization.k8s.io", address = "shop/Role.rbac.authorization.k8s.io/read", attributes = {} },
  ]
  expect {
    rule = "k8s/binding-without-role"
    path = "roleRef"
    severity = "high"
  }
}

test "k8s/binding-without-role" "the role is there" {
  kind = "RoleBinding.rbac.authorization.k8s.io"
  address = "shop/RoleBinding.rbac.authorization.k8s.io/web"
  live = true
  resource = { roleRef = { kind = "Role", name = "reader" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }] }
  others = [
    { kind = "Role.rbac.authorization.k8s.io", address = "shop/Role.rbac.authorization.k8s.io/reader", attributes = {} },
  ]
}

test "k8s/binding-without-role" "every cluster has this role" {
  kind = "RoleBinding.rbac.authorization.k8s.io"
  address = "shop/RoleBinding.rbac.authorization.k8s.io/web"
  resource = { roleRef = { kind = "ClusterRole", name = "view" } }
}

test "k8s/binding-without-account" "the account was renamed" {
  kind = "RoleBinding.rbac.authorization.k8s.io"
  address = "shop/RoleBinding.rbac.authorization.k8s.io/web"
  live = true
  resource = { roleRef = { kind = "Role", name = "reader" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }] }
  others = [
    { kind = "ServiceAccount", address = "shop/ServiceAccount/api", attributes = {} },
  ]
  expect {
    rule = "k8s/binding-without-account"
    path = "subjects[kind=ServiceAccount,namespace=shop,name=web]"
    severity = "medium"
  }
}

test "k8s/binding-without-account" "the account is there" {
  kind = "RoleBinding.rbac.authorization.k8s.io"
  address = "shop/RoleBinding.rbac.authorization.k8s.io/web"
  live = true
  resource = { roleRef = { kind = "Role", name = "reader" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }] }
  others = [
    { kind = "ServiceAccount", address = "shop/ServiceAccount/web", attributes = {} },
  ]
}

test "k8s/quota-wants-resources" "no limits where the quota counts them" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", resources = { requests = { cpu = "1" } } }] } } } }
  others = [
    { kind = "ResourceQuota", address = "shop/ResourceQuota/quota", attributes = { spec = { hard = { "requests.cpu" = "4", "limits.memory" = "8Gi" } } } },
  ]
  expect {
    rule = "k8s/quota-wants-resources"
    path = "spec.template.spec.containers[name=web]"
    severity = "high"
  }
}

test "k8s/quota-wants-resources" "a LimitRange fills them in" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { cpu = "1" } } }] } } } }
  others = [
    { kind = "ResourceQuota", address = "shop/ResourceQuota/quota", attributes = { spec = { hard = { "requests.cpu" = "4", "limits.memory" = "8Gi" } } } },
    { kind = "LimitRange", address = "shop/LimitRange/l", attributes = { spec = { limits = [{ type = "Container", default = { memory = "1Gi" } }] } } },
  ]
}

test "k8s/quota-too-small" "three pods of 2 cpus, and 4 are given" {
  kind = "ResourceQuota"
  address = "shop/ResourceQuota/quota"
  live = true
  resource = { spec = { hard = { "requests.cpu" = "4", pods = "10" } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { spec = { replicas = 3, template = { spec = { containers = [{ name = "web", resources = { requests = { cpu = "2" } } }] } } } } },
  ]
  expect {
    rule = "k8s/quota-too-small"
    path = ""
    severity = "high"
  }
}

test "k8s/quota-too-small" "three pods of one cpu" {
  kind = "ResourceQuota"
  address = "shop/ResourceQuota/quota"
  live = true
  resource = { spec = { hard = { "requests.cpu" = "4", pods = "3" } } }
  others = [
    { kind = "Deployment.apps", address = "shop/Deployment.apps/web", attributes = { spec = { replicas = 3, template = { spec = { containers = [{ name = "web", resources = { requests = { cpu = "1000m" } } }] } } } } },
  ]
}

test "k8s/limit-range-violated" "more memory than is allowed" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "2Gi" } } }] } } } }
  others = [
    { kind = "LimitRange", address = "shop/LimitRange/l", attributes = { spec = { limits = [{ type = "Container", max = { memory = "1Gi" }, min = { cpu = "50m" } }] } } },
  ]
  expect {
    rule = "k8s/limit-range-violated"
    path = "spec.template.spec.containers[name=web]"
    severity = "high"
  }
}

test "k8s/limit-range-violated" "as much as is allowed" {
  kind = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live = true
  resource = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1024Mi" }, requests = { cpu = "50m" } } }] } } } }
  others = [
    { kind = "LimitRange", address = "shop/LimitRange/l", attributes = { spec = { limits = [{ type = "Container", max = { memory = "1Gi" }, min = { cpu = "50m" } }] } } },
  ]
}

test "k8s/api-version-removed" "the other server no longer has it" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  other = { version = { gitVersion = "v1.29.0" } }
  resource = { apiVersion = "policy/v1beta1", kind = "PodDisruptionBudget" }
  others = [
    { kind = "cluster", address = "cluster", attributes = { version = { gitVersion = "v1.24.3" } } },
  ]
  expect {
    rule = "k8s/api-version-removed"
    path = ""
    severity = "high"
  }
}

test "k8s/api-version-removed" "both servers still have it" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  live = true
  other = { version = { gitVersion = "v1.24.9" } }
  resource = { apiVersion = "policy/v1beta1", kind = "PodDisruptionBudget" }
  others = [
    { kind = "cluster", address = "cluster", attributes = { version = { gitVersion = "v1.24.3" } } },
  ]
}

test "k8s/api-version-removed" "nobody knows the server" {
  kind = "PodDisruptionBudget.policy"
  address = "shop/PodDisruptionBudget.policy/web"
  resource = { apiVersion = "policy/v1beta1", kind = "PodDisruptionBudget" }
  expect {
    rule = "k8s/api-version-removed"
    path = ""
    severity = "medium"
  }
}

test "k8s/api-service-down" "nothing is ready behind it" {
  kind = "APIService.apiregistration.k8s.io"
  address = "APIService.apiregistration.k8s.io/v1beta1.metrics.k8s.io"
  live = true
  resource = { spec = { service = { name = "metrics", namespace = "kube-system" } }, status = { conditions = [{ type = "Available", status = "False", reason = "MissingEndpoints", message = "none" }] } }
  others = [
    { kind = "Service", address = "kube-system/Service/metrics", attributes = {} },
  ]
  expect {
    rule = "k8s/api-service-down"
    path = ""
    severity = "high"
  }
}

test "k8s/api-service-down" "it is available" {
  kind = "APIService.apiregistration.k8s.io"
  address = "APIService.apiregistration.k8s.io/v1beta1.metrics.k8s.io"
  live = true
  resource = { spec = { service = { name = "metrics", namespace = "kube-system" } }, status = { conditions = [{ type = "Available", status = "True", reason = "MissingEndpoints", message = "none" }] } }
  others = [
    { kind = "Service", address = "kube-system/Service/metrics", attributes = {} },
  ]
}

test "k8s/api-service-without-service" "there is no such Service" {
  kind = "APIService.apiregistration.k8s.io"
  address = "APIService.apiregistration.k8s.io/v1beta1.metrics.k8s.io"
  live = true
  resource = { spec = { service = { name = "metrics", namespace = "kube-system" } }, status = { conditions = [{ type = "Available", status = "False", reason = "MissingEndpoints", message = "none" }] } }
  expect {
    rule = "k8s/api-service-without-service"
    path = "spec.service"
    severity = "high"
  }
}

test "k8s/api-service-without-service" "the Service is there" {
  kind = "APIService.apiregistration.k8s.io"
  address = "APIService.apiregistration.k8s.io/v1beta1.metrics.k8s.io"
  live = true
  resource = { spec = { service = { name = "metrics", namespace = "kube-system" } }, status = { conditions = [{ type = "Available", status = "False", reason = "MissingEndpoints", message = "none" }] } }
  others = [
    { kind = "Service", address = "kube-system/Service/metrics", attributes = {} },
  ]
}

test "k8s/ingress-twice" "another namespace serves the same path" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { metadata = { name = "web", namespace = "shop" }, spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/" }] } }] } }
  others = [
    { kind = "Ingress.networking.k8s.io", address = "other/Ingress.networking.k8s.io/two", attributes = { metadata = { name = "two", namespace = "other" }, spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/" }] } }] } } },
  ]
  expect {
    rule = "k8s/ingress-twice"
    path = "spec.rules[host=a.example.com]"
    severity = "high"
  }
}

test "k8s/ingress-twice" "another path of the host" {
  kind = "Ingress.networking.k8s.io"
  address = "shop/Ingress.networking.k8s.io/web"
  live = true
  resource = { metadata = { name = "web", namespace = "shop" }, spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/" }] } }] } }
  others = [
    { kind = "Ingress.networking.k8s.io", address = "other/Ingress.networking.k8s.io/two", attributes = { metadata = { name = "two", namespace = "other" }, spec = { rules = [{ host = "a.example.com", http = { paths = [{ path = "/api" }] } }] } } },
  ]
}

test "k8s/stateful-set-without-service" "there is no such Service" {
  kind = "StatefulSet.apps"
  address = "shop/StatefulSet.apps/db"
  live = true
  resource = { spec = { serviceName = "db" } }
  expect {
    rule = "k8s/stateful-set-without-service"
    path = "spec.serviceName"
    severity = "medium"
  }
}

test "k8s/stateful-set-without-service" "the Service is there" {
  kind = "StatefulSet.apps"
  address = "shop/StatefulSet.apps/db"
  live = true
  resource = { spec = { serviceName = "db" } }
  others = [
    { kind = "Service", address = "shop/Service/db", attributes = {} },
  ]
}

test "k8s/cron-job-suspended" "it was stopped" {
  kind = "CronJob.batch"
  address = "shop/CronJob.batch/backup"
  live = true
  env = "prod"
  resource = { spec = { suspend = true } }
  expect {
    rule = "k8s/cron-job-suspended"
    path = "spec.suspend"
    severity = "low"
  }
}

test "k8s/cron-job-suspended" "it runs" {
  kind = "CronJob.batch"
  address = "shop/CronJob.batch/backup"
  live = true
  resource = { spec = { suspend = false } }
}

test "k8s/kubelet-behind" "one version older" {
  kind = "cluster"
  address = "cluster"
  resource = { version = { gitVersion = "v1.34.1" }, node_pools = [{ name = "default", kubelet = ["v1.33.2", "v1.34.1"] }] }
  expect {
    rule = "k8s/kubelet-behind"
    path = "node_pools[name=default]"
    severity = "info"
  }
}

test "k8s/kubelet-behind" "the same minor version" {
  kind = "cluster"
  address = "cluster"
  resource = { version = { gitVersion = "v1.34.1" }, node_pools = [{ name = "default", kubelet = ["v1.34.0"] }] }
}

test "k8s/api-version-removed" "nothing took its place" {
  kind = "PodSecurityPolicy.policy"
  address = "PodSecurityPolicy.policy/restricted"
  live = true
  resource = { apiVersion = "policy/v1beta1", kind = "PodSecurityPolicy" }
  others = [
    { kind = "cluster", address = "cluster", attributes = { version = { gitVersion = "v1.25.0" } } },
  ]
  expect {
    rule = "k8s/api-version-removed"
    path = ""
    severity = "high"
  }
}

test "k8s/service-selects-nothing" "what should be a selector is a text" {
  kind = "Service"
  address = "shop/Service/web"
  live = true
  resource = { spec = { selector = "app=web" } }
}

test "k8s/network-policy-selects-nothing" "an operator that nobody knows" {
  kind = "NetworkPolicy.networking.k8s.io"
  address = "shop/NetworkPolicy.networking.k8s.io/web"
  live = true
  resource = { spec = { podSelector = { matchExpressions = [{ key = "app", operator = "Like" }] } } }
}
