//! `driftgate drift ENV --refresh`: asks Terraform or OpenTofu itself what was changed outside of it.
//!
//! `plan -refresh-only` asks every provider and writes nothing but the plan; no lock is taken and nothing is applied.
//! The plan holds secrets in clear, so it lies in a folder that only its owner may read, and goes with the run.
//! Source: <https://developer.hashicorp.com/terraform/cli/commands/plan#planning-modes>

use std::env;
use std::fs;
use std::path::{self, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::collect::Input;
use crate::config::{Environment, Terraform};

/// Programs that make plans, the first that is there is taken.
const PROGRAMS: [&str; 2] = ["terraform", "tofu"];

/// Plans that were made for this run.
pub(super) struct Plans {
    folder: Folder,
    /// Each plan with what the report calls it.
    made: Vec<(PathBuf, String)>,
}

impl Plans {
    /// Plans every configuration of an environment.
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
        let mut plans = Self { folder: Folder::new()?, made: Vec::new() };
        for (at, (terraform, folder)) in wanted.into_iter().enumerate() {
            let plan = plans.folder.0.join(format!("{at}.tfplan"));
            let shown = plans.folder.0.join(format!("{at}.json"));
            let program = run(folder, &arguments(&plan, &terraform.var_files)?)?;
            let output = tell(folder, program, &["show".into(), "-json".into(), plan.into_os_string()])?;
            fs::write(&shown, output.stdout)
                .with_context(|| format!("{}: could not be written", shown.display()))?;
            plans.made.push((shown, format!("{program} plan -refresh-only in {}", folder.display())));
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

fn arguments(plan: &Path, var_files: &[PathBuf]) -> Result<Vec<std::ffi::OsString>> {
    let fixed = ["plan", "-refresh-only", "-input=false", "-lock=false", "-no-color"];
    let mut arguments: Vec<std::ffi::OsString> = fixed.iter().map(Into::into).collect();
    let mut option = |name: &str, path: &Path| {
        let mut option = std::ffi::OsString::from(name);
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

/// Runs the first program that is there, and returns its name.
fn run(folder: &Path, arguments: &[std::ffi::OsString]) -> Result<&'static str> {
    for program in PROGRAMS {
        match tell(folder, program, arguments) {
            Ok(_) => return Ok(program),
            Err(error) if is_not_there(&error) => {}
            Err(error) => return Err(error),
        }
    }
    bail!("--refresh needs `terraform` or `tofu` on the PATH")
}

fn is_not_there(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

fn tell(folder: &Path, program: &str, arguments: &[std::ffi::OsString]) -> Result<Output> {
    if !folder.is_dir() {
        bail!("{}: no folder to plan", folder.display());
    }
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("TF_IN_AUTOMATION", "1")
        .stdin(Stdio::null())
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}: `{program}` failed:\n{}", folder.display(), said.trim());
    }
    Ok(output)
}

/// A folder of this run, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = env::temp_dir().join(format!("driftgate-{}-{:x}", std::process::id(), random()?));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).with_context(|| format!("{}: could not be made", path.display()))?;
        Ok(Self(path))
    }
}

fn random() -> Result<u64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(u64::from_le_bytes(bytes))
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed now is removed with the folder of temporary files.
        drop(fs::remove_dir_all(&self.0));
    }
}
