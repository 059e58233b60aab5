//! How much of what was declared was looked at, by kind and by source.

use std::collections::BTreeMap;

use super::{Fates, Joined};
use crate::model::{Coverage, Covered};

/// Counts what was declared of the providers that were read; `None` where nothing of them was declared.
pub(super) fn of(joined: &Joined, fates: &Fates) -> Option<Coverage> {
    let left = &joined.snapshots.left;
    let (mut by_kind, mut by_source) = (BTreeMap::new(), BTreeMap::new());
    let mut all = (0, 0);
    for (at, is_read) in fates {
        let Some(resource) = left.resources.get(*at) else { continue };
        if !joined.reach.is_of_provider(&resource.kind) {
            continue;
        }
        let source = left.sources.get(resource.source as usize).map_or("", |source| source.name.as_str());
        let counts = [
            &mut all,
            by_kind.entry(resource.kind.to_string()).or_insert((0, 0)),
            by_source.entry(source.to_owned()).or_insert((0, 0)),
        ];
        for (declared, read) in counts {
            *declared += 1;
            *read += usize::from(*is_read);
        }
    }
    let (declared, read) = all;
    let listed = |counts: BTreeMap<String, (usize, usize)>| {
        let of = |(name, (declared, read))| Covered { name, declared, read };
        let mut listed: Vec<Covered> = counts.into_iter().map(of).collect();
        // What was read least comes first, and of that the most.
        listed.sort_by_key(|one| (one.percent(), std::cmp::Reverse(one.declared - one.read)));
        listed
    };
    (declared > 0).then(|| Coverage {
        declared,
        read,
        by_kind: listed(by_kind),
        by_source: listed(by_source),
    })
}
