# Who may do what on AWS: policies and what they grant, trust, attachments, boundaries, and credentials.
# Rules here speak of what became wider in the more production-like environment, and of what is missing there.
#
# This pack must not judge networks (aws_network.hcl) or public buckets without a policy (aws_storage.hcl). It
# does not evaluate policies: a grant that another policy denies is still a grant here.

rule "aws/policy-grants-everything" {
  summary = "a policy of the more production-like environment grants every action"
  why     = "Action \"*\" includes reading every secret, deleting every backup, and granting more to others"
  kind    = "aws_*"
  path    = ["policy.Statement[*].Action", "inline_policy[*].policy.Statement[*].Action", "access_policies.Statement[*].Action"]
  # The path does not tell whether the statement allows; a wider denial is no wider grant.
  when = (
    anytrue([for action in upper_env.only : can(regex("^[*](:[*])?$", action))]) && !anytrue([for action in lower_env.only : can(regex("^[*](:[*])?$", action))])
    && try(!anytrue([for s in flatten([jsondecode(upper_env.resource.policy).Statement]) : s.Effect == "Deny" && length(setintersection(flatten([try(s.Action, [])]), upper_env.only)) > 0]), true)
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} grants ${format("%v", upper_env.only)}, ${lower_env.env} does not"
  remedy   = "list the actions that are used; IAM Access Analyzer generates them from CloudTrail"
}

rule "aws/policy-service-wildcard" {
  summary = "a policy of the more production-like environment grants every action of a service"
  why     = "a wildcard such as s3:* includes deleting and changing permissions, and grows with every action that AWS adds"
  kind    = "aws_*"
  path    = ["policy.Statement[*].Action", "inline_policy[*].policy.Statement[*].Action", "access_policies.Statement[*].Action"]
  when = (
    anytrue([for action in upper_env.only : can(regex("^[A-Za-z0-9-]+:[*]$", action))])
    && try(!anytrue([for s in flatten([jsondecode(upper_env.resource.policy).Statement]) : s.Effect == "Deny" && length(setintersection(flatten([try(s.Action, [])]), upper_env.only)) > 0]), true)
  )
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} grants ${format("%v", policy_wildcards(upper_env.only))}, ${lower_env.env} grants ${format("%v", lower_env.only)} in its place"
  remedy   = "list the actions that ${lower_env.env} grants, or those that CloudTrail shows in use"
}

rule "aws/policy-sensitive-action" {
  summary = "a policy of the more production-like environment grants an action that leads to others"
  why     = "who may pass roles, change policies, or read secrets and keys can reach what the policy itself does not name"
  kind    = "aws_*"
  path    = ["policy.Statement[*].Action", "inline_policy[*].policy.Statement[*].Action"]
  when = (
    anytrue([for action in upper_env.only : can(regex("(?i)^(iam:(PassRole|Put|Attach|Create|Update|Add)|sts:AssumeRole|secretsmanager:GetSecretValue|kms:(Decrypt|CreateGrant|PutKeyPolicy)|lambda:UpdateFunctionCode|ssm:(SendCommand|StartSession)|s3:PutBucketPolicy|organizations:)", action))])
    && length([for action in upper_env.only : action if can(regex(":?[*]$", action))]) == 0
  )
  severity = explained ? "low" : "medium"
  message  = "only ${upper_env.env} grants ${format("%v", upper_env.only)}"
  remedy   = "limit the statement by Resource and by iam:PassedToService or kms:ViaService, or drop the action"
}

rule "aws/policy-action-missing" {
  summary = "a policy of the more production-like environment lacks actions that the other grants"
  why     = "what works in the other environment ends in AccessDenied here, often only on the path that is rarely taken"
  kind    = "aws_*"
  path    = ["policy.Statement[*].Action", "inline_policy[*].policy.Statement[*].Action", "access_policies.Statement[*].Action"]
  # What is replaced by a wildcard is not missing.
  when     = length(lower_env.only) > 0 && length(policy_wildcards(upper_env.only)) == 0
  severity = explained ? "low" : "medium"
  message  = "only ${lower_env.env} grants ${format("%v", lower_env.only)}"
  remedy   = "grant the same actions in both environments, and vary only the resources"
}

rule "aws/policy-resource-wildcard" {
  summary  = "a policy applies to every resource in one environment only"
  why      = "with Resource \"*\" a grant that was meant for one bucket or table reaches those of every other team"
  kind     = "aws_*"
  path     = ["policy.Statement[*].Resource", "inline_policy[*].policy.Statement[*].Resource"]
  when     = contains(left.only, "*") != contains(right.only, "*")
  severity = contains(upper_env.only, "*") ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "only the policy of ${contains(upper_env.only, "*") ? upper_env.env : lower_env.env} applies to every resource"
  remedy   = "name the resources by ARN, as the other environment does"
}

