# Kubernetes objects as the Terraform providers for Kubernetes, Helm, and kubectl write them. Most
# kinds exist with and without a version at the end (kubernetes_deployment,
# kubernetes_deployment_v1).
#
# Source: the schema documentation of the hashicorp/kubernetes (versions 1 to 3), hashicorp/helm
# (1 to 3), and gavinbunney/kubectl providers. This file must not call volatile what a person
# declares.

# The template of a pod is the same in deployments, stateful sets, daemon sets, and jobs.
kind "kubernetes_*" {
  names = ["metadata.name"]
  volatile = [
    "metadata.generation", "metadata.resource_version", "metadata.self_link", "metadata.uid",
    "spec.template.metadata.generation", "spec.template.metadata.resource_version",
    "spec.template.metadata.uid", "status",
  ]
  sets = ["spec.selector.match_expressions.values", "spec.template.spec.toleration"]
  keys = {
    "spec.template.spec.container"                   = "name"
    "spec.template.spec.container.env"               = "name"
    "spec.template.spec.container.port"              = ["container_port", "protocol"]
    "spec.template.spec.container.volume_mount"      = "mount_path"
    "spec.template.spec.host_aliases"                = "ip"
    "spec.template.spec.image_pull_secrets"          = "name"
    "spec.template.spec.init_container"              = "name"
    "spec.template.spec.init_container.env"          = "name"
    "spec.template.spec.init_container.volume_mount" = "mount_path"
    "spec.template.spec.volume"                      = "name"
  }
  references = {
    "metadata.namespace"                                                  = "kubernetes_namespace*"
    "spec.template.spec.container.env.value_from.config_map_key_ref.name" = "kubernetes_config_map*"
    "spec.template.spec.container.env.value_from.secret_key_ref.name"     = "kubernetes_secret*"
    "spec.template.spec.container.env_from.config_map_ref.name"           = "kubernetes_config_map*"
    "spec.template.spec.container.env_from.secret_ref.name"               = "kubernetes_secret*"
    "spec.template.spec.image_pull_secrets.name"                          = "kubernetes_secret*"
    "spec.template.spec.priority_class_name"                              = "kubernetes_priority_class*"
    "spec.template.spec.service_account_name"                             = "kubernetes_service_account*"
    "spec.template.spec.volume.config_map.name"                           = "kubernetes_config_map*"
    "spec.template.spec.volume.persistent_volume_claim.claim_name"        = "kubernetes_persistent_volume_claim*"
    "spec.template.spec.volume.secret.secret_name"                        = "kubernetes_secret*"
  }
}

kind "kubernetes_pod*" {
  sets = ["spec.toleration"]
  keys = {
    "spec.container"                   = "name"
    "spec.container.env"               = "name"
    "spec.container.port"              = ["container_port", "protocol"]
    "spec.container.volume_mount"      = "mount_path"
    "spec.host_aliases"                = "ip"
    "spec.image_pull_secrets"          = "name"
    "spec.init_container"              = "name"
    "spec.init_container.env"          = "name"
    "spec.init_container.volume_mount" = "mount_path"
    "spec.volume"                      = "name"
  }
  references = {
    "spec.container.env.value_from.config_map_key_ref.name" = "kubernetes_config_map*"
    "spec.container.env.value_from.secret_key_ref.name"     = "kubernetes_secret*"
    "spec.container.env_from.config_map_ref.name"           = "kubernetes_config_map*"
    "spec.container.env_from.secret_ref.name"               = "kubernetes_secret*"
    "spec.image_pull_secrets.name"                          = "kubernetes_secret*"
    "spec.priority_class_name"                              = "kubernetes_priority_class*"
    "spec.service_account_name"                             = "kubernetes_service_account*"
    "spec.volume.config_map.name"                           = "kubernetes_config_map*"
    "spec.volume.persistent_volume_claim.claim_name"        = "kubernetes_persistent_volume_claim*"
    "spec.volume.secret.secret_name"                        = "kubernetes_secret*"
  }
}

