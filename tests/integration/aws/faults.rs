//! What goes wrong on the way to AWS: it is repeated, or it is told, and what was not read is never missing.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::proxy::{Asked, Fate, Proxy};
use super::world::{World, told};
use crate::support::{Ran, findings};

/// A few services with one of each protocol, so that a run is short.
const SOME: &str = "services = [\"ec2\", \"rds\", \"logs\", \"s3\"]";

fn is_of(asked: &Asked, operation: &str) -> bool {
    asked.operation == operation
}

/// Compares `dev` with `twin`, which are alike, through a proxy; what is said is on standard error, and the report
/// on standard output.
fn twins(
    world: &World,
    attempts: u32,
    more: &str,
    judge: impl Fn(&Asked) -> Fate + Send + Sync + 'static,
) -> (Ran, Proxy) {
    let proxy = world.proxy(judge);
    let case = world.case_at(&proxy.endpoint(), attempts, more);
    let ran = world.run(
        &case,
        &["diff", "dev", "twin", "--format", "json=report.json", "--format", "terminal", "--fail-on", "info"],
    );
    let report = String::from_utf8(case.read("report.json")).unwrap();
    (Ran { stdout: report, stderr: ran.stdout + &ran.stderr, ..ran }, proxy)
}

/// Returns the sources of a side that are not complete.
fn incomplete(report: &Value, side: &str) -> Vec<String> {
    let sources = report["comparisons"][0][side]["sources"].as_array().unwrap();
    let is_partial = |source: &&Value| source["status"] != "complete";
    sources.iter().filter(is_partial).map(|source| source["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn throttling_and_broken_connections_are_waited_out() {
    let Some(world) = World::get() else { return };
    let (groups, volumes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (ran, proxy) = twins(world, 4, SOME, move |asked| match asked.operation.as_str() {
        "DescribeSecurityGroups" if groups.fetch_add(1, Ordering::SeqCst) < 2 => Fate::Throttled,
        "DescribeVolumes" if volumes.fetch_add(1, Ordering::SeqCst) < 1 => Fate::Closed,
        _ => Fate::Passes,
    });
    let ran = ran.exits(0);
    assert_eq!(findings(&ran.report()), Vec::<Value>::new());
    assert_eq!(proxy.times("DescribeSecurityGroups"), 4, "two accounts, and two attempts more");
    assert_eq!(proxy.times("DescribeVolumes"), 3);
}

/// What the right side may not read is unknown there, whatever the left side has.
#[test]
fn what_is_denied_is_not_missing() {
    let Some(world) = World::get() else { return };
    let key = world.key("twin");
    let (ran, _proxy) = twins(world, 2, SOME, move |asked| {
        if asked.service == "rds" && asked.key == key { Fate::Denied } else { Fate::Passes }
    });
    let ran = ran.exits(1);
    let report = ran.report();
    let found: Vec<String> = findings(&report).iter().map(told).collect();
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(incomplete(&report, "left"), Vec::<String>::new());
    assert_eq!(incomplete(&report, "right"), ["partial"]);
    for action in ["rds:DescribeDBInstances", "rds:DescribeDBClusters", "\"Effect\": \"Allow\""] {
        assert!(ran.stderr.contains(action), "{action}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("ec2:"), "only what was refused: {}", ran.stderr);
}

#[test]
fn expired_credentials_are_one_message() {
    let Some(world) = World::get() else { return };
    let key = world.key("twin");
    for first in ["GetCallerIdentity", "DescribeVpcs"] {
        let key = key.clone();
        let (ran, _proxy) = twins(world, 2, SOME, move |asked| {
            if asked.key == key && is_of(asked, first) { Fate::Expired } else { Fate::Passes }
        });
        let ran = ran.exits(1);
        let messages: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with("error:")).collect();
        assert!(matches!(messages.as_slice(), [one] if one.contains("expired")), "{first}: {}", ran.stderr);
        assert!(!ran.stderr.contains("Allow"), "no permission would help: {}", ran.stderr);
    }
}

/// What is broken, how, and what is said of it.
type Broken = (&'static str, fn() -> Fate, &'static str);

/// Whatever breaks an answer, the run fails, says why in words, and finds nothing that is not there.
#[test]
fn a_broken_answer_is_told_and_nothing_is_missing_for_it() {
    let Some(world) = World::get() else { return };
    let broken: [Broken; 4] = [
        ("garbage", || Fate::Garbage, "the answer is not one of AWS"),
        ("an answer cut short", || Fate::Cut, "DescribeSecurityGroups"),
        ("no answer", || Fate::Hangs, "no answer in time"),
        ("a closed connection", || Fate::Closed, "no connection"),
    ];
    for (what, fate, words) in broken {
        let key = world.key("twin");
        // Long enough for what answers, also on a machine that is busy.
        let more = format!("{SOME}\n    timeout = \"8s\"");
        let (ran, _proxy) = twins(world, 1, &more, move |asked| {
            if asked.key == key && is_of(asked, "DescribeSecurityGroups") { fate() } else { Fate::Passes }
        });
        let ran = ran.exits(1);
        let report = ran.report();
        let found: Vec<String> = findings(&report).iter().map(told).collect();
        assert_eq!(found, Vec::<String>::new(), "{what}");
        assert_eq!(incomplete(&report, "right"), ["partial"], "{what}");
        // Lines are as wide as a terminal.
        let said = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{what}: {said}");
        assert!(!ran.stderr.contains("Sign in"), "what a stranger says is not repeated: {}", ran.stderr);
    }
}

/// Nothing listens where the account should be.
#[test]
fn an_account_that_cannot_be_reached_is_an_error() {
    let Some(world) = World::get() else { return };
    let case = world.case_at("http://127.0.0.1:9", 1, SOME);
    let ran = world.run(&case, &["snapshot", "dev", "-o", "dev.driftgate"]).exits(1);
    assert!(ran.stderr.contains("no connection"), "{}", ran.stderr);
    assert!(!case.path("dev.driftgate").exists());
}
