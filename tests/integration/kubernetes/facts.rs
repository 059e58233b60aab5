//! What is only known when all objects of an environment are together.

use serde_json::{Value, json};

use super::super::support::{Case, findings};

/// An object as a server answers it, which alone gives it a uid.
fn object(api_version: &str, kind: &str, namespace: &str, name: &str, more: Value) -> Value {
    let mut object = more;
    object["apiVersion"] = json!(api_version);
    object["kind"] = json!(kind);
    object["metadata"]["name"] = json!(name);
    if !namespace.is_empty() {
        object["metadata"]["namespace"] = json!(namespace);
    }
    object["metadata"]["uid"] = json!("4f1c");
    object
}

fn list(items: &[Value]) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}

/// A deployment of one container.
fn web(container: Value) -> Value {
    let mut container = container;
    container["name"] = json!("web");
    let spec = json!({"template": {"spec": {"containers": [container]}}});
    object("apps/v1", "Deployment", "shop", "web", json!({ "spec": spec }))
}

fn config_map(name: &str, data: Value) -> Value {
    let mut more = json!({});
    more["data"] = data;
    object("v1", "ConfigMap", "shop", name, more)
}

fn owned(kind: &str, name: &str) -> Value {
    json!({"ownerReferences": [{"apiVersion": "apps/v1", "kind": kind, "name": name, "controller": true}]})
}

/// Compares two lists of objects, which must mirror each other, and returns the findings: path, message, address.
fn told(left: &[Value], right: &[Value]) -> Vec<[String; 3]> {
    let case = Case::new();
    case.write("dev.json", list(left));
    case.write("prod.json", list(right));
    let told = |report: &Value| -> Vec<[String; 3]> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let address = |finding: &Value| {
            let left = &finding["address"]["left"];
            text(if left.is_null() { &finding["address"]["right"] } else { left })
        };
        findings(report).iter().map(|f| [text(&f["path"]), text(&f["message"]), address(f)]).collect()
    };
    let found = told(&case.diff("dev.json", "prod.json"));
    let mirrored = told(&case.diff("prod.json", "dev.json"));
    let paths = |found: &[[String; 3]]| {
        let mut paths: Vec<String> = found.iter().map(|[path, ..]| path.clone()).collect();
        paths.sort();
        paths
    };
    assert_eq!(paths(&found), paths(&mirrored));
    case.assert_equal("dev.json", "dev.json");
    case.assert_equal("prod.json", "prod.json");
    found
}

#[test]
fn what_a_controller_made_is_counted_and_not_compared() {
    let generated = |hash: &str, pods: &[&str]| {
        let set = format!("web-{hash}");
        let mut objects = vec![
            web(json!({"image": "shop/web:1"})),
            object("apps/v1", "ReplicaSet", "shop", &set, json!({"metadata": owned("Deployment", "web")})),
            object("v1", "ConfigMap", "shop", "kube-root-ca.crt", json!({"data": {"ca.crt": hash}})),
            object("v1", "Namespace", "", "shop", json!({})),
            object("v1", "ServiceAccount", "shop", "default", json!({})),
            object("v1", "Service", "shop", "web", json!({"spec": {"selector": {"app": "web"}}})),
            object("v1", "Endpoints", "shop", "web", json!({"subsets": [{"addresses": [{"ip": hash}]}]})),
            object("v1", "Node", "", &format!("node-{hash}"), json!({})),
        ];
        objects.extend(pods.iter().map(|pod| {
            object(
                "v1",
                "Pod",
                "shop",
                &format!("{set}-{pod}"),
                json!({"metadata": owned("ReplicaSet", &set)}),
            )
        }));
        objects
    };
    let (left, right) = (generated("5d9f8c7b6", &["abcde"]), generated("7f6b5c4d9", &["fghij", "klmno"]));
    let count = told(&left, &right);
    // That there is another number of nodes was not given; their number is equal.
    assert_eq!(count, Vec::<[String; 3]>::new());
    let case = Case::new();
    case.write("dev.json", list(&left));
    case.write("prod.json", list(&right));
    let report = case.diff("dev.json", "prod.json");
    // The deployment, its Service, the namespace, and the cluster that the nodes are told in.
    let compared = &report["comparisons"][0];
    assert_eq!(compared["resources"], json!({"left": 4, "right": 4, "paired": 4}));
    assert_eq!(compared["set_aside"]["owned"], 6 + 7);
}

