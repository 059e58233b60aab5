//! Functions of instance types. They judge names by the clouds' naming schemes, not by lists, so that
//! types that come out tomorrow are judged, too.
//!
//! Sources: <https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html>,
//! <https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions>,
//! <https://cloud.google.com/compute/docs/machine-resource>.

use super::{Arguments, Entry, Outcome, float, text_or_none};
use crate::model::Value;

pub(super) const TABLE: &[Entry] = &[
    ("architecture", 1, 1, architecture, "architecture(type): \"arm64\" or \"x86_64\"; null when unknown"),
    ("burstable", 1, 1, burstable, "burstable(type): whether its processors are throttled under load"),
    ("family", 1, 1, family, "family(type): the instance family, such as \"t3\" of \"t3.small\""),
    (
        "instance_generation",
        1,
        1,
        generation,
        "instance_generation(type): 3 of \"t3.small\"; null when unknown",
    ),
    ("instance_size", 1, 1, size, "instance_size(type): a number that orders the sizes; null when unknown"),
];

enum Type<'a> {
    /// `t3.small`, `db.r6g.xlarge`, `cache.t4g.micro`, `ml.m5.large`.
    Aws { family: &'a str, size: &'a str },
    /// `Standard_D2s_v3`.
    Azure { series: String, cores: f64, version: &'a str, arm: bool },
    /// `n2-standard-4`, `e2-micro`.
    Google { series: &'a str, rest: &'a str },
}

fn read(text: &str) -> Option<Type<'_>> {
    if let Some(rest) = text.strip_prefix("Standard_").or_else(|| text.strip_prefix("Basic_")) {
        let (name, version) = rest.split_once("_v").unwrap_or((rest, ""));
        let digits_at = name.find(|c: char| c.is_ascii_digit())?;
        let letters = &name[..digits_at];
        let after = &name[digits_at..];
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let features = &after[digits.len()..];
        let arm = features.contains('p');
        return Some(Type::Azure {
            series: format!("{letters}{features}"),
            cores: digits.parse().ok()?,
            version,
            arm,
        });
    }
    let aws = text.split_once('.').map(|(first, rest)| match first {
        "db" | "cache" | "ml" | "dax" | "kafka" => rest,
        _ => text,
    });
    if let Some(name) = aws {
        let (family, size) = name.split_once('.')?;
        // Elasticsearch domains append their service: `m5.large.search`.
        let size = size.split('.').next().unwrap_or(size);
        return aws_size(size).is_some().then_some(Type::Aws { family, size });
    }
    let (series, rest) = text.split_once('-')?;
    let known = series.len() <= 3
        && series.starts_with(|c: char| c.is_ascii_lowercase())
        && series.ends_with(|c: char| c.is_ascii_alphanumeric())
        && series.contains(|c: char| c.is_ascii_digit());
    known.then_some(Type::Google { series, rest })
}

fn aws_size(size: &str) -> Option<f64> {
    Some(match size {
        "nano" => 0.25,
        "micro" => 0.5,
        "small" => 1.0,
        "medium" => 2.0,
        "large" => 4.0,
        "xlarge" => 8.0,
        "metal" => 100_000.0,
        other => {
            if let Some(number) = other.strip_suffix("xlarge") {
                8.0 * number.parse::<f64>().ok()?
            } else {
                // `metal-48xl` of newer families.
                8.0 * other.strip_prefix("metal-")?.strip_suffix("xl")?.parse::<f64>().ok()?
            }
        }
    })
}

fn with(values: Vec<Value>, f: fn(Type<'_>) -> Value) -> Outcome {
    let text = text_or_none(&Arguments::new(values).value());
    Ok(text.as_deref().and_then(read).map_or(Value::Null, f))
}

fn family(values: Vec<Value>) -> Outcome {
    with(values, |of| match of {
        Type::Aws { family, .. } => Value::from(family),
        Type::Azure { series, version: "", .. } => Value::string(format!("Standard_{series}")),
        Type::Azure { series, version, .. } => Value::string(format!("Standard_{series}_v{version}")),
        Type::Google { series, rest } => match rest.rsplit_once('-') {
            Some((class, _)) => Value::string(format!("{series}-{class}")),
            None => Value::from(series),
        },
    })
}

/// Returns the letters, the generation and the options of an AWS family: `m6gd` is `m`, 6 and `gd`.
fn parts(family: &str) -> Option<(&str, i64, &str)> {
    let digits_at = family.find(|c: char| c.is_ascii_digit())?;
    let (letters, rest) = family.split_at(digits_at);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((letters, rest[..end].parse().ok()?, &rest[end..]))
}

fn architecture(values: Vec<Value>) -> Outcome {
    with(values, |of| {
        let arm = match of {
            Type::Aws { family, .. } => match parts(family) {
                // The first Graviton family has no option letter; macOS hosts since mac2 are Apple silicon.
                Some(("a", 1, _)) => true,
                Some(("mac", generation, _)) => generation >= 2,
                Some((_, _, options)) => options.split('-').next().unwrap_or_default().contains('g'),
                None => return Value::Null,
            },
            Type::Azure { arm, .. } => arm,
            Type::Google { series, .. } => matches!(series, "t2a" | "c4a" | "n4a"),
        };
        Value::from(if arm { "arm64" } else { "x86_64" })
    })
}

fn burstable(values: Vec<Value>) -> Outcome {
    let outcome = with(values, |of| {
        Value::Bool(match of {
            Type::Aws { family, .. } => matches!(parts(family), Some(("t", ..))),
            Type::Azure { series, .. } => series.starts_with('B'),
            Type::Google { series, rest } => {
                matches!((series, rest), ("e2" | "f1" | "g1", "micro" | "small" | "medium"))
            }
        })
    })?;
    Ok(if outcome.is_null() { Value::Bool(false) } else { outcome })
}

fn generation(values: Vec<Value>) -> Outcome {
    with(values, |of| match of {
        Type::Aws { family, .. } => {
            parts(family).map_or(Value::Null, |(_, generation, _)| Value::int(generation))
        }
        Type::Azure { version, .. } => Value::int(version.parse().unwrap_or(1)),
        Type::Google { series, .. } => {
            let digits: String = series.chars().filter(char::is_ascii_digit).collect();
            digits.parse().map_or(Value::Null, Value::int)
        }
    })
}

fn size(values: Vec<Value>) -> Outcome {
    with(values, |of| match of {
        Type::Aws { size, .. } => aws_size(size).map_or(Value::Null, float),
        Type::Azure { cores, .. } => float(cores),
        Type::Google { rest, .. } => match rest {
            "micro" => float(0.25),
            "small" => float(0.5),
            "medium" => float(1.0),
            _ => {
                let cores = rest.split('-').rev().find_map(|part| part.parse::<f64>().ok());
                cores.map_or(Value::Null, float)
            }
        },
    })
}
