//! Everything Kubernetes writes: manifests, what `kubectl get` prints, and what a cluster answers.
//!
//! This folder knows the API and its objects, and no cluster's custom ones: any kind is read.

mod object;

pub use object::{NotAnObject, Objects, is_object};
