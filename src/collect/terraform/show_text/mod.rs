//! The text that `terraform show -no-color`, `tofu show` and `terraform state show` print of a state.
//!
//! It looks like HCL and is none: strings are quoted as Go's `%q` does (`${` starts no template),
//! multi-line text is indented below `<<-EOT`, and JSON text is spelled out in `jsonencode(…)`.
//! The printer leaves out what later stages must not take for a difference: null attributes and
//! empty strings of blocks, white space around multi-line text, layout and order of keys of JSON text.
//!
//! This folder must not guess: a line that does not fit is an error with its number, because what is
//! skipped here would later look like a resource that does not exist.

mod collected;
mod detect;
mod reader;
mod strings;

use std::borrow::Cow;

use crate::model::{Address, Map, Missing, Value};

pub use detect::{is_plan_text, looks_like};
use reader::Reader;

/// What Terraform prints of a state without resources and outputs.
const EMPTY: &str = "The state file is empty. No resources are represented.";

/// What Terraform prints where there is no state at all.
const NO_STATE: &str = "No state.";

/// A state as its text shows it.
#[derive(Debug, Default, PartialEq)]
pub struct ShowText {
    /// Every resource object, deposed ones included, in the order of the text.
    pub resources: Vec<ShownResource>,
    /// The outputs of the root module; sensitive ones are withheld.
    pub outputs: Vec<(String, Value)>,
    /// What the text itself says it leaves out.
    pub missing: Vec<Missing>,
    /// What was read but deserves a word.
    pub warnings: Vec<String>,
}

/// One resource object of the text.
#[derive(Debug, PartialEq)]
pub struct ShownResource {
    /// The address with module path and instance key.
    pub address: String,
    /// Whether this is a data source.
    pub mode_data: bool,
    /// The type, such as `aws_instance`, also for a data source.
    pub kind: String,
    /// The name of the block that declared it.
    pub name: String,
    /// Whether Terraform will replace it on the next apply.
    pub tainted: bool,
    /// The key of an object that waits to be destroyed after its replacement was created.
    pub deposed: Option<String>,
    /// The attributes. Nested blocks are lists of objects, labelled ones maps by label.
    pub attributes: Map,
    /// The line of the address, from 1.
    pub line: u32,
}

/// Why a text is not the text of a state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShowTextError {
    /// The text of a plan.
    #[error(
        "this is the text of a plan, which leaves out every value that stays as it is; \
         run `terraform show -json PLANFILE > plan.json` and give driftgate plan.json"
    )]
    Plan,
    /// A line that Terraform does not print.
    #[error("line {line}: expected {expected}, found {found}")]
    Unexpected {
        /// The line, from 1.
        line: u32,
        /// What could have stood there.
        expected: &'static str,
        /// What stands there: one character, because the rest may be a secret.
        found: String,
    },
}

/// The comment above a resource: `# module.web.aws_instance.app[0]: (tainted)`.
struct Header<'a> {
    address: &'a str,
    tainted: bool,
    deposed: Option<&'a str>,
}

