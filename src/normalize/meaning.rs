//! What a value means, apart from the environment it stands in, as text: two values are equal in
//! meaning exactly when their canonical texts are equal.
//!
//! Texts are asked for where two values differ, or where members of sets must find each other;
//! most values of two environments are never put into this form.

use super::forms::Form;
use super::knowledge::{Document, KindKnowledge, Knowledge, Node};
use super::network::Cidr;
use super::scalar::{is_default, is_uncompared, plain};
use super::{Side, document, opaque};
use crate::model::{Key, Map, Sides, Value};

/// Marks a part of a canonical text that stands for something else; it cannot occur in input.
const MARK: char = '\u{1}';

/// Nesting of documents inside documents that is looked into.
const MAX_NESTED: usize = 4;

/// What was replaced on the way to a canonical text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "each is another replacement, and a text may need all")]
pub struct Used {
    /// An identifier became the resource it names.
    pub references: bool,
    /// An identifier of something that is not there became its class.
    pub external: bool,
    /// A word, account, region, address or variable of the environment.
    pub tokens: bool,
    /// A made-up value became its class.
    pub volatile: bool,
}

/// What is needed to say what a value of one side means.
#[derive(Clone, Copy)]
pub struct Meaning<'a> {
    /// The side.
    pub side: &'a Side<'a>,
    /// For each resource of the side, the number of its pair.
    pub pair_of: &'a [Option<u32>],
    /// What is known of documents.
    pub documents: &'a Documents,
    /// Whether both sides are in the same region; then machine images are the same things.
    pub same_region: bool,
    /// Whether a name that holds a word of the environment stays a name, even when it identifies a resource.
    ///
    /// A name may be the id of one resource here and of another there, and still be the same name.
    pub by_name: bool,
    /// Whether both sides are the same environment: then every text stands for itself, and two ids of one
    /// class are two things.
    pub exact: bool,
}

/// What is known of the trees inside documents.
pub struct Documents {
    policy: std::sync::Arc<KindKnowledge>,
    containers: std::sync::Arc<KindKnowledge>,
}

impl Documents {
    /// Looks up the kinds that describe documents.
    pub fn new(knowledge: &Knowledge) -> Self {
        Self {
            policy: knowledge.kind("document.iam_policy"),
            containers: knowledge.kind("document.container_definitions"),
        }
    }

    /// Returns what is known of the root of a document.
    pub fn root(&self, form: Document) -> Option<&Node> {
        match form {
            Document::IamPolicy => Some(&self.policy.root),
            Document::ContainerDefinitions => self.containers.root.child("elements"),
            Document::Json | Document::Yaml | Document::Base64 => None,
        }
    }
}

impl<'a> Meaning<'a> {
    /// Puts both sides' means together.
    ///
    /// `pair_of` holds the number of the pair of each resource, as far as pairs are known.
    pub fn of_both(
        sides: Sides<&'a Side<'a>>,
        pair_of: Sides<&'a [Option<u32>]>,
        documents: &'a Documents,
    ) -> Sides<Self> {
        let same_region = sides.left.tokens.region == sides.right.tokens.region;
        Sides {
            left: Self {
                side: sides.left,
                pair_of: pair_of.left,
                documents,
                same_region,
                by_name: false,
                exact: false,
            },
            right: Self {
                side: sides.right,
                pair_of: pair_of.right,
                documents,
                same_region,
                by_name: false,
                exact: false,
            },
        }
    }

    /// Returns this meaning with names left as names.
    #[must_use]
    pub fn by_name(self) -> Self {
        Self { by_name: true, ..self }
    }

    /// Returns this meaning for two sides of one environment, in which every text stands for itself.
    #[must_use]
    pub fn exact(self) -> Self {
        Self { exact: true, ..self }
    }

