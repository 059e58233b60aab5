//! What `terraform show -json` prints of a state or a plan: formats 0.1 to 1.x.
//!
//! Source: <https://developer.hashicorp.com/terraform/internals/json-format>.
//! A plan stands for the environment as it will be: `planned_values`, with what is unknown until
//! apply marked, data sources from `prior_state`, and changes made outside Terraform under `@drift`.
//! This file must not judge; it puts Terraform's words into the model.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::address::{address, instance_key, kind};
use super::{Collected, entry, line_of, outputs, text};
use crate::collect::json::MAX_DEPTH;
use crate::model::{Address, Key, Map, Origin, Path, Provenance, Resource, Segment, Value};

/// How the formats begin.
const STATE: &str = "terraform show -json of a state";
const PLAN: &str = "terraform show -json of a plan";

/// Returns whether a source of this format is a plan.
pub fn is_plan(format: &str) -> bool {
    format.starts_with(PLAN)
}

type ByAddress = HashMap<Address, usize, FixedState>;

/// Reads a document whose `format_version` is known to be supported.
pub(super) fn document(mut map: Map, version: &str) -> Collected {
    let is_plan = ["planned_values", "resource_changes", "prior_state", "configuration"]
        .iter()
        .any(|key| map.get(key).is_some());
    let what = if is_plan { PLAN } else { STATE };
    let mut collected = Collected::new(format!("{what}, format {version}"));
    settings(&mut map, &mut collected);
    if is_plan {
        plan(map, &mut collected);
    } else {
        state(map, &mut collected);
    }
    collected
}

fn state(mut map: Map, collected: &mut Collected) {
    if let Some(Value::Map(values)) = map.take("values") {
        state_values(values, false, collected);
    }
    checks(map.get("checks"), collected);
}

fn plan(mut map: Map, collected: &mut Collected) {
    let planned = map.take("planned_values");
    let changes = match map.take("resource_changes") {
        Some(Value::List(changes)) => changes.into_vec(),
        _ => Vec::new(),
    };
    let prior = match map.take("prior_state") {
        Some(Value::Map(mut prior)) => prior.take("values"),
        _ => None,
    };
    variables(&mut map, collected);
    match (planned, &prior) {
        (Some(Value::Map(planned)), _) if !planned.is_empty() => state_values(planned, false, collected),
        _ if !changes.is_empty() => {
            planned_from_changes(&changes, collected);
            if let Some(Value::Map(changes)) = map.take("output_changes") {
                output_changes(changes, collected);
            }
        }
        (_, Some(Value::Map(prior))) => state_values(prior.clone(), false, collected),
        _ => {}
    }
    let known: ByAddress =
        collected.resources.iter().enumerate().map(|(i, r)| (r.address.clone(), i)).collect();
    for change in changes {
        apply_plan(&change, &known, collected);
        apply_unknowns(change, &known, collected);
    }
    if let Some(Value::Map(prior)) = prior {
        // Data sources that were read already are not planned again.
        let mut data = Collected::default();
        state_values(prior, true, &mut data);
        collected.append_unless(data, |resource| known.contains_key(&resource.address));
    }
    if let Some(Value::List(drift)) = map.take("resource_drift") {
        for change in drift {
            apply_drift(&change, &known, collected);
        }
    }
    checks(map.get("checks"), collected);
}

impl Collected {
    /// Adds the resources of `other` but for those that `skip` names, with what is said of them.
    fn append_unless(&mut self, other: Collected, skip: impl Fn(&Resource) -> bool) {
        let mut moved = Vec::with_capacity(other.resources.len());
        for resource in other.resources {
            if skip(&resource) {
                moved.push(None);
            } else {
                moved.push(Some(self.resources.len()));
                self.resources.push(resource);
            }
        }
        let sensitive = other.sensitive.into_iter();
        self.sensitive.extend(sensitive.filter_map(|(at, path)| Some((moved.get(at).copied()??, path))));
    }
}

