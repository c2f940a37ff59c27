//! The differences between two requests, and which of them are intended.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde_json::{Map, Value, json};

use super::Request;

/// The headers that are compared.
const HEADERS: [&str; 4] = ["accept", "authorization", "content-type", "idempotency-key"];

/// A difference between the request of the Python SDK and that of the Rust SDK.
#[derive(Debug)]
pub(super) struct Difference {
    /// The location in the request.
    at: String,
    python: Option<Value>,
    rust: Option<Value>,
    /// Whether the difference is intended.
    pub(super) is_allowed: bool,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show =
            |value: &Option<Value>| value.as_ref().map_or("nothing".into(), Value::to_string);
        write!(f, "{}: {} from Python, {} from Rust", self.at, show(&self.python), show(&self.rust))
    }
}

/// Every difference.
pub(super) fn differences(python: &Request, rust: &Request) -> Vec<Difference> {
    let mut found = Comparison { rust, found: Vec::new() };
    let text = |text: &str| Some(Value::from(text));
    found.value("method", text(&python.method), text(&rust.method));
    found.value("path", Some(json!(python.path)), Some(json!(rust.path)));
    let (left, right) = (grouped(&python.query), grouped(&rust.query));
    let names: BTreeSet<&&str> = left.keys().chain(right.keys()).collect();
    for name in names {
        let of = |pairs: &BTreeMap<&str, Vec<Value>>| pairs.get(*name).cloned().map(Value::from);
        found.value(&format!("query.{name}"), of(&left), of(&right));
    }
    for name in HEADERS {
        let of = |request: &Request| request.headers.get(name).cloned();
        found.value(&format!("header.{name}"), of(python), of(rust));
    }
    found.value("body", python.body.clone(), rust.body.clone());
    found.found
}

/// The values of each name of a query, whose order says nothing.
fn grouped(query: &[(String, String)]) -> BTreeMap<&str, Vec<Value>> {
    let mut grouped: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    query.iter().for_each(|(name, value)| grouped.entry(name).or_default().push(value));
    let sorted = grouped.into_iter().map(|(name, mut values)| {
        values.sort();
        (name, values.into_iter().map(|value| number_or_text(value)).collect())
    });
    sorted.collect()
}

/// In a query all values are text, and `1.0` is `1`.
fn number_or_text(text: &str) -> Value {
    text.parse::<f64>().map_or_else(|_| text.into(), Value::from)
}

