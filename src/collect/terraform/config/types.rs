//! Types of variables: parsed from their expressions, printed in one way, and applied to values.
//!
//! Terraform converts what a variable is given, so `"2"` and `2` are the same to a variable of type
//! `number`, a set has no order, and an absent optional attribute has its default. Without this the
//! same value, written differently in two environments, would be reported.

use std::fmt;

use hcl::edit::Span;
use hcl::edit::expr::{Expression, FuncCall, Object, ObjectKey};

use super::evaluate::Nothing;
use super::source::Source;
use crate::expr::{Names, Program, one_line};
use crate::model::{Key, Map, Number, Value};

/// The type of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Any,
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(Vec<Member>),
    /// Something else, by its text.
    Other(String),
}

/// An attribute of an object type.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    name: Key,
    of: Type,
    /// Whether it may be absent, and what it is then.
    optional: Option<Value>,
}

/// A value that does not fit its type; the message reads after "the value".
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misfit(pub(super) String);

impl Type {
    /// Reads a type expression. The parser bounds the nesting, so the recursion is bounded.
    pub(super) fn from_hcl(expression: &Expression, source: &Source) -> Self {
        Self::read(expression, source).unwrap_or_else(|| {
            let span = expression.span().unwrap_or_default();
            Self::Other(one_line(source.prepared.text.get(span).unwrap_or_default()))
        })
    }

    /// Reads a type expression from a text, as JSON holds it.
    pub(super) fn from_text(text: &str) -> Self {
        let source = Source::alone(text);
        let parsed = hcl::edit::parser::parse_expr(text);
        let read = parsed.ok().and_then(|expression| Self::read(&expression, &source));
        read.unwrap_or_else(|| Self::Other(one_line(text)))
    }

