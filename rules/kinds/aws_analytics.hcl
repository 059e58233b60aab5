# Search, warehouses, and data processing: Elasticsearch and OpenSearch, Redshift, Glue, Athena,
# EMR, Lake Formation, and SageMaker.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_elasticsearch_domain" {
  identifiers = ["domain_id", "endpoint", "kibana_endpoint"]
  names       = ["domain_name"]
  volatile    = ["vpc_options.availability_zones", "vpc_options.vpc_id"]
  sets = [
    "auto_tune_options.maintenance_schedule", "vpc_options.security_group_ids",
    "vpc_options.subnet_ids",
  ]
  keys      = { log_publishing_options = "log_type" }
  documents = { access_policies = "iam_policy" }
  references = {
    "advanced_security_options.master_user_options.master_user_arn" = [
      "aws_iam_role", "aws_iam_user",
    ]
    "cognito_options.identity_pool_id"                        = "aws_cognito_identity_pool"
    "cognito_options.user_pool_id"                            = "aws_cognito_user_pool"
    "domain_endpoint_options.custom_endpoint_certificate_arn" = "aws_acm_certificate"
    "log_publishing_options.cloudwatch_log_group_arn"         = "aws_cloudwatch_log_group"
  }
  defaults = { "log_publishing_options.enabled" = true }
  secrets  = ["advanced_security_options.master_user_options.master_user_password"]
}

kind "aws_opensearch_domain" {
  identifiers = ["domain_id", "endpoint", "dashboard_endpoint", "dashboard_endpoint_v2", "endpoint_v2"]
  names       = ["domain_name"]
  volatile = [
    "domain_endpoint_v2_hosted_zone_id", "vpc_options.availability_zones", "vpc_options.vpc_id",
  ]
  sets = [
    "auto_tune_options.maintenance_schedule", "vpc_options.security_group_ids",
    "vpc_options.subnet_ids",
  ]
  keys      = { log_publishing_options = "log_type" }
  documents = { access_policies = "iam_policy" }
  references = {
    "advanced_security_options.master_user_options.master_user_arn" = [
      "aws_iam_role", "aws_iam_user",
    ]
    "cognito_options.identity_pool_id"                        = "aws_cognito_identity_pool"
    "cognito_options.user_pool_id"                            = "aws_cognito_user_pool"
    "domain_endpoint_options.custom_endpoint_certificate_arn" = "aws_acm_certificate"
    "log_publishing_options.cloudwatch_log_group_arn"         = "aws_cloudwatch_log_group"
  }
  defaults = { "log_publishing_options.enabled" = true }
  secrets  = ["advanced_security_options.master_user_options.master_user_password"]
}

kind "aws_elasticsearch_domain_policy" {
  documents  = { access_policies = "iam_policy" }
  references = { domain_name = "aws_elasticsearch_domain" }
}

kind "aws_opensearch_domain_policy" {
  documents  = { access_policies = "iam_policy" }
  references = { domain_name = "aws_opensearch_domain" }
}

