//! Collect: sources in, one snapshot out, with a status for each source.
//!
//! An input is recognised by its content, not by its name. This folder does I/O and seals secrets;
//! it must not compare, drop or judge what it reads.

pub mod aws;
mod collected;
pub mod input;
pub mod json;
pub mod kubernetes;
pub mod remote;
pub mod secrets;
pub mod terraform;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::model::{Key, Origin, Snapshot, Source, Status};
use crate::store;
use collected::Collected;
use input::InputError;
use remote::{Remote, RemoteError};
use secrets::SecretKey;
use terraform::{NotTerraform, config, show_text};

/// One thing to read for an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, a folder, or standard input.
    Files(Files),
    /// A running Kubernetes cluster.
    Cluster(Cluster),
    /// An AWS account.
    Account(Account),
    /// State that is kept elsewhere.
    Remote(Remote),
}

/// A file, a folder, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// A file, a folder of Terraform configuration or of manifests, or `-` for standard input.
    pub path: PathBuf,
    /// Variable files given beside a folder of Terraform configuration, in the order of `-var-file`.
    pub var_files: Vec<PathBuf>,
    /// The namespace of Kubernetes objects that name none.
    pub namespace: Option<String>,
}

/// How a running Kubernetes cluster is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// The context of the kubeconfig; `None` means the current one. `in-cluster` is the service account of the pod
    /// it runs in, where no kubeconfig has a context of this name.
    pub context: Option<String>,
    /// The kubeconfig, when it is another than `KUBECONFIG` or the usual place says.
    pub kubeconfig: Option<PathBuf>,
    /// The namespaces to read; none means all, and what belongs to no namespace.
    pub namespaces: Vec<String>,
    /// Whether Secrets are asked for; when not, they are neither read nor reported as missing.
    pub secrets: bool,
}

/// How an AWS account is found, and what of it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The profile; `None` leaves the choice to the environment, as all AWS tools do.
    pub profile: Option<String>,
    /// The regions to read; none means that of the profile or the environment.
    pub regions: Vec<String>,
    /// A role to assume with the credentials found.
    pub role_arn: Option<String>,
    /// What the role asks for beside the credentials.
    pub external_id: Option<String>,
    /// What the session of the role is called in logs; `driftgate` where nothing is said.
    pub session_name: Option<String>,
    /// The server to ask instead of AWS.
    pub endpoint_url: Option<String>,
    /// The services to read, as IAM calls them (`ec2`, `s3`); none means all that are known.
    pub services: Vec<String>,
    /// How long an answer may take to begin.
    pub timeout: Option<Duration>,
}

impl Account {
    /// Returns how a person calls it.
    pub fn name(&self) -> String {
        let who = match (&self.role_arn, &self.profile) {
            (Some(role), _) => format!("aws role {role}"),
            (None, Some(profile)) => format!("aws profile {profile}"),
            (None, None) => "aws".to_owned(),
        };
        if self.regions.is_empty() { who } else { format!("{who} in {}", self.regions.join(", ")) }
    }
}

impl Input {
    /// Names a file or folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self::Files(Files { path: path.into(), var_files: Vec::new(), namespace: None })
    }

    /// Returns how the user calls it.
    pub fn name(&self) -> String {
        match self {
            Self::Files(files) => display(&files.path),
            Self::Cluster(cluster) => match &cluster.context {
                Some(context) => format!("context {context}"),
                None => "the current Kubernetes context".to_owned(),
            },
            Self::Account(account) => account.name(),
            Self::Remote(remote) => remote.name(),
        }
    }
}

/// What collecting needs from outside.
pub struct Context<'a> {
    /// The key under which secrets are sealed.
    pub secret_key: &'a SecretKey,
    /// Gives the paths of attributes that hold credentials, for a kind.
    pub secrets_of: &'a (dyn Fn(&str) -> Arc<[Vec<Key>]> + Sync),
    /// When this happens: seconds since 1970-01-01 UTC.
    pub now: i64,
    /// The program, as `driftgate 0.1.0`.
    pub tool: &'a str,
}

