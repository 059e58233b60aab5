//! Asking ECR.

use aws_sdk_ecr::operation::describe_repositories::DescribeRepositoriesOutput;
use aws_sdk_ecr::operation::get_lifecycle_policy::GetLifecyclePolicyOutput;
use aws_sdk_ecr::operation::get_repository_policy::GetRepositoryPolicyOutput;
use aws_sdk_ecr::operation::list_tags_for_resource::ListTagsForResourceOutput;
use aws_sdk_ecr::types;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::ecr::{
    DESCRIBE_REPOSITORIES, GET_LIFECYCLE_POLICY, GET_REPOSITORY_POLICY, LIST_TAGS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_ecr, reading, &SERVICE);
    reading
        .pages(
            DESCRIBE_REPOSITORIES,
            client.describe_repositories().max_results(1000).into_paginator().send(),
        )
        .await;
    let names = reading.members(DESCRIBE_REPOSITORIES, "repositories", "repositoryName");
    let arns = reading.members(DESCRIBE_REPOSITORIES, "repositories", "repositoryArn");
    reading
        .each(GET_REPOSITORY_POLICY, &names, |name| {
            client.get_repository_policy().repository_name(name).send()
        })
        .await;
    reading
        .each(GET_LIFECYCLE_POLICY, &names, |name| client.get_lifecycle_policy().repository_name(name).send())
        .await;
    reading.each(LIST_TAGS, &arns, |arn| client.list_tags_for_resource().resource_arn(arn).send()).await;
}

trees! {
    struct DescribeRepositoriesOutput { repositories }
    struct GetRepositoryPolicyOutput { registry_id, repository_name, policy_text }
    struct GetLifecyclePolicyOutput { registry_id, repository_name, lifecycle_policy_text }
    struct ListTagsForResourceOutput { tags }
    struct types::Repository {
        repository_arn, registry_id, repository_name, repository_uri, image_tag_mutability,
        image_tag_mutability_exclusion_filters, image_scanning_configuration, encryption_configuration,
    }
    struct types::ImageTagMutabilityExclusionFilter { filter_type, filter }
    struct types::ImageScanningConfiguration { scan_on_push }
    struct types::EncryptionConfiguration { encryption_type, kms_key }
    struct types::Tag { key, value }
    enum types::ImageTagMutability
    enum types::ImageTagMutabilityExclusionFilterType
    enum types::EncryptionType
}
