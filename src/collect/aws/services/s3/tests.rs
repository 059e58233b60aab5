//! What becomes of the answers of S3.

use super::*;
use crate::collect::aws::services::testing::{check, owner, shape};
use crate::model::Resource;

const LIST: &str = r#"{"Buckets": [{"Name": "b", "CreationDate": "2026-11-25T19:53:07+00:00",
    "BucketRegion": "eu-central-1"}], "Owner": {"ID": "me"}}"#;

/// Shapes a bucket `b` about which one call was answered.
fn with(action: &'static str, answer: &str) -> Vec<Resource> {
    shape(&SERVICE, &[(LIST_BUCKETS, "", LIST), (action, "b", answer)])
}

/// Asserts what one answer becomes: in the bucket, and as a kind of its own.
#[track_caller]
fn becomes(action: &'static str, answer: &str, inline: &str, kind: &str, alone: &str) {
    let resources = with(action, answer);
    check(&resources, "aws_s3_bucket.b", inline);
    let address = format!("{kind}.b");
    check(&resources, &address, alone);
    check(&resources, &address, r#"{"id": "b", "bucket": "b", "region": "eu-central-1"}"#);
    assert_eq!(resources.len(), 2, "one answer, one part");
}

#[test]
fn of_a_listed_bucket_only_what_the_list_tells_is_known() {
    let resources = shape(&SERVICE, &[(LIST_BUCKETS, "", LIST)]);
    assert_eq!(resources.len(), 1);
    check(
        &resources,
        "aws_s3_bucket.b",
        r#"{"id": "b", "bucket": "b", "arn": "arn:aws:s3:::b", "region": "eu-central-1",
        "bucket_domain_name": "b.s3.amazonaws.com",
        "bucket_regional_domain_name": "b.s3.eu-central-1.amazonaws.com"}"#,
    );
    for unknown in ["versioning", "policy", "tags", "lifecycle_rule", "acceleration_status", "website"] {
        assert!(resources[0].attributes.get(unknown).is_none(), "{unknown} was not answered");
    }
}

#[test]
fn where_the_list_tells_no_region_the_location_does() {
    let list = r#"{"Buckets": [{"Name": "b"}, {"Name": "old"}, {"Name": "oldest"}]}"#;
    let answers = [
        (LIST_BUCKETS, "", list),
        (GET_LOCATION, "b", r#"{"LocationConstraint": "eu-north-1"}"#),
        (GET_LOCATION, "old", r#"{"LocationConstraint": "EU"}"#),
        (GET_LOCATION, "oldest", "{}"),
    ];
    let resources = shape(&SERVICE, &answers);
    check(&resources, "aws_s3_bucket.b", r#"{"region": "eu-north-1"}"#);
    check(&resources, "aws_s3_bucket.old", r#"{"region": "eu-west-1"}"#);
    check(&resources, "aws_s3_bucket.oldest", r#"{"region": "us-east-1"}"#);
}

#[test]
fn what_there_is_none_of_is_known_to_be_unset() {
    let actions = SERVICE.calls.iter().map(|call| call.action);
    let settings: Vec<&str> =
        actions.filter(|action| ![LIST_BUCKETS, GET_LOCATION].contains(action)).collect();
    let mut answers = vec![(LIST_BUCKETS, "", LIST)];
    answers.extend(settings.iter().map(|action| (*action, "b", "null")));
    let resources = shape(&SERVICE, &answers);
    assert_eq!(resources.len(), 1, "no part of what there is none of: {resources:?}");
    check(
        &resources,
        "aws_s3_bucket.b",
        r#"{"versioning": [{"enabled": false, "mfa_delete": false}], "policy": "", "lifecycle_rule": [],
        "server_side_encryption_configuration": [], "logging": [], "cors_rule": [], "website": [],
        "replication_configuration": [], "acceleration_status": "", "request_payer": "BucketOwner",
        "object_lock_enabled": false, "object_lock_configuration": [], "tags": {}, "tags_all": {}}"#,
    );
}

#[test]
fn versioning_encryption_and_access() {
    becomes(
        GET_VERSIONING,
        r#"{"Status": "Enabled", "MFADelete": "Disabled"}"#,
        r#"{"versioning": [{"enabled": true, "mfa_delete": false}]}"#,
        "aws_s3_bucket_versioning",
        r#"{"versioning_configuration": [{"mfa_delete": "Disabled", "status": "Enabled"}]}"#,
    );
    becomes(
        GET_VERSIONING,
        "{}",
        r#"{"versioning": [{"enabled": false, "mfa_delete": false}]}"#,
        "aws_s3_bucket_versioning",
        r#"{"versioning_configuration": [{"mfa_delete": "", "status": "Disabled"}]}"#,
    );
    let rule = r#"[{"apply_server_side_encryption_by_default": [{"kms_master_key_id": "arn:key",
        "sse_algorithm": "aws:kms"}], "bucket_key_enabled": true}]"#;
    becomes(
        GET_ENCRYPTION,
        r#"{"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault":
            {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:key"}, "BucketKeyEnabled": true}]}}"#,
        &format!(r#"{{"server_side_encryption_configuration": [{{"rule": {rule}}}]}}"#),
        "aws_s3_bucket_server_side_encryption_configuration",
        &format!(r#"{{"rule": {rule}}}"#),
    );
    becomes(
        GET_POLICY,
        r#"{"Policy": "{\"Version\":\"2012-10-17\"}"}"#,
        r#"{"policy": "{\"Version\":\"2012-10-17\"}"}"#,
        "aws_s3_bucket_policy",
        r#"{"policy": "{\"Version\":\"2012-10-17\"}"}"#,
    );
    becomes(
        GET_PUBLIC_ACCESS_BLOCK,
        r#"{"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "IgnorePublicAcls": false,
            "BlockPublicPolicy": true, "RestrictPublicBuckets": false}}"#,
        "{}",
        "aws_s3_bucket_public_access_block",
        r#"{"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": false,
            "restrict_public_buckets": false}"#,
    );
    becomes(
        GET_OWNERSHIP,
        r#"{"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}"#,
        "{}",
        "aws_s3_bucket_ownership_controls",
        r#"{"rule": [{"object_ownership": "BucketOwnerEnforced"}]}"#,
    );
}

