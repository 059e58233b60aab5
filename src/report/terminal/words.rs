//! Marks the words in which two texts differ, and the lines in which two long texts differ.
//!
//! All work is bounded by the size of the texts, never by time: the same report must print the
//! same way on every machine.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};

use super::text::{Line, Style};
use crate::model::Sides;

/// Longer texts are compared by their common start and end only.
const WORDS_LIMIT: usize = 2_000;
/// The same for texts of many lines.
const LINES_LIMIT: usize = 5_000;
/// Lines around a difference that are shown with it.
const CONTEXT: usize = 2;
/// Texts with less in common than this are marked as a whole; confetti helps nobody.
const LEAST_COMMON: f64 = 0.3;

/// Returns both texts with what differs in the style of its side.
pub(crate) fn marked(left: &str, right: &str) -> Sides<Line> {
    let (before, [old, new], after) = trimmed(left, right);
    if old.len().max(new.len()) > WORDS_LIMIT {
        return Sides::new(
            around(before, &[(Style::Left, old)], after),
            around(before, &[(Style::Right, new)], after),
        );
    }
    let (old_words, new_words) = (words(old), words(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old_words, &new_words);
    let mut sides = Sides::new(Vec::new(), Vec::new());
    let mut common = before.len() + after.len();
    for (i, op) in ops.iter().enumerate() {
        let old_piece = piece(old, &old_words, op.old_range());
        let new_piece = piece(new, &new_words, op.new_range());
        // A lone sign between words that differ, as in `t3.small`, belongs to them.
        let inside = i > 0 && i + 1 < ops.len();
        let lone = inside && old_piece.len() == 1 && !old_piece.starts_with(char::is_alphanumeric);
        if op.tag() == DiffTag::Equal {
            common += old_piece.len();
        }
        if op.tag() == DiffTag::Equal && !lone {
            sides.left.push((Style::Plain, old_piece));
            sides.right.push((Style::Plain, new_piece));
        } else {
            sides.left.push((Style::Left, old_piece));
            sides.right.push((Style::Right, new_piece));
        }
    }
    let whole = left.len().max(right.len());
    if as_f64(common) < LEAST_COMMON * as_f64(whole) {
        return Sides::new(Line::new(Style::Left, left), Line::new(Style::Right, right));
    }
    Sides::new(around(before, &sides.left, after), around(before, &sides.right, after))
}

/// One line of a line diff.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DiffLine {
    /// Lines were left out; the next is this line of the left and of the right text, from 1.
    Gap(usize, usize),
    /// On both sides.
    Both(Line),
    /// On the left side.
    Left(Line),
    /// On the right side.
    Right(Line),
}

/// Returns the lines in which two texts differ, with some lines around them, and how many lines
/// more there are than `limit`.
pub(crate) fn diff_lines(left: &str, right: &str, limit: usize) -> (Vec<DiffLine>, usize) {
    // An end of line that both texts have at their end is no line of its own.
    let (left, right) = match (left.strip_suffix('\n'), right.strip_suffix('\n')) {
        (Some(left), Some(right)) => (left, right),
        _ => (left, right),
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (left.split('\n').collect(), right.split('\n').collect());
    let ops = if old.len().max(new.len()) > LINES_LIMIT {
        coarse(&old, &new)
    } else {
        capture_diff_slices(Algorithm::Myers, &old, &new)
    };
    let mut lines = Vec::new();
    let mut hidden = 0;
    for group in group_diff_ops(ops, CONTEXT) {
        let start = group.first().map_or((0, 0), |op| (op.old_range().start, op.new_range().start));
        if start != (0, 0) && lines.len() < limit {
            lines.push(DiffLine::Gap(start.0 + 1, start.1 + 1));
        }
        for op in group {
            let old = old.get(op.old_range()).unwrap_or_default();
            let new = new.get(op.new_range()).unwrap_or_default();
            let free = limit.saturating_sub(lines.len());
            if op.tag() == DiffTag::Equal {
                lines.extend(old.iter().take(free).map(|line| DiffLine::Both(Line::new(Style::Plain, line))));
                hidden += old.len().saturating_sub(free);
                continue;
            }
            // Where not all lines can be shown, neither side takes the place of the other.
            let (old_shown, new_shown) = match (old.len(), new.len()) {
                (old, new) if old.saturating_add(new) <= free => (old, new),
                (old, new) => {
                    let (old_half, new_half) = (old.min(free.div_ceil(2)), new.min(free / 2));
                    (old.min(free - new_half), new.min(free - old_half))
                }
            };
            hidden += old.len() + new.len() - old_shown - new_shown;
            let (old, new) = (old.iter().take(old_shown), new.iter().take(new_shown));
            // Lines that replace each other one by one are worth comparing word by word.
            let pairs: Vec<_> = old.clone().zip(new.clone()).map(|(old, new)| marked(old, new)).collect();
            let old_rest = old.skip(pairs.len()).map(|line| Line::new(Style::Left, line));
            let new_rest = new.skip(pairs.len()).map(|line| Line::new(Style::Right, line));
            lines.extend(pairs.iter().map(|pair| pair.left.clone()).chain(old_rest).map(DiffLine::Left));
            lines.extend(pairs.iter().map(|pair| pair.right.clone()).chain(new_rest).map(DiffLine::Right));
        }
    }
    (lines, hidden)
}

/// Takes the common start and end off, at the joints of words.
fn trimmed<'a>(left: &'a str, right: &'a str) -> (&'a str, [&'a str; 2], &'a str) {
    let common = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let start = joint_before(left, right, common);
    let (before, left_rest) = left.split_at(start);
    let right_rest = right.get(start..).unwrap_or_default();
    let common = left_rest.bytes().rev().zip(right_rest.bytes().rev()).take_while(|(a, b)| a == b).count();
    let from_end = |text: &str, length: usize| text.len() - length;
    let mut length = common;
    while length > 0
        && !(is_joint(left_rest, from_end(left_rest, length))
            && is_joint(right_rest, from_end(right_rest, length)))
    {
        length -= 1;
    }
    let (old, after) = left_rest.split_at(from_end(left_rest, length));
    let new = right_rest.get(..from_end(right_rest, length)).unwrap_or_default();
    (before, [old, new], after)
}

fn joint_before(left: &str, right: &str, mut at: usize) -> usize {
    while at > 0 && !(is_joint(left, at) && is_joint(right, at)) {
        at -= 1;
    }
    at
}

/// Returns whether no word goes across `at`.
fn is_joint(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    match (before.chars().next_back(), after.chars().next()) {
        (Some(a), Some(b)) => !(a.is_alphanumeric() && b.is_alphanumeric()),
        _ => true,
    }
}

/// Takes a text apart into words and the single characters between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, tail) = rest.split_at(end);
        words.push(word);
        rest = tail;
    }
    words
}

