//! Functions of quantities and durations.

use super::{Arguments, Entry, Outcome, float, text_or_none};
use crate::model::{Number, Value};

pub(super) const TABLE: &[Entry] = &[
    (
        "duration",
        1,
        1,
        duration,
        "duration(text): seconds of \"1h30m\", \"90s\" or \"P7D\"; null when it is none",
    ),
    ("quantity", 1, 1, quantity, "quantity(text): the number of \"500m\" or \"1Gi\"; null when it is none"),
];

/// Suffixes of Kubernetes quantities and their powers.
/// Source: <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.
const SUFFIXES: [(&str, f64); 15] = [
    ("Ki", 1024.0),
    ("Mi", 1_048_576.0),
    ("Gi", 1_073_741_824.0),
    ("Ti", 1_099_511_627_776.0),
    ("Pi", 1_125_899_906_842_624.0),
    ("Ei", 1_152_921_504_606_846_976.0),
    ("n", 1e-9),
    ("u", 1e-6),
    ("m", 1e-3),
    ("k", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("P", 1e15),
    ("E", 1e18),
];

fn quantity(values: Vec<Value>) -> Outcome {
    let Some(text) = text_or_none(&Arguments::new(values).value()) else { return Ok(Value::Null) };
    if let Some(number) = Number::parse(&text) {
        return Ok(Value::Number(number));
    }
    let scaled = SUFFIXES.iter().find_map(|(suffix, power)| {
        let number = Number::parse(text.strip_suffix(suffix)?)?;
        // Milli and its like divide: 0.001 has no exact float, 1000 has.
        Some(if *power < 1.0 { number.as_f64() / (1.0 / power).round() } else { number.as_f64() * power })
    });
    Ok(scaled.map_or(Value::Null, float))
}

fn duration(values: Vec<Value>) -> Outcome {
    let Some(text) = text_or_none(&Arguments::new(values).value()) else { return Ok(Value::Null) };
    Ok(go_duration(&text).or_else(|| iso_duration(&text)).map_or(Value::Null, float))
}

/// Reads Go's form, `1h30m`, `90s`, `250ms`, into seconds.
pub(crate) fn go_duration(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        let after = &rest[end..];
        let unit_end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        seconds += number
            * match &after[..unit_end] {
                "ms" => 0.001,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                "d" => 86_400.0,
                _ => return None,
            };
        rest = &after[unit_end..];
    }
    Some(seconds)
}

/// Reads the form of ISO 8601: `P7D`, `PT15M`.
fn iso_duration(text: &str) -> Option<f64> {
    let rest = text.strip_prefix('P')?;
    let mut seconds = 0.0;
    let mut in_time = false;
    let mut number = String::new();
    for c in rest.chars() {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        if c == 'T' {
            in_time = true;
            continue;
        }
        let count: f64 = number.parse().ok()?;
        number.clear();
        seconds += count
            * match (c, in_time) {
                ('Y', false) => 31_536_000.0,
                ('M', false) => 2_592_000.0,
                ('W', false) => 604_800.0,
                ('D', false) => 86_400.0,
                ('H', true) => 3600.0,
                ('M', true) => 60.0,
                ('S', true) => 1.0,
                _ => return None,
            };
    }
    (number.is_empty() && rest.len() > 1).then_some(seconds)
}
