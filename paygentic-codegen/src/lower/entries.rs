//! Entries described by position or by pattern, for which Rust has no type: they become lists and maps of any of
//! the types that occur.

use serde_json::{Map, Value, json};

use super::moved;
use super::schema_repairs::limit_items;

/// Turns a list whose entries are described by position into a list of any of their types.
pub(super) fn positions(schema: &mut Map<String, Value>) {
    let rest = match schema.get("items") {
        Some(Value::Array(_)) => schema.get("additionalItems").cloned(),
        other => other.cloned(),
    };
    let (key, parts) = match (schema.get("prefixItems"), schema.get("items")) {
        (Some(Value::Array(parts)), _) => ("prefixItems", parts.clone()),
        (_, Some(Value::Array(parts))) => ("items", parts.clone()),
        _ => return,
    };
    if rest == Some(Value::Bool(false)) {
        limit_items(schema, parts.len());
    }
    schema.shift_remove("prefixItems");
    schema.shift_remove("items");
    schema.entry("type").or_insert_with(|| "array".into());
    let parts = parts.into_iter().enumerate().map(|(index, part)| (part, format!("{key}/{index}")));
    let rest = rest.filter(Value::is_object).map(|rest| (rest, "items".to_owned()));
    one_of_kinds(schema, "items", distinct(parts.chain(rest)));
}

/// Moves the schemas of `patternProperties` to `additionalProperties`.
pub(super) fn patterns(schema: &mut Map<String, Value>) {
    let Some(Value::Object(patterns)) = schema.get("patternProperties") else {
        return;
    };
    let located = patterns.iter().map(|(pattern, kind)| {
        (kind.clone(), format!("patternProperties/{}", crate::location::escape(pattern)))
    });
    let mut kinds = distinct(located);
    let others = schema.get("additionalProperties").or(schema.get("unevaluatedProperties"));
    match others {
        _ if kinds.is_empty() => return,
        Some(Value::Bool(false)) => {}
        Some(others @ Value::Object(_)) => {
            let others = (others.clone(), "additionalProperties".to_owned());
            kinds = distinct(kinds.into_iter().chain([others]));
        }
        _ => {
            schema.insert("additionalProperties".to_owned(), Value::Bool(true));
            return;
        }
    }
    schema.shift_remove("unevaluatedProperties");
    schema.insert("additionalProperties".to_owned(), Value::Bool(true));
    one_of_kinds(schema, "additionalProperties", kinds);
}

/// The schemas that accept anything, each once, with the location of its first occurrence.
fn distinct(schemas: impl Iterator<Item = (Value, String)>) -> Vec<(Value, String)> {
    let mut kinds: Vec<(Value, String)> = Vec::new();
    for (kind, location) in schemas {
        if kind != Value::Bool(false) && !kinds.iter().any(|(known, _)| *known == kind) {
            kinds.push((kind, location));
        }
    }
    kinds
}

/// Sets a keyword to a union of schemas, each with its location in the document. The keyword is not
/// changed if there is no schema, or one that accepts any value.
fn one_of_kinds(schema: &mut Map<String, Value>, keyword: &str, kinds: Vec<(Value, String)>) {
    if kinds.iter().any(|(kind, _)| *kind == Value::Bool(true) || *kind == json!({})) {
        return;
    }
    match kinds.as_slice() {
        [] => {}
        [(only, location)] => {
            moved(schema, keyword.to_owned(), location.clone());
            schema.insert(keyword.to_owned(), only.clone());
        }
        several => {
            let mut union = Map::new();
            for (index, (_, location)) in several.iter().enumerate() {
                moved(&mut union, format!("anyOf/{index}"), location.clone());
            }
            let kinds: Vec<Value> = several.iter().map(|(kind, _)| kind.clone()).collect();
            union.insert("anyOf".to_owned(), Value::Array(kinds));
            moved(schema, keyword.to_owned(), String::new());
            schema.insert(keyword.to_owned(), Value::Object(union));
        }
    }
}
