//! Findings that follow from others: a value that a resource takes from elsewhere differs in both places,
//! and is told in one.
//!
//! Where both sides have it, it is told where it stands; where one side lacks it, it is told where it is
//! missed, since that is what breaks. What is told names the other place. This file must not compare or
//! judge; it knows of each value only where it comes from (`@derived`).

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;

use super::Found;
use crate::model::{Address, Finding, Origin, Path, Resource, Segment, Sides, Snapshot, Value};

/// The attribute that says where values come from: by path, a list of address and path.
const DERIVED: &str = "@derived";
/// The attribute with what was put together of values from elsewhere, and its entry for what could not be.
const ENV: &str = "@env";
const FROM: &str = "@from";
/// How many places a message names.
const NAMED: usize = 3;

/// Where a value comes from that one side only has: several resources may miss it for that one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// What the source is called, without a hash of its content.
    pub(super) address: String,
    /// Where in the source it stands.
    pub(super) path: String,
    /// The environment that has it.
    pub(super) environment: String,
    /// File and line of the source, where a finding of it says so.
    pub(super) at: Sides<Option<String>>,
}

/// Folds findings that derive from each other; returns how many were dropped because a side does not know.
pub(super) fn fold(found: &mut Vec<Found>, snapshots: Sides<&Snapshot>) -> u64 {
    let links = snapshots.map(Links::new);
    if links.left.is_empty() && links.right.is_empty() {
        return 0;
    }
    let mut fold = Fold {
        links,
        environments: snapshots.map(|snapshot| snapshot.environment.as_str()),
        fate: vec![Fate::Stays; found.len()],
        said: vec![Vec::new(); found.len()],
        taken: vec![None; found.len()],
        unknown: 0,
    };
    let places = places(found);
    for at in 0..found.len() {
        fold.settle(found, at, &places);
    }
    let Fold { fate, said, taken, unknown, .. } = fold;
    name_sources(found, taken, snapshots);
    for (at, fate) in fate.iter().enumerate() {
        let Fate::Told(winner) = *fate else { continue };
        let Some((severity, rule)) = found.get(at).map(|f| (f.finding.severity, f.finding.rule.clone()))
        else {
            continue;
        };
        if let Some(winner) = found.get_mut(winner) {
            let finding = &mut winner.finding;
            // What counts for one of the two counts for both.
            finding.severity = finding.severity.max(severity);
            if rule != finding.rule && !rule.starts_with("default/") && !finding.also.contains(&rule) {
                finding.also.push(rule);
                finding.also.sort_unstable();
            }
        }
    }
    for (found, said) in found.iter_mut().zip(said) {
        for said in said {
            found.finding.message.push_str("; ");
            found.finding.message.push_str(&said);
        }
    }
    let mut fate = fate.into_iter();
    found.retain(|_| matches!(fate.next(), Some(Fate::Stays) | None));
    unknown
}

/// Notes at each finding where the value comes from that one side only has.
fn name_sources(found: &mut [Found], taken: Vec<Option<Missed<'_>>>, snapshots: Sides<&Snapshot>) {
    if taken.iter().all(Option::is_none) {
        return;
    }
    let called = snapshots.map(|snapshot| {
        let all = snapshot.resources.iter().map(|resource| (resource.address.as_str(), resource.called()));
        all.collect::<HashMap<_, _, FixedState>>()
    });
    for (found, taken) in found.iter_mut().zip(taken) {
        let Some((is_left, (address, path), at)) = taken else { continue };
        let (called, snapshot) =
            if is_left { (&called.left, snapshots.left) } else { (&called.right, snapshots.right) };
        found.taken = Some(Taken {
            address: called.get(address).copied().unwrap_or(address).to_owned(),
            path: path.to_owned(),
            environment: snapshot.environment.clone(),
            at,
        });
    }
}

/// What becomes of a finding.
#[derive(Clone, Copy)]
enum Fate {
    Stays,
    /// Another tells it, by its index.
    Told(usize),
    Dropped,
}

/// The findings of each address of a side.
type Places = HashMap<Address, Vec<usize>, FixedState>;

