//! Security groups and their rules.
//!
//! The API groups sources by protocol and ports, the provider by protocol, ports and description
//! (<https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group.go>,
//! `securityGroupIPPermGather`). This file must not look at anything but groups and rules.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::{DESCRIBE_SECURITY_GROUP_RULES, DESCRIBE_SECURITY_GROUPS, begin, copies};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::model::Value;

/// Where the API has the sources of a permission, and where the provider has them.
const SOURCES: [(&str, &str, usize); 3] =
    [("IpRanges", "CidrIp", 0), ("Ipv6Ranges", "CidrIpv6", 1), ("PrefixListIds", "PrefixListId", 2)];

/// Where groups are among the sources of a gathered rule.
const GROUPS: usize = 3;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let mut owners: BTreeMap<&str, CompactString> = BTreeMap::new();
    for node in answers.items(DESCRIBE_SECURITY_GROUPS, "SecurityGroups") {
        let id = node.get("GroupId").str();
        group(id, node, made);
        if let Some(owner) = made.resources.last().and_then(|group| group.owner.clone()) {
            owners.insert(id, owner);
        }
    }
    for node in answers.items(DESCRIBE_SECURITY_GROUP_RULES, "SecurityGroupRules") {
        rule(node, owners.get(node.get("GroupId").str()).cloned(), made);
    }
}

/// Returns whether it is the group that each VPC has from the beginning; no other may have that name.
pub(super) fn is_default(group: Node<'_>) -> bool {
    group.get("GroupName").text() == Some("default")
}

fn group(id: &str, node: Node<'_>, made: &mut Made) {
    let account = made.place().account.clone();
    let owner = node.get("OwnerId").text().unwrap_or(account.as_str());
    let ingress = gather(id, owner, node.get("IpPermissions"));
    let egress = gather(id, owner, node.get("IpPermissionsEgress"));
    let group = begin(made, "aws_security_group", "security-group", id, node);
    copies(group, node, &[("name", "GroupName"), ("description", "Description"), ("vpc_id", "VpcId")])
        .copy_known("owner_id", node.get("OwnerId"))
        .set("ingress", ingress)
        .set("egress", egress)
        .by_aws(is_default(node))
        .done();
}

/// A block `ingress` or `egress` while its sources are gathered.
#[derive(Default)]
struct Gathered {
    is_self: bool,
    sources: [Vec<Value>; 4],
}

/// Returns the blocks of a group's permissions: one for each protocol, ports and description.
fn gather(group: &str, owner: &str, permissions: Node<'_>) -> Value {
    let mut rules: BTreeMap<(&str, i64, i64, &str), Gathered> = BTreeMap::new();
    for permission in permissions.items() {
        let port = |member: &str| permission.get(member).int().unwrap_or_default();
        let (protocol, from, to) = (permission.get("IpProtocol").str(), port("FromPort"), port("ToPort"));
        for (list, member, at) in SOURCES {
            for source in permission.get(list).items() {
                let rule = rules.entry((protocol, from, to, source.get("Description").str())).or_default();
                rule.sources[at].push(source.get(member).value());
            }
        }
        for pair in permission.get("UserIdGroupPairs").items() {
            let rule = rules.entry((protocol, from, to, pair.get("Description").str())).or_default();
            let source = reference(pair, owner);
            if source == group {
                rule.is_self = true;
            } else {
                rule.sources[GROUPS].push(Value::string(source));
            }
        }
    }
    Value::list(rules.into_iter().map(|((protocol, from, to, description), rule)| {
        let [cidrs, ipv6_cidrs, prefix_lists, groups] = rule.sources.map(Value::list);
        fields([
            ("cidr_blocks", cidrs),
            ("description", description.into()),
            ("from_port", from.into()),
            ("ipv6_cidr_blocks", ipv6_cidrs),
            ("prefix_list_ids", prefix_lists),
            ("protocol", protocol.into()),
            ("security_groups", groups),
            ("self", rule.is_self.into()),
            ("to_port", to.into()),
        ])
    }))
}

/// Names a group that is a source; that of another account as `ACCOUNT/GROUP`.
fn reference(pair: Node<'_>, owner: &str) -> String {
    let id = pair.get("GroupId").text().unwrap_or_else(|| pair.get("GroupName").str());
    match pair.get("UserId").text() {
        Some(user) if user != owner => format!("{user}/{id}"),
        _ => id.to_owned(),
    }
}

fn rule(node: Node<'_>, owner: Option<CompactString>, made: &mut Made) {
    let id = node.get("SecurityGroupRuleId").str();
    let kind = if node.get("IsEgress").bool() == Some(true) {
        "aws_vpc_security_group_egress_rule"
    } else {
        "aws_vpc_security_group_ingress_rule"
    };
    // Where all protocols are meant, the API says -1 and the provider nothing.
    let is_all = node.get("IpProtocol").text() == Some("-1");
    let port = |member: &str| if is_all { Value::Null } else { node.get(member).value() };
    let source = node.get("ReferencedGroupInfo");
    let account = made.place().account.clone();
    let account = node.get("GroupOwnerId").text().unwrap_or(account.as_str());
    let source = source.is_there().then(|| reference(source, account)).filter(|source| !source.is_empty());
    let rule = begin(made, kind, "security-group-rule", id, node);
    copies(
        rule,
        node,
        &[
            ("cidr_ipv4", "CidrIpv4"),
            ("cidr_ipv6", "CidrIpv6"),
            ("description", "Description"),
            ("ip_protocol", "IpProtocol"),
            ("prefix_list_id", "PrefixListId"),
            ("security_group_id", "GroupId"),
            ("security_group_rule_id", "SecurityGroupRuleId"),
        ],
    )
    .copy_known("arn", node.get("SecurityGroupRuleArn"))
    .set("referenced_security_group_id", source.map_or(Value::Null, Value::string))
    .set("from_port", port("FromPort"))
    .set("to_port", port("ToPort"))
    .owned(owner)
    .done();
}
