//! `driftgate check`: what is wrong inside one environment, of manifests and of what a server gave.

use serde_json::{Value, json};

use crate::support::{Case, findings};

fn list(objects: &[Value]) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string()
}

fn deployment(config_map: &str) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {
                    "containers": [{"name": "web", "image": "registry.example.com/web:1.2.0", "envFrom": [{"configMapRef": {"name": config_map}}]}],
                },
            },
        },
    })
}

fn settings() -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}, "data": {"LEVEL": "info"}})
}

fn broken() -> String {
    list(&[deployment("setings"), settings()])
}

/// Gives an object what only a server gives.
fn live(mut object: Value) -> Value {
    object["metadata"]["uid"] = json!("7d1c");
    object
}

const RULE: &str = "k8s/missing-config-map";

fn of_rule(report: &Value, rule: &str) -> Vec<Value> {
    findings(report).into_iter().filter(|finding| finding["rule"] == rule).collect()
}

fn check(case: &Case, arguments: &[&str]) -> Value {
    let mut all = vec!["check"];
    all.extend(arguments);
    all.extend(["--format", "json"]);
    let ran = case.run(&all);
    assert_ne!(ran.code, 1, "{}", ran.stderr);
    ran.report()
}

#[test]
fn a_reference_to_nothing_is_found_on_the_one_side_there_is() {
    let case = Case::new();
    case.write("dev.json", broken());
    let report = check(&case, &["dev.json"]);
    let comparison = &report["comparisons"][0];
    assert_eq!(comparison["mode"], "check");
    assert_eq!(comparison["left"]["environment"], "dev");
    assert_eq!(comparison["right"], json!({"environment": "", "sources": []}));
    let [found] = of_rule(&report, RULE).try_into().unwrap();
    assert_eq!(found["change"], "dangling");
    assert_eq!(found["address"], json!({"left": "shop/Deployment.apps/web", "right": null}));
    assert_eq!(found["path"], "spec.template.spec.containers[name=web].envFrom[0].configMapRef");
    assert_eq!(found["severity"], "medium", "manifests may come from several places");
}

#[test]
fn what_is_there_is_no_fault() {
    let case = Case::new();
    case.write("dev.json", list(&[deployment("settings"), settings()]));
    assert_eq!(of_rule(&check(&case, &["dev.json"]), RULE), Vec::<Value>::new());
}

/// Exit codes are those of `diff`.
#[test]
fn faults_at_or_above_the_limit_fail_the_run() {
    let case = Case::new();
    case.write("dev.json", broken());
    let mark =
        |limit: &str| case.run(&["check", "dev.json", "--fail-on", limit, "--only", "Deployment.apps"]).code;
    assert_eq!((mark("medium"), mark("high")), (2, 0));
    assert_eq!(case.run(&["check", "nothing.json"]).code, 1);
    let nothing = case.run(&["check"]).exits(1);
    assert!(nothing.stderr.contains("driftgate check ENV"), "{}", nothing.stderr);
}

/// `--only` leaves out findings, and not what is looked at: else everything would be missing.
#[test]
fn what_is_left_out_is_still_there() {
    let case = Case::new();
    case.write("dev.json", list(&[deployment("settings"), settings()]));
    assert_eq!(
        findings(&check(&case, &["dev.json", "--exclude", "ConfigMap", "--min-severity", "info"]))
            .iter()
            .filter(|f| f["rule"] == RULE)
            .count(),
        0
    );
    let only = check(&case, &["dev.json", "--only", "Service"]);
    assert_eq!(findings(&only), Vec::<Value>::new());
}

/// `kubectl get deployments -o json` names ConfigMaps, holds none, and the cluster has them all the same.
#[test]
fn a_kind_that_is_not_in_a_dump_is_not_missing_in_the_cluster() {
    let case = Case::new();
    case.write("dump.json", list(&[live(deployment("settings"))]));
    let report = check(&case, &["dump.json"]);
    assert_eq!(of_rule(&report, RULE), Vec::<Value>::new());
    assert!(report["comparisons"][0]["set_aside"]["unknown"].as_u64().unwrap() > 0);
    case.write("more.json", list(&[live(deployment("setings")), live(settings())]));
    let [found] = of_rule(&check(&case, &["more.json"]), RULE).try_into().unwrap();
    assert_eq!(found["severity"], "high");
}

