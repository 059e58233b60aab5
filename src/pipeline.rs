//! The stages in the order in which data flows through them: two snapshots in, one comparison out.
//!
//! This file does no I/O and decides nothing of its own; it hands each stage what the one before it made.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::collect::secrets::without_fingerprints;
use crate::config::{Config, Role};
use crate::diff::{self, Context, Declarations, Explanation, Outcome, Substitution};
use crate::model::{
    Address, Cause, Change, ChangeKind, Comparison, Finding, InstanceKey, Mode, Origin, Pairing, Path,
    Resource, Segment, SetAside, Severity, Side as ReportSide, Sides, Snapshot, Value,
};
use crate::normalize::Side;
use crate::normalize::infer;
use crate::normalize::knowledge::{KindKnowledge, Knowledge};
use crate::normalize::meaning::{Documents, Meaning};
use crate::normalize::tokens::{self, Tokens};
use crate::normalize::watch::Watch;
use crate::pair::{self, Method, Pair, Pairs, Unpaired};
use crate::rules::{self, Acceptances, Expected, Ignored, Judged, RuleError, RuleSet, Subject};

/// What a comparison needs beside the snapshots.
pub struct Settings<'a> {
    /// What is known of kinds.
    pub knowledge: &'a Knowledge,
    /// The rules.
    pub rules: &'a RuleSet,
    /// The configuration of the user.
    pub config: &'a Config,
    /// The day on which acceptances are judged.
    pub today: Date,
    /// Whether differences count as declared, whatever is known of them; only tests of rules say so.
    pub explained: Option<bool>,
}

/// A comparison with what `explain` needs beyond it.
pub struct Compared {
    /// What the report tells.
    pub comparison: Comparison,
    /// For each finding, what was set aside in its resource and why; asked for by `trace`.
    pub substitutions: Vec<Vec<Substitution>>,
}

/// What the two environments are called and what they are for.
struct Names<'a> {
    environments: Sides<&'a str>,
    roles: Sides<Role>,
}

/// Compares two environments.
///
/// # Errors
/// A rule or expectation that fails to evaluate, with its place.
pub fn compare(
    snapshots: Sides<&Snapshot>,
    settings: &Settings<'_>,
    acceptances: &mut Acceptances<'_>,
    trace: bool,
) -> Result<Compared, RuleError> {
    let (tokens, guessed) = environment_tokens(snapshots, settings.config);
    let (mut left, mut right) = rayon::join(
        || Side::new(snapshots.left, settings.knowledge, tokens.left.clone()),
        || Side::new(snapshots.right, settings.knowledge, tokens.right.clone()),
    );
    let inferred = infer::refine(Sides::new(&mut left, &mut right), guessed.is_some());
    let sides = Sides::new(&left, &right);
    let mut assumptions: Vec<String> = Vec::new();
    assumptions.extend(guessed.map(|evidence| words_guessed(evidence, sides)));
    assumptions.extend(inferred);
    let configured: Vec<(String, String)> =
        settings.config.pairs.iter().map(|pair| (pair.left.clone(), pair.right.clone())).collect();
    let documents = Documents::new(settings.knowledge);
    let differ = |meaning: Sides<Meaning<'_>>, left: usize, right: usize| {
        let context = Context { meaning, watch: None, trace: false };
        !diff::attributes(context, Sides::new(left, right)).changes.is_empty()
    };
    let pairs = pair::pair(sides, &configured, &documents, &differ);
    let meaning = Meaning::of_both(sides, pairs.pair_of.as_ref().map(Vec::as_slice), &documents);
    let names = Names {
        environments: snapshots.map(|snapshot| snapshot.environment.as_str()),
        roles: snapshots.map(|snapshot| role(settings.config, &snapshot.environment)),
    };
    let declarations = snapshots.map(Declarations::new);
    let watch = Watch::new(sides.map(|side| &side.tokens));
    let context = Context { meaning, watch: watch.as_ref(), trace };
    let indices = |pair: &Pair| Sides::new(pair.left as usize, pair.right as usize);
    let mut outcomes: Vec<Outcome> =
        pairs.pairs.par_iter().map(|pair| diff::attributes(context, indices(pair))).collect();
    diff::resolve(&mut outcomes);
    let judge = Judge { settings, sides, names, declarations: declarations.as_ref() };
    let judged: Vec<Result<Judgement, RuleError>> = pairs
        .pairs
        .par_iter()
        .zip(outcomes)
        .map(|(pair, outcome)| judge.pair(indices(pair), outcome))
        .collect();
    assumptions.extend(pairs.collisions.iter().cloned());
    let mut set_aside = SetAside { unknown: pairs.not_covered as u64, ..SetAside::default() };
    let mut found: Vec<(Finding, Option<diff::Variable>, Vec<Substitution>)> = Vec::new();
    let unpaired = pairs.unpaired.iter().map(|unpaired| judge.unpaired(unpaired));
    for judgement in judged.into_iter().chain(unpaired) {
        let mut judgement = judgement?;
        set_aside.add(judgement.set_aside);
        let substitutions = std::mem::take(&mut judgement.substitutions);
        let findings = judgement.into_findings().into_iter();
        found.extend(findings.map(|(finding, variable)| (finding, variable, substitutions.clone())));
    }
    found.sort_by(|(a, ..), (b, ..)| order(a).cmp(&order(b)));
    let causes = causes(&mut found);
    let (mut findings, substitutions): (Vec<_>, Vec<_>) =
        found.into_iter().map(|(finding, _, substitutions)| (finding, substitutions)).unzip();
    acceptances.apply(&mut findings);
    let comparison = Comparison {
        mode: Mode::Parity,
        sides: snapshots.map(report_side),
        paired: pairs.pairs.len(),
        set_aside,
        assumptions,
        pairings: pairings(sides, &pairs),
        causes,
        findings,
        stale: acceptances.stale(),
    };
    Ok(Compared { comparison, substitutions })
}

