//! What an answer loses on its way through the model.

use std::collections::BTreeSet;

use paygentic_generated::Timestamp;
use serde_json::{Map, Value};

use crate::contract::resolve;

/// A place where what comes out is not what went in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The place, as a JSON pointer.
    pub(super) at: String,
    /// What is wrong there.
    pub(super) what: String,
    /// Whether something is missing.
    pub(super) lost: bool,
}

/// What comes of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    /// Where something is wrong.
    pub(super) differences: Vec<Difference>,
    /// Where `null` is missing, which is not wrong.
    pub(super) nulls: Vec<String>,
}

/// Compares an answer with what the model makes of it, by the schema of the answer.
///
/// What is described must be there; but `null` may be missing, and what can have one value only.
/// What is not described may be missing. Numbers may be spelt differently, and so may times.
pub(super) fn compare(document: &Value, schema: &Value, raw: &Value, out: &Value) -> Comparison {
    let mut found = Comparison::default();
    let start = Schemas::new(document, [schema]);
    walk(&start, raw, out, "", &mut found);
    found
}

/// The answer without what its schema does not describe.
pub(super) fn described(document: &Value, schema: &Value, raw: &Value) -> Value {
    strip(&Schemas::new(document, [schema]), raw)
}

fn strip(schemas: &Schemas<'_>, raw: &Value) -> Value {
    match raw {
        Value::Object(raw) => {
            let known = raw.iter().filter_map(|(name, value)| {
                let inner = schemas.property(name)?;
                Some((name.clone(), strip(&inner, value)))
            });
            Value::Object(known.collect())
        }
        Value::Array(raw) => {
            let items = schemas.items();
            raw.iter().map(|value| strip(&items, value)).collect()
        }
        other => other.clone(),
    }
}

/// All schemas that say something about a value: a choice counts with all of its branches.
struct Schemas<'d> {
    document: &'d Value,
    all: Vec<&'d Map<String, Value>>,
}

impl<'d> Schemas<'d> {
    fn new(document: &'d Value, schemas: impl IntoIterator<Item = &'d Value>) -> Self {
        let mut new = Self {
            document,
            all: Vec::new(),
        };
        schemas.into_iter().for_each(|schema| new.add(schema));
        new
    }

    fn add(&mut self, schema: &'d Value) {
        let Some(keywords) = resolve(self.document, schema).as_object() else {
            return;
        };
        // A schema may stand for a part of itself.
        if self.all.iter().any(|known| std::ptr::eq(*known, keywords)) {
            return;
        }
        self.all.push(keywords);
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let parts = keywords.get(keyword).and_then(Value::as_array);
            parts.into_iter().flatten().for_each(|part| self.add(part));
        }
    }

    /// The schemas of a property; nothing if the contract does not know it.
    fn property(&self, name: &str) -> Option<Self> {
        let properties: Vec<_> = self.keywords("properties").collect();
        let named: Vec<_> = properties.iter().filter_map(|all| all.get(name)).collect();
        let others: Vec<_> = self
            .keywords("additionalProperties")
            .filter(|schema| **schema != Value::Bool(false))
            .collect();
        if !named.is_empty() {
            Some(Self::new(self.document, named))
        } else if !others.is_empty() {
            Some(Self::new(self.document, others))
        } else if properties.is_empty() {
            // An object of which nothing is said holds anything.
            Some(Self::new(self.document, []))
        } else {
            None
        }
    }

    fn items(&self) -> Self {
        Self::new(self.document, self.keywords("items"))
    }

    fn keywords(&self, name: &'static str) -> impl Iterator<Item = &'d Value> {
        self.all.iter().filter_map(move |schema| schema.get(name))
    }

    /// Whether this is the only value that there can be.
    fn is_constant(&self, value: &Value) -> bool {
        self.keywords("const").any(|only| only == value)
            || self.keywords("enum").any(|values| {
                values
                    .as_array()
                    .is_some_and(|all| all == std::slice::from_ref(value))
            })
    }

    fn is_time(&self) -> bool {
        self.keywords("format").any(|format| format == "date-time")
    }
}

