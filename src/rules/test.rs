//! Tests of rules (`*.test.hcl`): two small resources and the findings that must come of them.
//!
//! This file must not compare resources; the whole pipeline does, given as a function.

use std::fmt::Display;
use std::sync::Arc;

use rayon::prelude::*;

use crate::blocks::{Block, Place, Reader};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expr;
use crate::model::{Finding, Map, Path, Severity, Value};

/// One `test` block.
#[derive(Clone, Debug)]
pub struct RuleTest {
    /// The rule that is tested.
    pub rule: String,
    /// What about it.
    pub what: String,
    /// The kind of the resource.
    pub kind: String,
    /// The name of the left environment.
    pub left_env: String,
    /// The name of the right environment.
    pub right_env: String,
    /// Whether the difference is declared.
    pub explained: bool,
    /// The attributes of the resource on the left side; `None` when it has none.
    pub left: Option<Map>,
    /// The attributes of the resource on the right side; `None` when it has none.
    pub right: Option<Map>,
    /// What a rule of the mode `check` is asked about, in place of both sides.
    pub check: Option<CheckTest>,
    /// The findings of rules that must be there, and no others.
    pub expect: Vec<ExpectedFinding>,
    /// Where it stands.
    pub place: Place,
}

/// One resource and the environment that a rule of the mode `check` looks at.
#[derive(Clone, Debug)]
pub struct CheckTest {
    /// The name of the environment.
    pub environment: String,
    /// The address of the resource.
    pub address: String,
    /// Its attributes.
    pub resource: Map,
    /// Whether a server gave the resources.
    pub live: bool,
    /// What else the environment has.
    pub others: Vec<OtherResource>,
    /// The facts of the cluster of the other environment; `None` when there is no other.
    pub other: Option<Map>,
    /// Kinds that were not read.
    pub unread: Vec<String>,
}

/// A resource beside the one that is tested.
#[derive(Clone, Debug)]
pub struct OtherResource {
    /// Its kind.
    pub kind: String,
    /// Its address.
    pub address: String,
    /// Its attributes.
    pub attributes: Map,
}

/// One `expect` block of a test; what is `None` may be anything.
#[derive(Clone, Debug)]
pub struct ExpectedFinding {
    /// The rule that speaks.
    pub rule: Option<String>,
    /// Where in the resource.
    pub path: Option<Path>,
    /// How much it matters.
    pub severity: Option<Severity>,
    /// Where it stands.
    pub place: Place,
}

/// How a test went.
#[derive(Clone, Debug)]
pub struct TestOutcome<'a> {
    /// The test.
    pub test: &'a RuleTest,
    /// What is not as expected; nothing when the test passes.
    pub problems: Vec<Diagnostic>,
}

impl TestOutcome<'_> {
    /// Returns whether the test passes.
    pub fn passes(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Reads tests; all mistakes of all files are returned.
pub fn parse_tests(sources: &[Arc<SourceText>]) -> Result<Vec<RuleTest>, Vec<Diagnostic>> {
    let files: Vec<_> = sources.par_iter().map(file).collect();
    let (mut tests, mut errors) = (Vec::new(), Vec::new());
    for file in files {
        match file {
            Ok(more) => tests.extend(more),
            Err(more) => errors.extend(more),
        }
    }
    if errors.is_empty() { Ok(tests) } else { Err(errors) }
}

/// Runs tests; `judge` compares the two resources of a test and gives the findings.
pub fn run<'a, E: Display>(
    tests: &'a [RuleTest],
    judge: impl Fn(&RuleTest) -> Result<Vec<Finding>, E>,
) -> Vec<TestOutcome<'a>> {
    let outcome = |test: &'a RuleTest| {
        let problems = match judge(test) {
            Ok(findings) => problems(test, &findings),
            Err(error) => {
                vec![test.place.diagnostic(format!("test of `{}` failed: {}: {error}", test.rule, test.what))]
            }
        };
        TestOutcome { test, problems }
    };
    tests.iter().map(outcome).collect()
}

fn file(source: &Arc<SourceText>) -> Result<Vec<RuleTest>, Vec<Diagnostic>> {
    let body = expr::parse(source).map_err(|error| vec![error])?;
    let reader = Reader::new(source);
    let top = reader.top(&body, "a file of tests");
    let tests = top.blocks("test").into_iter().filter_map(test).collect();
    top.finish();
    let errors = reader.into_errors();
    if errors.is_empty() { Ok(tests) } else { Err(errors) }
}

