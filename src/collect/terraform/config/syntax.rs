//! What a file says, the same for native and JSON syntax: attributes and blocks with their places.
//!
//! This file must not know what blocks mean, except that the `type` of a variable is no expression.

use std::fmt;
use std::sync::Arc;

use hcl::edit::Span;
use hcl::edit::expr::Expression;
use hcl::edit::structure::{self, Structure};

use super::source::Source;
use super::types::Type;
use crate::expr::{Names, Program, one_line};
use crate::model::Value;

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The file.
    pub(super) file: Arc<str>,
    /// The line, from 1.
    pub(super) line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Says that a key stands twice; Terraform takes the last one without a word.
pub(super) fn again(here: &Place, key: &str, earlier: u32) -> String {
    format!("{here}: the key `{key}` stands here again; its value of line {earlier} has no effect")
}

/// A file, or what stands between the braces of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
}

/// `name = value`.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: Expr,
    pub(super) place: Place,
}

/// `kind "label" { … }`.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    pub(super) body: Body,
    pub(super) place: Place,
    /// The text of a `dynamic` block, which stands for its value when that cannot be known.
    pub(super) text: Box<str>,
}

/// A value as it is written.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// Something to evaluate.
    Program(Box<Program>),
    /// Something that needs no evaluation.
    Constant(Value),
    /// A JSON array.
    List(Vec<Expr>),
    /// A JSON object; keys may be templates.
    Object(Vec<(Expr, Expr)>),
    /// The type of a variable.
    Type(Arc<Type>),
}

/// Which body is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    /// The body of a variable, whose `type` is no expression.
    Variable,
    Block,
}

impl Body {
    /// Returns the attribute of this name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// Takes over what the parser read. The parser bounds the nesting, so the recursion is bounded.
    pub(super) fn from_hcl(body: &structure::Body, source: &Source, warnings: &mut Vec<String>) -> Self {
        Self::read(body, source, warnings, Level::File)
    }

    fn read(body: &structure::Body, source: &Source, warnings: &mut Vec<String>, level: Level) -> Self {
        let mut made = Self::default();
        for item in body {
            match item {
                Structure::Attribute(attribute) => {
                    let name = attribute.key.as_str();
                    let span = attribute.key.span().or_else(|| attribute.value.span()).unwrap_or_default();
                    let value = if level == Level::Variable && name == "type" {
                        Expr::Type(Arc::new(Type::from_hcl(&attribute.value, source)))
                    } else {
                        Expr::from_hcl(&attribute.value, source, warnings)
                    };
                    made.attributes.push(Attribute {
                        name: name.to_owned(),
                        value,
                        place: source.place(span.start),
                    });
                }
                Structure::Block(block) => {
                    let kind = block.ident.as_str();
                    let span = block.ident.span().or_else(|| block.span()).unwrap_or_default();
                    let below = if level == Level::File && kind == "variable" {
                        Level::Variable
                    } else {
                        Level::Block
                    };
                    let text = match block.span() {
                        Some(whole) if kind == "dynamic" => {
                            one_line(source.prepared.text.get(whole).unwrap_or_default()).into()
                        }
                        _ => Box::default(),
                    };
                    made.blocks.push(Block {
                        kind: kind.to_owned(),
                        labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect(),
                        body: Self::read(&block.body, source, warnings, below),
                        place: source.place(span.start),
                        text,
                    });
                }
            }
        }
        made
    }
}

impl Expr {
    /// Compiles an expression; one that does not compile is kept as its text.
    pub(super) fn from_hcl(expression: &Expression, source: &Source, warnings: &mut Vec<String>) -> Self {
        match Program::compile(expression, &source.prepared, Names::Any) {
            Ok(program) => Self::Program(Box::new(program)),
            Err(mistake) => {
                warnings.push(format!("{}: {}", source.place(mistake.span.start), mistake.message));
                let span = expression.span().unwrap_or_default();
                let text = one_line(source.prepared.text.get(span).unwrap_or_default());
                Self::Constant(Value::Expression(text.into()))
            }
        }
    }

    /// Returns the text of a constant string, such as the source of a module.
    pub(super) fn as_text(&self) -> Option<String> {
        match self {
            Self::Constant(value) => value.as_str().map(str::to_owned),
            Self::Program(program) => {
                program.eval(&super::evaluate::Nothing).ok()?.as_str().map(str::to_owned)
            }
            _ => None,
        }
    }

    /// Returns whether this is the constant `true`.
    pub(super) fn is_true(&self) -> bool {
        let value = match self {
            Self::Constant(value) => value.clone(),
            Self::Program(program) => program.eval(&super::evaluate::Nothing).unwrap_or_default(),
            _ => Value::Null,
        };
        value == Value::Bool(true) || value.as_str() == Some("true")
    }
}
