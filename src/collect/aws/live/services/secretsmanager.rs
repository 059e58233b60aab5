//! Asking Secrets Manager about secrets, and never for them.

use aws_sdk_secretsmanager::operation::get_resource_policy::GetResourcePolicyOutput;
use aws_sdk_secretsmanager::operation::list_secrets::ListSecretsOutput;
use aws_sdk_secretsmanager::types::{RotationRulesType, SecretListEntry, Tag};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::secretsmanager::{GET_RESOURCE_POLICY, LIST_SECRETS, SERVICE};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_secretsmanager, reading, &SERVICE);
    reading.pages(LIST_SECRETS, client.list_secrets().max_results(100).into_paginator().send()).await;
    let secrets = reading.members(LIST_SECRETS, "SecretList", "ARN");
    reading
        .each(GET_RESOURCE_POLICY, &secrets, |arn| client.get_resource_policy().secret_id(arn).send())
        .await;
}

trees! {
    struct ListSecretsOutput { secret_list }
    struct GetResourcePolicyOutput { resource_policy }
    struct SecretListEntry {
        arn, name, description, kms_key_id, rotation_enabled, rotation_lambda_arn, rotation_rules,
        owning_service, tags,
    }
    struct RotationRulesType { automatically_after_days, duration, schedule_expression }
    struct Tag { key, value }
}
