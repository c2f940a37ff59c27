//! `null` as a type, an alternative or a value: it becomes `nullable`.

use serde_json::{Map, Value, json};

use super::{moved, nullable, rename};

/// An alternative that is `null` makes the union nullable. A single remaining alternative is merged into the schema,
/// unless there is a discriminator, because then more alternatives are expected.
pub(super) fn simplify_union(schema: &mut Map<String, Value>) {
    let is_open = schema.contains_key("discriminator");
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(alternatives)) = schema.get_mut(key) else {
            continue;
        };
        let before = alternatives.len();
        let kept = alternatives.iter().enumerate();
        let kept: Vec<usize> =
            kept.filter(|(_, alternative)| !is_null(alternative)).map(|(index, _)| index).collect();
        alternatives.retain(|alternative| !is_null(alternative));
        let has_null = alternatives.len() < before;
        if !has_null && (before != 1 || is_open) {
            continue;
        }
        let only = if alternatives.len() == 1 { alternatives.pop() } else { None };
        let none_left = alternatives.is_empty();
        if none_left {
            schema.shift_remove(key);
        }
        for (now, published) in kept.iter().enumerate().filter(|(now, published)| now != *published)
        {
            moved(schema, format!("{key}/{now}"), format!("{key}/{published}"));
        }
        match only {
            Some(only) => {
                let now = match schema.entry("allOf").or_insert_with(|| json!([])) {
                    Value::Array(all_of) => {
                        all_of.push(only);
                        all_of.len() - 1
                    }
                    other => {
                        *other = json!([only]);
                        0
                    }
                };
                let published = kept.first().copied().unwrap_or_default();
                moved(schema, format!("allOf/{now}"), format!("{key}/{published}"));
            }
            None if none_left => {
                schema.insert("enum".to_owned(), json!([null]));
            }
            None => {}
        }
        if has_null {
            nullable(schema);
        }
    }
}

/// Whether a schema accepts only `null`.
fn is_null(schema: &Value) -> bool {
    let is = |key: &str, value: Value| schema.get(key) == Some(&value);
    is("type", json!("null"))
        || is("type", json!(["null"]))
        || is("const", Value::Null)
        || is("enum", json!([null]))
}

/// An enum with `null` becomes nullable. If that is its only value, it is kept: an empty enum would accept anything.
pub(super) fn null_in_enum(schema: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    if values.contains(&Value::Null) {
        if values.iter().any(|value| !value.is_null()) {
            values.retain(|value| !value.is_null());
        }
        nullable(schema);
    }
}

/// Keeps `null` as an extension where `openapiv3` would read it as a missing value.
pub(super) fn keep_nulls(schema: &mut Map<String, Value>) {
    for key in ["default", "example"] {
        if schema.get(key).is_some_and(Value::is_null) {
            rename(schema, key);
        }
    }
}

/// A union is nullable if one of its alternatives is.
pub(super) fn hoist_nullable(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let mut found = false;
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(alternatives)) = object.get_mut(key) else {
            continue;
        };
        for alternative in alternatives.iter_mut().filter_map(Value::as_object_mut) {
            if alternative.get("nullable") == Some(&Value::Bool(true)) {
                alternative.shift_remove("nullable");
                found = true;
            }
        }
    }
    if found {
        nullable(object);
    }
}
