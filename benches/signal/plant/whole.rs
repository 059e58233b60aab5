//! Differences that take more than one attribute of one resource: resources that are not there, are called
//! otherwise, or point elsewhere, and values that are the other environment's.

use serde_json::json;

use super::super::environment::{Environment, Key, Resource, mark};
use super::{Expected, Planted, Planter, copy_tags, find};

/// Kinds that nothing refers to: one more or less of them is one difference.
const LEAVES: [&str; 4] = [
    "aws_cloudwatch_metric_alarm",
    "aws_security_group_rule",
    "aws_route53_record",
    "aws_iam_role_policy_attachment",
];
/// Kinds that others refer to, whose name in the code may change.
const RENAMED: [&str; 5] = [
    "aws_sqs_queue",
    "aws_iam_policy",
    "aws_cloudwatch_log_group",
    "aws_db_parameter_group",
    "aws_security_group",
];
/// References that can point to another resource: kind and attribute, and the kind that is referred to.
const POINTERS: [(&str, &str, &str); 4] = [
    ("aws_instance", "subnet_id", "aws_subnet"),
    ("aws_nat_gateway", "subnet_id", "aws_subnet"),
    ("aws_route_table_association", "route_table_id", "aws_route_table"),
    ("aws_db_instance", "parameter_group_name", "aws_db_parameter_group"),
];
/// Values that hold something of their environment, and where a finding about them must be.
const OWN: [(&str, &str, &str); 7] = [
    ("aws_lambda_function", "environment/0/variables/PUBLIC_URL", "environment.variables.PUBLIC_URL"),
    ("aws_lambda_function", "environment/0/variables/QUEUE_URL", "environment.variables.QUEUE_URL"),
    (
        "aws_ecs_task_definition",
        "container_definitions/0/environment/name=PUBLIC_URL/value",
        "container_definitions",
    ),
    ("aws_instance", "tags/Name", "tags.Name"),
    ("aws_security_group", "name", "name"),
    ("aws_sns_topic_subscription", "endpoint", "endpoint"),
    ("aws_iam_policy", "policy/Statement/Sid=Queue/Resource", "policy.Statement.Resource"),
];

impl Planter {
    /// Takes a resource out of prod.
    pub(super) fn removed(&mut self, dev: &Environment, prod: &mut Environment) {
        let Some(at) = self.choose_from(prod, &LEAVES, |resource| resource.key.is_none()) else { return };
        self.gone.push(at);
        let addresses = vec![dev.resources[at].address()];
        self.note("resource removed", addresses, "", Expected::Once);
    }

    /// Adds a resource to prod that dev does not have.
    pub(super) fn added(&mut self, prod: &mut Environment) {
        let Some(at) = self.choose_from(prod, &LEAVES, |resource| resource.key.is_none()) else { return };
        let mut resource = prod.resources[at].clone();
        resource.name = String::from("extra");
        for (attribute, value) in resource.attributes.as_object_mut().into_iter().flatten() {
            match attribute.as_str() {
                "from_port" | "to_port" => *value = json!(9443),
                "id" | "arn" | "alarm_name" | "fqdn" | "name" | "security_group_rule_id" | "policy_arn" => {
                    *value = json!(format!("{}-extra", value.as_str().unwrap_or_default()));
                }
                _ => {}
            }
        }
        let addresses = vec![resource.address()];
        prod.resources.push(resource);
        self.taken.insert(prod.resources.len() - 1);
        self.note("resource added", addresses, "", Expected::Once);
    }

    /// Takes the last instance of a `count` out of prod.
    pub(super) fn count(&mut self, dev: &Environment, prod: &mut Environment) {
        let last = |prod: &Environment, resource: &Resource| {
            let Some(Key::Index(index)) = resource.key else { return false };
            index > 0
                && !prod.resources.iter().any(|other| {
                    other.base() == resource.base()
                        && matches!(other.key, Some(Key::Index(more)) if more > index)
                })
        };
        let copy = prod.clone();
        let Some(at) = self.choose_from(prod, &LEAVES, |resource| last(&copy, resource)) else { return };
        self.gone.push(at);
        self.note("count", vec![dev.resources[at].base(), prod.resources[at].base()], "", Expected::Once);
    }

