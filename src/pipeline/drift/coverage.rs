//! How far what runs was read, and how far what was declared reaches: outside of that, nothing is missing and
//! nothing is unmanaged.
//!
//! This file must not take for absent what nobody looked at. Where it is not certain that something was read,
//! the answer is that it is not known.

use std::collections::{BTreeSet, HashSet};

use foldhash::fast::FixedState;

use crate::model::{CLUSTER, Origin, Place, Resource, Sides, Snapshot};
use crate::normalize::Side;
use crate::pair::Pair;
use crate::pipeline::Settings;
use crate::pipeline::joined::{Joined, Kinds, Seen};

pub(super) struct Coverage<'a> {
    /// Kinds of which something was declared.
    declared: HashSet<&'a str, FixedState>,
    /// Kinds of which something that runs was read.
    kinds: HashSet<&'a str, FixedState>,
    /// The same with the namespaces in which it was.
    read: HashSet<(&'a str, Option<&'a str>), FixedState>,
    /// Kinds and names of what runs, wherever it does.
    names: HashSet<(&'a str, &'a str), FixedState>,
    /// Whether the whole API of a cluster was asked: only then its facts are among what runs.
    whole: bool,
    /// What runs, with how completely it was read.
    live: &'a Snapshot,
    /// Whether all of what was declared was read.
    declared_completely: bool,
    /// Namespaces that the configuration names; none means all.
    asked: BTreeSet<&'a str>,
    /// Namespaces in which something was declared.
    touched: BTreeSet<&'a str>,
    /// What runs in a cloud, and how far that was read.
    cloud: Option<&'a Joined>,
    kinds_of_cloud: Kinds<'a>,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(
        sides: Sides<&'a Side<'a>>,
        pairs: &[Pair],
        settings: &Settings<'a>,
        cloud: Option<&'a Joined>,
    ) -> Self {
        let snapshots = sides.map(|side| side.snapshot);
        let environment = settings.config.environment(&snapshots.right.environment);
        let clusters = environment.map(|environment| environment.kubernetes.as_slice()).unwrap_or_default();
        // One cluster that is read whole makes every namespace one that was asked for.
        let all = clusters.iter().any(|cluster| cluster.namespaces.is_empty());
        let asked = clusters.iter().filter(|_| !all).flat_map(|cluster| &cluster.namespaces);
        let declared = || snapshots.left.resources.iter().filter(|r| r.origin != Origin::Code);
        let mut touched: BTreeSet<&str> =
            declared().filter_map(Resource::place).filter_map(|p| p.namespace).collect();
        // What was declared without a namespace is where its pair runs.
        let paired = pairs.iter().filter_map(|pair| snapshots.right.resources.get(pair.right as usize));
        touched.extend(paired.filter_map(Resource::place).filter_map(|place| place.namespace));
        touched.extend(clusters.iter().flat_map(|cluster| &cluster.namespaces).map(String::as_str));
        let live = || snapshots.right.resources.iter().map(|r| (r.kind.as_str(), r.place()));
        Self {
            declared: declared().map(|resource| resource.kind.as_str()).collect(),
            kinds: live().map(|(kind, _)| kind).collect(),
            read: live().map(|(kind, place)| (kind, place.and_then(|place| place.namespace))).collect(),
            names: live().filter_map(|(kind, place)| Some((kind, place?.name))).collect(),
            whole: snapshots.right.resources.iter().any(|resource| resource.kind == CLUSTER),
            live: snapshots.right,
            declared_completely: snapshots.left.is_complete(),
            asked: asked.map(String::as_str).collect(),
            touched,
            cloud,
            kinds_of_cloud: Kinds::new(settings.knowledge),
        }
    }

    /// Returns whether something was seen running in a cloud.
    pub(super) fn is_of_cloud(&self, resource: &Resource) -> bool {
        self.cloud.is_some_and(|cloud| cloud.is_settled(resource))
    }

    /// Returns whether something that was declared would have been found if it ran.
    pub(super) fn declared(&self, resource: &Resource) -> Seen {
        let kind = resource.kind.as_str();
        let place = resource.place();
        if let (Some(cloud), None) = (self.cloud, place) {
            return cloud.seen(resource, &self.kinds_of_cloud);
        }
        let namespace = place.and_then(|place| place.namespace);
        // A dump of some namespaces says nothing of the others.
        let is_read = match place {
            Some(Place { namespace: None, name }) => {
                if self.names.contains(&(kind, name)) {
                    // It runs, in one namespace or another of several.
                    return Seen::Unknown;
                }
                self.kinds.contains(kind)
            }
            _ => self.read.contains(&(kind, namespace)),
        };
        if let Some(place) = place
            && !self.asked.is_empty()
        {
            match place.namespace {
                Some(namespace) if !self.asked.contains(namespace) => return Seen::Outside,
                // Namespaces are read one by one then, and what stands in none may not be.
                None if !is_read => return Seen::Outside,
                _ => {}
            }
        }
        let refused = self.live.may_lack(kind, resource.address.as_str(), &str::to_owned);
        let was_asked = is_read || self.whole && place.is_some();
        if was_asked && !refused { Seen::Yes } else { Seen::Unknown }
    }

    /// Returns whether something that runs would have been declared where declarations were looked at.
    pub(super) fn live(&self, resource: &Resource, needs_both: bool) -> Seen {
        if let Some(place) = resource.place() {
            match place.namespace {
                Some(namespace) if self.touched.contains(namespace) => {}
                // Manifests rarely declare all of a cluster.
                _ => return Seen::Outside,
            }
        }
        if !self.declared_completely || needs_both && !self.declared.contains(resource.kind.as_str()) {
            return Seen::Unknown;
        }
        Seen::Yes
    }
}