kind "kubernetes_deployment*" {
  defaults = {
    "spec.min_ready_seconds"         = 0
    "spec.paused"                    = false
    "spec.progress_deadline_seconds" = 600
    "spec.revision_history_limit"    = 10
    wait_for_rollout                 = true
  }
}

kind "kubernetes_stateful_set*" {
  volatile = [
    "spec.volume_claim_template.metadata.generation",
    "spec.volume_claim_template.metadata.resource_version",
    "spec.volume_claim_template.metadata.uid",
  ]
  references = { "spec.service_name" = ["kubernetes_service", "kubernetes_service_v1"] }
  defaults   = { "spec.pod_management_policy" = "OrderedReady" }
}

kind "kubernetes_daemon*set*" {
  defaults = { "spec.min_ready_seconds" = 0, "spec.revision_history_limit" = 10 }
}

kind "kubernetes_job*" {
  defaults = {
    "spec.backoff_limit" = 6
    "spec.completions"   = 1
    "spec.parallelism"   = 1
    wait_for_completion  = true
  }
}

kind "kubernetes_cron_job*" {
  volatile = [
    "spec.job_template.metadata.generation", "spec.job_template.metadata.resource_version",
    "spec.job_template.metadata.uid", "spec.job_template.spec.template.metadata.generation",
    "spec.job_template.spec.template.metadata.resource_version",
    "spec.job_template.spec.template.metadata.uid",
  ]
  sets = ["spec.job_template.spec.template.spec.toleration"]
  keys = {
    "spec.job_template.spec.template.spec.container"                   = "name"
    "spec.job_template.spec.template.spec.container.env"               = "name"
    "spec.job_template.spec.template.spec.container.port"              = ["container_port", "protocol"]
    "spec.job_template.spec.template.spec.container.volume_mount"      = "mount_path"
    "spec.job_template.spec.template.spec.host_aliases"                = "ip"
    "spec.job_template.spec.template.spec.image_pull_secrets"          = "name"
    "spec.job_template.spec.template.spec.init_container"              = "name"
    "spec.job_template.spec.template.spec.init_container.env"          = "name"
    "spec.job_template.spec.template.spec.init_container.volume_mount" = "mount_path"
    "spec.job_template.spec.template.spec.volume"                      = "name"
  }
  references = {
    "spec.job_template.spec.template.spec.container.env.value_from.config_map_key_ref.name" = "kubernetes_config_map*"
    "spec.job_template.spec.template.spec.container.env.value_from.secret_key_ref.name"     = "kubernetes_secret*"
    "spec.job_template.spec.template.spec.container.env_from.config_map_ref.name"           = "kubernetes_config_map*"
    "spec.job_template.spec.template.spec.container.env_from.secret_ref.name"               = "kubernetes_secret*"
    "spec.job_template.spec.template.spec.image_pull_secrets.name"                          = "kubernetes_secret*"
    "spec.job_template.spec.template.spec.priority_class_name"                              = "kubernetes_priority_class*"
    "spec.job_template.spec.template.spec.service_account_name"                             = "kubernetes_service_account*"
    "spec.job_template.spec.template.spec.volume.config_map.name"                           = "kubernetes_config_map*"
    "spec.job_template.spec.template.spec.volume.persistent_volume_claim.claim_name"        = "kubernetes_persistent_volume_claim*"
    "spec.job_template.spec.template.spec.volume.secret.secret_name"                        = "kubernetes_secret*"
  }
  defaults = {
    "spec.concurrency_policy"            = "Allow"
    "spec.failed_jobs_history_limit"     = 1
    "spec.successful_jobs_history_limit" = 3
    "spec.suspend"                       = false
  }
}

