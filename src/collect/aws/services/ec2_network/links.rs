//! What joins a VPC to services and other VPCs, and what is told of it: endpoints, peering, prefix lists, flow logs.
//!
//! This file must not tell what changes by itself: the addresses of services, states, and when logs last came.

use std::collections::BTreeMap;

use super::{
    DESCRIBE_FLOW_LOGS, DESCRIBE_MANAGED_PREFIX_LISTS, DESCRIBE_VPC_ENDPOINTS,
    DESCRIBE_VPC_PEERING_CONNECTIONS, GET_MANAGED_PREFIX_LIST_ENTRIES, begin, copies, is_gone, is_of_aws,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::{Key, Value};

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let lists = answers.items(DESCRIBE_MANAGED_PREFIX_LISTS, "PrefixLists");
    let by_name: BTreeMap<&str, &str> = lists
        .filter_map(|list| Some((list.get("PrefixListName").text()?, list.get("PrefixListId").text()?)))
        .collect();
    for node in answers.items(DESCRIBE_VPC_ENDPOINTS, "VpcEndpoints") {
        if !is_gone(node, "State") {
            endpoint(node, by_name.get(node.get("ServiceName").str()).copied(), made);
        }
    }
    for node in answers.items(DESCRIBE_VPC_PEERING_CONNECTIONS, "VpcPeeringConnections") {
        if !is_gone(node.get("Status"), "Code") {
            peering(node, made);
        }
    }
    for node in answers.items(DESCRIBE_FLOW_LOGS, "FlowLogs") {
        flow_log(node, made);
    }
    for node in answers.items(DESCRIBE_MANAGED_PREFIX_LISTS, "PrefixLists") {
        prefix_list(node, answers, made);
    }
}

fn endpoint(node: Node<'_>, prefix_list: Option<&str>, made: &mut Made) {
    let endpoint = begin(made, "aws_vpc_endpoint", "vpc-endpoint", node.get("VpcEndpointId").str(), node);
    let mut endpoint = copies(endpoint, node, &[("service_name", "ServiceName"), ("vpc_id", "VpcId")]);
    for (attribute, member) in [
        ("network_interface_ids", "NetworkInterfaceIds"),
        ("route_table_ids", "RouteTableIds"),
        ("subnet_ids", "SubnetIds"),
    ] {
        endpoint = endpoint.set(attribute, texts(node.get(member).texts()));
    }
    for (attribute, member) in [
        ("ip_address_type", "IpAddressType"),
        ("owner_id", "OwnerId"),
        ("policy", "PolicyDocument"),
        ("resource_configuration_arn", "ResourceConfigurationArn"),
        ("service_network_arn", "ServiceNetworkArn"),
        ("service_region", "ServiceRegion"),
    ] {
        endpoint = endpoint.copy_known(attribute, node.get(member));
    }
    let groups = node.get("Groups").items().filter_map(|group| group.get("GroupId").text());
    let requester_managed = node.get("RequesterManaged").bool().unwrap_or_default();
    endpoint
        .bool("private_dns_enabled", node.get("PrivateDnsEnabled"))
        .set("requester_managed", requester_managed)
        .set("security_group_ids", texts(groups))
        // There was no other type once, and some partitions still do not tell it.
        .set("vpc_endpoint_type", node.get("VpcEndpointType").text().unwrap_or("Gateway"))
        .block("dns_options", dns_options(node.get("DnsOptions")))
        .known("prefix_list_id", prefix_list)
        .by_aws(requester_managed)
        .done();
}

fn dns_options(node: Node<'_>) -> Option<Value> {
    let ip_type = node.get("DnsRecordIpType").text()?;
    let inbound = node.get("PrivateDnsOnlyForInboundResolverEndpoint").bool().unwrap_or_default();
    Some(fields([
        ("dns_record_ip_type", ip_type.into()),
        ("private_dns_only_for_inbound_resolver_endpoint", inbound.into()),
    ]))
}

