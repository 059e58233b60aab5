//! YAML text to [`Value`]s, as kubectl reads it: many documents, YAML 1.1, merge keys, the last of equal keys.
//!
//! The text is split into documents first, so that one bad document is one error with its line, and
//! documents can be read beside each other. A parser gives the events of each; what scalars mean is decided
//! in `scalar`. Depth is bounded, and so is what aliases may add.
//!
//! This file must not know what a document is about, with one exception: it notes the lines of what may be
//! an object of Kubernetes or an item of a list of them, so that findings can name them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use compact_str::CompactString;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};
use rayon::prelude::*;

use super::scalar;
use crate::collect::json::{LINE, MAX_DEPTH};
use crate::model::{Interner, Key, Map, Path, Value};

/// The key under which an object carries the lines of its attributes, and of theirs.
pub(super) const LINES: &str = "@lines";

/// The key of a list's items, which may be objects themselves.
const ITEMS: &str = "items";

/// Documents that share one interner of keys, and are read one after the other.
const GROUP: usize = 64;

/// What aliases may always add: values, and every 32 bytes of text.
const FREE_COPIES: u64 = 1 << 20;

/// Duplicate keys reported for one text; more would only bury the first.
const MAX_WARNINGS: usize = 20;

/// Why a text is no YAML, and where. The line itself is not shown, because it may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct YamlError {
    /// Line, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// One document.
#[derive(Debug, PartialEq)]
pub(super) struct Document {
    pub(super) value: Value,
    /// The line of its first value, from 1.
    pub(super) line: u32,
}

/// A text that was read.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// What is in it, in order; documents that hold nothing are left out.
    pub(super) documents: Vec<Document>,
    /// Duplicate keys, each with its line.
    pub(super) warnings: Vec<String>,
}

/// Reads all documents of a text.
///
/// # Errors
/// The first document that is no YAML, is nested deeper than [`MAX_DEPTH`], or has no form in JSON.
pub(super) fn parse(text: &str) -> Result<Documents, YamlError> {
    let chunks = split(text);
    let budget = AtomicU64::new(FREE_COPIES + text.len() as u64 / 4);
    let groups: Vec<(Documents, Option<YamlError>)> =
        chunks.par_chunks(GROUP).map(|group| read_group(group, &budget)).collect();
    // Which document took the last of it depends on how threads ran; that it was taken does not.
    if budget.load(Ordering::Relaxed) == 0 {
        let message =
            "refused: the aliases (`*name`) of this text grow beyond every honest measure".to_owned();
        let line = chunks.iter().find(|chunk| chunk.text.contains('*')).map_or(1, |chunk| chunk.line);
        return Err(YamlError { line, message });
    }
    let mut all = Documents::default();
    for (group, error) in groups {
        if let Some(error) = error {
            return Err(error);
        }
        all.documents.extend(group.documents);
        all.warnings.extend(group.warnings);
    }
    all.warnings.truncate(MAX_WARNINGS);
    Ok(all)
}

/// A part of a text that holds one document, or several that only `...` parts.
struct Chunk<'a> {
    text: &'a str,
    /// The line it begins on, from 1.
    line: u32,
}

/// Splits before every line that begins with `---`; no scalar can hold such a line.
fn split(text: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let (mut start, mut line) = (0, 1u32);
    for newline in memchr::memmem::find_iter(text.as_bytes(), b"\n---") {
        let at = newline + 1;
        let after = text.as_bytes().get(at + 3);
        let part = text.get(start..at).unwrap_or_default();
        if !after.is_none_or(u8::is_ascii_whitespace) || is_directives(part) {
            continue;
        }
        chunks.push(Chunk { text: part, line });
        line = line.saturating_add(newlines(part));
        start = at;
    }
    chunks.push(Chunk { text: text.get(start..).unwrap_or_default(), line });
    chunks.retain(|chunk| !is_blank(chunk.text));
    chunks
}

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// Iterates over the lines that are more than a comment.
fn said(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.trim_start().starts_with('#'))
}

