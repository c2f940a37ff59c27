//! The values that a schema lists: alternatives that are values, and values of another type than the schema.

use serde_json::{Map, Value, json};

use super::moved;
use super::types::has_type;

/// Alternatives with one value each become an enum, whose values have the names of the alternatives.
pub(super) fn choice_of_constants(schema: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(alternatives)) = schema.get(key) else {
            continue;
        };
        let values: Option<Vec<(Value, Option<Value>)>> =
            alternatives.iter().map(only_value).collect();
        let Some(values) = values.filter(|values| !values.is_empty()) else {
            continue;
        };
        let all_are = |name: &str| values.iter().all(|(value, _)| has_type(value, name));
        let types = ["string", "integer", "number"];
        let Some(name) = types.into_iter().find(|name| all_are(name)) else {
            continue;
        };
        if schema.contains_key("enum") || schema.contains_key("discriminator") {
            continue;
        }
        let names = values
            .iter()
            .filter_map(|(value, name)| Some((value.as_str()?.to_owned(), name.clone()?)));
        let names: Map<String, Value> = names.collect();
        let is_text = name == "string";
        if is_text && !names.is_empty() && !schema.contains_key("x-rust-names") {
            schema.insert("x-rust-names".to_owned(), Value::Object(names));
        }
        let values = values.into_iter().map(|(value, _)| value).collect();
        schema.shift_remove(key);
        schema.insert("enum".to_owned(), Value::Array(values));
        schema.entry("type").or_insert_with(|| json!(name));
        return;
    }
}

/// The only string or number that an alternative allows, and its name in the overlay.
fn only_value(alternative: &Value) -> Option<(Value, Option<Value>)> {
    let alternative = alternative.as_object()?;
    let is_allowed = |key: &String| {
        matches!(
            key.as_str(),
            "const" | "enum" | "type" | "format" | "deprecated" | "title" | "description"
        ) || key.starts_with("x-")
    };
    let value = match (alternative.get("const"), alternative.get("enum")) {
        (Some(value), None) => value,
        (None, Some(Value::Array(values))) if values.len() == 1 => &values[0],
        _ => return None,
    };
    let is_one = value.is_string() || value.is_number();
    let name = alternative.get("type").and_then(Value::as_str);
    let is_of_its_type = is_one && name.is_none_or(|name| has_type(value, name));
    let name = alternative.get("x-rust-name").cloned();
    (is_of_its_type && alternative.keys().all(is_allowed)).then(|| (value.clone(), name))
}

/// A plain string beside alternatives with one string each: those become a single alternative, an enum.
pub(super) fn constants_beside_string(schema: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(alternatives)) = schema.get(key) else {
            continue;
        };
        let mut values = Vec::new();
        let mut names = Map::new();
        let mut indexes = Vec::new();
        let mut rest = Vec::new();
        for (index, alternative) in alternatives.iter().enumerate() {
            match only_value(alternative) {
                Some((Value::String(text), name)) => {
                    names.extend(name.map(|name| (text.clone(), name)));
                    values.push(Value::String(text));
                    indexes.push(index);
                }
                _ => rest.push((index, alternative.clone())),
            }
        }
        let is_text =
            |(_, part): &(usize, Value)| part.get("type").is_some_and(|ty| ty == "string");
        if values.len() < 2 || rest.is_empty() || !rest.iter().all(is_text) {
            continue;
        }
        let mut joined = vec![json!({ "type": "string", "enum": values, "x-rust-names": names })];
        let published = indexes.into_iter().take(1).chain(rest.iter().map(|(index, _)| *index));
        let moves: Vec<usize> = published.collect();
        joined.extend(rest.into_iter().map(|(_, part)| part));
        schema.insert(key.to_owned(), Value::Array(joined));
        for (now, published) in moves.into_iter().enumerate() {
            moved(schema, format!("{key}/{now}"), format!("{key}/{published}"));
        }
    }
}

/// Adds the type of its values to an enum without a type.
pub(super) fn infer_type(schema: &mut Map<String, Value>) {
    if schema.contains_key("type") || schema.contains_key("$ref") {
        return;
    }
    let Some(Value::Array(values)) = schema.get("enum") else {
        return;
    };
    let all_are = |name: &&str| {
        values.iter().any(|value| !value.is_null())
            && values.iter().all(|value| value.is_null() || has_type(value, name))
    };
    let name = ["string", "integer", "number", "boolean"].into_iter().find(all_are);
    if let Some(name) = name {
        schema.insert("type".to_owned(), json!(name));
    }
}

/// YAML reads `on` and `1.0` as other types than strings: as values of a string they are converted. Values of another
/// type than the schema's are dropped; all of them, where an object with properties is described.
pub(super) fn convert_values(schema: &mut Map<String, Value>) {
    let Some(name) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else {
        return;
    };
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    for value in values.iter_mut() {
        if name == "string" && (value.is_number() || value.is_boolean()) {
            *value = Value::String(value.to_string());
        }
    }
    let is_value = |value: &Value| value.is_null() || has_type(value, &name);
    if values.iter().any(is_value) {
        values.retain(is_value);
    } else if name == "object" && schema.contains_key("properties") {
        schema.shift_remove("enum");
    }
}
