//! What people read without driftgate: `terraform show` of both environments, compared line by line.
//!
//! This file must not do more for the reader than `terraform show -no-color` and `diff` do.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Counts the lines that `diff` prints for two states, headers of hunks aside; `None` where there is no `diff`.
pub(crate) fn lines_to_read(folder: &Path, dev: &str, prod: &str) -> Option<usize> {
    for (name, state) in [("dev.txt", dev), ("prod.txt", prod)] {
        std::fs::write(folder.join(name), shown(&serde_json::from_str(state).ok()?)).ok()?;
    }
    let output = Command::new("diff")
        .current_dir(folder)
        .args(["--speed-large-files", "dev.txt", "prod.txt"])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    Some(
        output
            .stdout
            .split(|byte| *byte == b'\n')
            .filter(|line| line.starts_with(b"<") || line.starts_with(b">"))
            .count(),
    )
}

/// Prints a state as `terraform show` does: resources by address, attributes by name, one a line.
fn shown(state: &Value) -> String {
    let mut resources: Vec<(String, String)> = Vec::new();
    for resource in state["resources"].as_array().into_iter().flatten() {
        let text = |member: &str| resource[member].as_str().unwrap_or_default();
        let module = resource["module"].as_str().map(|module| format!("{module}.")).unwrap_or_default();
        for instance in resource["instances"].as_array().into_iter().flatten() {
            let key = match &instance["index_key"] {
                Value::Null => String::new(),
                key => format!("[{key}]"),
            };
            let address = format!("{module}{}.{}{key}", text("type"), text("name"));
            let mut out = format!("# {address}:\nresource {:?} {:?} {{\n", text("type"), text("name"));
            attributes(&instance["attributes"], 1, &mut out);
            out.push_str("}\n\n");
            resources.push((address, out));
        }
    }
    resources.sort();
    resources.into_iter().map(|(_, text)| text).collect()
}

fn attributes(value: &Value, depth: usize, out: &mut String) {
    let indent = "    ".repeat(depth);
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::String(text) if text.contains('\n') => {
                let _ = writeln!(out, "{indent}{name} = <<-EOT");
                text.lines().for_each(|line| {
                    let _ = writeln!(out, "{indent}    {line}");
                });
                let _ = writeln!(out, "{indent}EOT");
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for item in items {
                    let _ = writeln!(out, "{indent}{name} {{");
                    attributes(item, depth + 1, out);
                    let _ = writeln!(out, "{indent}}}");
                }
            }
            Value::Array(items) => {
                let _ = writeln!(out, "{indent}{name} = [");
                for item in items {
                    let _ = writeln!(out, "{indent}    {item},");
                }
                let _ = writeln!(out, "{indent}]");
            }
            Value::Object(_) => {
                let _ = writeln!(out, "{indent}{name} = {{");
                attributes(value, depth + 1, out);
                let _ = writeln!(out, "{indent}}}");
            }
            scalar => {
                let _ = writeln!(out, "{indent}{name} = {scalar}");
            }
        }
    }
}
