//! ECR: repositories, and the policies that they have.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html>

use super::blocks::{flag, many};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields};
use crate::model::Value;

pub(in crate::collect::aws) const DESCRIBE_REPOSITORIES: &str = "ecr:DescribeRepositories";
pub(in crate::collect::aws) const GET_REPOSITORY_POLICY: &str = "ecr:GetRepositoryPolicy";
pub(in crate::collect::aws) const GET_LIFECYCLE_POLICY: &str = "ecr:GetLifecyclePolicy";
pub(in crate::collect::aws) const LIST_TAGS: &str = "ecr:ListTagsForResource";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "ECR",
    rate: 10,
    is_global: false,
    calls: &[
        Call::new("DescribeRepositories", DESCRIBE_REPOSITORIES)
            .of(&["aws_ecr_repository"])
            .told_by("repositories", "repositoryUri"),
        Call::new("GetRepositoryPolicy", GET_REPOSITORY_POLICY)
            .of(&["aws_ecr_repository_policy"])
            .or_none(&["RepositoryPolicyNotFoundException"])
            .told_by("policyText", ""),
        Call::new("GetLifecyclePolicy", GET_LIFECYCLE_POLICY)
            .of(&["aws_ecr_lifecycle_policy"])
            .or_none(&["LifecyclePolicyNotFoundException"])
            .told_by("lifecyclePolicyText", ""),
        Call::new("ListTagsForResource", LIST_TAGS),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    for item in answers.items(DESCRIBE_REPOSITORIES, "repositories") {
        repository(item, answers.about(LIST_TAGS, item.get("repositoryArn").str()), made);
    }
    for (call, kind, member) in [
        (GET_REPOSITORY_POLICY, "aws_ecr_repository_policy", "policyText"),
        (GET_LIFECYCLE_POLICY, "aws_ecr_lifecycle_policy", "lifecyclePolicyText"),
    ] {
        for (_, answer) in answers.all(call) {
            let name = answer.get("repositoryName").str();
            if let (false, Some(policy)) = (name.is_empty(), answer.get(member).text()) {
                made.resource(kind, name)
                    .set("repository", name)
                    .set("policy", policy)
                    .copy("registry_id", answer.get("registryId"))
                    .done();
            }
        }
    }
}

fn repository(item: Node<'_>, tags: Node<'_>, made: &mut Made) {
    let name = item.get("repositoryName").str();
    let encryption = item.get("encryptionConfiguration");
    // Repositories that are older than encryption with keys of one's own do not tell it.
    let encryption = fields([
        ("encryption_type", encryption.get("encryptionType").text().unwrap_or("AES256").into()),
        ("kms_key", encryption.get("kmsKey").str().into()),
    ]);
    let scan_on_push = flag(item.get("imageScanningConfiguration").get("scanOnPush"));
    let mut repository = made
        .resource("aws_ecr_repository", name)
        .set("arn", item.get("repositoryArn").str())
        .set("name", name)
        .copy("registry_id", item.get("registryId"))
        .copy("repository_url", item.get("repositoryUri"))
        .copy_known("image_tag_mutability", item.get("imageTagMutability"))
        .set(
            "image_tag_mutability_exclusion_filter",
            many(
                item.get("imageTagMutabilityExclusionFilters"),
                &[("filter", "filter"), ("filter_type", "filterType")],
            ),
        )
        .set("image_scanning_configuration", Value::list([fields([("scan_on_push", scan_on_push)])]))
        .set("encryption_configuration", Value::list([encryption]));
    if tags.is_there() {
        repository = repository.tags(tags.get("tags"));
    }
    repository.done();
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collect::aws::services::testing::{find, has, lacks, resources};

    #[test]
    fn a_repository_and_its_policies() {
        let repository = |name: &str| {
            json!({"repositoryArn": format!("arn:{name}"), "registryId": "111111111111", "repositoryName": name,
                "repositoryUri": "u", "imageTagMutability": "IMMUTABLE",
                "imageScanningConfiguration": {"scanOnPush": true}})
        };
        let policy = json!({"registryId": "111111111111", "repositoryName": "api", "policyText": "{}"});
        let all = resources(
            &SERVICE,
            &[
                (DESCRIBE_REPOSITORIES, "", json!({"repositories": [repository("api"), repository("web")]})),
                (GET_REPOSITORY_POLICY, "api", policy),
                (GET_LIFECYCLE_POLICY, "api", serde_json::Value::Null),
                (LIST_TAGS, "arn:api", json!({"tags": [{"Key": "Team", "Value": "shop"}]})),
            ],
        );
        assert_eq!(all.len(), 3, "there is no lifecycle policy");
        has(
            find(&all, "aws_ecr_repository.api"),
            &json!({
                "id": "api", "name": "api", "arn": "arn:api", "repository_url": "u",
                "image_tag_mutability": "IMMUTABLE", "image_scanning_configuration": [{"scan_on_push": true}],
                "encryption_configuration": [{"encryption_type": "AES256", "kms_key": ""}],
                "tags": {"Team": "shop"},
            }),
        );
        lacks(find(&all, "aws_ecr_repository.web"), &["tags"]);
        has(find(&all, "aws_ecr_repository_policy.api"), &json!({"repository": "api", "policy": "{}"}));
    }
}
