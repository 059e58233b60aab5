//! EC2, the machines: key pairs, placement groups, and what an account sets for all machines and volumes.
//! Instances, volumes, interfaces, images and launch templates are in files of their own beside this one.
//!
//! Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query.html>

use super::{ec2_images, ec2_instances, ec2_interfaces, ec2_launch_templates, ec2_volumes};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;

pub(in crate::collect::aws) const DESCRIBE_INSTANCES: &str = "ec2:DescribeInstances";
pub(in crate::collect::aws) const DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS: &str =
    "ec2:DescribeInstanceCreditSpecifications";
pub(in crate::collect::aws) const DESCRIBE_VOLUMES: &str = "ec2:DescribeVolumes";
pub(in crate::collect::aws) const DESCRIBE_NETWORK_INTERFACES: &str = "ec2:DescribeNetworkInterfaces";
pub(in crate::collect::aws) const DESCRIBE_LAUNCH_TEMPLATES: &str = "ec2:DescribeLaunchTemplates";
pub(in crate::collect::aws) const DESCRIBE_LAUNCH_TEMPLATE_VERSIONS: &str =
    "ec2:DescribeLaunchTemplateVersions";
pub(in crate::collect::aws) const DESCRIBE_IMAGES: &str = "ec2:DescribeImages";
pub(in crate::collect::aws) const DESCRIBE_KEY_PAIRS: &str = "ec2:DescribeKeyPairs";
pub(in crate::collect::aws) const DESCRIBE_PLACEMENT_GROUPS: &str = "ec2:DescribePlacementGroups";
pub(in crate::collect::aws) const GET_EBS_ENCRYPTION_BY_DEFAULT: &str = "ec2:GetEbsEncryptionByDefault";
pub(in crate::collect::aws) const GET_EBS_DEFAULT_KMS_KEY_ID: &str = "ec2:GetEbsDefaultKmsKeyId";
pub(in crate::collect::aws) const GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE: &str =
    "ec2:GetSnapshotBlockPublicAccessState";
pub(in crate::collect::aws) const GET_INSTANCE_METADATA_DEFAULTS: &str = "ec2:GetInstanceMetadataDefaults";

/// How a partition says that it does not have an operation.
const UNSUPPORTED: &[&str] = &["UnsupportedOperation"];

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "EC2",
    rate: 20,
    is_global: false,
    calls: &[
        Call::new("DescribeInstances", DESCRIBE_INSTANCES)
            .of(&["aws_instance"])
            .told_by("Reservations", "Instances"),
        Call::new("DescribeInstanceCreditSpecifications", DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS)
            .or_none(UNSUPPORTED),
        Call::new("DescribeVolumes", DESCRIBE_VOLUMES)
            .of(&["aws_ebs_volume", "aws_volume_attachment"])
            .told_by("Volumes", "AvailabilityZone"),
        Call::new("DescribeNetworkInterfaces", DESCRIBE_NETWORK_INTERFACES)
            .of(&["aws_network_interface"])
            .told_by("NetworkInterfaces", "NetworkInterfaceId"),
        Call::new("DescribeLaunchTemplates", DESCRIBE_LAUNCH_TEMPLATES)
            .of(&["aws_launch_template"])
            .told_by("LaunchTemplates", "LaunchTemplateId"),
        Call::new("DescribeLaunchTemplateVersions", DESCRIBE_LAUNCH_TEMPLATE_VERSIONS)
            .told_by("LaunchTemplateVersions", "LaunchTemplateId"),
        Call::new("DescribeImages", DESCRIBE_IMAGES).of(&["aws_ami"]).told_by("Images", "Architecture"),
        Call::new("DescribeKeyPairs", DESCRIBE_KEY_PAIRS)
            .of(&["aws_key_pair"])
            .told_by("KeyPairs", "KeyName"),
        Call::new("DescribePlacementGroups", DESCRIBE_PLACEMENT_GROUPS)
            .of(&["aws_placement_group"])
            .told_by("PlacementGroups", "GroupName"),
        Call::new("GetEbsEncryptionByDefault", GET_EBS_ENCRYPTION_BY_DEFAULT)
            .of(&["aws_ebs_encryption_by_default"])
            .told_by("EbsEncryptionByDefault", ""),
        Call::new("GetEbsDefaultKmsKeyId", GET_EBS_DEFAULT_KMS_KEY_ID).of(&["aws_ebs_default_kms_key"]),
        Call::new("GetSnapshotBlockPublicAccessState", GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE)
            .of(&["aws_ebs_snapshot_block_public_access"])
            .or_none(UNSUPPORTED),
        Call::new("GetInstanceMetadataDefaults", GET_INSTANCE_METADATA_DEFAULTS)
            .of(&["aws_ec2_instance_metadata_defaults"])
            .or_none(UNSUPPORTED)
            .told_by("AccountLevel", ""),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    ec2_instances::shape(answers, made);
    ec2_volumes::shape(answers, made);
    ec2_interfaces::shape(answers, made);
    ec2_launch_templates::shape(answers, made);
    ec2_images::shape(answers, made);
    for pair in answers.items(DESCRIBE_KEY_PAIRS, "KeyPairs") {
        key_pair(pair, made);
    }
    for group in answers.items(DESCRIBE_PLACEMENT_GROUPS, "PlacementGroups") {
        placement_group(group, made);
    }
    account(answers, made);
}