struct Comparison<'r> {
    rust: &'r Request,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn value(&mut self, at: &str, python: Option<Value>, rust: Option<Value>) {
        match (&python, &rust) {
            (Some(Value::Object(left)), Some(Value::Object(right))) => {
                return self.object(at, left, right);
            }
            (Some(Value::Array(left)), Some(Value::Array(right))) if left.len() == right.len() => {
                for (index, (left, right)) in left.iter().zip(right).enumerate() {
                    let at = format!("{at}[{index}]");
                    self.value(&at, Some(left.clone()), Some(right.clone()));
                }
                return;
            }
            (Some(Value::Number(left)), Some(Value::Number(right)))
                if left.as_f64() == right.as_f64() =>
            {
                return;
            }
            _ if python == rust => return,
            _ => {}
        }
        let is_allowed = self.is_allowed(at, python.as_ref(), rust.as_ref());
        self.found.push(Difference { at: at.to_owned(), python, rust, is_allowed });
    }

    fn object(&mut self, at: &str, left: &Map<String, Value>, right: &Map<String, Value>) {
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            self.value(&format!("{at}.{name}"), left.get(name).cloned(), right.get(name).cloned());
        }
    }

    /// The differences that are meant: keys that the Rust SDK makes or repeats in the header, other spellings of the
    /// same instant (Python cuts it to microseconds), and any content type where the response is a file, because the
    /// explanation of an error is JSON.
    fn is_allowed(&self, at: &str, python: Option<&Value>, rust: Option<&Value>) -> bool {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        match (at, text(python), text(rust)) {
            ("header.idempotency-key", None, Some(key)) => {
                let in_body = self.rust.body.as_ref().map(|body| &body["idempotencyKey"]);
                is_uuid(&key) || in_body.is_some_and(|in_body| *in_body == key)
            }
            ("body.idempotencyKey", None, Some(key)) => is_uuid(&key),
            ("header.accept", Some(one), Some(any)) => one != "application/json" && any == "*/*",
            (_, Some(left), Some(right)) => {
                let (left, right) = (microseconds(&left), microseconds(&right));
                left.is_some() && left == right
            }
            _ => false,
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// A point in time, cut to microseconds.
fn microseconds(text: &str) -> Option<Timestamp> {
    let time: Timestamp = text.parse().ok()?;
    time.round(TimestampRound::new().smallest(Unit::Microsecond).mode(RoundMode::Floor)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    fn request(change: impl FnOnce(&mut Value)) -> Request {
        let mut request = json!({
            "method": "POST", "path": ["", "v0", "x"], "query": [["limit", "5"]],
            "headers": {"accept": "application/json"}, "body": {"n": 1, "list": [1, {"at": null}]},
        });
        change(&mut request);
        serde_json::from_value(request).unwrap()
    }

    /// The locations that differ, those with a star that are allowed.
    fn found(python: impl FnOnce(&mut Value), rust: impl FnOnce(&mut Value)) -> Vec<String> {
        let found = differences(&request(python), &request(rust));
        let name =
            |one: &Difference| format!("{}{}", one.at, if one.is_allowed { "*" } else { "" });
        found.iter().map(name).collect()
    }

    fn nothing(_: &mut Value) {}

    #[test]
    fn every_part_of_a_request_is_compared() {
        assert!(found(nothing, nothing).is_empty());
        for (part, value, at) in [
            ("method", json!("PUT"), "method"),
            ("path", json!(["", "v0", "y"]), "path[2]"),
            ("path", json!(["", "v0", "x", ""]), "path"),
            ("query", json!([["limit", "6"]]), "query.limit[0]"),
            ("query", json!([]), "query.limit"),
            ("query", json!([["limit", "5"], ["limit", "5"]]), "query.limit"),
            ("headers", json!({"accept": "*/*"}), "header.accept"),
            ("body", json!({"n": "1", "list": [1, {"at": null}]}), "body.n"),
            ("body", json!({"n": 1, "list": [1, {}]}), "body.list[1].at"),
            ("body", json!({"n": 1, "list": [1]}), "body.list"),
            ("body", json!(null), "body"),
        ] {
            assert_eq!(found(nothing, |rust| rust[part] = value), [at]);
        }
        assert!(found(nothing, |rust| rust["body"]["n"] = json!(1.0)).is_empty());
        assert!(found(nothing, |rust| rust["query"] = json!([["limit", "5.0"]])).is_empty());
    }

    #[test]
    fn only_keys_that_were_made_or_repeated_are_allowed() {
        let with = |key: &'static str| {
            move |rust: &mut Value| {
                rust["headers"]["idempotency-key"] = key.into();
            }
        };
        assert_eq!(found(nothing, with(KEY)), ["header.idempotency-key*"]);
        assert_eq!(found(with(KEY), nothing), ["header.idempotency-key"]);
        assert_eq!(found(nothing, with("k")), ["header.idempotency-key"]);
        let both = |rust: &mut Value| {
            rust["body"]["idempotencyKey"] = "k".into();
            rust["headers"]["idempotency-key"] = "k".into();
        };
        let in_body = |python: &mut Value| python["body"]["idempotencyKey"] = "k".into();
        assert_eq!(found(in_body, both), ["header.idempotency-key*"]);
    }

    #[test]
    fn the_same_instant_may_be_spelt_in_another_way() {
        let at =
            |time: &'static str| move |request: &mut Value| request["body"]["at"] = time.into();
        let python = "2026-01-01T00:00:00.123456Z";
        assert_eq!(found(at(python), at("2026-01-01T02:00:00.123456789+02:00")), ["body.at*"]);
        assert_eq!(found(at(python), at("2026-01-01T00:00:00.123457Z")), ["body.at"]);
    }
}
