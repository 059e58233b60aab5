//! What the walk notes on its way for [`super::foreign`]: texts that both sides have, and words of their own.
//!
//! This file must not judge: whether a text belongs to one side is known when all pairs have been walked.

use super::Differ;
use super::foreign::Suspect;
use crate::model::{Foreign, Segment, Sides, Value};
use crate::normalize::knowledge::Node;
use crate::normalize::opaque;
use crate::normalize::scalar::is_uncompared;

impl Differ<'_> {
    /// Notes where each side has a word of its own.
    pub(super) fn note_own(&mut self, texts: Sides<&str>, key: &str) {
        let Some(watch) = self.watch.filter(|watch| watch.may_hold(texts.left)) else { return };
        let own = &mut self.outcome.noted.own;
        for (text, is_left, own) in [(texts.left, true, &mut own.left), (texts.right, false, &mut own.right)]
        {
            watch.places(text, key, |place| {
                if place.is_left == is_left {
                    own.extend(place.around.into_iter().flatten());
                }
            });
        }
    }

    /// Notes two ids of things that neither side holds, which are taken for the same thing.
    pub(super) fn note_external(&mut self, texts: Sides<&str>) {
        if self.watch.is_some() {
            let path = self.path.clone();
            self.outcome.noted.external.push((path, texts.map(Into::into)));
        }
    }

    /// Looks through what both sides have for what belongs to one of them.
    pub(super) fn shared(&mut self, value: &Value, node: Option<&Node>, key: &str) {
        if self.watch.is_none() || is_uncompared(node) {
            return;
        }
        match value {
            Value::String(text) => self.shared_text(text, value, key),
            Value::List(items) => {
                for item in items {
                    self.shared(item, node, key);
                }
            }
            Value::Map(map) => {
                for (key, value) in map {
                    self.path.push(Segment::Key(key.as_str().into()));
                    self.shared(value, node.and_then(|node| node.child(key)), key);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn shared_text(&mut self, text: &str, value: &Value, key: &str) {
        let Some(watch) = self.watch else { return };
        let may_hold = watch.may_hold(text);
        if !may_hold && opaque::aws_id(text).is_none() {
            return;
        }
        let named = self.meaning.map(|meaning| meaning.side.identified(text));
        let own = |named: Option<(u32, &str)>, own: usize| named.is_some_and(|(at, _)| at as usize == own);
        match (named.left, named.right) {
            // What both know by this name is the same thing.
            (Some(_), Some(_)) if !own(named.left, self.resources.left) => return,
            (Some((at, _)), None) | (None, Some((at, _))) => {
                let is_left = named.left.is_some();
                let side = if is_left { self.meaning.left.side } else { self.meaning.right.side };
                let word = side.snapshot.resources[at as usize].address.as_str().to_owned();
                // A resource that is on one side only is told already, and with it what names it.
                if self.pair_of(is_left, at).is_some() {
                    return self.suspect(value, Foreign { is_left, word, seen: 0 }, Vec::new());
                }
            }
            _ => {}
        }
        if may_hold {
            watch.places(text, key, |place| {
                let foreign = Foreign { is_left: place.is_left, word: place.word.to_owned(), seen: 0 };
                self.suspect(value, foreign, place.around.into_iter().flatten().collect());
            });
        }
    }

    fn suspect(&mut self, value: &Value, foreign: Foreign, around: Vec<u64>) {
        let (path, value) = (self.path.clone(), value.clone());
        self.outcome.noted.suspects.push(Suspect { path, value, foreign, around });
    }

    fn pair_of(&self, is_left: bool, index: u32) -> Option<u32> {
        let meaning = if is_left { &self.meaning.left } else { &self.meaning.right };
        meaning.pair_of.get(index as usize).copied().flatten()
    }
}