#[test]
fn what_its_owner_left_behind_is_compared() {
    let orphan =
        object("apps/v1", "ReplicaSet", "shop", "old-5d9f", json!({"metadata": owned("Deployment", "old")}));
    let deployment = web(json!({"image": "shop/web:1"}));
    let found = told(&[deployment.clone(), orphan], &[deployment]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0][2], "shop/ReplicaSet.apps/old-5d9f");
}

#[test]
fn hand_written_endpoints_are_compared() {
    let service = object("v1", "Service", "shop", "db", json!({"spec": {"ports": [{"port": 5432}]}}));
    let endpoints =
        |ip: &str| object("v1", "Endpoints", "shop", "db", json!({"subsets": [{"addresses": [{"ip": ip}]}]}));
    let found = told(&[service.clone(), endpoints("10.0.0.7")], &[service, endpoints("10.0.0.9")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][2], "shop/Endpoints/db");
}

#[test]
fn a_role_of_the_server_is_compared_once_somebody_changed_it() {
    let role = |rule: &str, manager: &str| {
        let metadata = json!({
            "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"},
            "managedFields": [{"manager": manager, "operation": "Update", "fieldsV1": {}}],
        });
        let rules = json!([{"verbs": [rule], "resources": ["pods"], "apiGroups": [""]}]);
        let more = json!({"metadata": metadata, "rules": rules});
        object("rbac.authorization.k8s.io/v1", "ClusterRole", "", "view", more)
    };
    assert_eq!(told(&[role("get", "kube-apiserver")], &[role("list", "kube-apiserver")]).len(), 0);
    assert_eq!(told(&[role("get", "kube-apiserver")], &[role("*", "kubectl-edit")]).len(), 1);
}

#[test]
fn a_variable_that_is_missing_is_one_finding_where_it_is_missed() {
    let from = || web(json!({"envFrom": [{"configMapRef": {"name": "settings"}}]}));
    let dev = [from(), config_map("settings", json!({"LOG_LEVEL": "debug", "REGION": "eu"}))];
    let prod = [from(), config_map("settings", json!({"REGION": "eu"}))];
    let found = told(&dev, &prod);
    assert_eq!(found.len(), 1, "{found:?}");
    let [path, message, address] = &found[0];
    assert_eq!((path.as_str(), address.as_str()), ("@env.web.LOG_LEVEL", "shop/Deployment.apps/web"));
    assert!(message.ends_with("dev takes it from data.LOG_LEVEL of shop/ConfigMap/settings"), "{message}");
}

