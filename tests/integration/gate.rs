//! `driftgate gate`: all that the `gate` block says, in one report, with one exit code.

use serde_json::{Value, json};

use crate::support::{Case, findings};

const WHOLE: &str =
    "compare = [[\"dev\", \"prod\"]]\n  drift   = [\"dev\", \"prod\"]\n  check   = [\"prod\"]";

/// An object of a kind that no rule knows.
fn shelf(size: u32) -> Value {
    json!({
        "apiVersion": "shop.example.com/v1", "kind": "Shelf",
        "metadata": { "name": "a", "namespace": "shop" },
        "spec": { "size": size },
    })
}

/// A workload in which much is wrong.
fn careless() -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "web", "namespace": "shop" },
        "spec": {
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
                "metadata": { "labels": { "app": "web" } },
                "spec": { "containers": [{ "name": "web", "image": "registry.example.com/web:1.2.0" }] },
            },
        },
    })
}

/// Gives an object what only a server gives.
fn live(mut object: Value) -> Value {
    object["metadata"]["uid"] = json!("7d1c");
    object
}

fn list(objects: &[Value]) -> String {
    json!({ "apiVersion": "v1", "kind": "List", "items": objects }).to_string()
}

/// What is declared for an environment and what runs in it.
struct Environment {
    declared: Value,
    running: Value,
    more: Vec<Value>,
}

impl Environment {
    /// A shelf that runs as it is declared.
    fn new(size: u32) -> Self {
        Self { declared: shelf(size), running: live(shelf(size)), more: Vec::new() }
    }

    fn with_faults(mut self) -> Self {
        self.more = vec![careless(), live(careless())];
        self
    }

    fn text(&self) -> String {
        list(&[vec![self.declared.clone(), self.running.clone()], self.more.clone()].concat())
    }
}

/// Writes two environments and a configuration with this gate, and more.
fn case(dev: &Environment, prod: &Environment, gate: &str, more: &str) -> Case {
    let case = Case::new();
    case.write("dev/all.json", dev.text());
    case.write("prod/all.json", prod.text());
    configure(&case, gate, more);
    case
}

fn configure(case: &Case, gate: &str, more: &str) {
    let environment = |name: &str| {
        format!(
            "environment \"{name}\" {{\n  kubernetes {{\n    manifests = [\"{name}/all.json\"]\n  }}\n}}\n"
        )
    };
    let gate = format!("gate {{\n  {gate}\n}}\n");
    case.write("driftgate.hcl", [&environment("dev"), &environment("prod"), &gate, more].concat());
}

/// Runs the gate; everything must have been read.
fn gate(case: &Case, arguments: &[&str]) -> Value {
    let ran = case.run(&[&["gate", "--format", "json"], arguments].concat());
    assert_ne!(ran.code, 1, "{}", ran.stderr);
    ran.report()
}

/// An environment of which another size runs than is declared.
fn drifted() -> Environment {
    Environment { declared: shelf(3), ..Environment::new(2) }
}

fn stale(report: &Value) -> Vec<&str> {
    let all = report["comparisons"].as_array().unwrap();
    all.iter().flat_map(|c| c["stale"].as_array().unwrap()).map(|line| line.as_str().unwrap()).collect()
}

/// Returns the fingerprint of the first finding of each comparison.
fn fingerprints(report: &Value) -> Vec<String> {
    let all = report["comparisons"].as_array().unwrap();
    all.iter().filter_map(|c| c["findings"][0]["fingerprint"].as_str()).map(str::to_owned).collect()
}

#[test]
fn each_line_of_the_gate_is_a_comparison() {
    let case = case(&Environment::new(2), &drifted().with_faults(), WHOLE, "");
    let report = gate(&case, &[]);
    let told: Vec<[&str; 3]> = report["comparisons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            [&c["mode"], &c["left"]["environment"], &c["right"]["environment"]].map(|v| v.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            ["parity", "dev", "prod"],
            ["drift", "dev", "dev"],
            ["drift", "prod", "prod"],
            ["check", "prod", ""]
        ]
    );
    let terminal = case.run(&["gate", "--fail-on", "none"]).exits(0);
    for title in ["dev ↔ prod", "prod: declared ↔ live", "check of prod"] {
        assert!(terminal.stdout.contains(title), "{title}:\n{}", terminal.stdout);
    }
}