/// Returns whether there is nothing but directives such as `%YAML 1.1`, which belong to what follows.
fn is_directives(text: &str) -> bool {
    let mut lines = said(text);
    lines.next().is_some_and(|line| line.starts_with('%')) && lines.all(|line| line.starts_with('%'))
}

fn is_blank(text: &str) -> bool {
    said(text).all(|line| line == "---" || line == "...")
}

/// Reads documents one after the other, up to the first that cannot be read.
fn read_group(group: &[Chunk<'_>], budget: &AtomicU64) -> (Documents, Option<YamlError>) {
    let mut interner = Interner::default();
    let mut all = Documents::default();
    for chunk in group {
        let options = parser_options();
        let mut reader = Reader {
            parser: Parser::new_from_str_with_options(chunk.text, options),
            text: chunk.text,
            first_line: chunk.line,
            interner: &mut interner,
            budget,
            anchors: HashMap::new(),
            all: &mut all,
        };
        if let Err(error) = reader.documents() {
            return (all, Some(error));
        }
    }
    (all, None)
}

fn parser_options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    // Our own bound is lower and has the better message.
    options.flow_nesting_limit = MAX_DEPTH + 50;
    options.block_nesting_limit = MAX_DEPTH + 50;
    options
}

/// Where a value stands, as far as lines are noted of it.
#[derive(Clone, Copy)]
enum Place {
    /// A map here may be an object.
    Object,
    /// The elements of a list here may be objects.
    Items,
    /// An attribute of an object; the lines of its entries are noted in its list.
    Attribute,
    /// Anything else.
    Inside,
}

/// A node and where it begins.
type Node<'t> = (Event<'t>, Span);

struct Reader<'t, 'g> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    first_line: u32,
    interner: &'g mut Interner,
    budget: &'g AtomicU64,
    anchors: HashMap<usize, Value>,
    all: &'g mut Documents,
}

/// The entries of one map, while they are read.
#[derive(Default)]
struct Entries {
    entries: Vec<(Key, Value)>,
    /// The line of each entry; 0 where it was merged in.
    lines: Vec<u32>,
}

