# What is stored on AWS and how it is kept: buckets, volumes, file systems, keys, logs, and backups. Rules
# here judge exposure, encryption, and whether data outlives a mistake.
#
# This pack must not judge databases (aws_database.hcl) or who a policy lets in (aws_iam.hcl).

rule "aws/bucket-public-access-unblocked" {
  summary  = "public access to a bucket is blocked in one environment only"
  why      = "each of the four switches stops one way of making objects public by mistake: an ACL or a policy, a new or an old one"
  kind     = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  path     = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "high" : "critical")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set all four switches of the public access block to true, and serve public files through CloudFront"
}

rule "aws/bucket-public-access-block-missing" {
  summary  = "a bucket has a public access block in one environment only"
  why      = "without the block one wrong ACL or policy makes every object public"
  kind     = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} has no public access block here"
  remedy   = "add aws_s3_bucket_public_access_block with all four switches on"
}

rule "aws/bucket-acl-public" {
  summary  = "a bucket is open to everybody by its ACL in one environment only"
  why      = "public-read lists and serves every object to the world, public-read-write lets the world store as well"
  kind     = ["aws_s3_bucket", "aws_s3_bucket_acl"]
  path     = "acl"
  when     = contains(["public-read", "public-read-write", "authenticated-read"], left.value) != contains(["public-read", "public-read-write", "authenticated-read"], right.value)
  severity = contains(["public-read", "public-read-write", "authenticated-read"], upper_env.value) ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "the ACL is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "set acl = \"private\", or object_ownership = \"BucketOwnerEnforced\", which switches ACLs off"
}

rule "aws/bucket-versioning-off" {
  summary = "a bucket keeps old versions of objects in one environment only"
  why     = "without versioning an overwritten or deleted object is gone at once"
  kind    = ["aws_s3_bucket", "aws_s3_bucket_versioning"]
  path    = ["", "versioning", "versioning[*].enabled", "versioning_configuration[*].status"]
  change  = ["modified", "left_only", "right_only"]
  # A whole bucket on one side is no matter of versioning.
  when = (
    anytrue([for v in [left.value, try(left.value[0].enabled, null), try(left.resource.versioning_configuration[0].status, null)] : v == true || v == "Enabled"])
    != anytrue([for v in [right.value, try(right.value[0].enabled, null), try(right.resource.versioning_configuration[0].status, null)] : v == true || v == "Enabled"])
  )
  severity = (
    anytrue([for v in [upper_env.value, try(upper_env.value[0].enabled, null), try(upper_env.resource.versioning_configuration[0].status, null)] : v == true || v == "Enabled"])
    ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  )
  message = "old versions are kept in one of ${left.env} and ${right.env} only"
  remedy  = "set status = \"Enabled\" in aws_s3_bucket_versioning, with a lifecycle rule that expires old versions"
}

rule "aws/bucket-encryption-differs" {
  summary  = "buckets are encrypted under different kinds of keys"
  why      = "only a KMS key has a policy and a log of its own; with AES256 whoever may read the object can decrypt it"
  kind     = ["aws_s3_bucket", "aws_s3_bucket_server_side_encryption_configuration"]
  path     = ["rule[*].apply_server_side_encryption_by_default[*].sse_algorithm", "server_side_encryption_configuration[*].rule[*].apply_server_side_encryption_by_default[*].sse_algorithm"]
  when     = left.value != null && right.value != null
  severity = upper_env.value == "AES256" ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${left.env} encrypts with ${left.value}, ${right.env} with ${right.value}"
  remedy   = "set sse_algorithm = \"aws:kms\" with a key of each environment, and grant its readers kms:Decrypt"
}

