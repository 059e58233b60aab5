# Who may do and reach what in a cluster: security contexts of pods, network policies, ways in from outside,
# roles and who is bound to them, tokens, admission.
#
# This pack must not judge what runs (kubernetes_parity.hcl, kubernetes_workloads.hcl). Rules with a mode look at
# one environment, the others at two, where prod open and dev closed is worse than the reverse.

rule "k8s/privileged-on-one-side" {
  summary  = "a container is privileged or may gain privileges in one environment only"
  why      = "a privileged container is root on its node: whoever gets into it has all other pods of the node, too"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.containers[*].securityContext.privileged", "spec.**.initContainers[*].securityContext.privileged"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "high" : "critical") : (explained ? "info" : "low")
  message  = "it is privileged in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "take privileged away in ${upper_env.value == true ? upper_env.env : lower_env.env}, and add the single capability that it needs"
}

rule "k8s/escalation-on-one-side" {
  summary  = "a container may gain privileges in one environment only"
  why      = "without allowPrivilegeEscalation: false a program with the setuid bit makes root of any user"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.containers[*].securityContext.allowPrivilegeEscalation", "spec.**.initContainers[*].securityContext.allowPrivilegeEscalation"]
  when     = (left.value == false) != (right.value == false)
  severity = upper_env.value == false ? (explained ? "info" : "low") : (explained ? "low" : "medium")
  message  = "only ${left.value == false ? left.env : right.env} forbids it"
  remedy   = "set allowPrivilegeEscalation: false in ${left.value == false ? right.env : left.env} as well"
}

rule "k8s/runs-as-root-on-one-side" {
  summary = "a container may run as root in one environment only"
  why     = "root in a container is one fault of the kernel away from root on the node; and where root is forbidden, an image that needs it does not start"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.securityContext.runAsNonRoot", "spec.**.securityContext.runAsUser"]
  when = (
    endswith(path, "runAsNonRoot") ? (left.value == true) != (right.value == true)
    : (left.value == 0 || left.value == null) != (right.value == 0 || right.value == null)
  )
  severity = upper_env.value == true || can(upper_env.value / upper_env.value) ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "nothing")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "nothing")}"
  remedy   = "set runAsNonRoot: true and the same user in both environments"
}

rule "k8s/root-filesystem-writable-on-one-side" {
  summary  = "a container may write to its root file system in one environment only"
  why      = "what can be written can be replaced by an attacker; and where it is read-only, a program that writes there fails"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.containers[*].securityContext.readOnlyRootFilesystem", "spec.**.initContainers[*].securityContext.readOnlyRootFilesystem"]
  when     = (left.value == true) != (right.value == true)
  severity = explained ? "info" : upper_env.value == true ? "low" : "medium"
  message  = "it is read-only in ${left.value == true ? left.env : right.env} only"
  remedy   = "set readOnlyRootFilesystem: true in both environments, with an emptyDir where the program writes"
}

rule "k8s/capabilities-differ" {
  summary = "a container has other capabilities"
  why     = "a capability such as SYS_ADMIN or NET_ADMIN is a part of root, and what is not dropped stays"
  mode    = "parity"
  kind    = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path    = ["spec.**.securityContext.capabilities.add", "spec.**.securityContext.capabilities.drop", "spec.**.securityContext.capabilities.*[*]"]
  severity = (
    !(strcontains(path, "capabilities.add") ? length(upper_env.only) > 0 : length(lower_env.only) > 0) ? (explained ? "info" : "low")
    : can(regex("\"(ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|NET_ADMIN|BPF|DAC_READ_SEARCH)\"", jsonencode([left.only, right.only]))) ? (explained ? "medium" : "high")
    : (explained ? "low" : "medium")
  )
  message = "only ${left.env}: ${length(left.only) == 0 ? "none" : try(join(", ", left.only), "others")}; only ${right.env}: ${length(right.only) == 0 ? "none" : try(join(", ", right.only), "others")}"
  remedy  = "drop ALL in both environments, and add the same single capabilities"
}

rule "k8s/host-namespace-on-one-side" {
  summary  = "pods share namespaces of their node in one environment only"
  why      = "a pod in the network or process namespace of the host passes by network policies and sees what all others do"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.hostNetwork", "spec.**.hostPID", "spec.**.hostIPC"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "it is shared in ${left.value == true ? left.env : right.env} only"
  remedy   = "give the pods namespaces of their own in both environments, and reach them through a Service"
}

