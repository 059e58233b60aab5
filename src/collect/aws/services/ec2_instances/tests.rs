//! What becomes of instances.

use super::*;
use crate::collect::aws::services::ec2_compute::SERVICE;
use crate::collect::aws::services::testing::{check, owner, shape};

const INSTANCE: &str = r#"{"Reservations": [{"OwnerId": "111111111111", "Instances": [{
        "InstanceId": "i-1", "ImageId": "ami-1", "InstanceType": "t3.small", "KeyName": "ops",
        "State": {"Code": 16, "Name": "running"}, "Monitoring": {"State": "pending"}, "EbsOptimized": true,
        "Placement": {"AvailabilityZone": "eu-west-1a", "GroupName": "", "Tenancy": "default"},
        "IamInstanceProfile": {"Arn": "arn:aws:iam::111111111111:instance-profile/path/web", "Id": "X"},
        "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.0.4", "SourceDestCheck": true,
        "CpuOptions": {"CoreCount": 1, "ThreadsPerCore": 2},
        "MetadataOptions": {"State": "applied", "HttpTokens": "required", "HttpPutResponseHopLimit": 2,
            "HttpEndpoint": "enabled", "HttpProtocolIpv6": "disabled", "InstanceMetadataTags": "disabled"},
        "EnclaveOptions": {"Enabled": false}, "MaintenanceOptions": {"AutoRecovery": "default"},
        "PrivateDnsNameOptions": {"HostnameType": "ip-name", "EnableResourceNameDnsARecord": true,
            "EnableResourceNameDnsAAAARecord": false},
        "CapacityReservationSpecification": {"CapacityReservationPreference": "open"},
        "HibernationOptions": {"Configured": false},
        "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "SourceDestCheck": false,
            "Attachment": {"DeviceIndex": 0}, "Ipv6Addresses": [],
            "PrivateIpAddresses": [{"Primary": true, "PrivateIpAddress": "10.0.0.4"},
                {"Primary": false, "PrivateIpAddress": "10.0.0.5"}]}],
        "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web"}],
        "RootDeviceName": "/dev/xvda",
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": "vol-1", "DeleteOnTermination": true}},
            {"DeviceName": "/dev/sdf", "Ebs": {"VolumeId": "vol-2", "DeleteOnTermination": false}}],
        "Tags": [{"Key": "Name", "Value": "web"}, {"Key": "aws:ec2launchtemplate:id", "Value": "lt-1"},
            {"Key": "aws:ec2launchtemplate:version", "Value": "3"}]}]}]}"#;

const VOLUMES: &str = r#"{"Volumes": [
        {"VolumeId": "vol-1", "Size": 20, "VolumeType": "gp3", "Iops": 3000, "Throughput": 125,
         "Encrypted": true, "KmsKeyId": "key-1", "SnapshotId": "snap-1", "AvailabilityZone": "eu-west-1a"},
        {"VolumeId": "vol-2", "Size": 100, "VolumeType": "gp2", "Iops": 300, "Encrypted": false,
         "SnapshotId": "", "AvailabilityZone": "eu-west-1a", "Tags": [{"Key": "Name", "Value": "data"}]}]}"#;

#[test]
fn an_instance_has_what_the_provider_stores_of_it() {
    let made = shape(&SERVICE, &[(DESCRIBE_INSTANCES, "", INSTANCE)]);
    check(
        &made,
        "aws_instance.i-1",
        r#"{"id": "i-1", "arn": "arn:aws:ec2:eu-west-1:111111111111:instance/i-1", "ami": "ami-1",
                "instance_type": "t3.small", "instance_state": "running", "key_name": "ops",
                "availability_zone": "eu-west-1a", "placement_group": "", "tenancy": "default",
                "iam_instance_profile": "web", "monitoring": true, "ebs_optimized": true,
                "hibernation": false, "subnet_id": "subnet-1", "source_dest_check": false,
                "private_ip": "10.0.0.4", "public_ip": "", "associate_public_ip_address": false,
                "secondary_private_ips": ["10.0.0.5"], "ipv6_addresses": [], "ipv6_address_count": 0,
                "primary_network_interface_id": "eni-1", "vpc_security_group_ids": ["sg-1"],
                "cpu_core_count": 1, "cpu_threads_per_core": 2,
                "cpu_options": [{"amd_sev_snp": "", "core_count": 1, "threads_per_core": 2}],
                "metadata_options": [{"http_endpoint": "enabled", "http_protocol_ipv6": "disabled",
                    "http_put_response_hop_limit": 2, "http_tokens": "required",
                    "instance_metadata_tags": "disabled"}],
                "enclave_options": [{"enabled": false}], "maintenance_options": [{"auto_recovery": "default"}],
                "private_dns_name_options": [{"enable_resource_name_dns_a_record": true,
                    "enable_resource_name_dns_aaaa_record": false, "hostname_type": "ip-name"}],
                "capacity_reservation_specification": [{"capacity_reservation_preference": "open",
                    "capacity_reservation_target": []}],
                "launch_template": [{"id": "lt-1", "version": "3"}], "tags": {"Name": "web"}}"#,
    );
    let attributes = &made[0].attributes;
    for unknown in [
        "user_data",
        "disable_api_termination",
        "instance_initiated_shutdown_behavior",
        "credit_specification",
        "security_groups",
    ] {
        assert!(attributes.get(unknown).is_none(), "{unknown} was not answered");
    }
}

