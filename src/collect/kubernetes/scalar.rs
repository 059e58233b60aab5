//! What a scalar of YAML 1.1 means, as kubectl takes it.
//!
//! kubectl reads YAML with the parser that Go calls `yaml.v2` (through `sigs.k8s.io/yaml`): `yes` and `y` are
//! true, `0644` is 420, `1_000` is 1000, a date is a text. What differs here is that numbers keep their
//! digits: kubectl squeezes decimals and integers beyond 64 bits through a float.
//! Source: `resolve.go` of <https://github.com/go-yaml/yaml/tree/v2>; the tests were held to kubectl 1.32.
//!
//! This file must not read documents, and knows nothing of Kubernetes.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::model::{Number, Value};

/// Returns the value of a scalar that is written without quotes and has no tag.
///
/// # Errors
/// Infinities and `.nan`, which JSON has no form for.
pub(super) fn plain(text: &str) -> Result<Value, String> {
    let Some(first) = text.bytes().next() else { return Ok(Value::Null) };
    // Nearly every text begins with a letter that no other type begins with.
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => {}
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => {
            return Ok(word(text).unwrap_or_else(|| Value::string(text)));
        }
        _ => return Ok(Value::string(text)),
    }
    if matches!(text.trim_start_matches(['+', '-']), ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Err(format!("`{text}` is a number that JSON, and so Kubernetes, cannot hold"));
    }
    Ok(number(text).map_or_else(|| Value::string(text), Value::Number))
}

/// Returns the value of a scalar with a tag of YAML's own; `name` is that of the tag without what stands before.
///
/// # Errors
/// A text that is not of the type that the tag says.
pub(super) fn tagged(name: &str, text: &str) -> Result<Value, String> {
    let wrong = || Err(format!("the value is not of the type that its tag `!!{name}` says"));
    match name {
        // The clear text, as kubectl gives it to the server; what is no text is replaced there as well.
        "binary" => {
            let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            match STANDARD.decode(packed) {
                Ok(bytes) => Ok(Value::string(String::from_utf8_lossy(&bytes))),
                Err(_) => wrong(),
            }
        }
        "int" | "float" | "bool" | "null" => {
            let value = plain(text)?;
            let is_decimal = !text.contains(['x', 'X']) && text.contains(['.', 'e', 'E']);
            let fits = match (&value, name) {
                (Value::Number(_), "int") => !is_decimal,
                (Value::Number(_), "float") | (Value::Bool(_), "bool") | (Value::Null, "null") => true,
                _ => false,
            };
            if fits { Ok(value) } else { wrong() }
        }
        // `str`, and `timestamp`, for which JSON has no form of its own.
        _ => Ok(Value::string(text)),
    }
}

/// Returns what a word stands for that YAML 1.1 gives a meaning.
fn word(text: &str) -> Option<Value> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => return None,
    })
}

/// Returns the number of a text: decimal, hexadecimal, octal or binary, with `_` between digits.
fn number(text: &str) -> Option<Number> {
    // A leading point is read before underscores are dropped.
    let digits = if text.contains('_') && !text.starts_with('.') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    };
    let (negative, unsigned) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    let radix = |digits: &str, radix: u32| {
        if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let magnitude = u64::from_str_radix(digits, radix).ok()?;
        // With a sign it must fit into 64 bits, as in Go.
        if text.starts_with(['+', '-']) && magnitude > i64::MAX.unsigned_abs() + u64::from(negative) {
            return None;
        }
        Number::parse(&format!("{}{magnitude}", if negative { "-" } else { "" }))
    };
    if let Some(rest) = unsigned.strip_prefix('0')
        && let Some(kind) = rest.bytes().next()
    {
        match kind {
            b'x' | b'X' => return radix(rest.get(1..)?, 16),
            b'o' | b'O' => return radix(rest.get(1..)?, 8),
            b'b' | b'B' => return radix(rest.get(1..)?, 2),
            // `0644` is octal, and `08`, which cannot be, is read as a decimal.
            b'0'..=b'7' if let Some(octal) = radix(rest, 8) => return Some(octal),
            _ => {}
        }
    }
    decimal(negative, unsigned)
}

