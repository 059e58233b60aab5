# What will break in a cluster, or is broken already: references to nothing, selectors that select nothing,
# webhooks that nobody answers, quotas that refuse.
#
# These rules look at one environment. This pack must not judge how workloads are written (probes, limits,
# privileges; kubernetes_workloads.hcl), and on manifests alone it must not call missing what commonly comes
# from elsewhere. An object may lack anything: `text`, `items`, `fields` and `selector` take what may be
# absent.

rule "k8s/webhook-without-service" {
  summary = "a webhook that must answer has no Service"
  why     = "with failurePolicy Fail the API server refuses every request that the webhook is to see: nothing of these kinds can be created or changed in the namespaces that it matches, pods of a rollout among them"
  mode    = "check"
  kind = [
    "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
    "MutatingWebhookConfiguration.admissionregistration.k8s.io",
  ]
  each   = "webhooks[*]"
  change = "dangling"
  when = (
    text(value.name) != null
    && text(value.clientConfig.service.namespace) != null && text(value.clientConfig.service.name) != null
    && lower(coalesce(text(value.failurePolicy), "Fail")) == "fail"
    && !exists("Service", value.clientConfig.service.namespace, value.clientConfig.service.name)
  )
  severity = !live ? "medium" : length(fields(value.objectSelector)) == 0 ? "critical" : "high"
  message = format(
    "the Service %s/%s %s not there, so every change of %s%s is refused in %s",
    value.clientConfig.service.namespace,
    value.clientConfig.service.name,
    live && !exists("Namespace", "", value.clientConfig.service.namespace) ? "and its namespace are" : "is",
    join(", ", distinct(flatten([
      for rule in items(value.rules) : [for plural in items(rule.resources) : plural if text(plural) != null]
    ]))),
    length(fields(value.objectSelector)) == 0 ? "" : " that its objectSelector selects",
    length(fields(value.namespaceSelector)) == 0 ? "all namespaces" : coalesce(join(", ", [
      for space in objects("Namespace") : space.metadata.name
      if text(space.metadata.name) != null
      && selects(selector(value.namespaceSelector), fields(space.metadata.labels))
    ]), "the namespaces that it selects"),
  )
  remedy = "restore what answers ${value.name}, or remove the webhook configuration ${name}"
}

rule "k8s/webhook-without-endpoints" {
  summary = "a webhook that must answer has nothing ready behind its Service"
  why     = "with failurePolicy Fail the API server refuses every request that the webhook is to see until a pod behind it is ready"
  mode    = "check"
  kind = [
    "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
    "MutatingWebhookConfiguration.admissionregistration.k8s.io",
  ]
  each = "webhooks[*]"
  when = (
    live
    && text(value.clientConfig.service.namespace) != null && text(value.clientConfig.service.name) != null
    && lower(coalesce(text(value.failurePolicy), "Fail")) == "fail"
    && exists("Service", value.clientConfig.service.namespace, value.clientConfig.service.name)
    && !anytrue(flatten([
      for slice in matching(
        "EndpointSlice.discovery.k8s.io",
        value.clientConfig.service.namespace,
        { "kubernetes.io/service-name" = value.clientConfig.service.name },
        "metadata.labels",
      ) :
      [for endpoint in items(slice.endpoints) : try(endpoint.conditions.ready, true) != false]
    ]))
  )
  severity = length(fields(value.objectSelector)) == 0 ? "critical" : "high"
  message = format(
    "nothing ready stands behind the Service %s/%s, so every change of %s%s is refused in %s",
    value.clientConfig.service.namespace,
    value.clientConfig.service.name,
    join(", ", distinct(flatten([
      for rule in items(value.rules) : [for plural in items(rule.resources) : plural if text(plural) != null]
    ]))),
    length(fields(value.objectSelector)) == 0 ? "" : " that its objectSelector selects",
    length(fields(value.namespaceSelector)) == 0 ? "all namespaces" : coalesce(join(", ", [
      for space in objects("Namespace") : space.metadata.name
      if text(space.metadata.name) != null
      && selects(selector(value.namespaceSelector), fields(space.metadata.labels))
    ]), "the namespaces that it selects"),
  )
  remedy = "bring up the pods behind the Service, or remove the webhook configuration ${name} until they are"
}

rule "k8s/webhook-ignored" {
  summary = "a webhook that may be passed over has no Service"
  why     = "with failurePolicy Ignore requests go through unseen: what it was to add or refuse is neither added nor refused, and each request waits for the timeout"
  mode    = "check"
  kind = [
    "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
    "MutatingWebhookConfiguration.admissionregistration.k8s.io",
  ]
  each   = "webhooks[*]"
  change = "dangling"
  when = (
    text(value.name) != null
    && text(value.clientConfig.service.namespace) != null && text(value.clientConfig.service.name) != null
    && lower(coalesce(text(value.failurePolicy), "Fail")) == "ignore"
    && !exists("Service", value.clientConfig.service.namespace, value.clientConfig.service.name)
  )
  severity = live ? "medium" : "low"
  message = format(
    "the Service %s/%s is not there, and requests pass unseen",
    value.clientConfig.service.namespace,
    value.clientConfig.service.name,
  )
  remedy = "restore what answers ${value.name}, or remove the webhook configuration ${name}"
}

