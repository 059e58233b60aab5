//! One thing is told once, and a difference of what runs is explained only where it was declared.

use serde_json::{Value, json};

use super::clusters::{list, objects};
use crate::support::{Case, findings, shop};

fn deployment(replicas: u32, container: &Value) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": { "name": "web", "namespace": "shop" },
        "spec": {
            "replicas": replicas,
            "selector": { "matchLabels": { "app": "web" } },
            "template": { "metadata": { "labels": { "app": "web" } }, "spec": { "containers": [container] } },
        },
    })
}

fn ingress(host: &str, port: &Value) -> Value {
    let backend = json!({ "service": { "name": "web", "port": port } });
    json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": { "name": "web", "namespace": "shop" },
        "spec": { "rules": [{
            "host": host,
            "http": { "paths": [{ "path": "/", "pathType": "Prefix", "backend": backend }] },
        }] },
    })
}

/// The object as a server has it.
fn live(mut object: Value) -> Value {
    object["metadata"]["uid"] = json!("0b3c");
    object
}

/// Compares dev and prod, each with its manifests and what runs; returns path and whether it is explained.
fn compared(dev: [&[Value]; 2], prod: [&[Value]; 2]) -> Vec<(String, bool)> {
    let case = Case::new();
    let mut settings = String::new();
    for (name, [declared, runs], domain) in [("dev", dev, "dev.example.com"), ("prod", prod, "example.com")] {
        case.write(&format!("{name}.json"), list(declared));
        case.write(&format!("{name}-live.json"), list(runs));
        settings.push_str(&format!(
            "environment \"{name}\" {{\n  vars = {{ domain = \"{domain}\" }}\n  kubernetes {{\n    \
             manifests = [\"{name}.json\", \"{name}-live.json\"]\n  }}\n}}\n"
        ));
    }
    case.write("driftgate.hcl", settings);
    let told = |one: &Value| (one["path"].as_str().unwrap().to_owned(), one["explained"] == true);
    findings(&case.diff("dev", "prod")).iter().map(told).collect()
}

/// A deployment that somebody scaled by hand was called declared because its manifests differ, too.
#[test]
fn what_runs_is_explained_only_where_it_runs_as_declared() {
    let container = json!({ "name": "web", "image": "shop/web:1.4.0" });
    let of = |replicas: u32| [deployment(replicas, &container)];
    let runs = |replicas: u32| [live(deployment(replicas, &container))];
    let replicas = |explained: bool| vec![("spec.replicas".to_owned(), explained)];
    assert_eq!(compared([&of(1), &runs(1)], [&of(2), &runs(2)]), replicas(true));
    assert_eq!(compared([&of(1), &runs(1)], [&of(2), &runs(5)]), replicas(false));
    assert_eq!(compared([&of(1), &runs(3)], [&of(2), &runs(2)]), replicas(false));
    assert_eq!(compared([&of(2), &runs(1)], [&of(2), &runs(2)]), replicas(false), "nobody declared it");
    assert_eq!(compared([&[], &runs(1)], [&of(2), &runs(2)]), replicas(false), "one side says nothing");
}

/// Elements are named apart from their environment, and were not found in what was declared for one.
#[test]
fn what_was_declared_inside_a_list_is_found_there() {
    let dev = |port: u32| ingress("web.dev.example.com", &json!({ "number": port }));
    let prod = |port: u32| ingress("web.example.com", &json!({ "number": port }));
    let told = |declared: u32, runs: u32| {
        compared([&[dev(80)], &[live(dev(80))]], [&[prod(declared)], &[live(prod(runs))]])
    };
    let path =
        "spec.rules[host=\"web.${domain}\"].http.paths[path=/,pathType=Prefix].backend.service.port.number";
    let path = path.replace('"', "");
    assert_eq!(told(81, 81), [(path.clone(), true)]);
    assert_eq!(told(82, 81), [(path, false)]);
}

/// All that differs between two sets of manifests was declared, wherever it stands.
#[test]
fn what_differs_between_manifests_was_declared() {
    let case = Case::new();
    for name in ["dev", "prod"] {
        let rendered = std::fs::read(shop(&format!("kubernetes/rendered/{name}.yaml"))).unwrap();
        case.write(&format!("rendered/{name}.yaml"), rendered);
    }
    let settings = std::fs::read_to_string(shop("kubernetes/driftgate.hcl")).unwrap();
    // What is expected is explained by that.
    case.write("driftgate.hcl", settings.split("expect \"").next().unwrap());
    let found = findings(&case.diff("dev", "prod"));
    assert!(found.len() > 20);
    for one in &found {
        let at = &one["declared_at"];
        assert!(one["explained"] == true && (at["left"].is_string() || at["right"].is_string()), "{one:#}");
    }
}

