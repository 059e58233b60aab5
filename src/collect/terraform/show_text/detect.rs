//! Tells the text of a state and the text of a plan from every other text, by the first lines.
//!
//! This file must not read values; it looks no further than the first line that says something.

use super::{EMPTY, NO_STATE, header, is_of, without_colours};

/// How the text of a plan begins, after the name of the program where that comes first.
const PLAN_BEGINNINGS: [&str; 16] = [
    "used the selected providers to generate",
    "will perform the following actions",
    "planned the following actions",
    "detected the following changes made outside",
    "An execution plan has been generated",
    "Resource actions are indicated with",
    "Note: Objects have changed outside of",
    "No changes. ",
    "Planning failed. ",
    "Changes to Outputs:",
    "Running plan in",
    "Preparing the remote plan",
    "Refreshing Terraform state in-memory prior to plan",
    "The refreshed state will be used to calculate this plan",
    "This plan does nothing.",
    "Your configuration already matches the changes detected",
];

/// The marks before a block of a plan.
const ACTIONS: [&str; 7] = ["+ ", "- ", "~ ", "-/+ ", "+/- ", "<= ", ". "];

/// A line is judged by its beginning; other inputs may be one line of any length.
const MAX_LINE: usize = 4096;

/// What Terraform reports while it refreshes, before the plan itself.
const PROGRESS: [&str; 5] = [
    ": Refreshing state...",
    ": Reading...",
    ": Read complete after ",
    ": Still reading...",
    ": Refreshing...",
];

/// Returns whether `text` is what Terraform prints of a state. Looks at the first lines only.
pub fn looks_like(text: &str) -> bool {
    let mut lines = said(text);
    let Some(first) = lines.next() else { return false };
    if first == EMPTY {
        return true;
    }
    if first == NO_STATE {
        return lines.next().is_none();
    }
    let Some(second) = lines.next() else { return false };
    if first == "Outputs:" {
        // CloudFormation templates have such a line, too, but what follows is YAML.
        return !second.starts_with(' ') && second.contains(" = ");
    }
    let Some(header) = header(&first) else { return false };
    let (data, block) = match (second.strip_prefix("resource "), second.strip_prefix("data ")) {
        (Some(block), _) => (false, block),
        (None, Some(block)) => (true, block),
        (None, None) => return false,
    };
    let mut words = block.split(' ');
    let mut name = || words.next()?.strip_prefix('"')?.strip_suffix('"');
    match (name(), name()) {
        (Some(kind), Some(name)) => is_of(header.address, data, kind, name),
        _ => false,
    }
}

/// Returns whether `text` is what Terraform prints of a plan. Looks at the first lines only.
pub fn is_plan_text(text: &str) -> bool {
    let progress = |line: &String| PROGRESS.iter().any(|what| line.contains(what));
    // A comment alone says nothing: configuration begins with comments, too.
    let comment = |line: &String| line.starts_with('#') && header(line).is_none();
    let mut lines = said(text).map(|line| line.trim_start().to_owned());
    let Some(line) = lines.find(|line| !progress(line) && !comment(line)) else { return false };
    let sentence =
        ["Terraform ", "OpenTofu "].iter().find_map(|name| line.strip_prefix(name)).unwrap_or(&line);
    let begins = PLAN_BEGINNINGS
        .iter()
        .any(|beginning| line.starts_with(beginning) || sentence.starts_with(beginning));
    let counts =
        line.strip_prefix("Plan: ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let block = ACTIONS
        .iter()
        .filter_map(|action| line.strip_prefix(action))
        .any(|rest| rest.trim_start().starts_with("resource \"") || rest.trim_start().starts_with("data \""));
    begins || counts || block
}

/// Returns whether a line comes from Terraform but is no part of what it shows: warnings and locks.
pub(super) fn is_noise(line: &str) -> bool {
    line.starts_with(['╷', '│', '╵', '─'])
        || [
            "Acquiring state lock",
            "Releasing state lock",
            "There are some problems with the CLI configuration",
        ]
        .iter()
        .any(|noise| line.starts_with(noise))
}

/// Iterates over the lines that say something, without colours and white space at their end.
fn said(text: &str) -> impl Iterator<Item = String> {
    let beginnings = text.lines().map(|line| &line[..line.floor_char_boundary(MAX_LINE)]);
    let lines = beginnings.map(|line| without_colours(line).trim_end().to_owned());
    lines.filter(|line| !line.is_empty() && !is_noise(line))
}
