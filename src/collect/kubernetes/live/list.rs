//! All objects of one kind: page by page into the model.
//!
//! No more than a page is held as text. Source of the protocol:
//! <https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks>

use super::discovery::{JSON, Kind};
use super::plan::List;
use super::request::{Api, Refusal, encoded};
use crate::collect::kubernetes::{NotAnObject, Objects};
use crate::model::{Key, Map, Origin, Resource, Value};

/// Objects of one page, as `kubectl` asks for them.
const PAGE: usize = 500;

/// How often a list that expired is begun again in pages before it is asked for as a whole.
const RESTARTS: usize = 2;

/// Pages of one list; more is a server that never ends.
const MOST_PAGES: usize = 20_000;

/// Reads a list.
///
/// # Errors
/// What the server said last. Nothing is returned then: half a list would look like a whole one.
pub(super) async fn read(api: &Api, list: &List) -> Result<Vec<Resource>, Refusal> {
    let path = list.kind.path(list.namespace.as_deref());
    for _ in 0..=RESTARTS {
        match pages(api, &path, &list.kind, Some(PAGE)).await {
            // What was read is of another time than what would follow, so all of it is read again.
            Err(Refusal::Expired) => {}
            outcome => return outcome,
        }
    }
    // A list in one piece cannot expire.
    pages(api, &path, &list.kind, None).await
}

async fn pages(api: &Api, path: &str, kind: &Kind, size: Option<usize>) -> Result<Vec<Resource>, Refusal> {
    let mut resources = Vec::new();
    let mut token = String::new();
    for _ in 0..MOST_PAGES {
        let query = match (size, token.is_empty()) {
            (None, _) => String::new(),
            (Some(size), true) => format!("?limit={size}"),
            (Some(size), false) => format!("?limit={size}&continue={}", encoded(&token)),
        };
        let page = api.get(&format!("{path}{query}"), JSON).await?;
        token = take_page(page, kind, &mut resources)?;
        if token.is_empty() {
            return Ok(resources);
        }
    }
    Err(Refusal::Broken(format!("the list did not end after {MOST_PAGES} pages")))
}

/// Puts the objects of a page into the model and returns the token of the next, empty at the end.
fn take_page(page: Value, kind: &Kind, into: &mut Vec<Resource>) -> Result<String, Refusal> {
    let broken = |why: String| Refusal::Broken(format!("the answer is no list of {}: {why}", kind.plural));
    let Value::Map(mut page) = page else { return Err(broken("no object".to_owned())) };
    let items = match page.remove("items") {
        Some(Value::List(items)) => items,
        // An empty list may be written as null.
        Some(Value::Null) => Box::default(),
        _ => return Err(broken("it has no `items`".to_owned())),
    };
    let objects = Objects { namespace: None, is_cluster_scoped: &|_| !kind.namespaced };
    let first = into.len();
    for mut item in items {
        if let Value::Map(item) = &mut item {
            // A server leaves out of the items what the list says of all.
            fill(item, "apiVersion", &kind.api_version());
            fill(item, "kind", &kind.singular);
        }
        objects.read(item, None, into).map_err(|error| broken(error.to_string()))?;
    }
    for resource in into.iter_mut().skip(first) {
        resource.origin = Origin::Live;
    }
    let token = page.get("metadata").and_then(|metadata| metadata.get("continue")).and_then(Value::as_str);
    Ok(token.unwrap_or_default().to_owned())
}

/// Puts one object that was asked for by name into the model.
pub(super) fn take_object(object: Value, into: &mut Vec<Resource>) -> Result<(), NotAnObject> {
    let first = into.len();
    Objects { namespace: None, is_cluster_scoped: &|_| true }.read(object, None, into)?;
    for resource in into.iter_mut().skip(first) {
        resource.origin = Origin::Live;
    }
    Ok(())
}

fn fill(map: &mut Map, key: &str, text: &str) {
    if map.get(key).and_then(Value::as_str).is_none_or(str::is_empty) {
        map.insert(Key::new(key), Value::string(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::json;

    fn kind() -> Kind {
        Kind {
            group: "apps".into(),
            version: "v1".into(),
            plural: "deployments".into(),
            singular: "Deployment".into(),
            namespaced: true,
        }
    }

    fn page(text: &str) -> Result<(Vec<Resource>, String), Refusal> {
        let mut resources = Vec::new();
        let token = take_page(json::parse(text).unwrap().value, &kind(), &mut resources)?;
        Ok((resources, token))
    }

    #[test]
    fn objects_get_what_the_list_says_of_all() {
        let (resources, token) = page(
            r#"{"kind": "DeploymentList", "apiVersion": "apps/v1", "metadata": {"continue": "x"},
                "items": [{"metadata": {"name": "web", "namespace": "shop"}}]}"#,
        )
        .unwrap();
        assert_eq!(token, "x");
        assert_eq!(resources[0].address.as_str(), "shop/Deployment.apps/web");
        assert_eq!(resources[0].origin, Origin::Live);
        assert_eq!(resources[0].attributes.get("apiVersion"), Some(&Value::from("apps/v1")));
    }

    #[test]
    fn an_answer_that_is_no_list_is_not_an_empty_one() {
        for text in [r#"{"kind": "Status"}"#, "[]", r#"{"items": [1]}"#, r#"{"items": {}}"#] {
            assert!(matches!(page(text), Err(Refusal::Broken(_))), "{text}");
        }
        assert_eq!(page(r#"{"items": null}"#).unwrap().0.len(), 0);
    }
}
