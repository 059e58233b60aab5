//! Auto Scaling: what changes the size of groups, and what waits when it does: policies, schedules and hooks.
//!
//! Their names are unique in a group only, so they are called by both names.
//! Source: <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html>

use std::collections::BTreeMap;

use super::autoscaling::{DESCRIBE_LIFECYCLE_HOOKS, DESCRIBE_POLICIES, DESCRIBE_SCHEDULED_ACTIONS};
use super::nested::{Field, Form, attributes, moment, one};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;

const POLICY: &[Field] = &[
    Field("adjustment_type", "AdjustmentType", Form::Text),
    Field("arn", "PolicyARN", Form::Text),
    Field("autoscaling_group_name", "AutoScalingGroupName", Form::Text),
    Field("cooldown", "Cooldown", Form::Int),
    Field("estimated_instance_warmup", "EstimatedInstanceWarmup", Form::Int),
    Field("metric_aggregation_type", "MetricAggregationType", Form::Text),
    Field("min_adjustment_magnitude", "MinAdjustmentMagnitude", Form::Int),
    Field("name", "PolicyName", Form::Text),
    Field("policy_type", "PolicyType", Form::Text),
    Field("scaling_adjustment", "ScalingAdjustment", Form::Int),
    Field(
        "step_adjustment",
        "StepAdjustments",
        Form::Many(&[
            Field("metric_interval_lower_bound", "MetricIntervalLowerBound", Form::NumberText),
            Field("metric_interval_upper_bound", "MetricIntervalUpperBound", Form::NumberText),
            Field("scaling_adjustment", "ScalingAdjustment", Form::Int),
        ]),
    ),
    Field("target_tracking_configuration", "TargetTrackingConfiguration", Form::One(TARGET_TRACKING)),
];

const TARGET_TRACKING: &[Field] = &[
    Field(
        "customized_metric_specification",
        "CustomizedMetricSpecification",
        Form::One(&[
            Field("metric_dimension", "Dimensions", Form::Many(DIMENSION)),
            Field("metric_name", "MetricName", Form::Text),
            Field("metrics", "Metrics", Form::Many(TRACKED_METRIC)),
            Field("namespace", "Namespace", Form::Text),
            Field("period", "Period", Form::New(&Form::Int)),
            Field("statistic", "Statistic", Form::Text),
            Field("unit", "Unit", Form::Text),
        ]),
    ),
    Field("disable_scale_in", "DisableScaleIn", Form::Flag),
    Field("predefined_metric_specification", "PredefinedMetricSpecification", Form::One(PREDEFINED)),
    Field("target_value", "TargetValue", Form::Number),
];

const DIMENSION: &[Field] = &[Field("name", "Name", Form::Text), Field("value", "Value", Form::Text)];

const PREDEFINED: &[Field] = &[
    Field("predefined_metric_type", "PredefinedMetricType", Form::Text),
    Field("resource_label", "ResourceLabel", Form::Text),
];

const METRIC: Form = Form::One(&[
    Field("dimensions", "Dimensions", Form::Many(DIMENSION)),
    Field("metric_name", "MetricName", Form::Text),
    Field("namespace", "Namespace", Form::Text),
]);

const TRACKED_METRIC: &[Field] = &[
    Field("expression", "Expression", Form::Text),
    Field("id", "Id", Form::Text),
    Field("label", "Label", Form::Text),
    Field(
        "metric_stat",
        "MetricStat",
        Form::One(&[
            Field("metric", "Metric", METRIC),
            Field("period", "Period", Form::New(&Form::Int)),
            Field("stat", "Stat", Form::Text),
            Field("unit", "Unit", Form::Text),
        ]),
    ),
    Field("return_data", "ReturnData", Form::Flag),
];

const PREDICTIVE: &[Field] = &[
    Field("max_capacity_breach_behavior", "MaxCapacityBreachBehavior", Form::Text),
    Field("max_capacity_buffer", "MaxCapacityBuffer", Form::IntText),
    Field(
        "metric_specification",
        "MetricSpecifications",
        Form::Many(&[
            Field(
                "customized_capacity_metric_specification",
                "CustomizedCapacityMetricSpecification",
                QUERIES,
            ),
            Field("customized_load_metric_specification", "CustomizedLoadMetricSpecification", QUERIES),
            Field("customized_scaling_metric_specification", "CustomizedScalingMetricSpecification", QUERIES),
            Field(
                "predefined_load_metric_specification",
                "PredefinedLoadMetricSpecification",
                Form::One(PREDEFINED),
            ),
            Field(
                "predefined_metric_pair_specification",
                "PredefinedMetricPairSpecification",
                Form::One(PREDEFINED),
            ),
            Field(
                "predefined_scaling_metric_specification",
                "PredefinedScalingMetricSpecification",
                Form::One(PREDEFINED),
            ),
            Field("target_value", "TargetValue", Form::Number),
        ]),
    ),
    Field("mode", "Mode", Form::Text),
    Field("scheduling_buffer_time", "SchedulingBufferTime", Form::IntText),
];

