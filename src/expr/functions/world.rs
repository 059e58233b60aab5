//! Functions of check rules, which look around in the environment that the resource is part of.
//!
//! Only their names and uses stand here; what they answer is the scope's to tell, and where a kind was not
//! read completely the answer is unknown.

use super::{Entry, Outcome};
use crate::model::Value;

pub(super) const TABLE: &[Entry] = &[
    (
        "exists",
        3,
        3,
        nowhere,
        "exists(kind, namespace, name): whether the environment has it; unknown where the kind was not read \
         completely; of check rules only",
    ),
    (
        "having",
        4,
        4,
        nowhere,
        "having(kinds, namespace, path, value): the attributes of those where the value stands at the path, a \
         pattern; namespace \"\" means all; of check rules only",
    ),
    (
        "matching",
        4,
        4,
        nowhere,
        "matching(kinds, namespace, selector, labels_path): the attributes of those whose labels at the path \
         the selector (a map of labels or a label selector) selects; namespace \"\" means all; of check rules \
         only",
    ),
    ("object", 3, 3, nowhere, "object(kind, namespace, name): its attributes, or null; of check rules only"),
    (
        "objects",
        1,
        2,
        nowhere,
        "objects(kind, namespace): the attributes of all of the kind, or of those in the namespace; of check \
         rules only",
    ),
    (
        "selected",
        4,
        4,
        nowhere,
        "selected(kinds, namespace, selector, labels_path): whether `matching` has any; of check rules only",
    ),
];

/// The scope answers; a scope that cannot is told apart by the evaluator before it gets here.
fn nowhere(_: Vec<Value>) -> Outcome {
    Err("there is nothing to look at".to_owned())
}