#[test]
fn logging_cors_website_and_the_rest() {
    becomes(
        GET_LOGGING,
        r#"{"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "log/"}}"#,
        r#"{"logging": [{"target_bucket": "logs", "target_prefix": "log/"}]}"#,
        "aws_s3_bucket_logging",
        r#"{"target_bucket": "logs", "target_prefix": "log/", "target_grant": [],
            "target_object_key_format": []}"#,
    );
    becomes(
        GET_CORS,
        r#"{"CORSRules": [{"ID": "r", "AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}"#,
        r#"{"cors_rule": [{"allowed_headers": [], "allowed_methods": ["GET"], "allowed_origins": ["*"],
            "expose_headers": [], "max_age_seconds": 0}]}"#,
        "aws_s3_bucket_cors_configuration",
        r#"{"cors_rule": [{"allowed_headers": [], "allowed_methods": ["GET"], "allowed_origins": ["*"],
            "expose_headers": [], "id": "r", "max_age_seconds": 0}]}"#,
    );
    becomes(
        GET_WEBSITE,
        r#"{"IndexDocument": {"Suffix": "index.html"}, "RoutingRules": [{"Condition":
            {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}}]}"#,
        r#"{"website": [{"error_document": "", "index_document": "index.html",
            "redirect_all_requests_to": ""}]}"#,
        "aws_s3_bucket_website_configuration",
        r#"{"index_document": [{"suffix": "index.html"}], "error_document": [],
            "redirect_all_requests_to": [], "routing_rule": [{
            "condition": [{"http_error_code_returned_equals": "", "key_prefix_equals": "old/"}],
            "redirect": [{"host_name": "", "http_redirect_code": "", "protocol": "",
                "replace_key_prefix_with": "new/", "replace_key_with": ""}]}]}"#,
    );
    becomes(
        GET_OBJECT_LOCK,
        r#"{"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention":
            {"Mode": "GOVERNANCE", "Days": 5}}}}"#,
        r#"{"object_lock_enabled": true}"#,
        "aws_s3_bucket_object_lock_configuration",
        r#"{"object_lock_enabled": "Enabled",
            "rule": [{"default_retention": [{"days": 5, "mode": "GOVERNANCE", "years": 0}]}]}"#,
    );
    becomes(
        GET_ACCELERATION,
        r#"{"Status": "Enabled"}"#,
        r#"{"acceleration_status": "Enabled"}"#,
        "aws_s3_bucket_accelerate_configuration",
        r#"{"status": "Enabled"}"#,
    );
    becomes(
        GET_REQUEST_PAYMENT,
        r#"{"Payer": "Requester"}"#,
        r#"{"request_payer": "Requester"}"#,
        "aws_s3_bucket_request_payment_configuration",
        r#"{"payer": "Requester"}"#,
    );
    becomes(
        GET_NOTIFICATION,
        r#"{"LambdaFunctionConfigurations": [{"Id": "tf-1", "LambdaFunctionArn": "arn:f",
            "Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": [
            {"Name": "Prefix", "Value": "AWSLogs/"}, {"Name": "suffix", "Value": ".log"}]}}}],
            "EventBridgeConfiguration": {}}"#,
        "{}",
        "aws_s3_bucket_notification",
        r#"{"eventbridge": true, "queue": [], "topic": [], "lambda_function": [{
            "events": ["s3:ObjectCreated:*"], "filter_prefix": "AWSLogs/", "filter_suffix": ".log",
            "id": "tf-1", "lambda_function_arn": "arn:f"}]}"#,
    );
}

