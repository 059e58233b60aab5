//! What a machine must have where no type is named: a block of launch templates and of Auto Scaling groups alike.
//!
//! Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirements.html>

use super::nested::{Field, Form};

const RANGE: Form = Form::One(&[Field("max", "Max", Form::Int), Field("min", "Min", Form::Int)]);
const DECIMALS: Form = Form::One(&[Field("max", "Max", Form::Number), Field("min", "Min", Form::Number)]);

pub(super) const INSTANCE_REQUIREMENTS: &[Field] = &[
    Field("accelerator_count", "AcceleratorCount", RANGE),
    Field("accelerator_manufacturers", "AcceleratorManufacturers", Form::Texts),
    Field("accelerator_names", "AcceleratorNames", Form::Texts),
    Field("accelerator_total_memory_mib", "AcceleratorTotalMemoryMiB", RANGE),
    Field("accelerator_types", "AcceleratorTypes", Form::Texts),
    Field("allowed_instance_types", "AllowedInstanceTypes", Form::Texts),
    Field("bare_metal", "BareMetal", Form::Text),
    Field("baseline_ebs_bandwidth_mbps", "BaselineEbsBandwidthMbps", RANGE),
    Field("burstable_performance", "BurstablePerformance", Form::Text),
    Field("cpu_manufacturers", "CpuManufacturers", Form::Texts),
    Field("excluded_instance_types", "ExcludedInstanceTypes", Form::Texts),
    Field("instance_generations", "InstanceGenerations", Form::Texts),
    Field("local_storage", "LocalStorage", Form::Text),
    Field("local_storage_types", "LocalStorageTypes", Form::Texts),
    Field(
        "max_spot_price_as_percentage_of_optimal_on_demand_price",
        "MaxSpotPriceAsPercentageOfOptimalOnDemandPrice",
        Form::New(&Form::Int),
    ),
    Field("memory_gib_per_vcpu", "MemoryGiBPerVCpu", DECIMALS),
    Field("memory_mib", "MemoryMiB", RANGE),
    Field("network_bandwidth_gbps", "NetworkBandwidthGbps", DECIMALS),
    Field("network_interface_count", "NetworkInterfaceCount", RANGE),
    Field(
        "on_demand_max_price_percentage_over_lowest_price",
        "OnDemandMaxPricePercentageOverLowestPrice",
        Form::Int,
    ),
    Field("require_hibernate_support", "RequireHibernateSupport", Form::Flag),
    Field("spot_max_price_percentage_over_lowest_price", "SpotMaxPricePercentageOverLowestPrice", Form::Int),
    Field("total_local_storage_gb", "TotalLocalStorageGB", DECIMALS),
    Field("vcpu_count", "VCpuCount", RANGE),
];
