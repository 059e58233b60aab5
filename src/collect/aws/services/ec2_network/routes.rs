//! Route tables, their routes, and what uses them.
//!
//! Which routes are left out, and what a route is called, is as in
//! <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_route_table.go> and
//! `vpc_route.go` beside it. This file must not read routes of transit gateways.

use flate2::Crc;

use super::{DESCRIBE_ROUTE_TABLES, associated, begin, copies};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, texts};
use crate::model::{Key, Value};

/// Where a route leads: as the provider and as the API calls it.
const TARGETS: [(&str, &str); 8] = [
    ("carrier_gateway_id", "CarrierGatewayId"),
    ("core_network_arn", "CoreNetworkArn"),
    ("egress_only_gateway_id", "EgressOnlyInternetGatewayId"),
    ("local_gateway_id", "LocalGatewayId"),
    ("nat_gateway_id", "NatGatewayId"),
    ("network_interface_id", "NetworkInterfaceId"),
    ("transit_gateway_id", "TransitGatewayId"),
    ("vpc_peering_connection_id", "VpcPeeringConnectionId"),
];

/// For whom a route is, as the API calls it, and as a block and a resource of the provider call it.
const DESTINATIONS: [(&str, &str, &str); 3] = [
    ("DestinationCidrBlock", "cidr_block", "destination_cidr_block"),
    ("DestinationIpv6CidrBlock", "ipv6_cidr_block", "destination_ipv6_cidr_block"),
    ("DestinationPrefixListId", "destination_prefix_list_id", "destination_prefix_list_id"),
];

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for table in answers.items(DESCRIBE_ROUTE_TABLES, "RouteTables") {
        route_table(table, made);
    }
}

/// Returns whether a table is the one of its VPC, which subnets without a table of their own use.
pub(super) fn is_main(table: Node<'_>) -> bool {
    table.get("Associations").items().any(|association| association.get("Main").bool() == Some(true))
}

fn route_table(table: Node<'_>, made: &mut Made) {
    let id = table.get("RouteTableId").str();
    let is_main = is_main(table);
    let routes: Vec<_> = table.get("Routes").items().filter(|route| is_declared(*route, table)).collect();
    begin(made, "aws_route_table", "route-table", id, table)
        .copy("vpc_id", table.get("VpcId"))
        .copy_known("owner_id", table.get("OwnerId"))
        .set(
            "propagating_vgws",
            texts(table.get("PropagatingVgws").items().filter_map(|vgw| vgw.get("GatewayId").text())),
        )
        .set("route", Value::list(routes.iter().map(|route| block(*route))))
        .by_aws(is_main)
        .done();
    for route in routes {
        resource(id, route, is_main, made);
    }
    for association in associated(table.get("Associations"), "AssociationState") {
        let name = association.get("RouteTableAssociationId").str();
        if association.get("Main").bool() == Some(true) {
            made.resource("aws_main_route_table_association", name)
                .set("route_table_id", id)
                .copy("vpc_id", table.get("VpcId"))
                .by_aws(true)
                .done();
        } else {
            let association = made
                .resource("aws_route_table_association", name)
                .set("route_table_id", id)
                .copy("subnet_id", association.get("SubnetId"))
                .copy("gateway_id", association.get("GatewayId"));
            association.done();
        }
    }
}

/// Returns whether somebody made a route: not those to the VPC itself, to gateway endpoints, learned ones, and
/// those that a service of AWS leads to its own network interfaces.
fn is_declared(route: Node<'_>, table: Node<'_>) -> bool {
    let gateway = route.get("GatewayId").str();
    let is_endpoint = gateway.starts_with("vpce-") && route.get("DestinationPrefixListId").text().is_some();
    let is_foreign = route.get("NetworkInterfaceId").text().is_some()
        && matches!(
            (route.get("InstanceOwnerId").text(), table.get("OwnerId").text()),
            (Some(instance), Some(table)) if instance != table
        );
    !matches!(gateway, "local" | "VpcLattice")
        && route.get("Origin").text() != Some("EnableVgwRoutePropagation")
        && !is_endpoint
        && !is_foreign
}

/// Returns the gateway of a route, and the endpoint that the API calls a gateway.
fn gateway(route: Node<'_>) -> (&str, &str) {
    match route.get("GatewayId").str() {
        endpoint if endpoint.starts_with("vpce-") => ("", endpoint),
        gateway => (gateway, ""),
    }
}

fn block(route: Node<'_>) -> Value {
    let (gateway, endpoint) = gateway(route);
    let text = |name: &str, member: &str| (Key::new(name), Value::from(route.get(member).str()));
    let members = TARGETS.iter().map(|(name, member)| text(name, member));
    let members = members.chain(DESTINATIONS.iter().map(|(member, name, _)| text(name, member)));
    let gateways = [("gateway_id", gateway), ("vpc_endpoint_id", endpoint)];
    Value::map(members.chain(gateways.map(|(name, text)| (Key::new(name), Value::from(text)))))
}

fn resource(table: &str, route: Node<'_>, is_main: bool, made: &mut Made) {
    let Some(destination) = DESTINATIONS.iter().find_map(|(member, ..)| route.get(member).text()) else {
        return;
    };
    let (gateway, endpoint) = gateway(route);
    let made = made.resource("aws_route", &route_id(table, destination));
    let made = DESTINATIONS.iter().fold(made, |made, (member, _, name)| made.copy(name, route.get(member)));
    copies(made, route, &TARGETS)
        .set("route_table_id", table)
        .set("gateway_id", gateway)
        .set("vpc_endpoint_id", endpoint)
        .copy("instance_id", route.get("InstanceId"))
        .copy("instance_owner_id", route.get("InstanceOwnerId"))
        .copy("origin", route.get("Origin"))
        .by_aws(is_main)
        .done();
}

/// Returns what the provider calls a route: `r-` with the table and the CRC-32 of the destination.
fn route_id(table: &str, destination: &str) -> String {
    let mut crc = Crc::new();
    crc.update(destination.as_bytes());
    format!("r-{table}{}", crc.sum())
}

#[cfg(test)]
mod tests {
    use super::route_id;

    #[test]
    fn routes_are_called_as_terraform_calls_them() {
        // From states that Terraform wrote.
        for (table, destination, id) in [
            ("rtb-08411ab7d385c00a1", "0.0.0.0/0", "r-rtb-08411ab7d385c00a11080289494"),
            ("rtb-0232602f0f07748fc", "1.1.1.1/32", "r-rtb-0232602f0f07748fc243279527"),
        ] {
            assert_eq!(route_id(table, destination), id);
        }
    }
}
