//! What a comparison tells: findings, their causes, and the report that holds them.
//!
//! This file must not decide anything; `rules` makes findings and `report` prints them.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;

use super::{Address, Path, Source, Value};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth a look some day.
    Low,
    /// Worth a look before the deployment.
    Medium,
    /// Stops a deployment, by default.
    High,
    /// Exposed, unprotected or about to break.
    Critical,
}

impl Severity {
    /// All severities, from the least.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Returns the name as users write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// Returns the next lower severity; info stays info.
    #[must_use]
    pub fn lowered(self) -> Self {
        match self {
            Self::Info | Self::Low => Self::Info,
            Self::Medium => Self::Low,
            Self::High => Self::Medium,
            Self::Critical => Self::High,
        }
    }

    /// Returns the next higher severity, high at most: what exposes is said by a rule only.
    #[must_use]
    pub fn raised(self) -> Self {
        match self {
            Self::Info => Self::Low,
            Self::Low => Self::Medium,
            Self::Medium | Self::High => Self::High,
            Self::Critical => Self::Critical,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text is no severity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no severity; expected info, low, medium, high or critical")]
pub struct SeverityError(String);

impl FromStr for Severity {
    type Err = SeverityError;
    fn from_str(text: &str) -> Result<Self, SeverityError> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or_else(|| SeverityError(text.to_owned()))
    }
}

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// A value differs.
    Modified,
    /// The resource is on the left side only.
    LeftOnly,
    /// The resource is on the right side only.
    RightOnly,
    /// `count` or `for_each` differ.
    Count,
    /// The same elements in another order, where order may matter.
    Reordered,
    /// Both sides have the same, and it belongs to one of them: a name of dev in prod.
    Foreign,
    /// An expectation of the configuration does not hold, or something is wrong by itself.
    Fault,
    /// It refers to something that is not there.
    Dangling,
    /// It runs and nobody declared it.
    Unmanaged,
    /// It is declared and does not run.
    Missing,
}

impl ChangeKind {
    /// All kinds of change.
    pub const ALL: [Self; 10] = [
        Self::Modified,
        Self::LeftOnly,
        Self::RightOnly,
        Self::Count,
        Self::Reordered,
        Self::Foreign,
        Self::Fault,
        Self::Dangling,
        Self::Unmanaged,
        Self::Missing,
    ];

    /// Returns the name as it stands in reports and rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modified => "modified",
            Self::LeftOnly => "left_only",
            Self::RightOnly => "right_only",
            Self::Count => "count",
            Self::Reordered => "reordered",
            Self::Foreign => "foreign",
            Self::Fault => "fault",
            Self::Dangling => "dangling",
            Self::Unmanaged => "unmanaged",
            Self::Missing => "missing",
        }
    }

    /// Returns the kind that the same difference has when left and right are exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::LeftOnly => Self::RightOnly,
            Self::RightOnly => Self::LeftOnly,
            other => other,
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What each side has of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sides<T> {
    /// The left side's.
    pub left: T,
    /// The right side's.
    pub right: T,
}

impl<T> Sides<T> {
    /// Puts both sides together.
    pub fn new(left: T, right: T) -> Self {
        Self { left, right }
    }

    /// Borrows both sides.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides { left: &self.left, right: &self.right }
    }

    /// Applies `f` to both sides.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Sides<U> {
        Sides { left: f(self.left), right: f(self.right) }
    }

    /// Exchanges the sides.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self { left: self.right, right: self.left }
    }
}

/// One difference, as `diff` gives it to `rules`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind of difference.
    pub kind: ChangeKind,
    /// Where in the resource.
    pub path: Path,
    /// The values; `None` where the side has none.
    pub values: Sides<Option<Value>>,
    /// For lists and sets: the members that only this side has.
    pub only: Sides<Vec<Value>>,
    /// For [`ChangeKind::Foreign`]: to whom the value belongs, and why that is believed.
    pub foreign: Option<Foreign>,
}

/// To whom a value belongs that both sides have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Whether it belongs to the left side.
    pub is_left: bool,
    /// The word or account of the owner, or the address of its resource that the value names.
    pub word: String,
    /// In how many like places each side has a word of its own; 0 where the value names what only the
    /// owner has.
    pub seen: usize,
}

