//! Checks the blocks of the configuration against each other: names given twice, names of nothing.
//!
//! This file must not read values; each block was read before.

use std::collections::BTreeMap;

use crate::blocks::{Block, Place, Spanned};
use crate::diagnostic::nearest;

use super::load::RawGate;
use super::{Config, Gate};

/// Reports names that are given twice.
pub(super) fn names(top: &Block<'_>, config: &Config) {
    let twice = |what: &'static str| move |name: &str| format!("{what} `{name}` is there twice");
    once(top, twice("environment"), config.environments.iter().map(|e| (e.name.as_str(), &e.place)));
    for environment in &config.environments {
        let terraform = environment.terraform.iter().map(|t| (t.name.as_str(), &t.place));
        once(top, twice("`terraform` block"), terraform);
    }
    once(top, twice("`ignore` block"), config.ignores.iter().map(|i| (i.name.as_str(), &i.place)));
    once(top, twice("`expect` block"), config.expectations.iter().map(|e| (e.name.as_str(), &e.place)));
    once(top, twice("acceptance of"), config.acceptances.iter().map(|a| (a.fingerprint.as_str(), &a.place)));
    let paired =
        |side: &'static str| move |name: &str| format!("`{name}` of the {side} side is paired twice");
    once(top, paired("left"), config.pairs.iter().map(|p| (p.left.as_str(), &p.place)));
    once(top, paired("right"), config.pairs.iter().map(|p| (p.right.as_str(), &p.place)));
}

/// Turns the names of the gate into those of environments, reporting unknown ones.
pub(super) fn gate(top: &Block<'_>, config: &Config, raw: RawGate) -> Gate {
    let known = || config.environments.iter().map(|environment| environment.name.as_str());
    let check = |name: &Spanned<String>| {
        if config.environment(&name.value).is_some() {
            return;
        }
        let help = match nearest(&name.value, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add a block `environment \"{}\" {{ … }}`", name.value),
        };
        let message = format!("unknown environment `{}`", name.value);
        top.report(top.mistake(name.span.clone(), message).label("not known here").help(help));
    };
    let mut compare = Vec::new();
    for (left, right) in raw.compare {
        check(&left);
        check(&right);
        if left.value == right.value {
            top.report(top.mistake(right.span.clone(), "an environment compared with itself tells nothing"));
        }
        let pair = (left.value, right.value);
        // In the other order it is another comparison: which side is the weaker one counts.
        if compare.contains(&pair) {
            let (left_name, right_name) = &pair;
            let message = format!("`{left_name}` and `{right_name}` are there twice");
            top.report(top.mistake(left.span, message));
        }
        compare.push(pair);
    }
    let gate_names = |names: Vec<Spanned<String>>| {
        let mut known: Vec<String> = Vec::new();
        for name in names {
            check(&name);
            if known.contains(&name.value) {
                top.report(top.mistake(name.span.clone(), format!("`{}` is there twice", name.value)));
            }
            known.push(name.value);
        }
        known
    };
    let (drift, checked) = (gate_names(raw.drift), gate_names(raw.check));
    Gate { compare, drift, check: checked, fail_on: raw.fail_on }
}

fn once<'a>(
    top: &Block<'_>,
    message: impl Fn(&str) -> String,
    names: impl Iterator<Item = (&'a str, &'a Place)>,
) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for (name, place) in names {
        if let Some(first) = seen.get(name) {
            top.report(place.diagnostic(message(name)).help(format!("the first is at {}", first.at())));
        } else {
            seen.insert(name, place);
        }
    }
}
