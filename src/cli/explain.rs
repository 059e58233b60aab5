//! `driftgate explain FINGERPRINT [LEFT [RIGHT]]`.

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, bail};
use clap::Args;

use super::setup::Setup;
use super::{Exit, Global, check, diff, drift, gate, output};
use crate::model::{Comparison, Mode, Report};
use crate::pipeline::Compared;
use crate::report::{Substitution, write_finding};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The fingerprint of the finding, or its first digits
    fingerprint: String,
    /// What was compared or checked: an environment, a file or a folder [default: all that the gate of the
    /// configuration names]
    left: Option<String>,
    /// What it was compared with; without it the finding is one of `check`
    #[arg(requires = "left")]
    right: Option<String>,
    /// The finding is one of `drift`: LEFT is what is declared, and RIGHT what runs; without RIGHT, LEFT is the
    /// environment
    #[arg(long, requires = "left")]
    drift: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let fingerprint = &arguments.fingerprint;
    let compared = match (&arguments.left, &arguments.right) {
        (Some(declared), live) if arguments.drift => {
            let sides = drift::read(&setup, declared, live.as_deref())?;
            vec![drift::compare(&setup, sides.as_ref(), &mut setup.acceptances(), true)?]
        }
        (Some(left), Some(right)) => {
            let snapshots = diff::read_both(&setup, left, right)?;
            let compared = diff::compare(&setup, snapshots.as_ref(), &mut setup.acceptances(), true)?;
            if left == right || holds(&compared.comparison, fingerprint) {
                vec![compared]
            } else {
                let names = [left.clone(), right.clone()];
                checked(&setup, &names)?
            }
        }
        (Some(only), None) => {
            let mut compared = checked(&setup, std::slice::from_ref(only))?;
            // What one environment alone is asked for is a fault of it, or the drift of what it declares.
            if !compared.iter().any(|compared| holds(&compared.comparison, fingerprint))
                && let Ok(sides) = drift::read(&setup, only, None)
            {
                compared.push(drift::compare(&setup, sides.as_ref(), &mut setup.acceptances(), true)?);
            }
            compared
        }
        _ if gate::is_empty(&setup.config.gate) => bail!(
            "what was compared? give both sides: driftgate explain {fingerprint} LEFT RIGHT, or the one that was checked"
        ),
        _ => gate::all(&setup, &gate::read(&setup)?, true)?,
    };
    let (comparisons, substitutions): (Vec<_>, Vec<_>) =
        compared.into_iter().map(|compared| (compared.comparison, compared.substitutions)).unzip();
    let report = setup.report(global, comparisons, Vec::new());
    let (comparison, at) = find(&report, fingerprint)?;
    let Some((comparison, substitutions)) =
        report.comparisons.get(comparison).zip(substitutions.get(comparison))
    else {
        bail!("nothing was compared");
    };
    let Some(finding) = comparison.findings.get(at) else { bail!("nothing was compared") };
    let substitutions: Vec<Substitution> = substitutions
        .get(at)
        .into_iter()
        .flatten()
        .map(|substitution| Substitution {
            path: substitution.path.to_string(),
            left: substitution.values.left.clone(),
            right: substitution.values.right.clone(),
            reason: substitution.reason.clone(),
        })
        .collect();
    let width = if io::stdout().is_terminal() { output::width() } else { 100 };
    let color = output::color(global, true);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = write_finding(&report, comparison, finding, &substitutions, color, width, &mut out);
    output::piped(written.and_then(|()| out.flush()))?;
    Ok(Exit::Clean)
}

/// Returns whether a comparison has a finding that these digits may mean.
fn holds(comparison: &Comparison, fingerprint: &str) -> bool {
    comparison.findings.iter().any(|finding| finding.fingerprint.starts_with(fingerprint))
}

/// Checks environments; nothing is substituted where nothing is compared.
fn checked(setup: &Setup, names: &[String]) -> Result<Vec<Compared>> {
    let snapshots = check::read(setup, names)?;
    let comparisons = check::all(setup, names, &snapshots)?;
    Ok(comparisons.into_iter().map(|comparison| Compared { comparison, substitutions: Vec::new() }).collect())
}

/// Returns the one finding that the digits mean: the index of its comparison, and its own.
fn find(report: &Report, fingerprint: &str) -> Result<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut whole: Vec<&str> = Vec::new();
    for (comparison, of) in report.comparisons.iter().enumerate() {
        for (at, finding) in of.findings.iter().enumerate() {
            // A fault of two environments has one fingerprint, and then the first is explained.
            if finding.fingerprint.starts_with(fingerprint) && !whole.contains(&finding.fingerprint.as_str())
            {
                whole.push(&finding.fingerprint);
                found.push((comparison, at));
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let names = |comparison: &Comparison| {
                let sides = &comparison.sides;
                if comparison.mode == Mode::Drift && sides.left.environment == sides.right.environment {
                    return format!("in the drift of {}", sides.left.environment);
                }
                match sides.right.environment.as_str() {
                    "" => format!("in {}", sides.left.environment),
                    right => format!("between {} and {right}", sides.left.environment),
                }
            };
            let places: Vec<String> = report.comparisons.iter().map(names).collect();
            bail!("no finding {} has the fingerprint {fingerprint}", places.join(" or "))
        }
        several => bail!("{} findings begin with {fingerprint}; give more digits", several.len()),
    }
}
