# Tests of aws_storage.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "aws/bucket-public-access-unblocked" "policies may make the bucket of prod public" {
  kind  = "aws_s3_bucket_public_access_block"
  left  = { bucket = "pictures", block_public_acls = true, block_public_policy = true }
  right = { bucket = "pictures", block_public_acls = true, block_public_policy = false }
  expect {
    rule     = "aws/bucket-public-access-unblocked"
    path     = "block_public_policy"
    severity = "critical"
  }
}

test "aws/bucket-public-access-unblocked" "only dev is open, declared" {
  kind      = "aws_s3_bucket_public_access_block"
  explained = true
  left      = { block_public_acls = false }
  right     = { block_public_acls = true }
  expect {
    rule     = "aws/bucket-public-access-unblocked"
    severity = "info"
  }
}

test "aws/bucket-public-access-unblocked" "off is the default" {
  kind  = "aws_s3_bucket_public_access_block"
  left  = { bucket = "pictures", ignore_public_acls = false }
  right = { bucket = "videos" }
}

test "aws/bucket-public-access-block-missing" "prod has none" {
  kind  = "aws_s3_bucket_public_access_block"
  left  = { block_public_acls = true }
  right = null
  expect {
    rule     = "aws/bucket-public-access-block-missing"
    path     = ""
    severity = "high"
  }
}

test "aws/bucket-public-access-block-missing" "both have one" {
  kind  = "aws_s3_bucket_public_access_block"
  left  = { bucket = "pictures", block_public_acls = true }
  right = { bucket = "videos", block_public_acls = true }
}

test "aws/bucket-acl-public" "everybody reads the bucket of prod" {
  kind  = "aws_s3_bucket"
  left  = { bucket = "pictures", acl = "private" }
  right = { bucket = "pictures", acl = "public-read" }
  expect {
    rule     = "aws/bucket-acl-public"
    severity = "critical"
  }
}

test "aws/bucket-acl-public" "another private ACL" {
  kind  = "aws_s3_bucket_acl"
  left  = { acl = "private" }
  right = { acl = "log-delivery-write" }
}

test "aws/bucket-versioning-off" "suspended in prod" {
  kind  = "aws_s3_bucket_versioning"
  left  = { versioning_configuration = [{ status = "Enabled" }] }
  right = { versioning_configuration = [{ status = "Suspended" }] }
  expect {
    rule     = "aws/bucket-versioning-off"
    severity = "high"
  }
}

test "aws/bucket-versioning-off" "a bucket of an older provider, prod without the block" {
  kind  = "aws_s3_bucket"
  left  = { versioning = [{ enabled = true, mfa_delete = false }] }
  right = { versioning = [] }
  expect {
    rule     = "aws/bucket-versioning-off"
    path     = "versioning"
    severity = "high"
  }
}

test "aws/bucket-versioning-off" "prod has no versioning resource" {
  kind  = "aws_s3_bucket_versioning"
  left  = { versioning_configuration = [{ status = "Enabled" }] }
  right = null
  expect {
    rule     = "aws/bucket-versioning-off"
    path     = ""
    severity = "high"
  }
}

test "aws/bucket-versioning-off" "suspended or never enabled, neither keeps versions" {
  kind  = "aws_s3_bucket_versioning"
  left  = { versioning_configuration = [{ status = "Suspended" }] }
  right = { versioning_configuration = [{ status = "Disabled" }] }
}

test "aws/bucket-encryption-differs" "prod has no key of its own" {
  kind  = "aws_s3_bucket_server_side_encryption_configuration"
  left  = { rule = [{ apply_server_side_encryption_by_default = [{ sse_algorithm = "aws:kms" }] }] }
  right = { rule = [{ apply_server_side_encryption_by_default = [{ sse_algorithm = "AES256" }] }] }
  expect {
    rule     = "aws/bucket-encryption-differs"
    severity = "medium"
  }
}

test "aws/bucket-encryption-differs" "the same algorithm with bucket keys" {
  kind  = "aws_s3_bucket_server_side_encryption_configuration"
  left  = { rule = [{ bucket_key_enabled = true, apply_server_side_encryption_by_default = [{ sse_algorithm = "aws:kms" }] }] }
  right = { rule = [{ bucket_key_enabled = false, apply_server_side_encryption_by_default = [{ sse_algorithm = "aws:kms" }] }] }
}

