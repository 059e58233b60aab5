//! Asking S3: which buckets there are, and about each in its own region. No object is ever asked for.

mod servers;

use std::collections::BTreeMap;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::operation::get_bucket_accelerate_configuration::GetBucketAccelerateConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_acl::GetBucketAclOutput;
use aws_sdk_s3::operation::get_bucket_cors::GetBucketCorsOutput;
use aws_sdk_s3::operation::get_bucket_encryption::GetBucketEncryptionOutput;
use aws_sdk_s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_location::GetBucketLocationOutput;
use aws_sdk_s3::operation::get_bucket_logging::GetBucketLoggingOutput;
use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_ownership_controls::GetBucketOwnershipControlsOutput;
use aws_sdk_s3::operation::get_bucket_policy::GetBucketPolicyOutput;
use aws_sdk_s3::operation::get_bucket_replication::GetBucketReplicationOutput;
use aws_sdk_s3::operation::get_bucket_request_payment::GetBucketRequestPaymentOutput;
use aws_sdk_s3::operation::get_bucket_tagging::GetBucketTaggingOutput;
use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::operation::get_bucket_website::GetBucketWebsiteOutput;
use aws_sdk_s3::operation::get_object_lock_configuration::GetObjectLockConfigurationOutput;
use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::operation::list_buckets::ListBucketsOutput;
use aws_sdk_s3::types;
use futures::FutureExt as _;

use self::servers::Lenient;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::{Tree, trees};
use crate::collect::aws::live::{Guard, Reader, limits};
use crate::collect::aws::services::s3::{
    GET_ACCELERATION, GET_ACL, GET_CORS, GET_ENCRYPTION, GET_LIFECYCLE, GET_LOCATION, GET_LOGGING,
    GET_NOTIFICATION, GET_OBJECT_LOCK, GET_OWNERSHIP, GET_POLICY, GET_PUBLIC_ACCESS_BLOCK, GET_REPLICATION,
    GET_REQUEST_PAYMENT, GET_TAGGING, GET_VERSIONING, GET_WEBSITE, LIST_BUCKETS, SERVICE, region,
};
use crate::model::Value;

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let anywhere = client(reading, "");
    // AWS tells the regions of buckets only to those who ask for pages.
    let list = anywhere.list_buckets().max_buckets(1000).into_paginator().send();
    reading.pages(LIST_BUCKETS, list).await;
    let unplaced: Vec<String> = reading
        .answers
        .items(LIST_BUCKETS, "Buckets")
        .filter(|bucket| region(*bucket, &reading.answers).is_none())
        .filter_map(|bucket| bucket.get("Name").text().map(str::to_owned))
        .collect();
    reading.each(GET_LOCATION, &unplaced, |name| anywhere.get_bucket_location().bucket(name).send()).await;

    let buckets = reading.members(LIST_BUCKETS, "Buckets", "Name");
    let clients = Clients::new(reading, anywhere);
    let of = |name: &str| clients.of(name);
    let on = &buckets;
    reading.each(GET_TAGGING, on, |b| of(&b).get_bucket_tagging().bucket(b).send()).await;
    reading.each(GET_VERSIONING, on, |b| of(&b).get_bucket_versioning().bucket(b).send()).await;
    reading.each(GET_ENCRYPTION, on, |b| of(&b).get_bucket_encryption().bucket(b).send()).await;
    reading.each(GET_LIFECYCLE, on, |b| of(&b).get_bucket_lifecycle_configuration().bucket(b).send()).await;
    reading.each(GET_POLICY, on, |b| of(&b).get_bucket_policy().bucket(b).send()).await;
    reading.each(GET_PUBLIC_ACCESS_BLOCK, on, |b| of(&b).get_public_access_block().bucket(b).send()).await;
    reading.each(GET_OWNERSHIP, on, |b| of(&b).get_bucket_ownership_controls().bucket(b).send()).await;
    reading.each(GET_ACL, on, |b| of(&b).get_bucket_acl().bucket(b).send()).await;
    reading.each(GET_LOGGING, on, |b| of(&b).get_bucket_logging().bucket(b).send()).await;
    reading.each(GET_CORS, on, |b| of(&b).get_bucket_cors().bucket(b).send()).await;
    reading.each(GET_WEBSITE, on, |b| of(&b).get_bucket_website().bucket(b).send()).await;
    reading
        .each(GET_NOTIFICATION, on, |b| of(&b).get_bucket_notification_configuration().bucket(b).send())
        .await;
    reading.each(GET_OBJECT_LOCK, on, |b| of(&b).get_object_lock_configuration().bucket(b).send()).await;
    reading.each(GET_REPLICATION, on, |b| of(&b).get_bucket_replication().bucket(b).send()).await;
    reading
        .each(GET_ACCELERATION, on, |b| of(&b).get_bucket_accelerate_configuration().bucket(b).send())
        .await;
    reading.each(GET_REQUEST_PAYMENT, on, |b| of(&b).get_bucket_request_payment().bucket(b).send()).await;
}

