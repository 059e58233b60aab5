# Who writes to objects of a platform, by the names that the platform keeps, and which objects a platform makes for
# itself: this is how `driftgate drift` tells a change by hand from the work of a controller.
#
# `manual` is a tool in the hand of a person, `controller` a program that keeps objects as it wants them, `deployer`
# brings what was declared. A tool that is `manual` and `deployer` is in the hand of a person where another deployer
# wrote to the object, or nothing was declared of it. Of programs that nobody names here, the one that wrote most of
# what was declared of an object is its deployer. This file must not name what somebody declares.
#
# Sources: https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers, and the field managers in the
# sources of kubectl (staging/src/k8s.io/kubectl/pkg/cmd), of the controllers, and of the tools named.

# kubectl names itself after the subcommand; subcommands that use another part of the API write as `kubectl`.
manager "kubectl-annotate" { manual = true }
manager "kubectl-autoscale" { manual = true }
manager "kubectl-create" {
  manual   = true
  deployer = true
}
manager "kubectl-debug" { manual = true }
manager "kubectl-edit" { manual = true }
manager "kubectl-expose" { manual = true }
manager "kubectl-label" { manual = true }
manager "kubectl-patch" { manual = true }
manager "kubectl-replace" {
  manual   = true
  deployer = true
}
manager "kubectl-rollout" { manual = true }
manager "kubectl-run" { manual = true }
manager "kubectl-scale" { manual = true }
manager "kubectl-set" { manual = true }
manager "kubectl-taint" { manual = true }
manager "kubectl-cordon" { manual = true }
manager "kubectl-drain" { manual = true }
manager "kubectl" {
  operation = "Update"
  manual    = true
}
manager "kubectl" {
  operation = "Apply"
  deployer  = true
}
manager "kubectl-client-side-apply" { deployer = true }
manager "before-first-apply" { deployer = true }

# Programs with a window; those made with Node.js or a browser often keep the name of their library.
manager "Lens*" { manual = true }
manager "OpenLens*" { manual = true }
manager "Freelens*" { manual = true }
manager "freelens*" { manual = true }
manager "k9s" { manual = true }
manager "node-fetch" { manual = true }
manager "node" { manual = true }
manager "Mozilla" { manual = true }
manager "Headlamp*" { manual = true }
manager "headlamp*" { manual = true }
manager "dashboard" { manual = true }
manager "kubernetes-dashboard*" { manual = true }
manager "rancher-dashboard*" { manual = true }
manager "oc" { manual = true }
manager "curl" { manual = true }
manager "aws-console*" { manual = true }
manager "GoogleCloudConsole" { manual = true }

# What deploys.
manager "helm" { deployer = true }
manager "Helm" { deployer = true }
manager "helm-controller" { deployer = true }
manager "kustomize-controller" { deployer = true }
manager "argocd*" { deployer = true }
manager "flux*" { deployer = true }
manager "Terraform" { deployer = true }
manager "terraform*" { deployer = true }
manager "pulumi*" { deployer = true }
manager "skaffold" { deployer = true }
manager "kapp*" { deployer = true }
manager "kapp" { deployer = true }
manager "kpt*" { deployer = true }
manager "spinnaker*" { deployer = true }
manager "fleet*" { deployer = true }

# Kubernetes itself.
manager "kube-apiserver" { controller = true }
manager "kube-controller-manager" { controller = true }
manager "kube-scheduler" { controller = true }
manager "kube-proxy" { controller = true }
manager "kubelet" { controller = true }
manager "kubeadm" { controller = true }
manager "cloud-controller-manager" { controller = true }
manager "*-cloud-controller-manager" { controller = true }
manager "cluster-autoscaler" { controller = true }
manager "horizontal-pod-autoscaler" { controller = true }
manager "vpa-*" { controller = true }
manager "clusterrole-aggregation-controller" { controller = true }
manager "api-priority-and-fairness-*" { controller = true }
manager "validatingadmissionpolicy-*" { controller = true }
manager "*service-cidr-controller" { controller = true }
manager "snapshot-controller" { controller = true }
manager "csi-*" { controller = true }
manager "*-csi-*" { controller = true }
manager "coredns" { controller = true }
manager "metrics-server" { controller = true }

