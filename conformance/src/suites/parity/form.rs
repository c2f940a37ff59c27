//! Normalises requests so that they can be compared, and lists the intended differences.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde_json::{Map, Value, json};

use crate::compare::compare;
use crate::contract::{entries, items};

const HEADERS: [&str; 4] = ["accept", "authorization", "content-type", "idempotency-key"];

/// Whether two requests are the same, or differ as intended, which is `false`. An error describes the difference.
pub fn compare_requests(python: &Value, rust: &Value) -> Result<bool> {
    let (mut python, mut rust) = (form(python), form(rust));
    // Without a schema, every difference counts.
    let differences = |one: &Value, other: &Value| compare(&Value::Null, &json!({}), one, other);
    if differences(&python, &rust).is_empty() {
        return Ok(true);
    }
    allow(&python, &mut rust);
    truncate_times(&mut python);
    truncate_times(&mut rust);
    match differences(&python, &rust).first() {
        None => Ok(false),
        Some(difference) => bail!("from Python to Rust: {difference}"),
    }
}

/// What is compared. In a query the order of names does not matter, all values are text, and `1.0` is `1`.
fn form(request: &Value) -> Value {
    let mut query: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in items(&request["query"]) {
        let text = |index: usize| pair[index].as_str().unwrap_or_default();
        query.entry(text(0)).or_default().push(text(1));
    }
    let number_or_text =
        |text: &&str| text.parse::<f64>().map_or_else(|_| Value::from(*text), Value::from);
    let query = query.into_iter().map(|(name, mut values)| {
        values.sort_unstable();
        (name.to_owned(), values.iter().map(number_or_text).collect())
    });
    let headers = entries(&request["headers"]);
    let headers = headers.filter(|(name, _)| HEADERS.contains(&name.as_str()));
    json!({
        "method": request["method"],
        "path": request["path"],
        "query": query.collect::<Map<String, Value>>(),
        "headers": headers.collect::<BTreeMap<_, _>>(),
        "body": request["body"],
    })
}

/// Removes the intended differences from the Rust request: keys that the SDK generates or repeats in the header, and
/// any content type where the response is a file, because the explanation of an error is JSON.
fn allow(python: &Value, rust: &mut Value) {
    let in_body = rust["body"]["idempotencyKey"].clone();
    let key = &rust["headers"]["idempotency-key"];
    let is_allowed = is_uuid(key) || (key.is_string() && *key == in_body);
    for (part, name, is_allowed) in
        [("headers", "idempotency-key", is_allowed), ("body", "idempotencyKey", is_uuid(&in_body))]
    {
        if is_allowed
            && python[part].get(name).is_none()
            && let Some(object) = rust[part].as_object_mut()
        {
            object.remove(name);
        }
    }
    let accept = &python["headers"]["accept"];
    if accept.is_string() && accept != "application/json" && rust["headers"]["accept"] == "*/*" {
        rust["headers"]["accept"] = accept.clone();
    }
}

fn is_uuid(key: &Value) -> bool {
    let text = key.as_str().unwrap_or_default();
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Truncates times to microseconds, as Python does, and writes all of them alike.
fn truncate_times(value: &mut Value) {
    match value {
        Value::String(text) => {
            let to = TimestampRound::new().smallest(Unit::Microsecond).mode(RoundMode::Floor);
            if let Ok(time) = text.parse::<Timestamp>().and_then(|time| time.round(to)) {
                *text = time.to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(truncate_times),
        Value::Object(entries) => entries.values_mut().for_each(truncate_times),
        _ => {}
    }
}
