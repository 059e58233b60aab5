//! Functions of lists and maps.

use std::collections::BTreeSet;

use super::{ANY, Arguments, Entry, Outcome, list, text};
use crate::expr::operators::{compare, equal};
use crate::model::{Key, Map, Value};

pub(super) const TABLE: &[Entry] = &[
    ("alltrue", 1, 1, |v| truths(v, true), "alltrue(list): whether all are true"),
    ("anytrue", 1, 1, |v| truths(v, false), "anytrue(list): whether any is true"),
    ("chunklist", 2, 2, chunklist, "chunklist(list, size): lists of that size"),
    ("coalesce", 1, ANY, coalesce, "coalesce(values...): the first that is neither null nor empty text"),
    ("coalescelist", 1, ANY, coalescelist, "coalescelist(lists...): the first that is not empty"),
    ("compact", 1, 1, compact, "compact(list): without null and empty texts"),
    ("concat", 1, ANY, concat, "concat(lists...): one list of all"),
    ("contains", 2, 2, contains, "contains(list, value): whether the value is in it"),
    (
        "distinct",
        1,
        1,
        |v| Ok(Value::list(unique(Arguments::new(v).list()?))),
        "distinct(list): each value once",
    ),
    ("element", 2, 2, element, "element(list, index): the element; the index wraps around"),
    ("flatten", 1, 1, flatten, "flatten(list): without lists inside lists"),
    ("index", 2, 2, index, "index(list, value): where the value stands"),
    ("keys", 1, 1, keys, "keys(map): its keys"),
    ("length", 1, 1, length, "length(value): the number of elements or characters"),
    ("lookup", 2, 3, lookup, "lookup(map, key, default): the value of the key"),
    ("matchkeys", 3, 3, matchkeys, "matchkeys(values, keys, wanted): values whose keys are wanted"),
    ("merge", 0, ANY, merge, "merge(maps...): one map; later values win"),
    ("one", 1, 1, one, "one(list): its only element, or null"),
    ("range", 1, 3, range, "range(start, limit, step): numbers from start up to limit"),
    ("reverse", 1, 1, reverse, "reverse(list): backwards"),
    ("setintersection", 1, ANY, setintersection, "setintersection(sets...): what is in all"),
    ("setproduct", 1, ANY, setproduct, "setproduct(sets...): all combinations"),
    ("setsubtract", 2, 2, setsubtract, "setsubtract(a, b): what is in a and not in b"),
    ("setunion", 1, ANY, setunion, "setunion(sets...): what is in any"),
    ("slice", 3, 3, slice, "slice(list, from, to): the elements from one index up to another"),
    ("sort", 1, 1, sort, "sort(list): the texts in order"),
    ("transpose", 1, 1, transpose, "transpose(map): a map of lists, turned around"),
    ("values", 1, 1, values_of, "values(map): its values"),
    ("zipmap", 2, 2, zipmap, "zipmap(keys, values): a map of both"),
];

/// A range or product of more elements is refused.
const MAX_ELEMENTS: usize = 100_000;

fn truths(values: Vec<Value>, all: bool) -> Outcome {
    let items = Arguments::new(values).list()?;
    let is_true = |value: &Value| crate::expr::operators::boolean(value) == Some(true);
    Ok(Value::Bool(if all { items.iter().all(is_true) } else { items.iter().any(is_true) }))
}

fn chunklist(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let items = arguments.list()?;
    let size =
        usize::try_from(arguments.int()?).ok().filter(|size| *size > 0).ok_or("the size is at least 1")?;
    Ok(Value::list(items.chunks(size).map(|chunk| Value::list(chunk.to_vec()))))
}

fn coalesce(values: Vec<Value>) -> Outcome {
    let some = |value: &Value| !value.is_null() && value.as_str() != Some("");
    values.into_iter().find(some).ok_or_else(|| "all values are null or empty".to_owned())
}

fn coalescelist(values: Vec<Value>) -> Outcome {
    values.into_iter().find(|value| !value.is_empty()).ok_or_else(|| "all lists are empty".to_owned())
}

