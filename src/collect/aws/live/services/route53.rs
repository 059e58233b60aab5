//! Asking Route 53: zones, the records of each, health checks, and tags of ten at once.

use aws_sdk_route53::operation::get_hosted_zone::GetHostedZoneOutput;
use aws_sdk_route53::operation::list_health_checks::ListHealthChecksOutput;
use aws_sdk_route53::operation::list_hosted_zones::ListHostedZonesOutput;
use aws_sdk_route53::operation::list_resource_record_sets::ListResourceRecordSetsOutput;
use aws_sdk_route53::operation::list_tags_for_resources::ListTagsForResourcesOutput;
use aws_sdk_route53::types::{
    AlarmIdentifier, AliasTarget, CidrRoutingConfig, CloudWatchRegion, Coordinates, DelegationSet,
    GeoLocation, GeoProximityLocation, HealthCheck, HealthCheckConfig, HealthCheckRegion, HealthCheckType,
    HostedZone, HostedZoneConfig, InsufficientDataHealthStatus, LinkedService, ResourceRecord,
    ResourceRecordSet, ResourceRecordSetFailover, ResourceRecordSetRegion, ResourceTagSet, RrType, Tag,
    TagResourceType, Vpc, VpcRegion,
};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::route53::{
    GET_HOSTED_ZONE, LIST_HEALTH_CHECKS, LIST_HOSTED_ZONES, LIST_RESOURCE_RECORD_SETS, LIST_TAGS, SERVICE,
    zone_id,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Resources that one request for tags may name.
const TAGS_AT_ONCE: usize = 10;

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_route53, reading, &SERVICE);
    reading.pages(LIST_HOSTED_ZONES, client.list_hosted_zones().into_paginator().send()).await;
    reading.pages(LIST_HEALTH_CHECKS, client.list_health_checks().into_paginator().send()).await;
    let zones = reading.members(LIST_HOSTED_ZONES, "HostedZones", "Id");
    let zones: Vec<String> = zones.iter().map(|id| zone_id(id).to_owned()).collect();
    for zone in &zones {
        records(&client, zone, reading).await;
    }
    // Only private zones have what the list does not tell: their VPCs.
    let private: Vec<String> = reading
        .answers
        .items(LIST_HOSTED_ZONES, "HostedZones")
        .filter(|item| item.get("Config").get("PrivateZone").bool() == Some(true))
        .map(|item| zone_id(item.get("Id").str()).to_owned())
        .collect();
    reading.each(GET_HOSTED_ZONE, &private, |id| client.get_hosted_zone().id(id).send()).await;
    let checks = reading.members(LIST_HEALTH_CHECKS, "HealthChecks", "Id");
    for (sort, ids) in [(TagResourceType::Hostedzone, &zones), (TagResourceType::Healthcheck, &checks)] {
        for ids in ids.chunks(TAGS_AT_ONCE) {
            let tags = client.list_tags_for_resources().resource_type(sort.clone());
            reading.one(LIST_TAGS, "", tags.set_resource_ids(Some(ids.to_vec())).send()).await;
        }
    }
}

/// Reads all pages of the records of a zone; the SDK has no paginator for them.
async fn records(client: &aws_sdk_route53::Client, zone: &str, reading: &mut Reading<'_>) {
    let (mut name, mut sort, mut set) = (None, None, None);
    loop {
        let page = client
            .list_resource_record_sets()
            .hosted_zone_id(zone)
            .set_start_record_name(name.take())
            .set_start_record_type(sort.take())
            .set_start_record_identifier(set.take());
        let mut next = None;
        let asked = async {
            let answer = page.send().await;
            if let Ok(answer) = &answer
                && answer.is_truncated()
            {
                next = Some((
                    answer.next_record_name().map(str::to_owned),
                    answer.next_record_type().cloned(),
                    answer.next_record_identifier().map(str::to_owned),
                ));
            }
            answer
        };
        reading.one(LIST_RESOURCE_RECORD_SETS, zone, asked).await;
        match next {
            Some((next_name @ Some(_), next_sort, next_set)) => {
                (name, sort, set) = (next_name, next_sort, next_set);
            }
            _ => return,
        }
    }
}

trees! {
    struct ListHostedZonesOutput { hosted_zones }
    struct GetHostedZoneOutput { delegation_set, vpcs }
    struct ListResourceRecordSetsOutput { resource_record_sets }
    struct ListHealthChecksOutput { health_checks }
    struct ListTagsForResourcesOutput { resource_tag_sets }
    struct HostedZone { id, name, config, linked_service }
    struct HostedZoneConfig { comment, private_zone }
    struct LinkedService { service_principal }
    struct DelegationSet { id }
    struct Vpc { vpc_id, vpc_region }
    struct ResourceRecordSet {
        name, r#type, set_identifier, weight, region, geo_location, failover, multi_value_answer, ttl,
        resource_records, alias_target, health_check_id, traffic_policy_instance_id, cidr_routing_config,
        geo_proximity_location,
    }
    struct ResourceRecord { value }
    struct AliasTarget { hosted_zone_id, dns_name, evaluate_target_health }
    struct GeoLocation { continent_code, country_code, subdivision_code }
    struct GeoProximityLocation { aws_region, local_zone_group, coordinates, bias }
    struct Coordinates { latitude, longitude }
    struct CidrRoutingConfig { collection_id, location_name }
    struct HealthCheck { id, linked_service, health_check_config }
    struct HealthCheckConfig {
        ip_address, port, r#type, resource_path, fully_qualified_domain_name, search_string, request_interval,
        failure_threshold, measure_latency, inverted, disabled, health_threshold, child_health_checks,
        enable_sni, regions, alarm_identifier, insufficient_data_health_status, routing_control_arn,
    }
    struct AlarmIdentifier { region, name }
    struct ResourceTagSet { resource_id, tags }
    struct Tag { key, value }
    enum CloudWatchRegion
    enum HealthCheckRegion
    enum HealthCheckType
    enum InsufficientDataHealthStatus
    enum ResourceRecordSetFailover
    enum ResourceRecordSetRegion
    enum RrType
    enum VpcRegion
}
