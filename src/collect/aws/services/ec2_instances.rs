//! EC2: instances.
//!
//! What only a call for each instance tells is left out: user data, protection from termination and from stopping,
//! and what shutting down does.
//! Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html>

use std::collections::BTreeMap;

use super::ec2_compute::{
    DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS, DESCRIBE_INSTANCES, DESCRIBE_LAUNCH_TEMPLATES, DESCRIBE_VOLUMES,
};
use super::ec2_volumes::{block_devices, volumes};
use super::nested::{Field, Form, one};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Building, Made, fields, tags, texts};
use crate::model::Value;

/// The list of networks, which tells the default one; another mapping reads it.
const DESCRIBE_VPCS: &str = "ec2:DescribeVpcs";

/// Tags of those who start and end instances as they are needed, and the kind that the tag names.
const FLEET_TAGS: [(&str, &str); 6] = [
    ("karpenter.sh/nodepool", "NodePool"),
    ("karpenter.sh/provisioner-name", "Provisioner"),
    ("aws:ec2:fleet-id", "aws_ec2_fleet"),
    ("aws:ec2spot:fleet-request-id", "aws_spot_fleet_request"),
    ("aws:elasticmapreduce:job-flow-id", "aws_emr_cluster"),
    ("aws:batch:compute-environment", "aws_batch_compute_environment"),
];

pub(super) const CAPACITY_RESERVATION: &[Field] = &[
    Field("capacity_reservation_preference", "CapacityReservationPreference", Form::Text),
    Field(
        "capacity_reservation_target",
        "CapacityReservationTarget",
        Form::One(&[
            Field("capacity_reservation_id", "CapacityReservationId", Form::Text),
            Field(
                "capacity_reservation_resource_group_arn",
                "CapacityReservationResourceGroupArn",
                Form::Text,
            ),
        ]),
    ),
];

pub(super) const CPU: &[Field] = &[
    Field("amd_sev_snp", "AmdSevSnp", Form::Text),
    Field("core_count", "CoreCount", Form::Int),
    Field("nested_virtualization", "NestedVirtualization", Form::New(&Form::Text)),
    Field("threads_per_core", "ThreadsPerCore", Form::Int),
];

pub(super) const METADATA: &[Field] = &[
    Field("http_endpoint", "HttpEndpoint", Form::Text),
    Field("http_protocol_ipv6", "HttpProtocolIpv6", Form::Text),
    Field("http_put_response_hop_limit", "HttpPutResponseHopLimit", Form::Int),
    Field("http_tokens", "HttpTokens", Form::Text),
    Field("instance_metadata_tags", "InstanceMetadataTags", Form::Text),
];

pub(super) const PRIVATE_DNS: &[Field] = &[
    Field("enable_resource_name_dns_a_record", "EnableResourceNameDnsARecord", Form::Flag),
    Field("enable_resource_name_dns_aaaa_record", "EnableResourceNameDnsAAAARecord", Form::Flag),
    Field("hostname_type", "HostnameType", Form::Text),
];

/// Returns all instances that are not on their way out.
pub(super) fn instances(answers: &Answers) -> impl Iterator<Item = Node<'_>> {
    answers
        .items(DESCRIBE_INSTANCES, "Reservations")
        .flat_map(|reservation| reservation.get("Instances").items())
        .filter(|instance| !matches!(instance.get("State").get("Name").str(), "terminated" | "shutting-down"))
}

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    let around = Around {
        volumes: answers.has(DESCRIBE_VOLUMES).then(|| volumes(answers)),
        credits: credits(answers),
        templates: by(answers.items(DESCRIBE_LAUNCH_TEMPLATES, "LaunchTemplates"), "LaunchTemplateId"),
        networks: by(answers.items(DESCRIBE_VPCS, "Vpcs"), "VpcId"),
    };
    for instance in instances(answers) {
        self::instance(instance, &around, made);
    }
}

/// What other answers tell of instances.
struct Around<'a> {
    /// Volumes by their id; `None` where they were not answered.
    volumes: Option<BTreeMap<&'a str, Node<'a>>>,
    /// CPU credits by the id of the instance; `None` where they were not answered.
    credits: Option<BTreeMap<&'a str, Node<'a>>>,
    templates: BTreeMap<&'a str, Node<'a>>,
    networks: BTreeMap<&'a str, Node<'a>>,
}

