//! Network ACLs and the subnets they are for.
//!
//! Source: <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_network_acl.go>.
//! Rules have no id of their own: the provider makes one of the protocol as the configuration writes it.

use super::{DESCRIBE_NETWORK_ACLS, begin};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::Value;

/// The numbers of the last rules, for IPv4 and IPv6, which nobody can write or delete.
const LAST: [i64; 2] = [32767, 32768];

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for acl in answers.items(DESCRIBE_NETWORK_ACLS, "NetworkAcls") {
        network_acl(acl, made);
    }
}

/// Returns whether it is the list that each VPC has from the beginning.
pub(super) fn is_default(acl: Node<'_>) -> bool {
    acl.get("IsDefault").bool() == Some(true)
}

fn network_acl(acl: Node<'_>, made: &mut Made) {
    let id = acl.get("NetworkAclId").str();
    let is_default = is_default(acl);
    let associations = acl.get("Associations");
    let subnets = associations.items().filter_map(|association| association.get("SubnetId").text());
    let (egress, ingress): (Vec<_>, Vec<_>) = acl
        .get("Entries")
        .items()
        .filter(|entry| entry.get("RuleNumber").int().is_none_or(|number| !LAST.contains(&number)))
        .partition(|entry| entry.get("Egress").bool() == Some(true));
    begin(made, "aws_network_acl", "network-acl", id, acl)
        .copy("vpc_id", acl.get("VpcId"))
        .copy_known("owner_id", acl.get("OwnerId"))
        .set("subnet_ids", texts(subnets))
        .set("egress", Value::list(egress.into_iter().map(entry)))
        .set("ingress", Value::list(ingress.into_iter().map(entry)))
        .by_aws(is_default)
        .done();
    for association in associations.items() {
        let name = association.get("NetworkAclAssociationId").str();
        made.resource("aws_network_acl_association", name)
            .set("network_acl_id", id)
            .copy("subnet_id", association.get("SubnetId"))
            .by_aws(is_default)
            .done();
    }
}

fn entry(entry: Node<'_>) -> Value {
    let number = |node: Node<'_>| Value::int(node.int().unwrap_or_default());
    let (ports, icmp) = (entry.get("PortRange"), entry.get("IcmpTypeCode"));
    fields([
        ("action", entry.get("RuleAction").str().into()),
        ("cidr_block", entry.get("CidrBlock").str().into()),
        ("from_port", number(ports.get("From"))),
        ("icmp_code", number(icmp.get("Code"))),
        ("icmp_type", number(icmp.get("Type"))),
        ("ipv6_cidr_block", entry.get("Ipv6CidrBlock").str().into()),
        ("protocol", entry.get("Protocol").str().into()),
        ("rule_no", number(entry.get("RuleNumber"))),
        ("to_port", number(ports.get("To"))),
    ])
}
