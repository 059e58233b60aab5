//! Diff: what differs in meaning between two resources that pair.
//!
//! A walk over both trees at once, with what is known of the kind beside it. It is linear in the
//! size of the trees, gives the same changes in the same order whatever the order of the input, and
//! the mirrored changes when left and right are exchanged.

pub mod attribution;
mod causes;
mod foreign;
mod lists;
mod shared;

use std::borrow::Cow;

pub use causes::{Declarations, Explanation, Running, Same, Variable, explain};
pub use foreign::resolve;

use crate::collect::kubernetes::pulled;
use crate::collect::secrets::{may_be, without_fingerprints};
use crate::model::{Change, ChangeKind, Key, Map, Origin, Path, Secret, Segment, SetAside, Sides, Value};
use crate::normalize::knowledge::Node;
use crate::normalize::meaning::{Meaning, Used};
use crate::normalize::scalar::{is_default, is_uncompared, same_scalar};
use crate::normalize::watch::Watch;
use crate::normalize::{document, opaque, tokens};

use foreign::Noted;

/// Differences inside one document of no known form, above which they are told as one: a dashboard of another
/// version has hundreds, and each is the same news.
const MANY: usize = 3;

/// Two values that were written differently and found equal, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// Where in the resource.
    pub path: Path,
    /// What stood on each side.
    pub values: Sides<String>,
    /// Why they are equal.
    pub reason: String,
}

/// What the comparison of one pair gives.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Differences in meaning, in the order of paths.
    pub changes: Vec<Change>,
    /// Differences in form.
    pub set_aside: SetAside,
    /// Every difference in form, when they were asked for.
    pub substitutions: Vec<Substitution>,
    /// What [`resolve`] looks at when all pairs have been compared.
    noted: Noted,
}

impl From<Change> for Outcome {
    fn from(change: Change) -> Self {
        Self { changes: vec![change], ..Self::default() }
    }
}

/// What two resources are compared with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What values mean on each side.
    pub meaning: Sides<Meaning<'a>>,
    /// Finds the words of one environment that stand in both, if they are looked for.
    pub watch: Option<&'a Watch>,
    /// Whether every substitution is asked for, which `explain` shows.
    pub trace: bool,
}

/// Compares two resources that pair, given by their indices.
pub fn attributes(context: Context<'_>, resources: Sides<usize>) -> Outcome {
    let all = context.meaning.map(|meaning| &meaning.side.snapshot.resources);
    let (Some(l), Some(r)) = (all.left.get(resources.left), all.right.get(resources.right)) else {
        return Outcome::default();
    };
    let owner = |meaning: &Meaning<'_>, index: usize| meaning.side.owner(index).is_some();
    if owner(&context.meaning.left, resources.left) && owner(&context.meaning.right, resources.right) {
        return Outcome { set_aside: SetAside { owned: 1, ..SetAside::default() }, ..Outcome::default() };
    }
    let root = &context.meaning.left.side.kinds[resources.left].root;
    let tells_some = Sides::new(l, r).map(|resource| root.tells_some && resource.origin == Origin::Live);
    let Context { meaning, watch, trace } = context;
    let outcome = Outcome::default();
    let mut differ =
        Differ { meaning, watch, trace, resources, path: Path::root(), outcome, root, tells_some, nested: 0 };
    differ.maps(Sides::new(&l.attributes, &r.attributes), Some(root), true);
    differ.outcome
}

struct Differ<'a> {
    meaning: Sides<Meaning<'a>>,
    path: Path,
    outcome: Outcome,
    watch: Option<&'a Watch>,
    trace: bool,
    /// Indices of the resources.
    resources: Sides<usize>,
    root: &'a Node,
    /// Whether an attribute that a side does not have is not known there.
    tells_some: Sides<bool>,
    /// Documents inside documents that the walk is in.
    nested: usize,
}

