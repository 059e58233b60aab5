//! Everything Terraform and OpenTofu write: state, plan and show JSON, show text, configuration.
//!
//! This folder must not depend on a provider or its schema: any kind and any attribute is read.

mod address;
pub mod config;
mod flatmap;
mod show_json;
pub mod show_text;
mod state;

pub use super::collected::Collected;
use super::json::LINE;
use crate::model::{Key, Map, Path, Value};
pub use show_json::is_plan;

/// Why a JSON document is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTerraform {
    /// A state of a version that Terraform itself must upgrade first.
    #[error(
        "a state of version {0}; driftgate reads versions 3 and 4: run `terraform init` and \
         `terraform state pull > state.json` with a Terraform that can upgrade it"
    )]
    StateVersion(String),
    /// The stream of `terraform plan -json`, which holds messages, not the plan.
    #[error(
        "the log of `terraform plan -json`, which does not hold the plan; \
         run `terraform plan -out=tfplan` and `terraform show -json tfplan > plan.json`"
    )]
    UiLog,
    /// A format of `terraform show -json` that is not known yet.
    #[error(
        "`terraform show -json` format {0}; driftgate reads formats 0.1 to 1.x: is there a newer driftgate?"
    )]
    ShowVersion(String),
    /// A state or plan that OpenTofu encrypted.
    #[error(
        "a state that OpenTofu encrypted; only it has the key: run `tofu state pull > state.json` in the folder of the \
         configuration, or set `pull = true` with `config` in the `terraform` block"
    )]
    Encrypted,
    /// Something else altogether.
    #[error(
        "JSON, but neither Terraform state nor `terraform show -json` of a state or plan, and no Kubernetes \
         objects ({0})"
    )]
    SomethingElse(String),
}

/// Reads a JSON document of Terraform's.
///
/// # Errors
/// [`NotTerraform`] says what the document is instead, as far as that can be told.
pub fn document(value: Value) -> Result<Collected, NotTerraform> {
    let Value::Map(map) = value else {
        return Err(NotTerraform::SomethingElse(format!("the outermost value is a {}", value.type_name())));
    };
    // Source: https://opentofu.org/docs/language/state/encryption/
    if map.get("encrypted_data").is_some() && map.get("encryption_version").is_some() {
        return Err(NotTerraform::Encrypted);
    }
    if let Some(version) = map.get("version") {
        let looks_like_state = ["resources", "modules", "lineage", "serial", "terraform_version", "outputs"]
            .iter()
            .any(|key| map.get(key).is_some());
        match version.as_i64() {
            Some(4) if looks_like_state => return Ok(state::version4(map)),
            Some(3) if looks_like_state => return Ok(state::version3(map)),
            Some(_) if looks_like_state => return Err(NotTerraform::StateVersion(version.to_string())),
            _ => {}
        }
    }
    if map.get("@level").is_some() && map.get("@message").is_some() {
        return Err(NotTerraform::UiLog);
    }
    if let Some(version) = map.get("format_version") {
        let version = text(Some(version)).to_owned();
        return match version.split('.').next() {
            Some("0" | "1") => Ok(show_json::document(map, &version)),
            _ => Err(NotTerraform::ShowVersion(version)),
        };
    }
    let keys: Vec<&str> = map.iter().take(4).map(|(key, _)| key.as_str()).collect();
    Err(NotTerraform::SomethingElse(format!("its keys begin with {}", keys.join(", "))))
}

/// Puts outputs into the one resource that holds them all.
fn outputs(outputs: Map, collected: &mut Collected) {
    if outputs.is_empty() {
        return;
    }
    let index = collected.resources.len();
    let mut attributes = Vec::new();
    for (name, output) in outputs.into_entries() {
        let value = match output {
            Value::Map(mut map) if map.get("value").is_some() || map.get("sensitive").is_some() => {
                if map.get("sensitive").and_then(Value::as_bool) == Some(true) {
                    collected.sensitive.push((index, Path::root().key(&name)));
                }
                map.take("value").unwrap_or_default()
            }
            other => other,
        };
        attributes.push((name, value));
    }
    collected.push_own("output", "output", Map::from_entries(attributes));
}

/// Returns the text of a string, or nothing.
fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// Returns the line that the JSON reader noted for an object of Terraform's structure.
fn line_of(map: &Map) -> Option<u32> {
    map.get(LINE).and_then(Value::as_i64).and_then(|line| u32::try_from(line).ok())
}

fn entry(key: &str, value: Value) -> (Key, Value) {
    (Key::new(key), value)
}
