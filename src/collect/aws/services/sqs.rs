//! SQS: queues, and their policies as the kinds of their own by which Terraform can manage them.
//!
//! Source: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html>

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;

pub(in crate::collect::aws) const LIST_QUEUES: &str = "sqs:ListQueues";
pub(in crate::collect::aws) const GET_QUEUE_ATTRIBUTES: &str = "sqs:GetQueueAttributes";
pub(in crate::collect::aws) const LIST_QUEUE_TAGS: &str = "sqs:ListQueueTags";

/// What is said of a queue that was deleted after it was listed, by the newer protocol and the older.
const GONE: [&str; 2] = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "SQS",
    rate: 50,
    is_global: false,
    calls: &[
        Call::new("ListQueues", LIST_QUEUES).of(KINDS),
        Call::new("GetQueueAttributes", GET_QUEUE_ATTRIBUTES)
            .of(KINDS)
            .or_none(&GONE)
            .told_by("Attributes", "QueueArn"),
        Call::new("ListQueueTags", LIST_QUEUE_TAGS).or_none(&GONE),
    ],
    shape,
};

const KINDS: &[&str] = &[
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_sqs_queue_redrive_allow_policy",
    "aws_sqs_queue_redrive_policy",
];

fn shape(answers: &Answers, made: &mut Made) {
    for (url, answer) in answers.all(GET_QUEUE_ATTRIBUTES).filter(|(_, answer)| !answer.is_none()) {
        queue(url, answer.get("Attributes"), answers.about(LIST_QUEUE_TAGS, url), made);
    }
}

fn queue(url: &str, attributes: Node<'_>, tags: Node<'_>, made: &mut Made) {
    let of = |name: &str| attributes.entry(name);
    let arn = of("QueueArn").str();
    let name = arn.rsplit(':').next().unwrap_or_default();
    // A file of the CLI does not repeat the URL, which is made of the ARN.
    let url = if url.is_empty() { url_of(arn) } else { url.to_owned() };
    let mut queue = made
        .resource("aws_sqs_queue", &url)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        .set("url", url.as_str())
        .set("fifo_queue", is_fifo(name))
        .bool("content_based_deduplication", of("ContentBasedDeduplication"))
        .bool("sqs_managed_sse_enabled", of("SqsManagedSseEnabled"))
        .copy("kms_master_key_id", of("KmsMasterKeyId"))
        .copy("policy", of("Policy"))
        .copy("redrive_policy", of("RedrivePolicy"))
        .copy("redrive_allow_policy", of("RedriveAllowPolicy"))
        .copy("deduplication_scope", of("DeduplicationScope"))
        .copy("fifo_throughput_limit", of("FifoThroughputLimit"));
    for (attribute, member) in [
        ("visibility_timeout_seconds", "VisibilityTimeout"),
        ("message_retention_seconds", "MessageRetentionPeriod"),
        ("max_message_size", "MaximumMessageSize"),
        ("delay_seconds", "DelaySeconds"),
        ("receive_wait_time_seconds", "ReceiveMessageWaitTimeSeconds"),
        ("kms_data_key_reuse_period_seconds", "KmsDataKeyReusePeriodSeconds"),
    ] {
        queue = queue.int(attribute, of(member));
    }
    if tags.is_there() {
        queue = queue.tags(tags.get("Tags"));
    }
    queue.done();
    for (kind, attribute, member) in [
        ("aws_sqs_queue_policy", "policy", "Policy"),
        ("aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy", "RedriveAllowPolicy"),
        ("aws_sqs_queue_redrive_policy", "redrive_policy", "RedrivePolicy"),
    ] {
        if let Some(text) = of(member).text() {
            made.resource(kind, &url).called(name).set("queue_url", url.as_str()).set(attribute, text).done();
        }
    }
}

/// Returns whether a name is that of a queue or topic that keeps order.
#[expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a name and no file; AWS knows this spelling only"
)]
pub(super) fn is_fifo(name: &str) -> bool {
    name.ends_with(".fifo")
}

/// Returns `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`.
fn url_of(arn: &str) -> String {
    match *arn.splitn(6, ':').collect::<Vec<_>>() {
        [_, partition, _, region, account, name] => {
            let end = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
            format!("https://sqs.{region}.{end}/{account}/{name}")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;
    use crate::collect::aws::made::fields;
    use crate::model::Value;

    #[test]
    fn a_policy_is_of_the_queue_and_a_resource_of_its_own() {
        let url = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";
        let arn = "arn:aws:sqs:eu-west-1:123456789012:orders";
        let attributes = fields([("QueueArn", arn.into()), ("RedrivePolicy", "{}".into())]);
        let mut answers = Answers::new(Place::default());
        // As a file of the CLI has it: without the URL that was asked about.
        answers.push(GET_QUEUE_ATTRIBUTES, "", fields([("Attributes", attributes)]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        let addresses: Vec<&str> = made.resources.iter().map(|made| made.address.as_str()).collect();
        assert_eq!(addresses, ["aws_sqs_queue.orders", "aws_sqs_queue_redrive_policy.orders"]);
        for made in &made.resources {
            assert_eq!(made.attributes.get("redrive_policy"), Some(&Value::from("{}")));
            assert_eq!(made.attributes.get("id"), Some(&Value::from(url)));
        }
        assert_eq!(made.resources[0].attributes.get("policy"), Some(&Value::Null), "there is none");
    }
}
