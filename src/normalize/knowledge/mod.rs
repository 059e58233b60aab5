//! What the tool knows of kinds: `kind` blocks, merged for each kind that is asked for.
//!
//! Nothing here names a kind; all of it is data (`rules/kinds/*.hcl` and the user's own files).

mod builtin;
mod key_path;
mod load;
mod node;
mod related;
mod schema;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use compact_str::CompactString;
use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, SourceText, nearest};
use crate::matching::Glob;
use crate::model::Key;
use crate::normalize::managers::Managers;

pub use key_path::KeyPath;
pub use node::{Document, Node};
pub use related::{Element, Parts, Told};
pub use schema::Schemas;

/// Kinds inside kinds inside kinds; more is a circle.
const MAX_EMBEDDED: usize = 8;

/// All `kind` blocks, in the order in which they were read.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// What is known of those who write to objects; read when it is first asked for, as only drift does.
    managers: OnceLock<Managers>,
    /// Whether that of the program itself is part of it.
    is_built_in: bool,
    /// Files of the user, which have no mistake in what they say of managers.
    own: Vec<Arc<SourceText>>,
    blocks: Vec<Block>,
    /// Blocks that name one kind, by that name.
    exact: HashMap<String, Vec<usize>, FixedState>,
    /// Blocks with a wildcard, from the least to the most specific.
    globs: Vec<usize>,
    /// Kinds that were asked for: a tree is built once, however many resources there are.
    built: RwLock<HashMap<CompactString, Built, FixedState>>,
}

/// What is known of a kind, once somebody has built it.
type Built = Arc<OnceLock<Arc<KindKnowledge>>>;

/// One `kind` block.
#[derive(Debug)]
struct Block {
    glob: Glob,
    statements: Statements,
}

/// What a block says, or its text when no kind has asked for it yet.
#[derive(Debug)]
enum Statements {
    Read(load::Statements),
    Unread { text: &'static str, read: OnceLock<load::Statements> },
}

/// How a resource scales another: which attributes of it say what it scales, and within which bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scales {
    /// Names the other, with its name as the last part: `service/cluster/name`.
    pub target: KeyPath,
    /// Holds the namespace of both, where names are unique in a namespace only.
    pub namespace: Option<KeyPath>,
    /// Says what of the other is scaled; without it every attribute is.
    pub dimension: Option<KeyPath>,
    /// The lower bound.
    pub least: KeyPath,
    /// The upper bound.
    pub most: KeyPath,
    /// For the dimensions that match, the attribute of the other.
    pub attributes: Vec<(Glob, String)>,
}

/// Everything known of one kind.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of its own about the kind")]
pub struct KindKnowledge {
    /// Attributes by which others point to the resource.
    pub identifiers: Vec<KeyPath>,
    /// Attributes that hold the name people gave it.
    pub names: Vec<KeyPath>,
    /// Attributes that hold the network of an environment, to which addresses are relative.
    pub networks: Vec<KeyPath>,
    /// Whether resources of the kind are compared only when both sides' sources hold the kind at all.
    pub needs_both: bool,
    /// Whether the address says which it is, whatever is in it: a variable of another name is another variable.
    pub by_address: bool,
    /// Whether tools complete the names that people chose: with a hash of the content at the end, or with a
    /// word of the environment that the other environment leaves out.
    pub completed_names: bool,
    /// Whether somebody wrote down every value, so that each difference is declared.
    pub declared: bool,
    /// Tags that only the controller sets that made the resource and owns it.
    pub owner_tags: Vec<String>,
    /// How resources of the kind scale others.
    pub scales: Option<Scales>,
    /// The kind whose resources these are, under another name: what AWS made by itself and Terraform adopts.
    pub same_as: Option<String>,
    /// Attributes that together say which resource it is, where its id is one that the provider made up, or that others
    /// have, too.
    pub instead_of_id: Vec<KeyPath>,
    /// Attributes that resources of other kinds tell, too.
    pub parts: Vec<Parts>,
    /// Kinds whose resources belong to one of this kind, and which nothing else tells.
    pub satellites: Vec<Told>,
    /// Lists of objects of which each member of the lists in it stands for an object of its own.
    pub splits: Vec<(String, Vec<String>)>,
    /// The list of another resource of which resources of this kind are elements.
    pub element: Option<Element>,
    /// What `import` blocks name a resource by, when it is another than its id; empty where it cannot be imported.
    pub import: Option<String>,
    /// Attributes that together say which resource it is, where its id is one that only Terraform knows.
    pub identity: Vec<KeyPath>,
    /// Paths of attributes that hold credentials.
    pub secrets: Arc<[Vec<Key>]>,
    /// What is known of its attributes.
    pub root: Node,
}

