//! Clusters: of Aurora and other engines of RDS, of `DocumentDB`, and of Neptune.

use super::{master_user_secret, security_groups};
use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::collect::aws::services::blocks::count;
use crate::model::Value;

/// Puts a cluster into the model, as the kind that its engine is of.
pub(super) fn cluster(of: Node<'_>, made: &mut Made) {
    match of.get("Engine").str() {
        "docdb" => common("aws_docdb_cluster", of, made)
            .copy("engine_version", of.get("EngineVersion"))
            .copy("db_cluster_parameter_group_name", of.get("DBClusterParameterGroup"))
            .copy("db_subnet_group_name", of.get("DBSubnetGroup"))
            .copy("kms_key_id", of.get("KmsKeyId"))
            .copy("master_username", of.get("MasterUsername"))
            .copy("storage_type", of.get("StorageType"))
            .set("enabled_cloudwatch_logs_exports", exports(of))
            .block("master_user_secret", master_user_secret(of))
            .done(),
        "neptune" => common("aws_neptune_cluster", of, made)
            .copy("engine_version", of.get("EngineVersion"))
            .bool("copy_tags_to_snapshot", of.get("CopyTagsToSnapshot"))
            .bool("iam_database_authentication_enabled", of.get("IAMDatabaseAuthenticationEnabled"))
            .copy("kms_key_arn", of.get("KmsKeyId"))
            .copy("neptune_cluster_parameter_group_name", of.get("DBClusterParameterGroup"))
            .copy("neptune_subnet_group_name", of.get("DBSubnetGroup"))
            .copy("replication_source_identifier", of.get("ReplicationSourceIdentifier"))
            .copy("storage_type", of.get("StorageType"))
            .set("enable_cloudwatch_logs_exports", exports(of))
            .set("iam_roles", roles(of))
            .block("serverless_v2_scaling_configuration", serverless_of_neptune(of))
            .done(),
        _ => of_rds(of, made),
    }
}

fn of_rds(of: Node<'_>, made: &mut Made) {
    let domain = of.get("DomainMemberships").items().next().unwrap_or(Node::ABSENT);
    common("aws_rds_cluster", of, made)
        .set("allocated_storage", count(of.get("AllocatedStorage")))
        .set("iops", count(of.get("Iops")))
        .copy("storage_type", of.get("StorageType"))
        .set("backtrack_window", count(of.get("BacktrackWindow")))
        .copy_known("ca_certificate_identifier", of.get("CertificateDetails").get("CAIdentifier"))
        .copy_known("cluster_scalability_type", of.get("ClusterScalabilityType"))
        .bool("copy_tags_to_snapshot", of.get("CopyTagsToSnapshot"))
        .copy("database_name", of.get("DatabaseName"))
        .copy_known("database_insights_mode", of.get("DatabaseInsightsMode"))
        .copy("db_cluster_instance_class", of.get("DBClusterInstanceClass"))
        .copy("db_cluster_parameter_group_name", of.get("DBClusterParameterGroup"))
        .copy("db_subnet_group_name", of.get("DBSubnetGroup"))
        .copy("domain", domain.get("Domain"))
        .copy("domain_iam_role_name", domain.get("IAMRoleName"))
        .bool("enable_http_endpoint", of.get("HttpEndpointEnabled"))
        .set("enabled_cloudwatch_logs_exports", exports(of))
        .copy_known("engine_lifecycle_support", of.get("EngineLifecycleSupport"))
        .copy_known("engine_mode", of.get("EngineMode"))
        // `engine_version` is what was asked for, which may be "15" and stay so: no answer tells that.
        .copy("engine_version_actual", of.get("EngineVersion"))
        .copy_known("global_cluster_identifier", of.get("GlobalClusterIdentifier"))
        .bool("iam_database_authentication_enabled", of.get("IAMDatabaseAuthenticationEnabled"))
        .set("iam_roles", roles(of))
        .copy("kms_key_id", of.get("KmsKeyId"))
        .copy("master_username", of.get("MasterUsername"))
        .block("master_user_secret", master_user_secret(of))
        .set("monitoring_interval", count(of.get("MonitoringInterval")))
        .copy("monitoring_role_arn", of.get("MonitoringRoleArn"))
        .copy_known("network_type", of.get("NetworkType"))
        .bool("performance_insights_enabled", of.get("PerformanceInsightsEnabled"))
        .copy("performance_insights_kms_key_id", of.get("PerformanceInsightsKMSKeyId"))
        .set("performance_insights_retention_period", count(of.get("PerformanceInsightsRetentionPeriod")))
        .copy("replication_source_identifier", of.get("ReplicationSourceIdentifier"))
        .block("scaling_configuration", scaling(of))
        .block("serverlessv2_scaling_configuration", serverless(of))
        .done();
}

