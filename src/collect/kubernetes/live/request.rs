//! One GET of the API: sent, tried again where that helps, and read into a tree of values.
//!
//! Nothing but GETs leave from here. This file must not know what is asked for.

use std::error::Error;
use std::time::Duration;

use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use kube::client::{AuthError, Body};

use super::client::credentials;
use super::retry::{self, Failure};
use crate::collect::json;
use crate::model::Value;

/// An API server gives up on a list after a minute by itself; waiting longer is waiting for nobody.
///
/// Source: `--request-timeout`, <https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/>
const TIMEOUT: Duration = Duration::from_secs(75);

/// No answer may be larger, once decompressed: a page of 500 objects of the largest size that etcd takes.
const LARGEST: usize = 768 << 20;

/// The longest part of a server's message that is repeated.
const LONGEST_MESSAGE: usize = 300;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The server does not know who asks.
    Unauthorized,
    /// Who asks may not have it; holds what the server said.
    Forbidden(String),
    /// What was asked for is too old.
    Expired,
    /// The server answered something else.
    Other {
        /// The HTTP code.
        code: u16,
        /// What it said.
        message: String,
    },
    /// The server could not be reached, or its answer not read.
    Broken(String),
}

impl Refusal {
    /// Returns the reason in a few words, alike for requests that failed alike.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Unauthorized => "the credentials were refused".to_owned(),
            Self::Forbidden(message) => match user_of(message) {
                Some(user) => format!("forbidden: the user {user:?} may not list it"),
                None => "forbidden: the credentials do not allow to list it".to_owned(),
            },
            Self::Expired => "the list changed faster than it could be read".to_owned(),
            Self::Other { code: 429, .. } => {
                "the server asked to wait and went on asking; try again when it is less busy".to_owned()
            }
            Self::Other { code: 404 | 405, .. } => {
                "the server announces it and does not serve it; try again".to_owned()
            }
            Self::Other { code, message } if message.is_empty() => format!("the server answered {code}"),
            Self::Other { code, message } => format!("the server answered {code}: {message}"),
            Self::Broken(why) => why.clone(),
        }
    }
}

/// Returns the user of whom a server says what it may not do.
pub(super) fn user_of(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("User \"")?;
    rest.split_once('"').map(|(user, _)| user).filter(|user| !user.is_empty())
}

/// Sends requests.
#[derive(Clone)]
pub(super) struct Api {
    client: kube::Client,
}

impl Api {
    pub(super) fn new(client: kube::Client) -> Self {
        Self { client }
    }

    /// Reads what is at a path of the server; what may pass is tried again.
    ///
    /// # Errors
    /// The last refusal.
    pub(super) async fn get(&self, path: &str, accept: &'static str) -> Result<Value, Refusal> {
        let mut attempts = 0;
        loop {
            let answer = tokio::time::timeout(TIMEOUT, self.once(path, accept)).await;
            let (failure, refusal) = match answer {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(failed)) => failed,
                Err(_) => (Some(Failure::Cut), Refusal::Broken(format!("no answer within {TIMEOUT:?}"))),
            };
            attempts += 1;
            match failure.and_then(|failure| retry::pause(failure, attempts, chance())) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(refusal),
            }
        }
    }

    async fn once(&self, path: &str, accept: &'static str) -> Result<Value, (Option<Failure>, Refusal)> {
        let request = Request::get(path).header(header::ACCEPT, accept).body(Body::empty());
        let request = request.map_err(|error| (None, Refusal::Broken(error.to_string())))?;
        let response = self
            .client
            .send(request)
            .await
            .map_err(|error| (Some(Failure::Connection), Refusal::Broken(root(&error))))?;
        let (status, retry_after) = (response.status(), retry_after(&response));
        let text = body(response).await?;
        if !status.is_success() {
            return Err((
                Some(Failure::Status { code: status.as_u16(), retry_after }),
                refusal(status, &text),
            ));
        }
        // An answer that is no JSON was cut where the connection ended in good order.
        let document = json::parse(&text).map_err(|error| {
            (Some(Failure::Cut), Refusal::Broken(format!("the answer is no JSON: {error}")))
        })?;
        Ok(document.value)
    }
}