kind "aws_redshift_cluster" {
  identifiers = ["endpoint", "master_password_secret_arn"]
  names       = ["cluster_identifier"]
  volatile    = ["cluster_namespace_arn", "cluster_nodes", "cluster_public_key", "cluster_revision_number"]
  sets        = ["iam_roles", "vpc_security_group_ids"]
  references = {
    cluster_parameter_group_name      = "aws_redshift_parameter_group"
    cluster_subnet_group_name         = "aws_redshift_subnet_group"
    default_iam_role_arn              = "aws_iam_role"
    iam_roles                         = "aws_iam_role"
    master_password_secret_kms_key_id = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = {
    allow_version_upgrade               = true
    apply_immediately                   = false
    automated_snapshot_retention_period = 1
    cluster_version                     = "1.0"
    maintenance_track_name              = "current"
    manual_snapshot_retention_period    = -1
    number_of_nodes                     = 1
    port                                = 5439
    skip_final_snapshot                 = false
  }
  insensitive = ["preferred_maintenance_window"]
  secrets     = ["master_password_wo"]
}

kind "aws_redshift_subnet_group" {
  names    = ["name"]
  sets     = ["subnet_ids"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_redshift_parameter_group" {
  names    = ["name"]
  keys     = { parameter = "name" }
  defaults = { description = "Managed by Terraform" }
}

kind "aws_glue_catalog_database" {
  names = ["name"]
  # The account again.
  volatile = ["catalog_id"]
  sets     = ["create_table_default_permission.permissions"]
  references = {
    "federated_database.connection_name" = "aws_glue_connection"
    "target_database.database_name"      = "aws_glue_catalog_database"
  }
}

kind "aws_glue_catalog_table" {
  names    = ["name"]
  volatile = ["catalog_id", "partition_index.index_status"]
  keys     = { partition_index = "index_name" }
  references = {
    database_name                = "aws_glue_catalog_database"
    "target_table.database_name" = "aws_glue_catalog_database"
  }
}

kind "aws_glue_crawler" {
  names     = ["name"]
  sets      = ["delta_target.delta_tables", "hudi_target.paths", "iceberg_target.paths"]
  keys      = { dynamodb_target = "path", s3_target = "path" }
  documents = { configuration = "json" }
  references = {
    "catalog_target.database_name" = "aws_glue_catalog_database"
    classifiers                    = "aws_glue_classifier"
    database_name                  = "aws_glue_catalog_database"
    "jdbc_target.connection_name"  = "aws_glue_connection"
    role                           = "aws_iam_role"
    security_configuration         = "aws_glue_security_configuration"
  }
}

kind "aws_glue_job" {
  names = ["name"]
  references = {
    connections            = "aws_glue_connection"
    security_configuration = "aws_glue_security_configuration"
  }
}

kind "aws_glue_connection" {
  names      = ["name"]
  volatile   = ["catalog_id"]
  sets       = ["physical_connection_requirements.security_group_id_list"]
  references = { "physical_connection_requirements.security_group_id_list" = "aws_*security_group" }
  defaults   = { connection_type = "JDBC" }
  secrets    = ["connection_properties.PASSWORD"]
}

kind "aws_glue_trigger" {
  names    = ["name"]
  volatile = ["state"]
  sets     = ["actions", "predicate.conditions"]
  references = {
    "actions.crawler_name"              = "aws_glue_crawler"
    "actions.job_name"                  = "aws_glue_job"
    "predicate.conditions.crawler_name" = "aws_glue_crawler"
    "predicate.conditions.job_name"     = "aws_glue_job"
    workflow_name                       = "aws_glue_workflow"
  }
  defaults = { enabled = true }
}

kind "aws_glue_schema" {
  names      = ["schema_name"]
  volatile   = ["latest_schema_version", "next_schema_version", "registry_name", "schema_checkpoint"]
  references = { registry_arn = "aws_glue_registry" }
}

kind "aws_athena_workgroup" {
  names    = ["name"]
  volatile = ["configuration.engine_version.effective_engine_version"]
  references = {
    "configuration.execution_role" = "aws_iam_role"
    "configuration.result_configuration.encryption_configuration.kms_key_arn" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
  }
  defaults = { force_destroy = false, state = "ENABLED" }
}

kind "aws_athena_database" {
  names = ["name"]
  references = {
    bucket                             = "aws_s3_bucket"
    "encryption_configuration.kms_key" = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = { force_destroy = false }
}

kind "aws_athena_named_query" {
  names = ["name"]
  references = {
    database  = ["aws_athena_database", "aws_glue_catalog_database"]
    workgroup = "aws_athena_workgroup"
  }
  defaults = { workgroup = "primary" }
}

kind "aws_emr_cluster" {
  identifiers = ["master_public_dns", "core_instance_group.id", "master_instance_group.id"]
  names       = ["name"]
  volatile = [
    "*.provisioned_on_demand_capacity", "*.provisioned_spot_capacity", "cluster_state",
    "core_instance_fleet.id", "master_instance_fleet.id",
  ]
  sets = [
    "applications", "core_instance_fleet.instance_type_configs",
    "core_instance_fleet.instance_type_configs.configurations",
    "core_instance_fleet.instance_type_configs.ebs_config", "core_instance_group.ebs_config",
    "ec2_attributes.subnet_ids", "list_steps_states", "master_instance_fleet.instance_type_configs",
    "master_instance_fleet.instance_type_configs.configurations",
    "master_instance_fleet.instance_type_configs.ebs_config", "master_instance_group.ebs_config",
  ]
  documents = { configurations_json = "json", "core_instance_group.autoscaling_policy" = "json" }
  references = {
    autoscaling_role                                   = "aws_iam_role"
    custom_ami_id                                      = "aws_ami"
    "ec2_attributes.additional_master_security_groups" = "aws_*security_group"
    "ec2_attributes.additional_slave_security_groups"  = "aws_*security_group"
    "ec2_attributes.emr_managed_master_security_group" = "aws_*security_group"
    "ec2_attributes.emr_managed_slave_security_group"  = "aws_*security_group"
    "ec2_attributes.instance_profile"                  = "aws_iam_instance_profile"
    "ec2_attributes.key_name"                          = "aws_key_pair"
    "ec2_attributes.service_access_security_group"     = "aws_*security_group"
    log_encryption_kms_key_id                          = ["aws_kms_*key", "aws_kms_alias"]
    security_configuration                             = "aws_emr_security_configuration"
    service_role                                       = "aws_iam_role"
  }
  secrets = [
    "kerberos_attributes.ad_domain_join_password",
    "kerberos_attributes.cross_realm_trust_principal_password",
    "kerberos_attributes.kdc_admin_password",
  ]
}

kind "aws_emr_security_configuration" {
  names     = ["name"]
  documents = { configuration = "json" }
}

kind "aws_emrserverless_application" {
  names = ["name"]
  sets  = ["network_configuration.security_group_ids", "network_configuration.subnet_ids"]
  keys  = { initial_capacity = "initial_capacity_type" }
  references = {
    "monitoring_configuration.cloudwatch_logging_configuration.log_group_name" = "aws_cloudwatch_log_group"
  }
  defaults = { architecture = "X86_64" }
}

kind "aws_lakeformation_permissions" {
  volatile = ["catalog_id"]
  sets = [
    "lf_tag.values", "lf_tag_policy.expression", "permissions", "permissions_with_grant_option",
    "table_with_columns.column_names", "table_with_columns.excluded_column_names",
  ]
  references = {
    "database.name"       = "aws_glue_catalog_database"
    principal             = ["aws_iam_role", "aws_iam_user"]
    "table.database_name" = "aws_glue_catalog_database"
    "table.name"          = "aws_glue_catalog_table"
  }
}

kind "aws_lakeformation_resource" {
  references = { arn = "aws_s3_bucket" }
}

kind "aws_sagemaker_notebook_instance" {
  identifiers = ["url"]
  names       = ["name"]
  volatile    = ["network_interface_id"]
  sets        = ["additional_code_repositories", "security_groups"]
  references  = { lifecycle_config_name = "aws_sagemaker_notebook_instance_lifecycle_configuration" }
  defaults    = { direct_internet_access = "Enabled", root_access = "Enabled", volume_size = 5 }
}

kind "aws_sagemaker_model" {
  names = ["name"]
  sets  = ["vpc_config.security_group_ids", "vpc_config.subnets"]
}

kind "aws_sagemaker_endpoint_configuration" {
  names = ["name"]
  keys  = { production_variants = "variant_name", shadow_production_variants = "variant_name" }
  references = {
    "async_inference_config.output_config.kms_key_id"        = ["aws_kms_*key", "aws_kms_alias"]
    "production_variants.core_dump_config.kms_key_id"        = ["aws_kms_*key", "aws_kms_alias"]
    "production_variants.model_name"                         = "aws_sagemaker_model"
    "shadow_production_variants.core_dump_config.kms_key_id" = ["aws_kms_*key", "aws_kms_alias"]
    "shadow_production_variants.model_name"                  = "aws_sagemaker_model"
  }
}

kind "aws_sagemaker_endpoint" {
  names      = ["name"]
  references = { endpoint_config_name = "aws_sagemaker_endpoint_configuration" }
}
