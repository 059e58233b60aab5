//! Terraform `import` blocks for what runs and nobody declared.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/block/import>. This file must not make up an id: what
//! cannot be imported, or of which it is not known how, is a comment.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use super::Format;
use crate::model::{Comparison, Import, Report};

/// Writes what is unmanaged as a file of Terraform.
#[derive(Clone, Copy, Debug, Default)]
pub struct Imports;

impl Format for Imports {
    fn write(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        let mut taken = BTreeSet::new();
        for comparison in &report.comparisons {
            of_comparison(comparison, &mut taken, out)?;
        }
        Ok(())
    }
}

fn of_comparison(
    comparison: &Comparison,
    taken: &mut BTreeSet<(String, String)>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if comparison.imports.is_empty() {
        return Ok(());
    }
    let environment = one_line(&comparison.sides.right.environment);
    writeln!(out, "# What runs in {environment} and is declared nowhere.")?;
    writeln!(
        out,
        "# `terraform plan -generate-config-out=generated.tf` writes the resources to these blocks."
    )?;
    for Import { kind, name, id, .. } in &comparison.imports {
        let Some(id) = id else {
            writeln!(out, "\n# {} {}: how it is imported is not known", one_line(kind), one_line(name))?;
            continue;
        };
        let identifier = unique(kind, &identifier(name), taken);
        writeln!(out, "\nimport {{\n  to = {kind}.{identifier}\n  id = {}\n}}", quoted(id))?;
    }
    Ok(())
}

/// Makes a name that Terraform takes: letters, digits, `_` and `-`, with no digit at the start.
fn identifier(name: &str) -> String {
    let mut made = String::with_capacity(name.len());
    for c in name.chars() {
        let is_valid = c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if is_valid {
            made.extend(c.to_lowercase());
        } else if !made.is_empty() && !made.ends_with('_') {
            made.push('_');
        }
    }
    let made = made.trim_end_matches('_');
    if made.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        made.to_owned()
    } else {
        format!("_{made}")
    }
}

fn unique(kind: &str, name: &str, taken: &mut BTreeSet<(String, String)>) -> String {
    let mut made = name.to_owned();
    let mut number = 2usize;
    while !taken.insert((kind.to_owned(), made.clone())) {
        made = format!("{name}_{number}");
        number += 1;
    }
    made
}

/// Writes a text as HCL reads it back: without templates, on one line.
fn quoted(text: &str) -> String {
    let mut made = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => made.push_str("\\\""),
            '\\' => made.push_str("\\\\"),
            '\n' => made.push_str("\\n"),
            '\r' => made.push_str("\\r"),
            '\t' => made.push_str("\\t"),
            // Nothing can fail to be written into a text.
            c if c.is_control() => drop(write!(made, "\\u{:04x}", u32::from(c))),
            c => made.push(c),
        }
    }
    made.push('"');
    made.replace("${", "$${").replace("%{", "%%{")
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn blocks_are_valid_whatever_things_are_called() {
        let import = |name: &str, id: Option<&str>| Import {
            kind: "aws_x".into(),
            address: crate::model::Address::new("aws_x.y"),
            name: name.to_owned(),
            id: id.map(str::to_owned),
        };
        let mut comparison = sample::comparison();
        comparison.imports = vec![
            import("Web Server (old)", Some("i-1")),
            import("web/server old", Some("i-2")),
            import("1st", Some("a\"${b}\n")),
            import("λ", Some("i-3")),
            import("nothing\nto = x", None),
        ];
        let report = Report { comparisons: vec![comparison], ..sample::empty() };
        let mut out = Vec::new();
        Imports.write(&report, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(hcl::parse(&text).is_ok(), "{text}");
        for expected in [
            "to = aws_x.web_server_old\n  id = \"i-1\"",
            "to = aws_x.web_server_old_2\n  id = \"i-2\"",
            "to = aws_x._1st\n  id = \"a\\\"$${b}\\n\"",
            "to = aws_x._\n",
            "# aws_x nothing to = x: how it is imported is not known",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
    }
}
