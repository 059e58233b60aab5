//! Containers of a task definition, as the JSON text that the provider writes.
//!
//! The provider puts containers, environment and secrets in the order of their names, and leaves the rest as the API
//! answers it: <https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ecs>.

use crate::collect::aws::answer::Node;
use crate::collect::json;
use crate::model::{Key, Value};

/// Members whose keys are data, which must stay as they are.
const DATA: [&str; 2] = ["dockerLabels", "options"];

/// Members of a container that are in the order of their names.
const ORDERED: [&str; 2] = ["environment", "secrets"];

/// Returns the text of all containers.
pub(super) fn text(containers: Node<'_>) -> Value {
    let containers = sorted(Value::list(containers.items().map(|container| container_of(container.value()))));
    let mut text = String::new();
    json::write(&containers, &mut text);
    Value::string(text)
}

fn container_of(container: Value) -> Value {
    let Value::Map(map) = api_names(container) else { return Value::Null };
    Value::map(map.into_entries().into_iter().map(|(key, value)| {
        let value = if ORDERED.contains(&key.as_str()) { sorted(value) } else { value };
        (key, value)
    }))
}

/// Names members as the API does, in answers of the SDK too: `containerPort` for `container_port`.
fn api_names(value: Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.into_vec().into_iter().map(api_names)),
        Value::Map(map) => Value::map(map.into_entries().into_iter().map(|(key, value)| {
            let name = camel_case(&key);
            let is_data = DATA.contains(&name.as_str());
            (Key::new(&name), if is_data { value } else { api_names(value) })
        })),
        other => other,
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut joined = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        joined.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        joined.push_str(letters.as_str());
    }
    joined
}

/// Puts objects in the order of their names.
fn sorted(list: Value) -> Value {
    let Value::List(items) = list else { return list };
    let mut items = items.into_vec();
    items.sort_by(|a, b| Node(Some(a)).get("name").str().cmp(Node(Some(b)).get("name").str()));
    Value::list(items)
}
