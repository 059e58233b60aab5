//! `driftgate check ENV…`.

use anyhow::{Result, bail};
use clap::Args;
use rayon::prelude::*;

use super::setup::Setup;
use super::{Exit, Global, TOOL, diff, labels, output};
use crate::model::{Comparison, Report, Snapshot};
use crate::pipeline;
use crate::rules::Acceptances;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Environments of the configuration, files, folders, or - for standard input
    /// [default: those that the gate of the configuration checks]
    #[arg(value_name = "ENV")]
    environments: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let targets = output::targets(global)?;
    let asked =
        if arguments.environments.is_empty() { &setup.config.gate.check } else { &arguments.environments };
    if asked.is_empty() {
        bail!("what is to be checked? name it: driftgate check ENV, or list it in `gate {{ check = […] }}`");
    }
    let snapshots = read(&setup, asked)?;
    let mut errors = Vec::new();
    if !global.allow_partial {
        errors.extend(snapshots.iter().flat_map(diff::incomplete));
    }
    let report = Report {
        tool: TOOL.to_owned(),
        generated_at: setup.now,
        fail_on: setup.fail_on(global),
        comparisons: all(&setup, asked, &snapshots)?,
        errors,
    };
    output::write(&report, targets, global)?;
    // Taking large snapshots apart value by value would cost more than the process ending does.
    std::mem::forget(snapshots);
    Ok(match (report.errors.is_empty(), report.passes()) {
        (false, _) => Exit::Error,
        (true, false) => Exit::Drift,
        (true, true) => Exit::Clean,
    })
}

/// Reads all environments at once, whole; of several errors the first in their order is told.
pub(super) fn read(setup: &Setup, names: &[String]) -> Result<Vec<Snapshot>> {
    if let Some(twice) =
        names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|n| n == *name))
    {
        bail!("{} is named twice", twice.1);
    }
    let labelled: Vec<(&String, String)> = names.iter().zip(labels(names)).collect();
    labelled.into_par_iter().map(|(name, label)| setup.whole_environment(name, &label)).collect()
}

/// Returns what each input is called where the configuration has no name for it.
fn labels(names: &[String]) -> Vec<String> {
    if let [left, right] = names {
        let labels = labels::both(left, right);
        return vec![labels.left, labels.right];
    }
    let short: Vec<&str> = names.iter().map(|name| labels::one(name)).collect();
    let alike = |label: &str| short.iter().filter(|other| **other == label).count() > 1;
    names
        .iter()
        .zip(&short)
        .map(|(name, label)| if alike(label) { name } else { *label }.to_owned())
        .collect()
}

/// Checks every environment, each with the one that it is compared with, where that is among them.
pub(super) fn all(setup: &Setup, names: &[String], snapshots: &[Snapshot]) -> Result<Vec<Comparison>> {
    let settings = diff::settings(setup);
    let mut acceptances = Acceptances::new(&setup.config.acceptances, settings.today);
    let mut comparisons = Vec::with_capacity(snapshots.len());
    for (at, snapshot) in snapshots.iter().enumerate() {
        let other = other(setup, names, at).and_then(|at| snapshots.get(at));
        let mut comparison = pipeline::check(snapshot, &settings, &mut acceptances, other)?;
        comparison.findings.retain(|finding| {
            let address = finding.address.left.as_ref().map_or("", crate::model::Address::as_str);
            setup.is_selected(&finding.kind, address)
        });
        comparisons.push(comparison);
    }
    // An acceptance may hold in a later environment only.
    let stale = acceptances.stale();
    let last = comparisons.len().saturating_sub(1);
    for (at, comparison) in comparisons.iter_mut().enumerate() {
        comparison.stale = if at == last { stale.clone() } else { Vec::new() };
    }
    Ok(comparisons)
}

/// Returns which of the environments the one at `at` is compared with: the other of two, or as the gate says.
fn other(setup: &Setup, names: &[String], at: usize) -> Option<usize> {
    if let [_, _] = names {
        return Some(1 - at);
    }
    let name = names.get(at)?;
    let pair = setup.config.gate.compare.iter().find(|(left, right)| left == name || right == name)?;
    let other = if pair.0 == *name { &pair.1 } else { &pair.0 };
    names.iter().position(|name| name == other)
}
