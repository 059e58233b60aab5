# Tests of azure.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "azure/vm-size-architecture" "Arm in dev, x64 in prod" {
  kind  = "azurerm_linux_virtual_machine"
  left  = { size = "Standard_D2ps_v5" }
  right = { size = "Standard_D2s_v5" }
  expect {
    rule     = "azure/vm-size-architecture"
    severity = "high"
  }
}

test "azure/vm-size-architecture" "both x64" {
  kind      = "azurerm_linux_virtual_machine"
  explained = true
  left      = { size = "Standard_D2s_v5" }
  right     = { size = "Standard_D4s_v5" }
  expect {
    rule     = "azure/vm-size-smaller"
    severity = "info"
  }
}

test "azure/vm-size-family" "burstable dev, general-purpose prod" {
  kind  = "azurerm_linux_virtual_machine"
  left  = { size = "Standard_B2s" }
  right = { size = "Standard_D2s_v5" }
  expect {
    rule     = "azure/vm-size-family"
    severity = "high"
  }
}

test "azure/vm-size-family" "another version of a series in a node pool, declared" {
  kind      = "azurerm_kubernetes_cluster"
  explained = true
  left      = { default_node_pool = [{ name = "default", vm_size = "Standard_D4s_v3" }] }
  right     = { default_node_pool = [{ name = "default", vm_size = "Standard_D4s_v5" }] }
  expect {
    rule     = "azure/vm-size-family"
    severity = "medium"
  }
}

test "azure/vm-size-family" "a size that nobody knows" {
  kind  = "azurerm_linux_virtual_machine"
  left  = { size = "Custom" }
  right = { size = "Standard_D2s_v5" }
}

test "azure/vm-burstable-in-production" "prod is throttled" {
  kind  = "azurerm_linux_virtual_machine"
  left  = { size = "Standard_D2s_v5" }
  right = { size = "Standard_B2s" }
  expect {
    rule     = "azure/vm-burstable-in-production"
    severity = "high"
  }
}

test "azure/vm-burstable-in-production" "both are throttled" {
  kind  = "azurerm_linux_virtual_machine"
  left  = { size = "Standard_B2s" }
  right = { size = "Standard_B4s" }
  expect {
    rule     = "azure/vm-size-smaller"
    severity = "low"
  }
}

test "azure/vm-size-smaller" "prod is smaller" {
  kind  = "azurerm_linux_virtual_machine_scale_set"
  left  = { sku = "Standard_D8s_v5" }
  right = { sku = "Standard_D4s_v5" }
  expect {
    rule     = "azure/vm-size-smaller"
    severity = "high"
  }
}

test "azure/vm-size-smaller" "a sku of something else" {
  kind  = "azurerm_redis_cache"
  left  = { sku = "Premium" }
  right = { sku = "Standard" }
}

test "azure/plain-http-allowed" "the account of prod takes HTTP" {
  kind  = "azurerm_storage_account"
  left  = { https_traffic_only_enabled = true }
  right = { https_traffic_only_enabled = false }
  expect {
    rule     = "azure/plain-http-allowed"
    severity = "high"
  }
}

test "azure/plain-http-allowed" "the app of prod takes HTTP" {
  kind  = "azurerm_linux_web_app"
  left  = { https_only = true }
  right = {}
  expect {
    rule     = "azure/plain-http-allowed"
    severity = "high"
  }
}

test "azure/plain-http-allowed" "the cache of dev takes plain connections" {
  kind  = "azurerm_redis_cache"
  left  = { non_ssl_port_enabled = true }
  right = { non_ssl_port_enabled = false }
  expect {
    rule     = "azure/plain-http-allowed"
    severity = "low"
  }
}

test "azure/plain-http-allowed" "HTTPS is the default of an account" {
  kind  = "azurerm_storage_account"
  left  = { https_traffic_only_enabled = true }
  right = { account_kind = "StorageV2" }
}

test "azure/tls-version-older" "prod takes TLS 1.0" {
  kind  = "azurerm_storage_account"
  left  = { min_tls_version = "TLS1_2" }
  right = { min_tls_version = "TLS1_0" }
  expect {
    rule     = "azure/tls-version-older"
    severity = "high"
  }
}

test "azure/tls-version-older" "a server of dev is behind, declared" {
  kind      = "azurerm_mssql_server"
  explained = true
  left      = { minimum_tls_version = "1.1" }
  right     = { minimum_tls_version = "1.2" }
  expect {
    rule     = "azure/tls-version-older"
    severity = "info"
  }
}

test "azure/tls-version-older" "a version that one side does not state" {
  kind  = "azurerm_redis_cache"
  left  = { minimum_tls_version = "1.2" }
  right = {}
}

