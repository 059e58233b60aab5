//! Asking RDS.

use aws_sdk_rds::error::SdkError;
use aws_sdk_rds::operation::describe_db_cluster_parameter_groups::DescribeDbClusterParameterGroupsOutput;
use aws_sdk_rds::operation::describe_db_cluster_parameters::{
    DescribeDBClusterParametersError, DescribeDbClusterParametersOutput,
};
use aws_sdk_rds::operation::describe_db_clusters::DescribeDbClustersOutput;
use aws_sdk_rds::operation::describe_db_instances::DescribeDbInstancesOutput;
use aws_sdk_rds::operation::describe_db_parameter_groups::DescribeDbParameterGroupsOutput;
use aws_sdk_rds::operation::describe_db_parameters::{DescribeDBParametersError, DescribeDbParametersOutput};
use aws_sdk_rds::operation::describe_db_proxies::DescribeDbProxiesOutput;
use aws_sdk_rds::operation::describe_db_subnet_groups::DescribeDbSubnetGroupsOutput;
use aws_sdk_rds::operation::describe_event_subscriptions::DescribeEventSubscriptionsOutput;
use aws_sdk_rds::operation::describe_option_groups::DescribeOptionGroupsOutput;
use aws_sdk_rds::operation::list_tags_for_resource::ListTagsForResourceOutput;
use aws_sdk_rds::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::rds::{
    DESCRIBE_CLUSTER_PARAMETER_GROUPS, DESCRIBE_CLUSTER_PARAMETERS, DESCRIBE_CLUSTERS,
    DESCRIBE_EVENT_SUBSCRIPTIONS, DESCRIBE_INSTANCES, DESCRIBE_OPTION_GROUPS, DESCRIBE_PARAMETER_GROUPS,
    DESCRIBE_PARAMETERS, DESCRIBE_PROXIES, DESCRIBE_SUBNET_GROUPS, LIST_TAGS, SERVICE, is_default,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Parameters that somebody set; all others are as the engine has them.
const SET: &str = "user";

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_rds, reading, &SERVICE);
    reading.pages(DESCRIBE_INSTANCES, client.describe_db_instances().into_paginator().send()).await;
    reading.pages(DESCRIBE_CLUSTERS, client.describe_db_clusters().into_paginator().send()).await;
    reading.pages(DESCRIBE_SUBNET_GROUPS, client.describe_db_subnet_groups().into_paginator().send()).await;
    reading
        .pages(DESCRIBE_PARAMETER_GROUPS, client.describe_db_parameter_groups().into_paginator().send())
        .await;
    reading
        .pages(
            DESCRIBE_CLUSTER_PARAMETER_GROUPS,
            client.describe_db_cluster_parameter_groups().into_paginator().send(),
        )
        .await;
    reading.pages(DESCRIBE_OPTION_GROUPS, client.describe_option_groups().into_paginator().send()).await;
    reading
        .pages(DESCRIBE_EVENT_SUBSCRIPTIONS, client.describe_event_subscriptions().into_paginator().send())
        .await;
    reading.pages(DESCRIBE_PROXIES, client.describe_db_proxies().into_paginator().send()).await;

    let own = |group: &String| !is_default(group);
    let groups = reading.members(DESCRIBE_PARAMETER_GROUPS, "DBParameterGroups", "DBParameterGroupName");
    let groups: Vec<String> = groups.into_iter().filter(own).collect();
    reading
        .each(DESCRIBE_PARAMETERS, &groups, |group| {
            let request = client.describe_db_parameters().db_parameter_group_name(group).source(SET);
            async move {
                let mut all = request.clone().send().await?;
                while let Some(marker) = all.marker.take() {
                    let more = request.clone().marker(marker).send().await?;
                    all.parameters.get_or_insert_default().extend(more.parameters.unwrap_or_default());
                    all.marker = more.marker;
                }
                Ok::<_, SdkError<DescribeDBParametersError>>(all)
            }
        })
        .await;
    let groups = reading.members(
        DESCRIBE_CLUSTER_PARAMETER_GROUPS,
        "DBClusterParameterGroups",
        "DBClusterParameterGroupName",
    );
    let groups: Vec<String> = groups.into_iter().filter(own).collect();
    reading
        .each(DESCRIBE_CLUSTER_PARAMETERS, &groups, |group| {
            let request =
                client.describe_db_cluster_parameters().db_cluster_parameter_group_name(group).source(SET);
            async move {
                let mut all = request.clone().send().await?;
                while let Some(marker) = all.marker.take() {
                    let more = request.clone().marker(marker).send().await?;
                    all.parameters.get_or_insert_default().extend(more.parameters.unwrap_or_default());
                    all.marker = more.marker;
                }
                Ok::<_, SdkError<DescribeDBClusterParametersError>>(all)
            }
        })
        .await;
    // Instances and clusters come with their tags.
    let tagged: Vec<String> = [
        (DESCRIBE_SUBNET_GROUPS, "DBSubnetGroups", "DBSubnetGroupArn"),
        (DESCRIBE_PARAMETER_GROUPS, "DBParameterGroups", "DBParameterGroupArn"),
        (DESCRIBE_CLUSTER_PARAMETER_GROUPS, "DBClusterParameterGroups", "DBClusterParameterGroupArn"),
        (DESCRIBE_OPTION_GROUPS, "OptionGroupsList", "OptionGroupArn"),
        (DESCRIBE_EVENT_SUBSCRIPTIONS, "EventSubscriptionsList", "EventSubscriptionArn"),
        (DESCRIBE_PROXIES, "DBProxies", "DBProxyArn"),
    ]
    .into_iter()
    .flat_map(|(action, list, arn)| reading.members(action, list, arn))
    // `arn:aws:rds:REGION:ACCOUNT:pg:NAME`; those of AWS have no tags, and there are many.
    .filter(|arn| arn.splitn(7, ':').nth(6).is_none_or(|name| !is_default(name)))
    .collect();
    reading.each(LIST_TAGS, &tagged, |arn| client.list_tags_for_resource().resource_name(arn).send()).await;
}

