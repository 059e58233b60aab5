//! What objects mean: a manifest equals the object that a server made of it, and anything that somebody
//! changed is found.

use serde_json::{Value, json};

use super::objects::{all, deployment, list, service};
use crate::support::{Case, findings};

/// Returns the paths of all findings.
fn paths(case: &Case, left: &str, right: &str) -> Vec<String> {
    let found = findings(&case.diff(left, right));
    found.iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect()
}

/// What a server adds is no difference, for any kind, each by itself and all together.
#[test]
fn a_manifest_equals_its_live_object() {
    let case = Case::new();
    for taken in all().iter().filter(|taken| taken.name != "Widget") {
        case.write("declared.json", list([taken.manifest.clone()]));
        case.write("live.json", list([taken.live()]));
        case.assert_equal("declared.json", "live.json");
        case.assert_equal("live.json", "declared.json");
    }
    // The custom object needs the definition of its kind, which may come after it.
    case.write("declared.json", list(all().into_iter().map(|taken| taken.manifest)));
    case.write("live.json", list(all().iter().map(super::objects::Taken::live)));
    case.assert_equal("declared.json", "live.json");
}

/// A change of a live object is found where it was made, however small.
#[test]
fn what_somebody_changed_is_found() {
    let case = Case::new();
    let container = "/spec/template/spec/containers/0";
    for (kind, place, value, expected) in [
        ("Deployment", format!("{container}/resources/limits/cpu"), json!("600m"), "resources.limits.cpu"),
        ("Deployment", format!("{container}/image"), json!("nginx:1.27"), "containers[name=web].image"),
        ("Deployment", format!("{container}/ports/0/containerPort"), json!(8081), "ports[containerPort=8081"),
        ("Deployment", format!("{container}/ports/0/protocol"), json!("UDP"), "protocol=UDP"),
        ("Deployment", format!("{container}/env/0/value"), json!("debug"), "LOG_LEVEL"),
        ("Deployment", format!("{container}/env/0"), json!({"name": "OTHER"}), "LOG_LEVEL"),
        ("Deployment", format!("{container}/readinessProbe"), json!(null), "readinessProbe"),
        (
            "Deployment",
            format!("{container}/readinessProbe/timeoutSeconds"),
            json!(2),
            "readinessProbe.timeoutSeconds",
        ),
        ("Deployment", format!("{container}/imagePullPolicy"), json!("IfNotPresent"), "imagePullPolicy"),
        (
            "Deployment",
            "/spec/template/spec/volumes/1/emptyDir/sizeLimit".to_owned(),
            json!("1G"),
            "sizeLimit",
        ),
        (
            "Deployment",
            "/spec/template/spec/serviceAccountName".to_owned(),
            json!("other"),
            "serviceAccountName",
        ),
        ("Deployment", "/spec/template/spec/hostNetwork".to_owned(), json!(true), "hostNetwork"),
        ("Deployment", "/spec/strategy/type".to_owned(), json!("Recreate"), "spec.strategy.type"),
        ("Deployment", "/spec/replicas".to_owned(), json!(3), "spec.replicas"),
        ("Deployment", "/metadata/labels".to_owned(), json!({"tier": "front"}), "metadata.labels"),
        (
            "StatefulSet",
            "/spec/volumeClaimTemplates/0/spec/resources/requests/storage".to_owned(),
            json!("2Gi"),
            "storage",
        ),
        ("Job", "/spec/completions".to_owned(), json!(2), "spec.completions"),
        ("CronJob", "/spec/suspend".to_owned(), json!(true), "spec.suspend"),
        ("Service", "/spec/ports/0/targetPort".to_owned(), json!(8080), "targetPort"),
        ("Service", "/spec/type".to_owned(), json!("NodePort"), "spec.type"),
        ("Service", "/spec/clusterIP".to_owned(), json!("None"), "@headless"),
        ("HorizontalPodAutoscaler", "/spec/minReplicas".to_owned(), json!(2), "spec.minReplicas"),
        ("PodDisruptionBudget", "/spec/selector".to_owned(), json!({}), "spec.selector"),
        ("NetworkPolicy", "/spec/ingress/0/from/0".to_owned(), json!({"podSelector": {}}), "from"),
        ("NetworkPolicy", "/spec/policyTypes".to_owned(), json!(["Ingress", "Egress"]), "policyTypes"),
        ("Role", "/rules/0/verbs".to_owned(), json!(["get", "list", "delete"]), "rules"),
        ("RoleBinding", "/subjects/1/name".to_owned(), json!("everybody"), "subjects"),
        ("Ingress", "/spec/rules/0/http/paths/0/backend/service/port/number".to_owned(), json!(81), "number"),
        ("ConfigMap", "/data/LOG_LEVEL".to_owned(), json!("debug"), "data.LOG_LEVEL"),
        (
            "ValidatingWebhookConfiguration",
            "/webhooks/0/failurePolicy".to_owned(),
            json!("Ignore"),
            "failurePolicy",
        ),
        ("CustomResourceDefinition", "/spec/versions/0/served".to_owned(), json!(false), "served"),
    ] {
        let all = all();
        let taken = all.iter().find(|taken| taken.name == kind).unwrap();
        let mut live = taken.live();
        set(&mut live, &place, value);
        case.write("declared.json", list([taken.manifest.clone()]));
        case.write("live.json", list([live]));
        let found = paths(&case, "declared.json", "live.json");
        assert!(found.iter().any(|path| path.contains(expected)), "{kind} {place}: {found:?}");
        let longest = if ["LOG_LEVEL", "from", "subjects"].contains(&expected) || place.contains("/ports/0") {
            2
        } else {
            1
        };
        assert!(found.len() <= longest, "{kind} {place}: {found:?}");
    }
}

