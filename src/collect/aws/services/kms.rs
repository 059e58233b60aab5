//! KMS: keys that customers manage, those that AWS manages for them, and aliases. Key material is never asked for.
//!
//! Source: <https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html>

use super::tagging::Tagged;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;

pub(in crate::collect::aws) const LIST_KEYS: &str = "kms:ListKeys";
pub(in crate::collect::aws) const LIST_ALIASES: &str = "kms:ListAliases";
pub(in crate::collect::aws) const DESCRIBE_KEY: &str = "kms:DescribeKey";
pub(in crate::collect::aws) const GET_KEY_POLICY: &str = "kms:GetKeyPolicy";
pub(in crate::collect::aws) const GET_KEY_ROTATION_STATUS: &str = "kms:GetKeyRotationStatus";

/// The provider has a kind for each of four sorts of keys.
const KEYS: &[&str] =
    &["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "KMS",
    rate: 50,
    is_global: false,
    calls: &[
        Call::new("ListKeys", LIST_KEYS).of(KEYS),
        Call::new("ListAliases", LIST_ALIASES).of(&["aws_kms_alias"]).told_by("Aliases", "AliasName"),
        Call::new("DescribeKey", DESCRIBE_KEY)
            .of(KEYS)
            .or_none(&["NotFoundException"])
            .told_by("KeyMetadata", ""),
        Call::new("GetKeyPolicy", GET_KEY_POLICY),
        Call::new("GetKeyRotationStatus", GET_KEY_ROTATION_STATUS)
            .or_none(&["UnsupportedOperationException"]),
    ],
    shape,
};

/// Returns whether a key is one whose policy and rotation somebody decides: managed by the customer and not on its
/// way out.
#[cfg(feature = "aws")]
pub(in crate::collect::aws) fn is_customers(metadata: Node<'_>) -> bool {
    metadata.get("KeyManager").text() == Some("CUSTOMER") && !is_going(metadata)
}

/// What is scheduled for deletion can no longer be used, and to the provider it is gone.
fn is_going(metadata: Node<'_>) -> bool {
    metadata.get("KeyState").str().starts_with("Pending")
        && metadata.get("KeyState").str().ends_with("Deletion")
}

fn shape(answers: &Answers, made: &mut Made) {
    let tagged = Tagged::of(answers);
    for (_, answer) in answers.all(DESCRIBE_KEY) {
        let metadata = answer.get("KeyMetadata");
        if let (Some(id), false) = (metadata.get("KeyId").text(), is_going(metadata)) {
            let rotation = answers.about(GET_KEY_ROTATION_STATUS, id);
            key(id, metadata, answers.about(GET_KEY_POLICY, id), rotation, &tagged, made);
        }
    }
    for item in answers.items(LIST_ALIASES, "Aliases") {
        alias(item, made);
    }
}

fn key(
    id: &str,
    metadata: Node<'_>,
    policy: Node<'_>,
    rotation: Node<'_>,
    tagged: &Tagged<'_>,
    made: &mut Made,
) {
    let of = |name: &str| metadata.get(name);
    let regions = of("MultiRegionConfiguration");
    let is_replica = regions.get("MultiRegionKeyType").text() == Some("REPLICA");
    let is_external = of("Origin").text() == Some("EXTERNAL");
    let kind = match (is_replica, is_external) {
        (false, false) => "aws_kms_key",
        (false, true) => "aws_kms_external_key",
        (true, false) => "aws_kms_replica_key",
        (true, true) => "aws_kms_replica_external_key",
    };
    let is_enabled = of("Enabled").bool();
    let arn = of("Arn").str();
    let spec = of("KeySpec").text().or(of("CustomerMasterKeySpec").text());
    let mut key = made
        .resource(kind, id)
        .set("arn", arn)
        .set("key_id", id)
        .copy("description", of("Description"))
        .copy("key_usage", of("KeyUsage"))
        .bool("multi_region", of("MultiRegion"))
        .by_aws(of("KeyManager").text() == Some("AWS"));
    if kind == "aws_kms_key" {
        key = key
            .known("is_enabled", is_enabled)
            .known("customer_master_key_spec", spec)
            .copy("custom_key_store_id", of("CustomKeyStoreId"))
            .copy("xks_key_id", of("XksKeyConfiguration").get("Id"));
    } else {
        key = key.known("enabled", is_enabled).known("key_spec", spec);
    }
    if is_external {
        key = key.copy("expiration_model", of("ExpirationModel"));
    }
    if is_replica {
        key = key.copy_known("primary_key_arn", regions.get("PrimaryKey").get("Arn"));
    }
    if !is_external && rotation.is_there() {
        // Where a key cannot be rotated, the answer is that there is no rotation.
        key = key
            .bool(rotation_of(is_replica), rotation.get("KeyRotationEnabled"))
            .copy_known("rotation_period_in_days", rotation.get("RotationPeriodInDays"));
    }
    key = key.copy_known("policy", policy.get("Policy"));
    tagged.put(key, arn).done();
}

