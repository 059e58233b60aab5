# Functions, workflows, and events: Lambda, Step Functions, EventBridge, and AppSync.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_lambda_function" {
  satellites = [
    "aws_lambda_alias.function_name",
    "aws_lambda_function_event_invoke_config.function_name",
    "aws_lambda_function_url.function_name",
    "aws_lambda_permission.function_name",
    "aws_lambda_provisioned_concurrency_config.function_name",
  ]
  identifiers = ["qualified_invoke_arn"]
  names       = ["function_name"]
  # A version counts the times the code was published.
  volatile = [
    "signing_job_arn", "signing_profile_version_arn", "snap_start.optimization_status",
    "source_code_size", "version", "vpc_config.vpc_id",
  ]
  copies = { code_sha256 = "source_code_hash" }
  sets = [
    "architectures", "replacement_security_group_ids", "vpc_config.security_group_ids",
    "vpc_config.subnet_ids",
  ]
  references = {
    code_signing_config_arn         = "aws_lambda_code_signing_config"
    "dead_letter_config.target_arn" = ["aws_sqs_queue", "aws_sns_topic"]
    "file_system_config.arn"        = "aws_efs_access_point"
    layers                          = "aws_lambda_layer_version"
    "logging_config.log_group"      = "aws_cloudwatch_log_group"
    replacement_security_group_ids  = "aws_*security_group"
    role                            = "aws_iam_role"
    s3_bucket                       = "aws_s3_bucket"
    source_kms_key_arn              = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = {
    architectures                  = ["x86_64"]
    memory_size                    = 128
    package_type                   = "Zip"
    publish                        = false
    reserved_concurrent_executions = -1
    skip_destroy                   = false
    timeout                        = 3
    "tracing_config.mode"          = "PassThrough"
  }
}

kind "aws_lambda_alias" {
  import   = "function_name/name"
  identity = ["function_name", "name"]
  names    = ["name"]
  # A count of publications; the code behind it is compared at the function.
  volatile   = ["function_version"]
  references = { function_name = "aws_lambda_function" }
}

kind "aws_lambda_permission" {
  # An id is unique in its function only.
  instead_of_id = ["function_name", "statement_id", "qualifier"]
  import        = "function_name/statement_id"
  identity      = ["function_name", "statement_id", "qualifier"]
  names         = ["statement_id"]
  copies        = { statement_id_prefix = "statement_id" }
  references    = { function_name = ["aws_lambda_function", "aws_lambda_alias"] }
}

kind "aws_lambda_event_source_mapping" {
  identity    = ["function_name", "event_source_arn"]
  identifiers = ["uuid"]
  # The ARN is that of the function, with its version, which function_name names.
  volatile = ["function_arn", "last_processing_result", "state", "state_transition_reason"]
  sets = [
    "amazon_managed_kafka_event_source_config.schema_registry_config.access_config",
    "amazon_managed_kafka_event_source_config.schema_registry_config.schema_validation_config",
    "filter_criteria.filter", "function_response_types", "metrics_config.metrics",
    "self_managed_kafka_event_source_config.schema_registry_config.access_config",
    "self_managed_kafka_event_source_config.schema_registry_config.schema_validation_config",
    "source_access_configuration", "topics",
  ]
  documents = { "filter_criteria.filter.pattern" = "json" }
  references = {
    "destination_config.on_failure.destination_arn" = [
      "aws_sqs_queue", "aws_sns_topic", "aws_s3_bucket",
    ]
    event_source_arn = [
      "aws_sqs_queue", "aws_dynamodb_table", "aws_kinesis_stream", "aws_msk_cluster",
      "aws_mq_broker",
    ]
    function_name = ["aws_lambda_function", "aws_lambda_alias"]
  }
  defaults = { bisect_batch_on_function_error = false, enabled = true }
}

