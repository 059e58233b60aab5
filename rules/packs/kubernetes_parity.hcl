# What differs between two clusters and the workloads in them: images, settings, sizes, scaling, storage,
# schedules, and the versions of servers, nodes, custom kinds, and Helm releases.
#
# This pack must not judge who may do or reach what (kubernetes_access.hcl), nor one environment by itself
# (kubernetes_workloads.hcl, kubernetes_faults.hcl). Prod with more is how it should be and is information.

rule "k8s/image-untested-in-production" {
  summary = "the more production-like environment runs a newer image than the one before it"
  why     = "what runs in production was never tried where it should have been: somebody deployed around the pipeline, or a rollback reached one environment only"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when = (
    left.value != null && right.value != null && try(image(left.value).repository == image(right.value).repository, false)
    && (try(image(left.value).digest, null) == null || try(image(left.value).digest, null) != try(image(right.value).digest, null))
    && contains(["major", "minor", "patch"], coalesce(version_step(try(image(left.value).tag, ""), try(image(right.value).tag, "")), "none"))
    && try(semver_compare(image(upper_env.value).tag, image(lower_env.value).tag) > 0, false)
  )
  severity = version_step(image(left.value).tag, image(right.value).tag) == "patch" ? (explained ? "low" : "medium") : (explained ? "medium" : "high")
  message  = "${upper_env.env} runs ${upper_env.value}, which ${lower_env.env} never had: it runs ${lower_env.value}"
  remedy   = "deploy ${upper_env.value} to ${lower_env.env} and test it there, or take ${upper_env.env} back to ${image(lower_env.value).tag}"
}

rule "k8s/image-version-behind" {
  summary = "the more production-like environment runs an older image"
  why     = "the longer a release waits, the more changes reach production at once, and what is tested daily is not what customers use"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when = (
    left.value != null && right.value != null && try(image(left.value).repository == image(right.value).repository, false)
    && (try(image(left.value).digest, null) == null || try(image(left.value).digest, null) != try(image(right.value).digest, null))
    && contains(["major", "minor", "patch"], coalesce(version_step(try(image(left.value).tag, ""), try(image(right.value).tag, "")), "none"))
    && try(semver_compare(image(upper_env.value).tag, image(lower_env.value).tag) < 0, false)
  )
  severity = explained ? "info" : version_step(image(left.value).tag, image(right.value).tag) == "major" ? "medium" : "low"
  message  = "${upper_env.env} runs ${upper_env.value}, ${lower_env.env} is a ${version_step(image(left.value).tag, image(right.value).tag)} version ahead with ${lower_env.value}"
  remedy   = "promote ${lower_env.value} to ${upper_env.env} when it is tested, or wait for the release that does"
}

rule "k8s/image-tag-differs" {
  summary = "one image has tags that cannot be ordered"
  why     = "a commit or a build number does not tell which is newer, so nobody sees whether production has what was tested"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when = (
    left.value != null && right.value != null && try(image(left.value).repository == image(right.value).repository, false)
    # The digest tells what runs, whatever the tag is called.
    && (
      try(image(left.value).digest, null) == null ? try(image(left.value).tag, null) != try(image(right.value).tag, null)
      : try(image(left.value).digest, null) != try(image(right.value).digest, null)
    )
    && !contains(["major", "minor", "patch"], coalesce(version_step(try(image(left.value).tag, ""), try(image(right.value).tag, "")), "none"))
    && (try(image(left.value).digest, null) == null) == (try(image(right.value).digest, null) == null)
  )
  severity = explained ? "low" : "medium"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "promote the image tested in ${lower_env.env} to ${upper_env.env}, and tag releases so that they can be compared"
}

rule "k8s/image-repository-differs" {
  summary = "a container runs images of different repositories"
  why     = "another repository is another program or another build: the tests of one say nothing of the other"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when    = left.value != null && right.value != null && try(image(left.value).repository != image(right.value).repository, false)
  # The same last part in another folder is one program that each environment keeps for itself.
  severity = (
    element(split("/", image(left.value).repository), length(split("/", image(left.value).repository)) - 1)
    == element(split("/", image(right.value).repository), length(split("/", image(right.value).repository)) - 1)
    ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  )
  message = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy  = "build one image, and promote it from ${lower_env.env} to ${upper_env.env} without building it again"
}

