//! What tests of mappings share: answers in the spelling of the AWS CLI and of the SDK, and what becomes of them.

use crate::collect::aws::answer::{Answers, Place};
use crate::collect::aws::call::Service;
use crate::collect::aws::made::Made;
use crate::collect::json;
use crate::model::{Key, Resource, Value};

/// Reads JSON.
#[track_caller]
pub(super) fn value(text: &str) -> Value {
    json::parse(text).expect("the JSON of a test").value
}

/// Shapes answers, each with its action and subject.
///
/// The answers are written as the AWS CLI writes them; the law that the spelling of the SDK gives the same is
/// held for each.
#[track_caller]
pub(super) fn shape(service: &Service, answers: &[(&'static str, &str, &str)]) -> Vec<Resource> {
    let place = Place { partition: "aws".into(), account: "111111111111".into(), region: "eu-west-1".into() };
    let made = |spelled: fn(Value) -> Value| {
        let mut all = Answers::new(place.clone());
        for (action, subject, text) in answers {
            all.push(action, subject, spelled(value(text)));
        }
        let mut made = Made::new(place.clone());
        (service.shape)(&all, &mut made);
        made.resources
    };
    let (cli, sdk) = (made(|value| value), made(as_the_sdk));
    let told = |resources: &[Resource]| -> Vec<_> {
        resources.iter().map(|r| (r.address.clone(), r.owner.clone(), r.attributes.clone())).collect()
    };
    assert_eq!(told(&cli), told(&sdk), "the spelling of the SDK gives another thing");
    cli
}

/// Asserts what becomes of a resource: each attribute that is named, and no other value than given.
#[track_caller]
pub(super) fn check(resources: &[Resource], address: &str, expected: &str) {
    let addresses: Vec<&str> = resources.iter().map(|resource| resource.address.as_str()).collect();
    let resource = resources.iter().find(|resource| resource.address.as_str() == address);
    let resource = resource.unwrap_or_else(|| panic!("no {address} in {addresses:?}"));
    let expected = value(expected);
    for (name, expected) in expected.as_map().into_iter().flat_map(|map| map.iter()) {
        let made = resource.attributes.get(name).unwrap_or(&Value::Null);
        assert_eq!(made, expected, "{address}: {name}");
    }
}

/// Returns who owns a resource.
#[track_caller]
pub(super) fn owner<'r>(resources: &'r [Resource], address: &str) -> Option<&'r str> {
    let resource = resources.iter().find(|resource| resource.address.as_str() == address);
    resource.unwrap_or_else(|| panic!("no {address}")).owner.as_deref()
}

/// Spells members as the SDK does: `InstanceId` becomes `instance_id`.
fn as_the_sdk(value: Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.into_iter().map(as_the_sdk)),
        Value::Map(map) => Value::map(map.into_entries().into_iter().map(|(key, value)| {
            let mut name = String::new();
            for letter in key.chars() {
                if letter.is_ascii_uppercase() && name.ends_with(|last: char| last.is_ascii_lowercase()) {
                    name.push('_');
                }
                name.push(letter.to_ascii_lowercase());
            }
            (Key::new(&name), as_the_sdk(value))
        })),
        other => other,
    }
}