/// Sets what a JSON pointer leads to, which may be a new entry.
fn set(object: &mut Value, place: &str, value: Value) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    match object.pointer_mut(parent).unwrap() {
        Value::Object(map) => drop(map.insert(name.to_owned(), value)),
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        other => panic!("nothing can be set in {other}"),
    }
}

/// The order of what has a name or is a set means nothing.
#[test]
fn the_order_of_keyed_lists_changes_nothing() {
    let case = Case::new();
    let declared: Vec<Value> = vec![deployment().manifest, service().manifest];
    case.write("declared.json", list(declared.clone()));
    for turns in 1..3 {
        let mut turned = declared.clone();
        for object in &mut turned {
            turn(object, turns);
        }
        case.write("turned.json", list(turned));
        case.assert_equal("declared.json", "turned.json");
    }
}

fn turn(value: &mut Value, turns: usize) {
    match value {
        Value::Object(map) => map.values_mut().for_each(|value| turn(value, turns)),
        Value::Array(items) => {
            for value in &mut *items {
                turn(value, turns);
            }
            let by = turns % items.len().max(1);
            items.rotate_left(by);
        }
        _ => {}
    }
}

/// Init containers run one after the other: there the order is what somebody chose.
#[test]
fn the_order_of_init_containers_is_told() {
    let case = Case::new();
    let mut object = deployment().manifest;
    let first = json!([{"name": "a", "image": "acme/a:1"}, {"name": "b", "image": "acme/b:1"}]);
    set(&mut object, "/spec/template/spec/initContainers", first);
    case.write("left.json", list([object.clone()]));
    object["spec"]["template"]["spec"]["initContainers"].as_array_mut().unwrap().reverse();
    case.write("right.json", list([object]));
    let found = findings(&case.diff("left.json", "right.json"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["change"], "reordered");
}

fn scaled(namespace: &str, replicas: Value, least: i64) -> [Value; 2] {
    let metadata = json!({"name": "web", "namespace": namespace});
    let mut workload =
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {}});
    if !replicas.is_null() {
        workload["spec"]["replicas"] = replicas;
    }
    let target = json!({"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"});
    let spec = json!({"minReplicas": least, "maxReplicas": 10, "scaleTargetRef": target});
    [
        workload,
        json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": metadata, "spec": spec}),
    ]
}

