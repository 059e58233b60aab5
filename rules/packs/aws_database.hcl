# Databases and caches on AWS: RDS, Aurora, DocumentDB, Neptune, Redshift, ElastiCache, MemoryDB, OpenSearch,
# DynamoDB. Rules here judge size, version, exposure, encryption, protection of the data, and parameters.
#
# This pack must not judge security groups (aws_network.hcl) or backup plans (aws_storage.hcl).

rule "aws/database-class-architecture" {
  summary  = "databases run on processors of different architectures"
  why      = "speed for the same price differs, and some extensions and older engine versions exist for one architecture only"
  kind     = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain"]
  path     = ["instance_class", "node_type", "cluster_config[*].instance_type"]
  when     = architecture(left.value) != null && architecture(right.value) != null && architecture(left.value) != architecture(right.value)
  severity = explained ? "low" : "medium"
  message  = "${left.env} runs ${left.value} (${architecture(left.value)}), ${right.env} runs ${right.value} (${architecture(right.value)})"
  remedy   = "use one architecture in both environments; a change of class restarts or fails over the database"
}

rule "aws/database-class-family" {
  summary = "databases run on different instance families"
  why     = "query times and cache hits measured on one family say nothing of another: memory per core, network, and disk speed differ"
  kind    = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain"]
  path    = ["instance_class", "node_type", "cluster_config[*].instance_type"]
  # Another generation of the same class, another architecture, and a throttled upper environment have rules of their own.
  when = (
    family(left.value) != null && family(right.value) != null && family(left.value) != family(right.value)
    && architecture(left.value) == architecture(right.value)
    && (burstable(lower_env.value) || !burstable(upper_env.value))
    && (replace(family(left.value), "/[0-9].*/", "") != replace(family(right.value), "/[0-9].*/", "") || instance_generation(left.value) == instance_generation(right.value))
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "set the same family in %{if variable != ""}var.${variable}%{else}${path}%{endif} and scale by size, or accept the difference with a date"
}

rule "aws/database-class-generation" {
  summary = "databases of one class are of different generations"
  why     = "a newer generation is faster at the same size, and old ones are no longer offered for new engine versions"
  kind    = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain"]
  path    = ["instance_class", "node_type", "cluster_config[*].instance_type"]
  when = (
    family(left.value) != null && family(right.value) != null && architecture(left.value) == architecture(right.value)
    && replace(family(left.value), "/[0-9].*/", "") == replace(family(right.value), "/[0-9].*/", "")
    && instance_generation(left.value) != instance_generation(right.value)
  )
  severity = explained ? "low" : "medium"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "move both to the newer generation, the lower environment first"
}

rule "aws/database-burstable-in-production" {
  summary  = "only the more production-like environment has a burstable database"
  why      = "a burstable database is throttled to a fraction of a core once its credits are spent, in the middle of the busiest hour"
  kind     = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain"]
  path     = ["instance_class", "node_type", "cluster_config[*].instance_type"]
  when     = burstable(upper_env.value) && family(lower_env.value) != null && !burstable(lower_env.value) && architecture(left.value) == architecture(right.value)
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} runs ${upper_env.value}, which is throttled without CPU credits; ${lower_env.env} runs ${lower_env.value}"
  remedy   = "give ${upper_env.env} a class of the m or r families"
}

