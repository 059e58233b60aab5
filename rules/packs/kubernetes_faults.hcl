# What will break in a cluster, or is broken already: references to nothing, selectors that select nothing,
# webhooks that nobody answers, quotas that refuse.
#
# These rules look at one environment. This pack must not judge how workloads are written (probes, limits,
# privileges), and on manifests alone it must not call missing what commonly comes from elsewhere.

rule "k8s/webhook-without-service" {
  summary = "a webhook that must answer has no Service"
  why = "with failurePolicy Fail the API server refuses every request that the webhook is to see: nothing of these kinds can be created or changed in the namespaces that it matches, pods of a rollout among them"
  mode = "check"
  kind = ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"]
  each = "webhooks[*]"
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.clientConfig.service.namespace)) && can(regex(".", value.clientConfig.service.name)) &&
    try(value.clientConfig.service.name, null) != null &&
      lower(try(value.failurePolicy, "Fail")) == "fail" &&
      !exists("Service", value.clientConfig.service.namespace, value.clientConfig.service.name),
    false,
  )
  severity = !live ? "medium" : length(try(value.objectSelector, {})) == 0 ? "critical" : "high"
  message = try("the Service ${value.clientConfig.service.namespace}/${value.clientConfig.service.name}${live && !exists("Namespace", "", value.clientConfig.service.namespace) ? " and its namespace are" : " is"} not there, so every change of ${join(", ", distinct(flatten([for r in try(value.rules, []) : try(r.resources, [])])))}${length(try(value.objectSelector, {})) == 0 ? "" : " that its objectSelector selects"} is refused in ${length(try(value.namespaceSelector, {})) == 0 ? "all namespaces" : join(", ", [for n in objects("Namespace") : try(n.metadata.name, "") if selects(try(value.namespaceSelector, {}), try(n.metadata.labels, {}))])}", "a webhook that must answer has no Service")
  remedy = "restore what answers ${value.name}, or remove the webhook configuration ${name}"
}

rule "k8s/webhook-without-endpoints" {
  summary = "a webhook that must answer has nothing ready behind its Service"
  why = "with failurePolicy Fail the API server refuses every request that the webhook is to see until a pod behind it is ready"
  mode = "check"
  kind = ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"]
  each = "webhooks[*]"
  when = try(
    can(regex(".", value.clientConfig.service.namespace)) && can(regex(".", value.clientConfig.service.name)) &&
    live && try(value.clientConfig.service.name, null) != null &&
      lower(try(value.failurePolicy, "Fail")) == "fail" &&
      exists("Service", value.clientConfig.service.namespace, value.clientConfig.service.name) &&
      length([
        for slice in matching("EndpointSlice.discovery.k8s.io", value.clientConfig.service.namespace, { "kubernetes.io/service-name" = value.clientConfig.service.name }, "metadata.labels") : slice
        if length([for endpoint in try(coalesce(slice.endpoints, []), []) : endpoint if try(endpoint.conditions.ready, true) != false]) > 0
      ]) == 0,
    false,
  )
  severity = length(try(value.objectSelector, {})) == 0 ? "critical" : "high"
  message = try("nothing ready stands behind the Service ${value.clientConfig.service.namespace}/${value.clientConfig.service.name}, so every change of ${join(", ", distinct(flatten([for r in try(value.rules, []) : try(r.resources, [])])))}${length(try(value.objectSelector, {})) == 0 ? "" : " that its objectSelector selects"} is refused in ${length(try(value.namespaceSelector, {})) == 0 ? "all namespaces" : join(", ", [for n in objects("Namespace") : try(n.metadata.name, "") if selects(try(value.namespaceSelector, {}), try(n.metadata.labels, {}))])}", "a webhook that must answer has nothing ready behind its Service")
  remedy = "bring up the pods behind the Service, or remove the webhook configuration ${name} until they are"
}

rule "k8s/webhook-ignored" {
  summary = "a webhook that may be passed over has no Service"
  why = "with failurePolicy Ignore requests go through unseen: what it was to add or refuse is neither added nor refused, and each request waits for the timeout"
  mode = "check"
  kind = ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"]
  each = "webhooks[*]"
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.clientConfig.service.namespace)) && can(regex(".", value.clientConfig.service.name)) &&
    try(value.clientConfig.service.name, null) != null &&
      lower(try(value.failurePolicy, "Fail")) == "ignore" &&
      !exists("Service", value.clientConfig.service.namespace, value.clientConfig.service.name),
    false,
  )
  severity = live ? "medium" : "low"
  message = "the Service ${value.clientConfig.service.namespace}/${value.clientConfig.service.name} is not there, and requests pass unseen"
  remedy = "restore what answers ${value.name}, or remove the webhook configuration ${name}"
}

rule "k8s/sidecar-without-injector" {
  summary = "a namespace asks for sidecars and nothing injects them"
  why = "its pods start without the proxy: no mutual TLS, no policies, no metrics, and peers that insist on mutual TLS refuse them"
  mode = "check"
  kind = "Namespace"
  when = try(
    (try(resource.metadata.labels["istio-injection"], "") == "enabled" || can(resource.metadata.labels["istio.io/rev"])) &&
      length([
        for configuration in objects("MutatingWebhookConfiguration.admissionregistration.k8s.io") : configuration
        if anytrue([for webhook in try(configuration.webhooks, []) : can(regex("istio", webhook.name))])
      ]) == 0 ||
      try(resource.metadata.annotations["linkerd.io/inject"], "") == "enabled" &&
      length([
        for configuration in objects("MutatingWebhookConfiguration.admissionregistration.k8s.io") : configuration
        if anytrue([for webhook in try(configuration.webhooks, []) : can(regex("linkerd", webhook.name))])
      ]) == 0,
    false,
  )
  severity = live ? "high" : "low"
  message = try("namespace ${name} asks for sidecars by ${try(resource.metadata.annotations["linkerd.io/inject"], "") == "enabled" ? "the annotation linkerd.io/inject" : can(resource.metadata.labels["istio-injection"]) ? "the label istio-injection" : "the label istio.io/rev"}, and the cluster has no injector", "a namespace asks for sidecars and nothing injects them")
  remedy = "install the mesh before anything is deployed here, or take the mark off the namespace"
}

rule "k8s/ingress-without-service" {
  summary = "an Ingress sends traffic to a Service that is not there"
  why = "who asks for this host and path gets 503"
  mode = "check"
  kind = "Ingress.networking.k8s.io"
  each = ["spec.rules[*].http.paths[*].backend.service", "spec.defaultBackend.service"]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) &&
    !exists("Service", namespace, value.name),
    false,
  )
  severity = live ? "high" : "medium"
  message = "the Service ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the Service, correct its name, or remove the path"
}

