# Azure: what holds for every kind of the provider, then resource groups, networks, and load
# balancers. The azurerm_* files beside this one hold what is peculiar to other kinds, and do not
# repeat what holds for all.
#
# Source: the schema documentation of the hashicorp/azurerm provider, versions 2 to 4. This file
# must not call volatile what a person declares.

kind "azurerm_*" {
  # Access keys are made by Azure, and are what settings of other resources hold.
  identifiers = [
    "default_hostname", "fqdn", "identity.principal_id", "primary_access_key",
    "primary_connection_string", "primary_key", "secondary_access_key",
    "secondary_connection_string", "secondary_key", "versionless_id",
  ]
  volatile = [
    "custom_domain_verification_id", "hosting_environment_id", "identity.tenant_id",
    "outbound_ip_address_list", "outbound_ip_addresses", "possible_outbound_ip_address_list",
    "possible_outbound_ip_addresses", "site_credential",
  ]
  sets = ["identity.identity_ids", "zones"]
  references = {
    "*.key_vault_key_id"           = "azurerm_key_vault_key"
    "*.public_ip_address_id"       = "azurerm_public_ip"
    "*.subnet_id"                  = "azurerm_subnet"
    "*.user_assigned_identity_id"  = "azurerm_user_assigned_identity"
    "*.virtual_network_subnet_ids" = "azurerm_subnet"
    application_insights_id        = "azurerm_application_insights"
    firewall_policy_id             = "azurerm_firewall_policy"
    "identity.identity_ids"        = "azurerm_user_assigned_identity"
    key_vault_id                   = "azurerm_key_vault"
    key_vault_key_id               = "azurerm_key_vault_key"
    log_analytics_workspace_id     = "azurerm_log_analytics_workspace"
    network_interface_id           = "azurerm_network_interface"
    network_security_group_id      = "azurerm_network_security_group"
    network_security_group_name    = "azurerm_network_security_group"
    public_ip_address_id           = "azurerm_public_ip"
    resource_group_name            = "azurerm_resource_group"
    route_table_id                 = "azurerm_route_table"
    service_plan_id                = "azurerm_service_plan"
    storage_account_id             = "azurerm_storage_account"
    storage_account_name           = "azurerm_storage_account"
    subnet_id                      = "azurerm_subnet"
    virtual_hub_id                 = "azurerm_virtual_hub"
    virtual_machine_id             = "azurerm_*virtual_machine"
    virtual_network_id             = "azurerm_virtual_network"
    virtual_network_name           = "azurerm_virtual_network"
  }
  # Azure keeps the case of a group as it was first written, and ignores it ever after.
  insensitive = ["resource_group_name"]
  secrets = [
    "primary_access_key", "primary_connection_string", "primary_key", "secondary_access_key",
    "secondary_connection_string", "secondary_key", "site_credential",
  ]
}

# A data source that tells who asks and where.
kind "azurerm_client_config" {
  identifiers = ["client_id", "object_id", "subscription_id", "tenant_id"]
}

kind "azurerm_subscription" {
  identifiers = ["subscription_id", "tenant_id"]
  names       = ["display_name"]
}

kind "azurerm_virtual_network" {
  networks    = ["address_space"]
  identifiers = ["guid"]
  names       = ["name"]
  volatile    = ["ip_address_pool.allocated_ip_address_prefixes"]
  sets        = ["address_space", "subnet.service_endpoint_policy_ids", "subnet.service_endpoints"]
  keys        = { subnet = "name" }
  references = {
    "subnet.route_table_id" = "azurerm_route_table"
    "subnet.security_group" = "azurerm_network_security_group"
  }
}

kind "azurerm_subnet" {
  names    = ["name"]
  volatile = ["ip_address_pool.allocated_ip_address_prefixes"]
  sets = [
    "address_prefixes", "delegation.service_delegation.actions", "service_endpoint_policy_ids",
    "service_endpoints",
  ]
  keys = { delegation = "name" }
  defaults = {
    default_outbound_access_enabled               = true
    private_link_service_network_policies_enabled = true
  }
}

kind "azurerm_network_security_group" {
  names = ["name"]
  sets = [
    "security_rule.destination_address_prefixes",
    "security_rule.destination_application_security_group_ids",
    "security_rule.destination_port_ranges", "security_rule.source_address_prefixes",
    "security_rule.source_application_security_group_ids", "security_rule.source_port_ranges",
  ]
  keys = { security_rule = "name" }
  references = {
    "security_rule.destination_application_security_group_ids" = "azurerm_application_security_group"
    "security_rule.source_application_security_group_ids"      = "azurerm_application_security_group"
  }
  insensitive = ["security_rule.access", "security_rule.direction", "security_rule.protocol"]
}

