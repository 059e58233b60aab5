//! Reads where the state of a `terraform` block is: files, addresses, a backend, or what `terraform state pull` gives.
//!
//! This file must not open anything.

use std::path::Path;

use crate::blocks::{self, Block, Spanned};
use crate::collect::Input;
use crate::collect::remote::{Address, BackendConfig, Place, Remote};

/// What `state` says when the configuration in `config` is to say where the state is.
const BACKEND: &str = "backend";

/// Reads `state`, `pull`, `workspace`, `backend_config` and `command`.
pub(super) fn read(block: &Block<'_>, base: &Path, config: Option<&Path>) -> Vec<Input> {
    let backend_config = backend_config(block, base);
    let workspace = block.text("workspace").map(|workspace| workspace.value);
    let command = block.text("command").map(|command| command.value);
    let remote = |place| {
        Input::Remote(Remote { place, backend_config: backend_config.clone(), workspace: workspace.clone() })
    };
    let mut inputs = Vec::new();
    for text in block.texts("state").unwrap_or_default() {
        match Address::parse(&text.value) {
            _ if text.value == BACKEND => {
                if let Some(folder) = needed(block, config, &text) {
                    let place = Place::Backend { folder: folder.to_owned(), command: command.clone() };
                    inputs.push(remote(place));
                }
            }
            None => inputs.push(Input::new(base.join(text.value))),
            Some(Ok(address)) => inputs.push(remote(Place::Address(address))),
            Some(Err(error)) => block.report(block.mistake(text.span, error.to_string())),
        }
    }
    if block.flag("pull") == Some(true)
        && let Some(pull) = block.expression("pull")
    {
        let told = Spanned { value: String::new(), span: blocks::span(pull) };
        if let Some(folder) = needed(block, config, &told) {
            inputs.push(remote(Place::Pull { folder: folder.to_owned(), command }));
        }
    }
    let is_kept_elsewhere = inputs.iter().any(|input| matches!(input, Input::Remote(_)));
    for name in ["workspace", "backend_config", "command"] {
        if let (Some(said), false) = (block.expression(name), is_kept_elsewhere) {
            let mistake = block.mistake(
                blocks::span(said),
                format!("`{name}` says nothing of a state that is not kept in a backend"),
            );
            block.report(mistake.help("give `state` an address or \"backend\", or set `pull = true`"));
        }
    }
    inputs
}

/// Returns the folder of the configuration, which is needed for what stands at `text`.
fn needed<'c>(block: &Block<'_>, config: Option<&'c Path>, text: &Spanned<String>) -> Option<&'c Path> {
    // A mistaken value must not be called missing, too.
    if config.is_none() && block.expression("config").is_none() {
        let mistake = block.mistake(text.span.clone(), "this needs `config`, the folder of the `.tf` files");
        block.report(mistake.label("the backend is said there"));
    }
    config
}

/// Reads files and `name=value` pairs, as `terraform init -backend-config` takes them, or a map.
fn backend_config(block: &Block<'_>, base: &Path) -> Vec<BackendConfig> {
    let Some(expression) = block.expression("backend_config") else { return Vec::new() };
    if matches!(expression, hcl::edit::expr::Expression::Object(_)) {
        let entries = block.entries("backend_config").unwrap_or_default();
        let pairs = entries.into_iter().filter_map(|(name, value)| {
            let value = block.value_of(value)?;
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Some(BackendConfig::Pair(name.value, text))
        });
        return pairs.collect();
    }
    let texts = block.texts("backend_config").unwrap_or_default();
    let given = texts.into_iter().map(|text| match text.value.split_once('=') {
        Some((name, value)) => BackendConfig::Pair(name.trim().to_owned(), value.trim().to_owned()),
        None => BackendConfig::File(base.join(text.value)),
    });
    given.collect()
}
