use super::*;
use crate::model::{Address, Missing, Source, Status};
use crate::rules::testing::attributes;

fn put(kind: &str, address: &str, text: &str) -> Resource {
    Resource {
        kind: kind.into(),
        address: Address::new(address),
        attributes: attributes(text),
        ..Resource::default()
    }
}

fn labelled(name: &str, namespace: &str, app: &str) -> Resource {
    let text = format!("{{ metadata = {{ name = \"{name}\", labels = {{ app = \"{app}\" }} }} }}");
    put("Pod", &format!("{namespace}/Pod/{name}"), &text)
}

fn snapshot() -> Snapshot {
    let resources = vec![
        put("Node", "Node/a", "{ size = 1 }"),
        labelled("x", "shop", "web"),
        labelled("y", "shop", "api"),
        labelled("z", "bank", "web"),
    ];
    Snapshot { resources, ..Snapshot::default() }
}

fn ask(snapshot: &Snapshot, name: &str, arguments: &[Value]) -> String {
    match World::new(snapshot).call(name, arguments) {
        Some(Ok(value)) => value.to_string(),
        Some(Err(message)) => format!("error: {message}"),
        None => "no function".to_owned(),
    }
}

fn selector(app: &str) -> Value {
    Value::Map(attributes(&format!("{{ matchLabels = {{ app = \"{app}\" }} }}")))
}

fn partial(what: &str) -> Source {
    Source {
        name: "cluster".to_owned(),
        format: "cluster".to_owned(),
        status: Status::Partial(vec![Missing { kind: Some(what.into()), ..Missing::default() }]),
        ..Source::default()
    }
}

#[test]
fn finds_by_kind_namespace_and_name() {
    let snapshot = snapshot();
    let exists = |kind: &str, namespace: &str, name: &str| {
        ask(&snapshot, "exists", &[kind.into(), namespace.into(), name.into()])
    };
    assert_eq!(exists("Pod", "shop", "x"), "true");
    assert_eq!(exists("Pod", "bank", "x"), "false");
    assert_eq!(exists("Node", "", "a"), "true");
    assert_eq!(exists("Service", "shop", "x"), "false");
    assert_eq!(ask(&snapshot, "object", &["Node".into(), "".into(), "a".into()]), "{ size = 1 }");
    assert_eq!(ask(&snapshot, "object", &["Node".into(), "".into(), "b".into()]), "null");
    assert_eq!(
        ask(&snapshot, "exists", &["Pod".into(), "shop".into(), Value::list([])]),
        "error: expected a string, got list"
    );
}

/// By label, by an expression and by nothing the same resources are selected as by looking at each of them.
#[test]
fn the_index_selects_what_a_walk_over_all_selects() {
    let snapshot = snapshot();
    let in_web = Value::Map(attributes(
        "{ matchExpressions = [{ key = \"app\", operator = \"In\", values = [\"web\"] }] }",
    ));
    let plain = Value::Map(attributes("{ app = \"web\" }"));
    let all = Value::Map(Map::default());
    for (selector, namespace, expected) in [
        (selector("web"), "shop", 1),
        (selector("web"), "", 2),
        (in_web, "", 2),
        (plain, "bank", 1),
        (all, "shop", 2),
        (selector("db"), "shop", 0),
        (Value::Null, "shop", 0),
    ] {
        let arguments = ["Pod".into(), namespace.into(), selector.clone(), "metadata.labels".into()];
        let walked = snapshot.resources.iter().filter(|resource| {
            let (of, _) = World::name_of(resource);
            let labels = resource.attributes.get("metadata").and_then(|m| m.get("labels"));
            resource.kind == "Pod"
                && (namespace.is_empty() || of == namespace)
                && expr::selects(&selector, labels.and_then(Value::as_map)).unwrap()
        });
        assert_eq!(walked.count(), expected, "{selector}");
        let world = World::new(&snapshot);
        let found = world.call("matching", &arguments).unwrap().unwrap();
        assert_eq!(found.as_list().unwrap().len(), expected, "{selector} in {namespace:?}");
        let any = world.call("selected", &arguments).unwrap().unwrap();
        assert_eq!(any, Value::Bool(expected > 0));
    }
}

#[test]
fn finds_by_a_value_anywhere() {
    let snapshot = snapshot();
    let having = |namespace: &str, value: &str| {
        let arguments = ["Pod".into(), namespace.into(), "metadata.name".into(), value.into()];
        World::new(&snapshot).call("having", &arguments).unwrap().unwrap().as_list().unwrap().len()
    };
    assert_eq!(having("", "x"), 1);
    assert_eq!(having("shop", "x"), 1);
    assert_eq!(having("bank", "x"), 0);
}

#[test]
fn what_was_not_read_is_never_said_to_be_absent() {
    let mut snapshot = snapshot();
    snapshot.sources.push(partial("Secret"));
    let ask = |snapshot: &Snapshot, kind: &str, name: &str| {
        ask(snapshot, "exists", &[kind.into(), "shop".into(), name.into()])
    };
    let unknown = Value::Unknown.to_string();
    assert_eq!(ask(&snapshot, "Secret", "x"), unknown);
    assert_eq!(ask(&snapshot, "Pod", "x"), "true");
    assert_eq!(ask(&snapshot, "ConfigMap", "x"), "false");
    for function in ["objects", "matching", "selected", "having"] {
        let mut arguments = vec!["Secret".into(), "shop".into()];
        if function != "objects" {
            arguments.extend([selector("web"), "metadata.labels".into()]);
        }
        if function == "having" {
            arguments.swap(2, 3);
        }
        let answer = World::new(&snapshot).call(function, &arguments).unwrap();
        assert_eq!(answer, Ok(Value::Unknown), "{function}");
    }
    snapshot.sources.push(Source { status: Status::Failed("down".to_owned()), ..partial("") });
    assert_eq!(ask(&snapshot, "ConfigMap", "x"), unknown);
}

/// `kubectl get deployments -o json` holds no ConfigMaps, and yet the cluster has some.
#[test]
fn a_kind_that_nobody_asked_a_server_for_is_not_known() {
    let mut snapshot = snapshot();
    snapshot.resources[1].origin = Origin::Live;
    let ask = |snapshot: &Snapshot| ask(snapshot, "exists", &["ConfigMap".into(), "shop".into(), "x".into()]);
    assert_eq!(ask(&snapshot), Value::Unknown.to_string());
    snapshot.resources.push(put(CLUSTER, CLUSTER, "{ version = \"v1.30.0\" }"));
    assert_eq!(ask(&snapshot), "false");
}
