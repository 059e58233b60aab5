//! Why two values differ: because somebody wrote it down differently, or because nobody did.
//!
//! An environment that is read with its configuration knows what was declared: a difference that the
//! declarations show, too, is explained; one that they do not show is drift. The variable behind a
//! declared difference is found by its values, or by its name in an expression.
//!
//! This file must not judge how much a difference matters.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::model::{
    Address, Change, ChangeKind, Map, Origin, Path, Resource, Segment, Sides, Snapshot, Value,
};

/// What the configuration of one environment declares.
pub struct Declarations<'a> {
    resources: HashMap<(&'a str, String), &'a Resource, FixedState>,
    variables: Option<&'a Resource>,
}

/// Why a difference is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The variable whose values make the difference.
    pub variable: Option<Variable>,
    /// File and line that declare the value on each side.
    pub at: Sides<Option<String>>,
}

/// A variable that has another value on each side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variable {
    /// Its name, with the key of an entry where only that differs: `image_tags.vote`.
    pub name: String,
    /// Its values, as they are shown.
    pub values: [String; 2],
    /// File and line of each value.
    pub at: [Option<String>; 2],
}

impl<'a> Declarations<'a> {
    /// Indexes what a snapshot knows of its configuration.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let code = snapshot.resources.iter().filter(|resource| resource.origin == Origin::Code);
        let resources =
            code.map(|resource| ((resource.kind.as_str(), without_keys(&resource.address)), resource));
        Self {
            resources: resources.collect(),
            variables: snapshot.resources.iter().find(|resource| resource.kind == "variable"),
        }
    }

    fn of(&self, kind: &str, address: Option<&Address>) -> Option<&'a Resource> {
        if self.resources.is_empty() {
            return None;
        }
        self.resources.get(&(kind, without_keys(address?))).copied()
    }
}

/// Returns an address as the configuration has it: `module.a["x"].aws_y.z[0]` is `module.a.aws_y.z`.
fn without_keys(address: &Address) -> String {
    if !address.as_str().contains('[') {
        return address.as_str().to_owned();
    }
    address.parts().iter().map(|part| part.name).collect::<Vec<_>>().join(".")
}

/// Returns why a change is there, when it was declared.
pub fn explain(
    declarations: Sides<&Declarations<'_>>,
    kind: &str,
    addresses: Sides<Option<&Address>>,
    change: &Change,
) -> Option<Explanation> {
    let declared =
        Sides::new(declarations.left.of(kind, addresses.left), declarations.right.of(kind, addresses.right));
    match change.kind {
        ChangeKind::LeftOnly | ChangeKind::RightOnly | ChangeKind::Count => {
            instances(declarations, declared, change)
        }
        _ => value(declarations, declared, change),
    }
}

/// Explains a resource that one side does not have, or has in another number.
fn instances(
    declarations: Sides<&Declarations<'_>>,
    declared: Sides<Option<&Resource>>,
    change: &Change,
) -> Option<Explanation> {
    let place = |resource: Option<&Resource>| resource.and_then(place_of);
    match (declared.left, declared.right) {
        // Both environments have the block; what makes the number must differ.
        (Some(left), Some(right)) => {
            let number = |resource: &Resource| {
                let attributes = &resource.attributes;
                attributes.get("@count").or_else(|| attributes.get("@for_each")).cloned()
            };
            let values = Sides::new(number(left), number(right));
            if let (Some(l), Some(r)) = (&values.left, &values.right)
                && l != r
                && is_known(l)
                && is_known(r)
            {
                let variable = variable_of(declarations, Sides::new(l, r))
                    .or_else(|| instances_variable(declarations, change));
                return Some(explained(variable, Sides::new(place(declared.left), place(declared.right))));
            }
            None
        }
        // Only one environment has the block at all, the same that has the resource.
        (Some(_), None) if change.kind == ChangeKind::LeftOnly => {
            Some(explained(None, Sides::new(place(declared.left), None)))
        }
        (None, Some(_)) if change.kind == ChangeKind::RightOnly => {
            Some(explained(None, Sides::new(None, place(declared.right))))
        }
        _ => None,
    }
}

/// Finds the switch behind a resource that is there or not.
fn instances_variable(declarations: Sides<&Declarations<'_>>, change: &Change) -> Option<Variable> {
    let count = |value: &Option<Value>| value.clone().unwrap_or(Value::Null);
    let values = Sides::new(count(&change.values.left), count(&change.values.right));
    variable_of(declarations, values.as_ref())
}

