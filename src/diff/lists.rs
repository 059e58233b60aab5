//! Lists: by key where elements have one, as sets where order means nothing, else in order.

use std::collections::HashMap;
use std::hash::Hash;

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::{Differ, NULL, Reason, Used, whole};
use crate::model::{ChangeKind, Key, Map, Secret, Segment, Sides, Value};
use crate::normalize::knowledge::Node;
use crate::normalize::meaning::Meaning;

/// Attributes that name the elements of a list of objects whose kind nobody described.
const NATURAL_KEYS: [&str; 3] = ["name", "key", "Sid"];

/// What one element is, apart from its environment; elements that are equal have equal texts.
type Texts = Sides<Vec<String>>;

/// An element's name: its keys as they are shown, and its index.
type Named = Vec<(Box<[CompactString]>, usize)>;

impl Differ<'_> {
    pub(super) fn lists(&mut self, items: Sides<&[Value]>, node: Option<&Node>, key: &str) {
        if items.left == items.right {
            return items.left.iter().for_each(|item| self.shared(item, node, key));
        }
        if let Some(attribute) = node.and_then(|node| node.told_in.as_ref())
            && let Some(rest) = self.told_here(items, node.and_then(|node| node.keys.as_deref()), attribute)
        {
            return self.lists(rest.as_ref().map(Vec::as_slice), node, key);
        }
        let objects = |items: &[Value]| items.iter().all(|item| matches!(item, Value::Map(_)));
        if objects(items.left) && objects(items.right) {
            if let Some(keys) = node.and_then(|node| node.keys.as_deref())
                && self.keyed(items, keys, node, key, false)
            {
                return;
            }
            let is_set = node.is_some_and(|node| node.set || node.keys.is_some());
            if !is_set {
                for natural in NATURAL_KEYS {
                    if self.keyed(items, &[Key::new(natural)], node, key, true) {
                        return;
                    }
                }
            }
        }
        self.unkeyed(items, node, key);
    }

    /// Returns the elements without those that name a resource of its side, which is compared itself, and without
    /// those of the same keys on the other side; `None` where none does.
    fn told_here(
        &self,
        items: Sides<&[Value]>,
        keys: Option<&[Key]>,
        attribute: &Key,
    ) -> Option<Sides<Vec<Value>>> {
        let name = |item: &Value| -> Vec<Option<Value>> {
            keys.unwrap_or_default().iter().map(|key| item.get(key).cloned()).collect()
        };
        let elsewhere = |items: &[Value], meaning: &Meaning<'_>| -> Vec<Vec<Option<Value>>> {
            let is_elsewhere = |item: &&Value| {
                let index =
                    item.get(attribute).and_then(Value::as_str).and_then(|id| meaning.side.identified(id));
                index.is_some_and(|(index, _)| meaning.side.owner(index as usize).is_none())
            };
            items.iter().filter(is_elsewhere).map(name).collect()
        };
        let mut told = elsewhere(items.left, &self.meaning.left);
        told.extend(elsewhere(items.right, &self.meaning.right));
        let rest = |items: &[Value]| -> Vec<Value> {
            items.iter().filter(|item| !told.contains(&name(item))).cloned().collect()
        };
        (!told.is_empty()).then(|| items.map(rest))
    }

    /// Compares elements by their keys; gives up when a side has an element without or with another's key.
    fn keyed(
        &mut self,
        items: Sides<&[Value]>,
        keys: &[Key],
        node: Option<&Node>,
        key: &str,
        ordered: bool,
    ) -> bool {
        let (Some(left), Some(right)) =
            (self.names(items.left, keys, node, true), self.names(items.right, keys, node, false))
        else {
            return false;
        };
        if left.is_empty() && right.is_empty() {
            return false;
        }
        let order = |named: &Named, other: &Named| -> Vec<Box<[CompactString]>> {
            let mut common: Vec<_> = named
                .iter()
                .filter(|(name, _)| other.binary_search_by(|(o, _)| o.cmp(name)).is_ok())
                .collect();
            common.sort_by_key(|(_, index)| *index);
            common.into_iter().map(|(name, _)| name.clone()).collect()
        };
        if ordered && order(&left, &right) != order(&right, &left) {
            let values = Sides::new(whole(items.left), whole(items.right));
            self.push(ChangeKind::Reordered, Sides::new(&values.left, &values.right), Sides::default());
        }
        let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
        loop {
            let side = match (l.peek(), r.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            let a = if side.is_le() { l.next() } else { None };
            let b = if side.is_ge() { r.next() } else { None };
            let Some((name, _)) = a.or(b) else { break };
            let raw = |items: &[Value], at: Option<&(Box<[CompactString]>, usize)>, key: &Key| {
                let text = items.get(at?.1)?.get(key)?.as_str()?;
                Some(CompactString::from(text))
            };
            let names = keys.iter().zip(name.iter()).map(|(key, name)| {
                // What stands for a resource is shown as it is written, the lesser of two for both mirrors.
                let shown = if name.contains('\u{1}') {
                    let written = [raw(items.left, a, key), raw(items.right, b, key)];
                    written.into_iter().flatten().min().unwrap_or_default()
                } else {
                    name.clone()
                };
                (key.as_str().into(), shown)
            });
            self.path.push(Segment::Element(names.collect()));
            let value = |items: &'_ [Value], at: Option<&(Box<[CompactString]>, usize)>| {
                at.and_then(|(_, index)| items.get(*index)).cloned()
            };
            match (a, b) {
                (Some((_, l)), Some((_, r))) => {
                    self.element(Sides::new(&items.left[*l], &items.right[*r]), keys, node, key);
                }
                _ => {
                    let (left, right) = (value(items.left, a), value(items.right, b));
                    let values = Sides::new(left.as_ref().unwrap_or(NULL), right.as_ref().unwrap_or(NULL));
                    self.push(ChangeKind::Modified, values, Sides::default());
                }
            }
            self.path.pop();
        }
        true
    }

    /// Compares two elements of one name, without the attributes that name them.
    fn element(&mut self, values: Sides<&Value>, keys: &[Key], node: Option<&Node>, key: &str) {
        if let (Value::Map(left), Value::Map(right)) = (values.left, values.right)
            && keys.iter().any(|key| left.get(key) != right.get(key))
        {
            let without =
                |map: &Map| -> Map { map.iter().filter(|(key, _)| !keys.contains(key)).cloned().collect() };
            let (left, right) = (without(left), without(right));
            self.maps(Sides::new(&left, &right), node, false);
        } else {
            self.value(values, node, key);
        }
    }

    /// Returns the names of all elements, sorted; `None` when one has no name or two share one.
    fn names(&self, items: &[Value], keys: &[Key], node: Option<&Node>, is_left: bool) -> Option<Named> {
        let meaning = if is_left { &self.meaning.left } else { &self.meaning.right };
        let mut named = Named::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let map = item.as_map()?;
            let mut some = false;
            let name = keys.iter().map(|key| {
                let child = node.and_then(|node| node.child(key));
                // An absent key is what the default says it is.
                let given = map.get(key).filter(|value| !value.is_null());
                match given.or_else(|| child?.default.as_ref()) {
                    None | Some(Value::Null) => Some(CompactString::default()),
                    Some(Value::String(text)) => {
                        some |= !text.is_empty();
                        Some(meaning.text(text, child, key, &mut Used::default()).into())
                    }
                    Some(value @ (Value::Number(_) | Value::Bool(_))) => {
                        some = true;
                        Some(CompactString::from(value.to_string()))
                    }
                    Some(_) => None,
                }
            });
            let name: Option<Box<[CompactString]>> = name.collect();
            named.push((name.filter(|_| some)?, index));
        }
        named.sort_unstable();
        named.is_sorted_by(|a, b| a.0 < b.0).then_some(named)
    }

    /// Makes a difference of each of two elements whose keys say that they are not the same; returns whether so.
    fn of_other_names(&mut self, values: Sides<&Value>, node: Option<&Node>) -> bool {
        let Some(keys) = node.and_then(|node| node.keys.as_deref()) else { return false };
        let one = std::slice::from_ref;
        let names = (
            self.names(one(values.left), keys, node, true),
            self.names(one(values.right), keys, node, false),
        );
        let (Some(left), Some(right)) = names else { return false };
        let name = |named: &Named| named.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let (left, right) = (name(&left), name(&right));
        if left == right {
            return false;
        }
        for (name, values) in [(left, Sides::new(values.left, NULL)), (right, Sides::new(NULL, values.right))]
        {
            let names = keys.iter().zip(name).map(|(key, name)| (key.as_str().into(), name));
            self.path.push(Segment::Element(names.collect()));
            self.push(ChangeKind::Modified, values, Sides::default());
            self.path.pop();
        }
        true
    }

    fn unkeyed(&mut self, items: Sides<&[Value]>, node: Option<&Node>, key: &str) {
        let mut used = Used::default();
        let texts = Sides::new(
            items
                .left
                .iter()
                .map(|item| self.meaning.left.value(item, node, key, &mut used))
                .collect::<Vec<_>>(),
            items.right.iter().map(|item| self.meaning.right.value(item, node, key, &mut used)).collect(),
        );
        let values = Sides::new(whole(items.left), whole(items.right));
        let values = Sides::new(&*values.left, &*values.right);
        if texts.left == texts.right {
            return self.aside(used.reason(), values);
        }
        let mut by_name = Used::default();
        let names = Sides::new(
            items
                .left
                .iter()
                .map(|item| self.meaning.left.by_name().value(item, node, key, &mut by_name))
                .collect(),
            items
                .right
                .iter()
                .map(|item| self.meaning.right.by_name().value(item, node, key, &mut by_name))
                .collect(),
        );
        let only = unmatched(items, &texts, &names);
        if self.watch.is_some() {
            for item in items.left.iter().filter(|item| items.right.contains(item)) {
                self.shared(item, node, key);
            }
        }
        let is_set = node.is_some_and(|node| node.set || node.keys.is_some());
        if only.left.is_empty() && only.right.is_empty() {
            if is_set {
                return self.aside(Reason::Equivalent, values);
            }
            return self.push(ChangeKind::Reordered, values, Sides::default());
        }
        if unknown(items.left) || unknown(items.right) {
            return self.aside(Reason::Unknown, values);
        }
        let is_container = |value: &Value| matches!(value, Value::Map(_) | Value::List(_));
        let containers = items.left.iter().chain(items.right).all(is_container);
        // Elements that differ in place are compared with each other, wherever that place is certain.
        if containers && !is_set && items.left.len() == items.right.len() && only.left == only.right {
            for index in only.left {
                self.path.push(Segment::Index(u32::try_from(index).unwrap_or(u32::MAX)));
                self.value(Sides::new(&items.left[index], &items.right[index]), node, key);
                self.path.pop();
            }
            return;
        }
        if containers && let ([left], [right]) = (only.left.as_slice(), only.right.as_slice()) {
            if self.of_other_names(Sides::new(&items.left[*left], &items.right[*right]), node) {
                return;
            }
            self.path.push(Segment::Member);
            self.value(Sides::new(&items.left[*left], &items.right[*right]), node, key);
            self.path.pop();
            return;
        }
        let pick = |items: &[Value], only: &[usize]| only.iter().map(|index| items[*index].clone()).collect();
        let only = Sides::new(pick(items.left, &only.left), pick(items.right, &only.right));
        self.push(ChangeKind::Modified, values, only);
    }
}

