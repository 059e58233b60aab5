//! Runs driftgate on two states and holds what it told against what was planted.
//!
//! The program is run as a user runs it, so that nothing is measured that nobody gets.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::plant::{Expected, Planted};

/// One finding, as the report has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    pub(crate) severity: String,
    pub(crate) change: String,
    /// The resource on each side.
    pub(crate) addresses: [String; 2],
    pub(crate) path: String,
    /// The values on each side, as JSON.
    pub(crate) values: [String; 2],
}

impl Told {
    fn is_info(&self) -> bool {
        self.severity == "info"
    }
}

/// Compares two states, which are written into `folder`.
pub(crate) fn compare(folder: &Path, dev: &str, prod: &str) -> Result<Vec<Told>, String> {
    compare_as(folder, ("dev.tfstate", dev), ("prod.tfstate", prod))
}

/// Compares two states in files of these names.
pub(crate) fn compare_as(
    folder: &Path,
    left: (&str, &str),
    right: (&str, &str),
) -> Result<Vec<Told>, String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (name, text) in [left, right] {
        std::fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"))?;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_driftgate"))
        .current_dir(folder)
        .args(["diff", left.0, right.0, "--format", "json", "--no-progress"])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("no report: {error}\n{}", String::from_utf8_lossy(&output.stderr)))?;
    let findings = report["comparisons"][0]["findings"].as_array().cloned().unwrap_or_default();
    Ok(findings.iter().map(told).collect())
}

fn told(finding: &Value) -> Told {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let short = |value: &Value| value.to_string().chars().take(300).collect::<String>();
    // Of a list, the members that only one side has say more than the whole.
    let only = &finding["only"];
    let values = if only.is_object() { only } else { finding };
    Told {
        severity: text(&finding["severity"]),
        change: text(&finding["change"]),
        addresses: [text(&finding["address"]["left"]), text(&finding["address"]["right"])],
        path: text(&finding["path"]),
        values: [short(&values["left"]), short(&values["right"])],
    }
}

/// What came of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) planted: usize,
    pub(crate) found: usize,
    pub(crate) missed: usize,
    pub(crate) twice: usize,
}

/// What came of all runs.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pub(crate) classes: BTreeMap<&'static str, Tally>,
    /// Findings where nothing differs: above info, and info.
    pub(crate) false_above: usize,
    pub(crate) false_info: usize,
    /// What to look at, in words.
    pub(crate) notes: Vec<String>,
}

impl Score {
    /// Returns whether everything that was planted was found, and nothing else above info.
    pub(crate) fn passes(&self) -> bool {
        self.false_above == 0 && self.classes.values().all(|tally| tally.missed == 0)
    }

    /// Judges a comparison of twins.
    pub(crate) fn clean(&mut self, run: &str, told: &[Told]) {
        for told in told {
            self.false_finding(run, told);
        }
    }

    fn false_finding(&mut self, run: &str, told: &Told) {
        if told.is_info() {
            self.false_info += 1;
        } else {
            self.false_above += 1;
        }
        self.note(format!("FALSE {run} {}", describe(told)));
    }

    fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Judges a comparison in which differences were planted.
    pub(crate) fn planted(&mut self, run: &str, planted: &[Planted], told: &[Told]) {
        let mut blamed = vec![false; told.len()];
        for difference in planted {
            let mut here = Vec::new();
            for (at, told) in told.iter().enumerate() {
                if same_resource(difference, told) {
                    blamed[at] = true;
                    here.push(told);
                }
            }
            let right = here.iter().any(|told| {
                same_place(&difference.path, &told.path)
                    && (!told.is_info() || difference.expected == Expected::Told)
            });
            let tally = self.classes.entry(difference.class).or_default();
            tally.planted += 1;
            let found = match difference.expected {
                Expected::Once | Expected::Told => right,
                Expected::Never => here.iter().all(|told| told.is_info()),
            };
            // What is known anyway, that each side has a secret of its own, stands beside every finding.
            let twice = found && here.iter().filter(|told| !told.is_info()).count() > 1;
            tally.found += usize::from(found);
            tally.missed += usize::from(!found);
            tally.twice += usize::from(twice);
            if !found || twice {
                let how = if found { "TWICE" } else { "MISSED" };
                let at = difference.addresses.last().map_or("", String::as_str);
                self.note(format!("{how} {run} {}: {at} {}", difference.class, difference.path));
                for told in here {
                    self.note(format!("    told: {}", describe(told)));
                }
            }
        }
        for (at, told) in told.iter().enumerate() {
            if !blamed[at] && !told.is_info() {
                self.note(format!("BESIDE {run} {}", describe(told)));
            }
        }
    }
}

fn describe(told: &Told) -> String {
    let [left, right] = &told.values;
    let address = if told.addresses[1].is_empty() { &told.addresses[0] } else { &told.addresses[1] };
    format!("{} {} {address} {}\n        {left}\n        {right}", told.severity, told.change, told.path)
}

fn same_resource(difference: &Planted, told: &Told) -> bool {
    difference.addresses.iter().any(|address| told.addresses.contains(address))
}

/// Returns whether two paths are one place, or one of them is inside the other.
fn same_place(planted: &str, told: &str) -> bool {
    let told = plain(told);
    let inside = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if planted.is_empty() || told.is_empty() {
        return planted == told;
    }
    inside(planted, &told) || inside(&told, planted)
}

/// Returns a path without the keys of elements.
fn plain(path: &str) -> String {
    let mut depth = 0;
    let mut out = String::new();
    for letter in path.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            letter if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}
