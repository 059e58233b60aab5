//! Everything Kubernetes writes: manifests, what `kubectl get` prints, and what a cluster answers.
//!
//! This folder knows the API and its objects, and no cluster's custom ones: any kind is read.

mod cluster;
mod effective;
mod facts;
mod generations;
mod helm;
mod object;
mod owners;
mod secret;

pub use facts::facts;
pub use object::{NotAnObject, Objects, is_object};

use super::collected::Collected;
use super::json::LINE;
use crate::model::Value;

/// Reads a JSON document: an object, or a list of them; `namespace` is that of objects that name none.
///
/// # Errors
/// The first value that is no object.
pub fn document(value: Value, namespace: Option<&str>) -> Result<Collected, NotAnObject> {
    let mut collected = Collected::new("kubernetes objects");
    let objects = Objects { namespace, is_cluster_scoped: &|_| false };
    objects.read(value, None, &mut collected.resources)?;
    for resource in &mut collected.resources {
        resource.attributes.remove(LINE);
    }
    finish(&mut collected);
    Ok(collected)
}

/// Does what every input of objects needs when all of them are read and nothing is sealed yet: releases of
/// Helm are decoded, and what Secrets hold is marked.
pub(super) fn finish(collected: &mut Collected) {
    helm::decode(collected);
    secret::mark(collected);
}
