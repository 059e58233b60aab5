//! Asking CloudTrail for the events of one resource.

use aws_sdk_cloudtrail::types::{LookupAttribute, LookupAttributeKey};

use super::client;
use crate::collect::aws::answer::Place;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::session::Session;
use crate::collect::aws::live::trouble::Trouble;
use crate::collect::aws::services::cloudtrail::{LOOKUP_EVENTS, SERVICE};

/// Events of one resource that are looked at, the newest first: one page.
const PAGE: i32 = 50;

/// What happened, as a trail keeps it.
#[derive(Clone, Debug, Default)]
pub(in crate::collect::aws::live) struct Event {
    /// What was called, as `AuthorizeSecurityGroupIngress`.
    pub name: String,
    /// Who called it, as the list says; the record says more.
    pub user: String,
    /// When: seconds since 1970-01-01 UTC.
    pub when: Option<i64>,
    /// Whether it changed nothing.
    pub read_only: bool,
    /// All that is kept of it, as JSON.
    pub record: String,
}

/// The trail of a region.
pub(in crate::collect::aws::live) struct Events<'s> {
    client: aws_sdk_cloudtrail::Client,
    reading: Reading<'s>,
}

impl<'s> Events<'s> {
    /// Nothing is sent yet.
    pub(in crate::collect::aws::live) fn new(session: &'s Session, region: &str) -> Self {
        let reading = Reading::new(session, Place { region: region.into(), ..Place::default() });
        let client = client!(aws_sdk_cloudtrail, reading, &SERVICE);
        Self { client, reading }
    }

    /// Returns the newest events that name a resource; the error says what would allow to ask.
    pub(in crate::collect::aws::live) async fn about(&self, name: &str) -> Result<Vec<Event>, String> {
        let attribute = LookupAttribute::builder()
            .attribute_key(LookupAttributeKey::ResourceName)
            .attribute_value(name)
            .build()
            .map_err(|error| error.to_string())?;
        let request = self.client.lookup_events().lookup_attributes(attribute).max_results(PAGE);
        let answer = request.send().await.map_err(|error| {
            let trouble = Trouble::new(&error);
            let region = self.reading.region();
            if trouble.is_refusal() {
                format!("{trouble} in {region}; allow {LOOKUP_EVENTS}, or say `cloudtrail = false`")
            } else {
                format!("{trouble} in {region}")
            }
        })?;
        Ok(answer
            .events()
            .iter()
            .map(|event| Event {
                name: event.event_name().unwrap_or_default().to_owned(),
                user: event.username().unwrap_or_default().to_owned(),
                when: event.event_time().map(aws_smithy_types::DateTime::secs),
                read_only: event.read_only() == Some("true"),
                record: event.cloud_trail_event().unwrap_or_default().to_owned(),
            })
            .collect())
    }
}
