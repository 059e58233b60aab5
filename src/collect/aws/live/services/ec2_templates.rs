//! What EC2 answers about launch templates, as trees.

use aws_sdk_ec2::operation::describe_launch_template_versions::DescribeLaunchTemplateVersionsOutput;
use aws_sdk_ec2::operation::describe_launch_templates::DescribeLaunchTemplatesOutput;

use crate::collect::aws::live::tree::trees;

trees! {
    struct DescribeLaunchTemplatesOutput { launch_templates }
    struct aws_sdk_ec2::types::LaunchTemplate {
        launch_template_id, launch_template_name, default_version_number, latest_version_number, tags,
    }
    struct DescribeLaunchTemplateVersionsOutput { launch_template_versions }
    struct aws_sdk_ec2::types::LaunchTemplateVersion {
        launch_template_id, launch_template_name, version_number, version_description, launch_template_data,
    }
    struct aws_sdk_ec2::types::ResponseLaunchTemplateData {
        block_device_mappings, capacity_reservation_specification, cpu_options, credit_specification,
        disable_api_stop, disable_api_termination, ebs_optimized, enclave_options, hibernation_options,
        iam_instance_profile, image_id, instance_initiated_shutdown_behavior, instance_market_options,
        instance_requirements, instance_type, kernel_id, key_name, license_specifications,
        maintenance_options, metadata_options, monitoring, network_interfaces, network_performance_options,
        placement, private_dns_name_options, ram_disk_id, security_groups, security_group_ids,
        tag_specifications, user_data,
    }
    struct aws_sdk_ec2::types::LaunchTemplateBlockDeviceMapping { device_name, ebs, no_device, virtual_name }
    struct aws_sdk_ec2::types::LaunchTemplateEbsBlockDevice {
        delete_on_termination, encrypted, iops, kms_key_id, snapshot_id, throughput, volume_initialization_rate,
        volume_size, volume_type,
    }
    struct aws_sdk_ec2::types::LaunchTemplateCapacityReservationSpecificationResponse {
        capacity_reservation_preference, capacity_reservation_target,
    }
    struct aws_sdk_ec2::types::LaunchTemplateCpuOptions {
        amd_sev_snp, core_count, threads_per_core, nested_virtualization,
    }
    struct aws_sdk_ec2::types::CreditSpecification { cpu_credits }
    struct aws_sdk_ec2::types::LaunchTemplateEnclaveOptions { enabled }
    struct aws_sdk_ec2::types::LaunchTemplateHibernationOptions { configured }
    struct aws_sdk_ec2::types::LaunchTemplateIamInstanceProfileSpecification { arn, name }
    struct aws_sdk_ec2::types::LaunchTemplateInstanceMarketOptions { market_type, spot_options }
    struct aws_sdk_ec2::types::LaunchTemplateSpotMarketOptions {
        block_duration_minutes, instance_interruption_behavior, max_price, spot_instance_type, valid_until,
    }
    struct aws_sdk_ec2::types::InstanceRequirements {
        accelerator_count, accelerator_manufacturers, accelerator_names, accelerator_total_memory_mib,
        accelerator_types, allowed_instance_types, bare_metal, baseline_ebs_bandwidth_mbps,
        burstable_performance, cpu_manufacturers, excluded_instance_types, instance_generations, local_storage,
        local_storage_types, max_spot_price_as_percentage_of_optimal_on_demand_price, memory_gib_per_v_cpu,
        memory_mib, network_bandwidth_gbps, network_interface_count,
        on_demand_max_price_percentage_over_lowest_price, require_hibernate_support,
        spot_max_price_percentage_over_lowest_price, total_local_storage_gb, v_cpu_count,
    }
    struct aws_sdk_ec2::types::AcceleratorCount { min, max }
    struct aws_sdk_ec2::types::AcceleratorTotalMemoryMiB { min, max }
    struct aws_sdk_ec2::types::BaselineEbsBandwidthMbps { min, max }
    struct aws_sdk_ec2::types::MemoryGiBPerVCpu { min, max }
    struct aws_sdk_ec2::types::MemoryMiB { min, max }
    struct aws_sdk_ec2::types::NetworkBandwidthGbps { min, max }
    struct aws_sdk_ec2::types::NetworkInterfaceCount { min, max }
    struct aws_sdk_ec2::types::TotalLocalStorageGb { min, max }
    struct aws_sdk_ec2::types::VCpuCountRange { min, max }
    struct aws_sdk_ec2::types::LaunchTemplateLicenseConfiguration { license_configuration_arn }
    struct aws_sdk_ec2::types::LaunchTemplateInstanceMaintenanceOptions { auto_recovery }
    struct aws_sdk_ec2::types::LaunchTemplateInstanceMetadataOptions {
        http_endpoint, http_protocol_ipv6, http_put_response_hop_limit, http_tokens, instance_metadata_tags,
    }
    struct aws_sdk_ec2::types::LaunchTemplatesMonitoring { enabled }
    struct aws_sdk_ec2::types::LaunchTemplateInstanceNetworkInterfaceSpecification {
        associate_carrier_ip_address, associate_public_ip_address, connection_tracking_specification,
        delete_on_termination, description, device_index, groups, interface_type, ipv4_prefix_count,
        ipv4_prefixes, ipv6_address_count, ipv6_addresses, ipv6_prefix_count, ipv6_prefixes,
        network_card_index, network_interface_id, primary_ipv6, private_ip_address, private_ip_addresses,
        secondary_private_ip_address_count, subnet_id,
    }
    struct aws_sdk_ec2::types::ConnectionTrackingSpecification {
        tcp_established_timeout, udp_stream_timeout, udp_timeout,
    }
    struct aws_sdk_ec2::types::Ipv4PrefixSpecificationResponse { ipv4_prefix }
    struct aws_sdk_ec2::types::Ipv6PrefixSpecificationResponse { ipv6_prefix }
    struct aws_sdk_ec2::types::PrivateIpAddressSpecification { primary, private_ip_address }
    struct aws_sdk_ec2::types::LaunchTemplateNetworkPerformanceOptions { bandwidth_weighting }
    struct aws_sdk_ec2::types::LaunchTemplatePlacement {
        affinity, availability_zone, group_id, group_name, host_id, host_resource_group_arn, partition_number,
        spread_domain, tenancy,
    }
    struct aws_sdk_ec2::types::LaunchTemplatePrivateDnsNameOptions {
        hostname_type, enable_resource_name_dns_a_record, enable_resource_name_dns_aaaa_record,
    }
    struct aws_sdk_ec2::types::LaunchTemplateTagSpecification { resource_type, tags }
    enum aws_sdk_ec2::types::ShutdownBehavior
    enum aws_sdk_ec2::types::MarketType
    enum aws_sdk_ec2::types::InstanceInterruptionBehavior
    enum aws_sdk_ec2::types::SpotInstanceType
    enum aws_sdk_ec2::types::AcceleratorManufacturer
    enum aws_sdk_ec2::types::AcceleratorName
    enum aws_sdk_ec2::types::AcceleratorType
    enum aws_sdk_ec2::types::BareMetal
    enum aws_sdk_ec2::types::BurstablePerformance
    enum aws_sdk_ec2::types::CpuManufacturer
    enum aws_sdk_ec2::types::InstanceGeneration
    enum aws_sdk_ec2::types::LocalStorage
    enum aws_sdk_ec2::types::LocalStorageType
    enum aws_sdk_ec2::types::LaunchTemplateAutoRecoveryState
    enum aws_sdk_ec2::types::LaunchTemplateInstanceMetadataEndpointState
    enum aws_sdk_ec2::types::LaunchTemplateInstanceMetadataProtocolIpv6
    enum aws_sdk_ec2::types::LaunchTemplateHttpTokensState
    enum aws_sdk_ec2::types::LaunchTemplateInstanceMetadataTagsState
    enum aws_sdk_ec2::types::InstanceBandwidthWeighting
    enum aws_sdk_ec2::types::ResourceType
}
