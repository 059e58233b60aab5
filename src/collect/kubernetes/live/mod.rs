//! A running cluster as an input: what it serves, as far as it may be read.
//!
//! Only GETs are sent. What could not be read is missing and never absent; what a user did not want to be asked
//! for is neither. This folder must not seal secrets or compare; it prints nothing.

mod client;
mod discovery;
mod list;
mod permissions;
mod plan;
mod request;
mod retry;
pub(in crate::collect) mod secret;
mod tls;

use std::collections::{BTreeMap, HashSet};

use compact_str::CompactString;
use foldhash::fast::FixedState;
use futures::StreamExt as _;

pub use client::{ClusterError, IN_CLUSTER};

use self::client::{Access, Failed};
use self::discovery::{AT_ONCE, JSON};
use self::plan::List;
use self::request::{Api, Refusal};
use crate::collect::Cluster;
use crate::collect::collected::Collected;
use crate::collect::kubernetes::finish;
use crate::model::{CLUSTER, Key, Map, Missing, Origin, Resource, Value};

/// Where all namespaces were refused, they are tried one by one with no more requests than this.
const MOST_NAMESPACED: usize = 2_000;

/// What of the server's version is compared: what builds of it say differs without meaning.
const VERSION: [&str; 4] = ["gitVersion", "major", "minor", "platform"];

/// Reads a cluster.
///
/// A cluster that cannot be asked at all gives no error but a source that failed.
///
/// # Errors
/// A mistake in what names the cluster.
pub(in crate::collect) fn read(cluster: &Cluster) -> Result<Collected, ClusterError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(ClusterError::Runtime)?;
    runtime.block_on(async {
        let outcome = match client::access(cluster).await? {
            Ok(access) => collect(cluster, &access).await,
            Err(failed) => Err(failed),
        };
        Ok(outcome.unwrap_or_else(|Failed(why)| Collected {
            failed: Some(why),
            scope: plan::scope(cluster),
            ..Collected::new("kubernetes")
        }))
    })
}

async fn collect(cluster: &Cluster, access: &Access) -> Result<Collected, Failed> {
    let api = Api::new(access.client.clone());
    let told = |refusal: &Refusal| failed(refusal, access);
    let mut collected = Collected { scope: plan::scope(cluster), ..Collected::new("kubernetes") };
    match api.get("/version", JSON).await {
        Ok(version) => {
            if let Some(version) = version.get("gitVersion").and_then(Value::as_str) {
                collected.format = format!("kubernetes {version}");
            }
            push_version(&version, &mut collected);
        }
        Err(refusal @ (Refusal::Unauthorized | Refusal::Broken(_))) => return Err(told(&refusal)),
        Err(refusal) => collected.missing.push(Missing {
            what: "the version of the server".to_owned(),
            why: refusal.reason(),
            kind: Some(CLUSTER.into()),
            namespace: None,
        }),
    }
    let discovered = discovery::discover(&api).await.map_err(|refusal| told(&refusal))?;
    collected.missing.extend(discovered.missing);
    for namespace in &cluster.namespaces {
        named_namespace(&api, namespace, &mut collected).await;
    }
    let mut outcomes = read_all(&api, plan::lists(&discovered.kinds, cluster)).await;
    let mut wide_refusals = Vec::new();
    if cluster.namespaces.is_empty() {
        wide_refusals = narrow(&api, access, &mut outcomes).await;
    }
    take(outcomes, &wide_refusals, &mut collected).map_err(|refusal| told(&refusal))?;
    finish(&mut collected);
    Ok(collected)
}

