use super::*;
use crate::model::Value;
use crate::normalize::forms::Form;

fn knowledge(text: &str) -> Knowledge {
    Knowledge::parse(&[SourceText::new("kinds.hcl", text)]).unwrap()
}

fn mistakes(text: &str) -> Vec<String> {
    let errors = Knowledge::parse(&[SourceText::new("kinds.hcl", text)]).unwrap_err();
    let line = |error: &Diagnostic| {
        let (line, column) = error.source.position(error.span.start);
        format!("{line}:{column} {} ({})", error.message, error.help.as_deref().unwrap_or("-"))
    };
    errors.iter().map(line).collect()
}

#[test]
fn a_walk_follows_one_node() {
    let knowledge = knowledge(
        r#"
        kind "aws_instance" {
          identifiers = ["private_dns"]
          volatile    = ["ebs_block_device.volume_id"]
          keys        = { ebs_block_device = "device_name", rule = ["from", "to"] }
          defaults    = { monitoring = false, "credit.mode" = "standard" }
          references  = { subnet_id = "aws_subnet", profile = ["aws_iam_*", "aws_role"] }
          documents   = { user_data_base64 = "base64" }
          copies      = { tags_all = "tags" }
          networks    = ["cidr_block"]
          needs_both  = true
        }
        "#,
    );
    let kind = knowledge.kind("aws_instance");
    assert_eq!(kind.identifiers, ["private_dns"]);
    let child = |name: &str| kind.root.child(name).unwrap();
    assert!(child("ebs_block_device").child("volume_id").unwrap().volatile);
    assert_eq!(child("rule").keys.as_deref().unwrap(), ["from", "to"]);
    assert_eq!(child("monitoring").default, Some(Value::Bool(false)));
    assert_eq!(child("credit").child("mode").unwrap().default, Some(Value::from("standard")));
    assert!(child("profile").references.iter().any(|glob| glob.matches("aws_iam_role")));
    assert_eq!(child("user_data_base64").document, Some(Document::Base64));
    assert_eq!(child("tags_all").copy_of.as_deref(), Some("tags"));
    assert!(kind.root.child("instance_type").is_none());
    assert_eq!(kind.networks, ["cidr_block"]);
    assert!(kind.needs_both && !kind.root.keeps_empty);
}

#[test]
fn exact_names_win_over_globs_and_lists_are_united() {
    let knowledge = knowledge(
        r#"
        kind "aws_db_instance" {
          identifiers = ["endpoint"]
          defaults    = { port = 5432 }
        }
        kind "aws_*" {
          identifiers = ["arn"]
          defaults    = { port = 1, region = "any" }
        }
        kind "*" {
          identifiers = ["id", "arn"]
          volatile    = ["timeouts"]
          defaults    = { port = 0, region = "none" }
        }
        "#,
    );
    let kind = knowledge.kind("aws_db_instance");
    assert_eq!(kind.identifiers, ["id", "arn", "endpoint"]);
    assert_eq!(kind.root.child("port").unwrap().default, Some(Value::int(5432)));
    assert_eq!(kind.root.child("region").unwrap().default, Some(Value::from("any")));
    assert!(kind.root.child("timeouts").unwrap().volatile);
    assert_eq!(
        knowledge.kind("data.aws_db_instance").root.child("port").unwrap().default,
        Some(Value::int(5432))
    );
    assert_eq!(knowledge.kind("google_x").root.child("port").unwrap().default, Some(Value::int(0)));
}

#[test]
fn what_holds_for_every_entry_holds_for_a_named_one() {
    let knowledge = knowledge(
        r#"
        kind "k" {
          volatile = ["status.*.at", "status.ready.by"]
          sets     = ["*.members"]
          defaults = { "status.*.on" = 1, "status.ready.on" = 2 }
        }
        "#,
    );
    let root = &knowledge.kind("k").root;
    let ready = root.child("status").unwrap().child("ready").unwrap();
    assert!(ready.child("at").unwrap().volatile && ready.child("by").unwrap().volatile);
    assert_eq!(ready.child("on").unwrap().default, Some(Value::int(2)));
    let other = root.child("status").unwrap().child("other").unwrap();
    assert!(other.child("at").unwrap().volatile && other.child("by").is_none());
    assert!(root.child("status").unwrap().child("members").unwrap().set);
    assert!(root.child("anything").unwrap().child("members").unwrap().set);
}