fn compact(values: Vec<Value>) -> Outcome {
    let items = Arguments::new(values).list()?;
    Ok(Value::list(items.into_iter().filter(|item| !item.is_null() && item.as_str() != Some(""))))
}

fn concat(values: Vec<Value>) -> Outcome {
    let mut all = Vec::new();
    for value in values {
        all.extend(list(value)?);
    }
    Ok(Value::list(all))
}

fn contains(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (items, sought) = (arguments.list()?, arguments.value());
    Ok(Value::Bool(items.iter().any(|item| equal(item, &sought))))
}

/// Keeps the first of equal values, in their order.
fn unique(items: Vec<Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    items.into_iter().filter(|item| seen.insert(item.to_string())).collect()
}

fn element(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (items, index) = (arguments.list()?, arguments.int()?);
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if length == 0 {
        return Err("the list is empty".to_owned());
    }
    let at = usize::try_from(index.rem_euclid(length)).unwrap_or(0);
    items.into_iter().nth(at).ok_or_else(|| "the list is empty".to_owned())
}

fn flatten(values: Vec<Value>) -> Outcome {
    // The nesting of values is bounded where they are made.
    fn flat(items: Vec<Value>, out: &mut Vec<Value>) {
        for item in items {
            match item {
                Value::List(inner) => flat(inner.into_vec(), out),
                other => out.push(other),
            }
        }
    }
    let mut out = Vec::new();
    flat(Arguments::new(values).list()?, &mut out);
    Ok(Value::list(out))
}

fn index(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (items, sought) = (arguments.list()?, arguments.value());
    let at = items.iter().position(|item| equal(item, &sought)).ok_or("the value is not in the list")?;
    Ok(Value::int(i64::try_from(at).unwrap_or(i64::MAX)))
}

fn keys(values: Vec<Value>) -> Outcome {
    Ok(Value::list(Arguments::new(values).map()?.iter().map(|(key, _)| Value::from(key.as_str()))))
}

fn length(values: Vec<Value>) -> Outcome {
    let length = match Arguments::new(values).value() {
        Value::List(items) => items.len(),
        Value::Map(map) => map.len(),
        Value::String(text) => text.chars().count(),
        other => return Err(format!("a value of type {} has no length", other.type_name())),
    };
    Ok(Value::int(i64::try_from(length).unwrap_or(i64::MAX)))
}

fn lookup(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (mut map, key) = (arguments.map()?, arguments.text()?);
    match (map.take(&key), arguments.next()) {
        (Some(value), _) | (None, Some(value)) => Ok(value),
        (None, None) => Err(format!("there is no key {key:?}")),
    }
}

fn matchkeys(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (values, keys, wanted) = (arguments.list()?, arguments.list()?, arguments.list()?);
    if values.len() != keys.len() {
        return Err("values and keys have different lengths".to_owned());
    }
    let is_wanted = |key: &Value| wanted.iter().any(|wanted| equal(wanted, key));
    Ok(Value::list(values.into_iter().zip(keys).filter(|(_, key)| is_wanted(key)).map(|(value, _)| value)))
}

fn merge(values: Vec<Value>) -> Outcome {
    let mut entries = Vec::new();
    for value in values {
        match value {
            Value::Map(map) => entries.extend(map.into_entries()),
            Value::Null => {}
            other => return Err(format!("expected a map, got {}", other.type_name())),
        }
    }
    Ok(Value::Map(Map::from_entries(entries)))
}

fn one(values: Vec<Value>) -> Outcome {
    let mut items = Arguments::new(values).list()?;
    match items.len() {
        0 => Ok(Value::Null),
        1 => Ok(items.remove(0)),
        more => Err(format!("the list has {more} elements, not one or none")),
    }
}

