//! Properties that several parts of an `allOf` describe.
//!
//! Usually the last description narrows the others and replaces them. If another one has properties that the last does
//! not have, the property gets all descriptions combined:
//!
//! ```text
//! allOf: [{properties: {a: A}}, {properties: {a: B}}]  ->  allOf: [.., {properties: {a: {allOf: [A, B]}}}]
//! ```

use std::cell::Cell;
use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::moved;
use crate::location::at_mut;
use crate::normalize::{Inside, ObjectKind};

/// The maximum depth to which descriptions are followed: schemas may be recursive.
const MAX_DEPTH: usize = 8;

/// The maximum depth of combined properties, and their maximum number, which no hand-written document reaches.
const MAX_COMBINED_DEPTH: usize = 4;
const MAX_COMBINED: usize = 5_000;

/// Adds to each `allOf` a part that combines the descriptions of its other parts.
pub(super) fn combine(document: &mut Value) {
    let mut found = Vec::new();
    let parts = Parts { document, left: Cell::new(MAX_COMBINED) };
    let root = Inside::One(ObjectKind::Document);
    parts.search(document, root, &mut Vec::new(), &mut found);
    for (keys, part, published) in found {
        if let Some(Value::Object(holder)) = at_mut(document, &keys) {
            add(holder, part, published);
        }
    }
}

/// A part to add to the schema at a location, and where findings in it are reported.
type Addition = (Vec<String>, Value, String);

struct Parts<'d> {
    document: &'d Value,
    /// The number of properties that may still be combined.
    left: Cell<usize>,
}

impl Parts<'_> {
    fn search(
        &self,
        value: &Value,
        place: Inside,
        keys: &mut Vec<String>,
        found: &mut Vec<Addition>,
    ) {
        match value {
            Value::Object(object) => {
                if object.get("allOf").is_some_and(Value::is_array)
                    && let Some((part, published)) = self.missing(value, MAX_COMBINED_DEPTH)
                {
                    found.push((keys.clone(), part, published));
                }
                for (key, inner) in object {
                    if let Some(place) = place.below(key) {
                        keys.push(key.clone());
                        self.search(inner, place, keys, found);
                        keys.pop();
                    }
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    keys.push(index.to_string());
                    self.search(inner, place, keys, found);
                    keys.pop();
                }
            }
            _ => {}
        }
    }

    /// An additional part with what the parts of a schema describe only in combination, and where findings in it are reported.
    fn missing(&self, schema: &Value, depth_left: usize) -> Option<(Value, String)> {
        let depth_left = depth_left.checked_sub(1)?;
        let flat = Flat::of(self.document, schema);
        let mut part = Map::new();
        let mut properties = Map::new();
        for (name, descriptions) in &flat.properties {
            if let Some(combined) = self.combined(descriptions, depth_left) {
                properties.insert((*name).to_owned(), combined);
            }
        }
        let mut published = String::new();
        if let Some(name) = properties.keys().next() {
            published = inline_part(schema, name);
            part.insert("type".to_owned(), "object".into());
            part.insert("properties".to_owned(), properties.into());
        } else if let Some(items) = self.combined(&flat.items, depth_left) {
            part.insert("type".to_owned(), "array".into());
            part.insert("items".to_owned(), items);
        }
        (!part.is_empty()).then(|| (part.into(), published))
    }

    /// All descriptions as one schema, if the last compound one does not cover the others.
    fn combined(&self, descriptions: &[&Value], depth_left: usize) -> Option<Value> {
        let mut distinct: Vec<&Value> = Vec::new();
        for description in descriptions {
            if !distinct.contains(description) {
                distinct.push(description);
            }
        }
        if distinct.len() < 2 {
            return None;
        }
        let mut compound = distinct.clone();
        compound.retain(|description| Flat::of(self.document, description).is_compound());
        let (last, others) = compound.split_last()?;
        let mut seen = HashMap::new();
        let mut is_covered = |other: &&Value| self.covers(last, other, MAX_DEPTH, &mut seen);
        if others.iter().all(&mut is_covered) {
            return None;
        }
        self.left.set(self.left.get().checked_sub(1)?);
        let mut whole = Map::new();
        for index in 0..distinct.len() {
            moved(&mut whole, format!("allOf/{index}"), String::new());
        }
        whole.insert("allOf".to_owned(), distinct.into_iter().cloned().collect());
        let mut whole = Value::Object(whole);
        let missing = self.missing(&whole, depth_left);
        if let (Some((part, published)), Value::Object(whole)) = (missing, &mut whole) {
            add(whole, part, published);
        }
        Some(whole)
    }

    /// Whether a description has all properties of another. Pairs that were compared before, or are being compared, are
    /// not compared again.
    fn covers(&self, one: &Value, other: &Value, depth_left: usize, seen: &mut Seen) -> bool {
        let Some(depth_left) = depth_left.checked_sub(1) else {
            return true;
        };
        if one == other {
            return true;
        }
        let pair = (std::ptr::from_ref(one), std::ptr::from_ref(other));
        if let Some(known) = seen.get(&pair) {
            return *known;
        }
        seen.insert(pair, true);
        let (one, other) = (Flat::of(self.document, one), Flat::of(self.document, other));
        let covers = self.covers_flat(&one, &other, depth_left, seen);
        seen.insert(pair, covers);
        covers
    }

    fn covers_flat(&self, one: &Flat, other: &Flat, depth_left: usize, seen: &mut Seen) -> bool {
        // No value is both a list and an object, so combining them does not help.
        if one.items.is_empty() != other.items.is_empty() {
            return true;
        }
        for (name, theirs) in &other.properties {
            let ours = one.properties.get(name);
            if !self.any_covers(ours.map_or(&[], Vec::as_slice), theirs, depth_left, seen) {
                return false;
            }
        }
        // A schema that narrows a union matches one of its alternatives.
        let mut shapes = other.alternatives.iter();
        let mut is_shape = |shape: &&Value| {
            one.alternatives.contains(shape) || self.covers(one.schema, shape, depth_left, seen)
        };
        (other.alternatives.is_empty() || shapes.any(&mut is_shape))
            && self.any_covers(&one.items, &other.items, depth_left, seen)
    }

    /// Whether one of our descriptions covers the last of theirs.
    fn any_covers(
        &self,
        ours: &[&Value],
        theirs: &[&Value],
        depth_left: usize,
        seen: &mut Seen,
    ) -> bool {
        let Some(theirs) = theirs.last() else {
            return true;
        };
        let mut ours = ours.iter();
        ours.any(|ours| self.covers(ours, theirs, depth_left, seen))
    }
}

