//! The command line: arguments in, exit code out. One file a subcommand; no logic beyond wiring.
//!
//! Only this folder prints, reads the environment and the clock, and ends the program.

mod check;
mod diff;
mod drift;
mod explain;
mod gate;
mod labels;
mod output;
mod permissions;
mod refresh;
mod rules;
mod setup;
mod snapshot;
#[cfg(feature = "aws")]
mod trail;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::FailOn;
use crate::model::{Report, Severity};

/// The name and version that reports and snapshots carry.
pub(crate) const TOOL: &str = concat!("driftgate ", env!("CARGO_PKG_VERSION"));

/// Exit codes, as `terraform plan -detailed-exitcode` has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// An error, or a source that could not be read completely.
    Error = 1,
    /// Something at or above `--fail-on`.
    Drift = 2,
}

impl Exit {
    /// Returns what a report means; an error outranks drift.
    fn of(report: &Report) -> Self {
        match (report.errors.is_empty(), report.passes()) {
            (false, _) => Self::Error,
            (true, false) => Self::Drift,
            (true, true) => Self::Clean,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Tells what differs between two environments, and which of it matters.
#[derive(Debug, Parser)]
#[command(name = "driftgate", version, about, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 nothing at or above --fail-on, 2 something is, 1 an error.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that users give or do not give")]
struct Global {
    /// Configuration file [default: driftgate.hcl where it is there]
    #[arg(short, long, global = true, env = "DRIFTGATE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Report format, to standard output or to a file; may be given several times
    #[arg(long, global = true, env = "DRIFTGATE_FORMAT", value_name = "NAME[=FILE]", value_delimiter = ',')]
    format: Vec<String>,
    /// Severity from which findings fail the run: info, low, medium, high, critical or none [default: high]
    #[arg(long, global = true, env = "DRIFTGATE_FAIL_ON", value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// Least severity that is reported
    #[arg(
        long,
        global = true,
        env = "DRIFTGATE_MIN_SEVERITY",
        value_name = "SEVERITY",
        default_value = "info"
    )]
    min_severity: Severity,
    /// Compare only this kind or address; `*` matches anything
    #[arg(long, global = true, env = "DRIFTGATE_ONLY", value_name = "GLOB", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave out this kind or address
    #[arg(long, global = true, env = "DRIFTGATE_EXCLUDE", value_name = "GLOB", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Folder of further rules and kinds (*.hcl)
    #[arg(long, global = true, env = "DRIFTGATE_RULES", value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Report although a source could not be read completely
    #[arg(long, global = true, env = "DRIFTGATE_ALLOW_PARTIAL")]
    allow_partial: bool,
    /// Never ask a cluster for its Secrets
    #[arg(long, global = true, env = "DRIFTGATE_NO_SECRETS")]
    no_secrets: bool,
    /// Print the verdict only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Print more: accepted findings, all information
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// When to use colours
    #[arg(long, global = true, env = "DRIFTGATE_COLOR", value_name = "WHEN", default_value = "auto")]
    color: When,
    /// No progress on standard error
    #[arg(long, global = true, env = "DRIFTGATE_NO_PROGRESS")]
    no_progress: bool,
}

/// When to do something that only people at a terminal want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare two environments, files, folders or snapshots
    Diff(diff::Arguments),
    /// Compare what was declared for an environment with what runs in it
    Drift(drift::Arguments),
    /// Look for faults inside environments, files or folders
    Check(check::Arguments),
    /// Do all that the gate of the configuration says; for pipelines
    Gate,
    /// Read an environment and write it as a snapshot
    Snapshot(snapshot::Arguments),
    /// Show everything known of one finding
    Explain(explain::Arguments),
    /// List, show and test rules
    Rules(rules::Arguments),
    /// Print the least that must be allowed for driftgate to read a source
    Permissions(permissions::Arguments),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs the program with the arguments of the process.
pub fn run() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let asked = !error.use_stderr();
            // Nothing is left to be done when even the message cannot be printed.
            drop(error.print());
            return if asked { Exit::Clean } else { Exit::Error };
        }
    };
    let outcome = match cli.command {
        Command::Diff(arguments) => diff::run(&arguments, &cli.global),
        Command::Drift(arguments) => drift::run(&arguments, &cli.global),
        Command::Check(arguments) => check::run(&arguments, &cli.global),
        Command::Gate => gate::run(&cli.global),
        Command::Snapshot(arguments) => snapshot::run(&arguments, &cli.global),
        Command::Explain(arguments) => explain::run(&arguments, &cli.global),
        Command::Rules(arguments) => rules::run(&arguments, &cli.global),
        Command::Permissions(arguments) => permissions::run(&arguments, &cli.global),
        Command::Completions { shell } => output::completions(shell, &mut Cli::command()),
    };
    outcome.unwrap_or_else(|error| output::failed(&error, &cli.global))
}
