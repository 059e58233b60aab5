//! A scratch folder in which the program runs, and what came of a run.
//!
//! This file must not know what any command is expected to say.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use jsonschema::Validator;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The folder of the shop.
pub(crate) const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/shop");

/// What came of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Returns the report on standard output, which must be valid against the published schema.
    pub(crate) fn report(&self) -> Value {
        report(&self.stdout)
    }

    /// Asserts the exit code and shows everything when it is another.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// Reads a JSON report, which must be valid against the published schema.
pub(crate) fn report(text: &str) -> Value {
    let report: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("no JSON report ({error}): {text:?}"));
    let schema: Value = serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    let validator: Validator = jsonschema::validator_for(&schema).unwrap();
    let mistakes: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(mistakes.is_empty(), "against the schema: {mistakes:#?}\n{text}");
    report
}

/// Returns the findings of the one comparison of a report.
pub(crate) fn findings(report: &Value) -> Vec<Value> {
    report["comparisons"][0]["findings"].as_array().cloned().unwrap_or_default()
}

/// Returns a report without the time at which it was made.
pub(crate) fn timeless(report: &str) -> String {
    report.lines().filter(|line| !line.contains("\"generated_at\"")).collect::<Vec<_>>().join("\n")
}

/// A scratch folder; the program runs inside it, so that no configuration of the repository is found.
pub(crate) struct Case {
    folder: TempDir,
    key: Option<&'static str>,
}

impl Case {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), key: Some("integration") }
    }

    /// Runs without a key of its own, so that each run seals secrets under a random one.
    pub(crate) fn without_key() -> Self {
        Self { key: None, ..Self::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with its folders, and returns its name.
    pub(crate) fn write<'a>(&self, name: &'a str, content: impl AsRef<[u8]>) -> &'a str {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        name
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with_input(arguments, b"")
    }

    /// Returns the program in this folder, with nothing of the environment that would change what it says.
    pub(crate) fn program(&self) -> Command {
        let mut command = cargo_bin_cmd!("driftgate");
        command.current_dir(self.folder.path());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DRIFTGATE_") {
                command.env_remove(name);
            }
        }
        if let Some(key) = self.key {
            command.env("DRIFTGATE_SECRET_KEY", key);
        }
        command
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let output = self.program().args(arguments).write_stdin(input).output().unwrap();
        let ran = Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.stderr.contains("panicked"), "{arguments:?}: {}", ran.stderr);
        ran
    }

    /// Compares, and returns the JSON report of a run that read everything.
    pub(crate) fn diff(&self, left: &str, right: &str) -> Value {
        let ran = self.run(&["diff", left, right, "--format", "json"]);
        assert_ne!(ran.code, 1, "{left} {right}: {}", ran.stderr);
        ran.report()
    }

    /// Asserts that a comparison finds nothing.
    pub(crate) fn assert_equal(&self, left: &str, right: &str) {
        let ran = self.run(&["diff", left, right, "--format", "json", "--fail-on", "info"]);
        assert_eq!(ran.code, 0, "{left} {right}:\n{}\n{}", ran.stdout, ran.stderr);
        assert_eq!(findings(&ran.report()), Vec::<Value>::new(), "{left} {right}");
    }
}

/// Returns a path of the shop as an argument.
pub(crate) fn shop(path: &str) -> String {
    Path::new(SHOP).join(path).display().to_string()
}

/// Makes a state of version 4 with managed resources, each given as kind, name and attributes.
pub(crate) fn state(resources: &[(&str, &str, Value)]) -> String {
    let resources: Vec<Value> = resources
        .iter()
        .map(|(kind, name, attributes)| {
            let provider = kind.split('_').next().unwrap_or_default();
            json!({
                "mode": "managed", "type": kind, "name": name,
                "provider": format!("provider[\"registry.terraform.io/hashicorp/{provider}\"]"),
                "instances": [{"schema_version": 0, "attributes": attributes, "sensitive_attributes": []}],
            })
        })
        .collect();
    json!({
        "version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "3f1c",
        "outputs": {}, "resources": resources,
    })
    .to_string()
}

/// A state of one instance, of this type.
pub(crate) fn instance(instance_type: &str) -> String {
    state(&[("aws_instance", "app", json!({"ami": "ami-1", "instance_type": instance_type}))])
}
