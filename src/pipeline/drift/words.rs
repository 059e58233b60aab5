//! What is said of drift: who did it, how much that matters, and what to do.
//!
//! A rule that speaks keeps its words; who wrote is told beside them. This file must not decide what is found.

use super::Fate;
use crate::diff::attribution::Owner;
use crate::model::{ChangeKind, Finding, Mode, Severity};
use crate::normalize::managers::Role;
use crate::pipeline::Settings;

/// Completes a finding of a difference inside a resource.
pub(super) fn differing(finding: &mut Finding, fate: &Fate<'_>, settings: &Settings<'_>) {
    let managers = settings.knowledge.managers();
    let is_default = finding.rule.starts_with("default/");
    finding.changed_by = fate.owner.map(|owner| owner.told());
    let role = fate.owner.and_then(|owner| owner.role);
    let mut least = usual(finding.change);
    let is_theirs = match (fate.is_added, role) {
        // What nobody declared and no person added is there for a reason, as a rule.
        (true, role) => role != Some(Role::Person),
        (false, role) => role == Some(Role::Controller),
    };
    if is_theirs {
        least = least.lowered();
    }
    if managers.is_minor(&finding.path) {
        least = least.lowered();
    }
    settle(finding, least, settings);
    if is_default && let Some(message) = message(fate) {
        finding.message = message;
    }
    // What was only added has nothing that it could be brought to.
    if is_default || !fate.is_added && settings.rules.weighs_environments(&finding.rule) {
        remedy(fate).clone_into(&mut finding.remedy);
    }
    if role == Some(Role::Person) {
        finding.severity = finding.severity.raised();
    }
}

/// Returns how much drift matters of which no more is known.
fn usual(change: ChangeKind) -> Severity {
    match change {
        ChangeKind::Missing => Severity::High,
        ChangeKind::Reordered => Severity::Info,
        _ => Severity::Medium,
    }
}

/// Takes the least severity for what no rule of drift judged: what may differ between two environments may not
/// differ from what was declared for one.
fn settle(finding: &mut Finding, least: Severity, settings: &Settings<'_>) {
    if finding.rule.starts_with("default/") {
        finding.severity = least;
    } else if !settings.rules.is_for(&finding.rule, Mode::Drift) {
        finding.severity = finding.severity.max(least);
    }
}

fn message(fate: &Fate<'_>) -> Option<String> {
    let Some(owner) = fate.owner else {
        // The values say it all where somebody declared one.
        return match (fate.is_added, fate.is_known) {
            (true, false) => Some("not declared; who added it is not known".to_owned()),
            _ => None,
        };
    };
    let who = &owner.manager.name;
    let on = on(&owner);
    Some(match (fate.is_added, owner.role) {
        (false, Some(Role::Person)) => format!("changed by hand, with {who}{on}"),
        (false, Some(Role::Deployer)) => format!(
            "{who} applied another value{on}: what is declared was not applied yet, or is older than what was"
        ),
        (false, Some(Role::Controller)) => format!("{who} keeps another value than the declared one"),
        (false, None | Some(Role::PersonOrDeployer)) => format!("changed by {who}{on}"),
        (true, Some(Role::Person)) => format!("added by hand, with {who}{on}"),
        (true, Some(Role::Deployer)) => format!("not declared; it came with what {who} applied{on}"),
        (true, _) => format!("not declared; added by {who}{on}"),
    })
}

fn remedy(fate: &Fate<'_>) -> &'static str {
    match (fate.is_added, fate.owner.and_then(|owner| owner.role)) {
        (false, Some(Role::Controller)) => {
            "leave it out of what is declared, if the controller is to choose it"
        }
        (false, Some(Role::Deployer)) => {
            "apply what is declared, or compare with the version that was applied"
        }
        (false, _) => "apply what is declared again, or declare what runs",
        (true, Some(Role::Person)) => "declare it, or remove it",
        (true, _) => "declare it, or ignore it with a reason",
    }
}

/// Completes a finding of something that was declared and does not run.
pub(super) fn missing(finding: &mut Finding, settings: &Settings<'_>) {
    settle(finding, usual(finding.change), settings);
    if finding.rule.starts_with("default/") {
        "apply it, or remove it from what is declared".clone_into(&mut finding.remedy);
    }
}

/// Completes a finding of something that runs and nobody declared.
///
/// An account has much that nobody ever meant to declare, unlike a namespace that somebody declares something in.
pub(super) fn unmanaged(
    finding: &mut Finding,
    maker: Option<Owner<'_>>,
    is_of_cloud: bool,
    settings: &Settings<'_>,
) {
    let usual = usual(finding.change);
    settle(finding, if is_of_cloud { usual.lowered() } else { usual }, settings);
    finding.changed_by = maker.map(|maker| maker.told());
    if !finding.rule.starts_with("default/") {
        return;
    }
    if let Some(maker) = maker {
        let by_hand = if maker.by_hand() { "by hand, with" } else { "by" };
        finding.message =
            format!("it runs and nobody declared it; made {by_hand} {}{}", maker.manager.name, on(&maker));
    }
    let remedy = if is_of_cloud {
        "import it (`--format import` writes the block), remove it, or ignore it with a reason"
    } else {
        "declare it, remove it, or ignore it with a reason"
    };
    remedy.clone_into(&mut finding.remedy);
}

/// Returns the day on which somebody wrote last.
fn on(owner: &Owner<'_>) -> String {
    let time = owner.manager.time.and_then(|time| jiff::Timestamp::from_second(time).ok());
    time.map_or_else(String::new, |time| format!(" on {}", time.to_zoned(jiff::tz::TimeZone::UTC).date()))
}
