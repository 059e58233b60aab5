//! Asks the rules that look at one environment about one resource of it.
//!
//! What a rule cannot know it stays silent about, and that is counted; a rule that fails is an error with
//! its place. This file must not know kinds, and must not compare.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::World;
use super::engine::{RuleError, RuleSet, failed, severity_of};
use super::load::{Rule, RuleSeverity};
use super::values;
use crate::config::Role;
use crate::expr::{EvalError, EvalErrorKind, Node, Object, Program, Scope};
use crate::model::{ChangeKind, Map, Mode, Path, Resource, Severity, Value};
use crate::normalize::knowledge;

/// The names that a rule of the mode `check` may use.
pub(super) const CHECK_NAMES: [&str; 13] = [
    "resource",
    "value",
    "path",
    "name",
    "namespace",
    "address",
    "kind",
    "env",
    "role",
    "mode",
    "live",
    "cluster",
    "other",
];

/// The environment with which the checked one is compared, as far as a rule may look at it.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    /// The name of the environment.
    pub environment: &'a str,
    /// The facts of its cluster, where there is one.
    pub cluster: Option<&'a Map>,
}

/// One resource with the environment that it is part of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The environment.
    pub world: &'a World<'a>,
    /// The resource.
    pub resource: &'a Resource,
    /// What is known of its kind: the keys of its lists name the places in it.
    pub known: Option<&'a knowledge::Node>,
    /// The name of the environment.
    pub environment: &'a str,
    /// What the environment is for.
    pub role: Role,
    /// What it is compared with.
    pub other: Option<Other<'a>>,
    /// The only rule that is asked, where just one is.
    pub only: Option<&'a str>,
}

/// What is wrong at one place of a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Whether it refers to something that is not there, or is wrong by itself.
    pub change: ChangeKind,
    /// Where in the resource.
    pub path: Path,
    /// What stands there.
    pub value: Option<Value>,
    /// How much it matters.
    pub severity: Severity,
    /// The rule that speaks.
    pub rule: String,
    /// Other rules that matched, in the order of the packs.
    pub also: Vec<String>,
    /// What the rule says.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// What the rules say of one resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// What is wrong, by place.
    pub faults: Vec<Fault>,
    /// How often a rule could not know.
    pub unknown: u64,
}

/// A rule that matched at a place.
struct Match<'a> {
    rule: &'a Rule,
    severity: Severity,
    value: Option<&'a Value>,
}

impl RuleSet {
    /// Asks all rules about one resource.
    ///
    /// # Errors
    /// A rule that fails to evaluate, with its place.
    pub fn check(&self, asked: &Asked<'_>) -> Result<Checked, RuleError> {
        let mut checked = Checked::default();
        let mut places: BTreeMap<Path, Vec<Match<'_>>> = BTreeMap::new();
        for rule in self.checks(&asked.resource.kind) {
            if asked.only.is_some_and(|only| only != rule.name) {
                continue;
            }
            for (path, value) in asked_places(rule, asked) {
                let scope = CheckScope { asked, path: &path, value };
                match matches(rule, &scope)? {
                    Answer::Unknown => checked.unknown += 1,
                    Answer::No => {}
                    Answer::Yes(severity) => {
                        places.entry(path).or_default().push(Match { rule, severity, value });
                    }
                }
            }
        }
        for (path, matched) in places {
            checked.faults.extend(fault(asked, path, matched)?);
        }
        Ok(checked)
    }
}

/// Returns the places of a resource that a rule is asked about, with what stands there.
fn asked_places<'a>(rule: &Rule, asked: &Asked<'a>) -> Vec<(Path, Option<&'a Value>)> {
    if rule.each.is_empty() {
        return vec![(Path::root(), None)];
    }
    let places = values::places(&rule.each, &asked.resource.attributes, asked.known);
    places.map(|(path, value)| (path, Some(value))).collect()
}

enum Answer {
    Yes(Severity),
    No,
    Unknown,
}

fn matches(rule: &Rule, scope: &CheckScope<'_>) -> Result<Answer, RuleError> {
    if let Some(when) = &rule.when {
        match known(rule, when.eval_bool(scope))? {
            Some(true) => {}
            Some(false) => return Ok(Answer::No),
            None => return Ok(Answer::Unknown),
        }
    }
    let program = match &rule.severity {
        RuleSeverity::Fixed(severity) => return Ok(Answer::Yes(*severity)),
        RuleSeverity::Computed(program) => program,
    };
    Ok(match known(rule, program.eval_text(scope))? {
        Some(text) => Answer::Yes(severity_of(rule, program, &text)?),
        None => Answer::Unknown,
    })
}

