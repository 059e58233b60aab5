test "k8s/privileged-on-one-side" "only prod is root on its nodes" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { privileged = false } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { privileged = true } }] } } } }
  expect {
    rule     = "k8s/privileged-on-one-side"
    path     = "spec.template.spec.containers[name=web].securityContext.privileged"
    severity = "critical"
  }
}

test "k8s/privileged-on-one-side" "only dev is" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { privileged = true } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { privileged = false } }] } } } }
  expect {
    rule     = "k8s/privileged-on-one-side"
    severity = "low"
  }
}

test "k8s/privileged-on-one-side" "false is the default" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { privileged = false } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/escalation-on-one-side" "prod does not forbid it" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { allowPrivilegeEscalation = false } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/escalation-on-one-side"
    severity = "medium"
  }
}

test "k8s/escalation-on-one-side" "neither forbids it" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { allowPrivilegeEscalation = true } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/runs-as-root-on-one-side" "prod may" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { runAsNonRoot = true } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/runs-as-root-on-one-side"
    severity = "high"
  }
}

test "k8s/runs-as-root-on-one-side" "dev may" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { runAsUser = 0 } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { runAsUser = 1000 } }] } } } }
  expect {
    rule     = "k8s/runs-as-root-on-one-side"
    severity = "low"
  }
}

test "k8s/runs-as-root-on-one-side" "two users, neither is root" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { runAsUser = 1001 } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { runAsUser = 1000 } }] } } } }
}

test "k8s/root-filesystem-writable-on-one-side" "prod may write" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { readOnlyRootFilesystem = true } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/root-filesystem-writable-on-one-side"
    severity = "medium"
  }
}

test "k8s/root-filesystem-writable-on-one-side" "false is the default" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { readOnlyRootFilesystem = false } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/capabilities-differ" "prod may do more" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { capabilities = { add = ["CHOWN"] } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { capabilities = { add = ["CHOWN", "SYS_ADMIN"] } } }] } } } }
  expect {
    rule     = "k8s/capabilities-differ"
    severity = "high"
  }
}

test "k8s/capabilities-differ" "prod keeps what dev drops" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { capabilities = { drop = ["ALL"] } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { capabilities = { drop = ["NET_RAW"] } } }] } } } }
  expect {
    rule     = "k8s/capabilities-differ"
    severity = "high"
  }
}

test "k8s/capabilities-differ" "in another order" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { capabilities = { drop = ["CHOWN", "KILL"] } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { capabilities = { drop = ["KILL", "CHOWN"] } } }] } } } }
}

test "k8s/host-namespace-on-one-side" "prod shares the network" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { hostNetwork = true, containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/host-namespace-on-one-side"
    severity = "high"
  }
}

test "k8s/host-namespace-on-one-side" "false is the default" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { hostNetwork = false, containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/seccomp-on-one-side" "prod filters nothing" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { seccompProfile = { type = "RuntimeDefault" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/seccomp-on-one-side"
    severity = "medium"
  }
}

test "k8s/seccomp-on-one-side" "both filter" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { seccompProfile = { type = "RuntimeDefault" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", securityContext = { seccompProfile = { type = "Localhost" } } }] } } } }
}

test "k8s/host-path-on-one-side" "prod mounts the node" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { volumes = [{ name = "data", hostPath = { path = "/var/lib/web" } }], containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/host-path-on-one-side"
    severity = "high"
  }
}

test "k8s/host-path-on-one-side" "another kind of volume" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { volumes = [{ name = "data", emptyDir = {} }], containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/token-mounted-on-one-side" "prod gets a token" {
  kind  = "ServiceAccount"
  left  = { automountServiceAccountToken = false }
  right = { automountServiceAccountToken = true }
  expect {
    rule     = "k8s/token-mounted-on-one-side"
    severity = "medium"
  }
}

test "k8s/token-mounted-on-one-side" "true is the default" {
  kind  = "ServiceAccount"
  left  = { automountServiceAccountToken = true }
  right = { metadata = {} }
}

test "k8s/account-differs" "another account" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { serviceAccountName = "web", containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { serviceAccountName = "shop", containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/account-differs"
    severity = "medium"
  }
}

