//! Asking ECS.

use std::collections::BTreeSet;

use aws_sdk_ecs::operation::describe_capacity_providers::DescribeCapacityProvidersOutput;
use aws_sdk_ecs::operation::describe_clusters::DescribeClustersOutput;
use aws_sdk_ecs::operation::describe_services::DescribeServicesOutput;
use aws_sdk_ecs::operation::describe_task_definition::DescribeTaskDefinitionOutput;
use aws_sdk_ecs::operation::list_clusters::ListClustersOutput;
use aws_sdk_ecs::operation::list_services::ListServicesOutput;
use aws_sdk_ecs::operation::list_task_definition_families::ListTaskDefinitionFamiliesOutput;
use aws_sdk_ecs::types::{
    self, CapacityProviderField, ClusterField, ServiceField, TaskDefinitionFamilyStatus, TaskDefinitionField,
};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::ecs::{
    DESCRIBE_CLUSTERS, DESCRIBE_PROVIDERS, DESCRIBE_SERVICES, DESCRIBE_TASK_DEFINITION, LIST_CLUSTERS,
    LIST_FAMILIES, LIST_SERVICES, SERVICE,
};
use crate::model::Missing;

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Families that no service uses and that are asked about all the same, each with a request of its own; old accounts
/// have thousands that nobody uses.
const IDLE_FAMILIES: usize = 500;

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_ecs, reading, &SERVICE);
    reading.pages(LIST_CLUSTERS, client.list_clusters().max_results(100).into_paginator().send()).await;
    let clusters = reading.texts(LIST_CLUSTERS, "clusterArns");
    reading
        .each(DESCRIBE_CLUSTERS, &batches("", &clusters, 100), |batch| {
            let (_, arns) = split(&batch);
            let include = [ClusterField::Settings, ClusterField::Tags, ClusterField::Configurations];
            client.describe_clusters().set_clusters(Some(arns)).set_include(Some(include.to_vec())).send()
        })
        .await;
    reading
        .each_pages(LIST_SERVICES, &clusters, |cluster| {
            client.list_services().cluster(cluster).max_results(100).into_paginator().send()
        })
        .await;
    let services: Vec<String> = reading
        .answers
        .all(LIST_SERVICES)
        .flat_map(|(cluster, page)| {
            let arns: Vec<String> = page.get("serviceArns").texts().map(str::to_owned).collect();
            batches(cluster, &arns, 10)
        })
        .collect();
    reading
        .each(DESCRIBE_SERVICES, &services, |batch| {
            let (cluster, arns) = split(&batch);
            client
                .describe_services()
                .cluster(cluster)
                .set_services(Some(arns))
                .include(ServiceField::Tags)
                .send()
        })
        .await;
    let families = client.list_task_definition_families().status(TaskDefinitionFamilyStatus::Active);
    reading.pages(LIST_FAMILIES, families.max_results(100).into_paginator().send()).await;
    let definitions = definitions(reading);
    reading
        .each(DESCRIBE_TASK_DEFINITION, &definitions, |name| {
            client.describe_task_definition().task_definition(name).include(TaskDefinitionField::Tags).send()
        })
        .await;
    capacity_providers(&client, reading).await;
}

/// Returns the task definitions to ask about: those in use by their ARN, others by their family, which stands for
/// the newest.
fn definitions(reading: &mut Reading<'_>) -> Vec<String> {
    let in_use: BTreeSet<String> =
        reading.members(DESCRIBE_SERVICES, "services", "taskDefinition").into_iter().collect();
    let used: BTreeSet<String> = in_use.iter().filter_map(|arn| Some(family_of(arn)?.to_owned())).collect();
    let idle = reading.texts(LIST_FAMILIES, "families").into_iter().filter(|family| !used.contains(family));
    let mut idle: Vec<String> = idle.collect();
    if idle.len() > IDLE_FAMILIES {
        let more = idle.len() - IDLE_FAMILIES;
        reading.missing.push(Missing {
            what: format!("aws_ecs_task_definition (ecs:DescribeTaskDefinition) in {}", reading.region()),
            why: format!("{more} families that no service uses were not asked about"),
            kind: Some("aws_ecs_task_definition".into()),
            namespace: None,
        });
        idle.truncate(IDLE_FAMILIES);
    }
    in_use.into_iter().chain(idle).collect()
}

/// Takes `FAMILY` out of `arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION`.
fn family_of(arn: &str) -> Option<&str> {
    arn.rsplit_once('/')?.1.split(':').next()
}

