//! Functions that convert and name types.

use super::{ANY, Arguments, Entry, Outcome, list, number, text};
use crate::expr::operators;
use crate::model::Value;

pub(super) const TABLE: &[Entry] = &[
    ("can", 1, 1, lazy, "can(expression): whether it has a value"),
    ("nonsensitive", 1, 1, same, "nonsensitive(value): the value"),
    ("sensitive", 1, 1, same, "sensitive(value): the value"),
    ("tobool", 1, 1, tobool, "tobool(value): as a truth value"),
    ("tolist", 1, 1, tolist, "tolist(value): as a list"),
    ("tomap", 1, 1, tomap, "tomap(value): as a map"),
    ("tonumber", 1, 1, tonumber, "tonumber(value): as a number"),
    ("toset", 1, 1, toset, "toset(list): each value once"),
    ("tostring", 1, 1, tostring, "tostring(value): as text"),
    ("try", 1, ANY, lazy, "try(expressions...): the first that has a value"),
    ("type", 1, 1, type_of, "type(value): string, number, bool, list, object or null"),
];

/// `try` and `can` are evaluated where their arguments are; they never get here.
fn lazy(_: Vec<Value>) -> Outcome {
    Err("its arguments are evaluated one by one".to_owned())
}

fn same(values: Vec<Value>) -> Outcome {
    Ok(Arguments::new(values).value())
}

fn tobool(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    if value.is_null() {
        return Ok(value);
    }
    match operators::boolean(&value) {
        Some(flag) => Ok(Value::Bool(flag)),
        None => Err(format!("{value} is neither true nor false")),
    }
}

fn tolist(values: Vec<Value>) -> Outcome {
    Ok(Value::list(list(Arguments::new(values).value())?))
}

fn toset(values: Vec<Value>) -> Outcome {
    let mut items = list(Arguments::new(values).value())?;
    items.sort_by_cached_key(ToString::to_string);
    items.dedup();
    Ok(Value::list(items))
}

fn tomap(values: Vec<Value>) -> Outcome {
    Ok(Value::Map(Arguments::new(values).map()?))
}

fn tonumber(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    if value.is_null() { Ok(value) } else { Ok(Value::Number(number(&value)?)) }
}

fn tostring(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    if value.is_null() { Ok(value) } else { Ok(Value::string(text(&value)?)) }
}

fn type_of(values: Vec<Value>) -> Outcome {
    Ok(Value::from(Arguments::new(values).value().type_name()))
}
