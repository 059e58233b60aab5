//! The shop's objects once more, written differently: by a server, by another run, under other names, in another
//! order and in other units. Nothing of that is a difference.
//!
//! The changes are mechanical, so that a change that means something cannot slip in with them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::clusters::{list, objects};
use crate::support::{Case, findings};

/// Members that hold the `name` of an object.
const NAMING: [&str; 9] = [
    "configMapRef",
    "secretRef",
    "configMapKeyRef",
    "secretKeyRef",
    "configMap",
    "service",
    "scaleTargetRef",
    "roleRef",
    "subjects",
];

/// The annotation in which `kubectl apply` keeps the manifest.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Returns the objects that somebody applied, as the server has them and as they were written.
fn applied(cluster: &str) -> (Vec<Value>, Vec<Value>) {
    let mut pairs = (Vec::new(), Vec::new());
    for object in objects(cluster) {
        if let Some(text) = object["metadata"]["annotations"][LAST_APPLIED].as_str() {
            pairs.1.push(serde_json::from_str(text).unwrap());
            pairs.0.push(object);
        }
    }
    pairs
}

/// Changes every text and key's value inside; `change` is given the key that holds the value and the one above.
fn walk(value: &mut Value, above: &str, key: &str, change: &mut dyn FnMut(&str, &str, &mut Value)) {
    change(above, key, value);
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                walk(inner, key, name, change);
            }
        }
        // The elements of a list stand where the list does.
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, above, key, change)),
        _ => {}
    }
}

fn changed(items: &[Value], change: &mut dyn FnMut(&str, &str, &mut Value)) -> Vec<Value> {
    let mut items = items.to_vec();
    for item in &mut items {
        walk(item, "", "", change);
    }
    items
}

/// Gives uids, versions, times and addresses anew, as a restored cluster would have them.
fn restored(items: &[Value]) -> Vec<Value> {
    changed(items, &mut |_, key, value| {
        let Value::String(text) = value else { return };
        let is_uid = text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
        if is_uid || text.starts_with("pvc-") {
            *text = text.chars().map(turned).collect();
        } else if key == "resourceVersion" {
            text.push('7');
        } else if text.starts_with("2025-") && text.ends_with('Z') {
            text.replace_range(..4, "2026");
        } else if matches!(key, "clusterIP" | "clusterIPs" | "podIP" | "hostIP" | "ip" | "addresses") {
            *text = text.replace("172.20.", "172.29.").replace("10.10.", "10.19.");
        }
    })
}

/// Turns the digits of hexadecimal text, and nothing else; `pvc` keeps its name.
fn turned(letter: char) -> char {
    match letter {
        '0'..='8' => char::from(letter as u8 + 1),
        '9' => '0',
        'a' => 'b',
        'b' => 'a',
        other => other,
    }
}

/// Puts a prefix before the names that people gave, wherever they are used, and another hash behind generated ones.
fn renamed(items: &[Value], prefix: &str, namespace: &str, hash: &str) -> Vec<Value> {
    let generated: BTreeMap<String, String> = items
        .iter()
        .filter(|item| item["kind"] == "ConfigMap" || item["kind"] == "Secret")
        .filter_map(|item| item["metadata"]["name"].as_str())
        .filter_map(|name| Some((name.to_owned(), format!("{}-{hash}", name.rsplit_once('-')?.0))))
        .collect();
    let mut items = items.to_vec();
    for item in &mut items {
        let is_shared = item["metadata"]["namespace"].is_null();
        walk(item, "", "", &mut |above, key, value| {
            let Value::String(text) = value else { return };
            let names = match (above, key) {
                ("metadata", "name") => !is_shared,
                (_, "serviceAccountName" | "claimName" | "serviceName") => true,
                (above, "name") => above == "serviceAccount" || NAMING.contains(&above),
                _ => false,
            };
            if names {
                *text = format!("{prefix}{}", generated.get(text.as_str()).unwrap_or(text));
            }
            if key == "namespace" && text == "shop" {
                namespace.clone_into(text);
            }
        });
        if item["kind"] == "Namespace" {
            item["metadata"]["name"] = json!(namespace);
        }
    }
    // The names of claims in a template are not prefixed: `volumeMounts` name them, too.
    for item in &mut items {
        for claim in item["spec"]["volumeClaimTemplates"].as_array_mut().into_iter().flatten() {
            let name = claim["metadata"]["name"].as_str().unwrap().trim_start_matches(prefix).to_owned();
            claim["metadata"]["name"] = json!(name);
        }
    }
    items
}