/// Why two values that differ in form are equal.
#[derive(Clone, Copy)]
enum Reason {
    Volatile,
    Reference,
    External,
    Token,
    Equivalent,
    Owned,
    Assigned,
    Follows,
    Unknown,
}

impl Reason {
    fn text(self) -> &'static str {
        match self {
            Self::Volatile => "computed or bookkeeping, never compared",
            Self::Reference => "both name the same thing, each in its own environment",
            Self::External => "ids of two things of one class that neither side holds",
            Self::Token => "the same with the words of the environment set aside",
            Self::Equivalent => "the same meaning written differently",
            Self::Owned => "a controller chooses it, and both are within its bounds",
            Self::Assigned => "the server chose it where nothing was declared",
            Self::Follows => "it changes with an attribute beside it, which is told",
            Self::Unknown => "one side does not know the value",
        }
    }
}

const NULL: &Value = &Value::Null;

impl Differ<'_> {
    /// Compares two maps entry by entry; both are sorted, so this is a merge.
    fn maps(&mut self, values: Sides<&Map>, node: Option<&Node>, top: bool) {
        let (mut left, mut right) = (values.left.iter().peekable(), values.right.iter().peekable());
        let mut only = Sides::new(Vec::new(), Vec::new());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some((l, _)), Some((r, _))) => l.cmp(r),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            match order {
                std::cmp::Ordering::Less => only.left.extend(left.next()),
                std::cmp::Ordering::Greater => only.right.extend(right.next()),
                std::cmp::Ordering::Equal => {
                    let (Some((key, l)), Some((_, r))) = (left.next(), right.next()) else { break };
                    if !self.is_owned(key, Sides::new(l, r), values, node)
                        && !self.is_implied(key, Sides::new(l, r), values, node)
                        && !self.follows(key, Sides::new(l, r), values, node)
                    {
                        self.entry(key, Sides::new(l, r), node);
                    }
                }
            }
        }
        // An element of a list is an object with attributes, while the keys of a map that stands alone are data.
        let has_attributes = top
            || matches!(
                self.path.segments().last(),
                Some(Segment::Element(_) | Segment::Index(_) | Segment::Member)
            );
        if has_attributes && self.nested == 0 {
            for (only, is_unknown) in
                [(&mut only.left, self.tells_some.right), (&mut only.right, self.tells_some.left)]
            {
                if is_unknown {
                    self.outcome.set_aside.unknown += only.len() as u64;
                    only.clear();
                }
            }
        }
        only.left.retain(|(key, value)| !self.follows(key, Sides::new(value, NULL), values, node));
        only.right.retain(|(key, value)| !self.follows(key, Sides::new(NULL, value), values, node));
        if !only.left.is_empty() && !only.right.is_empty() {
            self.instead(&mut only, node);
        }
        if only.left.is_empty() && only.right.is_empty() {
            return;
        }
        self.one_sided(only, node, top);
    }

    /// Sets aside a number that another controller chooses, when both are within its bounds.
    fn is_owned(
        &mut self,
        key: &str,
        values: Sides<&Value>,
        parents: Sides<&Map>,
        node: Option<&Node>,
    ) -> bool {
        // What is absent is left to the controller altogether.
        let number = |value: &Value| if value.is_null() { Some(None) } else { value.as_i64().map(Some) };
        let (Some(l), Some(r)) = (number(values.left), number(values.right)) else { return false };
        if l == r {
            return false;
        }
        let number = |map: &Map, key: &Key| map.get(key).and_then(Value::as_i64);
        let beside = |map: &Map| {
            let [least, most] = node?.child(key)?.scaled.as_ref()?;
            Some((number(map, least)?, number(map, most)?))
        };
        let elsewhere = |meaning: &Meaning<'_>, resource: usize| {
            if !meaning.side.scales() {
                return None;
            }
            let path = self.path.to_string();
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            meaning.side.bounds(resource, &path)
        };
        let bounds = Sides::new(
            beside(parents.left).or_else(|| elsewhere(&self.meaning.left, self.resources.left)),
            beside(parents.right).or_else(|| elsewhere(&self.meaning.right, self.resources.right)),
        );
        let within = |bounds: Option<(i64, i64)>, value: Option<i64>| {
            bounds.is_some_and(|(least, most)| {
                least < most && value.is_none_or(|value| (least..=most).contains(&value))
            })
        };
        // What runs is what is scaled; what was declared for it is where it starts, and may be out of the bounds.
        let owned = within(bounds.right, r) && (self.is_exact() || within(bounds.left, l));
        if owned {
            self.path.push(Segment::Key(key.into()));
            self.aside(Reason::Owned, values);
            self.path.pop();
        }
        owned
    }

    /// Sets aside what on both sides only follows from an image beside it, which is compared itself.
    fn is_implied(
        &mut self,
        key: &str,
        values: Sides<&Value>,
        parents: Sides<&Map>,
        node: Option<&Node>,
    ) -> bool {
        if values.left == values.right {
            return false;
        }
        let Some(beside) = node.and_then(|node| node.child(key)).and_then(|child| child.implied.as_ref())
        else {
            return false;
        };
        let follows = |value: &Value, parent: &Map| {
            let image = parent.get(beside).and_then(Value::as_str);
            image.is_some_and(|image| value.as_str() == Some(pulled(image)))
        };
        let implied = follows(values.left, parents.left) && follows(values.right, parents.right);
        if implied {
            self.path.push(Segment::Key(key.into()));
            self.aside(Reason::Equivalent, values);
            self.path.pop();
        }
        implied
    }

    /// Sets aside what changes with an attribute beside it, where that one differs and is told itself.
    fn follows(
        &mut self,
        key: &str,
        values: Sides<&Value>,
        parents: Sides<&Map>,
        node: Option<&Node>,
    ) -> bool {
        let Some(beside) = node.and_then(|node| node.child(key)).and_then(|child| child.follows.as_ref())
        else {
            return false;
        };
        let text = |meaning: &Meaning<'_>, parent: &Map| {
            let value = parent.get(beside).unwrap_or(NULL);
            meaning.value(value, node.and_then(|node| node.child(beside)), beside, &mut Used::default())
        };
        let follows = values.left != values.right
            && text(&self.meaning.left, parents.left) != text(&self.meaning.right, parents.right);
        if follows {
            self.path.push(Segment::Key(key.into()));
            self.aside(Reason::Follows, values);
            self.path.pop();
        }
        follows
    }

    /// Makes one difference of two attributes of which each side has another, and which say the same thing
    /// in two ways; what stands under the other name is shown with it.
    fn instead(&mut self, only: &mut Sides<Vec<&(Key, Value)>>, node: Option<&Node>) {
        let other =
            |key: &str| node.and_then(|node| node.child(key)).and_then(|child| child.instead.as_ref());
        let pairs = |these: &[&(Key, Value)], those: &[&(Key, Value)]| -> Vec<(Key, Key)> {
            let told = these.iter().filter(|(_, value)| !value.is_empty()).filter_map(|(key, _)| {
                let (there, _) = those.iter().find(|(k, v)| Some(k) == other(key) && !v.is_empty())?;
                Some((key.clone(), there.clone()))
            });
            told.collect()
        };
        let named = |(key, value): &(Key, Value)| Value::map([(key.clone(), value.clone())]);
        let take = |entries: &mut Vec<_>, key: &Key| {
            let at = entries.iter().position(|(k, _): &&(Key, Value)| k == key)?;
            Some(entries.remove(at))
        };
        for (is_left, pairs) in
            [(true, pairs(&only.left, &only.right)), (false, pairs(&only.right, &only.left))]
        {
            for (key, place) in pairs {
                let (these, those) = if is_left {
                    (&mut only.left, &mut only.right)
                } else {
                    (&mut only.right, &mut only.left)
                };
                let (Some(this), Some((_, that))) = (take(these, &key), take(those, &place)) else {
                    continue;
                };
                let this = named(this);
                self.path.push(Segment::Key(place.as_str().into()));
                self.change(if is_left { Sides::new(&this, that) } else { Sides::new(that, &this) });
                self.path.pop();
            }
        }
    }

    /// Compares entries whose keys only one side has: keys may differ by the words of the environment only.
    fn one_sided(&mut self, only: Sides<Vec<&(Key, Value)>>, node: Option<&Node>, top: bool) {
        let mut taken = vec![false; only.right.len()];
        for (key, value) in only.left {
            let name = if only.right.is_empty() {
                None
            } else {
                let mut used = Used::default();
                let name = self.meaning.left.text(key, None, "", &mut used);
                only.right
                    .iter()
                    .position(|(other, _)| self.meaning.right.text(other, None, "", &mut used) == name)
            };
            match name.filter(|at| !taken[*at]) {
                Some(at) => {
                    taken[at] = true;
                    self.entry(key, Sides::new(value, &only.right[at].1), node);
                }
                None => self.missing(key, Sides::new(value, NULL), node, top),
            }
        }
        for (at, (key, value)) in only.right.into_iter().enumerate() {
            if !taken[at] {
                self.missing(key, Sides::new(NULL, value), node, top);
            }
        }
    }

    /// Compares an entry that one side does not have at all.
    ///
    /// A provider of another version stores attributes that the other does not know; what is switched
    /// off there is as good as absent.
    fn missing(&mut self, key: &str, values: Sides<&Value>, node: Option<&Node>, top: bool) {
        let value = if values.left.is_null() { values.right } else { values.left };
        let none = Map::default();
        if self.is_owned(key, values, Sides::new(&none, &none), node) {
            return;
        }
        // In one environment, what was switched off and is not there was not switched off.
        let told = self.is_exact() && values.right.is_null();
        if top && !told && !self.outcome_is_own(key) && *value == Value::Bool(false) {
            return self.aside(Reason::Equivalent, values);
        }
        self.entry(key, values, node);
    }

    /// Returns whether an attribute is driftgate's own marker, which is never switched off by being absent.
    fn outcome_is_own(&self, key: &str) -> bool {
        key.starts_with('@') || self.root.keeps_empty
    }

    fn entry(&mut self, key: &str, values: Sides<&Value>, node: Option<&Node>) {
        let child = node.and_then(|node| node.child(key));
        self.path.push(Segment::Key(key.into()));
        self.value(values, child, key);
        self.path.pop();
    }

    fn value(&mut self, values: Sides<&Value>, node: Option<&Node>, key: &str) {
        let Sides { left, right } = values;
        // Containers are walked into anyway; comparing them here as well would cost a pass a level.
        let scalar = !matches!((left, right), (Value::Map(_), Value::Map(_)));
        if scalar && left == right {
            return self.shared(left, node, key);
        }
        if is_uncompared(node) {
            if left != right {
                self.aside(Reason::Volatile, values);
            }
            return;
        }
        match (left, right) {
            (Value::Unknown | Value::Secret(Secret::Withheld), _)
            | (_, Value::Unknown | Value::Secret(Secret::Withheld)) => {
                return self.aside(Reason::Unknown, values);
            }
            // Under different keys, equal secrets have different fingerprints.
            (Value::Secret(_), Value::Secret(_)) if self.keys_differ() => {
                return self.aside(Reason::Unknown, values);
            }
            (Value::Secret(_), Value::Secret(_)) => return self.change(values),
            (Value::Secret(_), other) | (other, Value::Secret(_)) => {
                // A clear text beside a sealed one means that only one input marks it: they cannot be compared.
                return if other.is_empty() {
                    self.change(values);
                } else {
                    self.aside(Reason::Unknown, values);
                };
            }
            _ => {}
        }
        if is_default(left, node) && is_default(right, node) && !self.root.keeps_empty {
            return self.aside(Reason::Equivalent, values);
        }
        if left.is_empty() != right.is_empty() && self.is_assigned(left, node) {
            return self.aside(Reason::Assigned, values);
        }
        if left.is_null() != right.is_null()
            && let Some(node) = node
            && (node.whole || node.telling_empty && left.is_empty() && right.is_empty())
        {
            return self.one_whole(values, node, key);
        }
        match (left, right) {
            (Value::Map(l), Value::Map(r)) => self.maps(Sides::new(l, r), node, false),
            (Value::List(l), Value::List(r)) => self.lists(Sides::new(l, r), node, key),
            // `terraform show` prints a single block as JSON prints a list of one.
            (Value::List(l), Value::Map(r)) => match l.as_ref() {
                [Value::Map(l)] => self.maps(Sides::new(l, r), node, false),
                _ => self.change(values),
            },
            (Value::Map(l), Value::List(r)) => match r.as_ref() {
                [Value::Map(r)] => self.maps(Sides::new(l, r), node, false),
                _ => self.change(values),
            },
            // An absent map and one with entries differ by those entries, as an empty one does, and so for lists.
            (Value::Null, Value::Map(r)) if self.null_is_empty() => {
                self.maps(Sides::new(&Map::default(), r), node, false);
            }
            (Value::Map(l), Value::Null) if self.null_is_empty() => {
                self.maps(Sides::new(l, &Map::default()), node, false);
            }
            (Value::Null, Value::List(r)) => self.lists(Sides::new(&[], r), node, key),
            (Value::List(l), Value::Null) => self.lists(Sides::new(l, &[]), node, key),
            (Value::String(l), Value::String(r)) => self.texts(Sides::new(l, r), values, node, key),
            (Value::String(text), Value::Map(_) | Value::List(_)) => match self.tree(text, node) {
                Some(tree) => self.document(Sides::new(&tree, right), node, key),
                None => self.change(values),
            },
            (Value::Map(_) | Value::List(_), Value::String(text)) => match self.tree(text, node) {
                Some(tree) => self.document(Sides::new(left, &tree), node, key),
                None => self.change(values),
            },
            _ => self.scalars(values, node, key),
        }
    }

    /// Returns whether the server chose a value where nothing was declared; `left` is empty or the right value is.
    fn is_assigned(&self, left: &Value, node: Option<&Node>) -> bool {
        let origin = |meaning: &Meaning<'_>, index: usize| {
            meaning.side.snapshot.resources.get(index).map(|resource| resource.origin)
        };
        let (l, r) = (
            origin(&self.meaning.left, self.resources.left),
            origin(&self.meaning.right, self.resources.right),
        );
        let (silent, other) = if left.is_empty() { (l, r) } else { (r, l) };
        node.is_some_and(|node| node.assigned) && silent != Some(Origin::Live) && other == Some(Origin::Live)
    }

    /// Compares an object that only one side has, and that is there or not as one thing.
    fn one_whole(&mut self, values: Sides<&Value>, node: &Node, key: &str) {
        let is_left = !values.left.is_null();
        let (meaning, value) =
            if is_left { (self.meaning.left, values.left) } else { (self.meaning.right, values.right) };
        let says_nothing = !node.telling_empty
            && matches!(value, Value::Map(_))
            && meaning.value(value, Some(node), key, &mut Used::default()) == "{}";
        if says_nothing { self.aside(Reason::Equivalent, values) } else { self.change(values) }
    }

    /// Returns whether null and empty are the same here: not where somebody wrote them down, and not in what
    /// driftgate itself says of a resource.
    fn null_is_empty(&self) -> bool {
        let own = matches!(self.path.segments().first(), Some(Segment::Key(key)) if key.starts_with('@'));
        !self.root.keeps_empty && !own
    }

    fn scalars(&mut self, values: Sides<&Value>, node: Option<&Node>, key: &str) {
        if same_scalar(values.left, values.right, node) {
            return self.aside(Reason::Equivalent, values);
        }
        if let (Value::Number(l), Value::Number(r)) = (values.left, values.right)
            && !self.is_exact()
            && opaque::class(&l.to_string(), key).is_some()
            && opaque::class(&r.to_string(), key).is_some()
        {
            return self.aside(Reason::External, values);
        }
        let mut used = Used::default();
        if matches!((values.left, values.right), (Value::Expression(_), Value::Expression(_)))
            && self.meaning.left.value(values.left, node, key, &mut used)
                == self.meaning.right.value(values.right, node, key, &mut used)
        {
            return self.aside(Reason::Token, values);
        }
        self.change(values);
    }

    fn texts(&mut self, texts: Sides<&str>, values: Sides<&Value>, node: Option<&Node>, key: &str) {
        if same_scalar(values.left, values.right, node) {
            return self.aside(Reason::Equivalent, values);
        }
        if let (Some(l), Some(r)) = (self.tree(texts.left, node), self.tree(texts.right, node)) {
            return self.document(Sides::new(&l, &r), node, key);
        }
        let mut used = Used::default();
        let l = self.meaning.left.text(texts.left, node, key, &mut used);
        let r = self.meaning.right.text(texts.right, node, key, &mut used);
        if l == r {
            self.note_own(texts, key);
            if used.external && !used.references {
                self.note_external(texts);
            }
            return self.aside(used.reason(), values);
        }
        let names =
            |meaning: Meaning<'_>, text: &str| meaning.by_name().text(text, node, key, &mut Used::default());
        if names(self.meaning.left, texts.left) == names(self.meaning.right, texts.right) {
            self.note_own(texts, key);
            return self.aside(Reason::Token, values);
        }
        if let (Some(l), Some(r)) = (without_fingerprints(&l), without_fingerprints(&r))
            && l == r
        {
            if self.keys_differ() {
                return self.aside(Reason::Unknown, values);
            }
            // The texts differ by the secrets inside them and by nothing else.
            let secret = Value::Secret(Secret::Withheld);
            return self.change(Sides::new(&secret, &secret));
        }
        // A clear part beside a sealed one cannot be compared, as a clear value beside a sealed one cannot.
        if may_be(&l, &r) || may_be(&r, &l) {
            return self.aside(Reason::Unknown, values);
        }
        self.change(values);
    }

    /// Returns whether both sides are the same environment.
    fn is_exact(&self) -> bool {
        self.meaning.left.exact
    }

    /// Returns whether the snapshots were sealed under different keys, so that no secret can be compared.
    fn keys_differ(&self) -> bool {
        let key = |meaning: &Meaning<'_>| meaning.side.snapshot.secret_key_id;
        key(&self.meaning.left) != key(&self.meaning.right)
    }

    /// Reads a text that holds a document of the form that is known, or JSON where none is.
    fn tree(&self, text: &str, node: Option<&Node>) -> Option<Value> {
        if self.nested >= 4 {
            return None;
        }
        match node.and_then(|node| node.document) {
            Some(form) => document::read(text, form),
            None => document::json_tree(text),
        }
    }

    fn document(&mut self, values: Sides<&Value>, node: Option<&Node>, key: &str) {
        let documents = self.meaning.left.documents;
        let root = node.and_then(|node| node.document).and_then(|form| documents.root(form));
        self.nested += 1;
        let before = self.outcome.changes.len();
        self.value(values, root, key);
        if self.outcome.changes.len() > before + MANY && node.is_none_or(|node| node.document.is_none()) {
            self.fold(before);
        }
        if self.outcome.changes.len() == before {
            // Equal documents in different writing are one difference in form, whatever was inside.
            self.outcome.set_aside.equivalent += 1;
        }
        self.nested -= 1;
    }

    /// Makes one change of all that differs inside a document: the paths in it that differ, each with its value.
    fn fold(&mut self, from: usize) {
        let depth = self.path.segments().len();
        let mut values = Sides::new(Vec::new(), Vec::new());
        for change in self.outcome.changes.drain(from..) {
            let mut inner = Path::root();
            change.path.segments().iter().skip(depth).for_each(|segment| inner.push(segment.clone()));
            let key = Key::new(&inner.to_string());
            values.left.extend(change.values.left.map(|value| (key.clone(), value)));
            values.right.extend(change.values.right.map(|value| (key, value)));
        }
        let (left, right) = (Value::map(values.left), Value::map(values.right));
        self.change(Sides::new(&left, &right));
    }

    fn change(&mut self, values: Sides<&Value>) {
        self.push(ChangeKind::Modified, values, Sides::default());
    }

    fn push(&mut self, kind: ChangeKind, values: Sides<&Value>, only: Sides<Vec<Value>>) {
        let present = |value: &Value| (!value.is_null()).then(|| value.clone());
        self.outcome.changes.push(Change {
            kind,
            path: self.path.clone(),
            values: values.map(present),
            only,
            foreign: None,
        });
    }

    fn aside(&mut self, reason: Reason, values: Sides<&Value>) {
        let counts = &mut self.outcome.set_aside;
        match reason {
            Reason::Volatile | Reason::Assigned => counts.volatile += 1,
            Reason::Reference => counts.references += 1,
            Reason::External => counts.external += 1,
            Reason::Token => counts.tokens += 1,
            Reason::Equivalent | Reason::Follows => counts.equivalent += 1,
            Reason::Owned => counts.owned += 1,
            Reason::Unknown => counts.unknown += 1,
        }
        // Null beside empty is too common and too plain to be shown.
        if self.trace && !(values.left.is_empty() && values.right.is_empty()) {
            let text = |value: &Value| {
                let text = value.to_string();
                without_fingerprints(&text).unwrap_or(text)
            };
            self.outcome.substitutions.push(Substitution {
                path: self.path.clone(),
                values: values.map(text),
                reason: self.why(reason, values),
            });
        }
    }
}

