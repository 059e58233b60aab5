//! Drift: what was declared for one environment against what runs in it.
//!
//! The walk, the rules and the report are those of two environments. What is different: an address is the same
//! thing on both sides, every text stands for itself, what a controller writes is its own, and each finding
//! tells who wrote what runs where the platform keeps that. This file names no kind.

mod coverage;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::coverage::Coverage;
use super::joined::{self, Seen};
use super::judge::{Judge, Judgement};
use super::{
    Compared, Found, Names, Settings, causes, derived, gather, imports, order, overwrites, pairings,
    report_side, role,
};
use crate::collect::secrets::without_fingerprints;
use crate::diff::attribution::{Attribution, Owner};
use crate::diff::{self, Context, Declarations, Outcome, Substitution};
use crate::model::{
    Change, ChangeKind, Comparison, Mode, Origin, Path, Resource, Segment, SetAside, Sides, Snapshot, Status,
    Value,
};
use crate::normalize::Side;
use crate::normalize::knowledge::Schemas;
use crate::normalize::managers::Role;
use crate::normalize::meaning::{Documents, Meaning};
use crate::normalize::tokens::Tokens;
use crate::pair::{self, Pair, Unpaired};
use crate::rules::{Acceptances, RuleError};

/// Takes a snapshot apart: what was declared to the left, what runs to the right.
///
/// Each side keeps the sources that gave it resources. A source that gave none and was not read completely is
/// held to be one of what runs, so that nothing is called missing for it.
pub fn split(snapshot: Snapshot) -> Sides<Snapshot> {
    let Snapshot { environment, taken_at, tool, secret_key_id, sources, resources } = snapshot;
    let (live, declared): (Vec<_>, Vec<_>) =
        resources.into_iter().partition(|resource| resource.origin == Origin::Live);
    let gave = |resources: &[Resource]| -> BTreeSet<u32> { resources.iter().map(|r| r.source).collect() };
    let (of_live, of_declared) = (gave(&live), gave(&declared));
    let side = |mut resources: Vec<Resource>, takes: &dyn Fn(u32, &Status) -> bool| {
        let mut places: BTreeMap<u32, u32> = BTreeMap::new();
        let mut kept = Vec::new();
        for (index, source) in (0u32..).zip(&sources) {
            if takes(index, &source.status) {
                places.insert(index, u32::try_from(kept.len()).unwrap_or(u32::MAX));
                kept.push(source.clone());
            }
        }
        for (index, source) in &places {
            let given = resources.iter().filter(|resource| resource.source == *index).count() as u64;
            if let Some(kept) = kept.get_mut(*source as usize) {
                kept.resources = given;
            }
        }
        for resource in &mut resources {
            resource.source = places.get(&resource.source).copied().unwrap_or_default();
        }
        Snapshot {
            environment: environment.clone(),
            taken_at,
            tool: tool.clone(),
            secret_key_id,
            sources: kept,
            resources,
        }
    };
    let gave_none = |index: u32| !of_live.contains(&index) && !of_declared.contains(&index);
    let is_of_cloud =
        |index: u32| sources.get(index as usize).is_some_and(|source| source.scope.cloud.is_some());
    let left = side(declared, &|index, status| {
        of_declared.contains(&index) || gave_none(index) && *status == Status::Complete && !is_of_cloud(index)
    });
    let right = side(live, &|index, status| {
        of_live.contains(&index) || gave_none(index) && (*status != Status::Complete || is_of_cloud(index))
    });
    Sides::new(left, right)
}

/// What is known of one difference beyond the values.
struct Fate<'a> {
    owner: Option<Owner<'a>>,
    /// Whether only what runs has it.
    is_added: bool,
    /// Whether the platform keeps who wrote the object.
    is_known: bool,
}

/// What is told of a difference: at which path, and of which kind.
type Fates<'a> = BTreeMap<(Path, ChangeKind), Fate<'a>>;

