//! From a context of a kubeconfig, or the service account of a pod, to a client.
//!
//! Every message here is made of names and places: a kubeconfig, the environment of a plugin and what a plugin
//! prints hold credentials, and none of their text is repeated.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::HeaderValue;
use http::header::USER_AGENT;
use kube::client::AuthError;
use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Client, Config};

use super::{request, tls};
use crate::collect::Cluster;
use crate::diagnostic::nearest;

/// The context that means the service account of the pod driftgate runs in, where no kubeconfig has it.
pub const IN_CLUSTER: &str = "in-cluster";

/// A server that is there answers much faster.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Without a single byte for this long, nothing comes any more.
const READ_TIMEOUT: Duration = Duration::from_mins(1);

/// A mistake in what names a cluster; nothing was asked of any server. Reads after the name of the input.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// There is no kubeconfig, or it cannot be read.
    #[error("{path}: the kubeconfig could not be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the operating system said.
        reason: io::Error,
    },
    /// No kubeconfig is where one is looked for.
    #[error(
        "no kubeconfig at {0}; name one in `kubeconfig`, set KUBECONFIG, or use the context \"in-cluster\" inside a pod"
    )]
    None(String),
    /// The kubeconfig is not one.
    #[error("{path}: not a kubeconfig: {reason}; does `kubectl --kubeconfig {path} config view` read it?")]
    Broken {
        /// The file.
        path: String,
        /// Where it is wrong.
        reason: String,
    },
    /// It has no such context.
    #[error("{path}: the kubeconfig has no context {name:?}; {help}")]
    UnknownContext {
        /// The file or files.
        path: String,
        /// The context that was asked for.
        name: String,
        /// The nearest one, or all.
        help: String,
    },
    /// No context was named, and the kubeconfig has no current one.
    #[error("{0}: the kubeconfig has no current context; name one in `context`")]
    NoCurrentContext(String),
    /// The context leads to nothing that can be used.
    #[error("{path}: the context {context:?} cannot be used: {reason}")]
    Context {
        /// The file or files.
        path: String,
        /// The context.
        context: String,
        /// Why.
        reason: String,
    },
    /// Not inside a pod.
    #[error("the context \"in-cluster\" works only inside a pod with a service account: {0}")]
    NotInCluster(String),
    /// The machine gives no threads or sockets.
    #[error("no connection could be prepared: {0}")]
    Runtime(io::Error),
}

/// A client, and the names that messages need.
pub(super) struct Access {
    pub(super) client: Client,
    /// The context.
    pub(super) context: String,
    /// Whose credentials are used, as the kubeconfig calls them.
    pub(super) user: String,
    /// The namespace that the context works in.
    pub(super) namespace: String,
    /// The address of the server.
    pub(super) server: String,
}

/// A cluster that is named rightly, and that cannot be asked.
pub(super) struct Failed(pub(super) String);

