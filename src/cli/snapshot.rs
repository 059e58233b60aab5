//! `driftgate snapshot ENV… -o FILE|DIR`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::setup::Setup;
use super::{Exit, Global, diff, labels};
use crate::collect::remote::shown;
use crate::model::{Source, Status};
use crate::store;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Environments of the configuration, files or folders
    #[arg(required = true)]
    environments: Vec<String>,
    /// File to write; a folder when several environments are given
    #[arg(short, long, value_name = "FILE|DIR")]
    output: PathBuf,
}

#[expect(clippy::print_stderr, reason = "what was written is said where messages go")]
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let into_folder = arguments.output.is_dir();
    if arguments.environments.len() > 1 && !into_folder {
        bail!("{}: several snapshots need a folder; make it first", arguments.output.display());
    }
    let mut complete = true;
    for name in &arguments.environments {
        let snapshot = setup.environment(name, &labels::one(name))?;
        complete &= snapshot.is_complete();
        let mut incomplete = diff::incomplete(&snapshot);
        let help = |source: &Source| source.help.as_ref().map(|help| format!("{}: {help}", source.name));
        incomplete.extend(snapshot.sources.iter().filter_map(help));
        if !snapshot.sources.is_empty() && snapshot.sources.iter().all(is_failed) {
            bail!("{}", incomplete.join("\n"));
        }
        for what in incomplete {
            eprintln!("{}: {what}", if global.allow_partial { "warning" } else { "error" });
        }
        let path = if into_folder {
            let stem = shown(name).replace(['/', '\\'], "_");
            arguments.output.join(format!("{stem}.driftgate"))
        } else {
            arguments.output.clone()
        };
        store::write_file(&snapshot, &path)
            .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
        if !global.quiet {
            eprintln!("{}: {} resources", path.display(), snapshot.resources.len());
        }
    }
    Ok(if complete || global.allow_partial { Exit::Clean } else { Exit::Error })
}

/// A snapshot of which nothing could be read is none, and must not replace one that is.
fn is_failed(source: &Source) -> bool {
    matches!(source.status, Status::Failed(_))
}