async fn body(response: Response<Body>) -> Result<String, (Option<Failure>, Refusal)> {
    let collected = Limited::new(response.into_body(), LARGEST).collect().await;
    let bytes = match collected {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let message = format!("the answer is larger than {} MB", LARGEST >> 20);
            return Err((None, Refusal::Broken(message)));
        }
        Err(error) => {
            let message = format!("the answer broke off: {}", root(error.as_ref()));
            return Err((Some(Failure::Cut), Refusal::Broken(message)));
        }
    };
    String::from_utf8(bytes.into())
        .map_err(|_| (Some(Failure::Cut), Refusal::Broken("the answer is not UTF-8".to_owned())))
}

fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}

fn refusal(status: StatusCode, text: &str) -> Refusal {
    let message = json::parse(text)
        .ok()
        .and_then(|document| document.value.get("message").and_then(Value::as_str).map(plain))
        .unwrap_or_default();
    match status {
        StatusCode::UNAUTHORIZED => Refusal::Unauthorized,
        StatusCode::FORBIDDEN => Refusal::Forbidden(message),
        StatusCode::GONE => Refusal::Expired,
        _ => Refusal::Other { code: status.as_u16(), message },
    }
}

/// Returns one line of what somebody else wrote, without what would control a terminal.
pub(super) fn plain(text: &str) -> String {
    let mut plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_MESSAGE)
        .collect::<String>()
        .trim()
        .to_owned();
    if text.chars().nth(LONGEST_MESSAGE).is_some() {
        plain.push('…');
    }
    plain
}

/// Returns what is at the bottom of an error; what is above it says "error trying to connect" at length.
pub(super) fn root(error: &(dyn Error + 'static)) -> String {
    let mut deepest = error;
    loop {
        // Errors of plugins repeat all that the plugin printed.
        if let Some(error) = deepest.downcast_ref::<AuthError>() {
            return credentials(error, None);
        }
        match deepest.source() {
            Some(source) => deepest = source,
            None => break,
        }
    }
    plain(&deepest.to_string())
}

/// Writes a text so that it can be the value of a query.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Returns a random number from 0 to 1; without a source of randomness, the middle.
fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_keeps_what_it_holds() {
        assert_eq!(encoded("aA0-_.~"), "aA0-_.~");
        assert_eq!(encoded("a+b/c=&é"), "a%2Bb%2Fc%3D%26%C3%A9");
    }

    #[test]
    fn a_message_cannot_write_to_a_terminal() {
        assert_eq!(plain("a\x1b[31m\nb"), "a [31m b");
        assert_eq!(plain(&"x".repeat(LONGEST_MESSAGE)).chars().count(), LONGEST_MESSAGE);
        assert!(plain(&"x".repeat(LONGEST_MESSAGE + 1)).ends_with("x…"));
    }

    #[test]
    fn refusals_of_many_kinds_read_alike() {
        let forbidden = |what: &str| {
            let message =
                format!("{what} is forbidden: User \"jo\" cannot list resource \"{what}\" in API group \"\"");
            Refusal::Forbidden(message).reason()
        };
        assert_eq!(forbidden("pods"), forbidden("secrets"));
        assert!(forbidden("pods").contains("\"jo\""));
    }

    #[test]
    fn what_the_server_says_is_told() {
        let text = r#"{"kind": "Status", "message": "conversion webhook failed", "code": 500}"#;
        let refusal = refusal(StatusCode::INTERNAL_SERVER_ERROR, text);
        assert_eq!(refusal.reason(), "the server answered 500: conversion webhook failed");
        assert_eq!(super::refusal(StatusCode::BAD_GATEWAY, "<html>").reason(), "the server answered 502");
    }
}