rule "aws/database-class-smaller" {
  summary  = "databases of one family have different sizes"
  why      = "memory for the buffer cache and the limit of connections grow with the class"
  kind     = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain"]
  path     = ["instance_class", "node_type", "cluster_config[*].instance_type"]
  when     = family(left.value) == family(right.value) && can(instance_size(left.value) < instance_size(right.value))
  severity = instance_size(upper_env.value) < instance_size(lower_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "give ${upper_env.env} at least the size of ${lower_env.env}"
}

rule "aws/database-engine-differs" {
  summary  = "databases run different engines"
  why      = "SQL dialects, isolation, and drivers differ: what was tested is another product"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_memorydb_cluster"]
  path     = ["engine", "engine_mode"]
  when     = left.value != null && right.value != null
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "run the same engine; a move needs a dump or a replication with DMS"
}

rule "aws/database-major-version-skew" {
  summary  = "databases run different major versions"
  why      = "a major version removes functions, changes plans, and cannot be taken back"
  kind     = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain", "aws_mq_broker"]
  path     = ["engine_version", "engine_version_actual", "elasticsearch_version", "kafka_version"]
  when     = try(semver(replace(left.value, "/^[A-Za-z]+_/", "")).major != semver(replace(right.value, "/^[A-Za-z]+_/", "")).major, false)
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "upgrade the older one from a snapshot first (aws rds create-db-snapshot), then with allow_major_version_upgrade = true"
}

rule "aws/database-minor-version-skew" {
  summary  = "databases run different minor versions"
  why      = "fixes and planner changes of a minor version are in one environment only, often because each was upgraded in its own maintenance window"
  kind     = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain", "aws_mq_broker"]
  path     = ["engine_version", "engine_version_actual", "elasticsearch_version", "kafka_version"]
  when     = try(semver(replace(left.value, "/^[A-Za-z]+_/", "")).major == semver(replace(right.value, "/^[A-Za-z]+_/", "")).major, false)
  severity = explained ? "low" : "medium"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "pin engine_version to the same minor version, or upgrade the older one in its next window"
}

rule "aws/database-backups-off" {
  summary  = "automated backups are on in one environment only"
  why      = "without them there is no point in time to go back to: a wrong DELETE is final"
  kind     = ["aws_db_instance", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_memorydb_cluster"]
  path     = ["backup_retention_period", "snapshot_retention_limit"]
  when     = contains([0, null], left.value) != contains([0, null], right.value)
  severity = contains([0, null], upper_env.value) ? (explained ? "high" : "critical") : (explained ? "info" : "low")
  message  = "backups are off in ${contains([0, null], upper_env.value) ? upper_env.env : lower_env.env}"
  remedy   = "set ${path} to at least 7 days"
}

rule "aws/database-backups-kept-shorter" {
  summary = "automated backups are kept for different times"
  why     = "damage that is noticed late can only be undone from a backup that is old enough"
  kind = [
    "aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster", "aws_elasticache_cluster",
    "aws_elasticache_replication_group", "aws_memorydb_cluster",
  ]
  path     = ["backup_retention_period", "snapshot_retention_limit", "automated_snapshot_retention_period"]
  when     = can(left.value < right.value) && (left.value * right.value > 0 || path == "automated_snapshot_retention_period")
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.value} days in ${left.env}, ${right.value} days in ${right.env}"
  remedy   = "raise ${path} in ${upper_env.env}"
}

rule "aws/database-deletion-protection-off" {
  summary  = "a database can be deleted by one call in one environment only"
  why      = "without deletion protection a destroy or a replacement in a plan nobody read takes the database"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster", "aws_docdb_cluster", "aws_neptune_cluster", "aws_dynamodb_table"]
  path     = ["deletion_protection", "deletion_protection_enabled"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "deletion protection is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "set ${path} = true in ${upper_env.env}; this changes the database without a restart"
}

rule "aws/database-final-snapshot-skipped" {
  summary  = "destroying a database leaves a last snapshot in one environment only"
  why      = "with skip_final_snapshot = true a replacement deletes the data for good, automated backups included"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster"]
  path     = "skip_final_snapshot"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} skips the final snapshot"
  remedy   = "set skip_final_snapshot = false with final_snapshot_identifier in ${upper_env.env}, and apply before any destroy"
}

rule "aws/database-single-zone" {
  summary = "a database survives the loss of a zone in one environment only"
  why     = "without a standby the loss of a zone, and many a maintenance, is an outage of as long as a restore takes"
  kind = [
    "aws_db_instance", "aws_elasticache_replication_group", "aws_redshift_cluster", "aws_opensearch_domain", "aws_elasticsearch_domain",
    "aws_dms_replication_instance",
  ]
  path     = ["multi_az", "multi_az_enabled", "automatic_failover_enabled", "cluster_config[*].zone_awareness_enabled", "cluster_config[*].multi_az_with_standby_enabled"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${path} is on in ${upper_env.value == true ? upper_env.env : lower_env.env} only"
  remedy   = "switch it on in ${upper_env.env}, and test a failover in ${lower_env.env}"
}

rule "aws/database-fewer-nodes" {
  summary = "a cluster has a different number of nodes, shards, or replicas"
  why     = "fewer replicas take fewer reads and leave nothing to fail over to; another number of shards moves keys that scripts rely on"
  kind    = ["aws_*_cluster", "aws_elasticache_replication_group", "aws_*search_domain"]
  path = [
    "num_cache_nodes", "num_cache_clusters", "number_cache_clusters", "num_node_groups", "replicas_per_node_group", "num_shards",
    "num_replicas_per_shard", "number_of_nodes", "number_of_broker_nodes", "cluster_config[*].instance_count",
  ]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.value} in ${left.env}, ${right.value} in ${right.env}"
  remedy   = "give ${upper_env.env} at least as many as ${lower_env.env}"
}

rule "aws/database-unencrypted" {
  summary = "data at rest is encrypted in one environment only"
  why     = "disks and snapshots of an unencrypted database can be read by whoever gets a copy, and cannot be encrypted in place"
  kind = [
    "aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster", "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster",
    "aws_elasticache_replication_group", "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_dax_cluster",
  ]
  path     = ["storage_encrypted", "encrypted", "at_rest_encryption_enabled", "encrypt_at_rest", "encrypt_at_rest[*].enabled", "server_side_encryption[*].enabled"]
  when     = (try(left.value[0].enabled, left.value) == true) != (try(right.value[0].enabled, right.value) == true)
  severity = try(upper_env.value[0].enabled, upper_env.value) == true ? (explained ? "info" : "low") : (explained ? "high" : "critical")
  message  = "only ${try(upper_env.value[0].enabled, upper_env.value) == true ? upper_env.env : lower_env.env} encrypts its data"
  remedy   = "restore an encrypted copy of a snapshot (aws rds copy-db-snapshot --kms-key-id) and switch over to it"
}

rule "aws/database-traffic-unencrypted" {
  summary = "connections are encrypted in one environment only"
  why     = "passwords and data cross the network in the clear, and a client set up for one side cannot connect to the other"
  kind    = ["aws_elasticache_replication_group", "aws_elasticache_cluster", "aws_memorydb_cluster", "aws_opensearch_domain", "aws_elasticsearch_domain"]
  path    = ["transit_encryption_enabled", "tls_enabled", "node_to_node_encryption[*].enabled", "domain_endpoint_options[*].enforce_https"]
  # MemoryDB encrypts unless told otherwise.
  when     = (left.value == true || left.value == null && path == "tls_enabled") != (right.value == true || right.value == null && path == "tls_enabled")
  severity = upper_env.value == true || upper_env.value == null && path == "tls_enabled" ? (explained ? "low" : "medium") : (explained ? "medium" : "high")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "switch it on in both environments, and set TLS in the clients (rediss://)"
}

rule "aws/database-tls-not-forced" {
  summary = "a database refuses unencrypted connections in one environment only"
  why     = "where TLS is not forced, a client without it sends its password and data in the clear and nobody notices"
  kind    = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group", "aws_docdb_cluster_parameter_group", "aws_redshift_parameter_group"]
  path = [
    "parameter[name=rds.force_ssl]", "parameter[name=rds.force_ssl].value", "parameter[name=require_secure_transport]",
    "parameter[name=require_secure_transport].value", "parameter[name=tls]", "parameter[name=tls].value", "parameter[name=require_ssl]", "parameter[name=require_ssl].value",
  ]
  when     = try(contains(["1", "on", "true", "enabled"], lower(try(left.value.value, left.value))), false) != try(contains(["1", "on", "true", "enabled"], lower(try(right.value.value, right.value))), false)
  severity = try(contains(["1", "on", "true", "enabled"], lower(try(upper_env.value.value, upper_env.value))), false) ? (explained ? "low" : "medium") : (explained ? "medium" : "high")
  message  = "only ${try(contains(["1", "on", "true", "enabled"], lower(try(upper_env.value.value, upper_env.value))), false) ? upper_env.env : lower_env.env} demands TLS"
  remedy   = "set the parameter to 1 (or ON) in both environments; clients need sslmode=require and the RDS certificate bundle"
}

rule "aws/database-parameter-differs" {
  summary = "a database parameter differs"
  why     = "timeouts, memory, and logging change how the same query behaves"
  kind = [
    "aws_db_parameter_group", "aws_rds_cluster_parameter_group", "aws_docdb_cluster_parameter_group", "aws_neptune_parameter_group",
    "aws_neptune_cluster_parameter_group", "aws_elasticache_parameter_group", "aws_memorydb_parameter_group", "aws_redshift_parameter_group",
  ]
  path     = ["parameter[*]", "parameter[*].value"]
  when     = !can(regex("=(rds.force_ssl|require_secure_transport|require_ssl|tls)]", path))
  severity = explained ? "info" : "medium"
  message  = "${left.env}: ${format("%v", try(left.value.value, left.value))}, ${right.env}: ${format("%v", try(right.value.value, right.value))}"
  remedy   = "set the parameter once for both environments; apply_method = \"pending-reboot\" takes effect at the next restart only"
}

rule "aws/database-public" {
  summary = "a database has a public address in one environment only"
  why     = "with a public address one open security group rule is enough for the whole Internet to try passwords"
  kind = [
    "aws_db_instance", "aws_rds_cluster_instance", "aws_neptune_cluster_instance", "aws_redshift_cluster", "aws_redshiftserverless_workgroup",
    "aws_dms_replication_instance", "aws_mq_broker",
  ]
  path     = "publicly_accessible"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} can be reached from the Internet"
  remedy   = "set publicly_accessible = false and connect through a bastion, SSM port forwarding, or a VPN"
}

