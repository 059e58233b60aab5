//! Makes text from inputs harmless and visible before it reaches a terminal.
//!
//! A name in a state file can carry escape sequences that repaint the screen, or characters that
//! reorder or hide their neighbours. All of them are written out, also because a difference that
//! cannot be seen is no help to anybody. This file must not style or lay out anything.

use std::borrow::Cow;

/// Returns `text` with every control, invisible or reordering character written as an escape.
///
/// What it returns is one line, and escaping it again changes nothing.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(is_hidden) else { return Cow::Borrowed(text) };
    let (clean, rest) = text.split_at(first);
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(clean);
    for c in rest.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if is_hidden(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Returns whether a reader could not see `c`, or could not see other text because of it.
fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Spaces of other widths and kinds look like the plain one.
    c.is_control() || c.is_whitespace() || is_default_ignorable(c) || matches!(c, '\u{fff9}'..='\u{fffb}')
}

/// Unicode's `Default_Ignorable_Code_Point`: zero-width joiners, direction marks and overrides,
/// variation selectors, tags, fillers.
fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_stays_as_it_is() {
        assert!(matches!(escape("größer → 10.0.0.0/16 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_steers_a_terminal_is_written_out() {
        for (text, escaped) in [
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("zero\u{200b}width", "zero\\u{200b}width"),
            ("no\u{a0}break", "no\\u{a0}break"),
            ("a\0b\r\n\tc\u{7f}", "a\\u{0}b\\r\\n\\tc\\u{7f}"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_and_escaping_twice_is_escaping_once(text in "(?s).*") {
            let once = escape(&text).into_owned();
            prop_assert!(!once.contains(is_hidden));
            prop_assert!(escape(&once) == once);
        }
    }
}
