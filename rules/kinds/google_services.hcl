# Google Cloud services: databases, storage, identities, messaging, serverless, DNS, keys and
# secrets, analytics, and monitoring.
#
# Source: the schema documentation of the hashicorp/google provider, versions 3 to 7. This file
# must not call volatile what a person declares.

kind "google_sql_database_instance" {
  identifiers = [
    "connection_name", "dns_name", "first_ip_address", "ip_address.ip_address",
    "private_ip_address", "psc_service_attachment_link", "public_ip_address",
    "service_account_email_address",
  ]
  names = ["name"]
  volatile = [
    "available_maintenance_versions", "dns_names", "ip_address", "replica_names",
    "replication_cluster.dr_replica", "server_ca_cert", "settings.effective_availability_type",
    "settings.version",
  ]
  sets = ["settings.connection_pool_config"]
  keys = {
    "settings.database_flags"                       = "name"
    "settings.ip_configuration.authorized_networks" = "value"
  }
  references = {
    encryption_key_name                         = "google_kms_crypto_key"
    master_instance_name                        = "google_sql_database_instance"
    "settings.ip_configuration.private_network" = "google_compute_network"
  }
  defaults = {
    "settings.activation_policy" = "ALWAYS"
    "settings.availability_type" = "ZONAL"
    "settings.disk_autoresize"   = true
    "settings.pricing_plan"      = "PER_USE"
  }
  secrets = ["replica_configuration.client_key", "replica_configuration.password", "root_password"]
}

kind "google_sql_user" {
  names    = ["name"]
  volatile = ["password_policy.status", "sql_server_user_details"]
}

kind "google_storage_bucket" {
  identifiers = ["url"]
  names       = ["name"]
  volatile    = ["project_number", "soft_delete_policy.effective_time", "time_created", "updated"]
  sets = [
    "cors", "cors.method", "cors.origin", "cors.response_header",
    "custom_placement_config.data_locations", "lifecycle_rule",
    "lifecycle_rule.condition.matches_prefix", "lifecycle_rule.condition.matches_storage_class",
    "lifecycle_rule.condition.matches_suffix",
  ]
  references = {
    "encryption.default_kms_key_name" = "google_kms_crypto_key"
    "logging.log_bucket"              = "google_storage_bucket"
  }
  defaults    = { force_destroy = false, storage_class = "STANDARD" }
  insensitive = ["location"]
}

# The checksum of the content (md5hash) is compared on purpose.
kind "google_storage_bucket_object" {
  identifiers = ["media_link", "output_name"]
  names       = ["name"]
  volatile    = ["crc32c", "generation", "md5hexhash"]
  secrets     = ["customer_encryption.encryption_key"]
}

kind "google_service_account" {
  identifiers = ["email", "member", "name"]
  names       = ["account_id", "display_name"]
}

kind "google_service_account_key" {
  identifiers = ["name", "private_key"]
  volatile    = ["public_key", "valid_after", "valid_before"]
  references  = { service_account_id = "google_service_account" }
}

kind "google_pubsub_topic" {
  names      = ["name"]
  sets       = ["message_storage_policy.allowed_persistence_regions"]
  references = { "schema_settings.schema" = "google_pubsub_schema" }
}

kind "google_pubsub_subscription" {
  names    = ["name"]
  volatile = ["cloud_storage_config.state"]
  references = {
    "bigquery_config.table"                = "google_bigquery_table"
    "cloud_storage_config.bucket"          = "google_storage_bucket"
    "dead_letter_policy.dead_letter_topic" = "google_pubsub_topic"
    topic                                  = "google_pubsub_topic"
  }
  defaults = { message_retention_duration = "604800s" }
}

kind "google_cloudfunctions_function" {
  identifiers = ["https_trigger_url"]
  names       = ["name"]
  volatile = [
    "on_deploy_update_policy.runtime_version", "source_repository.deployed_url", "status",
    "version_id",
  ]
  keys = { secret_environment_variables = "key", secret_volumes = "mount_path" }
  references = {
    "event_trigger.resource"              = ["google_pubsub_topic", "google_storage_bucket"]
    "secret_environment_variables.secret" = "google_secret_manager_secret"
    source_archive_bucket                 = "google_storage_bucket"
    source_archive_object                 = "google_storage_bucket_object"
    vpc_connector                         = "google_vpc_access_connector"
  }
  defaults = { available_memory_mb = 256, ingress_settings = "ALLOW_ALL", timeout = 60 }
}

