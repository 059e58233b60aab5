# EC2 instances, images, launch templates, autoscaling, and Elastic Beanstalk.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_instance" {
  # Only burstable types have credits, who has a public address has a name for it, and who encrypts has a key.
  follows = {
    credit_specification           = "instance_type"
    "ebs_block_device.kms_key_id"  = "encrypted"
    public_dns                     = "associate_public_ip_address"
    public_ip                      = "associate_public_ip_address"
    "root_block_device.kms_key_id" = "encrypted"
  }
  told_in = { ebs_block_device = "volume_id" }
  parts = {
    ebs_block_device = "aws_volume_attachment.instance_id"
  }
  # An instance that names no groups gets the default one of its network.
  assigned = ["vpc_security_group_ids"]
  # Addresses are assigned by the cloud, and DNS records and targets point to them.
  identifiers = ["primary_network_interface_id", "private_dns", "private_ip", "public_dns", "public_ip"]
  volatile = [
    "ebs_block_device.volume_id", "instance_lifecycle", "instance_state", "ipv6_addresses",
    "outpost_arn", "password_data", "primary_network_interface.delete_on_termination",
    "root_block_device.device_name", "root_block_device.volume_id", "secondary_private_ips",
    "spot_instance_request_id",
  ]
  copies = {
    "ebs_block_device.tags_all"  = "ebs_block_device.tags"
    "root_block_device.tags_all" = "root_block_device.tags"
  }
  sets = ["security_groups", "vpc_security_group_ids"]
  keys = {
    ebs_block_device       = "device_name"
    ephemeral_block_device = "device_name"
    network_interface      = "device_index"
  }
  documents = { user_data_base64 = "base64" }
  references = {
    ami                            = "aws_ami"
    "ebs_block_device.snapshot_id" = "aws_ebs_snapshot"
    host_id                        = "aws_ec2_host"
    key_name                       = "aws_key_pair"
    "launch_template.id"           = "aws_launch_template"
    "launch_template.name"         = "aws_launch_template"
    placement_group                = "aws_placement_group"
    placement_group_id             = "aws_placement_group"
  }
  defaults = {
    disable_api_stop                          = false
    disable_api_termination                   = false
    "ebs_block_device.delete_on_termination"  = true
    get_password_data                         = false
    hibernation                               = false
    monitoring                                = false
    "root_block_device.delete_on_termination" = true
    source_dest_check                         = true
    tenancy                                   = "default"
    user_data_replace_on_change               = false
  }
}

kind "aws_launch_template" {
  names = ["name"]
  # Versions count edits: two templates with the same content rarely have the same number.
  volatile = ["default_version", "latest_version"]
  sets = [
    "instance_requirements.*", "license_specification", "network_interfaces.ipv4_addresses",
    "network_interfaces.ipv4_prefixes", "network_interfaces.ipv6_addresses",
    "network_interfaces.ipv6_prefixes", "network_interfaces.security_groups",
    "security_group_names", "vpc_security_group_ids",
  ]
  keys = {
    block_device_mappings = "device_name"
    network_interfaces    = "device_index"
    tag_specifications    = "resource_type"
  }
  documents = { user_data = "base64" }
  references = {
    "block_device_mappings.ebs.kms_key_id"  = ["aws_kms_*key", "aws_kms_alias"]
    "block_device_mappings.ebs.snapshot_id" = "aws_ebs_snapshot"
    "iam_instance_profile.arn"              = "aws_iam_instance_profile"
    "iam_instance_profile.name"             = "aws_iam_instance_profile"
    image_id                                = "aws_ami"
    key_name                                = "aws_key_pair"
    "placement.group_id"                    = "aws_placement_group"
    "placement.group_name"                  = "aws_placement_group"
    security_group_names                    = "aws_*security_group"
  }
}

kind "aws_launch_configuration" {
  names     = ["name"]
  sets      = ["security_groups"]
  keys      = { ebs_block_device = "device_name", ephemeral_block_device = "device_name" }
  documents = { user_data_base64 = "base64" }
  references = {
    "ebs_block_device.snapshot_id" = "aws_ebs_snapshot"
    image_id                       = "aws_ami"
    key_name                       = "aws_key_pair"
  }
  defaults = {
    "ebs_block_device.delete_on_termination"  = true
    enable_monitoring                         = true
    "root_block_device.delete_on_termination" = true
  }
}

# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
kind "aws_appautoscaling_target" {
  instead_of_id = ["service_namespace", "resource_id", "scalable_dimension"]
  import        = "service_namespace/resource_id/scalable_dimension"
  scales {
    target    = "resource_id"
    dimension = "scalable_dimension"
    least     = "min_capacity"
    most      = "max_capacity"
    attributes = {
      "dynamodb:table:ReadCapacityUnits"           = "read_capacity"
      "dynamodb:table:WriteCapacityUnits"          = "write_capacity"
      "ecs:service:DesiredCount"                   = "desired_count"
      "elasticache:replication-group:NodeGroups"   = "num_node_groups"
      "elasticache:replication-group:Replicas"     = "replicas_per_node_group"
      "lambda:function:ProvisionedConcurrency"     = "provisioned_concurrent_executions"
    }
  }
}

kind "aws_autoscaling_group" {
  follows = { availability_zones = "vpc_zone_identifier" }
  parts = {
    load_balancers    = "aws_autoscaling_attachment.autoscaling_group_name"
    target_group_arns = "aws_autoscaling_attachment.autoscaling_group_name"
    traffic_source    = "aws_autoscaling_attachment.autoscaling_group_name"
  }
  satellites = [
    "aws_autoscaling_policy.autoscaling_group_name",
    "aws_autoscaling_schedule.autoscaling_group_name",
    "aws_autoscaling_lifecycle_hook.autoscaling_group_name",
  ]
  # Who scales the group chooses the number between its bounds.
  scaled = { desired_capacity = ["min_size", "max_size"] }
  names  = ["name"]
  # The number of a launch template version is a count of edits; the template itself is compared.
  volatile = [
    "launch_template.version",
    "mixed_instances_policy.launch_template.launch_template_specification.version",
    "mixed_instances_policy.launch_template.override.launch_template_specification.version",
    "predicted_capacity", "warm_pool_size",
  ]
  sets = [
    "availability_zones", "enabled_metrics", "instance_refresh.triggers", "load_balancers",
    "mixed_instances_policy.launch_template.override.instance_requirements.*",
    "suspended_processes", "target_group_arns", "traffic_source", "vpc_zone_identifier",
  ]
  keys = { initial_lifecycle_hook = "name", tag = "key", tags = "key" }
  references = {
    "initial_lifecycle_hook.notification_target_arn" = ["aws_sns_topic", "aws_sqs_queue"]
    launch_configuration                             = "aws_launch_configuration"
    "launch_template.id"                             = "aws_launch_template"
    "launch_template.name"                           = "aws_launch_template"
    load_balancers                                   = "aws_elb"
    placement_group                                  = "aws_placement_group"
    service_linked_role_arn                          = "aws_iam_*role"
    "traffic_source.identifier"                      = ["aws_*lb_target_group", "aws_elb"]
    vpc_zone_identifier                              = "aws_*subnet"
  }
  defaults = {
    force_delete                     = false
    force_delete_warm_pool           = false
    health_check_grace_period        = 300
    ignore_failed_scaling_activities = false
    metrics_granularity              = "1Minute"
    protect_from_scale_in            = false
    termination_policies             = ["Default"]
    wait_for_capacity_timeout        = "10m"
  }
}

kind "aws_autoscaling_policy" {
  instead_of_id = ["autoscaling_group_name", "name"]
  import        = "autoscaling_group_name/name"
  identity      = ["autoscaling_group_name", "name"]
  names         = ["name"]
  keys = {
    step_adjustment                                                                  = ["metric_interval_lower_bound", "metric_interval_upper_bound"]
    "target_tracking_configuration.customized_metric_specification.metric_dimension" = "name"
    "target_tracking_configuration.customized_metric_specification.metrics"          = "id"
  }
  defaults = { enabled = true, policy_type = "SimpleScaling" }
}

kind "aws_autoscaling_schedule" {
  instead_of_id = ["autoscaling_group_name", "scheduled_action_name"]
  import        = "autoscaling_group_name/scheduled_action_name"
  identity      = ["autoscaling_group_name", "scheduled_action_name"]
  names         = ["scheduled_action_name"]
  # AWS moves the start to the next run of the recurrence, which is compared.
  volatile = ["start_time"]
}

kind "aws_autoscaling_attachment" {
  instead_of_id = ["autoscaling_group_name", "lb_target_group_arn", "elb"]
  import        = ""
  references = {
    alb_target_group_arn = "aws_*lb_target_group"
    elb                  = "aws_elb"
    lb_target_group_arn  = "aws_*lb_target_group"
  }
}

