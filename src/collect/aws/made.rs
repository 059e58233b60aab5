//! Puts answers into the model, under the names and in the shapes of Terraform's AWS provider.
//!
//! What a service does not tell must stay absent: an absent attribute is unknown and not compared, while
//! `null` says that there is none. This file must not know any service.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::answer::{Answers, Node, Place};
use super::services::arns::Sort;
use crate::model::{Address, Key, Map, Origin, Path, Resource, Value};

/// Who owns what AWS itself keeps: default networks, service-linked roles, managed keys.
const BY_AWS: &str = "AWS";

/// Tags that AWS and its controllers put on what they made, and the kind that such a tag names.
///
/// The kinds know them as `owner_tags`, and a test holds both to each other; here they are looked for where no later
/// stage can: those of AWS are left out of `tags`, as the provider does, and some kinds have tags in another shape.
const OWNER_TAGS: [(&str, &str); 6] = [
    ("aws:autoscaling:groupName", "aws_autoscaling_group"),
    ("aws:cloudformation:stack-name", "aws_cloudformation_stack"),
    ("eks:nodegroup-name", "aws_eks_node_group"),
    ("elasticbeanstalk:environment-name", "aws_elastic_beanstalk_environment"),
    ("kubernetes.io/created-for/pvc/name", "PersistentVolumeClaim"),
    ("kubernetes.io/service-name", "Service"),
];

/// The resources of one account in one region.
#[derive(Debug, Default)]
pub struct Made {
    place: Place,
    /// The resources, their secrets in clear.
    pub resources: Vec<Resource>,
    /// Values that AWS or the provider calls sensitive: index into `resources`, and path.
    pub sensitive: Vec<(usize, Path)>,
    /// What was read but deserves a word.
    pub warnings: Vec<String>,
    /// How many there are of each sort of resource that nothing here reads.
    pub(in crate::collect::aws) unread: BTreeMap<Sort, usize>,
}

impl Made {
    /// Nothing yet, of this place.
    pub fn new(place: Place) -> Self {
        Self { place, ..Self::default() }
    }

    /// Where the resources are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Begins a resource with the id that Terraform gives it; `done` ends it.
    pub fn resource(&mut self, kind: &str, id: &str) -> Building<'_> {
        let mut entries = vec![(Key::new("id"), Value::string(id))];
        if !self.place.region.is_empty() {
            entries.push((Key::new("region"), Value::string(self.place.region.clone())));
        }
        Building {
            made: self,
            kind: kind.into(),
            address: format!("{kind}.{id}"),
            entries,
            secrets: Vec::new(),
            owner: None,
        }
    }

    /// Returns an ARN of this account and region; `None` where the account is not known.
    pub fn arn(&self, service: &str, resource: &str) -> Option<String> {
        let Place { partition, account, region } = &self.place;
        let partition = if partition.is_empty() { "aws" } else { partition.as_str() };
        (!account.is_empty()).then(|| format!("arn:{partition}:{service}:{region}:{account}:{resource}"))
    }
}

/// A resource on its way into the model.
#[must_use = "a resource that is not `done` is lost"]
pub struct Building<'m> {
    made: &'m mut Made,
    kind: CompactString,
    address: String,
    entries: Vec<(Key, Value)>,
    secrets: Vec<Path>,
    owner: Option<CompactString>,
}

