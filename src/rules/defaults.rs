//! What is said of a change that no rule knows.
//!
//! This file must not name a provider's kinds or attributes; those are data.

use crate::model::{Change, ChangeKind, Mode, Severity, Value};

use super::engine::{Judged, Verdict};

/// Longer values are cut in messages; the report shows them whole.
const SHOWN: usize = 60;

/// Judges a change by its class.
pub(super) fn verdict(judged: &Judged<'_>) -> Verdict {
    let change = judged.change;
    Verdict {
        severity: if is_secret(judged) {
            Severity::Info
        } else {
            severity(judged.kind, change.kind, judged.explained)
        },
        rule: format!("default/{}", change.kind),
        also: Vec::new(),
        message: message(judged),
        remedy: remedy(judged),
    }
}

/// Returns whether two environments hold a secret each, which is how it should be.
fn is_secret(judged: &Judged<'_>) -> bool {
    if judged.mode != Mode::Parity {
        return false;
    }
    let change = judged.change;
    let secret = |value: &Option<Value>| matches!(value, Some(Value::Secret(_)));
    secret(&change.values.left) && secret(&change.values.right)
}

/// Returns the severity of a class of changes.
fn severity(kind: &str, change: ChangeKind, explained: bool) -> Severity {
    // What somebody declared is information as long as no rule knows better.
    if explained && change != ChangeKind::Foreign {
        return Severity::Info;
    }
    let severity = match change {
        ChangeKind::Modified
        | ChangeKind::LeftOnly
        | ChangeKind::RightOnly
        | ChangeKind::Fault
        | ChangeKind::Dangling
        | ChangeKind::Unmanaged
        // Whoever declared it copied it: this is no difference that somebody meant.
        | ChangeKind::Foreign => Severity::Medium,
        // What was declared and is gone is what somebody relies on.
        ChangeKind::Missing => Severity::High,
        ChangeKind::Count => Severity::Low,
        ChangeKind::Reordered => Severity::Info,
    };
    // What is only read, or only shown, breaks nothing by itself; inputs are meant to differ.
    let inputs = matches!(kind, "variable" | "local") && change == ChangeKind::Modified;
    if inputs || kind == "output" || kind.starts_with("data.") { severity.lowered() } else { severity }
}

fn message(judged: &Judged<'_>) -> String {
    let change = judged.change;
    if is_secret(judged) {
        return "each environment has a secret of its own".to_owned();
    }
    let (left, right) = (judged.sides.left.environment, judged.sides.right.environment);
    match change.kind {
        ChangeKind::LeftOnly => format!("only {left} has it"),
        ChangeKind::RightOnly => format!("only {right} has it"),
        ChangeKind::Reordered => format!("{left} and {right} have the same elements in another order"),
        ChangeKind::Foreign => foreign(change, left, right),
        ChangeKind::Count => {
            let number = |value: &Option<Value>| value.as_ref().map_or_else(|| "none".to_owned(), instances);
            let (in_left, in_right) = (number(&change.values.left), number(&change.values.right));
            format!("{left} has {in_left}, {right} has {in_right}")
        }
        ChangeKind::Unmanaged => "it runs and nobody declared it".to_owned(),
        ChangeKind::Missing => "it is declared and does not run".to_owned(),
        ChangeKind::Modified | ChangeKind::Fault | ChangeKind::Dangling => differing(change, left, right),
    }
}

fn foreign(change: &Change, left: &str, right: &str) -> String {
    let Some(foreign) = &change.foreign else { return differing(change, left, right) };
    let (owner, other) = if foreign.is_left { (left, right) } else { (right, left) };
    let what = value(change.values.left.as_ref());
    let word = &foreign.word;
    if foreign.seen == 0 {
        format!("{other} has {what} as {owner} does, and {word} is {owner}'s")
    } else {
        format!("{other} has {what} as {owner} does, with {owner}'s {word} where it has its own elsewhere")
    }
}

fn differing(change: &Change, left: &str, right: &str) -> String {
    let only = |values: &[Value]| values.iter().map(shown).collect::<Vec<_>>().join(", ");
    match (change.only.left.as_slice(), change.only.right.as_slice()) {
        ([], []) => {
            let (in_left, in_right) =
                (value(change.values.left.as_ref()), value(change.values.right.as_ref()));
            format!("{left} has {in_left}, {right} has {in_right}")
        }
        (in_left, []) => format!("only {left} has {}", only(in_left)),
        ([], in_right) => format!("only {right} has {}", only(in_right)),
        (in_left, in_right) => {
            format!("only {left} has {}; only {right} has {}", only(in_left), only(in_right))
        }
    }
}

fn instances(value: &Value) -> String {
    match value {
        Value::Number(number) if number.as_i64() == Some(1) => "1 instance".to_owned(),
        Value::Number(number) => format!("{number} instances"),
        keys => format!("the instances {}", shown(keys)),
    }
}

/// Prints what a side has.
pub(super) fn value(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "no value".to_owned(),
        Some(value) => shown(value),
    }
}

/// Prints a value, cut to a length that a line can take.
fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None if text.is_empty() => "an empty text".to_owned(),
        None => text,
    }
}

fn remedy(judged: &Judged<'_>) -> String {
    let (left, right) = (judged.sides.left.environment, judged.sides.right.environment);
    match judged.change.kind {
        _ if is_secret(judged) => "nothing, as long as they are meant to differ".to_owned(),
        _ if !judged.variable.is_empty() => {
            format!("align var.{}, or accept the difference with a reason", judged.variable)
        }
        ChangeKind::LeftOnly => {
            format!("add it to {right}, remove it from {left}, or accept it with a reason")
        }
        ChangeKind::Foreign => match &judged.change.foreign {
            Some(foreign) => {
                let owner = if foreign.is_left { right } else { left };
                format!("give {owner} its own, or accept it with a reason")
            }
            None => String::new(),
        },
        ChangeKind::RightOnly => {
            format!("add it to {left}, remove it from {right}, or accept it with a reason")
        }
        _ => format!("align {left} and {right}, or accept the difference with a reason"),
    }
}
