//! Asking `ElastiCache`.

use aws_sdk_elasticache::error::SdkError;
use aws_sdk_elasticache::operation::describe_cache_clusters::DescribeCacheClustersOutput;
use aws_sdk_elasticache::operation::describe_cache_parameter_groups::DescribeCacheParameterGroupsOutput;
use aws_sdk_elasticache::operation::describe_cache_parameters::{
    DescribeCacheParametersError, DescribeCacheParametersOutput,
};
use aws_sdk_elasticache::operation::describe_cache_subnet_groups::DescribeCacheSubnetGroupsOutput;
use aws_sdk_elasticache::operation::describe_replication_groups::DescribeReplicationGroupsOutput;
use aws_sdk_elasticache::operation::describe_serverless_caches::DescribeServerlessCachesOutput;
use aws_sdk_elasticache::operation::describe_user_groups::DescribeUserGroupsOutput;
use aws_sdk_elasticache::operation::describe_users::DescribeUsersOutput;
use aws_sdk_elasticache::operation::list_tags_for_resource::ListTagsForResourceOutput;
use aws_sdk_elasticache::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::elasticache::{
    DESCRIBE_CLUSTERS, DESCRIBE_PARAMETER_GROUPS, DESCRIBE_PARAMETERS, DESCRIBE_REPLICATION_GROUPS,
    DESCRIBE_SERVERLESS, DESCRIBE_SUBNET_GROUPS, DESCRIBE_USER_GROUPS, DESCRIBE_USERS, LIST_TAGS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_elasticache, reading, &SERVICE);
    let clusters = client.describe_cache_clusters().show_cache_node_info(true);
    reading.pages(DESCRIBE_CLUSTERS, clusters.into_paginator().send()).await;
    reading
        .pages(DESCRIBE_REPLICATION_GROUPS, client.describe_replication_groups().into_paginator().send())
        .await;
    reading.pages(DESCRIBE_SERVERLESS, client.describe_serverless_caches().into_paginator().send()).await;
    reading
        .pages(DESCRIBE_SUBNET_GROUPS, client.describe_cache_subnet_groups().into_paginator().send())
        .await;
    reading
        .pages(DESCRIBE_PARAMETER_GROUPS, client.describe_cache_parameter_groups().into_paginator().send())
        .await;
    reading.pages(DESCRIBE_USERS, client.describe_users().into_paginator().send()).await;
    reading.pages(DESCRIBE_USER_GROUPS, client.describe_user_groups().into_paginator().send()).await;

    let groups =
        reading.members(DESCRIBE_PARAMETER_GROUPS, "CacheParameterGroups", "CacheParameterGroupName");
    let groups: Vec<String> = groups.into_iter().filter(|group| !group.starts_with("default.")).collect();
    reading
        .each(DESCRIBE_PARAMETERS, &groups, |group| {
            // Parameters that somebody set; all others are as the engine has them.
            let request = client.describe_cache_parameters().cache_parameter_group_name(group).source("user");
            async move {
                let mut all = request.clone().send().await?;
                while let Some(marker) = all.marker.take() {
                    let more = request.clone().marker(marker).send().await?;
                    all.parameters.get_or_insert_default().extend(more.parameters.unwrap_or_default());
                    all.marker = more.marker;
                }
                Ok::<_, SdkError<DescribeCacheParametersError>>(all)
            }
        })
        .await;
    let arns = tagged(reading);
    reading.each(LIST_TAGS, &arns, |arn| client.list_tags_for_resource().resource_name(arn).send()).await;
}

/// Returns the ARNs of all that may have tags of its own: not members of replication groups, nor what AWS made.
fn tagged(reading: &Reading<'_>) -> Vec<String> {
    let alone = reading
        .answers
        .items(DESCRIBE_CLUSTERS, "CacheClusters")
        .filter(|cluster| cluster.get("ReplicationGroupId").text().is_none())
        .filter_map(|cluster| cluster.get("ARN").text().map(str::to_owned));
    let others = [
        (DESCRIBE_REPLICATION_GROUPS, "ReplicationGroups"),
        (DESCRIBE_SERVERLESS, "ServerlessCaches"),
        (DESCRIBE_SUBNET_GROUPS, "CacheSubnetGroups"),
        (DESCRIBE_PARAMETER_GROUPS, "CacheParameterGroups"),
        (DESCRIBE_USERS, "Users"),
        (DESCRIBE_USER_GROUPS, "UserGroups"),
    ];
    let others = others.into_iter().flat_map(|(action, list)| reading.members(action, list, "ARN"));
    // `arn:aws:elasticache:REGION:ACCOUNT:parametergroup:NAME`
    let is_own = |arn: &String| {
        arn.splitn(7, ':').nth(6).is_none_or(|name| name != "default" && !name.starts_with("default."))
    };
    alone.chain(others).filter(is_own).collect()
}