fn test(block: Block<'_>) -> Option<RuleTest> {
    let labels = block.labels(["rule", "sentence"]);
    let kind = block.text("kind");
    let is_check = block.expression("resource").is_some();
    block.require(if is_check { &["kind"] } else { &["kind", "left", "right"] });
    let name = |attribute, default: &str| {
        block.text(attribute).map_or_else(|| default.to_owned(), |name| name.value)
    };
    let (left_env, right_env) = (name("left_env", "dev"), name("right_env", "prod"));
    let explained = block.flag("explained").unwrap_or(false);
    let check = is_check.then(|| check_test(&block, kind.as_ref().map_or("", |kind| kind.value.as_str())));
    let (left, right) = if is_check {
        (Some(Value::Null), Some(Value::Null))
    } else {
        (attributes(&block, "left"), attributes(&block, "right"))
    };
    let expect = block.blocks("expect").into_iter().map(expected).collect();
    let place = block.place();
    block.finish();
    let [rule, what] = labels?;
    Some(RuleTest {
        rule: rule.value.to_owned(),
        what: what.value.to_owned(),
        kind: kind?.value,
        left_env,
        right_env,
        explained,
        left: resource(left?),
        right: resource(right?),
        check: match check {
            Some(check) => Some(check?),
            None => None,
        },
        expect,
        place,
    })
}

/// Reads the resource that a rule of the mode `check` is asked about, and what is around it.
fn check_test(block: &Block<'_>, kind: &str) -> Option<CheckTest> {
    let resource = resource(attributes(block, "resource")?);
    let address = block.text("address").map(|address| address.value);
    let environment = block.text("env").map_or_else(|| "dev".to_owned(), |name| name.value);
    let live = block.flag("live").unwrap_or(false);
    let unread = block.texts("unread").unwrap_or_default().into_iter().map(|kind| kind.value).collect();
    let other = match block.expression("other") {
        Some(_) => attributes(block, "other").and_then(self::resource),
        None => None,
    };
    let mut others = Vec::new();
    if let Some(given) = block.value("others") {
        let items = given.value.as_list().unwrap_or_default();
        if given.value.as_list().is_none() {
            block.report(block.mistake(given.span.clone(), "`others` must be a list of resources"));
        }
        for item in items {
            let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
            let map = item.get("attributes").and_then(Value::as_map).cloned();
            let (Some(kind), Some(address)) = (text("kind"), text("address")) else {
                let mistake =
                    block.mistake(given.span.clone(), "one of `others` has no `kind` or no `address`");
                block.report(mistake.help("write it as { kind = …, address = …, attributes = { … } }"));
                continue;
            };
            others.push(OtherResource { kind, address, attributes: map.unwrap_or_default() });
        }
    }
    let resource = resource?;
    let address = address.unwrap_or_else(|| {
        let metadata = |key: &str| resource.get("metadata").and_then(|m| m.get(key)).and_then(Value::as_str);
        let name = metadata("name").unwrap_or("test");
        metadata("namespace")
            .map_or_else(|| format!("{kind}/{name}"), |namespace| format!("{namespace}/{kind}/{name}"))
    });
    Some(CheckTest { environment, address, resource, live, others, other, unread })
}

/// Reads what a side has: attributes, or null where it has no such resource.
fn attributes<'r>(block: &Block<'r>, side: &'r str) -> Option<Value> {
    let value = block.value(side)?;
    if matches!(value.value, Value::Map(_) | Value::Null) {
        return Some(value.value);
    }
    let mistake = block.mistake(value.span, format!("`{side}` must be attributes, or null"));
    block.report(mistake.label(format!("this is of type {}", value.value.type_name())));
    None
}

