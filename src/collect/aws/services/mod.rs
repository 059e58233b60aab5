//! What is read of each service, one file a service or a family of kinds: its calls, and what becomes of the answers.
//!
//! Attributes have the names and shapes of Terraform's AWS provider, version 5 and 6
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>), so that a state and an account can be
//! held against each other. These files must not do I/O.

pub(super) mod sqs;
pub(super) mod state;
pub(super) mod sts;

use super::call::{Call, Service};

/// All services.
pub const ALL: &[&Service] = &[&sqs::SERVICE, &sts::SERVICE];

/// Returns all calls, each with its service.
pub fn calls() -> impl Iterator<Item = (&'static Service, &'static Call)> {
    ALL.iter().flat_map(|service| service.calls.iter().map(|call| (*service, call)))
}

/// Finds a call by what IAM calls it.
pub fn call(action: &str) -> Option<&'static Call> {
    calls().map(|(_, call)| call).find(|call| call.action == action)
}
