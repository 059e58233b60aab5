//! What becomes of the answers of RDS.

use super::*;
use crate::collect::aws::services::testing::{check, owner, shape};
use crate::model::Resource;

const INSTANCE: &str = r#"{"DBInstances": [{
    "DBInstanceIdentifier": "shop", "DBInstanceClass": "db.t3.micro", "Engine": "postgres",
    "DBInstanceStatus": "available", "MasterUsername": "shop", "DBName": "orders",
    "Endpoint": {"Address": "shop.abc.eu-west-1.rds.amazonaws.com", "Port": 5432, "HostedZoneId": "Z1"},
    "AllocatedStorage": 20, "PreferredBackupWindow": "09:16-09:46", "BackupRetentionPeriod": 7,
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1", "Status": "active"}],
    "DBParameterGroups": [{"DBParameterGroupName": "shop-pg15", "ParameterApplyStatus": "in-sync"}],
    "OptionGroupMemberships": [{"OptionGroupName": "default:postgres-15", "Status": "in-sync"}],
    "DBSubnetGroup": {"DBSubnetGroupName": "shop", "Subnets": [{"SubnetIdentifier": "subnet-1"}]},
    "PreferredMaintenanceWindow": "thu:05:32-thu:06:02", "MultiAZ": true, "EngineVersion": "15.4",
    "AutoMinorVersionUpgrade": true, "PubliclyAccessible": false, "StorageType": "gp3",
    "StorageEncrypted": true, "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/1",
    "DbiResourceId": "db-ABC", "CACertificateIdentifier": "rds-ca-rsa2048-g1", "DeletionProtection": true,
    "IAMDatabaseAuthenticationEnabled": true, "EnabledCloudwatchLogsExports": ["postgresql"],
    "MasterUserSecret": {"SecretArn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!db-1",
                         "SecretStatus": "active", "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/2"},
    "PendingModifiedValues": {"MasterUserPassword": "****"},
    "DBInstanceArn": "arn:aws:rds:eu-west-1:111111111111:db:shop",
    "TagList": [{"Key": "Environment", "Value": "dev"}, {"Key": "aws:backup", "Value": "1"}]
}]}"#;

fn instances(answer: &str) -> Vec<Resource> {
    shape(&SERVICE, &[(DESCRIBE_INSTANCES, "", answer)])
}

#[test]
fn an_instance_is_what_the_provider_writes() {
    let resources = instances(INSTANCE);
    check(
        &resources,
        "aws_db_instance.shop",
        r#"{
        "id": "db-ABC", "resource_id": "db-ABC", "identifier": "shop", "instance_class": "db.t3.micro",
        "address": "shop.abc.eu-west-1.rds.amazonaws.com", "port": 5432, "hosted_zone_id": "Z1",
        "endpoint": "shop.abc.eu-west-1.rds.amazonaws.com:5432",
        "engine": "postgres", "engine_version_actual": "15.4",
        "allocated_storage": 20, "max_allocated_storage": 0, "iops": 0, "storage_throughput": 0,
        "storage_type": "gp3", "storage_encrypted": true,
        "kms_key_id": "arn:aws:kms:eu-west-1:111111111111:key/1",
        "backup_retention_period": 7, "backup_window": "09:16-09:46",
        "maintenance_window": "thu:05:32-thu:06:02", "multi_az": true, "publicly_accessible": false,
        "deletion_protection": true, "iam_database_authentication_enabled": true,
        "performance_insights_enabled": false, "performance_insights_retention_period": 0,
        "monitoring_interval": 0, "monitoring_role_arn": null, "replicate_source_db": null,
        "ca_cert_identifier": "rds-ca-rsa2048-g1", "db_name": "orders", "username": "shop",
        "db_subnet_group_name": "shop", "parameter_group_name": "shop-pg15",
        "option_group_name": "default:postgres-15", "vpc_security_group_ids": ["sg-1"],
        "enabled_cloudwatch_logs_exports": ["postgresql"],
        "master_user_secret": [{"kms_key_id": "arn:aws:kms:eu-west-1:111111111111:key/2",
            "secret_arn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!db-1",
            "secret_status": "active"}],
        "arn": "arn:aws:rds:eu-west-1:111111111111:db:shop",
        "tags": {"Environment": "dev"}, "tags_all": {"Environment": "dev"}
    }"#,
    );
    let attributes = &resources[0].attributes;
    for unknown in [
        "password",
        "status",
        "apply_immediately",
        "engine_version",
        "backup_target",
        // What was asked for; which key the secret has is told in `master_user_secret`.
        "master_user_secret_kms_key_id",
    ] {
        assert!(attributes.get(unknown).is_none(), "{unknown} is not told by the answer");
    }
}

