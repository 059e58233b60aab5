//! What the API server fills in and depends on another field: done here for manifests and live objects
//! alike, so that the two are equal where they mean the same.
//!
//! Defaults that depend on nothing are data in `rules/kinds/`. This file must not drop what somebody declared;
//! what it takes out is what admission puts into every pod, and what repeats another field.
//!
//! Source: `SetDefaults_*` in `pkg/apis/*/*/defaults.go` of <https://github.com/kubernetes/kubernetes>, version 1.34.

use crate::model::{Key, Map, Origin, Resource, Value};

/// Names of the volumes in which admission puts the token of the pod begin so.
const TOKEN_VOLUME: &str = "kube-api-access-";
/// What tolerates these for 300 seconds was put there by admission.
const OUTAGES: [&str; 2] = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

/// Completes one object.
pub(super) fn apply(resource: &mut Resource) {
    let is_live = resource.origin == Origin::Live;
    let object = &mut resource.attributes;
    match resource.kind.as_str() {
        "Pod" => {
            if let Some(spec) = map_at(object, &["spec"]) {
                pod(spec);
                if is_live {
                    without_admission(spec);
                }
            }
        }
        "Deployment.apps"
        | "StatefulSet.apps"
        | "DaemonSet.apps"
        | "ReplicaSet.apps"
        | "ReplicationController" => with(object, &["spec", "template", "spec"], pod),
        "Job.batch" => {
            with(object, &["spec"], job);
            with(object, &["spec", "template", "spec"], pod);
        }
        "CronJob.batch" => {
            with(object, &["spec", "jobTemplate", "spec"], job);
            with(object, &["spec", "jobTemplate", "spec", "template", "spec"], pod);
        }
        "PodTemplate" => with(object, &["template", "spec"], pod),
        "Service" => service(object),
        "PersistentVolumeClaim" => with(object, &["spec"], |spec| copy(spec, "dataSource", "dataSourceRef")),
        "RoleBinding.rbac.authorization.k8s.io" | "ClusterRoleBinding.rbac.authorization.k8s.io" => {
            each(object, "subjects", subject);
        }
        // Another controller writes the rules of such a role, whatever its manifest says.
        "ClusterRole.rbac.authorization.k8s.io" if !is_live && !is_absent(object, "aggregationRule") => {
            object.insert(Key::new("rules"), Value::Unknown);
        }
        "NetworkPolicy.networking.k8s.io" => with(object, &["spec"], network_policy),
        "HorizontalPodAutoscaler.autoscaling" => with(object, &["spec"], autoscaler),
        "CustomResourceDefinition.apiextensions.k8s.io" => with(object, &["spec", "names"], crd_names),
        _ => {}
    }
}

/// Returns the map at the end of keys.
fn map_at<'a>(map: &'a mut Map, path: &[&str]) -> Option<&'a mut Map> {
    path.iter().try_fold(map, |map, key| match map.get_mut(key) {
        Some(Value::Map(inner)) => Some(inner),
        _ => None,
    })
}

fn with(map: &mut Map, path: &[&str], change: impl FnOnce(&mut Map)) {
    if let Some(map) = map_at(map, path) {
        change(map);
    }
}

/// Goes through the objects of a list.
fn each(map: &mut Map, key: &str, mut change: impl FnMut(&mut Map)) {
    if let Some(Value::List(items)) = map.get_mut(key) {
        for item in items {
            if let Value::Map(item) = item {
                change(item);
            }
        }
    }
}

fn is_absent(map: &Map, key: &str) -> bool {
    map.get(key).is_none_or(Value::is_empty)
}

/// Sets what is absent.
fn fill(map: &mut Map, key: &str, value: impl Into<Value>) {
    if is_absent(map, key) {
        map.insert(Key::new(key), value.into());
    }
}

fn copy(map: &mut Map, from: &str, to: &str) {
    if let Some(value) = map.get(from).filter(|value| !value.is_empty()).cloned() {
        fill(map, to, value);
    }
}

fn pod(spec: &mut Map) {
    copy(spec, "serviceAccount", "serviceAccountName");
    let on_host = spec.get("hostNetwork") == Some(&Value::Bool(true));
    requests_of_limits(spec);
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        each(spec, list, |container| {
            requests_of_limits(container);
            if let Some(image) = container.get("image").and_then(Value::as_str) {
                let policy = pulled(image);
                fill(container, "imagePullPolicy", policy);
            }
            if on_host {
                // On the network of the host, the port of the host is that of the container and can be no other.
                each(container, "ports", |port| drop(port.remove("hostPort")));
            }
        });
    }
}