fn by<'a>(items: impl Iterator<Item = Node<'a>>, id: &str) -> BTreeMap<&'a str, Node<'a>> {
    items.filter_map(|item| Some((item.get(id).text()?, item))).collect()
}

fn credits(answers: &Answers) -> Option<BTreeMap<&str, Node<'_>>> {
    let mut all = answers.all(DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS).peekable();
    if all.peek().is_none_or(|(_, answer)| answer.is_none()) {
        return None;
    }
    let list = answers.items(DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS, "InstanceCreditSpecifications");
    Some(by(list, "InstanceId"))
}

fn instance(instance: Node<'_>, around: &Around<'_>, made: &mut Made) {
    let of = |member: &str| instance.get(member);
    let id = of("InstanceId").str();
    let placement = of("Placement");
    let monitoring = of("Monitoring").get("State").str();
    let interfaces = of("NetworkInterfaces");
    let primary = primary(interfaces).unwrap_or(Node::ABSENT);
    let (root, disks) = block_devices(instance, around.volumes.as_ref());
    let mut building = made
        .resource("aws_instance", id)
        .arn("ec2", &format!("instance/{id}"))
        .set("ami", of("ImageId").str())
        .set("instance_type", of("InstanceType").str())
        .copy("instance_state", of("State").get("Name"))
        .set("availability_zone", placement.get("AvailabilityZone").str())
        .set("placement_group", placement.get("GroupName").str())
        .copy("host_id", placement.get("HostId"))
        .known("host_resource_group_arn", placement.get("HostResourceGroupArn").text())
        .known("placement_group_id", placement.get("GroupId").text())
        .set("placement_partition_number", placement.get("PartitionNumber").int().unwrap_or_default())
        .set("tenancy", placement.get("Tenancy").text().unwrap_or("default"))
        .set("key_name", of("KeyName").str())
        .set(
            "iam_instance_profile",
            of("IamInstanceProfile").get("Arn").str().rsplit('/').next().unwrap_or(""),
        )
        .set("monitoring", matches!(monitoring, "enabled" | "pending"))
        .bool("ebs_optimized", of("EbsOptimized"))
        .bool("hibernation", of("HibernationOptions").get("Configured"))
        .set("private_ip", of("PrivateIpAddress").str())
        .set("private_dns", of("PrivateDnsName").str())
        .set("public_ip", of("PublicIpAddress").str())
        .set("public_dns", of("PublicDnsName").str())
        .set("outpost_arn", of("OutpostArn").str())
        .set("instance_lifecycle", of("InstanceLifecycle").str())
        .set("spot_instance_request_id", of("SpotInstanceRequestId").str())
        .known("cpu_core_count", of("CpuOptions").get("CoreCount").int())
        .known("cpu_threads_per_core", of("CpuOptions").get("ThreadsPerCore").int())
        .set("cpu_options", one(of("CpuOptions"), CPU))
        .set("metadata_options", one(of("MetadataOptions"), METADATA))
        .set("enclave_options", one(of("EnclaveOptions"), &[Field("enabled", "Enabled", Form::Flag)]))
        .set(
            "maintenance_options",
            one(of("MaintenanceOptions"), &[Field("auto_recovery", "AutoRecovery", Form::Text)]),
        )
        .set("private_dns_name_options", one(of("PrivateDnsNameOptions"), PRIVATE_DNS))
        .set(
            "capacity_reservation_specification",
            one(of("CapacityReservationSpecification"), CAPACITY_RESERVATION),
        )
        .set("root_block_device", Value::list(root))
        .set("ebs_block_device", Value::list(disks))
        .set("ephemeral_block_device", Value::list([]))
        .set("launch_template", Value::list(template(of("Tags"), around)))
        .known("credit_specification", credit(instance, around))
        .known("security_groups", group_names(instance, around))
        .owned(fleet(instance))
        .tags(of("Tags"));
    building = network(building, instance, primary, interfaces.items().next().is_some());
    building.done();
}