rule "k8s/sidecar-without-injector" {
  summary = "a namespace asks for sidecars and nothing injects them"
  why     = "its pods start without the proxy: no mutual TLS, no policies, no metrics, and peers that insist on mutual TLS refuse them"
  mode    = "check"
  kind    = "Namespace"
  when = (
    (
      try(resource.metadata.labels["istio-injection"], "") == "enabled"
      || can(resource.metadata.labels["istio.io/rev"])
    )
    && !anytrue(flatten([
      for configuration in objects("MutatingWebhookConfiguration.admissionregistration.k8s.io") :
      [for webhook in items(configuration.webhooks) : can(regex("istio", webhook.name))]
    ]))
    || try(resource.metadata.annotations["linkerd.io/inject"], "") == "enabled"
    && !anytrue(flatten([
      for configuration in objects("MutatingWebhookConfiguration.admissionregistration.k8s.io") :
      [for webhook in items(configuration.webhooks) : can(regex("linkerd", webhook.name))]
    ]))
  )
  severity = live ? "high" : "low"
  message = format(
    "namespace %s asks for sidecars by %s, and the cluster has no injector",
    name,
    try(resource.metadata.annotations["linkerd.io/inject"], "") == "enabled"
    ? "the annotation linkerd.io/inject"
    : can(resource.metadata.labels["istio-injection"]) ? "the label istio-injection"
    : "the label istio.io/rev",
  )
  remedy = "install the mesh before anything is deployed here, or take the mark off the namespace"
}

rule "k8s/ingress-without-service" {
  summary  = "an Ingress sends traffic to a Service that is not there"
  why      = "who asks for this host and path gets 503"
  mode     = "check"
  kind     = "Ingress.networking.k8s.io"
  each     = ["spec.rules[*].http.paths[*].backend.service", "spec.defaultBackend.service"]
  change   = "dangling"
  when     = text(value.name) != null && !exists("Service", namespace, value.name)
  severity = live ? "high" : "medium"
  message  = "the Service ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the Service, correct its name, or remove the path"
}

rule "k8s/ingress-without-port" {
  summary = "an Ingress sends traffic to a port that the Service does not have"
  why     = "who asks for this host and path gets 503"
  mode    = "check"
  kind    = "Ingress.networking.k8s.io"
  each    = ["spec.rules[*].http.paths[*].backend.service", "spec.defaultBackend.service"]
  change  = "dangling"
  when = (
    text(value.name) != null && exists("Service", namespace, value.name)
    && text(object("Service", namespace, value.name).spec.type) != "ExternalName"
    && !anytrue([
      for port in items(object("Service", namespace, value.name).spec.ports) :
      try(port.name == value.port.name, false) || try(port.port == value.port.number, false)
    ])
  )
  severity = "high"
  message = format(
    "the Service %s has the ports %s and not %s",
    value.name,
    join(", ", [
      for port in items(object("Service", namespace, value.name).spec.ports) :
      try("${port.name} (${port.port})", join("", [port.port]), "one without a number")
    ]),
    try(join("", [value.port.name]), join("", [value.port.number]), "the one that is asked for"),
  )
  remedy = "name a port of the Service"
}

rule "k8s/missing-ingress-class" {
  summary  = "an Ingress asks for a class that is not there"
  why      = "no controller takes it up: it never gets an address, and nothing says so"
  mode     = "check"
  kind     = "Ingress.networking.k8s.io"
  each     = "spec.ingressClassName"
  change   = "dangling"
  when     = text(value) != null && !exists("IngressClass.networking.k8s.io", "", value)
  severity = live ? "high" : "low"
  message  = "the cluster has no IngressClass ${value}"
  remedy   = "install the controller of that class, or name one that is there"
}

rule "k8s/ingress-without-certificate" {
  summary  = "an Ingress serves with a certificate that is not there"
  why      = "the controller answers with its own certificate, and every client refuses it"
  mode     = "check"
  kind     = "Ingress.networking.k8s.io"
  each     = "spec.tls[*]"
  change   = "dangling"
  when     = text(value.secretName) != null && !exists("Secret", namespace, value.secretName)
  severity = live ? "high" : "low"
  message = format(
    "the Secret %s is not in %s, and %s is served without it",
    value.secretName,
    namespace == "" ? "the same namespace" : "namespace ${namespace}",
    coalesce(join(", ", [for host in items(value.hosts) : host if text(host) != null]), "every host"),
  )
  remedy = "create the certificate, or see why its issuer does not"
}

rule "k8s/autoscaler-without-target" {
  summary = "an autoscaler scales something that is not there"
  why     = "nothing scales when load comes, and nobody is told"
  mode    = "check"
  kind    = ["HorizontalPodAutoscaler.autoscaling", "VerticalPodAutoscaler.autoscaling.k8s.io"]
  each    = ["spec.scaleTargetRef", "spec.targetRef"]
  change  = "dangling"
  # Kinds of the core group, whose version is `v1` alone, have no suffix.
  when = text(value.name) != null && text(value.kind) != null && !exists(
    strcontains(coalesce(text(value.apiVersion), "v1"), "/")
    ? "${value.kind}.${split("/", value.apiVersion)[0]}" : value.kind,
    namespace,
    value.name,
  )
  severity = live ? "high" : "medium"
  message  = "the ${value.kind} ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "correct scaleTargetRef, or remove the autoscaler"
}

