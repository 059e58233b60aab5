//! No secret of an input appears in any output: report, explanation, snapshot, message.
//!
//! Every form of input holds at least twenty secrets of different kinds, others in dev than in prod,
//! so that each of them is part of a difference and would be shown if it were not sealed.

mod forms;
mod planted;

use std::collections::BTreeSet;

use planted::Secrets;

use crate::support::{Case, Ran, findings};

/// One form of input: where it is written, what is named on the command line, and how it is made.
struct Form {
    file: &'static str,
    named: &'static str,
    make: fn(&Secrets) -> String,
    /// How many of the secrets it can hold.
    holds: usize,
}

const STATE: Form =
    Form { file: "terraform.tfstate", named: "terraform.tfstate", make: forms::state_v4, holds: 21 };
const OLD_STATE: Form = Form { file: "old.tfstate", named: "old.tfstate", make: forms::state_v3, holds: 21 };
const SHOW_JSON: Form = Form { file: "show.json", named: "show.json", make: forms::show_json, holds: 21 };
const PLAN: Form = Form { file: "plan.json", named: "plan.json", make: forms::plan_json, holds: 24 };
const SHOW_TEXT: Form = Form { file: "show.txt", named: "show.txt", make: forms::show_text, holds: 20 };
const FOLDER: Form = Form { file: "main.tf", named: "", make: forms::configuration, holds: 20 };
const FILE: Form = Form { file: "single.tf", named: "single.tf", make: forms::configuration, holds: 20 };
const FILE_JSON: Form =
    Form { file: "single.tf.json", named: "single.tf.json", make: forms::configuration_json, holds: 20 };
const VALUES: Form = Form { file: "a.tfvars", named: "a.tfvars", make: forms::tfvars, holds: 20 };
const VALUES_JSON: Form =
    Form { file: "a.tfvars.json", named: "a.tfvars.json", make: forms::tfvars_json, holds: 20 };

/// Collects what leaked where, so that one run tells all.
#[derive(Default)]
struct Leaks(BTreeSet<String>);

impl Leaks {
    fn search(&mut self, place: &str, bytes: &[u8]) {
        for environment in ["dev", "prod"] {
            for secret in Secrets::of(environment).iter() {
                if secret.shows_in(bytes) {
                    self.0.insert(format!("{} of {environment} in {place}", secret.what));
                }
            }
        }
    }

    fn search_run(&mut self, place: &str, ran: &Ran) {
        self.search(&format!("standard output of {place}"), ran.stdout.as_bytes());
        self.search(&format!("standard error of {place}"), ran.stderr.as_bytes());
        // A table may break a value; without frames and space its parts stand side by side.
        let joined: String = ran.stdout.chars().filter(char::is_ascii_graphic).collect();
        self.search(&format!("standard output of {place}"), joined.as_bytes());
    }

    fn assert_none(self) {
        assert!(self.0.is_empty(), "{} leaks: {:#?}", self.0.len(), self.0);
    }
}

fn side(environment: &str, name: &str) -> String {
    if name.is_empty() { environment.to_owned() } else { format!("{environment}/{name}") }
}