test "k8s/account-differs" "the default, written down" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { serviceAccountName = "default", containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/network-policy-missing" "prod is open" {
  kind  = "NetworkPolicy.networking.k8s.io"
  left  = { spec = { podSelector = {}, policyTypes = ["Ingress"] } }
  right = null
  expect {
    rule     = "k8s/network-policy-missing"
    severity = "high"
  }
}

test "k8s/network-policy-missing" "only prod is closed" {
  kind  = "NetworkPolicy.networking.k8s.io"
  left  = null
  right = { spec = { podSelector = {}, policyTypes = ["Ingress"] } }
  expect {
    rule     = "k8s/network-policy-missing"
    severity = "medium"
  }
}

test "k8s/network-policy-missing" "both have it, with another label" {
  kind  = "NetworkPolicy.networking.k8s.io"
  left  = { metadata = { labels = { team = "a" } }, spec = { podSelector = {}, policyTypes = ["Ingress"] } }
  right = { metadata = { labels = { team = "b" } }, spec = { podSelector = {}, policyTypes = ["Ingress"] } }
}

test "k8s/network-policy-differs" "another port" {
  kind  = "NetworkPolicy.networking.k8s.io"
  left  = { spec = { ingress = [{ ports = [{ port = 80 }] }] } }
  right = { spec = { ingress = [{ ports = [{ port = 443 }] }] } }
  expect {
    rule     = "k8s/network-policy-differs"
    severity = "medium"
  }
}

test "k8s/network-policy-differs" "another label" {
  kind  = "NetworkPolicy.networking.k8s.io"
  left  = { metadata = { labels = { team = "a" } }, spec = { podSelector = {}, policyTypes = ["Ingress"] } }
  right = { metadata = { labels = { team = "b" } }, spec = { podSelector = {}, policyTypes = ["Ingress"] } }
}

test "k8s/service-type-differs" "prod is open on every node" {
  kind  = "Service"
  left  = { spec = { type = "ClusterIP" } }
  right = { spec = { type = "NodePort" } }
  expect {
    rule     = "k8s/service-type-differs"
    severity = "high"
  }
}

test "k8s/service-type-differs" "dev is" {
  kind  = "Service"
  left  = { spec = { type = "NodePort" } }
  right = { spec = { type = "ClusterIP" } }
  expect {
    rule     = "k8s/service-type-differs"
    severity = "medium"
  }
}

test "k8s/service-type-differs" "the default, written down" {
  kind  = "Service"
  left  = { spec = { type = "ClusterIP" } }
  right = { spec = {} }
}

test "k8s/source-ranges-differ" "prod lets everybody in" {
  kind  = "Service"
  left  = { spec = { loadBalancerSourceRanges = ["192.0.2.0/24"] } }
  right = { spec = {} }
  expect {
    rule     = "k8s/source-ranges-differ"
    severity = "high"
  }
}

test "k8s/source-ranges-differ" "in another order" {
  kind  = "Service"
  left  = { spec = { loadBalancerSourceRanges = ["192.0.2.0/24", "198.51.100.0/24"] } }
  right = { spec = { loadBalancerSourceRanges = ["198.51.100.0/24", "192.0.2.0/24"] } }
}

test "k8s/ingress-tls-on-one-side" "prod speaks in clear" {
  kind  = "Ingress.networking.k8s.io"
  left  = { spec = { tls = [{ secretName = "web-tls", hosts = ["shop.example.com"] }] } }
  right = { spec = {} }
  expect {
    rule     = "k8s/ingress-tls-on-one-side"
    severity = "high"
  }
}

test "k8s/ingress-tls-on-one-side" "both have certificates" {
  kind  = "Ingress.networking.k8s.io"
  left  = { spec = { tls = [{ secretName = "web-tls", hosts = ["shop.example.com"] }] } }
  right = { spec = { tls = [{ secretName = "shop-certificate", hosts = ["shop.example.com"] }] } }
}

test "k8s/pod-security-differs" "prod admits more" {
  kind  = "Namespace"
  left  = { metadata = { labels = { "pod-security.kubernetes.io/enforce" = "restricted" } } }
  right = { metadata = { labels = { "pod-security.kubernetes.io/enforce" = "baseline" } } }
  expect {
    rule     = "k8s/pod-security-differs"
    path     = "metadata.labels[\"pod-security.kubernetes.io/enforce\"]"
    severity = "high"
  }
}

