//! Time and memory of a snapshot of a cluster, beside one `kubectl get` of all its kinds.
//!
//! `cargo bench --bench cluster` prints both; nothing here fails for being slow, and kubectl is left out where it is
//! not installed. The cluster is made here, the same in every run, and served on loopback by the server of the tests:
//! about 2,000 objects of 45 kinds, 9 MB in all.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops at what it cannot do"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[path = "../tests/integration/kubernetes/server.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod server;

/// Kinds, and objects of each.
const KINDS: usize = 45;
const OBJECTS: usize = 45;
/// Measured runs of each, after one that is not counted.
const RUNS: usize = 5;

fn main() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-cluster");
    fs::create_dir_all(&folder).unwrap();
    let recording = cluster();
    let size = recording["lists"].to_string().len();
    let server =
        server::Server::start(recording, 500, server::Faults { is_open: true, ..server::Faults::default() });
    let kubeconfig = folder.join("kubeconfig");
    server.write_kubeconfig(&kubeconfig);
    let configuration = "environment \"dev\" {\n  kubernetes {\n    context    = \"all\"\n    \
                         kubeconfig = \"kubeconfig\"\n  }\n}\n";
    fs::write(folder.join("driftgate.hcl"), configuration).unwrap();
    println!("{} objects, {:.1} MB", KINDS * OBJECTS, mega(size as u64));
    let (time, peak) = measure(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_driftgate"));
        command.current_dir(&folder).args(["snapshot", "dev", "-o", "dev.driftgate", "--no-progress"]);
        command
    });
    println!("driftgate snapshot: {:.0} ms, peak memory {:.0} MB", time.as_secs_f64() * 1e3, mega(peak));
    if Command::new("kubectl").args(["version", "--client"]).stdout(Stdio::null()).status().is_err() {
        println!("kubectl is not installed");
        return;
    }
    let kinds: Vec<String> = (0..KINDS).map(|kind| format!("kind{kind}s.bench.example.com")).collect();
    let (reference, peak) = measure(|| {
        let mut command = Command::new("kubectl");
        command.arg("--kubeconfig").arg(&kubeconfig).args(["--context", "all", "get", "-A", "-o", "json"]);
        command.arg(kinds.join(","));
        command
    });
    println!("kubectl get: {:.0} ms, peak memory {:.0} MB", reference.as_secs_f64() * 1e3, mega(peak));
    println!("driftgate takes {:.2} of the time", time.as_secs_f64() / reference.as_secs_f64());
}

#[expect(clippy::cast_precision_loss, reason = "for display")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Returns the median time, and the highest memory of all runs in bytes.
fn measure(command: impl Fn() -> Command) -> (Duration, u64) {
    let mut times = Vec::new();
    let mut peak = 0;
    for run in 0..=RUNS {
        let began = Instant::now();
        let mut child = command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        loop {
            peak = peak.max(high_water(&status));
            if let Some(ended) = child.try_wait().unwrap() {
                assert!(ended.success(), "the program failed: {ended}");
                break;
            }
            // Asking all the time would take a processor from what is measured.
            std::thread::park_timeout(Duration::from_millis(1));
        }
        if run > 0 {
            times.push(began.elapsed());
        }
    }
    times.sort_unstable();
    (times[RUNS / 2], peak)
}

/// Returns the most memory that a process had, in bytes; 0 where the system does not tell.
fn high_water(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Makes the recording of a cluster.
fn cluster() -> Value {
    let resource = |kind: usize| {
        json!({"name": format!("kind{kind}s"), "kind": format!("Kind{kind}"), "namespaced": true,
            "singularName": format!("kind{kind}"), "verbs": ["get", "list"]})
    };
    let resources: Vec<Value> = (0..KINDS).map(resource).collect();
    let version = json!({"groupVersion": "bench.example.com/v1", "version": "v1"});
    let mut lists = serde_json::Map::new();
    for kind in 0..KINDS {
        let items: Vec<Value> = (0..OBJECTS).map(|number| object(kind, number)).collect();
        let list =
            json!({"kind": format!("Kind{kind}List"), "apiVersion": "bench.example.com/v1", "items": items});
        lists.insert(format!("/apis/bench.example.com/v1/kind{kind}s"), list);
    }
    json!({
        "discovery": {
            "/version": {"gitVersion": "v1.35.1", "major": "1", "minor": "35", "platform": "linux/amd64"},
            "/api": {"kind": "APIVersions", "versions": ["v1"]},
            "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": []},
            "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
                {"name": "bench.example.com", "versions": [version], "preferredVersion": version},
            ]},
            "/apis/bench.example.com/v1":
                {"kind": "APIResourceList", "groupVersion": "bench.example.com/v1", "resources": resources},
        },
        "lists": lists,
    })
}

fn object(kind: usize, number: usize) -> Value {
    let env: Vec<Value> = (0..40)
        .map(|at| json!({"name": format!("SETTING_{at}"), "value": format!("value {kind} {number} {at}")}))
        .collect();
    let owned: serde_json::Map<String, Value> = (0..30)
        .map(|at| (format!("k:{{\"name\":\"SETTING_{at}\"}}"), json!({".": {}, "f:value": {}})))
        .collect();
    json!({
        "apiVersion": "bench.example.com/v1", "kind": format!("Kind{kind}"),
        "metadata": {
            "name": format!("object-{number}"), "namespace": format!("team-{}", number % 7),
            "uid": format!("{kind}-{number}"), "resourceVersion": "7",
            "managedFields": [{"manager": "helm", "operation": "Update", "time": "2026-01-01T00:00:00Z",
                "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:env": owned}}}],
        },
        "spec": {"env": env, "replicas": number},
    })
}
