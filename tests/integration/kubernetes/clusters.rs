//! The recorded clusters of the shop as lists of objects, which the program reads as it reads a cluster.
//!
//! This file must not change an object.

use serde_json::{Value, json};

use crate::support::SHOP;

/// Returns every stored object of a recorded cluster, each with its kind; what is only measured is not stored.
pub(crate) fn objects(cluster: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(format!("{SHOP}/kubernetes/api/{cluster}.json")).unwrap();
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let mut found = Vec::new();
    for (path, list) in recorded["lists"].as_object().unwrap() {
        if path.starts_with("/apis/metrics.k8s.io/") {
            continue;
        }
        for item in list["items"].as_array().unwrap() {
            let mut item = item.clone();
            item["apiVersion"] = list["apiVersion"].clone();
            item["kind"] = json!(list["kind"].as_str().unwrap().strip_suffix("List").unwrap());
            found.push(item);
        }
    }
    found
}

/// Returns objects as `kubectl get -o json` prints them.
pub(crate) fn list(items: &[Value]) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}