rule "k8s/seccomp-on-one-side" {
  summary  = "system calls are filtered in one environment only"
  why      = "without a seccomp profile a container may use system calls that no program needs and most exploits do"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.securityContext.seccompProfile", "spec.**.securityContext.seccompProfile.type"]
  when     = contains(["RuntimeDefault", "Localhost"], coalesce(try(left.value.type, left.value), "Unconfined")) != contains(["RuntimeDefault", "Localhost"], coalesce(try(right.value.type, right.value), "Unconfined"))
  severity = explained ? "info" : contains(["RuntimeDefault", "Localhost"], coalesce(try(upper_env.value.type, upper_env.value), "Unconfined")) ? "low" : "medium"
  message  = "only one of ${left.env} and ${right.env} filters them"
  remedy   = "set seccompProfile { type: RuntimeDefault } in both environments"
}

rule "k8s/host-path-on-one-side" {
  summary  = "pods mount a folder of their node in one environment only"
  why      = "what lies on a node is neither moved with the pod nor kept from its neighbours"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.volumes[*]", "spec.**.volumes[*].hostPath", "spec.**.volumes[*].hostPath.path"]
  when     = (try(left.value.hostPath, endswith(path, "]") ? null : left.value) == null) != (try(right.value.hostPath, endswith(path, "]") ? null : right.value) == null)
  severity = try(upper_env.value.hostPath, endswith(path, "]") ? null : upper_env.value) == null ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "only ${upper_env.present ? upper_env.env : lower_env.env} mounts it"
  remedy   = "keep the data in a PersistentVolumeClaim, in both environments"
}

rule "k8s/token-mounted-on-one-side" {
  summary  = "pods get a token for the API of the cluster in one environment only"
  why      = "the token lets whoever gets into the pod do all that its service account may"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod", "ServiceAccount"]
  path     = ["spec.**.automountServiceAccountToken", "automountServiceAccountToken"]
  when     = (left.value == false) != (right.value == false)
  severity = explained ? "info" : upper_env.value == false ? "low" : "medium"
  message  = "only ${left.value == false ? left.env : right.env} keeps the token away"
  remedy   = "set automountServiceAccountToken: false in both environments, unless the program talks to the API"
}

rule "k8s/account-differs" {
  summary  = "pods act as another service account"
  why      = "what a pod may do in the cluster and, by its cloud identity, outside of it hangs on its account"
  mode     = "parity"
  kind     = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "Pod"]
  path     = ["spec.**.serviceAccountName"]
  when     = coalesce(try(tostring(left.value), ""), "default") != coalesce(try(tostring(right.value), ""), "default")
  severity = explained ? "low" : "medium"
  message  = "it is ${coalesce(try(tostring(left.value), ""), "default")} in ${left.env}, ${coalesce(try(tostring(right.value), ""), "default")} in ${right.env}"
  remedy   = "use one account of the same roles in both environments"
}

rule "k8s/network-policy-missing" {
  summary  = "a network policy is there in one environment only"
  why      = "where the policy is missing everything is reachable; where only prod has it, traffic that was tested is cut off"
  mode     = "parity"
  kind     = ["NetworkPolicy.networking.k8s.io", "CiliumNetworkPolicy.cilium.io", "CiliumClusterwideNetworkPolicy.cilium.io", "NetworkPolicy.crd.projectcalico.org"]
  change   = ["left_only", "right_only"]
  severity = explained ? "low" : upper_env.address == "" ? "high" : "medium"
  message  = "only ${left.address == "" ? right.env : left.env} has the policy"
  remedy   = "apply the policy in both environments, in ${lower_env.env} first"
}

rule "k8s/network-policy-differs" {
  summary  = "a network policy admits other traffic"
  why      = "a peer or a port that only one environment admits is either a way in or a connection that fails"
  mode     = "parity"
  kind     = ["NetworkPolicy.networking.k8s.io", "CiliumNetworkPolicy.cilium.io", "CiliumClusterwideNetworkPolicy.cilium.io"]
  path     = ["spec.ingress", "spec.ingress.**", "spec.egress", "spec.egress.**", "spec.podSelector.**", "spec.policyTypes"]
  severity = explained ? "low" : "medium"
  message  = "${left.env} and ${right.env} admit different traffic"
  remedy   = "admit the same peers and ports in both environments"
}

