//! Several regions of one account: each is read, and what has one name in several is told apart.

use serde_json::Value;

use super::world::{World, told};
use crate::support::findings;

/// Makes queues of one name in two regions, with these seconds of visibility.
fn seed(profile: &str, seconds: [u32; 2]) -> String {
    let [home, away] = seconds;
    format!(
        "import boto3\n\
         session = boto3.Session(profile_name='{profile}')\n\
         for region, seconds in [('us-east-1', {home}), ('eu-west-1', {away})]:\n\
         \x20   sqs = session.client('sqs', region_name=region)\n\
         \x20   sqs.create_queue(QueueName='orders', Attributes={{'VisibilityTimeout': str(seconds)}})\n\
         \x20   sqs.create_queue(QueueName='only-' + region)\n"
    )
}

#[test]
fn regions_are_compared_each_with_its_own() {
    let Some(world) = World::empty(&[("dev", "111111111111"), ("prod", "222222222222")]) else { return };
    world.moto.seed_with(&seed("dev", [30, 30]));
    world.moto.seed_with(&seed("prod", [30, 90]));
    let more = "services = [\"sqs\"]\n    regions = [\"us-east-1\", \"eu-west-1\"]";
    let case = world.case_at(&world.endpoint(), 4, more);
    let report = world.diff(&case, "dev", "prod");
    let found = findings(&report);
    let said: Vec<String> = found.iter().map(told).collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(found[0]["path"], "visibility_timeout_seconds");
    assert_eq!(found[0]["address"]["left"], "aws_sqs_queue.orders@eu-west-1");
    assert_eq!(report["comparisons"][0]["resources"]["left"], 4);

    // Who reads the first region only has the queue under the same name.
    let home = world.case_at(&world.endpoint(), 4, "services = [\"sqs\"]");
    world.run(&home, &["snapshot", "dev", "-o", "home.driftgate"]).exits(0);
    std::fs::copy(home.path("home.driftgate"), case.path("home.driftgate")).unwrap();
    let found: Vec<Value> = findings(&world.diff(&case, "home.driftgate", "dev"));
    let only: Vec<&Value> = found.iter().map(|finding| &finding["change"]).collect();
    assert_eq!(only, ["right_only", "right_only"], "what the other region has: {found:#?}");
}
