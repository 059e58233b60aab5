//! Answers as the AWS CLI prints them, and what the provider would write of them.

use serde_json::{Value as Json, json};

use super::*;
use crate::collect::aws::answer::Place;
use crate::model::{Key, Resource};

/// Shapes answers of a service, and holds that the spelling of the SDK gives the same as that of the CLI.
pub(in crate::collect::aws::services) fn made(
    service: &Service,
    answers: &[(&'static str, &str, Json)],
) -> Made {
    let place = Place { partition: "aws".into(), account: "111111111111".into(), region: "eu-west-1".into() };
    let shaped = |respell: fn(&Json) -> Json| {
        let mut all = Answers::new(place.clone());
        for (action, subject, answer) in answers {
            all.push(action, subject, Value::from(respell(answer)));
        }
        let mut made = Made::new(place.clone());
        (service.shape)(&all, &mut made);
        made
    };
    let made = shaped(Json::clone);
    assert_eq!(made.resources, shaped(sdk).resources, "as the SDK spells it");
    made
}

/// Respells members as the SDK does: `CidrIpv6` as `cidr_ipv6`.
fn sdk(json: &Json) -> Json {
    match json {
        Json::Object(members) => Json::Object(
            members
                .iter()
                .map(|(key, value)| {
                    let mut name = String::new();
                    for letter in key.chars() {
                        if letter.is_ascii_uppercase() && !name.is_empty() {
                            name.push('_');
                        }
                        name.push(letter.to_ascii_lowercase());
                    }
                    (name, sdk(value))
                })
                .collect(),
        ),
        Json::Array(items) => items.iter().map(sdk).collect(),
        other => other.clone(),
    }
}

/// Returns the resource with this address.
pub(in crate::collect::aws::services) fn at<'m>(made: &'m Made, address: &str) -> &'m Resource {
    let found = made.resources.iter().find(|resource| resource.address.as_str() == address);
    let all = || made.resources.iter().map(|resource| resource.address.as_str()).collect::<Vec<_>>();
    found.unwrap_or_else(|| panic!("no {address} among {:?}", all()))
}

/// Holds that a resource has these attributes; `null` stands for one that is known to be unset.
pub(in crate::collect::aws::services) fn has(made: &Made, address: &str, attributes: &Json) {
    let resource = at(made, address);
    for (name, value) in attributes.as_object().unwrap() {
        assert_eq!(resource.attributes.get(name), Some(&Value::from(value.clone())), "{address} {name}");
    }
}

