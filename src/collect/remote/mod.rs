//! State where it is kept: in S3, behind HTTP, in PostgreSQL, in a Secret of Kubernetes, in HCP Terraform, in a local
//! backend, or in any other that `terraform state pull` can read.
//!
//! Everything is read and nothing written; no lock is taken, as a read needs none. Nothing kept there is an error and
//! never an empty environment, because a mistaken key would look like one. This folder must not know what a state
//! says, and no message of it shows a password.

mod address;
mod error;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod program;
mod pull;
#[cfg(feature = "aws")]
mod s3;
#[cfg(feature = "kubernetes")]
mod secret;
mod settings;
#[cfg(feature = "http")]
mod tfe;
#[cfg(feature = "http")]
mod token;

use std::fmt;
#[cfg(feature = "kubernetes")]
use std::path::Path;
use std::path::PathBuf;

pub use address::{Address, AddressError, shown};
pub use error::RemoteError;

use self::settings::Settings;
use super::input;
use super::terraform::config;

/// No state may be larger; those of thousands of resources have some ten megabytes.
const LARGEST: usize = 1 << 30;

/// The workspace that is there when none was made.
const DEFAULT_WORKSPACE: &str = "default";

/// State that is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Where.
    pub place: Place,
    /// Settings beside those that the place names, as `terraform init -backend-config` takes them.
    pub backend_config: Vec<BackendConfig>,
    /// The workspace; none means the default one.
    pub workspace: Option<String>,
}

/// Where a state is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind an address.
    Address(Address),
    /// Where the configuration in this folder says.
    Backend {
        /// The folder of the `.tf` files.
        folder: PathBuf,
        /// The program that asks backends which are not asked by driftgate itself.
        command: Option<String>,
    },
    /// Where Terraform finds it, run in this folder.
    Pull {
        /// The folder in which `terraform init` was run.
        folder: PathBuf,
        /// The program; none means `terraform`, or `tofu` where there is no `terraform`.
        command: Option<String>,
    },
}

impl Remote {
    /// Returns the program that was named for it, where one was.
    pub fn command(&self) -> Option<&str> {
        match &self.place {
            Place::Address(_) => None,
            Place::Backend { command, .. } | Place::Pull { command, .. } => command.as_deref(),
        }
    }
}

/// Settings of a backend.
#[derive(Clone, PartialEq, Eq)]
pub enum BackendConfig {
    /// A file of them.
    File(PathBuf),
    /// One of them.
    Pair(String, String),
}

impl fmt::Debug for BackendConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.fmt(f),
            Self::Pair(name, _) => write!(f, "{name}=***"),
        }
    }
}

impl Remote {
    /// Names what is behind an address.
    pub fn new(address: Address) -> Self {
        Self { place: Place::Address(address), backend_config: Vec::new(), workspace: None }
    }

    /// Returns how a person calls it, without passwords.
    pub fn name(&self) -> String {
        let workspace =
            self.workspace.as_ref().map_or_else(String::new, |name| format!(" (workspace {name})"));
        match &self.place {
            Place::Address(address) => address.name() + &workspace,
            Place::Backend { folder, .. } => format!("the state of {}{workspace}", folder.display()),
            Place::Pull { folder, .. } => format!("the state pulled in {}{workspace}", folder.display()),
        }
    }
}

/// One state as it was kept.
#[derive(Debug)]
pub struct Fetched {
    /// Where it was, without passwords.
    pub name: String,
    /// What was there, unpacked.
    pub bytes: Vec<u8>,
    /// What deserves a word.
    pub warnings: Vec<String>,
}

/// A backend with all that is known of it.
struct Backend {
    kind: String,
    settings: Settings,
    workspace: Option<String>,
    /// For which time it is asked: seconds since 1970-01-01 UTC.
    at: Option<i64>,
    /// Where relative paths begin.
    folder: PathBuf,
    /// What the input is called.
    #[cfg_attr(
        not(any(feature = "aws", feature = "http", feature = "kubernetes", feature = "postgres")),
        expect(dead_code, reason = "files are called by their paths")
    )]
    name: String,
}

impl Backend {
    /// Returns what a source is called, `place` where the name of the input does not tell it.
    #[cfg(any(feature = "aws", feature = "http", feature = "kubernetes", feature = "postgres"))]
    fn called(&self, place: &str) -> String {
        if self.name.contains("://") { self.name.clone() } else { place.to_owned() }
    }

    /// Names the place in an error, where the name of the input does not.
    #[cfg(any(feature = "aws", feature = "http", feature = "kubernetes", feature = "postgres"))]
    fn told(&self, error: RemoteError, place: &str) -> RemoteError {
        if self.name.contains("://") { error } else { error.at(place) }
    }

    /// Returns the workspace that was asked for.
    fn workspace(&self) -> String {
        let said = self.workspace.clone().or_else(|| self.settings.text("workspace"));
        said.unwrap_or_else(|| DEFAULT_WORKSPACE.to_owned())
    }
}

