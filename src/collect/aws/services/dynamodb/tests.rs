//! What becomes of the answers of `DynamoDB`.

use super::*;
use crate::collect::aws::services::testing::{check, shape};

const SCORES: &str = r#"{"Table": {
    "TableName": "GameScores", "TableArn": "arn:aws:dynamodb:eu-west-1:111111111111:table/GameScores",
    "TableStatus": "ACTIVE", "ItemCount": 7, "TableSizeBytes": 70,
    "AttributeDefinitions": [{"AttributeName": "UserId", "AttributeType": "S"},
                             {"AttributeName": "TopScore", "AttributeType": "N"}],
    "KeySchema": [{"AttributeName": "UserId", "KeyType": "HASH"},
                  {"AttributeName": "GameTitle", "KeyType": "RANGE"}],
    "ProvisionedThroughput": {"ReadCapacityUnits": 20, "WriteCapacityUnits": 10},
    "GlobalSecondaryIndexes": [{"IndexName": "GameTitleIndex",
        "KeySchema": [{"AttributeName": "GameTitle", "KeyType": "HASH"},
                      {"AttributeName": "TopScore", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["UserId"]},
        "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}}],
    "LocalSecondaryIndexes": [{"IndexName": "ByScore",
        "KeySchema": [{"AttributeName": "UserId", "KeyType": "HASH"},
                      {"AttributeName": "TopScore", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "ALL"}}],
    "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"},
    "LatestStreamArn": "arn:stream", "LatestStreamLabel": "label",
    "Replicas": [{"RegionName": "eu-west-1"}, {"RegionName": "us-east-2", "KMSMasterKeyId": "key-2"}],
    "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "arn:key"}}}"#;

#[test]
fn a_table_is_what_the_provider_writes() {
    let arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/GameScores";
    let resources = shape(
        &SERVICE,
        &[
            (DESCRIBE_TABLE, "GameScores", SCORES),
            (
                DESCRIBE_TTL,
                "GameScores",
                r#"{"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}}"#,
            ),
            (
                DESCRIBE_BACKUPS,
                "GameScores",
                r#"{"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED",
                    "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED",
                        "RecoveryPeriodInDays": 35}}}"#,
            ),
            (LIST_TAGS, arn, r#"{"Tags": [{"Key": "Environment", "Value": "dev"}]}"#),
            (kms::LIST_ALIASES, "", r#"{"Aliases": []}"#),
        ],
    );
    check(
        &resources,
        "aws_dynamodb_table.GameScores",
        r#"{"id": "GameScores", "name": "GameScores",
        "arn": "arn:aws:dynamodb:eu-west-1:111111111111:table/GameScores",
        "attribute": [{"name": "UserId", "type": "S"}, {"name": "TopScore", "type": "N"}],
        "billing_mode": "PROVISIONED", "table_class": "STANDARD", "deletion_protection_enabled": false,
        "hash_key": "UserId", "range_key": "GameTitle", "read_capacity": 20, "write_capacity": 10,
        "global_secondary_index": [{"hash_key": "GameTitle", "name": "GameTitleIndex",
            "non_key_attributes": ["UserId"], "on_demand_throughput": [], "projection_type": "INCLUDE",
            "range_key": "TopScore", "read_capacity": 5, "write_capacity": 6}],
        "local_secondary_index": [{"name": "ByScore", "non_key_attributes": [], "projection_type": "ALL",
            "range_key": "TopScore"}],
        "on_demand_throughput": [], "replica": [{"kms_key_arn": "key-2", "region_name": "us-east-2"}],
        "server_side_encryption": [{"enabled": true, "kms_key_arn": "arn:key"}],
        "stream_enabled": true, "stream_view_type": "KEYS_ONLY", "stream_arn": "arn:stream",
        "stream_label": "label", "ttl": [{"attribute_name": "ttl", "enabled": true}],
        "point_in_time_recovery": [{"enabled": true, "recovery_period_in_days": 35}],
        "tags": {"Environment": "dev"}}"#,
    );
}

#[test]
fn on_demand_there_are_no_units() {
    let resources = shape(
        &SERVICE,
        &[
            (
                DESCRIBE_TABLE,
                "carts",
                r#"{"Table": {"TableName": "carts", "TableArn": "arn:carts",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
            "GlobalSecondaryIndexes": [{"IndexName": "i", "KeySchema": [],
                "Projection": {"ProjectionType": "ALL"}}],
            "OnDemandThroughput": {"MaxReadRequestUnits": 100, "MaxWriteRequestUnits": -1}}}"#,
            ),
            (DESCRIBE_TTL, "carts", r#"{"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}"#),
        ],
    );
    check(
        &resources,
        "aws_dynamodb_table.carts",
        r#"{"billing_mode": "PAY_PER_REQUEST", "read_capacity": 0, "write_capacity": 0, "range_key": null,
        "on_demand_throughput": [{"max_read_request_units": 100, "max_write_request_units": -1}],
        "ttl": [{"attribute_name": "", "enabled": false}], "server_side_encryption": [], "replica": [],
        "stream_enabled": false}"#,
    );
    for unknown in ["tags", "point_in_time_recovery"] {
        assert!(resources[0].attributes.get(unknown).is_none(), "{unknown} was not answered");
    }
}

#[test]
fn the_key_that_aws_made_is_left_out_as_the_provider_does() {
    let table = |key: &str, aliases: Option<&str>| {
        let table = format!(
            r#"{{"Table": {{"TableName": "carts", "KeySchema": [],
            "SSEDescription": {{"Status": "ENABLED", "KMSMasterKeyArn": "arn:aws:kms:eu-west-1:1:key/{key}"}}}}}}"#
        );
        let mut answers = vec![(DESCRIBE_TABLE, "carts", table.as_str())];
        answers.extend(aliases.map(|aliases| (kms::LIST_ALIASES, "", aliases)));
        shape(&SERVICE, &answers)
    };
    let aliases = r#"{"Aliases": [{"AliasName": "alias/shop", "TargetKeyId": "2"},
        {"AliasName": "alias/aws/dynamodb", "TargetKeyId": "1"}]}"#;
    for (key, aliases, expected) in [
        ("1", Some(aliases), r#"[{"enabled": true, "kms_key_arn": ""}]"#),
        ("2", Some(aliases), r#"[{"enabled": true, "kms_key_arn": "arn:aws:kms:eu-west-1:1:key/2"}]"#),
        ("1", None, r#"[{"enabled": true}]"#),
    ] {
        let expected = format!(r#"{{"server_side_encryption": {expected}}}"#);
        check(&table(key, aliases), "aws_dynamodb_table.carts", &expected);
    }
}
