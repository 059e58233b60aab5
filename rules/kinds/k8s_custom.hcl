# Custom kinds that most clusters have. What their own schemas say (defaults, keys of lists) is learned from
# the CustomResourceDefinition where the input has it; here stands what a schema cannot say.
#
# Sources: the API references of cert-manager, Prometheus Operator, Flux and Argo.

# https://cert-manager.io/docs/reference/api-docs/
kind "Certificate.cert-manager.io" {
  durations = ["spec.duration", "spec.renewBefore"]
  sets      = ["spec.dnsNames", "spec.emailAddresses", "spec.ipAddresses", "spec.uris", "spec.usages"]
  references = {
    "spec.issuerRef.name" = ["ClusterIssuer.cert-manager.io", "Issuer.cert-manager.io"]
    "spec.secretName"     = "Secret"
  }
  defaults = { "spec.issuerRef.group" = "cert-manager.io", "spec.issuerRef.kind" = "Issuer" }
}

kind "*Issuer.cert-manager.io" {
  sets       = ["spec.acme.solvers", "spec.acme.solvers.selector.dnsNames", "spec.acme.solvers.selector.dnsZones"]
  references = { "spec.acme.privateKeySecretRef.name" = "Secret", "spec.ca.secretName" = "Secret" }
}

# Requests, orders and challenges are made by the controller, for each certificate again.
kind "CertificateRequest.cert-manager.io" { volatile = ["spec"] }

kind "*.acme.cert-manager.io" { volatile = ["spec"] }

# https://prometheus-operator.dev/docs/api-reference/api/
kind "*Monitor.monitoring.coreos.com" {
  embeds    = { "spec.selector" = "shape.label_selector", "spec.namespaceSelector" = "shape.label_selector" }
  durations = ["spec.endpoints.interval", "spec.endpoints.scrapeTimeout", "spec.podMetricsEndpoints.interval", "spec.podMetricsEndpoints.scrapeTimeout"]
  sets      = ["spec.namespaceSelector.matchNames"]
}

kind "PrometheusRule.monitoring.coreos.com" {
  durations = ["spec.groups.interval", "spec.groups.rules.for", "spec.groups.rules.keep_firing_for"]
  keys      = { "spec.groups" = "name" }
}

kind "Prometheus.monitoring.coreos.com" {
  embeds = {
    spec                                    = "shape.pod_spec"
    "spec.podMetadata"                      = "shape.object_meta"
    "spec.storage.volumeClaimTemplate.spec" = "shape.volume_claim"
  }
  durations  = ["spec.evaluationInterval", "spec.retention", "spec.scrapeInterval", "spec.scrapeTimeout"]
  quantities = ["spec.resources.limits.*", "spec.resources.requests.*"]
  images     = ["spec.image"]
}

kind "Alertmanager.monitoring.coreos.com" {
  embeds = {
    spec                                    = "shape.pod_spec"
    "spec.podMetadata"                      = "shape.object_meta"
    "spec.storage.volumeClaimTemplate.spec" = "shape.volume_claim"
  }
  durations  = ["spec.retention"]
  quantities = ["spec.resources.limits.*", "spec.resources.requests.*"]
  images     = ["spec.image"]
  references = { "spec.configSecret" = "Secret" }
}

# https://fluxcd.io/flux/components/
kind "*.toolkit.fluxcd.io" {
  durations  = ["spec.interval", "spec.retryInterval", "spec.timeout"]
  sets       = ["spec.dependsOn", "spec.healthChecks"]
  references = { "spec.serviceAccountName" = "ServiceAccount" }
  defaults   = { "spec.suspend" = false }
}

kind "Kustomization.kustomize.toolkit.fluxcd.io" {
  references = { "spec.sourceRef.name" = "*.toolkit.fluxcd.io" }
  defaults   = { "spec.force" = false }
}

# https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
kind "Application.argoproj.io" {
  volatile   = ["operation"]
  sets       = ["spec.ignoreDifferences", "spec.syncPolicy.syncOptions"]
  references = { "spec.project" = "AppProject.argoproj.io" }
}

kind "AppProject.argoproj.io" {
  sets = [
    "spec.clusterResourceWhitelist", "spec.destinations", "spec.namespaceResourceBlacklist",
    "spec.namespaceResourceWhitelist", "spec.sourceRepos",
  ]
  keys = { "spec.roles" = "name" }
}

kind "Rollout.argoproj.io" {
  embeds   = { "spec.selector" = "shape.label_selector", "spec.template" = "shape.pod_template" }
  volatile = ["metadata.annotations[\"rollout.argoproj.io/*\"]"]
  defaults = { "spec.replicas" = 1, "spec.revisionHistoryLimit" = 10 }
}

# https://external-secrets.io/latest/api/spec/
kind "*ExternalSecret.external-secrets.io" {
  durations = ["spec.refreshInterval"]
  keys      = { "spec.data" = "secretKey" }
}
