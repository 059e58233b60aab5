//! The signal bench: how much of what really differs driftgate tells, and how much else.
//!
//! `cargo bench --bench signal` makes pairs of environments that mean the same, and the same pairs with
//! differences planted, and prints what was found and what each stage costs. It ends with 1 when something was missed, or when a
//! clean pair has a finding above info.

#![recursion_limit = "256"]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints its table")]

mod environment;
mod plant;
mod random;
mod relabel;
mod score;
mod show;
mod stages;
mod twin;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use score::Score;

/// The same allocator as the program's, so that stages cost here what they cost there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many pairs of how many resources there are when nothing is said.
const GOAL: [(u64, usize); 2] = [(50, 500), (5, 10_000)];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<usize>().ok()
    };
    // Two files after `--stages`: what each stage costs on them.
    if let Some(at) = arguments.iter().position(|argument| argument == "--stages")
        && let [left, right, ..] = &arguments[at + 1..]
    {
        return match stages::print(Path::new(left), Path::new(right)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let show = arguments.iter().any(|argument| argument == "--show");
    let goals = match (value("--seeds"), value("--resources")) {
        (None, None) => GOAL.to_vec(),
        (seeds, resources) => vec![(seeds.unwrap_or(50) as u64, resources.unwrap_or(500))],
    };
    let only = value("--seed").map(|seed| seed as u64);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("signal");
    let mut passes = match shop(&folder) {
        Ok(told) => {
            println!("Twins of the shop: {told} findings.");
            told == 0
        }
        Err(error) => {
            eprintln!("the shop: {error}");
            return ExitCode::FAILURE;
        }
    };
    for (seeds, resources) in goals {
        let mut score = Score::default();
        let mut read = Read::default();
        for seed in (0..seeds).filter(|seed| only.is_none_or(|only| only == *seed)) {
            if let Err(error) = run(seed, resources, &folder, &mut score, &mut read) {
                eprintln!("seed {seed}: {error}");
                return ExitCode::FAILURE;
            }
        }
        println!("\n{seeds} pairs of about {} resources a side:\n", read.resources);
        print(&score, &read);
        if show {
            for note in &score.notes {
                println!("{note}");
            }
        }
        passes &= score.passes();
        let clean = folder.join("clean");
        println!("\nWhat each stage costs, on the last of them:\n");
        if let Err(error) = stages::print(&clean.join("dev.tfstate"), &clean.join("prod.tfstate")) {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    if passes { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Compares the fixtures with twins of theirs; returns how many findings there are, of which none is right.
fn shop(folder: &Path) -> Result<usize, String> {
    let mut told = 0;
    for (fixture, text) in [
        ("dev", include_str!("../../fixtures/shop/state/dev.tfstate")),
        ("prod", include_str!("../../fixtures/shop/state/prod.tfstate")),
    ] {
        // The twin has the words of prod; in what prod holds there is nothing but ids and accounts to relabel.
        let twin = relabel::twin(text, 1).map_err(|error| error.to_string())?;
        let named = ("dev.tfstate", text);
        let other = if fixture == "dev" { "prod.tfstate" } else { "dev-too.tfstate" };
        told += score::compare_as(&folder.join("shop"), named, (other, &twin))?.len();
    }
    Ok(told)
}

/// What a person would have read.
#[derive(Default)]
struct Read {
    /// Resources of the last environment.
    resources: usize,
    findings: usize,
    /// Lines that `diff` prints for the same states.
    lines: usize,
}

/// Compares the clean pair and the planted pair of one seed.
fn run(seed: u64, resources: usize, folder: &Path, score: &mut Score, read: &mut Read) -> Result<(), String> {
    let [mut dev, mut prod] = twin::twins(seed, resources);
    let name = format!("seed {seed}");
    let left = twin::state(&dev, seed);
    score.clean(&name, &score::compare(&folder.join("clean"), &left, &twin::state(&prod, seed + 1_000_000))?);
    let planted = plant::plant(&mut dev, &mut prod, seed);
    let (left, right) = (twin::state(&dev, seed), twin::state(&prod, seed + 2_000_000));
    let folder = folder.join("planted");
    let told = score::compare(&folder, &left, &right)?;
    score.planted(&name, &planted, &told);
    read.resources = dev.resources.len();
    read.findings += told.len();
    read.lines += show::lines_to_read(&folder, &left, &right).ok_or("there is no program `diff`")?;
    Ok(())
}

fn print(score: &Score, read: &Read) {
    println!("| class | planted | found | missed | twice |\n| --- | ---: | ---: | ---: | ---: |");
    let mut all = score::Tally::default();
    for (class, tally) in &score.classes {
        println!("| {class} | {} | {} | {} | {} |", tally.planted, tally.found, tally.missed, tally.twice);
        all.planted += tally.planted;
        all.found += tally.found;
        all.missed += tally.missed;
        all.twice += tally.twice;
    }
    println!("| **all** | {} | {} | {} | {} |", all.planted, all.found, all.missed, all.twice);
    println!("\nFalse findings on clean twins: {} above info, {} info.", score.false_above, score.false_info);
    println!(
        "To read with differences planted: {} findings, or {} lines of a diff.",
        read.findings, read.lines
    );
}
