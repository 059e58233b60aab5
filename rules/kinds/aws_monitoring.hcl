# Logs, metrics, alarms, traces, and audit: CloudWatch, X-Ray, CloudTrail, Config, and Budgets.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_cloudwatch_log_group" {
  satellites = [
    "aws_cloudwatch_log_metric_filter.log_group_name",
    "aws_cloudwatch_log_subscription_filter.log_group_name",
  ]
  names    = ["name"]
  defaults = { log_group_class = "STANDARD", retention_in_days = 0, skip_destroy = false }
}

kind "aws_cloudwatch_log_metric_filter" {
  instead_of_id = ["log_group_name", "name"]
  import        = "log_group_name:name"
  identity      = ["log_group_name", "name"]
  names         = ["name"]
  defaults      = { apply_on_transformed_logs = false }
}

kind "aws_cloudwatch_log_subscription_filter" {
  instead_of_id = ["log_group_name", "name"]
  import        = "log_group_name|name"
  names         = ["name"]
  references = {
    destination_arn = [
      "aws_kinesis_stream", "aws_kinesis_firehose_delivery_stream", "aws_lambda_function",
      "aws_cloudwatch_log_destination",
    ]
  }
  defaults = { apply_on_transformed_logs = false, distribution = "ByLogStream" }
}

kind "aws_cloudwatch_log_resource_policy" {
  names     = ["policy_name"]
  documents = { policy_document = "iam_policy" }
}

kind "aws_cloudwatch_log_destination" {
  names      = ["name"]
  references = { target_arn = ["aws_kinesis_stream", "aws_kinesis_firehose_delivery_stream"] }
}

kind "aws_cloudwatch_log_destination_policy" {
  documents  = { access_policy = "iam_policy" }
  references = { destination_name = "aws_cloudwatch_log_destination" }
}

kind "aws_cloudwatch_log_account_policy" {
  names     = ["policy_name"]
  documents = { policy_document = "json" }
}

kind "aws_cloudwatch_metric_alarm" {
  names = ["alarm_name"]
  sets  = ["alarm_actions", "insufficient_data_actions", "ok_actions"]
  keys  = { metric_query = "id" }
  references = {
    alarm_actions = [
      "aws_sns_topic", "aws_autoscaling_policy", "aws_appautoscaling_policy",
      "aws_lambda_function",
    ]
    "dimensions.AutoScalingGroupName" = "aws_autoscaling_group"
    "dimensions.BucketName"           = "aws_s3_bucket"
    "dimensions.CacheClusterId"       = "aws_elasticache_cluster"
    "dimensions.ClusterName"          = ["aws_ecs_cluster", "aws_eks_cluster"]
    "dimensions.DBClusterIdentifier"  = "aws_rds_cluster"
    "dimensions.DBInstanceIdentifier" = "aws_db_instance"
    "dimensions.FunctionName"         = "aws_lambda_function"
    "dimensions.InstanceId"           = "aws_instance"
    "dimensions.LoadBalancer"         = "aws_*lb"
    "dimensions.LoadBalancerName"     = "aws_elb"
    "dimensions.QueueName"            = "aws_sqs_queue"
    "dimensions.ServiceName"          = "aws_ecs_service"
    "dimensions.StreamName"           = "aws_kinesis_stream"
    "dimensions.TableName"            = "aws_dynamodb_table"
    "dimensions.TargetGroup"          = "aws_*lb_target_group"
    "dimensions.TopicName"            = "aws_sns_topic"
    insufficient_data_actions = [
      "aws_sns_topic", "aws_autoscaling_policy", "aws_appautoscaling_policy",
      "aws_lambda_function",
    ]
    ok_actions = [
      "aws_sns_topic", "aws_autoscaling_policy", "aws_appautoscaling_policy",
      "aws_lambda_function",
    ]
  }
  defaults = { actions_enabled = true, treat_missing_data = "missing" }
}

kind "aws_cloudwatch_composite_alarm" {
  names = ["alarm_name"]
  sets  = ["alarm_actions", "insufficient_data_actions", "ok_actions"]
  references = {
    alarm_actions             = "aws_sns_topic"
    insufficient_data_actions = "aws_sns_topic"
    ok_actions                = "aws_sns_topic"
  }
  defaults = { actions_enabled = true }
}

kind "aws_cloudwatch_dashboard" {
  identifiers = ["dashboard_arn"]
  names       = ["dashboard_name"]
  documents   = { dashboard_body = "json" }
}

kind "aws_cloudwatch_metric_stream" {
  names    = ["name"]
  volatile = ["last_update_date", "state"]
  sets = [
    "exclude_filter.metric_names", "include_filter.metric_names", "statistics_configuration",
    "statistics_configuration.additional_statistics", "statistics_configuration.include_metric",
  ]
  keys       = { exclude_filter = "namespace", include_filter = "namespace" }
  references = { firehose_arn = "aws_kinesis_firehose_delivery_stream" }
  defaults   = { include_linked_accounts_metrics = false }
}

