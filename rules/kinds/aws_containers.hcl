# Containers: ECS, EKS, ECR, Batch, App Runner, App Mesh, Cloud Map, and Lightsail containers.
#
# Source: the schema documentation of the hashicorp/aws provider, versions 3 to 6. This file must
# not call volatile what a person declares.

kind "aws_ecs_cluster" {
  parts = {
    capacity_providers                 = "aws_ecs_cluster_capacity_providers.cluster_name"
    default_capacity_provider_strategy = "aws_ecs_cluster_capacity_providers.cluster_name"
  }
  names = ["name"]
  # What a data source says of the moment.
  volatile = [
    "pending_tasks_count", "registered_container_instances_count", "running_tasks_count", "status",
  ]
  sets = ["capacity_providers"]
  keys = { default_capacity_provider_strategy = "capacity_provider", setting = "name" }
  references = {
    capacity_providers                                                                         = "aws_ecs_capacity_provider"
    "configuration.execute_command_configuration.kms_key_id"                                   = ["aws_kms_*key", "aws_kms_alias"]
    "configuration.execute_command_configuration.log_configuration.cloud_watch_log_group_name" = "aws_cloudwatch_log_group"
    "configuration.execute_command_configuration.log_configuration.s3_bucket_name"             = "aws_s3_bucket"
    "configuration.managed_storage_configuration.kms_key_id"                                   = ["aws_kms_*key", "aws_kms_alias"]
  }
}

kind "aws_ecs_cluster_capacity_providers" {
  sets = ["capacity_providers"]
  keys = { default_capacity_provider_strategy = "capacity_provider" }
  references = {
    capacity_providers = "aws_ecs_capacity_provider"
    cluster_name       = "aws_ecs_cluster"
    id                 = "aws_ecs_cluster"
  }
}

kind "aws_ecs_capacity_provider" {
  names = ["name"]
  references = {
    "auto_scaling_group_provider.auto_scaling_group_arn" = "aws_autoscaling_group"
    cluster                                              = "aws_ecs_cluster"
  }
}

kind "aws_ecs_service" {
  # The provider wants the name of the cluster where the attribute has its ARN.
  import   = ""
  identity = ["cluster", "name"]
  names    = ["name"]
  sets = [
    "alarms.alarm_names", "deployment_configuration.lifecycle_hook",
    "network_configuration.security_groups", "network_configuration.subnets",
    "placement_constraints", "vpc_lattice_configurations",
  ]
  keys = {
    capacity_provider_strategy              = "capacity_provider"
    load_balancer                           = ["container_name", "container_port"]
    "service_connect_configuration.service" = "port_name"
  }
  references = {
    "alarms.alarm_names"                                 = "aws_cloudwatch_metric_alarm"
    "capacity_provider_strategy.capacity_provider"       = "aws_ecs_capacity_provider"
    cluster                                              = "aws_ecs_cluster"
    "deployment_configuration.lifecycle_hook.role_arn"   = "aws_iam_*role"
    iam_role                                             = "aws_iam_*role"
    "load_balancer.advanced_configuration.role_arn"      = "aws_iam_*role"
    "load_balancer.elb_name"                             = "aws_elb"
    "service_connect_configuration.namespace"            = "aws_service_discovery_*namespace"
    "service_registries.registry_arn"                    = "aws_service_discovery_service"
    task_definition                                      = "aws_ecs_task_definition"
    "volume_configuration.managed_ebs_volume.kms_key_id" = ["aws_kms_*key", "aws_kms_alias"]
    "volume_configuration.managed_ebs_volume.role_arn"   = "aws_iam_*role"
  }
  defaults = {
    "deployment_controller.type" = "ECS"
    # What the API answers where nothing was asked for, and older providers write as an empty text.
    propagate_tags        = "NONE"
    scheduling_strategy   = "REPLICA"
    wait_for_steady_state = false
  }
}

