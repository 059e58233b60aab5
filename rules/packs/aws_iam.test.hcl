# Tests of aws_iam.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "aws/policy-grants-everything" "prod may do everything" {
  kind  = "aws_iam_role_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["*"], Resource = "arn:aws:s3:::pictures/*" }] }) }
  expect {
    rule     = "aws/policy-grants-everything"
    path     = "policy.Statement[Sid=Read].Action"
    severity = "critical"
  }
}

test "aws/policy-grants-everything" "prod denies everything" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Stop", Effect = "Deny", Action = ["iam:CreateUser"], Resource = "*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Stop", Effect = "Deny", Action = ["iam:CreateUser", "*"], Resource = "*" }] }) }
}

test "aws/policy-service-wildcard" "s3:* instead of two actions" {
  kind  = "aws_iam_role_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "ReadPictures", Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "ReadPictures", Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::pictures/*" }] }) }
  expect {
    rule     = "aws/policy-service-wildcard"
    path     = "policy.Statement[Sid=ReadPictures].Action"
    severity = "high"
  }
}

test "aws/policy-service-wildcard" "in a statement without a name" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-service-wildcard"
    severity = "high"
  }
}

test "aws/policy-service-wildcard" "a wildcard that only reads" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject", "s3:List*"], Resource = "arn:aws:s3:::pictures/*" }] }) }
}

test "aws/policy-sensitive-action" "prod may pass roles" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["ecs:RunTask"], Resource = "*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["ecs:RunTask", "iam:PassRole"], Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-sensitive-action"
    severity = "medium"
  }
}

test "aws/policy-sensitive-action" "an action that leads nowhere else" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["ecs:RunTask"], Resource = "*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["ecs:RunTask", "ecs:StopTask"], Resource = "*" }] }) }
}

test "aws/policy-action-missing" "prod may not write" {
  kind  = "aws_iam_role"
  left  = { inline_policy = [{ name = "app", policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::pictures/*" }] }) }] }
  right = { inline_policy = [{ name = "app", policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::pictures/*" }] }) }] }
  expect {
    rule     = "aws/policy-action-missing"
    severity = "medium"
  }
}

test "aws/policy-action-missing" "the same actions in another order and in small letters" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:putobject", "s3:getobject"], Resource = "arn:aws:s3:::pictures/*" }] }) }
}

test "aws/policy-resource-wildcard" "prod reaches every bucket" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-resource-wildcard"
    severity = "high"
  }
}

test "aws/policy-resource-wildcard" "dev reaches every bucket, declared" {
  kind      = "aws_iam_policy"
  explained = true
  left      = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] }) }
  right     = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  expect {
    rule     = "aws/policy-resource-wildcard"
    severity = "low"
  }
}

test "aws/policy-resource-wildcard" "all objects of one bucket" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/small/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
}

test "aws/policy-principal-public" "everybody may read from prod" {
  kind  = "aws_s3_bucket_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*", Principal = { AWS = "arn:aws:iam::111122223333:role/app" } }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*", Principal = "*" }] }) }
  expect {
    rule     = "aws/policy-principal-public"
    path     = "policy.Statement[Sid=Read].Principal[\"*\"]"
    severity = "critical"
  }
}

test "aws/policy-principal-public" "one more role" {
  kind  = "aws_s3_bucket_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*", Principal = { AWS = ["arn:aws:iam::111122223333:role/app"] } }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*", Principal = { AWS = ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/jobs"] } }] }) }
}

test "aws/policy-inverted" "prod grants all but one action" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "A", Effect = "Allow", NotResource = "arn:aws:s3:::audit/*", Action = "s3:GetObject" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "A", Effect = "Allow", Resource = "arn:aws:s3:::pictures/*", Action = "s3:GetObject" }] }) }
  expect {
    rule     = "aws/policy-inverted"
    path     = "policy.Statement[Sid=A].NotResource"
    severity = "low"
  }
}

test "aws/policy-inverted" "NotAction in prod" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "A", Effect = "Allow", Resource = "*", Action = "s3:GetObject" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "A", Effect = "Allow", Resource = "*", NotAction = "iam:*" }] }) }
  expect {
    rule     = "aws/policy-inverted"
    path     = "policy.Statement[Sid=A].NotAction"
    severity = "high"
  }
  expect {
    rule     = "aws/policy-action-missing"
    path     = "policy.Statement[Sid=A].Action"
    severity = "medium"
  }
}

test "aws/policy-inverted" "another exception of the same statement" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "A", Effect = "Allow", Resource = "*", NotAction = "iam:*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "A", Effect = "Allow", Resource = "*", NotAction = "sts:*" }] }) }
}

test "aws/policy-condition-missing" "prod trusts every repository" {
  kind  = "aws_iam_role"
  left  = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:shop/web:*" } } }] }) }
  right = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity" }] }) }
  expect {
    rule     = "aws/policy-condition-missing"
    severity = "high"
  }
}

test "aws/policy-condition-missing" "another repository" {
  kind  = "aws_iam_role"
  left  = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:shop/web:*" } } }] }) }
  right = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:shop/api:*" } } }] }) }
}

test "aws/policy-statement-admin" "prod has one statement more" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "Fix", Effect = "Allow", Action = "*", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-statement-admin"
    path     = "policy.Statement[Sid=Fix]"
    severity = "critical"
  }
}

test "aws/policy-statement-admin" "statements without names" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }, { Effect = "Allow", Action = "*", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-statement-admin"
    path     = "policy.Statement"
    severity = "critical"
  }
}

test "aws/policy-statement-admin" "one more statement that allows little" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "List", Effect = "Allow", Action = "s3:ListBucket", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-statement-one-sided"
    severity = "medium"
  }
}

test "aws/policy-statement-public" "everybody may send to the queue of prod" {
  kind  = "aws_sqs_queue"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/app" } }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/app" } }, { Sid = "Open", Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*" }] }) }
  expect {
    rule     = "aws/policy-statement-public"
    path     = "policy.Statement[Sid=Open]"
    severity = "critical"
  }
}

test "aws/policy-statement-public" "everybody, on condition" {
  kind  = "aws_sqs_queue"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/app" } }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/app" } }, { Sid = "Topic", Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:111122223333:orders" } } }] }) }
  expect {
    rule     = "aws/policy-statement-one-sided"
    severity = "medium"
  }
}

test "aws/policy-statement-one-sided" "a wildcard that only prod has" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "Table", Effect = "Allow", Action = "dynamodb:*", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-statement-one-sided"
    path     = "policy.Statement[Sid=Table]"
    severity = "high"
  }
}

test "aws/policy-statement-one-sided" "a statement that prod lacks, declared" {
  kind      = "aws_iam_policy"
  explained = true
  left      = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "Table", Effect = "Allow", Action = "dynamodb:*", Resource = "*" }] }) }
  right     = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  expect {
    rule     = "aws/policy-statement-one-sided"
    severity = "low"
  }
}

test "aws/policy-statement-one-sided" "a denial more" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "Keep", Effect = "Deny", Action = "s3:DeleteObject", Resource = "*" }] }) }
}

test "aws/policy-denial-missing" "prod takes requests without TLS" {
  kind  = "aws_s3_bucket_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "TlsOnly", Effect = "Deny", Action = "s3:*", Resource = "*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  expect {
    rule     = "aws/policy-denial-missing"
    severity = "high"
  }
}

test "aws/policy-denial-missing" "prod denies more" {
  kind  = "aws_s3_bucket_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }, { Sid = "TlsOnly", Effect = "Deny", Action = "s3:*", Resource = "*" }] }) }
}

test "aws/policy-admin" "a policy of prod for administrators" {
  kind  = "aws_iam_policy"
  left  = null
  right = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "*", Resource = "*" }] }) }
  expect {
    rule     = "aws/policy-admin"
    path     = ""
    severity = "critical"
  }
}

test "aws/policy-admin" "a policy of dev for administrators" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "*", Resource = "*" }] }) }
  right = null
}

test "aws/policy-inline-one-sided" "prod lacks it" {
  kind  = "aws_iam_role_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = null
  expect {
    rule     = "aws/policy-inline-one-sided"
    severity = "medium"
  }
}

test "aws/policy-inline-one-sided" "a managed policy is another matter" {
  kind  = "aws_iam_policy"
  left  = { policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }] }) }
  right = null
}

test "aws/policy-admin-attached" "administrators in prod" {
  kind  = "aws_iam_role_policy_attachment"
  left  = null
  right = { role = "app", policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" }
  expect {
    rule     = "aws/policy-admin-attached"
    severity = "critical"
  }
}

test "aws/policy-admin-attached" "in the list of a role" {
  kind  = "aws_iam_role"
  left  = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
  right = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"] }
  expect {
    rule     = "aws/policy-admin-attached"
    severity = "critical"
  }
}

test "aws/policy-admin-attached" "readers in prod" {
  kind  = "aws_iam_role_policy_attachment"
  left  = null
  right = { role = "app", policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
}

test "aws/trust-differs" "one more role may assume it in prod" {
  kind  = "aws_iam_role"
  left  = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] }) }
  right = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"] } }] }) }
  expect {
    rule     = "aws/trust-differs"
    severity = "high"
  }
}

test "aws/trust-differs" "one or a list of one" {
  kind  = "aws_iam_role"
  left  = { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] }) }
  right = { assume_role_policy = jsonencode({ Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ecs-tasks.amazonaws.com"] } } }) }
}

test "aws/permissions-boundary-missing" "a role of prod without bounds" {
  kind  = "aws_iam_role"
  left  = { permissions_boundary = "arn:aws:iam::111122223333:policy/boundary" }
  right = { permissions_boundary = "" }
  expect {
    rule     = "aws/permissions-boundary-missing"
    severity = "high"
  }
}

test "aws/permissions-boundary-missing" "another boundary" {
  kind  = "aws_iam_role"
  left  = { permissions_boundary = "arn:aws:iam::111122223333:policy/boundary" }
  right = { permissions_boundary = "arn:aws:iam::111122223333:policy/bounds" }
}

test "aws/session-longer" "twelve hours in prod" {
  kind  = "aws_iam_role"
  left  = { max_session_duration = 3600 }
  right = { max_session_duration = 43200 }
  expect {
    rule     = "aws/session-longer"
    severity = "medium"
  }
}

test "aws/session-longer" "longer in dev, declared" {
  kind      = "aws_ssoadmin_permission_set"
  explained = true
  left      = { session_duration = "PT8H" }
  right     = { session_duration = "PT1H" }
  expect {
    rule     = "aws/session-longer"
    severity = "info"
  }
}

test "aws/session-longer" "an hour is the default" {
  kind  = "aws_iam_role"
  left  = { max_session_duration = 3600, path = "/app/" }
  right = { path = "/jobs/" }
}

test "aws/password-policy-weaker" "shorter passwords in prod" {
  kind  = "aws_iam_account_password_policy"
  left  = { minimum_password_length = 14 }
  right = { minimum_password_length = 8 }
  expect {
    rule     = "aws/password-policy-weaker"
    severity = "high"
  }
}

test "aws/password-policy-weaker" "symbols in prod only" {
  kind  = "aws_iam_account_password_policy"
  left  = { require_symbols = false }
  right = { require_symbols = true }
  expect {
    rule     = "aws/password-policy-weaker"
    severity = "low"
  }
}

test "aws/password-policy-weaker" "passwords that expire are no stronger" {
  kind  = "aws_iam_account_password_policy"
  left  = { max_password_age = 90 }
  right = { max_password_age = 30 }
}

test "aws/long-lived-credentials" "a key in prod" {
  kind  = "aws_iam_access_key"
  left  = null
  right = { user = "deploy", status = "Active" }
  expect {
    rule     = "aws/long-lived-credentials"
    severity = "high"
  }
}

test "aws/long-lived-credentials" "a key in both" {
  kind  = "aws_iam_access_key"
  left  = { user = "deploy", status = "Active" }
  right = { user = "deploy", status = "Inactive" }
}

test "aws/function-open-to-callers" "everybody calls prod" {
  kind  = "aws_lambda_permission"
  left  = { principal = "s3.amazonaws.com" }
  right = { principal = "*" }
  expect {
    rule     = "aws/function-open-to-callers"
    path     = "principal"
    severity = "critical"
  }
}

test "aws/function-open-to-callers" "one more service in prod" {
  kind  = "aws_lambda_permission"
  left  = null
  right = { principal = "events.amazonaws.com" }
}

test "aws/function-caller-unlimited" "any bucket may call prod" {
  kind  = "aws_lambda_permission"
  left  = { principal = "s3.amazonaws.com", source_arn = "arn:aws:s3:::pictures" }
  right = { principal = "s3.amazonaws.com" }
  expect {
    rule     = "aws/function-caller-unlimited"
    severity = "high"
  }
}

test "aws/function-caller-unlimited" "another bucket" {
  kind  = "aws_lambda_permission"
  left  = { principal = "s3.amazonaws.com", source_arn = "arn:aws:s3:::pictures" }
  right = { principal = "s3.amazonaws.com", source_arn = "arn:aws:s3:::videos" }
}

test "aws/instance-profile-missing" "instances of prod have no role" {
  kind  = "aws_instance"
  left  = { iam_instance_profile = "app" }
  right = { iam_instance_profile = "" }
  expect {
    rule     = "aws/instance-profile-missing"
    severity = "high"
  }
}

test "aws/instance-profile-missing" "another role" {
  kind  = "aws_instance"
  left  = { iam_instance_profile = "app" }
  right = { iam_instance_profile = "jobs" }
}
