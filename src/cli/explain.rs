//! `driftgate explain FINGERPRINT LEFT RIGHT`.

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, bail};
use clap::Args;

use super::setup::Setup;
use super::{Exit, Global, TOOL, diff, output};
use crate::model::Report;
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
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let setup = Setup::new(global)?;
    let (left, right) = match (&arguments.left, &arguments.right, setup.config.gate.compare.first()) {
        (Some(left), Some(right), _) | (None, None, Some((left, right))) => (left.clone(), right.clone()),
        _ => bail!(
            "what was compared? give both sides: driftgate explain {} LEFT RIGHT",
            arguments.fingerprint
        ),
    };
    let snapshots = diff::read_both(&setup, &left, &right)?;
    let compared = diff::compare(&setup, snapshots.as_ref(), true)?;
    let report = Report {
        tool: TOOL.to_owned(),
        generated_at: setup.now,
        fail_on: setup.fail_on(global),
        comparisons: vec![compared.comparison],
        errors: Vec::new(),
    };
    let Some(comparison) = report.comparisons.first() else { bail!("nothing was compared") };
    let found: Vec<usize> = (0..comparison.findings.len())
        .filter(|at| comparison.findings[*at].fingerprint.starts_with(&arguments.fingerprint))
        .collect();
    let at = match found.as_slice() {
        [at] => *at,
        [] => bail!("no finding between {left} and {right} has the fingerprint {}", arguments.fingerprint),
        several => bail!("{} findings begin with {}; give more digits", several.len(), arguments.fingerprint),
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
