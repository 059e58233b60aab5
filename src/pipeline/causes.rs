//! Findings that share a cause: a variable, a substitution in many places, the version of a module.
//!
//! This file must not decide whether a difference is declared; it groups what is known.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Found;
use super::derived::Taken;
use super::judge::plain;
use crate::model::{Cause, ChangeKind, Finding, Segment, Sides, Value};

/// From how many places on the same substitution is one cause.
const SYSTEMATIC: usize = 3;
/// Characters of a value that a summary shows.
const SHOWN: usize = 40;

/// Groups findings by their causes, in the order of the first finding of each.
pub(super) fn group(found: &mut [Found]) -> Vec<Cause> {
    let mut groups = Groups::default();
    let systematic = systematic(found);
    let modules = modules(found);
    let taken = taken(found);
    for found in found {
        let Some((key, cause)) = cause_of(found, &systematic, &modules, &taken) else { continue };
        found.finding.cause = Some(groups.add(key, cause));
    }
    groups.causes
}

/// What tells one cause from another.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Variable(String),
    Probable(String),
    Systematic(Substituted),
    Module(String),
    /// What is taken from where, and in which environment alone.
    Taken(String, String, String),
}

/// What was put in the place of what; where that says little, with the attribute.
type Substituted = (String, String, String);

#[derive(Default)]
struct Groups {
    at: HashMap<Key, usize, FixedState>,
    causes: Vec<Cause>,
}

impl Groups {
    fn add(&mut self, key: Key, cause: Cause) -> usize {
        let explained = cause.explained;
        let at = *self.at.entry(key).or_insert_with(|| {
            self.causes.push(cause);
            self.causes.len() - 1
        });
        self.causes[at].findings += 1;
        // Several findings of one cause are explained when each is.
        self.causes[at].explained &= explained;
        at
    }
}

fn cause_of(
    found: &Found,
    systematic: &HashMap<Substituted, usize, FixedState>,
    modules: &[(String, Sides<Option<String>>, String)],
    taken: &HashMap<Key, usize, FixedState>,
) -> Option<(Key, Cause)> {
    let finding = &found.finding;
    if let Some((explanation, variable)) =
        found.explanation.as_ref().and_then(|explanation| Some((explanation, explanation.variable.as_ref()?)))
    {
        let [left, right] = &variable.values;
        let [left_at, right_at] = &variable.at;
        let said = format!("var.{}: {} → {}", variable.name, short(left), short(right));
        let (key, summary) = if explanation.declared {
            (Key::Variable(variable.name.clone()), said)
        } else {
            (Key::Probable(variable.name.clone()), format!("probably {said}"))
        };
        let at = Sides::new(left_at.clone(), right_at.clone());
        return Some((
            key,
            Cause { summary: plain(summary), explained: explanation.declared, at, findings: 0 },
        ));
    }
    if let Some((key, source)) = found.taken.as_ref().map(|source| (key_of(source), source))
        && taken.get(&key).is_some_and(|findings| *findings > 1)
    {
        let summary = plain(format!("{} of {}: only in {}", source.path, source.address, source.environment));
        let cause = Cause { summary, explained: finding.explained, at: source.at.clone(), findings: 0 };
        return Some((key, cause));
    }
    if finding.explained {
        return None;
    }
    let address = finding.address.left.as_ref().or(finding.address.right.as_ref())?.as_str();
    let inside = |module: &str| address.strip_prefix(module).is_some_and(|rest| rest.starts_with(['.', '[']));
    if let Some((module, at, versions)) = modules.iter().find(|(module, ..)| inside(module)) {
        let summary = plain(format!("probably the version of {module}: {versions}"));
        let cause = Cause { summary, explained: false, at: at.clone(), findings: 0 };
        return Some((Key::Module(module.clone()), cause));
    }
    let substituted = substituted(finding)?;
    let places = *systematic.get(&substituted).filter(|places| **places >= SYSTEMATIC)?;
    let (left, right, attribute) = &substituted;
    // `1 → 2` alone says nothing to a reader.
    let attribute = if attribute.is_empty() { String::new() } else { format!("{attribute}: ") };
    let summary = plain(format!("{attribute}{} → {} in {places} places", short(left), short(right)));
    let cause = Cause { summary, explained: false, at: Sides::default(), findings: 0 };
    Some((Key::Systematic(substituted), cause))
}