/// Turns around every list whose elements have names, and the objects themselves.
fn turned_around(items: &[Value]) -> Vec<Value> {
    let mut items = changed(items, &mut |_, key, value| {
        if let Value::Array(items) = value
            && matches!(key, "env" | "volumes" | "volumeMounts" | "ports" | "choices" | "regions")
        {
            items.reverse();
        }
    });
    items.reverse();
    items
}

/// Writes quantities in other units.
fn in_other_units(items: &[Value]) -> Vec<Value> {
    changed(items, &mut |above, key, value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return,
        };
        let other = match (above, key) {
            ("requests" | "limits", "cpu") => match text.strip_suffix('m') {
                Some(milli) => json!(milli.parse::<f64>().unwrap() / 1000.0),
                None => json!(format!("{}m", text.parse::<f64>().unwrap() * 1000.0)),
            },
            ("requests" | "limits", "memory" | "storage") => match text.strip_suffix("Mi") {
                Some(mebi) => json!(format!("{}Ki", mebi.parse::<u64>().unwrap() * 1024)),
                None => json!((text.strip_suffix("Gi").unwrap().parse::<u64>().unwrap() << 30).to_string()),
            },
            _ => return,
        };
        *value = other;
    })
}

/// Asserts that nothing is found, whichever of the two comes first.
fn assert_twins(left: &[Value], right: &[Value]) {
    let case = Case::new();
    case.write("dev.json", list(left));
    case.write("prod.json", list(right));
    for (left, right) in [("dev.json", "prod.json"), ("prod.json", "dev.json")] {
        let report = case.diff(left, right);
        let found: Vec<String> = findings(&report)
            .iter()
            .map(|one| {
                format!(
                    "{} {} {}: {} and {}",
                    one["change"], one["address"], one["path"], one["left"], one["right"]
                )
            })
            .collect();
        assert!(found.is_empty(), "{left} {right}: {found:#?}");
    }
}

#[test]
fn a_server_changes_nothing_that_a_manifest_says() {
    let (live, manifests) = applied("dev");
    assert!(live.len() > 40, "only {} objects were applied", live.len());
    assert_twins(&live, &manifests);
}

#[test]
fn a_restored_cluster_is_the_same() {
    let live = objects("dev");
    assert_twins(&live, &restored(&live));
}

#[test]
fn another_order_is_the_same() {
    let (_, manifests) = applied("dev");
    assert_twins(&manifests, &turned_around(&manifests));
}

#[test]
fn other_units_are_the_same() {
    let (_, manifests) = applied("dev");
    assert_twins(&manifests, &in_other_units(&manifests));
}

#[test]
fn names_with_other_hashes_are_the_same() {
    let (_, manifests) = applied("dev");
    assert_twins(&manifests, &renamed(&manifests, "", "shop", "7k2m9t4bhf"));
}

#[test]
fn names_namespace_and_hosts_of_the_environment_are_the_same() {
    let (_, manifests) = applied("dev");
    let left = renamed(&manifests, "dev-", "shop-dev", "7k2m9t4bhf");
    let right = renamed(&manifests, "prod-", "shop-prod", "g5c8dtk62m");
    let right = changed(&right, &mut |_, _, value| {
        if let Value::String(text) = value {
            *text = text.replace("dev.shop.example.com", "prod.shop.example.com");
        }
    });
    assert_twins(&left, &turned_around(&in_other_units(&right)));
}

#[test]
fn a_change_that_means_something_is_still_found_in_a_twin() {
    let (live, manifests) = applied("dev");
    let mut twin = turned_around(&in_other_units(&manifests));
    let worker =
        twin.iter_mut().find(|item| item["kind"] == "Deployment" && item["metadata"]["name"] == "worker");
    worker.unwrap()["spec"]["template"]["spec"]["containers"][0]["livenessProbe"]["periodSeconds"] =
        json!(31);
    let case = Case::new();
    case.write("dev.json", list(&live));
    case.write("prod.json", list(&twin));
    let paths: Vec<String> =
        findings(&case.diff("dev.json", "prod.json")).iter().map(|one| one["path"].to_string()).collect();
    assert_eq!(paths, ["\"spec.template.spec.containers[name=worker].livenessProbe.periodSeconds\""]);
}
