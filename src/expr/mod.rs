//! HCL expressions: parsed by `hcl-edit`, compiled to a small tree of our own, evaluated over [`Value`]s.
//!
//! Configuration, rules and the reader of `.tf` files share it. `hcl::eval` is not used: it does not
//! short-circuit, clones a whole resource at every use of it, panics on `1 % 0` and has no positions.
//!
//! Nothing here does I/O; functions of Terraform that would are not known here.

mod ast;
mod compile;
mod eval;
mod functions;
mod operators;
mod parse;
mod reach;
mod template;
mod text;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::model::Value;

pub(crate) use functions::go_duration;
pub use functions::{Function, all as functions, selects};
pub use parse::parse;
pub use reach::{Origins, Reach};
pub(crate) use text::{one_line, quoted};

/// A compiled expression.
#[derive(Clone)]
pub struct Program {
    root: ast::Expr,
    source: Arc<SourceText>,
    references: Vec<Vec<String>>,
}

/// Which names an expression may use.
#[derive(Clone, Copy, Debug)]
pub enum Names<'a> {
    /// These only; another is a mistake.
    Only(&'a [&'a str]),
    /// These only, and functions that look around in an environment.
    Around(&'a [&'a str]),
    /// Any: in a `.tf` file the types of resources are names, and functions may be a provider's.
    Any,
}

/// What names mean during one evaluation.
pub trait Scope {
    /// Returns what a name stands for; `None` when that cannot be known.
    fn variable<'a>(&'a self, name: &str) -> Option<Node<'a>>;

    /// Calls a function that looks around in an environment ([`Names::Around`]); `None` when there is
    /// nothing to look at. The answer is [`Value::Unknown`] when it cannot be known, and a message that
    /// reads after the name of the function when the arguments are mistaken.
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
        let _ = (name, arguments);
        None
    }
}

/// What a name stands for.
#[derive(Clone)]
pub enum Node<'a> {
    /// A value.
    Value(Cow<'a, Value>),
    /// Something with attributes that is not worth being built as a value.
    Object(&'a dyn Object),
}

/// Something with attributes.
pub trait Object {
    /// Returns an attribute; `None` when there is none, or when it cannot be known.
    fn get<'a>(&'a self, key: &str) -> Option<Node<'a>>;
    /// Returns the names of all attributes.
    fn keys(&self) -> Vec<String>;
    /// Whether an absent attribute is a mistake; otherwise it is merely not known.
    fn is_closed(&self) -> bool {
        true
    }
}

/// Why an evaluation gave no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalErrorKind {
    /// The value cannot be known without running Terraform.
    Unknown,
    /// A mistake in the expression or its values.
    Fault,
}

/// An evaluation that gave no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// Whether it is a mistake.
    pub kind: EvalErrorKind,
    /// What went wrong.
    pub message: String,
    /// Byte range in the source text.
    pub span: Range<usize>,
}

impl EvalError {
    /// Puts the error at its place in the text.
    pub fn diagnostic(&self, source: &Arc<SourceText>) -> Diagnostic {
        Diagnostic::new(self.message.clone(), source, self.span.clone())
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalError {}

impl Program {
    /// Compiles an expression; names and functions that are not known are mistakes now, not later.
    ///
    /// # Errors
    /// An unknown name or function, with the nearest known one.
    pub fn compile(
        expression: &hcl::edit::expr::Expression,
        source: &Arc<SourceText>,
        names: Names<'_>,
    ) -> Result<Self, Diagnostic> {
        let mut compiler = compile::Compiler::new(source, names);
        let root = compiler.expression(expression)?;
        Ok(Self { root, source: Arc::clone(source), references: compiler.into_references() })
    }

    /// Compiles the text of a template, as `.tf.json` files hold expressions; the name is for messages.
    ///
    /// # Errors
    /// A text that is no template.
    pub fn compile_template(text: &str, name: &str) -> Result<Self, Diagnostic> {
        let source = SourceText::new(name, text);
        let template = parse::template(&source)?;
        let mut compiler = compile::Compiler::new(&source, Names::Any);
        let root = compiler.template(&template, 0..text.len())?;
        let references = compiler.into_references();
        Ok(Self { root, source, references })
    }

    /// Evaluates the expression.
    ///
    /// # Errors
    /// A mistake, or something that cannot be known.
    pub fn eval(&self, scope: &dyn Scope) -> Result<Value, EvalError> {
        eval::Evaluator::new(scope, None).value(&self.root)
    }

    /// Evaluates what can be known: elements of lists and objects that cannot are left as
    /// [`Value::Expression`] with their text.
    ///
    /// # Errors
    /// A mistake.
    pub fn eval_known(&self, scope: &dyn Scope) -> Result<Value, EvalError> {
        self.eval_known_counted(scope, &mut 0)
    }

    /// Evaluates what can be known, and adds to `work` what it took: every evaluation is bounded, but a
    /// caller that makes many of them must bound their sum.
    ///
    /// # Errors
    /// A mistake.
    pub fn eval_known_counted(&self, scope: &dyn Scope, work: &mut usize) -> Result<Value, EvalError> {
        let evaluator = eval::Evaluator::new(scope, Some(&self.source));
        let outcome = evaluator.known(&self.root);
        *work = work.saturating_add(evaluator.work());
        outcome
    }

    /// Evaluates a condition.
    ///
    /// # Errors
    /// As [`eval`](Self::eval), and a value that is no truth value.
    pub fn eval_bool(&self, scope: &dyn Scope) -> Result<bool, EvalError> {
        match self.eval(scope)? {
            Value::Bool(value) => Ok(value),
            other if eval::is_opaque(&other) => Err(self.unknown()),
            other => Err(self.fault(format!("expected true or false, got {}", other.type_name()))),
        }
    }

    /// Evaluates a template; numbers and truth values print as in HCL.
    ///
    /// # Errors
    /// As [`eval`](Self::eval), and a value that has no text.
    pub fn eval_text(&self, scope: &dyn Scope) -> Result<String, EvalError> {
        let value = self.eval(scope)?;
        match template::text_of(&value) {
            Some(text) => Ok(text.into_owned()),
            None if eval::is_opaque(&value) => Err(self.unknown()),
            None => Err(self.fault(format!("expected a string, got {}", value.type_name()))),
        }
    }

    fn unknown(&self) -> EvalError {
        let message = "this value cannot be known here".to_owned();
        EvalError { kind: EvalErrorKind::Unknown, message, span: self.span() }
    }

    fn fault(&self, message: String) -> EvalError {
        EvalError { kind: EvalErrorKind::Fault, message, span: self.span() }
    }

    /// Returns where the expression stands in its text.
    pub fn span(&self) -> Range<usize> {
        self.root.span.clone()
    }

    /// Returns the text that the expression is part of.
    pub fn source(&self) -> &Arc<SourceText> {
        &self.source
    }

    /// Returns the expression as it is written, on one line and in one form.
    pub fn text(&self) -> String {
        one_line(self.source.text.get(self.root.written()).unwrap_or_default())
    }

    /// Returns the names with static attributes that are used, as `["var", "region"]`.
    pub fn references(&self) -> &[Vec<String>] {
        &self.references
    }

    /// Returns the first names of all that is used.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.references.iter().filter_map(|reference| reference.first().map(String::as_str))
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Program({})", self.text())
    }
}

#[cfg(test)]
mod tests;
