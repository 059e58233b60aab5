//! Tests of the rewriting that makes Terraform's HCL readable, byte for byte.

use proptest::prelude::*;

use crate::collect::terraform::config::prepare::prepare;

/// Prepares `text`, which must parse then.
fn prepared(text: &str) -> String {
    let prepared = prepare(text);
    assert_eq!(prepared.text.len(), text.len());
    if let Err(error) = hcl::edit::parser::parse_body(&prepared.text) {
        panic!("{error}\n{}", prepared.text);
    }
    prepared.text
}

#[test]
fn a_byte_order_mark_is_three_spaces() {
    assert_eq!(prepared("\u{feff}a = 1\n"), "   a = 1\n");
}

#[test]
fn line_breaks_in_for_and_conditions_are_spaces() {
    for text in [
        "a = { for k, v in x : k => v ?\n 1\n : 2 }\n",
        "a = { for k, v in x :\n k => v +\n 2 }\n",
        "a = { for k, v in x ? y\n : z : k => v\n.b }\n",
        "a = [\n for v in x ?\n y : z : v ]\n",
        "a = [for\r\n v in x :\r\n v]\r\n",
        "a = { # why\n for k, v in x : # because\n k => v...\n if v !=\n null }\n",
        "a = (!\nx)\n",
        "a = \"%{ if x ||\n y }y%{ endif }\"\n",
        "a = { b = (x\n ? 1 : 2)\n c = f(x,\n [y\n ? 1 : 2])\n}\n",
    ] {
        prepared(text);
    }
}

#[test]
fn line_breaks_with_a_meaning_stay() {
    for text in [
        "a = { for k, v in x : k => {\n  b = 1\n  c = 2\n} }\n",
        "b \"l\" {\n  a = {\n    x = 1\n    y = [\n]\n  }\n}\n",
        "a = {\r\n  b = 1\r\n  c = 2\r\n}\r\n",
    ] {
        let breaks = |text: &str| text.matches('\n').count();
        let prepared = prepared(text);
        assert!(breaks(&prepared) + 1 >= breaks(text), "{prepared}");
    }
    assert_eq!(prepared("b {\n  a = 1\n}\n"), "b {\n  a = 1\n}\n");
}

#[test]
fn comments_are_spaces_but_not_inside_texts() {
    assert_eq!(
        prepared("a = \"# no\" # yés\nb = 1 /* x */ // y\n"),
        "a = \"# no\"       \nb = 1             \n"
    );
    assert_eq!(prepared("# a\r b\r\na = 1\n"), "      \r\na = 1\n");
}

#[test]
fn a_heredoc_ends_only_where_its_delimiter_stands_alone() {
    let text = "a = <<EOF\nx\nEOF_not_the_end\n  EOF neither\nEOF.nor\n  EOF  \nb = 1\n";
    assert_eq!(prepared(text), text.replace("<<EOF", "<<AQA").replace("  EOF  \nb", "  AQA  \nb"));
    let crlf = "a = <<-EOF\r\n  x # no comment\r\n  EOF\r\n";
    assert_eq!(prepared(crlf), crlf);
}

#[test]
fn a_heredoc_holds_interpolations_over_lines() {
    let text = "a = f(<<E\n${join(\",\", [\n  1,\n])} EOF\nE\n)\n";
    assert_eq!(prepared(text), text.replace("[\n  1,\n]", "[   1, ]").replace("E\n)", "E )"));
}

#[test]
fn of_duplicate_keys_the_earlier_entry_is_blank() {
    let text = "a = {\n  x = 1\n  y = { x = 2 }\n  \"x\" : 3,\n  x = 4\n  (k) = 5, (k) = 6\n}\n";
    let found = prepare(text);
    let lines: Vec<_> = found
        .duplicates
        .iter()
        .map(|duplicate| {
            let line = |offset: usize| text[..offset].matches('\n').count() + 1;
            (duplicate.key.as_str(), line(duplicate.first), line(duplicate.again))
        })
        .collect();
    assert_eq!(lines, [("x", 2, 4), ("x", 4, 5), ("(k)", 6, 6)]);
    assert_eq!(
        prepared(text),
        "a = {\n       \n  y = { x = 2 }\n          \n  x = 4\n           (k) = 6\n}\n"
    );
}

#[test]
fn what_is_not_understood_is_left_alone() {
    for text in ["a = (1\n", "}\n", "a = \"x\n", "a = <<E\nx\n", "/* x\n"] {
        assert_eq!(prepare(text).text, text);
    }
}

proptest! {
    #[test]
    fn any_text_keeps_its_length(text in "(?s).{0,80}") {
        prop_assert_eq!(prepare(&text).text.len(), text.len());
    }

    #[test]
    fn any_tokens_keep_their_length(
        tokens in proptest::collection::vec(
            prop_oneof![
                Just("{"), Just("}"), Just("["), Just("]"), Just("("), Just(")"), Just("\n"), Just("\r\n"),
                Just("="), Just(":"), Just(","), Just("a"), Just("for "), Just("\""), Just("${"), Just("%{"),
                Just("<<E\n"), Just("<<-é\n"), Just("E\n"), Just("é"), Just("#"), Just("/*"), Just("*/"), Just("\\"),
            ],
            0..40,
        )
    ) {
        let text = tokens.concat();
        prop_assert_eq!(prepare(&text).text.len(), text.len());
    }
}
