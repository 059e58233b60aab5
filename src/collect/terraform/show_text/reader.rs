//! The values of a shown state: bodies of blocks, objects, lists, strings, heredocs, `jsonencode(…)`.
//!
//! This file must not know resources; it reads one body or one value at a time.

use super::{ShowTextError, detect};
use crate::collect::json::{self, MAX_DEPTH};
use crate::model::{Interner, Key, Map, Missing, Number, Secret, Value};

/// What stands before a line of a plan, and between its old and new values.
const ACTIONS: [&str; 7] = ["+", "-", "~", "-/+", "+/-", "<=", "->"];

/// Text may be this many times longer than what shows it: each `jsonencode` inside another doubles quotes.
const MAX_GROWTH: usize = 64;

/// A text that leaves out values is said to do so this many times; more would only bury the first.
const MAX_MISSING: usize = 20;

type Outcome<T> = Result<T, ShowTextError>;

/// A place in the text and what was learnt on the way to it.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    keys: Interner,
    /// Lines are counted up to this offset; offsets asked for only grow.
    counted_to: usize,
    line: u32,
    /// What the text itself says it leaves out.
    pub(super) missing: Vec<Missing>,
}

/// One entry of a body.
enum Entry {
    Attribute(Key, Value),
    Block(Block),
}

