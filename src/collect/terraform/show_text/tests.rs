//! Tests of reading shown states; a small printer stands in for Terraform's.

use proptest::prelude::*;

use super::*;
use crate::collect::json;
use crate::collect::terraform::Collected;
use crate::model::{Key, Secret};

fn only(text: &str) -> ShownResource {
    let mut shown = parse(text).unwrap();
    assert_eq!(shown.resources.len(), 1);
    shown.resources.remove(0)
}

/// Reads the lines of one resource body.
fn attributes(body: &str) -> Map {
    only(&format!("# shop_box.a:\nresource \"shop_box\" \"a\" {{\n{body}\n}}\n")).attributes
}

fn check(body: &str, json_text: &str) {
    let expected = json::parse(json_text).unwrap().value;
    assert_eq!(Value::Map(attributes(body)), expected);
}

fn refused(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn resources_data_sources_and_outputs() {
    let text = r#"# data.shop_image.base:
data "shop_image" "base" {
    id = "img-1"
}

# shop_box.web["eu.west: 1"]: (tainted)
resource "shop_box" "web" {
    id   = "b-1"
    size = 20
}

# shop_box.web["eu.west: 1"]: (deposed object 0a1b2c3d)
resource "shop_box" "web" {}


# module.net["x]"].module.dns.shop_zone.main[0]:
resource "shop_zone" "main" {
    id = "z-1"
}


Outputs:

password = (sensitive value)
zones    = [
    "z-1",
]
"#;
    assert!(looks_like(text));
    let shown = parse(text).unwrap();
    let lines: Vec<_> = shown.resources.iter().map(|r| (r.address.as_str(), r.line)).collect();
    assert_eq!(
        lines,
        [
            ("data.shop_image.base", 1),
            ("shop_box.web[\"eu.west: 1\"]", 6),
            ("shop_box.web[\"eu.west: 1\"]", 12),
            ("module.net[\"x]\"].module.dns.shop_zone.main[0]", 16),
        ]
    );
    let [data, tainted, deposed, zone] = shown.resources.as_slice() else { panic!("four resources") };
    assert!(data.mode_data && data.kind == "shop_image" && data.name == "base");
    assert!(tainted.tainted && tainted.deposed.is_none());
    assert!(!deposed.tainted && deposed.attributes.is_empty());
    assert_eq!(deposed.deposed.as_deref(), Some("0a1b2c3d"));
    assert_eq!(zone.attributes.get("id"), Some(&Value::from("z-1")));
    let outputs = [
        ("password".to_owned(), Value::Secret(Secret::Withheld)),
        ("zones".to_owned(), Value::list([Value::from("z-1")])),
    ];
    assert_eq!(shown.outputs, outputs);
    assert!(shown.warnings.is_empty());
}

#[test]
fn values_of_every_form() {
    check(
        r##"    a-b     = 1.50
    big     = 123456789012345678901234567890
    "k e y" = "${a} %{if} \\u003c <b> \"q\" \x01\u00a0\U0001f600"
    l       = []
    list    = [
        [
            true,
            null,
        ],
        {
            "#c" = "# no comment"
        },
    ]
    m       = {}
    rounded = 9.87654321e+08
    tags    = {
        "a = b" = "c"
        "x"     = {
            y = 1
        },
    }"##,
        r##"{"a-b": 1.5, "big": 123456789012345678901234567890, "k e y": "${a} %{if} \\u003c <b> \"q\" \u0001\u00a0😀",
            "l": [], "list": [[true, null], {"#c": "# no comment"}], "m": {}, "rounded": 987654321,
            "tags": {"a = b": "c", "x": {"y": 1}}}"##,
    );
}

#[test]
fn text_below_a_marker_loses_its_indentation_only() {
    check(
        "    a = <<-EOT\n        one\n          two\n\n        EOT\n        \tend\n    EOT\n    \
         b = [\n        <<-EOT\n            x\n        EOT,\n    ]",
        r#"{"a": "one\n  two\n\nEOT\n\tend", "b": ["x"]}"#,
    );
}

