//! Asking Auto Scaling.

use aws_sdk_autoscaling::operation::describe_auto_scaling_groups::DescribeAutoScalingGroupsOutput;
use aws_sdk_autoscaling::operation::describe_launch_configurations::DescribeLaunchConfigurationsOutput;
use aws_sdk_autoscaling::operation::describe_lifecycle_hooks::DescribeLifecycleHooksOutput;
use aws_sdk_autoscaling::operation::describe_policies::DescribePoliciesOutput;
use aws_sdk_autoscaling::operation::describe_scheduled_actions::DescribeScheduledActionsOutput;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::autoscaling::{
    DESCRIBE_AUTO_SCALING_GROUPS, DESCRIBE_LAUNCH_CONFIGURATIONS, DESCRIBE_LIFECYCLE_HOOKS,
    DESCRIBE_POLICIES, DESCRIBE_SCHEDULED_ACTIONS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Elements of a page, the most that these lists give.
const PAGE: i32 = 100;

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_autoscaling, reading, &SERVICE);
    let groups = client.describe_auto_scaling_groups().max_records(PAGE).into_paginator();
    reading.pages(DESCRIBE_AUTO_SCALING_GROUPS, groups.send()).await;
    let configurations = client.describe_launch_configurations().max_records(PAGE).into_paginator();
    reading.pages(DESCRIBE_LAUNCH_CONFIGURATIONS, configurations.send()).await;
    let policies = client.describe_policies().max_records(PAGE).into_paginator();
    reading.pages(DESCRIBE_POLICIES, policies.send()).await;
    let actions = client.describe_scheduled_actions().max_records(PAGE).into_paginator();
    reading.pages(DESCRIBE_SCHEDULED_ACTIONS, actions.send()).await;
    // There is no list of the hooks of all groups.
    let groups = reading.members(DESCRIBE_AUTO_SCALING_GROUPS, "AutoScalingGroups", "AutoScalingGroupName");
    reading
        .each(DESCRIBE_LIFECYCLE_HOOKS, &groups, |group| {
            client.describe_lifecycle_hooks().auto_scaling_group_name(group).send()
        })
        .await;
}

