//! Asking EC2 about the VPC family.
//!
//! Of VPN connections neither `CustomerGatewayConfiguration` nor `TunnelOptions` is taken over: the keys of the
//! tunnels are in both.

use aws_sdk_ec2::operation::describe_addresses::DescribeAddressesOutput;
use aws_sdk_ec2::operation::describe_customer_gateways::DescribeCustomerGatewaysOutput;
use aws_sdk_ec2::operation::describe_dhcp_options::DescribeDhcpOptionsOutput;
use aws_sdk_ec2::operation::describe_egress_only_internet_gateways::DescribeEgressOnlyInternetGatewaysOutput;
use aws_sdk_ec2::operation::describe_flow_logs::DescribeFlowLogsOutput;
use aws_sdk_ec2::operation::describe_internet_gateways::DescribeInternetGatewaysOutput;
use aws_sdk_ec2::operation::describe_managed_prefix_lists::DescribeManagedPrefixListsOutput;
use aws_sdk_ec2::operation::describe_nat_gateways::DescribeNatGatewaysOutput;
use aws_sdk_ec2::operation::describe_network_acls::DescribeNetworkAclsOutput;
use aws_sdk_ec2::operation::describe_route_tables::DescribeRouteTablesOutput;
use aws_sdk_ec2::operation::describe_security_group_rules::DescribeSecurityGroupRulesOutput;
use aws_sdk_ec2::operation::describe_security_groups::DescribeSecurityGroupsOutput;
use aws_sdk_ec2::operation::describe_subnets::DescribeSubnetsOutput;
use aws_sdk_ec2::operation::describe_transit_gateway_route_tables::DescribeTransitGatewayRouteTablesOutput;
use aws_sdk_ec2::operation::describe_transit_gateway_vpc_attachments::DescribeTransitGatewayVpcAttachmentsOutput;
use aws_sdk_ec2::operation::describe_transit_gateways::DescribeTransitGatewaysOutput;
use aws_sdk_ec2::operation::describe_vpc_attribute::DescribeVpcAttributeOutput;
use aws_sdk_ec2::operation::describe_vpc_endpoints::DescribeVpcEndpointsOutput;
use aws_sdk_ec2::operation::describe_vpc_peering_connections::DescribeVpcPeeringConnectionsOutput;
use aws_sdk_ec2::operation::describe_vpcs::DescribeVpcsOutput;
use aws_sdk_ec2::operation::describe_vpn_connections::DescribeVpnConnectionsOutput;
use aws_sdk_ec2::operation::describe_vpn_gateways::DescribeVpnGatewaysOutput;
use aws_sdk_ec2::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::answer::Node;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::{Listed, trees};
#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "all calls of one service, which this file makes")
)]
use crate::collect::aws::services::ec2_network::*;

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Reads lists page by page; some pages are small, for the API allows no larger ones.
macro_rules! lists {
    ($reading:ident, $client:ident, $($action:ident $operation:ident $size:literal)*) => {
        $($reading.pages($action, $client.$operation().max_results($size).into_paginator().send()).await;)*
    };
}

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_ec2, reading, &SERVICE);
    lists! { reading, client,
        DESCRIBE_VPCS describe_vpcs 1000
        DESCRIBE_DHCP_OPTIONS describe_dhcp_options 1000
        DESCRIBE_SUBNETS describe_subnets 1000
        DESCRIBE_SECURITY_GROUPS describe_security_groups 1000
        DESCRIBE_SECURITY_GROUP_RULES describe_security_group_rules 1000
        DESCRIBE_ROUTE_TABLES describe_route_tables 100
        DESCRIBE_NETWORK_ACLS describe_network_acls 1000
        DESCRIBE_INTERNET_GATEWAYS describe_internet_gateways 1000
        DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS describe_egress_only_internet_gateways 255
        DESCRIBE_NAT_GATEWAYS describe_nat_gateways 1000
        DESCRIBE_VPC_ENDPOINTS describe_vpc_endpoints 1000
        DESCRIBE_VPC_PEERING_CONNECTIONS describe_vpc_peering_connections 1000
        DESCRIBE_FLOW_LOGS describe_flow_logs 1000
        DESCRIBE_MANAGED_PREFIX_LISTS describe_managed_prefix_lists 100
        DESCRIBE_TRANSIT_GATEWAYS describe_transit_gateways 1000
        DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS describe_transit_gateway_vpc_attachments 1000
        DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES describe_transit_gateway_route_tables 1000
    }
    // These come whole.
    reading.one(DESCRIBE_ADDRESSES, "", client.describe_addresses().send()).await;
    reading.one(DESCRIBE_VPN_GATEWAYS, "", client.describe_vpn_gateways().send()).await;
    reading.one(DESCRIBE_CUSTOMER_GATEWAYS, "", client.describe_customer_gateways().send()).await;
    reading.one(DESCRIBE_VPN_CONNECTIONS, "", client.describe_vpn_connections().send()).await;

    let vpcs = reading.members(DESCRIBE_VPCS, "Vpcs", "VpcId");
    let attributes: Vec<String> = vpcs
        .iter()
        .flat_map(|vpc| VPC_ATTRIBUTES.map(|(attribute, _)| vpc_attribute(vpc, attribute)))
        .collect();
    reading
        .each(DESCRIBE_VPC_ATTRIBUTE, &attributes, |subject| {
            let (vpc, attribute) = subject.split_once('/').unwrap_or_default();
            client.describe_vpc_attribute().vpc_id(vpc).attribute(attribute.into()).send()
        })
        .await;

    let lists = reading.answers.items(DESCRIBE_MANAGED_PREFIX_LISTS, "PrefixLists");
    let own: Vec<String> = lists
        .filter(|list| !is_of_aws(*list))
        .filter_map(|list: Node<'_>| list.get("PrefixListId").text().map(str::to_owned))
        .collect();
    reading
        .each(GET_MANAGED_PREFIX_LIST_ENTRIES, &own, |list| {
            let entries = client.get_managed_prefix_list_entries().prefix_list_id(list);
            let entries = entries.max_results(100).into_paginator().items().send();
            entries.try_collect().map(|entries| entries.map(|entries| Listed("Entries", entries)))
        })
        .await;
}