fn places(found: &[Found]) -> Sides<Places> {
    let of = |side: fn(&Finding) -> &Option<Address>| {
        let mut places = Places::default();
        for (at, found) in found.iter().enumerate() {
            if let Some(address) = side(&found.finding) {
                places.entry(address.clone()).or_default().push(at);
            }
        }
        places
    };
    Sides::new(of(|finding| &finding.address.left), of(|finding| &finding.address.right))
}

/// Where a value comes from, or goes to: address and path.
type Place<'a> = (&'a str, &'a str);

/// A value that one side only has: whether that is the left one, where it comes from, and where that is declared.
type Missed<'a> = (bool, Place<'a>, Sides<Option<String>>);

/// What one side says of where its values come from.
struct Links<'a> {
    /// By where a value is used.
    sources: HashMap<Place<'a>, Place<'a>, FixedState>,
    /// By the address of the source: the path there, and the address where it is used.
    uses: HashMap<&'a str, Vec<(&'a str, &'a str)>, FixedState>,
    /// Resources that put values together, by their address.
    made: HashMap<&'a str, &'a Resource, FixedState>,
}

impl<'a> Links<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        let mut links =
            Self { sources: HashMap::default(), uses: HashMap::default(), made: HashMap::default() };
        let compared = |resource: &&Resource| resource.origin != Origin::Code && resource.owner.is_none();
        for resource in snapshot.resources.iter().filter(compared) {
            let Some(Value::Map(derived)) = resource.attributes.own(DERIVED) else { continue };
            let address = resource.address.as_str();
            links.made.insert(address, resource);
            for (path, from) in derived {
                let Some([Value::String(source), Value::String(at)]) = from.as_list() else { continue };
                links.sources.insert((address, path), (source, at));
                links.uses.entry(source).or_default().push((at, address));
            }
        }
        links
    }

    fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    /// Returns where the value at a path comes from, or the value that it is a part of, and whether it is
    /// the whole of it.
    fn source(&self, address: Option<&Address>, path: &Path) -> Option<(Place<'a>, bool)> {
        let address = address?.as_str();
        let made = self.made.get(address)?.address.as_str();
        let segments = path.segments();
        (1..=segments.len()).rev().find_map(|length| {
            let prefix: Path = segments.get(..length)?.iter().cloned().collect();
            let text = prefix.to_string();
            let source = self.sources.get(&(made, text.as_str()))?;
            Some((*source, length == segments.len()))
        })
    }

    /// Returns which resources use what stands at or below a path.
    fn users(&self, address: Option<&Address>, path: &str) -> impl Iterator<Item = &'a str> {
        let uses = address.and_then(|address| self.uses.get(address.as_str()));
        let uses = uses.into_iter().flatten().filter(move |(at, _)| overlaps(at, path));
        uses.map(|(_, user)| *user)
    }

    /// Returns whether a resource takes values from something that could not be read.
    fn is_open(&self, address: Option<&Address>, container: &str) -> bool {
        let resource = address.and_then(|address| self.made.get(address.as_str()));
        let environment = resource.and_then(|resource| resource.attributes.get(ENV));
        let from = environment.and_then(|env| env.get(container)).and_then(|container| container.get(FROM));
        from.and_then(Value::as_map)
            .is_some_and(|from| from.iter().any(|(_, value)| *value == Value::Unknown))
    }
}