kind "aws_ecs_task_definition" {
  import      = "arn"
  identifiers = ["arn_without_revision"]
  names       = ["family"]
  volatile    = ["revision"]
  sets        = ["placement_constraints", "requires_compatibilities"]
  keys        = { volume = "name" }
  documents   = { container_definitions = "container_definitions" }
  references = {
    execution_role_arn                                                     = "aws_iam_role"
    task_role_arn                                                          = "aws_iam_role"
    "volume.efs_volume_configuration.authorization_config.access_point_id" = "aws_efs_access_point"
    "volume.efs_volume_configuration.file_system_id"                       = "aws_efs_file_system"
    "volume.fsx_windows_file_server_volume_configuration.file_system_id"   = "aws_fsx_windows_file_system"
  }
  defaults = { skip_destroy = false, track_latest = false }
}

kind "aws_eks_*" {
  references = { cluster_name = "aws_eks_cluster" }
}

kind "aws_eks_cluster" {
  identifiers = [
    "cluster_id", "endpoint", "identity.oidc.issuer", "vpc_config.cluster_security_group_id",
  ]
  names = ["name"]
  volatile = [
    "certificate_authority", "identity", "kubernetes_network_config.service_ipv6_cidr",
    "platform_version", "status", "vpc_config.vpc_id",
  ]
  sets = [
    "compute_config.node_pools", "enabled_cluster_log_types", "encryption_config.resources",
    "outpost_config.outpost_arns", "remote_network_config.remote_node_networks.cidrs",
    "remote_network_config.remote_pod_networks.cidrs", "vpc_config.public_access_cidrs",
    "vpc_config.security_group_ids", "vpc_config.subnet_ids",
  ]
  references = {
    "compute_config.node_role_arn"       = "aws_iam_role"
    "encryption_config.provider.key_arn" = ["aws_kms_*key", "aws_kms_alias"]
  }
  defaults = {
    bootstrap_self_managed_addons         = true
    deletion_protection                   = false
    "kubernetes_network_config.ip_family" = "ipv4"
    "vpc_config.endpoint_private_access"  = false
    "vpc_config.endpoint_public_access"   = true
    "vpc_config.public_access_cidrs"      = ["0.0.0.0/0"]
  }
}

kind "aws_eks_node_group" {
  # The cluster autoscaler chooses the number between the bounds.
  scaled      = { "scaling_config.desired_size" = ["min_size", "max_size"] }
  identifiers = ["resources.autoscaling_groups.name", "resources.remote_access_security_group_id"]
  names       = ["node_group_name"]
  # The number of a launch template version is a count of edits; the template itself is compared.
  volatile = ["launch_template.version", "resources", "status"]
  copies   = { node_group_name_prefix = "node_group_name" }
  sets     = ["remote_access.source_security_group_ids", "subnet_ids"]
  keys     = { taint = ["key", "effect"] }
  references = {
    "launch_template.id"                      = "aws_launch_template"
    "launch_template.name"                    = "aws_launch_template"
    node_role_arn                             = "aws_iam_role"
    "remote_access.ec2_ssh_key"               = "aws_key_pair"
    "remote_access.source_security_group_ids" = "aws_*security_group"
  }
  defaults = { capacity_type = "ON_DEMAND" }
}

kind "aws_eks_addon" {
  names = ["addon_name"]
  sets  = ["pod_identity_association"]
  references = {
    "pod_identity_association.role_arn" = "aws_iam_role"
    service_account_role_arn            = "aws_iam_role"
  }
}

kind "aws_eks_fargate_profile" {
  names      = ["fargate_profile_name"]
  volatile   = ["status"]
  sets       = ["selector", "subnet_ids"]
  references = { pod_execution_role_arn = "aws_iam_role" }
}

kind "aws_eks_access_entry" {
  identifiers = ["access_entry_arn"]
  sets        = ["kubernetes_groups"]
  references  = { principal_arn = ["aws_iam_role", "aws_iam_user"] }
  defaults    = { type = "STANDARD" }
}

