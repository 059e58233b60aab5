//! What every command needs before it starts: configuration, rules, kinds, the secret key, inputs.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;

use super::{Exit, Global, TOOL, output};
use crate::collect::remote::{self, Address, Remote};
use crate::collect::secrets::SecretKey;
use crate::collect::{self, Cluster, Context, Files, Input};
use crate::config::{self, Config, FailOn};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::matching::Glob;
use crate::model::{Comparison, Report, Severity, Snapshot};
use crate::normalize::knowledge::Knowledge;
use crate::pipeline::{Compared, Settings};
use crate::rules::{Acceptances, RuleSet};

/// The name of the configuration file that is read when none is named.
const DEFAULT_CONFIG: &str = "driftgate.hcl";

/// How lines begin that only a file of kinds has.
const OF_KINDS: [&str; 3] = ["kind ", "manager ", "drift "];

/// Everything that is the same for all comparisons of one run.
pub(super) struct Setup {
    pub(super) config: Config,
    pub(super) knowledge: Knowledge,
    pub(super) rules: RuleSet,
    pub(super) now: i64,
    only: Vec<Glob>,
    exclude: Vec<Glob>,
    secret_key: SecretKey,
    progress: bool,
    /// Whether clusters are asked for their Secrets.
    secrets: bool,
}

impl Setup {
    pub(super) fn new(global: &Global) -> Result<Self> {
        let own = own_files(global.rules.as_deref())?;
        // A file holds rules or kinds, and each reader would refuse the other's blocks.
        let is_of_kinds = |line: &str| OF_KINDS.iter().any(|start| line.starts_with(start));
        let (kinds, packs): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|source| source.text.lines().any(is_of_kinds));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
        Ok(Self {
            config: configuration(global.config.as_deref())?,
            knowledge: Knowledge::built_in().extended(&kinds).map_err(told)?,
            rules: RuleSet::with_built_in(&packs).map_err(told)?,
            now: i64::try_from(now).unwrap_or(i64::MAX),
            only: global.only.iter().map(Glob::new).collect(),
            exclude: global.exclude.iter().map(Glob::new).collect(),
            secret_key: match env::var("DRIFTGATE_SECRET_KEY") {
                Ok(passphrase) if !passphrase.is_empty() => SecretKey::from_passphrase(&passphrase),
                _ => SecretKey::random()?,
            },
            progress: !global.no_progress && !global.quiet,
            secrets: !global.no_secrets,
        })
    }

    pub(super) fn today(&self) -> Date {
        let now = jiff::Timestamp::from_second(self.now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        now.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// Reads an environment of the configuration, or a file or folder, which is then called `label`.
    pub(super) fn environment(&self, name: &str, label: &str) -> Result<Snapshot> {
        let mut snapshot = self.whole_environment(name, label)?;
        self.select(&mut snapshot);
        Ok(snapshot)
    }

    /// Reads an environment with what `--only` and `--exclude` would leave out: whether something is there
    /// can only be told by looking at all of it.
    pub(super) fn whole_environment(&self, name: &str, label: &str) -> Result<Snapshot> {
        self.environment_with(name, label, Vec::new())
    }

    /// The same, with more inputs than those of the environment.
    pub(super) fn environment_with(&self, name: &str, label: &str, more: Vec<Input>) -> Result<Snapshot> {
        let mut inputs = match self.config.environment(name) {
            Some(environment) => inputs_of(environment, self.secrets),
            None => vec![named(name)?],
        };
        inputs.extend(more);
        // From here on no password that an address holds is around.
        let name = &*remote::shown(name);
        let bar = output::Progress::new(self.progress, name, &inputs);
        let kinds = &self.knowledge;
        let context = Context {
            secret_key: &self.secret_key,
            secrets_of: &|kind| Arc::clone(&kinds.kind(kind).secrets),
            now: self.now,
            tool: TOOL,
        };
        let read = collect::environment(name, &inputs, &context);
        bar.finish();
        let mut snapshot = match read {
            Ok(snapshot) => snapshot,
            Err(error) => {
                let exists = Path::new(name).exists() || name == "-";
                let near = self.config.environments.iter().map(|environment| environment.name.as_str());
                return Err(match crate::diagnostic::nearest(name, near) {
                    Some(near) if !exists && self.config.environment(name).is_none() => {
                        anyhow::Error::new(error).context(format!("did you mean the environment {near}?"))
                    }
                    _ => error.into(),
                });
            }
        };
        // A stored snapshot keeps the name it was taken under.
        if snapshot.environment == name && self.config.environment(name).is_none() {
            label.clone_into(&mut snapshot.environment);
        }
        Ok(snapshot)
    }

    /// Keeps the findings of what `--only` and `--exclude` leave, where they leave out anything.
    pub(super) fn select_findings(&self, compared: &mut Compared) {
        if !self.is_selecting() {
            return;
        }
        let Compared { comparison, substitutions } = compared;
        let is_kept: Vec<bool> = comparison
            .findings
            .iter()
            .map(|finding| {
                let addresses = [&finding.address.left, &finding.address.right].into_iter().flatten();
                addresses.into_iter().any(|address| self.is_selected(&finding.kind, address.as_str()))
            })
            .collect();
        let mut kept = is_kept.iter();
        comparison.findings.retain(|_| kept.next().copied().unwrap_or_default());
        let mut kept = is_kept.iter();
        substitutions.retain(|_| kept.next().copied().unwrap_or_default());
        comparison.imports.retain(|import| self.is_selected(&import.kind, import.address.as_str()));
    }

    /// Keeps what `--only` and `--exclude` leave, where they leave out anything.
    pub(super) fn select(&self, snapshot: &mut Snapshot) {
        if !self.is_selecting() {
            return;
        }
        snapshot.resources.retain(|resource| self.is_selected(&resource.kind, resource.address.as_str()));
    }

    /// Returns whether only a part was asked for.
    pub(super) fn is_selecting(&self) -> bool {
        !self.only.is_empty() || !self.exclude.is_empty()
    }

    /// Returns whether clusters are asked for their Secrets.
    pub(super) fn asks_for_secrets(&self) -> bool {
        self.secrets
    }

    /// Returns whether `--only` and `--exclude` leave a resource.
    pub(super) fn is_selected(&self, kind: &str, address: &str) -> bool {
        let named = |glob: &Glob| glob.matches(kind) || glob.matches(address);
        (self.only.is_empty() || self.only.iter().any(named)) && !self.exclude.iter().any(named)
    }

    /// Returns what every comparison of a run needs beside the snapshots.
    pub(super) fn settings(&self) -> Settings<'_> {
        Settings {
            knowledge: &self.knowledge,
            rules: &self.rules,
            config: &self.config,
            today: self.today(),
            explained: None,
        }
    }

    /// Returns the acceptances of the configuration, of which nothing is known yet.
    pub(super) fn acceptances(&self) -> Acceptances<'_> {
        Acceptances::new(&self.config.acceptances, self.today())
    }

    /// Puts together what a run has to tell.
    pub(super) fn report(
        &self,
        global: &Global,
        comparisons: Vec<Comparison>,
        errors: Vec<String>,
    ) -> Report {
        let fail_on = self.fail_on(global);
        Report { tool: TOOL.to_owned(), generated_at: self.now, fail_on, comparisons, errors }
    }

    /// Writes what a run has to tell, and returns how it ends.
    pub(super) fn tell(
        &self,
        global: &Global,
        targets: Vec<output::Target>,
        comparisons: Vec<Comparison>,
        errors: Vec<String>,
    ) -> Result<Exit> {
        let report = self.report(global, comparisons, errors);
        output::write(&report, targets, global)?;
        Ok(Exit::of(&report))
    }

    /// From which severity findings fail the run.
    fn fail_on(&self, global: &Global) -> Option<Severity> {
        match global.fail_on.or(self.config.gate.fail_on) {
            None => Some(Severity::High),
            Some(FailOn::Severity(severity)) => Some(severity),
            Some(FailOn::Never) => None,
        }
    }
}

