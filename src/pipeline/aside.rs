//! What is looked at for causes and not compared: declarations beside what runs.
//!
//! Where one environment holds a running system and what was declared for it, two environments are compared
//! by what runs. To hold one against the other is another comparison, which leaves this out.

use std::collections::BTreeSet;

use crate::model::{Origin, Snapshot};

/// Returns a snapshot of which the declarations are set aside, when it holds what runs, too.
///
/// A source belongs to what runs when a kind of it was seen running: a state of other things beside a
/// cluster is compared.
pub(super) fn declared_beside_live(snapshot: &Snapshot) -> Option<Snapshot> {
    let of = |origin: Origin| snapshot.resources.iter().filter(move |resource| resource.origin == origin);
    let live: BTreeSet<&str> = of(Origin::Live).map(|resource| resource.kind.as_str()).collect();
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
    use crate::model::{Address, Resource};

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
