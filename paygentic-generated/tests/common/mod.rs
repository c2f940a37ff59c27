//! Helpers shared by several test crates.

// Not every test crate uses all helpers.
#![allow(dead_code)]

pub(crate) mod canned;
pub(crate) mod contract;

use paygentic_generated::{Decimal, IsoDuration, JsonObject, Timestamp};
use serde_json::Value;

/// A point in time, from text as in RFC 3339.
pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An exact number.
pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A duration as in ISO 8601.
pub(crate) fn duration(text: &str) -> IsoDuration {
    text.parse().unwrap()
}

/// The object in a `json!({..})` value.
pub(crate) fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object.into(),
        other => panic!("{other} is not an object"),
    }
}

/// The differences of `kept` from `received`: the paths of missing or changed values.
///
/// `10` and `10.0` are the same number.
pub(crate) fn lost(received: &Value, kept: &Value, path: &str) -> Vec<String> {
    match (received, kept) {
        (Value::Object(received), Value::Object(kept)) => received
            .iter()
            .flat_map(|(key, value)| match kept.get(key) {
                Some(kept) => lost(value, kept, &format!("{path}/{key}")),
                None => vec![format!("{path}/{key}")],
            })
            .collect(),
        (Value::Array(received), Value::Array(kept)) if received.len() == kept.len() => {
            let pairs = received.iter().zip(kept).enumerate();
            let paths = pairs.map(|(index, (a, b))| lost(a, b, &format!("{path}/{index}")));
            paths.flatten().collect()
        }
        (Value::Number(received), Value::Number(kept)) if received.as_f64() == kept.as_f64() => {
            Vec::new()
        }
        _ if received == kept => Vec::new(),
        _ => vec![format!("{path}: {kept}")],
    }
}
