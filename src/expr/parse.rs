//! HCL text to `hcl-edit`'s tree, with errors as diagnostics.

use std::sync::Arc;

use hcl::edit::parser;
use hcl::edit::structure::Body;
use hcl::edit::template::Template;

use crate::diagnostic::{Diagnostic, SourceText};

/// Parses a body of HCL.
///
/// # Errors
/// The first mistake, with file, line, column and what was expected.
pub fn parse(source: &Arc<SourceText>) -> Result<Body, Diagnostic> {
    // A byte order mark is no part of the text; spaces in its place keep all positions.
    let text = match source.text.strip_prefix('\u{feff}') {
        Some(rest) => std::borrow::Cow::Owned(format!("   {rest}")),
        None => std::borrow::Cow::Borrowed(source.text.as_str()),
    };
    parser::parse_body(&text).map_err(|error| mistake(&error, source))
}

/// Parses a template, such as `${var.a}-b`.
///
/// # Errors
/// As [`parse`].
pub(super) fn template(source: &Arc<SourceText>) -> Result<Template, Diagnostic> {
    parser::parse_template(&source.text).map_err(|error| mistake(&error, source))
}

fn mistake(error: &parser::Error, source: &Arc<SourceText>) -> Diagnostic {
    let at = error.location().offset();
    Diagnostic::new("this is not valid HCL", source, at..at + 1)
        .label(error.message().trim().replace("; ", ", "))
}
