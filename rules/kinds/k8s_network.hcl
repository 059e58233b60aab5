# Ways into and through a cluster: the groups networking.k8s.io, discovery.k8s.io and gateway.networking.k8s.io.
#
# Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ and
# https://gateway-api.sigs.k8s.io/reference/spec/.

kind "Ingress.networking.k8s.io" {
  assigned = ["spec.ingressClassName"]
  sets     = ["spec.tls", "spec.tls.hosts"]
  keys     = { "spec.rules" = "host", "spec.rules.http.paths" = ["path", "pathType"] }
  instead = {
    "spec.defaultBackend.service.port.number"           = "name"
    "spec.rules.http.paths.backend.service.port.number" = "name"
  }
  references = {
    "spec.defaultBackend.service.name"           = "Service"
    "spec.ingressClassName"                      = "IngressClass.networking.k8s.io"
    "spec.rules.http.paths.backend.service.name" = "Service"
    "spec.tls.secretName"                        = "Secret"
  }
}

kind "IngressClass.networking.k8s.io" {
  defaults = { "spec.parameters.scope" = "Cluster" }
}

kind "NetworkPolicy.networking.k8s.io" {
  embeds = {
    "spec.egress.to"    = "shape.network_peers"
    "spec.ingress.from" = "shape.network_peers"
    "spec.podSelector"  = "shape.label_selector"
  }
  sets = [
    "spec.egress", "spec.egress.ports", "spec.egress.to", "spec.ingress", "spec.ingress.from", "spec.ingress.ports",
    "spec.policyTypes",
  ]
  defaults = { "spec.egress.ports.protocol" = "TCP", "spec.ingress.ports.protocol" = "TCP" }
}

# The cluster gives an address to each service and keeps a note of it.
kind "IPAddress.networking.k8s.io" {
  volatile = ["spec"]
}

# The network of services is the cluster's own.
kind "ServiceCIDR.networking.k8s.io" {
  networks = ["spec.cidrs"]
}

kind "EndpointSlice.discovery.k8s.io" {
  sets     = ["endpoints", "endpoints.addresses", "ports"]
  volatile = ["endpoints.targetRef.uid", "endpoints.targetRef.name", "endpoints.nodeName", "endpoints.zone"]
  defaults = { "ports.protocol" = "TCP" }
}

kind "Event.events.k8s.io" {
  volatile = [
    "action", "deprecatedCount", "deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedSource", "eventTime",
    "note", "reason", "regarding", "related", "reportingController", "reportingInstance", "series", "type",
  ]
}

kind "Lease.coordination.k8s.io" {
  volatile = ["metadata.annotations", "spec"]
}

kind "Gateway.gateway.networking.k8s.io" {
  sets       = ["spec.addresses"]
  keys       = { "spec.listeners" = "name" }
  embeds     = { "spec.listeners.allowedRoutes.namespaces.selector" = "shape.label_selector" }
  references = { "spec.gatewayClassName" = "GatewayClass.gateway.networking.k8s.io", "spec.listeners.tls.certificateRefs.name" = "Secret" }
  defaults = {
    "spec.addresses.type"                         = "IPAddress"
    "spec.listeners.allowedRoutes.namespaces.from" = "Same"
    "spec.listeners.tls.certificateRefs.kind"     = "Secret"
    "spec.listeners.tls.mode"                     = "Terminate"
  }
}

kind "*Route.gateway.networking.k8s.io" {
  sets = ["spec.hostnames", "spec.parentRefs", "spec.rules.backendRefs", "spec.rules.matches"]
  references = {
    "spec.parentRefs.name"        = "Gateway.gateway.networking.k8s.io"
    "spec.rules.backendRefs.name" = "Service"
  }
  defaults = {
    "spec.parentRefs.group"               = "gateway.networking.k8s.io"
    "spec.parentRefs.kind"                = "Gateway"
    "spec.rules.backendRefs.kind"         = "Service"
    "spec.rules.backendRefs.weight"       = 1
    "spec.rules.matches.headers.type"     = "Exact"
    "spec.rules.matches.path.type"        = "PathPrefix"
    "spec.rules.matches.path.value"       = "/"
    "spec.rules.matches.queryParams.type" = "Exact"
  }
}

kind "ReferenceGrant.gateway.networking.k8s.io" {
  sets = ["spec.from", "spec.to"]
}