rule "k8s/image-registry-differs" {
  summary = "one image comes from different registries"
  why     = "a mirror may lag behind or be out of reach, and a tag of one registry need not be the same image as in the other"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when = (
    left.value != null && right.value != null && try(image(left.value).registry != image(right.value).registry, false)
    && image(left.value).repository == image(right.value).repository && image(left.value).tag == image(right.value).tag
  )
  severity = explained ? "info" : "low"
  message  = "${left.env} pulls from ${image(left.value).registry}, ${right.env} from ${image(right.value).registry}"
  remedy   = "pull from one registry, or name the digest so that both registries must hold the same image"
}

rule "k8s/image-pinned-on-one-side" {
  summary = "one environment names the digest of an image, the other only its tag"
  why     = "a tag can be moved to another image after the test, and every new node pulls what it points to at that moment"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when = (
    left.value != null && right.value != null && try(image(left.value).repository == image(right.value).repository, false)
    && (try(image(left.value).digest, null) == null) != (try(image(right.value).digest, null) == null)
  )
  severity = explained ? "info" : try(image(upper_env.value).digest, null) == null ? "medium" : "low"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "name the digest (repository:tag@sha256:…) in both environments"
}

rule "k8s/image-floating-in-production" {
  summary = "only the more production-like environment runs a floating image tag"
  why     = "latest is another image after every push, each new pod may run something else than its neighbour, and a rollback cannot name what ran before"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].image", "spec.**.initContainers[*].image"]
  when = (
    can(image(left.value).repository) && can(image(right.value).repository)
    && contains(["latest", "main", "master", "stable", "edge", "nightly"], coalesce(try(image(upper_env.value).tag, ""), "-")) && try(image(upper_env.value).digest, "") == null
    && !(contains(["latest", "main", "master", "stable", "edge", "nightly"], coalesce(try(image(lower_env.value).tag, ""), "-")) && try(image(lower_env.value).digest, "") == null)
  )
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} runs ${upper_env.value}, ${lower_env.env} is pinned to ${lower_env.value}"
  remedy   = "name the version or the digest in ${upper_env.env}"
}

rule "k8s/env-variable-missing" {
  summary  = "a container has an environment variable in one environment only"
  why      = "code that reads a variable which is not set falls back to its default or fails on the first request"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = "@env.*.*"
  when     = left.present != right.present
  severity = upper_env.present ? (explained ? "info" : "medium") : (explained ? "medium" : "high")
  message  = "only ${left.present ? left.env : right.env} sets the variable"
  remedy   = "set it in ${left.present ? right.env : left.env} too, or drop it where the code no longer reads it"
}

rule "k8s/env-value-differs" {
  summary  = "a container has another value of an environment variable"
  why      = "settings are meant to differ where environments do; any other difference makes a test say less"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = "@env.*.**"
  when     = can(length(tostring(left.value))) && can(length(tostring(right.value)))
  severity = explained ? "info" : "low"
  message  = "${left.env} has ${substr(left.value, 0, 60)}, ${right.env} has ${substr(right.value, 0, 60)}"
  remedy   = "align the values, or accept the difference with its reason"
}

rule "k8s/debug-in-production" {
  summary = "only the more production-like environment runs with debugging switched on"
  why     = "debug output costs time and disk, buries what matters, and often holds the data of customers"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod", "ConfigMap"]
  path    = ["@env.*.*", "data.*"]
  when = (
    can(regex("(?i)(log_?level|debug|verbosity)[\\]\"]*$", path))
    && can(regex("(?i)^(debug|trace|true|1|all)$", upper_env.value)) && !can(regex("(?i)^(debug|trace|true|1|all)$", lower_env.value))
  )
  severity = explained ? "low" : "medium"
  message  = "${upper_env.env} has ${upper_env.value}, ${lower_env.env} does not"
  remedy   = "set in ${upper_env.env} what ${lower_env.env} has, and switch debugging on for as long as it is needed"
}

rule "k8s/config-key-missing" {
  summary  = "a ConfigMap or Secret has a key in one environment only"
  why      = "a file that is not mounted or a setting that is not there is noticed when the code that needs it runs"
  mode     = "parity"
  kind     = ["ConfigMap", "Secret"]
  path     = ["data.*", "binaryData.*", "stringData.*"]
  when     = left.present != right.present
  severity = explained ? "info" : upper_env.present ? "low" : "medium"
  message  = "only ${left.present ? left.env : right.env} has the key"
  remedy   = "add it in ${left.present ? right.env : left.env}, or drop it where nothing reads it"
}