trees! {
    struct DescribeVpcsOutput { vpcs }
    struct types::Vpc {
        owner_id, instance_tenancy, ipv6_cidr_block_association_set, cidr_block_association_set, is_default, tags,
        vpc_id, cidr_block, dhcp_options_id,
    }
    struct types::VpcCidrBlockAssociation { association_id, cidr_block, cidr_block_state }
    struct types::VpcIpv6CidrBlockAssociation {
        association_id, ipv6_cidr_block, ipv6_cidr_block_state, network_border_group, ipv6_pool,
    }
    struct types::VpcCidrBlockState { state }
    struct DescribeVpcAttributeOutput { enable_dns_hostnames, enable_dns_support, vpc_id }
    struct types::AttributeBooleanValue { value }
    struct DescribeDhcpOptionsOutput { dhcp_options }
    struct types::DhcpOptions { owner_id, tags, dhcp_options_id, dhcp_configurations }
    struct types::DhcpConfiguration { key, values }
    struct types::AttributeValue { value }
    struct DescribeSubnetsOutput { subnets }
    struct types::Subnet {
        availability_zone_id, map_customer_owned_ip_on_launch, customer_owned_ipv4_pool, owner_id,
        assign_ipv6_address_on_creation, ipv6_cidr_block_association_set, tags, subnet_arn, outpost_arn,
        enable_dns64, ipv6_native, private_dns_name_options_on_launch, subnet_id, vpc_id, cidr_block,
        availability_zone, default_for_az, enable_lni_at_device_index, map_public_ip_on_launch,
    }
    struct types::PrivateDnsNameOptionsOnLaunch {
        hostname_type, enable_resource_name_dns_a_record, enable_resource_name_dns_aaaa_record,
    }
    struct types::SubnetIpv6CidrBlockAssociation { association_id, ipv6_cidr_block, ipv6_cidr_block_state }
    struct types::SubnetCidrBlockState { state }
    struct DescribeSecurityGroupsOutput { security_groups }
    struct types::SecurityGroup {
        group_id, ip_permissions_egress, tags, vpc_id, owner_id, group_name, description, ip_permissions,
    }
    struct types::IpPermission {
        ip_protocol, from_port, to_port, user_id_group_pairs, ip_ranges, ipv6_ranges, prefix_list_ids,
    }
    struct types::UserIdGroupPair { description, user_id, group_name, group_id }
    struct types::IpRange { description, cidr_ip }
    struct types::Ipv6Range { description, cidr_ipv6 }
    struct types::PrefixListId { description, prefix_list_id }
    struct DescribeSecurityGroupRulesOutput { security_group_rules }
    struct types::SecurityGroupRule {
        security_group_rule_id, group_id, group_owner_id, is_egress, ip_protocol, from_port, to_port, cidr_ipv4,
        cidr_ipv6, prefix_list_id, referenced_group_info, description, tags, security_group_rule_arn,
    }
    struct types::ReferencedSecurityGroup { group_id, user_id }
    struct DescribeRouteTablesOutput { route_tables }
    struct types::RouteTable { associations, propagating_vgws, route_table_id, routes, tags, vpc_id, owner_id }
    struct types::PropagatingVgw { gateway_id }
    struct types::Route {
        destination_cidr_block, destination_ipv6_cidr_block, destination_prefix_list_id,
        egress_only_internet_gateway_id, gateway_id, instance_id, instance_owner_id, nat_gateway_id,
        transit_gateway_id, local_gateway_id, carrier_gateway_id, network_interface_id, origin,
        vpc_peering_connection_id, core_network_arn,
    }
    struct types::RouteTableAssociation {
        main, route_table_association_id, subnet_id, gateway_id, association_state,
    }
    struct types::RouteTableAssociationState { state }
    struct DescribeNetworkAclsOutput { network_acls }
    struct types::NetworkAcl { associations, entries, is_default, network_acl_id, tags, vpc_id, owner_id }
    struct types::NetworkAclAssociation { network_acl_association_id, subnet_id }
    struct types::NetworkAclEntry {
        cidr_block, egress, icmp_type_code, ipv6_cidr_block, port_range, protocol, rule_action, rule_number,
    }
    struct types::IcmpTypeCode { code, r#type }
    struct types::PortRange { from, to }
    struct DescribeInternetGatewaysOutput { internet_gateways }
    struct types::InternetGateway { attachments, internet_gateway_id, owner_id, tags }
    struct types::InternetGatewayAttachment { state, vpc_id }
    struct DescribeEgressOnlyInternetGatewaysOutput { egress_only_internet_gateways }
    struct types::EgressOnlyInternetGateway { attachments, egress_only_internet_gateway_id, tags }
    struct DescribeNatGatewaysOutput { nat_gateways }
    struct types::NatGateway {
        nat_gateway_addresses, nat_gateway_id, state, subnet_id, tags, connectivity_type,
    }
    struct types::NatGatewayAddress {
        allocation_id, network_interface_id, private_ip, public_ip, association_id, is_primary,
    }
    struct DescribeAddressesOutput { addresses }
    struct types::Address {
        allocation_id, association_id, domain, network_interface_id, private_ip_address, tags, public_ipv4_pool,
        network_border_group, customer_owned_ip, customer_owned_ipv4_pool, carrier_ip, service_managed,
        instance_id, public_ip,
    }
    struct DescribeVpcEndpointsOutput { vpc_endpoints }
    struct types::VpcEndpoint {
        vpc_endpoint_id, vpc_endpoint_type, vpc_id, service_name, state, policy_document, route_table_ids,
        subnet_ids, groups, ip_address_type, dns_options, private_dns_enabled, requester_managed,
        network_interface_ids, tags, owner_id, service_network_arn, resource_configuration_arn, service_region,
    }
    struct types::SecurityGroupIdentifier { group_id }
    struct types::DnsOptions { dns_record_ip_type, private_dns_only_for_inbound_resolver_endpoint }
    struct DescribeVpcPeeringConnectionsOutput { vpc_peering_connections }
    struct types::VpcPeeringConnection {
        accepter_vpc_info, requester_vpc_info, status, tags, vpc_peering_connection_id,
    }
    struct types::VpcPeeringConnectionVpcInfo { owner_id, peering_options, vpc_id, region }
    struct types::VpcPeeringConnectionOptionsDescription { allow_dns_resolution_from_remote_vpc }
    struct types::VpcPeeringConnectionStateReason { code }
    struct DescribeFlowLogsOutput { flow_logs }
    struct types::FlowLog {
        deliver_logs_permission_arn, deliver_cross_account_role, flow_log_id, log_group_name, resource_id,
        traffic_type, log_destination_type, log_destination, log_format, tags, max_aggregation_interval,
        destination_options,
    }
    struct types::DestinationOptionsResponse { file_format, hive_compatible_partitions, per_hour_partition }
    struct DescribeManagedPrefixListsOutput { prefix_lists }
    struct types::ManagedPrefixList {
        prefix_list_id, address_family, prefix_list_arn, prefix_list_name, max_entries, version, tags, owner_id,
    }
    struct types::PrefixListEntry { cidr, description }
    struct DescribeTransitGatewaysOutput { transit_gateways }
    struct types::TransitGateway {
        transit_gateway_id, transit_gateway_arn, state, owner_id, description, options, tags,
    }
    struct types::TransitGatewayOptions {
        amazon_side_asn, transit_gateway_cidr_blocks, auto_accept_shared_attachments,
        default_route_table_association, association_default_route_table_id, default_route_table_propagation,
        propagation_default_route_table_id, vpn_ecmp_support, dns_support, security_group_referencing_support,
        multicast_support,
    }
    struct DescribeTransitGatewayVpcAttachmentsOutput { transit_gateway_vpc_attachments }
    struct types::TransitGatewayVpcAttachment {
        transit_gateway_attachment_id, transit_gateway_id, vpc_id, vpc_owner_id, state, subnet_ids, options, tags,
    }
    struct types::TransitGatewayVpcAttachmentOptions {
        dns_support, security_group_referencing_support, ipv6_support, appliance_mode_support,
    }
    struct DescribeTransitGatewayRouteTablesOutput { transit_gateway_route_tables }
    struct types::TransitGatewayRouteTable {
        transit_gateway_route_table_id, transit_gateway_id, state, default_association_route_table,
        default_propagation_route_table, tags,
    }
    struct DescribeVpnGatewaysOutput { vpn_gateways }
    struct types::VpnGateway { amazon_side_asn, tags, vpn_gateway_id, state, availability_zone, vpc_attachments }
    struct types::VpcAttachment { vpc_id, state }
    struct DescribeCustomerGatewaysOutput { customer_gateways }
    struct types::CustomerGateway {
        certificate_arn, device_name, tags, bgp_asn_extended, customer_gateway_id, state, r#type, ip_address,
        bgp_asn,
    }
    struct DescribeVpnConnectionsOutput { vpn_connections }
    struct types::VpnConnection {
        transit_gateway_id, options, tags, vpn_connection_id, state, r#type, customer_gateway_id, vpn_gateway_id,
    }
    struct types::VpnConnectionOptions {
        enable_acceleration, static_routes_only, local_ipv4_network_cidr, remote_ipv4_network_cidr,
        local_ipv6_network_cidr, remote_ipv6_network_cidr, outside_ip_address_type,
        transport_transit_gateway_attachment_id, tunnel_inside_ip_version,
    }
    enum types::VpcCidrBlockStateCode
    enum types::SubnetCidrBlockStateCode
    enum types::RouteOrigin
    enum types::RouteTableAssociationStateCode
    enum types::RuleAction
    enum types::AttachmentStatus
    enum types::NatGatewayState
    enum types::ConnectivityType
    enum types::DomainType
    enum types::ServiceManaged
    enum types::VpcEndpointType
    enum types::State
    enum types::IpAddressType
    enum types::DnsRecordIpType
    enum types::VpcPeeringConnectionStateReasonCode
    enum types::TrafficType
    enum types::LogDestinationType
    enum types::DestinationFileFormat
    enum types::TransitGatewayState
    enum types::AutoAcceptSharedAttachmentsValue
    enum types::DefaultRouteTableAssociationValue
    enum types::DefaultRouteTablePropagationValue
    enum types::VpnEcmpSupportValue
    enum types::DnsSupportValue
    enum types::SecurityGroupReferencingSupportValue
    enum types::MulticastSupportValue
    enum types::TransitGatewayAttachmentState
    enum types::Ipv6SupportValue
    enum types::ApplianceModeSupportValue
    enum types::TransitGatewayRouteTableState
    enum types::VpnState
    enum types::GatewayType
    enum types::TunnelInsideIpVersion
}
