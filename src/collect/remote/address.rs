//! Addresses of states: `s3://…`, `https://…`, `postgres://…`, `kubernetes://…`, `tfe://…`.
//!
//! An address may hold a password; nothing but the servers it is meant for sees it, and names and messages are made
//! without it. This file must not do I/O.

use std::fmt;

use super::settings::Settings;
use crate::diagnostic::nearest;
use crate::moment::{Moment, MomentError};

/// What stands for a password.
const HIDDEN: &str = "***";

/// Parts of names of query parameters whose values give access.
const CREDENTIALS: [&str; 8] =
    ["token", "secret", "password", "signature", "credential", "key", "sig", "auth"];

/// Holds `key`, and is none.
const KEY_PREFIX: &str = "workspace_key_prefix";

/// How a state is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    S3,
    Http,
    Postgres,
    Kubernetes,
    Tfe,
}

/// Schemes as they are written.
const SCHEMES: [(&str, Scheme); 7] = [
    ("s3", Scheme::S3),
    ("http", Scheme::Http),
    ("https", Scheme::Http),
    ("postgres", Scheme::Postgres),
    ("postgresql", Scheme::Postgres),
    ("kubernetes", Scheme::Kubernetes),
    ("tfe", Scheme::Tfe),
];

/// A mistake in an address; none of its text is repeated, but for what cannot be secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No state is read in this way.
    #[error(
        "no state is read from {0}:// addresses; known are s3, http, https, postgres, kubernetes and tfe: any other \
         backend is read with `pull = true` and `config` in a `terraform` block"
    )]
    Scheme(String),
    /// Parts are missing.
    #[error("the address is not complete; expected {0}")]
    Incomplete(&'static str),
    /// The part before the path is no host.
    #[error(
        "the address has no host that can be read; write `/`, `@`, `:`, `?` and `#` in a password as %2F, %40, %3A, \
         %3F and %23"
    )]
    Host,
    /// A parameter that means nothing.
    #[error("the parameter `{name}` of the address means nothing; {help}")]
    Parameter {
        /// The parameter.
        name: String,
        /// What is near.
        help: String,
    },
    /// What stands in `@{…}`.
    #[error("{0}")]
    Moment(#[from] MomentError),
    /// A time where nothing keeps older states.
    #[error("`@{{…}}` needs a place that keeps older states; only s3:// addresses have that")]
    NoHistory,
}

/// Where a state is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    scheme: Scheme,
    /// As it is written, without what stands in `@{…}`.
    text: String,
    /// Behind the scheme.
    user: Option<String>,
    password: Option<String>,
    /// With its port.
    host: String,
    /// Without the slash before it.
    path: String,
    query: Vec<(String, String)>,
    moment: Option<(Moment, String)>,
}

impl Address {
    /// Reads an address; `None` for a text that is none, as the name of a file.
    pub fn parse(text: &str) -> Option<Result<Self, AddressError>> {
        let (scheme, rest) = text.split_once("://")?;
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        is_scheme.then(|| Self::read(scheme, rest))
    }

