//! Walks the blocks of an HCL file: attributes with their types and places, and every mistake in one go.
//!
//! Configuration, kinds, rules and rule tests are all read through this. Nothing here knows what any of
//! their names mean.

mod reader;
mod statics;

pub use reader::{Block, Environment, Place, Reader, Spanned, span};
