//! Finds the values that a path pattern names, in two resources at once.
//!
//! This file must not tell what differs: where the comparison of the pair speaks of a path it is right,
//! and what it does not speak of is equal in meaning.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::FixedState;

use crate::matching::{Pattern, Step};
use crate::model::{Change, ChangeKind, Key, Map, Path, Segment, Sides, Value};
use crate::normalize::knowledge::Node;

/// The values at one path; a set may have several there.
pub(super) type Found<'a> = BTreeMap<Path, Vec<Sides<Option<&'a Value>>>>;

/// Deeper values are not looked at, so that a hostile input cannot exhaust the stack.
const MAX_DEPTH: usize = 128;

/// Elements of a list of objects that nobody described are named by the first of these that all have.
const NATURAL_KEYS: [&str; 3] = ["name", "key", "Sid"];

/// Returns the values at every path that one of the patterns matches.
///
/// The empty pattern names the resource itself, which has no value.
pub(super) fn find<'a>(
    patterns: &[Pattern],
    resources: Sides<Option<&'a Map>>,
    known: Option<&Node>,
    changes: &'a [Change],
) -> Found<'a> {
    let mut found = Found::new();
    for pattern in patterns {
        if pattern.steps().is_empty() {
            found.insert(Path::root(), vec![Sides::default()]);
        }
        let mut walk = Walk::default();
        walk.maps(pattern.steps(), resources, known);
        for (path, values) in walk.found {
            found.entry(path).or_insert(values);
        }
        let modified = changes.iter().filter(|change| change.kind == ChangeKind::Modified);
        for change in modified.filter(|change| pattern.matches(&change.path)) {
            found.insert(change.path.clone(), vec![change.values.as_ref().map(Option::as_ref)]);
        }
    }
    found
}

/// Returns the values of one resource at every place that one of the patterns names, each with a path of
/// its own: with no other side to look like, the members of a set are told apart by where they stand.
pub(super) fn places<'a>(
    patterns: &[Pattern],
    resource: &'a Map,
    known: Option<&Node>,
) -> impl Iterator<Item = (Path, &'a Value)> {
    let mut found: BTreeMap<Path, &'a Value> = BTreeMap::new();
    for pattern in patterns {
        let mut walk = Walk { by_position: true, ..Walk::default() };
        walk.maps(pattern.steps(), Sides::new(Some(resource), None), known);
        let values = walk.found.into_iter().flat_map(|(path, values)| {
            values.into_iter().filter_map(move |sides| Some((path.clone(), sides.left?)))
        });
        found.extend(values);
    }
    found.into_iter()
}

#[derive(Default)]
struct Walk<'a> {
    /// Whether members of sets are named by their positions.
    by_position: bool,
    path: Path,
    found: Found<'a>,
    seen: HashSet<[Option<*const Value>; 2], FixedState>,
}

type Values<'a> = Sides<Option<&'a Value>>;

impl<'a> Walk<'a> {
    fn values(&mut self, steps: &[Step], values: Values<'a>, node: Option<&Node>) {
        let Some((step, rest)) = steps.split_first() else {
            // A pattern with several `**` comes by the same values in several ways.
            if self.seen.insert([values.left, values.right].map(|value| value.map(std::ptr::from_ref))) {
                self.found.entry(self.path.clone()).or_default().push(values);
            }
            return;
        };
        if self.path.segments().len() >= MAX_DEPTH {
            return;
        }
        if *step == Step::Deep {
            self.values(rest, values, node);
        }
        let maps = values.map(|value| value.and_then(Value::as_map));
        if maps.left.is_some() || maps.right.is_some() {
            self.maps(steps, maps, node);
        } else {
            let items = values.map(|value| value.and_then(Value::as_list).unwrap_or_default());
            for (segment, values) in elements(items, node, self.by_position) {
                self.step_into(steps, segment, values, node);
            }
        }
    }

