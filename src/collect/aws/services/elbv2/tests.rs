//! Answers as the AWS CLI prints them, and what the provider would write of them.

use serde_json::{Value as Json, json};

use super::*;
use crate::collect::aws::services::ec2_network::tests::{at, has};
use crate::collect::aws::services::testing::made;

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/50dc6c495c0c9188";
const LISTENER: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2";
const RULE: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee";
const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/73e2d6bc24d8a067";

fn attributes(pairs: &[(&str, &str)]) -> Json {
    let pairs = pairs.iter().map(|(key, value)| json!({"Key": key, "Value": value}));
    json!({"Attributes": pairs.collect::<Vec<_>>()})
}

fn balancers() -> Json {
    json!({"LoadBalancers": [{
        "LoadBalancerArn": BALANCER, "LoadBalancerName": "shop", "DNSName": "shop-1.eu-west-1.elb.amazonaws.com",
        "CanonicalHostedZoneId": "Z32O12XQLNTSW2", "Scheme": "internet-facing", "VpcId": "vpc-1",
        "Type": "application", "IpAddressType": "ipv4", "SecurityGroups": ["sg-1"], "State": {"Code": "active"},
        "AvailabilityZones": [
            {"ZoneName": "eu-west-1a", "SubnetId": "subnet-1",
             "LoadBalancerAddresses": [{"AllocationId": "eipalloc-1", "PrivateIPv4Address": "10.0.0.9"}]},
            {"ZoneName": "eu-west-1b", "SubnetId": "subnet-2", "LoadBalancerAddresses": []}],
    }]})
}

fn tagged(arn: &str, key: &str, value: &str) -> (&'static str, &'static str, Json) {
    let tags = json!({"TagDescriptions": [{"ResourceArn": arn, "Tags": [{"Key": key, "Value": value}]}]});
    (DESCRIBE_TAGS, "", tags)
}

#[test]
fn load_balancers_have_the_form_of_the_provider() {
    let made = made(
        &SERVICE,
        &[
            (DESCRIBE_LOAD_BALANCERS, "", balancers()),
            (
                DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
                BALANCER,
                attributes(&[
                    ("deletion_protection.enabled", "true"),
                    ("idle_timeout.timeout_seconds", "60"),
                    ("routing.http2.enabled", "true"),
                    ("routing.http.drop_invalid_header_fields.enabled", "false"),
                    ("routing.http.desync_mitigation_mode", "defensive"),
                    ("load_balancing.cross_zone.enabled", "true"),
                    ("access_logs.s3.enabled", "true"),
                    ("access_logs.s3.bucket", "logs"),
                    ("access_logs.s3.prefix", ""),
                ]),
            ),
            tagged(BALANCER, "Name", "shop"),
        ],
    );
    let mapping = |allocation: &str, private: &str, subnet: &str| {
        json!({"allocation_id": allocation, "private_ipv4_address": private, "subnet_id": subnet,
            "ipv6_address": "", "outpost_id": ""})
    };
    has(
        &made,
        "aws_lb.shop",
        &json!({
            "id": BALANCER, "arn": BALANCER, "arn_suffix": "app/shop/50dc6c495c0c9188", "name": "shop",
            "dns_name": "shop-1.eu-west-1.elb.amazonaws.com", "zone_id": "Z32O12XQLNTSW2", "internal": false,
            "ip_address_type": "ipv4", "load_balancer_type": "application", "security_groups": ["sg-1"],
            "subnets": ["subnet-1", "subnet-2"], "vpc_id": "vpc-1", "tags": {"Name": "shop"},
            "subnet_mapping": [mapping("eipalloc-1", "10.0.0.9", "subnet-1"), mapping("", "", "subnet-2")],
            "enable_deletion_protection": true, "idle_timeout": 60, "enable_http2": true,
            "drop_invalid_header_fields": false, "desync_mitigation_mode": "defensive",
            "access_logs": [{"bucket": "logs", "enabled": true, "prefix": ""}],
        }),
    );
    let of = |name: &str| at(&made, "aws_lb.shop").attributes.get(name);
    assert_eq!(of("enable_cross_zone_load_balancing"), None, "it is no choice of this type");
    assert_eq!(of("connection_logs"), None, "nothing tells");
}

#[test]
fn what_no_answer_tells_is_unknown() {
    let made = made(&SERVICE, &[(DESCRIBE_LOAD_BALANCERS, "", balancers())]);
    for name in ["tags", "enable_deletion_protection", "idle_timeout", "access_logs"] {
        assert_eq!(at(&made, "aws_lb.shop").attributes.get(name), None, "{name}");
    }
}