/// Says why a cluster could not be asked at all.
fn failed(refusal: &Refusal, access: &Access) -> Failed {
    let Access { context, user, server, .. } = access;
    Failed(match refusal {
        Refusal::Unauthorized => format!(
            "{server} refused the credentials of the user {user:?} in the context {context:?} (401): log in again or \
             renew them, then check with `kubectl --context {context} auth whoami`"
        ),
        Refusal::Forbidden(_) => format!(
            "{server} does not tell the user {user:?} of the context {context:?} which kinds it has (403): bind the \
             ClusterRole system:discovery"
        ),
        Refusal::Broken(why) => format!(
            "{server} could not be reached for the context {context:?}: {why}; is the cluster up, and reachable from \
             here (VPN, proxy)?"
        ),
        other => format!("{server} does not tell which kinds it has: {}", other.reason()),
    })
}

fn push_version(version: &Value, collected: &mut Collected) {
    let entry = |key: &str| Some((Key::new(key), Value::string(version.get(key)?.as_str()?)));
    let version = Value::Map(VERSION.into_iter().filter_map(entry).collect());
    let attributes: Map = [(Key::new("version"), version)].into_iter().collect();
    collected.push_own(CLUSTER, CLUSTER, attributes);
    if let Some(cluster) = collected.resources.last_mut() {
        cluster.origin = Origin::Live;
    }
}

/// Reads the object of a namespace that the user named.
///
/// A list of a namespace that does not exist is empty, so a name with a mistake in it would look clean.
async fn named_namespace(api: &Api, namespace: &str, collected: &mut Collected) {
    match api.get(&format!("/api/v1/namespaces/{}", request::encoded(namespace)), JSON).await {
        Ok(object) => match list::take_object(object, &mut collected.resources) {
            Ok(()) => {}
            Err(error) => collected.warnings.push(format!("the namespace {namespace}: {error}")),
        },
        Err(Refusal::Other { code: 404, .. }) => collected.missing.push(Missing {
            what: format!("namespace {namespace}"),
            why: "the cluster has no namespace of this name; is it spelled rightly?".to_owned(),
            kind: Some("*".into()),
            namespace: Some(namespace.into()),
        }),
        // Who may read what is in a namespace need not be allowed to read the namespace itself.
        Err(_) => {}
    }
}

/// A list and what came of it.
type Outcome = (List, Result<Vec<Resource>, Refusal>);

/// Reads lists, a few at once; returns what came of each, in the order of `lists`.
async fn read_all(api: &Api, lists: Vec<List>) -> Vec<Outcome> {
    let tasks = lists.into_iter().enumerate().map(|(index, list)| {
        let api = api.clone();
        async move {
            // A task of its own, so that one page is read while another is taken apart.
            let asked = list.clone();
            let outcome = match tokio::spawn(async move { list::read(&api, &asked).await }).await {
                Ok(outcome) => outcome,
                Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
                // A list that is lost must not look like one that is empty.
                Err(error) => Err(Refusal::Broken(error.to_string())),
            };
            (index, (list, outcome))
        }
    });
    let mut outcomes: Vec<(usize, Outcome)> =
        futures::stream::iter(tasks).buffer_unordered(AT_ONCE).collect().await;
    outcomes.sort_unstable_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Tries namespace by namespace what was refused for all of them, and returns what had been refused.
///
/// The namespaces are those of the cluster where they may be listed, or else that of the context.
async fn narrow(api: &Api, access: &Access, outcomes: &mut Vec<Outcome>) -> Vec<(List, Known)> {
    let is_refused = |outcome: &Outcome| {
        let (list, result) = outcome;
        list.kind.namespaced && matches!(result, Err(Refusal::Forbidden(_)))
    };
    let count = outcomes.iter().filter(|outcome| is_refused(outcome)).count();
    if count == 0 {
        return Vec::new();
    }
    let listed = outcomes.iter().find(|(list, _)| list.kind.name() == "Namespace");
    let names = match listed {
        Some((_, Ok(namespaces))) if namespaces.len() * count <= MOST_NAMESPACED => {
            let name = |resource: &Resource| {
                resource.address.as_str().rsplit_once('/').map(|(_, name)| CompactString::from(name))
            };
            Some(namespaces.iter().filter_map(name).collect::<Vec<_>>())
        }
        _ => None,
    };
    let known = if names.is_some() { Known::All } else { Known::One };
    let names = names.unwrap_or_else(|| vec![access.namespace.as_str().into()]);
    let refused: Vec<Outcome> = outcomes.extract_if(.., |outcome| is_refused(outcome)).collect();
    let lists = refused.iter().flat_map(|(list, _)| {
        let kind = &list.kind;
        names.iter().map(move |name| List { kind: kind.clone(), namespace: Some(name.clone()) })
    });
    outcomes.extend(read_all(api, lists.collect()).await);
    refused.into_iter().map(|(list, _)| (list, known)).collect()
}

/// Which namespaces were tried after all of them at once had been refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// All that there are.
    All,
    /// That of the context.
    One,
}

