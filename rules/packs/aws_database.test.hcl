# Tests of aws_database.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "aws/database-class-architecture" "Graviton in dev, Intel in prod" {
  kind  = "aws_db_instance"
  left  = { instance_class = "db.r6g.large" }
  right = { instance_class = "db.r6i.large" }
  expect {
    rule     = "aws/database-class-architecture"
    severity = "medium"
  }
}

test "aws/database-class-architecture" "another family of the same architecture" {
  kind      = "aws_elasticache_replication_group"
  explained = true
  left      = { node_type = "cache.t4g.micro" }
  right     = { node_type = "cache.r7g.large" }
  expect {
    rule     = "aws/database-class-family"
    severity = "medium"
  }
}

test "aws/database-class-family" "burstable dev, memory-optimised prod, declared" {
  kind      = "aws_db_instance"
  explained = true
  left      = { instance_class = "db.t4g.medium" }
  right     = { instance_class = "db.r6g.large" }
  expect {
    rule     = "aws/database-class-family"
    path     = "instance_class"
    severity = "medium"
  }
}

test "aws/database-class-family" "nobody declared it" {
  kind  = "aws_opensearch_domain"
  left  = { cluster_config = [{ instance_type = "m6g.large.search" }] }
  right = { cluster_config = [{ instance_type = "r6g.large.search" }] }
  expect {
    rule     = "aws/database-class-family"
    severity = "high"
  }
}

test "aws/database-class-family" "a serverless class has no family" {
  kind  = "aws_rds_cluster_instance"
  left  = { instance_class = "db.serverless" }
  right = { instance_class = "db.r6g.large" }
}

test "aws/database-class-generation" "r6g beside r7g" {
  kind  = "aws_db_instance"
  left  = { instance_class = "db.r7g.large" }
  right = { instance_class = "db.r6g.large" }
  expect {
    rule     = "aws/database-class-generation"
    severity = "medium"
  }
}

test "aws/database-class-generation" "the same generation in another size" {
  kind  = "aws_db_instance"
  left  = { instance_class = "db.r6g.large" }
  right = { instance_class = "db.r6g.xlarge" }
  expect {
    rule     = "aws/database-class-smaller"
    severity = "low"
  }
}

test "aws/database-burstable-in-production" "prod is throttled" {
  kind  = "aws_db_instance"
  left  = { instance_class = "db.m6i.large" }
  right = { instance_class = "db.t3.large" }
  expect {
    rule     = "aws/database-burstable-in-production"
    severity = "high"
  }
}

test "aws/database-burstable-in-production" "both are throttled" {
  kind      = "aws_db_instance"
  explained = true
  left      = { instance_class = "db.t3.small" }
  right     = { instance_class = "db.t3.large" }
  expect {
    rule     = "aws/database-class-smaller"
    severity = "info"
  }
}

test "aws/database-class-smaller" "prod is smaller" {
  kind  = "aws_db_instance"
  left  = { instance_class = "db.r6g.2xlarge" }
  right = { instance_class = "db.r6g.large" }
  expect {
    rule     = "aws/database-class-smaller"
    severity = "high"
  }
}

test "aws/database-class-smaller" "the class of a serverless member" {
  kind  = "aws_rds_cluster_instance"
  left  = { instance_class = "db.serverless" }
  right = { instance_class = "db.t3.medium" }
}

test "aws/database-engine-differs" "MySQL in dev, MariaDB in prod" {
  kind  = "aws_db_instance"
  left  = { engine = "mysql" }
  right = { engine = "mariadb" }
  expect {
    rule     = "aws/database-engine-differs"
    severity = "high"
  }
}

test "aws/database-engine-differs" "an engine that one side does not state" {
  kind  = "aws_elasticache_replication_group"
  left  = { engine = "redis" }
  right = {}
}

