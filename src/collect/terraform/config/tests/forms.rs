//! Forms that Terraform takes and a strict parser refuses; every line after them must stay what it was.

use proptest::prelude::*;

use super::{load_text, text};
use crate::collect::terraform::config::{is_json_configuration, looks_like};

/// Checks value and line of `after`, which follows the form.
fn check(source: &str, value: &str, line: u32) {
    let seen = text("x.tfvars", source);
    assert_eq!(seen.attributes("var"), value, "{source}");
    let places = seen.places("var");
    assert!(places.contains(&format!("after x.tfvars:{line}")), "{places:?} of {source}");
}

#[test]
fn a_byte_order_mark_and_carriage_returns() {
    check("\u{feff}a = [\r\n  1,\r\n]\r\n# é\r\nafter = 2\r\n", "{ a = [1], after = 2 }", 5);
}

#[test]
fn duplicate_keys_of_which_the_last_wins() {
    let source = "a = {\n  x = 1\n  y = 2\n  \"x\" = 3\n}\nafter = 4\n";
    check(source, "{ a = { x = 3, y = 2 }, after = 4 }", 6);
    assert_eq!(
        text("x.tfvars", source).warnings(),
        ["x.tfvars:4: the key `x` stands here again; its value of line 2 has no effect"]
    );
}

#[test]
fn duplicate_keys_in_json() {
    let seen = text("x.tfvars.json", "{\n\"a\": {\"x\": 1,\n\"x\": 2},\n\"b\": 1,\n\"b\": 2}");
    assert_eq!(seen.attributes("var"), "{ a = { x = 2 }, b = 2 }");
    assert_eq!(
        seen.warnings(),
        [
            "x.tfvars.json:3: the key `x` stands here again; its value of line 2 has no effect",
            "x.tfvars.json:5: the key `b` stands here again; its value of line 4 has no effect",
        ]
    );
    let seen = text("x.tf.json", "{\"locals\": {\"l\": {\"x\": 1, \"x\": \"${2}\"}}}");
    assert_eq!((seen.attributes("local"), seen.warnings().len()), ("{ l = { x = 2 } }".to_owned(), 1));
}

#[test]
fn line_breaks_inside_for_and_conditions() {
    check(
        "a = {\n  for k, v in { x = 1, y = 2 } :\n  k => v == 1 ?\n    \"one\"\n    : \"more\"\n  if v <\n    9\n}\nb = (true\n  && false\n)\nafter = 1\n",
        "{ a = { x = \"one\", y = \"more\" }, after = 1, b = false }",
        12,
    );
}

#[test]
fn heredocs_with_lines_that_begin_as_they_end() {
    check(
        "a = <<EOF\none\nEOF_not_the_end\n  EOF neither\nEOF\nb = <<-END\n    two\n      three\n  END\nafter = 1\n",
        "{ a = \"one\\nEOF_not_the_end\\n  EOF neither\\n\", after = 1, b = \"two\\n  three\\n\" }",
        10,
    );
    check("a = <<EOF\r\none\r\nEOF\r\nafter = 1\r\n", "{ a = \"one\\r\\n\", after = 1 }", 4);
}

#[test]
fn configuration_and_values_are_told_apart_by_content() {
    for (name, source, format, resources) in [
        ("x", "a = 1\n", "terraform variables", vec!["variable var { a = 1 }"]),
        ("x", "variable \"a\" {}\n", "terraform configuration", vec![]),
        ("x.tf", "# nothing\n", "terraform configuration", vec![]),
        ("x.tfvars", "# nothing\n", "terraform variables", vec![]),
        (
            "x",
            "{\"a\": {\"b\": [1.50, null]}}",
            "terraform variables",
            vec!["variable var { a = { b = [1.5, null] } }"],
        ),
        (
            "x",
            "{\"locals\": {\"a\": \"${1 + 1}\"}}",
            "terraform configuration",
            vec!["local local { a = 2 }"],
        ),
        (
            "x.tfvars.json",
            "{\"locals\": {\"a\": \"${1}\"}}",
            "terraform variables",
            vec!["variable var { locals = { a = \"${1}\" } }"],
        ),
    ] {
        let seen = text(name, source);
        assert_eq!(seen.collected.format, format, "{source}");
        assert_eq!(seen.resources(), resources, "{source}");
    }
}

#[test]
fn only_what_may_be_configuration_looks_like_it() {
    for source in ["a = 1", "# why\nresource \"a\" \"b\" {", "/* x\n */ terraform {", "locals {\n", "a=1"] {
        assert!(looks_like("x", source), "{source}");
    }
    for source in ["", "apiVersion: v1\nkind: Pod", "No changes.", "# aws_vpc.main:\nx", "a == b", "- a = 1"]
    {
        assert!(!looks_like("x", source), "{source}");
    }
    assert!(looks_like("main.tf", "") && looks_like(".terraform.lock.hcl", ""));
    let json = |text: &str| crate::collect::json::parse(text).unwrap().value;
    assert!(is_json_configuration("x", &json("{\"resource\": {}, \"//\": \"why\"}")));
    assert!(is_json_configuration("a.tfvars.json", &json("{\"a\": 1}")));
    assert!(!is_json_configuration("x", &json("{\"version\": 4, \"resources\": []}")));
    assert!(!is_json_configuration("x", &json("[]")));
}

#[test]
fn values_that_grow_without_bound_are_left_as_text() {
    let mut source = String::from("locals {\n  v0 = \"0123456789\"\n");
    for i in 1..60 {
        source.push_str(&format!("  v{i} = \"${{local.v{}}}${{local.v{}}}\"\n", i - 1, i - 1));
    }
    source.push_str("}\n");
    match load_text("x.tf", &source) {
        Ok(collected) => assert!(!collected.warnings.is_empty()),
        Err(error) => assert!(error.to_string().starts_with("refused"), "{error}"),
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(source in "(?s).{0,80}") {
        let _ = (load_text("x", &source), looks_like("x", &source));
    }

    #[test]
    fn any_tokens_are_read_or_refused(
        tokens in proptest::collection::vec(
            prop_oneof![
                Just("resource \"a\" \"b\" {\n"), Just("variable \"v\" {\n"), Just("locals {\n"), Just("}\n"),
                Just("dynamic \"d\" {\n"), Just("content {\n"), Just("module \"m\" {\n"), Just("terraform {\n"),
                Just("type = "), Just("default = "), Just("source = "), Just("for_each = "), Just("x = "),
                Just("{"), Just("}"), Just("["), Just("]"), Just("("), Just(")"), Just("\n"), Just(","),
                Just("1"), Just("\"a\""), Just("local.x"), Just("var.v"), Just("each.key"), Just("a.b.c"),
                Just("for k, v in "), Just(" : "), Just("=>"), Just("optional(string)"), Just("merge("),
                Just("<<E\n"), Just("E\n"), Just("\"${"), Just("}\""), Just("\u{feff}"), Just("é"), Just("#"),
            ],
            0..30,
        )
    ) {
        let _ = load_text("x.tf", &tokens.concat());
    }

    #[test]
    fn any_json_is_read_or_refused(
        key in "resource|variable|module|terraform|locals|provider|a",
        inner in "[{}\\[\\]\":,a1$ ]{0,30}",
    ) {
        let _ = load_text("x.tf.json", &format!("{{\"{key}\": {{\"a\": {{\"b\": {inner}}}}}}}"));
    }
}
