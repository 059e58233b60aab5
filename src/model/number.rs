//! Numbers that keep their digits: big integers and decimals are never squeezed through a float.
//!
//! This file must not round. `as_f64` is for display and for rules that ask for it.

use std::cmp::Ordering;
use std::fmt;

/// An exact number: a machine integer, or the decimal text of anything else.
///
/// The decimal form is canonical (no leading or trailing zeros, no exponent where it can be
/// written out in fewer than 40 digits), so equal numbers are equal values: `1`, `1.0` and `1e0` are one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Int(i64),
    Decimal(Box<str>),
}

/// Exponents beyond this are kept in scientific form rather than written out.
const WRITTEN_OUT: i64 = 40;

impl Number {
    /// Reads a number in JSON's or HCL's notation; `None` when `text` is not one.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(int) = text.parse::<i64>() {
            // `parse` takes a leading plus, which JSON does not know but HCL expressions give as a sign.
            return Some(Self(Repr::Int(int)));
        }
        let parts = Parts::parse(text)?;
        Some(parts.into_number())
    }

    /// Returns the integer, when this is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Repr::Int(int) => Some(int),
            Repr::Decimal(_) => None,
        }
    }

    /// Returns the nearest float.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "documented as the nearest float")]
            Repr::Int(int) => *int as f64,
            // The canonical text is always valid for the float parser.
            Repr::Decimal(text) => text.parse().unwrap_or(f64::NAN),
        }
    }

    /// Returns the number of a float; `None` for infinities and NaN.
    pub fn from_f64(float: f64) -> Option<Self> {
        if float.is_finite() { Self::parse(&format!("{float}")) } else { None }
    }
}

impl From<i64> for Number {
    fn from(int: i64) -> Self {
        Self(Repr::Int(int))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Int(a), Repr::Int(b)) = (&self.0, &other.0) {
            return a.cmp(b);
        }
        let (a, b) = (Parts::of(self), Parts::of(other));
        a.cmp(&b)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Int(int) => int.fmt(f),
            Repr::Decimal(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Sign, significant digits without leading or trailing zeros, and the power of ten of the last digit.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Parts {
    fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => {
                let exponent: i64 = rest[at + 1..].parse().ok()?;
                (&rest[..at], exponent)
            }
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        if mantissa.ends_with('.') {
            return None;
        }
        let mut digits = String::with_capacity(whole.len() + fraction.len());
        digits.push_str(whole);
        digits.push_str(fraction);
        let mut exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let trailing = digits.len() - digits.trim_end_matches('0').len();
        digits.truncate(digits.len() - trailing);
        exponent = exponent.checked_add(i64::try_from(trailing).ok()?)?;
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        Some(Self { negative, digits, exponent })
    }

    fn of(number: &Number) -> Self {
        let zero = || Self { negative: false, digits: String::new(), exponent: 0 };
        Self::parse(&number.to_string()).unwrap_or_else(zero)
    }

    fn into_number(self) -> Number {
        let Self { negative, digits, exponent } = self;
        if digits.is_empty() {
            return Number(Repr::Int(0));
        }
        let sign = if negative { "-" } else { "" };
        let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        // The position of the decimal point, counted from the first digit.
        let point = length.saturating_add(exponent);
        let text = if exponent >= 0 && point <= WRITTEN_OUT {
            let zeros = usize::try_from(exponent).unwrap_or(0);
            format!("{sign}{digits}{}", "0".repeat(zeros))
        } else if exponent >= 0 {
            format!("{sign}{digits}e{exponent}")
        } else if point > 0 {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
            format!("{sign}{whole}.{fraction}")
        } else if -point < WRITTEN_OUT {
            let zeros = usize::try_from(-point).unwrap_or(0);
            format!("{sign}0.{}{digits}", "0".repeat(zeros))
        } else {
            format!("{sign}{digits}e{exponent}")
        };
        match text.parse::<i64>() {
            Ok(int) => Number(Repr::Int(int)),
            Err(_) => Number(Repr::Decimal(text.into())),
        }
    }

    /// Order of magnitude: the power of ten just above the number.
    fn magnitude(&self) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(i64::MAX).saturating_add(self.exponent)
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |p: &Self| match (p.digits.is_empty(), p.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let by_sign = sign(self).cmp(&sign(other));
        if by_sign != Ordering::Equal || sign(self) == 0 {
            return by_sign;
        }
        // Without leading and trailing zeros, equal magnitudes compare digit by digit.
        let size = self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits.cmp(&other.digits));
        if self.negative { size.reverse() } else { size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn keeps_every_digit() {
        for text in ["12345678901234567890123", "0.1", "-7.25", "0.30000000000000004", "9223372036854775807"]
        {
            assert_eq!(number(text).to_string(), text);
        }
    }

    #[test]
    fn equal_numbers_are_one_value() {
        for (a, b) in [("1", "1.0"), ("1e2", "100"), ("0.50", "5e-1"), ("-0", "0.0"), ("1E+3", "1000")] {
            assert_eq!(number(a), number(b), "{a} and {b}");
        }
        assert_ne!(number("0.1"), number("0.10000000000000001"));
    }

    #[test]
    fn orders_by_value() {
        let ascending = ["-1e400", "-10", "-9.5", "0", "0.001", "0.01", "2", "10", "10.5", "1e20", "1e400"];
        for pair in ascending.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", "1.", ".5", "0x10", "1e", "NaN", "1_000", "1e99999999999999999999"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
