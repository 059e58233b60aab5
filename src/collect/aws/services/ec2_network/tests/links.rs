//! Gateways, addresses, endpoints and transit gateways: what the provider would write of them.

use serde_json::json;

use super::*;

#[test]
fn addresses_are_told_with_who_uses_them() {
    let addresses = json!({"Addresses": [
        {"AllocationId": "eipalloc-1", "AssociationId": "eipassoc-1", "Domain": "vpc", "InstanceId": "i-1",
         "NetworkInterfaceId": "eni-1", "PrivateIpAddress": "10.0.0.4", "PublicIp": "52.1.2.3",
         "NetworkBorderGroup": "eu-west-1", "PublicIpv4Pool": "amazon"},
        {"AllocationId": "eipalloc-2", "AssociationId": "eipassoc-2", "Domain": "vpc", "PublicIp": "52.1.2.4"},
        {"PublicIp": "52.1.2.5", "Domain": "standard"}]});
    let gateways = json!({"NatGateways": [
        {"NatGatewayId": "nat-1", "State": "available", "SubnetId": "subnet-1", "ConnectivityType": "public",
         "NatGatewayAddresses": [{"AllocationId": "eipalloc-2", "PublicIp": "52.1.2.4", "PrivateIp": "10.0.0.5",
            "NetworkInterfaceId": "eni-2", "AssociationId": "eipassoc-2"}]},
        {"NatGatewayId": "nat-2", "State": "deleted", "SubnetId": "subnet-1"}]});
    let alone = of(&[(DESCRIBE_ADDRESSES, "", addresses.clone())]);
    let told = |made: &Made| {
        let mut told: Vec<_> =
            made.resources.iter().map(|resource| resource.address.as_str().to_owned()).collect();
        told.sort();
        told
    };
    // Who uses the second is not known.
    assert_eq!(told(&alone), ["aws_eip.eipalloc-1", "aws_eip.eipalloc-2", "aws_eip_association.eipassoc-1"]);
    let made = of(&[(DESCRIBE_ADDRESSES, "", addresses), (DESCRIBE_NAT_GATEWAYS, "", gateways)]);
    assert_eq!(told(&made).len(), 5, "the gateway that was deleted is none");
    assert_eq!(at(&made, "aws_eip_association.eipassoc-2").owner.as_deref(), Some("aws_nat_gateway/nat-1"));
    let address = json!({"domain": "vpc", "instance": "i-1", "association_id": "eipassoc-1",
        "public_dns": "ec2-52-1-2-3.eu-west-1.compute.amazonaws.com",
        "arn": "arn:aws:ec2:eu-west-1:111111111111:elastic-ip/eipalloc-1"});
    has(&made, "aws_eip.eipalloc-1", &address);
    let gateway = json!({"allocation_id": "eipalloc-2", "connectivity_type": "public", "subnet_id": "subnet-1",
        "private_ip": "10.0.0.5", "secondary_allocation_ids": [], "secondary_private_ip_address_count": 0});
    has(&made, "aws_nat_gateway.nat-1", &gateway);
}