rule "k8s/service-type-differs" {
  summary  = "a Service is reachable from elsewhere"
  why      = "a LoadBalancer or a NodePort is reached from outside of the cluster, a ClusterIP is not"
  mode     = "parity"
  kind     = "Service"
  path     = "spec.type"
  when     = coalesce(try(tostring(left.value), ""), "ClusterIP") != coalesce(try(tostring(right.value), ""), "ClusterIP")
  severity = contains(["LoadBalancer", "NodePort"], coalesce(try(tostring(upper_env.value), ""), "ClusterIP")) && !contains(["LoadBalancer", "NodePort"], coalesce(try(tostring(lower_env.value), ""), "ClusterIP")) ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "it is a ${coalesce(try(tostring(left.value), ""), "ClusterIP")} in ${left.env}, a ${coalesce(try(tostring(right.value), ""), "ClusterIP")} in ${right.env}"
  remedy   = "let both environments in through the same Ingress or load balancer"
}

rule "k8s/source-ranges-differ" {
  summary  = "a load balancer lets other addresses in"
  why      = "without loadBalancerSourceRanges the whole Internet is let in"
  mode     = "parity"
  kind     = "Service"
  path     = ["spec.loadBalancerSourceRanges", "spec.loadBalancerSourceRanges[*]"]
  severity = try(length(upper_env.resource.spec.loadBalancerSourceRanges), 0) == 0 && try(length(lower_env.resource.spec.loadBalancerSourceRanges), 0) > 0 ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} lets in ${try(join(", ", left.resource.spec.loadBalancerSourceRanges), "everybody")}, ${right.env} lets in ${try(join(", ", right.resource.spec.loadBalancerSourceRanges), "everybody")}"
  remedy   = "name the ranges that may connect in ${upper_env.env}"
}

rule "k8s/ingress-tls-on-one-side" {
  summary  = "an Ingress speaks TLS in one environment only"
  why      = "passwords and cookies are readable on the way, and browsers refuse what needs a secure origin"
  mode     = "parity"
  kind     = "Ingress.networking.k8s.io"
  path     = ["spec.tls", "spec.tls.**"]
  when     = (try(length(left.resource.spec.tls), 0) == 0) != (try(length(right.resource.spec.tls), 0) == 0)
  severity = try(length(upper_env.resource.spec.tls), 0) == 0 ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${try(length(left.resource.spec.tls), 0) == 0 ? right.env : left.env} has certificates"
  remedy   = "add spec.tls with a certificate in ${try(length(left.resource.spec.tls), 0) == 0 ? left.env : right.env}"
}

rule "k8s/pod-security-differs" {
  summary = "a namespace admits pods by another level of security"
  why     = "privileged admits everything; where prod is stricter, a pod that was tested is refused"
  mode    = "parity"
  kind    = "Namespace"
  path    = ["metadata.labels[\"pod-security.kubernetes.io/enforce\"]", "metadata.labels[\"pod-security.kubernetes.io/warn\"]", "metadata.labels[\"pod-security.kubernetes.io/audit\"]"]
  when    = contains(["privileged", "baseline", "restricted"], coalesce(left.value, "privileged")) && contains(["privileged", "baseline", "restricted"], coalesce(right.value, "privileged")) && coalesce(left.value, "privileged") != coalesce(right.value, "privileged")
  severity = (
    !strcontains(path, "enforce") ? "info" :
    index(["privileged", "baseline", "restricted"], coalesce(upper_env.value, "privileged")) < index(["privileged", "baseline", "restricted"], coalesce(lower_env.value, "privileged"))
    ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  )
  message = "${left.env} has ${coalesce(left.value, "privileged")}, ${right.env} has ${coalesce(right.value, "privileged")}"
  remedy  = "enforce the stricter level in both environments, ${lower_env.env} first"
}

