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
            value = pointer.and_then(|pointer| self.0.pointer(pointer)).unwrap_or(&Value::Null);
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
                open.extend(members.into_iter().flatten().map(|member| (member, depth + 1)));
            }
        }
        found
    }
}
