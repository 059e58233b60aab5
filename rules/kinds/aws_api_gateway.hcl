# API Gateway: REST APIs (aws_api_gateway_*) and HTTP and WebSocket APIs (aws_apigatewayv2_*).
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

# The parts of a REST API. Its root resource is named by the API itself.
kind "aws_api_gateway_*" {
  references = {
    authorizer_id         = "aws_api_gateway_authorizer"
    client_certificate_id = "aws_api_gateway_client_certificate"
    deployment_id         = "aws_api_gateway_deployment"
    request_validator_id  = "aws_api_gateway_request_validator"
    resource_id           = ["aws_api_gateway_resource", "aws_api_gateway_rest_api"]
    rest_api_id           = "aws_api_gateway_rest_api"
  }
}

kind "aws_api_gateway_account" {
  volatile   = ["api_key_version", "features", "throttle_settings"]
  references = { cloudwatch_role_arn = "aws_iam_role" }
}

kind "aws_api_gateway_api_key" {
  names    = ["name"]
  defaults = { description = "Managed by Terraform", enabled = true }
  secrets  = ["value"]
}

kind "aws_api_gateway_authorizer" {
  names = ["name"]
  sets  = ["provider_arns"]
  references = {
    authorizer_credentials = "aws_iam_role"
    authorizer_uri         = ["aws_lambda_function", "aws_lambda_alias"]
    provider_arns          = "aws_cognito_user_pool"
  }
  defaults = {
    authorizer_result_ttl_in_seconds = 300
    identity_source                  = "method.request.header.Authorization"
    type                             = "TOKEN"
  }
}

kind "aws_api_gateway_base_path_mapping" {
  references = {
    api_id      = "aws_api_gateway_rest_api"
    domain_name = "aws_api_gateway_domain_name"
    stage_name  = "aws_api_gateway_stage"
  }
}

kind "aws_api_gateway_deployment" {
  identifiers = ["invoke_url"]
  # By the documented idiom, a hash over the ids of what is deployed, which is compared by itself.
  volatile = ["stage_description", "triggers"]
}

kind "aws_api_gateway_documentation_part" {
  identifiers = ["documentation_part_id"]
  documents   = { properties = "json" }
}

kind "aws_api_gateway_domain_name" {
  identifiers = ["cloudfront_domain_name", "regional_domain_name", "domain_name_id"]
  names       = ["domain_name"]
  volatile    = ["certificate_upload_date", "cloudfront_zone_id", "regional_zone_id"]
  documents   = { policy = "iam_policy" }
  references = {
    ownership_verification_certificate_arn = "aws_acm_certificate"
    regional_certificate_arn               = "aws_acm_certificate"
  }
  secrets = ["certificate_private_key"]
}

kind "aws_api_gateway_integration" {
  sets = ["cache_key_parameters"]
  references = {
    cache_namespace = "aws_api_gateway_resource"
    connection_id   = ["aws_api_gateway_vpc_link", "aws_apigatewayv2_vpc_link"]
    credentials     = "aws_iam_role"
    uri             = ["aws_lambda_function", "aws_lambda_alias"]
  }
  defaults = { connection_type = "INTERNET", timeout_milliseconds = 29000 }
}

kind "aws_api_gateway_method" {
  sets     = ["authorization_scopes"]
  defaults = { api_key_required = false }
}

kind "aws_api_gateway_method_settings" {
  references = { stage_name = "aws_api_gateway_stage" }
}

kind "aws_api_gateway_model" {
  names     = ["name"]
  documents = { schema = "json" }
}

kind "aws_api_gateway_request_validator" {
  names    = ["name"]
  defaults = { validate_request_body = false, validate_request_parameters = false }
}

kind "aws_api_gateway_resource" {
  references = { parent_id = ["aws_api_gateway_resource", "aws_api_gateway_rest_api"] }
}

kind "aws_api_gateway_rest_api" {
  identifiers = ["root_resource_id"]
  names       = ["name"]
  sets = [
    "binary_media_types", "endpoint_configuration.types", "endpoint_configuration.vpc_endpoint_ids",
  ]
  documents  = { policy = "iam_policy" }
  references = { "endpoint_configuration.vpc_endpoint_ids" = "aws_vpc_endpoint" }
  defaults   = { api_key_source = "HEADER", fail_on_warnings = false }
}

kind "aws_api_gateway_rest_api_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_api_gateway_rest_api" }
}

