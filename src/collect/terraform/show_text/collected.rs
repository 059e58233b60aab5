//! A shown state as resources of the model, with the markers that every reader of Terraform gives.

use super::{ShowText, ShownResource};
use crate::collect::terraform::address::kind;
use crate::collect::terraform::{Collected, entry};
use crate::model::{Address, Key, Map, Provenance, Resource, Value};

impl From<ShowText> for Collected {
    fn from(shown: ShowText) -> Self {
        let mut collected = Self::new("terraform show text of a state");
        for resource in shown.resources {
            add(resource, &mut collected.resources);
        }
        if !shown.outputs.is_empty() {
            let outputs: Map =
                shown.outputs.into_iter().map(|(name, value)| (Key::new(&name), value)).collect();
            collected.push_own("output", "output", outputs);
        }
        collected.warnings = shown.warnings;
        collected.missing = shown.missing;
        collected
    }
}

fn add(shown: ShownResource, resources: &mut Vec<Resource>) {
    let address = Address::new(shown.address);
    let mut attributes = shown.attributes;
    if shown.deposed.is_some() {
        // A deposed object is no resource of its own: it is printed right after the one that replaced it.
        let current = resources.last_mut().filter(|last| last.address == address);
        let before = current.as_ref().and_then(|current| current.attributes.get("@deposed")?.as_i64());
        let marker = entry("@deposed", Value::int(before.unwrap_or(0) + 1));
        if let Some(current) = current {
            current.attributes.extend([marker]);
            return;
        }
        attributes = [marker].into_iter().collect();
    } else if shown.tainted {
        attributes.extend([entry("@tainted", Value::Bool(true))]);
    }
    resources.push(Resource {
        kind: kind(shown.mode_data, &shown.kind),
        address,
        attributes,
        provenance: Provenance { line: Some(shown.line), ..Provenance::default() },
        ..Resource::default()
    });
}
