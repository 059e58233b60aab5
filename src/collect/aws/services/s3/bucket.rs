//! Buckets, with their settings as the provider repeats them in the bucket itself.

use std::collections::BTreeMap;

use super::{
    Bucket, GET_ACCELERATION, GET_ACL, GET_CORS, GET_ENCRYPTION, GET_LIFECYCLE, GET_LOGGING, GET_OBJECT_LOCK,
    GET_POLICY, GET_REPLICATION, GET_REQUEST_PAYMENT, GET_TAGGING, GET_VERSIONING, GET_WEBSITE, lifecycle,
    parts, replication, text,
};
use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::model::Value;

/// Puts a bucket into the model.
pub(super) fn bucket(of: &Bucket<'_>, made: &mut Made) {
    let name = of.name;
    let (partition, suffix) = match made.place().partition.as_str() {
        "" => ("aws", "amazonaws.com"),
        "aws-cn" => ("aws-cn", "amazonaws.com.cn"),
        partition => (partition, "amazonaws.com"),
    };
    let arn = format!("arn:{partition}:s3:::{name}");
    let domain = format!("{name}.s3.{suffix}");
    let regional = of.region.map(|region| format!("{name}.s3.{region}.{suffix}"));
    let building = made
        .resource("aws_s3_bucket", name)
        .called(name)
        .set("bucket", name)
        .set("arn", arn.as_str())
        .set("bucket_domain_name", domain.as_str())
        .known("region", of.region)
        .known("bucket_region", of.region)
        .known("bucket_regional_domain_name", regional.as_deref());
    settings(building, of).done();
}

/// An attribute, the call that tells it, and what becomes of its answer.
type Setting = (&'static str, &'static str, fn(Node<'_>) -> Value);

/// Sets what was answered; what was refused stays unknown.
fn settings<'m>(mut building: Building<'m>, of: &Bucket<'_>) -> Building<'m> {
    let answered: [Setting; 10] = [
        ("acceleration_status", GET_ACCELERATION, |answer| text(answer.get("Status"))),
        ("cors_rule", GET_CORS, |answer| Value::list(answer.get("CORSRules").items().map(parts::cors_rule))),
        ("lifecycle_rule", GET_LIFECYCLE, |answer| {
            Value::list(answer.get("Rules").items().map(lifecycle::inline))
        }),
        ("logging", GET_LOGGING, |answer| Value::list(logging(answer.get("LoggingEnabled")))),
        ("policy", GET_POLICY, |answer| text(answer.get("Policy"))),
        ("replication_configuration", GET_REPLICATION, |answer| Value::list(replication::inline(answer))),
        ("request_payer", GET_REQUEST_PAYMENT, |answer| {
            Value::string(answer.get("Payer").text().unwrap_or("BucketOwner"))
        }),
        ("server_side_encryption_configuration", GET_ENCRYPTION, |answer| Value::list(encryption(answer))),
        ("versioning", GET_VERSIONING, |answer| Value::list([versioning(answer)])),
        ("website", GET_WEBSITE, |answer| Value::list(website(answer))),
    ];
    for (attribute, action, value) in answered {
        let answer = of.about(action);
        if answer.is_there() {
            building = building.set(attribute, value(answer));
        }
    }
    building = building.known("grant", grants(of.about(GET_ACL)));
    let lock = of.about(GET_OBJECT_LOCK);
    if lock.is_there() {
        let lock = lock.get("ObjectLockConfiguration");
        building = building
            .set("object_lock_enabled", lock.get("ObjectLockEnabled").str() == "Enabled")
            .block("object_lock_configuration", object_lock(lock));
    }
    let tags = of.about(GET_TAGGING);
    if tags.is_there() { building.tags(tags.get("TagSet")) } else { building }
}

/// All that is granted, by whom it is granted to; `None` where nobody but the owner may do anything: older versions of
/// the provider write an empty list then, and newer ones what the owner has.
fn grants(answer: Node<'_>) -> Option<Value> {
    let owner = answer.get("Owner").get("ID").text()?;
    let mut granted: BTreeMap<[&str; 3], Vec<&str>> = BTreeMap::new();
    for grant in answer.get("Grants").items() {
        let grantee = ["Type", "ID", "URI"].map(|member| grant.get("Grantee").get(member).str());
        granted.entry(grantee).or_default().push(grant.get("Permission").str());
    }
    let is_more =
        granted.iter().any(|([_, id, _], permissions)| *id != owner || permissions != &["FULL_CONTROL"]);
    let grants = granted.into_iter().map(|([kind, id, uri], permissions)| {
        fields([
            ("id", id.into()),
            ("permissions", texts(permissions)),
            ("type", kind.into()),
            ("uri", uri.into()),
        ])
    });
    is_more.then(|| Value::list(grants))
}

fn versioning(answer: Node<'_>) -> Value {
    fields([
        ("enabled", Value::Bool(answer.get("Status").str() == "Enabled")),
        ("mfa_delete", Value::Bool(answer.get("MFADelete").str() == "Enabled")),
    ])
}

fn logging(logging: Node<'_>) -> Option<Value> {
    logging.get("TargetBucket").text().map(|bucket| {
        fields([
            ("target_bucket", Value::string(bucket)),
            ("target_prefix", text(logging.get("TargetPrefix"))),
        ])
    })
}

fn encryption(answer: Node<'_>) -> Option<Value> {
    let rules: Vec<Node<'_>> = answer.get("ServerSideEncryptionConfiguration").get("Rules").items().collect();
    (!rules.is_empty())
        .then(|| fields([("rule", Value::list(rules.into_iter().map(parts::encryption_rule)))]))
}

fn object_lock(lock: Node<'_>) -> Option<Value> {
    lock.get("ObjectLockEnabled").text().map(|enabled| {
        fields([
            ("object_lock_enabled", Value::string(enabled)),
            ("rule", Value::list(parts::object_lock_rule(lock))),
        ])
    })
}

fn website(answer: Node<'_>) -> Option<Value> {
    let all = answer.get("RedirectAllRequestsTo");
    let redirect = match (all.get("HostName").text(), all.get("Protocol").text()) {
        (Some(host), Some(protocol)) => format!("{protocol}://{host}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    };
    let (index, error) = (answer.get("IndexDocument").get("Suffix"), answer.get("ErrorDocument").get("Key"));
    let is_site = index.text().is_some() || error.text().is_some() || !redirect.is_empty();
    is_site.then(|| {
        fields([
            ("error_document", text(error)),
            ("index_document", text(index)),
            ("redirect_all_requests_to", Value::string(redirect)),
        ])
    })
}
