# Conventions of the AWS provider: attributes that mean the same in every kind that has them. The
# aws_* files beside this one hold what is peculiar to a kind, and do not repeat these.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_*" {
  tells_some  = true
  identifiers = ["arn_suffix", "dns_name", "execution_arn", "invoke_arn", "qualified_arn", "unique_id"]
  # Where a kind has no name of its own, the Name tag is what people call it.
  names = ["tags.Name"]
  # Tags that AWS and its controllers set on what they made themselves; nobody else can or does.
  owner_tags = [
    "aws:autoscaling:groupName", "aws:cloudformation:stack-name", "eks:nodegroup-name",
    "elasticbeanstalk:environment-name", "kubernetes.io/created-for/pvc/name", "kubernetes.io/service-name",
  ]
  # Clocks, and the account, which every ARN states again.
  volatile = [
    "create_date", "create_time", "created_at", "created_date", "created_time", "creation_date",
    "creation_time", "creation_timestamp", "date_created", "last_modified", "last_modified_date",
    "last_modified_time", "last_updated_date", "last_updated_time", "modified_at", "owner_id",
    "registry_id", "status_reason", "update_time", "updated_at",
  ]
  copies = { cluster_identifier_prefix = "cluster_identifier", identifier_prefix = "identifier" }
  # The filters of data sources.
  keys = { filter = "name" }
  # The globs also cover the kinds that adopt what a new account holds: aws_default_vpc, aws_default_subnet,
  # aws_default_security_group, and the older names such as aws_alb.
  references = {
    "*.certificate_arn"       = ["aws_acm_certificate", "aws_iam_server_certificate"]
    "*.kms_key_arn"           = ["aws_kms_*key", "aws_kms_alias"]
    "*.kms_key_id"            = ["aws_kms_*key", "aws_kms_alias"]
    "*.log_group_name"        = "aws_cloudwatch_log_group"
    "*.network_interface_id"  = "aws_network_interface"
    "*.role_arn"              = "aws_iam_*role"
    "*.security_group_ids"    = "aws_*security_group"
    "*.security_groups"       = "aws_*security_group"
    "*.subnet_id"             = "aws_*subnet"
    "*.subnet_ids"            = "aws_*subnet"
    "*.subnets"               = "aws_*subnet"
    "*.target_group_arn"      = "aws_*lb_target_group"
    "*.topic_arn"             = "aws_sns_topic"
    "*.vpc_id"                = "aws_*vpc"
    autoscaling_group_name    = "aws_autoscaling_group"
    certificate_arn           = ["aws_acm_certificate", "aws_iam_server_certificate"]
    execution_role_arn        = "aws_iam_*role"
    iam_instance_profile      = "aws_iam_instance_profile"
    iam_role_arn              = "aws_iam_*role"
    kms_key                   = ["aws_kms_*key", "aws_kms_alias"]
    kms_key_arn               = ["aws_kms_*key", "aws_kms_alias"]
    kms_key_id                = ["aws_kms_*key", "aws_kms_alias"]
    kms_master_key_id         = ["aws_kms_*key", "aws_kms_alias"]
    listener_arn              = "aws_*lb_listener"
    load_balancer_arn         = "aws_*lb"
    log_group_arn             = "aws_cloudwatch_log_group"
    log_group_name            = "aws_cloudwatch_log_group"
    nat_gateway_id            = "aws_nat_gateway"
    network_interface_id      = "aws_network_interface"
    permissions_boundary      = "aws_iam_policy"
    policy_arn                = "aws_iam_policy"
    role_arn                  = "aws_iam_*role"
    route_table_id            = "aws_*route_table"
    route_table_ids           = "aws_*route_table"
    s3_bucket_name            = "aws_s3_bucket"
    secret_arn                = "aws_secretsmanager_secret"
    security_group_id         = "aws_*security_group"
    security_group_ids        = "aws_*security_group"
    security_groups           = "aws_*security_group"
    service_role_arn          = "aws_iam_*role"
    sns_topic_arn             = "aws_sns_topic"
    subnet_id                 = "aws_*subnet"
    subnet_ids                = "aws_*subnet"
    subnets                   = "aws_*subnet"
    target_group_arn          = "aws_*lb_target_group"
    target_group_arns         = "aws_*lb_target_group"
    topic_arn                 = "aws_sns_topic"
    transit_gateway_id        = "aws_ec2_transit_gateway"
    user_pool_id              = "aws_cognito_user_pool"
    vpc_endpoint_id           = "aws_vpc_endpoint"
    vpc_id                    = "aws_*vpc"
    vpc_peering_connection_id = "aws_vpc_peering_connection"
    vpc_security_group_ids    = "aws_*security_group"
    vpn_gateway_id            = "aws_vpn_gateway"
  }
}

# Data sources that describe who asks and where: all of it is the environment, not its content.
kind "aws_caller_identity" {
  identifiers = ["account_id"]
  volatile    = ["user_id"]
}

kind "aws_region" {
  volatile = ["description", "endpoint"]
}

kind "aws_partition" {
  volatile = ["dns_suffix", "reverse_dns_prefix"]
}

kind "aws_canonical_user_id" {
  volatile = ["display_name"]
}

kind "aws_elb_service_account" {
  volatile = ["arn"]
}

kind "aws_ip_ranges" {
  volatile = ["sync_token", "url"]
  sets     = ["cidr_blocks", "ipv6_cidr_blocks", "regions", "services"]
}

kind "aws_availability_zones" {
  volatile = ["group_names", "zone_ids"]
  sets     = ["exclude_names", "exclude_zone_ids", "names"]
}

kind "aws_subnets" {
  sets       = ["ids"]
  references = { ids = "aws_*subnet" }
}

kind "aws_subnet_ids" {
  sets       = ["ids"]
  references = { ids = "aws_*subnet" }
}

kind "aws_security_groups" {
  volatile   = ["arns"]
  sets       = ["ids", "vpc_ids"]
  references = { ids = "aws_*security_group", vpc_ids = "aws_*vpc" }
}
