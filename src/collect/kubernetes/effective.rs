//! The environment that each container really gets: literals, keys of ConfigMaps and Secrets, and whole
//! ConfigMaps and Secrets, in the order in which one takes the place of another.
//!
//! The outcome is `@env`, by container and variable, and `@derived`, which says of each variable that comes
//! from elsewhere where that is. This file must not open secrets: it hands fingerprints on.
//!
//! Source: <https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/>

use std::collections::BTreeMap;

use super::facts::{World, address, below, parts, text};
use crate::model::{Key, Map, Origin, Path, Resource, Segment, Value};

/// The effective environment: by container, by variable.
const ENV: &str = "@env";
/// Where values come from: by path, a list of address and path.
const DERIVED: &str = "@derived";
/// In the place of variables: what a container takes whole, and what is not there.
const FROM: &str = "@from";

/// Where the object that names a value stands in a container, and of which kind the object is.
const KEYS: [(&str, &str); 2] = [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")];
const WHOLE: [(&str, &str); 2] = [("configMapRef", "ConfigMap"), ("secretRef", "Secret")];

/// Returns `@env` and `@derived` of each workload that is compared, by its index.
pub(super) fn environments(world: &World<'_>) -> Vec<(usize, Vec<(Key, Value)>)> {
    let mut found = Vec::new();
    for (index, resource) in world.resources.iter().enumerate() {
        // What a controller made has the environment of what it was made of.
        if resource.owner.is_some() {
            continue;
        }
        let Some(at) = pod(&resource.kind) else { continue };
        let Some(spec) = below(&resource.attributes, at).and_then(Value::as_map) else { continue };
        let mut workload = Workload {
            world,
            is_live: resource.origin == Origin::Live,
            namespace: parts(resource).0,
            derived: BTreeMap::new(),
        };
        let mut containers = Vec::new();
        for container in ["initContainers", "containers"].iter().flat_map(|list| items(spec, list)) {
            if let Some(name) = text(container, &["name"]) {
                containers.push((Key::new(name), Value::Map(workload.container(name, container))));
            }
        }
        workload.volumes(spec, at);
        let derived = workload.derived.into_iter().map(|(path, from)| (Key::new(&path), from));
        found
            .push((index, vec![(ENV.into(), Value::map(containers)), (DERIVED.into(), Value::map(derived))]));
    }
    found
}

/// Returns where a kind of workload describes its pods.
fn pod(kind: &str) -> Option<&'static [&'static str]> {
    match kind {
        "Pod" => Some(&["spec"]),
        "ReplicationController"
        | "Deployment.apps"
        | "StatefulSet.apps"
        | "DaemonSet.apps"
        | "ReplicaSet.apps"
        | "Job.batch" => Some(&["spec", "template", "spec"]),
        "CronJob.batch" => Some(&["spec", "jobTemplate", "spec", "template", "spec"]),
        _ => None,
    }
}

/// Returns the maps in a list.
fn items<'m>(map: &'m Map, list: &str) -> impl Iterator<Item = &'m Map> {
    map.get(list).and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_map)
}

/// What came of looking for the object that a container names.
enum Looked<'a> {
    Found(&'a Resource),
    /// It is not there, where everything was read.
    Absent,
    /// It may be elsewhere: only some objects are known.
    Elsewhere,
    /// It, or objects like it, could not be read.
    Unread,
}

struct Workload<'w, 'a> {
    world: &'w World<'a>,
    is_live: bool,
    namespace: Option<&'w str>,
    derived: BTreeMap<String, Value>,
}