rule "k8s/autoscalers-disagree" {
  summary = "two autoscalers scale one workload"
  why     = "each undoes what the other did: the number of pods swings and never settles"
  mode    = "check"
  kind    = "HorizontalPodAutoscaler.autoscaling"
  each    = "spec.scaleTargetRef"
  when = text(value.name) != null && text(value.kind) != null && length([
    for rival in having(
      "HorizontalPodAutoscaler.autoscaling", namespace, "spec.scaleTargetRef.name", value.name,
    ) : 1
    if text(rival.metadata.name) != name && text(rival.spec.scaleTargetRef.kind) == value.kind
  ]) > 0
  severity = "high"
  message = format(
    "%s scales %s %s as well",
    join(", ", [
      for rival in having(
        "HorizontalPodAutoscaler.autoscaling", namespace, "spec.scaleTargetRef.name", value.name,
      ) :
      coalesce(text(rival.metadata.name), "another")
      if text(rival.metadata.name) != name && text(rival.spec.scaleTargetRef.kind) == value.kind
    ]),
    value.kind,
    value.name,
  )
  remedy = "keep one of them, with the metrics of both"
}

rule "k8s/autoscalers-fight" {
  summary = "a workload is scaled by number and by size on the same metric"
  why     = "the vertical autoscaler changes the requests that the horizontal one measures against, and both run away from each other"
  mode    = "check"
  kind    = "HorizontalPodAutoscaler.autoscaling"
  each    = "spec.scaleTargetRef"
  when = (
    text(value.name) != null && text(value.kind) != null
    && anytrue([
      for metric in items(resource.spec.metrics) : contains(["cpu", "memory"], text(metric.resource.name))
    ])
    && length([
      for rival in having(
        "VerticalPodAutoscaler.autoscaling.k8s.io", namespace, "spec.targetRef.name", value.name,
      ) : 1
      if text(rival.spec.targetRef.kind) == value.kind && text(rival.spec.updatePolicy.updateMode) != "Off"
    ]) > 0
  )
  severity = "medium"
  message  = "a VerticalPodAutoscaler changes the requests of ${value.kind} ${value.name}, by which this one counts"
  remedy   = "set updateMode Off in the vertical one, or scale by another metric"
}

rule "k8s/service-monitor-selects-nothing" {
  summary = "a ServiceMonitor selects no Service"
  why     = "nothing is scraped: its graphs are empty and its alarms never ring"
  mode    = "check"
  kind    = "ServiceMonitor.monitoring.coreos.com"
  when = selector(resource.spec.selector) != null && !anytrue([
    for space in(
      try(resource.spec.namespaceSelector.any, false) == true ? [""]
      : coalescelist(
        compact([for space in items(resource.spec.namespaceSelector.matchNames) : text(space)]), [namespace],
      )
    ) :
    selected("Service", space, resource.spec.selector, "metadata.labels")
  ])
  severity = live ? "medium" : "low"
  message = format(
    "no Service in %s has the labels that it selects",
    try(resource.spec.namespaceSelector.any, false) == true ? "any namespace" : join(", ", coalescelist(
      compact([for space in items(resource.spec.namespaceSelector.matchNames) : text(space)]), [namespace]
    )),
  )
  remedy = "correct the selector or the labels"
}

rule "k8s/pod-monitor-selects-nothing" {
  summary = "a PodMonitor selects no Pod"
  why     = "nothing is scraped: its graphs are empty and its alarms never ring"
  mode    = "check"
  kind    = "PodMonitor.monitoring.coreos.com"
  when = live && selector(resource.spec.selector) != null && !anytrue([
    for space in(
      try(resource.spec.namespaceSelector.any, false) == true ? [""]
      : coalescelist(
        compact([for space in items(resource.spec.namespaceSelector.matchNames) : text(space)]), [namespace],
      )
    ) :
    selected("Pod", space, resource.spec.selector, "metadata.labels")
  ])
  severity = "medium"
  message = format(
    "no Pod in %s has the labels that it selects",
    try(resource.spec.namespaceSelector.any, false) == true ? "any namespace" : join(", ", coalescelist(
      compact([for space in items(resource.spec.namespaceSelector.matchNames) : text(space)]), [namespace]
    )),
  )
  remedy = "correct the selector or the labels"
}

rule "k8s/network-policy-selects-nothing" {
  summary = "a NetworkPolicy selects no pods"
  why     = "whom it was meant for is as open, or as closed, as without it"
  mode    = "check"
  kind    = "NetworkPolicy.networking.k8s.io"
  # A policy that selects what has no labels is for all pods, those that come later among them.
  when = (
    selector(resource.spec.podSelector) != null && !selects(resource.spec.podSelector, {})
    && !selected("Pod", namespace, resource.spec.podSelector, "metadata.labels")
    && !selected(
      ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"],
      namespace, resource.spec.podSelector, "spec.template.metadata.labels",
    )
    && !selected(
      "CronJob.batch", namespace, resource.spec.podSelector, "spec.jobTemplate.spec.template.metadata.labels",
    )
  )
  severity = live ? "medium" : "low"
  message  = "no pod of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} has the labels that it selects"
  remedy   = "correct podSelector, or remove the policy"
}

rule "k8s/budget-selects-nothing" {
  summary = "a PodDisruptionBudget selects no pods"
  why     = "the pods that it was meant for are drained all at once"
  mode    = "check"
  kind    = "PodDisruptionBudget.policy"
  when = (
    selector(resource.spec.selector) != null
    && !selected("Pod", namespace, resource.spec.selector, "metadata.labels")
    && !selected(
      ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"],
      namespace, resource.spec.selector, "spec.template.metadata.labels",
    )
    && !selected(
      "CronJob.batch", namespace, resource.spec.selector, "spec.jobTemplate.spec.template.metadata.labels",
    )
  )
  severity = live ? "medium" : "low"
  message  = "no pod of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} has the labels that it selects"
  remedy   = "correct the selector, or remove the budget"
}

