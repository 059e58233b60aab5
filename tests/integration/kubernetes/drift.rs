//! `driftgate drift`: what was declared against what runs, and who changed it.

use serde_json::{Value, json};

use crate::support::{Case, Ran, findings};

/// A deployment as it is declared.
fn web() -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": { "name": "web", "namespace": "shop", "labels": { "app": "web" } },
        "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
                "metadata": { "labels": { "app": "web" } },
                "spec": { "containers": [{ "name": "web", "image": "shop/web:1.4.0" }] },
            },
        },
    })
}

fn settings() -> Value {
    json!({
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": { "name": "settings", "namespace": "shop" },
        "data": { "LEVEL": "info" },
    })
}

/// The tree of fields that a writer of this value owns.
fn fields(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (format!("f:{key}"), fields(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) if items.iter().all(|item| item.get("name").is_some()) => {
            let element = |item: &Value| {
                let mut below = fields(item);
                below["."] = json!({});
                (format!("k:{{\"name\":{}}}", item["name"]), below)
            };
            items.iter().map(element).collect::<serde_json::Map<_, _>>().into()
        }
        _ => json!({}),
    }
}

/// What a server makes of a declared object: it fills in, and keeps who applied it.
fn running(declared: &Value) -> Value {
    let mut live = declared.clone();
    let mut owned = fields(declared);
    for key in ["f:apiVersion", "f:kind"] {
        owned.as_object_mut().unwrap().remove(key);
    }
    let of_metadata = owned["f:metadata"].as_object_mut().unwrap();
    of_metadata.retain(|key, _| key != "f:name" && key != "f:namespace");
    // An empty tree would own everything below it.
    if of_metadata.is_empty() {
        owned.as_object_mut().unwrap().remove("f:metadata");
    }
    let metadata = &mut live["metadata"];
    metadata["uid"] = json!(format!("uid-{}", declared["metadata"]["name"]));
    metadata["resourceVersion"] = json!("1812");
    metadata["creationTimestamp"] = json!("2026-11-01T08:00:00Z");
    metadata["managedFields"] = json!([{
        "manager": "helm", "operation": "Update", "apiVersion": declared["apiVersion"],
        "time": "2026-11-01T08:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": owned,
    }]);
    live
}

/// Adds somebody who wrote fields of a live object.
fn write(live: &mut Value, manager: &str, subresource: &str, time: &str, fields: &Value) {
    let mut entry = json!({
        "manager": manager, "operation": "Update", "time": time,
        "fieldsType": "FieldsV1", "fieldsV1": fields,
    });
    if !subresource.is_empty() {
        entry["subresource"] = json!(subresource);
    }
    live["metadata"]["managedFields"].as_array_mut().unwrap().push(entry);
}

fn list(objects: &[Value]) -> String {
    json!({ "apiVersion": "v1", "kind": "List", "items": objects }).to_string()
}

fn run(declared: &[Value], live: &[Value], more: &[&str]) -> Ran {
    let case = Case::new();
    case.write("declared.json", list(declared));
    case.write("live.json", list(live));
    case.run(&[&["drift", "declared.json", "live.json"], more].concat())
}

fn drift(declared: &[Value], live: &[Value]) -> Value {
    let ran = run(declared, live, &["--format", "json"]);
    assert_ne!(ran.code, 1, "{}", ran.stderr);
    ran.report()
}

/// Returns the one finding.
fn one(report: &Value) -> Value {
    let found = findings(report);
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].clone()
}

const IMAGE: &str = "spec.template.spec.containers[name=web].image";

fn image_fields() -> Value {
    json!({ "f:spec": { "f:template": { "f:spec": { "f:containers": {
        "k:{\"name\":\"web\"}": { "f:image": {} },
    } } } } })
}

/// A deployment whose image somebody changed.
fn edited(manager: &str) -> Value {
    let mut live = running(&web());
    live["spec"]["template"]["spec"]["containers"][0]["image"] = json!("shop/web:1.5.0-debug");
    write(&mut live, manager, "", "2026-11-23T20:29:12Z", &image_fields());
    live
}

#[test]
fn what_runs_as_declared_is_clean() {
    let declared = [web(), settings()];
    let live = [running(&settings()), running(&web())];
    let ran = run(&declared, &live, &["--format", "json", "--fail-on", "info"]).exits(0);
    let report = ran.report();
    assert_eq!(findings(&report), Vec::<Value>::new());
    assert_eq!(report["comparisons"][0]["mode"], "drift");
    assert_eq!(report["comparisons"][0]["resources"]["paired"], 2);
}