#[test]
fn disks_are_joined_with_their_volumes() {
    let made = shape(&SERVICE, &[(DESCRIBE_INSTANCES, "", INSTANCE), (DESCRIBE_VOLUMES, "", VOLUMES)]);
    check(
        &made,
        "aws_instance.i-1",
        r#"{"root_block_device": [{"delete_on_termination": true, "device_name": "/dev/xvda",
                    "encrypted": true, "iops": 3000, "kms_key_id": "key-1", "tags": {}, "tags_all": {},
                    "throughput": 125, "volume_id": "vol-1", "volume_size": 20, "volume_type": "gp3"}],
                "ebs_block_device": [{"delete_on_termination": false, "device_name": "/dev/sdf",
                    "encrypted": false, "iops": 300, "kms_key_id": "", "snapshot_id": "",
                    "tags": {"Name": "data"}, "tags_all": {"Name": "data"}, "throughput": 0,
                    "volume_id": "vol-2", "volume_size": 100, "volume_type": "gp2"}]}"#,
    );
}

#[test]
fn instances_on_their_way_out_are_not_there() {
    for state in ["terminated", "shutting-down"] {
        let gone = INSTANCE.replace("running", state);
        assert!(shape(&SERVICE, &[(DESCRIBE_INSTANCES, "", &gone)]).is_empty(), "{state}");
    }
}

#[test]
fn instances_that_a_fleet_starts_and_ends_are_owned() {
    let tagged = |tag: &str| INSTANCE.replace("aws:ec2launchtemplate:id", tag);
    for (tag, by) in [
        ("karpenter.sh/nodepool", "NodePool/lt-1"),
        ("aws:ec2:fleet-id", "aws_ec2_fleet/lt-1"),
        ("aws:autoscaling:groupName", "aws_autoscaling_group/lt-1"),
        ("Team", ""),
    ] {
        let made = shape(&SERVICE, &[(DESCRIBE_INSTANCES, "", &tagged(tag))]);
        assert_eq!(owner(&made, "aws_instance.i-1").unwrap_or_default(), by, "{tag}");
    }
}

#[test]
fn credits_are_standard_unless_told_and_only_where_they_are_earned() {
    let told = r#"{"InstanceCreditSpecifications": [{"InstanceId": "i-1", "CpuCredits": "unlimited"}]}"#;
    let none = r#"{"InstanceCreditSpecifications": []}"#;
    for (kind, answer, expected) in [
        ("t3.small", told, r#"{"credit_specification": [{"cpu_credits": "unlimited"}]}"#),
        ("t3.small", none, r#"{"credit_specification": [{"cpu_credits": "standard"}]}"#),
        ("trn1.2xlarge", none, r#"{"credit_specification": []}"#),
    ] {
        let instance = INSTANCE.replace("t3.small", kind);
        let made = shape(
            &SERVICE,
            &[(DESCRIBE_INSTANCES, "", &instance), (DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS, "", answer)],
        );
        check(&made, "aws_instance.i-1", expected);
    }
}

#[test]
fn groups_have_names_in_the_default_network_only() {
    for (is_default, expected) in
        [("true", r#"{"security_groups": ["web"]}"#), ("false", r#"{"security_groups": []}"#)]
    {
        let networks = format!(r#"{{"Vpcs": [{{"VpcId": "vpc-1", "IsDefault": {is_default}}}]}}"#);
        let made = shape(&SERVICE, &[(DESCRIBE_INSTANCES, "", INSTANCE), (DESCRIBE_VPCS, "", &networks)]);
        check(&made, "aws_instance.i-1", expected);
    }
}