rule "aws/database-monitoring-off" {
  summary  = "a database is observed in one environment only"
  why      = "without Performance Insights and enhanced monitoring nobody can tell which query or process held the database up"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_docdb_cluster_instance"]
  path     = ["performance_insights_enabled", "enable_performance_insights", "monitoring_interval"]
  when     = (left.value == true || try(left.value > 0, false)) != (right.value == true || try(right.value > 0, false))
  severity = upper_env.value == true || try(upper_env.value > 0, false) ? (explained ? "info" : "low") : (explained ? "low" : "medium")
  message  = "${path} is on in ${upper_env.value == true || try(upper_env.value > 0, false) ? upper_env.env : lower_env.env} only"
  remedy   = "set performance_insights_enabled = true and monitoring_interval = 60 with monitoring_role_arn"
}

rule "aws/database-logs-missing" {
  summary  = "logs of a database are exported in one environment only"
  why      = "slow queries, failed logins, and deadlocks are then only on the instance, where they are deleted after days"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
  path     = ["enabled_cloudwatch_logs_exports", "enable_cloudwatch_logs_exports"]
  when     = length(left.only) + length(right.only) > 0
  severity = length(lower_env.only) > 0 ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "only ${left.env} exports ${format("%v", left.only)}, only ${right.env} exports ${format("%v", right.only)}"
  remedy   = "export the same logs in both environments"
}

