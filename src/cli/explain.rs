//! `driftgate explain FINGERPRINT LEFT RIGHT`.

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, bail};
use clap::Args;

use super::setup::Setup;
use super::{Exit, Global, TOOL, diff, drift, output};
use crate::model::Report;
use crate::pipeline::Compared;
use crate::report::{Substitution, write_finding};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The fingerprint of the finding, or its first digits
    fingerprint: String,
    /// What was compared: an environment, a file or a folder [default: the first pair of the gate]
    left: Option<String>,
    /// What it was compared with
    #[arg(requires = "left")]
    right: Option<String>,
    /// The finding is one of `drift`: LEFT is what is declared, and RIGHT what runs; so it is without RIGHT,
    /// and LEFT is the environment then
    #[arg(long, requires = "left")]
    drift: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    if (arguments.drift || arguments.right.is_none())
        && let Some(declared) = &arguments.left
    {
        let sides = drift::read(&setup, declared, arguments.right.as_deref())?;
        let compared = drift::compare(&setup, sides.as_ref(), true)?;
        let what = match &arguments.right {
            Some(live) => format!("between {declared} and {live}"),
            None => format!("in the drift of {declared}"),
        };
        return show(&setup, compared, &arguments.fingerprint, &what, global);
    }
    let (left, right) = match (&arguments.left, &arguments.right, setup.config.gate.compare.first()) {
        (Some(left), Some(right), _) | (None, None, Some((left, right))) => (left.clone(), right.clone()),
        _ => bail!(
            "what was compared? give both sides: driftgate explain {} LEFT RIGHT",
            arguments.fingerprint
        ),
    };
    let snapshots = diff::read_both(&setup, &left, &right)?;
    let compared = diff::compare(&setup, snapshots.as_ref(), true)?;
    show(&setup, compared, &arguments.fingerprint, &format!("between {left} and {right}"), global)
}

/// Writes the one finding that begins with `fingerprint`; `what` names in a message what was compared.
fn show(setup: &Setup, compared: Compared, fingerprint: &str, what: &str, global: &Global) -> Result<Exit> {
    let report = Report {
        tool: TOOL.to_owned(),
        generated_at: setup.now,
        fail_on: setup.fail_on(global),
        comparisons: vec![compared.comparison],
        errors: Vec::new(),
    };
    let Some(comparison) = report.comparisons.first() else { bail!("nothing was compared") };
    let found: Vec<usize> = (0..comparison.findings.len())
        .filter(|at| comparison.findings[*at].fingerprint.starts_with(fingerprint))
        .collect();
    let at = match found.as_slice() {
        [at] => *at,
        [] => bail!("no finding {what} has the fingerprint {fingerprint}"),
        several => bail!("{} findings begin with {fingerprint}; give more digits", several.len()),
    };
    let substitutions: Vec<Substitution> = compared.substitutions[at]
        .iter()
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
    let finding = &comparison.findings[at];
    let written = write_finding(&report, comparison, finding, &substitutions, color, width, &mut out);
    output::piped(written.and_then(|()| out.flush()))?;
    Ok(Exit::Clean)
}
