# How workloads of one environment are written: what breaks, what is dangerous, and what is careless.
#
# What is dangerous or broken has a place of its own and is told by itself. Care for a container (probes, limits,
# users) is told at the container, in one finding for all of it, and is information or low: there is much of it.
# This pack must not compare environments, nor judge references to what is not there (kubernetes_faults.hcl).

rule "k8s/privileged-container" {
  summary  = "a container is root on its node"
  why      = "whoever gets into a privileged container has the node, its disks, and all other pods on it"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each     = ["spec.**.containers[*].securityContext.privileged", "spec.**.initContainers[*].securityContext.privileged"]
  when     = value == true
  severity = can(regex("^(kube-|calico-|tigera-|openshift-|gke-|longhorn-|rook-|cattle-)", namespace)) ? "info" : role == "production" ? "high" : "medium"
  message  = "${name} runs a privileged container"
  remedy   = "add the single capability that it needs instead, or move it to a namespace of the platform"
}

rule "k8s/host-namespace" {
  summary = "pods share the network or the processes of their node"
  why     = "such a pod passes by network policies, reaches what listens on localhost of the node, and sees what all others do"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each    = ["spec.**.hostNetwork", "spec.**.hostPID", "spec.**.hostIPC"]
  when    = value == true
  severity = (
    can(regex("^(kube-|calico-|tigera-|openshift-|gke-|longhorn-|rook-|cattle-)", namespace)) ? "info"
    : kind == "DaemonSet.apps" ? "low" : role == "production" && !endswith(path, "hostNetwork") ? "high" : "medium"
  )
  message = "${name} shares it with its node"
  remedy  = "give the pods namespaces of their own, and reach them through a Service"
}

rule "k8s/host-path" {
  summary = "pods mount a folder of their node"
  why     = "what lies on a node is neither moved with the pod nor kept from others; by the socket of the container runtime a pod becomes root on it"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each    = "spec.**.volumes[*].hostPath"
  severity = (
    can(regex("^(kube-|calico-|tigera-|openshift-|gke-|longhorn-|rook-|cattle-)", namespace)) ? "info"
    : can(regex("(docker|containerd|crio|podman)\\.sock$", try(value.path, ""))) ? (kind == "DaemonSet.apps" ? "medium" : "high")
    : kind == "DaemonSet.apps" ? "info" : role == "production" ? "medium" : "low"
  )
  message = "${name} mounts ${try(format("%s", value.path), "a folder")} of the node"
  remedy  = "keep the data in a PersistentVolumeClaim, or in an emptyDir when it may go"
}

rule "k8s/dangerous-capability" {
  summary = "a container has capabilities that are nearly root"
  why     = "SYS_ADMIN, SYS_PTRACE, or ALL lead out of the container, NET_ADMIN changes the network of the pod"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each    = ["spec.**.containers[*].securityContext.capabilities.add", "spec.**.initContainers[*].securityContext.capabilities.add"]
  when    = can(regex("\"(CAP_)?(ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|BPF|DAC_READ_SEARCH|NET_ADMIN)\"", jsonencode(value)))
  severity = (
    can(regex("^(kube-|calico-|tigera-|openshift-|gke-|longhorn-|rook-|cattle-)", namespace)) ? "info"
    : !can(regex("\"(CAP_)?(ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|BPF|DAC_READ_SEARCH)\"", jsonencode(value))) ? "low"
    : role == "production" ? "high" : "medium"
  )
  message = "${name} adds ${try(join(", ", value), "them")}"
  remedy  = "drop ALL and add only what the program cannot do without"
}

rule "k8s/host-port" {
  summary  = "a container takes a port of its node"
  why      = "only one such pod fits on a node, and the port is open wherever the node is reached"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each     = "spec.**.containers[*].ports[*].hostPort"
  when     = can(value > 0) && value != 0 && try(coalesce(resource.spec.template.spec.hostNetwork, false), resource.spec.hostNetwork, false) != true
  severity = "low"
  message  = "${name} takes port ${value} of the node"
  remedy   = "reach the pods through a Service"
}

rule "k8s/floating-image" {
  summary  = "a container runs a floating image tag"
  why      = "each new pod may run another image than its neighbour, and a rollback cannot name what ran before"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each     = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when     = contains(["latest", "main", "master", "stable", "edge", "nightly"], coalesce(try(image(value).tag, ""), "-")) && try(image(value).digest, "") == null
  severity = role == "production" && !strcontains(path, "initContainers") ? "medium" : "low"
  message  = "${name} runs ${value}"
  remedy   = "name the version or the digest (repository@sha256:…)"
}