fn range(values: Vec<Value>) -> Outcome {
    let count = values.len();
    let mut arguments = Arguments::new(values);
    let first = arguments.int()?;
    let (start, limit) = if count == 1 { (0, first) } else { (first, arguments.int()?) };
    let step = if count == 3 { arguments.int()? } else { (limit - start).signum().max(-1) };
    if step == 0 {
        return if count == 3 { Err("the step must not be 0".to_owned()) } else { Ok(Value::list([])) };
    }
    let mut made = Vec::new();
    let mut at = start;
    while (step > 0 && at < limit) || (step < 0 && at > limit) {
        if made.len() >= MAX_ELEMENTS {
            return Err(format!("a range has at most {MAX_ELEMENTS} elements"));
        }
        made.push(Value::int(at));
        at = at.checked_add(step).ok_or("the range leaves the numbers")?;
    }
    Ok(Value::list(made))
}

fn reverse(values: Vec<Value>) -> Outcome {
    let mut items = Arguments::new(values).list()?;
    items.reverse();
    Ok(Value::list(items))
}

fn setintersection(values: Vec<Value>) -> Outcome {
    let mut sets = values.into_iter().map(list);
    let mut common = unique(sets.next().unwrap_or_else(|| Ok(Vec::new()))?);
    for set in sets {
        let set = set?;
        common.retain(|item| set.iter().any(|other| equal(item, other)));
    }
    Ok(Value::list(common))
}

fn setproduct(values: Vec<Value>) -> Outcome {
    let mut product = vec![Vec::new()];
    for value in values {
        let items = list(value)?;
        if product.len().saturating_mul(items.len()) > MAX_ELEMENTS {
            return Err(format!("a product has at most {MAX_ELEMENTS} elements"));
        }
        product = product
            .iter()
            .flat_map(|row| {
                items.iter().map(move |item| [row.as_slice(), std::slice::from_ref(item)].concat())
            })
            .collect();
    }
    Ok(Value::list(product.into_iter().map(Value::list)))
}

fn setsubtract(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (items, without) = (unique(arguments.list()?), arguments.list()?);
    Ok(Value::list(items.into_iter().filter(|item| !without.iter().any(|other| equal(item, other)))))
}

fn setunion(values: Vec<Value>) -> Outcome {
    let mut all = Vec::new();
    for value in values {
        all.extend(list(value)?);
    }
    Ok(Value::list(unique(all)))
}

fn slice(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (items, from, to) = (arguments.list()?, arguments.int()?, arguments.int()?);
    let range = usize::try_from(from).ok().zip(usize::try_from(to).ok()).map(|(from, to)| from..to);
    match range.and_then(|range| items.get(range)) {
        Some(part) => Ok(Value::list(part.to_vec())),
        None => Err(format!("there is no part from {from} to {to}; the list has {}", items.len())),
    }
}

fn sort(values: Vec<Value>) -> Outcome {
    let mut items = Arguments::new(values).list()?;
    if items.iter().all(|item| matches!(item, Value::Number(_))) {
        items.sort_by(|a, b| compare(a, b).unwrap_or(std::cmp::Ordering::Equal));
        return Ok(Value::list(items));
    }
    let mut texts = items.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    texts.sort_unstable();
    Ok(Value::list(texts.into_iter().map(Value::string)))
}

fn transpose(values: Vec<Value>) -> Outcome {
    let mut turned: std::collections::BTreeMap<String, Vec<Value>> = std::collections::BTreeMap::new();
    for (key, items) in Arguments::new(values).map()?.into_entries() {
        for item in list(items)? {
            turned.entry(text(&item)?).or_default().push(Value::from(key.as_str()));
        }
    }
    Ok(Value::map(turned.into_iter().map(|(key, items)| (Key::new(&key), Value::list(items)))))
}

fn values_of(values: Vec<Value>) -> Outcome {
    Ok(Value::list(Arguments::new(values).map()?.into_entries().into_iter().map(|(_, value)| value)))
}

fn zipmap(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (keys, values) = (arguments.list()?, arguments.list()?);
    if keys.len() != values.len() {
        return Err("keys and values have different lengths".to_owned());
    }
    let keys = keys.iter().map(|key| text(key).map(|key| Key::new(&key))).collect::<Result<Vec<_>, _>>()?;
    Ok(Value::map(keys.into_iter().zip(values)))
}
