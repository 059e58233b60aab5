//! `driftgate drift ENV --refresh`: asks Terraform or OpenTofu itself what was changed outside of it.
//!
//! `plan -refresh-only` asks every provider and writes nothing but the plan; no lock is taken and nothing is applied.
//! The plan holds secrets in clear, so it lies in a folder that only its owner may read, and goes with the run.
//! Source: <https://developer.hashicorp.com/terraform/cli/commands/plan#planning-modes>

use std::ffi::OsString;
use std::fs;
use std::path::{self, Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::collect::Input;
use crate::collect::remote::program::Program;
use crate::config::{Environment, Terraform};

/// Plans that were made for this run.
pub(super) struct Plans {
    /// Goes with the run; made so that only its owner may read it.
    folder: TempDir,
    /// Each plan with what the report calls it.
    made: Vec<(PathBuf, String)>,
}

impl Plans {
    /// Plans every configuration of an environment, in the workspace and with the program that its state is read with.
    ///
    /// # Errors
    /// There is nothing to plan, no program to do it, or it fails; its own words are told.
    pub(super) fn make(environment: &Environment) -> Result<Self> {
        let wanted: Vec<(&Terraform, &Path)> = environment
            .terraform
            .iter()
            .filter_map(|terraform| Some((terraform, terraform.config.as_deref()?)))
            .collect();
        if wanted.is_empty() {
            bail!(
                "{}: --refresh plans the folders that `config` names in `terraform` blocks, and none does",
                environment.name
            );
        }
        let folder = TempDir::with_prefix("driftgate-").context("no folder for the plan could be made")?;
        let mut plans = Self { folder, made: Vec::new() };
        for (at, (terraform, folder)) in wanted.into_iter().enumerate() {
            let plan = plans.folder.path().join(format!("{at}.tfplan"));
            let shown = plans.folder.path().join(format!("{at}.json"));
            let remote = terraform.state.iter().find_map(|input| match input {
                Input::Remote(remote) => Some(remote),
                _ => None,
            });
            let program = Program {
                folder,
                command: remote.and_then(|remote| remote.command()),
                workspace: remote.and_then(|remote| remote.workspace.as_deref()),
                without: &[],
            };
            let failed = || folder.display().to_string();
            let made = program.run("plan -refresh-only", &arguments(&plan, &terraform.var_files)?);
            let made = made.with_context(failed)?;
            let show = ["show".into(), "-json".into(), plan.into_os_string()];
            let output = program.run("show -json", &show).with_context(failed)?.output;
            fs::write(&shown, output)
                .with_context(|| format!("{}: could not be written", shown.display()))?;
            let called = format!("{} plan -refresh-only in {}", made.program, folder.display());
            plans.made.push((shown, called));
        }
        Ok(plans)
    }

    /// Returns the plans as inputs.
    pub(super) fn inputs(&self) -> Vec<Input> {
        self.made.iter().map(|(path, _)| Input::new(path)).collect()
    }

    /// Returns what the report calls the source of this name.
    pub(super) fn name(&self, source: &str) -> Option<&str> {
        self.made.iter().find(|(path, _)| Path::new(source) == path).map(|(_, name)| name.as_str())
    }
}

fn arguments(plan: &Path, var_files: &[PathBuf]) -> Result<Vec<OsString>> {
    let fixed = ["plan", "-refresh-only", "-input=false", "-lock=false", "-no-color"];
    let mut arguments: Vec<OsString> = fixed.iter().map(Into::into).collect();
    let mut option = |name: &str, path: &Path| {
        let mut option = OsString::from(name);
        option.push(path);
        arguments.push(option);
    };
    option("-out=", plan);
    for file in var_files {
        // The program runs in the folder, and paths are relative to where driftgate does.
        option("-var-file=", &path::absolute(file)?);
    }
    Ok(arguments)
}
