# Google Cloud networks, firewalls, routers, addresses, load balancing, and VPN.
#
# Source: the schema documentation of the hashicorp/google provider, versions 3 to 7. This file
# must not call volatile what a person declares.

kind "google_compute_network" {
  identifiers = ["gateway_ipv4", "network_id"]
  names       = ["name"]
  defaults = {
    auto_create_subnetworks                   = true
    delete_default_routes_on_create           = false
    network_firewall_policy_enforcement_order = "AFTER_CLASSIC_FIREWALL"
  }
}

kind "google_compute_subnetwork" {
  networks    = ["ip_cidr_range"]
  identifiers = ["gateway_address", "ipv6_gce_endpoint", "subnetwork_id"]
  names       = ["name"]
  volatile    = ["internal_ipv6_prefix", "ipv6_cidr_range", "state"]
  sets        = ["log_config.metadata_fields"]
  keys        = { secondary_ip_range = "range_name" }
}

kind "google_compute_firewall" {
  names = ["name"]
  sets = [
    "allow", "allow.ports", "deny", "deny.ports", "destination_ranges", "source_ranges",
    "source_service_accounts", "source_tags", "target_service_accounts", "target_tags",
  ]
  references = {
    source_service_accounts = "google_service_account"
    target_service_accounts = "google_service_account"
  }
  defaults    = { disabled = false, priority = 1000 }
  insensitive = ["allow.protocol", "deny.protocol"]
}

kind "google_compute_route" {
  names = ["name"]
  volatile = [
    "as_paths", "next_hop_hub", "next_hop_inter_region_cost", "next_hop_med", "next_hop_network",
    "next_hop_origin", "next_hop_peering", "route_status", "route_type", "warnings",
  ]
  sets = ["tags"]
  references = {
    next_hop_ilb        = "google_compute_forwarding_rule"
    next_hop_instance   = "google_compute_instance"
    next_hop_vpn_tunnel = "google_compute_vpn_tunnel"
  }
  defaults = { priority = 1000 }
}

kind "google_compute_router" {
  names = ["name"]
  sets  = ["bgp.advertised_groups"]
  keys  = { "bgp.advertised_ip_ranges" = "range" }
}

kind "google_compute_router_*" {
  names      = ["name"]
  references = { router = "google_compute_router" }
}

kind "google_compute_router_nat" {
  names = ["name"]
  sets = [
    "drain_nat_ips", "initial_nat_ips", "nat64_subnetwork", "nat_ips",
    "rules.action.source_nat_active_ips", "rules.action.source_nat_active_ranges",
    "rules.action.source_nat_drain_ips", "rules.action.source_nat_drain_ranges", "subnetwork",
    "subnetwork.secondary_ip_range_names", "subnetwork.source_ip_ranges_to_nat",
  ]
  keys = { rules = "rule_number" }
  references = {
    drain_nat_ips     = "google_compute_address"
    initial_nat_ips   = "google_compute_address"
    nat_ips           = "google_compute_address"
    "subnetwork.name" = "google_compute_subnetwork"
  }
}

kind "google_compute_address" {
  identifiers = ["address"]
  names       = ["name"]
  volatile    = ["users"]
  defaults    = { address_type = "EXTERNAL" }
}

kind "google_compute_global_address" {
  identifiers = ["address"]
  names       = ["name"]
}

kind "google_compute_forwarding_rule" {
  # The address is that of a reserved one, or assigned.
  identifiers = ["ip_address", "forwarding_rule_id", "psc_connection_id", "service_name"]
  names       = ["name"]
  volatile    = ["base_forwarding_rule", "psc_connection_status"]
  sets        = ["ports", "source_ip_ranges"]
  references = {
    backend_service = "google_compute_*backend_service"
    target          = "google_compute_*target_*"
  }
  defaults = { load_balancing_scheme = "EXTERNAL" }
}

kind "google_compute_global_forwarding_rule" {
  # The address is that of a reserved one, or assigned.
  identifiers = ["ip_address", "forwarding_rule_id", "psc_connection_id"]
  names       = ["name"]
  volatile    = ["base_forwarding_rule", "psc_connection_status"]
  sets        = ["source_ip_ranges"]
  references  = { target = "google_compute_target_*" }
  defaults    = { load_balancing_scheme = "EXTERNAL" }
}

kind "google_compute_backend_service" {
  identifiers = ["generated_id"]
  names       = ["name"]
  volatile    = ["iap.oauth2_client_secret_sha256"]
  sets        = ["backend", "custom_request_headers", "custom_response_headers", "health_checks"]
  references = {
    "backend.group" = [
      "google_compute_*instance_group*", "google_compute_*network_endpoint_group",
    ]
    health_checks   = "google_compute_*health_check"
    security_policy = "google_compute_security_policy"
  }
  defaults = { connection_draining_timeout_sec = 300, load_balancing_scheme = "EXTERNAL" }
  secrets  = ["iap.oauth2_client_secret"]
}

