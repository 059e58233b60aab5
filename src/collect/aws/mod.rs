//! What runs in AWS: what its APIs answer, or what the AWS CLI printed of them.
//!
//! An answer is put into the model under the names and shapes of Terraform's AWS provider, wherever it comes from.
//! This folder sends nothing that writes, must not seal secrets or compare, and prints nothing.

mod answer;
mod call;
mod file;
#[cfg(feature = "aws")]
pub mod live;
mod made;
pub mod policy;
pub(crate) mod reach;
pub mod services;

pub use answer::{Answers, Node, Place};
pub use call::{Call, Service};
pub use file::{AnswerError, document, load_folder};
pub use made::Made;

/// How every format begins that comes of AWS.
pub(super) const FORMAT: &str = "aws";

/// How every kind begins that comes of AWS.
#[cfg(feature = "aws")]
pub(crate) const KINDS: &str = "aws_";