test "k8s/pod-security-differs" "prod admits less than all" {
  kind  = "Namespace"
  left  = { metadata = { labels = {} } }
  right = { metadata = { labels = { "pod-security.kubernetes.io/enforce" = "baseline" } } }
  expect {
    rule     = "k8s/pod-security-differs"
    severity = "medium"
  }
}

test "k8s/pod-security-differs" "only a warning" {
  kind  = "Namespace"
  left  = { metadata = { labels = { "pod-security.kubernetes.io/warn" = "restricted" } } }
  right = { metadata = { labels = { "pod-security.kubernetes.io/warn" = "baseline" } } }
  expect {
    rule     = "k8s/pod-security-differs"
    severity = "info"
  }
}

test "k8s/pod-security-differs" "without a label everything is admitted" {
  kind  = "Namespace"
  left  = { metadata = { labels = {} } }
  right = { metadata = { labels = { "pod-security.kubernetes.io/enforce" = "privileged" } } }
}

test "k8s/role-differs" "prod may do everything" {
  kind  = "ClusterRole.rbac.authorization.k8s.io"
  left  = { metadata = { labels = {} }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get"] }] }
  right = { metadata = { labels = {} }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get", "*"] }] }
  expect {
    rule     = "k8s/role-differs"
    severity = "high"
  }
}

test "k8s/role-differs" "prod may do less" {
  kind  = "ClusterRole.rbac.authorization.k8s.io"
  left  = { metadata = { labels = {} }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get", "list"] }] }
  right = { metadata = { labels = {} }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get"] }] }
  expect {
    rule     = "k8s/role-differs"
    severity = "low"
  }
}

test "k8s/role-differs" "a role of the server" {
  kind  = "ClusterRole.rbac.authorization.k8s.io"
  left  = { metadata = { labels = { "kubernetes.io/bootstrapping" = "rbac-defaults" } }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get"] }] }
  right = { metadata = { labels = { "kubernetes.io/bootstrapping" = "rbac-defaults" } }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get", "*"] }] }
  expect {
    rule     = "k8s/role-differs"
    severity = "info"
  }
}

test "k8s/role-differs" "another label" {
  kind  = "ClusterRole.rbac.authorization.k8s.io"
  left  = { metadata = { labels = { team = "a" } }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get"] }] }
  right = { metadata = { labels = { team = "b" } }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["get"] }] }
}

test "k8s/binding-differs" "prod binds everybody" {
  kind  = "ClusterRoleBinding.rbac.authorization.k8s.io"
  left  = { roleRef = { kind = "ClusterRole", name = "view" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }] }
  right = { roleRef = { kind = "ClusterRole", name = "view" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }, { kind = "Group", name = "system:authenticated", namespace = "shop" }] }
  expect {
    rule     = "k8s/binding-differs"
    severity = "high"
  }
}

test "k8s/binding-differs" "another account" {
  kind  = "ClusterRoleBinding.rbac.authorization.k8s.io"
  left  = { roleRef = { kind = "ClusterRole", name = "view" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }] }
  right = { roleRef = { kind = "ClusterRole", name = "view" }, subjects = [{ kind = "ServiceAccount", name = "web", namespace = "shop" }, { kind = "ServiceAccount", name = "api", namespace = "shop" }] }
  expect {
    rule     = "k8s/binding-differs"
    severity = "medium"
  }
}

test "k8s/binding-differs" "another label" {
  kind  = "ClusterRoleBinding.rbac.authorization.k8s.io"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}

test "k8s/access-only-in-production" "an administrator of prod only" {
  kind  = "ClusterRoleBinding.rbac.authorization.k8s.io"
  left  = null
  right = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "User", name = "jane", namespace = "shop" }] }
  expect {
    rule     = "k8s/access-only-in-production"
    severity = "high"
  }
}

test "k8s/access-only-in-production" "dev only" {
  kind  = "ClusterRoleBinding.rbac.authorization.k8s.io"
  left  = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "User", name = "jane", namespace = "shop" }] }
  right = null
  expect {
    rule     = "k8s/access-only-in-production"
    severity = "low"
  }
}

test "k8s/access-only-in-production" "both, with another label" {
  kind  = "ClusterRoleBinding.rbac.authorization.k8s.io"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}

