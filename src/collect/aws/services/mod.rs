//! What is read of each service, one file a service or a family of kinds: its calls, and what becomes of the answers.
//!
//! Attributes have the names and shapes of Terraform's AWS provider, version 5 and 6
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>), so that a state and an account can be
//! held against each other. These files must not do I/O.

pub(super) mod arns;
pub(super) mod autoscaling;
mod autoscaling_launch;
mod autoscaling_rules;
mod blocks;
pub(super) mod cloudtrail;
pub(super) mod cloudwatch;
pub(super) mod dashboards;
pub(super) mod dynamodb;
pub(super) mod ec2_compute;
mod ec2_images;
mod ec2_instances;
mod ec2_interfaces;
mod ec2_launch_templates;
pub(super) mod ec2_network;
mod ec2_volumes;
pub(super) mod ecr;
pub(super) mod ecs;
pub(super) mod eks;
pub(super) mod elasticache;
pub(super) mod elbv2;
pub(super) mod iam;
mod instance_requirements;
pub(super) mod kms;
pub(super) mod lambda;
pub(super) mod logs;
mod nested;
pub(super) mod rds;
pub(super) mod route53;
mod route53_records;
pub(super) mod s3;
pub(super) mod secretsmanager;
pub(super) mod sns;
pub(super) mod sqs;
pub(super) mod ssm;
pub(super) mod state;
pub(super) mod sts;
pub(super) mod tagging;
#[cfg(test)]
mod testing;

use super::call::{Call, Service};

/// All services.
pub const ALL: &[&Service] = &[
    &autoscaling::SERVICE,
    &cloudtrail::SERVICE,
    &cloudwatch::SERVICE,
    &dashboards::SERVICE,
    &dynamodb::SERVICE,
    &ec2_compute::SERVICE,
    &ec2_network::SERVICE,
    &ecr::SERVICE,
    &ecs::SERVICE,
    &eks::SERVICE,
    &elasticache::SERVICE,
    &elbv2::SERVICE,
    &iam::SERVICE,
    &kms::SERVICE,
    &lambda::SERVICE,
    &logs::SERVICE,
    &rds::SERVICE,
    &route53::SERVICE,
    &s3::SERVICE,
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