    fn maps(&mut self, steps: &[Step], maps: Sides<Option<&'a Map>>, node: Option<&Node>) {
        let keys: BTreeSet<&str> = match steps.first() {
            None => return,
            Some(Step::Key(key)) => BTreeSet::from([key.as_str()]),
            Some(_) => {
                let keys = |map: Option<&'a Map>| map.into_iter().flatten().map(|(key, _)| key.as_str());
                keys(maps.left).chain(keys(maps.right)).collect()
            }
        };
        for key in keys {
            let values = maps.map(|map| map.and_then(|map| map.get(key)));
            // Keys with this sign are the program's own and no attributes.
            if !key.starts_with('@') && (values.left.is_some() || values.right.is_some()) {
                let child = node.and_then(|node| node.child(key));
                self.step_into(steps, Segment::Key(key.into()), values, child);
            }
        }
    }

    /// Takes a segment when the next step allows it.
    fn step_into(&mut self, steps: &[Step], segment: Segment, values: Values<'a>, node: Option<&Node>) {
        let rest = match steps.split_first() {
            Some((Step::Deep, _)) => steps,
            Some((step, rest)) if step.matches(&segment) => rest,
            _ => return,
        };
        self.path.push(segment);
        self.values(rest, values, node);
        self.path.pop();
    }
}

/// Pairs the elements of two lists: by their keys, as members of sets, or by position.
fn elements<'a>(
    items: Sides<&'a [Value]>,
    node: Option<&Node>,
    by_position: bool,
) -> Vec<(Segment, Values<'a>)> {
    let is_set = !by_position && node.is_some_and(|node| node.set || node.keys.is_some());
    if let Some(keys) = node.and_then(|node| node.keys.as_deref())
        && let Some(named) = by_keys(items, keys)
    {
        return named;
    }
    if is_set {
        return members(items).into_iter().map(|values| (Segment::Member, values)).collect();
    }
    if let Some(named) = NATURAL_KEYS.iter().find_map(|key| by_keys(items, &[Key::new(key)])) {
        return named;
    }
    let longest = u32::try_from(items.left.len().max(items.right.len())).unwrap_or(u32::MAX);
    (0..longest).map(|at| (Segment::Index(at), items.map(|items| items.get(at as usize)))).collect()
}

/// Pairs objects by what their keys hold; gives up when a side has one without, or two with the same.
fn by_keys<'a>(items: Sides<&'a [Value]>, keys: &[Key]) -> Option<Vec<(Segment, Values<'a>)>> {
    let name = |item: &Value| -> Option<Segment> {
        let map = item.as_map()?;
        let mut named = Vec::with_capacity(keys.len());
        for key in keys {
            let text = match map.get(key)? {
                Value::String(text) => text.clone(),
                value @ (Value::Number(_) | Value::Bool(_)) => value.to_string().into(),
                _ => return None,
            };
            named.push((key.as_str().into(), text));
        }
        Some(Segment::Element(named.into()))
    };
    let mut elements: BTreeMap<Segment, Values<'a>> = BTreeMap::new();
    for item in items.left {
        if elements.entry(name(item)?).or_default().left.replace(item).is_some() {
            return None;
        }
    }
    for item in items.right {
        if elements.entry(name(item)?).or_default().right.replace(item).is_some() {
            return None;
        }
    }
    (!elements.is_empty()).then(|| elements.into_iter().collect())
}

