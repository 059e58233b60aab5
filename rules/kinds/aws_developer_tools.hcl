# Delivery: CodeBuild, CodePipeline, CodeDeploy, CodeCommit, CloudFormation, Amplify, and
# AppConfig.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_codebuild_project" {
  names    = ["name"]
  volatile = ["badge_url", "public_project_alias"]
  sets     = ["vpc_config.security_group_ids", "vpc_config.subnets"]
  keys = {
    "environment.environment_variable" = "name"
    file_system_locations              = "identifier"
    secondary_artifacts                = "artifact_identifier"
    secondary_source_version           = "source_identifier"
    secondary_sources                  = "source_identifier"
  }
  references = {
    "artifacts.location"                           = "aws_s3_bucket"
    "build_batch_config.service_role"              = "aws_iam_role"
    "cache.location"                               = "aws_s3_bucket"
    encryption_key                                 = ["aws_kms_*key", "aws_kms_alias"]
    "environment.docker_server.security_group_ids" = "aws_*security_group"
    "logs_config.cloudwatch_logs.group_name"       = "aws_cloudwatch_log_group"
    resource_access_role                           = "aws_iam_role"
    service_role                                   = "aws_iam_role"
  }
  defaults = {
    badge_enabled      = false
    build_timeout      = 60
    project_visibility = "PRIVATE"
    queued_timeout     = 480
  }
}

kind "aws_codebuild_webhook" {
  identifiers = ["payload_url", "secret", "url"]
  sets        = ["filter_group", "pull_request_build_policy.approver_roles"]
  references  = { id = "aws_codebuild_project", project_name = "aws_codebuild_project" }
  secrets     = ["secret"]
}

kind "aws_codebuild_source_credential" {
  secrets = ["token"]
}

kind "aws_codepipeline" {
  names    = ["name"]
  volatile = ["trigger_all"]
  keys     = { artifact_store = "region" }
  references = {
    "artifact_store.encryption_key.id" = ["aws_kms_*key", "aws_kms_alias"]
    "artifact_store.location"          = "aws_s3_bucket"
    "stage.action.role_arn"            = "aws_iam_role"
  }
  defaults = { execution_mode = "SUPERSEDED", pipeline_type = "V1" }
  secrets  = ["stage.action.configuration.OAuthToken"]
}

kind "aws_codepipeline_webhook" {
  identifiers = ["url"]
  names       = ["name"]
  keys        = { filter = "json_path" }
  references  = { target_pipeline = "aws_codepipeline" }
  secrets     = ["authentication_configuration.secret_token"]
}

kind "aws_codedeploy_app" {
  names    = ["name"]
  volatile = ["application_id", "github_account_name", "linked_to_github"]
  defaults = { compute_platform = "Server" }
}

kind "aws_codedeploy_deployment_group" {
  identifiers = ["deployment_group_id"]
  names       = ["deployment_group_name"]
  volatile    = ["compute_platform"]
  sets = [
    "alarm_configuration.alarms", "auto_rollback_configuration.events", "autoscaling_groups",
    "ec2_tag_filter", "ec2_tag_set", "ec2_tag_set.ec2_tag_filter", "load_balancer_info.elb_info",
    "load_balancer_info.target_group_info",
    "load_balancer_info.target_group_pair_info.prod_traffic_route.listener_arns",
    "load_balancer_info.target_group_pair_info.test_traffic_route.listener_arns",
    "on_premises_instance_tag_filter", "trigger_configuration.trigger_events",
  ]
  keys = { trigger_configuration = "trigger_name" }
  references = {
    "alarm_configuration.alarms"                                                 = "aws_cloudwatch_metric_alarm"
    app_name                                                                     = "aws_codedeploy_app"
    autoscaling_groups                                                           = "aws_autoscaling_group"
    deployment_config_name                                                       = "aws_codedeploy_deployment_config"
    "ecs_service.cluster_name"                                                   = "aws_ecs_cluster"
    "ecs_service.service_name"                                                   = "aws_ecs_service"
    "load_balancer_info.elb_info.name"                                           = "aws_elb"
    "load_balancer_info.target_group_info.name"                                  = "aws_*lb_target_group"
    "load_balancer_info.target_group_pair_info.prod_traffic_route.listener_arns" = "aws_*lb_listener"
    "load_balancer_info.target_group_pair_info.target_group.name"                = "aws_*lb_target_group"
    "load_balancer_info.target_group_pair_info.test_traffic_route.listener_arns" = "aws_*lb_listener"
    "trigger_configuration.trigger_target_arn"                                   = "aws_sns_topic"
  }
  defaults = {
    deployment_config_name      = "CodeDeployDefault.OneAtATime"
    outdated_instances_strategy = "UPDATE"
  }
}