/// What all clusters have in common.
fn common<'m>(kind: &str, of: Node<'_>, made: &'m mut Made) -> Building<'m> {
    let identifier = of.get("DBClusterIdentifier").str();
    let members = of.get("DBClusterMembers").items().filter_map(|m| m.get("DBInstanceIdentifier").text());
    made.resource(kind, identifier)
        .called(identifier)
        .set("cluster_identifier", identifier)
        .copy("arn", of.get("DBClusterArn"))
        .copy("cluster_resource_id", of.get("DbClusterResourceId"))
        .set("cluster_members", texts(members))
        .set("availability_zones", texts(of.get("AvailabilityZones").texts()))
        .set("backup_retention_period", count(of.get("BackupRetentionPeriod")))
        .bool("deletion_protection", of.get("DeletionProtection"))
        .copy("endpoint", of.get("Endpoint"))
        .copy("reader_endpoint", of.get("ReaderEndpoint"))
        .copy("engine", of.get("Engine"))
        .copy("hosted_zone_id", of.get("HostedZoneId"))
        .copy_known("port", of.get("Port"))
        .copy("preferred_backup_window", of.get("PreferredBackupWindow"))
        .copy("preferred_maintenance_window", of.get("PreferredMaintenanceWindow"))
        .bool("storage_encrypted", of.get("StorageEncrypted"))
        .set("vpc_security_group_ids", security_groups(of))
        .tags(of.get("TagList"))
}

fn exports(of: Node<'_>) -> Value {
    texts(of.get("EnabledCloudwatchLogsExports").texts())
}

/// Roles that were given to the whole cluster; those for one feature are a kind of their own.
fn roles(of: Node<'_>) -> Value {
    texts(of.get("AssociatedRoles").items().filter_map(|role| role.get("RoleArn").text()))
}

/// How the first generation of serverless scales.
fn scaling(of: Node<'_>) -> Option<Value> {
    let of = of.get("ScalingConfigurationInfo");
    of.get("MaxCapacity").is_there().then(|| {
        fields([
            ("auto_pause", of.get("AutoPause").value()),
            ("max_capacity", of.get("MaxCapacity").value()),
            ("min_capacity", of.get("MinCapacity").value()),
            ("seconds_before_timeout", of.get("SecondsBeforeTimeout").value()),
            ("seconds_until_auto_pause", of.get("SecondsUntilAutoPause").value()),
            ("timeout_action", of.get("TimeoutAction").value()),
        ])
    })
}

/// How the second generation of serverless scales.
fn serverless(of: Node<'_>) -> Option<Value> {
    let of = of.get("ServerlessV2ScalingConfiguration");
    of.get("MaxCapacity").is_there().then(|| {
        fields([
            ("max_capacity", of.get("MaxCapacity").value()),
            ("min_capacity", of.get("MinCapacity").value()),
            ("seconds_until_auto_pause", count(of.get("SecondsUntilAutoPause"))),
        ])
    })
}

fn serverless_of_neptune(of: Node<'_>) -> Option<Value> {
    let of = of.get("ServerlessV2ScalingConfiguration");
    of.get("MaxCapacity").is_there().then(|| {
        fields([
            ("max_capacity", of.get("MaxCapacity").value()),
            ("min_capacity", of.get("MinCapacity").value()),
        ])
    })
}
