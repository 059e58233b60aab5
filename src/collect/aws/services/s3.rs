//! S3: buckets and what is set of them. What is in a bucket is never read.
//!
//! Each setting is a call of its own, which may be refused for one bucket alone: then only that setting is not
//! known. Sources: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>

mod bucket;
mod lifecycle;
mod parts;
mod replication;
#[cfg(test)]
mod tests;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made};
use crate::model::Value;

pub(in crate::collect::aws) const LIST_BUCKETS: &str = "s3:ListAllMyBuckets";
pub(in crate::collect::aws) const GET_LOCATION: &str = "s3:GetBucketLocation";
pub(in crate::collect::aws) const GET_VERSIONING: &str = "s3:GetBucketVersioning";
pub(in crate::collect::aws) const GET_ENCRYPTION: &str = "s3:GetEncryptionConfiguration";
pub(in crate::collect::aws) const GET_LIFECYCLE: &str = "s3:GetLifecycleConfiguration";
pub(in crate::collect::aws) const GET_POLICY: &str = "s3:GetBucketPolicy";
pub(in crate::collect::aws) const GET_PUBLIC_ACCESS_BLOCK: &str = "s3:GetBucketPublicAccessBlock";
pub(in crate::collect::aws) const GET_OWNERSHIP: &str = "s3:GetBucketOwnershipControls";
pub(in crate::collect::aws) const GET_LOGGING: &str = "s3:GetBucketLogging";
pub(in crate::collect::aws) const GET_CORS: &str = "s3:GetBucketCORS";
pub(in crate::collect::aws) const GET_WEBSITE: &str = "s3:GetBucketWebsite";
pub(in crate::collect::aws) const GET_NOTIFICATION: &str = "s3:GetBucketNotification";
pub(in crate::collect::aws) const GET_ACL: &str = "s3:GetBucketAcl";
pub(in crate::collect::aws) const GET_OBJECT_LOCK: &str = "s3:GetBucketObjectLockConfiguration";
pub(in crate::collect::aws) const GET_REPLICATION: &str = "s3:GetReplicationConfiguration";
pub(in crate::collect::aws) const GET_TAGGING: &str = "s3:GetBucketTagging";
pub(in crate::collect::aws) const GET_ACCELERATION: &str = "s3:GetAccelerateConfiguration";
pub(in crate::collect::aws) const GET_REQUEST_PAYMENT: &str = "s3:GetBucketRequestPayment";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "S3",
    rate: 100,
    is_global: true,
    // The codes of errors are those by which the provider, too, knows that there is none; `NotImplemented` and its
    // like come of regions and servers that do not have the setting at all.
    calls: &[
        Call::new("ListBuckets", LIST_BUCKETS).of(&["aws_s3_bucket"]).told_by("Buckets", "CreationDate"),
        Call::new("GetBucketLocation", GET_LOCATION),
        Call::new("GetBucketVersioning", GET_VERSIONING)
            .of(&["aws_s3_bucket_versioning"])
            .or_none(NO_FEATURE),
        Call::new("GetBucketEncryption", GET_ENCRYPTION)
            .of(&["aws_s3_bucket_server_side_encryption_configuration"])
            .or_none(&[
                "ServerSideEncryptionConfigurationNotFoundError",
                "MethodNotAllowed",
                "NotImplemented",
            ]),
        Call::new("GetBucketLifecycleConfiguration", GET_LIFECYCLE)
            .of(&["aws_s3_bucket_lifecycle_configuration"])
            .or_none(&["NoSuchLifecycleConfiguration", "MethodNotAllowed", "NotImplemented"]),
        Call::new("GetBucketPolicy", GET_POLICY).of(&["aws_s3_bucket_policy"]).or_none(&[
            "NoSuchBucketPolicy",
            "MethodNotAllowed",
            "NotImplemented",
        ]),
        Call::new("GetPublicAccessBlock", GET_PUBLIC_ACCESS_BLOCK)
            .of(&["aws_s3_bucket_public_access_block"])
            .or_none(&["NoSuchPublicAccessBlockConfiguration", "MethodNotAllowed", "NotImplemented"]),
        Call::new("GetBucketOwnershipControls", GET_OWNERSHIP)
            .of(&["aws_s3_bucket_ownership_controls"])
            .or_none(&["OwnershipControlsNotFoundError", "MethodNotAllowed", "NotImplemented"]),
        Call::new("GetBucketLogging", GET_LOGGING).of(&["aws_s3_bucket_logging"]).or_none(NO_FEATURE),
        Call::new("GetBucketCors", GET_CORS).of(&["aws_s3_bucket_cors_configuration"]).or_none(&[
            "NoSuchCORSConfiguration",
            "MethodNotAllowed",
            "NotImplemented",
        ]),
        Call::new("GetBucketWebsite", GET_WEBSITE).of(&["aws_s3_bucket_website_configuration"]).or_none(&[
            "NoSuchWebsiteConfiguration",
            "MethodNotAllowed",
            "NotImplemented",
        ]),
        Call::new("GetBucketNotificationConfiguration", GET_NOTIFICATION)
            .of(&["aws_s3_bucket_notification"])
            .or_none(NO_FEATURE),
        Call::new("GetBucketAcl", GET_ACL).of(&["aws_s3_bucket_acl"]).or_none(NO_FEATURE),
        Call::new("GetObjectLockConfiguration", GET_OBJECT_LOCK)
            .of(&["aws_s3_bucket_object_lock_configuration"])
            .or_none(&["ObjectLockConfigurationNotFoundError", "MethodNotAllowed", "NotImplemented"]),
        Call::new("GetBucketReplication", GET_REPLICATION)
            .of(&["aws_s3_bucket_replication_configuration"])
            .or_none(&["ReplicationConfigurationNotFoundError", "MethodNotAllowed", "NotImplemented"]),
        Call::new("GetBucketTagging", GET_TAGGING).or_none(&[
            "NoSuchTagSet",
            "MethodNotAllowed",
            "NotImplemented",
        ]),
        Call::new("GetBucketAccelerateConfiguration", GET_ACCELERATION)
            .of(&["aws_s3_bucket_accelerate_configuration"])
            .or_none(&["UnsupportedArgument", "UnsupportedOperation", "MethodNotAllowed", "NotImplemented"]),
        Call::new("GetBucketRequestPayment", GET_REQUEST_PAYMENT)
            .of(&["aws_s3_bucket_request_payment_configuration"])
            .or_none(NO_FEATURE),
    ],
    shape,
};

