//! Roles, policies, users and what else an account has.

use serde_json::json;

use super::*;
use crate::collect::aws::services::testing::{Answer, find, has, lacks, resources};

const TRUST: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D";
const CLEAR: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

fn details() -> Answer {
    let attached = json!([
        {"PolicyName": "shop", "PolicyArn": "arn:aws:iam::111111111111:policy/team/shop"},
        {"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
    ]);
    let answer = json!({
        "RoleDetailList": [
            {"Path": "/", "RoleName": "web", "RoleId": "AROA1", "Arn": "arn:aws:iam::111111111111:role/web",
             "AssumeRolePolicyDocument": TRUST,
             "RolePolicyList": [{"PolicyName": "z", "PolicyDocument": TRUST}, {"PolicyName": "a", "PolicyDocument": TRUST}],
             "AttachedManagedPolicies": attached,
             "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111111111111:policy/bound"},
             "Tags": [{"Key": "Team", "Value": "shop"}]},
            {"Path": "/aws-service-role/ecs.amazonaws.com/", "RoleName": "AWSServiceRoleForECS", "RoleId": "AROA2",
             "Arn": "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
             "AssumeRolePolicyDocument": TRUST, "RolePolicyList": [],
             "AttachedManagedPolicies": [{"PolicyName": "Ecs", "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/Ecs"}]},
        ],
        "Policies": [
            {"PolicyName": "shop", "PolicyId": "ANPA1", "Arn": "arn:aws:iam::111111111111:policy/team/shop", "Path": "/team/",
             "DefaultVersionId": "v2", "PolicyVersionList": [
                {"VersionId": "v1", "Document": "%7B%7D"}, {"VersionId": "v2", "Document": TRUST}]},
            {"PolicyName": "ReadOnlyAccess", "Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "DefaultVersionId": "v1"},
        ],
        "UserDetailList": [{"Path": "/", "UserName": "ann", "UserId": "AIDA1", "Arn": "arn:aws:iam::111111111111:user/ann",
            "GroupList": ["ops", "dev"], "AttachedManagedPolicies": attached,
            "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": TRUST}]}],
        "GroupDetailList": [{"Path": "/", "GroupName": "ops", "GroupId": "AGPA1", "Arn": "arn:aws:iam::111111111111:group/ops",
            "GroupPolicyList": [], "AttachedManagedPolicies": attached}],
    });
    (GET_DETAILS, "", answer)
}

fn roles() -> Answer {
    let role = json!({"Path": "/", "RoleName": "web", "RoleId": "AROA1", "Arn": "arn:aws:iam::111111111111:role/web",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}, "MaxSessionDuration": 7200});
    (LIST_ROLES, "", json!({"Roles": [role]}))
}

#[test]
fn a_role_is_put_together_of_details_and_list() {
    let all = resources(&SERVICE, &[details(), roles()]);
    let web = find(&all, "aws_iam_role.web");
    has(
        web,
        &json!({
            "id": "web", "name": "web", "path": "/", "unique_id": "AROA1", "arn": "arn:aws:iam::111111111111:role/web",
            "assume_role_policy": CLEAR, "description": "", "max_session_duration": 7200,
            "permissions_boundary": "arn:aws:iam::111111111111:policy/bound",
            "managed_policy_arns": ["arn:aws:iam::111111111111:policy/team/shop", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
            "inline_policy": [{"name": "a", "policy": CLEAR}, {"name": "z", "policy": CLEAR}],
            "tags": {"Team": "shop"},
        }),
    );
    has(
        find(&all, "aws_iam_role_policy.web:a"),
        &json!({"id": "web:a", "role": "web", "name": "a", "policy": CLEAR}),
    );
    // The account is not in the name: the same attachment has the same name everywhere.
    let attachment = find(&all, "aws_iam_role_policy_attachment.web/shop");
    has(attachment, &json!({"role": "web", "policy_arn": "arn:aws:iam::111111111111:policy/team/shop"}));
    find(&all, "aws_iam_role_policy_attachment.web/arn:aws:iam::aws:policy/ReadOnlyAccess");
}

#[test]
fn a_list_of_roles_alone_says_nothing_of_policies() {
    let all = resources(&SERVICE, &[roles()]);
    let web = find(&all, "aws_iam_role.web");
    has(web, &json!({"max_session_duration": 7200}));
    lacks(web, &["managed_policy_arns", "inline_policy", "permissions_boundary", "tags"]);
    // The CLI has the document as an object.
    let text = web.attributes.get("assume_role_policy").and_then(Value::as_str).unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(text).unwrap(),
        serde_json::from_str::<serde_json::Value>(CLEAR).unwrap()
    );
    // And details alone say nothing of sessions.
    lacks(
        find(&resources(&SERVICE, &[details()]), "aws_iam_role.web"),
        &["max_session_duration", "description"],
    );
}

