mod parity;
mod parts;
mod plans;

use proptest::prelude::*;

use super::*;
use crate::collect::aws;
use crate::collect::json;
use crate::model::{Cloud, Map, Missing, Mode, Source, Status};
use crate::rules::{Acceptances, RuleSet};

fn map(text: &str) -> Map {
    match json::parse(text).unwrap().value {
        Value::Map(map) => map,
        other => panic!("{other}"),
    }
}

fn resource(address: &str, attributes: &str, origin: Origin, source: u32) -> Resource {
    let kind = address.split('[').next().unwrap().rsplit('.').nth(1).unwrap();
    Resource {
        kind: kind.into(),
        address: Address::new(address),
        attributes: map(attributes),
        origin,
        source,
        ..Resource::default()
    }
}

fn declared(address: &str, attributes: &str) -> Resource {
    resource(address, attributes, Origin::Declared, 0)
}

fn live(kind: &str, id: &str, attributes: &str) -> Resource {
    let mut made = resource(&format!("{kind}.x"), attributes, Origin::Live, 0);
    made.address = Address::new(format!("{kind}.{id}"));
    made.attributes.insert(crate::model::Key::new("id"), id.into());
    made
}

fn snapshot(format: &str, resources: Vec<Resource>) -> Snapshot {
    let source = Source { name: "source".to_owned(), format: format.to_owned(), ..Source::default() };
    let mut snapshot =
        Snapshot { environment: "prod".to_owned(), sources: vec![source], resources, ..Snapshot::default() };
    snapshot.sort();
    snapshot
}

/// What an account holds that was read in two regions.
fn account(resources: Vec<Resource>) -> Snapshot {
    of_cloud(reach("111122223333", &["us-east-1", "eu-west-1"]), resources)
}

fn of_cloud(cloud: Cloud, resources: Vec<Resource>) -> Snapshot {
    let mut snapshot = snapshot("aws", resources);
    snapshot.sources[0].scope.cloud = Some(cloud);
    snapshot
}

fn reach(account: &str, regions: &[&str]) -> Cloud {
    let regions: Vec<String> = regions.iter().copied().map(str::to_owned).collect();
    aws::reach::of_account(account, &regions)
}

fn compared(left: &Snapshot, right: &Snapshot) -> crate::model::Comparison {
    let knowledge = Knowledge::built_in();
    let rules = RuleSet::new(Vec::new());
    let config = crate::config::Config::default();
    let today = jiff::civil::date(2026, 11, 25);
    let settings = crate::pipeline::Settings {
        knowledge: &knowledge,
        rules: &rules,
        config: &config,
        today,
        explained: None,
    };
    let mut acceptances = Acceptances::new(&[], today);
    let compared =
        crate::pipeline::drift(Sides::new(left, right), &settings, &mut acceptances, false).unwrap();
    assert_eq!(compared.comparison.mode, Mode::Drift);
    compared.comparison
}

fn drift(left: Vec<Resource>, right: Vec<Resource>) -> crate::model::Comparison {
    compared(&snapshot("terraform state v4", left), &account(right))
}

fn told(comparison: &crate::model::Comparison) -> Vec<String> {
    let line = |finding: &crate::model::Finding| {
        let address = finding.address.left.as_ref().or(finding.address.right.as_ref()).unwrap();
        format!("{} {} {}", finding.change, address.as_str(), finding.path).trim_end().to_owned()
    };
    let mut told: Vec<String> = comparison.findings.iter().map(line).collect();
    told.sort();
    told
}

fn found(left: Vec<Resource>, right: Vec<Resource>) -> Vec<String> {
    told(&drift(left, right))
}

/// The same resource as an account would tell it.
fn running(declared: &Resource) -> Resource {
    let id = declared.attributes.get("id").and_then(Value::as_str).unwrap();
    Resource {
        address: Address::new(format!("{}.{id}", declared.kind)),
        origin: Origin::Live,
        ..declared.clone()
    }
}