rule "aws/database-upgrades-itself" {
  summary  = "a database takes minor versions by itself in one environment only"
  why      = "AWS upgrades one environment in its window and not the other, so production may run a version that was never tested"
  kind     = ["aws_*_instance", "aws_*_cluster", "aws_elasticache_replication_group"]
  path     = "auto_minor_version_upgrade"
  when     = (left.value == false) != (right.value == false)
  severity = upper_env.value == false ? "low" : explained ? "low" : "medium"
  message  = "only ${upper_env.value == false ? lower_env.env : upper_env.env} is upgraded by AWS"
  remedy   = "set the same auto_minor_version_upgrade, with the maintenance window of ${lower_env.env} a week ahead"
}

rule "aws/database-storage-limited" {
  summary = "databases have different storage"
  why     = "a database whose disk is full stops, and one with fewer operations a second answers late"
  kind    = ["aws_db_instance", "aws_rds_cluster", "aws_opensearch_domain", "aws_elasticsearch_domain"]
  path = [
    "allocated_storage", "max_allocated_storage", "iops", "storage_throughput", "ebs_options[*].volume_size", "ebs_options[*].iops",
    "ebs_options[*].throughput",
  ]
  # Absent or 0, max_allocated_storage lets nothing grow.
  when     = can(left.value < right.value) || path == "max_allocated_storage"
  severity = try(upper_env.value < lower_env.value, upper_env.value == null) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "give ${upper_env.env} at least the storage of ${lower_env.env}, and set max_allocated_storage so that it grows"
}

