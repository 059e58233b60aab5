//! Clusters, nodes, add-ons and access.

use serde_json::json;

use super::*;
use crate::collect::aws::services::testing::{find, has, lacks, resources};

const NODE_ROLE: &str = "arn:aws:iam::111111111111:role/node";

#[test]
fn a_cluster_is_what_the_provider_writes() {
    let all = resources(
        &SERVICE,
        &[(
            DESCRIBE_CLUSTER,
            "shop",
            json!({"cluster": {"name": "shop", "arn": "arn:eks", "version": "1.31",
        "roleArn": "arn:r", "endpoint": "https://e",
        "resourcesVpcConfig": {"subnetIds": ["b", "a"], "securityGroupIds": [], "clusterSecurityGroupId": "sg-1", "vpcId": "vpc-1",
            "endpointPublicAccess": true, "endpointPrivateAccess": false, "publicAccessCidrs": ["0.0.0.0/0"]},
        "kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16", "ipFamily": "ipv4"},
        "logging": {"clusterLogging": [{"types": ["audit", "api"], "enabled": true}, {"types": ["scheduler"], "enabled": false}]},
        "identity": {"oidc": {"issuer": "https://oidc"}}, "accessConfig": {"authenticationMode": "API"},
        "encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "arn:k"}}], "tags": {"Team": "shop"}}}),
        )],
    );
    let shop = find(&all, "aws_eks_cluster.shop");
    has(
        shop,
        &json!({"id": "shop", "version": "1.31", "enabled_cluster_log_types": ["api", "audit"],
        "vpc_config": [{"cluster_security_group_id": "sg-1", "endpoint_private_access": false, "endpoint_public_access": true,
            "public_access_cidrs": ["0.0.0.0/0"], "security_group_ids": [], "subnet_ids": ["a", "b"], "vpc_id": "vpc-1"}],
        "kubernetes_network_config": [{"elastic_load_balancing": [], "ip_family": "ipv4", "service_ipv4_cidr": "10.100.0.0/16", "service_ipv6_cidr": ""}],
        "identity": [{"oidc": [{"issuer": "https://oidc"}]}], "access_config": [{"authentication_mode": "API"}],
        "encryption_config": [{"provider": [{"key_arn": "arn:k"}], "resources": ["secrets"]}], "outpost_config": [], "tags": {"Team": "shop"}}),
    );
    lacks(shop, &["upgrade_policy", "bootstrap_self_managed_addons", "deletion_protection"]);
}

#[test]
fn nodes_and_those_that_let_them_in() {
    let entry = |principal: &str, of: &str| {
        (
            DESCRIBE_ACCESS_ENTRY,
            "",
            json!({"accessEntry": {"clusterName": "shop", "principalArn": principal,
        "accessEntryArn": "arn:e", "type": of, "username": "u", "kubernetesGroups": ["b", "a"]}}),
        )
    };
    let all = resources(
        &SERVICE,
        &[
            (
                DESCRIBE_NODEGROUP,
                "shop default",
                json!({"nodegroup": {"nodegroupName": "default", "clusterName": "shop", "nodegroupArn": "arn:n",
            "nodeRole": NODE_ROLE, "scalingConfig": {"minSize": 0, "maxSize": 3, "desiredSize": 1}, "subnets": ["b", "a"],
            "instanceTypes": ["t3.large"], "taints": [{"key": "k", "value": "v", "effect": "NO_SCHEDULE"}], "labels": {"my_label": "x"},
            "remoteAccess": {"ec2SshKey": "k"}, "updateConfig": {"maxUnavailable": 1}}}),
            ),
            (
                DESCRIBE_FARGATE_PROFILE,
                "shop f",
                json!({"fargateProfile": {"fargateProfileName": "f", "clusterName": "shop",
            "podExecutionRoleArn": "arn:aws:iam::111111111111:role/f", "subnets": ["a"], "selectors": [{"namespace": "web"}]}}),
            ),
            entry(NODE_ROLE, "EC2_LINUX"),
            entry("arn:aws:iam::111111111111:role/admin", "STANDARD"),
            entry("arn:aws:iam::111111111111:role/other", "EC2_LINUX"),
            (
                LIST_ACCESS_POLICIES,
                "shop x",
                json!({"clusterName": "shop", "principalArn": "arn:aws:iam::111111111111:role/admin",
            "associatedAccessPolicies": [{"policyArn": "arn:p", "accessScope": {"type": "namespace", "namespaces": ["b", "a"]}}]}),
            ),
        ],
    );
    has(
        find(&all, "aws_eks_node_group.shop:default"),
        &json!({"scaling_config": [{"desired_size": 1, "max_size": 3, "min_size": 0}],
        "subnet_ids": ["a", "b"], "disk_size": 0, "taint": [{"effect": "NO_SCHEDULE", "key": "k", "value": "v"}], "labels": {"my_label": "x"},
        "remote_access": [{"ec2_ssh_key": "k", "source_security_group_ids": []}],
        "update_config": [{"max_unavailable": 1, "max_unavailable_percentage": 0}], "launch_template": []}),
    );
    has(
        find(&all, "aws_eks_fargate_profile.shop:f"),
        &json!({"selector": [{"labels": null, "namespace": "web"}]}),
    );
    let node = find(&all, "aws_eks_access_entry.shop:role/node");
    assert_eq!(node.owner.as_deref(), Some("aws_eks_node_group/shop:default"));
    assert_eq!(find(&all, "aws_eks_access_entry.shop:role/other").owner, None);
    let admin = find(&all, "aws_eks_access_entry.shop:role/admin");
    assert_eq!(admin.owner, None);
    has(
        admin,
        &json!({"id": "shop:arn:aws:iam::111111111111:role/admin", "kubernetes_groups": ["a", "b"], "type": "STANDARD", "user_name": "u"}),
    );
    has(
        find(&all, "aws_eks_access_policy_association.shop#role/admin#arn:p"),
        &json!({"access_scope": [{"namespaces": ["a", "b"], "type": "namespace"}]}),
    );
}

#[test]
fn add_ons_own_their_pod_identities() {
    let addon = (
        DESCRIBE_ADDON,
        "shop cni",
        json!({"addon": {"addonName": "cni", "clusterName": "shop", "addonVersion": "v1", "addonArn": "arn:a",
        "podIdentityAssociations": ["arn:as"]}}),
    );
    let identity = (
        DESCRIBE_POD_IDENTITY,
        "shop a-1",
        json!({"association": {"associationId": "a-1", "associationArn": "arn:as",
        "clusterName": "shop", "namespace": "kube-system", "serviceAccount": "aws-node", "roleArn": "arn:r",
        "ownerArn": "arn:aws:eks:eu-west-1:111111111111:addon/shop/cni/uuid"}}),
    );
    lacks(
        find(&resources(&SERVICE, std::slice::from_ref(&addon)), "aws_eks_addon.shop:cni"),
        &["pod_identity_association"],
    );
    let all = resources(&SERVICE, &[addon, identity]);
    has(
        find(&all, "aws_eks_addon.shop:cni"),
        &json!({"addon_version": "v1", "configuration_values": "",
        "pod_identity_association": [{"role_arn": "arn:r", "service_account": "aws-node"}]}),
    );
    let identity = find(&all, "aws_eks_pod_identity_association.shop:kube-system/aws-node");
    has(identity, &json!({"id": "a-1", "role_arn": "arn:r", "disable_session_tags": false}));
    assert_eq!(identity.owner.as_deref(), Some("aws_eks_addon/shop:cni"));
}
