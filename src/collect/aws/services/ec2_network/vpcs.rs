//! VPCs, their subnets and DHCP options.
//!
//! Which security group, ACL and route table a VPC has from the beginning is found among those, where they were read.

use std::collections::BTreeMap;

use super::{
    DESCRIBE_DHCP_OPTIONS, DESCRIBE_NETWORK_ACLS, DESCRIBE_ROUTE_TABLES, DESCRIBE_SECURITY_GROUPS,
    DESCRIBE_SUBNETS, DESCRIBE_VPC_ATTRIBUTE, DESCRIBE_VPCS, VPC_ATTRIBUTES, acls, associated, begin, bools,
    copies, routes, security_groups, vpc_attribute,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, texts};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    vpcs(answers, made);
    for options in answers.items(DESCRIBE_DHCP_OPTIONS, "DhcpOptions") {
        dhcp_options(options, made);
    }
    for node in answers.items(DESCRIBE_SUBNETS, "Subnets") {
        subnet(node, made);
    }
}

/// Returns the ids of the default VPCs.
pub(super) fn default_vpcs(answers: &Answers) -> Vec<&str> {
    let vpcs = answers.items(DESCRIBE_VPCS, "Vpcs");
    vpcs.filter(|vpc| vpc.get("IsDefault").bool() == Some(true))
        .filter_map(|vpc| vpc.get("VpcId").text())
        .collect()
}

fn vpcs(answers: &Answers, made: &mut Made) {
    let of_vpc =
        |action: &'static str, list: &'static str, id: &'static str, is_default: fn(Node<'_>) -> bool| {
            let parts = answers.items(action, list).filter(|part| is_default(*part));
            parts
                .filter_map(|part| Some((part.get("VpcId").text()?, part.get(id).text()?)))
                .collect::<BTreeMap<_, _>>()
        };
    let defaults = [
        (
            "default_security_group_id",
            of_vpc(DESCRIBE_SECURITY_GROUPS, "SecurityGroups", "GroupId", security_groups::is_default),
        ),
        (
            "default_network_acl_id",
            of_vpc(DESCRIBE_NETWORK_ACLS, "NetworkAcls", "NetworkAclId", acls::is_default),
        ),
        (
            "default_route_table_id",
            of_vpc(DESCRIBE_ROUTE_TABLES, "RouteTables", "RouteTableId", routes::is_main),
        ),
        (
            "main_route_table_id",
            of_vpc(DESCRIBE_ROUTE_TABLES, "RouteTables", "RouteTableId", routes::is_main),
        ),
    ];
    for node in answers.items(DESCRIBE_VPCS, "Vpcs") {
        let id = node.get("VpcId").str();
        let is_default = node.get("IsDefault").bool().unwrap_or_default();
        let ipv6 = associated(node.get("Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlockState").next();
        let ipv6 = ipv6.unwrap_or(Node::ABSENT);
        let vpc = begin(made, "aws_vpc", "vpc", id, node).by_aws(is_default);
        let mut vpc = copies(
            vpc,
            node,
            &[
                ("cidr_block", "CidrBlock"),
                ("dhcp_options_id", "DhcpOptionsId"),
                ("instance_tenancy", "InstanceTenancy"),
            ],
        )
        .copy_known("owner_id", node.get("OwnerId"))
        .set("assign_generated_ipv6_cidr_block", ipv6.get("Ipv6Pool").text() == Some("Amazon"))
        .set("ipv6_association_id", ipv6.get("AssociationId").str())
        .set("ipv6_cidr_block", ipv6.get("Ipv6CidrBlock").str())
        .set("ipv6_cidr_block_network_border_group", ipv6.get("NetworkBorderGroup").str());
        for (attribute, name) in VPC_ATTRIBUTES {
            let answer = answers.about(DESCRIBE_VPC_ATTRIBUTE, &vpc_attribute(id, attribute));
            vpc = vpc.known(name, answer.get(attribute).get("Value").bool());
        }
        for (attribute, of_vpc) in &defaults {
            vpc = vpc.known(attribute, of_vpc.get(id).copied());
        }
        vpc.done();
        for block in associated(node.get("CidrBlockAssociationSet"), "CidrBlockState") {
            let cidr = block.get("CidrBlock").text();
            if cidr != node.get("CidrBlock").text() {
                made.resource("aws_vpc_ipv4_cidr_block_association", block.get("AssociationId").str())
                    .set("cidr_block", cidr.unwrap_or_default())
                    .set("vpc_id", id)
                    .by_aws(is_default)
                    .done();
            }
        }
    }
}