trees! {
    struct DescribeCacheClustersOutput { cache_clusters }
    struct DescribeReplicationGroupsOutput { replication_groups }
    struct DescribeServerlessCachesOutput { serverless_caches }
    struct DescribeCacheSubnetGroupsOutput { cache_subnet_groups }
    struct DescribeCacheParameterGroupsOutput { cache_parameter_groups }
    struct DescribeCacheParametersOutput { parameters }
    struct DescribeUsersOutput { users }
    struct DescribeUserGroupsOutput { user_groups }
    struct ListTagsForResourceOutput { tag_list }
    struct types::CacheCluster {
        cache_cluster_id, arn, configuration_endpoint, cache_node_type, engine, engine_version,
        num_cache_nodes, preferred_availability_zone, preferred_outpost_arn, preferred_maintenance_window,
        notification_configuration, cache_parameter_group, cache_subnet_group_name, cache_nodes,
        auto_minor_version_upgrade, security_groups, replication_group_id, snapshot_retention_limit,
        snapshot_window, transit_encryption_enabled, log_delivery_configurations, network_type, ip_discovery,
    }
    struct types::CacheNode { cache_node_id, endpoint, customer_availability_zone, customer_outpost_arn }
    struct types::Endpoint { address, port }
    struct types::NotificationConfiguration { topic_arn, topic_status }
    struct types::CacheParameterGroupStatus { cache_parameter_group_name }
    struct types::SecurityGroupMembership { security_group_id }
    struct types::LogDeliveryConfiguration { log_type, destination_type, destination_details, log_format }
    struct types::DestinationDetails { cloud_watch_logs_details, kinesis_firehose_details }
    struct types::CloudWatchLogsDestinationDetails { log_group }
    struct types::KinesisFirehoseDestinationDetails { delivery_stream }
    struct types::ReplicationGroup {
        replication_group_id, arn, description, global_replication_group_info, member_clusters, node_groups,
        automatic_failover, multi_az, configuration_endpoint, snapshot_retention_limit, snapshot_window,
        cluster_enabled, cache_node_type, transit_encryption_enabled, transit_encryption_mode,
        at_rest_encryption_enabled, kms_key_id, user_group_ids, log_delivery_configurations, data_tiering,
        auto_minor_version_upgrade, network_type, ip_discovery, cluster_mode, engine,
    }
    struct types::GlobalReplicationGroupInfo { global_replication_group_id }
    struct types::NodeGroup { node_group_id, primary_endpoint, reader_endpoint, node_group_members }
    struct types::NodeGroupMember { cache_cluster_id }
    struct types::ServerlessCache {
        serverless_cache_name, arn, description, engine, major_engine_version, full_engine_version,
        cache_usage_limits, kms_key_id, security_group_ids, endpoint, reader_endpoint, user_group_id,
        subnet_ids, snapshot_retention_limit, daily_snapshot_time, network_type,
    }
    struct types::CacheUsageLimits { data_storage, ecpu_per_second }
    struct types::DataStorage { maximum, minimum, unit }
    struct types::EcpuPerSecond { maximum, minimum }
    struct types::CacheSubnetGroup {
        cache_subnet_group_name, arn, cache_subnet_group_description, vpc_id, subnets,
    }
    struct types::Subnet { subnet_identifier }
    struct types::CacheParameterGroup {
        cache_parameter_group_name, arn, cache_parameter_group_family, description,
    }
    struct types::Parameter { parameter_name, parameter_value }
    struct types::User { user_id, user_name, arn, engine, access_string, authentication }
    struct types::Authentication { r#type, password_count }
    struct types::UserGroup { user_group_id, arn, engine, user_ids }
    struct types::Tag { key, value }
    enum types::AuthenticationType
    enum types::AutomaticFailoverStatus
    enum types::ClusterMode
    enum types::DataStorageUnit
    enum types::DataTieringStatus
    enum types::DestinationType
    enum types::IpDiscovery
    enum types::LogFormat
    enum types::LogType
    enum types::MultiAzStatus
    enum types::NetworkType
    enum types::TransitEncryptionMode
}
