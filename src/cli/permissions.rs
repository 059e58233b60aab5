//! `driftgate permissions`: what to allow before the first run.

use std::io::{self, Write as _};

use anyhow::Result;
use clap::{Args, Subcommand};

use super::{Exit, Global, output};
use crate::collect::aws::policy;

/// Two roles, the second without Secrets.
const ROLES: &str = include_str!("../../deploy/kubernetes/clusterrole.yaml");

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// Print a role for a whole cluster; with --no-secrets, for all but its Secrets
    Kubernetes,
    /// Print an IAM policy for an account
    Aws,
    /// Print an IAM policy for reading states in a bucket of S3; reading an account does not need it
    State {
        /// The bucket
        bucket: String,
    },
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Exit> {
    let text = match &arguments.source {
        Source::State { bucket } => policy::state(bucket),
        Source::Kubernetes => {
            let (all, without) = ROLES.split_once("---\n").unwrap_or((ROLES, ROLES));
            (if global.no_secrets { without } else { all }).to_owned()
        }
        Source::Aws => policy::whole(),
    };
    output::piped(io::stdout().lock().write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}