rule "k8s/ingress-without-port" {
  summary = "an Ingress sends traffic to a port that the Service does not have"
  why = "who asks for this host and path gets 503"
  mode = "check"
  kind = "Ingress.networking.k8s.io"
  each = ["spec.rules[*].http.paths[*].backend.service", "spec.defaultBackend.service"]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) &&
    (exists("Service", namespace, value.name) &&
      try(object("Service", namespace, value.name).spec.type, "ClusterIP") != "ExternalName" &&
      length([
        for port in try(coalesce(object("Service", namespace, value.name).spec.ports, []), []) : port
        if try(port.name == value.port.name, false) || try(port.port == value.port.number, false)
      ]) == 0),
    false,
  )
  severity = "high"
  message = try("the Service ${value.name} has the ports ${join(", ", [for port in try(coalesce(object("Service", namespace, value.name).spec.ports, []), []) : try("${port.name} (${port.port})", tostring(port.port))])} and not ${try(value.port.name, value.port.number, "the one that is asked for")}", "an Ingress sends traffic to a port that the Service does not have")
  remedy = "name a port of the Service"
}

rule "k8s/missing-ingress-class" {
  summary = "an Ingress asks for a class that is not there"
  why = "no controller takes it up: it never gets an address, and nothing says so"
  mode = "check"
  kind = "Ingress.networking.k8s.io"
  each = "spec.ingressClassName"
  change = "dangling"
  when = try(
    can(regex(".", value)) &&
    !exists("IngressClass.networking.k8s.io", "", value),
    false,
  )
  severity = live ? "high" : "low"
  message = "the cluster has no IngressClass ${value}"
  remedy = "install the controller of that class, or name one that is there"
}

rule "k8s/ingress-without-certificate" {
  summary = "an Ingress serves with a certificate that is not there"
  why = "the controller answers with its own certificate, and every client refuses it"
  mode = "check"
  kind = "Ingress.networking.k8s.io"
  each = "spec.tls[*]"
  change = "dangling"
  when = try(
    can(regex(".", value.secretName)) &&
    try(value.secretName, "") != "" && !exists("Secret", namespace, value.secretName),
    false,
  )
  severity = live ? "high" : "low"
  message = try("the Secret ${value.secretName} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}, and ${join(", ", try(value.hosts, ["every host"]))} is served without it", "an Ingress serves with a certificate that is not there")
  remedy = "create the certificate, or see why its issuer does not"
}

rule "k8s/autoscaler-without-target" {
  summary = "an autoscaler scales something that is not there"
  why = "nothing scales when load comes, and nobody is told"
  mode = "check"
  kind = ["HorizontalPodAutoscaler.autoscaling", "VerticalPodAutoscaler.autoscaling.k8s.io"]
  each = ["spec.scaleTargetRef", "spec.targetRef"]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.kind)) &&
    (!exists(length(split("/", try(value.apiVersion, ""))) > 1 ? "${value.kind}.${split("/", value.apiVersion)[0]}" : value.kind, namespace, value.name)),
    false,
  )
  severity = live ? "high" : "medium"
  message = "the ${value.kind} ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "correct scaleTargetRef, or remove the autoscaler"
}

rule "k8s/autoscalers-disagree" {
  summary = "two autoscalers scale one workload"
  why = "each undoes what the other did: the number of pods swings and never settles"
  mode = "check"
  kind = "HorizontalPodAutoscaler.autoscaling"
  each = "spec.scaleTargetRef"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.kind)) &&
    length([
        for other in having("HorizontalPodAutoscaler.autoscaling", namespace, "spec.scaleTargetRef.name", value.name) : other
        if try(other.metadata.name, name) != name && try(other.spec.scaleTargetRef.kind, "") == value.kind
      ]) > 0,
    false,
  )
  severity = "high"
  message = try("${join(", ", [for other in having("HorizontalPodAutoscaler.autoscaling", namespace, "spec.scaleTargetRef.name", value.name) : try(other.metadata.name, "") if try(other.metadata.name, name) != name && try(other.spec.scaleTargetRef.kind, "") == value.kind])} scales ${value.kind} ${value.name} as well", "two autoscalers scale one workload")
  remedy = "keep one of them, with the metrics of both"
}

rule "k8s/autoscalers-fight" {
  summary = "a workload is scaled by number and by size on the same metric"
  why = "the vertical autoscaler changes the requests that the horizontal one measures against, and both run away from each other"
  mode = "check"
  kind = "HorizontalPodAutoscaler.autoscaling"
  each = "spec.scaleTargetRef"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.kind)) &&
    anytrue([for metric in try(resource.spec.metrics, []) : try(contains(["cpu", "memory"], metric.resource.name), false)]) &&
      length([
        for other in having("VerticalPodAutoscaler.autoscaling.k8s.io", namespace, "spec.targetRef.name", value.name) : other
        if try(other.spec.targetRef.kind, "") == value.kind && try(other.spec.updatePolicy.updateMode, "Auto") != "Off"
      ]) > 0,
    false,
  )
  severity = "medium"
  message = "a VerticalPodAutoscaler changes the requests of ${value.kind} ${value.name}, by which this one counts"
  remedy = "set updateMode Off in the vertical one, or scale by another metric"
}

rule "k8s/service-monitor-selects-nothing" {
  summary = "a ServiceMonitor selects no Service"
  why = "nothing is scraped: its graphs are empty and its alarms never ring"
  mode = "check"
  kind = "ServiceMonitor.monitoring.coreos.com"
  when = try(
    (try(resource.spec.namespaceSelector.any, false)
          ? !selected("Service", "", try(resource.spec.selector, {}), "metadata.labels")
          : !anytrue([
            for place in try(coalescelist(resource.spec.namespaceSelector.matchNames), [namespace]) :
            selected("Service", place, try(resource.spec.selector, {}), "metadata.labels")
          ])),
    false,
  )
  severity = live ? "medium" : "low"
  message = try("no Service in ${try(resource.spec.namespaceSelector.any, false) ? "any namespace" : join(", ", try(coalescelist(resource.spec.namespaceSelector.matchNames), [namespace]))} has the labels that it selects", "a ServiceMonitor selects no Service")
  remedy = "correct the selector or the labels"
}

rule "k8s/pod-monitor-selects-nothing" {
  summary = "a PodMonitor selects no Pod"
  why = "nothing is scraped: its graphs are empty and its alarms never ring"
  mode = "check"
  kind = "PodMonitor.monitoring.coreos.com"
  when = try(
    live && (try(resource.spec.namespaceSelector.any, false)
          ? !selected("Pod", "", try(resource.spec.selector, {}), "metadata.labels")
          : !anytrue([
            for place in try(coalescelist(resource.spec.namespaceSelector.matchNames), [namespace]) :
            selected("Pod", place, try(resource.spec.selector, {}), "metadata.labels")
          ])),
    false,
  )
  severity = live ? "medium" : "low"
  message = try("no Pod in ${try(resource.spec.namespaceSelector.any, false) ? "any namespace" : join(", ", try(coalescelist(resource.spec.namespaceSelector.matchNames), [namespace]))} has the labels that it selects", "a PodMonitor selects no Pod")
  remedy = "correct the selector or the labels"
}

