//! Resources that are called differently, and what environments have of each other.

use serde_json::{Value, json};

use super::support::{Case, findings, state};

/// A state of one module's resources, each with its address in the module and its attributes.
fn module(name: &str, resources: &[(&str, &str, Value)]) -> String {
    let mut state: Value = serde_json::from_str(&state(resources)).unwrap();
    for resource in state["resources"].as_array_mut().unwrap() {
        resource["module"] = json!(format!("module.{name}"));
    }
    state.to_string()
}

/// A state of the instances of one `count`.
fn counted(kind: &str, instances: &[Value]) -> String {
    let mut state: Value = serde_json::from_str(&state(&[(kind, "app", json!({}))])).unwrap();
    state["resources"][0]["instances"] = instances
        .iter()
        .enumerate()
        .map(|(index, attributes)| json!({"schema_version": 0, "index_key": index, "attributes": attributes}))
        .collect();
    state.to_string()
}

fn pairings(report: &Value) -> Vec<[String; 3]> {
    let pairings = report["comparisons"][0]["pairings"].as_array().unwrap();
    let text = |pairing: &Value, member: &str| pairing[member].as_str().unwrap().to_owned();
    pairings.iter().map(|p| ["left", "right", "method"].map(|member| text(p, member))).collect()
}

#[test]
fn a_moved_module_pairs_by_content_and_so_does_what_refers_to_it() {
    let case = Case::new();
    let resources = |id: &str| {
        [
            (
                "aws_vpc",
                "main",
                json!({"id": format!("vpc-{id}"), "cidr_block": "10.0.0.0/16", "instance_tenancy": "default"}),
            ),
            (
                "aws_subnet",
                "a",
                json!({"id": format!("subnet-{id}"), "vpc_id": format!("vpc-{id}"), "cidr_block": "10.0.1.0/24"}),
            ),
            (
                "aws_subnet",
                "b",
                json!({"id": format!("subnet-{id}b"), "vpc_id": format!("vpc-{id}"), "cidr_block": "10.0.2.0/24"}),
            ),
        ]
    };
    case.write("dev.json", module("network", &resources("0a1b2c3d4e5f60718")));
    case.write("prod.json", module("net", &resources("0f9e8d7c6b5a49382")));
    let report = case.diff("dev.json", "prod.json");
    assert_eq!(findings(&report), Vec::<Value>::new());
    let content =
        |name: &str| [format!("module.network.{name}"), format!("module.net.{name}"), "content".to_owned()];
    assert_eq!(
        pairings(&report),
        [content("aws_subnet.a"), content("aws_subnet.b"), content("aws_vpc.main")]
    );
}

#[test]
fn a_renamed_resource_that_changed_is_one_finding() {
    let case = Case::new();
    let queue = |environment: &str, seconds: u32| json!({"name": format!("shop-{environment}-jobs"), "visibility_timeout_seconds": seconds, "fifo_queue": true});
    case.write("dev.tfstate", state(&[("aws_sqs_queue", "jobs", queue("dev", 30))]));
    case.write("prod.tfstate", state(&[("aws_sqs_queue", "tasks", queue("prod", 60))]));
    let report = case.diff("dev.tfstate", "prod.tfstate");
    let found = findings(&report);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["path"], "visibility_timeout_seconds");
    let pairing = ["aws_sqs_queue.jobs", "aws_sqs_queue.tasks", "name"].map(str::to_owned);
    assert_eq!(pairings(&report), [pairing]);
}

