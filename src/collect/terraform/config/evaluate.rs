//! Static evaluation: what can be known without running Terraform becomes a value, the rest stays text.
//!
//! This file must not decide what a block is; it evaluates expressions and bodies in given names.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::syntax::{Block, Body, Expr, Place};
use crate::expr::{EvalError, EvalErrorKind, Node, Object, Scope};
use crate::model::{Key, Map, Secret, Value};

/// Elements and bytes that all evaluations of one configuration may make on the way.
const MAX_WORK: usize = 256 << 20;

/// Bytes that all values of one configuration may take in the end.
const MAX_SIZE: usize = 1 << 30;

/// Bytes that a value takes besides its text.
const VALUE_SIZE: usize = 32;

/// Objects that one `dynamic` block is expanded to; beyond, its text stands for it.
const MAX_EXPANDED: usize = 1000;

/// Nesting of values that is walked into.
const MAX_DEPTH: usize = 200;

/// Warnings given for one configuration; more would only bury the first.
const MAX_WARNINGS: usize = 100;

/// The key of a nested block's labels.
const LABELS: &str = "@labels";

/// The scope in which nothing is known.
pub(super) struct Nothing;

impl Scope for Nothing {
    fn variable<'a>(&'a self, _: &str) -> Option<Node<'a>> {
        None
    }
}

/// Names with values: `var` or `local`.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    pub(super) map: BTreeMap<String, Value>,
    /// Whether a name that is not here is a mistake; in a single file it may stand in another.
    pub(super) closed: bool,
}

impl Object for Values {
    fn get<'a>(&'a self, key: &str) -> Option<Node<'a>> {
        self.map.get(key).map(|value| Node::Value(Cow::Borrowed(value)))
    }

    fn keys(&self) -> Vec<String> {
        self.map.keys().cloned().collect()
    }

    fn is_closed(&self) -> bool {
        self.closed
    }
}

/// The names of one module.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    variables: Rc<Values>,
    pub(super) locals: Rc<Values>,
    /// What `dynamic` blocks bind, outermost first.
    bound: Vec<(String, Rc<Value>)>,
    /// Whether sensitive values are hidden, to learn what is made of them; see `sensitive.rs`.
    masked: bool,
}

impl Names {
    /// Returns the names of a module whose locals are not evaluated yet.
    pub(super) fn new(variables: Values, masked: bool) -> Self {
        Self { variables: Rc::new(variables), masked, ..Self::default() }
    }
}

impl Scope for Names {
    fn variable<'a>(&'a self, name: &str) -> Option<Node<'a>> {
        if let Some((_, value)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return Some(Node::Value(Cow::Borrowed(value)));
        }
        match name {
            "var" => Some(Node::Object(self.variables.as_ref())),
            "local" => Some(Node::Object(self.locals.as_ref())),
            _ => None,
        }
    }
}

/// What is gathered over the evaluation of a whole configuration.
#[derive(Default)]
pub(super) struct Notes {
    warnings: RefCell<Vec<String>>,
    /// Warnings that are not kept.
    more: Cell<usize>,
    work: Cell<usize>,
    size: Cell<usize>,
}

impl Notes {
    /// Adds a warning, once.
    pub(super) fn warn(&self, warning: String) {
        let mut warnings = self.warnings.borrow_mut();
        if warnings.contains(&warning) {
            return;
        }
        if warnings.len() < MAX_WARNINGS {
            warnings.push(warning);
        } else {
            self.more.set(self.more.get() + 1);
        }
    }

    /// Adds warnings, each once.
    pub(super) fn warn_all(&self, warnings: Vec<String>) {
        for warning in warnings {
            self.warn(warning);
        }
    }

    /// Returns whether the values have become too large to go on.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work.get() > MAX_WORK || self.size.get() > MAX_SIZE
    }

    pub(super) fn into_warnings(self) -> Vec<String> {
        let mut warnings = self.warnings.into_inner();
        let more = self.more.get();
        if more > 0 {
            warnings.push(format!("and {more} more like these"));
        }
        warnings
    }

    fn spend(&self, work: usize) {
        self.work.set(self.work.get().saturating_add(work));
    }

    fn keep(&self, value: &Value) {
        self.size.set(self.size.get().saturating_add(size(value, 0)));
    }
}

/// Evaluates expressions and bodies in the names of one module.
#[derive(Clone, Copy)]
pub(super) struct Evaluator<'a> {
    pub(super) names: &'a Names,
    pub(super) notes: &'a Notes,
}

