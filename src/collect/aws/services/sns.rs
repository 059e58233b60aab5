//! SNS: topics with their policies, and subscriptions.
//!
//! Source: <https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html>,
//! <https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html>

use std::collections::BTreeMap;

use super::sqs::is_fifo;
use super::tagging::Tagged;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;
use crate::model::Value;

pub(in crate::collect::aws) const LIST_TOPICS: &str = "sns:ListTopics";
pub(in crate::collect::aws) const GET_TOPIC_ATTRIBUTES: &str = "sns:GetTopicAttributes";
pub(in crate::collect::aws) const LIST_SUBSCRIPTIONS: &str = "sns:ListSubscriptions";
pub(in crate::collect::aws) const GET_SUBSCRIPTION_ATTRIBUTES: &str = "sns:GetSubscriptionAttributes";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "SNS",
    rate: 20,
    is_global: false,
    calls: &[
        Call::new("ListTopics", LIST_TOPICS)
            .of(&["aws_sns_topic", "aws_sns_topic_policy"])
            .told_by("Topics", "TopicArn"),
        Call::new("ListSubscriptions", LIST_SUBSCRIPTIONS)
            .of(&["aws_sns_topic_subscription"])
            .told_by("Subscriptions", "SubscriptionArn"),
        // Before the attributes of topics: those of a subscription name its topic, too.
        Call::new("GetSubscriptionAttributes", GET_SUBSCRIPTION_ATTRIBUTES)
            .or_none(&["NotFound", "NotFoundException"])
            .told_by("Attributes", "SubscriptionArn"),
        Call::new("GetTopicAttributes", GET_TOPIC_ATTRIBUTES)
            .of(&["aws_sns_topic_policy"])
            .or_none(&["NotFound", "NotFoundException"])
            .told_by("Attributes", "TopicArn"),
    ],
    shape,
};

/// How the provider calls the protocols of deliveries whose outcome is logged, and how the API does.
const FEEDBACK: [(&str, &str); 5] = [
    ("application", "Application"),
    ("firehose", "Firehose"),
    ("http", "HTTP"),
    ("lambda", "Lambda"),
    ("sqs", "SQS"),
];

/// The id of the policy that SNS gives to a topic when nobody does.
const DEFAULT_POLICY: &str = "__default_policy_ID";

fn shape(answers: &Answers, made: &mut Made) {
    let tagged = Tagged::of(answers);
    for (arn, attributes) in listed(answers, (LIST_TOPICS, "Topics"), "TopicArn", GET_TOPIC_ATTRIBUTES) {
        topic(arn, attributes, &tagged, made);
    }
    let subscriptions = (LIST_SUBSCRIPTIONS, "Subscriptions");
    let told: BTreeMap<&str, Node<'_>> = answers
        .items(LIST_SUBSCRIPTIONS, "Subscriptions")
        .filter_map(|item| Some((item.get("SubscriptionArn").text()?, item)))
        .collect();
    for (arn, attributes) in listed(answers, subscriptions, "SubscriptionArn", GET_SUBSCRIPTION_ATTRIBUTES) {
        let told = told.get(arn).copied().unwrap_or(Node::ABSENT);
        subscription(arn, told, attributes, made);
    }
}

/// Returns what was listed, and what only its attributes tell of, as in a file, each with its attributes.
/// What was listed and then gone is left out, and so is what has no ARN yet (`PendingConfirmation`).
fn listed<'a>(
    answers: &'a Answers,
    (list, items): (&str, &'a str),
    member: &'a str,
    details: &str,
) -> BTreeMap<&'a str, Node<'a>> {
    let mut all: BTreeMap<&str, Node<'_>> = answers
        .items(list, items)
        .filter_map(|item| item.get(member).text())
        .map(|arn| (arn, answers.about(details, arn)))
        .collect();
    for (_, answer) in answers.all(details) {
        if let Some(arn) = answer.get("Attributes").entry(member).text() {
            all.insert(arn, answer);
        }
    }
    all.retain(|arn, answer| arn.starts_with("arn:") && !answer.is_none());
    all.into_iter().map(|(arn, answer)| (arn, answer.get("Attributes"))).collect()
}