rule "k8s/not-probed-for-traffic" {
  summary = "a container gets traffic and has no readiness probe"
  why     = "on every rollout and restart requests are sent to a pod that cannot answer yet"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps"]
  each    = "spec.template.spec.containers[*]"
  when = (
    try(value.readinessProbe, null) == null && try(length(value.ports), 0) > 0
    # A pod is ready when all of its containers are, so one that is probed speaks for the proxies beside it.
    && try(length([for container in resource.spec.template.spec.containers : 1 if try(length(container.readinessProbe), 0) > 0]), 0) == 0
    && length([
      for service in objects("Service", namespace) : 1
      if try(length(service.spec.selector) > 0 && selects(service.spec.selector, resource.spec.template.metadata.labels), false)
      && try(anytrue([for port in service.spec.ports : anytrue([for own in value.ports : coalesce(try(port.targetPort, ""), port.port) == own.containerPort || coalesce(try(port.targetPort, ""), port.port) == try(own.name, "")])]), false)
    ]) > 0
  )
  severity = role == "production" ? "medium" : "low"
  message  = "a Service sends traffic to ${name}, and nothing asks container ${try(format("%s", value.name), "")} whether it is ready"
  remedy   = "add a readinessProbe that answers when the program can serve"
}

rule "k8s/not-probed-for-life" {
  summary  = "a container that serves has no liveness probe"
  why      = "a process that hangs and does not end is never restarted"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"]
  each     = "spec.template.spec.containers[*]"
  when     = try(value.livenessProbe, null) == null && try(length(value.ports), 0) > 0
  severity = "info"
  message  = "nothing asks container ${try(format("%s", value.name), "")} of ${name} whether it is alive"
  remedy   = "add a livenessProbe if the process can hang, with a longer patience than the readinessProbe"
}

rule "k8s/no-memory-limit" {
  summary  = "a container may use all memory of its node"
  why      = "one leak makes the node kill what it likes, other pods among it"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch"]
  each     = "spec.**.containers[*]"
  when     = try(value.resources.limits.memory, null) == null
  severity = role == "production" ? "low" : "info"
  message  = "container ${try(format("%s", value.name), "")} of ${name} has no memory limit"
  remedy   = "set resources.limits.memory to what it needs under load"
}

rule "k8s/no-requests" {
  summary  = "a container does not say what it needs"
  why      = "the scheduler takes it for nothing, fills the node, and evicts it first"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch"]
  each     = "spec.**.containers[*]"
  when     = try(length(value.resources.requests), 0) == 0 && try(length(value.resources.limits), 0) == 0
  severity = role == "production" ? "low" : "info"
  message  = "container ${try(format("%s", value.name), "")} of ${name} requests neither processor nor memory"
  remedy   = "set resources.requests to what it uses on an ordinary day"
}

rule "k8s/may-run-as-root" {
  summary = "a container may run as root"
  why     = "root in a container is one fault of the kernel away from root on the node"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch"]
  each    = "spec.**.containers[*]"
  when = (
    try(value.securityContext.runAsNonRoot, false) != true && !try(value.securityContext.runAsUser > 0, false)
    && try(resource.spec.jobTemplate.spec.template.spec.securityContext.runAsNonRoot, resource.spec.template.spec.securityContext.runAsNonRoot, false) != true
    && !try(resource.spec.jobTemplate.spec.template.spec.securityContext.runAsUser > 0, resource.spec.template.spec.securityContext.runAsUser > 0, false)
  )
  severity = "info"
  message  = "container ${try(format("%s", value.name), "")} of ${name} may run as root"
  remedy   = "set runAsNonRoot: true, and a user in the image"
}

rule "k8s/root-filesystem-writable" {
  summary  = "a container may write to its root file system"
  why      = "what can be written can be replaced by an attacker, and what is written there is lost with the container"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch"]
  each     = "spec.**.containers[*]"
  when     = try(value.securityContext.readOnlyRootFilesystem, false) != true
  severity = "info"
  message  = "container ${try(format("%s", value.name), "")} of ${name} may write to its root file system"
  remedy   = "set readOnlyRootFilesystem: true, with an emptyDir where the program writes"
}

rule "k8s/single-replica" {
  summary = "a Service of production stands on one replica"
  why     = "every restart, eviction, and upgrade of its node is an outage"
  mode    = "check"
  kind    = "Deployment.apps"
  when = (
    role == "production" && try(coalesce(resource.spec.replicas, 1), 1) == 1
    && length([for service in objects("Service", namespace) : 1 if try(length(service.spec.selector) > 0 && selects(service.spec.selector, resource.spec.template.metadata.labels), false)]) > 0
  )
  severity = can(regex("^(kube-|calico-|tigera-|openshift-|gke-|longhorn-|rook-|cattle-)", namespace)) ? "info" : "low"
  message  = "${name} runs one replica"
  remedy   = "run two replicas on different nodes with a PodDisruptionBudget, if the program can run twice"
}

