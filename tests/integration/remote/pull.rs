//! `terraform state pull`, with the real Terraform: it knows all backends, and the built-in provider needs no download.

use std::path::Path;
use std::process::Command;

use super::{program, refused, run};
use crate::lab::{need, program as found};
use crate::support::{Case, findings, report};

const CONFIGURATION: &str = "terraform {\n  backend \"local\" {\n    path = \"kept.tfstate\"\n  }\n}\nvariable \"size\" {\n  default = \"small\"\n}\nresource \"terraform_data\" \"app\" {\n  input = var.size\n}\n";

/// Runs Terraform in a folder, which only a test may do.
fn terraform(program: &Path, folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("CHECKPOINT_DISABLE", "1").env("TF_IN_AUTOMATION", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Makes the workspaces `default` and `prod`, which differ in one value.
fn applied() -> Option<Case> {
    let binary = need("Terraform", found("terraform"))?;
    let case = Case::new();
    case.write("net/main.tf", CONFIGURATION);
    let folder = case.path("net");
    terraform(&binary, &folder, &["init", "-input=false", "-no-color"]);
    terraform(&binary, &folder, &["apply", "-input=false", "-auto-approve", "-no-color"]);
    terraform(&binary, &folder, &["workspace", "new", "prod"]);
    terraform(
        &binary,
        &folder,
        &["apply", "-input=false", "-auto-approve", "-no-color", "-var", "size=large"],
    );
    terraform(&binary, &folder, &["workspace", "select", "default"]);
    Some(case)
}

fn configuration(how: &str) -> String {
    let environment = |name: &str, workspace: &str| {
        format!(
            "environment \"{name}\" {{\n terraform \"net\" {{\n  {how}\n  config = \"net\"\n  workspace = \"{workspace}\"\n }}\n}}\n"
        )
    };
    environment("dev", "default") + &environment("prod", "prod") + &environment("none", "nowhere")
}

/// Both ways to a local backend lead to the same: what Terraform says, and its file.
#[test]
fn workspaces_are_read_with_terraform_and_without() {
    let Some(case) = applied() else { return };
    for how in ["pull = true", "state = \"backend\""] {
        case.write("driftgate.hcl", configuration(how));
        let ran =
            run(program(&case), &["diff", "dev", "prod", "--format", "json", "--fail-on", "none"]).exits(0);
        let found = findings(&report(&ran.stdout));
        let paths: Vec<_> = found.iter().map(|finding| finding["path"].as_str().unwrap()).collect();
        assert!(paths.contains(&"input"), "{how}: {}", ran.stdout);
        let ran = run(program(&case), &["diff", "dev", "none"]).exits(1);
        assert!(ran.stderr.contains("(workspace nowhere)"), "{how}: {}", ran.stderr);
    }
    // Nothing was written beside what was there.
    let mut names: Vec<_> =
        std::fs::read_dir(case.path("net")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".terraform", "kept.tfstate", "main.tf", "terraform.tfstate.d"]);
}

#[test]
fn a_backend_that_is_not_asked_is_pulled_and_said() {
    if need("Terraform", found("terraform")).is_none() {
        return;
    }
    let case = Case::new();
    case.write("dev.tfstate", crate::support::instance("t3.small"));
    case.write("net/main.tf", "terraform {\n  backend \"consul\" {\n    path = \"net\"\n  }\n}\n");
    case.write(
        "driftgate.hcl",
        "environment \"prod\" {\n terraform \"net\" {\n  state = \"backend\"\n  config = \"net\"\n }\n}\n",
    );
    // It was never initialised, and `init` is not for a reader.
    refused(program(&case), "prod", &["the state of net", "`terraform state pull` failed", "init"]);
}