kind "google_cloudfunctions2_function" {
  identifiers = ["service_config.gcf_uri", "service_config.uri", "url", "event_trigger.trigger"]
  names       = ["name"]
  volatile = [
    "build_config.build", "build_config.on_deploy_update_policy.runtime_version", "environment",
    "state",
  ]
  keys = {
    "event_trigger.event_filters"                 = "attribute"
    "service_config.secret_environment_variables" = "key"
    "service_config.secret_volumes"               = "mount_path"
  }
  references = {
    "build_config.source.storage_source.bucket"          = "google_storage_bucket"
    "build_config.source.storage_source.object"          = "google_storage_bucket_object"
    "event_trigger.pubsub_topic"                         = "google_pubsub_topic"
    "service_config.secret_environment_variables.secret" = "google_secret_manager_secret"
    "service_config.vpc_connector"                       = "google_vpc_access_connector"
  }
}

kind "google_cloud_run_service" {
  identifiers = ["status.url"]
  names       = ["name"]
  # A revision is named by a count and a random word.
  volatile = [
    "metadata.generation", "metadata.resource_version", "metadata.self_link", "metadata.uid",
    "status", "template.metadata.generation", "template.metadata.name",
    "template.metadata.resource_version", "template.metadata.self_link", "template.metadata.uid",
    "template.spec.serving_state", "traffic.url",
  ]
  copies = {
    "metadata.effective_annotations" = "metadata.annotations"
    "metadata.effective_labels"      = "metadata.labels"
    "metadata.terraform_labels"      = "metadata.labels"
  }
  keys       = { "template.spec.containers.env" = "name", "template.spec.volumes" = "name" }
  references = { "template.spec.service_account_name" = "google_service_account" }
  defaults   = { autogenerate_revision_name = false }
}

kind "google_cloud_run_v2_service" {
  identifiers = ["uri", "urls"]
  names       = ["name"]
  # A revision is named by a count and a random word.
  volatile = [
    "build_config.name", "conditions", "creator", "delete_time", "expire_time", "generation",
    "last_modifier", "latest_created_revision", "latest_ready_revision", "observed_generation",
    "template.containers.build_info", "template.revision", "terminal_condition", "traffic_statuses",
  ]
  keys = { "template.containers.env" = "name", "template.volumes" = "name" }
  references = {
    "template.containers.env.value_source.secret_key_ref.secret" = "google_secret_manager_secret"
    "template.volumes.cloud_sql_instance.instances"              = "google_sql_database_instance"
    "template.vpc_access.connector"                              = "google_vpc_access_connector"
    "template.vpc_access.network_interfaces.network"             = "google_compute_network"
    "template.vpc_access.network_interfaces.subnetwork"          = "google_compute_subnetwork"
  }
}

kind "google_cloud_run_v2_job" {
  names = ["name"]
  volatile = [
    "conditions", "creator", "delete_time", "execution_count", "expire_time", "generation",
    "last_modifier", "latest_created_execution", "observed_generation", "terminal_condition",
  ]
  keys = { "template.template.containers.env" = "name", "template.template.volumes" = "name" }
  references = {
    "template.template.service_account"      = "google_service_account"
    "template.template.vpc_access.connector" = "google_vpc_access_connector"
  }
}

kind "google_cloud_scheduler_job" {
  names    = ["name"]
  volatile = ["state"]
  references = {
    "http_target.oauth_token.service_account_email" = "google_service_account"
    "http_target.oidc_token.service_account_email"  = "google_service_account"
    "pubsub_target.topic_name"                      = "google_pubsub_topic"
  }
  defaults = { time_zone = "Etc/UTC" }
}

kind "google_dns_managed_zone" {
  identifiers = ["managed_zone_id", "name_servers"]
  names       = ["name", "dns_name"]
  volatile    = ["creation_time"]
  sets        = ["forwarding_config.target_name_servers", "private_visibility_config.networks"]
  keys        = { "dnssec_config.default_key_specs" = "key_type" }
  references = {
    "peering_config.target_network.network_url"      = "google_compute_network"
    "private_visibility_config.networks.network_url" = "google_compute_network"
  }
  defaults = { force_destroy = false, visibility = "public" }
}

kind "google_dns_record_set" {
  names      = ["name"]
  sets       = ["rrdatas"]
  references = { managed_zone = "google_dns_managed_zone" }
}

kind "google_kms_crypto_key" {
  names      = ["name"]
  volatile   = ["primary"]
  references = { key_ring = "google_kms_key_ring" }
  defaults   = { purpose = "ENCRYPT_DECRYPT" }
}

kind "google_secret_manager_secret" {
  identifiers = ["name"]
  names       = ["secret_id"]
  sets        = ["topics"]
  keys        = { "replication.user_managed.replicas" = "location" }
  references  = { "topics.name" = "google_pubsub_topic" }
}

kind "google_secret_manager_secret_version" {
  identifiers = ["name", "version"]
  volatile    = ["destroy_time"]
  references  = { secret = "google_secret_manager_secret" }
  defaults    = { enabled = true }
  secrets     = ["secret_data"]
}

