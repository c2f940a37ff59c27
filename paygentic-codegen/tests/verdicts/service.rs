//! Security and servers: what programs send to identify themselves, and where they send it.

use serde_json::{Value, json};

use super::Wire::{Breaking, Safe};
use super::{alike, pair};

fn schemes(schemes: Value) -> impl FnOnce(&mut Value) {
    move |document| document["components"]["securitySchemes"] = schemes
}

fn key(place: &str, name: &str) -> Value {
    json!({ "token": { "type": "apiKey", "in": place, "name": name } })
}

#[test]
fn the_case_of_a_header_with_a_key_is_not_a_change() {
    alike(schemes(key("header", "X-Key")), schemes(key("header", "x-key")));
    pair(schemes(key("query", "Key")), schemes(key("query", "key")), Breaking, Breaking);
    alike(|_| {}, schemes(json!({ "token": { "type": "http", "scheme": "Bearer" } })));
}

/// Two schemes, and what all operations ask for.
fn asked(security: Value) -> impl FnOnce(&mut Value) {
    move |document| {
        document["components"]["securitySchemes"]["key"] = key("header", "X-Key")["token"].clone();
        document["security"] = security;
    }
}

#[test]
fn a_second_credential_breaks_and_a_choice_does_not() {
    let token = || asked(json!([{ "token": [] }]));
    pair(token(), asked(json!([{ "token": [], "key": [] }])), Breaking, Safe);
    pair(token(), asked(json!([{ "token": [] }, { "key": [] }])), Safe, Breaking);
    alike(
        asked(json!([{ "token": [] }, { "key": [] }])),
        asked(json!([{ "key": [] }, { "token": [] }])),
    );
}

#[test]
fn an_address_in_another_spelling_is_not_a_change() {
    for url in ["https://BILLS.example", "https://bills.example/", "https://bills.example:443"] {
        alike(|_| {}, |document| document["servers"] = json!([{ "url": url }]));
    }
}