rule "k8s/config-value-differs" {
  summary  = "a ConfigMap holds another value"
  why      = "settings are meant to differ where environments do; any other difference makes a test say less"
  mode     = "parity"
  kind     = "ConfigMap"
  path     = ["data.**", "binaryData.**"]
  when     = left.present && right.present
  severity = explained ? "info" : "low"
  message  = "the value of ${left.env} is not that of ${right.env}"
  remedy   = "align the values, or accept the difference with its reason"
}

rule "k8s/container-missing" {
  summary  = "a pod has a container in one environment only"
  why      = "a sidecar or an init container changes start, network, and shutdown of the pod, so a pod without it is another program"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  # Its environment is not there either, which says nothing more.
  path     = ["spec.**.containers[*]", "spec.**.initContainers[*]", "@env.*"]
  when     = left.present != right.present
  severity = startswith(path, "@env") ? "info" : explained ? "low" : "medium"
  message  = "only ${left.present ? left.env : right.env} has the container"
  remedy   = "run it in both environments, or take it out where it was forgotten"
}

rule "k8s/command-differs" {
  summary  = "a container is started with another command or other arguments"
  why      = "flags choose what a program does as much as its version does"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.containers[*].command.**", "spec.**.containers[*].args.**", "spec.**.initContainers[*].command.**", "spec.**.initContainers[*].args.**"]
  severity = explained ? "low" : "medium"
  message  = "the command line of ${left.env} is not that of ${right.env}"
  remedy   = "start it alike in both environments, and pass what must differ in the environment"
}

rule "k8s/replicas-fewer" {
  summary  = "workloads run a different number of replicas"
  why      = "with fewer replicas than where the load was tested, one failing node takes a larger share of the service with it"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "ReplicaSet.apps"]
  path     = "spec.replicas"
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : upper_env.value > 0 && lower_env.value == 0 ? (explained ? "info" : "low") : "info"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "run at least as many replicas in ${upper_env.env} as in ${lower_env.env}, or expect the relation in driftgate.hcl"
}

rule "k8s/resources-smaller" {
  summary = "containers are given different amounts of processor or memory"
  why     = "a container beyond its memory limit is killed, one beyond its processor limit is throttled, and one that requested too little is the first to go"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.containers[*].resources.*.*", "spec.**.initContainers[*].resources.*.*"]
  when    = can(quantity(left.value) < quantity(right.value)) && quantity(left.value) != quantity(right.value)
  severity = (
    quantity(upper_env.value) >= quantity(lower_env.value) ? "info"
    : can(regex("limits\\.memory$", path)) ? (explained ? "medium" : "high")
    : (explained ? "low" : "medium")
  )
  message = "${left.env} gives ${left.value}, ${right.env} gives ${right.value}"
  remedy  = "give it at least as much in ${upper_env.env} as in ${lower_env.env}, or expect the relation in driftgate.hcl"
}

rule "k8s/resources-missing" {
  summary  = "containers have a limit or a request in one environment only"
  why      = "without a request the pod is placed anywhere and evicted first; without a memory limit one leak takes the whole node"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.containers[*].resources.*.*", "spec.**.initContainers[*].resources.*.*"]
  when     = left.present != right.present
  severity = upper_env.present ? (explained ? "info" : "low") : (explained ? "low" : "medium")
  message  = "only ${left.present ? left.env : right.env} sets it"
  remedy   = "set ${path} in ${left.present ? right.env : left.env} as well"
}

rule "k8s/probe-missing" {
  summary  = "a container is probed in one environment only"
  why      = "without a readiness probe traffic reaches pods that cannot answer yet; without a liveness probe a hanging process is never restarted"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Pod"]
  path     = ["spec.**.containers[*].readinessProbe", "spec.**.containers[*].livenessProbe", "spec.**.containers[*].startupProbe"]
  when     = left.present != right.present
  severity = upper_env.present ? (explained ? "low" : "medium") : (explained ? "medium" : "high")
  message  = "only ${left.present ? left.env : right.env} probes it"
  remedy   = "give ${left.present ? right.env : left.env} the probe of ${left.present ? left.env : right.env}"
}

rule "k8s/probe-differs" {
  summary  = "a probe asks or waits differently"
  why      = "a shorter timeout or a lower threshold restarts pods under a load that the other environment survives"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Pod"]
  path     = ["spec.**.containers[*].readinessProbe.*.**", "spec.**.containers[*].livenessProbe.*.**", "spec.**.containers[*].startupProbe.*.**"]
  severity = explained ? "info" : "low"
  message  = "the probe of ${left.env} is not that of ${right.env}"
  remedy   = "probe alike in both environments"
}

