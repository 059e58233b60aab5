//! One file of configuration: its text, its lines, and what it says as a [`Body`].
//!
//! This file must not touch the file system and not evaluate anything.

use std::sync::Arc;

use super::json;
use super::prepare::{Prepared, prepare};
use super::syntax::{Body, Place, again};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expr;

/// A text that was read, in both forms.
pub(super) struct Source {
    /// As it was read; messages quote it.
    pub(super) original: Arc<SourceText>,
    /// As it is parsed; expressions quote it, because it has no comments.
    pub(super) prepared: Arc<SourceText>,
    /// The name of the file for provenance.
    pub(super) file: Arc<str>,
    /// Offsets of all line breaks.
    breaks: Vec<usize>,
}

/// What a text says.
pub(super) struct Parsed {
    pub(super) body: Body,
    pub(super) warnings: Vec<String>,
}

/// What a file is for; JSON means different things in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Blocks that declare.
    Configuration,
    /// Values of variables.
    Variables,
    /// The versions and checksums of providers.
    Lock,
}

impl Source {
    fn new(name: &str, original: String, prepared: Option<String>) -> Self {
        let file: Arc<str> = Arc::from(name);
        let breaks = memchr::memchr_iter(b'\n', original.as_bytes()).collect();
        let original = SourceText::new(name, original);
        let prepared = match prepared {
            Some(text) if text != original.text => SourceText::new(name, text),
            _ => Arc::clone(&original),
        };
        Self { original, prepared, file, breaks }
    }

    /// Wraps a text that stands for itself, such as an expression in a JSON string.
    pub(super) fn alone(text: &str) -> Self {
        Self::new("", text.to_owned(), None)
    }

    /// Returns file and line of an offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.breaks.partition_point(|at| *at < offset) + 1;
        Place { file: Arc::clone(&self.file), line: u32::try_from(line).unwrap_or(u32::MAX) }
    }
}

/// Parses a text in Terraform's native or JSON syntax; which of them it is, its first character says.
///
/// # Errors
/// A text that is neither, with what was expected where.
pub(super) fn parse(name: &str, text: &str, role: Role) -> Result<Parsed, Box<Diagnostic>> {
    if is_json(text) {
        let source = Source::new(name, text.to_owned(), None);
        return json::parse(&source, role).map_err(Box::new);
    }
    let Prepared { text: prepared, duplicates, open_quote, too_large } = prepare(text);
    let source = Source::new(name, text.to_owned(), Some(prepared));
    if let Some(at) = too_large {
        let mistake =
            Diagnostic::new("the objects of this file have too many entries", &source.original, at..at + 1);
        return Err(Box::new(
            mistake.help("expected fewer; values in JSON (.tfvars.json) have no such limit"),
        ));
    }
    let mut warnings: Vec<String> = duplicates
        .iter()
        .map(|duplicate| {
            let (first, here) = (source.place(duplicate.first), source.place(duplicate.again));
            again(&here, &duplicate.key, first.line)
        })
        .collect();
    let tree = expr::parse(&source.prepared)
        .map_err(|mistake| Box::new(refused(mistake, &source, role, open_quote)))?;
    let body = Body::from_hcl(&tree, &source, &mut warnings);
    Ok(Parsed { body, warnings })
}

/// Returns whether a text is JSON: no HCL begins with a brace.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_ascii_start().starts_with('{')
}

/// Says what kind of text was expected, and quotes the text as the user wrote it.
fn refused(mut mistake: Diagnostic, source: &Source, role: Role, open_quote: Option<usize>) -> Diagnostic {
    mistake.source = Arc::clone(&source.original);
    if let Some(from) = open_quote {
        // The parser trips over what follows, which is far from the quote that is missing.
        mistake.span = from..from + 1;
        mistake = mistake.label("the text that begins here does not end on its line");
    }
    if mistake.help.is_none() {
        mistake.help = Some(format!("expected {role}; `terraform fmt` names the same mistake"));
    }
    mistake
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Configuration => "Terraform configuration or values of variables",
            Self::Variables => "values of variables, as `name = value`",
            Self::Lock => "a dependency lock file, as `terraform init` writes it",
        })
    }
}