/// Makes a client for the buckets of a region; for that of the profile where none is named.
fn client(reading: &Reading<'_>, region: &str) -> Client {
    let shared = reading.session.config(&SERVICE, region, limits());
    let mut config = Builder::from(&shared).interceptor(Guard);
    if reading.session.has_own_endpoint() {
        config = config.force_path_style(true);
        if let Some(http) = shared.http_client() {
            config = config.http_client(Lenient(http));
        }
    }
    Client::from_conf(config.build())
}

/// A client for each region that has buckets: no other answers for them.
struct Clients {
    anywhere: Client,
    by_region: BTreeMap<String, Client>,
    region_of: BTreeMap<String, String>,
}

impl Clients {
    fn new(reading: &Reading<'_>, anywhere: Client) -> Self {
        let region_of: BTreeMap<String, String> = reading
            .answers
            .items(LIST_BUCKETS, "Buckets")
            .filter_map(|bucket| {
                let region = region(bucket, &reading.answers)?;
                Some((bucket.get("Name").text()?.to_owned(), region.to_owned()))
            })
            .collect();
        let by_region = region_of.values().map(|region| (region.clone(), client(reading, region))).collect();
        Self { anywhere, by_region, region_of }
    }

    fn of(&self, bucket: &str) -> &Client {
        let by_region = self.region_of.get(bucket).and_then(|region| self.by_region.get(region));
        by_region.unwrap_or(&self.anywhere)
    }
}

/// That it is there is all it says.
impl Tree for types::EventBridgeConfiguration {
    fn tree(&self) -> Value {
        Value::map([])
    }
}

/// That it is there is all it says.
impl Tree for types::SimplePrefix {
    fn tree(&self) -> Value {
        Value::map([])
    }
}

#[expect(deprecated, reason = "rules that were made before there were filters still say their prefix there")]
mod rules {
    use aws_sdk_s3::types;

    use crate::collect::aws::live::tree::trees;

    trees! {
        struct types::LifecycleRule {
            id, prefix, filter, status, expiration, transitions, noncurrent_version_transitions,
            noncurrent_version_expiration, abort_incomplete_multipart_upload,
        }
        struct types::ReplicationRule {
            id, priority, prefix, filter, status, source_selection_criteria, existing_object_replication,
            destination, delete_marker_replication,
        }
    }
}

