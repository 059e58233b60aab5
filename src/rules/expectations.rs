//! Relations between two environments that the configuration states: holding, they explain a difference;
//! broken, they are a finding even where nothing differs.
//!
//! This file must not pass over a value of a matching path: each is evaluated, or counted where a side
//! does not know it or keeps it secret, and what fails to evaluate is an error with its place.

use crate::config::Expect;
use crate::expr::{EvalError, Program};
use crate::model::{Change, ChangeKind, Mode, Path, Severity, Sides, Value};

use crate::normalize::knowledge::Node;

use super::defaults;
use super::engine::RuleError;
use super::scope::{ChangeScope, SideScope, Subject};
use super::values;

/// One pair of resources, or one resource that only one side has.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// What is compared with what.
    pub mode: Mode,
    /// The kind of the resource.
    pub kind: &'a str,
    /// What is known of the kind.
    pub known: Option<&'a Node>,
    /// The resource on each side.
    pub sides: Sides<Subject<'a>>,
    /// What differs between the sides.
    pub changes: &'a [Change],
}

/// What an expectation says of one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// `expect/NAME`.
    pub rule: String,
    /// Whether the relation holds. Then the changes in `covers` are explained by it; otherwise this is
    /// a finding, which speaks for them.
    pub holds: bool,
    /// Where the value stands.
    pub path: Path,
    /// The value on each side.
    pub values: Sides<Option<Value>>,
    /// Indices of the changes at this path or below.
    pub covers: Vec<usize>,
    /// The kind of the finding: a fault when the values are equal.
    pub change: ChangeKind,
    /// How much it matters: information when the relation holds.
    pub severity: Severity,
    /// What to say.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// What an expectation says of one pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluated {
    /// What it says, value by value.
    pub outcomes: Vec<Outcome>,
    /// Values that a side does not know, or that are secret: nothing can be said of these.
    pub unknown: u64,
}

/// Evaluates an expectation for one pair, or one resource of one side.
///
/// A relation that holds is reported only where something differs, for there is nothing to explain otherwise.
pub fn evaluate(expect: &Expect, expected: &Expected<'_>) -> Result<Evaluated, RuleError> {
    let mut evaluated = Evaluated::default();
    if !expect.kinds.iter().any(|glob| glob.matches(expected.kind)) {
        return Ok(evaluated);
    }
    let resources = expected.sides.map(|side| side.resource);
    let found = values::find(&expect.paths, resources, expected.known, expected.changes);
    for (path, pairs) in &found {
        for values in pairs {
            if [values.left, values.right].into_iter().flatten().any(is_unknown) {
                evaluated.unknown += 1;
            } else {
                evaluated.outcomes.extend(at(expect, expected, path, *values)?);
            }
        }
    }
    Ok(evaluated)
}

/// Returns whether a value is one that no expression may look at.
fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Unknown | Value::Expression(_) | Value::Secret(_))
}

fn at(
    expect: &Expect,
    expected: &Expected<'_>,
    path: &Path,
    mut values: Sides<Option<&Value>>,
) -> Result<Option<Outcome>, RuleError> {
    let Sides { left, right } = expected.sides;
    let about = Around::of(path, expected);
    if about.is_equal {
        // What only one side has is then what the other side has by default.
        values = Sides::new(values.left.or(values.right), values.right.or(values.left));
    }
    let scope = ChangeScope {
        left: SideScope::new(left, expected.kind, values.left, &[]),
        right: SideScope::new(right, expected.kind, values.right, &[]),
        path,
        change: ChangeKind::Fault.as_str(),
        mode: expected.mode.as_str(),
        explained: false,
        variable: "",
    };
    let is_absent = |value: Option<&Value>| value.is_none_or(Value::is_null);
    let holds = match expect.that.eval_bool(&scope) {
        Ok(holds) => holds,
        // A relation of two values cannot hold when there is only one. Where all that is around the
        // value is missing, that is a finding of its own, and nothing is said twice.
        Err(_) if about.is_missing => return Ok(None),
        Err(_) if is_absent(values.left) != is_absent(values.right) => false,
        Err(error) => return Err(failed(expect, &error)),
    };
    let covers = about.covers;
    if holds && covers.is_empty() {
        return Ok(None);
    }
    let [left_value, right_value] = [values.left, values.right].map(defaults::value);
    let sides = format!("{} has {left_value}, {} has {right_value}", left.environment, right.environment);
    let say = |program: &Option<Program>, default: &str| match program {
        Some(program) => program.eval_text(&scope).map_err(|error| failed(expect, &error)),
        None => Ok(default.to_owned()),
    };
    // What the user wrote is about the broken relation.
    let (message, remedy) = if holds {
        (format!("{sides}, as expected"), String::new())
    } else {
        let remedy = "make the relation hold, or change the expectation";
        (say(&expect.message, &format!("{sides}, which is not as expected"))?, say(&expect.remedy, remedy)?)
    };
    Ok(Some(Outcome {
        rule: format!("expect/{}", expect.name),
        holds,
        path: path.clone(),
        values: values.map(Option::<&Value>::cloned),
        change: if covers.is_empty() { ChangeKind::Fault } else { ChangeKind::Modified },
        covers,
        severity: if holds { Severity::Info } else { expect.severity },
        message,
        remedy,
    }))
}

/// What the comparison says of a path and what is around it.
struct Around {
    /// Indices of the changes at the path or below.
    covers: Vec<usize>,
    /// Whether one side has nothing around the path.
    is_missing: bool,
    /// Whether nothing differs there.
    is_equal: bool,
}

