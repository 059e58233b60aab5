//! Ways out of a VPC: internet and NAT gateways, the addresses they use, and VPN.
//!
//! The keys of VPN tunnels are in `CustomerGatewayConfiguration` and `TunnelOptions`; this file must not read
//! either.

use std::collections::BTreeMap;

use super::vpcs::default_vpcs;
use super::{
    DESCRIBE_ADDRESSES, DESCRIBE_CUSTOMER_GATEWAYS, DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
    DESCRIBE_INTERNET_GATEWAYS, DESCRIBE_NAT_GATEWAYS, DESCRIBE_VPN_CONNECTIONS, DESCRIBE_VPN_GATEWAYS,
    begin, bools, copies, is_gone,
};
use crate::collect::aws::answer::{Answers, Node, Place};
use crate::collect::aws::made::{Made, texts};
use crate::collect::aws::services::elbv2::DESCRIBE_LOAD_BALANCERS;
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let default_vpcs = default_vpcs(answers);
    for node in answers.items(DESCRIBE_INTERNET_GATEWAYS, "InternetGateways") {
        let vpc = attached_to(node.get("Attachments"));
        begin(made, "aws_internet_gateway", "internet-gateway", node.get("InternetGatewayId").str(), node)
            .copy_known("owner_id", node.get("OwnerId"))
            .copy("vpc_id", vpc)
            .by_aws(vpc.text().is_some_and(|vpc| default_vpcs.contains(&vpc)))
            .done();
    }
    for node in answers.items(DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS, "EgressOnlyInternetGateways") {
        let id = node.get("EgressOnlyInternetGatewayId").str();
        begin(made, "aws_egress_only_internet_gateway", "egress-only-internet-gateway", id, node)
            .copy("vpc_id", attached_to(node.get("Attachments")))
            .done();
    }
    for node in answers.items(DESCRIBE_NAT_GATEWAYS, "NatGateways") {
        if !is_gone(node, "State") {
            nat_gateway(node, made);
        }
    }
    addresses(answers, made);
    for node in answers.items(DESCRIBE_VPN_GATEWAYS, "VpnGateways") {
        if !is_gone(node, "State") {
            let asn = node.get("AmazonSideAsn").int().map(|asn| Value::string(asn.to_string()));
            begin(made, "aws_vpn_gateway", "vpn-gateway", node.get("VpnGatewayId").str(), node)
                .known("amazon_side_asn", asn)
                .copy("availability_zone", node.get("AvailabilityZone"))
                .copy("vpc_id", attached_to(node.get("VpcAttachments")))
                .done();
        }
    }
    for node in answers.items(DESCRIBE_CUSTOMER_GATEWAYS, "CustomerGateways") {
        if !is_gone(node, "State") {
            let gateway = begin(
                made,
                "aws_customer_gateway",
                "customer-gateway",
                node.get("CustomerGatewayId").str(),
                node,
            );
            let members = [
                ("bgp_asn", "BgpAsn"),
                ("bgp_asn_extended", "BgpAsnExtended"),
                ("certificate_arn", "CertificateArn"),
                ("device_name", "DeviceName"),
                ("ip_address", "IpAddress"),
                ("type", "Type"),
            ];
            copies(gateway, node, &members).done();
        }
    }
    for node in answers.items(DESCRIBE_VPN_CONNECTIONS, "VpnConnections") {
        if !is_gone(node, "State") {
            vpn_connection(node, made);
        }
    }
}

/// Returns the VPC that a gateway is attached to.
fn attached_to(attachments: Node<'_>) -> Node<'_> {
    let mut attached =
        attachments.items().filter(|attachment| attachment.get("State").text() != Some("detached"));
    attached.next().map_or(Node::ABSENT, |attachment| attachment.get("VpcId"))
}

fn nat_gateway(node: Node<'_>, made: &mut Made) {
    let addresses: Vec<_> = node.get("NatGatewayAddresses").items().collect();
    let is_primary =
        |address: &Node<'_>| addresses.len() == 1 || address.get("IsPrimary").bool() == Some(true);
    let primary = addresses.iter().copied().find(is_primary).unwrap_or(Node::ABSENT);
    let secondary = |member: &'static str| {
        let others = addresses.iter().filter(|address| !is_primary(address));
        others.filter_map(|address| address.get(member).text()).collect::<Vec<_>>()
    };
    let private = secondary("PrivateIp");
    let count = i64::try_from(private.len()).unwrap_or(i64::MAX);
    let gateway = begin(made, "aws_nat_gateway", "", node.get("NatGatewayId").str(), node);
    let gateway = copies(
        gateway,
        primary,
        &[
            ("allocation_id", "AllocationId"),
            ("association_id", "AssociationId"),
            ("network_interface_id", "NetworkInterfaceId"),
            ("private_ip", "PrivateIp"),
            ("public_ip", "PublicIp"),
        ],
    );
    gateway
        .copy_known("connectivity_type", node.get("ConnectivityType"))
        .copy("subnet_id", node.get("SubnetId"))
        .set("secondary_allocation_ids", texts(secondary("AllocationId")))
        .set("secondary_private_ip_addresses", texts(private))
        .set("secondary_private_ip_address_count", count)
        .done();
}

