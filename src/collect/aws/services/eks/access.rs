//! Who may use a cluster, and which roles its pods take.
//!
//! Sources: <https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html>,
//! <https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html>

use super::{
    DESCRIBE_ACCESS_ENTRY, DESCRIBE_FARGATE_PROFILE, DESCRIBE_NODEGROUP, DESCRIBE_POD_IDENTITY,
    LIST_ACCESS_POLICIES,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{flag, set};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for (_, answer) in answers.all(DESCRIBE_ACCESS_ENTRY) {
        access_entry(answer.get("accessEntry"), answers, made);
    }
    for (_, answer) in answers.all(LIST_ACCESS_POLICIES) {
        let (cluster, principal) = (answer.get("clusterName").str(), answer.get("principalArn").str());
        for policy in answer.get("associatedAccessPolicies").items() {
            access_policy(cluster, principal, policy, made);
        }
    }
    for (_, answer) in answers.all(DESCRIBE_POD_IDENTITY) {
        pod_identity(answer.get("association"), made);
    }
}

/// What stands for a principal in a name: its ARN has the account in it, in which environments differ.
fn short(principal: &str) -> &str {
    principal.splitn(6, ':').nth(5).unwrap_or(principal)
}

fn access_entry(item: Node<'_>, answers: &Answers, made: &mut Made) {
    let (cluster, principal) = (item.get("clusterName").str(), item.get("principalArn").str());
    made.resource("aws_eks_access_entry", &format!("{cluster}:{principal}"))
        .called(&format!("{cluster}:{}", short(principal)))
        .copy("access_entry_arn", item.get("accessEntryArn"))
        .set("cluster_name", cluster)
        .set("principal_arn", principal)
        .set("kubernetes_groups", set(item.get("kubernetesGroups")))
        .copy("type", item.get("type"))
        .copy("user_name", item.get("username"))
        .tags(item.get("tags"))
        .owned(maker(item, answers))
        .by_aws(principal.contains(":role/aws-service-role/"))
        .done();
}

/// EKS itself lets in the nodes of managed groups and of Fargate.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html>
fn maker(entry: Node<'_>, answers: &Answers) -> Option<String> {
    let (cluster, principal) = (entry.get("clusterName").str(), entry.get("principalArn").str());
    let find = |call: &str, member: &str, role: &str, name: &str| {
        let mut all = answers.all(call).map(|(_, answer)| answer.get(member));
        let of = all.find(|of| of.get("clusterName").str() == cluster && of.get(role).str() == principal)?;
        Some(format!("{cluster}:{}", of.get(name).str()))
    };
    match entry.get("type").str() {
        "EC2_LINUX" | "EC2_WINDOWS" => find(DESCRIBE_NODEGROUP, "nodegroup", "nodeRole", "nodegroupName")
            .map(|id| format!("aws_eks_node_group/{id}")),
        "FARGATE_LINUX" => {
            find(DESCRIBE_FARGATE_PROFILE, "fargateProfile", "podExecutionRoleArn", "fargateProfileName")
                .map(|id| format!("aws_eks_fargate_profile/{id}"))
        }
        _ => None,
    }
}

fn access_policy(cluster: &str, principal: &str, item: Node<'_>, made: &mut Made) {
    let policy = item.get("policyArn").str();
    let scope = item.get("accessScope");
    let scope = fields([("namespaces", set(scope.get("namespaces"))), ("type", scope.get("type").value())]);
    made.resource("aws_eks_access_policy_association", &format!("{cluster}#{principal}#{policy}"))
        .called(&format!("{cluster}#{}#{policy}", short(principal)))
        .set("cluster_name", cluster)
        .set("principal_arn", principal)
        .set("policy_arn", policy)
        .set("access_scope", Value::list([scope]))
        .by_aws(principal.contains(":role/aws-service-role/"))
        .done();
}

fn pod_identity(item: Node<'_>, made: &mut Made) {
    let id = item.get("associationId").str();
    let [cluster, namespace, account] =
        ["clusterName", "namespace", "serviceAccount"].map(|member| item.get(member).str());
    // `arn:aws:eks:REGION:ACCOUNT:addon/CLUSTER/NAME/UUID`
    let addon = item.get("ownerArn").str().split_once(":addon/").map(|(_, rest)| rest.splitn(3, '/'));
    let addon =
        addon.and_then(|mut parts| Some(format!("aws_eks_addon/{}:{}", parts.next()?, parts.next()?)));
    made.resource("aws_eks_pod_identity_association", id)
        .called(&format!("{cluster}:{namespace}/{account}"))
        .set("association_id", id)
        .copy("association_arn", item.get("associationArn"))
        .set("cluster_name", cluster)
        .set("namespace", namespace)
        .set("service_account", account)
        .copy("role_arn", item.get("roleArn"))
        .set("target_role_arn", item.get("targetRoleArn").str())
        .set("disable_session_tags", flag(item.get("disableSessionTags")))
        .tags(item.get("tags"))
        .owned(addon)
        .done();
}
