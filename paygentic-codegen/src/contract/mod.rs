//! The one definition of what is interface and what is prose.
//!
//! [`strip`] removes the prose from a document and leaves the interface. It decides by the kind of the object that has a key,
//! and not by the key alone: a property, a component or a scope may have the name `description`
//! or `example`, and is part of the interface anyway.

mod rules;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use self::rules::{KeyRule, PROSE_KEYS, rule};
use crate::normalize::{Inside, ObjectKind};

/// What [`strip`] removed: the number of pieces of each kind, by the key that held them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dropped(BTreeMap<String, usize>);

impl Dropped {
    /// The total number of pieces that were removed.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    fn add(&mut self, kind: &str) {
        *self.0.entry(kind.to_owned()).or_default() += 1;
    }
}

/// `1402 description, 152 summary`, in alphabetical order of the kinds; `nothing` if nothing was removed.
impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (index, (kind, count)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{count} {kind}")?;
        }
        Ok(())
    }
}

/// Removes the prose of an OpenAPI document, in place and in order, and counts it by kind.
///
/// Prose is every description, summary, title, example, external link and comment, everything in `info` apart
/// from the version, and in extensions and unknown keywords every value that is a sentence.
pub fn strip(document: &mut Value) -> Dropped {
    let mut dropped = Dropped::default();
    strip_objects(document, Inside::One(ObjectKind::Document), &mut dropped);
    dropped
}

fn strip_objects(value: &mut Value, place: Inside, dropped: &mut Dropped) {
    match (value, place) {
        (Value::Array(items), _) => {
            items.iter_mut().for_each(|item| strip_objects(item, place, dropped));
        }
        (Value::Object(object), Inside::One(kind)) => {
            object.retain(|key, value| keep(key, value, kind, dropped));
        }
        (Value::Object(entries), Inside::Each(kind)) => {
            let place = Inside::One(kind);
            entries.values_mut().for_each(|value| strip_objects(value, place, dropped));
        }
        _ => {}
    }
}

/// Strips the value of one key. Returns whether the key itself is kept.
fn keep(key: &str, value: &mut Value, kind: ObjectKind, dropped: &mut Dropped) -> bool {
    match rule(kind, key) {
        KeyRule::Drop => {
            dropped.add(key);
            return false;
        }
        KeyRule::Keep => {}
        KeyRule::KeepFacts => return keep_facts(key, value, dropped),
        KeyRule::Files => strip_files(value, dropped),
        KeyRule::Objects(inside) => match (inside, &mut *value) {
            (Inside::Each(inner), Value::Object(entries)) if kind.has_extensions_in(key) => {
                entries.retain(|name, value| {
                    if name.starts_with("x-") {
                        return keep(name, value, kind, dropped);
                    }
                    strip_objects(value, Inside::One(inner), dropped);
                    true
                });
            }
            _ => strip_objects(value, inside, dropped),
        },
        KeyRule::Names => {
            for text in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                if text.as_str().is_some_and(|text| !text.is_empty()) {
                    *text = Value::String(String::new());
                    dropped.add("description");
                }
            }
        }
    }
    true
}

/// Removes the prose from files. Empty objects are kept, because they may be a response or a schema, and so are enum
/// values that look like sentences.
fn strip_files(value: &mut Value, dropped: &mut Dropped) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| strip_files(item, dropped)),
        Value::Object(object) => object.retain(|key, value| {
            let is_prose = PROSE_KEYS.contains(&key.as_str()) && value.is_string();
            if is_prose {
                dropped.add(key);
            } else if key != "mapping" {
                strip_files(value, dropped);
            }
            !is_prose
        }),
        _ => {}
    }
}

/// Removes the sentences from an extension or from a keyword without a rule of its own. Returns whether anything is
/// left.
fn keep_facts(key: &str, value: &mut Value, dropped: &mut Dropped) -> bool {
    let emptied = match value {
        Value::String(text) if is_sentence(text) => {
            dropped.add(key);
            return false;
        }
        Value::Array(items) => {
            let before = items.len();
            items.retain_mut(|item| keep_facts(key, item, dropped));
            items.is_empty() && before > 0
        }
        Value::Object(object) => {
            let before = object.len();
            object.retain(|key, value| {
                let prose = PROSE_KEYS.contains(&key.as_str()) && value.is_string();
                if prose {
                    dropped.add(key);
                }
                !prose && keep_facts(key, value, dropped)
            });
            object.is_empty() && before > 0
        }
        _ => false,
    };
    !emptied
}

/// A text of three words or more counts as a sentence: names, formats and units have one or two.
fn is_sentence(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}