rule "k8s/grace-period-shorter" {
  summary  = "pods have different times to shut down"
  why      = "what is not finished after the grace period is killed, so requests and writes are cut off that the other environment ends in peace"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = "spec.**.terminationGracePeriodSeconds"
  when     = can(coalesce(left.value, 30) < coalesce(right.value, 30)) && coalesce(left.value, 30) != coalesce(right.value, 30)
  severity = explained ? "info" : coalesce(upper_env.value, 30) < coalesce(lower_env.value, 30) ? "medium" : "low"
  message  = "${left.env} waits ${coalesce(left.value, 30)} s, ${right.env} waits ${coalesce(right.value, 30)} s"
  remedy   = "give ${upper_env.env} at least the time of ${lower_env.env}"
}

rule "k8s/rollout-strategy-differs" {
  summary = "a workload is replaced in different ways"
  why     = "Recreate stops all pods before it starts new ones, and OnDelete starts none at all: a deployment that nobody noticed in one environment is an outage in the other"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"]
  path    = ["spec.strategy.type", "spec.updateStrategy.type"]
  when    = coalesce(try(tostring(left.value), ""), "RollingUpdate") != coalesce(try(tostring(right.value), ""), "RollingUpdate")
  severity = (
    contains(["Recreate", "OnDelete"], coalesce(try(tostring(upper_env.value), ""), "RollingUpdate")) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  )
  message = "${left.env} uses ${coalesce(try(tostring(left.value), ""), "the default")}, ${right.env} uses ${coalesce(try(tostring(right.value), ""), "the default")}"
  remedy  = "use one strategy in both environments; where pods cannot run side by side, plan the outage"
}

rule "k8s/spread-missing" {
  summary  = "pods are spread over nodes or zones in one environment only"
  why      = "without it the scheduler may put all replicas on one node, and they fail together"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "ReplicaSet.apps"]
  path     = ["spec.**.topologySpreadConstraints", "spec.**.topologySpreadConstraints[*]", "spec.**.affinity", "spec.**.affinity.podAntiAffinity"]
  when     = (try(length(left.value), 0) == 0) != (try(length(right.value), 0) == 0)
  severity = try(length(upper_env.value), 0) > 0 ? "info" : (explained ? "low" : "medium")
  message  = "only ${try(length(left.value), 0) > 0 ? left.env : right.env} spreads its pods"
  remedy   = "give ${upper_env.env} the constraints of ${lower_env.env}"
}

rule "k8s/priority-class-differs" {
  summary  = "pods have different priorities"
  why      = "when a node is full, pods of a lower priority are evicted for those of a higher one"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod", "PriorityClass.scheduling.k8s.io"]
  path     = ["spec.**.priorityClassName", "value", "preemptionPolicy", "globalDefault"]
  severity = explained ? "info" : upper_env.present ? "low" : "medium"
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "none")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "none")}"
  remedy   = "use the same priority in both environments"
}

rule "k8s/placement-differs" {
  summary  = "pods are placed on nodes by other rules"
  why      = "a pod that runs on other nodes has other neighbours, disks, and processors, and one that no node fits stays pending"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.nodeSelector.*", "spec.**.tolerations", "spec.**.tolerations.**", "spec.**.affinity.*.**", "spec.**.runtimeClassName"]
  severity = explained ? "info" : "low"
  message  = "${left.env} and ${right.env} choose nodes differently"
  remedy   = "name pools of nodes alike in both environments, and choose by that name"
}

rule "k8s/cron-job-suspended-on-one-side" {
  summary  = "a CronJob is suspended in one environment only"
  why      = "what it does (a backup, a report, a clean-up) does not happen, and nothing fails"
  mode     = "parity"
  kind     = "CronJob.batch"
  path     = "spec.suspend"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "it is suspended in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set suspend: false in ${upper_env.value == true ? upper_env.env : lower_env.env}, or delete the job where it is not wanted"
}

rule "k8s/cron-job-schedule-differs" {
  summary  = "a CronJob runs at other times or overlaps differently"
  why      = "a job that runs less often finds more work at once, and one that may overlap meets itself"
  mode     = "parity"
  kind     = "CronJob.batch"
  path     = ["spec.schedule", "spec.timeZone", "spec.concurrencyPolicy", "spec.startingDeadlineSeconds"]
  when     = coalesce(try(tostring(left.value), ""), "Allow") != coalesce(try(tostring(right.value), ""), "Allow")
  severity = explained ? "info" : endswith(path, "concurrencyPolicy") ? "medium" : "low"
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "none")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "none")}"
  remedy   = "run it alike in both environments, or accept the difference with its reason"
}

