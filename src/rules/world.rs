//! One environment as a check rule sees it: what there is, by kind, name, labels and values.
//!
//! Everything is found through an index, so that a rule that asks for each of many resources stays linear.
//! This file must not know kinds, and where something was not read completely it must not say "none".

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::values;
use crate::expr;
use crate::matching::Pattern;
use crate::model::{CLUSTER, Map, Origin, Resource, Snapshot, Value};

/// What a function answers: a value, [`Value::Unknown`], or what is wrong with its arguments.
type Answer = Result<Value, String>;

/// One environment, indexed.
#[derive(Debug)]
pub struct World<'a> {
    snapshot: &'a Snapshot,
    /// Namespace and name of each resource.
    names: Vec<(&'a str, &'a str)>,
    by_kind: HashMap<&'a str, Vec<usize>, FixedState>,
    by_name: HashMap<(&'a str, &'a str, &'a str), usize, FixedState>,
    is_live: bool,
    /// Whether all kinds were asked for, so that a kind without resources has none.
    is_listed: bool,
    indices: RwLock<HashMap<IndexKey, Arc<Index>, FixedState>>,
}

/// What an index is of: a kind, a path, and whether the path is that of labels.
type IndexKey = (String, String, bool);

/// Resources by namespace and text: of a value, or of a label and its value. Namespace "" holds all.
#[derive(Debug, Default)]
struct Index(HashMap<(CompactString, String), Vec<usize>, FixedState>);