/// A difference that was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Stable across runs: from mode, kind, resource and path; 16 hexadecimal digits.
    pub fingerprint: String,
    /// How much it matters.
    pub severity: Severity,
    /// The rule that speaks, or `default/<change>`.
    pub rule: String,
    /// Other rules that matched.
    pub also: Vec<String>,
    /// What kind of difference.
    pub change: ChangeKind,
    /// The kind of resource.
    pub kind: CompactString,
    /// The resource on each side.
    pub address: Sides<Option<Address>>,
    /// The cloud's own id on each side, where there is one.
    pub id: Sides<Option<CompactString>>,
    /// Where in the resource.
    pub path: Path,
    /// The values on each side.
    pub values: Sides<Option<Value>>,
    /// For lists and sets: the members that only this side has.
    pub only: Sides<Vec<Value>>,
    /// File and line that declare the value on each side, where known.
    pub declared_at: Sides<Option<String>>,
    /// Whether a value is a secret and shown as such.
    pub redacted: bool,
    /// Whether somebody declared the difference.
    pub explained: bool,
    /// Index into [`Comparison::causes`].
    pub cause: Option<usize>,
    /// The acceptance of the configuration that covers it.
    pub accepted: Option<Acceptance>,
    /// Who made the difference, where the source keeps that.
    pub changed_by: Option<ChangedBy>,
    /// What the rule says of it.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// Who made a difference, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedBy {
    /// The program or person, as `kubectl-edit`.
    pub who: String,
    /// When: seconds since 1970-01-01 UTC.
    pub when: Option<i64>,
    /// How that is known, as `managedFields (Update)`.
    pub how: String,
    /// Whether a person did it by hand, past whatever deploys.
    pub by_hand: bool,
}

impl ChangedBy {
    /// How it is known begins so where a trail of an account told it.
    const TRAIL: &str = "CloudTrail (";

    /// Makes what a trail tells: `event` is what was called and with what, as
    /// `AuthorizeSecurityGroupIngress with aws-cli`.
    #[must_use]
    pub fn by_event(who: String, when: Option<i64>, event: &str, by_hand: bool) -> Self {
        Self { who, when, how: format!("{}{event})", Self::TRAIL), by_hand }
    }

    /// Returns the event, where a trail told it.
    pub fn event(&self) -> Option<&str> {
        self.how.strip_prefix(Self::TRAIL)?.strip_suffix(')')
    }
}

/// Why a finding does not fail the gate although it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The reason given.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The date (`2027-01-31`) after which it lapses.
    pub until: Option<String>,
}

/// One declared reason for several findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// One line: `var.instance_type: t3.small → m5.large`.
    pub summary: String,
    /// Whether somebody declared it.
    pub explained: bool,
    /// File and line on each side.
    pub at: Sides<Option<String>>,
    /// How many findings it explains.
    pub findings: usize,
}

/// How many differences of form were found not to be differences of meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SetAside {
    /// Identifiers, timestamps and other values that are new in each environment.
    pub volatile: u64,
    /// References to resources that pair.
    pub references: u64,
    /// Ids of things that neither side holds; two of one class are not told apart.
    pub external: u64,
    /// Environment names, accounts, regions.
    pub tokens: u64,
    /// Values another controller owns.
    pub owned: u64,
    /// What the configuration ignores.
    pub ignored: u64,
    /// The same meaning written differently: number in a string, order of a set, a default filled in.
    pub equivalent: u64,
    /// Values that one side does not know: withheld secrets, secrets under another key, unknown until apply.
    pub unknown: u64,
    /// Resources of namespaces that were not to be looked at: the other input says nothing of them.
    pub outside: u64,
}

impl SetAside {
    /// Adds the counts of `other`.
    pub fn add(&mut self, other: Self) {
        self.volatile += other.volatile;
        self.references += other.references;
        self.external += other.external;
        self.tokens += other.tokens;
        self.owned += other.owned;
        self.ignored += other.ignored;
        self.equivalent += other.equivalent;
        self.unknown += other.unknown;
        self.outside += other.outside;
    }

    /// Returns names and counts in the order of the report.
    pub fn entries(&self) -> [(&'static str, u64); 9] {
        [
            ("volatile", self.volatile),
            ("references", self.references),
            ("external", self.external),
            ("tokens", self.tokens),
            ("owned", self.owned),
            ("ignored", self.ignored),
            ("equivalent", self.equivalent),
            ("unknown", self.unknown),
            ("outside", self.outside),
        ]
    }
}

/// What was compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Two environments.
    Parity,
    /// What was declared for an environment (left) and what runs in it (right).
    Drift,
    /// One environment by itself; what is found is on the left side.
    Check,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Parity, Self::Drift, Self::Check];

    /// Returns the name as it stands in reports and rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parity => "parity",
            Self::Drift => "drift",
            Self::Check => "check",
        }
    }
}

