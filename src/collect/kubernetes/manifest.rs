//! One text of Kubernetes objects: YAML of many documents, or JSON objects that follow each other.
//!
//! This file says of a text whether it is meant as manifests, and of a document that is no object what it is
//! instead. It must not do I/O, and never shows a line of the text, which may hold a secret.

use super::object::{NotAnObject, is_object};
use super::yaml::{self, Document, Documents, YamlError};
use crate::collect::json::{self, JsonError, LINE};
use crate::model::Value;

/// Why a text is not read as manifests; reads after the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It begins as JSON and is none.
    #[error("{0}")]
    Json(#[from] JsonError),
    /// It is no YAML.
    #[error("{0}")]
    Yaml(#[from] YamlError),
    /// A document among others is no object, or a text has no object at all.
    #[error("line {line}: {reason}{hint}")]
    NotAnObject {
        /// The line that the document begins on, from 1.
        line: u32,
        /// What is missing.
        reason: NotAnObject,
        /// What it may be instead, and what to do.
        hint: &'static str,
    },
    /// What only says how manifests are to be made.
    #[error("line {line}: {}", what.says())]
    Recipe {
        /// The line that the document begins on, from 1.
        line: u32,
        /// What it is.
        what: Recipe,
    },
}

/// Files that are no manifests, but lead to some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipe {
    /// `kustomization.yaml`.
    Kustomization,
    /// The `Chart.yaml` of a Helm chart.
    Chart,
}

impl Recipe {
    fn says(self) -> &'static str {
        match self {
            Self::Kustomization => {
                "this is a kustomization, which only names manifests; give driftgate the folder it is in, or \
                 the output of `kubectl kustomize FOLDER > rendered.yaml`"
            }
            Self::Chart => {
                "this is the description of a Helm chart; render it with the values of each environment \
                 (`helm template RELEASE CHART -f values.yaml > rendered.yaml`) and give driftgate what comes out"
            }
        }
    }
}

/// Returns whether a text is meant as YAML manifests: a document of it has `apiVersion` and `kind` as keys of
/// its own. HCL with a manifest inside a heredoc does not begin like YAML.
pub fn looks_like(text: &str) -> bool {
    if !looks_like_yaml(text) {
        return false;
    }
    let (mut version, mut kind) = (false, false);
    for line in text.lines() {
        if line.starts_with("---") {
            (version, kind) = (false, false);
        } else {
            version |= has_key(line, "apiVersion");
            kind |= has_key(line, "kind");
            if version && kind {
                return true;
            }
        }
    }
    // One object on one line, as `{apiVersion: v1, kind: Service, …}`.
    text.trim_start_matches(['-', ' ', '\r', '\n']).starts_with('{') && text.contains("apiVersion")
}

/// Returns whether the first line that says something begins as YAML does, and HCL never: `---`, `key:`.
pub fn looks_like_yaml(text: &str) -> bool {
    let first =
        text.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.trim_start().starts_with('#'));
    let Some(first) = first else { return false };
    if first.starts_with("---") || first.starts_with("%YAML") {
        return true;
    }
    let key = first.trim_start_matches(['"', '\'']);
    let end = key.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')));
    let after = key.get(end.unwrap_or(key.len())..).unwrap_or_default().trim_start_matches(['"', '\'']);
    let after = after.trim_start();
    end.is_none_or(|end| end > 0) && after.starts_with(':') && !after.starts_with("::")
}

fn has_key(line: &str, key: &str) -> bool {
    let line = line.strip_prefix(['"', '\'']).unwrap_or(line);
    line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
}

/// Reads the documents of a text, each of them an object or a list of objects.
///
/// # Errors
/// The first document that is broken or no object.
pub(super) fn objects(text: &str) -> Result<Documents, ManifestError> {
    let all = documents(text)?;
    for document in &all.documents {
        check(document)?;
    }
    Ok(all)
}

/// Reads the documents of a text, whatever they are.
///
/// # Errors
/// The first document that is broken.
pub(super) fn documents(text: &str) -> Result<Documents, ManifestError> {
    if !text.trim_ascii_start().starts_with(['{', '[']) {
        return Ok(yaml::parse(text)?);
    }
    match json::parse_all(text) {
        Ok(json::Documents { values, warnings }) => {
            let documents = values.into_iter().map(|(value, line)| Document { value, line }).collect();
            Ok(Documents { documents, warnings })
        }
        // YAML may begin with a bracket, too; what is neither was rather meant as JSON.
        Err(error) => yaml::parse(text).map_err(|_| error.into()),
    }
}

/// Returns whether any document is an object.
pub(super) fn has_object(all: &Documents) -> bool {
    all.documents.iter().any(|document| is_object(&document.value))
}

