//! What tests of mappings share: answers in the spelling of the AWS CLI and of the SDK, and what becomes of them.

use serde_json::Value as Json;

use crate::collect::aws::answer::{Answers, Place};
use crate::collect::aws::call::Service;
use crate::collect::aws::made::Made;
use crate::collect::json;
use crate::model::{Key, Resource, Value};

/// An answer: the action, what it was asked about, and what the CLI prints.
pub(super) type Answer = (&'static str, &'static str, Json);

/// Members whose keys are data, which no spelling changes; of a document too, which the SDK has as text.
const DATA: [&str; 9] = [
    "AdditionalVersionWeights",
    "AssumeRolePolicyDocument",
    "Endpoints",
    "Tags",
    "Variables",
    "dockerLabels",
    "labels",
    "options",
    "tags",
];

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
fn both_spellings<'s>(
    service: &Service,
    answers: &(impl Iterator<Item = (&'static str, &'s str, Value)> + Clone),
) -> Made {
    let place = Place { partition: "aws".into(), account: "111111111111".into(), region: "eu-west-1".into() };
    let made = |spelled: fn(Value) -> Value| {
        let mut all = Answers::new(place.clone());
        for (action, subject, answer) in answers.clone() {
            all.push(action, subject, spelled(answer));
        }
        let mut made = Made::new(place.clone());
        (service.shape)(&all, &mut made);
        made
    };
    let (cli, sdk) = (made(|value| value), made(as_the_sdk));
    assert_eq!(cli.resources, sdk.resources, "the spelling of the SDK gives another thing");
    cli
}

/// Shapes answers that are written as text.
#[track_caller]
pub(super) fn shape(service: &Service, answers: &[(&'static str, &str, &str)]) -> Vec<Resource> {
    let read = answers.iter().map(|(action, subject, text)| (*action, *subject, value(text)));
    both_spellings(service, &read).resources
}

/// Shapes answers.
#[track_caller]
pub(super) fn made(service: &Service, answers: &[(&'static str, &str, Json)]) -> Made {
    let read = answers.iter().map(|(action, subject, json)| (*action, *subject, Value::from(json.clone())));
    both_spellings(service, &read)
}

/// Returns the resources of answers.
#[track_caller]
pub(super) fn resources(service: &Service, answers: &[Answer]) -> Vec<Resource> {
    made(service, answers).resources
}

/// Finds a resource by its address.
#[track_caller]
pub(super) fn find<'a>(resources: &'a [Resource], address: &str) -> &'a Resource {
    let found = resources.iter().find(|resource| resource.address.as_str() == address);
    found.unwrap_or_else(|| {
        let all: Vec<&str> = resources.iter().map(|resource| resource.address.as_str()).collect();
        panic!("no {address} in {all:?}")
    })
}

/// Asserts that a resource has these attributes; others are not looked at.
#[track_caller]
pub(super) fn has(resource: &Resource, expected: &Json) {
    for (name, value) in expected.as_object().into_iter().flatten() {
        assert_eq!(
            resource.attributes.get(name),
            Some(&Value::from(value.clone())),
            "{} of {}",
            name,
            resource.address.as_str()
        );
    }
}

/// Asserts that nothing is said of attributes that no answer told.
#[track_caller]
pub(super) fn lacks(resource: &Resource, names: &[&str]) {
    for name in names {
        assert!(resource.attributes.get(name).is_none(), "{name} of {}", resource.address.as_str());
    }
}

/// Asserts what becomes of a resource: each attribute that is named, and no other value than given.
#[track_caller]
pub(super) fn check(resources: &[Resource], address: &str, expected: &str) {
    let resource = find(resources, address);
    let expected = value(expected);
    for (name, expected) in expected.as_map().into_iter().flat_map(|map| map.iter()) {
        let made = resource.attributes.get(name).unwrap_or(&Value::Null);
        assert_eq!(made, expected, "{address}: {name}");
    }
}

/// Returns who owns a resource.
#[track_caller]
pub(super) fn owner<'r>(resources: &'r [Resource], address: &str) -> Option<&'r str> {
    find(resources, address).owner.as_deref()
}

/// Spells members as the SDK does: `InstanceId` becomes `instance_id`.
fn as_the_sdk(value: Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.into_iter().map(as_the_sdk)),
        Value::Map(map) => Value::map(map.into_entries().into_iter().map(|(key, value)| {
            let is_data = DATA.contains(&key.as_str()) && value.as_map().is_some();
            (Key::new(&snake_case(&key)), if is_data { value } else { as_the_sdk(value) })
        })),
        other => other,
    }
}

fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (i, letter) in letters.iter().enumerate() {
        let follows_small = i > 0 && !letters[i - 1].is_ascii_uppercase();
        let begins_word = i > 0 && letters.get(i + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (follows_small || begins_word) {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
