//! Functions of text.

use regex::Regex;

use super::{ANY, Arguments, Entry, Outcome, text};
use crate::model::{Key, Value};

pub(super) const TABLE: &[Entry] = &[
    (
        "chomp",
        1,
        1,
        |v| map(v, |s| s.trim_end_matches(['\n', '\r']).to_owned()),
        "chomp(text): without line breaks at the end",
    ),
    ("endswith", 2, 2, |v| test(v, |s, t| s.ends_with(t)), "endswith(text, suffix): whether it ends so"),
    ("format", 1, ANY, format, "format(spec, values...): %s, %d, %f, %q, %v and %x are filled in"),
    ("formatlist", 1, ANY, formatlist, "formatlist(spec, lists...): format for each element"),
    ("indent", 2, 2, indent, "indent(spaces, text): with spaces before all lines but the first"),
    ("join", 1, ANY, join, "join(separator, list): the texts with the separator between them"),
    ("lower", 1, 1, |v| map(v, str::to_lowercase), "lower(text): in lower case"),
    ("regex", 2, 2, regex, "regex(pattern, text): what the pattern, or its groups, match"),
    ("regexall", 2, 2, regexall, "regexall(pattern, text): all that the pattern matches"),
    ("replace", 3, 3, replace, "replace(text, old, new): with new for old; /old/ is a pattern"),
    ("split", 2, 2, split, "split(separator, text): the parts"),
    (
        "startswith",
        2,
        2,
        |v| test(v, |s, t| s.starts_with(t)),
        "startswith(text, prefix): whether it begins so",
    ),
    (
        "strcontains",
        2,
        2,
        |v| test(v, |s, t| s.contains(t)),
        "strcontains(text, part): whether the part is in it",
    ),
    ("strrev", 1, 1, |v| map(v, |s| s.chars().rev().collect()), "strrev(text): backwards"),
    (
        "substr",
        3,
        3,
        substr,
        "substr(text, offset, length): a part; a negative offset counts from the end, length -1 is the rest",
    ),
    ("title", 1, 1, |v| map(v, title), "title(text): each word with a capital"),
    (
        "trim",
        2,
        2,
        |v| pair(v, |s, t| s.trim_matches(|c| t.contains(c)).to_owned()),
        "trim(text, characters): without them at both ends",
    ),
    (
        "trimprefix",
        2,
        2,
        |v| pair(v, |s, t| s.strip_prefix(t).unwrap_or(s).to_owned()),
        "trimprefix(text, prefix): without it",
    ),
    (
        "trimspace",
        1,
        1,
        |v| map(v, |s| s.trim().to_owned()),
        "trimspace(text): without white space at both ends",
    ),
    (
        "trimsuffix",
        2,
        2,
        |v| pair(v, |s, t| s.strip_suffix(t).unwrap_or(s).to_owned()),
        "trimsuffix(text, suffix): without it",
    ),
    ("upper", 1, 1, |v| map(v, str::to_uppercase), "upper(text): in capitals"),
];

/// A pattern larger than this, once compiled, is refused.
const MAX_PATTERN: usize = 1 << 20;

fn map(values: Vec<Value>, f: fn(&str) -> String) -> Outcome {
    Ok(Value::string(f(&Arguments::new(values).text()?)))
}

fn pair(values: Vec<Value>, f: fn(&str, &str) -> String) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (first, second) = (arguments.text()?, arguments.text()?);
    Ok(Value::string(f(&first, &second)))
}

fn test(values: Vec<Value>, f: fn(&str, &str) -> bool) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (first, second) = (arguments.text()?, arguments.text()?);
    Ok(Value::Bool(f(&first, &second)))
}

fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for c in text.chars() {
        if starts {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        starts = !c.is_alphanumeric() && c != '\'';
    }
    out
}

