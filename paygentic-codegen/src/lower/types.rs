//! Lowers the keyword `type`.

use serde_json::{Map, Value, json};

use super::{extension, moved, nullable};

/// A list of types: `null` in it makes the schema nullable, and several others become alternatives.
pub(super) fn types(schema: &mut Map<String, Value>) {
    let types = match schema.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(Value::String(name)) if name == "null" => vec![json!("null")],
        _ => return,
    };
    let mut names: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
    let all = names.len();
    names.retain(|name| *name != "null");
    if names.len() < all {
        nullable(schema);
    }
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    match names.as_slice() {
        [] => {
            schema.shift_remove("type");
            schema.insert("enum".to_owned(), json!([null]));
        }
        [name] => {
            schema.insert("type".to_owned(), json!(name));
        }
        names => distribute(schema, names),
    }
}

/// Several types become alternatives, each with the keywords that apply to it.
fn distribute(schema: &mut Map<String, Value>, types: &[&str]) {
    schema.shift_remove("type");
    let values = schema.shift_remove("enum");
    let format = schema.shift_remove("format");
    let format_owner = format.as_ref().and_then(|format| format_owner(format, types));
    let mut alternatives = Vec::new();
    for &name in types {
        let mut alternative = Map::new();
        alternative.insert("type".to_owned(), json!(name));
        for &key in keywords_of(name) {
            if let Some(value) = schema.shift_remove(key) {
                alternative.insert(key.to_owned(), value);
            }
        }
        if let (Some(format), true) = (&format, format_owner == Some(name)) {
            alternative.insert("format".to_owned(), format.clone());
        }
        if let Some(Value::Array(values)) = &values {
            let own: Vec<_> =
                values.iter().filter(|value| has_type(value, name)).cloned().collect();
            if own.is_empty() {
                continue;
            }
            alternative.insert("enum".to_owned(), Value::Array(own));
        }
        alternatives.push(Value::Object(alternative));
    }
    if let (Some(format), None) = (format, format_owner) {
        schema.insert(extension("format"), format);
    }
    for index in 0..alternatives.len() {
        moved(schema, format!("anyOf/{index}"), String::new());
    }
    schema.insert("anyOf".to_owned(), Value::Array(alternatives));
}

fn keywords_of(name: &str) -> &'static [&'static str] {
    match name {
        "string" => &["pattern", "minLength", "maxLength"],
        "number" | "integer" => {
            &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        }
        "array" => &["items", "minItems", "maxItems", "uniqueItems"],
        "object" => &[
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "minProperties",
            "maxProperties",
        ],
        _ => &[],
    }
}

/// The type that a format applies to: a numeric type or `string`.
fn format_owner<'a>(format: &Value, types: &[&'a str]) -> Option<&'a str> {
    let numeric = matches!(format.as_str(), Some("int32" | "int64" | "float" | "double"));
    let owners: &[&str] = if numeric { &["integer", "number"] } else { &["string"] };
    types.iter().copied().find(|name| owners.contains(name))
}

/// Whether a value is of the named type.
pub(crate) fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    }
}
