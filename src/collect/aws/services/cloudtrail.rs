//! CloudTrail: who changed something. It gives no resources; see `live::trail`.

use crate::collect::aws::call::{Call, Service};

pub(in crate::collect::aws) const LOOKUP_EVENTS: &str = "cloudtrail:LookupEvents";

/// AWS allows two requests a second in an account and region
/// (<https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>).
pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "CloudTrail",
    rate: 2,
    is_global: false,
    calls: &[Call::new("LookupEvents", LOOKUP_EVENTS)],
    shape: |_, _| {},
};