fn value(
    declarations: Sides<&Declarations<'_>>,
    declared: Sides<Option<&Resource>>,
    change: &Change,
) -> Option<Explanation> {
    let (left, right) = (declared.left?, declared.right?);
    let values = Sides::new(at(&left.attributes, &change.path), at(&right.attributes, &change.path));
    let places = Sides::new(line_of(left, &change.path), line_of(right, &change.path));
    let null = Value::Null;
    let pair = Sides::new(values.left.unwrap_or(&null), values.right.unwrap_or(&null));
    if is_known(pair.left) && is_known(pair.right) {
        // What nobody declared, and what both declare alike, does not explain a difference.
        if pair.left == pair.right || (values.left.is_none() && values.right.is_none()) {
            return None;
        }
        return Some(explained(variable_of(declarations, pair), places));
    }
    // An expression that Terraform alone can evaluate: a variable in it that differs is the likely cause.
    let mut names = [pair.left, pair.right].into_iter().flat_map(names_in);
    let both = Sides::new(declarations.left.variables?, declarations.right.variables?);
    let variable = names.find_map(|name| differing(both, &name))?;
    Some(explained(Some(variable), places))
}

fn explained(variable: Option<Variable>, places: Sides<Option<String>>) -> Explanation {
    let at = match &variable {
        Some(variable) if variable.at.iter().any(Option::is_some) => {
            Sides::new(variable.at[0].clone(), variable.at[1].clone())
        }
        _ => places,
    };
    Explanation { variable, at }
}

/// Returns whether no part of a value is an expression.
fn is_known(value: &Value) -> bool {
    match value {
        Value::Expression(_) | Value::Unknown => false,
        Value::List(items) => items.iter().all(is_known),
        Value::Map(map) => map.iter().all(|(_, item)| is_known(item)),
        _ => true,
    }
}

/// Returns what is declared at a path; an expression on the way stands for everything below it.
fn at<'a>(attributes: &'a Map, path: &Path) -> Option<&'a Value> {
    let (first, rest) = path.segments().split_first()?;
    let Segment::Key(first) = first else { return None };
    let mut value = attributes.get(first)?;
    for segment in rest {
        if matches!(value, Value::Expression(_)) {
            return Some(value);
        }
        value = match (segment, value) {
            (Segment::Key(key), Value::Map(map)) => map.get(key)?,
            // A single block is a list of one in configuration and an object in some states.
            (Segment::Key(key), Value::List(items)) => match items.as_ref() {
                [Value::Map(only)] => only.get(key)?,
                [only @ Value::Expression(_)] => only,
                _ => return None,
            },
            (Segment::Index(index), Value::List(items)) => items.get(*index as usize)?,
            (Segment::Element(names), Value::List(items)) => items.iter().find(|item| {
                names.iter().all(|(key, name)| {
                    item.get(key).is_some_and(|value| {
                        value.as_str().map_or(value.to_string() == name.as_str(), |t| t == name)
                    })
                })
            })?,
            (Segment::Member, Value::List(items)) => match items.as_ref() {
                [only] => only,
                _ => return None,
            },
            _ => return None,
        };
    }
    Some(value)
}

/// Returns file and line of the attribute that a path begins with.
fn line_of(resource: &Resource, path: &Path) -> Option<String> {
    let Some(Segment::Key(first)) = path.segments().first() else { return place_of(resource) };
    let places = &resource.provenance.attributes;
    match places.iter().find(|(key, ..)| key.as_str() == first.as_str()) {
        Some((_, file, line)) => Some(format!("{file}:{line}")),
        None => place_of(resource),
    }
}

fn place_of(resource: &Resource) -> Option<String> {
    let file = resource.provenance.file.as_ref()?;
    Some(match resource.provenance.line {
        Some(line) => format!("{file}:{line}"),
        None => file.to_string(),
    })
}

