//! One environment by itself: one snapshot in, what is wrong in it out.
//!
//! What a controller made is there to be looked at, but only what made it is asked about: who repairs a
//! Pod repairs its template. This file must not judge; rules do.

use rayon::prelude::*;

use super::judge::{mask, plain, without_marks};
use super::{Settings, order, report_side, role};
use crate::model::{
    Address, CLUSTER, Comparison, Finding, Key, Map, Mode, Origin, Resource, SetAside, Side, Sides, Snapshot,
    Value,
};
use crate::rules::{self, Acceptances, Asked, Checked, Fault, Ignored, Other, RuleError, World};

/// Looks for what is wrong in one environment; `other` is the one that it is compared with elsewhere.
///
/// # Errors
/// A rule that fails to evaluate, with its place.
pub fn check(
    snapshot: &Snapshot,
    settings: &Settings<'_>,
    acceptances: &mut Acceptances<'_>,
    other: Option<&Snapshot>,
) -> Result<Comparison, RuleError> {
    let world = World::new(snapshot);
    let other =
        other.map(|other| Other { environment: &other.environment, cluster: World::new(other).cluster() });
    let asked: Vec<&Resource> = snapshot.resources.iter().filter(|resource| is_asked(resource)).collect();
    let judged: Vec<Result<(&Resource, Checked), RuleError>> = asked
        .into_par_iter()
        .map(|resource| Ok((resource, ask(&world, resource, snapshot, settings, other, None)?)))
        .collect();
    let mut set_aside = SetAside::default();
    let mut findings = Vec::new();
    for judged in judged {
        let (resource, checked) = judged?;
        set_aside.unknown += checked.unknown;
        let ignored = Ignored::select(&settings.config.ignores, &resource.kind, &[resource.address.as_str()]);
        for fault in checked.faults {
            if ignored.at(&fault.path).is_some() {
                set_aside.ignored += 1;
            } else {
                findings.push(finding(snapshot, resource, fault));
            }
        }
    }
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    // What was declared and what runs of it have one name, and of one place the worst is told.
    let mut told = std::collections::BTreeSet::new();
    findings.retain(|finding| told.insert(finding.fingerprint.clone()));
    acceptances.apply(&mut findings);
    Ok(Comparison {
        coverage: None,
        imports: Vec::new(),
        mode: Mode::Check,
        sides: Sides::new(report_side(snapshot, &vec![None; snapshot.resources.len()]), Side::default()),
        paired: 0,
        set_aside,
        assumptions: Vec::new(),
        pairings: Vec::new(),
        causes: Vec::new(),
        findings,
        stale: acceptances.stale(),
    })
}

/// Returns whether rules are asked about a resource.
fn is_asked(resource: &Resource) -> bool {
    resource.owner.is_none() && resource.origin != Origin::Code
}

fn ask(
    world: &World<'_>,
    resource: &Resource,
    snapshot: &Snapshot,
    settings: &Settings<'_>,
    other: Option<Other<'_>>,
    only: Option<&str>,
) -> Result<Checked, RuleError> {
    let known = settings.knowledge.kind(&resource.kind);
    settings.rules.check(&Asked {
        world,
        resource,
        known: Some(&known.root),
        environment: &snapshot.environment,
        role: role(settings.config, &snapshot.environment),
        other,
        only,
    })
}

fn finding(snapshot: &Snapshot, resource: &Resource, fault: Fault) -> Finding {
    let path = without_marks(fault.path);
    let mut redacted = false;
    let value = fault.value.map(|value| mask(value, &mut redacted));
    Finding {
        fingerprint: rules::fingerprint(Mode::Check, &resource.kind, resource.address.as_str(), &path),
        severity: fault.severity,
        rule: fault.rule,
        also: fault.also,
        change: fault.change,
        kind: resource.kind.clone(),
        address: Sides::new(Some(resource.address.clone()), None),
        id: Sides::default(),
        path,
        values: Sides::new(value, None),
        only: Sides::default(),
        declared_at: Sides::new(declared_at(snapshot, resource), None),
        redacted,
        explained: false,
        cause: None,
        accepted: None,
        changed_by: None,
        message: plain(fault.message),
        remedy: plain(fault.remedy),
    }
}

/// Returns file and line that declare a resource.
fn declared_at(snapshot: &Snapshot, resource: &Resource) -> Option<String> {
    if resource.origin != Origin::Declared {
        return None;
    }
    let line = resource.provenance.line?;
    let source = snapshot.sources.get(resource.source as usize).map(|source| source.name.as_str());
    let file = resource.provenance.file.as_deref().or(source)?;
    Some(format!("{file}:{line}"))
}

/// Asks one rule about the resource of its test.
///
/// # Errors
/// A rule that fails to evaluate.
pub(super) fn test(
    test: &rules::CheckTest,
    rule: &str,
    kind: &str,
    settings: &Settings<'_>,
) -> Result<Vec<Finding>, RuleError> {
    let origin = if test.live { Origin::Live } else { Origin::Declared };
    let put = |kind: &str, address: &str, attributes: &Map| Resource {
        kind: kind.into(),
        address: Address::new(address),
        attributes: attributes.clone(),
        origin,
        ..Resource::default()
    };
    let mut snapshot = Snapshot { environment: test.environment.clone(), ..Snapshot::default() };
    if test.live && test.others.iter().all(|other| other.kind != CLUSTER) {
        // Only a server tells its version, and then it told all of its kinds.
        let version = Map::from_entries(vec![(Key::new("version"), Value::Null)]);
        snapshot.resources.push(put(CLUSTER, CLUSTER, &version));
    }
    snapshot.resources.extend(test.others.iter().map(|o| put(&o.kind, &o.address, &o.attributes)));
    if !test.unread.is_empty() {
        let missing = test.unread.iter().map(|kind| crate::model::Missing {
            what: kind.clone(),
            why: "the test says so".to_owned(),
            kind: Some(kind.into()),
            namespace: None,
        });
        snapshot.sources.push(crate::model::Source {
            name: "test".to_owned(),
            format: "test".to_owned(),
            status: crate::model::Status::Partial(missing.collect()),
            ..crate::model::Source::default()
        });
    }
    let asked = put(kind, &test.address, &test.resource);
    snapshot.resources.push(asked.clone());
    let other = test.other.as_ref().map(|cluster| Other { environment: "other", cluster: Some(cluster) });
    let world = World::new(&snapshot);
    let checked = ask(&world, &asked, &snapshot, settings, other, Some(rule))?;
    Ok(checked.faults.into_iter().map(|fault| finding(&snapshot, &asked, fault)).collect())
}
