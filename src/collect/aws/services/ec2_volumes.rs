//! EC2: volumes and where they are attached.
//!
//! A volume that an instance was started with goes with it, and is told as a block device of the instance.
//! Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html>

use std::collections::{BTreeMap, BTreeSet};

use super::ec2_compute::DESCRIBE_VOLUMES;
use super::ec2_instances::instances;
use super::nested::{Field, Form, attributes, own_tags};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, tags};
use crate::model::{Key, Value};

/// The tag by which the driver of Kubernetes marks the volume of a claim.
const CLAIM: &str = "kubernetes.io/created-for/pvc/name";

const VOLUME: &[Field] = &[
    Field("availability_zone", "AvailabilityZone", Form::Text),
    Field("encrypted", "Encrypted", Form::Flag),
    Field("iops", "Iops", Form::Int),
    Field("kms_key_id", "KmsKeyId", Form::Text),
    Field("multi_attach_enabled", "MultiAttachEnabled", Form::Flag),
    Field("outpost_arn", "OutpostArn", Form::Text),
    Field("size", "Size", Form::Int),
    Field("snapshot_id", "SnapshotId", Form::Text),
    Field("throughput", "Throughput", Form::Int),
    Field("type", "VolumeType", Form::Text),
    Field("volume_initialization_rate", "VolumeInitializationRate", Form::New(&Form::Int)),
];

/// What a block device of an instance tells of its volume.
const DEVICE: &[Field] = &[
    Field("encrypted", "Encrypted", Form::Flag),
    Field("iops", "Iops", Form::Int),
    Field("kms_key_id", "KmsKeyId", Form::Text),
    Field("throughput", "Throughput", Form::Int),
    Field("volume_size", "Size", Form::Int),
    Field("volume_type", "VolumeType", Form::Text),
];

/// Returns volumes by their id.
pub(super) fn volumes(answers: &Answers) -> BTreeMap<&str, Node<'_>> {
    let list = answers.items(DESCRIBE_VOLUMES, "Volumes");
    list.filter_map(|volume| Some((volume.get("VolumeId").text()?, volume))).collect()
}

/// Returns the root device of an instance and its other disks, with what is known of their volumes.
pub(super) fn block_devices(
    instance: Node<'_>,
    volumes: Option<&BTreeMap<&str, Node<'_>>>,
) -> (Option<Value>, Vec<Value>) {
    let (mut root, mut disks) = (None, Vec::new());
    for mapping in instance.get("BlockDeviceMappings").items() {
        let id = mapping.get("Ebs").get("VolumeId").str();
        let volume = volumes.and_then(|volumes| volumes.get(id)).copied();
        let is_root = is_root(mapping, instance);
        let mut device = vec![
            ("delete_on_termination", mapping.get("Ebs").get("DeleteOnTermination").value()),
            ("device_name", mapping.get("DeviceName").value()),
            ("volume_id", id.into()),
        ];
        if let Some(volume) = volume {
            device.extend(attributes(volume, DEVICE));
            let tags = own_tags(volume.get("Tags"));
            device.extend([("tags", tags.clone()), ("tags_all", tags)]);
            if !is_root {
                device.push(("snapshot_id", volume.get("SnapshotId").str().into()));
            }
        }
        let device = Value::map(device.into_iter().map(|(name, value)| (Key::new(name), value)));
        if is_root {
            root = Some(device);
        } else {
            disks.push(device);
        }
    }
    (root, disks)
}

fn is_root(mapping: Node<'_>, instance: Node<'_>) -> bool {
    let device = mapping.get("DeviceName").text();
    device.is_some() && device == instance.get("RootDeviceName").text()
}

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let started_with = started_with(answers);
    for volume in answers.items(DESCRIBE_VOLUMES, "Volumes") {
        // A deleted volume is still listed for a while.
        if !matches!(volume.get("State").str(), "deleting" | "deleted") {
            self::volume(volume, &started_with, made);
        }
    }
}

/// Returns the volumes that instances were started with: root devices, and what is deleted with the instance.
fn started_with(answers: &Answers) -> BTreeSet<&str> {
    let of_instance = instances(answers).flat_map(|instance| {
        let mappings = instance.get("BlockDeviceMappings").items();
        mappings.filter(move |mapping| {
            is_root(*mapping, instance) || mapping.get("Ebs").get("DeleteOnTermination").bool() == Some(true)
        })
    });
    of_instance.filter_map(|mapping| mapping.get("Ebs").get("VolumeId").text()).collect()
}

fn volume(volume: Node<'_>, started_with: &BTreeSet<&str>, made: &mut Made) {
    let id = volume.get("VolumeId").str();
    let attachments = || volume.get("Attachments").items();
    // A file may have volumes without instances: then the attachment tells.
    let goes_with = attachments().find(|attachment| {
        started_with.contains(id) || attachment.get("DeleteOnTermination").bool() == Some(true)
    });
    let claim = tags(volume.get("Tags")).into_iter().find(|(key, _)| key.as_str() == CLAIM);
    let owner = match (goes_with, claim) {
        (Some(attachment), _) => Some(format!("aws_instance/{}", attachment.get("InstanceId").str())),
        (_, Some((_, claim))) => {
            Some(format!("PersistentVolumeClaim/{}", claim.as_str().unwrap_or_default()))
        }
        _ => None,
    };
    let mut building = made.resource("aws_ebs_volume", id).arn("ec2", &format!("volume/{id}"));
    for (name, value) in attributes(volume, VOLUME) {
        building = building.set(name, value);
    }
    building.owned(owner.as_deref()).tags(volume.get("Tags")).done();
    for attachment in attachments() {
        let instance = attachment.get("InstanceId").str();
        let device = attachment.get("Device").str();
        if instance.is_empty() || attachment.get("State").str() == "detached" {
            continue;
        }
        made.resource("aws_volume_attachment", &attachment_id(device, instance, id))
            .called(&format!("{instance}:{device}"))
            .set("device_name", device)
            .set("instance_id", instance)
            .set("volume_id", id)
            .owned(owner.as_deref())
            .done();
    }
}