/// One that was removed and another that was added are two, however alike they are.
#[test]
fn resources_of_different_names_are_not_paired() {
    let case = Case::new();
    let queue = |name: &str| json!({"name": name, "visibility_timeout_seconds": 30, "fifo_queue": true, "delay_seconds": 5});
    case.write("dev.tfstate", state(&[("aws_sqs_queue", "jobs", queue("shop-dev-jobs"))]));
    case.write("prod.tfstate", state(&[("aws_sqs_queue", "mails", queue("shop-prod-mails"))]));
    let found = findings(&case.diff("dev.tfstate", "prod.tfstate"));
    let changes: Vec<_> = found.iter().map(|finding| finding["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["left_only", "right_only"]);
}

/// Which of several equal resources is which is told, not guessed.
#[test]
fn a_collision_is_told() {
    let case = Case::new();
    let box_of = |name: &'static str| ("example_box", name, json!({"size": 3, "color": "red", "lid": true}));
    case.write("a.json", state(&[box_of("one"), box_of("two")]));
    case.write("b.json", state(&[box_of("three"), box_of("four")]));
    let report = case.diff("a.json", "b.json");
    assert_eq!(findings(&report).len(), 4);
    let assumptions = report["comparisons"][0]["assumptions"].to_string();
    assert!(
        assumptions.contains("2 of example_box on the left and 2 on the right are alike"),
        "{assumptions}"
    );
}

#[test]
fn instances_of_count_pair_by_what_they_hold() {
    let case = Case::new();
    let subnet = |zone: &str, block: &str| json!({"availability_zone": zone, "cidr_block": block});
    let (a, b, c) = (subnet("a", "10.0.1.0/24"), subnet("b", "10.0.2.0/24"), subnet("c", "10.0.3.0/24"));
    case.write("a.json", counted("aws_subnet", &[a.clone(), b.clone(), c.clone()]));
    case.write("b.json", counted("aws_subnet", &[c.clone(), a.clone(), b.clone()]));
    case.assert_equal("a.json", "b.json");
    // What differs is found in the one that nothing else is.
    case.write("b.json", counted("aws_subnet", &[c, a, subnet("b", "10.0.9.0/24")]));
    let found = findings(&case.diff("a.json", "b.json"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0]["left"], &found[0]["right"]), (&json!("10.0.2.0/24"), &json!("10.0.9.0/24")));
}

#[test]
fn one_of_count_is_the_same_as_one_without() {
    let case = Case::new();
    let attributes = json!({"size": 3});
    case.write("a.json", counted("example_box", std::slice::from_ref(&attributes)));
    case.write("b.json", state(&[("example_box", "app", attributes)]));
    case.assert_equal("a.json", "b.json");
}

/// An environment that calls its queues its own, and has one value in all of them.
fn queues(environment: &str, shared: &str) -> String {
    let queue = |name: &'static str| {
        let own = format!("shop-{environment}-{name}");
        ("aws_sqs_queue", name, json!({"name": own, "note": if name == "q0" { shared } else { "" }}))
    };
    state(&["q0", "q1", "q2", "q3", "q4"].map(queue))
}

#[test]
fn a_value_of_dev_in_prod_is_found_although_it_is_equal() {
    let case = Case::new();
    for (shared, expected) in [
        ("shop-dev-q9", 1),
        ("SHOP_DEV_Q9", 1),
        ("https://shop-prod-q9/", 1),
        // No word of an environment, a word inside another, and one that stands alone in a sentence.
        ("shop-test-q9", 0),
        ("shop-devices-q9", 0),
        ("made for dev people", 0),
    ] {
        case.write("dev.tfstate", queues("dev", shared));
        case.write("prod.tfstate", queues("prod", shared));
        let found = findings(&case.diff("dev.tfstate", "prod.tfstate"));
        assert_eq!(found.len(), expected, "{shared}: {found:#?}");
        assert!(found.iter().all(|finding| finding["change"] == "foreign"), "{found:#?}");
    }
}

#[test]
fn what_names_a_resource_of_dev_only_is_found_in_prod() {
    let case = Case::new();
    let environment = |own: &str, target: &str| {
        state(&[
            ("aws_subnet", "a", json!({"id": own, "cidr_block": "10.0.1.0/24"})),
            ("aws_instance", "web", json!({"ami": "ami-1", "subnet_id": target})),
        ])
    };
    let (dev, prod) = ("subnet-0a1b2c3d4e5f60718", "subnet-0f9e8d7c6b5a49382");
    case.write("dev.tfstate", environment(dev, dev));
    case.write("prod.tfstate", environment(prod, dev));
    let found = findings(&case.diff("dev.tfstate", "prod.tfstate"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0]["change"], &found[0]["path"]), (&json!("foreign"), &json!("subnet_id")));
    assert!(found[0]["message"].as_str().unwrap().contains("aws_subnet.a is dev's"), "{}", found[0]);
}

#[test]
fn what_a_controller_chooses_is_its_own_inside_its_bounds() {
    let case = Case::new();
    let group = |desired: u32| {
        state(&[(
            "aws_autoscaling_group",
            "web",
            json!({"min_size": 2, "max_size": 6, "desired_capacity": desired}),
        )])
    };
    for (left, right, expected) in [(2, 5, 0), (2, 9, 1)] {
        case.write("a.json", group(left));
        case.write("b.json", group(right));
        let report = case.diff("a.json", "b.json");
        assert_eq!(findings(&report).len(), expected);
        assert_eq!(report["comparisons"][0]["set_aside"]["owned"], 1 - expected);
    }
    let service = |desired: u32| {
        state(&[
            ("aws_ecs_service", "web", json!({"name": "web", "desired_count": desired})),
            (
                "aws_appautoscaling_target",
                "web",
                json!({"resource_id": "service/main/web", "scalable_dimension": "ecs:service:DesiredCount", "min_capacity": 1, "max_capacity": 4}),
            ),
        ])
    };
    for (left, right, expected) in [(1, 4, 0), (1, 5, 1)] {
        case.write("a.json", service(left));
        case.write("b.json", service(right));
        assert_eq!(findings(&case.diff("a.json", "b.json")).len(), expected);
    }
}

