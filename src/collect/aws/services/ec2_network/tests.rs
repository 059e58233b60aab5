//! Answers as the AWS CLI prints them, and what the provider would write of them.

mod links;
mod networks;
mod security_groups;

use serde_json::Value as Json;

use super::*;
use crate::collect::aws::services::testing;
use crate::model::Resource;

/// Returns the resource with this address.
pub(in crate::collect::aws::services) fn at<'m>(made: &'m Made, address: &str) -> &'m Resource {
    testing::find(&made.resources, address)
}

/// Holds that a resource has these attributes; `null` stands for one that is known to be unset.
pub(in crate::collect::aws::services) fn has(made: &Made, address: &str, attributes: &Json) {
    testing::has(at(made, address), attributes);
}

fn of(answers: &[(&'static str, &str, Json)]) -> Made {
    testing::made(&SERVICE, answers)
}