rule "k8s/network-policy-selects-nothing" {
  summary = "a NetworkPolicy selects no pods"
  why = "whom it was meant for is as open, or as closed, as without it"
  mode = "check"
  kind = "NetworkPolicy.networking.k8s.io"
  when = try(
    !try(selects(resource.spec.podSelector, {}), true) &&
      !(selected("Pod", namespace, resource.spec.podSelector, "metadata.labels") ||
          selected(["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"], namespace, resource.spec.podSelector, "spec.template.metadata.labels") ||
          selected("CronJob.batch", namespace, resource.spec.podSelector, "spec.jobTemplate.spec.template.metadata.labels")),
    false,
  )
  severity = live ? "medium" : "low"
  message = "no pod of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} has the labels that it selects"
  remedy = "correct podSelector, or remove the policy"
}

rule "k8s/budget-selects-nothing" {
  summary = "a PodDisruptionBudget selects no pods"
  why = "the pods that it was meant for are drained all at once"
  mode = "check"
  kind = "PodDisruptionBudget.policy"
  when = try(
    try(resource.spec.selector, null) != null &&
      !(selected("Pod", namespace, resource.spec.selector, "metadata.labels") ||
          selected(["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"], namespace, resource.spec.selector, "spec.template.metadata.labels") ||
          selected("CronJob.batch", namespace, resource.spec.selector, "spec.jobTemplate.spec.template.metadata.labels")),
    false,
  )
  severity = live ? "medium" : "low"
  message = "no pod of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} has the labels that it selects"
  remedy = "correct the selector, or remove the budget"
}

rule "k8s/budget-blocks-every-drain" {
  summary = "a PodDisruptionBudget lets no pod go"
  why = "no node that runs one of its pods can be drained: upgrades of the cluster stop there until somebody deletes the pod by hand"
  mode = "check"
  kind = "PodDisruptionBudget.policy"
  when = try(
    (selected("Pod", namespace, resource.spec.selector, "metadata.labels") ||
          selected(["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"], namespace, resource.spec.selector, "spec.template.metadata.labels") ||
          selected("CronJob.batch", namespace, resource.spec.selector, "spec.jobTemplate.spec.template.metadata.labels")) && (
        contains(["0", "0%"], tostring(try(resource.spec.maxUnavailable, ""))) ||
        tostring(try(resource.spec.minAvailable, "")) == "100%" ||
        !can(regex("%", tostring(try(resource.spec.minAvailable, "%")))) &&
        length(matching(["Deployment.apps", "StatefulSet.apps"], namespace, resource.spec.selector, "spec.template.metadata.labels")) > 0 &&
        tonumber(try(resource.spec.minAvailable, 0)) >= sum(flatten([0, [
          for workload in matching(["Deployment.apps", "StatefulSet.apps"], namespace, resource.spec.selector, "spec.template.metadata.labels") :
          max(try(workload.spec.replicas, 1), flatten([0, [for scaler in having("HorizontalPodAutoscaler.autoscaling", namespace, "spec.scaleTargetRef.name", try(workload.metadata.name, "")) : try(scaler.spec.maxReplicas, 0)]])...)
        ]]))
      ),
    false,
  )
  severity = "high"
  message = "${can(resource.spec.maxUnavailable) ? "maxUnavailable is ${resource.spec.maxUnavailable}" : "minAvailable is ${resource.spec.minAvailable}, and there are no more pods than that"}: no pod may be evicted"
  remedy = "allow at least one pod to go: maxUnavailable 1, or more replicas than minAvailable"
}

rule "k8s/service-selects-nothing" {
  summary = "a Service selects no pods"
  why = "who calls it is refused: nothing answers behind its address"
  mode = "check"
  kind = "Service"
  change = "dangling"
  when = try(
    try(length(resource.spec.selector), 0) > 0 && try(resource.spec.type, "ClusterIP") != "ExternalName" &&
      !(selected("Pod", namespace, resource.spec.selector, "metadata.labels") ||
          selected(["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch"], namespace, resource.spec.selector, "spec.template.metadata.labels") ||
          selected("CronJob.batch", namespace, resource.spec.selector, "spec.jobTemplate.spec.template.metadata.labels")),
    false,
  )
  severity = live ? "medium" : "low"
  message = try("no pod of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} has the labels ${join(", ", [for key, label in resource.spec.selector : "${key}=${label}"])}", "a Service selects no pods")
  remedy = "correct the selector of the Service or the labels of the pods, or remove the Service"
}

rule "k8s/service-without-port" {
  summary = "a Service sends traffic to a named port that its pods do not have"
  why = "who calls this port is refused"
  mode = "check"
  kind = "Service"
  each = "spec.ports[*]"
  change = "dangling"
  when = try(
    can(regex(".", value.targetPort)) &&
    can(regex("[a-z]", value.targetPort)) && try(length(resource.spec.selector), 0) > 0 &&
      length(matching(["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"], namespace, resource.spec.selector, "spec.template.metadata.labels")) > 0 &&
      !anytrue(flatten([
        for workload in matching(["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"], namespace, resource.spec.selector, "spec.template.metadata.labels") : [
          for container in concat(workload.spec.template.spec.containers, try(workload.spec.template.spec.initContainers, [])) : [
            for port in try(container.ports, []) : try(port.name == value.targetPort, false)
          ]
        ]
      ])),
    false,
  )
  severity = "high"
  message = "no container behind it has a port called ${value.targetPort}"
  remedy = "name a port of the containers, or give its number"
}

rule "k8s/missing-config-map" {
  summary = "a workload needs a ConfigMap that is not there"
  why = "its pods wait in ContainerCreating or fail with CreateContainerConfigError, and the rollout never ends"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.volumes[*].configMap", "spec.template.spec.volumes[*].configMap", "spec.jobTemplate.spec.template.spec.volumes[*].configMap",
    "spec.volumes[*].projected.sources[*].configMap", "spec.template.spec.volumes[*].projected.sources[*].configMap", "spec.jobTemplate.spec.template.spec.volumes[*].projected.sources[*].configMap",
    "spec.*[*].env[*].valueFrom.configMapKeyRef", "spec.template.spec.*[*].env[*].valueFrom.configMapKeyRef", "spec.jobTemplate.spec.template.spec.*[*].env[*].valueFrom.configMapKeyRef",
    "spec.*[*].envFrom[*].configMapRef", "spec.template.spec.*[*].envFrom[*].configMapRef", "spec.jobTemplate.spec.template.spec.*[*].envFrom[*].configMapRef",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) &&
    (!try(value.optional, false) && (live || value.name != "kube-root-ca.crt") &&
      !exists("ConfigMap", namespace, value.name)),
    false,
  )
  severity = live ? "high" : "medium"
  message = "the ConfigMap ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the ConfigMap, correct its name, or mark the reference optional"
}

