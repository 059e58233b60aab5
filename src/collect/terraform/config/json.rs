//! Terraform's JSON syntax: which objects are blocks, and which strings are templates.
//!
//! JSON does not tell blocks from attributes, so the names of Terraform's own blocks do. Inside a
//! resource only the meta-arguments are known; a nested block of a provider is an array of objects,
//! which is the very value that the native syntax gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::json_text::{Entry, Json, Kind, parse as parse_text};
use super::prepare::prepare;
use super::source::{Parsed, Role, Source};
use super::syntax::{Attribute, Block, Body, Expr, again};
use super::types::Type;
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Names, Program, one_line, quoted};
use crate::model::{Key, Value};

/// The blocks of a configuration and how many labels each has.
const TOP: [(&str, usize); 13] = [
    ("check", 1),
    ("data", 2),
    ("ephemeral", 2),
    ("import", 0),
    ("locals", 0),
    ("module", 1),
    ("moved", 0),
    ("output", 1),
    ("provider", 1),
    ("removed", 0),
    ("resource", 2),
    ("terraform", 0),
    ("variable", 1),
];

/// The blocks inside those, and how many labels each has.
const NESTED: [(&str, &str, usize); 19] = [
    ("check", "assert", 0),
    ("check", "data", 2),
    ("data", "dynamic", 1),
    ("data", "lifecycle", 0),
    ("ephemeral", "dynamic", 1),
    ("ephemeral", "lifecycle", 0),
    ("output", "precondition", 0),
    ("resource", "connection", 0),
    ("resource", "dynamic", 1),
    ("resource", "lifecycle", 0),
    ("resource", "provisioner", 1),
    ("terraform", "backend", 1),
    ("terraform", "cloud", 0),
    ("terraform", "provider_meta", 1),
    ("terraform", "required_providers", 0),
    ("lifecycle", "postcondition", 0),
    ("lifecycle", "precondition", 0),
    ("dynamic", "content", 0),
    ("content", "dynamic", 1),
];

/// Reads a text in JSON syntax.
///
/// # Errors
/// A text that is no JSON.
pub(super) fn parse(source: &Source, role: Role) -> Result<Parsed, Diagnostic> {
    let text = &source.original.text;
    let json = parse_text(text).map_err(|mistake| {
        Diagnostic::new("this is not valid JSON", &source.original, mistake.at..mistake.at + 1)
            .label(format!("expected {}", mistake.expected))
    })?;
    let mut reader = Reader { source, warnings: Vec::new() };
    let Kind::Object(entries) = json.kind else {
        return Err(Diagnostic::new("expected an object", &source.original, json.span));
    };
    let body = match role {
        Role::Variables => reader.values(&entries),
        _ if looks_like_variables(source, &entries) => reader.values(&entries),
        _ => reader.configuration(&entries),
    };
    Ok(Parsed { body, warnings: reader.warnings })
}

/// Returns whether an object gives values to variables: it has keys that name no block.
fn looks_like_variables(source: &Source, entries: &[Entry]) -> bool {
    if source.file.ends_with(".tf.json") {
        return false;
    }
    let is_block = |entry: &Entry| {
        let known = entry.key == "//" || TOP.iter().any(|(kind, _)| *kind == entry.key);
        known && matches!(entry.value.kind, Kind::Object(_) | Kind::Array(_) | Kind::String(_))
    };
    source.file.ends_with(".tfvars.json") || !entries.iter().all(is_block)
}

/// Returns whether an entry of a JSON document can be a block of a configuration.
pub(super) fn is_block(key: &str, value: &Value) -> bool {
    let is_known = TOP.iter().any(|(kind, _)| *kind == key);
    // A comment has no meaning of its own.
    key == "//" || (is_known && matches!(value, Value::Map(_) | Value::List(_)))
}

struct Reader<'a> {
    source: &'a Source,
    warnings: Vec<String>,
}