fn key_of(source: &Taken) -> Key {
    Key::Taken(source.address.clone(), source.path.clone(), source.environment.clone())
}

/// Counts how many resources miss the same value of the same source.
fn taken(found: &[Found]) -> HashMap<Key, usize, FixedState> {
    let mut counts = HashMap::default();
    for source in found.iter().filter_map(|found| found.taken.as_ref()) {
        *counts.entry(key_of(source)).or_default() += 1;
    }
    counts
}

/// Counts how often the same was put in the place of the same, where nothing else explains it.
fn systematic(found: &[Found]) -> HashMap<Substituted, usize, FixedState> {
    let mut counts = HashMap::default();
    let open = found.iter().filter(|found| {
        !found.finding.explained && found.explanation.as_ref().is_none_or(|e| e.variable.is_none())
    });
    for substituted in open.filter_map(|found| substituted(&found.finding)) {
        *counts.entry(substituted).or_default() += 1;
    }
    counts
}

/// Returns the modules whose version differs, with the places and the versions.
fn modules(found: &[Found]) -> Vec<(String, Sides<Option<String>>, String)> {
    let told = found.iter().map(|found| &found.finding).filter_map(|finding| {
        let address = match (finding.kind.as_str(), finding.path.segments()) {
            ("module", [Segment::Key(key)]) if key == "version" => {
                finding.address.left.as_ref()?.as_str().to_owned()
            }
            ("terraform_settings", [Segment::Key(modules), Segment::Key(name), Segment::Key(key)])
                if modules == "modules" && key == "version" =>
            {
                format!("module.{name}")
            }
            _ => return None,
        };
        let text = |value: &Option<Value>| value.as_ref().map_or_else(|| "none".to_owned(), text);
        let (left, right) = (text(&finding.values.left), text(&finding.values.right));
        Some((address, finding.declared_at.clone(), format!("{left} → {right}")))
    });
    told.collect()
}

/// Returns what a modified value has in the place of what, without what both have in common.
fn substituted(finding: &Finding) -> Option<Substituted> {
    if finding.change != ChangeKind::Modified || finding.redacted {
        return None;
    }
    let (left, right) = (finding.values.left.as_ref()?, finding.values.right.as_ref()?);
    let attribute = finding.path.segments().iter().rev().find_map(|segment| match segment {
        Segment::Key(key) => Some(key.to_string()),
        _ => None,
    })?;
    match (left, right) {
        (Value::String(l), Value::String(r)) => {
            let (l, r) = core(l, r);
            // A short word is put in the place of another in many places for many reasons.
            let telling = l.len() >= 3 && r.len() >= 3;
            Some((l.to_owned(), r.to_owned(), if telling { String::new() } else { attribute }))
        }
        (Value::Bool(_) | Value::Number(_), Value::Bool(_) | Value::Number(_)) => {
            Some((text(left), text(right), attribute))
        }
        _ => None,
    }
}

/// Cuts two texts to whole words around what differs.
fn core<'t>(left: &'t str, right: &'t str) -> (&'t str, &'t str) {
    let joint = |c: char| !c.is_alphanumeric() && c != '.' && c != '-';
    let same = |(a, b): &(char, char)| a == b;
    let common = left.chars().zip(right.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum::<usize>();
    let start =
        left[..common].rfind(joint).map_or(0, |at| at + left[at..].chars().next().map_or(1, char::len_utf8));
    let (left, right) = (&left[start..], &right[start..]);
    let common: usize =
        left.chars().rev().zip(right.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let end = left[left.len() - common..].find(joint).map_or(0, |at| common - at);
    (&left[..left.len() - end], &right[..right.len() - end])
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Cuts a value to what one line can take.
fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::core;

    #[test]
    fn what_two_texts_share_is_cut_at_whole_words() {
        for (left, right, expected) in [
            ("shop/vote:1.4.2", "shop/vote:1.5.0", ("1.4.2", "1.5.0")),
            ("t3.small", "t3.large", ("t3.small", "t3.large")),
            ("a=1,b=2,c=3", "a=1,b=9,c=3", ("2", "9")),
            ("grün", "grüner", ("grün", "grüner")),
            ("same-x", "y", ("same-x", "y")),
        ] {
            assert_eq!(core(left, right), expected);
            let (r, l) = core(right, left);
            assert_eq!((l, r), expected);
        }
    }
}
