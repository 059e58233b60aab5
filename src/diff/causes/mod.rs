//! Why two values differ: because somebody wrote it down differently, or because nobody did.
//!
//! An environment that is read with its configuration knows what was declared: a difference that the
//! declarations show, too, is explained; one that they do not show is drift. The variable behind a
//! declared difference is one that reaches the attribute through the expressions of the code and has
//! another value on each side. Where the code is not there, a variable with just these values is the
//! probable cause, and said to be no more.
//!
//! This file must not judge how much a difference matters.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;

use crate::model::{
    Address, Change, ChangeKind, Map, Origin, Path, Resource, Segment, Sides, Snapshot, Value,
};

/// The kind of the resource that holds all variables.
const VARIABLES: &str = "variable";

/// What the configuration of one environment declares.
pub struct Declarations<'a> {
    resources: HashMap<(&'a str, String), &'a Resource, FixedState>,
    /// For what was read of a file of its own: what the source is called, by its number.
    sources: Vec<&'a str>,
    variables: Option<&'a Resource>,
}

/// Why a difference is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether the code says so; otherwise it is only probable.
    pub declared: bool,
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
        // A configuration that is compared itself declares what it holds.
        let is_code = |resource: &&Resource| {
            resource.origin == Origin::Code
                || (resource.kind != VARIABLES && !resource.provenance.attributes.is_empty())
        };
        let code = snapshot.resources.iter().filter(is_code);
        let resources =
            code.map(|resource| ((resource.kind.as_str(), without_keys(&resource.address)), resource));
        Self {
            resources: resources.collect(),
            sources: snapshot.sources.iter().map(|source| source.name.as_str()).collect(),
            variables: snapshot.resources.iter().find(|resource| resource.kind == VARIABLES),
        }
    }

    fn has_code(&self) -> bool {
        !self.resources.is_empty()
    }

    /// Returns file and line of the attribute that a path begins with.
    fn line_of(&self, resource: &Resource, path: &Path) -> Option<String> {
        match resource.provenance.declared(path) {
            Some((file, line)) => Some(format!("{file}:{line}")),
            None => self.place_of(resource),
        }
    }

    /// Returns file and line of a resource; without a file of its own it stands in that of its source.
    fn place_of(&self, resource: &Resource) -> Option<String> {
        let provenance = &resource.provenance;
        let file = provenance.file.as_deref();
        match (file, provenance.line) {
            (Some(file), None) => Some(file.to_owned()),
            (Some(file), Some(line)) => Some(format!("{file}:{line}")),
            (None, line) => {
                let source = *self.sources.get(resource.source as usize)?;
                Some(line.map_or_else(|| source.to_owned(), |line| format!("{source}:{line}")))
            }
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
///
/// `same` says whether two values mean the same, each in its environment: a variable that says only which
/// environment this is makes no difference.
///
/// What runs differs because of what was declared only where it is what was declared.
pub fn explain(
    declarations: Sides<&Declarations<'_>>,
    same: Same<'_>,
    kind: &str,
    addresses: Sides<Option<&Address>>,
    change: &Change,
    running: Option<Running<'_>>,
) -> Option<Explanation> {
    // A resource that one side does not have may be declared there all the same.
    let either = addresses.left.or(addresses.right);
    let addresses = Sides::new(addresses.left.or(either), addresses.right.or(either));
    let declared =
        Sides::new(declarations.left.of(kind, addresses.left), declarations.right.of(kind, addresses.right));
    let asked = Asked { declarations, same, declared, addresses };
    if kind == VARIABLES {
        return own(declarations, change);
    }
    let found = match change.kind {
        // What was copied from the other environment is no difference that somebody declared.
        ChangeKind::Foreign => None,
        ChangeKind::LeftOnly | ChangeKind::RightOnly | ChangeKind::Count => asked.instances(change),
        _ => match running {
            Some(running) => asked.running(change, running),
            None => asked.value(change),
        },
    };
    let has_code = declarations.left.has_code() || declarations.right.has_code();
    found.or_else(|| if has_code { None } else { probable(declarations, change) })
}

/// A variable that differs is the cause of its own difference, and tied to what else it causes.
fn own(declarations: Sides<&Declarations<'_>>, change: &Change) -> Option<Explanation> {
    let both = Sides::new(declarations.left.variables?, declarations.right.variables?);
    let Segment::Key(name) = change.path.segments().first()? else { return None };
    let found = differing(both, name);
    // The change may be inside of what differs as a whole, or be the whole of it.
    let path = change.path.to_string();
    let (name, values) = found.iter().find(|(name, _)| path == *name || found.len() == 1)?;
    Some(explained(Some(variable(both, name, values.as_ref())), Sides::default()))
}

/// Without code, a variable that has just these values is the likely cause.
fn probable(declarations: Sides<&Declarations<'_>>, change: &Change) -> Option<Explanation> {
    let values = Sides::new(change.values.left.as_ref()?, change.values.right.as_ref()?);
    // Two environments share too many switches and small numbers for them to tell anything.
    let telling = |value: &Value| value.as_str().is_some_and(|text| text.len() > 1);
    if change.kind != ChangeKind::Modified || !telling(values.left) || !telling(values.right) {
        return None;
    }
    let variable = variable_of(declarations, values)?;
    Some(Explanation { declared: false, ..explained(Some(variable), Sides::default()) })
}

/// Says whether two values mean the same, each in its environment.
pub type Same<'f> = &'f dyn Fn(&Value, &Value) -> bool;

/// What runs, of which at least one side was seen running, beside what was declared for it.
#[derive(Clone, Copy)]
pub struct Running<'a> {
    /// What is compared, on each side.
    pub resources: Sides<&'a Resource>,
    /// Says of a side, the left one or not, whether what runs and what was declared at a path mean the same.
    pub as_declared: &'a dyn Fn(bool, &Path, &Value, &Value) -> bool,
}

/// One change that is to be explained.
struct Asked<'a> {
    declarations: Sides<&'a Declarations<'a>>,
    same: Same<'a>,
    /// The block that declares the resource, on each side.
    declared: Sides<Option<&'a Resource>>,
    addresses: Sides<Option<&'a Address>>,
}

