//! Evaluation: by borrowing where a value exists, with bounds on depth and size.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use hcl::edit::expr::{BinaryOperator, UnaryOperator};

use super::ast::{Expr, For, Kind, ObjectKey, Step};
use super::operators::{self, Arithmetic};
use super::{EvalError, EvalErrorKind, Node, Scope, one_line, template};
use crate::diagnostic::{SourceText, nearest};
use crate::model::{Key, Map, Number, Value};

/// Elements and bytes that one evaluation may make in all; a template cannot explode memory.
const MAX_WORK: usize = 16 << 20;

/// Nesting of values that one evaluation may make.
const MAX_DEPTH: usize = 200;

type Result<T> = std::result::Result<T, EvalError>;

pub(super) struct Evaluator<'a> {
    scope: &'a dyn Scope,
    /// The text to quote for elements that cannot be known; without it they are errors.
    partial: Option<&'a Arc<SourceText>>,
    work: Cell<usize>,
}

/// Names bound by `for`, innermost first.
#[derive(Clone, Copy)]
struct Locals<'l> {
    name: &'l str,
    value: &'l Value,
    outer: Option<&'l Locals<'l>>,
}

fn fault<T>(span: &Range<usize>, message: impl Into<String>) -> Result<T> {
    Err(EvalError { kind: EvalErrorKind::Fault, message: message.into(), span: span.clone() })
}

fn unknown<T>(span: &Range<usize>, message: impl Into<String>) -> Result<T> {
    Err(EvalError { kind: EvalErrorKind::Unknown, message: message.into(), span: span.clone() })
}

