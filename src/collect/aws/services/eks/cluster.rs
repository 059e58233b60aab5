//! Clusters and their add-ons.
//!
//! Sources: <https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html>,
//! <https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html>

use super::{DESCRIBE_ADDON, DESCRIBE_CLUSTER, DESCRIBE_POD_IDENTITY};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{flag, has_members, once, set};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for (_, answer) in answers.all(DESCRIBE_CLUSTER) {
        cluster(answer.get("cluster"), made);
    }
    for (_, answer) in answers.all(DESCRIBE_ADDON) {
        addon(answer.get("addon"), answers, made);
    }
}

fn cluster(item: Node<'_>, made: &mut Made) {
    let name = item.get("name").str();
    let mut cluster = made
        .resource("aws_eks_cluster", name)
        .set("arn", item.get("arn").str())
        .set("name", name)
        .copy("version", item.get("version"))
        .copy("role_arn", item.get("roleArn"))
        .copy("endpoint", item.get("endpoint"))
        .set("enabled_cluster_log_types", logs(item.get("logging")))
        .block("vpc_config", vpc_config(item.get("resourcesVpcConfig")))
        .block("kubernetes_network_config", network(item.get("kubernetesNetworkConfig")))
        .set("encryption_config", Value::list(item.get("encryptionConfig").items().map(encryption)))
        .block("identity", identity(item.get("identity").get("oidc")))
        .block("outpost_config", outpost(item.get("outpostConfig")))
        .block("remote_network_config", remote(item.get("remoteNetworkConfig")));
    // A server that does not know them yet, and with it the provider, does not tell these.
    if let Some(mode) = item.get("accessConfig").get("authenticationMode").text() {
        cluster = cluster.block("access_config", Some(fields([("authentication_mode", mode.into())])));
    }
    if item.get("upgradePolicy").is_there() {
        let policy = once(item.get("upgradePolicy"), &[("support_type", "supportType")]);
        cluster = cluster.block("upgrade_policy", policy);
    }
    if item.get("zonalShiftConfig").is_there() {
        let config = item.get("zonalShiftConfig");
        cluster =
            cluster.block("zonal_shift_config", Some(fields([("enabled", flag(config.get("enabled")))])));
    }
    if item.get("computeConfig").is_there() {
        let config = item.get("computeConfig");
        let block = fields([
            ("enabled", flag(config.get("enabled"))),
            ("node_pools", set(config.get("nodePools"))),
            ("node_role_arn", config.get("nodeRoleArn").str().into()),
        ]);
        cluster = cluster.block("compute_config", Some(block));
    }
    if item.get("storageConfig").is_there() {
        let enabled = flag(item.get("storageConfig").get("blockStorage").get("enabled"));
        let storage = Value::list([fields([("enabled", enabled)])]);
        cluster = cluster.block("storage_config", Some(fields([("block_storage", storage)])));
    }
    cluster.copy_known("deletion_protection", item.get("deletionProtection")).tags(item.get("tags")).done();
}

/// The kinds of logs that are on; the answer has groups of those that are on and of those that are off.
fn logs(logging: Node<'_>) -> Value {
    let groups = logging.get("clusterLogging").items();
    let on = groups.filter(|group| group.get("enabled").bool() == Some(true));
    let types: Vec<Value> = on.flat_map(|group| group.get("types").texts().map(Value::from)).collect();
    set(Node(Some(&Value::list(types))))
}

fn vpc_config(config: Node<'_>) -> Option<Value> {
    has_members(config).then(|| {
        fields([
            ("cluster_security_group_id", config.get("clusterSecurityGroupId").str().into()),
            ("endpoint_private_access", flag(config.get("endpointPrivateAccess"))),
            ("endpoint_public_access", flag(config.get("endpointPublicAccess"))),
            ("public_access_cidrs", set(config.get("publicAccessCidrs"))),
            ("security_group_ids", set(config.get("securityGroupIds"))),
            ("subnet_ids", set(config.get("subnetIds"))),
            ("vpc_id", config.get("vpcId").str().into()),
        ])
    })
}

fn network(config: Node<'_>) -> Option<Value> {
    let balancing = config.get("elasticLoadBalancing");
    let balancing = has_members(balancing).then(|| fields([("enabled", flag(balancing.get("enabled")))]));
    has_members(config).then(|| {
        fields([
            ("elastic_load_balancing", Value::list(balancing)),
            ("ip_family", config.get("ipFamily").value()),
            ("service_ipv4_cidr", config.get("serviceIpv4Cidr").str().into()),
            ("service_ipv6_cidr", config.get("serviceIpv6Cidr").str().into()),
        ])
    })
}

fn encryption(config: Node<'_>) -> Value {
    let provider = once(config.get("provider"), &[("key_arn", "keyArn")]);
    fields([("provider", Value::list(provider)), ("resources", set(config.get("resources")))])
}

fn identity(oidc: Node<'_>) -> Option<Value> {
    once(oidc, &[("issuer", "issuer")]).map(|oidc| fields([("oidc", Value::list([oidc]))]))
}

fn outpost(config: Node<'_>) -> Option<Value> {
    let placement = once(config.get("controlPlanePlacement"), &[("group_name", "groupName")]);
    has_members(config).then(|| {
        fields([
            ("control_plane_instance_type", config.get("controlPlaneInstanceType").value()),
            ("control_plane_placement", Value::list(placement)),
            ("outpost_arns", set(config.get("outpostArns"))),
        ])
    })
}

fn remote(config: Node<'_>) -> Option<Value> {
    let networks = |member: &str| {
        let cidrs = config.get(member).items().map(|network| fields([("cidrs", set(network.get("cidrs")))]));
        Value::list(cidrs)
    };
    has_members(config).then(|| {
        fields([
            ("remote_node_networks", networks("remoteNodeNetworks")),
            ("remote_pod_networks", networks("remotePodNetworks")),
        ])
    })
}

fn addon(item: Node<'_>, answers: &Answers, made: &mut Made) {
    let (cluster, name) = (item.get("clusterName").str(), item.get("addonName").str());
    made.resource("aws_eks_addon", &format!("{cluster}:{name}"))
        .set("arn", item.get("addonArn").str())
        .set("cluster_name", cluster)
        .set("addon_name", name)
        .copy("addon_version", item.get("addonVersion"))
        .set("configuration_values", item.get("configurationValues").str())
        .set("service_account_role_arn", item.get("serviceAccountRoleArn").str())
        .known("pod_identity_association", pod_identities(item, answers))
        .tags(item.get("tags"))
        .done();
}

/// An add-on tells only the ARNs of its associations; what they are is told where all of them were read.
fn pod_identities(addon: Node<'_>, answers: &Answers) -> Option<Value> {
    let of = |arn: &str| {
        let mut all = answers.all(DESCRIBE_POD_IDENTITY).map(|(_, answer)| answer.get("association"));
        let association = all.find(|association| association.get("associationArn").str() == arn)?;
        Some(fields([
            ("role_arn", association.get("roleArn").value()),
            ("service_account", association.get("serviceAccount").value()),
        ]))
    };
    let blocks: Option<Vec<Value>> = addon.get("podIdentityAssociations").texts().map(of).collect();
    blocks.map(Value::list)
}