#[test]
fn a_replica_names_its_source() {
    let resources = instances(
        r#"{"DBInstances": [
        {"DBInstanceIdentifier": "a", "DbiResourceId": "db-A", "Engine": "postgres",
         "ReadReplicaSourceDBInstanceIdentifier": "shop"},
        {"DBInstanceIdentifier": "b", "DbiResourceId": "db-B", "Engine": "postgres",
         "ReadReplicaSourceDBClusterIdentifier": "analytics", "DbInstancePort": 0}]}"#,
    );
    check(&resources, "aws_db_instance.a", r#"{"replicate_source_db": "shop"}"#);
    check(&resources, "aws_db_instance.b", r#"{"replicate_source_db": "analytics"}"#);
    assert!(resources[1].attributes.get("port").is_none(), "0 is no port but that none is known yet");
}

#[test]
fn the_engine_and_the_cluster_tell_the_kind_of_an_instance() {
    let resources = instances(
        r#"{"DBInstances": [
        {"DBInstanceIdentifier": "aurora-0", "Engine": "aurora-postgresql", "DBClusterIdentifier": "analytics",
         "Endpoint": {"Address": "aurora-0.example", "Port": 5432}, "PromotionTier": 1,
         "PreferredMaintenanceWindow": "mon:03:27-mon:03:57",
         "DBParameterGroups": [{"DBParameterGroupName": "default.aurora-postgresql15"}]},
        {"DBInstanceIdentifier": "multi-az-0", "Engine": "mysql", "DBClusterIdentifier": "multi-az"},
        {"DBInstanceIdentifier": "docs-0", "Engine": "docdb", "DBClusterIdentifier": "docs",
         "Endpoint": {"Address": "docs-0.example", "Port": 27017}},
        {"DBInstanceIdentifier": "graph-0", "Engine": "neptune", "DBClusterIdentifier": "graph",
         "KmsKeyId": "key", "Endpoint": {"Address": "graph-0.example", "Port": 8182},
         "DBSubnetGroup": {"DBSubnetGroupName": "graph"}}]}"#,
    );
    assert_eq!(resources.len(), 4, "each is of one kind only");
    check(
        &resources,
        "aws_rds_cluster_instance.aurora-0",
        r#"{"id": "aurora-0", "cluster_identifier": "analytics", "endpoint": "aurora-0.example", "port": 5432,
            "promotion_tier": 1, "preferred_maintenance_window": "mon:03:27-mon:03:57",
            "db_parameter_group_name": "default.aurora-postgresql15"}"#,
    );
    assert_eq!(owner(&resources, "aws_rds_cluster_instance.aurora-0"), None);
    assert_eq!(owner(&resources, "aws_rds_cluster_instance.multi-az-0"), Some("aws_rds_cluster/multi-az"));
    check(
        &resources,
        "aws_docdb_cluster_instance.docs-0",
        r#"{"id": "docs-0", "cluster_identifier": "docs", "endpoint": "docs-0.example", "port": 27017}"#,
    );
    check(
        &resources,
        "aws_neptune_cluster_instance.graph-0",
        r#"{"id": "graph-0", "address": "graph-0.example", "endpoint": "graph-0.example:8182",
            "kms_key_arn": "key", "neptune_subnet_group_name": "graph"}"#,
    );
}