test "azure/storage-public" "everybody reads from prod" {
  kind  = "azurerm_storage_container"
  left  = { container_access_type = "private" }
  right = { container_access_type = "blob" }
  expect {
    rule     = "azure/storage-public"
    severity = "critical"
  }
}

test "azure/storage-public" "the account of dev allows it" {
  kind  = "azurerm_storage_account"
  left  = { allow_nested_items_to_be_public = true }
  right = { allow_nested_items_to_be_public = false }
  expect {
    rule     = "azure/storage-public"
    severity = "medium"
  }
}

test "azure/storage-public" "blobs or the list as well, both are public" {
  kind  = "azurerm_storage_container"
  left  = { container_access_type = "container" }
  right = { container_access_type = "blob" }
}

test "azure/storage-copies-fewer" "one building in prod" {
  kind  = "azurerm_storage_account"
  left  = { account_replication_type = "GRS" }
  right = { account_replication_type = "LRS" }
  expect {
    rule     = "azure/storage-copies-fewer"
    severity = "high"
  }
}

test "azure/storage-copies-fewer" "more copies in prod, declared" {
  kind      = "azurerm_storage_account"
  explained = true
  left      = { account_replication_type = "LRS" }
  right     = { account_replication_type = "ZRS" }
  expect {
    rule     = "azure/storage-copies-fewer"
    severity = "info"
  }
}

test "azure/storage-copies-fewer" "another tier" {
  kind  = "azurerm_storage_account"
  left  = { account_replication_type = "LRS", access_tier = "Hot" }
  right = { account_replication_type = "LRS", access_tier = "Cool" }
}

test "azure/database-public" "the server of prod is on the Internet" {
  kind  = "azurerm_mssql_server"
  left  = { public_network_access_enabled = false }
  right = { public_network_access_enabled = true }
  expect {
    rule     = "azure/database-public"
    severity = "critical"
  }
}

test "azure/database-public" "public is the default" {
  kind  = "azurerm_mssql_server"
  left  = { public_network_access_enabled = true, connection_policy = "Proxy" }
  right = { connection_policy = "Redirect" }
}

test "azure/service-public" "the vault of prod is on the Internet" {
  kind  = "azurerm_key_vault"
  left  = { public_network_access_enabled = false }
  right = { public_network_access_enabled = true }
  expect {
    rule     = "azure/service-public"
    severity = "high"
  }
}

test "azure/service-public" "both are private" {
  kind  = "azurerm_key_vault"
  left  = { public_network_access_enabled = false, sku_name = "standard" }
  right = { public_network_access_enabled = false, sku_name = "premium" }
}

test "azure/database-firewall-open" "everybody in prod" {
  kind  = "azurerm_mssql_firewall_rule"
  left  = null
  right = { name = "all", start_ip_address = "0.0.0.0", end_ip_address = "255.255.255.255" }
  expect {
    rule     = "azure/database-firewall-open"
    severity = "critical"
  }
}

test "azure/database-firewall-open" "every customer of Azure in prod" {
  kind  = "azurerm_postgresql_flexible_server_firewall_rule"
  left  = { start_ip_address = "198.51.100.7", end_ip_address = "0.0.0.0" }
  right = { start_ip_address = "0.0.0.0", end_ip_address = "0.0.0.0" }
  expect {
    rule     = "azure/database-firewall-open"
    path     = "start_ip_address"
    severity = "high"
  }
}

test "azure/database-firewall-open" "an office in prod" {
  kind  = "azurerm_mssql_firewall_rule"
  left  = null
  right = { name = "office", start_ip_address = "198.51.100.7", end_ip_address = "198.51.100.7" }
}

test "azure/open-to-the-internet" "HTTPS for everybody in prod" {
  kind  = "azurerm_network_security_rule"
  left  = { name = "web", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "443", destination_address_prefix = "*", source_address_prefix = "10.0.0.0/8" }
  right = { name = "web", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "443", destination_address_prefix = "*", source_address_prefix = "Internet" }
  expect {
    rule     = "azure/open-to-the-internet"
    path     = "source_address_prefix"
    severity = "high"
  }
}

test "azure/open-to-the-internet" "one more rule in the group of prod" {
  kind  = "azurerm_network_security_group"
  left  = { security_rule = [] }
  right = { security_rule = [{ name = "web", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "443", destination_address_prefix = "*", source_address_prefix = "*" }] }
  expect {
    rule     = "azure/open-to-the-internet"
    path     = "security_rule[name=web]"
    severity = "high"
  }
}