#[test]
fn lifecycle_rules_have_two_forms() {
    becomes(
        GET_LIFECYCLE,
        r#"{"Rules": [{"ID": "expire", "Status": "Enabled",
            "Filter": {"And": {"Prefix": "tmp/", "Tags": [{"Key": "a", "Value": "b"}]}},
            "Expiration": {"Days": 30}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
            "Transitions": [{"Date": "2027-01-01T00:00:00+00:00", "StorageClass": "GLACIER"}],
            "NoncurrentVersionExpiration": {"NoncurrentDays": 90}}],
            "TransitionDefaultMinimumObjectSize": "all_storage_classes_128K"}"#,
        r#"{"lifecycle_rule": [{"abort_incomplete_multipart_upload_days": 7, "enabled": true,
            "expiration": [{"date": null, "days": 30, "expired_object_delete_marker": false}],
            "id": "expire", "noncurrent_version_expiration": [{"days": 90}],
            "noncurrent_version_transition": [], "prefix": "tmp/", "tags": {"a": "b"},
            "transition": [{"date": "2027-01-01T00:00:00Z", "days": 0, "storage_class": "GLACIER"}]}]}"#,
        "aws_s3_bucket_lifecycle_configuration",
        r#"{"transition_default_minimum_object_size": "all_storage_classes_128K", "rule": [{
            "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
            "expiration": [{"date": null, "days": 30, "expired_object_delete_marker": false}],
            "filter": [{"and": [{"object_size_greater_than": null, "object_size_less_than": null,
                "prefix": "tmp/", "tags": {"a": "b"}}], "object_size_greater_than": null,
                "object_size_less_than": null, "prefix": "", "tag": []}],
            "id": "expire", "noncurrent_version_expiration":
                [{"newer_noncurrent_versions": null, "noncurrent_days": 90}],
            "noncurrent_version_transition": [], "prefix": "", "status": "Enabled",
            "transition": [{"date": "2027-01-01T00:00:00Z", "days": null, "storage_class": "GLACIER"}]}]}"#,
    );
    // The SDK gives dates in seconds.
    let in_seconds =
        with(GET_LIFECYCLE, r#"{"Rules": [{"Status": "Enabled", "Expiration": {"Date": 1798761600}}]}"#);
    check(
        &in_seconds,
        "aws_s3_bucket_lifecycle_configuration.b",
        r#"{"rule": [{"abort_incomplete_multipart_upload": [], "expiration": [{"date": "2027-01-01T00:00:00Z",
            "days": null, "expired_object_delete_marker": false}], "filter": [], "id": "",
            "noncurrent_version_expiration": [], "noncurrent_version_transition": [], "prefix": "",
            "status": "Enabled", "transition": []}]}"#,
    );
}

