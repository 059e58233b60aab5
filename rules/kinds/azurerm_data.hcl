# Azure databases, caches, and messaging.
#
# Source: the schema documentation of the hashicorp/azurerm provider, versions 2 to 4. This file
# must not call volatile what a person declares.

kind "azurerm_mssql_server" {
  identifiers = ["fully_qualified_domain_name"]
  names       = ["name"]
  volatile    = ["restorable_dropped_database_ids"]
  references = {
    "azuread_administrator.object_id"            = "azuread_*"
    primary_user_assigned_identity_id            = "azurerm_user_assigned_identity"
    transparent_data_encryption_key_vault_key_id = "azurerm_key_vault_key"
  }
  defaults = {
    connection_policy                    = "Default"
    minimum_tls_version                  = "1.2"
    outbound_network_restriction_enabled = false
    public_network_access_enabled        = true
  }
}

kind "azurerm_mssql_database" {
  names = ["name"]
  sets  = ["threat_detection_policy.disabled_alerts", "threat_detection_policy.email_addresses"]
  references = {
    creation_source_database_id = "azurerm_mssql_database"
    elastic_pool_id             = "azurerm_mssql_elasticpool"
    server_id                   = "azurerm_mssql_server"
  }
  defaults = {
    geo_backup_enabled                  = true
    storage_account_type                = "Geo"
    transparent_data_encryption_enabled = true
  }
  secrets = [
    "import.administrator_login_password", "import.storage_key",
    "threat_detection_policy.storage_account_access_key",
  ]
}

kind "azurerm_mssql_*_rule" {
  names      = ["name"]
  references = { server_id = "azurerm_mssql_server" }
}

kind "azurerm_postgresql_server" {
  names    = ["name"]
  defaults = { public_network_access_enabled = true }
}

kind "azurerm_postgresql_*" {
  names = ["name"]
  references = {
    server_id   = "azurerm_postgresql_flexible_server"
    server_name = "azurerm_postgresql_server"
  }
}

kind "azurerm_postgresql_flexible_server" {
  names = ["name"]
  references = {
    delegated_subnet_id = "azurerm_subnet"
    private_dns_zone_id = "azurerm_private_dns_zone"
    source_server_id    = "azurerm_postgresql_flexible_server"
  }
  defaults = {
    auto_grow_enabled             = false
    geo_redundant_backup_enabled  = false
    public_network_access_enabled = true
  }
  secrets = ["administrator_password"]
}

kind "azurerm_mysql_flexible_server" {
  names    = ["name"]
  volatile = ["replica_capacity"]
  references = {
    delegated_subnet_id = "azurerm_subnet"
    private_dns_zone_id = "azurerm_private_dns_zone"
    source_server_id    = "azurerm_mysql_flexible_server"
  }
  defaults = { backup_retention_days = 7, geo_redundant_backup_enabled = false }
  secrets  = ["administrator_password"]
}

kind "azurerm_mysql_flexible_*" {
  references = { server_name = "azurerm_mysql_flexible_server" }
}

kind "azurerm_cosmosdb_account" {
  identifiers = [
    "endpoint", "read_endpoints", "write_endpoints", "primary_mongodb_connection_string",
    "primary_readonly_key", "primary_readonly_mongodb_connection_string",
    "primary_readonly_sql_connection_string", "primary_sql_connection_string",
    "secondary_mongodb_connection_string", "secondary_readonly_key",
    "secondary_readonly_mongodb_connection_string", "secondary_readonly_sql_connection_string",
    "secondary_sql_connection_string",
  ]
  names      = ["name"]
  volatile   = ["geo_location.id"]
  sets       = ["ip_range_filter", "restore.database", "virtual_network_rule"]
  keys       = { capabilities = "name", geo_location = "location" }
  references = { "virtual_network_rule.id" = "azurerm_subnet" }
  secrets = [
    "primary_mongodb_connection_string", "primary_readonly_key",
    "primary_readonly_mongodb_connection_string", "primary_readonly_sql_connection_string",
    "primary_sql_connection_string", "secondary_mongodb_connection_string",
    "secondary_readonly_key", "secondary_readonly_mongodb_connection_string",
    "secondary_readonly_sql_connection_string", "secondary_sql_connection_string",
  ]
}

kind "azurerm_cosmosdb_*" {
  names = ["name"]
  references = {
    account_name  = "azurerm_cosmosdb_account"
    database_name = "azurerm_cosmosdb_*_database"
  }
}

