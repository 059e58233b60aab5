//! Auto Scaling: groups. Launch configurations, policies, schedules and hooks are in files of their own beside this
//! one.
//!
//! Source: <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html>

use std::collections::BTreeMap;

use super::instance_requirements::INSTANCE_REQUIREMENTS;
use super::nested::{Field, Form, attributes, object};
use super::{autoscaling_launch, autoscaling_rules};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields, owner_by_tags, texts};
use crate::model::{Key, Value};

pub(in crate::collect::aws) const DESCRIBE_AUTO_SCALING_GROUPS: &str =
    "autoscaling:DescribeAutoScalingGroups";
pub(in crate::collect::aws) const DESCRIBE_LAUNCH_CONFIGURATIONS: &str =
    "autoscaling:DescribeLaunchConfigurations";
pub(in crate::collect::aws) const DESCRIBE_POLICIES: &str = "autoscaling:DescribePolicies";
pub(in crate::collect::aws) const DESCRIBE_SCHEDULED_ACTIONS: &str = "autoscaling:DescribeScheduledActions";
pub(in crate::collect::aws) const DESCRIBE_LIFECYCLE_HOOKS: &str = "autoscaling:DescribeLifecycleHooks";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "Auto Scaling",
    rate: 10,
    is_global: false,
    calls: &[
        Call::new("DescribeAutoScalingGroups", DESCRIBE_AUTO_SCALING_GROUPS)
            .of(&["aws_autoscaling_group"])
            .told_by("AutoScalingGroups", "AutoScalingGroupName"),
        Call::new("DescribeLaunchConfigurations", DESCRIBE_LAUNCH_CONFIGURATIONS)
            .of(&["aws_launch_configuration"])
            .told_by("LaunchConfigurations", "LaunchConfigurationName"),
        Call::new("DescribePolicies", DESCRIBE_POLICIES)
            .of(&["aws_autoscaling_policy"])
            .told_by("ScalingPolicies", "AutoScalingGroupName"),
        Call::new("DescribeScheduledActions", DESCRIBE_SCHEDULED_ACTIONS)
            .of(&["aws_autoscaling_schedule"])
            .told_by("ScheduledUpdateGroupActions", "AutoScalingGroupName"),
        Call::new("DescribeLifecycleHooks", DESCRIBE_LIFECYCLE_HOOKS)
            .of(&["aws_autoscaling_lifecycle_hook"])
            .told_by("LifecycleHooks", "LifecycleHookName"),
    ],
    shape,
};

const GROUP: &[Field] = &[
    Field("arn", "AutoScalingGroupARN", Form::Text),
    Field(
        "availability_zone_distribution",
        "AvailabilityZoneDistribution",
        Form::New(&Form::One(&[Field(
            "capacity_distribution_strategy",
            "CapacityDistributionStrategy",
            Form::Text,
        )])),
    ),
    Field("availability_zones", "AvailabilityZones", Form::Texts),
    Field("capacity_rebalance", "CapacityRebalance", Form::Flag),
    Field(
        "capacity_reservation_specification",
        "CapacityReservationSpecification",
        Form::New(&Form::One(CAPACITY_RESERVATION)),
    ),
    Field("context", "Context", Form::Text),
    Field("default_cooldown", "DefaultCooldown", Form::Int),
    Field("default_instance_warmup", "DefaultInstanceWarmup", Form::Int),
    Field("deletion_protection", "DeletionProtection", Form::New(&Form::Text)),
    Field("desired_capacity", "DesiredCapacity", Form::Int),
    Field("desired_capacity_type", "DesiredCapacityType", Form::Text),
    Field("health_check_grace_period", "HealthCheckGracePeriod", Form::Int),
    Field("health_check_type", "HealthCheckType", Form::Text),
    Field(
        "instance_maintenance_policy",
        "InstanceMaintenancePolicy",
        Form::One(&[
            Field("max_healthy_percentage", "MaxHealthyPercentage", Form::Int),
            Field("min_healthy_percentage", "MinHealthyPercentage", Form::Int),
        ]),
    ),
    Field("launch_configuration", "LaunchConfigurationName", Form::Text),
    Field(
        "launch_template",
        "LaunchTemplate",
        Form::One(&[
            Field("id", "LaunchTemplateId", Form::Text),
            Field("name", "LaunchTemplateName", Form::Text),
            Field("version", "Version", Form::Text),
        ]),
    ),
    Field("load_balancers", "LoadBalancerNames", Form::Texts),
    Field("max_instance_lifetime", "MaxInstanceLifetime", Form::Int),
    Field("max_size", "MaxSize", Form::Int),
    Field("min_size", "MinSize", Form::Int),
    Field("mixed_instances_policy", "MixedInstancesPolicy", Form::One(MIXED_INSTANCES)),
    Field("name", "AutoScalingGroupName", Form::Text),
    Field("placement_group", "PlacementGroup", Form::Text),
    Field("protect_from_scale_in", "NewInstancesProtectedFromScaleIn", Form::Flag),
    Field("service_linked_role_arn", "ServiceLinkedRoleARN", Form::Text),
    Field("suspended_processes", "SuspendedProcesses", Form::TextsOf("ProcessName")),
    Field("target_group_arns", "TargetGroupARNs", Form::Texts),
    Field(
        "traffic_source",
        "TrafficSources",
        Form::Many(&[Field("identifier", "Identifier", Form::Text), Field("type", "Type", Form::Text)]),
    ),
];