rule "k8s/missing-secret" {
  summary = "a workload needs a Secret that is not there"
  why = "its pods wait in ContainerCreating or fail with CreateContainerConfigError, and the rollout never ends"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.volumes[*].projected.sources[*].secret", "spec.template.spec.volumes[*].projected.sources[*].secret", "spec.jobTemplate.spec.template.spec.volumes[*].projected.sources[*].secret",
    "spec.*[*].env[*].valueFrom.secretKeyRef", "spec.template.spec.*[*].env[*].valueFrom.secretKeyRef", "spec.jobTemplate.spec.template.spec.*[*].env[*].valueFrom.secretKeyRef",
    "spec.*[*].envFrom[*].secretRef", "spec.template.spec.*[*].envFrom[*].secretRef", "spec.jobTemplate.spec.template.spec.*[*].envFrom[*].secretRef",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) &&
    !try(value.optional, false) && !exists("Secret", namespace, value.name),
    false,
  )
  severity = live ? "high" : "low"
  message = "the Secret ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the Secret, correct its name, or mark the reference optional"
}

rule "k8s/missing-secret-volume" {
  summary = "a workload mounts a Secret that is not there"
  why = "its pods wait in ContainerCreating, and the rollout never ends"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.volumes[*].secret", "spec.template.spec.volumes[*].secret", "spec.jobTemplate.spec.template.spec.volumes[*].secret",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.secretName)) &&
    !try(value.optional, false) && try(value.secretName, null) != null && !exists("Secret", namespace, value.secretName),
    false,
  )
  severity = live ? "high" : "low"
  message = "the Secret ${value.secretName} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the Secret, correct its name, or mark the volume optional"
}

rule "k8s/missing-config-map-key" {
  summary = "a variable comes from a key that its ConfigMap does not have"
  why = "its pods fail with CreateContainerConfigError, and the rollout never ends"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.*[*].env[*].valueFrom.configMapKeyRef", "spec.template.spec.*[*].env[*].valueFrom.configMapKeyRef", "spec.jobTemplate.spec.template.spec.*[*].env[*].valueFrom.configMapKeyRef",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.key)) &&
    !try(value.optional, false) && exists("ConfigMap", namespace, value.name) &&
      !contains(concat(try(keys(object("ConfigMap", namespace, value.name).data), []), try(keys(object("ConfigMap", namespace, value.name).binaryData), [])), value.key),
    false,
  )
  severity = "high"
  message = try("the ConfigMap ${value.name} has no key ${value.key}; it has ${join(", ", try(keys(object("ConfigMap", namespace, value.name).data), []))}", "a variable comes from a key that its ConfigMap does not have")
  remedy = "add the key to the ConfigMap, or name one that it has"
}

rule "k8s/missing-secret-key" {
  summary = "a variable comes from a key that its Secret does not have"
  why = "its pods fail with CreateContainerConfigError, and the rollout never ends"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.*[*].env[*].valueFrom.secretKeyRef", "spec.template.spec.*[*].env[*].valueFrom.secretKeyRef", "spec.jobTemplate.spec.template.spec.*[*].env[*].valueFrom.secretKeyRef",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.key)) &&
    !try(value.optional, false) && exists("Secret", namespace, value.name) &&
      !contains(concat(try(keys(object("Secret", namespace, value.name).data), []), try(keys(object("Secret", namespace, value.name).stringData), [])), value.key),
    false,
  )
  severity = live ? "high" : "medium"
  message = "the Secret ${value.name} has no key ${value.key}"
  remedy = "add the key to the Secret, or name one that it has"
}

rule "k8s/missing-volume-key" {
  summary = "a volume mounts a key that its ConfigMap does not have"
  why = "its pods wait in ContainerCreating, and the rollout never ends"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.volumes[*].configMap", "spec.template.spec.volumes[*].configMap", "spec.jobTemplate.spec.template.spec.volumes[*].configMap",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) &&
    !try(value.optional, false) && try(length(value.items), 0) > 0 && exists("ConfigMap", namespace, value.name) &&
      length([for item in value.items : item if !contains(concat(try(keys(object("ConfigMap", namespace, value.name).data), []), try(keys(object("ConfigMap", namespace, value.name).binaryData), [])), item.key)]) > 0,
    false,
  )
  severity = "high"
  message = try("the ConfigMap ${value.name} has no key ${join(", ", [for item in value.items : item.key if !contains(concat(try(keys(object("ConfigMap", namespace, value.name).data), []), try(keys(object("ConfigMap", namespace, value.name).binaryData), [])), item.key)])}", "a volume mounts a key that its ConfigMap does not have")
  remedy = "add the keys to the ConfigMap, or mount those that it has"
}

rule "k8s/missing-claim" {
  summary = "a workload mounts a PersistentVolumeClaim that is not there"
  why = "its pods stay Pending"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.volumes[*].persistentVolumeClaim", "spec.template.spec.volumes[*].persistentVolumeClaim", "spec.jobTemplate.spec.template.spec.volumes[*].persistentVolumeClaim",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.claimName)) &&
    !exists("PersistentVolumeClaim", namespace, value.claimName),
    false,
  )
  severity = live ? "high" : "medium"
  message = "the PersistentVolumeClaim ${value.claimName} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the claim, or correct its name"
}

rule "k8s/missing-service-account" {
  summary = "a workload runs as a ServiceAccount that is not there"
  why = "no pod is created: the controller is refused each of them, which only its events tell"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.serviceAccountName", "spec.template.spec.serviceAccountName", "spec.jobTemplate.spec.template.spec.serviceAccountName",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value)) &&
    value != "default" && !exists("ServiceAccount", namespace, value),
    false,
  )
  severity = live ? "high" : "low"
  message = "the ServiceAccount ${value} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the ServiceAccount, or correct its name"
}

rule "k8s/missing-storage-class" {
  summary = "storage is asked for of a class that is not there"
  why = "the claim stays Pending, and so do the pods that mount it"
  mode = "check"
  kind = ["PersistentVolumeClaim", "StatefulSet.apps"]
  each = ["spec.storageClassName", "spec.volumeClaimTemplates[*].spec.storageClassName"]
  change = "dangling"
  when = try(
    can(regex(".", value)) &&
    !exists("StorageClass.storage.k8s.io", "", value),
    false,
  )
  severity = try(resource.status.phase, "") == "Bound" ? "info" : live ? "high" : "low"
  message = "the cluster has no StorageClass ${value}"
  remedy = "create the class, or name one that is there"
}

