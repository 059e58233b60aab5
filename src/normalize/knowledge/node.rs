//! What is known of the attributes of one kind, as a tree that a walk over a resource can follow.
//!
//! Going into an element of a list, a set or a keyed list stays on the same node.

use std::sync::Arc;

use crate::matching::Glob;
use crate::model::{Key, Value};
use crate::normalize::forms::Form;

use super::key_path::{KeyPath, Part};
use super::load::{About, Fact};

/// What is known of one attribute and those below it.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of its own about one attribute")]
pub struct Node {
    /// Computed, or bookkeeping; never compared.
    pub volatile: bool,
    /// The path of the attribute that this one repeats; not compared itself.
    pub copy_of: Option<String>,
    /// A list whose order has no meaning.
    pub set: bool,
    /// The attributes that name the elements of this list of objects.
    pub keys: Option<Box<[Key]>>,
    /// What the text holds.
    pub document: Option<Document>,
    /// The kinds that the text may name a resource of.
    pub references: Vec<Glob>,
    /// What the provider fills in when the attribute is absent.
    pub default: Option<Value>,
    /// Text without regard to case.
    pub insensitive: bool,
    /// A credential.
    pub secret: bool,
    /// Text that is compared as a number.
    pub numeric: bool,
    /// What the text writes in one of several forms.
    pub form: Option<Form>,
    /// Chosen by the server where nothing is declared: then a declaration that is silent says nothing else.
    pub assigned: bool,
    /// An object that is there or not as one thing: its absence is one difference, not one of each entry.
    pub whole: bool,
    /// An empty value means something else than an absent one.
    pub telling_empty: bool,
    /// The attributes beside it that hold the bounds within which a controller chooses the number.
    pub scaled: Option<[Key; 2]>,
    /// The attribute beside it that says the same in another way: of the two, one is there.
    pub instead: Option<Key>,
    /// The attribute beside it that it follows from where nobody chose otherwise.
    pub implied: Option<Key>,
    /// The attribute beside it with which it changes: where both differ, that one is told.
    pub follows: Option<Key>,
    /// The attribute of the elements of this list that names a resource, in which they are compared.
    pub told_in: Option<Key>,
    /// Whether null, empty and absent are told apart; known of the root of a kind only.
    pub keeps_empty: bool,
    /// Whether what runs is told in part, so that an absent attribute is not known; of the root of a kind only.
    pub tells_some: bool,
    /// Sorted by key.
    children: Vec<(Key, Node)>,
    /// Entries whose names match, in the order in which they were learned.
    globs: Vec<(Glob, Node)>,
    wildcard: Option<Arc<Node>>,
    /// The entries of another node that hold here, too, where nothing is known of entries of its own.
    ///
    /// A hundred attributes may hold what is said of all attributes, and a copy for each would take longer than
    /// reading the rest of what is known.
    shared: Option<Arc<Node>>,
}

/// What a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// An AWS policy in JSON.
    IamPolicy,
    /// The container definitions of an ECS task in JSON.
    ContainerDefinitions,
    /// Any JSON.
    Json,
    /// Any YAML.
    Yaml,
    /// Text in base64.
    Base64,
}

impl Document {
    pub(super) const ALL: [(&'static str, Self); 5] = [
        ("iam_policy", Self::IamPolicy),
        ("container_definitions", Self::ContainerDefinitions),
        ("json", Self::Json),
        ("yaml", Self::Yaml),
        ("base64", Self::Base64),
    ];
}

impl Node {
    /// Returns what is known of an entry.
    pub fn child(&self, key: &str) -> Option<&Node> {
        match self.children.binary_search_by(|(known, _)| known.as_str().cmp(key)) {
            Ok(at) => self.children.get(at).map(|(_, node)| node),
            Err(_) => self.globs.iter().find(|(glob, _)| glob.matches(key)).map(|(_, node)| node),
        }
        .or(self.wildcard.as_deref())
        .or_else(|| self.shared.as_ref()?.child(key))
    }

    /// Returns what is known of what stands at a path.
    pub fn at(&self, path: &KeyPath) -> Option<&Node> {
        path.parts().iter().try_fold(self, |node, part| match part {
            Part::Key(key) => node.child(key),
            Part::Glob(_) | Part::Any => None,
        })
    }

    /// Returns the paths of all credentials below this node.
    pub(super) fn secrets(&self) -> Vec<Vec<Key>> {
        let mut found = self.shared.as_ref().map(|shared| shared.secrets()).unwrap_or_default();
        for (key, child) in &self.children {
            if child.secret {
                found.push(vec![key.clone()]);
            }
            found.extend(child.secrets().into_iter().map(|path| [vec![key.clone()], path].concat()));
        }
        found
    }

    /// Returns the entries that are known by name, sorted.
    pub fn children(&self) -> impl Iterator<Item = (&Key, &Node)> {
        let named = self.shared.as_ref().map_or(&self.children, |shared| &shared.children);
        named.iter().map(|(key, node)| (key, node))
    }