trees! {
    struct DescribeAutoScalingGroupsOutput { auto_scaling_groups }
    struct aws_sdk_autoscaling::types::AutoScalingGroup {
        auto_scaling_group_name, auto_scaling_group_arn, availability_zone_distribution, availability_zones,
        capacity_rebalance, capacity_reservation_specification, context, default_cooldown,
        default_instance_warmup, deletion_protection, desired_capacity, desired_capacity_type, enabled_metrics,
        health_check_grace_period, health_check_type, instance_maintenance_policy, launch_configuration_name,
        launch_template, load_balancer_names, max_instance_lifetime, max_size, min_size,
        mixed_instances_policy, new_instances_protected_from_scale_in, placement_group,
        service_linked_role_arn, suspended_processes, tags, target_group_arns, termination_policies,
        traffic_sources, vpc_zone_identifier, warm_pool_configuration,
    }
    struct aws_sdk_autoscaling::types::AvailabilityZoneDistribution { capacity_distribution_strategy }
    struct aws_sdk_autoscaling::types::CapacityReservationSpecification {
        capacity_reservation_preference, capacity_reservation_target,
    }
    struct aws_sdk_autoscaling::types::CapacityReservationTarget {
        capacity_reservation_ids, capacity_reservation_resource_group_arns,
    }
    struct aws_sdk_autoscaling::types::EnabledMetric { metric, granularity }
    struct aws_sdk_autoscaling::types::InstanceMaintenancePolicy {
        min_healthy_percentage, max_healthy_percentage,
    }
    struct aws_sdk_autoscaling::types::LaunchTemplateSpecification {
        launch_template_id, launch_template_name, version,
    }
    struct aws_sdk_autoscaling::types::MixedInstancesPolicy { launch_template, instances_distribution }
    struct aws_sdk_autoscaling::types::InstancesDistribution {
        on_demand_allocation_strategy, on_demand_base_capacity, on_demand_percentage_above_base_capacity,
        spot_allocation_strategy, spot_instance_pools, spot_max_price,
    }
    struct aws_sdk_autoscaling::types::LaunchTemplate { launch_template_specification, overrides }
    struct aws_sdk_autoscaling::types::LaunchTemplateOverrides {
        instance_type, weighted_capacity, launch_template_specification, instance_requirements,
    }
    struct aws_sdk_autoscaling::types::InstanceRequirements {
        accelerator_count, accelerator_manufacturers, accelerator_names, accelerator_total_memory_mib,
        accelerator_types, allowed_instance_types, bare_metal, baseline_ebs_bandwidth_mbps,
        burstable_performance, cpu_manufacturers, excluded_instance_types, instance_generations, local_storage,
        local_storage_types, max_spot_price_as_percentage_of_optimal_on_demand_price, memory_gib_per_v_cpu,
        memory_mib, network_bandwidth_gbps, network_interface_count,
        on_demand_max_price_percentage_over_lowest_price, require_hibernate_support,
        spot_max_price_percentage_over_lowest_price, total_local_storage_gb, v_cpu_count,
    }
    struct aws_sdk_autoscaling::types::AcceleratorCountRequest { min, max }
    struct aws_sdk_autoscaling::types::AcceleratorTotalMemoryMiBRequest { min, max }
    struct aws_sdk_autoscaling::types::BaselineEbsBandwidthMbpsRequest { min, max }
    struct aws_sdk_autoscaling::types::MemoryGiBPerVCpuRequest { min, max }
    struct aws_sdk_autoscaling::types::MemoryMiBRequest { min, max }
    struct aws_sdk_autoscaling::types::NetworkBandwidthGbpsRequest { min, max }
    struct aws_sdk_autoscaling::types::NetworkInterfaceCountRequest { min, max }
    struct aws_sdk_autoscaling::types::TotalLocalStorageGbRequest { min, max }
    struct aws_sdk_autoscaling::types::VCpuCountRequest { min, max }
    struct aws_sdk_autoscaling::types::SuspendedProcess { process_name }
    struct aws_sdk_autoscaling::types::TagDescription { key, value, propagate_at_launch }
    struct aws_sdk_autoscaling::types::TrafficSourceIdentifier { identifier, r#type }
    struct aws_sdk_autoscaling::types::WarmPoolConfiguration {
        instance_reuse_policy, max_group_prepared_capacity, min_size, pool_state,
    }
    struct aws_sdk_autoscaling::types::InstanceReusePolicy { reuse_on_scale_in }
    struct DescribeLaunchConfigurationsOutput { launch_configurations }
    struct aws_sdk_autoscaling::types::LaunchConfiguration {
        launch_configuration_name, launch_configuration_arn, associate_public_ip_address,
        block_device_mappings, ebs_optimized, iam_instance_profile, image_id, instance_monitoring,
        instance_type, key_name, metadata_options, placement_tenancy, security_groups, spot_price, user_data,
    }
    struct aws_sdk_autoscaling::types::BlockDeviceMapping { device_name, ebs, no_device, virtual_name }
    struct aws_sdk_autoscaling::types::Ebs {
        delete_on_termination, encrypted, iops, snapshot_id, throughput, volume_size, volume_type,
    }
    struct aws_sdk_autoscaling::types::InstanceMonitoring { enabled }
    struct aws_sdk_autoscaling::types::InstanceMetadataOptions {
        http_endpoint, http_put_response_hop_limit, http_tokens,
    }
    struct DescribePoliciesOutput { scaling_policies }
    struct aws_sdk_autoscaling::types::ScalingPolicy {
        auto_scaling_group_name, policy_name, policy_arn, policy_type, adjustment_type, cooldown, enabled,
        estimated_instance_warmup, metric_aggregation_type, min_adjustment_magnitude,
        predictive_scaling_configuration, scaling_adjustment, step_adjustments, target_tracking_configuration,
    }
    struct aws_sdk_autoscaling::types::StepAdjustment {
        metric_interval_lower_bound, metric_interval_upper_bound, scaling_adjustment,
    }
    struct aws_sdk_autoscaling::types::TargetTrackingConfiguration {
        customized_metric_specification, disable_scale_in, predefined_metric_specification, target_value,
    }
    struct aws_sdk_autoscaling::types::PredefinedMetricSpecification { predefined_metric_type, resource_label }
    struct aws_sdk_autoscaling::types::CustomizedMetricSpecification {
        dimensions, metric_name, metrics, namespace, period, statistic, unit,
    }
    struct aws_sdk_autoscaling::types::MetricDimension { name, value }
    struct aws_sdk_autoscaling::types::TargetTrackingMetricDataQuery {
        expression, id, label, metric_stat, return_data,
    }
    struct aws_sdk_autoscaling::types::TargetTrackingMetricStat { metric, period, stat, unit }
    struct aws_sdk_autoscaling::types::Metric { dimensions, metric_name, namespace }
    struct aws_sdk_autoscaling::types::PredictiveScalingConfiguration {
        max_capacity_breach_behavior, max_capacity_buffer, metric_specifications, mode, scheduling_buffer_time,
    }
    struct aws_sdk_autoscaling::types::PredictiveScalingMetricSpecification {
        customized_capacity_metric_specification, customized_load_metric_specification,
        customized_scaling_metric_specification, predefined_load_metric_specification,
        predefined_metric_pair_specification, predefined_scaling_metric_specification, target_value,
    }
    struct aws_sdk_autoscaling::types::PredictiveScalingCustomizedCapacityMetric { metric_data_queries }
    struct aws_sdk_autoscaling::types::PredictiveScalingCustomizedLoadMetric { metric_data_queries }
    struct aws_sdk_autoscaling::types::PredictiveScalingCustomizedScalingMetric { metric_data_queries }
    struct aws_sdk_autoscaling::types::PredictiveScalingPredefinedLoadMetric {
        predefined_metric_type, resource_label,
    }
    struct aws_sdk_autoscaling::types::PredictiveScalingPredefinedMetricPair {
        predefined_metric_type, resource_label,
    }
    struct aws_sdk_autoscaling::types::PredictiveScalingPredefinedScalingMetric {
        predefined_metric_type, resource_label,
    }
    struct aws_sdk_autoscaling::types::MetricDataQuery { expression, id, label, metric_stat, return_data }
    struct aws_sdk_autoscaling::types::MetricStat { metric, stat, unit }
    struct DescribeScheduledActionsOutput { scheduled_update_group_actions }
    struct aws_sdk_autoscaling::types::ScheduledUpdateGroupAction {
        auto_scaling_group_name, scheduled_action_name, scheduled_action_arn, desired_capacity, end_time,
        max_size, min_size, recurrence, start_time, time_zone,
    }
    struct DescribeLifecycleHooksOutput { lifecycle_hooks }
    struct aws_sdk_autoscaling::types::LifecycleHook {
        auto_scaling_group_name, lifecycle_hook_name, default_result, heartbeat_timeout, lifecycle_transition,
        notification_metadata, notification_target_arn, role_arn,
    }
    enum aws_sdk_autoscaling::types::CapacityDistributionStrategy
    enum aws_sdk_autoscaling::types::CapacityReservationPreference
    enum aws_sdk_autoscaling::types::DeletionProtection
    enum aws_sdk_autoscaling::types::AcceleratorManufacturer
    enum aws_sdk_autoscaling::types::AcceleratorName
    enum aws_sdk_autoscaling::types::AcceleratorType
    enum aws_sdk_autoscaling::types::BareMetal
    enum aws_sdk_autoscaling::types::BurstablePerformance
    enum aws_sdk_autoscaling::types::CpuManufacturer
    enum aws_sdk_autoscaling::types::InstanceGeneration
    enum aws_sdk_autoscaling::types::LocalStorage
    enum aws_sdk_autoscaling::types::LocalStorageType
    enum aws_sdk_autoscaling::types::WarmPoolState
    enum aws_sdk_autoscaling::types::InstanceMetadataEndpointState
    enum aws_sdk_autoscaling::types::InstanceMetadataHttpTokensState
    enum aws_sdk_autoscaling::types::MetricType
    enum aws_sdk_autoscaling::types::MetricStatistic
    enum aws_sdk_autoscaling::types::PredictiveScalingMode
    enum aws_sdk_autoscaling::types::PredictiveScalingMaxCapacityBreachBehavior
    enum aws_sdk_autoscaling::types::PredefinedLoadMetricType
    enum aws_sdk_autoscaling::types::PredefinedMetricPairType
    enum aws_sdk_autoscaling::types::PredefinedScalingMetricType
}