impl Differ<'_> {
    /// Says why two values are equal, with the names of what stands behind them.
    fn why(&self, reason: Reason, values: Sides<&Value>) -> String {
        let texts = Sides::new(values.left.as_str(), values.right.as_str());
        if let Sides { left: Some(left), right: Some(right) } = texts {
            match reason {
                Reason::Reference => {
                    let address = |meaning: &Meaning<'_>, text: &str| {
                        let (index, _) = meaning.side.identified(text)?;
                        Some(meaning.side.snapshot.resources.get(index as usize)?.address.as_str().to_owned())
                    };
                    match (address(&self.meaning.left, left), address(&self.meaning.right, right)) {
                        (Some(left), Some(right)) if left == right => return format!("both name {left}"),
                        (Some(left), Some(right)) => return format!("they name {left} and its pair {right}"),
                        _ => {}
                    }
                }
                Reason::Token => {
                    let words = tokens::differing_words(left, right);
                    if !words.is_empty() {
                        let words: Vec<_> =
                            words.iter().map(|(l, r)| format!("{l} stands for {r}")).collect();
                        return words.join(", ");
                    }
                }
                _ => {}
            }
        }
        reason.text().to_owned()
    }
}

impl Used {
    fn reason(self) -> Reason {
        if self.references {
            Reason::Reference
        } else if self.external {
            Reason::External
        } else if self.volatile {
            Reason::Volatile
        } else if self.tokens {
            Reason::Token
        } else {
            Reason::Equivalent
        }
    }
}

/// Returns the elements as values of a list, for a change that shows a whole list.
fn whole(items: &[Value]) -> Cow<'_, Value> {
    Cow::Owned(Value::List(items.into()))
}
