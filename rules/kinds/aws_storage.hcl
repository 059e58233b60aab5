# Object, block, and file storage: S3, EBS, EFS, FSx, Backup, and Transfer Family. Bucket settings
# live in blocks of aws_s3_bucket before version 4, and in kinds of their own since.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_s3_bucket" {
  follows = {
    "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id" = "sse_algorithm"
  }
  parts = {
    acceleration_status                  = "aws_s3_bucket_accelerate_configuration.bucket"
    acl                                  = "aws_s3_bucket_acl.bucket"
    cors_rule                            = "aws_s3_bucket_cors_configuration.bucket"
    grant                                = "aws_s3_bucket_acl.bucket"
    lifecycle_rule                       = "aws_s3_bucket_lifecycle_configuration.bucket"
    logging                              = "aws_s3_bucket_logging.bucket"
    object_lock_configuration            = "aws_s3_bucket_object_lock_configuration.bucket"
    ownership_controls                   = "aws_s3_bucket_ownership_controls.bucket"
    policy                               = "aws_s3_bucket_policy.bucket"
    public_access_block                  = "aws_s3_bucket_public_access_block.bucket"
    replication_configuration            = "aws_s3_bucket_replication_configuration.bucket"
    request_payer                        = "aws_s3_bucket_request_payment_configuration.bucket"
    server_side_encryption_configuration = "aws_s3_bucket_server_side_encryption_configuration.bucket"
    versioning                           = "aws_s3_bucket_versioning.bucket"
    website                              = "aws_s3_bucket_website_configuration.bucket"
  }
  satellites = [
    "aws_s3_bucket_notification.bucket",
    "aws_s3_bucket_intelligent_tiering_configuration.bucket",
    "aws_s3_bucket_inventory.bucket",
    "aws_s3_bucket_analytics_configuration.bucket",
    "aws_s3_bucket_metric.bucket",
  ]
  identifiers = [
    "bucket_domain_name", "bucket_regional_domain_name", "website_domain", "website_endpoint",
  ]
  names    = ["bucket"]
  volatile = ["hosted_zone_id"]
  copies   = { bucket_prefix = "bucket", bucket_region = "region" }
  sets = [
    "cors_rule", "cors_rule.allowed_headers", "cors_rule.allowed_methods",
    "cors_rule.allowed_origins", "cors_rule.expose_headers", "grant", "grant.permissions",
  ]
  keys = {
    lifecycle_rule                                 = "id"
    "lifecycle_rule.noncurrent_version_transition" = "storage_class"
    "lifecycle_rule.transition"                    = "storage_class"
    "replication_configuration.rules"              = "id"
  }
  documents = { policy = "iam_policy", "website.routing_rules" = "json" }
  references = {
    "logging.target_bucket"                              = "aws_s3_bucket"
    "replication_configuration.role"                     = "aws_iam_role"
    "replication_configuration.rules.destination.bucket" = "aws_s3_bucket"
    "replication_configuration.rules.destination.replica_kms_key_id" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
    "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
  }
  defaults = {
    force_destroy           = false
    object_lock_enabled     = false
    request_payer           = "BucketOwner"
    "versioning.enabled"    = false
    "versioning.mfa_delete" = false
  }
}

# The kinds that each hold one setting of a bucket; their id is the name of the bucket.
kind "aws_s3_bucket_*" {
  identity   = ["bucket"]
  references = { bucket = "aws_s3_bucket", id = "aws_s3_bucket" }
}

kind "aws_s3_bucket_acl" {
  # The names that AWS shows for canonical user ids.
  volatile = [
    "access_control_policy.grant.grantee.display_name", "access_control_policy.owner.display_name",
  ]
  sets = ["access_control_policy.grant"]
}

kind "aws_s3_bucket_policy" {
  documents = { policy = "iam_policy" }
}

kind "aws_s3_bucket_public_access_block" {
  defaults = {
    block_public_acls       = false
    block_public_policy     = false
    ignore_public_acls      = false
    restrict_public_buckets = false
  }
}

kind "aws_s3_bucket_server_side_encryption_configuration" {
  sets = ["rule", "rule.blocked_encryption_types"]
  references = {
    "rule.apply_server_side_encryption_by_default.kms_master_key_id" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
  }
}

kind "aws_s3_bucket_lifecycle_configuration" {
  keys = {
    rule                                 = "id"
    "rule.noncurrent_version_transition" = "storage_class"
    "rule.transition"                    = "storage_class"
  }
}

kind "aws_s3_bucket_logging" {
  volatile   = ["target_grant.grantee.display_name"]
  sets       = ["target_grant"]
  references = { target_bucket = "aws_s3_bucket" }
}

