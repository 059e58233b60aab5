//! Functions, their aliases and URLs, and layers.
//!
//! The list of functions tells neither where the code is, nor reserved concurrency, nor whether code is signed: those
//! stay unknown.

use super::{LIST_ALIASES, LIST_FUNCTIONS, LIST_LAYERS, LIST_TAGS, LIST_URLS, function_of, invoke_arn};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{count, flag, has_members, many, once, set};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for item in answers.items(LIST_FUNCTIONS, "Functions") {
        function(item, answers.about(LIST_TAGS, item.get("FunctionArn").str()), made);
    }
    for item in answers.items(LIST_ALIASES, "Aliases") {
        alias(item, made);
    }
    for item in answers.items(LIST_URLS, "FunctionUrlConfigs") {
        url(item, made);
    }
    for item in answers.items(LIST_LAYERS, "Layers") {
        layer(item, made);
    }
}

fn function(item: Node<'_>, tags: Node<'_>, made: &mut Made) {
    let (name, arn) = (item.get("FunctionName").str(), item.get("FunctionArn").str());
    let mut function = made
        .resource("aws_lambda_function", name)
        .set("arn", arn)
        .set("invoke_arn", invoke_arn(arn).as_str())
        .set("function_name", name)
        .copy("role", item.get("Role"))
        .set("runtime", item.get("Runtime").str())
        .set("handler", item.get("Handler").str())
        .set("description", item.get("Description").str())
        .int("memory_size", item.get("MemorySize"))
        .int("timeout", item.get("Timeout"))
        .copy("package_type", item.get("PackageType"))
        .set("kms_key_arn", item.get("KMSKeyArn").str())
        .copy("source_code_hash", item.get("CodeSha256"))
        .copy("code_sha256", item.get("CodeSha256"))
        .copy_known("architectures", item.get("Architectures"))
        .set("layers", Value::list(item.get("Layers").items().map(|layer| layer.get("Arn").value())))
        .block("environment", variables(item.get("Environment")))
        .block("vpc_config", vpc_config(item.get("VpcConfig")))
        .block("dead_letter_config", dead_letters(item.get("DeadLetterConfig")))
        .set(
            "file_system_config",
            many(item.get("FileSystemConfigs"), &[("arn", "Arn"), ("local_mount_path", "LocalMountPath")]),
        )
        .block(
            "image_config",
            once(
                item.get("ImageConfigResponse").get("ImageConfig"),
                &[
                    ("command", "Command"),
                    ("entry_point", "EntryPoint"),
                    ("working_directory", "WorkingDirectory"),
                ],
            ),
        )
        .block("snap_start", snap_start(item.get("SnapStart")));
    // Every function has these; an answer without them is not of AWS itself, and does not tell.
    if let Some(mode) = item.get("TracingConfig").get("Mode").text() {
        function = function.block("tracing_config", Some(fields([("mode", mode.into())])));
    }
    if item.get("EphemeralStorage").is_there() {
        function =
            function.block("ephemeral_storage", once(item.get("EphemeralStorage"), &[("size", "Size")]));
    }
    if item.get("LoggingConfig").is_there() {
        let config = item.get("LoggingConfig");
        let level = |member: &str| Value::from(config.get(member).str());
        function = function.block(
            "logging_config",
            Some(fields([
                ("application_log_level", level("ApplicationLogLevel")),
                ("log_format", level("LogFormat")),
                ("log_group", level("LogGroup")),
                ("system_log_level", level("SystemLogLevel")),
            ])),
        );
    }
    if tags.is_there() {
        function = function.tags(tags.get("Tags"));
    }
    function.done();
}

fn variables(environment: Node<'_>) -> Option<Value> {
    has_members(environment).then(|| fields([("variables", environment.get("Variables").value())]))
}

/// A function that is in no network has a configuration of empty members.
fn vpc_config(config: Node<'_>) -> Option<Value> {
    let vpc = config.get("VpcId").text()?;
    Some(fields([
        ("ipv6_allowed_for_dual_stack", flag(config.get("Ipv6AllowedForDualStack"))),
        ("security_group_ids", set(config.get("SecurityGroupIds"))),
        ("subnet_ids", set(config.get("SubnetIds"))),
        ("vpc_id", vpc.into()),
    ]))
}

fn dead_letters(config: Node<'_>) -> Option<Value> {
    config.get("TargetArn").text().map(|arn| fields([("target_arn", arn.into())]))
}

fn snap_start(config: Node<'_>) -> Option<Value> {
    let apply_on = config.get("ApplyOn").text().filter(|apply_on| *apply_on != "None")?;
    Some(fields([("apply_on", apply_on.into())]))
}

fn alias(item: Node<'_>, made: &mut Made) {
    let (arn, name) = (item.get("AliasArn").str(), item.get("Name").str());
    let (function, _) = function_of(arn);
    let weights = item.get("RoutingConfig").get("AdditionalVersionWeights");
    made.resource("aws_lambda_alias", arn)
        .called(&format!("{function}/{name}"))
        .set("arn", arn)
        .set("invoke_arn", invoke_arn(arn).as_str())
        .set("name", name)
        .set("function_name", function)
        .copy("function_version", item.get("FunctionVersion"))
        .set("description", item.get("Description").str())
        .block(
            "routing_config",
            has_members(weights).then(|| fields([("additional_version_weights", weights.value())])),
        )
        .done();
}

/// Source: <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html>
fn url(item: Node<'_>, made: &mut Made) {
    let arn = item.get("FunctionArn").str();
    let (name, qualifier) = function_of(arn);
    let id = if qualifier.is_empty() { name.to_owned() } else { format!("{name}/{qualifier}") };
    let url = item.get("FunctionUrl").str();
    let url_id = url.strip_prefix("https://").and_then(|rest| rest.split('.').next()).unwrap_or_default();
    let cors = item.get("Cors");
    let cors = has_members(cors).then(|| {
        fields([
            ("allow_credentials", flag(cors.get("AllowCredentials"))),
            ("allow_headers", set(cors.get("AllowHeaders"))),
            ("allow_methods", set(cors.get("AllowMethods"))),
            ("allow_origins", set(cors.get("AllowOrigins"))),
            ("expose_headers", set(cors.get("ExposeHeaders"))),
            ("max_age", count(cors.get("MaxAge"))),
        ])
    });
    made.resource("aws_lambda_function_url", &id)
        .set("function_name", name)
        .set("function_arn", arn)
        .set("function_url", url)
        .set("url_id", url_id)
        .set("qualifier", qualifier)
        .copy("authorization_type", item.get("AuthType"))
        .set("invoke_mode", item.get("InvokeMode").text().unwrap_or("BUFFERED"))
        .block("cors", cors)
        .done();
}

/// The newest version of a layer, which is the one that the list tells.
fn layer(item: Node<'_>, made: &mut Made) {
    let version = item.get("LatestMatchingVersion");
    let (name, arn) = (item.get("LayerName").str(), version.get("LayerVersionArn").str());
    made.resource("aws_lambda_layer_version", arn)
        .called(name)
        .set("arn", arn)
        .copy("layer_arn", item.get("LayerArn"))
        .set("layer_name", name)
        .set("version", version.get("Version").int().unwrap_or_default().to_string().as_str())
        .set("description", version.get("Description").str())
        .set("license_info", version.get("LicenseInfo").str())
        .set("compatible_architectures", set(version.get("CompatibleArchitectures")))
        .set("compatible_runtimes", set(version.get("CompatibleRuntimes")))
        .done();
}
