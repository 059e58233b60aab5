//! Terraform configuration: `.tf`, `.tfvars`, their JSON forms and the lock file.
//!
//! What Terraform would know without asking a provider is evaluated; the rest stays as the text of its
//! expression, so that two environments can still be compared. A directory is read as Terraform reads
//! it: override files, files of values in their order of precedence, and the local modules it calls.
//!
//! This folder must not run Terraform, read the environment, or open anything but the files of the
//! directory the user named, of the local modules it calls, and the files of values the user named.

mod backend;
mod evaluate;
mod files;
mod json;
mod json_text;
mod locals;
mod module;
mod prepare;
mod reach;
mod resources;
mod sensitive;
mod settings;
mod source;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;
mod types;
mod variables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::backend::{Backend, backend, backend_file};
use self::evaluate::Notes;
use self::files::{Listing, load, shown};
use self::module::Module;
use self::source::{Parsed, Role, parse};
use self::syntax::Body;
use self::tree::{Tree, declarations};
use self::variables::{Given, Variables, give, warn_of_undeclared};
use super::Collected;
use crate::collect::input::InputError;
use crate::diagnostic::Diagnostic;
use crate::model::{Missing, Value};

/// Names listed in one warning.
const MAX_LISTED: usize = 8;

/// Why a configuration is not read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file or directory that cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: InputError,
    },
    /// A text that is not what it should be. The line itself is not shown, because it may hold a secret.
    #[error("{}", without_line(.0))]
    Diagnostic(Box<Diagnostic>),
    /// A directory without any file of Terraform's.
    #[error(
        "{}: there is no Terraform configuration here; expected .tf, .tf.json, .tfvars or .tfvars.json files, \
         or .terraform.lock.hcl: is it a directory above or below?",
        path.display()
    )]
    NothingHere {
        /// The directory.
        path: PathBuf,
    },
    /// A block in a file of values.
    #[error(
        "{place}: the block `{block}` stands in a file of values; \
         expected only `name = value` here, and blocks in .tf files"
    )]
    BlockAmongValues {
        /// File and line.
        place: String,
        /// What kind of block.
        block: String,
    },
    /// A configuration whose values explode.
    #[error("refused: the values of this configuration grow beyond every honest measure")]
    TooLarge,
}

impl ConfigError {
    /// Returns whether the message begins with the file or directory that is at fault.
    pub fn names_file(&self) -> bool {
        !matches!(self, Self::TooLarge)
    }
}

/// Reads a directory as Terraform does, with further files of values in the order of `-var-file`.
///
/// # Errors
/// [`ConfigError`] names the file and line, what was expected there, and what to do.
pub fn load_directory(dir: &Path, var_files: &[PathBuf]) -> Result<Collected, ConfigError> {
    let listing = Listing::of(dir)?;
    if listing.is_empty() {
        return Err(ConfigError::NothingHere { path: shown(dir) });
    }
    let notes = Notes::default();
    let has_configuration = !(listing.primary.is_empty() && listing.overrides.is_empty());
    let module = declarations(&listing, &notes)?;
    let mut given = BTreeMap::new();
    for path in &listing.automatic {
        values(path, &mut given, &notes)?;
    }
    if !has_configuration && var_files.is_empty() {
        other_values(&listing, &mut given, &notes)?;
    }
    for path in var_files {
        values(path, &mut given, &notes)?;
    }
    let mut tree = Tree::new(&notes);
    if has_configuration {
        warn_of_undeclared(&module, &given, &notes);
        let variables = Variables::resolve(&module, &given, true, &notes);
        tree.root(Some(dir), &module, variables)?;
    } else {
        tree.variables(&Variables::undeclared(given));
    }
    let mut warnings = Vec::new();
    let lock = listing.lock.map(|path| load(&path, Role::Lock, &mut warnings)).transpose()?;
    notes.warn_all(warnings);
    tree.settings(&module, lock.as_ref());
    let only_values = !has_configuration && lock.is_none();
    let Tree { made, missing, .. } = tree;
    finish(made, missing, notes, only_values, None)
}

/// Returns whether a directory holds anything that Terraform reads.
///
/// # Errors
/// A directory that cannot be listed.
pub fn is_in(dir: &Path) -> Result<bool, ConfigError> {
    Ok(!Listing::of(dir)?.is_empty())
}

/// Reads one text, configuration or values of variables, whichever its content is.
///
/// # Errors
/// [`ConfigError::Diagnostic`] for a text that is neither.
pub fn load_text(name: &str, text: &str) -> Result<Collected, ConfigError> {
    let Parsed { body, warnings } =
        parse(name, text, Role::Configuration).map_err(ConfigError::Diagnostic)?;
    let notes = Notes::default();
    notes.warn_all(warnings);
    let mut tree = Tree::new(&notes);
    // Without blocks and without values, only the name is left to tell.
    let says_configuration = [".tf", ".tf.json"].iter().any(|end| name.ends_with(end));
    let only_values = body.blocks.is_empty() && !(body.attributes.is_empty() && says_configuration);
    if only_values {
        let mut given = BTreeMap::new();
        give(&mut given, &body, &notes);
        tree.variables(&Variables::undeclared(given));
    } else if is_lock(&body) {
        tree.settings(&Module::default(), Some(&body));
    } else {
        let (mut module, mut warnings) = (Module::default(), Vec::new());
        module.add(body, &mut warnings);
        module.finish();
        notes.warn_all(warnings);
        // Other files of the same directory may declare more.
        let variables = Variables::resolve(&module, &BTreeMap::new(), false, &notes);
        tree.root(None, &module, variables)?;
        tree.settings(&module, None);
    }
    let Tree { made, missing, .. } = tree;
    finish(made, missing, notes, only_values, Some(&Arc::from(name)))
}

