//! A cluster of a dozen kinds, small enough to be understood.
//!
//! This file must not start anything.

use serde_json::{Value, json};

/// Returns the recording of a cluster whose workload runs `image`; `env` is the word it names itself by.
pub(crate) fn cluster(env: &str, image: &str) -> Value {
    let object = |namespace: Option<&str>, name: &str, rest: Value| {
        let mut object = rest;
        object["metadata"] =
            json!({"name": name, "uid": format!("{env}-{}-{name}", namespace.unwrap_or("-"))});
        if let Some(namespace) = namespace {
            object["metadata"]["namespace"] = json!(namespace);
        }
        object
    };
    let shop = |name: &str, rest: Value| object(Some("shop"), name, rest);
    let settings = ["a", "b", "c", "d", "e"].map(|name| shop(name, json!({"data": {"key": name}})));
    let container = json!({"name": "web", "image": image});
    let spec = json!({"replicas": 2, "template": {"spec": {"containers": [container]}}});
    let crd_version = |name: &str, storage: bool| json!({"name": name, "served": true, "storage": storage});
    let lists = json!({
        "/api/v1/namespaces": list("v1", "Namespace", [object(None, "shop", json!({})), object(None, "tools", json!({}))]),
        "/api/v1/configmaps": list("v1", "ConfigMap", settings),
        "/api/v1/pods": list("v1", "Pod", [
            shop("web-1", json!({"spec": {"containers": [container]}})),
            object(Some("tools"), "debug", json!({"spec": {"containers": []}})),
        ]),
        "/api/v1/secrets": list("v1", "Secret", [shop("login", json!({"data": {"password": "aHVudGVyMg=="}}))]),
        "/api/v1/events": list("v1", "Event", [shop("pulled", json!({"reason": "Pulled"}))]),
        "/apis/events.k8s.io/v1/events": list("events.k8s.io/v1", "Event", [shop("pulled", json!({"reason": "Pulled"}))]),
        "/apis/apps/v1/deployments": list("apps/v1", "Deployment", [shop("web", json!({"spec": spec}))]),
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions":
            list("apiextensions.k8s.io/v1", "CustomResourceDefinition", [object(None, "widgets.lab.example.com", json!({
                "spec": {"group": "lab.example.com", "versions": [crd_version("v1", true), crd_version("v1alpha1", false)]},
            }))]),
        "/apis/lab.example.com/v1/widgets": list("lab.example.com/v1", "Widget", [shop("w", json!({"spec": {"size": 1}}))]),
        "/apis/lab.example.com/v1alpha1/widgets": list("lab.example.com/v1alpha1", "Widget", []),
        "/apis/lab.example.com/v1alpha1/gears": list("lab.example.com/v1alpha1", "Gear", [object(None, "g", json!({}))]),
        "/apis/metrics.k8s.io/v1beta1/pods": list("metrics.k8s.io/v1beta1", "PodMetrics", []),
    });
    json!({"discovery": discovery(), "lists": lists})
}

/// Returns as many resources as a snapshot of it has: each object once, the version of the server, no events.
pub(crate) const OBJECTS: u64 = 2 + 5 + 2 + 1 + 1 + 1 + 1 + 1 + 1;

fn list(api_version: &str, kind: &str, items: impl IntoIterator<Item = Value>) -> Value {
    let items: Vec<Value> = items.into_iter().collect();
    json!({"kind": format!("{kind}List"), "apiVersion": api_version, "metadata": {}, "items": items})
}

fn discovery() -> Value {
    let kind = |name: &str, kind: &str, namespaced: bool| json!({"name": name, "kind": kind, "namespaced": namespaced, "verbs": ["get", "list", "watch"]});
    let resources = |version: &str, resources: Vec<Value>| json!({"kind": "APIResourceList", "groupVersion": version, "resources": resources});
    let group = |name: &str, versions: &[&str]| {
        let version = |v: &&str| json!({"groupVersion": format!("{name}/{v}"), "version": v});
        let versions: Vec<Value> = versions.iter().map(version).collect();
        json!({"name": name, "versions": versions, "preferredVersion": versions[0]})
    };
    json!({
        "/version": {"gitVersion": "v1.35.1", "major": "1", "minor": "35", "platform": "linux/amd64", "goVersion": "go1.25"},
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/api/v1": resources("v1", vec![
            kind("namespaces", "Namespace", false),
            kind("configmaps", "ConfigMap", true),
            kind("pods", "Pod", true),
            kind("pods/log", "Pod", true),
            kind("secrets", "Secret", true),
            kind("events", "Event", true),
            json!({"name": "bindings", "kind": "Binding", "namespaced": true, "verbs": ["create"]}),
        ]),
        "/apis": {"kind": "APIGroupList", "groups": [
            group("apps", &["v1"]),
            group("events.k8s.io", &["v1"]),
            group("apiextensions.k8s.io", &["v1"]),
            group("lab.example.com", &["v1", "v1alpha1"]),
            group("metrics.k8s.io", &["v1beta1"]),
        ]},
        "/apis/apps/v1": resources("apps/v1", vec![kind("deployments", "Deployment", true)]),
        "/apis/events.k8s.io/v1": resources("events.k8s.io/v1", vec![kind("events", "Event", true)]),
        "/apis/apiextensions.k8s.io/v1": resources("apiextensions.k8s.io/v1", vec![
            kind("customresourcedefinitions", "CustomResourceDefinition", false),
        ]),
        "/apis/lab.example.com/v1": resources("lab.example.com/v1", vec![kind("widgets", "Widget", true)]),
        "/apis/lab.example.com/v1alpha1": resources("lab.example.com/v1alpha1", vec![
            kind("widgets", "Widget", true),
            kind("gears", "Gear", false),
        ]),
        "/apis/metrics.k8s.io/v1beta1": resources("metrics.k8s.io/v1beta1", vec![kind("pods", "PodMetrics", true)]),
    })
}
