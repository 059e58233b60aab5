//! Terraform's HCL to the HCL that `hcl-edit` reads, byte for byte at the same places.
//!
//! Terraform takes a few forms that `hcl-edit` refuses. They are rewritten here without moving
//! anything, so that every offset, line and column stays what it was:
//! - comments become spaces, so that they are no part of a quoted expression;
//! - line breaks that have no meaning (in parentheses, brackets, `for` and interpolations) become spaces;
//! - a heredoc with a content line that begins with its delimiter gets another delimiter;
//! - of duplicate keys in one object the earlier entry becomes spaces: the last one wins.
//!
//! This file must not judge whether the text is right: what it does not understand it leaves alone,
//! and the parser says what is wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use crate::expr::one_line;

/// Nesting beyond this is left to the parser to refuse.
const MAX_FRAMES: usize = 256;

/// The parser compares every key of an object with all before it; this many comparisons take seconds.
const MAX_COMPARISONS: usize = 100_000_000;

/// A text as the parser reads it.
pub(super) struct Prepared {
    /// The text; as long as the original.
    pub(super) text: String,
    /// Keys that stand twice in one object.
    pub(super) duplicates: Vec<Duplicate>,
    /// Where a text in quotes begins that does not end on its line.
    pub(super) open_quote: Option<usize>,
    /// Where an object begins that has more entries than the parser can take.
    pub(super) too_large: Option<usize>,
}

/// A key that stands twice in one object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    pub(super) key: String,
    /// Offset of the earlier entry, which has no effect.
    pub(super) first: usize,
    /// Offset of the later entry.
    pub(super) again: usize,
}

/// Rewrites what the parser would refuse.
pub(super) fn prepare(text: &str) -> Prepared {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        out: text.as_bytes().to_vec(),
        at: 0,
        frames: vec![Frame::Body { in_value: false }],
        duplicates: Vec::new(),
        open_quote: None,
        too_large: None,
        comparisons: 0,
    };
    if text.starts_with('\u{feff}') {
        scanner.at = '\u{feff}'.len_utf8();
        scanner.blank(0..scanner.at);
    }
    let understood = scanner.run().is_some() && scanner.frames.len() == 1;
    let Scanner { out, duplicates, open_quote, too_large, .. } = scanner;
    match String::from_utf8(out) {
        Ok(text) if understood => Prepared { text, duplicates, open_quote, too_large },
        _ => Prepared { text: text.to_owned(), duplicates: Vec::new(), open_quote, too_large },
    }
}

/// What the scanner is inside of.
enum Frame {
    /// A file or block: attributes and blocks, separated by line breaks.
    Body { in_value: bool },
    /// An object: entries, separated by line breaks or commas.
    Object(Entries),
    /// Where a line break is as good as a space.
    Flat,
    /// A text in quotes.
    Quoted { from: usize },
    /// A heredoc.
    Heredoc(Heredoc),
}

/// The entries of one object.
#[derive(Default)]
struct Entries {
    /// Where each key's latest entry stands.
    seen: BTreeMap<String, Range<usize>>,
    /// Where the entry that is being read begins.
    start: Option<usize>,
    /// Its key, once `=` or `:` has been read.
    key: Option<String>,
}

struct Heredoc {
    /// Where the delimiter stands after `<<`.
    marker: Range<usize>,
    /// Whether a line of the content begins here.
    line_start: bool,
    /// Whether a line of the content begins with the delimiter without being it.
    conflict: bool,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    out: Vec<u8>,
    at: usize,
    frames: Vec<Frame>,
    duplicates: Vec<Duplicate>,
    open_quote: Option<usize>,
    too_large: Option<usize>,
    comparisons: usize,
}