fn name_of(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

fn topic(arn: &str, attributes: Node<'_>, tagged: &Tagged<'_>, made: &mut Made) {
    let of = |name: &str| attributes.entry(name);
    let name = name_of(arn);
    let mut topic = made
        .resource("aws_sns_topic", arn)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        .set("fifo_topic", is_fifo(name));
    if attributes.is_there() {
        topic = topic
            .bool("content_based_deduplication", of("ContentBasedDeduplication"))
            .copy("fifo_throughput_scope", of("FifoThroughputScope"))
            .copy("display_name", of("DisplayName"))
            .copy("kms_master_key_id", of("KmsMasterKeyId"))
            .copy("policy", of("Policy"))
            .copy("delivery_policy", of("DeliveryPolicy"))
            .copy("archive_policy", of("ArchivePolicy"))
            .copy("tracing_config", of("TracingConfig"))
            .copy_known("owner", of("Owner"))
            // The provider writes 0 for a number that is not set.
            .set("signature_version", Value::int(of("SignatureVersion").int().unwrap_or_default()));
        for (ours, theirs) in FEEDBACK {
            let member = |end: &str| of(&format!("{theirs}{end}"));
            let rate = member("SuccessFeedbackSampleRate").int().unwrap_or_default();
            topic = topic
                .copy(&format!("{ours}_failure_feedback_role_arn"), member("FailureFeedbackRoleArn"))
                .copy(&format!("{ours}_success_feedback_role_arn"), member("SuccessFeedbackRoleArn"))
                .set(&format!("{ours}_success_feedback_sample_rate"), Value::int(rate));
        }
    }
    tagged.put(topic, arn).done();
    if let Some(policy) = of("Policy").text() {
        made.resource("aws_sns_topic_policy", arn)
            .called(name)
            .set("arn", arn)
            .set("policy", policy)
            .copy_known("owner", of("Owner"))
            .by_aws(policy.contains(DEFAULT_POLICY))
            .done();
    }
}

fn subscription(arn: &str, told: Node<'_>, attributes: Node<'_>, made: &mut Made) {
    let of = |name: &str| attributes.entry(name);
    let either = |name: &str| of(name).text().or(told.get(name).text());
    let mut subscription = made
        .resource("aws_sns_topic_subscription", arn)
        .set("arn", arn)
        .known("topic_arn", either("TopicArn"))
        .known("protocol", either("Protocol"))
        .known("endpoint", either("Endpoint"))
        .known("owner_id", either("Owner"));
    if attributes.is_there() {
        subscription = subscription
            .bool("raw_message_delivery", of("RawMessageDelivery"))
            .copy("filter_policy", of("FilterPolicy"))
            .copy("filter_policy_scope", of("FilterPolicyScope"))
            .copy("delivery_policy", of("DeliveryPolicy"))
            .copy("redrive_policy", of("RedrivePolicy"))
            .copy("replay_policy", of("ReplayPolicy"))
            .copy("subscription_role_arn", of("SubscriptionRoleArn"));
    }
    subscription.done();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;
    use crate::collect::aws::made::fields;

    const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:orders.fifo";

    fn shaped(policy: &str, subscription: &str) -> Made {
        let mut answers = Answers::new(Place::default());
        let topics = Value::list([fields([("TopicArn", TOPIC.into())])]);
        answers.push(LIST_TOPICS, "", fields([("Topics", topics)]));
        let attributes = fields([("TopicArn", TOPIC.into()), ("Policy", policy.into())]);
        answers.push(GET_TOPIC_ATTRIBUTES, TOPIC, fields([("Attributes", attributes)]));
        let item = fields([("SubscriptionArn", subscription.into()), ("Protocol", "sqs".into())]);
        answers.push(LIST_SUBSCRIPTIONS, "", fields([("Subscriptions", Value::list([item]))]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        made
    }

    #[test]
    fn a_policy_of_ones_own_is_told_from_the_default() {
        let owner = |policy: &str| shaped(policy, "PendingConfirmation").resources[1].owner.clone();
        assert_eq!(owner(r#"{"Id":"__default_policy_ID"}"#).as_deref(), Some("AWS"));
        assert_eq!(owner(r#"{"Id":"mine"}"#), None);
    }

    #[test]
    fn what_is_not_confirmed_has_no_id_and_what_was_not_asked_is_unknown() {
        assert_eq!(shaped("{}", "PendingConfirmation").resources.len(), 2);
        let made = shaped("{}", &format!("{TOPIC}:d7f108c5"));
        let subscription = &made.resources[2].attributes;
        assert_eq!(subscription.get("protocol"), Some(&Value::from("sqs")));
        assert_eq!(subscription.get("raw_message_delivery"), None);
        assert_eq!(made.resources[0].attributes.get("fifo_topic"), Some(&Value::Bool(true)));
    }
}
