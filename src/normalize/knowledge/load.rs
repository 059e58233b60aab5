//! Reads `kind` blocks into facts about paths.
//!
//! This file must not merge; which facts hold for a kind is decided when the kind is asked for.

use std::fmt;
use std::sync::Arc;

use hcl::edit::expr::Expression;

use crate::blocks::{self, Reader, Spanned, span};
use crate::diagnostic::{Diagnostic, SourceText, nearest};
use crate::expr;
use crate::matching::{Glob, Pattern, Step};
use crate::model::{Key, Value};
use crate::normalize::forms::Form;

use super::key_path::{KeyPath, Part};
use super::{Document, Element, Parts, Scales, Told};

/// Paths are short; the bound keeps the walk over a hostile file shallow.
const MAX_DEPTH: usize = 32;

/// One `kind` block.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of its own about the kind")]
pub(super) struct Statements {
    pub(super) identifiers: Vec<KeyPath>,
    pub(super) names: Vec<KeyPath>,
    pub(super) networks: Vec<KeyPath>,
    pub(super) needs_both: bool,
    pub(super) declared: bool,
    pub(super) keeps_empty: bool,
    pub(super) tells_some: bool,
    pub(super) by_address: bool,
    pub(super) completed_names: bool,
    pub(super) owner_tags: Vec<String>,
    pub(super) scales: Option<Scales>,
    pub(super) same_as: Option<String>,
    pub(super) instead_of_id: Vec<KeyPath>,
    pub(super) parts: Vec<Parts>,
    pub(super) satellites: Vec<Told>,
    pub(super) splits: Vec<(String, Vec<String>)>,
    pub(super) element: Option<Element>,
    pub(super) import: Option<String>,
    pub(super) identity: Vec<KeyPath>,
    pub(super) embeds: Vec<Embed>,
    pub(super) facts: Vec<Fact>,
}

/// One statement about one path.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) path: KeyPath,
    pub(super) about: About,
}

impl Fact {
    /// Returns what is said of the same path below another.
    pub(super) fn below(&self, place: &KeyPath) -> Self {
        Self { path: self.path.below(place), about: self.about.clone() }
    }
}

/// A place below which the facts of another kind hold.
pub(super) struct Embed {
    pub(super) path: KeyPath,
    /// The name of the other kind; only blocks of exactly this name are meant.
    pub(super) kind: String,
    /// What to say when there is no such kind, which is known only when all files are read.
    pub(super) unknown: Diagnostic,
}

/// Without the message, which holds a whole file.
impl fmt::Debug for Embed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.kind, self.path.as_str())
    }
}

/// What is said of a path; the words are those of the block.
#[derive(Clone, Debug)]
pub(super) enum About {
    Volatile,
    CopyOf(String),
    Set,
    Keys(Box<[Key]>),
    Document(Document),
    References(Vec<Glob>),
    Default(Value),
    Insensitive,
    Secret,
    Numeric,
    Form(Form),
    Assigned,
    Whole,
    TellingEmpty,
    Scaled([Key; 2]),
    Instead(Key),
    Implied(Key),
    Follows(Key),
    ToldIn(Key),
}

/// Reads one file: each block with its glob.
pub(super) fn file(source: &Arc<SourceText>) -> Result<Vec<(Glob, Statements)>, Vec<Diagnostic>> {
    let body = expr::parse(source).map_err(|error| vec![error])?;
    let reader = Reader::new(source);
    let top = reader.top(&body, "a file of kinds");
    let kinds = top.blocks("kind").into_iter().filter_map(kind).collect();
    // Those are read by `normalize::managers`.
    for other in ["manager", "drift"] {
        drop(top.blocks(other));
    }
    top.finish();
    let errors = reader.into_errors();
    if errors.is_empty() { Ok(kinds) } else { Err(errors) }
}

