//! What the tool knows of kinds: `kind` blocks, merged for each kind that is asked for.
//!
//! Nothing here names a kind; all of it is data (`rules/kinds/*.hcl` and the user's own files).

mod builtin;
mod load;
mod node;

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::matching::Glob;
use crate::model::Key;

pub use node::{Document, Node};

use load::Fact;

/// All `kind` blocks, in the order in which they were read.
#[derive(Debug, Default)]
pub struct Knowledge {
    blocks: Vec<Block>,
    /// Blocks that name one kind, by that name.
    exact: HashMap<String, Vec<usize>, FixedState>,
    /// Blocks with a wildcard, from the least to the most specific.
    globs: Vec<usize>,
}

/// One `kind` block.
#[derive(Debug)]
struct Block {
    glob: Glob,
    identifiers: Vec<Key>,
    names: Vec<Key>,
    networks: Vec<Key>,
    needs_both: bool,
    keeps_empty: bool,
    facts: Vec<Fact>,
}

/// Everything known of one kind.
#[derive(Debug, Default)]
pub struct KindKnowledge {
    /// Attributes by which others point to the resource.
    pub identifiers: Vec<Key>,
    /// Attributes that hold the name people gave it.
    pub names: Vec<Key>,
    /// Attributes that hold the network of an environment, to which addresses are relative.
    pub networks: Vec<Key>,
    /// Whether resources of the kind are compared only when both sides' sources hold the kind at all.
    pub needs_both: bool,
    /// What is known of its attributes.
    pub root: Node,
}

impl Knowledge {
    /// Reads the kinds that are part of the program.
    ///
    /// # Errors
    ///
    /// Only when the program was built with a broken file, which its tests refuse.
    pub fn built_in() -> Result<Self, Vec<Diagnostic>> {
        Self::parse(&builtin::sources())
    }

    /// Reads `kind` blocks; all mistakes of all files are returned.
    pub fn parse(sources: &[Arc<SourceText>]) -> Result<Self, Vec<Diagnostic>> {
        Self::default().extended(sources)
    }

    /// Adds the `kind` blocks of more files; of two equally specific blocks the later wins.
    pub fn extended(mut self, sources: &[Arc<SourceText>]) -> Result<Self, Vec<Diagnostic>> {
        let files: Vec<_> = sources.par_iter().map(load::file).collect();
        let mut errors = Vec::new();
        for file in files {
            match file {
                Ok(blocks) => self.blocks.extend(blocks),
                Err(more) => errors.extend(more),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.exact.clear();
        self.globs.clear();
        for (at, block) in self.blocks.iter().enumerate() {
            if block.glob.is_exact() {
                self.exact.entry(block.glob.as_str().to_owned()).or_default().push(at);
            } else {
                self.globs.push(at);
            }
        }
        // The sort is stable, so equally specific globs stay in the order of the files.
        self.globs.sort_by_key(|at| self.blocks.get(*at).map(|block| block.glob.specificity()));
        Ok(self)
    }

    /// Merges what is known of a kind; a data source has the knowledge of its resource.
    ///
    /// This builds the whole tree of the kind, so the caller keeps the result.
    pub fn kind(&self, kind: &str) -> Arc<KindKnowledge> {
        let kind = kind.strip_prefix("data.").unwrap_or(kind);
        let exact = self.exact.get(kind).map(Vec::as_slice).unwrap_or_default();
        let blocks = self.globs.iter().chain(exact).filter_map(|at| self.blocks.get(*at));
        let mut known = KindKnowledge::default();
        for block in blocks.filter(|block| block.glob.matches(kind)) {
            unite(&mut known.identifiers, &block.identifiers);
            unite(&mut known.names, &block.names);
            unite(&mut known.networks, &block.networks);
            known.needs_both |= block.needs_both;
            known.root.keeps_empty |= block.keeps_empty;
            for fact in &block.facts {
                known.root.learn(fact);
            }
        }
        known.root.spread_wildcards();
        Arc::new(known)
    }

    /// Returns the globs of all blocks, for the documentation.
    pub fn globs(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().map(|block| block.glob.as_str())
    }
}

fn unite(keys: &mut Vec<Key>, more: &[Key]) {
    for key in more {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
}

#[cfg(test)]
mod tests;
