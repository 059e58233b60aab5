//! Running clusters: all that may be read is read, what may not is said, and nothing missing is called removed.

use serde_json::{Value, json};

use super::recording::{OBJECTS, cluster};
use super::server::{Faults, Server, write_kubeconfig};
use crate::support::{Case, findings};

/// Objects of a page: so few that every list with more than one object has several.
const PAGE: usize = 2;

/// A folder in which the environments `dev` and `prod` are clusters.
struct Clusters {
    case: Case,
    dev: Server,
    prod: Server,
}

impl Clusters {
    /// Starts two servers; `settings` stands in the block of the second.
    fn new(dev: Value, prod: Value, context: &str, settings: &str, faults: Faults) -> Self {
        let case = Case::new();
        let dev = Server::start(dev, PAGE, Faults::default());
        let prod = Server::start(prod, PAGE, faults);
        dev.write_kubeconfig(&case.path("dev.kubeconfig"));
        prod.write_kubeconfig(&case.path("prod.kubeconfig"));
        case.write("driftgate.hcl", configuration(context, settings));
        Self { case, dev, prod }
    }

    /// Starts two equal clusters, the second with faults.
    fn with_faults(faults: Faults) -> Self {
        Self::new(cluster("dev", "web:1"), cluster("prod", "web:1"), "all", "", faults)
    }

    /// Starts two clusters that differ in one image, the second seen by a user who may not see all.
    fn seen_by(context: &str, settings: &str) -> Self {
        Self::new(cluster("dev", "web:1"), cluster("prod", "web:2"), context, settings, Faults::default())
    }

    fn paths(server: &Server) -> Vec<String> {
        let asked = server.asked();
        assert!(asked.iter().all(|asked| asked.method == "GET"), "{asked:?}");
        asked.into_iter().map(|asked| asked.path).collect()
    }

    /// Compares what could be read, and returns the report and which kinds have findings.
    fn partial(&self) -> (Value, Vec<String>) {
        let report = self.case.run(&["diff", "dev", "prod", "--format", "json", "--allow-partial"]).report();
        let mut kinds: Vec<String> =
            findings(&report).iter().map(|finding| finding["kind"].as_str().unwrap().to_owned()).collect();
        kinds.dedup();
        (report, kinds)
    }
}

fn configuration(context: &str, settings: &str) -> String {
    format!(
        "environment \"dev\" {{\n  kubernetes {{\n    context = \"all\"\n    kubeconfig = \"dev.kubeconfig\"\n  }}\n}}\n\
         environment \"prod\" {{\n  kubernetes {{\n    context = \"{context}\"\n    kubeconfig = \"prod.kubeconfig\"\n    \
         {settings}\n  }}\n}}\n"
    )
}

/// Returns the one source of the right side.
fn right_source(report: &Value) -> &Value {
    &report["comparisons"][0]["right"]["sources"][0]
}

#[test]
fn a_snapshot_has_each_object_once_in_the_preferred_version() {
    let clusters = Clusters::with_faults(Faults::default());
    let report = clusters.case.diff("dev", "prod");
    let source = right_source(&report);
    assert_eq!(source["status"], "complete");
    assert_eq!(source["resources"], OBJECTS);
    assert_eq!(source["format"], "kubernetes v1.35.1");
    let paths = Clusters::paths(&clusters.prod);
    assert!(paths.iter().all(|path| !path.contains("events?") && !path.contains("metrics")), "{paths:?}");
    let widgets: Vec<_> = paths.iter().filter(|path| path.contains("widgets")).collect();
    assert_eq!(widgets, ["/apis/lab.example.com/v1/widgets?limit=500"]);
    let pages = paths.iter().filter(|path| path.starts_with("/api/v1/configmaps?")).count();
    assert_eq!(pages, 3, "five objects in pages of two");
}

#[test]
fn two_snapshots_of_one_cluster_are_equal() {
    let clusters = Clusters::with_faults(Faults::default());
    for file in ["a.driftgate", "b.driftgate"] {
        clusters.case.run(&["snapshot", "prod", "-o", file]).exits(0);
    }
    clusters.case.assert_equal("a.driftgate", "b.driftgate");
    let unpacked = |file: &str| zstd::decode_all(&clusters.case.read(file)[10..]).unwrap();
    let (first, second) = (unpacked("a.driftgate"), unpacked("b.driftgate"));
    let differing = first.iter().zip(&second).filter(|(a, b)| a != b).count();
    assert!(first.len() == second.len() && differing <= 8, "{differing} bytes differ, and a time has 8");
}

#[test]
fn old_servers_are_read_like_new_ones() {
    let clusters = Clusters::with_faults(Faults { is_old: true, ..Faults::default() });
    clusters.case.run(&["snapshot", "prod", "-o", "old.driftgate"]).exits(0);
    let new = Server::start(cluster("prod", "web:1"), PAGE, Faults::default());
    new.write_kubeconfig(&clusters.case.path("prod.kubeconfig"));
    clusters.case.assert_equal("old.driftgate", "prod");
    assert!(Clusters::paths(&clusters.prod).contains(&"/apis/lab.example.com/v1alpha1".to_owned()));
}