/// Returns the text that a range of words stands for.
fn piece<'a>(text: &'a str, words: &[&str], range: Range<usize>) -> &'a str {
    let length =
        |words: Option<&[&str]>| words.unwrap_or_default().iter().map(|word| word.len()).sum::<usize>();
    let start = length(words.get(..range.start));
    let end = start + length(words.get(range));
    text.get(start..end).unwrap_or_default()
}

fn around(before: &str, middle: &[(Style, &str)], after: &str) -> Line {
    let mut line = Line::plain(before);
    for (style, text) in middle {
        line.push(*style, text);
    }
    line.with(Style::Plain, after)
}

/// Takes the common lines at the start and end off and calls the rest replaced.
fn coarse(old: &[&str], new: &[&str]) -> Vec<similar::DiffOp> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (old_len, new_len) = (old.len() - start - end, new.len() - start - end);
    vec![
        similar::DiffOp::Equal { old_index: 0, new_index: 0, len: start },
        similar::DiffOp::Replace { old_index: start, old_len, new_index: start, new_len },
        similar::DiffOp::Equal { old_index: start + old_len, new_index: start + new_len, len: end },
    ]
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52, and a share needs no more")]
fn as_f64(length: usize) -> f64 {
    length as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(line: &Line) -> String {
        line.spans()
            .iter()
            .map(|(style, text)| if *style == Style::Plain { text.clone() } else { format!("<{text}>") })
            .collect()
    }

    #[test]
    fn marks_words_and_not_letters() {
        for (left, right, expected) in [
            ("db.t3.small", "db.m5.large", ("db.<t3.small>", "db.<m5.large>")),
            (
                "arn:aws:iam::1:role/a-x",
                "arn:aws:iam::2:role/a-x",
                ("arn:aws:iam::<1>:role/a-x", "arn:aws:iam::<2>:role/a-x"),
            ),
            ("10.0.0.0/16", "0.0.0.0/0", ("<10>.0.0.0/<16>", "<0>.0.0.0/<0>")),
            ("web", "web-canary", ("web", "web<-canary>")),
            ("true", "false", ("<true>", "<false>")),
            ("größer", "größte", ("<größer>", "<größte>")),
        ] {
            let marked = marked(left, right);
            assert_eq!((shown(&marked.left).as_str(), shown(&marked.right).as_str()), expected);
        }
    }

    #[test]
    fn shows_the_lines_around_a_difference() {
        let left = "a\nb\nc\nd\ne\nlevel = info\nf\ng\nh\n";
        let right = "a\nb\nc\nd\ne\nlevel = debug\nf\ng\nh\n";
        let (lines, hidden) = diff_lines(left, right, 100);
        let expected = [
            DiffLine::Gap(4, 4),
            DiffLine::Both(Line::plain("d")),
            DiffLine::Both(Line::plain("e")),
            DiffLine::Left(Line::plain("level = ").with(Style::Left, "info")),
            DiffLine::Right(Line::plain("level = ").with(Style::Right, "debug")),
            DiffLine::Both(Line::plain("f")),
            DiffLine::Both(Line::plain("g")),
        ];
        assert_eq!((lines, hidden), (expected.to_vec(), 0));
    }

    #[test]
    fn both_sides_have_a_place_among_few_lines() {
        let (lines, hidden) = diff_lines("a\nb\nc\nd", "e\nf\ng\nh", 4);
        let of = |side: fn(&DiffLine) -> bool| lines.iter().filter(|line| side(line)).count();
        assert_eq!(of(|line| matches!(line, DiffLine::Left(_))), 2);
        assert_eq!(of(|line| matches!(line, DiffLine::Right(_))), 2);
        assert_eq!(hidden, 4);
    }

    #[test]
    fn long_texts_cost_no_more_than_their_length() {
        let long = |word: &str| format!("start {} end\n", word.repeat(500_000));
        assert_eq!(marked(&long("a "), &long("b ")).left.width(), 1_000_012);
        let many = |word: &str| (0..20_000).map(|i| format!("{word} {i}")).collect::<Vec<_>>().join("\n");
        let (lines, hidden) = diff_lines(&many("a"), &many("b"), 12);
        assert!(lines.len() <= 12 && hidden > 30_000);
    }

    proptest! {
        #[test]
        fn marking_changes_no_text(left in "[ab.:é日-]{0,30}", right in "[ab.:é日-]{0,30}") {
            let marked = marked(&left, &right);
            prop_assert_eq!(marked.left.text(), left);
            prop_assert_eq!(marked.right.text(), right);
        }
    }
}
