//! Scalar values of examples, derived from the name, format and bounds of the field.

use serde_json::Value;

use super::example_values::Wanted;
use crate::model::{Facts, TypeRef};
use crate::names;

/// A number within the bounds.
pub(super) fn least(facts: &Facts) -> f64 {
    let bounds = &facts.bounds;
    let number = |bound: &crate::model::Bound| bound.to_string().parse::<f64>().ok();
    let low = bounds.minimum.as_ref().and_then(number);
    let high = bounds.maximum.as_ref().and_then(number);
    let mut value: f64 = 10.0;
    if let Some(low) = low {
        value = value.max(low);
    }
    if let Some(high) = high {
        value = value.min(high);
    }
    value
}

/// A point in time: the start or the end of a month, depending on the name.
pub(super) fn time(wanted: &Wanted<'_>) -> String {
    if let Some(given) = wanted.given.and_then(Value::as_str) {
        return given.to_owned();
    }
    let words = names::words(wanted.name);
    let is_end = words
        .iter()
        .any(|word| ["to", "end", "until", "before", "expires"].contains(&word.as_str()));
    if is_end { "2026-05-01T00:00:00Z" } else { "2026-04-01T00:00:00Z" }.to_owned()
}

/// A string, depending on the name.
pub(super) fn text(ty: &TypeRef, wanted: &Wanted<'_>) -> String {
    match wanted.given {
        Some(Value::String(given)) => return given.clone(),
        Some(Value::Number(given)) => return given.to_string(),
        _ => {}
    }
    match ty {
        TypeRef::Duration => return "P1M".to_owned(),
        TypeRef::Decimal | TypeRef::DecimalNumber => return "99.00".to_owned(),
        _ => {}
    }
    let facts = wanted.facts;
    if let Some(value) = facts.values.iter().find_map(Value::as_str) {
        return value.to_owned();
    }
    match facts.format.as_deref() {
        Some("uri" | "url") => return "https://acme.example".to_owned(),
        Some("email") => return "billing@acme.example".to_owned(),
        Some("uuid") => return "0b9d3c1e-5d0e-4a57-9d0b-6f1f7b8f2a10".to_owned(),
        _ => {}
    }
    let words = names::words(wanted.name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    match last {
        "email" => "billing@acme.example",
        "url" | "uri" => "https://acme.example",
        "country" => "US",
        "currency" => "USD",
        "name" => "Acme Corp",
        "id" => "abc123",
        "quantity" => "1",
        "reason" => "Agreed with the customer",
        _ => return words.join("-"),
    }
    .to_owned()
}
