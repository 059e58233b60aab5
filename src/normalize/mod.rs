//! Normalize: what is known of kinds, and what makes two values equal apart from their environment.
//!
//! Nothing in this folder does I/O or names a kind; knowledge of kinds is data in `rules/kinds/`.

pub mod document;
pub mod forms;
pub mod infer;
pub mod knowledge;
pub mod managers;
pub mod meaning;
pub mod network;
pub mod opaque;
mod prefixes;
pub mod scalar;
mod side;
pub mod tokens;
pub mod watch;

pub use side::Side;
