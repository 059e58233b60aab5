//! Settings of a bucket as resources of their own, as Terraform may manage them since version 4 of its provider.

use super::{
    Bucket, GET_ACCELERATION, GET_ACL, GET_CORS, GET_ENCRYPTION, GET_LIFECYCLE, GET_LOGGING,
    GET_NOTIFICATION, GET_OBJECT_LOCK, GET_OWNERSHIP, GET_POLICY, GET_PUBLIC_ACCESS_BLOCK, GET_REPLICATION,
    GET_REQUEST_PAYMENT, GET_VERSIONING, GET_WEBSITE, lifecycle, replication, text,
};
use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{Made, fields, texts};
use crate::collect::aws::services::blocks::count;
use crate::model::{Key, Value};

/// Puts the settings of a bucket into the model, as far as they were answered and there are any.
pub(super) fn shape(of: &Bucket<'_>, made: &mut Made) {
    versioning(of, made);
    lists(of, made);
    access(of, made);
    logging(of, made);
    website(of, made);
    notification(of, made);
    acl(of, made);
    let lock = of.about(GET_OBJECT_LOCK).get("ObjectLockConfiguration");
    if let Some(enabled) = lock.get("ObjectLockEnabled").text() {
        of.part("aws_s3_bucket_object_lock_configuration", made)
            .set("object_lock_enabled", enabled)
            .block("rule", object_lock_rule(lock))
            .done();
    }
    let configuration = of.about(GET_REPLICATION).get("ReplicationConfiguration");
    if let Some(role) = configuration.get("Role").text() {
        of.part("aws_s3_bucket_replication_configuration", made)
            .set("role", role)
            .set("rule", Value::list(configuration.get("Rules").items().map(replication::rule)))
            .done();
    }
    if let Some(status) = of.about(GET_ACCELERATION).get("Status").text() {
        of.part("aws_s3_bucket_accelerate_configuration", made).set("status", status).done();
    }
    if let Some(payer) = of.about(GET_REQUEST_PAYMENT).get("Payer").text() {
        of.part("aws_s3_bucket_request_payment_configuration", made).set("payer", payer).done();
    }
}

fn versioning(of: &Bucket<'_>, made: &mut Made) {
    let answer = of.about(GET_VERSIONING);
    if !answer.is_there() || answer.is_none() {
        return;
    }
    // Of a bucket that never had versions nothing is told, and Terraform calls that "Disabled".
    let configuration = fields([
        ("mfa_delete", text(answer.get("MFADelete"))),
        ("status", Value::string(answer.get("Status").text().unwrap_or("Disabled"))),
    ]);
    of.part("aws_s3_bucket_versioning", made).block("versioning_configuration", Some(configuration)).done();
}

/// Settings that are nothing but rules.
fn lists(of: &Bucket<'_>, made: &mut Made) {
    let encryption = of.about(GET_ENCRYPTION).get("ServerSideEncryptionConfiguration").get("Rules");
    if encryption.items().next().is_some() {
        of.part("aws_s3_bucket_server_side_encryption_configuration", made)
            .set("rule", Value::list(encryption.items().map(encryption_rule)))
            .done();
    }
    let answer = of.about(GET_LIFECYCLE);
    if answer.get("Rules").items().next().is_some() {
        let size = answer.get("TransitionDefaultMinimumObjectSize");
        of.part("aws_s3_bucket_lifecycle_configuration", made)
            .set("rule", Value::list(answer.get("Rules").items().map(lifecycle::rule)))
            .copy_known("transition_default_minimum_object_size", size)
            .done();
    }
    let cors = of.about(GET_CORS).get("CORSRules");
    if cors.items().next().is_some() {
        let rules = cors.items().map(|rule| with(cors_rule(rule), "id", text(rule.get("ID"))));
        of.part("aws_s3_bucket_cors_configuration", made).set("cors_rule", Value::list(rules)).done();
    }
}

