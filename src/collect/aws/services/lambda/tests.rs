//! Functions, aliases, URLs, layers, mappings and permissions.

use serde_json::json;

use super::*;
use crate::collect::aws::services::testing::{find, has, lacks, resources};

const ARN: &str = "arn:aws:lambda:eu-west-1:111111111111:function:thumbs";

#[test]
fn a_function_is_what_the_provider_writes() {
    let function = json!({"Functions": [{
        "FunctionName": "thumbs", "FunctionArn": ARN, "Runtime": "python3.12", "Role": "arn:aws:iam::111111111111:role/l",
        "Handler": "i.h", "Timeout": 30, "MemorySize": 256, "CodeSha256": "abc=", "PackageType": "Zip",
        "Architectures": ["arm64"], "Layers": [{"Arn": "l:1", "CodeSize": 3}],
        "Environment": {"Variables": {"LOG_LEVEL": "info", "dbHost": "x"}},
        "VpcConfig": {"SubnetIds": ["subnet-2", "subnet-1"], "SecurityGroupIds": ["sg-1"], "VpcId": "vpc-1"},
        "TracingConfig": {"Mode": "Active"}, "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/thumbs"},
    }, {"FunctionName": "bare", "FunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:bare",
        "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": [], "VpcId": ""}}]});
    let all = resources(
        &SERVICE,
        &[
            (LIST_FUNCTIONS, "", function),
            (LIST_TAGS, ARN, json!({"Tags": {"Team": "shop", "aws:cloudformation:stack-name": "s"}})),
        ],
    );
    let thumbs = find(&all, "aws_lambda_function.thumbs");
    has(
        thumbs,
        &json!({
            "id": "thumbs", "arn": ARN, "function_name": "thumbs", "runtime": "python3.12", "memory_size": 256, "timeout": 30,
            "invoke_arn": format!("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{ARN}/invocations"),
            "environment": [{"variables": {"LOG_LEVEL": "info", "dbHost": "x"}}], "layers": ["l:1"], "architectures": ["arm64"],
            "vpc_config": [{"ipv6_allowed_for_dual_stack": false, "security_group_ids": ["sg-1"],
                            "subnet_ids": ["subnet-1", "subnet-2"], "vpc_id": "vpc-1"}],
            "tracing_config": [{"mode": "Active"}], "ephemeral_storage": [{"size": 512}], "snap_start": [],
            "dead_letter_config": [], "source_code_hash": "abc=", "tags": {"Team": "shop"},
        }),
    );
    assert_eq!(thumbs.owner.as_deref(), Some("aws_cloudformation_stack/s"));
    lacks(thumbs, &["reserved_concurrent_executions", "s3_bucket", "image_uri"]);
    let bare = find(&all, "aws_lambda_function.bare");
    has(bare, &json!({"vpc_config": [], "environment": []}));
    lacks(bare, &["tags", "logging_config", "tracing_config"]);
}

#[test]
fn aliases_urls_and_layers_belong_to_functions() {
    let all = resources(
        &SERVICE,
        &[
            (
                LIST_ALIASES,
                "thumbs",
                json!({"Aliases": [{"AliasArn": format!("{ARN}:live"), "Name": "live", "FunctionVersion": "3",
            "RoutingConfig": {"AdditionalVersionWeights": {"4": 0.1}}}]}),
            ),
            (
                LIST_URLS,
                "thumbs",
                json!({"FunctionUrlConfigs": [{"FunctionUrl": "https://abc.lambda-url.eu-west-1.on.aws/",
            "FunctionArn": format!("{ARN}:live"), "AuthType": "NONE", "Cors": {"AllowOrigins": ["*"]}}]}),
            ),
            (
                LIST_LAYERS,
                "",
                json!({"Layers": [{"LayerName": "deps", "LayerArn": "arn:l", "LatestMatchingVersion":
            {"LayerVersionArn": "arn:l:7", "Version": 7, "CompatibleRuntimes": ["python3.12"]}}]}),
            ),
        ],
    );
    has(
        find(&all, "aws_lambda_alias.thumbs/live"),
        &json!({"function_name": "thumbs", "function_version": "3",
        "routing_config": [{"additional_version_weights": {"4": 0.1}}]}),
    );
    has(
        find(&all, "aws_lambda_function_url.thumbs/live"),
        &json!({"function_name": "thumbs", "qualifier": "live", "url_id": "abc",
        "authorization_type": "NONE", "invoke_mode": "BUFFERED", "cors": [{"allow_credentials": false, "allow_headers": [],
        "allow_methods": [], "allow_origins": ["*"], "expose_headers": [], "max_age": 0}]}),
    );
    has(
        find(&all, "aws_lambda_layer_version.deps"),
        &json!({"id": "arn:l:7", "version": "7", "compatible_runtimes": ["python3.12"]}),
    );
}