kind "azurerm_network_security_rule" {
  names = ["name"]
  sets = [
    "destination_address_prefixes", "destination_application_security_group_ids",
    "destination_port_ranges", "source_address_prefixes", "source_application_security_group_ids",
    "source_port_ranges",
  ]
  references = {
    destination_application_security_group_ids = "azurerm_application_security_group"
    source_application_security_group_ids      = "azurerm_application_security_group"
  }
  insensitive = ["access", "direction", "protocol"]
}

kind "azurerm_network_interface" {
  identifiers = ["private_ip_address", "private_ip_addresses"]
  names       = ["name"]
  volatile    = ["applied_dns_servers", "internal_domain_name_suffix", "mac_address", "virtual_machine_id"]
  keys        = { ip_configuration = "name" }
  defaults = {
    accelerated_networking_enabled                = false
    enable_accelerated_networking                 = false
    enable_ip_forwarding                          = false
    "ip_configuration.private_ip_address_version" = "IPv4"
    ip_forwarding_enabled                         = false
  }
}

kind "azurerm_network_interface_*_association" {
  references = {
    application_security_group_id = "azurerm_application_security_group"
    backend_address_pool_id       = ["azurerm_lb_backend_address_pool", "azurerm_application_gateway"]
    nat_rule_id                   = "azurerm_lb_nat_rule"
  }
}

kind "azurerm_public_ip" {
  identifiers = ["ip_address"]
  names       = ["name"]
  references = {
    ddos_protection_plan_id = "azurerm_network_ddos_protection_plan"
    public_ip_prefix_id     = "azurerm_public_ip_prefix"
  }
  defaults = {
    ddos_protection_mode    = "VirtualNetworkInherited"
    idle_timeout_in_minutes = 4
    ip_version              = "IPv4"
    sku_tier                = "Regional"
  }
}

kind "azurerm_nat_gateway" {
  identifiers = ["resource_guid"]
  names       = ["name"]
  defaults    = { idle_timeout_in_minutes = 4, sku_name = "Standard" }
}

kind "azurerm_nat_gateway_public_ip_association" {
  references = { nat_gateway_id = "azurerm_nat_gateway" }
}

kind "azurerm_subnet_nat_gateway_association" {
  references = { nat_gateway_id = "azurerm_nat_gateway" }
}

# Their id is that of the subnet.
kind "azurerm_subnet_*_association" {
  references = { id = "azurerm_subnet" }
}

kind "azurerm_route_table" {
  names    = ["name"]
  volatile = ["subnets"]
  keys     = { route = "name" }
  defaults = { bgp_route_propagation_enabled = true }
}

kind "azurerm_route" {
  names      = ["name"]
  references = { route_table_name = "azurerm_route_table" }
}

kind "azurerm_virtual_network_peering" {
  names      = ["name"]
  references = { remote_virtual_network_id = "azurerm_virtual_network" }
  defaults = {
    allow_forwarded_traffic                = false
    allow_gateway_transit                  = false
    allow_virtual_network_access           = true
    peer_complete_virtual_networks_enabled = true
    use_remote_gateways                    = false
  }
}

kind "azurerm_virtual_network_gateway" {
  identifiers = ["bgp_settings.peering_addresses.tunnel_ip_addresses"]
  names       = ["name"]
  volatile    = ["bgp_settings.peering_addresses.default_addresses"]
  sets = [
    "custom_route.address_prefixes", "vpn_client_configuration.vpn_auth_types",
    "vpn_client_configuration.vpn_client_protocols",
  ]
  keys = {
    ip_configuration                               = "name"
    "vpn_client_configuration.revoked_certificate" = "name"
    "vpn_client_configuration.root_certificate"    = "name"
  }
  references = { default_local_network_gateway_id = "azurerm_local_network_gateway" }
  defaults   = { vpn_type = "RouteBased" }
  secrets = [
    "vpn_client_configuration.radius_server.secret",
    "vpn_client_configuration.radius_server_secret",
  ]
}