rule "k8s/budget-blocks-every-drain" {
  summary = "a PodDisruptionBudget lets no pod go"
  why     = "no node that runs one of its pods can be drained: upgrades of the cluster stop there until somebody deletes the pod by hand"
  mode    = "check"
  kind    = "PodDisruptionBudget.policy"
  # A number of pods is held against as many as there may be, where an autoscaler may add some.
  when = (
    selector(resource.spec.selector) != null
    && (
      selected("Pod", namespace, resource.spec.selector, "metadata.labels")
      || selected(
        ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"],
        namespace, resource.spec.selector, "spec.template.metadata.labels",
      )
      || selected(
        "CronJob.batch", namespace, resource.spec.selector, "spec.jobTemplate.spec.template.metadata.labels",
      )
    )
    && (
      contains(["0", "0%"], try(tostring(resource.spec.maxUnavailable), ""))
      || try(tostring(resource.spec.minAvailable), "") == "100%"
      || try(tonumber(resource.spec.minAvailable), null) != null
      && selected(
        ["Deployment.apps", "StatefulSet.apps"],
        namespace, resource.spec.selector, "spec.template.metadata.labels",
      )
      && try(tonumber(resource.spec.minAvailable), 0) >= sum([
        for workload in matching(
          ["Deployment.apps", "StatefulSet.apps"],
          namespace, resource.spec.selector, "spec.template.metadata.labels",
        ) :
        max(concat([coalesce(try(tonumber(workload.spec.replicas), null), 1)], [
          for scaler in having(
            "HorizontalPodAutoscaler.autoscaling",
            namespace, "spec.scaleTargetRef.name", text(workload.metadata.name),
          ) :
          coalesce(try(tonumber(scaler.spec.maxReplicas), null), 0)
        ])...)
      ])
    )
  )
  severity = "high"
  message = (
    contains(["0", "0%"], try(tostring(resource.spec.maxUnavailable), ""))
    ? "maxUnavailable is ${resource.spec.maxUnavailable}: no pod may be evicted"
    : "minAvailable is ${resource.spec.minAvailable}, and there are no more pods than that: no pod may be evicted"
  )
  remedy = "allow at least one pod to go: maxUnavailable 1, or more replicas than minAvailable"
}

rule "k8s/service-selects-nothing" {
  summary = "a Service selects no pods"
  why     = "who calls it is refused: nothing answers behind its address"
  mode    = "check"
  kind    = "Service"
  change  = "dangling"
  when = (
    selector(resource.spec.selector) != null && length(fields(resource.spec.selector)) > 0
    && text(resource.spec.type) != "ExternalName"
    && !selected("Pod", namespace, resource.spec.selector, "metadata.labels")
    && !selected(
      ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"],
      namespace, resource.spec.selector, "spec.template.metadata.labels",
    )
    && !selected(
      "CronJob.batch", namespace, resource.spec.selector, "spec.jobTemplate.spec.template.metadata.labels",
    )
  )
  severity = live ? "medium" : "low"
  message = format(
    "no pod of %s has the labels %s",
    namespace == "" ? "the same namespace" : "namespace ${namespace}",
    join(", ", [for key, label in resource.spec.selector : try("${key}=${label}", key)]),
  )
  remedy = "correct the selector of the Service or the labels of the pods, or remove the Service"
}

rule "k8s/service-without-port" {
  summary = "a Service sends traffic to a named port that its pods do not have"
  why     = "who calls this port is refused"
  mode    = "check"
  kind    = "Service"
  each    = "spec.ports[*]"
  change  = "dangling"
  # A number need not be listed among the ports of a container, a name must.
  when = (
    text(value.targetPort) != null && can(regex("[a-z]", value.targetPort))
    && selector(resource.spec.selector) != null && length(fields(resource.spec.selector)) > 0
    && selected(
      ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"],
      namespace, resource.spec.selector, "spec.template.metadata.labels",
    )
    && !anytrue(flatten([
      for workload in matching(
        ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"],
        namespace, resource.spec.selector, "spec.template.metadata.labels",
      ) : [
        for container in concat(
          items(workload.spec.template.spec.containers), items(workload.spec.template.spec.initContainers),
        ) :
        [for port in items(container.ports) : text(port.name) == value.targetPort]
      ]
    ]))
  )
  severity = "high"
  message  = "no container behind it has a port called ${value.targetPort}"
  remedy   = "name a port of the containers, or give its number"
}

rule "k8s/missing-config-map" {
  summary = "a workload needs a ConfigMap that is not there"
  why     = "its pods wait in ContainerCreating or fail with CreateContainerConfigError, and the rollout never ends"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each = [
    "spec.**.volumes[*].configMap",
    "spec.**.volumes[*].projected.sources[*].configMap",
    "spec.**.env[*].valueFrom.configMapKeyRef",
    "spec.**.envFrom[*].configMapRef",
  ]
  change = "dangling"
  # The server itself puts kube-root-ca.crt into every namespace.
  when = (
    text(value.name) != null && try(value.optional, false) != true
    && (live || value.name != "kube-root-ca.crt") && !exists("ConfigMap", namespace, value.name)
  )
  severity = live ? "high" : "medium"
  message  = "the ConfigMap ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the ConfigMap, correct its name, or mark the reference optional"
}

