//! Findings that somebody answers for, and acceptances that no longer hold.
//!
//! This file must not read the clock; the day is given.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::Accept;
use crate::model::{Acceptance, Comparison, Finding, Value};

/// The `accept` blocks of a configuration on one day, with what became of each.
#[derive(Debug)]
pub struct Acceptances<'a> {
    blocks: Vec<(&'a Accept, Outcome)>,
    today: Date,
}

/// What became of an acceptance; the later ones outrank the earlier when there are several comparisons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    MatchedNothing,
    Changed(String),
    Ambiguous(usize),
    Holds,
}

impl<'a> Acceptances<'a> {
    /// Takes the acceptances of a configuration.
    pub fn new(blocks: &'a [Accept], today: Date) -> Self {
        Self { blocks: blocks.iter().map(|block| (block, Outcome::MatchedNothing)).collect(), today }
    }

    /// Marks the findings of one comparison that are accepted.
    pub fn apply(&mut self, findings: &mut [Finding]) {
        self.judge(&mut [findings]);
    }

    /// Marks the findings of all comparisons of one run that are accepted.
    ///
    /// Unlike one comparison after the other, this sees that digits fit one finding here and another there.
    pub fn apply_to_all<'c>(&mut self, comparisons: impl IntoIterator<Item = &'c mut Comparison>) {
        let mut all: Vec<&mut [Finding]> =
            comparisons.into_iter().map(|comparison| comparison.findings.as_mut_slice()).collect();
        self.judge(&mut all);
    }

    fn judge(&mut self, comparisons: &mut [&mut [Finding]]) {
        for (block, outcome) in &mut self.blocks {
            let fits = |finding: &Finding| block.fingerprint.matches(&finding.fingerprint);
            let fitting = fitting(comparisons, &fits);
            // Too few digits: accepting all that happen to start with them would hide the others.
            if fitting > 1 {
                *outcome = Outcome::Ambiguous(fitting).max(outcome.clone());
                continue;
            }
            for finding in comparisons.iter_mut().flat_map(|findings| findings.iter_mut()) {
                if !fits(finding) {
                    continue;
                }
                let found = changed(block, finding).map_or(Outcome::Holds, Outcome::Changed);
                if found == Outcome::Holds && !lapsed(block, self.today) {
                    finding.accepted = Some(acceptance(block));
                }
                if found > *outcome {
                    *outcome = found;
                }
            }
        }
    }

    /// Returns a line for each acceptance that certainly does not hold any longer, each with its place.
    ///
    /// One that matched nothing is not told: its digits do not say what it is about, and it may well match what
    /// this run did not look at, such as another pair of environments, their faults or their drift.
    pub fn stale(&self) -> Vec<String> {
        self.told(false)
    }

    /// Returns the same, and those that matched nothing; for a run that looked at everything.
    pub fn stale_after_all(&self) -> Vec<String> {
        self.told(true)
    }

    fn told(&self, unmatched: bool) -> Vec<String> {
        let line = |(block, outcome): &(&Accept, Outcome)| {
            let why = match outcome {
                _ if lapsed(block, self.today) => {
                    let until = block.until.map(|until| until.to_string()).unwrap_or_default();
                    format!("lapsed after {until}")
                }
                Outcome::Holds => return None,
                Outcome::MatchedNothing if !unmatched => return None,
                Outcome::MatchedNothing => "matches no finding".to_owned(),
                Outcome::Ambiguous(findings) => format!("fits {findings} findings; write more digits"),
                Outcome::Changed(what) => what.clone(),
            };
            Some(format!("{}: acceptance of {} {why}", block.place.at(), block.fingerprint.as_str()))
        };
        self.blocks.iter().filter_map(line).collect()
    }
}

/// Returns how many findings are meant: the same one in several comparisons counts once.
fn fitting(comparisons: &[&mut [Finding]], fits: &dyn Fn(&Finding) -> bool) -> usize {
    let mut whole: BTreeSet<&str> = BTreeSet::new();
    let mut most = 0;
    for findings in comparisons {
        let fitting: Vec<&Finding> = findings.iter().filter(|finding| fits(finding)).collect();
        most = most.max(fitting.len());
        whole.extend(fitting.iter().map(|finding| finding.fingerprint.as_str()));
    }
    most.max(whole.len())
}

fn lapsed(block: &Accept, today: Date) -> bool {
    block.until.is_some_and(|until| until.0 < today)
}

fn acceptance(block: &Accept) -> Acceptance {
    Acceptance {
        reason: block.reason.clone(),
        owner: block.owner.clone(),
        until: block.until.map(|until| until.to_string()),
    }
}

/// Says what differs from what was accepted.
fn changed(block: &Accept, finding: &Finding) -> Option<String> {
    let sides = [("left", &block.left, &finding.values.left), ("right", &block.right, &finding.values.right)];
    for (side, accepted, found) in sides {
        let Some(accepted) = accepted else { continue };
        let found = found.as_ref().unwrap_or(&Value::Null);
        if holds_secret(found) {
            return Some(format!(
                "names a value, but the {side} value is secret; accept it without `{side}`"
            ));
        }
        if !prints_the_same(accepted, found) {
            return Some(format!("no longer fits: the {side} value is {found}, accepted was {accepted}"));
        }
    }
    None
}

/// Compares as a person would who copies values from a report: the order of a list does not count, because
/// reports do not tell sets from lists, and another order is a change of another kind.
fn prints_the_same(accepted: &Value, found: &Value) -> bool {
    match (accepted, found) {
        (Value::List(a), Value::List(b)) => {
            let sorted = |items: &[Value]| {
                let mut texts: Vec<String> = items.iter().map(text).collect();
                texts.sort();
                texts
            };
            sorted(a) == sorted(b)
        }
        _ => text(accepted) == text(found),
    }
}