    /// Adds a fact; of two that contradict each other the later wins.
    pub(super) fn learn(&mut self, fact: &Fact) {
        let node = fact.path.parts().iter().fold(self, |node, part| match part {
            Part::Any => Arc::make_mut(node.wildcard.get_or_insert_default()),
            Part::Glob(glob) => node.glob_mut(glob),
            Part::Key(key) => node.child_mut(key),
        });
        match &fact.about {
            About::Volatile => node.volatile = true,
            About::CopyOf(path) => node.copy_of = Some(path.clone()),
            About::Set => node.set = true,
            About::Keys(keys) => node.keys = Some(keys.clone()),
            About::Document(form) => node.document = Some(*form),
            About::References(kinds) => node.references.clone_from(kinds),
            About::Default(value) => node.default = Some(value.clone()),
            About::Insensitive => node.insensitive = true,
            About::Secret => node.secret = true,
            About::Numeric => node.numeric = true,
            About::Form(form) => node.form = Some(*form),
            About::Assigned => node.assigned = true,
            About::Whole => node.whole = true,
            About::TellingEmpty => node.telling_empty = true,
            About::Scaled(bounds) => node.scaled = Some(bounds.clone()),
            About::Instead(beside) => node.instead = Some(beside.clone()),
            About::Implied(beside) => node.implied = Some(beside.clone()),
            About::Follows(beside) => node.follows = Some(beside.clone()),
            About::ToldIn(attribute) => node.told_in = Some(attribute.clone()),
        }
    }

    fn child_mut(&mut self, key: &Key) -> &mut Node {
        let at = self.children.binary_search_by(|(known, _)| known.cmp(key)).unwrap_or_else(|at| {
            self.children.insert(at, (key.clone(), Node::default()));
            at
        });
        &mut self.children[at].1
    }

    fn glob_mut(&mut self, glob: &Glob) -> &mut Node {
        let at = self.globs.iter().position(|(known, _)| known == glob).unwrap_or_else(|| {
            self.globs.push((glob.clone(), Node::default()));
            self.globs.len() - 1
        });
        &mut self.globs[at].1
    }

    /// Gives named entries what is known of all entries, so that a walk needs to follow one node only.
    ///
    /// The depth is bounded by that of the longest path, which the reader of the files bounds.
    pub(super) fn spread_wildcards(&mut self) {
        if let Some(wildcard) = &mut self.wildcard {
            Arc::make_mut(wildcard).spread_wildcards();
        }
        for (key, child) in &mut self.children {
            for (_, node) in self.globs.iter().filter(|(glob, _)| glob.matches(key)) {
                child.merge(node);
            }
            if let Some(wildcard) = &self.wildcard {
                child.take_over(wildcard);
            }
            child.spread_wildcards();
        }
        for (_, node) in &mut self.globs {
            if let Some(wildcard) = &self.wildcard {
                node.take_over(wildcard);
            }
            node.spread_wildcards();
        }
    }

    /// Takes over what `other` knows beyond this node, sharing its entries where there are none here.
    fn take_over(&mut self, other: &Arc<Node>) {
        if self.has_entries() {
            return self.merge(other);
        }
        self.merge_itself(other);
        if other.has_entries() {
            self.shared = Some(Arc::clone(other.shared.as_ref().unwrap_or(other)));
        }
    }

    fn has_entries(&self) -> bool {
        !self.children.is_empty()
            || !self.globs.is_empty()
            || self.wildcard.is_some()
            || self.shared.is_some()
    }

    /// Takes over what `other` knows beyond this node.
    fn merge(&mut self, other: &Node) {
        self.merge_itself(other);
        match &other.shared {
            Some(shared) if !self.has_entries() => self.shared = Some(Arc::clone(shared)),
            Some(shared) => self.merge_entries(shared),
            None => {}
        }
        if !(other.children.is_empty() && other.globs.is_empty() && other.wildcard.is_none()) {
            self.merge_entries(other);
        }
    }

    /// Takes over what `other` knows of its entries.
    fn merge_entries(&mut self, other: &Node) {
        // What is shared is left to others; from here on the entries are this node's own.
        if let Some(shared) = self.shared.take() {
            self.merge_entries(&shared);
        }
        for (key, node) in &other.children {
            self.child_mut(key).merge(node);
        }
        for (glob, node) in &other.globs {
            self.glob_mut(glob).merge(node);
        }
        if let Some(wildcard) = &other.wildcard {
            Arc::make_mut(self.wildcard.get_or_insert_default()).merge(wildcard);
        }
    }

    /// Takes over what `other` knows of itself.
    fn merge_itself(&mut self, other: &Node) {
        self.volatile |= other.volatile;
        self.set |= other.set;
        self.insensitive |= other.insensitive;
        self.secret |= other.secret;
        self.numeric |= other.numeric;
        self.assigned |= other.assigned;
        self.whole |= other.whole;
        self.telling_empty |= other.telling_empty;
        fill(&mut self.form, other.form.as_ref());
        fill(&mut self.copy_of, other.copy_of.as_ref());
        fill(&mut self.keys, other.keys.as_ref());
        fill(&mut self.document, other.document.as_ref());
        fill(&mut self.default, other.default.as_ref());
        fill(&mut self.scaled, other.scaled.as_ref());
        fill(&mut self.instead, other.instead.as_ref());
        fill(&mut self.implied, other.implied.as_ref());
        fill(&mut self.follows, other.follows.as_ref());
        fill(&mut self.told_in, other.told_in.as_ref());
        if self.references.is_empty() {
            self.references.clone_from(&other.references);
        }
    }
}

fn fill<T: Clone>(slot: &mut Option<T>, other: Option<&T>) {
    if slot.is_none() {
        *slot = other.cloned();
    }
}