#[test]
fn each_statement_is_a_permission() {
    let statement = |sid: &str, principal: serde_json::Value, resource: &str| {
        json!({"Sid": sid, "Effect": "Allow", "Principal": principal,
        "Action": "lambda:InvokeFunction", "Resource": resource,
        "Condition": {"StringEquals": {"AWS:SourceAccount": "111111111111"}, "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}})
    };
    let policy = json!({"Version": "2012-10-17", "Statement": [
        statement("s3", json!({"Service": "s3.amazonaws.com"}), ARN), statement("all", json!("*"), ARN)]});
    let alone =
        json!({"Statement": statement("acc", json!({"AWS": "arn:aws:iam::2:root"}), &format!("{ARN}:live"))});
    let all = resources(
        &SERVICE,
        &[
            (GET_POLICY, "thumbs", json!({"Policy": policy.to_string()})),
            (GET_POLICY, "thumbs:live", json!({"Policy": alone.to_string()})),
            // As of a server that does not tell aliases apart.
            (GET_POLICY, "thumbs:old", json!({"Policy": policy.to_string()})),
            (GET_POLICY, "bare", serde_json::Value::Null),
            (GET_POLICY, "odd", json!({"Policy": "no JSON"})),
        ],
    );
    assert_eq!(all.len(), 3);
    has(
        find(&all, "aws_lambda_permission.thumbs/s3"),
        &json!({"id": "s3", "statement_id": "s3", "function_name": "thumbs", "qualifier": "",
        "principal": "s3.amazonaws.com", "source_arn": "arn:aws:s3:::b", "source_account": "111111111111", "action": "lambda:InvokeFunction"}),
    );
    has(find(&all, "aws_lambda_permission.thumbs/all"), &json!({"principal": "*"}));
    has(
        find(&all, "aws_lambda_permission.thumbs:live/acc"),
        &json!({"qualifier": "live", "principal": "arn:aws:iam::2:root"}),
    );
}

#[test]
fn a_mapping_is_called_by_its_function_and_source() {
    let mapping = |uuid: &str, source: &str| {
        json!({"UUID": uuid, "FunctionArn": ARN, "EventSourceArn": source, "State": "Enabled",
        "BatchSize": 10, "FilterCriteria": {"Filters": [{"Pattern": "{}"}]}, "ScalingConfig": {"MaximumConcurrency": 5},
        "DestinationConfig": {"OnFailure": {}},
        "SelfManagedEventSource": {"Endpoints": {"KAFKA_BOOTSTRAP_SERVERS": ["b:9092", "a:9092"]}}})
    };
    let msk = "arn:aws:kafka:eu-west-1:111111111111:cluster/c/1";
    let all = resources(
        &SERVICE,
        &[(
            LIST_MAPPINGS,
            "",
            json!({"EventSourceMappings": [
        mapping("u1", "arn:aws:sqs:eu-west-1:111111111111:orders"),
        mapping("u2", "arn:aws:dynamodb:eu-west-1:111111111111:table/t/stream/2026-01-01T00:00:00.000"),
        mapping("u3", msk), mapping("u4", msk)]}),
        )],
    );
    has(
        find(&all, "aws_lambda_event_source_mapping.thumbs/orders"),
        &json!({"id": "u1", "uuid": "u1", "enabled": true, "batch_size": 10,
        "function_name": ARN, "parallelization_factor": 0, "filter_criteria": [{"filter": [{"pattern": "{}"}]}],
        "scaling_config": [{"maximum_concurrency": 5}], "destination_config": []}),
    );
    find(&all, "aws_lambda_event_source_mapping.thumbs/table/t");
    // Of two with the same function and source each keeps its id.
    find(&all, "aws_lambda_event_source_mapping.u3");
    find(&all, "aws_lambda_event_source_mapping.u4");
    assert_eq!((mapping::enabled("Disabling"), mapping::enabled("Updating")), (Some(false), None));
}