/// Returns whether the content of a value is not there to be looked at.
pub(super) fn is_opaque(value: &Value) -> bool {
    matches!(value, Value::Unknown | Value::Expression(_) | Value::Secret(_))
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(scope: &'a dyn Scope, partial: Option<&'a Arc<SourceText>>) -> Self {
        Self { scope, partial, work: Cell::new(0) }
    }

    /// Returns how many elements and bytes the evaluation has made so far.
    pub(super) fn work(&self) -> usize {
        self.work.get()
    }

    pub(super) fn value(&self, expr: &Expr) -> Result<Value> {
        self.owned(expr, None)
    }

    /// Evaluates what can be known; the whole is an expression when even its outermost part cannot.
    pub(super) fn known(&self, expr: &Expr) -> Result<Value> {
        match self.owned(expr, None) {
            Err(error) if error.kind == EvalErrorKind::Unknown => Ok(self.quote(expr)),
            other => other,
        }
    }

    fn quote(&self, expr: &Expr) -> Value {
        let text = self.partial.and_then(|source| source.text.get(expr.written())).unwrap_or_default();
        Value::Expression(one_line(text).into())
    }

    fn spend(&self, amount: usize, span: &Range<usize>) -> Result<()> {
        let spent = self.work.get().saturating_add(amount);
        self.work.set(spent);
        if spent > MAX_WORK { fault(span, "this makes a value that is too large") } else { Ok(()) }
    }

    fn owned(&self, expr: &Expr, locals: Option<&Locals<'_>>) -> Result<Value> {
        match self.node(expr, locals)? {
            Node::Value(value) => {
                if let Cow::Borrowed(value) = &value {
                    self.spend(weight(value, 0), &expr.span)?;
                }
                Ok(value.into_owned())
            }
            Node::Object(object) => {
                let mut entries = Vec::new();
                for key in object.keys() {
                    if let Some(Node::Value(value)) = object.get(&key) {
                        self.spend(weight(&value, 0), &expr.span)?;
                        entries.push((Key::new(&key), value.into_owned()));
                    }
                }
                Ok(Value::Map(Map::from_entries(entries)))
            }
        }
    }

    /// Evaluates an element of a list or object; with `partial` one that cannot be known is quoted.
    fn element(&self, expr: &Expr, locals: Option<&Locals<'_>>) -> Result<Value> {
        match self.owned(expr, locals) {
            // What a `for` binds differs from round to round, so its text alone would not say what it is.
            Err(error)
                if error.kind == EvalErrorKind::Unknown && self.partial.is_some() && locals.is_none() =>
            {
                Ok(self.quote(expr))
            }
            other => other,
        }
    }

    fn node<'e>(&'e self, expr: &'e Expr, locals: Option<&'e Locals<'e>>) -> Result<Node<'e>> {
        let owned = |value: Value| Ok(Node::Value(Cow::Owned(value)));
        match &expr.kind {
            Kind::Literal(value) => Ok(Node::Value(Cow::Borrowed(value))),
            Kind::Variable(name) => {
                let mut local = locals;
                while let Some(bound) = local {
                    if bound.name == name {
                        return Ok(Node::Value(Cow::Borrowed(bound.value)));
                    }
                    local = bound.outer;
                }
                match self.scope.variable(name) {
                    Some(node) => Ok(node),
                    None => unknown(&expr.span, format!("`{name}` cannot be known here")),
                }
            }
            Kind::List(items) => {
                self.spend(items.len(), &expr.span)?;
                let items = items.iter().map(|item| self.element(item, locals));
                owned(Value::List(items.collect::<Result<_>>()?))
            }
            Kind::Object(entries) => {
                let mut made = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = match key {
                        ObjectKey::Static(key) => key.clone(),
                        ObjectKey::Computed(expr) => Key::new(&self.text(expr, locals)?),
                    };
                    self.spend(1, &expr.span)?;
                    made.push((key, self.element(value, locals)?));
                }
                owned(Value::Map(Map::from_entries(made)))
            }
            Kind::Template(parts) => {
                let mut text = String::new();
                for part in parts {
                    let piece = self.text(part, locals)?;
                    self.spend(piece.len(), &part.span)?;
                    text.push_str(&piece);
                }
                owned(Value::string(text))
            }
            Kind::Interpolation(inner) => self.node(inner, locals),
            Kind::If { condition, yes, no } => {
                if self.truth(condition, locals)? {
                    self.node(yes, locals)
                } else {
                    self.node(no, locals)
                }
            }
            Kind::Call { .. } => owned(self.call(expr, locals)?),
            Kind::UnknownCall(name) => unknown(&expr.span, format!("`{name}` is known only to Terraform")),
            Kind::Attribute(of, key) => {
                let node = self.node(of, locals)?;
                attribute(node, key, &expr.span)
            }
            Kind::Index(of, index) => {
                let index = self.owned(index, locals)?;
                let node = self.node(of, locals)?;
                element_at(node, &index, &expr.span)
            }
            Kind::Splat { of, each } => owned(self.splat(of, each, locals)?),
            Kind::Unary(operator, operand) => owned(self.unary(*operator, operand, locals)?),
            Kind::Binary(operator, a, b) => owned(self.binary(*operator, a, b, &expr.span, locals)?),
            Kind::For(for_expr) => owned(self.for_expr(for_expr, &expr.span, locals)?),
        }
    }

    fn text(&self, expr: &Expr, locals: Option<&Locals<'_>>) -> Result<String> {
        let value = self.owned(expr, locals)?;
        if is_opaque(&value) {
            return unknown(&expr.span, "this value cannot be known here");
        }
        match template::text_of(&value) {
            Some(text) => Ok(text.into_owned()),
            None => fault(&expr.span, format!("expected a string, got {}", value.type_name())),
        }
    }

    fn truth(&self, expr: &Expr, locals: Option<&Locals<'_>>) -> Result<bool> {
        let value = self.owned(expr, locals)?;
        if is_opaque(&value) {
            return unknown(&expr.span, "this value cannot be known here");
        }
        match operators::boolean(&value) {
            Some(truth) => Ok(truth),
            None => fault(&expr.span, format!("expected true or false, got {}", value.type_name())),
        }
    }

    fn number(&self, expr: &Expr, locals: Option<&Locals<'_>>) -> Result<Number> {
        let value = self.owned(expr, locals)?;
        if is_opaque(&value) {
            return unknown(&expr.span, "this value cannot be known here");
        }
        match operators::number(&value) {
            Some(number) => Ok(number.into_owned()),
            None => fault(&expr.span, format!("expected a number, got {}", value.type_name())),
        }
    }

    fn call(&self, expr: &Expr, locals: Option<&Locals<'_>>) -> Result<Value> {
        let Kind::Call { function, arguments, expand } = &expr.kind else { return Ok(Value::Null) };
        if function.is_lazy() {
            return self.attempt(function.name, arguments, &expr.span, locals);
        }
        if function.takes_place() {
            let place = arguments.first().map_or(Ok(Value::Null), |place| self.at_place(place, locals))?;
            return (function.call)(vec![place])
                .or_else(|message| fault(&expr.span, format!("`{}`: {message}", function.name)));
        }
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.owned(argument, locals)?);
        }
        if *expand {
            match values.pop() {
                Some(Value::List(items)) => values.extend(items),
                Some(opaque) if is_opaque(&opaque) => {
                    return unknown(&expr.span, "this value cannot be known here");
                }
                _ => return fault(&expr.span, "expected a list before `...`"),
            }
            if !(function.least..=function.most).contains(&values.len()) {
                let message = format!("`{}` takes {}, not {}", function.name, function.arity(), values.len());
                return fault(&expr.span, message);
            }
        }
        let is_unknown = |value: &Value| {
            if function.is_moving() { is_opaque(value) } else { holds_opaque(value, 0) }
        };
        if values.iter().any(is_unknown) {
            return unknown(&expr.span, "an argument cannot be known here");
        }
        let made = if function.looks_around() {
            match self.scope.call(function.name, &values) {
                Some(made) => made,
                None => return unknown(&expr.span, "there is nothing to look at"),
            }
        } else {
            (function.call)(values)
        };
        let made = made.or_else(|message| fault(&expr.span, format!("`{}`: {message}", function.name)))?;
        if function.looks_around() && is_opaque(&made) {
            return unknown(&expr.span, format!("what `{}` asks for was not read completely", function.name));
        }
        self.spend(weight(&made, 0), &expr.span)?;
        Ok(made)
    }

    /// `try` gives its first argument that has a value; `can` tells whether its argument has one.
    fn attempt(
        &self,
        name: &str,
        arguments: &[Expr],
        span: &Range<usize>,
        locals: Option<&Locals<'_>>,
    ) -> Result<Value> {
        if name == "can" {
            return match arguments.first().map(|argument| self.owned(argument, locals)) {
                Some(Err(error)) if error.kind == EvalErrorKind::Unknown => Err(error),
                Some(outcome) => Ok(Value::Bool(outcome.is_ok())),
                None => fault(span, "`can` takes one argument"),
            };
        }
        let mut last = None;
        for argument in arguments {
            match self.owned(argument, locals) {
                Ok(value) => return Ok(value),
                // What cannot be known may have a value after all, so a later argument must not win.
                Err(error) if error.kind == EvalErrorKind::Unknown => return Err(error),
                Err(error) => last = Some(error),
            }
        }
        match last {
            Some(error) => {
                fault(span, format!("no argument of `try` has a value; the last says: {}", error.message))
            }
            None => fault(span, "`try` takes at least one argument"),
        }
    }

    /// Returns what stands at a place, and null where nothing does.
    fn at_place(&self, place: &Expr, locals: Option<&Locals<'_>>) -> Result<Value> {
        match self.owned(place, locals) {
            Ok(value) if is_opaque(&value) => unknown(&place.span, "this value cannot be known here"),
            Err(error) if error.kind == EvalErrorKind::Fault => Ok(Value::Null),
            outcome => outcome,
        }
    }

    fn splat(&self, of: &Expr, each: &[Step], locals: Option<&Locals<'_>>) -> Result<Value> {
        let value = self.owned(of, locals)?;
        let items = match value {
            Value::List(items) => items.into_vec(),
            Value::Null => Vec::new(),
            opaque if is_opaque(&opaque) => return unknown(&of.span, "this value cannot be known here"),
            // Anything else is treated as a list of one, as in Terraform.
            other => vec![other],
        };
        let mut made = Vec::with_capacity(items.len());
        for mut item in items {
            for step in each {
                let node = Node::Value(Cow::Owned(item));
                let next = match step {
                    Step::Attribute(key) => attribute(node, key, &of.span)?,
                    Step::Index(index) => element_at(node, &self.owned(index, locals)?, &of.span)?,
                };
                item = match next {
                    Node::Value(value) => value.into_owned(),
                    Node::Object(_) => Value::Null,
                };
            }
            made.push(item);
        }
        Ok(Value::list(made))
    }

    fn unary(&self, operator: UnaryOperator, operand: &Expr, locals: Option<&Locals<'_>>) -> Result<Value> {
        match operator {
            UnaryOperator::Not => Ok(Value::Bool(!self.truth(operand, locals)?)),
            UnaryOperator::Neg => {
                let number = self.number(operand, locals)?;
                Self::arithmetic('-', &Number::from(0), &number, &operand.span)
            }
        }
    }

    fn arithmetic(operator: char, a: &Number, b: &Number, span: &Range<usize>) -> Result<Value> {
        match operators::arithmetic(operator, a, b) {
            Ok(number) => Ok(Value::Number(number)),
            Err(Arithmetic::DivisionByZero) => fault(span, "division by zero"),
            Err(Arithmetic::Overflow) => fault(span, "the result is too large to be a number"),
        }
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        a: &Expr,
        b: &Expr,
        span: &Range<usize>,
        locals: Option<&Locals<'_>>,
    ) -> Result<Value> {
        use std::cmp::Ordering;
        let arithmetic = |sign: char| -> Result<Value> {
            Self::arithmetic(sign, &self.number(a, locals)?, &self.number(b, locals)?, span)
        };
        let order = |accept: fn(Ordering) -> bool| -> Result<Value> {
            let (left, right) = (self.number(a, locals)?, self.number(b, locals)?);
            Ok(Value::Bool(accept(left.cmp(&right))))
        };
        match operator {
            BinaryOperator::And => Ok(Value::Bool(self.truth(a, locals)? && self.truth(b, locals)?)),
            BinaryOperator::Or => Ok(Value::Bool(self.truth(a, locals)? || self.truth(b, locals)?)),
            BinaryOperator::Eq | BinaryOperator::NotEq => {
                let (left, right) = (self.owned(a, locals)?, self.owned(b, locals)?);
                // Whether there is a value at all can be told whatever is inside.
                if (left.is_null() && !is_opaque(&right)) || (right.is_null() && !is_opaque(&left)) {
                    let equal = left.is_null() && right.is_null();
                    return Ok(Value::Bool(equal == (operator == BinaryOperator::Eq)));
                }
                if holds_opaque(&left, 0) || holds_opaque(&right, 0) {
                    return unknown(span, "this value cannot be known here");
                }
                let equal = if self.partial.is_some() {
                    match operators::equal_to_terraform(&left, &right) {
                        Some(equal) => equal,
                        None => {
                            return unknown(span, "whether these are of one type is known only to Terraform");
                        }
                    }
                } else {
                    operators::equal(&left, &right)
                };
                Ok(Value::Bool(equal == (operator == BinaryOperator::Eq)))
            }
            BinaryOperator::Less => order(Ordering::is_lt),
            BinaryOperator::LessEq => order(Ordering::is_le),
            BinaryOperator::Greater => order(Ordering::is_gt),
            BinaryOperator::GreaterEq => order(Ordering::is_ge),
            BinaryOperator::Plus => arithmetic('+'),
            BinaryOperator::Minus => arithmetic('-'),
            BinaryOperator::Mul => arithmetic('*'),
            BinaryOperator::Div => arithmetic('/'),
            BinaryOperator::Mod => arithmetic('%'),
        }
    }

    fn for_expr(&self, for_expr: &For, span: &Range<usize>, locals: Option<&Locals<'_>>) -> Result<Value> {
        let collection = self.owned(&for_expr.collection, locals)?;
        let entries: Vec<(Value, Value)> = match collection {
            Value::List(items) => {
                let indexed = items.into_vec().into_iter().enumerate();
                indexed.map(|(i, item)| (Value::int(i64::try_from(i).unwrap_or(i64::MAX)), item)).collect()
            }
            Value::Map(map) => {
                map.into_entries().into_iter().map(|(key, item)| (Value::from(key.as_str()), item)).collect()
            }
            opaque if is_opaque(&opaque) => {
                return unknown(&for_expr.collection.span, "this value cannot be known here");
            }
            other => {
                let message = format!("expected a list or map to go through, got {}", other.type_name());
                return fault(&for_expr.collection.span, message);
            }
        };
        let mut list = Vec::new();
        let mut object: Vec<(Key, Value)> = Vec::new();
        for (key, value) in &entries {
            let value_bound = Locals { name: &for_expr.value_name, value, outer: locals };
            let key_bound;
            let bound = match &for_expr.key_name {
                Some(name) => {
                    key_bound = Locals { name, value: key, outer: Some(&value_bound) };
                    &key_bound
                }
                None => &value_bound,
            };
            if let Some(condition) = &for_expr.condition
                && !self.truth(condition, Some(bound))?
            {
                continue;
            }
            self.spend(1, span)?;
            match &for_expr.key {
                Some(key) => {
                    let key = Key::new(&self.text(key, Some(bound))?);
                    object.push((key, self.element(&for_expr.value, Some(bound))?));
                }
                None => list.push(self.element(&for_expr.value, Some(bound))?),
            }
        }
        if for_expr.joined {
            let mut text = String::new();
            for item in &list {
                match template::text_of(item) {
                    Some(piece) => text.push_str(&piece),
                    None => return unknown(span, "this value cannot be known here"),
                }
                self.spend(text.len(), span)?;
            }
            return Ok(Value::string(text));
        }
        if for_expr.key.is_none() {
            return Ok(Value::list(list));
        }
        if for_expr.grouping {
            return Ok(grouped(object));
        }
        let count = object.len();
        let map = Map::from_entries(object);
        if map.len() < count {
            return fault(span, "two elements have the same key; `...` after the value groups them");
        }
        Ok(Value::Map(map))
    }
}

