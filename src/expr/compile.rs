//! `hcl-edit`'s tree to the compiled form; names and functions are checked here.

use std::ops::Range;
use std::sync::Arc;

use hcl::edit::Span;
use hcl::edit::expr::{self, Expression, TraversalOperator};
use hcl::edit::template::{Directive, Element, Template};

use super::ast::{Expr, For, Kind, ObjectKey, Step};
use super::{Names, functions, template};
use crate::diagnostic::{Diagnostic, SourceText, nearest};
use crate::model::{Key, Number, Value};

pub(super) struct Compiler<'a> {
    source: &'a Arc<SourceText>,
    names: Names<'a>,
    /// Names that `for` binds, innermost last.
    locals: Vec<String>,
    references: Vec<Vec<String>>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(source: &'a Arc<SourceText>, names: Names<'a>) -> Self {
        Self { source, names, locals: Vec::new(), references: Vec::new() }
    }

    pub(super) fn into_references(mut self) -> Vec<Vec<String>> {
        self.references.sort();
        self.references.dedup();
        self.references
    }

    /// Compiles one expression. The parser bounds the nesting, so the recursion is bounded.
    pub(super) fn expression(&mut self, expression: &Expression) -> Result<Expr, Diagnostic> {
        let span = expression.span().unwrap_or_default();
        let kind = match expression {
            Expression::Null(_) => Kind::Literal(Value::Null),
            Expression::Bool(value) => Kind::Literal(Value::Bool(*value.value())),
            Expression::Number(number) => Kind::Literal(Value::Number(self.number(number, &span)?)),
            Expression::String(text) => Kind::Literal(Value::string(text.as_str())),
            Expression::Array(items) => {
                Kind::List(items.iter().map(|item| self.expression(item)).collect::<Result<_, _>>()?)
            }
            Expression::Object(object) => Kind::Object(self.object(object)?),
            Expression::StringTemplate(template) => {
                return self.elements(template.iter(), span);
            }
            Expression::HeredocTemplate(heredoc) => return self.elements(heredoc.template.iter(), span),
            Expression::Parenthesis(inner) => return self.expression(inner.inner()),
            Expression::Variable(name) => self.variable(name.as_str(), &span)?,
            Expression::Conditional(conditional) => Kind::If {
                condition: Box::new(self.expression(&conditional.cond_expr)?),
                yes: Box::new(self.expression(&conditional.true_expr)?),
                no: Box::new(self.expression(&conditional.false_expr)?),
            },
            Expression::FuncCall(call) => self.call(call, &span)?,
            Expression::Traversal(traversal) => return self.traversal(traversal, span),
            Expression::UnaryOp(op) => {
                Kind::Unary(*op.operator.value(), Box::new(self.expression(&op.expr)?))
            }
            Expression::BinaryOp(op) => Kind::Binary(
                *op.operator.value(),
                Box::new(self.expression(&op.lhs_expr)?),
                Box::new(self.expression(&op.rhs_expr)?),
            ),
            Expression::ForExpr(for_expr) => self.for_expr(for_expr)?,
        };
        Ok(Expr { span, kind })
    }

    /// Takes the digits from the text where they stand, because the parser's number has lost some.
    fn number(
        &self,
        number: &hcl::edit::Formatted<hcl::Number>,
        span: &Range<usize>,
    ) -> Result<Number, Diagnostic> {
        let written = self.source.text.get(span.clone()).unwrap_or_default().trim();
        Number::parse(written)
            .or_else(|| Number::parse(&number.value().to_string()))
            .ok_or_else(|| Diagnostic::new("this number is too long to be one", self.source, span.clone()))
    }

    fn object(&mut self, object: &expr::Object) -> Result<Vec<(ObjectKey, Expr)>, Diagnostic> {
        let mut entries = Vec::with_capacity(object.len());
        for (key, value) in object {
            let key = match key {
                expr::ObjectKey::Ident(name) => ObjectKey::Static(Key::new(name.as_str())),
                expr::ObjectKey::Expression(Expression::Variable(name)) => {
                    ObjectKey::Static(Key::new(name.as_str()))
                }
                expr::ObjectKey::Expression(Expression::String(text)) => {
                    ObjectKey::Static(Key::new(text.as_str()))
                }
                expr::ObjectKey::Expression(computed) => ObjectKey::Computed(self.expression(computed)?),
            };
            entries.push((key, self.expression(value.expr())?));
        }
        Ok(entries)
    }

    fn variable(&mut self, name: &str, span: &Range<usize>) -> Result<Kind, Diagnostic> {
        let is_local = self.locals.iter().any(|local| local == name);
        if let Names::Only(known) | Names::Around(known) = self.names
            && !is_local
            && !known.contains(&name)
        {
            let mistake = Diagnostic::new(format!("unknown name `{name}`"), self.source, span.clone());
            return Err(mistake.help(match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            }));
        }
        if !is_local {
            self.references.push(vec![name.to_owned()]);
        }
        Ok(Kind::Variable(name.to_owned()))
    }

    fn call(&mut self, call: &expr::FuncCall, span: &Range<usize>) -> Result<Kind, Diagnostic> {
        let name = call.name.name.as_str();
        let arguments: Vec<Expr> =
            call.args.iter().map(|argument| self.expression(argument)).collect::<Result<_, _>>()?;
        // `core::` is Terraform's own namespace; others belong to providers.
        let core = match call.name.namespace.as_slice() {
            [] => true,
            [only] => only.as_str() == "core",
            _ => false,
        };
        let may_look_around = matches!(self.names, Names::Around(_));
        let known = |function: &functions::Function| may_look_around || !function.looks_around();
        let Some(function) = functions::find(name).filter(|function| core && known(function)) else {
            if matches!(self.names, Names::Any) {
                return Ok(Kind::UnknownCall(name.to_owned()));
            }
            let place = call.name.name.span().unwrap_or_else(|| span.clone());
            let mistake = Diagnostic::new(format!("unknown function `{name}`"), self.source, place);
            if functions::find(name).is_some_and(functions::Function::looks_around) {
                return Err(mistake.help("only rules of the mode `check` look around in an environment"));
            }
            let near =
                functions::all().iter().filter(|function| known(function)).map(|function| function.name);
            return Err(match nearest(name, near) {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake.help("`driftgate rules show functions` lists all functions"),
            });
        };
        let expand = call.args.expand_final();
        let count = arguments.len();
        if !expand && !(function.least..=function.most).contains(&count) {
            let message = format!("`{name}` takes {}, not {count}", function.arity());
            return Err(Diagnostic::new(message, self.source, span.clone()).help(function.usage));
        }
        let is_place =
            |expr: &Expr| matches!(expr.kind, Kind::Attribute(..) | Kind::Index(..) | Kind::Variable(_));
        if function.takes_place() && (expand || !arguments.iter().all(is_place)) {
            let message = format!("`{name}` takes a place, such as `value.spec.name`");
            return Err(Diagnostic::new(message, self.source, span.clone()).help(function.usage));
        }
        Ok(Kind::Call { function, arguments, expand })
    }

    fn traversal(&mut self, traversal: &expr::Traversal, span: Range<usize>) -> Result<Expr, Diagnostic> {
        let before = self.references.len();
        let mut of = self.expression(&traversal.expr)?;
        // A traversal of a plain name is a reference with all its leading static attributes.
        let mut reference = (self.references.len() == before + 1 && matches!(of.kind, Kind::Variable(_)))
            .then(|| self.references.pop())
            .flatten();
        let mut open = reference.is_some();
        let mut operators = traversal.operators.iter();
        while let Some(operator) = operators.next() {
            let end = operator.span().map_or(span.end, |at| at.end);
            let here = of.span.start..end;
            let kind = match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    if let Some(reference) = reference.as_mut().filter(|_| open) {
                        reference.push(name.as_str().to_owned());
                    }
                    Kind::Attribute(Box::new(of), Key::new(name.as_str()))
                }
                TraversalOperator::Index(index) => {
                    open = false;
                    Kind::Index(Box::new(of), Box::new(self.expression(index)?))
                }
                TraversalOperator::LegacyIndex(index) => {
                    open = false;
                    Kind::Index(Box::new(of), Box::new(legacy(*index.value(), &here)))
                }
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let each = self.steps(operators.by_ref())?;
                    Kind::Splat { of: Box::new(of), each }
                }
            };
            of = Expr { span: here, kind };
        }
        self.references.extend(reference);
        of.span = span;
        Ok(of)
    }

    fn steps<'e>(
        &mut self,
        operators: impl Iterator<Item = &'e hcl::edit::Decorated<TraversalOperator>>,
    ) -> Result<Vec<Step>, Diagnostic> {
        let mut steps = Vec::new();
        for operator in operators {
            steps.push(match operator.value() {
                TraversalOperator::GetAttr(name) => Step::Attribute(Key::new(name.as_str())),
                TraversalOperator::Index(index) => Step::Index(self.expression(index)?),
                TraversalOperator::LegacyIndex(index) => {
                    Step::Index(legacy(*index.value(), &operator.span().unwrap_or_default()))
                }
                // A splat of a splat: the elements are lists already, and stay so.
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => continue,
            });
        }
        Ok(steps)
    }

    fn for_expr(&mut self, for_expr: &expr::ForExpr) -> Result<Kind, Diagnostic> {
        let intro = &for_expr.intro;
        let collection = self.expression(&intro.collection_expr)?;
        let key_name = intro.key_var.as_ref().map(|name| name.as_str().to_owned());
        let value_name = intro.value_var.as_str().to_owned();
        let bound = self.bind(key_name.as_ref(), &value_name);
        let key = for_expr.key_expr.as_ref().map(|key| self.expression(key)).transpose();
        let value = self.expression(&for_expr.value_expr);
        let condition = for_expr.cond.as_ref().map(|condition| self.expression(&condition.expr)).transpose();
        self.locals.truncate(bound);
        Ok(Kind::For(Box::new(For {
            key_name,
            value_name,
            collection,
            key: key?,
            value: value?,
            condition: condition?,
            grouping: for_expr.grouping,
            joined: false,
        })))
    }

    /// Binds the names of a `for`; returns how many were bound before.
    fn bind(&mut self, key: Option<&String>, value: &str) -> usize {
        let before = self.locals.len();
        self.locals.extend(key.cloned());
        self.locals.push(value.to_owned());
        before
    }

    /// Compiles a template that stands alone.
    pub(super) fn template(&mut self, template: &Template, span: Range<usize>) -> Result<Expr, Diagnostic> {
        self.elements(template.iter(), span)
    }

    fn elements<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let elements: Vec<&Element> = elements.collect();
        if let [Element::Interpolation(only)] = elements.as_slice() {
            let inner = self.expression(&only.expr)?;
            return Ok(Expr { span, kind: Kind::Interpolation(Box::new(inner)) });
        }
        let mut parts = Vec::with_capacity(elements.len());
        for (element, literal) in elements.iter().zip(template::stripped(&elements)) {
            let span = element.span().unwrap_or_else(|| span.clone());
            match element {
                Element::Literal(_) => {
                    let text = Value::string(literal.unwrap_or_default());
                    parts.push(Expr { span, kind: Kind::Literal(text) });
                }
                Element::Interpolation(interpolation) => parts.push(self.expression(&interpolation.expr)?),
                Element::Directive(directive) => {
                    let kind = self.directive(directive, &span)?;
                    parts.push(Expr { span, kind });
                }
            }
        }
        match parts.as_slice() {
            [] => Ok(Expr { span, kind: Kind::Literal(Value::from("")) }),
            [Expr { kind: Kind::Literal(text), .. }] => {
                let kind = Kind::Literal(text.clone());
                Ok(Expr { span, kind })
            }
            _ => Ok(Expr { span, kind: Kind::Template(parts) }),
        }
    }

    fn directive(&mut self, directive: &Directive, span: &Range<usize>) -> Result<Kind, Diagnostic> {
        match directive {
            Directive::If(directive) => Ok(Kind::If {
                condition: Box::new(self.expression(&directive.if_expr.cond_expr)?),
                yes: Box::new(self.elements(directive.if_expr.template.iter(), span.clone())?),
                no: Box::new(match &directive.else_expr {
                    Some(otherwise) => self.elements(otherwise.template.iter(), span.clone())?,
                    None => Expr { span: span.clone(), kind: Kind::Literal(Value::from("")) },
                }),
            }),
            Directive::For(directive) => {
                let intro = &directive.for_expr;
                let collection = self.expression(&intro.collection_expr)?;
                let key_name = intro.key_var.as_ref().map(|name| name.as_str().to_owned());
                let value_name = intro.value_var.as_str().to_owned();
                let bound = self.bind(key_name.as_ref(), &value_name);
                let value = self.elements(intro.template.iter(), span.clone());
                self.locals.truncate(bound);
                Ok(Kind::For(Box::new(For {
                    key_name,
                    value_name,
                    collection,
                    key: None,
                    value: value?,
                    condition: None,
                    grouping: false,
                    joined: true,
                })))
            }
        }
    }
}

fn legacy(index: u64, span: &Range<usize>) -> Expr {
    let index = i64::try_from(index).unwrap_or(i64::MAX);
    Expr { span: span.clone(), kind: Kind::Literal(Value::int(index)) }
}
