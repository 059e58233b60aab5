use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::collect::{json, kubernetes};
use crate::config::Config;
use crate::diagnostic::SourceText;
use crate::model::{Missing, Severity, Source};
use crate::normalize::knowledge::Knowledge;
use crate::rules::RuleSet;

fn snapshot(objects: &[String]) -> Snapshot {
    let text = format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#, objects.join(","));
    let document = json::parse(&text).unwrap();
    let resources = kubernetes::document("test", document.value, None).unwrap().resources;
    let source = Source {
        name: "test".to_owned(),
        format: "test".to_owned(),
        status: Status::Complete,
        resources: resources.len() as u64,
        ..Source::default()
    };
    let mut snapshot =
        Snapshot { environment: "prod".to_owned(), sources: vec![source], resources, ..Snapshot::default() };
    snapshot.sort();
    snapshot
}

fn compared(sides: Sides<&Snapshot>, config: &str) -> Comparison {
    let knowledge = Knowledge::built_in().extended(&[SourceText::new("test.hcl", KINDS)]).unwrap();
    let rules = RuleSet::new(Vec::new());
    let source = SourceText::new("driftgate.hcl", config);
    let config: Config = crate::config::parse(&source, std::path::Path::new(""), &|_| None).unwrap();
    let today = date(2026, 11, 25);
    let settings = Settings { knowledge: &knowledge, rules: &rules, config: &config, today, explained: None };
    let mut acceptances = Acceptances::new(&[], today);
    drift(sides, &settings, &mut acceptances, false).unwrap().comparison
}

fn told(comparison: &Comparison) -> Vec<String> {
    let line = |finding: &crate::model::Finding| {
        let address = finding.address.left.as_ref().or(finding.address.right.as_ref()).unwrap();
        format!("{} {} {} {}", finding.severity, finding.change, address.as_str(), finding.path)
    };
    comparison.findings.iter().map(line).collect()
}

fn found(declared: &[String], live: &[String]) -> Vec<String> {
    let (declared, live) = (snapshot(declared), snapshot(live));
    told(&compared(Sides::new(&declared, &live), ""))
}

const KINDS: &str = r#"
kind "Thing" {
  volatile = ["metadata.uid", "status"]
  defaults = { "spec.policy" = "Always" }
  keys     = { "spec.parts" = "name" }
}
kind "shop_box" {
  identifiers = ["id"]
}
"#;

/// A thing as it is declared.
fn thing(namespace: &str, name: &str, size: u32) -> String {
    format!(
        r#"{{"apiVersion": "v1", "kind": "Thing", "metadata": {{"name": "{name}", "namespace": "{namespace}"}},
            "spec": {{"size": {size}, "parts": [{{"name": "a", "image": "x:1"}}]}}}}"#
    )
}

/// The same as a server keeps it, with what it fills in by itself.
fn running(namespace: &str, name: &str, size: u32) -> String {
    format!(
        r#"{{"apiVersion": "v1", "kind": "Thing",
            "metadata": {{"name": "{name}", "namespace": "{namespace}", "uid": "{namespace}-{name}", "resourceVersion": "7",
              "managedFields": [{{"manager": "helm", "operation": "Update", "time": "2026-11-20T00:00:00Z",
                "fieldsV1": {{"f:spec": {{"f:size": {{}}, "f:parts": {{"k:{{\"name\":\"a\"}}": {{".": {{}}, "f:name": {{}}, "f:image": {{}}}}}}}}}}}}]}},
            "spec": {{"size": {size}, "policy": "Always", "parts": [{{"name": "a", "image": "x:1"}}]}},
            "status": {{"ready": true}}}}"#
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_runs_as_declared_does_not_drift(names in proptest::collection::btree_set("[a-z]{1,4}", 1..6), seed in 0u32..9) {
        let declared: Vec<String> = names.iter().map(|name| thing("shop", name, seed)).collect();
        let mut live: Vec<String> = names.iter().map(|name| running("shop", name, seed)).collect();
        live.reverse();
        prop_assert_eq!(found(&declared, &live), Vec::<String>::new());
    }

    #[test]
    fn the_order_of_objects_does_not_matter(order in Just((0..5u32).collect::<Vec<_>>()).prop_shuffle()) {
        let declared = |at: &u32| thing("shop", &format!("n{at}"), *at);
        // One is gone, one is more, and every second is of another size.
        let live = |at: &u32| running("shop", &format!("n{}", at + 1), at + 1 + at % 2);
        let sorted: Vec<u32> = (0..5).collect();
        let one = found(
            &sorted.iter().map(declared).collect::<Vec<_>>(),
            &sorted.iter().map(live).collect::<Vec<_>>(),
        );
        let other = found(
            &order.iter().map(declared).collect::<Vec<_>>(),
            &order.iter().rev().map(live).collect::<Vec<_>>(),
        );
        prop_assert!(one.len() >= 4);
        prop_assert_eq!(one, other);
    }
}

