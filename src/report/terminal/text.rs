//! Lines of styled text: measured, wrapped, shortened and written.
//!
//! Every text enters a [`Line`] through [`Line::push`], which escapes it, so nothing from an input
//! can reach the terminal unescaped. This file must not know findings.

use std::io;

use anstyle::{AnsiColor, Color};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape::escape;
use crate::model::Severity;

/// What a piece of text means; the colours of the report are chosen here and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Style {
    /// Text.
    #[default]
    Plain,
    /// Headings, names of resources.
    Strong,
    /// What is there for who looks for it.
    Faint,
    /// What only the left side has.
    Left,
    /// What only the right side has.
    Right,
    /// A severity.
    Severity(Severity),
    /// The gate is open.
    Pass,
    /// The gate is closed, or something was not read.
    Fail,
    /// Deserves a look.
    Warn,
}

impl Style {
    fn ansi(self) -> anstyle::Style {
        let plain = anstyle::Style::new();
        let color = |color: AnsiColor| plain.fg_color(Some(Color::Ansi(color)));
        match self {
            Self::Plain => plain,
            Self::Strong => plain.bold(),
            Self::Faint | Self::Severity(Severity::Info) => plain.dimmed(),
            Self::Left | Self::Fail | Self::Severity(Severity::High) => color(AnsiColor::Red).bold(),
            Self::Right | Self::Pass => color(AnsiColor::Green).bold(),
            Self::Severity(Severity::Critical) => color(AnsiColor::Red).bold().invert(),
            Self::Warn | Self::Severity(Severity::Medium) => color(AnsiColor::Yellow).bold(),
            Self::Severity(Severity::Low) => color(AnsiColor::Cyan),
        }
    }
}

/// One line of styled text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Line {
    spans: Vec<(Style, String)>,
}

impl Line {
    /// Returns a line of one style.
    pub(crate) fn new(style: Style, text: &str) -> Self {
        Self::default().with(style, text)
    }

    /// Returns a line of plain text.
    pub(crate) fn plain(text: &str) -> Self {
        Self::new(Style::Plain, text)
    }

    /// Adds text at the end.
    pub(crate) fn push(&mut self, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = escape(text);
        match self.spans.last_mut() {
            Some((last, end)) if *last == style => end.push_str(&text),
            _ => self.spans.push((style, text.into_owned())),
        }
    }

    /// Adds text at the end.
    #[must_use]
    pub(crate) fn with(mut self, style: Style, text: &str) -> Self {
        self.push(style, text);
        self
    }

    /// Adds another line at the end.
    #[must_use]
    pub(crate) fn join(mut self, other: &Self) -> Self {
        for (style, text) in &other.spans {
            self.push(*style, text);
        }
        self
    }

    /// Returns the styled pieces.
    pub(crate) fn spans(&self) -> &[(Style, String)] {
        &self.spans
    }

    /// Returns the text without styles.
    pub(crate) fn text(&self) -> String {
        self.spans.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Returns whether there is no text.
    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns how many columns of a terminal the line takes.
    pub(crate) fn width(&self) -> usize {
        self.spans.iter().map(|(_, text)| text.width()).sum()
    }

    /// Returns the line behind `indent` spaces.
    #[must_use]
    pub(crate) fn indented(&self, indent: usize) -> Self {
        Self::plain(&" ".repeat(indent)).join(self)
    }

    /// Returns the line without spaces at its end.
    #[must_use]
    pub(crate) fn trimmed(mut self) -> Self {
        while let Some((_, text)) = self.spans.last_mut() {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                break;
            }
            self.spans.pop();
        }
        self
    }

    fn chars(&self) -> Vec<(Style, char)> {
        self.spans.iter().flat_map(|(style, text)| text.chars().map(|c| (*style, c))).collect()
    }

    fn of(chars: &[(Style, char)]) -> Self {
        let pieces = chars.chunk_by(|a, b| a.0 == b.0);
        let text = |piece: &[(Style, char)]| piece.iter().map(|(_, c)| *c).collect();
        // Characters of a line were escaped when they entered it.
        let spans = pieces.filter_map(|piece| Some((piece.first()?.0, text(piece)))).collect();
        Self { spans }
    }

