//! Asking CloudWatch for dashboards, once for an account.

use aws_sdk_cloudwatch::operation::get_dashboard::GetDashboardOutput;
use aws_sdk_cloudwatch::operation::list_dashboards::ListDashboardsOutput;
use aws_sdk_cloudwatch::types::DashboardEntry;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::dashboards::{GET_DASHBOARD, LIST_DASHBOARDS, SERVICE};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_cloudwatch, reading, &SERVICE);
    reading.pages(LIST_DASHBOARDS, client.list_dashboards().into_paginator().send()).await;
    let names = reading.members(LIST_DASHBOARDS, "DashboardEntries", "DashboardName");
    reading.each(GET_DASHBOARD, &names, |name| client.get_dashboard().dashboard_name(name).send()).await;
}

trees! {
    struct ListDashboardsOutput { dashboard_entries }
    struct GetDashboardOutput { dashboard_name, dashboard_arn, dashboard_body }
    struct DashboardEntry { dashboard_name }
}
