//! Elastic Load Balancing, version 2: its calls, and load balancers; listeners and target groups are in the files
//! beside this one.
//!
//! Classic load balancers are another API and are not read, nor are the targets that are registered: the provider
//! makes up the ids of such registrations. Sources:
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/Welcome.html>, and
//! <https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/elbv2> for how the provider
//! writes what they answer.

mod listeners;
mod target_groups;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::ec2_network::controller;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::model::Value;

pub(in crate::collect::aws) const DESCRIBE_LOAD_BALANCERS: &str =
    "elasticloadbalancing:DescribeLoadBalancers";
pub(in crate::collect::aws) const DESCRIBE_LOAD_BALANCER_ATTRIBUTES: &str =
    "elasticloadbalancing:DescribeLoadBalancerAttributes";
pub(in crate::collect::aws) const DESCRIBE_LISTENERS: &str = "elasticloadbalancing:DescribeListeners";
pub(in crate::collect::aws) const DESCRIBE_LISTENER_CERTIFICATES: &str =
    "elasticloadbalancing:DescribeListenerCertificates";
pub(in crate::collect::aws) const DESCRIBE_RULES: &str = "elasticloadbalancing:DescribeRules";
pub(in crate::collect::aws) const DESCRIBE_TARGET_GROUPS: &str = "elasticloadbalancing:DescribeTargetGroups";
pub(in crate::collect::aws) const DESCRIBE_TARGET_GROUP_ATTRIBUTES: &str =
    "elasticloadbalancing:DescribeTargetGroupAttributes";
pub(in crate::collect::aws) const DESCRIBE_TAGS: &str = "elasticloadbalancing:DescribeTags";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "Elastic Load Balancing v2",
    rate: 10,
    is_global: false,
    calls: &[
        Call::new("DescribeLoadBalancers", DESCRIBE_LOAD_BALANCERS)
            .of(&["aws_lb", "aws_lb_listener", "aws_lb_listener_rule", "aws_lb_listener_certificate"])
            .told_by("LoadBalancers", "LoadBalancerArn"),
        Call::new("DescribeLoadBalancerAttributes", DESCRIBE_LOAD_BALANCER_ATTRIBUTES),
        Call::new("DescribeListeners", DESCRIBE_LISTENERS)
            .of(&["aws_lb_listener", "aws_lb_listener_rule", "aws_lb_listener_certificate"])
            .told_by("Listeners", "ListenerArn"),
        Call::new("DescribeListenerCertificates", DESCRIBE_LISTENER_CERTIFICATES)
            .of(&["aws_lb_listener_certificate"]),
        Call::new("DescribeRules", DESCRIBE_RULES).of(&["aws_lb_listener_rule"]).told_by("Rules", "RuleArn"),
        Call::new("DescribeTargetGroups", DESCRIBE_TARGET_GROUPS)
            .of(&["aws_lb_target_group"])
            .told_by("TargetGroups", "TargetGroupArn"),
        Call::new("DescribeTargetGroupAttributes", DESCRIBE_TARGET_GROUP_ATTRIBUTES),
        Call::new("DescribeTags", DESCRIBE_TAGS),
    ],
    shape,
};

/// Whose a load balancer is, by its ARN, and so whose its listeners are: not every controller tags those.
type Owners<'a> = BTreeMap<&'a str, CompactString>;

/// The tags of everything, by ARN.
type Tags<'a> = BTreeMap<&'a str, Node<'a>>;

fn shape(answers: &Answers, made: &mut Made) {
    let described = answers.items(DESCRIBE_TAGS, "TagDescriptions");
    let tags: Tags<'_> =
        described.filter_map(|of| Some((of.get("ResourceArn").text()?, of.get("Tags")))).collect();
    let mut owners = Owners::new();
    for balancer in answers.items(DESCRIBE_LOAD_BALANCERS, "LoadBalancers") {
        let arn = balancer.get("LoadBalancerArn").str();
        load_balancer(arn, balancer, answers, &tags, made);
        if let Some(owner) = made.resources.last().and_then(|balancer| balancer.owner.clone()) {
            owners.insert(arn, owner);
        }
    }
    listeners::shape(answers, &tags, &owners, made);
    target_groups::shape(answers, &tags, made);
}

/// Begins a resource whose id is its ARN, with its tags as far as they were told.
fn begin<'m>(made: &'m mut Made, kind: &str, arn: &str, tags: &Tags<'_>) -> Building<'m> {
    let resource = made.resource(kind, arn).set("arn", arn);
    match tags.get(arn) {
        Some(tags) => resource.tags(*tags).owned(controller(*tags)),
        None => resource,
    }
}

/// Attributes that the API lists as keys and values.
#[derive(Clone, Copy)]
struct Attributes<'a>(Node<'a>);

