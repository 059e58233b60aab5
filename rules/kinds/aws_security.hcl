# Keys, secrets, parameters, certificates, firewalls, and detectors: KMS, Secrets Manager, Systems
# Manager, ACM, WAF, Network Firewall, GuardDuty, and Security Hub.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_kms_key" {
  parts = {
    policy = "aws_kms_key_policy.key_id"
  }
  identifiers = ["key_id"]
  documents   = { policy = "iam_policy" }
  defaults = {
    bypass_policy_lockout_safety_check = false
    customer_master_key_spec           = "SYMMETRIC_DEFAULT"
    deletion_window_in_days            = 30
    enable_key_rotation                = false
    is_enabled                         = true
    key_usage                          = "ENCRYPT_DECRYPT"
    multi_region                       = false
  }
}

kind "aws_kms_alias" {
  names = ["name"]
  # target_key_id names the key.
  volatile   = ["target_key_arn"]
  references = { target_key_id = "aws_kms_*key" }
}

kind "aws_kms_grant" {
  identifiers = ["grant_id"]
  names       = ["name"]
  volatile    = ["grant_token"]
  sets        = ["constraints", "operations"]
  references = {
    grantee_principal  = ["aws_iam_role", "aws_iam_user"]
    key_id             = "aws_kms_*key"
    retiring_principal = ["aws_iam_role", "aws_iam_user"]
  }
  secrets = ["grant_token", "grant_creation_tokens"]
}

kind "aws_kms_key_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_kms_*key", key_id = "aws_kms_*key" }
  defaults   = { bypass_policy_lockout_safety_check = false }
}

kind "aws_kms_replica_key" {
  identifiers = ["key_id"]
  volatile    = ["key_rotation_enabled", "key_spec", "key_usage"]
  documents   = { policy = "iam_policy" }
  references  = { primary_key_arn = "aws_kms_*key" }
  defaults = {
    bypass_policy_lockout_safety_check = false
    deletion_window_in_days            = 30
    enabled                            = true
  }
}

kind "aws_kms_external_key" {
  volatile  = ["expiration_model", "key_state"]
  documents = { policy = "iam_policy" }
  defaults  = { bypass_policy_lockout_safety_check = false, deletion_window_in_days = 30 }
  secrets   = ["key_material_base64"]
}

kind "aws_secretsmanager_secret" {
  parts = {
    policy              = "aws_secretsmanager_secret_policy.secret_arn"
    rotation_lambda_arn = "aws_secretsmanager_secret_rotation.secret_id"
    rotation_rules      = "aws_secretsmanager_secret_rotation.secret_id"
    versions            = "aws_secretsmanager_secret_version.secret_id"
  }
  names     = ["name"]
  volatile  = ["replica.last_accessed_date", "replica.status", "replica.status_message"]
  keys      = { replica = "region" }
  documents = { policy = "iam_policy" }
  defaults  = { force_overwrite_replica_secret = false, recovery_window_in_days = 30 }
}

kind "aws_secretsmanager_secret_version" {
  identifiers = ["version_id"]
  volatile    = ["has_secret_string_wo"]
  sets        = ["version_stages"]
  references  = { secret_id = "aws_secretsmanager_secret" }
  secrets     = ["secret_binary", "secret_string"]
}

kind "aws_secretsmanager_secret_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_secretsmanager_secret" }
}

kind "aws_secretsmanager_secret_rotation" {
  volatile = ["rotation_enabled"]
  references = {
    id                  = "aws_secretsmanager_secret"
    rotation_lambda_arn = "aws_lambda_function"
    secret_id           = "aws_secretsmanager_secret"
  }
}

kind "aws_ssm_parameter" {
  names      = ["name"]
  volatile   = ["has_value_wo", "version"]
  references = { key_id = ["aws_kms_*key", "aws_kms_alias"] }
  defaults   = { data_type = "text" }
  # The provider treats every value as sensitive, whatever the type of the parameter.
  secrets = ["value"]
}

kind "aws_ssm_document" {
  names = ["name"]
  volatile = [
    "default_version", "description", "document_version", "hash", "hash_type", "latest_version",
    "owner", "parameter", "platform_types", "schema_version", "status",
  ]
  defaults = { document_format = "JSON" }
}