rule "k8s/missing-priority-class" {
  summary = "a workload has a PriorityClass that is not there"
  why = "no pod is created: the controller is refused each of them, which only its events tell"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.priorityClassName", "spec.template.spec.priorityClassName", "spec.jobTemplate.spec.template.spec.priorityClassName",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value)) &&
    ((live || !startswith(value, "system-")) && !exists("PriorityClass.scheduling.k8s.io", "", value)),
    false,
  )
  severity = live ? "high" : "low"
  message = "the cluster has no PriorityClass ${value}"
  remedy = "create the class, or correct its name"
}

rule "k8s/missing-runtime-class" {
  summary = "a workload asks for a RuntimeClass that is not there"
  why = "no pod is created: the controller is refused each of them, which only its events tell"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.runtimeClassName", "spec.template.spec.runtimeClassName", "spec.jobTemplate.spec.template.spec.runtimeClassName",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value)) &&
    !exists("RuntimeClass.node.k8s.io", "", value),
    false,
  )
  severity = live ? "high" : "low"
  message = "the cluster has no RuntimeClass ${value}"
  remedy = "create the class, or correct its name"
}

rule "k8s/missing-pull-secret" {
  summary = "images are pulled with a Secret that is not there"
  why = "images of a private registry are not pulled, and the pods stay in ImagePullBackOff"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.imagePullSecrets[*]", "spec.template.spec.imagePullSecrets[*]", "spec.jobTemplate.spec.template.spec.imagePullSecrets[*]",
  ]
  change = "dangling"
  when = try(
    can(regex(".", value.name)) &&
    try(value.name, "") != "" && !exists("Secret", namespace, value.name),
    false,
  )
  severity = live ? "high" : "low"
  message = "the Secret ${value.name} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create the Secret, or take the reference out where the registry is public"
}

rule "k8s/binding-without-role" {
  summary = "a binding grants a role that is not there"
  why = "whom it names is refused what it needs, and an account that somebody gives this name later gets all of it"
  mode = "check"
  kind = ["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"]
  each = "roleRef"
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.kind)) &&
    (value.kind == "Role" ? !exists("Role.rbac.authorization.k8s.io", namespace, value.name) :
      (live || !contains(["admin", "cluster-admin", "edit", "view"], value.name) && !startswith(value.name, "system:")) &&
      !exists("ClusterRole.rbac.authorization.k8s.io", "", value.name)),
    false,
  )
  severity = live ? "high" : "low"
  message = "the ${value.kind} ${value.name} is not there"
  remedy = "create the role, or correct its name"
}

rule "k8s/binding-without-account" {
  summary = "a binding grants a role to a ServiceAccount that is not there"
  why = "what runs under another account is refused what it needs, and whoever may create the account gets the role"
  mode = "check"
  kind = ["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"]
  each = "subjects[*]"
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.kind)) &&
    (value.kind == "ServiceAccount" && !startswith(name, "system:") && (live || value.name != "default") &&
      !exists("ServiceAccount", try(value.namespace, namespace), value.name)),
    false,
  )
  severity = live ? "medium" : "low"
  message = try("the ServiceAccount ${try(value.namespace, namespace)}/${value.name} is not there", "a binding grants a role to a ServiceAccount that is not there")
  remedy = "create the account, correct its name and namespace, or remove the subject"
}

rule "k8s/quota-wants-resources" {
  summary = "a quota counts what a container does not ask for"
  why = "the quota refuses every pod that does not say how much it takes, which only the events of the controller tell"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.containers[*]", "spec.template.spec.containers[*]", "spec.jobTemplate.spec.template.spec.containers[*]",
    "spec.initContainers[*]", "spec.template.spec.initContainers[*]", "spec.jobTemplate.spec.template.spec.initContainers[*]",
  ]
  when = try(
    can(regex(".", value.name)) &&
    (length(flatten([
        for quota in objects("ResourceQuota", namespace) : try(length(quota.spec.scopes), length(quota.spec.scopeSelector), 0) > 0 ? [] : [
            for key, most in try(quota.spec.hard, {}) : key
            if contains(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key) && !(can(value.resources[try(regex("^(requests|limits)", key)[0], "requests")][regex("(cpu|memory)$", key)[0]]) || try(regex("^(requests|limits)", key)[0], "requests") == "requests" && can(value.resources.limits[regex("(cpu|memory)$", key)[0]]) ||
            anytrue([for limit in flatten([for range in objects("LimitRange", namespace) : [for limit in range.spec.limits : limit if limit.type == "Container"]]) : can(limit.default[regex("(cpu|memory)$", key)[0]]) || try(regex("^(requests|limits)", key)[0], "requests") == "requests" && can(limit.defaultRequest[regex("(cpu|memory)$", key)[0]])]))
          ]
      ])) > 0),
    false,
  )
  severity = "high"
  message = try("the quota of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} counts ${join(", ", sort(distinct(flatten([for quota in objects("ResourceQuota", namespace) : try(length(quota.spec.scopes), length(quota.spec.scopeSelector), 0) > 0 ? [] : [ for key, most in try(quota.spec.hard, {}) : key if contains(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key) && !(can(value.resources[try(regex("^(requests|limits)", key)[0], "requests")][regex("(cpu|memory)$", key)[0]]) || try(regex("^(requests|limits)", key)[0], "requests") == "requests" && can(value.resources.limits[regex("(cpu|memory)$", key)[0]]) || anytrue([for limit in flatten([for range in objects("LimitRange", namespace) : [for limit in range.spec.limits : limit if limit.type == "Container"]]) : can(limit.default[regex("(cpu|memory)$", key)[0]]) || try(regex("^(requests|limits)", key)[0], "requests") == "requests" && can(limit.defaultRequest[regex("(cpu|memory)$", key)[0]])])) ]]))))}, and container ${value.name} does not say how much of it it takes", "a quota counts what a container does not ask for")
  remedy = "give the container requests and limits, or the namespace a LimitRange with defaults"
}