/// A nested block.
struct Block {
    name: Key,
    label: Option<Key>,
    body: Value,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, keys: Interner::default(), counted_to: 0, line: 1, missing: Vec::new() }
    }

    /// Returns the line of the present place.
    pub(super) fn line(&mut self) -> u32 {
        let passed = self.text.as_bytes().get(self.counted_to..self.at).unwrap_or_default();
        let newlines = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
        self.counted_to = self.at;
        self.line
    }

    /// Says what was expected here, and which character stands there instead.
    pub(super) fn unexpected<T>(&mut self, expected: &'static str) -> Outcome<T> {
        let found = match self.rest().chars().next() {
            Some('\n') => "the end of the line".to_owned(),
            Some(c) => format!("{c:?}"),
            None => "the end of the text; is it truncated?".to_owned(),
        };
        Err(ShowTextError::Unexpected { line: self.line(), expected, found })
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns the rest of the line, without its end.
    pub(super) fn rest_of_line(&self) -> &'a str {
        let rest = self.rest();
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Skips empty lines and returns the next, or `None` at the end of the text.
    pub(super) fn peek_line(&mut self) -> Option<&'a str> {
        loop {
            let line = self.rest_of_line();
            if !line.trim_ascii().is_empty() {
                return Some(line);
            }
            if self.at + line.len() >= self.text.len() {
                self.at = self.text.len();
                return None;
            }
            self.at += line.len() + 1;
        }
    }

    /// Goes to the beginning of the next line.
    pub(super) fn skip_line(&mut self) {
        self.at = (self.at + self.rest_of_line().len() + 1).min(self.text.len());
    }

    /// Goes behind `expected`, if it stands here.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Skips spaces within the line.
    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Skips white space and comments; tells whether a comment says that a whole block is withheld.
    fn skip_trivia(&mut self) -> bool {
        let mut withheld = false;
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_ascii_start().len();
            if !self.rest().starts_with('#') {
                return withheld;
            }
            let comment = self.rest_of_line();
            withheld |= comment.contains("in this block is (or was) sensitive");
            if comment.starts_with("# (") && comment.contains(" hidden)") {
                self.note_missing("values that the text hides", comment);
            }
            self.skip_line();
        }
    }

    fn note_missing(&mut self, what: &str, why: &str) {
        if self.missing.len() < MAX_MISSING {
            let why = format!(
                "line {}: {}; `terraform show -json` leaves nothing out",
                self.line(),
                why.trim_end()
            );
            self.missing.push(Missing { what: what.to_owned(), why, ..Missing::default() });
        }
    }

    /// Reads the body of a resource and the rest of its last line.
    pub(super) fn resource_body(&mut self) -> Outcome<Map> {
        if !self.eat("{") {
            return self.unexpected("`{`");
        }
        let body = self.body(0)?;
        self.skip_blanks();
        if !self.rest_of_line().is_empty() {
            return self.unexpected("the end of the line after `}`");
        }
        if let Value::Map(attributes) = body {
            return Ok(attributes);
        }
        self.note_missing("all values of a resource", "the text withholds them");
        Ok(Map::default())
    }

    /// Reads `name = value` up to the end of the text.
    pub(super) fn outputs(&mut self) -> Outcome<Vec<(String, Value)>> {
        let mut outputs = Vec::new();
        loop {
            self.skip_trivia();
            if self.rest().is_empty() {
                return Ok(outputs);
            }
            if detect::is_noise(self.rest_of_line()) {
                self.skip_line();
                continue;
            }
            match self.entry(0)? {
                Entry::Attribute(name, value) => outputs.push((name.to_string(), value)),
                Entry::Block(_) => return self.unexpected("`name = value`"),
            }
        }
    }

    /// Reads a body behind its `{`; a block that is withheld as a whole gives [`Secret::Withheld`].
    fn body(&mut self, depth: usize) -> Outcome<Value> {
        let depth = self.deeper(depth)?;
        let mut attributes = Vec::new();
        let mut blocks = Vec::new();
        let mut withheld = false;
        loop {
            withheld |= self.skip_trivia();
            if self.eat("}") {
                break;
            }
            match self.entry(depth)? {
                Entry::Attribute(key, value) => attributes.push((key, value)),
                Entry::Block(block) => blocks.push(block),
            }
            // Maps of objects have commas between their elements, other bodies have none.
            self.eat(",");
        }
        if withheld && attributes.is_empty() && blocks.is_empty() {
            return Ok(Value::Secret(Secret::Withheld));
        }
        attributes.extend(grouped(blocks));
        Ok(Value::Map(Map::from_entries(attributes)))
    }

    fn deeper(&mut self, depth: usize) -> Outcome<usize> {
        if depth < MAX_DEPTH { Ok(depth + 1) } else { self.unexpected("less nesting") }
    }

    fn entry(&mut self, depth: usize) -> Outcome<Entry> {
        let key = self.key()?;
        self.skip_blanks();
        if self.eat("=") {
            self.skip_blanks();
            return Ok(Entry::Attribute(key, self.value(depth)?));
        }
        let label = if self.rest().starts_with('"') {
            let label = self.quoted()?;
            self.skip_blanks();
            Some(self.keys.intern(&label))
        } else {
            None
        };
        if !self.eat("{") {
            return self.unexpected("`=` or `{`");
        }
        Ok(Entry::Block(Block { name: key, label, body: self.body(depth)? }))
    }

    /// Reads the name of an attribute or block.
    fn key(&mut self) -> Outcome<Key> {
        if self.rest().starts_with('"') {
            let key = self.quoted()?;
            return Ok(self.keys.intern(&key));
        }
        let rest = self.rest();
        let (word, after) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        if ACTIONS.contains(&word) {
            return self.unexpected("a name (this looks like a plan: run `terraform show -json PLANFILE`)");
        }
        let name = if after.trim_ascii_start().starts_with(['=', '{', '"']) {
            word
        } else {
            // Before Terraform 1.1, keys of objects stand without quotes whatever they hold.
            self.rest_of_line().split_once(" = ").map_or(word, |(name, _)| name.trim_ascii_end())
        };
        if name.is_empty() || name.starts_with(['=', '{', '}', '[', ']', ',', '(', ')']) {
            return self.unexpected("the name of an attribute or block, or `}`");
        }
        self.at += name.len();
        Ok(self.keys.intern(name))
    }

    fn value(&mut self, depth: usize) -> Outcome<Value> {
        if self.rest().starts_with('"') {
            return Ok(Value::string(self.quoted()?));
        }
        if self.rest().starts_with("<<") {
            return self.heredoc();
        }
        if self.eat("[") {
            return self.list(depth);
        }
        if self.eat("{") {
            return self.body(depth);
        }
        if self.eat("(sensitive value)") {
            return Ok(Value::Secret(Secret::Withheld));
        }
        if self.eat("(known after apply)") {
            return Ok(Value::Unknown);
        }
        // What a provider only writes is never in a state.
        if self.eat("(write-only attribute)") {
            return Ok(Value::Null);
        }
        let start = self.at;
        if self.eat("jsonencode(") || self.eat("yamlencode(") {
            return self.encoded(start, depth);
        }
        let rest = self.rest();
        let end = rest.find([' ', '\n', ',', ')', ']', '}']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let value = match word {
            "null" => Some(Value::Null),
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            number => Number::parse(number).map(Value::Number),
        };
        let Some(value) = value else { return self.unexpected("a value") };
        self.at += word.len();
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Outcome<Value> {
        let depth = self.deeper(depth)?;
        let mut items = Vec::new();
        loop {
            self.skip_trivia();
            if self.eat("]") {
                return Ok(Value::list(items));
            }
            items.push(self.value(depth)?);
            self.skip_trivia();
            if !self.eat(",") && !self.rest().starts_with(']') {
                return self.unexpected("`,` or `]`");
            }
        }
    }

    /// Reads what is spelled out in `jsonencode(…)` back into the JSON text that the attribute holds.
    ///
    /// YAML is a superset of JSON, so JSON text stands for `yamlencode(…)`, too.
    fn encoded(&mut self, start: usize, depth: usize) -> Outcome<Value> {
        let depth = self.deeper(depth)?;
        self.skip_trivia();
        let value = self.value(depth)?;
        self.skip_trivia();
        if !self.eat(")") {
            return self.unexpected("`)`");
        }
        if let Some(hole) = hole(&value) {
            return Ok(hole);
        }
        let mut text = String::new();
        json::write(&value, &mut text);
        if text.len() / MAX_GROWTH > self.at - start {
            return self.unexpected("fewer layers of `jsonencode` before");
        }
        Ok(Value::string(text))
    }
}

/// Puts nested blocks together: those of one name become a list, labelled ones a map by label.
fn grouped(mut blocks: Vec<Block>) -> Vec<(Key, Value)> {
    // The sort is stable, so blocks of one name keep their order.
    blocks.sort_by(|a, b| a.name.cmp(&b.name));
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in blocks {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| last.name == block.name) => group.push(block),
            _ => groups.push(vec![block]),
        }
    }
    let named = |group: Vec<Block>| {
        let name = group.first()?.name.clone();
        let value = if group.iter().all(|block| block.label.is_some()) {
            Value::map(group.into_iter().filter_map(|block| Some((block.label?, block.body))))
        } else {
            Value::list(group.into_iter().map(|block| block.body))
        };
        Some((name, value))
    };
    groups.into_iter().filter_map(named).collect()
}

/// Returns the first value inside that JSON text cannot hold.
fn hole(value: &Value) -> Option<Value> {
    match value {
        Value::Secret(_) | Value::Unknown => Some(value.clone()),
        Value::List(items) => items.iter().find_map(hole),
        Value::Map(map) => map.iter().find_map(|(_, value)| hole(value)),
        _ => None,
    }
}
