//! `driftgate snapshot`: what is stored is what was read, in the same bytes each time, whole or not at all.

use crate::support::{Case, instance, shop};

/// Each form of input equals the snapshot of it, on either side.
#[test]
fn a_snapshot_equals_what_it_was_taken_of() {
    let case = Case::new();
    for input in ["state/dev.tfstate", "plan/prod.json", "dev", "prod/terraform.tfvars"] {
        let path = shop(input);
        case.run(&["snapshot", &path, "-o", "taken.driftgate"]).exits(0);
        case.assert_equal("taken.driftgate", &path);
        case.assert_equal(&path, "taken.driftgate");
    }
}

/// Comparing two snapshots tells what comparing the inputs tells.
#[test]
fn snapshots_compare_as_their_inputs_do() {
    let case = Case::new();
    let (dev, prod) = (shop("state/dev.tfstate"), shop("state/prod.tfstate"));
    case.run(&["snapshot", &dev, "-o", "dev.driftgate"]).exits(0);
    case.run(&["snapshot", &prod, "-o", "prod.driftgate"]).exits(0);
    let stored = case.diff("dev.driftgate", "prod.driftgate");
    let direct = case.diff(&dev, &prod);
    assert_eq!(stored["comparisons"][0]["findings"], direct["comparisons"][0]["findings"]);
    assert_eq!(stored["summary"], direct["summary"]);
}

/// Secrets that were sealed under different keys cannot be compared, and are not reported as changed.
#[test]
fn snapshots_of_different_keys_do_not_differ_by_their_secrets() {
    let keyless = Case::without_key();
    let dev = shop("state/dev.tfstate");
    keyless.run(&["snapshot", &dev, "-o", "a.driftgate"]).exits(0);
    keyless.run(&["snapshot", &dev, "-o", "b.driftgate"]).exits(0);
    keyless.assert_equal("a.driftgate", "b.driftgate");
    keyless.assert_equal("a.driftgate", &dev);
}

/// The bytes depend on what was read and on the key; the time is all that may differ.
#[test]
fn the_same_input_gives_the_same_resources_in_bytes() {
    let case = Case::new();
    let unpacked = |file: &str| {
        case.run(&["snapshot", &shop("state/dev.tfstate"), "-o", file]).exits(0);
        zstd::decode_all(&case.read(file)[10..]).unwrap()
    };
    let (first, second) = (unpacked("a.driftgate"), unpacked("b.driftgate"));
    assert_eq!(first.len(), second.len());
    let differing = first.iter().zip(&second).filter(|(a, b)| a != b).count();
    assert!(differing <= 8, "{differing} bytes differ, and a time has 8");
}

/// A run that fails leaves neither a half-written file nor a changed one.
#[test]
fn a_snapshot_is_written_whole_or_not_at_all() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    case.write("cut.json", &instance("t3.small")[..60]);
    case.run(&["snapshot", "cut.json", "-o", "new.driftgate"]).exits(1);
    assert!(!case.path("new.driftgate").exists());
    case.run(&["snapshot", "a.json", "-o", "kept.driftgate"]).exits(0);
    let before = case.read("kept.driftgate");
    case.run(&["snapshot", "cut.json", "-o", "kept.driftgate"]).exits(1);
    assert_eq!(before, case.read("kept.driftgate"));
    let refused = case.run(&["snapshot", "a.json", "-o", "no/such/folder/a.driftgate"]).exits(1);
    assert!(refused.stderr.contains("no/such/folder"), "{}", refused.stderr);
    let left: Vec<String> = std::fs::read_dir(case.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["a.json", "cut.json", "kept.driftgate"].contains(&name.as_str()))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing else is left behind");
}

/// Several snapshots go to a folder, each under the name of what it was taken of.
#[test]
fn several_snapshots_go_to_a_folder() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    case.write("b.json", instance("m5.large"));
    case.run(&["snapshot", "a.json", "b.json", "-o", "one.driftgate"]).exits(1);
    std::fs::create_dir(case.path("taken")).unwrap();
    case.run(&["snapshot", "a.json", "b.json", "-o", "taken"]).exits(0);
    case.assert_equal("taken/a.json.driftgate", "a.json");
    case.assert_equal("taken/b.json.driftgate", "b.json");
}