rule "k8s/quota-too-small" {
  summary = "the workloads of a namespace ask for more than its quota gives"
  why = "the last of their pods are refused: a rollout stops half way, and so does a restart"
  mode = "check"
  kind = "ResourceQuota"
  when = try(
    try(length(resource.spec.scopes), length(resource.spec.scopeSelector), 0) == 0 &&
      length([
        for key, most in try(resource.spec.hard, {}) : key
        if (key == "pods" || contains(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key)) && sum(flatten([0, [
            for workload in objects(["Deployment.apps", "StatefulSet.apps"], namespace) : try(workload.spec.replicas, 1) * (key == "pods" ? 1 : sum(flatten([0, [
              for container in workload.spec.template.spec.containers :
              try(quantity(container.resources[try(regex("^(requests|limits)", key)[0], "requests")][regex("(cpu|memory)$", key)[0]]), try(regex("^(requests|limits)", key)[0], "requests") == "requests" ? quantity(container.resources.limits[regex("(cpu|memory)$", key)[0]]) : 0, 0)
            ]])))
          ]])) > quantity(most)
      ]) > 0,
    false,
  )
  severity = live ? "high" : "medium"
  message = try("the Deployments and StatefulSets of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} ask for more than it gives: ${join(", ", [for key, most in resource.spec.hard : "${key} of ${most}" if (key == "pods" || contains(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], key)) && sum(flatten([0, [ for workload in objects(["Deployment.apps", "StatefulSet.apps"], namespace) : try(workload.spec.replicas, 1) * (key == "pods" ? 1 : sum(flatten([0, [ for container in workload.spec.template.spec.containers : try(quantity(container.resources[try(regex("^(requests|limits)", key)[0], "requests")][regex("(cpu|memory)$", key)[0]]), try(regex("^(requests|limits)", key)[0], "requests") == "requests" ? quantity(container.resources.limits[regex("(cpu|memory)$", key)[0]]) : 0, 0) ]]))) ]])) > quantity(most)])}", "the workloads of a namespace ask for more than its quota gives")
  remedy = "raise the quota, or ask for less"
}

rule "k8s/limit-range-violated" {
  summary = "a container asks for more or less than its namespace allows"
  why = "the LimitRange refuses the pod, which only the events of the controller tell"
  mode = "check"
  kind = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each = [
    "spec.containers[*]", "spec.template.spec.containers[*]", "spec.jobTemplate.spec.template.spec.containers[*]",
    "spec.initContainers[*]", "spec.template.spec.initContainers[*]", "spec.jobTemplate.spec.template.spec.initContainers[*]",
  ]
  when = try(
    can(regex(".", value.name)) &&
    (length(flatten([
        for limit in flatten([for range in objects("LimitRange", namespace) : [for limit in range.spec.limits : limit if limit.type == "Container"]]) : [
          for unit in ["cpu", "memory"] : unit
          if try(quantity(value.resources.limits[unit]) > quantity(limit.max[unit]), false) || try(quantity(value.resources.requests[unit]) > quantity(limit.max[unit]), false) || try(quantity(value.resources.requests[unit]) < quantity(limit.min[unit]), false) || try(quantity(value.resources.limits[unit]) < quantity(limit.min[unit]), false)
        ]
      ])) > 0),
    false,
  )
  severity = "high"
  message = try("container ${value.name} is outside of what the LimitRange of ${namespace == "" ? "the same namespace" : "namespace ${namespace}"} allows: ${join(", ", distinct(flatten([ for limit in flatten([for range in objects("LimitRange", namespace) : [for limit in range.spec.limits : limit if limit.type == "Container"]]) : [ for unit in ["cpu", "memory"] : unit if try(quantity(value.resources.limits[unit]) > quantity(limit.max[unit]), false) || try(quantity(value.resources.requests[unit]) > quantity(limit.max[unit]), false) || try(quantity(value.resources.requests[unit]) < quantity(limit.min[unit]), false) || try(quantity(value.resources.limits[unit]) < quantity(limit.min[unit]), false) ] ])))}", "a container asks for more or less than its namespace allows")
  remedy = "stay between min and max of the LimitRange, or change it"
}

