//! A folder of manifests: all files below it, or what a kustomization makes of it.
//!
//! Links are not followed, hidden folders are passed over, and what is no manifest is told. This file must
//! not open anything outside the folder that the user named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::kustomize::{self, KustomizeError};
use super::manifest::{self, ManifestError};
use super::yaml::Documents;
use super::{Part, collect};
use crate::collect::collected::Collected;
use crate::collect::input::{self, InputError};

/// The file that makes a folder a Helm chart.
const CHART: &str = "Chart.yaml";

/// How the names of YAML files end.
const YAML: [&str; 2] = [".yaml", ".yml"];

/// Folders inside folders beyond this are refused.
const MAX_DEPTH: usize = 64;

/// Files beyond this are refused.
const MAX_FILES: usize = 100_000;

/// Files of one sort listed in a message.
const MAX_LISTED: usize = 8;

/// Files beside Terraform configuration that are looked at.
const MAX_BESIDE: usize = 200;

/// Why a folder is not read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder that cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: InputError,
    },
    /// A file that is not what it should be.
    #[error("{}: {source}", path.display())]
    In {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ManifestError,
    },
    /// A kustomization that is not rendered.
    #[error("{}: {source}", path.display())]
    Kustomize {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: KustomizeError,
    },
    /// A Helm chart.
    #[error(
        "{}: this folder is a Helm chart; render it with the values of each environment \
         (`helm template RELEASE CHART -f values.yaml > rendered.yaml`) and give driftgate what comes out",
        path.display()
    )]
    Chart {
        /// The folder.
        path: PathBuf,
    },
    /// A folder of Terraform and of something else.
    #[error(
        "{}: this folder holds both Terraform configuration and {file}; give each an environment block or a \
         folder of its own, or name the rendered manifests",
        path.display()
    )]
    Both {
        /// The folder.
        path: PathBuf,
        /// The file that is not Terraform's.
        file: &'static str,
    },
    /// A folder above kustomizations or charts: its files are parts, not manifests.
    #[error(
        "{}: this folder holds {what} further below ({list}); name one of these folders, or give driftgate \
         the rendered manifests",
        path.display()
    )]
    Above {
        /// The folder.
        path: PathBuf,
        /// `kustomizations` or `Helm charts`.
        what: &'static str,
        /// Some of them.
        list: String,
    },
    /// Neither manifests nor configuration.
    #[error(
        "{}: there is no Terraform configuration and no Kubernetes manifest here; expected .tf, .tf.json, \
         .tfvars or .tfvars.json files, .terraform.lock.hcl, or .yaml, .yml or .json files with Kubernetes \
         objects: is it a directory above or below?",
        path.display()
    )]
    NothingHere {
        /// The folder.
        path: PathBuf,
    },
    /// More than anybody has.
    #[error("{}: refused: more than {MAX_FILES} files, or folders more than {MAX_DEPTH} deep", path.display())]
    TooMany {
        /// The folder.
        path: PathBuf,
    },
}

/// Returns the file that makes a folder a kustomization or a Helm chart.
pub fn recipe_in(folder: &Path) -> Option<&'static str> {
    kustomize::FILES.into_iter().chain([CHART]).find(|name| folder.join(name).is_file())
}

/// Returns a word about manifests in a folder that is read as Terraform configuration.
pub fn beside(folder: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| YAML.iter().any(|end| name.ends_with(end)))
        .take(MAX_BESIDE)
        .collect();
    names.sort();
    let is_manifest = |name: &String| {
        let text = input::read(&folder.join(name)).and_then(input::decode);
        text.is_ok_and(|text| manifest::looks_like(&text))
    };
    names.retain(is_manifest);
    if names.is_empty() {
        return None;
    }
    Some(format!(
        "read as Terraform configuration; Kubernetes manifests beside it ({}) are not compared: name them",
        listed(&names)
    ))
}

/// Reads a folder; `namespace` is that of objects that name none.
///
/// # Errors
/// A file that cannot be read, is broken, or holds objects and something else; and a folder without any.
pub fn load_folder(folder: &Path, namespace: Option<&str>) -> Result<Collected, FolderError> {
    match recipe_in(folder) {
        Some(CHART) => Err(FolderError::Chart { path: folder.to_owned() }),
        Some(_) => rendered(folder, namespace),
        None => plain(folder, namespace),
    }
}

