//! Route 53: records, under the names that the provider gives them.
//!
//! Source: <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html>. This file must not
//! know how records are asked for.

use crate::collect::aws::answer::Node;
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::Value;

/// Puts a record into the model. `apex` is the name of the zone, as the API writes it.
///
/// The id has the full name; where code has a short one, the provider's id is shorter, and `fqdn` is what both have.
/// Which of both was asked for as `name` is not known.
pub(super) fn record(zone: &str, apex: &str, item: Node<'_>, made: &mut Made) {
    let (Some(full), Some(sort)) = (item.get("Name").text(), item.get("Type").text()) else { return };
    let name = plain_name(full);
    let set = item.get("SetIdentifier");
    let mut parts: Vec<&str> = Vec::with_capacity(4);
    if !zone.is_empty() {
        parts.push(zone);
    }
    parts.extend([name.as_str(), sort]);
    parts.extend(set.text());
    let is_apex = full == apex && matches!(sort, "NS" | "SOA");
    let policy = item.get("TrafficPolicyInstanceId").text();
    let values = item.get("ResourceRecords").items().filter_map(|record| record.get("Value").text());
    let quoted = matches!(sort, "TXT" | "SPF");
    let values: Vec<&str> = values.map(|value| if quoted { unquoted(value) } else { value }).collect();
    made.resource("aws_route53_record", &parts.join("_"))
        .known("zone_id", Some(zone).filter(|zone| !zone.is_empty()))
        .set("fqdn", full_name(full))
        .set("type", sort)
        // The provider writes 0 for that of an alias, which has none.
        .set("ttl", Value::int(item.get("TTL").int().unwrap_or_default()))
        .set("records", texts(values))
        .block("alias", alias(item.get("AliasTarget")))
        .copy("set_identifier", set)
        .copy("health_check_id", item.get("HealthCheckId"))
        .bool("multivalue_answer_routing_policy", item.get("MultiValueAnswer"))
        .block("failover_routing_policy", one("type", item.get("Failover")))
        .block("latency_routing_policy", one("region", item.get("Region")))
        .block("weighted_routing_policy", one("weight", item.get("Weight")))
        .block("geolocation_routing_policy", geolocation(item.get("GeoLocation")))
        .block("geoproximity_routing_policy", geoproximity(item.get("GeoProximityLocation")))
        .block("cidr_routing_policy", cidr(item.get("CidrRoutingConfig")))
        .owned(policy.map(|policy| format!("aws_route53_traffic_policy_instance/{policy}")))
        .by_aws(is_apex)
        .done();
}

/// Returns a name as the provider writes it: in lower case and without the last dot.
pub(super) fn normal_name(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_lowercase()
}

/// Returns the full name of a record as the provider writes it: of what the API writes in octal, only a star that
/// stands for any name is put back.
///
/// Source: <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/route53/record.go>
fn full_name(name: &str) -> Value {
    let name = normal_name(name);
    Value::string(match name.strip_prefix("\\052.") {
        Some(rest) => format!("*.{rest}"),
        None => name,
    })
}