test "aws/database-major-version-skew" "PostgreSQL 16 and 14" {
  kind  = "aws_db_instance"
  left  = { engine = "postgres", engine_version = "16.4" }
  right = { engine = "postgres", engine_version = "14.12" }
  expect {
    rule     = "aws/database-major-version-skew"
    severity = "high"
  }
}

test "aws/database-major-version-skew" "OpenSearch names its versions" {
  kind      = "aws_opensearch_domain"
  explained = true
  left      = { engine_version = "OpenSearch_2.11" }
  right     = { engine_version = "OpenSearch_1.3" }
  expect {
    rule     = "aws/database-major-version-skew"
    severity = "medium"
  }
}

test "aws/database-major-version-skew" "a version that one side leaves to AWS" {
  kind  = "aws_db_instance"
  left  = { engine_version = "16.4" }
  right = {}
}

test "aws/database-minor-version-skew" "the same declared, another one runs" {
  kind  = "aws_db_instance"
  left  = { engine_version = "16", engine_version_actual = "16.8" }
  right = { engine_version = "16", engine_version_actual = "16.4" }
  expect {
    rule     = "aws/database-minor-version-skew"
    path     = "engine_version_actual"
    severity = "medium"
  }
}

test "aws/database-minor-version-skew" "another major version is another matter" {
  kind  = "aws_rds_cluster"
  left  = { engine_version = "8.0.mysql_aurora.3.04.0" }
  right = { engine_version = "5.7.mysql_aurora.2.11.2" }
  expect {
    rule     = "aws/database-major-version-skew"
    severity = "high"
  }
}

test "aws/database-backups-off" "prod has none" {
  kind  = "aws_db_instance"
  left  = { backup_retention_period = 7 }
  right = { backup_retention_period = 0 }
  expect {
    rule     = "aws/database-backups-off"
    severity = "critical"
  }
}

test "aws/database-backups-off" "a cache of prod states nothing, declared" {
  kind      = "aws_elasticache_replication_group"
  explained = true
  left      = { snapshot_retention_limit = 5 }
  right     = {}
  expect {
    rule     = "aws/database-backups-off"
    severity = "high"
  }
}

test "aws/database-backups-off" "only dev has none" {
  kind  = "aws_db_instance"
  left  = { backup_retention_period = 0 }
  right = { backup_retention_period = 7 }
  expect {
    rule     = "aws/database-backups-off"
    severity = "low"
  }
}

test "aws/database-backups-off" "absent is none" {
  kind  = "aws_db_instance"
  left  = { backup_retention_period = 0, copy_tags_to_snapshot = true }
  right = { copy_tags_to_snapshot = false }
}

test "aws/database-backups-kept-shorter" "a week instead of a month" {
  kind  = "aws_rds_cluster"
  left  = { backup_retention_period = 30 }
  right = { backup_retention_period = 7 }
  expect {
    rule     = "aws/database-backups-kept-shorter"
    severity = "high"
  }
}

test "aws/database-backups-kept-shorter" "prod keeps them longer, declared" {
  kind      = "aws_db_instance"
  explained = true
  left      = { backup_retention_period = 7 }
  right     = { backup_retention_period = 30 }
  expect {
    rule     = "aws/database-backups-kept-shorter"
    severity = "info"
  }
}

test "aws/database-backups-kept-shorter" "another window" {
  kind  = "aws_db_instance"
  left  = { backup_retention_period = 7, backup_window = "01:00-02:00" }
  right = { backup_retention_period = 7, backup_window = "03:00-04:00" }
}

test "aws/database-deletion-protection-off" "switched off in prod" {
  kind  = "aws_db_instance"
  left  = { deletion_protection = true }
  right = { deletion_protection = false }
  expect {
    rule     = "aws/database-deletion-protection-off"
    severity = "high"
  }
}

test "aws/database-deletion-protection-off" "only prod is protected, declared" {
  kind      = "aws_dynamodb_table"
  explained = true
  left      = { deletion_protection_enabled = false }
  right     = { deletion_protection_enabled = true }
  expect {
    rule     = "aws/database-deletion-protection-off"
    severity = "info"
  }
}