fn dhcp_options(node: Node<'_>, made: &mut Made) {
    let configuration = |key: &str| {
        let mut all = node.get("DhcpConfigurations").items();
        let found = all.find(|configuration| configuration.get("Key").text() == Some(key));
        let values = found.map(|configuration| configuration.get("Values").items().collect::<Vec<_>>());
        values
            .unwrap_or_default()
            .into_iter()
            .filter_map(|value| value.get("Value").text())
            .collect::<Vec<_>>()
    };
    let one = |key: &str| configuration(key).first().map_or(Value::Null, |text| Value::string(*text));
    let many = |key: &str| texts(configuration(key));
    let domain = configuration("domain-name");
    // What each region has from the beginning: <https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html>
    let is_default = configuration("domain-name-servers") == ["AmazonProvidedDNS"]
        && domain.iter().all(|name| *name == "ec2.internal" || name.ends_with(".compute.internal"))
        && node.get("Tags").items().next().is_none();
    begin(made, "aws_vpc_dhcp_options", "dhcp-options", node.get("DhcpOptionsId").str(), node)
        .copy_known("owner_id", node.get("OwnerId"))
        .set("domain_name", one("domain-name"))
        .set("domain_name_servers", many("domain-name-servers"))
        .set("ntp_servers", many("ntp-servers"))
        .set("netbios_name_servers", many("netbios-name-servers"))
        .set("netbios_node_type", one("netbios-node-type"))
        .set("ipv6_address_preferred_lease_time", one("ipv6-address-preferred-lease-time"))
        .by_aws(is_default)
        .done();
}

fn subnet(node: Node<'_>, made: &mut Made) {
    let ipv6 = associated(node.get("Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlockState").next();
    let ipv6 = ipv6.unwrap_or(Node::ABSENT);
    let names = node.get("PrivateDnsNameOptionsOnLaunch");
    let subnet = begin(made, "aws_subnet", "subnet", node.get("SubnetId").str(), node);
    let subnet = copies(
        subnet,
        node,
        &[
            ("availability_zone", "AvailabilityZone"),
            ("availability_zone_id", "AvailabilityZoneId"),
            ("cidr_block", "CidrBlock"),
            ("customer_owned_ipv4_pool", "CustomerOwnedIpv4Pool"),
            ("outpost_arn", "OutpostArn"),
            ("vpc_id", "VpcId"),
        ],
    );
    let subnet = bools(
        subnet,
        node,
        &[
            ("assign_ipv6_address_on_creation", "AssignIpv6AddressOnCreation"),
            ("enable_dns64", "EnableDns64"),
            ("ipv6_native", "Ipv6Native"),
            ("map_customer_owned_ip_on_launch", "MapCustomerOwnedIpOnLaunch"),
            ("map_public_ip_on_launch", "MapPublicIpOnLaunch"),
        ],
    );
    let subnet = bools(
        subnet,
        names,
        &[
            ("enable_resource_name_dns_a_record_on_launch", "EnableResourceNameDnsARecord"),
            ("enable_resource_name_dns_aaaa_record_on_launch", "EnableResourceNameDnsAAAARecord"),
        ],
    );
    subnet
        .copy_known("arn", node.get("SubnetArn"))
        .copy_known("owner_id", node.get("OwnerId"))
        .copy_known("private_dns_hostname_type_on_launch", names.get("HostnameType"))
        .set("enable_lni_at_device_index", node.get("EnableLniAtDeviceIndex").int().unwrap_or_default())
        .set("ipv6_cidr_block", ipv6.get("Ipv6CidrBlock").str())
        .set("ipv6_cidr_block_association_id", ipv6.get("AssociationId").str())
        .by_aws(node.get("DefaultForAz").bool().unwrap_or_default())
        .done();
}
