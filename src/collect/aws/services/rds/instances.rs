//! Instances of databases: alone, or of a cluster, which are other kinds to Terraform.

use super::{master_user_secret, security_groups};
use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::collect::aws::services::blocks::count;
use crate::model::Value;

/// Puts an instance into the model, as the kind that it is of.
pub(super) fn instance(instance: Node<'_>, made: &mut Made) {
    let cluster = instance.get("DBClusterIdentifier").text();
    match (instance.get("Engine").str(), cluster) {
        ("docdb", _) => of_docdb(instance, made),
        ("neptune", _) => of_neptune(instance, made),
        (_, Some(cluster)) => of_cluster(instance, cluster, made),
        (_, None) => alone(instance, made),
    }
}

fn alone(of: Node<'_>, made: &mut Made) {
    let endpoint = of.get("Endpoint");
    let domain = of.get("DomainMemberships").items().next().unwrap_or(Node::ABSENT);
    let identifier = of.get("DBInstanceIdentifier").str();
    // Since version 5 the provider takes the resource id, which a rename leaves as it is.
    let id = of.get("DbiResourceId").text().unwrap_or(identifier);
    let port =
        endpoint.get("Port").int().or_else(|| of.get("DbInstancePort").int().filter(|port| *port != 0));
    let listener = of.get("ListenerEndpoint");
    let listener = listener.get("Address").text().map(|address| {
        fields([
            ("address", Value::string(address)),
            ("hosted_zone_id", listener.get("HostedZoneId").value()),
            ("port", listener.get("Port").value()),
        ])
    });
    let instance = common(made.resource("aws_db_instance", id).called(identifier), of)
        .copy("address", endpoint.get("Address"))
        .known("endpoint", with_port(endpoint).as_deref())
        .copy_known("hosted_zone_id", endpoint.get("HostedZoneId"))
        .known("port", port)
        .block("listener_endpoint", listener)
        .set("resource_id", id)
        .set("allocated_storage", count(of.get("AllocatedStorage")))
        .set("max_allocated_storage", count(of.get("MaxAllocatedStorage")))
        .set("iops", count(of.get("Iops")))
        .set("storage_throughput", count(of.get("StorageThroughput")))
        .copy("storage_type", of.get("StorageType"))
        .set("backup_retention_period", count(of.get("BackupRetentionPeriod")))
        .copy_known("backup_target", of.get("BackupTarget"))
        .copy("backup_window", of.get("PreferredBackupWindow"))
        .copy("maintenance_window", of.get("PreferredMaintenanceWindow"))
        .copy("character_set_name", of.get("CharacterSetName"))
        .copy("nchar_character_set_name", of.get("NcharCharacterSetName"))
        .bool("customer_owned_ip_enabled", of.get("CustomerOwnedIpEnabled"))
        .bool("dedicated_log_volume", of.get("DedicatedLogVolume"))
        .bool("deletion_protection", of.get("DeletionProtection"))
        .bool("multi_az", of.get("MultiAZ"))
        .bool("iam_database_authentication_enabled", of.get("IAMDatabaseAuthenticationEnabled"))
        .copy("db_name", of.get("DBName"))
        .copy("username", of.get("MasterUsername"))
        .copy("license_model", of.get("LicenseModel"))
        .copy("timezone", of.get("Timezone"))
        .copy("domain", domain.get("Domain"))
        .copy("domain_fqdn", domain.get("FQDN"))
        .copy("domain_iam_role_name", domain.get("IAMRoleName"))
        .copy("domain_ou", domain.get("OU"))
        .copy("domain_auth_secret_arn", domain.get("AuthSecretArn"))
        .set("domain_dns_ips", texts(domain.get("DnsIps").texts()))
        .set("enabled_cloudwatch_logs_exports", texts(of.get("EnabledCloudwatchLogsExports").texts()))
        .copy_known("engine_lifecycle_support", of.get("EngineLifecycleSupport"))
        .copy_known("database_insights_mode", of.get("DatabaseInsightsMode"))
        .block("master_user_secret", master_user_secret(of))
        .copy("option_group_name", first(of, "OptionGroupMemberships", "OptionGroupName"))
        .copy("parameter_group_name", first(of, "DBParameterGroups", "DBParameterGroupName"))
        .copy("replica_mode", of.get("ReplicaMode"))
        .set("replicas", texts(of.get("ReadReplicaDBInstanceIdentifiers").texts()))
        .set("replicate_source_db", source(of))
        .set("vpc_security_group_ids", security_groups(of));
    instance.done();
}

fn of_cluster(of: Node<'_>, cluster: &str, made: &mut Made) {
    let identifier = of.get("DBInstanceIdentifier").str();
    let endpoint = of.get("Endpoint");
    // Instances of a Multi-AZ cluster are made by the cluster: only those of Aurora are managed one by one.
    let is_aurora = of.get("Engine").str().starts_with("aurora");
    common(made.resource("aws_rds_cluster_instance", identifier).called(identifier), of)
        .set("cluster_identifier", cluster)
        .copy("dbi_resource_id", of.get("DbiResourceId"))
        .copy("endpoint", endpoint.get("Address"))
        .copy_known("port", endpoint.get("Port"))
        .copy("db_parameter_group_name", first(of, "DBParameterGroups", "DBParameterGroupName"))
        .copy("preferred_backup_window", of.get("PreferredBackupWindow"))
        .copy("preferred_maintenance_window", of.get("PreferredMaintenanceWindow"))
        .set("promotion_tier", count(of.get("PromotionTier")))
        .owned((!is_aurora).then(|| format!("aws_rds_cluster/{cluster}")))
        .done();
}