impl Asked<'_> {
    /// Returns where each side declares the resource.
    fn places(&self) -> Sides<Option<String>> {
        Sides::new(
            self.declared.left.and_then(|resource| self.declarations.left.place_of(resource)),
            self.declared.right.and_then(|resource| self.declarations.right.place_of(resource)),
        )
    }

    /// Explains a resource that one side does not have, or has in another number.
    fn instances(&self, change: &Change) -> Option<Explanation> {
        let declared = self.declared;
        let places = self.places();
        match (declared.left, declared.right) {
            // Both environments have the block; what makes the number must differ.
            (Some(left), Some(right)) => {
                let number = |resource: &Resource| {
                    let attributes = &resource.attributes;
                    attributes.get("@count").or_else(|| attributes.get("@for_each")).cloned()
                };
                let values = Sides::new(number(left), number(right));
                let key = if left.attributes.get("@for_each").is_some() { "@for_each" } else { "@count" };
                let reaching = self.reaching(Sides::new(left, right), key);
                if let (Some(l), Some(r)) = (&values.left, &values.right)
                    && is_known(l)
                    && is_known(r)
                {
                    let variable = one_of(reaching, Sides::new(l, r));
                    return (l != r).then(|| explained(variable, places));
                }
                if let Some(variable) = one_of(reaching, Sides::new(&Value::Null, &Value::Null)) {
                    return Some(explained(Some(variable), places));
                }
                None
            }
            // Only one environment has the block at all, the same that has the resource.
            (Some(_), None) if change.kind == ChangeKind::LeftOnly => {
                Some(explained(None, Sides::new(places.left, None)))
            }
            (None, Some(_)) if change.kind == ChangeKind::RightOnly => {
                Some(explained(None, Sides::new(None, places.right)))
            }
            _ => None,
        }
    }

    /// Explains a value.
    fn value(&self, change: &Change) -> Option<Explanation> {
        let declared = self.declared;
        let (left, right) = (declared.left?, declared.right?);
        let values = Sides::new(at(&left.attributes, &change.path), at(&right.attributes, &change.path));
        let places = Sides::new(
            self.declarations.left.line_of(left, &change.path),
            self.declarations.right.line_of(right, &change.path),
        );
        let null = Value::Null;
        let pair = Sides::new(values.left.unwrap_or(&null), values.right.unwrap_or(&null));
        let key = match change.path.segments().first() {
            Some(Segment::Key(key)) => key.as_str(),
            _ => "",
        };
        let reaching = self.reaching(Sides::new(left, right), key);
        if is_known(pair.left) && is_known(pair.right) {
            // What nobody declared, and what both declare alike, does not explain a difference.
            if pair.left == pair.right || (values.left.is_none() && values.right.is_none()) {
                return None;
            }
            return Some(explained(one_of(reaching, pair), places));
        }
        // An expression that Terraform alone can evaluate: a variable that reaches it and differs is the cause.
        let wanted = change.values.as_ref().map(|value| value.as_ref().unwrap_or(&null));
        Some(explained(Some(one_of(reaching, wanted)?), places))
    }

    /// Explains a value of what runs: by its declarations, where each side runs what its own declares.
    fn running(&self, change: &Change, running: Running<'_>) -> Option<Explanation> {
        let declared = Sides::new(self.declared.left?, self.declared.right?);
        let resources = running.resources;
        // Names of elements stand apart from their environment; then the list around them is looked at.
        let steps = change.path.segments().len();
        let reach = |resource: &Resource, value: &Option<Value>| {
            let found =
                |length: &usize| at(&resource.attributes, &beginning(&change.path, *length)).is_some();
            if value.is_some() { (0..=steps).rev().find(found).unwrap_or_default() } else { steps }
        };
        let left = reach(resources.left, &change.values.left);
        let path = beginning(&change.path, left.min(reach(resources.right, &change.values.right)));
        let null = Value::Null;
        let value = |resource: &Resource| at(&resource.attributes, &path).unwrap_or(&null).clone();
        let (runs, wanted) = (resources.map(value), declared.map(value));
        if wanted.left.is_null() && wanted.right.is_null() {
            return None;
        }
        let holds = (running.as_declared)(true, &path, &runs.left, &wanted.left)
            && (running.as_declared)(false, &path, &runs.right, &wanted.right);
        let places = Sides::new(
            self.declarations.left.line_of(declared.left, &change.path),
            self.declarations.right.line_of(declared.right, &change.path),
        );
        holds.then(|| explained(None, places))
    }

    /// Returns the variables that reach an attribute on either side and differ, each as it is written.
    fn reaching(&self, declared: Sides<&Resource>, key: &str) -> Vec<(Variable, Sides<Value>)> {
        let both = self.declarations.left.variables.zip(self.declarations.right.variables);
        let Some(both) = both else { return Vec::new() };
        let both = Sides::new(both.0, both.1);
        let mut names: Vec<&str> = Vec::new();
        for (resource, address) in
            [(declared.left, self.addresses.left), (declared.right, self.addresses.right)]
        {
            let Some(address) = address else { continue };
            names.extend(reached(resource, address, key));
        }
        names.sort_unstable();
        names.dedup();
        let mut found: Vec<(Variable, Sides<Value>)> = Vec::new();
        for name in names {
            for (name, values) in differing(both, name) {
                // Of a variable and an entry of it, the entry says more.
                if !(self.same)(&values.left, &values.right)
                    && !found.iter().any(|(other, _)| other.name == name)
                {
                    found.push((variable(both, &name, values.as_ref()), values));
                }
            }
        }
        found
    }
}

