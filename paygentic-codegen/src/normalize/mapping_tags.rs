//! The tag values that the `mapping` of a discriminator assigns to schemas.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::discriminated_bases::extend_bases;
use super::relocations::Relocations;
use super::union_bases::base_name;
use super::{SCHEMAS, referred};

/// The maximum length of a chain of schemas that extend one another.
const MAX_DEPTH: usize = 20;

/// Components and properties, each with the values that mappings assign to them.
type Tags = BTreeMap<(String, String), BTreeSet<String>>;

/// Writes the value of a mapping into the tag property of its target, if that accepts any string and no other mapping
/// assigns a different value: callers need not set what their choice of type implies. Schemas that extend the target
/// have other values, so they extend its original form.
pub(super) fn write_tags(document: &mut Value, relocations: &mut Relocations) {
    let mut tags = Tags::new();
    collect(document, document, &mut tags);
    let extended = extended(document);
    let mut bases = HashMap::new();
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    let Some(schemas) = schemas else { return };
    for ((name, property), values) in tags {
        let mut values = values.into_iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            continue;
        };
        let inherits = requires(schemas, &name, &property, MAX_DEPTH);
        if extended.contains(&name) {
            let base = split_base(schemas, &name, &property, &value, inherits);
            if let Some(base) = base {
                relocations.add_base(&base, &name);
                bases.insert(name, base);
            }
        } else if let Some(schema) = schemas.get_mut(&name).and_then(Value::as_object_mut) {
            write_tag(schema, &property, value, inherits);
        }
    }
    if !bases.is_empty() {
        extend_bases(document, &bases);
    }
}

/// Moves a schema that others extend into a component of its own, which the schema then extends with its tag value.
fn split_base(
    schemas: &mut Map<String, Value>,
    name: &str,
    property: &str,
    value: &str,
    inherits: bool,
) -> Option<String> {
    let schema = schemas.get_mut(name)?.as_object_mut()?;
    let is_any = described(schema, property).map_or(inherits, |described| is_any_string(described));
    let is_other = ["oneOf", "anyOf", "$ref"].iter().any(|key| schema.contains_key(*key));
    if !is_any || is_other {
        return None;
    }
    let given = schema.shift_remove("x-rust-name");
    let base = base_name(name, schemas);
    let own = json!({ "properties": { property: { "type": "string", "enum": [value] } } });
    let mut extending = json!({ "allOf": [{ "$ref": format!("{SCHEMAS}{base}") }, own] });
    if let Some(given) = given {
        extending["x-rust-name"] = given;
    }
    let schema = std::mem::replace(schemas.get_mut(name)?, extending);
    schemas.insert(base.clone(), schema);
    Some(base)
}

/// Whether a component requires a property, itself or through what it extends.
fn requires(schemas: &Map<String, Value>, name: &str, property: &str, depth_left: usize) -> bool {
    fn any(
        schemas: &Map<String, Value>,
        schema: &Value,
        property: &str,
        depth_left: usize,
    ) -> bool {
        let list = |key: &str| schema.get(key).and_then(Value::as_array).into_iter().flatten();
        list("required").any(|name| name == property)
            || list("allOf").any(|part| any(schemas, part, property, depth_left))
            || referred(schema).is_some_and(|name| requires(schemas, name, property, depth_left))
    }
    let (Some(schema), Some(depth_left)) = (schemas.get(name), depth_left.checked_sub(1)) else {
        return false;
    };
    any(schemas, schema, property, depth_left)
}

fn write_tag(schema: &mut Map<String, Value>, property: &str, value: String, inherits: bool) {
    if let Some(described) = described(schema, property) {
        if is_any_string(described) {
            described.insert("enum".to_owned(), json!([value]));
        }
        return;
    }
    if inherits && let Some(Value::Array(parts)) = schema.get_mut("allOf") {
        parts.push(json!({ "properties": { property: { "type": "string", "enum": [value] } } }));
    }
}

/// The description of a property in the schema, or in a part of its `allOf`.
fn described<'s>(
    schema: &'s mut Map<String, Value>,
    property: &str,
) -> Option<&'s mut Map<String, Value>> {
    let has_property = |schema: &Map<String, Value>| {
        schema.get("properties").is_some_and(|properties| properties.get(property).is_some())
    };
    if has_property(schema) {
        return schema.get_mut("properties")?.get_mut(property)?.as_object_mut();
    }
    let parts = schema.get_mut("allOf")?.as_array_mut()?;
    let mut parts = parts.iter_mut().filter_map(Value::as_object_mut);
    let part = parts.find(|part| has_property(part))?;
    part.get_mut("properties")?.get_mut(property)?.as_object_mut()
}

fn is_any_string(schema: &Map<String, Value>) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("string")
        && !["enum", "const", "$ref", "allOf", "oneOf", "anyOf", "format"]
            .iter()
            .any(|key| schema.contains_key(*key))
}

fn collect(document: &Value, value: &Value, tags: &mut Tags) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(document, value, tags)),
        Value::Object(object) => {
            let discriminator = object.get("discriminator");
            let property = discriminator.and_then(|it| it.get("propertyName")?.as_str());
            let mapping = discriminator.and_then(|it| it.get("mapping")?.as_object());
            if let (Some(property), Some(mapping)) = (property, mapping) {
                for (value, target) in mapping {
                    let target = target.as_str().unwrap_or_default();
                    let name = target.strip_prefix(SCHEMAS).unwrap_or(target);
                    let key = (name.to_owned(), property.to_owned());
                    tags.entry(key).or_default().insert(value.clone());
                }
            }
            if let Some(property) = property {
                implicit(document, object, property, mapping, tags);
            }
            object.values().for_each(|value| collect(document, value, tags));
        }
        _ => {}
    }
}

/// Collects the values of alternatives that the mapping does not list: the names of their components. Alternatives that are
/// unions themselves have the values of their own alternatives.
fn implicit(
    document: &Value,
    union: &Map<String, Value>,
    property: &str,
    mapping: Option<&Map<String, Value>>,
    tags: &mut Tags,
) {
    let schemas = document.pointer("/components/schemas");
    let alternatives = ["oneOf", "anyOf"].iter().filter_map(|key| union.get(*key)?.as_array());
    for alternative in alternatives.flatten() {
        let Some(name) = referred(alternative) else { continue };
        let mut mapped = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
        let is_mapped = mapped.any(|it| it.strip_prefix(SCHEMAS).unwrap_or(it) == name);
        let component = schemas.and_then(|schemas| schemas.get(name));
        let is_union =
            ["oneOf", "anyOf"].iter().any(|key| component.is_some_and(|it| it.get(*key).is_some()));
        if !is_mapped && !is_union {
            let key = (name.to_owned(), property.to_owned());
            tags.entry(key).or_default().insert(name.to_owned());
        }
    }
}

/// The components that others extend.
fn extended(document: &Value) -> HashSet<String> {
    let mut found = HashSet::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for schema in schemas.into_iter().flat_map(Map::values) {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let parts = parts.into_iter().flatten();
        found.extend(parts.filter_map(referred).map(str::to_owned));
    }
    found
}