rule "k8s/missing-secret" {
  summary = "a workload needs a Secret that is not there"
  why     = "its pods wait in ContainerCreating or fail with CreateContainerConfigError, and the rollout never ends"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each = [
    "spec.**.volumes[*].projected.sources[*].secret",
    "spec.**.env[*].valueFrom.secretKeyRef",
    "spec.**.envFrom[*].secretRef",
  ]
  change = "dangling"
  when = (
    text(value.name) != null && try(value.optional, false) != true && !exists("Secret", namespace, value.name)
  )
  severity = live ? "high" : "low"
  message  = "the Secret ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the Secret, correct its name, or mark the reference optional"
}

rule "k8s/missing-secret-volume" {
  summary = "a workload mounts a Secret that is not there"
  why     = "its pods wait in ContainerCreating, and the rollout never ends"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each   = "spec.**.volumes[*].secret"
  change = "dangling"
  when = (
    text(value.secretName) != null && try(value.optional, false) != true
    && !exists("Secret", namespace, value.secretName)
  )
  severity = live ? "high" : "low"
  message  = "the Secret ${value.secretName} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the Secret, correct its name, or mark the volume optional"
}

rule "k8s/missing-config-map-key" {
  summary = "a variable comes from a key that its ConfigMap does not have"
  why     = "its pods fail with CreateContainerConfigError, and the rollout never ends"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each   = "spec.**.env[*].valueFrom.configMapKeyRef"
  change = "dangling"
  when = (
    text(value.name) != null && text(value.key) != null && try(value.optional, false) != true
    && exists("ConfigMap", namespace, value.name)
    && !contains(keys(fields(object("ConfigMap", namespace, value.name).data)), value.key)
    && !contains(keys(fields(object("ConfigMap", namespace, value.name).binaryData)), value.key)
  )
  severity = "high"
  message = format(
    "the ConfigMap %s has no key %s; it has %s",
    value.name,
    value.key,
    join(", ", keys(fields(object("ConfigMap", namespace, value.name).data))),
  )
  remedy = "add the key to the ConfigMap, or name one that it has"
}

rule "k8s/missing-secret-key" {
  summary = "a variable comes from a key that its Secret does not have"
  why     = "its pods fail with CreateContainerConfigError, and the rollout never ends"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each   = "spec.**.env[*].valueFrom.secretKeyRef"
  change = "dangling"
  when = (
    text(value.name) != null && text(value.key) != null && try(value.optional, false) != true
    && exists("Secret", namespace, value.name)
    && !contains(keys(fields(object("Secret", namespace, value.name).data)), value.key)
    && !contains(keys(fields(object("Secret", namespace, value.name).stringData)), value.key)
  )
  severity = live ? "high" : "medium"
  message  = "the Secret ${value.name} has no key ${value.key}"
  remedy   = "add the key to the Secret, or name one that it has"
}

rule "k8s/missing-volume-key" {
  summary = "a volume mounts a key that its ConfigMap does not have"
  why     = "its pods wait in ContainerCreating, and the rollout never ends"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each   = "spec.**.volumes[*].configMap"
  change = "dangling"
  when = (
    text(value.name) != null && try(value.optional, false) != true
    && exists("ConfigMap", namespace, value.name)
    && length(setsubtract(
      [for item in items(value.items) : item.key if text(item.key) != null],
      concat(
        keys(fields(object("ConfigMap", namespace, value.name).data)),
        keys(fields(object("ConfigMap", namespace, value.name).binaryData)),
      ),
    )) > 0
  )
  severity = "high"
  message = format(
    "the ConfigMap %s has no key %s",
    value.name,
    join(", ", setsubtract(
      [for item in items(value.items) : item.key if text(item.key) != null],
      concat(
        keys(fields(object("ConfigMap", namespace, value.name).data)),
        keys(fields(object("ConfigMap", namespace, value.name).binaryData)),
      ),
    )),
  )
  remedy = "add the keys to the ConfigMap, or mount those that it has"
}

rule "k8s/missing-claim" {
  summary = "a workload mounts a PersistentVolumeClaim that is not there"
  why     = "its pods stay Pending"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each     = "spec.**.volumes[*].persistentVolumeClaim"
  change   = "dangling"
  when     = text(value.claimName) != null && !exists("PersistentVolumeClaim", namespace, value.claimName)
  severity = live ? "high" : "medium"
  message  = "the PersistentVolumeClaim ${value.claimName} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the claim, or correct its name"
}

rule "k8s/missing-service-account" {
  summary = "a workload runs as a ServiceAccount that is not there"
  why     = "no pod is created: the controller is refused each of them, which only its events tell"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each   = "spec.**.serviceAccountName"
  change = "dangling"
  # The server itself makes an account called default in every namespace.
  when     = text(value) != null && value != "default" && !exists("ServiceAccount", namespace, value)
  severity = live ? "high" : "low"
  message  = "the ServiceAccount ${value} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the ServiceAccount, or correct its name"
}

rule "k8s/missing-storage-class" {
  summary  = "storage is asked for of a class that is not there"
  why      = "the claim stays Pending, and so do the pods that mount it"
  mode     = "check"
  kind     = ["PersistentVolumeClaim", "StatefulSet.apps"]
  each     = ["spec.storageClassName", "spec.volumeClaimTemplates[*].spec.storageClassName"]
  change   = "dangling"
  when     = text(value) != null && !exists("StorageClass.storage.k8s.io", "", value)
  severity = text(resource.status.phase) == "Bound" ? "info" : live ? "high" : "low"
  message  = "the cluster has no StorageClass ${value}"
  remedy   = "create the class, or name one that is there"
}