/// `public_key` is what the configuration had, with its comment, which AWS does not keep: it is not set.
fn key_pair(pair: Node<'_>, made: &mut Made) {
    let name = pair.get("KeyName").str();
    made.resource("aws_key_pair", name)
        .called(name)
        .arn("ec2", &format!("key-pair/{name}"))
        .set("key_name", name)
        .copy("key_pair_id", pair.get("KeyPairId"))
        .copy_known("key_type", pair.get("KeyType"))
        .copy("fingerprint", pair.get("KeyFingerprint"))
        .tags(pair.get("Tags"))
        .done();
}

fn placement_group(group: Node<'_>, made: &mut Made) {
    let name = group.get("GroupName").str();
    // A deleted group is still listed for a while.
    if matches!(group.get("State").str(), "deleting" | "deleted") {
        return;
    }
    made.resource("aws_placement_group", name)
        .called(name)
        .arn("ec2", &format!("placement-group/{name}"))
        .set("name", name)
        .copy("placement_group_id", group.get("GroupId"))
        .copy("strategy", group.get("Strategy"))
        .set("partition_count", group.get("PartitionCount").int().unwrap_or_default())
        .set("spread_level", group.get("SpreadLevel").str())
        .tags(group.get("Tags"))
        .done();
}

/// What an account sets for all machines and volumes of a region. Each stands once; where nobody set it, AWS
/// keeps it, and it is compared only with what the other side has set.
fn account(answers: &Answers, made: &mut Made) {
    let region = made.place().region.clone();
    for (_, answer) in answers.all(GET_EBS_ENCRYPTION_BY_DEFAULT) {
        if let Some(enabled) = answer.get("EbsEncryptionByDefault").bool() {
            made.resource("aws_ebs_encryption_by_default", &region)
                .called("default")
                .set("enabled", enabled)
                .by_aws(!enabled)
                .done();
        }
    }
    for (_, answer) in answers.all(GET_EBS_DEFAULT_KMS_KEY_ID) {
        // Unless another key was chosen, the answer is the alias of the key that AWS made for the account.
        if let Some(key) = answer.get("KmsKeyId").text() {
            made.resource("aws_ebs_default_kms_key", key)
                .called("default")
                .set("key_arn", key)
                .by_aws(key.ends_with("alias/aws/ebs"))
                .done();
        }
    }
    for (_, answer) in answers.all(GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE) {
        if let Some(state) = answer.get("State").text() {
            made.resource("aws_ebs_snapshot_block_public_access", &region)
                .called("default")
                .set("state", state)
                .by_aws(state == "unblocked")
                .done();
        }
    }
    for (_, answer) in answers.all(GET_INSTANCE_METADATA_DEFAULTS) {
        metadata_defaults(answer, &region, made);
    }
}

