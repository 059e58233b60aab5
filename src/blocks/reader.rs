//! The walk itself: which names a block may have, of which type, and every mistake collected.
//!
//! This file must not stop at the first mistake.

use std::cell::RefCell;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use hcl::edit::Span;
use hcl::edit::expr::Expression;
use hcl::edit::structure::Body;

use crate::diagnostic::{Diagnostic, SourceText, nearest};
use crate::model::Value;

/// Gives the values of environment variables that a file asks for with `env("NAME")`.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A place in a file, kept with what was read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<SourceText>,
    /// Byte range in the file.
    pub span: Range<usize>,
}

impl Place {
    /// Returns file and line, as `driftgate.hcl:12`.
    pub fn at(&self) -> String {
        self.source.at(self.span.start)
    }

    /// Makes a message about this place.
    pub fn diagnostic(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(message, &self.source, self.span.clone())
    }
}

/// Something read, with its byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

/// Reads one file and collects its mistakes.
pub struct Reader<'a> {
    pub(super) source: &'a Arc<SourceText>,
    pub(super) env: Option<Environment<'a>>,
    errors: RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    /// Reads a file whose values are literals only.
    pub fn new(source: &'a Arc<SourceText>) -> Self {
        Self { source, env: None, errors: RefCell::default() }
    }

    /// Reads a file that may ask for environment variables.
    pub fn with_env(source: &'a Arc<SourceText>, env: Environment<'a>) -> Self {
        Self { env: Some(env), ..Self::new(source) }
    }

    /// Returns the top of the file; `what` names it in messages, as `a rule file`.
    pub fn top<'r>(&'r self, body: &'r Body, what: &str) -> Block<'r> {
        Block {
            reader: self,
            what: what.to_owned(),
            labels: Vec::new(),
            span: 0..0,
            body,
            attributes: RefCell::default(),
            blocks: RefCell::default(),
        }
    }

    /// Adds a mistake.
    pub fn error(&self, diagnostic: Diagnostic) {
        self.errors.borrow_mut().push(diagnostic);
    }

    /// Returns the mistakes in the order in which they stand in the file.
    pub fn into_errors(self) -> Vec<Diagnostic> {
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| error.span.start);
        errors
    }

    pub(super) fn mistake(&self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(message, self.source, span)
    }
}

/// One block, or the top of a file.
///
/// Every name that is asked for is known from then on; [`Block::finish`] reports the others.
pub struct Block<'r> {
    reader: &'r Reader<'r>,
    what: String,
    labels: Vec<Spanned<&'r str>>,
    span: Range<usize>,
    body: &'r Body,
    attributes: RefCell<Vec<&'r str>>,
    blocks: RefCell<Vec<&'r str>>,
}

impl<'r> Block<'r> {
    /// Returns the place of the block's own name.
    pub fn place(&self) -> Place {
        self.place_of(self.span.clone())
    }

    /// Returns the place of something in the same file.
    pub fn place_of(&self, span: Range<usize>) -> Place {
        Place { source: Arc::clone(self.reader.source), span }
    }

    /// Makes a message about `span`, for [`Block::report`].
    pub fn mistake(&self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.reader.mistake(span, message)
    }

