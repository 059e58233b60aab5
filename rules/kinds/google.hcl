# Google Cloud: what holds for every kind of the provider, then compute and Kubernetes Engine. The
# google_* files beside this one hold what is peculiar to other kinds, and do not repeat what
# holds for all.
#
# Source: the schema documentation of the hashicorp/google provider, versions 3 to 7. This file
# must not call volatile what a person declares.

kind "google_*" {
  identifiers = ["numeric_id", "self_link_unique", "self_link_with_id", "unique_id"]
  volatile = [
    "create_time", "creation_timestamp", "etag", "fingerprint", "label_fingerprint",
    "metadata_fingerprint", "reconciling", "tags_fingerprint", "uid", "update_time",
  ]
  copies = {
    effective_annotations = "annotations"
    effective_labels      = "labels"
    terraform_labels      = "labels"
  }
  references = {
    "*.kms_key_name"          = "google_kms_crypto_key"
    "*.network"               = "google_compute_network"
    "*.service_account"       = "google_service_account"
    "*.service_account_email" = "google_service_account"
    "*.subnetwork"            = "google_compute_subnetwork"
    bucket                    = "google_storage_bucket"
    instance = [
      "google_compute_instance", "google_sql_database_instance", "google_spanner_instance",
    ]
    kms_key_name          = "google_kms_crypto_key"
    network               = "google_compute_network"
    project               = "google_project"
    service_account       = "google_service_account"
    service_account_email = "google_service_account"
    subnetwork            = "google_compute_subnetwork"
  }
}

# Who may do what. A member is "serviceAccount:" and the address of the account.
kind "google_*_iam_*" {
  sets      = ["members"]
  documents = { policy_data = "json" }
  references = {
    member             = "google_service_account"
    members            = "google_service_account"
    role               = "google_*_iam_custom_role"
    service_account_id = "google_service_account"
  }
}

# A data source: a token that is good for an hour.
kind "google_client_config" {
  volatile = ["access_token"]
}

kind "google_project" {
  identifiers = ["number"]
  names       = ["name", "project_id"]
}

kind "google_compute_instance" {
  # Addresses are assigned by the cloud, and DNS records and targets point to them.
  identifiers = [
    "instance_id", "network_interface.access_config.nat_ip", "network_interface.network_ip",
  ]
  names = ["name"]
  volatile = [
    "*.disk_encryption_key_sha256",
    "boot_disk.initialize_params.source_image_encryption_key.sha256",
    "boot_disk.initialize_params.source_snapshot_encryption_key.sha256", "cpu_platform",
    "current_status", "instance_encryption_key.sha256", "network_interface.ipv6_access_type",
    "network_interface.name",
  ]
  sets = ["resource_policies", "scheduling.node_affinities", "service_account.scopes", "tags"]
  keys = { attached_disk = "device_name" }
  references = {
    "attached_disk.source"              = "google_compute_disk"
    "boot_disk.initialize_params.image" = "google_compute_image"
    "boot_disk.kms_key_self_link"       = "google_kms_crypto_key"
    "boot_disk.source"                  = "google_compute_disk"
    "service_account.email"             = "google_service_account"
  }
  defaults = {
    "boot_disk.auto_delete" = true
    "boot_disk.mode"        = "READ_WRITE"
    can_ip_forward          = false
    deletion_protection     = false
  }
  secrets = ["attached_disk.disk_encryption_key_raw", "boot_disk.disk_encryption_key_raw"]
}

kind "google_compute_instance_template" {
  names = ["name"]
  volatile = [
    "network_interface.access_config.public_ptr_domain_name",
    "network_interface.ipv6_access_config.external_ipv6",
    "network_interface.ipv6_access_config.external_ipv6_prefix_length",
    "network_interface.ipv6_access_config.name",
    "network_interface.ipv6_access_config.public_ptr_domain_name",
    "network_interface.ipv6_access_type", "network_interface.name",
  ]
  sets = ["scheduling.node_affinities", "service_account.scopes", "tags"]
  references = {
    "disk.source"           = "google_compute_disk"
    "disk.source_image"     = "google_compute_image"
    "service_account.email" = "google_service_account"
  }
  defaults = { can_ip_forward = false }
}

kind "google_compute_instance_group_manager" {
  identifiers = ["instance_group", "instance_group_manager_id"]
  names       = ["name"]
  volatile    = ["operation", "status"]
  sets        = ["target_pools"]
  keys        = { named_port = "name", stateful_disk = "device_name", version = "name" }
  references = {
    "auto_healing_policies.health_check" = "google_compute_*health_check"
    target_pools                         = "google_compute_target_pool"
    "version.instance_template"          = "google_compute_*instance_template"
  }
  defaults = { wait_for_instances = false, wait_for_instances_status = "STABLE" }
}

