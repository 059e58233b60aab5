//! What templates do with white space and with values that are no strings.

use std::borrow::Cow;

use hcl::edit::template::{Directive, Element, Strip};

use crate::model::Value;

/// Returns the text of each literal with the white space taken off that a `~` beside it asks for.
pub(super) fn stripped(elements: &[&Element]) -> Vec<Option<String>> {
    let mut texts = Vec::with_capacity(elements.len());
    for (at, element) in elements.iter().enumerate() {
        let Element::Literal(literal) = element else {
            texts.push(None);
            continue;
        };
        let mut text = literal.as_str();
        if at > 0 && elements.get(at - 1).is_some_and(|before| strips(before).1) {
            text = text.trim_start();
        }
        if elements.get(at + 1).is_some_and(|after| strips(after).0) {
            text = text.trim_end();
        }
        texts.push(Some(text.to_owned()));
    }
    texts
}

/// Returns whether an element takes white space off before and after it.
fn strips(element: &Element) -> (bool, bool) {
    let start = |strip: Strip| matches!(strip, Strip::Start | Strip::Both);
    let end = |strip: Strip| matches!(strip, Strip::End | Strip::Both);
    match element {
        Element::Literal(_) => (false, false),
        Element::Interpolation(interpolation) => (start(interpolation.strip), end(interpolation.strip)),
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(directive) => (start(directive.if_expr.strip), end(directive.endif_expr.strip)),
            Directive::For(directive) => (start(directive.for_expr.strip), end(directive.endfor_expr.strip)),
        },
    }
}

/// Returns the text that a value has inside a template; `None` when it has none.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        _ => None,
    }
}
