//! Asking Lambda.

use aws_sdk_lambda::operation::get_policy::GetPolicyOutput;
use aws_sdk_lambda::operation::list_aliases::ListAliasesOutput;
use aws_sdk_lambda::operation::list_event_source_mappings::ListEventSourceMappingsOutput;
use aws_sdk_lambda::operation::list_function_url_configs::ListFunctionUrlConfigsOutput;
use aws_sdk_lambda::operation::list_functions::ListFunctionsOutput;
use aws_sdk_lambda::operation::list_layers::ListLayersOutput;
use aws_sdk_lambda::operation::list_tags::ListTagsOutput;
use aws_sdk_lambda::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::lambda::{
    GET_POLICY, LIST_ALIASES, LIST_FUNCTIONS, LIST_LAYERS, LIST_MAPPINGS, LIST_TAGS, LIST_URLS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_lambda, reading, &SERVICE);
    reading.pages(LIST_FUNCTIONS, client.list_functions().into_paginator().send()).await;
    reading.pages(LIST_MAPPINGS, client.list_event_source_mappings().into_paginator().send()).await;
    reading.pages(LIST_LAYERS, client.list_layers().into_paginator().send()).await;
    let names = reading.members(LIST_FUNCTIONS, "Functions", "FunctionName");
    let arns = reading.members(LIST_FUNCTIONS, "Functions", "FunctionArn");
    reading.each(LIST_TAGS, &arns, |arn| client.list_tags().resource(arn).send()).await;
    reading
        .each_pages(LIST_ALIASES, &names, |name| {
            client.list_aliases().function_name(name).into_paginator().send()
        })
        .await;
    reading
        .each_pages(LIST_URLS, &names, |name| {
            client.list_function_url_configs().function_name(name).into_paginator().send()
        })
        .await;
    // An alias has a policy of its own, and everything that calls it is in that.
    let aliases = reading.answers.all(LIST_ALIASES).flat_map(|(function, page)| {
        let names = page.get("Aliases").items().filter_map(|alias| alias.get("Name").text());
        names.map(move |name| format!("{function}:{name}"))
    });
    let asked: Vec<String> = names.iter().cloned().chain(aliases).collect();
    reading
        .each(GET_POLICY, &asked, |asked| {
            let (name, alias) = match asked.split_once(':') {
                Some((name, alias)) => (name.to_owned(), Some(alias.to_owned())),
                None => (asked, None),
            };
            client.get_policy().function_name(name).set_qualifier(alias).send()
        })
        .await;
}

trees! {
    struct ListFunctionsOutput { functions }
    struct ListTagsOutput { tags }
    struct ListAliasesOutput { aliases }
    struct ListFunctionUrlConfigsOutput { function_url_configs }
    struct GetPolicyOutput { policy }
    struct ListEventSourceMappingsOutput { event_source_mappings }
    struct ListLayersOutput { layers }
    struct types::FunctionConfiguration {
        function_name, function_arn, runtime, role, handler, description, timeout, memory_size, code_sha256,
        vpc_config, dead_letter_config, environment, kms_key_arn, tracing_config, layers, file_system_configs,
        package_type, image_config_response, architectures, ephemeral_storage, snap_start, logging_config,
    }
    struct types::VpcConfigResponse { subnet_ids, security_group_ids, vpc_id, ipv6_allowed_for_dual_stack }
    struct types::DeadLetterConfig { target_arn }
    struct types::EnvironmentResponse { variables }
    struct types::TracingConfigResponse { mode }
    struct types::Layer { arn }
    struct types::FileSystemConfig { arn, local_mount_path }
    struct types::ImageConfigResponse { image_config }
    struct types::ImageConfig { entry_point, command, working_directory }
    struct types::EphemeralStorage { size }
    struct types::SnapStartResponse { apply_on }
    struct types::LoggingConfig { log_format, application_log_level, system_log_level, log_group }
    struct types::AliasConfiguration { alias_arn, name, function_version, description, routing_config }
    struct types::AliasRoutingConfiguration { additional_version_weights }
    struct types::FunctionUrlConfig { function_url, function_arn, cors, auth_type, invoke_mode }
    struct types::Cors {
        allow_credentials, allow_headers, allow_methods, allow_origins, expose_headers, max_age,
    }
    struct types::EventSourceMappingConfiguration {
        uuid, starting_position, batch_size, maximum_batching_window_in_seconds, parallelization_factor,
        event_source_arn, filter_criteria, kms_key_arn, metrics_config, scaling_config, function_arn, state,
        destination_config, topics, queues, source_access_configurations, self_managed_event_source,
        maximum_record_age_in_seconds, bisect_batch_on_function_error, maximum_retry_attempts,
        tumbling_window_in_seconds, function_response_types, amazon_managed_kafka_event_source_config,
        self_managed_kafka_event_source_config, document_db_event_source_config, event_source_mapping_arn,
        provisioned_poller_config,
    }
    struct types::FilterCriteria { filters }
    struct types::Filter { pattern }
    struct types::DestinationConfig { on_failure }
    struct types::OnFailure { destination }
    struct types::SourceAccessConfiguration { r#type, uri }
    struct types::SelfManagedEventSource { endpoints }
    struct types::ScalingConfig { maximum_concurrency }
    struct types::DocumentDbEventSourceConfig { database_name, collection_name, full_document }
    struct types::AmazonManagedKafkaEventSourceConfig { consumer_group_id }
    struct types::SelfManagedKafkaEventSourceConfig { consumer_group_id }
    struct types::EventSourceMappingMetricsConfig { metrics }
    struct types::ProvisionedPollerConfig { minimum_pollers, maximum_pollers }
    struct types::LayersListItem { layer_name, layer_arn, latest_matching_version }
    struct types::LayerVersionsListItem {
        layer_version_arn, version, description, compatible_architectures, compatible_runtimes, license_info,
    }
    enum types::Runtime
    enum types::PackageType
    enum types::Architecture
    enum types::TracingMode
    enum types::SnapStartApplyOn
    enum types::LogFormat
    enum types::ApplicationLogLevel
    enum types::SystemLogLevel
    enum types::FunctionUrlAuthType
    enum types::InvokeMode
    enum types::EventSourcePosition
    enum types::SourceAccessType
    enum types::FunctionResponseType
    enum types::FullDocument
    enum types::EventSourceMappingMetric
}