fn queue(at: usize) -> Resource {
    let text = format!(
        r#"{{"id": "https://sqs/{at}", "name": "q{at}", "arn": "arn:aws:sqs:us-east-1:111122223333:q{at}",
            "delay_seconds": {at}, "fifo_queue": false, "tags": {{"Name": "q{at}"}}, "tags_all": {{"Name": "q{at}"}}}}"#
    );
    declared(&format!("module.a.aws_sqs_queue.this[{at}]"), &text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_runs_as_declared_does_not_drift(order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle()) {
        let left: Vec<Resource> = order.iter().map(|at| queue(*at)).collect();
        let mut right: Vec<Resource> = left.iter().map(running).collect();
        right.reverse();
        let comparison = drift(left, right);
        prop_assert_eq!(told(&comparison), Vec::<String>::new());
        let coverage = comparison.coverage.unwrap();
        prop_assert_eq!((coverage.declared, coverage.read, coverage.percent()), (6, 6, 100));
    }

    #[test]
    fn each_change_is_found_once_in_any_order(order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(), at in 0..6usize) {
        let left: Vec<Resource> = order.iter().map(|at| queue(*at)).collect();
        let mut right: Vec<Resource> = (0..6).map(|at| running(&queue(at))).collect();
        right[at].attributes.insert(crate::model::Key::new("delay_seconds"), Value::int(99));
        let gone = (at + 1) % 6;
        right.remove(gone);
        right.push(running(&queue(7)));
        let mut expected = vec![
            format!("missing module.a.aws_sqs_queue.this[{gone}]"),
            format!("modified module.a.aws_sqs_queue.this[{at}] delay_seconds"),
            "unmanaged aws_sqs_queue.https://sqs/7".to_owned(),
        ];
        expected.sort();
        prop_assert_eq!(found(left, right), expected);
    }
}

#[test]
fn what_was_refused_or_not_asked_is_never_missing() {
    let left = snapshot("terraform state v4", vec![queue(1)]);
    let missing = |kind: Option<&str>| {
        Status::Partial(vec![Missing { kind: kind.map(Into::into), ..Missing::default() }])
    };
    let here = || reach("111122223333", &["us-east-1", "eu-west-1"]);
    let of_call = |action: &str| aws::reach::of_call(aws::services::call(action).unwrap());
    for (status, without, cloud, expected) in [
        (Status::Complete, None, here(), 1),
        (missing(Some("aws_sqs_queue")), None, here(), 0),
        (missing(Some("aws_sns_topic")), None, here(), 1),
        (Status::Failed("no".to_owned()), None, here(), 0),
        (Status::Complete, Some("aws_sqs_queue"), here(), 0),
        // Another account, another region, a file that says nothing of others.
        (Status::Complete, None, reach("999999999999", &["us-east-1"]), 0),
        (Status::Complete, None, reach("111122223333", &["eu-west-1"]), 0),
        (Status::Complete, None, of_call("sqs:ListQueues"), 0),
        (Status::Complete, None, of_call("sqs:GetQueueAttributes"), 0),
        // A snapshot of a version that did not read the kind.
        (Status::Complete, None, Cloud { kinds: vec!["aws_vpc".into()], ..here() }, 0),
    ] {
        let told_of = format!("{status:?} {without:?} {} {:?}", cloud.account, cloud.regions);
        let mut right = of_cloud(cloud, Vec::new());
        right.sources[0].status = status;
        right.sources[0].scope.without.extend(without.map(Into::into));
        let comparison = compared(&left, &right);
        assert_eq!(told(&comparison).len(), expected, "{told_of}");
        let read = comparison.coverage.map(|coverage| coverage.read);
        assert_eq!(read.unwrap_or_default(), expected, "{told_of}");
    }
}