/// Returns whether a text that is no JSON may be meant as configuration: by its name, or by its first line.
pub fn looks_like(name: &str, text: &str) -> bool {
    if [".tf", ".tfvars", ".lock.hcl"].iter().any(|end| name.ends_with(end)) {
        return true;
    }
    let line = after_comments(text);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let word = line.find(|c| !is_word(c)).unwrap_or(line.len());
    let after = line.get(word..).unwrap_or_default().trim_start_matches([' ', '\t']);
    // `name = value`, or a block with or without labels; YAML and logs have neither.
    let begins_block = after.starts_with(['"', '{']);
    let begins_attribute = after.starts_with('=') && !after.starts_with("==");
    word > 0 && (begins_block || begins_attribute)
}

/// Returns whether JSON is configuration or values of variables, rather than a state or plan.
pub fn is_json_configuration(name: &str, value: &Value) -> bool {
    let Value::Map(map) = value else { return false };
    let is_named = name.ends_with(".tf.json") || name.ends_with(".tfvars.json");
    is_named || (!map.is_empty() && map.iter().all(|(key, value)| json::is_block(key, value)))
}

/// Returns the text from its first word on.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if rest.starts_with('#') || rest.starts_with("//") {
            rest.split_once('\n')
        } else if rest.starts_with("/*") {
            rest.split_once("*/")
        } else {
            return rest;
        };
        rest = after.map_or("", |(_, after)| after.trim_start());
    }
}

/// Prints a mistake without the line it stands in.
fn without_line(mistake: &Diagnostic) -> String {
    let (line, column) = mistake.source.position(mistake.span.start);
    let mut text = format!("{}:{line}:{column}: {}", mistake.source.name, mistake.message);
    if !mistake.label.is_empty() {
        text.push_str(&format!(" ({})", mistake.label));
    }
    if let Some(help) = &mistake.help {
        text.push_str(&format!("; {help}"));
    }
    text
}

fn finish(
    made: Vec<resources::Made>,
    missing: Vec<Missing>,
    notes: Notes,
    only_values: bool,
    root: Option<&Arc<str>>,
) -> Result<Collected, ConfigError> {
    if notes.is_exhausted() {
        return Err(ConfigError::TooLarge);
    }
    let format = if only_values { "terraform variables" } else { "terraform configuration" };
    let mut loaded = Collected { missing, is_code: !only_values, ..Collected::new(format) };
    for (index, made) in made.into_iter().enumerate() {
        let (resource, sensitive) = made.finish(root);
        loaded.resources.push(resource);
        loaded.sensitive.extend(sensitive.into_iter().map(|path| (index, path)));
    }
    loaded.warnings = notes.into_warnings();
    Ok(loaded)
}

/// Reads a file of values; its values win over those given before.
fn values(path: &Path, given: &mut BTreeMap<String, Given>, notes: &Notes) -> Result<Body, ConfigError> {
    let mut warnings = Vec::new();
    let body = load(path, Role::Variables, &mut warnings)?;
    notes.warn_all(warnings);
    if let Some(block) = body.blocks.first() {
        return Err(ConfigError::BlockAmongValues {
            place: block.place.to_string(),
            block: block.kind.clone(),
        });
    }
    give(given, &body, notes);
    Ok(body)
}

/// Reads files of values that Terraform reads only when told so: in a directory of nothing else, they are
/// what the user means. Several may contradict each other, which is said.
fn other_values(
    listing: &Listing,
    given: &mut BTreeMap<String, Given>,
    notes: &Notes,
) -> Result<(), ConfigError> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in &listing.other_values {
        for attribute in values(path, given, notes)?.attributes {
            files.entry(attribute.name).or_default().push(attribute.place.to_string());
        }
    }
    files.retain(|_, places| places.len() > 1);
    if let Some((name, places)) = files.first_key_value() {
        let names: Vec<&str> = files.keys().take(MAX_LISTED).map(String::as_str).collect();
        let more = if files.len() > MAX_LISTED { ", …" } else { "" };
        notes.warn(format!(
            "several files give a value to {}{more} (`{name}`: {}); the last one wins: give driftgate one of the files",
            names.join(", "),
            places.join(", ")
        ));
    }
    Ok(())
}

/// Returns whether a file is a lock file: nothing but providers, named by their full addresses.
fn is_lock(body: &Body) -> bool {
    let is_address = |label: &String| label.split('/').count() == 3;
    body.blocks.iter().all(|block| {
        block.kind == "provider" && matches!(block.labels.as_slice(), [label] if is_address(label))
    })
}