/// Lists the pairs that addresses alone do not tell.
fn pairings(sides: Sides<&Side<'_>>, pairs: &Pairs) -> Vec<Pairing> {
    let told = |pair: &Pair| {
        let resources = sides.map(|side| &side.snapshot.resources);
        let (left, right) =
            (resources.left.get(pair.left as usize)?, resources.right.get(pair.right as usize)?);
        let by_address = matches!(pair.method, Method::Address | Method::Tokens);
        (!by_address).then(|| Pairing {
            kind: left.kind.clone(),
            address: Sides::new(left.address.clone(), right.address.clone()),
            method: pair.method.as_str(),
            confidence: pair.confidence,
        })
    };
    pairs.pairs.iter().filter_map(told).collect()
}

/// Puts the variables that cause findings in the order of the first finding each causes.
fn causes(found: &mut [(Finding, Option<diff::Variable>, Vec<Substitution>)]) -> Vec<Cause> {
    let mut names: Vec<String> = Vec::new();
    let mut causes: Vec<Cause> = Vec::new();
    for (finding, variable, _) in found {
        let Some(variable) = variable else { continue };
        let at = names.iter().position(|name| *name == variable.name).unwrap_or_else(|| {
            names.push(variable.name.clone());
            let [left, right] = &variable.values;
            let [left_at, right_at] = &variable.at;
            causes.push(Cause {
                summary: plain(format!("var.{}: {} → {}", variable.name, short(left), short(right))),
                explained: true,
                at: Sides::new(left_at.clone(), right_at.clone()),
                findings: 0,
            });
            causes.len() - 1
        });
        causes[at].findings += 1;
        finding.cause = Some(at);
    }
    causes
}