const CAPACITY_RESERVATION: &[Field] = &[
    Field("capacity_reservation_preference", "CapacityReservationPreference", Form::Text),
    Field(
        "capacity_reservation_target",
        "CapacityReservationTarget",
        Form::One(&[
            Field("capacity_reservation_ids", "CapacityReservationIds", Form::Texts),
            Field(
                "capacity_reservation_resource_group_arns",
                "CapacityReservationResourceGroupArns",
                Form::Texts,
            ),
        ]),
    ),
];

const MIXED_INSTANCES: &[Field] = &[
    Field(
        "instances_distribution",
        "InstancesDistribution",
        Form::One(&[
            Field("on_demand_allocation_strategy", "OnDemandAllocationStrategy", Form::Text),
            Field("on_demand_base_capacity", "OnDemandBaseCapacity", Form::Int),
            Field(
                "on_demand_percentage_above_base_capacity",
                "OnDemandPercentageAboveBaseCapacity",
                Form::Int,
            ),
            Field("spot_allocation_strategy", "SpotAllocationStrategy", Form::Text),
            Field("spot_instance_pools", "SpotInstancePools", Form::Int),
            Field("spot_max_price", "SpotMaxPrice", Form::Text),
        ]),
    ),
    Field(
        "launch_template",
        "LaunchTemplate",
        Form::One(&[
            Field("launch_template_specification", "LaunchTemplateSpecification", TEMPLATE),
            Field(
                "override",
                "Overrides",
                Form::Many(&[
                    Field("instance_requirements", "InstanceRequirements", Form::One(INSTANCE_REQUIREMENTS)),
                    Field("instance_type", "InstanceType", Form::Text),
                    Field("launch_template_specification", "LaunchTemplateSpecification", TEMPLATE),
                    Field("weighted_capacity", "WeightedCapacity", Form::Text),
                ]),
            ),
        ]),
    ),
];

const TEMPLATE: Form = Form::One(&[
    Field("launch_template_id", "LaunchTemplateId", Form::Text),
    Field("launch_template_name", "LaunchTemplateName", Form::Text),
    Field("version", "Version", Form::Text),
]);

const WARM_POOL: &[Field] = &[
    Field(
        "instance_reuse_policy",
        "InstanceReusePolicy",
        Form::One(&[Field("reuse_on_scale_in", "ReuseOnScaleIn", Form::Flag)]),
    ),
    Field("min_size", "MinSize", Form::Int),
    Field("pool_state", "PoolState", Form::Text),
];

fn shape(answers: &Answers, made: &mut Made) {
    let mut owners: BTreeMap<&str, String> = BTreeMap::new();
    for group in answers.items(DESCRIBE_AUTO_SCALING_GROUPS, "AutoScalingGroups") {
        if let Some(owner) = owner_by_tags(group.get("Tags")) {
            owners.insert(group.get("AutoScalingGroupName").str(), owner);
        }
    }
    for group in answers.items(DESCRIBE_AUTO_SCALING_GROUPS, "AutoScalingGroups") {
        self::group(group, &owners, made);
    }
    autoscaling_rules::shape(answers, &owners, made);
    autoscaling_launch::shape(answers, made);
}

fn group(group: Node<'_>, owners: &BTreeMap<&str, String>, made: &mut Made) {
    let name = group.get("AutoScalingGroupName").str();
    let mut building = made.resource("aws_autoscaling_group", name).called(name);
    for (name, value) in attributes(group, GROUP) {
        building = building.set(name, value);
    }
    let metrics = group.get("EnabledMetrics");
    let granularity = metrics.items().find_map(|metric| metric.get("Granularity").text());
    let subnets = group.get("VPCZoneIdentifier").text().into_iter().flat_map(|list| list.split(','));
    // The provider leaves out the policy that groups have where none was chosen.
    let policies = group.get("TerminationPolicies");
    let is_default = policies.texts().eq(["Default"]);
    building
        .set("enabled_metrics", texts(metrics.items().filter_map(|metric| metric.get("Metric").text())))
        .set("metrics_granularity", granularity.unwrap_or("1Minute"))
        .set("termination_policies", texts(policies.texts().filter(|_| !is_default)))
        .set("vpc_zone_identifier", texts(subnets))
        .set("warm_pool", Value::list(warm_pool(group.get("WarmPoolConfiguration"))))
        .set("tag", Value::list(group.get("Tags").items().filter_map(tag)))
        .owned(owners.get(name).map(String::as_str))
        .done();
}

fn tag(tag: Node<'_>) -> Option<Value> {
    let key = tag.get("Key").text().filter(|key| !key.starts_with("aws:"))?;
    Some(fields([
        ("key", key.into()),
        ("propagate_at_launch", tag.get("PropagateAtLaunch").bool().unwrap_or_default().into()),
        ("value", tag.get("Value").str().into()),
    ]))
}

fn warm_pool(pool: Node<'_>) -> Option<Value> {
    let mut made = object(pool, WARM_POOL)?;
    if let Value::Map(made) = &mut made {
        // As many as the group may have where no other number was set.
        let most = pool.get("MaxGroupPreparedCapacity").int().unwrap_or(-1);
        made.insert(Key::new("max_group_prepared_capacity"), Value::int(most));
    }
    Some(made)
}

#[cfg(test)]
mod tests;
