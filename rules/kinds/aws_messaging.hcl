# Queues, topics, streams, brokers, and mail: SQS, SNS, Kinesis, Firehose, MSK, MQ, and SES.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_sqs_queue" {
  parts = {
    policy               = "aws_sqs_queue_policy.queue_url"
    redrive_allow_policy = "aws_sqs_queue_redrive_allow_policy.queue_url"
    redrive_policy       = "aws_sqs_queue_redrive_policy.queue_url"
  }
  identifiers = ["url"]
  names       = ["name"]
  documents   = { policy = "iam_policy", redrive_allow_policy = "json", redrive_policy = "json" }
  defaults = {
    content_based_deduplication       = false
    delay_seconds                     = 0
    fifo_queue                        = false
    kms_data_key_reuse_period_seconds = 300
    max_message_size                  = 262144
    message_retention_seconds         = 345600
    receive_wait_time_seconds         = 0
    visibility_timeout_seconds        = 30
  }
}

kind "aws_sqs_queue_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_sqs_queue", queue_url = "aws_sqs_queue" }
}

kind "aws_sqs_queue_redrive_policy" {
  documents  = { redrive_policy = "json" }
  references = { id = "aws_sqs_queue", queue_url = "aws_sqs_queue" }
}

kind "aws_sqs_queue_redrive_allow_policy" {
  documents  = { redrive_allow_policy = "json" }
  references = { id = "aws_sqs_queue", queue_url = "aws_sqs_queue" }
}

kind "aws_sns_topic" {
  parts = {
    policy = "aws_sns_topic_policy.arn"
  }
  satellites = ["aws_sns_topic_data_protection_policy.arn"]
  names      = ["name"]
  volatile   = ["beginning_archive_time", "owner"]
  documents  = { archive_policy = "json", delivery_policy = "json", policy = "iam_policy" }
  defaults   = { content_based_deduplication = false, fifo_topic = false }
}

kind "aws_sns_topic_policy" {
  volatile   = ["owner"]
  documents  = { policy = "iam_policy" }
  references = { arn = "aws_sns_topic", id = "aws_sns_topic" }
}

kind "aws_sns_topic_data_protection_policy" {
  documents  = { policy = "json" }
  references = { arn = "aws_sns_topic", id = "aws_sns_topic" }
}

kind "aws_sns_topic_subscription" {
  identity = ["topic_arn", "protocol", "endpoint"]
  volatile = ["confirmation_was_authenticated", "pending_confirmation"]
  documents = {
    delivery_policy = "json"
    filter_policy   = "json"
    redrive_policy  = "json"
    replay_policy   = "json"
  }
  references = {
    endpoint = [
      "aws_sqs_queue", "aws_lambda_function", "aws_lambda_alias",
      "aws_kinesis_firehose_delivery_stream",
    ]
    subscription_role_arn = "aws_iam_role"
  }
  defaults = {
    confirmation_timeout_in_minutes = 1
    endpoint_auto_confirms          = false
    raw_message_delivery            = false
  }
}

kind "aws_kinesis_stream" {
  names    = ["name"]
  sets     = ["shard_level_metrics"]
  defaults = { encryption_type = "NONE", enforce_consumer_deletion = false, retention_period = 24 }
}

kind "aws_kinesis_stream_consumer" {
  names      = ["name"]
  references = { stream_arn = "aws_kinesis_stream" }
}

kind "aws_kinesis_resource_policy" {
  documents = { policy = "iam_policy" }
  references = {
    id           = "aws_kinesis_stream"
    resource_arn = ["aws_kinesis_stream", "aws_kinesis_stream_consumer"]
  }
}

