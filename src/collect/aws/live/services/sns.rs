//! Asking SNS. Tags come of the Tagging API.

use aws_sdk_sns::operation::get_subscription_attributes::GetSubscriptionAttributesOutput;
use aws_sdk_sns::operation::get_topic_attributes::GetTopicAttributesOutput;
use aws_sdk_sns::operation::list_subscriptions::ListSubscriptionsOutput;
use aws_sdk_sns::operation::list_topics::ListTopicsOutput;
use aws_sdk_sns::types::{Subscription, Topic};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::sns::{
    GET_SUBSCRIPTION_ATTRIBUTES, GET_TOPIC_ATTRIBUTES, LIST_SUBSCRIPTIONS, LIST_TOPICS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_sns, reading, &SERVICE);
    reading.pages(LIST_TOPICS, client.list_topics().into_paginator().send()).await;
    let topics = reading.members(LIST_TOPICS, "Topics", "TopicArn");
    reading
        .each(GET_TOPIC_ATTRIBUTES, &topics, |arn| client.get_topic_attributes().topic_arn(arn).send())
        .await;
    reading.pages(LIST_SUBSCRIPTIONS, client.list_subscriptions().into_paginator().send()).await;
    let mut subscriptions = reading.members(LIST_SUBSCRIPTIONS, "Subscriptions", "SubscriptionArn");
    // What nobody confirmed yet has a word in place of an ARN.
    subscriptions.retain(|arn| arn.starts_with("arn:"));
    reading
        .each(GET_SUBSCRIPTION_ATTRIBUTES, &subscriptions, |arn| {
            client.get_subscription_attributes().subscription_arn(arn).send()
        })
        .await;
}

trees! {
    struct ListTopicsOutput { topics }
    struct GetTopicAttributesOutput { attributes }
    struct ListSubscriptionsOutput { subscriptions }
    struct GetSubscriptionAttributesOutput { attributes }
    struct Topic { topic_arn }
    struct Subscription { subscription_arn, owner, protocol, endpoint, topic_arn }
}