impl Knowledge {
    /// Takes the kinds that are part of the program.
    ///
    /// They are many, and a comparison has few of them, so a block is read when a kind asks for it.
    pub fn built_in() -> Self {
        let unread = |(glob, text): (&str, &'static str)| Block {
            glob: Glob::new(glob),
            statements: Statements::Unread { text, read: OnceLock::new() },
        };
        let blocks = builtin::FILES.iter().flat_map(|(_, text)| builtin::split(text));
        Self { is_built_in: true, ..Self::of(blocks.map(unread).collect()) }
    }

    /// Reads `kind` blocks; all mistakes of all files are returned.
    pub fn parse(sources: &[Arc<SourceText>]) -> Result<Self, Vec<Diagnostic>> {
        Self::default().extended(sources)
    }

    /// Adds the `kind` blocks of more files; of two equally specific blocks the later wins.
    pub fn extended(mut self, sources: &[Arc<SourceText>]) -> Result<Self, Vec<Diagnostic>> {
        let files: Vec<_> = sources.par_iter().map(load::file).collect();
        let mut errors = Vec::new();
        let before = self.blocks.len();
        for file in files {
            let read = |(glob, statements)| Block { glob, statements: Statements::Read(statements) };
            match file {
                Ok(blocks) => self.blocks.extend(blocks.into_iter().map(read)),
                Err(more) => errors.extend(more),
            }
        }
        if let Err(more) = Managers::default().extended(sources) {
            errors.extend(more);
        }
        self.own.extend(sources.iter().cloned());
        let knowledge = Self { is_built_in: self.is_built_in, own: self.own, ..Self::of(self.blocks) };
        for block in knowledge.blocks.iter().skip(before) {
            for embed in &block.statements.read().embeds {
                if !knowledge.exact.contains_key(&embed.kind) {
                    errors.push(knowledge.unknown(embed));
                }
            }
        }
        if errors.is_empty() { Ok(knowledge) } else { Err(errors) }
    }

    /// Returns what is known of those who write to objects.
    pub fn managers(&self) -> &Managers {
        self.managers.get_or_init(|| {
            let known = if self.is_built_in { Managers::built_in() } else { Managers::default() };
            // The files were read once before, when they were given; there is no mistake left.
            known.extended(&self.own).unwrap_or_default()
        })
    }

    /// Says that no block has the name of an embedded kind.
    fn unknown(&self, embed: &load::Embed) -> Diagnostic {
        let known = self.blocks.iter().map(|block| block.glob.as_str());
        let help = match nearest(&embed.kind, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a `kind` block of this name, in any file".to_owned(),
        };
        embed.unknown.clone().help(help)
    }

