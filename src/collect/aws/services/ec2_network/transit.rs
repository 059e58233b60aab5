//! Transit gateways, what is attached to them, and their route tables.
//!
//! The routes in those tables are asked for one table at a time, and are not read.

use super::{
    DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES, DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS,
    DESCRIBE_TRANSIT_GATEWAYS, begin, bools, copies, is_gone,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, texts};

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let there = |action, list| answers.items(action, list).filter(|node| !is_gone(*node, "State"));
    for node in there(DESCRIBE_TRANSIT_GATEWAYS, "TransitGateways") {
        gateway(node, made);
    }
    for node in there(DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS, "TransitGatewayVpcAttachments") {
        attachment(node, made);
    }
    for node in there(DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES, "TransitGatewayRouteTables") {
        route_table(node, made);
    }
}

fn gateway(node: Node<'_>, made: &mut Made) {
    let options = node.get("Options");
    let id = node.get("TransitGatewayId").str();
    let gateway = begin(made, "aws_ec2_transit_gateway", "transit-gateway", id, node)
        .copy_known("arn", node.get("TransitGatewayArn"))
        .copy("description", node.get("Description"))
        .copy_known("owner_id", node.get("OwnerId"))
        .set("transit_gateway_cidr_blocks", texts(options.get("TransitGatewayCidrBlocks").texts()));
    [
        ("amazon_side_asn", "AmazonSideAsn"),
        ("association_default_route_table_id", "AssociationDefaultRouteTableId"),
        ("auto_accept_shared_attachments", "AutoAcceptSharedAttachments"),
        ("default_route_table_association", "DefaultRouteTableAssociation"),
        ("default_route_table_propagation", "DefaultRouteTablePropagation"),
        ("dns_support", "DnsSupport"),
        ("multicast_support", "MulticastSupport"),
        ("propagation_default_route_table_id", "PropagationDefaultRouteTableId"),
        ("security_group_referencing_support", "SecurityGroupReferencingSupport"),
        ("vpn_ecmp_support", "VpnEcmpSupport"),
    ]
    .into_iter()
    .fold(gateway, |gateway, (attribute, member)| gateway.copy_known(attribute, options.get(member)))
    .done();
}

fn attachment(node: Node<'_>, made: &mut Made) {
    let options = node.get("Options");
    let id = node.get("TransitGatewayAttachmentId").str();
    let attachment =
        begin(made, "aws_ec2_transit_gateway_vpc_attachment", "transit-gateway-attachment", id, node);
    let attachment = copies(
        attachment,
        node,
        &[("transit_gateway_id", "TransitGatewayId"), ("vpc_id", "VpcId"), ("vpc_owner_id", "VpcOwnerId")],
    )
    .set("subnet_ids", texts(node.get("SubnetIds").texts()));
    [
        ("appliance_mode_support", "ApplianceModeSupport"),
        ("dns_support", "DnsSupport"),
        ("ipv6_support", "Ipv6Support"),
        ("security_group_referencing_support", "SecurityGroupReferencingSupport"),
    ]
    .into_iter()
    .fold(attachment, |attachment, (attribute, member)| attachment.copy_known(attribute, options.get(member)))
    .done();
}

fn route_table(node: Node<'_>, made: &mut Made) {
    let id = node.get("TransitGatewayRouteTableId").str();
    let defaults = [
        ("default_association_route_table", "DefaultAssociationRouteTable"),
        ("default_propagation_route_table", "DefaultPropagationRouteTable"),
    ];
    let is_default = defaults.iter().any(|(_, member)| node.get(member).bool() == Some(true));
    let table = begin(made, "aws_ec2_transit_gateway_route_table", "transit-gateway-route-table", id, node);
    bools(table, node, &defaults)
        .copy("transit_gateway_id", node.get("TransitGatewayId"))
        .by_aws(is_default)
        .done();
}
