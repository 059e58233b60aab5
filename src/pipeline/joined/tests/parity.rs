use super::*;
use crate::model::Key;

fn environment(declared: Vec<Resource>, live: Vec<Resource>) -> Snapshot {
    let mut both = snapshot("terraform state v4", declared);
    both.sources.extend(account(Vec::new()).sources);
    both.resources.extend(live.into_iter().map(|live| Resource { source: 1, ..live }));
    both.sort();
    both
}

fn compared_ones(snapshot: &Snapshot) -> Vec<(Origin, &str)> {
    let all = snapshot.resources.iter().filter(|resource| resource.origin != Origin::Code);
    all.map(|resource| (resource.origin, resource.address.as_str())).collect()
}

#[test]
fn what_runs_stands_for_its_declaration_with_what_only_that_tells() {
    let state =
        declared("module.a.aws_sqs_queue.jobs", r#"{"id": "a", "delay_seconds": 1, "force_destroy": true}"#);
    let others = [
        declared("aws_sqs_queue.gone", r#"{"id": "gone"}"#),
        declared("aws_iot_thing.sensor", r#"{"id": "sensor"}"#),
    ];
    let both = environment(
        [vec![state], others.to_vec()].concat(),
        vec![live("aws_sqs_queue", "a", r#"{"delay_seconds": 2}"#)],
    );
    let (made, gone) = stand_in(&both, &Knowledge::built_in()).unwrap();
    assert_eq!(gone, 1);
    assert_eq!(
        compared_ones(&made),
        [(Origin::Declared, "aws_iot_thing.sensor"), (Origin::Live, "module.a.aws_sqs_queue.jobs")]
    );
    let joined = made.resources.iter().find(|resource| resource.origin == Origin::Live).unwrap();
    assert_eq!(joined.attributes.get("delay_seconds"), Some(&Value::int(2)));
    assert_eq!(joined.attributes.get("force_destroy"), Some(&Value::Bool(true)));
    assert_eq!(joined.provenance.file.as_deref(), Some("source"));
}

#[test]
fn what_only_was_declared_or_only_runs_is_left_alone() {
    let knowledge = Knowledge::built_in();
    assert!(stand_in(&snapshot("terraform state v4", vec![queue(1)]), &knowledge).is_none());
    assert!(stand_in(&account(vec![running(&queue(1))]), &knowledge).is_none());
}

#[test]
fn parts_are_folded_where_their_whole_tells_them() {
    let role = |known: bool| {
        let mut role = live("aws_iam_role", "ops", r#"{"name": "ops"}"#);
        if known {
            role.attributes.insert(Key::new("managed_policy_arns"), Value::list([]));
        }
        let attached = live("aws_iam_role_policy_attachment", "x", r#"{"role": "ops", "policy_arn": "p"}"#);
        account(vec![role, attached])
    };
    let knowledge = Knowledge::built_in();
    let (mut known, mut unknown) = (role(true), role(false));
    assert_eq!((fold(&mut known, &knowledge), fold(&mut unknown, &knowledge)), (1, 0));
    assert_eq!((compared_ones(&known).len(), compared_ones(&unknown).len()), (1, 2));
}
