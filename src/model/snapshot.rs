//! One environment at one time: resources and how completely each source was read.
//!
//! This file must not read or write anything; the stored form is in `store`.

use std::fmt;

use compact_str::CompactString;

use super::{Address, Key, Map, Path, Segment, Value};

/// One environment at one time.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Snapshot {
    /// The name of the environment, or of the input where no name was given.
    pub environment: String,
    /// When it was collected: seconds since 1970-01-01 UTC.
    pub taken_at: i64,
    /// The program that collected it, as `driftgate 0.1.0`.
    pub tool: String,
    /// Tells under which key secrets were fingerprinted, without telling the key.
    pub secret_key_id: [u8; 8],
    /// How each source was read.
    pub sources: Vec<Source>,
    /// Everything found, sorted by kind and address.
    pub resources: Vec<Resource>,
}

/// One input and how completely it was read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Source {
    /// What the user named: a file, a folder, an account.
    pub name: String,
    /// What it turned out to be, as `terraform state v4`.
    pub format: String,
    /// How completely it was read.
    pub status: Status,
    /// How many resources it gave.
    pub resources: u64,
    /// What was read but deserves a word, for instance a duplicate key.
    pub warnings: Vec<String>,
    /// What was not asked for, as the user wished; it is not missing, and not compared either.
    pub scope: Scope,
    /// What would make the source complete, where one thing would: of several lines, such as a permission to grant.
    pub help: Option<String>,
}

/// What of a source was asked for; the default is all of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Scope {
    /// Kinds that were not asked for.
    pub without: Vec<CompactString>,
    /// The namespaces that were asked for, when it was not all of them: nothing else was, nor what belongs to none.
    pub namespaces: Vec<CompactString>,
    /// How far a source of a cloud reaches; `None` for one of something else.
    pub cloud: Option<Cloud>,
}

/// Which kinds a source of a cloud has all resources of, in which account and regions, as far as they were not
/// refused and not left out.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Cloud {
    /// The account; empty where a file does not say.
    pub account: CompactString,
    /// The regions; empty where a file does not say.
    pub regions: Vec<CompactString>,
    /// The kinds, sorted.
    pub kinds: Vec<CompactString>,
}

impl Cloud {
    /// Returns whether resources of a kind would be there.
    pub fn reads(&self, kind: &str) -> bool {
        self.kinds.binary_search_by(|known| known.as_str().cmp(kind)).is_ok()
    }
}

/// How completely a source was read.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Status {
    /// All of it.
    #[default]
    Complete,
    /// Some of it; what is missing must never be taken for absent.
    Partial(Vec<Missing>),
    /// Nothing of it.
    Failed(String),
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Missing {
    /// What: a module, a kind, a region.
    pub what: String,
    /// Why, and what would help.
    pub why: String,
    /// The kind of which resources are missing, where it is known; `*.example.com` means all whose name ends so.
    pub kind: Option<CompactString>,
    /// The namespace in which they are missing, when it is only that one.
    pub namespace: Option<CompactString>,
}

/// Whether somebody wrote it down or it was seen running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// From code, plan or state.
    #[default]
    Declared,
    /// From an API of what runs.
    Live,
    /// From code that is read beside the state it led to: it tells who declared what, and is not
    /// compared itself.
    Code,
}

/// Where a resource was read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Provenance {
    /// The file, when it is another than the source's name.
    pub file: Option<CompactString>,
    /// The line, from 1, where there is one.
    pub line: Option<u32>,
    /// For attributes that stand elsewhere than the resource: the first segment of their path, or the first two
    /// as a path prints them (`spec.replicas`), file and line.
    pub attributes: Vec<(Key, CompactString, u32)>,
    /// Which variables reach which attributes; sorted by attribute and instance.
    pub reached: Vec<Reached>,
    /// Who wrote which attributes last, where the source keeps that; in the order of the source.
    pub managers: Vec<Manager>,
}

/// Somebody who wrote attributes of a resource, as Kubernetes keeps it in `metadata.managedFields`.
///
/// Source: <https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management>
#[derive(Clone, Debug, PartialEq)]
pub struct Manager {
    /// The program, as `kubectl-edit`.
    pub name: CompactString,
    /// How: `Apply` or `Update`.
    pub operation: CompactString,
    /// Which part of the API, as `status` or `scale`; empty for the resource itself.
    pub subresource: CompactString,
    /// When: seconds since 1970-01-01 UTC.
    pub time: Option<i64>,
    /// What: the tree of `fieldsV1`, with keys as `f:spec` and `k:{"name":"web"}`.
    pub fields: Map,
}