kind "kubernetes_service" {
  identifiers = ["status.load_balancer.ingress.hostname", "status.load_balancer.ingress.ip"]
  # The cluster assigns addresses and node ports.
  volatile = [
    "spec.cluster_ip", "spec.cluster_ips", "spec.health_check_node_port", "spec.port.node_port",
  ]
  sets = ["spec.external_ips", "spec.load_balancer_source_ranges"]
  keys = { "spec.port" = ["port", "protocol"] }
  defaults = {
    "spec.publish_not_ready_addresses" = false
    "spec.session_affinity"            = "None"
    "spec.type"                        = "ClusterIP"
    wait_for_load_balancer             = true
  }
}

kind "kubernetes_service_v1" {
  identifiers = ["status.load_balancer.ingress.hostname", "status.load_balancer.ingress.ip"]
  # The cluster assigns addresses and node ports.
  volatile = [
    "spec.cluster_ip", "spec.cluster_ips", "spec.health_check_node_port", "spec.port.node_port",
  ]
  sets = ["spec.external_ips", "spec.load_balancer_source_ranges"]
  keys = { "spec.port" = ["port", "protocol"] }
  defaults = {
    "spec.publish_not_ready_addresses" = false
    "spec.session_affinity"            = "None"
    "spec.type"                        = "ClusterIP"
    wait_for_load_balancer             = true
  }
}

kind "kubernetes_service_account*" {
  identifiers = ["default_secret_name"]
  keys        = { image_pull_secret = "name", secret = "name" }
  references  = { "image_pull_secret.name" = "kubernetes_secret*", "secret.name" = "kubernetes_secret*" }
  defaults    = { automount_service_account_token = true }
}

kind "kubernetes_secret*" {
  defaults = { type = "Opaque", wait_for_service_account_token = true }
  secrets  = ["binary_data", "data"]
}

kind "kubernetes_namespace*" {
  defaults = { wait_for_default_service_account = false }
}

kind "kubernetes_ingress*" {
  identifiers = [
    "status.load_balancer.ingress.hostname", "status.load_balancer.ingress.ip",
    "load_balancer_ingress.hostname", "load_balancer_ingress.ip",
  ]
  volatile = ["load_balancer_ingress"]
  sets     = ["spec.tls", "spec.tls.hosts"]
  keys     = { "spec.rule" = "host", "spec.rule.http.path" = "path" }
  references = {
    "spec.ingress_class_name"                  = "kubernetes_ingress_class*"
    "spec.rule.http.path.backend.service.name" = ["kubernetes_service", "kubernetes_service_v1"]
    "spec.tls.secret_name"                     = "kubernetes_secret*"
  }
}

kind "kubernetes_horizontal_pod_autoscaler*" {
  sets       = ["spec.metric"]
  references = { "spec.scale_target_ref.name" = ["kubernetes_deployment*", "kubernetes_stateful_set*"] }
}

# Roles and their bindings.
kind "kubernetes_role*" {
  sets = ["rule", "rule.api_groups", "rule.resource_names", "rule.resources", "rule.verbs", "subject"]
  references = {
    "role_ref.name" = [
      "kubernetes_role", "kubernetes_role_v1", "kubernetes_cluster_role",
      "kubernetes_cluster_role_v1",
    ]
    "subject.name"      = "kubernetes_service_account*"
    "subject.namespace" = "kubernetes_namespace*"
  }
}

# The same, for the whole cluster.
kind "kubernetes_cluster_role*" {
  sets = [
    "aggregation_rule.cluster_role_selectors", "rule", "rule.api_groups", "rule.non_resource_urls",
    "rule.resource_names", "rule.resources", "rule.verbs", "subject",
  ]
  references = {
    "role_ref.name"     = ["kubernetes_cluster_role", "kubernetes_cluster_role_v1"]
    "subject.name"      = "kubernetes_service_account*"
    "subject.namespace" = "kubernetes_namespace*"
  }
}

