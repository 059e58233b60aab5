# Virtual networks: VPCs, subnets, routes, gateways, security groups, network interfaces, and
# endpoints.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_vpc" {
  parts = {
    dhcp_options_id         = "aws_vpc_dhcp_options_association.vpc_id"
    main_route_table_id     = "aws_main_route_table_association.vpc_id"
    cidr_block_associations = "aws_vpc_ipv4_cidr_block_association.vpc_id"
  }
  networks    = ["cidr_block"]
  identifiers = ["default_network_acl_id", "default_route_table_id", "default_security_group_id"]
  # ClassicLink has been switched off; only states of old provider versions still mention it.
  volatile = [
    "cidr_block_associations.association_id", "enable_classiclink",
    "enable_classiclink_dns_support", "ipv6_association_id", "main_route_table_id", "state",
  ]
  references = { dhcp_options_id = "aws_vpc_dhcp_options" }
  defaults = {
    assign_generated_ipv6_cidr_block     = false
    enable_dns_hostnames                 = false
    enable_dns_support                   = true
    enable_network_address_usage_metrics = false
    instance_tenancy                     = "default"
  }
}

kind "aws_default_vpc" {
  same_as     = "aws_vpc"
  identifiers = ["default_network_acl_id", "default_route_table_id", "default_security_group_id"]
  volatile = [
    "enable_classiclink", "enable_classiclink_dns_support", "existing_default_vpc",
    "ipv6_association_id", "main_route_table_id",
  ]
  references = { dhcp_options_id = "aws_vpc_dhcp_options" }
  defaults   = { enable_dns_support = true, force_destroy = false }
}

kind "aws_subnet" {
  identity    = ["vpc_id", "cidr_block"]
  identifiers = ["ipv6_cidr_block_association_id"]
  # The zone is compared by name: the same name is another zone, with another id, in another account.
  # A data source also tells how many addresses are free just now.
  volatile = ["availability_zone_id", "available_ip_address_count", "state"]
  defaults = {
    assign_ipv6_address_on_creation                = false
    enable_dns64                                   = false
    enable_resource_name_dns_a_record_on_launch    = false
    enable_resource_name_dns_aaaa_record_on_launch = false
    ipv6_native                                    = false
    map_customer_owned_ip_on_launch                = false
    map_public_ip_on_launch                        = false
  }
}

kind "aws_default_subnet" {
  same_as     = "aws_subnet"
  identifiers = ["ipv6_cidr_block_association_id"]
  volatile = [
    "availability_zone_id", "enable_lni_at_device_index", "existing_default_subnet", "outpost_arn",
    "vpc_id",
  ]
  defaults = {
    assign_ipv6_address_on_creation                = false
    enable_dns64                                   = false
    enable_resource_name_dns_a_record_on_launch    = false
    enable_resource_name_dns_aaaa_record_on_launch = false
    force_destroy                                  = false
    ipv6_native                                    = false
    map_public_ip_on_launch                        = true
  }
}

kind "aws_internet_gateway" {
  identity = ["vpc_id"]
}

kind "aws_nat_gateway" {
  identity = ["subnet_id"]
  volatile = [
    "association_id", "auto_provision_zones", "auto_scaling_ips", "network_interface_id",
    "private_ip", "public_ip", "regional_nat_gateway_address", "regional_nat_gateway_auto_mode",
    "route_table_id", "secondary_private_ip_addresses",
  ]
  sets = ["availability_zone_address.allocation_ids", "secondary_allocation_ids"]
  keys = { availability_zone_address = "availability_zone" }
  references = {
    allocation_id                              = "aws_eip"
    "availability_zone_address.allocation_ids" = "aws_eip"
    secondary_allocation_ids                   = "aws_eip"
  }
  defaults = { connectivity_type = "public" }
}

kind "aws_eip" {
  parts = {
    instance          = "aws_eip_association.allocation_id"
    network_interface = "aws_eip_association.allocation_id"
  }
  identifiers = ["allocation_id", "public_dns", "public_ip"]
  volatile = [
    "association_id", "carrier_ip", "customer_owned_ip", "private_dns", "private_ip", "ptr_record",
  ]
  # `vpc = true` is how provider versions before 5 said `domain = "vpc"`.
  copies     = { vpc = "domain" }
  references = { instance = "aws_instance", network_interface = "aws_network_interface" }
  defaults   = { domain = "vpc" }
}

