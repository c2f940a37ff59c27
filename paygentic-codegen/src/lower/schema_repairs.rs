//! Repairs faults of schemas that have an obvious meaning, and converts forms of older drafts of JSON Schema. The check
//! reports each of them.

use serde_json::{Map, Value, json};

use super::entries::{patterns, positions};
use super::moved;
use crate::normalize::SKIPPED;

/// Keywords that only name a schema or parts of it: targets of references have become components before.
const NAMES: [&str; 9] = [
    "$defs",
    "definitions",
    "$id",
    "id",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$dynamicRef",
    "$recursiveRef",
    "$vocabulary",
];

pub(super) fn repair_schema(schema: &mut Map<String, Value>) {
    schema.retain(|key, value| {
        !NAMES.contains(&key.as_str()) && !crate::check::is_skippable(key, value)
    });
    lists_of_one(schema);
    required(schema);
    type_names(schema);
    discriminator(schema);
    remove_impossible(schema);
    positions(schema);
    patterns(schema);
    merge_unions(schema);
}

/// Wraps a schema in a list where a list of schemas is required.
fn lists_of_one(schema: &mut Map<String, Value>) {
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(part) = schema.get_mut(key).filter(|part| part.is_object()) {
            *part = json!([part.take()]);
            moved(schema, format!("{key}/0"), key.to_owned());
        }
    }
}

/// The type and format meant by a type name that JSON Schema does not have.
pub(crate) fn parse_type_name(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match name.to_ascii_lowercase().as_str() {
        "string" | "text" | "str" | "char" | "varchar" => ("string", None),
        "number" | "float" | "double" | "decimal" => ("number", None),
        "integer" | "int" | "long" | "short" | "byte" | "int32" | "int64" | "bigint" => {
            ("integer", None)
        }
        "boolean" | "bool" => ("boolean", None),
        "array" | "list" => ("array", None),
        "object" | "map" | "dict" => ("object", None),
        "date" => ("string", Some("date")),
        "date-time" | "datetime" | "timestamp" => ("string", Some("date-time")),
        "uuid" => ("string", Some("uuid")),
        "file" | "binary" => ("string", Some("binary")),
        "null" | "none" => ("null", None),
        _ => return None,
    })
}

fn type_names(schema: &mut Map<String, Value>) {
    match schema.get("type") {
        Some(Value::String(name)) => match parse_type_name(name) {
            Some((meant, _)) if meant == name => {}
            Some((meant, format)) => {
                schema.insert("type".to_owned(), meant.into());
                if let Some(format) = format {
                    schema.entry("format").or_insert(format.into());
                }
            }
            None => drop(schema.shift_remove("type")),
        },
        Some(Value::Array(names)) => {
            let mut meant: Vec<&str> = Vec::new();
            for name in names {
                let name = if name.is_null() { Some("null") } else { name.as_str() };
                let Some((name, _)) = name.and_then(parse_type_name) else {
                    // An unknown type can be anything.
                    meant.clear();
                    break;
                };
                if !meant.contains(&name) {
                    meant.push(name);
                }
            }
            if meant.is_empty() {
                schema.shift_remove("type");
            } else {
                schema.insert("type".to_owned(), meant.into());
            }
        }
        Some(Value::Null) => drop(schema.insert("type".to_owned(), "null".into())),
        Some(_) => drop(schema.shift_remove("type")),
        None => {}
    }
}

/// Moves `required: true` of a property to the list of the object that has it.
fn required(schema: &mut Map<String, Value>) {
    if !schema.get("required").is_none_or(Value::is_array) {
        schema.shift_remove("required");
    }
    let mut names = Vec::new();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        let Some(property) = property.as_object_mut() else {
            continue;
        };
        if let Some(Value::Bool(flag)) = property.get("required") {
            if *flag {
                names.push(Value::from(name.as_str()));
            }
            property.shift_remove("required");
        }
    }
    if names.is_empty() {
        return;
    }
    if let Value::Array(list) = schema.entry("required").or_insert_with(|| json!([])) {
        names.retain(|name| !list.contains(name));
        list.extend(names);
    }
}

/// A discriminator may be the bare name of the property, as in Swagger 2.0.
fn discriminator(schema: &mut Map<String, Value>) {
    match schema.get("discriminator") {
        Some(Value::String(name)) => {
            let discriminator = json!({ "propertyName": name });
            schema.insert("discriminator".to_owned(), discriminator);
        }
        Some(value) if !value.get("propertyName").is_some_and(Value::is_string) => {
            schema.shift_remove("discriminator");
        }
        _ => {}
    }
}

/// A schema that allows no value is removed; where a schema is required, it becomes one that allows any value.
fn remove_impossible(schema: &mut Map<String, Value>) {
    let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let is_skipped = |part: &Value| *part == Value::Bool(false) || part.get(SKIPPED).is_some();
    for key in ["enum", "allOf", "oneOf", "anyOf"] {
        if let Some(Value::Array(parts)) = schema.get_mut(key)
            && key != "enum"
        {
            let before: Vec<usize> = parts
                .iter()
                .enumerate()
                .filter(|(_, part)| !is_skipped(part))
                .map(|(index, _)| index)
                .collect();
            parts.retain(|part| !is_skipped(part));
            for (now, published) in before.into_iter().enumerate() {
                if now != published {
                    moved(schema, format!("{key}/{now}"), format!("{key}/{published}"));
                }
            }
        }
        if schema.get(key).is_some_and(is_empty) {
            schema.shift_remove(key);
        }
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| *property != Value::Bool(false));
    }
    if schema.get("items") == Some(&Value::Bool(false)) {
        let described = schema.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
        limit_items(schema, described);
        schema.shift_remove("items");
    }
}

/// Limits a list to the number of items that are described by position.
pub(super) fn limit_items(schema: &mut Map<String, Value>, described: usize) {
    let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
    schema.insert("maxItems".to_owned(), json!(most.min(described as u64)));
}

/// Turns `oneOf` beside `anyOf` into one alternative for each pair, or, if there are too many, drops the `anyOf`.
fn merge_unions(schema: &mut Map<String, Value>) {
    const MOST_PAIRS: usize = 12;
    let has_choice = schema.contains_key("oneOf") || schema.contains_key("anyOf");
    if has_choice && let Some(Value::Array(types)) = schema.get("type") {
        // The alternatives have types of their own.
        let has_null = types.iter().any(|name| name == "null");
        schema.shift_remove("type");
        if has_null {
            super::nullable(schema);
        }
    }
    let (Some(Value::Array(one_of)), Some(Value::Array(any_of))) =
        (schema.get("oneOf"), schema.get("anyOf"))
    else {
        return;
    };
    let requires = |list: &[Value]| list.iter().all(crate::check::only_requires);
    if requires(one_of) {
        schema.shift_remove("oneOf");
        return;
    }
    if requires(any_of) || one_of == any_of || one_of.len() * any_of.len() > MOST_PAIRS {
        schema.shift_remove("anyOf");
        return;
    }
    let mut pairs = Vec::new();
    let mut moves = Vec::new();
    for (index, one) in one_of.iter().enumerate() {
        for any in any_of {
            moves.push((pairs.len(), index));
            pairs.push(json!({ "allOf": [one, any] }));
        }
    }
    schema.shift_remove("anyOf");
    schema.insert("oneOf".to_owned(), Value::Array(pairs));
    for (now, published) in moves {
        moved(schema, format!("oneOf/{now}"), format!("oneOf/{published}"));
    }
}