/// Returns when an image is pulled where nobody says it: what may move under its name each time, else once.
///
/// Source: <https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting>
pub fn pulled(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or(image);
    let moves = !image.contains('@') && name.split_once(':').is_none_or(|(_, tag)| tag == "latest");
    if moves { "Always" } else { "IfNotPresent" }
}

/// What is limited and asked for by nobody is asked for up to the limit.
fn requests_of_limits(map: &mut Map) {
    let Some(resources) = map_at(map, &["resources"]) else { return };
    let Some(limits) = resources.get("limits").and_then(Value::as_map).filter(|map| !map.is_empty()) else {
        return;
    };
    let limits = limits.clone();
    if is_absent(resources, "requests") {
        resources.insert(Key::new("requests"), Value::Map(limits));
    } else if let Some(requests) = map_at(resources, &["requests"]) {
        for (name, limit) in &limits {
            fill(requests, name, limit.clone());
        }
    }
}

/// Takes out what admission adds to every pod: the token of its account, and tolerance of short outages.
fn without_admission(spec: &mut Map) {
    let named = |item: &Value| {
        item.get("name").and_then(Value::as_str).is_some_and(|name| name.starts_with(TOKEN_VOLUME))
    };
    retain(spec, "volumes", |volume| !named(volume));
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        each(spec, list, |container| retain(container, "volumeMounts", |mount| !named(mount)));
    }
    retain(spec, "tolerations", |toleration| {
        let text = |key: &str| toleration.get(key).and_then(Value::as_str).unwrap_or_default();
        let admitted = OUTAGES.contains(&text("key"))
            && text("operator") == "Exists"
            && text("effect") == "NoExecute"
            && toleration.get("tolerationSeconds").and_then(Value::as_i64) == Some(300);
        !admitted
    });
}

fn retain(map: &mut Map, key: &str, keep: impl Fn(&Value) -> bool) {
    if let Some(Value::List(items)) = map.get_mut(key)
        && !items.iter().all(&keep)
    {
        *items = std::mem::take(items).into_vec().into_iter().filter(|item| keep(item)).collect();
    }
}

fn job(spec: &mut Map) {
    // A job with workers and no number of completions ends when one of them does: that is no default.
    if is_absent(spec, "parallelism") {
        fill(spec, "completions", 1);
        fill(spec, "parallelism", 1);
    }
    if !is_absent(spec, "podFailurePolicy") {
        fill(spec, "podReplacementPolicy", "Failed");
    }
    if !is_absent(spec, "backoffLimitPerIndex") {
        fill(spec, "backoffLimit", i64::from(i32::MAX));
    }
}

fn service(object: &mut Map) {
    let Some(spec) = map_at(object, &["spec"]) else { return };
    let is_headless = spec.get("clusterIP").and_then(Value::as_str) == Some("None");
    each(spec, "ports", |port| copy(port, "port", "targetPort"));
    if is_headless {
        object.insert(Key::new("@headless"), Value::Bool(true));
    }
}

fn subject(subject: &mut Map) {
    if matches!(subject.get("kind").and_then(Value::as_str), Some("User" | "Group")) {
        fill(subject, "apiGroup", "rbac.authorization.k8s.io");
    }
}

fn network_policy(spec: &mut Map) {
    if is_absent(spec, "policyTypes") {
        let mut types = vec![Value::from("Ingress")];
        if !is_absent(spec, "egress") {
            types.push("Egress".into());
        }
        spec.insert(Key::new("policyTypes"), Value::list(types));
    }
}

/// Without a metric, the use of processors is held at 80 percent; the first version of the API knew no other
/// metric, and had a field for it.
fn autoscaler(spec: &mut Map) {
    let percent = spec.remove("targetCPUUtilizationPercentage").filter(|value| !value.is_null());
    let percent = percent.unwrap_or_else(|| 80.into());
    let map = |entries: Vec<(&str, Value)>| {
        Value::map(entries.into_iter().map(|(key, value)| (Key::new(key), value)))
    };
    let target = map(vec![("type", "Utilization".into()), ("averageUtilization", percent)]);
    let resource = map(vec![("name", "cpu".into()), ("target", target)]);
    fill(spec, "metrics", Value::list([map(vec![("type", "Resource".into()), ("resource", resource)])]));
}

