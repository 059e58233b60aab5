//! How far what runs was read: which kinds, in which accounts and regions.
//!
//! Outside of that nothing is missing. Where it is not certain that something was read, it is not known.

use std::collections::BTreeSet;

use super::Kinds;
use crate::model::{Cloud, Origin, Resource, Snapshot, Source, Value};

/// Whether something was to be looked at and could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pipeline) enum Seen {
    Yes,
    /// It is in none of the places that were to be looked at.
    Outside,
    /// It could not be read.
    Unknown,
}

/// Where a resource is, as far as it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot<'a> {
    account: Option<&'a str>,
    region: Option<&'a str>,
}

impl<'a> Spot<'a> {
    /// Takes account and region from the ARN, or the region from its attribute; `account` is that of the source.
    pub(super) fn of(resource: &'a Resource, account: Option<&'a str>) -> Self {
        let text =
            |key: &str| resource.attributes.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let parts: Vec<&str> = text("arn").unwrap_or_default().splitn(6, ':').collect();
        let (region, owner) = match parts.as_slice() {
            ["arn", _, _, region, account, _] => (Some(*region), Some(*account)),
            _ => (None, None),
        };
        // An account is a number; `aws` owns managed policies, and names of buckets belong to none.
        let is_account = |text: &&str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            account: owner.filter(is_account).or(account),
            region: region.filter(|region| !region.is_empty()).or(text("region")),
        }
    }

    /// Returns whether nothing says that both are in different places.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let agree = |a: Option<&str>, b: Option<&str>| a.is_none() || b.is_none() || a == b;
        agree(self.account, other.account) && agree(self.region, other.region)
    }

    /// Returns whether both say the same of where they are, and say something.
    pub(super) fn is_surely(&self, other: &Self) -> bool {
        self.may_be(other) && (self.region.is_some() && other.region.is_some() || self.account.is_some())
    }
}

/// Which sources read a cloud, and of which account.
#[derive(Clone, Debug)]
pub(super) struct Clouds(Vec<Option<String>>);

impl Clouds {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let account = |source: &Source| source.scope.cloud.as_ref().map(|cloud| cloud.account.to_string());
        Self(snapshot.sources.iter().map(account).collect())
    }

    /// Returns whether a resource was seen running there.
    pub(super) fn gave(&self, resource: &Resource) -> bool {
        resource.origin == Origin::Live && self.0.get(resource.source as usize).is_some_and(Option::is_some)
    }

    /// Returns the account of the source of a resource.
    pub(super) fn account(&self, resource: &Resource) -> Option<&str> {
        let account = self.0.get(resource.source as usize)?.as_deref()?;
        Some(account).filter(|account| !account.is_empty())
    }
}

/// How far what runs was read.
#[derive(Clone, Debug, Default)]
pub(in crate::pipeline) struct Reach {
    sources: Vec<Read>,
}

#[derive(Clone, Debug)]
struct Read {
    cloud: Cloud,
    /// Regions in which something was found; of a file nothing else tells them.
    regions: BTreeSet<String>,
    accounts: BTreeSet<String>,
    source: Source,
}

impl Reach {
    /// Looks at the sources of a snapshot that are of a cloud.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut sources = Vec::new();
        for (at, source) in (0u32..).zip(&snapshot.sources) {
            let Some(cloud) = source.scope.cloud.clone() else { continue };
            let mut regions: BTreeSet<String> = cloud.regions.iter().map(ToString::to_string).collect();
            let mut accounts = BTreeSet::from([cloud.account.to_string()]);
            if cloud.account.is_empty() {
                let found = snapshot.resources.iter().filter(|r| r.source == at && r.origin == Origin::Live);
                for spot in found.map(|resource| Spot::of(resource, None)) {
                    regions.extend(spot.region.map(str::to_owned));
                    accounts.extend(spot.account.map(str::to_owned));
                }
            }
            accounts.remove("");
            sources.push(Read { cloud, regions, accounts, source: source.clone() });
        }
        Self { sources }
    }

    /// Returns whether any cloud was read.
    pub(in crate::pipeline) fn is_any(&self) -> bool {
        !self.sources.is_empty()
    }

    /// Returns whether some source reads a kind.
    pub(super) fn reads(&self, kind: &str) -> bool {
        let asks = |read: &Read| {
            read.cloud.reads(kind) && !read.source.scope.without.iter().any(|without| without == kind)
        };
        self.sources.iter().any(asks)
    }

    /// Returns whether some source reads kinds of the same provider.
    pub(super) fn is_of_provider(&self, kind: &str) -> bool {
        let provider = |kind: &str| kind.split('_').next().unwrap_or_default().to_owned();
        let wanted = provider(kind);
        self.sources.iter().any(|read| read.cloud.kinds.iter().any(|kind| provider(kind) == wanted))
    }

    /// Returns whether something that was declared would have been found if it ran.
    ///
    /// What has neither id nor ARN, as what only code declares, is not found even where it runs.
    pub(super) fn declared(&self, resource: &Resource, kinds: &Kinds<'_>) -> Seen {
        let names = ["id", "arn"].map(|name| resource.attributes.get(name).and_then(Value::as_str));
        if names.iter().all(|name| name.is_none_or(str::is_empty)) {
            return Seen::Unknown;
        }
        let spot = Spot::of(resource, None);
        let family = kinds.family(&resource.kind);
        let mut seen = None;
        // Accounts in which it was looked for, and in which nobody asked for its kind.
        let (mut asked, mut unasked) = (BTreeSet::new(), BTreeSet::new());
        for read in self.sources.iter().filter(|read| read.cloud.reads(&family)) {
            if read.source.scope.without.contains(&family) {
                unasked.insert(&read.accounts);
                continue;
            }
            let there = match (is_there(&read.accounts, spot.account), is_there(&read.regions, spot.region)) {
                (Some(false), _) | (_, Some(false)) => Seen::Outside,
                (Some(true), Some(true))
                    if ![family.as_str(), &resource.kind]
                        .iter()
                        .any(|kind| read.source.may_lack_some(kind)) =>
                {
                    asked.insert(&read.accounts);
                    Seen::Yes
                }
                _ => Seen::Unknown,
            };
            // One source that may have it and was not read is enough to know nothing.
            seen = Some(match (seen, there) {
                (None, there) => there,
                (Some(Seen::Unknown), _) | (_, Seen::Unknown) => Seen::Unknown,
                (Some(Seen::Yes), _) | (_, Seen::Yes) => Seen::Yes,
                _ => Seen::Outside,
            });
        }
        let elsewhere = spot.account.is_none() && !unasked.is_subset(&asked);
        match seen {
            Some(Seen::Yes) if elsewhere => Seen::Unknown,
            Some(seen) => seen,
            None => Seen::Unknown,
        }
    }
}

/// Returns whether a place is among those that were looked at; of a file that found nothing that is not known.
fn is_there(known: &BTreeSet<String>, asked: Option<&str>) -> Option<bool> {
    match asked {
        Some(asked) => (!known.is_empty()).then(|| known.contains(asked)),
        None => Some(true),
    }
}
