//! State where it is kept, read by the program from servers that answer as the real ones do.
//!
//! Every refusal is one message that names the input and shows no password, and exits 1: nothing kept there is never
//! an environment without resources.

mod backend;
mod http;
mod postgres;
mod pull;
#[cfg(feature = "aws")]
mod s3;
#[cfg(feature = "kubernetes")]
mod secret;
mod tfe;

use assert_cmd::Command;
use serde_json::Value;

use crate::support::{Case, Ran, findings, report};

/// The one secret of these tests; nothing may show it.
const PASSWORD: &str = "hunter2-and-more";

/// Variables that lead to other states, or to other credentials, than a test says.
const ENVIRONMENT: [&str; 5] = ["AWS_", "PG", "TF_", "KUBE", "HTTP_"];

/// Returns the program with an empty home, and nothing of what its user has set of backends.
fn program(case: &Case) -> Command {
    let mut command = case.program();
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if ENVIRONMENT.iter().any(|start| name.to_uppercase().starts_with(start)) {
            command.env_remove(name);
        }
    }
    command.env("HOME", case.path("home")).env("NO_PROXY", "127.0.0.1");
    command
}

/// Runs it, and asserts that no output shows the password.
fn run(mut command: Command, arguments: &[&str]) -> Ran {
    let output = command.args(arguments).output().unwrap();
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    for text in [&ran.stdout, &ran.stderr] {
        assert!(!text.contains(PASSWORD) && !text.contains("panicked"), "{arguments:?}: {text}");
    }
    ran
}

/// Compares two inputs that differ in the type of one instance, and returns the report.
fn differs(command: Command, left: &str, right: &str) -> Value {
    let ran = run(command, &["diff", left, right, "--format", "json", "--fail-on", "none"]).exits(0);
    let report = report(&ran.stdout);
    let found: Vec<_> = findings(&report);
    // Beside a state, code tells versions and backends, which a state does not.
    let of_state = found.iter().filter(|finding| finding["kind"] != "terraform_settings");
    let paths: Vec<_> = of_state.map(|finding| finding["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["instance_type"], "{left} {right}: {}", ran.stdout);
    report
}

/// Asserts that reading fails with one message that has these parts, and that names the input.
fn refused(command: Command, input: &str, parts: &[&str]) {
    let ran = run(command, &["diff", input, "dev.tfstate"]).exits(1);
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error")).count(), 1, "{}", ran.stderr);
    for part in parts {
        assert!(ran.stderr.contains(part), "{part:?} is not in: {}", ran.stderr);
    }
}

/// Returns the names of the sources of the right side.
fn sources(report: &Value) -> Vec<String> {
    let sources = report["comparisons"][0]["right"]["sources"].as_array().cloned().unwrap_or_default();
    sources.iter().map(|source| source["name"].as_str().unwrap().to_owned()).collect()
}