const QUERIES: Form = Form::One(&[Field("metric_data_queries", "MetricDataQueries", Form::Many(QUERY))]);

const QUERY: &[Field] = &[
    Field("expression", "Expression", Form::Text),
    Field("id", "Id", Form::Text),
    Field("label", "Label", Form::Text),
    Field(
        "metric_stat",
        "MetricStat",
        Form::One(&[
            Field("metric", "Metric", METRIC),
            Field("stat", "Stat", Form::Text),
            Field("unit", "Unit", Form::Text),
        ]),
    ),
    Field("return_data", "ReturnData", Form::Flag),
];

const HOOK: &[Field] = &[
    Field("autoscaling_group_name", "AutoScalingGroupName", Form::Text),
    Field("default_result", "DefaultResult", Form::Text),
    Field("heartbeat_timeout", "HeartbeatTimeout", Form::Int),
    Field("lifecycle_transition", "LifecycleTransition", Form::Text),
    Field("name", "LifecycleHookName", Form::Text),
    Field("notification_metadata", "NotificationMetadata", Form::Text),
    Field("notification_target_arn", "NotificationTargetARN", Form::Text),
    Field("role_arn", "RoleARN", Form::Text),
];

/// Shapes what belongs to groups; `owners` are those of groups that are made and kept by another.
pub(super) fn shape(answers: &Answers, owners: &BTreeMap<&str, String>, made: &mut Made) {
    for policy in answers.items(DESCRIBE_POLICIES, "ScalingPolicies") {
        self::policy(policy, owners, made);
    }
    for action in answers.items(DESCRIBE_SCHEDULED_ACTIONS, "ScheduledUpdateGroupActions") {
        schedule(action, owners, made);
    }
    for hook in answers.items(DESCRIBE_LIFECYCLE_HOOKS, "LifecycleHooks") {
        self::hook(hook, owners, made);
    }
}

fn policy(policy: Node<'_>, owners: &BTreeMap<&str, String>, made: &mut Made) {
    let group = policy.get("AutoScalingGroupName").str();
    let name = policy.get("PolicyName").str();
    let mut building = made.resource("aws_autoscaling_policy", name).called(&format!("{group}/{name}"));
    for (name, value) in attributes(policy, POLICY) {
        building = building.set(name, value);
    }
    // Every policy is of metrics; an answer without any is none.
    let predictive = policy.get("PredictiveScalingConfiguration");
    let predictive =
        if predictive.get("MetricSpecifications").is_there() { predictive } else { Node::ABSENT };
    building
        .set("enabled", policy.get("Enabled").bool().unwrap_or(true))
        .set("predictive_scaling_configuration", one(predictive, PREDICTIVE))
        .owned(owners.get(group).map(String::as_str))
        .done();
}

/// Sizes that a schedule does not change are `-1` in the provider. The start moves with every run, so a schedule that
/// recurs is known by its recurrence.
fn schedule(action: Node<'_>, owners: &BTreeMap<&str, String>, made: &mut Made) {
    let group = action.get("AutoScalingGroupName").str();
    let name = action.get("ScheduledActionName").str();
    let size = |member: &str| action.get(member).int().unwrap_or(-1);
    let recurrence = action.get("Recurrence").str();
    let start = moment(action.get("StartTime")).filter(|_| recurrence.is_empty());
    made.resource("aws_autoscaling_schedule", name)
        .called(&format!("{group}/{name}"))
        .set("arn", action.get("ScheduledActionARN").str())
        .set("autoscaling_group_name", group)
        .set("scheduled_action_name", name)
        .set("min_size", size("MinSize"))
        .set("max_size", size("MaxSize"))
        .set("desired_capacity", size("DesiredCapacity"))
        .set("recurrence", recurrence)
        .set("time_zone", action.get("TimeZone").str())
        .known("start_time", start.as_deref())
        .set("end_time", moment(action.get("EndTime")).as_deref().unwrap_or_default())
        .owned(owners.get(group).map(String::as_str))
        .done();
}

fn hook(hook: Node<'_>, owners: &BTreeMap<&str, String>, made: &mut Made) {
    let group = hook.get("AutoScalingGroupName").str();
    let name = hook.get("LifecycleHookName").str();
    let mut building =
        made.resource("aws_autoscaling_lifecycle_hook", name).called(&format!("{group}/{name}"));
    for (name, value) in attributes(hook, HOOK) {
        building = building.set(name, value);
    }
    building.owned(owners.get(group).map(String::as_str)).done();
}

#[cfg(test)]
mod tests;