fn crd_names(names: &mut Map) {
    let Some(kind) = names.get("kind").and_then(Value::as_str).map(str::to_owned) else { return };
    fill(names, "singular", kind.to_lowercase().as_str());
    fill(names, "listKind", format!("{kind}List").as_str());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(kind: &str, origin: Origin, object: serde_json::Value) -> serde_json::Value {
        let Value::Map(attributes) = Value::from(object) else { panic!("an object is a map") };
        let mut resource = Resource { kind: kind.into(), origin, attributes, ..Resource::default() };
        apply(&mut resource);
        back(&Value::Map(resource.attributes))
    }

    fn back(value: &Value) -> serde_json::Value {
        match value {
            Value::Map(map) => map.iter().map(|(key, value)| (key.to_string(), back(value))).collect(),
            Value::List(items) => items.iter().map(back).collect(),
            Value::String(text) => json!(text.as_str()),
            Value::Number(number) => json!(number.as_i64()),
            Value::Bool(flag) => json!(flag),
            Value::Unknown => json!("unknown"),
            _ => json!(null),
        }
    }

    #[test]
    fn containers_are_completed_wherever_they_stand() {
        let spec = || {
            json!({"containers": [
                {"name": "a", "image": "registry:5000/web", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}},
                {"name": "b", "image": "web:1", "resources": {"limits": {"cpu": "1"}, "requests": {"memory": "1Gi"}}},
                {"name": "c", "image": "web@sha256:ab"},
            ]})
        };
        let expected = json!({"containers": [
            {"name": "a", "image": "registry:5000/web", "imagePullPolicy": "Always",
             "resources": {"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "1", "memory": "1Gi"}}},
            {"name": "b", "image": "web:1", "imagePullPolicy": "IfNotPresent",
             "resources": {"limits": {"cpu": "1"}, "requests": {"cpu": "1", "memory": "1Gi"}}},
            {"name": "c", "image": "web@sha256:ab", "imagePullPolicy": "IfNotPresent"},
        ]});
        let nested = json!({"spec": {"template": {"spec": spec()}}});
        assert_eq!(applied("Pod", Origin::Declared, json!({"spec": spec()}))["spec"], expected);
        let applied = applied("Deployment.apps", Origin::Live, nested);
        assert_eq!(applied["spec"]["template"]["spec"], expected);
    }

    #[test]
    fn what_admission_adds_leaves_live_pods_only() {
        let pod = json!({"spec": {
            "containers": [{"name": "a", "volumeMounts": [{"name": "kube-api-access-x7k2p"}, {"name": "data"}]}],
            "tolerations": [
                {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
                {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 60},
            ],
            "volumes": [{"name": "kube-api-access-x7k2p"}, {"name": "data"}],
        }});
        let live = applied("Pod", Origin::Live, pod.clone());
        assert_eq!(live["spec"]["volumes"], json!([{"name": "data"}]));
        assert_eq!(live["spec"]["containers"][0]["volumeMounts"], json!([{"name": "data"}]));
        assert_eq!(live["spec"]["tolerations"].as_array().unwrap().len(), 1);
        assert_eq!(applied("Pod", Origin::Declared, pod.clone()), pod);
    }

    #[test]
    fn services_jobs_and_rights_are_completed() {
        let service = json!({"spec": {"clusterIP": "None", "ports": [{"port": 80}, {"port": 90, "targetPort": "web"}]}});
        let service = applied("Service", Origin::Declared, service);
        assert_eq!(
            service["spec"]["ports"],
            json!([{"port": 80, "targetPort": 80}, {"port": 90, "targetPort": "web"}])
        );
        assert_eq!(service["@headless"], json!(true));
        let job = |spec| applied("Job.batch", Origin::Declared, json!({ "spec": spec }))["spec"].clone();
        assert_eq!(job(json!({})), json!({"completions": 1, "parallelism": 1}));
        assert_eq!(job(json!({"parallelism": 3})), json!({"parallelism": 3}));
        let role = json!({"aggregationRule": {"clusterRoleSelectors": [{}]}, "rules": []});
        let kind = "ClusterRole.rbac.authorization.k8s.io";
        assert_eq!(applied(kind, Origin::Declared, role.clone())["rules"], json!("unknown"));
        assert_eq!(applied(kind, Origin::Live, role.clone()), role);
        let kind = "HorizontalPodAutoscaler.autoscaling";
        let scaler =
            |spec| applied(kind, Origin::Declared, json!({ "spec": spec }))["spec"]["metrics"].clone();
        let metric = |percent: i64| {
            json!([{"type": "Resource", "resource": {"name": "cpu",
            "target": {"type": "Utilization", "averageUtilization": percent}}}])
        };
        assert_eq!(scaler(json!({})), metric(80));
        assert_eq!(scaler(json!({"targetCPUUtilizationPercentage": 60})), metric(60));
        let policy = json!({"spec": {"egress": [{}]}});
        let policy = applied("NetworkPolicy.networking.k8s.io", Origin::Declared, policy);
        assert_eq!(policy["spec"]["policyTypes"], json!(["Ingress", "Egress"]));
    }
}