/// Returns the variables that reach an attribute of the instance at an address.
fn reached<'r>(resource: &'r Resource, address: &Address, key: &str) -> Vec<&'r str> {
    let address = address.as_str();
    let within = |instance: &str| {
        instance.is_empty()
            || address
                .strip_prefix(instance)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let of_key = || resource.provenance.reached.iter().filter(|reached| reached.attribute.as_str() == key);
    // What is known of this very instance says more than what is known of all of them.
    let exact: Vec<_> = of_key().filter(|reached| within(&reached.instance)).collect();
    let chosen = if exact.is_empty() { of_key().collect() } else { exact };
    chosen.into_iter().flat_map(|reached| reached.variables.iter().map(CompactString::as_str)).collect()
}

/// Returns the one variable, of several the one with just these values, else all of them as one cause.
fn one_of(mut reaching: Vec<(Variable, Sides<Value>)>, values: Sides<&Value>) -> Option<Variable> {
    if reaching.len() > 1 {
        let exact = |own: &Sides<Value>| own.left == *values.left && own.right == *values.right;
        if reaching.iter().filter(|(_, own)| exact(own)).count() == 1 {
            reaching.retain(|(_, own)| exact(own));
        } else if let Some(inside) = only_inside(&reaching, values) {
            reaching = vec![reaching.swap_remove(inside)];
        }
    }
    let mut variables = reaching.into_iter().map(|(variable, _)| variable);
    let mut all = variables.next()?;
    for variable in variables {
        all.name = format!("{}, var.{}", all.name, variable.name);
        for (side, value) in variable.values.into_iter().enumerate() {
            all.values[side] = format!("{}, {value}", all.values[side]);
        }
        // Several variables stand in several places; the attribute's own says where to look.
        all.at = [None, None];
    }
    Some(all)
}

