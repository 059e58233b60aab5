//! Clusters and manifests, as their users compare them.

mod facts;
