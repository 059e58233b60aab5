//! From what differs to findings: expectations, ignores, rules and explanations put together.
//!
//! This file must not compare; it judges one pair or one leftover at a time.

use std::sync::Arc;

use compact_str::CompactString;

use super::{Names, Settings};
use crate::collect::secrets::without_fingerprints;
use crate::diff::{self, Declarations, Explanation, Outcome, Running, Substitution};
use crate::model::{
    Address, Change, ChangeKind, Finding, InstanceKey, Key, Mode, Origin, Path, Resource, Segment, SetAside,
    Severity, Sides, Value,
};
use crate::normalize::Side;
use crate::normalize::knowledge::KindKnowledge;
use crate::normalize::meaning::{Meaning, Used};
use crate::normalize::scalar::{is_default, same_scalar};
use crate::pair::Unpaired;
use crate::rules::{self, Expected, Ignored, Judged, RuleError, Subject};

/// What came of one pair or one resource that is left over.
#[derive(Default)]
pub(super) struct Judgement {
    /// Each with the reason for it, where one is known.
    pub(super) findings: Vec<(Finding, Option<Explanation>)>,
    pub(super) set_aside: SetAside,
    pub(super) substitutions: Vec<Substitution>,
}

/// Makes findings of what differs.
pub(super) struct Judge<'a> {
    pub(super) mode: Mode,
    pub(super) settings: &'a Settings<'a>,
    pub(super) sides: Sides<&'a Side<'a>>,
    pub(super) meaning: Sides<Meaning<'a>>,
    pub(super) names: Names<'a>,
    pub(super) declarations: Sides<&'a Declarations<'a>>,
}

