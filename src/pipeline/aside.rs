//! What is looked at for causes and not compared: declarations beside what runs.
//!
//! Where one environment holds a running system and what was declared for it, two environments are compared
//! by what runs. To hold one against the other is another comparison, which leaves this out.

use std::collections::BTreeSet;

use super::joined;
use crate::model::{Origin, Resource, SetAside, Sides, Snapshot};
use crate::normalize::knowledge::Knowledge;

/// Two environments of which what runs stands for what was declared.
#[derive(Default)]
pub(super) struct Beside {
    /// Those of which something was set aside.
    pub(super) snapshots: Sides<Option<Snapshot>>,
    pub(super) set_aside: SetAside,
    pub(super) notes: Vec<String>,
}

/// Sets declarations aside that what runs stands for.
pub(super) fn beside(snapshots: Sides<&Snapshot>, knowledge: &Knowledge) -> Beside {
    let mut beside = Beside::default();
    let both_run = joined::is_of_account(snapshots.left) && joined::is_of_account(snapshots.right);
    let mut prepare = |snapshot: &Snapshot| {
        let mut made = declared_beside_live(snapshot);
        if let Some((joined, gone)) = joined::stand_in(made.as_ref().unwrap_or(snapshot), knowledge) {
            if gone > 0 {
                beside.notes.push(format!(
                    "{gone} declared for {} do not run and were not compared: `driftgate drift` tells which",
                    snapshot.environment
                ));
            }
            made = Some(joined);
        }
        if both_run {
            let mut folded = made.unwrap_or_else(|| snapshot.clone());
            beside.set_aside.equivalent += joined::fold(&mut folded, knowledge) as u64;
            made = Some(folded);
        }
        made
    };
    let (left, right) = (prepare(snapshots.left), prepare(snapshots.right));
    beside.snapshots = Sides::new(left, right);
    beside
}

/// Returns a snapshot of which the declarations are set aside, when it holds what runs, too.
///
/// A source belongs to what runs when a kind of it was seen running: a state of other things beside a
/// cluster is compared.
fn declared_beside_live(snapshot: &Snapshot) -> Option<Snapshot> {
    let of = |origin: Origin| snapshot.resources.iter().filter(move |resource| resource.origin == origin);
    // What runs in a cloud is joined with what declares it, one by one.
    let is_of_cloud = |resource: &&Resource| {
        snapshot.sources.get(resource.source as usize).is_some_and(|source| source.scope.cloud.is_some())
    };
    let live: BTreeSet<&str> = of(Origin::Live)
        .filter(|resource| !is_of_cloud(resource))
        .map(|resource| resource.kind.as_str())
        .collect();
    if live.is_empty() {
        return None;
    }
    let sources: BTreeSet<u32> = of(Origin::Declared)
        .filter(|resource| live.contains(resource.kind.as_str()))
        .map(|resource| resource.source)
        .collect();
    if sources.is_empty() {
        return None;
    }
    let mut snapshot = snapshot.clone();
    for resource in &mut snapshot.resources {
        if resource.origin == Origin::Declared && sources.contains(&resource.source) {
            resource.origin = Origin::Code;
        }
    }
    Some(snapshot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Address;

    fn resource(kind: &str, origin: Origin, source: u32) -> Resource {
        Resource { kind: kind.into(), address: Address::new(kind), origin, source, ..Resource::default() }
    }

    #[test]
    fn only_declarations_of_what_runs_are_set_aside() {
        let live = resource("a", Origin::Live, 0);
        let manifests = [resource("a", Origin::Declared, 1), resource("b", Origin::Declared, 1)];
        let state = resource("c", Origin::Declared, 2);
        let snapshot = |resources: Vec<Resource>| Snapshot { resources, ..Snapshot::default() };
        let mixed = snapshot([vec![live.clone()], manifests.to_vec(), vec![state.clone()]].concat());
        let aside = declared_beside_live(&mixed).unwrap();
        let origins: Vec<Origin> = aside.resources.iter().map(|resource| resource.origin).collect();
        assert_eq!(origins, [Origin::Live, Origin::Code, Origin::Code, Origin::Declared]);
        assert_eq!(declared_beside_live(&snapshot(manifests.to_vec())), None);
        assert_eq!(declared_beside_live(&snapshot(vec![live, state])), None);
    }
}
