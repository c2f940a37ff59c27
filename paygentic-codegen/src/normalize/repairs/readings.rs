//! The evident meaning of values of the wrong JSON type: a number for a string, an entry for a list, a list of entries
//! for a map, the name of a type for a schema.

use serde_json::{Map, Value, json};

use crate::check::{ValueKind, value_kind};
use crate::lower::parse_type_name;
use crate::normalize::object_kinds::{Inside, ObjectKind};

/// Keys that the interface depends on. An unreadable value of one is an error; those of other keys are skipped.
const ESSENTIAL: [&str; 14] = [
    "openapi",
    "paths",
    "components",
    "schemas",
    "requestBody",
    "content",
    "schema",
    "parameters",
    "security",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
];

/// How the value of a key is treated.
pub(super) enum Fit {
    /// It is correct, or the check reports it.
    AsIs,
    ReadAs(Value),
    /// It is invalid and skipped. Holds a description of the expected value.
    Skipped(&'static str),
}

/// How the value under a key of an object is read.
pub(super) fn fit(kind: ObjectKind, key: &str, value: &Value) -> Fit {
    let expected = value_kind(kind, key);
    let is_schema = kind.inside(key) == Some(Inside::One(ObjectKind::Schema));
    if is_schema && !matches!(key, "allOf" | "oneOf" | "anyOf" | "prefixItems") {
        return schema(value).map_or(Fit::AsIs, Fit::ReadAs);
    }
    if let (Some(Inside::Each(inner)), Value::Array(list)) = (kind.holds(key), value)
        && let Some(entries) = map_of(list, inner != ObjectKind::Parameter)
    {
        return Fit::ReadAs(Value::Object(entries));
    }
    let Some(expected) = expected.filter(|expected| !expected.accepts(value)) else {
        return Fit::AsIs;
    };
    if let Some(read) = read(kind, key, value, expected) {
        return Fit::ReadAs(read);
    }
    let is_essential =
        ESSENTIAL.contains(&key) && (kind != ObjectKind::Components || key == "schemas");
    // Keywords that only validate values have a finding of their own.
    let has_own_finding =
        kind == ObjectKind::Schema && (key == "required" || crate::check::is_skippable(key, value));
    match is_essential || has_own_finding {
        true => Fit::AsIs,
        false => Fit::Skipped(expected.describe()),
    }
}

/// An entry of a map or a list of objects.
pub(super) fn entry(kind: ObjectKind, value: &Value) -> Option<Value> {
    match (kind, value) {
        (ObjectKind::Schema, _) => schema(value),
        (ObjectKind::Response, Value::String(text)) => Some(json!({ "description": text })),
        _ => None,
    }
}

fn read(kind: ObjectKind, key: &str, value: &Value, expected: ValueKind) -> Option<Value> {
    match (expected, value) {
        (ValueKind::Text, Value::Number(_) | Value::Bool(_)) => Some(value.to_string().into()),
        (ValueKind::Flag, value) => flag(value).map(Value::Bool),
        (ValueKind::Object, Value::Array(list)) => match list.as_slice() {
            // PHP serializes empty objects as lists.
            [] if kind == ObjectKind::PathItem => Some(json!({})),
            [only @ Value::Object(_)] if matches!(kind.inside(key), Some(Inside::One(_))) => {
                Some(only.clone())
            }
            _ => None,
        },
        (ValueKind::Object, Value::String(text)) if key == "content" && text.contains('/') => {
            Some(json!({ text.clone(): {} }))
        }
        (ValueKind::Object, Value::String(title)) if key == "info" => {
            Some(json!({ "title": title }))
        }
        (ValueKind::List, value) => list(kind, key, value),
        _ => None,
    }
}

fn flag(value: &Value) -> Option<bool> {
    let text = match value {
        Value::String(text) => text.trim().to_ascii_lowercase(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    match text.as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// A list made from a single entry or a map.
fn list(kind: ObjectKind, key: &str, value: &Value) -> Option<Value> {
    match (key, value) {
        ("parameters", Value::Object(map)) if !is_parameter(map) => parameters(map),
        ("required", Value::String(_)) if kind == ObjectKind::Schema && flag(value).is_some() => {
            None
        }
        ("parameters" | "servers" | "security", Value::Object(_))
        | ("servers" | "security" | "required", Value::String(_))
        | ("tags", Value::String(_) | Value::Number(_))
        | ("enum", Value::String(_) | Value::Number(_) | Value::Bool(_)) => Some(json!([value])),
        _ => None,
    }
}

fn is_parameter(map: &Map<String, Value>) -> bool {
    map.get("name").is_some_and(Value::is_string) || map.contains_key("$ref")
}

/// A list of parameters made from a map by name.
fn parameters(map: &Map<String, Value>) -> Option<Value> {
    let mut list = Vec::new();
    for (name, parameter) in map {
        let mut parameter = parameter.as_object()?.clone();
        if !is_parameter(&parameter) {
            parameter.insert("name".to_owned(), name.clone().into());
        }
        list.push(Value::Object(parameter));
    }
    Some(Value::Array(list))
}

/// A map made from a list whose entries are maps, or have names. PHP serializes empty maps as lists.
pub(super) fn map_of(list: &[Value], names_itself: bool) -> Option<Map<String, Value>> {
    let mut map = Map::new();
    for entry in list {
        let entry = entry.as_object()?;
        match entry.get("name") {
            Some(Value::String(name)) => {
                let mut entry = entry.clone();
                if names_itself {
                    entry.shift_remove("name");
                }
                map.insert(name.clone(), Value::Object(entry));
            }
            _ if entry.values().all(|value| value.is_object() || value.is_string()) => {
                map.extend(entry.clone());
            }
            _ => return None,
        }
    }
    Some(map)
}

/// The name of a type, or a list of one schema, for a schema.
fn schema(value: &Value) -> Option<Value> {
    match value {
        Value::String(name) if matches!(name.as_str(), "true" | "false") => {
            Some((name == "true").into())
        }
        Value::String(name) => {
            let (name, format) = parse_type_name(name)?;
            Some(match format {
                Some(format) => json!({ "type": name, "format": format }),
                None => json!({ "type": name }),
            })
        }
        _ => None,
    }
}