/// Reads what is kept; `now` is seconds since 1970-01-01 UTC. A pattern may lead to several states.
///
/// # Errors
/// The first thing that kept a state from being read.
pub(super) fn read(remote: &Remote, now: i64) -> Result<Vec<Fetched>, RemoteError> {
    let name = remote.name();
    let fetched = match &remote.place {
        Place::Pull { folder, command } => {
            vec![pull::read(&name, folder, command.as_deref(), remote.workspace.as_deref())?]
        }
        Place::Address(address) => {
            let (kind, mut settings) = address.backend()?;
            configure(&mut settings, &remote.backend_config)?;
            let backend = Backend {
                kind: kind.to_owned(),
                settings,
                workspace: remote.workspace.clone(),
                at: address.moment().map(|moment| moment.seconds(now)),
                folder: PathBuf::new(),
                name: name.clone(),
            };
            ask(&backend)?
        }
        Place::Backend { folder, command } => {
            let found = config::backend(folder)?;
            let (kind, block) =
                found.map_or(("local".to_owned(), None), |found| (found.kind, Some(found.settings)));
            let mut settings = Settings::default();
            if let Some(block) = block {
                settings.merge(block);
            }
            configure(&mut settings, &remote.backend_config)?;
            if !is_asked(&kind) {
                let mut fetched = pull::read(&name, folder, command.as_deref(), remote.workspace.as_deref())?;
                fetched.warnings.push(format!(
                    "driftgate does not ask the backend `{kind}` itself; `state pull` was run, with the backend as \
                     `init` last configured it"
                ));
                return Ok(vec![unpacked(fetched, &name)?]);
            }
            if let Some(setting) = settings.unknown() {
                return Err(RemoteError::Settings(format!(
                    "`{setting}` of the backend `{kind}` is an expression; give its value in `backend_config`"
                )));
            }
            let backend = Backend {
                kind,
                settings,
                workspace: remote.workspace.clone(),
                at: None,
                folder: folder.clone(),
                name: name.clone(),
            };
            ask(&backend)?
        }
    };
    fetched.into_iter().map(|fetched| unpacked(fetched, &name)).collect()
}

/// Returns whether a backend is asked without Terraform.
fn is_asked(kind: &str) -> bool {
    ["local", "s3", "http", "pg", "kubernetes", "remote", "cloud"].contains(&kind)
}

fn ask(backend: &Backend) -> Result<Vec<Fetched>, RemoteError> {
    if backend.at.is_some() && backend.kind != "s3" {
        return Err(AddressError::NoHistory.into());
    }
    match backend.kind.as_str() {
        "local" => Ok(vec![local(backend)?]),
        #[cfg(feature = "aws")]
        "s3" => s3::read(backend),
        #[cfg(feature = "http")]
        "http" => Ok(vec![http::read(backend)?]),
        #[cfg(feature = "postgres")]
        "pg" => Ok(vec![postgres::read(backend)?]),
        #[cfg(feature = "kubernetes")]
        "kubernetes" => Ok(vec![secret::read(backend)?]),
        #[cfg(feature = "http")]
        "remote" | "cloud" => Ok(vec![tfe::read(backend)?]),
        other => Err(not_built(other)),
    }
}

/// Says what is not in this build; with all features there is nothing.
fn not_built(kind: &str) -> RemoteError {
    match kind {
        "s3" => RemoteError::NotBuilt("AWS", "aws"),
        "pg" => RemoteError::NotBuilt("PostgreSQL", "postgres"),
        "kubernetes" => RemoteError::NotBuilt("Kubernetes", "kubernetes"),
        _ => RemoteError::NotBuilt("HTTP", "http"),
    }
}

/// Adds what `backend_config` says; later wins over earlier.
fn configure(settings: &mut Settings, given: &[BackendConfig]) -> Result<(), RemoteError> {
    for given in given {
        match given {
            BackendConfig::File(path) => settings.merge(config::backend_file(path)?),
            BackendConfig::Pair(name, value) => settings.set(name, value),
        }
    }
    Ok(())
}

/// Reads the file of a local backend.
///
/// Source: <https://developer.hashicorp.com/terraform/language/backend/local>
fn local(backend: &Backend) -> Result<Fetched, RemoteError> {
    let workspace = backend.workspace();
    let text = |name: &str, usual: &str| backend.settings.text(name).unwrap_or_else(|| usual.to_owned());
    let path = if workspace == DEFAULT_WORKSPACE {
        backend.folder.join(text("path", "terraform.tfstate"))
    } else {
        let folder = backend.folder.join(text("workspace_dir", "terraform.tfstate.d"));
        folder.join(&workspace).join("terraform.tfstate")
    };
    let name = path.display().to_string();
    let bytes = input::read(&path).map_err(|error| RemoteError::from(error).at(&name))?;
    Ok(Fetched { name, bytes, warnings: Vec::new() })
}

/// Unpacks what was kept, and refuses what only looks like a state was there. `asked` is how the input is called.
fn unpacked(fetched: Fetched, asked: &str) -> Result<Fetched, RemoteError> {
    let Fetched { name, bytes, warnings } = fetched;
    let told = |error: RemoteError| if name == asked { error } else { error.at(&name) };
    if bytes.trim_ascii().is_empty() {
        return Err(told(RemoteError::Nothing(
            "what is kept there is empty; has anything been applied yet, and is the name right?".to_owned(),
        )));
    }
    let bytes = input::unpack(bytes).map_err(|error| told(error.into()))?;
    let start = bytes.trim_ascii_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Err(told(RemoteError::Page));
    }
    Ok(Fetched { name, bytes, warnings })
}

/// Returns a path of a backend's settings: `~` is the home of who asks, all else begins in the folder.
#[cfg(feature = "kubernetes")]
fn path_of(folder: &Path, text: &str) -> PathBuf {
    match text.strip_prefix("~/") {
        Some(rest) => std::env::home_dir().unwrap_or_default().join(rest),
        None => folder.join(text),
    }
}

/// Returns an environment variable that is not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Runs what waits for a server.
#[cfg(any(feature = "aws", feature = "http", feature = "postgres"))]
fn wait<T>(work: impl Future<Output = Result<T, RemoteError>>) -> Result<T, RemoteError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| RemoteError::Broken(format!("could not start reading: {error}")))?;
    runtime.block_on(work)
}

/// Returns one line of what somebody else wrote, without passwords and what would control a terminal.
fn plain(text: &str) -> String {
    const LONGEST: usize = 400;
    let masked = address::masked(text);
    let clean: String = masked.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