fn resource(value: Value) -> Option<Map> {
    match value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fn expected(block: Block<'_>) -> ExpectedFinding {
    let rule = block.text("rule").map(|rule| rule.value);
    let path = block.parsed::<Path>("path").map(|path| path.value);
    let severity = block.parsed::<Severity>("severity").map(|severity| severity.value);
    let place = block.place();
    block.finish();
    ExpectedFinding { rule, path, severity, place }
}

/// Compares the findings of rules with the expected ones; those of no rule are not what a test is about.
fn problems(test: &RuleTest, findings: &[Finding]) -> Vec<Diagnostic> {
    let spoken: Vec<&Finding> =
        findings.iter().filter(|finding| !finding.rule.starts_with("default/")).collect();
    let taken = assign(&test.expect, &spoken);
    let mut problems = Vec::new();
    let named = |message: &str| format!("test of `{}` failed: {}: {message}", test.rule, test.what);
    for (at, expected) in test.expect.iter().enumerate() {
        if !taken.contains(&Some(at)) {
            let found = match spoken.as_slice() {
                [] => "no rule has found anything".to_owned(),
                some => format!("found: {}", some.iter().map(|f| printed(f)).collect::<Vec<_>>().join("; ")),
            };
            problems.push(expected.place.diagnostic(named("missing finding")).help(found));
        }
    }
    for (finding, taken) in spoken.iter().zip(&taken) {
        if taken.is_none() {
            let message = named(&format!("unexpected finding {}", printed(finding)));
            problems.push(test.place.diagnostic(message).help(finding.message.clone()));
        }
    }
    problems
}

fn printed(finding: &Finding) -> String {
    let path = if finding.path.is_root() { "the resource".to_owned() } else { finding.path.to_string() };
    format!("{} at {path}, {}", finding.rule, finding.severity)
}

/// Gives each finding the expectation that it meets, one finding to each, as many as possible.
///
/// An expectation that leaves things open can meet several findings, so the first that comes may be the
/// wrong one to take; a taken finding is passed on when its expectation has another choice.
fn assign(expected: &[ExpectedFinding], findings: &[&Finding]) -> Vec<Option<usize>> {
    let mut taken: Vec<Option<usize>> = vec![None; findings.len()];
    for start in 0..expected.len() {
        // Search breadth first for a free finding, remembering who would have to give way to whom.
        let mut came_from: Vec<Option<usize>> = vec![None; findings.len()];
        let mut visited = vec![false; findings.len()];
        let mut queue = std::collections::VecDeque::from([start]);
        let mut free = None;
        'search: while let Some(at) = queue.pop_front() {
            for (f, finding) in findings.iter().enumerate() {
                if visited[f] || !meets(&expected[at], finding) {
                    continue;
                }
                visited[f] = true;
                came_from[f] = Some(at);
                match taken[f] {
                    None => {
                        free = Some(f);
                        break 'search;
                    }
                    Some(other) => queue.push_back(other),
                }
            }
        }
        while let Some(f) = free {
            let Some(at) = came_from[f] else { break };
            let before = taken.iter().position(|taken| *taken == Some(at));
            taken[f] = Some(at);
            free = before;
        }
    }
    taken
}

fn meets(expected: &ExpectedFinding, finding: &Finding) -> bool {
    expected.rule.as_ref().is_none_or(|rule| *rule == finding.rule)
        && expected.path.as_ref().is_none_or(|path| *path == finding.path)
        && expected.severity.is_none_or(|severity| severity == finding.severity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    const TEST: &str = r#"
test "a/size" "prod is smaller" {
  kind  = "aws_instance"
  left  = { size = 2, policy = jsonencode({ a = [1] }), text = <<-EOT
    two
      lines
    EOT
  }
  right = null
  expect {
    rule     = "a/size"
    severity = "high"
  }
  expect {}
}
"#;

    fn tests(text: &str) -> Vec<RuleTest> {
        parse_tests(&[SourceText::new("a.test.hcl", text)]).unwrap()
    }

    fn found(rule: &str, severity: Severity) -> Finding {
        Finding { rule: rule.to_owned(), severity, ..testing::finding(1, 2) }
    }

    fn outcome(findings: &[Finding]) -> Vec<String> {
        let tests = tests(TEST);
        let outcomes = run(&tests, |_| Ok::<_, String>(findings.to_vec()));
        let line = |problem: &Diagnostic| {
            let message = problem.message.strip_prefix("test of `a/size` failed: prod is smaller: ").unwrap();
            format!("{} {message}", problem.source.at(problem.span.start))
        };
        outcomes[0].problems.iter().map(line).collect()
    }

    #[test]
    fn a_test_is_read_with_computed_values() {
        let tests = tests(TEST);
        let left = tests[0].left.as_ref().unwrap();
        assert_eq!(left.get("policy"), Some(&Value::from("{\"a\":[1]}")));
        assert_eq!(left.get("text"), Some(&Value::from("two\n  lines\n")));
        assert_eq!((tests[0].left_env.as_str(), tests[0].right.as_ref()), ("dev", None));
    }

    #[test]
    fn passes_when_each_finding_has_its_expectation() {
        let open_first = [found("a/size", Severity::High), found("b/other", Severity::Low)];
        assert!(outcome(&open_first).is_empty());
        let [a, b] = open_first;
        assert!(outcome(&[b, a, found("default/modified", Severity::Low)]).is_empty());
    }

    #[test]
    fn says_what_is_missing_and_what_is_too_many() {
        assert_eq!(
            outcome(&[found("b/other", Severity::Low), found("c/third", Severity::Info)]),
            ["a.test.hcl:10 missing finding", "a.test.hcl:2 unexpected finding c/third at size, info"]
        );
    }

    #[test]
    fn an_open_expectation_gives_way_to_a_strict_one() {
        let text = TEST.replace("  expect {}\n", "").replace("  expect {\n", "  expect {}\n  expect {\n");
        let tests = tests(&text);
        let findings = [found("a/size", Severity::High), found("b/other", Severity::Low)];
        assert!(run(&tests, |_| Ok::<_, String>(findings.to_vec()))[0].passes());
    }

    #[test]
    fn an_error_of_a_rule_fails_the_test() {
        let tests = tests(TEST);
        let outcomes = run(&tests, |_| Err("rule `a/size` failed"));
        assert!(outcomes[0].problems[0].message.ends_with("rule `a/size` failed"));
    }
}