rule "aws/database-storage-type-differs" {
  summary  = "databases are on different types of storage"
  why      = "gp2 lives on credits, gp3 and io2 do not; Aurora I/O-Optimized is billed and behaves differently"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_docdb_cluster", "aws_opensearch_domain", "aws_elasticsearch_domain"]
  path     = ["storage_type", "ebs_options[*].volume_type"]
  when     = try(length(left.value) > 0 && length(right.value) > 0, false)
  severity = contains(["standard", "gp2"], upper_env.value) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${left.env} is on ${format("%v", left.value)}, ${right.env} on ${format("%v", right.value)}"
  remedy   = "use the same storage type; gp2 becomes gp3 without downtime"
}

rule "aws/database-login-differs" {
  summary  = "applications log in to the database in different ways"
  why      = "code that fetches an IAM token fails where only passwords are taken, and the reverse"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster"]
  path     = ["iam_database_authentication_enabled", "iam_auth_enabled"]
  when     = (left.value == true) != (right.value == true)
  severity = explained ? "low" : "medium"
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} takes IAM tokens"
  remedy   = "set ${path} = true in both environments; passwords go on working beside it"
}

rule "aws/database-certificate-authority" {
  summary  = "certificates of databases come from different authorities"
  why      = "clients that verify the server trust one bundle; an expired authority ends all their connections at once"
  kind     = ["aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_docdb_cluster_instance"]
  path     = ["ca_cert_identifier", "ca_certificate_identifier"]
  when     = left.value != null && right.value != null
  severity = explained ? "low" : "medium"
  message  = "${left.env} uses ${left.value}, ${right.env} uses ${right.value}"
  remedy   = "move both to rds-ca-rsa2048-g1 after the clients trust it"
}

rule "aws/table-recovery-off" {
  summary  = "a table can be restored to any second in one environment only"
  why      = "DynamoDB keeps no old versions: without point-in-time recovery a wrong write or a deleted table is final"
  kind     = "aws_dynamodb_table"
  path     = ["point_in_time_recovery", "point_in_time_recovery[*].enabled"]
  when     = (try(left.value[0].enabled, left.value) == true) != (try(right.value[0].enabled, right.value) == true)
  severity = try(upper_env.value[0].enabled, upper_env.value) == true ? (explained ? "info" : "low") : (explained ? "high" : "critical")
  message  = "point-in-time recovery is on in ${try(upper_env.value[0].enabled, upper_env.value) == true ? upper_env.env : lower_env.env} only"
  remedy   = "set point_in_time_recovery { enabled = true }; the window begins when it is switched on"
}

rule "aws/table-capacity-differs" {
  summary  = "a table takes a different number of requests"
  why      = "requests beyond the provisioned capacity are refused, which a table on demand never shows"
  kind     = "aws_dynamodb_table"
  path     = ["billing_mode", "read_capacity", "write_capacity"]
  when     = path == "billing_mode" || try(left.value > 0 && right.value > 0, false)
  severity = (path == "billing_mode" ? lower_env.value == "PAY_PER_REQUEST" : upper_env.value < lower_env.value) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "set billing_mode = \"PAY_PER_REQUEST\" in both environments, or scale the provisioned capacity"
}

rule "aws/table-index-missing" {
  summary  = "a table has an index in one environment only"
  why      = "queries that name the index fail without it, and building it on a large table takes hours"
  kind     = "aws_dynamodb_table"
  path     = ["global_secondary_index[*]", "local_secondary_index[*]"]
  when     = (left.value == null) != (right.value == null)
  severity = upper_env.value == null ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "the index is missing in ${upper_env.value == null ? upper_env.env : lower_env.env}"
  remedy   = "create the index in ${upper_env.value == null ? upper_env.env : lower_env.env} before the code that uses it is deployed"
}
