# Azure: sizes of machines, exposure of storage, databases, and networks, protection of data, versions of
# Kubernetes. These are the differences that cost most; what no rule here names gets the default severity.
#
# This pack must not judge tags (tags.hcl).

rule "azure/vm-size-architecture" {
  summary  = "machines have processors of different architectures"
  why      = "images and packages built for x64 do not start on Arm, and the reverse"
  kind     = ["azurerm_*virtual_machine", "azurerm_*virtual_machine_scale_set", "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  path     = ["size", "vm_size", "sku", "default_node_pool[*].vm_size"]
  when     = architecture(left.value) != null && architecture(right.value) != null && architecture(left.value) != architecture(right.value)
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value} (${architecture(left.value)}), ${right.env} runs ${right.value} (${architecture(right.value)})"
  remedy   = "choose sizes of one architecture in both environments"
}

rule "azure/vm-size-family" {
  summary = "machines are of different families"
  why     = "what was measured on one family says nothing of another: cores, memory, and disk speed differ"
  kind    = ["azurerm_*virtual_machine", "azurerm_*virtual_machine_scale_set", "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  path    = ["size", "vm_size", "sku", "default_node_pool[*].vm_size"]
  # Another architecture and a throttled upper environment have rules of their own.
  when = (
    family(left.value) != null && family(right.value) != null && family(left.value) != family(right.value)
    && architecture(left.value) == architecture(right.value) && (burstable(lower_env.value) || !burstable(upper_env.value))
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "set the same series in %{if variable != ""}var.${variable}%{else}${path}%{endif} and scale by cores, or accept the difference with a date"
}

rule "azure/vm-burstable-in-production" {
  summary  = "only the more production-like environment runs on burstable machines"
  why      = "B-series machines are throttled to their baseline once their credits are spent"
  kind     = ["azurerm_*virtual_machine", "azurerm_*virtual_machine_scale_set", "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  path     = ["size", "vm_size", "sku", "default_node_pool[*].vm_size"]
  when     = burstable(upper_env.value) && family(lower_env.value) != null && !burstable(lower_env.value) && architecture(left.value) == architecture(right.value)
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} runs ${upper_env.value}, ${lower_env.env} runs ${lower_env.value}"
  remedy   = "give ${upper_env.env} the series of ${lower_env.env}"
}

rule "azure/vm-size-smaller" {
  summary  = "machines of one family have different sizes"
  why      = "an environment with smaller machines runs out of memory and cores earlier than the one that was tested"
  kind     = ["azurerm_*virtual_machine", "azurerm_*virtual_machine_scale_set", "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  path     = ["size", "vm_size", "sku", "default_node_pool[*].vm_size"]
  when     = family(left.value) == family(right.value) && can(instance_size(left.value) < instance_size(right.value))
  severity = instance_size(upper_env.value) < instance_size(lower_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "give ${upper_env.env} at least the size of ${lower_env.env}"
}

rule "azure/plain-http-allowed" {
  summary = "plain HTTP is taken in one environment only"
  why     = "keys and data that are sent without TLS can be read on the way"
  kind    = ["azurerm_storage_account", "azurerm_*web_app", "azurerm_*function_app", "azurerm_app_service", "azurerm_cdn_endpoint", "azurerm_redis_cache"]
  path    = ["https_traffic_only_enabled", "enable_https_traffic_only", "https_only", "is_http_allowed", "non_ssl_port_enabled", "enable_non_ssl_port"]
  # The last three are switched on to allow it, the first three to forbid it; a storage account forbids it by default.
  when = (
    can(regex("http_allowed|non_ssl", path)) ? (left.value == true) != (right.value == true) :
    path == "https_only" ? (left.value == true) != (right.value == true) : (left.value == false) != (right.value == false)
  )
  severity = (can(regex("http_allowed|non_ssl", path)) ? upper_env.value == true : path == "https_only" ? upper_env.value != true : upper_env.value == false) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "demand HTTPS in both environments"
}

rule "azure/tls-version-older" {
  summary  = "an older version of TLS is taken in one environment"
  why      = "TLS 1.0 and 1.1 are broken and no longer supported by Azure; clients that know nothing newer fail on the other side"
  kind     = "azurerm_*"
  path     = ["min_tls_version", "minimum_tls_version", "site_config[*].minimum_tls_version"]
  when     = can(replace(left.value, "/[^0-9]/", "") < replace(right.value, "/[^0-9]/", ""))
  severity = replace(upper_env.value, "/[^0-9]/", "") < replace(lower_env.value, "/[^0-9]/", "") ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} takes ${left.value} and newer, ${right.env} ${right.value} and newer"
  remedy   = "set ${path} to 1.2 or newer in both environments"
}

rule "azure/storage-public" {
  summary  = "blobs can be read by everybody in one environment only"
  why      = "a public container needs no key: whoever finds its name reads it"
  kind     = ["azurerm_storage_account", "azurerm_storage_container"]
  path     = ["allow_nested_items_to_be_public", "allow_blob_public_access", "container_access_type"]
  when     = contains([true, "blob", "container"], left.value) != contains([true, "blob", "container"], right.value)
  severity = contains([true, "blob", "container"], upper_env.value) ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "set allow_nested_items_to_be_public = false on the account and container_access_type = \"private\""
}

rule "azure/storage-copies-fewer" {
  summary  = "storage is replicated in different ways"
  why      = "LRS keeps all copies in one building: a fire or a zone outage takes them all"
  kind     = "azurerm_storage_account"
  path     = "account_replication_type"
  when     = left.value != null && right.value != null
  severity = upper_env.value == "LRS" ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} is ${left.value}, ${right.env} is ${right.value}"
  remedy   = "set account_replication_type = \"ZRS\" or \"GZRS\" in ${upper_env.env}; a conversion from LRS takes days"
}

rule "azure/database-public" {
  summary = "a database can be reached from the Internet in one environment only"
  why     = "only its firewall and passwords then stand between the data and everybody"
  kind = [
    "azurerm_mssql_server", "azurerm_postgresql_server", "azurerm_postgresql_flexible_server", "azurerm_mysql_server", "azurerm_mysql_flexible_server",
    "azurerm_cosmosdb_account", "azurerm_redis_cache",
  ]
  path     = "public_network_access_enabled"
  when     = (left.value == false) != (right.value == false)
  severity = upper_env.value != false ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "only ${upper_env.value != false ? upper_env.env : lower_env.env} has a public endpoint"
  remedy   = "set public_network_access_enabled = false and connect through a private endpoint"
}

rule "azure/service-public" {
  summary  = "a service can be reached from the Internet in one environment only"
  why      = "a private endpoint keeps a leaked key from being used outside the network"
  kind     = ["azurerm_storage_account", "azurerm_key_vault", "azurerm_container_registry", "azurerm_servicebus_namespace", "azurerm_eventhub_namespace", "azurerm_kubernetes_cluster"]
  path     = "public_network_access_enabled"
  when     = (left.value == false) != (right.value == false)
  severity = upper_env.value != false ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${upper_env.value != false ? upper_env.env : lower_env.env} has a public endpoint"
  remedy   = "set public_network_access_enabled = false and add azurerm_private_endpoint in ${upper_env.env}"
}

rule "azure/database-firewall-open" {
  summary  = "the firewall of a database admits everybody in one environment only"
  why      = "0.0.0.0 to 255.255.255.255 is the whole Internet, and 0.0.0.0 alone every customer of Azure"
  kind     = ["azurerm_*_firewall_rule", "azurerm_*_flexible_server_firewall_rule"]
  path     = ["", "start_ip_address", "end_ip_address"]
  change   = ["modified", "left_only", "right_only"]
  when     = (try(left.resource.start_ip_address, null) == "0.0.0.0") != (try(right.resource.start_ip_address, null) == "0.0.0.0")
  severity = try(upper_env.resource.start_ip_address, null) != "0.0.0.0" ? (explained ? "low" : "medium") : explained || upper_env.resource.end_ip_address == "0.0.0.0" ? "high" : "critical"
  message  = "only ${try(upper_env.resource.start_ip_address, null) == "0.0.0.0" ? upper_env.env : lower_env.env} admits everybody"
  remedy   = "name the addresses of offices, or use a private endpoint and no firewall rule at all"
}

rule "azure/open-to-the-internet" {
  summary = "a network security rule admits the whole Internet in one environment only"
  why     = "every address can connect, and scanners find an open port within minutes"
  kind    = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  path    = ["", "security_rule[*]", "security_rule[*].source_address_prefix", "source_address_prefix"]
  change  = ["modified", "left_only", "right_only"]
  # A rule of its own is the resource; a rule of a group is the value, or only its source is.
  when = (
    (can(regex("\"([*]|0\\.0\\.0\\.0/0|::/0|(?i:internet|any))\"", jsonencode(try(left.value.source_address_prefix, left.resource.source_address_prefix, left.value))))
    && !can(regex("(?i)\"(deny|outbound)\"", jsonencode([left.value, try(left.resource.access, null), try(left.resource.direction, null)]))))
    != (can(regex("\"([*]|0\\.0\\.0\\.0/0|::/0|(?i:internet|any))\"", jsonencode(try(right.value.source_address_prefix, right.resource.source_address_prefix, right.value))))
    && !can(regex("(?i)\"(deny|outbound)\"", jsonencode([right.value, try(right.resource.access, null), try(right.resource.direction, null)]))))
  )
  severity = can(regex("\"([*]|0\\.0\\.0\\.0/0|::/0|(?i:internet|any))\"", jsonencode(try(upper_env.value.source_address_prefix, upper_env.resource.source_address_prefix, upper_env.value)))) ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "one of ${left.env} and ${right.env} admits every source, the other does not"
  remedy   = "set source_address_prefixes to the addresses that need access, or AzureLoadBalancer or a service tag"
}

rule "azure/admin-port-open-to-the-internet" {
  summary = "only the more production-like environment opens SSH or Remote Desktop to the whole Internet"
  why     = "ports 22 and 3389 are the first that scanners try"
  kind    = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  path    = ["", "security_rule[*]", "source_address_prefix", "destination_port_range"]
  change  = ["modified", "left_only", "right_only"]
  when = (
    anytrue([for r in [upper_env.value, upper_env.resource] : try(
      can(regex("^([*]|0\\.0\\.0\\.0/0|(?i:internet|any))$", r.source_address_prefix)) && contains(["22", "3389", "*"], r.destination_port_range)
    && lower(r.access) == "allow" && lower(r.direction) == "inbound", false)])
    && !anytrue([for r in [lower_env.value, lower_env.resource] : try(
      can(regex("^([*]|0\\.0\\.0\\.0/0|(?i:internet|any))$", r.source_address_prefix)) && contains(["22", "3389", "*"], r.destination_port_range)
    && lower(r.access) == "allow" && lower(r.direction) == "inbound", false)])
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} lets every address reach an administration port, ${lower_env.env} does not"
  remedy   = "remove the rule from ${upper_env.env} and use Azure Bastion or just-in-time access"
}

rule "azure/database-backups-kept-shorter" {
  summary  = "backups of a database are kept for different times"
  why      = "damage that is noticed late can only be undone from a backup that is old enough"
  kind     = ["azurerm_mssql_database", "azurerm_postgresql_server", "azurerm_postgresql_flexible_server", "azurerm_mysql_server", "azurerm_mysql_flexible_server"]
  path     = ["backup_retention_days", "short_term_retention_policy[*].retention_days"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.value} days in ${left.env}, ${right.value} days in ${right.env}"
  remedy   = "raise the retention in ${upper_env.env}, up to 35 days"
}

rule "azure/database-copies-off" {
  summary  = "a database survives the loss of a zone or region in one environment only"
  why      = "without zone redundancy or geo-redundant backups an outage of the data centre is an outage of the service"
  kind     = ["azurerm_mssql_database", "azurerm_postgresql_server", "azurerm_postgresql_flexible_server", "azurerm_mysql_server", "azurerm_mysql_flexible_server"]
  path     = ["geo_redundant_backup_enabled", "geo_backup_enabled", "zone_redundant"]
  when     = left.value == true || right.value == true
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set ${path} = true in ${upper_env.env}; some servers take it only when they are created"
}

rule "azure/kubernetes-version-skew" {
  summary  = "Kubernetes versions differ"
  why      = "every minor version removes APIs and changes defaults, so manifests tested on one may be refused by the other"
  kind     = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  path     = ["kubernetes_version", "current_kubernetes_version", "orchestrator_version", "default_node_pool[*].orchestrator_version"]
  when     = try(semver(left.value).minor != semver(right.value).minor, false)
  severity = abs(semver(left.value).minor - semver(right.value).minor) > 1 ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "${left.env} runs Kubernetes ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "upgrade the older one, a minor version at a time, control plane before node pools"
}

rule "azure/kubernetes-api-public" {
  summary  = "the Kubernetes API can be reached from the Internet in one environment only"
  why      = "a leaked kubeconfig then suffices from anywhere"
  kind     = "azurerm_kubernetes_cluster"
  path     = "private_cluster_enabled"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "the API is private in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set api_server_access_profile { authorized_ip_ranges } at once; private_cluster_enabled = true builds a new cluster"
}

rule "azure/vault-purge-allowed" {
  summary  = "a deleted key vault can be purged in one environment only"
  why      = "with purge protection off, keys and secrets can be destroyed for good at once, and all that was encrypted with them"
  kind     = "azurerm_key_vault"
  path     = "purge_protection_enabled"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "purge protection is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set purge_protection_enabled = true in ${upper_env.env}; it cannot be switched off again"
}
