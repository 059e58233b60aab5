use super::*;
use crate::collect::{json, kubernetes};
use crate::model::Resource;

/// An object with a list by keys, a set, an atomic map, and four who wrote to it.
const WEB: &str = r#"{
  "apiVersion": "apps/v1", "kind": "Deployment",
  "metadata": {
    "name": "web", "namespace": "shop", "uid": "1",
    "finalizers": ["shop/a", "shop/b"],
    "annotations": { "note": "x", "revision": "3" },
    "managedFields": [
      { "manager": "deployer-of-ours", "operation": "Apply", "time": "2026-11-01T00:00:00Z", "fieldsV1": {
        "f:metadata": { "f:finalizers": { "v:\"shop/a\"": {} } },
        "f:spec": { "f:replicas": {}, "f:selector": {}, "f:template": { "f:spec": { "f:containers": {
          "k:{\"name\":\"web\"}": {
            ".": {}, "f:name": {}, "f:image": {},
            "f:env": { "k:{\"name\":\"LEVEL\"}": { ".": {}, "f:value": {} } },
            "f:ports": { "k:{\"containerPort\":80,\"protocol\":\"TCP\"}": { ".": {}, "f:containerPort": {} } }
          }
        } } } }
      } },
      { "manager": "kubectl-edit", "operation": "Update", "time": "2026-11-23T10:00:00Z", "fieldsV1": {
        "f:metadata": { "f:annotations": { "f:note": {} } },
        "f:spec": { "f:template": { "f:spec": { "f:containers": {
          "k:{\"name\":\"web\"}": { "f:image": {}, "f:args": {} },
          "k:{\"name\":\"debug\"}": { ".": {}, "f:name": {}, "f:image": {} }
        } } } }
      } },
      { "manager": "kube-controller-manager", "operation": "Update", "time": "2026-11-24T00:00:00Z", "fieldsV1": {
        "f:metadata": { "f:annotations": { "f:revision": {} }, "f:finalizers": { "v:\"shop/b\"": {} } }
      } },
      { "manager": "some-program", "operation": "Update", "subresource": "scale", "time": "2026-11-24T00:00:00Z",
        "fieldsV1": { "f:spec": { "f:replicas": {} } } }
    ]
  },
  "spec": {
    "replicas": 3,
    "selector": { "matchLabels": { "app": "web" } },
    "template": { "spec": { "containers": [
      { "name": "web", "image": "a", "args": ["x"], "env": [{ "name": "LEVEL", "value": "1" }],
        "ports": [{ "name": "http", "containerPort": 80, "protocol": "TCP" }] },
      { "name": "debug", "image": "b" }
    ] } }
  }
}"#;

fn resource(text: &str) -> Resource {
    let document = json::parse(text).unwrap();
    kubernetes::document("test", document.value, None).unwrap().resources.remove(0)
}

fn declared() -> Map {
    resource(
        r#"{ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "web", "namespace": "shop" },
             "spec": { "replicas": 2, "selector": { "matchLabels": { "app": "web" } },
               "template": { "spec": { "containers": [
                 { "name": "web", "image": "a", "ports": [{ "containerPort": 80 }] } ] } } } }"#,
    )
    .attributes
}

fn owners(path: &str) -> Vec<String> {
    let (live, declared) = (resource(WEB), declared());
    let managers = Managers::built_in();
    let attribution = Attribution::new(Some(&declared), &live, &managers);
    let owners = attribution.owners(&path.parse().unwrap());
    owners.iter().map(|owner| format!("{} {:?}", owner.manager.name, owner.role)).collect()
}

const EDIT: &str = "kubectl-edit Some(Person)";
const OURS: &str = "deployer-of-ours Some(Deployer)";

#[test]
fn a_path_finds_who_wrote_it_last() {
    for (path, expected) in [
        ("spec.template.spec.containers[name=web].image", vec![EDIT, OURS]),
        ("spec.template.spec.containers[name=web].env[name=LEVEL].value", vec![OURS]),
        ("spec.template.spec.containers[name=debug]", vec![EDIT]),
        ("spec.template.spec.containers[name=debug].image", vec![EDIT]),
        ("metadata.annotations.note", vec![EDIT]),
        ("metadata.annotations.revision", vec!["kube-controller-manager Some(Controller)"]),
        // A list that is one value is owned as a whole.
        ("spec.template.spec.containers[name=web].args[0]", vec![EDIT]),
        ("spec.selector.matchLabels.app", vec![OURS]),
        // Elements may be named by other attributes than the server's.
        ("spec.template.spec.containers[name=web].ports[name=http].containerPort", vec![OURS]),
        ("spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP]", vec![OURS]),
        ("spec.template.spec.containers[1].image", vec![EDIT]),
        ("spec.replicas", vec!["some-program Some(Controller)", OURS]),
        ("@env.web.LEVEL", vec![OURS]),
    ] {
        assert_eq!(owners(path), expected, "{path}");
    }
}