/// Reads `[0-9]+(\.[0-9]*)?` or `\.[0-9]+`, each with or without an exponent.
fn decimal(negative: bool, unsigned: &str) -> Option<Number> {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, unsigned.get(at + 1..)?),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !is_digits(whole) || !is_digits(fraction) || power.is_empty() || !is_digits(power) {
        return None;
    }
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let (whole, fraction) =
        (if whole.is_empty() { "0" } else { whole }, if fraction.is_empty() { "0" } else { fraction });
    let text = format!("{sign}{whole}.{fraction}e{exponent}");
    // What no float can hold is a text to Go, and so to kubectl.
    if !text.parse::<f64>().is_ok_and(f64::is_finite) {
        return None;
    }
    Number::parse(&text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What kubectl 1.32 makes of each scalar; where it rounds, the digits that stand there.
    #[test]
    fn scalars_are_what_kubectl_takes_them_for() {
        for (text, shown) in [
            ("", "null"),
            ("~", "null"),
            ("Null", "null"),
            ("y", "true"),
            ("YES", "true"),
            ("On", "true"),
            ("TRUE", "true"),
            ("n", "false"),
            ("no", "false"),
            ("off", "false"),
            ("tRue", "\"tRue\""),
            ("0644", "420"),
            ("-0644", "-420"),
            ("+0644", "420"),
            ("0o644", "420"),
            ("0O644", "420"),
            ("-0o17", "-15"),
            ("0755_1", "3945"),
            ("0_1", "1"),
            ("08", "8"),
            ("089", "89"),
            ("00", "0"),
            ("-0", "0"),
            ("0o8", "\"0o8\""),
            ("0o", "\"0o\""),
            ("0x", "\"0x\""),
            ("0xfg", "\"0xfg\""),
            ("0x1F", "31"),
            ("0X1f", "31"),
            ("-0x1F", "-31"),
            ("0x_1", "1"),
            ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
            ("0b101", "5"),
            ("-0b101", "-5"),
            ("0b12", "\"0b12\""),
            ("1_000", "1000"),
            ("1__0", "10"),
            ("1_", "1"),
            ("_1", "\"_1\""),
            ("1_000.5", "1000.5"),
            ("9_223_372_036_854_775_807", "9223372036854775807"),
            ("+1", "1"),
            ("-1", "-1"),
            ("1.10", "1.1"),
            ("1.0", "1"),
            (".5", "0.5"),
            ("+.5", "0.5"),
            ("-.5", "-0.5"),
            (".5e3", "500"),
            ("5.", "5"),
            ("1.e3", "1000"),
            ("1e3", "1000"),
            ("1E+3", "1000"),
            ("1e-7", "0.0000001"),
            ("1e", "\"1e\""),
            (".e3", "\".e3\""),
            (".", "\".\""),
            ("-", "\"-\""),
            ("1.5e400", "\"1.5e400\""),
            ("1.2.3", "\"1.2.3\""),
            ("1,000", "\"1,000\""),
            ("1:30", "\"1:30\""),
            ("190:20:30", "\"190:20:30\""),
            ("2020-01-01", "\"2020-01-01\""),
            ("2020-01-01T00:00:00Z", "\"2020-01-01T00:00:00Z\""),
            ("=", "\"=\""),
            ("500m", "\"500m\""),
            ("128Mi", "\"128Mi\""),
            ("-é", "\"-é\""),
            ("0é", "\"0é\""),
            ("0xé", "\"0xé\""),
            // kubectl gives 12345678901234567000 and 1.2345678901234568e+22.
            ("12345678901234567890", "12345678901234567890"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("-9223372036854775809", "-9223372036854775809"),
            ("0.1234567890123456789", "0.1234567890123456789"),
        ] {
            assert_eq!(plain(text).unwrap().to_string(), shown, "{text:?}");
        }
        for text in [".inf", "-.inf", "+.Inf", ".nan", ".NaN"] {
            assert!(plain(text).is_err(), "{text}");
        }
    }

    /// What kubectl 1.32 makes of each tag.
    #[test]
    fn tags_say_the_type() {
        for (name, text, shown) in [
            ("str", "1", "\"1\""),
            ("str", "~", "\"~\""),
            ("int", "3", "3"),
            ("int", "0644", "420"),
            ("float", "3", "3"),
            ("bool", "yes", "true"),
            ("null", "", "null"),
            ("binary", "aGVs\n bG8=", "\"hello\""),
            ("binary", "//79", "\"\u{fffd}\u{fffd}\u{fffd}\""),
            ("timestamp", "2020-01-01", "\"2020-01-01\""),
        ] {
            assert_eq!(tagged(name, text).unwrap().to_string(), shown, "!!{name} {text:?}");
        }
        for (name, text) in [("int", "3.0"), ("int", "x"), ("bool", "3"), ("binary", "?"), ("null", "x")] {
            assert!(tagged(name, text).is_err(), "!!{name} {text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_scalar_is_read_without_panic(text in "[-+._0-9a-fxobEyé]{0,12}") {
            let _ = plain(&text);
            let _ = tagged("int", &text);
        }

        #[test]
        fn a_number_of_json_is_itself(int in any::<i64>(), float in any::<f64>().prop_filter("finite", |f| f.is_finite())) {
            prop_assert_eq!(plain(&int.to_string()).unwrap(), Value::int(int));
            let text = serde_json::to_string(&float).unwrap();
            prop_assert_eq!(plain(&text).unwrap(), Value::Number(Number::parse(&text).unwrap()));
        }
    }
}