kind "aws_eip_association" {
  # Both follow from the address and the interface that the allocation names.
  volatile   = ["private_ip_address", "public_ip"]
  references = { allocation_id = "aws_eip", instance_id = "aws_instance" }
}

kind "aws_route_table" {
  parts = {
    route = "aws_route.route_table_id"
  }
  satellites = ["aws_route_table_association.route_table_id"]
  sets       = ["propagating_vgws"]
  keys       = { route = ["cidr_block", "ipv6_cidr_block"] }
  references = {
    propagating_vgws                   = "aws_vpn_gateway"
    "route.carrier_gateway_id"         = "aws_ec2_carrier_gateway"
    "route.destination_prefix_list_id" = "aws_ec2_managed_prefix_list"
    "route.egress_only_gateway_id"     = "aws_egress_only_internet_gateway"
    "route.gateway_id"                 = ["aws_internet_gateway", "aws_vpn_gateway"]
    "route.instance_id"                = "aws_instance"
    "route.nat_gateway_id"             = "aws_nat_gateway"
    "route.transit_gateway_id"         = "aws_ec2_transit_gateway"
    "route.vpc_endpoint_id"            = "aws_vpc_endpoint"
    "route.vpc_peering_connection_id"  = "aws_vpc_peering_connection"
  }
}

kind "aws_default_route_table" {
  same_as     = "aws_route_table"
  identifiers = ["default_route_table_id"]
  volatile    = ["vpc_id"]
  sets        = ["propagating_vgws"]
  keys        = { route = ["cidr_block", "ipv6_cidr_block"] }
  references = {
    propagating_vgws                   = "aws_vpn_gateway"
    "route.destination_prefix_list_id" = "aws_ec2_managed_prefix_list"
    "route.egress_only_gateway_id"     = "aws_egress_only_internet_gateway"
    "route.gateway_id"                 = ["aws_internet_gateway", "aws_vpn_gateway"]
    "route.instance_id"                = "aws_instance"
    "route.nat_gateway_id"             = "aws_nat_gateway"
    "route.transit_gateway_id"         = "aws_ec2_transit_gateway"
    "route.vpc_endpoint_id"            = "aws_vpc_endpoint"
    "route.vpc_peering_connection_id"  = "aws_vpc_peering_connection"
  }
}

kind "aws_route" {
  # An id is a hash that only the provider can make.
  import = ""
  element {
    parent = "route_table_id"
    list   = "route"
    renames = {
      destination_cidr_block      = "cidr_block"
      destination_ipv6_cidr_block = "ipv6_cidr_block"
    }
  }
  volatile = ["instance_id", "instance_owner_id", "origin", "state"]
  references = {
    carrier_gateway_id         = "aws_ec2_carrier_gateway"
    destination_prefix_list_id = "aws_ec2_managed_prefix_list"
    egress_only_gateway_id     = "aws_egress_only_internet_gateway"
    gateway_id                 = ["aws_internet_gateway", "aws_vpn_gateway"]
  }
}

kind "aws_route_table_association" {
  import     = "subnet_id/route_table_id"
  identity   = ["subnet_id", "gateway_id"]
  references = { gateway_id = ["aws_internet_gateway", "aws_vpn_gateway"] }
}

kind "aws_main_route_table_association" {
  import   = ""
  identity = ["vpc_id"]
  volatile = ["original_route_table_id"]
}

kind "aws_network_acl" {
  parts = {
    egress     = "aws_network_acl_rule.network_acl_id"
    ingress    = "aws_network_acl_rule.network_acl_id"
    subnet_ids = "aws_network_acl_association.network_acl_id"
  }
  sets = ["subnet_ids"]
  keys = { egress = "rule_no", ingress = "rule_no" }
  # State keeps the name that was written until it is read again; AWS has only numbers.
  protocols = ["egress.protocol", "ingress.protocol"]
}

kind "aws_default_network_acl" {
  same_as     = "aws_network_acl"
  identifiers = ["default_network_acl_id"]
  volatile    = ["vpc_id"]
  sets        = ["subnet_ids"]
  keys        = { egress = "rule_no", ingress = "rule_no" }
  # State keeps the name that was written until it is read again; AWS has only numbers.
  protocols = ["egress.protocol", "ingress.protocol"]
}

