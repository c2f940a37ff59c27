//! Lowers schemas: type lists, `null`, `const`, numeric exclusive bounds, keywords beside `$ref`.

use serde_json::{Map, Value, json};

use super::nulls::{hoist_nullable, keep_nulls, null_in_enum, simplify_union};
use super::schema_repairs::repair_schema;
use super::types::types;
use super::values::{choice_of_constants, constants_beside_string, convert_values, infer_type};
use super::{each_of, moved, on, rename};

/// Keywords that 3.0 does not have, and that do not change which type is generated.
const KEPT_AS_EXTENSIONS: &[&str] = &[
    "examples",
    "contentMediaType",
    "contentEncoding",
    "contentSchema",
    "dependentRequired",
    "xml",
    "$anchor",
];

/// Keywords about the content of a string.
const CONTENT: &[&str] = &["contentMediaType", "contentEncoding", "contentSchema"];

/// Keywords that do not constrain values.
const DROPPED: &[&str] = &["$comment", "$schema", "summary"];

/// Keywords that only validate values, which the SDK leaves to the server; the check reports them.
pub(crate) const IGNORED_KEYWORDS: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "dependentSchemas",
    "dependencies",
    "additionalItems",
    "unevaluatedItems",
];

/// Keywords that only validate values, kept in one extension: the model does not interpret them, but the diff reports
/// their changes.
pub(crate) const CONSTRAINTS: &str = "x-further-constraints";

/// Keywords beside `$ref` that do not narrow its target.
const BESIDE_REFERENCES: &[&str] = &[
    "nullable",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "title",
    "description",
    "example",
    "externalDocs",
];

pub(super) fn lower(schema: &mut Value) {
    if schema.is_boolean() {
        *schema = json!({});
    }
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    keep_constraints(object);
    repair_schema(object);
    object.retain(|key, _| {
        !DROPPED.contains(&key.as_str()) && !IGNORED_KEYWORDS.contains(&key.as_str())
    });
    let is_kept = |key: &String| KEPT_AS_EXTENSIONS.contains(&key.as_str());
    let kept: Vec<String> = object.keys().filter(|key| is_kept(key)).cloned().collect();
    kept.iter().for_each(|key| rename(object, key));
    reference_with_siblings(object);
    simplify_union(object);
    choice_of_constants(object);
    constants_beside_string(object);
    constant(object);
    infer_type(object);
    convert_values(object);
    null_in_enum(object);
    types(object);
    unevaluated(object);
    exclusive_bound(object, "exclusiveMinimum", "minimum", |bound, exclusive| bound > exclusive);
    exclusive_bound(object, "exclusiveMaximum", "maximum", |bound, exclusive| bound < exclusive);
    keep_nulls(object);
    discriminator_names(object);
    children(schema);
    hoist_nullable(schema);
}

/// Keeps keywords that lowering to 3.0 drops, as published, such as the positions of a tuple.
fn keep_constraints(schema: &mut Map<String, Value>) {
    let is_kept = |(key, value): &(&String, &Value)| match key.as_str() {
        "prefixItems" | "items" => value.is_array(),
        key => IGNORED_KEYWORDS.contains(&key) || CONTENT.contains(&key),
    };
    let kept: Map<String, Value> =
        schema.iter().filter(is_kept).map(|(key, value)| (key.clone(), value.clone())).collect();
    if !kept.is_empty() {
        schema.insert(CONSTRAINTS.to_owned(), Value::Object(kept));
    }
}

fn children(schema: &mut Value) {
    for key in ["properties", "allOf", "oneOf", "anyOf"] {
        each_of(schema, key, lower);
    }
    on(schema, "items", lower);
    if schema.get("additionalProperties").is_some_and(Value::is_object) {
        on(schema, "additionalProperties", lower);
    }
}

/// `{$ref, ..}` becomes `{.., allOf: [{$ref}, {..}]}`: what narrows goes into the second part, and
/// what only annotates stays outside, so that the reference is still recognised.
fn reference_with_siblings(schema: &mut Map<String, Value>) {
    if schema.len() < 2 || !schema.contains_key("$ref") {
        return;
    }
    let mut parts = Vec::new();
    let mut moves = Vec::new();
    let mut narrowing = Map::new();
    let mut outside = Map::new();
    let mut all_of = None;
    for (key, value) in std::mem::take(schema) {
        match key.as_str() {
            "$ref" => parts.push(json!({ "$ref": value })),
            "allOf" => all_of = Some(value),
            key if key.starts_with("x-") || BESIDE_REFERENCES.contains(&key) => {
                outside.insert(key.to_owned(), value);
            }
            _ => {
                narrowing.insert(key, value);
            }
        }
    }
    moves.push((0, String::new()));
    if let Some(Value::Array(all_of)) = all_of {
        moves.extend((0..all_of.len()).map(|index| (index + 1, format!("allOf/{index}"))));
        parts.extend(all_of);
    }
    if !narrowing.is_empty() {
        moves.push((parts.len(), String::new()));
    }
    if !narrowing.is_empty() {
        parts.push(Value::Object(narrowing));
    }
    outside.insert("allOf".to_owned(), Value::Array(parts));
    for (now, published) in moves {
        moved(&mut outside, format!("allOf/{now}"), published);
    }
    *schema = outside;
}

fn constant(schema: &mut Map<String, Value>) {
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".to_owned(), json!([value]));
    }
}

/// Once `allOf` is merged, `additionalProperties` describes the properties that no part lists. `true` and
/// `false` only say whether other properties are allowed, which a tolerant reader ignores.
fn unevaluated(schema: &mut Map<String, Value>) {
    let key = "unevaluatedProperties";
    if schema.get(key).is_some_and(Value::is_object) && !schema.contains_key("additionalProperties")
    {
        let properties = schema.shift_remove(key).unwrap_or_default();
        schema.insert("additionalProperties".to_owned(), properties);
    }
    rename(schema, key);
}

/// A numeric exclusive bound becomes the bound and a flag in 3.0. Of two bounds the stricter one is used.
fn exclusive_bound(
    schema: &mut Map<String, Value>,
    exclusive: &str,
    inclusive: &str,
    is_stricter: fn(f64, f64) -> bool,
) {
    let Some(limit) = schema.get(exclusive).filter(|limit| limit.is_number()).cloned() else {
        return;
    };
    let bound = schema.get(inclusive).and_then(Value::as_f64);
    if let (Some(bound), Some(limit)) = (bound, limit.as_f64())
        && is_stricter(bound, limit)
    {
        schema.shift_remove(exclusive);
        return;
    }
    schema.insert(inclusive.to_owned(), limit);
    schema.insert(exclusive.to_owned(), Value::Bool(true));
}

/// Turns bare names of components in a mapping into references.
fn discriminator_names(schema: &mut Map<String, Value>) {
    let mapping = schema.get_mut("discriminator").and_then(|value| value.get_mut("mapping"));
    for target in mapping.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        if let Value::String(name) = target
            && !name.contains(['#', '/'])
        {
            *name = format!("#/components/schemas/{name}");
        }
    }
}