kind "aws_kinesis_firehose_delivery_stream" {
  names    = ["name"]
  volatile = ["*.vpc_config.vpc_id", "destination_id", "version_id"]
  sets     = ["*.vpc_config.security_group_ids", "*.vpc_config.subnet_ids"]
  keys = {
    "*.processing_configuration.processors"            = "type"
    "*.processing_configuration.processors.parameters" = "parameter_name"
  }
  references = {
    "*.cloudwatch_logging_options.log_group_name" = "aws_cloudwatch_log_group"
    "*.s3_backup_configuration.bucket_arn"        = "aws_s3_bucket"
    "*.s3_configuration.bucket_arn"               = "aws_s3_bucket"
    "*.vpc_config.security_group_ids"             = "aws_*security_group"
    "*.vpc_config.subnet_ids"                     = "aws_*subnet"
    "elasticsearch_configuration.domain_arn"      = "aws_elasticsearch_domain"
    "elasticsearch_configuration.s3_configuration.kms_key_arn" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
    "elasticsearch_configuration.s3_configuration.role_arn" = "aws_iam_*role"
    "elasticsearch_configuration.vpc_config.role_arn"       = "aws_iam_*role"
    "extended_s3_configuration.bucket_arn"                  = "aws_s3_bucket"
    "extended_s3_configuration.s3_backup_configuration.kms_key_arn" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
    "extended_s3_configuration.s3_backup_configuration.role_arn" = "aws_iam_*role"
    "http_endpoint_configuration.s3_configuration.kms_key_arn" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
    "http_endpoint_configuration.s3_configuration.role_arn"                = "aws_iam_*role"
    "http_endpoint_configuration.secrets_manager_configuration.role_arn"   = "aws_iam_*role"
    "http_endpoint_configuration.secrets_manager_configuration.secret_arn" = "aws_secretsmanager_secret"
    "iceberg_configuration.s3_configuration.kms_key_arn"                   = ["aws_kms_*key", "aws_kms_alias"]
    "iceberg_configuration.s3_configuration.role_arn"                      = "aws_iam_*role"
    "kinesis_source_configuration.kinesis_stream_arn"                      = "aws_kinesis_stream"
    "msk_source_configuration.authentication_configuration.role_arn"       = "aws_iam_*role"
    "msk_source_configuration.msk_cluster_arn"                             = "aws_msk_cluster"
    "opensearch_configuration.domain_arn"                                  = "aws_opensearch_domain"
    "opensearch_configuration.s3_configuration.kms_key_arn"                = ["aws_kms_*key", "aws_kms_alias"]
    "opensearch_configuration.s3_configuration.role_arn"                   = "aws_iam_*role"
    "opensearch_configuration.vpc_config.role_arn"                         = "aws_iam_*role"
    "opensearchserverless_configuration.s3_configuration.kms_key_arn" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
    "opensearchserverless_configuration.s3_configuration.role_arn" = "aws_iam_*role"
    "opensearchserverless_configuration.vpc_config.role_arn"       = "aws_iam_*role"
    "redshift_configuration.s3_backup_configuration.kms_key_arn" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
    "redshift_configuration.s3_backup_configuration.role_arn"          = "aws_iam_*role"
    "redshift_configuration.s3_configuration.kms_key_arn"              = ["aws_kms_*key", "aws_kms_alias"]
    "redshift_configuration.s3_configuration.role_arn"                 = "aws_iam_*role"
    "redshift_configuration.secrets_manager_configuration.role_arn"    = "aws_iam_*role"
    "redshift_configuration.secrets_manager_configuration.secret_arn"  = "aws_secretsmanager_secret"
    "server_side_encryption.key_arn"                                   = ["aws_kms_*key", "aws_kms_alias"]
    "snowflake_configuration.s3_configuration.kms_key_arn"             = ["aws_kms_*key", "aws_kms_alias"]
    "snowflake_configuration.s3_configuration.role_arn"                = "aws_iam_*role"
    "snowflake_configuration.secrets_manager_configuration.role_arn"   = "aws_iam_*role"
    "snowflake_configuration.secrets_manager_configuration.secret_arn" = "aws_secretsmanager_secret"
    "splunk_configuration.s3_configuration.kms_key_arn"                = ["aws_kms_*key", "aws_kms_alias"]
    "splunk_configuration.s3_configuration.role_arn"                   = "aws_iam_*role"
    "splunk_configuration.secrets_manager_configuration.role_arn"      = "aws_iam_*role"
    "splunk_configuration.secrets_manager_configuration.secret_arn"    = "aws_secretsmanager_secret"
  }
  secrets = [
    "http_endpoint_configuration.access_key", "redshift_configuration.password",
    "snowflake_configuration.key_passphrase", "snowflake_configuration.private_key",
    "splunk_configuration.hec_token",
  ]
}

kind "aws_msk_cluster" {
  identifiers = [
    "bootstrap_brokers", "bootstrap_brokers_public_sasl_iam", "bootstrap_brokers_public_sasl_scram",
    "bootstrap_brokers_public_tls", "bootstrap_brokers_sasl_iam", "bootstrap_brokers_sasl_scram",
    "bootstrap_brokers_tls", "bootstrap_brokers_vpc_connectivity_sasl_iam",
    "bootstrap_brokers_vpc_connectivity_sasl_scram", "bootstrap_brokers_vpc_connectivity_tls",
    "cluster_uuid", "zookeeper_connect_string", "zookeeper_connect_string_tls",
  ]
  names = ["cluster_name"]
  # Revisions count edits; the configuration itself is compared.
  volatile = ["configuration_info.revision", "current_version"]
  sets = [
    "broker_node_group_info.client_subnets", "broker_node_group_info.security_groups",
    "client_authentication.tls.certificate_authority_arns",
  ]
  references = {
    "broker_node_group_info.client_subnets"                = "aws_*subnet"
    "client_authentication.tls.certificate_authority_arns" = "aws_acmpca_certificate_authority"
    "configuration_info.arn"                               = "aws_msk_configuration"
    "encryption_info.encryption_at_rest_kms_key_arn"       = ["aws_kms_*key", "aws_kms_alias"]
    "logging_info.broker_logs.cloudwatch_logs.log_group"   = "aws_cloudwatch_log_group"
    "logging_info.broker_logs.s3.bucket"                   = "aws_s3_bucket"
  }
}

