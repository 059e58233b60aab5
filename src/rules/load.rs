//! Reads `rule` blocks and refuses what could only fail later.
//!
//! This file must not judge; it makes sure that every rule can.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use hcl::edit::expr::Expression;
use rayon::prelude::*;

use crate::blocks::{Block, Place, Reader, span};
use crate::diagnostic::{Diagnostic, SourceText, nearest};
use crate::expr::{self, Names, Program};
use crate::matching::{Glob, Pattern};
use crate::model::{ChangeKind, Mode, Severity};

use super::check::CHECK_NAMES;
use super::scope::{RULE_NAMES, SIDE_MEMBERS};

/// One rule, ready to judge.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `pack/bad-pattern`.
    pub name: String,
    /// What it finds, in one line.
    pub summary: String,
    /// Why that matters.
    pub why: String,
    /// The kinds it looks at.
    pub kinds: Vec<Glob>,
    /// The paths it looks at; none means any.
    pub paths: Vec<Pattern>,
    /// For a rule of the mode `check`: the places of a resource that it is asked about, one by one; none
    /// means once for the resource.
    pub each: Vec<Pattern>,
    /// The changes it looks at; of a rule of the mode `check`, the one that it finds.
    pub changes: Vec<ChangeKind>,
    /// The modes it looks at; none means all that compare.
    pub modes: Vec<Mode>,
    /// What must be true of the change, beyond kind, path and change.
    pub when: Option<Program>,
    /// How much it matters.
    pub severity: RuleSeverity,
    /// What to say.
    pub message: Program,
    /// What to do.
    pub remedy: Program,
    /// Where it stands.
    pub place: Place,
}

/// How much a finding of a rule matters.
#[derive(Clone, Debug)]
pub enum RuleSeverity {
    /// Always the same.
    Fixed(Severity),
    /// Depends on the change.
    Computed(Program),
}

impl Rule {
    /// Returns whether it looks at one environment by itself.
    pub fn is_check(&self) -> bool {
        self.modes.contains(&Mode::Check)
    }
}

/// The changes that a rule of the mode `check` may find.
const FAULTS: [ChangeKind; 2] = [ChangeKind::Fault, ChangeKind::Dangling];

/// The changes that a rule may look at.
const CHANGES: [ChangeKind; 7] = [
    ChangeKind::Modified,
    ChangeKind::LeftOnly,
    ChangeKind::RightOnly,
    ChangeKind::Count,
    ChangeKind::Reordered,
    ChangeKind::Unmanaged,
    ChangeKind::Missing,
];

/// The first parts of names that the program itself uses.
const RESERVED: [&str; 2] = ["default", "expect"];

/// Reads rules; all mistakes of all files are returned.
pub fn parse(sources: &[Arc<SourceText>]) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let files: Vec<_> = sources.par_iter().map(file).collect();
    let mut rules: Vec<Rule> = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        match file {
            Ok(more) => rules.extend(more),
            Err(more) => errors.extend(more),
        }
    }
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for rule in &rules {
        if let Some(first) = seen.get(rule.name.as_str()) {
            let mistake = rule.place.diagnostic(format!("rule `{}` is there twice", rule.name));
            errors.push(mistake.help(format!("the first is at {}", first.at())));
        } else {
            seen.insert(&rule.name, &rule.place);
        }
    }
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

fn file(source: &Arc<SourceText>) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let body = expr::parse(source).map_err(|error| vec![error])?;
    let reader = Reader::new(source);
    let top = reader.top(&body, "a file of rules");
    let rules = top.blocks("rule").into_iter().filter_map(rule).collect();
    top.finish();
    let errors = reader.into_errors();
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

fn rule(block: Block<'_>) -> Option<Rule> {
    let name = name(&block);
    block.require(&["summary", "why", "kind", "severity", "message", "remedy"]);
    let summary = sentence(&block, "summary");
    let why = sentence(&block, "why");
    let kinds = block.texts("kind");
    if let (Some([]), Some(given)) = (kinds.as_deref(), block.expression("kind")) {
        block.report(block.mistake(span(given), "a rule looks at one kind at least"));
    }
    let modes = named(&block, "mode", &Mode::ALL, Mode::as_str).unwrap_or_default();
    let is_check = modes.contains(&Mode::Check);
    if is_check && modes.len() > 1 {
        let given = block.expression("mode").map(span).unwrap_or_default();
        let mistake = block.mistake(given, "a rule of the mode `check` has no other modes");
        block.report(mistake.help("it looks at one environment; write another rule for what differs"));
    }
    let paths = block.all_parsed::<Pattern>("path");
    let each = block.all_parsed::<Pattern>("each");
    let (misplaced, because) = if is_check {
        ("path", "a rule of the mode `check` has no `path`; `each` names the places it is asked about")
    } else {
        ("each", "only a rule of the mode `check` has `each`; `path` names the paths of changes")
    };
    if let Some(given) = block.expression(misplaced) {
        block.report(block.mistake(span(given), because));
    }
    let changes = if is_check {
        let found = named(&block, "change", &FAULTS, ChangeKind::as_str);
        found.unwrap_or_else(|| vec![ChangeKind::Fault])
    } else {
        let looked_at = named(&block, "change", &CHANGES, ChangeKind::as_str);
        looked_at.unwrap_or_else(|| vec![ChangeKind::Modified])
    };
    if is_check
        && changes.len() != 1
        && let Some(given) = block.expression("change")
    {
        block.report(block.mistake(span(given), "a rule of the mode `check` finds one change"));
    }
    let program = |name| program(&block, name, is_check);
    let when = program("when");
    let severity = severity(&block, is_check);
    let message = program("message");
    let remedy = program("remedy");
    let place = block.place();
    block.finish();
    Some(Rule {
        name: name?,
        summary: summary?,
        why: why?,
        kinds: kinds?.into_iter().map(|kind| Glob::new(kind.value)).collect(),
        paths: paths.unwrap_or_default().into_iter().map(|path| path.value).collect(),
        each: each.unwrap_or_default().into_iter().map(|path| path.value).collect(),
        changes,
        modes,
        when,
        severity: severity?,
        message: message?,
        remedy: remedy?,
        place,
    })
}