rule "k8s/api-version-removed" {
  summary = "an object uses an API version that a server no longer has"
  why = "the server refuses the object: the deployment fails, or goes through without it"
  mode = "check"
  kind = [
    "APIService.apiregistration.k8s.io", "CSIDriver.storage.k8s.io", "CSINode.storage.k8s.io", "CSIStorageCapacity.storage.k8s.io", "CertificateSigningRequest.certificates.k8s.io", "ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io", "CronJob.batch", "CustomResourceDefinition.apiextensions.k8s.io", "DaemonSet.apps", "DaemonSet.extensions", "Deployment.apps", "Deployment.extensions", "EndpointSlice.discovery.k8s.io", "Event.events.k8s.io", "FlowSchema.flowcontrol.apiserver.k8s.io", "HorizontalPodAutoscaler.autoscaling", "Ingress.extensions", "Ingress.networking.k8s.io", "IngressClass.networking.k8s.io", "Lease.coordination.k8s.io", "LocalSubjectAccessReview.authorization.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io", "NetworkPolicy.extensions", "PodDisruptionBudget.policy", "PodSecurityPolicy.extensions", "PodSecurityPolicy.policy", "PriorityClass.scheduling.k8s.io", "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io", "ReplicaSet.apps", "ReplicaSet.extensions", "Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "RuntimeClass.node.k8s.io", "SelfSubjectAccessReview.authorization.k8s.io", "StatefulSet.apps", "StorageClass.storage.k8s.io", "SubjectAccessReview.authorization.k8s.io", "TokenReview.authentication.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io", "VolumeAttachment.storage.k8s.io",
  ]
  when = try(
    # When which version went: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
      lookup({ "extensions/v1beta1 NetworkPolicy" = 16, "extensions/v1beta1 PodSecurityPolicy" = 16, "extensions/v1beta1 DaemonSet" = 16, "apps/v1beta2 DaemonSet" = 16, "extensions/v1beta1 Deployment" = 16, "apps/v1beta1 Deployment" = 16, "apps/v1beta2 Deployment" = 16, "apps/v1beta1 StatefulSet" = 16, "apps/v1beta2 StatefulSet" = 16, "extensions/v1beta1 ReplicaSet" = 16, "apps/v1beta1 ReplicaSet" = 16, "apps/v1beta2 ReplicaSet" = 16, "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration" = 22, "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration" = 22, "apiextensions.k8s.io/v1beta1 CustomResourceDefinition" = 22, "apiregistration.k8s.io/v1beta1 APIService" = 22, "authentication.k8s.io/v1beta1 TokenReview" = 22, "authorization.k8s.io/v1beta1 LocalSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SelfSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SubjectAccessReview" = 22, "certificates.k8s.io/v1beta1 CertificateSigningRequest" = 22, "coordination.k8s.io/v1beta1 Lease" = 22, "extensions/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 IngressClass" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRole" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding" = 22, "rbac.authorization.k8s.io/v1beta1 Role" = 22, "rbac.authorization.k8s.io/v1beta1 RoleBinding" = 22, "scheduling.k8s.io/v1beta1 PriorityClass" = 22, "storage.k8s.io/v1beta1 CSIDriver" = 22, "storage.k8s.io/v1beta1 CSINode" = 22, "storage.k8s.io/v1beta1 StorageClass" = 22, "storage.k8s.io/v1beta1 VolumeAttachment" = 22, "batch/v1beta1 CronJob" = 25, "discovery.k8s.io/v1beta1 EndpointSlice" = 25, "events.k8s.io/v1beta1 Event" = 25, "autoscaling/v2beta1 HorizontalPodAutoscaler" = 25, "policy/v1beta1 PodDisruptionBudget" = 25, "policy/v1beta1 PodSecurityPolicy" = 25, "node.k8s.io/v1beta1 RuntimeClass" = 25, "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema" = 26, "flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration" = 26, "autoscaling/v2beta2 HorizontalPodAutoscaler" = 26, "storage.k8s.io/v1beta1 CSIStorageCapacity" = 27, "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema" = 29, "flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration" = 29, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema" = 32, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration" = 32 }, "${resource.apiVersion} ${resource.kind}", 1000) <= (try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, -1) < 0 && try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, -1) < 0 ? 999 : max(try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, -1), try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, -1), -1)),
    false,
  )
  severity = try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, -1) >= lookup({ "extensions/v1beta1 NetworkPolicy" = 16, "extensions/v1beta1 PodSecurityPolicy" = 16, "extensions/v1beta1 DaemonSet" = 16, "apps/v1beta2 DaemonSet" = 16, "extensions/v1beta1 Deployment" = 16, "apps/v1beta1 Deployment" = 16, "apps/v1beta2 Deployment" = 16, "apps/v1beta1 StatefulSet" = 16, "apps/v1beta2 StatefulSet" = 16, "extensions/v1beta1 ReplicaSet" = 16, "apps/v1beta1 ReplicaSet" = 16, "apps/v1beta2 ReplicaSet" = 16, "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration" = 22, "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration" = 22, "apiextensions.k8s.io/v1beta1 CustomResourceDefinition" = 22, "apiregistration.k8s.io/v1beta1 APIService" = 22, "authentication.k8s.io/v1beta1 TokenReview" = 22, "authorization.k8s.io/v1beta1 LocalSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SelfSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SubjectAccessReview" = 22, "certificates.k8s.io/v1beta1 CertificateSigningRequest" = 22, "coordination.k8s.io/v1beta1 Lease" = 22, "extensions/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 IngressClass" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRole" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding" = 22, "rbac.authorization.k8s.io/v1beta1 Role" = 22, "rbac.authorization.k8s.io/v1beta1 RoleBinding" = 22, "scheduling.k8s.io/v1beta1 PriorityClass" = 22, "storage.k8s.io/v1beta1 CSIDriver" = 22, "storage.k8s.io/v1beta1 CSINode" = 22, "storage.k8s.io/v1beta1 StorageClass" = 22, "storage.k8s.io/v1beta1 VolumeAttachment" = 22, "batch/v1beta1 CronJob" = 25, "discovery.k8s.io/v1beta1 EndpointSlice" = 25, "events.k8s.io/v1beta1 Event" = 25, "autoscaling/v2beta1 HorizontalPodAutoscaler" = 25, "policy/v1beta1 PodDisruptionBudget" = 25, "policy/v1beta1 PodSecurityPolicy" = 25, "node.k8s.io/v1beta1 RuntimeClass" = 25, "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema" = 26, "flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration" = 26, "autoscaling/v2beta2 HorizontalPodAutoscaler" = 26, "storage.k8s.io/v1beta1 CSIStorageCapacity" = 27, "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema" = 29, "flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration" = 29, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema" = 32, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration" = 32 }, "${resource.apiVersion} ${resource.kind}", 1000) || try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, -1) >= lookup({ "extensions/v1beta1 NetworkPolicy" = 16, "extensions/v1beta1 PodSecurityPolicy" = 16, "extensions/v1beta1 DaemonSet" = 16, "apps/v1beta2 DaemonSet" = 16, "extensions/v1beta1 Deployment" = 16, "apps/v1beta1 Deployment" = 16, "apps/v1beta2 Deployment" = 16, "apps/v1beta1 StatefulSet" = 16, "apps/v1beta2 StatefulSet" = 16, "extensions/v1beta1 ReplicaSet" = 16, "apps/v1beta1 ReplicaSet" = 16, "apps/v1beta2 ReplicaSet" = 16, "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration" = 22, "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration" = 22, "apiextensions.k8s.io/v1beta1 CustomResourceDefinition" = 22, "apiregistration.k8s.io/v1beta1 APIService" = 22, "authentication.k8s.io/v1beta1 TokenReview" = 22, "authorization.k8s.io/v1beta1 LocalSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SelfSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SubjectAccessReview" = 22, "certificates.k8s.io/v1beta1 CertificateSigningRequest" = 22, "coordination.k8s.io/v1beta1 Lease" = 22, "extensions/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 IngressClass" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRole" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding" = 22, "rbac.authorization.k8s.io/v1beta1 Role" = 22, "rbac.authorization.k8s.io/v1beta1 RoleBinding" = 22, "scheduling.k8s.io/v1beta1 PriorityClass" = 22, "storage.k8s.io/v1beta1 CSIDriver" = 22, "storage.k8s.io/v1beta1 CSINode" = 22, "storage.k8s.io/v1beta1 StorageClass" = 22, "storage.k8s.io/v1beta1 VolumeAttachment" = 22, "batch/v1beta1 CronJob" = 25, "discovery.k8s.io/v1beta1 EndpointSlice" = 25, "events.k8s.io/v1beta1 Event" = 25, "autoscaling/v2beta1 HorizontalPodAutoscaler" = 25, "policy/v1beta1 PodDisruptionBudget" = 25, "policy/v1beta1 PodSecurityPolicy" = 25, "node.k8s.io/v1beta1 RuntimeClass" = 25, "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema" = 26, "flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration" = 26, "autoscaling/v2beta2 HorizontalPodAutoscaler" = 26, "storage.k8s.io/v1beta1 CSIStorageCapacity" = 27, "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema" = 29, "flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration" = 29, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema" = 32, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration" = 32 }, "${resource.apiVersion} ${resource.kind}", 1000) ? "high" : "medium"
  message = try("${resource.apiVersion} of ${resource.kind} was removed in Kubernetes 1.${lookup({ "extensions/v1beta1 NetworkPolicy" = 16, "extensions/v1beta1 PodSecurityPolicy" = 16, "extensions/v1beta1 DaemonSet" = 16, "apps/v1beta2 DaemonSet" = 16, "extensions/v1beta1 Deployment" = 16, "apps/v1beta1 Deployment" = 16, "apps/v1beta2 Deployment" = 16, "apps/v1beta1 StatefulSet" = 16, "apps/v1beta2 StatefulSet" = 16, "extensions/v1beta1 ReplicaSet" = 16, "apps/v1beta1 ReplicaSet" = 16, "apps/v1beta2 ReplicaSet" = 16, "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration" = 22, "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration" = 22, "apiextensions.k8s.io/v1beta1 CustomResourceDefinition" = 22, "apiregistration.k8s.io/v1beta1 APIService" = 22, "authentication.k8s.io/v1beta1 TokenReview" = 22, "authorization.k8s.io/v1beta1 LocalSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SelfSubjectAccessReview" = 22, "authorization.k8s.io/v1beta1 SubjectAccessReview" = 22, "certificates.k8s.io/v1beta1 CertificateSigningRequest" = 22, "coordination.k8s.io/v1beta1 Lease" = 22, "extensions/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 Ingress" = 22, "networking.k8s.io/v1beta1 IngressClass" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRole" = 22, "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding" = 22, "rbac.authorization.k8s.io/v1beta1 Role" = 22, "rbac.authorization.k8s.io/v1beta1 RoleBinding" = 22, "scheduling.k8s.io/v1beta1 PriorityClass" = 22, "storage.k8s.io/v1beta1 CSIDriver" = 22, "storage.k8s.io/v1beta1 CSINode" = 22, "storage.k8s.io/v1beta1 StorageClass" = 22, "storage.k8s.io/v1beta1 VolumeAttachment" = 22, "batch/v1beta1 CronJob" = 25, "discovery.k8s.io/v1beta1 EndpointSlice" = 25, "events.k8s.io/v1beta1 Event" = 25, "autoscaling/v2beta1 HorizontalPodAutoscaler" = 25, "policy/v1beta1 PodDisruptionBudget" = 25, "policy/v1beta1 PodSecurityPolicy" = 25, "node.k8s.io/v1beta1 RuntimeClass" = 25, "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema" = 26, "flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration" = 26, "autoscaling/v2beta2 HorizontalPodAutoscaler" = 26, "storage.k8s.io/v1beta1 CSIStorageCapacity" = 27, "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema" = 29, "flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration" = 29, "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema" = 32, "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration" = 32 }, "${resource.apiVersion} ${resource.kind}", 1000)}${try(semver(cluster.version.gitVersion).minor, semver(cluster.version).minor, -1) >= 0 ? ", and the server is ${try(cluster.version.gitVersion, cluster.version)}" : try(semver(other.cluster.version.gitVersion).minor, semver(other.cluster.version).minor, -1) >= 0 ? ", and the server of ${other.env} is ${try(other.cluster.version.gitVersion, other.cluster.version)}" : ""}", "an object uses an API version that a server no longer has")
  remedy = "write it in the version that took its place"
}

