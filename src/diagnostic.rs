//! Messages about a place in a text the user wrote: configuration, rules, `.tf` files.
//!
//! This file must not print; the command line decides where a message goes.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A text with the name it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The file name, or what stands for it.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl SourceText {
    /// Wraps a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }

    /// Returns line and column, both from 1, of a byte offset; the column counts characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = floor_char_boundary(&self.text, offset);
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }

    /// Returns `name:line` of a byte offset.
    pub fn at(&self, offset: usize) -> String {
        format!("{}:{}", self.name, self.position(offset).0)
    }
}

/// One message about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// The text it is about.
    pub source: Arc<SourceText>,
    /// Byte range in the text.
    pub span: Range<usize>,
    /// A few words at the place itself.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes a message about `span` of `source`.
    pub fn new(message: impl Into<String>, source: &Arc<SourceText>, span: Range<usize>) -> Self {
        Self { message: message.into(), source: Arc::clone(source), span, label: String::new(), help: None }
    }

    /// Adds a few words at the place itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Renders file, line, column, the source line and a caret under the place.
    pub fn render(&self, color: bool) -> String {
        let text = &self.source.text;
        // The renderer panics on spans beyond the text or inside a character, so they are clamped here.
        let start = floor_char_boundary(text, self.span.start);
        let mut end = floor_char_boundary(text, self.span.end.max(start));
        // A place of several lines is shown by its first; the rest adds nothing but height.
        if let Some(newline) = text[start..end].find('\n') {
            end = start + newline;
        }
        let annotation = AnnotationKind::Primary.span(start..end).label(self.label.as_str());
        let snippet = Snippet::source(text.as_str()).path(self.source.name.as_str()).annotation(annotation);
        let group = Level::ERROR.primary_title(self.message.as_str()).element(snippet);
        let group = match &self.help {
            Some(help) => group.element(Level::HELP.message(help.as_str())),
            None => group,
        };
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group]).clone()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostic {}

/// Returns the largest character boundary that is not after `offset`.
fn floor_char_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

/// Returns the known name nearest to `unknown`, when one is near enough to be meant.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let distance = strsim::osa_distance(unknown, name);
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    let (distance, name) = best?;
    // A third of the name may be wrong, but at least one letter.
    (distance <= (name.chars().count() / 3).max(1)).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shows_file_line_and_caret() {
        let source = SourceText::new("driftgate.hcl", "gate {\n  fail_onn = \"high\"\n}\n");
        let diagnostic = Diagnostic::new("unknown attribute `fail_onn`", &source, 9..17)
            .label("not known here")
            .help("did you mean `fail_on`?");
        insta::assert_snapshot!(diagnostic.render(false), @r#"
        error: unknown attribute `fail_onn`
         --> driftgate.hcl:2:3
          |
        2 |   fail_onn = "high"
          |   ^^^^^^^^ not known here
          |
          = help: did you mean `fail_on`?
        "#);
    }

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(nearest("seveirty", ["severity", "summary"]), Some("severity"));
        assert_eq!(nearest("colour", ["severity", "summary"]), None);
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_renders(text in "(?s).{0,60}", start in 0usize..80, length in 0usize..80) {
            let source = SourceText::new("x", text);
            let rendered = Diagnostic::new("message", &source, start..start + length).render(false);
            prop_assert!(rendered.contains("message"));
        }
    }
}
