# Names and edges: Route 53, CloudFront, and Global Accelerator.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_route53_zone" {
  identifiers = ["name_servers", "primary_name_server", "zone_id"]
  names       = ["name"]
  volatile = [
    "caller_reference", "linked_service_description", "linked_service_principal", "name_servers",
    "primary_name_server", "resource_record_set_count",
  ]
  sets       = ["vpc"]
  references = { delegation_set_id = "aws_route53_delegation_set" }
  defaults   = { comment = "Managed by Terraform", force_destroy = false }
}

kind "aws_route53_record" {
  # State keeps whether the name was asked for with that of the zone or without; the full name is the same, and all
  # that an account tells.
  identity = ["zone_id", "fqdn", "type", "set_identifier"]
  instead_of_id = ["zone_id", "fqdn", "type", "set_identifier"]
  identifiers = ["fqdn"]
  names       = ["name", "fqdn"]
  # The zone of an alias follows from its target: each service has one in each region.
  volatile = ["alias.zone_id"]
  sets     = ["geoproximity_routing_policy.coordinates", "records"]
  references = {
    "alias.name" = [
      "aws_*lb", "aws_cloudfront_distribution", "aws_api_gateway_domain_name",
      "aws_apigatewayv2_domain_name", "aws_s3_bucket", "aws_globalaccelerator_accelerator",
      "aws_vpc_endpoint", "aws_elastic_beanstalk_environment", "aws_route53_record",
    ]
    health_check_id = "aws_route53_health_check"
    zone_id         = "aws_route53_zone"
  }
  insensitive = ["alias.name", "name"]
}

kind "aws_route53_zone_association" {
  volatile   = ["owning_account"]
  references = { zone_id = "aws_route53_zone" }
}

kind "aws_route53_vpc_association_authorization" {
  references = { zone_id = "aws_route53_zone" }
}

kind "aws_route53_health_check" {
  names = ["reference_name"]
  sets  = ["child_healthchecks", "regions"]
  references = {
    child_healthchecks    = "aws_route53_health_check"
    cloudwatch_alarm_name = "aws_cloudwatch_metric_alarm"
  }
  defaults = { disabled = false, invert_healthcheck = false, measure_latency = false }
}

kind "aws_route53_query_log" {
  references = { cloudwatch_log_group_arn = "aws_cloudwatch_log_group", zone_id = "aws_route53_zone" }
}

kind "aws_route53_delegation_set" {
  identifiers = ["name_servers"]
  names       = ["reference_name"]
}