/// Cuts a value to what one line can take.
fn short(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn report_side(snapshot: &Snapshot) -> ReportSide {
    ReportSide {
        environment: snapshot.environment.clone(),
        sources: snapshot.sources.clone(),
        resources: snapshot.resources.iter().filter(|r| r.origin != Origin::Code).count(),
    }
}

/// Most severe first, unexplained before explained, then by kind, address and path.
fn order(finding: &Finding) -> (std::cmp::Reverse<Severity>, bool, &str, &str, &Path) {
    let address =
        finding.address.left.as_ref().or(finding.address.right.as_ref()).map_or("", Address::as_str);
    (std::cmp::Reverse(finding.severity), finding.explained, &finding.kind, address, &finding.path)
}

fn role(config: &Config, name: &str) -> Role {
    config.environment(name).map_or_else(|| Role::of_name(name), |environment| environment.role)
}

/// Says which words were guessed, and from what.
fn words_guessed(evidence: &str, sides: Sides<&Side<'_>>) -> String {
    let words = sides.map(|side| side.tokens.words.join("/"));
    format!("environment words guessed from {evidence}: {} and {}", words.left, words.right)
}

/// Takes the words of each environment from the configuration, or guesses them and says from what.
fn environment_tokens(snapshots: Sides<&Snapshot>, config: &Config) -> (Sides<Tokens>, Option<&'static str>) {
    let configured = snapshots.map(|snapshot| config.environment(&snapshot.environment));
    let mut tokens = configured.map(|environment| match environment {
        Some(environment) => Tokens {
            words: environment.tokens.iter().map(|word| word.to_lowercase()).collect(),
            vars: environment.vars.iter().map(|(name, value)| (value.clone(), name.clone())).collect(),
            ..Tokens::default()
        },
        None => Tokens::default(),
    });
    let mut guessed = None;
    if tokens.left.words.is_empty()
        && tokens.right.words.is_empty()
        && let Some((left, right, evidence)) = tokens::guess(snapshots.left, snapshots.right)
    {
        tokens.left.words = left;
        tokens.right.words = right;
        guessed = Some(evidence);
    }
    (tokens, guessed)
}

/// What came of one pair or one resource that is left over.
#[derive(Default)]
struct Judgement {
    findings: Vec<Finding>,
    /// Why findings are there: index into `findings`, and the explanation where there is one.
    causes: Vec<(usize, Option<Explanation>)>,
    set_aside: SetAside,
    substitutions: Vec<Substitution>,
}

impl Judgement {
    /// Takes the findings, each with the variable that causes it.
    fn into_findings(self) -> Vec<(Finding, Option<diff::Variable>)> {
        let mut variables: Vec<Option<diff::Variable>> = vec![None; self.findings.len()];
        for (at, explanation) in self.causes {
            variables[at] = explanation.and_then(|explanation| explanation.variable);
        }
        self.findings.into_iter().zip(variables).collect()
    }
}

struct Judge<'a> {
    settings: &'a Settings<'a>,
    sides: Sides<&'a Side<'a>>,
    names: Names<'a>,
    declarations: Sides<&'a Declarations<'a>>,
}

