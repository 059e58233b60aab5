//! Users and groups.
//!
//! Which users a group has is told by each user's groups: a resource of the provider that lists the users of a group
//! has a name of its own that no answer tells.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html>

use super::{GET_DETAILS, Holder, held_policies};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;
use crate::collect::aws::services::blocks::set;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for detail in answers.items(GET_DETAILS, "UserDetailList") {
        user(detail, made);
    }
    for detail in answers.items(GET_DETAILS, "GroupDetailList") {
        group(detail, made);
    }
}

fn user(detail: Node<'_>, made: &mut Made) {
    let name = detail.get("UserName").str();
    made.resource("aws_iam_user", name)
        .set("arn", detail.get("Arn").str())
        .set("name", name)
        .copy("path", detail.get("Path"))
        .copy("unique_id", detail.get("UserId"))
        .copy("permissions_boundary", detail.get("PermissionsBoundary").get("PermissionsBoundaryArn"))
        .tags(detail.get("Tags"))
        .done();
    held_policies(detail, Holder { word: "user", name, inline: "UserPolicyList", is_by_aws: false }, made);
    let groups = detail.get("GroupList");
    if groups.texts().next().is_some() {
        made.resource("aws_iam_user_group_membership", name)
            .set("user", name)
            .set("groups", set(groups))
            .done();
    }
}

fn group(detail: Node<'_>, made: &mut Made) {
    let name = detail.get("GroupName").str();
    made.resource("aws_iam_group", name)
        .set("arn", detail.get("Arn").str())
        .set("name", name)
        .copy("path", detail.get("Path"))
        .copy("unique_id", detail.get("GroupId"))
        .done();
    held_policies(detail, Holder { word: "group", name, inline: "GroupPolicyList", is_by_aws: false }, made);
}
