//! `state` in a `terraform` block: what the configuration says of its backend, what is added to it, and mistakes.

use super::{PASSWORD, differs, program, refused, run, sources};
use crate::lab::{Answer, Web};
use crate::support::{Case, instance};

fn environment(lines: &str) -> String {
    format!("environment \"prod\" {{\n  terraform \"net\" {{\n    {lines}\n  }}\n}}\n")
}

fn case(main: &str, lines: &str) -> Case {
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    case.write("net/main.tf", main);
    case.write("driftgate.hcl", environment(lines));
    case
}

#[test]
fn the_block_and_what_is_added_to_it_lead_to_the_state() {
    let web = Web::start(|asked| match asked.header("authorization") {
        "Basic am86aHVudGVyMi1hbmQtbW9yZQ==" => Answer::ok(instance("m5.large")),
        _ => Answer::status(401),
    });
    let case = case(
        "terraform {\n  backend \"http\" {\n    address = \"http://nowhere.invalid/\"\n    lock_address = \"http://nowhere.invalid/lock\"\n  }\n}\n",
        &format!(
            "state = \"backend\"\n config = \"net\"\n backend_config = [\"prod.http.tfbackend\", \"address = {}\"]",
            web.url("/prod")
        ),
    );
    case.write(
        "prod.http.tfbackend",
        format!("username = \"jo\"\npassword = \"{PASSWORD}\"\naddress = \"http://other.invalid\"\n"),
    );
    let report = differs(program(&case), "dev.tfstate", "prod");
    assert_eq!(sources(&report)[0], web.url("/prod"));
    assert_eq!(web.asked().len(), 1);
}

#[test]
fn without_a_block_the_state_is_beside_the_configuration() {
    let case = case("resource \"aws_instance\" \"app\" {}\n", "state = \"backend\"\n config = \"net\"");
    refused(program(&case), "prod", &["net/terraform.tfstate: no such file"]);
    case.write("net/terraform.tfstate", instance("m5.large"));
    differs(program(&case), "dev.tfstate", "prod");
    case.write("net/terraform.tfstate.d/prod/terraform.tfstate", instance("m5.large"));
    case.write("driftgate.hcl", environment("state = \"backend\"\n config = \"net\"\n workspace = \"prod\""));
    let report = differs(program(&case), "dev.tfstate", "prod");
    assert_eq!(sources(&report)[0], "net/terraform.tfstate.d/prod/terraform.tfstate");
}

#[test]
fn what_leads_nowhere_is_said() {
    for (main, lines, parts) in [
        ("terraform {\n backend \"http\" {\n }\n}\n", "", ["`address`", "TF_HTTP_ADDRESS"]),
        (
            "terraform {\n backend \"pg\" {\n  conn_str = var.x\n }\n}\n",
            "",
            ["`conn_str`", "is an expression"],
        ),
        (
            "terraform {\n backend \"http\" {\n  address = \"http://127.0.0.1:1\"\n }\n}\n",
            "workspace = \"prod\"",
            ["has no workspaces", "`prod`"],
        ),
        ("terraform {\n backend \"http\" {\n", "", ["main.tf", "expected"]),
    ] {
        let case = case(main, &format!("state = \"backend\"\n config = \"net\"\n {lines}"));
        refused(program(&case), "prod", &parts);
    }
}

#[test]
fn mistakes_in_a_block_are_shown_where_they_stand() {
    for (lines, part) in [
        ("state = \"backend\"", "this needs `config`"),
        ("pull = true", "this needs `config`"),
        ("state = \"a.tfstate\"\n workspace = \"x\"", "`workspace` says nothing"),
        ("state = \"gs://b/k\"", "no state is read from gs://"),
        ("state = \"s3://b/k@{soon}\"", "is no time"),
    ] {
        let case = case("", lines);
        let ran = run(program(&case), &["diff", "dev.tfstate", "prod"]).exits(1);
        assert!(
            ran.stderr.contains(part) && ran.stderr.contains("driftgate.hcl:"),
            "{lines}: {}",
            ran.stderr
        );
    }
}

/// Only OpenTofu has the key.
#[test]
fn an_encrypted_state_says_what_to_do() {
    let case = case("", "config = \"net\"");
    let web = Web::start(|_| {
        Answer::ok(
            r#"{"serial": 3, "lineage": "x", "meta": {"key_provider.pbkdf2.k": "e30="}, "encrypted_data": "QUJD", "encryption_version": "v0"}"#,
        )
    });
    refused(program(&case), &web.url("/state"), &["OpenTofu encrypted", "tofu state pull"]);
}