/// Compares what was declared for an environment (left) with what runs in it (right).
///
/// # Errors
/// A rule that fails to evaluate, with its place.
pub fn drift(
    snapshots: Sides<&Snapshot>,
    settings: &Settings<'_>,
    acceptances: &mut Acceptances<'_>,
    trace: bool,
) -> Result<Compared, RuleError> {
    let settings = &Settings { explained: Some(false), ..*settings };
    let joined = joined::for_drift(snapshots, settings.knowledge);
    let snapshots = joined.as_ref().map_or(snapshots, |joined| joined.snapshots.as_ref());
    let schemas = Schemas::new(snapshots);
    let (left, right) = rayon::join(
        || Side::new(snapshots.left, settings.knowledge, &schemas, Tokens::default()),
        || Side::new(snapshots.right, settings.knowledge, &schemas, Tokens::default()),
    );
    let sides = Sides::new(&left, &right);
    let documents = Documents::new(settings.knowledge);
    let is_settled = |resource: &Resource| joined.as_ref().is_some_and(|joined| joined.is_settled(resource));
    let pairs = pair::declared(sides, &documents, &is_settled);
    let meaning = Meaning::of_both(sides, pairs.pair_of.as_ref().map(Vec::as_slice), &documents);
    let meaning = meaning.map(Meaning::exact);
    let role = role(settings.config, &snapshots.right.environment);
    let names = Names { environments: Sides::new("declared", "live"), roles: Sides::new(role, role) };
    let declarations = snapshots.map(Declarations::new);
    let judge =
        Judge { mode: Mode::Drift, settings, sides, meaning, names, declarations: declarations.as_ref() };
    let context = Context { meaning, watch: None, trace };
    let judged: Vec<Result<Judgement, RuleError>> = pairs
        .pairs
        .par_iter()
        .map(|pair| {
            let indices = Sides::new(pair.left as usize, pair.right as usize);
            judge_pair(&judge, indices, diff::attributes(context, indices), trace)
        })
        .collect();
    let mut whole = Whole {
        judge: &judge,
        coverage: Coverage::new(sides, &pairs.pairs, settings, joined.as_ref()),
        twice: BTreeSet::new(),
        unread: BTreeMap::new(),
        set_aside: SetAside { owned: pairs.owned as u64, ..SetAside::default() },
        addresses: sides.map(|side| side.snapshot).map(addresses),
        paired: Sides::new(
            pairs.pairs.iter().map(|pair| pair.left).collect(),
            pairs.pairs.iter().map(|pair| pair.right).collect(),
        ),
    };
    let mut unpaired = Vec::new();
    for leftover in &pairs.unpaired {
        unpaired.extend(whole.unpaired(leftover)?.map(Ok));
    }
    let mut set_aside = whole.set_aside;
    let mut found = gather(judged.into_iter().chain(unpaired), &mut set_aside)?;
    set_aside.unknown += derived::fold(&mut found, snapshots);
    if let Some(joined) = &joined {
        set_aside.add(joined.set_aside);
        let undone = overwrites::of(found.iter().map(|found| &found.finding), &joined.plans);
        found.extend(undone.into_iter().map(Found::of));
    }
    found.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
    let causes = causes::group(&mut found);
    let (mut findings, substitutions): (Vec<_>, Vec<_>) =
        found.into_iter().map(|found| (found.finding, found.substitutions)).unzip();
    acceptances.apply(&mut findings);
    let mut assumptions: Vec<String> =
        whole.twice.iter().map(|what| format!("{what}; the first was compared")).collect();
    assumptions.extend(joined.iter().flat_map(|joined| joined.notes.iter().cloned()));
    assumptions.extend(not_looked_for(&whole.unread));
    assumptions.extend(nobody_kept(sides, &pairs.pairs));
    let comparison = Comparison {
        mode: Mode::Drift,
        coverage: joined.as_ref().and_then(|joined| joined.coverage.clone()),
        imports: imports::of(findings.iter(), snapshots.right, settings.knowledge),
        sides: Sides::new(
            report_side(snapshots.left, &pairs.pair_of.left),
            report_side(snapshots.right, &pairs.pair_of.right),
        ),
        paired: pairs.pairs.len(),
        set_aside,
        assumptions,
        pairings: pairings(sides, &pairs),
        causes,
        findings,
        stale: acceptances.stale(),
    };
    Ok(Compared { comparison, substitutions })
}