/// Who may reach it: the policy, the block of public access, and who owns objects.
fn access(of: &Bucket<'_>, made: &mut Made) {
    if let Some(policy) = of.about(GET_POLICY).get("Policy").text() {
        of.part("aws_s3_bucket_policy", made).set("policy", policy).done();
    }
    let block = of.about(GET_PUBLIC_ACCESS_BLOCK).get("PublicAccessBlockConfiguration");
    if block.is_there() {
        of.part("aws_s3_bucket_public_access_block", made)
            .bool("block_public_acls", block.get("BlockPublicAcls"))
            .bool("block_public_policy", block.get("BlockPublicPolicy"))
            .bool("ignore_public_acls", block.get("IgnorePublicAcls"))
            .bool("restrict_public_buckets", block.get("RestrictPublicBuckets"))
            .done();
    }
    if let Some(ownership) = ownership(of).text() {
        of.part("aws_s3_bucket_ownership_controls", made)
            .block("rule", Some(fields([("object_ownership", Value::string(ownership))])))
            .done();
    }
}

fn ownership<'a>(of: &Bucket<'a>) -> Node<'a> {
    let rules = of.about(GET_OWNERSHIP).get("OwnershipControls").get("Rules");
    rules.items().next().map_or(Node::ABSENT, |rule| rule.get("ObjectOwnership"))
}

fn logging(of: &Bucket<'_>, made: &mut Made) {
    let logging = of.about(GET_LOGGING).get("LoggingEnabled");
    let Some(target) = logging.get("TargetBucket").text() else { return };
    let grants = logging.get("TargetGrants").items().map(|grant| {
        fields([
            ("grantee", Value::list([grantee(grant.get("Grantee"))])),
            ("permission", grant.get("Permission").value()),
        ])
    });
    let format = logging.get("TargetObjectKeyFormat");
    let partitioned = format.get("PartitionedPrefix");
    let partitioned_prefix = partitioned
        .is_there()
        .then(|| fields([("partition_date_source", partitioned.get("PartitionDateSource").value())]));
    let simple_prefix = format.get("SimplePrefix").is_there().then(|| fields([]));
    let key_format = format.is_there().then(|| {
        fields([
            ("partitioned_prefix", Value::list(partitioned_prefix)),
            ("simple_prefix", Value::list(simple_prefix)),
        ])
    });
    of.part("aws_s3_bucket_logging", made)
        .set("target_bucket", target)
        .set("target_prefix", logging.get("TargetPrefix").str())
        .set("target_grant", Value::list(grants))
        .block("target_object_key_format", key_format)
        .done();
}

fn website(of: &Bucket<'_>, made: &mut Made) {
    let answer = of.about(GET_WEBSITE);
    if !answer.is_there() || answer.is_none() {
        return;
    }
    let one = |of: Node<'_>, member: &str, attribute: &str| {
        of.get(member).text().map(|value| fields([(attribute, Value::string(value))]))
    };
    let all = answer.get("RedirectAllRequestsTo");
    let redirect = all
        .get("HostName")
        .text()
        .map(|host| fields([("host_name", Value::string(host)), ("protocol", text(all.get("Protocol")))]));
    of.part("aws_s3_bucket_website_configuration", made)
        .block("index_document", one(answer.get("IndexDocument"), "Suffix", "suffix"))
        .block("error_document", one(answer.get("ErrorDocument"), "Key", "key"))
        .block("redirect_all_requests_to", redirect)
        .set("routing_rule", Value::list(answer.get("RoutingRules").items().map(routing_rule)))
        .done();
}

fn routing_rule(rule: Node<'_>) -> Value {
    let (condition, redirect) = (rule.get("Condition"), rule.get("Redirect"));
    let when = condition.is_there().then(|| {
        fields([
            ("http_error_code_returned_equals", text(condition.get("HttpErrorCodeReturnedEquals"))),
            ("key_prefix_equals", text(condition.get("KeyPrefixEquals"))),
        ])
    });
    let to = redirect.is_there().then(|| {
        fields([
            ("host_name", text(redirect.get("HostName"))),
            ("http_redirect_code", text(redirect.get("HttpRedirectCode"))),
            ("protocol", text(redirect.get("Protocol"))),
            ("replace_key_prefix_with", text(redirect.get("ReplaceKeyPrefixWith"))),
            ("replace_key_with", text(redirect.get("ReplaceKeyWith"))),
        ])
    });
    fields([("condition", Value::list(when)), ("redirect", Value::list(to))])
}