kind "aws_autoscaling_lifecycle_hook" {
  instead_of_id = ["autoscaling_group_name", "name"]
  import        = "autoscaling_group_name/name"
  identity      = ["autoscaling_group_name", "name"]
  names         = ["name"]
  references    = { notification_target_arn = ["aws_sns_topic", "aws_sqs_queue"] }
  defaults      = { default_result = "ABANDON" }
}

kind "aws_autoscaling_notification" {
  sets       = ["group_names", "notifications"]
  references = { group_names = "aws_autoscaling_group" }
}

kind "aws_appautoscaling_policy" {
  instead_of_id = ["service_namespace", "resource_id", "scalable_dimension", "name"]
  import        = "service_namespace/resource_id/scalable_dimension/name"
  names         = ["name"]
  volatile      = ["alarm_arns"]
  keys = {
    "step_scaling_policy_configuration.step_adjustment" = [
      "metric_interval_lower_bound", "metric_interval_upper_bound",
    ]
    "target_tracking_scaling_policy_configuration.customized_metric_specification.dimensions" = "name"
    "target_tracking_scaling_policy_configuration.customized_metric_specification.metrics"    = "id"
  }
  defaults = { policy_type = "StepScaling" }
}

kind "aws_appautoscaling_scheduled_action" {
  names    = ["name"]
  defaults = { timezone = "UTC" }
}

kind "aws_key_pair" {
  identifiers = ["key_pair_id"]
  names       = ["key_name"]
  volatile    = ["fingerprint", "key_type"]
  copies      = { key_name_prefix = "key_name" }
}

# Mostly read as a data source: the image that a filter found, under the name its publisher gave it.
kind "aws_ami" {
  identifiers = ["image_id"]
  volatile = [
    "hypervisor", "image_location", "image_owner_alias", "last_launched_time",
    "manage_ebs_snapshots", "platform_details", "root_snapshot_id", "state", "state_reason",
    "usage_operation",
  ]
  sets = ["executable_users", "owners", "product_codes"]
  keys = {
    block_device_mappings  = "device_name"
    ebs_block_device       = "device_name"
    ephemeral_block_device = "device_name"
  }
  references = {
    "block_device_mappings.ebs.snapshot_id" = "aws_ebs_snapshot"
    "ebs_block_device.snapshot_id"          = "aws_ebs_snapshot"
  }
}

kind "aws_placement_group" {
  identifiers = ["placement_group_id"]
  names       = ["name"]
}

kind "aws_spot_instance_request" {
  identifiers = [
    "primary_network_interface_id", "private_dns", "private_ip", "public_dns", "public_ip",
    "spot_instance_id",
  ]
  volatile = [
    "ebs_block_device.volume_id", "instance_state", "ipv6_addresses",
    "network_interface.network_card_index", "outpost_arn", "password_data",
    "primary_network_interface", "root_block_device.device_name", "root_block_device.volume_id",
    "secondary_private_ips", "spot_bid_status", "spot_request_state",
  ]
  copies = {
    "ebs_block_device.tags_all"  = "ebs_block_device.tags"
    "root_block_device.tags_all" = "root_block_device.tags"
  }
  sets = ["security_groups", "vpc_security_group_ids"]
  keys = {
    ebs_block_device       = "device_name"
    ephemeral_block_device = "device_name"
    network_interface      = "device_index"
  }
  documents  = { user_data_base64 = "base64" }
  references = { ami = "aws_ami", key_name = "aws_key_pair" }
  defaults = {
    "ebs_block_device.delete_on_termination"  = true
    instance_interruption_behavior            = "terminate"
    "root_block_device.delete_on_termination" = true
    source_dest_check                         = true
  }
}

kind "aws_elastic_beanstalk_environment" {
  identifiers = ["cname", "endpoint_url"]
  names       = ["name"]
  volatile = [
    "all_settings", "autoscaling_groups", "instances", "launch_configurations", "load_balancers",
    "queues", "triggers",
  ]
  keys = { setting = ["namespace", "name", "resource"] }
  references = {
    application   = "aws_elastic_beanstalk_application"
    version_label = "aws_elastic_beanstalk_application_version"
  }
  defaults = { tier = "WebServer", wait_for_ready_timeout = "20m" }
}
