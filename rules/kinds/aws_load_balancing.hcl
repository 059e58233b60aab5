# Application, network, gateway, and classic load balancers, their listeners and target groups.
# The provider knows most of these kinds under two names, aws_lb_* and aws_alb_*.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_lb" {
  follows  = { subnet_mapping = "subnets" }
  names    = ["name"]
  volatile = ["subnet_mapping.outpost_id", "vpc_id", "zone_id"]
  sets     = ["security_groups", "subnet_mapping", "subnets"]
  references = {
    "access_logs.bucket"           = "aws_s3_bucket"
    "connection_logs.bucket"       = "aws_s3_bucket"
    "health_check_logs.bucket"     = "aws_s3_bucket"
    "subnet_mapping.allocation_id" = "aws_eip"
  }
  defaults = {
    client_keep_alive                           = 3600
    desync_mitigation_mode                      = "defensive"
    drop_invalid_header_fields                  = false
    enable_cross_zone_load_balancing            = false
    enable_deletion_protection                  = false
    enable_http2                                = true
    enable_tls_version_and_cipher_suite_headers = false
    enable_waf_fail_open                        = false
    enable_xff_client_port                      = false
    enable_zonal_shift                          = false
    idle_timeout                                = 60
    load_balancer_type                          = "application"
    preserve_host_header                        = false
    xff_header_processing_mode                  = "append"
  }
}

kind "aws_alb" {
  same_as  = "aws_lb"
  names    = ["name"]
  volatile = ["subnet_mapping.outpost_id", "vpc_id", "zone_id"]
  sets     = ["security_groups", "subnet_mapping", "subnets"]
  references = {
    "access_logs.bucket"           = "aws_s3_bucket"
    "connection_logs.bucket"       = "aws_s3_bucket"
    "health_check_logs.bucket"     = "aws_s3_bucket"
    "subnet_mapping.allocation_id" = "aws_eip"
  }
  defaults = {
    client_keep_alive                           = 3600
    desync_mitigation_mode                      = "defensive"
    drop_invalid_header_fields                  = false
    enable_cross_zone_load_balancing            = false
    enable_deletion_protection                  = false
    enable_http2                                = true
    enable_tls_version_and_cipher_suite_headers = false
    enable_waf_fail_open                        = false
    enable_xff_client_port                      = false
    enable_zonal_shift                          = false
    idle_timeout                                = 60
    load_balancer_type                          = "application"
    preserve_host_header                        = false
    xff_header_processing_mode                  = "append"
  }
}

kind "aws_*lb_listener" {
  identity = ["load_balancer_arn", "port"]
  # One group is written in one of two ways, and what runs has both.
  assigned = ["default_action.forward", "default_action.target_group_arn"]
  sets = [
    "default_action.forward.target_group", "default_action.jwt_validation.additional_claim",
    "default_action.jwt_validation.additional_claim.values",
  ]
  references = {
    "default_action.authenticate_cognito.user_pool_arn"       = "aws_cognito_user_pool"
    "default_action.authenticate_cognito.user_pool_client_id" = "aws_cognito_user_pool_client"
    "default_action.authenticate_cognito.user_pool_domain"    = "aws_cognito_user_pool_domain"
    "default_action.forward.target_group.arn"                 = "aws_*lb_target_group"
    "mutual_authentication.trust_store_arn"                   = "aws_lb_trust_store"
  }
  secrets = ["default_action.authenticate_oidc.client_secret"]
}

kind "aws_*lb_listener_rule" {
  identity = ["listener_arn", "priority"]
  # One group is written in one of two ways, and what runs has both.
  assigned = ["action.forward", "action.target_group_arn"]
  sets = [
    "action.forward.target_group", "action.jwt_validation.additional_claim",
    "action.jwt_validation.additional_claim.values", "condition", "condition.*.regex_values",
    "condition.*.values", "condition.query_string", "transform",
  ]
  references = {
    "action.authenticate_cognito.user_pool_arn"       = "aws_cognito_user_pool"
    "action.authenticate_cognito.user_pool_client_id" = "aws_cognito_user_pool_client"
    "action.authenticate_cognito.user_pool_domain"    = "aws_cognito_user_pool_domain"
    "action.forward.target_group.arn"                 = "aws_*lb_target_group"
  }
  secrets = ["action.authenticate_oidc.client_secret"]
}

