//! Finding one's way in a published document.

use serde_json::Value;

/// How many references may lead to one another; more are a circle.
const REFERENCES: usize = 32;

/// A document as it was published.
#[derive(Debug)]
pub(super) struct Document(pub(super) Value);

impl Document {
    /// What a value refers to, or the value itself. `Null` where a reference leads nowhere.
    pub(super) fn resolve<'d>(&'d self, mut value: &'d Value) -> &'d Value {
        for _ in 0..REFERENCES {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return value;
            };
            let pointer = reference.strip_prefix('#');
            value = pointer
                .and_then(|pointer| self.0.pointer(pointer))
                .unwrap_or(&Value::Null);
        }
        &Value::Null
    }

    /// The schemas that together say what a value may be: those that `$ref`, `allOf`, `oneOf` and `anyOf` name.
    pub(super) fn alternatives<'d>(&'d self, schema: &'d Value) -> Vec<&'d Value> {
        let mut found = Vec::new();
        let mut open = vec![(schema, 0)];
        while let Some((schema, depth)) = open.pop() {
            if depth > REFERENCES {
                continue;
            }
            // Keywords may stand beside a reference.
            found.push(schema);
            if schema.get("$ref").is_some() {
                open.push((self.resolve(schema), depth + 1));
            }
            for keyword in ["allOf", "oneOf", "anyOf"] {
                let members = schema.get(keyword).and_then(Value::as_array);
                open.extend(
                    members
                        .into_iter()
                        .flatten()
                        .map(|member| (member, depth + 1)),
                );
            }
        }
        found
    }

    /// The schemas of a member of an object; none if the document does not know of it.
    pub(super) fn member<'d>(&'d self, schemas: &[&'d Value], name: &str) -> Vec<&'d Value> {
        let mut found = Vec::new();
        let all: Vec<&Value> = schemas
            .iter()
            .flat_map(|schema| self.alternatives(schema))
            .collect();
        for schema in &all {
            match schema
                .get("properties")
                .and_then(|members| members.get(name))
            {
                Some(member) => found.push(member),
                None => found.extend(
                    schema
                        .get("additionalProperties")
                        .filter(|rest| **rest != Value::Bool(false)),
                ),
            }
        }
        // An object of which nothing is said may have any members.
        if found.is_empty() && !all.iter().any(|schema| schema.get("properties").is_some()) {
            found.push(&Value::Null);
        }
        found
    }

    /// The schemas of the entries of a list.
    pub(super) fn entries<'d>(&'d self, schemas: &[&'d Value]) -> Vec<&'d Value> {
        let all = schemas.iter().flat_map(|schema| self.alternatives(schema));
        all.filter_map(|schema| schema.get("items")).collect()
    }
}