/// How a region or a server says that it does not have a setting.
const NO_FEATURE: &[&str] = &["MethodNotAllowed", "NotImplemented"];

/// Returns the region of a bucket, as far as it was answered.
pub(in crate::collect::aws) fn region<'a>(bucket: Node<'a>, answers: &'a Answers) -> Option<&'a str> {
    let location = answers.about(GET_LOCATION, bucket.get("Name").str());
    let asked = || {
        // The oldest region has no name here, and one has an old one.
        location.is_there().then(|| match location.get("LocationConstraint").str() {
            "" => "us-east-1",
            "EU" => "eu-west-1",
            region => region,
        })
    };
    bucket.get("BucketRegion").text().or_else(asked)
}

fn shape(answers: &Answers, made: &mut Made) {
    for bucket in answers.items(LIST_BUCKETS, "Buckets") {
        let name = bucket.get("Name").str();
        let of = Bucket { name, region: region(bucket, answers), answers };
        bucket::bucket(&of, made);
        parts::shape(&of, made);
    }
}

/// One bucket, with all that was answered about it.
#[derive(Clone, Copy)]
struct Bucket<'a> {
    name: &'a str,
    region: Option<&'a str>,
    answers: &'a Answers,
}

impl<'a> Bucket<'a> {
    /// What a call answered about the bucket.
    fn about(&self, action: &str) -> Node<'a> {
        self.answers.about(action, self.name)
    }

    /// Begins a resource that is one setting of the bucket: its id is the name of the bucket.
    fn part<'m>(&self, kind: &str, made: &'m mut Made) -> Building<'m> {
        // What a stack made it keeps, with all its settings.
        let tags = self.about(GET_TAGGING).get("TagSet");
        let mut tags = tags.items().map(|tag| tag.get("Key").str());
        let owner = tags.any(|tag| tag == "aws:cloudformation:stack-name");
        made.resource(kind, self.name)
            .called(self.name)
            .known("region", self.region)
            .set("bucket", self.name)
            .owned(owner.then(|| format!("aws_s3_bucket/{}", self.name)))
    }
}

/// A text that the provider writes as empty where there is none.
fn text(node: Node<'_>) -> Value {
    Value::string(node.str())
}