impl<'a> World<'a> {
    /// Indexes a snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let mut world = Self {
            snapshot,
            names: Vec::with_capacity(snapshot.resources.len()),
            by_kind: HashMap::default(),
            by_name: HashMap::default(),
            is_live: false,
            is_listed: false,
            indices: RwLock::default(),
        };
        for (at, resource) in snapshot.resources.iter().enumerate() {
            let (namespace, name) = Self::name_of(resource);
            world.names.push((namespace, name));
            if resource.origin == Origin::Code {
                continue;
            }
            world.is_live |= resource.origin == Origin::Live;
            // Node pools and the like are known from a file, too; its version only a server tells.
            world.is_listed |= resource.kind == CLUSTER && resource.attributes.get("version").is_some();
            world.by_kind.entry(&resource.kind).or_default().push(at);
            let known = world.by_name.entry((&resource.kind, namespace, name)).or_insert(at);
            // What runs tells more than what was declared for it.
            if resource.origin == Origin::Live {
                *known = at;
            }
        }
        world.is_live |= world.is_listed;
        world
    }

    /// Returns whether a server gave the resources.
    pub fn is_live(&self) -> bool {
        self.is_live
    }

    /// Returns the resource with the facts of the cluster.
    pub fn cluster(&self) -> Option<&'a Map> {
        let at = self.by_kind.get(CLUSTER)?.first()?;
        self.snapshot.resources.get(*at).map(|resource| &resource.attributes)
    }

    /// Returns the namespace and name of a resource; namespace "" when it belongs to none.
    pub(super) fn name_of(resource: &Resource) -> (&str, &str) {
        let whole = ("", resource.address.as_str());
        resource.place().map_or(whole, |place| (place.namespace.unwrap_or_default(), place.name))
    }

    /// Answers a function of check rules; `None` when it is none.
    pub(super) fn call(&self, name: &str, arguments: &[Value]) -> Option<Answer> {
        Some(match (name, arguments) {
            ("exists", [kind, namespace, name]) => self.exists(kind, namespace, name),
            ("object", [kind, namespace, name]) => self.object(kind, namespace, name),
            ("objects", [kinds]) => self.objects(kinds, ""),
            ("objects", [kinds, namespace]) => text(namespace).and_then(|ns| self.objects(kinds, ns)),
            ("matching", [kinds, namespace, selector, paths]) => self
                .selected(kinds, namespace, selector, paths, usize::MAX)
                .map(|found| found.map_or(Value::Unknown, |found| self.attributes(found))),
            ("selected", [kinds, namespace, selector, paths]) => self
                .selected(kinds, namespace, selector, paths, 1)
                .map(|found| found.map_or(Value::Unknown, |found| Value::Bool(!found.is_empty()))),
            ("having", [kinds, namespace, path, value]) => self.having(kinds, namespace, path, value),
            _ => return None,
        })
    }

    fn exists(&self, kind: &Value, namespace: &Value, name: &Value) -> Answer {
        let (kind, namespace, name) = (text(kind)?, text(namespace)?, text(name)?);
        Ok(match self.find(kind, namespace, name) {
            Some(_) => Value::Bool(true),
            None if is_sealed(name) || self.is_unread(kind, namespace) => Value::Unknown,
            None => Value::Bool(false),
        })
    }

    fn object(&self, kind: &Value, namespace: &Value, name: &Value) -> Answer {
        let (kind, namespace, name) = (text(kind)?, text(namespace)?, text(name)?);
        Ok(match self.find(kind, namespace, name) {
            Some(resource) => Value::Map(resource.attributes.clone()),
            None if is_sealed(name) || self.is_unread(kind, namespace) => Value::Unknown,
            None => Value::Null,
        })
    }

    fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<&'a Resource> {
        let at = self.by_name.get(&(kind, namespace, name))?;
        self.snapshot.resources.get(*at)
    }

    fn objects(&self, kinds: &Value, namespace: &str) -> Answer {
        let kinds = texts(kinds)?;
        if kinds.iter().any(|kind| self.is_unread(kind, namespace)) {
            return Ok(Value::Unknown);
        }
        Ok(self.attributes(kinds.iter().flat_map(|kind| self.all(kind, namespace))))
    }

    fn all(&self, kind: &str, namespace: &str) -> impl Iterator<Item = usize> {
        let all = self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default().iter().copied();
        all.filter(move |at| namespace.is_empty() || self.names.get(*at).is_some_and(|n| n.0 == namespace))
    }

    fn attributes(&self, found: impl IntoIterator<Item = usize>) -> Value {
        let attributes =
            |at: usize| self.snapshot.resources.get(at).map(|r| Value::Map(r.attributes.clone()));
        Value::list(found.into_iter().filter_map(attributes))
    }

    /// Returns the first resources, at most `most`, whose labels at one of the paths are selected; `None`
    /// when that cannot be known.
    fn selected(
        &self,
        kinds: &Value,
        namespace: &Value,
        selector: &Value,
        paths: &Value,
        most: usize,
    ) -> Result<Option<Vec<usize>>, String> {
        let (kinds, namespace, paths) = (texts(kinds)?, text(namespace)?, texts(paths)?);
        let mut found = Vec::new();
        for kind in &kinds {
            let mut of_kind = BTreeSet::new();
            for path in &paths {
                let pattern = pattern(path)?;
                for at in self.candidates(kind, namespace, path, &pattern, selector) {
                    let Some(resource) = self.snapshot.resources.get(at) else { continue };
                    let labels = at_path(&resource.attributes, &pattern);
                    let mut labels = labels.iter().map(|labels| labels.as_map()).collect::<Vec<_>>();
                    if labels.is_empty() {
                        labels.push(None);
                    }
                    for labels in labels {
                        if expr::selects(selector, labels)? {
                            of_kind.insert(at);
                        }
                    }
                    if of_kind.len() >= most {
                        return Ok(Some(of_kind.into_iter().collect()));
                    }
                }
            }
            found.extend(of_kind);
        }
        let is_unread = kinds.iter().any(|kind| self.is_unread(kind, namespace));
        Ok((!is_unread).then_some(found))
    }

    /// Returns the resources of a kind that a selector may select: by one of its labels where it has any.
    fn candidates(
        &self,
        kind: &str,
        namespace: &str,
        path: &str,
        pattern: &Pattern,
        selector: &Value,
    ) -> Vec<usize> {
        let labels = match selector.get("matchLabels") {
            Some(Value::Map(labels)) => Some(labels),
            _ if matches!(selector.get("matchExpressions"), Some(Value::List(_))) => None,
            _ => selector.as_map(),
        };
        let Some((key, value)) = labels.and_then(|labels| labels.iter().next()) else {
            return self.all(kind, namespace).collect();
        };
        let index = self.index(kind, path, pattern, true);
        let wanted = (namespace.into(), label(key, value));
        index.0.get(&wanted).cloned().unwrap_or_default()
    }

    fn having(&self, kinds: &Value, namespace: &Value, path: &Value, value: &Value) -> Answer {
        let (kinds, namespace, path) = (texts(kinds)?, text(namespace)?, text(path)?);
        let pattern = pattern(path)?;
        if kinds.iter().any(|kind| self.is_unread(kind, namespace)) {
            return Ok(Value::Unknown);
        }
        let wanted = (CompactString::from(namespace), value.to_string());
        let mut found = Vec::new();
        for kind in &kinds {
            let index = self.index(kind, path, &pattern, false);
            found.extend(index.0.get(&wanted).into_iter().flatten().copied());
        }
        Ok(self.attributes(found))
    }

    fn index(&self, kind: &str, path: &str, pattern: &Pattern, of_labels: bool) -> Arc<Index> {
        let key = (kind.to_owned(), path.to_owned(), of_labels);
        // A panic of another thread while it wrote leaves at worst an index to be made again.
        let known = self.indices.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let index = Arc::new(self.indexed(kind, pattern, of_labels));
            let mut indices = self.indices.write().unwrap_or_else(PoisonError::into_inner);
            indices.insert(key, Arc::clone(&index));
            index
        })
    }

    fn indexed(&self, kind: &str, pattern: &Pattern, of_labels: bool) -> Index {
        let mut index = Index::default();
        for at in self.all(kind, "") {
            let Some(resource) = self.snapshot.resources.get(at) else { continue };
            let namespace = self.names.get(at).map_or("", |name| name.0);
            let mut texts = BTreeSet::new();
            for value in at_path(&resource.attributes, pattern) {
                match value {
                    Value::Map(labels) if of_labels => {
                        texts.extend(labels.iter().map(|(key, value)| label(key, value)));
                    }
                    _ if of_labels => {}
                    value => {
                        texts.insert(value.to_string());
                    }
                }
            }
            for text in texts {
                index.0.entry((CompactString::default(), text.clone())).or_default().push(at);
                if !namespace.is_empty() {
                    index.0.entry((namespace.into(), text)).or_default().push(at);
                }
            }
        }
        index
    }

    /// Returns whether resources of the kind may exist in the namespace that were not read.
    fn is_unread(&self, kind: &str, namespace: &str) -> bool {
        // What a server printed into a file are the kinds that somebody asked it for.
        if self.is_live && !self.is_listed && !self.by_kind.contains_key(kind) {
            return true;
        }
        match namespace {
            "" => {
                let nowhere = format!("{kind}/");
                self.snapshot.may_lack_some(kind) || self.snapshot.may_lack(kind, &nowhere, &str::to_owned)
            }
            _ => self.snapshot.may_lack(kind, &format!("{namespace}/{kind}/"), &str::to_owned),
        }
    }
}

/// Returns whether a part of a name was taken for a copy of a secret, so that nobody knows what it names.
fn is_sealed(name: &str) -> bool {
    crate::collect::secrets::without_fingerprints(name).is_some()
}

fn at_path<'m>(attributes: &'m Map, pattern: &Pattern) -> Vec<&'m Value> {
    values::places(std::slice::from_ref(pattern), attributes, None).map(|(_, value)| value).collect()
}

fn label(key: &str, value: &Value) -> String {
    format!("{key}\0{value}")
}

fn pattern(text: &str) -> Result<Pattern, String> {
    text.parse().map_err(|error: crate::matching::PatternError| error.to_string())
}

fn text(value: &Value) -> Result<&str, String> {
    match value {
        Value::String(text) => Ok(text),
        // A reference that says nothing refers to nothing: `exists(…)` of it is false.
        Value::Null => Ok(""),
        other => Err(format!("expected a string, got {}", other.type_name())),
    }
}

fn texts(value: &Value) -> Result<Vec<&str>, String> {
    match value {
        Value::List(items) => items.iter().map(text).collect(),
        one => text(one).map(|one| vec![one]),
    }
}

#[cfg(test)]
mod tests;
