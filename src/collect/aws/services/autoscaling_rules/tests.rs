//! What becomes of policies, schedules and hooks.

use super::*;
use crate::collect::aws::services::autoscaling::SERVICE;
use crate::collect::aws::services::testing::{check, shape};

#[test]
fn policies_of_every_type_are_told() {
    let made = shape(
        &SERVICE,
        &[(
            DESCRIBE_POLICIES,
            "",
            r#"{"ScalingPolicies": [
                {"AutoScalingGroupName": "web", "PolicyName": "cpu", "PolicyARN": "arn:p",
                 "PolicyType": "TargetTrackingScaling", "StepAdjustments": [], "Enabled": true,
                 "TargetTrackingConfiguration": {"TargetValue": 70.0, "DisableScaleIn": false,
                    "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}},
                 "PredictiveScalingConfiguration": {}},
                {"AutoScalingGroupName": "web", "PolicyName": "steps", "PolicyType": "StepScaling",
                 "AdjustmentType": "ChangeInCapacity", "MetricAggregationType": "Average", "Enabled": false,
                 "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 2}]},
                {"AutoScalingGroupName": "web", "PolicyName": "ahead", "PolicyType": "PredictiveScaling",
                 "PredictiveScalingConfiguration": {"Mode": "ForecastOnly", "SchedulingBufferTime": 0,
                    "MetricSpecifications": [{"TargetValue": 40.5, "PredefinedMetricPairSpecification":
                        {"PredefinedMetricType": "ASGCPUUtilization"}}]}}]}"#,
        )],
    );
    check(
        &made,
        "aws_autoscaling_policy.web/cpu",
        r#"{"id": "cpu", "name": "cpu", "arn": "arn:p", "autoscaling_group_name": "web", "enabled": true,
                "policy_type": "TargetTrackingScaling", "step_adjustment": [], "cooldown": 0,
                "predictive_scaling_configuration": [],
                "target_tracking_configuration": [{"customized_metric_specification": [],
                    "disable_scale_in": false, "predefined_metric_specification": [{
                    "predefined_metric_type": "ASGAverageCPUUtilization", "resource_label": ""}],
                    "target_value": 70}]}"#,
    );
    check(
        &made,
        "aws_autoscaling_policy.web/steps",
        r#"{"adjustment_type": "ChangeInCapacity", "metric_aggregation_type": "Average", "enabled": false,
                "target_tracking_configuration": [], "step_adjustment": [{"metric_interval_lower_bound": "0",
                    "metric_interval_upper_bound": "", "scaling_adjustment": 2}]}"#,
    );
    check(
        &made,
        "aws_autoscaling_policy.web/ahead",
        r#"{"predictive_scaling_configuration": [{"max_capacity_breach_behavior": "",
                "max_capacity_buffer": "", "mode": "ForecastOnly", "scheduling_buffer_time": "0",
                "metric_specification": [{"customized_capacity_metric_specification": [],
                    "customized_load_metric_specification": [], "customized_scaling_metric_specification": [],
                    "predefined_load_metric_specification": [], "predefined_metric_pair_specification": [{
                        "predefined_metric_type": "ASGCPUUtilization", "resource_label": ""}],
                    "predefined_scaling_metric_specification": [], "target_value": 40.5}]}]}"#,
    );
}

#[test]
fn the_start_of_a_schedule_that_recurs_is_not_told() {
    let made = shape(
        &SERVICE,
        &[(
            DESCRIBE_SCHEDULED_ACTIONS,
            "",
            r#"{"ScheduledUpdateGroupActions": [
                {"AutoScalingGroupName": "web", "ScheduledActionName": "night", "MinSize": 0,
                 "Recurrence": "0 22 * * *", "TimeZone": "Europe/Berlin", "StartTime": "2026-01-31T22:00:00Z"},
                {"AutoScalingGroupName": "web", "ScheduledActionName": "once", "DesiredCapacity": 9,
                 "StartTime": "2026-01-31T22:00:00+00:00", "EndTime": 1769904000}]}"#,
        )],
    );
    check(
        &made,
        "aws_autoscaling_schedule.web/night",
        r#"{"id": "night", "scheduled_action_name": "night", "autoscaling_group_name": "web",
                "min_size": 0, "max_size": -1, "desired_capacity": -1, "recurrence": "0 22 * * *",
                "time_zone": "Europe/Berlin", "start_time": null, "end_time": ""}"#,
    );
    check(
        &made,
        "aws_autoscaling_schedule.web/once",
        r#"{"desired_capacity": 9, "recurrence": "", "start_time": "2026-01-31T22:00:00Z",
                "end_time": "2026-02-01T00:00:00Z"}"#,
    );
}

#[test]
fn hooks_are_called_by_their_group_and_name() {
    let hook = |group: &str| {
        format!(
            r#"{{"LifecycleHooks": [{{"LifecycleHookName": "drain", "AutoScalingGroupName": "{group}",
                    "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING", "HeartbeatTimeout": 300,
                    "GlobalTimeout": 30000, "DefaultResult": "CONTINUE"}}]}}"#
        )
    };
    let made = shape(
        &SERVICE,
        &[(DESCRIBE_LIFECYCLE_HOOKS, "web", &hook("web")), (DESCRIBE_LIFECYCLE_HOOKS, "jobs", &hook("jobs"))],
    );
    for group in ["web", "jobs"] {
        check(
            &made,
            &format!("aws_autoscaling_lifecycle_hook.{group}/drain"),
            r#"{"id": "drain", "name": "drain", "default_result": "CONTINUE", "heartbeat_timeout": 300,
                    "lifecycle_transition": "autoscaling:EC2_INSTANCE_TERMINATING",
                    "notification_target_arn": "", "role_arn": "", "notification_metadata": ""}"#,
        );
    }
}