impl Building<'_> {
    /// Names it by what people call it, where that is unique in an account and region: the address becomes
    /// `KIND.NAME` in place of `KIND.ID`.
    pub fn called(self, name: &str) -> Self {
        Self { address: format!("{}.{name}", self.kind), ..self }
    }

    /// Sets an attribute. Of an attribute that is set twice, the last counts.
    pub fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.entries.push((Key::new(name), value.into()));
        self
    }

    /// Sets an attribute where a value is given, and leaves it unknown where not.
    pub fn known(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Copies a member of an answer; where the answer leaves it out, there is none.
    pub fn copy(self, name: &str, node: Node<'_>) -> Self {
        self.set(name, node.value())
    }

    /// Copies a member of an answer; where the answer leaves it out, it is not known.
    pub fn copy_known(self, name: &str, node: Node<'_>) -> Self {
        if node.is_there() { self.copy(name, node) } else { self }
    }

    /// Copies a number that the API writes as text, or the provider as a number; see [`Node::int`].
    pub fn int(self, name: &str, node: Node<'_>) -> Self {
        self.set(name, node.int().map_or(Value::Null, Value::int))
    }

    /// Copies a bool; where the answer leaves it out, it is `false`.
    pub fn bool(self, name: &str, node: Node<'_>) -> Self {
        self.set(name, node.bool().unwrap_or_default())
    }

    /// Sets `arn`, where it is known.
    pub fn arn(self, service: &str, resource: &str) -> Self {
        let arn = self.made.arn(service, resource);
        self.known("arn", arn.as_deref())
    }

    /// Sets a nested block that stands once or not at all: a list of one object, or an empty list.
    pub fn block(self, name: &str, fields: Option<Value>) -> Self {
        self.set(name, Value::list(fields))
    }

    /// Sets `tags` and `tags_all` from a list of keys and values, in any of the spellings of AWS, or from a map;
    /// leaves them unknown where the answer has none at all and `told` is false.
    ///
    /// Tags that begin with `aws:` belong to AWS, and the provider leaves them out; some name who owns the
    /// resource.
    pub fn tags(mut self, node: Node<'_>) -> Self {
        if self.owner.is_none() {
            self.owner = owner_by_tags(node).map(Into::into);
        }
        let own = tags(node).into_iter().filter(|(key, _)| !key.starts_with("aws:"));
        let own = Value::Map(own.collect::<Map>());
        self.entries.push((Key::new("tags"), own.clone()));
        self.entries.push((Key::new("tags_all"), own));
        self
    }

    /// Marks attributes as secret, each by the path of keys that leads to it.
    pub fn secret(mut self, keys: &[&str]) -> Self {
        self.secrets.push(keys.iter().fold(Path::root(), |path, key| path.key(key)));
        self
    }

    /// Says who made it and keeps it: `KIND/NAME`. What has an owner is counted and not compared.
    pub fn owned(mut self, owner: Option<impl Into<CompactString>>) -> Self {
        self.owner = owner.map(Into::into).or(self.owner);
        self
    }

    /// Says that AWS made it and keeps it, as default networks and service-linked roles.
    pub fn by_aws(self, is_so: bool) -> Self {
        self.owned(is_so.then_some(BY_AWS))
    }

    /// Ends the resource.
    pub fn done(self) {
        let Self { made, kind, address, entries, secrets, owner } = self;
        let at = made.resources.len();
        made.sensitive.extend(secrets.into_iter().map(|path| (at, path)));
        made.resources.push(Resource {
            kind,
            address: Address::new(&address),
            origin: Origin::Live,
            owner,
            attributes: Map::from_entries(entries),
            ..Resource::default()
        });
    }
}

/// Makes the object of a nested block.
pub(crate) fn fields<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::map(members.into_iter().map(|(name, value)| (Key::new(name), value)))
}

/// Makes a list of texts.
pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    Value::list(texts.into_iter().map(Value::from))
}

/// Returns tags as keys and values, whether a service lists them as `Key`/`Value`, `key`/`value`,
/// `TagKey`/`TagValue`, or has a map.
pub(crate) fn tags(node: Node<'_>) -> Vec<(Key, Value)> {
    let listed = node.items().filter_map(|tag| {
        let (key, value) = match tag.get("Key").text() {
            Some(key) => (key, tag.get("Value")),
            None => (tag.get("TagKey").text()?, tag.get("TagValue")),
        };
        Some((Key::new(key), Value::string(value.str())))
    });
    let mapped = node.entries().map(|(key, value)| (Key::new(key), value.value()));
    listed.chain(mapped).collect()
}

/// Returns who made a resource and keeps it, as far as its tags tell: `KIND/NAME`.
pub(crate) fn owner_by_tags(node: Node<'_>) -> Option<String> {
    let tags = tags(node);
    OWNER_TAGS.iter().find_map(|(tag, kind)| {
        let (_, value) = tags.iter().find(|(key, _)| key.as_str() == *tag)?;
        Some(format!("{kind}/{}", value.as_str().unwrap_or_default()))
    })
}

/// Shapes all services' answers of one region.
pub(crate) fn shape(answers: &Answers) -> Made {
    let mut made = Made::new(answers.place.clone());
    for service in super::services::ALL {
        (service.shape)(answers, &mut made);
    }
    made
}

/// Adds the region to addresses that more than one region has: a key pair of one name is there in each.
///
/// Those of the region `home` stay as they are, so that they are called as in an account that has no other.
#[cfg(feature = "aws")]
pub(crate) fn tell_regions_apart(resources: &mut [Resource], home: &str) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for resource in resources.iter() {
        *count.entry(resource.address.as_str().to_owned()).or_default() += 1;
    }
    for resource in resources {
        let is_shared = count.get(resource.address.as_str()).is_some_and(|count| *count > 1);
        if is_shared
            && let Some(region) = resource.attributes.get("region").and_then(Value::as_str)
            && region != home
        {
            resource.address = Address::new(format!("{}@{region}", resource.address.as_str()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::knowledge::Knowledge;

    #[test]
    fn the_tags_of_owners_are_those_that_kinds_know() {
        let known = Knowledge::built_in().kind("aws_instance");
        let mut known: Vec<&str> = known.owner_tags.iter().map(String::as_str).collect();
        known.sort_unstable();
        let mut here = OWNER_TAGS.map(|(tag, _)| tag);
        here.sort_unstable();
        assert_eq!(known, here);
    }
}
