//! Kubernetes as users compare it: manifests, and what the API servers of the shop's clusters answer.

mod clusters;
mod shop;
mod twin;