    fn of(blocks: Vec<Block>) -> Self {
        let mut exact: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
        let mut globs = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            if block.glob.is_exact() {
                exact.entry(block.glob.as_str().to_owned()).or_default().push(at);
            } else {
                globs.push(at);
            }
        }
        // The sort is stable, so equally specific globs stay in the order of the files.
        globs.sort_by_key(|at| blocks.get(*at).map(|block| block.glob.specificity()));
        Self { blocks, exact, globs, ..Self::default() }
    }

    /// Merges what is known of a kind; a data source has the knowledge of its resource.
    ///
    /// The whole tree of the kind is built when it is first asked for.
    pub fn kind(&self, kind: &str) -> Arc<KindKnowledge> {
        let kind = kind.strip_prefix("data.").unwrap_or(kind);
        // A panic of another thread while it wrote leaves at worst one kind to be built again.
        let built = self.built.read().unwrap_or_else(PoisonError::into_inner).get(kind).cloned();
        let built = built.unwrap_or_else(|| {
            let mut built = self.built.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(built.entry(kind.into()).or_default())
        });
        // Both sides ask for the same kinds at the same time; one of them builds and the other waits.
        Arc::clone(built.get_or_init(|| Arc::new(self.build(kind, &[]))))
    }

    /// Merges what is known of a kind, where the environments themselves describe kinds of theirs.
    ///
    /// What the blocks say wins over what the environments do.
    pub fn kind_with(&self, kind: &str, schemas: &Schemas) -> Arc<KindKnowledge> {
        match schemas.facts(kind) {
            [] => self.kind(kind),
            learned => Arc::new(self.build(kind, learned)),
        }
    }

    fn build(&self, kind: &str, learned: &[load::Fact]) -> KindKnowledge {
        let exact = self.exact.get(kind).map(Vec::as_slice).unwrap_or_default();
        let blocks = self.globs.iter().chain(exact).filter_map(|at| self.blocks.get(*at));
        let mut known = KindKnowledge::default();
        for fact in learned {
            known.root.learn(fact);
        }
        for block in blocks.filter(|block| block.glob.matches(kind)) {
            let said = block.statements.read();
            unite(&mut known.identifiers, &said.identifiers);
            unite(&mut known.names, &said.names);
            unite(&mut known.networks, &said.networks);
            unite(&mut known.identity, &said.identity);
            known.needs_both |= said.needs_both;
            known.declared |= said.declared;
            known.by_address |= said.by_address;
            known.completed_names |= said.completed_names;
            known.owner_tags.extend(said.owner_tags.iter().cloned());
            known.scales = said.scales.clone().or(known.scales);
            known.same_as = said.same_as.clone().or(known.same_as);
            unite(&mut known.instead_of_id, &said.instead_of_id);
            known.parts.extend(said.parts.iter().cloned());
            known.satellites.extend(said.satellites.iter().cloned());
            known.splits.extend(said.splits.iter().cloned());
            known.element = said.element.clone().or(known.element);
            known.import = said.import.clone().or(known.import);
            known.root.keeps_empty |= said.keeps_empty;
            known.root.tells_some |= said.tells_some;
            self.learn(&mut known.root, said, None, 0);
        }
        known.root.spread_wildcards();
        known.secrets = known.root.secrets().into();
        known
    }

    /// Adds the facts of a block below a place: first those of the kinds that it embeds, then its own, which win.
    fn learn(&self, root: &mut Node, said: &load::Statements, place: Option<&KeyPath>, depth: usize) {
        for embed in said.embeds.iter().filter(|_| depth < MAX_EMBEDDED) {
            let below = place.map_or_else(|| embed.path.clone(), |place| embed.path.below(place));
            for at in self.exact.get(&embed.kind).into_iter().flatten() {
                if let Some(block) = self.blocks.get(*at) {
                    self.learn(root, block.statements.read(), Some(&below), depth + 1);
                }
            }
        }
        for fact in &said.facts {
            match place {
                Some(place) => root.learn(&fact.below(place)),
                None => root.learn(fact),
            }
        }
    }

    /// Returns the globs of all blocks, for the documentation.
    pub fn globs(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().map(|block| block.glob.as_str())
    }
}

impl Statements {
    fn read(&self) -> &load::Statements {
        match self {
            Self::Read(statements) => statements,
            // Only blocks of the program itself are read this late. Its tests read every one of them, so
            // there is no mistake left that a user could be told of.
            Self::Unread { text, read } => read.get_or_init(|| {
                let blocks = load::file(&SourceText::new("built-in kinds", *text)).unwrap_or_default();
                blocks.into_iter().next().map(|(_, statements)| statements).unwrap_or_default()
            }),
        }
    }
}

fn unite(paths: &mut Vec<KeyPath>, more: &[KeyPath]) {
    for path in more {
        if !paths.contains(path) {
            paths.push(path.clone());
        }
    }
}

#[cfg(test)]
mod tests;