kind "aws_lambda_layer_version" {
  identifiers = ["layer_arn"]
  names       = ["layer_name"]
  volatile    = ["signing_job_arn", "signing_profile_version_arn", "source_code_size", "version"]
  copies      = { code_sha256 = "source_code_hash" }
  sets        = ["compatible_architectures", "compatible_runtimes"]
  references  = { s3_bucket = "aws_s3_bucket" }
  defaults    = { skip_destroy = false }
}

kind "aws_lambda_layer_version_permission" {
  volatile   = ["policy", "revision_id"]
  references = { layer_name = "aws_lambda_layer_version" }
}

kind "aws_lambda_function_url" {
  identifiers = ["function_url", "url_id"]
  volatile    = ["function_arn"]
  sets        = ["cors.allow_headers", "cors.allow_methods", "cors.allow_origins", "cors.expose_headers"]
  references = {
    function_name = ["aws_lambda_function", "aws_lambda_alias"]
    id            = "aws_lambda_function"
  }
}

kind "aws_lambda_provisioned_concurrency_config" {
  references = { function_name = ["aws_lambda_function", "aws_lambda_alias"] }
}

kind "aws_lambda_function_event_invoke_config" {
  references = {
    "destination_config.on_failure.destination" = [
      "aws_sqs_queue", "aws_sns_topic", "aws_lambda_function", "aws_cloudwatch_event_bus",
    ]
    "destination_config.on_success.destination" = [
      "aws_sqs_queue", "aws_sns_topic", "aws_lambda_function", "aws_cloudwatch_event_bus",
    ]
    function_name = ["aws_lambda_function", "aws_lambda_alias"]
  }
  defaults = { maximum_retry_attempts = 2 }
}

kind "aws_sfn_state_machine" {
  names = ["name"]
  volatile = [
    "description", "revision_id", "state_machine_version_arn", "status", "version_description",
  ]
  documents  = { definition = "json" }
  references = { "logging_configuration.log_destination" = "aws_cloudwatch_log_group" }
  defaults   = { publish = false, type = "STANDARD" }
}

# Without a bus, a rule, target, or policy belongs to the default one.
kind "aws_cloudwatch_event_*" {
  references = { event_bus_name = "aws_cloudwatch_event_bus" }
  defaults   = { event_bus_name = "default" }
}

kind "aws_cloudwatch_event_rule" {
  satellites = ["aws_cloudwatch_event_target.rule"]
  names      = ["name"]
  documents  = { event_pattern = "json" }
  defaults   = { force_destroy = false, is_enabled = true, state = "ENABLED" }
}

kind "aws_cloudwatch_event_target" {
  instead_of_id = ["rule", "target_id"]
  import        = "event_bus_name/rule/target_id"
  names         = ["target_id"]
  sets = [
    "ecs_target.capacity_provider_strategy", "ecs_target.network_configuration.security_groups",
    "ecs_target.network_configuration.subnets", "ecs_target.placement_constraint",
    "sagemaker_pipeline_target.pipeline_parameter_list",
  ]
  keys      = { run_command_targets = "key" }
  documents = { input = "json" }
  references = {
    arn                                                = "aws_*"
    "batch_target.job_definition"                      = "aws_batch_job_definition"
    "dead_letter_config.arn"                           = "aws_sqs_queue"
    "ecs_target.network_configuration.security_groups" = "aws_*security_group"
    "ecs_target.network_configuration.subnets"         = "aws_*subnet"
    "ecs_target.task_definition_arn"                   = "aws_ecs_task_definition"
    rule                                               = "aws_cloudwatch_event_rule"
  }
  defaults = { force_destroy = false }
}

kind "aws_cloudwatch_event_bus_policy" {
  documents = { policy = "iam_policy" }
}

kind "aws_cloudwatch_event_permission" {
  names    = ["statement_id"]
  defaults = { action = "events:PutEvents" }
}

