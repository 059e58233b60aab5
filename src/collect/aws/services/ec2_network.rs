//! The VPC family of EC2: its calls, and what becomes of VPCs, subnets and DHCP options; the rest is in the files
//! beside this one.
//!
//! Instances, volumes and what else EC2 computes with are in another file. Sources:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query-vpc.html>, and
//! <https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ec2> for how the provider
//! writes what they answer.

mod acls;
mod gateways;
mod links;
mod routes;
mod security_groups;
#[cfg(test)]
pub(super) mod tests;
mod transit;

use std::collections::BTreeMap;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made, tags, texts};
use crate::model::Value;

pub(in crate::collect::aws) const DESCRIBE_VPCS: &str = "ec2:DescribeVpcs";
pub(in crate::collect::aws) const DESCRIBE_VPC_ATTRIBUTE: &str = "ec2:DescribeVpcAttribute";
pub(in crate::collect::aws) const DESCRIBE_DHCP_OPTIONS: &str = "ec2:DescribeDhcpOptions";
pub(in crate::collect::aws) const DESCRIBE_SUBNETS: &str = "ec2:DescribeSubnets";
pub(in crate::collect::aws) const DESCRIBE_SECURITY_GROUPS: &str = "ec2:DescribeSecurityGroups";
pub(in crate::collect::aws) const DESCRIBE_SECURITY_GROUP_RULES: &str = "ec2:DescribeSecurityGroupRules";
pub(in crate::collect::aws) const DESCRIBE_ROUTE_TABLES: &str = "ec2:DescribeRouteTables";
pub(in crate::collect::aws) const DESCRIBE_NETWORK_ACLS: &str = "ec2:DescribeNetworkAcls";
pub(in crate::collect::aws) const DESCRIBE_INTERNET_GATEWAYS: &str = "ec2:DescribeInternetGateways";
pub(in crate::collect::aws) const DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS: &str =
    "ec2:DescribeEgressOnlyInternetGateways";
pub(in crate::collect::aws) const DESCRIBE_NAT_GATEWAYS: &str = "ec2:DescribeNatGateways";
pub(in crate::collect::aws) const DESCRIBE_ADDRESSES: &str = "ec2:DescribeAddresses";
pub(in crate::collect::aws) const DESCRIBE_VPC_ENDPOINTS: &str = "ec2:DescribeVpcEndpoints";
pub(in crate::collect::aws) const DESCRIBE_VPC_PEERING_CONNECTIONS: &str =
    "ec2:DescribeVpcPeeringConnections";
pub(in crate::collect::aws) const DESCRIBE_FLOW_LOGS: &str = "ec2:DescribeFlowLogs";
pub(in crate::collect::aws) const DESCRIBE_MANAGED_PREFIX_LISTS: &str = "ec2:DescribeManagedPrefixLists";
pub(in crate::collect::aws) const GET_MANAGED_PREFIX_LIST_ENTRIES: &str = "ec2:GetManagedPrefixListEntries";
pub(in crate::collect::aws) const DESCRIBE_TRANSIT_GATEWAYS: &str = "ec2:DescribeTransitGateways";
pub(in crate::collect::aws) const DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS: &str =
    "ec2:DescribeTransitGatewayVpcAttachments";
pub(in crate::collect::aws) const DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES: &str =
    "ec2:DescribeTransitGatewayRouteTables";
pub(in crate::collect::aws) const DESCRIBE_VPN_GATEWAYS: &str = "ec2:DescribeVpnGateways";
pub(in crate::collect::aws) const DESCRIBE_CUSTOMER_GATEWAYS: &str = "ec2:DescribeCustomerGateways";
pub(in crate::collect::aws) const DESCRIBE_VPN_CONNECTIONS: &str = "ec2:DescribeVpnConnections";