/// Which descriptions cover which others, by their addresses in memory.
type Seen = HashMap<(*const Value, *const Value), bool>;

fn add(holder: &mut Map<String, Value>, part: Value, published: String) {
    if let Some(Value::Array(parts)) = holder.get_mut("allOf") {
        let now = format!("allOf/{}", parts.len());
        parts.push(part);
        moved(holder, now, published);
    }
}

/// The published location of the last inline part that describes a property.
fn inline_part(schema: &Value, name: &str) -> String {
    let parts = schema["allOf"].as_array();
    let describes = |part: &Value| part["properties"].get(name).is_some();
    let last = parts.and_then(|parts| parts.iter().rposition(describes));
    last.map_or_else(String::new, |index| {
        let now = format!("allOf/{index}");
        let published = schema["x-moved"].get(&now).and_then(Value::as_str);
        published.map_or(now.clone(), str::to_owned)
    })
}

/// A schema merged with the parts of its `allOf`, with references resolved.
struct Flat<'d> {
    schema: &'d Value,
    properties: IndexMap<&'d str, Vec<&'d Value>>,
    items: Vec<&'d Value>,
    alternatives: Vec<&'d Value>,
}

impl<'d> Flat<'d> {
    fn of(document: &'d Value, schema: &'d Value) -> Self {
        let mut flat = Self {
            schema,
            properties: IndexMap::new(),
            items: Vec::new(),
            alternatives: Vec::new(),
        };
        flat.add(document, schema, MAX_DEPTH);
        flat
    }

    fn add(&mut self, document: &'d Value, schema: &'d Value, depth_left: usize) {
        let Some(depth_left) = depth_left.checked_sub(1) else {
            return;
        };
        if let Some(reference) = schema["$ref"].as_str() {
            let target = reference.strip_prefix('#').and_then(|to| document.pointer(to));
            return target.into_iter().for_each(|target| self.add(document, target, depth_left));
        }
        let properties = schema["properties"].as_object();
        for (name, property) in properties.into_iter().flatten() {
            self.properties.entry(name).or_default().push(property);
        }
        self.items.extend(schema.get("items"));
        let list = |key: &str| schema[key].as_array().into_iter().flatten();
        self.alternatives.extend(list("oneOf").chain(list("anyOf")));
        list("allOf").for_each(|part| self.add(document, part, depth_left));
    }

    /// Whether it describes an object or a list.
    fn is_compound(&self) -> bool {
        !self.properties.is_empty() || !self.items.is_empty() || !self.alternatives.is_empty()
    }
}
