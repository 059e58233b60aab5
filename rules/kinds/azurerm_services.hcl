# Azure services: storage, Key Vault, identities and roles, Kubernetes and containers, web apps,
# monitoring, and backup.
#
# Source: the schema documentation of the hashicorp/azurerm provider, versions 2 to 4. This file
# must not call volatile what a person declares.

kind "azurerm_storage_account" {
  identifiers = [
    "primary_blob_connection_string", "secondary_blob_connection_string", "primary_blob_endpoint",
    "primary_blob_host", "primary_dfs_endpoint", "primary_dfs_host", "primary_file_endpoint",
    "primary_file_host", "primary_queue_endpoint", "primary_queue_host", "primary_table_endpoint",
    "primary_table_host", "primary_web_endpoint", "primary_web_host", "secondary_blob_endpoint",
    "secondary_blob_host",
  ]
  names = ["name"]
  volatile = [
    "primary_blob_internet_endpoint", "primary_blob_internet_host",
    "primary_blob_microsoft_endpoint", "primary_blob_microsoft_host",
    "primary_dfs_internet_endpoint", "primary_dfs_internet_host", "primary_dfs_microsoft_endpoint",
    "primary_dfs_microsoft_host", "primary_file_internet_endpoint", "primary_file_internet_host",
    "primary_file_microsoft_endpoint", "primary_file_microsoft_host", "primary_location",
    "primary_queue_microsoft_endpoint", "primary_queue_microsoft_host",
    "primary_table_microsoft_endpoint", "primary_table_microsoft_host",
    "primary_web_internet_endpoint", "primary_web_internet_host", "primary_web_microsoft_endpoint",
    "primary_web_microsoft_host", "secondary_blob_internet_endpoint",
    "secondary_blob_internet_host", "secondary_blob_microsoft_endpoint",
    "secondary_blob_microsoft_host", "secondary_dfs_endpoint", "secondary_dfs_host",
    "secondary_dfs_internet_endpoint", "secondary_dfs_internet_host",
    "secondary_dfs_microsoft_endpoint", "secondary_dfs_microsoft_host", "secondary_file_endpoint",
    "secondary_file_host", "secondary_file_internet_endpoint", "secondary_file_internet_host",
    "secondary_file_microsoft_endpoint", "secondary_file_microsoft_host", "secondary_location",
    "secondary_queue_endpoint", "secondary_queue_host", "secondary_queue_microsoft_endpoint",
    "secondary_queue_microsoft_host", "secondary_table_endpoint", "secondary_table_host",
    "secondary_table_microsoft_endpoint", "secondary_table_microsoft_host",
    "secondary_web_endpoint", "secondary_web_host", "secondary_web_internet_endpoint",
    "secondary_web_internet_host", "secondary_web_microsoft_endpoint",
    "secondary_web_microsoft_host",
  ]
  sets = ["network_rules.bypass", "network_rules.ip_rules", "network_rules.virtual_network_subnet_ids"]
  defaults = {
    account_kind                      = "StorageV2"
    allow_nested_items_to_be_public   = true
    default_to_oauth_authentication   = false
    https_traffic_only_enabled        = true
    infrastructure_encryption_enabled = false
    is_hns_enabled                    = false
    local_user_enabled                = true
    nfsv3_enabled                     = false
    public_network_access_enabled     = true
    queue_encryption_key_type         = "Service"
    sftp_enabled                      = false
    shared_access_key_enabled         = true
    table_encryption_key_type         = "Service"
  }
  secrets = ["primary_blob_connection_string", "secondary_blob_connection_string"]
}

kind "azurerm_storage_account_network_rules" {
  sets       = ["bypass", "ip_rules", "virtual_network_subnet_ids"]
  references = { id = "azurerm_storage_account", virtual_network_subnet_ids = "azurerm_subnet" }
}

kind "azurerm_storage_container" {
  identifiers = ["resource_manager_id"]
  names       = ["name"]
  volatile    = ["has_immutability_policy", "has_legal_hold"]
  defaults    = { container_access_type = "private", encryption_scope_override_enabled = true }
}

kind "azurerm_storage_share" {
  identifiers = ["resource_manager_id", "url"]
  names       = ["name"]
  keys        = { acl = "id" }
  defaults    = { enabled_protocol = "SMB" }
}

kind "azurerm_storage_blob" {
  identifiers = ["url"]
  names       = ["name"]
  references  = { storage_container_name = "azurerm_storage_container" }
  defaults    = { parallelism = 8 }
}

