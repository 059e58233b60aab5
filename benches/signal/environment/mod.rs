//! An environment on AWS: resources in the attribute shapes of the provider, which refer to each other
//! by ids, ARNs, names and host names as real ones do.
//!
//! The same seed gives the same infrastructure in every [`World`]; a world is how one environment calls
//! itself and which ids the cloud gave it. This file must not know how driftgate compares.

mod build;
mod compute;
mod containers;
mod data;
mod edge;
mod iam;
pub(crate) mod mark;
mod network;
mod serverless;
mod words;

use serde_json::{Map, Value, json};

use super::random::Random;
use build::Builder;

/// By what one environment differs from another that was built from the same code.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The word in names: `dev`.
    pub(crate) word: &'static str,
    /// The word in prose: `development`.
    pub(crate) long: &'static str,
    /// What all names begin with.
    pub(crate) product: &'static str,
    /// The number of the account.
    pub(crate) account: String,
    /// The region.
    pub(crate) region: &'static str,
    /// The region as some host names have it.
    pub(crate) short_region: &'static str,
    /// The domain that everything public is under.
    pub(crate) domain: String,
    /// The second octet of the first network.
    pub(crate) network: usize,
    /// What the ids are made from.
    pub(crate) salt: u64,
}

/// The key of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Of `count`.
    Index(usize),
    /// Of `for_each`.
    Name(String),
}

/// One resource.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The module it is in, or nothing.
    pub(crate) module: String,
    /// Its kind.
    pub(crate) kind: &'static str,
    /// Its name in the code.
    pub(crate) name: String,
    /// Its key, when there may be several.
    pub(crate) key: Option<Key>,
    /// Its attributes, with marks.
    pub(crate) attributes: Value,
    /// Attributes that the state marks as sensitive.
    pub(crate) sensitive: &'static [&'static str],
}

impl Resource {
    /// Returns the address without the key of the instance.
    pub(crate) fn base(&self) -> String {
        let module = if self.module.is_empty() { String::new() } else { format!("{}.", self.module) };
        format!("{module}{}.{}", self.kind, self.name)
    }

    /// Returns the whole address.
    pub(crate) fn address(&self) -> String {
        match &self.key {
            None => self.base(),
            Some(Key::Index(index)) => format!("{}[{index}]", self.base()),
            Some(Key::Name(name)) => format!("{}[\"{name}\"]", self.base()),
        }
    }

    /// Returns the text at an attribute.
    pub(crate) fn text(&self, attribute: &str) -> &str {
        self.attributes[attribute].as_str().unwrap_or_default()
    }
}

/// All resources and outputs of one environment.
#[derive(Clone)]
pub(crate) struct Environment {
    /// How it calls itself.
    pub(crate) world: World,
    /// Its resources, in the order in which they were made.
    pub(crate) resources: Vec<Resource>,
    /// Its outputs.
    pub(crate) outputs: Map<String, Value>,
}

impl Environment {
    /// Builds at least `size` resources; the same infrastructure for the same seed.
    pub(crate) fn new(seed: u64, size: usize, world: World) -> Self {
        let mut builder = Builder::new(&world, Random::new(seed, "shape"));
        let mut names = words::names(&mut Random::new(seed, "names"));
        let mut outputs = Map::new();
        let mut stack = 0;
        while builder.resources.len() < size {
            let network = builder.network(stack);
            let platform = builder.platform(stack, &network);
            outputs.insert(format!("vpc_id_{stack}"), json!(network.vpc));
            outputs.insert(format!("url_{stack}"), json!(platform.url));
            // One network serves some services; a larger environment has more networks.
            for _ in 0..6 {
                if builder.resources.len() >= size {
                    break;
                }
                let Some(name) = names.pop() else { break };
                builder.service(&name, &network, &platform);
            }
            stack += 1;
        }
        let resources = builder.resources;
        Self { world, resources, outputs }
    }
}