#[test]
fn a_value_that_differs_is_one_finding_where_it_stands() {
    let from = || {
        web(json!({"env": [{"name": "LEVEL",
        "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "log.level"}}}]}))
    };
    let dev = [from(), config_map("settings", json!({"log.level": "debug"}))];
    let prod = [from(), config_map("settings", json!({"log.level": "info"}))];
    let found = told(&dev, &prod);
    assert_eq!(found.len(), 1, "{found:?}");
    let [path, message, address] = &found[0];
    assert_eq!((path.as_str(), address.as_str()), (r#"data["log.level"]"#, "shop/ConfigMap/settings"));
    assert!(message.ends_with("it reaches shop/Deployment.apps/web"), "{message}");
}

#[test]
fn where_a_variable_comes_from_is_no_difference() {
    let literal = web(json!({"env": [{"name": "LEVEL", "value": "debug"}]}));
    let from = web(json!({"env": [{"name": "LEVEL",
        "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "level"}}}]}));
    let settings = config_map("settings", json!({"level": "debug"}));
    assert_eq!(told(&[literal, settings.clone()], &[from, settings]), Vec::<[String; 3]>::new());
}

#[test]
fn a_config_map_that_is_missing_is_told_once_and_not_by_its_entries() {
    let from = || web(json!({"envFrom": [{"configMapRef": {"name": "settings", "optional": true}}]}));
    let other = config_map("other", json!({"A": "b"}));
    let settings = config_map("settings", json!({"LOG_LEVEL": "debug", "REGION": "eu"}));
    let found = told(&[from(), other.clone(), settings], &[from(), other]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][1], "only dev has it; it reaches shop/Deployment.apps/web");
}

#[test]
fn a_secret_is_followed_to_its_variable_and_told_to_nobody() {
    let from = || web(json!({"envFrom": [{"secretRef": {"name": "keys"}}]}));
    let keys = |more: Value| {
        let mut keys = json!({"type": "Opaque", "data": {"user": "YWRtaW4tb2Ytc2hvcA=="}});
        keys["stringData"] = more;
        object("v1", "Secret", "shop", "keys", keys)
    };
    let case = Case::new();
    // A copy in clear beside the Secret is the same secret.
    let copy = config_map("copy", json!({"url": "https://shop.test/?t=c0rrect-horse-1"}));
    case.write("dev.json", list(&[from(), keys(json!({"token": "c0rrect-horse-1"})), copy]));
    let other = config_map("copy", json!({"url": "https://shop.test/?t=none"}));
    case.write("prod.json", list(&[from(), keys(json!({})), other]));
    let ran = case.run(&["diff", "dev.json", "prod.json", "--format", "json"]);
    let found = findings(&ran.report());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["path"], &found[0]["redacted"]), (&json!("@env.web.token"), &json!(true)));
    // What is sealed here may be what stands there in clear.
    assert_eq!(ran.report()["comparisons"][0]["set_aside"]["unknown"], 1);
    for clear in ["c0rrect", "YzBycmVjdC1ob3JzZS0x", "admin-of-shop", "YWRtaW4tb2Ytc2hvcA=="] {
        assert!(!ran.stdout.contains(clear), "{clear}");
    }
}

#[test]
fn a_manifest_with_clear_text_is_the_secret_that_the_server_keeps() {
    let secret = |member: &str, value: &str| {
        let mut more = json!({});
        more[member] = json!({ "token": value });
        object("v1", "Secret", "shop", "keys", more)
    };
    let found = told(&[secret("stringData", "c0rrect-horse-1")], &[secret("data", "YzBycmVjdC1ob3JzZS0x")]);
    assert_eq!(found, Vec::<[String; 3]>::new());
}

#[test]
fn a_hash_at_the_end_of_a_name_is_no_name() {
    let mounts = |name: &str| {
        let mut web = web(json!({"image": "shop/web:1"}));
        web["spec"]["template"]["spec"]["volumes"] = json!([{"name": "config", "configMap": {"name": name}}]);
        web
    };
    let dev = [
        mounts("settings-7k2m9d5f8t"),
        config_map("settings-7k2m9d5f8t", json!({"level": "debug"})),
        // An earlier generation that nothing refers to any more.
        config_map("settings-b8f2h6k4mt", json!({"level": "trace"})),
    ];
    let prod = [mounts("settings-9c2m5h7d4k"), config_map("settings-9c2m5h7d4k", json!({"level": "info"}))];
    let found = told(&dev, &prod);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][0], "data.level");
    // A name without the hash belongs to whoever has it.
    let plain = config_map("settings", json!({"level": "debug"}));
    assert!(told(&[plain, dev[1].clone()], &[prod[1].clone()]).len() > 1);
}

#[test]
fn the_pools_of_nodes_are_what_is_compared_of_nodes() {
    let node = |name: &str, kubelet: &str, instance: &str| {
        let labels =
            json!({"eks.amazonaws.com/nodegroup": "general", "node.kubernetes.io/instance-type": instance});
        let info = json!({"kubeletVersion": kubelet, "operatingSystem": "linux", "architecture": "amd64"});
        object("v1", "Node", "", name, json!({"metadata": {"labels": labels}, "status": {"nodeInfo": info}}))
    };
    let dev = [node("ip-10-0-0-1", "v1.36.2", "t3.large")];
    let prod = [node("ip-10-9-0-1", "v1.35.1", "t3.large"), node("ip-10-9-0-2", "v1.35.1", "t3.large")];
    let paths: Vec<String> = told(&dev, &prod).into_iter().map(|[path, ..]| path).collect();
    let mut sorted = paths.clone();
    sorted.sort();
    assert_eq!(sorted, ["node_pools[name=general].count", "node_pools[name=general].kubelet"]);
}

#[test]
fn manifests_beside_a_cluster_say_who_declared_a_difference() {
    let case = Case::new();
    let image = |image: &str| web(json!({ "image": image }));
    let declared = |object: &Value| {
        let mut object = object.clone();
        object["metadata"].as_object_mut().unwrap().remove("uid");
        object
    };
    for (environment, tag, level) in [("dev", "2", "debug"), ("prod", "1", "info")] {
        let live = [image(&format!("shop/web:{tag}")), config_map("settings", json!({ "level": level }))];
        let manifests = [declared(&live[0]), declared(&config_map("settings", json!({"level": "info"})))];
        case.write(&format!("{environment}-live.json"), list(&live));
        case.write(&format!("{environment}-manifests.json"), list(&manifests));
    }
    case.write(
        "driftgate.hcl",
        ["dev", "prod"]
            .map(|name| {
                let files = format!("[\"{name}-live.json\", \"{name}-manifests.json\"]");
                format!("environment \"{name}\" {{\n  kubernetes {{\n    manifests = {files}\n  }}\n}}\n")
            })
            .concat(),
    );
    let report = case.diff("dev", "prod");
    let found = findings(&report);
    assert_eq!(found.len(), 2, "{found:?}");
    let of =
        |path: &str| found.iter().find(|finding| finding["path"].as_str().unwrap().ends_with(path)).unwrap();
    let image = of("image");
    assert_eq!(image["explained"], true);
    let place = |side: &str| image["declared_at"][side].as_str().unwrap_or_default().to_owned();
    assert!(place("left").contains("dev-manifests.json"), "{image}");
    assert!(place("right").contains("prod-manifests.json"), "{image}");
    // Both manifests say `info`: that dev runs with another level was declared by nobody.
    assert_eq!(of("level")["explained"], false);
    assert_eq!(report["comparisons"][0]["resources"], json!({"left": 2, "right": 2, "paired": 2}));
}

#[test]
fn a_prefix_of_all_names_is_the_environments_own() {
    let objects = |prefix: &str, replicas: i64| {
        let name = |rest: &str| format!("{prefix}{rest}");
        let spec = json!({"replicas": replicas, "template": {"spec": {"containers": []}}});
        [
            object("apps/v1", "Deployment", "shop", &name("-ldap"), json!({ "spec": spec })),
            object("v1", "Service", "shop", &name("-ldap"), json!({"spec": {"type": "ClusterIP"}})),
            object("v1", "ConfigMap", "shop", &name("-ldap-7k2m9d5f8t"), json!({"data": {}})),
            object("v1", "ConfigMap", "shop", &name("-settings"), json!({"data": {}})),
        ]
    };
    let found = told(&objects("staging", 1), &objects("production", 2));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][0], "spec.replicas");
    let assumed = |left: &str, right: &str| {
        let case = Case::new();
        case.write("dev.json", list(&objects(left, 1)));
        case.write("prod.json", list(&objects(right, 1)));
        case.diff("dev.json", "prod.json")["comparisons"][0]["assumptions"].to_string().contains(left)
    };
    assert!(assumed("staging", "production"));
    // What means no environment to anybody is another thing, in however many names it stands.
    assert!(!assumed("redis", "valkey"));
}