/// The variables that reach one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The attribute, as the first segment of its path.
    pub attribute: Key,
    /// The instance, or the instance of a module, that this holds for: `module.a["x"].aws_y.z`.
    pub instance: CompactString,
    /// Variables of the root module, or entries of them such as `image_tags.vote`, sorted.
    pub variables: Box<[CompactString]>,
}

/// Kind and address of the resource that tells facts of a whole cluster; only a server gives it.
pub const CLUSTER: &str = "cluster";

/// One object of an environment.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Resource {
    /// Terraform's type name (`aws_instance`, `data.aws_ami`), or one of driftgate's own kinds:
    /// `variable`, `local`, `output`, `module`, `check`, `terraform_settings`.
    pub kind: CompactString,
    /// How a person names it.
    pub address: Address,
    /// Whether it was declared or seen running.
    pub origin: Origin,
    /// The controller that made it and keeps it as it is, as its kind and name (`ReplicaSet.apps/api-5d9`);
    /// what has an owner is not compared itself.
    pub owner: Option<CompactString>,
    /// Index into [`Snapshot::sources`].
    pub source: u32,
    /// What it is made of. Keys that start with `@` are driftgate's own: `@tainted`, `@deposed`, `@drift`.
    pub attributes: Map,
    /// Where it was read.
    pub provenance: Provenance,
}

impl Provenance {
    /// Returns file and line of the attribute that a path leads into, as near to its end as is known.
    pub fn declared(&self, path: &Path) -> Option<(&str, u32)> {
        let [Segment::Key(first), rest @ ..] = path.segments() else { return None };
        let place = |sought: &str| {
            let (_, file, line) = self.attributes.iter().find(|(key, ..)| key.as_str() == sought)?;
            Some((file.as_str(), *line))
        };
        let near = match rest {
            [Segment::Key(second), ..] => place(&Path::root().key(first).key(second).to_string()),
            _ => None,
        };
        near.or_else(|| place(first))
    }
}

impl Resource {
    /// The attribute that holds what the resource is called, where its address holds a hash of its content.
    pub const CALLED: &'static str = "@address";

    /// Returns where it is, when it is of an API with namespaces.
    pub fn place(&self) -> Option<Place<'_>> {
        Place::of(&self.kind, self.address.as_str())
    }

    /// Returns what the resource is called: its address, without a hash that changes with its content.
    pub fn called(&self) -> &str {
        self.attributes.own(Self::CALLED).and_then(Value::as_str).unwrap_or(self.address.as_str())
    }
}

impl Snapshot {
    /// Brings resources into the order that every later stage relies on, whatever order they were read in.
    pub fn sort(&mut self) {
        self.resources.sort_by(|a, b| (&a.kind, &a.address).cmp(&(&b.kind, &b.address)));
    }

    /// Returns whether a resource of this kind may exist at this address although no source gave it: because it
    /// could not be read, or was not asked for.
    ///
    /// What such a snapshot does not have is unknown, and must be called neither missing nor removed. `canonical`
    /// is put over names of namespaces before they are compared with that of the address.
    pub fn may_lack(&self, kind: &str, address: &str, canonical: &dyn Fn(&str) -> String) -> bool {
        self.sources.iter().any(|source| source.may_lack(kind, address, canonical))
    }

    /// Returns whether some resource of this kind may be missing, wherever it is.
    pub fn may_lack_some(&self, kind: &str) -> bool {
        self.sources.iter().any(|source| source.may_lack_some(kind))
    }

    /// Returns whether every source was read completely.
    pub fn is_complete(&self) -> bool {
        self.sources.iter().all(|source| source.status == Status::Complete)
    }
}

impl Missing {
    /// Returns whether resources of the kind are missing, or some of them.
    pub fn concerns(&self, kind: &str) -> bool {
        self.kind.as_deref().is_some_and(|given| match given.strip_prefix('*') {
            Some(end) => kind.ends_with(end),
            None => kind == given,
        })
    }
}

impl Source {
    /// Returns whether some resource of this kind may be missing, wherever it is.
    pub fn may_lack_some(&self, kind: &str) -> bool {
        let refused = match &self.status {
            Status::Complete => false,
            Status::Failed(_) => true,
            Status::Partial(missing) => missing.iter().any(|missing| missing.concerns(kind)),
        };
        refused || self.scope.without.iter().any(|without| without == kind)
    }