#[test]
fn every_mistake_is_reported_with_its_place() {
    let text = r#"kind "a" {
  volatil  = ["x"]
  sets     = ["a[*].b", "a..b"]
  keys     = { x = 3 }
  documents = { y = "jsn" }
  names    = ["a b"]
  defaults = ["z"]
}
kind {
}
kinds "b" {
}
"#;
    assert_eq!(
        mistakes(text),
        [
            "2:3 unknown attribute `volatil` (did you mean `volatile`?)",
            "3:15 unexpected brackets (a path of a kind passes through lists and sets without a marker)",
            "3:25 expected an attribute name at column 3 of the path \"a..b\" (write attribute names with dots between them)",
            "4:20 `keys` must be a string or a list of strings (-)",
            "5:21 unknown form of document `jsn` (did you mean `json`?)",
            "6:15 expected an attribute name at column 1 of the path \"a b\" (write attribute names with dots between them)",
            "7:14 `defaults` must be a map (-)",
            "9:1 `kind` block needs a kind in quotes (-)",
            "11:1 unknown block `kinds` (did you mean `kind`?)",
        ]
    );
}

#[test]
fn a_later_file_wins_over_an_earlier_one() {
    let source =
        |value: i64| SourceText::new("k.hcl", format!("kind \"k\" {{ defaults = {{ a = {value} }} }}"));
    let knowledge = Knowledge::parse(&[source(1)]).unwrap().extended(&[source(2)]).unwrap();
    assert_eq!(knowledge.kind("k").root.child("a").unwrap().default, Some(Value::int(2)));
}

#[test]
fn a_kind_holds_what_the_kinds_inside_it_do() {
    let knowledge = knowledge(
        r#"
        kind "shape.inner" {
          quantities = ["limits.*"]
          defaults   = { port = 80, name = "inner" }
        }
        kind "shape.outer" {
          embeds = { parts = "shape.inner" }
          keys   = { parts = "name" }
        }
        kind "k" {
          embeds   = { "spec.body" = "shape.outer" }
          defaults = { "spec.body.parts.port" = 443 }
        }
        kind "circle" {
          embeds   = { a = "circle" }
          volatile = ["x"]
        }
        "#,
    );
    let known = knowledge.kind("k");
    let parts = known.root.child("spec").unwrap().child("body").unwrap().child("parts").unwrap();
    assert_eq!(parts.keys.as_deref().unwrap(), ["name"]);
    assert_eq!(parts.child("limits").unwrap().child("cpu").unwrap().form, Some(Form::Quantity));
    // What a kind says itself wins over what it embeds.
    assert_eq!(parts.child("port").unwrap().default, Some(Value::int(443)));
    assert_eq!(parts.child("name").unwrap().default, Some(Value::from("inner")));
    assert!(knowledge.kind("circle").root.child("a").unwrap().child("x").unwrap().volatile);
    // A part is no kind, and blocks of many kinds are not meant by its name.
    assert_eq!(
        mistakes("kind \"k\" { embeds = { a = \"shape.iner\" } }\nkind \"shape.inner\" {\n}"),
        ["1:27 no kind is called `shape.iner` (did you mean `shape.inner`?)"]
    );
}

#[test]
fn a_name_with_a_star_stands_for_all_that_match() {
    let knowledge = knowledge(
        r#"
        kind "k" {
          volatile = ["annotations[\"a.b/*\"]", "annotations.checksum-*", "annotations[\"a.b/c\"].x"]
          sets     = ["annotations.*"]
        }
        "#,
    );
    let known = knowledge.kind("k");
    let node = |name: &str| known.root.child("annotations").unwrap().child(name).unwrap();
    assert!(node("a.b/d").volatile && node("a.b/c").volatile && node("checksum-x").volatile);
    assert!(!node("a.c/d").volatile && !node("x-checksum-").volatile);
    assert!(node("a.b/d").set && node("a.b/c").set && node("other").set);
    assert!(node("a.b/c").child("x").unwrap().volatile);
}
