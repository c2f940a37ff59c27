//! Headers of responses: what programs read from them.

use serde_json::{Value, json};

use super::Wire::{Risky, Safe};
use super::{alike, at, document, model, pair, reported};
use paygentic_codegen::diff::diff;

fn header(header: Value) -> impl FnOnce(&mut Value) {
    move |document| at(document, "/responses/200/headers")["X-Total"] = header
}

fn values(schema: Value) -> impl FnOnce(&mut Value) {
    header(json!({ "schema": schema }))
}

#[test]
fn new_values_in_a_header_are_risky() {
    let text = || json!({ "type": "string" });
    let of = |format: &str| json!({ "type": "string", "format": format });
    let listed = |values: Value| json!({ "type": "string", "enum": values });
    let number = |most: u32| json!({ "type": "integer", "maximum": most });
    pair(values(text()), values(of("date-time")), Safe, Risky);
    pair(values(of("uuid")), values(of("date")), Risky, Risky);
    pair(values(listed(json!(["a"]))), values(listed(json!(["a", "b"]))), Risky, Safe);
    pair(values(text()), values(listed(json!(["a", "b"]))), Safe, Risky);
    pair(values(number(5)), values(number(6)), Risky, Safe);
    pair(values(json!({ "type": "integer" })), values(json!({ "type": "number" })), Risky, Safe);
    // A number is also a string, but a string need not be a number.
    pair(values(json!({ "type": "integer" })), values(text()), Risky, Safe);
}

#[test]
fn a_header_is_reported_with_its_keywords() {
    let [old, new] = [json!(["a"]), json!(["a", "b"])]
        .map(|listed| model(&document(values(json!({ "type": "string", "enum": listed })))));
    let difference = diff(&old, &new).unwrap();
    let expected = "header `x-total` of `bills.put`: `string, enum \"a\", optional` is now `string, enum \"a\", \"b\", optional`";
    let found = reported(&difference).join("\n");
    assert!(found.starts_with(expected), "{found}");
    assert_eq!(difference.changes[0].id, "response-header-weakened");
}

#[test]
fn presence_and_deprecation_of_a_header_are_reported() {
    let schema = json!({ "type": "string" });
    let with = |key: &str| header(json!({ "schema": schema.clone(), key: true }));
    pair(values(schema.clone()), with("required"), Safe, Risky);
    let [there, back] = pair(values(schema.clone()), with("deprecated"), Safe, Safe);
    assert!(there[0].starts_with("header `x-total` of `bills.put` is deprecated now"), "{there:?}");
    assert!(back[0].contains("no longer deprecated"), "{back:?}");
}

#[test]
fn another_spelling_of_a_header_is_not_a_change() {
    let text = || json!({ "type": "string" });
    alike(values(text()), values(json!({ "allOf": [text()] })));
    alike(values(text()), |document| {
        at(document, "/responses/200/headers")["x-total"] = json!({ "schema": text() });
    });
    alike(values(text()), |document| {
        document["components"]["headers"]["Total"] = json!({ "schema": text() });
        let reference = json!({ "$ref": "#/components/headers/Total" });
        at(document, "/responses/200/headers")["X-Total"] = reference;
    });
}