rule "k8s/no-disruption-budget" {
  summary = "nothing keeps all replicas of a workload from being evicted at once"
  why     = "an upgrade of the nodes drains them as fast as budgets allow, and without one that is all at once"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps"]
  when = (
    role == "production" && try(resource.spec.replicas > 1, false)
    && length([for budget in objects("PodDisruptionBudget.policy", namespace) : 1 if try(selects(budget.spec.selector, resource.spec.template.metadata.labels), false)]) == 0
  )
  severity = "low"
  message  = "no PodDisruptionBudget selects the ${resource.spec.replicas} pods of ${name}"
  remedy   = "add a PodDisruptionBudget with maxUnavailable: 1"
}

rule "k8s/secret-in-plain-variable" {
  summary  = "a variable that is called a secret stands in the manifest"
  why      = "whoever may read the workload, its manifest, or its history reads the secret"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each     = ["spec.**.containers[*].env[*]", "spec.**.initContainers[*].env[*]"]
  when     = can(regex("(?i)(PASSWORD|PASSWD|SECRET_KEY|API_?KEY|ACCESS_KEY|PRIVATE_KEY|AUTH_TOKEN|ACCESS_TOKEN|CLIENT_SECRET)$", try(value.name, ""))) && contains(keys(value), "value") && try(value.valueFrom, null) == null
  severity = role == "production" ? "medium" : "low"
  message  = "${value.name} of ${name} is written into the workload"
  remedy   = "put it into a Secret, name that with secretKeyRef, and change the value, which is known by now"
}

rule "k8s/selector-misses-template" {
  summary  = "a workload does not select its own pods"
  why      = "the API refuses it, and nothing of it is deployed"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps"]
  when     = try(length(resource.spec.selector), 0) > 0 && try(!selects(resource.spec.selector, coalesce(resource.spec.template.metadata.labels, {})), false)
  severity = "high"
  message  = "the selector of ${name} does not match the labels of its template"
  remedy   = "give the template the labels of the selector, which cannot be changed once it is deployed"
}

rule "k8s/probe-port-unknown" {
  summary = "a probe asks on a port that the container does not have"
  why     = "the probe never succeeds: the pod gets no traffic or is restarted for ever"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Pod"]
  each    = "spec.**.containers[*]"
  # A number need not be listed among the ports, a name must.
  when = length([
    for port in [
      try(value.readinessProbe.httpGet.port, value.readinessProbe.tcpSocket.port, null),
      try(value.livenessProbe.httpGet.port, value.livenessProbe.tcpSocket.port, null),
      try(value.startupProbe.httpGet.port, value.startupProbe.tcpSocket.port, null),
    ] :
    port if port != null && !can(tonumber(port)) && !contains(try([for own in value.ports : try(own.name, "")], []), port)
  ]) > 0
  severity = "high"
  message  = "container ${try(format("%s", value.name), "")} of ${name} is probed on a port that it does not name"
  remedy   = "name the port in the ports of the container, or probe by its number"
}

rule "k8s/container-port-twice" {
  summary = "two containers of a pod listen on one port"
  why     = "containers of a pod share its address: the second one fails to bind, and its pod crashes for ever"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  each    = ["spec.containers", "spec.template.spec.containers", "spec.jobTemplate.spec.template.spec.containers"]
  when = (
    length(flatten(try([for container in value : distinct([for port in try(coalesce(container.ports, []), []) : "${port.containerPort}/${try(coalesce(port.protocol, "TCP"), "TCP")}"])], [])))
    > length(distinct(flatten(try([for container in value : distinct([for port in try(coalesce(container.ports, []), []) : "${port.containerPort}/${try(coalesce(port.protocol, "TCP"), "TCP")}"])], []))))
  )
  severity = "medium"
  message  = "containers of ${name} declare the same port"
  remedy   = "let one of them listen on another port"
}

rule "k8s/memory-volume-without-limit" {
  summary  = "a volume in memory has no limit"
  why      = "what is written to it counts as memory of the pod, or of the node where the pod has no limit"
  mode     = "check"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch"]
  each     = "spec.**.volumes[*].emptyDir"
  when     = try(value.medium, "") == "Memory" && try(value.sizeLimit, null) == null
  severity = "low"
  message  = "an emptyDir of ${name} may fill the memory"
  remedy   = "set emptyDir.sizeLimit"
}

rule "k8s/bare-pod" {
  summary  = "a pod stands alone"
  why      = "nobody starts it again when its node goes away"
  mode     = "check"
  kind     = "Pod"
  when     = live && !startswith(namespace, "kube-") && try(resource.metadata.annotations["kubernetes.io/config.mirror"], null) == null && contains(["Running", "Pending"], try(resource.status.phase, "")) && try(resource.metadata.ownerReferences, null) == null
  severity = "low"
  message  = "${name} was created by hand and is controlled by nothing"
  remedy   = "make it a Deployment or a Job, or delete it when the debugging is over"
}

