//! State in HCP Terraform and Terraform Enterprise: the current state version of a workspace.
//!
//! Sources: <https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions> and, for where the API is,
//! <https://developer.hashicorp.com/terraform/internals/remote-service-discovery>. The token goes to the host it is
//! for, and to hosts beside it that the host names for the download. This file must not lock or list anything.

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, Url};

use super::http::{self, Get};
use super::{Backend, DEFAULT_WORKSPACE, Fetched, RemoteError, token, variable, wait};
use crate::collect::json;
use crate::model::Value;

/// Where workspaces are, where nothing else is said.
const HOST: &str = "app.terraform.io";

/// The media type of the API.
const JSON_API: &str = "application/vnd.api+json";

/// The workspace and who asks for it.
struct Asked {
    host: String,
    organization: String,
    workspace: String,
    token: String,
}

pub(super) fn read(backend: &Backend) -> Result<Fetched, RemoteError> {
    let settings = &backend.settings;
    let said = |setting: &str, name: &str| settings.text(setting).or_else(|| variable(name));
    let host = said("hostname", "TF_CLOUD_HOSTNAME").unwrap_or_else(|| HOST.to_owned());
    let organization = said("organization", "TF_CLOUD_ORGANIZATION").ok_or_else(|| {
        RemoteError::Settings(
            "no organization is named; give it in `backend_config`, or set TF_CLOUD_ORGANIZATION".to_owned(),
        )
    })?;
    let workspace = workspace(backend)?;
    let token = match settings.text("token") {
        Some(token) => token,
        None => token::of(&host)?,
    };
    let place = format!("tfe://{host}/{organization}/{workspace}");
    let asked = Asked { host, organization, workspace, token };
    let bytes = wait(fetch(&asked));
    let bytes = bytes.map_err(|error| backend.told(error, &place))?;
    Ok(Fetched { name: backend.called(&place), bytes, warnings: Vec::new() })
}

/// Returns the name that the workspace has on the server.
fn workspace(backend: &Backend) -> Result<String, RemoteError> {
    let settings = &backend.settings;
    let asked = backend.workspace();
    let asked = (asked != DEFAULT_WORKSPACE).then_some(asked);
    let fixed = settings.text("name").or_else(|| settings.inner("workspaces", "name"));
    let prefix = settings.inner("workspaces", "prefix");
    match (fixed, prefix, asked.or_else(|| variable("TF_WORKSPACE"))) {
        (Some(fixed), _, None) => Ok(fixed),
        (Some(fixed), _, Some(asked)) if fixed == asked => Ok(fixed),
        (Some(fixed), _, Some(asked)) => {
            Err(RemoteError::Settings(format!("the workspace is `{fixed}`, and `{asked}` was asked for")))
        }
        (None, Some(prefix), Some(asked)) => Ok(prefix + &asked),
        (None, None, Some(asked)) => Ok(asked),
        (None, _, None) => {
            Err(RemoteError::Settings("several workspaces are possible; name one in `workspace`".to_owned()))
        }
    }
}

async fn fetch(asked: &Asked) -> Result<Vec<u8>, RemoteError> {
    let client = http::built(http::client())?;
    let base = http::url(&format!("{}://{}/", scheme(&asked.host), asked.host))?;
    let services = get(&client, join(&base, "/.well-known/terraform.json")?, None).await?;
    let services = tree(services)?;
    let api = services.get("tfe.v2").or_else(|| services.get("tfe.v2.1")).and_then(Value::as_str);
    let api = api.ok_or_else(|| {
        RemoteError::Settings(format!(
            "{} offers no workspaces; is it the host of HCP Terraform?",
            asked.host
        ))
    })?;
    let api = join(&base, &format!("{}/", api.trim_end_matches('/')))?;
    let token = Some((asked, &api));
    let found = get(
        &client,
        join(&api, &format!("organizations/{}/workspaces/{}", asked.organization, asked.workspace))?,
        token,
    );
    let found = found.await.map_err(|error| of_workspace(error, asked))?;
    let found = tree(found)?;
    let id = found.get("data").and_then(|data| data.get("id")).and_then(Value::as_str).unwrap_or_default();
    let version = get(&client, join(&api, &format!("workspaces/{id}/current-state-version"))?, token).await;
    let version = tree(version.map_err(|error| match error {
        RemoteError::Nothing(_) => RemoteError::Nothing(
            "the workspace has no state yet; has anything been applied in it?".to_owned(),
        ),
        error => of_token(error, asked),
    })?)?;
    let attributes = version.get("data").and_then(|data| data.get("attributes"));
    let download = attributes.and_then(|attributes| attributes.get("hosted-state-download-url"));
    let download = download.and_then(Value::as_str).ok_or_else(|| {
        RemoteError::Refused(
            "the token may not read states; the permission `Read state versions` is needed".to_owned(),
        )
    })?;
    let download = join(&api, download)?;
    get(&client, download, token).await.map_err(|error| of_token(error, asked))
}