/// Reads a `values` object: outputs, and resources of all modules.
fn state_values(mut values: Map, only_data: bool, collected: &mut Collected) {
    if let Some(Value::Map(found)) = values.take("outputs")
        && !only_data
    {
        outputs(found, collected);
    }
    let mut modules: Vec<Value> = values.take("root_module").into_iter().collect();
    while let Some(module) = modules.pop() {
        let Value::Map(mut module) = module else { continue };
        if let Some(Value::List(children)) = module.take("child_modules") {
            modules.extend(children);
        }
        if let Some(Value::List(resources)) = module.take("resources") {
            for resource in resources {
                if let Value::Map(resource) = resource
                    && (!only_data || text(resource.get("mode")) == "data")
                {
                    self::resource(resource, collected);
                }
            }
        }
    }
}

fn resource(mut map: Map, collected: &mut Collected) {
    let data = text(map.get("mode")) == "data";
    let kind_name = text(map.get("type")).to_owned();
    let address = match text(map.get("address")) {
        "" => address("", data, &kind_name, text(map.get("name")), instance_key(map.get("index")).as_ref()),
        // Early formats leave the index out of the address.
        given => with_index(given, map.get("index")),
    };
    let line = line_of(&map);
    if map.get("deposed_key").is_some_and(|key| !key.is_empty()) {
        let existing = collected.resources.iter_mut().rev().find(|r| r.address == address);
        let count =
            existing.as_ref().and_then(|r| r.attributes.get("@deposed")).and_then(Value::as_i64).unwrap_or(0);
        let marker = entry("@deposed", Value::int(count + 1));
        match existing {
            Some(resource) => resource.attributes.extend([marker]),
            None => collected.resources.push(Resource {
                kind: kind(data, &kind_name),
                address,
                attributes: [marker].into_iter().collect(),
                ..Resource::default()
            }),
        }
        return;
    }
    let mut attributes = match map.take("values") {
        Some(Value::Map(values)) => values,
        _ => Map::default(),
    };
    if map.get("tainted").and_then(Value::as_bool) == Some(true) {
        attributes.extend([entry("@tainted", Value::Bool(true))]);
    }
    let index = collected.resources.len();
    if let Some(marks) = map.get("sensitive_values") {
        mark_sensitive(marks, index, &mut Path::root(), collected, 0);
    }
    collected.resources.push(Resource {
        kind: kind(data, &kind_name),
        address,
        attributes,
        provenance: Provenance { line, ..Provenance::default() },
        ..Resource::default()
    });
}

fn with_index(given: &str, index: Option<&Value>) -> Address {
    let plain = Address::new(given);
    match (plain.split_instance(), instance_key(index)) {
        ((_, None), Some(key)) => Address::new(format!("{given}[{key}]")),
        _ => plain,
    }
}