fn name(block: &Block<'_>) -> Option<String> {
    let label = block.label("name")?;
    let refuse = |message: String| {
        let help = "name it `pack/bad-pattern`, in lower-case words with hyphens";
        block.report(block.mistake(label.span.clone(), message).help(help));
        None
    };
    let words = |text: &str| {
        !text.is_empty()
            && text.split(['-', '_']).all(|word| {
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
    };
    match label.value.split_once('/') {
        Some((pack, _)) if RESERVED.contains(&pack) => {
            refuse(format!("names that start with `{pack}/` are the program's own"))
        }
        Some((pack, rest)) if words(pack) && words(rest) => Some(label.value.to_owned()),
        _ => refuse(format!("`{}` is no name for a rule", label.value)),
    }
}

/// Reads a text that must say something.
fn sentence<'r>(block: &Block<'r>, name: &'r str) -> Option<String> {
    let text = block.text(name)?;
    if text.value.trim().is_empty() {
        block.report(block.mistake(text.span, format!("`{name}` says nothing")));
        return None;
    }
    Some(text.value)
}

/// Reads an attribute that lists some of the names in `all`.
fn named<'r, T: Copy>(
    block: &Block<'r>,
    attribute: &'r str,
    all: &[T],
    text: fn(T) -> &'static str,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    for given in block.texts(attribute)? {
        if let Some(known) = all.iter().find(|known| text(**known) == given.value) {
            found.push(*known);
            continue;
        }
        let names = || all.iter().map(|known| text(*known));
        let help = match nearest(&given.value, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", names().collect::<Vec<_>>().join(", ")),
        };
        block.report(block.mistake(given.span, format!("unknown {attribute} `{}`", given.value)).help(help));
    }
    Some(found)
}

fn severity(block: &Block<'_>, is_check: bool) -> Option<RuleSeverity> {
    let expression = block.expression("severity")?;
    let sound = severity_literals(block, expression);
    if let Expression::String(text) = expression {
        return Severity::from_str(text.value()).ok().map(RuleSeverity::Fixed);
    }
    let program = program(block, "severity", is_check)?;
    sound.then_some(RuleSeverity::Computed(program))
}

/// Checks the severities that an expression chooses from, as far as they are written out.
fn severity_literals(block: &Block<'_>, expression: &Expression) -> bool {
    match expression {
        Expression::String(text) => match Severity::from_str(text.value()) {
            Ok(_) => true,
            Err(error) => {
                let near = nearest(text.value(), Severity::ALL.into_iter().map(Severity::as_str));
                let mistake = block.mistake(span(expression), error.to_string());
                block.report(match near {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake,
                });
                false
            }
        },
        Expression::Parenthesis(inner) => severity_literals(block, inner.inner()),
        Expression::Conditional(choice) => {
            let first = severity_literals(block, &choice.true_expr);
            severity_literals(block, &choice.false_expr) && first
        }
        Expression::Null(_)
        | Expression::Bool(_)
        | Expression::Number(_)
        | Expression::Array(_)
        | Expression::Object(_) => {
            block.report(block.mistake(span(expression), "`severity` must be a string"));
            false
        }
        _ => true,
    }
}

fn program<'r>(block: &Block<'r>, name: &'r str, is_check: bool) -> Option<Program> {
    let expression = block.expression(name)?;
    let source = &block.place().source;
    let names = if is_check { Names::Around(&CHECK_NAMES) } else { Names::Only(&RULE_NAMES) };
    let program = Program::compile(expression, source, names);
    let program = program.map_err(|error| block.report(error)).ok()?;
    if is_check {
        return Some(program);
    }
    // What a side has is known as well, so a misspelt member is a mistake now and not when it is met.
    for reference in program.references() {
        if let [root, member, ..] = reference.as_slice()
            && SIDES.contains(&root.as_str())
            && !SIDE_MEMBERS.contains(&member.as_str())
        {
            let mistake = Diagnostic::new(format!("`{root}` has no `{member}`"), source, program.span());
            block.report(mistake.help(match nearest(member, SIDE_MEMBERS) {
                Some(near) => format!("did you mean `{root}.{near}`?"),
                None => format!("a side has {}", SIDE_MEMBERS.join(", ")),
            }));
            return None;
        }
    }
    Some(program)
}

/// The names that stand for a side.
const SIDES: [&str; 4] = ["left", "right", "upper_env", "lower_env"];

#[cfg(test)]
mod tests;