/// The actions of a rule, which are those of a listener as well.
fn actions(actions: &Json) -> Json {
    json!({"Rules": [
        {"RuleArn": RULE, "Priority": "10", "IsDefault": false, "Actions": actions, "Conditions": [
            {"Field": "path-pattern", "Values": ["/b/*", "/a/*"], "PathPatternConfig": {"Values": ["/b/*", "/a/*"]}},
            {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Shop", "Values": ["1"]}},
            {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "v", "Value": "2"}, {"Value": "x"}]}},
            {"Field": "host-header", "Values": ["shop.example"]}]},
        {"RuleArn": format!("{RULE}0"), "Priority": "default", "IsDefault": true, "Actions": actions},
    ]})
}

#[test]
fn rules_have_the_form_of_the_provider() {
    let rules = actions(&json!([
        {"Type": "fixed-response", "Order": 2,
         "FixedResponseConfig": {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "closed"}},
        {"Type": "authenticate-oidc", "Order": 1,
         "AuthenticateOidcConfig": {"Issuer": "https://id.example", "ClientId": "shop", "SessionTimeout": 604_800,
            "AuthenticationRequestExtraParams": {"display": "page"}}},
    ]));
    let made = made(&SERVICE, &[(DESCRIBE_RULES, "", rules)]);
    assert_eq!(made.resources.len(), 1, "the rule that each listener has is part of the listener");
    let condition = |name: &str, block: Json| {
        let mut condition = json!({"host_header": [], "http_header": [], "http_request_method": [],
            "path_pattern": [], "query_string": [], "source_ip": []});
        condition[name] = block;
        condition
    };
    has(
        &made,
        &format!("aws_lb_listener_rule.{RULE}"),
        &json!({
            "listener_arn": LISTENER, "priority": 10,
            "condition": [
                condition("path_pattern", json!([{"values": ["/a/*", "/b/*"]}])),
                condition("http_header", json!([{"http_header_name": "X-Shop", "values": ["1"]}])),
                condition("query_string", json!([{"key": "v", "value": "2"}, {"key": "", "value": "x"}])),
                condition("host_header", json!([{"values": ["shop.example"]}])),
            ],
            "action": [
                {"type": "authenticate-oidc", "order": 1, "redirect": [], "fixed_response": [],
                 "authenticate_cognito": [], "jwt_validation": [], "authenticate_oidc": [{
                    "authorization_endpoint": "", "client_id": "shop", "issuer": "https://id.example", "scope": "",
                    "token_endpoint": "", "user_info_endpoint": "", "on_unauthenticated_request": "",
                    "session_cookie_name": "", "session_timeout": 604_800,
                    "authentication_request_extra_params": {"display": "page"}}]},
                {"type": "fixed-response", "order": 2, "redirect": [], "authenticate_cognito": [],
                 "authenticate_oidc": [], "jwt_validation": [], "fixed_response": [
                    {"content_type": "text/plain", "message_body": "closed", "status_code": "503"}]},
            ],
        }),
    );
}

#[test]
fn one_group_is_forwarded_to_by_name_and_by_weight_and_several_by_weight() {
    let stickiness = |enabled: bool| json!({"Enabled": enabled, "DurationSeconds": 60});
    let forward = |groups: Json, enabled: bool| {
        let rules = actions(&json!([{"Type": "forward", "TargetGroupArn": GROUP,
            "ForwardConfig": {"TargetGroups": groups, "TargetGroupStickinessConfig": stickiness(enabled)}}]));
        let made = made(&SERVICE, &[(DESCRIBE_RULES, "", rules)]);
        let rule = at(&made, &format!("aws_lb_listener_rule.{RULE}"));
        let action = Node(rule.attributes.get("action")).items().next().unwrap();
        assert_eq!(action.get("order").int(), Some(1), "of one action the order is left out");
        (action.get("target_group_arn").str().to_owned(), action.get("forward").value())
    };
    let group = |weight: i64| json!({"TargetGroupArn": GROUP, "Weight": weight});
    for (groups, enabled, name) in [
        (json!([group(1)]), false, GROUP),
        (json!([group(1), group(9)]), false, ""),
        (json!([group(1)]), true, ""),
    ] {
        let weights: Vec<Json> =
            groups.as_array().unwrap().iter().map(|group| group["Weight"].clone()).collect();
        let expected: Vec<Json> =
            weights.iter().map(|weight| json!({"arn": GROUP, "weight": weight})).collect();
        let block = json!([{"stickiness": [{"duration": 60, "enabled": enabled}], "target_group": expected}]);
        assert_eq!(forward(groups, enabled), (name.to_owned(), Value::from(block)));
    }
}

