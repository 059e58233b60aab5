//! State in S3: one object, one of its versions, what it held at a time, or all objects of a pattern.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/backend/s3>. This file must not send anything itself.

use std::collections::BTreeMap;

use futures::{StreamExt as _, TryStreamExt as _};

use super::{Backend, DEFAULT_WORKSPACE, Fetched, LARGEST, RemoteError, variable, wait};
use crate::collect::Account;
use crate::collect::aws::live::state::{Failed, Objects, Version};

/// Where the keys of workspaces begin, where nothing else is said.
const WORKSPACES: &str = "env:";

/// States that one pattern may lead to.
const MOST: usize = 1_000;

/// Objects that are read at once.
const AT_ONCE: usize = 8;

/// Settings that would bring other credentials than those found as AWS tools find them.
const CREDENTIALS: [&str; 5] =
    ["access_key", "secret_key", "token", "shared_credentials_file", "shared_credentials_files"];

/// What is asked for.
struct Asked<'a> {
    bucket: String,
    key: String,
    version: Option<String>,
    at: Option<i64>,
    backend: &'a Backend,
}

pub(super) fn read(backend: &Backend) -> Result<Vec<Fetched>, RemoteError> {
    let settings = &backend.settings;
    if let Some(name) = CREDENTIALS.iter().find(|name| settings.text(name).is_some()) {
        return Err(RemoteError::Settings(format!(
            "`{name}` is not read from settings of a backend; set `profile` in `backend_config`, or AWS_ACCESS_KEY_ID"
        )));
    }
    let need = |name| settings.need(name).map_err(RemoteError::Settings);
    let (bucket, key) = (need("bucket")?, need("key")?);
    let workspace = backend.workspace();
    let key = if workspace == DEFAULT_WORKSPACE {
        key
    } else {
        let prefix = settings.text("workspace_key_prefix").unwrap_or_else(|| WORKSPACES.to_owned());
        format!("{prefix}/{workspace}/{key}")
    };
    let asked = Asked { bucket, key, version: settings.text("version"), at: backend.at, backend };
    if asked.version.is_some() && (asked.at.is_some() || is_pattern(&asked.key)) {
        return Err(RemoteError::Settings(
            "`version` names one version of one object; neither a pattern nor a time goes with it".to_owned(),
        ));
    }
    let account = account(backend);
    wait(async {
        let path_style = ["use_path_style", "force_path_style"].iter().any(|name| settings.is_on(name))
            || variable("AWS_ENDPOINT_URL_S3").is_some();
        let objects = Objects::new(&account, None, path_style).await;
        match fetch(&asked, &objects).await {
            Ok(fetched) => fetched,
            // The bucket is in another region than the profile, and said in which.
            Err(Failed { region: Some(region), .. }) => {
                let objects = Objects::new(&account, Some(&region), path_style).await;
                fetch(&asked, &objects).await.unwrap_or_else(|failed| Err(told(&asked, &failed)))
            }
            Err(failed) => Err(told(&asked, &failed)),
        }
    })
}

fn account(backend: &Backend) -> Account {
    let text = |name: &str| backend.settings.text(name);
    let role = |name: &str| text(name).or_else(|| backend.settings.inner("assume_role", name));
    Account {
        profile: text("profile"),
        regions: text("region").into_iter().collect(),
        role_arn: role("role_arn"),
        external_id: role("external_id"),
        session_name: role("session_name"),
        endpoint_url: text("endpoint_url")
            .or_else(|| text("endpoint"))
            .or_else(|| backend.settings.inner("endpoints", "s3")),
        ..Account::default()
    }
}

/// Reads what was asked for; the inner error is one that S3 has not to do with.
async fn fetch(asked: &Asked<'_>, objects: &Objects) -> Result<Result<Vec<Fetched>, RemoteError>, Failed> {
    let keys: Vec<(String, Option<String>)> = match (is_pattern(&asked.key), asked.at) {
        (false, None) => vec![(asked.key.clone(), asked.version.clone())],
        (true, None) => {
            let prefix = prefix(&asked.key);
            let keys = objects.keys(&asked.bucket, prefix, |key| matches(&asked.key, key), MOST).await?;
            keys.into_iter().map(|key| (key, None)).collect()
        }
        (_, Some(at)) => {
            let prefix = prefix(&asked.key);
            let versions = objects.versions(&asked.bucket, prefix, |key| matches(&asked.key, key)).await?;
            match at_time(asked, versions, at) {
                Ok(keys) => keys,
                Err(error) => return Ok(Err(error)),
            }
        }
    };
    if keys.is_empty() {
        return Ok(Err(RemoteError::Nothing("no object matches; is the pattern right?".to_owned())));
    }
    if keys.len() > MOST {
        let why = format!("more than {MOST} objects match; expected a pattern that leads to fewer");
        return Ok(Err(RemoteError::Settings(why)));
    }
    let fetched = futures::stream::iter(keys.into_iter().map(|(key, version)| async move {
        let bytes = objects.get(&asked.bucket, &key, version.as_deref(), LARGEST).await?;
        Ok(Fetched { name: name(asked, &key), bytes, warnings: Vec::new() })
    }));
    Ok(Ok(fetched.buffered(AT_ONCE).try_collect().await?))
}