fn grouped(mut entries: Vec<(Key, Value)>) -> Value {
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let mut groups: Vec<(Key, Vec<Value>)> = Vec::new();
    for (key, value) in entries {
        match groups.last_mut() {
            Some((last, values)) if *last == key => values.push(value),
            _ => groups.push((key, vec![value])),
        }
    }
    Value::map(groups.into_iter().map(|(key, values)| (key, Value::list(values))))
}

fn attribute<'e>(node: Node<'e>, key: &Key, span: &Range<usize>) -> Result<Node<'e>> {
    match node {
        Node::Object(object) => match object.get(key) {
            Some(node) => Ok(node),
            None if object.is_closed() => {
                let keys = object.keys();
                missing(key, keys.iter().map(String::as_str), span)
            }
            None => unknown(span, format!("`{key}` cannot be known here")),
        },
        Node::Value(Cow::Borrowed(value)) => match value {
            Value::Map(map) => match map.get(key) {
                Some(value) => Ok(Node::Value(Cow::Borrowed(value))),
                None => missing(key, map.iter().map(|(key, _)| key.as_str()), span),
            },
            other => no_attributes(other, key, span),
        },
        Node::Value(Cow::Owned(mut value)) => match &mut value {
            Value::Map(map) => match map.take(key) {
                Some(value) => Ok(Node::Value(Cow::Owned(value))),
                None => missing(key, map.iter().map(|(key, _)| key.as_str()), span),
            },
            other => no_attributes(other, key, span),
        },
    }
}

