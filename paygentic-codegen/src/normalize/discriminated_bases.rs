//! Discriminators of schemas that others extend: where such a schema is used, a value is one of the schemas that extend it.
//!
//! ```text
//! Pet: {discriminator: {propertyName: kind}, ..}        Pet: {oneOf: [Cat, Dog, PetBase], discriminator: ..}
//! Cat: {allOf: [Pet, ..]}                          ->    PetBase: {..}
//! Dog: {allOf: [Pet, ..]}                                Cat: {allOf: [PetBase, ..]}, ..
//! ```

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::relocations::Relocations;
use super::{SCHEMAS, referred, union_bases};

/// A schema that becomes a union.
struct Split {
    base: String,
    tag: String,
    /// The schemas that a value can have, each with the tag values that select it.
    alternatives: IndexMap<String, Vec<String>>,
}

/// Turns schemas with a discriminator that other schemas extend into unions.
pub(super) fn inherit(document: &mut Value, relocations: &mut Relocations) {
    let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
        return;
    };
    let splits = splits(schemas);
    if splits.is_empty() {
        return;
    }
    let bases: HashMap<String, String> =
        splits.iter().map(|(name, split)| (name.clone(), split.base.clone())).collect();
    extend_bases(document, &bases);
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    else {
        return;
    };
    for (name, split) in &splits {
        relocations.add_base(&split.base, name);
        // A component that only refers to the schema extends it too.
        for alternative in split.alternatives.keys().filter(|it| *it != name) {
            if let Some(alternative) = schemas.get_mut(alternative) {
                union_bases::extend(alternative, name, &split.base);
            }
        }
        let union = union(split, name, &splits);
        if let Some(Value::Object(schema)) = schemas.get_mut(name) {
            let mut base = std::mem::replace(schema, union);
            base.shift_remove("discriminator");
            base.shift_remove("x-rust-name");
            schemas.insert(split.base.clone(), Value::Object(base));
        }
    }
}

fn splits(schemas: &Map<String, Value>) -> IndexMap<String, Split> {
    let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, schema) in schemas {
        for base in schema.as_object().into_iter().flat_map(extended) {
            children.entry(base).or_default().push(name);
        }
    }
    let mut splits = IndexMap::new();
    for (name, schema) in schemas {
        let is_union = ["oneOf", "anyOf"].iter().any(|key| schema.get(*key).is_some());
        let discriminator = schema.get("discriminator");
        let tag = discriminator.and_then(|it| it.get("propertyName")?.as_str());
        let (Some(tag), false) = (tag, is_union) else {
            continue;
        };
        let mapping = discriminator.and_then(|it| it.get("mapping")?.as_object());
        let alternatives = alternatives(name, mapping, &children, schemas);
        if alternatives.keys().all(|alternative| alternative == name) {
            continue;
        }
        let base = union_bases::base_name(name, schemas);
        let tag = tag.to_owned();
        splits.insert(name.clone(), Split { base, tag, alternatives });
    }
    splits
}

/// The alternatives of a schema: those that the mapping lists, and all others that extend it.
fn alternatives(
    name: &str,
    mapping: Option<&Map<String, Value>>,
    children: &HashMap<&str, Vec<&str>>,
    schemas: &Map<String, Value>,
) -> IndexMap<String, Vec<String>> {
    let mut found: IndexMap<String, Vec<String>> = IndexMap::new();
    for (value, target) in mapping.into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let target = target.strip_prefix(SCHEMAS).unwrap_or(target);
        if schemas.contains_key(target) {
            found.entry(target.to_owned()).or_default().push(value.clone());
        }
    }
    let is_mapped = !found.is_empty();
    let mut open: Vec<&str> = children.get(name).cloned().unwrap_or_default();
    open.reverse();
    let mut seen = HashSet::new();
    while let Some(child) = open.pop() {
        if !seen.insert(child) {
            continue;
        }
        let own = children.get(child).map_or(&[][..], Vec::as_slice);
        open.extend(own.iter().rev());
        let is_between = is_mapped && !own.is_empty();
        if !is_between && !found.contains_key(child) {
            found.insert(child.to_owned(), vec![child.to_owned()]);
        }
    }
    if !is_mapped && !found.is_empty() {
        found.insert(name.to_owned(), vec![name.to_owned()]);
    }
    found
}

/// The schemas that a component extends: it refers to them in `allOf` and adds to them.
fn extended(schema: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let adds_keywords = parts.is_some_and(|parts| parts.len() > 1)
        || ["properties", "required", "additionalProperties", "unevaluatedProperties"]
            .iter()
            .any(|key| schema.contains_key(*key));
    parts.filter(|_| adds_keywords).into_iter().flatten().filter_map(referred)
}

fn union(split: &Split, name: &str, splits: &IndexMap<String, Split>) -> Map<String, Value> {
    let mut one_of = Vec::new();
    let mut mapping = Map::new();
    for (alternative, values) in &split.alternatives {
        let target = match splits.get(alternative) {
            // Its own alternatives are distinguished by another property.
            Some(inner) if alternative != name && inner.tag != split.tag => alternative,
            Some(inner) => &inner.base,
            None => alternative,
        };
        one_of.push(json!({ "$ref": format!("{SCHEMAS}{target}") }));
        for value in values {
            mapping.insert(value.clone(), format!("{SCHEMAS}{target}").into());
        }
    }
    let mut union = Map::new();
    union.insert("oneOf".to_owned(), Value::Array(one_of));
    union.insert(
        "discriminator".to_owned(),
        json!({ "propertyName": split.tag, "mapping": mapping }),
    );
    union
}

/// Redirects the schemas that extended a schema, which is now a union, to its former definition.
pub(super) fn extend_bases(value: &mut Value, bases: &HashMap<String, String>) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| extend_bases(value, bases)),
        Value::Object(object) => {
            let extends: Vec<String> = extended(object).map(str::to_owned).collect();
            if let Some(Value::Array(parts)) = object.get_mut("allOf") {
                for part in parts {
                    let base = referred(part)
                        .filter(|name| extends.iter().any(|extended| extended == name))
                        .and_then(|name| bases.get(name));
                    if let Some(base) = base {
                        part["$ref"] = format!("{SCHEMAS}{base}").into();
                    }
                }
            }
            object.values_mut().for_each(|value| extend_bases(value, bases));
        }
        _ => {}
    }
}
