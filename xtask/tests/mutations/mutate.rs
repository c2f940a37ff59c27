//! Mutations of a document, some of which leave it valid.

use paygentic_codegen::location::join;
use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::{values, walk};

/// A marker in a key until the document is serialized: there it becomes a duplicate key.
const TWICE: &str = "twice\u{1}";

/// The text of a document with one to three mutations, and their names.
pub(crate) fn mutated(original: &Value, seed: u64) -> (String, Vec<&'static str>) {
    let mut random = Random::new(seed);
    let mut document = original.clone();
    let names = (0..=seed % 3).map(|_| mutate(&mut document, &mut random)).collect();
    let twice = serde_json::to_string(TWICE).unwrap();
    let text = document.to_string().replace(twice.trim_matches('"'), "");
    (text, names)
}

/// Whether the value at a pointer is of this kind.
type Kind = fn(&str, &Value) -> bool;

fn is_schema(pointer: &str, value: &Value) -> bool {
    let named = |part: &str| pointer.rsplit('/').nth(1) == Some(part);
    value.is_object()
        && (pointer.ends_with("/schema")
            || pointer.ends_with("/items")
            || named("properties")
            || named("schemas")
            || named("oneOf"))
}

fn is_reference(pointer: &str, value: &Value) -> bool {
    pointer.ends_with("/$ref") && value.is_string()
}

fn is_object(_: &str, value: &Value) -> bool {
    value.as_object().is_some_and(|object| !object.is_empty())
}

fn is_name(pointer: &str, value: &Value) -> bool {
    let last = pointer.rsplit('/').next();
    value.is_string() && matches!(last, Some("operationId" | "name" | "pattern" | "format"))
        || pointer.contains("/enum/")
        || pointer.contains("/required/")
}

fn is_schemas(pointer: &str, _: &Value) -> bool {
    pointer == "/components/schemas"
}

/// Makes one change to a document, and returns its name.
fn mutate(document: &mut Value, random: &mut Random) -> &'static str {
    let kinds: [(&str, Kind); 14] = [
        ("drop", is_object),
        ("duplicate a key", is_object),
        ("rename a key", is_object),
        ("swap types", |_, _| true),
        ("move", |_, _| true),
        ("move a schema", is_schema),
        ("break a reference", is_reference),
        ("nest a schema deeply", is_schema),
        ("widen a schema", is_schema),
        ("refer to something else", is_schema),
        ("odd name", is_name),
        ("rename a schema with its references", is_schemas),
        ("odd property", is_schema),
        ("empty", |_, value| !value.is_null()),
    ];
    let (name, is) = *random.pick(&kinds).unwrap();
    let found = walk::places(document).into_iter().filter(|(pointer, value)| is(pointer, value));
    let places: Vec<String> = found.map(|(pointer, _)| pointer).collect();
    if places.is_empty() {
        return "nothing";
    }
    let place = random.pick(&places).unwrap().clone();
    let other = document.pointer(random.pick(&places).unwrap()).cloned().unwrap_or_default();
    let to = values::reference(random, document, &place);
    let Some(target) = document.pointer_mut(&place) else {
        return "nothing";
    };
    match name {
        "drop" | "duplicate a key" | "rename a key" => change_key(target, name, random),
        "swap types" => *target = values::any(random),
        "move" | "move a schema" => *target = other,
        "break a reference" => *target = json!(to),
        "nest a schema deeply" => *target = values::deep(random),
        "widen a schema" => *target = values::wide(random),
        "refer to something else" => *target = json!({"$ref": to}),
        "odd name" => *target = json!(values::name(random)),
        "rename a schema with its references" => {
            let old = rename(target, random);
            if let Some((old, new)) = old {
                follow(document, &refer(&old), &refer(&new));
            }
        }
        "odd property" => {
            let name = values::name(random);
            if let Some(object) = target.as_object_mut() {
                let properties = object.entry("properties").or_insert_with(|| json!({}));
                if let Some(properties) = properties.as_object_mut() {
                    properties.insert(name, other);
                }
            }
        }
        _ => {
            *target = match target {
                Value::Object(_) => json!({}),
                Value::Array(_) => json!([]),
                Value::String(_) => json!(""),
                _ => Value::Null,
            }
        }
    }
    name
}

fn change_key(target: &mut Value, how: &str, random: &mut Random) {
    let Some(object) = target.as_object_mut() else {
        return;
    };
    let place = random.below(object.len());
    let Some((key, value)) = object.iter().nth(place) else {
        return;
    };
    let (key, value) = (key.clone(), value.clone());
    match how {
        "drop" => {
            object.shift_remove(&key);
        }
        "duplicate a key" => {
            let second = if random.below(2) == 0 { value } else { values::any(random) };
            object.insert(format!("{TWICE}{key}"), second);
        }
        _ => {
            rename_key(object, &key, &values::name(random));
        }
    }
}

/// Renames a key without changing its position.
fn rename_key(object: &mut Map<String, Value>, old: &str, new: &str) {
    *object = std::mem::take(object)
        .into_iter()
        .map(|(key, value)| (if key == old { new.to_owned() } else { key }, value))
        .collect();
}

/// Renames one schema; returns its old and its new name.
fn rename(schemas: &mut Value, random: &mut Random) -> Option<(String, String)> {
    let object = schemas.as_object_mut()?;
    let old = object.keys().nth(random.below(object.len()))?.clone();
    let new = values::name(random);
    rename_key(object, &old, &new);
    Some((old, new))
}

fn refer(name: &str) -> String {
    join("#/components/schemas", name)
}

/// Redirects all references from one target to another.
fn follow(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(object) => object.values_mut().for_each(|value| follow(value, old, new)),
        Value::Array(list) => list.iter_mut().for_each(|value| follow(value, old, new)),
        Value::String(text) if text == old => *text = new.to_owned(),
        _ => {}
    }
}
