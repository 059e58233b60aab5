//! Asking EKS.

use aws_sdk_eks::operation::describe_access_entry::DescribeAccessEntryOutput;
use aws_sdk_eks::operation::describe_addon::DescribeAddonOutput;
use aws_sdk_eks::operation::describe_cluster::DescribeClusterOutput;
use aws_sdk_eks::operation::describe_fargate_profile::DescribeFargateProfileOutput;
use aws_sdk_eks::operation::describe_nodegroup::DescribeNodegroupOutput;
use aws_sdk_eks::operation::describe_pod_identity_association::DescribePodIdentityAssociationOutput;
use aws_sdk_eks::operation::list_access_entries::ListAccessEntriesOutput;
use aws_sdk_eks::operation::list_addons::ListAddonsOutput;
use aws_sdk_eks::operation::list_associated_access_policies::ListAssociatedAccessPoliciesOutput;
use aws_sdk_eks::operation::list_clusters::ListClustersOutput;
use aws_sdk_eks::operation::list_fargate_profiles::ListFargateProfilesOutput;
use aws_sdk_eks::operation::list_nodegroups::ListNodegroupsOutput;
use aws_sdk_eks::operation::list_pod_identity_associations::ListPodIdentityAssociationsOutput;
use aws_sdk_eks::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::eks::{
    DESCRIBE_ACCESS_ENTRY, DESCRIBE_ADDON, DESCRIBE_CLUSTER, DESCRIBE_FARGATE_PROFILE, DESCRIBE_NODEGROUP,
    DESCRIBE_POD_IDENTITY, LIST_ACCESS_ENTRIES, LIST_ACCESS_POLICIES, LIST_ADDONS, LIST_CLUSTERS,
    LIST_FARGATE_PROFILES, LIST_NODEGROUPS, LIST_POD_IDENTITIES, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_eks, reading, &SERVICE);
    reading.pages(LIST_CLUSTERS, client.list_clusters().max_results(100).into_paginator().send()).await;
    let clusters = reading.texts(LIST_CLUSTERS, "clusters");
    reading.each(DESCRIBE_CLUSTER, &clusters, |name| client.describe_cluster().name(name).send()).await;
    nodes(&client, reading, &clusters).await;
    access(&client, reading, &clusters).await;
}

async fn nodes(client: &aws_sdk_eks::Client, reading: &mut Reading<'_>, clusters: &[String]) {
    reading
        .each_pages(LIST_NODEGROUPS, clusters, |cluster| {
            client.list_nodegroups().cluster_name(cluster).max_results(100).into_paginator().send()
        })
        .await;
    let groups = within(reading, LIST_NODEGROUPS, "nodegroups");
    reading
        .each(DESCRIBE_NODEGROUP, &groups, |group| {
            let (cluster, name) = split(&group);
            client.describe_nodegroup().cluster_name(cluster).nodegroup_name(name).send()
        })
        .await;
    reading
        .each_pages(LIST_ADDONS, clusters, |cluster| {
            client.list_addons().cluster_name(cluster).max_results(100).into_paginator().send()
        })
        .await;
    let addons = within(reading, LIST_ADDONS, "addons");
    reading
        .each(DESCRIBE_ADDON, &addons, |addon| {
            let (cluster, name) = split(&addon);
            client.describe_addon().cluster_name(cluster).addon_name(name).send()
        })
        .await;
    reading
        .each_pages(LIST_FARGATE_PROFILES, clusters, |cluster| {
            client.list_fargate_profiles().cluster_name(cluster).max_results(100).into_paginator().send()
        })
        .await;
    let profiles = within(reading, LIST_FARGATE_PROFILES, "fargateProfileNames");
    reading
        .each(DESCRIBE_FARGATE_PROFILE, &profiles, |profile| {
            let (cluster, name) = split(&profile);
            client.describe_fargate_profile().cluster_name(cluster).fargate_profile_name(name).send()
        })
        .await;
}

async fn access(client: &aws_sdk_eks::Client, reading: &mut Reading<'_>, clusters: &[String]) {
    // A cluster that takes whom it lets in from a ConfigMap has no entries, and refuses to list them.
    let by_config_map = |name: &&String| {
        let cluster = reading.answers.about(DESCRIBE_CLUSTER, name).get("cluster");
        cluster.get("accessConfig").get("authenticationMode").str() == "CONFIG_MAP"
    };
    let with_entries: Vec<String> = clusters.iter().filter(|name| !by_config_map(name)).cloned().collect();
    reading
        .each_pages(LIST_ACCESS_ENTRIES, &with_entries, |cluster| {
            client.list_access_entries().cluster_name(cluster).max_results(100).into_paginator().send()
        })
        .await;
    let entries = within(reading, LIST_ACCESS_ENTRIES, "accessEntries");
    reading
        .each(DESCRIBE_ACCESS_ENTRY, &entries, |entry| {
            let (cluster, principal) = split(&entry);
            client.describe_access_entry().cluster_name(cluster).principal_arn(principal).send()
        })
        .await;
    reading
        .each_pages(LIST_ACCESS_POLICIES, &entries, |entry| {
            let (cluster, principal) = split(&entry);
            let list = client.list_associated_access_policies().cluster_name(cluster);
            list.principal_arn(principal).max_results(100).into_paginator().send()
        })
        .await;
    reading
        .each_pages(LIST_POD_IDENTITIES, clusters, |cluster| {
            client
                .list_pod_identity_associations()
                .cluster_name(cluster)
                .max_results(100)
                .into_paginator()
                .send()
        })
        .await;
    let associations: Vec<String> = reading
        .answers
        .all(LIST_POD_IDENTITIES)
        .flat_map(|(cluster, page)| {
            let ids = page.get("associations").items().filter_map(|of| of.get("associationId").text());
            ids.map(move |id| format!("{cluster} {id}"))
        })
        .collect();
    reading
        .each(DESCRIBE_POD_IDENTITY, &associations, |association| {
            let (cluster, id) = split(&association);
            client.describe_pod_identity_association().cluster_name(cluster).association_id(id).send()
        })
        .await;
}