#[test]
fn a_cluster_is_of_the_kind_of_its_engine() {
    let resources = shape(
        &SERVICE,
        &[(
            DESCRIBE_CLUSTERS,
            "",
            r#"{"DBClusters": [
        {"DBClusterIdentifier": "analytics", "Engine": "aurora-postgresql", "EngineVersion": "15.4",
         "EngineMode": "provisioned", "DBClusterArn": "arn:aws:rds:eu-west-1:111111111111:cluster:analytics",
         "DbClusterResourceId": "cluster-1", "DatabaseName": "mydb", "MasterUsername": "foo",
         "DBClusterParameterGroup": "default.aurora-postgresql15", "DBSubnetGroup": "default",
         "AvailabilityZones": ["eu-west-1a", "eu-west-1b"], "BackupRetentionPeriod": 5, "Port": 5432,
         "Endpoint": "analytics.example", "ReaderEndpoint": "analytics.ro.example", "HostedZoneId": "Z2",
         "DBClusterMembers": [{"DBInstanceIdentifier": "aurora-0", "IsClusterWriter": true}],
         "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1"}], "StorageEncrypted": true, "KmsKeyId": "key",
         "AssociatedRoles": [{"RoleArn": "arn:role", "Status": "ACTIVE"}], "HttpEndpointEnabled": true,
         "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 8.0},
         "TagList": [{"Key": "a", "Value": "b"}]},
        {"DBClusterIdentifier": "docs", "Engine": "docdb", "EngineVersion": "5.0.0", "DBClusterParameterGroup": "p", "KmsKeyId": "key"},
        {"DBClusterIdentifier": "graph", "Engine": "neptune", "DBClusterParameterGroup": "p",
         "DBSubnetGroup": "s", "KmsKeyId": "key"}]}"#,
        )],
    );
    check(
        &resources,
        "aws_rds_cluster.analytics",
        r#"{"id": "analytics", "cluster_identifier": "analytics", "cluster_resource_id": "cluster-1",
        "availability_zones": ["eu-west-1a", "eu-west-1b"], "backtrack_window": 0,
        "backup_retention_period": 5, "cluster_members": ["aurora-0"], "copy_tags_to_snapshot": false,
        "database_name": "mydb", "db_cluster_parameter_group_name": "default.aurora-postgresql15",
        "db_subnet_group_name": "default", "deletion_protection": false, "enable_http_endpoint": true,
        "enabled_cloudwatch_logs_exports": [], "endpoint": "analytics.example",
        "reader_endpoint": "analytics.ro.example", "engine": "aurora-postgresql",
        "engine_mode": "provisioned", "engine_version_actual": "15.4", "hosted_zone_id": "Z2",
        "iam_database_authentication_enabled": false, "iam_roles": ["arn:role"], "kms_key_id": "key",
        "master_username": "foo", "port": 5432, "scaling_configuration": [],
        "serverlessv2_scaling_configuration":
            [{"max_capacity": 8.0, "min_capacity": 0.5, "seconds_until_auto_pause": 0}],
        "storage_encrypted": true, "vpc_security_group_ids": ["sg-1"], "tags": {"a": "b"}}"#,
    );
    assert!(resources[0].attributes.get("master_password").is_none());
    check(
        &resources,
        "aws_docdb_cluster.docs",
        r#"{"id": "docs", "engine_version": "5.0.0", "db_cluster_parameter_group_name": "p", "kms_key_id": "key"}"#,
    );
    check(
        &resources,
        "aws_neptune_cluster.graph",
        r#"{"id": "graph", "neptune_cluster_parameter_group_name": "p", "neptune_subnet_group_name": "s",
            "kms_key_arn": "key", "enable_cloudwatch_logs_exports": []}"#,
    );
}

const GROUP: &str = "arn:aws:rds:eu-west-1:111111111111:pg:shop-pg15";

#[test]
fn parameters_are_those_that_were_asked_for() {
    let groups = r#"{"DBParameterGroups": [
        {"DBParameterGroupName": "shop-pg15", "DBParameterGroupFamily": "postgres15", "Description": "shop",
         "DBParameterGroupArn": "arn:aws:rds:eu-west-1:111111111111:pg:shop-pg15"},
        {"DBParameterGroupName": "graph", "DBParameterGroupFamily": "neptune1.3", "Description": "g"},
        {"DBParameterGroupName": "default.postgres15", "DBParameterGroupFamily": "postgres15"}]}"#;
    let parameters = r#"{"Parameters": [{"ParameterName": "Log_Statement", "ParameterValue": "all",
        "Source": "user", "ApplyMethod": "pending-reboot"}]}"#;
    let resources = shape(
        &SERVICE,
        &[
            (DESCRIBE_PARAMETER_GROUPS, "", groups),
            (DESCRIBE_PARAMETERS, "shop-pg15", parameters),
            (LIST_TAGS, GROUP, r#"{"TagList": [{"Key": "Environment", "Value": "dev"}]}"#),
        ],
    );
    check(
        &resources,
        "aws_db_parameter_group.shop-pg15",
        r#"{"id": "shop-pg15", "name": "shop-pg15", "family": "postgres15", "description": "shop",
        "arn": "arn:aws:rds:eu-west-1:111111111111:pg:shop-pg15", "tags": {"Environment": "dev"},
        "parameter": [{"apply_method": "pending-reboot", "name": "log_statement", "value": "all"}]}"#,
    );
    assert_eq!(owner(&resources, "aws_db_parameter_group.default.postgres15"), Some("AWS"));
    let unasked = &resources[1];
    assert_eq!(unasked.kind, "aws_neptune_parameter_group");
    for unknown in ["parameter", "tags"] {
        assert!(unasked.attributes.get(unknown).is_none(), "{unknown} was not answered");
    }
}

