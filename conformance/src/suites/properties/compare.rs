//! Whether a value came through the model whole.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::contract::entries;

/// What mutations name the keys that no model knows.
pub(super) const UNKNOWN: &str = "x_unknown";

/// What models do to values by their nature.
pub(super) struct Compare {
    /// Properties that can have one value only. They have no field: either they are always written, or never.
    constants: HashSet<(String, Value)>,
}

impl Compare {
    /// By the constants of a document.
    pub(super) fn new(document: &Value) -> Self {
        let mut constants = HashSet::new();
        collect(document, &mut constants);
        Self { constants }
    }

    /// What is lost, changed or made up on the way from `from` to `to`.
    pub(super) fn losses(&self, from: &Value, to: &Value) -> Vec<String> {
        let mut losses = Vec::new();
        self.walk("", from, to, &mut losses);
        losses
    }

    fn walk(&self, at: &str, from: &Value, to: &Value, losses: &mut Vec<String>) {
        match (from, to) {
            (Value::Object(from), Value::Object(to)) => self.objects(at, from, to, losses),
            (Value::Array(from), Value::Array(to)) if from.len() == to.len() => {
                for (index, (from, to)) in from.iter().zip(to).enumerate() {
                    self.walk(&format!("{at}/{index}"), from, to, losses);
                }
            }
            (Value::Number(from), Value::Number(to)) if from.as_f64() == to.as_f64() => {}
            (Value::String(from), Value::String(to)) if from == to || same_time(from, to) => {}
            // Lists and maps have no null; it is an empty one.
            (Value::Null, to) if is_empty(to) => {}
            (from, to) if from == to => {}
            (from, to) => losses.push(format!("{at} is {from}, then {to}")),
        }
    }

    fn objects(
        &self,
        at: &str,
        from: &Map<String, Value>,
        to: &Map<String, Value>,
        losses: &mut Vec<String>,
    ) {
        for (key, value) in from {
            match to.get(key) {
                Some(to) => self.walk(&format!("{at}/{key}"), value, to, losses),
                None if value.is_null() || key == UNKNOWN => {}
                None if self.constants.contains(&(key.clone(), value.clone())) => {}
                None => losses.push(format!("{at}/{key} is {value}, then missing")),
            }
        }
        for (key, value) in to {
            let natural = value.is_null()
                || is_empty(value)
                || self.constants.contains(&(key.clone(), value.clone()));
            if !from.contains_key(key) && !natural {
                losses.push(format!("{at}/{key} is missing, then {value}"));
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Whether two texts are the same point in time, to the nanosecond.
fn same_time(one: &str, other: &str) -> bool {
    let read = |text: &str| -> Option<Timestamp> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, zone) = rest.split_at(end);
        let text = match digits.get(..digits.len().min(9)) {
            Some(digits) if !digits.is_empty() => format!("{whole}.{digits}{zone}"),
            _ => text.to_owned(),
        };
        text.parse().ok()
    };
    // Other texts are seldom times, and must stay as they are.
    matches!((read(one), read(other)), (Some(one), Some(other)) if one == other)
}

fn collect(schema: &Value, constants: &mut HashSet<(String, Value)>) {
    for (name, property) in entries(&schema["properties"]) {
        if let Some(value) = only_value(property) {
            constants.insert((name.clone(), value.clone()));
        }
    }
    match schema {
        Value::Object(inner) => inner.values().for_each(|inner| collect(inner, constants)),
        Value::Array(inner) => inner.iter().for_each(|inner| collect(inner, constants)),
        _ => {}
    }
}

/// The value of a schema that has only one.
pub(super) fn only_value(schema: &Value) -> Option<&Value> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(value),
        (None, Some(Value::Array(values))) if values.len() == 1 => values.first(),
        _ => None,
    }
}