#[test]
fn spelled_out_json_is_json_text_again() {
    check(
        r#"    empty  = jsonencode({})
    policy = jsonencode(
        {
            Statement = [
                {
                    Action          = "s3:*"
                    aws:SourceVpc x = 1.0
                    Sid             = null
                },
            ]
            inner     = jsonencode(
                [
                    "a\"b",
                ]
            )
        }
    )"#,
        r#"{"empty": "{}", "policy": "{\"Statement\":[{\"Action\":\"s3:*\",\"Sid\":null,\"aws:SourceVpc x\":1}],\"inner\":\"[\\\"a\\\\\\\"b\\\"]\"}"}"#,
    );
}

#[test]
fn nested_blocks_are_lists_and_labelled_ones_maps() {
    check(
        r#"    id = "a"

    disk {
        size = 1
    }
    disk {
        size = 2

        tag {}
    }

    route "b" {
        to = 2
    }
    route "a = {" {
        to = 1
    }

    timeouts {}"#,
        r#"{"id": "a", "disk": [{"size": 1}, {"size": 2, "tag": [{}]}],
            "route": {"b": {"to": 2}, "a = {": {"to": 1}}, "timeouts": [{}]}"#,
    );
}

#[test]
fn what_is_withheld_is_said() {
    let withheld = Value::Secret(Secret::Withheld);
    let read = attributes(
        "    key = (sensitive value)\n    new = (known after apply)\n\n    log {\n      # At least one attribute in this \
         block is (or was) sensitive,\n      # so its contents will not be displayed.\n    }",
    );
    assert_eq!(read.get("key"), Some(&withheld));
    assert_eq!(read.get("new"), Some(&Value::Unknown));
    assert_eq!(read.get("log"), Some(&Value::list([withheld])));

    let text = "# a.b:\nresource \"a\" \"b\" {\n    id = 1\n    # (3 unchanged attributes hidden)\n}\n\
                # a.c:\n# missing schema for provider \"x\"\n";
    let missing: Vec<_> =
        parse(text).unwrap().missing.into_iter().map(|m| format!("{}: {}", m.what, m.why)).collect();
    assert_eq!(
        missing,
        [
            "a.c: line 6: terraform printed only a comment: missing schema for provider \"x\"",
            "values that the text hides: line 4: # (3 unchanged attributes hidden); \
             `terraform show -json` leaves nothing out"
        ]
    );
}

#[test]
fn markers_are_those_that_every_reader_gives() {
    let block = "resource \"a\" \"b\" {\n    id = 1\n}\n";
    let text = format!(
        "# a.b[0]: (tainted)\n{block}# a.b[0]: (deposed object 1)\n{block}# a.b[0]: (deposed object 2)\n{block}\
         # a.b[1]: (deposed object 3)\n{block}# data.a.b:\n{}Outputs:\n\nx = 1\n",
        block.replace("resource", "data")
    );
    let collected = Collected::from(parse(&text).unwrap());
    let found: Vec<_> =
        collected.resources.iter().map(|r| format!("{} {} {:?}", r.kind, r.address, r.attributes)).collect();
    assert_eq!(
        found,
        [
            "a a.b[0] {\"@deposed\": 2, \"@tainted\": true, \"id\": 1}",
            "a a.b[1] {\"@deposed\": 1}",
            "data.a data.a.b {\"id\": 1}",
            "output output {\"x\": 1}"
        ]
    );
    assert_eq!(collected.resources[0].provenance.line, Some(1));
}

#[test]
fn an_empty_state_is_empty() {
    assert!(looks_like("The state file is empty. No resources are represented.\n"));
    assert_eq!(parse("The state file is empty. No resources are represented.\n"), Ok(ShowText::default()));
    assert!(looks_like("No state.\n"));
    assert_eq!(parse("No state.\n").unwrap().warnings, ["terraform found no state where it ran"]);
}

