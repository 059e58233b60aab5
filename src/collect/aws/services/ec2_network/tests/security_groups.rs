//! Security groups and their rules: what the provider would write of them.

use serde_json::json;

use super::*;

#[test]
fn sources_of_one_protocol_ports_and_description_are_one_block() {
    let range = |cidr: &str, description: &str| json!({"CidrIp": cidr, "Description": description});
    let group = json!({"SecurityGroups": [{
        "GroupId": "sg-1", "GroupName": "web", "Description": "web sg", "VpcId": "vpc-1",
        "OwnerId": "111111111111", "Tags": [{"Key": "Name", "Value": "web"}],
        "IpPermissions": [{
            "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "IpRanges": [range("10.0.0.0/8", ""), range("10.9.0.0/16", "office"), {"CidrIp": "11.0.0.0/8"}],
            "Ipv6Ranges": [{"CidrIpv6": "fd00::/8", "Description": "office"}],
            "PrefixListIds": [{"PrefixListId": "pl-1"}],
            "UserIdGroupPairs": [
                {"GroupId": "sg-1", "UserId": "111111111111"},
                {"GroupId": "sg-2", "UserId": "111111111111"},
                {"GroupId": "sg-3", "UserId": "222222222222", "Description": "peer"},
            ],
        }],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
    }]});
    let block = |description: &str, cidrs: Json, ipv6: Json, lists: Json, groups: Json, is_self: bool| {
        json!({
            "protocol": "tcp", "from_port": 443, "to_port": 443, "description": description,
            "cidr_blocks": cidrs, "ipv6_cidr_blocks": ipv6, "prefix_list_ids": lists, "security_groups": groups,
            "self": is_self,
        })
    };
    let made = of(&[(DESCRIBE_SECURITY_GROUPS, "", group)]);
    has(
        &made,
        "aws_security_group.sg-1",
        &json!({
            "name": "web", "description": "web sg", "vpc_id": "vpc-1", "owner_id": "111111111111",
            "arn": "arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1", "tags": {"Name": "web"},
            "ingress": [
                block("", json!(["10.0.0.0/8", "11.0.0.0/8"]), json!([]), json!(["pl-1"]), json!(["sg-2"]), true),
                block("office", json!(["10.9.0.0/16"]), json!(["fd00::/8"]), json!([]), json!([]), false),
                block("peer", json!([]), json!([]), json!([]), json!(["222222222222/sg-3"]), false),
            ],
            "egress": [{
                "protocol": "-1", "from_port": 0, "to_port": 0, "description": "", "cidr_blocks": ["0.0.0.0/0"],
                "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false,
            }],
        }),
    );
}

#[test]
fn no_source_of_a_group_is_lost_or_told_twice() {
    // Whatever the API puts together, each source is in exactly one block with its protocol, ports and description.
    let mut permissions = Vec::new();
    let mut expected = Vec::new();
    for port in [80, 443, 443, 8080] {
        for at in 0..5 {
            let (cidr, description) = (format!("10.{}.{at}.0/24", permissions.len()), ["", "a", "b"][at % 3]);
            expected.push((port, description.to_owned(), cidr.clone()));
            permissions.push(json!({"IpProtocol": "tcp", "FromPort": port, "ToPort": port,
                "IpRanges": [{"CidrIp": cidr, "Description": description}]}));
        }
    }
    let group = json!({"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": permissions}]});
    let made = of(&[(DESCRIBE_SECURITY_GROUPS, "", group)]);
    let ingress = at(&made, "aws_security_group.sg-1").attributes.get("ingress");
    let blocks: Vec<_> = Node(ingress).items().collect();
    let mut told: Vec<_> = blocks
        .iter()
        .flat_map(|block| {
            let (port, description) = (block.get("from_port").int().unwrap(), block.get("description").str());
            block.get("cidr_blocks").texts().map(move |cidr| (port, description.to_owned(), cidr.to_owned()))
        })
        .collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    assert_eq!(blocks.len(), 9, "three ports with three descriptions");
}

#[test]
fn default_groups_are_of_aws_and_so_are_their_rules() {
    let made = of(&[
        (
            DESCRIBE_SECURITY_GROUPS,
            "",
            json!({"SecurityGroups": [
                {"GroupId": "sg-0", "GroupName": "default", "VpcId": "vpc-1"},
                {"GroupId": "sg-k", "GroupName": "k8s-shop-1", "VpcId": "vpc-1",
                 "Tags": [{"Key": "ingress.k8s.aws/stack", "Value": "shop/web"}]},
                {"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1"},
            ]}),
        ),
        (
            DESCRIBE_SECURITY_GROUP_RULES,
            "",
            json!({"SecurityGroupRules": [
                {"SecurityGroupRuleId": "sgr-0", "GroupId": "sg-0", "IsEgress": true, "IpProtocol": "-1",
                 "FromPort": -1, "ToPort": -1, "CidrIpv4": "0.0.0.0/0", "GroupOwnerId": "111111111111"},
                {"SecurityGroupRuleId": "sgr-k", "GroupId": "sg-k", "IsEgress": false, "IpProtocol": "tcp"},
                {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "icmp",
                 "FromPort": -1, "ToPort": -1, "GroupOwnerId": "111111111111", "Description": "ping",
                 "ReferencedGroupInfo": {"GroupId": "sg-9", "UserId": "222222222222"}},
            ]}),
        ),
    ]);
    let owner = |address: &str| at(&made, address).owner.clone();
    assert_eq!(owner("aws_security_group.sg-0").as_deref(), Some("AWS"));
    assert_eq!(owner("aws_vpc_security_group_egress_rule.sgr-0").as_deref(), Some("AWS"));
    assert_eq!(owner("aws_vpc_security_group_ingress_rule.sgr-k").as_deref(), Some("Ingress/shop/web"));
    assert_eq!(owner("aws_vpc_security_group_ingress_rule.sgr-1"), None);
    let all = json!({"from_port": null, "to_port": null, "ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0",
        "cidr_ipv6": null, "description": null, "prefix_list_id": null, "referenced_security_group_id": null,
        "security_group_id": "sg-0", "security_group_rule_id": "sgr-0"});
    has(&made, "aws_vpc_security_group_egress_rule.sgr-0", &all);
    let ping = json!({"from_port": -1, "to_port": -1, "ip_protocol": "icmp", "description": "ping",
        "referenced_security_group_id": "222222222222/sg-9",
        "arn": "arn:aws:ec2:eu-west-1:111111111111:security-group-rule/sgr-1"});
    has(&made, "aws_vpc_security_group_ingress_rule.sgr-1", &ping);
}