/// Puts what was read into the snapshot, and what was refused into what is missing.
fn take(outcomes: Vec<Outcome>, wide: &[(List, Known)], collected: &mut Collected) -> Result<(), Refusal> {
    // Some servers give one object under several kinds; the first is the one they prefer.
    let mut seen: HashSet<CompactString, FixedState> = HashSet::default();
    let mut refused: Vec<List> = Vec::new();
    let mut user: Option<String> = None;
    let mut partly: BTreeMap<CompactString, (bool, Vec<(List, Refusal)>)> = BTreeMap::new();
    for (list, outcome) in outcomes {
        match outcome {
            Ok(resources) => {
                partly.entry(list.kind.name()).or_default().0 = true;
                collected
                    .resources
                    .extend(resources.into_iter().filter(|resource| is_new(resource, &mut seen)));
            }
            Err(Refusal::Unauthorized) => return Err(Refusal::Unauthorized),
            Err(refusal) => {
                if let Refusal::Forbidden(message) = &refusal {
                    user = user.or_else(|| request::user_of(message).map(request::plain));
                    refused.push(list.clone());
                }
                partly.entry(list.kind.name()).or_default().1.push((list, refusal));
            }
        }
    }
    for (name, (any_read, failures)) in partly {
        let tried = wide.iter().find(|(list, _)| list.kind.name() == name);
        let is_narrow = failures.iter().all(|(list, _)| list.namespace.is_some());
        match tried {
            // The other namespaces are not even known by name.
            Some((_, Known::One)) if any_read => collected.missing.push(Missing {
                what: format!("{name} of other namespaces"),
                why: "forbidden; name the namespaces to read in `namespaces`, or allow it".to_owned(),
                kind: Some(name),
                namespace: None,
            }),
            _ if any_read && is_narrow => {
                collected.missing.extend(failures.iter().filter_map(|(list, refusal)| {
                    let namespace = list.namespace.clone()?;
                    Some(Missing {
                        what: format!("{name} in {namespace}"),
                        why: refusal.reason(),
                        kind: Some(name.clone()),
                        namespace: Some(namespace),
                    })
                }));
            }
            _ => collected.missing.extend(failures.first().map(|(_, refusal)| Missing {
                what: name.to_string(),
                why: refusal.reason(),
                kind: Some(name.clone()),
                namespace: None,
            })),
        }
    }
    if !wide.is_empty() {
        // What is needed is what was asked for first.
        refused.retain(|list| list.namespace.is_none());
        refused.extend(wide.iter().map(|(list, _)| list.clone()));
    }
    if !refused.is_empty() {
        let mut help = permissions::least(&refused, user.as_deref());
        if !wide.is_empty() {
            help.push_str("\nor name the namespaces that may be read in `namespaces`");
        }
        collected.help = Some(help);
    }
    Ok(())
}

fn is_new(resource: &Resource, seen: &mut HashSet<CompactString, FixedState>) -> bool {
    let uid = resource.attributes.get("metadata").and_then(|metadata| metadata.get("uid"));
    match uid.and_then(Value::as_str) {
        Some(uid) => seen.insert(uid.into()),
        None => true,
    }
}

#[cfg(test)]
mod tests;