rule "k8s/role-differs" {
  summary = "a role allows other things"
  why     = "more in prod is a way to harm it, less is a program that was tested and is then forbidden"
  mode    = "parity"
  kind    = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"]
  path    = ["rules", "rules.**"]
  # Roles that the server itself keeps change with its version.
  severity = (
    try(left.resource.metadata.labels["kubernetes.io/bootstrapping"], "") == "rbac-defaults" ? "info"
    : length(upper_env.only) == 0 ? (explained ? "info" : "low")
    : can(regex("\"(\\*|secrets|escalate|bind|impersonate|pods/exec|nodes/proxy)\"", jsonencode(upper_env.only))) ? (explained ? "medium" : "high")
    : (explained ? "low" : "medium")
  )
  message = "${length(upper_env.only) > 0 ? upper_env.env : lower_env.env} allows what the other does not"
  remedy  = "grant the same verbs on the same resources in both environments"
}

rule "k8s/binding-differs" {
  summary = "a role is bound to others"
  why     = "whoever is bound in prod only may do there what nobody tried elsewhere; whoever is not bound there fails"
  mode    = "parity"
  kind    = ["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"]
  path    = ["subjects", "subjects.**", "roleRef.**"]
  severity = (
    startswith(path, "subjects") && length(upper_env.only) == 0 && !upper_env.present ? (explained ? "info" : "low")
    : can(regex("system:(authenticated|unauthenticated|anonymous|serviceaccounts)\"", jsonencode([upper_env.only, upper_env.value]))) || try(upper_env.resource.roleRef.name, "") == "cluster-admin" ? (explained ? "medium" : "high")
    : (explained ? "low" : "medium")
  )
  message = "${left.env} and ${right.env} bind ${try(format("%s", upper_env.resource.roleRef.name), "the role")} differently"
  remedy  = "bind the same accounts and groups in both environments"
}

rule "k8s/access-only-in-production" {
  summary = "a role or its binding is there in one environment only"
  why     = "rights that only prod has were never tried; those it lacks are noticed when something is forbidden"
  mode    = "parity"
  kind    = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"]
  change  = ["left_only", "right_only"]
  severity = (
    upper_env.address == "" ? (explained ? "info" : "low")
    : try(upper_env.resource.roleRef.name, "") == "cluster-admin" || can(regex("\"system:(authenticated|unauthenticated|anonymous)\"", jsonencode(try(upper_env.resource.subjects, [])))) ? (explained ? "medium" : "high")
    : (explained ? "low" : "medium")
  )
  message = "only ${left.address == "" ? right.env : left.env} has it"
  remedy  = "create it in both environments, or remove it where nobody needs it"
}

rule "k8s/webhook-failure-policy-differs" {
  summary  = "a webhook that does not answer is treated in different ways"
  why      = "with Fail nothing can be created while it is down, with Ignore everything can, unchecked"
  mode     = "parity"
  kind     = ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io", "ValidatingAdmissionPolicy.admissionregistration.k8s.io", "MutatingAdmissionPolicy.admissionregistration.k8s.io"]
  path     = ["webhooks[*].failurePolicy", "spec.failurePolicy"]
  when     = coalesce(try(tostring(left.value), ""), "Fail") != coalesce(try(tostring(right.value), ""), "Fail")
  severity = explained ? "low" : "medium"
  message  = "${left.env} has ${coalesce(try(tostring(left.value), ""), "Fail")}, ${right.env} has ${coalesce(try(tostring(right.value), ""), "Fail")}"
  remedy   = "decide for one policy, and watch the webhook where it is Fail"
}

rule "k8s/admission-differs" {
  summary  = "objects are admitted by other conditions"
  why      = "what one server admits or changes on the way in, the other refuses or leaves as it is"
  mode     = "parity"
  kind     = ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io", "ValidatingAdmissionPolicy.admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "MutatingAdmissionPolicy.admissionregistration.k8s.io"]
  path     = ["webhooks[*]", "webhooks[*].rules.**", "webhooks[*].rules", "webhooks[*].namespaceSelector.**", "webhooks[*].objectSelector.**", "spec.validations.**", "spec.validations", "spec.matchConstraints.**", "spec.validationActions", "spec.matchResources.**"]
  severity = explained ? "low" : "medium"
  message  = "${left.env} and ${right.env} look at objects differently"
  remedy   = "apply the same policy in both environments, in ${lower_env.env} first"
}