kind "aws_ssm_association" {
  identifiers = ["association_id"]
  names       = ["association_name"]
  sets        = ["calendar_names", "targets.values"]
  keys        = { targets = "key" }
  references  = { name = "aws_ssm_document", "output_location.s3_bucket_name" = "aws_s3_bucket" }
  defaults    = { apply_only_at_cron_interval = false }
}

kind "aws_ssm_maintenance_window" {
  names    = ["name"]
  defaults = { allow_unassociated_targets = false, enabled = true }
}

kind "aws_ssm_maintenance_window_*" {
  names      = ["name"]
  sets       = ["targets.values"]
  keys       = { targets = "key" }
  references = { window_id = "aws_ssm_maintenance_window" }
}

kind "aws_ssm_maintenance_window_task" {
  identifiers = ["window_task_id"]
  names       = ["name"]
  keys = {
    "task_invocation_parameters.automation_parameters.parameter"  = "name"
    "task_invocation_parameters.run_command_parameters.parameter" = "name"
  }
  references = {
    task_arn                                                             = ["aws_ssm_document", "aws_lambda_function", "aws_sfn_state_machine"]
    "task_invocation_parameters.run_command_parameters.service_role_arn" = "aws_iam_*role"
  }
}

kind "aws_ssm_patch_baseline" {
  names    = ["name"]
  volatile = ["json"]
  sets = [
    "approval_rule.patch_filter.values", "approved_patches", "global_filter.values",
    "rejected_patches", "source.products",
  ]
  keys     = { global_filter = "key", source = "name" }
  defaults = { approved_patches_compliance_level = "UNSPECIFIED", operating_system = "WINDOWS" }
}

kind "aws_acm_certificate" {
  identifiers = [
    "domain_validation_options.resource_record_name",
    "domain_validation_options.resource_record_value",
  ]
  names = ["domain_name"]
  volatile = [
    "domain_validation_options", "not_after", "not_before", "pending_renewal",
    "renewal_eligibility", "renewal_summary", "status", "validation_emails",
  ]
  sets        = ["subject_alternative_names"]
  keys        = { validation_option = "domain_name" }
  references  = { certificate_authority_arn = "aws_acmpca_certificate_authority" }
  insensitive = ["domain_name", "subject_alternative_names"]
}

kind "aws_acm_certificate_validation" {
  sets       = ["validation_record_fqdns"]
  references = { validation_record_fqdns = "aws_route53_record" }
}

kind "aws_acmpca_certificate_authority" {
  volatile = [
    "certificate", "certificate_chain", "certificate_signing_request", "not_after", "not_before",
    "serial",
  ]
  references = { "revocation_configuration.crl_configuration.s3_bucket_name" = "aws_s3_bucket" }
  defaults   = { enabled = true, permanent_deletion_time_in_days = 30, type = "SUBORDINATE" }
}

kind "aws_wafv2_*" {
  names    = ["name"]
  volatile = ["lock_token"]
}

kind "aws_wafv2_web_acl" {
  identifiers = ["application_integration_url"]
  names       = ["name"]
  # What the rules cost; the rules themselves are compared.
  volatile = ["capacity"]
  sets     = ["token_domains"]
  keys = {
    custom_response_body                                               = "key"
    rule                                                               = "name"
    "rule.statement.managed_rule_group_statement.rule_action_override" = "name"
  }
  documents = { rule_json = "json" }
  references = {
    "rule.statement.ip_set_reference_statement.arn"            = "aws_wafv2_ip_set"
    "rule.statement.regex_pattern_set_reference_statement.arn" = "aws_wafv2_regex_pattern_set"
    "rule.statement.rule_group_reference_statement.arn"        = "aws_wafv2_rule_group"
  }
}

kind "aws_wafv2_rule_group" {
  names     = ["name"]
  keys      = { custom_response_body = "key", rule = "name" }
  documents = { rules_json = "json" }
  references = {
    "rule.statement.ip_set_reference_statement.arn"            = "aws_wafv2_ip_set"
    "rule.statement.regex_pattern_set_reference_statement.arn" = "aws_wafv2_regex_pattern_set"
  }
}

kind "aws_wafv2_ip_set" {
  names = ["name"]
  sets  = ["addresses"]
}