impl<'a> Attributes<'a> {
    /// Returns the value of a key; absent where it is not told.
    fn get(self, key: &str) -> Node<'a> {
        let mut all = self.0.get("Attributes").items();
        all.find(|attribute| attribute.get("Key").text() == Some(key))
            .map_or(Node::ABSENT, |of| of.get("Value"))
    }

    fn text(self, key: &str) -> Option<Value> {
        let value = self.get(key);
        value.is_there().then(|| Value::from(value.str()))
    }

    fn bool(self, key: &str) -> Option<Value> {
        self.get(key).bool().map(Value::Bool)
    }

    fn int(self, key: &str) -> Option<Value> {
        self.get(key).int().map(Value::int)
    }

    /// Returns a block of logs that are put into a bucket.
    fn logs(self, kind: &str) -> Option<Value> {
        let of = |member: &str| self.get(&format!("{kind}.s3.{member}"));
        let enabled = of("enabled").bool()?;
        Some(Value::list([fields([
            ("bucket", of("bucket").str().into()),
            ("enabled", enabled.into()),
            ("prefix", of("prefix").str().into()),
        ])]))
    }
}

fn load_balancer(arn: &str, node: Node<'_>, answers: &Answers, tags: &Tags<'_>, made: &mut Made) {
    let kind = node.get("Type").str();
    let name = node.get("LoadBalancerName").str();
    let attributes = Attributes(answers.about(DESCRIBE_LOAD_BALANCER_ATTRIBUTES, arn));
    let zones = node.get("AvailabilityZones");
    let mut balancer = begin(made, "aws_lb", arn, tags)
        .called(name)
        .set("name", name)
        .set("arn_suffix", arn.split_once(":loadbalancer/").map_or("", |(_, suffix)| suffix))
        .set("internal", node.get("Scheme").text() == Some("internal"))
        .set("security_groups", texts(node.get("SecurityGroups").texts()))
        .set("subnets", texts(zones.items().filter_map(|zone| zone.get("SubnetId").text())))
        .set("subnet_mapping", Value::list(zones.items().map(subnet_mapping)))
        .copy("customer_owned_ipv4_pool", node.get("CustomerOwnedIpv4Pool"));
    for (attribute, member) in [
        ("dns_name", "DNSName"),
        (
            "enforce_security_group_inbound_rules_on_private_link_traffic",
            "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        ),
        ("ip_address_type", "IpAddressType"),
        ("load_balancer_type", "Type"),
        ("vpc_id", "VpcId"),
        ("zone_id", "CanonicalHostedZoneId"),
    ] {
        balancer = balancer.copy_known(attribute, node.get(member));
    }
    balancer = balancer
        .known("access_logs", attributes.logs("access_logs"))
        .known("connection_logs", attributes.logs("connection_logs"))
        .known("enable_deletion_protection", attributes.bool("deletion_protection.enabled"))
        .known("enable_zonal_shift", attributes.bool("zonal_shift.config.enabled"));
    match kind {
        "application" => {
            for (attribute, key) in [
                ("drop_invalid_header_fields", "routing.http.drop_invalid_header_fields.enabled"),
                ("enable_http2", "routing.http2.enabled"),
                (
                    "enable_tls_version_and_cipher_suite_headers",
                    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
                ),
                ("enable_waf_fail_open", "waf.fail_open.enabled"),
                ("enable_xff_client_port", "routing.http.xff_client_port.enabled"),
                ("preserve_host_header", "routing.http.preserve_host_header.enabled"),
            ] {
                balancer = balancer.known(attribute, attributes.bool(key));
            }
            balancer
                .known("client_keep_alive", attributes.int("client_keep_alive.seconds"))
                .known("idle_timeout", attributes.int("idle_timeout.timeout_seconds"))
                .known("desync_mitigation_mode", attributes.text("routing.http.desync_mitigation_mode"))
                .known(
                    "xff_header_processing_mode",
                    attributes.text("routing.http.xff_header_processing.mode"),
                )
        }
        // For application load balancers it is always on, and old versions of the provider say nothing of it.
        _ => balancer
            .known("enable_cross_zone_load_balancing", attributes.bool("load_balancing.cross_zone.enabled"))
            .known("dns_record_client_routing_policy", attributes.text("dns_record.client_routing_policy")),
    }
    .done();
}

fn subnet_mapping(zone: Node<'_>) -> Value {
    let address = zone.get("LoadBalancerAddresses").items().next().unwrap_or(Node::ABSENT);
    fields([
        ("allocation_id", address.get("AllocationId").str().into()),
        ("ipv6_address", address.get("IPv6Address").str().into()),
        ("outpost_id", zone.get("OutpostId").str().into()),
        ("private_ipv4_address", address.get("PrivateIPv4Address").str().into()),
        ("subnet_id", zone.get("SubnetId").str().into()),
    ])
}
