//! Tokens for hosts, where Terraform keeps them: the environment, its configuration file, the file of `terraform login`.
//!
//! Source: <https://developer.hashicorp.com/terraform/cli/config/config-file#credentials>. A helper program for
//! credentials is not run. This file must not repeat what a file says.

use std::path::PathBuf;

use super::{RemoteError, variable};
use crate::collect::json;
use crate::model::Value;

/// Returns the token for a host.
pub(super) fn of(host: &str) -> Result<String, RemoteError> {
    let found = of_environment(host).map_or_else(|| of_files(host), |token| Ok(Some(token)))?;
    found.ok_or_else(|| {
        RemoteError::Refused(format!(
            "there is no token for {host}; run `terraform login {host}`, or set {}",
            variable_of(host)
        ))
    })
}

/// Returns the variable that holds the token of a host: dots are underscores, dashes two of them.
fn variable_of(host: &str) -> String {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    format!("TF_TOKEN_{}", name.replace('-', "__").replace('.', "_"))
}

fn of_environment(host: &str) -> Option<String> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    variable(&variable_of(host)).or_else(|| variable(&format!("TF_TOKEN_{}", name.replace('.', "_"))))
}

fn of_files(host: &str) -> Result<Option<String>, RemoteError> {
    let home = std::env::home_dir().unwrap_or_default();
    let own = ["TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"].iter().find_map(|name| variable(name));
    let files = match own {
        Some(own) => vec![PathBuf::from(own)],
        None => vec![home.join(".terraformrc"), home.join(".tofurc")],
    };
    let logins = home.join(".terraform.d").join("credentials.tfrc.json");
    for path in files.into_iter().chain([logins]) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let token =
            if text.trim_start().starts_with('{') { of_json(&text, host) } else { of_hcl(&text, host) };
        match token {
            Ok(Some(token)) => return Ok(Some(token)),
            Ok(None) => {}
            Err(()) => {
                return Err(RemoteError::Settings(format!(
                    "{}: the file cannot be read; does `terraform version` read it?",
                    path.display()
                )));
            }
        }
    }
    Ok(None)
}

fn of_json(text: &str, host: &str) -> Result<Option<String>, ()> {
    let document = json::parse(text).map_err(drop)?;
    let token = document.value.get("credentials").and_then(|all| all.get(host)?.get("token"));
    Ok(token.and_then(Value::as_str).map(str::to_owned))
}

fn of_hcl(text: &str, host: &str) -> Result<Option<String>, ()> {
    let body = hcl::parse(text).map_err(drop)?;
    let block = body.blocks().find(|block| {
        block.identifier() == "credentials"
            && block.labels().first().is_some_and(|label| label.as_str() == host)
    });
    let token =
        block.and_then(|block| block.body().attributes().find(|attribute| attribute.key() == "token"));
    Ok(token.and_then(|token| match token.expr() {
        hcl::Expression::String(token) => Some(token.clone()),
        _ => None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_one_variable() {
        assert_eq!(variable_of("app.terraform.io"), "TF_TOKEN_app_terraform_io");
        assert_eq!(variable_of("my-tfe.example.com:8443"), "TF_TOKEN_my__tfe_example_com");
    }

    #[test]
    fn both_forms_of_files_are_read() {
        let hcl = "plugin_cache_dir = \"$HOME/x\"\ncredentials \"a.example\" {\n  token = \"t1\"\n}\n";
        assert_eq!(of_hcl(hcl, "a.example"), Ok(Some("t1".to_owned())));
        assert_eq!(of_hcl(hcl, "b.example"), Ok(None));
        assert_eq!(of_hcl("credentials {", "a.example"), Err(()));
        let json = r#"{"credentials": {"a.example": {"token": "t2"}}}"#;
        assert_eq!(of_json(json, "a.example"), Ok(Some("t2".to_owned())));
        assert_eq!(of_json("{", "a.example"), Err(()));
    }
}