rule "aws/policy-principal-public" {
  summary = "a policy admits everybody in one environment only"
  why     = "Principal \"*\" is every AWS account of the world, and for most services every anonymous caller"
  kind    = "aws_*"
  path = [
    "policy.Statement[*].Principal.*", "access_policies.Statement[*].Principal.*", "assume_role_policy.Statement[*].Principal.*",
  ]
  when     = contains(left.only, "*") != contains(right.only, "*")
  severity = contains(upper_env.only, "*") ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "only ${contains(upper_env.only, "*") ? upper_env.env : lower_env.env} admits everybody"
  remedy   = "name the accounts, roles, or services; where everybody is meant, add a Condition on aws:PrincipalOrgID or aws:SourceArn"
}

rule "aws/policy-inverted" {
  summary  = "a policy is written with NotAction, NotResource, or NotPrincipal in one environment only"
  why      = "an inverted statement grants all that it does not name, including what AWS adds tomorrow"
  kind     = "aws_*"
  path     = ["policy.Statement[*].Not*", "inline_policy[*].policy.Statement[*].Not*", "assume_role_policy.Statement[*].Not*"]
  when     = (try(length(left.value), 0) > 0) != (try(length(right.value), 0) > 0)
  severity = try(length(upper_env.value), 0) > 0 ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${try(length(upper_env.value), 0) > 0 ? upper_env.env : lower_env.env} has an inverted statement"
  remedy   = "list what is granted in Action, Resource, or Principal"
}

rule "aws/policy-condition-missing" {
  summary  = "a statement has a condition in one environment only"
  why      = "a condition on the source address, the organisation, or the audience of a token is often all that limits the statement"
  kind     = "aws_*"
  path     = ["policy.Statement[*].Condition.**", "assume_role_policy.Statement[*].Condition.**", "inline_policy[*].policy.Statement[*].Condition.**"]
  when     = (try(length(left.value), 0) > 0) != (try(length(right.value), 0) > 0)
  severity = try(length(upper_env.value), 0) > 0 ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "only ${try(length(upper_env.value), 0) > 0 ? upper_env.env : lower_env.env} has the condition"
  remedy   = "write the same Condition in both environments, with the values of each"
}

rule "aws/policy-statement-admin" {
  summary = "a statement that only the more production-like environment has grants every action"
  why     = "Action \"*\" includes reading every secret, deleting every backup, and granting more to others"
  kind    = "aws_*"
  path    = ["policy.Statement", "policy.Statement[*]", "inline_policy[*].policy.Statement", "inline_policy[*].policy.Statement[*]"]
  when = (
    anytrue([for s in flatten([length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value]) : try(s.Effect == "Allow" && contains(flatten([s.Action]), "*") && !can(s.Principal), false)])
    && !anytrue([for s in flatten([length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value]) : try(s.Effect == "Allow" && contains(flatten([s.Action]), "*") && !can(s.Principal), false)])
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} has one more statement, and it allows every action"
  remedy   = "remove the statement from ${upper_env.env}, or list the actions that are used"
}

rule "aws/policy-statement-public" {
  summary = "a statement that only the more production-like environment has admits everybody"
  why     = "Principal \"*\" without a condition is every AWS account of the world, and for most services every anonymous caller"
  kind    = "aws_*"
  path = [
    "policy.Statement", "policy.Statement[*]", "access_policies.Statement", "access_policies.Statement[*]",
    "assume_role_policy.Statement", "assume_role_policy.Statement[*]",
  ]
  when = (
    anytrue([for s in flatten([length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value]) : try(s.Effect == "Allow" && contains(flatten(values(s.Principal)), "*") && !can(s.Condition), false)])
    && !anytrue([for s in flatten([length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value]) : try(s.Effect == "Allow" && contains(flatten(values(s.Principal)), "*") && !can(s.Condition), false)])
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} has one more statement, and it admits everybody"
  remedy   = "name the principals, or add a Condition on aws:PrincipalOrgID, aws:SourceArn, or aws:SourceVpce"
}