rule "k8s/missing-priority-class" {
  summary = "a workload has a PriorityClass that is not there"
  why     = "no pod is created: the controller is refused each of them, which only its events tell"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each   = "spec.**.priorityClassName"
  change = "dangling"
  # Those of the system are in every cluster.
  when = (
    text(value) != null && (live || !startswith(value, "system-"))
    && !exists("PriorityClass.scheduling.k8s.io", "", value)
  )
  severity = live ? "high" : "low"
  message  = "the cluster has no PriorityClass ${value}"
  remedy   = "create the class, or correct its name"
}

rule "k8s/missing-runtime-class" {
  summary = "a workload asks for a RuntimeClass that is not there"
  why     = "no pod is created: the controller is refused each of them, which only its events tell"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each     = "spec.**.runtimeClassName"
  change   = "dangling"
  when     = text(value) != null && !exists("RuntimeClass.node.k8s.io", "", value)
  severity = live ? "high" : "low"
  message  = "the cluster has no RuntimeClass ${value}"
  remedy   = "create the class, or correct its name"
}

rule "k8s/missing-pull-secret" {
  summary = "images are pulled with a Secret that is not there"
  why     = "images of a private registry are not pulled, and the pods stay in ImagePullBackOff"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each     = "spec.**.imagePullSecrets[*]"
  change   = "dangling"
  when     = text(value.name) != null && !exists("Secret", namespace, value.name)
  severity = live ? "high" : "low"
  message  = "the Secret ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create the Secret, or take the reference out where the registry is public"
}

rule "k8s/binding-without-role" {
  summary = "a binding grants a role that is not there"
  why     = "whom it names is refused what it needs, and an account that somebody gives this name later gets all of it"
  mode    = "check"
  kind    = ["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"]
  each    = "roleRef"
  change  = "dangling"
  # Every server makes some roles itself.
  when = text(value.name) != null && text(value.kind) != null && (
    value.kind == "Role" ? !exists("Role.rbac.authorization.k8s.io", namespace, value.name)
    : (
      live || !startswith(value.name, "system:")
      && !contains(["admin", "cluster-admin", "edit", "view"], value.name)
    )
    && !exists("ClusterRole.rbac.authorization.k8s.io", "", value.name)
  )
  severity = live ? "high" : "low"
  message  = "the ${value.kind} ${value.name} is not there"
  remedy   = "create the role, or correct its name"
}

rule "k8s/binding-without-account" {
  summary = "a binding grants a role to a ServiceAccount that is not there"
  why     = "what runs under another account is refused what it needs, and whoever may create the account gets the role"
  mode    = "check"
  kind    = ["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"]
  each    = "subjects[*]"
  change  = "dangling"
  # Accounts of the system's own bindings come and go with its controllers.
  when = (
    text(value.kind) == "ServiceAccount" && text(value.name) != null
    && !startswith(name, "system:") && (live || value.name != "default")
    && !exists("ServiceAccount", text(value.namespace) == null ? namespace : value.namespace, value.name)
  )
  severity = live ? "medium" : "low"
  message  = "the ServiceAccount ${text(value.namespace) == null ? namespace : value.namespace}/${value.name} is not there"
  remedy   = "create the account, correct its name and namespace, or remove the subject"
}

rule "k8s/quota-wants-resources" {
  summary = "a quota counts what a container does not ask for"
  why     = "the quota refuses every pod that does not say how much it takes, which only the events of the controller tell"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each = ["spec.**.containers[*]", "spec.**.initContainers[*]"]
  # What quotas count, less what the container or a LimitRange says. A limit stands for the request, too.
  when = text(value.name) != null && length(setsubtract(
    flatten([
      for quota in objects("ResourceQuota", namespace) : [
        for key in keys(fields(quota.spec.hard)) : key
        if contains(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key)
      ]
      if length(items(quota.spec.scopes)) == 0 && length(fields(quota.spec.scopeSelector)) == 0
    ]),
    flatten([
      for said in concat([fields(value.resources)], [
        for limit in flatten([for range in objects("LimitRange", namespace) : items(range.spec.limits)]) :
        { limits = fields(limit.default), requests = fields(limit.defaultRequest) }
        if text(limit.type) == "Container"
      ]) : [
        [for unit in keys(fields(said.limits)) : [unit, "requests.${unit}", "limits.${unit}"]],
        [for unit in keys(fields(said.requests)) : [unit, "requests.${unit}"]],
      ]
    ]),
  )) > 0
  severity = "high"
  message = format(
    "the quota of %s counts %s, and container %s does not say how much of it it takes",
    namespace == "" ? "the same namespace" : "namespace ${namespace}",
    join(", ", sort(setsubtract(
      flatten([
        for quota in objects("ResourceQuota", namespace) : [
          for key in keys(fields(quota.spec.hard)) : key
          if contains(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key)
        ]
        if length(items(quota.spec.scopes)) == 0 && length(fields(quota.spec.scopeSelector)) == 0
      ]),
      flatten([
        for said in concat([fields(value.resources)], [
          for limit in flatten([for range in objects("LimitRange", namespace) : items(range.spec.limits)]) :
          { limits = fields(limit.default), requests = fields(limit.defaultRequest) }
        if text(limit.type) == "Container"
        ]) : [
          [for unit in keys(fields(said.limits)) : [unit, "requests.${unit}", "limits.${unit}"]],
          [for unit in keys(fields(said.requests)) : [unit, "requests.${unit}"]],
        ]
      ]),
    ))),
    value.name,
  )
  remedy = "give the container requests and limits, or the namespace a LimitRange with defaults"
}