/// Pairs the members of sets: equal ones with each other, then the one that is left on each side.
/// Where more are left nothing tells which belong together, and each stands alone.
fn members(items: Sides<&[Value]>) -> Vec<Values<'_>> {
    let mut unpaired: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for value in items.right {
        unpaired.entry(value.to_string()).or_default().push(value);
    }
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    for value in items.left {
        match unpaired.get_mut(&value.to_string()).and_then(Vec::pop) {
            Some(other) => pairs.push(Sides::new(Some(value), Some(other))),
            None => alone.push(value),
        }
    }
    let others: Vec<&Value> = unpaired.into_values().flatten().collect();
    if let ([left], [right]) = (alone.as_slice(), others.as_slice()) {
        pairs.push(Sides::new(Some(*left), Some(*right)));
        return pairs;
    }
    pairs.extend(alone.into_iter().map(|value| Sides::new(Some(value), None)));
    pairs.extend(others.into_iter().map(|value| Sides::new(None, Some(value))));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::normalize::knowledge::Knowledge;
    use crate::rules::testing::{attributes, change};

    fn found(pattern: &str, left: &Map, right: &Map, changes: &[Change]) -> Vec<String> {
        let kinds =
            SourceText::new("k.hcl", "kind \"k\" {\n keys = { rule = \"port\" }\n sets = [\"cidrs\"]\n}");
        let knowledge = Knowledge::parse(&[kinds]).unwrap().kind("k");
        let patterns = [pattern.parse().unwrap()];
        let found = find(&patterns, Sides::new(Some(left), Some(right)), Some(&knowledge.root), changes);
        let text = |value: Option<&Value>| value.map_or_else(|| "-".to_owned(), ToString::to_string);
        let line = |(path, pairs): (&Path, &Vec<Values<'_>>)| {
            let pairs: Vec<_> = pairs.iter().map(|p| format!("{}|{}", text(p.left), text(p.right))).collect();
            format!("{path}: {}", pairs.join(" "))
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn pairs_what_stands_at_the_same_place() {
        let left = attributes("{ a = 1, disk = [{ size = 1 }, { size = 2 }], tags = { x = 1 } }");
        let right = attributes("{ a = 2, disk = [{ size = 3 }], tags = { y = 2 } }");
        let found = |pattern: &str| found(pattern, &left, &right, &[]);
        assert_eq!(found("a"), ["a: 1|2"]);
        assert_eq!(found("disk[*].size"), ["disk[0].size: 1|3", "disk[1].size: 2|-"]);
        assert_eq!(found("tags.*"), ["tags.x: 1|-", "tags.y: -|2"]);
        assert_eq!(found("**.size"), ["disk[0].size: 1|3", "disk[1].size: 2|-"]);
        assert_eq!(found("**.**.size"), ["disk[0].size: 1|3", "disk[1].size: 2|-"]);
        assert_eq!(found(""), [": -|-"]);
        assert!(found("missing").is_empty());
    }

    #[test]
    fn pairs_elements_by_key_and_members_by_what_is_left() {
        let left = attributes(
            "{ rule = [{ port = 1, on = 1 }, { port = 2, on = 2 }], cidrs = [1, 2], env = [{ name = \"x\" }] }",
        );
        let right = attributes("{ rule = [{ port = 2, on = 3 }], cidrs = [3, 1], env = [{ name = \"x\" }] }");
        let found = |pattern: &str| found(pattern, &left, &right, &[]);
        assert_eq!(found("rule[*].on"), ["rule[port=1].on: 1|-", "rule[port=2].on: 2|3"]);
        assert_eq!(found("cidrs[*]"), ["cidrs[]: 1|1 2|3"]);
        assert_eq!(found("env[*].name"), ["env[name=x].name: \"x\"|\"x\""]);
    }

    #[test]
    fn members_of_a_set_have_places_of_their_own_where_there_is_one_side() {
        let kinds = SourceText::new("k.hcl", "kind \"k\" {\n sets = [\"cidrs\"]\n}");
        let knowledge = Knowledge::parse(&[kinds]).unwrap().kind("k");
        let resource = attributes("{ cidrs = [1, 2] }");
        let patterns = ["cidrs[*]".parse().unwrap()];
        let found = places(&patterns, &resource, Some(&knowledge.root));
        let lines: Vec<_> = found.map(|(path, value)| format!("{path}: {value}")).collect();
        assert_eq!(lines, ["cidrs[0]: 1", "cidrs[1]: 2"]);
    }

    #[test]
    fn where_the_comparison_speaks_it_is_right() {
        let (left, right) = (attributes("{ a = 1 }"), attributes("{ a = 2 }"));
        let changes = [change("a", 5, 6), change("policy.Statement[].Action", 7, 8)];
        assert_eq!(found("a", &left, &right, &changes), ["a: 5|6"]);
        assert_eq!(found("policy.**", &left, &right, &changes), ["policy.Statement[].Action: 7|8"]);
    }

    #[test]
    fn a_deep_value_ends_the_walk_and_not_the_program() {
        let mut value = Value::int(1);
        for _ in 0..1_000 {
            value = Value::List(Box::new([value]));
        }
        let map = Map::from_entries(vec![(Key::new("a"), value)]);
        assert!(found("**.x", &map, &Map::default(), &[]).is_empty());
    }
}
