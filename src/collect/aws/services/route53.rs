//! Route 53: zones and health checks; records are in `route53_records`.
//!
//! Source: <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html>,
//! <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html>

use std::collections::BTreeMap;

use super::route53_records::{self, normal_name};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::Value;

pub(in crate::collect::aws) const LIST_HOSTED_ZONES: &str = "route53:ListHostedZones";
pub(in crate::collect::aws) const GET_HOSTED_ZONE: &str = "route53:GetHostedZone";
pub(in crate::collect::aws) const LIST_RESOURCE_RECORD_SETS: &str = "route53:ListResourceRecordSets";
pub(in crate::collect::aws) const LIST_HEALTH_CHECKS: &str = "route53:ListHealthChecks";
pub(in crate::collect::aws) const LIST_TAGS: &str = "route53:ListTagsForResources";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "Route 53",
    // Five requests a second are allowed to an account, for all of Route 53.
    rate: 4,
    is_global: true,
    calls: &[
        Call::new("ListHostedZones", LIST_HOSTED_ZONES)
            .of(&["aws_route53_zone", "aws_route53_record"])
            .told_by("HostedZones", "CallerReference"),
        Call::new("GetHostedZone", GET_HOSTED_ZONE).or_none(&["NoSuchHostedZone"]),
        Call::new("ListResourceRecordSets", LIST_RESOURCE_RECORD_SETS)
            .of(&["aws_route53_record"])
            .or_none(&["NoSuchHostedZone"])
            .told_by("ResourceRecordSets", ""),
        Call::new("ListHealthChecks", LIST_HEALTH_CHECKS)
            .of(&["aws_route53_health_check"])
            .told_by("HealthChecks", "HealthCheckConfig"),
        Call::new("ListTagsForResources", LIST_TAGS),
    ],
    shape,
};