/// An input that could not be read; the message names it and says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}", placed(input, reason))]
pub struct CollectError {
    /// What the user named.
    pub input: String,
    /// Why it could not be read.
    pub reason: Reason,
}

/// Puts the input before the reason, unless the reason names a file of the input itself.
fn placed(input: &str, reason: &Reason) -> String {
    match reason {
        Reason::Config(error) if error.names_file() => error.to_string(),
        Reason::Folder(error) => error.to_string(),
        Reason::Answers(error) => error.to_string(),
        _ => format!("{input}: {reason}"),
    }
}

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// Its bytes could not be had.
    #[error(transparent)]
    Input(#[from] InputError),
    /// It begins as JSON and is none.
    #[error("{0}")]
    Json(#[from] json::JsonError),
    /// It is JSON of something else.
    #[error("{0}")]
    NotTerraform(#[from] NotTerraform),
    /// It is of Kubernetes, and a part of it is broken or no object.
    #[error("{0}")]
    Manifest(#[from] kubernetes::ManifestError),
    /// It is a folder of manifests with a mistake, or of nothing that is known.
    #[error("{0}")]
    Folder(#[from] kubernetes::FolderError),
    /// It is a folder of answers of AWS, and a file of it is none.
    #[error("{0}")]
    Answers(#[from] aws::AnswerError),
    /// It is `terraform show` text that breaks off or is of a plan.
    #[error("{0}")]
    ShowText(#[from] show_text::ShowTextError),
    /// It is Terraform configuration with a mistake.
    #[error("{0}")]
    Config(#[from] config::ConfigError),
    /// It is a snapshot that is damaged or newer than this program.
    #[error("{0}")]
    Snapshot(#[from] store::SnapshotError),
    /// A cluster that is named with a mistake.
    #[cfg(feature = "kubernetes")]
    #[error("{0}")]
    Cluster(#[from] kubernetes::live::ClusterError),
    /// A cluster, and this build cannot talk to one.
    #[error("this driftgate was built without Kubernetes; build it with the feature `kubernetes`")]
    NoClusters,
    /// An account that is named with a mistake.
    #[cfg(feature = "aws")]
    #[error("{0}")]
    Account(#[from] aws::live::AccountError),
    /// An account, and this build cannot talk to one.
    #[error("this driftgate was built without AWS; build it with the feature `aws`")]
    NoAccounts,
    /// State that is kept elsewhere and could not be had.
    #[error("{0}")]
    Remote(#[from] RemoteError),
    /// Nothing that is known.
    #[error(
        "neither Terraform state, `terraform show` output, Terraform configuration, Kubernetes manifests, an \
         answer of the AWS CLI nor a driftgate snapshot; expected one of these"
    )]
    Unrecognised,
}

/// Reads all inputs of one environment into one snapshot.
///
/// # Errors
/// The first input, in the order given, that could not be read.
pub fn environment(name: &str, inputs: &[Input], context: &Context<'_>) -> Result<Snapshot, CollectError> {
    let mut snapshot = Snapshot {
        environment: name.to_owned(),
        taken_at: context.now,
        tool: context.tool.to_owned(),
        secret_key_id: context.secret_key.id(),
        ..Snapshot::default()
    };
    let mut code = Vec::new();
    // Servers are waited for side by side; files are read one after the other, so that not all of their trees
    // are held at once.
    let mut asked = ask(inputs, context.now);
    for (at, input) in inputs.iter().enumerate() {
        let parts = asked.remove(&at).unwrap_or_else(|| read(input, context.now))?;
        let is_alone = inputs.len() == 1 && parts.len() == 1;
        for Part { name: source, read } in parts {
            match read {
                Read::Snapshot(stored) => {
                    // A stored snapshot is an environment of its own: its name, time and key are kept.
                    if is_alone {
                        let environment =
                            if name == input.name() { stored.environment } else { name.to_owned() };
                        return Ok(Snapshot { environment, ..stored });
                    }
                    snapshot.secret_key_id = stored.secret_key_id;
                    let base = u32::try_from(snapshot.sources.len()).unwrap_or(u32::MAX);
                    snapshot.sources.extend(stored.sources);
                    snapshot.resources.extend(stored.resources.into_iter().map(|mut resource| {
                        resource.source += base;
                        resource
                    }));
                }
                Read::Collected(collected) => {
                    if collected.is_code {
                        code.push(snapshot.sources.len());
                    }
                    add(&mut snapshot, source, collected, context);
                }
            }
        }
    }
    if code.len() < snapshot.sources.len() {
        set_code_aside(&mut snapshot, &code);
    }
    if snapshot.sources.iter().any(|source| source.format.starts_with(kubernetes::FORMAT)) {
        kubernetes::facts(&mut snapshot.resources, &snapshot.sources);
    }
    snapshot.sort();
    Ok(snapshot)
}

/// Asks all servers at once; returns what each input that is one gave, by its place in the list.
fn ask(inputs: &[Input], now: i64) -> BTreeMap<usize, Result<Vec<Part>, CollectError>> {
    let servers = inputs.iter().enumerate().filter(|(_, input)| !matches!(input, Input::Files(_)));
    thread::scope(|scope| {
        let asked: Vec<_> = servers.map(|(at, input)| (at, scope.spawn(move || read(input, now)))).collect();
        let joined = asked.into_iter().map(|(at, thread)| {
            // A panic of a thread is one of this thread, as if it had not been started.
            (at, thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        joined.collect()
    })
}

/// Beside a state or plan, what code says of resources tells who declared them; the record is what is compared.
///
/// Variables, locals and versions are nowhere but in the code, and are compared.
fn set_code_aside(snapshot: &mut Snapshot, code: &[usize]) {
    const ONLY_IN_CODE: [&str; 3] = ["variable", "local", "terraform_settings"];
    for resource in &mut snapshot.resources {
        let from_code = code.contains(&(resource.source as usize));
        if from_code && !ONLY_IN_CODE.contains(&resource.kind.as_str()) {
            resource.origin = Origin::Code;
        }
    }
}

enum Read {
    Snapshot(Snapshot),
    Collected(Collected),
}

/// One source of an input: most have one, a pattern of names has many.
struct Part {
    name: String,
    read: Read,
}

fn display(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

fn read(input: &Input, now: i64) -> Result<Vec<Part>, CollectError> {
    let failed = |reason: Reason| CollectError { input: input.name(), reason };
    let one = |read: Result<Read, Reason>| match read {
        Ok(read) => Ok(vec![Part { name: input.name(), read }]),
        Err(reason) => Err(failed(reason)),
    };
    match input {
        Input::Files(files) => one(read_files(files)),
        #[cfg(feature = "kubernetes")]
        Input::Cluster(cluster) => {
            one(kubernetes::live::read(cluster).map(Read::Collected).map_err(Reason::from))
        }
        #[cfg(not(feature = "kubernetes"))]
        Input::Cluster(_) => one(Err(Reason::NoClusters)),
        #[cfg(feature = "aws")]
        Input::Account(account) => one(aws::live::read(account).map(Read::Collected).map_err(Reason::from)),
        #[cfg(not(feature = "aws"))]
        Input::Account(_) => one(Err(Reason::NoAccounts)),
        Input::Remote(remote) => {
            let fetched = remote::read(remote, now).map_err(|error| failed(error.into()))?;
            let parts =
                fetched.into_iter().map(|remote::Fetched { name, bytes, warnings }| {
                    match recognised(&name, bytes, None) {
                        Ok(mut read) => {
                            if let Read::Collected(collected) = &mut read {
                                collected.warnings.extend(warnings);
                            }
                            Ok(Part { name, read })
                        }
                        Err(reason) => Err(CollectError { input: name, reason }),
                    }
                });
            parts.collect()
        }
    }
}

fn read_files(input: &Files) -> Result<Read, Reason> {
    if input.path.is_dir() {
        return Ok(Read::Collected(folder(input)?));
    }
    let bytes = input::read(&input.path)?;
    recognised(&display(&input.path), bytes, input.namespace.as_deref())
}

/// Recognises what was read by its content.
fn recognised(name: &str, bytes: Vec<u8>, namespace: Option<&str>) -> Result<Read, Reason> {
    if store::is_snapshot(&bytes) {
        return Ok(Read::Snapshot(store::read(&bytes)?));
    }
    let text = input::decode(bytes)?;
    text_input(name, text, namespace).map(Read::Collected)
}

/// Recognises a folder by the files in it.
fn folder(input: &Files) -> Result<Collected, Reason> {
    let Files { path, var_files, namespace } = input;
    if var_files.is_empty() && !config::is_in(path)? {
        if let Some(answers) = aws::load_folder(path)? {
            return Ok(answers);
        }
        return Ok(kubernetes::load_folder(path, namespace.as_deref())?);
    }
    if let Some(file) = kubernetes::recipe_in(path) {
        return Err(kubernetes::FolderError::Both { path: path.clone(), file }.into());
    }
    let mut collected = config::load_directory(path, var_files)?;
    collected.warnings.extend(kubernetes::beside(path));
    Ok(collected)
}

/// Recognises a text by what it says.
fn text_input(name: &str, text: String, namespace: Option<&str>) -> Result<Collected, Reason> {
    if text.trim_ascii_start().starts_with(['{', '[']) {
        if is_log(&text) {
            return Err(NotTerraform::UiLog.into());
        }
        let document = match json::parse(&text) {
            Ok(document) => document,
            // Objects that follow each other, or YAML that begins with a bracket.
            Err(_) if text.contains("apiVersion") && text.contains("kind") => {
                return Ok(kubernetes::read_text(name, &text, namespace)?);
            }
            Err(error) => return Err(error.into()),
        };
        if kubernetes::is_object(&document.value) {
            drop(text);
            let mut collected = kubernetes::document(name, document.value, namespace)?;
            collected.warnings.extend(document.warnings);
            return Ok(collected);
        }
        if config::is_json_configuration(name, &document.value) {
            return Ok(config::load_text(name, &text)?);
        }
        // The tree holds all that is needed; a large text would double the memory from here on.
        drop(text);
        let value = match aws::document(document.value) {
            Ok(mut collected) => {
                collected.warnings.extend(document.warnings);
                return Ok(collected);
            }
            Err(value) => value,
        };
        let mut collected = terraform::document(value)?;
        collected.warnings.extend(document.warnings);
        return Ok(collected);
    }
    let says_configuration = [".tf", ".tfvars", ".hcl"].iter().any(|end| name.ends_with(end));
    if !says_configuration && kubernetes::manifest::looks_like(&text) {
        return Ok(kubernetes::read_text(name, &text, namespace)?);
    }
    if show_text::is_plan_text(&text) || show_text::looks_like(&text) {
        return Ok(show_text::parse(&text)?.into());
    }
    if config::looks_like(name, &text) {
        return Ok(config::load_text(name, &text)?);
    }
    // YAML of something else: a chart, its values, a kustomization. What they are is told by their content.
    let ends_so = [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
    if ends_so || kubernetes::manifest::looks_like_yaml(&text) {
        return Ok(kubernetes::read_text(name, &text, namespace)?);
    }
    Err(Reason::Unrecognised)
}

/// Returns whether a text is the log of `terraform plan -json`: one JSON message a line.
fn is_log(text: &str) -> bool {
    let first = text.trim_ascii_start().lines().next().unwrap_or_default();
    first.contains("\"@level\"") && first.contains("\"@message\"") && json::parse(first).is_ok()
}

fn add(snapshot: &mut Snapshot, name: String, mut collected: Collected, context: &Context<'_>) {
    secrets::seal(&mut collected.resources, &collected.sensitive, context.secret_key, context.secrets_of);
    let source = u32::try_from(snapshot.sources.len()).unwrap_or(u32::MAX);
    for resource in &mut collected.resources {
        resource.source = source;
    }
    snapshot.sources.push(Source {
        name,
        format: collected.format,
        status: match collected.failed {
            Some(why) => Status::Failed(why),
            None if collected.missing.is_empty() => Status::Complete,
            None => Status::Partial(collected.missing),
        },
        resources: collected.resources.len() as u64,
        warnings: collected.warnings,
        scope: collected.scope,
        help: collected.help,
    });
    if snapshot.resources.is_empty() {
        snapshot.resources = collected.resources;
    } else {
        snapshot.resources.append(&mut collected.resources);
    }
}