#[test]
fn what_nobody_wrote_is_nobodys() {
    for path in [
        "metadata.uid",
        "spec.template.spec.containers[name=other].image",
        "spec.template.spec.containers[name=web].imagePullPolicy",
        "spec.template.spec.containers[name=web].env[name=OTHER].value",
        "spec.strategy.type",
        "spec.template.spec.containers[9].image",
        "@env.web.OTHER",
        "@env.debug.LEVEL",
    ] {
        assert_eq!(owners(path), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn members_of_a_set_have_owners_of_their_own() {
    let (live, managers) = (resource(WEB), Managers::built_in());
    let attribution = Attribution::new(None, &live, &managers);
    let path: Path = "metadata.finalizers".parse().unwrap();
    let who = |member: &str| {
        let owners = attribution.owners_of_member(&path, &member.into());
        owners.iter().map(|owner| owner.manager.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(who("shop/a"), ["deployer-of-ours"]);
    assert_eq!(who("shop/b"), ["kube-controller-manager"]);
    assert_eq!(who("shop/c"), Vec::<String>::new());
}

#[test]
fn whoever_wrote_most_of_what_was_declared_deploys() {
    let live = resource(WEB);
    let managers = Managers::built_in();
    let with = Attribution::new(Some(&declared()), &live, &managers);
    assert_eq!(with.managers[0].role, Some(Role::Deployer));
    // Nothing tells of an unknown program what it is when nothing was declared.
    let without = Attribution::new(None, &live, &managers);
    assert_eq!(without.managers[0].role, None);
    assert_eq!(without.maker().map(|owner| owner.manager.name.as_str()), Some("deployer-of-ours"));
    assert!(!without.is_made_by_controllers());
}

#[test]
fn whoever_took_over_the_only_field_by_hand_does_not_deploy() {
    // An update takes a field over altogether, so the one who deployed is left with nothing.
    let edited = |deployer: &str| {
        resource(&format!(
            r#"{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "a", "uid": "1", "managedFields": [
               {{"manager": "{deployer}", "operation": "Update", "time": "2026-11-01T00:00:00Z",
                 "fieldsV1": {{"f:data": {{".": {{}}}}}}}},
               {{"manager": "kubectl-edit", "operation": "Update", "time": "2026-11-02T00:00:00Z",
                 "fieldsV1": {{"f:data": {{"f:level": {{}}}}}}}}]}}, "data": {{"level": "debug"}}}}"#
        ))
    };
    let managers = Managers::built_in();
    for deployer in ["helm", "kubectl-create", "a-program-nobody-knows"] {
        let live = edited(deployer);
        let attribution = Attribution::new(Some(&live.attributes), &live, &managers);
        let owners = attribution.owners(&"data.level".parse().unwrap());
        assert!(owners.first().is_some_and(Owner::by_hand), "{deployer}");
    }
}

#[test]
fn a_tool_of_both_is_a_persons_where_another_deploys() {
    let managers = Managers::built_in();
    let with = |others: &str| {
        let text = format!(
            r#"{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "a", "uid": "1", "managedFields": [
               {{"manager": "kubectl-create", "operation": "Update",
                 "fieldsV1": {{"f:data": {{".": {{}}, "f:a": {{}}}}}}}}{others}]}}, "data": {{"a": "1", "b": "2"}}}}"#
        );
        resource(&text)
    };
    let role = |live: &Resource, declared: bool| {
        let declared = declared.then_some(&live.attributes);
        Attribution::new(declared, live, &managers).managers[0].role
    };
    assert_eq!(role(&with(""), true), Some(Role::Deployer));
    assert_eq!(role(&with(""), false), Some(Role::Person));
    let helm = r#", {"manager": "helm", "operation": "Update", "fieldsV1": {"f:data": {"f:b": {}}}}"#;
    assert_eq!(role(&with(helm), true), Some(Role::Person));
}

#[test]
fn what_is_told_names_the_part_of_the_api() {
    let live = resource(WEB);
    let managers = Managers::built_in();
    let attribution = Attribution::new(None, &live, &managers);
    let told: Vec<(String, String, bool)> =
        attribution.managers.iter().map(Owner::told).map(|told| (told.who, told.how, told.by_hand)).collect();
    let expected = |who: &str, how: &str, by_hand| (who.to_owned(), how.to_owned(), by_hand);
    assert_eq!(told[1], expected("kubectl-edit", "managedFields (Update)", true));
    assert_eq!(told[3], expected("some-program", "managedFields (Update, scale)", false));
    assert_eq!(attribution.managers[1].told().when, Some(1_795_428_000));
}

#[test]
fn hostile_fields_are_nobodys() {
    for fields in
        [r#"{"f:spec": 3}"#, r#"{"f:spec": {"k:{": {}}}"#, r#"{"k:[1]": {}}"#, "[]", "null", r#"{"v:": {}}"#]
    {
        let text = format!(
            r#"{{"apiVersion": "v1", "kind": "A", "metadata": {{"name": "a", "uid": "1",
               "managedFields": [{{"manager": "x", "operation": "Update", "fieldsV1": {fields}}}, 3, {{}}]}},
               "spec": [{{"a": 1}}]}}"#
        );
        let live = resource(&text);
        let managers = Managers::built_in();
        let attribution = Attribution::new(Some(&live.attributes), &live, &managers);
        for path in ["spec[0].a", "spec", "metadata.name", "@env.a.b"] {
            // Nothing that is no tree of fields may panic; what it owns is not important.
            let owners = attribution.owners(&path.parse().unwrap());
            assert!(owners.len() <= 2, "{fields} {path}");
        }
    }
}