impl<'a> Workload<'_, 'a> {
    fn container(&mut self, container: &str, spec: &Map) -> Map {
        let mut variables: BTreeMap<String, Value> = BTreeMap::new();
        let mut from = Vec::new();
        for source in items(spec, "envFrom") {
            let prefix = text(source, &["prefix"]).unwrap_or_default();
            for (member, kind) in WHOLE {
                if let Some(reference) = source.get(member).and_then(Value::as_map) {
                    let rest = self.whole(container, prefix, (member, kind), reference, &mut variables);
                    from.extend(rest);
                }
            }
        }
        for variable in items(spec, "env") {
            let Some(name) = text(variable, &["name"]) else { continue };
            self.derived.remove(&path(container, name));
            let value = match (variable.get("value"), variable.get("valueFrom").and_then(Value::as_map)) {
                (Some(value), _) if !value.is_null() => Some(value.clone()),
                (_, Some(reference)) => self.referred(container, name, reference),
                _ => Some(Value::string("")),
            };
            match value {
                Some(value) => variables.insert(name.to_owned(), value),
                None => variables.remove(name),
            };
        }
        let mut variables: Map =
            variables.into_iter().map(|(name, value)| (Key::new(&name), value)).collect();
        if !from.is_empty() {
            variables.insert(FROM.into(), Value::map(from));
        }
        variables
    }

    /// Adds all entries of a ConfigMap or Secret; returns the reference when it leads nowhere.
    fn whole(
        &mut self,
        container: &str,
        prefix: &str,
        (member, kind): (&str, &str),
        reference: &Map,
        variables: &mut BTreeMap<String, Value>,
    ) -> Option<(Key, Value)> {
        let name = text(reference, &["name"])?;
        let rest = |value| Some((Key::new(&format!("{prefix}{member} {name}")), value));
        let source = match self.look(kind, name) {
            Looked::Found(source) => source,
            Looked::Unread => return rest(Value::Unknown),
            Looked::Absent if is_optional(reference) => return None,
            Looked::Absent | Looked::Elsewhere => return rest(Value::Map(reference.clone())),
        };
        match source.attributes.get("data") {
            Some(Value::Map(data)) => {
                for (key, value) in data {
                    // No variable can have such a name, and the kubelet passes it over.
                    if key.is_empty() || key.contains('=') {
                        continue;
                    }
                    let name = format!("{prefix}{key}");
                    self.note(path(container, &name), source, key);
                    variables.insert(name, value.clone());
                }
                None
            }
            None | Some(Value::Null) => None,
            // Sealed as a whole: which variables it holds is not known.
            Some(sealed) => rest(sealed.clone()),
        }
    }

    /// Returns what a variable refers to; `None` when it is not set at all.
    fn referred(&mut self, container: &str, variable: &str, reference: &Map) -> Option<Value> {
        for (member, kind) in KEYS {
            let Some(inner) = reference.get(member).and_then(Value::as_map) else { continue };
            let (Some(name), Some(key)) = (text(inner, &["name"]), text(inner, &["key"])) else { continue };
            let source = match self.look(kind, name) {
                Looked::Found(source) => source,
                Looked::Unread => return Some(Value::Unknown),
                Looked::Absent if is_optional(inner) => return None,
                Looked::Absent | Looked::Elsewhere => return Some(Value::Map(reference.clone())),
            };
            return match source.attributes.get("data") {
                Some(Value::Map(data)) if data.get(key).is_some() => {
                    self.note(path(container, variable), source, key);
                    data.get(key).cloned()
                }
                Some(Value::Map(_) | Value::Null) | None if is_optional(inner) => None,
                Some(Value::Map(_) | Value::Null) | None => Some(Value::Map(reference.clone())),
                Some(_) => Some(Value::Unknown),
            };
        }
        Some(Value::Map(field(reference)))
    }

    /// Looks for what a pod names: a running pod gets what runs, a declared one may get either.
    fn look(&self, kind: &str, name: &str) -> Looked<'a> {
        let find = |is_live| self.world.find(is_live, kind, self.namespace, name);
        let found = find(self.is_live).or_else(|| if self.is_live { None } else { find(true) });
        match found {
            Some(found) => Looked::Found(found),
            None if self.world.is_unread(kind) => Looked::Unread,
            None if self.is_live && self.world.holds(true, kind) => Looked::Absent,
            None => Looked::Elsewhere,
        }
    }

    fn note(&mut self, path: String, source: &Resource, key: &str) {
        let at = Path::root().key("data").key(key).to_string();
        self.derived.insert(path, origin(source.address.as_str(), &at));
    }

    /// Notes which ConfigMaps and Secrets are mounted.
    fn volumes(&mut self, spec: &Map, at: &[&str]) {
        for volume in items(spec, "volumes") {
            let Some(name) = text(volume, &["name"]) else { continue };
            let direct = [
                (text(volume, &["configMap", "name"]), "ConfigMap"),
                (text(volume, &["secret", "secretName"]), "Secret"),
            ];
            let projected = volume.get("projected").and_then(Value::as_map);
            let projected = projected.into_iter().flat_map(|projected| items(projected, "sources"));
            let projected = projected.flat_map(|source| {
                [
                    (text(source, &["configMap", "name"]), "ConfigMap"),
                    (text(source, &["secret", "name"]), "Secret"),
                ]
            });
            for (source, kind) in direct.into_iter().chain(projected) {
                let Some(source) = source else { continue };
                let segments = at.iter().chain(&["volumes"]).map(|key| Segment::Key((*key).into()));
                let element = Segment::Element([("name".into(), name.into())].into());
                let path: Path = segments.chain([element]).collect();
                let source = address(kind, self.namespace, source);
                self.derived.insert(path.to_string(), origin(&source, "data"));
            }
        }
    }
}