/// Returns the interface that an instance cannot be without.
fn primary(interfaces: Node<'_>) -> Option<Node<'_>> {
    interfaces.items().find(|interface| interface.get("Attachment").get("DeviceIndex").int() == Some(0))
}

/// What the provider reads of the primary interface; a stopped instance may have none.
fn network<'m>(
    building: Building<'m>,
    instance: Node<'_>,
    primary: Node<'_>,
    has_interfaces: bool,
) -> Building<'m> {
    let subnet = primary.get("SubnetId").text().or(instance.get("SubnetId").text()).unwrap_or_default();
    let check = primary.get("SourceDestCheck").bool().or(instance.get("SourceDestCheck").bool());
    let secondary = primary.get("PrivateIpAddresses").items();
    let secondary = secondary.filter(|address| address.get("Primary").bool() != Some(true));
    let sixth = primary.get("Ipv6Addresses");
    // An association without an address is none.
    let has_public = if has_interfaces {
        primary.get("Association").entries().next().is_some()
    } else {
        instance.get("PublicIpAddress").text().is_some()
    };
    let count = i64::try_from(sixth.items().count()).unwrap_or_default();
    building
        .set("subnet_id", subnet)
        .known("source_dest_check", check)
        .set("primary_network_interface_id", primary.get("NetworkInterfaceId").str())
        .set("associate_public_ip_address", has_public)
        .set("ipv6_address_count", count)
        .set("ipv6_addresses", texts(sixth.items().filter_map(|six| six.get("Ipv6Address").text())))
        .set("secondary_private_ips", texts(secondary.filter_map(|ip| ip.get("PrivateIpAddress").text())))
        .set(
            "vpc_security_group_ids",
            texts(instance.get("SecurityGroups").items().filter_map(|group| group.get("GroupId").text())),
        )
}

/// Returns the names of security groups, which the provider stores only in the default network and outside of
/// networks; `None` where the network is not known.
fn group_names(instance: Node<'_>, around: &Around<'_>) -> Option<Value> {
    let by_name = match instance.get("VpcId").text() {
        Some(network) => around.networks.get(network)?.get("IsDefault").bool().unwrap_or_default(),
        None => true,
    };
    let groups = instance.get("SecurityGroups").items();
    let names = groups.filter(|_| by_name).filter_map(|group| group.get("GroupName").text());
    Some(texts(names))
}

/// Returns the credit option of an instance that earns credits.
///
/// Asked about no instance in particular, AWS lists those with `unlimited` and those that just left it; all others
/// of these types are `standard`.
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceCreditSpecifications.html>
fn credit(instance: Node<'_>, around: &Around<'_>) -> Option<Value> {
    let credits = around.credits.as_ref()?;
    let mut letters = instance.get("InstanceType").str().bytes();
    let earns = letters.next() == Some(b't') && letters.next().is_some_and(|letter| letter.is_ascii_digit());
    let of = credits.get(instance.get("InstanceId").str());
    let option = of.and_then(|of| of.get("CpuCredits").text()).unwrap_or("standard");
    Some(Value::list(earns.then(|| fields([("cpu_credits", option.into())]))))
}

/// Returns the launch template that tags of AWS name.
fn template(of_tags: Node<'_>, around: &Around<'_>) -> Option<Value> {
    let tags = tags(of_tags);
    let tag = |name: &str| {
        let (_, value) = tags.iter().find(|(key, _)| key.as_str() == name)?;
        value.as_str()
    };
    let id = tag("aws:ec2launchtemplate:id")?;
    let name = around.templates.get(id).map(|template| template.get("LaunchTemplateName").value());
    let version = tag("aws:ec2launchtemplate:version").unwrap_or_default();
    Some(match name {
        Some(name) => fields([("id", id.into()), ("name", name), ("version", version.into())]),
        None => fields([("id", id.into()), ("version", version.into())]),
    })
}

/// Returns who starts and ends an instance as it is needed.
fn fleet(instance: Node<'_>) -> Option<String> {
    let operator = instance.get("Operator");
    if operator.get("Managed").bool() == Some(true) {
        return Some(operator.get("Principal").text().unwrap_or("AWS").to_owned());
    }
    let tags = tags(instance.get("Tags"));
    FLEET_TAGS.iter().find_map(|(tag, kind)| {
        let (_, value) = tags.iter().find(|(key, _)| key.as_str() == *tag)?;
        Some(format!("{kind}/{}", value.as_str().unwrap_or_default()))
    })
}

#[cfg(test)]
mod tests;