#[test]
fn replication_rules_have_two_forms() {
    becomes(
        GET_REPLICATION,
        r#"{"ReplicationConfiguration": {"Role": "arn:role", "Rules": [{"ID": "all", "Priority": 1,
            "Filter": {"Prefix": "docs/"}, "Status": "Enabled",
            "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": "arn:aws:s3:::copy", "StorageClass": "STANDARD_IA",
                "EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:key"},
                "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
                "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}}}}]}}"#,
        r#"{"replication_configuration": [{"role": "arn:role", "rules": [{
            "delete_marker_replication_status": "", "destination": [{"access_control_translation": [],
                "account_id": "", "bucket": "arn:aws:s3:::copy",
                "metrics": [{"minutes": 15, "status": "Enabled"}], "replica_kms_key_id": "arn:key",
                "replication_time": [{"minutes": 15, "status": "Enabled"}], "storage_class": "STANDARD_IA"}],
            "filter": [{"prefix": "docs/", "tags": {}}], "id": "all", "prefix": "", "priority": 1,
            "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"enabled": true}]}],
            "status": "Enabled"}]}]}"#,
        "aws_s3_bucket_replication_configuration",
        r#"{"role": "arn:role", "rule": [{"delete_marker_replication": [{"status": "Disabled"}],
            "destination": [{"access_control_translation": [], "account": "", "bucket": "arn:aws:s3:::copy",
                "encryption_configuration": [{"replica_kms_key_id": "arn:key"}],
                "metrics": [{"event_threshold": [{"minutes": 15}], "status": "Enabled"}],
                "replication_time": [{"status": "Enabled", "time": [{"minutes": 15}]}],
                "storage_class": "STANDARD_IA"}],
            "existing_object_replication": [], "filter": [{"and": [], "prefix": "docs/", "tag": []}],
            "id": "all", "prefix": "", "priority": 1, "source_selection_criteria": [{
                "replica_modifications": [], "sse_kms_encrypted_objects": [{"status": "Enabled"}]}],
            "status": "Enabled"}]}"#,
    );
}

#[test]
fn an_acl_counts_only_where_the_bucket_does_not_own_all() {
    let acl = r#"{"Owner": {"ID": "me"}, "Grants": [{"Grantee": {"ID": "me", "Type": "CanonicalUser"},
        "Permission": "FULL_CONTROL"}]}"#;
    let has_acl = |ownership: Option<&str>| {
        let mut answers = vec![(LIST_BUCKETS, "", LIST), (GET_ACL, "b", acl)];
        answers.extend(ownership.map(|ownership| (GET_OWNERSHIP, "b", ownership)));
        shape(&SERVICE, &answers).iter().any(|resource| resource.kind == "aws_s3_bucket_acl")
    };
    let rule = |ownership: &str| {
        format!(r#"{{"OwnershipControls": {{"Rules": [{{"ObjectOwnership": "{ownership}"}}]}}}}"#)
    };
    assert!(!has_acl(Some(&rule("BucketOwnerEnforced"))));
    assert!(!has_acl(None), "where ownership is not known, nothing is said");
    assert!(has_acl(Some(&rule("ObjectWriter"))));
    assert!(has_acl(Some("null")), "older buckets have no ownership controls, and their list counts");
}

#[test]
fn what_a_stack_made_it_owns_with_all_its_parts() {
    let resources = shape(
        &SERVICE,
        &[
            (LIST_BUCKETS, "", LIST),
            (GET_TAGGING, "b", r#"{"TagSet": [{"Key": "aws:cloudformation:stack-name", "Value": "web"}]}"#),
            (GET_VERSIONING, "b", r#"{"Status": "Suspended"}"#),
        ],
    );
    assert_eq!(owner(&resources, "aws_s3_bucket.b"), Some("aws_cloudformation_stack/web"));
    assert_eq!(owner(&resources, "aws_s3_bucket_versioning.b"), Some("aws_s3_bucket/b"));
    check(&resources, "aws_s3_bucket.b", r#"{"tags": {}}"#);
}

#[test]
fn grants_to_others_than_the_owner_are_told_by_whom_they_are_to() {
    let grant = |grantee: &str, permission: &str| {
        format!(r#"{{"Grantee": {{{grantee}}}, "Permission": "{permission}"}}"#)
    };
    let (me, all) = (
        r#""ID": "me", "Type": "CanonicalUser""#,
        r#""URI": "http://acs.amazonaws.com/groups/global/AllUsers", "Type": "Group""#,
    );
    let own = r#"{"id": "me", "permissions": ["FULL_CONTROL"], "type": "CanonicalUser", "uri": ""}"#;
    let public = r#"{"id": "", "permissions": ["READ", "WRITE"], "type": "Group",
        "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}"#;
    for (grants, expected) in [
        (vec![grant(me, "FULL_CONTROL")], "null".to_owned()),
        (
            vec![grant(me, "FULL_CONTROL"), grant(all, "READ"), grant(all, "WRITE")],
            format!("[{own}, {public}]"),
        ),
        (vec![grant(me, "READ")], format!("[{}]", own.replace("FULL_CONTROL", "READ"))),
        (vec![], "null".to_owned()),
    ] {
        let acl = format!(r#"{{"Owner": {{"ID": "me"}}, "Grants": [{}]}}"#, grants.join(", "));
        check(&with(GET_ACL, &acl), "aws_s3_bucket.b", &format!(r#"{{"grant": {expected}}}"#));
    }
}
