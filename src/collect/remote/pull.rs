//! `terraform state pull`, for backends that are not asked without Terraform.
//!
//! Nothing else is run: no `init`, which would write. This file must not know how a program is run.

use std::path::Path;

use super::program::{Program, Ran};
use super::{Fetched, RemoteError};

/// Variables that would add arguments.
const NO_ARGUMENTS: [&str; 3] = ["TF_CLI_ARGS", "TF_CLI_ARGS_state", "TF_CLI_ARGS_state_pull"];

pub(super) fn read(
    name: &str,
    folder: &Path,
    command: Option<&str>,
    workspace: Option<&str>,
) -> Result<Fetched, RemoteError> {
    let program = Program { folder, command, workspace, without: &NO_ARGUMENTS };
    let Ran { program, output } = program.run("state pull", &["state".into(), "pull".into()])?;
    if output.trim_ascii().is_empty() {
        return Err(RemoteError::Nothing(format!(
            "`{program} state pull` gave no state; has anything been applied yet, and is `workspace` right?"
        )));
    }
    Ok(Fetched { name: name.to_owned(), bytes: output, warnings: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulled(script: &str) -> Result<Fetched, RemoteError> {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("terraform");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        read("x", folder.path(), program.to_str(), Some("prod"))
    }

    #[test]
    fn nothing_but_state_pull_is_run() {
        let fetched = pulled(r#"echo "$@ $TF_WORKSPACE $TF_IN_AUTOMATION $TF_INPUT""#).unwrap();
        assert_eq!(fetched.bytes, b"state pull prod 1 0\n");
    }

    #[test]
    fn a_failure_is_told_in_one_line_without_passwords() {
        let failed = pulled(
            "printf '\\033[31m╷\\n│ Error: no\\n│ postgres://jo:hunter2@h/db refused\\n╵\\033[0m' >&2; exit 1",
        );
        let told = failed.unwrap_err().to_string();
        assert!(told.ends_with("state pull` failed: Error: no postgres://***@h/db refused"), "{told}");
        assert!(pulled("").unwrap_err().to_string().contains("gave no state"));
        let missing = read("x", Path::new("."), Some("/no/such/terraform"), None).unwrap_err().to_string();
        assert!(missing.contains("/no/such/terraform` was not found"), "{missing}");
    }

    /// A pipe holds some kilobytes only.
    #[test]
    fn a_long_message_does_not_stop_the_state() {
        let fetched = pulled(
            "i=0; while [ $i -lt 5000 ]; do echo 'Warning: this is a line of a warning' >&2; i=$((i+1)); done; echo state",
        );
        assert_eq!(fetched.unwrap().bytes, b"state\n");
    }
}