rule "k8s/admission-policy-missing" {
  summary  = "an admission policy or webhook is there in one environment only"
  why      = "what it refuses or adds in one environment passes or is missing in the other"
  mode     = "parity"
  kind     = ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io", "ValidatingAdmissionPolicy.admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "ClusterPolicy.kyverno.io", "Policy.kyverno.io"]
  change   = ["left_only", "right_only"]
  severity = explained ? "low" : upper_env.address == "" ? "high" : "medium"
  message  = "only ${left.address == "" ? right.env : left.env} has it"
  remedy   = "apply it in both environments, in ${lower_env.env} first"
}

rule "k8s/cluster-admin-for-all" {
  summary  = "cluster-admin, or what is as good, is bound to a group that everybody is in"
  why      = "anyone who reaches the API, or any pod at all, may do anything in the cluster"
  mode     = "check"
  kind     = ["ClusterRoleBinding.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"]
  each     = "subjects[*]"
  when     = contains(["cluster-admin", "admin", "edit"], try(resource.roleRef.name, "")) && can(regex("^system:(authenticated|unauthenticated|anonymous|serviceaccounts(:.*)?)$", try(value.name, "")))
  severity = kind == "ClusterRoleBinding.rbac.authorization.k8s.io" && resource.roleRef.name == "cluster-admin" ? "critical" : strcontains(value.name, "serviceaccounts:") ? "medium" : "high"
  message  = "${value.name} has ${resource.roleRef.name}"
  remedy   = "delete the binding, and bind a role of what is needed to the accounts that need it"
}

rule "k8s/cluster-admin-for-default-account" {
  summary  = "cluster-admin is bound to the default service account of a namespace"
  why      = "every pod of the namespace that names no account of its own may do anything in the cluster"
  mode     = "check"
  kind     = ["ClusterRoleBinding.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"]
  each     = "subjects[*]"
  when     = try(resource.roleRef.name, "") == "cluster-admin" && try(value.kind, "") == "ServiceAccount" && try(value.name, "") == "default"
  severity = "high"
  message  = "the default account of ${try(value.namespace, namespace)} has cluster-admin"
  remedy   = "give the workload that needs it an account and a role of its own"
}

rule "k8s/cluster-admin-for-account" {
  summary  = "a service account has cluster-admin"
  why      = "whoever gets into a pod of that account has the cluster"
  mode     = "check"
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  each     = "subjects[*]"
  when     = try(resource.roleRef.name, "") == "cluster-admin" && try(value.kind, "") == "ServiceAccount" && try(value.name, "") != "default"
  severity = "low"
  message  = "${try("${value.namespace}/${value.name}", "the account")} has cluster-admin"
  remedy   = "give it the role that its documentation asks for, or note who may create pods with it"
}

rule "k8s/anonymous-access" {
  summary  = "somebody who has not logged in has rights"
  why      = "whoever reaches the API may use them, with no name in the audit log"
  mode     = "check"
  kind     = ["ClusterRoleBinding.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"]
  each     = "subjects[*]"
  when     = contains(["system:unauthenticated", "system:anonymous"], try(value.name, "")) && !contains(["kubeadm:bootstrap-signer-clusterinfo", "cluster-admin", "admin", "edit"], try(resource.roleRef.name, "")) && !can(regex("public-info-viewer$", resource.roleRef.name))
  severity = "high"
  message  = "${value.name} has ${try(format("%s", resource.roleRef.name), "a role")}"
  remedy   = "delete the binding; monitoring that reads /healthz can log in as well"
}

rule "k8s/wide-group-reads-secrets" {
  summary = "a group that everybody is in may read secrets"
  why     = "passwords and keys of all programs are open to every account of the cluster"
  mode    = "check"
  kind    = ["ClusterRoleBinding.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"]
  each    = "subjects[*]"
  when = (
    can(regex("^system:(authenticated|unauthenticated|anonymous|serviceaccounts(:.*)?)$", try(value.name, "")))
    && !contains(["cluster-admin", "admin", "edit"], try(resource.roleRef.name, ""))
    && try(anytrue([
      for rule in coalesce(
        object("${resource.roleRef.kind}.rbac.authorization.k8s.io", resource.roleRef.kind == "Role" ? namespace : "", resource.roleRef.name), { rules = [] }
      ).rules :
      length(setintersection(rule.apiGroups, ["", "*"])) > 0 && length(setintersection(rule.resources, ["secrets", "*"])) > 0
      && length(setintersection(rule.verbs, ["get", "list", "watch", "*"])) > 0
    ]), false)
  )
  severity = "high"
  message  = "${value.name} may read Secrets through ${resource.roleRef.name}"
  remedy   = "bind the role to the accounts that need it, or take secrets out of it"
}