test "aws/database-deletion-protection-off" "off and absent are the same" {
  kind  = "aws_rds_cluster"
  left  = { deletion_protection = false, copy_tags_to_snapshot = true }
  right = {}
}

test "aws/database-final-snapshot-skipped" "prod leaves nothing" {
  kind  = "aws_db_instance"
  left  = { skip_final_snapshot = false }
  right = { skip_final_snapshot = true }
  expect {
    rule     = "aws/database-final-snapshot-skipped"
    severity = "high"
  }
}

test "aws/database-final-snapshot-skipped" "another name for the snapshot" {
  kind  = "aws_db_instance"
  left  = { skip_final_snapshot = false, final_snapshot_identifier = "last" }
  right = { skip_final_snapshot = false, final_snapshot_identifier = "final" }
}

test "aws/database-single-zone" "prod has no standby" {
  kind  = "aws_db_instance"
  left  = { multi_az = true }
  right = { multi_az = false }
  expect {
    rule     = "aws/database-single-zone"
    severity = "high"
  }
}

test "aws/database-single-zone" "no failover in dev" {
  kind  = "aws_elasticache_replication_group"
  left  = { automatic_failover_enabled = false }
  right = { automatic_failover_enabled = true }
  expect {
    rule     = "aws/database-single-zone"
    severity = "low"
  }
}

test "aws/database-single-zone" "both in one zone, another one" {
  kind  = "aws_db_instance"
  left  = { multi_az = false, availability_zone = "eu-west-1a" }
  right = { availability_zone = "eu-west-1b" }
}

test "aws/database-fewer-nodes" "prod has no replica" {
  kind  = "aws_elasticache_replication_group"
  left  = { num_cache_clusters = 2 }
  right = { num_cache_clusters = 1 }
  expect {
    rule     = "aws/database-fewer-nodes"
    severity = "high"
  }
}

test "aws/database-fewer-nodes" "a number that AWS chooses" {
  kind  = "aws_elasticache_replication_group"
  left  = { num_node_groups = 2 }
  right = {}
}

test "aws/database-unencrypted" "prod is readable" {
  kind  = "aws_db_instance"
  left  = { storage_encrypted = true }
  right = { storage_encrypted = false }
  expect {
    rule     = "aws/database-unencrypted"
    severity = "critical"
  }
}

test "aws/database-unencrypted" "a domain of prod without the block, declared" {
  kind      = "aws_opensearch_domain"
  explained = true
  left      = { encrypt_at_rest = [{ enabled = true }] }
  right     = { encrypt_at_rest = [] }
  expect {
    rule     = "aws/database-unencrypted"
    severity = "high"
  }
}

test "aws/database-unencrypted" "switched off and absent are the same" {
  kind  = "aws_opensearch_domain"
  left  = { encrypt_at_rest = [{ enabled = false }] }
  right = { encrypt_at_rest = [] }
}

test "aws/database-traffic-unencrypted" "prod talks in the clear" {
  kind  = "aws_elasticache_replication_group"
  left  = { transit_encryption_enabled = true }
  right = { transit_encryption_enabled = false }
  expect {
    rule     = "aws/database-traffic-unencrypted"
    severity = "high"
  }
}

test "aws/database-traffic-unencrypted" "MemoryDB encrypts by default" {
  kind  = "aws_memorydb_cluster"
  left  = { tls_enabled = true, num_shards = 1 }
  right = {}
}

test "aws/database-tls-not-forced" "prod takes plain connections" {
  kind  = "aws_db_parameter_group"
  left  = { parameter = [{ name = "rds.force_ssl", value = "1" }] }
  right = { parameter = [{ name = "rds.force_ssl", value = "0" }] }
  expect {
    rule     = "aws/database-tls-not-forced"
    path     = "parameter[name=rds.force_ssl].value"
    severity = "high"
  }
}

