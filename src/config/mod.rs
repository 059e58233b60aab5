//! The configuration, `driftgate.hcl`: read with places, checked as a whole, then handed on as [`Config`].
//!
//! Nothing here opens a file or reads the environment; both are given.

mod check;
mod load;
mod role;
mod settings;
mod state;

pub use load::{RELATION_NAMES, parse};
pub use role::{Role, RoleError};
pub use settings::{
    Accept, Aws, Config, Environment, Expect, FailOn, FailOnError, Fingerprint, FingerprintError, Gate,
    Ignore, Kubernetes, Pair, Patience, PatienceError, Terraform, Until, UntilError,
};

#[cfg(test)]
mod tests;