    fn read(expression: &Expression, source: &Source) -> Option<Self> {
        match expression {
            Expression::Variable(name) => Self::named(name.as_str()),
            // Terraform 0.11 wrote types in quotes, and collections without their elements.
            Expression::String(name) => Self::named(name.as_str()),
            Expression::Parenthesis(inner) => Self::read(inner.inner(), source),
            Expression::FuncCall(call) => Self::constructed(call, source),
            _ => None,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "any" => Self::Any,
            "string" => Self::String,
            "number" => Self::Number,
            "bool" => Self::Bool,
            "list" => Self::List(Box::new(Self::Any)),
            "set" => Self::Set(Box::new(Self::Any)),
            "map" => Self::Map(Box::new(Self::Any)),
            _ => return None,
        })
    }

    fn constructed(call: &FuncCall, source: &Source) -> Option<Self> {
        let mut arguments = call.args.iter();
        let argument = arguments.next()?;
        if arguments.next().is_some() {
            return None;
        }
        let element = || Some(Box::new(Self::read(argument, source)?));
        Some(match (call.name.name.as_str(), argument) {
            ("list", _) => Self::List(element()?),
            ("set", _) => Self::Set(element()?),
            ("map", _) => Self::Map(element()?),
            ("tuple", Expression::Array(items)) => {
                Self::Tuple(items.iter().map(|item| Self::read(item, source)).collect::<Option<_>>()?)
            }
            ("object", Expression::Object(object)) => Self::Object(Self::members(object, source)?),
            _ => return None,
        })
    }

    fn members(object: &Object, source: &Source) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        for (key, value) in object {
            let name = match key {
                ObjectKey::Ident(name) => Key::new(name.as_str()),
                ObjectKey::Expression(Expression::String(name)) => Key::new(name.as_str()),
                ObjectKey::Expression(_) => return None,
            };
            let (of, optional) = match value.expr() {
                Expression::FuncCall(call) if call.name.name.as_str() == "optional" => {
                    let mut arguments = call.args.iter();
                    let of = Self::read(arguments.next()?, source)?;
                    let default = match arguments.next() {
                        Some(default) => constant(default, source)?,
                        None => Value::Null,
                    };
                    (of, Some(default))
                }
                required => (Self::read(required, source)?, None),
            };
            members.push(Member { name, of, optional });
        }
        // The order of attributes has no meaning, and a type prints in one way only.
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Some(members)
    }

    /// Converts a value as Terraform does when it gives it to a variable. What cannot be known stays.
    ///
    /// # Errors
    /// A value that Terraform would refuse.
    pub(super) fn convert(&self, value: Value) -> Result<Value, Misfit> {
        match (self, value) {
            (_, value @ (Value::Null | Value::Unknown | Value::Expression(_) | Value::Secret(_))) => {
                Ok(value)
            }
            (Self::Any | Self::Other(_), value) => Ok(value),
            (Self::String, Value::String(text)) => Ok(Value::String(text)),
            (Self::String, Value::Number(number)) => Ok(Value::string(number.to_string())),
            (Self::String, Value::Bool(flag)) => Ok(Value::string(flag.to_string())),
            (Self::Number, Value::Number(number)) => Ok(Value::Number(number)),
            (Self::Number, Value::String(text)) => match Number::parse(&text) {
                Some(number) => Ok(Value::Number(number)),
                None => Err(Misfit("is text that is no number".to_owned())),
            },
            (Self::Bool, Value::Bool(flag)) => Ok(Value::Bool(flag)),
            (Self::Bool, Value::String(text)) if text == "true" => Ok(Value::Bool(true)),
            (Self::Bool, Value::String(text)) if text == "false" => Ok(Value::Bool(false)),
            (Self::List(of), Value::List(items)) => Ok(Value::list(of.all(items.into_vec())?)),
            (Self::Set(of), Value::List(items)) => Ok(Value::list(in_one_order(of.all(items.into_vec())?))),
            (Self::Map(of), Value::Map(map)) => {
                let (keys, values): (Vec<_>, Vec<_>) = map.into_entries().into_iter().unzip();
                Ok(Value::map(keys.into_iter().zip(of.all(values)?)))
            }
            (Self::Tuple(types), Value::List(items)) if types.len() == items.len() => {
                let items = types.iter().zip(items).map(|(of, item)| of.convert(item));
                Ok(Value::List(items.collect::<Result<_, _>>()?))
            }
            (Self::Object(members), Value::Map(mut map)) => {
                let mut entries = Vec::with_capacity(members.len());
                for member in members {
                    let given = map.take(&member.name);
                    let value = match (given, &member.optional) {
                        (None, None) => {
                            return Err(Misfit(format!("lacks the attribute `{}`", member.name)));
                        }
                        // An optional attribute that is null has its default, too.
                        (None | Some(Value::Null), Some(default)) => default.clone(),
                        (Some(value), _) => value,
                    };
                    entries.push((member.name.clone(), member.of.convert(value)?));
                }
                Ok(Value::Map(Map::from_entries(entries)))
            }
            (_, value) => Err(Misfit(format!("is of type {}", value.type_name()))),
        }
    }

    /// Converts the elements of a collection, which all have one type in the end.
    fn all(&self, items: Vec<Value>) -> Result<Vec<Value>, Misfit> {
        if *self == Self::Any {
            let is_text = |item: &Value| matches!(item, Value::String(_));
            let is_simple =
                |item: &Value| matches!(item, Value::String(_) | Value::Number(_) | Value::Bool(_));
            if items.iter().any(is_text) && items.iter().all(is_simple) {
                return items.into_iter().map(|item| Self::String.convert(item)).collect();
            }
        }
        items.into_iter().map(|item| self.convert(item)).collect()
    }
}