trees! {
    struct DescribeDbInstancesOutput { db_instances }
    struct DescribeDbClustersOutput { db_clusters }
    struct DescribeDbSubnetGroupsOutput { db_subnet_groups }
    struct DescribeDbParameterGroupsOutput { db_parameter_groups }
    struct DescribeDbParametersOutput { parameters }
    struct DescribeDbClusterParameterGroupsOutput { db_cluster_parameter_groups }
    struct DescribeDbClusterParametersOutput { parameters }
    struct DescribeOptionGroupsOutput { option_groups_list }
    struct DescribeEventSubscriptionsOutput { event_subscriptions_list }
    struct DescribeDbProxiesOutput { db_proxies }
    struct ListTagsForResourceOutput { tag_list }
    struct types::DbInstance {
        db_instance_identifier, db_instance_class, db_instance_arn, dbi_resource_id, db_cluster_identifier,
        engine, engine_version, master_username, db_name, endpoint, listener_endpoint, db_instance_port,
        allocated_storage, max_allocated_storage, iops, storage_throughput, storage_type, storage_encrypted,
        kms_key_id, preferred_backup_window, preferred_maintenance_window, backup_retention_period,
        backup_target, vpc_security_groups, db_parameter_groups, availability_zone, db_subnet_group, multi_az,
        auto_minor_version_upgrade, read_replica_source_db_instance_identifier,
        read_replica_source_db_cluster_identifier, read_replica_db_instance_identifiers, replica_mode,
        license_model, option_group_memberships, character_set_name, nchar_character_set_name,
        publicly_accessible, ca_certificate_identifier, domain_memberships, copy_tags_to_snapshot,
        monitoring_interval, monitoring_role_arn, promotion_tier, timezone,
        iam_database_authentication_enabled, database_insights_mode, performance_insights_enabled,
        performance_insights_kms_key_id, performance_insights_retention_period,
        enabled_cloudwatch_logs_exports, deletion_protection, tag_list, customer_owned_ip_enabled,
        network_type, custom_iam_instance_profile, master_user_secret, dedicated_log_volume,
        engine_lifecycle_support,
    }
    struct types::DbCluster {
        db_cluster_identifier, db_cluster_arn, db_cluster_resource_id, db_cluster_members, allocated_storage,
        availability_zones, backup_retention_period, database_name, db_cluster_parameter_group,
        db_subnet_group, endpoint, reader_endpoint, engine, engine_version, engine_mode,
        engine_lifecycle_support, port, master_username, master_user_secret, preferred_backup_window,
        preferred_maintenance_window, replication_source_identifier, vpc_security_groups, hosted_zone_id,
        storage_encrypted, kms_key_id, associated_roles, iam_database_authentication_enabled,
        backtrack_window, enabled_cloudwatch_logs_exports, scaling_configuration_info,
        serverless_v2_scaling_configuration, db_cluster_instance_class, storage_type, iops,
        deletion_protection, http_endpoint_enabled, copy_tags_to_snapshot, domain_memberships, tag_list,
        global_cluster_identifier, network_type, monitoring_interval, monitoring_role_arn,
        database_insights_mode, performance_insights_enabled, performance_insights_kms_key_id,
        performance_insights_retention_period, cluster_scalability_type, certificate_details,
    }
    struct types::Endpoint { address, port, hosted_zone_id }
    struct types::VpcSecurityGroupMembership { vpc_security_group_id }
    struct types::DbSecurityGroupMembership { db_security_group_name }
    struct types::DbParameterGroupStatus { db_parameter_group_name }
    struct types::OptionGroupMembership { option_group_name }
    struct types::DomainMembership { domain, fqdn, iam_role_name, ou, auth_secret_arn, dns_ips }
    struct types::MasterUserSecret { secret_arn, secret_status, kms_key_id }
    struct types::DbClusterMember { db_instance_identifier }
    struct types::DbClusterRole { role_arn, feature_name }
    struct types::CertificateDetails { ca_identifier }
    struct types::ScalingConfigurationInfo {
        min_capacity, max_capacity, auto_pause, seconds_until_auto_pause, timeout_action,
        seconds_before_timeout,
    }
    struct types::ServerlessV2ScalingConfigurationInfo { min_capacity, max_capacity, seconds_until_auto_pause }
    struct types::DbSubnetGroup {
        db_subnet_group_name, db_subnet_group_arn, db_subnet_group_description, vpc_id, subnets,
    }
    struct types::Subnet { subnet_identifier }
    struct types::DbParameterGroup {
        db_parameter_group_name, db_parameter_group_arn, db_parameter_group_family, description,
    }
    struct types::DbClusterParameterGroup {
        db_cluster_parameter_group_name, db_cluster_parameter_group_arn, db_parameter_group_family, description,
    }
    struct types::Parameter { parameter_name, parameter_value, apply_method }
    struct types::OptionGroup {
        option_group_name, option_group_arn, option_group_description, engine_name, major_engine_version,
        options,
    }
    struct types::Option {
        option_name, port, option_version, option_settings, vpc_security_group_memberships,
        db_security_group_memberships,
    }
    struct types::OptionSetting { name, value, default_value }
    struct types::EventSubscription {
        cust_subscription_id, event_subscription_arn, enabled, event_categories_list, sns_topic_arn,
        source_ids_list, source_type,
    }
    struct types::DbProxy {
        db_proxy_name, db_proxy_arn, auth, debug_logging, default_auth_scheme, endpoint, endpoint_network_type,
        engine_family, idle_client_timeout, require_tls, role_arn, target_connection_network_type,
        vpc_security_group_ids, vpc_subnet_ids,
    }
    struct types::UserAuthConfigInfo {
        description, user_name, auth_scheme, secret_arn, iam_auth, client_password_auth_type,
    }
    struct types::Tag { key, value }
    enum types::ApplyMethod
    enum types::AuthScheme
    enum types::ClientPasswordAuthType
    enum types::ClusterScalabilityType
    enum types::DatabaseInsightsMode
    enum types::EndpointNetworkType
    enum types::IamAuthMode
    enum types::ReplicaMode
    enum types::TargetConnectionNetworkType
}