fn missing<'k, T>(key: &str, keys: impl Iterator<Item = &'k str>, span: &Range<usize>) -> Result<T> {
    match nearest(key, keys) {
        Some(near) => fault(span, format!("there is no attribute `{key}`; did you mean `{near}`?")),
        None => fault(span, format!("there is no attribute `{key}`")),
    }
}

fn no_attributes<T>(value: &Value, key: &str, span: &Range<usize>) -> Result<T> {
    if is_opaque(value) {
        return unknown(span, "this value cannot be known here");
    }
    fault(span, format!("a value of type {} has no attribute `{key}`", value.type_name()))
}

fn element_at<'e>(node: Node<'e>, index: &Value, span: &Range<usize>) -> Result<Node<'e>> {
    if let Value::String(key) = index
        && !matches!(&node, Node::Value(value) if matches!(value.as_ref(), Value::List(_)))
    {
        return attribute(node, &Key::new(key), span);
    }
    let Node::Value(value) = node else { return fault(span, "this is indexed by a name in quotes") };
    if is_opaque(&value) || is_opaque(index) {
        return unknown(span, "this value cannot be known here");
    }
    let Value::List(items) = value.as_ref() else {
        return fault(span, format!("a value of type {} has no elements", value.type_name()));
    };
    let at =
        operators::number(index).and_then(|number| number.as_i64()).and_then(|at| usize::try_from(at).ok());
    let Some(at) = at else { return fault(span, "an index is a whole number from 0") };
    match items.get(at) {
        Some(item) => Ok(Node::Value(Cow::Owned(item.clone()))),
        None => fault(span, format!("there is no element {at}; the list has {}", items.len())),
    }
}

/// Returns whether a value or anything in it cannot be looked at.
fn holds_opaque(value: &Value, depth: usize) -> bool {
    match value {
        Value::List(items) if depth < MAX_DEPTH => items.iter().any(|item| holds_opaque(item, depth + 1)),
        Value::Map(map) if depth < MAX_DEPTH => map.iter().any(|(_, item)| holds_opaque(item, depth + 1)),
        other => is_opaque(other),
    }
}

/// Returns roughly how much a value takes: its elements and the bytes of its texts.
fn weight(value: &Value, depth: usize) -> usize {
    match value {
        Value::String(text) => text.len() + 1,
        Value::List(items) if depth < MAX_DEPTH => {
            items.iter().map(|item| weight(item, depth + 1)).sum::<usize>() + 1
        }
        Value::Map(map) if depth < MAX_DEPTH => {
            map.iter().map(|(_, item)| weight(item, depth + 1) + 1).sum::<usize>() + 1
        }
        _ => 1,
    }
}