impl Judge<'_> {
    pub(super) fn pair(&self, indices: Sides<usize>, outcome: Outcome) -> Result<Judgement, RuleError> {
        let Sides { left, right } = indices;
        let (Some(l), Some(r)) =
            (self.sides.left.snapshot.resources.get(left), self.sides.right.snapshot.resources.get(right))
        else {
            return Ok(Judgement::default());
        };
        let known = &self.sides.left.kinds[left];
        self.judge(&l.kind, known, Sides::new(Some(l), Some(r)), indices.map(Some), outcome)
    }

    pub(super) fn unpaired(&self, unpaired: &Unpaired) -> Result<Judgement, RuleError> {
        let change =
            |kind, values| Change { kind, path: Path::root(), values, only: Sides::default(), foreign: None };
        match unpaired {
            Unpaired::Resource(indices) => {
                let resources = self.resources(*indices);
                let kind = match (self.mode, resources.left.is_some()) {
                    (Mode::Drift, true) => ChangeKind::Missing,
                    (Mode::Drift, false) => ChangeKind::Unmanaged,
                    (_, true) => ChangeKind::LeftOnly,
                    (_, false) => ChangeKind::RightOnly,
                };
                let Some(resource) = resources.left.or(resources.right) else {
                    return Ok(Judgement::default());
                };
                let known = self.known(*indices);
                let outcome = Outcome::from(change(kind, Sides::default()));
                self.judge(&resource.kind, &known, resources, indices.map(|i| i.map(|i| i as usize)), outcome)
            }
            Unpaired::Instances { kind, address, keys, example } => {
                let values = Sides::new(Some(instances(&keys.left)), Some(instances(&keys.right)));
                let outcome = Outcome::from(change(ChangeKind::Count, values));
                let known = self.known(*example);
                let resources = self.resources(*example);
                let none = Sides::new(None, None);
                let mut judgement = self.judge(kind, &known, resources, none, outcome)?;
                for (finding, _) in &mut judgement.findings {
                    finding.address = address.clone();
                    let name = address.left.as_ref().or(address.right.as_ref()).map_or("", Address::as_str);
                    finding.fingerprint = rules::fingerprint(self.mode, kind, name, &finding.path);
                }
                Ok(judgement)
            }
        }
    }

    fn resources(&self, indices: Sides<Option<u32>>) -> Sides<Option<&Resource>> {
        Sides::new(
            indices.left.and_then(|index| self.sides.left.snapshot.resources.get(index as usize)),
            indices.right.and_then(|index| self.sides.right.snapshot.resources.get(index as usize)),
        )
    }

    fn known(&self, indices: Sides<Option<u32>>) -> Arc<KindKnowledge> {
        let left = indices.left.and_then(|index| self.sides.left.kinds.get(index as usize));
        let right = indices.right.and_then(|index| self.sides.right.kinds.get(index as usize));
        left.or(right).cloned().unwrap_or_default()
    }

    fn judge(
        &self,
        kind: &str,
        known: &KindKnowledge,
        resources: Sides<Option<&Resource>>,
        indices: Sides<Option<usize>>,
        outcome: Outcome,
    ) -> Result<Judgement, RuleError> {
        let config = self.settings.config;
        // What must hold between two environments says nothing of one.
        let expectations = if self.mode == Mode::Parity { config.expectations.as_slice() } else { &[] };
        let mut judgement = Judgement {
            set_aside: outcome.set_aside,
            substitutions: outcome.substitutions,
            ..Judgement::default()
        };
        // Most resources are equal, and then only what is expected of them is left to be asked.
        if outcome.changes.is_empty() && expectations.is_empty() {
            return Ok(judgement);
        }
        let address = resources.map(|resource| resource.map(|resource| resource.address.clone()));
        let addresses: Vec<&str> =
            [&address.left, &address.right].into_iter().flatten().map(Address::as_str).collect();
        let ignored = Ignored::select(&config.ignores, kind, &addresses);
        if ignored.whole().is_some() {
            judgement.set_aside.ignored += outcome.changes.len() as u64;
            return Ok(judgement);
        }
        let mut changes = outcome.changes;
        let before = changes.len();
        changes.retain(|change| ignored.at(&change.path).is_none());
        judgement.set_aside.ignored += (before - changes.len()) as u64;
        let text =
            |address: &Option<Address>| address.as_ref().map_or(String::new(), |a| a.as_str().to_owned());
        let texts = Sides::new(text(&address.left), text(&address.right));
        let subjects = Sides::new(
            Subject {
                environment: self.names.environments.left,
                role: self.names.roles.left,
                address: &texts.left,
                resource: resources.left.map(|resource| &resource.attributes),
            },
            Subject {
                environment: self.names.environments.right,
                role: self.names.roles.right,
                address: &texts.right,
                resource: resources.right.map(|resource| &resource.attributes),
            },
        );
        let expected =
            Expected { mode: self.mode, kind, known: Some(&known.root), sides: subjects, changes: &changes };
        let mut spoken = vec![false; changes.len()];
        let base = Base { mode: self.mode, kind, address: &address, id: self.ids(indices), resources };
        for expect in expectations {
            let evaluated = rules::evaluate(expect, &expected)?;
            judgement.set_aside.unknown += evaluated.unknown;
            for outcome in evaluated.outcomes {
                outcome.covers.iter().for_each(|at| spoken[*at] = true);
                let finding = base.finding(
                    outcome.change,
                    outcome.path,
                    outcome.values,
                    Sides::default(),
                    Said {
                        severity: outcome.severity,
                        rule: outcome.rule,
                        also: Vec::new(),
                        message: outcome.message,
                        remedy: outcome.remedy,
                        explained: outcome.holds,
                    },
                );
                // Who declared a difference is good to know, too, where a relation is expected to hold.
                let explanation = outcome.covers.first().and_then(|at| changes.get(*at));
                let explanation =
                    explanation.and_then(|change| self.explain(kind, known, resources, &address, change));
                judgement.findings.push((finding, explanation));
            }
        }
        for (change, _) in changes.into_iter().zip(spoken).filter(|(_, spoken)| !spoken) {
            let explanation = self.explain(kind, known, resources, &address, &change);
            let written = base.declared_at(&change.path);
            let explained = self.settings.explained.unwrap_or_else(|| {
                known.declared
                    || explanation.as_ref().is_some_and(|explanation| explanation.declared)
                    || written.is_some_and(|at| at.left.is_some() || at.right.is_some())
            });
            let declared = explanation.as_ref().filter(|explanation| explanation.declared);
            let variable = declared.and_then(|e| e.variable.as_ref()).map_or("", |v| v.name.as_str());
            let verdict = self.settings.rules.judge(&Judged {
                mode: self.mode,
                kind,
                change: &change,
                sides: subjects,
                explained,
                variable,
            })?;
            let said = Said {
                severity: verdict.severity,
                rule: verdict.rule,
                also: verdict.also,
                message: verdict.message,
                remedy: verdict.remedy,
                explained,
            };
            let mut finding = base.finding(change.kind, change.path, change.values, change.only, said);
            if let Some(explanation) = declared
                && (explanation.at.left.is_some() || explanation.at.right.is_some())
            {
                finding.declared_at = explanation.at.clone();
            }
            judgement.findings.push((finding, explanation));
        }
        Ok(judgement)
    }

    fn explain(
        &self,
        kind: &str,
        known: &KindKnowledge,
        resources: Sides<Option<&Resource>>,
        address: &Sides<Option<Address>>,
        change: &Change,
    ) -> Option<Explanation> {
        // What was declared is one of the sides, and no variable makes it differ from what runs.
        if self.mode == Mode::Drift {
            return None;
        }
        let same = |left: &Value, right: &Value| {
            let mut used = Used::default();
            self.meaning.left.value(left, None, "", &mut used)
                == self.meaning.right.value(right, None, "", &mut used)
        };
        let as_declared = |is_left: bool, path: &Path, runs: &Value, declared: &Value| {
            let keys = path.segments().iter().filter_map(|segment| match segment {
                Segment::Key(key) => Some(key.as_str()),
                _ => None,
            });
            let key = keys.clone().next_back().unwrap_or_default();
            let node = keys.into_iter().try_fold(&known.root, |node, key| node.child(key));
            if same_scalar(runs, declared, node) || (is_default(runs, node) && is_default(declared, node)) {
                return true;
            }
            // Both are of one environment, where every text stands for itself.
            let meaning = if is_left { self.meaning.left.exact() } else { self.meaning.right.exact() };
            let mut used = Used::default();
            meaning.value(runs, node, key, &mut used) == meaning.value(declared, node, key, &mut used)
        };
        let running = match (resources.left, resources.right) {
            (Some(left), Some(right)) if left.origin == Origin::Live || right.origin == Origin::Live => {
                Some(Running { resources: Sides::new(left, right), as_declared: &as_declared })
            }
            _ => None,
        };
        let address = address.as_ref().map(Option::as_ref);
        diff::explain(self.declarations, &same, kind, address, change, running)
    }

    fn ids(&self, indices: Sides<Option<usize>>) -> Sides<Option<String>> {
        Sides::new(
            indices.left.and_then(|index| self.sides.left.id(index)).map(str::to_owned),
            indices.right.and_then(|index| self.sides.right.id(index)).map(str::to_owned),
        )
    }
}

