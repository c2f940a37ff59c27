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
fn the_case_of_the_api_key_header_is_not_a_change() {
    alike(schemes(key("header", "X-Key")), schemes(key("header", "x-key")));
    pair(schemes(key("query", "Key")), schemes(key("query", "key")), Breaking, Breaking);
    alike(|_| {}, schemes(json!({ "token": { "type": "http", "scheme": "Bearer" } })));
}

/// Two schemes, and the security that all operations require.
fn requiring(security: Value) -> impl FnOnce(&mut Value) {
    move |document| {
        document["components"]["securitySchemes"]["key"] = key("header", "X-Key")["token"].clone();
        document["security"] = security;
    }
}

#[test]
fn a_second_required_credential_breaks_and_an_alternative_does_not() {
    let token = || requiring(json!([{ "token": [] }]));
    pair(token(), requiring(json!([{ "token": [], "key": [] }])), Breaking, Safe);
    pair(token(), requiring(json!([{ "token": [] }, { "key": [] }])), Safe, Breaking);
    alike(
        requiring(json!([{ "token": [] }, { "key": [] }])),
        requiring(json!([{ "key": [] }, { "token": [] }])),
    );
}

#[test]
fn an_equivalent_server_url_is_not_a_change() {
    for url in ["https://BILLS.example", "https://bills.example/", "https://bills.example:443"] {
        alike(|_| {}, |document| document["servers"] = json!([{ "url": url }]));
    }
}

#[test]
fn changed_and_additional_credentials_break() {
    let [reports, _] = pair(
        requiring(json!([{ "token": [] }])),
        requiring(json!([{ "key": [] }])),
        Breaking,
        Breaking,
    );
    assert!(!reports.is_empty());
    let documents = [json!([{ "token": [] }]), json!([{ "token": [], "key": [] }])]
        .map(|security| model(&document(requiring(security))));
    let difference = diff(&documents[0], &documents[1]).unwrap();
    let change = difference.changes.iter().find(|change| change.id == "security-required");
    // Existing programs do send a token.
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
    let reports = reported(&diff(&model(&from(0)), &model(&from(1))).unwrap()).join("\n");
    assert!(
        reports
            .contains("pagination `by limit and page, from 0` is now `by limit and page, from 1`"),
        "{reports}"
    );
}
