# Identity and access: roles, users, groups, policies, and the documents they hold.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_iam_role" {
  parts = {
    inline_policy       = "aws_iam_role_policy.role"
    managed_policy_arns = "aws_iam_role_policy_attachment.role"
  }
  names      = ["name"]
  volatile   = ["role_last_used"]
  sets       = ["managed_policy_arns"]
  keys       = { inline_policy = "name" }
  documents  = { assume_role_policy = "iam_policy", "inline_policy.policy" = "iam_policy" }
  references = { managed_policy_arns = "aws_iam_policy" }
  defaults   = { force_detach_policies = false, max_session_duration = 3600, path = "/" }
}

kind "aws_iam_role_policy" {
  names      = ["name"]
  documents  = { policy = "iam_policy" }
  references = { role = "aws_iam_role" }
}

kind "aws_iam_role_policy_attachment" {
  instead_of_id = ["role", "policy_arn"]
  import = "role/policy_arn"
  identity = ["role", "policy_arn"]
  references = { role = "aws_iam_role" }
}

kind "aws_iam_policy" {
  identifiers = ["policy_id"]
  names       = ["name"]
  volatile    = ["attachment_count"]
  documents   = { policy = "iam_policy" }
  defaults    = { path = "/" }
}

kind "aws_iam_policy_attachment" {
  names      = ["name"]
  sets       = ["groups", "roles", "users"]
  references = { groups = "aws_iam_group", roles = "aws_iam_role", users = "aws_iam_user" }
}

# A data source that renders a document. What it was rendered from is in the document.
kind "aws_iam_policy_document" {
  volatile = [
    "minified_json", "override_json", "override_policy_documents", "source_json",
    "source_policy_documents", "statement", "version",
  ]
  documents = { json = "iam_policy" }
}

kind "aws_iam_instance_profile" {
  names      = ["name"]
  sets       = ["roles"]
  references = { role = "aws_iam_role", roles = "aws_iam_role" }
  defaults   = { path = "/" }
}

kind "aws_iam_user" {
  satellites = [
    "aws_iam_user_policy.user",
    "aws_iam_user_policy_attachment.user",
    "aws_iam_access_key.user",
    "aws_iam_user_login_profile.user",
    "aws_iam_user_ssh_key.username",
    "aws_iam_user_group_membership.user",
  ]
  names    = ["name"]
  defaults = { force_destroy = false, path = "/" }
}

kind "aws_iam_user_policy" {
  names      = ["name"]
  documents  = { policy = "iam_policy" }
  references = { user = "aws_iam_user" }
}

kind "aws_iam_user_policy_attachment" {
  instead_of_id = ["user", "policy_arn"]
  import = "user/policy_arn"
  identity = ["user", "policy_arn"]
  references = { user = "aws_iam_user" }
}

kind "aws_iam_user_group_membership" {
  import = ""
  identity = ["user"]
  # Its id is random. Several may add groups to one user; an account tells all of a user as one.
  instead_of_id = ["user"]
  sets       = ["groups"]
  references = { groups = "aws_iam_group", user = "aws_iam_user" }
}

kind "aws_iam_group" {
  satellites = [
    "aws_iam_group_policy.group",
    "aws_iam_group_policy_attachment.group",
    "aws_iam_group_membership.group",
  ]
  names    = ["name"]
  defaults = { path = "/" }
}

kind "aws_iam_group_policy" {
  names      = ["name"]
  documents  = { policy = "iam_policy" }
  references = { group = "aws_iam_group" }
}

kind "aws_iam_group_policy_attachment" {
  instead_of_id = ["group", "policy_arn"]
  import = "group/policy_arn"
  identity = ["group", "policy_arn"]
  references = { group = "aws_iam_group" }
}

kind "aws_iam_group_membership" {
  instead_of_id = ["group"]
  import = ""
  names      = ["name"]
  sets       = ["users"]
  references = { group = "aws_iam_group", users = "aws_iam_user" }
}

kind "aws_iam_access_key" {
  identifiers = ["secret", "ses_smtp_password_v4"]
  volatile    = ["encrypted_secret", "encrypted_ses_smtp_password_v4", "key_fingerprint"]
  references  = { user = "aws_iam_user" }
  defaults    = { status = "Active" }
  secrets     = ["encrypted_secret", "encrypted_ses_smtp_password_v4", "secret", "ses_smtp_password_v4"]
}

kind "aws_iam_user_login_profile" {
  volatile   = ["encrypted_password", "key_fingerprint", "password"]
  references = { user = "aws_iam_user" }
  defaults   = { password_length = 20 }
  secrets    = ["encrypted_password"]
}

kind "aws_iam_user_ssh_key" {
  identifiers = ["ssh_public_key_id"]
  volatile    = ["fingerprint"]
  references  = { username = "aws_iam_user" }
}

kind "aws_iam_openid_connect_provider" {
  # Trust policies name the provider by its URL; that of a cluster is random.
  identifiers = ["url"]
  sets        = ["client_id_list", "thumbprint_list"]
}

kind "aws_iam_saml_provider" {
  names    = ["name"]
  volatile = ["valid_until"]
}

kind "aws_iam_server_certificate" {
  names    = ["name"]
  volatile = ["expiration", "upload_date"]
  defaults = { path = "/" }
}

kind "aws_iam_account_password_policy" {
  # It follows from the greatest age, which is compared.
  volatile = ["expire_passwords"]
  defaults = { allow_users_to_change_password = true, minimum_password_length = 6 }
}

kind "aws_iam_account_alias" {
  names = ["account_alias"]
}

kind "aws_iam_role_policies_exclusive" {
  sets       = ["policy_names"]
  references = { policy_names = "aws_iam_role_policy", role_name = "aws_iam_role" }
}

kind "aws_iam_role_policy_attachments_exclusive" {
  sets       = ["policy_arns"]
  references = { policy_arns = "aws_iam_policy", role_name = "aws_iam_role" }
}

kind "aws_iam_virtual_mfa_device" {
  names    = ["virtual_mfa_device_name"]
  volatile = ["base_32_string_seed", "enable_date", "qr_code_png", "user_name"]
  secrets  = ["base_32_string_seed", "qr_code_png"]
}
