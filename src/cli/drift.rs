//! `driftgate drift ENV`, and `driftgate drift DECLARED LIVE` where there is no configuration.

use anyhow::{Result, bail};
use clap::Args;

use super::setup::Setup;
use super::{Exit, Global, diff, labels, output, refresh};
use crate::collect::remote::shown;
use crate::model::{Origin, Sides, Snapshot};
use crate::pipeline::{self, Compared};
use crate::rules::Acceptances;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// An environment of the configuration, or a snapshot of one, with what is declared and what runs; with
    /// LIVE, a file or folder of what is declared
    declared: String,
    /// What runs: a file, or an environment of the configuration
    live: Option<String>,
    /// Let Terraform or OpenTofu ask all its providers what was changed outside of it: `plan -refresh-only` in every
    /// folder that `config` names in the environment
    #[arg(long, conflicts_with = "live")]
    refresh: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let targets = output::targets(global)?;
    let sides = if arguments.refresh {
        refreshed(&setup, &arguments.declared)?
    } else {
        read(&setup, &arguments.declared, arguments.live.as_deref())?
    };
    let mut errors = Vec::new();
    if !global.allow_partial {
        errors.extend(diff::incomplete(&sides.left));
        // A source that holds both is one of both sides.
        let more: Vec<_> =
            diff::incomplete(&sides.right).into_iter().filter(|e| !errors.contains(e)).collect();
        errors.extend(more);
    }
    let compared = compare(&setup, sides.as_ref(), &mut setup.acceptances(), false)?;
    // Taking large snapshots apart value by value would cost more than the process ending does.
    std::mem::forget(sides);
    setup.tell(global, targets, vec![compared.comparison], errors)
}

/// Reads an environment with what Terraform tells of it now.
fn refreshed(setup: &Setup, name: &str) -> Result<Sides<Snapshot>> {
    let Some(environment) = setup.config.environment(name) else {
        bail!("{name}: --refresh needs an environment of the configuration, which names the folders to plan");
    };
    let plans = refresh::Plans::make(environment)?;
    let mut whole = setup.environment_with(name, name, plans.inputs())?;
    for (at, source) in (0u32..).zip(&mut whole.sources) {
        if let Some(name) = plans.name(&source.name) {
            name.clone_into(&mut source.name);
            // Nobody can look at a line of a plan that goes with the run.
            for resource in whole.resources.iter_mut().filter(|resource| resource.source == at) {
                resource.provenance.line = None;
            }
        }
    }
    split(setup, name, whole)
}

/// Reads what was declared and what runs; one of them missing is an error, not an empty side.
pub(super) fn read(setup: &Setup, declared: &str, live: Option<&str>) -> Result<Sides<Snapshot>> {
    let Some(live) = live else {
        return split(setup, declared, setup.whole_environment(declared, &labels::one(declared))?);
    };
    let mut sides = diff::read_both_whole(setup, declared, live)?;
    let of_config = |name: &str| setup.config.environment(name).is_some();
    // Of an environment that has both, only the side that was asked for is meant.
    if of_config(declared) {
        sides.left = pipeline::split(sides.left).left;
    }
    if of_config(live) {
        sides.right = pipeline::split(sides.right).right;
    }
    if !is_joined(sides.as_ref()) {
        setup.select(&mut sides.left);
        setup.select(&mut sides.right);
    }
    Ok(sides)
}

/// Takes a whole environment apart into what was declared and what runs, and keeps what is selected of both;
/// refuses an environment that has not both.
pub(super) fn split(setup: &Setup, name: &str, whole: Snapshot) -> Result<Sides<Snapshot>> {
    let mut sides = pipeline::split(whole);
    let has = |snapshot: &Snapshot| snapshot.resources.iter().any(|r| r.origin != Origin::Code);
    if !has(&sides.left) {
        let name = shown(name);
        bail!(
            "{name}: nothing is declared here that what runs could be held against; \
             name `state` in a `terraform` block or `manifests` in its `kubernetes` block, or give both: \
             driftgate drift DECLARED LIVE"
        );
    }
    // An account in which nothing runs was read all the same, and a plan tells what was changed outside Terraform.
    let is_told = pipeline::has_evidence(&sides.left) || pipeline::is_of_account(&sides.right);
    if !has(&sides.right) && sides.right.is_complete() && !is_told {
        let name = shown(name);
        bail!(
            "{name}: nothing that runs was read; name a `context` in its `kubernetes` block or a `profile` in an \
             `aws` block, or give both: driftgate drift DECLARED LIVE"
        );
    }
    if !is_joined(sides.as_ref()) {
        setup.select(&mut sides.left);
        setup.select(&mut sides.right);
    }
    Ok(sides)
}

/// Holds what runs against what was declared, and asks who changed it where a platform keeps that elsewhere; with
/// `trace` it tells also what was set aside in each resource.
pub(super) fn compare(
    setup: &Setup,
    sides: Sides<&Snapshot>,
    acceptances: &mut Acceptances<'_>,
    trace: bool,
) -> Result<Compared> {
    let mut compared = pipeline::drift(sides, &setup.settings(), acceptances, trace)?;
    if is_joined(sides) {
        setup.select_findings(&mut compared);
    }
    #[cfg(feature = "aws")]
    super::trail::complete(setup, sides, &mut compared.comparison);
    Ok(compared)
}

/// Returns whether resources of both sides are joined: what runs is called by its id until then, and a part of
/// another can be told only beside that other, so that what is left out is left out afterwards.
fn is_joined(sides: Sides<&Snapshot>) -> bool {
    pipeline::has_evidence(sides.left) || pipeline::is_of_account(sides.right)
}
