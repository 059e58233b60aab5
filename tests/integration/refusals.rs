//! What cannot be read is refused with one message that names it and says what to do, never half read.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::support::{Case, instance, report};

/// A user without rights, by the number that Linux gives it.
const NOBODY: u32 = 65_534;

/// Asserts that `input` is refused on either side, in both formats, with a message that holds all of `says`.
fn assert_refused(case: &Case, input: &str, says: &[&str]) {
    case.write("good.json", instance("t3.small"));
    for sides in [[input, "good.json"], ["good.json", input]] {
        let plain = case.run(&["diff", sides[0], sides[1]]).exits(1);
        assert_eq!(plain.stdout, "", "{input}");
        assert_eq!(plain.stderr.matches("error").count(), 1, "one message: {}", plain.stderr);
        assert!(plain.stderr.starts_with("error: ") && plain.stderr.contains(input), "{}", plain.stderr);
        assert!(plain.stderr.len() < 1_000, "{input}: {} bytes of message", plain.stderr.len());
        for words in says {
            assert!(plain.stderr.contains(words), "{input}: expected {words:?} in: {}", plain.stderr);
        }
        let json = case.run(&["diff", sides[0], sides[1], "--format", "json"]).exits(1);
        assert_eq!(json.stderr, plain.stderr, "{input}");
        let errors = json.report()["errors"].as_array().cloned().unwrap_or_default();
        assert_eq!(errors.len(), 1, "{input}: {}", json.stdout);
        assert!(errors[0].as_str().unwrap().contains(input), "{}", json.stdout);
    }
}

/// A file that breaks off is told with the line at which it does.
#[test]
fn a_truncated_state() {
    let case = Case::new();
    let whole = instance("m5.large").replace(',', ",\n");
    case.write("cut.tfstate", &whole[..whole.len() / 2]);
    let line = whole[..whole.len() / 2].lines().count();
    assert_refused(&case, "cut.tfstate", &[&format!("line {line}")]);
}

/// A directory without Terraform says what was expected in it.
#[test]
fn a_directory_without_terraform() {
    let case = Case::new();
    case.write("empty/readme.md", "nothing");
    assert_refused(&case, "empty", &["no Terraform", ".tf"]);
}