    /// Returns the canonical form of a text; `key` is the name of the attribute that holds it.
    pub fn text(&self, text: &str, node: Option<&Node>, key: &str, used: &mut Used) -> String {
        let (lowered, image);
        let mut text = text;
        if node.is_some_and(|node| node.form == Some(Form::Image))
            && let Some(completed) = Form::Image.canonical(text)
        {
            image = completed;
            text = &image;
        }
        if node.is_some_and(|node| node.insensitive) {
            lowered = text.to_lowercase();
            text = &lowered;
        }
        if self.exact {
            return text.to_owned();
        }
        if let Some(reference) = self.reference(text, node) {
            used.references = true;
            return reference;
        }
        if node.is_some_and(|node| !node.references.is_empty())
            && let Some(at) = opaque::content_suffix(text)
        {
            used.volatile = true;
            return format!("{}{MARK}content", self.words(&text[..at], used));
        }
        if let Some(class) = opaque::class(text, key) {
            match class {
                "timestamp" => used.volatile = true,
                _ => used.external = true,
            }
            return format!("{MARK}{class}");
        }
        if !self.same_region && opaque::aws_id(text) == Some("ami") {
            used.external = true;
            return format!("{MARK}ami");
        }
        if let Some(address) = self.address(text) {
            used.tokens = true;
            return address;
        }
        let replaced = self.side.tokens.without_vars(text);
        used.tokens |= replaced.is_some();
        self.words(replaced.as_deref().unwrap_or(text), used)
    }

    /// Replaces what each word of a longer text stands for.
    fn words(&self, text: &str, used: &mut Used) -> String {
        if self.exact {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(is_separator).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if word == "dev" && out.ends_with('/') && is_device(after) {
                out.push_str(word);
            } else {
                self.word(word, &mut out, used);
            }
            let next = after.find(|c| !is_separator(c)).unwrap_or(after.len());
            out.push_str(&after[..next]);
            rest = &after[next..];
        }
        out
    }

    fn word(&self, word: &str, out: &mut String, used: &mut Used) {
        // Short words are no identifiers, and most are the environment's name at best.
        if word.len() >= 8 {
            if let Some(reference) = self.reference(word, None) {
                used.references = true;
                out.push_str(&reference);
                return;
            }
            if (opaque::aws_id(word).is_some() || opaque::is_uuid(word))
                && let Some(class) = opaque::class(word, "")
            {
                used.external = true;
                out.push(MARK);
                out.push_str(class);
                return;
            }
            if let Some(address) = self.address(word) {
                used.tokens = true;
                out.push_str(&address);
                return;
            }
            if out.starts_with("arn:") && out.ends_with('/') && opaque::is_part_id(word) {
                used.external = true;
                out.push(MARK);
                out.push_str("id");
                return;
            }
        }
        // Host names carry regions and names between their dots.
        for (at, part) in word.split('.').enumerate() {
            if at > 0 {
                out.push('.');
            }
            if let Some(place) = self.side.tokens.place(part) {
                used.tokens = true;
                out.push_str(&place);
                continue;
            }
            // Of a name that Terraform completed, only the prefix was chosen.
            let made_up = opaque::unique_suffix(part);
            let chosen = made_up.map_or(part, |at| &part[..at]);
            let placed = self.side.tokens.without_places(chosen);
            let named = self.side.tokens.without_words(placed.as_deref().unwrap_or(chosen));
            used.tokens |= placed.is_some() || named.is_some();
            out.push_str(named.as_deref().or(placed.as_deref()).unwrap_or(chosen));
            if made_up.is_some() {
                used.volatile = true;
                out.push(MARK);
                out.push_str("unique");
            }
        }
    }

    /// Returns what stands for the resource that `text` names, when that resource is paired.
    fn reference(&self, text: &str, node: Option<&Node>) -> Option<String> {
        if self.by_name && self.side.tokens.is_own(text) {
            return None;
        }
        if let Some((index, attribute)) = self.side.identified(text) {
            let pair = self.pair_of.get(index as usize).copied()??;
            return Some(format!("{MARK}{pair}.{attribute}"));
        }
        let kinds = &node?.references;
        if kinds.is_empty() {
            return None;
        }
        let index = self.side.named(text, |kind| kinds.iter().any(|glob| glob.matches(kind)))?;
        let pair = self.pair_of.get(index as usize).copied()??;
        Some(format!("{MARK}{pair}.name"))
    }

    /// Returns an address or block relative to the network that the environment declares.
    fn address(&self, text: &str) -> Option<String> {
        let cidr = Cidr::parse(text)?;
        let (network, offset) = self.side.network_of(cidr)?;
        let pair = self.pair_of.get(network as usize).copied()??;
        Some(format!("{MARK}net{pair}+{offset}/{}", cidr.prefix()))
    }