rule "k8s/autoscaler-bounds-lower" {
  summary  = "a workload may scale to different numbers of replicas"
  why      = "a lower maximum caps the load that an environment can take, a lower minimum leaves nothing when a node fails"
  mode     = "parity"
  kind     = ["HorizontalPodAutoscaler.autoscaling", "ScaledObject.keda.sh"]
  path     = ["spec.minReplicas", "spec.maxReplicas", "spec.minReplicaCount", "spec.maxReplicaCount"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : "info"
  message  = "the bound is ${left.value} in ${left.env} and ${right.value} in ${right.env}"
  remedy   = "raise the bound in ${upper_env.env} to at least that of ${lower_env.env}, or expect the relation in driftgate.hcl"
}

rule "k8s/autoscaler-missing" {
  summary  = "a workload is scaled by load in one environment only"
  why      = "without an autoscaler the number of replicas stays what it is, however much load there is"
  mode     = "parity"
  kind     = ["HorizontalPodAutoscaler.autoscaling", "ScaledObject.keda.sh", "VerticalPodAutoscaler.autoscaling.k8s.io"]
  change   = ["left_only", "right_only"]
  severity = upper_env.address == "" ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${left.address == "" ? right.env : left.env} has the autoscaler"
  remedy   = "add it in ${left.address == "" ? left.env : right.env}, with bounds that fit its load"
}

rule "k8s/disruption-budget-missing" {
  summary  = "a workload is protected from disruption in one environment only"
  why      = "without a budget an upgrade of the nodes may evict all replicas at the same moment"
  mode     = "parity"
  kind     = "PodDisruptionBudget.policy"
  change   = ["left_only", "right_only"]
  severity = upper_env.address == "" ? (explained ? "low" : "medium") : "info"
  message  = "only ${left.address == "" ? right.env : left.env} has the budget"
  remedy   = "add the PodDisruptionBudget in ${left.address == "" ? left.env : right.env}"
}

rule "k8s/disruption-budget-differs" {
  summary  = "a disruption budget allows other numbers"
  why      = "a budget that allows none stops every upgrade of the nodes; one that allows all protects nothing"
  mode     = "parity"
  kind     = "PodDisruptionBudget.policy"
  path     = ["spec.minAvailable", "spec.maxUnavailable"]
  severity = explained ? "info" : "low"
  message  = "${left.env} has ${try(join(", ", [for key, value in left.value : "${key} ${value}"]), coalesce(try(tostring(left.value), ""), "none"))}, ${right.env} has ${try(join(", ", [for key, value in right.value : "${key} ${value}"]), coalesce(try(tostring(right.value), ""), "none"))}"
  remedy   = "protect ${upper_env.env} at least as well as ${lower_env.env}"
}

rule "k8s/quota-smaller" {
  summary  = "a namespace may use different amounts"
  why      = "pods beyond the quota are refused, and the rollout or the autoscaler that wants them waits without an error of its own"
  mode     = "parity"
  kind     = ["ResourceQuota", "LimitRange"]
  path     = ["spec.hard.*", "spec.limits[*].*.*"]
  when     = can(quantity(left.value) < quantity(right.value)) && quantity(left.value) != quantity(right.value)
  severity = quantity(upper_env.value) < quantity(lower_env.value) ? (explained ? "low" : "medium") : "info"
  message  = "${left.env} has ${left.value}, ${right.env} has ${right.value}"
  remedy   = "allow at least as much in ${upper_env.env} as in ${lower_env.env}, or expect the relation in driftgate.hcl"
}

rule "k8s/quota-on-one-side" {
  summary  = "a namespace is limited in one environment only"
  why      = "what is admitted without limits in one environment is refused in the other"
  mode     = "parity"
  kind     = ["ResourceQuota", "LimitRange"]
  path     = ["spec.hard.*", "spec.limits[*]", "spec.limits[*].*.*"]
  when     = left.present != right.present
  severity = explained ? "info" : "low"
  message  = "only ${left.present ? left.env : right.env} sets it"
  remedy   = "limit both environments by the same resources, with numbers that fit each"
}

rule "k8s/volume-smaller" {
  summary  = "volumes have different sizes"
  why      = "a full volume stops whatever writes to it, and a claim can be enlarged but never reduced"
  mode     = "parity"
  kind     = ["PersistentVolumeClaim", "StatefulSet.apps"]
  path     = ["spec.resources.requests.storage", "spec.volumeClaimTemplates[*].spec.resources.requests.storage"]
  when     = can(quantity(left.value) < quantity(right.value)) && quantity(left.value) != quantity(right.value)
  severity = quantity(upper_env.value) < quantity(lower_env.value) ? (explained ? "medium" : "high") : "info"
  message  = "${left.env} asks for ${left.value}, ${right.env} for ${right.value}"
  remedy   = "ask for at least as much in ${upper_env.env}, where the class allows expansion"
}

rule "k8s/volume-class-differs" {
  summary  = "volumes are of another class or are mounted differently"
  why      = "another class is another disk, with another speed, backup, and behaviour when a zone fails"
  mode     = "parity"
  kind     = ["PersistentVolumeClaim", "StatefulSet.apps", "PersistentVolume"]
  path     = ["spec.storageClassName", "spec.accessModes", "spec.volumeMode", "spec.volumeClaimTemplates[*].spec.storageClassName", "spec.volumeClaimTemplates[*].spec.accessModes"]
  severity = explained ? "low" : "medium"
  message  = "${left.env} and ${right.env} store it differently"
  remedy   = "use classes of one name, with the same properties, in both environments"
}

rule "k8s/volumes-deleted-with-claim" {
  summary  = "only one environment keeps a volume when its claim is deleted"
  why      = "with Delete, a deleted claim, namespace, or release takes the data with it"
  mode     = "parity"
  kind     = ["StorageClass.storage.k8s.io", "PersistentVolume"]
  path     = ["reclaimPolicy", "spec.persistentVolumeReclaimPolicy"]
  when     = (left.value == "Retain") != (right.value == "Retain")
  severity = upper_env.value == "Retain" ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "Delete")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "Delete")}"
  remedy   = "set Retain in ${upper_env.env}; of volumes that exist, it is changed on the PersistentVolume"
}

