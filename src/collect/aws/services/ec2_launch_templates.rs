//! EC2: launch templates, as their latest version is.
//!
//! Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResponseLaunchTemplateData.html>

use std::collections::BTreeMap;

use super::ec2_compute::{DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, DESCRIBE_LAUNCH_TEMPLATES};
use super::ec2_instances::{CAPACITY_RESERVATION, CPU, METADATA, PRIVATE_DNS};
use super::instance_requirements::INSTANCE_REQUIREMENTS;
use super::nested::{Field, Form, attributes};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;

const DATA: &[Field] = &[
    Field("block_device_mappings", "BlockDeviceMappings", Form::Many(BLOCK_DEVICE)),
    Field(
        "capacity_reservation_specification",
        "CapacityReservationSpecification",
        Form::One(CAPACITY_RESERVATION),
    ),
    Field("cpu_options", "CpuOptions", Form::One(CPU)),
    Field(
        "credit_specification",
        "CreditSpecification",
        Form::One(&[Field("cpu_credits", "CpuCredits", Form::Text)]),
    ),
    Field("disable_api_stop", "DisableApiStop", Form::Flag),
    Field("disable_api_termination", "DisableApiTermination", Form::Flag),
    Field("ebs_optimized", "EbsOptimized", Form::FlagText),
    Field("enclave_options", "EnclaveOptions", Form::One(&[Field("enabled", "Enabled", Form::Flag)])),
    Field(
        "hibernation_options",
        "HibernationOptions",
        Form::One(&[Field("configured", "Configured", Form::Flag)]),
    ),
    Field(
        "iam_instance_profile",
        "IamInstanceProfile",
        Form::One(&[Field("arn", "Arn", Form::Text), Field("name", "Name", Form::Text)]),
    ),
    Field("image_id", "ImageId", Form::Text),
    Field("instance_initiated_shutdown_behavior", "InstanceInitiatedShutdownBehavior", Form::Text),
    Field("instance_market_options", "InstanceMarketOptions", Form::One(MARKET)),
    Field("instance_requirements", "InstanceRequirements", Form::One(INSTANCE_REQUIREMENTS)),
    Field("instance_type", "InstanceType", Form::Text),
    Field("kernel_id", "KernelId", Form::Text),
    Field("key_name", "KeyName", Form::Text),
    Field(
        "license_specification",
        "LicenseSpecifications",
        Form::Many(&[Field("license_configuration_arn", "LicenseConfigurationArn", Form::Text)]),
    ),
    Field(
        "maintenance_options",
        "MaintenanceOptions",
        Form::One(&[Field("auto_recovery", "AutoRecovery", Form::Text)]),
    ),
    Field("metadata_options", "MetadataOptions", Form::One(METADATA)),
    Field("monitoring", "Monitoring", Form::One(&[Field("enabled", "Enabled", Form::Flag)])),
    Field("network_interfaces", "NetworkInterfaces", Form::Many(INTERFACE)),
    Field(
        "network_performance_options",
        "NetworkPerformanceOptions",
        Form::New(&Form::One(&[Field("bandwidth_weighting", "BandwidthWeighting", Form::Text)])),
    ),
    Field("placement", "Placement", Form::One(PLACEMENT)),
    Field("private_dns_name_options", "PrivateDnsNameOptions", Form::One(PRIVATE_DNS)),
    Field("ram_disk_id", "RamDiskId", Form::Text),
    Field("security_group_names", "SecurityGroups", Form::Texts),
    Field(
        "tag_specifications",
        "TagSpecifications",
        Form::Many(&[Field("resource_type", "ResourceType", Form::Text), Field("tags", "Tags", Form::Tags)]),
    ),
    Field("user_data", "UserData", Form::Text),
    Field("vpc_security_group_ids", "SecurityGroupIds", Form::Texts),
];

const BLOCK_DEVICE: &[Field] = &[
    Field("device_name", "DeviceName", Form::Text),
    Field(
        "ebs",
        "Ebs",
        Form::One(&[
            Field("delete_on_termination", "DeleteOnTermination", Form::FlagText),
            Field("encrypted", "Encrypted", Form::FlagText),
            Field("iops", "Iops", Form::Int),
            Field("kms_key_id", "KmsKeyId", Form::Text),
            Field("snapshot_id", "SnapshotId", Form::Text),
            Field("throughput", "Throughput", Form::Int),
            Field("volume_initialization_rate", "VolumeInitializationRate", Form::New(&Form::Int)),
            Field("volume_size", "VolumeSize", Form::Int),
            Field("volume_type", "VolumeType", Form::Text),
        ]),
    ),
    Field("no_device", "NoDevice", Form::Text),
    Field("virtual_name", "VirtualName", Form::Text),
];

const MARKET: &[Field] = &[
    Field("market_type", "MarketType", Form::Text),
    Field(
        "spot_options",
        "SpotOptions",
        Form::One(&[
            Field("block_duration_minutes", "BlockDurationMinutes", Form::Int),
            Field("instance_interruption_behavior", "InstanceInterruptionBehavior", Form::Text),
            Field("max_price", "MaxPrice", Form::Text),
            Field("spot_instance_type", "SpotInstanceType", Form::Text),
            Field("valid_until", "ValidUntil", Form::Moment),
        ]),
    ),
];