#[test]
fn other_groups_are_what_the_provider_writes() {
    let resources = shape(
        &SERVICE,
        &[
            (
                DESCRIBE_SUBNET_GROUPS,
                "",
                r#"{"DBSubnetGroups": [
            {"DBSubnetGroupName": "bar", "DBSubnetGroupDescription": "Managed by Terraform", "VpcId": "vpc-1",
             "DBSubnetGroupArn": "arn:bar",
             "Subnets": [{"SubnetIdentifier": "subnet-1"}, {"SubnetIdentifier": "subnet-2"}]},
            {"DBSubnetGroupName": "default"}]}"#,
            ),
            (
                DESCRIBE_CLUSTER_PARAMETER_GROUPS,
                "",
                r#"{"DBClusterParameterGroups": [
            {"DBClusterParameterGroupName": "a", "DBParameterGroupFamily": "aurora-mysql8.0"},
            {"DBClusterParameterGroupName": "d", "DBParameterGroupFamily": "docdb5.0"}]}"#,
            ),
            (
                DESCRIBE_OPTION_GROUPS,
                "",
                r#"{"OptionGroupsList": [
            {"OptionGroupName": "og", "EngineName": "mysql", "MajorEngineVersion": "8.0",
             "OptionGroupDescription": "Terraform OG", "OptionGroupArn": "arn:og",
             "Options": [{"OptionName": "MARIADB_AUDIT_PLUGIN", "OptionSettings": [
                {"Name": "SERVER_AUDIT", "Value": "FORCE", "DefaultValue": "FORCE"},
                {"Name": "SERVER_AUDIT_EVENTS", "Value": "CONNECT"}, {"Name": "SERVER_AUDIT_EXCL_USERS"}]}]},
            {"OptionGroupName": "default:mysql-8-0"}]}"#,
            ),
            (
                DESCRIBE_EVENT_SUBSCRIPTIONS,
                "",
                r#"{"EventSubscriptionsList": [{"CustSubscriptionId": "alerts",
            "SnsTopicArn": "arn:topic", "SourceType": "db-instance", "Enabled": true, "SourceIdsList": ["shop"],
            "EventCategoriesList": ["failover"], "EventSubscriptionArn": "arn:es"}]}"#,
            ),
            (
                DESCRIBE_PROXIES,
                "",
                r#"{"DBProxies": [{"DBProxyName": "pool", "DBProxyArn": "arn:pool",
            "EngineFamily": "POSTGRESQL", "RequireTLS": true, "IdleClientTimeout": 1800, "DebugLogging": false,
            "RoleArn": "arn:role", "VpcSubnetIds": ["subnet-1"], "VpcSecurityGroupIds": ["sg-1"],
            "Auth": [{"AuthScheme": "SECRETS", "SecretArn": "arn:secret", "IAMAuth": "DISABLED"}]}]}"#,
            ),
        ],
    );
    check(
        &resources,
        "aws_db_subnet_group.bar",
        r#"{"id": "bar", "description": "Managed by Terraform", "subnet_ids": ["subnet-1", "subnet-2"],
            "vpc_id": "vpc-1", "arn": "arn:bar"}"#,
    );
    assert_eq!(owner(&resources, "aws_db_subnet_group.default"), Some("AWS"));
    check(&resources, "aws_rds_cluster_parameter_group.a", r#"{"family": "aurora-mysql8.0"}"#);
    check(&resources, "aws_docdb_cluster_parameter_group.d", r#"{"family": "docdb5.0"}"#);
    check(
        &resources,
        "aws_db_option_group.og",
        r#"{"engine_name": "mysql", "major_engine_version": "8.0", "option_group_description": "Terraform OG",
        "option": [{"option_name": "MARIADB_AUDIT_PLUGIN", "port": 0, "version": null,
            "option_settings": [{"name": "SERVER_AUDIT_EVENTS", "value": "CONNECT"}],
            "vpc_security_group_memberships": [], "db_security_group_memberships": []}]}"#,
    );
    assert_eq!(owner(&resources, "aws_db_option_group.default:mysql-8-0"), Some("AWS"));
    check(
        &resources,
        "aws_db_event_subscription.alerts",
        r#"{"id": "alerts", "sns_topic": "arn:topic", "source_ids": ["shop"], "source_type": "db-instance",
            "event_categories": ["failover"], "enabled": true}"#,
    );
    check(
        &resources,
        "aws_db_proxy.pool",
        r#"{"engine_family": "POSTGRESQL", "require_tls": true, "idle_client_timeout": 1800,
        "auth": [{"auth_scheme": "SECRETS", "client_password_auth_type": null, "description": "",
            "iam_auth": "DISABLED", "secret_arn": "arn:secret", "username": ""}],
        "vpc_subnet_ids": ["subnet-1"], "vpc_security_group_ids": ["sg-1"]}"#,
    );
}