/// What instances of a database and those of a cluster of Aurora have in common.
fn common<'m>(building: Building<'m>, of: Node<'_>) -> Building<'m> {
    member(building, of)
        .copy("kms_key_id", of.get("KmsKeyId"))
        .copy("db_subnet_group_name", of.get("DBSubnetGroup").get("DBSubnetGroupName"))
        // `engine_version` is what was asked for, which may be "15" and stay so: no answer tells that.
        .copy("engine_version_actual", of.get("EngineVersion"))
        .copy("custom_iam_instance_profile", of.get("CustomIamInstanceProfile"))
        .set("monitoring_interval", count(of.get("MonitoringInterval")))
        .copy("monitoring_role_arn", of.get("MonitoringRoleArn"))
        .copy_known("network_type", of.get("NetworkType"))
        .bool("performance_insights_enabled", of.get("PerformanceInsightsEnabled"))
        .copy("performance_insights_kms_key_id", of.get("PerformanceInsightsKMSKeyId"))
        .set("performance_insights_retention_period", count(of.get("PerformanceInsightsRetentionPeriod")))
        .bool("copy_tags_to_snapshot", of.get("CopyTagsToSnapshot"))
        .bool("publicly_accessible", of.get("PubliclyAccessible"))
}

/// What every instance has.
fn member<'m>(building: Building<'m>, of: Node<'_>) -> Building<'m> {
    building
        .copy("arn", of.get("DBInstanceArn"))
        .bool("auto_minor_version_upgrade", of.get("AutoMinorVersionUpgrade"))
        .copy("availability_zone", of.get("AvailabilityZone"))
        .copy_known("ca_cert_identifier", of.get("CACertificateIdentifier"))
        .copy("engine", of.get("Engine"))
        .copy("identifier", of.get("DBInstanceIdentifier"))
        .copy("instance_class", of.get("DBInstanceClass"))
        .bool("storage_encrypted", of.get("StorageEncrypted"))
        .tags(of.get("TagList"))
}

fn of_docdb(of: Node<'_>, made: &mut Made) {
    let identifier = of.get("DBInstanceIdentifier").str();
    let endpoint = of.get("Endpoint");
    member(made.resource("aws_docdb_cluster_instance", identifier).called(identifier), of)
        .copy("cluster_identifier", of.get("DBClusterIdentifier"))
        .copy("engine_version", of.get("EngineVersion"))
        .copy("dbi_resource_id", of.get("DbiResourceId"))
        .copy("db_subnet_group_name", of.get("DBSubnetGroup").get("DBSubnetGroupName"))
        .copy("endpoint", endpoint.get("Address"))
        .copy_known("port", endpoint.get("Port"))
        .copy("kms_key_id", of.get("KmsKeyId"))
        .copy("preferred_backup_window", of.get("PreferredBackupWindow"))
        .copy("preferred_maintenance_window", of.get("PreferredMaintenanceWindow"))
        .set("promotion_tier", count(of.get("PromotionTier")))
        .bool("copy_tags_to_snapshot", of.get("CopyTagsToSnapshot"))
        .bool("publicly_accessible", of.get("PubliclyAccessible"))
        .done();
}

fn of_neptune(of: Node<'_>, made: &mut Made) {
    let identifier = of.get("DBInstanceIdentifier").str();
    let endpoint = of.get("Endpoint");
    member(made.resource("aws_neptune_cluster_instance", identifier).called(identifier), of)
        .copy("cluster_identifier", of.get("DBClusterIdentifier"))
        .copy("engine_version", of.get("EngineVersion"))
        .copy("dbi_resource_id", of.get("DbiResourceId"))
        .copy("address", endpoint.get("Address"))
        .known("endpoint", with_port(endpoint).as_deref())
        .copy_known("port", endpoint.get("Port"))
        .copy("kms_key_arn", of.get("KmsKeyId"))
        .copy("neptune_parameter_group_name", first(of, "DBParameterGroups", "DBParameterGroupName"))
        .copy("neptune_subnet_group_name", of.get("DBSubnetGroup").get("DBSubnetGroupName"))
        .copy("preferred_backup_window", of.get("PreferredBackupWindow"))
        .copy("preferred_maintenance_window", of.get("PreferredMaintenanceWindow"))
        .set("promotion_tier", count(of.get("PromotionTier")))
        .bool("publicly_accessible", of.get("PubliclyAccessible"))
        .done();
}

/// What an instance is a replica of: another instance, or a cluster.
fn source(of: Node<'_>) -> Value {
    let instance = of.get("ReadReplicaSourceDBInstanceIdentifier");
    let source =
        if instance.text().is_some() { instance } else { of.get("ReadReplicaSourceDBClusterIdentifier") };
    source.value()
}

fn first<'a>(of: Node<'a>, list: &str, member: &str) -> Node<'a> {
    of.get(list).items().next().map_or(Node::ABSENT, |item| item.get(member))
}

/// Returns `ADDRESS:PORT`; `None` while an instance has no address yet.
fn with_port(endpoint: Node<'_>) -> Option<String> {
    Some(format!("{}:{}", endpoint.get("Address").text()?, endpoint.get("Port").int()?))
}