impl Around {
    fn of(path: &Path, expected: &Expected<'_>) -> Self {
        let Sides { left, right } = expected.sides;
        let mut around = Self {
            covers: Vec::new(),
            is_missing: left.resource.is_none() || right.resource.is_none(),
            is_equal: false,
        };
        for (at, change) in expected.changes.iter().enumerate() {
            let changed = change.path.segments();
            if changed.starts_with(path.segments()) {
                around.covers.push(at);
            } else if path.segments().starts_with(changed) {
                around.is_missing = true;
            }
        }
        around.is_equal = !around.is_missing && around.covers.is_empty();
        around
    }
}

fn failed(expect: &Expect, error: &EvalError) -> RuleError {
    let mut diagnostic = error.diagnostic(&expect.place.source);
    diagnostic.message = format!("expectation `{}` failed: {}", expect.name, diagnostic.message);
    RuleError::new(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Map;
    use crate::rules::testing;

    fn outcomes(block: &str, left: &str, right: &str, changed: &[&str]) -> Vec<String> {
        let config = testing::config(block);
        let (left, right) = (testing::optional(left), testing::optional(right));
        let value = |map: &Option<Map>, path: &str| map.as_ref().and_then(|map| map.get(path)).cloned();
        let change = |path: &&str| Change {
            values: Sides::new(value(&left, path), value(&right, path)),
            ..testing::change(path, 0, 0)
        };
        let changes: Vec<Change> = changed.iter().map(change).collect();
        let expected = Expected {
            mode: Mode::Parity,
            kind: "aws_instance",
            known: None,
            sides: Sides::new(
                testing::subject("dev", left.as_ref()),
                testing::subject("prod", right.as_ref()),
            ),
            changes: &changes,
        };
        let line = |outcome: &Outcome| {
            format!("{} {} {} {:?}", outcome.path, outcome.severity, outcome.change, outcome.covers)
        };
        match evaluate(&config.expectations[0], &expected) {
            Ok(evaluated) => evaluated.outcomes.iter().map(line).collect(),
            Err(error) => vec![error.diagnostic().message.clone()],
        }
    }

    const NOT_SMALLER: &str = r#"
        expect "not-smaller" {
          kind     = "aws_*"
          path     = ["size", "disk[*].size"]
          that     = right.value >= left.value
          severity = "high"
        }
    "#;

    #[test]
    fn a_relation_that_holds_explains_what_differs() {
        assert_eq!(
            outcomes(NOT_SMALLER, "{ size = 1 }", "{ size = 2 }", &["size"]),
            ["size info modified [0]"]
        );
        assert!(outcomes(NOT_SMALLER, "{ size = 1 }", "{ size = 1 }", &[]).is_empty());
    }

    #[test]
    fn a_broken_relation_is_a_finding() {
        let found = outcomes(NOT_SMALLER, "{ size = 3 }", "{ size = 2 }", &["name", "size"]);
        assert_eq!(found, ["size high modified [1]"]);
        // A value that only one side has is in no relation to anything.
        assert_eq!(outcomes(NOT_SMALLER, "{ size = 3 }", "{}", &["size"]), ["size high modified [0]"]);
    }

    #[test]
    fn secrets_and_unknown_values_are_counted_and_not_judged() {
        let config = testing::config(
            r#"
            expect "own-password" {
              kind     = "*"
              path     = "password"
              that     = left.value != right.value
              severity = "high"
            }
        "#,
        );
        for value in [
            Value::Secret(crate::model::Secret::Withheld),
            Value::Unknown,
            Value::Expression("random_password.db.result".into()),
        ] {
            let map = Map::from_entries(vec![("password".into(), value)]);
            let subject = |name| testing::subject(name, Some(&map));
            let expected = Expected {
                mode: Mode::Parity,
                kind: "aws_db_instance",
                known: None,
                sides: Sides::new(subject("dev"), subject("prod")),
                changes: &[],
            };
            let evaluated = evaluate(&config.expectations[0], &expected).unwrap();
            assert_eq!(evaluated, Evaluated { outcomes: Vec::new(), unknown: 1 });
        }
    }

    #[test]
    fn equal_values_can_be_the_finding() {
        let block = r#"
            expect "own-database" {
              kind    = "*"
              path    = "host"
              that    = left.value != right.value
              message = "${left.env} and ${right.env} share ${left.value}"
            }
        "#;
        assert_eq!(outcomes(block, "{ host = \"db\" }", "{ host = \"db\" }", &[]), ["host medium fault []"]);
    }

    #[test]
    fn what_is_missing_as_a_whole_is_left_to_its_own_finding() {
        assert!(outcomes(NOT_SMALLER, "{ size = 3 }", "null", &[]).is_empty());
        assert!(outcomes(NOT_SMALLER, "{ disk = [{ size = 3 }] }", "{}", &["disk"]).is_empty());
    }

    #[test]
    fn what_does_not_differ_is_equal_although_one_side_leaves_it_out() {
        assert!(outcomes(NOT_SMALLER, "{ size = 3 }", "{}", &[]).is_empty());
    }

    #[test]
    fn what_cannot_be_evaluated_is_an_error() {
        let found = outcomes(NOT_SMALLER, "{ size = {} }", "{ size = 1 }", &[]);
        assert!(found[0].starts_with("expectation `not-smaller` failed: "), "{found:?}");
    }

    #[test]
    fn other_kinds_are_none_of_its_business() {
        let block = NOT_SMALLER.replace("aws_*", "google_*");
        assert!(outcomes(&block, "{ size = 3 }", "{ size = 2 }", &["size"]).is_empty());
    }
}
