//! Documents, keys, aliases and places, held to what kubectl makes of them.

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
    assert!(refused("a: &x\n  b: *x").contains("stands inside the value"), "{}", refused("a: &x\n  b: *x"));
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
    let nested = (0..150).map(|level| format!("&a{level} [")).collect::<Vec<_>>().concat();
    let deep = format!("{nested}{}{}", "x, ".repeat(100_000), "]".repeat(150));
    assert!(refused(&deep).contains("beyond every honest measure"));
    // Many documents with few aliases each are honest.
    assert_eq!(parse(&"---\na: &x [1, 2, 3]\nb: *x\n".repeat(5_000)).unwrap().documents.len(), 5_000);
}

#[test]
fn a_hundred_thousand_levels_are_refused() {
    let blocks = (0..300).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<Vec<_>>().concat();
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
        ("a: 1\n---\nb: [\n", 3),
        ("a: 1\n---\nb:\n\tc: 1\n", 4),
        ("a: 1\nb: 'x\n", 2),
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
        parse("# c\nkind: List\nitems:\n- kind: A\n  spec:\n    k: 1\n    m.x: {a: 1}\n- kind: B\n").unwrap();
    let items = all.documents[0].value.get("items").unwrap().as_list().unwrap();
    assert_eq!(items[0].get(LINE), Some(&Value::int(4)));
    assert_eq!(
        items[0].get(LINES).unwrap().to_string(),
        "{ kind = 4, spec = 5, spec.k = 6, spec[\"m.x\"] = 7 }"
    );
    assert_eq!(items[1].get(LINE), Some(&Value::int(8)));
    assert_eq!(items[0].get("spec").unwrap().to_string(), "{ k = 1, m.x = { a = 1 } }");
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
    let text = if pretty { serde_json::to_string_pretty(json) } else { serde_json::to_string(json) }.unwrap();
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
        let read = one(&text);
        prop_assert_eq!(read.get("v"), Some(&Value::from(json)));
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
