//! Asking EC2 about machines, their volumes, interfaces, images and templates.

use aws_sdk_ec2::operation::describe_images::DescribeImagesOutput;
use aws_sdk_ec2::operation::describe_instance_credit_specifications::DescribeInstanceCreditSpecificationsOutput;
use aws_sdk_ec2::operation::describe_instances::DescribeInstancesOutput;
use aws_sdk_ec2::operation::describe_key_pairs::DescribeKeyPairsOutput;
use aws_sdk_ec2::operation::describe_network_interfaces::DescribeNetworkInterfacesOutput;
use aws_sdk_ec2::operation::describe_placement_groups::DescribePlacementGroupsOutput;
use aws_sdk_ec2::operation::describe_volumes::DescribeVolumesOutput;
use aws_sdk_ec2::operation::get_ebs_default_kms_key_id::GetEbsDefaultKmsKeyIdOutput;
use aws_sdk_ec2::operation::get_ebs_encryption_by_default::GetEbsEncryptionByDefaultOutput;
use aws_sdk_ec2::operation::get_instance_metadata_defaults::GetInstanceMetadataDefaultsOutput;
use aws_sdk_ec2::operation::get_snapshot_block_public_access_state::GetSnapshotBlockPublicAccessStateOutput;
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::ec2_compute::{
    DESCRIBE_IMAGES, DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS, DESCRIBE_INSTANCES, DESCRIBE_KEY_PAIRS,
    DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, DESCRIBE_LAUNCH_TEMPLATES, DESCRIBE_NETWORK_INTERFACES,
    DESCRIBE_PLACEMENT_GROUPS, DESCRIBE_VOLUMES, GET_EBS_DEFAULT_KMS_KEY_ID, GET_EBS_ENCRYPTION_BY_DEFAULT,
    GET_INSTANCE_METADATA_DEFAULTS, GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Elements of a page, the most that most lists give.
const PAGE: i32 = 1000;

/// Templates and their versions come in smaller pages.
const TEMPLATES: i32 = 200;

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_ec2, reading, &SERVICE);
    let instances = client.describe_instances().max_results(PAGE).into_paginator();
    reading.pages(DESCRIBE_INSTANCES, instances.send()).await;
    let volumes = client.describe_volumes().max_results(PAGE).into_paginator();
    reading.pages(DESCRIBE_VOLUMES, volumes.send()).await;
    if reading.answers.items(DESCRIBE_INSTANCES, "Reservations").next().is_some() {
        let credits = client.describe_instance_credit_specifications().max_results(PAGE).into_paginator();
        reading.pages(DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS, credits.send()).await;
    }
    let interfaces = client.describe_network_interfaces().max_results(PAGE).into_paginator();
    reading.pages(DESCRIBE_NETWORK_INTERFACES, interfaces.send()).await;
    let templates = client.describe_launch_templates().max_results(TEMPLATES).into_paginator();
    reading.pages(DESCRIBE_LAUNCH_TEMPLATES, templates.send()).await;
    if reading.answers.items(DESCRIBE_LAUNCH_TEMPLATES, "LaunchTemplates").next().is_some() {
        // Asked for `$Latest` without a template, AWS answers for all.
        // Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html>
        let versions = client.describe_launch_template_versions().versions("$Latest").max_results(TEMPLATES);
        reading.pages(DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, versions.into_paginator().send()).await;
    }
    let images = client.describe_images().owners("self").max_results(PAGE).into_paginator();
    reading.pages(DESCRIBE_IMAGES, images.send()).await;
    reading.one(DESCRIBE_KEY_PAIRS, "", client.describe_key_pairs().send()).await;
    reading.one(DESCRIBE_PLACEMENT_GROUPS, "", client.describe_placement_groups().send()).await;
    reading.one(GET_EBS_ENCRYPTION_BY_DEFAULT, "", client.get_ebs_encryption_by_default().send()).await;
    reading.one(GET_EBS_DEFAULT_KMS_KEY_ID, "", client.get_ebs_default_kms_key_id().send()).await;
    let snapshots = client.get_snapshot_block_public_access_state().send();
    reading.one(GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, "", snapshots).await;
    reading.one(GET_INSTANCE_METADATA_DEFAULTS, "", client.get_instance_metadata_defaults().send()).await;
}

