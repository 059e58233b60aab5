//! Two accounts, live against live: twins have no difference, and each planted one is found once.

use std::collections::BTreeMap;

use serde_json::Value;

use super::world::{World, told};
use crate::support::findings;

/// What `seed.py` can plant, and the kind and path at which it must be found; a path that ends with `*` begins so.
pub(super) const PLANTED: [(&str, &str); 51] = [
    ("acl_action", "modified aws_network_acl ingress[rule_no=100].action"),
    ("alarm_threshold", "modified aws_cloudwatch_metric_alarm threshold"),
    ("balancer_protection", "modified aws_lb enable_deletion_protection"),
    ("bucket_expiry", "modified aws_s3_bucket lifecycle_rule[id=expire].expiration[0].days"),
    ("bucket_open", "left_only aws_s3_bucket_public_access_block"),
    ("bucket_policy", "modified aws_s3_bucket policy.Statement[Sid=Tls].Effect"),
    ("bucket_versioning", "modified aws_s3_bucket versioning[0].enabled"),
    ("cache_type", "modified aws_elasticache_cluster node_type"),
    ("cluster_insights", "modified aws_ecs_cluster setting[name=containerInsights].value"),
    ("cluster_protection", "modified aws_rds_cluster deletion_protection"),
    ("cluster_version", "modified aws_eks_cluster version"),
    ("db_backup", "modified aws_db_instance backup_retention_period"),
    ("db_parameter", "modified aws_db_parameter_group parameter[name=max_connections].value"),
    ("db_public", "modified aws_db_instance publicly_accessible"),
    ("extra_listener", "right_only aws_lb_listener"),
    ("extra_route", "modified aws_route_table route[cidr_block=198.51.100.0/24*"),
    ("extra_user", "right_only aws_iam_user"),
    ("function_level", "modified aws_lambda_function environment[0].variables.LEVEL"),
    ("function_memory", "modified aws_lambda_function memory_size"),
    ("function_runtime", "modified aws_lambda_function runtime"),
    ("function_secret", "modified aws_lambda_function environment[0].variables.DB_PASSWORD"),
    ("group_size", "modified aws_autoscaling_group max_size"),
    ("health_path", "modified aws_lb_target_group health_check[0].path"),
    ("inline_policy", "modified aws_iam_role inline_policy[name=logs].policy.Statement[].Action"),
    ("instance_type", "modified aws_instance instance_type"),
    ("key_rotation", "modified aws_kms_key enable_key_rotation"),
    ("log_retention", "modified aws_cloudwatch_log_group retention_in_days"),
    ("metadata_tokens", "modified aws_instance metadata_options[0].http_tokens"),
    ("node_type", "modified aws_eks_node_group instance_types"),
    ("parameter_missing", "left_only aws_ssm_parameter"),
    ("policy_detached", "modified aws_iam_role managed_policy_arns"),
    ("queue_retries", "modified aws_sqs_queue redrive_policy.maxReceiveCount"),
    ("queue_visibility", "modified aws_sqs_queue visibility_timeout_seconds"),
    ("record_ttl", "modified aws_route53_record ttl"),
    ("record_value", "modified aws_route53_record records"),
    ("rule_path", "modified aws_lb_listener_rule condition[].path_pattern[0].values"),
    ("scaling_target", "modified aws_autoscaling_policy target_tracking_configuration[0].target_value"),
    ("secret_key", "modified aws_secretsmanager_secret kms_key_id"),
    ("service_count", "modified aws_ecs_service desired_count"),
    ("ssh_open", "modified aws_security_group ingress[protocol=tcp,from_port=22,to_port=22]"),
    ("subnet_without_public_ip", "modified aws_subnet map_public_ip_on_launch"),
    ("table_billing", "modified aws_dynamodb_table billing_mode"),
    ("table_recovery", "modified aws_dynamodb_table point_in_time_recovery[0].enabled"),
    ("tags_mutable", "modified aws_ecr_repository image_tag_mutability"),
    ("task_image", "modified aws_ecs_task_definition container_definitions[name=api].image"),
    ("template_type", "modified aws_launch_template instance_type"),
    ("third_web", "count aws_instance"),
    ("unsubscribed", "left_only aws_sns_topic_subscription"),
    ("volume_size", "modified aws_ebs_volume size"),
    ("vpc_dns", "modified aws_vpc enable_dns_hostnames"),
    ("wider_policy", "modified aws_iam_policy policy.Statement[Sid=Files].Action"),
];

/// Two accounts that differ by what two environments must differ by.
#[test]
fn twins_have_no_difference() {
    let Some(world) = World::get() else { return };
    let case = world.case();
    for [left, right] in [["dev", "twin"], ["twin", "dev"], ["dev", "dev"]] {
        let ran = world.run(&case, &["diff", left, right, "--format", "json", "--fail-on", "info"]);
        let report = ran.report();
        let found: Vec<String> = findings(&report).iter().map(told).collect();
        assert_eq!(found, Vec::<String>::new(), "{left} {right}: {}", ran.stderr);
        assert_eq!(ran.code, 0, "{left} {right}: {}", ran.stderr);
        let resources = &report["comparisons"][0]["resources"];
        assert_eq!(resources["left"], resources["right"], "{left} {right}");
        assert!(resources["paired"].as_u64() >= Some(80), "{resources}");
    }
}

/// Each difference that was planted is one finding, and nothing else is.
#[test]
fn each_planted_difference_is_found_once() {
    let Some(world) = World::get() else { return };
    let report = world.diff(&world.case(), "dev", "prod");
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let findings = findings(&report);
    let told: Vec<String> = findings.iter().map(said).collect();
    for told in &told {
        found.entry(told.clone()).or_default();
    }
    let mut lost = Vec::new();
    for (what, expected) in PLANTED {
        let is_it = |told: &str| match expected.strip_suffix('*') {
            Some(start) => told.starts_with(start),
            None => told == expected,
        };
        match found.iter_mut().find(|(told, by)| by.is_empty() && is_it(told)) {
            Some((_, by)) => by.push(what),
            None => lost.push(format!("{what}: {expected}")),
        }
    }
    let echoes: Vec<&String> = found.iter().filter(|(_, by)| by.is_empty()).map(|(told, _)| told).collect();
    assert!(lost.is_empty() && echoes.is_empty(), "not found: {lost:#?}\nnot planted: {echoes:#?}");
    assert_eq!(told.len(), PLANTED.len(), "{told:#?}");
}

/// Returns change, kind and path of a finding.
fn said(finding: &Value) -> String {
    let text = |member: &str| finding[member].as_str().unwrap_or_default();
    format!("{} {} {}", text("change"), text("kind"), text("path")).trim_end().to_owned()
}
