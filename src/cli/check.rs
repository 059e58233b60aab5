//! `driftgate check ENV…`.

use anyhow::{Result, bail};
use clap::Args;
use rayon::prelude::*;

use super::setup::Setup;
use super::{Exit, Global, diff, labels, output};
use crate::collect::remote::shown;
use crate::config::Gate;
use crate::model::{Comparison, Snapshot};
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
    let comparisons = all(&setup, asked, &snapshots)?;
    // Taking large snapshots apart value by value would cost more than the process ending does.
    std::mem::forget(snapshots);
    setup.tell(global, targets, comparisons, errors)
}

/// Reads all environments at once, whole; of several errors the first in their order is told.
pub(super) fn read(setup: &Setup, names: &[String]) -> Result<Vec<Snapshot>> {
    if let Some(twice) =
        names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|n| n == *name))
    {
        bail!("{} is named twice", shown(twice.1));
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
    let short: Vec<String> = names.iter().map(|name| labels::one(name)).collect();
    let alike = |label: &String| short.iter().filter(|other| *other == label).count() > 1;
    names
        .iter()
        .zip(&short)
        .map(|(name, label)| if alike(label) { shown(name) } else { label.clone() })
        .collect()
}

/// Checks every environment, each with the one that it is compared with, where that is among them.
pub(super) fn all(setup: &Setup, names: &[String], snapshots: &[Snapshot]) -> Result<Vec<Comparison>> {
    let mut comparisons = Vec::with_capacity(snapshots.len());
    for (name, snapshot) in names.iter().zip(snapshots) {
        let other = other(&setup.config.gate, names, name);
        let other = other.and_then(|other| snapshots.get(names.iter().position(|name| name == other)?));
        comparisons.push(one(setup, snapshot, other)?);
    }
    let mut acceptances = setup.acceptances();
    acceptances.apply_to_all(&mut comparisons);
    if let Some(last) = comparisons.last_mut() {
        last.stale = acceptances.stale();
    }
    Ok(comparisons)
}

/// Checks one environment with all that is in it; nothing is accepted yet, since an acceptance is judged by
/// all comparisons of a run.
pub(super) fn one(setup: &Setup, snapshot: &Snapshot, other: Option<&Snapshot>) -> Result<Comparison> {
    let mut none = Acceptances::new(&[], setup.today());
    let mut comparison = pipeline::check(snapshot, &setup.settings(), &mut none, other)?;
    comparison.findings.retain(|finding| {
        let address = finding.address.left.as_ref().map_or("", crate::model::Address::as_str);
        setup.is_selected(&finding.kind, address)
    });
    Ok(comparison)
}

/// Returns with which environment another is compared: the other of two that are checked, or as the gate says.
pub(super) fn other<'a>(gate: &'a Gate, checked: &'a [String], name: &str) -> Option<&'a str> {
    if let [first, second] = checked {
        return Some(if first == name { second } else { first });
    }
    let (left, right) = gate.compare.iter().find(|(left, right)| left == name || right == name)?;
    Some(if left == name { right } else { left })
}
