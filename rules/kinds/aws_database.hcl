# Databases: RDS, Aurora, DocumentDB, Neptune, DynamoDB, and the Database Migration Service. The
# version that runs (engine_version_actual) is compared on purpose: a patch that only one
# environment has is a difference.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_db_instance" {
  follows       = { kms_key_id = "storage_encrypted" }
  instead_of_id = ["identifier"]
  import        = "identifier"
  satellites    = ["aws_db_instance_role_association.db_instance_identifier"]
  identifiers = [
    "address", "endpoint", "resource_id", "master_user_secret.secret_arn",
    "listener_endpoint.address",
  ]
  names = ["identifier"]
  volatile = [
    "hosted_zone_id", "latest_restorable_time", "listener_endpoint", "master_user_secret",
    "replicas", "status",
  ]
  sets = ["enabled_cloudwatch_logs_exports", "vpc_security_group_ids"]
  references = {
    db_subnet_group_name            = "aws_db_subnet_group"
    domain_iam_role_name            = "aws_iam_role"
    master_user_secret_kms_key_id   = ["aws_kms_*key", "aws_kms_alias"]
    monitoring_role_arn             = "aws_iam_*role"
    option_group_name               = "aws_db_option_group"
    parameter_group_name            = "aws_db_parameter_group"
    performance_insights_kms_key_id = ["aws_kms_*key", "aws_kms_alias"]
    replicate_source_db             = ["aws_db_instance", "aws_rds_cluster"]
    "s3_import.bucket_name"         = "aws_s3_bucket"
    "s3_import.ingestion_role"      = "aws_iam_role"
    snapshot_identifier             = "aws_db_snapshot"
  }
  defaults = {
    apply_immediately                   = false
    auto_minor_version_upgrade          = true
    backup_retention_period             = 0
    backup_target                       = "region"
    copy_tags_to_snapshot               = false
    delete_automated_backups            = true
    deletion_protection                 = false
    iam_database_authentication_enabled = false
    max_allocated_storage               = 0
    monitoring_interval                 = 0
    multi_az                            = false
    performance_insights_enabled        = false
    publicly_accessible                 = false
    skip_final_snapshot                 = false
    storage_encrypted                   = false
  }
  # The API lowers the names of the days.
  insensitive = ["maintenance_window"]
  secrets     = ["password_wo"]
}