/// Source for what stands for "not set":
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_instance_metadata_defaults>
fn metadata_defaults(answer: Node<'_>, region: &str, made: &mut Made) {
    if answer.is_none() {
        return;
    }
    let level = answer.get("AccountLevel");
    let members = ["HttpEndpoint", "HttpPutResponseHopLimit", "HttpTokens", "InstanceMetadataTags"];
    let is_set = members.iter().any(|member| level.get(member).is_there());
    let text = |member: &str| level.get(member).text().unwrap_or("no-preference");
    made.resource("aws_ec2_instance_metadata_defaults", region)
        .called("default")
        .set("http_endpoint", text("HttpEndpoint"))
        .set("http_put_response_hop_limit", level.get("HttpPutResponseHopLimit").int().unwrap_or(-1))
        .set("http_tokens", text("HttpTokens"))
        .set("instance_metadata_tags", text("InstanceMetadataTags"))
        .by_aws(!is_set)
        .done();
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, owner, shape};
    use super::*;

    #[test]
    fn a_key_pair_is_called_by_its_name() {
        let made = shape(
            &SERVICE,
            &[(
                DESCRIBE_KEY_PAIRS,
                "",
                r#"{"KeyPairs": [{"KeyPairId": "key-1", "KeyName": "ops", "KeyType": "ed25519",
                "KeyFingerprint": "aa:bb", "Tags": [{"Key": "Team", "Value": "web"}]}]}"#,
            )],
        );
        check(
            &made,
            "aws_key_pair.ops",
            r#"{"id": "ops", "arn": "arn:aws:ec2:eu-west-1:111111111111:key-pair/ops", "key_name": "ops",
                "key_pair_id": "key-1", "key_type": "ed25519", "fingerprint": "aa:bb",
                "tags": {"Team": "web"}, "tags_all": {"Team": "web"}}"#,
        );
        assert!(made.iter().all(|pair| pair.attributes.get("public_key").is_none()), "not known to AWS");
    }

    #[test]
    fn a_placement_group_is_known_until_it_is_deleted() {
        let made = shape(
            &SERVICE,
            &[(
                DESCRIBE_PLACEMENT_GROUPS,
                "",
                r#"{"PlacementGroups": [
                {"GroupName": "near", "State": "available", "Strategy": "partition", "PartitionCount": 3,
                 "GroupId": "pg-1"},
                {"GroupName": "gone", "State": "deleted", "Strategy": "cluster"}]}"#,
            )],
        );
        assert_eq!(made.len(), 1);
        check(
            &made,
            "aws_placement_group.near",
            r#"{"id": "near", "name": "near", "strategy": "partition", "partition_count": 3,
                "placement_group_id": "pg-1", "spread_level": ""}"#,
        );
    }

    /// The settings of an account, as answered: encryption, key, snapshots, metadata.
    fn account(enabled: &str, key: &str, state: &str, level: &str) -> Vec<crate::model::Resource> {
        shape(
            &SERVICE,
            &[
                (GET_EBS_ENCRYPTION_BY_DEFAULT, "", &format!(r#"{{"EbsEncryptionByDefault": {enabled}}}"#)),
                (GET_EBS_DEFAULT_KMS_KEY_ID, "", &format!(r#"{{"KmsKeyId": "{key}"}}"#)),
                (GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, "", &format!(r#"{{"State": "{state}"}}"#)),
                (GET_INSTANCE_METADATA_DEFAULTS, "", &format!(r#"{{"AccountLevel": {level}}}"#)),
            ],
        )
    }

    const SETTINGS: [&str; 4] = [
        "aws_ebs_encryption_by_default.default",
        "aws_ebs_default_kms_key.default",
        "aws_ebs_snapshot_block_public_access.default",
        "aws_ec2_instance_metadata_defaults.default",
    ];

    #[test]
    fn what_nobody_set_for_an_account_is_kept_by_aws() {
        let made = account("false", "alias/aws/ebs", "unblocked", "{}");
        for address in SETTINGS {
            assert_eq!(owner(&made, address), Some("AWS"), "{address}");
        }
        check(
            &made,
            SETTINGS[3],
            r#"{"http_endpoint": "no-preference", "http_put_response_hop_limit": -1,
                "http_tokens": "no-preference", "instance_metadata_tags": "no-preference"}"#,
        );
    }

    #[test]
    fn what_somebody_set_for_an_account_is_compared() {
        let key = "arn:aws:kms:eu-west-1:111111111111:key/k";
        let level = r#"{"HttpTokens": "required", "HttpPutResponseHopLimit": 2}"#;
        let made = account("true", key, "block-all-sharing", level);
        for address in SETTINGS {
            assert_eq!(owner(&made, address), None, "{address}");
        }
        check(&made, SETTINGS[0], r#"{"enabled": true}"#);
        check(&made, SETTINGS[1], r#"{"key_arn": "arn:aws:kms:eu-west-1:111111111111:key/k"}"#);
        check(&made, SETTINGS[2], r#"{"state": "block-all-sharing"}"#);
        check(&made, SETTINGS[3], r#"{"http_tokens": "required", "http_put_response_hop_limit": 2}"#);
    }
}