/// Returns whether one of two paths leads through the other.
fn overlaps(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.strip_prefix(short)
        .is_some_and(|rest| short.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

struct Fold<'a> {
    links: Sides<Links<'a>>,
    environments: Sides<&'a str>,
    fate: Vec<Fate>,
    /// What each finding says beyond its message.
    said: Vec<Vec<String>>,
    /// Of values that one side only has: which, where from, and where that is declared.
    taken: Vec<Option<Missed<'a>>>,
    unknown: u64,
}

impl<'a> Fold<'a> {
    fn settle(&mut self, found: &[Found], at: usize, places: &Sides<Places>) {
        let Some(finding) = found.get(at).map(|found| &found.finding) else { return };
        self.say_who_uses_it(finding, at);
        let missing = finding.values.as_ref().map(Option::is_none);
        if missing.left != missing.right && self.is_told_otherwise(found, finding, at, missing) {
            return;
        }
        let sources = Sides::new(
            self.links.left.source(finding.address.left.as_ref(), &finding.path),
            self.links.right.source(finding.address.right.as_ref(), &finding.path),
        );
        let whole = |source: &Option<(Place<'_>, bool)>| source.is_some_and(|(_, whole)| whole);
        let from = sources.as_ref().map(|source| source.map(|(place, _)| place));
        match (from.left, from.right) {
            (None, None) => {}
            (Some(left), Some(right)) => {
                let among = candidates(&places.left, left, found);
                let source = among.into_iter().find(|source| {
                    let there = found.get(*source).map(|found| &found.finding);
                    *source != at
                        && there.is_some_and(|there| {
                            there.address.right.as_ref().is_some_and(|address| address.as_str() == right.0)
                                && overlaps(&there.path.to_string(), right.1)
                        })
                });
                match source {
                    Some(source) => self.set(at, Fate::Told(source)),
                    None => self.say_where_from(at, from),
                }
            }
            (Some(there), None) => {
                let one_sided = missing.right && whole(&sources.left);
                self.missed(found, at, (true, there, &places.left), one_sided, |f| f.values.right.is_none());
                self.say_where_from(at, from);
            }
            (None, Some(there)) => {
                let one_sided = missing.left && whole(&sources.right);
                self.missed(found, at, (false, there, &places.right), one_sided, |f| f.values.left.is_none());
                self.say_where_from(at, from);
            }
        }
    }

    /// A value that one side has of elsewhere and the other lacks.
    fn missed(
        &mut self,
        found: &[Found],
        at: usize,
        (is_left, there, places): (bool, Place<'a>, &Places),
        one_sided: bool,
        lacks: impl Fn(&Finding) -> bool,
    ) {
        if !one_sided {
            return;
        }
        let mut declared = Sides::default();
        for source in candidates(places, there, found) {
            let Some(finding) = found.get(source).map(|found| &found.finding) else { continue };
            if source == at {
                continue;
            }
            if finding.path.is_root() {
                // The whole of it is on one side only, which says all of its values at once.
                self.set(at, Fate::Told(source));
            } else if lacks(finding) {
                declared = finding.declared_at.clone();
                self.set(source, Fate::Told(at));
            }
        }
        if let Some(slot) = self.taken.get_mut(at) {
            *slot = Some((is_left, there, declared));
        }
    }

    /// Returns whether a value of one side only says nothing new: its container as a whole is on that side
    /// only and told, or the other side does not know all its values.
    fn is_told_otherwise(
        &mut self,
        found: &[Found],
        finding: &Finding,
        at: usize,
        missing: Sides<bool>,
    ) -> bool {
        let [Segment::Key(first), Segment::Key(container), rest @ ..] = finding.path.segments() else {
            return false;
        };
        if first != ENV {
            return false;
        }
        if rest.is_empty() {
            let named = |segment: &Segment| match segment {
                Segment::Element(names) => names.iter().any(|(_, name)| name == container),
                _ => false,
            };
            let told = found.iter().position(|other| {
                other.finding.address == finding.address
                    && other.finding.path.segments().last().is_some_and(named)
                    && other.finding.values.as_ref().map(Option::is_none) == missing
            });
            if let Some(told) = told {
                self.set(at, Fate::Told(told));
            }
            return told.is_some();
        }
        let is_open = if missing.left {
            self.links.left.is_open(finding.address.left.as_ref(), container)
        } else {
            self.links.right.is_open(finding.address.right.as_ref(), container)
        };
        // That a side takes values from what could not be read is no difference by itself either.
        let value = finding.values.left.as_ref().or(finding.values.right.as_ref());
        let entries = value.and_then(Value::as_map);
        let is_unread = matches!(rest, [Segment::Key(key)] if key == FROM)
            && entries.is_some_and(|entries| entries.iter().all(|(_, value)| *value == Value::Unknown));
        let is_unknown = is_open || is_unread;
        if is_unknown {
            self.unknown += 1;
            self.set(at, Fate::Dropped);
        }
        is_unknown
    }

    fn set(&mut self, at: usize, fate: Fate) {
        if let Some(slot) = self.fate.get_mut(at) {
            *slot = fate;
        }
    }

    fn say_where_from(&mut self, at: usize, from: Sides<Option<Place<'_>>>) {
        let Some(said) = self.said.get_mut(at) else { return };
        for (environment, place) in
            [(self.environments.left, from.left), (self.environments.right, from.right)]
        {
            if let Some((address, path)) = place {
                said.push(format!("{environment} takes it from {path} of {address}"));
            }
        }
    }

    fn say_who_uses_it(&mut self, finding: &Finding, at: usize) {
        let path = finding.path.to_string();
        let left = self.links.left.users(finding.address.left.as_ref(), &path);
        let right = self.links.right.users(finding.address.right.as_ref(), &path);
        let users: BTreeSet<&str> = left.chain(right).collect();
        if users.is_empty() {
            return;
        }
        let named: Vec<&str> = users.iter().copied().take(NAMED).collect();
        let more = users.len() - named.len();
        let mut said = format!("it reaches {}", named.join(", "));
        if more > 0 {
            said.push_str(&format!(" and {more} more"));
        }
        if let Some(slot) = self.said.get_mut(at) {
            slot.push(said);
        }
    }
}

/// Returns the findings at a place: at its path, above and below.
fn candidates(places: &Places, (address, path): Place<'_>, found: &[Found]) -> Vec<usize> {
    let among = places.get(&Address::new(address)).map(Vec::as_slice).unwrap_or_default();
    let there =
        |at: &&usize| found.get(**at).is_some_and(|found| overlaps(&found.finding.path.to_string(), path));
    among.iter().filter(there).copied().collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::collect::json;
    use crate::config::Config;
    use crate::normalize::knowledge::Knowledge;
    use crate::pipeline::{Settings, compare};
    use crate::rules::{Acceptances, RuleSet};

    /// A workload that has these variables, of which `from` says where they come from.
    fn snapshot(environment: &str, variables: &str, from: &str) -> Snapshot {
        let text = format!(r#"{{"@env": {{"web": {variables}}}, "@derived": {from}}}"#);
        let Value::Map(attributes) = json::parse(&text).unwrap().value else { panic!("{text}") };
        let resource = Resource {
            kind: "Deployment.apps".into(),
            address: Address::new("shop/Deployment.apps/web"),
            attributes,
            ..Resource::default()
        };
        Snapshot { environment: environment.to_owned(), resources: vec![resource], ..Snapshot::default() }
    }

    fn compared(left: &Snapshot, right: &Snapshot) -> (Vec<(String, String)>, u64) {
        let (knowledge, rules) = (Knowledge::built_in(), RuleSet::default());
        let config = Config::default();
        let today = Date::constant(2000, 1, 1);
        let settings =
            Settings { knowledge: &knowledge, rules: &rules, config: &config, today, explained: None };
        let mut acceptances = Acceptances::new(&[], today);
        let compared = compare(Sides::new(left, right), &settings, &mut acceptances, false).unwrap();
        let told = compared.comparison.findings.into_iter().map(|f| (f.path.to_string(), f.message));
        (told.collect(), compared.comparison.set_aside.unknown)
    }

    #[test]
    fn a_variable_is_not_missing_where_not_all_variables_are_known() {
        let left = snapshot("dev", r#"{"A": "x"}"#, r#"{"@env.web.A": ["shop/ConfigMap/s", "data.A"]}"#);
        let all = snapshot("prod", "{}", "{}");
        let said = "dev has x, prod has no value; dev takes it from data.A of shop/ConfigMap/s";
        assert_eq!(compared(&left, &all), (vec![("@env.web.A".to_owned(), said.to_owned())], 0));
        let mut some = all;
        let unread = Value::map([("configMapRef s".into(), Value::Unknown)]);
        let web = Value::map([("@from".into(), unread)]);
        let env = Value::map([("web".into(), web)]);
        some.resources[0].attributes.insert("@env".into(), env);
        let (told, unknown) = compared(&left, &some);
        assert_eq!(told, Vec::new());
        assert_eq!(unknown, 2);
    }

    #[test]
    fn paths_overlap_only_at_whole_steps() {
        for (a, b, expected) in [
            ("data.A", "data.A", true),
            ("data.A", "data.A.x[0]", true),
            ("", "data.A", true),
            ("data.A", "data.AB", false),
            ("data", "data[\"a.b\"]", true),
        ] {
            assert_eq!(overlaps(a, b), expected, "{a} {b}");
            assert_eq!(overlaps(b, a), expected, "{b} {a}");
        }
    }
}
