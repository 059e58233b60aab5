//! What is known of those who write to a platform's objects: tools in the hand of a person, controllers, and
//! what deploys; and which objects a platform makes for itself.
//!
//! All of it is data: `manager` and `drift` blocks of `rules/managers.hcl` and of the user's own files.
//! This file must not look at what anybody wrote; that is in `diff::attribution`.

use std::sync::Arc;

use crate::blocks::{self, Reader, Spanned};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::expr;
use crate::matching::{Glob, Pattern};
use crate::model::{Manager, Map, Path, Resource, Segment, Value};

/// The name of the file that is part of the program, and its text.
const BUILT_IN: (&str, &str) = ("rules/managers.hcl", include_str!("../../rules/managers.hcl"));

/// What somebody who writes to an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A person with a tool.
    Person,
    /// A program that keeps objects as it wants them.
    Controller,
    /// Brings what was declared to where it runs.
    Deployer,
    /// A tool that people and pipelines both use; which it was depends on who else wrote.
    PersonOrDeployer,
}

/// All `manager` and `drift` blocks, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Managers {
    known: Vec<Known>,
    system: Vec<Glob>,
    marks: Vec<(Path, Glob)>,
    minor: Vec<Pattern>,
    stamps: Vec<Glob>,
}

/// One `manager` block.
#[derive(Clone, Debug)]
struct Known {
    name: Glob,
    operation: Option<String>,
    subresource: Option<Glob>,
    role: Role,
}

impl Managers {
    /// Takes what is part of the program.
    pub fn built_in() -> Self {
        let (name, text) = BUILT_IN;
        // The tests of the program read the file, so there is no mistake left that a user could be told of.
        Self::default().extended(&[SourceText::new(name, text)]).unwrap_or_default()
    }