/// Returns an error for a document that is no object to compare.
pub(super) fn check(document: &Document) -> Result<(), ManifestError> {
    let Document { value, line } = document;
    if let Some(what) = recipe(value) {
        return Err(ManifestError::Recipe { line: *line, what });
    }
    missing(value, *line)?;
    let items = value.get("items").and_then(Value::as_list);
    // A list of one kind, as a server answers, leaves out of its items what it says itself.
    for item in
        items.filter(|_| value.get("kind").and_then(Value::as_str) == Some("List")).unwrap_or_default()
    {
        let own = item.get(LINE).and_then(Value::as_i64).and_then(|line| u32::try_from(line).ok());
        missing(item, own.unwrap_or(*line))?;
    }
    Ok(())
}

fn missing(value: &Value, line: u32) -> Result<(), ManifestError> {
    let error = |reason, hint| Err(ManifestError::NotAnObject { line, reason, hint });
    let Value::Map(map) = value else { return error(NotAnObject::NoMap(value.type_name()), "") };
    for key in ["apiVersion", "kind"] {
        if map.get(key).and_then(Value::as_str).is_none_or(str::is_empty) {
            let neither = map.get("apiVersion").is_none() && map.get("kind").is_none();
            let hint = if neither {
                "; are these the values of a Helm chart, or something else? Give driftgate rendered manifests \
                 (`helm template … -f values.yaml > rendered.yaml`)"
            } else {
                ""
            };
            return error(NotAnObject::Without(key), hint);
        }
    }
    Ok(())
}

/// Returns what a document is that only leads to manifests.
fn recipe(value: &Value) -> Option<Recipe> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let version = text("apiVersion");
    if version.is_some_and(|version| version.starts_with("kustomize.config.k8s.io/")) {
        return Some(Recipe::Kustomization);
    }
    let names =
        ["resources", "bases", "components", "patches", "patchesStrategicMerge", "configMapGenerator"];
    let lists = || names.iter().any(|key| value.get(key).and_then(Value::as_list).is_some());
    match (version, text("kind")) {
        (Some("v1" | "v2"), None) if text("name").is_some() && value.get("version").is_some() => {
            Some(Recipe::Chart)
        }
        (None, None) if lists() => Some(Recipe::Kustomization),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_told_from_configuration() {
        for text in [
            "apiVersion: v1\nkind: Service\n",
            "# comment\n---\nkind: Service\napiVersion: v1\n",
            "\"apiVersion\": v1\n\"kind\": Service\n",
            "a: 1\n---\napiVersion: v1\nkind: Service\n",
            "--- {apiVersion: v1, kind: Service}\n",
        ] {
            assert!(looks_like(text), "{text:?}");
        }
        for text in [
            "locals {\n  x = <<EOT\napiVersion: v1\nkind: Service\nEOT\n}\n",
            "x = <<EOT\napiVersion: v1\nkind: Service\nEOT\n",
            "resource \"a\" \"b\" {\n}\n",
            "apiVersion: v2\nname: chart\n",
            "apiVersion: v1\n---\nkind: Service\n",
            "spec:\n  apiVersion: v1\n  kind: Service\n",
            "# aws_instance.a:\nresource \"aws_instance\" \"a\" {\n}\n",
            "a::b\napiVersion: v1\nkind: x\n",
            "",
        ] {
            assert!(!looks_like(text), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_object_is_told_by_line_and_what_it_is() {
        let good = "apiVersion: v1\nkind: Service\n---\n";
        for (text, says) in [
            ("a: 1\n", "line 4: a Kubernetes object needs `apiVersion`"),
            ("replicas: 1\nimage: x\n", "values of a Helm chart"),
            ("# c\n\nkind: x\n", "line 6: a Kubernetes object needs `apiVersion`"),
            ("apiVersion: v1\nkind: 3\n", "needs `kind`, and it must be a text"),
            ("- a\n", "line 4: expected a Kubernetes object, found a value of type list"),
            ("text\n", "type string"),
            ("resources: [a.yaml]\n", "kubectl kustomize"),
            ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", "kubectl kustomize"),
            ("apiVersion: v2\nname: x\nversion: 1.0.0\n", "helm template"),
            ("a: {\n", "line 4"),
            (
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- kind: Pod\n",
                "line 9: a Kubernetes",
            ),
        ] {
            let error = objects(&format!("{good}{text}")).unwrap_err().to_string();
            assert!(error.contains(says), "{text:?}: {error}");
        }
    }

    #[test]
    fn json_texts_follow_each_other() {
        let one = "{\n\"apiVersion\": \"v1\", \"kind\": \"Service\"\n}\n";
        let all = objects(&one.repeat(2)).unwrap();
        assert_eq!(all.documents.iter().map(|document| document.line).collect::<Vec<_>>(), [1, 4]);
        let mixed = objects("{apiVersion: v1, kind: Service}\n---\napiVersion: v1\nkind: Pod\n").unwrap();
        assert_eq!(mixed.documents.len(), 2);
        let cut = objects("{\"apiVersion\": \"v1\",").unwrap_err();
        assert!(matches!(cut, ManifestError::Json(_)), "{cut}");
    }
}