/// The attributes of a VPC that no list tells, by the API's and the provider's name.
pub(in crate::collect::aws) const VPC_ATTRIBUTES: [(&str, &str); 2] =
    [("enableDnsSupport", "enable_dns_support"), ("enableDnsHostnames", "enable_dns_hostnames")];

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "EC2",
    rate: 20,
    is_global: false,
    calls: &[
        Call::new("DescribeVpcs", DESCRIBE_VPCS)
            .of(&["aws_vpc", "aws_vpc_ipv4_cidr_block_association"])
            .told_by("Vpcs", "VpcId"),
        Call::new("DescribeVpcAttribute", DESCRIBE_VPC_ATTRIBUTE),
        Call::new("DescribeDhcpOptions", DESCRIBE_DHCP_OPTIONS)
            .of(&["aws_vpc_dhcp_options"])
            .told_by("DhcpOptions", "DhcpOptionsId"),
        Call::new("DescribeSubnets", DESCRIBE_SUBNETS).of(&["aws_subnet"]).told_by("Subnets", "SubnetId"),
        Call::new("DescribeSecurityGroups", DESCRIBE_SECURITY_GROUPS)
            .of(&["aws_security_group"])
            .told_by("SecurityGroups", "GroupId"),
        Call::new("DescribeSecurityGroupRules", DESCRIBE_SECURITY_GROUP_RULES)
            .of(&["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"])
            .told_by("SecurityGroupRules", "SecurityGroupRuleId"),
        Call::new("DescribeRouteTables", DESCRIBE_ROUTE_TABLES)
            .of(&[
                "aws_route_table",
                "aws_route",
                "aws_route_table_association",
                "aws_main_route_table_association",
            ])
            .told_by("RouteTables", "RouteTableId"),
        Call::new("DescribeNetworkAcls", DESCRIBE_NETWORK_ACLS)
            .of(&["aws_network_acl", "aws_network_acl_association"])
            .told_by("NetworkAcls", "NetworkAclId"),
        Call::new("DescribeInternetGateways", DESCRIBE_INTERNET_GATEWAYS)
            .of(&["aws_internet_gateway"])
            .told_by("InternetGateways", "InternetGatewayId"),
        Call::new("DescribeEgressOnlyInternetGateways", DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS)
            .of(&["aws_egress_only_internet_gateway"])
            .told_by("EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId"),
        Call::new("DescribeNatGateways", DESCRIBE_NAT_GATEWAYS)
            .of(&["aws_nat_gateway"])
            .told_by("NatGateways", "NatGatewayId"),
        Call::new("DescribeAddresses", DESCRIBE_ADDRESSES)
            .of(&["aws_eip", "aws_eip_association"])
            .told_by("Addresses", "PublicIp"),
        Call::new("DescribeVpcEndpoints", DESCRIBE_VPC_ENDPOINTS)
            .of(&["aws_vpc_endpoint"])
            .told_by("VpcEndpoints", "VpcEndpointId"),
        Call::new("DescribeVpcPeeringConnections", DESCRIBE_VPC_PEERING_CONNECTIONS)
            .of(&["aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter"])
            .told_by("VpcPeeringConnections", "VpcPeeringConnectionId"),
        Call::new("DescribeFlowLogs", DESCRIBE_FLOW_LOGS)
            .of(&["aws_flow_log"])
            .told_by("FlowLogs", "FlowLogId"),
        Call::new("DescribeManagedPrefixLists", DESCRIBE_MANAGED_PREFIX_LISTS)
            .of(&["aws_ec2_managed_prefix_list"])
            .told_by("PrefixLists", "PrefixListArn"),
        Call::new("GetManagedPrefixListEntries", GET_MANAGED_PREFIX_LIST_ENTRIES),
        Call::new("DescribeTransitGateways", DESCRIBE_TRANSIT_GATEWAYS)
            .of(&["aws_ec2_transit_gateway"])
            .told_by("TransitGateways", "TransitGatewayId"),
        Call::new("DescribeTransitGatewayVpcAttachments", DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS)
            .of(&["aws_ec2_transit_gateway_vpc_attachment"])
            .told_by("TransitGatewayVpcAttachments", "TransitGatewayAttachmentId"),
        Call::new("DescribeTransitGatewayRouteTables", DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES)
            .of(&["aws_ec2_transit_gateway_route_table"])
            .told_by("TransitGatewayRouteTables", "TransitGatewayRouteTableId"),
        Call::new("DescribeVpnGateways", DESCRIBE_VPN_GATEWAYS)
            .of(&["aws_vpn_gateway"])
            .told_by("VpnGateways", "VpnGatewayId"),
        Call::new("DescribeCustomerGateways", DESCRIBE_CUSTOMER_GATEWAYS)
            .of(&["aws_customer_gateway"])
            .told_by("CustomerGateways", "CustomerGatewayId"),
        Call::new("DescribeVpnConnections", DESCRIBE_VPN_CONNECTIONS)
            .of(&["aws_vpn_connection"])
            .told_by("VpnConnections", "VpnConnectionId"),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    vpcs(answers, made);
    for options in answers.items(DESCRIBE_DHCP_OPTIONS, "DhcpOptions") {
        dhcp_options(options, made);
    }
    for node in answers.items(DESCRIBE_SUBNETS, "Subnets") {
        subnet(node, made);
    }
    security_groups::shape(answers, made);
    routes::shape(answers, made);
    acls::shape(answers, made);
    gateways::shape(answers, made);
    links::shape(answers, made);
    transit::shape(answers, made);
}