rule "k8s/quota-too-small" {
  summary = "the workloads of a namespace ask for more than its quota gives"
  why     = "the last of their pods are refused: a rollout stops half way, and so does a restart"
  mode    = "check"
  kind    = "ResourceQuota"
  # A container that says only its limit requests as much.
  when = length(concat(items(resource.spec.scopes), keys(fields(resource.spec.scopeSelector)))) == 0 && length([
    for key, most in fields(resource.spec.hard) : key
    if contains(
      ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key,
    )
    && quantity(most) != null && sum([
      for workload in objects(["Deployment.apps", "StatefulSet.apps"], namespace) :
      coalesce(try(tonumber(workload.spec.replicas), null), 1) * (key == "pods" ? 1 : sum([
        for container in items(workload.spec.template.spec.containers) : coalesce(
          startswith(key, "limits.") ? null
          : try(quantity(container.resources.requests[trimprefix(key, "requests.")]), null),
          try(quantity(container.resources.limits[replace(key, "/^(requests|limits)[.]/", "")]), null),
          0,
        )
      ]))
    ]) > quantity(most)
  ]) > 0
  severity = live ? "high" : "medium"
  message = format(
    "the Deployments and StatefulSets of %s ask for more than it gives: %s",
    namespace == "" ? "the same namespace" : "namespace ${namespace}",
    join(", ", [
      for key, most in fields(resource.spec.hard) : "${key} of ${most}"
      if contains(
      ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key,
    )
      && quantity(most) != null && sum([
        for workload in objects(["Deployment.apps", "StatefulSet.apps"], namespace) :
        coalesce(try(tonumber(workload.spec.replicas), null), 1) * (key == "pods" ? 1 : sum([
          for container in items(workload.spec.template.spec.containers) : coalesce(
            startswith(key, "limits.") ? null
          : try(quantity(container.resources.requests[trimprefix(key, "requests.")]), null),
            try(quantity(container.resources.limits[replace(key, "/^(requests|limits)[.]/", "")]), null),
            0,
          )
        ]))
      ]) > quantity(most)
    ]),
  )
  remedy = "raise the quota, or ask for less"
}

rule "k8s/limit-range-violated" {
  summary = "a container asks for more or less than its namespace allows"
  why     = "the LimitRange refuses the pod, which only the events of the controller tell"
  mode    = "check"
  kind = [
    "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps",
    "Job.batch", "CronJob.batch", "Pod",
  ]
  each = ["spec.**.containers[*]", "spec.**.initContainers[*]"]
  when = text(value.name) != null && anytrue(flatten([
    for limit in flatten([for range in objects("LimitRange", namespace) : items(range.spec.limits)]) : [
      for unit in ["cpu", "memory"] : [
        for said in [fields(value.resources.limits), fields(value.resources.requests)] :
        try(quantity(said[unit]) > quantity(limit.max[unit]), false)
        || try(quantity(said[unit]) < quantity(limit.min[unit]), false)
      ]
    ]
    if text(limit.type) == "Container"
  ]))
  severity = "high"
  message = format(
    "container %s is outside of what the LimitRange of %s allows: %s",
    value.name,
    namespace == "" ? "the same namespace" : "namespace ${namespace}",
    join(", ", [
      for unit in ["cpu", "memory"] : unit
      if anytrue(flatten([
        for limit in flatten([for range in objects("LimitRange", namespace) : items(range.spec.limits)]) : [
          for said in [fields(value.resources.limits), fields(value.resources.requests)] :
          try(quantity(said[unit]) > quantity(limit.max[unit]), false)
          || try(quantity(said[unit]) < quantity(limit.min[unit]), false)
        ]
        if text(limit.type) == "Container"
      ]))
    ]),
  )
  remedy = "stay between min and max of the LimitRange, or change it"
}

rule "k8s/api-version-removed" {
  summary = "an object uses an API version that a server no longer has"
  why     = "the server refuses the object: the deployment fails, or goes through without it"
  mode    = "check"
  kind    = "*"
  # Where no server is known, nearly all lack what was removed.
  when = removed_api(text(resource.apiVersion), text(resource.kind)) != null && (
    try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, null) == null
    && try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, null) == null
    || anytrue([
      for server in [cluster, try(other.cluster, null)] : try(
        semver(server.version.gitVersion).minor >= removed_api(resource.apiVersion, resource.kind).minor,
        semver(server.version).minor >= removed_api(resource.apiVersion, resource.kind).minor,
        false,
      )
    ])
  )
  severity = (
    try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, null) == null
    && try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, null) == null
    ? "medium" : "high"
  )
  message = format(
    "%s of %s was removed in Kubernetes 1.%d%s",
    resource.apiVersion,
    resource.kind,
    removed_api(resource.apiVersion, resource.kind).minor,
    try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, null) != null
    ? ", and the server is ${try(join("", [cluster.version.gitVersion]), join("", [cluster.version]))}"
    : try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, null) != null
    ? format(
      ", and the server of %s is %s",
      other.env, try(join("", [other.cluster.version.gitVersion]), join("", [other.cluster.version])),
    )
    : "",
  )
  remedy = (
    removed_api(resource.apiVersion, resource.kind).instead == null
    ? "remove it, and do by other means what it did"
    : "write it in ${removed_api(resource.apiVersion, resource.kind).instead}, which took its place"
  )
}