fn peering(node: Node<'_>, made: &mut Made) {
    let (accepter, requester) = (node.get("AccepterVpcInfo"), node.get("RequesterVpcInfo"));
    let place = made.place();
    let is_here = |side: Node<'_>| {
        let same = |member: &str, own: &str| {
            own.is_empty() || side.get(member).text().is_none_or(|theirs| theirs == own)
        };
        same("OwnerId", &place.account) && same("Region", &place.region)
    };
    let accepts = is_here(accepter) && !is_here(requester);
    let (kind, own, peer) = if accepts {
        ("aws_vpc_peering_connection_accepter", accepter, requester)
    } else {
        ("aws_vpc_peering_connection", requester, accepter)
    };
    let options = |side: Node<'_>| {
        let allow = side.get("PeeringOptions").get("AllowDnsResolutionFromRemoteVpc");
        allow.bool().map(|allow| Value::list([fields([("allow_remote_vpc_dns_resolution", allow.into())])]))
    };
    begin(made, kind, "", node.get("VpcPeeringConnectionId").str(), node)
        .copy("vpc_id", own.get("VpcId"))
        .copy("peer_vpc_id", peer.get("VpcId"))
        .copy("peer_owner_id", peer.get("OwnerId"))
        .copy_known("peer_region", accepter.get("Region"))
        .known("accepter", options(accepter))
        .known("requester", options(requester))
        .done();
}

fn flow_log(node: Node<'_>, made: &mut Made) {
    let log = begin(made, "aws_flow_log", "vpc-flow-log", node.get("FlowLogId").str(), node);
    let log = copies(
        log,
        node,
        &[
            ("deliver_cross_account_role", "DeliverCrossAccountRole"),
            ("iam_role_arn", "DeliverLogsPermissionArn"),
            ("log_destination_type", "LogDestinationType"),
            ("log_format", "LogFormat"),
            ("max_aggregation_interval", "MaxAggregationInterval"),
        ],
    );
    let of = node.get("ResourceId").str();
    // The longest prefixes come first: that of attachments begins like that of gateways.
    let subjects = [
        ("tgw-attach-", "transit_gateway_attachment_id"),
        ("tgw-", "transit_gateway_id"),
        ("vpc-", "vpc_id"),
        ("subnet-", "subnet_id"),
        ("eni-", "eni_id"),
        ("nat-", "regional_nat_gateway_id"),
    ];
    let subject = subjects.iter().find(|(prefix, _)| of.starts_with(prefix)).map(|(_, attribute)| *attribute);
    let log = subjects.iter().fold(log, |log, (_, attribute)| {
        log.set(attribute, if Some(*attribute) == subject { Value::from(of) } else { Value::Null })
    });
    // Transit gateways log all traffic, and the provider says nothing of it.
    let log = if of.starts_with("tgw-") { log } else { log.copy("traffic_type", node.get("TrafficType")) };
    let options = node.get("DestinationOptions");
    let is_set = |member: &str| Value::from(options.get(member).bool().unwrap_or_default());
    log.copy_known("log_destination", node.get("LogDestination"))
        .copy_known("log_group_name", node.get("LogGroupName"))
        .block(
            "destination_options",
            options.get("FileFormat").text().map(|format| {
                fields([
                    ("file_format", format.into()),
                    ("hive_compatible_partitions", is_set("HiveCompatiblePartitions")),
                    ("per_hour_partition", is_set("PerHourPartition")),
                ])
            }),
        )
        .done();
}

fn prefix_list(node: Node<'_>, answers: &Answers, made: &mut Made) {
    let id = node.get("PrefixListId").str();
    let entries = answers.about(GET_MANAGED_PREFIX_LIST_ENTRIES, id).get("Entries");
    let entries = entries.is_there().then(|| {
        Value::list(entries.items().map(|entry| {
            Value::map(
                [("cidr", "Cidr"), ("description", "Description")]
                    .map(|(name, member)| (Key::new(name), Value::from(entry.get(member).str()))),
            )
        }))
    });
    let list = begin(made, "aws_ec2_managed_prefix_list", "prefix-list", id, node);
    let list = copies(
        list,
        node,
        &[("address_family", "AddressFamily"), ("max_entries", "MaxEntries"), ("name", "PrefixListName")],
    );
    list.copy_known("arn", node.get("PrefixListArn"))
        .copy_known("owner_id", node.get("OwnerId"))
        .copy_known("version", node.get("Version"))
        .known("entry", entries)
        .by_aws(is_of_aws(node))
        .done();
}