kind "aws_api_gateway_stage" {
  identifiers = ["invoke_url"]
  names       = ["stage_name"]
  volatile    = ["web_acl_arn"]
  references = {
    "access_log_settings.destination_arn" = [
      "aws_cloudwatch_log_group", "aws_kinesis_firehose_delivery_stream",
    ]
    "canary_settings.deployment_id" = "aws_api_gateway_deployment"
  }
  defaults = { cache_cluster_enabled = false, xray_tracing_enabled = false }
}

kind "aws_api_gateway_usage_plan" {
  names = ["name"]
  sets  = ["api_stages", "api_stages.throttle"]
  references = {
    "api_stages.api_id" = "aws_api_gateway_rest_api"
    "api_stages.stage"  = "aws_api_gateway_stage"
  }
}

kind "aws_api_gateway_usage_plan_key" {
  volatile   = ["name", "value"]
  references = { key_id = "aws_api_gateway_api_key", usage_plan_id = "aws_api_gateway_usage_plan" }
  secrets    = ["value"]
}

kind "aws_api_gateway_vpc_link" {
  names      = ["name"]
  sets       = ["target_arns"]
  references = { target_arns = "aws_*lb" }
}

kind "aws_api_gateway_client_certificate" {
  volatile = ["expiration_date", "pem_encoded_certificate"]
}

# The parts of an HTTP or WebSocket API.
kind "aws_apigatewayv2_*" {
  references = {
    api_id                = "aws_apigatewayv2_api"
    authorizer_id         = "aws_apigatewayv2_authorizer"
    client_certificate_id = "aws_api_gateway_client_certificate"
    deployment_id         = "aws_apigatewayv2_deployment"
    integration_id        = "aws_apigatewayv2_integration"
    route_id              = "aws_apigatewayv2_route"
  }
}

kind "aws_apigatewayv2_api" {
  identifiers = ["api_endpoint"]
  names       = ["name"]
  sets = [
    "cors_configuration.allow_headers", "cors_configuration.allow_methods",
    "cors_configuration.allow_origins", "cors_configuration.expose_headers",
  ]
  references = { credentials_arn = "aws_iam_role" }
  defaults = {
    api_key_selection_expression = "$request.header.x-api-key"
    fail_on_warnings             = false
    route_selection_expression   = "$request.method $request.path"
  }
}

kind "aws_apigatewayv2_api_mapping" {
  references = {
    domain_name = ["aws_apigatewayv2_domain_name", "aws_api_gateway_domain_name"]
    stage       = "aws_apigatewayv2_stage"
  }
}

kind "aws_apigatewayv2_authorizer" {
  names = ["name"]
  sets  = ["identity_sources", "jwt_configuration.audience"]
  references = {
    authorizer_credentials_arn   = "aws_iam_role"
    authorizer_uri               = ["aws_lambda_function", "aws_lambda_alias"]
    "jwt_configuration.audience" = "aws_cognito_user_pool_client"
    "jwt_configuration.issuer"   = "aws_cognito_user_pool"
  }
}

kind "aws_apigatewayv2_deployment" {
  # By the documented idiom, a hash over the ids of what is deployed, which is compared by itself.
  volatile = ["auto_deployed", "triggers"]
}

kind "aws_apigatewayv2_domain_name" {
  identifiers = ["domain_name_configuration.target_domain_name"]
  names       = ["domain_name"]
  volatile    = ["api_mapping_selection_expression", "domain_name_configuration.hosted_zone_id"]
}

kind "aws_apigatewayv2_integration" {
  volatile = ["integration_response_selection_expression"]
  keys     = { response_parameters = "status_code" }
  references = {
    connection_id   = "aws_apigatewayv2_vpc_link"
    credentials_arn = "aws_iam_role"
    integration_uri = [
      "aws_lambda_function", "aws_lambda_alias", "aws_*lb_listener",
      "aws_service_discovery_service",
    ]
  }
  defaults = { connection_type = "INTERNET", payload_format_version = "1.0" }
}

kind "aws_apigatewayv2_model" {
  names     = ["name"]
  documents = { schema = "json" }
}

kind "aws_apigatewayv2_route" {
  sets     = ["authorization_scopes"]
  keys     = { request_parameter = "request_parameter_key" }
  defaults = { api_key_required = false, authorization_type = "NONE" }
}

kind "aws_apigatewayv2_stage" {
  identifiers = ["invoke_url"]
  names       = ["name"]
  keys        = { route_settings = "route_key" }
  references = {
    "access_log_settings.destination_arn" = [
      "aws_cloudwatch_log_group", "aws_kinesis_firehose_delivery_stream",
    ]
  }
  defaults = { auto_deploy = false }
}
