//! What the files of one directory declare together, with override files merged in.
//!
//! This file must not evaluate anything: it sorts blocks by what they declare.

use std::collections::{BTreeMap, BTreeSet};

use super::syntax::{Attribute, Block, Body};

/// The declarations of one module.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) variables: BTreeMap<String, Block>,
    pub(super) outputs: BTreeMap<String, Block>,
    pub(super) locals: BTreeMap<String, Attribute>,
    /// The `terraform` blocks.
    pub(super) settings: Vec<Block>,
    /// Everything that has an address of its own, in the order of the source.
    pub(super) objects: Vec<Declared>,
    /// Where each address stands in `objects`.
    index: BTreeMap<String, usize>,
    /// How many blocks that are not known have each address.
    others: BTreeMap<String, usize>,
    /// The `terraform` blocks of override files.
    overriding: Vec<Block>,
}

/// A block that declares something with an address.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) what: What,
    /// The kind that the resource made of it has.
    pub(super) kind: String,
    /// The address inside the module.
    pub(super) address: String,
    pub(super) block: Block,
}

/// Which of Terraform's own blocks a declaration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// `resource`, `data` and `ephemeral`.
    Resource,
    Module,
    Provider,
    Check,
    /// A block that this version does not know.
    Other,
}

impl Module {
    /// Adds what one file declares.
    pub(super) fn add(&mut self, body: Body, warnings: &mut Vec<String>) {
        Self::unexpected(&body, warnings);
        for block in body.blocks {
            match (block.kind.as_str(), block.labels.as_slice()) {
                ("variable", [name]) => declare(&mut self.variables, name.clone(), block, warnings),
                ("output", [name]) => declare(&mut self.outputs, name.clone(), block, warnings),
                ("locals", []) => {
                    for local in block.body.attributes {
                        if let Some(earlier) = self.locals.get(&local.name) {
                            warnings.push(again(
                                &format!("local.{}", local.name),
                                &local.place,
                                &earlier.place,
                            ));
                        }
                        self.locals.insert(local.name.clone(), local);
                    }
                }
                ("terraform", []) => self.settings.push(block),
                // They say how to get from one state to another, not what there is.
                ("moved" | "import" | "removed", []) => {}
                _ => self.object(block, warnings),
            }
        }
    }

    fn object(&mut self, block: Block, warnings: &mut Vec<String>) {
        let mut declared = Declared::new(block);
        if declared.what == What::Other {
            // Blocks that are not known may well stand more than once; all are kept.
            let before = self.others.entry(declared.address.clone()).or_default();
            if *before > 0 {
                declared.address = format!("{}[{before}]", declared.address);
            }
            *before += 1;
        }
        if let Some(earlier) = self.index.get(&declared.address).and_then(|at| self.objects.get_mut(*at)) {
            warnings.push(again(&declared.address, &declared.block.place, &earlier.block.place));
            *earlier = declared;
            return;
        }
        self.index.insert(declared.address.clone(), self.objects.len());
        self.objects.push(declared);
    }

    /// Merges what an override file declares into what is there, as Terraform does.
    pub(super) fn merge(&mut self, body: Body, warnings: &mut Vec<String>) {
        Self::unexpected(&body, warnings);
        for block in body.blocks {
            let base = match (block.kind.as_str(), block.labels.as_slice()) {
                ("variable", [name]) => self.variables.get_mut(name),
                ("output", [name]) => self.outputs.get_mut(name),
                ("locals", []) => {
                    let named = block.body.attributes.into_iter().map(|local| (local.name.clone(), local));
                    self.locals.extend(named);
                    continue;
                }
                ("terraform", []) => {
                    self.overriding.push(block);
                    continue;
                }
                ("moved" | "import" | "removed", []) => continue,
                _ => {
                    let address = Declared::new(block.clone()).address;
                    let at = self.index.get(&address).copied();
                    at.and_then(|at| self.objects.get_mut(at)).map(|declared| &mut declared.block)
                }
            };
            if let Some(base) = base {
                merge_block(base, block);
            } else {
                warnings
                    .push(format!("{}: this overrides nothing, and is read as a declaration", block.place));
                self.add(Body { attributes: Vec::new(), blocks: vec![block] }, warnings);
            }
        }
    }

