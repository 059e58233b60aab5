//! Judges what differs: rules, expectations, what is ignored and what is accepted.
//!
//! Rules are data (`rules/packs/*.hcl` and the user's own files). Nothing here reads a file, the clock or
//! the environment, and no code names a kind.

mod accept;
mod builtin;
mod check;
mod defaults;
mod docs;
mod engine;
mod expectations;
mod fingerprint;
mod ignore;
mod load;
mod scope;
mod test;
#[cfg(test)]
mod testing;
mod values;
mod world;

pub use accept::Acceptances;
pub use builtin::{built_in, built_in_tests, with_built_in};
pub use check::{Asked, Checked, Fault, Other};
pub use docs::{function_reference, reference, show};
pub use engine::{Judged, RuleError, RuleSet, Verdict};
pub use expectations::{Evaluated, Expected, Outcome, evaluate};
pub use fingerprint::fingerprint;
pub use ignore::Ignored;
pub use load::{Rule, RuleSeverity, parse};
pub use scope::{RULE_NAMES, Subject};
pub use test::{CheckTest, ExpectedFinding, RuleTest, TestOutcome, parse_tests, run};
pub use world::World;