#[test]
fn links_have_the_form_of_the_provider() {
    let made = of(&[
        (
            DESCRIBE_VPC_ENDPOINTS,
            "",
            json!({"VpcEndpoints": [
                {"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "VpcId": "vpc-1", "State": "available",
                 "ServiceName": "com.amazonaws.eu-west-1.s3", "PrivateDnsEnabled": true, "SubnetIds": ["subnet-1"],
                 "Groups": [{"GroupId": "sg-1", "GroupName": "web"}], "PolicyDocument": "{}",
                 "DnsOptions": {"DnsRecordIpType": "ipv4"}, "OwnerId": "111111111111"},
                {"VpcEndpointId": "vpce-2", "State": "Deleted"},
                {"VpcEndpointId": "vpce-3", "RequesterManaged": true, "State": "available"}]}),
        ),
        (
            DESCRIBE_MANAGED_PREFIX_LISTS,
            "",
            json!({"PrefixLists": [
                {"PrefixListId": "pl-1", "PrefixListName": "com.amazonaws.eu-west-1.s3", "OwnerId": "AWS"},
                {"PrefixListId": "pl-2", "PrefixListName": "office", "OwnerId": "111111111111", "MaxEntries": 5,
                 "AddressFamily": "IPv4", "Version": 1}]}),
        ),
        (
            GET_MANAGED_PREFIX_LIST_ENTRIES,
            "pl-2",
            json!({"Entries": [{"Cidr": "10.0.0.0/8", "Description": "all"}, {"Cidr": "11.0.0.0/8"}]}),
        ),
        (
            DESCRIBE_VPC_PEERING_CONNECTIONS,
            "",
            json!({"VpcPeeringConnections": [
                {"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"},
                 "RequesterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-1", "Region": "eu-west-1",
                    "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": true}},
                 "AccepterVpcInfo": {"OwnerId": "222222222222", "VpcId": "vpc-9", "Region": "eu-west-1"}},
                {"VpcPeeringConnectionId": "pcx-2", "Status": {"Code": "active"},
                 "RequesterVpcInfo": {"OwnerId": "222222222222", "VpcId": "vpc-9", "Region": "eu-west-1"},
                 "AccepterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-1", "Region": "eu-west-1"}},
                {"VpcPeeringConnectionId": "pcx-3", "Status": {"Code": "deleted"}}]}),
        ),
        (
            DESCRIBE_FLOW_LOGS,
            "",
            json!({"FlowLogs": [
                {"FlowLogId": "fl-1", "ResourceId": "vpc-1", "TrafficType": "ALL", "LogDestinationType": "s3",
                 "LogDestination": "arn:aws:s3:::logs", "MaxAggregationInterval": 600, "LogFormat": "${version}",
                 "DestinationOptions": {"FileFormat": "parquet", "PerHourPartition": true}},
                {"FlowLogId": "fl-2", "ResourceId": "tgw-attach-1"}]}),
        ),
    ]);
    has(
        &made,
        "aws_vpc_endpoint.vpce-1",
        &json!({
            "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.s3", "vpc_id": "vpc-1",
            "private_dns_enabled": true, "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"],
            "route_table_ids": [], "policy": "{}", "prefix_list_id": "pl-1", "requester_managed": false,
            "dns_options": [{"dns_record_ip_type": "ipv4", "private_dns_only_for_inbound_resolver_endpoint": false}],
        }),
    );
    for (address, owner) in [
        ("aws_vpc_endpoint.vpce-3", Some("AWS")),
        ("aws_ec2_managed_prefix_list.pl-1", Some("AWS")),
        ("aws_ec2_managed_prefix_list.pl-2", None),
    ] {
        assert_eq!(at(&made, address).owner.as_deref(), owner, "{address}");
    }
    let entries = [("10.0.0.0/8", "all"), ("11.0.0.0/8", "")];
    let entries = entries.map(|(cidr, description)| json!({"cidr": cidr, "description": description}));
    has(
        &made,
        "aws_ec2_managed_prefix_list.pl-2",
        &json!({"name": "office", "max_entries": 5, "entry": entries}),
    );
    let requested = json!({"vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_owner_id": "222222222222",
        "requester": [{"allow_remote_vpc_dns_resolution": true}]});
    has(&made, "aws_vpc_peering_connection.pcx-1", &requested);
    let accepted = json!({"vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_owner_id": "222222222222"});
    has(&made, "aws_vpc_peering_connection_accepter.pcx-2", &accepted);
    let log = json!({"vpc_id": "vpc-1", "subnet_id": null, "eni_id": null, "traffic_type": "ALL",
        "log_destination": "arn:aws:s3:::logs", "max_aggregation_interval": 600, "iam_role_arn": null,
        "destination_options": [{"file_format": "parquet", "hive_compatible_partitions": false,
            "per_hour_partition": true}]});
    has(&made, "aws_flow_log.fl-1", &log);
    let log = json!({"transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_id": null});
    has(&made, "aws_flow_log.fl-2", &log);
    assert_eq!(made.resources.len(), 8, "what was deleted is not there");
}

