//! Asking CloudWatch for alarms. Tags come of the Tagging API.

use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use aws_sdk_cloudwatch::types::{
    AlarmType, ComparisonOperator, CompositeAlarm, Dimension, Metric, MetricAlarm, MetricDataQuery,
    MetricStat, StandardUnit, Statistic,
};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::cloudwatch::{DESCRIBE_ALARMS, SERVICE};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_cloudwatch, reading, &SERVICE);
    let alarms = client
        .describe_alarms()
        .alarm_types(AlarmType::MetricAlarm)
        .alarm_types(AlarmType::CompositeAlarm)
        .max_records(100);
    reading.pages(DESCRIBE_ALARMS, alarms.into_paginator().send()).await;
}

trees! {
    struct DescribeAlarmsOutput { metric_alarms, composite_alarms }
    struct MetricAlarm {
        alarm_name, alarm_arn, alarm_description, actions_enabled, ok_actions, alarm_actions,
        insufficient_data_actions, metric_name, namespace, statistic, extended_statistic, dimensions, period,
        unit, evaluation_periods, datapoints_to_alarm, threshold, comparison_operator, treat_missing_data,
        evaluate_low_sample_count_percentile, metrics, threshold_metric_id,
    }
    struct CompositeAlarm {
        alarm_name, alarm_arn, alarm_description, actions_enabled, ok_actions, alarm_actions,
        insufficient_data_actions, alarm_rule, actions_suppressor, actions_suppressor_wait_period,
        actions_suppressor_extension_period,
    }
    struct MetricDataQuery { id, metric_stat, expression, label, return_data, period, account_id }
    struct MetricStat { metric, period, stat, unit }
    struct Metric { namespace, metric_name, dimensions }
    struct Dimension { name, value }
    enum ComparisonOperator
    enum StandardUnit
    enum Statistic
}
