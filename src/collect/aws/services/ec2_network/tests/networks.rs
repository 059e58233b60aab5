//! VPCs, subnets, routes and ACLs: what the provider would write of them.

use serde_json::json;

use super::*;
use crate::collect::aws::answer::Place;
use crate::model::Key;
use crate::model::Value;

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
fn arns_are_not_made_up_where_the_region_is_not_known() {
    let mut made = Made::new(Place { account: "111111111111".into(), ..Place::default() });
    let vpc = Value::map([(Key::new("VpcId"), Value::from("vpc-1"))]);
    begin(&mut made, "aws_vpc", "vpc", "vpc-1", Node(Some(&vpc))).done();
    assert_eq!(at(&made, "aws_vpc.vpc-1").attributes.get("arn"), None);
}