    /// Ends the merging. Settings override each other by name, whichever `terraform` block they stand in.
    pub(super) fn finish(&mut self) {
        let (mut seen, mut is_stored) = (BTreeSet::new(), false);
        let overriding = std::mem::take(&mut self.overriding).into_iter().rev();
        let base = std::mem::take(&mut self.settings).into_iter().rev();
        let mut kept: Vec<Block> = Vec::new();
        for (is_override, mut block) in
            overriding.map(|block| (true, block)).chain(base.map(|block| (false, block)))
        {
            // The last word comes first here: what it names, or where it keeps state, is gone from all others.
            let (named, stores) = settle(&mut block, &seen, is_stored);
            if is_override {
                seen.extend(named);
                is_stored |= stores;
            }
            kept.push(block);
        }
        kept.reverse();
        self.settings = kept;
    }

    fn unexpected(body: &Body, warnings: &mut Vec<String>) {
        for attribute in &body.attributes {
            warnings.push(format!(
                "{}: `{}` stands outside of any block and has no effect here; values of variables belong into a .tfvars file",
                attribute.place, attribute.name
            ));
        }
    }
}

impl Declared {
    fn new(block: Block) -> Self {
        let (what, kind, address) = match (block.kind.as_str(), block.labels.as_slice()) {
            ("resource", [of, name]) => (What::Resource, of.clone(), format!("{of}.{name}")),
            ("data" | "ephemeral", [of, name]) => {
                let mode = &block.kind;
                (What::Resource, format!("{mode}.{of}"), format!("{mode}.{of}.{name}"))
            }
            ("module", [name]) => (What::Module, "module".to_owned(), format!("module.{name}")),
            ("provider", [name]) => {
                let alias = block.body.attribute("alias").and_then(|alias| alias.value.as_text());
                let address = match alias {
                    Some(alias) => format!("provider.{name}.{alias}"),
                    None => format!("provider.{name}"),
                };
                (What::Provider, "provider".to_owned(), address)
            }
            ("check", [name]) => (What::Check, "check_block".to_owned(), format!("check.{name}")),
            (kind, labels) => {
                let parts: Vec<&str> =
                    std::iter::once(kind).chain(labels.iter().map(String::as_str)).collect();
                (What::Other, kind.to_owned(), parts.join("."))
            }
        };
        Self { what, kind, address, block }
    }
}

fn declare(declared: &mut BTreeMap<String, Block>, name: String, block: Block, warnings: &mut Vec<String>) {
    if let Some(earlier) = declared.get(&name) {
        warnings.push(again(&format!("{} `{name}`", block.kind), &block.place, &earlier.place));
    }
    declared.insert(name, block);
}

fn again(what: &str, here: &super::syntax::Place, earlier: &super::syntax::Place) -> String {
    format!("{here}: {what} is declared again; its declaration at {earlier} has no effect")
}

/// Removes settings that are overridden from a `terraform` block; returns what it sets itself.
fn settle(block: &mut Block, overridden: &BTreeSet<String>, is_stored: bool) -> (Vec<String>, bool) {
    let mut named = Vec::new();
    let mut keep = |attributes: &mut Vec<Attribute>, prefix: &str| {
        attributes.retain(|attribute| {
            let name = format!("{prefix}{}", attribute.name);
            let kept = !overridden.contains(&name);
            named.push(name);
            kept
        });
    };
    keep(&mut block.body.attributes, "");
    // Where state is kept is one setting with two names.
    let stores = |block: &Block| matches!(block.kind.as_str(), "backend" | "cloud");
    let has_store = block.body.blocks.iter().any(stores);
    block.body.blocks.retain(|block| !is_stored || !stores(block));
    for providers in block.body.blocks.iter_mut().filter(|block| block.kind == "required_providers") {
        keep(&mut providers.body.attributes, "required_providers.");
    }
    (named, has_store)
}