test "k8s/webhook-failure-policy-differs" "prod passes what is not checked" {
  kind  = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  left  = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail" }] }
  right = { webhooks = [{ name = "a.example.com", failurePolicy = "Ignore" }] }
  expect {
    rule     = "k8s/webhook-failure-policy-differs"
    severity = "medium"
  }
}

test "k8s/webhook-failure-policy-differs" "the default, written down" {
  kind  = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  left  = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail" }] }
  right = { webhooks = [{ name = "a.example.com" }] }
}

test "k8s/admission-differs" "another expression" {
  kind  = "ValidatingAdmissionPolicy.admissionregistration.k8s.io"
  left  = { spec = { validations = [{ expression = "a" }] } }
  right = { spec = { validations = [{ expression = "b" }] } }
  expect {
    rule     = "k8s/admission-differs"
    severity = "medium"
  }
}

test "k8s/admission-differs" "another patience" {
  kind  = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  left  = { webhooks = [{ name = "a.example.com", timeoutSeconds = 5 }] }
  right = { webhooks = [{ name = "a.example.com", timeoutSeconds = 9 }] }
}

test "k8s/admission-policy-missing" "prod checks nothing" {
  kind  = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  left  = { webhooks = [{ name = "a.example.com", failurePolicy = "Fail" }] }
  right = null
  expect {
    rule     = "k8s/admission-policy-missing"
    severity = "high"
  }
}

test "k8s/admission-policy-missing" "both check" {
  kind  = "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
  left  = { webhooks = [{ name = "a.example.com", timeoutSeconds = 5 }] }
  right = { webhooks = [{ name = "a.example.com", timeoutSeconds = 9 }] }
}

test "k8s/cluster-admin-for-all" "every account that is logged in" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "Group", name = "system:authenticated", namespace = "shop" }] }
  expect {
    rule     = "k8s/cluster-admin-for-all"
    severity = "critical"
  }
}

test "k8s/cluster-admin-for-all" "the accounts of one namespace may edit it" {
  kind     = "RoleBinding.rbac.authorization.k8s.io"
  address  = "shop/RoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "edit" }, subjects = [{ kind = "Group", name = "system:serviceaccounts:shop", namespace = "shop" }] }
  expect {
    rule     = "k8s/cluster-admin-for-all"
    severity = "medium"
  }
}

test "k8s/cluster-admin-for-all" "the group of administrators" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "Group", name = "system:masters", namespace = "shop" }] }
}

test "k8s/cluster-admin-for-default-account" "the default account" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "ServiceAccount", name = "default", namespace = "shop" }] }
  expect {
    rule     = "k8s/cluster-admin-for-default-account"
    severity = "high"
  }
}

test "k8s/cluster-admin-for-default-account" "it may look" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "view" }, subjects = [{ kind = "ServiceAccount", name = "default", namespace = "shop" }] }
}

test "k8s/cluster-admin-for-account" "a deployer" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "ServiceAccount", name = "deployer", namespace = "shop" }] }
  expect {
    rule     = "k8s/cluster-admin-for-account"
    severity = "low"
  }
}

test "k8s/cluster-admin-for-account" "a user" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "cluster-admin" }, subjects = [{ kind = "User", name = "jane", namespace = "shop" }] }
}

test "k8s/anonymous-access" "nobody may look" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "view" }, subjects = [{ kind = "User", name = "system:anonymous", namespace = "shop" }] }
  expect {
    rule     = "k8s/anonymous-access"
    severity = "high"
  }
}

test "k8s/anonymous-access" "the version of the server is public" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "system:public-info-viewer" }, subjects = [{ kind = "Group", name = "system:unauthenticated", namespace = "shop" }] }
}

test "k8s/wide-group-reads-secrets" "every service account lists secrets" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "reader" }, subjects = [{ kind = "Group", name = "system:serviceaccounts", namespace = "shop" }] }
  others   = [{ kind = "ClusterRole.rbac.authorization.k8s.io", address = "ClusterRole.rbac.authorization.k8s.io/reader", attributes = { rules = [{ apiGroups = [""], resources = ["secrets"], verbs = ["list"] }] } }]
  expect {
    rule     = "k8s/wide-group-reads-secrets"
    severity = "high"
  }
}