fn notification(of: &Bucket<'_>, made: &mut Made) {
    let answer = of.about(GET_NOTIFICATION);
    let targets = |list: &str, member: &str, attribute: &str| {
        Value::list(answer.get(list).items().map(|target| notified(target, member, attribute)))
    };
    let functions = targets("LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda_function_arn");
    let queues = targets("QueueConfigurations", "QueueArn", "queue_arn");
    let topics = targets("TopicConfigurations", "TopicArn", "topic_arn");
    let bridge = answer.get("EventBridgeConfiguration").is_there();
    if bridge || [&functions, &queues, &topics].iter().any(|targets| !targets.is_empty()) {
        of.part("aws_s3_bucket_notification", made)
            .set("eventbridge", bridge)
            .set("lambda_function", functions)
            .set("queue", queues)
            .set("topic", topics)
            .done();
    }
}

fn notified(target: Node<'_>, member: &str, attribute: &str) -> Value {
    let filter = |name: &str| {
        let mut rules = target.get("Filter").get("Key").get("FilterRules").items();
        // Written `Prefix` or `prefix`, as whoever set it wrote it.
        let rule = rules.find(|rule| rule.get("Name").str().eq_ignore_ascii_case(name));
        text(rule.map_or(Node::ABSENT, |rule| rule.get("Value")))
    };
    fields([
        ("events", texts(target.get("Events").texts())),
        ("filter_prefix", filter("prefix")),
        ("filter_suffix", filter("suffix")),
        ("id", text(target.get("Id"))),
        (attribute, target.get(member).value()),
    ])
}

/// The access control list, where one counts: not where the owner of the bucket owns all that is in it.
fn acl(of: &Bucket<'_>, made: &mut Made) {
    let answer = of.about(GET_ACL);
    let is_used = of.about(GET_OWNERSHIP).is_there() && ownership(of).str() != "BucketOwnerEnforced";
    if !is_used || !answer.get("Grants").is_there() {
        return;
    }
    let owner = answer.get("Owner");
    let grants = answer.get("Grants").items().map(|grant| {
        fields([
            ("grantee", Value::list([grantee(grant.get("Grantee"))])),
            ("permission", grant.get("Permission").value()),
        ])
    });
    let owner = fields([("display_name", text(owner.get("DisplayName"))), ("id", text(owner.get("ID")))]);
    let policy = fields([("grant", Value::list(grants)), ("owner", Value::list([owner]))]);
    of.part("aws_s3_bucket_acl", made).block("access_control_policy", Some(policy)).done();
}

fn grantee(grantee: Node<'_>) -> Value {
    fields([
        ("display_name", text(grantee.get("DisplayName"))),
        ("email_address", text(grantee.get("EmailAddress"))),
        ("id", text(grantee.get("ID"))),
        ("type", grantee.get("Type").value()),
        ("uri", text(grantee.get("URI"))),
    ])
}

/// A rule of encryption, which has one form in the bucket and alone.
pub(super) fn encryption_rule(rule: Node<'_>) -> Value {
    let by_default = rule.get("ApplyServerSideEncryptionByDefault");
    let apply = by_default.get("SSEAlgorithm").text().map(|algorithm| {
        fields([
            ("kms_master_key_id", text(by_default.get("KMSMasterKeyID"))),
            ("sse_algorithm", Value::string(algorithm)),
        ])
    });
    fields([
        ("apply_server_side_encryption_by_default", Value::list(apply)),
        ("bucket_key_enabled", Value::Bool(rule.get("BucketKeyEnabled").bool().unwrap_or_default())),
    ])
}

/// A rule of CORS as the bucket repeats it.
pub(super) fn cors_rule(rule: Node<'_>) -> Value {
    fields([
        ("allowed_headers", texts(rule.get("AllowedHeaders").texts())),
        ("allowed_methods", texts(rule.get("AllowedMethods").texts())),
        ("allowed_origins", texts(rule.get("AllowedOrigins").texts())),
        ("expose_headers", texts(rule.get("ExposeHeaders").texts())),
        ("max_age_seconds", count(rule.get("MaxAgeSeconds"))),
    ])
}

/// How long objects are kept where nothing else is said.
pub(super) fn object_lock_rule(lock: Node<'_>) -> Option<Value> {
    let retention = lock.get("Rule").get("DefaultRetention");
    retention.get("Mode").text().map(|mode| {
        let retention = fields([
            ("days", count(retention.get("Days"))),
            ("mode", Value::string(mode)),
            ("years", count(retention.get("Years"))),
        ]);
        fields([("default_retention", Value::list([retention]))])
    })
}

fn with(object: Value, name: &str, value: Value) -> Value {
    match object {
        Value::Map(mut map) => {
            map.insert(Key::new(name), value);
            Value::Map(map)
        }
        other => other,
    }
}