trees! {
    struct ListBucketsOutput { buckets }
    struct GetBucketLocationOutput { location_constraint }
    struct GetBucketTaggingOutput { tag_set }
    struct GetBucketVersioningOutput { status, mfa_delete }
    struct GetBucketEncryptionOutput { server_side_encryption_configuration }
    struct GetBucketLifecycleConfigurationOutput { rules, transition_default_minimum_object_size }
    struct GetBucketPolicyOutput { policy }
    struct GetPublicAccessBlockOutput { public_access_block_configuration }
    struct GetBucketOwnershipControlsOutput { ownership_controls }
    struct GetBucketAclOutput { owner, grants }
    struct GetBucketLoggingOutput { logging_enabled }
    struct GetBucketCorsOutput { cors_rules }
    struct GetBucketWebsiteOutput { redirect_all_requests_to, index_document, error_document, routing_rules }
    struct GetBucketNotificationConfigurationOutput {
        topic_configurations, queue_configurations, lambda_function_configurations,
        event_bridge_configuration,
    }
    struct GetObjectLockConfigurationOutput { object_lock_configuration }
    struct GetBucketReplicationOutput { replication_configuration }
    struct GetBucketAccelerateConfigurationOutput { status }
    struct GetBucketRequestPaymentOutput { payer }
    struct types::Bucket { name, bucket_region }
    struct types::ServerSideEncryptionConfiguration { rules }
    struct types::ServerSideEncryptionRule { apply_server_side_encryption_by_default, bucket_key_enabled }
    struct types::ServerSideEncryptionByDefault { sse_algorithm, kms_master_key_id }
    struct types::LifecycleRuleFilter { prefix, tag, object_size_greater_than, object_size_less_than, and }
    struct types::LifecycleRuleAndOperator { prefix, tags, object_size_greater_than, object_size_less_than }
    struct types::LifecycleExpiration { date, days, expired_object_delete_marker }
    struct types::Transition { date, days, storage_class }
    struct types::NoncurrentVersionTransition { noncurrent_days, storage_class, newer_noncurrent_versions }
    struct types::NoncurrentVersionExpiration { noncurrent_days, newer_noncurrent_versions }
    struct types::AbortIncompleteMultipartUpload { days_after_initiation }
    struct types::PublicAccessBlockConfiguration {
        block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets,
    }
    struct types::OwnershipControls { rules }
    struct types::OwnershipControlsRule { object_ownership }
    struct types::LoggingEnabled { target_bucket, target_grants, target_prefix, target_object_key_format }
    struct types::TargetGrant { grantee, permission }
    struct types::TargetObjectKeyFormat { simple_prefix, partitioned_prefix }
    struct types::PartitionedPrefix { partition_date_source }
    struct types::Grantee { display_name, email_address, id, uri, r#type }
    struct types::Grant { grantee, permission }
    struct types::Owner { display_name, id }
    struct types::CorsRule {
        id, allowed_headers, allowed_methods, allowed_origins, expose_headers, max_age_seconds,
    }
    struct types::RedirectAllRequestsTo { host_name, protocol }
    struct types::IndexDocument { suffix }
    struct types::ErrorDocument { key }
    struct types::RoutingRule { condition, redirect }
    struct types::Condition { http_error_code_returned_equals, key_prefix_equals }
    struct types::Redirect {
        host_name, http_redirect_code, protocol, replace_key_prefix_with, replace_key_with,
    }
    struct types::TopicConfiguration { id, topic_arn, events, filter }
    struct types::QueueConfiguration { id, queue_arn, events, filter }
    struct types::LambdaFunctionConfiguration { id, lambda_function_arn, events, filter }
    struct types::NotificationConfigurationFilter { key }
    struct types::S3KeyFilter { filter_rules }
    struct types::FilterRule { name, value }
    struct types::ObjectLockConfiguration { object_lock_enabled, rule }
    struct types::ObjectLockRule { default_retention }
    struct types::DefaultRetention { mode, days, years }
    struct types::ReplicationConfiguration { role, rules }
    struct types::ReplicationRuleFilter { prefix, tag, and }
    struct types::ReplicationRuleAndOperator { prefix, tags }
    struct types::SourceSelectionCriteria { sse_kms_encrypted_objects, replica_modifications }
    struct types::SseKmsEncryptedObjects { status }
    struct types::ReplicaModifications { status }
    struct types::ExistingObjectReplication { status }
    struct types::DeleteMarkerReplication { status }
    struct types::Destination {
        bucket, account, storage_class, access_control_translation, encryption_configuration,
        replication_time, metrics,
    }
    struct types::AccessControlTranslation { owner }
    struct types::EncryptionConfiguration { replica_kms_key_id }
    struct types::ReplicationTime { status, time }
    struct types::ReplicationTimeValue { minutes }
    struct types::Metrics { status, event_threshold }
    struct types::Tag { key, value }
    enum types::BucketAccelerateStatus
    enum types::BucketLocationConstraint
    enum types::BucketLogsPermission
    enum types::BucketVersioningStatus
    enum types::DeleteMarkerReplicationStatus
    enum types::Event
    enum types::ExistingObjectReplicationStatus
    enum types::ExpirationStatus
    enum types::FilterRuleName
    enum types::MetricsStatus
    enum types::MfaDeleteStatus
    enum types::ObjectLockEnabled
    enum types::ObjectLockRetentionMode
    enum types::ObjectOwnership
    enum types::OwnerOverride
    enum types::PartitionDateSource
    enum types::Payer
    enum types::Permission
    enum types::Protocol
    enum types::ReplicaModificationsStatus
    enum types::ReplicationRuleStatus
    enum types::ReplicationTimeStatus
    enum types::ServerSideEncryption
    enum types::SseKmsEncryptedObjectsStatus
    enum types::StorageClass
    enum types::TransitionDefaultMinimumObjectSize
    enum types::TransitionStorageClass
    enum types::Type
}