test "aws/bucket-objects-expire-sooner" "prod deletes after a week" {
  kind  = "aws_s3_bucket_lifecycle_configuration"
  left  = { rule = [{ id = "uploads", status = "Enabled", expiration = [{ days = 90 }] }] }
  right = { rule = [{ id = "uploads", status = "Enabled", expiration = [{ days = 7 }] }] }
  expect {
    rule     = "aws/bucket-objects-expire-sooner"
    severity = "high"
  }
}

test "aws/bucket-objects-expire-sooner" "moving objects is not deleting them" {
  kind  = "aws_s3_bucket_lifecycle_configuration"
  left  = { rule = [{ id = "uploads", transition = [{ storage_class = "GLACIER", days = 90 }] }] }
  right = { rule = [{ id = "uploads", transition = [{ storage_class = "GLACIER", days = 7 }] }] }
}

test "aws/bucket-lifecycle-rule-one-sided" "a rule of prod deletes" {
  kind  = "aws_s3_bucket_lifecycle_configuration"
  left  = { rule = [{ id = "a", status = "Enabled" }] }
  right = { rule = [{ id = "a", status = "Enabled" }, { id = "purge", status = "Enabled", expiration = [{ days = 7 }] }] }
  expect {
    rule     = "aws/bucket-lifecycle-rule-one-sided"
    path     = "rule[id=purge]"
    severity = "high"
  }
}

test "aws/bucket-lifecycle-rule-one-sided" "prod lacks a rule" {
  kind  = "aws_s3_bucket"
  left  = { lifecycle_rule = [{ id = "a", enabled = true }, { id = "tmp", enabled = true, expiration = [{ days = 7 }] }] }
  right = { lifecycle_rule = [{ id = "a", enabled = true }] }
  expect {
    rule     = "aws/bucket-lifecycle-rule-one-sided"
    severity = "medium"
  }
}

test "aws/bucket-lifecycle-rule-one-sided" "the rule is switched off in prod" {
  kind  = "aws_s3_bucket_lifecycle_configuration"
  left  = { rule = [{ id = "a", status = "Enabled" }] }
  right = { rule = [{ id = "a", status = "Disabled" }] }
}

test "aws/destroy-deletes-content" "the bucket of prod" {
  kind  = "aws_s3_bucket"
  left  = { force_destroy = false }
  right = { force_destroy = true }
  expect {
    rule     = "aws/destroy-deletes-content"
    severity = "high"
  }
}

test "aws/destroy-deletes-content" "images of dev go with their repository, declared" {
  kind      = "aws_ecr_repository"
  explained = true
  left      = { force_delete = true }
  right     = { force_delete = false }
  expect {
    rule     = "aws/destroy-deletes-content"
    severity = "info"
  }
}

test "aws/destroy-deletes-content" "off and absent are the same" {
  kind  = "aws_s3_bucket"
  left  = { bucket = "pictures", force_destroy = false }
  right = { bucket = "videos" }
}

test "aws/object-lock-off" "prod is not locked" {
  kind  = "aws_s3_bucket"
  left  = { object_lock_enabled = true }
  right = { object_lock_enabled = false }
  expect {
    rule     = "aws/object-lock-off"
    severity = "high"
  }
}

test "aws/object-lock-off" "administrators of prod may lift the lock" {
  kind  = "aws_s3_bucket_object_lock_configuration"
  left  = { rule = [{ default_retention = [{ mode = "COMPLIANCE", days = 30 }] }] }
  right = { rule = [{ default_retention = [{ mode = "GOVERNANCE", days = 30 }] }] }
  expect {
    rule     = "aws/object-lock-off"
    severity = "high"
  }
}

test "aws/object-lock-off" "the same lock for longer" {
  kind  = "aws_s3_bucket_object_lock_configuration"
  left  = { rule = [{ default_retention = [{ mode = "COMPLIANCE", days = 30 }] }] }
  right = { rule = [{ default_retention = [{ mode = "COMPLIANCE", days = 90 }] }] }
}

test "aws/bucket-log-missing" "requests to prod are not logged" {
  kind  = "aws_s3_bucket_logging"
  left  = { bucket = "pictures", target_prefix = "s3/" }
  right = null
  expect {
    rule     = "aws/bucket-log-missing"
    severity = "medium"
  }
}

test "aws/bucket-log-missing" "both are logged" {
  kind  = "aws_s3_bucket_logging"
  left  = { bucket = "pictures", target_prefix = "s3/" }
  right = { bucket = "pictures", target_prefix = "logs/" }
}

