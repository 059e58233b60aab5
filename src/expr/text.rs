//! The text of an expression in one form: the same expression, formatted differently, prints the same.
//!
//! What cannot be evaluated is compared by this text, so a line break or a trailing comma must not make
//! a difference. Texts in quotes stay as they are. This file must not know what an expression means.

/// Writes an expression on one line, with the white space and commas that `terraform fmt` would use.
pub(crate) fn one_line(text: &str) -> String {
    // Inside a heredoc brackets and commas are text; only runs of white space are made one space.
    if text.contains("<<") {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut writer = Writer { out: String::with_capacity(text.len()), frames: Vec::new(), gap: Gap::None };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let end = if c == '"' { end_of(text, at + 1, true) } else { at + c.len_utf8() };
        match c {
            '\n' => writer.gap = Gap::Break,
            c if c.is_whitespace() => writer.gap = writer.gap.max(Gap::Space),
            _ => {
                let is_for = c == '{' && begins_for(text.get(end..).unwrap_or_default());
                writer.write(c, text.get(at..end).unwrap_or_default(), is_for);
            }
        }
        at = end;
    }
    writer.out
}

/// White space before the next token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Break,
}

struct Writer {
    out: String,
    /// Whether a line break separates entries, for each open bracket.
    frames: Vec<bool>,
    gap: Gap,
}

impl Writer {
    fn write(&mut self, c: char, token: &str, is_for: bool) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let last = self.out.chars().next_back();
        let is_close = matches!(c, ')' | ']' | '}');
        if is_close {
            // A comma before the end says nothing.
            if last == Some(',') {
                self.out.pop();
            }
            if c == '}' && !self.out.ends_with('{') {
                self.out.push(' ');
            }
            self.frames.pop();
        } else if c != ',' {
            match last {
                None | Some('(' | '[') => {}
                Some('{' | ',') => self.out.push(' '),
                Some(_) if gap == Gap::Break && self.frames.last() == Some(&true) => self.out.push_str(", "),
                Some(_) if gap != Gap::None => self.out.push(' '),
                Some(_) => {}
            }
        }
        self.out.push_str(token);
        if matches!(c, '(' | '[' | '{') {
            self.frames.push(c == '{' && !is_for);
        }
    }
}

fn begins_for(after: &str) -> bool {
    after.trim_start().strip_prefix("for").is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// Writes a template without quotes, as JSON holds it, as the same template in quotes.
pub(crate) fn quoted(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + 2);
    out.push('"');
    let mut at = 0;
    while let Some(c) = template.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = template.get(at..).unwrap_or_default();
        let end = if rest.starts_with("$${") || rest.starts_with("%%{") {
            at + 3
        } else if rest.starts_with("${") || rest.starts_with("%{") {
            end_of(template, at + 2, false)
        } else {
            at + c.len_utf8()
        };
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push_str(template.get(at..end).unwrap_or_default()),
        }
        at = end;
    }
    out.push('"');
    out
}

/// Returns where a text in quotes or an interpolation ends whose inside begins at `at`.
fn end_of(text: &str, at: usize, in_text: bool) -> usize {
    let bytes = text.as_bytes();
    // Each open text or interpolation: whether it is a text.
    let mut open = vec![in_text];
    let mut at = at;
    while let (Some(byte), Some(in_text)) = (bytes.get(at), open.last().copied()) {
        let two = bytes.get(at..at + 2).unwrap_or_default();
        at += 1;
        match (byte, in_text) {
            (b'\\', true) => at += 1,
            (b'$' | b'%', true) if two.ends_with(b"{") => {
                // `$${` is no interpolation.
                let escaped = at >= 2 && bytes.get(at - 2) == Some(byte);
                at += 1;
                if !escaped {
                    open.push(false);
                }
            }
            (b'"', true) | (b'}', false) => {
                open.pop();
            }
            (b'"', false) => open.push(true),
            (b'{', false) => open.push(false),
            _ => {}
        }
    }
    text.ceil_char_boundary(at.min(text.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formatting_makes_no_difference() {
        for (written, one) in [
            ("merge( a,\n  { b=1,\n    c   = 2\n  },\n)", "merge(a, { b=1, c = 2 })"),
            ("{ a = 1\n b = 2 }", "{ a = 1, b = 2 }"),
            ("{a = 1, b = 2,}", "{ a = 1, b = 2 }"),
            ("[ a,b ]", "[a, b]"),
            ("f(\n)", "f()"),
            ("{\n}", "{}"),
            ("{ for k, v in x :\n  k => v\n  if v }", "{ for k, v in x : k => v if v }"),
            ("a ?\n b : c", "a ? b : c"),
            ("x[ 0 ].y", "x[0].y"),
        ] {
            assert_eq!(one_line(written), one);
        }
    }

    #[test]
    fn texts_in_quotes_stay() {
        for text in [
            "\"a  ,  (b ]\"",
            "\"${f( \"x  y\", { a = 1 })}  z\"",
            "\"$${ a  \"",
            "\"\\\"  (\"",
            "\"%{ if a }  é%{ endif }\"",
        ] {
            assert_eq!(one_line(text), text);
        }
        assert_eq!(one_line("f(<<E\n  a,\n  b\nE\n)"), "f(<<E a, b E )");
    }

    #[test]
    fn templates_are_put_in_quotes() {
        for (template, quotes) in [
            (
                "a \"b\" \\n\n${f(\"x\", { a = 1 })} $${ \"",
                "\"a \\\"b\\\" \\\\n\\n${f(\"x\", { a = 1 })} $${ \\\"\"",
            ),
            ("%{ if x == \"}\" }é%{ endif }", "\"%{ if x == \"}\" }é%{ endif }\""),
            ("${", "\"${\""),
        ] {
            assert_eq!(quoted(template), quotes);
        }
    }

    proptest! {
        #[test]
        fn white_space_inside_brackets_makes_no_difference(
            gaps in proptest::collection::vec(prop_oneof![Just(""), Just(" "), Just("\n\t ")], 9)
        ) {
            let tokens = ["f(", "[", "a.b", ",", "{", "x = \"y\"", "}", "]", ",", ")"];
            let gaps = gaps.into_iter().chain([""]);
            let written: String = tokens.into_iter().zip(gaps).flat_map(|(token, gap)| [token, gap]).collect();
            prop_assert_eq!(one_line(&written), "f([a.b, { x = \"y\" }])");
        }

        #[test]
        fn any_text_is_written(text in "(?s).{0,40}") {
            let _ = (one_line(&text), quoted(&text));
        }
    }
}