kind "aws_codedeploy_deployment_config" {
  identifiers = ["deployment_config_id"]
  names       = ["deployment_config_name"]
  defaults    = { compute_platform = "Server" }
}

kind "aws_codecommit_repository" {
  identifiers = ["clone_url_http", "clone_url_ssh", "repository_id"]
  names       = ["repository_name"]
}

kind "aws_codestarconnections_connection" {
  names      = ["name"]
  volatile   = ["connection_status"]
  references = { host_arn = "aws_codestarconnections_host" }
}

kind "aws_codestarnotifications_notification_rule" {
  names      = ["name"]
  volatile   = ["target.status"]
  sets       = ["event_type_ids", "target"]
  references = { resource = "aws_*", "target.address" = "aws_sns_topic" }
  defaults   = { status = "ENABLED" }
}

kind "aws_codeartifact_*" {
  volatile = ["administrator_account", "domain_owner"]
}

kind "aws_codeartifact_domain" {
  identifiers = ["s3_bucket_arn"]
  names       = ["domain"]
  volatile    = ["asset_size_bytes", "owner", "repository_count"]
  references  = { encryption_key = ["aws_kms_*key", "aws_kms_alias"] }
}

kind "aws_codeartifact_repository" {
  names    = ["repository"]
  volatile = ["external_connections.package_format", "external_connections.status"]
  references = {
    domain                     = "aws_codeartifact_domain"
    "upstream.repository_name" = "aws_codeartifact_repository"
  }
}

kind "aws_cloudformation_stack" {
  names      = ["name"]
  volatile   = ["outputs"]
  sets       = ["capabilities", "notification_arns"]
  documents  = { policy_body = "json" }
  references = { notification_arns = "aws_sns_topic" }
}

kind "aws_cloudformation_stack_set" {
  identifiers = ["stack_set_id"]
  names       = ["name"]
  sets        = ["capabilities"]
  references  = { administration_role_arn = "aws_iam_role" }
  defaults    = { call_as = "SELF", permission_model = "SELF_MANAGED" }
}

kind "aws_amplify_app" {
  identifiers = ["default_domain"]
  names       = ["name"]
  volatile    = ["production_branch"]
  sets        = ["auto_branch_creation_patterns"]
  references  = { compute_role_arn = "aws_iam_role", iam_service_role_arn = "aws_iam_role" }
  defaults    = { platform = "WEB" }
  secrets = [
    "auto_branch_creation_config.basic_auth_credentials", "basic_auth_credentials", "oauth_token",
  ]
}

kind "aws_amplify_branch" {
  names      = ["branch_name", "display_name"]
  volatile   = ["associated_resources", "custom_domains", "destination_branch", "source_branch"]
  references = { app_id = "aws_amplify_app" }
  secrets    = ["basic_auth_credentials"]
}

kind "aws_appconfig_*" {
  names      = ["name"]
  references = { application_id = "aws_appconfig_application" }
}

kind "aws_appconfig_environment" {
  identifiers = ["environment_id"]
  names       = ["name"]
  volatile    = ["state"]
  sets        = ["monitor"]
  references = {
    "monitor.alarm_arn"      = "aws_cloudwatch_metric_alarm"
    "monitor.alarm_role_arn" = "aws_iam_role"
  }
}

kind "aws_appconfig_configuration_profile" {
  identifiers = ["configuration_profile_id"]
  names       = ["name"]
  sets        = ["validator"]
  references = {
    kms_key_identifier = ["aws_kms_*key", "aws_kms_alias"]
    retrieval_role_arn = "aws_iam_role"
  }
  defaults = { type = "AWS.Freeform" }
}
