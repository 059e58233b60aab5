//! Who may call a function: each statement of its policy is a resource of its own.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html>

use std::collections::BTreeSet;

use super::{GET_POLICY, function_of};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    // A server that does not tell aliases apart answers the policy of the function for each of them.
    let mut told = BTreeSet::new();
    for (_, answer) in answers.all(GET_POLICY) {
        let parsed = |text| serde_json::from_str::<serde_json::Value>(text).ok();
        let policy = answer.get("Policy").text().and_then(parsed).map(Value::from);
        let statements = Node(policy.as_ref()).get("Statement");
        // A statement alone may stand without a list around it.
        let alone = Some(statements).filter(|statement| statement.get("Sid").is_there());
        for statement in statements.items().chain(alone) {
            if told
                .insert((statement.get("Resource").str().to_owned(), statement.get("Sid").str().to_owned()))
            {
                permission(statement, made);
            }
        }
    }
}

fn permission(statement: Node<'_>, made: &mut Made) {
    let id = statement.get("Sid").str();
    let (function, qualifier) = function_of(statement.get("Resource").str());
    let called = match qualifier {
        "" => format!("{function}/{id}"),
        qualifier => format!("{function}:{qualifier}/{id}"),
    };
    let condition = |key: &str| {
        let found = statement.get("Condition").entries().find_map(|(_, keys)| keys.get(key).text());
        Value::from(found.unwrap_or_default())
    };
    made.resource("aws_lambda_permission", id)
        .called(&called)
        .set("statement_id", id)
        .set("function_name", function)
        .set("qualifier", qualifier)
        .copy("action", statement.get("Action"))
        .set("principal", principal(statement.get("Principal")))
        .set("source_arn", condition("AWS:SourceArn"))
        .set("source_account", condition("AWS:SourceAccount"))
        .set("event_source_token", condition("lambda:EventSourceToken"))
        .set("function_url_auth_type", condition("lambda:FunctionUrlAuthType"))
        .set("principal_org_id", condition("aws:PrincipalOrgID"))
        .done();
}

/// An account or role stands under `AWS`, a service under `Service`, and everybody as `*` alone.
fn principal(principal: Node<'_>) -> Value {
    let named = principal.get("AWS").text().or_else(|| principal.get("Service").text());
    named.or_else(|| principal.text()).unwrap_or_default().into()
}
