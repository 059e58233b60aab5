//! Rules by which objects move and end, in the two forms that the provider has of them.

use super::text;
use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{fields, tags};
use crate::collect::aws::services::blocks::count;
use crate::model::{Key, Value};

/// A rule as a bucket repeats it.
pub(super) fn inline(rule: Node<'_>) -> Value {
    let filter = rule.get("Filter");
    let both = filter.get("And");
    let prefix = [rule.get("Prefix"), filter.get("Prefix"), both.get("Prefix")];
    let prefix = prefix.into_iter().find(|prefix| prefix.text().is_some()).unwrap_or(Node::ABSENT);
    let tag = filter.get("Tag");
    let all = match tag.get("Key").text() {
        Some(key) => vec![(Key::new(key), text(tag.get("Value")))],
        None => tags(both.get("Tags")),
    };
    let ended = rule.get("NoncurrentVersionExpiration").get("NoncurrentDays");
    let moved = rule.get("NoncurrentVersionTransitions").items().map(|transition| {
        fields([
            ("days", count(transition.get("NoncurrentDays"))),
            ("storage_class", transition.get("StorageClass").value()),
        ])
    });
    let uploads = rule.get("AbortIncompleteMultipartUpload").get("DaysAfterInitiation");
    fields([
        ("abort_incomplete_multipart_upload_days", count(uploads)),
        ("enabled", Value::Bool(rule.get("Status").str() == "Enabled")),
        ("expiration", Value::list(expiration(rule.get("Expiration"), count))),
        ("id", text(rule.get("ID"))),
        (
            "noncurrent_version_expiration",
            Value::list(ended.int().map(|days| fields([("days", Value::int(days))]))),
        ),
        ("noncurrent_version_transition", Value::list(moved)),
        ("prefix", text(prefix)),
        ("tags", Value::map(all)),
        ("transition", Value::list(rule.get("Transitions").items().map(|of| transition(of, count)))),
    ])
}

/// A rule of a lifecycle that is managed alone: what is not set is null there, not zero.
pub(super) fn rule(rule: Node<'_>) -> Value {
    let uploads = rule.get("AbortIncompleteMultipartUpload");
    let uploads = uploads
        .is_there()
        .then(|| fields([("days_after_initiation", uploads.get("DaysAfterInitiation").value())]));
    let ended = rule.get("NoncurrentVersionExpiration");
    let ended = ended.is_there().then(|| {
        fields([
            ("newer_noncurrent_versions", ended.get("NewerNoncurrentVersions").value()),
            ("noncurrent_days", ended.get("NoncurrentDays").value()),
        ])
    });
    let moved = rule.get("NoncurrentVersionTransitions").items().map(|transition| {
        fields([
            ("newer_noncurrent_versions", transition.get("NewerNoncurrentVersions").value()),
            ("noncurrent_days", transition.get("NoncurrentDays").value()),
            ("storage_class", transition.get("StorageClass").value()),
        ])
    });
    fields([
        ("abort_incomplete_multipart_upload", Value::list(uploads)),
        ("expiration", Value::list(expiration(rule.get("Expiration"), or_null))),
        ("filter", Value::list(filter(rule.get("Filter")))),
        ("id", text(rule.get("ID"))),
        ("noncurrent_version_expiration", Value::list(ended)),
        ("noncurrent_version_transition", Value::list(moved)),
        ("prefix", text(rule.get("Prefix"))),
        ("status", rule.get("Status").value()),
        ("transition", Value::list(rule.get("Transitions").items().map(|of| transition(of, or_null)))),
    ])
}

fn expiration(of: Node<'_>, number: fn(Node<'_>) -> Value) -> Option<Value> {
    of.is_there().then(|| {
        fields([
            ("date", date(of.get("Date"))),
            ("days", number(of.get("Days"))),
            (
                "expired_object_delete_marker",
                Value::Bool(of.get("ExpiredObjectDeleteMarker").bool().unwrap_or_default()),
            ),
        ])
    })
}

fn transition(of: Node<'_>, number: fn(Node<'_>) -> Value) -> Value {
    fields([
        ("date", date(of.get("Date"))),
        ("days", number(of.get("Days"))),
        ("storage_class", of.get("StorageClass").value()),
    ])
}

/// Which objects a rule is about; an empty filter, which is about all, differs from none.
fn filter(filter: Node<'_>) -> Option<Value> {
    let both = filter.get("And");
    let all_of = both.is_there().then(|| {
        fields([
            ("object_size_greater_than", both.get("ObjectSizeGreaterThan").value()),
            ("object_size_less_than", both.get("ObjectSizeLessThan").value()),
            ("prefix", text(both.get("Prefix"))),
            ("tags", Value::map(tags(both.get("Tags")))),
        ])
    });
    filter.is_there().then(|| {
        fields([
            ("and", Value::list(all_of)),
            ("object_size_greater_than", filter.get("ObjectSizeGreaterThan").value()),
            ("object_size_less_than", filter.get("ObjectSizeLessThan").value()),
            ("prefix", text(filter.get("Prefix"))),
            ("tag", Value::list(tag(filter.get("Tag")))),
        ])
    })
}

/// The one tag of a filter.
pub(super) fn tag(tag: Node<'_>) -> Option<Value> {
    tag.get("Key").text().map(|key| fields([("key", Value::string(key)), ("value", text(tag.get("Value")))]))
}

/// A number that the provider writes as null where there is none.
fn or_null(node: Node<'_>) -> Value {
    node.value()
}

/// Writes a date as the provider does, whether it came in seconds or as the CLI writes it.
fn date(date: Node<'_>) -> Value {
    let seconds =
        date.0.and_then(Value::as_i64).and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let told = || date.text().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    seconds.or_else(told).map_or(Value::Null, |at| Value::string(at.to_string()))
}