/// Reads what a kustomization makes.
fn rendered(folder: &Path, namespace: Option<&str>) -> Result<Collected, FolderError> {
    let path = || folder.to_owned();
    let (text, program) =
        kustomize::render(folder).map_err(|source| FolderError::Kustomize { path: path(), source })?;
    let wrong = |source| FolderError::In { path: path(), source };
    let documents = manifest::objects(&text).map_err(wrong)?;
    // Lines are those of what the program prints, which anybody can print again.
    let file = format!("{program} {}", folder.display());
    let mut collected =
        collect(vec![Part { file: &file, is_input: false, documents }], namespace).map_err(wrong)?;
    if collected.resources.is_empty() {
        collected.warnings.push(format!("`{program}` renders no object"));
    }
    Ok(collected)
}

/// Reads all files below a folder.
fn plain(folder: &Path, namespace: Option<&str>) -> Result<Collected, FolderError> {
    let mut found = Found::default();
    found.walk(folder, folder, 0)?;
    for (what, parts) in [("kustomizations", &found.kustomizations), ("Helm charts", &found.charts)] {
        if !parts.is_empty() {
            return Err(FolderError::Above { path: folder.to_owned(), what, list: listed(parts) });
        }
    }
    let read: Vec<Result<Read, FolderError>> = found.files.par_iter().map(|path| read(path)).collect();
    let mut warnings = found.warnings;
    let mut names = Vec::new();
    let mut parts = Vec::new();
    for (path, read) in found.files.iter().zip(read) {
        match read? {
            Read::Objects(documents) => {
                names.push(path.display().to_string());
                parts.push(documents);
            }
            Read::Nothing => {}
            Read::Other(why) => warnings.push(format!("{}: {why}; it is not compared", path.display())),
        }
    }
    if parts.is_empty() {
        return Err(FolderError::NothingHere { path: folder.to_owned() });
    }
    let parts = names.iter().zip(parts);
    let parts = parts.map(|(file, documents)| Part { file, is_input: false, documents }).collect();
    let wrong = |source| FolderError::In { path: folder.to_owned(), source };
    let mut collected = collect(parts, namespace).map_err(wrong)?;
    collected.warnings.extend(warnings);
    Ok(collected)
}

enum Read {
    Objects(Documents),
    /// Comments at most.
    Nothing,
    /// Something else, and what is wrong with it.
    Other(String),
}

fn read(path: &Path) -> Result<Read, FolderError> {
    let text = match input::read(path).and_then(input::decode) {
        Ok(text) => text,
        Err(InputError::Empty) => return Ok(Read::Nothing),
        Err(source) => return Err(FolderError::Io { path: path.to_owned(), source }),
    };
    let wrong = |source| FolderError::In { path: path.to_owned(), source };
    let documents = match manifest::documents(&text) {
        Ok(documents) => documents,
        // What may have been manifests must not look as if there were none.
        Err(error) if text.contains("apiVersion") && text.contains("kind") => return Err(wrong(error)),
        Err(error) => return Ok(Read::Other(error.to_string())),
    };
    if documents.documents.is_empty() {
        return Ok(Read::Nothing);
    }
    if !manifest::has_object(&documents) {
        return Ok(Read::Other("no Kubernetes object in it (`apiVersion` and `kind`)".to_owned()));
    }
    for document in &documents.documents {
        manifest::check(document).map_err(wrong)?;
    }
    Ok(Read::Objects(documents))
}

/// What is below a folder, each list sorted.
#[derive(Default)]
struct Found {
    files: Vec<PathBuf>,
    kustomizations: Vec<String>,
    charts: Vec<String>,
    warnings: Vec<String>,
}

impl Found {
    fn walk(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<(), FolderError> {
        let refused =
            |error: io::Error| FolderError::Io { path: folder.to_owned(), source: InputError::Io(error) };
        if depth > MAX_DEPTH || self.files.len() > MAX_FILES {
            return Err(FolderError::TooMany { path: root.to_owned() });
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            entries.push((folder.join(entry.file_name()), entry.file_type().map_err(refused)?));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        for (path, kind) in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let is_file = YAML.iter().chain(&[".json"]).any(|end| name.ends_with(end));
            if kind.is_symlink() {
                if is_file || path.is_dir() {
                    let path = path.display();
                    self.warnings
                        .push(format!("{path}: a symbolic link, which is not followed; it is not compared"));
                }
            } else if kind.is_dir() {
                self.walk(root, &path, depth + 1)?;
            } else if name == CHART {
                self.charts.push(folder.display().to_string());
            } else if kustomize::FILES.contains(&name.as_str()) {
                self.kustomizations.push(folder.display().to_string());
            } else if is_file && kind.is_file() {
                self.files.push(path);
            }
        }
        Ok(())
    }
}

fn listed(names: &[String]) -> String {
    let more = if names.len() > MAX_LISTED { ", …" } else { "" };
    let shown: Vec<&str> = names.iter().take(MAX_LISTED).map(String::as_str).collect();
    format!("{}{more}", shown.join(", "))
}
