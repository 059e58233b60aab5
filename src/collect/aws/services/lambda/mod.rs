//! Lambda: functions, and who and what may call them.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>

mod function;
mod mapping;
mod permission;
#[cfg(test)]
mod tests;

use crate::collect::aws::answer::Answers;
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;

pub(in crate::collect::aws) const LIST_FUNCTIONS: &str = "lambda:ListFunctions";
pub(in crate::collect::aws) const LIST_TAGS: &str = "lambda:ListTags";
pub(in crate::collect::aws) const LIST_ALIASES: &str = "lambda:ListAliases";
pub(in crate::collect::aws) const LIST_URLS: &str = "lambda:ListFunctionUrlConfigs";
pub(in crate::collect::aws) const GET_POLICY: &str = "lambda:GetPolicy";
pub(in crate::collect::aws) const LIST_MAPPINGS: &str = "lambda:ListEventSourceMappings";
pub(in crate::collect::aws) const LIST_LAYERS: &str = "lambda:ListLayers";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "Lambda",
    // All reads but two share 15 requests a second: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
    rate: 10,
    is_global: false,
    calls: &[
        Call::new("ListFunctions", LIST_FUNCTIONS)
            .of(&["aws_lambda_function"])
            .told_by("Functions", "FunctionName"),
        Call::new("ListTags", LIST_TAGS),
        Call::new("ListAliases", LIST_ALIASES)
            .of(&["aws_lambda_alias"])
            .told_by("Aliases", "FunctionVersion"),
        Call::new("ListFunctionUrlConfigs", LIST_URLS)
            .of(&["aws_lambda_function_url"])
            .told_by("FunctionUrlConfigs", ""),
        Call::new("GetPolicy", GET_POLICY)
            .of(&["aws_lambda_permission"])
            .or_none(&["ResourceNotFoundException"]),
        Call::new("ListEventSourceMappings", LIST_MAPPINGS)
            .of(&["aws_lambda_event_source_mapping"])
            .told_by("EventSourceMappings", ""),
        Call::new("ListLayers", LIST_LAYERS)
            .of(&["aws_lambda_layer_version"])
            .told_by("Layers", "LatestMatchingVersion"),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    function::shape(answers, made);
    mapping::shape(answers, made);
    permission::shape(answers, made);
}

/// Takes the name of the function, and the version or alias, out of an ARN:
/// `arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER`.
fn function_of(arn: &str) -> (&str, &str) {
    let mut parts = arn.split(':').skip(6);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Returns the ARN by which API Gateway calls a function.
fn invoke_arn(arn: &str) -> String {
    let mut parts = arn.split(':');
    let (partition, region) = (parts.nth(1).unwrap_or_default(), parts.nth(1).unwrap_or_default());
    format!("arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations")
}
