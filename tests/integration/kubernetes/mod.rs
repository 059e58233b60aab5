//! Kubernetes: manifests as inputs, and what is said of them.

mod manifests;
