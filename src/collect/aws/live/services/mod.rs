//! Asking each service, one file each: which calls are made, in which order, about what.
//!
//! These files must not put anything into the model: answers become resources in `aws::services`.

pub(super) mod cloudtrail;
mod cloudwatch;
mod dashboards;
mod ec2_common;
mod kms;
mod logs;
mod route53;
mod secretsmanager;
mod sns;
mod sqs;
mod ssm;
pub(super) mod sts;
mod tagging;

use super::Reader;

/// All services that are read.
pub(super) const READERS: &[Reader] = &[
    cloudwatch::READER,
    dashboards::READER,
    kms::READER,
    logs::READER,
    route53::READER,
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