/// JSON of something else is told by what it holds.
#[test]
fn json_of_something_else() {
    let case = Case::new();
    case.write("package.json", r#"{"name": "web", "version": "1.0.0", "private": true}"#);
    assert_refused(&case, "package.json", &["neither Terraform state nor", "name"]);
    case.write("list.json", "[1, 2]");
    assert_refused(&case, "list.json", &["list"]);
}

/// The message names the file, also where what it says of the content begins with the same letters.
#[test]
fn a_file_whose_name_begins_the_message() {
    let case = Case::new();
    for name in ["l", "line"] {
        case.write(name, "{\"version\": 4,");
        let refused = case.run(&["diff", name, name]).exits(1);
        assert!(refused.stderr.starts_with(&format!("error: {name}: line 1")), "{}", refused.stderr);
    }
}

/// A file that may not be read is told as such.
#[test]
fn a_file_without_read_permission() {
    let case = Case::new();
    case.write("locked.tfstate", instance("m5.large"));
    std::fs::set_permissions(case.path("locked.tfstate"), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(case.path("locked.tfstate")).is_err() {
        return assert_refused(&case, "locked.tfstate", &["permission denied"]);
    }
    // Root reads every file, so a user without rights looks, who needs a program that he can reach.
    std::fs::set_permissions(case.path(""), std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::copy(env!("CARGO_BIN_EXE_driftgate"), case.path("driftgate")).unwrap();
    let output = Command::new(case.path("driftgate"))
        .uid(NOBODY)
        .gid(NOBODY)
        .current_dir(case.path(""))
        .args(["diff", "locked.tfstate", "locked.tfstate"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{told}");
    assert_eq!(told, "error: locked.tfstate: permission denied; driftgate needs to read it\n");
}

/// Compression inside compression is refused before it is unpacked.
#[test]
fn a_gzip_bomb() {
    let case = Case::new();
    let bomb = (0..10).fold(vec![b' '; 1 << 20], |inner, _| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&inner).unwrap();
        encoder.finish().unwrap()
    });
    case.write("bomb.gz", bomb);
    assert_refused(&case, "bomb.gz", &["refused", "compressed"]);
}

/// Depth is bounded in every reader, in the form that the reader is for.
#[test]
fn a_hundred_thousand_deep() {
    let case = Case::new();
    let deep = 100_000;
    for (name, open, close) in [("list.json", "[", "]"), ("object.json", "{\"a\":", "}")] {
        case.write(name, format!("{}1{}", open.repeat(deep), close.repeat(deep)));
        assert_refused(&case, name, &["deep"]);
        case.write("cut.json", open.repeat(deep));
        assert_refused(&case, "cut.json", &["deep"]);
    }
    let nested = format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
    case.write("deep.tfvars", format!("a = {nested}\n"));
    assert_refused(&case, "deep.tfvars", &["nest"]);
    case.write("blocks.tf", format!("{}{}", "a {\n".repeat(deep), "}\n".repeat(deep)));
    assert_refused(&case, "blocks.tf", &["nest"]);
    let block = "resource \"a_b\" \"c\" {\n";
    case.write("shown.txt", format!("# a_b.c:\n{block}{}{}}}\n", "x {\n".repeat(deep), "}\n".repeat(deep)));
    assert_refused(&case, "shown.txt", &["nest"]);
}

/// A binary plan, the text of a plan and the log of a plan are answered with `terraform show -json`.
#[test]
fn plans_that_are_not_json() {
    let case = Case::new();
    case.write("tfplan", b"PK\x03\x04\x14\x00\x08\x00tfplan");
    assert_refused(&case, "tfplan", &["terraform show -json"]);
    case.write(
        "plan.txt",
        "Terraform used the selected providers to generate the following execution plan.\n\
         Resource actions are indicated with the following symbols:\n  + create\n\n\
         Terraform will perform the following actions:\n\n  # aws_instance.a will be created\n  \
         + resource \"aws_instance\" \"a\" {\n      + ami = \"ami-1\"\n    }\n\n\
         Plan: 1 to add, 0 to change, 0 to destroy.\n",
    );
    assert_refused(&case, "plan.txt", &["terraform show -json"]);
    let line = r#"{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","type":"version"}"#;
    case.write("log.json", format!("{line}\n{line}\n"));
    assert_refused(&case, "log.json", &["terraform show -json"]);
    case.write("line.json", line);
    assert_refused(&case, "line.json", &["terraform show -json"]);
}

/// States and formats of another time say which versions are read.
#[test]
fn states_and_formats_that_are_too_old_or_too_new() {
    let case = Case::new();
    for version in [1, 2, 5] {
        let name = format!("v{version}.tfstate");
        case.write(&name, format!(r#"{{"version": {version}, "serial": 1, "lineage": "a", "modules": []}}"#));
        assert_refused(&case, &name, &["version", "3 and 4"]);
    }
    case.write("show.json", r#"{"format_version": "2.0", "values": {}}"#);
    assert_refused(&case, "show.json", &["2.0"]);
}

/// A snapshot that is newer, cut short or damaged says so.
#[test]
fn snapshots_that_cannot_be_read() {
    let case = Case::new();
    case.write("a.json", instance("t3.small"));
    case.run(&["snapshot", "a.json", "-o", "a.driftgate"]).exits(0);
    let whole = case.read("a.driftgate");
    for length in [whole.len() - 1, whole.len() / 2, 24] {
        case.write("cut.driftgate", &whole[..length]);
        assert_refused(&case, "cut.driftgate", &["truncated", "take it again"]);
    }
    let mut newer = whole.clone();
    newer[8] = 200;
    case.write("newer.driftgate", newer);
    assert_refused(&case, "newer.driftgate", &["format 200", "upgrade driftgate"]);
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 0x40;
    case.write("flipped.driftgate", flipped);
    assert_refused(&case, "flipped.driftgate", &["take it again"]);
}

/// Bytes that are no text, no bytes at all, and names of nothing.
#[test]
fn nothing_that_could_be_read() {
    let case = Case::new();
    case.write("garbage", b"\x80\x81\xff\xfe garbage \xc3\x28".repeat(40));
    assert_refused(&case, "garbage", &["UTF-8"]);
    case.write("empty.tfstate", "");
    assert_refused(&case, "empty.tfstate", &["empty"]);
    case.write("blank.tfstate", " \n\n");
    assert_refused(&case, "blank.tfstate", &["empty"]);
    case.write("prose.txt", "Dear all,\nplease find attached the state.\n");
    assert_refused(&case, "prose.txt", &["expected"]);
    assert_refused(&case, "missing.tfstate", &["no such file"]);
}

/// A name that is nearly an environment is answered with the environment.
#[test]
fn a_misspelled_environment() {
    let case = Case::new();
    case.write("state.json", instance("t3.small"));
    case.write(
        "driftgate.hcl",
        "environment \"staging\" {\n  terraform \"a\" {\n    state = \"state.json\"\n  }\n}\n",
    );
    assert_refused(&case, "stagign", &["did you mean", "staging"]);
}

/// A report that goes to a file is one JSON value there as well, also when the run failed.
#[test]
fn a_failed_run_writes_its_json_file() {
    let case = Case::new();
    case.write("good.json", instance("t3.small"));
    case.run(&["diff", "good.json", "missing.json", "--format", "json=report.json"]).exits(1);
    let written = report(&String::from_utf8(case.read("report.json")).unwrap());
    assert_eq!(written["errors"].as_array().map(Vec::len), Some(1));
    assert_eq!(written["summary"]["gate"], "fail");
}

/// What a configuration refers to but does not hold makes the run fail, unless that is allowed.
#[test]
fn a_partial_source_fails_unless_allowed() {
    let case = Case::new();
    case.write("web/main.tf", "module \"a\" {\n  source = \"./gone\"\n}\n");
    let refused = case.run(&["diff", "web", "web", "--format", "json"]).exits(1);
    assert!(refused.stdout.contains("gone"), "{}", refused.stdout);
    assert_eq!(refused.report()["summary"]["gate"], "fail");
    let told = case.run(&["diff", "web", "web"]).exits(1);
    assert!(told.stdout.contains("gone") || told.stderr.contains("gone"), "{}{}", told.stdout, told.stderr);
    case.run(&["diff", "web", "web", "--allow-partial"]).exits(0);
}