/// Replicas are the autoscaler's to choose, within its bounds and in its namespace only.
#[test]
fn replicas_within_the_bounds_of_an_autoscaler_are_its_own() {
    let case = Case::new();
    case.write("two.json", list(scaled("shop", json!(2), 1)));
    case.write("five.json", list(scaled("shop", json!(5), 1)));
    case.write("silent.json", list(scaled("shop", Value::Null, 1)));
    case.write("beyond.json", list(scaled("shop", json!(12), 1)));
    case.assert_equal("two.json", "five.json");
    case.assert_equal("silent.json", "five.json");
    assert_eq!(paths(&case, "two.json", "beyond.json"), ["spec.replicas"]);
    // An autoscaler of another namespace has nothing to say.
    let elsewhere = |replicas: i64| {
        let [mut workload, scaler] = scaled("other", json!(replicas), 1);
        workload["metadata"]["namespace"] = json!("shop");
        list([workload, scaler])
    };
    case.write("left.json", elsewhere(2));
    case.write("right.json", elsewhere(5));
    assert_eq!(paths(&case, "left.json", "right.json"), ["spec.replicas"]);
}

fn config_map(namespace: &str, name: &str, level: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace},
        "data": {"LOG_LEVEL": level, "COLOR": "blue"}})
}

fn user_of(namespace: &str, name: &str, settings: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": namespace}, "spec": {
        "containers": [{"name": "web", "image": "acme/web:1"}],
        "volumes": [{"name": "settings", "configMap": {"name": settings}}]}})
}

/// Overlays of kustomize complete names: with a hash of the content, and with words of the environment that
/// the other environment may do without.
#[test]
fn completed_names_pair() {
    let case = Case::new();
    let dev = [
        config_map("shop-dev", "settings-g6h87f6754", "debug"),
        user_of("shop-dev", "dev-web", "settings-g6h87f6754"),
        config_map("shop-dev", "dev-plain", "info"),
    ];
    for (namespace, user, plain) in [("shop-prod", "prod-web", "prod-plain"), ("shop", "web", "plain")] {
        let prod = [
            config_map(namespace, "settings-5tk2m9dbcf", "info"),
            user_of(namespace, user, "settings-5tk2m9dbcf"),
            config_map(namespace, plain, "info"),
        ];
        case.write("dev.json", list(dev.clone()));
        case.write("prod.json", list(prod));
        let report = case.diff("dev.json", "prod.json");
        assert_eq!(report["comparisons"][0]["resources"]["paired"], 3, "{namespace}");
        let found = findings(&report);
        assert_eq!(found.len(), 1, "{namespace}: {found:?}");
        assert_eq!(found[0]["path"], "data.LOG_LEVEL", "{namespace}");
    }
}

/// A schema that differs is one finding that tells the fields, however many versions and fields there are.
#[test]
fn a_schema_that_differs_is_one_finding() {
    let case = Case::new();
    let all = all();
    let definition = all.iter().find(|taken| taken.name == "CustomResourceDefinition").unwrap();
    let mut other = definition.live();
    let spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
    set(&mut other, &format!("{spec}/size/default"), json!(3));
    set(&mut other, &format!("{spec}/color"), json!({"type": "string", "description": "any"}));
    case.write("left.json", list([definition.live()]));
    case.write("right.json", list([other]));
    let found = findings(&case.diff("left.json", "right.json"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["only"]["left"], json!(["v1 spec.size is integer, default 1"]));
    assert_eq!(
        found[0]["only"]["right"],
        json!(["v1 spec.color is string", "v1 spec.size is integer, default 3"])
    );
}

/// Many differences inside one document are one finding, and few are told one by one.
#[test]
fn a_document_that_differs_throughout_is_one_finding() {
    let case = Case::new();
    let board = |version: &str, panels: usize| {
        let panels: Vec<Value> = (0..panels).map(|id| json!({"id": id, "version": version})).collect();
        let board = json!({ "panels": panels }).to_string();
        list([
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "board"}, "data": {"board.json": board}}),
        ])
    };
    for (panels, expected) in [(3, 3), (9, 1)] {
        case.write("left.json", board("1", panels));
        case.write("right.json", board("2", panels));
        assert_eq!(paths(&case, "left.json", "right.json").len(), expected, "{panels}");
    }
}
