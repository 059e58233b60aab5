//! One account as it is asked: credentials, endpoint, patience and limits.
//!
//! Credentials, profiles and endpoints are found as the AWS SDKs find them. This file must not ask for anything
//! itself but who it is.

use std::time::Duration;

use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;

use super::limit::{Limited, Limits};
use crate::collect::Account;
use crate::collect::aws::Service;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an answer may take to begin, where nothing else is asked for.
const ANSWER: Duration = Duration::from_secs(30);

/// Attempts of one request, where neither profile nor environment says another number.
const ATTEMPTS: u32 = 6;

/// One account, ready to be asked.
pub(crate) struct Session {
    config: SdkConfig,
    http: SharedHttpClient,
}

impl Session {
    /// Finds out how an account is asked; nothing is sent but what an assumed role needs.
    pub(crate) async fn new(account: &Account) -> Self {
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(tls::Provider::Rustls(CryptoMode::AwsLc))
            .build_https();
        let mut loader: ConfigLoader =
            aws_config::defaults(BehaviorVersion::latest()).http_client(http.clone());
        if let Some(profile) = &account.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(endpoint) = &account.endpoint_url {
            loader = loader.endpoint_url(endpoint);
        }
        if let Some(region) = account.regions.first() {
            loader = loader.region(Region::new(region.clone()));
        }
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .read_timeout(account.timeout.unwrap_or(ANSWER))
            .build();
        let base = loader.timeout_config(timeouts).load().await;
        let retry = base.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
        // Three is what the SDK does when nobody says a number.
        let retry = if retry.max_attempts() == 3 { retry.with_max_attempts(ATTEMPTS) } else { retry };
        let mut config = base.into_builder().retry_config(retry).build();
        if let Some(role) = &account.role_arn {
            let mut provider = AssumeRoleProvider::builder(role)
                .session_name(account.session_name.as_deref().unwrap_or("driftgate"))
                .configure(&config);
            if let Some(id) = &account.external_id {
                provider = provider.external_id(id);
            }
            let provider = provider.build().await;
            config = config
                .into_builder()
                .credentials_provider(aws_credential_types::provider::SharedCredentialsProvider::new(
                    provider,
                ))
                .build();
        }
        Self { config, http }
    }

    /// The region of the profile or the environment.
    pub(crate) fn region(&self) -> Option<String> {
        self.config.region().map(ToString::to_string)
    }

    /// Whether the endpoint is not that of AWS; such servers rarely know a bucket by its host name.
    pub(crate) fn has_own_endpoint(&self) -> bool {
        self.config.endpoint_url().is_some()
    }

    /// Returns what a client of a service in a region is made of.
    pub(crate) fn config(&self, service: &Service, region: &str, limits: &Limits) -> SdkConfig {
        let http = Limited::new(self.http.clone(), limits.of(service.id, service.rate));
        let builder = self.config.clone().into_builder().http_client(http);
        if region.is_empty() {
            builder.build()
        } else {
            builder.region(Region::new(region.to_owned())).build()
        }
    }
}
