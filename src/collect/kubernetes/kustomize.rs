//! A folder with a kustomization, rendered by the program that is installed for it.
//!
//! Nothing of the input reaches the program but the folder that the user named, as an absolute path, which
//! cannot be taken for an option. What it may fetch, and from where, is its own affair: a kustomization may
//! name remote bases. This file must not read the folder itself.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// The files that make a folder a kustomization, by the names that kustomize knows.
pub(super) const FILES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What renders a kustomization, in the order in which they are tried.
const PROGRAMS: [[&str; 2]; 2] = [["kubectl", "kustomize"], ["kustomize", "build"]];

/// Remote bases may have to be fetched; what takes longer hangs.
const TIMEOUT: Duration = Duration::from_mins(3);

/// Rendered manifests beyond this are no honest ones.
const MAX_OUTPUT: u64 = 512 << 20;

/// What a program says when it fails; more would only bury it.
const MAX_MESSAGE: usize = 400;

/// Between two looks at whether a program that has said all it will has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// Why a kustomization is not rendered; reads after the name of its folder.
#[derive(Debug, thiserror::Error)]
pub enum KustomizeError {
    /// No program is there.
    #[error(
        "this folder is a kustomization, and neither `kubectl` nor `kustomize` is on the PATH to render it; \
         install one of them, or give driftgate the output of `kubectl kustomize FOLDER > rendered.yaml`"
    )]
    NotInstalled,
    /// The operating system refused.
    #[error("`{0}` could not be run: {1}")]
    Io(String, io::Error),
    /// The program refused.
    #[error("`{program}` failed ({status}){said}")]
    Failed {
        /// The program and its command.
        program: String,
        /// How it ended.
        status: ExitStatus,
        /// What it said, after a colon; empty where that may hold a secret.
        said: String,
    },
    /// The program takes too long.
    #[error("`{0}` did not end within {1} seconds and was stopped")]
    Timeout(String, u64),
    /// The program writes too much.
    #[error("`{0}` wrote more than {1} bytes and was stopped")]
    TooLarge(String, u64),
    /// The program writes no text.
    #[error("`{0}` wrote something else than UTF-8 text")]
    NotText(String),
}

/// How far a program may go.
#[derive(Clone, Copy)]
struct Limits {
    time: Duration,
    output: u64,
}

/// Renders a folder; gives the manifests, and the program that made them.
///
/// # Errors
/// No program, and whatever keeps it from rendering.
pub(super) fn render(folder: &Path) -> Result<(String, String), KustomizeError> {
    let absolute =
        fs::canonicalize(folder).map_err(|error| KustomizeError::Io("kustomize".to_owned(), error))?;
    let limits = Limits { time: TIMEOUT, output: MAX_OUTPUT };
    for [program, command] in PROGRAMS {
        let mut process = Command::new(program);
        process.arg(command).arg(&absolute);
        let name = format!("{program} {command}");
        match run(process, &name, limits) {
            Err(KustomizeError::Io(_, error)) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
            Ok(output) => {
                let text = String::from_utf8(output).map_err(|_| KustomizeError::NotText(name.clone()))?;
                return Ok((text, name));
            }
        }
    }
    Err(KustomizeError::NotInstalled)
}

/// Runs a program to its end, and gives what it wrote.
fn run(mut command: Command, name: &str, limits: Limits) -> Result<Vec<u8>, KustomizeError> {
    let failed = |error| KustomizeError::Io(name.to_owned(), error);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed)?;
    let deadline = Instant::now() + limits.time;
    let outcome = watch(&mut child, name, limits, deadline);
    if outcome.is_err() {
        // It may have ended by itself just now, which is as good.
        let _ = child.kill();
        let _ = child.wait();
    }
    let (output, message, status) = outcome?;
    if status.success() {
        return Ok(output);
    }
    Err(KustomizeError::Failed { program: name.to_owned(), status, said: said(&message) })
}