fn addresses(answers: &Answers, made: &mut Made) {
    let place = made.place().clone();
    let users = users_of_addresses(answers);
    for node in answers.items(DESCRIBE_ADDRESSES, "Addresses") {
        // An address without an allocation is of EC2-Classic, which is no more.
        let Some(id) = node.get("AllocationId").text() else { continue };
        let service = node.get("ServiceManaged").text().map(|service| format!("{service}/{id}"));
        let address = begin(made, "aws_eip", "elastic-ip", id, node).owned(service.as_deref());
        let public_dns = node.get("PublicIp").text().and_then(|ip| public_name(&place, ip));
        copies(
            address,
            node,
            &[
                ("allocation_id", "AllocationId"),
                ("association_id", "AssociationId"),
                ("carrier_ip", "CarrierIp"),
                ("customer_owned_ip", "CustomerOwnedIp"),
                ("customer_owned_ipv4_pool", "CustomerOwnedIpv4Pool"),
                ("domain", "Domain"),
                ("instance", "InstanceId"),
                ("network_interface", "NetworkInterfaceId"),
                ("private_ip", "PrivateIpAddress"),
                ("public_ip", "PublicIp"),
            ],
        )
        .copy_known("network_border_group", node.get("NetworkBorderGroup"))
        .copy_known("public_ipv4_pool", node.get("PublicIpv4Pool"))
        .known("public_dns", public_dns.as_deref())
        .done();
        // What else uses an address is known only where NAT gateways are: they associate theirs by themselves.
        let is_known = node.get("InstanceId").text().is_some() || answers.has(DESCRIBE_NAT_GATEWAYS);
        if let (Some(association), true) = (node.get("AssociationId").text(), is_known) {
            let association = made.resource("aws_eip_association", association);
            let members = [
                ("allocation_id", "AllocationId"),
                ("instance_id", "InstanceId"),
                ("network_interface_id", "NetworkInterfaceId"),
                ("private_ip_address", "PrivateIpAddress"),
                ("public_ip", "PublicIp"),
            ];
            copies(association, node, &members)
                .owned(service.as_deref().or(users.get(id).map(String::as_str)))
                .done();
        }
    }
}

/// Returns who uses an address and associates it by itself, by allocation: NAT gateways and network load balancers.
fn users_of_addresses(answers: &Answers) -> BTreeMap<&str, String> {
    let mut users = BTreeMap::new();
    for gateway in answers.items(DESCRIBE_NAT_GATEWAYS, "NatGateways") {
        for address in gateway.get("NatGatewayAddresses").items() {
            if let Some(allocation) = address.get("AllocationId").text() {
                users.insert(allocation, format!("aws_nat_gateway/{}", gateway.get("NatGatewayId").str()));
            }
        }
    }
    for balancer in answers.items(DESCRIBE_LOAD_BALANCERS, "LoadBalancers") {
        let zones = balancer.get("AvailabilityZones").items();
        for address in zones.flat_map(|zone| zone.get("LoadBalancerAddresses").items()) {
            if let Some(allocation) = address.get("AllocationId").text() {
                users.insert(allocation, format!("aws_lb/{}", balancer.get("LoadBalancerName").str()));
            }
        }
    }
    users
}

/// Returns the name by which the world knows a public address, as the provider makes it; `None` where the region is
/// not known.
fn public_name(Place { partition, region, .. }: &Place, ip: &str) -> Option<String> {
    let name = match region.as_str() {
        "" => return None,
        "us-east-1" => "compute-1".to_owned(),
        region => format!("{region}.compute"),
    };
    let end = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    Some(format!("ec2-{}.{name}.{end}", ip.replace('.', "-")))
}

fn vpn_connection(node: Node<'_>, made: &mut Made) {
    let options = node.get("Options");
    let connection =
        begin(made, "aws_vpn_connection", "vpn-connection", node.get("VpnConnectionId").str(), node);
    let connection = copies(
        connection,
        node,
        &[
            ("customer_gateway_id", "CustomerGatewayId"),
            ("transit_gateway_id", "TransitGatewayId"),
            ("type", "Type"),
            ("vpn_gateway_id", "VpnGatewayId"),
        ],
    );
    let connection = bools(
        connection,
        options,
        &[("enable_acceleration", "EnableAcceleration"), ("static_routes_only", "StaticRoutesOnly")],
    );
    [
        ("local_ipv4_network_cidr", "LocalIpv4NetworkCidr"),
        ("local_ipv6_network_cidr", "LocalIpv6NetworkCidr"),
        ("outside_ip_address_type", "OutsideIpAddressType"),
        ("remote_ipv4_network_cidr", "RemoteIpv4NetworkCidr"),
        ("remote_ipv6_network_cidr", "RemoteIpv6NetworkCidr"),
        ("transport_transit_gateway_attachment_id", "TransportTransitGatewayAttachmentId"),
        ("tunnel_inside_ip_version", "TunnelInsideIpVersion"),
    ]
    .into_iter()
    .fold(connection, |connection, (attribute, member)| connection.copy_known(attribute, options.get(member)))
    .done();
}