/// Returns how many instances there are, or which keys they have.
fn instances(keys: &[Option<InstanceKey>]) -> Value {
    let named: Option<Vec<Value>> = keys
        .iter()
        .map(|key| match key {
            Some(InstanceKey::Name(name)) => Some(Value::string(name.clone())),
            _ => None,
        })
        .collect();
    match named {
        Some(named) if !named.is_empty() => Value::list(named),
        _ => Value::int(i64::try_from(keys.len()).unwrap_or(i64::MAX)),
    }
}

/// What all findings of one resource have in common.
struct Base<'a> {
    mode: Mode,
    kind: &'a str,
    address: &'a Sides<Option<Address>>,
    id: Sides<Option<String>>,
    resources: Sides<Option<&'a Resource>>,
}

/// What a rule or expectation says.
struct Said {
    severity: Severity,
    rule: String,
    also: Vec<String>,
    message: String,
    remedy: String,
    explained: bool,
}

impl Base<'_> {
    /// Returns file and line that declare what stands at a path, on each side.
    fn declared_at(&self, path: &Path) -> Option<Sides<Option<String>>> {
        if path.is_root() {
            return None;
        }
        let of = |resource: Option<&Resource>| {
            let (file, line) = resource?.provenance.declared(path)?;
            Some(format!("{file}:{line}"))
        };
        Some(self.resources.map(of))
    }

    fn finding(
        &self,
        change: ChangeKind,
        path: Path,
        values: Sides<Option<Value>>,
        only: Sides<Vec<Value>>,
        said: Said,
    ) -> Finding {
        let path = without_marks(path);
        let mut redacted = false;
        let mut masked = |value: Value| mask(value, &mut redacted);
        let values = values.map(|value| value.map(&mut masked));
        let only = only.map(|members| members.into_iter().map(&mut masked).collect());
        // The same on both mirrors of a comparison: the lesser of two addresses, where they differ.
        let name = match (self.resources.left, self.resources.right) {
            (Some(left), Some(right)) => left.called().min(right.called()),
            (Some(only), None) | (None, Some(only)) => only.called(),
            (None, None) => "",
        };
        Finding {
            fingerprint: rules::fingerprint(self.mode, self.kind, name, &path),
            severity: said.severity,
            rule: said.rule,
            also: said.also,
            change,
            kind: self.kind.into(),
            address: self.address.clone(),
            id: self.id.clone().map(|id| id.map(Into::into)),
            declared_at: self.declared_at(&path).unwrap_or_default(),
            path,
            values,
            only,
            redacted,
            explained: said.explained,
            cause: None,
            accepted: None,
            changed_by: None,
            message: plain(said.message),
            remedy: plain(said.remedy),
        }
    }
}

