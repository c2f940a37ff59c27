//! The generated types with JSON as the service sends and accepts it, without a network.
//!
//! All values that are read or sent here are also checked against the contract itself.

#![cfg(feature = "async")]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod ids;
mod misconfiguration;
mod requests;
mod responses;
mod unions;
mod values;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a type from JSON text.
#[track_caller]
fn read<T: DeserializeOwned>(json: &Value) -> T {
    serde_json::from_str(&json.to_string()).unwrap()
}

/// Reads a component of the contract and asserts that writing it gives the same JSON again.
#[track_caller]
fn round_trip<T: DeserializeOwned + Serialize>(component: &str, json: Value) -> T {
    common::contract::assert_component(component, &json);
    let value: T = read(&json);
    assert_eq!(serde_json::to_value(&value).unwrap(), json);
    value
}

/// A payment as the service sends it, with the required properties.
fn payment() -> Value {
    json!({
        "object": "payment", "id": "pay_1", "amount": "10.50", "currency": "EUR",
        "status": "pending", "createdAt": "2026-03-01T08:15:30Z",
    })
}