/// Returns what a name means that is no environment: an address, or a file or folder.
fn named(name: &str) -> Result<Input> {
    match Address::parse(name) {
        None => Ok(Input::new(name)),
        Some(Ok(address)) => Ok(Input::Remote(Remote::new(address))),
        Some(Err(error)) => Err(anyhow::Error::new(error).context(remote::shown(name))),
    }
}

fn inputs_of(environment: &config::Environment, secrets: bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    for terraform in &environment.terraform {
        inputs.extend(terraform.state.iter().cloned());
        inputs.extend(terraform.plan.iter().map(Input::new));
        inputs.extend(terraform.config.iter().map(|folder| {
            let (path, var_files) = (folder.clone(), terraform.var_files.clone());
            Input::Files(Files { path, var_files, namespace: None })
        }));
    }
    for kubernetes in &environment.kubernetes {
        let only = <&[String; 1]>::try_from(kubernetes.namespaces.as_slice()).ok();
        inputs.extend(kubernetes.manifests.iter().map(|path| {
            let namespace = only.map(|[namespace]| namespace.clone());
            Input::Files(Files { path: path.clone(), var_files: Vec::new(), namespace })
        }));
        if kubernetes.context.is_some() || kubernetes.kubeconfig.is_some() {
            inputs.push(Input::Cluster(Cluster {
                context: kubernetes.context.clone(),
                kubeconfig: kubernetes.kubeconfig.clone(),
                namespaces: kubernetes.namespaces.clone(),
                secrets,
            }));
        }
    }
    for aws in &environment.aws {
        inputs.extend(aws.answers.iter().map(Input::new));
        inputs.extend(aws.account.clone().map(Input::Account));
    }
    inputs
}

/// Returns the configuration file, where there is one.
pub(super) fn configuration_file(named: Option<&Path>) -> Option<&Path> {
    let usual = || Some(Path::new(DEFAULT_CONFIG)).filter(|path| path.is_file());
    named.or_else(usual)
}

fn configuration(named: Option<&Path>) -> Result<Config> {
    let Some(path) = configuration_file(named) else { return Ok(Config::default()) };
    let text = fs::read_to_string(path)
        .with_context(|| format!("{}: could not read the configuration", path.display()))?;
    let source = SourceText::new(path.display().to_string(), text);
    let base = path.parent().unwrap_or(Path::new(""));
    config::parse(&source, base, &|name| env::var(name).ok()).map_err(told)
}

/// Reads the rule and kind files of a folder; tests beside them are read by `rules test` only.
fn own_files(folder: Option<&Path>) -> Result<Vec<Arc<SourceText>>> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    let listing =
        fs::read_dir(folder).with_context(|| format!("{}: could not list the rules", folder.display()))?;
    for entry in listing {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.extension().is_some_and(|end| end == "hcl") && !name.ends_with(".test.hcl") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        bail!("{}: no rules here; expected .hcl files with `rule` or `kind` blocks", folder.display());
    }
    paths.iter().map(|path| source_text(path)).collect()
}

pub(super) fn source_text(path: &Path) -> Result<Arc<SourceText>> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: could not be read", path.display()))?;
    Ok(SourceText::new(path.display().to_string(), text))
}

/// Makes one error of all mistakes of a file.
#[expect(clippy::needless_pass_by_value, reason = "handed to map_err, which gives the mistakes away")]
pub(super) fn told(mistakes: Vec<Diagnostic>) -> anyhow::Error {
    let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("{}", told.join("\n\n"))
}