kind "azurerm_cosmosdb_sql_container" {
  names    = ["name"]
  volatile = ["indexing_policy.spatial_index.types"]
  sets = [
    "indexing_policy.excluded_path", "indexing_policy.included_path", "unique_key",
    "unique_key.paths",
  ]
  defaults = { partition_key_kind = "Hash" }
}

kind "azurerm_redis_cache" {
  identifiers = ["hostname"]
  names       = ["name"]
  volatile    = ["port", "redis_configuration.maxclients", "ssl_port"]
  keys        = { patch_schedule = "day_of_week" }
  defaults    = { public_network_access_enabled = true }
  secrets = [
    "redis_configuration.aof_storage_connection_string_0",
    "redis_configuration.aof_storage_connection_string_1",
    "redis_configuration.rdb_storage_connection_string",
  ]
}

kind "azurerm_servicebus_namespace" {
  identifiers = [
    "endpoint", "default_primary_connection_string", "default_primary_key",
    "default_secondary_connection_string", "default_secondary_key",
  ]
  names    = ["name"]
  sets     = ["network_rule_set.ip_rules", "network_rule_set.network_rules"]
  defaults = { local_auth_enabled = true, public_network_access_enabled = true }
  secrets = [
    "default_primary_connection_string", "default_primary_key",
    "default_secondary_connection_string", "default_secondary_key",
  ]
}

kind "azurerm_servicebus_*" {
  names = ["name"]
  references = {
    namespace_id    = "azurerm_servicebus_namespace"
    queue_id        = "azurerm_servicebus_queue"
    subscription_id = "azurerm_servicebus_subscription"
    topic_id        = "azurerm_servicebus_topic"
  }
}

kind "azurerm_servicebus_queue" {
  names = ["name"]
  defaults = {
    batched_operations_enabled              = true
    dead_lettering_on_message_expiration    = false
    duplicate_detection_history_time_window = "PT10M"
    lock_duration                           = "PT1M"
    max_delivery_count                      = 10
    requires_duplicate_detection            = false
    requires_session                        = false
    status                                  = "Active"
  }
}

kind "azurerm_servicebus_topic" {
  names = ["name"]
  defaults = {
    auto_delete_on_idle                     = "P10675199DT2H48M5.4775807S"
    default_message_ttl                     = "P10675199DT2H48M5.4775807S"
    duplicate_detection_history_time_window = "PT10M"
    requires_duplicate_detection            = false
    status                                  = "Active"
  }
}

kind "azurerm_servicebus_subscription" {
  names    = ["name"]
  volatile = ["client_scoped_subscription.is_client_scoped_subscription_durable"]
  defaults = {
    auto_delete_on_idle                       = "P10675199DT2H48M5.4775807S"
    client_scoped_subscription_enabled        = false
    dead_lettering_on_filter_evaluation_error = true
    default_message_ttl                       = "P10675199DT2H48M5.4775807S"
    lock_duration                             = "PT1M"
    status                                    = "Active"
  }
}

kind "azurerm_eventhub_namespace" {
  identifiers = [
    "default_primary_connection_string", "default_primary_key",
    "default_secondary_connection_string", "default_secondary_key",
  ]
  names      = ["name"]
  volatile   = ["default_primary_connection_string_alias", "default_secondary_connection_string_alias"]
  sets       = ["network_rulesets.ip_rule", "network_rulesets.virtual_network_rule"]
  references = { "network_rulesets.virtual_network_rule.subnet_id" = "azurerm_subnet" }
  defaults   = { local_authentication_enabled = true, public_network_access_enabled = true }
  secrets = [
    "default_primary_connection_string", "default_primary_key",
    "default_secondary_connection_string", "default_secondary_key",
    "default_primary_connection_string_alias", "default_secondary_connection_string_alias",
  ]
}

kind "azurerm_eventhub" {
  names    = ["name"]
  volatile = ["partition_ids"]
  references = {
    namespace_id   = "azurerm_eventhub_namespace"
    namespace_name = "azurerm_eventhub_namespace"
  }
  defaults = { status = "Active" }
}

kind "azurerm_eventhub_*" {
  names      = ["name"]
  references = { eventhub_name = "azurerm_eventhub", namespace_name = "azurerm_eventhub_namespace" }
}
