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
    resource: &'a str,
}

fn statement(actions: &BTreeSet<&'static str>) -> String {
    let policy = Policy {
        version: "2012-10-17",
        statement: [Statement { sid: "DriftgateReadOnly", effect: "Allow", action: actions, resource: "*" }],
    };
    // Texts in sets cannot fail to be written.
    serde_json::to_string_pretty(&policy).unwrap_or_default() + "\n"
}
