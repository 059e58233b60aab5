//! What is planted in the shop's manifests and clusters is found, and nothing else.
//!
//! The differences are those of `fixtures/shop/README.md`; a number such as `L1` names a line of its tables.

use serde_json::Value;

use super::clusters::{list, objects};
use crate::support::{Case, Ran, findings, shop};

/// What is secret in the shop; as it stands in a text, and as base64 holds it.
const SECRETS: [&str; 13] = [
    // How every release that Helm packed begins: what is inside can be read back.
    "SDRzSUFBQUFB",
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

/// Returns a folder with the manifests and the objects of both clusters, and the shop's own configuration.
fn clusters() -> Case {
    let case = Case::new();
    for name in ["dev", "prod"] {
        let rendered = std::fs::read(shop(&format!("kubernetes/rendered/{name}.yaml"))).unwrap();
        case.write(&format!("{name}.json"), list(&objects(name)));
        case.write(&format!("rendered/{name}.yaml"), rendered);
    }
    case.write("driftgate.hcl", std::fs::read(shop("kubernetes/driftgate.hcl")).unwrap());
    case
}

fn drift(case: &Case, name: &str) -> Ran {
    case.run(&["drift", &format!("rendered/{name}.yaml"), &format!("{name}.json"), "--format", "json"])
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
    assert_eq!(told(&report), expected);
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
    let report = clusters().diff("dev", "prod");
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

/// Returns the rule and the address of each fault from medium up.
fn faults(case: &Case, input: &str) -> Vec<String> {
    let options = ["--format", "json", "--fail-on", "none"];
    let report = case.run(&[["check", input].as_slice(), &options].concat()).exits(0).report();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut faults: Vec<String> = findings(&report)
        .iter()
        .filter(|one| one["severity"] != "info" && one["severity"] != "low")
        .map(|one| format!("{} {}", text(&one["rule"]), text(&one["address"]["left"])))
        .collect();
    faults.sort();
    faults
}

#[test]
fn dev_has_no_faults() {
    let case = clusters();
    assert_eq!(faults(&case, "dev"), Vec::<String>::new(), "its manifests");
    assert_eq!(faults(&case, "dev.json"), Vec::<String>::new(), "its cluster");
}

/// The faults that prod's manifests have, and its cluster as well.
const FAULTS: [&str; 6] = [
    "k8s/autoscaler-without-target shop/HorizontalPodAutoscaler.autoscaling/vote",
    "k8s/budget-blocks-every-drain shop/PodDisruptionBudget.policy/result",
    "k8s/floating-image shop/Deployment.apps/redis",
    "k8s/ingress-without-port shop/Ingress.networking.k8s.io/shop",
    "k8s/missing-secret-key shop/CronJob.batch/backup",
    "k8s/not-probed-for-traffic shop/Deployment.apps/result",
];

#[test]
fn the_faults_of_prod_are_found_before_it_is_deployed() {
    let mut expected = FAULTS.to_vec();
    expected.push("k8s/api-version-removed shop/FlowSchema.flowcontrol.apiserver.k8s.io/shop-backup");
    expected.sort_unstable();
    assert_eq!(faults(&clusters(), "prod"), expected);
}

#[test]
fn the_faults_of_prod_are_found_in_its_cluster() {
    let mut expected = FAULTS.to_vec();
    expected.extend([
        // Another file might have what the monitor selects; in a cluster it would be there.
        "k8s/service-monitor-selects-nothing shop/ServiceMonitor.monitoring.coreos.com/shop",
        "k8s/api-service-down APIService.apiregistration.k8s.io/v1beta1.metrics.k8s.io",
        "k8s/cluster-admin-for-all ClusterRoleBinding.rbac.authorization.k8s.io/debug-admin",
        "k8s/service-selects-nothing kube-system/Service/metrics-server",
        "k8s/service-selects-nothing shop/Service/exporter",
        "k8s/webhook-without-endpoints ValidatingWebhookConfiguration.admissionregistration.k8s.io/image-policy",
    ]);
    expected.sort_unstable();
    assert_eq!(faults(&clusters(), "prod.json"), expected);
}

#[test]
fn no_secret_of_the_shop_leaves_the_program() {
    let case = clusters();
    let mut seen = Vec::new();
    for arguments in [
        ["diff", "dev.json", "prod.json"].as_slice(),
        &["diff", "dev", "prod"],
        &["diff", "rendered/dev.yaml", "rendered/prod.yaml"],
        &["diff", "dev.json", "rendered/prod.yaml"],
        &["drift", "rendered/prod.yaml", "prod.json"],
        &["drift", "rendered/dev.yaml", "prod.json"],
        &["check", "prod.json"],
        &["check", "rendered/prod.yaml"],
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