rule "aws/bucket-objects-expire-sooner" {
  summary  = "objects are deleted after different times"
  why      = "what a lifecycle rule deletes is gone without a trace in the code that wrote it"
  kind     = ["aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration"]
  path     = ["rule[*].expiration[*].days", "lifecycle_rule[*].expiration[*].days", "rule[*].noncurrent_version_expiration[*].noncurrent_days"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "objects expire after ${left.value} days in ${left.env} and ${right.value} days in ${right.env}"
  remedy   = "keep objects in ${upper_env.env} at least as long as the law and your restore plan ask"
}

rule "aws/bucket-lifecycle-rule-one-sided" {
  summary  = "a lifecycle rule exists in one environment only"
  why      = "a rule that only production has deletes or moves objects in a way that no test has seen; one that is missing lets old objects pile up"
  kind     = ["aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration"]
  path     = ["rule[*]", "lifecycle_rule[*]"]
  when     = (left.value == null) != (right.value == null)
  severity = try(length(upper_env.value.expiration), 0) > 0 ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "only ${upper_env.value == null ? lower_env.env : upper_env.env} has the rule${try(length(upper_env.value.expiration), 0) > 0 ? ", and it deletes objects" : ""}"
  remedy   = "write the rule once for both environments and vary only its days"
}

rule "aws/destroy-deletes-content" {
  summary  = "destroying a resource also deletes what it holds in one environment only"
  why      = "with force_destroy one terraform destroy empties the bucket, repository, or vault first, where Terraform would otherwise stop"
  kind     = ["aws_s3_bucket", "aws_ecr_repository", "aws_ecrpublic_repository", "aws_backup_vault", "aws_route53_zone", "aws_transfer_server"]
  path     = ["force_destroy", "force_delete"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set ${path} = false in ${upper_env.env} and apply, so that the state knows before anything is destroyed"
}

rule "aws/object-lock-off" {
  summary  = "objects are locked against deletion in one environment only"
  why      = "without a lock ransomware and administrators alike can delete every version"
  kind     = ["aws_s3_bucket", "aws_s3_bucket_object_lock_configuration"]
  path     = ["object_lock_enabled", "rule[*].default_retention[*].mode"]
  when     = contains([true, "Enabled", "COMPLIANCE"], left.value) != contains([true, "Enabled", "COMPLIANCE"], right.value)
  severity = contains([true, "Enabled", "COMPLIANCE"], upper_env.value) ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "create the bucket of ${upper_env.env} with object_lock_enabled = true and a default retention; older buckets need AWS support"
}

rule "aws/bucket-log-missing" {
  summary  = "requests to a bucket are logged in one environment only"
  why      = "without server access logs nobody can tell which objects were read by whom"
  kind     = "aws_s3_bucket_logging"
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} does not log requests to the bucket"
  remedy   = "add aws_s3_bucket_logging, or CloudTrail data events for the bucket"
}

rule "aws/bucket-copy-missing" {
  summary  = "a bucket is replicated in one environment only"
  why      = "a bucket without a copy in another region or account is lost with its region or account"
  kind     = "aws_s3_bucket_replication_configuration"
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} does not replicate the bucket"
  remedy   = "add aws_s3_bucket_replication_configuration in ${upper_env.resource == null ? upper_env.env : lower_env.env}; it copies new objects only, so run S3 Batch Replication once"
}

rule "aws/volume-unencrypted" {
  summary = "a disk or file system is encrypted in one environment only"
  why     = "an unencrypted disk can be read from any snapshot of it that is shared or leaked"
  kind    = ["aws_ebs_volume", "aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_ebs_encryption_by_default", "aws_efs_file_system"]
  path = [
    "encrypted", "enabled", "root_block_device[*].encrypted", "ebs_block_device[*].encrypted", "block_device_mappings[*].ebs[*].encrypted",
  ]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "high" : "critical")
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} encrypts"
  remedy   = "set encrypted = true; an existing volume needs an encrypted copy of its snapshot, so plan the move"
}

rule "aws/volume-smaller" {
  summary = "disks have different sizes"
  why     = "a smaller disk fills up earlier, and gp2 disks are slower the smaller they are"
  kind    = ["aws_ebs_volume", "aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_eks_node_group"]
  path = [
    "size", "disk_size", "root_block_device[*].volume_size", "ebs_block_device[*].volume_size", "block_device_mappings[*].ebs[*].volume_size",
  ]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${left.value} GiB in ${left.env}, ${right.value} GiB in ${right.env}"
  remedy   = "give ${upper_env.env} at least the size of ${lower_env.env}; a volume can grow in place but never shrink"
}

