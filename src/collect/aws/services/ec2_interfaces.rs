//! EC2: network interfaces.
//!
//! Most interfaces belong to what is reached through them: instances, load balancers, functions, endpoints. Those
//! are owned; others somebody made.
//! Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>

use std::collections::BTreeMap;

use super::ec2_compute::DESCRIBE_NETWORK_INTERFACES;
use super::nested::{Field, Form, attributes, one};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;
use crate::model::Value;

/// Lists that name the interfaces of their elements; other mappings read them.
const DESCRIBE_NAT_GATEWAYS: &str = "ec2:DescribeNatGateways";
const DESCRIBE_VPC_ENDPOINTS: &str = "ec2:DescribeVpcEndpoints";

/// How services describe the interfaces that they make, and what is called by the rest of the description.
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html>, and the descriptions that
/// accounts show.
const DESCRIPTIONS: [(&str, &str); 12] = [
    ("ELB app/", "aws_lb"),
    ("ELB net/", "aws_lb"),
    ("ELB gwy/", "aws_lb"),
    ("ELB ", "aws_elb"),
    ("AWS Lambda VPC ENI-", "aws_lambda_function"),
    ("Interface for NAT Gateway ", "aws_nat_gateway"),
    ("VPC Endpoint Interface ", "aws_vpc_endpoint"),
    ("EFS mount target for ", "aws_efs_mount_target"),
    ("Amazon EKS ", "aws_eks_cluster"),
    ("aws-K8S-", "aws_instance"),
    ("RDSNetworkInterface", "aws_db_instance"),
    ("ElastiCache ", "aws_elasticache_cluster"),
];

/// What the provider calls that which an interface of a type belongs to.
const TYPES: [(&str, &str); 9] = [
    ("nat_gateway", "aws_nat_gateway"),
    ("natGateway", "aws_nat_gateway"),
    ("load_balancer", "aws_lb"),
    ("network_load_balancer", "aws_lb"),
    ("gateway_load_balancer", "aws_lb"),
    ("gateway_load_balancer_endpoint", "aws_vpc_endpoint"),
    ("vpc_endpoint", "aws_vpc_endpoint"),
    ("lambda", "aws_lambda_function"),
    ("transit_gateway", "aws_ec2_transit_gateway_vpc_attachment"),
];

/// Types of interfaces that somebody makes: those of the network alone, and of fast fabrics.
const OWN_TYPES: [&str; 5] = ["", "interface", "efa", "efa-only", "trunk"];

const INTERFACE: &[Field] = &[
    Field("description", "Description", Form::Text),
    Field("interface_type", "InterfaceType", Form::Text),
    Field("ipv4_prefixes", "Ipv4Prefixes", Form::TextsOf("Ipv4Prefix")),
    Field("ipv6_address_list", "Ipv6Addresses", Form::TextsOf("Ipv6Address")),
    Field("ipv6_addresses", "Ipv6Addresses", Form::TextsOf("Ipv6Address")),
    Field("ipv6_prefixes", "Ipv6Prefixes", Form::TextsOf("Ipv6Prefix")),
    Field("mac_address", "MacAddress", Form::Text),
    Field("outpost_arn", "OutpostArn", Form::Text),
    Field("owner_id", "OwnerId", Form::Text),
    Field("private_dns_name", "PrivateDnsName", Form::Text),
    Field("private_ip", "PrivateIpAddress", Form::Text),
    Field("private_ip_list", "PrivateIpAddresses", Form::TextsOf("PrivateIpAddress")),
    Field("private_ips", "PrivateIpAddresses", Form::TextsOf("PrivateIpAddress")),
    Field("security_groups", "Groups", Form::TextsOf("GroupId")),
    Field("source_dest_check", "SourceDestCheck", Form::Flag),
    Field("subnet_id", "SubnetId", Form::Text),
];

const ATTACHMENT: &[Field] = &[
    Field("attachment_id", "AttachmentId", Form::Text),
    Field("device_index", "DeviceIndex", Form::Int),
    Field("instance", "InstanceId", Form::Text),
    Field("network_card_index", "NetworkCardIndex", Form::New(&Form::Int)),
];

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let users = users(answers);
    for interface in answers.items(DESCRIBE_NETWORK_INTERFACES, "NetworkInterfaces") {
        let id = interface.get("NetworkInterfaceId").str();
        let count = |member: &str, without: usize| {
            let count = interface.get(member).items().count().saturating_sub(without);
            Value::int(i64::try_from(count).unwrap_or_default())
        };
        let mut building = made.resource("aws_network_interface", id);
        for (name, value) in attributes(interface, INTERFACE) {
            building = building.set(name, value);
        }
        building
            .arn("ec2", &format!("network-interface/{id}"))
            .set("attachment", one(interface.get("Attachment"), ATTACHMENT))
            .set("ipv4_prefix_count", count("Ipv4Prefixes", 0))
            .set("ipv6_address_count", count("Ipv6Addresses", 0))
            .set("ipv6_prefix_count", count("Ipv6Prefixes", 0))
            .set("private_ips_count", count("PrivateIpAddresses", 1))
            .owned(owner(interface, &users))
            .tags(interface.get("TagSet"))
            .done();
    }
}

/// Returns which interfaces other answers name as theirs.
fn users(answers: &Answers) -> BTreeMap<&str, String> {
    let mut users = BTreeMap::new();
    for gateway in answers.items(DESCRIBE_NAT_GATEWAYS, "NatGateways") {
        let owner = format!("aws_nat_gateway/{}", gateway.get("NatGatewayId").str());
        let addresses = gateway.get("NatGatewayAddresses").items();
        users.extend(
            addresses.filter_map(|of| of.get("NetworkInterfaceId").text()).map(|id| (id, owner.clone())),
        );
    }
    for endpoint in answers.items(DESCRIBE_VPC_ENDPOINTS, "VpcEndpoints") {
        let owner = format!("aws_vpc_endpoint/{}", endpoint.get("VpcEndpointId").str());
        users.extend(endpoint.get("NetworkInterfaceIds").texts().map(|id| (id, owner.clone())));
    }
    users
}