impl<'t> Reader<'t, '_> {
    fn documents(&mut self) -> Result<(), YamlError> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(()),
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                event => {
                    let line = self.line(&span);
                    self.anchors.clear();
                    let (value, _) = self.node((event, span), 0, Place::Object)?;
                    if !value.is_null() {
                        self.all.documents.push(Document { value, line });
                    }
                }
            }
        }
    }

    fn next(&mut self) -> Result<Node<'t>, YamlError> {
        match self.parser.next_event() {
            Some(Ok(node)) => Ok(node),
            Some(Err(error)) => Err(self.broken(&error)),
            // The parser ends with an event of its own.
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn line(&self, span: &Span) -> u32 {
        self.line_at(span.start.line())
    }

    /// Returns the line in the whole text of a line, from 1, of this document.
    fn line_at(&self, line: usize) -> u32 {
        let line = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_line.saturating_add(line)
    }

    fn broken(&self, error: &ScanError) -> YamlError {
        let message = match error.kind() {
            ErrorKind::RecursionLimitExceeded => too_deep(),
            _ => error.info(),
        };
        self.error_at(error.marker().line(), message)
    }

    fn error<T>(&self, span: &Span, message: impl Into<String>) -> Result<T, YamlError> {
        Err(self.error_at(span.start.line(), message.into()))
    }

    fn error_at(&self, at: usize, mut message: String) -> YamlError {
        // What stands before the line may be what the parser took for something else.
        let mut near = self.text.lines().skip(at.saturating_sub(2)).take(2);
        if near.any(|line| line.contains("{{")) {
            message.push_str(
                "; this looks like a template: render it first (`helm template … > rendered.yaml`) and give \
                 driftgate what comes out",
            );
        }
        YamlError { line: self.line_at(at), message }
    }

    /// Takes from what aliases may add.
    fn spend(&self, cost: u64, span: &Span) -> Result<(), YamlError> {
        let left = |left: u64| Some(left.saturating_sub(cost));
        // Whether anything is left is all that counts, so no other memory has to be in order with it.
        match self.budget.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left) {
            Ok(before) if before > cost => Ok(()),
            _ => self.error(span, "aliases grow beyond every honest measure"),
        }
    }

    /// Reads a node, and gives the lines of its entries where its place asks for them.
    fn node(
        &mut self,
        (event, span): Node<'t>,
        depth: usize,
        place: Place,
    ) -> Result<(Value, Vec<(Key, u32)>), YamlError> {
        let mut lines = Vec::new();
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (self.scalar(&text, style, tag.as_deref(), &span)?, anchor)
            }
            Event::SequenceStart(_, anchor, _) => (self.sequence(&span, depth, place)?, anchor),
            Event::MappingStart(_, anchor, _) => {
                let (map, found) = self.mapping(&span, depth, place)?;
                lines = found;
                (Value::Map(map), anchor)
            }
            Event::Alias(id) => return Ok((self.alias(id, &span)?, lines)),
            _ => return self.error(&span, "expected a value"),
        };
        if anchor > 0 {
            self.spend(weight(&value), &span)?;
            self.anchors.insert(anchor, without_lines(value.clone()));
        }
        Ok((value, lines))
    }

    fn alias(&self, id: usize, span: &Span) -> Result<Value, YamlError> {
        let Some(value) = self.anchors.get(&id) else {
            return self.error(span, "an alias (`*name`) stands inside the value that it is to repeat");
        };
        self.spend(weight(value), span)?;
        Ok(value.clone())
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: &Span,
    ) -> Result<Value, YamlError> {
        let core = tag.and_then(Tag::core_suffix);
        let read = match (core, tag, style) {
            (Some(core), ..) => scalar::tagged(core, text),
            (None, None, ScalarStyle::Plain) => scalar::plain(text),
            // Quotes, a tag of somebody's own, or `!` say that it is a text.
            _ => Ok(Value::string(text)),
        };
        read.or_else(|message| self.error(span, message))
    }

    fn deeper(&self, span: &Span, depth: usize) -> Result<usize, YamlError> {
        if depth >= MAX_DEPTH { self.error(span, too_deep()) } else { Ok(depth + 1) }
    }

    fn sequence(&mut self, span: &Span, depth: usize, place: Place) -> Result<Value, YamlError> {
        let depth = self.deeper(span, depth)?;
        let place = if matches!(place, Place::Items) { Place::Object } else { Place::Inside };
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(items.into_boxed_slice())),
                node => items.push(self.node(node, depth, place)?.0),
            }
        }
    }

    /// Reads a map, and gives the lines of its entries when it is an attribute of an object.
    fn mapping(
        &mut self,
        span: &Span,
        depth: usize,
        place: Place,
    ) -> Result<(Map, Vec<(Key, u32)>), YamlError> {
        let line = self.line(span);
        let depth = self.deeper(span, depth)?;
        let mut made = Entries::default();
        // The lines of attributes and of their entries, under paths.
        let mut attributes: Vec<(Key, Value)> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let at = self.line(&span);
            let is_merge = matches!(&event, Event::Scalar(text, style, _, tag)
                if text == "<<" && *style == ScalarStyle::Plain && tag.is_none());
            if is_merge {
                let node = self.next()?;
                let span = node.1;
                let (value, _) = self.node(node, depth, Place::Inside)?;
                self.merge(value, &span, &mut made)?;
                continue;
            }
            let key = self.key((event, span), depth)?;
            let inside = match place {
                Place::Object if key.as_str() == ITEMS => Place::Items,
                Place::Object => Place::Attribute,
                _ => Place::Inside,
            };
            let node = self.next()?;
            let (value, lines) = self.node(node, depth, inside)?;
            if matches!(place, Place::Object) {
                attributes.push((key.clone(), Value::int(i64::from(at))));
                for (inner, line) in lines {
                    let path = Path::root().key(&key).key(&inner).to_string();
                    attributes.push((self.interner.intern(&path), Value::int(i64::from(line))));
                }
            }
            made.entries.push((key, value));
            made.lines.push(at);
        }
        self.warn_of_duplicates(&made);
        let lines = match place {
            Place::Attribute => {
                made.entries.iter().map(|(key, _)| key.clone()).zip(made.lines.iter().copied()).collect()
            }
            Place::Object => {
                made.entries.push((self.interner.intern(LINE), Value::int(i64::from(line))));
                made.entries.push((self.interner.intern(LINES), Value::Map(Map::from_entries(attributes))));
                Vec::new()
            }
            _ => Vec::new(),
        };
        Ok((Map::from_entries(made.entries), lines))
    }

    /// Adds the entries of the map, or of the maps, that `<<` names; like kubectl, over what was given before.
    fn merge(&self, value: Value, span: &Span, made: &mut Entries) -> Result<(), YamlError> {
        let maps = match value {
            Value::List(items) => items.into_vec(),
            other => vec![other],
        };
        // Of several maps the first wins.
        for map in maps.into_iter().rev() {
            let Value::Map(map) = map else {
                return self.error(span, "`<<` merges a map or a list of maps, and this is neither");
            };
            made.lines.resize(made.lines.len() + map.len(), 0);
            made.entries.extend(map.into_entries());
        }
        Ok(())
    }

    fn key(&mut self, (event, span): Node<'t>, depth: usize) -> Result<Key, YamlError> {
        // Nearly every key is a plain word, and is interned from where it stands.
        if let Event::Scalar(text, ScalarStyle::Plain, 0, None) = &event
            && text.starts_with(|c: char| {
                c.is_ascii_lowercase() && !matches!(c, 'y' | 'n' | 't' | 'f' | 'o') || c == '_'
            })
        {
            return Ok(self.interner.intern(text));
        }
        match self.node((event, span), depth, Place::Inside)?.0 {
            Value::String(text) => Ok(self.interner.intern(&text)),
            value @ (Value::Bool(_) | Value::Number(_)) => Ok(self.interner.intern(&value.to_string())),
            other => {
                let found = other.type_name();
                self.error(&span, format!("a key must be a text, a number or a boolean, and this is {found}"))
            }
        }
    }

    fn warn_of_duplicates(&mut self, made: &Entries) {
        let mut seen: Vec<(&Key, u32)> =
            made.entries.iter().map(|(key, _)| key).zip(made.lines.iter().copied()).collect();
        seen.retain(|(_, line)| *line > 0);
        if seen.is_sorted_by(|a, b| a.0 < b.0) {
            return;
        }
        seen.sort_by(|a, b| a.0.cmp(b.0));
        for pair in seen.windows(2) {
            if let [(first, above), (second, line)] = pair
                && first == second
                && self.all.warnings.len() < MAX_WARNINGS
            {
                self.all.warnings.push(format!(
                    "line {line}: the key `{}` stands on line {above} already; the last wins, as with kubectl",
                    shortened(second)
                ));
            }
        }
    }
}

fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels")
}

/// Shortens a key for a message.
fn shortened(key: &str) -> CompactString {
    key.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Returns what a copy of a value costs: its values, and every 32 bytes of text.
fn weight(value: &Value) -> u64 {
    match value {
        Value::String(text) => 1 + text.len() as u64 / 32,
        Value::List(items) => items.iter().map(weight).fold(1, u64::saturating_add),
        Value::Map(map) => map.iter().map(|(_, item)| weight(item)).fold(1, u64::saturating_add),
        _ => 1,
    }
}

/// Takes the noted lines out of a value that is repeated elsewhere.
fn without_lines(mut value: Value) -> Value {
    if let Value::Map(map) = &mut value
        && map.remove(LINE).is_some()
    {
        map.remove(LINES);
        if let Some(Value::List(items)) = map.get_mut(ITEMS) {
            for item in items.iter_mut() {
                *item = without_lines(std::mem::take(item));
            }
        }
    }
    value
}

#[cfg(test)]
mod tests;