/// Returns a name as people write it: the characters that the API writes in octal (`\052` for `*`) stand for
/// themselves.
fn plain_name(name: &str) -> String {
    let name = normal_name(name);
    let mut plain = String::with_capacity(name.len());
    let mut rest = name.as_str();
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let code = after.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match code.filter(u8::is_ascii) {
            Some(code) => {
                plain.push(char::from(code));
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                plain.push('\\');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The provider writes texts without the outer quotes.
fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

fn alias(target: Node<'_>) -> Option<Value> {
    let name = target.get("DNSName").text()?;
    Some(fields([
        ("evaluate_target_health", target.get("EvaluateTargetHealth").bool().unwrap_or_default().into()),
        ("name", Value::string(normal_name(name))),
        ("zone_id", target.get("HostedZoneId").value()),
    ]))
}

/// A block of one attribute, where it is given.
fn one(name: &str, node: Node<'_>) -> Option<Value> {
    (node.is_there() && !node.is_none()).then(|| fields([(name, node.value())]))
}

fn geolocation(place: Node<'_>) -> Option<Value> {
    place.is_there().then(|| {
        fields([
            ("continent", place.get("ContinentCode").value()),
            ("country", place.get("CountryCode").value()),
            ("subdivision", place.get("SubdivisionCode").value()),
        ])
    })
}

fn geoproximity(place: Node<'_>) -> Option<Value> {
    let coordinates = place.get("Coordinates");
    let coordinates = coordinates.is_there().then(|| {
        fields([
            ("latitude", coordinates.get("Latitude").value()),
            ("longitude", coordinates.get("Longitude").value()),
        ])
    });
    place.is_there().then(|| {
        fields([
            ("aws_region", place.get("AWSRegion").value()),
            ("bias", Value::int(place.get("Bias").int().unwrap_or_default())),
            ("coordinates", Value::list(coordinates)),
            ("local_zone_group", place.get("LocalZoneGroup").value()),
        ])
    })
}

fn cidr(config: Node<'_>) -> Option<Value> {
    config.is_there().then(|| {
        fields([
            ("collection_id", config.get("CollectionId").value()),
            ("location_name", config.get("LocationName").value()),
        ])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;

    fn shaped(item: &Value) -> crate::model::Resource {
        let mut made = Made::new(Place::default());
        record("Z1", "shop.example.", Node(Some(item)), &mut made);
        made.resources.remove(0)
    }

    #[test]
    fn names_are_written_as_the_provider_writes_them() {
        for (told, written) in [
            ("www.Example.com.", "www.example.com"),
            ("\\052.example.com.", "*.example.com"),
            ("\\100.example.com", "@.example.com"),
            ("a\\9b.example.com", "a\\9b.example.com"),
            ("a\\", "a\\"),
        ] {
            assert_eq!(plain_name(told), written);
        }
    }

    #[test]
    fn the_full_name_keeps_the_octal_of_all_but_the_first_star() {
        for (told, written) in [
            ("\\052.Example.com.", "*.example.com"),
            ("0\\05728.2.0.192.in-addr.arpa.", "0\\05728.2.0.192.in-addr.arpa"),
            ("a.\\052.example.com.", "a.\\052.example.com"),
        ] {
            let record = shaped(&fields([("Name", told.into()), ("Type", "A".into())]));
            assert_eq!(record.attributes.get("fqdn"), Some(&Value::from(written)));
        }
    }

    #[test]
    fn the_servers_of_a_zone_are_its_own_and_those_of_a_part_are_not() {
        let owner =
            |name: &str, sort: &str| shaped(&fields([("Name", name.into()), ("Type", sort.into())])).owner;
        assert_eq!(owner("shop.example.", "NS").as_deref(), Some("AWS"));
        assert_eq!(owner("shop.example.", "SOA").as_deref(), Some("AWS"));
        assert_eq!(owner("shop.example.", "A"), None);
        assert_eq!(owner("eu.shop.example.", "NS"), None);
    }

    #[test]
    fn a_weighted_text_has_its_set_in_its_id_and_no_quotes() {
        let values = Value::list([fields([("Value", "\"v=spf1\" \"-all\"".into())])]);
        let record = shaped(&fields([
            ("Name", "shop.example.".into()),
            ("Type", "TXT".into()),
            ("SetIdentifier", "blue".into()),
            ("Weight", Value::int(0)),
            ("ResourceRecords", values),
        ]));
        let of = |name: &str| Node(record.attributes.get(name));
        assert_eq!(of("id").text(), Some("Z1_shop.example_TXT_blue"));
        assert_eq!(of("records").texts().collect::<Vec<_>>(), ["v=spf1\" \"-all"]);
        let weight = of("weighted_routing_policy").items().next().map(|block| block.entry("weight").int());
        assert_eq!(weight, Some(Some(0)));
        assert_eq!(of("alias").items().count(), 0);
    }
}
