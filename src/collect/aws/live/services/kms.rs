//! Asking KMS. Tags come of the Tagging API.

use aws_sdk_kms::operation::describe_key::DescribeKeyOutput;
use aws_sdk_kms::operation::get_key_policy::GetKeyPolicyOutput;
use aws_sdk_kms::operation::get_key_rotation_status::GetKeyRotationStatusOutput;
use aws_sdk_kms::operation::list_aliases::ListAliasesOutput;
use aws_sdk_kms::operation::list_keys::ListKeysOutput;
use aws_sdk_kms::types::{
    AliasListEntry, ExpirationModelType, KeyListEntry, KeyManagerType, KeyMetadata, KeySpec, KeyState,
    KeyUsageType, MultiRegionConfiguration, MultiRegionKey, MultiRegionKeyType, OriginType,
    XksKeyConfigurationType,
};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::kms::{
    DESCRIBE_KEY, GET_KEY_POLICY, GET_KEY_ROTATION_STATUS, LIST_ALIASES, LIST_KEYS, SERVICE, is_customers,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_kms, reading, &SERVICE);
    reading.pages(LIST_ALIASES, client.list_aliases().into_paginator().send()).await;
    reading.pages(LIST_KEYS, client.list_keys().into_paginator().send()).await;
    let keys = reading.members(LIST_KEYS, "Keys", "KeyId");
    reading.each(DESCRIBE_KEY, &keys, |id| client.describe_key().key_id(id).send()).await;
    // Nobody can change the policy and the rotation of a key that AWS manages.
    let mut own = Vec::new();
    let mut rotating = Vec::new();
    for (id, answer) in reading.answers.all(DESCRIBE_KEY) {
        let metadata = answer.get("KeyMetadata");
        if is_customers(metadata) {
            own.push(id.to_owned());
            if metadata.get("Origin").text() != Some("EXTERNAL") {
                rotating.push(id.to_owned());
            }
        }
    }
    reading
        .each(GET_KEY_POLICY, &own, |id| client.get_key_policy().key_id(id).policy_name("default").send())
        .await;
    reading
        .each(GET_KEY_ROTATION_STATUS, &rotating, |id| client.get_key_rotation_status().key_id(id).send())
        .await;
}

trees! {
    struct ListKeysOutput { keys }
    struct ListAliasesOutput { aliases }
    struct DescribeKeyOutput { key_metadata }
    struct GetKeyPolicyOutput { policy }
    struct GetKeyRotationStatusOutput { key_rotation_enabled, rotation_period_in_days }
    struct KeyListEntry { key_id }
    struct AliasListEntry { alias_name, alias_arn, target_key_id }
    struct KeyMetadata {
        key_id, arn, enabled, description, key_usage, key_state, origin, custom_key_store_id, expiration_model,
        key_manager, key_spec, multi_region, multi_region_configuration, xks_key_configuration,
    }
    struct MultiRegionConfiguration { multi_region_key_type, primary_key }
    struct MultiRegionKey { arn }
    struct XksKeyConfigurationType { id }
    enum ExpirationModelType
    enum KeyManagerType
    enum KeySpec
    enum KeyState
    enum KeyUsageType
    enum MultiRegionKeyType
    enum OriginType
}
