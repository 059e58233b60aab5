//! What each stage of a comparison costs, on one generated pair of environments.
//!
//! The stages are called as `pipeline::compare` calls them; what remains of its time is rules and causes.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use driftgate::collect::secrets::SecretKey;
use driftgate::collect::{self, Context, Input};
use driftgate::config::Config;
use driftgate::diff::{self, Outcome};
use driftgate::model::{Report, Sides, Snapshot};
use driftgate::normalize::knowledge::{Knowledge, Schemas};
use driftgate::normalize::meaning::{Documents, Meaning};
use driftgate::normalize::tokens::{self, Tokens};
use driftgate::normalize::watch::Watch;
use driftgate::normalize::{Side, infer};
use driftgate::pair::{self, Pairs};
use driftgate::pipeline::{self, Settings};
use driftgate::report::{Format, Json};
use driftgate::rules::{Acceptances, RuleSet};
use rayon::prelude::*;

/// Measured runs of each stage, of which the median counts.
const RUNS: usize = 5;

/// Prints the table for two states in files.
pub(crate) fn print(dev: &Path, prod: &Path) -> Result<(), String> {
    let mut rows: Vec<(&str, Duration)> = Vec::new();
    let parse = |path: &Path| -> Result<serde_json::Value, String> {
        serde_json::from_slice(&std::fs::read(path).map_err(|error| error.to_string())?)
            .map_err(|error| error.to_string())
    };
    rows.push(("(reading both files with serde_json)", median(|| Ok((parse(dev)?, parse(prod)?)))?));
    rows.push(("rules and kinds", median(|| Ok((Knowledge::built_in(), rules()?)))?));
    let knowledge = Knowledge::built_in();
    let rules = rules()?;
    rows.push(("collect", median(|| both(dev, prod, &knowledge))?));
    let snapshots = both(dev, prod, &knowledge)?;
    let (snapshots, knowledge) = (snapshots.as_ref(), &knowledge);
    rows.push(("normalize: index both sides", median(|| Ok(sides(snapshots, knowledge)))?));
    let indexed = || {
        let Sides { mut left, mut right } = sides(snapshots, knowledge);
        let told = infer::refine(Sides::new(&mut left, &mut right), true);
        (left, right, told)
    };
    let index = median(|| Ok(sides(snapshots, knowledge)))?;
    rows.push(("normalize: infer words and domains", median(|| Ok(indexed()))?.saturating_sub(index)));
    let (left, right, _) = indexed();
    let sides = Sides::new(&left, &right);
    let documents = Documents::new(knowledge);
    rows.push(("pair", median(|| Ok(pairs(sides, &documents)))?));
    let paired = pairs(sides, &documents);
    rows.push(("diff", median(|| Ok(outcomes(sides, &paired, &documents)))?));
    let config = Config::default();
    let today = jiff::civil::Date::constant(2026, 1, 1);
    let settings = Settings { knowledge, rules: &rules, config: &config, today, explained: None };
    let compare = || {
        let mut acceptances = Acceptances::new(&[], today);
        let compared = pipeline::compare(snapshots, &settings, &mut acceptances, false);
        compared.map(|compared| compared.comparison).map_err(|error| error.to_string())
    };
    let whole = median(compare)?;
    let known: Duration = rows.iter().skip(3).map(|(_, time)| *time).sum();
    rows.push(("rules, causes and order", whole.saturating_sub(known)));
    let report = Report {
        tool: String::from("bench"),
        generated_at: 0,
        fail_on: None,
        comparisons: vec![compare()?],
        errors: Vec::new(),
    };
    let write = || {
        let mut out = Vec::new();
        Json.write(&report, &mut out).map(|()| out).map_err(|error| error.to_string())
    };
    rows.push(("report", median(write)?));
    let reference = rows.first().map_or(Duration::ZERO, |(_, time)| *time);
    println!("| stage | time | of reading alone |\n| --- | ---: | ---: |");
    for (stage, time) in rows {
        let share = time.as_secs_f64() / reference.as_secs_f64();
        println!("| {stage} | {:.1} ms | {:.0} % |", time.as_secs_f64() * 1e3, share * 100.0);
    }
    Ok(())
}

/// Returns the median time of some runs.
fn median<T>(run: impl Fn() -> Result<T, String>) -> Result<Duration, String> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let began = Instant::now();
        let made = run()?;
        times.push(began.elapsed());
        drop(made);
    }
    times.sort_unstable();
    Ok(times[RUNS / 2])
}

fn rules() -> Result<RuleSet, String> {
    RuleSet::with_built_in(&[]).map_err(|errors| format!("{} broken rules", errors.len()))
}

fn both(dev: &Path, prod: &Path, knowledge: &Knowledge) -> Result<Sides<Snapshot>, String> {
    let key = SecretKey::from_passphrase("bench");
    let context = Context {
        secret_key: &key,
        secrets_of: &|kind| Arc::clone(&knowledge.kind(kind).secrets),
        now: 0,
        tool: "bench",
    };
    let read = |name: &str, path: &Path| {
        collect::environment(name, &[Input::new(path)], &context).map_err(|error| error.to_string())
    };
    let (left, right) = rayon::join(|| read("dev", dev), || read("prod", prod));
    Ok(Sides::new(left?, right?))
}

fn sides<'a>(snapshots: Sides<&'a Snapshot>, knowledge: &Knowledge) -> Sides<Side<'a>> {
    let words = tokens::guess(snapshots.left, snapshots.right);
    let (left, right) = words.map_or_else(Default::default, |(left, right, _)| (left, right));
    let schemas = Schemas::new(snapshots);
    let with = |words: Vec<String>| Tokens { words, ..Tokens::default() };
    let (left, right) = rayon::join(
        || Side::new(snapshots.left, knowledge, &schemas, with(left.clone())),
        || Side::new(snapshots.right, knowledge, &schemas, with(right.clone())),
    );
    Sides::new(left, right)
}

fn pairs(sides: Sides<&Side<'_>>, documents: &Documents) -> Pairs {
    let differ = |meaning: Sides<Meaning<'_>>, left: usize, right: usize| {
        let context = diff::Context { meaning, watch: None, trace: false };
        !diff::attributes(context, Sides::new(left, right)).changes.is_empty()
    };
    pair::pair(sides, &[], documents, &differ)
}

fn outcomes(sides: Sides<&Side<'_>>, pairs: &Pairs, documents: &Documents) -> Vec<Outcome> {
    let meaning = Meaning::of_both(sides, pairs.pair_of.as_ref().map(Vec::as_slice), documents);
    let watch = Watch::new(sides.map(|side| &side.tokens));
    let context = diff::Context { meaning, watch: watch.as_ref(), trace: false };
    let pairs = pairs.pairs.par_iter();
    let mut outcomes: Vec<Outcome> = pairs
        .map(|pair| diff::attributes(context, Sides::new(pair.left as usize, pair.right as usize)))
        .collect();
    diff::resolve(&mut outcomes);
    outcomes
}
