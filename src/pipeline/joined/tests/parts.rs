use super::*;

const RULE: &str = r#"{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8", "10.1.0.0/16"],
    "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false, "description": ""}"#;
const SSH: &str = r#"{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"],
    "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false, "description": ""}"#;

fn group(ingress: &str) -> String {
    format!(r#"{{"id": "sg-1", "name": "web", "ingress": [{ingress}], "egress": []}}"#)
}

fn rule(cidr: &str, port: u16) -> Resource {
    let text = format!(
        r#"{{"id": "sgrule-1", "security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": {port},
            "to_port": {port}, "cidr_blocks": ["{cidr}"], "ipv6_cidr_blocks": null, "prefix_list_ids": null,
            "self": false, "source_security_group_id": null, "description": null}}"#
    );
    declared(&format!("aws_security_group_rule.r{port}_{}", cidr.len()), &text)
}

fn live_rule(id: &str, port: u16) -> Resource {
    let text = format!(r#"{{"security_group_id": "sg-1", "from_port": {port}}}"#);
    live("aws_vpc_security_group_ingress_rule", id, &text)
}

#[test]
fn without_resources_of_their_own_rules_are_compared_inline() {
    let left = || declared("aws_security_group.web", &group(RULE));
    let right = |rules: &str| {
        vec![
            live("aws_security_group", "sg-1", &group(rules)),
            live_rule("sgr-1", 443),
            live_rule("sgr-2", 22),
        ]
    };
    assert_eq!(found(vec![left()], right(RULE)), Vec::<String>::new());
    let both = format!("{SSH}, {RULE}");
    let found = found(vec![left()], right(&both));
    assert!(
        matches!(found.as_slice(), [one] if one.starts_with("modified aws_security_group.web ingress")),
        "{found:?}"
    );
}

#[test]
fn how_rules_are_grouped_means_nothing() {
    let one = |cidr: &str| RULE.replace(r#""10.0.0.0/8", "10.1.0.0/16""#, cidr);
    let split = format!("{}, {}", one(r#""10.1.0.0/16""#), one(r#""10.0.0.0/8""#));
    let left = declared("aws_security_group.web", &group(&split));
    assert_eq!(
        found(vec![left], vec![live("aws_security_group", "sg-1", &group(RULE))]),
        Vec::<String>::new()
    );
}

#[test]
fn rules_without_ids_are_compared_as_elements() {
    // The state of the group is from before the rules were made.
    let left = |rules: Vec<Resource>| [vec![declared("aws_security_group.web", &group(""))], rules].concat();
    let right =
        |rules: &str| vec![live("aws_security_group", "sg-1", &group(rules)), live_rule("sgr-1", 443)];
    let rules = || vec![rule("10.0.0.0/8", 443), rule("10.1.0.0/16", 443)];
    let comparison = drift(left(rules()), right(RULE));
    assert_eq!(told(&comparison), Vec::<String>::new());
    assert_eq!(comparison.coverage.unwrap().percent(), 100);
    assert_eq!(found(left(rules()), right(&format!("{RULE}, {SSH}"))).len(), 1);
    assert_eq!(found(left(rules()), right("")).len(), 1);
}

#[test]
fn rules_with_ids_are_compared_one_by_one() {
    let declared_rule = |id: &str| {
        let text = format!(r#"{{"id": "{id}", "security_group_id": "sg-1", "from_port": 443}}"#);
        declared(&format!("aws_vpc_security_group_ingress_rule.{}", &id[3..]), &text)
    };
    let left =
        vec![declared("aws_security_group.web", &group("")), declared_rule("sgr1"), declared_rule("sgr2")];
    let right =
        vec![live("aws_security_group", "sg-1", &group(RULE)), live_rule("sgr1", 80), live_rule("sgr3", 22)];
    assert_eq!(
        found(left, right),
        [
            "missing aws_vpc_security_group_ingress_rule.2",
            "modified aws_vpc_security_group_ingress_rule.1 from_port",
            "unmanaged aws_vpc_security_group_ingress_rule.sgr3",
        ]
    );
}

#[test]
fn parts_of_what_nobody_declared_are_told_with_it() {
    let right = vec![
        live("aws_iam_role", "ops", r#"{"name": "ops"}"#),
        live(
            "aws_iam_role_policy_attachment",
            "ops-1",
            r#"{"role": "ops", "policy_arn": "arn:aws:iam::aws:policy/A"}"#,
        ),
    ];
    assert_eq!(found(Vec::new(), right.clone()), ["unmanaged aws_iam_role.ops"]);
    let left = vec![
        declared("aws_iam_role.gone", r#"{"id": "gone", "name": "gone"}"#),
        declared(
            "aws_iam_role_policy_attachment.gone",
            r#"{"id": "gone-2020", "role": "gone", "policy_arn": "arn:aws:iam::aws:policy/A"}"#,
        ),
    ];
    assert_eq!(found(left, right), ["missing aws_iam_role.gone", "unmanaged aws_iam_role.ops"]);
}

#[test]
fn attachments_are_found_by_what_they_attach() {
    let left = vec![
        declared("aws_iam_role.ops", r#"{"id": "ops", "name": "ops", "managed_policy_arns": []}"#),
        declared(
            "aws_iam_role_policy_attachment.a",
            r#"{"id": "ops-2020", "role": "ops", "policy_arn": "arn:aws:iam::aws:policy/A"}"#,
        ),
    ];
    let attached = |policy: &str| {
        let arn = format!("arn:aws:iam::aws:policy/{policy}");
        let text = format!(r#"{{"role": "ops", "policy_arn": "{arn}"}}"#);
        live("aws_iam_role_policy_attachment", &format!("ops/{arn}"), &text)
    };
    let role = || {
        live(
            "aws_iam_role",
            "ops",
            r#"{"name": "ops", "managed_policy_arns": ["arn:aws:iam::aws:policy/A"]}"#,
        )
    };
    assert_eq!(found(left.clone(), vec![role(), attached("A")]), Vec::<String>::new());
    let more = found(left, vec![role(), attached("A"), attached("B")]);
    assert_eq!(more, ["unmanaged aws_iam_role_policy_attachment.ops/arn:aws:iam::aws:policy/B"]);
}