/// Tells what cannot be known, which is no fault of anybody, from a mistake of the rule.
fn known<T>(rule: &Rule, outcome: Result<T, EvalError>) -> Result<Option<T>, RuleError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind == EvalErrorKind::Unknown => Ok(None),
        Err(error) => Err(failed(rule, &error)),
    }
}

/// Lets the most severe of the rules that matched at a place speak; of equally severe ones the first.
fn fault(asked: &Asked<'_>, path: Path, mut matched: Vec<Match<'_>>) -> Result<Option<Fault>, RuleError> {
    let best = matched.iter().map(|found| found.severity).max();
    let Some(at) = matched.iter().position(|found| Some(found.severity) == best) else { return Ok(None) };
    let Match { rule, severity, value } = matched.remove(at);
    let scope = CheckScope { asked, path: &path, value };
    // What is wrong is told although a part of the sentence cannot be.
    let say = |program: &Program, otherwise: &dyn Fn() -> String| {
        Ok::<_, RuleError>(known(rule, program.eval_text(&scope))?.unwrap_or_else(otherwise))
    };
    let message = say(&rule.message, &|| rule.summary.clone())?;
    let remedy = say(&rule.remedy, &|| rule.remedy.text())?;
    let also = matched.into_iter().map(|found| found.rule.name.clone()).collect();
    Ok(Some(Fault {
        change: rule.changes.first().copied().unwrap_or(ChangeKind::Fault),
        value: value.filter(|value| !matches!(value, Value::Map(_) | Value::List(_) | Value::Null)).cloned(),
        severity,
        rule: rule.name.clone(),
        also,
        message,
        remedy,
        path,
    }))
}

/// The names for one place of one resource.
struct CheckScope<'a> {
    asked: &'a Asked<'a>,
    path: &'a Path,
    /// `None` when the rule is asked about the resource as a whole.
    value: Option<&'a Value>,
}

impl Scope for CheckScope<'_> {
    fn variable<'a>(&'a self, name: &str) -> Option<Node<'a>> {
        let asked = self.asked;
        let (namespace, short) = World::name_of(asked.resource);
        Some(match name {
            "resource" => Node::Object(&asked.resource.attributes),
            "value" => match self.value {
                Some(value) => Node::Value(Cow::Borrowed(value)),
                None => Node::Object(&asked.resource.attributes),
            },
            "path" => text(&self.path.to_string()),
            "name" => text(short),
            "namespace" => text(namespace),
            "address" => text(asked.resource.address.as_str()),
            "kind" => text(&asked.resource.kind),
            "env" => text(asked.environment),
            "role" => text(asked.role.as_str()),
            "mode" => text(Mode::Check.as_str()),
            "live" => owned(Value::Bool(asked.world.is_live())),
            "cluster" => attributes(asked.world.cluster()),
            "other" => match &asked.other {
                Some(other) => Node::Object(other),
                None => owned(Value::Null),
            },
            _ => return None,
        })
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
        self.asked.world.call(name, arguments)
    }
}

/// The attributes of a resource as they are: secrets in them stay sealed, and expressions cannot look inside.
impl Object for Map {
    fn get<'a>(&'a self, key: &str) -> Option<Node<'a>> {
        Map::get(self, key).map(|value| Node::Value(Cow::Borrowed(value)))
    }

    fn keys(&self) -> Vec<String> {
        self.iter().map(|(key, _)| key.as_str().to_owned()).collect()
    }
}

impl Object for Other<'_> {
    fn get<'a>(&'a self, key: &str) -> Option<Node<'a>> {
        Some(match key {
            "env" => text(self.environment),
            "cluster" => attributes(self.cluster),
            _ => return None,
        })
    }

    fn keys(&self) -> Vec<String> {
        ["env", "cluster"].map(str::to_owned).to_vec()
    }
}

fn attributes(map: Option<&Map>) -> Node<'_> {
    map.map_or_else(|| owned(Value::Null), |map| Node::Object(map))
}

fn owned(value: Value) -> Node<'static> {
    Node::Value(Cow::Owned(value))
}

fn text(text: &str) -> Node<'static> {
    owned(Value::string(text))
}

#[cfg(test)]
mod tests;