fn of(answers: &[(&'static str, &str, Json)]) -> Made {
    made(&SERVICE, answers)
}

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

#[test]
fn vpcs_are_told_with_what_belongs_to_them() {
    let vpcs = json!({"Vpcs": [
        {"VpcId": "vpc-0", "IsDefault": true, "CidrBlock": "172.31.0.0/16"},
        {"VpcId": "vpc-1", "IsDefault": false, "CidrBlock": "10.0.0.0/16", "DhcpOptionsId": "dopt-1",
         "InstanceTenancy": "default", "OwnerId": "111111111111",
         "CidrBlockAssociationSet": [
            {"AssociationId": "vpc-cidr-assoc-1", "CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
            {"AssociationId": "vpc-cidr-assoc-2", "CidrBlock": "10.1.0.0/16", "CidrBlockState": {"State": "associated"}},
            {"AssociationId": "vpc-cidr-assoc-3", "CidrBlock": "10.2.0.0/16",
             "CidrBlockState": {"State": "disassociated"}}]},
    ]});
    let alone = of(&[(DESCRIBE_VPCS, "", vpcs.clone())]);
    for unknown in ["default_security_group_id", "main_route_table_id", "enable_dns_support"] {
        assert_eq!(at(&alone, "aws_vpc.vpc-1").attributes.get(unknown), None, "{unknown} was not asked for");
    }
    let made = of(&[
        (DESCRIBE_VPCS, "", vpcs),
        (
            DESCRIBE_VPC_ATTRIBUTE,
            "vpc-1/enableDnsSupport",
            json!({"VpcId": "vpc-1", "EnableDnsSupport": {"Value": true}}),
        ),
        (
            DESCRIBE_VPC_ATTRIBUTE,
            "vpc-1/enableDnsHostnames",
            json!({"VpcId": "vpc-1", "EnableDnsHostnames": {"Value": false}}),
        ),
        (
            DESCRIBE_SECURITY_GROUPS,
            "",
            json!({"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "default", "VpcId": "vpc-1"}]}),
        ),
        (
            DESCRIBE_NETWORK_ACLS,
            "",
            json!({"NetworkAcls": [{"NetworkAclId": "acl-1", "IsDefault": true, "VpcId": "vpc-1"}]}),
        ),
        (
            DESCRIBE_ROUTE_TABLES,
            "",
            json!({"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [
                {"Main": true, "RouteTableAssociationId": "rtbassoc-1"}]}]}),
        ),
        (
            DESCRIBE_INTERNET_GATEWAYS,
            "",
            json!({"InternetGateways": [
                {"InternetGatewayId": "igw-0", "Attachments": [{"State": "available", "VpcId": "vpc-0"}]},
                {"InternetGatewayId": "igw-1", "OwnerId": "111111111111",
                 "Attachments": [{"State": "available", "VpcId": "vpc-1"}]}]}),
        ),
    ]);
    has(
        &made,
        "aws_vpc.vpc-1",
        &json!({
            "id": "vpc-1", "arn": "arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-1", "cidr_block": "10.0.0.0/16",
            "dhcp_options_id": "dopt-1", "instance_tenancy": "default", "owner_id": "111111111111",
            "enable_dns_support": true, "enable_dns_hostnames": false, "default_security_group_id": "sg-1",
            "default_network_acl_id": "acl-1", "default_route_table_id": "rtb-1", "main_route_table_id": "rtb-1",
            "assign_generated_ipv6_cidr_block": false, "ipv6_association_id": "", "ipv6_cidr_block": "",
            "tags": {}, "tags_all": {},
        }),
    );
    let secondary = json!({"cidr_block": "10.1.0.0/16", "vpc_id": "vpc-1"});
    has(&made, "aws_vpc_ipv4_cidr_block_association.vpc-cidr-assoc-2", &secondary);
    let count = |kind: &str| made.resources.iter().filter(|resource| resource.kind == kind).count();
    assert_eq!(
        count("aws_vpc_ipv4_cidr_block_association"),
        1,
        "the first block and those that are gone are none"
    );
    for default in
        ["aws_vpc.vpc-0", "aws_internet_gateway.igw-0", "aws_network_acl.acl-1", "aws_route_table.rtb-1"]
    {
        assert_eq!(at(&made, default).owner.as_deref(), Some("AWS"), "{default}");
    }
    has(&made, "aws_internet_gateway.igw-1", &json!({"vpc_id": "vpc-1", "owner_id": "111111111111"}));
    assert_eq!(at(&made, "aws_internet_gateway.igw-1").owner, None);
}

#[test]
fn only_routes_that_somebody_made_are_told() {
    let table = json!({"RouteTables": [{
        "RouteTableId": "rtb-08411ab7d385c00a1", "VpcId": "vpc-1", "OwnerId": "111111111111",
        "PropagatingVgws": [{"GatewayId": "vgw-1"}],
        "Associations": [
            {"Main": false, "RouteTableAssociationId": "rtbassoc-1", "SubnetId": "subnet-1",
             "AssociationState": {"State": "associated"}},
            {"Main": false, "RouteTableAssociationId": "rtbassoc-2", "SubnetId": "subnet-2",
             "AssociationState": {"State": "disassociated"}}],
        "Routes": [
            {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable"},
            {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "Origin": "CreateRoute", "State": "active"},
            {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1", "Origin": "CreateRoute"},
            {"DestinationCidrBlock": "10.7.0.0/16", "GatewayId": "vpce-gwlb", "Origin": "CreateRoute"},
            {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-s3", "Origin": "CreateRoute"},
            {"DestinationCidrBlock": "10.8.0.0/16", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation"},
            {"DestinationCidrBlock": "10.9.0.0/16", "NetworkInterfaceId": "eni-1", "InstanceOwnerId": "amazon-aws",
             "Origin": "CreateRoute"}],
    }]});
    let made = of(&[(DESCRIBE_ROUTE_TABLES, "", table)]);
    let table = at(&made, "aws_route_table.rtb-08411ab7d385c00a1");
    let routes: Vec<_> = Node(table.attributes.get("route")).items().collect();
    let told: Vec<_> = routes
        .iter()
        .map(|route| {
            ["cidr_block", "ipv6_cidr_block", "gateway_id", "egress_only_gateway_id", "vpc_endpoint_id"]
                .map(|member| route.get(member).str())
        })
        .collect();
    assert_eq!(
        told,
        [
            ["0.0.0.0/0", "", "igw-1", "", ""],
            ["", "::/0", "", "eigw-1", ""],
            ["10.7.0.0/16", "", "", "", "vpce-gwlb"],
        ]
    );
    has(
        &made,
        "aws_route_table.rtb-08411ab7d385c00a1",
        &json!({"propagating_vgws": ["vgw-1"], "vpc_id": "vpc-1"}),
    );
    has(
        &made,
        "aws_route.r-rtb-08411ab7d385c00a11080289494",
        &json!({
            "route_table_id": "rtb-08411ab7d385c00a1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1",
            "destination_ipv6_cidr_block": null, "nat_gateway_id": null, "vpc_endpoint_id": "", "origin": "CreateRoute",
        }),
    );
    let association =
        json!({"route_table_id": "rtb-08411ab7d385c00a1", "subnet_id": "subnet-1", "gateway_id": null});
    has(&made, "aws_route_table_association.rtbassoc-1", &association);
    assert_eq!(made.resources.len(), 5, "a table, three routes and one association");
}

#[test]
fn entries_of_a_network_acl_have_the_form_of_the_provider() {
    let acl = json!({"NetworkAcls": [{
        "NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": false, "OwnerId": "111111111111",
        "Associations": [{"NetworkAclAssociationId": "aclassoc-1", "NetworkAclId": "acl-1", "SubnetId": "subnet-1"}],
        "Entries": [
            {"RuleNumber": 100, "Protocol": "6", "RuleAction": "allow", "Egress": false, "CidrBlock": "10.0.0.0/16",
             "PortRange": {"From": 5432, "To": 5433}},
            {"RuleNumber": 110, "Protocol": "1", "RuleAction": "deny", "Egress": true, "CidrBlock": "0.0.0.0/0",
             "IcmpTypeCode": {"Code": -1, "Type": 8}},
            {"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny", "Egress": false, "CidrBlock": "0.0.0.0/0"},
            {"RuleNumber": 32768, "Protocol": "-1", "RuleAction": "deny", "Egress": true, "Ipv6CidrBlock": "::/0"}],
    }]});
    let made = of(&[(DESCRIBE_NETWORK_ACLS, "", acl)]);
    has(
        &made,
        "aws_network_acl.acl-1",
        &json!({
            "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
            "ingress": [{"rule_no": 100, "protocol": "6", "action": "allow", "cidr_block": "10.0.0.0/16",
                "ipv6_cidr_block": "", "from_port": 5432, "to_port": 5433, "icmp_type": 0, "icmp_code": 0}],
            "egress": [{"rule_no": 110, "protocol": "1", "action": "deny", "cidr_block": "0.0.0.0/0",
                "ipv6_cidr_block": "", "from_port": 0, "to_port": 0, "icmp_type": 8, "icmp_code": -1}],
        }),
    );
    let association = json!({"network_acl_id": "acl-1", "subnet_id": "subnet-1"});
    has(&made, "aws_network_acl_association.aclassoc-1", &association);
}

#[test]
fn subnets_and_dhcp_options_have_the_form_of_the_provider() {
    let made = of(&[
        (
            DESCRIBE_SUBNETS,
            "",
            json!({"Subnets": [
                {"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "OwnerId": "111111111111",
                 "AvailabilityZone": "eu-west-1a", "AvailabilityZoneId": "euw1-az1", "MapPublicIpOnLaunch": true,
                 "DefaultForAz": false, "SubnetArn": "arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-1",
                 "Ipv6CidrBlockAssociationSet": [{"AssociationId": "subnet-cidr-assoc-1",
                    "Ipv6CidrBlock": "2a05::/64", "Ipv6CidrBlockState": {"State": "associated"}}],
                 "PrivateDnsNameOptionsOnLaunch": {"HostnameType": "ip-name", "EnableResourceNameDnsARecord": true}},
                {"SubnetId": "subnet-0", "DefaultForAz": true}]}),
        ),
        (
            DESCRIBE_DHCP_OPTIONS,
            "",
            json!({"DhcpOptions": [
                {"DhcpOptionsId": "dopt-0", "DhcpConfigurations": [
                    {"Key": "domain-name", "Values": [{"Value": "eu-west-1.compute.internal"}]},
                    {"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}]},
                {"DhcpOptionsId": "dopt-1", "DhcpConfigurations": [
                    {"Key": "domain-name", "Values": [{"Value": "shop.internal"}]},
                    {"Key": "domain-name-servers", "Values": [{"Value": "10.0.0.2"}, {"Value": "10.0.0.3"}]}]}]}),
        ),
    ]);
    has(
        &made,
        "aws_subnet.subnet-1",
        &json!({
            "availability_zone": "eu-west-1a", "cidr_block": "10.0.1.0/24", "vpc_id": "vpc-1",
            "map_public_ip_on_launch": true, "assign_ipv6_address_on_creation": false, "ipv6_cidr_block": "2a05::/64",
            "ipv6_cidr_block_association_id": "subnet-cidr-assoc-1", "enable_dns64": false, "ipv6_native": false,
            "enable_resource_name_dns_a_record_on_launch": true, "private_dns_hostname_type_on_launch": "ip-name",
            "enable_resource_name_dns_aaaa_record_on_launch": false, "outpost_arn": null,
        }),
    );
    let options = json!({"domain_name": "shop.internal", "domain_name_servers": ["10.0.0.2", "10.0.0.3"],
        "ntp_servers": [], "netbios_node_type": null});
    has(&made, "aws_vpc_dhcp_options.dopt-1", &options);
    for (address, owner) in [
        ("aws_subnet.subnet-0", Some("AWS")),
        ("aws_subnet.subnet-1", None),
        ("aws_vpc_dhcp_options.dopt-0", Some("AWS")),
        ("aws_vpc_dhcp_options.dopt-1", None),
    ] {
        assert_eq!(at(&made, address).owner.as_deref(), owner, "{address}");
    }
}

#[test]
fn addresses_are_told_with_who_uses_them() {
    let addresses = json!({"Addresses": [
        {"AllocationId": "eipalloc-1", "AssociationId": "eipassoc-1", "Domain": "vpc", "InstanceId": "i-1",
         "NetworkInterfaceId": "eni-1", "PrivateIpAddress": "10.0.0.4", "PublicIp": "52.1.2.3",
         "NetworkBorderGroup": "eu-west-1", "PublicIpv4Pool": "amazon"},
        {"AllocationId": "eipalloc-2", "AssociationId": "eipassoc-2", "Domain": "vpc", "PublicIp": "52.1.2.4"},
        {"PublicIp": "52.1.2.5", "Domain": "standard"}]});
    let gateways = json!({"NatGateways": [
        {"NatGatewayId": "nat-1", "State": "available", "SubnetId": "subnet-1", "ConnectivityType": "public",
         "NatGatewayAddresses": [{"AllocationId": "eipalloc-2", "PublicIp": "52.1.2.4", "PrivateIp": "10.0.0.5",
            "NetworkInterfaceId": "eni-2", "AssociationId": "eipassoc-2"}]},
        {"NatGatewayId": "nat-2", "State": "deleted", "SubnetId": "subnet-1"}]});
    let alone = of(&[(DESCRIBE_ADDRESSES, "", addresses.clone())]);
    let told = |made: &Made| {
        let mut told: Vec<_> =
            made.resources.iter().map(|resource| resource.address.as_str().to_owned()).collect();
        told.sort();
        told
    };
    // Who uses the second is not known.
    assert_eq!(told(&alone), ["aws_eip.eipalloc-1", "aws_eip.eipalloc-2", "aws_eip_association.eipassoc-1"]);
    let made = of(&[(DESCRIBE_ADDRESSES, "", addresses), (DESCRIBE_NAT_GATEWAYS, "", gateways)]);
    assert_eq!(told(&made).len(), 5, "the gateway that was deleted is none");
    assert_eq!(at(&made, "aws_eip_association.eipassoc-2").owner.as_deref(), Some("aws_nat_gateway/nat-1"));
    let address = json!({"domain": "vpc", "instance": "i-1", "association_id": "eipassoc-1",
        "public_dns": "ec2-52-1-2-3.eu-west-1.compute.amazonaws.com",
        "arn": "arn:aws:ec2:eu-west-1:111111111111:elastic-ip/eipalloc-1"});
    has(&made, "aws_eip.eipalloc-1", &address);
    let gateway = json!({"allocation_id": "eipalloc-2", "connectivity_type": "public", "subnet_id": "subnet-1",
        "private_ip": "10.0.0.5", "secondary_allocation_ids": [], "secondary_private_ip_address_count": 0});
    has(&made, "aws_nat_gateway.nat-1", &gateway);
}

#[test]
fn links_have_the_form_of_the_provider() {
    let made = of(&[
        (
            DESCRIBE_VPC_ENDPOINTS,
            "",
            json!({"VpcEndpoints": [
                {"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "VpcId": "vpc-1", "State": "available",
                 "ServiceName": "com.amazonaws.eu-west-1.s3", "PrivateDnsEnabled": true, "SubnetIds": ["subnet-1"],
                 "Groups": [{"GroupId": "sg-1", "GroupName": "web"}], "PolicyDocument": "{}",
                 "DnsOptions": {"DnsRecordIpType": "ipv4"}, "OwnerId": "111111111111"},
                {"VpcEndpointId": "vpce-2", "State": "Deleted"},
                {"VpcEndpointId": "vpce-3", "RequesterManaged": true, "State": "available"}]}),
        ),
        (
            DESCRIBE_MANAGED_PREFIX_LISTS,
            "",
            json!({"PrefixLists": [
                {"PrefixListId": "pl-1", "PrefixListName": "com.amazonaws.eu-west-1.s3", "OwnerId": "AWS"},
                {"PrefixListId": "pl-2", "PrefixListName": "office", "OwnerId": "111111111111", "MaxEntries": 5,
                 "AddressFamily": "IPv4", "Version": 1}]}),
        ),
        (
            GET_MANAGED_PREFIX_LIST_ENTRIES,
            "pl-2",
            json!({"Entries": [{"Cidr": "10.0.0.0/8", "Description": "all"}, {"Cidr": "11.0.0.0/8"}]}),
        ),
        (
            DESCRIBE_VPC_PEERING_CONNECTIONS,
            "",
            json!({"VpcPeeringConnections": [
                {"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"},
                 "RequesterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-1", "Region": "eu-west-1",
                    "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": true}},
                 "AccepterVpcInfo": {"OwnerId": "222222222222", "VpcId": "vpc-9", "Region": "eu-west-1"}},
                {"VpcPeeringConnectionId": "pcx-2", "Status": {"Code": "active"},
                 "RequesterVpcInfo": {"OwnerId": "222222222222", "VpcId": "vpc-9", "Region": "eu-west-1"},
                 "AccepterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-1", "Region": "eu-west-1"}},
                {"VpcPeeringConnectionId": "pcx-3", "Status": {"Code": "deleted"}}]}),
        ),
        (
            DESCRIBE_FLOW_LOGS,
            "",
            json!({"FlowLogs": [
                {"FlowLogId": "fl-1", "ResourceId": "vpc-1", "TrafficType": "ALL", "LogDestinationType": "s3",
                 "LogDestination": "arn:aws:s3:::logs", "MaxAggregationInterval": 600, "LogFormat": "${version}",
                 "DestinationOptions": {"FileFormat": "parquet", "PerHourPartition": true}},
                {"FlowLogId": "fl-2", "ResourceId": "tgw-attach-1"}]}),
        ),
    ]);
    has(
        &made,
        "aws_vpc_endpoint.vpce-1",
        &json!({
            "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.s3", "vpc_id": "vpc-1",
            "private_dns_enabled": true, "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"],
            "route_table_ids": [], "policy": "{}", "prefix_list_id": "pl-1", "requester_managed": false,
            "dns_options": [{"dns_record_ip_type": "ipv4", "private_dns_only_for_inbound_resolver_endpoint": false}],
        }),
    );
    for (address, owner) in [
        ("aws_vpc_endpoint.vpce-3", Some("AWS")),
        ("aws_ec2_managed_prefix_list.pl-1", Some("AWS")),
        ("aws_ec2_managed_prefix_list.pl-2", None),
    ] {
        assert_eq!(at(&made, address).owner.as_deref(), owner, "{address}");
    }
    let entries = [("10.0.0.0/8", "all"), ("11.0.0.0/8", "")];
    let entries = entries.map(|(cidr, description)| json!({"cidr": cidr, "description": description}));
    has(
        &made,
        "aws_ec2_managed_prefix_list.pl-2",
        &json!({"name": "office", "max_entries": 5, "entry": entries}),
    );
    let requested = json!({"vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_owner_id": "222222222222",
        "requester": [{"allow_remote_vpc_dns_resolution": true}]});
    has(&made, "aws_vpc_peering_connection.pcx-1", &requested);
    let accepted = json!({"vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_owner_id": "222222222222"});
    has(&made, "aws_vpc_peering_connection_accepter.pcx-2", &accepted);
    let log = json!({"vpc_id": "vpc-1", "subnet_id": null, "eni_id": null, "traffic_type": "ALL",
        "log_destination": "arn:aws:s3:::logs", "max_aggregation_interval": 600, "iam_role_arn": null,
        "destination_options": [{"file_format": "parquet", "hive_compatible_partitions": false,
            "per_hour_partition": true}]});
    has(&made, "aws_flow_log.fl-1", &log);
    let log = json!({"transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_id": null});
    has(&made, "aws_flow_log.fl-2", &log);
    assert_eq!(made.resources.len(), 8, "what was deleted is not there");
}

#[test]
fn gateways_have_the_form_of_the_provider_and_keys_of_tunnels_are_never_read() {
    let key = "tunnel-key-in-clear";
    let made = of(&[
        (
            DESCRIBE_VPN_CONNECTIONS,
            "",
            json!({"VpnConnections": [
                {"VpnConnectionId": "vpn-1", "State": "available", "Type": "ipsec.1", "CustomerGatewayId": "cgw-1",
                 "VpnGatewayId": "vgw-1", "CustomerGatewayConfiguration": key,
                 "Options": {"StaticRoutesOnly": true, "EnableAcceleration": false, "TunnelInsideIpVersion": "ipv4",
                    "TunnelOptions": [{"PreSharedKey": key, "OutsideIpAddress": "1.2.3.4"}]}},
                {"VpnConnectionId": "vpn-2", "State": "deleted"}]}),
        ),
        (
            DESCRIBE_VPN_GATEWAYS,
            "",
            json!({"VpnGateways": [{"VpnGatewayId": "vgw-1", "State": "available", "AmazonSideAsn": 64512,
                "VpcAttachments": [{"State": "detached", "VpcId": "vpc-0"}, {"State": "attached", "VpcId": "vpc-1"}]}]}),
        ),
        (
            DESCRIBE_CUSTOMER_GATEWAYS,
            "",
            json!({"CustomerGateways": [{"CustomerGatewayId": "cgw-1", "State": "available", "BgpAsn": "65000",
                "IpAddress": "5.6.7.8", "Type": "ipsec.1"}]}),
        ),
        (
            DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
            "",
            json!({"EgressOnlyInternetGateways": [{"EgressOnlyInternetGatewayId": "eigw-1",
                "Attachments": [{"State": "attached", "VpcId": "vpc-1"}]}]}),
        ),
        (
            DESCRIBE_TRANSIT_GATEWAYS,
            "",
            json!({"TransitGateways": [{"TransitGatewayId": "tgw-1", "State": "available", "Description": "hub",
                "TransitGatewayArn": "arn:aws:ec2:eu-west-1:111111111111:transit-gateway/tgw-1",
                "Options": {"AmazonSideAsn": 64512, "DnsSupport": "enable", "VpnEcmpSupport": "enable"}}]}),
        ),
        (
            DESCRIBE_TRANSIT_GATEWAY_VPC_ATTACHMENTS,
            "",
            json!({"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1",
                "TransitGatewayId": "tgw-1", "VpcId": "vpc-1", "VpcOwnerId": "111111111111", "State": "available",
                "SubnetIds": ["subnet-1"], "Options": {"DnsSupport": "enable", "ApplianceModeSupport": "disable"}}]}),
        ),
        (
            DESCRIBE_TRANSIT_GATEWAY_ROUTE_TABLES,
            "",
            json!({"TransitGatewayRouteTables": [
                {"TransitGatewayRouteTableId": "tgw-rtb-0", "TransitGatewayId": "tgw-1", "State": "available",
                 "DefaultAssociationRouteTable": true, "DefaultPropagationRouteTable": true},
                {"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available",
                 "DefaultAssociationRouteTable": false, "DefaultPropagationRouteTable": false}]}),
        ),
    ]);
    assert!(!format!("{:?}", made.resources).contains(key));
    let connection = json!({"customer_gateway_id": "cgw-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": null,
        "type": "ipsec.1", "static_routes_only": true, "enable_acceleration": false,
        "tunnel_inside_ip_version": "ipv4"});
    has(&made, "aws_vpn_connection.vpn-1", &connection);
    has(&made, "aws_vpn_gateway.vgw-1", &json!({"amazon_side_asn": "64512", "vpc_id": "vpc-1"}));
    has(
        &made,
        "aws_customer_gateway.cgw-1",
        &json!({"bgp_asn": "65000", "ip_address": "5.6.7.8", "type": "ipsec.1"}),
    );
    has(&made, "aws_egress_only_internet_gateway.eigw-1", &json!({"vpc_id": "vpc-1"}));
    let gateway = json!({"amazon_side_asn": 64512, "dns_support": "enable", "vpn_ecmp_support": "enable",
        "description": "hub", "transit_gateway_cidr_blocks": []});
    has(&made, "aws_ec2_transit_gateway.tgw-1", &gateway);
    let attachment = json!({"transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "dns_support": "enable", "appliance_mode_support": "disable"});
    has(&made, "aws_ec2_transit_gateway_vpc_attachment.tgw-attach-1", &attachment);
    let table = json!({"transit_gateway_id": "tgw-1", "default_association_route_table": false});
    has(&made, "aws_ec2_transit_gateway_route_table.tgw-rtb-1", &table);
    assert_eq!(at(&made, "aws_ec2_transit_gateway_route_table.tgw-rtb-0").owner.as_deref(), Some("AWS"));
    assert_eq!(made.resources.len(), 8, "what was deleted is not there");
}

#[test]
fn arns_are_not_made_up_where_the_region_is_not_known() {
    let mut made = Made::new(Place { account: "111111111111".into(), ..Place::default() });
    let vpc = Value::map([(Key::new("VpcId"), Value::from("vpc-1"))]);
    begin(&mut made, "aws_vpc", "vpc", "vpc-1", Node(Some(&vpc))).done();
    assert_eq!(at(&made, "aws_vpc.vpc-1").attributes.get("arn"), None);
}
