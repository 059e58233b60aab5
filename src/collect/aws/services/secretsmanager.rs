//! Secrets Manager: what is known of secrets, and never what they hold.
//!
//! Source: <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html>

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields};
use crate::model::Value;

pub(in crate::collect::aws) const LIST_SECRETS: &str = "secretsmanager:ListSecrets";
pub(in crate::collect::aws) const GET_RESOURCE_POLICY: &str = "secretsmanager:GetResourcePolicy";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "Secrets Manager",
    rate: 20,
    is_global: false,
    calls: &[
        Call::new("ListSecrets", LIST_SECRETS)
            .of(&[
                "aws_secretsmanager_secret",
                "aws_secretsmanager_secret_policy",
                "aws_secretsmanager_secret_rotation",
            ])
            .told_by("SecretList", ""),
        Call::new("GetResourcePolicy", GET_RESOURCE_POLICY)
            .of(&["aws_secretsmanager_secret_policy"])
            .or_none(&["ResourceNotFoundException"]),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    for item in answers.items(LIST_SECRETS, "SecretList") {
        if let Some(arn) = item.get("ARN").text() {
            secret(arn, item, answers.about(GET_RESOURCE_POLICY, arn), made);
        }
    }
}

fn secret(arn: &str, item: Node<'_>, policy: Node<'_>, made: &mut Made) {
    let name = item.get("Name").str();
    let text = policy.get("ResourcePolicy");
    let mut secret = made
        .resource("aws_secretsmanager_secret", arn)
        .called(name)
        .set("arn", arn)
        .set("name", name)
        .copy("description", item.get("Description"))
        .copy("kms_key_id", item.get("KmsKeyId"))
        .tags(item.get("Tags"));
    if policy.is_there() {
        secret = secret.copy("policy", text);
    }
    // RDS and others keep secrets of their own.
    secret.by_aws(item.get("OwningService").text().is_some()).done();
    if let Some(policy) = text.text() {
        made.resource("aws_secretsmanager_secret_policy", arn)
            .called(name)
            .set("secret_arn", arn)
            .set("policy", policy)
            .done();
    }
    if item.get("RotationEnabled").bool() == Some(true) {
        made.resource("aws_secretsmanager_secret_rotation", arn)
            .called(name)
            .set("secret_id", arn)
            .set("rotation_enabled", true)
            .copy("rotation_lambda_arn", item.get("RotationLambdaARN"))
            .block("rotation_rules", Some(rules(item.get("RotationRules"))))
            .by_aws(item.get("OwningService").text().is_some())
            .done();
    }
}

/// Where there is a schedule, the number of days that the API tells beside it is only computed from it.
fn rules(rules: Node<'_>) -> Value {
    let schedule = rules.get("ScheduleExpression");
    let days = if schedule.text().is_some() { Node::ABSENT } else { rules.get("AutomaticallyAfterDays") };
    fields([
        ("automatically_after_days", days.value()),
        ("duration", rules.get("Duration").value()),
        ("schedule_expression", schedule.value()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::aws::Place;

    #[test]
    fn rotation_and_policy_are_resources_of_their_own_and_of_the_secret() {
        let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf";
        let rotation = fields([
            ("AutomaticallyAfterDays", Value::int(7)),
            ("ScheduleExpression", "rate(7 days)".into()),
        ]);
        let entry = fields([
            ("ARN", arn.into()),
            ("Name", "shop/db".into()),
            ("RotationEnabled", true.into()),
            ("RotationRules", rotation),
        ]);
        let mut answers = Answers::new(Place::default());
        answers.push(LIST_SECRETS, "", fields([("SecretList", Value::list([entry]))]));
        answers.push(GET_RESOURCE_POLICY, arn, fields([("ResourcePolicy", "{}".into())]));
        let mut made = Made::new(Place::default());
        shape(&answers, &mut made);
        let addresses: Vec<&str> = made.resources.iter().map(|made| made.address.as_str()).collect();
        assert_eq!(
            addresses,
            [
                "aws_secretsmanager_secret.shop/db",
                "aws_secretsmanager_secret_policy.shop/db",
                "aws_secretsmanager_secret_rotation.shop/db",
            ]
        );
        assert_eq!(made.resources[0].attributes.get("policy"), Some(&Value::from("{}")));
        let rules = Node(made.resources[2].attributes.get("rotation_rules")).items().next().expect("a block");
        assert!(rules.entry("automatically_after_days").is_none(), "the schedule says it");
        assert_eq!(rules.entry("schedule_expression").text(), Some("rate(7 days)"));
    }
}