#[test]
fn each_environment_is_a_comparison_of_its_own() {
    let case = Case::new();
    case.write("dev.json", broken());
    case.write("prod.json", list(&[deployment("settings"), settings()]));
    let report = check(&case, &["dev.json", "prod.json"]);
    let names: Vec<&str> = report["comparisons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|comparison| comparison["left"]["environment"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["dev", "prod"]);
    let again = check(&case, &["dev.json", "prod.json"]);
    assert_eq!(report["comparisons"], again["comparisons"], "the same inputs give the same findings");
}

#[test]
fn the_gate_names_what_is_checked() {
    let case = Case::new();
    case.write("dev/all.json", broken());
    let environment = "environment \"dev\" {\n  kubernetes {\n    manifests = [\"dev/all.json\"]\n  }\n}\n";
    case.write("driftgate.hcl", format!("{environment}gate {{\n  check = [\"dev\"]\n}}\n"));
    let report = check(&case, &[]);
    assert_eq!(report["comparisons"][0]["left"]["environment"], "dev");
    assert_eq!(of_rule(&report, RULE).len(), 1);
    case.write("driftgate.hcl", format!("{environment}gate {{\n  check = [\"prd\"]\n}}\n"));
    let ran = case.run(&["check"]).exits(1);
    assert!(ran.stderr.contains("unknown environment `prd`"), "{}", ran.stderr);
}

#[test]
fn ignores_and_acceptances_hold_for_faults() {
    let case = Case::new();
    case.write("dev.json", broken());
    let [found] = of_rule(&check(&case, &["dev.json"]), RULE).try_into().unwrap();
    let fingerprint = found["fingerprint"].as_str().unwrap().to_owned();
    case.write(
        "driftgate.hcl",
        format!("accept \"{fingerprint}\" {{\n  reason = \"renamed next week\"\n}}\n"),
    );
    let [accepted] = of_rule(&check(&case, &["dev.json"]), RULE).try_into().unwrap();
    assert_eq!(accepted["accepted"]["reason"], "renamed next week");
    case.write(
        "driftgate.hcl",
        "ignore \"web\" {\n  kind   = \"Deployment.apps\"\n  path   = \"spec.template\"\n  reason = \"a test\"\n}\n",
    );
    let report = check(&case, &["dev.json"]);
    assert_eq!(of_rule(&report, RULE), Vec::<Value>::new());
    assert!(report["comparisons"][0]["set_aside"]["ignored"].as_u64().unwrap() > 0);
}

#[test]
fn a_fault_is_explained_by_its_fingerprint() {
    let case = Case::new();
    case.write("dev.json", broken());
    let [found] = of_rule(&check(&case, &["dev.json"]), RULE).try_into().unwrap();
    let fingerprint = found["fingerprint"].as_str().unwrap();
    let ran = case.run(&["explain", fingerprint, "dev.json"]).exits(0);
    for words in
        [RULE, "shop/Deployment.apps/web", "the ConfigMap setings is not in namespace shop", fingerprint]
    {
        assert!(ran.stdout.contains(words), "{words}:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("explained"), "nobody declares a fault:\n{}", ran.stdout);
    let ran = case.run(&["explain", "ffffffffffffffff", "dev.json"]).exits(1);
    assert!(ran.stderr.contains("no finding in dev"), "{}", ran.stderr);
}

/// A person sees one column: where, what, what to do.
#[test]
fn the_terminal_shows_where_what_and_what_to_do() {
    let case = Case::new();
    case.write("dev.json", broken());
    let ran = case.run(&["check", "dev.json", "--min-severity", "medium", "--fail-on", "medium"]).exits(2);
    for line in [
        "driftgate  check of dev   all sources read completely",
        " shop/Deployment.apps/web",
        "   spec.template.spec.containers[name=web].envFrom[0].configMapRef",
        "     the ConfigMap setings is not in namespace shop",
    ] {
        assert!(ran.stdout.lines().any(|shown| shown == line), "{line:?} in:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains('↔'), "{}", ran.stdout);
}

/// Whatever stands in an object, a check ends with findings and not with an error.
#[test]
fn odd_objects_are_no_error() {
    let case = Case::new();
    for odd in [
        json!(null),
        json!(""),
        json!(0),
        json!([]),
        json!({}),
        json!([null]),
        json!({"name": null}),
        json!([{"name": [1]}]),
    ] {
        let mut objects = vec![settings()];
        for (version, kind) in [
            ("apps/v1", "Deployment"),
            ("batch/v1", "CronJob"),
            ("v1", "Service"),
            ("v1", "ResourceQuota"),
            ("networking.k8s.io/v1", "Ingress"),
            ("policy/v1", "PodDisruptionBudget"),
            ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ] {
            let object = |name: &str, spec: Value| json!({"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "shop"}, "spec": spec});
            objects.push(object("a", odd.clone()));
            let parts = [
                "template",
                "selector",
                "rules",
                "tls",
                "ports",
                "hard",
                "scaleTargetRef",
                "minAvailable",
                "volumes",
                "metrics",
            ];
            let spec: serde_json::Map<String, Value> =
                parts.iter().map(|part| ((*part).to_owned(), odd.clone())).collect();
            objects.push(object("b", Value::Object(spec)));
            objects.push(object("c", json!({"template": {"spec": {"containers": odd, "volumes": [{"name": "x", "configMap": odd}], "imagePullSecrets": odd}}})));
        }
        case.write("odd.json", list(&objects));
        let ran = case.run(&["check", "odd.json"]);
        assert_ne!(ran.code, 1, "{odd}: {}", ran.stderr);
    }
}
