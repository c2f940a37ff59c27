//! Unions whose alternatives extend them: the keywords beside the list become a base, which the alternatives extend.
//!
//! ```text
//! Pet: {oneOf: [Cat, Dog], properties: ..}        Pet: {oneOf: [Cat, Dog]}
//! Cat: {allOf: [Pet, ..]}                   ->    PetBase: {properties: ..}
//!                                                 Cat: {allOf: [PetBase, ..]}
//! ```

use serde_json::{Map, Value};

use super::relocations::Relocations;
use super::{SCHEMAS, referred};

/// The keywords that define a union.
const CHOICE: [&str; 3] = ["oneOf", "anyOf", "discriminator"];

/// Separates the extended base from the union.
pub(super) fn split(document: &mut Value, relocations: &mut Relocations) {
    let schemas = document.pointer_mut("/components/schemas");
    let Some(schemas) = schemas.and_then(Value::as_object_mut) else {
        return;
    };
    let extended: Vec<(String, Vec<String>)> = schemas
        .iter()
        .map(|(name, schema)| (name.clone(), children(name, schema, schemas)))
        .filter(|(_, children)| !children.is_empty())
        .collect();
    for (name, children) in extended {
        let base = base_name(&name, schemas);
        for child in children {
            if let Some(child) = schemas.get_mut(&child) {
                extend(child, &name, &base);
            }
        }
        let Some(Value::Object(schema)) = schemas.get_mut(&name) else {
            continue;
        };
        let (choice, mut rest): (Map<_, _>, Map<_, _>) =
            std::mem::take(schema).into_iter().partition(|(key, _)| CHOICE.contains(&key.as_str()));
        *schema = choice;
        rest.shift_remove("x-rust-name");
        relocations.add_base(&base, &name);
        schemas.insert(base, Value::Object(rest));
    }
}

/// The alternatives of a schema that extend it.
fn children(name: &str, schema: &Value, schemas: &Map<String, Value>) -> Vec<String> {
    let lists = ["oneOf", "anyOf"].iter();
    let parts = lists.filter_map(|key| schema.get(*key)?.as_array()).flatten();
    let names = parts.filter_map(referred);
    let mut found: Vec<String> = names
        .filter(|child| *child != name)
        .filter(|child| schemas.get(*child).is_some_and(|child| extends(child, name)))
        .map(str::to_owned)
        .collect();
    found.dedup();
    found
}

fn extends(schema: &Value, name: &str) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    parts.into_iter().flatten().any(|part| referred(part) == Some(name))
}

/// Makes a schema extend `base` and no longer `name`.
pub(super) fn extend(schema: &mut Value, name: &str, base: &str) {
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
    for part in parts.into_iter().flatten() {
        if referred(part) == Some(name) {
            part["$ref"] = format!("{SCHEMAS}{base}").into();
        }
    }
}

/// An unused component name for the base of a schema.
pub(super) fn base_name(name: &str, schemas: &Map<String, Value>) -> String {
    let mut base = format!("{name}Base");
    while schemas.contains_key(&base) {
        base.push('_');
    }
    base
}
