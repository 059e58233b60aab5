//! The configuration as the rest of the program sees it: complete and checked.
//!
//! This file must not know the text; the places are kept for messages only.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Date;

use crate::blocks::Place;
use crate::collect::{Account, Input};
use crate::expr::{Program, go_duration};
use crate::matching::{Glob, Pattern};
use crate::model::{Severity, SeverityError, Value};

use super::Role;

/// The whole configuration; the default is that of a run without a file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The environments by name.
    pub environments: Vec<Environment>,
    /// What `driftgate gate` does.
    pub gate: Gate,
    /// Resources that are the same although their names do not tell.
    pub pairs: Vec<Pair>,
    /// What is never compared.
    pub ignores: Vec<Ignore>,
    /// Relations that must hold.
    pub expectations: Vec<Expect>,
    /// Findings that somebody answers for.
    pub acceptances: Vec<Accept>,
}

impl Config {
    /// Returns the environment of this name.
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments.iter().find(|environment| environment.name == name)
    }
}

/// One `environment` block.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Words that mean "this environment" inside names.
    pub tokens: Vec<String>,
    /// Values that differ by environment, each by the name it has on all sides.
    pub vars: Vec<(String, String)>,
    /// What it is for; guessed from the name where nothing is said.
    pub role: Role,
    /// Its Terraform configurations.
    pub terraform: Vec<Terraform>,
    /// Its Kubernetes clusters.
    pub kubernetes: Vec<Kubernetes>,
    /// Its AWS accounts.
    pub aws: Vec<Aws>,
    /// Where it stands.
    pub place: Place,
}

/// One `terraform` block: what one root module left behind.
#[derive(Clone, Debug)]
pub struct Terraform {
    /// Its name.
    pub name: String,
    /// State: files, or where it is kept.
    pub state: Vec<Input>,
    /// The plan file.
    pub plan: Option<PathBuf>,
    /// The folder of its `.tf` files.
    pub config: Option<PathBuf>,
    /// Variable files beyond those that Terraform loads by itself.
    pub var_files: Vec<PathBuf>,
    /// Where it stands.
    pub place: Place,
}

/// One `kubernetes` block: a cluster, what should run in it, or both.
#[derive(Clone, Debug)]
pub struct Kubernetes {
    /// The context of the kubeconfig, or `in-cluster` for the service account of a pod.
    pub context: Option<String>,
    /// The kubeconfig, when it is another than `KUBECONFIG` or the usual place says.
    pub kubeconfig: Option<PathBuf>,
    /// The namespaces to look at; none means all.
    pub namespaces: Vec<String>,
    /// Manifests: files, folders of them, or kustomize folders.
    pub manifests: Vec<PathBuf>,
    /// Where it stands.
    pub place: Place,
}

/// One `aws` block: an account, or what the AWS CLI printed of one.
#[derive(Clone, Debug)]
pub struct Aws {
    /// The account, when it is to be asked.
    pub account: Option<Account>,
    /// Files that the AWS CLI wrote.
    pub answers: Vec<PathBuf>,
    /// Whether CloudTrail is asked who changed what differs.
    pub trail: bool,
    /// Where it stands.
    pub place: Place,
}

/// A time to wait, written as `30s`, `500ms` or `2m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(pub Duration);

/// The text is no time to wait.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no time to wait; expected a number with a unit, as 30s, 500ms or 2m")]
pub struct PatienceError(String);

impl FromStr for Patience {
    type Err = PatienceError;
    fn from_str(text: &str) -> Result<Self, PatienceError> {
        let time = go_duration(text).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        time.filter(|time| !time.is_zero()).map(Self).ok_or_else(|| PatienceError(text.to_owned()))
    }
}

/// The `gate` block.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// Names of environments to compare, left and right.
    pub compare: Vec<(String, String)>,
    /// Names of environments to hold against what was declared for them.
    pub drift: Vec<String>,
    /// Names of environments to look for faults in.
    pub check: Vec<String>,
    /// From which severity findings fail the gate, where the configuration says so.
    pub fail_on: Option<FailOn>,
}

/// From which severity findings fail the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// This severity and those above.
    Severity(Severity),
    /// None.
    Never,
}

/// The text is neither a severity nor `none`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}, or none")]
pub struct FailOnError(#[from] SeverityError);

impl FromStr for FailOn {
    type Err = FailOnError;
    fn from_str(text: &str) -> Result<Self, FailOnError> {
        if text == "none" { Ok(Self::Never) } else { Ok(Self::Severity(text.parse()?)) }
    }
}

/// One `pair` block.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The address on the left side.
    pub left: String,
    /// The address on the right side.
    pub right: String,
    /// Where it stands.
    pub place: Place,
}

/// One `ignore` block.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// Its name.
    pub name: String,
    /// The kinds it is about.
    pub kinds: Vec<Glob>,
    /// The paths it is about, with everything below; none means the whole resource.
    pub paths: Vec<Pattern>,
    /// The addresses it is about; none means all.
    pub addresses: Vec<Glob>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// One `expect` block.
#[derive(Clone, Debug)]
pub struct Expect {
    /// Its name.
    pub name: String,
    /// The kinds it is about.
    pub kinds: Vec<Glob>,
    /// The paths it is about.
    pub paths: Vec<Pattern>,
    /// The relation.
    pub that: Program,
    /// How much it matters when the relation does not hold.
    pub severity: Severity,
    /// What to say then.
    pub message: Option<Program>,
    /// What to do then.
    pub remedy: Option<Program>,
    /// Where it stands.
    pub place: Place,
}

/// One `accept` block.
#[derive(Clone, Debug)]
pub struct Accept {
    /// Which finding.
    pub fingerprint: Fingerprint,
    /// The value on the left side for which it holds; `None` means any.
    pub left: Option<Value>,
    /// The value on the right side for which it holds; `None` means any.
    pub right: Option<Value>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Until>,
    /// Where it stands.
    pub place: Place,
}

/// The start of a finding's fingerprint, long enough to mean one finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fewest digits that are taken.
    pub const LEAST: usize = 6;
    /// The digits of a whole fingerprint.
    pub const WHOLE: usize = 16;

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether `fingerprint` starts with these digits.
    pub fn matches(&self, fingerprint: &str) -> bool {
        fingerprint.starts_with(&self.0)
    }
}

/// The text is no fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no fingerprint; expected from 6 to 16 hexadecimal digits in lower case")]
pub struct FingerprintError(String);

impl FromStr for Fingerprint {
    type Err = FingerprintError;
    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if digits && (Self::LEAST..=Self::WHOLE).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(FingerprintError(text.to_owned()))
        }
    }
}

/// A day, written `2027-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Until(pub Date);

/// The text is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no date; expected year, month and day as 2027-01-31")]
pub struct UntilError(String);

impl FromStr for Until {
    type Err = UntilError;
    fn from_str(text: &str) -> Result<Self, UntilError> {
        // The parser takes more forms than one; only that which prints the same is a plain day.
        let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        date.map(Self).ok_or_else(|| UntilError(text.to_owned()))
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