/// Returns what an interface is a part of.
fn owner(interface: Node<'_>, users: &BTreeMap<&str, String>) -> Option<String> {
    if let Some(user) = users.get(interface.get("NetworkInterfaceId").str()) {
        return Some(user.clone());
    }
    let attachment = interface.get("Attachment");
    if attachment.get("DeviceIndex").int() == Some(0)
        && let Some(instance) = attachment.get("InstanceId").text()
    {
        return Some(format!("aws_instance/{instance}"));
    }
    let description = interface.get("Description").str();
    let described =
        DESCRIPTIONS.iter().find_map(|(begin, kind)| Some((description.strip_prefix(begin)?, *kind)));
    if let Some((rest, kind)) = described {
        // A load balancer is described by `NAME/HASH`, a file system by its id and that of the target.
        let name = rest.split(['/', ' ']).next().unwrap_or(rest);
        return Some(format!("{kind}/{name}"));
    }
    let by_type = interface.get("InterfaceType").str();
    if let Some((_, kind)) = TYPES.iter().find(|(name, _)| *name == by_type) {
        return Some(format!("{kind}/{description}"));
    }
    let is_others = interface.get("RequesterManaged").bool() == Some(true)
        || interface.get("Operator").get("Managed").bool() == Some(true)
        || !OWN_TYPES.contains(&by_type);
    is_others.then(|| "AWS".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::ec2_compute::SERVICE;
    use super::super::testing::{check, owner, shape};
    use super::*;

    /// An interface with some members of its own.
    fn interface(members: &str) -> String {
        format!(
            r#"{{"NetworkInterfaces": [{{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1",
                "PrivateIpAddress": "10.0.0.9", "SourceDestCheck": false, "OwnerId": "111111111111",
                "PrivateIpAddresses": [{{"Primary": true, "PrivateIpAddress": "10.0.0.9"}}],
                "Groups": [{{"GroupId": "sg-1", "GroupName": "web"}}], {members}
                "TagSet": [{{"Key": "Name", "Value": "spare"}}]}}]}}"#
        )
    }

    fn owner_of(members: &str) -> Option<String> {
        let made = shape(&SERVICE, &[(DESCRIBE_NETWORK_INTERFACES, "", &interface(members))]);
        owner(&made, "aws_network_interface.eni-1").map(str::to_owned)
    }

    #[test]
    fn an_interface_that_somebody_made_is_compared() {
        let second = r#""InterfaceType": "interface", "Description": "spare",
            "Attachment": {"AttachmentId": "a-1", "DeviceIndex": 1, "InstanceId": "i-1"},"#;
        let made = shape(&SERVICE, &[(DESCRIBE_NETWORK_INTERFACES, "", &interface(second))]);
        check(
            &made,
            "aws_network_interface.eni-1",
            r#"{"id": "eni-1", "arn": "arn:aws:ec2:eu-west-1:111111111111:network-interface/eni-1",
                "description": "spare", "interface_type": "interface", "subnet_id": "subnet-1",
                "source_dest_check": false, "security_groups": ["sg-1"], "private_ip": "10.0.0.9",
                "private_ips": ["10.0.0.9"], "private_ips_count": 0, "ipv6_address_count": 0,
                "attachment": [{"attachment_id": "a-1", "device_index": 1, "instance": "i-1"}],
                "tags": {"Name": "spare"}}"#,
        );
        assert_eq!(owner(&made, "aws_network_interface.eni-1"), None);
    }

    #[test]
    fn an_interface_belongs_to_what_is_reached_through_it() {
        for (members, expected) in [
            (r#""Attachment": {"DeviceIndex": 0, "InstanceId": "i-1"},"#, "aws_instance/i-1"),
            (r#""Description": "ELB app/shop/50dc6c495c0c9188","#, "aws_lb/shop"),
            (r#""Description": "ELB classic","#, "aws_elb/classic"),
            (
                r#""InterfaceType": "nat_gateway", "Description": "Interface for NAT Gateway nat-1","#,
                "aws_nat_gateway/nat-1",
            ),
            (r#""Description": "EFS mount target for fs-1 (fsmt-1)","#, "aws_efs_mount_target/fs-1"),
            (r#""RequesterManaged": true, "Description": "something new","#, "AWS"),
            (r#""InterfaceType": "quicksight","#, "AWS"),
        ] {
            assert_eq!(owner_of(members).as_deref(), Some(expected), "{members}");
        }
    }

    #[test]
    fn gateways_and_endpoints_name_their_interfaces() {
        for (action, answer, expected) in [
            (
                DESCRIBE_NAT_GATEWAYS,
                r#"{"NatGateways": [{"NatGatewayId": "nat-7",
                    "NatGatewayAddresses": [{"NetworkInterfaceId": "eni-1"}]}]}"#,
                "aws_nat_gateway/nat-7",
            ),
            (
                DESCRIBE_VPC_ENDPOINTS,
                r#"{"VpcEndpoints": [{"VpcEndpointId": "vpce-7", "NetworkInterfaceIds": ["eni-1"]}]}"#,
                "aws_vpc_endpoint/vpce-7",
            ),
        ] {
            let made =
                shape(&SERVICE, &[(DESCRIBE_NETWORK_INTERFACES, "", &interface("")), (action, "", answer)]);
            assert_eq!(owner(&made, "aws_network_interface.eni-1"), Some(expected));
        }
    }
}