/// Returns `Z123` for `/hostedzone/Z123`.
pub(in crate::collect::aws) fn zone_id(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

fn shape(answers: &Answers, made: &mut Made) {
    let tags: BTreeMap<&str, Node<'_>> = answers
        .items(LIST_TAGS, "ResourceTagSets")
        .filter_map(|set| Some((set.get("ResourceId").text()?, set.get("Tags"))))
        .collect();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for item in answers.items(LIST_HOSTED_ZONES, "HostedZones") {
        let id = zone_id(item.get("Id").str());
        names.insert(id, item.get("Name").str());
        zone(id, item, answers, tags.get(id).copied(), made);
    }
    for (zone, answer) in answers.all(LIST_RESOURCE_RECORD_SETS) {
        // A file tells no zone, but each has one record of this type, at its top.
        let sets = || answer.get("ResourceRecordSets").items();
        let top =
            || sets().find(|set| set.get("Type").text() == Some("SOA")).map(|set| set.get("Name").str());
        let apex = names.get(zone).copied().or_else(top).unwrap_or_default();
        for item in answer.get("ResourceRecordSets").items() {
            route53_records::record(zone, apex, item, made);
        }
    }
    for item in answers.items(LIST_HEALTH_CHECKS, "HealthChecks") {
        health_check(item, &tags, made);
    }
}

fn arn(made: &Made, resource: &str) -> String {
    let partition = match made.place().partition.as_str() {
        "" => "aws",
        partition => partition,
    };
    format!("arn:{partition}:route53:::{resource}")
}

fn zone(id: &str, item: Node<'_>, answers: &Answers, tags: Option<Node<'_>>, made: &mut Made) {
    let name = normal_name(item.get("Name").str());
    let arn = arn(made, &format!("hostedzone/{id}"));
    let servers = name_servers(id, item.get("Name").str(), answers);
    let details = answers.about(GET_HOSTED_ZONE, id);
    let is_private = item.get("Config").get("PrivateZone").bool() == Some(true);
    let mut zone = made
        .resource("aws_route53_zone", id)
        .set("arn", arn.as_str())
        .set("zone_id", id)
        .set("name", name.as_str())
        .copy("comment", item.get("Config").get("Comment"))
        .known("name_servers", servers.map(|servers| texts(servers.iter().map(String::as_str))))
        // Cloud Map and others keep zones of their own.
        .by_aws(item.get("LinkedService").is_there() && !item.get("LinkedService").is_none());
    if !is_private {
        zone = zone.set("vpc", Value::list([]));
    } else if details.is_there() {
        zone = zone.set("vpc", Value::list(details.get("VPCs").items().map(vpc)));
    }
    if details.is_there() {
        let set = details.get("DelegationSet").get("Id");
        zone = zone.set("delegation_set_id", zone_id(set.str()));
    }
    if let Some(tags) = tags {
        zone = zone.tags(tags);
    }
    zone.done();
}

fn vpc(item: Node<'_>) -> Value {
    fields([("vpc_id", item.get("VPCId").value()), ("vpc_region", item.get("VPCRegion").value())])
}

/// Returns the servers that the zone names for itself, sorted as the provider does; private zones have them too.
fn name_servers(id: &str, name: &str, answers: &Answers) -> Option<Vec<String>> {
    let sets = answers.all(LIST_RESOURCE_RECORD_SETS).filter(|(zone, _)| *zone == id);
    let mut of_zone = sets.flat_map(|(_, answer)| answer.get("ResourceRecordSets").items());
    let own =
        of_zone.find(|set| set.get("Type").text() == Some("NS") && set.get("Name").text() == Some(name))?;
    let values = own.get("ResourceRecords").items().filter_map(|record| record.get("Value").text());
    let mut servers: Vec<String> = values.map(|server| server.trim_end_matches('.').to_owned()).collect();
    servers.sort();
    Some(servers)
}

fn health_check(item: Node<'_>, tags: &BTreeMap<&str, Node<'_>>, made: &mut Made) {
    let Some(id) = item.get("Id").text() else { return };
    let config = item.get("HealthCheckConfig");
    let of = |name: &str| config.get(name);
    let number = |name: &str| Value::int(of(name).int().unwrap_or_default());
    let arn = arn(made, &format!("healthcheck/{id}"));
    let mut check = made
        .resource("aws_route53_health_check", id)
        .set("arn", arn.as_str())
        .copy("type", of("Type"))
        .copy("ip_address", of("IPAddress"))
        .copy("fqdn", of("FullyQualifiedDomainName"))
        .set("port", number("Port"))
        .copy("resource_path", of("ResourcePath"))
        .copy("search_string", of("SearchString"))
        .set("request_interval", number("RequestInterval"))
        .set("failure_threshold", number("FailureThreshold"))
        .set("child_health_threshold", number("HealthThreshold"))
        .set("child_healthchecks", texts(of("ChildHealthChecks").texts()))
        .bool("measure_latency", of("MeasureLatency"))
        .bool("invert_healthcheck", of("Inverted"))
        .bool("disabled", of("Disabled"))
        .bool("enable_sni", of("EnableSNI"))
        .set("regions", texts(of("Regions").texts()))
        .copy("cloudwatch_alarm_name", of("AlarmIdentifier").get("Name"))
        .copy("cloudwatch_alarm_region", of("AlarmIdentifier").get("Region"))
        .copy("insufficient_data_health_status", of("InsufficientDataHealthStatus"))
        .copy("routing_control_arn", of("RoutingControlArn"))
        .by_aws(item.get("LinkedService").is_there() && !item.get("LinkedService").is_none());
    if let Some(tags) = tags.get(id) {
        check = check.tags(*tags);
    }
    check.done();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;

    #[test]
    fn a_zone_has_the_servers_that_it_names_and_only_a_private_one_needs_asking() {
        let record = |name: &str, sort: &str, value: &str| {
            let values = Value::list([fields([("Value", value.into())])]);
            fields([("Name", name.into()), ("Type", sort.into()), ("ResourceRecords", values)])
        };
        let zone = |id: &str, is_private: bool| {
            fields([
                ("Id", Value::string(format!("/hostedzone/{id}"))),
                ("Name", "shop.example.".into()),
                ("Config", fields([("PrivateZone", is_private.into())])),
            ])
        };
        let mut answers = Answers::new(Place::default());
        let zones = Value::list([zone("Z1", false), zone("Z2", true)]);
        answers.push(LIST_HOSTED_ZONES, "", fields([("HostedZones", zones)]));
        let records = Value::list([
            record("eu.shop.example.", "NS", "ns-9.example."),
            record("shop.example.", "NS", "ns-1.example."),
        ]);
        answers.push(LIST_RESOURCE_RECORD_SETS, "Z1", fields([("ResourceRecordSets", records)]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        let of = |at: usize, name: &str| made.resources[at].attributes.get(name).cloned();
        assert_eq!(of(0, "name_servers"), Some(texts(["ns-1.example"])));
        assert_eq!(of(0, "vpc"), Some(Value::list([])), "a public zone has none");
        assert_eq!(of(1, "vpc"), None, "a private zone was not asked about");
        assert_eq!(of(1, "name_servers"), None);
        let owners: Vec<_> = made.resources[2..].iter().map(|record| record.owner.as_deref()).collect();
        assert_eq!(owners, [None, Some("AWS")]);
    }

    #[test]
    fn the_top_of_a_zone_is_known_without_its_name() {
        let record = |name: &str, sort: &str| fields([("Name", name.into()), ("Type", sort.into())]);
        let records = Value::list([
            record("shop.example.", "NS"),
            record("shop.example.", "SOA"),
            record("a.shop.example.", "A"),
        ]);
        let mut answers = Answers::new(Place::default());
        answers.push(LIST_RESOURCE_RECORD_SETS, "", fields([("ResourceRecordSets", records)]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        let owners: Vec<_> = made.resources.iter().map(|record| record.owner.as_deref()).collect();
        assert_eq!(owners, [Some("AWS"), Some("AWS"), None]);
    }
}
