//! What all kinds need: ids, ARNs, names in each case style, tags, and where a resource is put.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::random::Random;
use super::{Key, Resource, World};

/// Makes the resources of one environment.
pub(super) struct Builder<'a> {
    pub(super) world: &'a World,
    /// Chooses what is built; the same in every world.
    pub(super) shape: Random,
    /// Gives ids; another one in every world.
    ids: Random,
    pub(super) resources: Vec<Resource>,
    /// Addresses that are taken.
    hosts: BTreeSet<String>,
    /// The module that is being built.
    pub(super) module: String,
}

impl<'a> Builder<'a> {
    pub(super) fn new(world: &'a World, shape: Random) -> Self {
        let ids = Random::new(world.salt, "ids");
        Self { world, shape, ids, resources: Vec::new(), hosts: BTreeSet::new(), module: String::new() }
    }

    /// Adds a resource of which there is one.
    pub(super) fn add(&mut self, kind: &'static str, name: &str, attributes: Value) {
        self.put(kind, name, None, attributes);
    }

    /// Adds an instance of a resource.
    pub(super) fn put(&mut self, kind: &'static str, name: &str, key: Option<Key>, mut attributes: Value) {
        if let Some(tags) = attributes.get("tags").and_then(Value::as_object) {
            let mut all =
                if super::mark::parts(&attributes["tags"]).is_some() { Map::new() } else { tags.clone() };
            all.insert("Environment".into(), json!(self.world.long));
            all.insert("ManagedBy".into(), json!("terraform"));
            attributes["tags_all"] = Value::Object(all);
        }
        let sensitive: &[&str] = match kind {
            "aws_db_instance" => &["password"],
            "aws_secretsmanager_secret_version" => &["secret_string"],
            "aws_ssm_parameter" => &["value"],
            _ => &[],
        };
        let (module, name) = (self.module.clone(), name.to_owned());
        self.resources.push(Resource { module, kind, name, key, attributes, sensitive });
    }

    /// Returns `vpc-0123456789abcdef0`.
    pub(super) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}-0{}", self.ids.hex(16))
    }

    /// Returns hexadecimal digits that the cloud chose.
    pub(super) fn hex(&mut self, length: usize) -> String {
        self.ids.hex(length)
    }

    /// Returns decimal digits that the cloud chose.
    pub(super) fn digits(&mut self, length: usize) -> String {
        self.ids.digits(length)
    }

    /// Returns capitals and digits that the cloud chose.
    pub(super) fn capitals(&mut self, prefix: &str, length: usize) -> String {
        prefix.to_owned() + &self.ids.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length)
    }

    /// Returns small letters and digits that the cloud chose.
    pub(super) fn letters(&mut self, length: usize) -> String {
        self.ids.text("abcdefghijklmnopqrstuvwxyz0123456789", length)
    }

    /// Returns a UUID.
    pub(super) fn uuid(&mut self) -> String {
        [8, 4, 4, 4, 12].map(|length| self.ids.hex(length)).join("-")
    }

    /// Returns a moment of last year.
    pub(super) fn moment(&mut self) -> String {
        let mut part = |from: usize, to: usize| from + self.ids.below(to - from);
        let (month, day) = (part(1, 13), part(1, 29));
        let (hour, minute, second) = (part(0, 24), part(0, 60), part(0, 60));
        format!("2025-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Returns a name that the provider completed: a time, and a number in hexadecimal digits.
    pub(super) fn completed(&mut self, prefix: &str) -> String {
        let moment: String = self.moment().chars().filter(char::is_ascii_digit).collect();
        format!("{prefix}{moment}{}{}", self.digits(4), self.hex(8))
    }

    /// Returns an address in a network of 256 that nothing else has.
    pub(super) fn host(&mut self, network: &str) -> String {
        loop {
            let host = format!("{network}.{}", self.octet());
            if self.hosts.insert(host.clone()) {
                return host;
            }
        }
    }

    /// Returns one number of an address that the cloud chose.
    pub(super) fn octet(&mut self) -> usize {
        4 + self.ids.below(240)
    }

    /// Returns an ARN with region and account.
    pub(super) fn arn(&self, service: &str, rest: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{rest}", self.world.region, self.world.account)
    }

    /// Returns an ARN of IAM, which has no region.
    pub(super) fn iam(&self, rest: &str) -> String {
        format!("arn:aws:iam::{}:{rest}", self.world.account)
    }

    /// Returns `shop-dev-web`.
    pub(super) fn name(&self, rest: &str) -> String {
        format!("{}-{}-{rest}", self.world.product, self.world.word)
    }

    /// Returns `shopDevWeb`.
    pub(super) fn camel(&self, rest: &str) -> String {
        let capital = |word: &str| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_uppercase() + rest
        };
        let rest: String = rest.split('-').map(capital).collect();
        format!("{}{}{rest}", self.world.product, capital(self.world.word))
    }

    /// Returns `SHOP_DEV_WEB`.
    pub(super) fn screaming(&self, rest: &str) -> String {
        self.name(rest).replace('-', "_").to_uppercase()
    }

    /// Returns the tags of a resource that has a name.
    pub(super) fn tags(&self, name: &str, service: &str) -> Value {
        json!({ "Name": self.name(name), "Service": service, "CostCenter": "4711" })
    }

    /// Returns a machine image, which is another in every region.
    pub(super) fn image(&self, name: &str) -> String {
        format!("ami-0{}", Random::new(0, &format!("{}{name}", self.world.region)).hex(16))
    }

    /// Returns an availability zone.
    pub(super) fn zone(&self, index: usize) -> String {
        let letter = ["a", "b", "c"][index % 3];
        format!("{}{letter}", self.world.region)
    }
}
