//! Asking the Resource Groups Tagging API for the ARNs and tags of all services.

use aws_sdk_resourcegroupstagging::operation::get_resources::GetResourcesOutput;
use aws_sdk_resourcegroupstagging::types::{ResourceTagMapping, Tag};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::tagging::{GET_RESOURCES, SERVICE};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_resourcegroupstagging, reading, &SERVICE);
    let pages = client.get_resources().resources_per_page(100).into_paginator();
    reading.pages(GET_RESOURCES, pages.send()).await;
    // No resource may be overlooked for it, so the source is as complete without.
    for missing in std::mem::take(&mut reading.missing) {
        let told = "tags of some services and what is there but not read are not known";
        reading.notes.push(format!("{}: {}; {told}", missing.what, missing.why));
    }
    reading.refused.clear();
}

trees! {
    struct GetResourcesOutput { pagination_token, resource_tag_mapping_list }
    struct ResourceTagMapping { resource_arn, tags }
    struct Tag { key, value }
}