rule "k8s/wildcard-role" {
  summary  = "a role allows everything on everything"
  why      = "whoever is bound to it has the cluster or the namespace, and kinds that are installed later, too"
  mode     = "check"
  kind     = ["ClusterRole.rbac.authorization.k8s.io", "Role.rbac.authorization.k8s.io"]
  each     = "rules[*]"
  when     = try(resource.metadata.labels["kubernetes.io/bootstrapping"], "") == "" && name != "cluster-admin" && try(contains(value.verbs, "*") && contains(value.resources, "*") && contains(value.apiGroups, "*"), false)
  severity = kind == "ClusterRole.rbac.authorization.k8s.io" ? "medium" : "low"
  message  = "${name} allows all verbs on all resources of all groups"
  remedy   = "name the groups, resources, and verbs that are used"
}

rule "k8s/wildcard-verbs" {
  summary = "a role allows every verb"
  why     = "with the verbs that one thinks of come others: deletecollection, and escalate, bind, or impersonate where the kind has them"
  mode    = "check"
  kind    = ["ClusterRole.rbac.authorization.k8s.io", "Role.rbac.authorization.k8s.io"]
  each    = "rules[*]"
  # All of everything is k8s/wildcard-role.
  when = (
    try(resource.metadata.labels["kubernetes.io/bootstrapping"], "") == "" && name != "cluster-admin"
    && contains(items(value.verbs), "*")
    && !(contains(items(value.resources), "*") && contains(items(value.apiGroups), "*"))
  )
  severity = "low"
  message = format("%s allows all verbs on %s", name, (
    length(items(value.resources)) > 5 ? "${length(value.resources)} kinds"
    : try(join(", ", coalescelist(items(value.resources), items(value.nonResourceURLs))), "what it names")
  ))
  remedy = "name the verbs that are used"
}

rule "k8s/load-balancer-open" {
  summary  = "a load balancer is open to every address"
  why      = "without loadBalancerSourceRanges whoever finds the address may connect"
  mode     = "check"
  kind     = "Service"
  when     = try(resource.spec.type, "") == "LoadBalancer" && try(length(resource.spec.loadBalancerSourceRanges), 0) == 0 && !can(regex("(?i)internal", jsonencode(try(resource.metadata.annotations, {}))))
  severity = "low"
  message  = "${name} is a LoadBalancer without loadBalancerSourceRanges"
  remedy   = "name the ranges that may connect, or make it internal, unless it is meant for the Internet"
}

rule "k8s/node-port-open" {
  summary  = "a Service is open on a port of every node"
  why      = "a NodePort passes by the load balancer, its certificates, and its rules, on all nodes"
  mode     = "check"
  kind     = "Service"
  when     = try(resource.spec.type, "") == "NodePort"
  severity = role == "production" ? "low" : "info"
  message  = "${name} listens on the nodes themselves"
  remedy   = "use an Ingress or a load balancer, and a ClusterIP behind it"
}

rule "k8s/ingress-without-tls" {
  summary  = "an Ingress has no certificates"
  why      = "passwords and cookies are readable on the way"
  mode     = "check"
  kind     = "Ingress.networking.k8s.io"
  when     = try(length(resource.spec.tls), 0) == 0 && !can(regex("(?i)(certificate-arn|ssl|tls)", jsonencode(try(resource.metadata.annotations, {}))))
  severity = role == "production" ? "medium" : "low"
  message  = "${name} answers without TLS"
  remedy   = "add spec.tls with a certificate, or say where TLS ends instead"
}

rule "k8s/namespace-admits-privileged" {
  summary  = "a namespace enforces no level of pod security"
  why      = "whoever may create a pod there may create one that is root on its node"
  mode     = "check"
  kind     = "Namespace"
  when     = live && role == "production" && !startswith(name, "kube-") && contains(["", "privileged"], coalesce(try(resource.metadata.labels["pod-security.kubernetes.io/enforce"], ""), "privileged"))
  severity = "info"
  message  = "${name} admits privileged pods"
  remedy   = "label it pod-security.kubernetes.io/enforce=baseline, with warn=restricted to see what is left"
}
