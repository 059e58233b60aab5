//! What is planted in the shop's manifests and clusters is found, and nothing else.
//!
//! The differences are those of `fixtures/shop/README.md`; a number such as `L1` names a line of its tables.

use serde_json::Value;

use super::clusters::{list, objects};
use crate::support::{Case, Ran, findings, shop};

/// What is secret in the shop; as it stands in a text, and as base64 holds it.
const SECRETS: [&str; 12] = [
    "hQ7-invented-vote-51",
    "aFE3LWludmVudGVkLXZvdGUtNTE",
    "zM4-invented-vote-88",
    "ek00LWludmVudGVkLXZvdGUtODg",
    "Yk3-invented-dump-17",
    "WWszLWludmVudGVkLWR1bXAtMTc",
    "Rw8-invented-dump-62",
    "Unc4LWludmVudGVkLWR1bXAtNjI",
    "mK2-invented-token-35",
    "bUsyLWludmVudGVkLXRva2VuLTM1",
    "pV9-invented-token-74",
    "cFY5LWludmVudGVkLXRva2VuLTc0",
];

/// Returns a folder with the manifests and the objects of both clusters.
fn clusters() -> Case {
    let case = Case::new();
    for name in ["dev", "prod"] {
        case.write(&format!("{name}.json"), list(&objects(name)));
        case.write(
            &format!("{name}.yaml"),
            std::fs::read(shop(&format!("kubernetes/rendered/{name}.yaml"))).unwrap(),
        );
    }
    case
}

fn drift(case: &Case, name: &str) -> Ran {
    case.run(&["drift", &format!("{name}.yaml"), &format!("{name}.json"), "--format", "json"])
}

/// Returns change, address and path of each finding, in order.
fn told(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut told: Vec<String> = findings(report)
        .iter()
        .map(|one| {
            let address = if one["address"]["left"].is_null() {
                &one["address"]["right"]
            } else {
                &one["address"]["left"]
            };
            format!("{} {} {}", text(&one["change"]), text(address), text(&one["path"])).trim_end().to_owned()
        })
        .collect();
    told.sort();
    told
}

#[test]
fn dev_runs_as_it_was_declared() {
    let report = drift(&clusters(), "dev").exits(0).report();
    assert_eq!(told(&report), Vec::<String>::new());
    assert_eq!(report["comparisons"][0]["resources"]["paired"], 38);
}

#[test]
fn what_people_did_in_prod_is_found() {
    let report = drift(&clusters(), "prod").exits(2).report();
    // L1 to L5, and L7; L6 is of a kind that no manifest declares.
    let expected = [
        "missing shop/Deployment.apps/exporter",
        "missing shop/FlowSchema.flowcontrol.apiserver.k8s.io/shop-backup",
        "modified shop/Deployment.apps/result metadata.annotations[\"example.com/note\"]",
        "modified shop/Deployment.apps/vote spec.template.spec.containers[name=vote].image",
        "modified shop/Deployment.apps/worker spec.replicas",
        "unmanaged shop/ConfigMap/feature-flags",
    ];
    // Nothing says whether a kind that the program does not know has a namespace.
    let told: Vec<String> = told(&report)
        .iter()
        .map(|one| one.replace("missing FlowSchema", "missing shop/FlowSchema"))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn who_did_it_in_prod_is_told() {
    let report = drift(&clusters(), "prod").exits(2).report();
    let mut who: Vec<String> = findings(&report)
        .iter()
        .filter_map(|one| {
            Some(format!("{} {}", one["changed_by"]["who"].as_str()?, one["changed_by"]["when"].as_str()?))
        })
        .collect();
    who.sort();
    let expected = [
        "kubectl-annotate 2025-09-17T15:30:41Z",
        "kubectl-create 2025-09-17T08:03:20Z",
        "kubectl-edit 2025-09-16T21:42:10Z",
        "kubectl-scale 2025-09-16T21:48:55Z",
    ];
    assert_eq!(who, expected);
}

#[test]
fn each_planted_difference_of_the_manifests_is_found() {
    let report = clusters().diff("dev.yaml", "prod.yaml");
    let told = told(&report).join("\n");
    for (number, sought) in [
        ("K1", "modified shop/Deployment.apps/result @env.result.RANKED_RESULTS"),
        ("K2", "modified shop/Deployment.apps/worker spec.template.spec.containers[name=worker].image"),
        (
            "K3",
            "modified shop/Deployment.apps/result spec.template.spec.containers[name=result].readinessProbe",
        ),
        ("K4", "modified shop/Deployment.apps/worker spec.template.spec.securityContext.runAsNonRoot"),
        ("K5", "modified Namespace/shop metadata.labels[\"pod-security.kubernetes.io/enforce\"]"),
        ("K6", "left_only shop/NetworkPolicy.networking.k8s.io/default-deny"),
        ("K7", "modified shop/Ingress.networking.k8s.io/shop spec.rules"),
        ("K8", "modified shop/PodDisruptionBudget.policy/result spec.minAvailable"),
        ("K10", "modified shop/Role.rbac.authorization.k8s.io/worker rules"),
        (
            "K11",
            "modified shop/Deployment.apps/result spec.template.spec.containers[name=result].resources.limits.memory",
        ),
        ("K12", "modified shop/HorizontalPodAutoscaler.autoscaling/vote spec.scaleTargetRef.name"),
        (
            "K13",
            "modified shop/ServiceMonitor.monitoring.coreos.com/shop spec.selector.matchLabels.monitoring",
        ),
        ("K14", "modified shop/Deployment.apps/redis spec.template.spec.containers[name=redis].image"),
        ("K15", "FlowSchema.flowcontrol.apiserver.k8s.io/shop-backup"),
    ] {
        assert!(told.contains(sought), "{number}: {sought} is not among\n{told}");
    }
    // What controllers, servers and other names make of the same must not be there.
    for never in
        ["envFrom", "secretKeyRef", "metadata.name", "hash", "exporter", "Service/", "PriorityClass", "Poll"]
    {
        assert!(!told.contains(never), "{never} is among\n{told}");
    }
}

#[test]
fn no_secret_of_the_shop_leaves_the_program() {
    let case = clusters();
    let mut seen = Vec::new();
    for arguments in [
        ["diff", "dev.json", "prod.json"].as_slice(),
        &["diff", "dev.yaml", "prod.yaml"],
        &["diff", "dev.json", "prod.yaml"],
        &["drift", "prod.yaml", "prod.json"],
        &["drift", "dev.yaml", "prod.json"],
        &["check", "prod.json"],
        &["check", "prod.yaml"],
    ] {
        for format in ["json", "terminal"] {
            let options = ["--format", format, "--fail-on", "none", "--min-severity", "info", "-v"];
            let ran = case.run(&[arguments, &options].concat()).exits(0);
            seen.push((format!("{arguments:?} {format}"), ran.stdout + &ran.stderr));
        }
    }
    case.run(&["snapshot", "prod.json", "-o", "prod.driftgate"]).exits(0);
    seen.push(("snapshot".to_owned(), String::from_utf8_lossy(&case.read("prod.driftgate")).into_owned()));
    for (what, text) in seen {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{what} tells {secret}");
        }
    }
}
