//! Asking S3 for states: which objects there are, which versions, and one of them.
//!
//! This file must not know what an object holds.

use std::error::Error;

use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::DateTime;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::guard::Only;
use super::session::Session;
use super::trouble::Trouble;
use crate::collect::Account;
use crate::collect::aws::services::state::SERVICE;

/// Where S3 is asked when neither profile nor environment names a region; a bucket elsewhere says where it is.
const USUAL_REGION: &str = "us-east-1";

/// Objects of S3.
pub(in crate::collect) struct Objects {
    client: aws_sdk_s3::Client,
}

/// One version of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::collect) struct Version {
    pub(in crate::collect) key: String,
    /// `null` in buckets that keep no versions.
    pub(in crate::collect) id: String,
    /// Since when it holds: seconds since 1970-01-01 UTC, and nanoseconds, which S3 itself does not tell.
    pub(in crate::collect) since: (i64, u32),
    /// Whether it is the newest.
    pub(in crate::collect) is_latest: bool,
    /// Whether it says that the object was deleted.
    pub(in crate::collect) is_deleted: bool,
}

/// Why S3 gave no answer.
#[derive(Clone, Debug)]
pub(in crate::collect) struct Failed {
    /// What it called the reason.
    pub(in crate::collect) code: Option<String>,
    /// Where the bucket is, when it is elsewhere.
    pub(in crate::collect) region: Option<String>,
    /// Whether it was refused.
    pub(in crate::collect) is_refusal: bool,
    /// The reason in words.
    pub(in crate::collect) why: String,
}

impl Failed {
    fn new<E: ProvideErrorMetadata + Error + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        let trouble = Trouble::new(error);
        let region = error.raw_response().and_then(|raw| raw.headers().get("x-amz-bucket-region"));
        Self {
            code: trouble.code().map(str::to_owned),
            region: region.map(str::to_owned),
            is_refusal: trouble.is_refusal(),
            why: trouble.to_string(),
        }
    }

    fn broken(why: String) -> Self {
        Self { code: None, region: None, is_refusal: false, why }
    }
}

impl Objects {
    /// Prepares to ask in a region, or in that of the profile or the environment.
    pub(in crate::collect) async fn new(account: &Account, region: Option<&str>, path_style: bool) -> Self {
        let session = Session::new(account).await;
        let region = region.map(str::to_owned).or_else(|| session.region());
        let region = region.unwrap_or_else(|| USUAL_REGION.to_owned());
        let config = session.config(&SERVICE, &region, super::limits());
        let config = aws_sdk_s3::config::Builder::from(&config)
            .interceptor(Only(&SERVICE))
            .force_path_style(path_style || session.has_own_endpoint());
        Self { client: aws_sdk_s3::Client::from_conf(config.build()) }
    }

    /// Returns the keys that begin so, `most` at most.
    pub(in crate::collect) async fn keys(
        &self,
        bucket: &str,
        prefix: &str,
        is_wanted: impl Fn(&str) -> bool,
        most: usize,
    ) -> Result<Vec<String>, Failed> {
        let mut pages = self.client.list_objects_v2().bucket(bucket).prefix(prefix).into_paginator().send();
        let mut keys = Vec::new();
        while keys.len() <= most
            && let Some(page) = pages.next().await
        {
            let page = page.map_err(|error| Failed::new(&error))?;
            let page = page.contents().iter().filter_map(|object| object.key());
            keys.extend(page.filter(|key| is_wanted(key)).map(str::to_owned));
        }
        Ok(keys)
    }

    /// Returns all versions of the objects whose keys begin so.
    pub(in crate::collect) async fn versions(
        &self,
        bucket: &str,
        prefix: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<Version>, Failed> {
        let mut versions = Vec::new();
        let (mut key_marker, mut version_marker) = (None, None);
        loop {
            let page = self.client.list_object_versions().bucket(bucket).prefix(prefix);
            let page = page.set_key_marker(key_marker.take()).set_version_id_marker(version_marker.take());
            let page = page.send().await.map_err(|error| Failed::new(&error))?;
            let mut add =
                |key: Option<&str>, id: Option<&str>, since: Option<&DateTime>, is_latest, is_deleted| {
                    if let (Some(key), Some(id), Some(since)) = (key.filter(|key| is_wanted(key)), id, since)
                    {
                        let since = (since.secs(), since.subsec_nanos());
                        let (key, id, is_latest) = (key.to_owned(), id.to_owned(), is_latest == Some(true));
                        versions.push(Version { key, id, since, is_latest, is_deleted });
                    }
                };
            for version in page.versions() {
                let since = version.last_modified();
                add(version.key(), version.version_id(), since, version.is_latest(), false);
            }
            for marker in page.delete_markers() {
                add(marker.key(), marker.version_id(), marker.last_modified(), marker.is_latest(), true);
            }
            if page.is_truncated() != Some(true) || page.next_key_marker().is_none() {
                return Ok(versions);
            }
            key_marker = page.next_key_marker().map(str::to_owned);
            version_marker = page.next_version_id_marker().map(str::to_owned);
        }
    }

    /// Returns what an object holds, or held in one of its versions; not more than `most` bytes.
    pub(in crate::collect) async fn get(
        &self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        most: usize,
    ) -> Result<Vec<u8>, Failed> {
        let get = self.client.get_object().bucket(bucket).key(key).set_version_id(version.map(str::to_owned));
        let answer = get.send().await.map_err(|error| Failed::new(&error))?;
        body(answer.body, most).await
    }
}

async fn body(mut stream: ByteStream, most: usize) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    while let Some(part) = stream.next().await {
        let part = part.map_err(|error| Failed::broken(format!("the answer broke off ({error})")))?;
        if bytes.len() + part.len() > most {
            return Err(Failed::broken(format!("the object is larger than {} MB", most >> 20)));
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}
