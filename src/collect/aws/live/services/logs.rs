//! Asking CloudWatch Logs. Tags come of the Tagging API.

use aws_sdk_cloudwatchlogs::operation::describe_log_groups::DescribeLogGroupsOutput;
use aws_sdk_cloudwatchlogs::operation::describe_metric_filters::DescribeMetricFiltersOutput;
use aws_sdk_cloudwatchlogs::types::{
    LogGroup, LogGroupClass, MetricFilter, MetricTransformation, StandardUnit,
};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::logs::{DESCRIBE_LOG_GROUPS, DESCRIBE_METRIC_FILTERS, SERVICE};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_cloudwatchlogs, reading, &SERVICE);
    reading.pages(DESCRIBE_LOG_GROUPS, client.describe_log_groups().limit(50).into_paginator().send()).await;
    reading
        .pages(DESCRIBE_METRIC_FILTERS, client.describe_metric_filters().limit(50).into_paginator().send())
        .await;
}

trees! {
    struct DescribeLogGroupsOutput { log_groups }
    struct DescribeMetricFiltersOutput { metric_filters }
    struct LogGroup {
        log_group_name, log_group_arn, arn, retention_in_days, kms_key_id, log_group_class,
        deletion_protection_enabled,
    }
    struct MetricFilter {
        filter_name, log_group_name, filter_pattern, metric_transformations, apply_on_transformed_logs,
    }
    struct MetricTransformation {
        metric_name, metric_namespace, metric_value, default_value, dimensions, unit,
    }
    enum LogGroupClass
    enum StandardUnit
}