rule "aws/policy-statement-one-sided" {
  summary = "a policy has an allowing statement in one environment only"
  why     = "a grant that was never tested, or one that is missing where the code relies on it"
  kind    = "aws_*"
  path = [
    "policy.Statement", "policy.Statement[*]", "access_policies.Statement", "access_policies.Statement[*]",
    "assume_role_policy.Statement", "assume_role_policy.Statement[*]", "inline_policy[*].policy.Statement", "inline_policy[*].policy.Statement[*]",
  ]
  when     = anytrue([for s in flatten(length(left.only) + length(right.only) > 0 ? [left.only, right.only] : [left.value, right.value]) : try(s.Effect == "Allow", false)])
  severity = anytrue([for s in flatten([length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value]) : try(s.Effect == "Allow" && length(policy_wildcards(flatten([s.Action]))) > 0, false)]) ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "${left.env} and ${right.env} do not have the same allowing statements"
  remedy   = "write the policy once for both environments and vary only its resources"
}

rule "aws/policy-denial-missing" {
  summary = "a policy denies less in the more production-like environment"
  why     = "a denial overrules every grant; where it is missing, older and wider grants count again"
  kind    = "aws_*"
  path = [
    "policy.Statement", "policy.Statement[*]", "access_policies.Statement", "access_policies.Statement[*]", "inline_policy[*].policy.Statement[*]",
  ]
  when = (
    length([for s in flatten([length(left.only) + length(right.only) > 0 ? lower_env.only : lower_env.value]) : s if try(s.Effect == "Deny", false)])
    > length([for s in flatten([length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value]) : s if try(s.Effect == "Deny", false)])
  )
  severity = explained ? "medium" : "high"
  message  = "a denying statement of ${lower_env.env} is missing in ${upper_env.env}"
  remedy   = "add the statement to ${upper_env.env}, for instance the one that denies requests without aws:SecureTransport"
}

rule "aws/policy-admin" {
  summary = "a policy that only the more production-like environment has grants every action"
  why     = "whoever it is attached to is an administrator of the account"
  kind    = ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"]
  path    = ""
  change  = ["left_only", "right_only"]
  when = (
    try(anytrue([for s in flatten([jsondecode(upper_env.resource.policy).Statement]) : s.Effect == "Allow" && contains(flatten([try(s.Action, [])]), "*") && contains(flatten([try(s.Resource, [])]), "*")]), false)
  )
  severity = explained ? "high" : "critical"
  message  = "${upper_env.env} has a policy of its own that allows everything"
  remedy   = "remove it, or list the actions that are used"
}

rule "aws/policy-inline-one-sided" {
  summary  = "an inline policy exists in one environment only"
  why      = "an inline policy shows in no list of policies, so what it grants is easily overlooked, and what it misses is found by AccessDenied"
  kind     = ["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"]
  path     = ""
  change   = ["left_only", "right_only"]
  severity = explained ? "low" : "medium"
  message  = "only ${upper_env.resource == null ? lower_env.env : upper_env.env} has the inline policy"
  remedy   = "attach a managed policy in both environments, or the same inline policy"
}

rule "aws/policy-admin-attached" {
  summary = "a managed policy for administrators is attached in one environment only"
  why     = "AdministratorAccess, PowerUserAccess, and IAMFullAccess each suffice to take over the account"
  kind = [
    "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment", "aws_iam_policy_attachment",
    "aws_iam_role", "aws_iam_role_policy_attachments_exclusive", "aws_ssoadmin_managed_policy_attachment",
  ]
  path   = ["", "policy_arn", "managed_policy_arn", "managed_policy_arns", "policy_arns"]
  change = ["modified", "left_only", "right_only", "unmanaged"]
  when = (
    can(regex("policy/(AdministratorAccess|PowerUserAccess|IAMFullAccess)\"", jsonencode(path == "" ? left.resource : length(left.only) + length(right.only) > 0 ? left.only : left.value)))
    != can(regex("policy/(AdministratorAccess|PowerUserAccess|IAMFullAccess)\"", jsonencode(path == "" ? right.resource : length(left.only) + length(right.only) > 0 ? right.only : right.value)))
  )
  severity = (
    can(regex("policy/(AdministratorAccess|PowerUserAccess|IAMFullAccess)\"", jsonencode(path == "" ? upper_env.resource : length(left.only) + length(right.only) > 0 ? upper_env.only : upper_env.value)))
    ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  )
  message = "only one of ${left.env} and ${right.env} hands out administrator rights"
  remedy  = "detach it and attach a policy with the actions that are used; keep a break-glass role outside the pipeline"
}

rule "aws/trust-differs" {
  summary  = "a role trusts different principals"
  why      = "every principal that may assume the role has all its permissions, and one that may not fails at its first call"
  kind     = "aws_iam_role"
  path     = "assume_role_policy.Statement[*].Principal.*"
  when     = length(left.only) + length(right.only) > 0
  severity = length(upper_env.only) > 0 ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "only ${left.env} trusts ${format("%v", left.only)}, only ${right.env} trusts ${format("%v", right.only)}"
  remedy   = "trust the counterpart of the same principal in each environment, and nobody from the other"
}

