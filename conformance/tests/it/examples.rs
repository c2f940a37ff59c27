//! The examples that the suite `examples` finds in a document.

use paygentic_conformance::contract::operations;
use paygentic_conformance::suites::examples::examples;
use serde_json::json;

#[test]
fn examples_of_requests_and_responses_are_found() {
    let error = json!({"schema": {}, "example": {"m": "no"}});
    let document = json!({
        "paths": {"/x": {"post": {
            "operationId": "x",
            "requestBody": {"content": {"application/json": {
                "examples": {"one": {"$ref": "#/components/examples/One"}},
            }}},
            "responses": {"4XX": {"$ref": "#/components/responses/E"}},
        }}},
        "components": {
            "examples": {"One": {"value": {"a": 1}}},
            "responses": {"E": {"content": {"application/json": error}}},
        },
    });
    let operation = &operations(&document)[0];
    let found = examples(&document, operation);
    let found: Vec<_> = found.iter().map(|example| (example.status, example.json)).collect();
    assert_eq!(found, [(Some(400), &json!({"m": "no"})), (None, &json!({"a": 1}))]);
}