kind "aws_s3_bucket_notification" {
  volatile = ["lambda_function.id", "queue.id", "topic.id"]
  # S3 keeps notifications in no order, under ids that Terraform makes up.
  sets = ["lambda_function", "lambda_function.events", "queue", "queue.events", "topic", "topic.events"]
  references = {
    "lambda_function.lambda_function_arn" = ["aws_lambda_function", "aws_lambda_alias"]
    "queue.queue_arn"                     = "aws_sqs_queue"
  }
  defaults = { eventbridge = false }
}

kind "aws_s3_object" {
  identifiers = ["version_id"]
  names       = ["key"]
  # The checksums repeat what the etag says of the content.
  volatile = [
    "checksum_crc32", "checksum_crc32c", "checksum_crc64nvme", "checksum_sha1", "checksum_sha256",
  ]
  documents  = { content_base64 = "base64" }
  references = { bucket = "aws_s3_bucket" }
  defaults   = { force_destroy = false, storage_class = "STANDARD" }
}

kind "aws_s3_bucket_object" {
  identity    = ["key"]
  same_as     = "aws_s3_object"
  identifiers = ["version_id"]
  names       = ["key"]
  documents   = { content_base64 = "base64" }
  defaults    = { acl = "private", force_destroy = false, storage_class = "STANDARD" }
}

kind "aws_s3_bucket_website_configuration" {
  identifiers = ["website_domain", "website_endpoint"]
  documents   = { routing_rules = "json" }
}

kind "aws_s3_bucket_cors_configuration" {
  sets = [
    "cors_rule", "cors_rule.allowed_headers", "cors_rule.allowed_methods",
    "cors_rule.allowed_origins", "cors_rule.expose_headers",
  ]
}

kind "aws_s3_bucket_object_lock_configuration" {
  defaults = { object_lock_enabled = "Enabled" }
  secrets  = ["token"]
}

kind "aws_s3_bucket_replication_configuration" {
  keys = { rule = "id" }
  references = {
    role                      = "aws_iam_role"
    "rule.destination.bucket" = "aws_s3_bucket"
    "rule.destination.encryption_configuration.replica_kms_key_id" = [
      "aws_kms_*key", "aws_kms_alias",
    ]
  }
  secrets = ["token"]
}

kind "aws_s3_bucket_intelligent_tiering_configuration" {
  identity = ["name"]
  names    = ["name"]
  keys     = { tiering = "access_tier" }
  defaults = { status = "Enabled" }
}

kind "aws_s3_bucket_inventory" {
  identity = ["name"]
  names    = ["name"]
  sets     = ["optional_fields"]
  references = {
    "destination.bucket.bucket_arn"                = "aws_s3_bucket"
    "destination.bucket.encryption.sse_kms.key_id" = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = { enabled = true }
}

kind "aws_s3_bucket_analytics_configuration" {
  identity = ["name"]
  names    = ["name"]
  references = {
    "storage_class_analysis.data_export.destination.s3_bucket_destination.bucket_arn" = "aws_s3_bucket"
  }
}

kind "aws_s3_account_public_access_block" {
  volatile = ["account_id"]
  defaults = {
    block_public_acls       = false
    block_public_policy     = false
    ignore_public_acls      = false
    restrict_public_buckets = false
  }
}

kind "aws_s3_access_point" {
  identifiers = ["alias", "domain_name"]
  names       = ["name"]
  volatile = [
    "account_id", "bucket_account_id", "endpoints", "has_public_access_policy", "network_origin",
  ]
  documents  = { policy = "iam_policy" }
  references = { bucket = "aws_s3_bucket" }
}

kind "aws_ebs_volume" {
  follows    = { kms_key_id = "encrypted" }
  references = { snapshot_id = "aws_ebs_snapshot" }
  defaults   = { final_snapshot = false, multi_attach_enabled = false }
}

kind "aws_ebs_snapshot" {
  volatile   = ["data_encryption_key_id", "owner_alias"]
  references = { volume_id = "aws_ebs_volume" }
  defaults   = { storage_tier = "standard" }
}

kind "aws_volume_attachment" {
  instead_of_id = ["device_name", "volume_id", "instance_id"]
  import        = "device_name:volume_id:instance_id"
  identity      = ["instance_id", "device_name"]
  references    = { instance_id = "aws_instance", volume_id = "aws_ebs_volume" }
}

kind "aws_ebs_encryption_by_default" {
  defaults = { enabled = true }
}

kind "aws_ebs_default_kms_key" {
  references = { key_arn = ["aws_kms_*key", "aws_kms_alias"] }
}

kind "aws_efs_file_system" {
  # The token only keeps a retried creation from making two file systems.
  volatile = [
    "availability_zone_id", "creation_token", "name", "number_of_mount_targets", "size_in_bytes",
  ]
  sets     = ["lifecycle_policy"]
  defaults = { performance_mode = "generalPurpose", throughput_mode = "bursting" }
}

kind "aws_efs_*" {
  references = { file_system_id = "aws_efs_file_system" }
}

kind "aws_efs_mount_target" {
  identifiers = ["mount_target_dns_name"]
  volatile = [
    "availability_zone_id", "availability_zone_name", "file_system_arn", "ip_address",
    "network_interface_id",
  ]
  sets = ["security_groups"]
}

kind "aws_efs_access_point" {
  volatile = ["file_system_arn"]
  sets     = ["posix_user.secondary_gids"]
}

kind "aws_efs_file_system_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_efs_file_system" }
  defaults   = { bypass_policy_lockout_safety_check = false }
}