    fn may_lack(&self, kind: &str, address: &str, canonical: &dyn Fn(&str) -> String) -> bool {
        let place = Place::of(kind, address);
        if let Some(place) = place
            && (self.scope.without.iter().any(|without| without == kind)
                || !self.scope.namespaces.is_empty()
                    && !self.scope.namespaces.iter().any(|given| place.is_in(&canonical(given))))
        {
            return true;
        }
        match &self.status {
            Status::Complete => false,
            Status::Failed(_) => true,
            Status::Partial(missing) => missing.iter().any(|missing| {
                missing.concerns(kind)
                    && missing.namespace.as_deref().is_none_or(|given| match place {
                        Some(place) => place.is_in(&canonical(given)),
                        None => true,
                    })
            }),
        }
    }
}

/// Where a resource of an API with namespaces is; its address is `namespace/kind/name`, or `kind/name` in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The namespace; `None` for what has none, and for what was declared without.
    pub namespace: Option<&'a str>,
    /// Its name there.
    pub name: &'a str,
}

impl<'a> Place<'a> {
    /// Takes an address apart; `None` for addresses that are made otherwise, as Terraform's.
    pub fn of(kind: &str, address: &'a str) -> Option<Self> {
        let name = |text: &'a str| text.strip_prefix(kind)?.strip_prefix('/');
        if let Some(name) = name(address) {
            return Some(Self { namespace: None, name });
        }
        let (namespace, rest) = address.split_once('/')?;
        Some(Self { namespace: Some(namespace), name: name(rest)? })
    }

    fn is_in(self, namespace: &str) -> bool {
        self.namespace == Some(namespace)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Complete => "complete",
            Self::Partial(_) => "partial",
            Self::Failed(_) => "failed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(source: Source) -> Snapshot {
        Snapshot { sources: vec![source], ..Snapshot::default() }
    }

    fn lacks(snapshot: &Snapshot, kind: &str, address: &str) -> bool {
        snapshot.may_lack(kind, address, &str::to_owned)
    }

    #[test]
    fn what_is_missing_hides_its_kind_in_its_namespace_and_nothing_else() {
        let missing = |kind: &str, namespace: Option<&str>| {
            let (kind, namespace) = (Some(kind.into()), namespace.map(CompactString::from));
            let missing = Missing { kind, namespace, ..Missing::default() };
            snapshot(Source { status: Status::Partial(vec![missing]), ..Source::default() })
        };
        for (kind, namespace, expected) in [
            ("Pod", None, true),
            ("Pod", Some("shop"), true),
            ("Pod", Some("other"), false),
            ("Secret", None, false),
            ("Po", None, false),
        ] {
            assert_eq!(
                lacks(&missing(kind, namespace), "Pod", "shop/Pod/web"),
                expected,
                "{kind} {namespace:?}"
            );
        }
        assert!(!lacks(&missing("Node", Some("shop")), "Node", "Node/shop"), "a node is in no namespace");
        let group = missing("*.metrics.k8s.io", None);
        assert!(lacks(&group, "PodMetrics.metrics.k8s.io", "shop/PodMetrics.metrics.k8s.io/web"));
        assert!(!lacks(&group, "Pod", "shop/Pod/web"));
    }

    #[test]
    fn what_was_not_asked_for_is_hidden() {
        let scope =
            Scope { without: vec!["Secret".into()], namespaces: vec!["shop".into()], ..Scope::default() };
        let snapshot = snapshot(Source { scope, ..Source::default() });
        assert!(lacks(&snapshot, "Secret", "shop/Secret/a"));
        assert!(!lacks(&snapshot, "Pod", "shop/Pod/a"));
        assert!(lacks(&snapshot, "Pod", "other/Pod/a"));
        assert!(lacks(&snapshot, "Node", "Node/a"));
        assert!(
            !lacks(&snapshot, "aws_instance", "module.a[\"x/y\"].aws_instance.b"),
            "no API with namespaces"
        );
    }

    #[test]
    fn a_source_that_failed_may_have_held_anything() {
        let failed = snapshot(Source { status: Status::Failed(String::new()), ..Source::default() });
        assert!(lacks(&failed, "aws_instance", "aws_instance.a"));
        assert!(!lacks(&snapshot(Source::default()), "aws_instance", "aws_instance.a"));
    }
}