kind "aws_msk_configuration" {
  names    = ["name"]
  volatile = ["latest_revision"]
  sets     = ["kafka_versions"]
}

kind "aws_msk_serverless_cluster" {
  identifiers = ["bootstrap_brokers_sasl_iam", "cluster_uuid"]
  names       = ["cluster_name"]
  sets        = ["vpc_config.security_group_ids", "vpc_config.subnet_ids"]
}

kind "aws_msk_scram_secret_association" {
  sets = ["secret_arn_list"]
  references = {
    cluster_arn     = "aws_msk_cluster"
    id              = "aws_msk_cluster"
    secret_arn_list = "aws_secretsmanager_secret"
  }
}

kind "aws_mskconnect_connector" {
  names    = ["name"]
  volatile = ["version"]
  sets = [
    "kafka_cluster.apache_kafka_cluster.vpc.security_groups",
    "kafka_cluster.apache_kafka_cluster.vpc.subnets", "plugin",
  ]
  references = {
    "kafka_cluster.apache_kafka_cluster.vpc.security_groups"     = "aws_*security_group"
    "kafka_cluster.apache_kafka_cluster.vpc.subnets"             = "aws_*subnet"
    "log_delivery.worker_log_delivery.cloudwatch_logs.log_group" = "aws_cloudwatch_log_group"
    "log_delivery.worker_log_delivery.s3.bucket"                 = "aws_s3_bucket"
    "plugin.custom_plugin.arn"                                   = "aws_mskconnect_custom_plugin"
    service_execution_role_arn                                   = "aws_iam_role"
    "worker_configuration.arn"                                   = "aws_mskconnect_worker_configuration"
  }
}

kind "aws_mq_broker" {
  identifiers = ["instances.console_url", "instances.endpoints", "instances.ip_address"]
  names       = ["broker_name"]
  # Revisions count edits; the configuration itself is compared.
  volatile   = ["configuration.revision", "instances", "pending_data_replication_mode"]
  sets       = ["security_groups", "subnet_ids", "user.groups"]
  keys       = { user = "username" }
  references = { "configuration.id" = "aws_mq_configuration" }
  defaults = {
    apply_immediately          = false
    auto_minor_version_upgrade = false
    deployment_mode            = "SINGLE_INSTANCE"
    publicly_accessible        = false
  }
  secrets = ["ldap_server_metadata.service_account_password", "user.password"]
}

kind "aws_mq_configuration" {
  names    = ["name"]
  volatile = ["latest_revision"]
}

kind "aws_ses_domain_identity" {
  identifiers = ["verification_token"]
  names       = ["domain"]
}

kind "aws_ses_domain_dkim" {
  identifiers = ["dkim_tokens"]
  references  = { domain = "aws_ses_domain_identity" }
}

kind "aws_ses_domain_mail_from" {
  references = { domain = "aws_ses_domain_identity" }
  defaults   = { behavior_on_mx_failure = "UseDefaultValue" }
}

kind "aws_ses_email_identity" {
  names = ["email"]
}

kind "aws_ses_identity_policy" {
  names      = ["name"]
  documents  = { policy = "iam_policy" }
  references = { identity = ["aws_ses_domain_identity", "aws_ses_email_identity"] }
}

kind "aws_ses_configuration_set" {
  names    = ["name"]
  volatile = ["last_fresh_start"]
  defaults = { reputation_metrics_enabled = false, sending_enabled = true }
}

kind "aws_ses_event_destination" {
  names = ["name"]
  sets  = ["matching_types"]
  keys  = { cloudwatch_destination = "dimension_name" }
  references = {
    configuration_set_name           = "aws_ses_configuration_set"
    "kinesis_destination.stream_arn" = "aws_kinesis_firehose_delivery_stream"
  }
}

kind "aws_ses_receipt_rule" {
  names = ["name"]
  sets = [
    "add_header_action", "bounce_action", "lambda_action", "recipients", "s3_action", "sns_action",
    "stop_action", "workmail_action",
  ]
  references = {
    "lambda_action.function_arn" = "aws_lambda_function"
    rule_set_name                = "aws_ses_receipt_rule_set"
    "s3_action.bucket_name"      = "aws_s3_bucket"
    "s3_action.iam_role_arn"     = "aws_iam_*role"
  }
}

kind "aws_sesv2_email_identity" {
  identifiers = ["dkim_signing_attributes.tokens"]
  names       = ["email_identity"]
  volatile = [
    "dkim_signing_attributes.current_signing_key_length",
    "dkim_signing_attributes.last_key_generation_timestamp",
    "dkim_signing_attributes.signing_attributes_origin", "dkim_signing_attributes.status",
    "identity_type", "verification_status", "verified_for_sending_status",
  ]
  references = { configuration_set_name = "aws_sesv2_configuration_set" }
  secrets    = ["dkim_signing_attributes.domain_signing_private_key"]
}

kind "aws_sesv2_configuration_set" {
  names    = ["configuration_set_name"]
  volatile = ["reputation_options.last_fresh_start"]
  sets     = ["suppression_options.suppressed_reasons"]
}