rule "aws/permissions-boundary-missing" {
  summary  = "a role or user is kept in bounds in one environment only"
  why      = "without the boundary its policies alone limit it, and whoever may change those may grant it anything"
  kind     = ["aws_iam_role", "aws_iam_user"]
  path     = "permissions_boundary"
  when     = contains(["", null], left.value) != contains(["", null], right.value)
  severity = contains(["", null], upper_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${contains(["", null], upper_env.value) ? lower_env.env : upper_env.env} has a permissions boundary"
  remedy   = "set permissions_boundary in both environments"
}

rule "aws/session-longer" {
  summary  = "sessions of a role last differently long"
  why      = "stolen session credentials work until they expire; a job that needs hours fails where they expire earlier"
  kind     = ["aws_iam_role", "aws_ssoadmin_permission_set"]
  path     = ["max_session_duration", "session_duration"]
  severity = try(upper_env.value > lower_env.value, duration(upper_env.value) > duration(lower_env.value), false) ? (explained ? "low" : "medium") : (explained ? "info" : "low")
  message  = "${format("%v", left.value)} in ${left.env}, ${format("%v", right.value)} in ${right.env}"
  remedy   = "set the shortest duration that the longest job needs, in both environments"
}

rule "aws/password-policy-weaker" {
  summary = "the account demands different passwords"
  why     = "the weaker account is where a guessed or reused password opens the console"
  kind    = "aws_iam_account_password_policy"
  path = [
    "minimum_password_length", "password_reuse_prevention", "require_lowercase_characters", "require_numbers", "require_symbols",
    "require_uppercase_characters",
  ]
  severity = upper_env.value == true || try(upper_env.value > lower_env.value, lower_env.value == null) ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "${path} is ${format("%v", left.value)} in ${left.env} and ${format("%v", right.value)} in ${right.env}"
  remedy   = "set the stricter value in both accounts, or sign in through IAM Identity Center only"
}

rule "aws/long-lived-credentials" {
  summary  = "an access key or console password exists in one environment only"
  why      = "it does not expire, it is stored in the state, and it works from everywhere"
  kind     = ["aws_iam_access_key", "aws_iam_user_login_profile", "aws_iam_service_specific_credential"]
  path     = ""
  change   = ["left_only", "right_only"]
  severity = upper_env.resource != null ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${upper_env.resource != null ? upper_env.env : lower_env.env} has the credential"
  remedy   = "use a role: instance profile, IRSA or Pod Identity, OIDC for CI, IAM Identity Center for people"
}

rule "aws/function-open-to-callers" {
  summary  = "everybody may call a function in one environment only"
  why      = "a permission for principal \"*\" lets every AWS account run the function with its role"
  kind     = "aws_lambda_permission"
  path     = ["", "principal"]
  change   = ["modified", "left_only", "right_only"]
  when     = (try(left.resource.principal, null) == "*") != (try(right.resource.principal, null) == "*")
  severity = try(upper_env.resource.principal, null) == "*" ? (explained ? "high" : "critical") : (explained ? "low" : "medium")
  message  = "only ${try(upper_env.resource.principal, null) == "*" ? upper_env.env : lower_env.env} admits every caller"
  remedy   = "name the service or account as principal, and set source_arn"
}

rule "aws/function-caller-unlimited" {
  summary  = "a function asks its caller for a source in one environment only"
  why      = "without source_arn or source_account the service may call on behalf of any customer's resource"
  kind     = "aws_lambda_permission"
  path     = ["source_arn", "source_account"]
  when     = contains(["", null], left.value) != contains(["", null], right.value)
  severity = contains(["", null], upper_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${path} is missing in ${contains(["", null], upper_env.value) ? upper_env.env : lower_env.env}"
  remedy   = "set ${path} to the bucket, rule, or API that calls the function"
}

rule "aws/instance-profile-missing" {
  summary  = "instances have a role in one environment only"
  why      = "without an instance profile every call to AWS fails, unless keys were put on the disk"
  kind     = ["aws_instance", "aws_launch_configuration", "aws_spot_instance_request"]
  path     = "iam_instance_profile"
  when     = contains(["", null], left.value) != contains(["", null], right.value)
  severity = contains(["", null], upper_env.value) ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "instances of ${contains(["", null], upper_env.value) ? upper_env.env : lower_env.env} have no role"
  remedy   = "set iam_instance_profile in both environments"
}