kind "google_bigquery_dataset" {
  names      = ["dataset_id", "friendly_name"]
  volatile   = ["creation_time", "last_modified_time"]
  sets       = ["access"]
  references = { "access.user_by_email" = "google_service_account" }
  defaults   = { delete_contents_on_destroy = false }
}

kind "google_bigquery_table" {
  names = ["table_id", "friendly_name"]
  volatile = [
    "creation_time", "encryption_configuration.kms_key_version", "generated_schema_columns",
    "last_modified_time", "location", "num_bytes", "num_long_term_bytes", "num_rows", "type",
  ]
  documents  = { schema = "json" }
  references = { dataset_id = "google_bigquery_dataset" }
}

kind "google_bigtable_instance" {
  names    = ["name", "display_name"]
  volatile = ["cluster.state"]
  keys     = { cluster = "cluster_id" }
}

kind "google_bigtable_table" {
  names      = ["name"]
  keys       = { column_family = "family" }
  references = { instance_name = "google_bigtable_instance" }
}

kind "google_redis_instance" {
  identifiers = ["auth_string", "host", "read_endpoint", "persistence_iam_identity"]
  names       = ["name"]
  volatile = [
    "current_location_id", "effective_reserved_ip_range", "maintenance_policy.create_time",
    "maintenance_policy.update_time", "maintenance_policy.weekly_maintenance_window.duration",
    "maintenance_schedule", "nodes", "persistence_config.rdb_next_snapshot_time", "port",
    "read_endpoint_port", "server_ca_certs",
  ]
  references = {
    authorized_network   = "google_compute_network"
    customer_managed_key = "google_kms_crypto_key"
  }
  defaults = {
    auth_enabled            = false
    connect_mode            = "DIRECT_PEERING"
    transit_encryption_mode = "DISABLED"
  }
  secrets = ["auth_string"]
}

kind "google_artifact_registry_repository" {
  identifiers = ["name"]
  names       = ["repository_id"]
  volatile = [
    "vulnerability_scanning_config.enablement_state",
    "vulnerability_scanning_config.enablement_state_reason",
  ]
  keys     = { cleanup_policies = "id" }
  defaults = { mode = "STANDARD_REPOSITORY" }
}

kind "google_logging_project_sink" {
  identifiers = ["writer_identity"]
  names       = ["name"]
  keys        = { exclusions = "name" }
  references = {
    destination = ["google_storage_bucket", "google_bigquery_dataset", "google_pubsub_topic"]
  }
}

kind "google_logging_metric" {
  names = ["name"]
  keys  = { "metric_descriptor.labels" = "key" }
}

kind "google_monitoring_alert_policy" {
  identifiers = ["name"]
  names       = ["display_name"]
  volatile    = ["conditions.name", "creation_record"]
  sets        = ["notification_channels"]
  keys        = { conditions = "display_name" }
  references  = { notification_channels = "google_monitoring_notification_channel" }
  defaults    = { enabled = true }
}

kind "google_monitoring_notification_channel" {
  identifiers = ["name"]
  names       = ["display_name"]
  volatile    = ["verification_status"]
  defaults    = { enabled = true }
  secrets     = ["sensitive_labels.auth_token", "sensitive_labels.password", "sensitive_labels.service_key"]
}

kind "google_monitoring_uptime_check_config" {
  identifiers = ["name", "uptime_check_id"]
  names       = ["display_name"]
  sets        = ["selected_regions"]
}

kind "google_cloudbuild_trigger" {
  identifiers = ["trigger_id"]
  names       = ["name"]
  volatile = [
    "build.artifacts.objects.timing", "pubsub_config.state", "pubsub_config.subscription",
    "webhook_config.state",
  ]
  sets       = ["ignored_files", "included_files"]
  references = { "pubsub_config.topic" = "google_pubsub_topic" }
}

kind "google_spanner_instance" {
  names    = ["name", "display_name"]
  volatile = ["state"]
}

kind "google_spanner_database" {
  names      = ["name"]
  volatile   = ["state"]
  references = { instance = "google_spanner_instance" }
}

kind "google_firestore_database" {
  names = ["name"]
  volatile = [
    "cmek_config.active_key_version", "earliest_version_time", "key_prefix",
    "version_retention_period",
  ]
}

kind "google_filestore_instance" {
  identifiers = ["networks.ip_addresses"]
  names       = ["name"]
  volatile    = ["effective_replication"]
}

kind "google_iam_workload_identity_pool*" {
  identifiers = ["name"]
  names       = ["display_name", "workload_identity_pool_id", "workload_identity_pool_provider_id"]
  volatile    = ["state"]
}
