# People and accounts: Cognito, Resource Access Manager, Organizations, and IAM Identity Center.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_cognito_user_pool" {
  identifiers = ["custom_domain", "domain", "endpoint"]
  names       = ["name"]
  volatile    = ["estimated_number_of_users"]
  sets = [
    "alias_attributes", "auto_verified_attributes", "sign_in_policy.allowed_first_auth_factors",
    "user_attribute_update_settings.attributes_require_verification_before_update",
    "username_attributes",
  ]
  keys = { "account_recovery_setting.recovery_mechanism" = "name", schema = "name" }
  references = {
    "email_configuration.source_arn" = [
      "aws_ses_domain_identity", "aws_ses_email_identity", "aws_sesv2_email_identity",
    ]
    "lambda_config.*"                  = ["aws_lambda_function", "aws_lambda_alias"]
    "lambda_config.*.lambda_arn"       = ["aws_lambda_function", "aws_lambda_alias"]
    "sms_configuration.sns_caller_arn" = "aws_iam_role"
  }
  defaults = { deletion_protection = "INACTIVE", mfa_configuration = "OFF" }
}

kind "aws_cognito_user_pool_client" {
  identifiers = ["client_secret"]
  names       = ["name"]
  sets = [
    "allowed_oauth_flows", "allowed_oauth_scopes", "callback_urls", "explicit_auth_flows",
    "logout_urls", "read_attributes", "supported_identity_providers", "write_attributes",
  ]
  references = { supported_identity_providers = "aws_cognito_identity_provider" }
}

kind "aws_cognito_user_pool_domain" {
  identifiers = ["cloudfront_distribution", "cloudfront_distribution_arn"]
  names       = ["domain"]
  volatile    = ["aws_account_id", "cloudfront_distribution_zone_id", "s3_bucket", "version"]
}

kind "aws_cognito_identity_pool" {
  names = ["identity_pool_name"]
  sets  = ["cognito_identity_providers", "openid_connect_provider_arns", "saml_provider_arns"]
  references = {
    "cognito_identity_providers.client_id"     = "aws_cognito_user_pool_client"
    "cognito_identity_providers.provider_name" = "aws_cognito_user_pool"
    openid_connect_provider_arns               = "aws_iam_openid_connect_provider"
    saml_provider_arns                         = "aws_iam_saml_provider"
  }
  defaults = { allow_classic_flow = false }
}

kind "aws_cognito_identity_pool_roles_attachment" {
  sets = ["role_mapping"]
  references = {
    id                                   = "aws_cognito_identity_pool"
    identity_pool_id                     = "aws_cognito_identity_pool"
    "role_mapping.mapping_rule.role_arn" = "aws_iam_role"
    "roles.*"                            = "aws_iam_role"
  }
}

kind "aws_cognito_identity_provider" {
  names   = ["provider_name"]
  secrets = ["provider_details.client_secret"]
}

kind "aws_cognito_resource_server" {
  names    = ["name"]
  volatile = ["scope_identifiers"]
  keys     = { scope = "scope_name" }
}

kind "aws_ram_principal_association" {
  references = { resource_share_arn = "aws_ram_resource_share" }
}

kind "aws_ram_resource_association" {
  references = { resource_arn = "aws_*", resource_share_arn = "aws_ram_resource_share" }
}

kind "aws_organizations_account" {
  names      = ["name"]
  volatile   = ["govcloud_id", "joined_method", "joined_timestamp", "state", "status"]
  references = { parent_id = "aws_organizations_organizational_unit" }
}

kind "aws_organizations_organizational_unit" {
  names    = ["name"]
  volatile = ["accounts"]
  references = {
    parent_id = ["aws_organizations_organizational_unit", "aws_organizations_organization"]
  }
}

kind "aws_organizations_policy" {
  names     = ["name"]
  documents = { content = "iam_policy" }
  defaults  = { type = "SERVICE_CONTROL_POLICY" }
}

kind "aws_organizations_policy_attachment" {
  references = {
    policy_id = "aws_organizations_policy"
    target_id = ["aws_organizations_account", "aws_organizations_organizational_unit"]
  }
}

kind "aws_ssoadmin_*" {
  names      = ["name"]
  references = { permission_set_arn = "aws_ssoadmin_permission_set" }
}

kind "aws_ssoadmin_permission_set" {
  names    = ["name"]
  defaults = { session_duration = "PT1H" }
}

kind "aws_ssoadmin_permission_set_inline_policy" {
  documents = { inline_policy = "iam_policy" }
}

kind "aws_ssoadmin_managed_policy_attachment" {
  volatile = ["managed_policy_name"]
}

kind "aws_ssoadmin_account_assignment" {
  references = { principal_id = ["aws_identitystore_group", "aws_identitystore_user"] }
}