/// A value that several workloads take from one place and miss in one environment is one cause.
#[test]
fn what_several_miss_of_one_source_is_one_cause() {
    let case = Case::new();
    for name in ["dev", "prod"] {
        case.write(&format!("{name}.json"), list(&objects(name)));
    }
    let report = case.diff("dev.json", "prod.json");
    let missing = |one: &&Value| one["path"].as_str().unwrap().ends_with(".RANKED_RESULTS");
    let found = findings(&report);
    let causes: Vec<&Value> = found.iter().filter(missing).map(|one| &one["cause"]).collect();
    assert_eq!(causes.len(), 3);
    assert!(causes[0].is_string() && causes.iter().all(|cause| *cause == causes[0]), "{causes:?}");
    let all = report["comparisons"][0]["causes"].as_array().unwrap();
    let cause = all.iter().find(|cause| cause["id"] == *causes[0]).unwrap();
    let summary = cause["summary"].as_str().unwrap();
    assert!(summary.starts_with("data.RANKED_RESULTS of shop/ConfigMap/settings: only in dev"), "{summary}");
    assert_eq!(cause["findings"], 3);
}

/// `1 → 2 in 3 places` did not say of what.
#[test]
fn a_cause_of_small_values_names_their_attribute() {
    let case = Case::new();
    for (name, replicas) in [("dev", 1), ("prod", 2)] {
        let deployments = ["a", "b", "c"].map(|name| {
            let mut one = deployment(replicas, &json!({ "name": "web", "image": "shop/web:1.4.0" }));
            one["metadata"]["name"] = json!(name);
            live(one)
        });
        case.write(&format!("{name}.json"), list(&deployments));
    }
    let report = case.diff("dev.json", "prod.json");
    assert_eq!(report["comparisons"][0]["causes"][0]["summary"], "replicas: 1 → 2 in 3 places");
}

/// Returns the paths of what differs between two objects, the same both ways.
fn paths(left: &Value, right: &Value) -> Vec<String> {
    let case = Case::new();
    case.write("left.json", list(std::slice::from_ref(left)));
    case.write("right.json", list(std::slice::from_ref(right)));
    let told = |left: &str, right: &str| -> Vec<String> {
        let found = findings(&case.diff(left, right));
        found.iter().map(|one| one["path"].as_str().unwrap().to_owned()).collect()
    };
    let there = told("left.json", "right.json");
    assert_eq!(there, told("right.json", "left.json"));
    there
}

#[test]
fn what_is_said_in_two_ways_is_one_difference() {
    let by = |port: Value| ingress("web.example.com", &port);
    let port = "spec.rules[host=web.example.com].http.paths[path=/,pathType=Prefix].backend.service.port";
    let (name, number) = (by(json!({ "name": "http" })), by(json!({ "number": 80 })));
    assert_eq!(paths(&name, &number), [format!("{port}.name")]);
    let budget = |spec: Value| {
        json!({
            "apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
            "metadata": { "name": "web", "namespace": "shop" }, "spec": spec,
        })
    };
    let (most, least) = (budget(json!({ "maxUnavailable": 1 })), budget(json!({ "minAvailable": 2 })));
    assert_eq!(paths(&most, &least), ["spec.minAvailable"]);
    assert_eq!(paths(&most, &budget(json!({ "maxUnavailable": 2 }))), ["spec.maxUnavailable"]);
}

/// When an image is pulled follows from its tag, unless somebody chose otherwise.
#[test]
fn when_an_image_is_pulled_is_told_only_where_somebody_chose_it() {
    let of = |tag: &str, policy: &str| {
        let image = format!("shop/web:{tag}");
        deployment(1, &json!({ "name": "web", "image": image, "imagePullPolicy": policy }))
    };
    let (image, policy) = (
        "spec.template.spec.containers[name=web].image",
        "spec.template.spec.containers[name=web].imagePullPolicy",
    );
    let pinned = of("1.4.0", "IfNotPresent");
    assert_eq!(paths(&pinned, &of("latest", "Always")), [image]);
    let mut both = paths(&pinned, &of("latest", "Never"));
    both.sort();
    assert_eq!(both, [image, policy]);
    assert_eq!(paths(&pinned, &of("1.4.0", "Always")), [policy]);
}

/// The mark of a secret in the name of an element made another fingerprint of the finding in every run.
#[test]
fn a_finding_is_called_the_same_whatever_its_secrets_are_sealed_under() {
    let host = |port: u32| {
        json!({
            "apiVersion": "example.com/v1", "kind": "Door", "metadata": { "name": "a", "namespace": "shop" },
            "spec": {
                "password": "hQ7-invented-51",
                "doors": [{ "name": "a-hQ7-invented-51-b", "port": port }, { "name": "c", "port": 1 }],
                "by": { "x hQ7-invented-51": port },
            },
        })
    };
    let case = Case::new();
    case.write("left.json", list(&[host(80)]));
    case.write("right.json", list(&[host(81)]));
    let told = || -> Vec<(Value, Value)> {
        let found = findings(&case.diff("left.json", "right.json"));
        found.iter().map(|one| (one["path"].clone(), one["fingerprint"].clone())).collect()
    };
    let (once, again) = (told(), told());
    assert_eq!(once, again);
    assert_eq!(once.len(), 2, "{once:?}");
    assert!(once.iter().any(|(path, _)| path == "spec.doors[name=a-(secret)-b].port"), "{once:?}");
}