kind "kubernetes_persistent_volume_claim*" {
  # The cluster binds a volume to the claim.
  volatile   = ["spec.volume_name"]
  sets       = ["spec.access_modes"]
  references = { "spec.storage_class_name" = "kubernetes_storage_class*" }
  defaults   = { wait_until_bound = true }
}

kind "kubernetes_persistent_volume" {
  sets       = ["spec.access_modes", "spec.mount_options"]
  references = { "spec.storage_class_name" = "kubernetes_storage_class*" }
  defaults   = { "spec.persistent_volume_reclaim_policy" = "Retain", "spec.volume_mode" = "Filesystem" }
}

kind "kubernetes_persistent_volume_v1" {
  sets       = ["spec.access_modes", "spec.mount_options"]
  references = { "spec.storage_class_name" = "kubernetes_storage_class*" }
  defaults   = { "spec.persistent_volume_reclaim_policy" = "Retain", "spec.volume_mode" = "Filesystem" }
}

kind "kubernetes_storage_class*" {
  sets = ["allowed_topologies.match_label_expressions.values", "mount_options"]
  defaults = {
    allow_volume_expansion = true
    reclaim_policy         = "Delete"
    volume_binding_mode    = "Immediate"
  }
}

kind "kubernetes_network_policy*" {
  # Policies only allow: their rules have no order.
  sets = [
    "spec.egress", "spec.egress.ports", "spec.egress.to", "spec.egress.to.ip_block.except",
    "spec.ingress", "spec.ingress.from", "spec.ingress.from.ip_block.except", "spec.ingress.ports",
    "spec.pod_selector.match_expressions.values", "spec.policy_types",
  ]
}

kind "kubernetes_limit_range*" {
  keys = { "spec.limit" = "type" }
}

kind "kubernetes_resource_quota*" {
  sets = ["spec.scopes"]
}

kind "kubernetes_*_webhook_configuration*" {
  sets = [
    "webhook.admission_review_versions", "webhook.rule", "webhook.rule.api_groups",
    "webhook.rule.api_versions", "webhook.rule.operations", "webhook.rule.resources",
  ]
  keys = { webhook = "name" }
  references = {
    "webhook.client_config.service.name" = ["kubernetes_service", "kubernetes_service_v1"]
  }
}

kind "kubernetes_manifest" {
  # What the API made of the manifest, with its defaults.
  volatile = ["object"]
  sets     = ["computed_fields"]
}

kind "kubectl_manifest" {
  identifiers = ["uid", "live_uid"]
  names       = ["name"]
  # Copies of what yaml_body says, and what the cluster made of it.
  volatile = [
    "api_version", "kind", "live_manifest_incluster", "namespace", "yaml_body_parsed",
    "yaml_incluster",
  ]
  documents = { yaml_body = "yaml" }
  defaults = {
    force_new         = false
    server_side_apply = false
    validate_schema   = true
    wait              = false
    wait_for_rollout  = true
  }
}

kind "helm_release" {
  names = ["name"]
  # The revision and what the chart rendered; the chart, its version, and its values are compared.
  volatile   = ["manifest", "metadata", "resources", "status"]
  keys       = { set = "name", set_list = "name", set_sensitive = "name", set_wo = "name" }
  documents  = { values = "yaml" }
  references = { namespace = "kubernetes_namespace*" }
  defaults = {
    atomic                     = false
    cleanup_on_fail            = false
    create_namespace           = false
    dependency_update          = false
    disable_crd_hooks          = false
    disable_openapi_validation = false
    disable_webhooks           = false
    force_update               = false
    lint                       = false
    max_history                = 0
    namespace                  = "default"
    pass_credentials           = false
    recreate_pods              = false
    render_subchart_notes      = true
    replace                    = false
    reset_values               = false
    reuse_values               = false
    skip_crds                  = false
    timeout                    = 300
    verify                     = false
    wait                       = true
    wait_for_jobs              = false
  }
  secrets = ["repository_password", "set_sensitive.value", "set_wo.value"]
}
