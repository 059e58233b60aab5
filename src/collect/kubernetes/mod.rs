//! Everything Kubernetes writes: manifests, what `kubectl get` prints, and what a cluster answers.
//!
//! This folder knows the API and its objects, and no cluster's custom ones: any kind is read.

#[cfg(feature = "kubernetes")]
pub mod live;
mod object;

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
    Ok(collected)
}