#[test]
fn an_image_that_somebody_edited_is_found_with_who_and_when() {
    let finding = one(&drift(&[web()], &[edited("kubectl-edit")]));
    assert_eq!((&finding["path"], &finding["change"]), (&json!(IMAGE), &json!("modified")));
    assert_eq!(
        (&finding["left"], &finding["right"]),
        (&json!("shop/web:1.4.0"), &json!("shop/web:1.5.0-debug"))
    );
    assert_eq!((&finding["severity"], &finding["explained"]), (&json!("high"), &json!(false)));
    assert_eq!(
        finding["changed_by"],
        json!({ "who": "kubectl-edit", "when": "2026-11-23T20:29:12Z", "how": "managedFields (Update)", "by_hand": true })
    );
}

#[test]
fn what_the_deployer_wrote_is_another_version_and_not_by_hand() {
    let mut live = running(&web());
    live["spec"]["template"]["spec"]["containers"][0]["image"] = json!("shop/web:1.3.9");
    let finding = one(&drift(&[web()], &[live]));
    assert_eq!((&finding["severity"], &finding["changed_by"]["who"]), (&json!("medium"), &json!("helm")));
    assert_eq!(finding["changed_by"]["by_hand"], false);
    assert!(finding["message"].as_str().unwrap().starts_with("helm applied another value on 2026-11-01"));
}

#[test]
fn replicas_scaled_by_hand_are_found_and_by_an_autoscaler_are_its_own() {
    let scaled = |manager: &str, subresource: &str| {
        let mut live = running(&web());
        live["spec"]["replicas"] = json!(7);
        write(
            &mut live,
            manager,
            subresource,
            "2026-11-24T06:00:00Z",
            &json!({ "f:spec": { "f:replicas": {} } }),
        );
        live
    };
    for (manager, subresource) in [("kubectl-scale", ""), ("kubectl", "scale")] {
        let finding = one(&drift(&[web()], &[scaled(manager, subresource)]));
        assert_eq!((&finding["path"], &finding["severity"]), (&json!("spec.replicas"), &json!("high")));
        assert_eq!(finding["changed_by"]["who"], manager);
    }
    let report = drift(&[web()], &[scaled("kube-controller-manager", "scale")]);
    assert_eq!(findings(&report), Vec::<Value>::new());
    assert!(report["comparisons"][0]["set_aside"]["owned"].as_u64().unwrap() >= 1);
}

#[test]
fn an_annotation_is_found_when_a_person_wrote_it() {
    let annotated = |manager: &str| {
        let mut live = running(&web());
        live["metadata"]["annotations"] = json!({ "shop/note": "do not touch" });
        let owned = json!({ "f:metadata": { "f:annotations": { ".": {}, "f:shop/note": {} } } });
        write(&mut live, manager, "", "2026-11-24T06:00:00Z", &owned);
        live
    };
    let finding = one(&drift(&[web()], &[annotated("kubectl-annotate")]));
    assert_eq!(finding["path"], "metadata.annotations[\"shop/note\"]");
    // Nothing that runs reads it, but nobody declared it either.
    assert_eq!((&finding["severity"], &finding["left"]), (&json!("medium"), &Value::Null));
    assert_eq!(findings(&drift(&[web()], &[annotated("cert-manager-cainjector")])), Vec::<Value>::new());
    let finding = one(&drift(&[web()], &[annotated("a-program-nobody-knows")]));
    assert_eq!((&finding["severity"], &finding["changed_by"]["by_hand"]), (&json!("info"), &json!(false)));
}

#[test]
fn a_container_that_somebody_added_is_one_finding() {
    let mut live = running(&web());
    let debug = json!({ "name": "debug", "image": "busybox" });
    live["spec"]["template"]["spec"]["containers"].as_array_mut().unwrap().push(debug.clone());
    let owned =
        json!({ "f:spec": { "f:template": { "f:spec": { "f:containers": fields(&json!([debug])) } } } });
    write(&mut live, "kubectl-patch", "", "2026-11-24T06:00:00Z", &owned);
    let finding = one(&drift(&[web()], &[live]));
    assert_eq!(finding["path"], "spec.template.spec.containers[name=debug]");
    assert_eq!(
        (&finding["severity"], &finding["changed_by"]["who"]),
        (&json!("high"), &json!("kubectl-patch"))
    );
}