fn indent(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let spaces =
        usize::try_from(arguments.int()?).ok().filter(|n| *n <= 1000).ok_or("spaces are from 0 to 1000")?;
    let text = arguments.text()?;
    Ok(Value::string(text.replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}

fn join(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let separator = arguments.text()?;
    let mut parts = Vec::new();
    for list in arguments.rest() {
        for item in super::list(list)? {
            parts.push(text(&item)?);
        }
    }
    Ok(Value::string(parts.join(&separator)))
}

fn split(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (separator, text) = (arguments.text()?, arguments.text()?);
    if separator.is_empty() {
        return Ok(Value::list(text.chars().map(|c| Value::string(c.to_string()))));
    }
    Ok(Value::list(text.split(separator.as_str()).map(Value::from)))
}

fn replace(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (text, old, new) = (arguments.text()?, arguments.text()?, arguments.text()?);
    let pattern = old.strip_prefix('/').and_then(|old| old.strip_suffix('/')).filter(|old| !old.is_empty());
    Ok(match pattern {
        Some(pattern) => Value::string(compile(pattern)?.replace_all(&text, new.as_str()).into_owned()),
        None => Value::string(text.replace(&old, &new)),
    })
}

fn compile(pattern: &str) -> Result<Regex, String> {
    regex::RegexBuilder::new(pattern)
        .size_limit(MAX_PATTERN)
        .build()
        .map_err(|_| format!("{pattern:?} is no regular expression"))
}

fn found(pattern: &Regex, captures: &regex::Captures<'_>) -> Value {
    let group =
        |found: Option<regex::Match<'_>>| found.map_or(Value::Null, |found| Value::from(found.as_str()));
    let named: Vec<&str> = pattern.capture_names().flatten().collect();
    if !named.is_empty() {
        return Value::map(named.into_iter().map(|name| (Key::new(name), group(captures.name(name)))));
    }
    if captures.len() > 1 {
        return Value::list((1..captures.len()).map(|at| group(captures.get(at))));
    }
    group(captures.get(0))
}

fn regex(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (pattern, text) = (compile(&arguments.text()?)?, arguments.text()?);
    match pattern.captures(&text) {
        Some(captures) => Ok(found(&pattern, &captures)),
        None => Err("the pattern matches nothing".to_owned()),
    }
}

fn regexall(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (pattern, text) = (compile(&arguments.text()?)?, arguments.text()?);
    Ok(Value::list(
        pattern.captures_iter(&text).map(|captures| found(&pattern, &captures)).collect::<Vec<_>>(),
    ))
}

fn substr(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (text, offset, length) = (arguments.text()?, arguments.int()?, arguments.int()?);
    let chars: Vec<char> = text.chars().collect();
    let start = match usize::try_from(offset) {
        Ok(start) => start,
        Err(_) => chars.len().saturating_sub(usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX)),
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(Value::string(chars.into_iter().skip(start).take(length).collect::<String>()))
}

fn format(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let spec = arguments.text()?;
    formatted(&spec, &arguments.rest().collect::<Vec<_>>()).map(Value::string)
}

fn formatlist(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let spec = arguments.text()?;
    let rest: Vec<Value> = arguments.rest().collect();
    let length = rest.iter().filter_map(|value| value.as_list().map(<[Value]>::len)).max().unwrap_or(1);
    let mut made = Vec::with_capacity(length);
    for at in 0..length {
        let row: Option<Vec<Value>> = rest
            .iter()
            .map(|value| match value {
                Value::List(items) => items.get(at).cloned(),
                other => Some(other.clone()),
            })
            .collect();
        let row = row.ok_or("the lists have different lengths")?;
        made.push(Value::string(formatted(&spec, &row)?));
    }
    Ok(Value::list(made))
}

/// Fills the verbs of a format string as Go does, for the verbs that Terraform documents.
fn formatted(spec: &str, values: &[Value]) -> Result<String, String> {
    let mut out = String::new();
    let mut values = values.iter();
    let mut chars = spec.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut flags = String::new();
        while let Some(flag) = chars.next_if(|c| matches!(c, '-' | '0' | '+' | ' ' | '#')) {
            flags.push(flag);
        }
        let mut width = String::new();
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            width.push(digit);
        }
        let mut precision = None;
        if chars.next_if_eq(&'.').is_some() {
            let mut digits = String::new();
            while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            precision = Some(digits.parse::<usize>().unwrap_or(0).min(100));
        }
        let verb = chars.next().ok_or("the format ends after %")?;
        if verb == '%' {
            out.push('%');
            continue;
        }
        let value = values.next().ok_or("there are fewer values than verbs in the format")?;
        let piece = match verb {
            's' | 'v' => super::text_or_none(value).unwrap_or_else(|| value.to_string()),
            'q' => std::format!("{:?}", text(value)?),
            'd' => {
                let number = super::number(value)?;
                let number = number.as_i64().ok_or("%d takes a whole number")?;
                if flags.contains('+') && number >= 0 {
                    std::format!("+{number}")
                } else {
                    number.to_string()
                }
            }
            'f' | 'g' | 'e' => std::format!("{:.*}", precision.unwrap_or(6), super::number(value)?.as_f64()),
            'x' => std::format!("{:x}", super::number(value)?.as_i64().ok_or("%x takes a whole number")?),
            't' => value.to_string(),
            other => return Err(std::format!("unknown verb %{other}")),
        };
        let width = width.parse::<usize>().unwrap_or(0).min(1000);
        let missing = width.saturating_sub(piece.chars().count());
        if flags.contains('-') {
            out.push_str(&piece);
            out.push_str(&" ".repeat(missing));
        } else if flags.contains('0') {
            let (sign, digits) = piece.strip_prefix('-').map_or(("", piece.as_str()), |digits| ("-", digits));
            out.push_str(sign);
            out.push_str(&"0".repeat(missing));
            out.push_str(digits);
        } else {
            out.push_str(&" ".repeat(missing));
            out.push_str(&piece);
        }
    }
    Ok(out)
}