test "k8s/wide-group-reads-secrets" "they list pods" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "reader" }, subjects = [{ kind = "Group", name = "system:serviceaccounts", namespace = "shop" }] }
  others   = [{ kind = "ClusterRole.rbac.authorization.k8s.io", address = "ClusterRole.rbac.authorization.k8s.io/reader", attributes = { rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["list"] }] } }]
}

test "k8s/wide-group-reads-secrets" "the role is not there" {
  kind     = "ClusterRoleBinding.rbac.authorization.k8s.io"
  address  = "ClusterRoleBinding.rbac.authorization.k8s.io/x"
  resource = { roleRef = { kind = "ClusterRole", name = "reader" }, subjects = [{ kind = "Group", name = "system:serviceaccounts", namespace = "shop" }] }
}

test "k8s/wildcard-role" "a role of all" {
  kind     = "ClusterRole.rbac.authorization.k8s.io"
  address  = "ClusterRole.rbac.authorization.k8s.io/x"
  resource = { rules = [{ apiGroups = ["*"], resources = ["*"], verbs = ["*"] }] }
  expect {
    rule     = "k8s/wildcard-role"
    severity = "medium"
  }
}

test "k8s/wildcard-role" "cluster-admin is meant so" {
  kind     = "ClusterRole.rbac.authorization.k8s.io"
  address  = "ClusterRole.rbac.authorization.k8s.io/cluster-admin"
  resource = { rules = [{ apiGroups = ["*"], resources = ["*"], verbs = ["*"] }] }
}

test "k8s/load-balancer-open" "no ranges" {
  kind     = "Service"
  address  = "shop/Service/web"
  resource = { spec = { type = "LoadBalancer" } }
  expect {
    rule     = "k8s/load-balancer-open"
    path     = ""
    severity = "low"
  }
}

test "k8s/load-balancer-open" "an internal one" {
  kind     = "Service"
  address  = "shop/Service/web"
  resource = { metadata = { annotations = { "networking.gke.io/load-balancer-type" = "Internal" } }, spec = { type = "LoadBalancer" } }
}

test "k8s/node-port-open" "in production" {
  kind     = "Service"
  address  = "shop/Service/web"
  env      = "prod"
  resource = { spec = { type = "NodePort" } }
  expect {
    rule     = "k8s/node-port-open"
    severity = "low"
  }
}

test "k8s/node-port-open" "inside only" {
  kind     = "Service"
  address  = "shop/Service/web"
  resource = { spec = { type = "ClusterIP" } }
}

test "k8s/ingress-without-tls" "in production" {
  kind     = "Ingress.networking.k8s.io"
  address  = "shop/Ingress.networking.k8s.io/web"
  env      = "prod"
  resource = { spec = { rules = [] } }
  expect {
    rule     = "k8s/ingress-without-tls"
    severity = "medium"
  }
}

test "k8s/ingress-without-tls" "with a certificate" {
  kind     = "Ingress.networking.k8s.io"
  address  = "shop/Ingress.networking.k8s.io/web"
  resource = { spec = { tls = [{ secretName = "web-tls", hosts = ["shop.example.com"] }] } }
}

test "k8s/namespace-admits-privileged" "no label in production" {
  kind     = "Namespace"
  address  = "Namespace/shop"
  env      = "prod"
  live     = true
  resource = { metadata = {} }
  expect {
    rule     = "k8s/namespace-admits-privileged"
    severity = "info"
  }
}

test "k8s/namespace-admits-privileged" "baseline" {
  kind     = "Namespace"
  address  = "Namespace/shop"
  env      = "prod"
  live     = true
  resource = { metadata = { labels = { "pod-security.kubernetes.io/enforce" = "baseline" } } }
}

test "k8s/wildcard-verbs" "all verbs on one kind" {
  kind     = "Role.rbac.authorization.k8s.io"
  address  = "shop/Role.rbac.authorization.k8s.io/web"
  resource = { rules = [{ apiGroups = [""], resources = ["configmaps"], verbs = ["*"] }] }
  expect {
    rule     = "k8s/wildcard-verbs"
    path     = "rules[0]"
    severity = "low"
  }
}

test "k8s/wildcard-verbs" "each verb is named" {
  kind     = "Role.rbac.authorization.k8s.io"
  address  = "shop/Role.rbac.authorization.k8s.io/web"
  resource = { rules = [{ apiGroups = [""], resources = ["configmaps"], verbs = ["get", "list"] }] }
}
