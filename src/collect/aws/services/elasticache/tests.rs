//! What becomes of the answers of `ElastiCache`.

use super::*;
use crate::collect::aws::services::testing::{check, owner, shape};

const CLUSTERS: &str = r#"{"CacheClusters": [
    {"CacheClusterId": "cluster-example", "ARN": "arn:cluster-example", "Engine": "memcached",
     "EngineVersion": "1.6.6", "CacheNodeType": "cache.t2.micro", "NumCacheNodes": 1,
     "PreferredAvailabilityZone": "us-east-2b", "PreferredMaintenanceWindow": "fri:02:30-fri:03:30",
     "CacheParameterGroup": {"CacheParameterGroupName": "default.memcached1.6"},
     "CacheSubnetGroupName": "default", "AutoMinorVersionUpgrade": true,
     "ConfigurationEndpoint": {"Address": "cluster-example.cfg.example", "Port": 11211},
     "CacheNodes": [{"CacheNodeId": "0001", "CustomerAvailabilityZone": "us-east-2b",
                     "Endpoint": {"Address": "cluster-example.0001.example", "Port": 11211}}]},
    {"CacheClusterId": "shop-001", "ReplicationGroupId": "shop", "Engine": "redis", "EngineVersion": "7.1.0",
     "PreferredMaintenanceWindow": "sun:02:30-sun:03:30", "CacheSubnetGroupName": "shop",
     "PreferredAvailabilityZone": "Multiple",
     "CacheParameterGroup": {"CacheParameterGroupName": "default.redis7"},
     "NotificationConfiguration": {"TopicArn": "arn:topic", "TopicStatus": "active"},
     "SecurityGroups": [{"SecurityGroupId": "sg-1", "Status": "active"}],
     "CacheNodes": [{"CacheNodeId": "0001", "Endpoint": {"Address": "shop-001.example", "Port": 6379}}]}]}"#;

const GROUPS: &str = r#"{"ReplicationGroups": [
    {"ReplicationGroupId": "shop", "ARN": "arn:shop", "Description": "carts", "Status": "available",
     "MemberClusters": ["shop-001", "shop-002"], "AutomaticFailover": "enabled", "MultiAZ": "disabled",
     "NodeGroups": [{"NodeGroupId": "0001", "PrimaryEndpoint": {"Address": "primary.example", "Port": 6379},
        "ReaderEndpoint": {"Address": "reader.example", "Port": 6379},
        "NodeGroupMembers": [{"CacheClusterId": "shop-001"}, {"CacheClusterId": "shop-002"}]}],
     "SnapshotRetentionLimit": 5, "SnapshotWindow": "05:00-06:00", "ClusterEnabled": false,
     "ClusterMode": "disabled", "CacheNodeType": "cache.t3.micro", "AuthTokenEnabled": true,
     "TransitEncryptionEnabled": true, "TransitEncryptionMode": "required", "AtRestEncryptionEnabled": true,
     "DataTiering": "disabled", "AutoMinorVersionUpgrade": false, "UserGroupIds": ["shop"],
     "LogDeliveryConfigurations": [{"LogType": "slow-log", "DestinationType": "cloudwatch-logs",
        "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/redis"}}, "LogFormat": "json",
        "Status": "active"}]}]}"#;

#[test]
fn a_cluster_is_what_the_provider_writes() {
    let tags = (LIST_TAGS, "arn:cluster-example", r#"{"TagList": [{"Key": "a", "Value": "b"}]}"#);
    let resources = shape(&SERVICE, &[(DESCRIBE_CLUSTERS, "", CLUSTERS), tags]);
    check(
        &resources,
        "aws_elasticache_cluster.cluster-example",
        r#"{"id": "cluster-example", "cluster_id": "cluster-example", "arn": "arn:cluster-example",
        "availability_zone": "us-east-2b", "az_mode": "single-az", "auto_minor_version_upgrade": "true",
        "cache_nodes": [{"address": "cluster-example.0001.example", "availability_zone": "us-east-2b",
            "id": "0001", "outpost_arn": null, "port": 11211}],
        "cluster_address": "cluster-example.cfg.example",
        "configuration_endpoint": "cluster-example.cfg.example:11211", "engine": "memcached",
        "engine_version": "1.6.6", "engine_version_actual": "1.6.6", "log_delivery_configuration": [],
        "maintenance_window": "fri:02:30-fri:03:30", "node_type": "cache.t2.micro",
        "notification_topic_arn": null, "num_cache_nodes": 1, "parameter_group_name": "default.memcached1.6",
        "port": 11211, "replication_group_id": null, "security_group_ids": [],
        "snapshot_retention_limit": 0, "subnet_group_name": "default", "tags": {"a": "b"}}"#,
    );
    assert_eq!(owner(&resources, "aws_elasticache_cluster.cluster-example"), None);
    let group = "aws_elasticache_replication_group/shop";
    assert_eq!(owner(&resources, "aws_elasticache_cluster.shop-001"), Some(group));
    check(
        &resources,
        "aws_elasticache_cluster.shop-001",
        r#"{"az_mode": "cross-az", "engine_version": "7.1", "engine_version_actual": "7.1.0"}"#,
    );
}

