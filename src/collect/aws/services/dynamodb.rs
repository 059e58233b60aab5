//! `DynamoDB`: tables. What is in them is never read.
//!
//! Source: <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html>

#[cfg(test)]
mod tests;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields, texts};
use crate::collect::aws::services::kms;
use crate::model::{Key, Value};

/// The key that AWS made for the tables of an account.
const OWN_KEY: &str = "alias/aws/dynamodb";

pub(in crate::collect::aws) const LIST_TABLES: &str = "dynamodb:ListTables";
pub(in crate::collect::aws) const DESCRIBE_TABLE: &str = "dynamodb:DescribeTable";
pub(in crate::collect::aws) const DESCRIBE_TTL: &str = "dynamodb:DescribeTimeToLive";
pub(in crate::collect::aws) const DESCRIBE_BACKUPS: &str = "dynamodb:DescribeContinuousBackups";
pub(in crate::collect::aws) const LIST_TAGS: &str = "dynamodb:ListTagsOfResource";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "DynamoDB",
    // Of these calls AWS takes ten a second for some.
    rate: 10,
    is_global: false,
    calls: &[
        Call::new("ListTables", LIST_TABLES).of(&["aws_dynamodb_table"]),
        Call::new("DescribeTable", DESCRIBE_TABLE).of(&["aws_dynamodb_table"]).told_by("Table", "TableArn"),
        Call::new("DescribeTimeToLive", DESCRIBE_TTL),
        Call::new("DescribeContinuousBackups", DESCRIBE_BACKUPS),
        Call::new("ListTagsOfResource", LIST_TAGS),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    for (_, answer) in answers.all(DESCRIBE_TABLE) {
        table(answer.get("Table"), answers, made);
    }
}

fn table(table: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = table.get("TableName").str();
    let arn = table.get("TableArn").str();
    let throughput = table.get("ProvisionedThroughput");
    let stream = table.get("StreamSpecification");
    // A table that never was on demand has no summary.
    let billing = table.get("BillingModeSummary").get("BillingMode").text().unwrap_or("PROVISIONED");
    let class = table.get("TableClassSummary").get("TableClass").text().unwrap_or("STANDARD");
    let own_region = made.place().region.clone();
    let replicas =
        table.get("Replicas").items().filter(|replica| replica.get("RegionName").str() != own_region);
    let replicas: Vec<Value> = replicas.map(replica).collect();
    let mut building = made
        .resource("aws_dynamodb_table", name)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        .set("attribute", Value::list(table.get("AttributeDefinitions").items().map(attribute)))
        .set("billing_mode", billing)
        .set("table_class", class)
        .bool("deletion_protection_enabled", table.get("DeletionProtectionEnabled"))
        .set("hash_key", key(table, "HASH"))
        .set("range_key", key(table, "RANGE"))
        .set("read_capacity", units(throughput, "ReadCapacityUnits"))
        .set("write_capacity", units(throughput, "WriteCapacityUnits"))
        .block("on_demand_throughput", on_demand(table))
        .set(
            "global_secondary_index",
            Value::list(table.get("GlobalSecondaryIndexes").items().map(global_index)),
        )
        .set(
            "local_secondary_index",
            Value::list(table.get("LocalSecondaryIndexes").items().map(local_index)),
        )
        .set("replica", Value::list(replicas))
        .block("server_side_encryption", encryption(table.get("SSEDescription"), answers))
        .bool("stream_enabled", stream.get("StreamEnabled"))
        .copy("stream_view_type", stream.get("StreamViewType"))
        .copy("stream_arn", table.get("LatestStreamArn"))
        .copy("stream_label", table.get("LatestStreamLabel"));
    let ttl = answers.about(DESCRIBE_TTL, name).get("TimeToLiveDescription");
    if ttl.is_there() {
        building = building.block("ttl", Some(time_to_live(ttl)));
    }
    let backups = answers.about(DESCRIBE_BACKUPS, name).get("ContinuousBackupsDescription");
    if backups.is_there() {
        let recovery = recovery(backups.get("PointInTimeRecoveryDescription"));
        building = building.block("point_in_time_recovery", Some(recovery));
    }
    let tags = answers.about(LIST_TAGS, arn);
    if tags.is_there() {
        building = building.tags(tags.get("Tags"));
    }
    building.done();
}

