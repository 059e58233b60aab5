//! Values that are known from the file alone: literals, lists, maps, `env("NAME")`, functions of those.
//!
//! This file must not read the environment; it asks the function it was given.

use hcl::edit::Span;
use hcl::edit::expr::{Expression, FuncCall, ObjectKey};
use hcl::edit::template::{Element, StringTemplate};

use super::reader::{Reader, Spanned, span};
use crate::expr::{Names, Node, Program, Scope};
use crate::model::{Key, Number, Value};

/// A scope in which nothing has a name.
struct Nothing;

impl Scope for Nothing {
    fn variable<'a>(&'a self, _: &str) -> Option<Node<'a>> {
        None
    }
}

impl Reader<'_> {
    /// Returns the value of an expression; reports it and returns nothing when it has none.
    pub(super) fn evaluate(&self, expression: &Expression) -> Option<Value> {
        // The plain forms are most of every file, and need no compiled program.
        match expression {
            Expression::Null(_) => Some(Value::Null),
            Expression::Bool(value) => Some(Value::Bool(*value.value())),
            Expression::String(text) => Some(Value::string(text.value().as_str())),
            Expression::Number(_) => self.number(expression),
            Expression::Parenthesis(inner) => self.evaluate(inner.inner()),
            Expression::Array(array) => {
                let items: Vec<_> = array.iter().map(|item| self.evaluate(item)).collect();
                items.into_iter().collect::<Option<Box<[Value]>>>().map(Value::List)
            }
            Expression::Object(object) => {
                let entry =
                    |(key, value)| Some((Key::new(&self.object_key(key)?.value), self.evaluate(value)?));
                let entries: Vec<_> = object.iter().map(|(key, value)| entry((key, value.expr()))).collect();
                entries.into_iter().collect::<Option<Vec<_>>>().map(Value::map)
            }
            Expression::FuncCall(call) if is_env(call) => self.environment(call, expression),
            Expression::StringTemplate(template) if self.env.is_some() => self.template(template, expression),
            _ => self.compute(expression),
        }
    }

    /// Returns the text of an object's key.
    pub(super) fn object_key(&self, key: &ObjectKey) -> Option<Spanned<String>> {
        match key {
            ObjectKey::Ident(name) => {
                Some(Spanned { value: name.as_str().to_owned(), span: name.span().unwrap_or_default() })
            }
            ObjectKey::Expression(expression) => {
                if let Value::String(text) = self.evaluate(expression)? {
                    return Some(Spanned { value: text.into(), span: span(expression) });
                }
                self.error(self.mistake(span(expression), "the key of a map must be a string"));
                None
            }
        }
    }

    /// Reads a number from the text itself, because the parser's own number has lost digits.
    fn number(&self, expression: &Expression) -> Option<Value> {
        let written = self.source.text.get(span(expression)).and_then(|text| Number::parse(text.trim()));
        match written {
            Some(number) => Some(Value::Number(number)),
            None => self.compute(expression),
        }
    }

    /// Joins a template by hand where it may ask for environment variables, which programs cannot.
    fn template(&self, template: &StringTemplate, expression: &Expression) -> Option<Value> {
        let mut text = String::new();
        for element in template {
            match element {
                Element::Literal(literal) => text.push_str(literal.value()),
                Element::Interpolation(inner) => match self.evaluate(&inner.expr)? {
                    Value::String(part) => text.push_str(&part),
                    part @ (Value::Number(_) | Value::Bool(_)) => text.push_str(&part.to_string()),
                    _ => {
                        let message = "only strings, numbers and bools can stand in a string";
                        self.error(self.mistake(span(&inner.expr), message));
                        return None;
                    }
                },
                Element::Directive(_) => return self.compute(expression),
            }
        }
        Some(Value::string(text))
    }

    fn environment(&self, call: &FuncCall, expression: &Expression) -> Option<Value> {
        let Some(env) = self.env else {
            self.error(self.mistake(span(expression), "`env` is known in the configuration only"));
            return None;
        };
        let mut arguments = call.args.iter();
        let (Some(Expression::String(name)), None) = (arguments.next(), arguments.next()) else {
            let mistake = self.mistake(span(expression), "`env` takes the name of one environment variable");
            self.error(mistake.help("write it as `env(\"NAME\")`"));
            return None;
        };
        let value = env(name.value());
        if value.is_none() {
            let message = format!("the environment variable `{}` is not set", name.value());
            self.error(self.mistake(span(expression), message));
        }
        value.map(Value::string)
    }

    fn compute(&self, expression: &Expression) -> Option<Value> {
        let program = match Program::compile(expression, self.source, Names::Only(&[])) {
            Ok(program) => program,
            Err(diagnostic) => {
                self.error(diagnostic);
                return None;
            }
        };
        program.eval(&Nothing).map_err(|error| self.error(error.diagnostic(self.source))).ok()
    }
}

fn is_env(call: &FuncCall) -> bool {
    !call.name.is_namespaced() && call.name.name.as_str() == "env"
}

#[cfg(test)]
mod tests {
    use crate::blocks::Reader;
    use crate::diagnostic::SourceText;
    use crate::expr;

    fn value(text: &str) -> Result<String, Vec<String>> {
        let source = SourceText::new("a.hcl", format!("a = {text}\n"));
        let body = expr::parse(&source).unwrap();
        let env = |name: &str| (name == "HOME").then(|| "/home/me".to_owned());
        let reader = Reader::with_env(&source, &env);
        let value = reader.top(&body, "a file").value("a").map(|value| value.value.to_string());
        let errors: Vec<String> = reader.into_errors().into_iter().map(|error| error.message).collect();
        if errors.is_empty() { Ok(value.unwrap()) } else { Err(errors) }
    }

    #[test]
    fn values_are_known_from_the_file() {
        for (text, expected) in [
            ("[1, 0.10, true, null, \"x\"]", "[1, 0.1, true, null, \"x\"]"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("-3", "-3"),
            ("{ b = 1, \"a.b\" = (2) }", "{ a.b = 2, b = 1 }"),
            ("env(\"HOME\")", "\"/home/me\""),
            ("[\"${env(\"HOME\")}/x-${1}-${true}\"]", "[\"/home/me/x-1-true\"]"),
            ("upper(\"a\")", "\"A\""),
            ("<<-EOT\n  a\n    b\n  EOT", "\"a\\n  b\\n\""),
        ] {
            assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_a_mistake() {
        for (text, expected) in [
            ("env(\"NONE\")", "the environment variable `NONE` is not set"),
            ("env(1)", "`env` takes the name of one environment variable"),
            ("\"${[1]}\"", "only strings, numbers and bools can stand in a string"),
            ("{ (1) = 2 }", "the key of a map must be a string"),
            ("var.x", "unknown name `var`"),
            ("1 / 0", "division by zero"),
        ] {
            assert_eq!(value(text), Err(vec![expected.to_owned()]), "{text}");
        }
    }
}
