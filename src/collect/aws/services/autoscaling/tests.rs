//! What becomes of groups.

use super::*;
use crate::collect::aws::services::testing::{check, owner, shape};

const GROUPS: &str = r#"{"AutoScalingGroups": [{"AutoScalingGroupName": "web",
        "AutoScalingGroupARN": "arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:u:autoScalingGroupName/web",
        "LaunchTemplate": {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "web", "Version": "$Latest"},
        "MinSize": 1, "MaxSize": 4, "DesiredCapacity": 2, "DefaultCooldown": 300,
        "AvailabilityZones": ["eu-west-1a"], "LoadBalancerNames": [], "TargetGroupARNs": ["arn:tg"],
        "HealthCheckType": "ELB", "HealthCheckGracePeriod": 300, "VPCZoneIdentifier": "subnet-1,subnet-2",
        "SuspendedProcesses": [{"ProcessName": "AZRebalance", "SuspensionReason": "User suspended"}],
        "EnabledMetrics": [{"Metric": "GroupMaxSize", "Granularity": "1Minute"}],
        "TerminationPolicies": ["Default"], "NewInstancesProtectedFromScaleIn": true,
        "TrafficSources": [{"Identifier": "arn:tg", "Type": "elbv2"}],
        "WarmPoolConfiguration": {"MinSize": 1, "PoolState": "Stopped"},
        "Tags": [{"ResourceId": "web", "Key": "Name", "Value": "web", "PropagateAtLaunch": true},
            {"ResourceId": "web", "Key": "aws:x", "Value": "y", "PropagateAtLaunch": true}]}]}"#;

#[test]
fn a_group_has_what_the_provider_stores_of_it() {
    let made = shape(&SERVICE, &[(DESCRIBE_AUTO_SCALING_GROUPS, "", GROUPS)]);
    check(
        &made,
        "aws_autoscaling_group.web",
        r#"{"id": "web", "name": "web", "min_size": 1, "max_size": 4, "desired_capacity": 2,
                "launch_template": [{"id": "lt-1", "name": "web", "version": "$Latest"}],
                "launch_configuration": "", "mixed_instances_policy": [], "availability_zones": ["eu-west-1a"],
                "vpc_zone_identifier": ["subnet-1", "subnet-2"], "target_group_arns": ["arn:tg"],
                "load_balancers": [], "health_check_type": "ELB", "health_check_grace_period": 300,
                "default_cooldown": 300, "default_instance_warmup": 0, "max_instance_lifetime": 0,
                "capacity_rebalance": false, "protect_from_scale_in": true,
                "suspended_processes": ["AZRebalance"], "enabled_metrics": ["GroupMaxSize"],
                "metrics_granularity": "1Minute", "termination_policies": [],
                "traffic_source": [{"identifier": "arn:tg", "type": "elbv2"}],
                "warm_pool": [{"instance_reuse_policy": [], "max_group_prepared_capacity": -1, "min_size": 1,
                    "pool_state": "Stopped"}],
                "tag": [{"key": "Name", "propagate_at_launch": true, "value": "web"}]}"#,
    );
    assert_eq!(owner(&made, "aws_autoscaling_group.web"), None);
}

#[test]
fn a_mixed_group_tells_its_distribution_and_its_types() {
    let mixed = r#"{"AutoScalingGroups": [{"AutoScalingGroupName": "web", "MixedInstancesPolicy": {
            "InstancesDistribution": {"OnDemandBaseCapacity": 1, "OnDemandPercentageAboveBaseCapacity": 50,
                "SpotAllocationStrategy": "capacity-optimized"},
            "LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateId": "lt-1",
                "LaunchTemplateName": "web", "Version": "3"},
                "Overrides": [{"InstanceType": "m5.large", "WeightedCapacity": "2"}]}}}]}"#;
    let made = shape(&SERVICE, &[(DESCRIBE_AUTO_SCALING_GROUPS, "", mixed)]);
    check(
        &made,
        "aws_autoscaling_group.web",
        r#"{"launch_template": [], "warm_pool": [], "vpc_zone_identifier": [], "mixed_instances_policy": [{
                "instances_distribution": [{"on_demand_allocation_strategy": "", "on_demand_base_capacity": 1,
                    "on_demand_percentage_above_base_capacity": 50,
                    "spot_allocation_strategy": "capacity-optimized", "spot_instance_pools": 0,
                    "spot_max_price": ""}],
                "launch_template": [{"launch_template_specification": [{"launch_template_id": "lt-1",
                    "launch_template_name": "web", "version": "3"}],
                    "override": [{"instance_requirements": [], "instance_type": "m5.large",
                        "launch_template_specification": [], "weighted_capacity": "2"}]}]}]}"#,
    );
}

#[test]
fn chosen_termination_policies_are_told() {
    let chosen = GROUPS.replace(r#"["Default"]"#, r#"["OldestInstance", "Default"]"#);
    let made = shape(&SERVICE, &[(DESCRIBE_AUTO_SCALING_GROUPS, "", &chosen)]);
    let expected = r#"{"termination_policies": ["OldestInstance", "Default"]}"#;
    check(&made, "aws_autoscaling_group.web", expected);
}

#[test]
fn what_belongs_to_the_group_of_a_node_group_is_owned_as_it_is() {
    let groups = GROUPS.replace("\"Name\", \"Value\": \"web\"", "\"eks:nodegroup-name\", \"Value\": \"n\"");
    let hooks = r#"{"LifecycleHooks": [{"LifecycleHookName": "Terminate-LC-Hook",
            "AutoScalingGroupName": "web"}]}"#;
    let made = shape(
        &SERVICE,
        &[(DESCRIBE_AUTO_SCALING_GROUPS, "", &groups), (DESCRIBE_LIFECYCLE_HOOKS, "web", hooks)],
    );
    let by = Some("aws_eks_node_group/n");
    assert_eq!(owner(&made, "aws_autoscaling_group.web"), by);
    assert_eq!(owner(&made, "aws_autoscaling_lifecycle_hook.web/Terminate-LC-Hook"), by);
}