#[test]
fn listeners_belong_to_who_made_their_load_balancer() {
    let listeners = json!({"Listeners": [{
        "ListenerArn": LISTENER, "LoadBalancerArn": BALANCER, "Port": 443, "Protocol": "HTTPS",
        "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06", "Certificates": [{"CertificateArn": "arn:cert-1"}],
        "MutualAuthentication": {"Mode": "off"}, "DefaultActions": [{"Type": "redirect", "RedirectConfig":
            {"Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}",
             "StatusCode": "HTTP_301"}}],
    }]});
    let certificates = json!({"Certificates": [
        {"CertificateArn": "arn:cert-1", "IsDefault": true}, {"CertificateArn": "arn:cert-2", "IsDefault": false}]});
    let certificate = format!("aws_lb_listener_certificate.{LISTENER}_arn:cert-2");
    let made = made(
        &SERVICE,
        &[
            (DESCRIBE_LOAD_BALANCERS, "", balancers()),
            (DESCRIBE_LISTENERS, BALANCER, listeners),
            (DESCRIBE_LISTENER_CERTIFICATES, LISTENER, certificates),
            (DESCRIBE_RULES, LISTENER, actions(&json!([]))),
            tagged(BALANCER, "kubernetes.io/service-name", "shop/web"),
        ],
    );
    let listener = format!("aws_lb_listener.{LISTENER}");
    has(
        &made,
        &listener,
        &json!({
            "load_balancer_arn": BALANCER, "port": 443, "protocol": "HTTPS", "certificate_arn": "arn:cert-1",
            "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06", "alpn_policy": null,
            "mutual_authentication": [{"mode": "off", "trust_store_arn": "", "advertise_trust_store_ca_names": "",
                "ignore_client_certificate_expiry": false}],
            "default_action": [{"order": 1, "type": "redirect", "fixed_response": [], "authenticate_cognito": [],
                "authenticate_oidc": [], "jwt_validation": [], "redirect": [{"host": "#{host}", "path": "/#{path}",
                "port": "443", "protocol": "HTTPS", "query": "#{query}", "status_code": "HTTP_301"}]}],
        }),
    );
    has(&made, &certificate, &json!({"certificate_arn": "arn:cert-2", "listener_arn": LISTENER}));
    for address in ["aws_lb.shop", &listener, &certificate, &format!("aws_lb_listener_rule.{RULE}")] {
        assert_eq!(at(&made, address).owner.as_deref(), Some("Service/shop/web"), "{address}");
    }
    assert_eq!(made.resources.len(), 4, "the default certificate is the listener's own");
}

#[test]
fn target_groups_have_the_form_of_the_provider() {
    let groups = json!({"TargetGroups": [{
        "TargetGroupArn": GROUP, "TargetGroupName": "web", "Protocol": "HTTP", "Port": 8080, "VpcId": "vpc-1",
        "HealthCheckProtocol": "HTTP", "HealthCheckPort": "traffic-port", "HealthCheckEnabled": true,
        "HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 5, "HealthyThresholdCount": 5,
        "UnhealthyThresholdCount": 2, "HealthCheckPath": "/health", "Matcher": {"HttpCode": "200"},
        "LoadBalancerArns": [BALANCER], "TargetType": "instance", "ProtocolVersion": "HTTP1",
        "IpAddressType": "ipv4",
    }]});
    let told = attributes(&[
        ("stickiness.enabled", "false"),
        ("stickiness.type", "lb_cookie"),
        ("stickiness.lb_cookie.duration_seconds", "86400"),
        ("stickiness.app_cookie.duration_seconds", "60"),
        ("deregistration_delay.timeout_seconds", "300"),
        ("slow_start.duration_seconds", "0"),
        ("load_balancing.algorithm.type", "round_robin"),
        ("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
        ("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
        ("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
        ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
        ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"),
    ]);
    let made = made(
        &SERVICE,
        &[(DESCRIBE_TARGET_GROUPS, "", groups), (DESCRIBE_TARGET_GROUP_ATTRIBUTES, GROUP, told)],
    );
    has(
        &made,
        "aws_lb_target_group.web",
        &json!({
            "id": GROUP, "arn": GROUP, "arn_suffix": "targetgroup/web/73e2d6bc24d8a067", "name": "web", "port": 8080,
            "protocol": "HTTP", "protocol_version": "HTTP1", "target_type": "instance", "vpc_id": "vpc-1",
            "ip_address_type": "ipv4", "deregistration_delay": "300", "slow_start": 0,
            "load_balancing_algorithm_type": "round_robin",
            "load_balancing_cross_zone_enabled": "use_load_balancer_configuration",
            "health_check": [{"enabled": true, "healthy_threshold": 5, "interval": 30, "matcher": "200",
                "path": "/health", "port": "traffic-port", "protocol": "HTTP", "timeout": 5,
                "unhealthy_threshold": 2}],
            "stickiness": [{"cookie_duration": 86400, "cookie_name": "", "enabled": false, "type": "lb_cookie"}],
            "target_group_health": [{
                "dns_failover": [{"minimum_healthy_targets_count": "1", "minimum_healthy_targets_percentage": "off"}],
                "unhealthy_state_routing":
                    [{"minimum_healthy_targets_count": 1, "minimum_healthy_targets_percentage": "off"}]}],
        }),
    );
}
