//! Finds the rules that a change breaks and lets the most severe one speak.
//!
//! This file must not pass silently over a rule that fails to evaluate: it is an error with its place.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use compact_str::CompactString;
use foldhash::fast::FixedState;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::expr::{EvalError, Program};
use crate::model::{Change, Mode, Path, Segment, Severity, Sides};

use super::builtin::{self, Unread};
use super::defaults;
use super::load::{Rule, RuleSeverity};
use super::scope::{ChangeScope, SideScope, Subject};

/// All rules of a run, found by kind and path.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Slot>,
    by_kind: RwLock<HashMap<CompactString, Arc<KindIndex>, FixedState>>,
}

/// A rule, or its text when nothing has asked for it yet.
///
/// Rules are many, and a comparison has differences in few kinds, so a built-in rule is read when a
/// kind that it looks at asks for it.
#[derive(Debug)]
enum Slot {
    Read(Box<Rule>),
    Unread { rule: Unread, read: OnceLock<Option<Box<Rule>>> },
}

impl Slot {
    fn looks_at(&self, kind: &str) -> bool {
        let kinds = match self {
            Self::Read(rule) => &rule.kinds,
            Self::Unread { rule, .. } => &rule.kinds,
        };
        kinds.iter().any(|glob| glob.matches(kind))
    }

    fn rule(&self) -> Option<&Rule> {
        match self {
            Self::Read(rule) => Some(rule),
            Self::Unread { rule, read } => read.get_or_init(|| rule.read().map(Box::new)).as_deref(),
        }
    }
}

/// Which rules look at a kind; indices are in the order of the packs.
#[derive(Debug, Default)]
struct KindIndex {
    /// Rules whose paths all start with the same key, by that key.
    by_key: HashMap<CompactString, Vec<usize>, FixedState>,
    /// All others that compare.
    others: Vec<usize>,
    /// Those that look at one environment.
    checks: Vec<usize>,
}

/// One change with what there is to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// What is compared with what.
    pub mode: Mode,
    /// The kind of the resource.
    pub kind: &'a str,
    /// The change.
    pub change: &'a Change,
    /// The resource on each side.
    pub sides: Sides<Subject<'a>>,
    /// Whether somebody declared the difference.
    pub explained: bool,
    /// The variable that causes it; empty when none is known.
    pub variable: &'a str,
}

/// What the rules say of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How much it matters.
    pub severity: Severity,
    /// The rule that speaks, or `default/<change>`.
    pub rule: String,
    /// Other rules that matched, in the order of the packs.
    pub also: Vec<String>,
    /// What the rule says.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// A rule that failed to evaluate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RuleError(Box<Diagnostic>);

impl RuleError {
    pub(super) fn new(diagnostic: Diagnostic) -> Self {
        Self(Box::new(diagnostic))
    }

    /// Returns the message with its place.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }
}

impl RuleSet {
    /// Takes the rules, in the order of the packs.
    pub fn new(rules: Vec<Rule>) -> Self {
        let rules = rules.into_iter().map(|rule| Slot::Read(Box::new(rule))).collect();
        Self { rules, by_kind: RwLock::default() }
    }

    /// Takes the rules that are part of the program and those of the user, which speak after them.
    ///
    /// # Errors
    ///
    /// All mistakes of the user's files, names that are given twice among them.
    pub fn with_built_in(own: &[Arc<SourceText>]) -> Result<Self, Vec<Diagnostic>> {
        if !own.is_empty() {
            return builtin::with_built_in(own).map(Self::new);
        }
        let unread = builtin::unread().map(|rule| Slot::Unread { rule, read: OnceLock::new() });
        Ok(Self { rules: unread.collect(), by_kind: RwLock::default() })
    }

    /// Returns all rules, in the order of the packs.
    pub fn rules(&self) -> Vec<&Rule> {
        self.rules.iter().filter_map(Slot::rule).collect()
    }

    /// Returns whether a rule that was read from a file of the user or of a pack says that it is for this mode.
    pub fn is_for(&self, name: &str, mode: Mode) -> bool {
        self.called(name).any(|rule| rule.modes.contains(&mode))
    }

    /// Returns whether the remedy of a rule is to bring one environment to the other, which inside one makes no sense.
    pub fn weighs_environments(&self, name: &str) -> bool {
        let weighs = |root: &str| matches!(root, "upper_env" | "lower_env");
        self.called(name).any(|rule| rule.remedy.roots().any(weighs))
    }

    /// Returns the rules of a name that were read.
    fn called<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Rule> {
        let read = self.rules.iter().filter_map(|slot| match slot {
            Slot::Read(rule) => Some(rule.as_ref()),
            Slot::Unread { read, .. } => read.get()?.as_deref(),
        });
        read.filter(move |rule| rule.name == name)
    }

