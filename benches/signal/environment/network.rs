//! Networks: VPC, subnets, routes, gateways, network ACLs, endpoints.

use serde_json::{Value, json};

use super::Key;
use super::build::Builder;
use super::mark::{allow, default, no_list, no_map, no_text, policy, set};

/// What others need to know of a network.
pub(super) struct Network {
    pub(super) vpc: String,
    /// Its first two octets: `10.20`.
    pub(super) octets: String,
    pub(super) public: Vec<String>,
    pub(super) private: Vec<String>,
    /// The address that the network has on the outside.
    pub(super) outside: String,
}

impl Builder<'_> {
    pub(super) fn network(&mut self, stack: usize) -> Network {
        self.module = format!("module.network[\"n{stack}\"]");
        let name = format!("n{stack}");
        let octets = format!("10.{}", self.world.network + stack);
        let vpc = self.vpc(&name, &octets);
        let gateway = self.internet_gateway(&name, &vpc);
        let zones = 2 + self.shape.below(2);
        let by_zone = stack.is_multiple_of(2);
        let key = |builder: &Self, index: usize| {
            Some(if by_zone { Key::Name(builder.zone(index)) } else { Key::Index(index) })
        };
        let mut network =
            Network { vpc, octets, public: Vec::new(), private: Vec::new(), outside: String::new() };
        let public_table = self.route_table("public", None, &name, &network.vpc, ("gateway_id", &gateway));
        for index in 0..zones {
            let key = key(self, index);
            let public = self.subnet("public", key.clone(), &name, &network, index);
            self.association("public", key, &public_table, &public);
            network.public.push(public);
        }
        for index in 0..zones {
            let key = key(self, index);
            let (address, outside) = self.elastic_ip(index, &name, &network.octets);
            let nat = self.nat_gateway(index, &name, &address, &outside, &network);
            let table =
                self.route_table("private", key.clone(), &name, &network.vpc, ("nat_gateway_id", &nat));
            let private = self.subnet("private", key.clone(), &name, &network, index);
            self.association("private", key, &table, &private);
            network.private.push(private);
            if index == 0 {
                network.outside = outside;
                self.endpoint(&network.vpc, &table);
            }
        }
        self.network_acl(&name, &network);
        self.flow_log(&name, &network.vpc);
        self.module.clear();
        network
    }

    fn vpc(&mut self, name: &str, octets: &str) -> String {
        let id = self.id("vpc");
        let table = self.id("rtb");
        let attributes = json!({
            "arn": self.arn("ec2", &format!("vpc/{id}")),
            "assign_generated_ipv6_cidr_block": default(false),
            "cidr_block": format!("{octets}.0.0/16"),
            "default_network_acl_id": self.id("acl"),
            "default_route_table_id": table,
            "default_security_group_id": self.id("sg"),
            "dhcp_options_id": self.id("dopt"),
            "enable_dns_hostnames": true,
            "enable_dns_support": default(true),
            "enable_network_address_usage_metrics": default(false),
            "id": id,
            "instance_tenancy": default("default"),
            "ipv4_ipam_pool_id": null,
            "ipv6_association_id": no_text(),
            "ipv6_cidr_block": no_text(),
            "ipv6_netmask_length": 0,
            "main_route_table_id": table,
            "owner_id": self.world.account,
            "tags": self.tags(name, "network"),
        });
        self.add("aws_vpc", "this", attributes);
        id
    }

    fn internet_gateway(&mut self, name: &str, vpc: &str) -> String {
        let id = self.id("igw");
        let attributes = json!({
            "arn": self.arn("ec2", &format!("internet-gateway/{id}")),
            "id": id,
            "owner_id": self.world.account,
            "tags": self.tags(name, "network"),
            "timeouts": null,
            "vpc_id": vpc,
        });
        self.add("aws_internet_gateway", "this", attributes);
        id
    }

    fn subnet(&mut self, name: &str, key: Option<Key>, net: &str, network: &Network, index: usize) -> String {
        let id = self.id("subnet");
        let third = index + if name == "public" { 0 } else { 100 };
        let zone_id = format!("{}-az{}", self.world.short_region, self.octet() % 3 + 1);
        let attributes = json!({
            "arn": self.arn("ec2", &format!("subnet/{id}")),
            "assign_ipv6_address_on_creation": default(false),
            "availability_zone": self.zone(index),
            "availability_zone_id": zone_id,
            "cidr_block": format!("{}.{third}.0/24", network.octets),
            "customer_owned_ipv4_pool": no_text(),
            "enable_dns64": default(false),
            "enable_lni_at_device_index": 0,
            "enable_resource_name_dns_a_record_on_launch": default(false),
            "enable_resource_name_dns_aaaa_record_on_launch": default(false),
            "id": id,
            "ipv6_cidr_block": no_text(),
            "ipv6_cidr_block_association_id": no_text(),
            "ipv6_native": default(false),
            "map_customer_owned_ip_on_launch": default(false),
            "map_public_ip_on_launch": name == "public",
            "outpost_arn": no_text(),
            "owner_id": self.world.account,
            "private_dns_hostname_type_on_launch": "ip-name",
            "tags": self.tags(&format!("{net}-{name}-{}", self.zone(index)), "network"),
            "timeouts": null,
            "vpc_id": network.vpc,
        });
        self.put("aws_subnet", name, key, attributes);
        id
    }

    fn association(&mut self, name: &str, key: Option<Key>, table: &str, subnet: &str) {
        let attributes = json!({
            "gateway_id": no_text(), "id": self.id("rtbassoc"), "route_table_id": table,
            "subnet_id": subnet, "timeouts": null,
        });
        self.put("aws_route_table_association", name, key, attributes);
    }

    /// Returns the allocation and the address.
    fn elastic_ip(&mut self, index: usize, net: &str, octets: &str) -> (String, String) {
        let id = self.id("eipalloc");
        let outside = format!("198.{}.{}.{}", 18 + self.octet() % 2, self.octet(), self.octet());
        let inside = self.host(&format!("{octets}.{index}"));
        let region = self.world.region;
        let attributes = json!({
            "address": null,
            "allocation_id": id,
            "arn": self.arn("ec2", &format!("elastic-ip/{id}")),
            "associate_with_private_ip": null,
            "association_id": self.id("eipassoc"),
            "carrier_ip": no_text(),
            "domain": "vpc",
            "id": id,
            "instance": no_text(),
            "network_border_group": region,
            "network_interface": self.id("eni"),
            "private_dns": format!("ip-{}.{region}.compute.internal", inside.replace('.', "-")),
            "private_ip": inside,
            "public_dns": format!("ec2-{}.{region}.compute.amazonaws.com", outside.replace('.', "-")),
            "public_ip": outside,
            "public_ipv4_pool": "amazon",
            "tags": self.tags(&format!("{net}-nat-{index}"), "network"),
            "timeouts": null,
        });
        self.put("aws_eip", "nat", Some(Key::Index(index)), attributes);
        (id, outside)
    }

    fn nat_gateway(
        &mut self,
        index: usize,
        net: &str,
        address: &str,
        outside: &str,
        network: &Network,
    ) -> String {
        let id = self.id("nat");
        let attributes = json!({
            "allocation_id": address,
            "association_id": self.id("eipassoc"),
            "connectivity_type": default("public"),
            "id": id,
            "network_interface_id": self.id("eni"),
            "private_ip": self.host(&format!("{}.{index}", network.octets)),
            "public_ip": outside,
            "secondary_allocation_ids": no_list(),
            "secondary_private_ip_address_count": 0,
            "subnet_id": network.public[index],
            "tags": self.tags(&format!("{net}-{index}"), "network"),
            "timeouts": null,
        });
        self.put("aws_nat_gateway", "this", Some(Key::Index(index)), attributes);
        id
    }

    fn route_table(
        &mut self,
        name: &str,
        key: Option<Key>,
        net: &str,
        vpc: &str,
        to: (&str, &str),
    ) -> String {
        let id = self.id("rtb");
        let mut route = json!({
            "carrier_gateway_id": "", "cidr_block": "0.0.0.0/0", "core_network_arn": "",
            "destination_prefix_list_id": "", "egress_only_gateway_id": "", "gateway_id": "",
            "ipv6_cidr_block": "", "local_gateway_id": "", "nat_gateway_id": "",
            "network_interface_id": "", "transit_gateway_id": "", "vpc_endpoint_id": "",
            "vpc_peering_connection_id": "",
        });
        route[to.0] = json!(to.1);
        // The office is reached the same way from everywhere.
        let mut office = route.clone();
        office["cidr_block"] = json!("192.168.0.0/20");
        let attributes = json!({
            "arn": self.arn("ec2", &format!("route-table/{id}")),
            "id": id,
            "owner_id": self.world.account,
            "propagating_vgws": no_list(),
            "route": set([route, office]),
            "tags": self.tags(&format!("{net}-{name}"), "network"),
            "timeouts": null,
            "vpc_id": vpc,
        });
        self.put("aws_route_table", name, key, attributes);
        id
    }

    fn endpoint(&mut self, vpc: &str, table: &str) {
        let id = self.id("vpce");
        let region = self.world.region;
        let mut everyone = allow("Everyone", &["s3:GetObject", "s3:ListBucket"], ["*"]);
        everyone["Principal"] = json!("*");
        let attributes = json!({
            "arn": self.arn("ec2", &format!("vpc-endpoint/{id}")),
            "auto_accept": null,
            "cidr_blocks": set([format!("52.218.{}.0/24", self.octet()), format!("3.5.{}.0/24", self.octet())]),
            "dns_entry": no_list(),
            "id": id,
            "ip_address_type": no_text(),
            "network_interface_ids": no_list(),
            "owner_id": self.world.account,
            "policy": policy([everyone]),
            "prefix_list_id": self.id("pl"),
            "private_dns_enabled": default(false),
            "requester_managed": false,
            "route_table_ids": set([table]),
            "security_group_ids": no_list(),
            "service_name": format!("com.amazonaws.{region}.s3"),
            "state": "available",
            "subnet_ids": no_list(),
            "tags": no_map(),
            "vpc_endpoint_type": "Gateway",
            "vpc_id": vpc,
        });
        self.add("aws_vpc_endpoint", "s3", attributes);
    }

    fn network_acl(&mut self, name: &str, network: &Network) {
        let id = self.id("acl");
        let rule = |number: usize, from: &str, port: usize| {
            json!({
                "action": "allow", "cidr_block": from, "from_port": port, "icmp_code": 0, "icmp_type": 0,
                "ipv6_cidr_block": "", "protocol": "6", "rule_no": number, "to_port": port,
            })
        };
        let inside = format!("{}.0.0/16", network.octets);
        let attributes = json!({
            "arn": self.arn("ec2", &format!("network-acl/{id}")),
            "egress": set([rule(100, "0.0.0.0/0", 443), rule(110, &inside, 5432)]),
            "id": id,
            "ingress": set([rule(100, &inside, 443), rule(110, &inside, 8080), rule(120, "192.168.0.0/20", 22)]),
            "owner_id": self.world.account,
            "subnet_ids": set(network.private.clone()),
            "tags": self.tags(name, "network"),
            "vpc_id": network.vpc,
        });
        self.add("aws_network_acl", "private", attributes);
    }

    fn flow_log(&mut self, name: &str, vpc: &str) {
        let group =
            self.log_group("flow", &format!("/{}/{}/flow/{name}", self.world.product, self.world.word), 14);
        let role = self.role("flow", &format!("flow-{name}"), "vpc-flow-logs.amazonaws.com");
        let id = self.id("fl");
        let attributes = json!({
            "arn": self.arn("ec2", &format!("vpc-flow-log/{id}")),
            "deliver_cross_account_role": no_text(),
            "destination_options": no_list(),
            "eni_id": null,
            "iam_role_arn": role.arn,
            "id": id,
            "log_destination": group,
            "log_destination_type": default("cloud-watch-logs"),
            "log_format": "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr}",
            "max_aggregation_interval": default(600),
            "subnet_id": null,
            "tags": no_map(),
            "traffic_type": "ALL",
            "vpc_id": vpc,
        });
        self.add("aws_flow_log", "this", attributes);
    }

    /// Adds a security group with its rules inline; each rule has ports and where from.
    pub(super) fn security_group(
        &mut self,
        name: &str,
        called: &str,
        vpc: &str,
        rules: &[(usize, Source<'_>, &str)],
    ) -> String {
        let id = self.id("sg");
        let rule = |port: usize, source: &Source<'_>, description: &str| {
            let (blocks, groups) = match source {
                Source::Blocks(blocks) => (blocks.clone(), Vec::new()),
                Source::Group(group) => (Vec::new(), vec![*group]),
            };
            let protocol = if port == 0 { "-1" } else { "tcp" };
            json!({
                "cidr_blocks": blocks, "description": description, "from_port": port,
                "ipv6_cidr_blocks": [], "prefix_list_ids": [], "protocol": protocol,
                "security_groups": set(groups), "self": false, "to_port": port,
            })
        };
        let ingress: Vec<Value> = rules.iter().map(|(port, from, why)| rule(*port, from, why)).collect();
        let attributes = json!({
            "arn": self.arn("ec2", &format!("security-group/{id}")),
            "description": format!("{called} of {}", self.world.product),
            "egress": set([rule(0, &Source::Blocks(vec!["0.0.0.0/0".to_owned()]), "")]),
            "id": id,
            "ingress": set(ingress),
            "name": self.name(called),
            "name_prefix": no_text(),
            "owner_id": self.world.account,
            "revoke_rules_on_delete": default(false),
            "tags": self.tags(called, called),
            "timeouts": null,
            "vpc_id": vpc,
        });
        self.add("aws_security_group", name, attributes);
        id
    }

    /// Adds a rule of its own to a group.
    pub(super) fn security_group_rule(&mut self, name: &str, group: &str, port: usize, from: &Source<'_>) {
        let (blocks, source) = match from {
            Source::Blocks(blocks) => (json!(blocks), Value::Null),
            Source::Group(group) => (Value::Null, json!(group)),
        };
        let attributes = json!({
            "cidr_blocks": blocks,
            "description": no_text(),
            "from_port": port,
            "id": format!("sgrule-{}", self.digits(10)),
            "ipv6_cidr_blocks": null,
            "prefix_list_ids": null,
            "protocol": "tcp",
            "security_group_id": group,
            "security_group_rule_id": self.id("sgr"),
            "self": default(false),
            "source_security_group_id": source,
            "timeouts": null,
            "to_port": port,
            "type": "ingress",
        });
        self.add("aws_security_group_rule", name, attributes);
    }
}

/// Where traffic may come from.
pub(super) enum Source<'a> {
    Blocks(Vec<String>),
    Group(&'a str),
}