kind "aws_network_acl_rule" {
  # An id is a hash that only the provider can make.
  import = "network_acl_id:rule_number:protocol:egress"
  element {
    parent = "network_acl_id"
    list   = "egress"
    lists  = { "true" = "egress", "false" = "ingress" }
    renames = {
      rule_action = "action"
      rule_number = "rule_no"
    }
  }
  references = { network_acl_id = "aws_*network_acl" }
  defaults   = { egress = false }
  protocols  = ["protocol"]
}

kind "aws_network_acl_association" {
  identity   = ["subnet_id"]
  references = { network_acl_id = "aws_*network_acl" }
}

kind "aws_security_group" {
  parts = {
    egress  = ["aws_vpc_security_group_egress_rule.security_group_id", "aws_security_group_rule.security_group_id"]
    ingress = ["aws_vpc_security_group_ingress_rule.security_group_id", "aws_security_group_rule.security_group_id"]
  }
  # How rules are grouped into blocks means nothing.
  splits = {
    egress  = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "self"]
    ingress = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "self"]
  }
  identity = ["vpc_id", "name"]
  names    = ["name"]
  # The provider schema has lists of blocks, but AWS keeps them in no order.
  sets = [
    "egress.cidr_blocks", "egress.ipv6_cidr_blocks", "egress.prefix_list_ids",
    "egress.security_groups", "ingress.cidr_blocks", "ingress.ipv6_cidr_blocks",
    "ingress.prefix_list_ids", "ingress.security_groups",
  ]
  # Rules that share protocol and ports are compared as a set.
  keys = {
    egress  = ["protocol", "from_port", "to_port"]
    ingress = ["protocol", "from_port", "to_port"]
  }
  references = {
    "egress.prefix_list_ids"  = "aws_ec2_managed_prefix_list"
    "ingress.prefix_list_ids" = "aws_ec2_managed_prefix_list"
  }
  defaults = {
    description            = "Managed by Terraform"
    "egress.self"          = false
    "ingress.self"         = false
    revoke_rules_on_delete = false
  }
  insensitive = ["egress.protocol", "ingress.protocol"]
}

kind "aws_default_security_group" {
  same_as  = "aws_security_group"
  names    = ["name"]
  volatile = ["description"]
  # The provider schema has lists of blocks, but AWS keeps them in no order.
  sets = [
    "egress.cidr_blocks", "egress.ipv6_cidr_blocks", "egress.prefix_list_ids",
    "egress.security_groups", "ingress.cidr_blocks", "ingress.ipv6_cidr_blocks",
    "ingress.prefix_list_ids", "ingress.security_groups",
  ]
  # Rules that share protocol and ports are compared as a set.
  keys = {
    egress  = ["protocol", "from_port", "to_port"]
    ingress = ["protocol", "from_port", "to_port"]
  }
  references = {
    "egress.prefix_list_ids"  = "aws_ec2_managed_prefix_list"
    "ingress.prefix_list_ids" = "aws_ec2_managed_prefix_list"
  }
  defaults    = { "egress.self" = false, "ingress.self" = false, revoke_rules_on_delete = false }
  insensitive = ["egress.protocol", "ingress.protocol"]
}

kind "aws_security_group_rule" {
  # An id is a hash that only the provider can make.
  import = ""
  element {
    parent  = "security_group_id"
    list    = "type"
    renames = { source_security_group_id = "security_groups" }
  }
  identifiers = ["security_group_rule_id"]
  sets        = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"]
  references = {
    prefix_list_ids          = "aws_ec2_managed_prefix_list"
    source_security_group_id = "aws_*security_group"
  }
  defaults    = { self = false }
  insensitive = ["protocol"]
}

kind "aws_vpc_security_group_ingress_rule" {
  identity = [
    "security_group_id", "ip_protocol", "from_port", "to_port",
    "cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id",
  ]
  identifiers = ["security_group_rule_id"]
  references = {
    prefix_list_id               = "aws_ec2_managed_prefix_list"
    referenced_security_group_id = "aws_*security_group"
  }
  # All ports are -1 to the API, and nothing where nothing was written.
  defaults  = { from_port = -1, to_port = -1 }
  # State keeps a number or a name as it was written.
  protocols = ["ip_protocol"]
}