rule "k8s/storage-class-differs" {
  summary  = "a storage class makes other volumes"
  why      = "the same claim gets another disk: with other speed, encryption, or place"
  mode     = "parity"
  kind     = "StorageClass.storage.k8s.io"
  path     = ["provisioner", "parameters.*", "volumeBindingMode", "allowVolumeExpansion", "mountOptions", "mountOptions[*]"]
  severity = explained ? "low" : "medium"
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "none")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "none")}"
  remedy   = "define the class alike in both environments"
}

rule "k8s/server-version-skew" {
  summary = "the clusters run different versions of Kubernetes"
  why     = "interfaces and defaults come and go with minor versions: what one server accepts the other may refuse"
  mode    = "parity"
  kind    = "cluster"
  path    = "version.gitVersion"
  when    = left.value != null && right.value != null
  severity = (
    contains(["patch", "prerelease", "none"], coalesce(version_step(left.value, right.value), "minor")) ? (explained ? "info" : "low")
    : try(semver_compare(upper_env.value, lower_env.value) > 0, true) ? (explained ? "medium" : "high")
    : (explained ? "low" : "medium")
  )
  message = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy  = "upgrade ${try(semver_compare(left.value, right.value) < 0, false) ? left.env : right.env}; the lower environment is upgraded first"
}

rule "k8s/node-version-skew" {
  summary = "nodes run different versions of the kubelet or of the container runtime"
  why     = "pods behave as the kubelet and the runtime of their node do, whatever the server is"
  mode    = "parity"
  kind    = "cluster"
  path    = ["node_pools[*].kubelet", "node_pools[*].runtime", "node_pools[*].kernel", "node_pools[*].os_image"]
  severity = (
    endswith(path, "kubelet") && contains(["major", "minor"], try(coalesce(version_step(element(sort(left.value), 0), element(sort(right.value), 0)), "none"), "none"))
    ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  )
  message = "${left.env} has ${try(join(", ", left.value), "none")}, ${right.env} has ${try(join(", ", right.value), "none")}"
  remedy  = "upgrade the node pools of both environments from the same image"
}

rule "k8s/node-architecture-differs" {
  summary  = "nodes have different processors or are of different types"
  why      = "an image built for one architecture does not start on the other, and another type has other cores and memory"
  mode     = "parity"
  kind     = "cluster"
  path     = ["node_pools[*].arch", "node_pools[*].os", "node_pools[*].instance_type"]
  severity = endswith(path, "instance_type") ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${left.env} has ${try(join(", ", left.value), "none")}, ${right.env} has ${try(join(", ", right.value), "none")}"
  remedy   = "run both environments on nodes of one kind, or build and test every image for both"
}