    /// Adds a mistake.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.reader.error(diagnostic);
    }

    /// Returns the labels when there are as many as `names` says; reports the block otherwise.
    pub fn labels<const N: usize>(&self, names: [&str; N]) -> Option<[Spanned<&'r str>; N]> {
        if let Some(extra) = self.labels.get(N) {
            self.report(self.mistake(extra.span.clone(), format!("unexpected label of {}", self.what)));
            return None;
        }
        if let Some(missing) = names.get(self.labels.len()) {
            let message = format!("{} needs a {missing} in quotes", self.what);
            self.report(self.mistake(self.span.clone(), message).label("nothing follows"));
            return None;
        }
        <[_; N]>::try_from(self.labels.clone()).ok()
    }

    /// Returns the one label, reporting the block when it has none or more.
    pub fn label(&self, name: &str) -> Option<Spanned<&'r str>> {
        self.labels([name]).map(|[label]| label)
    }

    /// Returns the blocks of this name.
    pub fn blocks(&self, name: &'r str) -> Vec<Block<'r>> {
        note(&self.blocks, name);
        let blocks = self.body.blocks().filter(|block| block.has_ident(name));
        let labels = |block: &'r hcl::edit::structure::Block| {
            let spanned = |label: &'r hcl::edit::structure::BlockLabel| Spanned {
                value: label.as_str(),
                span: label.span().unwrap_or_default(),
            };
            block.labels.iter().map(spanned).collect()
        };
        let block = |block: &'r hcl::edit::structure::Block| Block {
            reader: self.reader,
            what: format!("`{name}` block"),
            labels: labels(block),
            span: block.ident.span().unwrap_or_default(),
            body: &block.body,
            attributes: RefCell::default(),
            blocks: RefCell::default(),
        };
        blocks.map(block).collect()
    }

    /// Returns the block of this name, reporting every one after the first.
    pub fn only_block(&self, name: &'r str) -> Option<Block<'r>> {
        let mut blocks = self.blocks(name).into_iter();
        let first = blocks.next();
        for more in blocks {
            self.report(self.mistake(more.span, format!("more than one `{name}` block")));
        }
        first
    }

    /// Returns the expression of an attribute.
    pub fn expression(&self, name: &'r str) -> Option<&'r Expression> {
        note(&self.attributes, name);
        self.body.get_attribute(name).map(|attribute| &attribute.value)
    }

    /// Reports each of `names` that is not given.
    pub fn require(&self, names: &[&str]) {
        for name in names {
            if !self.body.has_attribute(name) {
                let message = format!("missing attribute `{name}`");
                self.report(self.mistake(self.span.clone(), message).label(format!("in this {}", self.what)));
            }
        }
    }

    /// Returns the value of an attribute.
    pub fn value(&self, name: &'r str) -> Option<Spanned<Value>> {
        let expression = self.expression(name)?;
        let value = self.reader.evaluate(expression)?;
        Some(Spanned { value, span: span(expression) })
    }

    /// Returns an attribute that is a string.
    pub fn text(&self, name: &'r str) -> Option<Spanned<String>> {
        let expression = self.expression(name)?;
        self.string(name, expression, "a string")
    }

    /// Returns an attribute that is true or false.
    pub fn flag(&self, name: &'r str) -> Option<bool> {
        let expression = self.expression(name)?;
        match self.reader.evaluate(expression)? {
            Value::Bool(flag) => Some(flag),
            other => self.wrong_value(name, expression, "true or false", &other),
        }
    }

    /// Returns an attribute that is a string of a form of its own: a pattern, a date, a severity.
    pub fn parsed<T: FromStr<Err: Display>>(&self, name: &'r str) -> Option<Spanned<T>> {
        self.parse(self.text(name)?)
    }

    /// Returns an attribute that is a list of strings, or one string that stands for a list of one.
    pub fn texts(&self, name: &'r str) -> Option<Vec<Spanned<String>>> {
        self.texts_of(name, self.expression(name)?)
    }

    /// Returns an attribute that is a list of strings of a form of their own, or one such string.
    pub fn all_parsed<T: FromStr<Err: Display>>(&self, name: &'r str) -> Option<Vec<Spanned<T>>> {
        // Each mistake is reported; what is right of the rest is of no use then.
        let parsed: Vec<_> = self.texts(name)?.into_iter().map(|text| self.parse(text)).collect();
        parsed.into_iter().collect()
    }

    /// Returns an attribute that is a list of strings.
    pub fn list(&self, name: &'r str) -> Option<Vec<Spanned<String>>> {
        self.strings(name, self.expression(name)?, "a list of strings")
    }

    /// Returns an attribute that is a list, element by element.
    pub fn elements(&self, name: &'r str) -> Option<Vec<&'r Expression>> {
        match self.expression(name)? {
            Expression::Array(array) => Some(array.iter().collect()),
            other => self.wrong_type(name, other, "a list"),
        }
    }

    /// Returns an attribute that is a map, entry by entry in the order in which they stand.
    pub fn entries(&self, name: &'r str) -> Option<Vec<(Spanned<String>, &'r Expression)>> {
        match self.expression(name)? {
            Expression::Object(object) => {
                let entry = |(key, value)| Some((self.reader.object_key(key)?, value));
                Some(object.iter().filter_map(|(key, value)| entry((key, value.expr()))).collect())
            }
            other => self.wrong_type(name, other, "a map"),
        }
    }

    /// Reads an expression that stands for one string or a list of strings.
    pub fn texts_of(&self, name: &str, expression: &Expression) -> Option<Vec<Spanned<String>>> {
        match expression {
            Expression::Array(_) => self.strings(name, expression, "a string or a list of strings"),
            _ => Some(vec![self.string(name, expression, "a string or a list of strings")?]),
        }
    }

    /// Reads an expression whose value is known without a scope.
    pub fn value_of(&self, expression: &Expression) -> Option<Value> {
        self.reader.evaluate(expression)
    }

    /// Reports every attribute and block that nobody asked for.
    pub fn finish(self) {
        let (attributes, blocks) = (self.attributes.borrow(), self.blocks.borrow());
        for attribute in self.body.attributes() {
            let name = attribute.key.as_str();
            if !attributes.contains(&name) {
                let span = attribute.key.span().unwrap_or_default();
                let written =
                    blocks.contains(&name).then(|| format!("write it as a block: `{name} {{ … }}`"));
                self.unknown("attribute", name, span, &attributes, written);
            }
        }
        for block in self.body.blocks() {
            let name = block.ident.as_str();
            if !blocks.contains(&name) {
                let span = block.ident.span().unwrap_or_default();
                let written =
                    attributes.contains(&name).then(|| format!("write it as an attribute: `{name} = …`"));
                self.unknown("block", name, span, &blocks, written);
            }
        }
    }

    fn unknown(&self, what: &str, name: &str, span: Range<usize>, known: &[&str], written: Option<String>) {
        let listed = || match known {
            [] => format!("{} takes no {what}", self.what),
            names => format!("known here: {}", names.join(", ")),
        };
        let near = || nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = written.or_else(near).unwrap_or_else(listed);
        self.report(
            self.mistake(span, format!("unknown {what} `{name}`")).label("not known here").help(help),
        );
    }

    fn parse<T: FromStr<Err: Display>>(&self, text: Spanned<String>) -> Option<Spanned<T>> {
        match text.value.parse() {
            Ok(value) => Some(Spanned { value, span: text.span }),
            Err(error) => {
                self.report(self.mistake(text.span, T::Err::to_string(&error)));
                None
            }
        }
    }

    fn string(&self, name: &str, expression: &Expression, expected: &str) -> Option<Spanned<String>> {
        match self.reader.evaluate(expression)? {
            Value::String(text) => Some(Spanned { value: text.into(), span: span(expression) }),
            other => self.wrong_value(name, expression, expected, &other),
        }
    }

    fn strings(&self, name: &str, expression: &Expression, expected: &str) -> Option<Vec<Spanned<String>>> {
        let Expression::Array(array) = expression else {
            return self.wrong_type(name, expression, expected);
        };
        let texts: Vec<_> = array.iter().map(|item| self.string(name, item, expected)).collect();
        texts.into_iter().collect()
    }

    fn wrong_type<T>(&self, name: &str, expression: &Expression, expected: &str) -> Option<T> {
        let value = self.reader.evaluate(expression)?;
        self.wrong_value(name, expression, expected, &value)
    }

    fn wrong_value<T>(
        &self,
        name: &str,
        expression: &Expression,
        expected: &str,
        value: &Value,
    ) -> Option<T> {
        let label = match value {
            Value::Null => "this is null".to_owned(),
            value => format!("this is {} {}", article(value.type_name()), value.type_name()),
        };
        self.report(self.mistake(span(expression), format!("`{name}` must be {expected}")).label(label));
        None
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn note<'r>(names: &RefCell<Vec<&'r str>>, name: &'r str) {
    let mut names = names.borrow_mut();
    if !names.contains(&name) {
        names.push(name);
    }
}

/// Returns where an expression stands.
pub fn span(expression: &Expression) -> Range<usize> {
    expression.span().unwrap_or_default()
}
