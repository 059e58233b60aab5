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
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// What: a module, a kind, a region.
    pub what: String,
    /// Why, and what would help.
    pub why: String,
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

    /// Returns what the resource is called: its address, without a hash that changes with its content.
    pub fn called(&self) -> &str {
        self.attributes.get(Self::CALLED).and_then(Value::as_str).unwrap_or(self.address.as_str())
    }
}

impl Snapshot {
    /// Brings resources into the order that every later stage relies on, whatever order they were read in.
    pub fn sort(&mut self) {
        self.resources.sort_by(|a, b| (&a.kind, &a.address).cmp(&(&b.kind, &b.address)));
    }

    /// Returns whether every source was read completely.
    pub fn is_complete(&self) -> bool {
        self.sources.iter().all(|source| source.status == Status::Complete)
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
