//! Asking each service, one file each: which calls are made, in which order, about what.
//!
//! These files must not put anything into the model: answers become resources in `aws::services`.

mod autoscaling;
pub(super) mod cloudtrail;
mod cloudwatch;
mod dashboards;
mod dynamodb;
mod ec2_common;
mod ec2_compute;
mod ec2_network;
mod ec2_templates;
mod ecr;
mod ecs;
mod eks;
mod elasticache;
mod elbv2;
mod iam;
mod kms;
mod lambda;
mod logs;
mod rds;
mod route53;
mod s3;
mod secretsmanager;
mod sns;
mod sqs;
mod ssm;
pub(super) mod sts;
mod tagging;

use super::Reader;

/// All services that are read.
pub(super) const READERS: &[Reader] = &[
    autoscaling::READER,
    cloudwatch::READER,
    dashboards::READER,
    dynamodb::READER,
    ec2_compute::READER,
    ec2_network::READER,
    ecr::READER,
    ecs::READER,
    eks::READER,
    elasticache::READER,
    elbv2::READER,
    iam::READER,
    kms::READER,
    lambda::READER,
    logs::READER,
    rds::READER,
    route53::READER,
    s3::READER,
    secretsmanager::READER,
    sns::READER,
    sqs::READER,
    ssm::READER,
    tagging::READER,
];

/// Makes a client of one service in the region that is read, which sends nothing that is not listed.
macro_rules! client {
    ($sdk:ident, $reading:expr, $service:expr) => {{
        let config =
            $reading.session.config($service, $reading.region(), $crate::collect::aws::live::limits());
        let config = $sdk::config::Builder::from(&config).interceptor($crate::collect::aws::live::Guard);
        $sdk::Client::from_conf(config.build())
    }};
}

use client;