#[test]
fn the_words_of_an_environment_are_no_excuse_inside_it() {
    // Between two environments these would be two ids of one class, and two moments.
    for (declared, live) in [
        ("vpc-0a1b2c3d4e5f60718", "vpc-0f1e2d3c4b5a69788"),
        ("2026-11-20T00:00:00Z", "2026-11-23T00:00:00Z"),
        ("3f8e6a52-0a2b-4c1d-9e8f-112233445566", "3f8e6a52-0a2b-4c1d-9e8f-665544332211"),
        ("111122223333", "444455556666"),
        ("eu-west-1", "eu-central-1"),
    ] {
        let value = |text: &str, live: bool| {
            let uid = if live { r#", "uid": "1""# } else { "" };
            format!(
                r#"{{"apiVersion": "v1", "kind": "Thing", "metadata": {{"name": "a", "namespace": "shop"{uid}}},
                    "spec": {{"network": "{text}"}}}}"#
            )
        };
        let found = found(&[value(declared, false)], &[value(live, true)]);
        assert_eq!(found, ["medium modified shop/Thing/a spec.network"], "{declared} {live}");
    }
}

#[test]
fn a_snapshot_is_taken_apart_with_its_sources() {
    let mut both = snapshot(&[thing("shop", "a", 1), running("shop", "a", 1), running("shop", "b", 1)]);
    let source =
        |name: &str, status: Status| Source { name: name.to_owned(), status, ..both.sources[0].clone() };
    let refused = Status::Partial(vec![Missing { what: "secrets".to_owned(), ..Missing::default() }]);
    both.sources = vec![
        source("manifests", Status::Complete),
        source("cluster", Status::Complete),
        source("other cluster", refused),
    ];
    for resource in &mut both.resources {
        resource.source = u32::from(resource.origin == Origin::Live);
    }
    let sides = split(both);
    let names = |snapshot: &Snapshot| {
        snapshot.sources.iter().map(|source| (source.name.clone(), source.resources)).collect::<Vec<_>>()
    };
    assert_eq!(names(&sides.left), [("manifests".to_owned(), 1)]);
    assert_eq!(names(&sides.right)[0], ("cluster".to_owned(), 2));
    // Nothing of what could not be read may be called missing.
    assert_eq!(sides.right.sources[1].name, "other cluster");
    assert!(!sides.right.is_complete() && sides.left.is_complete());
    assert!(sides.right.resources.iter().all(|resource| resource.source == 0));
}

/// The facts that only a whole reading of a cluster has.
fn facts() -> Resource {
    Resource {
        kind: "cluster".into(),
        address: crate::model::Address::new("cluster"),
        origin: Origin::Live,
        ..Resource::default()
    }
}

#[test]
fn what_nobody_looked_at_is_not_missing() {
    let declared = snapshot(&[thing("shop", "a", 1), thing("other", "b", 1)]);
    let mut live = snapshot(&[]);
    let count = |comparison: &Comparison| {
        (comparison.findings.len(), comparison.set_aside.unknown, comparison.set_aside.outside)
    };
    let run = |live: &Snapshot, config: &str| count(&compared(Sides::new(&declared, live), config));
    // A dump says nothing of kinds that it has none of.
    assert_eq!(run(&live, ""), (0, 2, 0));
    live.resources.push(facts());
    assert_eq!(run(&live, ""), (2, 0, 0));
    let one = r#"
    environment "prod" {
      kubernetes {
        context    = "prod"
        namespaces = ["shop"]
      }
    }"#;
    assert_eq!(run(&live, one), (1, 0, 1));
    let missing = |kind: &str, namespace: Option<&str>| {
        let (kind, namespace) = (Some(kind.into()), namespace.map(Into::into));
        Status::Partial(vec![Missing { kind, namespace, ..Missing::default() }])
    };
    live.sources[0].status = missing("Thing", None);
    assert_eq!(run(&live, ""), (0, 2, 0));
    live.sources[0].status = missing("Thing", Some("other"));
    assert_eq!(run(&live, ""), (1, 1, 0));
    live.sources[0].status = Status::Failed("no route".to_owned());
    assert_eq!(run(&live, ""), (0, 2, 0));
}

#[test]
fn a_dump_of_one_namespace_says_nothing_of_another() {
    let declared = snapshot(&[thing("shop", "a", 1), thing("other", "b", 1), thing("shop", "c", 1)]);
    let live = snapshot(&[running("shop", "a", 1)]);
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!(told(&comparison), ["high missing shop/Thing/c "]);
    assert_eq!(
        comparison.assumptions,
        ["1 declared and not found may run all the same, because not all of their kinds was read: 1 Thing"]
    );
}