/// Returns the one variable whose value is part of the other value on both sides, such as a tag in an image.
fn only_inside(reaching: &[(Variable, Sides<Value>)], values: Sides<&Value>) -> Option<usize> {
    let (left, right) = (values.left.to_string(), values.right.to_string());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let inside = |own: &Sides<Value>| {
        let (l, r) = (text(&own.left), text(&own.right));
        // What is part of the other side's value, too, does not tell the two apart.
        !l.is_empty()
            && !r.is_empty()
            && left.contains(&l)
            && right.contains(&r)
            && !right.contains(&l)
            && !left.contains(&r)
    };
    let mut found = reaching.iter().enumerate().filter(|(_, (_, own))| inside(own)).map(|(at, _)| at);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn explained(variable: Option<Variable>, places: Sides<Option<String>>) -> Explanation {
    let at = match &variable {
        Some(variable) if variable.at.iter().any(Option::is_some) => {
            Sides::new(variable.at[0].clone(), variable.at[1].clone())
        }
        _ => places,
    };
    Explanation { declared: true, variable, at }
}

/// Returns the first steps of a path.
fn beginning(path: &Path, length: usize) -> Path {
    path.segments().iter().take(length).cloned().collect()
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
                    match item.get(key) {
                        // What is not written down has an empty name in the state.
                        None | Some(Value::Null) => name.is_empty(),
                        Some(value) => {
                            value.as_str().map_or(value.to_string() == name.as_str(), |t| t == name)
                        }
                    }
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
            found = Some(variable(both, &candidate, values));
        }
    }
    found
}

/// Returns the values of a variable, or of an entry of it (`image_tags.vote`), when they differ; of a map
/// of which only some entries differ, those.
fn differing(both: Sides<&Resource>, name: &str) -> Vec<(String, Sides<Value>)> {
    let at = |resource: &Resource| {
        let mut path = name.split('.');
        let mut value = resource.attributes.get(path.next()?)?;
        for key in path {
            value = value.get(key)?;
        }
        Some(value.clone())
    };
    let values = both.map(|resource| at(resource).unwrap_or(Value::Null));
    if values.left == values.right {
        return Vec::new();
    }
    if let (Value::Map(left), Value::Map(right)) = (&values.left, &values.right) {
        let null = Value::Null;
        let keys: std::collections::BTreeSet<&str> =
            left.iter().chain(right).map(|(key, _)| key.as_str()).collect();
        let pairs = keys.iter().map(|key| {
            let of = |map: &Map| map.get(key).unwrap_or(&null).clone();
            (format!("{name}.{key}"), Sides::new(of(left), of(right)))
        });
        let differing: Vec<_> = pairs.filter(|(_, values)| values.left != values.right).collect();
        // Where most of it differs, the variable as a whole is the cause.
        if differing.len() < keys.len() || keys.len() <= 2 {
            return differing;
        }
    }
    vec![(name.to_owned(), values)]
}

fn variable(both: Sides<&Resource>, name: &str, values: Sides<&Value>) -> Variable {
    let root = name.split('.').next().unwrap_or(name);
    let place = |resource: &Resource| {
        let (_, file, line) = resource.provenance.attributes.iter().find(|(key, ..)| key.as_str() == root)?;
        Some(format!("{file}:{line}"))
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Variable {
        name: name.to_owned(),
        values: [text(values.left), text(values.right)],
        at: [place(both.left), place(both.right)],
    }
}

#[cfg(test)]
mod tests;