rule "k8s/api-service-down" {
  summary = "a part of the API is not available"
  why = "what uses it fails; namespaces cannot be deleted, and kubectl and controllers that look at all of the API wait for it"
  mode = "check"
  kind = "APIService.apiregistration.k8s.io"
  when = try(
    anytrue([for condition in try(resource.status.conditions, []) : condition.type == "Available" && condition.status == "False"]) &&
      (try(resource.spec.service.name, null) == null || exists("Service", try(resource.spec.service.namespace, ""), try(resource.spec.service.name, ""))),
    false,
  )
  severity = "high"
  message = try("${name} is not available: ${join("; ", [for condition in try(resource.status.conditions, []) : try("${condition.reason} (${condition.message})", condition.reason, "") if condition.type == "Available"])}", "a part of the API is not available")
  remedy = "bring up what serves it, or delete the APIService"
}

rule "k8s/api-service-without-service" {
  summary = "a part of the API is served by a Service that is not there"
  why = "what uses it fails, and namespaces cannot be deleted"
  mode = "check"
  kind = "APIService.apiregistration.k8s.io"
  each = "spec.service"
  change = "dangling"
  when = try(
    can(regex(".", value.name)) && can(regex(".", value.namespace)) &&
    !exists("Service", value.namespace, value.name),
    false,
  )
  severity = live ? "high" : "low"
  message = "the Service ${value.namespace}/${value.name} is not there"
  remedy = "restore the Service, or delete the APIService"
}

rule "k8s/ingress-twice" {
  summary = "two Ingresses serve the same host and path"
  why = "which of them answers is up to the controller, and may change with a restart"
  mode = "check"
  kind = "Ingress.networking.k8s.io"
  each = "spec.rules[*]"
  when = try(
    can(regex(".", value.host)) &&
    (try(value.host, "") != "" && length([
        for other in having("Ingress.networking.k8s.io", "", "spec.rules[*].host", value.host) : "${try(other.metadata.namespace, namespace)}/${try(other.metadata.name, name)}"
        if "${try(other.metadata.namespace, namespace)}/${try(other.metadata.name, name)}" != "${namespace}/${name}" &&
        try(other.spec.ingressClassName, "") == try(resource.spec.ingressClassName, "") &&
        length(setintersection(
          [for path in try(value.http.paths, []) : "${try(path.pathType, "")} ${try(path.path, "/")}"],
          flatten([for rule in other.spec.rules : try(rule.host, "") == value.host ? [for path in try(rule.http.paths, []) : "${try(path.pathType, "")} ${try(path.path, "/")}"] : []])
        )) > 0
      ]) > 0),
    false,
  )
  severity = "high"
  message = try("${join(", ", [ for other in having("Ingress.networking.k8s.io", "", "spec.rules[*].host", value.host) : "${try(other.metadata.namespace, namespace)}/${try(other.metadata.name, name)}" if "${try(other.metadata.namespace, namespace)}/${try(other.metadata.name, name)}" != "${namespace}/${name}" && try(other.spec.ingressClassName, "") == try(resource.spec.ingressClassName, "") && length(setintersection( [for path in try(value.http.paths, []) : "${try(path.pathType, "")} ${try(path.path, "/")}"], flatten([for rule in other.spec.rules : try(rule.host, "") == value.host ? [for path in try(rule.http.paths, []) : "${try(path.pathType, "")} ${try(path.path, "/")}"] : []]) )) > 0 ])} serves ${value.host} as well, on the same path", "two Ingresses serve the same host and path")
  remedy = "leave the path to one of them"
}

rule "k8s/stateful-set-without-service" {
  summary = "a StatefulSet names a Service that is not there"
  why = "its pods have no names in DNS, and members that look for each other by name do not find each other"
  mode = "check"
  kind = "StatefulSet.apps"
  each = "spec.serviceName"
  change = "dangling"
  when = try(
    can(regex(".", value)) &&
    !exists("Service", namespace, value),
    false,
  )
  severity = live ? "medium" : "low"
  message = "the Service ${value} is not in ${namespace == "" ? "the same namespace" : "namespace ${namespace}"}"
  remedy = "create a headless Service of that name"
}

rule "k8s/cron-job-suspended" {
  summary = "a CronJob does not run"
  why = "what it does is not done: backups, rotation, clean-up"
  mode = "check"
  kind = "CronJob.batch"
  each = "spec.suspend"
  when = try(
    can(regex(".", value)) &&
    (value == true ? true : false),
    false,
  )
  severity = role == "production" ? "low" : "info"
  message = "it is suspended"
  remedy = "resume it, or remove it where it is no longer needed"
}
