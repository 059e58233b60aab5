//! `driftgate diff LEFT RIGHT`.

use anyhow::{Result, anyhow};
use clap::Args;

use super::setup::Setup;
use super::{Exit, Global, labels, output};
use crate::model::{Missing, Sides, Snapshot, Status};
use crate::pipeline::{self, Compared};
use crate::rules::Acceptances;

/// What is missing for one reason and named; the rest is counted, and listed in the report.
const MOST_NAMED: usize = 8;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// An environment of the configuration, a file, a folder of Terraform or of manifests, - for standard input, or
    /// the address of a state: s3://, https://, postgres://, kubernetes:// or tfe://
    left: String,
    /// What it is compared with
    right: String,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let targets = output::targets(global)?;
    let snapshots = read_both(&setup, &arguments.left, &arguments.right)?;
    let mut errors = Vec::new();
    if !global.allow_partial {
        errors.extend(incomplete(&snapshots.left));
        errors.extend(incomplete(&snapshots.right));
    }
    let compared = compare(&setup, snapshots.as_ref(), &mut setup.acceptances(), false)?;
    // Taking large snapshots apart value by value would cost more than the process ending does.
    std::mem::forget(snapshots);
    setup.tell(global, targets, vec![compared.comparison], errors)
}

/// Reads both environments at once, and keeps what is selected of them; of two errors the left one is told.
pub(super) fn read_both(setup: &Setup, left: &str, right: &str) -> Result<Sides<Snapshot>> {
    let mut sides = read_both_whole(setup, left, right)?;
    setup.select(&mut sides.left);
    setup.select(&mut sides.right);
    Ok(sides)
}

/// The same, with what `--only` and `--exclude` would leave out.
pub(super) fn read_both_whole(setup: &Setup, left: &str, right: &str) -> Result<Sides<Snapshot>> {
    if left == "-" && right == "-" {
        return Err(anyhow!("standard input can be one side only; give the other a file"));
    }
    let labels = labels::both(left, right);
    let (left, right) = rayon::join(
        || setup.whole_environment(left, &labels.left),
        || setup.whole_environment(right, &labels.right),
    );
    Ok(Sides::new(left?, right?))
}

/// Compares two environments; with `trace` it tells also what was set aside in each resource.
pub(super) fn compare(
    setup: &Setup,
    snapshots: Sides<&Snapshot>,
    acceptances: &mut Acceptances<'_>,
    trace: bool,
) -> Result<Compared> {
    Ok(pipeline::compare(snapshots, &setup.settings(), acceptances, trace)?)
}

/// Says of each source that was not read completely what is missing.
pub(super) fn incomplete(snapshot: &Snapshot) -> Vec<String> {
    let mut errors = Vec::new();
    for source in &snapshot.sources {
        match &source.status {
            Status::Complete => {}
            Status::Failed(why) => errors.push(format!("{}: {why}", source.name)),
            Status::Partial(missing) => {
                errors.extend(missing_by_reason(missing).map(|text| format!("{}: {text}", source.name)));
            }
        }
    }
    errors
}

/// Says once for each reason what is missing for it; one refusal may concern a hundred kinds.
fn missing_by_reason(missing: &[Missing]) -> impl Iterator<Item = String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for Missing { what, why, .. } in missing {
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, whats)) => whats.push(what),
            None => reasons.push((why, vec![what])),
        }
    }
    reasons.into_iter().map(|(why, whats)| {
        let named = whats.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        match whats.len() {
            1 => format!("{named} is missing: {why}"),
            count if count <= MOST_NAMED => format!("{named} are missing: {why}"),
            count => format!("{named} and {} more are missing: {why}", count - MOST_NAMED),
        }
    })
}