#[test]
fn a_replication_group_has_what_its_members_tell() {
    let expected = r#"{"id": "shop", "replication_group_id": "shop", "description": "carts",
        "at_rest_encryption_enabled": true, "auto_minor_version_upgrade": "false",
        "automatic_failover_enabled": true, "multi_az_enabled": false, "data_tiering_enabled": false,
        "cluster_enabled": false, "cluster_mode": "disabled", "configuration_endpoint_address": null,
        "primary_endpoint_address": "primary.example", "reader_endpoint_address": "reader.example",
        "member_clusters": ["shop-001", "shop-002"], "node_type": "cache.t3.micro", "num_cache_clusters": 2,
        "num_node_groups": 1, "replicas_per_node_group": 1, "snapshot_retention_limit": 5,
        "snapshot_window": "05:00-06:00", "transit_encryption_enabled": true,
        "transit_encryption_mode": "required", "user_group_ids": ["shop"],
        "log_delivery_configuration": [{"destination": "/redis", "destination_type": "cloudwatch-logs",
            "log_format": "json", "log_type": "slow-log"}]}"#;
    let alone = shape(&SERVICE, &[(DESCRIBE_REPLICATION_GROUPS, "", GROUPS)]);
    check(&alone, "aws_elasticache_replication_group.shop", expected);
    for unknown in ["engine_version", "subnet_group_name", "auth_token", "tags", "security_group_ids"] {
        assert!(alone[0].attributes.get(unknown).is_none(), "{unknown} is not told by the group");
    }
    let both =
        shape(&SERVICE, &[(DESCRIBE_REPLICATION_GROUPS, "", GROUPS), (DESCRIBE_CLUSTERS, "", CLUSTERS)]);
    check(&both, "aws_elasticache_replication_group.shop", expected);
    check(
        &both,
        "aws_elasticache_replication_group.shop",
        r#"{"engine": "redis", "engine_version": "7.1", "engine_version_actual": "7.1.0",
        "maintenance_window": "sun:02:30-sun:03:30", "subnet_group_name": "shop",
        "parameter_group_name": "default.redis7", "notification_topic_arn": "arn:topic", "port": 6379,
        "security_group_ids": ["sg-1"]}"#,
    );
}

#[test]
fn groups_users_and_serverless_caches_are_what_the_provider_writes() {
    let resources = shape(
        &SERVICE,
        &[
            (
                DESCRIBE_SERVERLESS,
                "",
                r#"{"ServerlessCaches": [{"ServerlessCacheName": "s", "ARN": "arn:s", "Engine": "valkey",
            "MajorEngineVersion": "8", "FullEngineVersion": "8.0", "SubnetIds": ["subnet-1"],
            "Endpoint": {"Address": "s.example", "Port": 6379}, "DailySnapshotTime": "09:00",
            "CacheUsageLimits": {"DataStorage": {"Maximum": 10, "Unit": "GB"},
                                 "ECPUPerSecond": {"Maximum": 5000}}}]}"#,
            ),
            (
                DESCRIBE_SUBNET_GROUPS,
                "",
                r#"{"CacheSubnetGroups": [{"CacheSubnetGroupName": "shop", "CacheSubnetGroupDescription": "d",
            "VpcId": "vpc-1", "Subnets": [{"SubnetIdentifier": "subnet-1"}], "ARN": "arn:sg"}]}"#,
            ),
            (
                DESCRIBE_PARAMETER_GROUPS,
                "",
                r#"{"CacheParameterGroups": [{"CacheParameterGroupName": "shop", "Description": "d",
            "CacheParameterGroupFamily": "redis7", "ARN": "arn:pg"},
            {"CacheParameterGroupName": "default.redis7", "CacheParameterGroupFamily": "redis7"}]}"#,
            ),
            (
                DESCRIBE_PARAMETERS,
                "shop",
                r#"{"Parameters": [{"ParameterName": "maxmemory-policy", "ParameterValue": "allkeys-lru"},
                    {"ParameterName": "unset"}]}"#,
            ),
            (
                DESCRIBE_USERS,
                "",
                r#"{"Users": [{"UserId": "app", "UserName": "app", "AccessString": "on ~* +@all",
            "Engine": "redis", "ARN": "arn:user", "Authentication": {"Type": "password", "PasswordCount": 1}},
            {"UserId": "default", "UserName": "default", "AccessString": "on ~* +@all"}]}"#,
            ),
            (
                DESCRIBE_USER_GROUPS,
                "",
                r#"{"UserGroups": [{"UserGroupId": "shop", "Engine": "redis", "UserIds": ["app", "default"],
            "ARN": "arn:ug"}]}"#,
            ),
        ],
    );
    check(
        &resources,
        "aws_elasticache_serverless_cache.s",
        r#"{"id": "s", "name": "s", "engine": "valkey", "major_engine_version": "8",
        "full_engine_version": "8.0", "daily_snapshot_time": "09:00", "snapshot_retention_limit": 0,
        "endpoint": [{"address": "s.example", "port": 6379}], "reader_endpoint": [],
        "cache_usage_limits": [{"data_storage": [{"maximum": 10, "minimum": null, "unit": "GB"}],
            "ecpu_per_second": [{"maximum": 5000, "minimum": null}]}], "subnet_ids": ["subnet-1"]}"#,
    );
    check(
        &resources,
        "aws_elasticache_subnet_group.shop",
        r#"{"id": "shop", "description": "d", "subnet_ids": ["subnet-1"], "vpc_id": "vpc-1"}"#,
    );
    check(
        &resources,
        "aws_elasticache_parameter_group.shop",
        r#"{"family": "redis7", "parameter": [{"name": "maxmemory-policy", "value": "allkeys-lru"}]}"#,
    );
    assert_eq!(owner(&resources, "aws_elasticache_parameter_group.default.redis7"), Some("AWS"));
    check(
        &resources,
        "aws_elasticache_user.app",
        r#"{"user_id": "app", "user_name": "app", "access_string": "on ~* +@all", "engine": "redis",
            "authentication_mode": [{"password_count": 1, "type": "password"}]}"#,
    );
    assert_eq!(owner(&resources, "aws_elasticache_user.default"), Some("AWS"));
    check(
        &resources,
        "aws_elasticache_user_group.shop",
        r#"{"user_group_id": "shop", "user_ids": ["app", "default"]}"#,
    );
}
