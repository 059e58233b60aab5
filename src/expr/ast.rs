//! The compiled form of an expression. Every node knows its place in the text.

use std::ops::Range;

use hcl::edit::expr::{BinaryOperator, UnaryOperator};

use super::functions::Function;
use crate::model::{Key, Value};

/// One expression.
#[derive(Clone)]
pub(super) struct Expr {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

impl Expr {
    /// Returns where the text of the expression stands: of `"${x}"`, which is `x`, without the quotes.
    pub(super) fn written(&self) -> Range<usize> {
        match &self.kind {
            Kind::Interpolation(inner) => inner.written(),
            _ => self.span.clone(),
        }
    }
}

#[derive(Clone)]
pub(super) enum Kind {
    Literal(Value),
    Variable(String),
    List(Vec<Expr>),
    Object(Vec<(ObjectKey, Expr)>),
    /// Parts of a template that are joined to one text.
    Template(Vec<Expr>),
    /// A template of nothing but one interpolation, which keeps the type of its value.
    Interpolation(Box<Expr>),
    If {
        condition: Box<Expr>,
        yes: Box<Expr>,
        no: Box<Expr>,
    },
    Call {
        function: &'static Function,
        arguments: Vec<Expr>,
        expand: bool,
    },
    /// A function that would do I/O, or a provider's own.
    UnknownCall(String),
    Attribute(Box<Expr>, Key),
    Index(Box<Expr>, Box<Expr>),
    /// What follows is applied to each element of a list.
    Splat {
        of: Box<Expr>,
        each: Vec<Step>,
    },
    Unary(UnaryOperator, Box<Expr>),
    Binary(BinaryOperator, Box<Expr>, Box<Expr>),
    For(Box<For>),
}

#[derive(Clone)]
pub(super) enum ObjectKey {
    Static(Key),
    Computed(Expr),
}

/// One step after a splat.
#[derive(Clone)]
pub(super) enum Step {
    Attribute(Key),
    Index(Expr),
}

#[derive(Clone)]
pub(super) struct For {
    pub(super) key_name: Option<String>,
    pub(super) value_name: String,
    pub(super) collection: Expr,
    /// The key of an object; without it a list is made.
    pub(super) key: Option<Expr>,
    pub(super) value: Expr,
    pub(super) condition: Option<Expr>,
    pub(super) grouping: bool,
    /// Whether the results are joined to a text, as in a template.
    pub(super) joined: bool,
}
