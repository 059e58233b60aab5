//! One Secret by its name, for what is kept in it. A read of one object and no list.
//!
//! This file must not know what a Secret holds.

use super::client::{self, ClusterError, Failed};
use super::discovery::JSON;
use super::request::{Api, Refusal, encoded};
use crate::collect::Cluster;
use crate::model::Value;

/// Why there is no Secret.
pub(in crate::collect) enum NoSecret {
    /// A mistake in what names the cluster.
    Cluster(ClusterError),
    /// There is none; holds the namespace that was looked in.
    Absent(String),
    /// It may not be read, or could not be.
    Refused(String),
}

/// Reads Secrets, first the one of this name, then as many as `next` names.
pub(in crate::collect) fn read(
    cluster: &Cluster,
    namespace: Option<&str>,
    name: &str,
    next: impl Fn(usize) -> String,
) -> Result<Vec<Value>, NoSecret> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| NoSecret::Cluster(ClusterError::Runtime(error)))?;
    runtime.block_on(async {
        let access = match client::access(cluster).await.map_err(NoSecret::Cluster)? {
            Ok(access) => access,
            Err(Failed(why)) => return Err(NoSecret::Refused(why)),
        };
        let namespace = namespace.unwrap_or(&access.namespace).to_owned();
        let api = Api::new(access.client);
        let path =
            |name: &str| format!("/api/v1/namespaces/{}/secrets/{}", encoded(&namespace), encoded(name));
        let mut read = match api.get(&path(name), JSON).await {
            Ok(secret) => vec![secret],
            Err(Refusal::Other { code: 404, .. }) => return Err(NoSecret::Absent(namespace)),
            Err(refusal) => return Err(refused(&refusal, name, &namespace)),
        };
        loop {
            let part = next(read.len());
            match api.get(&path(&part), JSON).await {
                Ok(secret) => read.push(secret),
                Err(Refusal::Other { code: 404, .. }) => return Ok(read),
                // A role may name the one Secret that there is.
                Err(Refusal::Forbidden(_)) if read.len() == 1 => return Ok(read),
                Err(refusal) => return Err(refused(&refusal, &part, &namespace)),
            }
        }
    })
}

fn refused(refusal: &Refusal, name: &str, namespace: &str) -> NoSecret {
    NoSecret::Refused(match refusal {
        Refusal::Forbidden(message) => format!(
            "forbidden: `get` on the Secret {name} in the namespace {namespace} is needed ({message})"
        ),
        refusal => refusal.reason(),
    })
}
