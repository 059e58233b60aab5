//! State in HCP Terraform: a server with its discovery, its API and a host for downloads.

use super::{PASSWORD, differs, program, refused, sources};
use crate::lab::{Answer, Web};
use crate::support::{Case, instance};

/// Serves the workspaces `app-prod`, with a state, and `new`, without; the token is the password.
fn server(download: &'static str) -> Web {
    Web::start(move |asked| {
        let token = asked.header("authorization");
        let path = asked.path.as_str();
        if path == "/.well-known/terraform.json" {
            return Answer::ok(r#"{"modules.v1": "/m/", "tfe.v2": "/api/v2/"}"#);
        }
        if token != format!("Bearer {PASSWORD}") {
            return Answer::status(401);
        }
        match path {
            "/api/v2/organizations/acme/workspaces/app-prod" => Answer::ok(r#"{"data": {"id": "ws-1"}}"#),
            "/api/v2/organizations/acme/workspaces/new" => Answer::ok(r#"{"data": {"id": "ws-2"}}"#),
            "/api/v2/workspaces/ws-1/current-state-version" => Answer::ok(format!(
                r#"{{"data": {{"attributes": {{"hosted-state-download-url": "{download}"}}}}}}"#
            )),
            "/state" => Answer::ok(instance("m5.large")),
            _ => Answer::status(404),
        }
    })
}

fn case() -> Case {
    let case = Case::new();
    case.write("dev.tfstate", instance("t3.small"));
    case
}

#[test]
fn the_token_is_found_where_terraform_keeps_it() {
    let (case, web) = (case(), server("/state"));
    let host = format!("127.0.0.1:{}", web.port());
    let address = format!("tfe://{host}/acme/app-prod");
    refused(program(&case), &address, &["there is no token for", "TF_TOKEN_127_0_0_1"]);
    let mut command = program(&case);
    command.env("TF_TOKEN_127_0_0_1", PASSWORD);
    let report = differs(command, "dev.tfstate", &address);
    assert_eq!(sources(&report), std::slice::from_ref(&address));
    case.write("own.tfrc", format!("credentials \"{host}\" {{\n  token = \"{PASSWORD}\"\n}}\n"));
    let mut command = program(&case);
    command.env("TF_CLI_CONFIG_FILE", case.path("own.tfrc"));
    differs(command, "dev.tfstate", &address);
    let logins = format!(r#"{{"credentials": {{"{host}": {{"token": "{PASSWORD}"}}}}}}"#);
    case.write("home/.terraform.d/credentials.tfrc.json", logins);
    differs(program(&case), "dev.tfstate", &address);
    assert!(web.asked().iter().all(|asked| asked.method == "GET"));
}

#[test]
fn the_blocks_of_a_configuration_name_workspaces() {
    let (case, web) = (case(), server("/state"));
    let host = format!("127.0.0.1:{}", web.port());
    for block in [
        format!(
            "backend \"remote\" {{\n hostname = \"{host}\"\n organization = \"acme\"\n workspaces {{\n  prefix = \"app-\"\n }}\n}}"
        ),
        format!(
            "cloud {{\n hostname = \"{host}\"\n organization = \"acme\"\n workspaces {{\n  name = \"app-prod\"\n }}\n}}"
        ),
    ] {
        let workspace = if block.starts_with("cloud") { "" } else { "workspace = \"prod\"" };
        case.write("net/main.tf", format!("terraform {{\n{block}\n}}\n"));
        case.write(
            "driftgate.hcl",
            format!("environment \"prod\" {{\n terraform \"net\" {{\n  state = \"backend\"\n  config = \"net\"\n  {workspace}\n }}\n}}\n"),
        );
        let mut command = program(&case);
        command.env("TF_TOKEN_127_0_0_1", PASSWORD);
        let report = differs(command, "dev.tfstate", "prod");
        assert_eq!(sources(&report)[0], format!("tfe://{host}/acme/app-prod"));
    }
}

#[test]
fn a_token_is_not_sent_to_another_host() {
    let case = case();
    let storage = Web::start(|_| Answer::ok(instance("m5.large")));
    let web = server(Box::leak(storage.url("/stored").into_boxed_str()));
    let mut command = program(&case);
    command.env("TF_TOKEN_127_0_0_1", PASSWORD);
    differs(command, "dev.tfstate", &format!("tfe://127.0.0.1:{}/acme/app-prod", web.port()));
    assert_eq!(storage.asked()[0].header("authorization"), "");
}

#[test]
fn what_is_not_there_is_said() {
    let (case, web) = (case(), server("/state"));
    let token = |token: &str| {
        let mut command = program(&case);
        command.env("TF_TOKEN_127_0_0_1", token);
        command
    };
    let address = |workspace: &str| format!("tfe://127.0.0.1:{}/acme/{workspace}", web.port());
    refused(token(PASSWORD), &address("other"), &["there is no workspace other"]);
    refused(token(PASSWORD), &address("new"), &["the workspace has no state yet"]);
    refused(token("wrong"), &address("app-prod"), &["is not accepted (401)", "terraform login"]);
    let page = Web::start(|_| Answer::ok("<html>Sign in</html>"));
    refused(token("x"), &format!("tfe://127.0.0.1:{}/acme/x", page.port()), &["a web page and no state"]);
}
