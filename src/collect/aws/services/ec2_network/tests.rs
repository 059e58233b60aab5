//! Answers as the AWS CLI prints them, and what the provider would write of them.

mod links;
mod networks;
mod security_groups;

use serde_json::Value as Json;

use super::*;
use crate::collect::aws::answer::Place;
use crate::model::{Resource, Value};

/// Shapes answers of a service, and holds that the spelling of the SDK gives the same as that of the CLI.
pub(in crate::collect::aws::services) fn made(
    service: &Service,
    answers: &[(&'static str, &str, Json)],
) -> Made {
    let place = Place { partition: "aws".into(), account: "111111111111".into(), region: "eu-west-1".into() };
    let shaped = |respell: fn(&Json) -> Json| {
        let mut all = Answers::new(place.clone());
        for (action, subject, answer) in answers {
            all.push(action, subject, Value::from(respell(answer)));
        }
        let mut made = Made::new(place.clone());
        (service.shape)(&all, &mut made);
        made
    };
    let made = shaped(Json::clone);
    assert_eq!(made.resources, shaped(sdk).resources, "as the SDK spells it");
    made
}

/// Respells members as the SDK does: `CidrIpv6` as `cidr_ipv6`.
fn sdk(json: &Json) -> Json {
    match json {
        Json::Object(members) => Json::Object(
            members
                .iter()
                .map(|(key, value)| {
                    let mut name = String::new();
                    for letter in key.chars() {
                        if letter.is_ascii_uppercase() && !name.is_empty() {
                            name.push('_');
                        }
                        name.push(letter.to_ascii_lowercase());
                    }
                    (name, sdk(value))
                })
                .collect(),
        ),
        Json::Array(items) => items.iter().map(sdk).collect(),
        other => other.clone(),
    }
}

/// Returns the resource with this address.
pub(in crate::collect::aws::services) fn at<'m>(made: &'m Made, address: &str) -> &'m Resource {
    let found = made.resources.iter().find(|resource| resource.address.as_str() == address);
    let all = || made.resources.iter().map(|resource| resource.address.as_str()).collect::<Vec<_>>();
    found.unwrap_or_else(|| panic!("no {address} among {:?}", all()))
}

/// Holds that a resource has these attributes; `null` stands for one that is known to be unset.
pub(in crate::collect::aws::services) fn has(made: &Made, address: &str, attributes: &Json) {
    let resource = at(made, address);
    for (name, value) in attributes.as_object().unwrap() {
        assert_eq!(resource.attributes.get(name), Some(&Value::from(value.clone())), "{address} {name}");
    }
}

fn of(answers: &[(&'static str, &str, Json)]) -> Made {
    made(&SERVICE, answers)
}