fn walk(schemas: &Schemas<'_>, raw: &Value, out: &Value, at: &str, found: &mut Comparison) {
    match (raw, out) {
        (Value::Object(raw), Value::Object(out)) => {
            let names: BTreeSet<&String> = raw.keys().chain(out.keys()).collect();
            for name in names {
                let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                let inner = schemas.property(name);
                let what = match (raw.get(name), out.get(name), inner) {
                    (Some(raw), Some(out), Some(inner)) => {
                        walk(&inner, raw, out, &at, found);
                        continue;
                    }
                    (Some(raw), Some(out), None) => {
                        walk(&Schemas::new(schemas.document, []), raw, out, &at, found);
                        continue;
                    }
                    (Some(_), None, None) => continue,
                    (Some(Value::Null), None, _) => {
                        found.nulls.push(at);
                        continue;
                    }
                    (Some(one), None, Some(inner)) | (None, Some(one), Some(inner))
                        if inner.is_constant(one) =>
                    {
                        continue;
                    }
                    (Some(raw), _, _) => format!("{raw} is lost"),
                    (None, out, _) => format!("{} is added", out.unwrap_or(&Value::Null)),
                };
                let lost = !out.contains_key(name);
                found.differences.push(Difference { at, what, lost });
            }
        }
        (Value::Array(raw), Value::Array(out)) if raw.len() == out.len() => {
            let items = schemas.items();
            for (index, (raw, out)) in raw.iter().zip(out).enumerate() {
                walk(&items, raw, out, &format!("{at}/{index}"), found);
            }
        }
        _ if same(schemas, raw, out) => {}
        _ => found.differences.push(Difference {
            at: at.to_owned(),
            what: format!("{raw} becomes {out}"),
            lost: false,
        }),
    }
}

/// Whether two values that are no objects or lists are the same.
fn same(schemas: &Schemas<'_>, raw: &Value, out: &Value) -> bool {
    match (raw, out) {
        (Value::Number(raw), Value::Number(out)) => {
            // Whole numbers may have more digits than a float.
            let whole = raw.as_i128().zip(out.as_i128());
            whole.map_or_else(|| raw.as_f64() == out.as_f64(), |(raw, out)| raw == out)
        }
        (Value::String(raw), Value::String(out)) if raw != out && schemas.is_time() => {
            let raw = raw.parse::<Timestamp>().ok();
            raw.is_some() && raw == out.parse().ok()
        }
        _ => raw == out,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn differences(raw: Value, out: Value) -> Vec<String> {
        let document = json!({"components": {"schemas": {"Item": {
            "properties": {
                "object": {"type": "string", "enum": ["item"]},
                "at": {"type": "string", "format": "date-time"},
                "name": {"type": "string"},
                "price": {"type": "number"},
                "free": {"type": "object"},
                "rates": {"type": "object", "additionalProperties": {"type": "number"}},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
            },
            "oneOf": [{"properties": {"left": {}}}, {"properties": {"right": {}}}],
        }}}});
        let schema = json!({"$ref": "#/components/schemas/Item"});
        let found = compare(&document, &schema, &raw, &out);
        let found = found.differences.into_iter();
        found.map(|one| one.at).collect()
    }

    #[test]
    fn spelling_constants_and_what_is_not_described_do_not_count() {
        let raw = json!({"object": "item", "at": "2026-01-01T02:00:00.0+02:00", "price": 10.0,
            "name": null, "other": 1, "parts": [{"object": "item"}]});
        let out = json!({"at": "2026-01-01T00:00:00Z", "price": 10, "parts": [{}]});
        assert_eq!(differences(raw.clone(), out.clone()), [""; 0]);
        let raw = json!({"at": "2026-01-01T00:00:00Z", "price": 10, "parts": [{}]});
        let out =
            json!({"object": "item", "at": "2026-01-01T00:00:00Z", "price": 10.0, "parts": [{}]});
        assert_eq!(differences(raw, out), [""; 0]);
    }

    #[test]
    fn what_is_described_counts() {
        let raw = json!({"object": "thing", "at": "2026-01-01T00:00:00Z", "name": "a", "price": 0.1,
            "free": {"a": {"b": 1}}, "rates": {"vat": 1}, "parts": [{"right": 1}]});
        let out = json!({"at": "2026-01-01T00:00:01Z", "name": "b", "price": 0.2, "free": {"a": {}},
            "rates": {}, "parts": [{}]});
        assert_eq!(
            differences(raw, out),
            [
                "/at",
                "/free/a/b",
                "/name",
                "/object",
                "/parts/0/right",
                "/price",
                "/rates/vat"
            ]
        );
        assert_eq!(
            differences(json!({"parts": [1, 2]}), json!({"parts": [1]})),
            ["/parts"]
        );
        assert_eq!(differences(json!({}), json!({"name": "a"})), ["/name"]);
        let large = json!({"price": 9_007_199_254_740_993_u64});
        let close = json!({"price": 9_007_199_254_740_992_u64});
        assert_eq!(differences(large, close), ["/price"]);
    }
}