rule "aws/volume-type-differs" {
  summary  = "disks are of different types"
  why      = "types differ in latency and in how many operations a second they allow, and burst types slow down under steady load"
  kind     = ["aws_ebs_volume", "aws_instance", "aws_launch_template", "aws_launch_configuration"]
  path     = ["type", "root_block_device[*].volume_type", "ebs_block_device[*].volume_type", "block_device_mappings[*].ebs[*].volume_type"]
  when     = left.value != null && right.value != null
  severity = contains(["standard", "sc1", "st1"], upper_env.value) && !contains(["standard", "sc1", "st1"], lower_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "use gp3 in both environments and set iops and throughput where the load needs them"
}

rule "aws/volume-slower" {
  summary = "disks are provisioned for different speeds"
  why     = "beyond its provisioned operations a disk queues, and the database or service on it with it"
  kind    = ["aws_ebs_volume", "aws_instance", "aws_launch_template", "aws_launch_configuration"]
  path = [
    "iops", "throughput", "root_block_device[*].iops", "root_block_device[*].throughput", "ebs_block_device[*].iops",
    "ebs_block_device[*].throughput", "block_device_mappings[*].ebs[*].iops", "block_device_mappings[*].ebs[*].throughput",
  ]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${left.value} in ${left.env}, ${right.value} in ${right.env}"
  remedy   = "raise iops and throughput in ${upper_env.env}; gp3 changes without downtime"
}

rule "aws/volume-deleted-with-instance" {
  summary = "a disk is deleted with its instance in one environment only"
  why     = "when the instance is replaced the data on the disk goes with it"
  kind    = ["aws_instance", "aws_launch_template"]
  path    = ["root_block_device[*].delete_on_termination", "ebs_block_device[*].delete_on_termination", "block_device_mappings[*].ebs[*].delete_on_termination"]
  # Deleting is the default.
  when     = (left.value == false) != (right.value == false)
  severity = upper_env.value == false ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "the disk survives in ${upper_env.value == false ? upper_env.env : lower_env.env} only"
  remedy   = "set delete_on_termination = false for disks that hold data"
}

rule "aws/file-system-throughput-differs" {
  summary  = "file systems are provisioned for different speeds"
  why      = "a bursting file system slows to its baseline when its credits are spent, and the mode cannot be told from outside"
  kind     = "aws_efs_file_system"
  path     = ["throughput_mode", "performance_mode", "provisioned_throughput_in_mibps"]
  severity = explained ? "low" : "medium"
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "set throughput_mode = \"elastic\" in both environments; performance_mode can only be chosen for a new file system"
}

rule "aws/file-system-backup-off" {
  summary  = "a file system is backed up in one environment only"
  why      = "EFS and FSx keep no versions of their own: without backups a deleted directory is gone"
  kind     = ["aws_efs_backup_policy", "aws_fsx_windows_file_system", "aws_fsx_lustre_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system"]
  path     = ["backup_policy[*].status", "automatic_backup_retention_days"]
  when     = contains(["DISABLED", "DISABLING", 0], left.value) != contains(["DISABLED", "DISABLING", 0], right.value)
  severity = !contains(["DISABLED", "DISABLING", 0], upper_env.value) ? (explained ? "info" : "low") : (explained ? "high" : "critical")
  message  = "${format("%v", left.value)} in ${left.env}, ${format("%v", right.value)} in ${right.env}"
  remedy   = "set status = \"ENABLED\" in aws_efs_backup_policy, or automatic_backup_retention_days above 0"
}

rule "aws/backup-missing" {
  summary  = "a backup plan, its selection, or a snapshot policy exists in one environment only"
  why      = "nothing else copies these disks and tables, and the loss shows only when a restore is needed"
  kind     = ["aws_backup_plan", "aws_backup_selection", "aws_dlm_lifecycle_policy", "aws_db_instance_automated_backups_replication"]
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource == null ? (explained ? "high" : "critical") : (explained ? "info" : "low")
  message  = "${upper_env.resource == null ? upper_env.env : lower_env.env} has no such backup"
  remedy   = "add the plan and its selection to ${upper_env.resource == null ? upper_env.env : lower_env.env}, then restore once to prove it"
}

rule "aws/backup-kept-shorter" {
  summary  = "backups are kept for different times"
  why      = "damage that is noticed late can only be undone from a backup that is old enough"
  kind     = "aws_backup_plan"
  path     = "rule[*].lifecycle[*].delete_after"
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.value} days in ${left.env}, ${right.value} days in ${right.env}"
  remedy   = "raise delete_after in ${upper_env.env}; it counts for new backups only"
}

rule "aws/log-kept-shorter" {
  summary = "logs are kept for different times"
  why     = "an incident is often found weeks later, when a short log no longer tells how it began"
  kind    = "aws_cloudwatch_log_group"
  path    = "retention_in_days"
  # 0 and absent both mean for ever.
  severity = try(upper_env.value > 0, false) && (!try(lower_env.value > 0, false) || try(upper_env.value < lower_env.value, false)) ? (explained ? "low" : "medium") : "low"
  message  = "${format("%v", left.value)} days in ${left.env}, ${format("%v", right.value)} days in ${right.env} (0 or null is for ever)"
  remedy   = "set retention_in_days in ${upper_env.env} to what audits and incident reviews need"
}

rule "aws/key-rotation-off" {
  summary  = "a key is renewed every year in one environment only"
  why      = "without rotation a key that leaks opens everything that was ever encrypted with it"
  kind     = ["aws_kms_key", "aws_kms_external_key"]
  path     = "enable_key_rotation"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "rotation is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set enable_key_rotation = true; data stays readable"
}

rule "aws/deletion-window-shorter" {
  summary  = "a deleted key or secret can be brought back for different times"
  why      = "after the window everything that was encrypted with the key is lost for good; a secret with 0 days is gone at once"
  kind     = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_secretsmanager_secret"]
  path     = ["deletion_window_in_days", "recovery_window_in_days"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.value} days in ${left.env}, ${right.value} days in ${right.env}"
  remedy   = "set the window to 30 days in ${upper_env.env}"
}
