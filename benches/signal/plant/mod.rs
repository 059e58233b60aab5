//! Plants differences that mean something, and notes where each must be found.
//!
//! A planted difference is in prod alone, in a resource of its own. This file must not know what
//! driftgate finds.

mod edits;
mod whole;

use std::collections::BTreeSet;

use serde_json::Value;

use super::environment::{Environment, mark};
use super::random::Random;
use edits::{EDITS, Edit};

/// How often a difference must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Once, and above info.
    Once,
    /// Once; it is good to know and no more.
    Told,
    /// Not at all, or as info: nothing differs.
    Never,
}

/// One planted difference.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// Its class.
    pub(crate) class: &'static str,
    /// The resource, as dev or prod calls it.
    pub(crate) addresses: Vec<String>,
    /// The attribute, without keys of elements; empty when the whole resource is meant.
    pub(crate) path: String,
    /// How often it must be told.
    pub(crate) expected: Expected,
}

/// Plants one difference of each class that the environments have a place for.
pub(crate) fn plant(dev: &mut Environment, prod: &mut Environment, seed: u64) -> Vec<Planted> {
    let random = Random::new(seed, "plant");
    let mut planter = Planter { random, taken: BTreeSet::new(), planted: Vec::new(), gone: Vec::new() };
    planter.systematic(dev, prod);
    planter.inside(dev, prod);
    planter.repointed(dev, prod);
    planter.sibling(dev, prod);
    planter.left_behind(dev, prod);
    planter.renamed(dev, prod, false);
    planter.renamed(dev, prod, true);
    for (class, expected) in EDITED {
        planter.edit(class, expected, dev, prod);
    }
    planter.removed(dev, prod);
    planter.count(dev, prod);
    planter.added(prod);
    whole::take_out(prod, planter.gone);
    planter.planted
}

/// Classes of edits of one attribute.
const EDITED: [(&str, Expected); 17] = [
    ("scalar", Expected::Once),
    ("flag", Expected::Once),
    ("tag", Expected::Once),
    ("set member", Expected::Once),
    ("keyed list element", Expected::Once),
    ("policy statement widened", Expected::Once),
    ("port changed", Expected::Once),
    ("size changed", Expected::Once),
    ("percent changed", Expected::Once),
    ("version skew", Expected::Once),
    ("CIDR outside the parent", Expected::Once),
    ("type change", Expected::Once),
    ("null against absent", Expected::Never),
    ("container variable removed", Expected::Once),
    ("image tag changed", Expected::Once),
    ("secret changed", Expected::Told),
    ("user data line changed", Expected::Once),
];

struct Planter {
    random: Random,
    /// Numbers of resources that hold a difference.
    taken: BTreeSet<usize>,
    planted: Vec<Planted>,
    /// Resources that prod loses in the end.
    gone: Vec<usize>,
}

impl Planter {
    /// Edits one attribute of one resource of prod.
    fn edit(&mut self, class: &'static str, expected: Expected, dev: &Environment, prod: &mut Environment) {
        let mut edits: Vec<&Edit> = EDITS.iter().filter(|edit| edit.class == class).collect();
        self.random.shuffle(&mut edits);
        for edit in edits {
            let Some(at) = self.choose(prod, |kind| kind == edit.kind) else { continue };
            let world = prod.world.clone();
            let resource = &mut prod.resources[at];
            let before = resource.attributes.clone();
            let Some(place) = find(&mut resource.attributes, edit.at) else { continue };
            (edit.change)(place, &world);
            if resource.attributes == before {
                continue;
            }
            copy_tags(&mut resource.attributes, edit.at);
            self.taken.insert(at);
            let addresses = vec![dev.resources[at].address(), prod.resources[at].address()];
            self.planted.push(Planted { class, addresses, path: edit.path.to_owned(), expected });
            return;
        }
    }

    /// Returns a resource that nothing was planted in.
    fn choose(&mut self, environment: &Environment, wanted: impl Fn(&str) -> bool) -> Option<usize> {
        let free: Vec<usize> = (0..environment.resources.len())
            .filter(|at| !self.taken.contains(at) && wanted(environment.resources[*at].kind))
            .collect();
        (!free.is_empty()).then(|| self.random.pick(&free))
    }
}

/// The provider keeps a second copy of all tags.
fn copy_tags(attributes: &mut Value, at: &str) {
    if let Some(tag) = at.strip_prefix("tags/") {
        let value = attributes["tags"].get(tag).cloned();
        if let (Some(value), Some(all)) = (value, attributes["tags_all"].as_object_mut()) {
            all.insert(tag.to_owned(), value);
        }
    }
}

/// Returns what is at a place such as `policy/Statement/Sid=Queue/Action`, looking through marks.
fn find<'a>(root: &'a mut Value, at: &str) -> Option<&'a mut Value> {
    let mut value = root;
    for step in at.split('/') {
        value = match mark::inner(value) {
            Value::Object(map) => map.get_mut(step)?,
            Value::Array(items) => match step.split_once('=') {
                Some((key, wanted)) => items.iter_mut().find(|item| item[key].as_str() == Some(wanted))?,
                None => items.get_mut(step.parse::<usize>().ok()?)?,
            },
            _ => return None,
        };
    }
    Some(value)
}