#[test]
fn colours_and_carriage_returns_do_not_matter() {
    let plain =
        "# a.b:\nresource \"a\" \"b\" {\n    id = null\n    t  = <<-EOT\n        x\n        y\n    EOT\n}\n";
    let coloured =
        plain.replace("null", "\u{1b}[90mnull\u{1b}[0m\u{1b}[0m").replace("# a", "\u{1b}[1;31m# a");
    for text in [coloured, plain.replace('\n', "\r\n")] {
        assert!(looks_like(&text));
        assert_eq!(only(&text), only(plain));
    }
    // One carriage return inside a value is part of it.
    let kept = only(&plain.replace("x\n", "x\r\n"));
    assert_eq!(kept.attributes.get("t"), Some(&Value::from("x\r\ny")));
}

#[test]
fn other_texts_are_not_taken_for_a_state() {
    for text in [
        "",
        "# The network.\nresource \"aws_vpc\" \"main\" {\n}\n",
        "# Settings for aws_vpc.main:\nresource \"aws_vpc\" \"main\" {\n}\n",
        "# aws_vpc.other:\nresource \"aws_vpc\" \"main\" {\n}\n",
        "Outputs:\n  Vpc:\n    Value: x\n",
        "No state.\nOr is there?\n",
        "apiVersion: v1\nkind: List\n",
        "{}",
    ] {
        assert!(!looks_like(text), "{text}");
        assert!(!is_plan_text(text), "{text}");
    }
}

#[test]
fn the_text_of_a_plan_is_refused() {
    for text in [
        "a.b: Refreshing state... [id=1]\n\nTerraform used the selected providers to generate the following execution\nplan.",
        "\u{1b}[1m\u{1b}[32mNo changes.\u{1b}[0m Your infrastructure matches the configuration.\n",
        "OpenTofu will perform the following actions:\n",
        "\n  # a.b will be created\n  + resource \"a\" \"b\" {\n",
        "  # a.b must be replaced\n-/+ resource \"a\" \"b\" {\n",
        "Plan: 1 to add, 0 to change, 0 to destroy.\n",
        "Changes to Outputs:\n  + x = 1\n",
    ] {
        assert!(is_plan_text(text), "{text}");
        assert_eq!(parse(text), Err(ShowTextError::Plan));
    }
    let inside = refused("# a.b:\nresource \"a\" \"b\" {\n  + id = 1\n}\n");
    assert!(inside.starts_with("line 3:") && inside.contains("-json PLANFILE"), "{inside}");
}

#[test]
fn errors_name_the_line_and_never_a_value() {
    let resource = |body: &str| refused(&format!("# a.b:\nresource \"a\" \"b\" {{\n{body}"));
    insta::assert_snapshot!(
        [
            resource("    id = \"hunter2"),
            resource("    id = hunter2\n}"),
            resource("    id = [\n        1\n        2\n    ]"),
            resource("    id = 1"),
            resource("    id = <<-EOT\n        hunter2\n"),
            resource("    id = \"\\q\"\n}"),
            resource("}\nhunter2"),
            refused("resource \"a\" \"b\" {}"),
            refused("# a.b:\nresource \"a\" \"c\" {}"),
            refused("# a.b:\n# a.c:\n"),
            refused("# a.b:\n"),
        ]
        .join("\n"),
        @r#"
line 3: expected a closing quote on this line (was the text wrapped when it was copied?), found the end of the text; is it truncated?
line 3: expected a value, found 'h'
line 5: expected `,` or `]`, found '2'
line 3: expected the name of an attribute or block, or `}`, found the end of the text; is it truncated?
line 5: expected the marker that closes a multi-line text, found the end of the text; is it truncated?
line 3: expected one of the escapes \n \t \" \\ \x.. \u...., found '\\'
line 4: expected a comment with the address of a resource, or `Outputs:`, found 'h'
line 1: expected a comment with the address above this block, found 'r'
line 2: expected the block that the address above names, found ' '
line 2: expected a `resource` or `data` block below the address, found '#'
line 2: expected a `resource` or `data` block below the address, found the end of the text; is it truncated?
"#
    );
}

#[test]
fn hostile_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{ a = ", "}"), ("jsonencode(", ")"), ("{ a ", "}")] {
        let deep = format!(
            "# a.b:\nresource \"a\" \"b\" {{\n  x = {}1{}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        assert!(refused(&deep).starts_with("line 3: expected less nesting"), "{open}");
    }
    // Each layer doubles the quotes of the one inside.
    let layers = format!("x = {}[\"\\\"\"]{}", "jsonencode([".repeat(60), "])".repeat(60));
    assert!(refused(&format!("# a.b:\nresource \"a\" \"b\" {{\n{layers}}}")).contains("fewer layers"));
}