kind "aws_db_subnet_group" {
  names    = ["name"]
  volatile = ["supported_network_types", "vpc_id"]
  sets     = ["subnet_ids"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_db_parameter_group" {
  names = ["name"]
  keys  = { parameter = "name" }
  defaults = {
    description              = "Managed by Terraform"
    "parameter.apply_method" = "immediate"
    skip_destroy             = false
  }
}

kind "aws_db_option_group" {
  names = ["name"]
  sets  = ["option.db_security_group_memberships", "option.vpc_security_group_memberships"]
  keys  = { option = "option_name", "option.option_settings" = "name" }
  references = {
    "option.db_security_group_memberships"  = "aws_db_security_group"
    "option.vpc_security_group_memberships" = "aws_*security_group"
  }
  defaults = { option_group_description = "Managed by Terraform" }
}

kind "aws_db_proxy" {
  identifiers = ["endpoint"]
  names       = ["name"]
  sets        = ["auth", "vpc_security_group_ids", "vpc_subnet_ids"]
  references  = { "auth.secret_arn" = "aws_secretsmanager_secret", vpc_subnet_ids = "aws_*subnet" }
}

kind "aws_db_proxy_target" {
  identifiers = ["endpoint"]
  volatile    = ["port", "rds_resource_id", "target_arn", "tracked_cluster_id", "type"]
  references = {
    db_cluster_identifier  = "aws_rds_cluster"
    db_instance_identifier = "aws_db_instance"
    db_proxy_name          = "aws_db_proxy"
  }
}

kind "aws_db_proxy_default_target_group" {
  volatile   = ["name"]
  sets       = ["connection_pool_config.session_pinning_filters"]
  references = { db_proxy_name = "aws_db_proxy" }
}

kind "aws_db_snapshot" {
  identifiers = ["db_snapshot_arn"]
  names       = ["db_snapshot_identifier"]
  volatile = [
    "availability_zone", "kms_key_id", "option_group_name", "snapshot_type",
    "source_db_snapshot_identifier", "source_region", "status", "vpc_id",
  ]
  sets       = ["shared_accounts"]
  references = { db_instance_identifier = "aws_db_instance" }
}

kind "aws_db_event_subscription" {
  names      = ["name"]
  volatile   = ["customer_aws_id"]
  sets       = ["event_categories", "source_ids"]
  references = { sns_topic = "aws_sns_topic", source_ids = ["aws_db_instance", "aws_rds_cluster"] }
  defaults   = { enabled = true }
}

kind "aws_db_instance_role_association" {
  references = { db_instance_identifier = "aws_db_instance" }
}

kind "aws_rds_cluster" {
  parts = {
    iam_roles = "aws_rds_cluster_role_association.db_cluster_identifier"
  }
  identifiers = ["cluster_resource_id", "endpoint", "reader_endpoint", "master_user_secret.secret_arn"]
  names       = ["cluster_identifier"]
  volatile    = ["ca_certificate_valid_till", "cluster_members", "hosted_zone_id", "master_user_secret"]
  sets = [
    "availability_zones", "enabled_cloudwatch_logs_exports", "iam_roles", "vpc_security_group_ids",
  ]
  references = {
    db_cluster_parameter_group_name  = "aws_rds_cluster_parameter_group"
    db_instance_parameter_group_name = "aws_db_parameter_group"
    db_subnet_group_name             = "aws_db_subnet_group"
    domain_iam_role_name             = "aws_iam_role"
    global_cluster_identifier        = "aws_rds_global_cluster"
    iam_roles                        = "aws_iam_role"
    master_user_secret_kms_key_id    = ["aws_kms_*key", "aws_kms_alias"]
    monitoring_role_arn              = "aws_iam_*role"
    performance_insights_kms_key_id  = ["aws_kms_*key", "aws_kms_alias"]
    replication_source_identifier    = ["aws_rds_cluster", "aws_db_instance"]
    "s3_import.bucket_name"          = "aws_s3_bucket"
    "s3_import.ingestion_role"       = "aws_iam_role"
    snapshot_identifier              = ["aws_db_cluster_snapshot", "aws_db_snapshot"]
  }
  defaults = {
    apply_immediately        = false
    backup_retention_period  = 1
    copy_tags_to_snapshot    = false
    delete_automated_backups = true
    deletion_protection      = false
    enable_http_endpoint     = false
    engine_mode              = "provisioned"
    skip_final_snapshot      = false
  }
  insensitive = ["preferred_maintenance_window"]
  secrets     = ["master_password_wo"]
}

kind "aws_rds_cluster_instance" {
  identifiers = ["dbi_resource_id", "endpoint"]
  names       = ["identifier"]
  # A failover makes another member the writer; the storage is the cluster's.
  volatile = ["kms_key_id", "network_type", "port", "storage_encrypted", "writer"]
  references = {
    cluster_identifier              = "aws_rds_cluster"
    db_parameter_group_name         = "aws_db_parameter_group"
    db_subnet_group_name            = "aws_db_subnet_group"
    monitoring_role_arn             = "aws_iam_*role"
    performance_insights_kms_key_id = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = {
    apply_immediately          = false
    auto_minor_version_upgrade = true
    copy_tags_to_snapshot      = false
    monitoring_interval        = 0
    promotion_tier             = 0
  }
  insensitive = ["preferred_maintenance_window"]
}

kind "aws_rds_cluster_parameter_group" {
  names    = ["name"]
  keys     = { parameter = "name" }
  defaults = { description = "Managed by Terraform", "parameter.apply_method" = "immediate" }
}

kind "aws_rds_cluster_endpoint" {
  identifiers = ["endpoint"]
  names       = ["cluster_endpoint_identifier"]
  sets        = ["excluded_members", "static_members"]
  references = {
    cluster_identifier = "aws_rds_cluster"
    excluded_members   = "aws_rds_cluster_instance"
    static_members     = "aws_rds_cluster_instance"
  }
}

kind "aws_rds_cluster_role_association" {
  references = { db_cluster_identifier = "aws_rds_cluster" }
}

kind "aws_rds_global_cluster" {
  identifiers = ["endpoint", "global_cluster_resource_id"]
  names       = ["global_cluster_identifier"]
  volatile    = ["global_cluster_members"]
  references  = { source_db_cluster_identifier = "aws_rds_cluster" }
  defaults    = { deletion_protection = false }
}

kind "aws_docdb_cluster" {
  identifiers = ["cluster_resource_id", "endpoint", "reader_endpoint", "master_user_secret.secret_arn"]
  names       = ["cluster_identifier"]
  volatile    = ["cluster_members", "hosted_zone_id", "master_user_secret"]
  sets        = ["availability_zones", "enabled_cloudwatch_logs_exports", "vpc_security_group_ids"]
  references = {
    db_cluster_parameter_group_name = "aws_docdb_cluster_parameter_group"
    db_subnet_group_name            = "aws_docdb_subnet_group"
  }
  defaults = {
    backup_retention_period = 1
    deletion_protection     = false
    engine                  = "docdb"
    port                    = 27017
    skip_final_snapshot     = false
    storage_encrypted       = false
  }
  insensitive = ["preferred_maintenance_window"]
  secrets     = ["master_password_wo"]
}

kind "aws_docdb_cluster_instance" {
  identifiers = ["dbi_resource_id", "endpoint"]
  names       = ["identifier"]
  volatile = [
    "db_subnet_group_name", "kms_key_id", "port", "preferred_backup_window", "publicly_accessible",
    "storage_encrypted", "writer",
  ]
  references = {
    cluster_identifier              = "aws_docdb_cluster"
    performance_insights_kms_key_id = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults    = { auto_minor_version_upgrade = true, engine = "docdb", promotion_tier = 0 }
  insensitive = ["preferred_maintenance_window"]
}

kind "aws_docdb_subnet_group" {
  names    = ["name"]
  volatile = ["supported_network_types"]
  sets     = ["subnet_ids"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_docdb_cluster_parameter_group" {
  names    = ["name"]
  keys     = { parameter = "name" }
  defaults = { description = "Managed by Terraform", "parameter.apply_method" = "pending-reboot" }
}

kind "aws_neptune_cluster" {
  identifiers = ["cluster_resource_id", "endpoint", "reader_endpoint"]
  names       = ["cluster_identifier"]
  volatile    = ["cluster_members", "hosted_zone_id"]
  sets        = ["availability_zones", "enable_cloudwatch_logs_exports", "iam_roles", "vpc_security_group_ids"]
  references = {
    iam_roles                             = "aws_iam_role"
    neptune_cluster_parameter_group_name  = "aws_neptune_cluster_parameter_group"
    neptune_instance_parameter_group_name = "aws_neptune_parameter_group"
    neptune_subnet_group_name             = "aws_neptune_subnet_group"
    replication_source_identifier         = "aws_neptune_cluster"
    snapshot_identifier                   = "aws_neptune_cluster_snapshot"
  }
  defaults = {
    backup_retention_period = 1
    copy_tags_to_snapshot   = false
    engine                  = "neptune"
    port                    = 8182
    skip_final_snapshot     = false
    storage_encrypted       = false
  }
  insensitive = ["preferred_maintenance_window"]
}

kind "aws_neptune_cluster_instance" {
  identifiers = ["address", "dbi_resource_id", "endpoint"]
  names       = ["identifier"]
  volatile    = ["kms_key_arn", "storage_encrypted", "storage_type", "writer"]
  references = {
    cluster_identifier           = "aws_neptune_cluster"
    neptune_parameter_group_name = "aws_neptune_parameter_group"
    neptune_subnet_group_name    = "aws_neptune_subnet_group"
  }
  defaults = {
    auto_minor_version_upgrade = true
    engine                     = "neptune"
    port                       = 8182
    promotion_tier             = 0
    publicly_accessible        = false
  }
  insensitive = ["preferred_maintenance_window"]
}

kind "aws_neptune_subnet_group" {
  names    = ["name"]
  sets     = ["subnet_ids"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_neptune_parameter_group" {
  names    = ["name"]
  keys     = { parameter = "name" }
  defaults = { description = "Managed by Terraform", "parameter.apply_method" = "pending-reboot" }
}

kind "aws_neptune_cluster_parameter_group" {
  names    = ["name"]
  keys     = { parameter = "name" }
  defaults = { description = "Managed by Terraform", "parameter.apply_method" = "pending-reboot" }
}

kind "aws_neptune_cluster_snapshot" {
  identifiers = ["db_cluster_snapshot_arn"]
  names       = ["db_cluster_snapshot_identifier"]
  volatile = [
    "availability_zones", "kms_key_id", "snapshot_type", "source_db_cluster_snapshot_arn", "status",
    "vpc_id",
  ]
  references = { db_cluster_identifier = "aws_neptune_cluster" }
}

kind "aws_dynamodb_table" {
  follows = {
    "point_in_time_recovery.recovery_period_in_days" = "enabled"
    read_capacity                                    = "billing_mode"
    write_capacity                                   = "billing_mode"
  }
  identifiers = ["stream_arn", "replica.arn", "replica.stream_arn"]
  names       = ["name"]
  volatile    = ["replica.stream_label", "stream_label"]
  sets = [
    "global_secondary_index.non_key_attributes",
    "import_table.input_format_options.csv.header_list", "local_secondary_index.non_key_attributes",
  ]
  keys = {
    attribute              = "name"
    global_secondary_index = "name"
    local_secondary_index  = "name"
    replica                = "region_name"
  }
  defaults = {
    billing_mode                = "PROVISIONED"
    deletion_protection_enabled = false
    stream_enabled              = false
    table_class                 = "STANDARD"
  }
}

kind "aws_dynamodb_table_item" {
  documents  = { item = "json" }
  references = { table_name = "aws_dynamodb_table" }
}

kind "aws_dynamodb_resource_policy" {
  volatile   = ["revision_id"]
  documents  = { policy = "iam_policy" }
  references = { id = "aws_dynamodb_table", resource_arn = "aws_dynamodb_table" }
}

kind "aws_dms_replication_instance" {
  identifiers = ["replication_instance_arn"]
  names       = ["replication_instance_id"]
  volatile    = ["replication_instance_private_ips", "replication_instance_public_ips"]
  sets        = ["vpc_security_group_ids"]
  references  = { replication_subnet_group_id = "aws_dms_replication_subnet_group" }
}

kind "aws_dms_endpoint" {
  identifiers = ["endpoint_arn"]
  names       = ["endpoint_id"]
  references = {
    certificate_arn                 = "aws_dms_certificate"
    "redshift_settings.bucket_name" = "aws_s3_bucket"
    secrets_manager_access_role_arn = "aws_iam_role"
    secrets_manager_arn             = "aws_secretsmanager_secret"
    service_access_role             = "aws_iam_role"
  }
  secrets = [
    "kafka_settings.sasl_password", "kafka_settings.ssl_client_key_password",
    "redis_settings.auth_password",
  ]
}

kind "aws_dms_replication_task" {
  identifiers = ["replication_task_arn"]
  names       = ["replication_task_id"]
  volatile    = ["status"]
  documents   = { replication_task_settings = "json", table_mappings = "json" }
  references = {
    replication_instance_arn = "aws_dms_replication_instance"
    source_endpoint_arn      = "aws_dms_endpoint"
    target_endpoint_arn      = "aws_dms_endpoint"
  }
}
