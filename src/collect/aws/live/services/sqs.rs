//! Asking SQS.

use aws_sdk_sqs::operation::get_queue_attributes::GetQueueAttributesOutput;
use aws_sdk_sqs::operation::list_queue_tags::ListQueueTagsOutput;
use aws_sdk_sqs::operation::list_queues::ListQueuesOutput;
use aws_sdk_sqs::types::QueueAttributeName;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::sqs::{GET_QUEUE_ATTRIBUTES, LIST_QUEUE_TAGS, LIST_QUEUES, SERVICE};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_sqs, reading, &SERVICE);
    reading.pages(LIST_QUEUES, client.list_queues().max_results(1000).into_paginator().send()).await;
    let queues = reading.texts(LIST_QUEUES, "QueueUrls");
    let all = QueueAttributeName::All;
    reading
        .each(GET_QUEUE_ATTRIBUTES, &queues, |url| {
            client.get_queue_attributes().queue_url(url).attribute_names(all.clone()).send()
        })
        .await;
    reading.each(LIST_QUEUE_TAGS, &queues, |url| client.list_queue_tags().queue_url(url).send()).await;
}

trees! {
    struct ListQueuesOutput { queue_urls }
    struct GetQueueAttributesOutput { attributes }
    struct ListQueueTagsOutput { tags }
}
