//! Auto Scaling: launch configurations.
//!
//! Source: <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchConfiguration.html>

use super::autoscaling::DESCRIBE_LAUNCH_CONFIGURATIONS;
use super::nested::{Field, Form, attributes, object};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;
use crate::model::{Key, Value};

/// What images call their root device; which one an image has, only the image tells, which is mostly another's.
const ROOT_DEVICES: [&str; 2] = ["/dev/xvda", "/dev/sda1"];

/// User data is set in the form that does not lose it: the provider stores `user_data` as a checksum.
const CONFIGURATION: &[Field] = &[
    Field("arn", "LaunchConfigurationARN", Form::Text),
    Field("associate_public_ip_address", "AssociatePublicIpAddress", Form::Flag),
    Field("ebs_optimized", "EbsOptimized", Form::Flag),
    Field("iam_instance_profile", "IamInstanceProfile", Form::Text),
    Field("image_id", "ImageId", Form::Text),
    Field("instance_type", "InstanceType", Form::Text),
    Field("key_name", "KeyName", Form::Text),
    Field(
        "metadata_options",
        "MetadataOptions",
        Form::One(&[
            Field("http_endpoint", "HttpEndpoint", Form::Text),
            Field("http_put_response_hop_limit", "HttpPutResponseHopLimit", Form::Int),
            Field("http_tokens", "HttpTokens", Form::Text),
        ]),
    ),
    Field("name", "LaunchConfigurationName", Form::Text),
    Field("placement_tenancy", "PlacementTenancy", Form::Text),
    Field("security_groups", "SecurityGroups", Form::Texts),
    Field("spot_price", "SpotPrice", Form::Text),
];

const ROOT: &[Field] = &[
    Field("delete_on_termination", "DeleteOnTermination", Form::Flag),
    Field("encrypted", "Encrypted", Form::Flag),
    Field("iops", "Iops", Form::Int),
    Field("throughput", "Throughput", Form::Int),
    Field("volume_size", "VolumeSize", Form::Int),
    Field("volume_type", "VolumeType", Form::Text),
];

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for configuration in answers.items(DESCRIBE_LAUNCH_CONFIGURATIONS, "LaunchConfigurations") {
        self::configuration(configuration, made);
    }
}

fn configuration(configuration: Node<'_>, made: &mut Made) {
    let name = configuration.get("LaunchConfigurationName").str();
    let (mut root, mut disks, mut ephemeral) = (Vec::new(), Vec::new(), Vec::new());
    for device in configuration.get("BlockDeviceMappings").items() {
        let is_none = device.get("NoDevice").bool().unwrap_or_default();
        let name = device.get("DeviceName").str();
        if device.get("VirtualName").text().is_some() {
            ephemeral.push(with(
                Value::map([]),
                &[
                    ("device_name", name.into()),
                    ("no_device", is_none.into()),
                    ("virtual_name", device.get("VirtualName").value()),
                ],
            ));
        } else if ROOT_DEVICES.contains(&name) {
            root.extend(object(device.get("Ebs"), ROOT));
        } else {
            let disk = object(device.get("Ebs"), ROOT).unwrap_or_else(|| Value::map([]));
            disks.push(with(
                disk,
                &[
                    ("device_name", name.into()),
                    ("no_device", is_none.into()),
                    ("snapshot_id", device.get("Ebs").get("SnapshotId").str().into()),
                ],
            ));
        }
    }
    let monitoring = configuration.get("InstanceMonitoring").get("Enabled");
    let mut building = made.resource("aws_launch_configuration", name).called(name);
    for (name, value) in attributes(configuration, CONFIGURATION) {
        building = building.set(name, value);
    }
    building
        .bool("enable_monitoring", monitoring)
        .known("user_data_base64", configuration.get("UserData").text())
        .set("root_block_device", Value::list(root))
        .set("ebs_block_device", Value::list(disks))
        .set("ephemeral_block_device", Value::list(ephemeral))
        .done();
}

/// Adds attributes to an object.
fn with(mut object: Value, more: &[(&'static str, Value)]) -> Value {
    if let Value::Map(object) = &mut object {
        object.extend(more.iter().map(|(name, value)| (Key::new(name), value.clone())));
    }
    object
}

#[cfg(test)]
mod tests {
    use super::super::autoscaling::SERVICE;
    use super::super::testing::{check, shape};
    use super::*;

    #[test]
    fn a_launch_configuration_has_what_the_provider_stores_of_it() {
        let made = shape(
            &SERVICE,
            &[(
                DESCRIBE_LAUNCH_CONFIGURATIONS,
                "",
                r#"{"LaunchConfigurations": [{"LaunchConfigurationName": "old", "LaunchConfigurationARN": "arn:lc",
                "ImageId": "ami-1", "InstanceType": "t3.micro", "KeyName": "", "SecurityGroups": ["sg-1"],
                "UserData": "IyEvYmluL3NoCg==", "InstanceMonitoring": {"Enabled": false},
                "EbsOptimized": false, "AssociatePublicIpAddress": true,
                "MetadataOptions": {"HttpTokens": "required"},
                "BlockDeviceMappings": [
                    {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3",
                        "DeleteOnTermination": true, "Encrypted": true}},
                    {"DeviceName": "/dev/sdf", "Ebs": {"SnapshotId": "snap-1", "VolumeSize": 5}},
                    {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"}]}]}"#,
            )],
        );
        check(
            &made,
            "aws_launch_configuration.old",
            r#"{"id": "old", "name": "old", "arn": "arn:lc", "image_id": "ami-1", "instance_type": "t3.micro",
                "key_name": "", "security_groups": ["sg-1"], "enable_monitoring": false,
                "associate_public_ip_address": true, "user_data_base64": "IyEvYmluL3NoCg==", "spot_price": "",
                "metadata_options": [{"http_endpoint": "", "http_put_response_hop_limit": 0,
                    "http_tokens": "required"}],
                "root_block_device": [{"delete_on_termination": true, "encrypted": true, "iops": 0,
                    "throughput": 0, "volume_size": 20, "volume_type": "gp3"}],
                "ebs_block_device": [{"delete_on_termination": false, "device_name": "/dev/sdf",
                    "encrypted": false, "iops": 0, "no_device": false, "snapshot_id": "snap-1", "throughput": 0,
                    "volume_size": 5, "volume_type": ""}],
                "ephemeral_block_device": [{"device_name": "/dev/sdb", "no_device": false,
                    "virtual_name": "ephemeral0"}]}"#,
        );
    }
}