#[test]
fn which_of_several_was_declared_without_a_namespace_is_not_guessed() {
    let declared = thing("shop", "a", 1).replace(r#", "namespace": "shop""#, "");
    let declared = snapshot(&[declared]);
    let live = snapshot(&[running("shop", "a", 2), running("other", "a", 2)]);
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!((told(&comparison).len(), comparison.set_aside.unknown), (0, 1));
}

#[test]
fn what_was_not_read_of_the_declared_makes_nothing_unmanaged() {
    let mut declared = snapshot(&[thing("shop", "a", 1)]);
    let live = snapshot(&[running("shop", "a", 1), running("shop", "b", 1), running("elsewhere", "c", 1)]);
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!(told(&comparison), ["medium unmanaged shop/Thing/b "]);
    assert_eq!(comparison.set_aside.outside, 1);
    declared.sources[0].status =
        Status::Partial(vec![Missing { what: "b".to_owned(), ..Missing::default() }]);
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!((told(&comparison).len(), comparison.set_aside.unknown), (0, 1));
}

#[test]
fn what_was_declared_without_a_namespace_is_found_where_it_runs() {
    let declared = thing("shop", "a", 1).replace(r#", "namespace": "shop""#, "");
    let (declared, live) =
        (snapshot(&[declared]), snapshot(&[running("shop", "a", 2), running("shop", "b", 1)]));
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!(told(&comparison), ["medium modified Thing/a spec.size", "medium unmanaged shop/Thing/b "]);
    assert_eq!(comparison.pairings.len(), 1);
}

#[test]
fn of_several_that_a_server_named_the_last_is_compared() {
    let declared = thing("shop", "job-", 2).replace("\"name\": \"job-\"", "\"generateName\": \"job-\"");
    let made = |name: &str, size, at: &str| {
        let more = format!(r#""generateName": "job-", "creationTimestamp": "{at}", "uid""#);
        running("shop", name, size).replacen("\"uid\"", &more, 1)
    };
    let live = [made("job-x1", 1, "2026-11-01T00:00:00Z"), made("job-a2", 2, "2026-11-02T00:00:00Z")];
    let (declared, live) = (snapshot(&[declared]), snapshot(&live));
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!((told(&comparison), comparison.set_aside.owned > 0), (Vec::new(), true));
}

#[test]
fn what_is_declared_twice_is_told_and_not_missing() {
    let (declared, live) =
        (snapshot(&[thing("shop", "a", 1), thing("shop", "a", 1)]), snapshot(&[running("shop", "a", 1)]));
    let comparison = compared(Sides::new(&declared, &live), "");
    assert_eq!(told(&comparison), Vec::<String>::new());
    assert_eq!(comparison.assumptions, ["shop/Thing/a is declared more than once; the first was compared"]);
}

#[test]
fn a_relation_between_environments_is_not_asked_of_one() {
    let config = "expect \"own-size\" {\n  kind = \"Thing\"\n  path = \"spec.size\"\n  that = left.value != right.value\n}";
    let (declared, live) = (snapshot(&[thing("shop", "a", 1)]), snapshot(&[running("shop", "a", 1)]));
    assert!(compared(Sides::new(&declared, &live), config).findings.is_empty());
}

#[test]
fn what_has_an_identifier_in_common_is_one_thing_whatever_it_is_called() {
    let of = |address: &str, origin, size: i64| Resource {
        kind: "shop_box".into(),
        address: crate::model::Address::new(address),
        origin,
        attributes: crate::model::Map::from_entries(vec![
            (crate::model::Key::new("id"), "box-0a1b2c3d".into()),
            (crate::model::Key::new("size"), Value::int(size)),
        ]),
        ..Resource::default()
    };
    let both = Snapshot {
        environment: "prod".to_owned(),
        resources: vec![
            of("module.a.shop_box.web", Origin::Declared, 1),
            of("shop_box.box-0a1b2c3d", Origin::Live, 2),
        ],
        sources: snapshot(&[]).sources,
        ..Snapshot::default()
    };
    let sides = split(both);
    assert_eq!(told(&compared(sides.as_ref(), "")), ["medium modified module.a.shop_box.web size"]);
}

#[test]
fn a_variable_that_one_side_cannot_look_up_is_not_known() {
    let source = || Some(Value::map([(crate::model::Key::new("configMapKeyRef"), "settings".into())]));
    let text = |text: &str| Some(Value::from(text));
    for (path, left, right, expected) in [
        ("@env.web.LEVEL", source(), text("info"), true),
        ("@env.web.LEVEL", text("info"), source(), true),
        ("@env.web.LEVEL", text("info"), text("debug"), false),
        ("@env.web.LEVEL", source(), None, false),
        ("@env.web[\"@from\"]", source(), None, true),
        ("@env.web[\"@from\"]", source(), source(), false),
        ("spec.web.LEVEL", source(), text("info"), false),
    ] {
        let change = Change {
            kind: ChangeKind::Modified,
            path: path.parse().unwrap(),
            values: Sides::new(left, right),
            only: Sides::default(),
            foreign: None,
        };
        assert_eq!(is_half_resolved(&change), expected, "{path}");
    }
}

#[test]
fn severities_rise_only_so_far() {
    assert_eq!(Severity::Medium.raised(), Severity::High);
    assert_eq!(Severity::High.raised(), Severity::High);
    assert_eq!(Severity::Critical.raised(), Severity::Critical);
}