test "azure/open-to-the-internet" "everybody is denied" {
  kind  = "azurerm_network_security_rule"
  left  = null
  right = { name = "web", access = "Deny", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "443", destination_address_prefix = "*", source_address_prefix = "*" }
}

test "azure/open-to-the-internet" "a whole group with rules of its own kind" {
  kind  = "azurerm_network_security_group"
  left  = null
  right = { name = "web", security_rule = [{ name = "web", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "443", destination_address_prefix = "*", source_address_prefix = "10.0.0.0/8" }] }
}

test "azure/admin-port-open-to-the-internet" "SSH in prod" {
  kind  = "azurerm_network_security_group"
  left  = { security_rule = [{ name = "ssh", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "22", destination_address_prefix = "*", source_address_prefix = "10.0.0.0/8" }] }
  right = { security_rule = [{ name = "ssh", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "22", destination_address_prefix = "*", source_address_prefix = "*" }] }
  expect {
    rule     = "azure/admin-port-open-to-the-internet"
    path     = "security_rule[name=ssh].source_address_prefix"
    severity = "critical"
  }
}

test "azure/admin-port-open-to-the-internet" "Remote Desktop, a rule of its own" {
  kind  = "azurerm_network_security_rule"
  left  = null
  right = { name = "web", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "3389", destination_address_prefix = "*", source_address_prefix = "0.0.0.0/0" }
  expect {
    rule     = "azure/admin-port-open-to-the-internet"
    severity = "critical"
  }
}

test "azure/admin-port-open-to-the-internet" "HTTPS is no administration port, declared" {
  kind      = "azurerm_network_security_rule"
  explained = true
  left      = null
  right     = { name = "web", access = "Allow", direction = "Inbound", protocol = "Tcp", source_port_range = "*", destination_port_range = "443", destination_address_prefix = "*", source_address_prefix = "*" }
  expect {
    rule     = "azure/open-to-the-internet"
    severity = "medium"
  }
}

test "azure/database-backups-kept-shorter" "a week in prod" {
  kind  = "azurerm_postgresql_flexible_server"
  left  = { backup_retention_days = 35 }
  right = { backup_retention_days = 7 }
  expect {
    rule     = "azure/database-backups-kept-shorter"
    severity = "high"
  }
}

test "azure/database-backups-kept-shorter" "a number that one side leaves to Azure" {
  kind  = "azurerm_postgresql_flexible_server"
  left  = { backup_retention_days = 7 }
  right = {}
}

test "azure/database-copies-off" "no copy in another region" {
  kind  = "azurerm_postgresql_flexible_server"
  left  = { geo_redundant_backup_enabled = true }
  right = { geo_redundant_backup_enabled = false }
  expect {
    rule     = "azure/database-copies-off"
    severity = "high"
  }
}

test "azure/database-copies-off" "off and absent are the same" {
  kind  = "azurerm_postgresql_flexible_server"
  left  = { geo_redundant_backup_enabled = false, zone = "1" }
  right = { zone = "2" }
}

test "azure/kubernetes-version-skew" "two minor versions apart" {
  kind  = "azurerm_kubernetes_cluster"
  left  = { kubernetes_version = "1.31.2" }
  right = { kubernetes_version = "1.29.9" }
  expect {
    rule     = "azure/kubernetes-version-skew"
    severity = "high"
  }
}

test "azure/kubernetes-version-skew" "another patch" {
  kind  = "azurerm_kubernetes_cluster"
  left  = { kubernetes_version = "1.31.2" }
  right = { kubernetes_version = "1.31.1" }
}

test "azure/kubernetes-api-public" "the API of prod is on the Internet" {
  kind  = "azurerm_kubernetes_cluster"
  left  = { private_cluster_enabled = true }
  right = { private_cluster_enabled = false }
  expect {
    rule     = "azure/kubernetes-api-public"
    severity = "high"
  }
}

test "azure/kubernetes-api-public" "public in both" {
  kind  = "azurerm_kubernetes_cluster"
  left  = { private_cluster_enabled = false, sku_tier = "Free" }
  right = { sku_tier = "Standard" }
}

test "azure/vault-purge-allowed" "keys of prod can be destroyed" {
  kind  = "azurerm_key_vault"
  left  = { purge_protection_enabled = true }
  right = { purge_protection_enabled = false }
  expect {
    rule     = "azure/vault-purge-allowed"
    severity = "high"
  }
}

test "azure/vault-purge-allowed" "another number of days" {
  kind  = "azurerm_key_vault"
  left  = { purge_protection_enabled = true, soft_delete_retention_days = 7 }
  right = { purge_protection_enabled = true, soft_delete_retention_days = 90 }
}
