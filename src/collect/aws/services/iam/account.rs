//! What an account has beside roles, users and groups: instance profiles, providers of identities, certificates, the
//! rules for passwords and the name of the account.

use super::{
    GET_OIDC_PROVIDER, GET_PASSWORD_POLICY, GET_SAML_PROVIDER, LIST_ALIASES, LIST_INSTANCE_PROFILES,
    LIST_OIDC_PROVIDERS, LIST_SAML_PROVIDERS, LIST_SERVER_CERTIFICATES,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::Made;
use crate::collect::aws::services::blocks::{count, flag, set};

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for item in answers.items(LIST_INSTANCE_PROFILES, "InstanceProfiles") {
        instance_profile(item, made);
    }
    for item in answers.items(LIST_OIDC_PROVIDERS, "OpenIDConnectProviderList") {
        let arn = item.get("Arn").str();
        oidc_provider(arn, answers.about(GET_OIDC_PROVIDER, arn), made);
    }
    for item in answers.items(LIST_SAML_PROVIDERS, "SAMLProviderList") {
        let arn = item.get("Arn").str();
        saml_provider(arn, answers.about(GET_SAML_PROVIDER, arn), made);
    }
    for item in answers.items(LIST_SERVER_CERTIFICATES, "ServerCertificateMetadataList") {
        let name = item.get("ServerCertificateName").str();
        made.resource("aws_iam_server_certificate", item.get("ServerCertificateId").str())
            .called(name)
            .set("arn", item.get("Arn").str())
            .set("name", name)
            .copy("path", item.get("Path"))
            .done();
    }
    for (_, answer) in answers.all(GET_PASSWORD_POLICY) {
        let policy = answer.get("PasswordPolicy");
        if policy.is_there() {
            password_policy(policy, made);
        }
    }
    for alias in answers.items(LIST_ALIASES, "AccountAliases").filter_map(Node::text) {
        // An account has one at most, whatever it says.
        made.resource("aws_iam_account_alias", alias).called("account").set("account_alias", alias).done();
    }
}

fn instance_profile(item: Node<'_>, made: &mut Made) {
    let name = item.get("InstanceProfileName").str();
    let role = item.get("Roles").items().next().unwrap_or(Node::ABSENT);
    let mut profile = made
        .resource("aws_iam_instance_profile", name)
        .set("arn", item.get("Arn").str())
        .set("name", name)
        .copy("path", item.get("Path"))
        .copy("unique_id", item.get("InstanceProfileId"))
        .set("role", role.get("RoleName").str());
    // The list does not tell tags, as a rule.
    if item.get("Tags").items().next().is_some() {
        profile = profile.tags(item.get("Tags"));
    }
    profile.done();
}

fn oidc_provider(arn: &str, detail: Node<'_>, made: &mut Made) {
    // The ARN ends in the URL, which the API and the provider write without `https://`.
    let url = arn.split_once(":oidc-provider/").map(|(_, url)| url).unwrap_or_default();
    let mut provider = made
        .resource("aws_iam_openid_connect_provider", arn)
        .called(url)
        .set("arn", arn)
        .set("url", detail.get("Url").text().unwrap_or(url));
    if detail.is_there() {
        provider = provider
            .set("client_id_list", set(detail.get("ClientIDList")))
            .copy("thumbprint_list", detail.get("ThumbprintList"))
            .tags(detail.get("Tags"));
    }
    provider.done();
}

fn saml_provider(arn: &str, detail: Node<'_>, made: &mut Made) {
    let name = arn.rsplit('/').next().unwrap_or_default();
    let mut provider =
        made.resource("aws_iam_saml_provider", arn).called(name).set("arn", arn).set("name", name);
    if detail.is_there() {
        provider = provider
            .copy("saml_metadata_document", detail.get("SAMLMetadataDocument"))
            .tags(detail.get("Tags"));
    }
    provider.done();
}

/// Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html>
fn password_policy(policy: Node<'_>, made: &mut Made) {
    let mut resource = made.resource("aws_iam_account_password_policy", "iam-account-password-policy");
    for (name, member) in [
        ("max_password_age", "MaxPasswordAge"),
        ("minimum_password_length", "MinimumPasswordLength"),
        ("password_reuse_prevention", "PasswordReusePrevention"),
    ] {
        resource = resource.set(name, count(policy.get(member)));
    }
    for (name, member) in [
        ("allow_users_to_change_password", "AllowUsersToChangePassword"),
        ("hard_expiry", "HardExpiry"),
        ("require_lowercase_characters", "RequireLowercaseCharacters"),
        ("require_numbers", "RequireNumbers"),
        ("require_symbols", "RequireSymbols"),
        ("require_uppercase_characters", "RequireUppercaseCharacters"),
    ] {
        resource = resource.set(name, flag(policy.get(member)));
    }
    resource.done();
}