impl Reader<'_> {
    fn values(&mut self, entries: &[Entry]) -> Body {
        let (mut body, mut seen) = (Body::default(), BTreeMap::new());
        for entry in entries {
            let value = Expr::Constant(self.literal(&entry.value));
            self.attribute(&mut body, &mut seen, entry, value);
        }
        body
    }

    fn configuration(&mut self, entries: &[Entry]) -> Body {
        let (mut body, mut seen) = (Body::default(), BTreeMap::new());
        for entry in entries.iter().filter(|entry| entry.key != "//") {
            if let Some((kind, labels)) = TOP.iter().find(|(kind, _)| *kind == entry.key) {
                self.blocks(&mut body, kind, *labels, &[], &entry.value, entry.at);
            } else {
                let value = self.expression(&entry.value);
                self.attribute(&mut body, &mut seen, entry, value);
            }
        }
        body
    }

    /// Adds an attribute; `seen` tells where each name stands among those already there.
    fn attribute<'e>(
        &mut self,
        body: &mut Body,
        seen: &mut BTreeMap<&'e str, usize>,
        entry: &'e Entry,
        value: Expr,
    ) {
        let place = self.source.place(entry.at);
        let earlier = seen.insert(&entry.key, body.attributes.len());
        if let Some(index) = earlier
            && let Some(earlier) = body.attributes.get_mut(index)
        {
            seen.insert(&entry.key, index);
            self.warnings.push(again(&place, &entry.key, earlier.place.line));
            (earlier.value, earlier.place) = (value, place);
            return;
        }
        body.attributes.push(Attribute { name: entry.key.clone(), value, place });
    }

    /// Reads the blocks of one kind: objects, keyed by their labels, or arrays of such.
    fn blocks(
        &mut self,
        body: &mut Body,
        kind: &str,
        missing: usize,
        labels: &[String],
        json: &Json,
        at: usize,
    ) {
        match &json.kind {
            Kind::Array(items) => {
                for item in items {
                    self.blocks(body, kind, missing, labels, item, item.span.start);
                }
            }
            Kind::Object(entries) if missing > 0 => {
                for entry in entries.iter().filter(|entry| entry.key != "//") {
                    let mut labels = labels.to_vec();
                    labels.push(entry.key.clone());
                    self.blocks(body, kind, missing - 1, &labels, &entry.value, entry.at);
                }
            }
            Kind::Object(entries) => {
                let text = match kind {
                    "dynamic" => {
                        one_line(self.source.original.text.get(json.span.clone()).unwrap_or_default())
                    }
                    _ => String::new(),
                };
                let inner = self.body(kind, entries);
                body.blocks.push(Block {
                    kind: kind.to_owned(),
                    labels: labels.to_vec(),
                    body: inner,
                    place: self.source.place(at),
                    text: text.into(),
                });
            }
            // Terraform takes null as no block at all.
            Kind::Null => {}
            _ => {
                let place = self.source.place(json.span.start);
                self.warnings.push(format!("{place}: expected an object for the block `{kind}`"));
            }
        }
    }

    fn body(&mut self, kind: &str, entries: &[Entry]) -> Body {
        let (mut body, mut seen) = (Body::default(), BTreeMap::new());
        for entry in entries.iter().filter(|entry| entry.key != "//") {
            let nested = NESTED.iter().find(|(outer, name, _)| *outer == kind && *name == entry.key);
            if let Some((_, name, labels)) = nested {
                self.blocks(&mut body, name, *labels, &[], &entry.value, entry.at);
                continue;
            }
            let value = match (kind, entry.key.as_str(), &entry.value.kind) {
                ("variable", "type", Kind::String(text)) => Expr::Type(Arc::new(Type::from_text(text))),
                // Terraform evaluates neither this nor the values of variables.
                ("variable", "default", _) => Expr::Constant(self.literal(&entry.value)),
                _ => self.expression(&entry.value),
            };
            self.attribute(&mut body, &mut seen, entry, value);
        }
        body
    }

    /// Takes a value as it stands.
    fn literal(&mut self, json: &Json) -> Value {
        match &json.kind {
            Kind::Null => Value::Null,
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Number(number) => Value::Number(number.clone()),
            Kind::String(text) => Value::string(text.as_str()),
            Kind::Array(items) => Value::List(items.iter().map(|item| self.literal(item)).collect()),
            Kind::Object(entries) => {
                self.warn_of_duplicates(entries);
                Value::map(
                    entries
                        .iter()
                        .map(|entry| (Key::new(&entry.key), self.literal(&entry.value)))
                        .collect::<Vec<_>>(),
                )
            }
        }
    }

    fn warn_of_duplicates(&mut self, entries: &[Entry]) {
        let mut seen = BTreeMap::new();
        for entry in entries {
            if let Some(earlier) = seen.insert(&entry.key, entry.at) {
                let (here, line) = (self.source.place(entry.at), self.source.place(earlier).line);
                self.warnings.push(again(&here, &entry.key, line));
            }
        }
    }

    /// Takes a value in which every string is a template.
    fn expression(&mut self, json: &Json) -> Expr {
        match &json.kind {
            Kind::Array(items) => Expr::List(items.iter().map(|item| self.expression(item)).collect()),
            Kind::Object(entries) => {
                self.warn_of_duplicates(entries);
                let mut made = Vec::with_capacity(entries.len());
                for entry in entries {
                    made.push((self.template(&entry.key, entry.at), self.expression(&entry.value)));
                }
                Expr::Object(made)
            }
            Kind::String(text) => self.template(text, json.span.start),
            _ => Expr::Constant(self.literal(json)),
        }
    }

    fn template(&mut self, text: &str, at: usize) -> Expr {
        if !text.contains("${") && !text.contains("%{") {
            return Expr::Constant(Value::string(text));
        }
        // In quotes, as the native syntax has it, so that both give the same where it cannot be known.
        let written = quoted(text);
        let source = Source::alone(&prepare(&format!("template = {written}\n")).text);
        let compiled = expr::parse(&source.prepared).and_then(|body| {
            let attribute = body.get_attribute("template");
            attribute
                .map(|attribute| Program::compile(&attribute.value, &source.prepared, Names::Any))
                .transpose()
        });
        match compiled {
            Ok(Some(program)) => Expr::Program(Box::new(program)),
            Ok(None) => Expr::Constant(Value::Expression(written.into())),
            Err(mistake) => {
                self.warnings.push(format!("{}: {}", self.source.place(at), mistake.message));
                Expr::Constant(Value::Expression(written.into()))
            }
        }
    }
}
