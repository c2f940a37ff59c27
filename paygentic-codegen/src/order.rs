//! The order of keys, parameters and alternatives is not part of the interface, but overlays depend on it (`oneOf[1]`)
//! and reviewers read it. So a new version of a document is sorted like the known one, and only real changes remain as
//! differences.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::normalize::{Inside, ObjectKind};

/// Keywords whose lists have no order.
const UNORDERED: &[&str] = &[
    "parameters",
    "oneOf",
    "anyOf",
    "allOf",
    "required",
    "enum",
    "servers",
    "tags",
    "security",
    "type",
];

/// The kind of object at a location; `None` for a value of the document's own, whose lists have an order.
type Context = Option<Inside>;

fn below(context: Context, key: &str) -> Context {
    context?.below(key)
}

fn has_order(context: Context, key: &str) -> bool {
    !matches!(context, Some(Inside::One(_))) || !UNORDERED.contains(&key)
}

/// Sorts a document like an earlier version of it, where the order has no meaning. New entries stay behind the entry
/// that precedes them; a document in the same order is not changed.
pub fn align(new: &mut Value, old: &Value) {
    at(new, old, Some(Inside::One(ObjectKind::Document)));
}

fn at(new: &mut Value, old: &Value, context: Context) {
    match (new, old) {
        (Value::Object(new), Value::Object(old)) => {
            for (key, value) in new.iter_mut() {
                match (value, old.get(key)) {
                    (Value::Array(items), Some(Value::Array(before)))
                        if !has_order(context, key) =>
                    {
                        unordered(items, before, below(context, key));
                    }
                    (value, Some(before)) => at(value, before, below(context, key)),
                    _ => {}
                }
            }
            entries(new, old);
        }
        (Value::Array(new), Value::Array(old)) => {
            new.iter_mut().zip(old).for_each(|(new, old)| at(new, old, context));
        }
        _ => {}
    }
}

fn entries(new: &mut Map<String, Value>, old: &Map<String, Value>) {
    let names: Vec<String> = new.keys().cloned().collect();
    let before: Vec<String> = old.keys().cloned().collect();
    if let Some(order) = order(&names, &before) {
        let mut taken = std::mem::take(new);
        for index in order {
            if let Some(value) = taken.remove(&names[index]) {
                new.insert(names[index].clone(), value);
            }
        }
    }
}

fn unordered(new: &mut Vec<Value>, old: &[Value], context: Context) {
    let before = identities(old, context);
    let names = identities(new, context);
    for (value, name) in new.iter_mut().zip(&names) {
        if let Some(index) = before.iter().position(|known| known == name) {
            at(value, &old[index], context);
        }
    }
    if let Some(order) = order(&names, &before) {
        *new = order.into_iter().map(|index| new[index].clone()).collect();
    }
}

/// The indexes of the new names in the order of the old ones; `None` if they are in that order already.
fn order(new: &[String], old: &[String]) -> Option<Vec<usize>> {
    let ranks: HashMap<&String, usize> =
        old.iter().enumerate().map(|(rank, name)| (name, rank)).collect();
    let rank = |index: usize| ranks.get(&new[index]);
    let mut known: Vec<usize> = (0..new.len()).filter(|index| rank(*index).is_some()).collect();
    if known.is_sorted_by_key(|index| rank(*index)) {
        return None;
    }
    known.sort_by_key(|index| rank(*index));
    let mut order = known;
    for index in (0..new.len()).filter(|index| rank(*index).is_none()) {
        let predecessor = index.checked_sub(1);
        let at = predecessor.and_then(|before| order.iter().position(|other| *other == before));
        order.insert(at.map_or(0, |at| at + 1), index);
    }
    Some(order)
}

/// The keys that identify the items of a list; the second item with the same key counts as a different one.
fn identities(items: &[Value], context: Context) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let identity = |item: &Value| {
        let name = identity(item, context);
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        format!("{name} {count}")
    };
    items.iter().map(identity).collect()
}

fn identity(item: &Value, context: Context) -> String {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match (text("$ref"), text("in"), text("name"), text("url")) {
        _ if context.is_none() => canonical(item, context).to_string(),
        (Some(reference), ..) => reference.to_owned(),
        (_, Some(location), Some(name), _) => format!("{location} {name}"),
        (_, None, Some(name), _) => name.to_owned(),
        (.., Some(url)) => url.to_owned(),
        _ => canonical(item, context).to_string(),
    }
}

/// A value in canonical order: two values have the same text if they differ only in order that has no meaning.
fn canonical(value: &Value, context: Context) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<(String, Value)> = object
                .iter()
                .map(|(key, value)| {
                    let mut value = canonical(value, below(context, key));
                    if let Value::Array(items) = &mut value
                        && !has_order(context, key)
                    {
                        items.sort_by_cached_key(Value::to_string);
                    }
                    (key.clone(), value)
                })
                .collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(Map::from_iter(entries))
        }
        Value::Array(items) => items.iter().map(|item| canonical(item, context)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::align;

    /// Operations that are aligned, as text.
    fn aligned(new: Value, old: &Value) -> String {
        let document = |operation: &Value| json!({ "paths": { "/a": { "get": operation } } });
        let mut aligned = document(&new);
        align(&mut aligned, &document(old));
        aligned["paths"]["/a"]["get"].to_string()
    }

    fn with_schema(schema: &Value) -> Value {
        json!({ "responses": { "default": { "content": { "application/json": { "schema": schema } } } } })
    }

    fn aligned_schema(new: &Value, old: &Value) -> String {
        aligned(with_schema(new), &with_schema(old))
    }

    #[test]
    fn unordered_lists_get_the_old_order() {
        let old = json!({
            "parameters": [{ "name": "a", "in": "query" }, { "$ref": "#/b" }],
            "requestBody": { "content": { "a": { "schema": { "oneOf": [{ "type": ["string", "null"] }, { "required": ["x", "y"] }], "enum": [1, 2] } } } },
        });
        let new = json!({
            "requestBody": { "content": { "a": { "schema": { "enum": [2, 1], "oneOf": [{ "required": ["y", "x"] }, { "type": ["null", "string"] }] } } } },
            "parameters": [{ "$ref": "#/b" }, { "in": "query", "name": "a" }],
        });
        assert_eq!(aligned(new, &old), old.to_string());
    }

    #[test]
    fn new_entries_stay_behind_their_predecessors() {
        let old = json!({ "enum": ["a", "b", "c"] });
        let expected = json!({ "enum": ["a", "b", "c", "d"] });
        let new = json!({ "enum": ["c", "d", "a", "b"] });
        assert_eq!(aligned_schema(&new, &old), with_schema(&expected).to_string());
        // Nothing moves if the known entries are in the old order.
        let new = json!({ "enum": ["z", "a", "c"] });
        assert_eq!(aligned_schema(&new, &old), with_schema(&new).to_string());
    }

    #[test]
    fn lists_with_an_order_keep_it() {
        let old = json!({ "default": ["a", "b"], "prefixItems": [1, 2], "properties": { "enum": { "x-list": [1, 2] } } });
        let new = json!({ "default": ["b", "a"], "prefixItems": [2, 1], "properties": { "enum": { "x-list": [2, 1] } } });
        assert_eq!(aligned_schema(&new, &old), with_schema(&new).to_string());
    }
}
