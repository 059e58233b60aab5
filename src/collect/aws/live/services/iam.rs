//! Asking IAM.

use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::operation::get_account_password_policy::GetAccountPasswordPolicyOutput;
use aws_sdk_iam::operation::get_open_id_connect_provider::GetOpenIdConnectProviderOutput;
use aws_sdk_iam::operation::get_saml_provider::GetSamlProviderOutput;
use aws_sdk_iam::operation::list_account_aliases::ListAccountAliasesOutput;
use aws_sdk_iam::operation::list_instance_profiles::ListInstanceProfilesOutput;
use aws_sdk_iam::operation::list_open_id_connect_providers::ListOpenIdConnectProvidersOutput;
use aws_sdk_iam::operation::list_roles::ListRolesOutput;
use aws_sdk_iam::operation::list_saml_providers::ListSamlProvidersOutput;
use aws_sdk_iam::operation::list_server_certificates::ListServerCertificatesOutput;
use aws_sdk_iam::types::{self, EntityType};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::iam::{
    GET_DETAILS, GET_OIDC_PROVIDER, GET_PASSWORD_POLICY, GET_SAML_PROVIDER, LIST_ALIASES,
    LIST_INSTANCE_PROFILES, LIST_OIDC_PROVIDERS, LIST_ROLES, LIST_SAML_PROVIDERS, LIST_SERVER_CERTIFICATES,
    SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

/// Everything but the policies that AWS manages, of which there are more than a thousand in each account.
const OWN: [EntityType; 4] =
    [EntityType::User, EntityType::Role, EntityType::Group, EntityType::LocalManagedPolicy];

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_iam, reading, &SERVICE);
    let details = client.get_account_authorization_details().set_filter(Some(OWN.to_vec())).max_items(1000);
    reading.pages(GET_DETAILS, details.into_paginator().send()).await;
    reading.pages(LIST_ROLES, client.list_roles().max_items(1000).into_paginator().send()).await;
    reading
        .pages(
            LIST_INSTANCE_PROFILES,
            client.list_instance_profiles().max_items(1000).into_paginator().send(),
        )
        .await;
    reading.one(LIST_OIDC_PROVIDERS, "", client.list_open_id_connect_providers().send()).await;
    let arns = reading.members(LIST_OIDC_PROVIDERS, "OpenIDConnectProviderList", "Arn");
    reading
        .each(GET_OIDC_PROVIDER, &arns, |arn| {
            client.get_open_id_connect_provider().open_id_connect_provider_arn(arn).send()
        })
        .await;
    reading.one(LIST_SAML_PROVIDERS, "", client.list_saml_providers().send()).await;
    let arns = reading.members(LIST_SAML_PROVIDERS, "SAMLProviderList", "Arn");
    reading
        .each(GET_SAML_PROVIDER, &arns, |arn| client.get_saml_provider().saml_provider_arn(arn).send())
        .await;
    reading
        .pages(
            LIST_SERVER_CERTIFICATES,
            client.list_server_certificates().max_items(1000).into_paginator().send(),
        )
        .await;
    reading.one(GET_PASSWORD_POLICY, "", client.get_account_password_policy().send()).await;
    reading.pages(LIST_ALIASES, client.list_account_aliases().into_paginator().send()).await;
}

trees! {
    struct GetAccountAuthorizationDetailsOutput {
        user_detail_list, group_detail_list, role_detail_list, policies,
    }
    struct ListRolesOutput { roles }
    struct ListInstanceProfilesOutput { instance_profiles }
    struct ListOpenIdConnectProvidersOutput { open_id_connect_provider_list }
    struct GetOpenIdConnectProviderOutput { url, client_id_list, thumbprint_list, tags }
    struct ListSamlProvidersOutput { saml_provider_list }
    struct GetSamlProviderOutput { saml_metadata_document, tags }
    struct ListServerCertificatesOutput { server_certificate_metadata_list }
    struct GetAccountPasswordPolicyOutput { password_policy }
    struct ListAccountAliasesOutput { account_aliases }
    struct types::UserDetail {
        path, user_name, user_id, arn, user_policy_list, group_list, attached_managed_policies,
        permissions_boundary, tags,
    }
    struct types::GroupDetail { path, group_name, group_id, arn, group_policy_list, attached_managed_policies }
    struct types::RoleDetail {
        path, role_name, role_id, arn, assume_role_policy_document, role_policy_list,
        attached_managed_policies, permissions_boundary, tags,
    }
    struct types::ManagedPolicyDetail {
        policy_name, policy_id, arn, path, default_version_id, description, policy_version_list,
    }
    struct types::PolicyVersion { document, version_id }
    struct types::PolicyDetail { policy_name, policy_document }
    struct types::AttachedPolicy { policy_name, policy_arn }
    struct types::AttachedPermissionsBoundary { permissions_boundary_arn }
    struct types::Role {
        path, role_name, role_id, arn, assume_role_policy_document, description, max_session_duration,
    }
    struct types::InstanceProfile { path, instance_profile_name, instance_profile_id, arn, roles, tags }
    struct types::OpenIdConnectProviderListEntry { arn }
    struct types::SamlProviderListEntry { arn }
    struct types::ServerCertificateMetadata { path, server_certificate_name, server_certificate_id, arn }
    struct types::PasswordPolicy {
        minimum_password_length, require_symbols, require_numbers, require_uppercase_characters,
        require_lowercase_characters, allow_users_to_change_password, max_password_age,
        password_reuse_prevention, hard_expiry,
    }
    struct types::Tag { key, value }
}