/// What passes by itself is waited for, and leaves no trace in the snapshot.
#[test]
fn what_passes_is_tried_again() {
    for faults in [
        Faults { throttle: Some(3), ..Faults::default() },
        Faults { cut: Some(4), ..Faults::default() },
        Faults { expire: 1, ..Faults::default() },
        // Expired as often as one begins again; then the list is asked for in one piece.
        Faults { expire: 99, ..Faults::default() },
    ] {
        let clusters = Clusters::with_faults(faults);
        let report = clusters.case.diff("dev", "prod");
        assert_eq!(right_source(&report)["status"], "complete");
        assert_eq!(right_source(&report)["resources"], OBJECTS);
        assert_eq!(findings(&report), Vec::<Value>::new());
        assert!(
            Clusters::paths(&clusters.prod).len() > Clusters::paths(&clusters.dev).len(),
            "nothing went wrong"
        );
    }
}

#[test]
fn a_kind_that_fails_is_missing_and_not_removed() {
    let fail = Some(("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", 500));
    let faults = Faults { fail, ..Faults::default() };
    let clusters = Clusters::new(cluster("dev", "web:1"), cluster("prod", "web:2"), "all", "", faults);
    let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json"]).exits(1);
    let errors = ran.report()["errors"].to_string();
    assert!(errors.contains("CustomResourceDefinition.apiextensions.k8s.io is missing"), "{errors}");
    assert!(errors.contains("conversion webhook failed"), "{errors}");
    let (report, kinds) = clusters.partial();
    assert_eq!(right_source(&report)["resources"], OBJECTS - 1);
    assert!(kinds.contains(&"Deployment.apps".to_owned()), "{kinds:?}");
    assert!(kinds.iter().all(|kind| !kind.starts_with("CustomResource")), "{kinds:?}");
    let snapshot = clusters.case.run(&["snapshot", "prod", "-o", "part.driftgate"]).exits(1);
    assert!(snapshot.stderr.contains("CustomResourceDefinition"), "{}", snapshot.stderr);
    // What is missing is remembered.
    let ran = clusters.case.run(&["diff", "dev", "part.driftgate", "--format", "json"]).exits(1);
    assert!(
        !findings(&ran.report()).iter().any(|f| f["kind"].as_str().unwrap().starts_with("CustomResource"))
    );
}

#[test]
fn what_is_gone_from_what_could_be_read_is_reported() {
    let mut prod = cluster("prod", "web:1");
    prod["lists"]["/apis/apps/v1/deployments"]["items"] = json!([]);
    let fail = Some(("/api/v1/configmaps", 500));
    let clusters =
        Clusters::new(cluster("dev", "web:1"), prod, "all", "", Faults { fail, ..Faults::default() });
    assert_eq!(clusters.partial().1, ["Deployment.apps"]);
}

#[test]
fn a_stale_group_is_missing() {
    for is_old in [false, true] {
        let faults = Faults { stale: Some("lab.example.com"), is_old, ..Faults::default() };
        let clusters = Clusters::with_faults(faults);
        let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json"]).exits(1);
        let errors = ran.report()["errors"].to_string();
        assert!(errors.contains("lab.example.com/v1"), "{errors}");
        assert_eq!(clusters.partial().1, Vec::<String>::new(), "widgets and gears are unknown, not removed");
    }
}

#[test]
fn who_may_list_pods_only_is_told_what_to_ask_for() {
    let clusters = Clusters::seen_by("pods", "");
    let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json"]).exits(1);
    let errors: Vec<String> = serde_json::from_value(ran.report()["errors"].clone()).unwrap();
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert!(error.contains("Deployment.apps") && error.contains("forbidden: the user \"pods\""), "{error}");
    assert!(!error.contains("Pod,"), "{error}");
    let report = ran.report();
    let role = right_source(&report)["help"].as_str().unwrap();
    assert!(role.contains("kind: ClusterRole"), "{role}");
    assert!(role.contains("resources: [configmaps, namespaces, secrets]"), "{role}");
    assert!(role.contains("--user=pods") && role.contains("--no-secrets"), "{role}");
    for arguments in [["diff", "dev", "prod"].as_slice(), &["snapshot", "prod", "-o", "prod.driftgate"]] {
        let ran = clusters.case.run(arguments).exits(1);
        let told = ran.stdout + &ran.stderr;
        assert_eq!(told.matches("kind: ClusterRole").count(), 1, "once and not for each kind: {told}");
    }
    let (_, kinds) = clusters.partial();
    assert_eq!(kinds, ["Pod"], "the image of the pod is what can be seen");
}