kind "google_compute_region_instance_group_manager" {
  identifiers = ["instance_group", "instance_group_manager_id"]
  names       = ["name"]
  volatile    = ["status"]
  sets = [
    "distribution_policy_zones", "instance_flexibility_policy.instance_selections", "target_pools",
  ]
  keys = { named_port = "name", stateful_disk = "device_name", version = "name" }
  references = {
    "auto_healing_policies.health_check" = "google_compute_*health_check"
    target_pools                         = "google_compute_target_pool"
    "version.instance_template"          = "google_compute_*instance_template"
  }
  defaults = { wait_for_instances = false, wait_for_instances_status = "STABLE" }
}

kind "google_compute_*autoscaler" {
  names      = ["name"]
  keys       = { "autoscaling_policy.metric" = "name", "autoscaling_policy.scaling_schedules" = "name" }
  references = { target = "google_compute_*instance_group_manager" }
}

kind "google_compute_disk" {
  identifiers = ["disk_id"]
  names       = ["name"]
  volatile = [
    "disk_encryption_key.sha256", "last_attach_timestamp", "last_detach_timestamp",
    "source_disk_id", "source_image_encryption_key.sha256", "source_image_id",
    "source_instant_snapshot_id", "source_snapshot_encryption_key.sha256", "source_snapshot_id",
    "users",
  ]
  sets       = ["licenses"]
  keys       = { guest_os_features = "type" }
  references = { image = "google_compute_image", snapshot = "google_compute_snapshot" }
  defaults   = { type = "pd-standard" }
  secrets    = ["disk_encryption_key.raw_key"]
}

kind "google_compute_image" {
  names    = ["name"]
  volatile = ["archive_size_bytes"]
  sets     = ["licenses", "storage_locations"]
  keys     = { guest_os_features = "type" }
  references = {
    source_disk     = "google_compute_disk"
    source_image    = "google_compute_image"
    source_snapshot = "google_compute_snapshot"
  }
}

# The version that runs (master_version) is compared on purpose: it is what the release channel chose.
kind "google_container_cluster" {
  identifiers = [
    "endpoint", "private_cluster_config.private_endpoint", "private_cluster_config.public_endpoint",
    "private_cluster_config.peering_name",
  ]
  names = ["name"]
  volatile = [
    "cluster_autoscaling.auto_provisioning_defaults.management.upgrade_options",
    "enterprise_config.cluster_tier", "fleet.membership", "fleet.membership_id",
    "fleet.membership_location", "fleet.pre_registered",
    "maintenance_policy.daily_maintenance_window.duration", "master_auth.client_certificate",
    "master_auth.client_key", "master_auth.cluster_ca_certificate", "node_config.effective_taints",
    "node_pool.instance_group_urls", "node_pool.managed_instance_group_urls",
    "node_pool.network_config.subnetwork", "node_pool.node_config.effective_taints", "operation",
    "services_ipv4_cidr", "tpu_ipv4_cidr_block",
  ]
  sets = [
    "enable_k8s_beta_apis.enabled_apis", "logging_config.enable_components",
    "maintenance_policy.maintenance_exclusion", "monitoring_config.enable_components",
    "node_config.oauth_scopes", "node_config.tags", "node_locations",
    "node_pool.node_config.oauth_scopes", "node_pool.node_config.tags", "node_pool.node_locations",
    "user_managed_keys_config.service_account_signing_keys",
    "user_managed_keys_config.service_account_verification_keys",
  ]
  keys = {
    "cluster_autoscaling.resource_limits"           = "resource_type"
    "master_authorized_networks_config.cidr_blocks" = "cidr_block"
    "node_config.taint"                             = ["key", "effect"]
    node_pool                                       = "name"
    "node_pool.node_config.taint"                   = ["key", "effect"]
  }
  references = {
    "database_encryption.key_name"     = "google_kms_crypto_key"
    "node_config.boot_disk_kms_key"    = "google_kms_crypto_key"
    "notification_config.pubsub.topic" = "google_pubsub_topic"
  }
  defaults = {
    enable_kubernetes_alpha = false
    enable_legacy_abac      = false
    enable_shielded_nodes   = true
  }
  secrets = ["master_auth.client_key"]
}

kind "google_container_node_pool" {
  names = ["name"]
  volatile = [
    "instance_group_urls", "managed_instance_group_urls", "network_config.subnetwork",
    "node_config.effective_taints", "operation",
  ]
  sets = ["node_config.oauth_scopes", "node_config.tags", "node_locations"]
  keys = { "node_config.taint" = ["key", "effect"] }
  references = {
    cluster                         = "google_container_cluster"
    "node_config.boot_disk_kms_key" = "google_kms_crypto_key"
  }
}