kind "azurerm_key_vault" {
  identifiers = ["vault_uri"]
  names       = ["name"]
  sets = [
    "access_policy", "access_policy.certificate_permissions", "access_policy.key_permissions",
    "access_policy.secret_permissions", "access_policy.storage_permissions", "contact",
    "network_acls.ip_rules", "network_acls.virtual_network_subnet_ids",
  ]
  defaults = { public_network_access_enabled = true, soft_delete_retention_days = 90 }
  insensitive = [
    "sku_name", "access_policy.certificate_permissions", "access_policy.key_permissions",
    "access_policy.secret_permissions", "access_policy.storage_permissions",
  ]
}

kind "azurerm_key_vault_access_policy" {
  sets       = ["certificate_permissions", "key_permissions", "secret_permissions", "storage_permissions"]
  references = { object_id = "azurerm_*" }
  insensitive = [
    "certificate_permissions", "key_permissions", "secret_permissions", "storage_permissions",
  ]
}

kind "azurerm_key_vault_secret" {
  identifiers = ["resource_id", "resource_versionless_id", "version"]
  names       = ["name"]
  secrets     = ["value"]
}

kind "azurerm_key_vault_key" {
  identifiers = ["resource_id", "resource_versionless_id", "version"]
  names       = ["name"]
  volatile    = ["e", "n", "public_key_openssh", "public_key_pem", "x", "y"]
  sets        = ["key_opts"]
}

kind "azurerm_key_vault_certificate" {
  identifiers = [
    "resource_manager_id", "resource_manager_versionless_id", "secret_id", "thumbprint", "version",
    "versionless_secret_id",
  ]
  names    = ["name"]
  volatile = ["certificate_attribute", "certificate_data", "certificate_data_base64"]
  sets     = ["certificate_policy.x509_certificate_properties.key_usage"]
  secrets  = ["certificate.contents", "certificate.password"]
}

kind "azurerm_user_assigned_identity" {
  identifiers = ["client_id", "principal_id"]
  names       = ["name"]
  volatile    = ["tenant_id"]
}

kind "azurerm_federated_identity_credential" {
  names      = ["name"]
  references = { issuer = "azurerm_kubernetes_cluster", parent_id = "azurerm_user_assigned_identity" }
}

kind "azurerm_role_assignment" {
  # The name is a UUID that nobody chooses; the type follows from the principal.
  volatile = ["name", "principal_type"]
  references = {
    principal_id       = "azurerm_*"
    role_definition_id = "azurerm_role_definition"
    scope              = "azurerm_*"
  }
  defaults = { skip_service_principal_aad_check = false }
}

kind "azurerm_role_definition" {
  identifiers = ["role_definition_resource_id", "role_definition_id"]
  names       = ["name"]
  sets = [
    "assignable_scopes", "permissions.actions", "permissions.data_actions",
    "permissions.not_actions", "permissions.not_data_actions",
  ]
  references = { assignable_scopes = "azurerm_*", scope = "azurerm_*" }
}

# The version that runs (current_kubernetes_version) is compared on purpose.
kind "azurerm_kubernetes_cluster" {
  identifiers = [
    "kubelet_identity.client_id", "kubelet_identity.object_id", "node_resource_group_id",
    "oidc_issuer_url", "portal_fqdn", "private_fqdn",
    "key_vault_secrets_provider.secret_identity.client_id",
    "key_vault_secrets_provider.secret_identity.object_id",
  ]
  names = ["name", "node_resource_group"]
  volatile = [
    "aci_connector_linux.connector_identity", "http_application_routing_zone_name",
    "ingress_application_gateway.effective_gateway_id",
    "ingress_application_gateway.ingress_application_gateway_identity",
    "key_vault_secrets_provider.secret_identity", "kube_admin_config", "kube_admin_config_raw",
    "kube_config", "kube_config_raw",
    "network_profile.load_balancer_profile.effective_outbound_ips",
    "network_profile.nat_gateway_profile.effective_outbound_ips", "oms_agent.oms_agent_identity",
    "web_app_routing.web_app_routing_identity",
  ]
  sets = [
    "api_server_access_profile.authorized_ip_ranges", "default_node_pool.zones",
    "http_proxy_config.no_proxy", "maintenance_window.allowed", "maintenance_window.not_allowed",
    "maintenance_window_auto_upgrade.not_allowed", "maintenance_window_node_os.not_allowed",
  ]
  references = {
    "*.log_analytics_workspace_id"                                            = "azurerm_log_analytics_workspace"
    "azure_active_directory_role_based_access_control.admin_group_object_ids" = "azuread_group"
    "default_node_pool.pod_subnet_id"                                         = "azurerm_subnet"
    "default_node_pool.vnet_subnet_id"                                        = "azurerm_subnet"
    "ingress_application_gateway.gateway_id"                                  = "azurerm_application_gateway"
    private_dns_zone_id                                                       = "azurerm_private_dns_zone"
  }
  defaults = {
    private_cluster_enabled             = false
    private_cluster_public_fqdn_enabled = false
    role_based_access_control_enabled   = true
    run_command_enabled                 = true
    sku_tier                            = "Free"
    support_plan                        = "KubernetesOfficial"
    workload_identity_enabled           = false
  }
  secrets = [
    "kube_admin_config", "kube_admin_config_raw", "kube_config", "kube_config_raw",
    "service_principal.client_secret", "windows_profile.admin_password",
  ]
}

