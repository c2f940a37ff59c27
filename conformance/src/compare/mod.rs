//! Whether JSON passes through a model unchanged, according to its schemas.
//!
//! Described values must come out as they went in. Numbers may be written differently, and so may times where the
//! schema declares one; a required property with a constant value is written even if it was missing.
//! Everything else is a difference; those that a model cannot avoid have kinds of their own, and each suite
//! decides which of these it accepts.

mod schemas;
mod values;

use std::collections::BTreeSet;
use std::fmt;

use paygentic_codegen::location::join;
use serde_json::{Map, Value};

use schemas::{Described, Schemas};

/// A place where the output differs from the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, as a JSON pointer.
    pub at: String,
    pub what: String,
    /// The kind of the difference.
    pub kind: Kind,
}

/// The kinds of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The value is different.
    Changed,
    /// The value is missing.
    Lost,
    /// A value was added.
    Added,
    /// A property is missing that was null.
    LostNull,
    /// A property is missing that no schema describes; no model can keep it.
    Undescribed,
    /// A required property is null that was missing.
    AddedNull,
    /// A required list or map is empty that was missing or null.
    Emptied,
}

/// Compares what went into a model with what comes out, by the schema of a document.
pub fn compare(document: &Value, schema: &Value, raw: &Value, out: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(&Schemas::new(document, [schema]), raw, out, "", &mut found);
    found
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

fn walk(schemas: &Schemas<'_>, raw: &Value, out: &Value, at: &str, found: &mut Vec<Difference>) {
    match (raw, out) {
        (Value::Object(raw), Value::Object(out)) => objects(schemas, raw, out, at, found),
        (Value::Array(raw), Value::Array(out)) if raw.len() == out.len() => {
            let items = schemas.items();
            for (index, (raw, out)) in raw.iter().zip(out).enumerate() {
                walk(&items, raw, out, &format!("{at}/{index}"), found);
            }
        }
        _ if values::same(schemas.is_time(), raw, out) => {}
        _ => found.push(Difference {
            at: at.to_owned(),
            what: format!("{raw} becomes {out}"),
            kind: Kind::Changed,
        }),
    }
}

fn objects(
    schemas: &Schemas<'_>,
    raw: &Map<String, Value>,
    out: &Map<String, Value>,
    at: &str,
    found: &mut Vec<Difference>,
) {
    let names: BTreeSet<&String> = raw.keys().chain(out.keys()).collect();
    for name in names {
        let at = join(at, name);
        let property = schemas.property(name);
        // Required properties must be written, and so must the entries of a map.
        let is_kept = |property: &Described<'_>| property.required || !property.named;
        let is_kept = property.as_ref().is_some_and(is_kept);
        let (what, kind) = match (raw.get(name), out.get(name)) {
            (Some(Value::Null), Some(out)) if is_kept && is_empty(out) => {
                (format!("null becomes {out}"), Kind::Emptied)
            }
            (Some(raw), Some(out)) => {
                let inner =
                    property.map_or_else(|| schemas.unconstrained(), |property| property.schemas);
                walk(&inner, raw, out, &at, found);
                continue;
            }
            (Some(raw), None) => (format!("{raw} is lost"), lost(property, raw)),
            (None, Some(out)) => match added(property, out) {
                Some(kind) => (format!("{out} is added"), kind),
                None => continue,
            },
            (None, None) => continue,
        };
        found.push(Difference { at, what, kind });
    }
}

/// The kind of difference of a missing property.
fn lost(property: Option<Described<'_>>, raw: &Value) -> Kind {
    match property {
        None => Kind::Undescribed,
        Some(property) if property.named && raw.is_null() => Kind::LostNull,
        Some(_) => Kind::Lost,
    }
}

/// The kind of difference of an added property.
fn added(property: Option<Described<'_>>, out: &Value) -> Option<Kind> {
    match property {
        Some(property) if property.required && property.is_constant(out) => None,
        Some(property) if property.required && out.is_null() => Some(Kind::AddedNull),
        Some(property) if property.required && is_empty(out) => Some(Kind::Emptied),
        _ => Some(Kind::Added),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}
