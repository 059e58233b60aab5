//! Which values are secrets because they are made of a sensitive variable.
//!
//! Everything is evaluated twice: once in clear, and once with every sensitive value hidden behind
//! [`Value::Secret`], which the evaluator moves but never looks into. Where the two results differ, the
//! value in clear was made of a secret. So `merge(var.db, { password = var.password })` is sensitive
//! at `password` only, and `"postgres://${var.password}@db"` as a whole.

use crate::model::{Map, Path, Segment, Value};

/// Nesting beyond this is sensitive as a whole.
const MAX_DEPTH: usize = 200;

/// Returns where the attributes in clear hold something that is hidden in `masked`.
pub(super) fn paths(clear: &Map, masked: &Map) -> Vec<Path> {
    let mut finder = Finder { path: Path::root(), found: Vec::new() };
    finder.map(clear, masked, 0);
    finder.found
}

struct Finder {
    path: Path,
    found: Vec<Path>,
}

impl Finder {
    fn map(&mut self, clear: &Map, masked: &Map, depth: usize) {
        for (key, value) in clear {
            self.path.push(Segment::Key(key.as_str().into()));
            match masked.get(key) {
                Some(masked) => self.value(value, masked, depth + 1),
                None => self.found.push(self.path.clone()),
            }
            self.path.pop();
        }
    }

    fn value(&mut self, clear: &Value, masked: &Value, depth: usize) {
        match (clear, masked) {
            (Value::Map(clear), Value::Map(masked)) if depth < MAX_DEPTH => self.map(clear, masked, depth),
            (Value::List(clear), Value::List(masked)) if clear.len() == masked.len() && depth < MAX_DEPTH => {
                for (i, (clear, masked)) in clear.iter().zip(masked.iter()).enumerate() {
                    self.path.push(Segment::Index(u32::try_from(i).unwrap_or(u32::MAX)));
                    self.value(clear, masked, depth + 1);
                    self.path.pop();
                }
            }
            (clear, masked) if clear == masked => {}
            _ => self.found.push(self.path.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Key, Secret};

    fn map(entries: Vec<(&str, Value)>) -> Map {
        entries.into_iter().map(|(key, value)| (Key::new(key), value)).collect()
    }

    #[test]
    fn what_differs_is_sensitive() {
        let clear = map(vec![
            ("a", Value::from("x")),
            ("b", Value::list([Value::from("y"), Value::from("z")])),
            ("c", Value::Map(map(vec![("d", Value::from("pw")), ("e", Value::Null)]))),
            ("f", Value::list([Value::from("one")])),
        ]);
        let hidden = || Value::Secret(Secret::Withheld);
        let masked = map(vec![
            ("a", Value::from("x")),
            ("b", Value::list([Value::from("y"), hidden()])),
            ("c", Value::Map(map(vec![("d", hidden()), ("e", Value::Null)]))),
            ("f", Value::Expression("[for x in var.s : x]".into())),
        ]);
        let found: Vec<_> = paths(&clear, &masked).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["b[1]", "c.d", "f"]);
    }
}