fn origin(address: &str, path: &str) -> Value {
    Value::list([Value::string(address), Value::string(path)])
}

fn path(container: &str, variable: &str) -> String {
    Path::root().key(ENV).key(container).key(variable).to_string()
}

fn is_optional(reference: &Map) -> bool {
    reference.get("optional") == Some(&Value::Bool(true))
}

/// Returns a reference to a field of the pod without what the server fills in.
fn field(reference: &Map) -> Map {
    let mut reference = reference.clone();
    for (member, key, default) in [("fieldRef", "apiVersion", "v1"), ("resourceFieldRef", "divisor", "0")] {
        if let Some(Value::Map(inner)) = reference.get_mut(member)
            && inner.get(key).and_then(Value::as_str) == Some(default)
        {
            inner.remove(key);
        }
    }
    reference
}

#[cfg(test)]
mod tests {
    use crate::collect::json;
    use crate::collect::kubernetes::document;
    use crate::collect::kubernetes::facts::facts;
    use crate::model::{Missing, Path, Resource, Source, Status, Value};

    fn source(missing: &[&str]) -> Source {
        let missing = missing.iter().map(|what| Missing {
            what: (*what).to_owned(),
            kind: Some((*what).into()),
            ..Missing::default()
        });
        let missing: Vec<Missing> = missing.collect();
        Source {
            status: if missing.is_empty() { Status::Complete } else { Status::Partial(missing) },
            ..Source::default()
        }
    }

