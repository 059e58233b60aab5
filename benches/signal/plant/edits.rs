//! Edits of one attribute: where each class of difference can stand, and what it is.

use serde_json::{Value, json};

use super::super::environment::{World, mark};

/// One edit.
pub(super) struct Edit {
    pub(super) class: &'static str,
    pub(super) kind: &'static str,
    /// Where the value is, as [`super::find`] reads it.
    pub(super) at: &'static str,
    /// Where it must be found.
    pub(super) path: &'static str,
    pub(super) change: fn(&mut Value, &World),
}

const fn edit(
    class: &'static str,
    kind: &'static str,
    at: &'static str,
    path: &'static str,
    change: fn(&mut Value, &World),
) -> Edit {
    Edit { class, kind, at, path, change }
}

/// All edits.
pub(super) const EDITS: &[Edit] = &[
    edit("scalar", "aws_db_instance", "backup_retention_period", "backup_retention_period", more),
    edit("scalar", "aws_sqs_queue", "visibility_timeout_seconds", "visibility_timeout_seconds", more),
    edit(
        "scalar",
        "aws_ecs_service",
        "health_check_grace_period_seconds",
        "health_check_grace_period_seconds",
        more,
    ),
    edit("scalar", "aws_lb_target_group", "health_check/0/timeout", "health_check.timeout", more),
    edit("flag", "aws_db_instance", "multi_az", "multi_az", flip),
    edit("flag", "aws_lb", "drop_invalid_header_fields", "drop_invalid_header_fields", flip),
    edit("flag", "aws_kms_key", "enable_key_rotation", "enable_key_rotation", flip),
    edit("flag", "aws_s3_bucket_public_access_block", "block_public_acls", "block_public_acls", flip),
    edit("tag", "aws_sqs_queue", "tags/CostCenter", "tags.CostCenter", text_4712),
    edit("tag", "aws_subnet", "tags/CostCenter", "tags.CostCenter", text_4712),
    edit("tag", "aws_dynamodb_table", "tags/Service", "tags.Service", text_4712),
    edit("set member", "aws_network_acl", "subnet_ids", "subnet_ids", drop_last),
    edit("set member", "aws_autoscaling_group", "enabled_metrics", "enabled_metrics", drop_last),
    edit(
        "set member",
        "aws_db_instance",
        "enabled_cloudwatch_logs_exports",
        "enabled_cloudwatch_logs_exports",
        drop_last,
    ),
    edit("keyed list element", "aws_db_parameter_group", "parameter", "parameter", drop_last),
    edit(
        "keyed list element",
        "aws_dynamodb_table",
        "global_secondary_index",
        "global_secondary_index",
        drop_last,
    ),
    edit(
        "policy statement widened",
        "aws_iam_policy",
        "policy/Statement/Sid=Queue/Action",
        "policy.Statement.Action",
        star_action,
    ),
    edit(
        "policy statement widened",
        "aws_iam_policy",
        "policy/Statement/Sid=Objects/Resource",
        "policy.Statement.Resource",
        star,
    ),
    edit(
        "policy statement widened",
        "aws_s3_bucket_policy",
        "policy/Statement/Sid=Readers/Principal/AWS",
        "policy.Statement.Principal",
        star,
    ),
    edit("port changed", "aws_lb_target_group", "port", "port", more),
    edit("port changed", "aws_db_instance", "port", "port", more),
    edit("size changed", "aws_ebs_volume", "size", "size", more),
    edit("size changed", "aws_dynamodb_table", "stream_view_type", "stream_view_type", keys_only),
    edit(
        "percent changed",
        "aws_ecs_service",
        "deployment_minimum_healthy_percent",
        "deployment_minimum_healthy_percent",
        more,
    ),
    edit("percent changed", "aws_cloudwatch_metric_alarm", "threshold", "threshold", more),
    edit("version skew", "aws_db_instance", "engine_version", "engine_version", version),
    edit("version skew", "aws_elasticache_replication_group", "engine_version", "engine_version", version),
    edit("version skew", "aws_eks_node_group", "version", "version", version),
    edit("CIDR outside the parent", "aws_subnet", "cidr_block", "cidr_block", elsewhere),
    edit("type change", "aws_cloudwatch_event_target", "input/days", "input.days", listed),
    edit("type change", "aws_security_group", "description", "description", listed),
    edit("null against absent", "aws_sqs_queue", "deduplication_scope", "deduplication_scope", null),
    edit("null against absent", "aws_ebs_volume", "outpost_arn", "outpost_arn", null),
    edit(
        "container variable removed",
        "aws_ecs_task_definition",
        "container_definitions/0/environment",
        "container_definitions",
        drop_last,
    ),
    edit(
        "image tag changed",
        "aws_ecs_task_definition",
        "container_definitions/0/image",
        "container_definitions",
        tagged,
    ),
    edit("secret changed", "aws_ssm_parameter", "value", "value", secret),
    edit("user data line changed", "aws_launch_template", "user_data", "user_data", log_debug),
    edit("user data line changed", "aws_instance", "user_data", "user_data", log_debug),
];

fn more(value: &mut Value, _: &World) {
    let value = mark::inner(value);
    if let Some(number) = value.as_i64() {
        *value = json!(number + 1);
    }
}

fn flip(value: &mut Value, _: &World) {
    let value = mark::inner(value);
    if let Some(flag) = value.as_bool() {
        *value = json!(!flag);
    }
}

fn text_4712(value: &mut Value, _: &World) {
    *value = json!("4712");
}

fn drop_last(value: &mut Value, _: &World) {
    if let Some(items) = mark::inner(value).as_array_mut() {
        items.pop();
    }
}

fn star(value: &mut Value, _: &World) {
    if let Some(items) = mark::inner(value).as_array_mut() {
        items.push(json!("*"));
    }
}

fn star_action(value: &mut Value, _: &World) {
    if let Some(items) = mark::inner(value).as_array_mut() {
        items.push(json!("sqs:*"));
    }
}

fn log_debug(value: &mut Value, _: &World) {
    let value = mark::inner(value);
    *value = json!(value.as_str().unwrap_or_default().replace("LOG_LEVEL=info", "LOG_LEVEL=debug"));
}

fn version(value: &mut Value, _: &World) {
    let value = mark::inner(value);
    let text = value.as_str().unwrap_or_default();
    let (before, last) = text.rsplit_once('.').unwrap_or(("", text));
    let next = last.parse::<u32>().unwrap_or_default() + 1;
    *value = if before.is_empty() { json!(next.to_string()) } else { json!(format!("{before}.{next}")) };
}

fn elsewhere(value: &mut Value, _: &World) {
    *value = json!("172.30.7.0/24");
}

fn listed(value: &mut Value, _: &World) {
    let inner = mark::inner(value);
    *inner = json!([inner.clone()]);
}

fn null(value: &mut Value, _: &World) {
    *value = Value::Null;
}

fn keys_only(value: &mut Value, _: &World) {
    *value = json!("KEYS_ONLY");
}

fn tagged(value: &mut Value, _: &World) {
    let value = mark::inner(value);
    *value = json!(value.as_str().unwrap_or_default().replace(":1.14.2", ":1.13.9"));
}

fn secret(value: &mut Value, _: &World) {
    *value = json!("w7Kx0PzB2mQ9vT4nE6sL");
}
