//! The places of a value, each with the schema that describes it.

use std::cmp::Reverse;

use paygentic_codegen::location::join;
use serde_json::{Map, Value};

use crate::contract::{entries, items, only};
use crate::instances::judge::Judge;
use crate::instances::{add, flatten, required};

/// A place in a value.
pub(super) struct Site {
    /// The JSON pointer to it.
    pub(super) pointer: String,
    /// Its schema, without references.
    pub(super) schema: Map<String, Value>,
    pub(super) optional: bool,
    /// The property that distinguishes the alternatives of the value.
    pub(super) tag: Option<String>,
}

impl Site {
    /// Whether a keyword of the schema has this value and no other.
    pub(super) fn says(&self, keyword: &str, value: &str) -> bool {
        self.schema.get(keyword).and_then(Value::as_str) == Some(value)
    }

    /// Whether it is an object with known properties.
    pub(super) fn is_record(&self) -> bool {
        self.schema.contains_key("properties")
    }

    /// Whether the schema allows properties that it does not name, so that they are kept.
    pub(super) fn is_open(&self) -> bool {
        let additional = self.schema.get("additionalProperties");
        additional.is_some_and(|additional| *additional != Value::Bool(false))
    }

    /// Whether a property that it does not name may be anything.
    pub(super) fn takes_anything(&self) -> bool {
        let additional = self.schema.get("additionalProperties");
        additional.and_then(Value::as_object).is_none_or(Map::is_empty)
    }

    /// Whether the schema forbids properties that it does not name.
    pub(super) fn is_closed(&self) -> bool {
        let keywords = ["additionalProperties", "unevaluatedProperties"];
        let forbids = |keyword| self.schema.get(keyword) == Some(&Value::Bool(false));
        keywords.into_iter().any(forbids)
    }

    /// Whether one of the two holds the other.
    pub(super) fn is_around(&self, other: &Self) -> bool {
        let (one, other) = (&self.pointer, &other.pointer);
        one.starts_with(other.as_str()) || other.starts_with(one.as_str())
    }

    /// Whether it is a list, or a map.
    pub(super) fn is_collection(&self) -> bool {
        self.says("type", "array") || (self.says("type", "object") && !self.is_record())
    }
}

/// Places are found by the schemas of a document.
pub(super) struct Sites<'d> {
    pub(super) document: &'d Value,
    pub(super) judge: &'d Judge,
}

impl Sites<'_> {
    /// All places of a value that have a schema, the outer ones first.
    pub(super) fn of(&self, schema: &Value, value: &Value) -> Vec<Site> {
        let mut sites = Vec::new();
        self.walk(schema, value, String::new(), false, &mut sites);
        sites
    }

    fn walk(
        &self,
        schema: &Value,
        value: &Value,
        pointer: String,
        optional: bool,
        sites: &mut Vec<Site>,
    ) {
        let mut flat = flatten(self.document, schema);
        let tag = flat.get("discriminator").and_then(|tag| tag["propertyName"].as_str());
        let tag = tag.map(str::to_owned);
        let mut overlaps = false;
        for keyword in ["oneOf", "anyOf"] {
            let branches = flat.remove(keyword).unwrap_or_default();
            let fitting: Vec<_> =
                items(&branches).filter(|branch| self.judge.is_valid(branch, value)).collect();
            overlaps |= fitting.len() > 1;
            // Of several that accept the value, the one that requires most; the first of those that require as much.
            let most = |branch: &&Value| Reverse(required(self.document, branch));
            let chosen = fitting.into_iter().min_by_key(most);
            if let Some(chosen) = chosen {
                let mut inner = flatten(self.document, chosen);
                add(self.document, &mut inner, &flat);
                flat = inner;
            }
        }
        // An alternative may have alternatives itself.
        if flat.contains_key("oneOf") || flat.contains_key("anyOf") {
            return self.walk(&Value::Object(flat), value, pointer, optional, sites);
        }
        let none = Value::Null;
        let of = |keyword: &str| flat.get(keyword).unwrap_or(&none);
        let mut inner = Vec::new();
        for (name, value) in entries(value) {
            let schema = of("properties").get(name).unwrap_or(of("additionalProperties"));
            if schema.is_object() {
                // It distinguishes overlapping alternatives: with another value, this would be of another alternative.
                if overlaps && only(&flatten(self.document, schema)).is_some() {
                    continue;
                }
                let declared = of("properties").get(name).is_some();
                let optional = declared && items(of("required")).all(|required| required != name);
                inner.push((schema.clone(), value, join(&pointer, name), optional));
            }
        }
        if of("items").is_object() {
            for (index, value) in items(value).enumerate() {
                inner.push((of("items").clone(), value, format!("{pointer}/{index}"), false));
            }
        }
        sites.push(Site { pointer, schema: flat, optional, tag });
        for (schema, value, pointer, optional) in inner {
            self.walk(&schema, value, pointer, optional, sites);
        }
    }
}