kind "azurerm_virtual_network_gateway_connection" {
  names = ["name"]
  sets  = ["egress_nat_rule_ids", "ingress_nat_rule_ids"]
  references = {
    express_route_circuit_id        = "azurerm_express_route_circuit"
    local_network_gateway_id        = "azurerm_local_network_gateway"
    peer_virtual_network_gateway_id = "azurerm_virtual_network_gateway"
    virtual_network_gateway_id      = "azurerm_virtual_network_gateway"
  }
  defaults = { connection_mode = "Default", connection_protocol = "IKEv2", routing_weight = 10 }
  secrets  = ["authorization_key", "shared_key"]
}

kind "azurerm_bastion_host" {
  identifiers = ["dns_name"]
  names       = ["name"]
  defaults = {
    copy_paste_enabled     = true
    file_copy_enabled      = false
    ip_connect_enabled     = false
    scale_units            = 2
    shareable_link_enabled = false
    sku                    = "Basic"
    tunneling_enabled      = false
  }
}

kind "azurerm_firewall" {
  identifiers = [
    "ip_configuration.private_ip_address", "virtual_hub.private_ip_address",
    "virtual_hub.public_ip_addresses",
  ]
  names    = ["name"]
  volatile = ["management_ip_configuration.private_ip_address"]
  sets     = ["private_ip_ranges"]
  keys     = { ip_configuration = "name" }
}

kind "azurerm_firewall_policy" {
  names      = ["name"]
  volatile   = ["child_policies", "firewalls", "rule_collection_groups"]
  sets       = ["threat_intelligence_allowlist.fqdns", "threat_intelligence_allowlist.ip_addresses"]
  references = { base_policy_id = "azurerm_firewall_policy" }
  defaults   = { sku = "Standard", threat_intelligence_mode = "Alert" }
}

kind "azurerm_firewall_policy_rule_collection_group" {
  names = ["name"]
  sets = [
    "*.rule.destination_addresses", "*.rule.destination_fqdns", "*.rule.destination_ip_groups",
    "*.rule.destination_ports", "*.rule.protocols", "*.rule.source_addresses",
    "*.rule.source_ip_groups",
  ]
  keys = {
    application_rule_collection        = "name"
    "application_rule_collection.rule" = "name"
    nat_rule_collection                = "name"
    "nat_rule_collection.rule"         = "name"
    network_rule_collection            = "name"
    "network_rule_collection.rule"     = "name"
  }
}

kind "azurerm_application_gateway" {
  names = ["name"]
  # The parts name each other, and get an id each; the names are compared.
  volatile = [
    "*.backend_address_pool_id", "*.backend_http_settings_id", "*.frontend_ip_configuration_id",
    "*.frontend_port_id", "*.http_listener_id", "*.id", "*.probe_id", "*.redirect_configuration_id",
    "*.rewrite_rule_set_id", "*.ssl_certificate_id", "*.ssl_profile_id", "*.url_path_map_id",
    "backend_http_settings.authentication_certificate.id",
    "frontend_ip_configuration.private_link_configuration_id",
    "http_listener.custom_error_configuration.id", "private_endpoint_connection",
    "redirect_configuration.target_listener_id", "ssl_certificate.public_cert_data",
    "url_path_map.default_backend_address_pool_id", "url_path_map.default_backend_http_settings_id",
    "url_path_map.default_redirect_configuration_id", "url_path_map.default_rewrite_rule_set_id",
    "url_path_map.path_rule.backend_address_pool_id",
    "url_path_map.path_rule.backend_http_settings_id", "url_path_map.path_rule.id",
    "url_path_map.path_rule.redirect_configuration_id",
    "url_path_map.path_rule.rewrite_rule_set_id",
  ]
  sets = ["backend_address_pool.fqdns", "backend_address_pool.ip_addresses", "http_listener.host_names"]
  keys = {
    authentication_certificate = "name"
    backend_address_pool       = "name"
    backend_http_settings      = "name"
    frontend_ip_configuration  = "name"
    frontend_port              = "name"
    gateway_ip_configuration   = "name"
    http_listener              = "name"
    private_link_configuration = "name"
    probe                      = "name"
    redirect_configuration     = "name"
    request_routing_rule       = "name"
    rewrite_rule_set           = "name"
    ssl_certificate            = "name"
    ssl_profile                = "name"
    trusted_client_certificate = "name"
    trusted_root_certificate   = "name"
    url_path_map               = "name"
    "url_path_map.path_rule"   = "name"
  }
  secrets = ["authentication_certificate.data", "ssl_certificate.data", "ssl_certificate.password"]
}