impl Scanner<'_> {
    /// Goes through the whole text; nothing is returned when it is not understood.
    fn run(&mut self) -> Option<()> {
        while self.at < self.bytes.len() {
            if self.frames.len() > MAX_FRAMES {
                return None;
            }
            match self.frames.last_mut()? {
                Frame::Quoted { from } => {
                    let from = *from;
                    self.quoted(from);
                }
                Frame::Heredoc(_) => self.heredoc()?,
                _ => self.code()?,
            }
        }
        Some(())
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn starts_with(&self, prefix: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(prefix))
    }

    fn find(&self, needle: u8) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        memchr::memchr(needle, rest).map_or(self.bytes.len(), |found| self.at + found)
    }

    fn blank(&mut self, range: Range<usize>) {
        if let Some(bytes) = self.out.get_mut(range) {
            bytes.fill(b' ');
        }
    }

    /// Reads one token outside of texts.
    fn code(&mut self) -> Option<()> {
        let byte = self.peek(0)?;
        match byte {
            b'#' => return self.line_comment(),
            b'/' if self.peek(1) == Some(b'/') => return self.line_comment(),
            b'/' if self.peek(1) == Some(b'*') => {
                let from = self.at;
                let inner = self.bytes.get(from + 2..)?;
                self.at = from + 2 + memmem::find(inner, b"*/")? + 2;
                self.blank(from..self.at);
                return Some(());
            }
            b'\n' => return self.line_break(),
            b' ' | b'\t' | b'\r' => {
                if byte == b'\r' && matches!(self.frames.last(), Some(Frame::Flat)) {
                    self.blank(self.at..self.at + 1);
                }
                self.at += 1;
                return Some(());
            }
            b')' | b']' | b'}' => {
                self.end_entry(self.at);
                self.at += 1;
                // The outermost frame is the file, which no bracket closes.
                return (self.frames.len() > 1).then(|| self.frames.pop()).flatten().map(|_| ());
            }
            b',' => {
                self.end_entry(self.at + 1);
                self.at += 1;
                return Some(());
            }
            _ => {}
        }
        self.begin_entry();
        match byte {
            b'"' => self.push(Frame::Quoted { from: self.at }, 1),
            b'(' | b'[' => self.push(Frame::Flat, 1),
            b'{' => self.brace(),
            b'<' if self.heredoc_begins() => {}
            b'=' | b':' => {
                self.separator(byte);
                self.at += 1;
            }
            _ => self.word(),
        }
        Some(())
    }

    fn push(&mut self, frame: Frame, length: usize) {
        self.frames.push(frame);
        self.at += length;
    }

    fn line_comment(&mut self) -> Option<()> {
        let from = self.at;
        let mut end = self.find(b'\n');
        // The carriage return belongs to the line break.
        if end < self.bytes.len() && self.bytes.get(end.checked_sub(1)?) == Some(&b'\r') {
            end -= 1;
        }
        self.at = end;
        self.blank(from..end);
        Some(())
    }

    fn line_break(&mut self) -> Option<()> {
        let at = self.at;
        match self.frames.last_mut()? {
            Frame::Body { in_value } => *in_value = false,
            Frame::Object(_) => self.end_entry(at),
            _ => self.blank(at..at + 1),
        }
        self.at += 1;
        Some(())
    }

    fn brace(&mut self) {
        let frame = match self.frames.last() {
            Some(Frame::Body { in_value: false }) => Frame::Body { in_value: false },
            _ if self.for_follows() => Frame::Flat,
            _ => Frame::Object(Entries::default()),
        };
        self.push(frame, 1);
    }

    /// Returns whether `for` is the first word after a brace.
    fn for_follows(&self) -> bool {
        let mut at = self.at + 1;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            match rest {
                [b' ' | b'\t' | b'\r' | b'\n', ..] => at += 1,
                [b'#', ..] | [b'/', b'/', ..] => {
                    at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                [b'/', b'*', ..] => at += memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2),
                [b'f', b'o', b'r', after, ..] => {
                    return matches!(after, b' ' | b'\t' | b'\r' | b'\n' | b'#' | b'/');
                }
                _ => return false,
            }
        }
    }

    /// Reads a name or number, or one character of anything else.
    fn word(&mut self) {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        if self.peek(0).is_some_and(is_word) {
            while self.peek(0).is_some_and(|byte| is_word(byte) || byte == b'-') {
                self.at += 1;
            }
        } else {
            self.at += 1;
        }
    }

    fn begin_entry(&mut self) {
        let at = self.at;
        if let Some(Frame::Object(entries)) = self.frames.last_mut()
            && entries.start.is_none()
        {
            entries.start = Some(at);
        }
    }

    /// Takes `=` or `:` as the end of a key or of an attribute's name.
    fn separator(&mut self, byte: u8) {
        let at = self.at;
        let next = self.peek(1);
        match self.frames.last_mut() {
            Some(Frame::Body { in_value }) if byte == b'=' => *in_value = true,
            Some(Frame::Object(entries)) if entries.key.is_none() && next != Some(b'=') => {
                let written = self.text.get(entries.start.unwrap_or(at)..at).unwrap_or_default();
                let key = key_name(written);
                if let Some(start) = entries.start
                    && let Some(earlier) = entries.seen.get(&key).cloned()
                {
                    let duplicate = Duplicate { key: key.clone(), first: earlier.start, again: start };
                    entries.key = Some(key);
                    self.duplicates.push(duplicate);
                    self.blank(earlier);
                } else {
                    entries.key = Some(key);
                }
            }
            _ => {}
        }
    }

    fn end_entry(&mut self, end: usize) {
        if let Some(Frame::Object(entries)) = self.frames.last_mut() {
            if let (Some(start), Some(key)) = (entries.start, entries.key.take()) {
                entries.seen.insert(key, start..end);
                self.comparisons = self.comparisons.saturating_add(entries.seen.len());
                if self.comparisons > MAX_COMPARISONS {
                    self.too_large.get_or_insert(start);
                }
            }
            entries.start = None;
        }
    }

    /// Reads a piece of a text in quotes.
    fn quoted(&mut self, from: usize) {
        match self.peek(0) {
            Some(b'\n') => {
                self.open_quote.get_or_insert(from);
                self.at += 1;
            }
            Some(b'\\') => self.at += 2,
            Some(b'"') => {
                self.frames.pop();
                self.at += 1;
            }
            _ => self.template(),
        }
    }

    /// Reads a piece of any text that may hold interpolations.
    fn template(&mut self) {
        if self.starts_with(b"$${") || self.starts_with(b"%%{") {
            self.at += 3;
        } else if self.starts_with(b"${") || self.starts_with(b"%{") {
            self.push(Frame::Flat, 2);
        } else {
            self.at += 1;
        }
    }

    /// Reads `<<NAME` and its line break, when that is what stands here.
    fn heredoc_begins(&mut self) -> bool {
        let from = self.at;
        let dash = usize::from(self.starts_with(b"<<-"));
        if !self.starts_with(b"<<") {
            return false;
        }
        self.at += 2 + dash;
        let start = self.at;
        self.word();
        let marker = start..self.at;
        let starts_name = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80;
        let is_name = self.bytes.get(start).is_some_and(starts_name);
        let line_break = if self.starts_with(b"\r\n") { 2 } else { usize::from(self.starts_with(b"\n")) };
        if !is_name || line_break == 0 {
            self.at = from + 1;
            return true;
        }
        self.push(Frame::Heredoc(Heredoc { marker, line_start: true, conflict: false }), line_break);
        true
    }

    /// Reads a piece of a heredoc; its end is a line with nothing but the delimiter.
    fn heredoc(&mut self) -> Option<()> {
        let (bytes, at) = (self.bytes, self.at);
        let Some(Frame::Heredoc(heredoc)) = self.frames.last_mut() else { return None };
        if heredoc.line_start {
            heredoc.line_start = false;
            let marker = bytes.get(heredoc.marker.clone())?;
            let rest = bytes.get(at..)?;
            let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len()))?;
            if line.trim_ascii() == marker {
                let indent = line.len() - line.trim_ascii_start().len();
                let start = at + indent;
                let end = start..start + marker.len();
                let Some(Frame::Heredoc(heredoc)) = self.frames.pop() else { return None };
                self.at = end.end;
                if heredoc.conflict {
                    self.rename(heredoc.marker, end);
                }
                return Some(());
            }
            heredoc.conflict |= line.trim_ascii_start().starts_with(marker);
        }
        if bytes.get(at) == Some(&b'\n') {
            heredoc.line_start = true;
            self.at += 1;
        } else {
            self.template();
        }
        Some(())
    }

    /// Gives a heredoc a delimiter that does not occur in its content.
    fn rename(&mut self, begin: Range<usize>, end: Range<usize>) {
        const FIRST: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let Some(content) = self.bytes.get(begin.end..end.start) else { return };
        let unused = FIRST.iter().flat_map(|first| FIRST.iter().map(move |last| (*first, *last)));
        let unused = unused.map(|(first, last)| {
            let mut name = vec![b'Q'; begin.len()];
            if let Some(byte) = name.last_mut() {
                *byte = last;
            }
            if let Some(byte) = name.first_mut() {
                *byte = first;
            }
            name
        });
        let Some(name) = unused.into_iter().find(|name| memmem::find(content, name).is_none()) else {
            return;
        };
        for range in [begin, end] {
            if let Some(bytes) = self.out.get_mut(range) {
                bytes.copy_from_slice(&name);
            }
        }
    }
}

/// Returns the name that a key stands for; an expression stands for itself.
fn key_name(written: &str) -> String {
    let written = written.trim();
    let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match quoted {
        Some(text) if !text.contains(['"', '\\']) && !text.contains("${") && !text.contains("%{") => {
            text.to_owned()
        }
        _ => one_line(written),
    }
}