    /// Breaks the line into lines of at most `width` columns: at spaces where there are any, else
    /// where names have their joints, else anywhere.
    pub(crate) fn wrap(&self, width: usize) -> Vec<Self> {
        let width = width.max(2);
        if self.width() <= width {
            return vec![self.clone()];
        }
        let chars = self.chars();
        let mut rest = chars.as_slice();
        let mut lines = Vec::new();
        while !rest.is_empty() {
            let fitting = prefix_of(rest, width);
            let end = if fitting == rest.len() { fitting } else { break_before(rest, fitting) };
            let (head, tail) = rest.split_at(end);
            lines.push(Self::of(head).trimmed());
            rest = tail;
            if let Some(start) = rest.iter().position(|(_, c)| *c != ' ') {
                rest = rest.get(start..).unwrap_or_default();
            } else {
                break;
            }
        }
        lines
    }

    /// Returns the line in at most `width` columns, with `…` in place of what was taken out of
    /// the middle, or `None` when it fits as it is.
    ///
    /// Plain text goes first: between marked words it is what both sides have in common.
    pub(crate) fn shortened(&self, width: usize) -> Option<Self> {
        if self.width() <= width {
            return None;
        }
        let long = |text: &str| text.len() > 8 * width + 8;
        if self.spans.iter().any(|(_, text)| long(text)) {
            // What lies this deep inside a piece is never shown; without it the work is bounded.
            let mut bounded = Self::default();
            for (style, text) in &self.spans {
                if long(text) {
                    let (head, tail) = (4 * width, text.len() - 4 * width);
                    bounded.push(*style, text.get(..text.floor_char_boundary(head)).unwrap_or_default());
                    bounded.push(*style, "…");
                    bounded.push(*style, text.get(text.ceil_char_boundary(tail)..).unwrap_or_default());
                } else {
                    bounded.push(*style, text);
                }
            }
            return bounded.shortened(width).or(Some(bounded));
        }
        let common = self.spans.iter().filter(|(style, _)| *style == Style::Plain).count();
        let marked: usize =
            self.spans.iter().filter(|(s, _)| *s != Style::Plain).map(|(_, t)| t.width()).sum();
        let others = self.spans.len() - common;
        // With less than this for each common piece, nothing of it would be left to read.
        let least = 6;
        if common == 0 || marked == 0 {
            Some(cut_middle(&self.chars(), width))
        } else if marked + common * least <= width {
            Some(self.cut_pieces(common, width - marked, |style| style == Style::Plain))
        } else if others <= 2 && self.spans.len() * least <= width {
            let ellipses = Self {
                spans: self
                    .spans
                    .iter()
                    .map(|(s, t)| if *s == Style::Plain { (*s, "…".to_owned()) } else { (*s, t.clone()) })
                    .collect(),
            };
            Some(ellipses.cut_pieces(others, width - common, |style| style != Style::Plain))
        } else {
            Some(cut_middle(&self.chars(), width))
        }
    }

    /// Cuts the `count` pieces that `which` chooses to `room` columns in all.
    fn cut_pieces(&self, mut count: usize, mut room: usize, which: impl Fn(Style) -> bool) -> Self {
        let mut line = Self::default();
        for (style, text) in &self.spans {
            if !which(*style) {
                line.push(*style, text);
                continue;
            }
            // Short pieces leave their share to those that come after them.
            let share = room / count.max(1);
            let piece = Self::new(*style, text);
            let piece = if piece.width() > share { cut_middle(&piece.chars(), share) } else { piece };
            room = room.saturating_sub(piece.width());
            count = count.saturating_sub(1);
            line = line.join(&piece);
        }
        line
    }

    /// Writes the line, with colours when `color` says so.
    pub(crate) fn write(&self, color: bool, out: &mut dyn io::Write) -> io::Result<()> {
        for (style, text) in &self.spans {
            if color {
                let ansi = style.ansi();
                write!(out, "{}{text}{}", ansi.render(), ansi.render_reset())?;
            } else {
                out.write_all(text.as_bytes())?;
            }
        }
        out.write_all(b"\n")
    }
}