const INTERFACE: &[Field] = &[
    Field("associate_carrier_ip_address", "AssociateCarrierIpAddress", Form::FlagText),
    Field("associate_public_ip_address", "AssociatePublicIpAddress", Form::FlagText),
    Field(
        "connection_tracking_specification",
        "ConnectionTrackingSpecification",
        Form::New(&Form::One(&[
            Field("tcp_established_timeout", "TcpEstablishedTimeout", Form::Int),
            Field("udp_stream_timeout", "UdpStreamTimeout", Form::Int),
            Field("udp_timeout", "UdpTimeout", Form::Int),
        ])),
    ),
    Field("delete_on_termination", "DeleteOnTermination", Form::FlagText),
    Field("description", "Description", Form::Text),
    Field("device_index", "DeviceIndex", Form::Int),
    Field("interface_type", "InterfaceType", Form::Text),
    Field("ipv4_address_count", "SecondaryPrivateIpAddressCount", Form::Int),
    Field("ipv4_addresses", "PrivateIpAddresses", Form::TextsOf("PrivateIpAddress")),
    Field("ipv4_prefix_count", "Ipv4PrefixCount", Form::Int),
    Field("ipv4_prefixes", "Ipv4Prefixes", Form::TextsOf("Ipv4Prefix")),
    Field("ipv6_address_count", "Ipv6AddressCount", Form::Int),
    Field("ipv6_addresses", "Ipv6Addresses", Form::TextsOf("Ipv6Address")),
    Field("ipv6_prefix_count", "Ipv6PrefixCount", Form::Int),
    Field("ipv6_prefixes", "Ipv6Prefixes", Form::TextsOf("Ipv6Prefix")),
    Field("network_card_index", "NetworkCardIndex", Form::Int),
    Field("network_interface_id", "NetworkInterfaceId", Form::Text),
    Field("primary_ipv6", "PrimaryIpv6", Form::New(&Form::FlagText)),
    Field("private_ip_address", "PrivateIpAddress", Form::Text),
    Field("security_groups", "Groups", Form::Texts),
    Field("subnet_id", "SubnetId", Form::Text),
];

const PLACEMENT: &[Field] = &[
    Field("affinity", "Affinity", Form::Text),
    Field("availability_zone", "AvailabilityZone", Form::Text),
    Field("group_id", "GroupId", Form::New(&Form::Text)),
    Field("group_name", "GroupName", Form::Text),
    Field("host_id", "HostId", Form::Text),
    Field("host_resource_group_arn", "HostResourceGroupArn", Form::Text),
    Field("partition_number", "PartitionNumber", Form::Int),
    Field("spread_domain", "SpreadDomain", Form::Text),
    Field("tenancy", "Tenancy", Form::Text),
];

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let latest = latest(answers);
    if answers.has(DESCRIBE_LAUNCH_TEMPLATES) {
        for template in answers.items(DESCRIBE_LAUNCH_TEMPLATES, "LaunchTemplates") {
            let version = latest.get(template.get("LaunchTemplateId").str());
            self::template(Some(template), version.copied(), made);
        }
    } else {
        // A file of versions tells all but the tags of the templates.
        for version in latest.values() {
            template(None, Some(*version), made);
        }
    }
}

/// Returns the latest version of each template, by the id of the template.
fn latest(answers: &Answers) -> BTreeMap<&str, Node<'_>> {
    let mut latest: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for version in answers.items(DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, "LaunchTemplateVersions") {
        let number = |version: Node<'_>| version.get("VersionNumber").int();
        let known = latest.entry(version.get("LaunchTemplateId").str()).or_insert(version);
        if number(*known) < number(version) {
            *known = version;
        }
    }
    latest
}

fn template(template: Option<Node<'_>>, version: Option<Node<'_>>, made: &mut Made) {
    let Some(of) = template.or(version) else { return };
    let id = of.get("LaunchTemplateId").str();
    let name = of.get("LaunchTemplateName").str();
    let mut building = made
        .resource("aws_launch_template", id)
        .called(name)
        .arn("ec2", &format!("launch-template/{id}"))
        .set("name", name);
    if let Some(version) = version {
        building = building.set("description", version.get("VersionDescription").str());
        for (name, value) in attributes(version.get("LaunchTemplateData"), DATA) {
            building = building.set(name, value);
        }
    }
    if let Some(template) = template {
        building = building
            .int("default_version", template.get("DefaultVersionNumber"))
            .int("latest_version", template.get("LatestVersionNumber"))
            .tags(template.get("Tags"));
    }
    building.done();
}

#[cfg(test)]
mod tests {
    use super::super::ec2_compute::SERVICE;
    use super::super::testing::{check, owner, shape};
    use super::*;

