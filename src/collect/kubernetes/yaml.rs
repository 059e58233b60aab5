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
        let at = error.marker().line();
        let mut message = match error.kind() {
            ErrorKind::RecursionLimitExceeded => too_deep(),
            _ => error.info(),
        };
        let written = self.text.lines().nth(at.saturating_sub(1)).unwrap_or_default();
        let before = self.text.lines().nth(at.saturating_sub(2)).unwrap_or_default();
        if written.contains("{{") || before.contains("{{") {
            message.push_str(
                "; this looks like a template: render it first (`helm template … > rendered.yaml`) and give \
                 driftgate what comes out",
            );
        }
        YamlError { line: self.line_at(at), message }
    }

    fn error<T>(&self, span: &Span, message: impl Into<String>) -> Result<T, YamlError> {
        Err(YamlError { line: self.line(span), message: message.into() })
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
            // A tag of somebody's own, or `!`, says that it is no plain value.
            (None, Some(_), _) => Ok(Value::string(text)),
            (None, None, ScalarStyle::Plain) => scalar::plain(text),
            (None, None, _) => Ok(Value::string(text)),
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads the one document of a text, without the noted lines.
    fn one(text: &str) -> Value {
        let mut all = parse(text).unwrap();
        assert_eq!(all.documents.len(), 1, "{text:?}");
        without_lines(all.documents.remove(0).value)
    }

    fn shown(text: &str) -> String {
        one(text).to_string()
    }

    fn refused(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    /// Each held to what kubectl 1.32 makes of it.
    #[test]
    fn keys_are_texts_whatever_they_are_written_as() {
        assert_eq!(
            shown("{1: a, 0644: b, 1.5: c, 0x10: d, on: e, 2020-01-01: f, '2': g}"),
            r#"{ 1 = "a", 1.5 = "c", 16 = "d", 2 = "g", 2020-01-01 = "f", 420 = "b", true = "e" }"#
        );
        for (text, says) in [("~: a", "line 1: a key must be"), ("a: 1\n[b]: c", "line 2: a key must be")] {
            assert!(refused(text).contains(says), "{text:?}: {}", refused(text));
        }
    }

    #[test]
    fn merge_keys_add_what_another_map_has() {
        let x = "x: &x {a: 1, b: 2}\n";
        for (text, merged) in [
            ("r: {<<: *x, a: 9}", "{ a = 9, b = 2 }"),
            // kubectl merges in the order of the text, so what is merged last wins.
            ("r: {a: 9, <<: *x}", "{ a = 1, b = 2 }"),
            // Of a list of maps the first wins.
            ("r: {<<: [*x, {a: 5, c: 6}], d: 1}", "{ a = 1, b = 2, c = 6, d = 1 }"),
            ("r: {'<<': 3}", "{ << = 3 }"),
        ] {
            assert_eq!(one(&format!("{x}{text}")).get("r").unwrap().to_string(), merged, "{text}");
        }
        assert_eq!(refused("a: {<<: 3}"), "line 1: `<<` merges a map or a list of maps, and this is neither");
    }

    #[test]
    fn of_duplicate_keys_the_last_wins_with_a_warning() {
        let all = parse("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n---\na: 1\na: 2\n").unwrap();
        assert_eq!(all.documents[0].value.get("b").unwrap().to_string(), "{ c = 3, d = 2 }");
        let lines: Vec<&str> =
            all.warnings.iter().map(|warning| &warning[..warning.find(';').unwrap()]).collect();
        assert_eq!(
            lines,
            ["line 5: the key `c` stands on line 3 already", "line 8: the key `a` stands on line 7 already"]
        );
        let merged = parse("x: &x {a: 1}\ny: {<<: *x, a: 2}\n").unwrap();
        assert_eq!(merged.warnings, Vec::<String>::new());
    }

    #[test]
    fn aliases_repeat_the_last_value_of_their_name() {
        assert_eq!(
            shown("{a: &x 1, b: &x [2], c: *x, d: {e: *x}}"),
            "{ a = 1, b = [2], c = [2], d = { e = [2] } }"
        );
        assert!(refused("a: *x").starts_with("line 1: "));
        assert!(
            refused("a: &x\n  b: *x").contains("stands inside the value"),
            "{}",
            refused("a: &x\n  b: *x")
        );
        // A name holds within its document only.
        assert!(refused("a: &x 1\n---\na: *x").starts_with("line 3: "));
    }

    #[test]
    fn aliases_that_explode_are_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..30 {
            let before = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        assert!(refused(&bomb).contains("beyond every honest measure"));
        // One long text, many times.
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 4096].join(", "));
        assert!(refused(&long).contains("beyond every honest measure"));
        // Anchors inside anchors are kept each by itself.
        let nested: String = (0..150).map(|level| format!("&a{level} [")).collect();
        let deep = format!("{nested}{}{}", "x, ".repeat(100_000), "]".repeat(150));
        assert!(refused(&deep).contains("beyond every honest measure"));
        // Many documents with few aliases each are honest.
        assert_eq!(parse(&"---\na: &x [1, 2, 3]\nb: *x\n".repeat(5_000)).unwrap().documents.len(), 5_000);
    }

    #[test]
    fn a_hundred_thousand_levels_are_refused() {
        let blocks: String = (0..300).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), blocks] {
            assert!(refused(&text).contains("nested deeper than 200 levels"), "{}", refused(&text));
        }
        assert!(parse(&format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH))).is_ok());
    }

    #[test]
    fn documents_are_split_at_their_marks_and_keep_their_lines() {
        let text = "# head\n\n---\n---\n# only a comment\n--- # c\na: 1\n...\n---\nb: |\n  ---\n  x\n---x: 2\n--- {c: 3}\n\
                    ---\t\n\nd: 4\n...\ne: 5\n---\nnull\n---";
        let all = parse(text).unwrap();
        let found: Vec<(u32, String)> =
            all.documents.into_iter().map(|d| (d.line, without_lines(d.value).to_string())).collect();
        assert_eq!(
            found,
            [
                (7, "{ a = 1 }".to_owned()),
                (10, "{ ---x = 2, b = \"---\\nx\\n\" }".to_owned()),
                (14, "{ c = 3 }".to_owned()),
                (17, "{ d = 4 }".to_owned()),
                (19, "{ e = 5 }".to_owned()),
            ]
        );
        assert_eq!(shown("%YAML 1.1\n# c\n---\na: yes\n"), "{ a = true }");
        assert_eq!(shown("a: |\r\n  x\r\n  y\r\nb: 1\r\n"), "{ a = \"x\\ny\\n\", b = 1 }");
        assert_eq!(shown("a: |\n  text"), "{ a = \"text\\n\" }");
    }

    #[test]
    fn errors_name_the_line_in_the_whole_text() {
        for (text, line) in [
            ("a: 1\n---\nb: 1\nc\n", 4),
            ("a: 1\n---\nb: [\n", 4),
            ("a: 1\n---\n---\n\tb: 1\n", 4),
            ("a: 'x\n", 2),
            ("a: 1\n---\nb: !!int x\n", 3),
            ("a: .inf\n", 1),
        ] {
            assert_eq!(parse(text).unwrap_err().line, line, "{text:?}: {}", refused(text));
        }
        assert!(refused("a: 1\n---\n{{ if .Values.x }}\nb: 1\n").contains("helm template"));
    }

    #[test]
    fn objects_and_items_know_the_lines_of_their_attributes() {
        let all =
            parse("# c\nkind: List\nitems:\n- kind: A\n  spec:\n    n: 1\n    m.x: {a: 1}\n- kind: B\n")
                .unwrap();
        let items = all.documents[0].value.get("items").unwrap().as_list().unwrap();
        assert_eq!(items[0].get(LINE), Some(&Value::int(4)));
        assert_eq!(
            items[0].get(LINES).unwrap().to_string(),
            "{ kind = 4, spec = 5, spec.n = 6, spec[\"m.x\"] = 7 }"
        );
        assert_eq!(items[1].get(LINE), Some(&Value::int(8)));
        assert_eq!(items[0].get("spec").unwrap().to_string(), "{ m.x = { a = 1 }, n = 1 }");
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Into::into),
            ".*".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                proptest::collection::btree_map("[^@].*", inner, 0..6)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// Writes JSON in ASCII: what YAML 1.1 takes for a line break, JSON does not.
    fn ascii(json: &serde_json::Value, pretty: bool) -> String {
        let text =
            if pretty { serde_json::to_string_pretty(json) } else { serde_json::to_string(json) }.unwrap();
        let mut written = String::new();
        for c in text.chars() {
            let mut units = [0; 2];
            match c {
                '\u{7f}'.. => c.encode_utf16(&mut units).iter().for_each(|unit| {
                    written.push_str(&format!("\\u{unit:04x}"));
                }),
                c => written.push(c),
            }
        }
        written
    }

    proptest! {
        #[test]
        fn json_read_as_yaml_is_the_same_value(json in json(), pretty in any::<bool>()) {
            let text = format!("--- {}", ascii(&serde_json::json!({"v": json}), pretty));
            prop_assert_eq!(one(&text).get("v"), Some(&Value::from(json)));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "(?s)([-:#&*!|>'\"%@{}\\[\\], \t\r\na-c0]|---\n|<<: |\\PC){0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn documents_do_not_depend_on_their_order(values in proptest::collection::vec(json(), 1..6), turn in 0usize..6) {
            let texts: Vec<String> = values.iter().map(|value| format!("---\nv: {}\n", ascii(value, false))).collect();
            let mut turned = texts.clone();
            turned.rotate_left(turn % texts.len());
            let read = |texts: &[String]| {
                let all = parse(&texts.concat()).unwrap();
                let mut found: Vec<String> =
                    all.documents.into_iter().map(|document| without_lines(document.value).to_string()).collect();
                found.sort();
                found
            };
            prop_assert_eq!(read(&texts), read(&turned));
        }
    }
}
