//! What tests of services share: answers as the CLI prints them become resources, and the SDK's spelling of the same
//! answers becomes the same resources.

use serde_json::Value as Json;

use crate::collect::aws::answer::{Answers, Place};
use crate::collect::aws::call::Service;
use crate::collect::aws::made::Made;
use crate::model::{Resource, Value};

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

/// Makes the resources of answers in both spellings, which must be the same, and returns them.
pub(super) fn resources(service: &Service, answers: &[Answer]) -> Vec<Resource> {
    let made = |spell: &dyn Fn(&Json) -> Json| {
        let place =
            Place { partition: "aws".into(), account: "111111111111".into(), region: "eu-west-1".into() };
        let mut all = Answers::new(place.clone());
        for (action, subject, answer) in answers {
            all.push(action, subject, Value::from(spell(answer)));
        }
        let mut made = Made::new(place);
        (service.shape)(&all, &mut made);
        made.resources
    };
    let (of_cli, of_sdk) = (made(&Json::clone), made(&sdk));
    assert_eq!(of_cli.len(), of_sdk.len());
    for (cli, sdk) in of_cli.iter().zip(&of_sdk) {
        assert_eq!(cli.address, sdk.address);
        assert_eq!(cli.owner, sdk.owner, "{}", cli.address.as_str());
        assert_eq!(cli.attributes, sdk.attributes, "{}", cli.address.as_str());
    }
    of_cli
}

/// Finds a resource by its address.
pub(super) fn find<'a>(resources: &'a [Resource], address: &str) -> &'a Resource {
    let found = resources.iter().find(|resource| resource.address.as_str() == address);
    found.unwrap_or_else(|| {
        let all: Vec<&str> = resources.iter().map(|resource| resource.address.as_str()).collect();
        panic!("no {address} in {all:?}")
    })
}

/// Asserts that a resource has these attributes; others are not looked at.
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
pub(super) fn lacks(resource: &Resource, names: &[&str]) {
    for name in names {
        assert!(resource.attributes.get(name).is_none(), "{name} of {}", resource.address.as_str());
    }
}

/// Spells members as the SDK does, which has no member for what has no value.
fn sdk(json: &Json) -> Json {
    match json {
        Json::Array(items) => items.iter().map(sdk).collect(),
        Json::Object(map) => map
            .iter()
            .map(|(key, value)| {
                let value = if DATA.contains(&key.as_str()) && value.is_object() {
                    value.clone()
                } else {
                    sdk(value)
                };
                (snake_case(key), value)
            })
            .collect::<serde_json::Map<String, Json>>()
            .into(),
        other => other.clone(),
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