/// Says what was declared and could not be looked for.
fn not_looked_for(unread: &BTreeMap<&str, usize>) -> Option<String> {
    const NAMED: usize = 8;
    if unread.is_empty() {
        return None;
    }
    let all: usize = unread.values().sum();
    let named: Vec<String> =
        unread.iter().take(NAMED).map(|(kind, count)| format!("{count} {kind}")).collect();
    let more = unread.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more kinds") } else { String::new() };
    Some(format!(
        "{all} declared and not found may run all the same, because not all of their kinds was read: {}{more}",
        named.join(", ")
    ))
}

/// Says of how many objects nobody can be named, because the input leaves out who wrote them.
fn nobody_kept(sides: Sides<&Side<'_>>, pairs: &[Pair]) -> Option<String> {
    let live = pairs.iter().filter_map(|pair| sides.right.snapshot.resources.get(pair.right as usize));
    let silent = live.filter(|live| live.provenance.managers.is_empty() && live.place().is_some()).count();
    (silent > 0).then(|| {
        format!(
            "the input does not keep who wrote {silent} of the objects that run \
             (kubectl get needs --show-managed-fields)"
        )
    })
}

fn addresses(snapshot: &Snapshot) -> BTreeMap<(&str, &str), u32> {
    let mut first = BTreeMap::new();
    for (index, resource) in (0u32..).zip(&snapshot.resources) {
        if resource.origin != Origin::Code {
            first.entry((resource.kind.as_str(), resource.address.as_str())).or_insert(index);
        }
    }
    first
}

/// Judges two that pair, after what controllers own was set aside.
fn judge_pair(
    judge: &Judge<'_>,
    indices: Sides<usize>,
    mut outcome: Outcome,
    trace: bool,
) -> Result<Judgement, RuleError> {
    let resources = judge.sides.map(|side| &side.snapshot.resources);
    let (Some(declared), Some(live)) = (resources.left.get(indices.left), resources.right.get(indices.right))
    else {
        return Ok(Judgement::default());
    };
    if outcome.changes.is_empty() {
        return judge.pair(indices, outcome);
    }
    let managers = &judge.settings.knowledge.managers();
    let attribution = Attribution::new(Some(&declared.attributes), live, managers);
    let mut fates = Fates::new();
    let mut aside = Vec::new();
    let all = outcome.changes.len();
    outcome.changes.retain(|change| !is_half_resolved(change));
    outcome.set_aside.unknown += (all - outcome.changes.len()) as u64;
    outcome.changes.retain(|change| match fate(change, &attribution) {
        Ok(Fate { owner: Some(owner), is_added: true, .. })
            if owner.role == Some(Role::Deployer) && managers.is_stamp(&change.path) =>
        {
            aside.push((change.path.clone(), change.values.clone(), Some(owner)));
            false
        }
        Ok(fate) => {
            fates.insert((change.path.clone(), change.kind), fate);
            true
        }
        Err(who) => {
            aside.push((change.path.clone(), change.values.clone(), who));
            false
        }
    });
    outcome.set_aside.owned += aside.len() as u64;
    if trace {
        let text = |value: Option<Value>| {
            let text = value.map_or_else(String::new, |value| value.to_string());
            without_fingerprints(&text).unwrap_or(text)
        };
        outcome.substitutions.extend(aside.into_iter().map(|(path, values, who)| Substitution {
            path,
            values: values.map(text),
            reason: match who {
                Some(owner) => format!("not declared, and {} owns it", owner.manager.name),
                None => "not declared, and the server's own".to_owned(),
            },
        }));
    }
    let place = place(judge, declared);
    let mut judgement = judge.pair(indices, outcome)?;
    for (finding, _) in &mut judgement.findings {
        if finding.declared_at.left.is_none() {
            finding.declared_at.left.clone_from(&place);
        }
        let Some(fate) = fates.get(&(finding.path.clone(), finding.change)) else { continue };
        words::differing(finding, fate, judge.settings);
    }
    Ok(judgement)
}

