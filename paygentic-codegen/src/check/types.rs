//! Which JSON types a schema allows, as far as it matters for parameters: a scalar can be written into
//! an address, an object cannot.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Checker;

/// How deep references and parts are followed.
const DEEPEST: usize = 20;

impl<'d> Checker<'d> {
    /// The names of the JSON types that a schema allows; none if it does not say.
    pub(super) fn types_of(&self, schema: &'d Value) -> BTreeSet<&'d str> {
        self.types_within(schema, DEEPEST)
    }

    fn types_within(&self, schema: &'d Value, depth: usize) -> BTreeSet<&'d str> {
        let schema = self.resolved("schemas", schema);
        let mut types: BTreeSet<&str> = match schema.get("type") {
            Some(Value::String(name)) => BTreeSet::from([name.as_str()]),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => schema
                .get("const")
                .into_iter()
                .chain(entries(schema, "enum"))
                .map(type_of)
                .collect(),
        };
        for key in ["oneOf", "anyOf", "allOf"] {
            if types.is_empty() && depth > 0 {
                let parts = entries(schema, key);
                types = parts
                    .flat_map(|part| self.types_within(part, depth - 1))
                    .collect();
            }
        }
        if types.is_empty() && schema.get("properties").is_some() {
            types.insert("object");
        }
        types.remove("null");
        if types.contains("number") {
            types.remove("integer");
        }
        types
    }

    /// The schema of the entries of a list.
    pub(super) fn items_of(&self, schema: &'d Value) -> Option<&'d Value> {
        self.items_within(schema, DEEPEST)
    }

    fn items_within(&self, schema: &'d Value, depth: usize) -> Option<&'d Value> {
        let schema = self.resolved("schemas", schema);
        schema.get("items").or_else(|| {
            let depth = depth.checked_sub(1)?;
            let mut parts = ["allOf", "oneOf", "anyOf"]
                .into_iter()
                .flat_map(|key| entries(schema, key));
            parts.find_map(|part| self.items_within(part, depth))
        })
    }
}

fn entries<'d>(schema: &'d Value, key: &str) -> impl Iterator<Item = &'d Value> {
    schema
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
