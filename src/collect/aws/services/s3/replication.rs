//! Rules by which objects are copied to other buckets, in the two forms that the provider has of them.

use super::lifecycle::tag;
use super::text;
use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{fields, tags};
use crate::collect::aws::services::blocks::count;
use crate::model::{Key, Value};

/// All of it as a bucket repeats it.
pub(super) fn inline(answer: Node<'_>) -> Option<Value> {
    let configuration = answer.get("ReplicationConfiguration");
    configuration.get("Role").text().map(|role| {
        fields([
            ("role", Value::string(role)),
            ("rules", Value::list(configuration.get("Rules").items().map(inline_rule))),
        ])
    })
}

fn inline_rule(rule: Node<'_>) -> Value {
    let to = rule.get("Destination");
    let minutes = |of: Node<'_>, member: &str| {
        of.is_there().then(|| {
            fields([("minutes", count(of.get(member).get("Minutes"))), ("status", of.get("Status").value())])
        })
    };
    let destination = fields([
        ("access_control_translation", Value::list(translation(to))),
        ("account_id", text(to.get("Account"))),
        ("bucket", to.get("Bucket").value()),
        ("metrics", Value::list(minutes(to.get("Metrics"), "EventThreshold"))),
        ("replica_kms_key_id", text(to.get("EncryptionConfiguration").get("ReplicaKmsKeyID"))),
        ("replication_time", Value::list(minutes(to.get("ReplicationTime"), "Time"))),
        ("storage_class", text(to.get("StorageClass"))),
    ]);
    let filter = rule.get("Filter");
    let both = filter.get("And");
    let prefix = if both.is_there() { both.get("Prefix") } else { filter.get("Prefix") };
    let one = filter.get("Tag");
    let all = match one.get("Key").text() {
        Some(key) => vec![(Key::new(key), text(one.get("Value")))],
        None => tags(both.get("Tags")),
    };
    let filter = filter.is_there().then(|| fields([("prefix", text(prefix)), ("tags", Value::map(all))]));
    let encrypted = rule.get("SourceSelectionCriteria").get("SseKmsEncryptedObjects").get("Status").text();
    let criteria = encrypted.map(|status| {
        let objects = fields([("enabled", Value::Bool(status == "Enabled"))]);
        fields([("sse_kms_encrypted_objects", Value::list([objects]))])
    });
    // The provider writes only that markers are copied.
    let markers = match rule.get("DeleteMarkerReplication").get("Status").str() {
        "Enabled" => "Enabled",
        _ => "",
    };
    fields([
        ("delete_marker_replication_status", Value::from(markers)),
        ("destination", Value::list([destination])),
        ("filter", Value::list(filter)),
        ("id", text(rule.get("ID"))),
        ("prefix", text(rule.get("Prefix"))),
        ("priority", count(rule.get("Priority"))),
        ("source_selection_criteria", Value::list(criteria)),
        ("status", rule.get("Status").value()),
    ])
}

/// A rule of a configuration that is managed alone.
pub(super) fn rule(rule: Node<'_>) -> Value {
    let criteria = rule.get("SourceSelectionCriteria");
    let selection = criteria.is_there().then(|| {
        fields([
            ("replica_modifications", Value::list(status(criteria.get("ReplicaModifications")))),
            ("sse_kms_encrypted_objects", Value::list(status(criteria.get("SseKmsEncryptedObjects")))),
        ])
    });
    fields([
        ("delete_marker_replication", Value::list(status(rule.get("DeleteMarkerReplication")))),
        ("destination", Value::list([destination(rule.get("Destination"))])),
        ("existing_object_replication", Value::list(status(rule.get("ExistingObjectReplication")))),
        ("filter", Value::list(filter(rule.get("Filter")))),
        ("id", text(rule.get("ID"))),
        ("prefix", text(rule.get("Prefix"))),
        ("priority", count(rule.get("Priority"))),
        ("source_selection_criteria", Value::list(selection)),
        ("status", rule.get("Status").value()),
    ])
}

fn destination(to: Node<'_>) -> Value {
    let key = to.get("EncryptionConfiguration").get("ReplicaKmsKeyID").text();
    let timed = |of: Node<'_>, member: &str, attribute: &str| {
        of.is_there().then(|| {
            let minutes = of.get(member).get("Minutes");
            let minutes = minutes.is_there().then(|| fields([("minutes", minutes.value())]));
            fields([(attribute, Value::list(minutes)), ("status", of.get("Status").value())])
        })
    };
    fields([
        ("access_control_translation", Value::list(translation(to))),
        ("account", text(to.get("Account"))),
        ("bucket", to.get("Bucket").value()),
        (
            "encryption_configuration",
            Value::list(key.map(|key| fields([("replica_kms_key_id", Value::string(key))]))),
        ),
        ("metrics", Value::list(timed(to.get("Metrics"), "EventThreshold", "event_threshold"))),
        ("replication_time", Value::list(timed(to.get("ReplicationTime"), "Time", "time"))),
        ("storage_class", text(to.get("StorageClass"))),
    ])
}

fn translation(to: Node<'_>) -> Option<Value> {
    let owner = to.get("AccessControlTranslation").get("Owner");
    owner.text().map(|owner| fields([("owner", Value::string(owner))]))
}

fn filter(filter: Node<'_>) -> Option<Value> {
    let both = filter.get("And");
    let all_of = both.is_there().then(|| {
        fields([("prefix", text(both.get("Prefix"))), ("tags", Value::map(tags(both.get("Tags"))))])
    });
    filter.is_there().then(|| {
        fields([
            ("and", Value::list(all_of)),
            ("prefix", text(filter.get("Prefix"))),
            ("tag", Value::list(tag(filter.get("Tag")))),
        ])
    })
}

fn status(of: Node<'_>) -> Option<Value> {
    of.get("Status").text().map(|status| fields([("status", Value::string(status))]))
}