/// Prepares a client.
///
/// # Errors
/// A mistake in the configuration; the inner error is that of credentials that cannot be had.
pub(super) async fn access(cluster: &Cluster) -> Result<Result<Access, Failed>, ClusterError> {
    let loaded = load(cluster.kubeconfig.as_deref());
    let wants_pod = cluster.context.as_deref() == Some(IN_CLUSTER);
    let (kubeconfig, path) = match loaded {
        Err(ClusterError::None(_)) if wants_pod => return in_cluster(),
        Ok((kubeconfig, _)) if wants_pod && !kubeconfig.contexts.iter().any(|c| c.name == IN_CLUSTER) => {
            return in_cluster();
        }
        loaded => loaded?,
    };
    let Some(context) = cluster.context.clone().or_else(|| kubeconfig.current_context.clone()) else {
        return Err(ClusterError::NoCurrentContext(path));
    };
    let Some(named) = kubeconfig.contexts.iter().find(|named| named.name == context) else {
        let names = || kubeconfig.contexts.iter().map(|named| named.name.as_str());
        let help = match nearest(&context, names()) {
            Some(near) => format!("did you mean {near:?}?"),
            None if kubeconfig.contexts.is_empty() => "it has none at all".to_owned(),
            None => format!("it has {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(ClusterError::UnknownContext { path, name: context, help });
    };
    let user = named.context.as_ref().and_then(|named| named.user.clone()).unwrap_or_default();
    let exec = kubeconfig.auth_infos.iter().find(|named| named.name == user);
    let exec = exec.and_then(|named| named.auth_info.as_ref()?.exec.as_ref()?.command.clone());
    let options = KubeConfigOptions { context: Some(context.clone()), ..KubeConfigOptions::default() };
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await.map_err(|error| {
        let reason = match error {
            KubeconfigError::LoadClusterOfContext(name) => format!("there is no cluster {name:?}"),
            error => request::plain(&error.to_string()),
        };
        ClusterError::Context { path: path.clone(), context: context.clone(), reason }
    })?;
    Ok(client(config, context, user, exec.as_deref()))
}

fn in_cluster() -> Result<Result<Access, Failed>, ClusterError> {
    let config = Config::incluster().map_err(|error| ClusterError::NotInCluster(error.to_string()))?;
    Ok(client(config, IN_CLUSTER.to_owned(), "the service account of the pod".to_owned(), None))
}

fn client(mut config: Config, context: String, user: String, exec: Option<&str>) -> Result<Access, Failed> {
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    config.read_timeout = Some(READ_TIMEOUT);
    // `retry` decides, and knows which requests may be repeated.
    config.default_retry = false;
    let agent = HeaderValue::from_static(concat!("driftgate/", env!("CARGO_PKG_VERSION")));
    config.headers.push((USER_AGENT, agent));
    let namespace = config.default_namespace.clone();
    let server = config.cluster_url.to_string();
    let server = server.trim_end_matches('/').to_owned();
    let client = tls::client(config).map_err(|error| {
        let reason = match &error {
            kube::Error::Auth(error) => credentials(error, exec),
            error => request::root(error),
        };
        Failed(format!("no credentials for the user {user:?} of the context {context:?}: {reason}"))
    })?;
    Ok(Access { client, context, user, namespace, server })
}

/// Says why there are no credentials, without anything that a plugin printed.
pub(super) fn credentials(error: &AuthError, exec: Option<&str>) -> String {
    let command = exec.unwrap_or("the credential plugin");
    match error {
        AuthError::AuthExecStart(error) => {
            format!("{command} could not be started: {error}; is it installed and in PATH?")
        }
        AuthError::AuthExecRun { out, .. } => {
            format!("{command} failed with {}; log in again, then try `kubectl get ns`", out.status)
        }
        AuthError::AuthExecParse(_) | AuthError::ExecPluginFailed => {
            format!("{command} printed nothing that is an ExecCredential")
        }
        AuthError::ReadTokenFile(error, path) => format!("{}: {error}", path.display()),
        AuthError::MissingCommand => "the kubeconfig names a plugin without a command".to_owned(),
        AuthError::ExecMissingClusterInfo => {
            "the plugin wants to know the cluster, which is not known".to_owned()
        }
        AuthError::InvalidBasicAuth(_) | AuthError::InvalidBearerToken(_) => {
            "the token or password holds characters that cannot be sent; does a line break end it?".to_owned()
        }
        AuthError::MalformedTokenExpirationDate(_) => format!("{command} gave a date that is none"),
        _ => "they could not be had in the way that the kubeconfig says; does `kubectl get ns` work?"
            .to_owned(),
    }
}

/// Reads the kubeconfig, or those that the environment names; returns it with its name.
fn load(named: Option<&Path>) -> Result<(Kubeconfig, String), ClusterError> {
    if let Some(path) = named {
        return Ok((read(path)?, path.display().to_string()));
    }
    let paths = usual_paths();
    let name = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let mut merged: Option<Kubeconfig> = None;
    for path in &paths {
        match (read(path), merged.take()) {
            (Ok(next), None) => merged = Some(next),
            (Ok(next), Some(before)) => {
                let both = before.merge(next).map_err(|error| ClusterError::Broken {
                    path: path.display().to_string(),
                    reason: error.to_string(),
                })?;
                merged = Some(both);
            }
            // As kubectl does: of several files some may not be there.
            (Err(ClusterError::Unreadable { reason, .. }), before)
                if reason.kind() == io::ErrorKind::NotFound =>
            {
                merged = before;
            }
            (Err(error), _) => return Err(error),
        }
    }
    match merged {
        Some(merged) => Ok((merged, name)),
        None => Err(ClusterError::None(name)),
    }
}

/// Returns where kubectl looks.
fn usual_paths() -> Vec<PathBuf> {
    let named = std::env::var_os("KUBECONFIG").unwrap_or_default();
    let named: Vec<_> = std::env::split_paths(&named).filter(|path| !path.as_os_str().is_empty()).collect();
    if named.is_empty() {
        vec![std::env::home_dir().unwrap_or_default().join(".kube").join("config")]
    } else {
        named
    }
}

fn read(path: &Path) -> Result<Kubeconfig, ClusterError> {
    let name = || path.display().to_string();
    Kubeconfig::read_from(path).map_err(|error| match error {
        KubeconfigError::ReadConfig(reason, _) => ClusterError::Unreadable { path: name(), reason },
        KubeconfigError::Parse(error) => {
            let reason = match error.location() {
                Some(at) => format!("line {}, column {} is not as expected", at.line(), at.column()),
                None => "it is not the YAML that is expected".to_owned(),
            };
            ClusterError::Broken { path: name(), reason }
        }
        error => ClusterError::Broken { path: name(), reason: request::plain(&error.to_string()) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kubeconfig(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn told(text: &str, context: Option<&str>) -> String {
        let (folder, path) = kubeconfig(text);
        let cluster =
            Cluster { context: context.map(str::to_owned), kubeconfig: Some(path), ..Cluster::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let told = match runtime.block_on(access(&cluster)) {
            Ok(Ok(_)) => "ready".to_owned(),
            Ok(Err(Failed(why))) => why,
            Err(error) => error.to_string(),
        };
        told.replace(&folder.path().display().to_string(), "")
    }

    const TWO: &str = r#"{"apiVersion": "v1", "kind": "Config",
        "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1"}}],
        "contexts": [{"name": "staging", "context": {"cluster": "c", "user": "jo"}},
                     {"name": "lost", "context": {"cluster": "gone", "user": "jo"}},
                     {"name": "plugin", "context": {"cluster": "c", "user": "exec"}}],
        "users": [{"name": "jo", "user": {"token": "t0ken-of-jo"}},
                  {"name": "exec", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1",
                     "command": "/bin/sh", "args": ["-c", "echo t0ken-of-jo; exit 3"],
                     "env": [{"name": "SECRET", "value": "t0ken-of-jo"}], "interactiveMode": "Never"}}}]}"#;

    #[test]
    fn a_context_leads_to_a_client() {
        assert_eq!(told(TWO, Some("staging")), "ready");
    }

    #[test]
    fn mistakes_name_what_is_wrong_and_what_is_near() {
        let unknown = told(TWO, Some("stagin"));
        assert_eq!(unknown, "/config: the kubeconfig has no context \"stagin\"; did you mean \"staging\"?");
        let far = told(TWO, Some("zzzzzz"));
        assert!(far.ends_with("it has staging, lost, plugin"), "{far}");
        let lost = told(TWO, Some("lost"));
        assert_eq!(lost, "/config: the context \"lost\" cannot be used: there is no cluster \"gone\"");
        assert_eq!(told(TWO, None), "/config: the kubeconfig has no current context; name one in `context`");
        let none = access_of_no_file();
        assert!(none.contains("no such file") || none.contains("No such file"), "{none}");
    }

    fn access_of_no_file() -> String {
        read(Path::new("/no/such/kubeconfig")).unwrap_err().to_string()
    }

    /// A kubeconfig holds tokens, and so does what plugins print: no message shows a piece of either.
    #[test]
    fn no_message_shows_a_credential() {
        let broken = told("users:\n- name: jo\n  user: {token: [t0ken-of-jo]}\n", None);
        assert!(broken.contains("line 3"), "{broken}");
        let failed = told(TWO, Some("plugin"));
        assert!(failed.contains("/bin/sh failed with exit status: 3"), "{failed}");
        assert!(failed.contains("\"plugin\"") && failed.contains("\"exec\""), "{failed}");
        let not_found = told(&TWO.replace("/bin/sh", "/no/such/plugin"), Some("plugin"));
        assert!(not_found.contains("/no/such/plugin could not be started"), "{not_found}");
        let garbage = told(&TWO.replace("exit 3", "exit 0"), Some("plugin"));
        assert!(garbage.contains("ExecCredential"), "{garbage}");
        for message in [broken, failed, not_found, garbage] {
            assert!(!message.contains("t0ken"), "{message}");
        }
    }
}