/// Begins a resource with its ARN and its tags; `path` is what the ARN has before the id, empty where the provider
/// has no ARN.
fn begin<'m>(made: &'m mut Made, kind: &str, path: &str, id: &str, node: Node<'_>) -> Building<'m> {
    let place = made.place();
    let owner = node.get("OwnerId").text().unwrap_or(place.account.as_str());
    let partition = if place.partition.is_empty() { "aws" } else { place.partition.as_str() };
    // A file of the CLI does not tell the region.
    let is_known = !path.is_empty() && !owner.is_empty() && !place.region.is_empty();
    let arn = is_known.then(|| format!("arn:{partition}:ec2:{}:{owner}:{path}/{id}", place.region));
    let tags = node.get("Tags");
    made.resource(kind, id).known("arn", arn.as_deref()).tags(tags).owned(controller(tags))
}

/// Copies members, each given with the name of its attribute; a member that is left out is unset.
fn copies<'m>(building: Building<'m>, node: Node<'_>, members: &[(&str, &str)]) -> Building<'m> {
    members.iter().fold(building, |building, (attribute, member)| building.copy(attribute, node.get(member)))
}

/// Copies what is true or false; what is left out is false.
fn bools<'m>(building: Building<'m>, node: Node<'_>, members: &[(&str, &str)]) -> Building<'m> {
    members.iter().fold(building, |building, (attribute, member)| building.bool(attribute, node.get(member)))
}

/// Returns which controller made something, by the tags of the AWS Load Balancer Controller and of EKS.
///
/// Sources: <https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/>,
/// <https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html>
pub(in crate::collect::aws) fn controller(node: Node<'_>) -> Option<String> {
    let tags = tags(node);
    [
        ("ingress.k8s.aws/stack", "Ingress"),
        ("service.k8s.aws/stack", "Service"),
        ("aws:eks:cluster-name", "aws_eks_cluster"),
    ]
    .iter()
    .find_map(|(tag, kind)| {
        let (_, value) = tags.iter().find(|(key, _)| key.as_str() == *tag)?;
        Some(format!("{kind}/{}", value.as_str().unwrap_or_default()))
    })
}

/// Returns whether something is still listed but no longer there: AWS shows it for an hour, and the provider takes
/// it for gone.
fn is_gone(node: Node<'_>, member: &str) -> bool {
    let state = node.get(member).str();
    ["deleted", "deleting", "expired", "failed", "rejected"]
        .iter()
        .any(|gone| state.eq_ignore_ascii_case(gone))
}

/// Returns whether a prefix list is one of AWS's, whose entries are its own affair.
pub(in crate::collect::aws) fn is_of_aws(list: Node<'_>) -> bool {
    list.get("OwnerId").str().eq_ignore_ascii_case("aws")
}

/// Returns the elements of a list that are associated, as far as their state is told.
fn associated<'a>(list: Node<'a>, state: &str) -> impl Iterator<Item = Node<'a>> {
    list.items().filter(move |item| !item.get(state).get("State").str().starts_with("disassociat"))
}

/// Returns the ids of the default VPCs.
fn default_vpcs(answers: &Answers) -> Vec<&str> {
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

/// Returns what an attribute of a VPC is asked and kept under.
pub(in crate::collect::aws) fn vpc_attribute(vpc: &str, attribute: &str) -> String {
    format!("{vpc}/{attribute}")
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
        .set("ipv6_cidr_block", ipv6.get("Ipv6CidrBlock").str())
        .set("ipv6_cidr_block_association_id", ipv6.get("AssociationId").str())
        .by_aws(node.get("DefaultForAz").bool().unwrap_or_default())
        .done();
}