    /// Calls a resource of prod otherwise in the code; `change` also changes a tag of it.
    pub(super) fn renamed(&mut self, dev: &Environment, prod: &mut Environment, change: bool) {
        let Some(at) = self.choose_from(prod, &RENAMED, |resource| resource.key.is_none()) else { return };
        let resource = &mut prod.resources[at];
        resource.name = format!("{}_renamed", resource.name);
        let addresses = vec![dev.resources[at].address(), resource.address()];
        if change {
            let (attribute, value) = match resource.kind {
                "aws_sqs_queue" => ("message_retention_seconds", json!(86_400)),
                "aws_cloudwatch_log_group" => ("retention_in_days", json!(731)),
                _ => ("tags", json!({ "Owner": "somebody" })),
            };
            let path = if attribute == "tags" { "tags.Owner" } else { attribute };
            if attribute == "tags" {
                resource.attributes["tags_all"] = json!({
                    "Owner": "somebody", "Environment": "production", "ManagedBy": "terraform",
                });
                // Where there are no tags, what stands there may be left out.
                if mark::parts(&resource.attributes["tags"]).is_some()
                    || resource.attributes["tags"].is_null()
                {
                    resource.attributes["tags"] = value;
                } else if let Some(tags) = resource.attributes["tags"].as_object_mut() {
                    tags.insert("Owner".to_owned(), json!("somebody"));
                    let all = tags.clone();
                    if let Some(of_all) = resource.attributes["tags_all"].as_object_mut() {
                        of_all.extend(all);
                    }
                }
            } else {
                resource.attributes[attribute] = value;
            }
            self.note("resource renamed and changed", addresses, path, Expected::Once);
        } else {
            self.note("resource renamed", addresses, "", Expected::Never);
        }
    }

    /// Makes a reference of prod point to another resource.
    pub(super) fn repointed(&mut self, dev: &Environment, prod: &mut Environment) {
        let mut pointers = POINTERS.to_vec();
        self.random.shuffle(&mut pointers);
        for (kind, attribute, target) in pointers {
            let Some(at) = self.choose(prod, |candidate| candidate == kind) else { continue };
            let now = prod.resources[at].text(attribute).to_owned();
            let is_other = |resource: &&Resource| resource.kind == target && resource.text("id") != now;
            let others: Vec<String> = prod
                .resources
                .iter()
                .filter(is_other)
                .map(|resource| resource.text("id").to_owned())
                .collect();
            if others.is_empty() || now.is_empty() {
                continue;
            }
            let other = &others[self.random.below(others.len())];
            prod.resources[at].attributes[attribute] = json!(other);
            self.taken.insert(at);
            let addresses = vec![dev.resources[at].address(), prod.resources[at].address()];
            self.note("reference repointed", addresses, attribute, Expected::Once);
            return;
        }
    }

    /// Changes one of several instances that are alike.
    pub(super) fn sibling(&mut self, dev: &Environment, prod: &mut Environment) {
        let kinds = [
            ("aws_ebs_volume", "iops"),
            ("aws_cloudwatch_metric_alarm", "period"),
            ("aws_instance", "monitoring"),
        ];
        let names = kinds.map(|(kind, _)| kind);
        let Some(at) = self.choose_from(prod, &names, |resource| matches!(resource.key, Some(Key::Index(_))))
        else {
            return;
        };
        let resource = &mut prod.resources[at];
        let Some((_, attribute)) = kinds.iter().find(|(kind, _)| *kind == resource.kind) else { return };
        let value = mark::inner(&mut resource.attributes[*attribute]);
        *value = match value.as_i64() {
            Some(number) => json!(number * 2),
            None => json!(!value.as_bool().unwrap_or_default()),
        };
        let addresses = vec![dev.resources[at].address(), resource.address()];
        self.note("one of equal siblings changed", addresses, attribute, Expected::Once);
    }

