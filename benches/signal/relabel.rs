//! The twin of any state: the same infrastructure with other ids, another account and the words of prod.
//!
//! What is relabelled is what the cloud and the environment choose; this file must not change anything else.

use std::collections::HashMap;

use serde_json::Value;

use super::random::Random;

/// Returns the twin of a state of dev.
pub(crate) fn twin(state: &str, seed: u64) -> Result<String, serde_json::Error> {
    let mut relabel = Relabel { random: Random::new(seed, "relabel"), known: HashMap::new() };
    let mut state: Value = serde_json::from_str(state)?;
    for output in state["outputs"].as_object_mut().into_iter().flatten().map(|(_, output)| output) {
        relabel.value(&mut output["value"]);
    }
    if let Some(resources) = state["resources"].as_array_mut() {
        relabel.random.shuffle(resources);
        for instances in resources.iter_mut().filter_map(|resource| resource["instances"].as_array_mut()) {
            relabel.random.shuffle(instances);
            // What a block is called in the code is the same; what it made is not.
            for instance in instances {
                relabel.value(&mut instance["attributes"]);
            }
        }
    }
    serde_json::to_string(&state)
}

struct Relabel {
    random: Random,
    /// What each id and account has become.
    known: HashMap<String, String>,
}

impl Relabel {
    fn value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::Object(map) => {
                for value in map.values_mut() {
                    self.value(value);
                }
            }
            _ => {}
        }
    }

    /// Relabels each word of a text; what stands between words stays.
    fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let is_word = |c: char| c.is_ascii_alphanumeric();
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if word == "dev" && out.ends_with('/') && after.starts_with('/') {
                out.push_str(word);
            } else {
                let new = self.word(word, &out);
                out.push_str(&new);
            }
            let next = after.find(is_word).unwrap_or(after.len());
            out.push_str(&after[..next]);
            rest = &after[next..];
        }
        out
    }

    fn word(&mut self, word: &str, before: &str) -> String {
        match word {
            "dev" => return String::from("prod"),
            "Dev" => return String::from("Prod"),
            "DEV" => return String::from("PROD"),
            "development" => return String::from("production"),
            _ => {}
        }
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        let hex = word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        // Machine images and their snapshots are chosen, not given, and the same ones run everywhere.
        let chosen = ["ami-", "snap-"].iter().any(|prefix| before.ends_with(prefix));
        let has_digit = word.bytes().any(|b| b.is_ascii_digit());
        let is_id = before.ends_with('-') && matches!(word.len(), 8 | 17) && hex && has_digit && !chosen;
        let is_account = digits && word.len() == 12;
        if !(is_id || is_account) {
            return word.to_owned();
        }
        let random = &mut self.random;
        let new = || if is_account { random.digits(12) } else { random.hex(word.len() - 1) + "1" };
        self.known.entry(word.to_owned()).or_insert_with(new).clone()
    }
}