impl Judge<'_> {
    fn pair(&self, indices: Sides<usize>, outcome: Outcome) -> Result<Judgement, RuleError> {
        let Sides { left, right } = indices;
        let (Some(l), Some(r)) =
            (self.sides.left.snapshot.resources.get(left), self.sides.right.snapshot.resources.get(right))
        else {
            return Ok(Judgement::default());
        };
        let known = &self.sides.left.kinds[left];
        self.judge(&l.kind, known, Sides::new(Some(l), Some(r)), indices.map(Some), outcome)
    }

    fn unpaired(&self, unpaired: &Unpaired) -> Result<Judgement, RuleError> {
        let change =
            |kind, values| Change { kind, path: Path::root(), values, only: Sides::default(), foreign: None };
        match unpaired {
            Unpaired::Resource(indices) => {
                let resources = self.resources(*indices);
                let kind =
                    if resources.left.is_some() { ChangeKind::LeftOnly } else { ChangeKind::RightOnly };
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
                for finding in &mut judgement.findings {
                    finding.address = address.clone();
                    let name = address.left.as_ref().or(address.right.as_ref()).map_or("", Address::as_str);
                    finding.fingerprint = rules::fingerprint(Mode::Parity, kind, name, &finding.path);
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
        let mut judgement = Judgement {
            set_aside: outcome.set_aside,
            substitutions: outcome.substitutions,
            ..Judgement::default()
        };
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
        let expected = Expected {
            mode: Mode::Parity,
            kind,
            known: Some(&known.root),
            sides: subjects,
            changes: &changes,
        };
        let mut spoken = vec![false; changes.len()];
        let base = Base { kind, address: &address, id: self.ids(indices), resources };
        for expect in &config.expectations {
            let evaluated = rules::evaluate(expect, &expected)?;
            judgement.set_aside.unknown += evaluated.unknown;
            for outcome in evaluated.outcomes {
                outcome.covers.iter().for_each(|at| spoken[*at] = true);
                judgement.findings.push(base.finding(
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
                ));
            }
        }
        for (change, _) in changes.into_iter().zip(spoken).filter(|(_, spoken)| !spoken) {
            let explanation =
                diff::explain(self.declarations, kind, address.as_ref().map(Option::as_ref), &change);
            let written = base.declared_at(&change.path);
            let explained = self.settings.explained.unwrap_or_else(|| {
                known.declared
                    || explanation.is_some()
                    || written.is_some_and(|at| at.left.is_some() || at.right.is_some())
            });
            let variable =
                explanation.as_ref().and_then(|e| e.variable.as_ref()).map_or("", |v| v.name.as_str());
            let verdict = self.settings.rules.judge(&Judged {
                mode: Mode::Parity,
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
            if let Some(explanation) = &explanation {
                finding.declared_at = explanation.at.clone();
            }
            judgement.causes.push((judgement.findings.len(), explanation));
            judgement.findings.push(finding);
        }
        Ok(judgement)
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
        let Some(Segment::Key(first)) = path.segments().first() else { return None };
        let of = |resource: Option<&Resource>| {
            let places = &resource?.provenance.attributes;
            let (_, file, line) = places.iter().find(|(key, ..)| key.as_str() == first.as_str())?;
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
        let mut redacted = false;
        let mut masked = |value: Value| mask(value, &mut redacted);
        let values = values.map(|value| value.map(&mut masked));
        let only = only.map(|members| members.into_iter().map(&mut masked).collect());
        // The same on both mirrors of a comparison: the lesser of two addresses, where they differ.
        let name = match (&self.address.left, &self.address.right) {
            (Some(left), Some(right)) => left.min(right).as_str(),
            (Some(only), None) | (None, Some(only)) => only.as_str(),
            (None, None) => "",
        };
        Finding {
            fingerprint: rules::fingerprint(Mode::Parity, self.kind, name, &path),
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
            message: plain(said.message),
            remedy: plain(said.remedy),
        }
    }
}

/// Shortens the marks of secrets inside texts, which would differ from run to run.
fn mask(value: Value, redacted: &mut bool) -> Value {
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
            Value::map(map.into_entries().into_iter().map(|(key, item)| (key, mask(item, redacted))))
        }
        other => other,
    }
}

fn plain(text: String) -> String {
    without_fingerprints(&text).unwrap_or(text)
}

/// Compares the two resources of a rule's test.
///
/// # Errors
/// A rule that fails to evaluate.
pub fn test(test: &rules::RuleTest, knowledge: &Knowledge, set: &RuleSet) -> Result<Vec<Finding>, RuleError> {
    let snapshot = |environment: &str, attributes: Option<&crate::model::Map>| Snapshot {
        environment: environment.to_owned(),
        resources: attributes
            .map(|attributes| Resource {
                kind: test.kind.as_str().into(),
                address: Address::new(format!("{}.test", test.kind)),
                attributes: attributes.clone(),
                ..Resource::default()
            })
            .into_iter()
            .collect(),
        ..Snapshot::default()
    };
    let left = snapshot(&test.left_env, test.left.as_ref());
    let right = snapshot(&test.right_env, test.right.as_ref());
    let config = Config::default();
    let settings = Settings {
        knowledge,
        rules: set,
        config: &config,
        today: Date::constant(2000, 1, 1),
        explained: Some(test.explained),
    };
    let mut acceptances = Acceptances::new(&[], settings.today);
    Ok(compare(Sides::new(&left, &right), &settings, &mut acceptances, false)?.comparison.findings)
}