    /// Returns the canonical form of any value.
    pub fn value(&self, value: &Value, node: Option<&Node>, key: &str, used: &mut Used) -> String {
        let mut out = String::new();
        self.write(value, node, key, &mut out, used, 0);
        out
    }

    fn write(
        &self,
        value: &Value,
        node: Option<&Node>,
        key: &str,
        out: &mut String,
        used: &mut Used,
        nested: usize,
    ) {
        match value {
            Value::Null => out.push('~'),
            Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Value::Number(number) => {
                let printed = number.to_string();
                let formed = node.and_then(|node| node.form).and_then(|form| form.canonical(&printed));
                out.push_str(formed.as_deref().unwrap_or(&printed));
            }
            Value::String(text) => self.write_text(text, node, key, out, used, nested),
            Value::List(items) => {
                let mut texts: Vec<String> = items
                    .iter()
                    .map(|item| {
                        let mut text = String::new();
                        self.write(item, node, key, &mut text, used, nested);
                        text
                    })
                    .collect();
                if node.is_some_and(|node| node.set || node.keys.is_some()) {
                    texts.sort_unstable();
                }
                out.push('[');
                for text in texts {
                    out.push_str(&text);
                    out.push(',');
                }
                out.push(']');
            }
            Value::Map(map) => self.write_map(map, node, out, used, nested),
            Value::Secret(crate::model::Secret::Fingerprint(bytes)) => {
                out.push(MARK);
                out.push_str(&format!("{:032x}", u128::from_be_bytes(*bytes)));
            }
            Value::Secret(crate::model::Secret::Withheld) | Value::Unknown => {
                out.push(MARK);
                out.push('?');
            }
            Value::Expression(text) => {
                out.push(MARK);
                out.push_str(&self.words(text, used));
            }
        }
    }

    fn write_text(
        &self,
        text: &str,
        node: Option<&Node>,
        key: &str,
        out: &mut String,
        used: &mut Used,
        nested: usize,
    ) {
        // An account is all digits, and yet a name.
        if self.side.tokens.place(text).is_none()
            && let Some(printed) = plain(text, node)
        {
            out.push_str(&printed);
            return;
        }
        if nested < MAX_NESTED {
            let form = node.and_then(|node| node.document);
            let tree = match form {
                Some(form) => document::read(text, form),
                None => document::json_tree(text),
            };
            if let Some(tree) = tree {
                let root = form.and_then(|form| self.documents.root(form));
                self.write(&tree, root, key, out, used, nested + 1);
                return;
            }
        }
        out.push('"');
        out.push_str(&self.text(text, node, key, used));
        out.push('"');
    }

    fn write_map(&self, map: &Map, node: Option<&Node>, out: &mut String, used: &mut Used, nested: usize) {
        let mut entries: Vec<(String, &Key, &Value, Option<&Node>)> = Vec::with_capacity(map.len());
        for (key, value) in map {
            let child = node.and_then(|node| node.child(key));
            if is_uncompared(child) || is_default(value, child) {
                continue;
            }
            let mut replaced = Used::default();
            let name = self.text(key, None, "", &mut replaced);
            used.tokens |= replaced.tokens;
            entries.push((name, key, value, child));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        out.push('{');
        for (name, key, value, child) in entries {
            out.push_str(&name);
            out.push('=');
            self.write(value, child, key, out, used, nested);
            out.push(',');
        }
        out.push('}');
    }
}

/// Returns whether a character stands between the words of a longer text: an ARN, a URL, a list.
fn is_separator(c: char) -> bool {
    match c {
        '/' | ':' | ',' | ';' | '@' | '?' | '&' | '=' | '"' | '\'' | '|' | '<' | '>' | '(' | ')' | '['
        | ']' | '{' | '}' => true,
        _ => c.is_whitespace(),
    }
}

/// Returns whether what follows `/dev` is a device of Unix, so that `dev` is no environment.
fn is_device(after: &str) -> bool {
    const DEVICES: [&str; 16] = [
        "sd", "xvd", "nvme", "hd", "vd", "disk", "mapper", "md", "null", "zero", "random", "urandom", "shm",
        "std", "tty", "fuse",
    ];
    after.strip_prefix('/').is_some_and(|name| DEVICES.iter().any(|device| name.starts_with(device)))
}
