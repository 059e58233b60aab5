//! How often a service is asked: one limit for each service, shared by all regions and accounts of a run, and
//! kept by every attempt, repeated ones too.
//!
//! This file must not decide what is asked or repeated.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use foldhash::fast::FixedState;
use tokio::time::Instant;

/// Requests that may follow each other at once, in seconds of the rate.
const BURST: Duration = Duration::from_secs(2);

/// The limits of all services.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<&'static str, Arc<Limit>, FixedState>>);

impl Limits {
    /// Returns the limit of a service, which allows `rate` requests a second.
    pub(crate) fn of(&self, service: &'static str, rate: u32) -> Arc<Limit> {
        let mut limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(limits.entry(service).or_insert_with(|| Arc::new(Limit::new(rate))))
    }
}

/// A rate of requests, as a leaky bucket: requests are spaced out once a burst of them was let through.
#[derive(Debug)]
pub(crate) struct Limit {
    interval: Duration,
    /// When the bucket would be empty.
    empty: Mutex<Option<Instant>>,
}

impl Limit {
    fn new(rate: u32) -> Self {
        Self { interval: Duration::from_secs(1) / rate.max(1), empty: Mutex::new(None) }
    }

    /// Returns when the next request may be sent, and counts it.
    fn reserve(&self, now: Instant) -> Instant {
        let mut empty = self.empty.lock().unwrap_or_else(PoisonError::into_inner);
        let at = empty.unwrap_or(now).max(now);
        *empty = Some(at + self.interval);
        at.checked_sub(BURST).unwrap_or(now).max(now)
    }
}

/// An HTTP client that waits for its turn before each request.
#[derive(Debug)]
pub(crate) struct Limited {
    inner: SharedHttpClient,
    limit: Arc<Limit>,
}

impl Limited {
    /// Puts a limit before a client.
    pub(crate) fn new(inner: SharedHttpClient, limit: Arc<Limit>) -> Self {
        Self { inner, limit }
    }
}

impl HttpClient for Limited {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        of: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, of);
        SharedHttpConnector::new(LimitedConnector { inner, limit: Arc::clone(&self.limit) })
    }
}

#[derive(Debug)]
struct LimitedConnector {
    inner: SharedHttpConnector,
    limit: Arc<Limit>,
}

impl HttpConnector for LimitedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (inner, limit) = (self.inner.clone(), Arc::clone(&self.limit));
        HttpConnectorFuture::new(async move {
            tokio::time::sleep_until(limit.reserve(Instant::now())).await;
            inner.call(request).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_burst_requests_are_spaced_out() {
        let limit = Limit::new(10);
        let now = Instant::now();
        let waits: Vec<_> = (0..30).map(|_| limit.reserve(now) - now).collect();
        assert!(waits[..20].iter().all(Duration::is_zero), "{waits:?}");
        assert_eq!(waits[29], Duration::from_millis(900));
        let later = now + Duration::from_mins(1);
        assert_eq!(limit.reserve(later), later, "unused time is not saved up");
    }

    #[test]
    fn a_service_has_one_limit() {
        let limits = Limits::default();
        assert!(Arc::ptr_eq(&limits.of("EC2", 10), &limits.of("EC2", 10)));
        assert!(!Arc::ptr_eq(&limits.of("EC2", 10), &limits.of("IAM", 10)));
    }
}