/// Returns what a source is called: what was asked for, with the key that it led to.
fn name(asked: &Asked<'_>, key: &str) -> String {
    let name = format!("s3://{}/{key}", asked.bucket);
    match (&asked.version, asked.backend.name.rsplit_once("@{")) {
        (Some(version), _) => format!("{name}?version={version}"),
        (None, Some((_, time))) if asked.at.is_some() => format!("{name}@{{{time}"),
        _ => name,
    }
}

/// Returns of each object the version that held at a time.
fn at_time(
    asked: &Asked<'_>,
    versions: Vec<Version>,
    at: i64,
) -> Result<Vec<(String, Option<String>)>, RemoteError> {
    let keeps_none = versions.iter().all(|version| version.id == "null");
    let (mut oldest, mut is_empty) = (i64::MAX, true);
    let mut held: BTreeMap<String, Version> = BTreeMap::new();
    for version in versions {
        is_empty = false;
        oldest = oldest.min(version.since.0);
        // Of versions of one second, the first that S3 lists is the newest; deletions are listed apart from them.
        let is_newer =
            |held: &Version| held.since < version.since || held.since == version.since && version.is_latest;
        if version.since.0 <= at && held.get(&version.key).is_none_or(is_newer) {
            held.insert(version.key.clone(), version);
        }
    }
    if is_empty {
        return Err(RemoteError::Nothing("there is and was no such object; is the key right?".to_owned()));
    }
    let is_one = !is_pattern(&asked.key);
    if held.is_empty() {
        let oldest = jiff::Timestamp::from_second(oldest).map(|at| at.to_string()).unwrap_or_default();
        return Err(RemoteError::Nothing(if keeps_none {
            format!(
                "what was there at that time is not known: the bucket keeps no versions, and the object was written \
                 at {oldest}; turn versioning on, or ask for a later time"
            )
        } else {
            format!("nothing was there at that time; the oldest version is of {oldest}")
        }));
    }
    if is_one && held.values().all(|version| version.is_deleted) {
        return Err(RemoteError::Nothing("at that time the object was deleted".to_owned()));
    }
    let held = held.into_iter().filter(|(_, version)| !version.is_deleted);
    // `null` is a version of its own in buckets that once kept none, and may be asked for by that name.
    Ok(held.map(|(key, version)| (key, Some(version.id))).collect())
}

fn told(asked: &Asked<'_>, failed: &Failed) -> RemoteError {
    let Asked { bucket, key, .. } = asked;
    let error = match failed.code.as_deref() {
        Some("NoSuchBucket") => RemoteError::Nothing(format!(
            "there is no bucket {bucket}; is its name right, and is this the right account?"
        )),
        Some("NoSuchKey") => RemoteError::Nothing(format!(
            "there is no object {key} in the bucket; is the key right, and the workspace?"
        )),
        Some("NoSuchVersion" | "InvalidArgument") if asked.version.is_some() => {
            RemoteError::Nothing("the object has no such version".to_owned())
        }
        _ if failed.is_refusal => RemoteError::Refused(format!(
            "{}; `driftgate permissions state {bucket}` prints what must be allowed. Who may not list a bucket is refused \
             what is not in it, too: is the key right?",
            failed.why
        )),
        _ => RemoteError::Broken(failed.why.clone()),
    };
    // A block of Terraform does not show where it leads.
    asked.backend.told(error, &name(asked, key))
}

fn is_pattern(key: &str) -> bool {
    key.contains('*')
}

/// Returns what all keys of a pattern begin with.
fn prefix(pattern: &str) -> &str {
    pattern.split('*').next().unwrap_or_default()
}

/// Returns whether a key matches: `*` stands for anything within one part of the key, `**` for any parts.
fn matches(pattern: &str, key: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let key: Vec<&str> = key.split('/').collect();
    // Which parts of the pattern may come next; each part of the key is looked at once.
    let mut next = vec![false; pattern.len() + 1];
    if let Some(first) = next.first_mut() {
        *first = true;
    }
    skip_any(&pattern, &mut next);
    for part in key {
        let mut after = vec![false; pattern.len() + 1];
        for (at, wanted) in pattern.iter().enumerate() {
            if !next.get(at).copied().unwrap_or_default() {
                continue;
            }
            let stays = *wanted == "**";
            let target = if stays { at } else { at + 1 };
            if (stays || part_matches(wanted, part))
                && let Some(reached) = after.get_mut(target)
            {
                *reached = true;
            }
        }
        skip_any(&pattern, &mut after);
        next = after;
    }
    next.last().copied().unwrap_or_default()
}

/// `**` may stand for no part at all.
fn skip_any(pattern: &[&str], reached: &mut [bool]) {
    for (at, wanted) in pattern.iter().enumerate() {
        if *wanted == "**"
            && reached.get(at).copied().unwrap_or_default()
            && let Some(next) = reached.get_mut(at + 1)
        {
            *next = true;
        }
    }
}

/// Matches one part of a key. Every character but the star stands for itself: keys may hold any.
fn part_matches(pattern: &str, part: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == part };
    let Some(mut left) = part.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*').filter(|piece| !piece.is_empty()) {
        // The leftmost place leaves the most for what follows.
        match left.split_once(piece) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests;
