//! Functions of numbers.

use super::{ANY, Arguments, Entry, Outcome, float, list, number};
use crate::model::{Number, Value};

pub(super) const TABLE: &[Entry] = &[
    ("abs", 1, 1, abs, "abs(number): the number without its sign"),
    ("ceil", 1, 1, ceil, "ceil(number): the least whole number that is not less"),
    ("floor", 1, 1, floor, "floor(number): the greatest whole number that is not greater"),
    ("max", 1, ANY, max, "max(numbers...): the greatest"),
    ("min", 1, ANY, min, "min(numbers...): the least"),
    ("parseint", 2, 2, parseint, "parseint(text, base): the whole number written in that base"),
    ("pow", 2, 2, pow, "pow(number, exponent): the power"),
    ("signum", 1, 1, signum, "signum(number): -1, 0 or 1"),
    ("sum", 1, 1, sum, "sum(list): the sum of the numbers"),
];

fn abs(values: Vec<Value>) -> Outcome {
    let number = Arguments::new(values).number()?;
    let text = number.to_string();
    let positive = Number::parse(text.trim_start_matches('-')).unwrap_or(number);
    Ok(Value::Number(positive))
}

fn ceil(values: Vec<Value>) -> Outcome {
    let number = Arguments::new(values).number()?;
    Ok(if number.as_i64().is_some() { Value::Number(number) } else { float(number.as_f64().ceil()) })
}

fn floor(values: Vec<Value>) -> Outcome {
    let number = Arguments::new(values).number()?;
    Ok(if number.as_i64().is_some() { Value::Number(number) } else { float(number.as_f64().floor()) })
}

fn numbers(values: &[Value]) -> Result<Vec<Number>, String> {
    values.iter().map(number).collect()
}

fn max(values: Vec<Value>) -> Outcome {
    numbers(&values)?.into_iter().max().map(Value::Number).ok_or_else(|| "nothing to compare".to_owned())
}

fn min(values: Vec<Value>) -> Outcome {
    numbers(&values)?.into_iter().min().map(Value::Number).ok_or_else(|| "nothing to compare".to_owned())
}

fn parseint(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (text, base) = (arguments.text()?, arguments.int()?);
    let base =
        u32::try_from(base).ok().filter(|base| (2..=36).contains(base)).ok_or("the base is from 2 to 36")?;
    let parsed =
        i64::from_str_radix(&text, base).map_err(|_| format!("{text:?} is no number of base {base}"))?;
    Ok(Value::int(parsed))
}

fn pow(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (number, exponent) = (arguments.number()?, arguments.number()?);
    if let (Some(number), Some(exponent)) = (number.as_i64(), exponent.as_i64())
        && let Some(power) = u32::try_from(exponent).ok().and_then(|exponent| number.checked_pow(exponent))
    {
        return Ok(Value::int(power));
    }
    match float(number.as_f64().powf(exponent.as_f64())) {
        Value::Null => Err("the result is too large to be a number".to_owned()),
        power => Ok(power),
    }
}

fn signum(values: Vec<Value>) -> Outcome {
    let number = Arguments::new(values).number()?;
    Ok(Value::int(number.cmp(&Number::from(0)) as i64))
}

fn sum(values: Vec<Value>) -> Outcome {
    let mut total = Number::from(0);
    for item in list(Arguments::new(values).value())? {
        total = crate::expr::operators::arithmetic('+', &total, &number(&item)?)
            .map_err(|_| "the sum is too large to be a number".to_owned())?;
    }
    Ok(Value::Number(total))
}
