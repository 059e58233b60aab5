//! The values of a module's variables: what is given, else the default, converted to the declared type.
//!
//! This file must not read files or the environment; where values come from is decided by its callers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evaluate::{Evaluator, Names, Notes, Values};
use super::module::Module;
use super::syntax::{Block, Body, Expr, Place};
use super::types::Type;
use crate::diagnostic::nearest;
use crate::model::{Secret, Value};

/// Names listed in one warning; a file shared by many configurations sets a lot that one does not declare.
const MAX_LISTED: usize = 8;

/// A value that a variable is given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) clear: Value,
    /// The same with everything sensitive hidden.
    pub(super) masked: Value,
    /// Where it is given.
    pub(super) place: Place,
}

/// The variables of one module.
#[derive(Debug, Default)]
pub(super) struct Variables {
    pub(super) clear: Values,
    pub(super) masked: Values,
    /// Where each value that is known stands.
    pub(super) places: BTreeMap<String, Place>,
}

/// Adds the values of one file to those given before; its own win.
pub(super) fn give(given: &mut BTreeMap<String, Given>, body: &Body, notes: &Notes) {
    let names = Names::default();
    let evaluator = Evaluator { names: &names, notes };
    for attribute in &body.attributes {
        let value = evaluator.value(&attribute.value, &attribute.place);
        let place = attribute.place.clone();
        given.insert(attribute.name.clone(), Given { masked: value.clone(), clear: value, place });
    }
}

impl Variables {
    /// Finds the value of every declared variable; `closed` says that all declarations are known.
    pub(super) fn resolve(
        module: &Module,
        given: &BTreeMap<String, Given>,
        closed: bool,
        notes: &Notes,
    ) -> Self {
        let mut made = Self::default();
        (made.clear.closed, made.masked.closed) = (closed, closed);
        for (name, block) in &module.variables {
            let found = given.get(name).filter(|given| is_allowed(block, &given.clear)).cloned();
            let Some(found) = found.or_else(|| default(block, notes)) else {
                let text = || Value::Expression(format!("var.{name}").into());
                made.clear.map.insert(name.clone(), text());
                made.masked.map.insert(name.clone(), text());
                continue;
            };
            let clear = converted(block, found.clear, Some((&found.place, notes)));
            let masked = if is_sensitive(block) {
                Value::Secret(Secret::Withheld)
            } else {
                converted(block, found.masked, None)
            };
            made.clear.map.insert(name.clone(), clear);
            made.masked.map.insert(name.clone(), masked);
            made.places.insert(name.clone(), found.place);
        }
        made
    }

    /// Takes all values as they are given, where no declarations are known.
    pub(super) fn undeclared(given: BTreeMap<String, Given>) -> Self {
        let mut made = Self::default();
        for (name, given) in given {
            made.clear.map.insert(name.clone(), given.clear);
            made.masked.map.insert(name.clone(), given.masked);
            made.places.insert(name, given.place);
        }
        made
    }
}

/// Says which values are given to variables that are not declared: Terraform ignores them.
pub(super) fn warn_of_undeclared(module: &Module, given: &BTreeMap<String, Given>, notes: &Notes) {
    let mut by_file: BTreeMap<&str, Vec<(&str, &Place)>> = BTreeMap::new();
    for (name, given) in given.iter().filter(|(name, _)| !module.variables.contains_key(*name)) {
        by_file.entry(&given.place.file).or_default().push((name, &given.place));
    }
    for (file, names) in by_file {
        if let [(name, place)] = names.as_slice() {
            let near = nearest(name, module.variables.keys().map(String::as_str));
            let near = near.map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
            notes.warn(format!(
                "{place}: no variable `{name}` is declared{near}; Terraform ignores the value"
            ));
            continue;
        }
        let listed: Vec<&str> = names.iter().take(MAX_LISTED).map(|(name, _)| *name).collect();
        let more = if names.len() > MAX_LISTED { ", …" } else { "" };
        notes.warn(format!(
            "{file}: {} values are for variables that are not declared, and Terraform ignores them: {}{more}",
            names.len(),
            listed.join(", ")
        ));
    }
}

/// Returns the declared type of a variable.
pub(super) fn type_of(block: &Block) -> Option<Arc<Type>> {
    match &block.body.attribute("type")?.value {
        Expr::Type(of) => Some(Arc::clone(of)),
        _ => None,
    }
}

/// Returns whether the value must not be seen; what is ephemeral is mostly a credential, too.
fn is_sensitive(block: &Block) -> bool {
    let says = |name: &str| block.body.attribute(name).is_some_and(|attribute| attribute.value.is_true());
    says("sensitive") || says("ephemeral")
}

/// Returns whether a value counts: null for a variable that may not be null means its default.
fn is_allowed(block: &Block, value: &Value) -> bool {
    let nullable = block.body.attribute("nullable").and_then(|attribute| match &attribute.value {
        Expr::Constant(value) => value.as_bool(),
        Expr::Program(program) => program.eval_bool(&super::evaluate::Nothing).ok(),
        _ => None,
    });
    !value.is_null() || nullable != Some(false)
}

fn default(block: &Block, notes: &Notes) -> Option<Given> {
    let attribute = block.body.attribute("default")?;
    let names = Names::default();
    let value = Evaluator { names: &names, notes }.value(&attribute.value, &attribute.place);
    Some(Given { masked: value.clone(), clear: value, place: attribute.place.clone() })
}

/// Converts a value to the declared type; one that does not fit is kept as it is, and said.
fn converted(block: &Block, value: Value, said: Option<(&Place, &Notes)>) -> Value {
    let Some(of) = type_of(block) else { return value };
    match of.convert(value.clone()) {
        Ok(value) => value,
        Err(misfit) => {
            if let Some((place, notes)) = said {
                let name = block.labels.first().map(String::as_str).unwrap_or_default();
                notes.warn(format!("{place}: the value of `{name}` {}, but its type is {of}", misfit.0));
            }
            value
        }
    }
}