/// Prints a value as Terraform does.
fn print(value: &Value, indent: usize) -> String {
    let (margin, inner) = ("    ".repeat(indent), "    ".repeat(indent + 1));
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.contains('\n') => {
            format!("<<-EOT\n{inner}{}\n{margin}EOT", text.replace('\n', &format!("\n{inner}")))
        }
        Value::String(text) => format!("\"{}\"", text.escape_default()).replace("\\u{", "\\U{"),
        Value::List(items) if items.is_empty() => "[]".to_owned(),
        Value::List(items) => {
            let items: Vec<_> =
                items.iter().map(|item| format!("{inner}{},\n", print(item, indent + 1))).collect();
            format!("[\n{}{margin}]", items.concat())
        }
        Value::Map(map) if map.is_empty() => "{}".to_owned(),
        Value::Map(map) => format!("{{\n{}{margin}}}", print_entries(map, indent)),
        _ => unreachable!("the strategy makes no other value"),
    }
}

fn print_entries(map: &Map, indent: usize) -> String {
    let inner = "    ".repeat(indent + 1);
    let line = |(key, value): &(Key, Value)| format!("{inner}\"{key}\" = {}\n", print(value, indent + 1));
    map.iter().map(line).collect::<Vec<_>>().concat()
}

/// Rust writes `\u{1f600}` where Go writes `\U0001f600`.
fn go_escapes(text: &str) -> String {
    let mut parts = text.split("\\U{");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut out, part| {
        let (code, rest) = part.split_once('}').unwrap();
        out.push_str(&format!("\\U{code:0>8}{rest}"));
        out
    })
}

fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[ -~]{0,12}", "\\PC{0,8}", "EOT", "[a-z ={}#]{1,6}(\n[a-zE ]{0,6}){1,3}"];
    // An open end of multi-line text is trimmed by Terraform itself.
    let text = text.prop_map(|text| if text.contains('\n') { text.trim().to_owned() } else { text });
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::int),
        text.prop_map(Value::string),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::list),
            prop::collection::vec(("[a-z#= ]{1,5}", inner), 0..5).prop_map(|entries| Value::map(
                entries.into_iter().map(|(key, value)| (Key::new(&key), value))
            )),
        ]
    })
}

fn state(values: &[Value]) -> String {
    let attributes: Map =
        values.iter().enumerate().map(|(i, v)| (Key::new(&format!("k{i}")), v.clone())).collect();
    go_escapes(&format!(
        "# shop_box.a:\nresource \"shop_box\" \"a\" {{\n{}}}\n",
        print_entries(&attributes, 0)
    ))
}

proptest! {
    #[test]
    fn reads_what_was_printed(values in prop::collection::vec(value(), 1..4)) {
        let read = only(&state(&values)).attributes;
        for (i, value) in values.iter().enumerate() {
            prop_assert_eq!(read.get(&format!("k{i}")), Some(value));
        }
    }

    #[test]
    fn a_damaged_text_is_refused_or_read_but_never_a_panic(
        values in prop::collection::vec(value(), 1..3),
        at in any::<prop::sample::Index>(),
        with in "[\\PC\n\u{1b}\r]{0,3}",
    ) {
        let mut text = state(&values);
        let at = text.floor_char_boundary(at.index(text.len()));
        let end = text.ceil_char_boundary(at + 1);
        text.replace_range(at..end, &with);
        let _ = (parse(&text), looks_like(&text), is_plan_text(&text));
    }

    #[test]
    fn a_text_that_breaks_off_inside_a_resource_is_refused(
        values in prop::collection::vec(value(), 1..3),
        at in any::<prop::sample::Index>(),
    ) {
        let text = state(&values);
        let whole = text.trim_end().len();
        let at = text.floor_char_boundary(at.index(whole - 1) + 1);
        prop_assert!(at == 0 || parse(&text[..at]).is_err());
    }
}