    /// Adds the blocks of more files; of two equally specific blocks the later wins.
    ///
    /// # Errors
    ///
    /// All mistakes in `manager` and `drift` blocks of all files; other blocks are not looked at.
    pub fn extended(mut self, sources: &[Arc<SourceText>]) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        for source in sources {
            let body = match expr::parse(source) {
                Ok(body) => body,
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            };
            let reader = Reader::new(source);
            let top = reader.top(&body, "a file of managers");
            for block in top.blocks("manager") {
                self.known.extend(manager(block));
            }
            for block in top.blocks("drift") {
                self.platform(block);
            }
            errors.extend(reader.into_errors());
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    fn platform(&mut self, block: blocks::Block<'_>) {
        block.label("platform");
        let texts = |texts: Option<Vec<Spanned<String>>>| texts.unwrap_or_default().into_iter();
        self.system.extend(texts(block.list("system")).map(|text| Glob::new(text.value)));
        for (text, value) in block.entries("marks").unwrap_or_default() {
            let path = match text.value.parse::<Path>() {
                Ok(path) => path,
                Err(error) => {
                    block.report(block.mistake(text.span, error.to_string()));
                    continue;
                }
            };
            let values = block.texts_of("marks", value).unwrap_or_default();
            self.marks.extend(values.into_iter().map(|value| (path.clone(), Glob::new(value.value))));
        }
        self.stamps.extend(texts(block.list("stamps")).map(|text| Glob::new(text.value)));
        for pattern in block.all_parsed::<Pattern>("minor").unwrap_or_default() {
            self.minor.push(pattern.value);
        }
        block.finish();
    }

    /// Returns what is known of somebody; of several blocks the most specific speaks.
    pub fn role(&self, manager: &Manager) -> Option<Role> {
        let fits = |known: &&Known| {
            known.name.matches(&manager.name)
                && known.operation.as_deref().is_none_or(|operation| operation == manager.operation)
                && known.subresource.as_ref().is_none_or(|part| part.matches(&manager.subresource))
        };
        let weight = |known: &&Known| {
            let said = usize::from(known.operation.is_some()) + usize::from(known.subresource.is_some());
            (known.name.is_exact(), known.name.specificity(), said)
        };
        // Of equal weights `max_by_key` takes the last, which is the one read later.
        self.known.iter().filter(fits).max_by_key(weight).map(|known| known.role)
    }

    /// Returns whether a platform makes this object for itself, so that nobody declares it.
    pub fn is_system(&self, resource: &Resource) -> bool {
        let marked = |(path, glob): &(Path, Glob)| {
            text_at(&resource.attributes, path).is_some_and(|text| glob.matches(text))
        };
        self.system.iter().any(|glob| glob.matches(resource.address.as_str()))
            || self.marks.iter().any(marked)
    }

    /// Returns whether what stands at this path is what deployers put on everything they apply, to know it again.
    pub fn is_stamp(&self, path: &Path) -> bool {
        match path.segments().last() {
            Some(Segment::Key(key)) => self.stamps.iter().any(|glob| glob.matches(key)),
            _ => false,
        }
    }

    /// Returns whether a difference at this path changes nothing of what runs.
    pub fn is_minor(&self, path: &Path) -> bool {
        self.minor.iter().any(|pattern| pattern.covers(path))
    }
}

fn manager(block: blocks::Block<'_>) -> Option<Known> {
    let label = block.label("name");
    let operation = block.text("operation");
    let subresource = block.text("subresource").map(|text| Glob::new(text.value));
    let roles = [("manual", Role::Person), ("controller", Role::Controller), ("deployer", Role::Deployer)];
    let mut said: Vec<Role> = Vec::new();
    for (name, role) in roles {
        said.extend(block.flag(name).unwrap_or_default().then_some(role));
    }
    if let Some(operation) = operation.as_ref().filter(|text| !matches!(&*text.value, "Apply" | "Update")) {
        let mistake =
            block.mistake(operation.span.clone(), format!("unknown operation `{}`", operation.value));
        block.report(mistake.help("a manager has `Apply` or `Update`"));
    }
    let role = match said.as_slice() {
        [role] => Some(*role),
        [Role::Person, Role::Deployer] => Some(Role::PersonOrDeployer),
        _ => {
            let mistake = block.mistake(
                block.place().span,
                "a `manager` block needs `manual`, `deployer`, or both, or `controller`",
            );
            block.report(mistake.help("write `manual = true` for a tool in the hand of a person"));
            None
        }
    };
    block.finish();
    let operation = operation.map(|text| text.value);
    Some(Known { name: Glob::new(label?.value), operation, subresource, role: role? })
}

/// Returns the text at a path that goes through maps only.
fn text_at<'a>(attributes: &'a Map, path: &Path) -> Option<&'a str> {
    let mut segments = path.segments().iter();
    let Some(Segment::Key(first)) = segments.next() else { return None };
    let mut value: &Value = attributes.get(first)?;
    for segment in segments {
        let Segment::Key(key) = segment else { return None };
        value = value.get(key)?;
    }
    value.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Address, Key};

    fn read(text: &str) -> Result<Managers, Vec<Diagnostic>> {
        Managers::built_in().extended(&[SourceText::new("own.hcl", text)])
    }

    fn by(name: &str, operation: &str, subresource: &str) -> Manager {
        Manager {
            name: name.into(),
            operation: operation.into(),
            subresource: subresource.into(),
            time: None,
            fields: Map::default(),
        }
    }

    #[test]
    fn the_file_of_the_program_is_read() {
        let (name, text) = BUILT_IN;
        let read = Managers::default().extended(&[SourceText::new(name, text)]);
        assert!(read.is_ok_and(|managers| managers.known.len() > 20 && !managers.system.is_empty()));
    }

    #[test]
    fn tools_of_people_are_told_from_programs() {
        let managers = Managers::built_in();
        for (manager, role) in [
            (by("kubectl-edit", "Update", ""), Some(Role::Person)),
            (by("kubectl", "Update", "scale"), Some(Role::Person)),
            (by("kubectl-create", "Update", ""), Some(Role::PersonOrDeployer)),
            // `kubectl apply --server-side` calls itself so, by hand and in a pipeline alike.
            (by("kubectl", "Apply", ""), Some(Role::Deployer)),
            (by("kube-controller-manager", "Update", "scale"), Some(Role::Controller)),
            (by("helm", "Update", ""), Some(Role::Deployer)),
            (by("nobody-knows", "Update", ""), None),
        ] {
            assert_eq!(managers.role(&manager), role, "{} {}", manager.name, manager.operation);
        }
    }

    #[test]
    fn the_user_knows_better() {
        let own = "manager \"kubectl-edit\" {\n  deployer = true\n}\nmanager \"shop-*\" {\n  controller = true\n}\n";
        let managers = read(own).unwrap();
        assert_eq!(managers.role(&by("kubectl-edit", "Update", "")), Some(Role::Deployer));
        assert_eq!(managers.role(&by("shop-operator", "Update", "")), Some(Role::Controller));
    }

    #[test]
    fn mistakes_have_their_places() {
        let text = "manager \"a\" {\n  manual     = true\n  controller = true\n}\nmanager \"b\" {\n  manuel = true\n}\nmanager \"c\" {\n  operation = \"Patch\"\n  manual    = true\n}\n";
        let errors = read(text).unwrap_err();
        let told: Vec<String> = errors.iter().map(|error| error.message.clone()).collect();
        assert_eq!(
            told,
            [
                "a `manager` block needs `manual`, `deployer`, or both, or `controller`",
                "a `manager` block needs `manual`, `deployer`, or both, or `controller`",
                "unknown attribute `manuel`",
                "unknown operation `Patch`",
            ]
        );
    }

    #[test]
    fn objects_of_the_platform_are_known_by_address_and_by_mark() {
        let managers = Managers::built_in();
        let map = |key: &str, value: Value| Value::map([(Key::new(key), value)]);
        let resource = |address: &str, labels: Value| Resource {
            address: Address::new(address),
            attributes: match map("metadata", map("labels", labels)) {
                Value::Map(map) => map,
                _ => Map::default(),
            },
            ..Resource::default()
        };
        assert!(managers.is_system(&resource("shop/ConfigMap/kube-root-ca.crt", Value::Null)));
        assert!(managers.is_system(&resource("kube-system/ConfigMap/anything", Value::Null)));
        assert!(!managers.is_system(&resource("shop/ConfigMap/settings", Value::Null)));
        let marked = map("kubernetes.io/bootstrapping", "rbac-defaults".into());
        assert!(managers.is_system(&resource("ClusterRole.rbac.authorization.k8s.io/edit", marked)));
    }
}
