//! What calls a function for each message of a queue, stream or topic.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html>

use std::collections::BTreeMap;

use super::{LIST_MAPPINGS, function_of};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{count, flag, has_members, many, once, set};
use crate::model::{Key, Value};

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let mut count_of: BTreeMap<String, usize> = BTreeMap::new();
    for item in answers.items(LIST_MAPPINGS, "EventSourceMappings") {
        *count_of.entry(called(item)).or_default() += 1;
    }
    for item in answers.items(LIST_MAPPINGS, "EventSourceMappings") {
        let called = called(item);
        let is_unique = count_of.get(&called) == Some(&1);
        mapping(item, is_unique.then_some(called.as_str()), made);
    }
}

/// A mapping has no name but a UUID; people know it by its function and what calls it.
fn called(item: Node<'_>) -> String {
    let (function, qualifier) = function_of(item.get("FunctionArn").str());
    let source = item.get("EventSourceArn").str().splitn(6, ':').nth(5).unwrap_or_default();
    // `table/NAME/stream/WHEN` of DynamoDB; the moment differs wherever the table is.
    let source = source.split_once("/stream/").map_or(source, |(table, _)| table);
    let colon = if qualifier.is_empty() { "" } else { ":" };
    format!("{function}{colon}{qualifier}/{source}")
}

fn mapping(item: Node<'_>, called: Option<&str>, made: &mut Made) {
    let uuid = item.get("UUID").str();
    let mut mapping = made.resource("aws_lambda_event_source_mapping", uuid);
    if let Some(called) = called {
        mapping = mapping.called(called);
    }
    for (name, member) in [
        ("batch_size", "BatchSize"),
        ("maximum_batching_window_in_seconds", "MaximumBatchingWindowInSeconds"),
        ("maximum_record_age_in_seconds", "MaximumRecordAgeInSeconds"),
        ("maximum_retry_attempts", "MaximumRetryAttempts"),
        ("parallelization_factor", "ParallelizationFactor"),
        ("tumbling_window_in_seconds", "TumblingWindowInSeconds"),
    ] {
        mapping = mapping.set(name, count(item.get(member)));
    }
    let consumer_group: &[(&str, &str)] = &[("consumer_group_id", "ConsumerGroupId")];
    mapping
        .set("uuid", uuid)
        .copy_known("arn", item.get("EventSourceMappingArn"))
        .copy("function_arn", item.get("FunctionArn"))
        .copy("function_name", item.get("FunctionArn"))
        .set("event_source_arn", item.get("EventSourceArn").str())
        .known("enabled", enabled(item.get("State").str()))
        .set("bisect_batch_on_function_error", flag(item.get("BisectBatchOnFunctionError")))
        .set("starting_position", item.get("StartingPosition").str())
        .set("kms_key_arn", item.get("KMSKeyArn").str())
        .set("function_response_types", set(item.get("FunctionResponseTypes")))
        .copy("queues", item.get("Queues"))
        .set("topics", set(item.get("Topics")))
        .block("destination_config", destination(item.get("DestinationConfig")))
        .block("filter_criteria", filters(item.get("FilterCriteria")))
        .block("metrics_config", once(item.get("MetricsConfig"), &[("metrics", "Metrics")]))
        .block(
            "provisioned_poller_config",
            once(
                item.get("ProvisionedPollerConfig"),
                &[("maximum_pollers", "MaximumPollers"), ("minimum_pollers", "MinimumPollers")],
            ),
        )
        .block(
            "scaling_config",
            once(item.get("ScalingConfig"), &[("maximum_concurrency", "MaximumConcurrency")]),
        )
        .block(
            "document_db_event_source_config",
            once(
                item.get("DocumentDBEventSourceConfig"),
                &[
                    ("collection_name", "CollectionName"),
                    ("database_name", "DatabaseName"),
                    ("full_document", "FullDocument"),
                ],
            ),
        )
        .block(
            "amazon_managed_kafka_event_source_config",
            once(item.get("AmazonManagedKafkaEventSourceConfig"), consumer_group),
        )
        .block(
            "self_managed_kafka_event_source_config",
            once(item.get("SelfManagedKafkaEventSourceConfig"), consumer_group),
        )
        .block("self_managed_event_source", endpoints(item.get("SelfManagedEventSource").get("Endpoints")))
        .set(
            "source_access_configuration",
            many(item.get("SourceAccessConfigurations"), &[("type", "Type"), ("uri", "URI")]),
        )
        .done();
}

/// Between states a mapping is neither, and what it becomes is not known.
pub(super) fn enabled(state: &str) -> Option<bool> {
    match state {
        "Enabled" | "Enabling" => Some(true),
        "Disabled" | "Disabling" => Some(false),
        _ => None,
    }
}

fn destination(config: Node<'_>) -> Option<Value> {
    let arn = config.get("OnFailure").get("Destination").text()?;
    let on_failure = fields([("destination_arn", arn.into())]);
    Some(fields([("on_failure", Value::list([on_failure]))]))
}

fn filters(criteria: Node<'_>) -> Option<Value> {
    let filters = criteria.get("Filters");
    filters.items().next()?;
    Some(fields([("filter", many(filters, &[("pattern", "Pattern")]))]))
}

/// The provider writes the addresses of each kind as one text.
fn endpoints(endpoints: Node<'_>) -> Option<Value> {
    let joined = endpoints.entries().map(|(kind, addresses)| {
        let mut addresses: Vec<&str> = addresses.texts().collect();
        addresses.sort_unstable();
        (Key::new(kind), Value::string(addresses.join(",")))
    });
    has_members(endpoints).then(|| fields([("endpoints", Value::map(joined))]))
}
