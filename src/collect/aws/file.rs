//! Files that the AWS CLI wrote: `aws ec2 describe-instances > dev.json`.
//!
//! Such a file says neither what was asked nor of whom, so it is recognised by its members; account and region are
//! taken from ARNs in it. This file must not take for an answer what is something else.

use super::answer::{Answers, Node, Place};
use super::{Call, FORMAT, made, services};
use crate::collect::collected::Collected;
use crate::model::Value;

/// Returns whether a JSON document is what the AWS CLI prints for one of the calls that are known.
pub fn is_answer(document: &Value) -> bool {
    recognised(document).is_some()
}

/// Reads a document that [`is_answer`]; `None` for another.
pub fn document(document: Value) -> Option<Collected> {
    let call = recognised(&document)?;
    let place = place_of(&document);
    let is_cut = ["NextToken", "nextToken", "Marker", "NextMarker"];
    let is_cut = is_cut.iter().any(|member| document.get(member).is_some_and(|token| !token.is_empty()));
    let mut answers = Answers::new(place);
    answers.push(call.action, "", document);
    let mut made = made::shape(&answers);
    made.warnings.extend(services::tagging::unread(&made.unread));
    let mut collected = Collected {
        resources: made.resources,
        sensitive: made.sensitive,
        warnings: made.warnings,
        ..Collected::new(format!("{FORMAT} {}", call.action))
    };
    if is_cut {
        collected.missing.extend(call.kinds.iter().map(|kind| {
            crate::model::Missing {
                what: (*kind).to_owned(),
                why: "the file holds one page of several; let the CLI page by itself, without --max-items"
                    .to_owned(),
                kind: Some((*kind).into()),
                namespace: None,
            }
        }));
    }
    Some(collected)
}

fn recognised(document: &Value) -> Option<&'static Call> {
    let members = document.as_map()?;
    let has = |call: &'static Call| {
        let value = members.get(call.member)?;
        let element = match value {
            Value::List(items) => items.first(),
            other => Some(other),
        };
        // Of an empty list nothing but its name can be told.
        let fits = call.element.is_empty()
            || element
                .is_none_or(|element| element.as_map().is_some_and(|map| map.get(call.element).is_some()));
        fits.then_some(call)
    };
    services::calls().map(|(_, call)| call).filter(|call| !call.member.is_empty()).find_map(has)
}

/// Takes partition, account and region from the first ARN that has them, or the account from an owner and the
/// region from a zone.
fn place_of(document: &Value) -> Place {
    let mut rest = vec![document];
    let mut place = Place::default();
    while let Some(value) = rest.pop() {
        match value {
            Value::String(text) => {
                let parts: Vec<&str> = text.splitn(6, ':').collect();
                if let ["arn", partition, _, region, account, _] = *parts
                    && account.len() == 12
                {
                    place.partition = partition.into();
                    place.account = account.into();
                    if place.region.is_empty() {
                        place.region = region.into();
                    }
                }
            }
            Value::List(items) => rest.extend(items.iter().rev()),
            Value::Map(map) => {
                for owner in ["OwnerId", "ownerId"] {
                    if let (true, Some(owner)) =
                        (place.account.is_empty(), Node(Some(value)).entry(owner).text())
                    {
                        place.account = owner.into();
                    }
                }
                if place.region.is_empty()
                    && let Some(region) =
                        Node(Some(value)).entry("AvailabilityZone").text().and_then(region_of)
                {
                    place.region = region.into();
                }
                rest.extend(map.iter().map(|(_, value)| value));
            }
            _ => {}
        }
        if !place.account.is_empty() && !place.region.is_empty() {
            break;
        }
    }
    place
}

/// Returns the region of an availability zone, as `eu-west-1` of `eu-west-1a`; `None` for the zones of cities, whose
/// names go on after the region.
fn region_of(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|letter: char| letter.is_ascii_lowercase())?;
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (area, number) = region.rsplit_once('-')?;
    (is_number(number) && !area.split('-').any(is_number)).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_that_of_the_zone() {
        for (zone, region) in [
            ("eu-west-1a", Some("eu-west-1")),
            ("us-gov-east-1b", Some("us-gov-east-1")),
            ("us-west-2-lax-1a", None),
            ("eu-west-1", None),
            ("", None),
        ] {
            assert_eq!(region_of(zone), region, "{zone}");
        }
    }
}