kind "aws_cloudwatch_query_definition" {
  identifiers = ["query_definition_id"]
  names       = ["name"]
  sets        = ["log_group_names"]
  references  = { log_group_names = "aws_cloudwatch_log_group" }
}

kind "aws_synthetics_canary" {
  identifiers = ["engine_arn", "source_location_arn"]
  names       = ["name"]
  volatile    = ["status", "timeline", "vpc_config.vpc_id"]
  sets        = ["vpc_config.security_group_ids", "vpc_config.subnet_ids"]
  references = {
    "artifact_config.s3_encryption.kms_key_arn" = ["aws_kms_*key", "aws_kms_alias"]
    s3_bucket                                   = "aws_s3_bucket"
  }
  defaults = {
    delete_lambda            = false
    failure_retention_period = 31
    start_canary             = false
    success_retention_period = 31
  }
}

kind "aws_xray_sampling_rule" {
  names = ["rule_name"]
}

kind "aws_xray_group" {
  names = ["group_name"]
}

kind "aws_cloudtrail" {
  names    = ["name"]
  volatile = ["home_region", "sns_topic_arn"]
  # CloudTrail applies its selectors in no order.
  sets = [
    "advanced_event_selector", "advanced_event_selector.field_selector.*", "event_selector",
    "event_selector.data_resource", "event_selector.data_resource.values",
    "event_selector.exclude_management_event_sources",
  ]
  keys = { "advanced_event_selector.field_selector" = "field", insight_selector = "insight_type" }
  references = {
    cloud_watch_logs_group_arn = "aws_cloudwatch_log_group"
    cloud_watch_logs_role_arn  = "aws_iam_role"
    sns_topic_name             = "aws_sns_topic"
  }
  defaults = {
    enable_log_file_validation    = false
    enable_logging                = true
    include_global_service_events = true
    is_multi_region_trail         = false
    is_organization_trail         = false
  }
}

kind "aws_config_configuration_recorder" {
  names = ["name"]
  sets = [
    "recording_group.exclusion_by_resource_types.resource_types", "recording_group.resource_types",
    "recording_mode.recording_mode_override.resource_types",
  ]
  defaults = { name = "default" }
}

kind "aws_config_configuration_recorder_status" {
  references = { id = "aws_config_configuration_recorder", name = "aws_config_configuration_recorder" }
}

kind "aws_config_delivery_channel" {
  names      = ["name"]
  references = { s3_kms_key_arn = ["aws_kms_*key", "aws_kms_alias"] }
  defaults   = { name = "default" }
}

kind "aws_config_config_rule" {
  identifiers = ["rule_id"]
  names       = ["name"]
  sets        = ["evaluation_mode", "scope.compliance_resource_types", "source.source_detail"]
  documents   = { input_parameters = "json" }
  references  = { "source.source_identifier" = "aws_lambda_function" }
}

kind "aws_config_conformance_pack" {
  names      = ["name"]
  keys       = { input_parameter = "parameter_name" }
  references = { delivery_s3_bucket = "aws_s3_bucket" }
}

kind "aws_config_configuration_aggregator" {
  names = ["name"]
  sets = [
    "account_aggregation_source.account_ids", "account_aggregation_source.regions",
    "organization_aggregation_source.regions",
  ]
}

kind "aws_budgets_budget" {
  names = ["name"]
  # Where nobody gives a start, it is the month in which the budget was made.
  volatile = [
    "account_id", "auto_adjust_data.historical_options.lookback_available_periods",
    "auto_adjust_data.last_auto_adjust_time", "time_period_start",
  ]
  sets = [
    "cost_filter.values", "notification", "notification.subscriber_email_addresses",
    "notification.subscriber_sns_topic_arns",
  ]
  keys     = { cost_filter = "name", planned_limit = "start_time" }
  defaults = { time_period_end = "2087-06-15_00:00" }
}

kind "aws_prometheus_workspace" {
  identifiers = ["prometheus_endpoint"]
  names       = ["alias"]
  references  = { "logging_configuration.log_group_arn" = "aws_cloudwatch_log_group" }
}

kind "aws_prometheus_rule_group_namespace" {
  names      = ["name"]
  documents  = { data = "yaml" }
  references = { workspace_id = "aws_prometheus_workspace" }
}

kind "aws_prometheus_alert_manager_definition" {
  documents  = { definition = "yaml" }
  references = { workspace_id = "aws_prometheus_workspace" }
}

kind "aws_grafana_workspace" {
  identifiers = ["endpoint"]
  names       = ["name"]
  volatile    = ["saml_configuration_status"]
  sets = [
    "authentication_providers", "data_sources", "network_access_control.prefix_list_ids",
    "network_access_control.vpce_ids", "notification_destinations", "organizational_units",
    "vpc_configuration.security_group_ids", "vpc_configuration.subnet_ids",
  ]
  documents = { configuration = "json" }
}