kind "azurerm_lb" {
  identifiers = ["private_ip_address", "private_ip_addresses", "frontend_ip_configuration.id"]
  names       = ["name"]
  volatile = [
    "frontend_ip_configuration.inbound_nat_rules", "frontend_ip_configuration.load_balancer_rules",
    "frontend_ip_configuration.outbound_rules",
  ]
  sets     = ["frontend_ip_configuration.zones"]
  keys     = { frontend_ip_configuration = "name" }
  defaults = { sku_tier = "Regional" }
}

kind "azurerm_lb_*" {
  references = {
    backend_address_pool_id      = "azurerm_lb_backend_address_pool"
    backend_address_pool_ids     = "azurerm_lb_backend_address_pool"
    frontend_ip_configuration_id = "azurerm_lb"
    loadbalancer_id              = "azurerm_lb"
    probe_id                     = "azurerm_lb_probe"
  }
}

kind "azurerm_lb_rule" {
  names = ["name"]
  sets  = ["backend_address_pool_ids"]
  defaults = {
    disable_outbound_snat   = false
    idle_timeout_in_minutes = 4
    load_distribution       = "Default"
  }
  insensitive = ["protocol"]
}

kind "azurerm_lb_probe" {
  names       = ["name"]
  volatile    = ["load_balancer_rules"]
  defaults    = { interval_in_seconds = 15, number_of_probes = 2, probe_threshold = 1 }
  insensitive = ["protocol"]
}

kind "azurerm_lb_backend_address_pool" {
  names = ["name"]
  volatile = [
    "backend_ip_configurations", "inbound_nat_rules", "load_balancing_rules", "outbound_rules",
  ]
}

kind "azurerm_lb_nat_rule" {
  names       = ["name"]
  volatile    = ["backend_ip_configuration_id"]
  insensitive = ["protocol"]
}

kind "azurerm_private_endpoint" {
  identifiers = ["private_service_connection.private_ip_address"]
  names       = ["name"]
  volatile = [
    "custom_dns_configs", "network_interface", "private_dns_zone_configs",
    "private_dns_zone_group.id",
  ]
  sets = ["private_dns_zone_group.private_dns_zone_ids", "private_service_connection.subresource_names"]
  keys = { ip_configuration = "name" }
  references = {
    "private_dns_zone_group.private_dns_zone_ids"               = "azurerm_private_dns_zone"
    "private_service_connection.private_connection_resource_id" = "azurerm_*"
  }
}

kind "azurerm_*dns_zone" {
  identifiers = ["name_servers"]
  names       = ["name"]
  volatile = [
    "max_number_of_record_sets", "max_number_of_virtual_network_links",
    "max_number_of_virtual_network_links_with_registration", "number_of_record_sets",
    "soa_record.fqdn", "soa_record.host_name", "soa_record.serial_number",
  ]
}

kind "azurerm_*dns_*_record" {
  names = ["name"]
  sets  = ["record", "records"]
  references = {
    target_resource_id = [
      "azurerm_public_ip", "azurerm_cdn_frontdoor_endpoint", "azurerm_traffic_manager_profile",
    ]
    zone_name = "azurerm_*dns_zone"
  }
}

kind "azurerm_private_dns_zone_virtual_network_link" {
  names      = ["name"]
  references = { private_dns_zone_name = "azurerm_private_dns_zone" }
  defaults   = { registration_enabled = false }
}

kind "azurerm_virtual_hub" {
  identifiers = ["default_route_table_id", "virtual_router_ips"]
  names       = ["name"]
  volatile    = ["virtual_router_asn"]
  sets        = ["route"]
  references  = { virtual_wan_id = "azurerm_virtual_wan" }
  defaults    = { hub_routing_preference = "ExpressRoute", virtual_router_auto_scale_min_capacity = 2 }
}

kind "azurerm_virtual_wan" {
  names = ["name"]
  defaults = {
    allow_branch_to_branch_traffic    = true
    disable_vpn_encryption            = false
    office365_local_breakout_category = "None"
    type                              = "Standard"
  }
}

kind "azurerm_express_route_circuit" {
  names      = ["name"]
  volatile   = ["service_key", "service_provider_provisioning_state"]
  references = { express_route_port_id = "azurerm_express_route_port" }
  defaults   = { allow_classic_operations = false }
  secrets    = ["authorization_key", "service_key"]
}

kind "azurerm_express_route_circuit_peering" {
  volatile = ["azure_asn", "gateway_manager_etag", "primary_azure_port", "secondary_azure_port"]
  references = {
    express_route_circuit_name = "azurerm_express_route_circuit"
    route_filter_id            = "azurerm_route_filter"
  }
  secrets = ["shared_key"]
}