/// Shortens the marks of secrets inside texts, which would differ from run to run.
pub(super) fn mask(value: Value, redacted: &mut bool) -> Value {
    match value {
        Value::Secret(_) => {
            *redacted = true;
            value
        }
        Value::String(text) => match without_fingerprints(&text) {
            Some(masked) => {
                *redacted = true;
                Value::string(masked)
            }
            None => Value::String(text),
        },
        Value::Expression(text) => match without_fingerprints(&text) {
            Some(masked) => {
                *redacted = true;
                Value::Expression(masked.into())
            }
            None => Value::Expression(text),
        },
        Value::List(items) => Value::list(items.into_vec().into_iter().map(|item| mask(item, redacted))),
        Value::Map(map) => {
            let key = |key: Key| without_fingerprints(&key).map_or(key, |short| Key::new(&short));
            Value::map(map.into_entries().into_iter().map(|(name, item)| (key(name), mask(item, redacted))))
        }
        other => other,
    }
}

/// Shortens the marks of secrets in the names that a path leads through: a finding is called the same in every
/// run, whatever key its secrets were sealed under.
pub(super) fn without_marks(path: Path) -> Path {
    let short = |text: &CompactString| without_fingerprints(text).map(CompactString::from);
    let is_marked = |segment: &Segment| match segment {
        Segment::Key(key) => short(key).is_some(),
        Segment::Element(names) => names.iter().any(|(_, name)| short(name).is_some()),
        Segment::Index(_) | Segment::Member => false,
    };
    if !path.segments().iter().any(is_marked) {
        return path;
    }
    let shortened = path.segments().iter().map(|segment| match segment {
        Segment::Key(key) => Segment::Key(short(key).unwrap_or_else(|| key.clone())),
        Segment::Element(names) => {
            let name = |(key, name): &(CompactString, CompactString)| {
                (key.clone(), short(name).unwrap_or_else(|| name.clone()))
            };
            Segment::Element(names.iter().map(name).collect())
        }
        other => other.clone(),
    });
    shortened.collect()
}

pub(super) fn plain(text: String) -> String {
    without_fingerprints(&text).unwrap_or(text)
}