/// Returns whether a list has a member that is not known: then none can be said to be missing.
fn unknown(items: &[Value]) -> bool {
    items.iter().any(|item| matches!(item, Value::Unknown | Value::Secret(Secret::Withheld)))
}

/// Returns the indices of elements that find no equal on the other side, each counted once.
///
/// Elements that are equal as they stand find each other first: a word of one environment may be
/// plain text that both share.
fn unmatched(items: Sides<&[Value]>, texts: &Texts, names: &Texts) -> Sides<Vec<usize>> {
    let all = items.map(|items| (0..items.len()).collect());
    let rest = unequal(items, &all);
    let rest = unequal(Sides::new(&texts.left, &texts.right), &rest);
    unequal(Sides::new(&names.left, &names.right), &rest)
}

fn unequal<T: Hash + Eq>(items: Sides<&[T]>, among: &Sides<Vec<usize>>) -> Sides<Vec<usize>> {
    type Counts<'t, T> = HashMap<&'t T, usize, FixedState>;
    fn counts<'t, T: Hash + Eq>(items: &'t [T], among: &[usize]) -> Counts<'t, T> {
        let mut counts = Counts::default();
        for at in among {
            *counts.entry(&items[*at]).or_default() += 1;
        }
        counts
    }
    let rest = |items: &[T], among: &[usize], mut others: Counts<'_, T>| {
        let unmatched = among.iter().copied().filter(|at| match others.get_mut(&items[*at]) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        unmatched.collect()
    };
    Sides::new(
        rest(items.left, &among.left, counts(items.right, &among.right)),
        rest(items.right, &among.right, counts(items.left, &among.left)),
    )
}
