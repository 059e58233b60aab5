//! The VPC family of EC2: its calls, and what all its kinds have; what becomes of the answers is in the files beside
//! this one.
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
mod vpcs;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made, tags};

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
    vpcs::shape(answers, made);
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

/// Returns what an attribute of a VPC is asked and kept under.
pub(in crate::collect::aws) fn vpc_attribute(vpc: &str, attribute: &str) -> String {
    format!("{vpc}/{attribute}")
}
