//! Which variables of the root module reach which attributes, through locals and the arguments of modules.
//!
//! The keys of `for_each` are followed as far as they are written down, so that what reaches one instance
//! is not said of another. This file must not look at values.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::locals;
use super::module::{Declared, Module};
use super::syntax::{Block, Expr};
use crate::expr::{Origins, Reach};
use crate::model::{Key, Reached};

/// Instances of one module that are followed apart; more are taken together.
const MAX_INSTANCES: usize = 64;

/// What reaches the names of one module.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    variables: BTreeMap<String, Reach>,
    locals: Rc<BTreeMap<String, Reach>>,
    /// What `each` stands for: its key, where that is known, and what reaches its value.
    each: Option<(Option<String>, Reach)>,
}

/// What reaches the names of each instance of a module, by the address of the instance: `module.a["x"]`.
pub(super) type Instances = Vec<(String, Names)>;

impl Names {
    fn new(module: &Module, variables: BTreeMap<String, Reach>) -> Self {
        let mut names = Self { variables, ..Self::default() };
        let mut known: BTreeMap<String, Reach> = BTreeMap::new();
        for local in locals::ordered(&module.locals) {
            names.locals = Rc::new(std::mem::take(&mut known));
            let reach = names.of(&local.value);
            known = Rc::unwrap_or_clone(std::mem::take(&mut names.locals));
            known.insert(local.name.clone(), reach);
        }
        names.locals = Rc::new(known);
        names
    }

    /// Makes the names of the root module, whose variables are themselves.
    pub(super) fn root(module: &Module) -> Self {
        let variables = module.variables.keys().map(|name| (name.clone(), Reach::of(name)));
        Self::new(module, variables.collect())
    }

    /// Returns what reaches a value as it is written.
    fn of(&self, expr: &Expr) -> Reach {
        match expr {
            Expr::Program(program) => program.reach(self),
            Expr::Constant(_) | Expr::Type(_) => Reach::default(),
            Expr::List(items) => {
                let mut reach = Reach::default();
                for item in items {
                    reach.mix(&self.of(item));
                }
                reach
            }
            Expr::Object(entries) => {
                let mut reach = Reach::default();
                for (key, value) in entries {
                    match key.as_text() {
                        Some(key) => reach.insert(&key, self.of(value)),
                        None => reach.mix(&self.of(value)),
                    }
                }
                reach
            }
        }
    }

    /// Returns what reaches anything in a nested block, and what makes it as often as there are.
    fn of_block(&self, block: &Block) -> Reach {
        let mut reach = Reach::default();
        for attribute in &block.body.attributes {
            reach.mix(&self.of(&attribute.value));
        }
        for nested in &block.body.blocks {
            reach.mix(&self.of_block(nested));
        }
        reach
    }

    /// Returns the names inside a block with `for_each`, for each of its keys that is written down.
    fn instances(&self, block: &Block) -> Vec<(Option<String>, Names)> {
        let Some(for_each) = block.body.attribute("for_each") else { return vec![(None, self.clone())] };
        let each = self.of(&for_each.value);
        let with = |key: Option<String>, value: Reach| {
            let names = Names { each: Some((key.clone(), value)), ..self.clone() };
            (key, names)
        };
        let keys: Vec<String> = each.keys().map(str::to_owned).collect();
        if keys.is_empty() || keys.len() > MAX_INSTANCES {
            let mut mixed = Reach::default();
            mixed.mix(&each);
            return vec![with(None, mixed)];
        }
        keys.into_iter().map(|key| with(Some(key.clone()), each.get(&key))).collect()
    }
}

impl Origins for Names {
    fn entry(&self, name: &str, key: &str) -> Reach {
        match (name, key) {
            ("var", key) => self.variables.get(key).cloned().unwrap_or_default(),
            ("local", key) => self.locals.get(key).cloned().unwrap_or_default(),
            ("each", "value") => self.each.as_ref().map(|(_, value)| value.clone()).unwrap_or_default(),
            _ => Reach::default(),
        }
    }

    fn text(&self, name: &str, key: &str) -> Option<&str> {
        let (known, _) = self.each.as_ref().filter(|_| name == "each" && key == "key")?;
        known.as_deref()
    }
}

/// Returns what reaches each attribute of a block, in each instance of the module that it stands in.
///
/// `key` gives the name that an attribute has in the resource.
pub(super) fn attributes(
    instances: &Instances,
    declared: &Declared,
    key: impl Fn(&str) -> String,
) -> Vec<Reached> {
    let mut all: Vec<Reached> = Vec::new();
    for (module, names) in instances {
        for (own, names) in names.instances(&declared.block) {
            let address = joined(module, &declared.address);
            let instance = match own {
                Some(own) => format!("{address}[{own:?}]"),
                None => address,
            };
            let body = &declared.block.body;
            let values = body.attributes.iter().map(|a| (a.name.as_str(), names.of(&a.value)));
            let blocks = body.blocks.iter().map(|block| (block.name(), names.of_block(block)));
            let mut by_key: BTreeMap<String, Reach> = BTreeMap::new();
            for (name, reach) in values.chain(blocks) {
                by_key.entry(key(name)).or_default().unite(reach);
            }
            for (attribute, reach) in by_key.into_iter().filter(|(_, reach)| !reach.is_empty()) {
                all.push(Reached {
                    attribute: Key::new(&attribute),
                    instance: instance.as_str().into(),
                    variables: reach.all().into_iter().map(Into::into).collect(),
                });
            }
        }
    }
    all.sort_by(|a, b| (&a.attribute, &a.instance).cmp(&(&b.attribute, &b.instance)));
    all
}

/// Returns the names inside a module that a block calls, for each instance of it.
pub(super) fn called(instances: &Instances, declared: &Declared, module: &Module) -> Instances {
    let mut called = Instances::new();
    for (parent, names) in instances {
        for (key, names) in names.instances(&declared.block) {
            let mut address = joined(parent, &declared.address);
            if let Some(key) = key {
                address.push_str(&format!("[{key:?}]"));
            }
            let arguments =
                declared.block.body.attributes.iter().map(|a| (a.name.clone(), names.of(&a.value)));
            let variables = arguments.filter(|(name, _)| module.variables.contains_key(name)).collect();
            called.push((address, Names::new(module, variables)));
        }
    }
    if called.len() > MAX_INSTANCES {
        // Too many to be told apart: what reaches one is said of all.
        let mut together = Names::default();
        let mut variables: BTreeMap<String, Reach> = BTreeMap::new();
        for (_, names) in called.drain(..) {
            for (name, reach) in names.variables {
                variables.entry(name).or_default().unite(reach);
            }
        }
        together.variables.extend(variables);
        called.push((String::new(), Names::new(module, together.variables)));
    }
    called
}

fn joined(module: &str, address: &str) -> String {
    if module.is_empty() { address.to_owned() } else { format!("{module}.{address}") }
}
