//! EKS: clusters, their nodes and add-ons, and who may use them.
//!
//! Source: <https://docs.aws.amazon.com/eks/latest/APIReference/Welcome.html>

mod access;
mod cluster;
mod nodes;
#[cfg(test)]
mod tests;

use crate::collect::aws::answer::Answers;
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;

pub(in crate::collect::aws) const LIST_CLUSTERS: &str = "eks:ListClusters";
pub(in crate::collect::aws) const DESCRIBE_CLUSTER: &str = "eks:DescribeCluster";
pub(in crate::collect::aws) const LIST_NODEGROUPS: &str = "eks:ListNodegroups";
pub(in crate::collect::aws) const DESCRIBE_NODEGROUP: &str = "eks:DescribeNodegroup";
pub(in crate::collect::aws) const LIST_ADDONS: &str = "eks:ListAddons";
pub(in crate::collect::aws) const DESCRIBE_ADDON: &str = "eks:DescribeAddon";
pub(in crate::collect::aws) const LIST_FARGATE_PROFILES: &str = "eks:ListFargateProfiles";
pub(in crate::collect::aws) const DESCRIBE_FARGATE_PROFILE: &str = "eks:DescribeFargateProfile";
pub(in crate::collect::aws) const LIST_ACCESS_ENTRIES: &str = "eks:ListAccessEntries";
pub(in crate::collect::aws) const DESCRIBE_ACCESS_ENTRY: &str = "eks:DescribeAccessEntry";
pub(in crate::collect::aws) const LIST_ACCESS_POLICIES: &str = "eks:ListAssociatedAccessPolicies";
pub(in crate::collect::aws) const LIST_POD_IDENTITIES: &str = "eks:ListPodIdentityAssociations";
pub(in crate::collect::aws) const DESCRIBE_POD_IDENTITY: &str = "eks:DescribePodIdentityAssociation";

/// All that is in clusters is unknown where clusters are.
const KINDS: &[&str] = &[
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_eks_addon",
    "aws_eks_fargate_profile",
    "aws_eks_access_entry",
    "aws_eks_access_policy_association",
    "aws_eks_pod_identity_association",
];

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "EKS",
    rate: 10,
    is_global: false,
    calls: &[
        Call::new("ListClusters", LIST_CLUSTERS).of(KINDS),
        Call::new("DescribeCluster", DESCRIBE_CLUSTER)
            .of(&["aws_eks_cluster"])
            .told_by("cluster", "resourcesVpcConfig"),
        Call::new("ListNodegroups", LIST_NODEGROUPS).of(&["aws_eks_node_group"]),
        Call::new("DescribeNodegroup", DESCRIBE_NODEGROUP)
            .of(&["aws_eks_node_group"])
            .told_by("nodegroup", "nodegroupArn"),
        Call::new("ListAddons", LIST_ADDONS).of(&["aws_eks_addon"]),
        Call::new("DescribeAddon", DESCRIBE_ADDON).of(&["aws_eks_addon"]).told_by("addon", "addonArn"),
        Call::new("ListFargateProfiles", LIST_FARGATE_PROFILES).of(&["aws_eks_fargate_profile"]),
        Call::new("DescribeFargateProfile", DESCRIBE_FARGATE_PROFILE)
            .of(&["aws_eks_fargate_profile"])
            .told_by("fargateProfile", "fargateProfileArn"),
        Call::new("ListAccessEntries", LIST_ACCESS_ENTRIES)
            .of(&["aws_eks_access_entry", "aws_eks_access_policy_association"]),
        Call::new("DescribeAccessEntry", DESCRIBE_ACCESS_ENTRY)
            .of(&["aws_eks_access_entry"])
            .told_by("accessEntry", "accessEntryArn"),
        Call::new("ListAssociatedAccessPolicies", LIST_ACCESS_POLICIES)
            .of(&["aws_eks_access_policy_association"])
            .told_by("associatedAccessPolicies", ""),
        Call::new("ListPodIdentityAssociations", LIST_POD_IDENTITIES)
            .of(&["aws_eks_pod_identity_association"]),
        Call::new("DescribePodIdentityAssociation", DESCRIBE_POD_IDENTITY)
            .of(&["aws_eks_pod_identity_association"])
            .told_by("association", "associationArn"),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    cluster::shape(answers, made);
    nodes::shape(answers, made);
    access::shape(answers, made);
}
