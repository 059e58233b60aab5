//! State behind HTTP, as Terraform's `http` backend and GitLab keep it: one GET.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/backend/http>. Credentials go to the host they are meant
//! for and to no other. This file must not lock.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Identity, StatusCode, Url};

use super::{Backend, DEFAULT_WORKSPACE, Fetched, LARGEST, RemoteError, plain, variable, wait};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a server may be silent.
const SILENCE: Duration = Duration::from_mins(1);

/// Redirections of one request.
const MOST_REDIRECTS: usize = 5;

/// Attempts of one request, where what failed may pass.
const ATTEMPTS: u32 = 3;

/// Pause before the second attempt; it doubles.
const PAUSE: Duration = Duration::from_millis(300);

pub(super) fn read(backend: &Backend) -> Result<Fetched, RemoteError> {
    without_workspaces(backend)?;
    let settings = &backend.settings;
    let said = |setting: &str, name: &str| settings.text(setting).or_else(|| variable(name));
    let address = said("address", "TF_HTTP_ADDRESS").ok_or_else(|| {
        RemoteError::Settings(
            "the backend says no `address`; give it in `backend_config`, or set TF_HTTP_ADDRESS".to_owned(),
        )
    })?;
    let user = said("username", "TF_HTTP_USERNAME");
    let password = said("password", "TF_HTTP_PASSWORD");
    // The address of a block may hold a user, too.
    let name = super::shown(&address);
    let mut builder = client();
    if let Some(pem) = said("client_ca_certificate_pem", "TF_HTTP_CLIENT_CA_CERTIFICATE_PEM") {
        let certificates = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| {
            RemoteError::Settings("the certificate of the server's authority is not PEM".to_owned())
        })?;
        builder = builder.tls_certs_merge(certificates);
    }
    let certificate = said("client_certificate_pem", "TF_HTTP_CLIENT_CERTIFICATE_PEM");
    if let (Some(certificate), Some(key)) =
        (certificate, said("client_private_key_pem", "TF_HTTP_CLIENT_PRIVATE_KEY_PEM"))
    {
        let identity = Identity::from_pem(format!("{certificate}\n{key}").as_bytes()).map_err(|_| {
            RemoteError::Settings("the certificate that tells who asks, or its key, is not PEM".to_owned())
        })?;
        builder = builder.identity(identity);
    }
    if settings.is_on("skip_cert_verification") {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    let request =
        Get { url: url(&address)?, user: user.map(|user| (user, password)), headers: HeaderMap::new() };
    let bytes = wait(async { request.bytes(&built(builder)?).await });
    let bytes = bytes.map_err(|error| backend.told(error, &name))?;
    Ok(Fetched { name: backend.called(&name), bytes, warnings: Vec::new() })
}

/// Refuses a workspace: the protocol has none.
fn without_workspaces(backend: &Backend) -> Result<(), RemoteError> {
    match backend.workspace() {
        name if name == DEFAULT_WORKSPACE => Ok(()),
        name => Err(RemoteError::Settings(format!(
            "the backend `http` has no workspaces, and `{name}` was asked for"
        ))),
    }
}

/// Returns what all clients have in common.
pub(super) fn client() -> ClientBuilder {
    let policy = Policy::custom(|attempt| {
        let is_downgrade = attempt.previous().last().is_some_and(|from| from.scheme() == "https")
            && attempt.url().scheme() != "https";
        if is_downgrade {
            attempt.error("the server redirects from https to http, which is not followed")
        } else if attempt.previous().len() > MOST_REDIRECTS {
            attempt.error("the server redirects again and again")
        } else {
            attempt.follow()
        }
    });
    Client::builder()
        .user_agent(concat!("driftgate/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .redirect(policy)
        // It would tell the next server where it was sent from, query and all.
        .referer(false)
}

pub(super) fn built(builder: ClientBuilder) -> Result<Client, RemoteError> {
    builder
        .build()
        .map_err(|error| RemoteError::Broken(format!("no connection could be prepared: {}", root(&error))))
}

pub(super) fn url(address: &str) -> Result<Url, RemoteError> {
    Url::parse(address).map_err(|error| RemoteError::Settings(format!("the address cannot be read: {error}")))
}

/// One GET.
pub(super) struct Get {
    pub(super) url: Url,
    pub(super) user: Option<(String, Option<String>)>,
    pub(super) headers: HeaderMap,
}

impl Get {
    /// Returns the body of a good answer; what may pass is tried again.
    pub(super) async fn bytes(&self, client: &Client) -> Result<Vec<u8>, RemoteError> {
        let mut pause = PAUSE;
        for _ in 1..ATTEMPTS {
            match self.once(client).await {
                Ok(bytes) => return Ok(bytes),
                Err((error, false)) => return Err(error),
                Err((_, true)) => tokio::time::sleep(pause).await,
            }
            pause *= 2;
        }
        self.once(client).await.map_err(|(error, _)| error)
    }

    /// Asks once; an error comes with whether asking again may help.
    async fn once(&self, client: &Client) -> Result<Vec<u8>, (RemoteError, bool)> {
        let mut request = client.get(self.url.clone()).headers(self.headers.clone());
        if !self.headers.contains_key(ACCEPT) {
            request = request.header(ACCEPT, "application/json, */*;q=0.5");
        }
        if let Some((user, password)) = &self.user {
            request = request.basic_auth(user, password.as_deref());
        }
        let mut answer = request.send().await.map_err(|error| (broken(&error), error.is_connect()))?;
        let status = answer.status();
        if status != StatusCode::OK {
            let may_pass = matches!(status.as_u16(), 429 | 500 | 502..=504);
            return Err((refusal(status, self.user.is_some() || !self.headers.is_empty()), may_pass));
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| (broken(&error), true))? {
            if bytes.len() + part.len() > LARGEST {
                let why = format!("the answer is larger than {} MB", LARGEST >> 20);
                return Err((RemoteError::Broken(why), false));
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

fn refusal(status: StatusCode, has_credentials: bool) -> RemoteError {
    let code = status.as_u16();
    match code {
        401 if has_credentials => {
            RemoteError::Refused("the user name, password or token is not accepted (401)".to_owned())
        }
        401 => RemoteError::Refused(
            "the server asks who you are (401); set TF_HTTP_USERNAME and TF_HTTP_PASSWORD".to_owned(),
        ),
        403 => RemoteError::Refused("the credentials do not allow to read it (403)".to_owned()),
        204 => RemoteError::Nothing("no state is kept there yet (204)".to_owned()),
        404 => RemoteError::Nothing(
            "no state is kept there (404); is the address right? Some servers say so of what one may not see, too"
                .to_owned(),
        ),
        300..=399 => RemoteError::Broken(format!("the server redirects to nowhere ({code})")),
        _ => RemoteError::Broken(format!("the server answered {status}")),
    }
}

fn broken(error: &reqwest::Error) -> RemoteError {
    RemoteError::Broken(if error.is_timeout() {
        "no answer in time".to_owned()
    } else if error.is_connect() {
        format!("no connection ({})", root(error))
    } else {
        root(error)
    })
}

/// Returns what is at the bottom of an error: what is above it repeats the address.
fn root(error: &(dyn Error + 'static)) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    plain(&deepest.to_string())
}