#[test]
fn what_only_code_declares_is_not_missing() {
    let comparison = drift(vec![declared("aws_sqs_queue.new", r#"{"name": "new"}"#)], Vec::new());
    assert_eq!((told(&comparison).len(), comparison.set_aside.unknown), (0, 1));
}

#[test]
fn kinds_that_nothing_reads_are_not_covered() {
    let comparison = drift(
        vec![
            queue(1),
            declared("aws_iot_thing.a", r#"{"id": "a"}"#),
            declared("random_id.b", r#"{"id": "b"}"#),
        ],
        vec![running(&queue(1))],
    );
    assert_eq!(told(&comparison), Vec::<String>::new());
    let coverage = comparison.coverage.unwrap();
    assert_eq!((coverage.declared, coverage.read, coverage.percent()), (2, 1, 50));
    assert_eq!(coverage.by_kind[0].name, "aws_iot_thing");
    assert_eq!(coverage.by_source[0].name, "source");
}

#[test]
fn what_contradicts_is_not_joined_and_what_may_be_several_is_said() {
    let key = |region: &str, more: &str| {
        let mut key = live("aws_key_pair", "ops", &format!(r#"{{"region": "{region}"{more}}}"#));
        key.address = Address::new(format!("aws_key_pair.ops@{region}"));
        key
    };
    let both = || vec![key("eu-west-1", ""), key("us-east-1", "")];
    let of = |arn: &str| declared("aws_key_pair.ops", &format!(r#"{{"id": "ops"{arn}}}"#));
    let told_by_arn = of(r#", "arn": "arn:aws:ec2:us-east-1:111122223333:key-pair/ops""#);
    assert_eq!(found(vec![told_by_arn], both()), ["unmanaged aws_key_pair.ops@eu-west-1"]);
    let comparison = drift(vec![of("")], both());
    assert_eq!(told(&comparison), Vec::<String>::new());
    assert!(comparison.assumptions[0].contains("may be any of 2"), "{:?}", comparison.assumptions);
    assert_eq!(comparison.coverage.unwrap().read, 0);
}

#[test]
fn two_states_that_declare_one_thing_are_told() {
    let mut other = queue(1);
    other.address = Address::new("aws_sqs_queue.again");
    let comparison = drift(vec![queue(1), other], vec![running(&queue(1))]);
    assert_eq!(told(&comparison), Vec::<String>::new());
    assert!(comparison.assumptions[0].contains("declare the same"), "{:?}", comparison.assumptions);
}

#[test]
fn one_address_in_two_states_is_two_things() {
    let mut left = snapshot(
        "terraform state v4",
        vec![
            declared("aws_sqs_queue.main", r#"{"id": "a", "delay_seconds": 1}"#),
            resource("aws_sqs_queue.main", r#"{"id": "b", "delay_seconds": 1}"#, Origin::Declared, 1),
        ],
    );
    left.sources.push(Source { name: "other".to_owned(), ..left.sources[0].clone() });
    let right = account(vec![live("aws_sqs_queue", "b", r#"{"delay_seconds": 2}"#)]);
    assert_eq!(
        told(&compared(&left, &right)),
        ["missing aws_sqs_queue.main@source", "modified aws_sqs_queue.main@other delay_seconds"]
    );
}

#[test]
fn what_is_called_like_a_declaration_is_not_it() {
    let left = vec![declared("aws_sqs_queue.jobs", r#"{"id": "a", "delay_seconds": 1}"#)];
    let mut other = live("aws_sqs_queue", "b", r#"{"delay_seconds": 2}"#);
    other.address = Address::new("aws_sqs_queue.jobs");
    assert_eq!(found(left, vec![other]), ["missing aws_sqs_queue.jobs", "unmanaged aws_sqs_queue.jobs@b"]);
}

#[test]
fn what_aws_made_is_adopted() {
    let mut default = live("aws_vpc", "vpc-1", r#"{"enable_dns_hostnames": true}"#);
    default.owner = Some("AWS".into());
    let left = || declared("aws_default_vpc.this", r#"{"id": "vpc-1", "enable_dns_hostnames": false}"#);
    assert_eq!(
        found(vec![left()], vec![default.clone()]),
        ["modified aws_default_vpc.this enable_dns_hostnames"]
    );
    let comparison = drift(Vec::new(), vec![default]);
    assert_eq!((told(&comparison).len(), comparison.set_aside.owned), (0, 1));
}

#[test]
fn tags_of_the_provider_are_no_drift() {
    let left = declared(
        "aws_sqs_queue.a",
        r#"{"id": "a", "tags": {"Name": "a"}, "tags_all": {"Name": "a", "Team": "x"}}"#,
    );
    let right = |team: &str| {
        let tags = format!(r#"{{"Name": "a", "Team": "{team}"}}"#);
        live("aws_sqs_queue", "a", &format!(r#"{{"tags": {tags}, "tags_all": {tags}}}"#))
    };
    assert_eq!(found(vec![left.clone()], vec![right("x")]), Vec::<String>::new());
    assert_eq!(found(vec![left], vec![right("y")]), ["modified aws_sqs_queue.a tags.Team"]);
}

#[test]
fn a_secret_that_nothing_tells_is_unknown() {
    let mut left = declared("aws_sqs_queue.a", r#"{"id": "a"}"#);
    let secret = Value::Secret(crate::model::Secret::Fingerprint([7; 16]));
    left.attributes.insert(crate::model::Key::new("token"), secret);
    let comparison = drift(vec![left], vec![live("aws_sqs_queue", "a", r#"{"token": null}"#)]);
    assert_eq!((told(&comparison).len(), comparison.set_aside.unknown), (0, 1));
}

/// A file of records does not say of which zone they are.
#[test]
fn a_record_of_an_unknown_zone_is_the_only_one_that_it_can_be() {
    let record = |zone: &str, ttl: u32| {
        let id = format!("{zone}_www.example.com_A");
        let text = format!(
            r#"{{"id": "{id}", "zone_id": "{zone}", "fqdn": "www.example.com", "name": "www", "type": "A",
                "set_identifier": "", "ttl": {ttl}}}"#
        );
        declared(&format!("aws_route53_record.{zone}"), &text)
    };
    let untold = || {
        let text = r#"{"fqdn": "www.example.com", "name": "www.example.com", "type": "A",
            "set_identifier": null, "ttl": 60}"#;
        live("aws_route53_record", "www.example.com_A", text)
    };
    let ttl = |one: &str| one.ends_with("ttl");
    assert!(!found(vec![record("Z1", 60)], vec![untold()]).iter().any(|one| ttl(one)));
    assert!(found(vec![record("Z1", 300)], vec![untold()]).iter().any(|one| ttl(one)));
    let other = untold();
    let two = found(
        vec![record("Z1", 300)],
        vec![untold(), Resource { address: Address::new("aws_route53_record.b"), ..other }],
    );
    assert!(!two.iter().any(|one| ttl(one)), "which of two it is must not be guessed: {two:?}");
}

/// A provider puts tags of its own on the disk of an instance, too.
#[test]
fn tags_of_blocks_are_those_that_they_have() {
    let disk = |tags: &str| format!(r#"{{"root_block_device": [{{"volume_size": 8, {tags}}}]}}"#);
    let of = |tags: &str| {
        let mut resource = declared("aws_instance.a", &disk(tags));
        resource.attributes.insert(crate::model::Key::new("id"), "i-1".into());
        resource
    };
    let all = r#""tags": {"a": "1"}, "tags_all": {"a": "1"}"#;
    let right = || vec![live("aws_instance", "i-1", &disk(all))];
    let found_of = |tags: &str| found(vec![of(tags)], right());
    assert_eq!(found_of(r#""tags": {}, "tags_all": {"a": "1"}"#), Vec::<String>::new());
    assert_eq!(found_of(r#""tags": {}, "tags_all": {"a": "2"}"#).len(), 1);
}