kind "aws_fsx_*_file_system" {
  volatile   = ["network_interface_ids"]
  sets       = ["subnet_ids"]
  references = { backup_id = "aws_fsx_backup" }
}

kind "aws_fsx_lustre_file_system" {
  identifiers = ["mount_name"]
  volatile    = ["vpc_id"]
  sets        = ["root_squash_configuration.no_squash_nids", "security_group_ids"]
  defaults    = { copy_tags_to_backups = false, data_compression_type = "NONE", storage_type = "SSD" }
}

kind "aws_fsx_windows_file_system" {
  identifiers = ["preferred_file_server_ip", "remote_administration_endpoint"]
  volatile    = ["vpc_id"]
  sets        = ["aliases", "security_group_ids", "self_managed_active_directory.dns_ips"]
  references = {
    active_directory_id = "aws_directory_service_directory"
    preferred_subnet_id = "aws_*subnet"
  }
  defaults = {
    automatic_backup_retention_days = 7
    copy_tags_to_backups            = false
    deployment_type                 = "SINGLE_AZ_1"
    skip_final_backup               = false
    storage_type                    = "SSD"
  }
  secrets = ["self_managed_active_directory.password"]
}

kind "aws_dlm_lifecycle_policy" {
  sets = [
    "policy_details.action.cross_region_copy", "policy_details.resource_locations",
    "policy_details.resource_types", "policy_details.schedule.cross_region_copy_rule",
  ]
  keys     = { "policy_details.schedule" = "name" }
  defaults = { state = "ENABLED" }
}

kind "aws_backup_vault" {
  names    = ["name"]
  volatile = ["recovery_points"]
  defaults = { force_destroy = false }
}

kind "aws_backup_plan" {
  names    = ["name"]
  volatile = ["version"]
  sets     = ["rule.copy_action", "rule.scan_action", "scan_setting", "scan_setting.resource_types"]
  keys     = { advanced_backup_setting = "resource_type", rule = "rule_name" }
  references = {
    "rule.copy_action.destination_vault_arn" = "aws_backup_vault"
    "rule.target_vault_name"                 = "aws_backup_vault"
  }
}

kind "aws_backup_selection" {
  names = ["name"]
  sets = [
    "condition", "condition.string_equals", "condition.string_like", "condition.string_not_equals",
    "condition.string_not_like", "not_resources", "resources", "selection_tag",
  ]
  references = { plan_id = "aws_backup_plan" }
}

kind "aws_backup_vault_policy" {
  volatile   = ["backup_vault_arn"]
  documents  = { policy = "iam_policy" }
  references = { backup_vault_name = "aws_backup_vault", id = "aws_backup_vault" }
}

kind "aws_glacier_vault" {
  names      = ["name"]
  volatile   = ["location"]
  sets       = ["notification.events"]
  documents  = { access_policy = "iam_policy" }
  references = { "notification.sns_topic" = "aws_sns_topic" }
}

kind "aws_transfer_server" {
  identifiers = ["endpoint"]
  volatile    = ["host_key_fingerprint"]
  sets = [
    "endpoint_details.address_allocation_ids", "endpoint_details.security_group_ids",
    "endpoint_details.subnet_ids", "protocol_details.as2_transports", "protocols",
    "structured_log_destinations",
  ]
  references = {
    certificate                               = "aws_acm_certificate"
    directory_id                              = "aws_directory_service_directory"
    "endpoint_details.address_allocation_ids" = "aws_eip"
    "endpoint_details.vpc_endpoint_id"        = "aws_vpc_endpoint"
    function                                  = "aws_lambda_function"
    invocation_role                           = "aws_iam_role"
    logging_role                              = "aws_iam_role"
    structured_log_destinations               = "aws_cloudwatch_log_group"
  }
  defaults = {
    domain                 = "S3"
    endpoint_type          = "PUBLIC"
    force_destroy          = false
    identity_provider_type = "SERVICE_MANAGED"
    security_policy_name   = "TransferSecurityPolicy-2018-11"
  }
  secrets = ["host_key"]
}

kind "aws_transfer_user" {
  names      = ["user_name"]
  keys       = { home_directory_mappings = "entry" }
  documents  = { policy = "iam_policy" }
  references = { role = "aws_iam_role", server_id = "aws_transfer_server" }
  defaults   = { home_directory_type = "PATH" }
}
