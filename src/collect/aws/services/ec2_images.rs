//! EC2: images that the account made and uses.
//!
//! Every build of a pipeline leaves an image behind; only those in use say anything of the environment.

use std::collections::BTreeSet;

use super::autoscaling::DESCRIBE_LAUNCH_CONFIGURATIONS;
use super::ec2_compute::{DESCRIBE_IMAGES, DESCRIBE_INSTANCES, DESCRIBE_LAUNCH_TEMPLATE_VERSIONS};
use super::ec2_instances::instances;
use super::nested::{Field, Form, attributes, object};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;
use crate::model::{Key, Value};

const IMAGE: &[Field] = &[
    Field("architecture", "Architecture", Form::Text),
    Field("boot_mode", "BootMode", Form::Text),
    Field("deprecation_time", "DeprecationTime", Form::Text),
    Field("description", "Description", Form::Text),
    Field("ena_support", "EnaSupport", Form::Flag),
    Field("image_type", "ImageType", Form::Text),
    Field("imds_support", "ImdsSupport", Form::Text),
    Field("kernel_id", "KernelId", Form::Text),
    Field("name", "Name", Form::Text),
    Field("owner_id", "OwnerId", Form::Text),
    Field("platform", "Platform", Form::Text),
    Field("public", "Public", Form::Flag),
    Field("ramdisk_id", "RamdiskId", Form::Text),
    Field("root_device_name", "RootDeviceName", Form::Text),
    Field("sriov_net_support", "SriovNetSupport", Form::Text),
    Field("tpm_support", "TpmSupport", Form::Text),
    Field("virtualization_type", "VirtualizationType", Form::Text),
];

const DISK: &[Field] = &[
    Field("delete_on_termination", "DeleteOnTermination", Form::Flag),
    Field("encrypted", "Encrypted", Form::Flag),
    Field("iops", "Iops", Form::Int),
    Field("outpost_arn", "OutpostArn", Form::Text),
    Field("snapshot_id", "SnapshotId", Form::Text),
    Field("throughput", "Throughput", Form::Int),
    Field("volume_size", "VolumeSize", Form::Int),
    Field("volume_type", "VolumeType", Form::Text),
];

const EPHEMERAL: &[Field] =
    &[Field("device_name", "DeviceName", Form::Text), Field("virtual_name", "VirtualName", Form::Text)];

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let in_use = in_use(answers);
    for image in answers.items(DESCRIBE_IMAGES, "Images") {
        let id = image.get("ImageId").str();
        let is_own = image.get("OwnerId").str() == made.place().account;
        if is_own && in_use.as_ref().is_none_or(|in_use| in_use.contains(id)) {
            self::image(id, image, made);
        }
    }
}

/// Returns the images that something is started from; `None` where that was not answered, as in a file that has
/// only images.
fn in_use(answers: &Answers) -> Option<BTreeSet<&str>> {
    let asked = [DESCRIBE_INSTANCES, DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, DESCRIBE_LAUNCH_CONFIGURATIONS];
    if !asked.iter().any(|action| answers.has(action)) {
        return None;
    }
    let of_instances = instances(answers).map(|instance| instance.get("ImageId"));
    let of_templates = answers
        .items(DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, "LaunchTemplateVersions")
        .map(|version| version.get("LaunchTemplateData").get("ImageId"));
    let of_configurations = answers
        .items(DESCRIBE_LAUNCH_CONFIGURATIONS, "LaunchConfigurations")
        .map(|configuration| configuration.get("ImageId"));
    Some(of_instances.chain(of_templates).chain(of_configurations).filter_map(Node::text).collect())
}

fn image(id: &str, image: Node<'_>, made: &mut Made) {
    let place = made.place();
    // The ARN of an image names no account.
    let arn = (!place.region.is_empty())
        .then(|| format!("arn:{}:ec2:{}::image/{id}", place.partition, place.region));
    let devices = image.get("BlockDeviceMappings");
    let (disks, others): (Vec<_>, Vec<_>) = devices.items().partition(|device| device.get("Ebs").is_there());
    let mut ami = made.resource("aws_ami", id).known("arn", arn.as_deref());
    if let Some(name) = image.get("Name").text() {
        ami = ami.called(name);
    }
    for (name, value) in attributes(image, IMAGE) {
        ami = ami.set(name, value);
    }
    ami.set("ebs_block_device", Value::list(disks.into_iter().filter_map(disk)))
        .set(
            "ephemeral_block_device",
            Value::list(others.into_iter().filter_map(|device| object(device, EPHEMERAL))),
        )
        .tags(image.get("Tags"))
        .done();
}

fn disk(device: Node<'_>) -> Option<Value> {
    let mut disk = object(device.get("Ebs"), DISK)?;
    if let Value::Map(disk) = &mut disk {
        disk.insert(Key::new("device_name"), device.get("DeviceName").value());
    }
    Some(disk)
}

#[cfg(test)]
mod tests {
    use super::super::ec2_compute::SERVICE;
    use super::super::testing::{check, shape};
    use super::*;

    const IMAGES: &str = r#"{"Images": [
        {"ImageId": "ami-used", "OwnerId": "111111111111", "Name": "base-7", "Architecture": "arm64",
         "RootDeviceName": "/dev/xvda", "EnaSupport": true, "VirtualizationType": "hvm",
         "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"DeleteOnTermination": true, "SnapshotId": "snap-1",
             "VolumeSize": 8, "VolumeType": "gp3", "Encrypted": true}},
            {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"}]},
        {"ImageId": "ami-old", "OwnerId": "111111111111", "Name": "base-6", "Architecture": "arm64"},
        {"ImageId": "ami-public", "OwnerId": "999999999999", "Name": "public", "Architecture": "arm64"}]}"#;

    #[test]
    fn an_image_of_the_account_has_its_disks() {
        let made = shape(&SERVICE, &[(DESCRIBE_IMAGES, "", IMAGES)]);
        assert_eq!(made.len(), 2, "all of the account where nothing tells what is in use");
        check(
            &made,
            "aws_ami.base-7",
            r#"{"id": "ami-used", "arn": "arn:aws:ec2:eu-west-1::image/ami-used", "name": "base-7",
                "architecture": "arm64", "ena_support": true, "public": false, "kernel_id": "",
                "ebs_block_device": [{"delete_on_termination": true, "device_name": "/dev/xvda",
                  "encrypted": true, "iops": 0, "outpost_arn": "", "snapshot_id": "snap-1", "throughput": 0,
                  "volume_size": 8, "volume_type": "gp3"}],
                "ephemeral_block_device": [{"device_name": "/dev/sdb", "virtual_name": "ephemeral0"}]}"#,
        );
    }

    #[test]
    fn only_images_that_something_is_started_from_are_read() {
        let starts = [
            (
                DESCRIBE_INSTANCES,
                r#"{"Reservations": [{"Instances": [{"InstanceId": "i-1", "ImageId": "ami-used"}]}]}"#,
            ),
            (
                DESCRIBE_LAUNCH_TEMPLATE_VERSIONS,
                r#"{"LaunchTemplateVersions": [{"LaunchTemplateId": "lt-1",
                    "LaunchTemplateData": {"ImageId": "ami-used"}}]}"#,
            ),
        ];
        for (action, start) in starts {
            let made = shape(&SERVICE, &[(DESCRIBE_IMAGES, "", IMAGES), (action, "", start)]);
            let images: Vec<_> = made.iter().filter(|r| r.kind == "aws_ami").map(|r| &r.address).collect();
            assert_eq!(images.len(), 1, "{action}");
            assert_eq!(images[0].as_str(), "aws_ami.base-7");
        }
    }
}
