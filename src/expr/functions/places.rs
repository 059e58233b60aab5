//! Functions that take what stands at a place, which may not be there or be of another type than it should.
//!
//! Their argument is a path such as `value.spec.name`, nothing else: that an attribute is absent is forgiven,
//! a mistake in an expression is not. What cannot be known stays unknown.

use super::{Arguments, Entry, Outcome, labels};
use crate::model::{Map, Value};

pub(super) const TABLE: &[Entry] = &[
    ("fields", 1, 1, fields, "fields(place): the map that stands there; {} when there is none"),
    ("items", 1, 1, items, "items(place): the list that stands there; [] when there is none"),
    (
        "selector",
        1,
        1,
        selector,
        "selector(place): the map of labels or the label selector that stands there; null when there is none that is valid",
    ),
    ("text", 1, 1, text, "text(place): the text that stands there; null when there is none or it is empty"),
];

fn fields(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    Ok(if matches!(value, Value::Map(_)) { value } else { Value::Map(Map::default()) })
}

fn items(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    Ok(if matches!(value, Value::List(_)) { value } else { Value::list([]) })
}

fn selector(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    Ok(if labels::is_selector(&value) { value } else { Value::Null })
}

fn text(values: Vec<Value>) -> Outcome {
    let value = Arguments::new(values).value();
    Ok(if value.as_str().is_some_and(|text| !text.is_empty()) { value } else { Value::Null })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever stands at a place, the answer has the type that the rule goes on with.
    #[test]
    fn the_answer_has_one_type() {
        let some = Value::list([Value::from("a")]);
        let labels = Value::map([("app".into(), Value::from("web"))]);
        let all = [Value::Null, Value::int(1), Value::Bool(true), "".into(), "a".into(), some, labels];
        for value in all {
            let of = |function: fn(Vec<Value>) -> Outcome| function(vec![value.clone()]).unwrap();
            assert!(matches!(of(fields), Value::Map(_)), "{value}");
            assert!(matches!(of(items), Value::List(_)), "{value}");
            assert!(matches!(of(selector), Value::Map(_) | Value::Null), "{value}");
            assert!(matches!(of(text), Value::String(_) | Value::Null), "{value}");
        }
    }
}
