//! Functions of labels and selectors.
//!
//! Source of their meaning: <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/>.

use super::{Arguments, Entry, text_or_none};
use crate::model::{Map, Value};

pub(super) const TABLE: &[Entry] = &[(
    "selects",
    2,
    2,
    |values| {
        let mut arguments = Arguments::new(values);
        let (selector, labels) = (arguments.value(), arguments.value());
        selects(&selector, labels.as_map()).map(Value::Bool)
    },
    "selects(selector, labels): whether a map of labels or a label selector selects them; null selects nothing",
)];

/// Returns whether a selector, which is a map of labels or a label selector, selects what has these labels.
///
/// An empty selector selects everything and null nothing, as the API has it.
///
/// # Errors
/// A selector that is neither, or an operator that nobody knows; the message reads after a colon.
pub fn selects(selector: &Value, labels: Option<&Map>) -> Result<bool, String> {
    let selector = match selector {
        Value::Null => return Ok(false),
        Value::Map(selector) => selector,
        other => return Err(format!("expected a selector, got {}", other.type_name())),
    };
    let label = |key: &str| labels.and_then(|labels| labels.get(key)).and_then(text_or_none);
    let all = |wanted: &Map| {
        wanted.iter().all(|(key, value)| {
            let wanted = text_or_none(value);
            wanted.is_some() && label(key) == wanted
        })
    };
    if !is_label_selector(selector) {
        return Ok(all(selector));
    }
    if let Some(Value::Map(wanted)) = selector.get("matchLabels")
        && !all(wanted)
    {
        return Ok(false);
    }
    for expression in selector.get("matchExpressions").and_then(Value::as_list).unwrap_or_default() {
        let text = |key: &str| expression.get(key).and_then(Value::as_str).unwrap_or_default();
        let found = label(text("key"));
        let values = expression.get("values").and_then(Value::as_list).unwrap_or_default();
        let listed = || {
            found.as_ref().is_some_and(|found| values.iter().any(|v| text_or_none(v).as_ref() == Some(found)))
        };
        let holds = match text("operator") {
            "In" => listed(),
            "NotIn" => !listed(),
            "Exists" => found.is_some(),
            "DoesNotExist" => found.is_none(),
            other => return Err(format!("unknown operator {other:?} of a label selector")),
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns whether a value is a selector, so that [`selects`] of it is no mistake.
pub(super) fn is_selector(value: &Value) -> bool {
    let Value::Map(selector) = value else { return false };
    let is_known = |expression: &Value| {
        let operator = expression.get("operator").and_then(Value::as_str);
        operator.is_some_and(|operator| ["In", "NotIn", "Exists", "DoesNotExist"].contains(&operator))
    };
    !is_label_selector(selector)
        || selector.get("matchExpressions").and_then(Value::as_list).unwrap_or_default().iter().all(is_known)
}

/// Returns whether a selector has the form with `matchLabels`; labels may have that name, but no such value.
fn is_label_selector(selector: &Map) -> bool {
    selector.iter().any(|(key, value)| match key.as_str() {
        "matchLabels" => matches!(value, Value::Map(_)),
        "matchExpressions" => matches!(value, Value::List(_)),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    fn value(text: &str) -> Value {
        let source = SourceText::new("v.hcl", format!("a = {text}"));
        let body = crate::expr::parse(&source).unwrap();
        let reader = crate::blocks::Reader::new(&source);
        reader.top(&body, "a value").value("a").unwrap().value
    }

    #[test]
    fn a_selector_selects_as_the_api_says() {
        for (selector, labels, expected) in [
            ("null", "{ app = \"web\" }", false),
            ("{}", "{}", true),
            ("{}", "null", true),
            ("{ app = \"web\" }", "{ app = \"web\", tier = \"front\" }", true),
            ("{ app = \"web\", tier = \"back\" }", "{ app = \"web\", tier = \"front\" }", false),
            ("{ app = \"web\" }", "null", false),
            ("{ matchLabels = { app = \"web\" } }", "{ app = \"web\" }", true),
            ("{ matchLabels = \"x\" }", "{ matchLabels = \"x\" }", true),
            (
                "{ matchExpressions = [{ key = \"app\", operator = \"In\", values = [\"a\", \"web\"] }] }",
                "{ app = \"web\" }",
                true,
            ),
            (
                "{ matchExpressions = [{ key = \"app\", operator = \"NotIn\", values = [\"web\"] }] }",
                "{}",
                true,
            ),
            ("{ matchExpressions = [{ key = \"app\", operator = \"Exists\" }] }", "{}", false),
            ("{ matchExpressions = [{ key = \"app\", operator = \"DoesNotExist\" }] }", "{}", true),
            (
                "{ matchLabels = { a = \"1\" }, matchExpressions = [{ key = \"b\", operator = \"Exists\" }] }",
                "{ a = \"1\" }",
                false,
            ),
        ] {
            assert_eq!(
                selects(&value(selector), value(labels).as_map()),
                Ok(expected),
                "{selector} {labels}"
            );
        }
    }

    /// `is_selector` says beforehand for whom `selects` fails.
    #[test]
    fn of_a_selector_it_is_known_what_it_selects() {
        for text in [
            "null",
            "3",
            "\"app\"",
            "[]",
            "{}",
            "{ app = 1 }",
            "{ matchLabels = null }",
            "{ matchExpressions = [3] }",
            "{ matchExpressions = [{ key = \"a\", operator = \"Exists\" }] }",
            "{ matchLabels = { a = \"b\" }, matchExpressions = [{ key = \"a\", operator = \"Like\" }] }",
            "{ matchExpressions = [{ key = \"a\", operator = \"Exists\" }, { key = \"a\", operator = null }] }",
        ] {
            let selector = value(text);
            let labels = value("{ a = \"b\" }");
            let is_known = selects(&selector, labels.as_map()).is_ok();
            assert_eq!(is_selector(&selector), is_known && !selector.is_null(), "{text}");
        }
    }

    #[test]
    fn what_is_no_selector_is_a_mistake() {
        assert!(selects(&value("\"app\""), None).is_err());
        assert!(
            selects(&value("{ matchExpressions = [{ key = \"a\", operator = \"Like\" }] }"), None).is_err()
        );
    }
}
