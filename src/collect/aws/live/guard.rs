//! Lets through only calls that are on the list, which holds nothing that writes.
//!
//! This file must not send anything.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use crate::collect::aws::{Service, services};

/// Refuses, before anything is sent, every operation that [`services::calls`] does not list.
#[derive(Debug)]
pub(crate) struct Guard;

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Guard {
    fn name(&self) -> &'static str {
        "only what is listed is sent"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        check(config, is_listed)
    }
}

/// Refuses, before anything is sent, every operation that is not among the calls of one service.
#[derive(Debug)]
pub(crate) struct Only(pub(crate) &'static Service);

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Only {
    fn name(&self) -> &'static str {
        "only what is listed of one service is sent"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        check(config, |service, operation| {
            self.0.id == service && self.0.calls.iter().any(|call| call.operation == operation)
        })
    }
}

fn check(config: &ConfigBag, is_listed: impl Fn(&str, &str) -> bool) -> Result<(), BoxError> {
    match config.load::<Metadata>() {
        Some(operation) if is_listed(operation.service(), operation.name()) => Ok(()),
        Some(operation) => {
            Err(format!("{} {} is not on the list of calls", operation.service(), operation.name()).into())
        }
        None => Err("an operation without a name".into()),
    }
}

fn is_listed(service: &str, operation: &str) -> bool {
    services::calls().any(|(of, call)| of.id == service && call.operation == operation)
}