    fn read(scheme: &str, rest: &str) -> Result<Self, AddressError> {
        let lower = scheme.to_ascii_lowercase();
        let known = SCHEMES.iter().find(|(name, _)| *name == lower);
        let (_, kind) = *known.ok_or_else(|| AddressError::Scheme(lower.clone()))?;
        let (rest, moment) = match rest.strip_suffix('}').and_then(|rest| rest.rsplit_once("@{")) {
            Some((rest, time)) => (rest, Some((time.parse()?, time.to_owned()))),
            None => (rest, None),
        };
        if moment.is_some() && kind != Scheme::S3 {
            return Err(AddressError::NoHistory);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, behind) = rest.split_at(end);
        let (user_info, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let (user, password) = match user_info.map(|user| user.split_once(':').unwrap_or((user, ""))) {
            Some((user, "")) => (Some(user), None),
            Some((user, password)) => (Some(user), Some(password)),
            None => (None, None),
        };
        if !is_host(host) {
            return Err(AddressError::Host);
        }
        let (path, query) = split_query(kind, behind);
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        });
        Ok(Self {
            scheme: kind,
            text: format!("{lower}://{rest}"),
            user: user.map(decoded),
            password: password.map(decoded),
            host: host.to_owned(),
            path: path.trim_start_matches('/').to_owned(),
            query: query.collect(),
            moment,
        })
    }

    /// Returns the address as it is named everywhere: without passwords.
    pub fn name(&self) -> String {
        let (scheme, rest) = self.text.split_once("://").unwrap_or_default();
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let behind = rest.get(end..).unwrap_or_default();
        let user = match (&self.user, &self.password) {
            (None, _) => String::new(),
            // Of an HTTP address, a name without a password is as often a token.
            (Some(user), None) if self.scheme != Scheme::Http => format!("{user}@"),
            (Some(_), None) => format!("{HIDDEN}@"),
            (Some(user), Some(_)) => format!("{user}:{HIDDEN}@"),
        };
        let (path, query) = split_query(self.scheme, behind);
        let query = shown_query(query);
        let moment = self.moment.as_ref().map_or_else(String::new, |(_, time)| format!("@{{{time}}}"));
        format!("{scheme}://{user}{}{path}{query}{moment}", self.host)
    }

    /// Returns the time for which it asks.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.moment.as_ref().map(|(moment, _)| *moment)
    }

    /// Returns the type of the backend, as Terraform calls it, and its settings.
    pub(super) fn backend(&self) -> Result<(&'static str, Settings), AddressError> {
        let mut settings = Settings::default();
        let parts: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        let kind = match self.scheme {
            Scheme::S3 => {
                if self.host.is_empty() || self.path.is_empty() {
                    return Err(AddressError::Incomplete("s3://BUCKET/KEY"));
                }
                settings.set("bucket", &self.host);
                settings.set("key", &self.path);
                "s3"
            }
            Scheme::Http => {
                settings.set("address", &self.without_user());
                if let Some(user) = &self.user {
                    settings.set("username", user);
                    settings.set("password", self.password.as_deref().unwrap_or_default());
                }
                "http"
            }
            Scheme::Postgres => {
                settings.set("conn_str", &self.without_own_parameters());
                "pg"
            }
            Scheme::Kubernetes => {
                let [suffix] = *parts else {
                    return Err(AddressError::Incomplete("kubernetes://NAMESPACE/SECRET_SUFFIX"));
                };
                if !self.host.is_empty() {
                    settings.set("namespace", &self.host);
                }
                settings.set("secret_suffix", suffix);
                "kubernetes"
            }
            Scheme::Tfe => {
                let (organization, workspace) = match *parts {
                    [workspace] => (self.host.as_str(), workspace),
                    [organization, workspace] => {
                        if !self.host.is_empty() {
                            settings.set("hostname", &self.host);
                        }
                        (organization, workspace)
                    }
                    _ => return Err(AddressError::Incomplete("tfe://HOST/ORGANIZATION/WORKSPACE")),
                };
                settings.set("organization", organization);
                settings.set("name", workspace);
                "remote"
            }
        };
        for (name, value) in &self.query {
            let known = own_parameters(self.scheme);
            match known.iter().find(|(own, _)| own == name) {
                Some((_, setting)) => settings.set(setting, value),
                // The server's own.
                None if matches!(self.scheme, Scheme::Http | Scheme::Postgres) => {}
                None => {
                    let names = || known.iter().map(|(own, _)| *own);
                    let help = match nearest(name, names()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("known are {}", names().collect::<Vec<_>>().join(", ")),
                    };
                    return Err(AddressError::Parameter { name: name.clone(), help });
                }
            }
        }
        Ok((kind, settings))
    }

    /// Returns the address as it is sent: who asks goes into a header.
    fn without_user(&self) -> String {
        let (scheme, rest) = self.text.split_once("://").unwrap_or_default();
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        format!("{scheme}://{}{}", self.host, rest.get(end..).unwrap_or_default())
    }

    /// Returns the address without the parameters that are ours and not the server's.
    fn without_own_parameters(&self) -> String {
        let Some((before, query)) = self.text.split_once('?') else { return self.text.clone() };
        let own = own_parameters(self.scheme);
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !own.iter().any(|(name, _)| pair.split('=').next() == Some(name)))
            .collect();
        if kept.is_empty() { before.to_owned() } else { format!("{before}?{}", kept.join("&")) }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// Returns the name of an input as it may be shown: that of an address without its password.
