//! Asking `DynamoDB`: about tables, never for what is in them.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::describe_continuous_backups::DescribeContinuousBackupsOutput;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableOutput;
use aws_sdk_dynamodb::operation::describe_time_to_live::DescribeTimeToLiveOutput;
use aws_sdk_dynamodb::operation::list_tables::ListTablesOutput;
use aws_sdk_dynamodb::operation::list_tags_of_resource::{ListTagsOfResourceError, ListTagsOfResourceOutput};
use aws_sdk_dynamodb::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::answer::Node;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::dynamodb::{
    DESCRIBE_BACKUPS, DESCRIBE_TABLE, DESCRIBE_TTL, LIST_TABLES, LIST_TAGS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_dynamodb, reading, &SERVICE);
    reading.pages(LIST_TABLES, client.list_tables().into_paginator().send()).await;
    let tables = reading.texts(LIST_TABLES, "TableNames");
    reading.each(DESCRIBE_TABLE, &tables, |table| client.describe_table().table_name(table).send()).await;
    reading
        .each(DESCRIBE_TTL, &tables, |table| client.describe_time_to_live().table_name(table).send())
        .await;
    reading
        .each(DESCRIBE_BACKUPS, &tables, |table| {
            client.describe_continuous_backups().table_name(table).send()
        })
        .await;
    let arn = |answer: Node<'_>| answer.get("Table").get("TableArn").text().map(str::to_owned);
    let arns: Vec<String> =
        reading.answers.all(DESCRIBE_TABLE).filter_map(|(_, answer)| arn(answer)).collect();
    reading
        .each(LIST_TAGS, &arns, |arn| {
            let request = client.list_tags_of_resource().resource_arn(arn);
            async move {
                let mut all = request.clone().send().await?;
                while let Some(token) = all.next_token.take() {
                    let more = request.clone().next_token(token).send().await?;
                    all.tags.get_or_insert_default().extend(more.tags.unwrap_or_default());
                    all.next_token = more.next_token;
                }
                Ok::<_, SdkError<ListTagsOfResourceError>>(all)
            }
        })
        .await;
}

trees! {
    struct ListTablesOutput { table_names }
    struct DescribeTableOutput { table }
    struct DescribeTimeToLiveOutput { time_to_live_description }
    struct DescribeContinuousBackupsOutput { continuous_backups_description }
    struct ListTagsOfResourceOutput { tags }
    struct types::TableDescription {
        table_name, table_arn, attribute_definitions, key_schema, provisioned_throughput,
        billing_mode_summary, local_secondary_indexes, global_secondary_indexes, stream_specification,
        latest_stream_label, latest_stream_arn, replicas, sse_description, table_class_summary,
        deletion_protection_enabled, on_demand_throughput,
    }
    struct types::AttributeDefinition { attribute_name, attribute_type }
    struct types::KeySchemaElement { attribute_name, key_type }
    struct types::ProvisionedThroughputDescription { read_capacity_units, write_capacity_units }
    struct types::BillingModeSummary { billing_mode }
    struct types::LocalSecondaryIndexDescription { index_name, key_schema, projection }
    struct types::GlobalSecondaryIndexDescription {
        index_name, key_schema, projection, provisioned_throughput, on_demand_throughput,
    }
    struct types::Projection { projection_type, non_key_attributes }
    struct types::OnDemandThroughput { max_read_request_units, max_write_request_units }
    struct types::StreamSpecification { stream_enabled, stream_view_type }
    struct types::ReplicaDescription { region_name, kms_master_key_id }
    struct types::SseDescription { status, kms_master_key_arn }
    struct types::TableClassSummary { table_class }
    struct types::TimeToLiveDescription { time_to_live_status, attribute_name }
    struct types::ContinuousBackupsDescription { point_in_time_recovery_description }
    struct types::PointInTimeRecoveryDescription { point_in_time_recovery_status, recovery_period_in_days }
    struct types::Tag { key, value }
    enum types::BillingMode
    enum types::KeyType
    enum types::PointInTimeRecoveryStatus
    enum types::ProjectionType
    enum types::ScalarAttributeType
    enum types::SseStatus
    enum types::StreamViewType
    enum types::TableClass
    enum types::TimeToLiveStatus
}