impl Evaluator<'_> {
    /// Evaluates an expression; what cannot be known is left as its text.
    pub(super) fn value(&self, expr: &Expr, place: &Place) -> Value {
        let value = if self.notes.is_exhausted() { Value::Null } else { self.unspent(expr, place) };
        self.notes.keep(&value);
        value
    }

    fn unspent(&self, expr: &Expr, place: &Place) -> Value {
        match expr {
            Expr::Constant(value) => value.clone(),
            Expr::Type(of) => Value::Expression(of.to_string().into()),
            Expr::List(items) => {
                Value::list(items.iter().map(|item| self.unspent(item, place)).collect::<Vec<_>>())
            }
            Expr::Object(entries) => {
                let mut made = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = match self.unspent(key, place) {
                        Value::String(key) => Key::new(&key),
                        other => Key::new(&other.to_string()),
                    };
                    made.push((key, self.unspent(value, place)));
                }
                Value::Map(Map::from_entries(made))
            }
            Expr::Program(program) => {
                if self.names.masked && calls_sensitive(&program.text()) {
                    return Value::Secret(Secret::Withheld);
                }
                let mut work = 0;
                let outcome = program.eval_known_counted(self.names, &mut work);
                self.notes.spend(work);
                match outcome {
                    Ok(value) => value,
                    Err(error) => {
                        if error.kind == EvalErrorKind::Fault && !self.names.masked {
                            self.notes.warn(fault(&error, place));
                        }
                        Value::Expression(program.text().into())
                    }
                }
            }
        }
    }

    /// Evaluates what refers to other things, such as `depends_on`: names stay as they are written.
    pub(super) fn references(&self, expr: &Expr, place: &Place) -> Value {
        let nothing = Evaluator { names: &Names::default(), notes: self.notes };
        written(nothing.value(expr, place))
    }

    /// Evaluates a body to its attributes, and to lists of objects for its nested blocks.
    pub(super) fn body(&self, body: &Body) -> Map {
        let blocks: Vec<&Block> = body.blocks.iter().collect();
        let mut entries: Vec<(Key, Value)> = body
            .attributes
            .iter()
            .map(|attribute| (Key::new(&attribute.name), self.value(&attribute.value, &attribute.place)))
            .collect();
        entries.extend(self.blocks(&blocks));
        Map::from_entries(entries)
    }

    /// Evaluates nested blocks, those of one kind to one list. The parsers bound the nesting.
    pub(super) fn blocks(&self, blocks: &[&Block]) -> Vec<(Key, Value)> {
        let mut groups: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for block in blocks {
            let group = groups.entry(block.name()).or_default();
            if block.is_dynamic() {
                match self.expanded(block) {
                    Some(objects) => group.extend(objects),
                    None => group.push(Value::Expression(block.text.clone())),
                }
            } else {
                group.push(self.object(block));
            }
        }
        let value = |mut items: Vec<Value>| match items.as_slice() {
            [Value::Expression(_)] => items.remove(0),
            _ => Value::list(items),
        };
        groups.into_iter().map(|(name, items)| (Key::new(name), value(items))).collect()
    }

    fn object(&self, block: &Block) -> Value {
        let mut map = self.body(&block.body);
        if !block.labels.is_empty() {
            let labels = block.labels.iter().map(|label| Value::from(label.as_str()));
            map.extend([(Key::new(LABELS), Value::list(labels))]);
        }
        Value::Map(map)
    }

    /// Expands a `dynamic` block whose `for_each` is known.
    fn expanded(&self, block: &Block) -> Option<Vec<Value>> {
        let attribute = block.body.attribute("for_each")?;
        let iterator = match block.body.attribute("iterator") {
            Some(iterator) => match self.references(&iterator.value, &iterator.place) {
                Value::String(name) => name.to_string(),
                _ => return None,
            },
            None => block.name().to_owned(),
        };
        let content = block.body.blocks.iter().find(|block| block.kind == "content")?;
        let elements: Vec<(Value, Value)> = match self.value(&attribute.value, &attribute.place) {
            // Whether a list or a set stands here is not known, and their keys differ.
            Value::List(items) => {
                let key = || Value::Expression(format!("{iterator}.key").into());
                items.into_vec().into_iter().map(|item| (key(), item)).collect()
            }
            Value::Map(map) => {
                map.into_entries().into_iter().map(|(key, item)| (Value::from(key.as_str()), item)).collect()
            }
            _ => return None,
        };
        if elements.len() > MAX_EXPANDED {
            return None;
        }
        let mut objects = Vec::with_capacity(elements.len());
        for (key, item) in elements {
            let mut names = self.names.clone();
            let each = Map::from_entries(vec![(Key::new("key"), key), (Key::new("value"), item)]);
            names.bound.push((iterator.clone(), Rc::new(Value::Map(each))));
            objects.push(Evaluator { names: &names, notes: self.notes }.object(content));
        }
        Some(objects)
    }
}

impl Block {
    /// Returns the name under which the block stands among the attributes.
    pub(super) fn name(&self) -> &str {
        match self.labels.first() {
            Some(label) if self.is_dynamic() => label,
            _ => &self.kind,
        }
    }

    fn is_dynamic(&self) -> bool {
        self.kind == "dynamic" && self.labels.len() == 1
    }
}

/// Makes text of expressions that are references, and sorts lists of them: their order has no meaning.
fn written(value: Value) -> Value {
    match value {
        Value::Expression(text) => Value::string(String::from(text)),
        Value::List(items) => {
            let mut items: Vec<Value> = items.into_vec().into_iter().map(written).collect();
            items.sort_by_key(Value::to_string);
            Value::list(items)
        }
        Value::Map(map) => {
            Value::map(map.into_entries().into_iter().map(|(key, value)| (key, written(value))))
        }
        other => other,
    }
}

/// Returns whether an expression calls `sensitive`, whose result is a secret whatever it is made of.
fn calls_sensitive(text: &str) -> bool {
    text.match_indices("sensitive(").any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    })
}

/// Says what is wrong with an expression. Other messages may quote a value, and that may be a secret.
fn fault(error: &EvalError, place: &Place) -> String {
    let why = match error.message.strip_prefix("there is no attribute ") {
        Some(name) => format!("there is no attribute {name}"),
        None => "this expression cannot be evaluated".to_owned(),
    };
    let joint = if why.ends_with('?') { " Its" } else { "; its" };
    format!("{place}: {why}{joint} text is compared instead")
}

/// Returns roughly how many bytes a value takes.
fn size(value: &Value, depth: usize) -> usize {
    let inside = match value {
        Value::String(text) => text.len(),
        Value::Expression(text) => text.len(),
        Value::List(items) if depth < MAX_DEPTH => items.iter().map(|item| size(item, depth + 1)).sum(),
        Value::Map(map) if depth < MAX_DEPTH => map.iter().map(|(_, item)| size(item, depth + 1)).sum(),
        _ => 0,
    };
    inside + VALUE_SIZE
}