/// Returns the text of a scalar without quotes, so that `4` and `"4"` are one.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn holds_secret(value: &Value) -> bool {
    match value {
        Value::Secret(_) => true,
        Value::List(items) => items.iter().any(holds_secret),
        Value::Map(map) => map.iter().any(|(_, value)| holds_secret(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;
    use crate::rules::testing;

    const TODAY: Date = jiff::civil::date(2026, 11, 24);

    fn outcome(block: &str, findings: &mut [Finding]) -> Vec<String> {
        let config = testing::config(block);
        let mut acceptances = Acceptances::new(&config.acceptances, TODAY);
        acceptances.apply(findings);
        acceptances.stale_after_all()
    }

    fn finding(left: impl Into<Value>, right: impl Into<Value>) -> Finding {
        Finding { fingerprint: "f2a9c1d2e3f40516".to_owned(), ..testing::finding(left, right) }
    }

    #[test]
    fn holds_while_values_and_date_do() {
        let mut findings = [finding("m5.large", 4)];
        let block = r#"accept "f2a9c1" {
          left   = "m5.large"
          right  = "4"
          reason = "moves in January"
          owner  = "platform"
          until  = "2026-11-24"
        }"#;
        assert_eq!(outcome(block, &mut findings), Vec::<String>::new());
        let accepted = findings[0].accepted.clone().unwrap();
        assert_eq!(accepted.reason, "moves in January");
        assert_eq!(accepted.until.as_deref(), Some("2026-11-24"));
    }

    #[test]
    fn is_stale_when_it_does_not_hold() {
        for (block, expected) in [
            (
                "accept \"f2a9c1\" {\n reason = \"r\"\n until = \"2026-11-23\"\n}",
                "driftgate.hcl:1: acceptance of f2a9c1 lapsed after 2026-11-23",
            ),
            (
                "\naccept \"f2a9c1\" {\n reason = \"r\"\n left = \"m6i.large\"\n}",
                "driftgate.hcl:2: acceptance of f2a9c1 no longer fits: the left value is \"m5.large\", accepted was \"m6i.large\"",
            ),
            (
                "accept \"f2a9c2\" {\n reason = \"r\"\n}",
                "driftgate.hcl:1: acceptance of f2a9c2 matches no finding",
            ),
        ] {
            let mut findings = [finding("m5.large", 4)];
            assert_eq!(outcome(block, &mut findings), [expected]);
            assert_eq!(findings[0].accepted, None);
        }
    }

    #[test]
    fn too_few_digits_accept_nothing() {
        let other = Finding { fingerprint: "f2a9c1ffffffffff".to_owned(), ..finding(1, 2) };
        let mut findings = [finding(1, 2), other];
        let stale = outcome("accept \"f2a9c1\" {\n reason = \"r\"\n}", &mut findings);
        assert_eq!(stale, ["driftgate.hcl:1: acceptance of f2a9c1 fits 2 findings; write more digits"]);
        assert!(findings.iter().all(|finding| finding.accepted.is_none()));
    }

    #[test]
    fn a_secret_cannot_be_accepted_by_value() {
        let mut findings = [finding(Value::Secret(Secret::Fingerprint([1; 16])), "x")];
        let stale = outcome("accept \"f2a9c1\" {\n reason = \"r\"\n left = \"(secret)\"\n}", &mut findings);
        assert_eq!(stale.len(), 1);
        assert_eq!(findings[0].accepted, None);
    }

    #[test]
    fn the_order_of_a_list_does_not_count() {
        let mut findings = [finding(Value::list(["b".into(), "a".into()]), Value::Null)];
        let stale = outcome("accept \"f2a9c1\" {\n reason = \"r\"\n left = [\"a\", \"b\"]\n}", &mut findings);
        assert!(stale.is_empty() && findings[0].accepted.is_some());
    }

    #[test]
    fn what_matches_nothing_is_stale_only_after_all() {
        let config = testing::config("accept \"f2a9c2\" {\n reason = \"r\"\n}");
        let mut acceptances = Acceptances::new(&config.acceptances, TODAY);
        acceptances.apply(&mut [finding(1, 2)]);
        assert_eq!(acceptances.stale(), Vec::<String>::new());
        assert_eq!(acceptances.stale_after_all().len(), 1);
        acceptances.apply(&mut [Finding { fingerprint: "f2a9c2ffffffffff".to_owned(), ..finding(1, 2) }]);
        assert_eq!(acceptances.stale_after_all(), Vec::<String>::new());
    }

    #[test]
    fn digits_of_findings_in_several_comparisons() {
        let config = testing::config("accept \"f2a9c1\" {\n reason = \"r\"\n}");
        let mut same = [finding(1, 2)];
        let mut again = [finding(1, 3)];
        let mut acceptances = Acceptances::new(&config.acceptances, TODAY);
        acceptances.judge(&mut [&mut same, &mut again]);
        assert!(acceptances.stale_after_all().is_empty());
        assert!(same[0].accepted.is_some() && again[0].accepted.is_some());

        let mut one = [finding(1, 2)];
        let mut other = [Finding { fingerprint: "f2a9c1ffffffffff".to_owned(), ..finding(1, 2) }];
        let mut acceptances = Acceptances::new(&config.acceptances, TODAY);
        acceptances.judge(&mut [&mut one, &mut other]);
        assert_eq!(
            acceptances.stale(),
            ["driftgate.hcl:1: acceptance of f2a9c1 fits 2 findings; write more digits"]
        );
        assert!(one[0].accepted.is_none() && other[0].accepted.is_none());
    }
}