kind "aws_route53_key_signing_key" {
  identifiers = ["dnskey_record", "ds_record"]
  names       = ["name"]
  volatile = [
    "digest_algorithm_mnemonic", "digest_algorithm_type", "digest_value", "flag", "key_tag",
    "public_key", "signing_algorithm_mnemonic", "signing_algorithm_type",
  ]
  references = {
    hosted_zone_id             = "aws_route53_zone"
    key_management_service_arn = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = { status = "ACTIVE" }
}

kind "aws_route53_hosted_zone_dnssec" {
  references = { hosted_zone_id = "aws_route53_zone", id = "aws_route53_zone" }
  defaults   = { signing_status = "SIGNING" }
}

kind "aws_route53_resolver_endpoint" {
  names    = ["name"]
  volatile = ["host_vpc_id", "ip_address.ip", "ip_address.ip_id", "ip_address.ipv6"]
  sets     = ["ip_address", "protocols", "security_group_ids"]
}

kind "aws_route53_resolver_rule" {
  names      = ["name"]
  volatile   = ["share_status"]
  sets       = ["target_ip"]
  references = { resolver_endpoint_id = "aws_route53_resolver_endpoint" }
}

kind "aws_route53_resolver_rule_association" {
  names      = ["name"]
  references = { resolver_rule_id = "aws_route53_resolver_rule" }
}

kind "aws_route53_resolver_query_log_config" {
  names    = ["name"]
  volatile = ["share_status"]
  references = {
    destination_arn = [
      "aws_cloudwatch_log_group", "aws_s3_bucket", "aws_kinesis_firehose_delivery_stream",
    ]
  }
}

kind "aws_cloudfront_*" {
  volatile = ["caller_reference", "etag"]
}

kind "aws_cloudfront_distribution" {
  identifiers = ["domain_name"]
  volatile = [
    "hosted_zone_id", "in_progress_validation_batches", "logging_v1_enabled", "status",
    "trusted_key_groups", "trusted_signers",
  ]
  sets = [
    "*.allowed_methods", "*.cached_methods", "*.forwarded_values.cookies.whitelisted_names",
    "*.forwarded_values.headers", "*.forwarded_values.query_string_cache_keys",
    "*.trusted_key_groups", "*.trusted_signers", "aliases",
    "origin.custom_origin_config.origin_ssl_protocols", "restrictions.geo_restriction.locations",
  ]
  keys = {
    "*.function_association"        = "event_type"
    "*.lambda_function_association" = "event_type"
    custom_error_response           = "error_code"
    origin                          = "origin_id"
    "origin.custom_header"          = "name"
    origin_group                    = "origin_id"
  }
  references = {
    "*.cache_policy_id"                        = "aws_cloudfront_cache_policy"
    "*.field_level_encryption_id"              = "aws_cloudfront_field_level_encryption_config"
    "*.function_association.function_arn"      = "aws_cloudfront_function"
    "*.lambda_function_association.lambda_arn" = ["aws_lambda_function", "aws_lambda_alias"]
    "*.origin_request_policy_id"               = "aws_cloudfront_origin_request_policy"
    "*.realtime_log_config_arn"                = "aws_cloudfront_realtime_log_config"
    "*.response_headers_policy_id"             = "aws_cloudfront_response_headers_policy"
    "*.trusted_key_groups"                     = "aws_cloudfront_key_group"
    continuous_deployment_policy_id            = "aws_cloudfront_continuous_deployment_policy"
    "logging_config.bucket"                    = "aws_s3_bucket"
    "origin.domain_name" = [
      "aws_s3_bucket", "aws_*lb", "aws_api_gateway_rest_api", "aws_apigatewayv2_api",
      "aws_lambda_function_url",
    ]
    "origin.origin_access_control_id"                = "aws_cloudfront_origin_access_control"
    "origin.s3_origin_config.origin_access_identity" = "aws_cloudfront_origin_access_identity"
    "viewer_certificate.acm_certificate_arn"         = "aws_acm_certificate"
    "viewer_certificate.iam_certificate_id"          = "aws_iam_server_certificate"
    web_acl_id                                       = ["aws_wafv2_web_acl", "aws_waf_web_acl"]
  }
  defaults = {
    http_version        = "http2"
    is_ipv6_enabled     = false
    price_class         = "PriceClass_All"
    retain_on_delete    = false
    staging             = false
    wait_for_deployment = true
  }
}

kind "aws_cloudfront_origin_access_identity" {
  identifiers = ["cloudfront_access_identity_path", "iam_arn", "s3_canonical_user_id"]
}

kind "aws_cloudfront_origin_access_control" {
  names    = ["name"]
  defaults = { description = "Managed by Terraform" }
}

kind "aws_cloudfront_cache_policy" {
  names = ["name"]
  sets = [
    "parameters_in_cache_key_and_forwarded_to_origin.cookies_config.cookies.items",
    "parameters_in_cache_key_and_forwarded_to_origin.headers_config.headers.items",
    "parameters_in_cache_key_and_forwarded_to_origin.query_strings_config.query_strings.items",
  ]
}

kind "aws_cloudfront_origin_request_policy" {
  names = ["name"]
  sets = [
    "cookies_config.cookies.items", "headers_config.headers.items",
    "query_strings_config.query_strings.items",
  ]
}

kind "aws_cloudfront_response_headers_policy" {
  names = ["name"]
  sets = [
    "cors_config.access_control_allow_headers.items",
    "cors_config.access_control_allow_methods.items",
    "cors_config.access_control_allow_origins.items",
    "cors_config.access_control_expose_headers.items",
  ]
  keys = { "custom_headers_config.items" = "header", "remove_headers_config.items" = "header" }
}

kind "aws_cloudfront_function" {
  names      = ["name"]
  volatile   = ["live_stage_etag", "status"]
  sets       = ["key_value_store_associations"]
  references = { key_value_store_associations = "aws_cloudfront_key_value_store" }
  defaults   = { publish = true }
}

kind "aws_cloudfront_key_group" {
  names      = ["name"]
  sets       = ["items"]
  references = { items = "aws_cloudfront_public_key" }
}

kind "aws_cloudfront_monitoring_subscription" {
  references = { distribution_id = "aws_cloudfront_distribution", id = "aws_cloudfront_distribution" }
}

kind "aws_cloudfront_realtime_log_config" {
  names = ["name"]
  sets  = ["fields"]
  references = {
    "endpoint.kinesis_stream_config.role_arn"   = "aws_iam_role"
    "endpoint.kinesis_stream_config.stream_arn" = "aws_kinesis_stream"
  }
}

kind "aws_globalaccelerator_accelerator" {
  identifiers = ["dual_stack_dns_name", "ip_sets.ip_addresses"]
  names       = ["name"]
  volatile    = ["hosted_zone_id", "ip_sets"]
  references  = { "attributes.flow_logs_s3_bucket" = "aws_s3_bucket" }
  defaults    = { enabled = true, ip_address_type = "IPV4" }
}

kind "aws_globalaccelerator_listener" {
  keys       = { port_range = ["from_port", "to_port"] }
  references = { accelerator_arn = "aws_globalaccelerator_accelerator" }
  defaults   = { client_affinity = "NONE" }
}

kind "aws_globalaccelerator_endpoint_group" {
  sets = ["endpoint_configuration"]
  keys = { port_override = "listener_port" }
  references = {
    "endpoint_configuration.endpoint_id" = ["aws_*lb", "aws_eip", "aws_instance"]
    listener_arn                         = "aws_globalaccelerator_listener"
  }
  defaults = { health_check_interval_seconds = 30, threshold_count = 3, traffic_dial_percentage = 100 }
}