kind "aws_eks_access_policy_association" {
  volatile   = ["associated_at"]
  sets       = ["access_scope.namespaces"]
  references = { principal_arn = ["aws_iam_role", "aws_iam_user"] }
}

kind "aws_eks_identity_provider_config" {
  volatile = ["status"]
}

kind "aws_eks_pod_identity_association" {
  identifiers = ["association_arn", "association_id"]
  volatile    = ["external_id"]
  references  = { target_role_arn = "aws_iam_role" }
}

# A data source: a token that is good for minutes.
kind "aws_eks_cluster_auth" {
  volatile = ["token"]
  secrets  = ["token"]
}

kind "aws_ecr_repository" {
  satellites  = ["aws_ecr_repository_policy.repository", "aws_ecr_lifecycle_policy.repository"]
  identifiers = ["repository_url"]
  names       = ["name"]
  references  = { "encryption_configuration.kms_key" = ["aws_kms_*key", "aws_kms_alias"] }
  defaults = {
    "encryption_configuration.encryption_type" = "AES256"
    force_delete                               = false
    image_tag_mutability                       = "MUTABLE"
  }
}

kind "aws_ecr_repository_policy" {
  documents  = { policy = "iam_policy" }
  references = { id = "aws_ecr_repository", repository = "aws_ecr_repository" }
}

kind "aws_ecr_lifecycle_policy" {
  documents  = { policy = "json" }
  references = { id = "aws_ecr_repository", repository = "aws_ecr_repository" }
}

kind "aws_ecr_registry_policy" {
  documents = { policy = "iam_policy" }
}

kind "aws_ecr_registry_scanning_configuration" {
  sets = ["rule.repository_filter"]
  keys = { rule = "scan_frequency" }
}

kind "aws_ecr_replication_configuration" {
  sets = [
    "replication_configuration.rule", "replication_configuration.rule.destination",
    "replication_configuration.rule.repository_filter",
  ]
}

kind "aws_ecr_pull_through_cache_rule" {
  names      = ["ecr_repository_prefix"]
  references = { credential_arn = "aws_secretsmanager_secret", custom_role_arn = "aws_iam_role" }
}

# A data source: a token that is good for hours.
kind "aws_ecr_authorization_token" {
  volatile = ["authorization_token", "expires_at", "password", "proxy_endpoint"]
  secrets  = ["authorization_token"]
}

kind "aws_ecrpublic_repository" {
  identifiers = ["repository_uri"]
  names       = ["repository_name"]
  sets        = ["catalog_data.architectures", "catalog_data.operating_systems"]
}

kind "aws_batch_compute_environment" {
  identifiers = ["ecs_cluster_arn"]
  names       = ["name", "compute_environment_name"]
  # Batch itself moves the number of processors between the bounds, which are compared.
  volatile = ["compute_resources.desired_vcpus", "status"]
  sets = [
    "compute_resources.instance_type", "compute_resources.security_group_ids",
    "compute_resources.subnets",
  ]
  references = {
    "compute_resources.ec2_key_pair"                         = "aws_key_pair"
    "compute_resources.instance_role"                        = "aws_iam_instance_profile"
    "compute_resources.launch_template.launch_template_id"   = "aws_launch_template"
    "compute_resources.launch_template.launch_template_name" = "aws_launch_template"
    "compute_resources.placement_group"                      = "aws_placement_group"
    "compute_resources.spot_iam_fleet_role"                  = "aws_iam_role"
    "eks_configuration.eks_cluster_arn"                      = "aws_eks_cluster"
    service_role                                             = "aws_iam_*role"
  }
  defaults = { state = "ENABLED" }
}