fn attribute(attribute: Node<'_>) -> Value {
    fields([
        ("name", attribute.get("AttributeName").value()),
        ("type", attribute.get("AttributeType").value()),
    ])
}

/// The attribute that is the key of a table or an index in this role; null where there is none.
fn key(of: Node<'_>, role: &str) -> Value {
    let mut keys = of.get("KeySchema").items();
    keys.find(|key| key.get("KeyType").str() == role)
        .map_or(Value::Null, |key| key.get("AttributeName").value())
}

/// Units of capacity: 0 on demand, as the provider writes it.
fn units(throughput: Node<'_>, member: &str) -> i64 {
    throughput.get(member).int().unwrap_or_default()
}

fn on_demand(of: Node<'_>) -> Option<Value> {
    let of = of.get("OnDemandThroughput");
    let (read, write) = (of.get("MaxReadRequestUnits"), of.get("MaxWriteRequestUnits"));
    (read.is_there() || write.is_there()).then(|| {
        fields([("max_read_request_units", read.value()), ("max_write_request_units", write.value())])
    })
}

fn global_index(index: Node<'_>) -> Value {
    let throughput = index.get("ProvisionedThroughput");
    fields([
        ("hash_key", key(index, "HASH")),
        ("name", index.get("IndexName").value()),
        ("non_key_attributes", texts(index.get("Projection").get("NonKeyAttributes").texts())),
        ("on_demand_throughput", Value::list(on_demand(index))),
        ("projection_type", index.get("Projection").get("ProjectionType").value()),
        ("range_key", key(index, "RANGE")),
        ("read_capacity", Value::int(units(throughput, "ReadCapacityUnits"))),
        ("write_capacity", Value::int(units(throughput, "WriteCapacityUnits"))),
    ])
}

fn local_index(index: Node<'_>) -> Value {
    fields([
        ("name", index.get("IndexName").value()),
        ("non_key_attributes", texts(index.get("Projection").get("NonKeyAttributes").texts())),
        ("projection_type", index.get("Projection").get("ProjectionType").value()),
        ("range_key", key(index, "RANGE")),
    ])
}

fn replica(replica: Node<'_>) -> Value {
    fields([
        ("kms_key_arn", replica.get("KMSMasterKeyId").value()),
        ("region_name", replica.get("RegionName").value()),
    ])
}

/// Encryption with a key other than that of `DynamoDB`; nothing is told of a table that has its own.
///
/// The provider leaves out the key that AWS made for the account. Where aliases were not answered and so it is not
/// known which one that is, nothing is said of the key.
/// Source: `clearSSEDefaultKey` in
/// <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dynamodb/table.go>.
fn encryption(sse: Node<'_>, answers: &Answers) -> Option<Value> {
    let status = sse.get("Status").text()?;
    let mut members = vec![(Key::new("enabled"), matches!(status, "ENABLED" | "UPDATING").into())];
    if answers.has(kms::LIST_ALIASES) {
        let key = sse.get("KMSMasterKeyArn").str();
        let mut aliases = answers.items(kms::LIST_ALIASES, "Aliases");
        let own = aliases.find(|alias| alias.get("AliasName").text() == Some(OWN_KEY));
        let own = own.and_then(|alias| alias.get("TargetKeyId").text());
        let is_own = own.is_some_and(|id| key.rsplit('/').next() == Some(id));
        members.push((Key::new("kms_key_arn"), if is_own { "" } else { key }.into()));
    }
    Some(Value::map(members))
}

fn time_to_live(ttl: Node<'_>) -> Value {
    let is_enabled = matches!(ttl.get("TimeToLiveStatus").str(), "ENABLED" | "ENABLING");
    fields([
        ("attribute_name", Value::string(ttl.get("AttributeName").str())),
        ("enabled", Value::Bool(is_enabled)),
    ])
}

fn recovery(recovery: Node<'_>) -> Value {
    let is_enabled = recovery.get("PointInTimeRecoveryStatus").str() == "ENABLED";
    let days = recovery.get("RecoveryPeriodInDays").int();
    match days {
        Some(days) => fields([("enabled", is_enabled.into()), ("recovery_period_in_days", Value::int(days))]),
        None => fields([("enabled", is_enabled.into())]),
    }
}
