//! One object of the Kubernetes API put into the model.
//!
//! Here bookkeeping of the server leaves the attributes: what says who wrote what goes into the provenance,
//! and copies of the object inside itself are dropped. This file must not do I/O, and must not compare.

use compact_str::{CompactString, format_compact};

use super::yaml::LINES;
use super::{defaults, schema};
use crate::collect::json::LINE;
use crate::model::{Address, Key, Manager, Map, Origin, Provenance, Resource, Value};

/// The annotation in which `kubectl apply` keeps the manifest: a copy of the object, secrets included.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Why a value is no object of the Kubernetes API; reads after the place of the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnObject {
    /// It is a text, a number or a list.
    #[error("expected a Kubernetes object, found a value of type {0}")]
    NoMap(&'static str),
    /// A member that every object has is missing or is no text.
    #[error("a Kubernetes object needs `{0}`, and it must be a text")]
    Without(&'static str),
}

/// Returns whether a value looks like an object of the Kubernetes API, or a list of them.
pub fn is_object(value: &Value) -> bool {
    let text = |key: &str| value.get(key).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    text("apiVersion") && text("kind")
}

/// Takes objects apart, all of one input.
pub struct Objects<'a> {
    /// The namespace of objects that should have one and name none; `None` leaves them without.
    pub namespace: Option<&'a str>,
    /// Whether a kind, as `Deployment.apps`, belongs to no namespace.
    pub is_cluster_scoped: &'a dyn Fn(&str) -> bool,
}

impl Objects<'_> {
    /// Puts an object into the model; the items of a `List` become a resource each.
    ///
    /// `line` is where it begins; what a reader noted in the object itself is more exact and wins.
    ///
    /// # Errors
    /// The first value that is no object.
    pub fn read(&self, value: Value, line: Option<u32>, into: &mut Vec<Resource>) -> Result<(), NotAnObject> {
        let mut map = match value {
            Value::Map(map) => map,
            other => return Err(NotAnObject::NoMap(other.type_name())),
        };
        let text = |map: &Map, key: &'static str| {
            let text = map.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
            text.map(CompactString::from).ok_or(NotAnObject::Without(key))
        };
        let (api_version, kind) = (text(&map, "apiVersion")?, text(&map, "kind")?);
        let line = take_line(&mut map).or(line);
        let lines = map.remove(LINES);
        // `List`, and `PodList` and its like as a server answers; a custom kind may end in `List`, too.
        if let Some(item_kind) = kind.strip_suffix("List")
            && let Some(Value::List(items)) = map.get_mut("items").map(std::mem::take)
        {
            for mut item in items.into_vec() {
                // A server leaves out of the items what the list says of all.
                if let Value::Map(item) = &mut item
                    && !item_kind.is_empty()
                {
                    fill(item, "apiVersion", &api_version);
                    fill(item, "kind", item_kind);
                }
                self.read(item, line, into)?;
            }
            return Ok(());
        }
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        let kind = if group.is_empty() { kind } else { format_compact!("{kind}.{group}") };
        let mut managers = Vec::new();
        let (mut name, mut namespace, mut owner) = (CompactString::default(), None, None);
        let mut is_live = false;
        if let Some(Value::Map(metadata)) = map.get_mut("metadata") {
            managers = take_managers(metadata);
            let text = |key: &str| metadata.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
            name = text("name").or(text("generateName")).unwrap_or_default().into();
            namespace = text("namespace").map(CompactString::from);
            owner = controller(metadata);
            // Only a server gives an object its uid.
            is_live = text("uid").is_some();
            if let Some(Value::Map(annotations)) = metadata.get_mut("annotations") {
                annotations.remove(LAST_APPLIED);
            }
        }
        if namespace.is_none()
            && let Some(given) = self.namespace
            && !(self.is_cluster_scoped)(&kind)
        {
            namespace = Some(given.into());
            // As `kubectl --namespace` sends it.
            if let Some(Value::Map(metadata)) = map.get_mut("metadata") {
                metadata.insert(Key::new("namespace"), Value::string(given));
            }
        }
        let address = match namespace {
            Some(namespace) => Address::new(format!("{namespace}/{kind}/{name}")),
            None => Address::new(format!("{kind}/{name}")),
        };
        // What runs was declared elsewhere.
        let attributes = if is_live { Vec::new() } else { places(&map, lines, line) };
        let mut resource = Resource {
            kind,
            address,
            origin: if is_live { Origin::Live } else { Origin::Declared },
            owner,
            attributes: map,
            provenance: Provenance { line, attributes, managers, ..Provenance::default() },
            ..Resource::default()
        };
        defaults::apply(&mut resource);
        schema::learn(&mut resource);
        into.push(resource);
        Ok(())
    }
}

/// Takes the line that a reader noted.
fn take_line(map: &mut Map) -> Option<u32> {
    map.remove(LINE).as_ref().and_then(Value::as_i64).and_then(|line| u32::try_from(line).ok())
}

/// Returns where attributes stand, in a file that the caller names: their own lines, or that of the object.
fn places(map: &Map, lines: Option<Value>, line: Option<u32>) -> Vec<(Key, CompactString, u32)> {
    let file = CompactString::default;
    if let Some(Value::Map(lines)) = lines {
        let lines = lines.into_entries().into_iter();
        let place = |(key, line): (Key, Value)| Some((key, file(), u32::try_from(line.as_i64()?).ok()?));
        return lines.filter_map(place).collect();
    }
    let Some(line) = line else { return Vec::new() };
    map.iter().map(|(key, _)| (key.clone(), file(), line)).collect()
}

fn fill(map: &mut Map, key: &str, text: &str) {
    if map.get(key).is_none() {
        map.insert(Key::new(key), Value::string(text));
    }
}

/// Takes who wrote what out of the metadata.
fn take_managers(metadata: &mut Map) -> Vec<Manager> {
    let Some(Value::List(entries)) = metadata.remove("managedFields") else { return Vec::new() };
    let manager = |entry: Value| {
        let Value::Map(mut entry) = entry else { return None };
        let fields = match entry.remove("fieldsV1") {
            Some(Value::Map(fields)) => fields,
            _ => Map::default(),
        };
        let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        let time = text("time").parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
        Some(Manager {
            name: text("manager").into(),
            operation: text("operation").into(),
            subresource: text("subresource").into(),
            time,
            fields,
        })
    };
    entries.into_vec().into_iter().filter_map(manager).collect()
}

/// Returns the controller that an object belongs to, as kind and name.
fn controller(metadata: &Map) -> Option<CompactString> {
    let owners = metadata.get("ownerReferences")?.as_list()?;
    let owner = owners.iter().find(|owner| owner.get("controller") == Some(&Value::Bool(true)))?;
    let text = |key: &str| owner.get(key).and_then(Value::as_str);
    let (kind, name) = (text("kind")?, text("name")?);
    Some(match text("apiVersion")?.split_once('/') {
        Some((group, _)) => format_compact!("{kind}.{group}/{name}"),
        None => format_compact!("{kind}/{name}"),
    })
}