/// Finds the one variable, or entry of a variable, that has exactly these values.
fn variable_of(declarations: Sides<&Declarations<'_>>, values: Sides<&Value>) -> Option<Variable> {
    let both = Sides::new(declarations.left.variables?, declarations.right.variables?);
    let mut found = None;
    for (name, left) in &both.left.attributes {
        let right = both.right.attributes.get(name).unwrap_or(&Value::Null);
        let candidates: Vec<String> = if left == values.left && right == values.right {
            vec![name.to_string()]
        } else if let (Value::Map(left), Value::Map(right)) = (left, right) {
            let entries =
                left.iter().filter(|(key, item)| item == values.left && right.get(key) == Some(values.right));
            entries.map(|(key, _)| format!("{name}.{key}")).collect()
        } else {
            Vec::new()
        };
        for candidate in candidates {
            if found.is_some() {
                // Two variables have the same values; which of them it is cannot be told.
                return None;
            }
            found = Some(variable(both, name, candidate, values));
        }
    }
    found
}

/// Returns the variable of this name when its values differ.
fn differing(both: Sides<&Resource>, name: &str) -> Option<Variable> {
    let null = Value::Null;
    let left = both.left.attributes.get(name).unwrap_or(&null);
    let right = both.right.attributes.get(name).unwrap_or(&null);
    (left != right).then(|| variable(both, name, name.to_owned(), Sides::new(left, right)))
}

fn variable(both: Sides<&Resource>, name: &str, shown: String, values: Sides<&Value>) -> Variable {
    let place = |resource: &Resource| {
        let (_, file, line) = resource.provenance.attributes.iter().find(|(key, ..)| key.as_str() == name)?;
        Some(format!("{file}:{line}"))
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Variable {
        name: shown,
        values: [text(values.left), text(values.right)],
        at: [place(both.left), place(both.right)],
    }
}

/// Returns the names of variables in an expression: what follows `var.`.
fn names_in(value: &Value) -> Vec<String> {
    let Value::Expression(text) = value else { return Vec::new() };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices("var.")
        .filter(|(at, _)| !text[..*at].ends_with(is_name))
        .map(|(at, word)| text[at + word.len()..].chars().take_while(|c| is_name(*c)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::json;
    use crate::model::{Key, Provenance};

    fn map(text: &str) -> Map {
        match json::parse(text).unwrap().value {
            Value::Map(map) => map,
            _ => Map::default(),
        }
    }

    fn snapshot(file: &str, variables: &str, declared: &str) -> Snapshot {
        let provenance = |attributes: &Map| Provenance {
            file: Some(file.into()),
            line: Some(1),
            attributes: attributes
                .iter()
                .zip(2..)
                .map(|((key, _), line)| (key.clone(), file.into(), line))
                .collect(),
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
        explain(Sides::new(&l, &r), "aws_x", Sides::new(Some(&address), Some(&address)), &change)
    }

    #[test]
    fn a_declared_difference_names_its_variable_and_line() {
        let left = snapshot("dev.tf", r#"{"class": "small", "n": 1}"#, r#"{"type": "small", "n": 1}"#);
        let right = snapshot("prod.tf", r#"{"class": "large", "n": 1}"#, r#"{"type": "large", "n": 1}"#);
        let found = explained(&left, &right, "type").unwrap();
        assert_eq!(found.variable.unwrap().name, "class");
        assert_eq!(found.at, Sides::new(Some("dev.tf:2".into()), Some("prod.tf:2".into())));
    }

    #[test]
    fn what_both_declare_alike_or_nobody_declares_is_unexplained() {
        let left = snapshot("a", "{}", r#"{"type": "small"}"#);
        assert_eq!(explained(&left, &left, "type"), None);
        assert_eq!(explained(&left, &left, "other"), None);
    }

    #[test]
    fn a_variable_inside_an_expression_explains_when_it_differs() {
        let with = |variables: &str| {
            let mut snapshot = snapshot("a", variables, "{}");
            let expression = (Key::new("list"), Value::Expression("concat(var.l, aws_a.b.c)".into()));
            snapshot.resources[1].attributes.extend([expression]);
            snapshot
        };
        let (left, right) = (with(r#"{"l": [1]}"#), with(r#"{"l": [2]}"#));
        assert_eq!(explained(&left, &right, "list[0].x").unwrap().variable.unwrap().name, "l");
        assert_eq!(explained(&left, &left, "list"), None);
    }

    #[test]
    fn two_variables_of_the_same_values_are_not_told_apart() {
        let left = snapshot("a", r#"{"a": 1, "b": 1}"#, r#"{"type": 1}"#);
        let right = snapshot("b", r#"{"a": 2, "b": 2}"#, r#"{"type": 2}"#);
        assert_eq!(explained(&left, &right, "type").unwrap().variable, None);
    }
}
