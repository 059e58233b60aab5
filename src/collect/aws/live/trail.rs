//! Who changed something, as CloudTrail tells: the newest event that wrote to each resource that was asked about.
//!
//! CloudTrail keeps the events of 90 days and allows two requests a second, so only a few resources are asked about,
//! each under the few names that events may give it. A refusal ends it with a warning; it is never an error, since
//! a comparison is right without. This file must not decide what changed.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::services::cloudtrail::{Event, Events};
use super::session::Session;
use crate::collect::Account;
use crate::model::ChangedBy;

/// Resources that are asked about at most.
pub const MOST: usize = 50;

/// Requests that are sent at most: resources have several names.
const MOST_REQUESTS: usize = 100;

/// A resource of which it is asked who changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Its kind.
    pub kind: String,
    /// Texts by which events may name it: id, name and ARN.
    pub names: Vec<String>,
    /// Where it is; empty where that is not known.
    pub region: String,
}

/// What a trail told.
#[derive(Debug, Default)]
pub struct Told {
    /// Who changed each of the resources that were asked about, in their order.
    pub changes: Vec<Option<ChangedBy>>,
    /// Why no more could be had.
    pub warning: Option<String>,
}

/// Asks the trail of an account about resources, the first [`MOST`] of them.
pub fn ask(account: &Account, asked: &[Asked]) -> Told {
    let mut told = Told { changes: vec![None; asked.len()], warning: None };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(ask_all(account, asked, &mut told)),
        Err(error) => told.warning = Some(format!("CloudTrail was not asked: {error}")),
    }
    if asked.len() > MOST && told.warning.is_none() {
        told.warning =
            Some(format!("CloudTrail was asked about the first {MOST} of {} resources", asked.len()));
    }
    told
}

async fn ask_all(account: &Account, asked: &[Asked], told: &mut Told) {
    let session = Session::new(account).await;
    let own = account.regions.first().cloned().or(session.region()).unwrap_or_default();
    let mut trails: BTreeMap<String, Events<'_>> = BTreeMap::new();
    let mut requests = 0;
    for (asked, change) in asked.iter().zip(&mut told.changes).take(MOST) {
        let region = region(asked, &own);
        for name in names(asked) {
            if requests == MOST_REQUESTS {
                told.warning = Some(format!("CloudTrail was asked no more than {MOST_REQUESTS} times"));
                return;
            }
            requests += 1;
            let trail = trails.entry(region.clone()).or_insert_with(|| Events::new(&session, &region));
            match trail.about(&name).await {
                Ok(events) => *change = events.iter().find_map(changed_by),
                Err(why) => {
                    told.warning = Some(format!("who changed what is not known: CloudTrail: {why}"));
                    return;
                }
            }
            if change.is_some() {
                break;
            }
        }
    }
}

/// Returns the names of a resource, each once, and what it is called at the end of a name that has a path.
fn names(asked: &Asked) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let ends = asked.names.iter().filter_map(|name| {
        let is_long = name.starts_with("arn:") || name.starts_with("https://");
        is_long.then(|| name.rsplit(['/', ':']).next().unwrap_or_default().to_owned())
    });
    for name in asked.names.iter().cloned().chain(ends) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(3);
    names
}

/// Events of services that have no region are kept in the first region of a partition.
/// Source: <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events>
fn region(asked: &Asked, own: &str) -> String {
    const GLOBAL: [&str; 3] = ["aws_iam_", "aws_route53_", "aws_cloudfront_"];
    if GLOBAL.iter().any(|start| asked.kind.starts_with(start)) {
        return match own.split('-').next() {
            Some("cn") => "cn-north-1",
            _ if own.starts_with("us-gov") => "us-gov-west-1",
            _ => "us-east-1",
        }
        .to_owned();
    }
    let in_arn = asked.names.iter().find_map(|name| {
        let ["arn", _, _, region, ..] = *name.splitn(6, ':').collect::<Vec<_>>() else { return None };
        Some(region).filter(|region| !region.is_empty())
    });
    let told = Some(asked.region.as_str()).filter(|region| !region.is_empty());
    told.or(in_arn).unwrap_or(own).to_owned()
}

/// Returns who changed something by an event, unless it only read or was refused.
fn changed_by(event: &Event) -> Option<ChangedBy> {
    let record: Json = serde_json::from_str(&event.record).unwrap_or_default();
    let text = |value: &Json| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let reads = event.read_only || record.get("readOnly").and_then(Json::as_bool) == Some(true);
    if reads || record.get("errorCode").and_then(text).is_some() {
        return None;
    }
    let identity = record.get("userIdentity").unwrap_or(&Json::Null);
    let of = |name: &str| identity.get(name).and_then(text);
    let arn = of("arn").unwrap_or_default();
    let who = match of("type").as_deref() {
        Some("Root") => Some("root".to_owned()),
        Some("AWSService") => of("invokedBy"),
        Some("AssumedRole") => arn.split_once(":assumed-role/").map(|(_, session)| session.to_owned()),
        _ => of("userName"),
    };
    let who = who.or_else(|| Some(event.user.clone()).filter(|user| !user.is_empty()))?;
    let agent = record.get("userAgent").and_then(text).unwrap_or_default();
    let from_console = record.get("sessionCredentialFromConsole").and_then(Json::as_str) == Some("true");
    let (program, by_hand) = if from_console { (CONSOLE, true) } else { program(&agent) };
    let with = if program.is_empty() { String::new() } else { format!(" with {program}") };
    Some(ChangedBy::by_event(who, event.when, &format!("{}{with}", event.name), by_hand))
}