/// One side of a comparison as the report names it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Side {
    /// The name of the environment.
    pub environment: String,
    /// Its sources and how completely they were read.
    pub sources: Vec<Source>,
    /// How many resources were read, without those that follow from others and are not compared.
    pub resources: usize,
}

/// Two resources that are called differently and were found to be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// Their kind.
    pub kind: CompactString,
    /// Their addresses.
    pub address: Sides<Address>,
    /// How they were found: `configured`, `name`, `content` or `likeness`.
    pub method: &'static str,
    /// How sure that is, in percent.
    pub confidence: u8,
}

/// How much of what was declared was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Coverage {
    /// How many resources were declared.
    pub declared: usize,
    /// How many of them were looked for where they would be.
    pub read: usize,
    /// The same for each kind, that which was read least first.
    pub by_kind: Vec<Covered>,
    /// The same for each source of what was declared.
    pub by_source: Vec<Covered>,
}

/// How much of one kind or source was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Covered {
    /// The kind or the source.
    pub name: String,
    /// How many resources were declared.
    pub declared: usize,
    /// How many of them were looked for.
    pub read: usize,
}

impl Coverage {
    /// Returns how much that is in percent; 100 is all of it.
    pub fn percent(&self) -> usize {
        percent(self.declared, self.read)
    }
}

impl Covered {
    /// Returns how much that is in percent; 100 is all of it.
    pub fn percent(&self) -> usize {
        percent(self.declared, self.read)
    }
}

fn percent(declared: usize, read: usize) -> usize {
    (read * 100).checked_div(declared).unwrap_or(100)
}

/// What Terraform needs to know of a resource that runs to manage it from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its kind.
    pub kind: CompactString,
    /// Its address in the report.
    pub address: Address,
    /// What it is called, or its id where it is called nothing.
    pub name: String,
    /// By what the provider finds it; `None` where it cannot be imported, or how is not known.
    pub id: Option<String>,
}

/// The outcome of comparing two snapshots.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What was compared with what.
    pub mode: Mode,
    /// Both sides.
    pub sides: Sides<Side>,
    /// How many resources were paired.
    pub paired: usize,
    /// How much of what was declared was looked at, where that is known.
    pub coverage: Option<Coverage>,
    /// What runs and nobody declared, as Terraform would import it.
    pub imports: Vec<Import>,
    /// What was set aside and why.
    pub set_aside: SetAside,
    /// Assumptions the comparison made, for instance guessed environment words.
    pub assumptions: Vec<String>,
    /// Pairs of resources whose addresses alone do not tell that they are the same.
    pub pairings: Vec<Pairing>,
    /// Reasons that several findings share.
    pub causes: Vec<Cause>,
    /// The findings, most severe first.
    pub findings: Vec<Finding>,
    /// Acceptances of the configuration that matched nothing or lapsed, each with its place in the configuration;
    /// of several comparisons the last one tells those of all.
    pub stale: Vec<String>,
}

/// Everything one run has to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The program, as `driftgate 0.1.0`.
    pub tool: String,
    /// When it was made: seconds since 1970-01-01 UTC.
    pub generated_at: i64,
    /// The severity from which findings fail the gate; `None` when nothing does.
    pub fail_on: Option<Severity>,
    /// What was compared.
    pub comparisons: Vec<Comparison>,
    /// What kept the run from being complete, if anything.
    pub errors: Vec<String>,
}

/// Counts of findings that are not accepted, by severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Summary {
    counts: [usize; 5],
    /// How many findings are accepted.
    pub accepted: usize,
}

impl Summary {
    /// Returns how many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts[severity as usize]
    }

    /// Returns how many findings there are in all, accepted ones aside.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

impl Report {
    /// Counts the findings.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in self.comparisons.iter().flat_map(|c| &c.findings) {
            if finding.accepted.is_some() {
                summary.accepted += 1;
            } else {
                summary.counts[finding.severity as usize] += 1;
            }
        }
        summary
    }

    /// Returns whether the gate is open: nothing at or above `fail_on`, and nothing went wrong.
    pub fn passes(&self) -> bool {
        let fails =
            |f: &Finding| f.accepted.is_none() && self.fail_on.is_some_and(|limit| f.severity >= limit);
        self.errors.is_empty() && !self.comparisons.iter().flat_map(|c| &c.findings).any(fails)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_read_what_they_print() {
        for severity in Severity::ALL {
            assert_eq!(severity.as_str().parse(), Ok(severity));
        }
        assert!("urgent".parse::<Severity>().is_err());
        assert!(Severity::Critical > Severity::High);
    }
}