trees! {
    struct DescribeInstancesOutput { reservations }
    struct aws_sdk_ec2::types::Reservation { owner_id, instances }
    struct aws_sdk_ec2::types::Instance {
        instance_id, image_id, instance_type, state, key_name, placement, monitoring, subnet_id, vpc_id,
        private_ip_address, private_dns_name, public_ip_address, public_dns_name, block_device_mappings,
        root_device_name, ebs_optimized, iam_instance_profile, instance_lifecycle, network_interfaces,
        outpost_arn, security_groups, source_dest_check, spot_instance_request_id, cpu_options,
        capacity_reservation_specification, hibernation_options, metadata_options, enclave_options,
        private_dns_name_options, maintenance_options, operator, tags,
    }
    struct aws_sdk_ec2::types::InstanceState { name }
    struct aws_sdk_ec2::types::Placement {
        availability_zone, group_id, group_name, partition_number, host_id, host_resource_group_arn, tenancy,
    }
    struct aws_sdk_ec2::types::Monitoring { state }
    struct aws_sdk_ec2::types::InstanceBlockDeviceMapping { device_name, ebs }
    struct aws_sdk_ec2::types::EbsInstanceBlockDevice { volume_id, delete_on_termination }
    struct aws_sdk_ec2::types::IamInstanceProfile { arn }
    struct aws_sdk_ec2::types::InstanceNetworkInterface {
        network_interface_id, association, attachment, ipv6_addresses, private_ip_addresses, source_dest_check,
        subnet_id,
    }
    struct aws_sdk_ec2::types::InstanceNetworkInterfaceAssociation { public_ip, carrier_ip, customer_owned_ip }
    struct aws_sdk_ec2::types::InstanceNetworkInterfaceAttachment { device_index }
    struct aws_sdk_ec2::types::InstanceIpv6Address { ipv6_address }
    struct aws_sdk_ec2::types::InstancePrivateIpAddress { primary, private_ip_address }
    struct aws_sdk_ec2::types::CpuOptions { core_count, threads_per_core, amd_sev_snp, nested_virtualization }
    struct aws_sdk_ec2::types::CapacityReservationSpecificationResponse {
        capacity_reservation_preference, capacity_reservation_target,
    }
    struct aws_sdk_ec2::types::CapacityReservationTargetResponse {
        capacity_reservation_id, capacity_reservation_resource_group_arn,
    }
    struct aws_sdk_ec2::types::HibernationOptions { configured }
    struct aws_sdk_ec2::types::InstanceMetadataOptionsResponse {
        http_tokens, http_put_response_hop_limit, http_endpoint, http_protocol_ipv6, instance_metadata_tags,
    }
    struct aws_sdk_ec2::types::EnclaveOptions { enabled }
    struct aws_sdk_ec2::types::PrivateDnsNameOptionsResponse {
        hostname_type, enable_resource_name_dns_a_record, enable_resource_name_dns_aaaa_record,
    }
    struct aws_sdk_ec2::types::InstanceMaintenanceOptions { auto_recovery }
    struct aws_sdk_ec2::types::OperatorResponse { managed, principal }
    struct DescribeInstanceCreditSpecificationsOutput { instance_credit_specifications }
    struct aws_sdk_ec2::types::InstanceCreditSpecification { instance_id, cpu_credits }
    struct DescribeVolumesOutput { volumes }
    struct aws_sdk_ec2::types::Volume {
        volume_id, availability_zone, encrypted, iops, kms_key_id, multi_attach_enabled, outpost_arn, size,
        snapshot_id, state, throughput, volume_type, volume_initialization_rate, attachments, tags,
    }
    struct aws_sdk_ec2::types::VolumeAttachment { instance_id, device, state, delete_on_termination }
    struct DescribeNetworkInterfacesOutput { network_interfaces }
    struct aws_sdk_ec2::types::NetworkInterface {
        network_interface_id, attachment, description, groups, interface_type, ipv4_prefixes, ipv6_addresses,
        ipv6_prefixes, mac_address, operator, outpost_arn, owner_id, private_dns_name, private_ip_address,
        private_ip_addresses, requester_managed, source_dest_check, subnet_id, tag_set,
    }
    struct aws_sdk_ec2::types::NetworkInterfaceAttachment {
        attachment_id, device_index, instance_id, network_card_index,
    }
    struct aws_sdk_ec2::types::NetworkInterfacePrivateIpAddress { primary, private_ip_address }
    struct aws_sdk_ec2::types::NetworkInterfaceIpv6Address { ipv6_address }
    struct aws_sdk_ec2::types::Ipv4PrefixSpecification { ipv4_prefix }
    struct aws_sdk_ec2::types::Ipv6PrefixSpecification { ipv6_prefix }
    struct DescribeImagesOutput { images }
    struct aws_sdk_ec2::types::Image {
        image_id, architecture, block_device_mappings, boot_mode, deprecation_time, description, ena_support,
        image_type, imds_support, kernel_id, name, owner_id, platform, public, ramdisk_id, root_device_name,
        sriov_net_support, tags, tpm_support, virtualization_type,
    }
    struct aws_sdk_ec2::types::BlockDeviceMapping { device_name, ebs, virtual_name }
    struct aws_sdk_ec2::types::EbsBlockDevice {
        delete_on_termination, encrypted, iops, outpost_arn, snapshot_id, throughput, volume_size, volume_type,
    }
    struct DescribeKeyPairsOutput { key_pairs }
    struct aws_sdk_ec2::types::KeyPairInfo { key_pair_id, key_name, key_type, key_fingerprint, tags }
    struct DescribePlacementGroupsOutput { placement_groups }
    struct aws_sdk_ec2::types::PlacementGroup {
        group_id, group_name, partition_count, spread_level, state, strategy, tags,
    }
    struct GetEbsEncryptionByDefaultOutput { ebs_encryption_by_default }
    struct GetEbsDefaultKmsKeyIdOutput { kms_key_id }
    struct GetSnapshotBlockPublicAccessStateOutput { state }
    struct GetInstanceMetadataDefaultsOutput { account_level }
    struct aws_sdk_ec2::types::InstanceMetadataDefaultsResponse {
        http_tokens, http_put_response_hop_limit, http_endpoint, instance_metadata_tags,
    }
    enum aws_sdk_ec2::types::InstanceType
    enum aws_sdk_ec2::types::InstanceStateName
    enum aws_sdk_ec2::types::MonitoringState
    enum aws_sdk_ec2::types::InstanceLifecycleType
    enum aws_sdk_ec2::types::AmdSevSnpSpecification
    enum aws_sdk_ec2::types::NestedVirtualizationSpecification
    enum aws_sdk_ec2::types::CapacityReservationPreference
    enum aws_sdk_ec2::types::HttpTokensState
    enum aws_sdk_ec2::types::InstanceMetadataEndpointState
    enum aws_sdk_ec2::types::InstanceMetadataProtocolState
    enum aws_sdk_ec2::types::InstanceMetadataTagsState
    enum aws_sdk_ec2::types::InstanceAutoRecoveryState
    enum aws_sdk_ec2::types::VolumeType
    enum aws_sdk_ec2::types::VolumeState
    enum aws_sdk_ec2::types::VolumeAttachmentState
    enum aws_sdk_ec2::types::NetworkInterfaceType
    enum aws_sdk_ec2::types::ArchitectureValues
    enum aws_sdk_ec2::types::BootModeValues
    enum aws_sdk_ec2::types::ImageTypeValues
    enum aws_sdk_ec2::types::ImdsSupportValues
    enum aws_sdk_ec2::types::PlatformValues
    enum aws_sdk_ec2::types::TpmSupportValues
    enum aws_sdk_ec2::types::VirtualizationType
    enum aws_sdk_ec2::types::KeyType
    enum aws_sdk_ec2::types::PlacementGroupState
    enum aws_sdk_ec2::types::PlacementStrategy
    enum aws_sdk_ec2::types::SpreadLevel
    enum aws_sdk_ec2::types::SnapshotBlockPublicAccessState
}