kind "aws_*lb_listener_certificate" {
  identity = ["listener_arn", "certificate_arn"]
}

kind "aws_*lb_target_group" {
  names    = ["name"]
  volatile = ["load_balancer_arns"]
  defaults = {
    connection_termination             = false
    deregistration_delay               = 300
    "health_check.enabled"             = true
    "health_check.healthy_threshold"   = 3
    "health_check.interval"            = 30
    "health_check.port"                = "traffic-port"
    "health_check.unhealthy_threshold" = 3
    lambda_multi_value_headers_enabled = false
    proxy_protocol_v2                  = false
    slow_start                         = 0
    "stickiness.cookie_duration"       = 86400
    "stickiness.enabled"               = true
    target_type                        = "instance"
  }
}

kind "aws_*lb_target_group_attachment" {
  references = { target_id = ["aws_instance", "aws_lambda_function", "aws_*lb"] }
}

kind "aws_elb" {
  parts = {
    instances = "aws_elb_attachment.elb"
  }
  names    = ["name"]
  volatile = ["source_security_group", "source_security_group_id", "zone_id"]
  sets     = ["availability_zones", "instances", "security_groups", "subnets"]
  keys     = { listener = "lb_port" }
  references = {
    "access_logs.bucket"          = "aws_s3_bucket"
    instances                     = "aws_instance"
    "listener.ssl_certificate_id" = ["aws_acm_certificate", "aws_iam_server_certificate"]
  }
  defaults = {
    connection_draining         = false
    connection_draining_timeout = 300
    cross_zone_load_balancing   = true
    desync_mitigation_mode      = "defensive"
    idle_timeout                = 60
  }
  insensitive = ["listener.instance_protocol", "listener.lb_protocol"]
}

kind "aws_elb_attachment" {
  instead_of_id = ["elb", "instance"]
  import        = ""
  references    = { elb = "aws_elb", instance = "aws_instance" }
}

kind "aws_app_cookie_stickiness_policy" {
  names      = ["name"]
  references = { load_balancer = "aws_elb" }
}

kind "aws_lb_cookie_stickiness_policy" {
  names      = ["name"]
  references = { load_balancer = "aws_elb" }
}

kind "aws_lb_ssl_negotiation_policy" {
  names      = ["name"]
  keys       = { attribute = "name" }
  references = { load_balancer = "aws_elb" }
}

kind "aws_load_balancer_policy" {
  names      = ["policy_name"]
  keys       = { policy_attribute = "name" }
  references = { load_balancer_name = "aws_elb" }
}

kind "aws_proxy_protocol_policy" {
  sets       = ["instance_ports"]
  references = { load_balancer = "aws_elb" }
}

kind "aws_lb_trust_store" {
  names      = ["name"]
  references = { ca_certificates_bundle_s3_bucket = "aws_s3_bucket" }
}

kind "aws_lb_target_group" {
  # What registers itself comes and goes.
  parts = {
    targets = ["aws_lb_target_group_attachment.target_group_arn", "aws_alb_target_group_attachment.target_group_arn"]
  }
}

kind "aws_lb_target_group_attachment" {
  instead_of_id = ["target_group_arn", "target_id", "port"]
  import        = ""
}

kind "aws_lb_listener_certificate" {
  instead_of_id = ["listener_arn", "certificate_arn"]
}

kind "aws_alb_listener" {
  same_as = "aws_lb_listener"
}

kind "aws_alb_listener_rule" {
  same_as = "aws_lb_listener_rule"
}

kind "aws_alb_listener_certificate" {
  same_as = "aws_lb_listener_certificate"
}

kind "aws_alb_target_group" {
  same_as = "aws_lb_target_group"
}

kind "aws_alb_target_group_attachment" {
  same_as = "aws_lb_target_group_attachment"
}
