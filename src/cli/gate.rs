//! `driftgate gate`: all that the `gate` block of the configuration says, in one report.
//!
//! Each environment is read once, whatever is done with it. How it is compared, held against what is declared and
//! checked is in the files of those commands.

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::setup::{self, Setup};
use super::{Exit, Global, check, diff, drift, output};
use crate::config::Gate;
use crate::model::{Comparison, Sides, Snapshot};
use crate::pipeline::Compared;
use crate::rules::Acceptances;

/// What a gate looks like, for those who have none.
const EXAMPLE: &str = r#"gate {
  compare = [["dev", "prod"]]   # parity of two environments
  drift   = ["prod"]            # what runs against what is declared
  check   = ["dev", "prod"]     # faults inside one environment
  fail_on = "high"
}"#;

pub(super) fn run(global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let targets = output::targets(global)?;
    if is_empty(&setup.config.gate) {
        match setup::configuration_file(global.config.as_deref()) {
            Some(file) => bail!(
                "{}: nothing to do; the `gate` block says what is compared and checked, as in\n\n{EXAMPLE}",
                file.display()
            ),
            None => bail!(
                "there is no driftgate.hcl here; name one with --config, with a `gate` block as in\n\n{EXAMPLE}"
            ),
        }
    }
    let environments = read(&setup)?;
    let mut errors = Vec::new();
    if !global.allow_partial {
        for Environment { name, whole, .. } in &environments {
            errors.extend(diff::incomplete(whole).into_iter().map(|error| format!("{name}: {error}")));
        }
    }
    let comparisons: Vec<Comparison> =
        all(&setup, &environments, false)?.into_iter().map(|compared| compared.comparison).collect();
    // Taking large snapshots apart value by value would cost more than the process ending does.
    std::mem::forget(environments);
    setup.tell(global, targets, comparisons, errors)
}

/// One environment of the gate, as it was read.
pub(super) struct Environment<'a> {
    name: &'a str,
    /// All of it, for questions such as whether something is there.
    whole: Snapshot,
    /// What `--only` and `--exclude` leave, where they are given.
    selected: Option<Snapshot>,
}

impl Environment<'_> {
    fn selected(&self) -> &Snapshot {
        self.selected.as_ref().unwrap_or(&self.whole)
    }
}

/// Returns whether the gate names nothing to do.
pub(super) fn is_empty(gate: &Gate) -> bool {
    gate.compare.is_empty() && gate.drift.is_empty() && gate.check.is_empty()
}

/// Reads every environment that the gate names, once and all at once; of several errors the first in the order of
/// the gate is told.
pub(super) fn read(setup: &Setup) -> Result<Vec<Environment<'_>>> {
    let gate = &setup.config.gate;
    let compared = gate.compare.iter().flat_map(|(left, right)| [left, right]);
    let mut names: Vec<&str> = Vec::new();
    for name in compared.chain(&gate.drift).chain(&gate.check) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let one = |name| {
        let whole = setup.whole_environment(name, name)?;
        let selected = setup.is_selecting().then(|| {
            let mut selected = whole.clone();
            setup.select(&mut selected);
            selected
        });
        Ok(Environment { name, whole, selected })
    };
    names.into_par_iter().map(one).collect()
}

/// Does all that the gate says: compares, looks for drift, checks, in this order and in that of each list.
pub(super) fn all(setup: &Setup, environments: &[Environment<'_>], trace: bool) -> Result<Vec<Compared>> {
    let gate = &setup.config.gate;
    let find = |name: &str| {
        let found = environments.iter().find(|environment| environment.name == name);
        // A name that is not in the configuration is refused when that is loaded.
        found.ok_or_else(|| anyhow::anyhow!("{name}: the gate did not read this environment"))
    };
    // Whether an acceptance matches is known only after the last comparison.
    let mut none = Acceptances::new(&[], setup.today());
    let mut all = Vec::new();
    for (left, right) in &gate.compare {
        let sides = Sides::new(find(left)?.selected(), find(right)?.selected());
        all.push(diff::compare(setup, sides, &mut none, trace)?);
    }
    for name in &gate.drift {
        let sides = drift::split(setup, name, find(name)?.whole.clone())?;
        all.push(drift::compare(setup, sides.as_ref(), &mut none, trace)?);
        // As above: the process ends sooner than this is taken apart.
        std::mem::forget(sides);
    }
    for name in &gate.check {
        let other = check::other(gate, &gate.check, name).map(find).transpose()?;
        let comparison = check::one(setup, &find(name)?.whole, other.map(|other| &other.whole))?;
        // Nothing is substituted where nothing is compared.
        all.push(Compared { comparison, substitutions: Vec::new() });
    }
    let is_all = !setup.is_selecting()
        && setup.asks_for_secrets()
        && environments.iter().all(|environment| environment.whole.is_complete());
    accept(setup, &mut all, is_all);
    Ok(all)
}

/// Marks what is accepted; the last comparison tells which acceptances are stale, since one may hold in any.
///
/// What was not read or not asked for may be what an acceptance is about, so only a run that looked at all tells
/// which of them match nothing.
fn accept(setup: &Setup, all: &mut [Compared], is_all: bool) {
    let mut acceptances = setup.acceptances();
    acceptances.apply_to_all(all.iter_mut().map(|compared| &mut compared.comparison));
    if let Some(last) = all.last_mut() {
        last.comparison.stale = if is_all { acceptances.stale_after_all() } else { acceptances.stale() };
    }
}