pub fn shown(name: &str) -> String {
    match Address::parse(name) {
        None => name.to_owned(),
        Some(Ok(address)) => address.name(),
        // What cannot be read may have its password anywhere.
        Some(Err(_)) => {
            let scheme = name.split_once("://").map_or("", |(scheme, _)| scheme);
            format!("{scheme}://{HIDDEN}")
        }
    }
}

/// Returns a query with its question mark, without the values that give access; nothing for an empty one.
fn shown_query(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        let is_secret = CREDENTIALS.iter().any(|word| lower.contains(word)) && lower != KEY_PREFIX;
        if is_secret { format!("{name}={HIDDEN}") } else { pair.to_owned() }
    });
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Hides passwords in whatever holds addresses, as what a program printed.
pub(super) fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, behind) = rest.split_at(at + 3);
        masked.push_str(before);
        let end = behind.find(|c: char| c.is_whitespace() || "\"'`<>".contains(c)).unwrap_or(behind.len());
        let (word, after) = behind.split_at(end);
        // The last one, because a password may hold what should have been encoded.
        let behind = match word.rsplit_once('@') {
            Some((_, behind)) => {
                masked.push_str(HIDDEN);
                masked.push('@');
                behind
            }
            None => word,
        };
        match behind.split_once('?') {
            Some((path, query)) => {
                masked.push_str(path);
                masked.push_str(&shown_query(query));
            }
            None => masked.push_str(behind),
        }
        rest = after;
    }
    masked.push_str(rest);
    masked
}

/// Splits what follows the host. Keys of S3 may hold a question mark, which then begins none of our parameters.
fn split_query(scheme: Scheme, text: &str) -> (&str, &str) {
    let text = text.split('#').next().filter(|_| scheme != Scheme::S3).unwrap_or(text);
    match text.rsplit_once('?') {
        Some((path, query)) if scheme != Scheme::S3 || is_query(query) => (path, query),
        _ => (text, ""),
    }
}

fn is_query(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Parameters that are ours, each with the setting of the backend that it stands for.
fn own_parameters(scheme: Scheme) -> &'static [(&'static str, &'static str)] {
    match scheme {
        Scheme::S3 => &[
            ("version", "version"),
            ("region", "region"),
            ("profile", "profile"),
            ("role_arn", "role_arn"),
            ("external_id", "external_id"),
            ("endpoint_url", "endpoint_url"),
            ("workspace", "workspace"),
            (KEY_PREFIX, KEY_PREFIX),
        ],
        Scheme::Http => &[],
        Scheme::Postgres => &[("schema", "schema_name"), ("workspace", "workspace")],
        Scheme::Kubernetes => {
            &[("context", "config_context"), ("kubeconfig", "config_path"), ("workspace", "workspace")]
        }
        Scheme::Tfe => &[("workspace", "workspace")],
    }
}

/// A host, with or without a port; none at all is for the scheme to judge.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !text.ends_with(']') => (host, port),
        _ => (text, "0"),
    };
    let is_port = !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
    let is_address = host.starts_with('[') && host.ends_with(']');
    is_port && (is_address || !host.contains([':', '[', ']', ' ', '\\', '"']))
}

/// Reads `%2F` and its like; what is no such code stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = || {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            digits.chars().all(|c| c.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok())?
        };
        match code() {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
