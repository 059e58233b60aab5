//! Which files of a directory Terraform reads, in which order, and where local modules are.
//!
//! This file does the only I/O of the configuration reader. It must not open anything but regular
//! files of a directory that the user named, or that a local module source leads to.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::ConfigError;
use super::source::{Parsed, Role, parse};
use super::syntax::Body;
use crate::collect::input::{self, InputError};

/// Terraform writes the chosen provider versions here.
const LOCK: &str = ".terraform.lock.hcl";

/// The files of one directory, by what they are for; each list in the order in which they are read.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// `.tf` and `.tf.json`.
    pub(super) primary: Vec<PathBuf>,
    /// Those that override the others.
    pub(super) overrides: Vec<PathBuf>,
    /// Values of variables that Terraform reads by itself.
    pub(super) automatic: Vec<PathBuf>,
    /// Values of variables that Terraform reads only when told so.
    pub(super) other_values: Vec<PathBuf>,
    pub(super) lock: Option<PathBuf>,
}

impl Listing {
    /// Lists a directory.
    ///
    /// # Errors
    /// A directory that cannot be listed.
    pub(super) fn of(dir: &Path) -> Result<Self, ConfigError> {
        let refused = |error: io::Error| ConfigError::Io { path: shown(dir), source: InputError::Io(error) };
        let mut names = Vec::new();
        let place = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        for entry in fs::read_dir(place).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            let path = dir.join(entry.file_name());
            // A directory may be called `x.tf`, and opening a pipe would wait for ever. A link that leads
            // nowhere is kept, so that reading it says so.
            let is_other = fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file());
            if let Some(name) = entry.file_name().to_str()
                && !is_other
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        let mut listing = Self::default();
        for name in &names {
            listing.place(dir, name);
        }
        listing.automatic.sort_by_key(|path| precedence(path));
        Ok(listing)
    }

    fn place(&mut self, dir: &Path, name: &str) {
        if name == LOCK {
            self.lock = Some(dir.join(name));
            return;
        }
        let stem = |extension: &str| {
            name.strip_suffix(".json").unwrap_or(name).strip_suffix(extension).filter(|stem| !stem.is_empty())
        };
        let list = if let Some(stem) = stem(".tf") {
            // What editors leave behind is no configuration to Terraform either.
            if name.starts_with('.') {
                return;
            }
            let is_override = stem == "override" || stem.ends_with("_override");
            if is_override { &mut self.overrides } else { &mut self.primary }
        } else if let Some(stem) = stem(".tfvars") {
            let is_automatic = stem == "terraform" || stem.strip_suffix(".auto").is_some();
            if is_automatic { &mut self.automatic } else { &mut self.other_values }
        } else {
            return;
        };
        list.push(dir.join(name));
    }

    /// Returns whether there is nothing of Terraform's here.
    pub(super) fn is_empty(&self) -> bool {
        let Self { primary, overrides, automatic, other_values, lock } = self;
        [primary, overrides, automatic, other_values].iter().all(|list| list.is_empty()) && lock.is_none()
    }
}

/// Orders files of values: `terraform.tfvars`, then its JSON form, then the others by name.
fn precedence(path: &Path) -> (u8, PathBuf) {
    let rank = match path.file_name().and_then(|name| name.to_str()) {
        Some("terraform.tfvars") => 0,
        Some("terraform.tfvars.json") => 1,
        _ => 2,
    };
    (rank, path.to_owned())
}

/// Reads and parses one file.
///
/// # Errors
/// A file that cannot be read, or is not what it should be.
pub(super) fn load(path: &Path, role: Role, warnings: &mut Vec<String>) -> Result<Body, ConfigError> {
    let refused = |source: InputError| ConfigError::Io { path: shown(path), source };
    let text = match input::read(path).and_then(input::decode) {
        Ok(text) => text,
        // A file with nothing in it declares nothing; Terraform minds it as little.
        Err(InputError::Empty) => return Ok(Body::default()),
        Err(error) => return Err(refused(error)),
    };
    let name = shown(path);
    let Parsed { body, warnings: found } =
        parse(&name.to_string_lossy(), &text, role).map_err(ConfigError::Diagnostic)?;
    warnings.extend(found);
    Ok(body)
}

/// Returns a path as messages and provenance name it: the same on every machine that names it so.
pub(super) fn shown(path: &Path) -> PathBuf {
    let clean = cleaned(path);
    if clean.as_os_str().is_empty() { PathBuf::from(".") } else { clean }
}

/// Returns the directory of a local module; Terraform, too, takes `..` by its letters.
pub(super) fn module_directory(dir: &Path, source: &str) -> Option<PathBuf> {
    let is_local = source == "." || source == ".." || source.starts_with("./") || source.starts_with("../");
    is_local.then(|| cleaned(&dir.join(source)))
}

/// Removes `.` and `x/..` from a path without looking at the file system.
fn cleaned(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match clean.components().next_back() {
                Some(Component::Normal(_)) => {
                    clean.pop();
                }
                Some(Component::RootDir) => {}
                _ => clean.push(component),
            },
            other => clean.push(other),
        }
    }
    clean
}

/// Returns the real path of a directory, by which a module that calls itself is known.
pub(super) fn real(dir: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(if dir.as_os_str().is_empty() { Path::new(".") } else { dir })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_by_their_letters() {
        for (path, clean) in
            [("./a/./b", "a/b"), ("a/../b", "b"), ("../a/../../b", "../../b"), ("/../a", "/a"), ("a/..", "")]
        {
            assert_eq!(cleaned(Path::new(path)), Path::new(clean), "{path}");
        }
    }

    #[test]
    fn only_relative_sources_are_local() {
        let dir = Path::new("infra/network");
        assert_eq!(module_directory(dir, "../modules/dns"), Some("infra/modules/dns".into()));
        assert_eq!(module_directory(dir, "./x"), Some("infra/network/x".into()));
        for source in ["/etc", "hashicorp/consul/aws", "git::https://x", "..x", ".x", "file:///etc", "s3::x"]
        {
            assert_eq!(module_directory(dir, source), None, "{source}");
        }
    }
}