/// Searches everything that comes of comparing, storing and explaining a form.
fn assert_sealed(form: &Form) {
    let case = Case::new();
    for environment in ["dev", "prod"] {
        let secrets = Secrets::of(environment);
        let text = (form.make)(&secrets);
        let held = secrets.iter().filter(|secret| secret.shows_in(text.as_bytes())).count();
        assert!(held >= form.holds, "{} holds {held} secrets, not {}", form.file, form.holds);
        case.write(&side(environment, form.file), text);
    }
    let (dev, prod) = (side("dev", form.named), side("prod", form.named));
    let mut leaks = Leaks::default();
    let json = case.run(&["diff", &dev, &prod, "--format", "json"]);
    leaks.search_run("diff --format json", &json);
    assert_ne!(json.code, 1, "{}", json.stderr);
    let found = findings(&json.report());
    assert!(found.len() >= 10, "the secrets differ, so they are found: {found:#?}");
    leaks.search_run("diff", &case.run(&["diff", &dev, &prod]));
    leaks.search_run("diff -v", &case.run(&["diff", &dev, &prod, "-v"]));
    leaks
        .search_run("diff -vv --color always", &case.run(&["diff", &dev, &prod, "-vv", "--color", "always"]));
    for finding in &found {
        let fingerprint = finding["fingerprint"].as_str().unwrap();
        let explained = case.run(&["explain", fingerprint, &dev, &prod]).exits(0);
        leaks.search_run(&format!("explain of {}", finding["path"]), &explained);
    }
    for (input, file) in [(&dev, "dev.driftgate"), (&prod, "prod.driftgate")] {
        let ran = case.run(&["snapshot", input, "-o", file]).exits(0);
        leaks.search_run("snapshot", &ran);
        let bytes = case.read(file);
        leaks.search("the snapshot", &bytes);
        // After the mark and the version, all is one zstd stream.
        leaks.search("the unpacked snapshot", &zstd::decode_all(&bytes[10..]).unwrap());
    }
    let stored = case.run(&["diff", "dev.driftgate", "prod.driftgate", "--format", "json"]);
    leaks.search_run("diff of snapshots", &stored);
    leaks.assert_none();
}

/// Searches the messages about inputs that break off inside a secret, or have a mistake on its line.
fn assert_broken_is_silent(form: &Form) {
    let case = Case::new();
    let secrets = Secrets::of("dev");
    let text = (form.make)(&secrets);
    case.write(&side("prod", form.file), (form.make)(&Secrets::of("prod")));
    let mut leaks = Leaks::default();
    for secret in secrets.iter() {
        let Some(at) = text.find(&secret.parts[0]) else { continue };
        // Long enough before the cut that the rest would be recognised, and a mistake right behind.
        let end = at + secret.parts[0].len();
        let broken = [text[..end].to_owned(), format!("{}\" ?! {}", &text[..end], &text[end..])];
        for (how, broken) in ["cut", "mistaken"].iter().zip(broken) {
            case.write(&side("dev", form.file), broken);
            let ran = case.run(&["diff", &side("dev", form.named), &side("prod", form.named), "-v"]);
            leaks.search_run(&format!("diff of a file {how} at {}", secret.what), &ran);
        }
    }
    leaks.assert_none();
}

/// A state of version 4 gives no secret away.
#[test]
fn state() {
    assert_sealed(&STATE);
}

/// A state of version 3 gives no secret away.
#[test]
fn old_state() {
    assert_sealed(&OLD_STATE);
}

/// A shown state in JSON gives no secret away.
#[test]
fn shown_state() {
    assert_sealed(&SHOW_JSON);
}

/// A plan in JSON gives no secret away.
#[test]
fn plan() {
    assert_sealed(&PLAN);
}

/// A shown state in text gives no secret away.
#[test]
fn shown_text() {
    assert_sealed(&SHOW_TEXT);
}

/// A directory of configuration gives no secret away.
#[test]
fn folder() {
    assert_sealed(&FOLDER);
}

/// A single file of configuration gives no secret away.
#[test]
fn file() {
    assert_sealed(&FILE);
}

/// A single file of configuration in JSON gives no secret away.
#[test]
fn json_file() {
    assert_sealed(&FILE_JSON);
}

/// A file of values gives no secret away.
#[test]
fn values() {
    assert_sealed(&VALUES);
}

/// A file of values in JSON gives no secret away.
#[test]
fn json_values() {
    assert_sealed(&VALUES_JSON);
}

/// The message about a broken JSON document quotes none of it.
#[test]
fn broken_json() {
    for form in [STATE, OLD_STATE, SHOW_JSON, PLAN, FILE_JSON, VALUES_JSON] {
        assert_broken_is_silent(&form);
    }
}

/// The message about broken text quotes none of it.
#[test]
fn broken_text() {
    for form in [SHOW_TEXT, FOLDER, FILE, VALUES] {
        assert_broken_is_silent(&form);
    }
}
