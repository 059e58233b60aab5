//! Asks CloudTrail who changed what `drift` found in AWS accounts.
//!
//! Only accounts that were read in this run are asked, and only for what differs. This file must not decide what is
//! found, nor how much it matters: the same drift counts the same, whether its trail may be read or not.

use std::collections::BTreeMap;

use super::setup::Setup;
use crate::collect::Account;
use crate::collect::aws::KINDS;
use crate::collect::aws::live::trail::{self, Asked};
use crate::model::{ChangeKind, ChangedBy, Comparison, Finding, Resource, Sides, Snapshot, Value};

/// Findings of these kinds are changes that somebody made.
const CHANGES: [ChangeKind; 3] = [ChangeKind::Modified, ChangeKind::Missing, ChangeKind::Unmanaged];

/// A resource among the findings: kind, and address on either side.
type Place = (String, Option<String>, Option<String>);

/// Completes the findings about resources of AWS accounts with who changed them.
pub(super) fn complete(setup: &Setup, sides: Sides<&Snapshot>, comparison: &mut Comparison) {
    // What was stored may have been changed by others since.
    let is_fresh = sides.right.taken_at == setup.now;
    let environment = setup.config.environment(&sides.right.environment).filter(|_| is_fresh);
    let accounts: Vec<&Account> = environment
        .into_iter()
        .flat_map(|environment| &environment.aws)
        .filter(|aws| aws.trail)
        .filter_map(|aws| aws.account.as_ref())
        .collect();
    for account in accounts {
        let mut asked: BTreeMap<Place, Asked> = BTreeMap::new();
        let resources = sides.map(by_place);
        for finding in comparison.findings.iter().filter(|finding| is_asked(finding)) {
            let place = place(finding);
            let of = |address: &Option<String>, all: &BTreeMap<(&str, &str), &'_ Resource>| {
                all.get(&(place.0.as_str(), address.as_deref()?)).map(|resource| (*resource).clone())
            };
            let live = of(&place.2, &resources.right);
            let is_of_other = live.as_ref().is_some_and(|live| {
                let source = sides.right.sources.get(live.source as usize);
                source.is_some_and(|source| source.name != account.name())
            });
            if !is_of_other && let Some(resource) = live.or_else(|| of(&place.1, &resources.left)) {
                asked.entry(place).or_insert_with(|| asked_of(&resource));
            }
        }
        if asked.is_empty() {
            continue;
        }
        let (places, asked): (Vec<Place>, Vec<Asked>) = asked.into_iter().unzip();
        let told = trail::ask(account, &asked);
        let changes: BTreeMap<Place, ChangedBy> = places
            .into_iter()
            .zip(told.changes)
            .filter_map(|(place, change)| Some((place, change?)))
            .collect();
        for finding in comparison.findings.iter_mut().filter(|finding| is_asked(finding)) {
            finding.changed_by = changes.get(&place(finding)).cloned();
        }
        let mut sources = comparison.sides.right.sources.iter_mut();
        if let (Some(why), Some(source)) =
            (told.warning, sources.find(|source| source.name == account.name()))
        {
            source.warnings.push(why);
        }
    }
}

/// Returns whether it is asked who made a change: nobody said it yet.
fn is_asked(finding: &Finding) -> bool {
    finding.kind.starts_with(KINDS) && finding.changed_by.is_none() && CHANGES.contains(&finding.change)
}

fn place(finding: &Finding) -> Place {
    let address = finding.address.as_ref().map(|address| address.as_ref().map(|a| a.as_str().to_owned()));
    (finding.kind.to_string(), address.left, address.right)
}

fn by_place(snapshot: &Snapshot) -> BTreeMap<(&str, &str), &Resource> {
    let resources = snapshot.resources.iter().filter(|resource| resource.kind.starts_with(KINDS));
    resources.map(|resource| ((resource.kind.as_str(), resource.address.as_str()), resource)).collect()
}

fn asked_of(resource: &Resource) -> Asked {
    let text = |name: &str| resource.attributes.get(name).and_then(Value::as_str).unwrap_or_default();
    Asked {
        kind: resource.kind.to_string(),
        names: ["id", "name", "arn"].iter().map(|name| text(name).to_owned()).collect(),
        region: text("region").to_owned(),
    }
}