/// Reads the text of a state.
///
/// # Errors
/// The text of a plan, and the first line that Terraform would not have printed.
pub fn parse(text: &str) -> Result<ShowText, ShowTextError> {
    if is_plan_text(text) {
        return Err(ShowTextError::Plan);
    }
    let text = plain(text);
    let mut reader = Reader::new(&text);
    let mut shown = ShowText::default();
    let mut above: Option<(Header<'_>, u32)> = None;
    while let Some(line) = reader.peek_line() {
        if let Some(header) = header(line) {
            if above.is_some() {
                return reader.unexpected("a `resource` or `data` block below the address");
            }
            above = Some((header, reader.line()));
            reader.skip_line();
        } else if let Some(comment) = line.strip_prefix('#')
            && let Some((header, line)) = above.take()
        {
            // Early versions print a comment in place of a resource whose provider they cannot ask.
            let why = format!("line {line}: terraform printed only a comment:{comment}");
            shown.missing.push(Missing { what: header.address.to_owned(), why, ..Missing::default() });
            reader.skip_line();
        } else if line.starts_with("resource ") || line.starts_with("data ") {
            let Some((header, line)) = above.take() else {
                return reader.unexpected("a comment with the address above this block");
            };
            shown.resources.push(resource(&mut reader, &header, line)?);
        } else if above.is_some() {
            return reader.unexpected("a `resource` or `data` block below the address");
        } else if line.trim_end() == "Outputs:" {
            reader.skip_line();
            shown.outputs = reader.outputs()?;
        } else if line.trim_end() == NO_STATE {
            shown.warnings.push("terraform found no state where it ran".to_owned());
            reader.skip_line();
        } else if line.trim_end() == EMPTY || detect::is_noise(line) {
            reader.skip_line();
        } else {
            return reader.unexpected("a comment with the address of a resource, or `Outputs:`");
        }
    }
    if above.is_some() {
        return reader.unexpected("a `resource` or `data` block below the address");
    }
    shown.missing.append(&mut reader.missing);
    Ok(shown)
}

fn resource(reader: &mut Reader<'_>, header: &Header<'_>, line: u32) -> Result<ShownResource, ShowTextError> {
    let mode_data = reader.eat("data ");
    if !mode_data {
        reader.eat("resource ");
    }
    let kind = reader.quoted()?;
    reader.skip_blanks();
    let name = reader.quoted()?;
    if !is_of(header.address, mode_data, &kind, &name) {
        return reader.unexpected("the block that the address above names");
    }
    reader.skip_blanks();
    let attributes = reader.resource_body()?;
    Ok(ShownResource {
        address: header.address.to_owned(),
        mode_data,
        kind,
        name,
        tainted: header.tainted,
        deposed: header.deposed.map(str::to_owned),
        attributes,
        line,
    })
}

/// Reads a comment that names a resource; `None` for any other line.
fn header(line: &str) -> Option<Header<'_>> {
    let text = line.strip_prefix("# ")?.trim_end();
    let (text, tainted) = match text.strip_suffix(" (tainted)") {
        Some(text) => (text, true),
        None => (text, false),
    };
    let (text, deposed) = match text.strip_suffix(')').and_then(|text| text.rsplit_once(" (deposed object "))
    {
        Some((text, key)) => (text, Some(key)),
        None => (text, None),
    };
    let address = text.strip_suffix(':')?;
    // A sentence that happens to end in a colon is no address: outside of instance keys there is no space.
    let stem = address.split_once('[').map_or(address, |(stem, _)| stem);
    (stem.contains('.') && !stem.contains(' ')).then_some(Header { address, tainted, deposed })
}

/// Returns whether the address names a block of this type and name.
fn is_of(address: &str, data: bool, kind: &str, name: &str) -> bool {
    let address = Address::new(address);
    let (stem, _) = address.split_instance();
    let rest = stem.strip_suffix(name).and_then(|rest| rest.strip_suffix('.'));
    let Some(mut rest) = rest.and_then(|rest| rest.strip_suffix(kind)) else { return false };
    if data {
        let Some(before) = rest.strip_suffix("data.") else { return false };
        rest = before;
    }
    rest.is_empty() || rest.ends_with('.')
}

/// Removes colours and the carriage returns of Windows.
///
/// A text without them at its first line keeps those inside its values.
fn plain(text: &str) -> Cow<'_, str> {
    let text = without_colours(text);
    let windows = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    if windows { Cow::Owned(text.replace("\r\n", "\n")) } else { text }
}

/// Removes the escape sequences with which Terraform colours what it prints to a terminal.
fn without_colours(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    plain.push_str(first);
    for part in parts {
        // Parameters are digits and semicolons; the letter after them ends the sequence.
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        plain.push_str(rest.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest));
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests;