    /// Leaves a value of dev in prod.
    pub(super) fn left_behind(&mut self, dev: &Environment, prod: &mut Environment) {
        let mut own = OWN.to_vec();
        self.random.shuffle(&mut own);
        for (kind, at, path) in own {
            let Some(index) = self.choose(prod, |candidate| candidate == kind) else { continue };
            let mut theirs = dev.resources[index].attributes.clone();
            let (Some(from), Some(to)) =
                (find(&mut theirs, at), find(&mut prod.resources[index].attributes, at))
            else {
                continue;
            };
            if from == to {
                continue;
            }
            *to = from.clone();
            copy_tags(&mut prod.resources[index].attributes, at);
            self.taken.insert(index);
            let addresses = vec![dev.resources[index].address(), prod.resources[index].address()];
            self.note("value of the other environment", addresses, path, Expected::Once);
            return;
        }
    }

    /// Gives both a word that holds the word of the environment inside.
    pub(super) fn inside(&mut self, dev: &mut Environment, prod: &mut Environment) {
        let kinds = ["aws_sqs_queue", "aws_instance", "aws_ebs_volume"];
        let Some(at) =
            self.choose_from(prod, &kinds, |resource| resource.attributes["tags"]["Name"].is_string())
        else {
            return;
        };
        for (environment, team) in [(&mut *dev, "devices"), (&mut *prod, "prodices")] {
            let attributes = &mut environment.resources[at].attributes;
            attributes["tags"]["Team"] = json!(team);
            attributes["tags_all"]["Team"] = json!(team);
        }
        let addresses = vec![dev.resources[at].address(), prod.resources[at].address()];
        self.note("environment word inside another", addresses, "tags.Team", Expected::Once);
    }

    /// Changes the same attribute everywhere in prod, but for one resource.
    pub(super) fn systematic(&mut self, dev: &Environment, prod: &mut Environment) {
        let all: Vec<usize> = (0..dev.resources.len())
            .filter(|at| {
                prod.resources[*at].kind == "aws_ecr_repository" || prod.resources[*at].kind == "aws_kms_key"
            })
            .filter(|at| !self.taken.contains(at))
            .collect();
        if all.len() < 3 {
            return;
        }
        let exception = self.random.below(all.len());
        for (number, at) in all.into_iter().enumerate() {
            let expected = if number == exception { Expected::Never } else { Expected::Once };
            self.taken.insert(at);
            let resource = &mut prod.resources[at];
            let (attribute, value) = match resource.kind {
                "aws_ecr_repository" => ("image_tag_mutability", json!("MUTABLE")),
                _ => ("description", json!("changed everywhere")),
            };
            if expected == Expected::Once {
                resource.attributes[attribute] = value;
            }
            let addresses = vec![dev.resources[at].address(), resource.address()];
            self.note("systematic change with one exception", addresses, attribute, expected);
        }
    }

    fn note(&mut self, class: &'static str, addresses: Vec<String>, path: &str, expected: Expected) {
        self.planted.push(Planted { class, addresses, path: path.to_owned(), expected });
    }

    /// Chooses a resource of one of these kinds that nothing was planted in.
    fn choose_from(
        &mut self,
        environment: &Environment,
        kinds: &[&str],
        accepts: impl Fn(&Resource) -> bool,
    ) -> Option<usize> {
        let mut kinds = kinds.to_vec();
        self.random.shuffle(&mut kinds);
        for kind in kinds {
            let free: Vec<usize> = (0..environment.resources.len())
                .filter(|at| !self.taken.contains(at))
                .filter(|at| environment.resources[*at].kind == kind && accepts(&environment.resources[*at]))
                .collect();
            if !free.is_empty() {
                let at = self.random.pick(&free);
                self.taken.insert(at);
                return Some(at);
            }
        }
        None
    }
}

/// Takes resources out, the last first so that the others keep their places.
pub(super) fn take_out(environment: &mut Environment, mut gone: Vec<usize>) {
    gone.sort_unstable();
    for at in gone.into_iter().rev() {
        environment.resources.remove(at);
    }
}