kind "google_compute_region_backend_service" {
  identifiers = ["generated_id"]
  names       = ["name"]
  volatile    = ["iap.oauth2_client_secret_sha256"]
  sets        = ["backend", "health_checks"]
  references = {
    "backend.group" = [
      "google_compute_*instance_group*", "google_compute_*network_endpoint_group",
    ]
    health_checks = "google_compute_*health_check"
  }
  secrets = ["iap.oauth2_client_secret"]
}

kind "google_compute_backend_bucket" {
  names      = ["name"]
  references = { bucket_name = "google_storage_bucket" }
}

kind "google_compute_url_map" {
  identifiers = ["map_id"]
  names       = ["name"]
  sets        = ["host_rule", "host_rule.hosts", "path_matcher.path_rule", "path_matcher.path_rule.paths"]
  keys        = { path_matcher = "name" }
  references = {
    default_service                  = "google_compute_*backend_*"
    "path_matcher.default_service"   = "google_compute_*backend_*"
    "path_matcher.path_rule.service" = "google_compute_*backend_*"
  }
}

# In the list of certificates the first is the one for clients that name no host.
kind "google_compute_target_*_proxy" {
  identifiers = ["proxy_id"]
  names       = ["name"]
  references = {
    backend_service                  = "google_compute_backend_service"
    certificate_manager_certificates = "google_certificate_manager_certificate"
    certificate_map                  = "google_certificate_manager_certificate_map"
    ssl_certificates                 = "google_compute_*ssl_certificate"
    ssl_policy                       = "google_compute_ssl_policy"
    url_map                          = "google_compute_url_map"
  }
}

kind "google_compute_ssl_certificate" {
  identifiers = ["certificate_id"]
  names       = ["name"]
  volatile    = ["expire_time"]
}

kind "google_compute_managed_ssl_certificate" {
  identifiers = ["certificate_id"]
  names       = ["name"]
  volatile    = ["expire_time", "subject_alternative_names"]
  sets        = ["managed.domains"]
  defaults    = { type = "MANAGED" }
}

kind "google_compute_*health_check" {
  names    = ["name"]
  volatile = ["type"]
  defaults = { check_interval_sec = 5, healthy_threshold = 2, timeout_sec = 5, unhealthy_threshold = 2 }
}

kind "google_compute_network_peering" {
  names      = ["name"]
  volatile   = ["state", "state_details"]
  references = { peer_network = "google_compute_network" }
  defaults = {
    export_custom_routes                = false
    export_subnet_routes_with_public_ip = true
    import_custom_routes                = false
  }
}

kind "google_compute_security_policy" {
  names = ["name"]
  sets  = ["rule.match.config.src_ip_ranges"]
  keys  = { rule = "priority" }
}

kind "google_compute_ssl_policy" {
  names    = ["name"]
  volatile = ["enabled_features"]
  sets     = ["custom_features"]
  defaults = { min_tls_version = "TLS_1_0", profile = "COMPATIBLE" }
}

kind "google_compute_vpn_tunnel" {
  identifiers = ["tunnel_id"]
  names       = ["name"]
  volatile    = ["detailed_status", "shared_secret_hash"]
  sets        = ["local_traffic_selector", "remote_traffic_selector"]
  references = {
    peer_external_gateway = "google_compute_external_vpn_gateway"
    peer_gcp_gateway      = "google_compute_ha_vpn_gateway"
    router                = "google_compute_router"
    target_vpn_gateway    = "google_compute_vpn_gateway"
    vpn_gateway           = "google_compute_ha_vpn_gateway"
  }
  defaults = { ike_version = 2 }
  secrets  = ["shared_secret"]
}

kind "google_compute_ha_vpn_gateway" {
  identifiers = ["vpn_interfaces.ip_address"]
  names       = ["name"]
  keys        = { vpn_interfaces = "id" }
}

kind "google_compute_node_group" {
  names      = ["name"]
  volatile   = ["size"]
  sets       = ["share_settings.project_map"]
  references = { node_template = "google_compute_node_template" }
}

kind "google_service_networking_connection" {
  volatile   = ["peering"]
  sets       = ["reserved_peering_ranges"]
  references = { reserved_peering_ranges = "google_compute_global_address" }
}

kind "google_vpc_access_connector" {
  names      = ["name"]
  volatile   = ["connected_projects", "state"]
  references = { "subnet.name" = "google_compute_subnetwork" }
}
