//! Where reports and messages go: standard output, files, standard error.

use std::env;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, Global, TOOL, When};
use crate::collect::Input;
use crate::diagnostic::nearest;
use crate::model::Report;
use crate::report::{Format, Imports, Json, Terminal};

/// Inputs smaller than this in all are read before anybody wonders.
const LARGE: u64 = 16 << 20;

/// Width of a report that goes to no terminal.
const PIPED_WIDTH: usize = 100;

/// Names of report formats.
const FORMATS: [&str; 3] = ["terminal", "json", "import"];

/// Where one report goes.
pub(super) struct Target {
    /// One of [`FORMATS`].
    format: &'static str,
    /// A file that is open already, so that a wrong path fails before the work.
    file: Option<(PathBuf, File)>,
}

/// Reads `--format NAME[=FILE]` and opens the files.
pub(super) fn targets(global: &Global) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    for format in &global.format {
        let (name, path) = format.split_once('=').map_or((format.as_str(), None), |(n, p)| (n, Some(p)));
        let Some(format) = FORMATS.into_iter().find(|known| *known == name) else {
            let help = match nearest(name, FORMATS) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("expected one of {}", FORMATS.join(", ")),
            };
            bail!("unknown format {name:?}; {help}");
        };
        let file = match path {
            Some(path) => {
                let file = File::create(path).with_context(|| format!("{path}: could not be written"))?;
                Some((PathBuf::from(path), file))
            }
            None => None,
        };
        targets.push(Target { format, file });
    }
    if targets.is_empty() {
        targets.push(Target { format: "terminal", file: None });
    }
    if targets.iter().filter(|target| target.file.is_none()).count() > 1 {
        bail!(
            "only one report can go to standard output; give the others a file, as in --format json=report.json"
        );
    }
    Ok(targets)
}

/// Writes a report to all targets.
pub(super) fn write(report: &Report, targets: Vec<Target>, global: &Global) -> Result<()> {
    for target in targets {
        let to_terminal = target.file.is_none() && io::stdout().is_terminal();
        let terminal = Terminal {
            width: if to_terminal { width() } else { PIPED_WIDTH },
            color: color(global, target.file.is_none()),
            min_severity: global.min_severity,
            verbose: global.verbose,
            quiet: global.quiet,
        };
        let format: &dyn Format = match target.format {
            "json" => &Json,
            "import" => &Imports,
            _ => &terminal,
        };
        match target.file {
            Some((path, file)) => {
                let mut out = BufWriter::new(file);
                let written = format.write(report, &mut out).and_then(|()| out.flush());
                written.with_context(|| format!("{}: could not be written", path.display()))?;
            }
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                piped(format.write(report, &mut out).and_then(|()| out.flush()))?;
            }
        }
    }
    Ok(())
}

/// Takes a reader that has seen enough, such as `head`, for no error.
pub(super) fn piped(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Returns the width of the terminal.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

/// Returns whether standard output gets colours: as asked, or when it is a terminal that shows them.
pub(super) fn color(global: &Global, to_stdout: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match global.color {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
            to_stdout && !set("NO_COLOR") && (set("CLICOLOR_FORCE") || (io::stdout().is_terminal() && !dumb))
        }
    }
}

/// Says what went wrong on standard error; with `--format json` standard output has a report all the same.
#[expect(clippy::print_stderr, reason = "this is where messages go")]
pub(super) fn failed(error: &anyhow::Error, global: &Global) -> Exit {
    let broken_pipe =
        error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
    if broken_pipe {
        return Exit::Clean;
    }
    let message = if error.to_string().contains('\n') { error.to_string() } else { format!("{error:#}") };
    let prefix = if message.starts_with("error") { "" } else { "error: " };
    eprintln!("{prefix}{message}");
    let wanted = |format: &String| format.split('=').next() == Some("json");
    if global.format.iter().any(wanted) {
        let report = Report {
            tool: TOOL.to_owned(),
            generated_at: 0,
            fail_on: None,
            comparisons: Vec::new(),
            errors: vec![message],
        };
        // The message is out already; a report that cannot be written changes nothing.
        for format in &global.format {
            match format.split_once('=') {
                Some(("json", path)) => {
                    drop(File::create(path).and_then(|mut file| Json.write(&report, &mut file)));
                }
                None if format == "json" => drop(Json.write(&report, &mut io::stdout().lock())),
                _ => {}
            }
        }
    }
    Exit::Error
}

/// Prints shell completions.
pub(super) fn completions(shell: clap_complete::Shell, command: &mut clap::Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "driftgate", &mut script);
    piped(io::stdout().lock().write_all(&script))?;
    Ok(Exit::Clean)
}

/// A spinner on standard error while large inputs are read.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn new(wanted: bool, name: &str, inputs: &[Input]) -> Self {
        let size = |path: &Path| path.metadata().map_or(0, |metadata| metadata.len());
        let sizes = inputs.iter().map(|input| match input {
            Input::Files(files) => size(&files.path),
            Input::Cluster(_) | Input::Account(_) | Input::Remote(_) => 0,
        });
        let total: u64 = sizes.sum();
        // What is asked over a network is waited for whatever its size, which nobody knows before.
        let is_slow = total >= LARGE || inputs.iter().any(|input| !matches!(input, Input::Files(_)));
        if !wanted || !is_slow || !io::stderr().is_terminal() {
            return Self(None);
        }
        let of_files = if total >= LARGE { format!(" ({} MB)", total >> 20) } else { String::new() };
        let bar = ProgressBar::new_spinner().with_message(format!("reading {name}{of_files}"));
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Self(Some(bar))
    }

    pub(super) fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}
