//! `terraform state pull`, for backends that are not asked without Terraform.
//!
//! Nothing else is run: no `init`, which would write, and no shell. What the program prints on failure is shown in
//! one line, without what looks like a password.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use super::{Fetched, LARGEST, RemoteError, plain, variable};

/// Programs that read state, in the order in which they are looked for.
const PROGRAMS: [&str; 2] = ["terraform", "tofu"];

/// What is kept of what it says on failure.
const LONGEST_MESSAGE: u64 = 64 << 10;

/// Variables that would add arguments or print what must not be shown.
const NOT_PASSED_ON: [&str; 6] = [
    "TF_CLI_ARGS",
    "TF_CLI_ARGS_state",
    "TF_CLI_ARGS_state_pull",
    "TF_LOG",
    "TF_LOG_CORE",
    "TF_LOG_PROVIDER",
];

pub(super) fn read(
    name: &str,
    folder: &Path,
    command: Option<&str>,
    workspace: Option<&str>,
) -> Result<Fetched, RemoteError> {
    if !folder.is_dir() {
        return Err(RemoteError::Settings(
            "no such folder; `config` names that in which `terraform init` was run".to_owned(),
        ));
    }
    let said = command.map(str::to_owned).or_else(|| variable("TF_CLI"));
    let candidates: Vec<&str> = match &said {
        Some(said) => vec![said.as_str()],
        None => PROGRAMS.to_vec(),
    };
    let (program, child) = start(&candidates, folder, workspace)?;
    let (state, told, succeeded) = finish(child)
        .map_err(|error| RemoteError::Broken(format!("`{program} state pull` broke off: {error}")))?;
    if state.len() > LARGEST {
        return Err(RemoteError::Broken(format!("the state is larger than {} MB", LARGEST >> 20)));
    }
    if !succeeded {
        let told = plain(&without_frame(&String::from_utf8_lossy(&told)));
        let told = if told.is_empty() { "it said nothing".to_owned() } else { told };
        return Err(RemoteError::Broken(format!("`{program} state pull` failed: {told}")));
    }
    if state.trim_ascii().is_empty() {
        return Err(RemoteError::Nothing(format!(
            "`{program} state pull` gave no state; has anything been applied yet, and is `workspace` right?"
        )));
    }
    Ok(Fetched { name: name.to_owned(), bytes: state, warnings: Vec::new() })
}

fn start(
    candidates: &[&str],
    folder: &Path,
    workspace: Option<&str>,
) -> Result<(String, Child), RemoteError> {
    for program in candidates {
        let mut command = Command::new(program);
        command.args(["state", "pull"]).current_dir(folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in NOT_PASSED_ON {
            command.env_remove(name);
        }
        command.envs([("TF_IN_AUTOMATION", "1"), ("TF_INPUT", "0"), ("CHECKPOINT_DISABLE", "1")]);
        if let Some(workspace) = workspace {
            command.env("TF_WORKSPACE", workspace);
        }
        match command.spawn() {
            Ok(child) => return Ok(((*program).to_owned(), child)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(RemoteError::Broken(format!("`{program}` could not be started: {error}")));
            }
        }
    }
    Err(RemoteError::Settings(format!(
        "`{}` was not found; is it installed and in PATH? `command` names another",
        candidates.join("` or `")
    )))
}

/// Reads both outputs to their ends, which a pipe that nobody empties would never reach.
fn finish(mut child: Child) -> io::Result<(Vec<u8>, Vec<u8>, bool)> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let told = scope.spawn(move || {
            let (mut told, Some(mut stderr)) = (Vec::new(), stderr) else { return Vec::new() };
            // What cannot be read of a message is not shown; the failure is.
            drop(Read::by_ref(&mut stderr).take(LONGEST_MESSAGE).read_to_end(&mut told));
            drop(io::copy(&mut stderr, &mut io::sink()));
            told
        });
        let mut state = Vec::new();
        if let Some(stdout) = stdout {
            let limit = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
            stdout.take(limit).read_to_end(&mut state)?;
        }
        let succeeded = child.wait()?.success();
        Ok((state, told.join().unwrap_or_default(), succeeded))
    })
}

/// Takes away the frame and the colours that Terraform puts around its errors.
fn without_frame(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => {
                // A sequence ends with its first letter.
                rest.by_ref().find(char::is_ascii_alphabetic);
            }
            '│' | '╷' | '╵' => {}
            c => clean.push(c),
        }
    }
    clean
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