const CONSOLE: &str = "the console";

/// Returns which program sent a request, and whether a person did it by hand, as far as it says so.
fn program(agent: &str) -> (&str, bool) {
    const DEPLOYERS: [&str; 3] = ["Terraform", "OpenTofu", "Pulumi"];
    const CONSOLES: [&str; 5] = ["console.", "signin.", "Mozilla", "S3Console", "AWS Internal"];
    if let Some(deployer) = DEPLOYERS.iter().find(|deployer| agent.contains(**deployer)) {
        return (deployer, false);
    }
    let plain = agent.trim_start_matches('[');
    if CONSOLES.iter().any(|console| plain.starts_with(console)) {
        return (CONSOLE, true);
    }
    let program = plain.split(['/', ' ', ']']).next().unwrap_or_default();
    (program, program == "aws-cli")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(record: &str) -> Event {
        Event {
            name: "AuthorizeSecurityGroupIngress".to_owned(),
            user: "told".to_owned(),
            when: Some(7),
            read_only: false,
            record: record.to_owned(),
        }
    }

    #[test]
    fn who_did_it_is_the_person_behind_the_role() {
        for (identity, who) in [
            (r#"{"type": "IAMUser", "userName": "alice"}"#, "alice"),
            (r#"{"type": "Root", "arn": "arn:aws:iam::1:root"}"#, "root"),
            (
                r#"{"type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"}"#,
                "autoscaling.amazonaws.com",
            ),
            (r#"{"type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/Admin/bob"}"#, "Admin/bob"),
            (r#"{"type": "Unheard"}"#, "told"),
        ] {
            let record = format!(r#"{{"userIdentity": {identity}}}"#);
            assert_eq!(changed_by(&event(&record)).map(|by| by.who).as_deref(), Some(who));
        }
    }

    #[test]
    fn what_read_or_was_refused_changed_nothing() {
        assert_eq!(changed_by(&event(r#"{"errorCode": "AccessDenied"}"#)), None);
        assert_eq!(changed_by(&event(r#"{"readOnly": true}"#)), None);
        assert_eq!(changed_by(&Event { read_only: true, ..event("{}") }), None);
        assert!(changed_by(&event("no JSON")).is_some(), "the event itself tells enough");
    }

    #[test]
    fn how_it_was_done_follows_from_the_program() {
        for (agent, how, by_hand) in [
            ("aws-cli/2.15.0 md/awscrt#0.19", "aws-cli", true),
            ("APN/1.0 HashiCorp/1.0 Terraform/1.9.0 aws-sdk-go-v2/1.30", "Terraform", false),
            ("[console.amazonaws.com]", CONSOLE, true),
            ("Mozilla/5.0 (X11)", CONSOLE, true),
            ("Boto3/1.34 md/Botocore", "Boto3", false),
            ("cloudformation.amazonaws.com", "cloudformation.amazonaws.com", false),
        ] {
            let by = changed_by(&event(&format!(r#"{{"userAgent": "{agent}"}}"#))).expect("somebody");
            assert_eq!(by.event(), Some(format!("AuthorizeSecurityGroupIngress with {how}").as_str()));
            assert_eq!(by.when, Some(7));
            assert_eq!(by.by_hand, by_hand, "{agent}");
        }
    }

    #[test]
    fn events_are_looked_for_where_they_are_kept() {
        let asked = |kind: &str, name: &str, region: &str| Asked {
            kind: kind.to_owned(),
            names: vec![name.to_owned()],
            region: region.to_owned(),
        };
        let arn = "arn:aws:sqs:eu-west-2:1:orders";
        assert_eq!(region(&asked("aws_sqs_queue", "orders", "eu-west-1"), "us-east-2"), "eu-west-1");
        assert_eq!(region(&asked("aws_sqs_queue", arn, ""), "us-east-2"), "eu-west-2");
        assert_eq!(region(&asked("aws_s3_bucket", "arn:aws:s3:::b", ""), "us-east-2"), "us-east-2");
        assert_eq!(region(&asked("aws_iam_role", "r", ""), "eu-west-1"), "us-east-1");
        assert_eq!(region(&asked("aws_iam_role", "r", ""), "cn-northwest-1"), "cn-north-1");
    }

    #[test]
    fn a_resource_is_asked_for_under_few_names() {
        let asked = Asked {
            names: vec!["https://sqs.eu-west-1.amazonaws.com/1/orders".to_owned(), "orders".to_owned()],
            ..Asked::default()
        };
        assert_eq!(names(&asked), ["https://sqs.eu-west-1.amazonaws.com/1/orders", "orders"]);
    }
}