test "aws/bucket-copy-missing" "prod is not replicated" {
  kind  = "aws_s3_bucket_replication_configuration"
  left  = { bucket = "pictures" }
  right = null
  expect {
    rule     = "aws/bucket-copy-missing"
    severity = "high"
  }
}

test "aws/bucket-copy-missing" "both are replicated" {
  kind  = "aws_s3_bucket_replication_configuration"
  left  = { rule = [{ id = "all", status = "Enabled" }] }
  right = { rule = [{ id = "all", status = "Disabled" }] }
}

test "aws/volume-unencrypted" "a data disk of prod" {
  kind  = "aws_instance"
  left  = { ebs_block_device = [{ device_name = "/dev/sdf", encrypted = true }] }
  right = { ebs_block_device = [{ device_name = "/dev/sdf", encrypted = false }] }
  expect {
    rule     = "aws/volume-unencrypted"
    path     = "ebs_block_device[device_name=/dev/sdf].encrypted"
    severity = "critical"
  }
}

test "aws/volume-unencrypted" "only dev is unencrypted" {
  kind  = "aws_efs_file_system"
  left  = { encrypted = false }
  right = { encrypted = true }
  expect {
    rule     = "aws/volume-unencrypted"
    severity = "low"
  }
}

test "aws/volume-unencrypted" "absent is unencrypted as well" {
  kind  = "aws_ebs_volume"
  left  = { encrypted = false, availability_zone = "eu-west-1a" }
  right = { availability_zone = "eu-west-1b" }
}

test "aws/volume-smaller" "a smaller disk in prod" {
  kind  = "aws_ebs_volume"
  left  = { size = 100 }
  right = { size = 50 }
  expect {
    rule     = "aws/volume-smaller"
    severity = "medium"
  }
}

test "aws/volume-smaller" "a size that AWS chooses" {
  kind  = "aws_launch_template"
  left  = { block_device_mappings = [{ device_name = "/dev/sda1", ebs = [{ volume_size = 100 }] }] }
  right = { block_device_mappings = [{ device_name = "/dev/sda1", ebs = [{ volume_size = null }] }] }
}

test "aws/volume-type-differs" "magnetic in prod" {
  kind  = "aws_ebs_volume"
  left  = { type = "gp3" }
  right = { type = "standard" }
  expect {
    rule     = "aws/volume-type-differs"
    severity = "high"
  }
}

test "aws/volume-type-differs" "a newer type in prod, declared" {
  kind      = "aws_instance"
  explained = true
  left      = { root_block_device = [{ volume_type = "gp2" }] }
  right     = { root_block_device = [{ volume_type = "gp3" }] }
  expect {
    rule     = "aws/volume-type-differs"
    severity = "info"
  }
}

test "aws/volume-type-differs" "another device name" {
  kind  = "aws_ebs_volume"
  left  = { type = "gp3", multi_attach_enabled = false }
  right = { type = "gp3", multi_attach_enabled = true }
}

test "aws/volume-slower" "fewer operations in prod" {
  kind  = "aws_ebs_volume"
  left  = { iops = 6000 }
  right = { iops = 3000 }
  expect {
    rule     = "aws/volume-slower"
    severity = "medium"
  }
}

test "aws/volume-slower" "a type that has no such setting" {
  kind  = "aws_ebs_volume"
  left  = { iops = 3000 }
  right = { iops = null }
}

test "aws/volume-deleted-with-instance" "data of prod goes with the instance" {
  kind  = "aws_instance"
  left  = { ebs_block_device = [{ device_name = "/dev/sdf", delete_on_termination = false }] }
  right = { ebs_block_device = [{ device_name = "/dev/sdf", delete_on_termination = true }] }
  expect {
    rule     = "aws/volume-deleted-with-instance"
    severity = "high"
  }
}

test "aws/volume-deleted-with-instance" "deleting is the default" {
  kind  = "aws_instance"
  left  = { root_block_device = [{ delete_on_termination = true }] }
  right = { root_block_device = [{}] }
}

test "aws/file-system-throughput-differs" "bursting in prod" {
  kind  = "aws_efs_file_system"
  left  = { throughput_mode = "elastic" }
  right = { throughput_mode = "bursting" }
  expect {
    rule     = "aws/file-system-throughput-differs"
    severity = "medium"
  }
}

test "aws/file-system-throughput-differs" "bursting is the default" {
  kind  = "aws_efs_file_system"
  left  = { throughput_mode = "bursting" }
  right = {}
}

