//! The IAM policy that reading an account needs: made of the list of calls, never written by hand.
//!
//! This file must not know any service.

use std::collections::BTreeSet;

use serde::Serialize;

use super::services;

/// Returns the policy that allows every call, as JSON that IAM accepts.
pub fn whole() -> String {
    statement(&services::calls().map(|(_, call)| call.action).collect())
}

/// Returns the policy that reading states in a bucket needs, as JSON that IAM accepts.
///
/// It is apart from [`whole`]: who may look at an account need not read what its buckets hold.
pub fn state(bucket: &str) -> String {
    let mut actions: BTreeSet<&'static str> =
        services::state::SERVICE.calls.iter().map(|call| call.action).collect();
    actions.insert(services::state::GET_OBJECT_VERSION);
    let resources = [format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/*")];
    written("DriftgateReadState", &actions, &Resource::These(resources))
}

/// Returns the policy that allows what was refused.
pub fn least(refused: &BTreeSet<&'static str>) -> String {
    statement(refused)
}

/// A policy, with its members in the order in which AWS documents them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy<'a> {
    version: &'a str,
    statement: [Statement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement<'a> {
    sid: &'a str,
    effect: &'a str,
    action: &'a BTreeSet<&'static str>,
    resource: &'a Resource<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Resource<'a> {
    All(&'a str),
    These([String; 2]),
}

fn statement(actions: &BTreeSet<&'static str>) -> String {
    written("DriftgateReadOnly", actions, &Resource::All("*"))
}

fn written(sid: &str, actions: &BTreeSet<&'static str>, resource: &Resource<'_>) -> String {
    let policy = Policy {
        version: "2012-10-17",
        statement: [Statement { sid, effect: "Allow", action: actions, resource }],
    };
    // Texts in sets cannot fail to be written.
    serde_json::to_string_pretty(&policy).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reading an account is not reading what its buckets hold.
    #[test]
    fn no_object_is_read_with_the_policy_of_an_account() {
        assert!(
            !whole().contains("s3:GetObject\"") && !whole().contains("s3:GetObjectVersion\""),
            "{}",
            whole()
        );
        let state = state("acme-tfstate");
        for part in ["\"s3:GetObject\"", "\"s3:ListBucketVersions\"", "\"arn:aws:s3:::acme-tfstate/*\""] {
            assert!(state.contains(part), "{state}");
        }
    }
}