/// Asks with the token where the host is that of the API, or one beside it (`archivist.terraform.io`).
async fn get(client: &Client, url: Url, token: Option<(&Asked, &Url)>) -> Result<Vec<u8>, RemoteError> {
    let mut headers = HeaderMap::new();
    if let Some((asked, api)) = token
        && is_beside(&url, api)
    {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", asked.token)).map_err(|_| {
            RemoteError::Settings(
                "the token holds characters that cannot be sent; does a line break end it?".to_owned(),
            )
        })?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
        headers.insert(ACCEPT, HeaderValue::from_static(JSON_API));
    }
    Get { url, user: None, headers }.bytes(client).await
}

fn is_beside(url: &Url, api: &Url) -> bool {
    if url.scheme() != api.scheme() {
        return false;
    }
    let (Some(host), Some(own)) = (url.host_str(), api.host_str()) else { return false };
    let is_same = host == own && url.port_or_known_default() == api.port_or_known_default();
    let is_hashicorp = [host, own].iter().all(|host| host.ends_with(".terraform.io"));
    is_same || is_hashicorp
}

fn join(base: &Url, to: &str) -> Result<Url, RemoteError> {
    base.join(to).map_err(|error| {
        RemoteError::Broken(format!("the server names an address that cannot be read: {error}"))
    })
}

fn tree(bytes: Vec<u8>) -> Result<Value, RemoteError> {
    let text = String::from_utf8(bytes).map_err(|_| RemoteError::Page)?;
    match json::parse(&text) {
        Ok(document) => Ok(document.value),
        Err(_) => Err(RemoteError::Page),
    }
}

fn of_workspace(error: RemoteError, asked: &Asked) -> RemoteError {
    match error {
        RemoteError::Nothing(_) => RemoteError::Nothing(format!(
            "there is no workspace {} in the organization {}, or the token may not see it",
            asked.workspace, asked.organization
        )),
        error => of_token(error, asked),
    }
}

fn of_token(error: RemoteError, asked: &Asked) -> RemoteError {
    match error {
        RemoteError::Refused(why) if why.contains("401") => RemoteError::Refused(format!(
            "the token for {} is not accepted (401); `terraform login {}` gets a new one",
            asked.host, asked.host
        )),
        error => error,
    }
}

/// Within one machine nothing can listen; everywhere else a token needs TLS.
fn scheme(host: &str) -> &'static str {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_loopback = name == "localhost"
        || name == "[::1]"
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    if is_loopback { "http" } else { "https" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_nowhere_else() {
        let url = |text: &str| Url::parse(text).unwrap();
        let api = url("https://app.terraform.io/api/v2/");
        assert!(is_beside(&url("https://app.terraform.io/x"), &api));
        assert!(is_beside(&url("https://archivist.terraform.io/x"), &api));
        for other in
            ["http://app.terraform.io/x", "https://terraform.io.example.com/x", "https://example.com/x"]
        {
            assert!(!is_beside(&url(other), &api), "{other}");
        }
        let own = url("https://tfe.example.com/api/v2/");
        assert!(!is_beside(&url("https://tfe.example.com:8443/x"), &own));
        assert!(!is_beside(&url("https://archivist.terraform.io/x"), &own));
    }

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        assert_eq!(["127.0.0.1:80", "localhost"].map(scheme), ["http", "http"]);
        assert_eq!(
            ["app.terraform.io", "127.0.0.1.example.com", "localhost.example.com"].map(scheme),
            ["https"; 3]
        );
    }
}