#[test]
fn what_a_controller_made_is_its_own() {
    let case = Case::new();
    let made =
        ("aws_instance", "node", json!({"ami": "ami-1", "tags": {"aws:autoscaling:groupName": "web"}}));
    case.write("a.json", state(&[made]));
    case.write("b.json", state(&[]));
    let report = case.diff("a.json", "b.json");
    assert_eq!(findings(&report), Vec::<Value>::new());
    assert_eq!(report["comparisons"][0]["set_aside"]["owned"], 1);
}

/// A substitution that no vocabulary knows is inferred where it holds throughout, and told.
#[test]
fn words_are_inferred_where_they_hold_throughout() {
    let case = Case::new();
    let environment = |word: &str, last: &str| {
        state(&[
            ("aws_sqs_queue", "a", json!({"name": format!("{word}-a")})),
            ("aws_sqs_queue", "b", json!({"name": format!("{word}-b")})),
            ("aws_sns_topic", "c", json!({"name": format!("{word}-c")})),
            ("aws_sns_topic", "d", json!({"name": format!("{last}-d")})),
        ])
    };
    case.write("a.json", environment("acme", "acme"));
    case.write("b.json", environment("globex", "globex"));
    let report = case.diff("a.json", "b.json");
    assert_eq!(findings(&report), Vec::<Value>::new());
    let assumptions = report["comparisons"][0]["assumptions"].to_string();
    assert!(assumptions.contains("`acme` on the left stands for `globex` on the right"), "{assumptions}");
    // One that contradicts it, and nothing is inferred any more.
    case.write("b.json", environment("globex", "acme"));
    assert_eq!(findings(&case.diff("a.json", "b.json")).len(), 3);
}

/// Two things that nobody knows are taken for the same thing as long as nothing contradicts it.
#[test]
fn an_id_of_something_unknown_that_stands_for_two_things_is_found() {
    let case = Case::new();
    let environment = |word: &str, vpc: &str, last: &str| {
        let group = |name: &'static str| {
            let vpc = if name == "g4" { last } else { vpc };
            ("aws_security_group", name, json!({"name": format!("shop-{word}-{name}"), "vpc_id": vpc}))
        };
        state(&["g0", "g1", "g2", "g3", "g4"].map(group))
    };
    let (dev, prod, other) = ("vpc-0a1b2c3d4e5f60718", "vpc-0f9e8d7c6b5a49382", "vpc-0777788889999aaaa");
    case.write("dev.tfstate", environment("dev", dev, dev));
    case.write("prod.tfstate", environment("prod", prod, prod));
    case.assert_equal("dev.tfstate", "prod.tfstate");
    case.write("prod.tfstate", environment("prod", prod, other));
    let found = findings(&case.diff("dev.tfstate", "prod.tfstate"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0]["path"], &found[0]["right"]), (&json!("vpc_id"), &json!(other)));
}

/// What made two values equal is said with names.
#[test]
fn explain_names_what_stands_behind_equal_values() {
    let case = Case::new();
    let environment = |word: &str, id: &str, size: u32| {
        state(&[
            ("aws_subnet", "a", json!({"id": id, "cidr_block": "10.0.1.0/24"})),
            (
                "aws_instance",
                "web",
                json!({"ami": "ami-1", "subnet_id": id, "tags": {"Name": format!("shop-{word}-web")}, "size": size}),
            ),
        ])
    };
    case.write("dev.tfstate", environment("dev", "subnet-0a1b2c3d4e5f60718", 1));
    case.write("prod.tfstate", environment("prod", "subnet-0f9e8d7c6b5a49382", 2));
    let report = case.diff("dev.tfstate", "prod.tfstate");
    let fingerprint = findings(&report)[0]["fingerprint"].as_str().unwrap().to_owned();
    let ran = case.run(&["explain", &fingerprint, "dev.tfstate", "prod.tfstate"]).exits(0);
    assert!(ran.stdout.contains("both name aws_subnet.a"), "{}", ran.stdout);
    assert!(ran.stdout.contains("dev stands for prod"), "{}", ran.stdout);
}