/// Returns whether only one side could look up what an effective variable comes from: what was declared names a
/// source that is declared elsewhere, and what runs has it. Where it is named in another way is told all the same,
/// since sources that both sides lack are compared as they are written.
fn is_half_resolved(change: &Change) -> bool {
    const ENV: &str = "@env";
    const FROM: &str = "@from";
    let [Segment::Key(env), Segment::Key(_), Segment::Key(variable), ..] = change.path.segments() else {
        return false;
    };
    if env != ENV {
        return false;
    }
    let values = change.values.as_ref().map(Option::as_ref);
    if variable == FROM {
        return values.left.is_some() != values.right.is_some();
    }
    let is_source = |value: Option<&Value>| matches!(value, Some(Value::Map(_)));
    values.left.is_some() && values.right.is_some() && is_source(values.left) != is_source(values.right)
}

/// Decides whose a difference is: `Err` says that a controller owns it, or the server itself.
fn fate<'a>(change: &Change, attribution: &Attribution<'a>) -> Result<Fate<'a>, Option<Owner<'a>>> {
    let is_known = attribution.is_known();
    let absent = change.values.as_ref().map(Option::is_none);
    let members = &change.only;
    let of_members = !members.left.is_empty() || !members.right.is_empty();
    let is_added = absent.left || of_members && members.left.is_empty();
    let is_gone = absent.right || of_members && members.right.is_empty();
    // Nobody owns what is not there: who took it away is not kept.
    if is_gone && !is_added {
        return Ok(Fate { owner: None, is_added: false, is_known });
    }
    let is_controllers = |owner: &Owner<'_>| owner.role == Some(Role::Controller);
    let mut owners: Vec<Owner<'a>> = if of_members && is_added {
        let each: Vec<Vec<Owner<'a>>> =
            members.right.iter().map(|member| attribution.owners_of_member(&change.path, member)).collect();
        // One member that is not a controller's makes the difference somebody's.
        let mut all = each.iter().flatten();
        match all.clone().find(|owner| !is_controllers(owner)).or(all.next()) {
            Some(owner) => vec![*owner],
            None => attribution.owners(&change.path),
        }
    } else {
        attribution.owners(&change.path)
    };
    if is_added {
        if owners.is_empty() {
            return if is_known { Err(None) } else { Ok(Fate { owner: None, is_added, is_known }) };
        }
        if let Some(first) = owners.first().copied()
            && owners.iter().all(is_controllers)
        {
            return Err(Some(first));
        }
        // What a controller wrote last into a thing that somebody added is part of that thing.
        owners.retain(|owner| !is_controllers(owner));
    } else if let Some(first) = owners.first()
        && is_controllers(first)
        && !first.manager.subresource.is_empty()
    {
        // A part of the API of its own, such as `scale`, is how a controller takes over what was declared.
        return Err(Some(*first));
    }
    Ok(Fate { owner: owners.first().copied(), is_added, is_known })
}

/// Returns file and line that declare a resource.
fn place(judge: &Judge<'_>, declared: &Resource) -> Option<String> {
    let line = declared.provenance.line?;
    let source = || judge.sides.left.snapshot.sources.get(declared.source as usize);
    let file = declared.provenance.file.as_deref().or_else(|| source().map(|source| source.name.as_str()))?;
    Some(format!("{file}:{line}"))
}