type Ended = (Vec<u8>, Vec<u8>, ExitStatus);

/// Reads both streams of a program beside each other, so that neither fills up and blocks it.
fn watch(child: &mut Child, name: &str, limits: Limits, deadline: Instant) -> Result<Ended, KustomizeError> {
    let failed = |error| KustomizeError::Io(name.to_owned(), error);
    let (sender, receiver) = mpsc::channel();
    let errors = sender.clone();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // The threads end with the streams; if something else keeps those open, nothing waits for it.
    thread::spawn(move || sender.send((true, stdout.map_or(Ok(Vec::new()), |s| drain(s, limits.output)))));
    thread::spawn(move || errors.send((false, stderr.map_or(Ok(Vec::new()), |s| drain(s, limits.output)))));
    let timeout = || KustomizeError::Timeout(name.to_owned(), limits.time.as_secs());
    let (mut output, mut message) = (None, None);
    while output.is_none() || message.is_none() {
        match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok((is_output, read)) => {
                let bytes: Vec<u8> = read.map_err(failed)?;
                if bytes.len() as u64 > limits.output {
                    return Err(KustomizeError::TooLarge(name.to_owned(), limits.output));
                }
                *(if is_output { &mut output } else { &mut message }) = Some(bytes);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Err(timeout()),
        }
    }
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok((output.unwrap_or_default(), message.unwrap_or_default(), status));
        }
        if Instant::now() >= deadline {
            return Err(timeout());
        }
        thread::sleep(PAUSE);
    }
}

fn drain(stream: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns what a program said last, as far as it fits into a message.
fn said(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let last = message.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    // Of a literal of a generator it repeats the value, which may be a secret.
    if last.is_empty() || last.contains("literal") {
        return "; run it to see why".to_owned();
    }
    let last = last.split_once(" err=\"").map_or(last, |(_, cause)| cause.trim_end_matches('"'));
    // Each part of the message is the reason for the one before it, so the end says most.
    let text: String = last.chars().filter(|c| !c.is_control()).collect();
    let length = text.chars().count();
    match text.char_indices().nth(length.saturating_sub(MAX_MESSAGE)) {
        Some((at, _)) if at > 0 => format!(": …{}", text.get(at..).unwrap_or_default()),
        _ => format!(": {text}"),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, limits: Limits) -> Result<Vec<u8>, KustomizeError> {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script);
        run(command, "sh", limits)
    }

    const ENOUGH: Limits = Limits { time: Duration::from_mins(1), output: 1 << 20 };

    #[test]
    fn what_a_program_writes_is_taken_whole() {
        assert_eq!(shell("printf abc", ENOUGH).unwrap(), b"abc");
        // More than a pipe holds, on both streams.
        let both = "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; \
                    echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done";
        assert_eq!(shell(both, ENOUGH).unwrap().len(), 3000 * 41);
    }

    #[test]
    fn a_program_that_hangs_or_writes_without_end_is_stopped() {
        let soon = Limits { time: Duration::from_millis(50), ..ENOUGH };
        assert!(matches!(shell("exec sleep 600", soon), Err(KustomizeError::Timeout(..))));
        assert!(matches!(shell("exec >&- 2>&-; exec sleep 600", soon), Err(KustomizeError::Timeout(..))));
        assert!(matches!(shell("exec yes", ENOUGH), Err(KustomizeError::TooLarge(..))));
    }

    #[test]
    fn a_program_that_fails_says_why_but_no_literal() {
        let error = shell("echo first >&2; echo no such base >&2; exit 3", ENOUGH).unwrap_err().to_string();
        assert!(error.ends_with(": no such base") && error.contains('3'), "{error}");
        let error = shell("echo 'invalid literal hunter2' >&2; exit 1", ENOUGH).unwrap_err().to_string();
        assert!(error.ends_with("; run it to see why"), "{error}");
    }
}
