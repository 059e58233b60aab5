# Caches: ElastiCache, MemoryDB, and DynamoDB Accelerator. The version that runs
# (engine_version_actual) is compared on purpose: a patch that only one environment has is a
# difference.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_elasticache_cluster" {
  identifiers = ["cache_nodes.address", "cluster_address", "configuration_endpoint"]
  names       = ["cluster_id"]
  volatile    = ["cache_nodes"]
  sets        = ["preferred_availability_zones", "security_group_ids"]
  keys        = { log_delivery_configuration = "log_type" }
  references = {
    "log_delivery_configuration.destination" = [
      "aws_cloudwatch_log_group", "aws_kinesis_firehose_delivery_stream",
    ]
    notification_topic_arn = "aws_sns_topic"
    parameter_group_name   = "aws_elasticache_parameter_group"
    replication_group_id   = "aws_elasticache_replication_group"
    subnet_group_name      = "aws_elasticache_subnet_group"
  }
  defaults    = { auto_minor_version_upgrade = true, snapshot_retention_limit = 0 }
  insensitive = ["maintenance_window"]
}

kind "aws_elasticache_replication_group" {
  identifiers = [
    "configuration_endpoint_address", "primary_endpoint_address", "reader_endpoint_address",
  ]
  names    = ["replication_group_id"]
  volatile = ["member_clusters"]
  sets     = ["security_group_ids", "security_group_names", "snapshot_arns", "user_group_ids"]
  keys     = { log_delivery_configuration = "log_type", node_group_configuration = "node_group_id" }
  references = {
    global_replication_group_id = "aws_elasticache_global_replication_group"
    "log_delivery_configuration.destination" = [
      "aws_cloudwatch_log_group", "aws_kinesis_firehose_delivery_stream",
    ]
    notification_topic_arn = "aws_sns_topic"
    parameter_group_name   = "aws_elasticache_parameter_group"
    subnet_group_name      = "aws_elasticache_subnet_group"
    user_group_ids         = "aws_elasticache_user_group"
  }
  defaults = {
    auto_minor_version_upgrade = true
    automatic_failover_enabled = false
    multi_az_enabled           = false
    snapshot_retention_limit   = 0
  }
  insensitive = ["maintenance_window"]
}

kind "aws_elasticache_subnet_group" {
  names    = ["name"]
  volatile = ["vpc_id"]
  sets     = ["subnet_ids"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_elasticache_parameter_group" {
  names    = ["name"]
  keys     = { parameter = "name" }
  defaults = { description = "Managed by Terraform" }
}

kind "aws_elasticache_user" {
  names    = ["user_id", "user_name"]
  volatile = ["authentication_mode.password_count"]
  sets     = ["authentication_mode.passwords", "passwords"]
  defaults = { no_password_required = false }
  secrets  = ["authentication_mode.passwords", "passwords"]
}

kind "aws_elasticache_user_group" {
  names      = ["user_group_id"]
  sets       = ["user_ids"]
  references = { user_ids = "aws_elasticache_user" }
}

kind "aws_elasticache_serverless_cache" {
  identifiers = ["endpoint.address", "reader_endpoint.address"]
  names       = ["name"]
  volatile    = ["endpoint", "reader_endpoint", "status"]
  sets        = ["security_group_ids", "subnet_ids"]
  references  = { user_group_id = "aws_elasticache_user_group" }
}

kind "aws_memorydb_cluster" {
  identifiers = ["cluster_endpoint.address"]
  names       = ["name"]
  volatile    = ["cluster_endpoint", "shards"]
  sets        = ["security_group_ids"]
  references = {
    acl_name             = "aws_memorydb_acl"
    parameter_group_name = "aws_memorydb_parameter_group"
    subnet_group_name    = "aws_memorydb_subnet_group"
  }
  defaults = {
    auto_minor_version_upgrade = true
    description                = "Managed by Terraform"
    num_replicas_per_shard     = 1
    num_shards                 = 1
    tls_enabled                = true
  }
  insensitive = ["maintenance_window"]
}

kind "aws_memorydb_subnet_group" {
  names    = ["name"]
  volatile = ["vpc_id"]
  sets     = ["subnet_ids"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_memorydb_acl" {
  names      = ["name"]
  volatile   = ["minimum_engine_version"]
  sets       = ["user_names"]
  references = { user_names = "aws_memorydb_user" }
}

kind "aws_memorydb_user" {
  names    = ["user_name"]
  volatile = ["authentication_mode.password_count", "minimum_engine_version"]
  sets     = ["authentication_mode.passwords"]
  secrets  = ["authentication_mode.passwords"]
}

kind "aws_dax_cluster" {
  identifiers = ["cluster_address", "configuration_endpoint", "nodes.address"]
  names       = ["cluster_name"]
  volatile    = ["nodes", "port"]
  sets        = ["availability_zones", "security_group_ids"]
  references = {
    notification_topic_arn = "aws_sns_topic"
    parameter_group_name   = "aws_dax_parameter_group"
    subnet_group_name      = "aws_dax_subnet_group"
  }
  defaults    = { cluster_endpoint_encryption_type = "NONE" }
  insensitive = ["maintenance_window"]
}