    /// Judges one change.
    pub fn judge(&self, judged: &Judged<'_>) -> Result<Verdict, RuleError> {
        let index = self.index(judged.kind);
        let scope = scope(judged);
        let mut matched: Vec<(&Rule, Severity)> = Vec::new();
        for rule in self.candidates(&index, &judged.change.path) {
            if !looks_at(rule, judged) {
                continue;
            }
            let fails = |error: EvalError| failed(rule, &error);
            if let Some(when) = &rule.when
                && !when.eval_bool(&scope).map_err(fails)?
            {
                continue;
            }
            matched.push((rule, severity(rule, &scope)?));
        }
        // Of equally severe rules the first in the order of the packs speaks.
        let best = matched.iter().map(|(_, severity)| *severity).max();
        let Some(speaker) = matched.iter().position(|(_, severity)| Some(*severity) == best) else {
            return Ok(defaults::verdict(judged));
        };
        let (rule, severity) = matched.remove(speaker);
        let say = |program: &Program| program.eval_text(&scope).map_err(|error| failed(rule, &error));
        Ok(Verdict {
            severity,
            rule: rule.name.clone(),
            also: matched.into_iter().map(|(rule, _)| rule.name.clone()).collect(),
            message: say(&rule.message)?,
            remedy: say(&rule.remedy)?,
        })
    }

    /// Returns the rules that look at one environment and at this kind, in the order of the packs.
    pub(super) fn checks(&self, kind: &str) -> Vec<&Rule> {
        let index = self.index(kind);
        index.checks.iter().filter_map(|at| self.rules.get(*at)?.rule()).collect()
    }

    fn index(&self, kind: &str) -> Arc<KindIndex> {
        // A panic of another thread while it wrote leaves at worst one kind to be indexed again.
        let known = self.by_kind.read().unwrap_or_else(PoisonError::into_inner).get(kind).cloned();
        known.unwrap_or_else(|| {
            let index = Arc::new(KindIndex::of(&self.rules, kind));
            let mut by_kind = self.by_kind.write().unwrap_or_else(PoisonError::into_inner);
            by_kind.insert(kind.into(), Arc::clone(&index));
            index
        })
    }

    /// Returns the rules that may look at a path, in the order of the packs.
    fn candidates<'a>(&'a self, index: &'a KindIndex, path: &Path) -> impl Iterator<Item = &'a Rule> {
        let by_key = match path.segments().first() {
            Some(Segment::Key(key)) => index.by_key.get(key).map(Vec::as_slice).unwrap_or_default(),
            _ => &[],
        };
        merged(by_key, &index.others).filter_map(|at| self.rules.get(at)?.rule())
    }
}

impl KindIndex {
    fn of(rules: &[Slot], kind: &str) -> Self {
        let mut index = Self::default();
        let about = rules.iter().enumerate().filter(|(_, slot)| slot.looks_at(kind));
        for (at, rule) in about.filter_map(|(at, slot)| Some((at, slot.rule()?))) {
            if rule.is_check() {
                index.checks.push(at);
                continue;
            }
            let keys: Option<Vec<&str>> = rule.paths.iter().map(|pattern| pattern.first_key()).collect();
            match keys {
                Some(mut keys) if !keys.is_empty() => {
                    keys.sort_unstable();
                    keys.dedup();
                    for key in keys {
                        index.by_key.entry(key.into()).or_default().push(at);
                    }
                }
                _ => index.others.push(at),
            }
        }
        index
    }
}

/// Merges two sorted lists.
fn merged<'a>(mut a: &'a [usize], mut b: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    std::iter::from_fn(move || {
        let from_a = match (a.first(), b.first()) {
            (Some(first), Some(second)) => first < second,
            (first, _) => first.is_some(),
        };
        let list = if from_a { &mut a } else { &mut b };
        let (first, rest) = list.split_first()?;
        *list = rest;
        Some(*first)
    })
}

fn looks_at(rule: &Rule, judged: &Judged<'_>) -> bool {
    rule.changes.contains(&judged.change.kind)
        && (rule.modes.is_empty() || rule.modes.contains(&judged.mode))
        && (rule.paths.is_empty() || rule.paths.iter().any(|pattern| pattern.matches(&judged.change.path)))
}

fn scope<'a>(judged: &Judged<'a>) -> ChangeScope<'a> {
    let change = judged.change;
    let (left, right) = (judged.sides.left, judged.sides.right);
    ChangeScope {
        left: SideScope::new(left, judged.kind, change.values.left.as_ref(), &change.only.left),
        right: SideScope::new(right, judged.kind, change.values.right.as_ref(), &change.only.right),
        path: &change.path,
        change: change.kind.as_str(),
        mode: judged.mode.as_str(),
        explained: judged.explained,
        variable: judged.variable,
    }
}

fn severity(rule: &Rule, scope: &ChangeScope<'_>) -> Result<Severity, RuleError> {
    let program = match &rule.severity {
        RuleSeverity::Fixed(severity) => return Ok(*severity),
        RuleSeverity::Computed(program) => program,
    };
    let text = program.eval_text(scope).map_err(|error| failed(rule, &error))?;
    severity_of(rule, program, &text)
}

/// Reads a severity that a rule has computed.
pub(super) fn severity_of(rule: &Rule, program: &Program, text: &str) -> Result<Severity, RuleError> {
    text.parse().map_err(|error: crate::model::SeverityError| {
        let message = format!("rule `{}` failed: {error}", rule.name);
        RuleError::new(Diagnostic::new(message, &rule.place.source, program.span()))
    })
}

pub(super) fn failed(rule: &Rule, error: &EvalError) -> RuleError {
    let mut diagnostic = error.diagnostic(&rule.place.source);
    diagnostic.message = format!("rule `{}` failed: {}", rule.name, diagnostic.message);
    RuleError::new(diagnostic)
}

#[cfg(test)]
mod tests;