/// Merges one block into another: attributes by name, nested blocks by kind.
fn merge_block(base: &mut Block, over: Block) {
    let mine = base.body.attributes.iter().enumerate();
    let mut index: BTreeMap<String, usize> = mine.map(|(at, mine)| (mine.name.clone(), at)).collect();
    for attribute in over.body.attributes {
        if let Some(mine) = index.get(&attribute.name).and_then(|at| base.body.attributes.get_mut(*at)) {
            *mine = attribute;
        } else {
            index.insert(attribute.name.clone(), base.body.attributes.len());
            base.body.attributes.push(attribute);
        }
    }
    let kinds: BTreeSet<String> = over.body.blocks.iter().map(|block| block.name().to_owned()).collect();
    base.body.blocks.retain(|block| block.kind == "lifecycle" || !kinds.contains(block.name()));
    let mut lifecycle = base.body.blocks.iter().position(|block| block.kind == "lifecycle");
    for block in over.body.blocks {
        // Of `lifecycle`, too, only what the override names is replaced.
        if block.kind == "lifecycle" {
            if let Some(mine) = lifecycle.and_then(|at| base.body.blocks.get_mut(at)) {
                merge_block(mine, block);
                continue;
            }
            lifecycle = Some(base.body.blocks.len());
        }
        base.body.blocks.push(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::terraform::config::source::{Role, parse};

    fn module(base: &str, over: &str) -> (Module, Vec<String>) {
        let read = |name: &str, text: &str| parse(name, text, Role::Configuration).unwrap().body;
        let (mut module, mut warnings) = (Module::default(), Vec::new());
        module.add(read("main.tf", base), &mut warnings);
        module.merge(read("override.tf", over), &mut warnings);
        module.finish();
        (module, warnings)
    }

    fn names(body: &Body) -> Vec<String> {
        let attributes = body.attributes.iter().map(|a| format!("{}@{}", a.name, a.place));
        attributes.chain(body.blocks.iter().map(|b| format!("{}{{}}@{}", b.name(), b.place))).collect()
    }

    #[test]
    fn overrides_replace_attributes_and_blocks_of_a_kind() {
        let (module, warnings) = module(
            "resource \"aws_x\" \"y\" {\n  a = 1\n  b = 2\n  ingress {\n  }\n  ingress {\n  }\n  egress {\n  }\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n",
            "resource \"aws_x\" \"y\" {\n  b = 3\n  dynamic \"ingress\" {\n  }\n  lifecycle {\n    ignore_changes = all\n  }\n}\n",
        );
        let body = &module.objects[0].block.body;
        assert_eq!(
            names(body),
            [
                "a@main.tf:2",
                "b@override.tf:2",
                "egress{}@main.tf:8",
                "lifecycle{}@main.tf:10",
                "ingress{}@override.tf:3"
            ]
        );
        assert_eq!(
            names(&body.blocks[1].body),
            ["prevent_destroy@main.tf:11", "ignore_changes@override.tf:6"]
        );
        assert_eq!(warnings, [] as [&str; 0]);
    }

    #[test]
    fn overrides_of_variables_locals_and_settings() {
        let (module, warnings) = module(
            "variable \"v\" {\n  type = string\n  default = 1\n}\nlocals {\n  a = 1\n  b = 2\n}\nterraform {\n  required_version = \"1\"\n  backend \"s3\" {}\n  required_providers {\n    a = \"1\"\n    b = \"1\"\n  }\n}\n",
            "variable \"v\" {\n  default = 2\n}\nlocals {\n  b = 3\n}\nterraform {\n  cloud {}\n  required_providers {\n    b = \"2\"\n  }\n}\nvariable \"w\" {}\n",
        );
        assert_eq!(names(&module.variables["v"].body), ["type@main.tf:2", "default@override.tf:2"]);
        assert_eq!(module.locals["b"].place.to_string(), "override.tf:5");
        assert_eq!(
            names(&module.settings[0].body),
            ["required_version@main.tf:10", "required_providers{}@main.tf:12"]
        );
        assert_eq!(names(&module.settings[0].body.blocks[0].body), ["a@main.tf:13"]);
        assert_eq!(
            names(&module.settings[1].body),
            ["cloud{}@override.tf:8", "required_providers{}@override.tf:9"]
        );
        assert_eq!(warnings, ["override.tf:13: this overrides nothing, and is read as a declaration"]);
    }

    #[test]
    fn a_second_declaration_wins_and_is_said() {
        let (module, warnings) = module(
            "resource \"a\" \"b\" {}\nresource \"a\" \"b\" {\n  x = 1\n}\nlocals {\n  l = 1\n}\nlocals {\n  l = 2\n}\n",
            "",
        );
        assert_eq!(module.objects.len(), 1);
        assert_eq!(names(&module.objects[0].block.body), ["x@main.tf:3"]);
        assert_eq!(
            warnings,
            [
                "main.tf:2: a.b is declared again; its declaration at main.tf:1 has no effect",
                "main.tf:9: local.l is declared again; its declaration at main.tf:6 has no effect",
            ]
        );
    }
}
