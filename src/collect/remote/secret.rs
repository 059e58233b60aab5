//! State in Secrets of Kubernetes, as Terraform's `kubernetes` backend keeps it: compressed, in one or several parts.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/backend/kubernetes>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Backend, Fetched, RemoteError, path_of, variable};
use crate::collect::Cluster;
use crate::collect::kubernetes::live::IN_CLUSTER;
use crate::collect::kubernetes::live::secret::{NoSecret, read as read_secret};
use crate::model::Value;

/// Where the state is in the Secret.
const KEY: &str = "tfstate";

/// Settings that lead to a cluster without a kubeconfig.
const NOT_READ: [&str; 5] = ["host", "token", "username", "client_certificate", "exec"];

pub(super) fn read(backend: &Backend) -> Result<Fetched, RemoteError> {
    let settings = &backend.settings;
    if let Some(name) = NOT_READ.iter().find(|name| settings.text(name).is_some()) {
        return Err(RemoteError::Settings(format!(
            "`{name}` is not read from settings of a backend; name a context in `config_context`, or use `pull = true`"
        )));
    }
    let suffix = settings.need("secret_suffix").map_err(RemoteError::Settings)?;
    let said = |setting: &str, name: &str| settings.text(setting).or_else(|| variable(name));
    let context = if settings.is_on("in_cluster_config") {
        Some(IN_CLUSTER.to_owned())
    } else {
        said("config_context", "KUBE_CTX")
    };
    let cluster = Cluster {
        context,
        kubeconfig: said("config_path", "KUBE_CONFIG_PATH").map(|path| path_of(&backend.folder, &path)),
        ..Cluster::default()
    };
    let namespace = said("namespace", "KUBE_NAMESPACE");
    let secret = format!("tfstate-{}-{suffix}", backend.workspace());
    let place = format!("the Secret {secret}");
    let secrets =
        read_secret(&cluster, namespace.as_deref(), &secret, |part| format!("{secret}-part-{part}"));
    let secrets = secrets.map_err(|error| match error {
        NoSecret::Cluster(error) => RemoteError::Settings(error.to_string()),
        NoSecret::Absent(namespace) => RemoteError::Nothing(format!(
            "there is no Secret {secret} in the namespace {namespace}; is the suffix right, and the workspace?"
        )),
        NoSecret::Refused(why) => RemoteError::Refused(why),
    })?;
    let mut bytes = Vec::new();
    for secret in &secrets {
        let data = secret.get("data").and_then(|data| data.get(KEY)).and_then(Value::as_str);
        let part = data.and_then(|data| STANDARD.decode(data).ok());
        let part = part.ok_or_else(|| RemoteError::Nothing(format!("{place} holds no state in `{KEY}`")))?;
        bytes.extend(part);
    }
    let name = backend.called(&place);
    Ok(Fetched { name, bytes, warnings: Vec::new() })
}