/// The provider calls what a replica takes over from its primary otherwise.
fn rotation_of(is_replica: bool) -> &'static str {
    if is_replica { "key_rotation_enabled" } else { "enable_key_rotation" }
}

fn alias(item: Node<'_>, made: &mut Made) {
    let Some(name) = item.get("AliasName").text() else { return };
    let target = item.get("TargetKeyId").text();
    let target_arn = target.and_then(|id| made.arn("kms", &format!("key/{id}")));
    made.resource("aws_kms_alias", name)
        .called(name)
        .set("name", name)
        .copy_known("arn", item.get("AliasArn"))
        .known("target_key_id", target)
        .known("target_key_arn", target_arn.as_deref())
        .by_aws(name.starts_with("alias/aws/"))
        .done();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;
    use crate::collect::aws::made::fields;
    use crate::model::Value;

    fn metadata(members: [(&str, Value); 4]) -> Value {
        fields([("KeyMetadata", fields(members))])
    }

    fn shaped(keys: &[(&str, Value)]) -> Made {
        let mut answers = Answers::new(Place::default());
        for (id, key) in keys {
            answers.push(DESCRIBE_KEY, id, key.clone());
        }
        answers.push(GET_KEY_ROTATION_STATUS, "mine", Value::Null);
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        made
    }

    #[test]
    fn keys_of_aws_are_its_own_and_those_on_their_way_out_are_gone() {
        let key = |id: &str, manager: &str, state: &str| {
            metadata([
                ("KeyId", id.into()),
                ("KeyManager", manager.into()),
                ("KeyState", state.into()),
                ("Enabled", true.into()),
            ])
        };
        let made = shaped(&[
            ("mine", key("mine", "CUSTOMER", "Enabled")),
            ("theirs", key("theirs", "AWS", "Enabled")),
            ("gone", key("gone", "CUSTOMER", "PendingDeletion")),
            ("going", key("going", "CUSTOMER", "PendingReplicaDeletion")),
        ]);
        let owners: Vec<_> =
            made.resources.iter().map(|key| (key.address.as_str(), key.owner.as_deref())).collect();
        assert_eq!(owners, [("aws_kms_key.mine", None), ("aws_kms_key.theirs", Some("AWS"))]);
    }

    #[test]
    fn what_cannot_rotate_does_not_and_what_was_not_asked_is_unknown() {
        let key = |id: &str| {
            metadata([
                ("KeyId", id.into()),
                ("KeyManager", "CUSTOMER".into()),
                ("KeyState", "Enabled".into()),
                ("Enabled", true.into()),
            ])
        };
        let made = shaped(&[("mine", key("mine")), ("other", key("other"))]);
        let rotates = |at: usize| made.resources[at].attributes.get("enable_key_rotation").cloned();
        assert_eq!(rotates(0), Some(Value::Bool(false)));
        assert_eq!(rotates(1), None);
    }
}