#[test]
fn named_namespaces_are_read_and_nothing_is_said_of_others() {
    let clusters = Clusters::seen_by("shop", "namespaces = [\"shop\"]");
    let report = clusters.case.diff("dev", "prod");
    let source = right_source(&report);
    assert_eq!(source["status"], "complete");
    let kinds: Vec<_> = findings(&report).iter().map(|finding| finding["kind"].clone()).collect();
    assert!(kinds.contains(&json!("Deployment.apps")), "{kinds:?}");
    let alone: Vec<_> =
        findings(&report).into_iter().filter(|finding| finding["change"] != "modified").collect();
    assert_eq!(alone, Vec::<Value>::new(), "nodes and other namespaces were not asked for");
    let lists = Clusters::paths(&clusters.prod).into_iter().filter(|path| path.contains('?'));
    assert!(lists.into_iter().all(|path| path.contains("/namespaces/shop/")));
}

/// Where no namespace is named and nothing may be listed as a whole, that of the context is read.
#[test]
fn the_namespace_of_the_context_is_read_when_all_are_refused() {
    let clusters = Clusters::seen_by("shop", "");
    clusters.case.run(&["diff", "dev", "prod"]).exits(1);
    let (report, kinds) = clusters.partial();
    assert_eq!(right_source(&report)["status"], "partial");
    assert!(kinds.contains(&"Deployment.apps".to_owned()), "{kinds:?}");
    let alone = findings(&report).into_iter().filter(|finding| finding["change"] != "modified").count();
    assert_eq!(alone, 0);
}

/// A list of a namespace that does not exist is empty, which must not look clean.
#[test]
fn a_namespace_that_does_not_exist_is_said() {
    let clusters = Clusters::seen_by("all", "namespaces = [\"shopp\"]");
    let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json"]).exits(1);
    assert!(ran.report()["errors"].to_string().contains("namespace shopp is missing"), "{}", ran.stdout);
}

#[test]
fn without_secrets_none_is_asked_for_and_none_is_missing() {
    let clusters = Clusters::with_faults(Faults::default());
    let without = clusters.case.run(&["snapshot", "prod", "-o", "without.driftgate", "--no-secrets"]);
    without.exits(0);
    let paths = Clusters::paths(&clusters.prod);
    assert!(paths.iter().all(|path| !path.contains("secrets")), "{paths:?}");
    let report = clusters.case.diff("dev", "without.driftgate");
    assert_eq!(findings(&report), Vec::<Value>::new(), "the Secret of dev is not removed in prod");
}

#[test]
fn no_output_has_a_secret_in_clear() {
    let clusters = Clusters::seen_by("all", "");
    let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json", "-v"]);
    clusters.case.run(&["snapshot", "prod", "-o", "p.driftgate"]).exits(0);
    let stored = zstd::decode_all(&clusters.case.read("p.driftgate")[10..]).unwrap();
    for secret in ["aHVudGVyMg==", "hunter2"] {
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret));
        assert!(!String::from_utf8_lossy(&stored).contains(secret));
    }
}

#[test]
fn refused_credentials_are_one_error_and_hide_everything() {
    let clusters = Clusters::seen_by("nobody", "");
    let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json"]).exits(1);
    let errors: Vec<String> = serde_json::from_value(ran.report()["errors"].clone()).unwrap();
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert!(
        error.contains("\"nobody\"") && error.contains("401") && error.contains("auth whoami"),
        "{error}"
    );
    let (report, kinds) = clusters.partial();
    assert_eq!(right_source(&report)["status"], "failed");
    assert_eq!(kinds, Vec::<String>::new());
    // A snapshot of nothing is not written.
    clusters.case.run(&["snapshot", "prod", "-o", "none.driftgate", "--allow-partial"]).exits(1);
    assert!(!clusters.case.path("none.driftgate").exists());
}

#[test]
fn a_server_that_is_down_is_one_error() {
    let clusters = Clusters::seen_by("all", "");
    // A port that was free a moment ago, and that nobody listens at.
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    write_kubeconfig(&clusters.case.path("prod.kubeconfig"), port);
    let ran = clusters.case.run(&["diff", "dev", "prod", "--format", "json"]).exits(1);
    let errors = ran.report()["errors"].to_string();
    assert!(errors.contains("could not be reached") && errors.contains("refused"), "{errors}");
    assert_eq!(clusters.partial().1, Vec::<String>::new());
}

#[test]
fn mistakes_in_what_names_a_cluster_are_said() {
    let clusters = Clusters::seen_by("al", "");
    let ran = clusters.case.run(&["diff", "dev", "prod", "--allow-partial"]).exits(1);
    assert!(ran.stderr.contains("no context \"al\"; did you mean \"all\"?"), "{}", ran.stderr);
    clusters.case.write("prod.kubeconfig", "users: [{name: jo, user: {token: s3cret\n");
    let ran = clusters.case.run(&["diff", "dev", "prod", "--allow-partial"]).exits(1);
    assert!(ran.stderr.contains("prod.kubeconfig") && ran.stderr.contains("line"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
}
