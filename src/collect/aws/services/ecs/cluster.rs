//! Clusters and what gives them capacity.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Cluster.html>

use super::{DESCRIBE_CLUSTERS, DESCRIBE_PROVIDERS, strategy};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{flag, has_members, many, object, once, set};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for item in answers.items(DESCRIBE_CLUSTERS, "clusters") {
        // A deleted cluster is told for a while.
        if item.get("status").str() != "INACTIVE" {
            cluster(item, made);
        }
    }
    for item in answers.items(DESCRIBE_PROVIDERS, "capacityProviders") {
        if item.get("status").str() != "INACTIVE" {
            capacity_provider(item, made);
        }
    }
}

fn cluster(item: Node<'_>, made: &mut Made) {
    let (name, arn) = (item.get("clusterName").str(), item.get("clusterArn").str());
    let mut cluster = made.resource("aws_ecs_cluster", arn).called(name).set("arn", arn).set("name", name);
    // These three are answered where they were asked for with `--include`.
    if item.get("settings").items().next().is_some() {
        cluster = cluster.set("setting", many(item.get("settings"), &[("name", "name"), ("value", "value")]));
    }
    if item.get("configuration").is_there() {
        cluster = cluster.block("configuration", configuration(item.get("configuration")));
    }
    if item.get("tags").is_there() {
        cluster = cluster.tags(item.get("tags"));
    }
    cluster
        .block(
            "service_connect_defaults",
            once(item.get("serviceConnectDefaults"), &[("namespace", "namespace")]),
        )
        .done();
    let (providers, strategies) =
        (item.get("capacityProviders"), item.get("defaultCapacityProviderStrategy"));
    if providers.items().next().is_some() || strategies.items().next().is_some() {
        made.resource("aws_ecs_cluster_capacity_providers", name)
            .set("cluster_name", name)
            .set("capacity_providers", set(providers))
            .set("default_capacity_provider_strategy", strategy(strategies))
            .done();
    }
}

fn configuration(config: Node<'_>) -> Option<Value> {
    let command = config.get("executeCommandConfiguration");
    let logs = command.get("logConfiguration");
    let logs = has_members(logs).then(|| {
        fields([
            ("cloud_watch_encryption_enabled", flag(logs.get("cloudWatchEncryptionEnabled"))),
            ("cloud_watch_log_group_name", logs.get("cloudWatchLogGroupName").value()),
            ("s3_bucket_encryption_enabled", flag(logs.get("s3EncryptionEnabled"))),
            ("s3_bucket_name", logs.get("s3BucketName").value()),
            ("s3_key_prefix", logs.get("s3KeyPrefix").value()),
        ])
    });
    let command = has_members(command).then(|| {
        fields([
            ("kms_key_id", command.get("kmsKeyId").value()),
            ("log_configuration", Value::list(logs)),
            ("logging", command.get("logging").value()),
        ])
    });
    let storage = once(
        config.get("managedStorageConfiguration"),
        &[
            ("fargate_ephemeral_storage_kms_key_id", "fargateEphemeralStorageKmsKeyId"),
            ("kms_key_id", "kmsKeyId"),
        ],
    );
    has_members(config).then(|| {
        fields([
            ("execute_command_configuration", Value::list(command)),
            ("managed_storage_configuration", Value::list(storage)),
        ])
    })
}

/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProvider.html>
fn capacity_provider(item: Node<'_>, made: &mut Made) {
    let (name, arn) = (item.get("name").str(), item.get("capacityProviderArn").str());
    let group = item.get("autoScalingGroupProvider");
    let group = has_members(group).then(|| {
        let scaling = once(
            group.get("managedScaling"),
            &[
                ("instance_warmup_period", "instanceWarmupPeriod"),
                ("maximum_scaling_step_size", "maximumScalingStepSize"),
                ("minimum_scaling_step_size", "minimumScalingStepSize"),
                ("status", "status"),
                ("target_capacity", "targetCapacity"),
            ],
        );
        let of_group = [
            ("auto_scaling_group_arn", "autoScalingGroupArn"),
            ("managed_draining", "managedDraining"),
            ("managed_termination_protection", "managedTerminationProtection"),
        ];
        let mut group = object(group, &of_group);
        if let Value::Map(map) = &mut group {
            map.insert("managed_scaling".into(), Value::list(scaling));
        }
        group
    });
    let mut provider = made
        .resource("aws_ecs_capacity_provider", arn)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        .copy_known("cluster", item.get("cluster"))
        .block("auto_scaling_group_provider", group)
        .by_aws(matches!(name, "FARGATE" | "FARGATE_SPOT"));
    if item.get("tags").is_there() {
        provider = provider.tags(item.get("tags"));
    }
    provider.done();
}