test "aws/database-tls-not-forced" "prod leaves the parameter out" {
  kind  = "aws_db_parameter_group"
  left  = { parameter = [{ name = "require_secure_transport", value = "ON" }] }
  right = { parameter = [] }
  expect {
    rule     = "aws/database-tls-not-forced"
    severity = "high"
  }
}

test "aws/database-tls-not-forced" "off in two spellings" {
  kind  = "aws_db_parameter_group"
  left  = { parameter = [{ name = "require_secure_transport", value = "OFF" }] }
  right = { parameter = [{ name = "require_secure_transport", value = "0" }] }
}

test "aws/database-parameter-differs" "prod waits longer" {
  kind  = "aws_db_parameter_group"
  left  = { parameter = [{ name = "statement_timeout", value = "5000" }] }
  right = { parameter = [{ name = "statement_timeout", value = "60000" }] }
  expect {
    rule     = "aws/database-parameter-differs"
    path     = "parameter[name=statement_timeout].value"
    severity = "medium"
  }
}

test "aws/database-parameter-differs" "the same parameters in another order" {
  kind  = "aws_db_parameter_group"
  left  = { parameter = [{ name = "a", value = "1" }, { name = "b", value = "2" }] }
  right = { parameter = [{ name = "b", value = "2" }, { name = "a", value = "1" }] }
}

test "aws/database-public" "prod is on the Internet" {
  kind  = "aws_db_instance"
  left  = { publicly_accessible = false }
  right = { publicly_accessible = true }
  expect {
    rule     = "aws/database-public"
    severity = "critical"
  }
}

test "aws/database-public" "dev is on the Internet" {
  kind  = "aws_redshift_cluster"
  left  = { publicly_accessible = true }
  right = { publicly_accessible = false }
  expect {
    rule     = "aws/database-public"
    severity = "medium"
  }
}

test "aws/database-public" "private and absent are the same" {
  kind  = "aws_db_instance"
  left  = { publicly_accessible = false, port = 5432 }
  right = { port = 5433 }
}

test "aws/database-monitoring-off" "nobody watches prod" {
  kind  = "aws_db_instance"
  left  = { monitoring_interval = 60 }
  right = { monitoring_interval = 0 }
  expect {
    rule     = "aws/database-monitoring-off"
    severity = "medium"
  }
}

test "aws/database-monitoring-off" "more often in prod" {
  kind  = "aws_db_instance"
  left  = { monitoring_interval = 60 }
  right = { monitoring_interval = 10 }
}

test "aws/database-logs-missing" "prod exports no slow queries" {
  kind  = "aws_db_instance"
  left  = { enabled_cloudwatch_logs_exports = ["error", "slowquery"] }
  right = { enabled_cloudwatch_logs_exports = ["error"] }
  expect {
    rule     = "aws/database-logs-missing"
    severity = "medium"
  }
}

test "aws/database-logs-missing" "the same logs in another order" {
  kind  = "aws_db_instance"
  left  = { enabled_cloudwatch_logs_exports = ["error", "slowquery"] }
  right = { enabled_cloudwatch_logs_exports = ["slowquery", "error"] }
}

test "aws/database-upgrades-itself" "AWS upgrades prod first" {
  kind  = "aws_db_instance"
  left  = { auto_minor_version_upgrade = false }
  right = { auto_minor_version_upgrade = true }
  expect {
    rule     = "aws/database-upgrades-itself"
    severity = "medium"
  }
}

test "aws/database-upgrades-itself" "on is the default" {
  kind  = "aws_db_instance"
  left  = { auto_minor_version_upgrade = true, port = 5432 }
  right = { port = 5433 }
}

test "aws/database-storage-limited" "prod cannot grow" {
  kind  = "aws_db_instance"
  left  = { max_allocated_storage = 500 }
  right = { max_allocated_storage = 0 }
  expect {
    rule     = "aws/database-storage-limited"
    severity = "medium"
  }
}

