//! What is not read, and that the message says where, what was expected and what to do, but no value.

use std::path::{Path, PathBuf};

use super::{folder, load_directory, load_text, refused};

#[test]
fn what_is_no_hcl_is_refused_with_its_place_and_without_its_line() {
    for (name, source, message) in [
        (
            "x.tf",
            "a = 1\npassword = \"hunter2\n",
            "x.tf:2:12: this is not valid HCL (the text that begins here does not end on its line); expected Terraform configuration or values of variables; `terraform fmt` names the same mistake",
        ),
        (
            "x",
            "apiVersion: v1\n",
            "x:1:11: this is not valid HCL (invalid structure, expected `{`, `=`, `\"` or identifier); expected Terraform configuration or values of variables; `terraform fmt` names the same mistake",
        ),
        ("x", "{\n  \"a\": tru\n}", "x:2:8: this is not valid JSON (expected a value)"),
    ] {
        assert_eq!(refused(load_text(name, source), Path::new("")), message);
    }
}

#[test]
fn a_mistake_after_a_tolerated_form_is_at_its_own_line() {
    let message = refused(
        load_text("x", "a = { b = 1, b = 2 }\nc = {\n  for k, v in x :\n  k => v\n}\nd = = 1\n"),
        Path::new(""),
    );
    assert!(message.starts_with("x:6:5: "), "{message}");
}

#[test]
fn more_than_the_parser_can_take_is_refused_at_once() {
    let entries: String =
        (0..20_000).map(|i| ["  k".to_owned(), i.to_string(), " = 1\n".to_owned()].concat()).collect();
    let message = refused(load_text("x", &["m = {\n", &entries, "}\n"].concat()), Path::new(""));
    assert_eq!(
        message,
        "x:14143:3: the objects of this file have too many entries; expected fewer; values in JSON (.tfvars.json) have no such limit"
    );
    let nested = ["a = ", &"[".repeat(100_000)].concat();
    assert!(refused(load_text("x", &nested), Path::new("")).contains("nest"));
}

#[test]
fn warnings_do_not_bury_each_other() {
    let entries: String = (0..150).map(|i| ["  k = ", &i.to_string(), "\n"].concat()).collect();
    let warnings = load_text("x", &["m = {\n", &entries, "}\n"].concat()).unwrap().warnings;
    assert_eq!(warnings.len(), 101);
    assert_eq!(warnings.last().map(String::as_str), Some("and 49 more like these"));
}

#[test]
fn a_folder_without_terraform_is_refused() {
    let folder =
        folder(&[("README.md", "x"), (".hidden.tf", "a {}"), ("main.tf~", "x"), ("x.tf/inner.txt", "x")]);
    let message = load_directory(folder.path(), &[]).unwrap_err().to_string();
    assert!(message.starts_with(&folder.path().display().to_string()), "{message}");
    assert!(message.contains("expected .tf, .tf.json, .tfvars or .tfvars.json files"), "{message}");
    let none = folder.path().join("none");
    assert_eq!(refused(load_directory(&none, &[]), folder.path()), "none: no such file or directory");
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = folder(&[("main.tf", "locals {\n  a = 1\n}\n"), ("bad.tf", "locals {}\n")]);
    std::fs::write(folder.path().join("bad.tf"), b"a = \"\xff\"\n").unwrap();
    let message = refused(load_directory(folder.path(), &[]), folder.path());
    assert!(message.starts_with("bad.tf: byte 5 is not UTF-8 text"), "{message}");
    std::fs::remove_file(folder.path().join("bad.tf")).unwrap();
    let message = refused(load_directory(folder.path(), &[PathBuf::from("/none.tfvars")]), folder.path());
    assert_eq!(message, "/none.tfvars: no such file or directory");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_named() {
    let folder = folder(&[("main.tf", "locals {\n  a = 1\n}\n")]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("x.tf")).unwrap();
    assert_eq!(refused(load_directory(folder.path(), &[]), folder.path()), "x.tf: no such file or directory");
}

#[test]
fn blocks_do_not_stand_among_values() {
    let folder = folder(&[("terraform.tfvars", "a = 1\nlocals {\n}\n")]);
    assert_eq!(
        refused(load_directory(folder.path(), &[]), folder.path()),
        "terraform.tfvars:2: the block `locals` stands in a file of values; expected only `name = value` here, and blocks in .tf files"
    );
}