/// Returns the id that the provider makes of an attachment: a checksum of what it joins.
fn attachment_id(device: &str, instance: &str, volume: &str) -> String {
    let mut sum = flate2::Crc::new();
    sum.update(format!("{device}-{instance}-{volume}-").as_bytes());
    format!("vai-{}", sum.sum())
}

#[cfg(test)]
mod tests {
    use super::super::ec2_compute::{DESCRIBE_INSTANCES, SERVICE};
    use super::super::testing::{check, owner, shape};
    use super::*;

    const VOLUMES: &str = r#"{"Volumes": [
        {"VolumeId": "vol-0", "Size": 8, "VolumeType": "gp3", "State": "in-use",
         "AvailabilityZone": "eu-west-1a", "Attachments": [{"InstanceId": "i-1", "Device": "/dev/xvda",
            "State": "attached", "DeleteOnTermination": true}]},
        {"VolumeId": "vol-1", "Size": 100, "VolumeType": "io2", "Iops": 4000, "State": "in-use",
         "Encrypted": true, "KmsKeyId": "key-1", "MultiAttachEnabled": true, "AvailabilityZone": "eu-west-1a",
         "Attachments": [{"InstanceId": "i-1", "Device": "/dev/sdf", "State": "attached",
            "DeleteOnTermination": false}], "Tags": [{"Key": "Name", "Value": "data"}]},
        {"VolumeId": "vol-2", "Size": 1, "VolumeType": "gp3", "AvailabilityZone": "eu-west-1a",
         "State": "available", "Tags": [{"Key": "kubernetes.io/created-for/pvc/name", "Value": "cache"}]},
        {"VolumeId": "vol-3", "State": "deleting", "AvailabilityZone": "eu-west-1a"}]}"#;

    #[test]
    fn a_volume_has_what_the_provider_stores_of_it() {
        let made = shape(&SERVICE, &[(DESCRIBE_VOLUMES, "", VOLUMES)]);
        check(
            &made,
            "aws_ebs_volume.vol-1",
            r#"{"id": "vol-1", "arn": "arn:aws:ec2:eu-west-1:111111111111:volume/vol-1", "size": 100,
                "type": "io2", "iops": 4000, "throughput": 0, "encrypted": true, "kms_key_id": "key-1",
                "multi_attach_enabled": true, "outpost_arn": "", "snapshot_id": "",
                "availability_zone": "eu-west-1a", "tags": {"Name": "data"}}"#,
        );
        assert_eq!(made.iter().filter(|r| r.kind == "aws_ebs_volume").count(), 3, "one is being deleted");
    }

    #[test]
    fn an_attachment_is_a_resource_of_its_own() {
        let made = shape(&SERVICE, &[(DESCRIBE_VOLUMES, "", VOLUMES)]);
        check(
            &made,
            "aws_volume_attachment.i-1:/dev/sdf",
            r#"{"device_name": "/dev/sdf", "instance_id": "i-1", "volume_id": "vol-1"}"#,
        );
        assert_eq!(owner(&made, "aws_volume_attachment.i-1:/dev/sdf"), None);
    }

    /// The id as a provider wrote it.
    #[test]
    fn the_id_of_an_attachment_is_that_of_the_provider() {
        let id = attachment_id("/dev/sdf", "i-07c5f80a7588ec957", "vol-00a78da47e535db61");
        assert_eq!(id, "vai-1043230385");
    }

    #[test]
    fn what_goes_with_an_instance_or_a_claim_is_owned() {
        let made = shape(&SERVICE, &[(DESCRIBE_VOLUMES, "", VOLUMES)]);
        assert_eq!(owner(&made, "aws_ebs_volume.vol-0"), Some("aws_instance/i-1"));
        assert_eq!(owner(&made, "aws_volume_attachment.i-1:/dev/xvda"), Some("aws_instance/i-1"));
        assert_eq!(owner(&made, "aws_ebs_volume.vol-1"), None);
        assert_eq!(owner(&made, "aws_ebs_volume.vol-2"), Some("PersistentVolumeClaim/cache"));
    }

    #[test]
    fn the_instance_tells_which_volume_is_its_root() {
        let kept = VOLUMES.replace("\"DeleteOnTermination\": true", "\"DeleteOnTermination\": false");
        let instances = r#"{"Reservations": [{"Instances": [{"InstanceId": "i-1",
            "RootDeviceName": "/dev/xvda", "BlockDeviceMappings": [{"DeviceName": "/dev/xvda",
            "Ebs": {"VolumeId": "vol-0", "DeleteOnTermination": false}}]}]}]}"#;
        let made = shape(&SERVICE, &[(DESCRIBE_VOLUMES, "", &kept), (DESCRIBE_INSTANCES, "", instances)]);
        assert_eq!(owner(&made, "aws_ebs_volume.vol-0"), Some("aws_instance/i-1"));
        assert_eq!(owner(&made, "aws_ebs_volume.vol-1"), None);
    }
}
