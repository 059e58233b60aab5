//! Where pods of a cluster run: groups of nodes, and profiles of Fargate.
//!
//! Sources: <https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html>,
//! <https://docs.aws.amazon.com/eks/latest/APIReference/API_FargateProfile.html>

use super::{DESCRIBE_FARGATE_PROFILE, DESCRIBE_NODEGROUP};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{count, flag, has_members, many, once, set};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for (_, answer) in answers.all(DESCRIBE_NODEGROUP) {
        node_group(answer.get("nodegroup"), made);
    }
    for (_, answer) in answers.all(DESCRIBE_FARGATE_PROFILE) {
        fargate_profile(answer.get("fargateProfile"), made);
    }
}

fn node_group(item: Node<'_>, made: &mut Made) {
    let (cluster, name) = (item.get("clusterName").str(), item.get("nodegroupName").str());
    let remote = item.get("remoteAccess");
    let remote = has_members(remote).then(|| {
        fields([
            ("ec2_ssh_key", remote.get("ec2SshKey").str().into()),
            ("source_security_group_ids", set(remote.get("sourceSecurityGroups"))),
        ])
    });
    let scaling = item.get("scalingConfig");
    let scaling = has_members(scaling).then(|| {
        fields([
            ("desired_size", count(scaling.get("desiredSize"))),
            ("max_size", count(scaling.get("maxSize"))),
            ("min_size", count(scaling.get("minSize"))),
        ])
    });
    let update = item.get("updateConfig");
    let update = has_members(update).then(|| {
        fields([
            ("max_unavailable", count(update.get("maxUnavailable"))),
            ("max_unavailable_percentage", count(update.get("maxUnavailablePercentage"))),
        ])
    });
    let repair = item.get("nodeRepairConfig");
    let repair = has_members(repair).then(|| fields([("enabled", flag(repair.get("enabled")))]));
    made.resource("aws_eks_node_group", &format!("{cluster}:{name}"))
        .set("arn", item.get("nodegroupArn").str())
        .set("cluster_name", cluster)
        .set("node_group_name", name)
        .copy("node_role_arn", item.get("nodeRole"))
        .copy("version", item.get("version"))
        .copy("release_version", item.get("releaseVersion"))
        .copy("ami_type", item.get("amiType"))
        .copy("capacity_type", item.get("capacityType"))
        .set("disk_size", count(item.get("diskSize")))
        .copy("instance_types", item.get("instanceTypes"))
        .copy("labels", item.get("labels"))
        .set("subnet_ids", set(item.get("subnets")))
        .block(
            "launch_template",
            once(item.get("launchTemplate"), &[("id", "id"), ("name", "name"), ("version", "version")]),
        )
        .block("remote_access", remote)
        .block("scaling_config", scaling)
        .block("update_config", update)
        .block("node_repair_config", repair)
        .set("taint", Value::list(item.get("taints").items().map(taint)))
        .block("resources", resources(item.get("resources")))
        .tags(item.get("tags"))
        .done();
}

fn taint(of: Node<'_>) -> Value {
    fields([
        ("effect", of.get("effect").value()),
        ("key", of.get("key").value()),
        ("value", of.get("value").str().into()),
    ])
}

/// What EKS made for the group, by which other resources name it.
fn resources(of: Node<'_>) -> Option<Value> {
    has_members(of).then(|| {
        fields([
            ("autoscaling_groups", many(of.get("autoScalingGroups"), &[("name", "name")])),
            ("remote_access_security_group_id", of.get("remoteAccessSecurityGroup").str().into()),
        ])
    })
}

fn fargate_profile(item: Node<'_>, made: &mut Made) {
    let (cluster, name) = (item.get("clusterName").str(), item.get("fargateProfileName").str());
    made.resource("aws_eks_fargate_profile", &format!("{cluster}:{name}"))
        .set("arn", item.get("fargateProfileArn").str())
        .set("cluster_name", cluster)
        .set("fargate_profile_name", name)
        .copy("pod_execution_role_arn", item.get("podExecutionRoleArn"))
        .set("subnet_ids", set(item.get("subnets")))
        .set("selector", many(item.get("selectors"), &[("labels", "labels"), ("namespace", "namespace")]))
        .tags(item.get("tags"))
        .done();
}
