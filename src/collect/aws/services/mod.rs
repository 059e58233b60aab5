//! What is read of each service, one file a service or a family of kinds: its calls, and what becomes of the answers.
//!
//! Attributes have the names and shapes of Terraform's AWS provider, version 5 and 6
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>), so that a state and an account can be
//! held against each other. These files must not do I/O.

pub(super) mod arns;
pub(super) mod cloudtrail;
pub(super) mod cloudwatch;
pub(super) mod dashboards;
pub(super) mod kms;
pub(super) mod logs;
pub(super) mod route53;
mod route53_records;
pub(super) mod secretsmanager;
pub(super) mod sns;
pub(super) mod sqs;
pub(super) mod ssm;
pub(super) mod sts;
pub(super) mod tagging;

use super::call::{Call, Service};

/// All services.
pub const ALL: &[&Service] = &[
    &cloudtrail::SERVICE,
    &cloudwatch::SERVICE,
    &dashboards::SERVICE,
    &kms::SERVICE,
    &logs::SERVICE,
    &route53::SERVICE,
    &secretsmanager::SERVICE,
    &sns::SERVICE,
    &sqs::SERVICE,
    &ssm::SERVICE,
    &sts::SERVICE,
    &tagging::SERVICE,
];

/// Returns all calls, each with its service.
pub fn calls() -> impl Iterator<Item = (&'static Service, &'static Call)> {
    ALL.iter().flat_map(|service| service.calls.iter().map(|call| (*service, call)))
}

/// Finds a call by what IAM calls it.
pub fn call(action: &str) -> Option<&'static Call> {
    calls().map(|(_, call)| call).find(|call| call.action == action)
}