#[test]
fn what_aws_keeps_is_its_own() {
    let all = resources(&SERVICE, &[details()]);
    let name = "AWSServiceRoleForECS";
    assert_eq!(find(&all, &format!("aws_iam_role.{name}")).owner.as_deref(), Some("AWS"));
    let attachments = all.iter().filter(|of| of.address.as_str().contains(name));
    assert!(
        attachments.clone().count() == 2 && attachments.clone().all(|of| of.owner.as_deref() == Some("AWS"))
    );
    assert_eq!(find(&all, "aws_iam_role.web").owner, None);
    let policies: Vec<_> = all.iter().filter(|of| of.kind == "aws_iam_policy").collect();
    assert_eq!(policies.len(), 1, "policies of AWS are in every account");
    has(
        policies[0],
        &json!({"id": "arn:aws:iam::111111111111:policy/team/shop", "name": "shop", "path": "/team/", "policy": CLEAR}),
    );
}

#[test]
fn users_and_groups_hold_policies() {
    let all = resources(&SERVICE, &[details()]);
    has(find(&all, "aws_iam_user.ann"), &json!({"name": "ann", "permissions_boundary": null, "tags": {}}));
    has(find(&all, "aws_iam_user_policy.ann:own"), &json!({"user": "ann", "name": "own", "policy": CLEAR}));
    has(find(&all, "aws_iam_user_group_membership.ann"), &json!({"user": "ann", "groups": ["dev", "ops"]}));
    has(find(&all, "aws_iam_group.ops"), &json!({"name": "ops", "unique_id": "AGPA1"}));
    find(&all, "aws_iam_user_policy_attachment.ann/shop");
    find(&all, "aws_iam_group_policy_attachment.ops/shop");
}

#[test]
fn an_account_has_more() {
    let oidc = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
    let saml = "arn:aws:iam::111111111111:saml-provider/okta";
    let all = resources(
        &SERVICE,
        &[
            (
                LIST_INSTANCE_PROFILES,
                "",
                json!({"InstanceProfiles": [{"Path": "/", "InstanceProfileName": "web", "InstanceProfileId": "AIPA1",
            "Arn": "arn:aws:iam::111111111111:instance-profile/web", "Roles": [{"RoleName": "web"}]}]}),
            ),
            (LIST_OIDC_PROVIDERS, "", json!({"OpenIDConnectProviderList": [{"Arn": oidc}]})),
            (
                GET_OIDC_PROVIDER,
                oidc,
                json!({"Url": "token.actions.githubusercontent.com", "ClientIDList": ["sts.amazonaws.com"], "ThumbprintList": ["aa"]}),
            ),
            (LIST_SAML_PROVIDERS, "", json!({"SAMLProviderList": [{"Arn": saml}]})),
            (
                LIST_SERVER_CERTIFICATES,
                "",
                json!({"ServerCertificateMetadataList": [{"Path": "/", "ServerCertificateName": "old",
            "ServerCertificateId": "ASCA1", "Arn": "arn:aws:iam::111111111111:server-certificate/old"}]}),
            ),
            (
                GET_PASSWORD_POLICY,
                "",
                json!({"PasswordPolicy": {"MinimumPasswordLength": 14, "RequireSymbols": true}}),
            ),
            (LIST_ALIASES, "", json!({"AccountAliases": ["shop-dev"]})),
        ],
    );
    let profile = find(&all, "aws_iam_instance_profile.web");
    has(profile, &json!({"role": "web", "unique_id": "AIPA1"}));
    lacks(profile, &["tags"]);
    has(
        find(&all, "aws_iam_openid_connect_provider.token.actions.githubusercontent.com"),
        &json!({"id": oidc, "client_id_list": ["sts.amazonaws.com"], "thumbprint_list": ["aa"]}),
    );
    lacks(find(&all, "aws_iam_saml_provider.okta"), &["saml_metadata_document", "tags"]);
    has(find(&all, "aws_iam_server_certificate.old"), &json!({"id": "ASCA1", "name": "old"}));
    has(
        find(&all, "aws_iam_account_password_policy.iam-account-password-policy"),
        &json!({"minimum_password_length": 14, "require_symbols": true, "require_numbers": false, "max_password_age": 0}),
    );
    has(find(&all, "aws_iam_account_alias.account"), &json!({"id": "shop-dev", "account_alias": "shop-dev"}));
    let none = (GET_PASSWORD_POLICY, "", serde_json::Value::Null);
    assert!(resources(&SERVICE, &[none]).is_empty(), "the answer that there is none makes nothing");
}

#[test]
fn documents_are_decoded() {
    for (encoded, decoded) in [
        ("%7B%22a%22%3A1%7D", r#"{"a":1}"#),
        ("100%", "100%"),
        ("%zz%41", "%zzA"),
        ("%C3%A9", "é"),
        ("{%20}", "{%20}"),
    ] {
        assert_eq!(document(Node(Some(&Value::from(encoded)))), Value::from(decoded));
    }
}
