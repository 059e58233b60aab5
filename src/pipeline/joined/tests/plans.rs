use super::*;

const PLAN: &str = "terraform show -json of a plan, format 1.2";

/// A state with one queue and one record, and a plan of both.
fn declared_and_plan(queue: &str, record: &str) -> Snapshot {
    let mut left = snapshot(
        "terraform state v4",
        vec![
            declared("aws_sqs_queue.a", r#"{"id": "a", "delay_seconds": 1}"#),
            declared("acme_record.b", r#"{"id": "b", "ttl": 60}"#),
            resource("aws_sqs_queue.a", queue, Origin::Declared, 1),
            resource("acme_record.b", record, Origin::Declared, 1),
        ],
    );
    left.sources.push(Source { name: "plan".to_owned(), format: PLAN.to_owned(), ..Source::default() });
    left
}

fn live_queue(delay: i64) -> Snapshot {
    account(vec![live("aws_sqs_queue", "a", &format!(r#"{{"delay_seconds": {delay}}}"#))])
}

#[test]
fn what_runs_wins_over_what_a_plan_saw() {
    let left = declared_and_plan(
        r#"{"id": "a", "delay_seconds": 2, "@drift": {"delay_seconds": {"before": 1, "after": 2}}}"#,
        r#"{"id": "b", "ttl": 60, "@drift": {"ttl": {"before": 60, "after": 300}}}"#,
    );
    assert_eq!(
        told(&compared(&left, &live_queue(2))),
        ["modified acme_record.b ttl", "modified aws_sqs_queue.a delay_seconds"]
    );
    // It was put right since.
    assert_eq!(told(&compared(&left, &live_queue(1))), ["modified acme_record.b ttl"]);
}

#[test]
fn what_a_plan_found_gone_is_missing_where_nothing_else_looked() {
    let gone = r#"{"id": "b", "@drift": {"@existence": {"before": "present", "after": "absent"}}}"#;
    let left = declared_and_plan(r#"{"id": "a", "delay_seconds": 1}"#, gone);
    assert_eq!(told(&compared(&left, &live_queue(1))), ["missing acme_record.b"]);
}

#[test]
fn a_plan_that_overwrites_a_change_is_told() {
    let plan = |delay: i64| {
        format!(
            r#"{{"id": "a", "delay_seconds": {delay},
                "@plan": {{"actions": ["update"], "before": {{"delay_seconds": 2}}, "after": {{"delay_seconds": {delay}}}}}}}"#
        )
    };
    let record = r#"{"id": "b", "ttl": 60}"#;
    let left = declared_and_plan(&plan(1), record);
    assert_eq!(
        told(&compared(&left, &live_queue(2))),
        ["modified aws_sqs_queue.a @plan.delay_seconds", "modified aws_sqs_queue.a delay_seconds"]
    );
    // What was changed by hand is what the plan is about to do.
    let left = declared_and_plan(&plan(2), record);
    assert_eq!(told(&compared(&left, &live_queue(2))), ["modified aws_sqs_queue.a delay_seconds"]);
    // Nothing was changed by hand.
    assert_eq!(told(&compared(&declared_and_plan(&plan(9), record), &live_queue(1))), Vec::<String>::new());
}

#[test]
fn a_plan_alone_is_put_back_to_what_was() {
    let mut left = snapshot(
        PLAN,
        vec![
            declared(
                "aws_sqs_queue.a",
                r#"{"id": "a", "delay_seconds": 9,
                    "@plan": {"actions": ["update"], "before": {"delay_seconds": 1}, "after": {"delay_seconds": 9}}}"#,
            ),
            declared("aws_sqs_queue.new", r#"{"delay_seconds": 9, "@plan": {"actions": ["create"]}}"#),
        ],
    );
    assert_eq!(told(&compared(&left, &live_queue(1))), Vec::<String>::new());
    left.resources.retain(|resource| resource.address.as_str() == "aws_sqs_queue.new");
    assert_eq!(told(&compared(&left, &live_queue(1))), ["unmanaged aws_sqs_queue.a"]);
}