#[test]
fn what_is_gone_is_missing_and_what_was_taken_away_is_found() {
    let other = |name: &str| {
        let mut map = settings();
        map["metadata"]["name"] = json!(name);
        map
    };
    let mut live = running(&settings());
    live["data"].as_object_mut().unwrap().clear();
    let report = drift(&[settings(), other("gone")], &[live]);
    let found = findings(&report);
    let told: Vec<_> = found
        .iter()
        .map(|f| {
            (f["change"].as_str().unwrap(), f["severity"].as_str().unwrap(), f["path"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [("missing", "high", ""), ("modified", "medium", "data.LEVEL")]);
    assert_eq!(found[0]["address"], json!({ "left": "shop/ConfigMap/gone", "right": null }));
    // Who took something away is not kept, and nobody is named for it.
    assert_eq!(found[1]["changed_by"], Value::Null);
}

#[test]
fn what_somebody_made_is_unmanaged_and_what_the_platform_makes_is_not() {
    let made = |kind: &str, namespace: &str, name: &str, manager: &str| {
        let mut object = json!({
            "apiVersion": "v1", "kind": kind,
            "metadata": { "name": name, "namespace": namespace, "uid": name, "managedFields": [] },
            "data": { "a": "b" },
        });
        write(&mut object, manager, "", "2026-11-22T12:00:00Z", &json!({ "f:data": { "f:a": {} } }));
        object
    };
    let mut pod = made("Pod", "shop", "web-1-x", "kube-controller-manager");
    pod["metadata"]["ownerReferences"] = json!([{ "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-1", "uid": "u", "controller": true }]);
    let live = [
        running(&web()),
        made("ConfigMap", "shop", "by-hand", "kubectl-create"),
        made("ConfigMap", "shop", "kube-root-ca.crt", "kube-controller-manager"),
        made("ServiceAccount", "shop", "default", "kube-controller-manager"),
        made("Endpoints", "shop", "web", "kube-controller-manager"),
        made("ConfigMap", "kube-system", "coredns", "kubeadm"),
        made("ConfigMap", "elsewhere", "settings", "kubectl-create"),
        pod,
    ];
    let report = drift(&[web()], &live);
    let finding = one(&report);
    assert_eq!(finding["address"], json!({ "left": null, "right": "shop/ConfigMap/by-hand" }));
    assert_eq!((&finding["change"], &finding["severity"]), (&json!("unmanaged"), &json!("medium")));
    assert_eq!(finding["changed_by"]["who"], "kubectl-create");
    assert_eq!(report["comparisons"][0]["set_aside"]["outside"], 1);
    assert!(report["comparisons"][0]["set_aside"]["owned"].as_u64().unwrap() >= 5);
}

#[test]
fn a_secret_that_was_changed_is_found_and_not_shown() {
    let secret = |value: &str| {
        json!({
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": { "name": "db", "namespace": "shop" },
            "data": { "password": value },
        })
    };
    let (declared, changed) = (secret("c2VjcmV0LW9uZS1zZWNyZXQ="), secret("c2VjcmV0LXR3by1zZWNyZXQ="));
    let report = drift(std::slice::from_ref(&declared), &[running(&changed)]);
    let finding = one(&report);
    assert_eq!((&finding["path"], &finding["severity"]), (&json!("data.password"), &json!("medium")));
    let text = report.to_string();
    assert!(!text.contains("c2VjcmV0"), "{text}");
    assert_eq!(findings(&drift(std::slice::from_ref(&declared), &[running(&declared)])), Vec::<Value>::new());
}

#[test]
fn a_user_says_who_is_a_controller() {
    let case = Case::new();
    case.write("declared.json", list(&[web()]));
    let mut live = running(&web());
    live["metadata"]["labels"]["team"] = json!("blue");
    write(
        &mut live,
        "labeller",
        "",
        "2026-11-24T06:00:00Z",
        &json!({ "f:metadata": { "f:labels": { "f:team": {} } } }),
    );
    case.write("live.json", list(&[live]));
    case.write("rules/own.hcl", "manager \"labeller\" {\n  controller = true\n}\n");
    let arguments = ["drift", "declared.json", "live.json", "--format", "json"];
    assert_eq!(findings(&case.run(&arguments).report()).len(), 1);
    let with: Vec<&str> = arguments.iter().copied().chain(["--rules", "rules"]).collect();
    assert_eq!(findings(&case.run(&with).exits(0).report()), Vec::<Value>::new());
    case.write("rules/own.hcl", "manager \"labeller\" {\n  controler = true\n}\n");
    let ran = case.run(&with).exits(1);
    assert!(ran.stderr.contains("own.hcl:2") && ran.stderr.contains("`controler`"), "{}", ran.stderr);
}

#[test]
fn a_rule_of_drift_may_say_that_it_matters_less_and_no_other_may() {
    let case = Case::new();
    case.write("declared.json", list(&[web()]));
    let mut live = running(&web());
    live["spec"]["replicas"] = json!(3);
    case.write("live.json", list(&[live]));
    let rule = |mode: &str| {
        format!(
            "rule \"own/replicas\" {{\n  summary = \"s\"\n  why = \"w\"\n  kind = \"Deployment.apps\"\n  path = \"spec.replicas\"\n{mode}  severity = \"info\"\n  message = \"m\"\n  remedy = \"r\"\n}}\n"
        )
    };
    for (mode, severity) in [("", "medium"), ("  mode = \"drift\"\n", "info")] {
        case.write("rules/own.hcl", rule(mode));
        let ran = case.run(&["drift", "declared.json", "live.json", "--format", "json", "--rules", "rules"]);
        let finding = one(&ran.exits(0).report());
        assert_eq!(finding["severity"], severity, "{finding}");
    }
}

#[test]
fn a_person_reads_who_it_was() {
    let case = Case::new();
    case.write("declared.json", list(&[web()]));
    case.write("live.json", list(&[edited("kubectl-edit")]));
    let ran = case.run(&["drift", "declared.json", "live.json"]).exits(2);
    for part in ["declared ↔ live", "changed by hand, with kubectl-edit", "shop/web:1.5.0-debug"] {
        assert!(ran.stdout.contains(part), "{part}:\n{}", ran.stdout);
    }
    let report = case.run(&["drift", "declared.json", "live.json", "--format", "json"]).report();
    let fingerprint = findings(&report)[0]["fingerprint"].as_str().unwrap().to_owned();
    let ran = case.run(&["explain", "--drift", &fingerprint, "declared.json", "live.json"]).exits(0);
    for part in ["changed by", "2026-11-23T20:29:12Z", "managedFields (Update)"] {
        assert!(ran.stdout.contains(part), "{part}:\n{}", ran.stdout);
    }
}

#[test]
fn an_environment_with_one_side_only_is_an_error() {
    let case = Case::new();
    case.write("live.json", list(&[running(&web())]));
    case.write("declared.json", list(&[web()]));
    let ran = case.run(&["drift", "live.json"]).exits(1);
    assert!(ran.stderr.contains("nothing is declared"), "{}", ran.stderr);
    let ran = case.run(&["drift", "declared.json"]).exits(1);
    assert!(ran.stderr.contains("nothing that runs was read"), "{}", ran.stderr);
    case.write("both.json", list(&[running(&web()), web()]));
    case.run(&["drift", "both.json"]).exits(0);
    case.write("both.json", list(&[edited("kubectl-edit"), web()]));
    let report = case.run(&["drift", "both.json", "--format", "json"]).exits(2).report();
    let fingerprint = one(&report)["fingerprint"].as_str().unwrap().to_owned();
    let ran = case.run(&["explain", &fingerprint, "both.json"]).exits(0);
    assert!(ran.stdout.contains("kubectl-edit"), "{}", ran.stdout);
}

#[test]
fn acceptances_and_ignores_hold_for_drift() {
    let case = Case::new();
    case.write("declared.json", list(&[web()]));
    case.write("live.json", list(&[edited("kubectl-edit")]));
    let arguments = ["drift", "declared.json", "live.json", "--format", "json"];
    let fingerprint =
        findings(&case.run(&arguments).exits(2).report())[0]["fingerprint"].as_str().unwrap().to_owned();
    case.write("driftgate.hcl", format!("accept \"{fingerprint}\" {{\n  reason = \"hotfix\"\n}}\n"));
    case.run(&arguments).exits(0);
    case.write(
        "driftgate.hcl",
        "ignore \"images\" {\n  kind   = \"Deployment.apps\"\n  path   = \"spec.template.spec.containers[*].image\"\n  reason = \"r\"\n}\n",
    );
    let report = case.run(&arguments).exits(0).report();
    assert_eq!(report["comparisons"][0]["set_aside"]["ignored"], 1);
}