rule "k8s/rollout-failed" {
  summary  = "a rollout did not end in its time"
  why      = "old and new pods run side by side, and the new version never took over"
  mode     = "check"
  kind     = "Deployment.apps"
  when     = live && try(length([for condition in resource.status.conditions : 1 if condition.type == "Progressing" && condition.status == "False"]), 0) > 0
  severity = role == "production" ? "high" : "medium"
  message  = "the rollout of ${name} failed"
  remedy   = "look at the newest pods with kubectl describe, then correct the template or roll back"
}

rule "k8s/autoscaler-cannot-scale" {
  summary  = "an autoscaler has no room"
  why      = "with equal bounds it does nothing; with a minimum of one, production stands on one pod at night"
  mode     = "check"
  kind     = "HorizontalPodAutoscaler.autoscaling"
  when     = try(resource.spec.maxReplicas == coalesce(resource.spec.minReplicas, 1), resource.spec.maxReplicas == 1, false) || role == "production" && try(coalesce(resource.spec.minReplicas, 1) == 1, true)
  severity = try(resource.spec.maxReplicas == coalesce(resource.spec.minReplicas, 1), resource.spec.maxReplicas == 1, false) ? "low" : "info"
  message  = "${name} scales from ${try(coalesce(resource.spec.minReplicas, 1), 1)} to ${try(resource.spec.maxReplicas, 1)}"
  remedy   = "give it a minimum of two and a maximum that the nodes can hold, or remove it"
}

rule "k8s/cron-job-may-pile-up" {
  summary  = "runs of a CronJob may pile up"
  why      = "a run that takes longer than the interval meets the next one, and a run that hangs is never ended"
  mode     = "check"
  kind     = "CronJob.batch"
  when     = try(coalesce(resource.spec.concurrencyPolicy, "Allow"), "Allow") == "Allow" && try(resource.spec.jobTemplate.spec.activeDeadlineSeconds, null) == null
  severity = role == "production" ? "low" : "info"
  message  = "${name} may run beside itself, without a limit of time"
  remedy   = "set concurrencyPolicy: Forbid, or activeDeadlineSeconds in the job"
}

rule "k8s/deprecated-annotation" {
  summary = "an annotation is read no more, or will not be"
  why     = "what it asked for is not done on newer servers, and nothing says so"
  mode    = "check"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Pod", "Ingress.networking.k8s.io", "PersistentVolumeClaim", "Service", "CronJob.batch", "Job.batch"]
  each = [
    "metadata.annotations[\"kubernetes.io/ingress.class\"]",
    "metadata.annotations[\"volume.beta.kubernetes.io/storage-class\"]",
    "metadata.annotations[\"service.kubernetes.io/topology-aware-hints\"]",
    "**.metadata.annotations[\"scheduler.alpha.kubernetes.io/critical-pod\"]",
    "**.metadata.annotations[\"seccomp.security.alpha.kubernetes.io/pod\"]",
  ]
  severity = strcontains(path, "seccomp") ? "medium" : "info"
  message  = "${name} has an annotation that was replaced by a field"
  remedy   = "use ingressClassName, storageClassName, trafficDistribution, priorityClassName, or seccompProfile"
}

rule "k8s/helm-release-failed" {
  summary  = "a Helm release is not deployed as it should be"
  why      = "its objects are partly of the old and partly of the new version, and the next upgrade may be refused"
  mode     = "check"
  kind     = "helm_release"
  when     = contains(["failed", "pending-install", "pending-upgrade", "pending-rollback", "uninstalling"], try(coalesce(resource.status, ""), ""))
  severity = resource.status == "failed" ? "high" : "medium"
  message  = "the release ${name} is ${resource.status}"
  remedy   = "look at helm history, correct the values, and upgrade again or roll back"
}

rule "k8s/kubelet-out-of-range" {
  summary = "nodes run a kubelet that the server does not support"
  why     = "a kubelet may be up to three minor versions older than the server and never newer; beyond that pods behave as nobody tested"
  mode    = "check"
  kind    = "cluster"
  each    = "node_pools[*]"
  # https://kubernetes.io/releases/version-skew-policy/
  when = length([
    for version in items(value.kubelet) : version
    if try(semver(version).minor > semver(resource.version.gitVersion).minor || semver(version).minor + 3 < semver(resource.version.gitVersion).minor, false)
  ]) > 0
  severity = "high"
  message  = "nodes of ${try(format("%s", value.name), "a pool")} run ${join(", ", [for version in items(value.kubelet) : version if text(version) != null])}, the server is ${resource.version.gitVersion}"
  remedy   = "upgrade the nodes, before the server goes on"
}
