//! Which variable a difference is laid to.

use super::*;
use crate::collect::json;
use crate::model::{Key, Provenance, Reached};

fn map(text: &str) -> Map {
    match json::parse(text).unwrap().value {
        Value::Map(map) => map,
        _ => Map::default(),
    }
}

/// Makes an environment with these variables, of which `reaching` reach all that is declared.
fn snapshot(file: &str, variables: &str, declared: &str, reaching: &[&str]) -> Snapshot {
    let provenance = |attributes: &Map| Provenance {
        file: Some(file.into()),
        line: Some(1),
        attributes: attributes
            .iter()
            .zip(2..)
            .map(|((key, _), line)| (key.clone(), file.into(), line))
            .collect(),
        reached: attributes
            .iter()
            .map(|(key, _)| Reached {
                attribute: key.clone(),
                instance: "module.a.aws_x.y".into(),
                variables: reaching.iter().map(|name| (*name).into()).collect(),
            })
            .collect(),
        managers: Vec::new(),
    };
    let resource = |kind: &str, address: &str, attributes: Map, origin| Resource {
        kind: kind.into(),
        address: Address::new(address),
        provenance: provenance(&attributes),
        attributes,
        origin,
        ..Resource::default()
    };
    Snapshot {
        resources: vec![
            resource("variable", "var", map(variables), Origin::Declared),
            resource("aws_x", "module.a.aws_x.y", map(declared), Origin::Code),
        ],
        ..Snapshot::default()
    }
}

fn explained(left: &Snapshot, right: &Snapshot, path: &str) -> Option<Explanation> {
    let (l, r) = (Declarations::new(left), Declarations::new(right));
    let address = Address::new("module.a[\"k\"].aws_x.y[0]");
    let change = Change {
        kind: ChangeKind::Modified,
        path: path.parse().unwrap(),
        values: Sides::default(),
        only: Sides::default(),
        foreign: None,
    };
    let addresses = Sides::new(Some(&address), Some(&address));
    explain(Sides::new(&l, &r), &|a, b| a == b, "aws_x", addresses, &change, None)
}

#[test]
fn a_declared_difference_names_its_variable_and_line() {
    let left =
        snapshot("dev.tf", r#"{"class": "small", "n": 1}"#, r#"{"type": "small", "n": 1}"#, &["class", "n"]);
    let right =
        snapshot("prod.tf", r#"{"class": "large", "n": 1}"#, r#"{"type": "large", "n": 1}"#, &["class", "n"]);
    let found = explained(&left, &right, "type").unwrap();
    assert_eq!(found.variable.unwrap().name, "class");
    assert_eq!(found.at, Sides::new(Some("dev.tf:2".into()), Some("prod.tf:2".into())));
}

#[test]
fn what_both_declare_alike_or_nobody_declares_is_unexplained() {
    let left = snapshot("a", "{}", r#"{"type": "small"}"#, &[]);
    assert_eq!(explained(&left, &left, "type"), None);
    assert_eq!(explained(&left, &left, "other"), None);
}

#[test]
fn a_variable_inside_an_expression_explains_when_it_differs() {
    let with = |variables: &str| {
        let mut snapshot = snapshot("a", variables, r#"{"list": 0}"#, &["l"]);
        let expression = (Key::new("list"), Value::Expression("concat(var.l, aws_a.b.c)".into()));
        snapshot.resources[1].attributes.extend([expression]);
        snapshot
    };
    let (left, right) = (with(r#"{"l": [1]}"#), with(r#"{"l": [2]}"#));
    assert_eq!(explained(&left, &right, "list[0].x").unwrap().variable.unwrap().name, "l");
    assert_eq!(explained(&left, &left, "list"), None);
}

#[test]
fn two_variables_that_reach_and_differ_alike_are_both_named() {
    let left = snapshot("a", r#"{"a": 1, "b": 1}"#, r#"{"type": 1}"#, &["a", "b"]);
    let right = snapshot("b", r#"{"a": 2, "b": 2}"#, r#"{"type": 2}"#, &["a", "b"]);
    assert_eq!(explained(&left, &right, "type").unwrap().variable.unwrap().name, "a, var.b");
}

#[test]
fn a_variable_that_does_not_reach_is_not_named_whatever_its_values() {
    let left = snapshot("a", r#"{"other": "small", "own": 1}"#, r#"{"type": "small"}"#, &["own"]);
    let right = snapshot("b", r#"{"other": "large", "own": 1}"#, r#"{"type": "large"}"#, &["own"]);
    let found = explained(&left, &right, "type").unwrap();
    assert_eq!(found.variable, None);
    assert_eq!(found.at, Sides::new(Some("a:2".into()), Some("b:2".into())));
}

#[test]
fn of_several_variables_the_one_whose_value_is_inside_is_named() {
    let variables = |tag: &str, n: u8| format!(r#"{{"tag": "{tag}", "n": {n}}}"#);
    let declared = |tag: &str| format!(r#"{{"type": "shop/vote:{tag}"}}"#);
    let left = snapshot("a", &variables("1.8.4", 1), &declared("1.8.4"), &["n", "tag"]);
    let right = snapshot("b", &variables("1.9.0", 2), &declared("1.9.0"), &["n", "tag"]);
    assert_eq!(explained(&left, &right, "type").unwrap().variable.unwrap().name, "tag");
}

#[test]
fn without_code_a_variable_of_just_these_values_is_probable() {
    let without = |value: &str| {
        let mut snapshot = snapshot("a", &format!(r#"{{"class": "{value}"}}"#), "{}", &[]);
        snapshot.resources.truncate(1);
        snapshot
    };
    let (left, right) = (without("small"), without("large"));
    let address = Address::new("aws_x.y");
    let change = Change {
        kind: ChangeKind::Modified,
        path: "type".parse().unwrap(),
        values: Sides::new(Some("small".into()), Some("large".into())),
        only: Sides::default(),
        foreign: None,
    };
    let (l, r) = (Declarations::new(&left), Declarations::new(&right));
    let addresses = Sides::new(Some(&address), Some(&address));
    let found = explain(Sides::new(&l, &r), &|a, b| a == b, "aws_x", addresses, &change, None).unwrap();
    assert!(!found.declared);
    assert_eq!(found.variable.unwrap().name, "class");
}
