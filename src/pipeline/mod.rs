//! The stages in the order in which data flows through them: two snapshots in, one comparison out.
//!
//! This file does no I/O and decides nothing of its own; it hands each stage what the one before it made.

mod aside;
mod causes;
mod check;
mod derived;
mod drift;
mod imports;
mod joined;
mod judge;
mod overwrites;

pub use drift::{drift, split};
pub use joined::{has_evidence, is_of_account};

use jiff::civil::Date;
use rayon::prelude::*;

pub use self::check::check;
use self::judge::{Judge, Judgement};
use crate::config::{Config, Role};
use crate::diff::{self, Context, Declarations, Explanation, Outcome, Substitution};
use crate::model::{
    Address, Comparison, Finding, Mode, Origin, Pairing, Path, Resource, SetAside, Severity,
    Side as ReportSide, Sides, Snapshot,
};
use crate::normalize::Side;
use crate::normalize::infer;
use crate::normalize::knowledge::{Knowledge, Schemas};
use crate::normalize::meaning::{Documents, Meaning};
use crate::normalize::tokens::{self, Tokens};
use crate::normalize::watch::Watch;
use crate::pair::{self, Method, Pair, Pairs};
use crate::rules::{self, Acceptances, RuleError, RuleSet};

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

/// A finding with what is known of it beyond the report.
struct Found {
    finding: Finding,
    explanation: Option<Explanation>,
    substitutions: Vec<Substitution>,
    /// Where the value comes from that only one side has.
    taken: Option<derived::Taken>,
}

impl Found {
    /// A finding of which no more is known than the report tells.
    fn of(finding: Finding) -> Self {
        Self { finding, explanation: None, substitutions: Vec::new(), taken: None }
    }
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
    let beside = aside::beside(snapshots, settings.knowledge);
    let snapshots = Sides::new(
        beside.snapshots.left.as_ref().unwrap_or(snapshots.left),
        beside.snapshots.right.as_ref().unwrap_or(snapshots.right),
    );
    let (tokens, guessed) = environment_tokens(snapshots, settings.config);
    let schemas = Schemas::new(snapshots);
    let (mut left, mut right) = rayon::join(
        || Side::new(snapshots.left, settings.knowledge, &schemas, tokens.left.clone()),
        || Side::new(snapshots.right, settings.knowledge, &schemas, tokens.right.clone()),
    );
    Side::agree_on_region(Sides::new(&mut left, &mut right));
    let inferred = infer::refine(Sides::new(&mut left, &mut right), guessed.is_some());
    let sides = Sides::new(&left, &right);
    let mut assumptions: Vec<String> = beside.notes.clone();
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
    let judge =
        Judge { mode: Mode::Parity, settings, sides, meaning, names, declarations: declarations.as_ref() };
    let judged: Vec<Result<Judgement, RuleError>> = pairs
        .pairs
        .par_iter()
        .zip(outcomes)
        .map(|(pair, outcome)| judge.pair(indices(pair), outcome))
        .collect();
    assumptions.extend(pairs.collisions.iter().cloned());
    let mut set_aside =
        SetAside { unknown: pairs.not_covered as u64, owned: pairs.owned as u64, ..SetAside::default() };
    set_aside.add(beside.set_aside);
    let mut belonging = 0usize;
    let unpaired: Vec<_> = pairs
        .unpaired
        .iter()
        .map(|unpaired| {
            let judged = judge.unpaired(unpaired)?;
            // What a rule has something to say of is told by itself.
            let is_plain = |found: &(Finding, _)| found.0.rule.starts_with("default/");
            if judged.findings.iter().all(is_plain) && pairs.belongs_to_unpaired(sides, unpaired) {
                belonging += judged.findings.len();
                return Ok(Judgement::default());
            }
            Ok(judged)
        })
        .collect();
    if belonging > 0 {
        assumptions.push(format!(
            "{belonging} that one side only has belong to others that it only has, and are told with them"
        ));
    }
    let mut found = gather(judged.into_iter().chain(unpaired), &mut set_aside)?;
    set_aside.unknown += derived::fold(&mut found, snapshots);
    found.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
    let causes = causes::group(&mut found);
    let (mut findings, substitutions): (Vec<_>, Vec<_>) =
        found.into_iter().map(|found| (found.finding, found.substitutions)).unzip();
    acceptances.apply(&mut findings);
    let comparison = Comparison {
        mode: Mode::Parity,
        coverage: None,
        imports: Vec::new(),
        sides: Sides::new(
            report_side(snapshots.left, &pairs.pair_of.left),
            report_side(snapshots.right, &pairs.pair_of.right),
        ),
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

/// Puts what was judged together, and counts what was set aside.
fn gather(
    judged: impl Iterator<Item = Result<Judgement, RuleError>>,
    set_aside: &mut SetAside,
) -> Result<Vec<Found>, RuleError> {
    let mut found = Vec::new();
    for judgement in judged {
        let Judgement { findings, set_aside: aside, substitutions } = judgement?;
        set_aside.add(aside);
        found.extend(findings.into_iter().map(|(finding, explanation)| Found {
            finding,
            explanation,
            substitutions: substitutions.clone(),
            taken: None,
        }));
    }
    Ok(found)
}

/// Lists the pairs that addresses alone do not tell; what nobody gave an address, and has the same name, is not
/// called otherwise.
fn pairings(sides: Sides<&Side<'_>>, pairs: &Pairs) -> Vec<Pairing> {
    let told = |pair: &Pair| {
        let resources = sides.map(|side| &side.snapshot.resources);
        let (left, right) =
            (resources.left.get(pair.left as usize)?, resources.right.get(pair.right as usize)?);
        let by_address = matches!(pair.method, Method::Address | Method::Tokens);
        let by_name =
            pair.method == Method::Name && pair::is_unaddressed(left) && pair::is_unaddressed(right);
        (!by_address && !by_name).then(|| Pairing {
            kind: left.kind.clone(),
            address: Sides::new(left.address.clone(), right.address.clone()),
            method: pair.method.as_str(),
            confidence: pair.confidence,
        })
    };
    pairs.pairs.iter().filter_map(told).collect()
}

fn report_side(snapshot: &Snapshot, pair_of: &[Option<u32>]) -> ReportSide {
    // What is owned is counted as such; only where the other side has it by itself it is compared.
    let is_compared = |(resource, pair): &(&Resource, &Option<u32>)| {
        resource.origin != Origin::Code && (resource.owner.is_none() || pair.is_some())
    };
    ReportSide {
        environment: snapshot.environment.clone(),
        sources: snapshot.sources.clone(),
        resources: snapshot.resources.iter().zip(pair_of).filter(is_compared).count(),
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
    if let Some(asked) = &test.check {
        return check::test(asked, &test.rule, &test.kind, &settings);
    }
    let mut acceptances = Acceptances::new(&[], settings.today);
    Ok(compare(Sides::new(&left, &right), &settings, &mut acceptances, false)?.comparison.findings)
}