/// Sorts a set, whose order has no meaning, and drops what it holds twice.
fn in_one_order(items: Vec<Value>) -> Vec<Value> {
    let unknown = |item: &Value| matches!(item, Value::Unknown | Value::Expression(_) | Value::Secret(_));
    if items.iter().any(unknown) {
        return items;
    }
    let as_number = |item: &Value| match item {
        Value::Number(number) => Some(number.clone()),
        _ => None,
    };
    if let Some(mut numbers) = items.iter().map(as_number).collect::<Option<Vec<_>>>() {
        numbers.sort();
        numbers.dedup();
        return numbers.into_iter().map(Value::Number).collect();
    }
    let mut named: Vec<(String, Value)> = items.into_iter().map(|item| (item.to_string(), item)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    named.dedup_by(|a, b| a.0 == b.0);
    named.into_iter().map(|(_, item)| item).collect()
}

fn constant(expression: &Expression, source: &Source) -> Option<Value> {
    Program::compile(expression, &source.prepared, Names::Any).ok()?.eval(&Nothing).ok()
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::String => f.write_str("string"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::List(of) => write!(f, "list({of})"),
            Self::Set(of) => write!(f, "set({of})"),
            Self::Map(of) => write!(f, "map({of})"),
            Self::Tuple(types) => {
                f.write_str("tuple([")?;
                for (i, of) in types.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{of}")?;
                }
                f.write_str("])")
            }
            Self::Object(members) if members.is_empty() => f.write_str("object({})"),
            Self::Object(members) => {
                f.write_str("object({ ")?;
                for (i, Member { name, of, optional }) in members.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    match optional {
                        None => write!(f, "{comma}{name} = {of}")?,
                        Some(Value::Null) => write!(f, "{comma}{name} = optional({of})")?,
                        Some(default) => write!(f, "{comma}{name} = optional({of}, {default})")?,
                    }
                }
                f.write_str(" })")
            }
            Self::Other(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Type {
        Type::from_text(text)
    }

    fn value(text: &str) -> Value {
        constant(&hcl::edit::parser::parse_expr(text).unwrap(), &Source::alone(text)).unwrap()
    }

    #[test]
    fn a_type_prints_in_one_way() {
        for (written, printed) in [
            ("string", "string"),
            ("\"map\"", "map(any)"),
            ("list( string )", "list(string)"),
            (
                "object({b=optional(number,2)\n a = optional(string) })",
                "object({ a = optional(string), b = optional(number, 2) })",
            ),
            ("tuple([string,bool])", "tuple([string, bool])"),
            ("object({})", "object({})"),
            ("what  ever()", "what ever()"),
        ] {
            assert_eq!(parse(written).to_string(), printed);
        }
    }

    #[test]
    fn values_are_converted_as_terraform_does() {
        for (of, given, made) in [
            ("string", "1", "\"1\""),
            ("number", "\"2.50\"", "2.5"),
            ("bool", "\"true\"", "true"),
            ("list(number)", "[\"1\", 2]", "[1, 2]"),
            ("set(string)", "[\"b\", \"a\", \"b\", 3]", "[\"3\", \"a\", \"b\"]"),
            ("set(number)", "[10, \"9\", 9.0]", "[9, 10]"),
            ("list(any)", "[\"1\", 2]", "[\"1\", \"2\"]"),
            ("map(any)", "{ a = 1, b = true }", "{ a = 1, b = true }"),
            ("tuple([string, number])", "[1, \"2\"]", "[\"1\", 2]"),
            (
                "object({ a = number, b = optional(string, \"z\"), c = optional(bool) })",
                "{ a = \"1\", q = 2, b = null }",
                "{ a = 1, b = \"z\", c = null }",
            ),
            ("number", "null", "null"),
        ] {
            assert_eq!(parse(of).convert(value(given)).unwrap().to_string(), made, "{of}");
        }
    }

    #[test]
    fn values_that_do_not_fit_say_why_without_their_content() {
        for (of, given, why) in [
            ("number", "\"hunter2\"", "is text that is no number"),
            ("string", "[]", "is of type list"),
            ("object({ a = string })", "{}", "lacks the attribute `a`"),
            ("list(bool)", "[1]", "is of type number"),
        ] {
            assert_eq!(parse(of).convert(value(given)), Err(Misfit(why.to_owned())), "{of}");
        }
    }
}
