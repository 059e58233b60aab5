//! IAM: who may do what in an account. Almost all of it comes of one call, page by page.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>

mod account;
mod identities;
mod roles;
#[cfg(test)]
mod tests;

use super::blocks::set;
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;
use crate::collect::json;
use crate::model::Value;

pub(in crate::collect::aws) const GET_DETAILS: &str = "iam:GetAccountAuthorizationDetails";
pub(in crate::collect::aws) const LIST_ROLES: &str = "iam:ListRoles";
pub(in crate::collect::aws) const LIST_INSTANCE_PROFILES: &str = "iam:ListInstanceProfiles";
pub(in crate::collect::aws) const LIST_OIDC_PROVIDERS: &str = "iam:ListOpenIDConnectProviders";
pub(in crate::collect::aws) const GET_OIDC_PROVIDER: &str = "iam:GetOpenIDConnectProvider";
pub(in crate::collect::aws) const LIST_SAML_PROVIDERS: &str = "iam:ListSAMLProviders";
pub(in crate::collect::aws) const GET_SAML_PROVIDER: &str = "iam:GetSAMLProvider";
pub(in crate::collect::aws) const LIST_SERVER_CERTIFICATES: &str = "iam:ListServerCertificates";
pub(in crate::collect::aws) const GET_PASSWORD_POLICY: &str = "iam:GetAccountPasswordPolicy";
pub(in crate::collect::aws) const LIST_ALIASES: &str = "iam:ListAccountAliases";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "IAM",
    rate: 10,
    is_global: true,
    calls: &[
        Call::new("GetAccountAuthorizationDetails", GET_DETAILS)
            .of(&[
                "aws_iam_role",
                "aws_iam_role_policy",
                "aws_iam_role_policy_attachment",
                "aws_iam_policy",
                "aws_iam_user",
                "aws_iam_user_policy",
                "aws_iam_user_policy_attachment",
                "aws_iam_user_group_membership",
                "aws_iam_group",
                "aws_iam_group_policy",
                "aws_iam_group_policy_attachment",
            ])
            .told_by("RoleDetailList", ""),
        // It tells the description and the longest session of roles, which the details leave out.
        Call::new("ListRoles", LIST_ROLES).told_by("Roles", "RoleName"),
        Call::new("ListInstanceProfiles", LIST_INSTANCE_PROFILES)
            .of(&["aws_iam_instance_profile"])
            .told_by("InstanceProfiles", "InstanceProfileName"),
        Call::new("ListOpenIDConnectProviders", LIST_OIDC_PROVIDERS).of(&["aws_iam_openid_connect_provider"]),
        Call::new("GetOpenIDConnectProvider", GET_OIDC_PROVIDER),
        Call::new("ListSAMLProviders", LIST_SAML_PROVIDERS).of(&["aws_iam_saml_provider"]),
        Call::new("GetSAMLProvider", GET_SAML_PROVIDER),
        Call::new("ListServerCertificates", LIST_SERVER_CERTIFICATES)
            .of(&["aws_iam_server_certificate"])
            .told_by("ServerCertificateMetadataList", ""),
        Call::new("GetAccountPasswordPolicy", GET_PASSWORD_POLICY)
            .of(&["aws_iam_account_password_policy"])
            .or_none(&["NoSuchEntity"])
            .told_by("PasswordPolicy", "MinimumPasswordLength"),
        Call::new("ListAccountAliases", LIST_ALIASES)
            .of(&["aws_iam_account_alias"])
            .told_by("AccountAliases", ""),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    roles::shape(answers, made);
    identities::shape(answers, made);
    account::shape(answers, made);
}

/// Who holds policies, in the words of the provider and of the API.
#[derive(Clone, Copy)]
struct Holder<'a> {
    /// `role`, `user` or `group`.
    word: &'static str,
    name: &'a str,
    /// The list of policies that are written into it.
    inline: &'static str,
    is_by_aws: bool,
}

/// Makes a resource of each policy that is written into a role, user or group or attached to it.
fn held_policies(of: Node<'_>, holder: Holder<'_>, made: &mut Made) {
    let Holder { word, name: holder_name, inline, is_by_aws } = holder;
    for policy in of.get(inline).items() {
        let name = policy.get("PolicyName").str();
        made.resource(&format!("aws_iam_{word}_policy"), &format!("{holder_name}:{name}"))
            .set(word, holder_name)
            .set("name", name)
            .set("policy", document(policy.get("PolicyDocument")))
            .by_aws(is_by_aws)
            .done();
    }
    for policy in of.get("AttachedManagedPolicies").items() {
        let arn = policy.get("PolicyArn").str();
        // The ARN of a policy of one's own has the account in it, by which the same attachment would be called
        // differently in each environment; that of a policy of AWS tells it from one of the same name.
        let called = if is_of_aws(arn) { arn } else { policy.get("PolicyName").str() };
        made.resource(&format!("aws_iam_{word}_policy_attachment"), &format!("{holder_name}/{arn}"))
            .called(&format!("{holder_name}/{called}"))
            .set(word, holder_name)
            .set("policy_arn", arn)
            .by_aws(is_by_aws)
            .done();
    }
}

/// Returns the ARNs of attached policies.
fn attached(of: Node<'_>) -> Value {
    let arns: Vec<Value> =
        of.get("AttachedManagedPolicies").items().map(|policy| policy.get("PolicyArn").value()).collect();
    set(Node(Some(&Value::list(arns))))
}

/// Returns whether a policy is one that AWS manages: where others have an account, it has `aws`.
fn is_of_aws(arn: &str) -> bool {
    arn.split(':').nth(4) == Some("aws")
}

/// Returns a policy document as text: the API writes it percent-encoded (RFC 3986), the CLI as an object.
fn document(node: Node<'_>) -> Value {
    match node.0 {
        Some(Value::String(text)) if text.trim_start().starts_with('{') => Value::String(text.clone()),
        Some(Value::String(text)) => Value::string(percent_decoded(text)),
        Some(tree @ Value::Map(_)) => {
            let mut text = String::new();
            json::write(tree, &mut text);
            Value::string(text)
        }
        _ => Value::Null,
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match after {
            [high, low, beyond @ ..] if *first == b'%' => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = beyond;
                }
                _ => bytes.push(*first),
            },
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
