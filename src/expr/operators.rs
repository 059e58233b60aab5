//! Arithmetic and comparison, exact and checked.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::model::{Number, Value};

/// Returns the number that a value is or, as Terraform converts it, that a string holds.
pub(super) fn number(value: &Value) -> Option<Cow<'_, Number>> {
    match value {
        Value::Number(number) => Some(Cow::Borrowed(number)),
        Value::String(text) => Number::parse(text).map(Cow::Owned),
        _ => None,
    }
}

/// Returns the truth value that a value is or that a string holds.
pub(super) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

/// Compares as `==` does: a number or truth value equals the string that holds it.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(_), Value::String(_)) | (Value::String(_), Value::Number(_)) => {
            matches!((number(a), number(b)), (Some(a), Some(b)) if a == b)
        }
        (Value::Bool(_), Value::String(_)) | (Value::String(_), Value::Bool(_)) => {
            matches!((boolean(a), boolean(b)), (Some(a), Some(b)) if a == b)
        }
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|((k, a), (l, b))| k == l && equal(a, b))
        }
        _ => a == b,
    }
}

/// Compares as `==` does in a `.tf` file: values of different types are never equal, and a list is no
/// tuple. Values do not tell lists from tuples, so of equal ones nothing can be said.
pub(super) fn equal_to_terraform(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::List(_) | Value::Map(_), Value::List(_) | Value::Map(_)) if a == b => None,
        _ => Some(a == b),
    }
}

/// Orders two values that are numbers, or strings that hold numbers.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    Some(number(a)?.as_ref().cmp(number(b)?.as_ref()))
}

/// What keeps an operation from giving a number.
pub(super) enum Arithmetic {
    DivisionByZero,
    Overflow,
}

/// Applies `+ - * / %`; integers exactly, anything else through the nearest float.
pub(super) fn arithmetic(operator: char, a: &Number, b: &Number) -> Result<Number, Arithmetic> {
    if let (Some(x), Some(y)) = (a.as_i64(), b.as_i64()) {
        let exact = match operator {
            '+' => x.checked_add(y),
            '-' => x.checked_sub(y),
            '*' => x.checked_mul(y),
            '/' | '%' if y == 0 => return Err(Arithmetic::DivisionByZero),
            '/' if x.checked_rem(y) == Some(0) => x.checked_div(y),
            '%' => x.checked_rem(y),
            _ => None,
        };
        if let Some(exact) = exact {
            return Ok(Number::from(exact));
        }
        // Beyond 64 bits, 128 are enough for any two operands.
        let wide = match operator {
            '+' => i128::from(x).checked_add(i128::from(y)),
            '-' => i128::from(x).checked_sub(i128::from(y)),
            '*' => i128::from(x).checked_mul(i128::from(y)),
            _ => None,
        };
        if let Some(wide) = wide {
            return Number::parse(&wide.to_string()).ok_or(Arithmetic::Overflow);
        }
    }
    if let Some(exact) = decimal(operator, a, b) {
        return Ok(exact);
    }
    let (x, y) = (a.as_f64(), b.as_f64());
    let result = match operator {
        '+' => x + y,
        '-' => x - y,
        '*' => x * y,
        '/' | '%' if y == 0.0 => return Err(Arithmetic::DivisionByZero),
        '/' => x / y,
        _ => x % y,
    };
    Number::from_f64(result).ok_or(Arithmetic::Overflow)
}

/// Adds, subtracts or multiplies decimals exactly, as long as their digits fit 128 bits.
fn decimal(operator: char, a: &Number, b: &Number) -> Option<Number> {
    let (x, x_scale) = scaled(a)?;
    let (y, y_scale) = scaled(b)?;
    let (digits, scale) = match operator {
        '*' => (x.checked_mul(y)?, x_scale.checked_add(y_scale)?),
        '+' | '-' => {
            let scale = x_scale.max(y_scale);
            let x = x.checked_mul(10_i128.checked_pow(scale - x_scale)?)?;
            let y = y.checked_mul(10_i128.checked_pow(scale - y_scale)?)?;
            (if operator == '+' { x.checked_add(y)? } else { x.checked_sub(y)? }, scale)
        }
        _ => return None,
    };
    Number::parse(&format!("{digits}e-{scale}"))
}

/// Returns a number as an integer and the count of its decimal places.
fn scaled(number: &Number) -> Option<(i128, u32)> {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    Some((format!("{whole}{fraction}").parse().ok()?, u32::try_from(fraction.len()).ok()?))
}
