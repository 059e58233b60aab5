//! Asking Elastic Load Balancing, version 2.
//!
//! The targets of groups are not asked for: instances come and go with their groups.

use aws_sdk_elasticloadbalancingv2::operation::describe_load_balancer_attributes::DescribeLoadBalancerAttributesOutput;
use aws_sdk_elasticloadbalancingv2::operation::describe_load_balancers::DescribeLoadBalancersOutput;
use aws_sdk_elasticloadbalancingv2::operation::describe_tags::DescribeTagsOutput;
use aws_sdk_elasticloadbalancingv2::operation::describe_target_group_attributes::DescribeTargetGroupAttributesOutput;
use aws_sdk_elasticloadbalancingv2::operation::describe_target_groups::DescribeTargetGroupsOutput;
use aws_sdk_elasticloadbalancingv2::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::answer::Node;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::{Listed, trees};
use crate::collect::aws::services::elbv2::{
    DESCRIBE_LISTENER_CERTIFICATES, DESCRIBE_LISTENERS, DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
    DESCRIBE_LOAD_BALANCERS, DESCRIBE_RULES, DESCRIBE_TAGS, DESCRIBE_TARGET_GROUP_ATTRIBUTES,
    DESCRIBE_TARGET_GROUPS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// How many things the tags of can be asked for at once.
const TAGGED: usize = 20;

/// The largest page.
const PAGE: i32 = 400;

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_elasticloadbalancingv2, reading, &SERVICE);
    let balancers = client.describe_load_balancers().page_size(PAGE).into_paginator();
    reading.pages(DESCRIBE_LOAD_BALANCERS, balancers.send()).await;
    let groups = client.describe_target_groups().page_size(PAGE).into_paginator();
    reading.pages(DESCRIBE_TARGET_GROUPS, groups.send()).await;

    let balancers = reading.members(DESCRIBE_LOAD_BALANCERS, "LoadBalancers", "LoadBalancerArn");
    let groups = reading.members(DESCRIBE_TARGET_GROUPS, "TargetGroups", "TargetGroupArn");
    reading
        .each(DESCRIBE_LOAD_BALANCER_ATTRIBUTES, &balancers, |arn| {
            client.describe_load_balancer_attributes().load_balancer_arn(arn).send()
        })
        .await;
    reading
        .each(DESCRIBE_TARGET_GROUP_ATTRIBUTES, &groups, |arn| {
            client.describe_target_group_attributes().target_group_arn(arn).send()
        })
        .await;
    // Listeners are answered of one load balancer at a time, and rules of one listener.
    reading
        .each(DESCRIBE_LISTENERS, &balancers, |arn| {
            let listeners = client.describe_listeners().load_balancer_arn(arn).page_size(PAGE);
            let listeners = listeners.into_paginator().items().send().try_collect();
            listeners.map(|listeners| listeners.map(|listeners| Listed("Listeners", listeners)))
        })
        .await;
    let listeners = reading.members(DESCRIBE_LISTENERS, "Listeners", "ListenerArn");
    reading
        .each(DESCRIBE_RULES, &listeners, |arn| {
            let rules = client.describe_rules().listener_arn(arn).page_size(PAGE);
            let rules = rules.into_paginator().items().send().try_collect();
            rules.map(|rules| rules.map(|rules| Listed("Rules", rules)))
        })
        .await;
    let encrypted = with_certificates(reading);
    reading
        .each(DESCRIBE_LISTENER_CERTIFICATES, &encrypted, |arn| {
            let certificates = client.describe_listener_certificates().listener_arn(arn).page_size(PAGE);
            let certificates = certificates.into_paginator().items().send().try_collect();
            certificates.map(|certificates| certificates.map(|of| Listed("Certificates", of)))
        })
        .await;

    let rules = reading.answers.items(DESCRIBE_RULES, "Rules");
    let rules = rules.filter(|rule| rule.get("IsDefault").bool() != Some(true));
    let rules: Vec<String> = rules.filter_map(|rule| rule.get("RuleArn").text().map(str::to_owned)).collect();
    let all = [balancers, groups, listeners, rules].concat();
    for arns in all.chunks(TAGGED) {
        let tags = client.describe_tags().set_resource_arns(Some(arns.to_vec()));
        reading.one(DESCRIBE_TAGS, "", tags.send()).await;
    }
}