# Controllers that many clusters have; all of them keep fields of objects that others made.
manager "cert-manager*" { controller = true }
manager "cainjector" { controller = true }
manager "external-secrets*" { controller = true }
manager "external-dns" { controller = true }
manager "sealed-secrets*" { controller = true }
manager "karpenter*" { controller = true }
manager "keda*" { controller = true }
manager "kyverno*" { controller = true }
manager "gatekeeper*" { controller = true }
manager "istiod" { controller = true }
manager "pilot-discovery" { controller = true }
manager "sidecar-injector" { controller = true }
manager "linkerd*" { controller = true }
manager "cilium*" { controller = true }
manager "calico*" { controller = true }
manager "tigera*" { controller = true }
manager "traefik*" { controller = true }
manager "nginx-ingress-controller" { controller = true }
manager "aws-load-balancer-controller" { controller = true }
manager "vpc-resource-controller" { controller = true }
manager "eks" { controller = true }
manager "eks-*" { controller = true }
manager "glbc" { controller = true }
manager "gke-*" { controller = true }
manager "addon-manager" { controller = true }
manager "aks-*" { controller = true }
manager "reloader" { controller = true }
manager "Reloader" { controller = true }
manager "velero*" { controller = true }
manager "prometheus-operator" { controller = true }
manager "PrometheusOperator" { controller = true }
manager "*-operator" { controller = true }
manager "source-controller" { controller = true }
manager "notification-controller" { controller = true }
manager "image-*-controller" { controller = true }
manager "argo-rollouts*" { controller = true }
manager "rollouts-controller" { controller = true }

drift "kubernetes" {
  # What a cluster makes for itself, by address.
  system = [
    "kube-system/*", "kube-public/*", "kube-node-lease/*",
    "Namespace/kube-*", "Namespace/default", "*/helm_release/*", "cluster",
    "*/ConfigMap/kube-root-ca.crt", "*/ConfigMap/openshift-service-ca.crt", "*/ServiceAccount/default",
    "default/Service/kubernetes", "default/Endpoints/kubernetes", "default/EndpointSlice.discovery.k8s.io/kubernetes",
    "*/Secret/sh.helm.release.v1.*", "*/Secret/default-token-*",
    "*/Event/*", "*/Event.events.k8s.io/*", "*/Lease.coordination.k8s.io/*",
    "*/PodMetrics.metrics.k8s.io/*", "NodeMetrics.metrics.k8s.io/*",
    "Node/*", "CSINode.storage.k8s.io/*", "VolumeAttachment.storage.k8s.io/*", "ComponentStatus/*",
    "*/CSIStorageCapacity.storage.k8s.io/*",
    "IPAddress.networking.k8s.io/*", "ServiceCIDR.networking.k8s.io/kubernetes",
    "PriorityClass.scheduling.k8s.io/system-*",
    "ClusterRole.rbac.authorization.k8s.io/system:*", "ClusterRoleBinding.rbac.authorization.k8s.io/system:*",
  ]
  marks = {
    "metadata.labels[\"kubernetes.io/bootstrapping\"]"              = "*"
    "metadata.labels[\"kube-aggregator.kubernetes.io/automanaged\"]" = "*"
  }
  # Labels and annotations that deployers put on everything they apply, to know it again.
  stamps = [
    "meta.helm.sh/*", "app.kubernetes.io/managed-by", "app.kubernetes.io/instance", "argocd.argoproj.io/*",
    "kustomize.toolkit.fluxcd.io/*", "helm.toolkit.fluxcd.io/*", "kapp.k14s.io/*", "fleet.cattle.io/*",
    "objectset.rio.cattle.io/*", "skaffold.dev/*", "config.k8s.io/owning-inventory", "deployment.kubernetes.io/revision",
  ]
  # Nothing that runs reads these, as a rule.
  minor = ["metadata.annotations.*", "spec.template.metadata.annotations[\"kubectl.kubernetes.io/restartedAt\"]"]
}
