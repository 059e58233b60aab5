//! Roles and the policies that the account wrote itself.
//!
//! Sources: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html>

use std::collections::BTreeMap;

use super::{GET_DETAILS, Holder, LIST_ROLES, attached, document, held_policies, is_of_aws};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let mut listed: BTreeMap<&str, Node<'_>> =
        answers.items(LIST_ROLES, "Roles").map(|role| (role.get("RoleName").str(), role)).collect();
    for detail in answers.items(GET_DETAILS, "RoleDetailList") {
        let name = detail.get("RoleName").str();
        role(detail, listed.remove(name).unwrap_or(Node::ABSENT), made);
        let is_by_aws = is_by_aws(detail);
        held_policies(detail, Holder { word: "role", name, inline: "RolePolicyList", is_by_aws }, made);
    }
    // Where the details were refused, or a file holds only the list.
    for of_list in listed.into_values() {
        role(Node::ABSENT, of_list, made);
    }
    for item in answers.items(GET_DETAILS, "Policies") {
        policy(item, made);
    }
}

/// Makes a role of its details and of what the list of roles says of it; either may be absent.
fn role(detail: Node<'_>, listed: Node<'_>, made: &mut Made) {
    let of = if detail.is_there() { detail } else { listed };
    let name = of.get("RoleName").str();
    let mut role = made
        .resource("aws_iam_role", name)
        .set("arn", of.get("Arn").str())
        .set("name", name)
        .copy("path", of.get("Path"))
        .copy("unique_id", of.get("RoleId"))
        .set("assume_role_policy", document(of.get("AssumeRolePolicyDocument")));
    if listed.is_there() {
        role = role
            .set("description", listed.get("Description").str())
            .copy_known("max_session_duration", listed.get("MaxSessionDuration"));
    }
    if detail.is_there() {
        role = role
            .copy("permissions_boundary", detail.get("PermissionsBoundary").get("PermissionsBoundaryArn"))
            .set("managed_policy_arns", attached(detail))
            .set("inline_policy", inline_policies(detail))
            .tags(detail.get("Tags"));
    }
    role.by_aws(is_by_aws(of)).done();
}

fn inline_policies(detail: Node<'_>) -> Value {
    let mut policies: Vec<Node<'_>> = detail.get("RolePolicyList").items().collect();
    policies.sort_by_key(|policy| policy.get("PolicyName").str());
    Value::list(policies.into_iter().map(|policy| {
        fields([
            ("name", policy.get("PolicyName").value()),
            ("policy", document(policy.get("PolicyDocument"))),
        ])
    }))
}

/// Roles under these paths are made and kept by AWS: service-linked ones, and those of IAM Identity Center.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
fn is_by_aws(role: Node<'_>) -> bool {
    let path = role.get("Path").str();
    path.starts_with("/aws-service-role/") || path.starts_with("/aws-reserved/")
}

fn policy(item: Node<'_>, made: &mut Made) {
    let arn = item.get("Arn").str();
    if is_of_aws(arn) {
        return;
    }
    // Servers that stand in for AWS leave the name out; the ARN ends in it.
    let name = item.get("PolicyName").text().or_else(|| arn.rsplit('/').next()).unwrap_or_default();
    let versions = item.get("PolicyVersionList");
    let default = item.get("DefaultVersionId").str();
    let in_force = versions.items().find(|version| version.get("VersionId").str() == default);
    made.resource("aws_iam_policy", arn)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        .copy("path", item.get("Path"))
        .copy_known("policy_id", item.get("PolicyId"))
        .copy_known("description", item.get("Description"))
        .known("policy", in_force.map(|version| document(version.get("Document"))))
        .done();
}
