//! Target groups: their health checks and attributes, and not the targets in them.
//!
//! Source: <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elbv2/target_group.go>.

use super::{Attributes, DESCRIBE_TARGET_GROUP_ATTRIBUTES, DESCRIBE_TARGET_GROUPS, Tags, begin};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::model::{Key, Value};

pub(super) fn shape(answers: &Answers, tags: &Tags<'_>, made: &mut Made) {
    for node in answers.items(DESCRIBE_TARGET_GROUPS, "TargetGroups") {
        let arn = node.get("TargetGroupArn").str();
        let attributes = Attributes(answers.about(DESCRIBE_TARGET_GROUP_ATTRIBUTES, arn));
        target_group(arn, node, attributes, tags, made);
    }
}

fn target_group(arn: &str, node: Node<'_>, attributes: Attributes<'_>, tags: &Tags<'_>, made: &mut Made) {
    let name = node.get("TargetGroupName").str();
    let protocol = node.get("Protocol").str();
    let mut group = begin(made, "aws_lb_target_group", arn, tags)
        .called(name)
        .set("name", name)
        .set("arn_suffix", arn.rsplit(':').next().unwrap_or_default())
        .copy("target_type", node.get("TargetType"))
        .copy("port", node.get("Port"))
        .copy("protocol", node.get("Protocol"))
        .copy("protocol_version", node.get("ProtocolVersion"))
        .copy("vpc_id", node.get("VpcId"))
        .copy_known("ip_address_type", node.get("IpAddressType"))
        .block("health_check", Some(health_check(node)))
        .known("stickiness", stickiness(attributes, protocol))
        .known("target_group_health", target_group_health(attributes));
    for (attribute, key) in [
        ("deregistration_delay", "deregistration_delay.timeout_seconds"),
        ("load_balancing_algorithm_type", "load_balancing.algorithm.type"),
        ("load_balancing_anomaly_mitigation", "load_balancing.algorithm.anomaly_mitigation"),
        ("load_balancing_cross_zone_enabled", "load_balancing.cross_zone.enabled"),
        ("preserve_client_ip", "preserve_client_ip.enabled"),
    ] {
        group = group.known(attribute, attributes.text(key));
    }
    for (attribute, key) in [
        ("connection_termination", "deregistration_delay.connection_termination.enabled"),
        ("lambda_multi_value_headers_enabled", "lambda.multi_value_headers.enabled"),
        ("proxy_protocol_v2", "proxy_protocol_v2.enabled"),
    ] {
        group = group.known(attribute, attributes.bool(key));
    }
    group.known("slow_start", attributes.int("slow_start.duration_seconds")).done();
}

fn health_check(node: Node<'_>) -> Value {
    let matcher = node.get("Matcher");
    let code = matcher.get("HttpCode").text().unwrap_or_else(|| matcher.get("GrpcCode").str());
    let number = |member: &str| Value::int(node.get(member).int().unwrap_or_default());
    fields([
        ("enabled", node.get("HealthCheckEnabled").bool().unwrap_or_default().into()),
        ("healthy_threshold", number("HealthyThresholdCount")),
        ("interval", number("HealthCheckIntervalSeconds")),
        ("matcher", code.into()),
        ("path", node.get("HealthCheckPath").str().into()),
        ("port", node.get("HealthCheckPort").str().into()),
        ("protocol", node.get("HealthCheckProtocol").str().into()),
        ("timeout", number("HealthCheckTimeoutSeconds")),
        ("unhealthy_threshold", number("UnhealthyThresholdCount")),
    ])
}

/// Returns the block `stickiness`; how long it lasts is told of HTTP only.
fn stickiness(attributes: Attributes<'_>, protocol: &str) -> Option<Value> {
    let kind = attributes.get("stickiness.type").text()?;
    let mut members = vec![
        (Key::new("enabled"), attributes.bool("stickiness.enabled").unwrap_or(Value::Bool(false))),
        (Key::new("type"), kind.into()),
        (Key::new("cookie_name"), "".into()),
    ];
    if matches!(protocol, "HTTP" | "HTTPS") {
        let duration = attributes.int(&format!("stickiness.{kind}.duration_seconds"));
        members.extend(duration.map(|duration| (Key::new("cookie_duration"), duration)));
        if kind == "app_cookie" {
            let name = attributes.text("stickiness.app_cookie.cookie_name");
            members.extend(name.map(|name| (Key::new("cookie_name"), name)));
        }
    }
    Some(Value::list([Value::map(members)]))
}

fn target_group_health(attributes: Attributes<'_>) -> Option<Value> {
    let of =
        |what: &str, member: &str| format!("target_group_health.{what}.minimum_healthy_targets.{member}");
    let block = |count: Value, what: &str| {
        let percentage = attributes.text(&of(what, "percentage")).unwrap_or_default();
        let members =
            [("minimum_healthy_targets_count", count), ("minimum_healthy_targets_percentage", percentage)];
        Value::list([fields(members)])
    };
    // The one is text and the other a number, for the one may be `off`.
    let dns = attributes.text(&of("dns_failover", "count"))?;
    let routing = attributes.int(&of("unhealthy_state_routing", "count"))?;
    Some(Value::list([fields([
        ("dns_failover", block(dns, "dns_failover")),
        ("unhealthy_state_routing", block(routing, "unhealthy_state_routing")),
    ])]))
}