    /// The deployment of a world whose only container has this `env` and `envFrom`.
    fn deployment(container: &str, others: &str, missing: &[&str]) -> Resource {
        let text = format!(
            r#"{{"apiVersion": "v1", "kind": "List", "items": [
                {{"apiVersion": "apps/v1", "kind": "Deployment",
                  "metadata": {{"name": "web", "namespace": "shop", "uid": "1"}},
                  "spec": {{"template": {{"spec": {{"containers": [{{"name": "web", {container}}}]}}}}}}}},
                {{"apiVersion": "v1", "kind": "ConfigMap",
                  "metadata": {{"name": "other", "namespace": "elsewhere", "uid": "2"}}}}
                {others}]}}"#
        );
        let mut resources = document("test", json::parse(&text).unwrap().value, None).unwrap().resources;
        facts(&mut resources, &[source(missing)]);
        resources.into_iter().find(|resource| resource.kind == "Deployment.apps").unwrap()
    }

    fn env(resource: &Resource) -> String {
        resource.attributes.get("@env").and_then(|env| env.get("web")).unwrap().to_string()
    }

    fn map(name: &str, data: &str) -> String {
        format!(
            r#", {{"apiVersion": "v1", "kind": "ConfigMap", "data": {data},
                "metadata": {{"name": "{name}", "namespace": "shop", "uid": "{name}"}}}}"#
        )
    }

    #[test]
    fn what_stands_later_takes_the_place_of_what_stands_before() {
        let container = r#""envFrom": [{"configMapRef": {"name": "a"}}, {"prefix": "P_", "configMapRef": {"name": "a"}},
                {"configMapRef": {"name": "b"}}],
            "env": [{"name": "Z", "value": "own $(X)"}, {"name": "EMPTY"}, {"name": "X", "value": "first"}, {"name": "X", "value": "last"}]"#;
        let others = map("a", r#"{"X": "a", "Y": "a", "Z": "a", "a=b": ""}"#) + &map("b", r#"{"Y": "b"}"#);
        let web = deployment(container, &others, &[]);
        assert_eq!(
            env(&web),
            r#"{ EMPTY = "", P_X = "a", P_Y = "a", P_Z = "a", X = "last", Y = "b", Z = "own $(X)" }"#
        );
        let derived = web.attributes.get("@derived").unwrap();
        assert_eq!(derived.get("@env.web.Y").unwrap().to_string(), r#"["shop/ConfigMap/b", "data.Y"]"#);
        assert_eq!(derived.get("@env.web.P_Z").unwrap().to_string(), r#"["shop/ConfigMap/a", "data.Z"]"#);
        // What the container says itself comes from nowhere else.
        assert!(derived.get("@env.web.Z").is_none());
        for (path, _) in derived.as_map().unwrap() {
            assert!(path.parse::<Path>().is_ok(), "{path}");
        }
    }

    #[test]
    fn a_key_is_looked_up_and_a_field_stays_what_it_is() {
        let container = r#""env": [
            {"name": "A", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "log.level"}}},
            {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "none"}}},
            {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "none", "optional": true}}},
            {"name": "D", "valueFrom": {"configMapKeyRef": {"name": "gone", "key": "x", "optional": true}}},
            {"name": "E", "valueFrom": {"configMapKeyRef": {"name": "gone", "key": "x"}}},
            {"name": "F", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}}]"#;
        let web = deployment(container, &map("a", r#"{"log.level": "debug"}"#), &[]);
        assert_eq!(
            env(&web),
            r#"{ A = "debug", B = { configMapKeyRef = { key = "none", name = "a" } }, E = { configMapKeyRef = { key = "x", name = "gone" } }, F = { fieldRef = { fieldPath = "status.podIP" } } }"#
        );
        let from = web.attributes.get("@derived").and_then(|derived| derived.get("@env.web.A")).unwrap();
        assert_eq!(from.to_string(), r#"["shop/ConfigMap/a", "data[\"log.level\"]"]"#);
    }

    #[test]
    fn what_could_not_be_read_is_unknown_and_never_absent() {
        let container = r#""envFrom": [{"secretRef": {"name": "s", "optional": true}}],
            "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "x", "optional": true}}}]"#;
        let unread = deployment(container, "", &["Secret"]);
        let from = unread.attributes.get("@env").and_then(|env| env.get("web")).unwrap();
        assert_eq!(from.get("A"), Some(&Value::Unknown));
        assert_eq!(from.get("@from").and_then(|from| from.get("secretRef s")), Some(&Value::Unknown));
        // Nobody asked for Secrets: what they hold is not known either, and the reference stands for it.
        assert!(env(&deployment(container, "", &[])).contains("secretKeyRef"));
    }
}
