//! The functions of expressions: Terraform's under Terraform's names, and those of the field.
//!
//! Each family is a table of its own; a function is one line there. Functions do no I/O.

#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "all functions of a table have one signature"
)]

mod collections;
mod encoding;
mod instances;
mod labels;
mod network;
mod numbers;
mod places;
mod removed;
mod strings;
mod types;
mod units;
mod versions;
mod world;

use std::sync::LazyLock;

pub(crate) use units::go_duration;

use crate::model::{Number, Value};

/// What a function gives; the message reads after its name.
pub(super) type Outcome = Result<Value, String>;

/// A function.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is called, and what it gives.
    pub usage: &'static str,
    /// The least number of arguments.
    pub least: usize,
    /// The greatest number of arguments.
    pub most: usize,
    pub(super) call: fn(Vec<Value>) -> Outcome,
}

impl Function {
    /// Returns whether arguments are evaluated one by one, and failures are no failures.
    pub(super) fn is_lazy(&self) -> bool {
        matches!(self.name, "try" | "can")
    }

    /// Returns whether it takes what stands at a place, which may be absent.
    pub(super) fn takes_place(&self) -> bool {
        places::TABLE.iter().any(|(name, ..)| *name == self.name)
    }

    /// Returns whether it asks for what else an environment holds, which only the scope can tell.
    pub fn looks_around(&self) -> bool {
        world::TABLE.iter().any(|(name, ..)| *name == self.name)
    }

    /// Returns whether elements are moved without being looked at: those that cannot be known stay as they are.
    pub(super) fn is_moving(&self) -> bool {
        matches!(
            self.name,
            "concat"
                | "element"
                | "keys"
                | "length"
                | "lookup"
                | "merge"
                | "reverse"
                | "slice"
                | "tolist"
                | "tomap"
                | "values"
                | "zipmap"
        )
    }

    pub(super) fn arity(&self) -> String {
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        match (self.least, self.most) {
            (least, most) if least == most => format!("{least} argument{}", plural(least)),
            (least, usize::MAX) => format!("at least {least} argument{}", plural(least)),
            (least, most) => format!("{least} to {most} arguments"),
        }
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

pub use labels::selects;

/// Any number of arguments.
const ANY: usize = usize::MAX;

/// All functions, by name.
static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let mut all: Vec<Function> = Vec::new();
    for family in [
        collections::TABLE,
        encoding::TABLE,
        instances::TABLE,
        labels::TABLE,
        network::TABLE,
        numbers::TABLE,
        places::TABLE,
        removed::TABLE,
        strings::TABLE,
        types::TABLE,
        units::TABLE,
        versions::TABLE,
        world::TABLE,
    ] {
        all.extend(family.iter().map(|(name, least, most, call, usage)| Function {
            name,
            usage,
            least: *least,
            most: *most,
            call: *call,
        }));
    }
    all.sort_by_key(|function| function.name);
    all
});

/// One line of a family's table: name, least and greatest number of arguments, the function, its usage.
type Entry = (&'static str, usize, usize, fn(Vec<Value>) -> Outcome, &'static str);

/// Returns all functions, sorted by name.
pub fn all() -> &'static [Function] {
    &ALL
}

pub(super) fn find(name: &str) -> Option<&'static Function> {
    let at = ALL.binary_search_by_key(&name, |function| function.name).ok()?;
    ALL.get(at)
}

/// Takes the arguments one by one, each as the type that it must have.
struct Arguments(std::vec::IntoIter<Value>);

impl Arguments {
    fn new(values: Vec<Value>) -> Self {
        Self(values.into_iter())
    }

    fn value(&mut self) -> Value {
        self.0.next().unwrap_or_default()
    }

    fn next(&mut self) -> Option<Value> {
        self.0.next()
    }

    fn rest(self) -> impl Iterator<Item = Value> {
        self.0
    }

    fn text(&mut self) -> Result<String, String> {
        text(&self.value())
    }

    fn number(&mut self) -> Result<Number, String> {
        number(&self.value())
    }

    fn int(&mut self) -> Result<i64, String> {
        let number = self.number()?;
        number.as_i64().ok_or_else(|| format!("expected a whole number, got {number}"))
    }

    fn list(&mut self) -> Result<Vec<Value>, String> {
        list(self.value())
    }

    fn map(&mut self) -> Result<crate::model::Map, String> {
        match self.value() {
            Value::Map(map) => Ok(map),
            other => Err(format!("expected a map, got {}", other.type_name())),
        }
    }
}

fn text(value: &Value) -> Result<String, String> {
    match super::template::text_of(value) {
        Some(text) => Ok(text.into_owned()),
        None => Err(format!("expected a string, got {}", value.type_name())),
    }
}

fn number(value: &Value) -> Result<Number, String> {
    match super::operators::number(value) {
        Some(number) => Ok(number.into_owned()),
        None => Err(format!("expected a number, got {}", value.type_name())),
    }
}

fn list(value: Value) -> Result<Vec<Value>, String> {
    match value {
        Value::List(items) => Ok(items.into_vec()),
        other => Err(format!("expected a list, got {}", other.type_name())),
    }
}

/// Returns the text of a value, or nothing for one that has none: functions of the field judge, they do not fail.
fn text_or_none(value: &Value) -> Option<String> {
    super::template::text_of(value).map(std::borrow::Cow::into_owned)
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}