    const TEMPLATES: &str = r#"{"LaunchTemplates": [{"LaunchTemplateId": "lt-1", "LaunchTemplateName": "web",
        "DefaultVersionNumber": 1, "LatestVersionNumber": 2, "Tags": [{"Key": "Team", "Value": "web"}]}]}"#;

    const VERSIONS: &str = r#"{"LaunchTemplateVersions": [
        {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "web", "VersionNumber": 2,
         "VersionDescription": "second", "LaunchTemplateData": {"ImageId": "ami-1", "InstanceType": "t3.small",
            "UserData": "IyEvYmluL3NoCg==", "EbsOptimized": true, "SecurityGroupIds": ["sg-1"],
            "IamInstanceProfile": {"Name": "web"}, "Monitoring": {"Enabled": true},
            "MetadataOptions": {"HttpTokens": "required", "HttpEndpoint": "enabled"},
            "InstanceRequirements": {"VCpuCount": {"Min": 2, "Max": 4}, "MemoryMiB": {"Min": 2048},
                "MemoryGiBPerVCpu": {"Min": 1.5}, "CpuManufacturers": ["amd"], "BareMetal": "excluded"},
            "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": true, "VolumeSize": 20}}],
            "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": false, "Groups": ["sg-2"],
                "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.4"}]}],
            "Placement": {"Tenancy": "dedicated"},
            "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}]}},
        {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "web", "VersionNumber": 1,
         "LaunchTemplateData": {"ImageId": "ami-0"}}]}"#;

    #[test]
    fn a_template_is_as_its_latest_version_is() {
        let made = shape(
            &SERVICE,
            &[(DESCRIBE_LAUNCH_TEMPLATES, "", TEMPLATES), (DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, "", VERSIONS)],
        );
        check(
            &made,
            "aws_launch_template.web",
            r#"{"id": "lt-1", "arn": "arn:aws:ec2:eu-west-1:111111111111:launch-template/lt-1", "name": "web",
                "default_version": 1, "latest_version": 2, "description": "second", "image_id": "ami-1",
                "instance_type": "t3.small", "user_data": "IyEvYmluL3NoCg==", "ebs_optimized": "true",
                "disable_api_termination": false, "key_name": "", "vpc_security_group_ids": ["sg-1"],
                "security_group_names": [], "iam_instance_profile": [{"arn": "", "name": "web"}],
                "monitoring": [{"enabled": true}], "cpu_options": [], "instance_market_options": [],
                "metadata_options": [{"http_endpoint": "enabled", "http_protocol_ipv6": "",
                    "http_put_response_hop_limit": 0, "http_tokens": "required",
                    "instance_metadata_tags": ""}],
                "block_device_mappings": [{"device_name": "/dev/xvda", "ebs": [{"delete_on_termination": "",
                    "encrypted": "true", "iops": 0, "kms_key_id": "", "snapshot_id": "", "throughput": 0,
                    "volume_size": 20, "volume_type": ""}], "no_device": "", "virtual_name": ""}],
                "placement": [{"affinity": "", "availability_zone": "", "group_name": "", "host_id": "",
                    "host_resource_group_arn": "", "partition_number": 0, "spread_domain": "",
                    "tenancy": "dedicated"}],
                "tag_specifications": [{"resource_type": "instance", "tags": {"Name": "web"}}],
                "tags": {"Team": "web"}}"#,
        );
        let attributes = &made[0].attributes;
        let block = |name: &str| Node(attributes.get(name)).items().next().unwrap_or(Node::ABSENT);
        let interface = block("network_interfaces");
        assert_eq!(interface.get("associate_public_ip_address").str(), "false");
        assert_eq!(interface.get("ipv4_addresses").texts().collect::<Vec<_>>(), ["10.0.0.4"]);
        let requirements = block("instance_requirements");
        let range = |name: &str, end: &str| {
            requirements.get(name).items().next().and_then(|range| range.get(end).0.cloned())
        };
        assert_eq!(range("vcpu_count", "max"), Some(4.into()));
        assert_eq!(range("memory_mib", "max"), Some(0.into()), "no upper bound is stored as zero");
        assert_eq!(range("memory_gib_per_vcpu", "min"), crate::model::Number::parse("1.5").map(Into::into));
    }

    #[test]
    fn a_file_of_versions_gives_templates_without_tags() {
        let made = shape(&SERVICE, &[(DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, "", VERSIONS)]);
        assert_eq!(made.len(), 1);
        check(&made, "aws_launch_template.web", r#"{"id": "lt-1", "image_id": "ami-1"}"#);
        assert!(made[0].attributes.get("tags").is_none());
    }

    #[test]
    fn without_versions_what_a_template_holds_is_not_known() {
        let made = shape(&SERVICE, &[(DESCRIBE_LAUNCH_TEMPLATES, "", TEMPLATES)]);
        assert!(made[0].attributes.get("image_id").is_none());
        assert!(made[0].attributes.get("metadata_options").is_none());
    }

    #[test]
    fn a_template_that_a_node_group_made_is_owned() {
        let made = TEMPLATES.replace("Team", "eks:nodegroup-name");
        let made = shape(&SERVICE, &[(DESCRIBE_LAUNCH_TEMPLATES, "", &made)]);
        assert_eq!(owner(&made, "aws_launch_template.web"), Some("aws_eks_node_group/web"));
    }
}