#[test]
fn gateways_have_the_form_of_the_provider_and_keys_of_tunnels_are_never_read() {
    let key = "tunnel-key-in-clear";
    let made = of(&[
        (
            DESCRIBE_VPN_CONNECTIONS,
            "",
            json!({"VpnConnections": [
                {"VpnConnectionId": "vpn-1", "State": "available", "Type": "ipsec.1", "CustomerGatewayId": "cgw-1",
                 "VpnGatewayId": "vgw-1", "CustomerGatewayConfiguration": key,
                 "Options": {"StaticRoutesOnly": true, "EnableAcceleration": false, "TunnelInsideIpVersion": "ipv4",
                    "TunnelOptions": [{"PreSharedKey": key, "OutsideIpAddress": "1.2.3.4"}]}},
                {"VpnConnectionId": "vpn-2", "State": "deleted"}]}),
        ),
        (
            DESCRIBE_VPN_GATEWAYS,
            "",
            json!({"VpnGateways": [{"VpnGatewayId": "vgw-1", "State": "available", "AmazonSideAsn": 64512,
                "VpcAttachments": [{"State": "detached", "VpcId": "vpc-0"}, {"State": "attached", "VpcId": "vpc-1"}]}]}),
        ),
        (
            DESCRIBE_CUSTOMER_GATEWAYS,
            "",
            json!({"CustomerGateways": [{"CustomerGatewayId": "cgw-1", "State": "available", "BgpAsn": "65000",
                "IpAddress": "5.6.7.8", "Type": "ipsec.1"}]}),
        ),
        (
            DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
            "",
            json!({"EgressOnlyInternetGateways": [{"EgressOnlyInternetGatewayId": "eigw-1",
                "Attachments": [{"State": "attached", "VpcId": "vpc-1"}]}]}),
        ),
        (
            DESCRIBE_TRANSIT_GATEWAYS,
            "",
            json!({"TransitGateways": [{"TransitGatewayId": "tgw-1", "State": "available", "Description": "hub",
                "TransitGatewayArn": "arn:aws:ec2:eu-west-1:111111111111:transit-gateway/tgw-1",
                "Options": {"AmazonSideAsn": 64512, "DnsSupport": "enable", "VpnEcmpSupport": "enable"}}]}),
        ),
        (
            DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS,
            "",
            json!({"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1",
                "TransitGatewayId": "tgw-1", "VpcId": "vpc-1", "VpcOwnerId": "111111111111", "State": "available",
                "SubnetIds": ["subnet-1"], "Options": {"DnsSupport": "enable", "ApplianceModeSupport": "disable"}}]}),
        ),
        (
            DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES,
            "",
            json!({"TransitGatewayRouteTables": [
                {"TransitGatewayRouteTableId": "tgw-rtb-0", "TransitGatewayId": "tgw-1", "State": "available",
                 "DefaultAssociationRouteTable": true, "DefaultPropagationRouteTable": true},
                {"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available",
                 "DefaultAssociationRouteTable": false, "DefaultPropagationRouteTable": false}]}),
        ),
    ]);
    assert!(!format!("{:?}", made.resources).contains(key));
    let connection = json!({"customer_gateway_id": "cgw-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": null,
        "type": "ipsec.1", "static_routes_only": true, "enable_acceleration": false,
        "tunnel_inside_ip_version": "ipv4"});
    has(&made, "aws_vpn_connection.vpn-1", &connection);
    has(&made, "aws_vpn_gateway.vgw-1", &json!({"amazon_side_asn": "64512", "vpc_id": "vpc-1"}));
    has(
        &made,
        "aws_customer_gateway.cgw-1",
        &json!({"bgp_asn": "65000", "ip_address": "5.6.7.8", "type": "ipsec.1"}),
    );
    has(&made, "aws_egress_only_internet_gateway.eigw-1", &json!({"vpc_id": "vpc-1"}));
    let gateway = json!({"amazon_side_asn": 64512, "dns_support": "enable", "vpn_ecmp_support": "enable",
        "description": "hub", "transit_gateway_cidr_blocks": []});
    has(&made, "aws_ec2_transit_gateway.tgw-1", &gateway);
    let attachment = json!({"transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "dns_support": "enable", "appliance_mode_support": "disable"});
    has(&made, "aws_ec2_transit_gateway_vpc_attachment.tgw-attach-1", &attachment);
    let table = json!({"transit_gateway_id": "tgw-1", "default_association_route_table": false});
    has(&made, "aws_ec2_transit_gateway_route_table.tgw-rtb-1", &table);
    assert_eq!(at(&made, "aws_ec2_transit_gateway_route_table.tgw-rtb-0").owner.as_deref(), Some("AWS"));
    assert_eq!(made.resources.len(), 8, "what was deleted is not there");
}