kind "aws_wafv2_regex_pattern_set" {
  names = ["name"]
  sets  = ["regular_expression"]
}

kind "aws_wafv2_web_acl_association" {
  references = {
    resource_arn = [
      "aws_*lb", "aws_api_gateway_stage", "aws_appsync_graphql_api", "aws_cognito_user_pool",
      "aws_apprunner_service",
    ]
    web_acl_arn = "aws_wafv2_web_acl"
  }
}

kind "aws_wafv2_web_acl_logging_configuration" {
  sets = [
    "log_destination_configs", "logging_filter.filter", "logging_filter.filter.condition",
    "redacted_fields",
  ]
  references = {
    id = "aws_wafv2_web_acl"
    log_destination_configs = [
      "aws_kinesis_firehose_delivery_stream", "aws_cloudwatch_log_group", "aws_s3_bucket",
    ]
    resource_arn = "aws_wafv2_web_acl"
  }
}

kind "aws_networkfirewall_*" {
  names    = ["name"]
  volatile = ["update_token"]
  references = {
    "encryption_configuration.key_id" = ["aws_kms_*key", "aws_kms_alias"]
    firewall_arn                      = "aws_networkfirewall_firewall"
    firewall_policy_arn               = "aws_networkfirewall_firewall_policy"
  }
}

kind "aws_networkfirewall_firewall" {
  identifiers = ["firewall_status.sync_states.attachment.endpoint_id"]
  names       = ["name"]
  volatile    = ["firewall_status", "transit_gateway_owner_account_id"]
  sets        = ["availability_zone_mapping", "enabled_analysis_types", "subnet_mapping"]
  defaults = {
    delete_protection                 = false
    firewall_policy_change_protection = false
    subnet_change_protection          = false
  }
}

kind "aws_networkfirewall_firewall_policy" {
  names = ["name"]
  sets = [
    "firewall_policy.stateful_default_actions", "firewall_policy.stateful_rule_group_reference",
    "firewall_policy.stateless_default_actions",
    "firewall_policy.stateless_fragment_default_actions",
    "firewall_policy.stateless_rule_group_reference",
  ]
  keys = {
    "firewall_policy.policy_variables.rule_variables" = "key"
    "firewall_policy.stateless_custom_action"         = "action_name"
  }
  references = {
    "firewall_policy.stateful_rule_group_reference.resource_arn"  = "aws_networkfirewall_rule_group"
    "firewall_policy.stateless_rule_group_reference.resource_arn" = "aws_networkfirewall_rule_group"
  }
}

kind "aws_networkfirewall_rule_group" {
  names = ["name"]
  sets = [
    "rule_group.rules_source.rules_source_list.target_types",
    "rule_group.rules_source.rules_source_list.targets",
    "rule_group.rules_source.stateful_rule.rule_option",
    "rule_group.rules_source.stateless_rules_and_custom_actions.custom_action",
    "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule",
  ]
  keys = {
    "rule_group.reference_sets.ip_set_references" = "key"
    "rule_group.rule_variables.ip_sets"           = "key"
    "rule_group.rule_variables.port_sets"         = "key"
  }
}

kind "aws_networkfirewall_logging_configuration" {
  keys       = { "logging_configuration.log_destination_config" = "log_type" }
  references = { id = "aws_networkfirewall_firewall" }
}

kind "aws_guardduty_detector" {
  volatile = ["account_id"]
  defaults = { enable = true }
}

kind "aws_guardduty_*" {
  references = { detector_id = "aws_guardduty_detector" }
}

kind "aws_guardduty_detector_feature" {
  names = ["name"]
  keys  = { additional_configuration = "name" }
}

kind "aws_securityhub_account" {
  defaults = { auto_enable_controls = true, enable_default_standards = true }
}

kind "aws_inspector2_enabler" {
  sets = ["account_ids", "resource_types"]
}

kind "aws_macie2_account" {
  volatile = ["service_role"]
}

kind "aws_accessanalyzer_analyzer" {
  names    = ["analyzer_name"]
  defaults = { type = "ACCOUNT" }
}

kind "aws_shield_protection" {
  names      = ["name"]
  references = { resource_arn = "aws_*" }
}
