//! A body can be queued if every operation that accepts it also accepts an idempotency key.

use paygentic_codegen::diff::{Rust, diff};
use paygentic_codegen::surface::surface;
use serde_json::{Value, json};

use super::{at, document, model, reported};

/// An operation whose body is `Bill`, with a key or without.
fn operation(id: &str, has_key: bool) -> Value {
    let key = json!({ "name": "Idempotency-Key", "in": "header", "schema": { "type": "string" } });
    let id_parameter =
        json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let bill = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Bill" } } });
    json!({
        "operationId": id,
        "tags": ["bills"],
        "parameters": if has_key { json!([id_parameter, key]) } else { json!([id_parameter]) },
        "requestBody": { "required": true, "content": bill },
        "responses": { "204": { "description": "" } }
    })
}

fn with(has_key: bool, other: Option<bool>) -> Value {
    document(|document| {
        *at(document, "") = operation("putBill", has_key);
        if let Some(has_key) = other {
            document["paths"]["/bills/{id}"]["post"] = operation("sendBill", has_key);
        }
    })
}

#[test]
fn a_body_that_can_no_longer_be_queued_breaks_rust_code() {
    let queued = model(&with(true, None));
    assert!(surface(&queued).contains("  Bill is queueable\n"), "{}", surface(&queued));
    for without in [with(false, None), with(true, Some(false))] {
        let without = model(&without);
        assert!(!surface(&without).contains("queueable"));
        let [there, back] = [diff(&queued, &without).unwrap(), diff(&without, &queued).unwrap()];
        assert_eq!(there.rust(), Rust::Breaking, "{:#?}", reported(&there));
        let report = reported(&there).join("\n");
        assert!(report.contains("`Bill`: `impl Queueable` removed [breaks Rust code]"), "{report}");
        let added = back.changes.iter().find(|change| change.id == "queue-support-added");
        assert_eq!(added.unwrap().rust, Rust::Addition);
    }
    let more = model(&with(true, Some(true)));
    assert!(diff(&queued, &more).unwrap().rust() == Rust::Addition);
}