/// Makes a statement of one entry of a map.
type Read = fn(&blocks::Block<'_>, &Expression) -> Option<About>;

fn kind(block: blocks::Block<'_>) -> Option<(Glob, Statements)> {
    let label = block.label("kind");
    let mut facts = Vec::new();
    let lists = [
        ("assigned", About::Assigned),
        ("durations", About::Form(Form::Duration)),
        ("images", About::Form(Form::Image)),
        ("protocols", About::Form(Form::Protocol)),
        ("quantities", About::Form(Form::Quantity)),
        ("telling_empty", About::TellingEmpty),
        ("volatile", About::Volatile),
        ("wholes", About::Whole),
        ("sets", About::Set),
        ("insensitive", About::Insensitive),
        ("secrets", About::Secret),
        ("numeric_strings", About::Numeric),
    ];
    for (name, about) in lists {
        facts.extend(paths(&block, name).into_iter().map(|path| Fact { path, about: about.clone() }));
    }
    let maps: [(&str, Read); 10] = [
        ("copies", copy),
        ("keys", keys),
        ("documents", document),
        ("references", references),
        ("scaled", scaled),
        ("instead", |block, value| beside(block, "instead", value).map(About::Instead)),
        ("implied", |block, value| beside(block, "implied", value).map(About::Implied)),
        ("follows", |block, value| beside(block, "follows", value).map(About::Follows)),
        ("told_in", |block, value| beside(block, "told_in", value).map(About::ToldIn)),
        ("defaults", |block, value| block.value_of(value).map(About::Default)),
    ];
    for (name, about) in maps {
        for (text, value) in block.entries(name).unwrap_or_default() {
            let (path, about) = (path(&block, &text), about(&block, value));
            facts.extend(path.zip(about).map(|(path, about)| Fact { path, about }));
        }
    }
    let statements = Statements {
        identifiers: paths(&block, "identifiers"),
        names: paths(&block, "names"),
        networks: paths(&block, "networks"),
        needs_both: block.flag("needs_both").unwrap_or_default(),
        declared: block.flag("declared").unwrap_or_default(),
        keeps_empty: block.flag("keeps_empty").unwrap_or_default(),
        tells_some: block.flag("tells_some").unwrap_or_default(),
        by_address: block.flag("by_address").unwrap_or_default(),
        completed_names: block.flag("completed_names").unwrap_or_default(),
        owner_tags: block.list("owner_tags").unwrap_or_default().into_iter().map(|tag| tag.value).collect(),
        scales: block.only_block("scales").and_then(scales),
        same_as: block.text("same_as").map(|kind| kind.value),
        instead_of_id: paths(&block, "instead_of_id"),
        parts: parts(&block),
        satellites: told(&block, block.list("satellites").unwrap_or_default()),
        splits: block
            .entries("splits")
            .unwrap_or_default()
            .into_iter()
            .map(|(list, value)| (list.value, texts_of(&block, "splits", value)))
            .collect(),
        element: block.only_block("element").and_then(element),
        import: block.text("import").map(|form| form.value),
        identity: paths(&block, "identity"),
        embeds: embeds(&block),
        facts,
    };
    block.finish();
    Some((Glob::new(label?.value), statements))
}

fn paths<'r>(block: &blocks::Block<'r>, attribute: &'r str) -> Vec<KeyPath> {
    block.list(attribute).unwrap_or_default().iter().filter_map(|text| path(block, text)).collect()
}

fn path(block: &blocks::Block<'_>, text: &Spanned<String>) -> Option<KeyPath> {
    let refuse = |message: String, help: &str| {
        block.report(block.mistake(text.span.clone(), message).help(help));
        None
    };
    let pattern: Pattern = match text.value.parse() {
        Ok(pattern) => pattern,
        Err(error) => return refuse(format!("{error}"), "write attribute names with dots between them"),
    };
    if pattern.steps().is_empty() || pattern.steps().len() > MAX_DEPTH {
        return refuse(
            format!("a path has from 1 to {MAX_DEPTH} names"),
            "write `tags` or `rule.filter.prefix`",
        );
    }
    let mut parts = Vec::with_capacity(pattern.steps().len());
    for step in pattern.steps() {
        parts.push(match step {
            // Between quotes, as names with dots and slashes must be, a star is still a star.
            Step::Key(key) if key == "*" => Part::Any,
            Step::Key(key) if key.contains('*') => Part::Glob(Glob::new(key.as_str())),
            Step::Key(key) => Part::Key(Key::new(key)),
            Step::KeyGlob(glob) => Part::Glob(glob.clone()),
            Step::Any => Part::Any,
            Step::AnyElement | Step::Element(_) => {
                let help = "a path of a kind passes through lists and sets without a marker";
                return refuse("unexpected brackets".to_owned(), help);
            }
            Step::Deep => {
                let help = "a wildcard stands for one name: `*` or `checksum-*`";
                return refuse("unexpected wildcard".to_owned(), help);
            }
        });
    }
    Some(KeyPath::new(&text.value, parts))
}

/// Reads which other kinds tell attributes of this one.
fn parts(block: &blocks::Block<'_>) -> Vec<Parts> {
    let mut parts = Vec::new();
    for (attribute, value) in block.entries("parts").unwrap_or_default() {
        let by = told(block, block.texts_of("parts", value).unwrap_or_default());
        parts.push(Parts { attribute: attribute.value, by });
    }
    parts
}

/// Reads `KIND.ATTRIBUTE`: another kind, and its attribute that names the resource of this one.
fn told(block: &blocks::Block<'_>, texts: Vec<Spanned<String>>) -> Vec<Told> {
    let read = |text: Spanned<String>| match text.value.split_once('.') {
        Some((kind, attribute)) => Some(Told { kind: kind.to_owned(), attribute: attribute.to_owned() }),
        None => {
            let help = "write `KIND.ATTRIBUTE`: the attribute of that kind that names a resource of this one";
            block.report(block.mistake(text.span, "an attribute of another kind is meant").help(help));
            None
        }
    };
    texts.into_iter().filter_map(read).collect()
}