rule "k8s/api-service-down" {
  summary = "a part of the API is not available"
  why     = "what uses it fails; namespaces cannot be deleted, and kubectl and controllers that look at all of the API wait for it"
  mode    = "check"
  kind    = "APIService.apiregistration.k8s.io"
  # Without its Service it is told by k8s/api-service-without-service.
  when = (
    anytrue([
      for condition in items(resource.status.conditions) :
      text(condition.type) == "Available" && text(condition.status) == "False"
    ])
    && (
      text(resource.spec.service.name) == null
      || exists("Service", text(resource.spec.service.namespace), resource.spec.service.name)
    )
  )
  severity = "high"
  message = format(
    "%s is not available: %s",
    name,
    join("; ", [
      for condition in items(resource.status.conditions) :
      try("${condition.reason} (${condition.message})", coalesce(text(condition.reason), "no reason is given"))
      if text(condition.type) == "Available"
    ]),
  )
  remedy = "bring up what serves it, or delete the APIService"
}

rule "k8s/api-service-without-service" {
  summary = "a part of the API is served by a Service that is not there"
  why     = "what uses it fails, and namespaces cannot be deleted"
  mode    = "check"
  kind    = "APIService.apiregistration.k8s.io"
  each    = "spec.service"
  change  = "dangling"
  when = (
    text(value.namespace) != null && text(value.name) != null
    && !exists("Service", value.namespace, value.name)
  )
  severity = live ? "high" : "low"
  message  = "the Service ${value.namespace}/${value.name} is not there"
  remedy   = "restore the Service, or delete the APIService"
}

rule "k8s/ingress-twice" {
  summary = "two Ingresses serve the same host and path"
  why     = "which of them answers is up to the controller, and may change with a restart"
  mode    = "check"
  kind    = "Ingress.networking.k8s.io"
  each    = "spec.rules[*]"
  when = text(value.host) != null && length([
    for rival in having("Ingress.networking.k8s.io", "", "spec.rules[*].host", value.host) : 1
    if [try(rival.metadata.namespace, namespace), try(rival.metadata.name, name)] != [namespace, name]
    && text(rival.spec.ingressClassName) == text(resource.spec.ingressClassName)
    && length(setintersection(
      [
        for route in items(value.http.paths) :
        "${coalesce(text(route.pathType), "-")} ${coalesce(text(route.path), "/")}"
      ],
      flatten([
        for rule in items(rival.spec.rules) : [
          for route in items(rule.http.paths) :
          "${coalesce(text(route.pathType), "-")} ${coalesce(text(route.path), "/")}"
        ]
        if text(rule.host) == value.host
      ]),
    )) > 0
  ]) > 0
  severity = "high"
  message = format(
    "%s serves %s as well, on the same path",
    join(", ", [
      for rival in having("Ingress.networking.k8s.io", "", "spec.rules[*].host", value.host) :
      try("${rival.metadata.namespace}/${rival.metadata.name}", coalesce(text(rival.metadata.name), "another"))
      if [try(rival.metadata.namespace, namespace), try(rival.metadata.name, name)] != [namespace, name]
      && text(rival.spec.ingressClassName) == text(resource.spec.ingressClassName)
      && length(setintersection(
        [
        for route in items(value.http.paths) :
        "${coalesce(text(route.pathType), "-")} ${coalesce(text(route.path), "/")}"
      ],
        flatten([
          for rule in items(rival.spec.rules) : [
            for route in items(rule.http.paths) :
          "${coalesce(text(route.pathType), "-")} ${coalesce(text(route.path), "/")}"
          ]
          if text(rule.host) == value.host
        ]),
      )) > 0
    ]),
    value.host,
  )
  remedy = "leave the path to one of them"
}

rule "k8s/stateful-set-without-service" {
  summary  = "a StatefulSet names a Service that is not there"
  why      = "its pods have no names in DNS, and members that look for each other by name do not find each other"
  mode     = "check"
  kind     = "StatefulSet.apps"
  each     = "spec.serviceName"
  change   = "dangling"
  when     = text(value) != null && !exists("Service", namespace, value)
  severity = live ? "medium" : "low"
  message  = "the Service ${value} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy   = "create a headless Service of that name"
}

rule "k8s/cron-job-suspended" {
  summary  = "a CronJob does not run"
  why      = "what it does is not done: backups, rotation, clean-up"
  mode     = "check"
  kind     = "CronJob.batch"
  each     = "spec.suspend"
  when     = value == true
  severity = role == "production" ? "low" : "info"
  message  = "it is suspended"
  remedy   = "resume it, or remove it where it is no longer needed"
}

rule "k8s/kubelet-behind" {
  summary = "nodes run another minor version than the server"
  why     = "what the newer server can do these nodes cannot yet, and the distance that is supported ends with a later upgrade"
  mode    = "check"
  kind    = "cluster"
  each    = "node_pools[*]"
  # Beyond what https://kubernetes.io/releases/version-skew-policy/ allows it is k8s/kubelet-out-of-range.
  when = anytrue([
    for version in items(value.kubelet) : try(
      semver(version).minor < semver(resource.version.gitVersion).minor
      && semver(version).minor + 3 >= semver(resource.version.gitVersion).minor,
      false,
    )
  ])
  severity = "info"
  message = format(
    "nodes of %s run %s, the server is %s",
    coalesce(text(value.name), "a pool"),
    join(", ", [for version in items(value.kubelet) : version if text(version) != null]),
    resource.version.gitVersion,
  )
  remedy = "upgrade the nodes after the server"
}