test "aws/database-storage-limited" "a larger disk in prod, declared" {
  kind      = "aws_db_instance"
  explained = true
  left      = { allocated_storage = 20 }
  right     = { allocated_storage = 500 }
  expect {
    rule     = "aws/database-storage-limited"
    severity = "info"
  }
}

test "aws/database-storage-limited" "operations that one side leaves to AWS" {
  kind  = "aws_db_instance"
  left  = { iops = 3000 }
  right = {}
}

test "aws/database-storage-type-differs" "prod lives on credits" {
  kind  = "aws_db_instance"
  left  = { storage_type = "gp3" }
  right = { storage_type = "gp2" }
  expect {
    rule     = "aws/database-storage-type-differs"
    severity = "medium"
  }
}

test "aws/database-storage-type-differs" "Aurora has no type unless one is chosen" {
  kind  = "aws_rds_cluster"
  left  = { storage_type = "aurora-iopt1" }
  right = { storage_type = "" }
}

test "aws/database-login-differs" "tokens in dev only" {
  kind  = "aws_db_instance"
  left  = { iam_database_authentication_enabled = true }
  right = { iam_database_authentication_enabled = false }
  expect {
    rule     = "aws/database-login-differs"
    severity = "medium"
  }
}

test "aws/database-login-differs" "passwords in both" {
  kind  = "aws_db_instance"
  left  = { iam_database_authentication_enabled = false, port = 5432 }
  right = { port = 5433 }
}

test "aws/database-certificate-authority" "prod is signed by the authority of 2019" {
  kind  = "aws_db_instance"
  left  = { ca_cert_identifier = "rds-ca-rsa2048-g1" }
  right = { ca_cert_identifier = "rds-ca-2019" }
  expect {
    rule     = "aws/database-certificate-authority"
    severity = "medium"
  }
}

test "aws/database-certificate-authority" "an authority that one side leaves to AWS" {
  kind  = "aws_db_instance"
  left  = { ca_cert_identifier = "rds-ca-rsa2048-g1" }
  right = {}
}

test "aws/table-recovery-off" "prod cannot go back" {
  kind  = "aws_dynamodb_table"
  left  = { point_in_time_recovery = [{ enabled = true }] }
  right = { point_in_time_recovery = [{ enabled = false }] }
  expect {
    rule     = "aws/table-recovery-off"
    severity = "critical"
  }
}

test "aws/table-recovery-off" "a longer window" {
  kind  = "aws_dynamodb_table"
  left  = { point_in_time_recovery = [{ enabled = true, recovery_period_in_days = 35 }] }
  right = { point_in_time_recovery = [{ enabled = true, recovery_period_in_days = 7 }] }
}

test "aws/table-capacity-differs" "prod refuses what dev takes" {
  kind  = "aws_dynamodb_table"
  left  = { billing_mode = "PAY_PER_REQUEST" }
  right = { billing_mode = "PROVISIONED" }
  expect {
    rule     = "aws/table-capacity-differs"
    severity = "medium"
  }
}

test "aws/table-capacity-differs" "on demand there is no capacity" {
  kind  = "aws_dynamodb_table"
  left  = { read_capacity = 0 }
  right = { read_capacity = 5 }
}

test "aws/table-index-missing" "prod lacks it" {
  kind  = "aws_dynamodb_table"
  left  = { global_secondary_index = [{ name = "by-date", hash_key = "date" }] }
  right = { global_secondary_index = [] }
  expect {
    rule     = "aws/table-index-missing"
    path     = "global_secondary_index[name=by-date]"
    severity = "high"
  }
}

test "aws/table-index-missing" "the index holds other attributes" {
  kind  = "aws_dynamodb_table"
  left  = { global_secondary_index = [{ name = "by-date", projection_type = "ALL" }] }
  right = { global_secondary_index = [{ name = "by-date", projection_type = "KEYS_ONLY" }] }
}
