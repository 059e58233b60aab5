//! An AWS account as an input: what it holds, as far as it may be read.
//!
//! Only operations on the list of calls are sent. What could not be read is missing and never absent. This folder
//! must not seal secrets or compare; it prints nothing.

mod guard;
mod limit;
mod reading;
mod services;
mod session;
pub(in crate::collect) mod state;
pub mod trail;
mod tree;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use compact_str::CompactString;
use futures::StreamExt as _;
use futures::future::BoxFuture;

use self::guard::Guard;
use self::limit::Limits;
use self::reading::Reading;
use self::session::Session;
use super::answer::Place;
use super::services::tagging;
use super::{FORMAT, Service, made, policy, reach};
use crate::collect::Account;
use crate::collect::collected::Collected;
use crate::model::{Cloud, Scope};

/// Services of one region that are read at once.
const SERVICES_AT_ONCE: usize = 6;

/// A mistake in what names an account, or a machine that cannot ask one.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// No region is known.
    #[error(
        "no region is known; name `regions` in the `aws` block, or a `region` in the profile, or set AWS_REGION"
    )]
    NoRegion,
    /// A service that is not read.
    #[error("`{0}` is no service that is read; known are: {1}")]
    NoSuchService(String, String),
    /// Threads could not be started.
    #[error("could not start reading: {0}")]
    Runtime(#[from] std::io::Error),
}

/// A service with the function that reads it.
struct Reader {
    service: &'static Service,
    read: for<'a, 's> fn(&'a mut Reading<'s>) -> BoxFuture<'a, ()>,
}

/// Reads an account.
///
/// An account that cannot be asked at all gives no error but a source that failed.
///
/// # Errors
/// A mistake in what names the account.
pub(in crate::collect) fn read(account: &Account) -> Result<Collected, AccountError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(collect(account))
}

/// The limits of this process: all accounts and regions share them.
pub(super) fn limits() -> &'static Limits {
    static LIMITS: OnceLock<Limits> = OnceLock::new();
    LIMITS.get_or_init(Limits::default)
}

async fn collect(account: &Account) -> Result<Collected, AccountError> {
    let readers = wanted(account)?;
    let session = Session::new(account).await;
    let regions: Vec<String> = if account.regions.is_empty() {
        vec![session.region().ok_or(AccountError::NoRegion)?]
    } else {
        account.regions.clone()
    };
    let mut collected = Collected { scope: scope(&readers), ..Collected::new(FORMAT) };
    let place = match services::sts::identity(&session, regions.first().map_or("", String::as_str)).await {
        Ok(place) => place,
        Err(why) => {
            collected.failed = Some(match &account.profile {
                Some(profile) if why.is_lack() => {
                    format!("{why}; is there a profile `{profile}`, and is it logged in?")
                }
                _ => why.to_string(),
            });
            return Ok(collected);
        }
    };
    collected.format = format!("{FORMAT} account {} in {}", place.account, regions.join(", "));
    collected.scope.cloud = Some(reach::of_account(&place.account, &regions));
    let parts = regions.iter().map(|region| (region.as_str(), false)).chain([("", true)]);
    let mut refused = BTreeSet::new();
    let mut unread = BTreeMap::new();
    for (region, is_global) in parts {
        let place = Place { region: region.into(), ..place.clone() };
        let mut whole = Reading::new(&session, place.clone());
        let reads = readers.iter().filter(|reader| reader.service.is_global == is_global).map(|reader| {
            let mut reading = Reading::new(&session, place.clone());
            async move {
                (reader.read)(&mut reading).await;
                reading
            }
        });
        let mut done = futures::stream::iter(reads).buffered(SERVICES_AT_ONCE);
        while let Some(reading) = done.next().await {
            whole.append(reading);
        }
        if let Some(why) = whole.fatal {
            collected.failed = Some(why);
            return Ok(collected);
        }
        let shaped = made::shape(&whole.answers);
        let before = collected.resources.len();
        collected.resources.extend(shaped.resources);
        collected.sensitive.extend(shaped.sensitive.into_iter().map(|(at, path)| (at + before, path)));
        collected.warnings.extend(shaped.warnings);
        collected.warnings.extend(whole.notes);
        for (sort, count) in shaped.unread {
            *unread.entry(sort).or_default() += count;
        }
        collected.missing.extend(whole.missing);
        refused.extend(whole.refused);
    }
    collected.warnings.extend(tagging::unread(&unread));
    made::tell_regions_apart(&mut collected.resources, regions.first().map_or("", String::as_str));
    if !refused.is_empty() {
        collected.help = Some(format!("allow this to the role or user:\n{}", policy::least(&refused)));
    }
    Ok(collected)
}

/// Returns the readers of the services that the user wants read.
fn wanted(account: &Account) -> Result<Vec<&'static Reader>, AccountError> {
    for name in &account.services {
        if !services::READERS.iter().any(|reader| is_called(reader.service, name)) {
            let known: BTreeSet<&str> =
                services::READERS.iter().map(|reader| reader.service.prefix()).collect();
            let known: Vec<&str> = known.into_iter().collect();
            return Err(AccountError::NoSuchService(name.clone(), known.join(", ")));
        }
    }
    let is_named = |service: &Service| account.services.iter().any(|name| is_called(service, name));
    // The tags of some services come of the Tagging API, of which there is a page for every hundred resources.
    let needs_tags = || {
        services::READERS.iter().any(|r| is_named(r.service) && tagging::TELLS.contains(&r.service.prefix()))
    };
    let is_wanted = |reader: &&Reader| {
        account.services.is_empty()
            || is_named(reader.service)
            || reader.service.id == tagging::SERVICE.id && needs_tags()
    };
    Ok(services::READERS.iter().filter(is_wanted).collect())
}

fn is_called(service: &Service, name: &str) -> bool {
    service.prefix().eq_ignore_ascii_case(name) || service.id.eq_ignore_ascii_case(name)
}

/// Kinds of services that are not read were not asked for.
fn scope(readers: &[&Reader]) -> Scope {
    let asked: BTreeSet<&str> = readers.iter().flat_map(|reader| reader.service.kinds()).collect();
    let all: BTreeSet<&str> = services::READERS.iter().flat_map(|reader| reader.service.kinds()).collect();
    Scope {
        without: all.difference(&asked).map(|kind| CompactString::from(*kind)).collect(),
        // Nothing is known to have been read yet.
        cloud: Some(Cloud::default()),
        ..Scope::default()
    }
}

#[cfg(test)]
mod tests;