kind "azurerm_kubernetes_cluster_node_pool" {
  names = ["name"]
  sets  = ["kubelet_config.allowed_unsafe_sysctls", "node_taints"]
  references = {
    kubernetes_cluster_id = "azurerm_kubernetes_cluster"
    pod_subnet_id         = "azurerm_subnet"
    vnet_subnet_id        = "azurerm_subnet"
  }
  defaults = {
    mode              = "User"
    os_disk_type      = "Managed"
    os_type           = "Linux"
    priority          = "Regular"
    scale_down_mode   = "Delete"
    ultra_ssd_enabled = false
  }
}

kind "azurerm_container_registry" {
  identifiers = ["admin_username", "data_endpoint_host_names", "login_server", "admin_password"]
  names       = ["name"]
  sets        = ["network_rule_set.ip_rule"]
  keys        = { georeplications = "location" }
  defaults = {
    admin_enabled                 = false
    export_policy_enabled         = true
    network_rule_bypass_option    = "AzureServices"
    public_network_access_enabled = true
  }
}

kind "azurerm_container_group" {
  identifiers = ["ip_address"]
  names       = ["name"]
  sets = [
    "container.ports", "dns_config.options", "dns_config.search_domains", "exposed_port",
    "subnet_ids",
  ]
  keys = {
    container                 = "name"
    "container.volume"        = "name"
    image_registry_credential = "server"
    init_container            = "name"
  }
  references = {
    "diagnostics.log_analytics.workspace_id" = "azurerm_log_analytics_workspace"
    network_profile_id                       = "azurerm_network_profile"
    subnet_ids                               = "azurerm_subnet"
  }
  defaults = { ip_address_type = "Public", restart_policy = "Always", sku = "Standard" }
  secrets = [
    "container.secure_environment_variables", "container.volume.secret",
    "container.volume.storage_account_key", "diagnostics.log_analytics.workspace_key",
    "image_registry_credential.password", "init_container.secure_environment_variables",
  ]
}

kind "azurerm_container_app" {
  identifiers = ["ingress.fqdn", "latest_revision_fqdn", "latest_revision_name"]
  names       = ["name"]
  volatile = [
    "ingress.custom_domain", "location", "template.container.ephemeral_storage",
    "template.container.liveness_probe.termination_grace_period_seconds",
    "template.container.startup_probe.termination_grace_period_seconds",
    "template.init_container.ephemeral_storage",
  ]
  keys = {
    secret                   = "name"
    "template.container"     = "name"
    "template.container.env" = "name"
    "template.volume"        = "name"
  }
  references = {
    container_app_environment_id = "azurerm_container_app_environment"
    "registry.identity"          = "azurerm_user_assigned_identity"
  }
  secrets = ["secret.value"]
}

kind "azurerm_container_app_environment" {
  identifiers = ["default_domain", "static_ip_address"]
  names       = ["name"]
  volatile    = ["docker_bridge_cidr", "platform_reserved_cidr", "platform_reserved_dns_ip_address"]
  keys        = { workload_profile = "name" }
  references  = { infrastructure_subnet_id = "azurerm_subnet" }
  secrets     = ["dapr_application_insights_connection_string"]
}

kind "azurerm_service_plan" {
  names      = ["name"]
  volatile   = ["kind", "reserved"]
  references = { app_service_environment_id = "azurerm_app_service_environment_v3" }
  defaults   = { per_site_scaling_enabled = false, zone_balancing_enabled = false }
}

