//! Kubernetes as its users meet it: manifests, clusters, and what is said of them.

mod meaning;
mod objects;