rule "k8s/node-pool-smaller" {
  summary  = "a pool has a different number of nodes"
  why      = "with fewer nodes than where it was tested, the failure of one leaves less room for its pods"
  mode     = "parity"
  kind     = "cluster"
  path     = "node_pools[*].count"
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "low" : "medium") : "info"
  message  = "${left.env} has ${left.value}, ${right.env} has ${right.value}"
  remedy   = "run at least as many nodes in ${upper_env.env} as in ${lower_env.env}, or expect the relation in driftgate.hcl"
}

rule "k8s/crd-missing" {
  summary  = "a custom kind is known in one environment only"
  why      = "manifests that use the kind are refused where it is missing, and its controller is most likely not there either"
  mode     = "parity"
  kind     = "CustomResourceDefinition.apiextensions.k8s.io"
  change   = ["left_only", "right_only"]
  severity = explained ? "low" : "medium"
  message  = "only ${left.address == "" ? right.env : left.env} knows the kind"
  remedy   = "install the operator that brings it in ${left.address == "" ? left.env : right.env}, or remove what is left of it in ${left.address == "" ? right.env : left.env}"
}

rule "k8s/crd-version-missing" {
  summary  = "a version of a custom kind is served in one environment only"
  why      = "objects written for that version are refused where it is not served"
  mode     = "parity"
  kind     = "CustomResourceDefinition.apiextensions.k8s.io"
  path     = ["spec.versions[*]", "spec.versions[*].served", "spec.versions[*].storage"]
  # What is called alpha is gone with the next release, and nobody should rely on it.
  severity = explained || endswith(path, ".storage") || strcontains(path, "alpha") ? "low" : upper_env.present && upper_env.value != false ? "medium" : "high"
  message  = "${left.env} and ${right.env} serve or store other versions of the kind"
  remedy   = "install the same release of the definitions in both environments, the lower one first"
}

rule "k8s/crd-schema-differs" {
  summary  = "a custom kind has another schema"
  why      = "fields that one server knows the other drops without a word"
  mode     = "parity"
  kind     = "CustomResourceDefinition.apiextensions.k8s.io"
  path     = ["@schema_fields", "spec.versions[*].additionalPrinterColumns", "spec.versions[*].additionalPrinterColumns.**", "spec.versions[*].subresources.**"]
  severity = explained ? "info" : "low"
  message  = "the schema of ${left.env} is not that of ${right.env}"
  remedy   = "install the same release of the definitions in both environments"
}

rule "k8s/helm-chart-skew" {
  summary = "a Helm release is installed from another version of its chart"
  why     = "the chart decides which objects there are and how they are set up, so every other difference of the release may come from here"
  mode    = "parity"
  kind    = "helm_release"
  path    = ["version", "chart_version", "app_version"]
  when    = left.value != null && right.value != null
  severity = (
    contains(["major", "minor"], coalesce(version_step(left.value, right.value), "minor"))
    ? (try(semver_compare(upper_env.value, lower_env.value) > 0, false) ? (explained ? "medium" : "high") : (explained ? "low" : "medium"))
    : try(semver_compare(upper_env.value, lower_env.value) > 0, false) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  )
  message = "${left.env} has ${left.value}, ${right.env} has ${right.value}"
  remedy  = "install the version tested in ${lower_env.env} in ${upper_env.env}, and pin it in both"
}

rule "k8s/helm-chart-differs" {
  summary  = "a Helm release is installed from another chart or repository"
  why      = "another chart is another program under the same name"
  mode     = "parity"
  kind     = "helm_release"
  path     = ["chart", "repository"]
  when     = left.value != null && right.value != null
  severity = endswith(path, "chart") ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "${left.env} has ${left.value}, ${right.env} has ${right.value}"
  remedy   = "install the same chart in both environments"
}

rule "k8s/helm-release-missing" {
  summary  = "a Helm release is installed in one environment only"
  why      = "everything that it brings is missing in the other environment, and nothing is tested with it"
  mode     = "parity"
  kind     = "helm_release"
  change   = ["left_only", "right_only"]
  severity = explained ? "low" : "medium"
  message  = "only ${left.address == "" ? right.env : left.env} has the release"
  remedy   = "install it in ${left.address == "" ? left.env : right.env}, or remove it from ${left.address == "" ? right.env : left.env}"
}