/// Returns the listeners that have certificates.
fn with_certificates(reading: &Reading<'_>) -> Vec<String> {
    let listeners = reading.answers.items(DESCRIBE_LISTENERS, "Listeners");
    let encrypted =
        listeners.filter(|listener: &Node<'_>| matches!(listener.get("Protocol").str(), "HTTPS" | "TLS"));
    encrypted.filter_map(|listener| listener.get("ListenerArn").text().map(str::to_owned)).collect()
}

trees! {
    struct DescribeLoadBalancersOutput { load_balancers }
    struct types::LoadBalancer {
        load_balancer_arn, dns_name, canonical_hosted_zone_id, load_balancer_name, scheme, vpc_id, r#type,
        availability_zones, security_groups, ip_address_type, customer_owned_ipv4_pool,
        enforce_security_group_inbound_rules_on_private_link_traffic,
    }
    struct types::AvailabilityZone { subnet_id, outpost_id, load_balancer_addresses }
    struct types::LoadBalancerAddress { allocation_id, private_ipv4_address, ipv6_address }
    struct DescribeLoadBalancerAttributesOutput { attributes }
    struct types::LoadBalancerAttribute { key, value }
    struct types::Listener {
        listener_arn, load_balancer_arn, port, protocol, certificates, ssl_policy, default_actions, alpn_policy,
        mutual_authentication,
    }
    struct types::MutualAuthenticationAttributes {
        mode, trust_store_arn, ignore_client_certificate_expiry, advertise_trust_store_ca_names,
    }
    struct types::Certificate { certificate_arn, is_default }
    struct types::Action {
        r#type, target_group_arn, authenticate_oidc_config, authenticate_cognito_config, order, redirect_config,
        fixed_response_config, forward_config, jwt_validation_config,
    }
    struct types::AuthenticateOidcActionConfig {
        issuer, authorization_endpoint, token_endpoint, user_info_endpoint, client_id, session_cookie_name, scope,
        session_timeout, authentication_request_extra_params, on_unauthenticated_request,
    }
    struct types::AuthenticateCognitoActionConfig {
        user_pool_arn, user_pool_client_id, user_pool_domain, session_cookie_name, scope, session_timeout,
        authentication_request_extra_params, on_unauthenticated_request,
    }
    struct types::JwtValidationActionConfig { jwks_endpoint, issuer, additional_claims }
    struct types::JwtValidationActionAdditionalClaim { format, name, values }
    struct types::RedirectActionConfig { protocol, port, host, path, query, status_code }
    struct types::FixedResponseActionConfig { message_body, status_code, content_type }
    struct types::ForwardActionConfig { target_groups, target_group_stickiness_config }
    struct types::TargetGroupTuple { target_group_arn, weight }
    struct types::TargetGroupStickinessConfig { enabled, duration_seconds }
    struct types::Rule { rule_arn, priority, conditions, actions, is_default }
    struct types::RuleCondition {
        field, values, host_header_config, path_pattern_config, http_header_config, query_string_config,
        http_request_method_config, source_ip_config,
    }
    struct types::HostHeaderConditionConfig { values, regex_values }
    struct types::PathPatternConditionConfig { values, regex_values }
    struct types::HttpHeaderConditionConfig { http_header_name, values, regex_values }
    struct types::HttpRequestMethodConditionConfig { values }
    struct types::SourceIpConditionConfig { values }
    struct types::QueryStringConditionConfig { values }
    struct types::QueryStringKeyValuePair { key, value }
    struct DescribeTargetGroupsOutput { target_groups }
    struct types::TargetGroup {
        target_group_arn, target_group_name, protocol, port, vpc_id, health_check_protocol, health_check_port,
        health_check_enabled, health_check_interval_seconds, health_check_timeout_seconds,
        healthy_threshold_count, unhealthy_threshold_count, health_check_path, matcher, target_type,
        protocol_version, ip_address_type,
    }
    struct types::Matcher { http_code, grpc_code }
    struct DescribeTargetGroupAttributesOutput { attributes }
    struct types::TargetGroupAttribute { key, value }
    struct DescribeTagsOutput { tag_descriptions }
    struct types::TagDescription { resource_arn, tags }
    struct types::Tag { key, value }
    enum types::LoadBalancerSchemeEnum
    enum types::LoadBalancerTypeEnum
    enum types::IpAddressType
    enum types::ProtocolEnum
    enum types::AdvertiseTrustStoreCaNamesEnum
    enum types::ActionTypeEnum
    enum types::AuthenticateOidcActionConditionalBehaviorEnum
    enum types::AuthenticateCognitoActionConditionalBehaviorEnum
    enum types::JwtValidationActionAdditionalClaimFormatEnum
    enum types::RedirectActionStatusCodeEnum
    enum types::TargetTypeEnum
    enum types::TargetGroupIpAddressTypeEnum
}
