//! Merges a schema that is composed of others into one.

use serde_json::{Map, Value, json};

use crate::contract::{items, resolve};

/// Keywords of a schema without `$ref` and `allOf`.
pub(crate) fn flatten(document: &Value, schema: &Value) -> Map<String, Value> {
    let resolved = resolve(document, schema);
    let mut merged = resolved.as_object().cloned().unwrap_or_default();
    // Sibling keywords of a reference add to it.
    if let Some(beside) = schema.as_object().filter(|schema| schema.contains_key("$ref")) {
        let mut beside = beside.clone();
        beside.retain(|keyword, _| keyword != "$ref" && keyword != "nullable");
        add(document, &mut merged, &beside);
    }
    let parts = merged.remove("allOf");
    for part in parts.iter().flat_map(items) {
        let mut part = flatten(document, part);
        // A nullable part does not make the whole nullable.
        part.remove("nullable");
        add(document, &mut merged, &part);
    }
    merged
}

/// How many properties a schema requires.
pub(crate) fn required(document: &Value, schema: &Value) -> usize {
    flatten(document, schema).get("required").map_or(0, |required| items(required).count())
}

/// Adds the constraints of another schema to the existing ones.
pub(crate) fn add(document: &Value, merged: &mut Map<String, Value>, other: &Map<String, Value>) {
    for (keyword, value) in other {
        let Some(present) = merged.get_mut(keyword) else {
            merged.insert(keyword.clone(), value.clone());
            continue;
        };
        match (keyword.as_str(), present, value) {
            ("required", Value::Array(names), Value::Array(more)) => {
                let more: Vec<_> = more.iter().filter(|name| !names.contains(name)).collect();
                let more: Vec<_> = more.into_iter().cloned().collect();
                names.extend(more);
            }
            ("properties", Value::Object(properties), Value::Object(more)) => {
                for (name, schema) in more {
                    // Both describe it: the more specific one, an enum or a constant, fills the gaps.
                    let mut both = match properties.get(name) {
                        Some(first) => flatten(document, first),
                        None => Map::new(),
                    };
                    if both.is_empty() {
                        both = schema.as_object().cloned().unwrap_or_default();
                    } else {
                        add(document, &mut both, &flatten(document, schema));
                    }
                    properties.insert(name.clone(), Value::Object(both));
                }
            }
            ("enum", Value::Array(values), Value::Array(others)) => {
                values.retain(|value| others.contains(value));
            }
            ("nullable", present, Value::Bool(false)) => *present = Value::Bool(false),
            ("items", present, other) if *present != *other => {
                *present = json!({ "allOf": [present.take(), other] });
            }
            // Each alternative is combined with the alternatives of the other schema.
            ("anyOf" | "oneOf", Value::Array(shapes), others)
                if others.as_array() != Some(shapes) =>
            {
                for shape in shapes {
                    *shape = json!({ "allOf": [shape.take(), { keyword: others }] });
                }
            }
            (keyword, present, other) => {
                let (Some(one), Some(two)) = (present.as_f64(), other.as_f64()) else {
                    continue;
                };
                let is_tighter = match keyword {
                    "minimum" | "exclusiveMinimum" => two > one,
                    "minLength" | "minItems" | "minProperties" => two > one,
                    _ => two < one,
                };
                if is_tighter {
                    *present = other.clone();
                }
            }
        }
    }
}