kind "aws_batch_job_definition" {
  identifiers = ["arn_prefix"]
  names       = ["name"]
  volatile    = ["revision"]
  sets        = ["platform_capabilities"]
  keys = {
    "eks_properties.pod_properties.containers.env"      = "name"
    "eks_properties.pod_properties.init_containers.env" = "name"
  }
  documents = { container_properties = "json", ecs_properties = "json", node_properties = "json" }
  defaults  = { deregister_on_new_revision = true, propagate_tags = false }
}

kind "aws_batch_job_queue" {
  names = ["name"]
  references = {
    "compute_environment_order.compute_environment" = "aws_batch_compute_environment"
    compute_environments                            = "aws_batch_compute_environment"
    scheduling_policy_arn                           = "aws_batch_scheduling_policy"
  }
}

kind "aws_service_discovery_*_namespace" {
  identifiers = ["hosted_zone"]
  names       = ["name"]
  references  = { vpc = "aws_*vpc" }
}

kind "aws_service_discovery_http_namespace" {
  identifiers = ["http_name"]
  names       = ["name"]
}

kind "aws_service_discovery_service" {
  names = ["name"]
  keys  = { "dns_config.dns_records" = "type" }
  references = {
    "dns_config.namespace_id" = "aws_service_discovery_*_namespace"
    namespace_id              = "aws_service_discovery_*_namespace"
  }
  defaults = { force_destroy = false }
}

kind "aws_apprunner_service" {
  identifiers = ["service_id", "service_url"]
  names       = ["service_name"]
  volatile    = ["status"]
  references = {
    auto_scaling_configuration_arn                                      = "aws_apprunner_auto_scaling_configuration_version"
    "encryption_configuration.kms_key"                                  = ["aws_kms_*key", "aws_kms_alias"]
    "instance_configuration.instance_role_arn"                          = "aws_iam_role"
    "network_configuration.egress_configuration.vpc_connector_arn"      = "aws_apprunner_vpc_connector"
    "source_configuration.authentication_configuration.access_role_arn" = "aws_iam_role"
    "source_configuration.authentication_configuration.connection_arn"  = "aws_apprunner_connection"
  }
}

kind "aws_apprunner_vpc_connector" {
  names    = ["vpc_connector_name"]
  volatile = ["status", "vpc_connector_revision"]
  sets     = ["security_groups", "subnets"]
}

kind "aws_appmesh_*" {
  names = ["name"]
  # The account again.
  volatile = ["mesh_owner", "resource_owner"]
  references = {
    mesh_name                                          = "aws_appmesh_mesh"
    "spec.provider.virtual_node.virtual_node_name"     = "aws_appmesh_virtual_node"
    "spec.provider.virtual_router.virtual_router_name" = "aws_appmesh_virtual_router"
    virtual_router_name                                = "aws_appmesh_virtual_router"
  }
}

kind "aws_appmesh_virtual_node" {
  names = ["name"]
  sets  = ["spec.backend"]
  references = {
    "spec.backend.virtual_service.virtual_service_name" = "aws_appmesh_virtual_service"
    "spec.listener.tls.certificate.acm.certificate_arn" = "aws_acm_certificate"
  }
}

kind "aws_appmesh_route" {
  names = ["name"]
  sets = [
    "spec.*.action.weighted_target", "spec.*.match.header", "spec.*.match.metadata",
    "spec.*.match.query_parameter", "spec.*.retry_policy.*",
  ]
  references = { "spec.*.action.weighted_target.virtual_node" = "aws_appmesh_virtual_node" }
}

kind "aws_lightsail_container_service" {
  identifiers = [
    "principal_arn", "private_domain_name",
    "private_registry_access.ecr_image_puller_role.principal_arn", "url",
  ]
  names    = ["name"]
  volatile = ["availability_zone", "power_id", "resource_type", "state"]
  keys     = { "public_domain_names.certificate" = "certificate_name" }
  defaults = { is_disabled = false }
}

kind "aws_lightsail_container_service_deployment_version" {
  volatile   = ["state", "version"]
  keys       = { container = "container_name" }
  references = { service_name = "aws_lightsail_container_service" }
}
