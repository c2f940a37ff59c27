//! Security and servers: what programs send to identify themselves, and where they send it.

use paygentic_codegen::diff::diff;
use serde_json::{Value, json};

use super::Wire::{Breaking, Safe};
use super::{alike, at, document, model, pair, reported};

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

#[test]
fn other_credentials_are_needed_beside_a_token() {
    let [told, _] =
        pair(asked(json!([{ "token": [] }])), asked(json!([{ "key": [] }])), Breaking, Breaking);
    assert!(!told.is_empty());
    let documents = [json!([{ "token": [] }]), json!([{ "token": [], "key": [] }])]
        .map(|security| model(&document(asked(security))));
    let difference = diff(&documents[0], &documents[1]).unwrap();
    let change = difference.changes.iter().find(|change| change.id == "security-required");
    // They do send a token.
    assert_eq!(
        change.unwrap().note,
        "existing programs do not send these credentials and are rejected: give them to the client"
    );
}

#[test]
fn the_first_page_is_part_of_the_pagination() {
    let from = |first: u32| {
        document(|document| {
            let mut operation = at(document, "").take();
            operation["operationId"] = json!("listBills");
            operation["parameters"] = json!([
                { "name": "page", "in": "query", "schema": { "type": "integer", "default": first } },
                { "name": "limit", "in": "query", "schema": { "type": "integer" } }
            ]);
            operation.as_object_mut().unwrap().shift_remove("requestBody");
            operation["responses"]["200"]["content"]["application/json"]["schema"] = json!({
                "type": "object",
                "required": ["data"],
                "properties": { "data": { "type": "array", "items": { "$ref": "#/components/schemas/Bill" } } }
            });
            document["paths"] = json!({ "/bills": { "get": operation } });
        })
    };
    let told = reported(&diff(&model(&from(0)), &model(&from(1))).unwrap()).join("\n");
    assert!(
        told.contains("pagination `by limit and page, from 0` is now `by limit and page, from 1`"),
        "{told}"
    );
}