/// Returns `text`, escaped and cut in the middle so that it takes at most `width` columns.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    let line = Line::plain(text);
    line.shortened(width).unwrap_or(line).text()
}

/// Returns `1 finding` or `3 findings`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("{count} {noun}") } else { format!("{count} {noun}s") }
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Returns how many characters fit into `width` columns; at least one, so that wrapping ends.
fn prefix_of(chars: &[(Style, char)], width: usize) -> usize {
    let mut used = 0;
    for (i, (_, c)) in chars.iter().enumerate() {
        used += columns(*c);
        if used > width {
            return i.max(1);
        }
    }
    chars.len()
}

/// Returns where to break before `end`, so that the line ends at a space or a joint of a name.
fn break_before(chars: &[(Style, char)], end: usize) -> usize {
    let at = |i: usize| chars.get(i).map_or(' ', |(_, c)| *c);
    if let Some(space) = (1..=end).rev().find(|i| at(*i) == ' ') {
        return space;
    }
    // A joint near the start would leave a ragged stub, so the break is taken anywhere instead.
    let joints = || (end / 3 + 1..=end).rev();
    let strong =
        |i: &usize| matches!(at(*i), '.' | '[' | '(' | '{') || matches!(at(*i - 1), '/' | ',' | ';' | '&');
    let weak = |i: &usize| matches!(at(*i - 1), ':' | '-' | '_' | '=');
    joints().find(strong).or_else(|| joints().find(weak)).unwrap_or(end)
}

fn cut_middle(chars: &[(Style, char)], width: usize) -> Line {
    let kept = width.saturating_sub(1);
    let tail_width = kept / 2;
    let head = prefix_of(chars, (kept - tail_width).max(1));
    let mut tail = chars.len();
    let mut used = 0;
    while let Some((_, c)) = tail.checked_sub(1).and_then(|i| chars.get(i)) {
        used += columns(*c);
        if used > tail_width {
            break;
        }
        tail -= 1;
    }
    let style = chars.get(head).map_or(Style::Plain, |(style, _)| *style);
    let end = Line::of(chars.get(tail.max(head)..).unwrap_or_default());
    Line::of(chars.get(..head).unwrap_or_default()).with(style, "…").join(&end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn breaks_at_spaces_then_at_joints_of_names() {
        assert_eq!(texts(&Line::plain("a few plain words").wrap(9)), ["a few", "plain", "words"]);
        assert_eq!(
            texts(&Line::plain("ingress[from_port=5432].cidr_blocks").wrap(24)),
            ["ingress[from_port=5432]", ".cidr_blocks"]
        );
        assert_eq!(texts(&Line::plain("abcdefghij").wrap(4)), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn shortens_what_is_common_before_what_differs() {
        let line = Line::plain("arn:aws:iam::111122223333:role/application/")
            .with(Style::Left, "reader")
            .with(Style::Plain, "-for-the-web-tier-of-the-shop");
        let short = line.shortened(40).unwrap();
        assert_eq!(texts(std::slice::from_ref(&short)), ["arn:aws:…ication/reader-for-the…the-shop"]);
        assert!(short.width() <= 40);
        assert_eq!(shorten("abcdefghij", 5), "ab…ij");
        assert_eq!(shorten("short", 5), "short");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "(?s).{0,80}", width in 2usize..40) {
            for line in Line::plain(&text).wrap(width) {
                prop_assert!(line.width() <= width, "{line:?}");
            }
            if width > 3 && let Some(line) = Line::plain(&text).shortened(width) {
                prop_assert!(line.width() <= width, "{line:?}");
            }
        }

        #[test]
        fn wrapping_loses_nothing_but_spaces(text in "[a-z./:é日 ]{0,60}", width in 2usize..30) {
            let squeeze = |text: &str| text.replace(' ', "");
            prop_assert_eq!(squeeze(&texts(&Line::plain(&text).wrap(width)).concat()), squeeze(&text));
        }
    }
}