rule "k8s/service-port-differs" {
  summary  = "a Service listens or forwards differently"
  why      = "clients that know the port of one environment reach nothing, or something else, in the other"
  mode     = "parity"
  kind     = "Service"
  path     = ["spec.ports[*]", "spec.ports[*].targetPort", "spec.ports[*].appProtocol", "spec.ports[*].protocol", "spec.ports[*].name", "spec.selector.*"]
  # The server itself stands behind this one, on the port that its cluster has chosen.
  severity = left.address == "default/Service/kubernetes" ? "info" : explained ? "low" : "medium"
  message  = "${left.env} and ${right.env} forward differently"
  remedy   = "give the Service the same ports and selector in both environments"
}

rule "k8s/service-traffic-differs" {
  summary  = "a Service distributes its connections differently"
  why      = "stickiness and the traffic policies decide which pod answers and which address it sees"
  mode     = "parity"
  kind     = "Service"
  path     = ["spec.sessionAffinity", "spec.externalTrafficPolicy", "spec.internalTrafficPolicy", "spec.publishNotReadyAddresses", "spec.trafficDistribution", "spec.ipFamilyPolicy"]
  severity = explained ? "info" : "low"
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "the default")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "the default")}"
  remedy   = "distribute alike in both environments"
}

rule "k8s/ingress-route-differs" {
  summary  = "an Ingress or a route sends requests elsewhere"
  why      = "a path that only one environment routes answers 404 in the other"
  mode     = "parity"
  kind     = ["Ingress.networking.k8s.io", "HTTPRoute.gateway.networking.k8s.io", "GRPCRoute.gateway.networking.k8s.io"]
  path     = ["spec.rules", "spec.rules.**", "spec.defaultBackend.**", "spec.ingressClassName", "spec.hostnames", "spec.parentRefs.**"]
  severity = explained ? "low" : "medium"
  message  = "${left.env} and ${right.env} route differently"
  remedy   = "route the same paths to the same services in both environments"
}

rule "k8s/autoscaler-target-differs" {
  summary  = "an autoscaler aims at another load"
  why      = "a higher target starts new pods later, when the old ones are busier"
  mode     = "parity"
  kind     = ["HorizontalPodAutoscaler.autoscaling", "ScaledObject.keda.sh"]
  path     = ["spec.metrics", "spec.metrics.**", "spec.behavior.**", "spec.triggers.**"]
  severity = explained ? "info" : "low"
  message  = "${left.env} and ${right.env} scale by other numbers"
  remedy   = "scale by the same metric and target in both environments"
}

rule "k8s/ingress-annotation-differs" {
  summary  = "the controller of an Ingress is told other things"
  why      = "annotations set limits, timeouts, redirects, and authentication, and nobody checks how they are spelt"
  mode     = "parity"
  kind     = ["Ingress.networking.k8s.io", "Service", "Gateway.gateway.networking.k8s.io"]
  path     = "metadata.annotations.*"
  severity = explained ? "info" : "low"
  message  = "${left.env} has ${try(substr(left.value, 0, 60), "none")}, ${right.env} has ${try(substr(right.value, 0, 60), "none")}"
  remedy   = "annotate alike in both environments"
}

rule "k8s/label-differs" {
  summary  = "objects have other labels or annotations"
  why      = "selectors, dashboards, and policies go by labels, and controllers by annotations; most of them only describe"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod", "Node", "Namespace", "PersistentVolumeClaim"]
  path     = ["metadata.labels.*", "metadata.annotations.*", "spec.**.metadata.labels.*", "spec.**.metadata.annotations.*"]
  when     = !strcontains(path, "pod-security.kubernetes.io")
  severity = explained ? "info" : "low"
  message  = "${left.env} has ${try(substr(left.value, 0, 60), "none")}, ${right.env} has ${try(substr(right.value, 0, 60), "none")}"
  remedy   = "label alike in both environments, or ignore what only describes"
}

rule "k8s/alert-differs" {
  summary = "other alerts are raised, or by other conditions"
  why     = "an alert that production does not have is a fault that nobody hears of"
  mode    = "parity"
  kind    = "PrometheusRule.monitoring.coreos.com"
  path    = "spec.groups.**"
  severity = (
    strcontains(path, ".annotations") ? "info" : explained ? "info"
    : length(upper_env.only) == 0 && (length(lower_env.only) > 0 || !upper_env.present) ? "medium" : "low"
  )
  message = "${left.env} and ${right.env} watch differently"
  remedy  = "install the same release of the rules in both environments"
}
