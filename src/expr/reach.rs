//! Which variables an expression is made of: not what it is, but whom to ask when it differs.
//!
//! This file must not evaluate; it follows names through objects, conditions and functions, and where it
//! cannot tell parts apart it names all.

use std::collections::{BTreeMap, BTreeSet};

use super::Program;
use super::ast::{Expr, For, Kind, ObjectKey, Step};
use crate::model::Value;

/// The variables that reach a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Variables, or entries of them such as `image_tags.vote`, that the value simply is.
    whole: BTreeSet<String>,
    /// Variables that went into it in some other way.
    parts: BTreeSet<String>,
    /// Its entries, as far as they are written apart.
    entries: BTreeMap<String, Reach>,
}

/// What the names in an expression stand for.
pub trait Origins {
    /// Returns what reaches an entry of a name: `region` of `var`, `value` of `each`.
    fn entry(&self, name: &str, key: &str) -> Reach;
    /// Returns the text that an entry of a name is known to be: `key` of `each`.
    fn text(&self, name: &str, key: &str) -> Option<&str>;
}

impl Reach {
    /// Returns the reach of a variable itself.
    pub fn of(variable: &str) -> Self {
        Self { whole: BTreeSet::from([variable.to_owned()]), ..Self::default() }
    }

    /// Returns whether no variable reaches the value.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.parts.is_empty() && self.entries.values().all(Self::is_empty)
    }

    /// Returns what reaches an entry.
    #[must_use]
    pub fn get(&self, key: &str) -> Self {
        let mut found = self.entries.get(key).cloned().unwrap_or_default();
        found.whole.extend(self.whole.iter().map(|name| format!("{name}.{key}")));
        found.parts.extend(self.parts.iter().cloned());
        found
    }

    /// Returns the names of the entries that are written apart.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Adds what reaches an entry.
    pub fn insert(&mut self, key: &str, reach: Self) {
        self.entries.entry(key.to_owned()).or_default().unite(reach);
    }

    /// Adds what else may be the value.
    pub fn unite(&mut self, other: Self) {
        self.whole.extend(other.whole);
        self.parts.extend(other.parts);
        for (key, entry) in other.entries {
            self.entries.entry(key).or_default().unite(entry);
        }
    }

    /// Adds what the value was made with.
    pub fn mix(&mut self, other: &Self) {
        other.gather(&mut self.parts);
    }

    /// Returns all variables that reach the value or anything in it, sorted.
    pub fn all(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        self.gather(&mut all);
        all
    }

    fn gather(&self, into: &mut BTreeSet<String>) {
        into.extend(self.whole.iter().cloned());
        into.extend(self.parts.iter().cloned());
        for entry in self.entries.values() {
            entry.gather(into);
        }
    }
}

impl Program {
    /// Returns the variables that reach the value of the expression.
    pub fn reach(&self, origins: &dyn Origins) -> Reach {
        reach(&self.root, origins)
    }
}

/// Functions that give back what they are given, in whole or in part.
const PASSING: [&str; 10] = [
    "coalesce",
    "concat",
    "flatten",
    "merge",
    "nonsensitive",
    "sensitive",
    "tolist",
    "tomap",
    "toset",
    "try",
];

/// The parser bounds the nesting, so the recursion is bounded.
fn reach(expr: &Expr, origins: &dyn Origins) -> Reach {
    match &expr.kind {
        // A name alone is one that `for` or `dynamic` binds, or a kind of resource.
        Kind::Literal(_) | Kind::Variable(_) | Kind::UnknownCall(_) => Reach::default(),
        Kind::Attribute(of, key) => match &of.kind {
            Kind::Variable(name) => origins.entry(name, key),
            _ => reach(of, origins).get(key),
        },
        Kind::Index(of, index) => {
            let whole = reach(of, origins);
            match key_of(index, origins) {
                Some(key) => whole.get(&key),
                None => {
                    let mut mixed = Reach::default();
                    mixed.mix(&whole);
                    mixed.mix(&reach(index, origins));
                    mixed
                }
            }
        }
        Kind::Object(entries) => {
            let mut object = Reach::default();
            for (key, value) in entries {
                match key {
                    ObjectKey::Static(key) => object.insert(key, reach(value, origins)),
                    ObjectKey::Computed(key) => match key_of(key, origins) {
                        Some(key) => object.insert(&key, reach(value, origins)),
                        None => object.mix(&reach(value, origins)),
                    },
                }
            }
            object
        }
        Kind::Interpolation(inner) => reach(inner, origins),
        Kind::If { condition, yes, no } => {
            let mut either = reach(yes, origins);
            either.unite(reach(no, origins));
            either.mix(&reach(condition, origins));
            either
        }
        Kind::Call { function, arguments, .. } => {
            if let ("lookup", [map, key, rest @ ..]) = (function.name, arguments.as_slice())
                && let Some(key) = key_of(key, origins)
            {
                let mut found = reach(map, origins).get(&key);
                for default in rest {
                    found.unite(reach(default, origins));
                }
                return found;
            }
            let mut result = Reach::default();
            for argument in arguments {
                let argument = reach(argument, origins);
                if PASSING.contains(&function.name) {
                    result.unite(argument);
                } else {
                    result.mix(&argument);
                }
            }
            result
        }
        Kind::List(items) => {
            let mut list = mixed(items.iter(), origins);
            // A set of texts has them for keys.
            for key in items.iter().filter_map(|item| key_of(item, origins)) {
                list.insert(&key, Reach::default());
            }
            list
        }
        Kind::Template(items) => mixed(items.iter(), origins),
        Kind::Splat { of, each } => {
            let indices = each.iter().filter_map(|step| match step {
                Step::Index(index) => Some(index),
                Step::Attribute(_) => None,
            });
            mixed(std::iter::once(&**of).chain(indices), origins)
        }
        Kind::Unary(_, operand) => mixed(std::iter::once(&**operand), origins),
        Kind::Binary(_, left, right) => mixed([&**left, &**right].into_iter(), origins),
        Kind::For(each) => {
            let For { collection, key, value, condition, .. } = &**each;
            mixed([collection, value].into_iter().chain(key).chain(condition), origins)
        }
    }
}

fn mixed<'e>(parts: impl Iterator<Item = &'e Expr>, origins: &dyn Origins) -> Reach {
    let mut mixed = Reach::default();
    for part in parts {
        mixed.mix(&reach(part, origins));
    }
    mixed
}

/// Returns the text that an index is, when that can be told.
fn key_of(index: &Expr, origins: &dyn Origins) -> Option<String> {
    match &index.kind {
        Kind::Literal(Value::String(text)) => Some(text.to_string()),
        Kind::Literal(Value::Number(number)) => Some(number.to_string()),
        Kind::Interpolation(inner) => key_of(inner, origins),
        Kind::Attribute(of, key) => match &of.kind {
            Kind::Variable(name) => origins.text(name, key).map(str::to_owned),
            _ => None,
        },
        _ => None,
    }
}