kind "aws_cloudwatch_event_archive" {
  names     = ["name"]
  documents = { event_pattern = "json" }
  references = {
    event_source_arn   = "aws_cloudwatch_event_bus"
    kms_key_identifier = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = { retention_days = 0 }
}

kind "aws_cloudwatch_event_api_destination" {
  names      = ["name"]
  references = { connection_arn = "aws_cloudwatch_event_connection" }
  defaults   = { invocation_rate_limit_per_second = 300 }
}

kind "aws_cloudwatch_event_connection" {
  names = ["name"]
  volatile = [
    "invocation_connectivity_parameters.resource_parameters.resource_association_arn", "secret_arn",
  ]
  keys = {
    "auth_parameters.invocation_http_parameters.body"         = "key"
    "auth_parameters.invocation_http_parameters.header"       = "key"
    "auth_parameters.invocation_http_parameters.query_string" = "key"
  }
  references = { kms_key_identifier = ["aws_kms_*key", "aws_kms_alias"] }
  secrets = [
    "auth_parameters.api_key.value", "auth_parameters.basic.password",
    "auth_parameters.oauth.client_parameters.client_secret",
  ]
}

kind "aws_scheduler_schedule" {
  names = ["name"]
  sets = [
    "target.ecs_parameters.capacity_provider_strategy",
    "target.ecs_parameters.network_configuration.security_groups",
    "target.ecs_parameters.network_configuration.subnets",
    "target.ecs_parameters.placement_constraints", "target.ecs_parameters.placement_strategy",
    "target.sagemaker_pipeline_parameters.pipeline_parameter",
  ]
  documents = { "target.input" = "json" }
  references = {
    group_name                                  = "aws_scheduler_schedule_group"
    "target.arn"                                = "aws_*"
    "target.dead_letter_config.arn"             = "aws_sqs_queue"
    "target.ecs_parameters.task_definition_arn" = "aws_ecs_task_definition"
  }
  defaults = { group_name = "default", schedule_expression_timezone = "UTC", state = "ENABLED" }
}

kind "aws_scheduler_schedule_group" {
  names    = ["name"]
  volatile = ["last_modification_date", "state"]
}

kind "aws_pipes_pipe" {
  names = ["name"]
  references = {
    enrichment                                                        = "aws_*"
    kms_key_identifier                                                = ["aws_kms_*key", "aws_kms_alias"]
    "log_configuration.cloudwatch_logs_log_destination.log_group_arn" = "aws_cloudwatch_log_group"
    "log_configuration.s3_log_destination.bucket_name"                = "aws_s3_bucket"
    source                                                            = "aws_*"
    target                                                            = "aws_*"
  }
  defaults = { desired_state = "RUNNING" }
}

kind "aws_appsync_graphql_api" {
  identifiers = ["uris"]
  names       = ["name"]
  references = {
    "additional_authentication_provider.user_pool_config.user_pool_id" = "aws_cognito_user_pool"
    "log_config.cloudwatch_logs_role_arn"                              = "aws_iam_role"
    "user_pool_config.user_pool_id"                                    = "aws_cognito_user_pool"
  }
  defaults = { xray_enabled = false }
}

kind "aws_appsync_*" {
  references = { api_id = "aws_appsync_graphql_api", data_source = "aws_appsync_datasource" }
}

kind "aws_appsync_datasource" {
  names = ["name"]
  references = {
    "dynamodb_config.table_name" = "aws_dynamodb_table"
    "lambda_config.function_arn" = ["aws_lambda_function", "aws_lambda_alias"]
    service_role_arn             = "aws_iam_role"
  }
}

kind "aws_appsync_resolver" {
  sets       = ["caching_config.caching_keys"]
  references = { "pipeline_config.functions" = "aws_appsync_function" }
  defaults   = { kind = "UNIT" }
}

kind "aws_appsync_function" {
  identifiers = ["function_id"]
  names       = ["name"]
}

kind "aws_appsync_api_key" {
  identifiers = ["api_key_id", "key"]
  volatile    = ["expires"]
  secrets     = ["key"]
}