/// Each comparison is the one that its own command makes.
#[test]
fn the_gate_finds_what_the_commands_find() {
    let case = case(&Environment::new(3), &drifted().with_faults(), WHOLE, "");
    for selection in [&[][..], &["--only", "Shelf.shop.example.com"], &["--only", "Deployment.apps"]] {
        let report = gate(&case, selection);
        for (at, command) in
            [&["diff", "dev", "prod"][..], &["drift", "dev"], &["drift", "prod"], &["check", "prod"]]
                .into_iter()
                .enumerate()
        {
            let alone = case.run(&[command, selection, &["--format", "json"]].concat()).report();
            assert_eq!(report["comparisons"][at], alone["comparisons"][0], "{command:?} {selection:?}");
        }
    }
    assert!(fingerprints(&gate(&case, &[])).len() >= 3, "there is something to find in each mode");
}

#[test]
fn one_comparison_that_fails_fails_the_gate() {
    let gate = format!("{WHOLE}\n  fail_on = \"info\"");
    for (dev, prod, code, failing) in [
        (Environment::new(2), Environment::new(2), 0, None),
        (Environment::new(2), Environment::new(3), 2, Some(0)),
        (Environment::new(2), drifted(), 2, Some(2)),
        (Environment::new(2).with_faults(), Environment::new(2).with_faults(), 2, Some(3)),
    ] {
        let case = case(&dev, &prod, &gate, "");
        let report = case.run(&["gate", "--format", "json"]).exits(code).report();
        for (at, comparison) in report["comparisons"].as_array().unwrap().iter().enumerate() {
            let found = comparison["findings"].as_array().unwrap();
            assert_eq!(!found.is_empty(), failing == Some(at), "{failing:?} {at}: {found:#?}");
        }
        case.run(&["gate", "--fail-on", "none"]).exits(0);
    }
}

#[test]
fn a_gate_with_nothing_to_do_is_an_error_with_an_example() {
    let case = case(&Environment::new(2), &Environment::new(2), "fail_on = \"low\"", "");
    let told = |configuration: &str| {
        let ran = case.run(&["gate"]).exits(1);
        for words in [configuration, "gate {", "compare = [[\"dev\", \"prod\"]]", "drift ", "check "] {
            assert!(ran.stderr.contains(words), "{words}:\n{}", ran.stderr);
        }
        assert_eq!(ran.stdout, "");
    };
    told("driftgate.hcl: nothing to do");
    case.write("driftgate.hcl", "");
    told("driftgate.hcl: nothing to do");
    std::fs::remove_file(case.path("driftgate.hcl")).unwrap();
    told("there is no driftgate.hcl here");
}

#[test]
fn an_unknown_environment_and_a_pair_given_twice_are_refused() {
    let case = case(&Environment::new(2), &Environment::new(2), WHOLE, "");
    for (gate, says) in [
        ("compare = [[\"dev\", \"prd\"]]", "unknown environment `prd`"),
        ("drift = [\"prd\"]", "unknown environment `prd`"),
        ("check = [\"prd\"]", "unknown environment `prd`"),
        ("compare = [[\"dev\", \"prod\"], [\"dev\", \"prod\"]]", "`dev` and `prod` are there twice"),
    ] {
        configure(&case, gate, "");
        let ran = case.run(&["gate"]).exits(1);
        assert!(
            ran.stderr.contains(says) && ran.stderr.contains("driftgate.hcl:12"),
            "{gate}: {}",
            ran.stderr
        );
        assert_eq!(ran.stdout, "");
    }
    configure(&case, "compare = [[\"dev\", \"prod\"], [\"prod\", \"dev\"]]", "");
    case.run(&["gate"]).exits(0);
}

/// An environment of which nothing is declared has no drift to tell, and that is no clean gate.
#[test]
fn drift_of_an_environment_with_one_side_only_is_an_error() {
    let case = case(&Environment::new(2), &Environment::new(2), WHOLE, "");
    case.write("dev/all.json", list(&[live(shelf(2))]));
    let ran = case.run(&["gate"]).exits(1);
    assert!(ran.stderr.contains("dev: nothing is declared"), "{}", ran.stderr);
    case.write("dev/all.json", "{");
    case.run(&["gate"]).exits(1);
}

fn acceptance(fingerprint: &str) -> String {
    format!("accept \"{fingerprint}\" {{\n  reason = \"known\"\n}}\n")
}

