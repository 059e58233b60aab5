//! What a plan tells of what runs: Terraform asked every provider, so that a plan is evidence for kinds that nothing
//! else reads.
//!
//! `@drift` holds what was changed outside Terraform, `@plan` what the plan would do. Both are taken out of the
//! resources here. What was read of what runs wins over what a plan saw.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;

use crate::collect::terraform;
use crate::model::{Map, Origin, Resource, Snapshot, Value};

const DRIFT: &str = "@drift";
const PLAN: &str = "@plan";
const EXISTENCE: &str = "@existence";

/// What plans tell of one resource.
#[derive(Clone, Debug, Default)]
pub(in crate::pipeline) struct Evidence {
    /// Attribute, to `before` and `after`.
    drift: Map,
    /// `actions`, and the attributes that it changes as `before` and `after`.
    plan: Map,
    /// The source of the plan.
    pub(super) source: u32,
}

/// The index of what was declared, and its id.
type Recorded = (usize, Option<String>);

/// What plans tell, by the index of what was declared.
pub(super) type Told = BTreeMap<usize, Evidence>;

/// Takes out of what was declared what plans tell of it.
///
/// A plan stands for the environment as it will be, so where it is all that is known of a resource, the resource is
/// put back to how it was.
pub(super) fn take(snapshot: &mut Snapshot) -> Told {
    let plans: BTreeSet<u32> = (0u32..)
        .zip(&snapshot.sources)
        .filter(|(_, source)| terraform::is_plan(&source.format))
        .map(|(at, _)| at)
        .collect();
    let mut recorded: HashMap<(String, String), Vec<Recorded>, FixedState> = HashMap::default();
    let key = |resource: &Resource| (resource.kind.to_string(), resource.address.as_str().to_owned());
    let id = |resource: &Resource| resource.attributes.get("id").and_then(Value::as_str).map(str::to_owned);
    for (at, resource) in snapshot.resources.iter().enumerate() {
        if resource.origin == Origin::Declared && !plans.contains(&resource.source) {
            recorded.entry(key(resource)).or_default().push((at, id(resource)));
        }
    }
    let mut told = Told::new();
    for (at, resource) in snapshot.resources.iter_mut().enumerate() {
        let mut remove = |name: &str| match resource.attributes.remove(name) {
            Some(Value::Map(map)) => map,
            _ => Map::default(),
        };
        let (drift, plan) = (remove(DRIFT), remove(PLAN));
        if !plans.contains(&resource.source) {
            continue;
        }
        let evidence = Evidence { drift, plan, source: resource.source };
        let here = id(resource);
        let twins = recorded.get(&key(resource)).map(Vec::as_slice).unwrap_or_default();
        let is_same =
            |(_, there): &&(usize, Option<String>)| here.is_none() || there.is_none() || *there == here;
        if let Some((twin, _)) = twins.iter().find(is_same) {
            resource.origin = Origin::Code;
            told.insert(*twin, evidence);
        } else if resource.origin == Origin::Declared || evidence.does("delete") {
            for (name, value) in evidence.plan.get("before").and_then(Value::as_map).into_iter().flatten() {
                resource.attributes.insert(name.clone(), value.clone());
            }
            for (name, value) in evidence.changed("before").into_entries() {
                resource.attributes.insert(name, value);
            }
            // What the plan is to make is not there yet.
            let is_new = evidence.does("create") && !evidence.does("delete") && !evidence.is_gone();
            resource.origin = if is_new { Origin::Code } else { Origin::Declared };
            told.insert(at, evidence);
        }
    }
    told
}

impl Evidence {
    /// Returns whether the plan has this among its actions.
    pub(in crate::pipeline) fn does(&self, action: &str) -> bool {
        let actions = self.plan.get("actions").and_then(Value::as_list).unwrap_or_default();
        actions.iter().any(|known| known.as_str() == Some(action))
    }

    /// Returns what the plan makes of an attribute that it changes.
    pub(in crate::pipeline) fn planned(&self, attribute: &str) -> Option<&Value> {
        self.plan.get("after")?.get(attribute)
    }

    /// Returns whether the plan found it gone.
    pub(in crate::pipeline) fn is_gone(&self) -> bool {
        let after = self.drift.own(EXISTENCE).and_then(|existence| existence.get("after"));
        after.and_then(Value::as_str) == Some("absent")
    }

    /// Returns whether the plan found it as it was.
    pub(super) fn is_unchanged(&self) -> bool {
        self.drift.is_empty()
    }

    /// Returns the attributes that were changed outside Terraform, as they were `before` or `after` it.
    pub(super) fn changed(&self, side: &str) -> Map {
        let attributes = self.drift.iter().filter(|(name, _)| name.as_str() != EXISTENCE);
        attributes.map(|(name, sides)| (name.clone(), sides.get(side).cloned().unwrap_or_default())).collect()
    }

    /// Makes what runs of what was declared, as the plan saw it; sets what was declared to what it was before.
    pub(super) fn apply(&self, declared: &mut Resource) -> Resource {
        declared.attributes.extend(self.changed("before").into_entries());
        let mut live = Resource { origin: Origin::Live, ..declared.clone() };
        live.attributes.extend(self.changed("after").into_entries());
        live
    }
}
