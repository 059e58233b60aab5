//! Terraform or OpenTofu, run as a program in the folder of a configuration: no shell, no input, bounded output.
//!
//! What it prints on failure is shown in one line, without what looks like a password. This file must not know which
//! commands are run; nothing runs it but what the user asked for.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use super::{LARGEST, RemoteError, plain, variable};

/// Programs that are looked for, in this order.
const PROGRAMS: [&str; 2] = ["terraform", "tofu"];

/// What is kept of what it says on failure.
const LONGEST_MESSAGE: u64 = 64 << 10;

/// Variables that would print what must not be shown.
const LOGS: [&str; 3] = ["TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER"];

/// How Terraform is run for one configuration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program<'a> {
    /// The folder in which `terraform init` was run.
    pub(crate) folder: &'a Path,
    /// The program; none means what `TF_CLI` says, else `terraform`, or `tofu` where there is no `terraform`.
    pub(crate) command: Option<&'a str>,
    /// The workspace; none means the one that is selected there.
    pub(crate) workspace: Option<&'a str>,
    /// Variables of the environment that are not passed on, beside those that make it log.
    pub(crate) without: &'a [&'a str],
}

/// What a program that succeeded gave.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Its name.
    pub(crate) program: String,
    /// What it printed.
    pub(crate) output: Vec<u8>,
}

impl Program<'_> {
    /// Runs the first program that is there; `called` is what messages call the command, as `state pull`.
    ///
    /// # Errors
    /// No folder, no program, one that fails, or one that prints more than a state may be large.
    pub(crate) fn run(&self, called: &str, arguments: &[OsString]) -> Result<Ran, RemoteError> {
        if !self.folder.is_dir() {
            return Err(RemoteError::Settings(
                "no such folder; `config` names that in which `terraform init` was run".to_owned(),
            ));
        }
        let said = self.command.map(str::to_owned).or_else(|| variable("TF_CLI"));
        let candidates: Vec<&str> = match &said {
            Some(said) => vec![said.as_str()],
            None => PROGRAMS.to_vec(),
        };
        let (program, child) = self.start(&candidates, arguments)?;
        let (output, told, succeeded) = finish(child)
            .map_err(|error| RemoteError::Broken(format!("`{program} {called}` broke off: {error}")))?;
        if output.len() > LARGEST {
            return Err(RemoteError::Broken(format!(
                "`{program} {called}` printed more than {} MB",
                LARGEST >> 20
            )));
        }
        if !succeeded {
            let told = plain(&without_frame(&String::from_utf8_lossy(&told)));
            let told = if told.is_empty() { "it said nothing".to_owned() } else { told };
            return Err(RemoteError::Broken(format!("`{program} {called}` failed: {told}")));
        }
        Ok(Ran { program, output })
    }

    fn start(&self, candidates: &[&str], arguments: &[OsString]) -> Result<(String, Child), RemoteError> {
        for program in candidates {
            let mut command = Command::new(program);
            command.args(arguments.iter().map(OsStr::new)).current_dir(self.folder);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            for name in LOGS.iter().chain(self.without) {
                command.env_remove(name);
            }
            command.envs([("TF_IN_AUTOMATION", "1"), ("TF_INPUT", "0"), ("CHECKPOINT_DISABLE", "1")]);
            if let Some(workspace) = self.workspace {
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
