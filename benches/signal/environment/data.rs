//! Databases, caches, tables, buckets.

use serde_json::{Value, json};

use super::build::Builder;
use super::iam::EncryptionKey;
use super::mark::{allow, default, members, no_list, no_map, no_text, policy, set};
use super::network::{Network, Source};

/// A database.
pub(super) struct Database {
    pub(super) host: String,
    pub(super) endpoint: String,
    pub(super) identifier: String,
    pub(super) password: String,
}

/// A bucket.
pub(super) struct Bucket {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) host: String,
}

impl Builder<'_> {
    pub(super) fn database(
        &mut self,
        called: &str,
        clients: &str,
        network: &Network,
        key: &EncryptionKey,
    ) -> Database {
        let rules = [(5432, Source::Group(clients), "postgres from the service")];
        let group = self.security_group("db", &format!("{called}-db"), &network.vpc, &rules);
        let name = self.name(called);
        let subnets = json!({
            "arn": self.arn("rds", &format!("subgrp:{name}")),
            "description": default("Managed by Terraform"),
            "id": name,
            "name": name,
            "name_prefix": no_text(),
            "subnet_ids": set(network.private.clone()),
            "supported_network_types": ["IPV4"],
            "tags": no_map(),
            "vpc_id": network.vpc,
        });
        self.add("aws_db_subnet_group", "this", subnets);
        let family = format!("{name}-postgres16");
        let parameter = |name: &str, value: &str, method: &str| json!({ "apply_method": method, "name": name, "value": value });
        let parameters = json!({
            "arn": self.arn("rds", &format!("pg:{family}")),
            "description": default("Managed by Terraform"),
            "family": "postgres16",
            "id": family,
            "name": family,
            "name_prefix": no_text(),
            "parameter": set([
                parameter("log_min_duration_statement", "500", "immediate"),
                parameter("rds.force_ssl", "1", "immediate"),
                parameter("max_connections", "400", "pending-reboot"),
                parameter("work_mem", "8192", "immediate"),
            ]),
            "skip_destroy": default(false),
            "tags": no_map(),
        });
        self.add("aws_db_parameter_group", "this", parameters);
        let resource = self.capitals("db-", 26);
        let host = format!("{name}.{}.{}.rds.amazonaws.com", self.letters(12), self.world.region);
        let endpoint = format!("{host}:5432");
        let password = self.letters(24);
        let zone = self.shape.below(network.private.len());
        let attributes = json!({
            "address": host,
            "allocated_storage": 100,
            "allow_major_version_upgrade": false,
            "apply_immediately": default(false),
            "arn": self.arn("rds", &format!("db:{name}")),
            "auto_minor_version_upgrade": true,
            "availability_zone": self.zone(zone),
            "backup_retention_period": 14,
            "backup_window": "02:00-03:00",
            "ca_cert_identifier": "rds-ca-rsa2048-g1",
            "copy_tags_to_snapshot": true,
            "db_name": called.replace('-', "_"),
            "db_subnet_group_name": name,
            "delete_automated_backups": default(true),
            "deletion_protection": true,
            "domain": no_text(),
            "enabled_cloudwatch_logs_exports": set(["postgresql", "upgrade"]),
            "endpoint": endpoint,
            "engine": "postgres",
            "engine_version": "16",
            "engine_version_actual": "16.8",
            "final_snapshot_identifier": format!("{name}-final"),
            "hosted_zone_id": self.capitals("Z", 13),
            "iam_database_authentication_enabled": default(false),
            "id": resource,
            "identifier": name,
            "identifier_prefix": no_text(),
            "instance_class": "db.r6g.large",
            "iops": 3000,
            "kms_key_id": key.arn,
            "latest_restorable_time": self.moment(),
            "license_model": "postgresql-license",
            "maintenance_window": "wed:03:18-wed:03:48",
            "master_user_secret": no_list(),
            "max_allocated_storage": 400,
            "monitoring_interval": default(0),
            "monitoring_role_arn": no_text(),
            "multi_az": true,
            "network_type": "IPV4",
            "option_group_name": "default:postgres-16",
            "parameter_group_name": family,
            "password": password,
            "performance_insights_enabled": true,
            "performance_insights_kms_key_id": key.arn,
            "performance_insights_retention_period": 7,
            "port": 5432,
            "publicly_accessible": default(false),
            "replicas": no_list(),
            "resource_id": resource,
            "skip_final_snapshot": default(false),
            "status": "available",
            "storage_encrypted": true,
            "storage_throughput": 125,
            "storage_type": "gp3",
            "tags": self.tags(called, called),
            "timeouts": null,
            "username": "app",
            "vpc_security_group_ids": set([group]),
        });
        self.add("aws_db_instance", "this", attributes);
        Database { host, endpoint, identifier: name, password }
    }

    /// Adds a cache and returns the host that it is written through.
    pub(super) fn cache(
        &mut self,
        called: &str,
        clients: &str,
        network: &Network,
        key: &EncryptionKey,
    ) -> String {
        let rules = [(6379, Source::Group(clients), "redis from the service")];
        let group = self.security_group("cache", &format!("{called}-cache"), &network.vpc, &rules);
        let name = self.name(called);
        let subnets = json!({
            "arn": self.arn("elasticache", &format!("subnetgroup:{name}")),
            "description": default("Managed by Terraform"),
            "id": name,
            "name": name,
            "subnet_ids": set(network.private.clone()),
            "tags": no_map(),
            "vpc_id": network.vpc,
        });
        self.add("aws_elasticache_subnet_group", "this", subnets);
        let host = format!("{name}.{}.{}.cache.amazonaws.com", self.letters(6), self.world.short_region);
        let attributes = json!({
            "apply_immediately": null,
            "arn": self.arn("elasticache", &format!("replicationgroup:{name}")),
            "at_rest_encryption_enabled": "true",
            "auto_minor_version_upgrade": "true",
            "automatic_failover_enabled": true,
            "cluster_enabled": false,
            "configuration_endpoint_address": null,
            "data_tiering_enabled": false,
            "description": format!("cache of {called}"),
            "engine": "redis",
            "engine_version": "7.1",
            "engine_version_actual": "7.1.0",
            "id": name,
            "ip_discovery": "ipv4",
            "kms_key_id": key.arn,
            "log_delivery_configuration": no_list(),
            "maintenance_window": "sun:04:00-sun:05:00",
            "member_clusters": set([format!("{name}-001"), format!("{name}-002")]),
            "multi_az_enabled": true,
            "node_type": "cache.r7g.large",
            "notification_topic_arn": null,
            "num_cache_clusters": 2,
            "parameter_group_name": "default.redis7",
            "port": 6379,
            "primary_endpoint_address": format!("master.{host}"),
            "reader_endpoint_address": format!("replica.{host}"),
            "replication_group_id": name,
            "security_group_ids": set([group]),
            "security_group_names": no_list(),
            "snapshot_retention_limit": 5,
            "snapshot_window": "02:00-03:00",
            "subnet_group_name": name,
            "tags": no_map(),
            "timeouts": null,
            "transit_encryption_enabled": true,
            "user_group_ids": no_list(),
        });
        self.add("aws_elasticache_replication_group", "this", attributes);
        format!("master.{host}")
    }

    /// Adds a table and returns its name.
    pub(super) fn table(&mut self, called: &str) -> String {
        let name = self.camel(called);
        let arn = self.arn("dynamodb", &format!("table/{name}"));
        let stream = self.moment().replace('Z', ".000");
        let index = |name: &str, hash: &str| {
            json!({
                "hash_key": hash, "name": name, "non_key_attributes": set(["state", "amount"]),
                "projection_type": "INCLUDE", "range_key": "", "read_capacity": 0, "write_capacity": 0,
            })
        };
        let attribute = |name: &str| json!({ "name": name, "type": "S" });
        let attributes = json!({
            "arn": arn,
            "attribute": set([attribute("id"), attribute("customer"), attribute("day")]),
            "billing_mode": "PAY_PER_REQUEST",
            "deletion_protection_enabled": true,
            "global_secondary_index": set([index("by-customer", "customer"), index("by-day", "day")]),
            "hash_key": "id",
            "id": name,
            "local_secondary_index": no_list(),
            "name": name,
            "point_in_time_recovery": [{ "enabled": true }],
            "range_key": null,
            "read_capacity": 0,
            "replica": no_list(),
            "server_side_encryption": no_list(),
            "stream_arn": format!("{arn}/stream/{stream}"),
            "stream_enabled": true,
            "stream_label": stream,
            "stream_view_type": "NEW_AND_OLD_IMAGES",
            "table_class": default("STANDARD"),
            "tags": self.tags(called, called),
            "timeouts": null,
            "ttl": [{ "attribute_name": "expires", "enabled": true }],
            "write_capacity": 0,
        });
        self.add("aws_dynamodb_table", "this", attributes);
        name
    }

    /// Adds a bucket with its settings; `readers` may read it.
    pub(super) fn bucket(&mut self, called: &str, key: &EncryptionKey, readers: &str) -> Bucket {
        let name = format!("{}-{}", self.name(called), self.world.account);
        let region = self.world.region;
        let bucket = Bucket {
            arn: format!("arn:aws:s3:::{name}"),
            host: format!("{name}.s3.{region}.amazonaws.com"),
            name,
        };
        let attributes = json!({
            "acceleration_status": no_text(),
            "arn": bucket.arn,
            "bucket": bucket.name,
            "bucket_domain_name": format!("{}.s3.amazonaws.com", bucket.name),
            "bucket_prefix": no_text(),
            "bucket_regional_domain_name": bucket.host,
            "cors_rule": no_list(),
            "force_destroy": default(false),
            "hosted_zone_id": self.capitals("Z", 13),
            "id": bucket.name,
            "object_lock_enabled": default(false),
            "region": region,
            "request_payer": default("BucketOwner"),
            "tags": self.tags(called, called),
            "timeouts": null,
        });
        self.add("aws_s3_bucket", "this", attributes);
        let versioning = json!({
            "bucket": bucket.name, "expected_bucket_owner": no_text(), "id": bucket.name, "mfa": null,
            "versioning_configuration": [{ "mfa_delete": "", "status": "Enabled" }],
        });
        self.add("aws_s3_bucket_versioning", "this", versioning);
        let block = json!({
            "block_public_acls": true, "block_public_policy": true, "bucket": bucket.name, "id": bucket.name,
            "ignore_public_acls": true, "restrict_public_buckets": true,
        });
        self.add("aws_s3_bucket_public_access_block", "this", block);
        let encryption = json!({
            "bucket": bucket.name,
            "expected_bucket_owner": no_text(),
            "id": bucket.name,
            "rule": set([json!({
                "apply_server_side_encryption_by_default": [{ "kms_master_key_id": key.arn, "sse_algorithm": "aws:kms" }],
                "bucket_key_enabled": true,
            })]),
        });
        self.add("aws_s3_bucket_server_side_encryption_configuration", "this", encryption);
        let mut secure: Value =
            allow("OnlyTls", &["s3:*"], [bucket.arn.clone(), format!("{}/*", bucket.arn)]);
        secure["Effect"] = json!("Deny");
        secure["Principal"] = json!("*");
        secure["Condition"] = json!({ "Bool": { "aws:SecureTransport": super::mark::loose(false) } });
        let mut read = allow("Readers", &["s3:GetObject"], [format!("{}/*", bucket.arn)]);
        read["Principal"] = json!({ "AWS": members([readers]) });
        let attributes =
            json!({ "bucket": bucket.name, "id": bucket.name, "policy": policy([secure, read]) });
        self.add("aws_s3_bucket_policy", "this", attributes);
        bucket
    }
}