test "aws/file-system-backup-off" "prod has no backups" {
  kind  = "aws_efs_backup_policy"
  left  = { backup_policy = [{ status = "ENABLED" }] }
  right = { backup_policy = [{ status = "DISABLED" }] }
  expect {
    rule     = "aws/file-system-backup-off"
    severity = "critical"
  }
}

test "aws/file-system-backup-off" "backups of dev are off" {
  kind  = "aws_fsx_windows_file_system"
  left  = { automatic_backup_retention_days = 0 }
  right = { automatic_backup_retention_days = 30 }
  expect {
    rule     = "aws/file-system-backup-off"
    severity = "low"
  }
}

test "aws/file-system-backup-off" "kept for fewer days, but kept" {
  kind  = "aws_fsx_windows_file_system"
  left  = { automatic_backup_retention_days = 30 }
  right = { automatic_backup_retention_days = 14 }
}

test "aws/backup-missing" "nothing copies prod" {
  kind  = "aws_backup_selection"
  left  = { name = "all", iam_role_arn = "arn:aws:iam::111122223333:role/backup" }
  right = null
  expect {
    rule     = "aws/backup-missing"
    severity = "critical"
  }
}

test "aws/backup-missing" "only prod has it, declared" {
  kind      = "aws_backup_plan"
  explained = true
  left      = null
  right     = { name = "daily" }
  expect {
    rule     = "aws/backup-missing"
    severity = "info"
  }
}

test "aws/backup-missing" "both have it under other names" {
  kind  = "aws_backup_plan"
  left  = { name = "daily" }
  right = { name = "nightly" }
}

test "aws/backup-kept-shorter" "a week in prod" {
  kind  = "aws_backup_plan"
  left  = { rule = [{ rule_name = "daily", lifecycle = [{ delete_after = 35 }] }] }
  right = { rule = [{ rule_name = "daily", lifecycle = [{ delete_after = 7 }] }] }
  expect {
    rule     = "aws/backup-kept-shorter"
    severity = "high"
  }
}

test "aws/backup-kept-shorter" "another hour" {
  kind  = "aws_backup_plan"
  left  = { rule = [{ rule_name = "daily", schedule = "cron(0 5 ? * * *)" }] }
  right = { rule = [{ rule_name = "daily", schedule = "cron(0 3 ? * * *)" }] }
}

test "aws/log-kept-shorter" "dev keeps logs for ever, prod for two weeks" {
  kind  = "aws_cloudwatch_log_group"
  left  = { retention_in_days = 0 }
  right = { retention_in_days = 14 }
  expect {
    rule     = "aws/log-kept-shorter"
    severity = "medium"
  }
}

test "aws/log-kept-shorter" "prod keeps them longer" {
  kind  = "aws_cloudwatch_log_group"
  left  = { retention_in_days = 14 }
  right = { retention_in_days = 90 }
  expect {
    rule     = "aws/log-kept-shorter"
    severity = "low"
  }
}

test "aws/log-kept-shorter" "another class of logs" {
  kind  = "aws_cloudwatch_log_group"
  left  = { retention_in_days = 14, log_group_class = "STANDARD" }
  right = { retention_in_days = 14, log_group_class = "INFREQUENT_ACCESS" }
}

test "aws/key-rotation-off" "off in prod" {
  kind  = "aws_kms_key"
  left  = { enable_key_rotation = true }
  right = { enable_key_rotation = false }
  expect {
    rule     = "aws/key-rotation-off"
    severity = "high"
  }
}

test "aws/key-rotation-off" "off in both" {
  kind  = "aws_kms_key"
  left  = { enable_key_rotation = false, is_enabled = true }
  right = { is_enabled = false }
}

test "aws/deletion-window-shorter" "a week in prod" {
  kind  = "aws_kms_key"
  left  = { deletion_window_in_days = 30 }
  right = { deletion_window_in_days = 7 }
  expect {
    rule     = "aws/deletion-window-shorter"
    severity = "high"
  }
}

test "aws/deletion-window-shorter" "a secret of dev is gone at once" {
  kind  = "aws_secretsmanager_secret"
  left  = { recovery_window_in_days = 0 }
  right = { recovery_window_in_days = 30 }
  expect {
    rule     = "aws/deletion-window-shorter"
    severity = "low"
  }
}

test "aws/deletion-window-shorter" "30 days are the default" {
  kind  = "aws_secretsmanager_secret"
  left  = { recovery_window_in_days = 30 }
  right = {}
}