/// Reads all pages of a list for which the SDK does not turn pages.
async fn capacity_providers(client: &aws_sdk_ecs::Client, reading: &mut Reading<'_>) {
    let mut token = None;
    loop {
        let before = reading.answers.all(DESCRIBE_PROVIDERS).count();
        let page = client
            .describe_capacity_providers()
            .include(CapacityProviderField::Tags)
            .set_next_token(token.take())
            .send();
        reading.one(DESCRIBE_PROVIDERS, "", page).await;
        let answer = reading.answers.all(DESCRIBE_PROVIDERS).nth(before);
        token = answer.and_then(|(_, page)| page.get("nextToken").text().map(str::to_owned));
        if token.is_none() {
            break;
        }
    }
}

/// Puts so many names into one subject as one request may be about, after the cluster that they are in.
fn batches(cluster: &str, names: &[String], size: usize) -> Vec<String> {
    names.chunks(size).map(|names| format!("{cluster} {}", names.join(" "))).collect()
}

/// Takes such a subject apart.
fn split(batch: &str) -> (String, Vec<String>) {
    let mut words = batch.split(' ').map(str::to_owned);
    (words.next().unwrap_or_default(), words.collect())
}

trees! {
    struct ListClustersOutput { cluster_arns }
    struct DescribeClustersOutput { clusters }
    struct ListServicesOutput { service_arns }
    struct DescribeServicesOutput { services }
    struct ListTaskDefinitionFamiliesOutput { families }
    struct DescribeTaskDefinitionOutput { task_definition, tags }
    struct DescribeCapacityProvidersOutput { capacity_providers, next_token }
    struct types::Cluster {
        cluster_arn, cluster_name, configuration, status, tags, settings, capacity_providers,
        default_capacity_provider_strategy, service_connect_defaults,
    }
    struct types::ClusterSetting { name, value }
    struct types::ClusterConfiguration { execute_command_configuration, managed_storage_configuration }
    struct types::ExecuteCommandConfiguration { kms_key_id, logging, log_configuration }
    struct types::ExecuteCommandLogConfiguration {
        cloud_watch_log_group_name, cloud_watch_encryption_enabled, s3_bucket_name, s3_encryption_enabled,
        s3_key_prefix,
    }
    struct types::ManagedStorageConfiguration { kms_key_id, fargate_ephemeral_storage_kms_key_id }
    struct types::CapacityProviderStrategyItem { capacity_provider, weight, base }
    struct types::ClusterServiceConnectDefaults { namespace }
    struct types::CapacityProvider {
        capacity_provider_arn, name, cluster, status, auto_scaling_group_provider, tags,
    }
    struct types::AutoScalingGroupProvider {
        auto_scaling_group_arn, managed_scaling, managed_termination_protection, managed_draining,
    }
    struct types::ManagedScaling {
        status, target_capacity, minimum_scaling_step_size, maximum_scaling_step_size, instance_warmup_period,
    }
    struct types::Service {
        service_arn, service_name, cluster_arn, load_balancers, service_registries, status, desired_count,
        launch_type, capacity_provider_strategy, platform_version, task_definition, deployment_configuration,
        deployments, role_arn, placement_constraints, placement_strategy, network_configuration,
        health_check_grace_period_seconds, scheduling_strategy, deployment_controller, tags,
        enable_ecs_managed_tags, propagate_tags, enable_execute_command, availability_zone_rebalancing,
    }
    struct types::LoadBalancer {
        target_group_arn, load_balancer_name, container_name, container_port, advanced_configuration,
    }
    struct types::AdvancedConfiguration {
        alternate_target_group_arn, production_listener_rule, test_listener_rule, role_arn,
    }
    struct types::ServiceRegistry { registry_arn, port, container_name, container_port }
    struct types::DeploymentConfiguration {
        deployment_circuit_breaker, maximum_percent, minimum_healthy_percent, alarms, strategy,
        bake_time_in_minutes,
    }
    struct types::DeploymentCircuitBreaker { enable, rollback }
    struct types::DeploymentAlarms { alarm_names, rollback, enable }
    struct types::Deployment { status, service_connect_configuration }
    struct types::ServiceConnectConfiguration { enabled, namespace, services }
    struct types::ServiceConnectService { port_name, discovery_name, client_aliases, ingress_port_override }
    struct types::ServiceConnectClientAlias { port, dns_name }
    struct types::NetworkConfiguration { awsvpc_configuration }
    struct types::AwsVpcConfiguration { subnets, security_groups, assign_public_ip }
    struct types::PlacementConstraint { r#type, expression }
    struct types::PlacementStrategy { r#type, field }
    struct types::DeploymentController { r#type }
    struct types::TaskDefinition {
        task_definition_arn, container_definitions, family, task_role_arn, execution_role_arn, network_mode,
        revision, volumes, placement_constraints, runtime_platform, requires_compatibilities, cpu, memory,
        pid_mode, ipc_mode, proxy_configuration, ephemeral_storage, enable_fault_injection,
    }
    struct types::ContainerDefinition {
        name, image, repository_credentials, cpu, memory, memory_reservation, links, port_mappings, essential,
        restart_policy, entry_point, command, environment, environment_files, mount_points, volumes_from,
        linux_parameters, secrets, depends_on, start_timeout, stop_timeout, version_consistency, hostname, user,
        working_directory, disable_networking, privileged, readonly_root_filesystem, dns_servers,
        dns_search_domains, extra_hosts, docker_security_options, interactive, pseudo_terminal, docker_labels,
        ulimits, log_configuration, health_check, system_controls, resource_requirements,
        firelens_configuration, credential_specs,
    }
    struct types::Volume {
        name, host, docker_volume_configuration, efs_volume_configuration,
        fsx_windows_file_server_volume_configuration, configured_at_launch,
    }
    struct types::HostVolumeProperties { source_path }
    struct types::DockerVolumeConfiguration { scope, autoprovision, driver, driver_opts, labels }
    struct types::EfsVolumeConfiguration {
        file_system_id, root_directory, transit_encryption, transit_encryption_port, authorization_config,
    }
    struct types::EfsAuthorizationConfig { access_point_id, iam }
    struct types::FSxWindowsFileServerVolumeConfiguration {
        file_system_id, root_directory, authorization_config,
    }
    struct types::FSxWindowsFileServerAuthorizationConfig { credentials_parameter, domain }
    struct types::TaskDefinitionPlacementConstraint { r#type, expression }
    struct types::RuntimePlatform { cpu_architecture, operating_system_family }
    struct types::ProxyConfiguration { r#type, container_name, properties }
    struct types::EphemeralStorage { size_in_gib }
    struct types::KeyValuePair { name, value }
    struct types::PortMapping { container_port, host_port, protocol, name, app_protocol, container_port_range }
    struct types::RepositoryCredentials { credentials_parameter }
    struct types::MountPoint { source_volume, container_path, read_only }
    struct types::VolumeFrom { source_container, read_only }
    struct types::LinuxParameters {
        capabilities, devices, init_process_enabled, shared_memory_size, tmpfs, max_swap, swappiness,
    }
    struct types::KernelCapabilities { add, drop }
    struct types::Device { host_path, container_path, permissions }
    struct types::Tmpfs { container_path, size, mount_options }
    struct types::ContainerDependency { container_name, condition }
    struct types::ContainerRestartPolicy { enabled, ignored_exit_codes, restart_attempt_period }
    struct types::EnvironmentFile { value, r#type }
    struct types::HostEntry { hostname, ip_address }
    struct types::Ulimit { name, soft_limit, hard_limit }
    struct types::HealthCheck { command, interval, timeout, retries, start_period }
    struct types::SystemControl { namespace, value }
    struct types::ResourceRequirement { value, r#type }
    struct types::FirelensConfiguration { r#type, options }
    struct types::LogConfiguration { log_driver, options, secret_options }
    struct types::Secret { name, value_from }
    struct types::Tag { key, value }
    enum types::ClusterSettingName
    enum types::ExecuteCommandLogging
    enum types::CapacityProviderStatus
    enum types::ManagedScalingStatus
    enum types::ManagedTerminationProtection
    enum types::ManagedDraining
    enum types::LaunchType
    enum types::SchedulingStrategy
    enum types::PropagateTags
    enum types::AvailabilityZoneRebalancing
    enum types::DeploymentStrategy
    enum types::AssignPublicIp
    enum types::PlacementConstraintType
    enum types::PlacementStrategyType
    enum types::DeploymentControllerType
    enum types::NetworkMode
    enum types::Compatibility
    enum types::PidMode
    enum types::IpcMode
    enum types::TaskDefinitionPlacementConstraintType
    enum types::ProxyConfigurationType
    enum types::CpuArchitecture
    enum types::OsFamily
    enum types::Scope
    enum types::EfsTransitEncryption
    enum types::EfsAuthorizationConfigIam
    enum types::TransportProtocol
    enum types::ApplicationProtocol
    enum types::VersionConsistency
    enum types::DeviceCgroupPermission
    enum types::ContainerCondition
    enum types::EnvironmentFileType
    enum types::UlimitName
    enum types::ResourceType
    enum types::FirelensConfigurationType
    enum types::LogDriver
}