/// Returns `CLUSTER NAME` of each name that a list of each cluster holds.
fn within(reading: &Reading<'_>, action: &str, member: &str) -> Vec<String> {
    let all = reading
        .answers
        .all(action)
        .flat_map(|(cluster, page)| page.get(member).texts().map(move |name| format!("{cluster} {name}")));
    all.collect()
}

fn split(subject: &str) -> (String, String) {
    let (cluster, name) = subject.split_once(' ').unwrap_or((subject, ""));
    (cluster.to_owned(), name.to_owned())
}

trees! {
    struct ListClustersOutput { clusters }
    struct DescribeClusterOutput { cluster }
    struct ListNodegroupsOutput { nodegroups }
    struct DescribeNodegroupOutput { nodegroup }
    struct ListAddonsOutput { addons }
    struct DescribeAddonOutput { addon }
    struct ListFargateProfilesOutput { fargate_profile_names }
    struct DescribeFargateProfileOutput { fargate_profile }
    struct ListAccessEntriesOutput { access_entries }
    struct DescribeAccessEntryOutput { access_entry }
    struct ListAssociatedAccessPoliciesOutput { cluster_name, principal_arn, associated_access_policies }
    struct ListPodIdentityAssociationsOutput { associations }
    struct DescribePodIdentityAssociationOutput { association }
    struct types::Cluster {
        name, arn, version, endpoint, role_arn, resources_vpc_config, kubernetes_network_config, logging,
        identity, tags, encryption_config, outpost_config, access_config, upgrade_policy, zonal_shift_config,
        remote_network_config, compute_config, storage_config, deletion_protection,
    }
    struct types::VpcConfigResponse {
        subnet_ids, security_group_ids, cluster_security_group_id, vpc_id, endpoint_public_access,
        endpoint_private_access, public_access_cidrs,
    }
    struct types::KubernetesNetworkConfigResponse {
        service_ipv4_cidr, service_ipv6_cidr, ip_family, elastic_load_balancing,
    }
    struct types::ElasticLoadBalancing { enabled }
    struct types::Logging { cluster_logging }
    struct types::LogSetup { types, enabled }
    struct types::Identity { oidc }
    struct types::Oidc { issuer }
    struct types::EncryptionConfig { provider }
    struct types::Provider { key_arn }
    struct types::AccessConfigResponse { authentication_mode }
    struct types::UpgradePolicyResponse { support_type }
    struct types::ZonalShiftConfigResponse { enabled }
    struct types::ComputeConfigResponse { enabled, node_pools, node_role_arn }
    struct types::StorageConfigResponse { block_storage }
    struct types::BlockStorage { enabled }
    struct types::RemoteNetworkConfigResponse { remote_node_networks, remote_pod_networks }
    struct types::RemoteNodeNetwork { cidrs }
    struct types::RemotePodNetwork { cidrs }
    struct types::OutpostConfigResponse { outpost_arns, control_plane_instance_type, control_plane_placement }
    struct types::ControlPlanePlacementResponse { group_name }
    struct types::Nodegroup {
        nodegroup_name, nodegroup_arn, cluster_name, version, release_version, capacity_type, scaling_config,
        instance_types, subnets, remote_access, ami_type, node_role, labels, taints, resources, disk_size,
        update_config, node_repair_config, launch_template, tags,
    }
    struct types::NodegroupScalingConfig { min_size, max_size, desired_size }
    struct types::RemoteAccessConfig { ec2_ssh_key, source_security_groups }
    struct types::Taint { key, value, effect }
    struct types::NodegroupResources { auto_scaling_groups, remote_access_security_group }
    struct types::AutoScalingGroup { name }
    struct types::NodegroupUpdateConfig { max_unavailable, max_unavailable_percentage }
    struct types::NodeRepairConfig { enabled }
    struct types::LaunchTemplateSpecification { name, version, id }
    struct types::Addon {
        addon_name, cluster_name, addon_version, addon_arn, service_account_role_arn, tags,
        configuration_values, pod_identity_associations,
    }
    struct types::FargateProfile {
        fargate_profile_name, fargate_profile_arn, cluster_name, pod_execution_role_arn, subnets, selectors, tags,
    }
    struct types::FargateProfileSelector { namespace, labels }
    struct types::AccessEntry {
        cluster_name, principal_arn, kubernetes_groups, access_entry_arn, tags, username, r#type,
    }
    struct types::AssociatedAccessPolicy { policy_arn, access_scope }
    struct types::AccessScope { r#type, namespaces }
    struct types::PodIdentityAssociationSummary { association_id }
    struct types::PodIdentityAssociation {
        cluster_name, namespace, service_account, role_arn, association_arn, association_id, tags, owner_arn,
        disable_session_tags, target_role_arn,
    }
    enum types::IpFamily
    enum types::LogType
    enum types::AuthenticationMode
    enum types::SupportType
    enum types::CapacityTypes
    enum types::AmiTypes
    enum types::TaintEffect
    enum types::AccessScopeType
}