/// Notes every `true` in a tree of marks as a sensitive path.
fn mark_sensitive(marks: &Value, index: usize, path: &mut Path, collected: &mut Collected, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match marks {
        Value::Bool(true) if !path.is_root() => collected.sensitive.push((index, path.clone())),
        // The whole resource is sensitive; each attribute is.
        Value::Bool(true) => collected.sensitive.push((index, Path::root())),
        Value::Map(map) => {
            for (key, mark) in map {
                path.push(Segment::Key(key.as_str().into()));
                mark_sensitive(mark, index, path, collected, depth + 1);
                path.pop();
            }
        }
        Value::List(items) => {
            for (i, mark) in items.iter().enumerate() {
                path.push(Segment::Index(u32::try_from(i).unwrap_or(u32::MAX)));
                mark_sensitive(mark, index, path, collected, depth + 1);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Makes resources from the `after` of each change, for plans that were stripped of `planned_values`.
fn planned_from_changes(changes: &[Value], collected: &mut Collected) {
    for change in changes {
        let Value::Map(map) = change else { continue };
        let details = map.get("change");
        let Some(Value::Map(after)) = details.and_then(|c| c.get("after")) else { continue };
        let mut values = map.clone();
        values.take("change");
        values.extend([
            entry("values", Value::Map(after.clone())),
            entry(
                "sensitive_values",
                details.and_then(|c| c.get("after_sensitive")).cloned().unwrap_or_default(),
            ),
        ]);
        if values.get("deposed").is_none() {
            resource(values, collected);
        }
    }
}

fn output_changes(changes: Map, collected: &mut Collected) {
    let after = changes.into_entries().into_iter().map(|(name, mut change)| {
        let Value::Map(change) = &mut change else { return (name, Value::Null) };
        let sensitive = change.get("after_sensitive").and_then(Value::as_bool) == Some(true);
        let unknown = change.get("after_unknown").and_then(Value::as_bool) == Some(true);
        let value = if unknown { Value::Unknown } else { change.take("after").unwrap_or_default() };
        (name, Value::map([entry("value", value), entry("sensitive", Value::Bool(sensitive))]))
    });
    outputs(after.collect(), collected);
}

/// Puts [`Value::Unknown`] where `after_unknown` says so; `planned_values` leaves such attributes out.
fn apply_unknowns(change: Value, known: &ByAddress, collected: &mut Collected) {
    let Value::Map(mut change) = change else { return };
    let address = with_index(text(change.get("address")), change.get("index"));
    let Some(index) = known.get(&address).copied() else { return };
    if change.get("deposed").is_some_and(|key| !key.is_empty()) {
        return;
    }
    let Some(Value::Map(mut details)) = change.take("change") else { return };
    if let Some(marks) = details.get("after_sensitive") {
        mark_sensitive(marks, index, &mut Path::root(), collected, 0);
    }
    let (Some(unknown), Some(resource)) = (details.take("after_unknown"), collected.resources.get_mut(index))
    else {
        return;
    };
    let mut attributes = Value::Map(std::mem::take(&mut resource.attributes));
    merge_unknown(&mut attributes, unknown, 0);
    if let Value::Map(attributes) = attributes {
        resource.attributes = attributes;
    }
}

fn merge_unknown(value: &mut Value, unknown: Value, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match unknown {
        Value::Bool(true) => *value = Value::Unknown,
        Value::Map(marks) => {
            if value.is_null() && has_unknown(&marks) {
                *value = Value::Map(Map::default());
            }
            let Value::Map(map) = value else { return };
            let mut added = Vec::new();
            for (key, mark) in marks.into_entries() {
                match map.get_mut(&key) {
                    Some(inner) => merge_unknown(inner, mark, depth + 1),
                    None => {
                        let mut inner = Value::Null;
                        merge_unknown(&mut inner, mark, depth + 1);
                        if !inner.is_null() {
                            added.push((key, inner));
                        }
                    }
                }
            }
            if !added.is_empty() {
                map.extend(added);
            }
        }
        Value::List(marks) => {
            let Value::List(items) = value else { return };
            for (item, mark) in items.iter_mut().zip(marks) {
                merge_unknown(item, mark, depth + 1);
            }
        }
        _ => {}
    }
}

fn has_unknown(marks: &Map) -> bool {
    marks.iter().any(|(_, mark)| match mark {
        Value::Bool(unknown) => *unknown,
        Value::Map(inner) => has_unknown(inner),
        _ => false,
    })
}

/// Notes under `@plan` what a plan would do: its actions, and the attributes that it changes, before and after.
///
/// What it would destroy is not part of the environment as it will be, and is noted as code is.
fn apply_plan(change: &Value, known: &ByAddress, collected: &mut Collected) {
    let Some(details) = change.get("change") else { return };
    let actions = details.get("actions").and_then(Value::as_list).unwrap_or_default();
    let does = |what: &str| actions.iter().any(|action| action.as_str() == Some(what));
    if !does("create") && !does("update") && !does("delete")
        || change.get("deposed").is_some_and(|key| !key.is_empty())
    {
        return;
    }
    let before = details.get("before").and_then(Value::as_map);
    let after = details.get("after").and_then(Value::as_map);
    let is_unknown = |name: &Key| {
        details
            .get("after_unknown")
            .is_some_and(|marks| marks.get(name).is_some_and(|m| !m.is_empty() && *m != Value::Bool(false)))
    };
    let mut entries = vec![entry("actions", Value::list(actions.iter().cloned()))];
    if let (Some(before), Some(after)) = (before, after) {
        let differs = |name: &Key| {
            before.get(name).unwrap_or(&Value::Null) != after.get(name).unwrap_or(&Value::Null)
                || is_unknown(name)
        };
        let names: std::collections::BTreeSet<&Key> =
            before.iter().chain(after.iter()).map(|(name, _)| name).filter(|name| differs(name)).collect();
        let side = |of: &Map| {
            Value::map(names.iter().map(|name| ((*name).clone(), of.get(name).cloned().unwrap_or_default())))
        };
        entries.extend([entry("before", side(before)), entry("after", side(after))]);
    }
    let plan = entry("@plan", Value::map(entries));
    let address = with_index(text(change.get("address")), change.get("index"));
    let index = if let Some(index) = known.get(&address) {
        if let Some(resource) = collected.resources.get_mut(*index) {
            resource.attributes.extend([plan]);
        }
        *index
    } else {
        let data = text(change.get("mode")) == "data";
        let mut attributes = before.cloned().unwrap_or_default();
        attributes.extend([plan]);
        collected.resources.push(Resource {
            kind: kind(data, text(change.get("type"))),
            address,
            origin: Origin::Code,
            attributes,
            ..Resource::default()
        });
        let index = collected.resources.len() - 1;
        if let Some(marks) = details.get("before_sensitive") {
            mark_sensitive(marks, index, &mut Path::root(), collected, 0);
        }
        index
    };
    for (side, marks) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
        let Some(Value::Map(marks)) = details.get(marks) else { continue };
        for (name, mark) in marks {
            let mut path = Path::root().key("@plan").key(side).key(name);
            mark_sensitive(mark, index, &mut path, collected, 0);
        }
    }
}

/// Notes under `@drift` what was changed outside Terraform: attribute → `{before, after}`.
fn apply_drift(change: &Value, known: &ByAddress, collected: &mut Collected) {
    let Some(details) = change.get("change") else { return };
    let address = with_index(text(change.get("address")), change.get("index"));
    let before = details.get("before").and_then(Value::as_map);
    let after = details.get("after").and_then(Value::as_map);
    let mut changed: Vec<(Key, Value)> = Vec::new();
    if let (Some(before), Some(after)) = (before, after) {
        let mut names: Vec<&Key> = before.iter().chain(after.iter()).map(|(key, _)| key).collect();
        names.sort();
        names.dedup();
        for name in names {
            let sides = (before.get(name).unwrap_or(&Value::Null), after.get(name).unwrap_or(&Value::Null));
            // A change from null to empty is how providers tidy up after an import; it means nothing.
            if sides.0 != sides.1 && !(sides.0.is_empty() && sides.1.is_empty()) {
                let pair = [entry("before", sides.0.clone()), entry("after", sides.1.clone())];
                changed.push((name.clone(), Value::map(pair)));
            }
        }
        if changed.is_empty() {
            return;
        }
    } else {
        // Deleted outside Terraform, or turned up where nothing was.
        let state = |side: Option<&Map>| Value::from(if side.is_some() { "present" } else { "absent" });
        let pair = [entry("before", state(before)), entry("after", state(after))];
        changed.push(entry("@existence", Value::map(pair)));
    }
    let drift = entry("@drift", Value::Map(Map::from_entries(changed)));
    let index = match known.get(&address) {
        Some(index) => {
            if let Some(resource) = collected.resources.get_mut(*index) {
                resource.attributes.extend([drift]);
            }
            *index
        }
        None => {
            let data = text(change.get("mode")) == "data";
            collected.resources.push(Resource {
                kind: kind(data, text(change.get("type"))),
                address,
                attributes: [drift].into_iter().collect(),
                ..Resource::default()
            });
            collected.resources.len() - 1
        }
    };
    for (side, marks) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
        let Some(Value::Map(marks)) = details.get(marks) else { continue };
        for (name, mark) in marks {
            let mut path = Path::root().key("@drift").key(name).key(side);
            mark_sensitive(mark, index, &mut path, collected, 0);
        }
    }
}

/// Reads `variables`, and which of them the configuration declares as sensitive.
fn variables(map: &mut Map, collected: &mut Collected) {
    let declared =
        map.get("configuration").and_then(|c| c.get("root_module")).and_then(|m| m.get("variables"));
    let mut attributes: Vec<(Key, Value)> = Vec::new();
    if let Some(Value::Map(declared)) = declared {
        for (name, declaration) in declared {
            if let Some(default) = declaration.get("default") {
                attributes.push((name.clone(), default.clone()));
            }
        }
    }
    let index = collected.resources.len();
    if let Some(Value::Map(declared)) = declared {
        for (name, declaration) in declared {
            if declaration.get("sensitive").and_then(Value::as_bool) == Some(true) {
                collected.sensitive.push((index, Path::root().key(name)));
            }
        }
    }
    if let Some(Value::Map(given)) = map.take("variables") {
        for (name, variable) in given.into_entries() {
            if let Value::Map(mut variable) = variable {
                attributes.push((name, variable.take("value").unwrap_or_default()));
            }
        }
    }
    if attributes.is_empty() {
        collected.sensitive.retain(|(at, _)| *at != index);
    } else {
        // Given values come after defaults, and the last wins.
        collected.push_own("variable", "var", Map::from_entries(attributes));
    }
}

/// Reads versions and module calls from the document and its `configuration`.
fn settings(map: &mut Map, collected: &mut Collected) {
    let mut attributes = Vec::new();
    if let Some(version) = map.get("terraform_version").filter(|v| !v.is_empty()) {
        attributes.push(entry("terraform_version", version.clone()));
    }
    let configuration = map.get("configuration");
    if let Some(Value::Map(providers)) = configuration.and_then(|c| c.get("provider_config")) {
        let constraints = providers.iter().filter_map(|(_, provider)| {
            let constraint = provider.get("version_constraint")?;
            let name = provider.get("full_name").or_else(|| provider.get("name"))?.as_str()?;
            Some((Key::new(name), Value::map([entry("constraint", constraint.clone())])))
        });
        let constraints: Map = constraints.collect();
        if !constraints.is_empty() {
            attributes.push(entry("providers", Value::Map(constraints)));
        }
    }
    let calls = configuration.and_then(|c| c.get("root_module")).and_then(|m| m.get("module_calls"));
    if let Some(Value::Map(calls)) = calls {
        let modules = calls.iter().map(|(name, call)| {
            let source = call.get("source").map(|source| entry("source", source.clone()));
            let version = call.get("version_constraint").map(|version| entry("version", version.clone()));
            (name.clone(), Value::map(source.into_iter().chain(version)))
        });
        attributes.push(entry("modules", Value::map(modules)));
    }
    if !attributes.is_empty() {
        collected.push_own("terraform_settings", "terraform", Map::from_entries(attributes));
    }
}

fn checks(checks: Option<&Value>, collected: &mut Collected) {
    for check in checks.and_then(Value::as_list).unwrap_or_default() {
        let name = text(check.get("address").and_then(|a| a.get("to_display")));
        if name.is_empty() {
            continue;
        }
        let mut attributes = vec![entry("status", check.get("status").cloned().unwrap_or_default())];
        let problems: Vec<Value> = check
            .get("instances")
            .and_then(Value::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(|instance| instance.get("problems").and_then(Value::as_list))
            .flatten()
            .filter_map(|problem| problem.get("message").cloned())
            .collect();
        if !problems.is_empty() {
            attributes.push(entry("failure_messages", Value::list(problems)));
        }
        collected.push_own("check", name, Map::from_entries(attributes));
    }
}
