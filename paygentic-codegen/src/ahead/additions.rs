//! Additions from other documents to operations and schemas of the main document.
//!
//! They are read from `x-additions`, a map from a location in the main document to a fragment: `properties` and `enum` of a
//! schema, `parameters` of an operation.

use serde_json::{Map, Value, json};

use super::{KEY, Retired, entries, insert};
use crate::diagnostic::Diagnostic;

/// The extension that holds the additions.
pub(super) const ADDITIONS: &str = "x-additions";

/// The maximum number of references followed from a location: they may form a cycle.
const MAX_REFERENCES: usize = 32;

/// The keys that a fragment may have.
const KEYS: [&str; 3] = ["properties", "parameters", "enum"];

/// Adds what the main document lacks. Where both have an item, the main document wins.
pub(super) fn add<'a>(
    document: &mut Value,
    ahead: &'a Value,
    name: &str,
) -> (Vec<&'a Value>, Vec<Diagnostic>) {
    let origin = super::origin(ahead, name);
    let mut findings = Vec::new();
    let mut added = Vec::new();
    for (location, fragment) in entries(&ahead[ADDITIONS]) {
        let at = super::pointer(name, &[ADDITIONS, location]);
        let Some(new) = absent(document, location, fragment) else {
            findings.push(without_target(at, location));
            continue;
        };
        for key in entries(fragment).map(|(key, _)| key).filter(|key| !KEYS.contains(key)) {
            findings.push(unknown_key(&at, key));
        }
        if KEYS.iter().any(|key| new[*key] != fragment[*key]) {
            findings.push(already_present(at, name));
        }
        if let Some(target) = target_mut(document, location) {
            apply(target, &new, origin);
        }
        added.push(fragment);
    }
    (added, findings)
}

/// Removes the additions that the main document already has.
pub(super) fn retire(document: &Value, ahead: &Value, retired: &mut Retired) {
    let mut rest = Map::new();
    for (location, fragment) in entries(&ahead[ADDITIONS]) {
        match absent(document, location, fragment) {
            Some(new) => {
                let left = names(&new);
                let gained = names(fragment).into_iter().filter(|name| !left.contains(name));
                retired.additions.extend(gained.map(|name| format!("{location} `{}`", name.1)));
                if !left.is_empty() {
                    rest.insert(location.to_owned(), new);
                }
            }
            None => {
                rest.insert(location.to_owned(), fragment.clone());
            }
        }
    }
    if !ahead[ADDITIONS].is_null() {
        retired.rest[ADDITIONS] = Value::Object(rest);
    }
}

/// The part of a fragment that the document lacks at a location; `None` if it has no such location.
fn absent(document: &Value, location: &str, fragment: &Value) -> Option<Value> {
    let target = document.pointer(target(document, location)?)?;
    let mut new = Map::new();
    for (key, added) in entries(fragment) {
        let own = &target[key];
        let rest = match (key, added) {
            ("properties", Value::Object(added)) => {
                added.iter().filter(|(name, _)| own[*name].is_null()).map(pair).collect()
            }
            ("parameters", Value::Array(added)) => {
                let own = parameters(document, own);
                let is_new = |parameter: &&Value| !own.contains(&key_of(parameter));
                added.iter().filter(is_new).cloned().collect()
            }
            ("enum", Value::Array(added)) => {
                let own = own.as_array().map(Vec::as_slice).unwrap_or_default();
                added.iter().filter(|value| !own.contains(value)).cloned().collect()
            }
            _ => Value::Null,
        };
        new.insert(key.to_owned(), rest);
    }
    Some(Value::Object(new))
}

fn pair((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// The keys of the parameters in a list, with references resolved.
fn parameters<'d>(document: &'d Value, list: &'d Value) -> Vec<(&'d Value, &'d Value)> {
    let list = list.as_array().into_iter().flatten();
    list.map(|parameter| {
        let target = parameter["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
        key_of(target.and_then(|target| document.pointer(target)).unwrap_or(parameter))
    })
    .collect()
}

fn key_of(parameter: &Value) -> (&Value, &Value) {
    (&parameter["in"], &parameter["name"])
}

/// The items that a fragment adds: the key of each, and its name for messages.
fn names(fragment: &Value) -> Vec<(Value, String)> {
    let list = |key: &str| fragment[key].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let properties = entries(&fragment["properties"])
        .map(|(name, _)| (json!({ "properties": name }), name.to_owned()));
    let parameters = list("parameters").map(|parameter| {
        let (location, name) = key_of(parameter);
        (json!({ "parameters": [location, name] }), format!("{} {}", text(location), text(name)))
    });
    let values = list("enum").map(|value| (json!({ "enum": value }), text(value)));
    properties.chain(parameters).chain(values).collect()
}

/// The pointer to the object at a location, with references resolved: an object that was moved into a component is still
/// found. `None` if there is no object.
fn target<'d>(document: &'d Value, location: &'d str) -> Option<&'d str> {
    let mut pointer = location.strip_prefix('#')?;
    for _ in 0..MAX_REFERENCES {
        let value = document.pointer(pointer)?.as_object()?;
        match value.get("$ref").and_then(Value::as_str) {
            None => return Some(pointer),
            Some(reference) => pointer = reference.strip_prefix('#')?,
        }
    }
    None
}

fn target_mut<'d>(document: &'d mut Value, location: &str) -> Option<&'d mut Value> {
    let pointer = target(document, location)?.to_owned();
    document.pointer_mut(&pointer)
}

/// Adds a fragment, and marks each property and parameter with its origin.
fn apply(target: &mut Value, fragment: &Value, origin: &str) {
    for (name, schema) in entries(&fragment["properties"]) {
        insert(target, &["properties", name], with_origin(schema, origin));
    }
    for key in ["parameters", "enum"] {
        let Some(added) = fragment[key].as_array().filter(|added| !added.is_empty()) else {
            continue;
        };
        let added = added.iter().map(|added| {
            let mut added = added.clone();
            if added["schema"].is_object() {
                added["schema"] = with_origin(&added["schema"], origin);
            }
            added
        });
        let own = target[key].as_array().cloned().unwrap_or_default();
        target[key] = own.into_iter().chain(added).collect();
    }
}

/// A copy of a schema, marked with its origin.
fn with_origin(schema: &Value, origin: &str) -> Value {
    let mut schema = schema.clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(KEY.to_owned(), origin.into());
    }
    schema
}

fn without_target(at: String, location: &str) -> Diagnostic {
    Diagnostic::warning(
        at,
        format!("the document has no object at `{location}`: the addition is skipped"),
        "correct the location",
    )
}

fn unknown_key(at: &str, key: &str) -> Diagnostic {
    Diagnostic::warning(
        at,
        format!("unknown key `{key}` in an addition: it is ignored"),
        "an addition holds `properties`, `enum` or `parameters`; correct the key",
    )
}

fn already_present(at: String, name: &str) -> Diagnostic {
    Diagnostic::warning(
        at,
        "the document already has some of these: its own are used",
        format!("remove them from {name}, or run `cargo xtask update`"),
    )
}
