//! The laws of the signal: twins are equal, every planted difference is found once, and neither the order
//! nor the labels of an input, nor which side it is on, change what is told.
//!
//! The generator is that of `benches/signal`, which measures the same on more and larger environments.

#[path = "../../../benches/signal/environment/mod.rs"]
mod environment;
#[path = "../../../benches/signal/plant/mod.rs"]
mod plant;
#[path = "../../../benches/signal/random.rs"]
mod random;
#[path = "../../../benches/signal/relabel.rs"]
mod relabel;
#[path = "../../../benches/signal/score.rs"]
mod score;
#[path = "../../../benches/signal/twin.rs"]
mod twin;

use std::path::Path;

use environment::Environment;
use score::{Score, Told};

/// Environments that each law is held on; which names, domains and regions they have depends on the seed.
const SEEDS: [u64; 3] = [0, 2, 5];
/// Resources of each.
const SIZE: usize = 150;

/// What is told of two environments, without values: what is written in another way is shown in another way.
fn told(folder: &Path, dev: &str, prod: &str) -> Vec<[String; 5]> {
    let told = score::compare(folder, dev, prod).unwrap();
    let mut told: Vec<_> = told.into_iter().map(|told| place(&told)).collect();
    told.sort();
    told
}

fn place(told: &Told) -> [String; 5] {
    let [left, right] = told.addresses.clone();
    [told.severity.clone(), told.change.clone(), left, right, told.path.clone()]
}

/// Makes dev and prod of a seed with one difference of each class.
fn planted(seed: u64) -> [Environment; 2] {
    let [mut dev, mut prod] = twin::twins(seed, SIZE);
    plant::plant(&mut dev, &mut prod, seed);
    [dev, prod]
}

#[test]
fn twins_are_equal_and_every_planted_difference_is_found_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut score = Score::default();
    for seed in SEEDS {
        let [mut dev, mut prod] = twin::twins(seed, SIZE);
        let run = format!("seed {seed}");
        let clean = score::compare(folder.path(), &twin::state(&dev, 1), &twin::state(&prod, 2)).unwrap();
        score.clean(&run, &clean);
        let planted = plant::plant(&mut dev, &mut prod, seed);
        let told = score::compare(folder.path(), &twin::state(&dev, 3), &twin::state(&prod, 4)).unwrap();
        score.planted(&run, &planted, &told);
    }
    assert!(score.passes(), "{}", score.notes.join("\n"));
    assert!(score.classes.len() >= 20, "{:?}", score.classes.keys());
    assert!(score.classes.values().all(|tally| tally.twice == 0), "{}", score.notes.join("\n"));
    assert!(!score.notes.iter().any(|note| note.starts_with("BESIDE")), "{}", score.notes.join("\n"));
}

#[test]
fn the_mirrored_environments_give_the_mirrored_findings() {
    let folder = tempfile::tempdir().unwrap();
    for seed in SEEDS {
        let [dev, prod] = planted(seed).map(|environment| twin::state(&environment, seed));
        let there = told(folder.path(), &dev, &prod);
        let back = score::compare_as(folder.path(), ("prod.tfstate", &prod), ("dev.tfstate", &dev)).unwrap();
        let mut back: Vec<_> = back
            .iter()
            .map(|told| {
                let [severity, change, left, right, path] = place(told);
                let change = match change.as_str() {
                    "left_only" => "right_only".to_owned(),
                    "right_only" => "left_only".to_owned(),
                    _ => change,
                };
                [severity, change, right, left, path]
            })
            .collect();
        back.sort();
        assert!(!there.is_empty());
        assert_eq!(there, back, "seed {seed}");
    }
}

#[test]
fn the_order_and_the_form_of_an_input_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for seed in SEEDS {
        let [dev, prod] = planted(seed);
        let one = told(folder.path(), &twin::state(&dev, 10), &twin::state(&prod, 11));
        let other = told(folder.path(), &twin::state(&dev, 12), &twin::state(&prod, 13));
        assert!(!one.is_empty());
        assert_eq!(one, other, "seed {seed}");
    }
}

#[test]
fn other_ids_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for seed in SEEDS {
        let with_salt = |salt: u64| {
            let [mut dev, mut prod] = twin::worlds(seed).map(|mut world| {
                world.salt += salt;
                Environment::new(seed, SIZE, world)
            });
            plant::plant(&mut dev, &mut prod, seed);
            told(folder.path(), &twin::state(&dev, 20), &twin::state(&prod, 21))
        };
        let one = with_salt(0);
        assert!(!one.is_empty());
        assert_eq!(one, with_salt(1_000), "seed {seed}");
    }
}

/// The state of dev, with the ids, the account and the words of another environment, is the same shop.
#[test]
fn the_twin_of_the_shop_is_equal() {
    let folder = tempfile::tempdir().unwrap();
    let dev = include_str!("../../../fixtures/shop/state/dev.tfstate");
    for seed in SEEDS {
        let prod = relabel::twin(dev, seed).unwrap();
        let told = score::compare(folder.path(), dev, &prod).unwrap();
        assert_eq!(told, [], "seed {seed}");
    }
}