/// An acceptance belongs to one mode; the others must not call it stale, and neither does the command of one mode.
#[test]
fn an_acceptance_of_one_mode_is_not_stale_in_another() {
    let case = case(&Environment::new(3), &drifted().with_faults(), WHOLE, "");
    let all = fingerprints(&gate(&case, &[]));
    let nothing = "0123456789abcdef";
    for fingerprint in &all {
        configure(&case, WHOLE, &acceptance(fingerprint));
        let report = gate(&case, &[]);
        assert_eq!(stale(&report), Vec::<&str>::new());
        assert_eq!(report["summary"]["accepted"], 1, "{fingerprint}");
    }
    configure(&case, WHOLE, &[acceptance(&all[0]), acceptance(nothing)].concat());
    let report = gate(&case, &[]);
    let [told] = stale(&report).try_into().unwrap();
    assert!(told.contains(nothing) && told.contains("matches no finding"), "{told}");
    for command in [&["diff", "dev", "prod"][..], &["drift", "prod"], &["check", "prod"]] {
        let report = case.run(&[command, &["--format", "json"]].concat()).report();
        assert_eq!(stale(&report), Vec::<&str>::new(), "{command:?}");
    }
    for part in [&["--only", "Shelf.*"][..], &["--exclude", "Shelf.*"], &["--no-secrets"]] {
        assert_eq!(stale(&gate(&case, part)), Vec::<&str>::new(), "{part:?}");
    }
}

/// Without names, `explain` looks for the finding in all that the gate names.
#[test]
fn a_finding_of_any_comparison_is_explained() {
    let case = case(&Environment::new(3), &drifted().with_faults(), WHOLE, "");
    let report = gate(&case, &[]);
    let all = fingerprints(&report);
    assert_eq!(all.len(), 3);
    for fingerprint in &all {
        let ran = case.run(&["explain", fingerprint]).exits(0);
        assert!(ran.stdout.contains(fingerprint), "{}", ran.stdout);
    }
    let ran = case.run(&["explain", "ffffffffffffffff"]).exits(1);
    let places = "between dev and prod or in the drift of dev or in the drift of prod or in prod";
    assert!(ran.stderr.contains(places), "{}", ran.stderr);
    assert!(!findings(&report).is_empty());
}

/// Running clusters are asked once, and what could not be read is told once for each.
#[cfg(feature = "kubernetes")]
mod clusters {
    use super::*;
    use crate::kubernetes::recording::cluster;
    use crate::kubernetes::server::{Faults, Server};

    const ONE_LIST: &str = "/api/v1/configmaps?limit=500";
    const FAILS: &str = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    fn clusters(faults: &Faults) -> (Case, [Server; 2]) {
        let case = Case::new();
        let servers = ["dev", "prod"].map(|name| {
            let server = Server::start(cluster(name, "web:1"), 500, faults.clone());
            server.write_kubeconfig(&case.path(&format!("{name}.kubeconfig")));
            case.write(&format!("{name}.json"), list(&[shelf(2)]));
            server
        });
        let environment = |name: &str| {
            format!(
                "environment \"{name}\" {{\n  kubernetes {{\n    context = \"all\"\n    kubeconfig = \
                 \"{name}.kubeconfig\"\n    manifests = [\"{name}.json\"]\n  }}\n}}\n"
            )
        };
        let gate = format!("gate {{\n  {WHOLE}\n}}\n{}", acceptance("0123456789abcdef"));
        case.write("driftgate.hcl", [environment("dev"), environment("prod"), gate].concat());
        (case, servers)
    }

    #[test]
    fn each_environment_is_read_once() {
        let (case, servers) = clusters(&Faults::default());
        assert_eq!(stale(&gate(&case, &["--fail-on", "none"])).len(), 1);
        for server in servers {
            let asked = server.asked();
            assert_eq!(asked.iter().filter(|asked| asked.path == ONE_LIST).count(), 1, "{asked:?}");
        }
    }

    #[test]
    fn what_could_not_be_read_is_an_error_once_for_each_environment() {
        let (case, _servers) = clusters(&Faults { fail: Some((FAILS, 500)), ..Faults::default() });
        let report = case.run(&["gate", "--format", "json", "--fail-on", "none"]).exits(1).report();
        let errors: Vec<&str> =
            report["errors"].as_array().unwrap().iter().map(|error| error.as_str().unwrap()).collect();
        let of = |name: &str| errors.iter().filter(|error| error.starts_with(name)).count();
        assert_eq!((errors.len(), of("dev: "), of("prod: ")), (2, 1, 1), "{errors:?}");
        assert_eq!(report["comparisons"].as_array().unwrap().len(), 4);
        assert_eq!(stale(&report), Vec::<&str>::new(), "what was not read may be what is accepted");
        let partial = case.run(&["gate", "--fail-on", "none", "--allow-partial", "-q"]).exits(0);
        // Each is in several comparisons, and one source all the same.
        assert!(partial.stdout.contains("2 sources incomplete"), "{}", partial.stdout);
    }
}