/// Looks at what is left over, with what is known of all.
struct Whole<'a> {
    judge: &'a Judge<'a>,
    coverage: Coverage<'a>,
    /// What is there more than once.
    twice: BTreeSet<String>,
    /// How many were declared of kinds that were not read of what runs.
    unread: BTreeMap<&'a str, usize>,
    set_aside: SetAside,
    /// Where each kind and address is met first.
    addresses: Sides<BTreeMap<(&'a str, &'a str), u32>>,
    paired: Sides<BTreeSet<u32>>,
}

impl Whole<'_> {
    /// Judges one that is left over; counts it where it is not to be told.
    fn unpaired(&mut self, unpaired: &Unpaired) -> Result<Option<Judgement>, RuleError> {
        let Unpaired::Resource(indices) = unpaired else { return Ok(None) };
        let sides = self.judge.sides;
        let of = |side: &Side<'_>, index: Option<u32>| {
            Some((index?, index? as usize)).filter(|(_, at)| *at < side.snapshot.resources.len())
        };
        if let Some((index, at)) = of(sides.left, indices.left) {
            let resource = &sides.left.snapshot.resources[at];
            if self.is_repeated(true, index, resource) {
                return Ok(None);
            }
            match self.coverage.declared(resource) {
                Seen::Outside => self.set_aside.outside += 1,
                Seen::Unknown => {
                    self.set_aside.unknown += 1;
                    *self.unread.entry(resource.kind.as_str()).or_default() += 1;
                }
                Seen::Yes => {
                    let mut judgement = self.judge.unpaired(unpaired)?;
                    for (finding, _) in &mut judgement.findings {
                        if finding.declared_at.left.is_none() {
                            finding.declared_at.left = place(self.judge, resource);
                        }
                        words::missing(finding, self.judge.settings);
                    }
                    return Ok(Some(judgement));
                }
            }
            return Ok(None);
        }
        let Some((index, at)) = of(sides.right, indices.right) else { return Ok(None) };
        let resource = &sides.right.snapshot.resources[at];
        let managers = &self.judge.settings.knowledge.managers();
        let attribution = Attribution::new(None, resource, managers);
        if self.is_repeated(false, index, resource) {
            return Ok(None);
        }
        if resource.owner.is_some()
            || sides.right.owner(at).is_some()
            || managers.is_system(resource)
            || attribution.is_made_by_controllers()
        {
            self.set_aside.owned += 1;
            return Ok(None);
        }
        match self.coverage.live(resource, sides.right.kinds.get(at).is_some_and(|known| known.needs_both)) {
            Seen::Outside => self.set_aside.outside += 1,
            Seen::Unknown => self.set_aside.unknown += 1,
            Seen::Yes => {
                let mut judgement = self.judge.unpaired(unpaired)?;
                for (finding, _) in &mut judgement.findings {
                    let is_of_cloud = self.coverage.is_of_cloud(resource);
                    words::unmanaged(finding, attribution.maker(), is_of_cloud, self.judge.settings);
                }
                return Ok(Some(judgement));
            }
        }
        Ok(None)
    }

    /// Returns whether the address was met before, or pairs elsewhere; what is there twice is told.
    fn is_repeated(&mut self, is_left: bool, index: u32, resource: &Resource) -> bool {
        let (addresses, paired) = if is_left {
            (&self.addresses.left, &self.paired.left)
        } else {
            (&self.addresses.right, &self.paired.right)
        };
        let key = (resource.kind.as_str(), resource.address.as_str());
        let first = addresses.get(&key).copied().unwrap_or(index);
        if first == index && !paired.contains(&first) {
            return false;
        }
        let what = if is_left { "is declared" } else { "is there" };
        self.twice.insert(format!("{} {what} more than once", resource.address.as_str()));
        true
    }
}

#[cfg(test)]
mod tests;
