use super::*;
use crate::diagnostic::SourceText;
use crate::model::{Address, Missing, Snapshot, Source, Status};
use crate::rules::load;
use crate::rules::testing::attributes;

const RULE: &str = r#"rule "own/missing-key" {
  summary  = "a key is missing"
  why      = "it does not start"
  mode     = "check"
  kind     = "Box"
  each     = "locks[*]"
  change   = "dangling"
  when     = !exists("Key", namespace, value.key)
  severity = live ? "high" : "low"
  message  = "${address} lacks ${value.key}${value.secret == null ? "" : value.secret}"
  remedy   = "cut ${value.key}"
}

rule "own/any-lock" {
  summary  = "a lock"
  why      = "locks rust"
  mode     = "check"
  kind     = "Box"
  each     = "locks[*]"
  severity = "info"
  message  = "it is a lock"
  remedy   = "oil it"
}

rule "own/compares" {
  summary  = "differs"
  why      = "both differ"
  kind     = "Box"
  severity = "critical"
  message  = "x"
  remedy   = "y"
}
"#;

fn rules(text: &str) -> RuleSet {
    match load::parse(&[SourceText::new("own.hcl", text)]) {
        Ok(rules) => RuleSet::new(rules),
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn resource(kind: &str, name: &str, text: &str) -> Resource {
    Resource {
        kind: kind.into(),
        address: Address::new(format!("shop/{kind}/{name}")),
        attributes: attributes(text),
        ..Resource::default()
    }
}

fn check(rules: &RuleSet, snapshot: &Snapshot) -> Result<Checked, RuleError> {
    rules.check(&Asked {
        world: &World::new(snapshot),
        resource: &snapshot.resources[0],
        known: None,
        environment: "dev",
        role: Role::of_name("dev"),
        other: None,
        only: None,
    })
}

fn snapshot(locks: &str) -> Snapshot {
    let boxed = resource("Box", "one", &format!("{{ locks = {locks} }}"));
    Snapshot { resources: vec![boxed, resource("Key", "gold", "{}")], ..Snapshot::default() }
}

#[test]
fn a_rule_is_asked_about_each_place_and_the_worst_speaks() {
    let locks =
        r#"[{ name = "a", key = "gold", secret = null }, { name = "b", key = "iron", secret = null }]"#;
    let checked = check(&rules(RULE), &snapshot(locks)).unwrap();
    let lines: Vec<String> = checked
        .faults
        .iter()
        .map(|f| format!("{} {} {} {} ({})", f.path, f.change, f.severity, f.message, f.also.join(", ")))
        .collect();
    assert_eq!(
        lines,
        [
            "locks[name=a] fault info it is a lock ()",
            "locks[name=b] dangling low shop/Box/one lacks iron (own/any-lock)",
        ]
    );
    assert_eq!(checked.unknown, 0);
}

#[test]
fn what_cannot_be_known_is_counted_and_not_said() {
    let mut snapshot = snapshot(r#"[{ name = "b", key = "iron", secret = null }]"#);
    snapshot.sources.push(Source {
        name: "cluster".to_owned(),
        format: "cluster".to_owned(),
        status: Status::Partial(vec![Missing { kind: Some("Key".into()), ..Missing::default() }]),
        ..Source::default()
    });
    let checked = check(&rules(RULE), &snapshot).unwrap();
    assert_eq!(checked.faults.iter().map(|fault| fault.rule.as_str()).collect::<Vec<_>>(), ["own/any-lock"]);
    assert_eq!(checked.unknown, 1);
}

/// A sealed value in the sentence must neither get out nor hide the fault.
#[test]
fn a_secret_in_a_message_leaves_the_summary() {
    let mut snapshot = snapshot(r#"[{ name = "b", key = "iron" }]"#);
    let lock = Value::map([
        (crate::model::Key::new("name"), "b".into()),
        (crate::model::Key::new("key"), "iron".into()),
        (crate::model::Key::new("secret"), Value::Secret(crate::model::Secret::Fingerprint([7; 16]))),
    ]);
    snapshot.resources[0].attributes.insert(crate::model::Key::new("locks"), Value::list([lock]));
    let checked = check(&rules(RULE), &snapshot).unwrap();
    assert_eq!(checked.faults[0].message, "a key is missing");
}

#[test]
fn a_rule_that_fails_is_an_error_with_its_place() {
    let broken = RULE.replace("value.key)", "value.kee)");
    let snapshot = snapshot(r#"[{ name = "b", key = "iron" }]"#);
    let error = check(&rules(&broken), &snapshot).unwrap_err().to_string();
    assert!(error.contains("rule `own/missing-key` failed") && error.contains("own.hcl:8"), "{error}");
}

#[test]
fn what_could_only_fail_later_is_refused_now() {
    for (from, to, expected) in [
        ("!exists(", "!exist(", "unknown function `exist`"),
        ("address} lacks", "left.address} lacks", "unknown name `left`"),
        ("each     = \"locks[*]\"\n  change", "path     = \"locks[*]\"\n  change", "has no `path`"),
        ("\"dangling\"", "\"modified\"", "unknown change `modified`"),
        (
            "mode     = \"check\"\n  kind     = \"Box\"\n  each     = \"locks[*]\"\n  change",
            "mode     = [\"check\", \"drift\"]\n  kind     = \"Box\"\n  each     = \"locks[*]\"\n  change",
            "has no other modes",
        ),
        (
            "message  = \"x\"",
            "message  = exists(\"a\", \"b\", \"c\") ? \"x\" : \"y\"",
            "unknown function `exists`",
        ),
        (
            "kind     = \"Box\"\n  severity = \"critical\"",
            "kind     = \"Box\"\n  each     = \"a\"\n  severity = \"critical\"",
            "only a rule of the mode `check` has `each`",
        ),
    ] {
        let text = RULE.replacen(from, to, 1);
        assert_ne!(text, RULE, "{from}");
        let errors = load::parse(&[SourceText::new("own.hcl", text)]).unwrap_err();
        assert!(errors[0].to_string().contains(expected), "{expected}: {}", errors[0]);
    }
}

#[test]
fn every_name_that_may_be_used_means_something() {
    let snapshot = snapshot("[]");
    let world = World::new(&snapshot);
    let asked = Asked {
        world: &world,
        resource: &snapshot.resources[0],
        known: None,
        environment: "dev",
        role: Role::of_name("dev"),
        other: Some(Other { environment: "prod", cluster: None }),
        only: None,
    };
    let scope = CheckScope { asked: &asked, path: &Path::root(), value: None };
    for name in CHECK_NAMES {
        assert!(scope.variable(name).is_some(), "{name}");
    }
    assert!(scope.variable("left").is_none());
    for function in crate::expr::functions().iter().filter(|function| function.looks_around()) {
        let arguments = vec![Value::from("a"); function.most];
        assert!(scope.call(function.name, &arguments).is_some(), "{}", function.name);
    }
}
