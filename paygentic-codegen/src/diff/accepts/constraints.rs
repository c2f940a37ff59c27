//! Whether the constraints that the model does not interpret accept all values accepted before; known only if they are
//! equal.

use serde_json::{Map, Value};

use super::Acceptance;
use crate::model::Facts;

/// Whether every value that meets the old constraints meets the new ones.
pub(in crate::diff) fn constraints(old: &Facts, new: &Facts) -> Acceptance {
    let entries = |facts: &'_ Facts| facts.constraints.as_ref().and_then(Value::as_object).cloned();
    let (before, after) = (entries(old).unwrap_or_default(), entries(new).unwrap_or_default());
    Acceptance::all(after.iter().map(|(key, value)| match (before.get(key), value) {
        (Some(same), value) if same == value => Acceptance::Yes,
        (Some(Value::Array(one)), Value::Array(other)) => positions(one, other),
        _ => Acceptance::Unknown,
    }))
}

/// The entries of a tuple, one by one.
fn positions(old: &[Value], new: &[Value]) -> Acceptance {
    let pairs = old.iter().zip(new);
    let shared = Acceptance::all(pairs.map(|(one, other)| match (types(one), types(other)) {
        _ if one == other => Acceptance::Yes,
        (Some(one), Some(other)) if !one.iter().all(|name| has(&other, name)) => Acceptance::No,
        (Some(_), Some(_)) if rest(one) == rest(other) => Acceptance::Yes,
        _ => Acceptance::Unknown,
    }));
    let more = if new.len() > old.len() { Acceptance::Unknown } else { Acceptance::Yes };
    shared.and(more)
}

/// The keywords of a schema besides its types.
fn rest(schema: &Value) -> Option<Map<String, Value>> {
    let mut rest = schema.as_object()?.clone();
    rest.remove("type");
    Some(rest)
}

/// The types that a schema names.
fn types(schema: &Value) -> Option<Vec<&str>> {
    match schema.get("type")? {
        Value::String(name) => Some(vec![name]),
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn has(names: &[&str], name: &str) -> bool {
    names.contains(&name) || name == "integer" && names.contains(&"number")
}
