# What joins networks to each other: peering, transit gateways, VPN, and Direct Connect.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_vpc_peering_connection" {
  volatile   = ["accept_status"]
  references = { peer_vpc_id = "aws_*vpc" }
}

kind "aws_vpc_peering_connection_accepter" {
  volatile   = ["accept_status"]
  references = { id = "aws_vpc_peering_connection", peer_vpc_id = "aws_*vpc" }
  defaults   = { auto_accept = false }
}

kind "aws_vpn_connection" {
  identifiers = ["tunnel1_address", "tunnel2_address"]
  volatile = [
    "core_network_arn", "core_network_attachment_arn", "customer_gateway_configuration",
    "preshared_key_arn", "routes", "transit_gateway_attachment_id", "tunnel1_bgp_asn",
    "tunnel1_bgp_holdtime", "tunnel1_cgw_inside_address", "tunnel1_vgw_inside_address",
    "tunnel2_bgp_asn", "tunnel2_bgp_holdtime", "tunnel2_cgw_inside_address",
    "tunnel2_vgw_inside_address", "vgw_telemetry",
  ]
  sets = [
    "tunnel1_ike_versions", "tunnel1_phase1_encryption_algorithms",
    "tunnel1_phase1_integrity_algorithms", "tunnel1_phase2_encryption_algorithms",
    "tunnel1_phase2_integrity_algorithms", "tunnel2_ike_versions",
    "tunnel2_phase1_encryption_algorithms", "tunnel2_phase1_integrity_algorithms",
    "tunnel2_phase2_encryption_algorithms", "tunnel2_phase2_integrity_algorithms",
  ]
  references = {
    customer_gateway_id                                        = "aws_customer_gateway"
    "tunnel1_log_options.cloudwatch_log_options.log_group_arn" = "aws_cloudwatch_log_group"
    "tunnel2_log_options.cloudwatch_log_options.log_group_arn" = "aws_cloudwatch_log_group"
  }
  secrets = ["customer_gateway_configuration", "tunnel1_preshared_key", "tunnel2_preshared_key"]
}

kind "aws_vpn_connection_route" {
  references = { vpn_connection_id = "aws_vpn_connection" }
}

kind "aws_ec2_transit_gateway" {
  identifiers = ["association_default_route_table_id", "propagation_default_route_table_id"]
  sets        = ["transit_gateway_cidr_blocks"]
  defaults = {
    amazon_side_asn                 = 64512
    auto_accept_shared_attachments  = "disable"
    default_route_table_association = "enable"
    default_route_table_propagation = "enable"
    dns_support                     = "enable"
    multicast_support               = "disable"
    vpn_ecmp_support                = "enable"
  }
}

# The tables and attachments of a transit gateway, and what joins them.
kind "aws_ec2_transit_gateway_*" {
  references = {
    transit_gateway_attachment_id = [
      "aws_ec2_transit_gateway_*_attachment", "aws_vpn_connection",
    ]
    transit_gateway_route_table_id = [
      "aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway",
    ]
  }
}

kind "aws_ec2_transit_gateway_vpc_attachment" {
  volatile = ["vpc_owner_id"]
  sets     = ["subnet_ids"]
  defaults = {
    appliance_mode_support                          = "disable"
    dns_support                                     = "enable"
    ipv6_support                                    = "disable"
    transit_gateway_default_route_table_association = true
    transit_gateway_default_route_table_propagation = true
  }
}

kind "aws_ec2_transit_gateway_peering_attachment" {
  volatile   = ["state"]
  references = { peer_transit_gateway_id = "aws_ec2_transit_gateway" }
}

kind "aws_ec2_transit_gateway_route" {
  defaults = { blackhole = false }
}

kind "aws_ec2_transit_gateway_route_table_*" {
  volatile = ["resource_id", "resource_type"]
}

kind "aws_ec2_client_vpn_endpoint" {
  identifiers = ["self_service_portal_url"]
  sets        = ["security_group_ids"]
  keys        = { authentication_options = "type" }
  references = {
    "authentication_options.root_certificate_chain_arn" = "aws_acm_certificate"
    "authentication_options.saml_provider_arn"          = "aws_iam_saml_provider"
    "client_connect_options.lambda_function_arn"        = "aws_lambda_function"
    "connection_log_options.cloudwatch_log_group"       = "aws_cloudwatch_log_group"
    server_certificate_arn                              = "aws_acm_certificate"
  }
  defaults = {
    self_service_portal   = "disabled"
    session_timeout_hours = 24
    split_tunnel          = false
    transport_protocol    = "udp"
    vpn_port              = 443
  }
}

kind "aws_ec2_client_vpn_*" {
  references = { client_vpn_endpoint_id = "aws_ec2_client_vpn_endpoint" }
}

kind "aws_dx_gateway_association" {
  volatile = [
    "associated_gateway_type", "dx_gateway_association_id", "dx_gateway_owner_account_id",
    "transit_gateway_attachment_id",
  ]
  sets = ["allowed_prefixes"]
  references = {
    associated_gateway_id = ["aws_vpn_gateway", "aws_ec2_transit_gateway"]
    dx_gateway_id         = "aws_dx_gateway"
  }
}