kind "azurerm_*_web_app" {
  names = ["name"]
  volatile = [
    "backup.schedule.last_execution_time", "kind", "site_config.detailed_error_logging_enabled",
    "site_config.linux_fx_version", "site_config.scm_type", "site_config.windows_fx_version",
  ]
  keys = {
    connection_string                = "name"
    "site_config.ip_restriction"     = "name"
    "site_config.scm_ip_restriction" = "name"
    storage_account                  = "name"
  }
  references = {
    key_vault_reference_identity_id = "azurerm_user_assigned_identity"
    virtual_network_subnet_id       = "azurerm_subnet"
  }
  defaults = {
    client_affinity_enabled       = false
    client_certificate_enabled    = false
    client_certificate_mode       = "Required"
    enabled                       = true
    https_only                    = false
    public_network_access_enabled = true
  }
  secrets = ["connection_string.value", "storage_account.access_key"]
}

kind "azurerm_*_function_app" {
  names = ["name"]
  volatile = [
    "backup.schedule.last_execution_time", "kind", "site_config.detailed_error_logging_enabled",
    "site_config.linux_fx_version", "site_config.scm_type",
  ]
  keys = {
    connection_string                = "name"
    "site_config.ip_restriction"     = "name"
    "site_config.scm_ip_restriction" = "name"
    storage_account                  = "name"
  }
  references = {
    key_vault_reference_identity_id = "azurerm_user_assigned_identity"
    virtual_network_subnet_id       = "azurerm_subnet"
  }
  defaults = {
    builtin_logging_enabled       = true
    client_certificate_enabled    = false
    client_certificate_mode       = "Optional"
    enabled                       = true
    functions_extension_version   = "~4"
    https_only                    = false
    public_network_access_enabled = true
  }
  secrets = [
    "connection_string.value", "storage_account.access_key", "storage_account_access_key",
    "site_config.application_insights_connection_string", "site_config.application_insights_key",
  ]
}

kind "azurerm_log_analytics_workspace" {
  identifiers = ["primary_shared_key", "secondary_shared_key", "workspace_id"]
  names       = ["name"]
  defaults    = { daily_quota_gb = -1, internet_ingestion_enabled = true, internet_query_enabled = true }
  secrets     = ["primary_shared_key", "secondary_shared_key"]
}

kind "azurerm_application_insights" {
  identifiers = ["app_id", "connection_string", "instrumentation_key"]
  names       = ["name"]
  references  = { workspace_id = "azurerm_log_analytics_workspace" }
  defaults    = { disable_ip_masking = false, retention_in_days = 90, sampling_percentage = 100 }
  secrets     = ["connection_string", "instrumentation_key"]
}

kind "azurerm_monitor_*" {
  names = ["name"]
  sets  = ["scopes"]
  references = {
    "action.action_group_id" = "azurerm_monitor_action_group"
    scopes                   = "azurerm_*"
    target_resource_id       = "azurerm_*"
  }
}

kind "azurerm_monitor_action_group" {
  names = ["name"]
  keys = {
    arm_role_receiver           = "name"
    automation_runbook_receiver = "name"
    azure_app_push_receiver     = "name"
    azure_function_receiver     = "name"
    email_receiver              = "name"
    event_hub_receiver          = "name"
    itsm_receiver               = "name"
    logic_app_receiver          = "name"
    sms_receiver                = "name"
    voice_receiver              = "name"
    webhook_receiver            = "name"
  }
  defaults = { enabled = true }
}

kind "azurerm_monitor_metric_alert" {
  names = ["name"]
  sets  = ["action"]
  defaults = {
    auto_mitigate = true
    enabled       = true
    frequency     = "PT1M"
    severity      = 3
    window_size   = "PT5M"
  }
}

kind "azurerm_monitor_diagnostic_setting" {
  names      = ["name"]
  sets       = ["enabled_metric"]
  keys       = { enabled_log = ["category", "category_group"], metric = "category" }
  references = { eventhub_name = "azurerm_eventhub" }
}

kind "azurerm_recovery_services_vault" {
  names = ["name"]
  defaults = {
    cross_region_restore_enabled  = false
    public_network_access_enabled = true
    soft_delete_enabled           = true
    storage_mode_type             = "GeoRedundant"
  }
}

kind "azurerm_search_service" {
  names    = ["name"]
  volatile = ["customer_managed_key_encryption_compliance_status", "query_keys"]
  sets     = ["allowed_ips"]
  defaults = {
    local_authentication_enabled  = true
    partition_count               = 1
    public_network_access_enabled = true
  }
  secrets = ["query_keys.key"]
}

kind "azurerm_automation_account" {
  identifiers = [
    "dsc_primary_access_key", "dsc_secondary_access_key", "dsc_server_endpoint",
    "hybrid_service_url",
  ]
  names    = ["name"]
  volatile = ["private_endpoint_connection"]
  defaults = { local_authentication_enabled = true, public_network_access_enabled = true }
  secrets  = ["dsc_primary_access_key", "dsc_secondary_access_key"]
}