fn texts_of(block: &blocks::Block<'_>, name: &str, value: &Expression) -> Vec<String> {
    block.texts_of(name, value).unwrap_or_default().into_iter().map(|text| text.value).collect()
}

fn element(block: blocks::Block<'_>) -> Option<Element> {
    block.require(&["parent", "list"]);
    let text = |name| block.text(name).map(|text| text.value);
    let (parent, list) = (text("parent"), text("list"));
    let pairs = |name| -> Vec<(String, String)> {
        let entries = block.entries(name).unwrap_or_default().into_iter();
        let first = |value| texts_of(&block, name, value).into_iter().next();
        entries.filter_map(|(key, value)| Some((key.value, first(value)?))).collect()
    };
    let (lists, renames) = (pairs("lists"), pairs("renames"));
    block.finish();
    Some(Element { parent: parent?, list: list?, lists, renames })
}

fn embeds(block: &blocks::Block<'_>) -> Vec<Embed> {
    let mut embeds = Vec::new();
    for (text, value) in block.entries("embeds").unwrap_or_default() {
        let kinds = block.texts_of("embeds", value).unwrap_or_default();
        for kind in kinds {
            let unknown = block.mistake(kind.span.clone(), format!("no kind is called `{}`", kind.value));
            embeds.extend(path(block, &text).map(|path| Embed { path, kind: kind.value, unknown }));
        }
    }
    embeds
}

fn copy(block: &blocks::Block<'_>, value: &Expression) -> Option<About> {
    let text = block.texts_of("copies", value)?.into_iter().next()?;
    path(block, &text)?;
    Some(About::CopyOf(text.value))
}

fn keys(block: &blocks::Block<'_>, value: &Expression) -> Option<About> {
    let texts = block.texts_of("keys", value)?;
    if texts.is_empty() {
        block.report(block.mistake(span(value), "a key needs at least one attribute"));
        return None;
    }
    Some(About::Keys(texts.iter().map(|text| Key::new(&text.value)).collect()))
}

/// Reads the name of an attribute that stands beside the one that is spoken of.
fn beside(block: &blocks::Block<'_>, attribute: &str, value: &Expression) -> Option<Key> {
    let text = block.texts_of(attribute, value)?.into_iter().next()?;
    if text.value.contains(['.', '*', '[']) {
        let help = "write its name alone, without the path to it";
        block
            .report(block.mistake(text.span, "an attribute that stands beside this one is meant").help(help));
        return None;
    }
    Some(Key::new(&text.value))
}

fn scaled(block: &blocks::Block<'_>, value: &Expression) -> Option<About> {
    let texts = block.texts_of("scaled", value)?;
    let [least, most] = texts.as_slice() else {
        let help =
            "write the attributes beside it that hold the least and the most: [\"min_size\", \"max_size\"]";
        block.report(block.mistake(span(value), "bounds are two attributes").help(help));
        return None;
    };
    Some(About::Scaled([Key::new(&least.value), Key::new(&most.value)]))
}

fn scales(block: blocks::Block<'_>) -> Option<Scales> {
    block.require(&["target", "least", "most", "attributes"]);
    let place = |name| block.text(name).and_then(|text| path(&block, &text));
    let (target, dimension, namespace) = (place("target"), place("dimension"), place("namespace"));
    let (least, most) = (place("least"), place("most"));
    let mut attributes = Vec::new();
    for (name, value) in block.entries("attributes").unwrap_or_default() {
        let attribute = block.texts_of("attributes", value).and_then(|texts| texts.into_iter().next());
        attributes.extend(attribute.map(|attribute| (Glob::new(name.value), attribute.value)));
    }
    block.finish();
    Some(Scales { target: target?, namespace, dimension, least: least?, most: most?, attributes })
}

fn document(block: &blocks::Block<'_>, value: &Expression) -> Option<About> {
    let text = block.texts_of("documents", value)?.into_iter().next()?;
    let known = || Document::ALL.iter().map(|(name, _)| *name);
    if let Some((_, form)) = Document::ALL.iter().find(|(name, _)| *name == text.value) {
        return Some(About::Document(*form));
    }
    let help = match nearest(&text.value, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known forms: {}", known().collect::<Vec<_>>().join(", ")),
    };
    block.report(block.mistake(text.span, format!("unknown form of document `{}`", text.value)).help(help));
    None
}

fn references(block: &blocks::Block<'_>, value: &Expression) -> Option<About> {
    let kinds = block.texts_of("references", value)?;
    Some(About::References(kinds.into_iter().map(|kind| Glob::new(kind.value)).collect()))
}