kind "aws_vpc_security_group_egress_rule" {
  identity = [
    "security_group_id", "ip_protocol", "from_port", "to_port",
    "cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id",
  ]
  identifiers = ["security_group_rule_id"]
  references = {
    prefix_list_id               = "aws_ec2_managed_prefix_list"
    referenced_security_group_id = "aws_*security_group"
  }
  # All ports are -1 to the API, and nothing where nothing was written.
  defaults  = { from_port = -1, to_port = -1 }
  # State keeps a number or a name as it was written.
  protocols = ["ip_protocol"]
}

kind "aws_network_interface" {
  identifiers = ["private_dns_name"]
  volatile = [
    "attachment.attachment_id", "ipv4_prefixes", "ipv6_address_list", "ipv6_addresses",
    "ipv6_prefixes", "mac_address", "outpost_arn", "private_ip", "private_ip_list", "private_ips",
  ]
  sets       = ["security_groups"]
  keys       = { attachment = "device_index" }
  references = { "attachment.instance" = "aws_instance" }
  defaults = {
    ipv6_address_list_enabled = false
    private_ip_list_enabled   = false
    source_dest_check         = true
  }
}

kind "aws_network_interface_attachment" {
  volatile   = ["attachment_id", "status"]
  references = { instance_id = "aws_instance" }
}

kind "aws_vpc_endpoint" {
  parts = {
    policy             = "aws_vpc_endpoint_policy.vpc_endpoint_id"
    route_table_ids    = "aws_vpc_endpoint_route_table_association.vpc_endpoint_id"
    security_group_ids = "aws_vpc_endpoint_security_group_association.vpc_endpoint_id"
    subnet_ids         = "aws_vpc_endpoint_subnet_association.vpc_endpoint_id"
  }
  identity    = ["vpc_id", "service_name"]
  identifiers = ["prefix_list_id", "network_interface_ids", "dns_entry.dns_name"]
  volatile    = ["cidr_blocks", "dns_entry", "requester_managed", "state"]
  sets        = ["route_table_ids", "security_group_ids", "subnet_configuration", "subnet_ids"]
  documents   = { policy = "iam_policy" }
  references  = { service_name = "aws_vpc_endpoint_service" }
  defaults    = { private_dns_enabled = false, vpc_endpoint_type = "Gateway" }
}

kind "aws_vpc_endpoint_service" {
  identifiers = ["base_endpoint_dns_names", "service_name"]
  volatile    = ["private_dns_name_configuration", "state"]
  sets = [
    "allowed_principals", "availability_zones", "gateway_load_balancer_arns",
    "network_load_balancer_arns", "supported_ip_address_types", "supported_regions",
  ]
  references = { gateway_load_balancer_arns = "aws_*lb", network_load_balancer_arns = "aws_*lb" }
}

kind "aws_vpc_endpoint_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_vpc_endpoint" }
}

kind "aws_vpc_dhcp_options_association" {
  references = { dhcp_options_id = "aws_vpc_dhcp_options" }
}

kind "aws_ec2_managed_prefix_list" {
  names    = ["name"]
  volatile = ["version"]
  keys     = { entry = "cidr" }
}

kind "aws_ec2_managed_prefix_list_entry" {
  references = { prefix_list_id = "aws_ec2_managed_prefix_list" }
}

kind "aws_flow_log" {
  identity = ["vpc_id", "subnet_id", "eni_id", "log_destination"]
  references = {
    deliver_cross_account_role = "aws_iam_*role"
    eni_id                     = "aws_network_interface"
    log_destination = [
      "aws_cloudwatch_log_group", "aws_s3_bucket", "aws_kinesis_firehose_delivery_stream",
    ]
  }
  defaults = { log_destination_type = "cloud-watch-logs", max_aggregation_interval = 600 }
}

kind "aws_default_vpc_dhcp_options" {
  same_as = "aws_vpc_dhcp_options"
}

kind "aws_internet_gateway" {
  parts = {
    vpc_id = "aws_internet_gateway_attachment.internet_gateway_id"
  }
}
